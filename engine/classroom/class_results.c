/* class_results.c - what a class amounts to, person by person: the newest finished attempt of each, as it was judged, and
 * the paper that came of it. For reports and registers; nothing is computed anew. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/room.h"

void
class_results_clear(struct class_results *results)
{
    free(results->learners);
    *results = (struct class_results){0};
}

static bool
is_in_class(const struct learner_row *learner)
{
    return learner->state == LEARNER_EXPECTED || learner->state == LEARNER_JOINED || learner->state == LEARNER_WAITING;
}

/* The last that was finished, in the order of sittings and not of the clock; a sitting that is still open does not hide the one before. */
static const struct attempt_row *
find_attempt(const struct attempt_row *rows, size_t count, const char *learner_id)
{
    const struct attempt_row *newest = NULL;
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].learner_id, learner_id) == 0 && rows[i].finished_at != 0)
            newest = &rows[i];
    return newest;
}

/* A band is stated only where there was enough evidence, as on paper. Who was still practising when the class ended has
 * finished nothing. */
static void
read_bands(const struct framework *framework, const struct json *decision, struct learner_result *result)
{
    const struct json *indicators = json_get(decision, "indicators");
    int64_t number = 0;
    bool has_any = false;
    for (size_t i = 0; i < framework->indicator_count && i < INDICATOR_MAX; i++) {
        const struct json *level = json_get(indicators, framework->indicators[i].code);
        const char *amount = json_get_text(level, "amount");
        has_any |= amount != NULL && strcmp(amount, "not tested") != 0;
        if (amount != NULL && strcmp(amount, "enough") == 0 && json_read_integer(json_get(level, "band"), &number))
            result->bands[i] = (uint8_t)(number >= 1 && number <= BAND_COUNT ? number : 0);
    }
    if (json_read_integer(json_get(decision, "overall"), &number))
        result->overall = (int)number;
    result->certifies = json_is_true(json_get(decision, "certifies"));
    result->has_finished = has_any;
}

static enum fault
read_paper(struct classroom *room, const struct attempt_row *attempt, struct learner_result *result, struct err *err)
{
    struct certificate_row row;
    bool found;
    enum fault fault = store_find_certificate_of(room->store, attempt->id, &row, &found, err);
    if (fault != FAULT_NONE || !found)
        return fault;
    snprintf(result->certificate, sizeof result->certificate, "%s", row.id);
    result->certified_at = row.issued_at;
    return store_find_revocation(room->store, row.id, &(struct revocation_row){0}, &result->is_revoked, err);
}

static enum fault
read_decision(struct classroom *room, const struct framework *framework, const struct attempt_row *attempt,
              struct learner_result *result, struct err *err)
{
    struct json *evidence = NULL, *decision = NULL;
    char screens[HASH_HEX_LEN];
    bool found = false;
    enum fault fault = store_read_result(room->store, attempt->id, screens, &evidence, &decision, &found, err);
    if (fault == FAULT_NONE && found)
        read_bands(framework, decision, result);
    json_free(evidence);
    json_free(decision);
    return fault;
}

static enum fault
read_outcome(struct classroom *room, const struct attempt_row *attempt, bool with_bands, const struct framework *framework,
             struct learner_result *result, struct err *err)
{
    result->has_finished = true;
    if (attempt->finished_at > attempt->started_at) /* a clock may have been set in between */
        result->minutes = (attempt->finished_at - attempt->started_at + 59) / 60;
    enum fault fault = with_bands ? read_decision(room, framework, attempt, result, err) : FAULT_NONE;
    return fault == FAULT_NONE ? read_paper(room, attempt, result, err) : fault;
}

static enum fault
add_learner(struct classroom *room, const struct learner_row *learner, const struct attempt_row *attempt,
            bool with_bands, struct class_results *results, struct err *err)
{
    struct learner_result *result = &results->learners[results->count++];
    result->number = learner->number;
    result->birth_year = learner->birth_year;
    result->has_come = learner->state == LEARNER_JOINED;
    result->identity_seen = learner->identity_seen;
    result->help_given = learner->help_given;
    snprintf(result->learner_id, sizeof result->learner_id, "%s", learner->id);
    room_show_name(learner, "vi", result->name, sizeof result->name);
    bool counts = attempt != NULL && result->has_come && !room_is_guest(learner);
    return !counts ? FAULT_NONE : read_outcome(room, attempt, with_bands, results->framework, result, err);
}

static int
compare_numbers(const void *left, const void *right)
{
    const struct learner_result *a = left, *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

static enum fault
find_terms(struct classroom *room, struct class_results *results, struct err *err)
{
    struct class_row class;
    const struct quiz *quiz = NULL;
    enum fault fault = classroom_find_class(room, results->class.id, &results->class, err);
    if (fault == FAULT_NONE)
        fault = room_find_class(room, results->class.id, &class, err);
    if (fault == FAULT_NONE)
        fault = room_find_quiz(room, class.quiz_hash, &quiz, err);
    if (fault == FAULT_NONE)
        fault = classroom_delivery(room, results->class.id, &results->delivery, err);
    if (fault != FAULT_NONE)
        return fault;
    results->framework = room_framework_of(room, quiz);
    results->now = room->clock.wall_ms() / 1000;
    snprintf(results->office, sizeof results->office, "%s", keyring_terms(room->keyring)->office);
    return FAULT_NONE;
}

static enum fault
collect(struct classroom *room, int64_t class_id, bool with_bands, struct class_results *results, struct err *err)
{
    struct learner_row *learners = NULL;
    struct attempt_row *attempts = NULL;
    size_t count = 0, attempt_count = 0;
    *results = (struct class_results){.class.id = class_id};
    enum fault fault = find_terms(room, results, err);
    if (fault == FAULT_NONE)
        fault = store_list_learners(room->store, class_id, &learners, &count, err);
    if (fault == FAULT_NONE)
        fault = store_list_attempts(room->store, class_id, &attempts, &attempt_count, err);
    if (fault == FAULT_NONE)
        results->learners = memory_new_array(count, sizeof *results->learners);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        if (is_in_class(&learners[i]))
            fault = add_learner(room, &learners[i], find_attempt(attempts, attempt_count, learners[i].id), with_bands,
                                results, err);
    free(learners);
    free(attempts);
    if (fault != FAULT_NONE) {
        class_results_clear(results);
        return fault;
    }
    if (results->count > 0)
        qsort(results->learners, results->count, sizeof *results->learners, compare_numbers);
    return FAULT_NONE;
}

enum fault
classroom_results(struct classroom *room, int64_t class_id, struct class_results *results, struct err *err)
{
    return collect(room, class_id, true, results, err);
}

enum fault
room_list_papers(struct classroom *room, int64_t class_id, struct class_results *results, struct err *err)
{
    return collect(room, class_id, false, results, err);
}
