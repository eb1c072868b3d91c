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

/* Whether it names one simulation: a .lua file that is no part of a quiz. */
bool quiz_path_is_simulation(const char *path);
/* quiz_load of a quiz folder, or of a quiz with one item around a simulation, with the parameters as they come. */
MUST_CHECK enum fault quiz_path_load(const char *path, const char *share, struct quiz **quiz,
                                     struct quiz_problems *problems, struct err *err);

/* Problems of such a quiz, "quiz.lua:1: scripts/simulations/x.lua:3: …", get the path that the author knows: "x.lua:3: …".
 * quiz_path_load does it for its own. Nothing happens to those of a quiz folder. */
void quiz_path_name_problems(struct quiz_problems *problems, const char *path);

#endif
