/* import.c - `dauso import gift FILE --to quizzes/NAME`: a quiz made of somebody else's questions.
 *
 * The folder is written beside its place and renamed, so that it is there as a whole or not at all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/folder.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/cli.h"
#include "exchange/exchange.h"
#include "scoring/scoring.h"

enum { VOCABULARY_MAX = 1 << 20, NAME_BYTES_MAX = 60 };

static const struct cli_option OPTIONS[] = {
    {"--to", "FOLDER", "the new quiz: quizzes/NAME"},
    {"--title", "TEXT", "what the quiz is called; else the name of the file"},
    {"--framework", "ID", "the framework of the quiz; else village-basic"},
    {"--shows", "CODE", "the indicator that each question shows; else the first of the framework"},
    {"--language", "CODE", "vi or en, if the quiz is to stand for one language only"},
    {"--json", NULL, "one line: {\"to\",\"imported\",\"left_out\"}"},
    {NULL, NULL, NULL},
};

/* What is said on the command line and found on the disk. */
struct import {
    const char *path, *to;
    char *share;
    struct frameworks *frameworks;
    struct exchange_wishes wishes;
    struct exchange_report report;
};

static enum fault
check_target(const char *to, struct err *err)
{
    const char *name = strrchr(to, '/');
    name = name == NULL ? to : name + 1;
    if (name[0] == 0 || name[0] == '.' || strlen(name) > NAME_BYTES_MAX ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(name))
        return err_set(err, FAULT_USAGE,
                       "--to: a quiz is called by small letters a to z, digits and hyphens, for "
                       "example quizzes/my-quiz");
    if (file_exists(to))
        return err_set(err, FAULT_CANNOT,
                       "%s is there already; choose another name, or remove it first", to);
    return FAULT_NONE;
}

/* The framework that is there, and an indicator of it. */
static enum fault
choose_indicator(const struct cli_call *call, struct import *import, struct err *err)
{
    struct exchange_wishes *wishes = &import->wishes;
    enum fault fault = scoring_load_frameworks(import->share, &import->frameworks, err);
    if (fault != FAULT_NONE)
        return fault;
    const struct framework *framework =
        scoring_find_framework(import->frameworks, wishes->framework);
    if (framework == NULL || framework->indicator_count == 0)
        return err_set(err, FAULT_USAGE,
                       "--framework: there is no framework \"%.60s\" in scripts/frameworks",
                       wishes->framework);
    wishes->shows = cli_value(call, "--shows", framework->indicators[0].code);
    for (size_t i = 0; i < framework->indicator_count; i++)
        if (strcmp(framework->indicators[i].code, wishes->shows) == 0)
            return FAULT_NONE;
    return err_set(err, FAULT_USAGE, "--shows: %s has no indicator \"%.30s\"; it has %s to %s",
                   framework->id, wishes->shows, framework->indicators[0].code,
                   framework->indicators[framework->indicator_count - 1].code);
}

/* File name without its folder; *title without its ending too. */
static const char *
source_name(const char *path, char **title)
{
    const char *name = strrchr(path, '/');
    name = name == NULL ? path : name + 1;
    if (!text_is_utf8(name, strlen(name)) || text_has_hidden_characters(name))
        name = "questions.gift";
    const char *end = strrchr(name, '.');
    size_t len = end == NULL || end == name ? strlen(name) : (size_t)(end - name);
    *title = memory_print("%.*s", (int)(len > NAME_BYTES_MAX ? NAME_BYTES_MAX : len), name);
    for (char *at = *title; *at != 0; at++)
        *at = *at == '_' ? ' ' : *at;
    return name;
}

static enum fault
read_source(struct import *import, struct err *err)
{
    struct buffer text = {0}, words = {0};
    char *path = file_join(import->share, "scripts/quiz_words.lua");
    enum fault fault = file_read(path, VOCABULARY_MAX, &words, err);
    if (fault == FAULT_NONE)
        fault = file_read(import->path, EXCHANGE_BYTES_MAX, &text, err);
    if (fault == FAULT_NONE) {
        (void)buffer_text(&text);
        fault = exchange_read_gift((const char *)text.data, text.len, &import->wishes,
                                   buffer_text(&words), &import->report, err);
        if (fault != FAULT_NONE) {
            struct err why = *err;
            fault = err_set(err, why.fault, "%s: %s", import->path, why.text);
        }
    }
    buffer_clear(&text);
    buffer_clear(&words);
    free(path);
    return fault;
}

