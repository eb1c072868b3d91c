/* db.h - a database as store/ needs it: one connection, one open transaction, cached statements. Private to store/.
 *
 * A query is prepared once per SQL text (a string literal: the cache compares addresses), bound, run by one of db_write,
 * db_read_one, db_read_all, and is then free for its next use. Problems while preparing or binding stick to the query
 * and come out as the fault of the run, so that a row function reads as plain as its SQL. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/err.h"
#include "base/hash.h"

struct db;
struct query;

/* Opens or makes the file with every setting of SECURITY.md section 3.1 and holds it alone until db_close. `accept` is asked
 * after the lock is held and before anything is changed; its refusal leaves the file as it was. */
MUST_CHECK enum fault db_open(const char *path, enum fault (*accept)(struct db *db, struct err *err), struct db **db,
                              struct err *err);
void db_close(struct db *db);
const char *db_path(const struct db *db);
bool db_has_wal(const char *path); /* commits wait beside the file to be folded into it */
void db_leave_wal(struct db *db, bool leave); /* at close they stay where they are: the file is not touched */

/* A list of statements without answers, all or nothing: has its own transaction. */
MUST_CHECK enum fault db_run_script(struct db *db, const char *sql, struct err *err);

/* From now on every write is refused. */
void db_refuse_writes(struct db *db);
/* What reading functions need beside the row: the store that the database belongs to. */
void db_set_owner(struct db *db, void *owner);
void *db_owner_of(const struct query *query);

struct query *db_query(struct db *db, const char *sql);
void db_bind_integer(struct query *query, int at, int64_t value);
void db_bind_text(struct query *query, int at, const char *text); /* NULL is NULL; text lives until the run is over */
void db_bind_bytes(struct query *query, int at, const void *data, size_t len); /* the same */

/* Runs a change inside the open transaction, which begins here if need be. FAULT_CONFLICT: a key or reference forbids
 * it, nothing of this statement happened, the transaction goes on. FAULT_CANNOT: the whole transaction is lost, and
 * db_write and db_commit refuse until db_commit or db_roll_back has been called. changed may be NULL. */
MUST_CHECK enum fault db_write(struct query *query, int64_t *changed, struct err *err);

/* Calls read for the row, if there is one. */
MUST_CHECK enum fault db_read_one(struct query *query, void (*read)(struct query *query, void *row), void *row,
                                  bool *found, struct err *err);
/* *rows is an array of row_size each, which the caller frees (NULL on a fault). */
MUST_CHECK enum fault db_read_all(struct query *query, void (*read)(struct query *query, void *row), size_t row_size,
                                  void **rows, size_t *count, struct err *err);

/* Inside `read`. A value of the wrong kind or size makes the run fail: the file was damaged. Columns count from 0. */
int64_t db_get_integer(struct query *query, int column);
void db_get_text(struct query *query, int column, char *out, size_t size);
void db_get_exactly(struct query *query, int column, uint8_t *out, size_t len);
void db_get_buffer(struct query *query, int column, struct buffer *out); /* appends; text or bytes */

int64_t db_last_id(const struct db *db);
bool db_has_pending(const struct db *db);
bool db_has_changes(const struct db *db); /* a transaction is open and not lost */
bool db_is_sound(const struct db *db); /* false after the disk failed */
MUST_CHECK enum fault db_commit(struct db *db, struct err *err);
void db_roll_back(struct db *db);

/* PRAGMA integrity_check and foreign_key_check. FAULT_CANNOT names what is damaged. */
MUST_CHECK enum fault db_check(struct db *db, struct err *err);

/* ---- copies: db_copy.c, db_apply.c ---- */

/* From the next transaction on, what it changes can be taken before its COMMIT: bytes that db_apply_changes brings into
 * another copy of the same state, all or nothing. Only tables with a PRIMARY KEY; never the schema. */
void db_keep_changes(struct db *db);
MUST_CHECK enum fault db_take_changes(struct db *db, struct buffer *out, struct err *err); /* appends */
MUST_CHECK enum fault db_apply_changes(struct db *db, const void *data, size_t len, struct err *err);

/* The whole file as it would lie on the disk with nothing in the WAL, and a database in memory made of such bytes. */
MUST_CHECK enum fault db_take_image(struct db *db, struct buffer *out, struct err *err); /* appends */
MUST_CHECK enum fault db_open_image(const void *image, size_t len, struct db **db, struct err *err);

/* The same for two databases exactly when they hold the same schema and the same rows, whatever their order. */
MUST_CHECK enum fault db_digest_rows(struct db *db, uint8_t out[HASH_LEN], struct err *err);
/* Of the file's bytes, without the WAL; and how the WAL is emptied into the file. */
MUST_CHECK enum fault db_digest_file(struct db *db, uint8_t out[HASH_LEN], struct err *err);
MUST_CHECK enum fault db_fold_wal(struct db *db, struct err *err);

/* A consistent copy: a temporary name, fsync, read again from the disk and compared, renamed. No WAL lies beside it. */
MUST_CHECK enum fault db_copy_to(struct db *db, const char *path, struct err *err);

/* True once after the disk was found full. */
bool db_take_disk_full(struct db *db);

#endif
