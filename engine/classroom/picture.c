/* picture.c - a picture of the quiz: a PNG or JPEG file in its folder pictures/. Only what the learner's screen names now
 * is handed out, and only what is a picture by its bytes: `dauso check` has told the author of any other. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "classroom/room.h"

enum { PICTURE_MAX = 200 * 1024 };

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

/* What the bytes say they are; NULL: nothing that is shown. */
static const char *
type_of(const struct buffer *bytes)
{
    if (bytes->len >= 8 && memcmp(bytes->data, "\x89PNG\r\n\x1a\n", 8) == 0)
        return "image/png";
    return bytes->len >= 3 && memcmp(bytes->data, "\xff\xd8\xff", 3) == 0 ? "image/jpeg" : NULL;
}

/* One that is too large or no picture is as one that is not there. */
static const char *
read_picture(const struct quiz *quiz, const char *file, struct buffer *out)
{
    struct err ignored;
    const char *type = NULL;
    if (quiz_folder(quiz)[0] == 0 || strncmp(file, "pictures/", 9) != 0 || strstr(file, "..") != NULL)
        return NULL;
    char *path = file_join(quiz_folder(quiz), file);
    if (file_exists(path) && file_read(path, PICTURE_MAX, out, &ignored) == FAULT_NONE)
        type = type_of(out);
    if (type == NULL)
        buffer_reset(out);
    free(path);
    return type;
}

const char *
classroom_read_shown_picture(const struct quiz *quiz, const struct json *screen, const char *name, struct buffer *out)
{
    const char *file = find_shown(screen, name);
    return file != NULL ? read_picture(quiz, file, out) : NULL;
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
    *type = classroom_read_shown_picture(quiz, screen, name, out);
    json_free(screen);
    return fault;
}
