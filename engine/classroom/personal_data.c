/* personal_data.c - what is kept of one person, shown to that person; and taking it away for good.
 *
 * Events, results and the class's record name nobody: they carry a random id. So erasing means: the words in the
 * learner's row and its salt go, the papers' bytes go, every file in which the name was written goes; the chain of the
 * attempt stays whole and says nothing about anybody (SECURITY.md section 7). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "classroom/room.h"

enum { DAY_SECONDS = 86400 };

static struct json *
describe_events(const struct event_list *events)
{
    struct json *list = json_new_array();
    for (size_t i = 0; i < events->count; i++)
        json_add(list, event_to_json(&events->events[i]));
    return list;
}

static enum fault
describe_attempt(struct classroom *room, const struct attempt_row *attempt, struct json *out, struct err *err)
{
    struct event_list events = {0};
    struct certificate_row certificate;
    struct json *evidence = NULL, *decision = NULL;
    char screens[HASH_HEX_LEN];
    uint32_t bad_seq;
    bool found;
    json_put_text(out, "attempt", attempt->id);
    json_put_text(out, "quiz", attempt->quiz);
    json_put_integer(out, "started_at", attempt->started_at);
    json_put_integer(out, "finished_at", attempt->finished_at);
    enum fault fault = store_read_events(room->store, attempt->id, &events, &bad_seq, err);
    json_put(out, "events", describe_events(&events));
    event_list_clear(&events);
    if (fault == FAULT_NONE)
        fault = store_read_result(room->store, attempt->id, screens, &evidence, &decision, &found, err);
    json_free(evidence);
    json_put(out, "result", decision != NULL ? decision : json_new_null());
    if (fault == FAULT_NONE)
        fault = store_find_certificate_of(room->store, attempt->id, &certificate, &found, err);
    if (fault == FAULT_NONE)
        json_put(out, "certificate", found ? json_new_text(certificate.id) : json_new_null());
    return fault;
}

static enum fault
describe_attempts(struct classroom *room, const struct learner_row *learner, struct json *out, struct err *err)
{
    struct attempt_row *rows = NULL;
    struct json *list = json_new_array();
    size_t count = 0;
    enum fault fault = store_list_attempts(room->store, learner->class_id, &rows, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        if (strcmp(rows[i].learner_id, learner->id) != 0)
            continue;
        struct json *line = json_new_object();
        fault = describe_attempt(room, &rows[i], line, err);
        json_add(list, line);
    }
    free(rows);
    json_put(out, "attempts", list);
    return fault;
}

static enum fault
describe_deeds(struct classroom *room, const struct learner_row *learner, struct json *out, struct err *err)
{
    struct deed_row *rows = NULL;
    struct json *list = json_new_array();
    size_t count = 0;
    enum fault fault = store_list_deeds(room->store, learner->class_id, &rows, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        if (strcmp(rows[i].learner, learner->id) != 0)
            continue;
        struct json *line = json_new_object();
        json_put_integer(line, "at", rows[i].at);
        json_put_text(line, "verb", rows[i].verb);
        json_put_text(line, "value", rows[i].value);
        json_put_boolean(line, "is_undoing", rows[i].undoes != 0);
        json_add(list, line);
    }
    free(rows);
    json_put(out, "deeds", list);
    return fault;
}

static enum fault
find_person(struct classroom *room, const char *learner_id, struct learner_row *learner, struct err *err)
{
    bool found;
    enum fault fault = store_find_learner(room->store, learner_id, learner, &found, err);
    if (fault == FAULT_NONE && (!found || learner->state == LEARNER_ERASED))
        fault = err_set(err, FAULT_INPUT, "there is no such learner in this folder");
    return fault;
}

enum fault
classroom_personal_data(struct classroom *room, const char *learner_id, struct json **out, struct err *err)
{
    static const char *const CONSENT[] = {"unasked", "yes", "no"};
    struct learner_row learner;
    struct class_row class;
    *out = NULL;
    enum fault fault = find_person(room, learner_id, &learner, err);
    if (fault == FAULT_NONE && learner.is_sealed)
        fault = err_set(err, FAULT_CONFLICT, "names are locked with a passphrase: unlock them first");
    if (fault == FAULT_NONE)
        fault = room_find_class(room, learner.class_id, &class, err);
    if (fault != FAULT_NONE)
        return fault;
    struct json *value = json_new_object();
    json_put_text(value, "name", learner.name);
    json_put_text(value, "former_name", learner.former_name);
    json_put_integer(value, "birth_year", learner.birth_year);
    json_put_text(value, "class", class.name);
    json_put_integer(value, "number", learner.number);
    json_put_integer(value, "joined_at", learner.joined_at);
    json_put_text(value, "consent", CONSENT[learner.consent]);
    json_put_boolean(value, "identity_seen", learner.identity_seen);
    json_put_boolean(value, "help_given", learner.help_given);
    json_put_text(value, "picture", classroom_picture(learner.picture));
    fault = describe_attempts(room, &learner, value, err);
    if (fault == FAULT_NONE)
        fault = describe_deeds(room, &learner, value, err);
    if (fault != FAULT_NONE) {
        json_free(value);
        return fault;
    }
    *out = value;
    return FAULT_NONE;
}

/* ---- erasing ---- */

