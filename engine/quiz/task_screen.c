/* task_screen.c - a screen of a practical task. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/screen_drawing.h"

static void
put_drawing(struct json *out, const struct json *source)
{
    json_put_text(out, "drawing", screen_or_empty(json_get_text(source, "drawing")));
}

/* A secret one shows how much was typed since this screen came, any other what was typed last. */
static void
draw_field(struct drawing_screen *drawing, const struct json *source)
{
    struct json *widget = screen_add_widget(drawing, "field");
    const char *id = json_get_text(source, "id"), *input = json_get_text(source, "input");
    bool is_secret = json_is_true(json_get(source, "secret"));
    const char *typed = task_typed(drawing->session, drawing->item, id, is_secret);
    int64_t length = 0;
    if (!json_read_integer(json_get(source, "length"), &length))
        length = 0;
    json_put_text(widget, "id", id);
    screen_put_words(drawing, widget, "label", json_get(source, "label"), true);
    json_put_text(widget, "input", input != NULL ? input : "text");
    json_put_integer(widget, "length", length);
    json_put_integer(widget, "value_len", typed != NULL ? (int64_t)strlen(typed) : 0);
    if (is_secret)
        json_put_boolean(widget, "is_secret", true);
    else if (typed != NULL)
        json_put_text(widget, "value", typed);
    if (json_get(source, "secret") != NULL && strcmp(screen_or_empty(input), "digits") == 0)
        json_put_boolean(widget, "has_pad", true);
}

/* ---- widgets of the simulated phone ---- */

/* Places of a holder's parts on the screen: as the author wrote them, or mixed by the seed. */
static void
order_parts(const struct drawing_screen *drawing, const struct json *holder, size_t count,
            size_t *order)
{
    const struct session *session = drawing->session;
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    if (!json_is_true(json_get(holder, "mixed")))
        return;
    char *purpose = memory_print("%s/%s", session->quiz->items[drawing->item].id,
                                 screen_or_empty(json_get_text(holder, "id")));
    variation_order(session->seed, purpose, count, order);
    free(purpose);
}

static void
draw_entry(struct drawing_screen *drawing, const struct json *source, struct json *out)
{
    json_put_text(out, "id", json_get_text(source, "id"));
    screen_put_words(drawing, out, "text", json_get(source, "text"), true);
    screen_put_words(drawing, out, "detail", json_get(source, "detail"), true);
    put_drawing(out, source);
}

static void
draw_choice(struct drawing_screen *drawing, const struct json *source, struct json *out)
{
    json_put_text(out, "id", json_get_text(source, "id"));
    screen_put_words(drawing, out, "text", json_get(source, "text"), true);
    put_drawing(out, source);
}

static void
draw_photo(struct drawing_screen *drawing, const struct json *source, struct json *out)
{
    const char *file = json_get_text(source, "file");
    json_put_text(out, "id", json_get_text(source, "id"));
    screen_put_words(drawing, out, "says", json_get(source, "says"), true);
    if (file != NULL)
        json_put_text(out, "file", file);
    else
        put_drawing(out, source);
}

static const struct holder_kind {
    const char *kind, *parts;
    void (*draw)(struct drawing_screen *drawing, const struct json *source, struct json *out);
} HOLDERS[] = {{"list", "entries", draw_entry},
               {"choices", "choices", draw_choice},
               {"photos", "photos", draw_photo}};

static const struct holder_kind *
find_holder_kind(const char *kind)
{
    for (size_t i = 0; i < sizeof HOLDERS / sizeof HOLDERS[0]; i++)
        if (strcmp(HOLDERS[i].kind, kind) == 0)
            return &HOLDERS[i];
    return NULL;
}

static void
draw_holder(struct drawing_screen *drawing, const struct json *source)
{
    const struct holder_kind *kind = find_holder_kind(json_get_text(source, "kind"));
    struct json *widget = screen_add_widget(drawing, kind->kind), *list = json_new_array();
    const struct json *parts = json_get(source, "entries");
    const char *id = json_get_text(source, "id");
    size_t count = json_count(parts) < PARTS_MAX ? json_count(parts) : PARTS_MAX, order[PARTS_MAX];
    uint32_t since;
    if (id != NULL) {
        json_put_text(widget, "id", id);
        screen_put_words(drawing, widget, "label", json_get(source, "label"), true);
        json_put_boolean(widget, "several", json_is_true(json_get(source, "several")));
    }
    order_parts(drawing, source, count, order);
    for (size_t i = 0; i < count; i++) {
        const struct json *part = json_at(parts, order[i]);
        if (!task_is_shown(drawing->session, drawing->item, part))
            continue;
        struct json *out = json_new_object();
        kind->draw(drawing, part, out);
        if (id != NULL)
            json_put_boolean(out, "chosen",
                             task_is_picked(drawing->session, drawing->item, source,
                                            json_get_text(part, "id"), &since));
        json_add(list, out);
    }
    json_put(widget, kind->parts, list);
}

static void
draw_switch(struct drawing_screen *drawing, const struct json *source)
{
    struct json *widget = screen_add_widget(drawing, "switch");
    const char *id = json_get_text(source, "id");
    uint32_t since;
    json_put_text(widget, "id", id);
    screen_put_words(drawing, widget, "label", json_get(source, "label"), true);
    screen_put_words(drawing, widget, "detail", json_get(source, "detail"), true);
    json_put_boolean(widget, "on", task_is_on(drawing->session, drawing->item, id, &since));
}

