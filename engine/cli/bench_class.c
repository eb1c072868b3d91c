/* bench_class.c - a whole class over HTTP: how many answers a second become durable, and what memory it takes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/bench_served.h"
#include "store/store.h"

/* CHANGES stays below the burst that one phone may send (limits.h): waiting is not to be measured. */
enum { CONNECTIONS = 300, LEARNERS = 500, SINGLE_EVENTS = 300, CHANGES = 110, SINGLE_CONNECTIONS = 8 };
enum { GOAL_EVENTS = 5000, GOAL_IDLE_MB = 30, GOAL_CLASS_MB = 200 };

static enum fault
load(struct served *served, const struct bench *bench, struct err *err)
{
    struct quiz_problems problems = {0};
    char *folder = memory_print("%s/quizzes/%s", bench->share, served->server.quiz);
    enum fault fault = scoring_load_frameworks(bench->share, &served->frameworks, err);
    if (fault == FAULT_NONE)
        fault = quiz_load(folder, bench->share, &served->quiz, &problems, err);
    if (fault == FAULT_NONE) {
        served->play.quiz = served->quiz;
        served->play.framework = scoring_find_framework(served->frameworks, quiz_framework(served->quiz));
    }
    quiz_problems_clear(&problems);
    free(folder);
    return fault;
}

enum fault
served_open(const struct bench *bench, size_t people_count, struct served *served, struct err *err)
{
    struct child_options options = {.folder = bench->folder, .share = bench->share, .class_name = BENCH_CLASS_NAME};
    struct play *play = &served->play;
    *served = (struct served){0};
    people_class_seed(1, options.class_seed);
    memcpy(play->class_seed, options.class_seed, SEED_LEN);
    enum fault fault = child_server_start(&options, &served->server, err);
    if (fault == FAULT_NONE)
        fault = load(served, bench, err);
    if (fault != FAULT_NONE)
        return fault;
    play->server = &served->server;
    play->people = served->people = people_new(1, people_count, play->framework, quiz_item_count(served->quiz));
    play->people_count = people_count;
    return FAULT_NONE;
}

void
served_close(struct served *served)
{
    play_close(&served->play);
    people_free(served->people, served->play.people_count);
    quiz_free(served->quiz);
    scoring_free_frameworks(served->frameworks);
    child_server_clear(&served->server);
}

/* ---- events ---- */

/* One attempt in a store of its own, one transaction an event. */
static enum fault
append_singly(struct store *store, double *per_second, struct err *err)
{
    static const char HASH[] = "00000000000000000000000000000000000000000000000000000000000000bb";
    struct class_row class = {.name = BENCH_CLASS_NAME, .code = "123456", .quiz = "bench", .opened_at = 1};
    struct learner_row learner = {.id = "benchlearner", .name = "An", .joined_at = 1};
    struct attempt_row attempt = {.id = "benchattempt", .learner_id = "benchlearner", .quiz = "bench", .started_at = 1};
    struct event event = {.kind = EVENT_ACT, .quiz = "", .programme = "", .framework = "", .parameter_set = "",
                          .eligibility = "", .item = "pay-bakery", .verb = "press", .target = "continue", .value = ""};
    struct json *files = json_new_object();
    memcpy(class.quiz_hash, HASH, sizeof HASH);
    memcpy(attempt.quiz_hash, HASH, sizeof HASH);
    enum fault fault = store_keep_quiz(store, HASH, "bench", files, err);
    json_free(files);
    if (fault == FAULT_NONE)
        fault = store_add_class(store, &class, err);
    learner.class_id = attempt.class_id = class.id;
    if (fault == FAULT_NONE)
        fault = store_add_learner(store, &learner, err);
    if (fault == FAULT_NONE)
        fault = store_add_attempt(store, &attempt, err);
    int64_t began = clock_monotonic_ms();
    for (uint32_t i = 1; fault == FAULT_NONE && i <= SINGLE_EVENTS; i++) {
        event.seq = i;
        event.kind = i == 1 ? EVENT_START : EVENT_ACT;
        fault = store_append_event(store, &attempt, &event, err);
        if (fault == FAULT_NONE)
            fault = store_commit(store, err);
    }
    int64_t spent = clock_monotonic_ms() - began;
    *per_second = SINGLE_EVENTS * 1000.0 / (double)(spent > 0 ? spent : 1);
    return fault;
}

