/* manage_learners.c - what a trainer does for one person: let in, take out, mend a name, put two entries together, give
 * more time, another go, another phone, and sit beside somebody at home. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random_bytes.h"
#include "base/text.h"
#include "classroom/room.h"

enum { SITTINGS_MAX = 3, EXTRA_MINUTES_MAX = 120 };

static enum fault
find_learner(struct classroom *room, const char *learner_id, struct learner_row *learner, struct err *err)
{
    bool found;
    enum fault fault = store_find_learner(room->store, learner_id, learner, &found, err);
    if (fault == FAULT_NONE && (!found || learner->state == LEARNER_ERASED))
        fault = err_set(err, FAULT_INPUT, "there is no such learner in this class");
    return fault;
}

/* Row and seat, then the record. */
static enum fault
keep(struct classroom *room, const struct learner_row *learner, const char *verb, const char *value, struct err *err)
{
    struct seat *seat = NULL;
    enum fault fault = store_update_learner(room->store, learner, err);
    if (fault == FAULT_NONE && learner->joined_at != 0)
        fault = room_seat_by_id(room, learner->id, &seat, err);
    if (fault == FAULT_NONE && seat != NULL)
        seat->learner = *learner;
    return fault == FAULT_NONE ? room_record_deed(room, learner->class_id, verb, learner->id, value, err) : fault;
}

/* "1": the state as a digit, for giving it back */
static void
print_state(const struct learner_row *learner, char out[2])
{
    out[0] = (char)('0' + learner->state);
    out[1] = 0;
}

enum fault
classroom_admit(struct classroom *room, const char *learner_id, struct err *err)
{
    struct learner_row learner;
    char before[2];
    enum fault fault = find_learner(room, learner_id, &learner, err);
    if (fault == FAULT_NONE && learner.state != LEARNER_WAITING)
        return FAULT_NONE; /* pressed twice, or by two trainers */
    if (fault != FAULT_NONE)
        return fault;
    print_state(&learner, before);
    learner.state = LEARNER_JOINED;
    return keep(room, &learner, "admit", before, err);
}

static enum fault
has_paper(struct classroom *room, const char *learner_id, bool *found, struct err *err)
{
    struct attempt_row attempt;
    struct certificate_row certificate;
    enum fault fault = store_find_attempt_of(room->store, learner_id, &attempt, found, err);
    return fault == FAULT_NONE && *found ? store_find_certificate_of(room->store, attempt.id, &certificate, found, err)
                                         : fault;
}

static enum fault
refuse_with_paper(struct classroom *room, const struct learner_row *learner, struct err *err)
{
    bool found = false;
    enum fault fault = has_paper(room, learner->id, &found, err);
    if (fault == FAULT_NONE && found)
        fault = err_set(err, FAULT_CONFLICT, "%.80s has a certificate already; withdraw it first", learner->name);
    return fault;
}

enum fault
classroom_remove(struct classroom *room, const char *learner_id, struct err *err)
{
    struct learner_row learner;
    char before[2];
    enum fault fault = find_learner(room, learner_id, &learner, err);
    if (fault == FAULT_NONE && (learner.state == LEARNER_REMOVED || learner.state == LEARNER_MERGED))
        return FAULT_NONE;
    if (fault == FAULT_NONE)
        fault = refuse_with_paper(room, &learner, err);
    if (fault != FAULT_NONE)
        return fault;
    print_state(&learner, before);
    learner.state = LEARNER_REMOVED;
    return keep(room, &learner, "remove", before, err);
}

