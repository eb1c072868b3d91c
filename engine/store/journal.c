/* journal.c - writing the journal. read_journal.c reads it.
 *
 * Order and cost. A commit is COMMIT (SQLite syncs its WAL), then one append and one fdatasync
 * here, and only then is it acknowledged: whatever was ticked on a phone is in both files, and the
 * journal is never ahead of the database unless the disk did not keep what it said it kept, or
 * somebody put an older database back. To write the journal at the same time as the WAL would save
 * part of the second fdatasync and give up that sentence: a journal ahead by one could then mean
 * either. Answers wait in groups for one commit, so the second fdatasync costs a full server
 * little. It is made cheap: batches are written over zeros that were laid out before, so that the
 * file system has no size to change (measured: half the time of an fdatasync that has). */
#include "store/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/memory.h"
#include "store/journal_bytes.h"

struct journal {
    int fd;
    char *path;
    uint64_t size;     /* of what was written */
    uint64_t room_end; /* behind it zeros are laid out up to here */
    uint8_t head[HASH_LEN];
};

enum { ROOM_LEN = 256 * 1024 };

static enum fault
cannot_write(const char *path, struct err *err)
{
    return err_set(err, FAULT_CANNOT,
                   "cannot write %s: %s; free some space or make the folder writable", path,
                   strerror(errno));
}

static void
put_number(uint8_t *at, uint64_t number, int len)
{
    for (int i = 0; i < len; i++)
        at[i] = (uint8_t)(number >> (8 * i));
}

static ssize_t
write_at_end(const struct journal *journal, const struct iovec *parts, int count)
{
    if (lseek(journal->fd, (off_t)journal->size, SEEK_SET) < 0)
        return -1;
    return writev(journal->fd, parts, count);
}

/* Writes all parts at the journal's end or fails; one call unless the system writes less than it
 * was given. */
static bool
write_all(struct journal *journal, struct iovec *parts, int count)
{
    while (count > 0) {
        ssize_t done = write_at_end(journal, parts, count);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        journal->size += (uint64_t)done;
        for (; count > 0 && (size_t)done >= parts->iov_len; parts++, count--)
            done -= (ssize_t)parts->iov_len;
        if (count > 0) {
            parts->iov_base = (char *)parts->iov_base + done;
            parts->iov_len -= (size_t)done;
        }
    }
    return true;
}

/* Best effort: without it, every append costs the file system a change of the file's size as well.
 */
static void
make_room(struct journal *journal, size_t len)
{
    static const uint8_t ZEROS[ROOM_LEN];
    if (journal->size + len <= journal->room_end || len > ROOM_LEN / 2)
        return;
    struct iovec part = {(void *)(uintptr_t)ZEROS, ROOM_LEN};
    ssize_t done = write_at_end(journal, &part, 1);
    journal->room_end = done > 0 ? journal->size + (uint64_t)done : 0;
}

static bool
write_batch(struct journal *journal, const struct journal_batch *batch)
{
    uint8_t head[BATCH_HEAD_LEN + PAYLOAD_HEAD_LEN], *payload = head + BATCH_HEAD_LEN;
    uint8_t chain[HASH_LEN];
    payload[0] = (uint8_t)batch->kind;
    put_number(payload + 1, batch->number, 8);
    put_number(payload + 9, batch->version, 4);
    struct hash_state hash;
    hash_begin(&hash);
    hash_add(&hash, journal->head, HASH_LEN);
    hash_add(&hash, payload, PAYLOAD_HEAD_LEN);
    hash_add(&hash, batch->body, batch->len);
    hash_end(&hash, chain);
    memcpy(head, BATCH_MARK, 4);
    put_number(head + 4, PAYLOAD_HEAD_LEN + batch->len, 4);
    uint32_t crc = journal_crc(0, payload, PAYLOAD_HEAD_LEN);
    put_number(head + 8, journal_crc(crc, batch->body, batch->len), 4);
    memcpy(head + 12, chain, HASH_LEN);
    struct iovec parts[] = {{head, sizeof head}, {(void *)(uintptr_t)batch->body, batch->len}};
    make_room(journal, sizeof head + batch->len);
    if (!write_all(journal, parts, 2))
        return false;
    memcpy(journal->head, chain, HASH_LEN);
    return true;
}

