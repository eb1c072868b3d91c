/* screen.c - the state of a session as a screen (screen.h says what is in it). */
#include "quiz/screen.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "quiz/session_state.h"

struct drawing_screen {
    const struct session *session;
    size_t item;
    struct json *widgets;
    struct buffer says;
};

static const char *
or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static void
say(struct drawing_screen *drawing, const char *text)
{
    if (text[0] == 0)
        return;
    size_t len = strlen(text);
    buffer_add_text(&drawing->says, text);
    buffer_add_text(&drawing->says, strchr(".?!", text[len - 1]) != NULL ? " " : ". ");
}

static void
put_words(struct drawing_screen *drawing, struct json *out, const char *key,
          const struct json *text, bool is_said)
{
    char *words = session_words(drawing->session, drawing->item, text);
    json_put_text(out, key, words);
    if (is_said)
        say(drawing, words);
    free(words);
}

static struct json *
add_widget(struct drawing_screen *drawing, const char *kind)
{
    struct json *widget = json_new_object();
    json_put_text(widget, "kind", kind);
    json_add(drawing->widgets, widget);
    return widget;
}

/* ---- question ---- */

static const struct json *
option_source(const struct json *question, size_t which)
{
    return which == 0 ? json_get(question, "right")
                      : json_at(json_get(question, "wrong"), which - 1);
}

static void
add_option(struct drawing_screen *drawing, const struct json *question, size_t place,
           struct json *options)
{
    const struct item_progress *progress = &drawing->session->progress[drawing->item];
    bool is_dont_know = place + 1 == progress->option_count;
    struct json *option = json_new_object();
    char id[16];
    session_option_id(place, progress->option_count, id);
    json_put_text(option, "id", id);
    if (is_dont_know) {
        bool is_english = strcmp(drawing->session->language, "vi") != 0;
        char *words = is_english ? memory_copy_text("I don’t know yet")
                                 : memory_print("%s chưa biết", drawing->session->address[1]);
        json_put_text(option, "text", words);
        json_put_text(option, "drawing", "chua-biet");
        say(drawing, words);
        free(words);
    } else {
        const struct json *source = option_source(question, progress->order[place]);
        put_words(drawing, option, "text", source, true);
        json_put_text(option, "drawing", or_empty(json_get_text(source, "drawing")));
    }
    json_add(options, option);
}

static void
draw_question(struct drawing_screen *drawing, struct json *screen)
{
    const struct json *question = drawing->session->quiz->sources[drawing->item];
    const struct item_progress *progress = &drawing->session->progress[drawing->item];
    json_put_text(screen, "kind", "question");
    json_put_text(screen, "drawing", or_empty(json_get_text(question, "drawing")));
    put_words(drawing, screen, "asks", json_get(question, "asks"), true);
    struct json *list = json_new_array(), *widget = add_widget(drawing, "options");
    for (size_t place = 0; place < progress->option_count; place++)
        add_option(drawing, question, place, list);
    json_put(widget, "options", list);
    char chosen[16];
    if (progress->chosen >= 0)
        session_option_id((size_t)progress->chosen, progress->option_count, chosen);
    json_put(widget, "chosen", progress->chosen >= 0 ? json_new_text(chosen) : json_new_null());
    json_put_boolean(add_widget(drawing, "next"), "enabled", progress->chosen >= 0);
}

/* ---- practical ---- */

static void
draw_field(struct drawing_screen *drawing, const struct json *source, size_t place)
{
    struct json *widget = add_widget(drawing, "field");
    const char *typed =
        place < FIELDS_MAX ? drawing->session->progress[drawing->item].fields[place] : NULL;
    int64_t length = 0;
    if (!json_read_integer(json_get(source, "length"), &length))
        length = 0;
    json_put_text(widget, "id", json_get_text(source, "id"));
    put_words(drawing, widget, "label", json_get(source, "label"), true);
    json_put_text(widget, "input",
                  json_get(source, "input") != NULL ? json_get_text(source, "input") : "text");
    json_put_integer(widget, "length", length);
    json_put_integer(widget, "value_len", typed != NULL ? (int64_t)strlen(typed) : 0);
}

static void
draw_code(struct drawing_screen *drawing, const struct json *source)
{
    const struct json *codes = json_get(drawing->session->quiz->sources[drawing->item], "codes");
    const struct json *code = definition_find(codes, json_get_text(source, "code"));
    struct json *widget = add_widget(drawing, "code");
    json_put_text(widget, "id", json_get_text(source, "code"));
    put_words(drawing, widget, "label", json_get(code, "label"), true);
    json_put_text(widget, "drawing", "qr");
}

