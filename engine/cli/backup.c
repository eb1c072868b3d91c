/* backup.c - `dauso backup FILE`: everything that is stored, as one file that was read again and compared. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/cli.h"
#include "store/store.h"

static const struct cli_option OPTIONS[] = {
    {"--dir", "DIR", "the data folder"},
    {NULL, NULL, NULL},
};

static int
run(const struct cli_call *call)
{
    struct err err;
    struct store *store = NULL;
    if (call->operand_count != 1)
        return cli_usage(call, "say where to: backup FILE; to go back to it, move dauso.db and journal.dauso away and put the file "
                               "there as dauso.db");
    char *folder = cli_data_folder(call), *database = file_join(folder, "dauso.db");
    enum fault fault = FAULT_NONE;
    if (!file_exists(database))
        fault = err_set(&err, FAULT_CANNOT, "there is nothing to back up in %s: say the data folder with --dir", folder);
    else if (file_is_folder(call->operands[0]))
        fault = err_set(&err, FAULT_CANNOT, "%s is a folder: say a file in it", call->operands[0]);
    if (fault == FAULT_NONE)
        fault = store_open(folder, &store, &err);
    if (fault == FAULT_NONE)
        fault = store_backup(store, call->operands[0], &err);
    store_close(store);
    if (fault == FAULT_NONE)
        printf("%s holds everything that is stored in %s. It was read again and compared.\n", call->operands[0], folder);
    free(folder);
    free(database);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}

const struct cli_verb verb_backup = {"backup", "FILE", "Copies everything that is stored into one file.", OPTIONS, run};
