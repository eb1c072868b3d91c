/* db_copy.c - a database as bytes: what a transaction changed, the whole of it, a copy in another
 * file, and checks whether two of them say the same.
 *
 * Changes are patchsets of SQLite's session extension: primary keys and new values, so that
 * nothing which was overwritten or deleted is kept a second time. */
#include "store/db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

/* ---- checks ---- */

static void
read_line(struct query *query, void *line)
{
    db_get_text(query, 0, line, 200);
}

enum fault
db_check(struct db *db, struct err *err)
{
    char line[200] = "";
    bool found;
    enum fault fault = db_read_one(
        db_query(db, "SELECT replace(substr(integrity_check, 1, 150), char(10), ' ') FROM "
                     "pragma_integrity_check(1)"),
        read_line, line, &found, err);
    if (fault != FAULT_NONE)
        return fault;
    if (found && strcmp(line, "ok") != 0)
        return err_set(err, FAULT_CANNOT, "%s is damaged (%s); run dauso repair", db->path, line);
    fault = db_read_one(db_query(db, "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1"),
                        read_line, line, &found, err);
    if (fault == FAULT_NONE && found)
        return err_set(
            err, FAULT_CANNOT,
            "%s is damaged (a row of %s refers to one that is missing); run dauso repair", db->path,
            line);
    return fault;
}

static void
add_column(struct hash_state *hash, sqlite3_stmt *row, int column)
{
    int type = sqlite3_column_type(row, column);
    int64_t value = sqlite3_column_int64(row, column);
    const void *bytes = &value;
    size_t len = sizeof value;
    if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
        bytes = sqlite3_column_blob(row, column);
        len = (size_t)sqlite3_column_bytes(row, column);
    }
    char head[32];
    int head_len = snprintf(head, sizeof head, "%d:%zu:", type, len);
    hash_add(hash, head, (size_t)head_len);
    hash_add(hash, bytes, len);
}

/* Adds the hash of each row to the sum, so that the order of rows does not matter. */
static int
sum_rows(struct db *db, const char *name, const char *sql, uint64_t sum[4])
{
    sqlite3_stmt *row = NULL;
    int code = sqlite3_prepare_v2(db->sqlite, sql, -1, &row, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        struct hash_state hash;
        uint64_t digest[4];
        hash_begin(&hash);
        hash_add(&hash, name, strlen(name) + 1);
        for (int i = 0; i < sqlite3_column_count(row); i++)
            add_column(&hash, row, i);
        hash_end(&hash, (uint8_t *)digest);
        for (int i = 0; i < 4; i++)
            sum[i] += digest[i];
        code = SQLITE_OK;
    }
    sqlite3_finalize(row);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

enum fault
db_digest_rows(struct db *db, uint8_t out[HASH_LEN], struct err *err)
{
    uint64_t sum[4] = {0};
    sqlite3_stmt *table = NULL;
    int code = sum_rows(db, "", "SELECT type, name, sql FROM sqlite_schema", sum);
    if (code == SQLITE_OK)
        code = sum_rows(db, "v", "PRAGMA user_version", sum);
    if (code == SQLITE_OK)
        code = sum_rows(db, "a", "PRAGMA application_id", sum);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db->sqlite,
                                  "SELECT name, 'SELECT * FROM \"' || name || '\" NOT INDEXED' "
                                  "FROM sqlite_schema "
                                  "WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                                  -1, &table, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(table)) == SQLITE_ROW)
        code = sum_rows(db, (const char *)sqlite3_column_text(table, 0),
                        (const char *)sqlite3_column_text(table, 1), sum);
    enum fault fault = code == SQLITE_DONE ? FAULT_NONE : db_explain(db, code, err);
    sqlite3_finalize(table);
    hash_bytes(sum, sizeof sum, out);
    return fault;
}

/* By SQLite's own handle: to open and close the file a second time would give up its lock. */
enum fault
db_digest_file(struct db *db, uint8_t out[HASH_LEN], struct err *err)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    struct hash_state hash;
    uint8_t *block = memory_new(65536);
    int code = sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK)
        code = file->pMethods->xFileSize(file, &size);
    hash_begin(&hash);
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += 65536) {
        int len = size - at < 65536 ? (int)(size - at) : 65536;
        code = file->pMethods->xRead(file, block, len, at);
        hash_add(&hash, block, (size_t)len);
    }
    hash_end(&hash, out);
    free(block);
    return code == SQLITE_OK ? FAULT_NONE : db_explain(db, code, err);
}

enum fault
db_fold_wal(struct db *db, struct err *err)
{
    int code = sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return code == SQLITE_OK ? FAULT_NONE : db_explain(db, code, err);
}

/* ---- changes ---- */

void
db_keep_changes(struct db *db)
{
    db->is_recording = true;
}

int
db_record(struct db *db)
{
    if (!db->is_recording)
        return SQLITE_OK;
    db_drop_changes(db);
    int code = sqlite3session_create(db->sqlite, "main", &db->session);
    return code == SQLITE_OK ? sqlite3session_attach(db->session, NULL) : code;
}

void
db_drop_changes(struct db *db)
{
    if (db->session != NULL)
        sqlite3session_delete(db->session);
    db->session = NULL;
}

enum fault
db_take_changes(struct db *db, struct buffer *out, struct err *err)
{
    int len = 0;
    void *data = NULL;
    int code = db->session == NULL ? SQLITE_OK : sqlite3session_patchset(db->session, &len, &data);
    if (code == SQLITE_OK)
        buffer_add(out, data, (size_t)len);
    sqlite3_free(data);
    db_drop_changes(db);
    return code == SQLITE_OK ? FAULT_NONE : db_explain(db, code, err);
}

