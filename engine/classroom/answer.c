/* answer.c - a phone asks what to show, and says what the learner did. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random_bytes.h"
#include "classroom/room.h"

enum { NOTES_MAX = 2000 };

void
learner_view_clear(struct learner_view *view)
{
    json_free(view->screen);
    *view = (struct learner_view){0};
}

static const char *
given_name(const char *name)
{
    const char *blank = strrchr(name, ' ');
    return blank == NULL ? name : blank + 1;
}

static enum fault
fill_view(struct classroom *room, struct seat *seat, struct learner_view *view, struct err *err)
{
    struct class_row class;
    bool found;
    enum fault fault = store_find_class(room->store, seat->learner.class_id, &class, &found, err);
    if (fault != FAULT_NONE)
        return fault;
    *view = (struct learner_view){.class_id = seat->learner.class_id,
                                  .class_has_ended = !found || class.ended_at != 0,
                                  .has_finished = seat->attempt.finished_at != 0,
                                  .language = session_language(seat->session),
                                  .seq = seat->attempt.last_seq};
    memcpy(view->learner_id, seat->learner.id, sizeof seat->learner.id);
    snprintf(view->name, sizeof view->name, "%s", seat->learner.name);
    snprintf(view->given_name, sizeof view->given_name, "%s", given_name(seat->learner.name));
    if (view->has_finished)
        return room_result_screen(room, seat, &view->screen, err);
    view->screen = session_screen(seat->session);
    return FAULT_NONE;
}

enum fault
classroom_look(struct classroom *room, const char *token, bool *found, struct learner_view *view, struct err *err)
{
    struct seat *seat;
    *found = false;
    enum fault fault = room_seat_by_token(room, token, &seat, err);
    if (fault != FAULT_NONE || seat == NULL)
        return fault;
    *found = true;
    seat->seen_ms = room->clock.monotonic_ms();
    return fill_view(room, seat, view, err);
}

enum fault
room_record(struct classroom *room, struct seat *seat, struct event *event, struct err *err)
{
    event->seq = seat->attempt.last_seq + 1;
    event->wall_ms = room->clock.wall_ms();
    event->mono_ms = room->clock.monotonic_ms();
    enum fault fault = session_apply(seat->session, event, err);
    if (fault != FAULT_NONE)
        return fault;
    fault = store_append_event(room->store, &seat->attempt, event, err);
    if (fault != FAULT_NONE) {
        /* The session has moved on, the record has not: the record is right. */
        session_free(seat->session);
        seat->session = NULL;
        seat->is_stale = true;
    }
    return fault;
}

static struct event
new_event(enum event_kind kind, const char *item, const char *verb, const char *target, const char *value)
{
    return (struct event){.kind = kind,
                          .quiz = memory_copy_text(""),
                          .programme = memory_copy_text(""),
                          .framework = memory_copy_text(""),
                          .parameter_set = memory_copy_text(""),
                          .eligibility = memory_copy_text(""),
                          .item = memory_copy_text(item != NULL ? item : ""),
                          .verb = memory_copy_text(verb != NULL ? verb : ""),
                          .target = memory_copy_text(target != NULL ? target : ""),
                          .value = memory_copy_text(value != NULL ? value : "")};
}

/* The same act sent again, because its answer got lost, is answered like the first time. */
static enum fault
check_repetition(struct classroom *room, const struct seat *seat, const struct event *event, uint32_t seq,
                 struct err *err)
{
    struct event_list events = {0};
    uint32_t bad_seq;
    enum fault fault = store_read_events(room->store, seat->attempt.id, &events, &bad_seq, err);
    if (fault == FAULT_NONE && (seq == 0 || seq > events.count || !event_same_act(&events.events[seq - 1], event)))
        fault = err_set(err, FAULT_CONFLICT, "another answer already has number %u", seq);
    event_list_clear(&events);
    return fault;
}

static enum fault
check_class_is_open(struct classroom *room, const struct seat *seat, struct err *err)
{
    struct class_row class;
    bool found;
    enum fault fault = store_find_class(room->store, seat->learner.class_id, &class, &found, err);
    if (fault == FAULT_NONE && (!found || class.ended_at != 0))
        fault = err_set(err, FAULT_CONFLICT, "the class has ended; every answer is saved");
    return fault;
}

