/* store_repair.c - flipped bits in every file, and what `dauso repair` makes of them. */
#include "journal_fixture.h"

/* ---- flipped bits ---- */

/* After one flip in `name` either the folder is refused, or it says what it said before. */
static void
flip_everywhere(const char *name, size_t step, bool is_killed)
{
    char *folder = is_killed ? folder_killed_with(5) : folder_with(5);
    struct buffer db = bytes_of(folder, "dauso.db"), wal = bytes_of(folder, "dauso.db-wal"),
                  journal = bytes_of(folder, "journal.dauso"), file = bytes_of(folder, name);
    uint8_t wanted[HASH_LEN], got[HASH_LEN];
    struct store *store = open_folder(folder);
    OK(db_digest_rows(store->db, wanted, NULL));
    store_close(store);
    int refused = 0;
    for (size_t at = 0; at < file.len; at += at < 200 ? 19 : step) {
        put_bytes(folder, "dauso.db", &db);
        put_bytes(folder, "journal.dauso", &journal);
        remove_file(folder, "dauso.db-wal");
        if (is_killed)
            put_bytes(folder, "dauso.db-wal", &wal);
        file.data[at] ^= (uint8_t)(1 << at % 8);
        put_bytes(folder, name, &file);
        file.data[at] ^= (uint8_t)(1 << at % 8);
        store = NULL;
        if (store_open(folder, &store, NULL) != FAULT_NONE) {
            refused++;
            struct buffer report = {0};
            enum repair_end end = REPAIR_LOSS;
            OK(store_repair(folder, &report, &end, NULL));
            CHECK(end != REPAIR_LOSS);
            buffer_clear(&report);
            store = open_folder(folder);
        }
        OK(db_digest_rows(store->db, got, NULL));
        CHECK(memcmp(wanted, got, HASH_LEN) == 0);
        store_close(store);
    }
    printf("  %s: %d refused\n", name, refused);
    CHECK(refused > 0 || strcmp(name, "journal.dauso") == 0);
    buffer_clear(&db);
    buffer_clear(&wal);
    buffer_clear(&journal);
    buffer_clear(&file);
    remove_all(folder);
}

TEST(a_flipped_bit_in_the_database_is_never_believed_and_mended)
{
    flip_everywhere("dauso.db", 1733, false);
}

TEST(a_flipped_bit_in_the_database_of_a_killed_process_is_never_believed_and_mended)
{
    flip_everywhere("dauso.db", 2741, true);
}

TEST(a_flipped_bit_in_the_wal_is_never_believed_and_mended)
{
    flip_everywhere("dauso.db-wal", 1733, true);
}

TEST(a_flipped_bit_in_the_journal_is_never_believed_and_mended)
{
    flip_everywhere("journal.dauso", 2741, false);
    flip_everywhere("journal.dauso", 2741, true);
}

/* ---- both damaged ---- */

TEST(with_both_damaged_repair_saves_what_is_left_and_names_what_is_lost)
{
    char *folder = folder_with(10);
    struct buffer db = bytes_of(folder, "dauso.db"), journal = bytes_of(folder, "journal.dauso");
    memset(db.data, 0x55, db.len / 2);
    put_bytes(folder, "dauso.db", &db);
    journal.data[journal.len - 1000] ^= 1; /* in one of the last commits */
    put_bytes(folder, "journal.dauso", &journal);
    CHECK(repair(folder, "Lost: the saved steps") == REPAIR_LOSS);
    int left = events_in(folder);
    CHECK(left > 4 && left < 10);
    CHECK(repair(folder, "is whole") == REPAIR_GOOD);
    CHECK(events_in(folder) == left);
    buffer_clear(&db);
    buffer_clear(&journal);
    remove_all(folder);
}

TEST(when_nothing_can_be_read_repair_changes_nothing)
{
    char *folder = folder_with(3), name[300];
    struct buffer junk = {0}, report = {0}, after;
    struct err err = {0};
    enum repair_end end;
    for (int i = 0; i < 5000; i++)
        buffer_print(&junk, "This is no data. ");
    put_bytes(folder, "dauso.db", &junk);
    put_bytes(folder, "journal.dauso", &junk);
    CHECK(store_repair(folder, &report, &end, &err) == FAULT_CANNOT &&
          says(&err, "neither", "backup"));
    after = bytes_of(folder, "dauso.db");
    CHECK(after.len == junk.len);
    find_entry(folder, "damaged-", name);
    CHECK_TEXT(name, "");
    buffer_clear(&junk);
    buffer_clear(&report);
    buffer_clear(&after);
    remove_all(folder);
}

TEST(repair_waits_until_nobody_uses_the_folder)
{
    char *folder = folder_with(3);
    int pipes[2], status;
    CHECK(pipe(pipes) == 0);
    pid_t child = fork(); /* locks are per process */
    if (child == 0) {
        struct store *store = open_folder(folder);
        char byte = store != NULL;
        if (write(pipes[1], &byte, 1) != 1 || pause() != 0)
            _exit(1);
    }
    char byte;
    struct err err = {0};
    struct buffer report = {0};
    enum repair_end end;
    CHECK(read(pipes[0], &byte, 1) == 1);
    CHECK(store_repair(folder, &report, &end, &err) == FAULT_CANNOT &&
          says(&err, "the class is running", "stop serve"));
    kill(child, SIGKILL);
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(repair(folder, "is whole") == REPAIR_GOOD);
    close(pipes[0]);
    close(pipes[1]);
    buffer_clear(&report);
    remove_all(folder);
}

int
main(void)
{
    RUN(a_flipped_bit_in_the_database_is_never_believed_and_mended);
    RUN(a_flipped_bit_in_the_database_of_a_killed_process_is_never_believed_and_mended);
    RUN(a_flipped_bit_in_the_wal_is_never_believed_and_mended);
    RUN(a_flipped_bit_in_the_journal_is_never_believed_and_mended);
    RUN(with_both_damaged_repair_saves_what_is_left_and_names_what_is_lost);
    RUN(when_nothing_can_be_read_repair_changes_nothing);
    RUN(repair_waits_until_nobody_uses_the_folder);
    return unit_end();
}
