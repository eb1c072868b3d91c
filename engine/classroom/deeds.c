/* deeds.c - what the trainer did, and taking it back within ten minutes.
 *
 * Nothing is ever deleted: a deed is a row of the class's record, undoing it is one more row, and what it did to the
 * rows of learners and class is turned round. Undone once, a deed cannot be undone again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/room.h"

enum { UNDO_SECONDS = 600 };

enum fault
room_find_class(struct classroom *room, int64_t id, struct class_row *class, struct err *err)
{
    bool found;
    enum fault fault = store_find_class(room->store, id, class, &found, err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(err, FAULT_INPUT, "there is no class %lld", (long long)id);
    return fault;
}

enum fault
room_find_seat(struct classroom *room, const char *learner_id, struct seat **seat, struct err *err)
{
    enum fault fault = room_seat_by_id(room, learner_id, seat, err);
    if (fault == FAULT_NONE && *seat == NULL)
        fault = err_set(err, FAULT_INPUT, "there is no such learner in this class");
    return fault;
}

static enum fault
add_deed(struct classroom *room, int64_t class_id, const char *verb, const char *learner_id, const char *value,
         int64_t undoes, struct err *err)
{
    struct deed_row row = {.class_id = class_id, .at = room->clock.wall_ms() / 1000, .undoes = undoes};
    snprintf(row.verb, sizeof row.verb, "%s", verb);
    snprintf(row.learner, sizeof row.learner, "%s", learner_id);
    snprintf(row.value, sizeof row.value, "%s", value);
    return store_add_deed(room->store, &row, err);
}

enum fault
room_record_deed(struct classroom *room, int64_t class_id, const char *verb, const char *learner_id, const char *value,
                 struct err *err)
{
    return add_deed(room, class_id, verb, learner_id, value, 0, err);
}

/* ---- undoing: one function a verb ---- */

