/* score_class_case.c - one test vector of class growth in, the figures of the class out. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scoring/growth_em.h"
#include "scoring/score_case.h"

enum { INDICATORS_MAX = 1000, PERSONS_MAX = 10000 };
/* Those of class_growth_vector.json, which says them in words only. */
static const double RHO_G = .5, RHO_A = .2, MU = -.5, TAU_T = .3;
/* More points than this, in both dimensions together, are a mistake in the file. */
static const double POINTS_MAX = 400000, LEAST_SHARE = .0004;

struct class_case {
    const struct json *json;
    struct err *err;
    struct irt_model model;
    size_t *area_of;
    double *mu;
    struct irt_item *items[2];
    int *responses[2];
    struct class_growth_case growth;
};

static enum fault
read_real_or(const struct class_case *given, const char *key, double usual, double *out)
{
    const struct json *value = json_get(given->json, key);
    *out = usual;
    if (value == NULL || (json_read_real(value, out) && isfinite(*out)))
        return FAULT_NONE;
    return err_set(given->err, FAULT_INPUT, "\"%s\" must be a number", key);
}

static enum fault
read_areas(struct class_case *given)
{
    const struct json *areas = json_get(given->json, "area"), *mu = json_get(given->json, "mu");
    size_t count = json_count(areas);
    if (!json_is_array(areas) || count < 1 || count > INDICATORS_MAX)
        return err_set(given->err, FAULT_INPUT, "\"area\" must be a list with one number an indicator");
    if (json_is_array(mu) && json_count(mu) != count)
        return err_set(given->err, FAULT_INPUT, "\"mu\" must be a number, or a list with one number an indicator");
    given->area_of = memory_new_array(count, sizeof *given->area_of);
    given->mu = memory_new_array(count, sizeof *given->mu);
    for (size_t k = 0; k < count; k++) {
        int64_t area;
        const struct json *mean = json_is_array(mu) ? json_at(mu, k) : mu;
        if (!json_read_integer(json_at(areas, k), &area) || area < 0 || area >= INDICATORS_MAX)
            return err_set(given->err, FAULT_INPUT, "area[%zu] must be the number of an area, from 0 on", k);
        given->mu[k] = MU;
        if (mean != NULL && !json_read_real(mean, &given->mu[k]))
            return err_set(given->err, FAULT_INPUT, "\"mu\" must be a number, or a list with one number an indicator");
        given->area_of[k] = (size_t)area;
        if ((size_t)area >= given->model.area_count)
            given->model.area_count = (size_t)area + 1;
    }
    given->model.indicator_count = count;
    given->model.area_of = given->area_of;
    given->model.mu = given->mu;
    return FAULT_NONE;
}

static enum fault
read_variances(struct class_case *given)
{
    struct irt_model *model = &given->model;
    enum fault fault = read_real_or(given, "rho_g", RHO_G, &model->rho_g);
    if (fault == FAULT_NONE)
        fault = read_real_or(given, "rho_a", RHO_A, &model->rho_a);
    if (fault == FAULT_NONE)
        fault = read_real_or(given, "tau_T", TAU_T, &given->growth.change_sd_own);
    if (fault != FAULT_NONE)
        return fault;
    bool fits = model->rho_g >= 0 && (model->rho_a == 0 || model->rho_a >= LEAST_SHARE) &&
                1 - model->rho_g - model->rho_a >= LEAST_SHARE && given->growth.change_sd_own >= sqrt(LEAST_SHARE);
    return fits ? FAULT_NONE
                : err_set(given->err, FAULT_INPUT,
                          "rho_g and rho_a must be shares of 1 that leave something over, and tau_T above 0");
}

