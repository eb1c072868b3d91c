/* store_journal.c - the second copy: what each commit leaves in it, what is refused when the two
 * do not agree, and what is rebuilt from it.
 *
 * The disk fails for the journal alone by order of the test: SQLite never calls writev. */
#include "journal_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>

static int journal_error; /* errno of the journal's writes, 0 = the disk is well */

ssize_t
writev(int fd, const struct iovec *parts, int count)
{
    if (journal_error == 0)
        return (ssize_t)syscall(SYS_writev, fd, parts, count);
    errno = journal_error;
    return -1;
}

/* ---- what is in it ---- */

TEST(a_database_that_is_lost_comes_back_from_the_journal_row_by_row)
{
    char *folder = folder_with(20);
    uint8_t before[HASH_LEN], after[HASH_LEN];
    struct store *store = open_folder(folder);
    OK(db_digest_rows(store->db, before, NULL));
    store_close(store);
    remove_file(folder, "dauso.db");
    CHECK(refuses(folder, "is missing"));
    CHECK(!has_file(folder, "dauso.db")); /* no empty one was made in its place */
    CHECK(repair(folder, "was rebuilt from the journal") == REPAIR_DONE);
    store = open_folder(folder);
    OK(db_digest_rows(store->db, after, NULL));
    CHECK(memcmp(before, after, HASH_LEN) == 0 && count_events(store) == 20);
    store_close(store);
    remove_all(folder);
}

TEST(updates_deletions_and_exchanged_keys_come_back_too)
{
    char *folder = folder_with(2);
    uint8_t before[HASH_LEN], after[HASH_LEN];
    struct store *store = open_folder(folder);
    struct learner_row learner = learner_named(1, "bbbbbbbbbbbbbbbbbbbbbbbbbb", "Lò Văn Piêng", 2);
    OK(store_add_learner(store, &learner, NULL));
    OK(store_put_setting(store, "office", "Trạm Y tế", NULL));
    OK(store_commit(store, NULL));
    OK(store_put_setting(store, "office", "Uỷ ban", NULL));
    OK(db_write(db_query(store->db, "UPDATE learners SET number = number + 10"), NULL, NULL));
    OK(store_commit(store, NULL));
    static const char *const EXCHANGE[] = {"UPDATE learners SET number = 13 WHERE number = 11",
                                           "UPDATE learners SET number = 11 WHERE number = 12",
                                           "UPDATE learners SET number = 12 WHERE number = 13"};
    for (size_t i = 0; i < 3; i++)
        OK(db_write(db_query(store->db, EXCHANGE[i]), NULL, NULL));
    OK(store_put_setting(store, "place", "Mường Lát", NULL));
    OK(store_commit(store, NULL));
    OK(db_write(db_query(store->db, "DELETE FROM learners WHERE id LIKE 'b%'"), NULL, NULL));
    OK(store_commit(store, NULL));
    OK(db_digest_rows(store->db, before, NULL));
    store_close(store);
    remove_file(folder, "dauso.db");
    CHECK(repair(folder, "was rebuilt") == REPAIR_DONE);
    store = open_folder(folder);
    OK(db_digest_rows(store->db, after, NULL));
    CHECK(memcmp(before, after, HASH_LEN) == 0);
    store_close(store);
    remove_all(folder);
}

TEST(a_rolled_back_transaction_leaves_nothing_in_the_journal)
{
    char *folder = folder_with(1);
    struct store *store = open_folder(folder);
    struct buffer before = bytes_of(folder, "journal.dauso"), after;
    OK(store_put_setting(store, "office", "Trạm Y tế", NULL));
    store_roll_back(store);
    OK(store_commit(store, NULL)); /* nothing waits */
    after = bytes_of(folder, "journal.dauso");
    CHECK(before.len == after.len);
    buffer_clear(&after);
    OK(store_put_setting(store, "office", "Uỷ ban", NULL));
    OK(store_commit(store, NULL));
    after = bytes_of(folder, "journal.dauso");
    CHECK(memmem(after.data, after.len, "Uỷ ban", 8) != NULL &&
          memmem(after.data, after.len, "Trạm", 6) == NULL);
    buffer_clear(&before);
    buffer_clear(&after);
    store_close(store);
    remove_all(folder);
}

