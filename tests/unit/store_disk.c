/* store_disk.c - killed processes, full disks, failing disks.
 *
 * The disk fails by order of the test: SQLite's calls to write, pwrite64 and fdatasync end in the
 * functions below. */
#include "store_fixture.h"

#include <errno.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static struct disk {
    int write_error, sync_error; /* errno, 0 = the disk is well */
    int writes_left;             /* before write_error shows */
    int sync_count, write_count;
} disk;

static int
may_write(int fd)
{
    if (fd <= 2)
        return 1;
    disk.write_count++;
    if (disk.write_error == 0 || disk.writes_left-- > 0)
        return 1;
    errno = disk.write_error;
    return 0;
}

ssize_t
write(int fd, const void *data, size_t len)
{
    return may_write(fd) ? (ssize_t)syscall(SYS_write, fd, data, len) : -1;
}

ssize_t
pwrite64(int fd, const void *data, size_t len, off64_t at)
{
    return may_write(fd) ? (ssize_t)syscall(SYS_pwrite64, fd, data, len, at) : -1;
}

int
fdatasync(int fd)
{
    disk.sync_count++;
    if (disk.sync_error == 0)
        return (int)syscall(SYS_fdatasync, fd);
    errno = disk.sync_error;
    return -1;
}

TEST(a_killed_process_loses_only_what_was_not_committed)
{
    char *folder = new_folder();
    pid_t child = fork();
    if (child == 0) {
        struct store *store = open_folder(folder);
        struct attempt_row attempt = fill(store, 1);
        for (int i = 0; i < 300; i++)
            if (append_next(store, &attempt, NULL) != FAULT_NONE ||
                (i < 250 && store_commit(store, NULL) != FAULT_NONE))
                _exit(9);
        _exit(store_has_pending(store) ? 0 : 8); /* without closing: as if killed */
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    struct store *store = open_folder(folder);
    CHECK(count_events(store) == 251);
    store_close(store);
    disk = (struct disk){0};
    remove_folder(folder);
}

TEST(on_a_full_disk_nothing_acknowledged_is_lost_and_the_reserve_is_given_up)
{
    char *folder = new_folder(), *ballast = file_join(folder, "ballast");
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 1), before = attempt;
    struct err err = {0};
    OK(append_next(store, &attempt, &err));
    bool had_ballast = file_exists(ballast); /* only with 256 MiB free */
    disk.write_error = ENOSPC;
    CHECK(store_commit(store, &err) == FAULT_CANNOT && says(&err, "the disk is full", folder));
    CHECK(!file_exists(ballast));
    CHECK(!store_has_pending(store) && count_events(store) == 1);
    disk.write_error = 0; /* the reserve made room: the class goes on without a restart */
    attempt = before;
    OK(append_next(store, &attempt, &err));
    OK(store_commit(store, &err));
    CHECK(count_events(store) == 2);
    store_close(store);
    store = open_folder(folder);
    CHECK(count_events(store) == 2);
    CHECK(file_exists(ballast) == had_ballast); /* and is made again when there is room */
    store_close(store);
    free(ballast);
    disk = (struct disk){0};
    remove_folder(folder);
}

TEST(a_store_opens_and_reads_on_a_full_disk)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    fill(store, 1);
    store_close(store);
    disk.write_error = ENOSPC;
    store = open_folder(folder);
    CHECK(count_events(store) == 1);
    store_close(store);
    disk = (struct disk){0};
    remove_folder(folder);
}

TEST(a_new_store_on_a_full_disk_is_one_sentence)
{
    char *folder = new_folder();
    struct store *store = NULL;
    struct err err = {0};
    disk.write_error = ENOSPC;
    CHECK(store_open(folder, &store, &err) == FAULT_CANNOT && store == NULL &&
          says(&err, "the disk is full", folder));
    disk.write_error = 0;
    store_close(open_folder(folder)); /* and can be made later */
    disk = (struct disk){0};
    remove_folder(folder);
}

