/* quiz_media.c - a picture or a clip: whatever the bytes are, they are walked within their end, and what is wrong is said. */
#include "fuzz.h"

#include <string.h>

#include "quiz/media.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const char *const NAMES[] = {"pictures/a.png", "pictures/a.jpg", "audio/a.vi.mp3", "pictures/a.svg", "texts/a.txt"};
    int good = 0;
    for (size_t i = 0; i < 5; i++) {
        char problem[MEDIA_PROBLEM_MAX] = "";
        bool is_wrong = media_find_problem(NAMES[i], data, len, problem);
        HOLDS(is_wrong == (problem[0] != 0) && memchr(problem, 0, sizeof problem) != NULL);
        good += !is_wrong && i < 3;
        HOLDS(i != 3 || is_wrong);
        HOLDS(i != 4 || !is_wrong);
    }
    HOLDS(good <= 1);
    return 0;
}
