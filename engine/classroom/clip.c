/* clip.c - a recorded voice for an item: audio/ITEM.LANGUAGE.mp3 in the quiz's folder. Only that of the item that is on
 * the learner's screen is handed out. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "classroom/room.h"

enum { CLIP_MAX = 512 * 1024 };

/* NULL if there is none. Caller frees. */
static char *
find_clip(const struct quiz *quiz, const char *item, const char *language)
{
    if (quiz_folder(quiz)[0] == 0 || item[0] == 0 || strchr(item, '/') != NULL)
        return NULL;
    char *path = memory_print("%s/audio/%s.%s.mp3", quiz_folder(quiz), item, language);
    if (file_exists(path))
        return path;
    free(path);
    return NULL;
}

bool
room_has_clip(const struct quiz *quiz, const char *item, const char *language)
{
    char *path = find_clip(quiz, item, language);
    free(path);
    return path != NULL;
}

enum fault
classroom_read_clip(struct classroom *room, const char *token, const char *name, struct buffer *out, bool *found,
                    struct err *err)
{
    struct seat *seat;
    const struct quiz *quiz = NULL;
    *found = false;
    enum fault fault = room_seat_by_token(room, token, &seat, err);
    if (fault == FAULT_NONE && seat != NULL)
        fault = room_find_quiz(room, seat->attempt.quiz_hash, &quiz, err);
    if (fault != FAULT_NONE || seat == NULL)
        return fault;
    const char *item = session_item_id(seat->session), *language = session_language(seat->session);
    char *shown = memory_print("%s.%s", item, language), *path = NULL;
    if (strcmp(shown, name) == 0)
        path = find_clip(quiz, item, language);
    free(shown);
    if (path != NULL)
        fault = file_read(path, CLIP_MAX, out, err);
    *found = path != NULL && fault == FAULT_NONE;
    free(path);
    return fault;
}
