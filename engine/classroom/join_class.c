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

static void
give_token(struct learner_row *learner, struct joined *out)
{
    uint8_t raw[TOKEN_LEN];
    random_bytes_fill(raw, sizeof raw);
    hash_bytes(raw, sizeof raw, learner->token_hash);
    hash_to_hex(raw, sizeof raw, out->token);
}

static enum fault
start_attempt(struct classroom *room, const struct class_row *class, const struct learner_row *learner,
              struct err *err)
{
    struct attempt_row attempt;
    enum fault fault = room_start_test(room, class, learner, 1, &attempt, err);
    if (fault != FAULT_NONE)
        return fault;
    struct seat *seat = room_add_seat(room, learner, &attempt);
    seat->seen_ms = room->clock.monotonic_ms();
    return FAULT_NONE;
}

/* Eight hex digits that tell one phone of this class from another, and nothing else. */
static void
mark_phone(const struct class_row *class, const char *phone, char mark[PHONE_MARK_LEN + 1])
{
    struct buffer input = {0};
    uint8_t hash[HASH_LEN];
    buffer_add(&input, class->seed, SEED_LEN);
    buffer_add_text(&input, phone);
    hash_bytes(input.data, input.len, hash);
    hash_to_hex(hash, PHONE_MARK_LEN / 2, mark);
    buffer_clear(&input);
}

static enum fault
note_phone(struct classroom *room, const struct class_row *class, const char *learner_id, const char *phone,
           struct err *err)
{
    struct seat *seat;
    char mark[PHONE_MARK_LEN + 1];
    if (phone == NULL || phone[0] == 0)
        return FAULT_NONE;
    mark_phone(class, phone, mark);
    enum fault fault = room_seat_by_id(room, learner_id, &seat, err);
    bool is_new = fault == FAULT_NONE && seat != NULL && seat->attempt.finished_at == 0 &&
                  strcmp(seat->around.phone, mark) != 0;
    return is_new ? room_record_note(room, seat, "phone", mark, err) : fault;
}

static void
tell(const struct learner_row *learner, struct joined *out)
{
    out->number = learner->number;
    memcpy(out->learner_id, learner->id, sizeof learner->id);
    snprintf(out->name, sizeof out->name, "%s", learner->name);
}

/* Names nobody without the row: a hash with the row's salt. */
static enum fault
record_joining(struct classroom *room, const struct learner_row *learner, struct err *err)
{
    struct buffer input = {0};
    uint8_t hash[HASH_LEN];
    char hex[HASH_HEX_LEN];
    buffer_add(&input, learner->salt, SALT_LEN);
    buffer_print(&input, "%lld %s", (long long)learner->birth_year, learner->name);
    hash_bytes(input.data, input.len, hash);
    hash_to_hex(hash, HASH_LEN, hex);
    buffer_clear(&input);
    return room_record_deed(room, learner->class_id, "joined", learner->id, hex, err);
}

static enum fault
take_wishes(struct classroom *room, const struct join_request *request, struct learner_row *learner, struct err *err)
{
    learner->consent = (enum consent)request->agreement;
    learner->is_welcomed = request->agreement != AGREEMENT_UNASKED;
    return request->agreement == AGREEMENT_NO ? room_leave_no_name(room, learner, err) : FAULT_NONE;
}

/* In a class with a roster the trainer lets in who does not stand on it. */
static enum fault
add_learner(struct classroom *room, const struct class_row *class, const struct join_request *request,
            const char *name, bool has_roster, struct joined *out, struct err *err)
{
    struct learner_row learner = {.class_id = class->id,
                                  .birth_year = request->birth_year,
                                  .state = has_roster ? LEARNER_WAITING : LEARNER_JOINED,
                                  .joined_at = room->clock.wall_ms() / 1000};
    room_new_learner_id(learner.id);
    random_bytes_fill(learner.salt, SALT_LEN);
    snprintf(learner.name, sizeof learner.name, "%s", name);
    give_token(&learner, out);
    enum fault fault = take_wishes(room, request, &learner, err);
    if (fault == FAULT_NONE)
        fault = store_add_learner(room->store, &learner, err);
    if (fault == FAULT_NONE)
        fault = start_attempt(room, class, &learner, err);
    if (fault == FAULT_NONE)
        fault = record_joining(room, &learner, err);
    if (fault == FAULT_NONE)
        fault = note_phone(room, class, learner.id, request->phone, err);
    tell(&learner, out);
    return fault;
}

