/* screen_drawing.h - a screen being drawn, as screen.c (all screens), question_screen.c and
 * task_screen.c share it. Private to quiz/.
 *
 * Attempts of earlier versions must show the same bytes: a member that an old widget did not have is
 * written only where it is not the default. */
#ifndef QUIZ_SCREEN_DRAWING_H
#define QUIZ_SCREEN_DRAWING_H

#include "base/buffer.h"
#include "quiz/session_state.h"

struct drawing_screen {
    const struct session *session;
    size_t item;
    struct json *widgets;
    struct buffer says; /* the whole screen in one text, to be read aloud */
    struct json *vietnamese; /* texts that are in vi because the author has not said them in the session's language */
};

const char *screen_or_empty(const char *text);
void screen_say(struct drawing_screen *drawing, const char *text);
/* Puts words of the author, in the session's language and with their places filled in. */
void screen_put_words(struct drawing_screen *drawing, struct json *out, const char *key,
                      const struct json *text, bool is_said);
/* Remembers `words` in drawing->vietnamese if they are there instead of those of another language. */
void screen_note_language(struct drawing_screen *drawing, const struct json *text, const char *words);
struct json *screen_add_widget(struct drawing_screen *drawing, const char *kind);

/* The members and widgets of the item that is on the screen. */
void screen_draw_question(struct drawing_screen *drawing, struct json *screen);
void screen_draw_task(struct drawing_screen *drawing, struct json *screen);

#endif
