/* certificates.c - signed messages and their finished pages, exactly as they were handed out. */
#include "store/sealed.h"

#define SELECT_CERTIFICATE                                                                         \
    "SELECT id, attempt, class, sequence, status_index, issued_at, "                               \
    "ifnull((SELECT printed_at FROM prints WHERE certificate = id), 0) FROM certificates "

static void
read_number(struct query *query, void *number)
{
    *(int64_t *)number = db_get_integer(query, 0);
}

/* Rows are never deleted, so the largest number that was used is still there. */
enum fault
store_next_sequence(struct store *store, int64_t *sequence, struct err *err)
{
    bool found;
    return db_read_one(db_query(store->db, "SELECT ifnull(max(sequence), 0) + 1 FROM certificates"),
                       read_number, sequence, &found, err);
}

enum fault
store_add_certificate(struct store *store, const struct certificate_row *row,
                      const struct buffer *cose, const struct buffer *pdf, struct err *err)
{
    struct buffer sealed_cose = {0}, sealed_pdf = {0};
    sealed_write_bytes(store, cose, &sealed_cose);
    sealed_write_bytes(store, pdf, &sealed_pdf);
    struct query *query = db_query(store->db, "INSERT INTO certificates(sequence, id, class, "
                                              "attempt, status_index, issued_at, cose, pdf) "
                                              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    db_bind_integer(query, 1, row->sequence);
    db_bind_text(query, 2, row->id);
    db_bind_integer(query, 3, row->class_id);
    db_bind_text(query, 4, row->attempt_id);
    db_bind_integer(query, 5, row->status_index);
    db_bind_integer(query, 6, row->issued_at);
    db_bind_bytes(query, 7, sealed_cose.data, sealed_cose.len);
    db_bind_bytes(query, 8, sealed_pdf.data, sealed_pdf.len);
    enum fault fault = db_write(query, NULL, err);
    buffer_clear(&sealed_cose);
    buffer_clear(&sealed_pdf);
    return fault;
}

enum fault
store_replace_bytes(struct store *store, const char *id, const struct buffer *cose, const struct buffer *pdf,
                    struct err *err)
{
    struct buffer sealed_cose = {0}, sealed_pdf = {0};
    sealed_write_bytes(store, cose, &sealed_cose);
    sealed_write_bytes(store, pdf, &sealed_pdf);
    struct query *query =
        db_query(store->db, "UPDATE certificates SET cose = ?2, pdf = ?3 WHERE id = ?1");
    db_bind_text(query, 1, id);
    db_bind_bytes(query, 2, sealed_cose.data, sealed_cose.len);
    db_bind_bytes(query, 3, sealed_pdf.data, sealed_pdf.len);
    enum fault fault = store_write_to(query, "certificate", id, err);
    buffer_clear(&sealed_cose);
    buffer_clear(&sealed_pdf);
    return fault;
}

static void
read_certificate(struct query *query, void *out)
{
    struct certificate_row *row = out;
    db_get_text(query, 0, row->id, sizeof row->id);
    db_get_text(query, 1, row->attempt_id, sizeof row->attempt_id);
    row->class_id = db_get_integer(query, 2);
    row->sequence = db_get_integer(query, 3);
    row->status_index = db_get_integer(query, 4);
    row->issued_at = db_get_integer(query, 5);
    row->printed_at = db_get_integer(query, 6);
}

enum fault
store_find_certificate(struct store *store, const char *id, struct certificate_row *row,
                       bool *found, struct err *err)
{
    struct query *query = db_query(store->db, SELECT_CERTIFICATE "WHERE id = ?1");
    db_bind_text(query, 1, id);
    return db_read_one(query, read_certificate, row, found, err);
}

enum fault
store_find_certificate_of(struct store *store, const char *attempt_id, struct certificate_row *row,
                          bool *found, struct err *err)
{
    struct query *query =
        db_query(store->db, SELECT_CERTIFICATE "WHERE attempt = ?1 ORDER BY sequence DESC LIMIT 1");
    db_bind_text(query, 1, attempt_id);
    return db_read_one(query, read_certificate, row, found, err);
}

enum fault
store_list_certificates(struct store *store, int64_t class_id, struct certificate_row **rows,
                        size_t *count, struct err *err)
{
    void *all;
    struct query *query =
        class_id == 0
            ? db_query(store->db, SELECT_CERTIFICATE "ORDER BY sequence")
            : db_query(store->db, SELECT_CERTIFICATE "WHERE class = ?1 ORDER BY sequence");
    if (class_id != 0)
        db_bind_integer(query, 1, class_id);
    enum fault fault = db_read_all(query, read_certificate, sizeof **rows, &all, count, err);
    *rows = all;
    return fault;
}

static void
read_bytes(struct query *query, void *out)
{
    db_get_buffer(query, 0, out);
}

static enum fault
read_part(const struct store *store, struct query *query, const char *id, struct buffer *out,
          struct err *err)
{
    bool found;
    struct buffer stored = {0};
    db_bind_text(query, 1, id);
    enum fault fault = db_read_one(query, read_bytes, &stored, &found, err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(err, FAULT_INPUT, "there is no certificate %s in this store", id);
    if (fault == FAULT_NONE)
        fault = sealed_read_bytes(store, &stored, out, err);
    buffer_clear(&stored);
    return fault;
}

enum fault
store_read_certificate(struct store *store, const char *id, struct buffer *cose, struct buffer *pdf,
                       struct err *err)
{
    enum fault fault = FAULT_NONE;
    if (cose != NULL)
        fault = read_part(store, db_query(store->db, "SELECT cose FROM certificates WHERE id = ?1"), id,
                          cose, err);
    if (pdf != NULL && fault == FAULT_NONE)
        fault = read_part(store, db_query(store->db, "SELECT pdf FROM certificates WHERE id = ?1"), id,
                          pdf, err);
    return fault;
}

enum fault
store_add_revocation(struct store *store, const struct revocation_row *row, struct err *err)
{
    struct revocation_row there;
    bool found;
    enum fault fault = store_find_revocation(store, row->certificate_id, &there, &found, err);
    if (fault == FAULT_NONE && found)
        fault = err_set(err, FAULT_CONFLICT, "certificate %s is withdrawn already",
                        row->certificate_id);
    if (fault != FAULT_NONE)
        return fault;
    struct query *query =
        db_query(store->db, "INSERT INTO revocations(certificate, revoked_at, reason, note, "
                            "replaced_by) VALUES (?1, ?2, ?3, ?4, nullif(?5, ''))");
    db_bind_text(query, 1, row->certificate_id);
    db_bind_integer(query, 2, row->revoked_at);
    db_bind_integer(query, 3, row->reason);
    db_bind_text(query, 4, row->note);
    db_bind_text(query, 5, row->replaced_by);
    return db_write(query, NULL, err);
}

static void
read_revocation(struct query *query, void *out)
{
    struct revocation_row *row = out;
    db_get_text(query, 0, row->certificate_id, sizeof row->certificate_id);
    row->revoked_at = db_get_integer(query, 1);
    row->reason = db_get_integer(query, 2);
    db_get_text(query, 3, row->note, sizeof row->note);
    db_get_text(query, 4, row->replaced_by, sizeof row->replaced_by);
}

enum fault
store_find_revocation(struct store *store, const char *certificate_id, struct revocation_row *row,
                      bool *found, struct err *err)
{
    struct query *query = db_query(store->db, "SELECT certificate, revoked_at, reason, note, "
                                              "ifnull(replaced_by, '') FROM revocations "
                                              "WHERE certificate = ?1");
    db_bind_text(query, 1, certificate_id);
    return db_read_one(query, read_revocation, row, found, err);
}

enum fault
store_mark_printed(struct store *store, const char *id, int64_t printed_at, struct err *err)
{
    struct query *query =
        printed_at == 0
            ? db_query(store->db, "DELETE FROM prints WHERE certificate = ?1")
            : db_query(store->db, "INSERT INTO prints(certificate, printed_at) VALUES (?1, ?2) "
                                  "ON CONFLICT(certificate) DO UPDATE SET printed_at = "
                                  "excluded.printed_at");
    db_bind_text(query, 1, id);
    if (printed_at != 0)
        db_bind_integer(query, 2, printed_at);
    return db_write(query, NULL, err);
}

enum fault
store_list_certificates_of(struct store *store, const char *attempt_id, struct certificate_row **rows,
                           size_t *count, struct err *err)
{
    void *all;
    struct query *query =
        db_query(store->db, SELECT_CERTIFICATE "WHERE attempt = ?1 ORDER BY sequence");
    db_bind_text(query, 1, attempt_id);
    enum fault fault = db_read_all(query, read_certificate, sizeof **rows, &all, count, err);
    *rows = all;
    return fault;
}

enum fault
store_erase_certificate(struct store *store, const char *id, struct err *err)
{
    struct query *query =
        db_query(store->db, "UPDATE certificates SET cose = x'', pdf = x'' WHERE id = ?1");
    db_bind_text(query, 1, id);
    return store_write_to(query, "certificate", id, err);
}
