/* roster.c - `dauso roster import FILE --class ID`: the names of a class, from a table. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/cli.h"
#include "cli/room.h"

enum { ROSTER_FILE_MAX = 1 << 20 };

static const struct cli_option OPTIONS[] = {
    {"--class", "ID", "number or name of the class"},
    {"--dir", "DIR", "the data folder"},
    {"--json", NULL, "one line: {\"added\",\"repeated\"}"},
    {NULL, NULL, NULL},
};

/* The sentence begins with the file: "names.csv, line 7: ..." */
static enum fault
import(const struct cli_call *call, struct classroom *room, struct roster_report *report, struct err *err)
{
    const char *path = call->operands[1];
    struct buffer text = {0};
    int64_t class_id = 0;
    enum fault fault = file_read(path, ROSTER_FILE_MAX, &text, err);
    if (fault == FAULT_NONE)
        fault = cli_find_class(room, cli_value(call, "--class", ""), &class_id, err);
    if (fault == FAULT_NONE && classroom_import_roster(room, class_id, buffer_text(&text), text.len, report, err) != FAULT_NONE) {
        struct err why = *err;
        fault = err_set(err, why.fault, "%s: %s", path, why.text);
    }
    buffer_clear(&text);
    return fault == FAULT_NONE ? classroom_commit(room, err) : fault;
}

static int
run(const struct cli_call *call)
{
    struct classroom *room = NULL;
    struct roster_report report = {0};
    struct err err;
    if (call->operand_count != 2 || strcmp(call->operands[0], "import") != 0)
        return cli_usage(call, "say import and one file");
    if (cli_value(call, "--class", NULL) == NULL)
        return cli_usage(call, "--class is missing: its number or its name");
    int code = cli_open_room(call, &room);
    if (code != 0)
        return code;
    if (import(call, room, &report, &err) != FAULT_NONE) {
        code = cli_fail(call, &err);
    } else if (cli_flag(call, "--json")) {
        struct json *line = json_new_object();
        json_put_integer(line, "added", (int64_t)report.added);
        json_put_integer(line, "repeated", (int64_t)report.repeated);
        cli_print_json(line);
    } else {
        printf("%zu people were written down", report.added);
        if (report.repeated > 0)
            printf(", %zu stood there already", report.repeated);
        printf(".\n");
    }
    classroom_close(room);
    return code;
}

const struct cli_verb verb_roster = {"roster", "import FILE", "Writes the names of a class down before its phones join.",
                                     OPTIONS, run};
