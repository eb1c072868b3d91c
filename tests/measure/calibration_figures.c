/* calibration_figures.c - items calibrated from few people: how near they come, and what scoring loses by it. */
#include "measure.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { EACH = 4, COUNT = EACH * INDICATORS, BANK_EACH = 12, PEOPLE_MOST = 400 };
static const double AUTHOR_SD = .6;

/* A set that borrows nothing: freed by parameter_set_clear. */
static void
make_set(const struct people_model *people, const struct irt_item *items, size_t count, struct parameter_set *set)
{
    *set = (struct parameter_set){.quiz = memory_copy_text(""), .quiz_hash = memory_copy_text(""), .framework = memory_copy_text(""),
                                  .before = memory_copy_text(""), .indicator_count = INDICATORS, .area_count = AREAS,
                                  .rho_g = people->model.rho_g, .rho_a = people->model.rho_a, .item_count = count};
    memcpy(set->cuts, people->model.cuts, sizeof set->cuts);
    set->codes = memory_new_array(INDICATORS, sizeof *set->codes);
    set->areas = memory_new_array(AREAS, sizeof *set->areas);
    set->mu = memory_copy(people->mu, sizeof people->mu);
    set->area_of = memory_copy(people->area_of, sizeof people->area_of);
    set->items = memory_new_array(count, sizeof *set->items);
    for (size_t k = 0; k < INDICATORS; k++)
        set->codes[k] = memory_print("%zu", k);
    for (size_t a = 0; a < AREAS; a++)
        set->areas[a] = memory_print("%zu", a);
    for (size_t j = 0; j < count; j++)
        set->items[j] = (struct item_parameters){.id = memory_print("i%zu", j), .item = memory_print("i%zu", j), .irt = items[j]};
}

static void
calibrate(struct chance *chance, const struct people_model *people, const struct irt_item *truth, size_t persons,
          struct parameter_set *set)
{
    static int8_t cells[PEOPLE_MOST * COUNT];
    struct irt_item guesses[COUNT];
    struct calibration done;
    struct err err;
    for (size_t j = 0; j < COUNT; j++)
        guesses[j] = guess_item(chance, &truth[j], AUTHOR_SD);
    for (size_t n = 0; n < persons; n++) {
        double theta[INDICATORS];
        draw_abilities(chance, people, -.5, theta);
        for (size_t j = 0; j < COUNT; j++)
            cells[n * COUNT + j] = (int8_t)draw_answer(chance, &truth[j], theta[truth[j].indicator]);
    }
    make_set(people, guesses, COUNT, set);
    const struct response_table table = {persons, cells};
    if (scoring_calibrate(set, &table, &(struct calibration_wish){0}, &done, &err) != FAULT_NONE) {
        printf("%s\n", err.text);
        exit(1);
    }
    calibration_clear(&done);
}

/* Mean difference of the two curves in points of a hundred, over N(-.5, 1). */
static double
curve_error(const struct irt_item *left, const struct irt_item *right)
{
    double sum = 0, weights = 0;
    for (int i = -30; i <= 30; i++) {
        double z = i / 10., weight = exp(-z * z / 2), off = irt_expected_share(left, z - .5) - irt_expected_share(right, z - .5);
        sum += weight * off * off;
        weights += weight;
    }
    return 100 * sqrt(sum / weights);
}

static void
recovery(struct measurement *measurement, size_t persons, size_t replications, double most_b, double most_curve)
{
    struct chance chance = {200 + persons};
    struct tally b = {0}, curve = {0};
    struct people_model people;
    char name[80];
    people_model_init(&people);
    for (size_t r = 0; r < replications; r++) {
        struct irt_item truth[COUNT];
        struct parameter_set set;
        draw_form(&chance, EACH, truth);
        calibrate(&chance, &people, truth, persons, &set);
        for (size_t j = 0; j < COUNT; j++) {
            double off = set.items[j].irt.b[0] - truth[j].b[0];
            tally_add(&curve, curve_error(&set.items[j].irt, &truth[j]));
            if (truth[j].steps == 1 && fabs(truth[j].b[0] + .5) < 2)
                tally_add(&b, off * off);
        }
        parameter_set_clear(&set);
    }
    snprintf(name, sizeof name, "error of b, calibrated from %zu people", persons);
    double rmse = sqrt(tally_mean(&b));
    say_figure(measurement, &(struct figure){name, NAN, NAN, rmse, tally_error(&b) / (2 * rmse), -INFINITY, most_b});
    snprintf(name, sizeof name, "error of an item's curve, from %zu people (pp)", persons);
    say_figure(measurement, &(struct figure){name, NAN, NAN, tally_mean(&curve), tally_error(&curve), -INFINITY, most_curve});
}

