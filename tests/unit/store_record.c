/* store_record.c - a record that another hand or a bad disk changed is noticed, and the place is
 * named. */
#include "store_fixture.h"

#include <fcntl.h>

struct change {
    const char *sql;
    uint32_t bad_seq;
    const char *says;
};

TEST(a_changed_record_is_named_by_the_number_of_its_first_bad_event)
{
    static const struct change changes[] = {
        {"UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'b', 'c') AS BLOB) WHERE seq = "
         "7",
         7, "hash"},
        {"UPDATE events SET chain = zeroblob(32) WHERE seq = 7", 7, "hash"},
        {"DELETE FROM events WHERE seq = 7", 7, "missing"},
        {"DELETE FROM events WHERE seq = 20", 20, "missing"},
        {"DELETE FROM events", 1, "missing"},
        {"INSERT INTO events SELECT class, attempt, 21, body, chain FROM events WHERE seq = 20", 21,
         "added"},
        {"UPDATE attempts SET chain = zeroblob(32)", 20, "acknowledged"},
        {"UPDATE attempts SET last_seq = 19", 20, "added"},
        {"UPDATE events SET body = (SELECT body FROM events WHERE seq = 3) WHERE seq = 2", 2,
         "hash"},
        {"UPDATE events SET body = zeroblob(0) WHERE seq = 1", 1, "hash"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char *folder = new_folder();
        struct store *store = open_folder(folder);
        struct attempt_row attempt = fill(store, 20);
        struct event_list events = {0};
        uint32_t bad_seq = 0;
        struct err err = {0};
        store_close(store);
        change_file(folder, changes[i].sql);
        store = open_folder(folder);
        CHECK(store_read_events(store, attempt.id, &events, &bad_seq, &err) == FAULT_INPUT);
        CHECK(bad_seq == changes[i].bad_seq && events.count == 0);
        CHECK(strstr(err.text, changes[i].says) != NULL && strstr(err.text, "event ") != NULL);
        if (unit_broken)
            printf("  %s: %u: %s\n", changes[i].sql, bad_seq, err.text);
        store_close(store);
        remove_folder(folder);
    }
}

TEST(an_event_that_another_hand_added_is_not_taken_for_ours)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 2), row = {0};
    bool found;
    store_close(store);
    change_file(
        folder,
        "INSERT INTO events SELECT class, attempt, 3, body, chain FROM events WHERE seq = 2");
    store = open_folder(folder);
    struct event next = event_numbered(3);
    CHECK(store_append_event(store, &attempt, &next, NULL) == FAULT_CONFLICT);
    OK(store_commit(store, NULL));
    OK(store_find_attempt(store, attempt.id, &row, &found, NULL));
    CHECK(row.last_seq == 2);
    store_close(store);
    remove_folder(folder);
}

TEST(a_value_of_the_wrong_size_says_that_the_file_is_damaged)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 1), row;
    struct err err = {0};
    struct class_row *rows;
    size_t count;
    bool found;
    store_close(store);
    change_file(folder, "UPDATE attempts SET quiz = replace(hex(zeroblob(100)), '0', 'x');"
                        "UPDATE classes SET code = '1234567'");
    store = open_folder(folder);
    CHECK(store_find_attempt(store, attempt.id, &row, &found, &err) == FAULT_CANNOT);
    CHECK(strstr(err.text, "damaged") != NULL && strstr(err.text, "dauso.db") != NULL);
    CHECK(store_list_classes(store, &rows, &count, &err) == FAULT_CANNOT && rows == NULL &&
          count == 0);
    store_close(store);
    remove_folder(folder);
}

TEST(a_row_that_refers_to_nothing_is_found_by_the_check)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct err err = {0};
    fill(store, 1);
    store_close(store);
    struct db *db;
    char *path = file_join(folder, "dauso.db");
    OK(db_open(path, migrations_accept, &db, NULL));
    bool found;
    OK(db_read_one(db_query(db, "PRAGMA foreign_keys=OFF"), NULL, NULL, &found, NULL));
    OK(db_run_script(db, "DELETE FROM learners", NULL));
    db_close(db);
    free(path);
    char *journal = file_join(folder, "journal.dauso");
    CHECK(store_open(folder, &store, &err) == FAULT_CANNOT && says(&err, "differ", "dauso repair"));
    CHECK(unlink(journal) == 0); /* nothing to compare with: the file must tell by itself */
    CHECK(store_open(folder, &store, &err) == FAULT_CANNOT && says(&err, "attempts", "damaged"));
    free(journal);
    remove_folder(folder);
}

TEST(a_damaged_page_is_reported_and_never_crashes)
{
    for (size_t page = 0; page < 12; page++) {
        char *folder = new_folder(), *path = file_join(folder, "dauso.db");
        struct store *store = open_folder(folder);
        struct err err = {0};
        uint8_t junk[4096];
        fill(store, 1);
        store_close(store);
        memset(junk, 0xa5, sizeof junk);
        int fd = open(path, O_WRONLY | O_CLOEXEC);
        CHECK(pwrite(fd, junk, sizeof junk, (off_t)(page * sizeof junk)) == sizeof junk);
        close(fd);
        store = NULL;
        enum fault fault = store_open(folder, &store, &err);
        if (fault == FAULT_NONE)
            fault = store_check(store, &err);
        CHECK(fault == FAULT_CANNOT && says(&err, "dauso.db", ""));
        store_close(store);
        free(path);
        remove_folder(folder);
    }
}

int
main(void)
{
    RUN(a_changed_record_is_named_by_the_number_of_its_first_bad_event);
    RUN(an_event_that_another_hand_added_is_not_taken_for_ours);
    RUN(a_value_of_the_wrong_size_says_that_the_file_is_damaged);
    RUN(a_row_that_refers_to_nothing_is_found_by_the_check);
    RUN(a_damaged_page_is_reported_and_never_crashes);
    return unit_end();
}
