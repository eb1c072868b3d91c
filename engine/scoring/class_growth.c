/* class_growth.c - what the people of a class gained between two tests, as a class and each (MEASURE.md section 4).
 *
 * Every person's answers become a table r(G, D), the likelihood of his general ability and his change. EM on the tables
 * gives the class's N2 of (G, D). For what is said of one person D keeps its neutral prior - a prior learnt from the
 * class would lift those who did not grow - while G takes mean and sd from the class. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/growth_em.h"

static const double A_MOST = 3.5, CHANGE_SD = .5, CHANGE_SD_OWN = .3;
static const double REACH = 4.5; /* of the change, both ways */
static const double CLASS_PRIOR[2] = {1, .09}, CLASS_WEIGHT = 2, AT_REST = 1e-10;
/* A posterior narrower than this in steps of its grid is not integrated to 1e-6. */
static const double SD_IN_STEPS = 1;
/* Of the widest step that is exact to 1e-9: here 1e-7 is enough, and half the step is four times the time. */
static const double STEP_GAIN = 1.35;
/* The class's mean must be so many sd of a change inside the grid. */
static const double SDS_INSIDE = 5.5;
static const double PERSON_SURE = .95, INDICATOR_SURE = .975;

/* One person's answers of one test, sorted by indicator. */
struct sheet {
    struct irt_item *items;
    int *responses;
    size_t *first; /* per indicator and one more: where its answers begin */
    struct irt_answers answers;
};
struct learner {
    size_t place; /* in the case */
    struct sheet pre, post;
};
struct class_view {
    const struct class_growth_case *given;
    const struct irt_model *model;
    struct learner *learners; /* who answered in both tests */
    size_t count;
    double change_sd_own, widest_step;
    struct growth_tree tree;
    double *tables; /* r(G, D) per learner */
    double *weights; /* a plane for the E step */
};

const char *
growth_problem_key(enum growth_problem problem)
{
    static const char *const KEYS[] = {"growth.fine", "growth.no-answers", "growth.too-few", "growth.singular",
                                       "growth.not-settled", "growth.out-of-range"};
    return KEYS[problem];
}

/* ---- answers ---- */

static bool
counts(const struct irt_model *model, const struct irt_item *item, int response)
{
    bool is_item = item->indicator < model->indicator_count && item->steps >= 1 && item->steps <= ITEM_STEPS_MAX &&
                   isfinite(item->a) && item->a > 0 && item->weight > 0 && item->c >= 0 && item->c < 1;
    for (int x = 0; is_item && x < item->steps; x++)
        is_item = isfinite(item->b[x]);
    return is_item && response >= 0 && response <= item->steps;
}

static void
sheet_init(struct sheet *sheet, const struct irt_model *model, const struct irt_item *items, const int *responses,
           size_t count)
{
    sheet->items = memory_new_array(count + 1, sizeof *sheet->items);
    sheet->responses = memory_new_array(count + 1, sizeof *sheet->responses);
    sheet->first = memory_new_array(model->indicator_count + 1, sizeof *sheet->first);
    size_t kept = 0;
    for (size_t k = 0; k < model->indicator_count; k++) {
        sheet->first[k] = kept;
        for (size_t i = 0; i < count; i++)
            if (items[i].indicator == k && counts(model, &items[i], responses[i])) {
                sheet->items[kept] = items[i];
                sheet->items[kept].a = fmin(items[i].a, A_MOST);
                sheet->responses[kept++] = responses[i];
            }
    }
    sheet->first[model->indicator_count] = kept;
    sheet->answers = (struct irt_answers){sheet->items, sheet->responses, kept};
}

static void
sheet_clear(struct sheet *sheet)
{
    free(sheet->items);
    free(sheet->responses);
    free(sheet->first);
}

/* The answers to items of indicator k. */
static struct irt_answers
sheet_part(const struct sheet *sheet, size_t k)
{
    size_t first = sheet->first[k];
    return (struct irt_answers){sheet->items + first, sheet->responses + first, sheet->first[k + 1] - first};
}

static struct class_view
view_of(const struct class_growth_case *given)
{
    struct class_view class = {.given = given, .model = given->model, .widest_step = INFINITY};
    class.change_sd_own = given->change_sd_own > 0 ? given->change_sd_own : CHANGE_SD_OWN;
    class.learners = memory_new_array(given->person_count + 1, sizeof *class.learners);
    for (size_t p = 0; p < given->person_count; p++) {
        struct learner *learner = &class.learners[class.count];
        *learner = (struct learner){.place = p};
        sheet_init(&learner->pre, given->model, given->pre_items, given->pre + p * given->pre_count, given->pre_count);
        sheet_init(&learner->post, given->model, given->post_items, given->post + p * given->post_count,
                   given->post_count);
        const struct irt_answers *pre = &learner->pre.answers, *post = &learner->post.answers;
        if (pre->count > 0 && post->count > 0) {
            class.widest_step = fmin(class.widest_step, fmin(grid_widest_step(pre), grid_widest_step(post)));
            class.count++;
        } else {
            sheet_clear(&learner->pre);
            sheet_clear(&learner->post);
        }
    }
    return class;
}

