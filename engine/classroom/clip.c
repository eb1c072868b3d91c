/* clip.c - a recorded voice: audio/ITEM.LANGUAGE.mp3 in the quiz's folder for a question or the first screen of a task,
 * audio/ITEM.SCREEN.LANGUAGE.mp3 for any screen of a task. Only that of the learner's screen is handed out. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "classroom/room.h"

enum { CLIP_MAX = 512 * 1024 };
_Static_assert((int)CLIP_NAME_MAX == (int)SESSION_CLIP_MAX, "one length of names");

bool
classroom_find_clip(const char *folder, const struct session *session, char name[CLIP_NAME_MAX], char **path)
{
    *path = NULL;
    for (size_t n = 0; folder[0] != 0 && *path == NULL && session_clip_name(session, n, name); n++) {
        *path = strchr(name, '/') == NULL ? memory_print("%s/audio/%s.mp3", folder, name) : NULL;
        if (*path != NULL && !file_exists(*path)) {
            free(*path);
            *path = NULL;
        }
    }
    if (*path == NULL)
        name[0] = 0;
    return *path != NULL;
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
    char shown[CLIP_NAME_MAX], *path;
    *found = classroom_find_clip(quiz_folder(quiz), seat->session, shown, &path) && strcmp(shown, name) == 0;
    if (*found)
        fault = file_read(path, CLIP_MAX, out, err);
    *found = *found && fault == FAULT_NONE;
    free(path);
    return fault;
}
