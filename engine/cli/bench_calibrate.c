/* bench_calibrate.c - what a calibration costs: 60 questions, one dimension, without priors, for 1,000, 10,000 and 100,000 people;
 * beside R OpenMx (tests/bench/openmx.R) where that is installed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/bench.h"
#include "scoring/scoring.h"

enum { ITEMS = 60, LEAST = 1000, MOST = 100000, BESIDE_R = MOST };
static const double GOAL_SECONDS = 600, GOAL_MIB = 1024;

struct calibrate_job {
    uint64_t chance;
    struct parameter_set set;
    int8_t *cells;
};

static double
draw(struct calibrate_job *job)
{
    job->chance = job->chance * 6364136223846793005u + 1442695040888963407u;
    return (double)(job->chance >> 11) / 9007199254740992.0;
}

static void
fill_set(struct calibrate_job *job)
{
    struct parameter_set *set = &job->set;
    *set = (struct parameter_set){.quiz = memory_copy_text(""), .quiz_hash = memory_copy_text(""), .framework = memory_copy_text(""),
                                  .before = memory_copy_text(""), .indicator_count = 1, .area_count = 1, .item_count = ITEMS};
    set->codes = memory_new_array(1, sizeof *set->codes);
    set->areas = memory_new_array(1, sizeof *set->areas);
    set->mu = memory_new_array(1, sizeof *set->mu);
    set->area_of = memory_new_array(1, sizeof *set->area_of);
    set->items = memory_new_array(ITEMS, sizeof *set->items);
    set->codes[0] = memory_copy_text("all");
    set->areas[0] = memory_copy_text("all");
    for (size_t j = 0; j < ITEMS; j++)
        set->items[j] = (struct item_parameters){.id = memory_print("i%zu", j), .item = memory_print("i%zu", j)};
}

/* A calibration begins with what is known of the items: nothing. */
static void
forget_items(struct parameter_set *set)
{
    for (size_t j = 0; j < ITEMS; j++) {
        set->items[j].irt = (struct irt_item){.a = 1, .steps = 1, .weight = 1};
        set->items[j].answers = 0;
        set->items[j].has_errors = false;
    }
}

static void
fill_cells(struct calibrate_job *job)
{
    struct irt_item items[ITEMS];
    for (size_t j = 0; j < ITEMS; j++)
        items[j] = (struct irt_item){.a = .6 + 1.2 * draw(job), .b = {4 * draw(job) - 2}, .steps = 1, .weight = 1};
    job->cells = memory_new_array((size_t)MOST * ITEMS, sizeof *job->cells);
    for (size_t n = 0; n < MOST; n++) {
        double theta = sqrt(-2 * log(1 - draw(job))) * cos(2 * M_PI * draw(job)), p[2];
        for (size_t j = 0; j < ITEMS; j++) {
            irt_probabilities(&items[j], theta, p);
            job->cells[n * ITEMS + j] = draw(job) < p[1];
        }
    }
}

static enum fault
measure(const struct bench *bench, struct calibrate_job *job, size_t people, double *seconds, struct err *err)
{
    const struct response_table table = {people, job->cells};
    const struct calibration_wish wish = {.is_flat = true};
    struct calibration done;
    char name[64];
    forget_items(&job->set);
    int64_t began = clock_thread_cpu_ns();
    enum fault fault = scoring_calibrate(&job->set, &table, &wish, &done, err);
    *seconds = (double)(clock_thread_cpu_ns() - began) / 1e9;
    if (fault != FAULT_NONE)
        return fault;
    snprintf(name, sizeof name, "calibration, %zu x %d", people, ITEMS);
    bench_say(bench, name, *seconds, "s CPU", *seconds / GOAL_SECONDS, people == MOST ? "goal of 600 s" : NULL);
    calibration_clear(&done);
    return FAULT_NONE;
}

/* ---- R OpenMx ---- */

static enum fault
write_table(const struct calibrate_job *job, const char *path, struct err *err)
{
    struct buffer text = {0};
    for (size_t j = 0; j < ITEMS; j++)
        buffer_print(&text, "%si%zu", j > 0 ? "," : "", j);
    buffer_add_byte(&text, '\n');
    for (size_t n = 0; n < BESIDE_R; n++)
        for (size_t j = 0; j < ITEMS; j++)
            buffer_print(&text, "%d%c", job->cells[n * ITEMS + j], j + 1 < ITEMS ? ',' : '\n');
    enum fault fault = file_write(path, text.data, text.len, 0644, err);
    buffer_clear(&text);
    return fault;
}

/* CPU seconds of the fit alone, as the script says them; 0 where R or OpenMx is missing. */
static double
ask_r(const struct bench *bench, const char *table)
{
    char line[100] = "";
    char *command = memory_print("Rscript --vanilla '%s/tests/bench/openmx.R' '%s' 2>/dev/null", bench->share, table);
    FILE *pipe = popen(command, "r");
    if (pipe != NULL && fgets(line, sizeof line, pipe) == NULL)
        line[0] = 0;
    if (pipe != NULL)
        pclose(pipe);
    free(command);
    return strtod(line, NULL);
}

static enum fault
race_openmx(const struct bench *bench, const struct calibrate_job *job, double ours, struct err *err)
{
    char *path = file_join(bench->folder, "answers.csv");
    enum fault fault = write_table(job, path, err);
    double theirs = fault == FAULT_NONE ? ask_r(bench, path) : 0;
    if (fault == FAULT_NONE && theirs > 0)
        bench_say(bench, "R OpenMx, 100000 x 60", theirs, "s CPU", ours / theirs, "ours / R OpenMx, goal 0.2");
    free(path);
    return fault;
}

enum fault
bench_calibrate(const struct bench *bench, struct err *err)
{
    struct calibrate_job *job = memory_new(sizeof *job);
    double seconds = 0, beside = 0;
    struct rusage usage;
    enum fault fault = FAULT_NONE;
    fill_set(job);
    fill_cells(job);
    for (size_t people = LEAST; fault == FAULT_NONE && people <= MOST; people *= 10) {
        fault = measure(bench, job, people, &seconds, err);
        beside = people == BESIDE_R ? seconds : beside;
    }
    getrusage(RUSAGE_SELF, &usage);
    double mib = (double)usage.ru_maxrss / 1024;
    bench_say(bench, "memory of all that", mib, "MiB", mib / GOAL_MIB, "goal of 1024 MiB");
    if (fault == FAULT_NONE)
        fault = race_openmx(bench, job, beside, err);
    parameter_set_clear(&job->set);
    free(job->cells);
    free(job);
    return fault;
}
