/* quiz_new.h - `dauso quiz new NAME`: a quiz begins as a copy of a template. Private to cli/. */
#ifndef CLI_QUIZ_NEW_H
#define CLI_QUIZ_NEW_H

#include "cli/cli.h"

int quiz_new(const struct cli_call *call);

#endif
