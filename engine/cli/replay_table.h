/* replay_table.h - a judgement as a table for a terminal. */
#ifndef CLI_REPLAY_TABLE_H
#define CLI_REPLAY_TABLE_H

#include "base/json.h"

/* explain of struct regrade, on standard output. */
void replay_print_table(const struct json *explain);

#endif
