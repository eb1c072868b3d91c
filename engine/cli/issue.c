/* issue.c - `dauso issue` and `dauso certificate`: from results to paper, and paper that exists. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/cli.h"
#include "cli/key.h"
#include "cli/passphrase.h"
#include "cli/room.h"

static const struct cli_option OPTIONS[] = {
    {"--class", "ID", "the class: its number or its name"},
    {"--learner", "ID", "one learner only: the id, or the number in the roster"},
    {"--reprint", NULL, "writes the stored PDFs again, byte for byte"},
    {"--replace", NULL, "with --learner: a new paper with the name as it is now; the old one is withdrawn"},
    {"--reason", "WORD", "with --replace: error, other-person, test, wish; replaced if not said"},
    {"--passphrase-file", "FILE", "of sealed keys; - reads one line of standard input"},
    {"--dir", "DIR", "the data folder"},
    {"--json", NULL, "one object a certificate"},
    {NULL, NULL, NULL},
};

static enum fault
find_class(struct classroom *room, const char *asked, int64_t *class_id, struct err *err)
{
    struct class_summary *classes = NULL;
    size_t count = 0;
    *class_id = 0;
    enum fault fault = classroom_list_classes(room, &classes, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%lld", (long long)classes[i].id);
        if (strcmp(number, asked) == 0 || strcmp(classes[i].name, asked) == 0)
            *class_id = classes[i].id;
    }
    free(classes);
    if (fault == FAULT_NONE && *class_id == 0)
        fault = err_set(err, FAULT_CANNOT, "there is no class \"%.60s\" here; the console lists them", asked);
    return fault;
}

/* "3" in the roster, or the learner's own id. *found_id is empty if nobody fits. */
static enum fault
find_learner(struct classroom *room, int64_t class_id, const char *asked, char found_id[LEARNER_ID_MAX],
             struct err *err)
{
    struct class_view view;
    found_id[0] = 0;
    enum fault fault = classroom_view(room, class_id, &view, err);
    if (fault != FAULT_NONE)
        return fault;
    for (size_t i = 0; i < view.tile_count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%lld", (long long)view.tiles[i].number);
        if (strcmp(asked, number) == 0 || strcmp(asked, view.tiles[i].learner_id) == 0)
            memcpy(found_id, view.tiles[i].learner_id, LEARNER_ID_MAX);
    }
    class_view_clear(&view);
    if (found_id[0] == 0)
        fault = err_set(err, FAULT_CANNOT, "there is no learner \"%.60s\" in this class", asked);
    return fault;
}

static void
print_issued(const struct cli_call *call, const struct issued *issued)
{
    if (!cli_flag(call, "--json")) {
        printf("%s  %s  %s\n", issued->certificate, issued->name, issued->pdf_path);
        return;
    }
    struct json *line = json_new_object();
    json_put_text(line, "certificate", issued->certificate);
    json_put_text(line, "learner", issued->learner_id);
    json_put_text(line, "name", issued->name);
    json_put_text(line, "pdf", issued->pdf_path);
    cli_print_json(line);
}

static enum fault
issue_all(const struct cli_call *call, struct classroom *room, int64_t class_id, const char *learner_id,
          size_t *issued_count, struct err *err)
{
    enum fault fault = FAULT_NONE;
    bool done_one = true;
    err->text[0] = 0;
    while (fault == FAULT_NONE && done_one) {
        struct issued issued = {0};
        fault = classroom_issue_next(room, class_id, learner_id, &done_one, &issued, err);
        if (fault == FAULT_NONE && done_one) {
            print_issued(call, &issued);
            (*issued_count)++;
            if (isatty(STDERR_FILENO))
                fprintf(stderr, "\r%zu issued", *issued_count);
        }
        issued_clear(&issued);
        done_one = done_one && learner_id == NULL;
    }
    if (isatty(STDERR_FILENO) && *issued_count > 0)
        fputc('\n', stderr);
    return fault;
}

