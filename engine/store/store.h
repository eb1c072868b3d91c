/* store.h - remembers; decides nothing.
 *
 * One SQLite database in the data folder (WAL, synchronous=FULL, locking_mode=EXCLUSIVE, STRICT tables, secure_delete:
 * SECURITY.md section 3.1). Writes go into one open transaction until store_commit: the caller acknowledges nothing
 * to anybody before store_commit has returned FAULT_NONE. That is the group commit: one COMMIT for whatever waited.
 * One thread uses a store at a time. Personal words (name, birth year) live in learners only; events hold random ids. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "eventlog/eventlog.h"

enum { STORE_VERSION = 4, ID_LEN = 26, TOKEN_LEN = 16, SALT_LEN = 16 };

struct store;

/* Makes or opens folder/dauso.db. FAULT_CANNOT, one sentence each: another process owns it ("the class is running: use
 * the console, or stop serve"), no permission, read-only, full disk, made by a newer version, damaged. */
MUST_CHECK enum fault store_open(const char *folder, struct store **store, struct err *err);
/* For those who look at a record and judge it (replay): a journal that says something else is told in the log and does not
 * stop them. Then nothing can be written. */
MUST_CHECK enum fault store_open_to_read(const char *folder, struct store **store, struct err *err);
void store_close(struct store *store); /* commits nothing; NULL is fine */

/* A write that fails with FAULT_CONFLICT, FAULT_INPUT or FAULT_LIMIT did nothing and the transaction goes on. With FAULT_CANNOT
 * (full or failed disk) the whole transaction is lost: until store_commit (which then fails) or store_roll_back was called,
 * further writes refuse, so that nothing of the lost batch is acknowledged. After a failed disk only a new store_open helps.
 *
 * Ends the open transaction, if any. After a fault everything since the last commit is gone (rolled back): drop what
 * was derived from it. */
MUST_CHECK enum fault store_commit(struct store *store, struct err *err);
void store_roll_back(struct store *store);
bool store_has_pending(const struct store *store);

/* PRAGMA integrity_check and foreign_key_check. FAULT_CANNOT names what is damaged. */
MUST_CHECK enum fault store_check(struct store *store, struct err *err);

/* ---- the second copy: folder/journal.dauso (journal.h), on the disk before store_commit returns ---- */

/* The journal could not be written: the newest commits are in the database alone. It is tried again by itself. */
bool store_journal_is_behind(const struct store *store);
/* After an erasure: commits, empties the WAL, and writes the journal anew as one snapshot; the bytes of the old one are
 * overwritten. */
MUST_CHECK enum fault store_restart_journal(struct store *store, struct err *err);
/* Commits, and writes a consistent copy to path: read again from the disk and compared before it gets its name. To go
 * back to it: move dauso.db, dauso.db-wal and journal.dauso away, put the copy there as dauso.db. */
MUST_CHECK enum fault store_backup(struct store *store, const char *path, struct err *err);

/* How much room the folder's disk has, and about how many answers that is, both copies counted. False if the system does
 * not say. */
bool store_disk_free(const struct store *store, uint64_t *bytes, uint64_t *answers);

enum repair_end {
    REPAIR_GOOD, /* nothing was wrong with what is stored */
    REPAIR_DONE, /* something was, and nothing is lost */
    REPAIR_LOSS  /* the folder is whole again, but saved steps are lost: the report names them */
};
/* Judges database and journal of a folder that nobody uses (tables, references, every attempt's chain), and makes the one
 * that is damaged, missing or behind anew from the other; what is replaced stays in folder/damaged-DATE. Appends
 * sentences to report, one a line. FAULT_CANNOT: it is in use, or neither of the two can be read, or the disk fails. */
MUST_CHECK enum fault store_repair(const char *folder, struct buffer *report, enum repair_end *end, struct err *err);

/* ---- personal words at rest ---- */

