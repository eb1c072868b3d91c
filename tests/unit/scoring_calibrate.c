/* scoring_calibrate.c - calibrations against figures computed elsewhere: R OpenMx on 2,000 people (sim2pl_openmx.csv), a direct
 * maximisation of the marginal posterior (calib_map_vector.json), differences of the likelihood, and people whose items are
 * known because they were drawn here. */
#include "unit.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "scoring/irt_estimate.h"
#include "scoring/scoring.h"

static char *
read_case(const char *name)
{
    struct buffer text = {0};
    char *path = file_join("tests/scoring_cases", name);
    struct err err;
    if (file_read(path, 1 << 20, &text, &err) != FAULT_NONE)
        printf("  %s\n", err.text);
    free(path);
    return buffer_take_text(&text);
}

/* ---- tables and sets ---- */

static struct parameter_set
new_set(size_t items, size_t indicators, int steps)
{
    struct parameter_set set = {.quiz = memory_copy_text(""), .quiz_hash = memory_copy_text(""),
                                .framework = memory_copy_text(""), .before = memory_copy_text(""),
                                .indicator_count = indicators, .area_count = indicators > 1 ? 2 : 1, .rho_g = .35,
                                .rho_a = .15, .cuts = {-1, 0, 1}, .item_count = items};
    set.codes = memory_new_array(indicators, sizeof *set.codes);
    set.mu = memory_new_array(indicators, sizeof *set.mu);
    set.area_of = memory_new_array(indicators, sizeof *set.area_of);
    set.areas = memory_new_array(set.area_count, sizeof *set.areas);
    set.items = memory_new_array(items, sizeof *set.items);
    for (size_t k = 0; k < indicators; k++) {
        set.codes[k] = memory_print("%zu", k);
        set.area_of[k] = k % set.area_count;
    }
    for (size_t a = 0; a < set.area_count; a++)
        set.areas[a] = memory_print("%zu", a);
    for (size_t j = 0; j < items; j++) {
        set.items[j] = (struct item_parameters){.id = memory_print("i%zu", j), .item = memory_print("i%zu", j)};
        set.items[j].irt = (struct irt_item){.indicator = j % indicators, .a = 1, .steps = steps, .weight = 1};
    }
    return set;
}

/* The first `columns` of the first `people` lines. */
static int8_t *
read_answers(size_t people, size_t columns)
{
    char *text = read_case("sim2pl.csv");
    int8_t *cells = memory_new_array(people * columns, 1);
    const char *at = strchr(text, '\n') + 1;
    for (size_t n = 0; n < people; n++, at = strchr(at, '\n') + 1)
        for (size_t j = 0; j < columns; j++)
            cells[n * columns + j] = (int8_t)(at[2 * j] - '0');
    free(text);
    return cells;
}

