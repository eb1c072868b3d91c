/* store_fixture.h - a folder with a store in it, and rows to fill it with. For
 * tests/unit/store_*.c. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include "unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "store/open_store.h"

#define OK(call) CHECK((call) == FAULT_NONE)

static const char QUIZ_HASH[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
static const char ATTEMPT[] = "tttttttttttttttttttttttttt";

static inline char *
new_folder(void)
{
    char *folder = memory_copy_text("/tmp/dauso-store-XXXXXX");
    if (mkdtemp(folder) == NULL)
        exit(1);
    return folder;
}

static inline void
remove_folder(char *folder)
{
    char **names;
    size_t count;
    OK(file_list(folder, &names, &count, NULL));
    for (size_t i = 0; i < count; i++) {
        char *path = file_join(folder, names[i]);
        CHECK(remove(path) == 0);
        free(path);
    }
    file_free_names(names, count);
    CHECK(rmdir(folder) == 0);
    free(folder);
}

static inline struct store *
open_folder(const char *folder)
{
    struct store *store = NULL;
    struct err err = {0};
    if (store_open(folder, &store, &err) != FAULT_NONE) {
        printf("  cannot open: %s\n", err.text);
        exit(1);
    }
    return store;
}

static inline struct store *
reopen(struct store *store, const char *folder)
{
    store_close(store);
    return open_folder(folder);
}

static inline void
keep_a_quiz(struct store *store)
{
    struct json *files = json_new_object();
    json_put_text(files, "quiz.lua", "title = \"Số\"\n");
    OK(store_keep_quiz(store, QUIZ_HASH, "digital-basics", files, NULL));
    json_free(files);
}

static inline struct class_row
class_named(const char *name)
{
    struct class_row row = {.code = "123456",
                            .quiz = "digital-basics",
                            .programme = "digital-basics",
                            .place = 24,
                            .opened_at = 1795000000};
    snprintf(row.name, sizeof row.name, "%s", name);
    snprintf(row.quiz_hash, sizeof row.quiz_hash, "%s", QUIZ_HASH);
    for (int i = 0; i < SEED_LEN; i++)
        row.seed[i] = (uint8_t)(i * 17);
    return row;
}

static inline struct learner_row
learner_named(int64_t class_id, const char *id, const char *name, uint8_t token)
{
    struct learner_row row = {.class_id = class_id, .birth_year = 1951, .joined_at = 1795000100};
    snprintf(row.id, sizeof row.id, "%s", id);
    snprintf(row.name, sizeof row.name, "%s", name);
    memset(row.token_hash, token, HASH_LEN);
    return row;
}

static inline struct attempt_row
attempt_named(const char *id, const struct learner_row *learner)
{
    struct attempt_row row = {
        .class_id = learner->class_id, .quiz = "digital-basics", .started_at = 1795000200};
    snprintf(row.id, sizeof row.id, "%s", id);
    snprintf(row.learner_id, sizeof row.learner_id, "%s", learner->id);
    snprintf(row.quiz_hash, sizeof row.quiz_hash, "%s", QUIZ_HASH);
    return row;
}

static inline struct event
event_numbered(uint32_t seq)
{
    struct event event = {.seq = seq,
                          .wall_ms = 1795000200000 + seq,
                          .mono_ms = seq,
                          .kind = EVENT_ACT,
                          .quiz = (char *)"",
                          .programme = (char *)"",
                          .framework = (char *)"",
                          .parameter_set = (char *)"",
                          .eligibility = (char *)"",
                          .item = (char *)"q1",
                          .verb = (char *)"choose",
                          .target = (char *)"b",
                          .value = (char *)"Đúng"};
    if (seq == 1)
        event.kind = EVENT_START;
    return event;
}

/* A class with one learner and an attempt of `count` events, committed. */
static inline struct attempt_row
fill(struct store *store, uint32_t count)
{
    keep_a_quiz(store);
    struct class_row class = class_named("Lớp 1");
    OK(store_add_class(store, &class, NULL));
    struct learner_row learner =
        learner_named(class.id, "aaaaaaaaaaaaaaaaaaaaaaaaaa", "Nguyễn Thị Hoà", 1);
    OK(store_add_learner(store, &learner, NULL));
    struct attempt_row attempt = attempt_named(ATTEMPT, &learner);
    OK(store_add_attempt(store, &attempt, NULL));
    for (uint32_t seq = 1; seq <= count; seq++) {
        struct event event = event_numbered(seq);
        OK(store_append_event(store, &attempt, &event, NULL));
    }
    OK(store_commit(store, NULL));
    return attempt;
}

static inline enum fault
append_next(struct store *store, struct attempt_row *attempt, struct err *err)
{
    struct event event = event_numbered(attempt->last_seq + 1);
    return store_append_event(store, attempt, &event, err);
}

/* How many events a reader finds in the folder, -1 if the record does not hold together. */
static inline int
count_events(struct store *store)
{
    struct event_list events = {0};
    uint32_t bad_seq;
    if (store_check(store, NULL) != FAULT_NONE ||
        store_read_events(store, ATTEMPT, &events, &bad_seq, NULL) != FAULT_NONE)
        return -1;
    int count = (int)events.count;
    event_list_clear(&events);
    return count;
}

static inline bool
says(const struct err *err, const char *first, const char *second)
{
    bool is_said = strstr(err->text, first) != NULL && strstr(err->text, second) != NULL;
    if (!is_said)
        printf("  it says: %s\n", err->text);
    return is_said;
}

/* Another hand writes into the closed file, and takes away the second copy, which would tell. */
static inline void
change_file(const char *folder, const char *sql)
{
    struct db *db;
    char *path = file_join(folder, "dauso.db");
    OK(db_open(path, migrations_accept, &db, NULL));
    OK(db_run_script(db, sql, NULL));
    db_close(db);
    free(path);
    char *journal = file_join(folder, "journal.dauso");
    (void)unlink(journal);
    free(journal);
}

#endif