static enum fault
update_learner(struct classroom *room, const char *learner_id, void (*change)(struct learner_row *, const char *),
               const char *value, struct err *err)
{
    struct learner_row learner;
    bool found;
    struct seat *seat;
    enum fault fault = store_find_learner(room->store, learner_id, &learner, &found, err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(err, FAULT_INPUT, "there is no such learner in this class");
    if (fault != FAULT_NONE)
        return fault;
    change(&learner, value);
    fault = store_update_learner(room->store, &learner, err);
    if (fault == FAULT_NONE)
        fault = room_seat_by_id(room, learner_id, &seat, err);
    if (fault == FAULT_NONE && seat != NULL)
        seat->learner = learner;
    return fault;
}

static void
give_back_state(struct learner_row *learner, const char *value)
{
    learner->state = (enum learner_state)(value[0] - '0');
    learner->merged_into[0] = 0;
}

static void
give_back_name(struct learner_row *learner, const char *value)
{
    char name[sizeof learner->former_name];
    int64_t year = learner->birth_year;
    (void)value;
    char *end;
    int64_t former_year = strtoll(learner->former_name, &end, 10);
    snprintf(name, sizeof name, "%s", *end == ' ' ? end + 1 : end);
    snprintf(learner->former_name, sizeof learner->former_name, "%lld %.390s", (long long)year, learner->name);
    snprintf(learner->name, sizeof learner->name, "%s", name);
    learner->birth_year = former_year;
}

/* value: what was ticked before, "identity help" as two digits */
static void
give_back_ticks(struct learner_row *learner, const char *value)
{
    learner->identity_seen = value[0] == '1';
    learner->help_given = value[1] == '1';
}

static void
take_back_time(struct learner_row *learner, const char *value)
{
    learner->extra_minutes -= atoi(value);
}

static void
close_door(struct learner_row *learner, const char *value)
{
    (void)value;
    learner->may_rejoin = false;
}

static enum fault
undo_end(struct classroom *room, const struct deed_row *deed, struct err *err)
{
    return room_reopen_class(room, deed->class_id, err);
}

static enum fault
undo_pause(struct classroom *room, const struct deed_row *deed, struct err *err)
{
    return room_set_pause(room, deed->class_id, strcmp(deed->value, "off") == 0, err);
}

static const struct undoing {
    const char *verb;
    void (*change)(struct learner_row *learner, const char *value); /* of one learner, */
    enum fault (*undo)(struct classroom *room, const struct deed_row *deed, struct err *err); /* or of the class */
} UNDOINGS[] = {
    {"remove", give_back_state, NULL}, {"admit", give_back_state, NULL}, {"merge", give_back_state, NULL},
    {"rename", give_back_name, NULL},  {"attest", give_back_ticks, NULL}, {"extra-time", take_back_time, NULL},
    {"release", close_door, NULL},     {"end", NULL, undo_end},          {"pause", NULL, undo_pause},
};

static const struct undoing *
find_undoing(const char *verb)
{
    for (size_t i = 0; i < sizeof UNDOINGS / sizeof UNDOINGS[0]; i++)
        if (strcmp(UNDOINGS[i].verb, verb) == 0)
            return &UNDOINGS[i];
    return NULL;
}

/* Only the newest deed about somebody: an older one may have been built upon. */
static bool
may_be_undone(const struct deed_row *rows, size_t count, size_t at, int64_t now)
{
    const struct deed_row *deed = &rows[at];
    int64_t age = now - deed->at;
    if (deed->undoes != 0 || find_undoing(deed->verb) == NULL || age > UNDO_SECONDS || age < -UNDO_SECONDS)
        return false;
    for (size_t i = at + 1; i < count; i++)
        if (rows[i].undoes == deed->seq || (strcmp(rows[i].learner, deed->learner) == 0 &&
                                            strcmp(rows[i].verb, deed->verb) == 0 && rows[i].undoes == 0))
            return false;
    return true;
}

enum fault
classroom_list_deeds(struct classroom *room, int64_t class_id, struct deed **deeds, size_t *count, struct err *err)
{
    struct deed_row *rows = NULL;
    size_t row_count = 0;
    *deeds = NULL;
    *count = 0;
    enum fault fault = store_list_deeds(room->store, class_id, &rows, &row_count, err);
    if (fault == FAULT_NONE)
        *deeds = memory_new_array(row_count, sizeof **deeds);
    int64_t now = room->clock.wall_ms() / 1000;
    for (size_t i = row_count; fault == FAULT_NONE && i > 0; i--) {
        struct learner_row learner = {.name = ""};
        bool found = false;
        if (!may_be_undone(rows, row_count, i - 1, now))
            continue;
        if (rows[i - 1].learner[0] != 0)
            fault = store_find_learner(room->store, rows[i - 1].learner, &learner, &found, err);
        struct deed *deed = &(*deeds)[(*count)++];
        *deed = (struct deed){.seq = rows[i - 1].seq, .at = rows[i - 1].at};
        snprintf(deed->verb, sizeof deed->verb, "%s", rows[i - 1].verb);
        if (found)
            room_show_name(&learner, "vi", deed->name, sizeof deed->name);
    }
    free(rows);
    return fault;
}

enum fault
classroom_undo(struct classroom *room, int64_t class_id, int64_t seq, struct err *err)
{
    struct deed_row *rows = NULL, deed = {0};
    size_t count = 0;
    enum fault fault = store_list_deeds(room->store, class_id, &rows, &count, err);
    bool is_possible = fault == FAULT_NONE && seq >= 1 && seq <= (int64_t)count &&
                       may_be_undone(rows, count, (size_t)seq - 1, room->clock.wall_ms() / 1000);
    if (is_possible)
        deed = rows[seq - 1];
    free(rows);
    if (fault == FAULT_NONE && !is_possible)
        fault = err_set(err, FAULT_CONFLICT, "this cannot be undone any more: ten minutes are over, or something was "
                        "built upon it");
    if (fault != FAULT_NONE)
        return fault;
    const struct undoing *undoing = find_undoing(deed.verb);
    fault = undoing->change != NULL ? update_learner(room, deed.learner, undoing->change, deed.value, err)
                                    : undoing->undo(room, &deed, err);
    return fault == FAULT_NONE ? add_deed(room, class_id, deed.verb, deed.learner, deed.value, deed.seq, err) : fault;
}
