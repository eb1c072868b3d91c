/* late_answer.c - an answer that comes when the test is over is kept as a note, and not marked: whoever asks later why
 * it did not count can be shown that it came, and when. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/room.h"

enum { LATE_MAX = 20 /* a phone that sends on and on would fill the disk */, LATE_TEXT_MAX = 200 };

static bool
is_short(const struct event *act)
{
    return strlen(act->item) <= LATE_TEXT_MAX && strlen(act->verb) <= LATE_TEXT_MAX &&
           strlen(act->target) <= LATE_TEXT_MAX && strlen(act->value) <= LATE_TEXT_MAX;
}

static struct event
late_note(const struct event *act)
{
    struct event note;
    event_copy(&note, act);
    note.kind = EVENT_NOTE;
    free(note.verb);
    free(note.value);
    note.verb = memory_copy_text("late");
    note.value = act->value[0] != 0 ? memory_print("%s %s", act->verb, act->value) : memory_copy_text(act->verb);
    return note;
}

/* Not one that is there already, and none behind the event that a certificate names. */
static enum fault
may_be_kept(struct classroom *room, const struct seat *seat, const struct event *note, bool *may, struct err *err)
{
    struct event_list events = {0};
    struct certificate_row row;
    uint32_t bad_seq;
    size_t late = 0;
    bool is_there = false;
    enum fault fault = store_find_certificate_of(room->store, seat->attempt.id, &row, &is_there, err);
    if (fault == FAULT_NONE)
        fault = store_read_events(room->store, seat->attempt.id, &events, &bad_seq, err);
    for (size_t i = 0; i < events.count; i++) {
        late += event_is_late(&events.events[i]);
        is_there = is_there || event_same_act(&events.events[i], note);
    }
    event_list_clear(&events);
    *may = fault == FAULT_NONE && !is_there && late < LATE_MAX;
    return fault;
}

enum fault
room_keep_late(struct classroom *room, struct seat *seat, const struct event *act, struct err *why)
{
    struct err err;
    bool may = false;
    if (!is_short(act))
        return FAULT_CONFLICT;
    struct event note = late_note(act);
    enum fault fault = may_be_kept(room, seat, &note, &may, &err);
    if (fault == FAULT_NONE && may)
        fault = room_record(room, seat, &note, &err);
    event_clear(&note);
    if (fault == FAULT_NONE)
        return FAULT_CONFLICT;
    *why = err;
    return fault;
}