static enum fault
write_folder(const struct json *files, const char *to, struct err *err)
{
    struct folder_file *list = memory_new_array(json_count(files), sizeof *list);
    size_t count = 0;
    void *at = NULL;
    const char *name;
    struct json *value;
    while (json_next(files, &at, &name, &value))
        list[count++] = (struct folder_file){.name = memory_copy_text(name),
                                             .data = (const uint8_t *)json_text(value),
                                             .len = strlen(json_text(value))};
    enum fault fault = folder_write(to, list, count, err);
    for (size_t i = 0; i < count; i++)
        free(list[i].name);
    free(list);
    return fault;
}

static void
print_rows(const struct import *import, bool as_json)
{
    struct json *line = json_new_object(), *imported = json_new_array(), *left = json_new_array();
    size_t count = 0;
    for (size_t i = 0; i < import->report.count; i++) {
        const struct exchange_row *row = &import->report.rows[i];
        struct json *made = json_new_object();
        json_put_integer(made, "line", row->line);
        json_put_text(made, row->kind != NULL ? "id" : "name", row->name);
        if (row->kind != NULL)
            json_put_text(made, "kind", row->kind);
        if (row->reason != NULL) {
            json_put_text(made, "reason", row->reason);
            fprintf(stderr, "%s, line %d: %s \"%s\": %s\n", import->path, row->line,
                    row->kind != NULL ? "a part was left out of" : "left out", row->name,
                    row->reason);
        }
        count += row->kind != NULL;
        json_add(row->kind != NULL ? imported : left, made);
    }
    if (!as_json && import->report.files != NULL)
        printf("%s: %zu questions were imported, %zu left out.\n", import->to, count,
               import->report.count - count);
    json_put(line, "to",
             import->report.files == NULL ? json_new_null() : json_new_text(import->to));
    json_put(line, "imported", imported);
    json_put(line, "left_out", left);
    if (as_json)
        cli_print_json(line);
    else
        json_free(line);
}

static enum fault
run_import(const struct cli_call *call, struct import *import, struct err *err)
{
    enum fault fault = check_target(import->to, err);
    if (fault == FAULT_NONE)
        fault = choose_indicator(call, import, err);
    if (fault == FAULT_NONE)
        fault = read_source(import, err);
    if (fault == FAULT_NONE && import->report.files != NULL)
        fault = write_folder(import->report.files, import->to, err);
    return fault;
}

static int
run(const struct cli_call *call)
{
    struct err err;
    char *to, *title = NULL;
    const char *language = cli_value(call, "--language", NULL),
               *given = cli_value(call, "--title", "");
    if (call->operand_count != 2 || strcmp(call->operands[0], "gift") != 0)
        return cli_usage(call, "say what and which file: dauso import gift FILE --to quizzes/NAME");
    if (cli_value(call, "--to", NULL) == NULL)
        return cli_usage(
            call, "--to is missing: the folder of the new quiz, for example quizzes/my-quiz");
    if (language != NULL && strcmp(language, "vi") != 0 && strcmp(language, "en") != 0)
        return cli_usage(call, "--language is vi or en");
    if (!text_is_utf8(given, strlen(given)) || text_has_hidden_characters(given))
        return cli_usage(call, "--title is one line of text");
    to = memory_copy_text(cli_value(call, "--to", ""));
    while (strlen(to) > 1 && to[strlen(to) - 1] == '/')
        to[strlen(to) - 1] = 0;
    struct import import = {.path = call->operands[1], .to = to, .share = file_find_share()};
    import.wishes.source = source_name(import.path, &title);
    import.wishes.title = cli_value(call, "--title", title);
    import.wishes.framework = cli_value(call, "--framework", "village-basic");
    import.wishes.language = language;
    int code = run_import(call, &import, &err) != FAULT_NONE ? cli_fail(call, &err) : 0;
    if (code == 0) {
        print_rows(&import, cli_flag(call, "--json"));
        code = import.report.files == NULL;
        if (code != 0)
            fprintf(
                stderr,
                "dauso import: %s holds no question that could be imported; nothing was written\n",
                import.path);
    }
    exchange_clear(&import.report);
    scoring_free_frameworks(import.frameworks);
    free(import.share);
    free(title);
    free(to);
    return code;
}

const struct cli_verb verb_import = {
    "import", "gift FILE",
    "Makes a quiz of the questions of a GIFT file (Moodle); says what it leaves out, and why.",
    OPTIONS, run};
