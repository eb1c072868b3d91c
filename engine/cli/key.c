/* key.c - `dauso key show`: the public halves of this laptop's keys, and its permit. Never opens the store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "credential/credential.h"

static const struct cli_option OPTIONS[] = {
    {"--dir", "DIR", "the data folder"},
    {"--json", NULL, "one object: {\"root\",\"issuer\",…}"},
    {NULL, NULL, NULL},
};

static void
print_keys(struct json *keys)
{
    static const char *const NAMES[] = {"root", "issuer", "office", "not_before", "not_after"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        printf("%-11s %s\n", NAMES[i], json_get_text(keys, NAMES[i]));
    json_free(keys);
}

static int
run(const struct cli_call *call)
{
    struct err err;
    struct keyring *keyring = NULL;
    if (call->operand_count != 1 || strcmp(call->operands[0], "show") != 0)
        return cli_usage(call, "say `key show`");
    char *folder = cli_data_folder(call);
    enum fault fault = FAULT_NONE;
    if (!keyring_exists(folder))
        fault = err_set(&err, FAULT_CANNOT, "%s has no keys yet: run `dauso init --dir %s` first", folder, folder);
    if (fault == FAULT_NONE)
        fault = keyring_open(folder, &keyring, &err);
    free(folder);
    if (fault != FAULT_NONE)
        return cli_fail(call, &err);
    if (cli_flag(call, "--json"))
        cli_print_json(keyring_to_json(keyring));
    else
        print_keys(keyring_to_json(keyring));
    keyring_close(keyring);
    return 0;
}

const struct cli_verb verb_key = {"key", "show", "Shows the public keys of this laptop and its permit.", OPTIONS, run};