static enum fault
read_items(struct class_case *given, int test, const char *key, size_t *count)
{
    const struct json *items = json_get(given->json, key);
    if (!json_is_array(items))
        return err_set(given->err, FAULT_INPUT, "the list \"%s\" is missing", key);
    *count = json_count(items);
    given->items[test] = memory_new_array(*count + 1, sizeof *given->items[test]);
    for (size_t i = 0; i < *count; i++) {
        struct err inner;
        struct irt_item *item = &given->items[test][i];
        if (score_read_item(json_at(items, i), item, &inner) != FAULT_NONE)
            return err_set(given->err, FAULT_INPUT, "%s[%zu]: %s", key, i, inner.text);
        if (item->indicator >= given->model.indicator_count)
            return err_set(given->err, FAULT_INPUT, "%s[%zu]: there is no indicator k = %zu in \"area\"", key, i,
                           item->indicator);
    }
    return FAULT_NONE;
}

static enum fault
read_responses(struct class_case *given, int test, const char *key, size_t count)
{
    const struct json *persons = json_get(given->json, key);
    size_t people = given->growth.person_count;
    if (!json_is_array(persons) || json_count(persons) != people)
        return err_set(given->err, FAULT_INPUT, "\"%s\" must have one list a person, as many as responses_pre", key);
    given->responses[test] = memory_new_array(people * count + 1, sizeof *given->responses[test]);
    for (size_t p = 0; p < people; p++) {
        const struct json *list = json_at(persons, p);
        if (!json_is_array(list) || json_count(list) != count)
            return err_set(given->err, FAULT_INPUT, "%s[%zu] must have one number an item (%zu)", key, p, count);
        for (size_t i = 0; i < count; i++) {
            int64_t response;
            int steps = given->items[test][i].steps;
            if (!json_read_integer(json_at(list, i), &response) || response < RESPONSE_MISSING || response > steps)
                return err_set(given->err, FAULT_INPUT,
                               "%s[%zu][%zu] must be a category from 0 to %d, or -1 for not given", key, p, i, steps);
            given->responses[test][p * count + i] = (int)response;
        }
    }
    return FAULT_NONE;
}

/* 0 is a point of the change, and its step divides that of the ability. */
static enum fault
read_grid(const struct class_case *given, struct growth_grid *grid)
{
    const struct json *json = json_get(given->json, "grid"), *z = json_get(json, "z"), *delta = json_get(json, "delta");
    bool is_read = json_read_real(json_at(z, 0), &grid->ability_edge) &&
                   json_read_real(json_at(z, 1), &grid->ability_step) &&
                   json_read_real(json_at(delta, 0), &grid->change_least) &&
                   json_read_real(json_at(delta, 1), &grid->change_most) &&
                   json_read_real(json_at(delta, 2), &grid->change_step);
    if (!is_read || !(grid->ability_step > 0 && grid->change_step > 0 && grid->ability_edge >= 4 * grid->ability_step &&
                      grid->change_least <= -4 * grid->change_step && grid->change_most >= 4 * grid->change_step &&
                      2 * grid->ability_edge / grid->ability_step * (grid->change_most - grid->change_least) <=
                          POINTS_MAX * grid->change_step))
        return err_set(given->err, FAULT_INPUT,
                       "\"grid\" must be {\"z\": [edge, step], \"delta\": [least, most, step]} around 0");
    double ratio = grid->ability_step / grid->change_step, zero = -grid->change_least / grid->change_step;
    if (fabs(ratio - round(ratio)) > 1e-9 || ratio < 1 - 1e-9 || fabs(zero - round(zero)) > 1e-9)
        return err_set(given->err, FAULT_INPUT, "\"grid\": the step of delta must divide that of z, and 0 be a point");
    return FAULT_NONE;
}

