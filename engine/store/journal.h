/* journal.h - a file of batches, only ever appended to: the second copy of what the database holds. Private to store/.
 *
 *   file    = "DausoJ1\n", 32 bytes: the chain hash to begin with, then batches
 *   batch   = "DjB\n", length (u32), CRC-32 of the payload (u32), chain hash (32 bytes), payload
 *   payload = kind (u8), number (u64), schema version (u32), body; all numbers little endian
 *
 * Zeros may follow the last batch. The chain hash of a batch is SHA-256(chain hash before it || payload). Kinds: SNAPSHOT, body = the whole database as
 * an SQLite file; CHANGES, body = what one transaction changed; CLOSED, body = SHA-256 of the bytes of dauso.db when it
 * was closed with an empty WAL. SNAPSHOT and CHANGES carry the number of the commit after which the database looked so.
 * This header knows bytes and files; keep_journal.c knows what they mean for a store. */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"

enum journal_kind { JOURNAL_SNAPSHOT = 1, JOURNAL_CHANGES = 2, JOURNAL_CLOSED = 3 };

struct journal_batch {
    enum journal_kind kind;
    uint64_t number;
    uint32_t version;
    const void *body;
    size_t len;
};

/* What reading a journal from its beginning to its end has shown. */
struct journal_facts {
    bool is_there;
    bool is_journal;         /* the head is ours */
    uint64_t size;           /* of the file, without zeros at its end */
    uint64_t whole_len;      /* up to here every batch is whole and fits the chain */
    uint64_t number;         /* of the last SNAPSHOT or CHANGES within whole_len */
    uint8_t before[HASH_LEN]; /* the chain hash before that one */
    uint8_t head[HASH_LEN];  /* the chain hash at whole_len */
    uint32_t version;
    bool is_closed;          /* a CLOSED stands last within whole_len */
    uint8_t file_digest[HASH_LEN]; /* what it says */
    bool has_more;           /* whole batches follow behind a damaged place */
    uint64_t last_number;    /* the highest number seen in them, or `number` */
};

/* Called for each whole batch in order; after_gap: something before it was damaged. A fault ends the reading. */
typedef enum fault journal_visit(const struct journal_batch *batch, bool after_gap, void *context, struct err *err);

/* FAULT_CANNOT only if the file is there and cannot be read; damage is told by *facts. visit may be NULL. */
MUST_CHECK enum fault journal_read(const char *path, journal_visit *visit, void *context, struct journal_facts *facts,
                                   struct err *err);

struct journal; /* open for appending */

/* A new file with one batch, in place of the one that may be there: temporary name, fdatasync, rename, fsync of the
 * folder. before: the chain hash to begin with. wipe: the bytes of the old file are overwritten before it goes. */
MUST_CHECK enum fault journal_start(const char *path, const uint8_t before[HASH_LEN], const struct journal_batch *first,
                                    bool wipe, struct journal **journal, struct err *err);
/* Goes on behind facts->whole_len; what stands behind it is cut off. */
MUST_CHECK enum fault journal_go_on(const char *path, const struct journal_facts *facts, struct journal **journal,
                                    struct err *err);
/* One write, then fdatasync. After a fault the file may end in a torn batch: the journal is to be closed. */
MUST_CHECK enum fault journal_append(struct journal *journal, const struct journal_batch *batch, struct err *err);
void journal_close(struct journal *journal);

const uint8_t *journal_head(const struct journal *journal); /* the chain hash at its end */

#endif