/* The last item is done: nobody has to press "finish". */
static enum fault
finish_if_done(struct classroom *room, struct seat *seat, struct err *err)
{
    if (session_item_id(seat->session)[0] != 0 || session_is_finished(seat->session))
        return FAULT_NONE;
    return room_finish_test(room, seat, "learner", err);
}

static enum fault
record_act(struct classroom *room, struct seat *seat, const struct act *act, struct event *event, struct err *err)
{
    if (act->seq <= seat->attempt.last_seq)
        return check_repetition(room, seat, event, act->seq, err);
    if (act->seq != seat->attempt.last_seq + 1)
        return err_set(err, FAULT_CONFLICT, "number %u is expected, not %u", seat->attempt.last_seq + 1, act->seq);
    enum fault fault = check_class_is_open(room, seat, err);
    if (fault == FAULT_NONE && seat->attempt.finished_at != 0)
        fault = err_set(err, FAULT_CONFLICT, "this test is finished; every answer is saved");
    if (fault == FAULT_NONE)
        fault = room_record(room, seat, event, err);
    return fault == FAULT_NONE ? finish_if_done(room, seat, err) : fault;
}

enum fault
classroom_act(struct classroom *room, const char *token, const struct act *act, bool *found, struct learner_view *view,
              struct err *err)
{
    struct seat *seat;
    *found = false;
    enum fault fault = room_seat_by_token(room, token, &seat, err);
    if (fault != FAULT_NONE || seat == NULL)
        return fault;
    *found = true;
    seat->seen_ms = room->clock.monotonic_ms();
    struct event event = new_event(EVENT_ACT, act->item, act->verb, act->target, act->value);
    fault = record_act(room, seat, act, &event, err);
    event_clear(&event);
    struct err view_err;
    if (fault == FAULT_CONFLICT || fault == FAULT_INPUT) {
        if (fill_view(room, seat, view, &view_err) != FAULT_NONE)
            *view = (struct learner_view){.seq = seat->attempt.last_seq, .language = "vi"};
        return fault;
    }
    return fault == FAULT_NONE ? fill_view(room, seat, view, err) : fault;
}

static bool
is_note(const char *verb, const char *value)
{
    static const char *const NOTES[][2] = {{"language", "vi"}, {"language", "en"}, {"hand", "up"},
                                           {"hand", "down"},   {"focus", "out"},   {"focus", "in"}};
    for (size_t i = 0; i < sizeof NOTES / sizeof NOTES[0]; i++)
        if (strcmp(verb, NOTES[i][0]) == 0 && strcmp(value, NOTES[i][1]) == 0)
            return true;
    return false;
}

/* What the trainer's view shows of a note; lost at a restart, unlike the note. */
static void
mark_seat(const struct classroom *room, struct seat *seat, const char *verb, const char *value)
{
    if (strcmp(verb, "hand") == 0)
        seat->hand_ms = strcmp(value, "up") == 0 ? room->clock.monotonic_ms() : 0;
    if (strcmp(verb, "focus") == 0 && strcmp(value, "out") == 0)
        seat->focus_out++;
}

enum fault
classroom_note(struct classroom *room, const char *token, const char *verb, const char *value, bool *found,
               struct learner_view *view, struct err *err)
{
    struct seat *seat;
    *found = false;
    enum fault fault = room_seat_by_token(room, token, &seat, err);
    if (fault != FAULT_NONE || seat == NULL)
        return fault;
    *found = true;
    seat->seen_ms = room->clock.monotonic_ms();
    if (!is_note(verb, value))
        return err_set(err, FAULT_INPUT, "there is no such note");
    mark_seat(room, seat, verb, value);
    if (seat->attempt.finished_at == 0 && seat->attempt.last_seq < NOTES_MAX) {
        struct event event = new_event(EVENT_NOTE, "", verb, "", value);
        fault = room_record(room, seat, &event, err);
        event_clear(&event);
    }
    return fault == FAULT_NONE ? fill_view(room, seat, view, err) : fault;
}

enum fault
classroom_leave(struct classroom *room, const char *token, bool *found, struct err *err)
{
    struct seat *seat;
    *found = false;
    enum fault fault = room_seat_by_token(room, token, &seat, err);
    if (fault != FAULT_NONE || seat == NULL)
        return fault;
    *found = true;
    random_bytes_fill(seat->learner.token_hash, sizeof seat->learner.token_hash);
    return store_update_learner(room->store, &seat->learner, err);
}
