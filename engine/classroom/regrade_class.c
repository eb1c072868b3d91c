/* regrade_class.c - an attempt is its events: whoever holds them and the quiz can compute everything again. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/room.h"

/* Scores agree to 1e-6 on any machine (PRODUCT.md section 1). */
static const double TOLERANCE = 1.5e-6;

void
regrade_clear(struct regrade *regrade)
{
    free(regrade->difference);
    json_free(regrade->explain);
    *regrade = (struct regrade){0};
}

static bool
values_agree(const struct json *left, const struct json *right);

static bool
members_agree(const struct json *left, const struct json *right)
{
    void *at = NULL;
    const char *key;
    struct json *value;
    if (json_count(left) != json_count(right))
        return false;
    while (json_next(left, &at, &key, &value))
        if (!values_agree(value, json_get(right, key)))
            return false;
    return true;
}

static bool
values_agree(const struct json *left, const struct json *right)
{
    double a, b;
    if (json_read_real(left, &a) && json_read_real(right, &b))
        return fabs(a - b) <= TOLERANCE;
    if (json_is_object(left) && json_is_object(right))
        return members_agree(left, right);
    if (json_is_array(left) && json_is_array(right)) {
        for (size_t i = 0; i < json_count(left); i++)
            if (!values_agree(json_at(left, i), json_at(right, i)))
                return false;
        return json_count(left) == json_count(right);
    }
    if (left == NULL || right == NULL)
        return left == right;
    char *a_text = json_write_text(left), *b_text = json_write_text(right);
    bool agree = strcmp(a_text, b_text) == 0;
    free(a_text);
    free(b_text);
    return agree;
}

/* An attempt that was judged before a decision said `rules` lacks these; of what it does say, all must agree. */
static bool
is_later_member(const char *key)
{
    static const char *const LATER[] = {"accuracy", "areas",    "criticals",  "domain", "inferred",
                                        "level_set", "rules", "safety",    "set_aside", "total"};
    for (size_t i = 0; i < sizeof LATER / sizeof LATER[0]; i++)
        if (strcmp(LATER[i], key) == 0)
            return true;
    return false;
}

static struct json *
without_later_members(const struct json *decision)
{
    struct json *out = json_new_object();
    void *at = NULL;
    const char *key;
    struct json *value;
    while (json_next(decision, &at, &key, &value))
        if (!is_later_member(key))
            json_put(out, key, json_is_object(value) ? without_later_members(value) : json_keep(value));
    return out;
}

static bool
decisions_agree(const struct json *computed, const struct json *stored)
{
    if (json_get(stored, "rules") != NULL)
        return values_agree(computed, stored);
    struct json *as_then = without_later_members(computed);
    bool agree = values_agree(as_then, stored);
    json_free(as_then);
    return agree;
}

struct stored_result {
    const char *screens_hash;
    const struct json *evidence, *decision;
    const struct json *parameters; /* NULL: the author's */
};

/* A result that does not say its rules is older than the second ones. */
static int
rules_of(const struct stored_result *stored)
{
    int64_t rules = 1;
    if (stored->decision == NULL || stored->screens_hash == NULL)
        return SCORING_RULES;
    bool is_said = json_read_integer(json_get(stored->decision, "rules"), &rules);
    if (is_said && (rules < 1 || rules > SCORING_RULES))
        rules = SCORING_RULES;
    return (int)rules;
}

static const char *
find_difference(const struct stored_result *stored, const struct verdict_of_attempt *result, const struct json *evidence,
                const struct json *decision)
{
    if (stored->screens_hash == NULL)
        return NULL; /* an attempt that goes on has no result yet */
    if (strcmp(stored->screens_hash, result->screens_hash) != 0)
        return "the screens are not those that the learner saw";
    if (!values_agree(evidence, stored->evidence))
        return "the evidence is not what was stored";
    return decisions_agree(decision, stored->decision) ? NULL : "the stored result is not what the events say";
}