/* Seals and opens names, years and papers; `open` is false while nobody has given the passphrase. */
struct store_cipher {
    const void *owner;
    void (*seal)(const void *owner, const void *data, size_t len, struct buffer *out);
    bool (*open)(const void *owner, const void *data, size_t len, struct buffer *out);
};
/* From now on what is written is sealed, and what is sealed is opened if it can be. */
void store_use_cipher(struct store *store, const struct store_cipher *cipher);
/* Everything that is stored is written anew, sealed. Nothing may be pending; commits. */
MUST_CHECK enum fault store_seal_all(struct store *store, struct err *err);

/* ---- classes ---- */

struct class_row {
    int64_t id;
    char name[200];
    char code[7];            /* six digits */
    char quiz[100];          /* folder name */
    char quiz_hash[65];      /* hex */
    char programme[64];
    int64_t place;           /* place code, 0 unknown */
    uint8_t seed[SEED_LEN];
    int64_t opened_at, ended_at; /* Unix seconds; 0 = not ended */
    int64_t minutes;         /* for the test, 0 = nobody is timed */
    bool is_paused;
    int64_t follows;         /* the class whose people it tests again, 0 = none */
    char village[200];       /* "" = its name says enough */
    char parameters[128];    /* parameter set of its attempts; "author" */
};

MUST_CHECK enum fault store_add_class(struct store *store, struct class_row *row, struct err *err); /* sets id */
/* *found says whether there was one. */
MUST_CHECK enum fault store_find_class(struct store *store, int64_t id, struct class_row *row, bool *found, struct err *err);
MUST_CHECK enum fault store_find_class_by_name(struct store *store, const char *name, struct class_row *row, bool *found, struct err *err);
MUST_CHECK enum fault store_list_classes(struct store *store, struct class_row **rows, size_t *count, struct err *err);
MUST_CHECK enum fault store_end_class(struct store *store, int64_t id, int64_t ended_at, struct err *err); /* 0: it goes on */
/* minutes, is_paused, follows, village */
MUST_CHECK enum fault store_update_class(struct store *store, const struct class_row *row, struct err *err);

/* What the trainer did: one row a deed, numbered from 1, chained; undoing adds a row that names the one it undoes. */
struct deed_row {
    int64_t class_id, seq, at;    /* at: Unix seconds */
    char verb[24];
    char learner[ID_LEN + 1];     /* "" = the whole class */
    char value[80];               /* never personal words */
    int64_t undoes;               /* seq, 0 = it is no undoing */
    uint8_t chain[HASH_LEN];
};
MUST_CHECK enum fault store_add_deed(struct store *store, struct deed_row *row, struct err *err); /* sets seq, chain */
/* In order. FAULT_INPUT: a row does not fit its chain. */
MUST_CHECK enum fault store_list_deeds(struct store *store, int64_t class_id, struct deed_row **rows, size_t *count, struct err *err);

/* ---- learners ---- */

enum learner_state {
    LEARNER_EXPECTED = 0, /* in the roster, no phone yet */
    LEARNER_JOINED = 1,
    LEARNER_WAITING = 2,  /* the trainer has to let in */
    LEARNER_REMOVED = 3,
    LEARNER_MERGED = 4,   /* the same person as merged_into */
    LEARNER_ERASED = 5    /* no personal words left */
};
enum consent { CONSENT_UNASKED = 0, CONSENT_YES = 1, CONSENT_NO = 2 };

