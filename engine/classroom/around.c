/* around.c - what happens around a test and never changes a mark: the hand, the screen that was left, other phones,
 * time. All of it stands as NOTEs in the attempt, so a restart forgets nothing.
 *
 * Time is the server's monotonic clock, never a phone's and never the calendar. It counts from the first marked item,
 * stands still in a pause, and what passed while the laptop was off is nobody's: the first event after a restart is a
 * note "clock resume", and the gap before it is not counted. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/room.h"

enum { DAY_MS = 86400000 };

static bool
says(const struct event *event, const char *verb, const char *value)
{
    return strcmp(event->verb, verb) == 0 && strcmp(event->value, value) == 0;
}

/* The time since the last event belongs to the test unless it was paused or over, or the laptop was off. */
static void
count_time(struct around *around, const struct event *event)
{
    bool is_gap = around->is_paused || event_is_afterthought(event) ||
                  (event->kind == EVENT_NOTE && (says(event, "clock", "resume") || strcmp(event->verb, "reopen") == 0));
    if (around->is_timed && !is_gap && event->mono_ms > around->since_ms)
        around->used_ms += event->mono_ms - around->since_ms;
    around->since_ms = event->mono_ms;
}

static void
take_phone(struct around *around, const char *mark)
{
    if (strcmp(around->phone, mark) == 0)
        return;
    snprintf(around->phone, sizeof around->phone, "%s", mark);
    around->phones++;
}

void
room_note_around(struct around *around, const struct event *event, int64_t now_ms)
{
    count_time(around, event);
    if (event->kind != EVENT_NOTE)
        return;
    if (strcmp(event->verb, "hand") == 0)
        around->hand_ms = strcmp(event->value, "up") == 0 ? now_ms : 0;
    around->focus_out += says(event, "focus", "out");
    if (strcmp(event->verb, "phone") == 0)
        take_phone(around, event->value);
    if (says(event, "clock", "start"))
        around->is_timed = true;
    if (strcmp(event->verb, "pause") == 0)
        around->is_paused = strcmp(event->value, "on") == 0;
}

int64_t
room_time_used(const struct seat *seat, int64_t now_ms)
{
    const struct around *around = &seat->around;
    bool runs = around->is_timed && !around->is_paused && seat->attempt.finished_at == 0;
    return around->used_ms + (runs && now_ms > around->since_ms ? now_ms - around->since_ms : 0);
}

enum fault
room_record_note(struct classroom *room, struct seat *seat, const char *verb, const char *value, struct err *err)
{
    struct event event = event_make(EVENT_NOTE, NULL, verb, NULL, value);
    enum fault fault = room_record(room, seat, &event, err);
    event_clear(&event);
    return fault;
}

static bool
is_over(const struct seat *seat, const struct class_row *class, int64_t now_ms)
{
    int64_t limit_ms = (class->minutes + seat->learner.extra_minutes) * 60000;
    bool is_late = seat->around.is_timed && class->minutes > 0 && room_time_used(seat, now_ms) > limit_ms;
    return is_late || seat->age_ms + (now_ms - seat->loaded_ms) > DAY_MS;
}

enum fault
room_watch_time(struct classroom *room, struct seat *seat, const struct class_row *class, struct err *err)
{
    int64_t now = room->clock.monotonic_ms();
    if (seat->attempt.finished_at != 0 || class->ended_at != 0)
        return FAULT_NONE;
    if (is_over(seat, class, now))
        return room_finish_test(room, seat, "time", err);
    if (class->minutes > 0 && !seat->around.is_timed && session_item_number(seat->session) > 0)
        return room_record_note(room, seat, "clock", "start", err);
    return FAULT_NONE;
}
