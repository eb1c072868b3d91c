/* files.h - the files that a quiz is made of. Private to quiz/ and its tests. */
#ifndef QUIZ_FILES_H
#define QUIZ_FILES_H

#include "quiz/quiz.h"

static const char FILES_WORDS[] = "scripts/quiz_words.lua";

/* Fills files ({"path": text}) from the folder and from share/scripts, walks with what lies beside the
 * simulations that are used; offered gets the names of all simulations. */
MUST_CHECK enum fault files_read(const char *folder, const char *share, struct json *files,
                                 struct json *walks, struct json *offered, struct quiz_problems *problems,
                                 struct err *err);
/* Paths that begin with `prefix`, sorted by bytes. Caller frees the list, not the paths. */
const char **files_sorted(const struct json *files, const char *prefix, size_t *count);
void files_hash(const struct json *files, uint8_t out[HASH_LEN]);

#endif
