/* results.c - what was computed when an attempt was finished. Kept to compare with, never to
 * certify from. */
#include "store/open_store.h"

#include <stdio.h>
#include <stdlib.h>

enum fault
store_put_result(struct store *store, const char *attempt_id, const char *screens_hash_hex,
                 const struct json *evidence, const struct json *decision, struct err *err)
{
    char *evidence_text = json_write_text(evidence), *decision_text = json_write_text(decision);
    struct query *query = db_query(
        store->db,
        "INSERT INTO results(attempt, screens_hash, evidence, decision) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT(attempt) DO UPDATE SET screens_hash = excluded.screens_hash, "
        "evidence = excluded.evidence, decision = excluded.decision");
    db_bind_text(query, 1, attempt_id);
    db_bind_text(query, 2, screens_hash_hex);
    db_bind_text(query, 3, evidence_text);
    db_bind_text(query, 4, decision_text);
    enum fault fault = db_write(query, NULL, err);
    free(evidence_text);
    free(decision_text);
    return fault;
}

struct result_texts {
    char screens_hash[65];
    struct buffer evidence, decision;
};

static void
read_result(struct query *query, void *out)
{
    struct result_texts *texts = out;
    db_get_text(query, 0, texts->screens_hash, sizeof texts->screens_hash);
    db_get_buffer(query, 1, &texts->evidence);
    db_get_buffer(query, 2, &texts->decision);
}

static enum fault
read_json(struct store *store, struct buffer *text, const char *attempt_id, struct json **out,
          struct err *err)
{
    if (json_read(buffer_text(text), text->len, out, NULL) == FAULT_NONE)
        return FAULT_NONE;
    return err_set(err, FAULT_CANNOT,
                   "%s is damaged (result of attempt %s); run dauso replay, or restore a backup",
                   db_path(store->db), attempt_id);
}

enum fault
store_read_result(struct store *store, const char *attempt_id, char screens_hash_hex[65],
                  struct json **evidence, struct json **decision, bool *found, struct err *err)
{
    struct result_texts texts = {0};
    *evidence = *decision = NULL;
    struct query *query = db_query(
        store->db, "SELECT screens_hash, evidence, decision FROM results WHERE attempt = ?1");
    db_bind_text(query, 1, attempt_id);
    enum fault fault = db_read_one(query, read_result, &texts, found, err);
    if (fault == FAULT_NONE && *found)
        fault = read_json(store, &texts.evidence, attempt_id, evidence, err);
    if (fault == FAULT_NONE && *found)
        fault = read_json(store, &texts.decision, attempt_id, decision, err);
    if (fault != FAULT_NONE) {
        json_free(*evidence);
        *evidence = NULL;
    } else {
        snprintf(screens_hash_hex, sizeof texts.screens_hash, "%s", texts.screens_hash);
    }
    buffer_clear(&texts.evidence);
    buffer_clear(&texts.decision);
    return fault;
}
