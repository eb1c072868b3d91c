/* check_answers.h - what `dauso check` says of typed answers. Private to cli/. */
#ifndef CLI_CHECK_ANSWERS_H
#define CLI_CHECK_ANSWERS_H

#include "base/json.h"
#include "quiz/quiz.h"

/* A line for each answer, or (in full) a table of what people may type. */
void check_print_answers(const struct quiz *quiz, bool in_full);
/* [{"item", "field", "kind", "wanted", "passes": [{"typed", "how", "credit"}], "fails": [{"typed",
 * "how"}]}]; new value. */
struct json *check_list_answers(const struct quiz *quiz);

#endif
