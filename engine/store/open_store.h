/* open_store.h - what an open store is made of, and how its file comes to be. Private to store/. */
#ifndef STORE_OPEN_STORE_H
#define STORE_OPEN_STORE_H

#include "store/db.h"
#include "store/keep_journal.h"
#include "store/store.h"

struct store {
    struct db *db;
    char *folder;
    struct store_cipher cipher; /* seal NULL: nothing is sealed */
    bool is_to_read;            /* nothing is written; a journal that says otherwise is named and no obstacle */
    struct keeper keeper; /* the journal; its db is NULL while the store is being opened or repaired */
};

/* Is this file ours to use? New and empty, or made by this program or an older one. */
MUST_CHECK enum fault migrations_accept(struct db *db, struct err *err);
/* Brings the file from its version to STORE_VERSION, each step all or nothing. */
MUST_CHECK enum fault migrations_run(struct db *db, struct err *err);
/* The same up to an older version, for tests of upgrades. */
MUST_CHECK enum fault migrations_run_to(struct db *db, int64_t version, struct err *err);

/* Eight MiB that are given up when the disk is full, so that a class can finish. */
void ballast_keep(const char *folder);
bool disk_free(const char *folder, uint64_t *bytes);
bool ballast_drop(const char *folder); /* false: there were none */

/* For changes that must meet a row: FAULT_INPUT "there is no <what> <id> in this store" if none was changed. */
MUST_CHECK enum fault store_write_to(struct query *query, const char *what, const char *id, struct err *err);

#endif