/* ---- the whole ---- */

enum fault
db_take_image(struct db *db, struct buffer *out, struct err *err)
{
    sqlite3_int64 len = 0;
    unsigned char *image = sqlite3_serialize(db->sqlite, "main", &len, 0);
    if (image == NULL)
        return db_explain(db, SQLITE_IOERR_READ, err);
    if (len >= 20)
        image[18] = image[19] = 1; /* no WAL: a database in memory has none */
    buffer_add(out, image, (size_t)len);
    sqlite3_free(image);
    return FAULT_NONE;
}

enum fault
db_open_image(const void *image, size_t len, struct db **out, struct err *err)
{
    struct db *db = memory_new(sizeof *db);
    db->path = memory_copy_text("the journal's copy");
    sqlite3_int64 limit = INT64_C(1) << 36;
    unsigned char *copy = sqlite3_malloc64(len + 1);
    int code = copy == NULL
                   ? SQLITE_NOMEM
                   : sqlite3_open_v2(
                         ":memory:", &db->sqlite,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_EXRESCODE, NULL);
    if (code != SQLITE_OK) {
        sqlite3_free(copy);
    } else {
        memcpy(copy, image, len);
        code = sqlite3_deserialize(db->sqlite, "main", copy, (sqlite3_int64)len, (sqlite3_int64)len,
                                   SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    }
    if (code == SQLITE_OK)
        code = sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_SIZE_LIMIT, &limit);
    if (code == SQLITE_OK)
        code = db_run(db, "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                          "SELECT count(*) FROM sqlite_schema");
    if (code == SQLITE_OK) {
        *out = db;
        return FAULT_NONE;
    }
    enum fault fault = db_explain(db, code, err);
    db_close(db);
    return fault;
}

/* ---- into another file ---- */

static int
copy_pages(struct db *db, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", db->sqlite, "main");
    if (backup == NULL)
        return sqlite3_extended_errcode(to);
    (void)sqlite3_backup_step(backup, -1);
    int code = sqlite3_backup_finish(backup);
    return code == SQLITE_OK ? sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL)
                             : code;
}

/* Down to the disk, and out of the cache, so that reading it again reads the disk. */
static enum fault
force_down(const char *path, int flags, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    bool is_down = fd >= 0 && fsync(fd) == 0;
    int number = errno;
    if (is_down)
        (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    if (fd >= 0)
        close(fd);
    return is_down ? FAULT_NONE
                   : err_set(err, FAULT_CANNOT,
                             "cannot write %s: %s; free some space or choose another place", path,
                             strerror(number));
}

static enum fault
write_copy(struct db *db, const char *path, struct err *err)
{
    sqlite3 *to = NULL;
    (void)unlink(path);
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return err_set(err, FAULT_CANNOT, "cannot make %s: %s; choose a folder that you may write",
                       path, strerror(errno));
    close(fd);
    int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK)
        code = copy_pages(db, to);
    int number = sqlite3_system_errno(to);
    sqlite3_close(to);
    if (code == SQLITE_OK)
        return force_down(path, 0, err);
    return err_set(err, FAULT_CANNOT,
                   "cannot write %s: %s; free some space or choose another place", path,
                   (code & 0xff) == SQLITE_FULL ? "the disk is full"
                   : number != 0                ? strerror(number)
                                                : sqlite3_errstr(code));
}

static enum fault
read_again(struct db *db, const char *path, struct err *err)
{
    uint8_t wanted[HASH_LEN], got[HASH_LEN];
    struct db copy = {.path = (char *)(uintptr_t)path};
    enum fault fault = db_digest_rows(db, wanted, err);
    int code =
        sqlite3_open_v2(path, &copy.sqlite, SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE, NULL);
    if (fault == FAULT_NONE && code != SQLITE_OK)
        fault = db_explain(&copy, code, err);
    if (fault == FAULT_NONE)
        fault = db_check(&copy, err);
    if (fault == FAULT_NONE)
        fault = db_digest_rows(&copy, got, err);
    if (fault == FAULT_NONE && memcmp(wanted, got, HASH_LEN) != 0)
        fault = err_set(err, FAULT_CANNOT,
                        "%s does not hold what was written into it; use another disk", path);
    for (size_t i = 0; i < copy.query_count; i++) {
        sqlite3_finalize(copy.queries[i]->statement);
        free(copy.queries[i]);
    }
    sqlite3_close(copy.sqlite);
    return fault;
}

static char *
folder_of(const char *path)
{
    char *folder = memory_copy_text(path), *slash = strrchr(folder, '/');
    if (slash == NULL) {
        free(folder);
        return memory_copy_text(".");
    }
    slash[slash == folder ? 1 : 0] = 0;
    return folder;
}

enum fault
db_copy_to(struct db *db, const char *path, struct err *err)
{
    char *temporary = memory_print("%s.new", path), *folder = folder_of(path);
    enum fault fault = write_copy(db, temporary, err);
    if (fault == FAULT_NONE)
        fault = read_again(db, temporary, err);
    if (fault == FAULT_NONE && rename(temporary, path) != 0)
        fault = err_set(err, FAULT_CANNOT, "cannot write %s: %s", path, strerror(errno));
    if (fault == FAULT_NONE)
        fault = force_down(folder, O_DIRECTORY, err);
    if (fault != FAULT_NONE)
        (void)unlink(temporary);
    free(temporary);
    free(folder);
    return fault;
}

void
db_refuse_writes(struct db *db)
{
    db->is_broken = true;
}

void
db_set_owner(struct db *db, void *owner)
{
    db->owner = owner;
}

void *
db_owner_of(const struct query *query)
{
    return query->db->owner;
}
