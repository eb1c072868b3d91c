/* quiz_parameters.h - the word of `dauso quiz` that is about what the items are worth. */
#ifndef CLI_QUIZ_PARAMETERS_H
#define CLI_QUIZ_PARAMETERS_H

#include "cli/cli.h"

int quiz_parameters(const struct cli_call *call); /* ID [FILE]; answers with an exit code */

#endif
