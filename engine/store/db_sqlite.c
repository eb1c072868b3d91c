/* db_sqlite.c - the only file that knows SQLite.
 *
 * Two ideas. The file is locked for this process before its first page is read, so WAL needs no
 * shared memory file and a full disk cannot stop a re-open (SECURITY.md section 3.1). After a write
 * fails the transaction is lost as a whole and says so until its owner has noticed: otherwise a
 * later COMMIT would acknowledge answers that are gone. */
#include "store/db_sqlite.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

/* ---- faults ---- */

static const char *
why(const struct db *db)
{
    int number = sqlite3_system_errno(db->sqlite);
    return number != 0 ? strerror(number)
                       : sqlite3_errstr(sqlite3_extended_errcode(db->sqlite) & 0xff);
}

enum fault
db_explain(const struct db *db, int code, struct err *err)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, FAULT_CANNOT,
                       "the class is running: use the console, or stop serve (%s is in use by "
                       "another process)",
                       db->path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return err_set(err, FAULT_CANNOT,
                       "cannot write %s: it is read-only; give yourself the right to write, or "
                       "choose another folder with --dir",
                       db->path);
    case SQLITE_CANTOPEN:
        return err_set(err, FAULT_CANNOT,
                       "cannot open %s: %s; choose a folder that you may write with --dir",
                       db->path, why(db));
    case SQLITE_FULL:
        return err_set(err, FAULT_CANNOT,
                       "the disk is full: %s could not be written; free some space, then go on",
                       db->path);
    case SQLITE_NOTADB:
        return err_set(
            err, FAULT_CANNOT,
            "%s is not a store of dauso; run dauso repair if it was one, or choose another folder "
            "with --dir",
            db->path);
    case SQLITE_CORRUPT:
        return err_set(err, FAULT_CANNOT, "%s is damaged (%s); run dauso repair", db->path,
                       sqlite3_errmsg(db->sqlite));
    case SQLITE_IOERR:
        return err_set(err, FAULT_CANNOT,
                       "the disk failed while %s was used (%s); start dauso again, and use another "
                       "disk if it happens again",
                       db->path, why(db));
    case SQLITE_CONSTRAINT:
        return err_set(err, FAULT_CONFLICT, "%s does not allow this: %s", db->path,
                       sqlite3_errmsg(db->sqlite));
    case SQLITE_TOOBIG:
        return err_set(err, FAULT_LIMIT, "this is too large to be stored in %s", db->path);
    default:
        return err_set(err, FAULT_CANNOT, "cannot use %s: %s", db->path,
                       sqlite3_errmsg(db->sqlite));
    }
}

static enum fault
damaged(const struct db *db, const char *what, struct err *err)
{
    return err_set(err, FAULT_CANNOT, "%s is damaged (%s); run dauso repair", db->path, what);
}

/* ---- opening ---- */

int
db_run(const struct db *db, const char *sql)
{
    return sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);
}

/* Names are inside: nobody else on this computer reads the file. SQLite would make it for
 * everybody. */
static enum fault
make_private_file(const char *path, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    else if (errno != EEXIST)
        return err_set(err, FAULT_CANNOT,
                       "cannot make %s: %s; choose a folder that you may write with --dir", path,
                       strerror(errno));
    return FAULT_NONE;
}

static enum fault
connect(struct db *db, struct err *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                SQLITE_OPEN_EXRESCODE;
    int code = sqlite3_open_v2(db->path, &db->sqlite, flags, NULL);
    if (code == SQLITE_OK && sqlite3_db_readonly(db->sqlite, "main") == 1)
        code = SQLITE_READONLY;
    if (code == SQLITE_OK)
        code = sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    if (code == SQLITE_OK)
        code = db_run(
            db,
            "PRAGMA locking_mode=EXCLUSIVE; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
            "PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;");
    if (code == SQLITE_OK)
        code = db_run(db, "SELECT count(*) FROM sqlite_schema"); /* the first read takes the lock */
    return code == SQLITE_OK ? FAULT_NONE : db_explain(db, code, err);
}

/* After the file was accepted: from here on it is ours to change. */
static enum fault
settle(struct db *db, struct err *err)
{
    int code = db_run(
        db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=200;"
            "PRAGMA journal_size_limit=4194304;");
    if (code == SQLITE_OK)
        code = db_run(db, "BEGIN EXCLUSIVE; COMMIT"); /* a file that was no WAL yet: now the lock is
                                                      for writing too */
    return code == SQLITE_OK ? FAULT_NONE : db_explain(db, code, err);
}

bool
db_has_wal(const char *path)
{
    struct stat found;
    char *wal = memory_print("%s-wal", path);
    bool has_wal = stat(wal, &found) == 0 && found.st_size > 0;
    free(wal);
    return has_wal;
}

void
db_leave_wal(struct db *db, bool leave)
{
    (void)sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave ? 1 : 0,
                            (int *)NULL);
}