/* The first phone of somebody on the roster. */
static enum fault
claim(struct classroom *room, const struct class_row *class, const struct join_request *request,
      struct learner_row *learner, struct joined *out, struct err *err)
{
    learner->state = LEARNER_JOINED;
    learner->joined_at = room->clock.wall_ms() / 1000;
    give_token(learner, out);
    enum fault fault = take_wishes(room, request, learner, err);
    if (fault == FAULT_NONE)
        fault = store_update_learner(room->store, learner, err);
    if (fault == FAULT_NONE)
        fault = start_attempt(room, class, learner, err);
    if (fault == FAULT_NONE)
        fault = record_joining(room, learner, err);
    if (fault == FAULT_NONE)
        fault = note_phone(room, class, learner->id, request->phone, err);
    tell(learner, out);
    return fault;
}

/* Another phone takes over the same attempt; the one before is told that it rests. */
static enum fault
take_over(struct classroom *room, const struct class_row *class, struct learner_row *learner, const char *phone,
          struct joined *out, struct err *err)
{
    struct seat *seat;
    memcpy(learner->former_token, learner->token_hash, HASH_LEN);
    learner->may_rejoin = false;
    learner->wrong_digits = 0;
    give_token(learner, out);
    enum fault fault = store_update_learner(room->store, learner, err);
    if (fault == FAULT_NONE)
        fault = room_seat_by_id(room, learner->id, &seat, err);
    if (fault != FAULT_NONE)
        return fault;
    if (seat != NULL) {
        seat->learner = *learner;
        seat->seen_ms = room->clock.monotonic_ms();
    }
    tell(learner, out);
    return note_phone(room, class, learner->id, phone, err);
}

/* What a phone may do with somebody who is known already. */
static enum fault
join_known(struct classroom *room, const struct class_row *class, const struct join_request *request,
           struct learner_row *learner, enum join_answer *answer, struct joined *out, struct err *err)
{
    *answer = JOIN_OK;
    if (learner->state == LEARNER_EXPECTED)
        return claim(room, class, request, learner, out, err);
    if (learner->may_rejoin)
        return take_over(room, class, learner, request->phone, out, err);
    tell(learner, out);
    *answer = learner->picture != 0 && learner->wrong_digits < WRONG_DIGITS_MAX ? JOIN_ASK_PICTURE : JOIN_NAME_IN_USE;
    return FAULT_NONE;
}

static bool
is_there(const struct learner_row *learner)
{
    return learner->state == LEARNER_EXPECTED || learner->state == LEARNER_JOINED || learner->state == LEARNER_WAITING;
}

/* By id, or by name and year: the year may be missing on the roster, or not be told by the phone, if one name fits. */
static const struct learner_row *
find_known(const struct learner_row *rows, size_t count, const struct join_request *request, const char *name)
{
    const struct learner_row *near = NULL;
    size_t near_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_there(&rows[i]))
            continue;
        if (request->learner_id != NULL && strcmp(rows[i].id, request->learner_id) == 0)
            return &rows[i];
        if (request->learner_id != NULL || strcmp(rows[i].name, name) != 0)
            continue;
        if (rows[i].birth_year == request->birth_year)
            return &rows[i];
        if (rows[i].state == LEARNER_EXPECTED && (rows[i].birth_year == 0 || request->birth_year == 0)) {
            near = &rows[i];
            near_count++;
        }
    }
    return near_count == 1 ? near : NULL;
}

