/* score_case.c - `dauso score --vectors`: one test case in, the fields of its "expect" out, computed. A case that lacks
 * something is refused with the name of what it lacks, never guessed at. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/irt_estimate.h"
#include "scoring/score_case.h"

/* Finer than this the grids do not go (irt_grid.c). */
static const double SD_LEAST = .02;
enum { INDICATORS_MAX = 1000, A_MOST = 50, PRIOR_SD_MOST = 100 };

struct scoring_case {
    const struct json *json;
    struct irt_item *items;
    size_t item_count;
    int *responses, *responses_post;
    struct irt_model model;
    size_t *area_of;
    double *mu;
    struct err *err;
};

static void
case_clear(struct scoring_case *given)
{
    free(given->items);
    free(given->responses);
    free(given->responses_post);
    free(given->area_of);
    free(given->mu);
}

static enum fault
read_number(const struct scoring_case *given, const struct json *object, const char *key, double *out)
{
    if (json_read_real(json_get(object, key), out))
        return FAULT_NONE;
    return err_set(given->err, FAULT_INPUT, "the number \"%s\" is missing", key);
}

/* *out keeps its value if the key is not there. */
static enum fault
read_number_or(const struct scoring_case *given, const struct json *object, const char *key, double *out)
{
    return json_get(object, key) == NULL ? FAULT_NONE : read_number(given, object, key, out);
}

static enum fault
read_difficulties(const struct scoring_case *given, const struct json *b, struct irt_item *item)
{
    if (json_count(b) < 1 || json_count(b) > ITEM_STEPS_MAX)
        return err_set(given->err, FAULT_INPUT, "\"b\" must be a list of 1 to %d numbers", ITEM_STEPS_MAX);
    item->steps = (int)json_count(b);
    for (int i = 0; i < item->steps; i++)
        if (!json_read_real(json_at(b, (size_t)i), &item->b[i]))
            return err_set(given->err, FAULT_INPUT, "\"b\" must be a list of numbers");
    return FAULT_NONE;
}

static enum fault
read_item(const struct scoring_case *given, const struct json *value, struct irt_item *item)
{
    int64_t indicator = 0;
    *item = (struct irt_item){.weight = 1};
    if (json_get(value, "k") != NULL && (!json_read_integer(json_get(value, "k"), &indicator) || indicator < 0))
        return err_set(given->err, FAULT_INPUT, "\"k\" must be the number of an indicator, from 0 on");
    item->indicator = (size_t)indicator;
    enum fault fault = read_number(given, value, "a", &item->a);
    if (fault == FAULT_NONE)
        fault = read_difficulties(given, json_get(value, "b"), item);
    if (fault == FAULT_NONE)
        fault = read_number_or(given, value, "c", &item->c);
    if (fault == FAULT_NONE)
        fault = read_number_or(given, value, "w", &item->weight);
    if (fault == FAULT_NONE && (item->a <= 0 || item->a > A_MOST))
        fault = err_set(given->err, FAULT_INPUT, "\"a\" must be above 0 and at most %d", A_MOST);
    if (fault == FAULT_NONE && (item->c < 0 || item->c >= 1 || item->weight < 0))
        fault = err_set(given->err, FAULT_INPUT, "\"c\" must be from 0 to below 1, \"w\" not negative");
    if (fault == FAULT_NONE && item->steps > 1 && item->c > 0)
        fault = err_set(given->err, FAULT_INPUT, "\"c\" belongs to items of one step only");
    return fault;
}

enum fault
score_read_item(const struct json *value, struct irt_item *item, struct err *err)
{
    const struct scoring_case given = {.err = err};
    return read_item(&given, value, item);
}