static void
draw_button(struct drawing_screen *drawing, const struct json *source)
{
    struct json *widget = add_widget(drawing, "button");
    json_put_text(widget, "id", json_get_text(source, "id"));
    put_words(drawing, widget, "text", json_get(source, "text"), true);
    json_put_text(widget, "drawing", or_empty(json_get_text(source, "drawing")));
    json_put_boolean(widget, "twin", json_is_true(json_get(source, "twin")));
}

static void
draw_row(struct drawing_screen *drawing, const struct json *source)
{
    struct json *widget = add_widget(drawing, "row");
    put_words(drawing, widget, "label", json_get(source, "label"), true);
    put_words(drawing, widget, "value", json_get(source, "value"), true);
    json_put_boolean(widget, "strong", json_is_true(json_get(source, "strong")));
}

static void
draw_widget(struct drawing_screen *drawing, const struct json *source, size_t *fields)
{
    const char *kind = json_get_text(source, "kind");
    if (strcmp(kind, "field") == 0) {
        draw_field(drawing, source, (*fields)++);
    } else if (strcmp(kind, "code") == 0) {
        draw_code(drawing, source);
    } else if (strcmp(kind, "button") == 0) {
        draw_button(drawing, source);
    } else if (strcmp(kind, "row") == 0) {
        draw_row(drawing, source);
    } else if (strcmp(kind, "picture") == 0) {
        struct json *widget = add_widget(drawing, "picture");
        const char *picture = or_empty(json_get_text(source, "drawing"));
        json_put_text(widget, strchr(picture, '.') != NULL ? "file" : "drawing", picture);
        put_words(drawing, widget, "says", json_get(source, "says"), true);
    } else {
        put_words(drawing, add_widget(drawing, kind), "text", json_get(source, "text"), true);
    }
}

static bool
is_twin(const struct json *widgets, size_t place)
{
    return json_is_true(json_get(json_at(widgets, place), "twin"));
}

/* Twins stand in an order by the seed, the same on every screen of the attempt: a place teaches
 * nothing about which is wise. Twins are two neighbours. */
static size_t
twin_place(const struct drawing_screen *drawing, const struct json *widgets, size_t place)
{
    const struct session *session = drawing->session;
    size_t first = place;
    while (first > 0 && is_twin(widgets, first - 1))
        first--;
    bool are_two =
        is_twin(widgets, first) && is_twin(widgets, first + 1) && !is_twin(widgets, first + 2);
    if (!are_two ||
        variation_draw(session->seed, session->quiz->items[drawing->item].id, 0, 2) == 0)
        return place;
    return place == first ? first + 1 : place == first + 1 ? first : place;
}

static void
draw_practical(struct drawing_screen *drawing, struct json *screen)
{
    const struct json *task = drawing->session->quiz->sources[drawing->item],
                      *brand = json_get(task, "brand");
    const struct json *shown = drawing->session->progress[drawing->item].screen;
    const struct json *widgets = json_get(shown, "widgets");
    size_t fields = 0;
    json_put_text(screen, "kind", "practical");
    json_put_boolean(screen, "fence", true);
    json_put_text(screen, "drawing", or_empty(json_get_text(task, "drawing")));
    put_words(drawing, screen, "title", json_get(task, "title"), false);
    put_words(drawing, screen, "story", json_get(task, "story"), true);
    if (brand != NULL && !json_is_true(json_get(shown, "outside"))) {
        struct json *app = json_new_object();
        put_words(drawing, app, "name", json_get(brand, "name"), false);
        json_put_text(app, "colour", or_empty(json_get_text(brand, "colour")));
        json_put(screen, "brand", app);
    }
    for (size_t i = 0; i < json_count(widgets); i++)
        draw_widget(drawing, json_at(widgets, twin_place(drawing, widgets, i)), &fields);
}

struct json *
session_screen(const struct session *session)
{
    struct json *screen = json_new_object();
    struct drawing_screen drawing = {
        .session = session, .item = session->item, .widgets = json_new_array()};
    json_put_text(screen, "language", session->language);
    json_put_integer(screen, "number", (int64_t)session_item_number(session));
    json_put_integer(screen, "of", (int64_t)session_item_total(session));
    json_put_text(screen, "item", session_item_id(session));
    if (session_is_done(session)) {
        json_put_text(screen, "kind", "done");
    } else {
        json_put_boolean(screen, "practice", session->quiz->items[session->item].is_practice);
        if (session->quiz->items[session->item].is_practical)
            draw_practical(&drawing, screen);
        else
            draw_question(&drawing, screen);
    }
    json_put(screen, "widgets", drawing.widgets);
    json_put_text(screen, "says", buffer_text(&drawing.says));
    buffer_clear(&drawing.says);
    return screen;
}
