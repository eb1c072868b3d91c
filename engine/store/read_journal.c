/* read_journal.c - reads a journal batch by batch, and finds the way again behind a damaged place.
 *
 * A batch is believed if its CRC and its chain hash fit. Behind a damaged place the chain hash
 * before the next batch may be unknown: there the CRC alone decides, and after_gap says so. */
#include "store/journal_bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

struct reader {
    int fd;
    const char *path;
    uint8_t *payload; /* of the batch just read */
    size_t capacity;
};

struct found {
    struct journal_batch batch;
    uint8_t chain[HASH_LEN]; /* as the file says */
    uint64_t end;            /* where the next batch begins */
    bool fits_chain;
};

uint32_t
journal_crc(uint32_t crc, const void *data, size_t len)
{
    static const uint32_t NIBBLE[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
                                        0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    const uint8_t *bytes = data;
    crc = ~crc;
    for (size_t i = 0; i < len; i++) {
        crc ^= bytes[i];
        crc = crc >> 4 ^ NIBBLE[crc & 15];
        crc = crc >> 4 ^ NIBBLE[crc & 15];
    }
    return ~crc;
}

static uint64_t
get_number(const uint8_t *at, int len)
{
    uint64_t number = 0;
    for (int i = len - 1; i >= 0; i--)
        number = number << 8 | at[i];
    return number;
}

static enum fault
read_at(const struct reader *reader, uint64_t at, void *out, size_t len, struct err *err)
{
    for (size_t got = 0; got < len;) {
        ssize_t done = pread(reader->fd, (char *)out + got, len - got, (off_t)(at + got));
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return err_set(err, FAULT_CANNOT, "cannot read %s: %s; run dauso repair", reader->path,
                           done == 0 ? "it became shorter" : strerror(errno));
        got += (size_t)done;
    }
    return FAULT_NONE;
}

static void
judge_chain(const uint8_t before[HASH_LEN], const uint8_t *payload, size_t len, struct found *found)
{
    uint8_t chain[HASH_LEN];
    struct hash_state hash;
    hash_begin(&hash);
    hash_add(&hash, before, HASH_LEN);
    hash_add(&hash, payload, len);
    hash_end(&hash, chain);
    found->fits_chain = memcmp(chain, found->chain, HASH_LEN) == 0;
}

/* *is_whole says whether a batch with the right CRC begins at `at`. */
static enum fault
read_batch(struct reader *reader, uint64_t at, uint64_t size, const uint8_t before[HASH_LEN],
           struct found *found, bool *is_whole, struct err *err)
{
    uint8_t head[BATCH_HEAD_LEN];
    *is_whole = false;
    if (size - at < BATCH_HEAD_LEN + PAYLOAD_HEAD_LEN)
        return FAULT_NONE;
    enum fault fault = read_at(reader, at, head, sizeof head, err);
    uint64_t len = get_number(head + 4, 4);
    if (fault != FAULT_NONE || memcmp(head, BATCH_MARK, 4) != 0 || len < PAYLOAD_HEAD_LEN ||
        len > size - at - BATCH_HEAD_LEN)
        return fault;
    if (len > reader->capacity) {
        reader->payload = memory_resize(reader->payload, (size_t)len, 1);
        reader->capacity = (size_t)len;
    }
    fault = read_at(reader, at + BATCH_HEAD_LEN, reader->payload, (size_t)len, err);
    const uint8_t *payload = reader->payload;
    if (fault != FAULT_NONE || journal_crc(0, payload, (size_t)len) != get_number(head + 8, 4) ||
        payload[0] < JOURNAL_SNAPSHOT || payload[0] > JOURNAL_CLOSED)
        return fault;
    memcpy(found->chain, head + 12, HASH_LEN);
    judge_chain(before, payload, (size_t)len, found);
    found->batch = (struct journal_batch){.kind = (enum journal_kind)payload[0],
                                          .number = get_number(payload + 1, 8),
                                          .version = (uint32_t)get_number(payload + 9, 4),
                                          .body = payload + PAYLOAD_HEAD_LEN,
                                          .len = (size_t)len - PAYLOAD_HEAD_LEN};
    found->end = at + BATCH_HEAD_LEN + len;
    *is_whole = true;
    return FAULT_NONE;
}

/* The next place at or behind `at` where a batch could begin; `size` if there is none. */
static enum fault
find_mark(const struct reader *reader, uint64_t *at, uint64_t size, struct err *err)
{
    uint8_t block[16384];
    while (size - *at >= 4) {
        size_t len = size - *at < sizeof block ? (size_t)(size - *at) : sizeof block;
        enum fault fault = read_at(reader, *at, block, len, err);
        if (fault != FAULT_NONE)
            return fault;
        const uint8_t *mark = memmem(block, len, BATCH_MARK, 4);
        if (mark != NULL) {
            *at += (uint64_t)(mark - block);
            return FAULT_NONE;
        }
        *at += len - 3;
    }
    *at = size;
    return FAULT_NONE;
}

/* Room that was laid out and not yet written over. */
static enum fault
only_zeros_follow(const struct reader *reader, uint64_t at, uint64_t size, bool *is_so,
                  struct err *err)
{
    uint8_t block[16384];
    *is_so = true;
    while (*is_so && at < size) {
        size_t len = size - at < sizeof block ? (size_t)(size - at) : sizeof block;
        enum fault fault = read_at(reader, at, block, len, err);
        if (fault != FAULT_NONE)
            return fault;
        *is_so = block[0] == 0 && memcmp(block, block + 1, len - 1) == 0;
        at += len;
    }
    return FAULT_NONE;
}

static void
note_whole(const struct found *found, struct journal_facts *facts)
{
    const struct journal_batch *batch = &found->batch;
    facts->is_closed = batch->kind == JOURNAL_CLOSED && batch->len == HASH_LEN;
    if (facts->is_closed)
        memcpy(facts->file_digest, batch->body, HASH_LEN);
    if (batch->kind != JOURNAL_CLOSED) {
        memcpy(facts->before, facts->head, HASH_LEN);
        facts->number = facts->last_number = batch->number;
        facts->version = batch->version;
    }
    memcpy(facts->head, found->chain, HASH_LEN);
    facts->whole_len = found->end;
}

static enum fault
read_batches(struct reader *reader, journal_visit *visit, void *context,
             struct journal_facts *facts, struct err *err)
{
    bool has_gap = false;
    uint8_t before[HASH_LEN];
    memcpy(before, facts->head, HASH_LEN);
    enum fault fault = FAULT_NONE;
    for (uint64_t at = facts->whole_len; fault == FAULT_NONE && at < facts->size;) {
        struct found found = {0};
        bool is_whole;
        fault = read_batch(reader, at, facts->size, before, &found, &is_whole, err);
        if (fault != FAULT_NONE)
            break;
        bool is_end = false;
        if (!is_whole && facts->is_journal)
            fault = only_zeros_follow(reader, at, facts->size, &is_end, err);
        if (is_end || fault != FAULT_NONE) {
            facts->size = at;
            break;
        }
        has_gap = has_gap || !is_whole || !found.fits_chain;
        if (!is_whole) {
            at++;
            fault = find_mark(reader, &at, facts->size, err);
            continue;
        }
        memcpy(before, found.chain, HASH_LEN);
        at = found.end;
        if (!has_gap) {
            note_whole(&found, facts);
        } else {
            facts->has_more = true;
            if (found.batch.number > facts->last_number)
                facts->last_number = found.batch.number;
        }
        if (visit != NULL)
            fault = visit(&found.batch, has_gap, context, err);
    }
    return fault;
}

enum fault
journal_read(const char *path, journal_visit *visit, void *context, struct journal_facts *facts,
             struct err *err)
{
    *facts = (struct journal_facts){0};
    struct stat found;
    uint8_t head[JOURNAL_HEAD_LEN] = {0};
    struct reader reader = {.path = path, .fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (reader.fd < 0 && errno == ENOENT)
        return FAULT_NONE;
    facts->is_there = true;
    if (reader.fd < 0 || fstat(reader.fd, &found) != 0 || !S_ISREG(found.st_mode)) {
        enum fault fault =
            err_set(err, FAULT_CANNOT, "cannot read %s: %s; make it readable, or move it away",
                    path, reader.fd < 0 ? strerror(errno) : "it is not a file");
        if (reader.fd >= 0)
            close(reader.fd);
        return fault;
    }
    facts->size = (uint64_t)found.st_size;
    enum fault fault = FAULT_NONE;
    if (facts->size >= JOURNAL_HEAD_LEN)
        fault = read_at(&reader, 0, head, sizeof head, err);
    facts->is_journal = memcmp(head, JOURNAL_MARK, 8) == 0;
    if (facts->is_journal)
        facts->whole_len = JOURNAL_HEAD_LEN;
    memcpy(facts->head, head + 8, HASH_LEN);
    if (fault == FAULT_NONE)
        fault = read_batches(&reader, visit, context, facts, err);
    close(reader.fd);
    free(reader.payload);
    return fault;
}
