/* testlet_figures.c - steps of one task hang together (testlet sd 1): one item of several categories keeps its interval honest,
 * steps taken for separate questions do not. */
#include "measure.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { TASKS = 6, STEPS = 5, PEOPLE = 2000 };
static const double TESTLET_SD = 1;

static void
make_set(size_t count, int steps, struct parameter_set *set)
{
    *set = (struct parameter_set){.quiz = memory_copy_text(""), .quiz_hash = memory_copy_text(""), .framework = memory_copy_text(""),
                                  .before = memory_copy_text(""), .indicator_count = 1, .area_count = 1, .cuts = {-1, 0, 1},
                                  .item_count = count};
    set->codes = memory_new_array(1, sizeof *set->codes);
    set->areas = memory_new_array(1, sizeof *set->areas);
    set->mu = memory_new_array(1, sizeof *set->mu);
    set->area_of = memory_new_array(1, sizeof *set->area_of);
    set->items = memory_new_array(count, sizeof *set->items);
    set->codes[0] = memory_copy_text("all");
    set->areas[0] = memory_copy_text("all");
    for (size_t j = 0; j < count; j++) {
        set->items[j] = (struct item_parameters){.id = memory_print("i%zu", j), .item = memory_print("i%zu", j)};
        set->items[j].irt = (struct irt_item){.a = 1, .steps = steps, .weight = 1};
        for (int x = 0; x < steps; x++)
            set->items[j].irt.b[x] = .8 * x - .8;
    }
}

static int
category_of(int done)
{
    double share = (double)done / STEPS;
    return (share >= .34) + (share >= .67) + (share >= .99);
}

struct answers {
    double theta[PEOPLE];
    int8_t categories[PEOPLE * TASKS], steps[PEOPLE * TASKS * STEPS];
};

static void
draw_people(struct chance *chance, const double b[TASKS][STEPS], struct answers *out)
{
    for (size_t n = 0; n < PEOPLE; n++) {
        out->theta[n] = chance_normal(chance);
        for (size_t t = 0; t < TASKS; t++) {
            double together = TESTLET_SD * chance_normal(chance);
            int done = 0;
            for (size_t s = 0; s < STEPS; s++) {
                double p = 1 / (1 + exp(-1.2 * (out->theta[n] + together - b[t][s])));
                bool is_done = chance_uniform(chance) < p;
                out->steps[(n * TASKS + t) * STEPS + s] = is_done;
                done += is_done;
            }
            out->categories[n * TASKS + t] = (int8_t)category_of(done);
        }
    }
}

/* Items from half of the people, intervals of the other half. */
static double
coverage(const double *theta, const int8_t *cells, size_t items, int steps, struct tally *covered)
{
    struct parameter_set set;
    struct calibration done;
    struct err err;
    make_set(items, steps, &set);
    const struct response_table table = {PEOPLE / 2, cells};
    if (scoring_calibrate(&set, &table, &(struct calibration_wish){.author_sd = 2}, &done, &err) != FAULT_NONE) {
        printf("%s\n", err.text);
        exit(1);
    }
    struct irt_model model = parameter_set_model(&set);
    struct irt_item *irt = memory_new_array(items, sizeof *irt);
    int *row = memory_new_array(items, sizeof *row);
    for (size_t j = 0; j < items; j++)
        irt[j] = set.items[j].irt;
    for (size_t n = PEOPLE / 2; n < PEOPLE; n++) {
        struct tree_estimate estimate;
        for (size_t j = 0; j < items; j++)
            row[j] = cells[n * items + j];
        irt_estimate_tree(&model, irt, row, items, &estimate);
        tally_add(covered, estimate.indicators[0].low <= theta[n] && theta[n] <= estimate.indicators[0].high);
        irt_clear_estimate(&estimate);
    }
    free(irt);
    free(row);
    calibration_clear(&done);
    parameter_set_clear(&set);
    return tally_mean(covered);
}

void
testlet_figures(struct measurement *measurement)
{
    static struct answers answers;
    struct chance chance = {600};
    struct tally together = {0}, apart = {0};
    size_t replications = measurement->is_short ? 1 : 6;
    for (size_t r = 0; r < replications; r++) {
        double b[TASKS][STEPS];
        for (size_t t = 0; t < TASKS; t++)
            for (size_t s = 0; s < STEPS; s++)
                b[t][s] = chance_normal(&chance);
        draw_people(&chance, (const double(*)[STEPS])b, &answers);
        coverage(answers.theta, answers.categories, TASKS, TASK_STEPS, &together);
        coverage(answers.theta, answers.steps, TASKS * STEPS, 1, &apart);
    }
    say_figure(measurement, &(struct figure){"coverage, steps that hang together as one item", NAN, NAN, tally_mean(&together),
                                             tally_error(&together), .93, INFINITY});
    say_figure(measurement, &(struct figure){"the same, steps as separate questions (why we do not)", NAN, NAN, tally_mean(&apart),
                                             tally_error(&apart), -INFINITY, .90});
}