enum fault
classroom_rename(struct classroom *room, const char *learner_id, const char *claimed_name, int64_t birth_year,
                 struct err *err)
{
    struct learner_row learner;
    char *name = NULL;
    int64_t this_year = 1970 + room->clock.wall_ms() / 1000 / 31556952;
    enum fault fault = find_learner(room, learner_id, &learner, err);
    if (fault == FAULT_NONE && room_is_guest(&learner) && !learner.is_on_roster)
        fault = err_set(err, FAULT_CONFLICT, "this person does not want to be written down");
    if (fault == FAULT_NONE && birth_year != 0 && (birth_year < 1900 || birth_year > this_year))
        fault = err_set(err, FAULT_INPUT, "the year of birth has 4 digits, or is left empty");
    if (fault == FAULT_NONE)
        fault = text_clean_name(claimed_name, &name, err);
    if (fault != FAULT_NONE)
        return fault;
    bool is_same = strcmp(name, learner.name) == 0 && birth_year == learner.birth_year;
    snprintf(learner.former_name, sizeof learner.former_name, "%lld %.390s", (long long)learner.birth_year, learner.name);
    snprintf(learner.name, sizeof learner.name, "%s", name);
    learner.birth_year = birth_year;
    free(name);
    return is_same ? FAULT_NONE : keep(room, &learner, "rename", "", err);
}

/* The attempt of the one who stays counts; the other's is kept in the record, and its phone rests. */
enum fault
classroom_merge(struct classroom *room, const char *learner_id, const char *into_id, struct err *err)
{
    struct learner_row learner, into;
    char before[2];
    enum fault fault = find_learner(room, learner_id, &learner, err);
    if (fault == FAULT_NONE)
        fault = find_learner(room, into_id, &into, err);
    if (fault == FAULT_NONE && (learner.class_id != into.class_id || strcmp(learner.id, into.id) == 0))
        fault = err_set(err, FAULT_INPUT, "two different entries of one class can be put together");
    if (fault == FAULT_NONE && (into.state == LEARNER_REMOVED || into.state == LEARNER_MERGED))
        fault = err_set(err, FAULT_CONFLICT, "%.80s is not in the class any more", into.name);
    if (fault == FAULT_NONE && learner.state == LEARNER_MERGED)
        return FAULT_NONE;
    if (fault == FAULT_NONE)
        fault = refuse_with_paper(room, &learner, err);
    if (fault != FAULT_NONE)
        return fault;
    print_state(&learner, before);
    learner.state = LEARNER_MERGED;
    memcpy(learner.merged_into, into.id, sizeof into.id);
    return keep(room, &learner, "merge", before, err);
}

enum fault
classroom_add_time(struct classroom *room, const char *learner_id, int minutes, struct err *err)
{
    struct learner_row learner;
    char value[12];
    enum fault fault = find_learner(room, learner_id, &learner, err);
    if (fault == FAULT_NONE &&
        (minutes < 1 || minutes > EXTRA_MINUTES_MAX || learner.extra_minutes + minutes > EXTRA_MINUTES_MAX))
        fault = err_set(err, FAULT_INPUT, "at most %d minutes can be added for one person", EXTRA_MINUTES_MAX);
    if (fault != FAULT_NONE)
        return fault;
    learner.extra_minutes += minutes;
    snprintf(value, sizeof value, "%d", minutes);
    return keep(room, &learner, "extra-time", value, err);
}

enum fault
classroom_attest(struct classroom *room, const char *learner_id, bool identity_seen, bool help_given, struct err *err)
{
    struct learner_row learner;
    enum fault fault = find_learner(room, learner_id, &learner, err);
    if (fault != FAULT_NONE || (learner.identity_seen == identity_seen && learner.help_given == help_given))
        return fault;
    const char before[3] = {learner.identity_seen ? '1' : '0', learner.help_given ? '1' : '0', 0};
    learner.identity_seen = identity_seen;
    learner.help_given = help_given;
    return keep(room, &learner, "attest", before, err);
}

enum fault
classroom_release(struct classroom *room, const char *learner_id, struct err *err)
{
    struct learner_row learner;
    enum fault fault = find_learner(room, learner_id, &learner, err);
    if (fault != FAULT_NONE || learner.may_rejoin)
        return fault;
    learner.may_rejoin = true;
    learner.wrong_digits = 0;
    return keep(room, &learner, "release", "", err);
}

static bool
is_known_address(const char *address)
{
    static const char *const WORDS[] = {"bác", "ông", "bà", "cô", "chú", "anh", "chị"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strcmp(WORDS[i], address) == 0)
            return true;
    return false;
}

