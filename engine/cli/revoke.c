/* revoke.c - `dauso revoke` and `dauso status`: what is withdrawn, and the list that says so. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/key.h"
#include "cli/passphrase.h"
#include "cli/room.h"

enum { PAPER_MAX = 20 * 1024 * 1024, LIST_MAX = 4 * 1024 * 1024, CODE_BYTES_MAX = 1200 };

static const struct cli_option REVOKE_OPTIONS[] = {
    {"--reason", "WORD", "error, other-person, test, replaced, key-lost, wish"},
    {"--note", "TEXT", "for the office; it is not published"},
    {"--dir", "DIR", "the data folder, or the folder of the root"},
    {"--passphrase-file", "FILE", "of the root's key; - reads one line of standard input"},
    {NULL, NULL, NULL},
};

static enum fault
revoke_by_id(const struct cli_call *call, struct classroom *room, struct passphrase *passphrase,
             enum revocation_reason reason, struct err *err)
{
    struct withdrawal withdrawal = {.certificate_id = call->operands[0], .reason = reason, .passphrase = passphrase,
                                    .note = cli_value(call, "--note", NULL)};
    enum fault fault = classroom_revoke(room, &withdrawal, err);
    if (fault == FAULT_NONE && withdrawal.is_published)
        printf("%s is withdrawn. Send the new list to everybody who verifies: dauso status export FILE\n", call->operands[0]);
    else if (fault == FAULT_NONE)
        printf("%s is noted as withdrawn. The root is elsewhere: take %s there, and there: dauso revoke FILE\n",
               call->operands[0], withdrawal.request_path);
    withdrawal_clear(&withdrawal);
    return fault;
}

/* At the root: the paper itself says its status index, once it is proven. */
static enum fault
revoke_by_paper(const char *folder, const char *path, struct passphrase *passphrase, enum revocation_reason reason,
                struct err *err)
{
    struct buffer paper = {0};
    struct trust *trust = trust_new();
    struct check_report report = {.verdict = VERDICT_UNREADABLE};
    char *inner = file_join(folder, "trust");
    int64_t now = clock_wall_ms() / 1000;
    enum fault fault = file_read(path, PAPER_MAX, &paper, err);
    if (fault == FAULT_NONE)
        fault = trust_add_folder(trust, inner, err);
    if (fault == FAULT_NONE && paper.len > 5 && memcmp(paper.data, "%PDF-", 5) == 0)
        credential_check_pdf(paper.data, paper.len, trust, now, &report);
    else if (fault == FAULT_NONE)
        credential_check(paper.data, paper.len, trust, now, &report);
    if (fault == FAULT_NONE && verdict_exit_code(report.verdict) != 0)
        fault = err_set(err, FAULT_INPUT, "%s cannot be withdrawn here, it is %s: %s", path, verdict_name(report.verdict),
                        report.says_en);
    if (fault == FAULT_NONE) {
        const struct revocation what = {.status_index = report.claims.status_index, .reason = reason};
        fault = root_revoke(folder, passphrase, &what, 1, 0, now, err);
    }
    if (fault == FAULT_NONE) {
        char id[ID_TEXT_LEN];
        credential_print_id(report.claims.id, id);
        printf("%s is withdrawn. Send the new list to everybody who verifies: dauso status export FILE\n", id);
    }
    trust_free(trust);
    buffer_clear(&paper);
    free(inner);
    return fault;
}

