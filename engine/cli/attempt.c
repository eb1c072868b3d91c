/* attempt.c - `dauso attempt list|show|export` and `dauso replay`: an attempt is its events. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/attempt_table.h"
#include "cli/cli.h"
#include "cli/replay_table.h"
#include "cli/room.h"

enum { EXPORT_MAX = 16 * 1024 * 1024 };

static const struct cli_option OPTIONS[] = {
    {"--quiz", "ID", "table: the answers to this quiz"},
    {"--class", "ID", "table: of this class alone"},
    {"--item", "ID", "overturn: the item with the critical act"},
    {"--reason", "TEXT", "overturn: why it does not count; stays in the record"},
    {"-o", "FILE", "table: writes into FILE; else on standard output"},
    {"--dir", "DIR", "the data folder"},
    {"--json", NULL, "JSON, one object a line"},
    {NULL, NULL, NULL},
};

static void
print_attempt(const struct json *row)
{
    char date[11], time[6];
    int64_t started = 0, events = 0, finished;
    bool has_finished = json_read_integer(json_get(row, "finished_at"), &finished);
    if (json_read_integer(json_get(row, "started_at"), &started))
        clock_print_date(started, date), clock_print_time(started, time);
    else
        date[0] = time[0] = 0;
    if (!json_read_integer(json_get(row, "events"), &events))
        events = 0;
    printf("%s  %s %s  %s  %lld events  %s\n", json_get_text(row, "attempt"), date, time, json_get_text(row, "quiz"),
           (long long)events, has_finished ? "finished" : "goes on");
}

static int
list(const struct cli_call *call, struct classroom *room)
{
    struct err err;
    struct json *rows;
    if (classroom_list_attempts(room, &rows, &err) != FAULT_NONE)
        return cli_fail(call, &err);
    for (size_t i = 0; i < json_count(rows); i++) {
        if (cli_flag(call, "--json"))
            cli_print_json(json_keep(json_at(rows, i)));
        else
            print_attempt(json_at(rows, i));
    }
    if (json_count(rows) == 0)
        fprintf(stderr, "No attempts yet.\n");
    json_free(rows);
    return 0;
}

static void
print_event(const struct json *event)
{
    int64_t seq = 0;
    if (!json_read_integer(json_get(event, "seq"), &seq))
        return;
    const char *words[] = {json_get_text(event, "kind"), json_get_text(event, "item"), json_get_text(event, "verb"),
                           json_get_text(event, "target"), json_get_text(event, "value")};
    printf("%4lld", (long long)seq);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i] != NULL && words[i][0] != 0)
            printf("  %s", words[i]);
    putchar('\n');
}

static int
show(const struct cli_call *call, struct classroom *room, bool whole)
{
    struct err err;
    struct json *exported;
    bool found;
    if (classroom_export_attempt(room, call->operands[1], &exported, &found, &err) != FAULT_NONE)
        return cli_fail(call, &err);
    if (!found) {
        err_set(&err, FAULT_CANNOT, "there is no attempt %.40s here; `dauso attempt list` shows them",
                call->operands[1]);
        return cli_fail(call, &err);
    }
    const struct json *events = json_get(exported, "events");
    if (whole || cli_flag(call, "--json")) {
        cli_print_json(json_keep(exported));
    } else {
        for (size_t i = 0; i < json_count(events); i++)
            print_event(json_at(events, i));
        char *decision = json_write_text(json_get(json_get(exported, "result"), "decision"));
        printf("result  %s\n", json_get(exported, "result") != NULL ? decision : "not finished yet");
        free(decision);
    }
    json_free(exported);
    return 0;
}

static int
overturn(const struct cli_call *call)
{
    struct err err;
    struct classroom *room = NULL;
    const char *item = cli_value(call, "--item", NULL), *reason = cli_value(call, "--reason", NULL);
    if (item == NULL || reason == NULL)
        return cli_usage(call, "say which act and why: `attempt overturn ID --item ITEM --reason \"...\"`");
    int code = cli_open_room(call, &room);
    if (code != 0)
        return code;
    if (classroom_overturn(room, call->operands[1], item, reason, &err) != FAULT_NONE)
        code = cli_fail(call, &err);
    else if (!cli_flag(call, "--json"))
        printf("The critical act in %s does not count any more. The record says why.\n", item);
    classroom_close(room);
    return code;
}

static int
run_attempt(const struct cli_call *call)
{
    struct classroom *room = NULL;
    const char *word = call->operand_count > 0 ? call->operands[0] : "";
    bool wants_list = strcmp(word, "list") == 0 && call->operand_count == 1;
    bool wants_one = (strcmp(word, "show") == 0 || strcmp(word, "export") == 0) && call->operand_count == 2;
    bool wants_table = strcmp(word, "table") == 0 && call->operand_count == 1;
    if (strcmp(word, "overturn") == 0 && call->operand_count == 2)
        return overturn(call);
    if (!wants_list && !wants_one && !wants_table)
        return cli_usage(call, "say `attempt list`, `attempt show ID`, `attempt export ID`, `attempt table --quiz ID` or "
                               "`attempt overturn ID`");
    int code = cli_open_room_to_read(call, &room);
    if (code != 0)
        return code;
    code = wants_list    ? list(call, room)
           : wants_table ? attempt_table(call, room)
                         : show(call, room, strcmp(word, "export") == 0);
    classroom_close(room);
    return code;
}

const struct cli_verb verb_attempt = {"attempt", "list|show ID|export ID|overturn ID|table --quiz ID",
                                      "Lists attempts, shows or exports one, or makes a table of all answers.", OPTIONS, run_attempt};

/* ---- replay ---- */

