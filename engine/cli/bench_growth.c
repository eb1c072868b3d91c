/* bench_growth.c - how long the growth of a class takes: 40 people, 21 indicators, 63 items before and 63 others after. */
#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/bench.h"
#include "scoring/scoring.h"

enum { PEOPLE = 40, INDICATORS = 21, AREAS = 5, ITEMS = 63 };
static const double GOAL_SECONDS = 2;

struct growth_job {
    struct irt_item items[2][ITEMS];
    int responses[2][PEOPLE * ITEMS];
    uint32_t chance;
};

/* A fixed draw from 0..1: the same people in every run. */
static double
draw(struct growth_job *job)
{
    job->chance = job->chance * 1664525 + 1013904223;
    return (double)(job->chance >> 8) / (1 << 24);
}

static void
fill_items(struct growth_job *job)
{
    for (size_t i = 0; i < 2 * ITEMS; i++) {
        bool is_task = i % 3 == 2;
        double first = -1.8 + 2 * draw(job);
        job->items[i / ITEMS][i % ITEMS] = (struct irt_item){
            .indicator = i % ITEMS / 3, .a = .8 + .8 * draw(job), .b = {first, first + .7, first + 1.4},
            .steps = is_task ? 3 : 1, .c = is_task ? 0 : .2, .weight = 1};
    }
}

/* Everybody gains about half a logit. */
static void
fill_responses(struct growth_job *job)
{
    for (size_t p = 0; p < PEOPLE; p++) {
        double general = 2 * draw(job) - 1.5, gain = draw(job);
        for (size_t i = 0; i < 2 * ITEMS; i++) {
            const struct irt_item *item = &job->items[i / ITEMS][i % ITEMS];
            double p_category[ITEM_STEPS_MAX + 1], left = draw(job);
            int category = 0;
            irt_probabilities(item, general + (i < ITEMS ? 0 : gain), p_category);
            while (category < item->steps && left > p_category[category])
                left -= p_category[category++];
            job->responses[i / ITEMS][p * ITEMS + i % ITEMS] = category;
        }
    }
}

enum fault
bench_growth(const struct bench *bench, struct err *err)
{
    static const size_t AREA_OF[INDICATORS] = {0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4};
    static const double MU[INDICATORS] = {0};
    const struct irt_model model = {.indicator_count = INDICATORS, .area_count = AREAS, .area_of = AREA_OF,
                                    .rho_g = .35, .rho_a = .15, .mu = MU, .cuts = {-1, 0, 1}};
    struct growth_job *job = memory_new(sizeof *job);
    double best = INFINITY;
    (void)err;
    fill_items(job);
    fill_responses(job);
    const struct class_growth_case given = {&model, job->items[0], job->items[1], ITEMS, ITEMS,
                                            job->responses[0], job->responses[1], PEOPLE, 0, NULL, NULL};
    for (int round = 0; round < 3; round++) {
        struct class_growth growth;
        int64_t began = clock_thread_cpu_ns();
        class_growth_estimate(&given, &growth);
        best = fmin(best, (double)(clock_thread_cpu_ns() - began) / 1e9);
        class_growth_clear(&growth);
    }
    bench_say(bench, "growth, class of 40, 21 x (63+63)", best, "s CPU", best / GOAL_SECONDS, "goal of 2 s");
    free(job);
    return FAULT_NONE;
}
