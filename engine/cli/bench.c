/* bench.c - `dauso bench`: speed and memory, as ratios within one run. Times on a shared machine drift by half; two
 * things measured side by side drift together. */
#include "cli/bench.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/child_server.h"

static const struct cli_option OPTIONS[] = {
    {"--dir", "DIR", "a folder on the disk that is to be measured: a new one in /var/tmp unless told"},
    {"--json", NULL, "{\"name\", \"value\", \"unit\", \"ratio\", \"against\"}: ratio = value / the value of against"},
    {NULL, NULL, NULL},
};

/* Those that fork a server come first: a fork is best made of a small, quiet process. */
static const struct {
    const char *name;
    enum fault (*run)(const struct bench *bench, struct err *err);
} BENCHES[] = {
    {"events", bench_events}, {"memory", bench_memory},   {"pace", bench_pace},
    {"idle", bench_idle},     {"restart", bench_restart}, {"certificate", bench_certificate}, {"print", bench_print},
    {"verify", bench_verify}, {"score", bench_score},   {"calibrate", bench_calibrate},
    {"growth", bench_growth}, {"adaptive", bench_adaptive},
    {"replay", bench_replay}, {"load", bench_load},
};
enum { BENCH_COUNT = sizeof BENCHES / sizeof BENCHES[0] };

void
bench_say(const struct bench *bench, const char *name, double value, const char *unit, double ratio,
          const char *against)
{
    if (!cli_flag(bench->call, "--json")) {
        printf("%-32s %10.4g %-12s", name, value, unit);
        if (against != NULL)
            printf(" %8.3g x  %s", ratio, against);
        putchar('\n');
    } else {
        struct json *line = json_new_object();
        json_put_text(line, "name", name);
        json_put_real(line, "value", value);
        json_put_text(line, "unit", unit);
        json_put(line, "ratio", against != NULL ? json_new_real(ratio) : json_new_null());
        json_put_text(line, "against", against);
        cli_print_json(line);
    }
    fflush(stdout);
}

static double
time_once(void (*step)(void *context), void *context, int64_t least_ns)
{
    int64_t began = clock_thread_cpu_ns(), spent = 0;
    double calls = 0;
    for (size_t batch = 1; spent < least_ns; batch *= 2) {
        for (size_t i = 0; i < batch; i++)
            step(context);
        calls += (double)batch;
        spent = clock_thread_cpu_ns() - began;
    }
    return (double)spent / 1000.0 / calls;
}

void
bench_race(void (*ours)(void *context), void (*theirs)(void *context), void *context, double *our_us, double *their_us)
{
    *our_us = *their_us = 1e12;
    for (int round = 0; round < 5; round++) {
        double us = time_once(ours, context, 60000000);
        *our_us = us < *our_us ? us : *our_us;
        us = theirs != NULL ? time_once(theirs, context, 60000000) : 0;
        *their_us = us < *their_us ? us : *their_us;
    }
}

static enum fault
make_folder(struct bench *bench, struct err *err)
{
    const char *given = cli_value(bench->call, "--dir", NULL);
    if (given != NULL) {
        bench->folder = memory_copy_text(given);
        return FAULT_NONE;
    }
    bench->folder = memory_copy_text("/var/tmp/dauso-bench-XXXXXX");
    if (mkdtemp(bench->folder) == NULL)
        return err_set(err, FAULT_CANNOT, "no folder can be made in /var/tmp: %s; give one with --dir", strerror(errno));
    return FAULT_NONE;
}

/* Everything in it is ours: it was made by mkdtemp or accepted as a demo's folder. */
static void
remove_folder(const struct bench *bench)
{
    static const char *const PARTS[] = {"keys", "trust", "certificates", "prints", "demo", "."};
    struct err ignored;
    if (cli_value(bench->call, "--dir", NULL) != NULL ||
        demo_folder_prepare(bench->folder, BENCH_CLASS_NAME, &ignored) != FAULT_NONE)
        return;
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        char *path = PARTS[i][0] == '.' ? memory_copy_text(bench->folder) : file_join(bench->folder, PARTS[i]);
        remove(path);
        free(path);
    }
}

static int
run_benches(struct bench *bench, const char *asked)
{
    struct err err;
    enum fault fault = make_folder(bench, &err);
    for (size_t i = 0; fault == FAULT_NONE && i < BENCH_COUNT; i++) {
        if (strcmp(asked, "all") != 0 && strcmp(asked, BENCHES[i].name) != 0)
            continue;
        if (isatty(STDERR_FILENO))
            fprintf(stderr, "measuring %s ...\r", BENCHES[i].name);
        fault = BENCHES[i].run(bench, &err);
    }
    remove_folder(bench);
    return fault != FAULT_NONE ? cli_fail(bench->call, &err) : 0;
}

static int
run(const struct cli_call *call)
{
    const char *names[BENCH_COUNT + 1] = {"all"};
    struct bench bench = {.call = call};
    bool is_known = call->operand_count == 1 && strcmp(call->operands[0], "all") == 0;
    for (size_t i = 0; i < BENCH_COUNT; i++) {
        names[i + 1] = BENCHES[i].name;
        is_known = is_known || (call->operand_count == 1 && strcmp(call->operands[0], BENCHES[i].name) == 0);
    }
    if (!is_known) {
        const char *meant = call->operand_count == 1 ? text_suggest(call->operands[0], names, BENCH_COUNT + 1) : NULL;
        return cli_usage(call, "say one of all, events, memory, pace, idle, restart, certificate, print, verify, score, calibrate, growth, replay%s%s%s",
                         meant != NULL ? "; did you mean \"" : "", meant != NULL ? meant : "",
                         meant != NULL ? "\"?" : "");
    }
    bench.share = file_find_share();
    int code = run_benches(&bench, call->operands[0]);
    free(bench.share);
    free(bench.folder);
    return code;
}

const struct cli_verb verb_bench = {"bench", "NAME|all", "Measures speed and memory, as ratios within one run.", OPTIONS,
                                    run};
