/* open_store.c - the data folder's database from open to close: settings live here too. */
#include "store/open_store.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"

enum fault
store_open(const char *folder, struct store **out, struct err *err)
{
    *out = NULL;
    enum fault fault = file_make_folder(folder, err);
    if (fault != FAULT_NONE)
        return fault;
    struct store *store = memory_new(sizeof *store);
    store->folder = memory_copy_text(folder);
    char *path = file_join(folder, "dauso.db");
    fault = db_open(path, migrations_accept, &store->db, err);
    if (fault == FAULT_NONE)
        fault = migrations_run(store->db, err);
    free(path);
    if (fault != FAULT_NONE) {
        store_close(store);
        return fault;
    }
    ballast_keep(folder);
    *out = store;
    return FAULT_NONE;
}

void
store_close(struct store *store)
{
    if (store == NULL)
        return;
    if (store->db != NULL)
        db_roll_back(store->db);
    db_close(store->db);
    free(store->folder);
    free(store);
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
    enum fault fault = db_commit(store->db, err);
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

static void
read_line(struct query *query, void *line)
{
    db_get_text(query, 0, line, 200);
}

enum fault
store_check(struct store *store, struct err *err)
{
    char line[200] = "";
    bool found;
    enum fault fault =
        db_read_one(db_query(store->db, "SELECT substr(integrity_check, 1, 150) FROM "
                                        "pragma_integrity_check(1)"),
                    read_line, line, &found, err);
    if (fault != FAULT_NONE)
        return fault;
    if (found && !(line[0] == 'o' && line[1] == 'k' && line[2] == 0))
        return err_set(err, FAULT_CANNOT, "%s is damaged (%s); restore a backup",
                       db_path(store->db), line);
    fault =
        db_read_one(db_query(store->db, "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1"),
                    read_line, line, &found, err);
    if (fault == FAULT_NONE && found)
        return err_set(
            err, FAULT_CANNOT,
            "%s is damaged (a row of %s refers to one that is missing); restore a backup",
            db_path(store->db), line);
    return fault;
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