static enum fault
remove_file(const struct classroom *room, const char *folder, const char *name, struct err *err)
{
    char *path = memory_print("%s/%s/%s", room->folder, folder, name);
    enum fault fault = file_wipe(path, err);
    free(path);
    return fault;
}

static enum fault
remove_files_of(const struct classroom *room, const char *folder_name, struct err *err)
{
    char **names = NULL, *folder = file_join(room->folder, folder_name);
    size_t count = 0;
    enum fault fault = file_is_folder(folder) ? file_list(folder, &names, &count, err) : FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        fault = remove_file(room, folder_name, names[i], err);
    file_free_names(names, count);
    free(folder);
    return fault;
}

/* Papers of the whole class hold this name among others, and can be made again; what an upgrade or a repair laid aside
 * holds everybody's. */
static enum fault
remove_other_copies(const struct classroom *room, struct err *err)
{
    char **names = NULL;
    size_t count = 0;
    enum fault fault = remove_files_of(room, "prints", err);
    if (fault == FAULT_NONE)
        fault = remove_files_of(room, "backups", err);
    if (fault == FAULT_NONE)
        fault = file_list(room->folder, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        if (strncmp(names[i], "before-upgrade-", 15) == 0)
            fault = remove_file(room, ".", names[i], err);
        else if (strncmp(names[i], "damaged-", 8) == 0)
            fault = remove_files_of(room, names[i], err);
    }
    file_free_names(names, count);
    return fault;
}

enum fault
room_wipe_plain_copies(struct classroom *room, struct err *err)
{
    enum fault fault = remove_other_copies(room, err);
    return fault == FAULT_NONE ? remove_files_of(room, "certificates", err) : fault;
}

static enum fault
erase_papers(struct classroom *room, const struct learner_row *learner, struct err *err)
{
    struct attempt_row *rows = NULL;
    size_t count = 0;
    enum fault fault = store_list_attempts(room->store, learner->class_id, &rows, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        struct certificate_row *papers = NULL;
        size_t paper_count = 0;
        if (strcmp(rows[i].learner_id, learner->id) != 0)
            continue;
        fault = store_list_certificates_of(room->store, rows[i].id, &papers, &paper_count, err);
        for (size_t n = 0; fault == FAULT_NONE && n < paper_count; n++) {
            char *name = memory_print("%s.pdf", papers[n].id);
            fault = store_erase_certificate(room->store, papers[n].id, err);
            if (fault == FAULT_NONE)
                fault = remove_file(room, "certificates", name, err);
            free(name);
        }
        free(papers);
    }
    free(rows);
    return fault;
}

