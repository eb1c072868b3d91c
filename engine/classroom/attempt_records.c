/* attempt_records.c - the attempts of a class, answer by answer, for other programs. Recomputed from the events; names nobody. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/choose_items.h"

static void
clear_record(struct attempt_record *record)
{
    for (size_t i = 0; i < record->answer_count; i++) {
        free(record->answers[i].item);
        json_free(record->answers[i].answer);
        json_free(record->answers[i].acts);
    }
    free(record->answers);
    free(record->title_vi);
    free(record->title_en);
    json_free(record->decision);
}

void
attempt_records_clear(struct attempt_record *records, size_t count)
{
    for (size_t i = 0; i < count; i++)
        clear_record(&records[i]);
    free(records);
}

/* ---- one answer ---- */

static const struct quiz_item *
find_item(const struct quiz *quiz, const char *id)
{
    for (size_t i = 0; i < quiz_item_count(quiz); i++)
        if (strcmp(quiz_item_at(quiz, i)->id, id) == 0)
            return quiz_item_at(quiz, i);
    return NULL;
}

/* When the item was left, how long it took, and of a task what was done; what was typed stays inside. */
static void
read_acts(const struct event_list *events, struct given_answer *answer)
{
    for (size_t n = 1; n < events->count; n++) {
        const struct event *event = &events->events[n];
        if (event->kind != EVENT_ACT || strcmp(event->item, answer->item) != 0)
            continue;
        int64_t gap = event->mono_ms - events->events[n - 1].mono_ms;
        answer->seq = event->seq;
        answer->at_ms = event->wall_ms;
        answer->spent_ms = gap < 0 || answer->spent_ms < 0 ? -1 : answer->spent_ms + gap;
        if (!answer->is_task)
            continue;
        struct json *act = json_new_object();
        json_put_text(act, "verb", event->verb);
        json_put_text(act, "target", event->target);
        json_add(answer->acts, act);
    }
}

/* The outcomes of one item follow each other: one for each indicator that it shows. */
static size_t
add_answer(const struct session *session, const struct quiz *quiz, const struct event_list *events,
           const struct evidence *evidence, size_t first, struct attempt_record *record)
{
    const struct outcome *outcome = &evidence->outcomes[first];
    const struct quiz_item *item = find_item(quiz, outcome->item);
    size_t end = first;
    int points = 0, most = 0;
    for (; end < evidence->outcome_count && strcmp(evidence->outcomes[end].item, outcome->item) == 0; end++) {
        points += evidence->outcomes[end].category;
        most += evidence->outcomes[end].part->steps;
    }
    if (item == NULL || (outcome->state != ITEM_ANSWERED && outcome->state != ITEM_SKIPPED))
        return end;
    struct given_answer *answer = &record->answers[record->answer_count];
    *answer = (struct given_answer){.item = memory_copy_text(outcome->item), .is_task = item->is_practical,
                                    .is_skipped = outcome->state == ITEM_SKIPPED, .points = points, .most = most,
                                    .acts = json_new_array()};
    answer->answer = quiz_given_answer(session, outcome->item);
    read_acts(events, answer);
    if (answer->is_skipped)
        answer->points = 0;
    record->answer_count++;
    return end;
}

