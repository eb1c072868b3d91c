/* parameters.c - the parameter sets that were published: what attempts were judged with, for ever. */
#include "store/open_store.h"

#include <stdlib.h>

enum fault
store_add_parameters(struct store *store, const char *name, const char *quiz, int64_t published_at,
                     const struct json *set, struct err *err)
{
    char *text = json_write_text(set);
    struct query *query = db_query(store->db, "INSERT INTO parameter_sets(name, quiz, published_at, body) "
                                              "VALUES (?1, ?2, ?3, ?4) ON CONFLICT(name) DO UPDATE SET "
                                              "published_at = excluded.published_at, "
                                              "number = 1 + (SELECT max(number) FROM parameter_sets)");
    db_bind_text(query, 1, name);
    db_bind_text(query, 2, quiz);
    db_bind_integer(query, 3, published_at);
    db_bind_text(query, 4, text);
    enum fault fault = db_write(query, NULL, err);
    free(text);
    return fault;
}

static void
read_body(struct query *query, void *out)
{
    db_get_buffer(query, 0, out);
}

enum fault
store_read_parameters(struct store *store, const char *name, struct json **set, struct err *err)
{
    struct buffer text = {0};
    bool found;
    struct query *query = db_query(store->db, "SELECT body FROM parameter_sets WHERE name = ?1");
    *set = NULL;
    db_bind_text(query, 1, name);
    enum fault fault = db_read_one(query, read_body, &text, &found, err);
    if (fault == FAULT_NONE && found && json_read(buffer_text(&text), text.len, set, NULL) != FAULT_NONE)
        fault = err_set(err, FAULT_CANNOT, "%s is damaged (parameter set %s); restore a backup",
                        db_path(store->db), name);
    buffer_clear(&text);
    return fault;
}

static void
read_row(struct query *query, void *out)
{
    struct parameters_row *row = out;
    db_get_text(query, 0, row->name, sizeof row->name);
    db_get_text(query, 1, row->quiz, sizeof row->quiz);
    row->published_at = db_get_integer(query, 2);
}

enum fault
store_list_parameters(struct store *store, struct parameters_row **rows, size_t *count, struct err *err)
{
    void *all;
    struct query *query =
        db_query(store->db, "SELECT name, quiz, published_at FROM parameter_sets ORDER BY number");
    enum fault fault = db_read_all(query, read_row, sizeof **rows, &all, count, err);
    *rows = all;
    return fault;
}