TEST(what_was_acknowledged_before_a_kill_is_in_both_copies)
{
    char *folder = folder_killed_with(30);
    CHECK(has_file(folder, "dauso.db-wal"));
    remove_file(folder, "dauso.db-wal"); /* as if the disk had kept nothing since the checkpoint */
    CHECK(refuses(folder, "is older than journal.dauso"));
    CHECK(repair(folder, "was rebuilt") == REPAIR_DONE);
    CHECK(events_in(folder) == 30);
    remove_all(folder);
}

TEST(a_folder_that_is_only_read_stays_byte_for_byte)
{
    char *folder = folder_with(3);
    struct buffer before = bytes_of(folder, "journal.dauso");
    CHECK(events_in(folder) == 3 && events_in(folder) == 3);
    struct buffer after = bytes_of(folder, "journal.dauso");
    CHECK(before.len == after.len && memcmp(before.data, after.data, after.len) == 0);
    buffer_clear(&before);
    buffer_clear(&after);
    remove_all(folder);
}

/* ---- the database is ahead ---- */

TEST(a_journal_cut_at_any_place_costs_nothing_while_the_database_is_whole)
{
    char *folder = folder_with(6);
    struct buffer whole = bytes_of(folder, "journal.dauso"), db = bytes_of(folder, "dauso.db");
    for (size_t len = 0; len <= whole.len; len += len < 130 || len + 900 > whole.len ? 7 : 4001) {
        struct buffer cut = whole;
        cut.len = len;
        put_bytes(folder, "journal.dauso", &cut);
        put_bytes(folder, "dauso.db", &db);
        CHECK(events_in(folder) == 6);
        remove_file(folder, "dauso.db"); /* and it is a whole copy again */
        CHECK(repair(folder, "was rebuilt") == REPAIR_DONE && events_in(folder) == 6);
    }
    buffer_clear(&whole);
    buffer_clear(&db);
    remove_all(folder);
}

TEST(a_journal_that_is_gone_is_made_anew)
{
    char *folder = folder_with(4);
    remove_file(folder, "journal.dauso");
    CHECK(events_in(folder) == 4 && has_file(folder, "journal.dauso"));
    remove_file(folder, "dauso.db");
    CHECK(repair(folder, "was rebuilt") == REPAIR_DONE && events_in(folder) == 4);
    remove_all(folder);
}

TEST(a_disk_too_full_for_the_journal_loses_nothing_and_says_that_it_is_behind)
{
    char *folder = folder_with(1);
    bool found;
    struct attempt_row attempt;
    struct store *store = open_folder(folder);
    OK(store_find_attempt(store, ATTEMPT, &attempt, &found, NULL));
    CHECK(!store_journal_is_behind(store));
    journal_error = ENOSPC;
    for (int i = 0; i < 5; i++) {
        OK(append_next(store, &attempt, NULL));
        OK(store_commit(store, NULL));
        CHECK(store_journal_is_behind(store));
    }
    store_close(store);
    store = open_folder(folder); /* still full */
    CHECK(store_journal_is_behind(store) && count_events(store) == 6);
    journal_error = 0;
    OK(store_restart_journal(store, NULL));
    CHECK(!store_journal_is_behind(store));
    store_close(store);
    remove_file(folder, "dauso.db");
    CHECK(repair(folder, "was rebuilt") == REPAIR_DONE && events_in(folder) == 6);
    remove_all(folder);
}

/* ---- the journal is ahead, or of another history ---- */

