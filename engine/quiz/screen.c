/* screen.c - the state of a session as a screen (screen.h says what is in it). */
#include "quiz/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/screen_drawing.h"

const char *
screen_or_empty(const char *text)
{
    return text != NULL ? text : "";
}

void
screen_say(struct drawing_screen *drawing, const char *text)
{
    if (text[0] == 0)
        return;
    size_t len = strlen(text);
    buffer_add_text(&drawing->says, text);
    buffer_add_text(&drawing->says, strchr(".?!", text[len - 1]) != NULL ? " " : ". ");
}

void
screen_note_language(struct drawing_screen *drawing, const struct json *text, const char *words)
{
    if (words[0] != 0 && json_is_object(text) && json_get(text, drawing->session->language) == NULL)
        json_add(drawing->vietnamese, json_new_text(words));
}

void
screen_put_words(struct drawing_screen *drawing, struct json *out, const char *key,
          const struct json *text, bool is_said)
{
    char *words = session_words(drawing->session, drawing->item, text);
    json_put_text(out, key, words);
    screen_note_language(drawing, text, words);
    if (is_said)
        screen_say(drawing, words);
    free(words);
}

struct json *
screen_add_widget(struct drawing_screen *drawing, const char *kind)
{
    struct json *widget = json_new_object();
    json_put_text(widget, "kind", kind);
    json_add(drawing->widgets, widget);
    return widget;
}

struct json *
session_screen(const struct session *session)
{
    struct json *screen = json_new_object();
    struct drawing_screen drawing = {
        .session = session, .item = session->item, .widgets = json_new_array(), .vietnamese = json_new_array()};
    json_put_text(screen, "language", session->language);
    json_put_integer(screen, "number", (int64_t)session_item_number(session));
    if (session_is_adaptive(session))
        json_put_integer(screen, "more", (int64_t)session_items_more(session));
    else
        json_put_integer(screen, "of", (int64_t)session_item_total(session));
    json_put_text(screen, "item", session_item_id(session));
    if (session_is_done(session)) {
        json_put_text(screen, "kind", "done");
    } else {
        json_put_boolean(screen, "practice", session->quiz->items[session->item].is_practice);
        if (session->quiz->items[session->item].is_practical)
            screen_draw_task(&drawing, screen);
        else
            screen_draw_question(&drawing, screen);
    }
    json_put(screen, "widgets", drawing.widgets);
    if (json_count(drawing.vietnamese) > 0)
        json_put(screen, "vietnamese", json_keep(drawing.vietnamese));
    json_free(drawing.vietnamese);
    json_put_text(screen, "says", buffer_text(&drawing.says));
    buffer_clear(&drawing.says);
    return screen;
}

bool
session_clip_name(const struct session *session, size_t n, char out[SESSION_CLIP_MAX])
{
    if (session_is_done(session))
        return false;
    const char *item = session_item_id(session);
    const struct json *source = session->quiz->sources[session->item];
    const char *screen = json_get_text(session->progress[session->item].screen, "id"),
               *first = json_get_text(source, "starts");
    if (screen != NULL && n-- == 0)
        return snprintf(out, SESSION_CLIP_MAX, "%s.%s.%s", item, screen, session->language) < SESSION_CLIP_MAX;
    bool is_first = screen == NULL || (first != NULL && strcmp(screen, first) == 0);
    return n == 0 && is_first &&
           snprintf(out, SESSION_CLIP_MAX, "%s.%s", item, session->language) < SESSION_CLIP_MAX;
}