static void
view_clear(struct class_view *class)
{
    for (size_t p = 0; p < class->count; p++) {
        sheet_clear(&class->learners[p].pre);
        sheet_clear(&class->learners[p].post);
    }
    free(class->learners);
    free(class->tables);
    free(class->weights);
    growth_tree_clear(&class->tree);
}

static void
take_step(const struct class_view *class)
{
    if (class->given->step != NULL)
        class->given->step(class->given->context);
}

/* ---- the class ---- */

static void
read_tables(struct class_view *class, const struct growth_grid *grid)
{
    struct growth_tree *tree = &class->tree;
    free(class->tables);
    free(class->weights);
    growth_tree_clear(tree);
    growth_tree_init(tree, class->model, grid, class->change_sd_own);
    class->tables = memory_new_array(class->count * tree->plane, sizeof *class->tables);
    class->weights = memory_new_array(tree->plane, sizeof *class->weights);
    for (size_t p = 0; p < class->count; p++) {
        double ignored = 0;
        growth_tree_read(tree, &class->learners[p].pre.answers, &class->learners[p].post.answers);
        growth_tree_likelihood(tree, class->tables + p * tree->plane, &ignored);
        take_step(class);
    }
}

static void
fill_normal(const struct growth_tree *tree, const struct pair_normal *at, double *plane)
{
    double determinant = at->sigma[0][0] * at->sigma[1][1] - at->sigma[0][1] * at->sigma[1][0];
    for (size_t g = 0; g < tree->ability.count; g++)
        for (size_t d = 0; d < tree->change.count; d++) {
            double x = grid_at(&tree->ability, g) - at->mean[0], y = grid_at(&tree->change, d) - at->mean[1];
            double square = at->sigma[1][1] * x * x - 2 * at->sigma[0][1] * x * y + at->sigma[0][0] * y * y;
            plane[g * tree->stride + d] = exp(-square / (2 * determinant));
        }
}

/* Returns the log likelihood of the person's answers, but for a constant. */
static double
expect_person(const struct growth_tree *tree, const double *normal, const double *table, struct pair_moments *out)
{
    double sum = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    for (size_t g = 0; g < tree->ability.count; g++) {
        double s0 = 0, s1 = 0, s2 = 0, ability = grid_at(&tree->ability, g);
        for (size_t d = 0; d < tree->change.count; d++) {
            double weight = normal[g * tree->stride + d] * table[g * tree->stride + d];
            double change = grid_at(&tree->change, d);
            s0 += weight;
            s1 += weight * change;
            s2 += weight * change * change;
        }
        sum += s0;
        x += s0 * ability;
        xx += s0 * ability * ability;
        y += s1;
        xy += s1 * ability;
        yy += s2;
    }
    out->mean[0] = x / sum;
    out->mean[1] = y / sum;
    out->covariance[0][0] = xx / sum - out->mean[0] * out->mean[0];
    out->covariance[0][1] = out->covariance[1][0] = xy / sum - out->mean[0] * out->mean[1];
    out->covariance[1][1] = yy / sum - out->mean[1] * out->mean[1];
    return log(sum);
}

static double
expect_class(void *context, const struct pair_normal *at, struct pair_moments *out)
{
    const struct class_view *class = context;
    double determinant = at->sigma[0][0] * at->sigma[1][1] - at->sigma[0][1] * at->sigma[1][0];
    double log_z = -.5 * (double)class->count * log(determinant);
    fill_normal(&class->tree, at, class->weights);
    for (size_t p = 0; p < class->count; p++)
        log_z += expect_person(&class->tree, class->weights, class->tables + p * class->tree.plane, &out[p]);
    return log_z;
}

/* Halves the steps that are too coarse for the narrowest posterior, and widens the change where the class comes close to
 * its end; false if all is well. */
