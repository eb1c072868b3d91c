/* passphrase.h - the passphrase that a verb was given. */
#ifndef CLI_PASSPHRASE_H
#define CLI_PASSPHRASE_H

#include "cli/cli.h"
#include "credential/credential.h"

/* --passphrase-file FILE, - = one line of standard input, unseen on a terminal. NULL if the option was not given. */
MUST_CHECK enum fault cli_read_passphrase(const struct cli_call *call, struct passphrase **passphrase, struct err *err);

#endif
