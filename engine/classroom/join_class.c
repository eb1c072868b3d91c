/* join_class.c - six digits, a name, a birth year: then a phone has a token and an attempt. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random_bytes.h"
#include "base/text.h"
#include "classroom/room.h"

enum { OLDEST_YEAR = 1900 };

static enum fault
find_open_class(struct classroom *room, const char *code, struct class_row *class, bool *found, struct err *err)
{
    struct class_row *rows = NULL;
    size_t count = 0;
    *found = false;
    enum fault fault = store_list_classes(room->store, &rows, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        if (strcmp(rows[i].code, code) != 0 || (*found && rows[i].ended_at != 0))
            continue;
        *class = rows[i];
        *found = true;
    }
    free(rows);
    return fault;
}

enum fault
classroom_find_code(struct classroom *room, const char *code, int64_t *class_id, struct err *err)
{
    struct class_row class;
    bool found;
    enum fault fault = find_open_class(room, code, &class, &found, err);
    *class_id = fault == FAULT_NONE && found && class.ended_at == 0 ? class.id : 0;
    return fault;
}

/* "1963", 0 = not stated. Nobody born this year sits a test, but a year is not ours to judge further. */
static bool
is_possible_year(const struct classroom *room, int64_t year)
{
    int64_t this_year = 1970 + room->clock.wall_ms() / 1000 / 31556952;
    return year == 0 || (year >= OLDEST_YEAR && year <= this_year);
}

static enum fault
find_namesake(struct classroom *room, int64_t class_id, const char *name, int64_t birth_year,
              struct learner_row *learner, bool *found, struct err *err)
{
    struct learner_row *rows = NULL;
    size_t count = 0;
    *found = false;
    enum fault fault = store_list_learners(room->store, class_id, &rows, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count && !*found; i++)
        if (rows[i].birth_year == birth_year && strcmp(rows[i].name, name) == 0) {
            *learner = rows[i];
            *found = true;
        }
    free(rows);
    return fault;
}

static void
give_token(struct learner_row *learner, struct joined *out)
{
    uint8_t raw[TOKEN_LEN];
    random_bytes_fill(raw, sizeof raw);
    hash_bytes(raw, sizeof raw, learner->token_hash);
    hash_to_hex(raw, sizeof raw, out->token);
}

/* Said by the trainer, kept until the next restart: then it has to be said again. */
static enum fault
read_release(struct classroom *room, const char *learner_id, bool *may_rejoin, struct err *err)
{
    struct seat *seat;
    enum fault fault = room_seat_by_id(room, learner_id, &seat, err);
    *may_rejoin = fault == FAULT_NONE && seat != NULL && seat->may_rejoin;
    return fault;
}

static enum fault
add_learner(struct classroom *room, const struct class_row *class, const char *name, int64_t birth_year,
            struct joined *out, struct err *err)
{
    struct attempt_row attempt;
    struct learner_row learner = {
        .class_id = class->id, .birth_year = birth_year, .joined_at = room->clock.wall_ms() / 1000};
    uint8_t raw[ID_LEN / 2];
    random_bytes_fill(raw, sizeof raw);
    hash_to_hex(raw, sizeof raw, learner.id);
    snprintf(learner.name, sizeof learner.name, "%s", name);
    give_token(&learner, out);
    enum fault fault = store_add_learner(room->store, &learner, err);
    if (fault == FAULT_NONE)
        fault = room_start_test(room, class, &learner, &attempt, err);
    if (fault != FAULT_NONE)
        return fault;
    struct seat *seat = room_add_seat(room, &learner, &attempt);
    seat->seen_ms = room->clock.monotonic_ms();
    out->number = learner.number;
    memcpy(out->learner_id, learner.id, sizeof learner.id);
    return FAULT_NONE;
}

/* The trainer let this person in again: the new phone takes over the same attempt. */
static enum fault
rejoin(struct classroom *room, struct learner_row *learner, struct joined *out, struct err *err)
{
    struct seat *seat;
    give_token(learner, out);
    enum fault fault = store_update_learner(room->store, learner, err);
    if (fault == FAULT_NONE)
        fault = room_seat_by_id(room, learner->id, &seat, err);
    if (fault != FAULT_NONE)
        return fault;
    if (seat != NULL) {
        seat->learner = *learner;
        seat->may_rejoin = false;
        seat->seen_ms = room->clock.monotonic_ms();
    }
    out->number = learner->number;
    memcpy(out->learner_id, learner->id, sizeof learner->id);
    return FAULT_NONE;
}

static enum fault
join_by_name(struct classroom *room, const struct class_row *class, const char *name, int64_t birth_year,
             enum join_answer *answer, struct joined *out, struct err *err)
{
    struct learner_row learner;
    bool found, may_rejoin = false;
    enum fault fault = find_namesake(room, class->id, name, birth_year, &learner, &found, err);
    if (fault == FAULT_NONE && found)
        fault = read_release(room, learner.id, &may_rejoin, err);
    if (fault != FAULT_NONE)
        return fault;
    if (found && !may_rejoin) {
        *answer = JOIN_NAME_IN_USE;
        return FAULT_NONE;
    }
    snprintf(out->name, sizeof out->name, "%s", name);
    *answer = JOIN_OK;
    return found ? rejoin(room, &learner, out, err) : add_learner(room, class, name, birth_year, out, err);
}

enum fault
classroom_join(struct classroom *room, const char *code, const char *claimed_name, int64_t birth_year,
               enum join_answer *answer, struct joined *out, struct err *err)
{
    struct class_row class;
    bool found;
    char *name = NULL;
    enum fault fault = find_open_class(room, code, &class, &found, err);
    if (fault != FAULT_NONE)
        return fault;
    if (!found) {
        *answer = JOIN_WRONG_CODE;
    } else if (class.ended_at != 0) {
        *answer = JOIN_CLASS_OVER;
    } else if (text_clean_name(claimed_name, &name, err) != FAULT_NONE) {
        *answer = JOIN_BAD_NAME;
    } else if (!is_possible_year(room, birth_year)) {
        *answer = JOIN_BAD_YEAR;
    } else {
        *out = (struct joined){0};
        fault = join_by_name(room, &class, name, birth_year, answer, out, err);
    }
    free(name);
    return fault;
}