/* other: a framework whose view is wanted too, NULL = none; the only fault is that there is no such view. */
static enum fault
compare(const struct frameworks *frameworks, const struct quiz *quiz, const struct event_list *events,
        const struct stored_result *stored, const char *other, struct regrade *out, struct err *err)
{
    struct err why;
    struct verdict_of_attempt result;
    struct json *under = NULL;
    enum fault fault = FAULT_NONE;
    if (room_judge_as(frameworks, quiz, stored->parameters, rules_of(stored), events, &result, &why) != FAULT_NONE) {
        out->difference = memory_copy_text(why.text);
        return FAULT_NONE;
    }
    const struct framework *framework = scoring_find_framework(frameworks, quiz_framework(quiz));
    struct json *evidence = evidence_to_json(&result.evidence);
    out->explain = room_explain(framework, result.scored, result.evidence.outcome_count, &result.decision);
    const char *differs = find_difference(stored, &result, evidence, json_get(out->explain, "decision"));
    out->agrees = differs == NULL;
    out->difference = memory_copy_text(differs != NULL ? differs : "");
    json_put_text(out->explain, "screens", result.screens_hash);
    json_put(out->explain, "evidence", evidence);
    if (other != NULL && strcmp(other, framework->id) != 0)
        fault = room_explain_under(frameworks, &result, framework->id, other, &under, err);
    if (under != NULL)
        json_put(out->explain, "under", under);
    room_clear_result(&result);
    return fault;
}

