/* quiz_pack.h - the words of `dauso quiz` that are about packages. */
#ifndef CLI_QUIZ_PACK_H
#define CLI_QUIZ_PACK_H

#include "cli/cli.h"

/* Each answers with an exit code. */
int quiz_pack(const struct cli_call *call);    /* FOLDER: an unsigned package */
int quiz_sign(const struct cli_call *call);    /* FOLDER|FILE: one that this laptop's author signed */
int quiz_trust(const struct cli_call *call);   /* [KEY|FILE]: lists authors, adds or removes one */
int quiz_install(const struct cli_call *call); /* FILE */

#endif
