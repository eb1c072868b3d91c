/* answer.c - a phone asks what to show, and says what the learner did. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
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
fill_view(struct classroom *room, struct seat *seat, const struct class_row *class, struct learner_view *view,
          struct err *err)
{
    bool is_rested = seat->learner.state != LEARNER_JOINED || seat->learner.consent == CONSENT_UNASKED;
    *view = (struct learner_view){.class_id = seat->learner.class_id,
                                  .class_has_ended = class->ended_at != 0,
                                  .has_finished = seat->attempt.finished_at != 0,
                                  .language = session_language(seat->session),
                                  .hand_is_up = seat->around.hand_ms != 0,
                                  .seq = seat->attempt.last_seq};
    memcpy(view->learner_id, seat->learner.id, sizeof seat->learner.id);
    memcpy(view->address, seat->learner.address, sizeof seat->learner.address);
    room_show_name(&seat->learner, view->language, view->name, sizeof view->name);
    snprintf(view->given_name, sizeof view->given_name, "%s",
             seat->learner.name[0] != 0 ? given_name(seat->learner.name) : "");
    if (view->has_finished && !is_rested && !room_is_guest(&seat->learner)) {
        if (seat->language != NULL)
            view->language = seat->language;
        return room_result_screen(room, seat, view->language, &view->screen, err);
    }
    view->screen = room_welcome_screen(seat, class);
    session_set_address(seat->session, seat->learner.address);
    if (view->screen != NULL)
        return FAULT_NONE;
    const struct quiz *quiz;
    view->screen = session_screen(seat->session);
    enum fault fault = room_find_quiz(room, seat->attempt.quiz_hash, &quiz, err);
    char *path = NULL;
    if (fault == FAULT_NONE)
        classroom_find_clip(quiz_folder(quiz), seat->session, view->clip, &path);
    free(path);
    return fault;
}

/* Does this token belong to the phone that a newer one has taken the test over from? */
static enum fault
look_elsewhere(struct classroom *room, const char *token, bool *found, struct learner_view *view, struct err *err)
{
    struct learner_row learner;
    uint8_t hash[HASH_LEN];
    *found = false;
    if (!room_read_token(token, hash))
        return FAULT_NONE;
    enum fault fault = store_find_learner_by_former_token(room->store, hash, &learner, found, err);
    if (fault != FAULT_NONE || !*found)
        return fault;
    *view = (struct learner_view){.class_id = learner.class_id, .language = "vi", .is_elsewhere = true};
    view->screen = json_new_object();
    json_put_text(view->screen, "kind", "elsewhere");
    return FAULT_NONE;
}

/* The seat behind a token, with its class, its clock looked at. *seat NULL: nobody's token. */
static enum fault
find_place(struct classroom *room, const char *token, struct seat **seat, struct class_row *class, struct err *err)
{
    enum fault fault = room_seat_by_token(room, token, seat, err);
    if (fault != FAULT_NONE || *seat == NULL)
        return fault;
    (*seat)->seen_ms = room->clock.monotonic_ms();
    fault = room_find_class(room, (*seat)->learner.class_id, class, err);
    return fault == FAULT_NONE ? room_watch_time(room, *seat, class, err) : fault;
}

