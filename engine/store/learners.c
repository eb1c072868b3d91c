/* learners.c - people in classes: the only rows with personal words. */
#include "store/open_store.h"

#include <string.h>

#define SELECT_LEARNER                                                                             \
    "SELECT id, class, number, name, birth_year, ifnull(token_hash, zeroblob(32)), "               \
    "identity_seen, "                                                                              \
    "help_given, joined_at FROM learners "

static const uint8_t NO_TOKEN[HASH_LEN];

/* A learner without a phone has no token; NULL, because two of them must not collide. */
static void
bind_token(struct query *query, int at, const uint8_t token_hash[HASH_LEN])
{
    if (memcmp(token_hash, NO_TOKEN, HASH_LEN) == 0)
        db_bind_text(query, at, NULL);
    else
        db_bind_bytes(query, at, token_hash, HASH_LEN);
}

static void
read_number(struct query *query, void *number)
{
    *(int64_t *)number = db_get_integer(query, 0);
}

enum fault
store_add_learner(struct store *store, struct learner_row *row, struct err *err)
{
    bool found;
    int64_t number = 0;
    struct query *query =
        db_query(store->db, "SELECT ifnull(max(number), 0) + 1 FROM learners WHERE class = ?1");
    db_bind_integer(query, 1, row->class_id);
    enum fault fault = db_read_one(query, read_number, &number, &found, err);
    if (fault != FAULT_NONE)
        return fault;
    query = db_query(
        store->db,
        "INSERT INTO learners(id, class, number, name, birth_year, token_hash, identity_seen, "
        "help_given, joined_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    db_bind_text(query, 1, row->id);
    db_bind_integer(query, 2, row->class_id);
    db_bind_integer(query, 3, number);
    db_bind_text(query, 4, row->name);
    db_bind_integer(query, 5, row->birth_year);
    bind_token(query, 6, row->token_hash);
    db_bind_integer(query, 7, row->identity_seen);
    db_bind_integer(query, 8, row->help_given);
    db_bind_integer(query, 9, row->joined_at);
    fault = db_write(query, NULL, err);
    if (fault == FAULT_NONE)
        row->number = number;
    return fault;
}

enum fault
store_update_learner(struct store *store, const struct learner_row *row, struct err *err)
{
    struct query *query = db_query(
        store->db,
        "UPDATE learners SET name = ?2, birth_year = ?3, token_hash = ?4, identity_seen = ?5, "
        "help_given = ?6 WHERE id = ?1");
    db_bind_text(query, 1, row->id);
    db_bind_text(query, 2, row->name);
    db_bind_integer(query, 3, row->birth_year);
    bind_token(query, 4, row->token_hash);
    db_bind_integer(query, 5, row->identity_seen);
    db_bind_integer(query, 6, row->help_given);
    return store_write_to(query, "learner", row->id, err);
}

static void
read_learner(struct query *query, void *out)
{
    struct learner_row *row = out;
    db_get_text(query, 0, row->id, sizeof row->id);
    row->class_id = db_get_integer(query, 1);
    row->number = db_get_integer(query, 2);
    db_get_text(query, 3, row->name, sizeof row->name);
    row->birth_year = db_get_integer(query, 4);
    db_get_exactly(query, 5, row->token_hash, HASH_LEN);
    row->identity_seen = db_get_integer(query, 6) != 0;
    row->help_given = db_get_integer(query, 7) != 0;
    row->joined_at = db_get_integer(query, 8);
}

enum fault
store_find_learner(struct store *store, const char *id, struct learner_row *row, bool *found,
                   struct err *err)
{
    struct query *query = db_query(store->db, SELECT_LEARNER "WHERE id = ?1");
    db_bind_text(query, 1, id);
    return db_read_one(query, read_learner, row, found, err);
}

enum fault
store_find_learner_by_token(struct store *store, const uint8_t token_hash[HASH_LEN],
                            struct learner_row *row, bool *found, struct err *err)
{
    struct query *query = db_query(store->db, SELECT_LEARNER "WHERE token_hash = ?1");
    bind_token(query, 1, token_hash);
    return db_read_one(query, read_learner, row, found, err);
}

enum fault
store_list_learners(struct store *store, int64_t class_id, struct learner_row **rows, size_t *count,
                    struct err *err)
{
    void *all;
    struct query *query = db_query(store->db, SELECT_LEARNER "WHERE class = ?1 ORDER BY number");
    db_bind_integer(query, 1, class_id);
    enum fault fault = db_read_all(query, read_learner, sizeof **rows, &all, count, err);
    *rows = all;
    return fault;
}

enum fault
store_count_learners(struct store *store, int64_t class_id, int64_t *count, struct err *err)
{
    bool found;
    struct query *query = db_query(store->db, "SELECT count(*) FROM learners WHERE class = ?1");
    db_bind_integer(query, 1, class_id);
    return db_read_one(query, read_number, count, &found, err);
}