static bool
refine(struct class_view *class, const struct pair_normal *at, struct growth_grid *grid)
{
    struct pair_moments *moments = memory_new_array(class->count, sizeof *moments);
    double ability = INFINITY, change = INFINITY;
    bool is_finer = false;
    expect_class(class, at, moments);
    for (size_t p = 0; p < class->count; p++) {
        ability = fmin(ability, sqrt(fmax(moments[p].covariance[0][0], 0)));
        change = fmin(change, sqrt(fmax(moments[p].covariance[1][1], 0)));
    }
    free(moments);
    if (ability < SD_IN_STEPS * grid->ability_step && grid->ability_step > GRID_STEP_LEAST) {
        grid->ability_step /= 2;
        is_finer = true;
    }
    if ((change < SD_IN_STEPS * grid->change_step || grid->change_step > grid->ability_step) &&
        grid->change_step > GRID_STEP_LEAST) {
        grid->change_step /= 2;
        is_finer = true;
    }
    double needed = fabs(at->mean[1]) + SDS_INSIDE * hypot(sqrt(at->sigma[1][1]), class->change_sd_own);
    bool is_wider = needed > grid->change_most;
    if (is_wider) {
        grid->change_most = ceil(needed) + 1;
        grid->change_least = -grid->change_most;
    }
    return is_finer || is_wider;
}

static void
estimate_class(struct class_view *class, const struct growth_grid *fixed, struct growth_em_result *result)
{
    struct growth_em em = {class->count, {CLASS_PRIOR[0], CLASS_PRIOR[1]}, CLASS_WEIGHT, expect_class, class, AT_REST};
    double narrowest = fmin(CHANGE_SD, class->change_sd_own);
    struct growth_grid grid = fixed != NULL ? *fixed
                                            : growth_tree_grid(class->model, STEP_GAIN * class->widest_step,
                                                               narrowest, REACH);
    do {
        read_tables(class, &grid);
        growth_em_run(&em, result);
    } while (fixed == NULL && refine(class, &result->normal, &grid));
}

static void
state_class(const struct class_view *class, const struct growth_em_result *result, struct class_growth *out)
{
    const struct irt_model *model = class->model;
    double root = sqrt(model->rho_g), mu = 0;
    for (size_t k = 0; k < model->indicator_count; k++)
        mu += model->mu[k] / (double)model->indicator_count;
    out->problem = result->problem;
    out->iterations = result->iterations;
    const double *mean = result->normal.mean;
    if (growth_is_out_of_range(result->problem, root * mean[0], root * mean[0] + mean[1]))
        out->problem = GROWTH_OUT_OF_RANGE;
    if (out->problem == GROWTH_TOO_FEW || out->problem == GROWTH_OUT_OF_RANGE)
        return;
    double before = model->rho_g * result->v[0][0];
    double after = before + 2 * root * result->v[0][1] + result->v[1][1];
    memcpy(out->mean, mean, sizeof out->mean);
    memcpy(out->sigma, result->normal.sigma, sizeof out->sigma);
    memcpy(out->v, result->v, sizeof out->v);
    out->gain = growth_interval(mean[1], result->v[1][1], class->count);
    out->pre = growth_interval(mu + root * mean[0], before, class->count);
    out->post = growth_interval(mu + root * mean[0] + mean[1], after, class->count);
}

/* ---- its indicators ---- */

static enum change_verdict
verdict_of(double p_above_zero, double sure)
{
    return p_above_zero >= sure ? CHANGE_GREW : p_above_zero <= 1 - sure ? CHANGE_FELL : CHANGE_NOT_CLEAR;
}

static void
pool_indicators(struct class_growth *growth)
{
    struct growth_group *groups = memory_new_array(growth->indicator_count + 1, sizeof *groups);
    struct growth_pool ignored;
    for (size_t k = 0; k < growth->indicator_count; k++)
        if (growth->indicators[k].change.is_known)
            groups[k] = (struct growth_group){.mean = growth->indicators[k].change.mean,
                                              .se = growth->indicators[k].change.se,
                                              .person_count = growth->indicators[k].person_count};
    growth_pool_estimate(groups, growth->indicator_count, &ignored);
    for (size_t k = 0; k < growth->indicator_count; k++)
        if (groups[k].shrunk.is_known) {
            growth->indicators[k].pooled = groups[k].shrunk;
            growth->indicators[k].p_above_zero = groups[k].p_above_zero;
            growth->indicators[k].verdict = verdict_of(groups[k].p_above_zero, INDICATOR_SURE);
        }
    free(groups);
}

static void
state_indicators(const struct class_view *class, struct class_growth *out)
{
    struct irt_answers *pre = memory_new_array(2 * class->count + 1, sizeof *pre), *post = pre + class->count;
    for (size_t k = 0; k < out->indicator_count; k++) {
        size_t tested = 0;
        for (size_t p = 0; p < class->count; p++) {
            pre[tested] = sheet_part(&class->learners[p].pre, k);
            post[tested] = sheet_part(&class->learners[p].post, k);
            tested += pre[tested].count > 0 && post[tested].count > 0;
        }
        growth_indicator_estimate(pre, post, tested, k, class->model->mu[k], &out->indicators[k]);
    }
    free(pre);
    pool_indicators(out);
}