TEST(a_large_batch_that_does_not_fit_is_lost_as_a_whole_and_says_so_until_it_is_noticed)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 1), before = attempt;
    struct err err = {0};
    enum fault fault = FAULT_NONE;
    disk.write_error = ENOSPC;
    /* Larger than the page cache, so that the disk is met before COMMIT. */
    char *value = memory_new(EVENT_TEXT_MAX + 1);
    memset(value, 'v', EVENT_TEXT_MAX);
    for (int i = 0; i < 3000 && fault == FAULT_NONE; i++) {
        struct event event = event_numbered(attempt.last_seq + 1);
        event.value = value;
        fault = store_append_event(store, &attempt, &event, &err);
    }
    CHECK(fault == FAULT_CANNOT && says(&err, "the disk is full", folder));
    disk.write_error = 0; /* room again, but whoever waits for COMMIT must not be told "saved" */
    attempt = before;
    CHECK(store_has_pending(store));
    CHECK(append_next(store, &attempt, &err) == FAULT_CANNOT && says(&err, "lost", "try again"));
    CHECK(store_commit(store, &err) == FAULT_CANNOT && says(&err, "lost", "try again"));
    CHECK(!store_has_pending(store) && count_events(store) == 1);
    OK(append_next(store, &attempt, &err));
    OK(store_commit(store, &err));
    CHECK(count_events(store) == 2);
    free(value);
    store_close(store);
    disk = (struct disk){0};
    remove_folder(folder);
}

TEST(after_a_failed_fsync_nothing_is_written_until_the_store_is_opened_anew)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 1), before = attempt;
    struct err err = {0};
    OK(append_next(store, &attempt, &err));
    disk.sync_error = EIO;
    int syncs = disk.sync_count;
    CHECK(store_commit(store, &err) == FAULT_CANNOT && says(&err, "the disk failed", folder));
    CHECK(disk.sync_count > syncs); /* it was the fsync that failed */
    disk.sync_error = 0;            /* the disk claims to be well again: not to be believed */
    attempt = before;
    CHECK(append_next(store, &attempt, &err) == FAULT_CANNOT &&
          says(&err, "start dauso again", folder));
    CHECK(store_put_setting(store, "a", "b", &err) == FAULT_CANNOT);
    CHECK(store_commit(store, &err) == FAULT_CANNOT);
    CHECK(count_events(store) == 1); /* reading goes on */
    store_close(store);
    store = open_folder(folder);
    int count = count_events(store);
    CHECK(count == 1 || count == 2); /* what was not acknowledged may be there or not, but whole */
    bool found;
    OK(store_find_attempt(store, ATTEMPT, &attempt, &found, NULL));
    OK(append_next(store, &attempt, &err));
    OK(store_commit(store, &err));
    CHECK(count_events(store) == count + 1);
    store_close(store);
    disk = (struct disk){0};
    remove_folder(folder);
}

TEST(a_failing_write_at_any_place_loses_no_acknowledged_event)
{
    for (int writes = 0; writes < 12; writes++) {
        char *folder = new_folder();
        struct store *store = open_folder(folder);
        struct attempt_row attempt = fill(store, 1);
        int acknowledged = 1;
        disk.write_error = writes % 2 == 0 ? EIO : EFBIG;
        disk.writes_left = writes;
        for (int i = 0; i < 10; i++) {
            if (append_next(store, &attempt, NULL) != FAULT_NONE ||
                store_commit(store, NULL) != FAULT_NONE)
                break;
            acknowledged++;
        }
        CHECK(acknowledged < 11); /* the fault was met */
        store_close(store);
        disk.write_error = 0;
        store = open_folder(folder);
        int count = count_events(store);
        CHECK(count == acknowledged || count == acknowledged + 1);
        store_close(store);
        disk = (struct disk){0};
        remove_folder(folder);
    }
}

TEST(each_commit_is_one_fsync_of_each_copy_however_many_events_waited)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 1);
    OK(append_next(store, &attempt, NULL));
    OK(store_commit(store, NULL));
    int before = disk.sync_count;
    for (int i = 0; i < 64; i++)
        OK(append_next(store, &attempt, NULL));
    CHECK(disk.sync_count == before);
    OK(store_commit(store, NULL));
    CHECK(disk.sync_count == before + 2); /* the WAL, then the journal */
    before = disk.sync_count;
    OK(store_commit(store, NULL));
    CHECK(disk.sync_count == before);
    store_close(store);
    disk = (struct disk){0};
    remove_folder(folder);
}

int
main(void)
{
    RUN(a_killed_process_loses_only_what_was_not_committed);
    RUN(on_a_full_disk_nothing_acknowledged_is_lost_and_the_reserve_is_given_up);
    RUN(a_store_opens_and_reads_on_a_full_disk);
    RUN(a_new_store_on_a_full_disk_is_one_sentence);
    RUN(a_large_batch_that_does_not_fit_is_lost_as_a_whole_and_says_so_until_it_is_noticed);
    RUN(after_a_failed_fsync_nothing_is_written_until_the_store_is_opened_anew);
    RUN(a_failing_write_at_any_place_loses_no_acknowledged_event);
    RUN(each_commit_is_one_fsync_of_each_copy_however_many_events_waited);
    return unit_end();
}
