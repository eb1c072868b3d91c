/* init.c - `dauso init`: makes this laptop ready. Idempotent. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/file.h"
#include "classroom/classroom.h"
#include "cli/cli.h"
#include "cli/passphrase.h"

static const struct cli_option OPTIONS[] = {
    {"--name", "TEXT", "the office that issues, as printed on certificates"},
    {"--place", "CODE", "where classes take place: a code of certs/trust/places.tsv"},
    {"--verifier-url", "URL", "the verifier page, at most 30 characters, printed in each code"},
    {"--layout", "NAME", "how certificates look: formal, plain, or another file of certs/layouts/"},
    {"--passphrase-file", "FILE", "of sealed keys, if something is to be renewed; - reads one line of standard input"},
    {"--dir", "DIR", "the data folder"},
    {NULL, NULL, NULL},
};

static int
run(const struct cli_call *call)
{
    struct err err;
    long place = 0;
    if (call->operand_count > 0)
        return cli_usage(call, "it takes no operands, only options");
    if (cli_number(call, "--place", 1, 99999999, &place, &err) != FAULT_NONE)
        return cli_fail(call, &err);
    struct passphrase *passphrase = NULL;
    if (cli_read_passphrase(call, &passphrase, &err) != FAULT_NONE)
        return cli_fail(call, &err);
    char *folder = cli_data_folder(call), *share = file_find_share();
    const struct laptop laptop = {.office = cli_value(call, "--name", NULL),
                                  .place = (uint32_t)place,
                                  .verifier_url = cli_value(call, "--verifier-url", NULL),
                                  .layout = cli_value(call, "--layout", NULL), .passphrase = passphrase};
    enum fault fault = classroom_set_up(folder, share, &laptop, clock_wall_ms() / 1000, &err);
    int code = 0;
    if (fault == FAULT_INPUT)
        err.fault = FAULT_USAGE; /* what was asked for cannot be: the command line is wrong */
    if (fault != FAULT_NONE)
        code = cli_fail(call, &err);
    else
        printf("Ready: %s. %s\n", folder,
               root_is_here(folder) ? "Its root key is of this laptop only, and paper issued under it says so."
                                    : "It issues with a permit of an office's root key: `dauso key show`.");
    passphrase_free(passphrase);
    free(folder);
    free(share);
    return code;
}

const struct cli_verb verb_init = {"init", "", "Makes the data folder ready: store, keys, trust file.", OPTIONS, run};