TEST(an_older_database_put_back_is_refused_and_brought_up_to_date_by_repair)
{
    char *folder = folder_with(5);
    struct buffer old = bytes_of(folder, "dauso.db");
    add_event(folder);
    put_bytes(folder, "dauso.db", &old);
    CHECK(refuses(folder, "is older than journal.dauso by 1 saved steps"));
    add_event((put_bytes(folder, "dauso.db", &old), repair(folder, "was rebuilt"), folder));
    CHECK(events_in(folder) == 7);
    buffer_clear(&old);
    remove_all(folder);
}

TEST(a_database_of_another_folder_is_refused_and_repair_keeps_both)
{
    char *folder = folder_with(5), *other = folder_with(5), name[300], aside[700];
    struct buffer foreign = bytes_of(other, "dauso.db");
    put_bytes(folder, "dauso.db", &foreign);
    CHECK(refuses(folder, "are of different histories"));
    CHECK(repair(folder, "another history") == REPAIR_DONE);
    find_entry(folder, "damaged-", name);
    snprintf(aside, sizeof aside, "%s/%s", folder, name);
    CHECK(has_file(aside, "from-journal.db") && has_file(aside, "journal.dauso"));
    CHECK(events_in(folder) == 5);
    buffer_clear(&foreign);
    remove_all(folder);
    remove_all(other);
}

/* ---- erasing, copies, upgrades ---- */

TEST(after_a_restart_of_the_journal_an_erased_name_is_in_no_file)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    keep_a_quiz(store);
    struct class_row class = class_named("Lớp 1");
    OK(store_add_class(store, &class, NULL));
    struct learner_row learner =
        learner_named(class.id, "aaaaaaaaaaaaaaaaaaaaaaaaaa", "Sùng Thị Xoá", 1);
    OK(store_add_learner(store, &learner, NULL));
    OK(store_commit(store, NULL));
    char *path = file_join(folder, "journal.dauso");
    int old = open(path, O_RDONLY | O_CLOEXEC); /* the blocks of the old file, whatever its name */
    OK(db_write(db_query(store->db, "DELETE FROM learners"), NULL, NULL));
    OK(store_restart_journal(store, NULL));
    static const char *const NAMES[] = {"dauso.db", "dauso.db-wal", "journal.dauso"};
    for (size_t i = 0; i < 3; i++) {
        struct buffer bytes = bytes_of(folder, NAMES[i]);
        CHECK(bytes.len == 0 || memmem(bytes.data, bytes.len, "Sùng", 5) == NULL);
        buffer_clear(&bytes);
    }
    struct stat found;
    CHECK(fstat(old, &found) == 0 && found.st_nlink == 0 && found.st_size > 0);
    for (off_t at = 0; at < found.st_size; at++) {
        char byte = 1;
        if (pread(old, &byte, 1, at) != 1 || byte != 0) {
            CHECK(!"the old journal's blocks hold zeros");
            break;
        }
    }
    close(old);
    store_close(store);
    free(path);
    remove_all(folder);
}

TEST(a_backup_during_a_class_opens_as_a_store_of_its_own)
{
    char *folder = folder_with(5), *other = new_folder();
    char *copy = file_join(other, "dauso.db");
    bool found;
    struct attempt_row attempt;
    struct err err = {0};
    struct store *store = open_folder(folder);
    OK(store_find_attempt(store, ATTEMPT, &attempt, &found, NULL));
    OK(append_next(store, &attempt, NULL));
    OK(store_backup(store, copy, NULL)); /* commits what waits */
    OK(append_next(store, &attempt, NULL));
    OK(store_commit(store, NULL));
    CHECK(!has_file(other, "dauso.db-wal") && !has_file(other, "dauso.db.new"));
    CHECK(events_in(other) == 6 && count_events(store) == 7);
    CHECK(store_backup(store, "/proc/none/copy.db", &err) == FAULT_CANNOT &&
          says(&err, "/proc/none/copy.db", "choose"));
    store_close(store);
    free(copy);
    remove_all(folder);
    remove_all(other);
}

