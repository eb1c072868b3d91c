/* revoke_certificates.c - a certificate is withdrawn: written down here first, then said to everybody in the root's next
 * status list. Where the root is elsewhere, the paper itself goes there as the request. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "classroom/room.h"

/* The list that is in force here changed; verifying in this program must know. */
static enum fault
load_list(struct classroom *room, struct err *err)
{
    char *folder = file_join(room->folder, "trust");
    enum fault fault = trust_add_folder(room->trust, folder, err);
    free(folder);
    return fault;
}

/* Was this paper permitted by the root that was made on this laptop, before an office's was obeyed? */
static enum fault
ask_permit(struct classroom *room, const struct certificate_row *row, bool *is_laptops, struct err *err)
{
    struct buffer cose = {0};
    struct check_report report;
    enum fault fault = store_read_certificate(room->store, row->id, &cose, NULL, err);
    *is_laptops = false;
    if (fault == FAULT_NONE && root_of_laptop_is_kept(room->folder)) {
        credential_check(cose.data, cose.len, room->trust, room->clock.wall_ms() / 1000, &report);
        *is_laptops = verdict_exit_code(report.verdict) == 0 && report.is_laptop_only;
    }
    buffer_clear(&cose);
    return fault;
}

static enum fault
publish(struct classroom *room, const struct certificate_row *row, struct withdrawal *withdrawal, bool is_laptops,
        struct err *err)
{
    const struct revocation what = {.status_index = (uint32_t)row->status_index, .reason = withdrawal->reason};
    int64_t next = 1, now = room->clock.wall_ms() / 1000;
    enum fault fault = store_next_sequence(room->store, &next, err);
    if (fault == FAULT_NONE)
        fault = is_laptops ? root_revoke_as_laptop(room->folder, withdrawal->passphrase, &what, 1, now, err)
                           : root_revoke(room->folder, withdrawal->passphrase, &what, 1, (uint32_t)(next - 1), now, err);
    if (fault == FAULT_NONE)
        fault = load_list(room, err);
    withdrawal->is_published = fault == FAULT_NONE;
    return fault;
}

/* What `dauso revoke FILE` takes at the root. */
static enum fault
write_request(struct classroom *room, const struct certificate_row *row, struct withdrawal *withdrawal, struct err *err)
{
    struct buffer cose = {0};
    char *folder = file_join(room->folder, "requests"), *name = memory_print("revoke-%s.cose", row->id);
    enum fault fault = store_read_certificate(room->store, row->id, &cose, NULL, err);
    free(withdrawal->request_path);
    withdrawal->request_path = file_join(folder, name);
    if (fault == FAULT_NONE)
        fault = file_make_folder(folder, err);
    if (fault == FAULT_NONE)
        fault = file_write(withdrawal->request_path, cose.data, cose.len, 0644, err);
    buffer_clear(&cose);
    free(folder);
    free(name);
    return fault;
}

void
withdrawal_clear(struct withdrawal *withdrawal)
{
    free(withdrawal->request_path);
    withdrawal->request_path = NULL;
}

/* Asked a second time it publishes what an earlier try could not. */
static enum fault
note(struct classroom *room, const struct certificate_row *row, const struct withdrawal *withdrawal, struct err *err)
{
    struct revocation_row revocation = {.revoked_at = room->clock.wall_ms() / 1000, .reason = withdrawal->reason};
    memcpy(revocation.certificate_id, row->id, sizeof revocation.certificate_id);
    snprintf(revocation.note, sizeof revocation.note, "%s", withdrawal->note != NULL ? withdrawal->note : "");
    snprintf(revocation.replaced_by, sizeof revocation.replaced_by, "%s",
             withdrawal->replaced_by != NULL ? withdrawal->replaced_by : "");
    enum fault fault = store_add_revocation(room->store, &revocation, err);
    if (fault == FAULT_NONE)
        return classroom_commit(room, err);
    return fault == FAULT_CONFLICT ? FAULT_NONE : fault;
}

enum fault
classroom_revoke(struct classroom *room, struct withdrawal *withdrawal, struct err *err)
{
    struct certificate_row row;
    bool found = false, is_laptops = false;
    withdrawal->is_published = false;
    enum fault fault = store_find_certificate(room->store, withdrawal->certificate_id, &row, &found, err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(err, FAULT_CANNOT, "there is no certificate %.40s here; `dauso certificate list` shows them",
                        withdrawal->certificate_id);
    if (fault == FAULT_NONE)
        fault = note(room, &row, withdrawal, err);
    if (fault == FAULT_NONE)
        fault = ask_permit(room, &row, &is_laptops, err);
    if (fault != FAULT_NONE)
        return fault;
    return is_laptops || root_is_here(room->folder) ? publish(room, &row, withdrawal, is_laptops, err)
                                                    : write_request(room, &row, withdrawal, err);
}

enum fault
classroom_revoke_by_words(struct classroom *room, const char *certificate_id, int64_t reason, const char *words,
                          bool *published, struct err *err)
{
    struct withdrawal withdrawal = {.certificate_id = certificate_id, .reason = (enum revocation_reason)reason};
    enum fault fault = FAULT_NONE;
    *published = false;
    if (reason < 0 || reason >= REASON_COUNT)
        return err_set(err, FAULT_INPUT, "choose why the paper is withdrawn");
    if (words[0] != 0)
        fault = passphrase_new(words, strlen(words), &withdrawal.passphrase, err);
    if (fault == FAULT_NONE)
        fault = classroom_revoke(room, &withdrawal, err);
    *published = withdrawal.is_published;
    passphrase_free(withdrawal.passphrase);
    withdrawal_clear(&withdrawal);
    return fault;
}