static enum fault
join_class(struct classroom *room, const struct class_row *class, const struct join_request *request, const char *name,
           enum join_answer *answer, struct joined *out, struct err *err)
{
    struct learner_row *rows = NULL, learner;
    size_t count = 0;
    bool has_roster = false;
    enum fault fault = store_list_learners(room->store, class->id, &rows, &count, err);
    if (fault != FAULT_NONE)
        return fault;
    for (size_t i = 0; i < count; i++)
        has_roster |= rows[i].is_on_roster && rows[i].state != LEARNER_ERASED;
    const struct learner_row *known = find_known(rows, count, request, name);
    if (known != NULL)
        learner = *known;
    free(rows);
    if (known != NULL)
        return join_known(room, class, request, &learner, answer, out, err);
    *answer = request->learner_id != NULL ? JOIN_BAD_NAME : JOIN_OK;
    return *answer == JOIN_OK ? add_learner(room, class, request, name, has_roster, out, err) : FAULT_NONE;
}

/* The class behind the code, or the answer that there is none. */
static enum fault
find_door(struct classroom *room, const char *code, struct class_row *class, bool *is_open, enum join_answer *answer,
          struct err *err)
{
    bool found;
    enum fault fault = find_open_class(room, code, class, &found, err);
    *is_open = fault == FAULT_NONE && found && class->ended_at == 0;
    *answer = fault == FAULT_NONE && found ? JOIN_CLASS_OVER : JOIN_WRONG_CODE;
    return fault;
}

enum fault
classroom_join(struct classroom *room, const struct join_request *request, enum join_answer *answer,
               struct joined *out, struct err *err)
{
    struct class_row class;
    bool is_open;
    char *name = NULL;
    *out = (struct joined){0};
    enum fault fault = find_door(room, request->code, &class, &is_open, answer, err);
    if (fault != FAULT_NONE || !is_open)
        return fault;
    if (request->learner_id == NULL && text_clean_name(request->claimed_name, &name, err) != FAULT_NONE)
        *answer = JOIN_BAD_NAME;
    else if (!is_possible_year(room, request->birth_year))
        *answer = JOIN_BAD_YEAR;
    else
        fault = join_class(room, &class, request, name != NULL ? name : "", answer, out, err);
    free(name);
    return fault;
}

enum fault
classroom_rejoin(struct classroom *room, const struct rejoin_request *request, enum join_answer *answer,
                 struct joined *out, struct err *err)
{
    struct class_row class;
    struct learner_row learner;
    bool is_open, found;
    *out = (struct joined){0};
    enum fault fault = find_door(room, request->code, &class, &is_open, answer, err);
    if (fault != FAULT_NONE || !is_open)
        return fault;
    fault = store_find_learner(room->store, request->learner_id, &learner, &found, err);
    if (fault != FAULT_NONE)
        return fault;
    *answer = JOIN_NAME_IN_USE;
    if (!found || learner.class_id != class.id || !is_there(&learner) || learner.picture == 0 ||
        learner.wrong_digits >= WRONG_DIGITS_MAX)
        return FAULT_NONE;
    if (learner.picture == request->picture && strcmp(learner.digits, request->digits) == 0) {
        *answer = JOIN_OK;
        return take_over(room, &class, &learner, request->phone, out, err);
    }
    learner.wrong_digits++;
    *answer = learner.wrong_digits >= WRONG_DIGITS_MAX ? JOIN_NAME_IN_USE : JOIN_WRONG_PICTURE;
    tell(&learner, out);
    struct seat *seat;
    fault = store_update_learner(room->store, &learner, err);
    if (fault == FAULT_NONE)
        fault = room_seat_by_id(room, learner.id, &seat, err);
    if (fault == FAULT_NONE && seat != NULL)
        seat->learner.wrong_digits = learner.wrong_digits;
    return fault;
}