enum fault
db_open(const char *path, enum fault (*accept)(struct db *db, struct err *err), struct db **out,
        struct err *err)
{
    *out = NULL;
    enum fault fault = make_private_file(path, err);
    if (fault != FAULT_NONE)
        return fault;
    struct db *db = memory_new(sizeof *db);
    db->path = memory_copy_text(path);
    bool had_wal = db_has_wal(path);
    fault = connect(db, err);
    if (fault == FAULT_NONE)
        fault = accept(db, err);
    if (fault == FAULT_NONE)
        fault = settle(db, err);
    if (fault != FAULT_NONE) {
        if (db->sqlite != NULL && had_wal) /* closing would fold it into a file that is not ours */
            db_leave_wal(db, true);
        db_close(db);
        return fault;
    }
    *out = db;
    return FAULT_NONE;
}

void
db_close(struct db *db)
{
    if (db == NULL)
        return;
    db_drop_changes(db);
    for (size_t i = 0; i < db->query_count; i++) {
        sqlite3_finalize(db->queries[i]->statement);
        free(db->queries[i]);
    }
    int code = sqlite3_close(db->sqlite);
    assert(code == SQLITE_OK);
    (void)code;
    free(db->path);
    free(db);
}

const char *
db_path(const struct db *db)
{
    return db->path;
}

/* ---- queries ---- */

struct query *
db_query(struct db *db, const char *sql)
{
    for (size_t i = 0; i < db->query_count; i++)
        if (db->queries[i]->sql == sql)
            return db->queries[i];
    assert(db->query_count < QUERIES_MAX);
    struct query *query = memory_new(sizeof *query);
    query->db = db;
    query->sql = sql;
    query->problem =
        sqlite3_prepare_v3(db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &query->statement, NULL);
    db->queries[db->query_count++] = query;
    return query;
}

static void
note_problem(struct query *query, int code)
{
    assert(code != SQLITE_RANGE && code != SQLITE_MISUSE);
    if (query->problem == SQLITE_OK)
        query->problem = code;
}

void
db_bind_integer(struct query *query, int at, int64_t value)
{
    if (query->statement != NULL)
        note_problem(query, sqlite3_bind_int64(query->statement, at, value));
}

void
db_bind_text(struct query *query, int at, const char *text)
{
    if (query->statement != NULL)
        note_problem(query, sqlite3_bind_text(query->statement, at, text, -1, SQLITE_STATIC));
}

void
db_bind_bytes(struct query *query, int at, const void *data, size_t len)
{
    if (query->statement != NULL)
        note_problem(query, sqlite3_bind_blob64(query->statement, at, len == 0 ? "" : data, len,
                                                SQLITE_STATIC));
}

static int
step(struct query *query)
{
    return query->problem != SQLITE_OK ? query->problem : sqlite3_step(query->statement);
}

/* Makes the query ready for its next use. A statement that could not be prepared is tried anew. */
static void
release(struct query *query)
{
    query->is_damaged = false;
    query->problem = SQLITE_OK;
    if (query->statement == NULL) {
        query->problem = sqlite3_prepare_v3(query->db->sqlite, query->sql, -1,
                                            SQLITE_PREPARE_PERSISTENT, &query->statement, NULL);
        return;
    }
    sqlite3_reset(query->statement);
    sqlite3_clear_bindings(query->statement);
}

enum fault
db_read_one(struct query *query, void (*read)(struct query *query, void *row), void *row,
            bool *found, struct err *err)
{
    enum fault fault = FAULT_NONE;
    int code = step(query);
    *found = code == SQLITE_ROW;
    if (code == SQLITE_ROW)
        read(query, row);
    else if (code != SQLITE_DONE)
        fault = db_explain(query->db, code, err);
    if (query->is_damaged)
        fault = damaged(query->db, "a row has a value of the wrong kind", err);
    release(query);
    return fault;
}

enum fault
db_read_all(struct query *query, void (*read)(struct query *query, void *row), size_t row_size,
            void **rows, size_t *count, struct err *err)
{
    enum fault fault = FAULT_NONE;
    size_t capacity = 0;
    char *all = NULL;
    *count = 0;
    int code;
    while ((code = step(query)) == SQLITE_ROW && !query->is_damaged) {
        if (*count == capacity) {
            capacity = capacity == 0 ? 16 : capacity * 2;
            all = memory_resize(all, capacity, row_size);
        }
        memset(all + *count * row_size, 0, row_size);
        read(query, all + (*count)++ * row_size);
    }
    if (query->is_damaged)
        fault = damaged(query->db, "a row has a value of the wrong kind", err);
    else if (code != SQLITE_DONE)
        fault = db_explain(query->db, code, err);
    release(query);
    if (fault != FAULT_NONE) {
        free(all);
        all = NULL;
        *count = 0;
    }
    *rows = all;
    return fault;
}

int64_t
db_get_integer(struct query *query, int column)
{
    query->is_damaged |= sqlite3_column_type(query->statement, column) != SQLITE_INTEGER;
    return sqlite3_column_int64(query->statement, column);
}

