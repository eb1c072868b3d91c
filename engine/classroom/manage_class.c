/* manage_class.c - what a trainer does to a whole class: end it, open it again, let it rest, give it a time limit. */
#include <stdlib.h>
#include <string.h>

#include "classroom/room.h"

/* Calls `act` for each attempt of the class that a seat can be had for. */
static enum fault
for_each_seat(struct classroom *room, int64_t class_id,
              enum fault (*act)(struct classroom *room, struct seat *seat, struct err *err), struct err *err)
{
    struct learner_row *learners = NULL;
    size_t count = 0;
    enum fault fault = store_list_learners(room->store, class_id, &learners, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        struct seat *seat = NULL;
        if (learners[i].joined_at != 0)
            fault = room_seat_by_id(room, learners[i].id, &seat, err);
        if (fault == FAULT_NONE && seat != NULL)
            fault = act(room, seat, err);
    }
    free(learners);
    return fault;
}

static enum fault
finish(struct classroom *room, struct seat *seat, struct err *err)
{
    return seat->attempt.finished_at == 0 ? room_finish_test(room, seat, "trainer", err) : FAULT_NONE;
}

enum fault
classroom_end_class(struct classroom *room, int64_t class_id, struct err *err)
{
    struct class_row class;
    enum fault fault = room_find_class(room, class_id, &class, err);
    if (fault != FAULT_NONE || class.ended_at != 0)
        return fault;
    fault = for_each_seat(room, class_id, finish, err);
    if (fault == FAULT_NONE)
        fault = store_end_class(room->store, class_id, room->clock.wall_ms() / 1000, err);
    return fault == FAULT_NONE ? room_record_deed(room, class_id, "end", "", "", err) : fault;
}

/* Whoever was closed by the trainer goes on where he was: FINISH stays in the record, "reopen" takes it back. */
static enum fault
reopen(struct classroom *room, struct seat *seat, struct err *err)
{
    struct event_list events = {0};
    uint32_t bad_seq;
    enum fault fault = store_read_events(room->store, seat->attempt.id, &events, &bad_seq, err);
    size_t count = fault == FAULT_NONE ? events.count : 0;
    while (count > 0 && event_is_afterthought(&events.events[count - 1]))
        count--;
    const struct event *last = count > 0 ? &events.events[count - 1] : NULL;
    bool was_closed = last != NULL && last->kind == EVENT_FINISH && strcmp(last->value, "trainer") == 0;
    event_list_clear(&events);
    if (fault != FAULT_NONE || !was_closed)
        return fault;
    fault = room_record_note(room, seat, "reopen", "", err);
    if (fault == FAULT_NONE)
        fault = store_finish_attempt(room->store, seat->attempt.id, 0, err);
    seat->attempt.finished_at = 0;
    return fault;
}

enum fault
room_reopen_class(struct classroom *room, int64_t class_id, struct err *err)
{
    struct certificate_row *issued = NULL;
    size_t count = 0;
    enum fault fault = store_list_certificates(room->store, class_id, &issued, &count, err);
    free(issued);
    if (fault == FAULT_NONE && count > 0)
        fault = err_set(err, FAULT_CONFLICT, "certificates of this class were issued; it cannot be opened again");
    if (fault == FAULT_NONE)
        fault = store_end_class(room->store, class_id, 0, err);
    return fault == FAULT_NONE ? for_each_seat(room, class_id, reopen, err) : fault;
}

/* ---- resting ---- */

static enum fault
stop_clock(struct classroom *room, struct seat *seat, struct err *err)
{
    return seat->attempt.finished_at == 0 ? room_record_note(room, seat, "pause", "on", err) : FAULT_NONE;
}

static enum fault
run_clock(struct classroom *room, struct seat *seat, struct err *err)
{
    return seat->attempt.finished_at == 0 ? room_record_note(room, seat, "pause", "off", err) : FAULT_NONE;
}

enum fault
room_set_pause(struct classroom *room, int64_t class_id, bool is_paused, struct err *err)
{
    struct class_row class;
    enum fault fault = room_find_class(room, class_id, &class, err);
    if (fault != FAULT_NONE || class.is_paused == is_paused)
        return fault;
    class.is_paused = is_paused;
    fault = store_update_class(room->store, &class, err);
    return fault == FAULT_NONE ? for_each_seat(room, class_id, is_paused ? stop_clock : run_clock, err) : fault;
}

enum fault
classroom_pause(struct classroom *room, int64_t class_id, bool is_paused, struct err *err)
{
    enum fault fault = room_set_pause(room, class_id, is_paused, err);
    return fault == FAULT_NONE ? room_record_deed(room, class_id, "pause", "", is_paused ? "on" : "off", err) : fault;
}

enum fault
classroom_limit_time(struct classroom *room, int64_t class_id, int minutes, struct err *err)
{
    struct class_row class;
    if (minutes < 0 || minutes > 600)
        return err_set(err, FAULT_INPUT, "the time for the test is 1 to 600 minutes, or 0 for no limit");
    enum fault fault = room_find_class(room, class_id, &class, err);
    if (fault != FAULT_NONE)
        return fault;
    class.minutes = minutes;
    return store_update_class(room->store, &class, err);
}