static enum fault
read_items(struct scoring_case *given)
{
    const struct json *items = json_get(given->json, "items");
    if (!json_is_array(items))
        return err_set(given->err, FAULT_INPUT, "the list \"items\" is missing");
    given->item_count = json_count(items);
    given->items = memory_new_array(given->item_count, sizeof *given->items);
    for (size_t i = 0; i < given->item_count; i++) {
        struct err inner;
        if (score_read_item(json_at(items, i), &given->items[i], &inner) != FAULT_NONE)
            return err_set(given->err, FAULT_INPUT, "items[%zu]: %s", i, inner.text);
    }
    return FAULT_NONE;
}

static enum fault
read_responses(const struct scoring_case *given, const char *key, int **out)
{
    const struct json *list = json_get(given->json, key);
    if (!json_is_array(list) || json_count(list) != given->item_count)
        return err_set(given->err, FAULT_INPUT, "\"%s\" must be a list with one number an item (%zu)", key,
                       given->item_count);
    *out = memory_new_array(given->item_count, sizeof **out);
    for (size_t i = 0; i < given->item_count; i++) {
        int64_t response;
        if (!json_read_integer(json_at(list, i), &response) || response < RESPONSE_MISSING ||
            response > given->items[i].steps)
            return err_set(given->err, FAULT_INPUT, "%s[%zu] must be a category from 0 to %d, or -1 for not given", key,
                           i, given->items[i].steps);
        (*out)[i] = (int)response;
    }
    return FAULT_NONE;
}

static enum fault
read_cuts(struct scoring_case *given)
{
    const struct json *cuts = json_get(given->json, "cuts");
    bool fits = json_count(cuts) == CUT_COUNT;
    for (size_t i = 0; fits && i < CUT_COUNT; i++)
        fits = json_read_real(json_at(cuts, i), &given->model.cuts[i]) &&
               (i == 0 || given->model.cuts[i] > given->model.cuts[i - 1]);
    return fits ? FAULT_NONE : err_set(given->err, FAULT_INPUT, "\"cuts\" must be %d rising numbers", CUT_COUNT);
}

static enum fault
read_variances(struct scoring_case *given)
{
    struct irt_model *model = &given->model;
    enum fault fault = read_number(given, given->json, "rho_g", &model->rho_g);
    if (fault == FAULT_NONE)
        fault = read_number(given, given->json, "rho_a", &model->rho_a);
    if (fault != FAULT_NONE)
        return fault;
    bool fits = model->rho_g >= 0 && (model->rho_a == 0 || model->rho_a >= SD_LEAST * SD_LEAST) &&
                1 - model->rho_g - model->rho_a >= SD_LEAST * SD_LEAST;
    return fits ? FAULT_NONE
                : err_set(given->err, FAULT_INPUT, "rho_g and rho_a must be shares of 1 that leave something over");
}

