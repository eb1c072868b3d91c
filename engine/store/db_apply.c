/* db_apply.c - brings what a transaction changed into another copy of the same state.
 *
 * SQLite applies change by change, and tries again what met a UNIQUE. Two rows that exchanged such
 * a value stand in each other's way for ever: then all rows that change are taken out first, and
 * put back as they shall be. */
#include "store/db_sqlite.h"

#include <stdlib.h>

#include "base/memory.h"

struct taken_row {
    char *table;
    int count;
    sqlite3_value **values;
};

struct taken {
    struct taken_row *rows;
    size_t count, capacity;
};

static void
clear_taken(struct taken *taken)
{
    for (size_t i = 0; i < taken->count; i++) {
        for (int c = 0; c < taken->rows[i].count; c++)
            sqlite3_value_free(taken->rows[i].values[c]);
        free(taken->rows[i].values);
        free(taken->rows[i].table);
    }
    free(taken->rows);
}

static struct taken_row *
add_row(struct taken *taken, const char *table, int count)
{
    if (taken->count == taken->capacity) {
        taken->capacity = taken->capacity == 0 ? 16 : taken->capacity * 2;
        taken->rows = memory_resize(taken->rows, taken->capacity, sizeof *taken->rows);
    }
    struct taken_row *row = &taken->rows[taken->count++];
    *row = (struct taken_row){.table = memory_copy_text(table), .count = count};
    row->values = memory_new((size_t)count * sizeof(sqlite3_value *));
    return row;
}

static void
replace(sqlite3_value **slot, const sqlite3_value *value)
{
    sqlite3_value_free(*slot);
    *slot = sqlite3_value_dup(value);
}

/* "… WHERE key1 = ? AND key2 = ?" with the values that the change names. */
static int
prepare_by_key(struct db *db, const char *what, const char *table, sqlite3_changeset_iter *change,
               sqlite3_stmt **out)
{
    int count = 0, bound = 0;
    unsigned char *is_key = NULL;
    struct buffer sql = {0};
    sqlite3_stmt *columns = NULL;
    sqlite3_value *value = NULL;
    *out = NULL;
    int code = sqlite3changeset_pk(change, &is_key, &count);
    buffer_print(&sql, "SELECT * FROM \"%s\"", table);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db->sqlite, buffer_text(&sql), -1, &columns, NULL);
    buffer_reset(&sql);
    buffer_print(&sql, "%s FROM \"%s\" WHERE 1", what, table);
    for (int i = 0; code == SQLITE_OK && i < count && i < sqlite3_column_count(columns); i++)
        if (is_key[i])
            buffer_print(&sql, " AND \"%s\" = ?", sqlite3_column_name(columns, i));
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db->sqlite, buffer_text(&sql), -1, out, NULL);
    for (int i = 0; code == SQLITE_OK && i < count; i++) {
        if (!is_key[i])
            continue;
        code = sqlite3changeset_old(change, i, &value);
        if (code == SQLITE_OK)
            code = sqlite3_bind_value(*out, ++bound, value);
    }
    sqlite3_finalize(columns);
    buffer_clear(&sql);
    return code;
}

/* The row as it is, with the new values in it; it must be there. */
static int
take_row(struct db *db, const char *table, sqlite3_changeset_iter *change, int count,
         struct taken *taken)
{
    sqlite3_stmt *found = NULL;
    int code = prepare_by_key(db, "SELECT *", table, change, &found);
    if (code == SQLITE_OK)
        code = sqlite3_step(found) == SQLITE_ROW ? SQLITE_OK : SQLITE_ABORT;
    if (code == SQLITE_OK && sqlite3_column_count(found) == count) {
        struct taken_row *row = add_row(taken, table, count);
        for (int i = 0; code == SQLITE_OK && i < count; i++) {
            sqlite3_value *value = NULL;
            code = sqlite3changeset_new(change, i, &value);
            replace(&row->values[i], value != NULL ? value : sqlite3_column_value(found, i));
        }
    }
    sqlite3_finalize(found);
    return code;
}

