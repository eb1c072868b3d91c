/* follow_class.c - the people of a class are tested again: a second class that follows the first one.
 *
 * Whoever came to the first class stands on the roster of the second, tied to the place in the first by a random number, so
 * that growth can be told of a person when all names are gone. Nobody else is ever paired: two people of one name and
 * year would be. Who does not want to be written down is tied to nothing (room_leave_no_name). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random_bytes.h"
#include "base/text.h"
#include "classroom/room.h"

/* Whether every marked item of the form has first answers enough for two different forms to be compared. */
static bool
is_calibrated(const struct quiz *quiz, size_t form, const struct parameter_set *set)
{
    for (size_t at = 0; at < quiz_form_size(quiz, form); at++) {
        const struct quiz_item *item = quiz_item_at(quiz, quiz_form_item(quiz, form, at));
        for (size_t n = 0; n < item->part_count; n++) {
            char *id = room_column_id(item, &item->parts[n]);
            const struct item_parameters *known = parameter_set_find(set, id);
            free(id);
            if (known == NULL || known->status < ITEM_CALIBRATED)
                return false;
        }
    }
    return true;
}

/* The same form again, until both forms are calibrated: with author difficulties two different forms show growth where
 * there is none (MEASURE.md section 4). */
static enum fault
second_form(struct classroom *room, const char *first, char **name, struct err *err)
{
    char in_use[PARAMETER_SET_NAME_MAX];
    size_t form = 0;
    struct json *json = NULL;
    struct parameter_set set = {0};
    const struct quiz *quiz = room_shipped_quiz(room, first, &form);
    *name = memory_copy_text(first);
    if (quiz == NULL || form + 1 >= quiz_form_count(quiz))
        return FAULT_NONE;
    enum fault fault = room_parameters_in_use(room, quiz, in_use, err);
    if (fault == FAULT_NONE)
        fault = room_read_parameters(room, in_use, &json, err);
    if (fault == FAULT_NONE)
        fault = room_parameters(room->frameworks, quiz, json, &set, err);
    if (fault == FAULT_NONE && is_calibrated(quiz, form, &set) && is_calibrated(quiz, form + 1, &set)) {
        free(*name);
        *name = quiz_form_name(quiz, form + 1);
    }
    parameter_set_clear(&set);
    json_free(json);
    return fault;
}

static bool
is_carried(const struct learner_row *rows, size_t count, const char *earlier)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].earlier, earlier) == 0)
            return true;
    return false;
}

static enum fault
carry_learner(struct classroom *room, int64_t class_id, const struct learner_row *before, struct err *err)
{
    struct learner_row row = {.class_id = class_id, .birth_year = before->birth_year, .state = LEARNER_EXPECTED,
                              .is_on_roster = true};
    room_new_learner_id(row.id);
    random_bytes_fill(row.salt, SALT_LEN);
    memcpy(row.name, before->name, sizeof row.name);
    memcpy(row.address, before->address, sizeof row.address);
    memcpy(row.earlier, before->id, sizeof row.earlier);
    return store_add_learner(room->store, &row, err);
}

/* Those who came and were written down. Doing it again adds whom it lacks. */
static enum fault
carry_roster(struct classroom *room, int64_t earlier_id, int64_t class_id, struct err *err)
{
    struct learner_row *before = NULL, *now = NULL;
    size_t before_count = 0, now_count = 0, added = 0;
    enum fault fault = store_list_learners(room->store, earlier_id, &before, &before_count, err);
    if (fault == FAULT_NONE)
        fault = store_list_learners(room->store, class_id, &now, &now_count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < before_count; i++) {
        if (before[i].state != LEARNER_JOINED || room_is_guest(&before[i]) || before[i].name[0] == 0 ||
            is_carried(now, now_count, before[i].id))
            continue;
        fault = carry_learner(room, class_id, &before[i], err);
        added++;
    }
    if (fault == FAULT_NONE && added > 0) {
        char value[24];
        snprintf(value, sizeof value, "%zu", added);
        fault = room_record_deed(room, class_id, "follow", "", value, err);
    }
    free(before);
    free(now);
    return fault;
}