/* ---- its people ---- */

/* All of them right, or all of them wrong. */
static bool
is_all(const struct irt_answers *answers, bool right)
{
    for (size_t i = 0; i < answers->count; i++)
        if (answers->responses[i] != (right ? answers->items[i].steps : 0))
            return false;
    return true;
}

static enum change_verdict
judge_person(const struct learner *learner, double p_above_zero)
{
    enum change_verdict verdict = verdict_of(p_above_zero, PERSON_SURE);
    bool is_at_end = (verdict == CHANGE_GREW && is_all(&learner->pre.answers, true)) ||
                     (verdict == CHANGE_FELL && is_all(&learner->pre.answers, false));
    return is_at_end ? CHANGE_NOT_CLEAR : verdict;
}

static void
state_person_indicators(const struct class_view *class, const struct learner *learner,
                        const struct growth_indicator *from, struct person_growth *out)
{
    size_t count = class->model->indicator_count;
    out->indicators = memory_new_array(count, sizeof *out->indicators);
    for (size_t k = 0; k < count; k++) {
        out->indicators[k] = (struct person_indicator_growth){
            .is_tested = sheet_part(&learner->pre, k).count > 0 && sheet_part(&learner->post, k).count > 0,
            .pre_mean = from[k].pre_mean, .pre_sd = from[k].pre_sd,
            .post_mean = from[k].post_mean, .post_sd = from[k].post_sd,
            .change = from[k].change, .direction = verdict_of(from[k].change.p_above_zero, PERSON_SURE)};
        out->pre_mean += from[k].pre_mean / (double)count;
        out->post_mean += from[k].post_mean / (double)count;
    }
}

static void
describe_change(const struct class_view *class, const double *table, const struct growth_prior *prior,
                struct change_estimate *out)
{
    memcpy(class->weights, table, class->tree.plane * sizeof *table);
    growth_tree_weigh(&class->tree, prior, class->weights);
    growth_tree_describe(&class->tree, class->weights, out);
}

static void
state_persons(struct class_view *class, struct class_growth *out)
{
    const struct growth_prior published = {0, 1, 0, CHANGE_SD};
    struct growth_prior prior = published;
    if (out->gain.is_known) {
        prior.general_mean = out->mean[0];
        prior.general_sd = sqrt(out->sigma[0][0]);
    }
    struct growth_indicator *indicators = memory_new_array(class->model->indicator_count, sizeof *indicators);
    for (size_t p = 0; p < class->count; p++) {
        const struct learner *learner = &class->learners[p];
        struct person_growth *person = &out->persons[learner->place];
        const double *table = class->tables + p * class->tree.plane;
        person->problem = GROWTH_FINE;
        describe_change(class, table, &published, &person->published);
        describe_change(class, table, &prior, &person->change);
        person->verdict = judge_person(learner, person->change.p_above_zero);
        out->grew += person->verdict == CHANGE_GREW;
        out->fell += person->verdict == CHANGE_FELL;
        out->not_clear += person->verdict == CHANGE_NOT_CLEAR;
        growth_tree_read(&class->tree, &learner->pre.answers, &learner->post.answers);
        growth_tree_send_down(&class->tree, &prior, indicators);
        state_person_indicators(class, learner, indicators, person);
        take_step(class);
    }
    free(indicators);
}

void
class_growth_on_grid(const struct class_growth_case *given, const struct growth_grid *grid, struct class_growth *out)
{
    struct class_view class = view_of(given);
    struct growth_em_result result;
    *out = (struct class_growth){.problem = GROWTH_NO_ANSWERS, .person_count = class.count};
    out->indicator_count = given->model->indicator_count;
    out->case_count = given->person_count;
    out->indicators = memory_new_array(out->indicator_count, sizeof *out->indicators);
    out->persons = memory_new_array(out->case_count, sizeof *out->persons);
    for (size_t i = 0; i < out->case_count; i++)
        out->persons[i].problem = GROWTH_NO_ANSWERS;
    if (class.count > 0) {
        estimate_class(&class, grid, &result);
        state_class(&class, &result, out);
        state_persons(&class, out);
    }
    state_indicators(&class, out);
    view_clear(&class);
}

void
class_growth_estimate(const struct class_growth_case *given, struct class_growth *out)
{
    class_growth_on_grid(given, NULL, out);
}

void
class_growth_clear(struct class_growth *growth)
{
    for (size_t i = 0; i < growth->case_count; i++)
        free(growth->persons[i].indicators);
    free(growth->persons);
    free(growth->indicators);
    *growth = (struct class_growth){0};
}