static int
compare_answers(const void *left, const void *right)
{
    const struct given_answer *a = left, *b = right;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

static void
read_answers(const struct session *session, const struct quiz *quiz, const struct event_list *events,
             struct attempt_record *record)
{
    struct evidence evidence;
    session_evidence(session, &evidence);
    record->answers = memory_new_array(evidence.outcome_count + 1, sizeof *record->answers);
    for (size_t i = 0; i < evidence.outcome_count;)
        i = add_answer(session, quiz, events, &evidence, i, record);
    evidence_clear(&evidence);
    qsort(record->answers, record->answer_count, sizeof *record->answers, compare_answers);
}

/* ---- one attempt ---- */

static void
describe(const struct attempt_row *row, const struct quiz *quiz, const struct session *session,
         const struct event_list *events, struct attempt_record *record)
{
    const char *form = strchr(row->quiz, '.');
    const struct event *start = &events->events[0];
    snprintf(record->attempt_id, sizeof record->attempt_id, "%s", row->id);
    snprintf(record->learner_id, sizeof record->learner_id, "%s", row->learner_id);
    snprintf(record->quiz, sizeof record->quiz, "%.99s", quiz_id(quiz));
    snprintf(record->quiz_hash, sizeof record->quiz_hash, "%.64s", row->quiz_hash);
    snprintf(record->form, sizeof record->form, "%.60s", form != NULL ? form + 1 : "");
    snprintf(record->parameter_set, sizeof record->parameter_set, "%.120s", start->parameter_set);
    snprintf(record->language, sizeof record->language, "%.11s", session_language(session));
    record->title_vi = memory_copy_text(quiz_title(quiz, "vi"));
    record->title_en = memory_copy_text(quiz_title(quiz, "en"));
    record->is_adaptive = session_is_adaptive(session);
    record->started_ms = start->wall_ms;
    record->spent_ms = -1;
    for (size_t i = 0; row->finished_at != 0 && i < events->count; i++) {
        const struct event *event = &events->events[i];
        if (event->kind != EVENT_FINISH)
            continue;
        record->is_finished = true;
        record->is_by_learner = strcmp(event->value, "learner") == 0;
        record->finished_ms = event->wall_ms;
        record->finished_seq = event->seq;
        record->spent_ms = event->mono_ms - start->mono_ms;
    }
}

static enum fault
add_record(struct classroom *room, const struct attempt_row *row, struct attempt_record *record, struct err *err)
{
    const struct quiz *quiz = NULL;
    struct event_list events = {0};
    struct session *session = NULL;
    struct json *evidence = NULL;
    char screens[HASH_HEX_LEN];
    uint32_t bad_seq;
    bool found = false;
    enum fault fault = room_find_quiz(room, row->quiz_hash, &quiz, err);
    if (fault == FAULT_NONE)
        fault = store_read_events(room->store, row->id, &events, &bad_seq, err);
    if (fault == FAULT_NONE)
        fault = room_replay(room, quiz, &events, &session, err);
    if (fault == FAULT_NONE && row->finished_at != 0)
        fault = store_read_result(room->store, row->id, screens, &evidence, &record->decision, &found, err);
    if (fault == FAULT_NONE) {
        describe(row, quiz, session, &events, record);
        read_answers(session, quiz, &events, record);
    }
    json_free(evidence);
    session_free(session);
    event_list_clear(&events);
    return fault;
}

/* ---- a class ---- */

static bool
is_wanted(const struct learner_row *learners, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(learners[i].id, id) == 0)
            return room_is_measured(&learners[i]);
    return false;
}

enum fault
classroom_attempt_records(struct classroom *room, int64_t class_id, struct attempt_record **out, size_t *count,
                          struct err *err)
{
    struct class_row class;
    struct learner_row *learners = NULL;
    struct attempt_row *rows = NULL;
    struct attempt_record *records = NULL;
    size_t learner_count = 0, row_count = 0, made = 0;
    *out = NULL;
    *count = 0;
    enum fault fault = room_find_class(room, class_id, &class, err);
    if (fault == FAULT_NONE)
        fault = store_list_learners(room->store, class_id, &learners, &learner_count, err);
    if (fault == FAULT_NONE)
        fault = store_list_attempts(room->store, class_id, &rows, &row_count, err);
    if (fault == FAULT_NONE)
        records = memory_new_array(row_count + 1, sizeof *records);
    for (size_t i = 0; fault == FAULT_NONE && i < row_count; i++)
        if (is_wanted(learners, learner_count, rows[i].learner_id))
            fault = add_record(room, &rows[i], &records[made++], err);
    free(learners);
    free(rows);
    if (fault != FAULT_NONE) {
        attempt_records_clear(records, made);
        return fault;
    }
    *out = records;
    *count = made;
    return FAULT_NONE;
}