static double
uniform(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15u;
    uint64_t z = *state;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

static double
normal(uint64_t *state)
{
    return sqrt(-2 * log(1 - uniform(state))) * cos(2 * M_PI * uniform(state));
}

/* Answers of people drawn from the set's own model, everybody moved by `mean` on G. */
static int8_t *
draw_answers(const struct parameter_set *set, size_t people, double mean, uint64_t seed)
{
    int8_t *cells = memory_new_array(people * set->item_count, 1);
    for (size_t n = 0; n < people; n++) {
        double g = mean + normal(&seed), theta[16], area[16];
        for (size_t a = 0; a < set->area_count; a++)
            area[a] = sqrt(set->rho_g) * g + sqrt(set->rho_a) * normal(&seed);
        for (size_t k = 0; k < set->indicator_count; k++)
            theta[k] = set->mu[k] + (set->indicator_count == 1 ? g : area[set->area_of[k]] +
                                     sqrt(1 - set->rho_g - set->rho_a) * normal(&seed));
        for (size_t j = 0; j < set->item_count; j++) {
            double p[ITEM_STEPS_MAX + 1], left = uniform(&seed);
            irt_probabilities(&set->items[j].irt, theta[set->items[j].irt.indicator], p);
            int x = 0;
            while (x < set->items[j].irt.steps && left >= p[x])
                left -= p[x++];
            cells[n * set->item_count + j] = (int8_t)x;
        }
    }
    return cells;
}

static struct calibration
calibrate(struct parameter_set *set, const int8_t *cells, size_t people, const struct calibration_wish *wish)
{
    struct calibration done;
    struct err err;
    const struct response_table table = {people, cells};
    if (scoring_calibrate(set, &table, wish, &done, &err) != FAULT_NONE) {
        printf("  %s\n", err.text);
        unit_broken = 1;
    }
    return done;
}

/* ---- the figures of others ---- */

TEST(flat_parameters_are_those_of_openmx)
{
    struct parameter_set set = new_set(40, 1, 1);
    int8_t *cells = read_answers(2000, 40);
    const struct calibration_wish wish = {.is_flat = true};
    struct calibration done = calibrate(&set, cells, 2000, &wish);
    char *text = read_case("sim2pl_openmx.csv"), *at = strchr(text, '\n') + 1;
    CHECK(fabs(done.log_likelihood + 43317.422967) < 1e-3 && done.has_converged);
    for (size_t j = 0; j < 40; j++, at = strchr(at, '\n') + 1) {
        double a, d, b;
        CHECK(sscanf(strchr(at, ',') + 1, "%lf,%lf,%lf", &a, &d, &b) == 3);
        CHECK(fabs(set.items[j].irt.a - a) < 1e-4 && fabs(set.items[j].irt.b[0] - b) < 1e-4);
        CHECK(set.items[j].status == ITEM_FIRM && set.items[j].answers == 2000);
    }
    printf("  %d cycles, log-likelihood %.6f\n", done.cycles, done.log_likelihood);
    calibration_clear(&done);
    parameter_set_clear(&set);
    free(text);
    free(cells);
}

TEST(with_priors_the_estimate_is_the_maximum_of_the_posterior)
{
    char *text = read_case("calib_map_vector.json");
    struct json *wanted;
    CHECK(json_read(text, strlen(text), &wanted, NULL) == FAULT_NONE);
    struct parameter_set set = new_set(8, 1, 1);
    int8_t *cells = read_answers(100, 8);
    double a, b, value;
    for (size_t j = 0; j < 8; j++) {
        set.items[j].irt.a = 1.1;
        CHECK(json_read_real(json_at(json_get(wanted, "author_b"), j), &set.items[j].irt.b[0]));
    }
    const struct calibration_wish wish = {.tolerance = 1e-8};
    struct calibration done = calibrate(&set, cells, 100, &wish);
    for (size_t j = 0; j < 8; j++) {
        CHECK(json_read_real(json_at(json_get(wanted, "a"), j), &a) && json_read_real(json_at(json_get(wanted, "b"), j), &b));
        CHECK(fabs(set.items[j].irt.a - a) < 1e-6 && fabs(set.items[j].irt.b[0] - b) < 1e-6);
        CHECK(set.items[j].status == ITEM_CALIBRATED);
    }
    CHECK(json_read_real(json_get(wanted, "loglik"), &value) && fabs(done.log_likelihood - value) < 1e-6);
    CHECK(json_read_real(json_get(wanted, "logpost"), &value) && fabs(done.log_posterior - value) < 1e-6);
    calibration_clear(&done);
    parameter_set_clear(&set);
    json_free(wanted);
    free(text);
    free(cells);
}

TEST(the_likelihood_of_a_table_is_that_of_its_people)
{
    struct parameter_set set = new_set(18, 6, 1);
    uint64_t seed = 5;
    for (size_t j = 0; j < 18; j++) {
        set.items[j].irt.a = .8 + .1 * (double)(j % 7);
        set.items[j].irt.b[0] = normal(&seed);
        set.items[j].irt.c = j % 3 == 0 ? .2 : 0;
    }
    int8_t *cells = draw_answers(&set, 40, 0, 9);
    cells[3] = cells[18 + 7] = RESPONSE_MISSING;
    struct irt_model model = parameter_set_model(&set);
    struct irt_item items[18];
    double sum = 0;
    for (size_t j = 0; j < 18; j++)
        items[j] = set.items[j].irt;
    for (size_t n = 0; n < 40; n++) {
        int responses[18];
        struct tree_estimate estimate;
        for (size_t j = 0; j < 18; j++)
            responses[j] = cells[n * 18 + j];
        irt_estimate_tree(&model, items, responses, 18, &estimate);
        sum += estimate.log_z;
        irt_clear_estimate(&estimate);
    }
    const struct response_table table = {40, cells};
    CHECK(fabs(scoring_log_likelihood(&set, &table, 0) - sum) < 1e-7);
    free(cells);
    parameter_set_clear(&set);
}

/* The curvature of the likelihood in one item's parameters, by differences. */
static void
check_errors(struct parameter_set *set, const struct response_table *table, size_t j)
{
    const double h = 1e-3;
    double h_aa, h_bb, h_ab, f[3][3], log_a = log(set->items[j].irt.a), b = set->items[j].irt.b[0];
    for (int x = -1; x <= 1; x++)
        for (int y = -1; y <= 1; y++) {
            set->items[j].irt.a = exp(log_a + h * x);
            set->items[j].irt.b[0] = b + h * y;
            f[x + 1][y + 1] = scoring_log_likelihood(set, table, 0);
        }
    set->items[j].irt.a = exp(log_a);
    set->items[j].irt.b[0] = b;
    h_aa = -(f[2][1] - 2 * f[1][1] + f[0][1]) / (h * h);
    h_bb = -(f[1][2] - 2 * f[1][1] + f[1][0]) / (h * h);
    h_ab = -(f[2][2] - f[2][0] - f[0][2] + f[0][0]) / (4 * h * h);
    double det = h_aa * h_bb - h_ab * h_ab;
    CHECK(fabs(set->items[j].se_log_a / sqrt(h_bb / det) - 1) < 2e-3);
    CHECK(fabs(set->items[j].se_b[0] / sqrt(h_aa / det) - 1) < 2e-3);
}

TEST(standard_errors_are_the_curvature_of_the_observed_likelihood)
{
    struct parameter_set set = new_set(10, 1, 1);
    int8_t *cells = read_answers(500, 10);
    const struct response_table table = {500, cells};
    const struct calibration_wish wish = {.is_flat = true};
    struct calibration done = calibrate(&set, cells, 500, &wish);
    for (size_t j = 0; j < 10; j += 3) {
        CHECK(set.items[j].has_errors);
        check_errors(&set, &table, j);
    }
    calibration_clear(&done);
    parameter_set_clear(&set);
    free(cells);
}

/* ---- what was drawn is found again ---- */

TEST(tasks_and_questions_of_a_tree_are_recovered)
{
    struct parameter_set truth = new_set(24, 6, 1), found = new_set(24, 6, 1);
    uint64_t seed = 11;
    for (size_t j = 0; j < 24; j++) {
        struct irt_item *item = &truth.items[j].irt;
        item->steps = j % 4 == 3 ? 3 : 1;
        item->a = exp(.3 * normal(&seed)) * (item->steps > 1 ? 1 : 1.1);
        item->c = item->steps == 1 ? .2 : 0;
        for (int x = 0; x < item->steps; x++)
            item->b[x] = .8 * normal(&seed) - .5 + .5 * x;
        found.items[j].irt = *item;
        found.items[j].irt.a = item->steps > 1 ? 1 : 1.1;
        for (int x = 0; x < item->steps; x++)
            found.items[j].irt.b[x] += .6 * normal(&seed);
    }
    int8_t *cells = draw_answers(&truth, 1500, 0, 3);
    const struct calibration_wish wish = {0};
    double before = 0, after = 0;
    for (size_t j = 0; j < 24; j++)
        before += fabs(found.items[j].irt.b[0] - truth.items[j].irt.b[0]) / 24;
    struct calibration done = calibrate(&found, cells, 1500, &wish);
    for (size_t j = 0; j < 24; j++)
        after += fabs(found.items[j].irt.b[0] - truth.items[j].irt.b[0]) / 24;
    printf("  mean error of b %.3f, of the author %.3f; %d cycles\n", after, before, done.cycles);
    CHECK(done.has_converged && after < .14 && before > .35);
    calibration_clear(&done);
    parameter_set_clear(&truth);
    parameter_set_clear(&found);
    free(cells);
}

TEST(a_later_class_that_knows_more_does_not_make_the_items_easier)
{
    struct parameter_set truth = new_set(20, 1, 1), set = new_set(20, 1, 1);
    for (size_t j = 0; j < 20; j++)
        truth.items[j].irt = (struct irt_item){.a = 1.2, .b = {.2 * (double)j - 2}, .steps = 1, .weight = 1};
    int8_t *first = draw_answers(&truth, 2000, 0, 21), *second = draw_answers(&truth, 2000, .8, 22);
    const struct calibration_wish wish = {.author_sd = 2}, linked = {.is_linked = true};
    struct calibration done = calibrate(&set, first, 2000, &wish);
    calibration_clear(&done);
    done = calibrate(&set, second, 2000, &linked);
    CHECK(fabs(done.group_mean - .8) < .1);
    for (size_t j = 0; j < 20; j++) {
        CHECK(fabs(set.items[j].irt.b[0] - truth.items[j].irt.b[0]) < .25);
        CHECK(set.items[j].answers == 4000 && set.items[j].status == ITEM_FIRM && !set.items[j].drifts);
    }
    calibration_clear(&done);
    /* One item became much easier: everybody has heard of it. */
    truth.items[10].irt.b[0] -= 1.5;
    int8_t *third = draw_answers(&truth, 2000, .3, 23);
    done = calibrate(&set, third, 2000, &linked);
    for (size_t j = 0; j < 20; j++)
        CHECK(set.items[j].drifts == (j == 10));
    calibration_clear(&done);
    parameter_set_clear(&truth);
    parameter_set_clear(&set);
    free(first);
    free(second);
    free(third);
}

/* Six of twenty items became easier at once, as when they were taught in another class: the people who came later are no better
 * for it, and the other items no harder. */
TEST(items_that_moved_do_not_pull_those_that_stayed)
{
    struct parameter_set truth = new_set(20, 1, 1), set = new_set(20, 1, 1);
    for (size_t j = 0; j < 20; j++)
        truth.items[j].irt = (struct irt_item){.a = 1.2, .b = {.2 * (double)j - 2}, .steps = 1, .weight = 1};
    int8_t *first = draw_answers(&truth, 600, 0, 31);
    const struct calibration_wish wish = {.author_sd = 2}, linked = {.is_linked = true};
    struct calibration done = calibrate(&set, first, 600, &wish);
    calibration_clear(&done);
    for (size_t j = 8; j < 20; j += 2)
        truth.items[j].irt.b[0] -= 1.2;
    int8_t *second = draw_answers(&truth, 600, .3, 32);
    done = calibrate(&set, second, 600, &linked);
    double off = 0;
    for (size_t j = 0; j < 20; j++) {
        bool moved = j >= 8 && j % 2 == 0;
        CHECK(set.items[j].drifts == moved);
        CHECK(set.items[j].answers == (moved ? 600 : 1200));
        off += moved ? 0 : (set.items[j].irt.b[0] - truth.items[j].irt.b[0]) / 14;
    }
    CHECK(done.has_converged && fabs(done.group_mean - .3) < .1 && fabs(off) < .07);
    calibration_clear(&done);
    parameter_set_clear(&truth);
    parameter_set_clear(&set);
    free(first);
    free(second);
}

/* ---- what cannot be calibrated ---- */

TEST(what_says_nothing_is_named_and_left_as_it_was)
{
    struct parameter_set set = new_set(4, 1, 1);
    int8_t cells[60 * 4];
    for (size_t n = 0; n < 60; n++) {
        int8_t row[4] = {(int8_t)(n % 2), 1, RESPONSE_MISSING, (int8_t)(n % 3 == 0)};
        memcpy(cells + 4 * n, row, 4);
    }
    const struct calibration_wish flat = {.is_flat = true}, wish = {0};
    struct calibration done = calibrate(&set, cells, 60, &flat);
    CHECK(done.troubles[0] == CALIBRATION_FINE && done.troubles[1] == CALIBRATION_CONSTANT &&
          done.troubles[2] == CALIBRATION_NOBODY && done.answers[2] == 0);
    CHECK(set.items[1].irt.a == 1 && set.items[1].irt.b[0] == 0 && set.items[1].status == ITEM_AUTHOR);
    CHECK(set.items[2].irt.a == 1 && !set.items[2].has_errors);
    calibration_clear(&done);
    done = calibrate(&set, cells, 60, &wish); /* with priors an item that all get right is an easy one */
    CHECK(set.items[1].irt.b[0] < -.5 && isfinite(set.items[1].se_b[0]));
    CHECK(set.items[2].irt.b[0] == 0);
    calibration_clear(&done);
    parameter_set_clear(&set);
}

TEST(nobody_and_one_person_and_equal_answers_are_refused)
{
    struct parameter_set set = new_set(2, 1, 1);
    const int8_t cells[] = {1, 1, 1, 1, 1, 1};
    const struct calibration_wish wish = {0};
    struct calibration done;
    struct err err = {0};
    for (size_t people = 0; people < 4; people++) {
        const struct response_table table = {people, cells};
        CHECK(scoring_calibrate(&set, &table, &wish, &done, &err) == FAULT_INPUT && done.troubles == NULL);
        CHECK(strstr(err.text, people < 2 ? "at least two people" : "different ways") != NULL);
    }
    parameter_set_clear(&set);
}

static bool
stop_at_three(void *context, const struct calibration_cycle *cycle, const struct parameter_set *so_far)
{
    *(double *)context = so_far->items[0].irt.b[0];
    return cycle->cycle < 3;
}

TEST(a_calibration_that_was_stopped_goes_on_to_the_same_end)
{
    struct parameter_set whole = new_set(10, 1, 1), parts = new_set(10, 1, 1);
    int8_t *cells = read_answers(300, 10);
    double seen = 0;
    struct calibration_wish wish = {.is_flat = true, .tolerance = 1e-7};
    struct calibration done = calibrate(&whole, cells, 300, &wish);
    calibration_clear(&done);
    wish.report = stop_at_three;
    wish.context = &seen;
    done = calibrate(&parts, cells, 300, &wish);
    CHECK(done.cycles == 3 && !done.has_converged && seen == parts.items[0].irt.b[0]);
    calibration_clear(&done);
    wish.report = NULL;
    done = calibrate(&parts, cells, 300, &wish);
    for (size_t j = 0; j < 10; j++)
        CHECK(fabs(parts.items[j].irt.b[0] - whole.items[j].irt.b[0]) < 1e-5);
    calibration_clear(&done);
    parameter_set_clear(&whole);
    parameter_set_clear(&parts);
    free(cells);
}

int
main(void)
{
    RUN(flat_parameters_are_those_of_openmx);
    RUN(with_priors_the_estimate_is_the_maximum_of_the_posterior);
    RUN(the_likelihood_of_a_table_is_that_of_its_people);
    RUN(standard_errors_are_the_curvature_of_the_observed_likelihood);
    RUN(tasks_and_questions_of_a_tree_are_recovered);
    RUN(a_later_class_that_knows_more_does_not_make_the_items_easier);
    RUN(items_that_moved_do_not_pull_those_that_stayed);
    RUN(what_says_nothing_is_named_and_left_as_it_was);
    RUN(nobody_and_one_person_and_equal_answers_are_refused);
    RUN(a_calibration_that_was_stopped_goes_on_to_the_same_end);
    return unit_end();
}
