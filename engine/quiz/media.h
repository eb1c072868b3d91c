/* media.h - whether a file is the picture or the clip that its name says, by its bytes. Private to quiz/ and its tests.
 * Pure: bytes in, a sentence out; nothing is decoded to pixels or sound. */
#ifndef QUIZ_MEDIA_H
#define QUIZ_MEDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MEDIA_SIDE_MAX = 1600,
    MEDIA_PICTURE_MAX = 200 * 1024,
    MEDIA_CLIP_MAX = 512 * 1024,
    MEDIA_PROBLEM_MAX = 160
};

/* `name` is the path in the quiz folder; only what lies in pictures/ or audio/ is looked at. False: nothing is wrong. True:
 * `problem` says what is and what to do, as the end of a sentence that begins with the file's name. */
bool media_find_problem(const char *name, const void *data, size_t len, char problem[MEDIA_PROBLEM_MAX]);

#endif