static void
forget_seat(struct classroom *room, const char *learner_id)
{
    for (size_t i = 0; i < room->seat_count; i++)
        if (strcmp(room->seats[i].learner.id, learner_id) == 0) {
            room_remove_seat(room, &room->seats[i]);
            return;
        }
}

/* Everything but the forgetting of old bytes, which is done once for all who are erased together. */
static enum fault
erase_one(struct classroom *room, const struct learner_row *learner, struct err *err)
{
    struct learner_row empty = {.class_id = learner->class_id, .number = learner->number, .joined_at = learner->joined_at,
                                .state = LEARNER_ERASED, .is_on_roster = learner->is_on_roster,
                                .consent = learner->consent, .is_welcomed = true,
                                .identity_seen = learner->identity_seen, .help_given = learner->help_given};
    memcpy(empty.id, learner->id, sizeof empty.id);
    enum fault fault = erase_papers(room, learner, err);
    if (fault == FAULT_NONE)
        fault = store_update_learner(room->store, &empty, err);
    if (fault == FAULT_NONE)
        fault = room_record_deed(room, learner->class_id, "erased", learner->id, "", err);
    forget_seat(room, learner->id);
    return fault;
}

static enum fault
forget_bytes(struct classroom *room, struct err *err)
{
    enum fault fault = remove_other_copies(room, err);
    if (fault == FAULT_NONE)
        fault = classroom_commit(room, err);
    return fault == FAULT_NONE ? store_restart_journal(room->store, err) : fault;
}

enum fault
classroom_erase(struct classroom *room, const char *learner_id, struct err *err)
{
    struct learner_row learner;
    enum fault fault = find_person(room, learner_id, &learner, err);
    if (fault == FAULT_NONE)
        fault = erase_one(room, &learner, err);
    return fault == FAULT_NONE ? forget_bytes(room, err) : fault;
}

/* ---- names that are kept for a time only ---- */

enum fault
classroom_keep_names(struct classroom *room, int days, struct err *err)
{
    char text[12];
    if (days < 0 || days > 3650)
        return err_set(err, FAULT_INPUT, "names are kept for 1 to 3650 days, or 0: until they are erased by hand");
    snprintf(text, sizeof text, "%d", days);
    return store_put_setting(room->store, "keep_names_days", text, err);
}

enum fault
classroom_read_keep_names(struct classroom *room, int *days, struct err *err)
{
    char *text = NULL;
    enum fault fault = store_read_setting(room->store, "keep_names_days", &text, err);
    *days = text != NULL ? atoi(text) : 0;
    free(text);
    return fault;
}

static enum fault
erase_class(struct classroom *room, int64_t class_id, size_t *count, struct err *err)
{
    struct learner_row *rows = NULL;
    size_t row_count = 0;
    enum fault fault = store_list_learners(room->store, class_id, &rows, &row_count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < row_count; i++)
        if (rows[i].state != LEARNER_ERASED) {
            fault = erase_one(room, &rows[i], err);
            *count += 1;
        }
    free(rows);
    return fault;
}

enum fault
classroom_forget_old_names(struct classroom *room, size_t *count, struct err *err)
{
    struct class_row *classes = NULL;
    size_t class_count = 0;
    int days = 0;
    int64_t now = room->clock.wall_ms() / 1000;
    *count = 0;
    enum fault fault = classroom_read_keep_names(room, &days, err);
    if (fault == FAULT_NONE && days > 0)
        fault = store_list_classes(room->store, &classes, &class_count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < class_count; i++)
        if (classes[i].ended_at != 0 && now - classes[i].ended_at > (int64_t)days * DAY_SECONDS)
            fault = erase_class(room, classes[i].id, count, err);
    free(classes);
    if (fault == FAULT_NONE && *count > 0) {
        fault = forget_bytes(room, err);
        log_line("%zu names were erased: their classes ended more than %d days ago", *count, days);
    }
    return fault;
}