enum fault
journal_append(struct journal *journal, const struct journal_batch *batch, struct err *err)
{
    if (batch->len > UINT32_MAX - PAYLOAD_HEAD_LEN)
        return err_set(err, FAULT_LIMIT, "%zu bytes are too many for %s", batch->len,
                       journal->path);
    if (!write_batch(journal, batch) || fdatasync(journal->fd) != 0)
        return cannot_write(journal->path, err);
    return FAULT_NONE;
}

static struct journal *
new_journal(const char *path, int fd, uint64_t size, const uint8_t head[HASH_LEN])
{
    struct journal *journal = memory_new(sizeof *journal);
    journal->path = memory_copy_text(path);
    journal->fd = fd;
    journal->size = size;
    memcpy(journal->head, head, HASH_LEN);
    return journal;
}

static bool
sync_folder_of(const char *path)
{
    char *folder = memory_copy_text(path), *slash = strrchr(folder, '/');
    if (slash != NULL)
        slash[slash == folder ? 1 : 0] = 0;
    int fd = open(slash != NULL ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_down = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    free(folder);
    return is_down;
}

static enum fault
write_zeros(const char *path, struct err *err)
{
    static const uint8_t ZEROS[65536];
    int fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? FAULT_NONE : cannot_write(path, err);
    struct stat found;
    bool is_done = fstat(fd, &found) == 0;
    for (off_t left = is_done ? found.st_size : 0; is_done && left > 0;) {
        size_t len = left < (off_t)sizeof ZEROS ? (size_t)left : sizeof ZEROS;
        ssize_t done = write(fd, ZEROS, len);
        is_done = done > 0;
        left -= done;
    }
    is_done = is_done && fdatasync(fd) == 0;
    enum fault fault = is_done ? FAULT_NONE : cannot_write(path, err);
    close(fd);
    return fault;
}

static enum fault
write_first(struct journal *journal, const struct journal_batch *first, struct err *err)
{
    struct iovec parts[] = {{(void *)(uintptr_t)JOURNAL_MARK, 8}, {journal->head, HASH_LEN}};
    if (!write_all(journal, parts, 2))
        return cannot_write(journal->path, err);
    return journal_append(journal, first, err);
}

/* The old file is wiped only when the new one is safe under its temporary name: whoever loses power
 * in between finds a database that is whole, and a journal of zeros that is made anew. */
enum fault
journal_start(const char *path, const uint8_t before[HASH_LEN], const struct journal_batch *first,
              bool wipe, struct journal **out, struct err *err)
{
    *out = NULL;
    char *temporary = memory_print("%s.new", path);
    (void)unlink(temporary);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        enum fault fault = cannot_write(temporary, err);
        free(temporary);
        return fault;
    }
    struct journal *journal = new_journal(path, fd, 0, before);
    enum fault fault = write_first(journal, first, err);
    if (fault == FAULT_NONE && wipe)
        fault = write_zeros(path, err);
    if (fault == FAULT_NONE && (rename(temporary, path) != 0 || !sync_folder_of(path)))
        fault = cannot_write(path, err);
    if (fault != FAULT_NONE) {
        (void)unlink(temporary);
        journal_close(journal);
    } else {
        *out = journal;
    }
    free(temporary);
    return fault;
}

enum fault
journal_go_on(const char *path, const struct journal_facts *facts, struct journal **out,
              struct err *err)
{
    *out = NULL;
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return cannot_write(path, err);
    if (facts->size > facts->whole_len &&
        (ftruncate(fd, (off_t)facts->whole_len) != 0 || fdatasync(fd) != 0)) {
        enum fault fault = cannot_write(path, err);
        close(fd);
        return fault;
    }
    *out = new_journal(path, fd, facts->whole_len, facts->head);
    return FAULT_NONE;
}

void
journal_close(struct journal *journal)
{
    if (journal == NULL)
        return;
    if (journal->room_end > journal->size && ftruncate(journal->fd, (off_t)journal->size) != 0)
        journal->room_end = 0; /* no harm: a reader takes zeros for an end */
    close(journal->fd);
    free(journal->path);
    free(journal);
}

const uint8_t *
journal_head(const struct journal *journal)
{
    return journal->head;
}
