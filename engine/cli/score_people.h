/* score_people.h - the part of `dauso score` that is about people: a model and their answers. */
#ifndef CLI_SCORE_PEOPLE_H
#define CLI_SCORE_PEOPLE_H

#include "cli/cli.h"

int score_people(const struct cli_call *call); /* answers with an exit code */

#endif