static enum fault
reprint_all(const struct cli_call *call, struct classroom *room, int64_t class_id, const char *learner_id,
            size_t *count, struct err *err)
{
    struct class_view view;
    enum fault fault = classroom_view(room, class_id, &view, err);
    if (fault != FAULT_NONE)
        return fault;
    for (size_t i = 0; fault == FAULT_NONE && i < view.tile_count; i++) {
        const struct tile *tile = &view.tiles[i];
        struct issued issued = {0};
        if (tile->certificate[0] == 0 || (learner_id != NULL && strcmp(learner_id, tile->learner_id) != 0))
            continue;
        fault = classroom_reprint(room, tile->certificate, &issued.pdf_path, err);
        memcpy(issued.certificate, tile->certificate, sizeof issued.certificate);
        memcpy(issued.learner_id, tile->learner_id, sizeof issued.learner_id);
        memcpy(issued.name, tile->name, sizeof issued.name);
        if (fault == FAULT_NONE) {
            print_issued(call, &issued);
            (*count)++;
        }
        issued_clear(&issued);
    }
    class_view_clear(&view);
    return fault;
}

static enum fault
replace_one(const struct cli_call *call, struct classroom *room, const char *learner_id, struct passphrase *passphrase,
            struct err *err)
{
    struct withdrawal withdrawal = {.reason = REASON_REPLACED, .passphrase = passphrase};
    struct issued issued = {0};
    enum fault fault = FAULT_NONE;
    if (learner_id == NULL)
        return err_set(err, FAULT_USAGE, "say whose certificate is replaced: --replace --learner ID");
    if (cli_value(call, "--reason", NULL) != NULL)
        fault = key_read_reason(cli_value(call, "--reason", NULL), &withdrawal.reason, err);
    if (fault == FAULT_NONE)
        fault = classroom_replace(room, learner_id, &withdrawal, &issued, err);
    if (issued.pdf_path != NULL)
        print_issued(call, &issued);
    if (fault == FAULT_NONE && !withdrawal.is_published)
        fprintf(stderr, "The old paper is noted as withdrawn. The root is elsewhere: take %s there.\n",
                withdrawal.request_path);
    withdrawal_clear(&withdrawal);
    issued_clear(&issued);
    return fault;
}

static enum fault
issue_asked(const struct cli_call *call, struct classroom *room, struct passphrase *passphrase, size_t *count,
            struct err *err)
{
    int64_t class_id;
    char learner_id[LEARNER_ID_MAX];
    const char *learner = cli_value(call, "--learner", NULL);
    enum fault fault = find_class(room, cli_value(call, "--class", ""), &class_id, err);
    if (fault == FAULT_NONE && learner != NULL)
        fault = find_learner(room, class_id, learner, learner_id, err);
    if (fault == FAULT_NONE && passphrase != NULL)
        fault = classroom_unlock(room, passphrase, err);
    if (fault != FAULT_NONE)
        return fault;
    const char *one = learner != NULL ? learner_id : NULL;
    if (cli_flag(call, "--reprint"))
        return reprint_all(call, room, class_id, one, count, err);
    if (!cli_flag(call, "--replace"))
        return issue_all(call, room, class_id, one, count, err);
    *count = 1;
    return replace_one(call, room, one, passphrase, err);
}

static int
run_issue(const struct cli_call *call)
{
    struct classroom *room = NULL;
    struct passphrase *passphrase = NULL;
    struct err err = {0};
    size_t count = 0;
    bool is_for_one = cli_value(call, "--learner", NULL) != NULL;
    if (call->operand_count > 0 || cli_value(call, "--class", NULL) == NULL)
        return cli_usage(call, "say which class: --class ID or --class NAME");
    if (cli_read_passphrase(call, &passphrase, &err) != FAULT_NONE)
        return cli_fail(call, &err);
    int code = cli_open_room(call, &room);
    if (code == 0) {
        enum fault fault = issue_asked(call, room, passphrase, &count, &err);
        code = fault != FAULT_NONE ? cli_fail(call, &err) : count == 0 && is_for_one ? 1 : 0;
        if (fault == FAULT_NONE && count == 0)
            fprintf(stderr, "Nothing to print%s%s.\n", is_for_one && err.text[0] != 0 ? ": " : "",
                    is_for_one ? err.text : "");
    }
    classroom_close(room);
    passphrase_free(passphrase);
    return code;
}

