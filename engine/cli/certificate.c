/* certificate.c - `dauso certificate`: paper that exists, as words, as the text of its code, as a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/room.h"

static const struct cli_option OPTIONS[] = {
    {"--format", "NAME", "export: pdf, cose or open-badge; pdf if not said"},
    {"-o", "FILE", "export: where to write; standard output if not said"},
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

/* pdf: the stored bytes; cose, open-badge: what is attached to them. */
static enum fault
read_format(const struct cli_call *call, struct classroom *room, struct buffer *out, bool *found, struct err *err)
{
    const char *format = cli_value(call, "--format", "pdf");
    const char *attachment = strcmp(format, "cose") == 0 ? "certificate.cose" : "open-badge.json";
    struct buffer pdf = {0};
    if (strcmp(format, "pdf") == 0)
        return classroom_read_pdf(room, call->operands[1], out, found, err);
    if (strcmp(format, "cose") != 0 && strcmp(format, "open-badge") != 0)
        return err_set(err, FAULT_USAGE, "--format is pdf, cose or open-badge, not \"%.40s\"", format);
    enum fault fault = classroom_read_pdf(room, call->operands[1], &pdf, found, err);
    if (fault == FAULT_NONE && *found && !credential_pdf_attachment(pdf.data, pdf.len, attachment, out))
        fault = err_set(err, FAULT_CANNOT, "certificate %.40s was issued without %s", call->operands[1], attachment);
    buffer_clear(&pdf);
    return fault;
}

static enum fault
write_out(const struct cli_call *call, const struct buffer *out, struct err *err)
{
    const char *path = cli_value(call, "-o", NULL);
    if (path != NULL)
        return file_write(path, out->data, out->len, 0644, err);
    fwrite(out->data, 1, out->len, stdout);
    return FAULT_NONE;
}

/* show: words; text: what the code holds; export: the file. */
static int
show_one(const struct cli_call *call, struct classroom *room, const char *word)
{
    struct err err;
    struct buffer out = {0};
    bool found = false;
    enum fault fault;
    if (strcmp(word, "export") == 0)
        fault = read_format(call, room, &out, &found, &err);
    else
        fault = classroom_certificate_text(room, call->operands[1], &out, &found, &err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(&err, FAULT_CANNOT, "there is no certificate %.40s here; `dauso certificate list` shows them",
                        call->operands[1]);
    if (fault == FAULT_NONE)
        fault = write_out(call, &out, &err);
    if (fault == FAULT_NONE && strcmp(word, "text") == 0)
        putchar('\n');
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
                                          OPTIONS, run_certificate};