TEST(the_room_on_the_disk_is_told_as_bytes_and_as_answers)
{
    char *folder = new_folder();
    uint64_t bytes = 0, answers = 0;
    struct statvfs disk;
    struct store *store = open_folder(folder);
    CHECK(store_disk_free(store, &bytes, &answers));
    CHECK(statvfs(folder, &disk) == 0);
    double wanted = (double)disk.f_bavail * (double)disk.f_frsize;
    CHECK_NEAR((double)bytes, wanted, 1e8); /* others write to the disk, too */
    CHECK(answers > bytes / 2000 && answers < bytes / 600);
    store_close(store);
    remove_all(folder);
}

static void
upgrade_from(int64_t version)
{
    char *folder = new_folder(), *path = file_join(folder, "dauso.db"), name[64];
    struct db *db;
    bool found;
    struct class_row row;
    OK(db_open(path, migrations_accept, &db, NULL));
    OK(migrations_run_to(db, version, NULL));
    OK(db_run_script(db,
                     "INSERT INTO quizzes VALUES ('h', 'q', '{}');"
                     "INSERT INTO classes(place, name, code, quiz, quiz_hash, programme, seed, "
                     "opened_at) VALUES (24, 'Lớp cũ', '123456', 'q', 'h', 'p', zeroblob(16), 5);",
                     NULL));
    db_close(db);
    struct store *store = open_folder(folder);
    OK(store_find_class_by_name(store, "Lớp cũ", &row, &found, NULL));
    CHECK(found && row.place == 24);
    store_close(store);
    snprintf(name, sizeof name, "before-upgrade-v%d.db", (int)version);
    CHECK(has_file(folder, name));
    char *copy = file_join(folder, name);
    strcat(name, "-wal");
    CHECK(!has_file(folder, name));
    remove_file(folder, "dauso.db"); /* the journal holds the upgraded one */
    CHECK(repair(folder, "was rebuilt") == REPAIR_DONE);
    char *again = new_folder(), *back = file_join(again, "dauso.db");
    CHECK(rename(copy, back) == 0); /* and the old one opens wherever it is put */
    store = open_folder(again);
    OK(store_find_class_by_name(store, "Lớp cũ", &row, &found, NULL));
    CHECK(found);
    store_close(store);
    store = open_folder(folder);
    OK(store_find_class_by_name(store, "Lớp cũ", &row, &found, NULL));
    CHECK(found);
    store_close(store);
    free(copy);
    free(back);
    free(path);
    remove_all(folder);
    remove_all(again);
}

TEST(an_upgrade_from_every_older_version_keeps_the_file_as_it_was)
{
    for (int64_t version = 1; version < STORE_VERSION; version++)
        upgrade_from(version);
}

int
main(void)
{
    RUN(a_database_that_is_lost_comes_back_from_the_journal_row_by_row);
    RUN(updates_deletions_and_exchanged_keys_come_back_too);
    RUN(a_rolled_back_transaction_leaves_nothing_in_the_journal);
    RUN(what_was_acknowledged_before_a_kill_is_in_both_copies);
    RUN(a_folder_that_is_only_read_stays_byte_for_byte);
    RUN(a_journal_cut_at_any_place_costs_nothing_while_the_database_is_whole);
    RUN(a_journal_that_is_gone_is_made_anew);
    RUN(a_disk_too_full_for_the_journal_loses_nothing_and_says_that_it_is_behind);
    RUN(an_older_database_put_back_is_refused_and_brought_up_to_date_by_repair);
    RUN(a_database_of_another_folder_is_refused_and_repair_keeps_both);
    RUN(after_a_restart_of_the_journal_an_erased_name_is_in_no_file);
    RUN(a_backup_during_a_class_opens_as_a_store_of_its_own);
    RUN(the_room_on_the_disk_is_told_as_bytes_and_as_answers);
    RUN(an_upgrade_from_every_older_version_keeps_the_file_as_it_was);
    return unit_end();
}
