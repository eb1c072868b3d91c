/* attempt_table.h - the word of `dauso attempt` that makes the table of answers. */
#ifndef CLI_ATTEMPT_TABLE_H
#define CLI_ATTEMPT_TABLE_H

#include "classroom/classroom.h"
#include "cli/cli.h"

int attempt_table(const struct cli_call *call, struct classroom *room); /* answers with an exit code */

#endif