struct learner_row {
    char id[ID_LEN + 1];     /* random, 26 letters and digits */
    int64_t class_id;
    int64_t number;          /* place in the roster, 1.. */
    char name[400];          /* NFC, cleaned */
    int64_t birth_year;      /* 0 = not stated */
    uint8_t token_hash[HASH_LEN]; /* of the phone's session token */
    bool identity_seen, help_given;
    int64_t joined_at;       /* 0 = not yet */
    enum learner_state state;
    bool is_on_roster;       /* the trainer wrote this person down before a phone did */
    enum consent consent;
    char address[16];        /* "bác", "ông" ...; "" = the usual one */
    int picture;             /* 1.., with digits: the way back in; 0 = none chosen */
    char digits[5];
    bool is_welcomed;        /* has seen them */
    bool may_rejoin;         /* the trainer lets another phone take over */
    int wrong_digits;        /* since the last right ones */
    uint8_t former_token[HASH_LEN]; /* zero = none */
    char former_name[400];
    int extra_minutes;
    char merged_into[ID_LEN + 1];
    char earlier[ID_LEN + 1]; /* the same person in the class that this one follows; "" = not known */
    uint8_t salt[SALT_LEN];  /* zero = none */
    bool is_sealed;          /* name, former name and year are there and cannot be read now; updating keeps them */
};

MUST_CHECK enum fault store_add_learner(struct store *store, struct learner_row *row, struct err *err); /* sets number */
MUST_CHECK enum fault store_update_learner(struct store *store, const struct learner_row *row, struct err *err);
MUST_CHECK enum fault store_find_learner(struct store *store, const char *id, struct learner_row *row, bool *found, struct err *err);
MUST_CHECK enum fault store_find_learner_by_token(struct store *store, const uint8_t token_hash[HASH_LEN], struct learner_row *row, bool *found, struct err *err);
/* The learner whose phone this was before another took over. */
MUST_CHECK enum fault store_find_learner_by_former_token(struct store *store, const uint8_t token_hash[HASH_LEN], struct learner_row *row, bool *found, struct err *err);
MUST_CHECK enum fault store_list_learners(struct store *store, int64_t class_id, struct learner_row **rows, size_t *count, struct err *err);
MUST_CHECK enum fault store_count_learners(struct store *store, int64_t class_id, int64_t *count, struct err *err);

/* ---- attempts and events ---- */

struct attempt_row {
    char id[ID_LEN + 1];
    char learner_id[ID_LEN + 1];
    int64_t class_id;
    char quiz[100];
    char quiz_hash[65];
    uint32_t last_seq;
    uint8_t chain[HASH_LEN]; /* after last_seq */
    int64_t started_at, finished_at; /* 0 = not finished */
};

MUST_CHECK enum fault store_add_attempt(struct store *store, const struct attempt_row *row, struct err *err);
MUST_CHECK enum fault store_find_attempt(struct store *store, const char *id, struct attempt_row *row, bool *found, struct err *err);
MUST_CHECK enum fault store_find_attempt_of(struct store *store, const char *learner_id, struct attempt_row *row, bool *found, struct err *err); /* the newest */
MUST_CHECK enum fault store_list_attempts(struct store *store, int64_t class_id, struct attempt_row **rows, size_t *count, struct err *err); /* class by class (class_id 0: all), in the order of sittings */
MUST_CHECK enum fault store_finish_attempt(struct store *store, const char *id, int64_t finished_at, struct err *err);

/* Encodes, chains and appends; row->last_seq and row->chain move on. FAULT_CONFLICT if event->seq is not last_seq + 1. */
MUST_CHECK enum fault store_append_event(struct store *store, struct attempt_row *row, const struct event *event, struct err *err);
/* Reads all events and checks sequence and chain against the stored hashes. If the record was changed: FAULT_INPUT,
 * the text names the first event that does not fit, and *bad_seq is its number (else 0). */
MUST_CHECK enum fault store_read_events(struct store *store, const char *attempt_id, struct event_list *events, uint32_t *bad_seq, struct err *err);

/* Every quiz version that was used, whole: {"path": text, ...}. */
MUST_CHECK enum fault store_keep_quiz(struct store *store, const char *quiz_hash_hex, const char *quiz, const struct json *files, struct err *err);
MUST_CHECK enum fault store_read_quiz(struct store *store, const char *quiz_hash_hex, char **quiz, struct json **files, struct err *err);