enum fault
classroom_look(struct classroom *room, const char *token, bool *found, struct learner_view *view, struct err *err)
{
    struct seat *seat;
    struct class_row class;
    *found = false;
    enum fault fault = find_place(room, token, &seat, &class, err);
    if (fault == FAULT_NONE && seat == NULL)
        return look_elsewhere(room, token, found, view, err);
    if (fault != FAULT_NONE)
        return fault;
    *found = true;
    return fill_view(room, seat, &class, view, err);
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
    if (fault == FAULT_NONE) {
        room_note_around(&seat->around, event, event->mono_ms);
    } else {
        /* The session has moved on, the record has not: the record is right. */
        session_free(seat->session);
        seat->session = NULL;
        seat->is_stale = true;
    }
    return fault;
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

/* Says why nothing can be answered now. */
static enum fault
check_is_open(const struct seat *seat, const struct class_row *class, struct err *err)
{
    struct json *before = NULL;
    if (class->ended_at != 0)
        return err_set(err, FAULT_CONFLICT, "the class has ended; every answer is saved");
    if (seat->attempt.finished_at != 0)
        return err_set(err, FAULT_CONFLICT, "this test is finished; every answer is saved");
    before = room_welcome_screen(seat, class);
    bool is_before = before != NULL;
    json_free(before);
    return is_before ? err_set(err, FAULT_CONFLICT, "the test does not stand open now; look at the screen") : FAULT_NONE;
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
record_act(struct classroom *room, struct seat *seat, const struct class_row *class, const struct act *act,
           struct event *event, struct err *err)
{
    if (act->seq <= seat->attempt.last_seq)
        return check_repetition(room, seat, event, act->seq, err);
    if (act->seq != seat->attempt.last_seq + 1)
        return err_set(err, FAULT_CONFLICT, "number %u is expected, not %u", seat->attempt.last_seq + 1, act->seq);
    enum fault fault = check_is_open(seat, class, err);
    if (fault == FAULT_NONE)
        fault = room_record(room, seat, event, err);
    if (fault == FAULT_NONE)
        fault = finish_if_done(room, seat, err);
    return fault == FAULT_NONE ? room_watch_time(room, seat, class, err) : fault;
}

static enum fault
refuse_elsewhere(struct classroom *room, const char *token, bool *found, struct learner_view *view, struct err *err)
{
    enum fault fault = look_elsewhere(room, token, found, view, err);
    if (fault == FAULT_NONE && *found)
        fault = err_set(err, FAULT_CONFLICT, "the test is open on another phone");
    return fault;
}

enum fault
classroom_act(struct classroom *room, const char *token, const struct act *act, bool *found, struct learner_view *view,
              struct err *err)
{
    struct seat *seat;
    struct class_row class;
    *found = false;
    enum fault fault = find_place(room, token, &seat, &class, err);
    if (fault == FAULT_NONE && seat == NULL)
        return refuse_elsewhere(room, token, found, view, err);
    if (fault != FAULT_NONE)
        return fault;
    *found = true;
    struct event event = event_make(EVENT_ACT, act->item, act->verb, act->target, act->value);
    fault = record_act(room, seat, &class, act, &event, err);
    if (fault == FAULT_CONFLICT && seat->attempt.finished_at != 0)
        fault = room_keep_late(room, seat, &event, err);
    event_clear(&event);
    struct err view_err;
    if (fault == FAULT_CONFLICT || fault == FAULT_INPUT) {
        if (fill_view(room, seat, &class, view, &view_err) != FAULT_NONE)
            *view = (struct learner_view){.seq = seat->attempt.last_seq, .language = "vi"};
        return fault;
    }
    return fault == FAULT_NONE ? fill_view(room, seat, &class, view, err) : fault;
}

static bool
is_note(const char *verb, const char *value)
{
    static const char *const NOTES[][2] = {{"hand", "up"}, {"hand", "down"}, {"focus", "out"}, {"focus", "in"}};
    if (strcmp(verb, "language") == 0)
        return language_is_declared(value);
    for (size_t i = 0; i < sizeof NOTES / sizeof NOTES[0]; i++)
        if (strcmp(verb, NOTES[i][0]) == 0 && strcmp(value, NOTES[i][1]) == 0)
            return true;
    return false;
}

/* After the test only the language of the result page can be chosen. */
static enum fault
take_note(struct classroom *room, struct seat *seat, const char *verb, const char *value, struct err *err)
{
    bool is_welcome = false;
    enum fault fault = room_take_welcome(room, seat, verb, value, &is_welcome, err);
    if (fault != FAULT_NONE || is_welcome)
        return fault;
    if (!is_note(verb, value))
        return err_set(err, FAULT_INPUT, "there is no such note");
    if (strcmp(verb, "language") == 0)
        seat->language = language_or_vietnamese(value);
    if (seat->attempt.finished_at != 0 || seat->attempt.last_seq >= NOTES_MAX)
        return FAULT_NONE;
    return room_record_note(room, seat, verb, value, err);
}

enum fault
classroom_note(struct classroom *room, const char *token, const char *verb, const char *value, bool *found,
               struct learner_view *view, struct err *err)
{
    struct seat *seat;
    struct class_row class;
    *found = false;
    enum fault fault = find_place(room, token, &seat, &class, err);
    if (fault == FAULT_NONE && seat == NULL)
        return refuse_elsewhere(room, token, found, view, err);
    if (fault != FAULT_NONE)
        return fault;
    *found = true;
    fault = take_note(room, seat, verb, value, err);
    return fault == FAULT_NONE ? fill_view(room, seat, &class, view, err) : fault;
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