enum fault
classroom_address(struct classroom *room, const char *learner_id, const char *address, struct err *err)
{
    struct learner_row learner;
    enum fault fault = find_learner(room, learner_id, &learner, err);
    if (fault == FAULT_NONE && !is_known_address(address))
        fault = err_set(err, FAULT_INPUT, "people are addressed as bác, ông, bà, cô, chú, anh or chị");
    if (fault != FAULT_NONE)
        return fault;
    snprintf(learner.address, sizeof learner.address, "%s", address);
    return keep(room, &learner, "address", "", err);
}

enum fault
classroom_lower_hand(struct classroom *room, const char *learner_id, struct err *err)
{
    struct seat *seat;
    enum fault fault = room_find_seat(room, learner_id, &seat, err);
    if (fault != FAULT_NONE || seat->around.hand_ms == 0)
        return fault;
    return room_record_note(room, seat, "hand", "down", err);
}

/* ---- another go ---- */

static enum fault
count_sittings(struct classroom *room, const struct learner_row *learner, int *count, struct err *err)
{
    struct attempt_row *rows = NULL;
    size_t row_count = 0;
    enum fault fault = store_list_attempts(room->store, learner->class_id, &rows, &row_count, err);
    *count = 0;
    for (size_t i = 0; fault == FAULT_NONE && i < row_count; i++)
        *count += strcmp(rows[i].learner_id, learner->id) == 0;
    free(rows);
    return fault;
}

static enum fault
check_retake(struct classroom *room, const struct seat *seat, const struct class_row *class, int sittings, struct err *err)
{
    if (class->ended_at != 0)
        return err_set(err, FAULT_CONFLICT, "the class has ended; open a new one to sit the test again");
    if (seat->attempt.finished_at == 0)
        return err_set(err, FAULT_CONFLICT, "%.80s has not finished yet", seat->learner.name);
    if (sittings >= SITTINGS_MAX)
        return err_set(err, FAULT_CONFLICT, "%.80s has sat this test %d times, that is the most in one class",
                       seat->learner.name, SITTINGS_MAX);
    return refuse_with_paper(room, &seat->learner, err);
}

enum fault
classroom_retake(struct classroom *room, const char *learner_id, struct err *err)
{
    struct seat *seat;
    struct class_row class;
    struct attempt_row attempt;
    int sittings = 0;
    char value[12];
    enum fault fault = room_find_seat(room, learner_id, &seat, err);
    if (fault == FAULT_NONE)
        fault = room_find_class(room, seat->learner.class_id, &class, err);
    if (fault == FAULT_NONE)
        fault = count_sittings(room, &seat->learner, &sittings, err);
    if (fault == FAULT_NONE)
        fault = check_retake(room, seat, &class, sittings, err);
    if (fault == FAULT_NONE)
        fault = room_start_test(room, &class, &seat->learner, sittings + 1, &attempt, err);
    if (fault != FAULT_NONE)
        return fault;
    room_reseat(seat, &attempt);
    snprintf(value, sizeof value, "%d", sittings + 1);
    return room_record_deed(room, class.id, "retake", learner_id, value, err);
}

/* ---- a visit at home: the trainer's own machine is the phone ---- */

enum fault
classroom_assist(struct classroom *room, int64_t class_id, const char *claimed_name, int64_t birth_year,
                 enum join_answer *answer, struct joined *out, struct err *err)
{
    struct class_row class;
    enum fault fault = room_find_class(room, class_id, &class, err);
    if (fault != FAULT_NONE)
        return fault;
    const struct join_request request = {.code = class.code, .claimed_name = claimed_name, .birth_year = birth_year};
    fault = classroom_join(room, &request, answer, out, err);
    if (fault != FAULT_NONE || *answer != JOIN_OK)
        return fault;
    fault = classroom_admit(room, out->learner_id, err);
    return fault == FAULT_NONE ? classroom_attest(room, out->learner_id, false, true, err) : fault;
}