static const struct cli_option REPLAY_OPTIONS[] = {
    {"--explain", NULL, "says what each answer counted for, each estimate and the decision"},
    {"--framework", "ID", "with --explain: seen under this framework too, \"digcomp-2.2\" or \"vn-tt02-2025\""},
    {"--dir", "DIR", "the data folder"},
    {"--json", NULL, "one object: {\"agrees\",\"difference\",…}"},
    {NULL, NULL, NULL},
};

static int
report(const struct cli_call *call, struct regrade *regrade)
{
    if (cli_flag(call, "--json")) {
        struct json *line = json_new_object();
        json_put_boolean(line, "agrees", regrade->agrees);
        json_put_text(line, "difference", regrade->difference);
        if (regrade->explain != NULL && cli_flag(call, "--explain"))
            json_put(line, "explain", json_keep(regrade->explain));
        else if (regrade->explain != NULL)
            json_put_text(line, "screens", json_get_text(regrade->explain, "screens"));
        cli_print_json(line);
    } else {
        printf(regrade->agrees ? "Agrees: the same screens, evidence and result.\n" : "Does not agree: %s\n",
               regrade->difference);
        if (regrade->explain != NULL && cli_flag(call, "--explain"))
            replay_print_table(regrade->explain);
    }
    return regrade->agrees ? 0 : 1;
}

static int
replay_file(const struct cli_call *call, const char *path, struct regrade *regrade)
{
    struct err err;
    struct buffer text = {0};
    struct json *exported = NULL;
    char *share = file_find_share();
    enum fault fault = file_read(path, EXPORT_MAX, &text, &err);
    if (fault == FAULT_NONE && json_read((const char *)text.data, text.len, &exported, &err) != FAULT_NONE)
        fault = err_set(&err, FAULT_INPUT, "%s is not an attempt made by `dauso attempt export`", path);
    if (fault == FAULT_NONE)
        fault = classroom_regrade_export(exported, share, cli_value(call, "--framework", NULL), regrade, &err);
    json_free(exported);
    buffer_clear(&text);
    free(share);
    return fault != FAULT_NONE ? cli_fail(call, &err) : report(call, regrade);
}

static int
replay_stored(const struct cli_call *call, const char *id, struct regrade *regrade)
{
    struct err err;
    struct classroom *room = NULL;
    int code = cli_open_room_to_read(call, &room);
    if (code != 0)
        return code;
    if (classroom_regrade(room, id, cli_value(call, "--framework", NULL), regrade, &err) != FAULT_NONE)
        code = cli_fail(call, &err);
    else
        code = report(call, regrade);
    classroom_close(room);
    return code;
}

static int
run_replay(const struct cli_call *call)
{
    struct regrade regrade = {0};
    if (call->operand_count != 1)
        return cli_usage(call, "say one attempt's ID or the file of an exported attempt");
    const char *what = call->operands[0];
    bool is_path = file_exists(what) || strchr(what, '/') != NULL || strchr(what, '.') != NULL;
    int code = is_path ? replay_file(call, what, &regrade) : replay_stored(call, what, &regrade);
    regrade_clear(&regrade);
    return code;
}

const struct cli_verb verb_replay = {"replay", "ID|FILE", "Recomputes an attempt from its events; 1 if it differs.",
                                     REPLAY_OPTIONS, run_replay};
