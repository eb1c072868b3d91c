/* read_certificates.c - certificates that exist: their PDF bytes never change, their code is read from the store. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "classroom/room.h"

enum fault
classroom_read_pdf(struct classroom *room, const char *certificate_id, struct buffer *pdf, bool *found, struct err *err)
{
    struct certificate_row row;
    enum fault fault = store_find_certificate(room->store, certificate_id, &row, found, err);
    if (fault == FAULT_NONE && *found)
        fault = store_read_certificate(room->store, certificate_id, NULL, pdf, err);
    return fault;
}

enum fault
classroom_reprint(struct classroom *room, const char *certificate_id, char **pdf_path, struct err *err)
{
    struct buffer pdf = {0};
    bool found;
    enum fault fault = classroom_read_pdf(room, certificate_id, &pdf, &found, err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(err, FAULT_CANNOT, "there is no certificate %.40s here", certificate_id);
    if (fault == FAULT_NONE && pdf.len == 0)
        fault = err_set(err, FAULT_CANNOT, "the certificate %.40s was erased with its owner's data", certificate_id);
    if (fault == FAULT_NONE)
        fault = room_write_pdf(room, certificate_id, &pdf, pdf_path, err);
    buffer_clear(&pdf);
    return fault;
}

enum fault
room_write_pdf(const struct classroom *room, const char *id, const struct buffer *pdf, char **pdf_path, struct err *err)
{
    if (room->keeps_papers_inside && room->data_key != NULL) {
        *pdf_path = memory_copy_text("");
        return FAULT_NONE;
    }
    char *folder = file_join(room->folder, "certificates"), *name = memory_print("%s.pdf", id);
    char *path = file_join(folder, name), absolute[PATH_MAX];
    enum fault fault = file_make_folder(folder, err);
    if (fault == FAULT_NONE)
        fault = file_write(path, pdf->data, pdf->len, 0644, err);
    if (fault == FAULT_NONE)
        *pdf_path = memory_copy_text(realpath(path, absolute) != NULL ? absolute : path);
    free(path);
    free(name);
    free(folder);
    return fault;
}

enum fault
classroom_certificate_text(struct classroom *room, const char *certificate_id, struct buffer *text, bool *found,
                           struct err *err)
{
    struct certificate_row row;
    struct buffer cose = {0};
    enum fault fault = store_find_certificate(room->store, certificate_id, &row, found, err);
    if (fault == FAULT_NONE && *found)
        fault = store_read_certificate(room->store, certificate_id, &cose, NULL, err);
    if (fault == FAULT_NONE && *found)
        credential_to_qr_text(classroom_verifier_url(room), cose.data, cose.len, text);
    buffer_clear(&cose);
    return fault;
}

static enum fault
describe(struct classroom *room, const struct certificate_row *row, struct json *out, struct err *err)
{
    struct attempt_row attempt;
    struct learner_row learner;
    bool found;
    struct json *line = json_new_object();
    json_put_text(line, "certificate", row->id);
    json_put_text(line, "attempt", row->attempt_id);
    json_put_integer(line, "class", row->class_id);
    json_put_integer(line, "sequence", row->sequence);
    json_put_integer(line, "issued_at", row->issued_at);
    json_add(out, line);
    enum fault fault = store_find_attempt(room->store, row->attempt_id, &attempt, &found, err);
    if (fault != FAULT_NONE || !found)
        return fault;
    fault = store_find_learner(room->store, attempt.learner_id, &learner, &found, err);
    if (fault == FAULT_NONE && found) {
        json_put_text(line, "learner", learner.id);
        json_put_text(line, "name", learner.name);
    }
    return fault;
}

enum fault
classroom_list_certificates(struct classroom *room, struct json **out, struct err *err)
{
    struct certificate_row *rows = NULL;
    size_t count = 0;
    enum fault fault = store_list_certificates(room->store, 0, &rows, &count, err);
    if (fault != FAULT_NONE)
        return fault;
    *out = json_new_array();
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        fault = describe(room, &rows[i], *out, err);
    free(rows);
    if (fault != FAULT_NONE)
        json_free(*out);
    return fault;
}

enum fault
classroom_draw_code(const char *text, bool for_terminal, struct buffer *out, struct err *err)
{
    struct qr_code code = {0};
    enum fault fault = qr_code_of_text(text, &code, err);
    if (fault == FAULT_NONE && for_terminal)
        qr_code_to_terminal(&code, out);
    else if (fault == FAULT_NONE)
        qr_code_to_svg(&code, out);
    qr_code_clear(&code);
    return fault;
}

enum fault
classroom_verifier_page(struct classroom *room, struct buffer *page, struct err *err)
{
    struct verifier_lists *lists = verifier_lists_new();
    char *folder = file_join(room->folder, "trust");
    enum fault fault = verifier_lists_add_folder(lists, folder, err);
    if (fault == FAULT_NONE)
        fault = verifier_page_make(room->share, lists, page, err);
    verifier_lists_free(lists);
    free(folder);
    return fault;
}

enum fault
classroom_mark_printed(struct classroom *room, const char *certificate_id, bool is_printed, struct err *err)
{
    struct certificate_row row;
    bool found;
    enum fault fault = store_find_certificate(room->store, certificate_id, &row, &found, err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(err, FAULT_INPUT, "there is no certificate %.40s", certificate_id);
    if (fault != FAULT_NONE)
        return fault;
    return store_mark_printed(room->store, certificate_id, is_printed ? room->clock.wall_ms() / 1000 : 0, err);
}