/* ---- what scoring loses ---- */

struct loss {
    struct tally difference, square, covered;
};

static void
score_both(struct chance *chance, const struct people_model *people, const struct irt_item *truth, const struct irt_item *found,
           const struct irt_item *bank, size_t bank_count, struct loss *loss)
{
    double theta[INDICATORS];
    int answers[COUNT];
    struct tree_estimate best, ours;
    struct domain_score by_truth[INDICATORS], by_found[INDICATORS];
    draw_abilities(chance, people, -.5, theta);
    for (size_t j = 0; j < COUNT; j++)
        answers[j] = draw_answer(chance, &truth[j], theta[truth[j].indicator]);
    irt_estimate_tree(&people->model, truth, answers, COUNT, &best);
    irt_estimate_tree(&people->model, found, answers, COUNT, &ours);
    scoring_domain_scores(&best, people->mu, INDICATORS, bank, bank_count, by_truth);
    scoring_domain_scores(&ours, people->mu, INDICATORS, bank, bank_count, by_found);
    double square = 0, least = 0;
    for (size_t k = 0; k < INDICATORS; k++) {
        double share = expected_share(bank, bank_count, k, theta[k]);
        least += (by_truth[k].mean - share) * (by_truth[k].mean - share) * 1e4 / INDICATORS;
        square += (by_found[k].mean - share) * (by_found[k].mean - share) * 1e4 / INDICATORS;
        tally_add(&loss->covered, by_found[k].low <= share && share <= by_found[k].high);
    }
    tally_add(&loss->square, square);
    tally_add(&loss->difference, square - least);
    irt_clear_estimate(&best);
    irt_clear_estimate(&ours);
}

static void
loss_figures(struct measurement *measurement)
{
    struct chance chance = {300};
    struct loss loss = {0};
    struct people_model people;
    static struct irt_item bank[BANK_EACH * INDICATORS];
    size_t replications = measurement->is_short ? 2 : 8, persons = measurement->is_short ? 150 : 400;
    people_model_init(&people);
    for (size_t r = 0; r < replications; r++) {
        struct irt_item truth[COUNT], found[COUNT];
        struct parameter_set set;
        draw_form(&chance, EACH, truth);
        size_t bank_count = draw_form(&chance, BANK_EACH, bank);
        calibrate(&chance, &people, truth, PEOPLE_MOST, &set);
        for (size_t j = 0; j < COUNT; j++)
            found[j] = set.items[j].irt;
        for (size_t n = 0; n < persons; n++)
            score_both(&chance, &people, truth, found, bank, bank_count, &loss);
        parameter_set_clear(&set);
    }
    double ours = sqrt(tally_mean(&loss.square)), best = sqrt(tally_mean(&loss.square) - tally_mean(&loss.difference));
    say_figure(measurement, &(struct figure){"loss by calibration from 400 people (pp)", NAN, NAN, ours - best,
                                             tally_error(&loss.difference) / (2 * ours), -INFINITY, .2});
    say_figure(measurement, &(struct figure){"coverage with items calibrated from 400 people", NAN, NAN, tally_mean(&loss.covered),
                                             2.2 * tally_error(&loss.covered), .94, .96});
}

void
calibration_figures(struct measurement *measurement)
{
    recovery(measurement, 100, measurement->is_short ? 3 : 12, .32, 5.5);
    recovery(measurement, 400, measurement->is_short ? 2 : 8, .21, 3.5);
    loss_figures(measurement);
}
