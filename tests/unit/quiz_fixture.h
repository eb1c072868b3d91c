/* quiz_fixture.h - the shipped quiz, and events that a phone would send. */
#ifndef QUIZ_FIXTURE_H
#define QUIZ_FIXTURE_H

#include "unit.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "quiz/quiz.h"

static struct quiz *quiz;

static inline void
load_shipped_quiz(void)
{
    struct quiz_problems problems = {0};
    struct err err = {0};
    if (quiz_load("quizzes/digital-basics", ".", &quiz, &problems, &err) != FAULT_NONE) {
        printf("FAIL the_shipped_quiz_loads: %s\n0 passed, 1 failed\n", err.text);
        exit(1);
    }
    quiz_problems_clear(&problems);
}

/* A quiz of one source; NULL, and its first problem on the screen, if it is not good. */
static inline struct quiz *
make_quiz(const char *source)
{
    struct json *files = json_new_object();
    struct quiz_problems problems = {0};
    struct quiz *made = NULL;
    struct buffer words = {0};
    struct err err = {0};
    json_put_text(files, "quiz.lua", source);
    if (file_read("scripts/quiz_words.lua", 1 << 20, &words, &err) == FAULT_NONE)
        json_put_text(files, "scripts/quiz_words.lua", buffer_text(&words));
    if (quiz_load_files("made", files, &made, &problems, &err) != FAULT_NONE) {
        printf("  %s\n", err.text);
        unit_broken = 1;
    }
    quiz_problems_clear(&problems);
    buffer_clear(&words);
    json_free(files);
    return made;
}

static inline struct event
new_event(enum event_kind kind, uint32_t seq, const char *item, const char *verb, const char *target, const char *value)
{
    return (struct event){.kind = kind, .seq = seq, .quiz = memory_copy_text("digital-basics"),
                          .programme = memory_copy_text(""), .framework = memory_copy_text(""),
                          .parameter_set = memory_copy_text(""), .eligibility = memory_copy_text(""),
                          .item = memory_copy_text(item), .verb = memory_copy_text(verb),
                          .target = memory_copy_text(target), .value = memory_copy_text(value)};
}

/* One attempt, its events and the number of the last. */
struct attempt {
    struct session *session;
    struct event_list events;
};

static inline enum fault
apply(struct attempt *attempt, enum event_kind kind, const char *item, const char *verb, const char *target,
      const char *value)
{
    struct err err = {0};
    struct event event = new_event(kind, (uint32_t)attempt->events.count + 1, item, verb, target, value);
    enum fault fault = session_apply(attempt->session, &event, &err);
    if (fault == FAULT_NONE)
        event_copy(event_list_add(&attempt->events), &event);
    if (fault != FAULT_NONE && err.text[0] == 0) {
        printf("  a refusal without a sentence: %s %s %s\n", item, verb, target);
        unit_broken = 1;
    }
    event_clear(&event);
    return fault;
}

/* An act on the item that is on the screen. */
static inline enum fault
act(struct attempt *attempt, const char *verb, const char *target, const char *value)
{
    char *item = memory_copy_text(session_item_id(attempt->session));
    enum fault fault = apply(attempt, EVENT_ACT, item, verb, target, value);
    free(item);
    return fault;
}

static inline struct attempt
open_form(int seed, const char *eligibility)
{
    struct attempt attempt = {0};
    struct err err = {0};
    struct event start = new_event(EVENT_START, 1, "", "", "", "");
    free(start.eligibility);
    start.eligibility = memory_copy_text(eligibility);
    for (int i = 0; i < SEED_LEN; i++)
        start.seed[i] = (uint8_t)(seed * 31 + i * 7);
    memcpy(start.quiz_hash, quiz_hash(quiz), HASH_LEN);
    if (session_open(quiz, &start, NULL, &attempt.session, &err) != FAULT_NONE) {
        printf("  cannot open: %s\n", err.text);
        exit(1);
    }
    event_copy(event_list_add(&attempt.events), &start);
    event_clear(&start);
    return attempt;
}

static inline struct attempt
open_attempt(int seed)
{
    return open_form(seed, "");
}

static inline void
close_attempt(struct attempt *attempt)
{
    session_free(attempt->session);
    event_list_clear(&attempt->events);
}

static inline char *
screen_text(const struct session *session)
{
    struct json *screen = session_screen(session);
    char *text = json_write_text(screen);
    json_free(screen);
    return text;
}

/* The id of the option with these words on the screen; "" if there is none. Valid until *screen is freed. */
static inline const char *
option_with(const struct json *screen, const char *words)
{
    const struct json *options = json_get(json_at(json_get(screen, "widgets"), 0), "options");
    for (size_t i = 0; i < json_count(options); i++)
        if (strcmp(json_get_text(json_at(options, i), "text"), words) == 0)
            return json_get_text(json_at(options, i), "id");
    return "";
}

/* Answers every question before `item` with "I do not know". */
static inline void
go_to_item(struct attempt *attempt, const char *item)
{
    while (session_item_id(attempt->session)[0] != 0 && strcmp(session_item_id(attempt->session), item) != 0)
        if (act(attempt, "choose", "dont-know", "") != FAULT_NONE || act(attempt, "next", "", "") != FAULT_NONE) {
            printf("  cannot pass %s\n", session_item_id(attempt->session));
            exit(1);
        }
}

/* The answer of a line of evidence: 1, 0, -1; -2 if there is no such line. *seq: what decided it. */
static inline int
line_of(const struct attempt *attempt, const char *item, const char *name, uint32_t *seq)
{
    struct evidence evidence;
    int answer = -2;
    session_evidence(attempt->session, &evidence);
    for (size_t i = 0; i < evidence.line_count; i++)
        if (strcmp(evidence.lines[i].item, item) == 0 && strcmp(evidence.lines[i].name, name) == 0) {
            answer = evidence.lines[i].answer;
            *seq = evidence.lines[i].seq;
        }
    evidence_clear(&evidence);
    return answer;
}

/* The outcome of (item, indicator): 10 * state + category. */
static inline int
outcome_of(const struct attempt *attempt, const char *item, const char *indicator)
{
    struct evidence evidence;
    int found = -1;
    session_evidence(attempt->session, &evidence);
    for (size_t i = 0; i < evidence.outcome_count; i++)
        if (strcmp(evidence.outcomes[i].item, item) == 0 && strcmp(evidence.outcomes[i].indicator, indicator) == 0)
            found = 10 * (int)evidence.outcomes[i].state + evidence.outcomes[i].category;
    evidence_clear(&evidence);
    return found;
}

#endif
