/* keep_journal.h - the journal beside an open database. Private to store/.
 *
 * The row 'journal.batch' of settings says, within each transaction: the number of this commit, and the chain hash of
 * the journal before it. So a database and a journal can be told to be of one history, and which one is ahead. */
#ifndef STORE_KEEP_JOURNAL_H
#define STORE_KEEP_JOURNAL_H

#include "store/db.h"
#include "store/journal.h"

struct keeper {
    struct db *db; /* the store's, not owned */
    char *folder, *path;
    struct journal *journal;  /* NULL: behind, the database alone has the newest commits */
    uint32_t version;         /* of the schema */
    uint64_t number;          /* of the last commit */
    uint8_t before[HASH_LEN]; /* the chain hash that it named */
    uint8_t head[HASH_LEN];   /* of the journal, as far as it was known to be whole */
    struct buffer changes;    /* of the commit under way */
    int64_t tried_at;         /* when a journal that is behind was last tried anew */
    bool is_closed;           /* the journal ends with the digest of the file as it is */
};

/* What the row says; number 0 and zeros if there is none. */
MUST_CHECK enum fault keeper_read_row(struct db *db, uint64_t *number, uint8_t before[HASH_LEN], struct err *err);

/* Compares the two and opens the journal, makes it anew, or refuses with the sentence that names `dauso repair`. A
 * journal that cannot be written is no reason to refuse: then the store is behind, and the log says so. had_wal: there
 * were commits in the WAL when the database was opened. */
MUST_CHECK enum fault keeper_open(struct db *db, const char *folder, bool had_wal, struct keeper *keeper,
                                  struct err *err);
/* Without comparing: whatever the journal was, it is made anew from the database. Reads the row first. */
MUST_CHECK enum fault keeper_begin(struct db *db, const char *folder, struct keeper *keeper, struct err *err);
/* One snapshot in place of the file. */
MUST_CHECK enum fault keeper_restart(struct keeper *keeper, bool wipe, struct err *err);
void keeper_restart_or_fall_behind(struct keeper *keeper);

/* Inside the open transaction, as its last change. */
MUST_CHECK enum fault keeper_note(struct keeper *keeper, struct err *err);
/* After COMMIT: on the disk when it returns, or behind. */
void keeper_append(struct keeper *keeper);
/* The last act on a database that is about to be closed: a clean end is noted. */
void keeper_close(struct keeper *keeper);
void keeper_leave(struct keeper *keeper); /* without noting anything */

/* folder/damaged-DATE, made; caller frees. */
MUST_CHECK enum fault keeper_new_aside(const char *folder, char **aside, struct err *err);
/* Moves folder/name there if it exists. */
MUST_CHECK enum fault keeper_put_aside(const char *folder, const char *aside, const char *name, struct err *err);

/* ---- rebuild.c: a database from a journal ---- */

struct rebuilt {
    struct db *db;               /* in memory; NULL if there was no whole snapshot */
    uint64_t number;             /* of the last commit in it */
    uint64_t lost_from, lost_to; /* commits that the journal once held and cannot give back; 0 = none */
};

MUST_CHECK enum fault journal_rebuild(const char *path, struct rebuilt *rebuilt, struct journal_facts *facts,
                                      struct err *err);

#endif