/* Areas may be numbered with gaps; an area without indicators keeps its prior. */
static enum fault
read_model(struct scoring_case *given)
{
    const struct json *areas = json_get(given->json, "area"), *means = json_get(given->json, "mu");
    size_t count = json_count(areas);
    if (!json_is_array(areas) || count < 1 || count > INDICATORS_MAX || json_count(means) != count)
        return err_set(given->err, FAULT_INPUT, "\"area\" and \"mu\" must be lists with one number an indicator");
    given->area_of = memory_new_array(count, sizeof *given->area_of);
    given->mu = memory_new_array(count, sizeof *given->mu);
    given->model.indicator_count = count;
    given->model.area_of = given->area_of;
    given->model.mu = given->mu;
    for (size_t k = 0; k < count; k++) {
        int64_t area;
        if (!json_read_integer(json_at(areas, k), &area) || area < 0 || area >= INDICATORS_MAX)
            return err_set(given->err, FAULT_INPUT, "area[%zu] must be the number of an area, from 0 on", k);
        if (!json_read_real(json_at(means, k), &given->mu[k]))
            return err_set(given->err, FAULT_INPUT, "mu[%zu] must be a number", k);
        given->area_of[k] = (size_t)area;
        if ((size_t)area >= given->model.area_count)
            given->model.area_count = (size_t)area + 1;
    }
    for (size_t i = 0; i < given->item_count; i++)
        if (given->items[i].indicator >= count)
            return err_set(given->err, FAULT_INPUT, "items[%zu]: there is no indicator k = %zu in \"area\"", i,
                           given->items[i].indicator);
    return read_variances(given);
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

static enum fault
solve_uni(struct scoring_case *given, struct json *out)
{
    const struct json *prior = json_get(given->json, "prior");
    double mean = 0, sd = 0;
    struct uni_estimate estimate;
    enum fault fault = read_responses(given, "responses", &given->responses);
    if (fault == FAULT_NONE)
        fault = read_cuts(given);
    if (fault == FAULT_NONE && (!json_read_real(json_get(prior, "mean"), &mean) ||
                                !json_read_real(json_get(prior, "sd"), &sd) || sd < SD_LEAST || sd > PRIOR_SD_MOST))
        fault = err_set(given->err, FAULT_INPUT, "\"prior\" must have a mean and an sd from .02 to 100");
    if (fault != FAULT_NONE)
        return fault;
    for (size_t i = 0; i < given->item_count; i++)
        given->items[i].indicator = 0;
    const struct irt_answers answers = {given->items, given->responses, given->item_count};
    irt_estimate_one(&answers, mean, sd, given->model.cuts, &estimate);
    json_put_real(out, "eap", estimate.mean);
    json_put_real(out, "psd", estimate.sd);
    json_put_real(out, "logZ", estimate.log_z);
    json_put(out, "p_ge_cut", reals(estimate.p_at_least, CUT_COUNT));
    return FAULT_NONE;
}

static void
put_tree(const struct irt_model *model, const struct tree_estimate *estimate, struct json *out)
{
    struct json *areas = json_new_array(), *indicators = json_new_array();
    for (size_t a = 0; a < model->area_count; a++)
        json_add(areas, mean_and_sd(estimate->area_mean[a], estimate->area_sd[a]));
    for (size_t k = 0; k < model->indicator_count; k++) {
        const struct indicator_estimate *one = &estimate->indicators[k];
        struct json *line = json_new_object();
        json_put_real(line, "eap", one->mean);
        json_put_real(line, "psd", one->sd);
        json_put(line, "p_ge_cut", reals(one->p_at_least, CUT_COUNT));
        json_add(indicators, line);
    }
    json_put_real(out, "logZ", estimate->log_z);
    json_put(out, "G", mean_and_sd(estimate->general_mean, estimate->general_sd));
    json_put(out, "areas", areas);
    json_put(out, "indicators", indicators);
}

/* Steeper than the finest grid can follow (irt_grid.c). */
static enum fault
check_steepness(const struct scoring_case *given, const int *responses)
{
    const struct irt_answers answers = {given->items, responses, given->item_count};
    if (grid_widest_step(&answers) >= GRID_STEP_LEAST)
        return FAULT_NONE;
    return err_set(given->err, FAULT_INPUT, "an item is too steep: a times the number of steps is over 50");
}

static enum fault
solve_tree(struct scoring_case *given, struct json *out)
{
    enum fault fault = read_responses(given, "responses", &given->responses);
    if (fault == FAULT_NONE)
        fault = read_cuts(given);
    if (fault == FAULT_NONE)
        fault = read_model(given);
    if (fault == FAULT_NONE)
        fault = check_steepness(given, given->responses);
    if (fault == FAULT_NONE) {
        struct tree_estimate estimate;
        irt_estimate_tree(&given->model, given->items, given->responses, given->item_count, &estimate);
        put_tree(&given->model, &estimate, out);
        irt_clear_estimate(&estimate);
    }
    return fault;
}

static enum fault
read_growth(struct scoring_case *given, struct growth_case *growth)
{
    const struct json *prior = json_get(given->json, "D_prior");
    enum fault fault = read_responses(given, "responses_pre", &given->responses);
    if (fault == FAULT_NONE)
        fault = read_responses(given, "responses_post", &given->responses_post);
    if (fault == FAULT_NONE)
        fault = read_model(given);
    if (fault == FAULT_NONE)
        fault = check_steepness(given, given->responses);
    if (fault == FAULT_NONE)
        fault = check_steepness(given, given->responses_post);
    if (fault == FAULT_NONE)
        fault = read_number(given, given->json, "tau_T", &growth->change_sd_own);
    if (fault == FAULT_NONE && (!json_read_real(json_get(prior, "mean"), &growth->change_mean) ||
                                !json_read_real(json_get(prior, "sd"), &growth->change_sd)))
        fault = err_set(given->err, FAULT_INPUT, "\"D_prior\" must have a mean and an sd");
    if (fault == FAULT_NONE && (growth->change_sd < SD_LEAST || growth->change_sd_own < SD_LEAST))
        fault = err_set(given->err, FAULT_INPUT, "tau_T and the sd of D must be above 0");
    return fault;
}

static enum fault
solve_growth(struct scoring_case *given, struct json *out)
{
    struct growth_case growth = {.model = &given->model};
    struct change_estimate all;
    double log_z;
    enum fault fault = read_growth(given, &growth);
    if (fault != FAULT_NONE)
        return fault;
    growth.pre = (struct irt_answers){given->items, given->responses, given->item_count};
    growth.post = (struct irt_answers){given->items, given->responses_post, given->item_count};
    struct growth_indicator *indicators = memory_new_array(given->model.indicator_count, sizeof *indicators);
    irt_estimate_growth(&growth, &all, indicators, &log_z);
    struct json *whole = mean_and_sd(all.mean, all.sd), *lines = json_new_array();
    json_put_real(whole, "p_gt_0", all.p_above_zero);
    for (size_t k = 0; k < given->model.indicator_count; k++) {
        struct json *line = json_new_object();
        json_put_real(line, "delta_mean", indicators[k].change.mean);
        json_put_real(line, "delta_sd", indicators[k].change.sd);
        json_put_real(line, "p_delta_gt_0", indicators[k].change.p_above_zero);
        json_put_real(line, "theta_pre_eap", indicators[k].pre_mean);
        json_add(lines, line);
    }
    json_put_real(out, "logZ", log_z);
    json_put(out, "D", whole);
    json_put(out, "indicators", lines);
    free(indicators);
    return FAULT_NONE;
}

/* It has two lists of items, and people. */
static enum fault
solve_class_growth(struct scoring_case *given, struct json *out)
{
    return score_class_growth(given->json, out, given->err);
}

static const struct {
    const char *name;
    enum fault (*solve)(struct scoring_case *given, struct json *out);
    bool has_own_items;
} KINDS[] = {{"uni", solve_uni, false},
             {"tree", solve_tree, false},
             {"growth", solve_growth, false},
             {"class_growth", solve_class_growth, true}};

enum fault
scoring_solve_case(const struct json *test_case, struct json **out, struct err *err)
{
    const char *id = json_get_text(test_case, "id"), *kind = json_get_text(test_case, "kind");
    struct scoring_case given = {.json = test_case, .err = err};
    enum fault fault = FAULT_NONE;
    size_t at = 0, count = sizeof KINDS / sizeof KINDS[0];
    *out = json_new_object();
    json_put_text(*out, "id", id);
    if (id == NULL || kind == NULL)
        fault = err_set(err, FAULT_INPUT, "\"id\" or \"kind\" is missing");
    while (fault == FAULT_NONE && at < count && strcmp(KINDS[at].name, kind) != 0)
        at++;
    if (fault == FAULT_NONE && at == count)
        json_put_text(*out, "error", "cases of this kind are not known here: uni, tree, growth and class_growth are");
    else if (fault == FAULT_NONE && !KINDS[at].has_own_items)
        fault = read_items(&given);
    if (fault == FAULT_NONE && at < count)
        fault = KINDS[at].solve(&given, *out);
    if (fault != FAULT_NONE)
        json_put_text(*out, "error", err->text);
    case_clear(&given);
    return fault;
}