static void
draw_message(struct drawing_screen *drawing, const struct json *source)
{
    struct json *widget = screen_add_widget(drawing, "message");
    screen_put_words(drawing, widget, "from", json_get(source, "from"), true);
    screen_put_words(drawing, widget, "text", json_get(source, "text"), true);
    json_put_boolean(widget, "mine", json_is_true(json_get(source, "mine")));
}

static void
draw_notification(struct drawing_screen *drawing, const struct json *source)
{
    struct json *widget = screen_add_widget(drawing, "notification");
    json_put_text(widget, "id", json_get_text(source, "id"));
    screen_put_words(drawing, widget, "from", json_get(source, "from"), true);
    screen_put_words(drawing, widget, "text", json_get(source, "text"), true);
    put_drawing(widget, source);
}

static void
draw_dialog(struct drawing_screen *drawing, const struct json *source)
{
    struct json *widget = screen_add_widget(drawing, "dialog");
    screen_put_words(drawing, widget, "title", json_get(source, "title"), true);
    screen_put_words(drawing, widget, "text", json_get(source, "text"), true);
}

static void
draw_progress(struct drawing_screen *drawing, const struct json *source)
{
    struct json *widget = screen_add_widget(drawing, "progress");
    int64_t step = 0, of = 0;
    json_read_integer(json_get(source, "step"), &step);
    json_read_integer(json_get(source, "of"), &of);
    screen_put_words(drawing, widget, "label", json_get(source, "label"), true);
    json_put_integer(widget, "step", step);
    json_put_integer(widget, "of", of);
}

static void
draw_code(struct drawing_screen *drawing, const struct json *source)
{
    const struct json *codes = json_get(drawing->session->quiz->sources[drawing->item], "codes");
    const struct json *code = definition_find(codes, json_get_text(source, "code"));
    struct json *widget = screen_add_widget(drawing, "code");
    json_put_text(widget, "id", json_get_text(source, "code"));
    screen_put_words(drawing, widget, "label", json_get(code, "label"), true);
    json_put_text(widget, "drawing", "qr");
}

static void
draw_button(struct drawing_screen *drawing, const struct json *source)
{
    struct json *widget = screen_add_widget(drawing, "button");
    json_put_text(widget, "id", json_get_text(source, "id"));
    screen_put_words(drawing, widget, "text", json_get(source, "text"), true);
    json_put_text(widget, "drawing", screen_or_empty(json_get_text(source, "drawing")));
    json_put_boolean(widget, "twin", json_is_true(json_get(source, "twin")));
}

static void
draw_row(struct drawing_screen *drawing, const struct json *source)
{
    struct json *widget = screen_add_widget(drawing, "row");
    screen_put_words(drawing, widget, "label", json_get(source, "label"), true);
    screen_put_words(drawing, widget, "value", json_get(source, "value"), true);
    json_put_boolean(widget, "strong", json_is_true(json_get(source, "strong")));
}

static void
draw_picture(struct drawing_screen *drawing, const struct json *source)
{
    struct json *widget = screen_add_widget(drawing, "picture");
    const char *picture = screen_or_empty(json_get_text(source, "drawing"));
    json_put_text(widget, strchr(picture, '.') != NULL ? "file" : "drawing", picture);
    screen_put_words(drawing, widget, "says", json_get(source, "says"), true);
}

static void
draw_words(struct drawing_screen *drawing, const struct json *source)
{
    screen_put_words(drawing, screen_add_widget(drawing, json_get_text(source, "kind")), "text",
                     json_get(source, "text"), true);
}

static void
draw_widget(struct drawing_screen *drawing, const struct json *source)
{
    static const struct {
        const char *kind;
        void (*draw)(struct drawing_screen *drawing, const struct json *source);
    } KINDS[] = {{"heading", draw_words},
                 {"text", draw_words},
                 {"address", draw_words},
                 {"picture", draw_picture},
                 {"row", draw_row},
                 {"field", draw_field},
                 {"button", draw_button},
                 {"code", draw_code},
                 {"list", draw_holder},
                 {"choices", draw_holder},
                 {"photos", draw_holder},
                 {"switch", draw_switch},
                 {"message", draw_message},
                 {"notification", draw_notification},
                 {"dialog", draw_dialog},
                 {"progress", draw_progress}};
    const char *kind = json_get_text(source, "kind");
    if (!task_is_shown(drawing->session, drawing->item, source))
        return;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strcmp(KINDS[i].kind, kind) == 0)
            KINDS[i].draw(drawing, source);
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

void
screen_draw_task(struct drawing_screen *drawing, struct json *screen)
{
    const struct json *task = drawing->session->quiz->sources[drawing->item],
                      *brand = json_get(task, "brand");
    const struct json *shown = drawing->session->progress[drawing->item].screen;
    const struct json *widgets = json_get(shown, "widgets");
    json_put_text(screen, "kind", "practical");
    json_put_boolean(screen, "fence", true);
    if (json_count(json_get(task, "accounts")) == 0)
        json_put_boolean(screen, "is_money", false);
    json_put_text(screen, "drawing", screen_or_empty(json_get_text(task, "drawing")));
    screen_put_words(drawing, screen, "title", json_get(task, "title"), false);
    screen_put_words(drawing, screen, "story", json_get(task, "story"), true);
    if (brand != NULL && !json_is_true(json_get(shown, "outside"))) {
        struct json *app = json_new_object();
        screen_put_words(drawing, app, "name", json_get(brand, "name"), false);
        json_put_text(app, "colour", screen_or_empty(json_get_text(brand, "colour")));
        json_put(screen, "brand", app);
    }
    for (size_t i = 0; i < json_count(widgets); i++)
        draw_widget(drawing, json_at(widgets, twin_place(drawing, widgets, i)));
}