static enum fault
measure_singly(const struct bench *bench, double *per_second, struct err *err)
{
    struct store *store = NULL;
    enum fault fault = demo_folder_prepare(bench->folder, BENCH_CLASS_NAME, err);
    if (fault == FAULT_NONE)
        fault = store_open(bench->folder, &store, err);
    if (fault == FAULT_NONE)
        fault = append_singly(store, per_second, err);
    store_close(store);
    return fault;
}

/* Everybody at once; then others, one after the other, each of whom waits for a COMMIT of their own. */
static enum fault
measure_answers(struct play *play, double *grouped, double *alone, struct err *err)
{
    int64_t spent = 0;
    enum fault fault = play_join(play, err);
    if (fault == FAULT_NONE)
        fault = play_answers(play, 0, CONNECTIONS, CHANGES, err);
    *grouped = (double)play->acts_saved * 1000.0 / (double)(play->test_ms + 1);
    for (size_t i = 0; fault == FAULT_NONE && i < SINGLE_CONNECTIONS; i++) {
        fault = play_answers(play, CONNECTIONS + i, 1, CHANGES, err);
        spent += play->test_ms;
    }
    *alone = SINGLE_CONNECTIONS * CHANGES * 1000.0 / (double)(spent + 1);
    return fault;
}

enum fault
bench_events(const struct bench *bench, struct err *err)
{
    struct served served;
    double singly = 1, grouped = 0, alone = 1;
    enum fault fault = served_open(bench, CONNECTIONS + SINGLE_CONNECTIONS, &served, err);
    if (fault == FAULT_NONE)
        fault = measure_answers(&served.play, &grouped, &alone, err);
    if (fault == FAULT_NONE)
        fault = child_server_stop(&served.server, err);
    if (fault == FAULT_NONE)
        fault = measure_singly(bench, &singly, err);
    if (fault == FAULT_NONE) {
        bench_say(bench, "durable events over HTTP, 300 at once", grouped, "per s", grouped / alone,
                  "over HTTP, one at a time, one transaction each");
        bench_say(bench, "durable events at full load", grouped, "per s", grouped / GOAL_EVENTS, "goal of 5000 per s");
        bench_say(bench, "durable events over HTTP, one at a time", alone, "per s", alone / singly,
                  "one transaction an event, no HTTP");
        bench_say(bench, "one transaction an event, no HTTP", singly, "per s", 0, NULL);
    }
    served_close(&served);
    return fault;
}

/* ---- memory ---- */

/* VmRSS of one process in MiB, 0 if it is gone. */
static double
resident_of(long pid)
{
    char line[256];
    long kilobytes = 0;
    char *path = memory_print("/proc/%ld/status", pid);
    FILE *file = fopen(path, "re");
    free(path);
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "VmRSS:", 6) == 0)
            kilobytes = strtol(line + 6, NULL, 10);
    if (file != NULL)
        fclose(file);
    return (double)kilobytes / 1024;
}

/* The server and whatever workers it keeps. */
double
bench_resident_of_family(pid_t pid)
{
    double sum = resident_of(pid);
    char *path = memory_print("/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *file = fopen(path, "re");
    long child;
    free(path);
    while (file != NULL && fscanf(file, "%ld", &child) == 1)
        sum += resident_of(child);
    if (file != NULL)
        fclose(file);
    return sum;
}

enum fault
bench_memory(const struct bench *bench, struct err *err)
{
    struct served served;
    enum fault fault = served_open(bench, LEARNERS, &served, err);
    double idle = fault == FAULT_NONE ? bench_resident_of_family(served.server.pid) : 0;
    if (fault == FAULT_NONE)
        fault = play_join(&served.play, err);
    if (fault == FAULT_NONE)
        fault = play_test(&served.play, err);
    if (fault == FAULT_NONE) {
        double full = bench_resident_of_family(served.server.pid);
        bench_say(bench, "resident memory, idle", idle, "MiB", idle / GOAL_IDLE_MB, "goal of 30 MiB");
        bench_say(bench, "resident memory, 500 learners", full, "MiB", full / GOAL_CLASS_MB, "goal of 200 MiB");
    }
    served_close(&served);
    return fault;
}
