/* class_record.c - what a trainer did with a class, in order. Rows are only added; each carries the hash of the one
 * before, so that a record with a row changed or taken out shows. */
#include "store/open_store.h"

#include <inttypes.h>
#include <string.h>

#include "base/cbor.h"

/* chain := SHA-256(chain before || [seq, at, verb, learner, value, undoes] as CBOR). */
static void
chain_deed(const struct deed_row *row, uint8_t chain[HASH_LEN])
{
    struct buffer body = {0};
    buffer_add(&body, chain, HASH_LEN);
    cbor_put_array(&body, 6);
    cbor_put_int(&body, row->seq);
    cbor_put_int(&body, row->at);
    cbor_put_text(&body, row->verb);
    cbor_put_text(&body, row->learner);
    cbor_put_text(&body, row->value);
    cbor_put_int(&body, row->undoes);
    hash_bytes(body.data, body.len, chain);
    buffer_clear(&body);
}

static void
read_deed(struct query *query, void *out)
{
    struct deed_row *row = out;
    row->class_id = db_get_integer(query, 0);
    row->seq = db_get_integer(query, 1);
    row->at = db_get_integer(query, 2);
    db_get_text(query, 3, row->verb, sizeof row->verb);
    db_get_text(query, 4, row->learner, sizeof row->learner);
    db_get_text(query, 5, row->value, sizeof row->value);
    row->undoes = db_get_integer(query, 6);
    db_get_exactly(query, 7, row->chain, HASH_LEN);
}

#define SELECT_DEED "SELECT class, seq, at, verb, learner, value, undoes, chain FROM class_record "

enum fault
store_add_deed(struct store *store, struct deed_row *row, struct err *err)
{
    struct deed_row last = {0};
    bool found;
    struct query *query =
        db_query(store->db, SELECT_DEED "WHERE class = ?1 ORDER BY seq DESC LIMIT 1");
    db_bind_integer(query, 1, row->class_id);
    enum fault fault = db_read_one(query, read_deed, &last, &found, err);
    if (fault != FAULT_NONE)
        return fault;
    row->seq = last.seq + 1;
    memcpy(row->chain, last.chain, HASH_LEN);
    chain_deed(row, row->chain);
    query = db_query(store->db,
                     "INSERT INTO class_record(class, seq, at, verb, learner, value, undoes, "
                     "chain) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    db_bind_integer(query, 1, row->class_id);
    db_bind_integer(query, 2, row->seq);
    db_bind_integer(query, 3, row->at);
    db_bind_text(query, 4, row->verb);
    db_bind_text(query, 5, row->learner);
    db_bind_text(query, 6, row->value);
    db_bind_integer(query, 7, row->undoes);
    db_bind_bytes(query, 8, row->chain, HASH_LEN);
    return db_write(query, NULL, err);
}

enum fault
store_list_deeds(struct store *store, int64_t class_id, struct deed_row **rows, size_t *count,
                 struct err *err)
{
    void *all;
    uint8_t chain[HASH_LEN] = {0};
    struct query *query = db_query(store->db, SELECT_DEED "WHERE class = ?1 ORDER BY seq");
    db_bind_integer(query, 1, class_id);
    enum fault fault = db_read_all(query, read_deed, sizeof **rows, &all, count, err);
    *rows = all;
    for (size_t i = 0; fault == FAULT_NONE && i < *count; i++) {
        const struct deed_row *row = &(*rows)[i];
        chain_deed(row, chain);
        if (row->seq != (int64_t)i + 1 || memcmp(chain, row->chain, HASH_LEN) != 0)
            fault = err_set(err, FAULT_INPUT,
                            "deed %" PRId64 " of class %" PRId64 " does not fit its hash: the "
                            "record was changed",
                            row->seq, class_id);
    }
    return fault;
}