static enum fault
read_stored(struct classroom *room, const char *attempt_id, struct attempt_row *attempt, struct err *err)
{
    bool found;
    enum fault fault = store_find_attempt(room->store, attempt_id, attempt, &found, err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(err, FAULT_CANNOT, "there is no attempt %.40s in this folder; `dauso attempt list` shows them",
                        attempt_id);
    return fault;
}

enum fault
classroom_regrade(struct classroom *room, const char *attempt_id, const char *framework, struct regrade *out,
                  struct err *err)
{
    struct attempt_row attempt;
    struct event_list events = {0};
    const struct quiz *quiz;
    struct json *evidence = NULL, *decision = NULL, *parameters = NULL;
    char screens[HASH_HEX_LEN];
    bool found = false;
    uint32_t bad_seq = 0;
    *out = (struct regrade){0};
    enum fault fault = read_stored(room, attempt_id, &attempt, err);
    if (fault == FAULT_NONE)
        fault = room_find_quiz(room, attempt.quiz_hash, &quiz, err);
    if (fault != FAULT_NONE)
        return fault;
    fault = store_read_events(room->store, attempt_id, &events, &bad_seq, err);
    if (fault == FAULT_INPUT) { /* the record was changed: that is the answer */
        out->difference = memory_copy_text(err->text);
        return FAULT_NONE;
    }
    if (fault == FAULT_NONE)
        fault = store_read_result(room->store, attempt_id, screens, &evidence, &decision, &found, err);
    found = found && attempt.finished_at != 0; /* of a class that was opened again: it goes on */
    if (fault == FAULT_NONE && events.count > 0)
        fault = room_read_parameters(room, events.events[0].parameter_set, &parameters, err);
    if (fault == FAULT_NONE)
        fault = compare(room->frameworks, quiz, &events,
                        &(struct stored_result){found ? screens : NULL, evidence, decision, parameters}, framework, out,
                        err);
    json_free(parameters);
    json_free(evidence);
    json_free(decision);
    event_list_clear(&events);
    return fault;
}

/* ---- export: all that a stranger needs to compute it again ---- */

static struct json *
events_to_json(const struct event_list *events)
{
    struct json *list = json_new_array();
    uint8_t chain[HASH_LEN] = {0};
    for (size_t i = 0; i < events->count; i++) {
        struct buffer encoded = {0};
        char hex[HASH_HEX_LEN];
        event_encode(&events->events[i], &encoded);
        chain_extend(chain, encoded.data, encoded.len);
        buffer_clear(&encoded);
        hash_to_hex(chain, HASH_LEN, hex);
        struct json *event = event_to_json(&events->events[i]);
        json_put_text(event, "chain", hex);
        json_add(list, event);
    }
    return list;
}

enum fault
classroom_export_attempt(struct classroom *room, const char *attempt_id, struct json **out, bool *found,
                         struct err *err)
{
    struct attempt_row attempt;
    struct event_list events = {0};
    struct json *evidence = NULL, *decision = NULL, *parameters = NULL;
    const struct quiz *quiz;
    char screens[HASH_HEX_LEN];
    bool has_result = false;
    uint32_t bad_seq;
    enum fault fault = store_find_attempt(room->store, attempt_id, &attempt, found, err);
    if (fault != FAULT_NONE || !*found)
        return fault;
    fault = room_find_quiz(room, attempt.quiz_hash, &quiz, err);
    if (fault == FAULT_NONE)
        fault = store_read_events(room->store, attempt_id, &events, &bad_seq, err);
    if (fault == FAULT_NONE)
        fault = store_read_result(room->store, attempt_id, screens, &evidence, &decision, &has_result, err);
    has_result = has_result && attempt.finished_at != 0;
    if (fault == FAULT_NONE && events.count > 0)
        fault = room_read_parameters(room, events.events[0].parameter_set, &parameters, err);
    if (fault == FAULT_NONE) {
        *out = json_new_object();
        json_put_text(*out, "format", "dauso-attempt-1");
        json_put_text(*out, "attempt", attempt.id);
        json_put_text(*out, "quiz", attempt.quiz);
        json_put_text(*out, "quiz_hash", attempt.quiz_hash);
        json_put(*out, "quiz_files", quiz_files(quiz));
        if (parameters != NULL)
            json_put(*out, "parameters", json_keep(parameters));
        json_put(*out, "events", events_to_json(&events));
        if (has_result) {
            struct json *result = json_new_object();
            json_put_text(result, "screens", screens);
            json_put(result, "evidence", json_keep(evidence));
            json_put(result, "decision", json_keep(decision));
            json_put(*out, "result", result);
        }
    }
    json_free(parameters);
    json_free(evidence);
    json_free(decision);
    event_list_clear(&events);
    return fault;
}

/* An event as it was before its chain hash was written beside it. */
static enum fault
read_event(const struct json *row, struct event *event, struct err *err)
{
    struct json *bare = json_new_object();
    void *at = NULL;
    const char *key;
    struct json *value;
    while (json_next(row, &at, &key, &value))
        if (strcmp(key, "chain") != 0)
            json_put(bare, key, json_keep(value));
    enum fault fault = event_from_json(bare, event, err);
    json_free(bare);
    return fault;
}

/* Reads the events and checks the chain; the first one that does not fit is named. */
static enum fault
events_from_json(const struct json *list, struct event_list *events, struct err *err)
{
    uint8_t chain[HASH_LEN] = {0};
    if (json_count(list) == 0)
        return err_set(err, FAULT_INPUT, "the file holds no events");
    for (size_t i = 0; i < json_count(list); i++) {
        struct event *event = event_list_add(events);
        struct buffer encoded = {0};
        char hex[HASH_HEX_LEN];
        if (read_event(json_at(list, i), event, err) != FAULT_NONE) {
            events->count--;
            return err_set(err, FAULT_INPUT, "event %zu cannot be read", i + 1);
        }
        event_encode(event, &encoded);
        chain_extend(chain, encoded.data, encoded.len);
        buffer_clear(&encoded);
        hash_to_hex(chain, HASH_LEN, hex);
        const char *stated = json_get_text(json_at(list, i), "chain");
        if (event->seq != i + 1 || stated == NULL || strcmp(stated, hex) != 0)
            return err_set(err, FAULT_INPUT, "event %zu was changed: its hash does not follow from the events before it",
                           i + 1);
    }
    return FAULT_NONE;
}

static enum fault
load_exported_quiz(const struct json *exported, struct quiz **quiz, struct err *err)
{
    struct quiz_problems problems = {0};
    const char *id = json_get_text(exported, "quiz"), *stated = json_get_text(exported, "quiz_hash");
    if (id == NULL || stated == NULL || !json_is_object(json_get(exported, "quiz_files")))
        return err_set(err, FAULT_INPUT, "the file is not an exported attempt: it carries no quiz");
    enum fault fault = quiz_load_files(id, json_get(exported, "quiz_files"), quiz, &problems, err);
    quiz_problems_clear(&problems);
    if (fault != FAULT_NONE)
        return fault;
    char hex[HASH_HEX_LEN];
    hash_to_hex(quiz_hash(*quiz), HASH_LEN, hex);
    if (strcmp(hex, stated) == 0)
        return FAULT_NONE;
    quiz_free(*quiz);
    *quiz = NULL;
    return err_set(err, FAULT_INPUT, "the quiz in the file was changed: its hash is not the one of the attempt");
}

enum fault
classroom_regrade_export(const struct json *exported, const char *share, const char *framework, struct regrade *out,
                         struct err *err)
{
    struct event_list events = {0};
    struct quiz *quiz = NULL;
    struct frameworks *frameworks = NULL;
    *out = (struct regrade){0};
    const char *format = json_get_text(exported, "format");
    if (format == NULL || strcmp(format, "dauso-attempt-1") != 0)
        return err_set(err, FAULT_INPUT, "the file is not an attempt made by `dauso attempt export`");
    enum fault fault = scoring_load_frameworks(share, &frameworks, err);
    if (fault != FAULT_NONE)
        return fault;
    const struct json *result = json_get(exported, "result");
    if (load_exported_quiz(exported, &quiz, err) != FAULT_NONE ||
        events_from_json(json_get(exported, "events"), &events, err) != FAULT_NONE)
        out->difference = memory_copy_text(err->text);
    else
        fault = compare(frameworks, quiz, &events,
                        &(struct stored_result){json_get_text(result, "screens"), json_get(result, "evidence"),
                                                json_get(result, "decision"), json_get(exported, "parameters")},
                        framework, out, err);
    event_list_clear(&events);
    quiz_free(quiz);
    scoring_free_frameworks(frameworks);
    return fault;
}

enum fault
classroom_list_attempts(struct classroom *room, struct json **out, struct err *err)
{
    struct attempt_row *rows = NULL;
    size_t count = 0;
    enum fault fault = store_list_attempts(room->store, 0, &rows, &count, err);
    if (fault == FAULT_NONE)
        *out = json_new_array();
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        struct json *row = json_new_object();
        json_put_text(row, "attempt", rows[i].id);
        json_put_integer(row, "class", rows[i].class_id);
        json_put_text(row, "learner", rows[i].learner_id);
        json_put_text(row, "quiz", rows[i].quiz);
        json_put_integer(row, "events", rows[i].last_seq);
        json_put_integer(row, "started_at", rows[i].started_at);
        json_put(row, "finished_at",
                 rows[i].finished_at != 0 ? json_new_integer(rows[i].finished_at) : json_new_null());
        json_add(*out, row);
    }
    free(rows);
    return fault;
}

enum fault
classroom_read_decision(struct classroom *room, const char *learner_id, struct json **decision,
                        char attempt_id[LEARNER_ID_MAX], struct err *err)
{
    struct attempt_row attempt;
    struct json *evidence = NULL;
    char screens[HASH_HEX_LEN];
    bool found;
    *decision = NULL;
    attempt_id[0] = 0;
    enum fault fault = store_find_attempt_of(room->store, learner_id, &attempt, &found, err);
    if (fault != FAULT_NONE || !found)
        return fault;
    snprintf(attempt_id, LEARNER_ID_MAX, "%s", attempt.id);
    fault = store_read_result(room->store, attempt.id, screens, &evidence, decision, &found, err);
    json_free(evidence);
    return fault;
}