static int
take_out(struct db *db, sqlite3_changeset_iter *change, struct taken *taken)
{
    const char *table;
    int count, operation, is_indirect;
    sqlite3_stmt *gone = NULL;
    int code = sqlite3changeset_op(change, &table, &count, &operation, &is_indirect);
    if (code == SQLITE_OK && operation == SQLITE_INSERT) {
        struct taken_row *row = add_row(taken, table, count);
        for (int i = 0; code == SQLITE_OK && i < count; i++) {
            sqlite3_value *value = NULL;
            code = sqlite3changeset_new(change, i, &value);
            replace(&row->values[i], value);
        }
        return code;
    }
    if (code == SQLITE_OK && operation == SQLITE_UPDATE)
        code = take_row(db, table, change, count, taken);
    if (code == SQLITE_OK)
        code = prepare_by_key(db, "DELETE", table, change, &gone);
    if (code == SQLITE_OK)
        code = sqlite3_step(gone) == SQLITE_DONE && sqlite3_changes(db->sqlite) == 1 ? SQLITE_OK
                                                                                     : SQLITE_ABORT;
    sqlite3_finalize(gone);
    return code;
}

static int
put_back(struct db *db, const struct taken_row *row)
{
    struct buffer sql = {0};
    sqlite3_stmt *insert = NULL;
    buffer_print(&sql, "INSERT INTO \"%s\" VALUES (?", row->table);
    for (int i = 1; i < row->count; i++)
        buffer_print(&sql, ", ?");
    buffer_print(&sql, ")");
    int code = sqlite3_prepare_v2(db->sqlite, buffer_text(&sql), -1, &insert, NULL);
    for (int i = 0; code == SQLITE_OK && i < row->count; i++)
        code = sqlite3_bind_value(insert, i + 1, row->values[i]);
    if (code == SQLITE_OK && (code = sqlite3_step(insert)) == SQLITE_DONE)
        code = SQLITE_OK;
    sqlite3_finalize(insert);
    buffer_clear(&sql);
    return code;
}

static int
apply_all_at_once(struct db *db, const void *data, int len)
{
    struct taken taken = {0};
    sqlite3_changeset_iter *change = NULL;
    int code = db_run(db, "SAVEPOINT apply");
    if (code == SQLITE_OK)
        code = sqlite3changeset_start(&change, len, (void *)(uintptr_t)data);
    while (code == SQLITE_OK && (code = sqlite3changeset_next(change)) == SQLITE_ROW)
        code = take_out(db, change, &taken);
    if (code == SQLITE_DONE)
        code = SQLITE_OK;
    sqlite3changeset_finalize(change);
    for (size_t i = 0; code == SQLITE_OK && i < taken.count; i++)
        code = put_back(db, &taken.rows[i]);
    clear_taken(&taken);
    (void)db_run(db, code == SQLITE_OK ? "RELEASE apply" : "ROLLBACK TO apply; RELEASE apply");
    return code;
}

static int
refuse_conflict(void *context, int reason, sqlite3_changeset_iter *change)
{
    (void)context, (void)reason, (void)change;
    return SQLITE_CHANGESET_ABORT;
}

enum fault
db_apply_changes(struct db *db, const void *data, size_t len, struct err *err)
{
    if (len > INT32_MAX)
        return err_set(err, FAULT_LIMIT, "changes of %zu bytes are too large", len);
    if (len == 0)
        return FAULT_NONE;
    int code = sqlite3changeset_apply(db->sqlite, (int)len, (void *)(uintptr_t)data, NULL,
                                      refuse_conflict, NULL);
    if (code == SQLITE_ABORT)
        code = apply_all_at_once(db, data, (int)len);
    if (code == SQLITE_ABORT || (code & 0xff) == SQLITE_CONSTRAINT)
        return err_set(err, FAULT_CANNOT, "changes do not fit the rows of %s", db->path);
    return code == SQLITE_OK ? FAULT_NONE : db_explain(db, code, err);
}
