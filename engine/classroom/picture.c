/* picture.c - a picture of the quiz: pictures/NAME in its folder (PNG or JPEG), or scripts/pictures/NAME.svg for those
 * that simulations bring along. Only what the learner's screen names now is handed out. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "classroom/room.h"

enum { PICTURE_MAX = 200 * 1024 };

static bool
ends_in(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len > end_len && strcmp(text + len - end_len, end) == 0;
}

/* The `file` of any part of the screen whose last piece is this name; NULL if the screen shows no such picture. */
static const char *
find_shown(const struct json *part, const char *name)
{
    const char *file = json_get_text(part, "file"), *slash = file != NULL ? strrchr(file, '/') : NULL;
    const char *found = slash != NULL && strcmp(slash + 1, name) == 0 ? file : NULL;
    void *at = NULL;
    const char *key;
    struct json *value;
    for (size_t i = 0; found == NULL && json_is_array(part) && i < json_count(part); i++)
        found = find_shown(json_at(part, i), name);
    while (found == NULL && json_is_object(part) && json_next(part, &at, &key, &value))
        if (json_is_array(value) || json_is_object(value))
            found = find_shown(value, name);
    return found;
}

/* NULL: no file that a picture can be. Caller frees. */
static char *
find_picture(const struct classroom *room, const struct quiz *quiz, const char *file)
{
    const char *name = strrchr(file, '/') + 1;
    if (name[0] == '.' || strstr(file, "..") != NULL)
        return NULL;
    if (strncmp(file, "scripts/", 8) == 0 && ends_in(name, ".svg"))
        return memory_print("%s/scripts/pictures/%s", room->share, name);
    if (strncmp(file, "pictures/", 9) == 0 && quiz_folder(quiz)[0] != 0)
        return memory_print("%s/%s", quiz_folder(quiz), file);
    return NULL;
}

/* What the bytes say they are; NULL: nothing that is shown. */
static const char *
type_of(const struct buffer *bytes, bool is_ours)
{
    if (bytes->len >= 8 && memcmp(bytes->data, "\x89PNG\r\n\x1a\n", 8) == 0)
        return "image/png";
    if (bytes->len >= 3 && memcmp(bytes->data, "\xff\xd8\xff", 3) == 0)
        return "image/jpeg";
    return is_ours && bytes->len >= 4 && memcmp(bytes->data, "<svg", 4) == 0 ? "image/svg+xml" : NULL;
}

/* One that is too large or no picture is as one that is not there: `dauso check` told the author. */
static const char *
read_picture(const char *path, bool is_ours, struct buffer *out)
{
    struct err ignored;
    const char *type = NULL;
    if (file_exists(path) && file_read(path, PICTURE_MAX, out, &ignored) == FAULT_NONE)
        type = type_of(out, is_ours);
    if (type == NULL)
        buffer_reset(out);
    return type;
}

enum fault
classroom_read_picture(struct classroom *room, const char *token, const char *name, struct buffer *out,
                       const char **type, struct err *err)
{
    struct seat *seat;
    const struct quiz *quiz = NULL;
    *type = NULL;
    enum fault fault = room_seat_by_token(room, token, &seat, err);
    if (fault == FAULT_NONE && seat != NULL)
        fault = room_find_quiz(room, seat->attempt.quiz_hash, &quiz, err);
    if (fault != FAULT_NONE || seat == NULL)
        return fault;
    struct json *screen = session_screen(seat->session);
    const char *file = find_shown(screen, name);
    char *path = file != NULL ? find_picture(room, quiz, file) : NULL;
    if (path != NULL)
        *type = read_picture(path, strncmp(file, "scripts/", 8) == 0, out);
    free(path);
    json_free(screen);
    return fault;
}
