/* bench_adaptive.c - choosing the next item of an adaptive test out of a bank of 500.
 *
 * What a learner waits for between two screens: the answer is taken in and the next item is found. The tables of the bank
 * are made once and are told apart. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/bench.h"
#include "scoring/scoring.h"

enum { INDICATORS = 21, AREAS = 5, BANK = 500, TESTS = 20, ROUNDS = 3, GOAL_US = 1000 };

/* The base design of MEASURE.md: areas of 3, 6, 4, 4, 4; every sixth item a task that shows two indicators. */
static void
make_items(struct adaptive_item *items)
{
    for (size_t i = 0; i < BANK; i++) {
        bool is_task = i % 6 == 5;
        items[i] = (struct adaptive_item){.part_count = is_task ? 2 : 1, .minutes = is_task ? 2.5 : 1};
        for (size_t n = 0; n < items[i].part_count; n++) {
            double b = -2 + 3.5 * (double)(i * 7 % 24) / 23;
            items[i].parts[n] = (struct irt_item){.indicator = (i + 5 * n) % INDICATORS, .a = .8 + .1 * (double)(i % 9),
                                                  .b = {b - .4, b, b + .4}, .steps = is_task ? 3 : 1, .c = is_task ? 0 : .2,
                                                  .weight = is_task ? .5 : 1};
        }
    }
}

/* Microseconds of CPU time of one answer and the choice after it: the mean of one test, and *longest. */
static double
sit(const struct adaptive_bank *bank, const struct adaptive_item *items, uint64_t seed, double *longest)
{
    struct adaptive_test *test = adaptive_test_new(bank, NULL, seed);
    double sum = 0, count = 0;
    *longest = 0;
    for (size_t item = adaptive_next(test); item != ADAPTIVE_NO_ITEM; count++) {
        int categories[ADAPTIVE_PARTS_MAX];
        for (size_t n = 0; n < items[item].part_count; n++)
            categories[n] = (int)((item + seed) * 7 % (size_t)(items[item].parts[n].steps + 1));
        int64_t began = clock_thread_cpu_ns();
        adaptive_note(test, item, categories);
        item = adaptive_next(test);
        (void)adaptive_more(test);
        double us = (double)(clock_thread_cpu_ns() - began) / 1000;
        sum += us;
        *longest = us > *longest ? us : *longest;
    }
    adaptive_test_free(test);
    return count > 0 ? sum / count : 0;
}

enum fault
bench_adaptive(const struct bench *bench, struct err *err)
{
    static const size_t AREA_OF[INDICATORS] = {0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4};
    static const double MU[INDICATORS] = {0};
    const struct irt_model model = {.indicator_count = INDICATORS, .area_count = AREAS, .area_of = AREA_OF, .rho_g = .35,
                                    .rho_a = .15, .mu = MU, .cuts = {-1, 0, 1}};
    const struct adaptive_rules rules = adaptive_usual_rules();
    struct adaptive_item *items = memory_new_array(BANK, sizeof *items);
    double mean = 1e12, longest = 1e12;
    (void)err;
    make_items(items);
    int64_t began = clock_thread_cpu_ns();
    struct adaptive_bank *made = adaptive_bank_new(&model, items, BANK, &rules);
    double tables_ms = (double)(clock_thread_cpu_ns() - began) / 1e6;
    for (int round = 0; round < ROUNDS; round++) {
        double round_mean = 0, round_longest = 0;
        for (uint64_t seed = 0; seed < TESTS; seed++) {
            double slowest, us = sit(made, items, seed, &slowest);
            round_mean += us / TESTS;
            round_longest = slowest > round_longest ? slowest : round_longest;
        }
        mean = round_mean < mean ? round_mean : mean;
        longest = round_longest < longest ? round_longest : longest;
    }
    bench_say(bench, "adaptive, next item of 500", mean / 1000, "ms CPU", mean / GOAL_US, "goal of 1 ms");
    bench_say(bench, "adaptive, slowest choice", longest / 1000, "ms CPU", longest / GOAL_US, "goal of 1 ms");
    bench_say(bench, "adaptive, tables of 500 items", tables_ms, "ms CPU", 0, NULL);
    adaptive_bank_free(made);
    free(items);
    return FAULT_NONE;
}