void
db_get_text(struct query *query, int column, char *out, size_t size)
{
    const char *text = (const char *)sqlite3_column_text(query->statement, column);
    size_t len = (size_t)sqlite3_column_bytes(query->statement, column);
    bool fits = text != NULL && len < size && strlen(text) == len;
    query->is_damaged |= !fits;
    memcpy(out, fits ? text : "", fits ? len + 1 : 1);
}

void
db_get_exactly(struct query *query, int column, uint8_t *out, size_t len)
{
    const void *data = sqlite3_column_blob(query->statement, column);
    bool fits = data != NULL && (size_t)sqlite3_column_bytes(query->statement, column) == len;
    query->is_damaged |= !fits;
    if (fits)
        memcpy(out, data, len);
    else
        memset(out, 0, len);
}

void
db_get_buffer(struct query *query, int column, struct buffer *out)
{
    const void *data = sqlite3_column_blob(query->statement, column);
    buffer_add(out, data, (size_t)sqlite3_column_bytes(query->statement, column));
}

int64_t
db_last_id(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->sqlite);
}

/* ---- the transaction ---- */

bool
db_has_pending(const struct db *db)
{
    return db->is_lost || sqlite3_get_autocommit(db->sqlite) == 0;
}

bool
db_has_changes(const struct db *db)
{
    return !db->is_lost && sqlite3_get_autocommit(db->sqlite) == 0;
}

bool
db_is_sound(const struct db *db)
{
    return !db->is_broken;
}

bool
db_take_disk_full(struct db *db)
{
    bool is_full = db->is_full;
    db->is_full = false;
    return is_full;
}

void
db_roll_back(struct db *db)
{
    db_drop_changes(db);
    if (sqlite3_get_autocommit(db->sqlite) == 0)
        (void)db_run(db, "ROLLBACK");
    db->is_lost = false;
}

/* Kernels forget what they could not write: after a failed write or fsync a second try may report
 * success for pages that never reached the disk. So this connection writes no more; opening anew
 * reads what is really there. */
static enum fault
lose_transaction(struct db *db, int code, struct err *err)
{
    enum fault fault = db_explain(db, code, err); /* before ROLLBACK overwrites the reason */
    db->is_full |= (code & 0xff) == SQLITE_FULL;
    db->is_broken |= (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CORRUPT;
    db_roll_back(db);
    return fault;
}

static enum fault
refuse_if_broken(const struct db *db, struct err *err)
{
    if (!db->is_broken)
        return FAULT_NONE;
    return err_set(err, FAULT_CANNOT,
                   "the disk failed while %s was written; start dauso again, what was acknowledged "
                   "before is kept",
                   db->path);
}

/* The transaction begins with its first change. */
static int
begin(struct db *db)
{
    if (sqlite3_get_autocommit(db->sqlite) == 0)
        return SQLITE_OK;
    int code = db_run(db, "BEGIN IMMEDIATE");
    return code == SQLITE_OK ? db_record(db) : code;
}

enum fault
db_write(struct query *query, int64_t *changed, struct err *err)
{
    struct db *db = query->db;
    enum fault fault = refuse_if_broken(db, err);
    if (fault == FAULT_NONE && db->is_lost)
        fault =
            err_set(err, FAULT_CANNOT, "what was not yet saved in %s is lost; try again", db->path);
    if (fault != FAULT_NONE)
        goto out;
    int code = begin(db);
    if (code == SQLITE_OK)
        code = step(query);
    if (code == SQLITE_DONE && changed != NULL)
        *changed = sqlite3_changes64(db->sqlite);
    if ((code & 0xff) == SQLITE_CONSTRAINT || (code & 0xff) == SQLITE_TOOBIG) {
        fault = db_explain(db, code, err);
    } else if (code != SQLITE_DONE) {
        fault = lose_transaction(db, code, err);
        db->is_lost = true;
    }
out:
    release(query);
    return fault;
}

enum fault
db_commit(struct db *db, struct err *err)
{
    enum fault fault = refuse_if_broken(db, err);
    if (fault == FAULT_NONE && db->is_lost)
        fault =
            err_set(err, FAULT_CANNOT, "what was not yet saved in %s is lost; try again", db->path);
    if (fault != FAULT_NONE) {
        db_roll_back(db);
        return fault;
    }
    if (sqlite3_get_autocommit(db->sqlite) != 0)
        return FAULT_NONE;
    int code = db_run(db, "COMMIT");
    db_drop_changes(db);
    return code == SQLITE_OK ? FAULT_NONE : lose_transaction(db, code, err);
}

enum fault
db_run_script(struct db *db, const char *sql, struct err *err)
{
    int code = db_run(db, "BEGIN IMMEDIATE");
    if (code == SQLITE_OK)
        code = db_run(db, sql);
    return code == SQLITE_OK ? db_commit(db, err) : lose_transaction(db, code, err);
}
