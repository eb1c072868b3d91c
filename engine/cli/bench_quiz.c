/* bench_quiz.c - scoring a whole framework, and replaying an attempt of a hundred events. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "cli/bench.h"
#include "quiz/quiz.h"
#include "scoring/scoring.h"

enum { INDICATORS = 21, AREAS = 5, ITEMS = 84, REPLAY_EVENTS = 100, GOAL_SCORE_MS = 1 };

/* ---- scoring: the base design, 21 indicators in areas of 3, 6, 4, 4, 4; three questions and one task each ---- */

struct scoring_job {
    struct irt_model model;
    struct irt_item items[ITEMS];
    int responses[ITEMS];
};

static void
score_once(void *context)
{
    struct scoring_job *job = context;
    struct tree_estimate estimate;
    irt_estimate_tree(&job->model, job->items, job->responses, ITEMS, &estimate);
    irt_clear_estimate(&estimate);
}

enum fault
bench_score(const struct bench *bench, struct err *err)
{
    static const size_t AREA_OF[INDICATORS] = {0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4};
    static const double MU[INDICATORS] = {0};
    struct scoring_job *job = memory_new(sizeof *job);
    double us, unused;
    job->model = (struct irt_model){.indicator_count = INDICATORS, .area_count = AREAS, .area_of = AREA_OF, .rho_g = .5,
                                    .rho_a = .2, .mu = MU, .cuts = {-1, 0, 1}};
    for (size_t i = 0; i < ITEMS; i++) {
        bool is_task = i % 4 == 3;
        job->items[i] = (struct irt_item){.indicator = i / 4, .a = 1.1 + 0.1 * (double)(i % 5),
                                          .b = {-1.2 + 0.4 * (double)(i % 7), 0.1, 0.9}, .steps = is_task ? 3 : 1,
                                          .c = is_task ? 0 : .2, .weight = 1};
        job->responses[i] = (int)(i * 7 % (is_task ? 4 : 2));
    }
    (void)err;
    bench_race(score_once, NULL, job, &us, &unused);
    bench_say(bench, "scoring, 21 indicators x 84 items", us / 1000, "ms CPU", us / 1000 / GOAL_SCORE_MS,
              "goal of 1 ms");
    free(job);
    return FAULT_NONE;
}

/* ---- replay ---- */

struct replay_job {
    struct quiz *quiz;
    struct event_list events;
    enum fault fault;
    struct err err;
};

static void
replay_once(void *context)
{
    struct replay_job *job = context;
    struct session *session = NULL;
    uint8_t hash[HASH_LEN];
    if (job->fault == FAULT_NONE)
        job->fault = session_replay(job->quiz, &job->events, NULL, &session, hash, &job->err);
    session_free(session);
}

static struct event *
add_event(struct event_list *events, enum event_kind kind, const char *verb, const char *value)
{
    struct event *event = event_list_add(events);
    *event = event_make(kind, NULL, verb, NULL, value);
    event->seq = (uint32_t)events->count;
    return event;
}

static bool
is_practical(const struct quiz *quiz, const char *id)
{
    size_t at = 0;
    while (at < quiz_item_count(quiz) && strcmp(quiz_item_at(quiz, at)->id, id) != 0)
        at++;
    return at < quiz_item_count(quiz) && quiz_item_at(quiz, at)->is_practical;
}

/* A careful learner does the first item; what is missing to a hundred is changes of language, each of which
 * draws the whole screen anew. */
static enum fault
make_attempt(struct replay_job *job, struct err *err)
{
    struct session *session = NULL;
    struct event_list acts = {0};
    struct event *start = add_event(&job->events, EVENT_START, "", "");
    memcpy(start->quiz_hash, quiz_hash(job->quiz), HASH_LEN);
    enum fault fault = session_open(job->quiz, start, NULL, &session, err);
    const char *item = fault == FAULT_NONE ? session_item_id(session) : "";
    if (fault == FAULT_NONE && !is_practical(job->quiz, item))
        quiz_answer_acts(session, item, 1, &acts);
    else if (fault == FAULT_NONE)
        fault = quiz_walk_acts(job->quiz, item, "careful", session, &acts, err);
    for (size_t i = 0; fault == FAULT_NONE && i < acts.count && job->events.count < REPLAY_EVENTS / 2; i++) {
        struct event *act = event_list_add(&job->events);
        event_copy(act, &acts.events[i]);
        act->seq = (uint32_t)job->events.count;
    }
    while (job->events.count < REPLAY_EVENTS)
        add_event(&job->events, EVENT_NOTE, "language", job->events.count % 2 == 0 ? "en" : "vi");
    event_list_clear(&acts);
    session_free(session);
    return fault;
}

static enum fault
load_first_quiz(const struct bench *bench, struct quiz **quiz, struct err *err)
{
    char *folder = file_join(bench->share, "quizzes"), **names = NULL;
    size_t count = 0;
    enum fault fault = file_list(folder, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count && *quiz == NULL; i++) {
        struct quiz_problems problems = {0};
        struct err ignored;
        char *path = file_join(folder, names[i]);
        if (file_is_folder(path) && quiz_load(path, bench->share, quiz, &problems, &ignored) != FAULT_NONE)
            *quiz = NULL;
        quiz_problems_clear(&problems);
        free(path);
    }
    if (fault == FAULT_NONE && *quiz == NULL)
        fault = err_set(err, FAULT_CANNOT, "no quiz without mistakes was found in %s; `dauso check` says why", folder);
    file_free_names(names, count);
    free(folder);
    return fault;
}

enum fault
bench_replay(const struct bench *bench, struct err *err)
{
    struct replay_job job = {0};
    double us, unused;
    enum fault fault = load_first_quiz(bench, &job.quiz, err);
    if (fault == FAULT_NONE)
        fault = make_attempt(&job, err);
    if (fault == FAULT_NONE) {
        bench_race(replay_once, NULL, &job, &us, &unused);
        bench_say(bench, "replay of 100 events", us / 1000, "ms CPU", 0, NULL);
        fault = job.fault;
        *err = job.fault != FAULT_NONE ? job.err : *err;
    }
    event_list_clear(&job.events);
    quiz_free(job.quiz);
    return fault;
}
