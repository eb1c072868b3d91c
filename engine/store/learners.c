/* learners.c - people in classes: the only rows with personal words. */
#include "store/sealed.h"

#include <string.h>

#define SELECT_LEARNER                                                                             \
    "SELECT id, class, number, name, birth_year, ifnull(token_hash, zeroblob(32)), "               \
    "identity_seen, help_given, joined_at, state, consent, address, picture, digits, "             \
    "is_welcomed, may_rejoin, wrong_digits, ifnull(former_token, zeroblob(32)), former_name, "     \
    "extra_minutes, merged_into, ifnull(salt, zeroblob(16)), is_on_roster, earlier FROM learners "

enum { SEALED_MAX = 2 * (400 + 400 + 30 + 64) }; /* name, name before, year, box; as hex */

static const uint8_t NOTHING[HASH_LEN];

/* What is not there is NULL: two learners without a phone must not collide. */
static void
bind_secret(struct query *query, int at, const uint8_t *secret, size_t len)
{
    if (memcmp(secret, NOTHING, len) == 0)
        db_bind_text(query, at, NULL);
    else
        db_bind_bytes(query, at, secret, len);
}

static void
read_number(struct query *query, void *number)
{
    *(int64_t *)number = db_get_integer(query, 0);
}

/* ?1 is the id; everything that may change follows. `name` lives until the run is over. */
static void
bind_learner(struct store *store, struct query *query, const struct learner_row *row, struct buffer *name)
{
    sealed_write_name(store, row, name);
    bool is_boxed = sealed_is_on(store) && row->name[0] != 0;
    db_bind_text(query, 1, row->id);
    db_bind_text(query, 2, buffer_text(name));
    db_bind_integer(query, 3, is_boxed ? 0 : row->birth_year);
    bind_secret(query, 4, row->token_hash, HASH_LEN);
    db_bind_integer(query, 5, row->identity_seen);
    db_bind_integer(query, 6, row->help_given);
    db_bind_integer(query, 7, row->joined_at);
    db_bind_integer(query, 8, row->state);
    db_bind_integer(query, 9, row->consent);
    db_bind_text(query, 10, row->address);
    db_bind_integer(query, 11, row->picture);
    db_bind_text(query, 12, row->digits);
    db_bind_integer(query, 13, row->is_welcomed);
    db_bind_integer(query, 14, row->may_rejoin);
    db_bind_integer(query, 15, row->wrong_digits);
    bind_secret(query, 16, row->former_token, HASH_LEN);
    db_bind_text(query, 17, is_boxed ? "" : row->former_name);
    db_bind_integer(query, 18, row->extra_minutes);
    db_bind_text(query, 19, row->merged_into);
    bind_secret(query, 20, row->salt, SALT_LEN);
    db_bind_integer(query, 21, row->is_on_roster);
    db_bind_text(query, 22, row->earlier);
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
        "INSERT INTO learners(id, name, birth_year, token_hash, identity_seen, help_given, "
        "joined_at, state, consent, address, picture, digits, is_welcomed, may_rejoin, "
        "wrong_digits, former_token, former_name, extra_minutes, merged_into, salt, "
        "is_on_roster, earlier, class, number) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
        "?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)");
    struct buffer sealed = {0};
    bind_learner(store, query, row, &sealed);
    db_bind_integer(query, 23, row->class_id);
    db_bind_integer(query, 24, number);
    fault = db_write(query, NULL, err);
    buffer_clear(&sealed);
    if (fault == FAULT_NONE)
        row->number = number;
    return fault;
}

enum fault
store_update_learner(struct store *store, const struct learner_row *row, struct err *err)
{
    struct query *query = db_query(
        store->db,
        "UPDATE learners SET name = iif(?23, name, ?2), birth_year = ?3, token_hash = ?4, identity_seen = ?5, "
        "help_given = ?6, joined_at = ?7, state = ?8, consent = ?9, address = ?10, picture = ?11, "
        "digits = ?12, is_welcomed = ?13, may_rejoin = ?14, wrong_digits = ?15, "
        "former_token = ?16, former_name = ?17, extra_minutes = ?18, merged_into = ?19, "
        "salt = ?20, is_on_roster = ?21, earlier = ?22 WHERE id = ?1");
    struct buffer sealed = {0};
    bind_learner(store, query, row, &sealed);
    db_bind_integer(query, 23, row->is_sealed); /* what could not be read is not written over */
    enum fault fault = store_write_to(query, "learner", row->id, err);
    buffer_clear(&sealed);
    return fault;
}

static void
read_learner(struct query *query, void *out)
{
    struct learner_row *row = out;
    db_get_text(query, 0, row->id, sizeof row->id);
    row->class_id = db_get_integer(query, 1);
    row->number = db_get_integer(query, 2);
    char stored[SEALED_MAX];
    db_get_text(query, 3, stored, sizeof stored);
    row->birth_year = db_get_integer(query, 4);
    db_get_exactly(query, 5, row->token_hash, HASH_LEN);
    row->identity_seen = db_get_integer(query, 6) != 0;
    row->help_given = db_get_integer(query, 7) != 0;
    row->joined_at = db_get_integer(query, 8);
    row->state = (enum learner_state)db_get_integer(query, 9);
    row->consent = (enum consent)db_get_integer(query, 10);
    db_get_text(query, 11, row->address, sizeof row->address);
    row->picture = (int)db_get_integer(query, 12);
    db_get_text(query, 13, row->digits, sizeof row->digits);
    row->is_welcomed = db_get_integer(query, 14) != 0;
    row->may_rejoin = db_get_integer(query, 15) != 0;
    row->wrong_digits = (int)db_get_integer(query, 16);
    db_get_exactly(query, 17, row->former_token, HASH_LEN);
    db_get_text(query, 18, row->former_name, sizeof row->former_name);
    row->extra_minutes = (int)db_get_integer(query, 19);
    db_get_text(query, 20, row->merged_into, sizeof row->merged_into);
    db_get_exactly(query, 21, row->salt, SALT_LEN);
    row->is_on_roster = db_get_integer(query, 22) != 0;
    db_get_text(query, 23, row->earlier, sizeof row->earlier);
    sealed_read_name(db_owner_of(query), stored, row);
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
    bind_secret(query, 1, token_hash, HASH_LEN);
    return db_read_one(query, read_learner, row, found, err);
}

enum fault
store_find_learner_by_former_token(struct store *store, const uint8_t token_hash[HASH_LEN],
                                   struct learner_row *row, bool *found, struct err *err)
{
    struct query *query = db_query(store->db, SELECT_LEARNER "WHERE former_token = ?1 LIMIT 1");
    bind_secret(query, 1, token_hash, HASH_LEN);
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
    struct query *query = db_query(
        store->db, "SELECT count(*) FROM learners WHERE class = ?1 AND state IN (0, 1, 2)");
    db_bind_integer(query, 1, class_id);
    return db_read_one(query, read_number, count, &found, err);
}
