/* open_store.c - the data folder's database from open to close: settings live here too. */
#include "store/open_store.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"

static void
read_version(struct query *query, void *version)
{
    *(int64_t *)version = db_get_integer(query, 0);
}

/* The file as it was stays in the folder: an upgrade never destroys what it cannot bring back. */
static enum fault
keep_old_version(const struct store *store, int64_t version, struct err *err)
{
    char *path = memory_print("%s/before-upgrade-v%" PRId64 ".db", store->folder, version);
    for (int i = 2; file_exists(path) && i < 100; i++) {
        free(path);
        path = memory_print("%s/before-upgrade-v%" PRId64 "-%d.db", store->folder, version, i);
    }
    enum fault fault = db_copy_to(store->db, path, err);
    if (fault == FAULT_NONE)
        log_line("%s is brought to version %d; as it was before it is kept in %s",
                 db_path(store->db), STORE_VERSION, path);
    free(path);
    return fault;
}

/* The journal is compared before anything is changed, and made anew when the schema is another. */
static enum fault
settle(struct store *store, bool had_wal, struct err *err)
{
    bool found;
    int64_t version = 0;
    enum fault fault = db_read_one(db_query(store->db, "PRAGMA user_version"), read_version,
                                   &version, &found, err);
    if (fault == FAULT_NONE && version > 0)
        fault = keeper_open(store->db, store->folder, had_wal, &store->keeper, err);
    if (fault == FAULT_CANNOT && store->is_to_read && version == STORE_VERSION) {
        log_line("%s", err->text);
        return FAULT_NONE;
    }
    if (fault == FAULT_NONE && version > 0 && version < STORE_VERSION)
        fault = keep_old_version(store, version, err);
    if (fault == FAULT_NONE)
        fault = migrations_run(store->db, err);
    if (fault == FAULT_NONE && version == 0)
        fault = keeper_open(store->db, store->folder, had_wal, &store->keeper, err);
    else if (fault == FAULT_NONE && version < STORE_VERSION)
        keeper_restart_or_fall_behind(&store->keeper);
    return fault;
}

/* A database that is gone must not be taken for a new folder while its journal is there. */
static enum fault
refuse_lost_database(const char *folder, const char *path, struct err *err)
{
    struct stat found;
    char *journal = file_join(folder, "journal.dauso");
    bool is_lost = file_exists(journal) && (stat(path, &found) != 0 || found.st_size == 0);
    free(journal);
    return is_lost ? err_set(err, FAULT_CANNOT,
                             "%s is missing, but journal.dauso is there; run dauso repair --dir %s",
                             path, folder)
                   : FAULT_NONE;
}

static enum fault
open_store(const char *folder, bool is_to_read, struct store **out, struct err *err)
{
    *out = NULL;
    enum fault fault = file_make_folder(folder, err);
    if (fault != FAULT_NONE)
        return fault;
    struct store *store = memory_new(sizeof *store);
    store->is_to_read = is_to_read;
    store->folder = memory_copy_text(folder);
    char *path = file_join(folder, "dauso.db");
    bool had_wal = db_has_wal(path);
    fault = refuse_lost_database(folder, path, err);
    if (fault == FAULT_NONE)
        fault = db_open(path, migrations_accept, &store->db, err);
    if (fault == FAULT_NONE)
        db_set_owner(store->db, store);
    if (fault == FAULT_NONE)
        fault = settle(store, had_wal, err);
    free(path);
    if (fault != FAULT_NONE) {
        keeper_leave(&store->keeper);
        if (store->db != NULL && had_wal)
            db_leave_wal(store->db, true);
        db_close(store->db);
        free(store->folder);
        free(store);
        return fault;
    }
    if (store->keeper.journal == NULL && is_to_read)
        db_refuse_writes(store->db);
    else
        db_keep_changes(store->db);
    ballast_keep(folder);
    *out = store;
    return FAULT_NONE;
}

enum fault
store_open(const char *folder, struct store **store, struct err *err)
{
    return open_store(folder, false, store, err);
}

enum fault
store_open_to_read(const char *folder, struct store **store, struct err *err)
{
    return open_store(folder, true, store, err);
}

void
store_close(struct store *store)
{
    if (store == NULL)
        return;
    db_roll_back(store->db);
    if (store->is_to_read && store->keeper.journal == NULL)
        db_leave_wal(store->db, true); /* as it was found */
    keeper_close(&store->keeper);
    db_close(store->db);
    free(store->folder);
    free(store);
}

bool
store_journal_is_behind(const struct store *store)
{
    return store->keeper.journal == NULL;
}

enum fault
store_restart_journal(struct store *store, struct err *err)
{
    enum fault fault = db_has_pending(store->db) ? store_commit(store, err) : FAULT_NONE;
    if (fault == FAULT_NONE)
        fault = db_fold_wal(store->db, err);
    if (fault == FAULT_NONE)
        fault = keeper_restart(&store->keeper, true, err);
    return fault;
}

enum fault
store_backup(struct store *store, const char *path, struct err *err)
{
    enum fault fault = db_has_pending(store->db) ? store_commit(store, err) : FAULT_NONE;
    return fault == FAULT_NONE ? db_copy_to(store->db, path, err) : fault;
}

static void
make_room_if_full(struct store *store)
{
    if (!db_take_disk_full(store->db))
        return;
    if (ballast_drop(store->folder))
        log_line("the disk is full: gave up the reserve %s/ballast; free some space soon",
                 store->folder);
    else
        log_line("the disk of %s is full; free some space", store->folder);
}

enum fault
store_commit(struct store *store, struct err *err)
{
    bool has_news = db_has_changes(store->db);
    enum fault fault = has_news ? keeper_note(&store->keeper, err) : FAULT_NONE;
    if (fault == FAULT_NONE)
        fault = db_commit(store->db, err);
    else
        db_roll_back(store->db);
    if (fault == FAULT_NONE && has_news)
        keeper_append(&store->keeper);
    make_room_if_full(store);
    return fault;
}

void
store_roll_back(struct store *store)
{
    db_roll_back(store->db);
    make_room_if_full(store);
}

bool
store_has_pending(const struct store *store)
{
    return db_has_pending(store->db);
}

enum fault
store_check(struct store *store, struct err *err)
{
    return db_check(store->db, err);
}

enum fault
store_write_to(struct query *query, const char *what, const char *id, struct err *err)
{
    int64_t changed = 0;
    enum fault fault = db_write(query, &changed, err);
    if (fault == FAULT_NONE && changed == 0)
        return err_set(err, FAULT_INPUT, "there is no %s %s in this store", what, id);
    return fault;
}

/* ---- settings ---- */

enum fault
store_put_setting(struct store *store, const char *name, const char *value, struct err *err)
{
    struct query *query =
        db_query(store->db, "INSERT INTO settings(name, value) VALUES (?1, ?2) "
                            "ON CONFLICT(name) DO UPDATE SET value = excluded.value");
    db_bind_text(query, 1, name);
    db_bind_text(query, 2, value);
    return db_write(query, NULL, err);
}

static void
read_value(struct query *query, void *value)
{
    db_get_buffer(query, 0, value);
}

enum fault
store_read_setting(struct store *store, const char *name, char **value, struct err *err)
{
    bool found;
    struct buffer text = {0};
    struct query *query = db_query(store->db, "SELECT value FROM settings WHERE name = ?1");
    db_bind_text(query, 1, name);
    enum fault fault = db_read_one(query, read_value, &text, &found, err);
    *value = fault == FAULT_NONE && found ? buffer_take_text(&text) : NULL;
    buffer_clear(&text);
    return fault;
}
