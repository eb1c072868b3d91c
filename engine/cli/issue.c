/* issue.c - `dauso issue`: from results to paper. */
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
    {"--cards", NULL, "the certificates that exist as small cards, eight a sheet, into DIR/prints/"},
    {"--print", NULL, "all papers that exist in one file for the printer, and the register to sign, into DIR/prints/"},
    {"--replace", NULL, "with --learner: a new paper with the name as it is now; the old one is withdrawn"},
    {"--reason", "WORD", "with --replace: error, other-person, test, wish; replaced if not said"},
    {"--passphrase-file", "FILE", "of sealed keys; - reads one line of standard input"},
    {"--dir", "DIR", "the data folder"},
    {"--json", NULL, "one object a certificate"},
    {NULL, NULL, NULL},
};

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

static void
show_progress(void *context, const struct print_progress *progress)
{
    (void)context;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%zu of %zu%s", progress->drawn, progress->total, progress->is_done ? "\n" : "");
}

static enum fault
print_all(const struct cli_call *call, struct classroom *room, int64_t class_id, size_t *count, struct err *err)
{
    struct class_prints prints;
    enum fault fault = classroom_print_class(room, class_id, show_progress, NULL, &prints, err);
    if (fault != FAULT_NONE)
        return fault;
    *count = prints.pages;
    if (cli_flag(call, "--json")) {
        struct json *line = json_new_object();
        json_put_text(line, "papers", prints.papers_path);
        json_put_text(line, "register", prints.register_path);
        json_put_integer(line, "pages", (int64_t)prints.pages);
        json_put_integer(line, "left_out", (int64_t)prints.left_out);
        cli_print_json(line);
    } else {
        printf("%zu certificates: %s, print at 100 %%.\nThe register to sign: %s\n", prints.pages, prints.papers_path,
               prints.register_path);
        if (prints.left_out > 0)
            printf("%zu no longer check as genuine and were left out.\n", prints.left_out);
    }
    class_prints_clear(&prints);
    return FAULT_NONE;
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
    enum fault fault = cli_find_class(room, cli_value(call, "--class", ""), &class_id, err);
    if (fault == FAULT_NONE && learner != NULL)
        fault = find_learner(room, class_id, learner, learner_id, err);
    if (fault == FAULT_NONE && passphrase != NULL)
        fault = classroom_unlock(room, passphrase, err);
    if (fault != FAULT_NONE)
        return fault;
    const char *one = learner != NULL ? learner_id : NULL;
    if (cli_flag(call, "--cards")) {
        enum fault printed = classroom_print_cards(room, class_id, count, err);
        if (printed == FAULT_NONE && *count > 0)
            printf("%zu sheet(s) of cards are in the folder prints/: print at 100 %%, cut along the frames.\n", *count);
        return printed;
    }
    if (cli_flag(call, "--print"))
        return print_all(call, room, class_id, count, err);
    if (cli_flag(call, "--reprint"))
        return reprint_all(call, room, class_id, one, count, err);
    struct class_summary class;
    if (!cli_flag(call, "--replace") && classroom_find_class(room, class_id, &class, err) == FAULT_NONE && class.is_practice_only) {
        *count = 0;
        return err_set(err, FAULT_INPUT, "the class \"%s\" practises only: its quiz leads to no programme, or nobody whom this "
                       "laptop trusts has signed it; see `dauso quiz trust`", class.name);
    }
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
