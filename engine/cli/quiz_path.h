/* quiz_path.h - from what an author types to the quiz that is meant. Private to cli/. */
#ifndef CLI_QUIZ_PATH_H
#define CLI_QUIZ_PATH_H

#include "cli/cli.h"
#include "quiz/quiz.h"

/* The quiz folder of "quizzes/x", "quizzes/x/quiz.lua" or "quizzes/x/walkthroughs/a.walk".
 * FAULT_CANNOT if there is no such file or folder. Caller frees. */
MUST_CHECK enum fault quiz_path_folder(const char *path, char **folder, struct err *err);

/* {"file","line","says"} of "file:line: sentence". New value. */
struct json *quiz_path_problem(const char *problem);

#endif
