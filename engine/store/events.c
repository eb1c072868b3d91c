/* events.c - attempts and what was done in them. An event is written once and never changed; the
 * attempt's row repeats number and chain hash of its newest event, so that reading can tell a
 * changed, a missing and an added event. */
#include "store/open_store.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SELECT_ATTEMPT                                                                             \
    "SELECT id, learner, class, quiz, quiz_hash, last_seq, chain, started_at, finished_at "        \
    "FROM attempts "

enum fault
store_add_attempt(struct store *store, const struct attempt_row *row, struct err *err)
{
    struct query *query = db_query(
        store->db, "INSERT INTO attempts(class, id, learner, quiz, quiz_hash, last_seq, chain, "
                   "started_at, finished_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    db_bind_integer(query, 1, row->class_id);
    db_bind_text(query, 2, row->id);
    db_bind_text(query, 3, row->learner_id);
    db_bind_text(query, 4, row->quiz);
    db_bind_text(query, 5, row->quiz_hash);
    db_bind_integer(query, 6, row->last_seq);
    db_bind_bytes(query, 7, row->chain, HASH_LEN);
    db_bind_integer(query, 8, row->started_at);
    db_bind_integer(query, 9, row->finished_at);
    return db_write(query, NULL, err);
}

static void
read_attempt(struct query *query, void *out)
{
    struct attempt_row *row = out;
    db_get_text(query, 0, row->id, sizeof row->id);
    db_get_text(query, 1, row->learner_id, sizeof row->learner_id);
    row->class_id = db_get_integer(query, 2);
    db_get_text(query, 3, row->quiz, sizeof row->quiz);
    db_get_text(query, 4, row->quiz_hash, sizeof row->quiz_hash);
    row->last_seq = (uint32_t)db_get_integer(query, 5);
    db_get_exactly(query, 6, row->chain, HASH_LEN);
    row->started_at = db_get_integer(query, 7);
    row->finished_at = db_get_integer(query, 8);
}

enum fault
store_find_attempt(struct store *store, const char *id, struct attempt_row *row, bool *found,
                   struct err *err)
{
    struct query *query = db_query(store->db, SELECT_ATTEMPT "WHERE id = ?1");
    db_bind_text(query, 1, id);
    return db_read_one(query, read_attempt, row, found, err);
}

enum fault
store_find_attempt_of(struct store *store, const char *learner_id, struct attempt_row *row,
                      bool *found, struct err *err)
{
    struct query *query =
        db_query(store->db, SELECT_ATTEMPT "WHERE learner = ?1 ORDER BY sitting DESC LIMIT 1");
    db_bind_text(query, 1, learner_id);
    return db_read_one(query, read_attempt, row, found, err);
}

enum fault
store_list_attempts(struct store *store, int64_t class_id, struct attempt_row **rows, size_t *count,
                    struct err *err)
{
    void *all;
    struct query *query =
        class_id == 0 ? db_query(store->db, SELECT_ATTEMPT "ORDER BY class, sitting")
                      : db_query(store->db, SELECT_ATTEMPT "WHERE class = ?1 ORDER BY sitting");
    if (class_id != 0)
        db_bind_integer(query, 1, class_id);
    enum fault fault = db_read_all(query, read_attempt, sizeof **rows, &all, count, err);
    *rows = all;
    return fault;
}

enum fault
store_finish_attempt(struct store *store, const char *id, int64_t finished_at, struct err *err)
{
    struct query *query = db_query(store->db, "UPDATE attempts SET finished_at = ?2 WHERE id = ?1");
    db_bind_text(query, 1, id);
    db_bind_integer(query, 2, finished_at);
    return store_write_to(query, "attempt", id, err);
}

/* ---- appending ---- */

/* Inserts only while the attempt is where the caller believes it to be. */
static enum fault
insert_event(struct store *store, const struct attempt_row *row, const struct buffer *encoded,
             const uint8_t chain[HASH_LEN], struct err *err)
{
    int64_t changed = 0;
    struct query *query =
        db_query(store->db, "INSERT INTO events(class, attempt, seq, body, chain) "
                            "SELECT class, id, last_seq + 1, ?4, ?5 FROM attempts "
                            "WHERE class = ?1 AND id = ?2 AND last_seq = ?3 AND chain = ?6");
    db_bind_integer(query, 1, row->class_id);
    db_bind_text(query, 2, row->id);
    db_bind_integer(query, 3, row->last_seq);
    db_bind_bytes(query, 4, encoded->data, encoded->len);
    db_bind_bytes(query, 5, chain, HASH_LEN);
    db_bind_bytes(query, 6, row->chain, HASH_LEN);
    enum fault fault = db_write(query, &changed, err);
    if (fault == FAULT_NONE && changed == 0)
        return err_set(err, FAULT_CONFLICT,
                       "attempt %s has moved on since event %" PRIu32 "; read it again", row->id,
                       row->last_seq);
    return fault;
}

static enum fault
move_on(struct store *store, const struct attempt_row *row, const uint8_t chain[HASH_LEN],
        struct err *err)
{
    struct query *query = db_query(
        store->db, "UPDATE attempts SET last_seq = ?3, chain = ?4 WHERE class = ?1 AND id = ?2");
    db_bind_integer(query, 1, row->class_id);
    db_bind_text(query, 2, row->id);
    db_bind_integer(query, 3, (int64_t)row->last_seq + 1);
    db_bind_bytes(query, 4, chain, HASH_LEN);
    return store_write_to(query, "attempt", row->id, err);
}

enum fault
store_append_event(struct store *store, struct attempt_row *row, const struct event *event,
                   struct err *err)
{
    if (event->seq != row->last_seq + 1)
        return err_set(err, FAULT_CONFLICT,
                       "event %" PRIu32 " does not follow event %" PRIu32 " of attempt %s",
                       event->seq, row->last_seq, row->id);
    enum fault fault = event_check(event, err);
    if (fault != FAULT_NONE)
        return fault;
    uint8_t chain[HASH_LEN];
    struct buffer encoded = {0};
    event_encode(event, &encoded);
    memcpy(chain, row->chain, HASH_LEN);
    chain_extend(chain, encoded.data, encoded.len);
    fault = insert_event(store, row, &encoded, chain, err);
    if (fault == FAULT_NONE)
        fault = move_on(store, row, chain, err);
    if (fault == FAULT_NONE) {
        row->last_seq++;
        memcpy(row->chain, chain, HASH_LEN);
    }
    buffer_clear(&encoded);
    return fault;
}

/* ---- reading, with the check of the record ---- */

struct event_row {
    int64_t seq;
    struct buffer body;
    uint8_t chain[HASH_LEN];
};

static void
read_event(struct query *query, void *out)
{
    struct event_row *row = out;
    row->seq = db_get_integer(query, 0);
    db_get_buffer(query, 1, &row->body);
    db_get_exactly(query, 2, row->chain, HASH_LEN);
}

static enum fault
refuse_event(uint32_t seq, const char *how, const struct attempt_row *attempt, uint32_t *bad_seq,
             struct err *err)
{
    *bad_seq = seq;
    return err_set(err, FAULT_INPUT, "event %" PRIu32 " of attempt %s %s: the record was changed",
                   seq, attempt->id, how);
}

/* Event number `seq` must follow and hash to what the row says. */
static enum fault
accept_event(const struct attempt_row *attempt, uint32_t seq, const struct event_row *row,
             uint8_t chain[HASH_LEN], struct event_list *events, uint32_t *bad_seq, struct err *err)
{
    if (row->seq != seq)
        return refuse_event(seq, "is missing", attempt, bad_seq, err);
    if (seq > attempt->last_seq)
        return refuse_event(seq, "was added", attempt, bad_seq, err);
    chain_extend(chain, row->body.data, row->body.len);
    struct event event;
    if (memcmp(chain, row->chain, HASH_LEN) != 0 ||
        event_decode(row->body.data, row->body.len, &event, NULL) != FAULT_NONE)
        return refuse_event(seq, "does not fit its hash", attempt, bad_seq, err);
    bool is_in_place = event.seq == seq;
    *event_list_add(events) = event;
    return is_in_place ? FAULT_NONE
                       : refuse_event(seq, "carries another number", attempt, bad_seq, err);
}

static enum fault
accept_events(const struct attempt_row *attempt, const struct event_row *rows, size_t count,
              struct event_list *events, uint32_t *bad_seq, struct err *err)
{
    uint8_t chain[HASH_LEN] = {0};
    for (size_t i = 0; i < count; i++) {
        enum fault fault =
            accept_event(attempt, (uint32_t)(i + 1), &rows[i], chain, events, bad_seq, err);
        if (fault != FAULT_NONE)
            return fault;
    }
    if (count < attempt->last_seq)
        return refuse_event((uint32_t)count + 1, "is missing", attempt, bad_seq, err);
    if (memcmp(chain, attempt->chain, HASH_LEN) != 0)
        return refuse_event((uint32_t)count, "is not the one that was acknowledged", attempt,
                            bad_seq, err);
    return FAULT_NONE;
}

enum fault
store_read_events(struct store *store, const char *attempt_id, struct event_list *events,
                  uint32_t *bad_seq, struct err *err)
{
    bool found;
    void *all = NULL;
    size_t count = 0;
    struct attempt_row attempt = {0};
    *bad_seq = 0;
    enum fault fault = store_find_attempt(store, attempt_id, &attempt, &found, err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(err, FAULT_INPUT, "there is no attempt %s in this store", attempt_id);
    if (fault != FAULT_NONE)
        return fault;
    struct query *query = db_query(store->db, "SELECT seq, body, chain FROM events "
                                              "WHERE class = ?1 AND attempt = ?2 ORDER BY seq");
    db_bind_integer(query, 1, attempt.class_id);
    db_bind_text(query, 2, attempt.id);
    fault = db_read_all(query, read_event, sizeof(struct event_row), &all, &count, err);
    struct event_row *rows = all;
    if (fault == FAULT_NONE)
        fault = accept_events(&attempt, rows, count, events, bad_seq, err);
    for (size_t i = 0; i < count; i++)
        buffer_clear(&rows[i].body);
    free(all);
    if (fault != FAULT_NONE)
        event_list_clear(events);
    return fault;
}