const struct cli_verb verb_issue = {"issue", "", "Issues the certificates of a class, or prints them again.", OPTIONS,
                                    run_issue};

/* ---- certificate ---- */

static const struct cli_option CERTIFICATE_OPTIONS[] = {
    {"--dir", "DIR", "the data folder"},
    {"--json", NULL, "one object a certificate"},
    {NULL, NULL, NULL},
};

static int
list(const struct cli_call *call, struct classroom *room)
{
    struct err err;
    struct json *rows;
    if (classroom_list_certificates(room, &rows, &err) != FAULT_NONE)
        return cli_fail(call, &err);
    for (size_t i = 0; i < json_count(rows); i++) {
        struct json *row = json_at(rows, i);
        if (cli_flag(call, "--json")) {
            cli_print_json(json_keep(row));
            continue;
        }
        char date[11];
        int64_t issued_at = 0, sequence = 0;
        if (json_read_integer(json_get(row, "issued_at"), &issued_at) &&
            json_read_integer(json_get(row, "sequence"), &sequence)) {
            clock_print_date(issued_at, date);
            printf("%s  %s  %5lld  %s\n", json_get_text(row, "certificate"), date, (long long)sequence,
                   json_get_text(row, "name"));
        }
    }
    if (json_count(rows) == 0)
        fprintf(stderr, "No certificates yet.\n");
    json_free(rows);
    return 0;
}

/* show: words; text: what the code holds; export: the PDF's bytes. */
static int
show_one(const struct cli_call *call, struct classroom *room, const char *word)
{
    struct err err;
    struct buffer out = {0};
    bool found = false;
    enum fault fault;
    if (strcmp(word, "export") == 0)
        fault = classroom_read_pdf(room, call->operands[1], &out, &found, &err);
    else
        fault = classroom_certificate_text(room, call->operands[1], &out, &found, &err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(&err, FAULT_CANNOT, "there is no certificate %.40s here; `dauso certificate list` shows them",
                        call->operands[1]);
    if (fault == FAULT_NONE) {
        fwrite(out.data, 1, out.len, stdout);
        if (strcmp(word, "text") == 0)
            putchar('\n');
    }
    buffer_clear(&out);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}

static int
show_words(const struct cli_call *call, struct classroom *room)
{
    struct err err;
    struct json *rows;
    int code = 3;
    if (classroom_list_certificates(room, &rows, &err) != FAULT_NONE)
        return cli_fail(call, &err);
    for (size_t i = 0; i < json_count(rows); i++) {
        struct json *row = json_at(rows, i);
        if (strcmp(json_get_text(row, "certificate"), call->operands[1]) != 0)
            continue;
        code = 0;
        cli_print_json(json_keep(row));
    }
    json_free(rows);
    if (code != 0) {
        err_set(&err, FAULT_CANNOT, "there is no certificate %.40s here; `dauso certificate list` shows them",
                call->operands[1]);
        return cli_fail(call, &err);
    }
    return code;
}

static int
run_certificate(const struct cli_call *call)
{
    struct classroom *room = NULL;
    const char *word = call->operand_count > 0 ? call->operands[0] : "";
    bool wants_list = strcmp(word, "list") == 0 && call->operand_count == 1;
    bool wants_words = strcmp(word, "show") == 0 && call->operand_count == 2;
    bool wants_bytes = (strcmp(word, "text") == 0 || strcmp(word, "export") == 0) && call->operand_count == 2;
    if (!wants_list && !wants_words && !wants_bytes)
        return cli_usage(call, "say `certificate list`, or show, text or export and an ID");
    int code = cli_open_room(call, &room);
    if (code != 0)
        return code;
    code = wants_list ? list(call, room) : wants_words ? show_words(call, room) : show_one(call, room, word);
    classroom_close(room);
    return code;
}

const struct cli_verb verb_certificate = {"certificate", "list|show ID|text ID|export ID",
                                          "Lists certificates, shows one, its code's text, or its PDF.",
                                          CERTIFICATE_OPTIONS, run_certificate};