/* ---- parameter sets ---- */

/* What the items of a quiz are worth, by name; kept for ever, as attempts name them. One that is published
 * again is the newest again, and says what it said. */
MUST_CHECK enum fault store_add_parameters(struct store *store, const char *name, const char *quiz, int64_t published_at,
                                           const struct json *set, struct err *err);
/* *set NULL: there is none. New value. */
MUST_CHECK enum fault store_read_parameters(struct store *store, const char *name, struct json **set, struct err *err);
struct parameters_row {
    char name[128], quiz[100];
    int64_t published_at;
};
/* In the order in which they were published; the last one of a quiz is in use. */
MUST_CHECK enum fault store_list_parameters(struct store *store, struct parameters_row **rows, size_t *count, struct err *err);

/* ---- results and certificates ---- */

/* What was computed when the attempt was finished; a replay compares with it. */
MUST_CHECK enum fault store_put_result(struct store *store, const char *attempt_id, const char *screens_hash_hex, const struct json *evidence, const struct json *decision, struct err *err);
MUST_CHECK enum fault store_read_result(struct store *store, const char *attempt_id, char screens_hash_hex[65], struct json **evidence, struct json **decision, bool *found, struct err *err);

struct certificate_row {
    char id[40];             /* as printed, XXXX-XXXX-XXXX-XXXX */
    char attempt_id[ID_LEN + 1];
    int64_t class_id;
    int64_t sequence;        /* issuer's sequence number, unique */
    int64_t status_index;
    int64_t issued_at;
    int64_t printed_at;      /* 0 = not yet */
};

/* The next sequence number of this issuer (max + 1, never reused). */
MUST_CHECK enum fault store_next_sequence(struct store *store, int64_t *sequence, struct err *err);
MUST_CHECK enum fault store_add_certificate(struct store *store, const struct certificate_row *row, const struct buffer *cose, const struct buffer *pdf, struct err *err);
MUST_CHECK enum fault store_find_certificate(struct store *store, const char *id, struct certificate_row *row, bool *found, struct err *err);
MUST_CHECK enum fault store_find_certificate_of(struct store *store, const char *attempt_id, struct certificate_row *row, bool *found, struct err *err);
MUST_CHECK enum fault store_list_certificates(struct store *store, int64_t class_id, struct certificate_row **rows, size_t *count, struct err *err); /* 0: all */
MUST_CHECK enum fault store_list_certificates_of(struct store *store, const char *attempt_id, struct certificate_row **rows, size_t *count, struct err *err);
/* Its number, class and attempt stay, its bytes go. */
MUST_CHECK enum fault store_erase_certificate(struct store *store, const char *id, struct err *err);
/* printed_at 0: not printed after all. */
MUST_CHECK enum fault store_mark_printed(struct store *store, const char *id, int64_t printed_at, struct err *err);
MUST_CHECK enum fault store_read_certificate(struct store *store, const char *id, struct buffer *cose, struct buffer *pdf, struct err *err); /* either may be NULL */

struct revocation_row {
    char certificate_id[40];
    int64_t revoked_at;
    int64_t reason;       /* certs/FORMAT.md section 6 */
    char note[200];       /* for the office; never published */
    char replaced_by[40]; /* "" = by none */
};
/* FAULT_CONFLICT if it is withdrawn already. */
MUST_CHECK enum fault store_add_revocation(struct store *store, const struct revocation_row *row, struct err *err);
MUST_CHECK enum fault store_find_revocation(struct store *store, const char *certificate_id, struct revocation_row *row, bool *found, struct err *err);

/* ---- small settings: office name, place, verifier URL ... ---- */
MUST_CHECK enum fault store_put_setting(struct store *store, const char *name, const char *value, struct err *err);
MUST_CHECK enum fault store_read_setting(struct store *store, const char *name, char **value, struct err *err); /* NULL if unset; caller frees */

#endif
