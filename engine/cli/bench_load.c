/* bench_load.c - what a quiz costs: reading a bank of forty items in its worker, keeping it, and each event of an attempt
 * that goes through all of it. */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/bench.h"
#include "quiz/quiz.h"

enum { LOADS = 9, EVENTS_MAX = 2000, GOAL_LOAD_MS = 20, GOAL_MIB = 2, GOAL_EVENT_US = 200 };
static const char BANK[] = "quizzes/village-skills";

static double
now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int
compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static enum fault
load_bank(const struct bench *bench, struct quiz **quiz, struct err *err)
{
    struct quiz_problems problems = {0};
    char *path = file_join(bench->share, BANK);
    enum fault fault = quiz_load(path, bench->share, quiz, &problems, err);
    quiz_problems_clear(&problems);
    free(path);
    return fault;
}

/* Acts of somebody who does everything right: on questions what is right, in tasks the careful walk. */
static enum fault
plan(const struct quiz *quiz, const struct session *session, struct event_list *acts, struct err *err)
{
    const char *item = session_item_id(session);
    for (size_t i = 0; i < quiz_item_count(quiz); i++)
        if (strcmp(quiz_item_at(quiz, i)->id, item) == 0 && quiz_item_at(quiz, i)->is_practical)
            return quiz_walk_acts(quiz, item, "careful", session, acts, err);
    quiz_answer_acts(session, item, 1, acts);
    return FAULT_NONE;
}

/* One event as the room takes it: apply it, and write the screen that follows. */
static enum fault
take(struct session *session, struct event *event, uint32_t seq, double *us, struct err *err)
{
    struct buffer out = {0};
    double before = now_us();
    event->seq = seq;
    enum fault fault = session_apply(session, event, err);
    struct json *screen = session_screen(session);
    json_write(screen, &out);
    *us = now_us() - before;
    json_free(screen);
    buffer_clear(&out);
    return fault;
}

static enum fault
go_through(const struct quiz *quiz, double *times, size_t *count, struct err *err)
{
    struct session *session = NULL;
    struct event start = event_make(EVENT_START, NULL, NULL, NULL, NULL);
    uint32_t seq = 1;
    start.seq = 1;
    memcpy(start.quiz_hash, quiz_hash(quiz), HASH_LEN);
    enum fault fault = session_open(quiz, &start, NULL, &session, err);
    while (fault == FAULT_NONE && !session_is_done(session)) {
        struct event_list acts = {0};
        fault = plan(quiz, session, &acts, err);
        for (size_t i = 0; fault == FAULT_NONE && i < acts.count && *count < EVENTS_MAX; i++)
            fault = take(session, &acts.events[i], ++seq, &times[(*count)++], err);
        event_list_clear(&acts);
    }
    session_free(session);
    event_clear(&start);
    return fault;
}

enum fault
bench_load(const struct bench *bench, struct err *err)
{
    double loads[LOADS], *times = memory_new_array(EVENTS_MAX, sizeof *times), kept = 0;
    struct quiz *quiz = NULL;
    size_t count = 0;
    enum fault fault = FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < LOADS; i++) {
        quiz_free(quiz);
        quiz = NULL;
        double before = (double)mallinfo2().uordblks, start = now_us();
        fault = load_bank(bench, &quiz, err);
        loads[i] = (now_us() - start) / 1000;
        kept = ((double)mallinfo2().uordblks - before) / (1 << 20);
    }
    if (fault == FAULT_NONE)
        fault = go_through(quiz, times, &count, err);
    if (fault == FAULT_NONE) {
        qsort(loads, LOADS, sizeof *loads, compare);
        qsort(times, count, sizeof *times, compare);
        bench_say(bench, "loading a bank of 41 items, median", loads[LOADS / 2], "ms", loads[LOADS / 2] / GOAL_LOAD_MS, "goal of 20 ms");
        bench_say(bench, "a loaded bank", kept, "MiB", kept / GOAL_MIB, "goal of 2 MiB");
        bench_say(bench, "one event and its screen, p50", times[count / 2], "us", times[count / 2] / GOAL_EVENT_US, "goal of 200 us");
        bench_say(bench, "one event and its screen, p99", times[count * 99 / 100], "us", times[count * 99 / 100] / GOAL_EVENT_US,
                  "goal of 200 us");
    }
    quiz_free(quiz);
    free(times);
    return fault;
}