static int
run_revoke(const struct cli_call *call)
{
    struct err err;
    struct passphrase *passphrase = NULL;
    struct classroom *room = NULL;
    enum revocation_reason reason = REASON_NOT_STATED;
    int code = 0;
    if (call->operand_count != 1 || cli_value(call, "--reason", NULL) == NULL)
        return cli_usage(call, "say which certificate and why: revoke ID --reason error");
    char *folder = cli_data_folder(call);
    enum fault fault = key_read_reason(cli_value(call, "--reason", ""), &reason, &err);
    if (fault == FAULT_NONE)
        fault = cli_read_passphrase(call, &passphrase, &err);
    if (fault == FAULT_NONE && file_exists(call->operands[0])) {
        fault = revoke_by_paper(folder, call->operands[0], passphrase, reason, &err);
    } else if (fault == FAULT_NONE) {
        code = cli_open_room(call, &room);
        if (code == 0)
            fault = revoke_by_id(call, room, passphrase, reason, &err);
        classroom_close(room);
    }
    passphrase_free(passphrase);
    free(folder);
    return fault != FAULT_NONE ? cli_fail(call, &err) : code;
}

const struct cli_verb verb_revoke = {"revoke", "ID|FILE", "Withdraws a certificate, in the root's next status list.",
                                     REVOKE_OPTIONS, run_revoke};

/* ---- status ---- */

static const struct cli_option STATUS_OPTIONS[] = {
    {"--dir", "DIR", "the data folder, or the folder of the root"},
    {"--passphrase-file", "FILE", "of the root's key, for the first list; - reads one line of standard input"},
    {"--url", "URL", "of the verifier page, for a code; https://v.example.vn/ if not said"},
    {NULL, NULL, NULL},
};

/* A list that fits into a code can be carried on paper and scanned. */
static enum fault
write_code(const struct cli_call *call, const struct buffer *list, const char *path, struct err *err)
{
    struct buffer text = {0}, svg = {0};
    struct qr_code code = {0};
    enum fault fault = FAULT_NONE;
    if (list->len > CODE_BYTES_MAX)
        fault = err_set(err, FAULT_LIMIT, "the list has %zu bytes, and a code holds %d: export it as a file, or into the page",
                        list->len, CODE_BYTES_MAX);
    credential_to_qr_text(cli_value(call, "--url", "https://v.example.vn/"), list->data, list->len, &text);
    if (fault == FAULT_NONE)
        fault = qr_code_of_payload(buffer_text(&text), 40, &code, err);
    if (fault == FAULT_NONE) {
        qr_code_to_svg(&code, &svg);
        fault = file_write(path, svg.data, svg.len, 0644, err);
    }
    qr_code_clear(&code);
    buffer_clear(&text);
    buffer_clear(&svg);
    return fault;
}

static enum fault
export_list(const struct cli_call *call, const char *folder, struct passphrase *passphrase, struct err *err)
{
    struct buffer list = {0};
    const char *to = call->operands[1];
    size_t len = strlen(to);
    char *path = file_join(folder, "trust/status.cose");
    enum fault fault = FAULT_NONE;
    if (!file_exists(path)) /* nothing withdrawn yet: a list that says so is worth more than none */
        fault = root_revoke(folder, passphrase, NULL, 0, 0, clock_wall_ms() / 1000, err);
    if (fault == FAULT_NONE)
        fault = file_read(path, LIST_MAX, &list, err);
    if (fault == FAULT_NONE)
        fault = len > 4 && strcmp(to + len - 4, ".svg") == 0 ? write_code(call, &list, to, err)
                                                             : file_write(to, list.data, list.len, 0644, err);
    if (fault == FAULT_NONE)
        printf("%s: %zu bytes, signed.\n", to, list.len);
    buffer_clear(&list);
    free(path);
    return fault;
}

static int
run_status(const struct cli_call *call)
{
    struct err err;
    struct passphrase *passphrase = NULL;
    if (call->operand_count != 2 || strcmp(call->operands[0], "export") != 0)
        return cli_usage(call, "say status export FILE; a name that ends in .svg makes a code");
    char *folder = cli_data_folder(call);
    enum fault fault = cli_read_passphrase(call, &passphrase, &err);
    if (fault == FAULT_NONE)
        fault = export_list(call, folder, passphrase, &err);
    passphrase_free(passphrase);
    free(folder);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}

const struct cli_verb verb_status = {"status", "export FILE", "Writes the signed list of what is withdrawn: file or code.",
                                     STATUS_OPTIONS, run_status};
