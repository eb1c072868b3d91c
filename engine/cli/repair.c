/* repair.c - `dauso repair`: two copies of everything lie in the data folder; one can be made of the other. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/cli.h"
#include "store/store.h"

static const struct cli_option OPTIONS[] = {
    {"--dir", "DIR", "the data folder"},
    {"--json", NULL, "one JSON object: end (good, repaired, loss) and what was found"},
    {NULL, NULL, NULL},
};

static const struct {
    const char *word, *sentence;
    int code;
} ENDS[] = {
    [REPAIR_GOOD] = {"good", "Nothing had to be repaired.", 0},
    [REPAIR_DONE] = {"repaired", "Repaired: nothing that was saved is lost.", 0},
    [REPAIR_LOSS] = {"loss", "Repaired, but not everything could be saved.", 1},
};

static void
tell(const struct cli_call *call, struct buffer *report, enum repair_end end)
{
    if (cli_flag(call, "--json")) {
        struct json *said = json_new_object();
        json_put_text(said, "end", ENDS[end].word);
        json_put_text(said, "report", buffer_text(report));
        cli_print_json(said);
    } else {
        printf("%s%s\n", buffer_text(report), ENDS[end].sentence);
    }
}

static int
run(const struct cli_call *call)
{
    struct err err;
    struct buffer report = {0};
    enum repair_end end = REPAIR_GOOD;
    enum fault fault = FAULT_NONE;
    if (call->operand_count != 0)
        return cli_usage(call, "say only which folder: repair --dir DIR");
    char *folder = cli_data_folder(call);
    char *database = file_join(folder, "dauso.db"), *journal = file_join(folder, "journal.dauso");
    if (!file_exists(database) && !file_exists(journal))
        fault = err_set(&err, FAULT_CANNOT, "there is no data in %s: say the data folder with --dir", folder);
    if (fault == FAULT_NONE)
        fault = store_repair(folder, &report, &end, &err);
    if (fault == FAULT_NONE)
        tell(call, &report, end);
    free(folder);
    free(database);
    free(journal);
    buffer_clear(&report);
    return fault != FAULT_NONE ? cli_fail(call, &err) : ENDS[end].code;
}

const struct cli_verb verb_repair = {"repair", "", "Mends a damaged data folder from its second copy.", OPTIONS, run};