static enum fault
read_case(struct class_case *given)
{
    struct class_growth_case *growth = &given->growth;
    growth->person_count = json_count(json_get(given->json, "responses_pre"));
    if (growth->person_count > PERSONS_MAX)
        return err_set(given->err, FAULT_INPUT, "more than %d persons in a class", PERSONS_MAX);
    enum fault fault = read_areas(given);
    if (fault == FAULT_NONE)
        fault = read_variances(given);
    if (fault == FAULT_NONE)
        fault = read_items(given, 0, "items_pre", &growth->pre_count);
    if (fault == FAULT_NONE)
        fault = read_items(given, 1, "items_post", &growth->post_count);
    if (fault == FAULT_NONE)
        fault = read_responses(given, 0, "responses_pre", growth->pre_count);
    if (fault == FAULT_NONE)
        fault = read_responses(given, 1, "responses_post", growth->post_count);
    growth->model = &given->model;
    growth->pre_items = given->items[0];
    growth->post_items = given->items[1];
    growth->pre = given->responses[0];
    growth->post = given->responses[1];
    return fault;
}

static struct json *
matrix(bool is_known, const double values[2][2])
{
    struct json *rows = json_new_array();
    for (size_t i = 0; is_known && i < 2; i++) {
        struct json *row = json_new_array();
        json_add(row, json_new_real(values[i][0]));
        json_add(row, json_new_real(values[i][1]));
        json_add(rows, row);
    }
    if (is_known)
        return rows;
    json_free(rows);
    return json_new_null();
}

static struct json *
list_indicators(const struct class_growth *growth)
{
    struct json *list = json_new_array();
    for (size_t k = 0; k < growth->indicator_count; k++) {
        const struct class_indicator_growth *one = &growth->indicators[k];
        struct json *line = json_new_object();
        if (one->change.is_known) {
            json_put_real(line, "theta_pre", one->pre.mean);
            json_put_real(line, "theta_pre_se", one->pre.se);
            json_put_real(line, "theta_post", one->post.mean);
            json_put_real(line, "theta_post_se", one->post.se);
            json_put_real(line, "delta", one->change.mean);
            json_put_real(line, "delta_se", one->change.se);
            json_put_real(line, "pooled_delta", one->pooled.mean);
            json_put_real(line, "pooled_delta_sd", one->pooled.se);
            json_put_real(line, "p_delta_gt_0", one->p_above_zero);
        }
        json_put_text(line, "problem", growth_problem_key(one->problem));
        json_add(list, line);
    }
    return list;
}

static void
put_class(const struct class_growth *growth, struct json *out)
{
    bool is_known = growth->gain.is_known;
    struct json *mean = json_new_array(), *means = json_new_array(), *sds = json_new_array();
    for (size_t i = 0; i < 2; i++)
        json_add(mean, is_known ? json_new_real(growth->mean[i]) : json_new_null());
    for (size_t p = 0; p < growth->case_count; p++) {
        bool is_paired = growth->persons[p].problem == GROWTH_FINE;
        json_add(means, is_paired ? json_new_real(growth->persons[p].published.mean) : json_new_null());
        json_add(sds, is_paired ? json_new_real(growth->persons[p].published.sd) : json_new_null());
    }
    json_put(out, "class_mean", mean);
    json_put(out, "class_sigma", matrix(is_known, growth->sigma));
    json_put(out, "class_V", matrix(is_known, growth->v));
    json_put(out, "indiv_D_mean", means);
    json_put(out, "indiv_D_sd", sds);
    json_put(out, "indicators", list_indicators(growth));
    json_put_text(out, "problem", growth_problem_key(growth->problem));
}

enum fault
score_class_growth(const struct json *test_case, struct json *out, struct err *err)
{
    struct class_case given = {.json = test_case, .err = err};
    struct growth_grid grid = {0};
    bool has_grid = json_get(test_case, "grid") != NULL;
    enum fault fault = read_case(&given);
    if (fault == FAULT_NONE && has_grid)
        fault = read_grid(&given, &grid);
    if (fault == FAULT_NONE) {
        struct class_growth growth;
        class_growth_on_grid(&given.growth, has_grid ? &grid : NULL, &growth);
        put_class(&growth, out);
        class_growth_clear(&growth);
    }
    for (int test = 0; test < 2; test++) {
        free(given.items[test]);
        free(given.responses[test]);
    }
    free(given.area_of);
    free(given.mu);
    return fault;
}
