/* room.c - opening the data folder for a verb. */
#include "cli/room.h"

#include <stdlib.h>

#include "base/file.h"

int
cli_open_room(const struct cli_call *call, struct classroom **room)
{
    struct err err;
    char *folder = cli_data_folder(call), *share = file_find_share();
    enum fault fault = FAULT_NONE;
    if (!file_is_folder(folder))
        fault = err_set(&err, FAULT_CANNOT, "there is no data folder %s: run `dauso init --dir %s` first", folder,
                        folder);
    else
        fault = classroom_open(folder, share, NULL, room, &err);
    free(folder);
    free(share);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}
