/* score_case.c - `dauso score --vectors`: one test case in, the fields of its "expect" out, computed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/irt_estimate.h"

struct scoring_case {
    struct irt_item *items;
    int *responses;
    size_t item_count;
    double cuts[CUT_COUNT];
};

static void
case_clear(struct scoring_case *given)
{
    free(given->items);
    free(given->responses);
}

static bool
read_item(const struct json *value, struct irt_item *item)
{
    int64_t indicator = 0;
    const struct json *b = json_get(value, "b");
    *item = (struct irt_item){.weight = 1};
    if (json_get(value, "k") != NULL && (!json_read_integer(json_get(value, "k"), &indicator) || indicator < 0))
        return false;
    item->indicator = (size_t)indicator;
    item->steps = (int)json_count(b);
    if (!json_read_real(json_get(value, "a"), &item->a) || item->steps < 1 || item->steps > ITEM_STEPS_MAX)
        return false;
    for (int i = 0; i < item->steps; i++)
        if (!json_read_real(json_at(b, (size_t)i), &item->b[i]))
            return false;
    if (json_get(value, "w") != NULL && !json_read_real(json_get(value, "w"), &item->weight))
        return false;
    return json_get(value, "c") == NULL || json_read_real(json_get(value, "c"), &item->c);
}

static bool
read_items(const struct json *test_case, struct scoring_case *given)
{
    const struct json *items = json_get(test_case, "items");
    given->item_count = json_count(items);
    given->items = memory_new_array(given->item_count, sizeof *given->items);
    for (size_t i = 0; i < given->item_count; i++)
        if (!read_item(json_at(items, i), &given->items[i]))
            return false;
    return json_is_array(items);
}

/* Caller frees *out. */
static bool
read_responses(const struct json *list, const struct scoring_case *given, int **out)
{
    *out = memory_new_array(given->item_count, sizeof **out);
    for (size_t i = 0; i < given->item_count; i++) {
        int64_t response;
        if (!json_read_integer(json_at(list, i), &response) || response < RESPONSE_MISSING ||
            response > given->items[i].steps)
            return false;
        (*out)[i] = (int)response;
    }
    return json_count(list) == given->item_count;
}

static bool
read_case(const struct json *test_case, struct scoring_case *given)
{
    const struct json *cuts = json_get(test_case, "cuts");
    if (!read_items(test_case, given) || !read_responses(json_get(test_case, "responses"), given, &given->responses) ||
        json_count(cuts) != CUT_COUNT)
        return false;
    for (size_t i = 0; i < CUT_COUNT; i++)
        if (!json_read_real(json_at(cuts, i), &given->cuts[i]) || (i > 0 && given->cuts[i] <= given->cuts[i - 1]))
            return false;
    return true;
}

static struct json *
reals(const double *values, size_t count)
{
    struct json *list = json_new_array();
    for (size_t i = 0; i < count; i++)
        json_add(list, json_new_real(values[i]));
    return list;
}

static struct json *
mean_and_sd(double mean, double sd)
{
    struct json *pair = json_new_object();
    json_put_real(pair, "mean", mean);
    json_put_real(pair, "sd", sd);
    return pair;
}

static bool
solve_one(const struct json *test_case, const struct scoring_case *given, struct json *out)
{
    const struct json *prior = json_get(test_case, "prior");
    double mean, sd;
    struct uni_estimate estimate;
    if (!json_read_real(json_get(prior, "mean"), &mean) || !json_read_real(json_get(prior, "sd"), &sd) || sd <= 0)
        return false;
    for (size_t i = 0; i < given->item_count; i++)
        given->items[i].indicator = 0;
    irt_estimate_one(given->items, given->responses, given->item_count, mean, sd, given->cuts, &estimate);
    json_put_real(out, "eap", estimate.mean);
    json_put_real(out, "psd", estimate.sd);
    json_put_real(out, "logZ", estimate.log_z);
    json_put(out, "p_ge_cut", reals(estimate.p_at_least, CUT_COUNT));
    return true;
}

/* Areas may be numbered with gaps; the estimator wants 0 .. count - 1 in order of the numbers. */
static bool
read_model(const struct json *test_case, const struct scoring_case *given, struct irt_model *model, size_t **area_of,
           double **mu)
{
    const struct json *areas = json_get(test_case, "area"), *means = json_get(test_case, "mu");
    size_t count = json_count(areas);
    *area_of = memory_new_array(count, sizeof **area_of);
    *mu = memory_new_array(count, sizeof **mu);
    *model = (struct irt_model){.indicator_count = count, .area_of = *area_of, .mu = *mu};
    memcpy(model->cuts, given->cuts, sizeof model->cuts);
    if (count == 0 || json_count(means) != count || !json_read_real(json_get(test_case, "rho_g"), &model->rho_g) ||
        !json_read_real(json_get(test_case, "rho_a"), &model->rho_a) || model->rho_g <= 0 || model->rho_a <= 0 ||
        model->rho_g + model->rho_a >= 1)
        return false;
    for (size_t k = 0; k < count; k++) {
        int64_t area;
        if (!json_read_integer(json_at(areas, k), &area) || area < 0 || (size_t)area >= count ||
            !json_read_real(json_at(means, k), &(*mu)[k]))
            return false;
        (*area_of)[k] = (size_t)area;
        model->area_count = (size_t)area >= model->area_count ? (size_t)area + 1 : model->area_count;
    }
    for (size_t i = 0; i < given->item_count; i++)
        if (given->items[i].indicator >= count)
            return false;
    return true;
}