static enum fault
tie_classes(struct classroom *room, const struct class_row *earlier, int64_t class_id, struct err *err)
{
    struct class_row row;
    enum fault fault = room_find_class(room, class_id, &row, err);
    if (fault != FAULT_NONE)
        return fault;
    if (row.id == earlier->id || (row.follows != 0 && row.follows != earlier->id))
        return err_set(err, FAULT_CONFLICT, "the class \"%s\" cannot follow \"%s\": %s; give the second class another name",
                       row.name, earlier->name, row.id == earlier->id ? "it is the same class" : "it follows another one");
    row.follows = earlier->id;
    if (row.village[0] == 0)
        memcpy(row.village, earlier->village, sizeof row.village);
    return store_update_class(room->store, &row, err);
}

enum fault
classroom_follow_class(struct classroom *room, int64_t earlier_id, const char *name, const char *quiz, const uint8_t *seed,
                       struct class_summary *out, struct err *err)
{
    struct class_row earlier;
    enum fault fault = room_find_class(room, earlier_id, &earlier, err);
    if (fault == FAULT_NONE && classroom_names_are_locked(room))
        fault = err_set(err, FAULT_CONFLICT, "the names of the first class are sealed: unlock them with the passphrase first");
    if (fault != FAULT_NONE)
        return fault;
    char *form = NULL;
    if (quiz == NULL)
        fault = second_form(room, earlier.quiz, &form, err);
    if (fault == FAULT_NONE)
        fault = classroom_open_class(room, name, quiz != NULL ? quiz : form, seed, out, err);
    free(form);
    if (fault == FAULT_NONE)
        fault = tie_classes(room, &earlier, out->id, err);
    if (fault == FAULT_NONE)
        fault = carry_roster(room, earlier.id, out->id, err);
    return fault == FAULT_NONE ? classroom_find_class(room, out->id, out, err) : fault;
}

enum fault
classroom_set_village(struct classroom *room, int64_t class_id, const char *claimed_village, struct err *err)
{
    struct class_row row;
    char *nfc = text_to_nfc(claimed_village);
    enum fault fault = room_find_class(room, class_id, &row, err);
    if (fault == FAULT_NONE &&
        (nfc == NULL || text_count_letters(nfc) > NAME_LETTERS_MAX || text_has_hidden_characters(nfc)))
        fault = err_set(err, FAULT_INPUT, "a village's name has at most %d visible letters, for example \"Đồi Cọ\"",
                        NAME_LETTERS_MAX);
    if (fault == FAULT_NONE) {
        snprintf(row.village, sizeof row.village, "%s", nfc);
        fault = store_update_class(room->store, &row, err);
    }
    if (fault == FAULT_NONE)
        fault = room_record_deed(room, class_id, "village", "", "", err);
    free(nfc);
    return fault;
}

static const struct class_row *
find_row(const struct class_row *rows, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == id)
            return &rows[i];
    return NULL;
}

enum fault
classroom_list_pairs(struct classroom *room, struct class_pair **pairs, size_t *count, struct err *err)
{
    struct class_row *rows = NULL;
    size_t row_count = 0;
    *pairs = NULL;
    *count = 0;
    enum fault fault = store_list_classes(room->store, &rows, &row_count, err);
    if (fault == FAULT_NONE)
        *pairs = memory_new_array(row_count, sizeof **pairs);
    for (size_t i = 0; fault == FAULT_NONE && i < row_count; i++) {
        const struct class_row *after = &rows[i], *before = find_row(rows, row_count, after->follows);
        if (before == NULL)
            continue;
        struct class_pair *pair = &(*pairs)[(*count)++];
        *pair = (struct class_pair){.before = before->id, .after = after->id, .place = after->place,
                                    .before_at = before->opened_at, .after_at = after->opened_at};
        snprintf(pair->before_name, sizeof pair->before_name, "%s", before->name);
        snprintf(pair->after_name, sizeof pair->after_name, "%s", after->name);
        snprintf(pair->before_quiz, sizeof pair->before_quiz, "%s", before->quiz);
        snprintf(pair->after_quiz, sizeof pair->after_quiz, "%s", after->quiz);
        snprintf(pair->village, sizeof pair->village, "%s",
                 after->village[0] != 0 ? after->village : before->village[0] != 0 ? before->village : before->name);
    }
    free(rows);
    return fault;
}
