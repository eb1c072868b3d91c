/* overturn_act.c - a reviewer says that a critical act does not count, and why: one more event of the attempt, so that
 * whoever replays it sees the act, the reviewer's word, and comes to the same result. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "classroom/room.h"

enum { REASON_LEAST = 10, REASON_MOST = 300 };

static enum fault
check_reason(const char *reason, struct err *err)
{
    size_t letters = text_is_nfc(reason) ? text_count_letters(reason) : 0;
    if (letters < REASON_LEAST || letters > REASON_MOST || text_has_hidden_characters(reason))
        return err_set(err, FAULT_INPUT, "say the reason in %d to %d letters: it stays in the record of the attempt",
                       REASON_LEAST, REASON_MOST);
    return FAULT_NONE;
}

static enum fault
find_finished(struct classroom *room, const char *attempt_id, struct attempt_row *attempt, struct err *err)
{
    struct certificate_row certificate;
    bool found;
    enum fault fault = store_find_attempt(room->store, attempt_id, attempt, &found, err);
    if (fault == FAULT_NONE && !found)
        return err_set(err, FAULT_CANNOT, "there is no attempt %.40s in this folder; `dauso attempt list` shows them",
                       attempt_id);
    if (fault == FAULT_NONE && attempt->finished_at == 0)
        return err_set(err, FAULT_CONFLICT, "the test goes on; a critical act can be overturned when it is finished");
    if (fault == FAULT_NONE)
        fault = store_find_certificate_of(room->store, attempt_id, &certificate, &found, err);
    if (fault == FAULT_NONE && found)
        return err_set(err, FAULT_CONFLICT, "there is a certificate over this attempt, so its record is closed");
    return fault;
}

static enum fault
check_act(struct classroom *room, const struct attempt_row *attempt, const char *item, struct err *err)
{
    struct event_list events = {0};
    struct verdict_of_attempt result = {0};
    const struct quiz *quiz;
    uint32_t bad_seq;
    bool is_open = false, is_there = false;
    enum fault fault = room_find_quiz(room, attempt->quiz_hash, &quiz, err);
    if (fault == FAULT_NONE)
        fault = store_read_events(room->store, attempt->id, &events, &bad_seq, err);
    if (fault == FAULT_NONE)
        fault = room_judge_stored(room, quiz, &events, &result, err);
    for (size_t i = 0; i < result.decision.critical_count; i++)
        if (strcmp(result.decision.criticals[i].item, item) == 0) {
            is_there = true;
            is_open |= result.decision.criticals[i].state != CRITICAL_OVERTURNED;
        }
    if (fault == FAULT_NONE && !is_there)
        fault = err_set(err, FAULT_INPUT, "nothing critical happened in the item \"%.60s\" of this attempt; `dauso replay "
                        "%.40s --explain` says where", item, attempt->id);
    else if (fault == FAULT_NONE && !is_open)
        fault = err_set(err, FAULT_CONFLICT, "the critical act in \"%.60s\" was overturned already", item);
    room_clear_result(&result);
    event_list_clear(&events);
    return fault;
}

/* By the seat if the attempt is the one that a phone holds now: its session must move on too. */
static enum fault
append(struct classroom *room, struct attempt_row *attempt, const char *item, const char *reason, struct err *err)
{
    struct seat *seat = NULL;
    struct event event = event_make(EVENT_NOTE, item, "overturn", NULL, reason);
    enum fault fault = room_seat_by_id(room, attempt->learner_id, &seat, err);
    if (fault == FAULT_NONE && seat != NULL && strcmp(seat->attempt.id, attempt->id) == 0) {
        fault = room_record(room, seat, &event, err);
        *attempt = seat->attempt;
    } else if (fault == FAULT_NONE) {
        event.seq = attempt->last_seq + 1;
        event.wall_ms = room->clock.wall_ms();
        event.mono_ms = room->clock.monotonic_ms();
        fault = store_append_event(room->store, attempt, &event, err);
    }
    event_clear(&event);
    return fault;
}

enum fault
classroom_overturn(struct classroom *room, const char *attempt_id, const char *item, const char *reason, struct err *err)
{
    struct attempt_row attempt;
    enum fault fault = check_reason(reason, err);
    if (fault == FAULT_NONE)
        fault = find_finished(room, attempt_id, &attempt, err);
    if (fault == FAULT_NONE)
        fault = check_act(room, &attempt, item, err);
    if (fault == FAULT_NONE)
        fault = append(room, &attempt, item, reason, err);
    if (fault == FAULT_NONE)
        fault = room_keep_result(room, &attempt, err);
    if (fault == FAULT_NONE)
        fault = room_record_deed(room, attempt.class_id, "overturn", attempt.learner_id, item, err);
    return fault == FAULT_NONE ? classroom_commit(room, err) : fault;
}