static void
put_tree(const struct irt_model *model, const struct tree_estimate *estimate, struct json *out)
{
    struct json *areas = json_new_array(), *indicators = json_new_array();
    for (size_t a = 0; a < model->area_count; a++)
        json_add(areas, mean_and_sd(estimate->area_mean[a], estimate->area_sd[a]));
    for (size_t k = 0; k < model->indicator_count; k++) {
        const struct indicator_estimate *one = &estimate->indicators[k];
        struct json *row = json_new_object();
        json_put_real(row, "eap", one->mean);
        json_put_real(row, "psd", one->sd);
        json_put(row, "p_ge_cut", reals(one->p_at_least, CUT_COUNT));
        json_add(indicators, row);
    }
    json_put_real(out, "logZ", estimate->log_z);
    json_put(out, "G", mean_and_sd(estimate->general_mean, estimate->general_sd));
    json_put(out, "areas", areas);
    json_put(out, "indicators", indicators);
}

static bool
solve_tree(const struct json *test_case, const struct scoring_case *given, struct json *out)
{
    struct irt_model model;
    size_t *area_of = NULL;
    double *mu = NULL;
    bool fits = read_model(test_case, given, &model, &area_of, &mu);
    if (fits) {
        struct tree_estimate estimate;
        irt_estimate_tree(&model, given->items, given->responses, given->item_count, &estimate);
        put_tree(&model, &estimate, out);
        irt_clear_estimate(&estimate);
    }
    free(area_of);
    free(mu);
    return fits;
}

static void
put_growth(const struct irt_model *model, const struct change_estimate *all, const struct growth_indicator *indicators,
           double log_z, struct json *out)
{
    struct json *whole = mean_and_sd(all->mean, all->sd), *rows = json_new_array();
    json_put_real(whole, "p_gt_0", all->p_above_zero);
    for (size_t k = 0; k < model->indicator_count; k++) {
        struct json *row = json_new_object();
        json_put_real(row, "delta_mean", indicators[k].change.mean);
        json_put_real(row, "delta_sd", indicators[k].change.sd);
        json_put_real(row, "p_delta_gt_0", indicators[k].change.p_above_zero);
        json_put_real(row, "theta_pre_eap", indicators[k].pre_mean);
        json_add(rows, row);
    }
    json_put_real(out, "logZ", log_z);
    json_put(out, "D", whole);
    json_put(out, "indicators", rows);
}

static bool
read_growth(const struct json *test_case, struct scoring_case *given, int **after, struct growth_case *growth)
{
    const struct json *prior = json_get(test_case, "D_prior");
    return read_items(test_case, given) &&
           read_responses(json_get(test_case, "responses_pre"), given, &given->responses) &&
           read_responses(json_get(test_case, "responses_post"), given, after) &&
           json_read_real(json_get(prior, "mean"), &growth->change_mean) &&
           json_read_real(json_get(prior, "sd"), &growth->change_sd) && growth->change_sd > 0 &&
           json_read_real(json_get(test_case, "tau_T"), &growth->change_sd_own) && growth->change_sd_own > 0;
}

static bool
solve_growth(const struct json *test_case, struct scoring_case *given, struct json *out)
{
    struct irt_model model;
    struct growth_case growth = {.model = &model};
    int *after = NULL;
    size_t *area_of = NULL;
    double *mu = NULL, log_z;
    bool fits = read_growth(test_case, given, &after, &growth) && read_model(test_case, given, &model, &area_of, &mu);
    if (fits) {
        struct change_estimate all;
        struct growth_indicator *indicators = memory_new_array(model.indicator_count, sizeof *indicators);
        growth.items = given->items;
        growth.item_count = given->item_count;
        growth.responses_pre = given->responses;
        growth.responses_post = after;
        irt_estimate_growth(&growth, &all, indicators, &log_z);
        put_growth(&model, &all, indicators, log_z, out);
        free(indicators);
    }
    free(after);
    free(area_of);
    free(mu);
    return fits;
}

/* False if the case lacks something or does not fit together. */
static bool
solve(const struct json *test_case, const char *kind, struct scoring_case *given, struct json *out)
{
    if (strcmp(kind, "growth") == 0)
        return solve_growth(test_case, given, out);
    if (!read_case(test_case, given))
        return false;
    return strcmp(kind, "uni") == 0 ? solve_one(test_case, given, out) : solve_tree(test_case, given, out);
}

struct json *
scoring_solve_case(const struct json *test_case)
{
    struct scoring_case given = {0};
    struct json *out = json_new_object();
    const char *id = json_get_text(test_case, "id"), *kind = json_get_text(test_case, "kind");
    json_put_text(out, "id", id != NULL ? id : "");
    if (kind == NULL || (strcmp(kind, "uni") != 0 && strcmp(kind, "tree") != 0 && strcmp(kind, "growth") != 0))
        json_put_text(out, "error", "the kind must be uni, tree or growth");
    else if (!solve(test_case, kind, &given, out))
        json_put_text(out, "error", "items, responses, cuts or the model's numbers are missing or do not fit together");
    case_clear(&given);
    return out;
}
