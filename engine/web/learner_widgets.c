/* learner_widgets.c - a widget as data (quiz/screen.h) becomes HTML: one table from its kind to its function, and the
 * widgets of a simulated phone. */
#include "web/learner_painter.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/ui_parts.h"

/* ---- small things ---- */

void
painter_say(const struct painter *painter, const char *key)
{
    ui_add_words(painter->out, painter->language, key, NULL, NULL);
}

void
painter_add_member(const struct painter *painter, const struct json *widget, const char *member)
{
    ui_add_text(painter->out, painter->language, json_get_text(widget, member));
}

bool
painter_has_text(const struct json *widget, const char *member)
{
    const char *text = json_get_text(widget, member);
    return text != NULL && text[0] != 0;
}

void
painter_add_attribute(const struct painter *painter, const char *name, const char *value)
{
    buffer_print(painter->out, " %s=\"", name);
    ui_add_text(painter->out, painter->language, value);
    buffer_add_text(painter->out, "\"");
}

void
painter_add_act(const struct painter *painter, const char *verb, const char *target, const char *part)
{
    buffer_print(painter->out, " name=\"act\" value=\"%s:", verb);
    text_add_html(painter->out, target != NULL ? target : "");
    if (part != NULL) {
        buffer_add_text(painter->out, "=");
        text_add_html(painter->out, part);
    }
    buffer_add_text(painter->out, "\"");
}

void
painter_add_heading(struct painter *painter, const char *text)
{
    const char *tag = painter->has_heading ? "h2" : "h1";
    buffer_print(painter->out, "<%s%s>", tag,
                 painter->has_heading ? "" : " tabindex=\"-1\" data-focus");
    ui_add_text(painter->out, painter->language, text);
    buffer_print(painter->out, "</%s>", tag);
    painter->has_heading = true;
}

void
painter_add_image(const struct painter *painter, const char *css, const char *file, const char *says)
{
    const char *slash = strrchr(file, '/');
    buffer_print(painter->out, "<img class=\"%s\" src=\"/picture/", css);
    text_add_html(painter->out, slash != NULL ? slash + 1 : file);
    buffer_add_text(painter->out, "\"");
    painter_add_attribute(painter, "alt", says != NULL ? says : "");
    buffer_add_text(painter->out, ">");
}

void
painter_add_card(const struct painter *painter, const struct card *card)
{
    struct buffer *out = painter->out;
    buffer_print(out, "<button class=\"option%s\" aria-pressed=\"%s\"", card->css,
                 card->is_chosen ? "true" : "false");
    painter_add_act(painter, card->verb, card->target, card->part);
    buffer_print(out, "><i class=\"%s\">", card->mark);
    if (card->place > 0)
        buffer_print(out, "%lld", (long long)card->place);
    buffer_add_text(out, "</i><span>");
    ui_add_text(out, painter->language, card->text);
    buffer_add_text(out, "</span>");
    ui_add_drawing(out, card->drawing);
    buffer_add_text(out, "</button>");
}

/* <tag class="css">text</tag>, nothing where there is no text */
static void
add_wrapped(const struct painter *painter, const struct json *widget, const char *member,
            const char *tag, const char *css)
{
    if (!painter_has_text(widget, member))
        return;
    buffer_print(painter->out, "<%s class=\"%s\">", tag, css);
    painter_add_member(painter, widget, member);
    buffer_print(painter->out, "</%s>", tag);
}

/* Two lines of which the second is smaller. */
static void
add_two_lines(const struct painter *painter, const struct json *widget, const char *first,
              const char *second)
{
    buffer_add_text(painter->out, "<span class=\"words\">");
    add_wrapped(painter, widget, first, "b", "first");
    buffer_add_text(painter->out, " ");
    add_wrapped(painter, widget, second, "small", "second-line");
    buffer_add_text(painter->out, "</span>");
}

/* ---- what is read ---- */

static void
add_heading(struct painter *painter, const struct json *widget)
{
    painter_add_heading(painter, json_get_text(widget, "text"));
}

static void
add_text(struct painter *painter, const struct json *widget)
{
    add_wrapped(painter, widget, "text", "p", "text");
}

/* A drawing says its words beside it, a picture to those who cannot see it. */
static void
add_picture(struct painter *painter, const struct json *widget)
{
    if (painter_has_text(widget, "file")) {
        painter_add_image(painter, "photo", json_get_text(widget, "file"),
                          json_get_text(widget, "says"));
        return;
    }
    buffer_add_text(painter->out, "<p class=\"picture\">");
    ui_add_drawing(painter->out, json_get_text(widget, "drawing"));
    buffer_add_text(painter->out, "<span>");
    painter_add_member(painter, widget, "says");
    buffer_add_text(painter->out, "</span></p>");
}

static void
add_row(struct painter *painter, const struct json *widget)
{
    bool is_strong = json_is_true(json_get(widget, "strong"));
    buffer_add_text(painter->out, "<p class=\"row\"><span>");
    painter_add_member(painter, widget, "label");
    buffer_print(painter->out, "</span> <%s>", is_strong ? "b" : "span class=\"value\"");
    painter_add_member(painter, widget, "value");
    buffer_print(painter->out, "</%s></p>", is_strong ? "b" : "span");
}

static void
add_message(struct painter *painter, const struct json *widget)
{
    buffer_print(painter->out, "<div class=\"bubble%s\">",
                 json_is_true(json_get(widget, "mine")) ? " mine" : "");
    add_wrapped(painter, widget, "from", "p", "from");
    add_wrapped(painter, widget, "text", "p", "said");
    buffer_add_text(painter->out, "</div>");
}

/* A long one goes on in a second line behind a stroke and not behind a hyphen (a word joiner holds it): the name of the
 * site stays whole. */
static void
add_path(struct buffer *out, const char *text)
{
    for (char before = 0; text != NULL && *text != 0; before = *text++) {
        const char letter[2] = {*text, 0};
        text_add_html(out, letter);
        if (*text == '/' && before != '/' && text[1] != '/' && text[1] != 0)
            buffer_add_text(out, "<wbr>");
        else if (*text == '-')
            buffer_add_text(out, "&#8288;");
    }
}

/* A globe and no lock: a drawing must not say that a page is safe. */
static void
add_address(struct painter *painter, const struct json *widget)
{
    buffer_add_text(painter->out, "<p class=\"address\">");
    ui_add_drawing(painter->out, "trang-mang");
    buffer_add_text(painter->out, "<span class=\"away\">");
    painter_say(painter, "address");
    buffer_add_text(painter->out, "</span><span class=\"words\">");
    add_path(painter->out, json_get_text(widget, "text"));
    buffer_add_text(painter->out, "</span></p>");
}

static void
add_progress(struct painter *painter, const struct json *widget)
{
    struct buffer *out = painter->out;
    int64_t step = 0, of = 0;
    char numbers[2][24];
    json_read_integer(json_get(widget, "step"), &step);
    json_read_integer(json_get(widget, "of"), &of);
    snprintf(numbers[0], sizeof numbers[0], "%lld", (long long)step);
    snprintf(numbers[1], sizeof numbers[1], "%lld", (long long)of);
    buffer_add_text(out, "<div class=\"progress\"><p><b>");
    ui_add_words(out, painter->language, "progress", numbers[0], numbers[1]);
    buffer_add_text(out, "</b> ");
    painter_add_member(painter, widget, "label");
    buffer_add_text(out, "</p><p class=\"bars\" aria-hidden=\"true\">");
    for (int64_t i = 1; i <= of && i <= 20; i++)
        buffer_print(out, "<i%s></i>", i <= step ? " class=\"done\"" : "");
    buffer_add_text(out, "</p></div>");
}

/* The frame stays open: painter_add_widgets closes it behind the last button that follows. */
static void
add_dialog(struct painter *painter, const struct json *widget)
{
    buffer_add_text(painter->out, "<div class=\"dialog\" role=\"group\"");
    painter_add_attribute(painter, "aria-label",
                          json_get_text(widget, painter_has_text(widget, "title") ? "title" : "text"));
    buffer_add_text(painter->out, ">");
    if (painter_has_text(widget, "title"))
        painter_add_heading(painter, json_get_text(widget, "title"));
    add_wrapped(painter, widget, "text", "p", "text");
    painter->in_dialog = true;
}

/* ---- what is pressed ---- */

static void
add_button(struct painter *painter, const struct json *widget)
{
    struct buffer *out = painter->out;
    buffer_add_text(out, "<button class=\"press\"");
    painter_add_act(painter, "press", json_get_text(widget, "id"), NULL);
    buffer_add_text(out, ">");
    ui_add_drawing(out, json_get_text(widget, "drawing"));
    buffer_add_text(out, "<span>");
    painter_add_member(painter, widget, "text");
    buffer_add_text(out, "</span></button>");
}

/* Something that a camera would be pointed at. */
static void
add_code(struct painter *painter, const struct json *widget)
{
    struct buffer *out = painter->out;
    buffer_add_text(out, "<button class=\"code\"");
    painter_add_act(painter, "scan", json_get_text(widget, "id"), NULL);
    buffer_add_text(out, ">");
    ui_add_drawing(out, painter_has_text(widget, "drawing") ? json_get_text(widget, "drawing") : "qr");
    buffer_add_text(out, "<span><b>");
    painter_add_member(painter, widget, "label");
    buffer_add_text(out, "</b>");
    add_wrapped(painter, widget, "text", "small", "second-line");
    buffer_add_text(out, "</span></button>");
}

static void
add_entry(const struct painter *painter, const struct json *entry)
{
    struct buffer *out = painter->out;
    buffer_add_text(out, "<li><button class=\"entry\"");
    painter_add_act(painter, "press", json_get_text(entry, "id"), NULL);
    buffer_add_text(out, ">");
    ui_add_drawing(out, json_get_text(entry, "drawing"));
    add_two_lines(painter, entry, "text", "detail");
    buffer_add_text(out, "<i class=\"more\"></i></button></li>");
}

static void
add_list(struct painter *painter, const struct json *widget)
{
    const struct json *entries = json_get(widget, "entries");
    buffer_add_text(painter->out, "<ul class=\"list\">");
    for (size_t i = 0; i < json_count(entries); i++)
        add_entry(painter, json_at(entries, i));
    buffer_add_text(painter->out, "</ul>");
}

static void
add_switch(struct painter *painter, const struct json *widget)
{
    struct buffer *out = painter->out;
    bool is_on = json_is_true(json_get(widget, "on"));
    buffer_print(out, "<button class=\"switch\" role=\"switch\" aria-checked=\"%s\"",
                 is_on ? "true" : "false");
    painter_add_act(painter, is_on ? "switch-off" : "switch-on", json_get_text(widget, "id"), NULL);
    buffer_add_text(out, ">");
    add_two_lines(painter, widget, "label", "detail");
    buffer_add_text(out, "<span class=\"state\" aria-hidden=\"true\"><i class=\"track\"></i><span class=\"is-on\">");
    painter_say(painter, "switch.on");
    buffer_add_text(out, "</span><span class=\"is-off\">");
    painter_say(painter, "switch.off");
    buffer_add_text(out, "</span></span></button>");
}

static void
add_notification(struct painter *painter, const struct json *widget)
{
    struct buffer *out = painter->out;
    buffer_add_text(out, "<button class=\"notification\"");
    painter_add_act(painter, "press", json_get_text(widget, "id"), NULL);
    buffer_add_text(out, ">");
    ui_add_drawing(out, painter_has_text(widget, "drawing") ? json_get_text(widget, "drawing") : "chuong");
    add_two_lines(painter, widget, "from", "text");
    buffer_add_text(out, "</button>");
}

/* ---- what is picked ---- */

/* <div …> with the label above it, closed by the caller. */
static void
begin_group(const struct painter *painter, const struct json *widget, const char *css, bool is_several)
{
    add_wrapped(painter, widget, "label", "p", "label");
    buffer_print(painter->out, "<div class=\"%s\" role=\"group\" data-mode=\"%s\"", css,
                 is_several ? "several" : "one");
    painter_add_attribute(painter, "aria-label",
                          painter_has_text(widget, "label")
                              ? json_get_text(widget, "label")
                              : ui_words(painter->language, "options"));
    buffer_add_text(painter->out, ">");
}

static void
add_choices(struct painter *painter, const struct json *widget)
{
    const struct json *choices = json_get(widget, "choices");
    bool is_several = json_is_true(json_get(widget, "several"));
    begin_group(painter, widget, "options", is_several);
    for (size_t i = 0; i < json_count(choices); i++) {
        const struct json *choice = json_at(choices, i);
        bool is_chosen = json_is_true(json_get(choice, "chosen"));
        painter_add_card(painter, &(struct card){.css = "",
                                                 .mark = is_several ? "box" : "radio",
                                                 .is_chosen = is_chosen,
                                                 .verb = is_several && is_chosen ? "unpick" : "pick",
                                                 .target = json_get_text(widget, "id"),
                                                 .part = json_get_text(choice, "id"),
                                                 .text = json_get_text(choice, "text"),
                                                 .drawing = json_get_text(choice, "drawing")});
    }
    buffer_add_text(painter->out, "</div>");
}

static void
add_tile(const struct painter *painter, const struct json *widget, const struct json *photo,
         bool is_several)
{
    struct buffer *out = painter->out;
    bool is_chosen = json_is_true(json_get(photo, "chosen"));
    buffer_print(out, "<button class=\"tile\" aria-pressed=\"%s\"", is_chosen ? "true" : "false");
    painter_add_act(painter, is_several && is_chosen ? "unpick" : "pick", json_get_text(widget, "id"),
                    json_get_text(photo, "id"));
    buffer_add_text(out, ">");
    if (painter_has_text(photo, "file"))
        painter_add_image(painter, "photo", json_get_text(photo, "file"), "");
    else
        ui_add_drawing(out, painter_has_text(photo, "drawing") ? json_get_text(photo, "drawing") : "anh");
    buffer_print(out, "<span><i class=\"%s\"></i><span class=\"words\">", is_several ? "box" : "radio");
    painter_add_member(painter, photo, "says");
    buffer_add_text(out, "</span></span></button>");
}

static void
add_photos(struct painter *painter, const struct json *widget)
{
    const struct json *photos = json_get(widget, "photos");
    bool is_several = json_is_true(json_get(widget, "several"));
    begin_group(painter, widget, "tiles", is_several);
    for (size_t i = 0; i < json_count(photos); i++)
        add_tile(painter, widget, json_at(photos, i), is_several);
    buffer_add_text(painter->out, "</div>");
}

/* ---- the table ---- */

static const struct widget_kind {
    const char *kind;
    void (*add)(struct painter *painter, const struct json *widget);
} KINDS[] = {{"heading", add_heading},           {"text", add_text},
             {"picture", add_picture},           {"row", add_row},
             {"message", add_message},           {"address", add_address},
             {"progress", add_progress},         {"dialog", add_dialog},
             {"button", add_button},             {"code", add_code},
             {"list", add_list},                 {"switch", add_switch},
             {"notification", add_notification}, {"choices", add_choices},
             {"photos", add_photos},             {"field", field_add},
             {"options", question_add_options},  {"pairs", question_add_pairs},
             {"gapped", question_add_gapped},    {"spots", question_add_spots},
             {"unknown", question_add_unknown},  {"next", question_add_next}};

static void
close_frames(struct painter *painter, bool stays_in_twins, bool stays_in_dialog)
{
    if (painter->in_twins && !stays_in_twins) {
        buffer_add_text(painter->out, "</div>");
        painter->in_twins = false;
    }
    if (painter->in_dialog && !stays_in_dialog) {
        buffer_add_text(painter->out, "</div>");
        painter->in_dialog = false;
    }
}

static void
add_widget(struct painter *painter, const struct json *widget, const char *kind)
{
    bool is_twin = json_is_true(json_get(widget, "twin"));
    close_frames(painter, is_twin, strcmp(kind, "button") == 0);
    if (is_twin && !painter->in_twins)
        buffer_add_text(painter->out, "<div class=\"twins\">");
    painter->in_twins = is_twin;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strcmp(KINDS[i].kind, kind) == 0)
            KINDS[i].add(painter, widget);
}

void
painter_add_widgets(struct painter *painter, bool wants_next)
{
    const struct json *widgets = json_get(painter->screen, "widgets");
    for (size_t i = 0; i < json_count(widgets); i++) {
        const char *kind = json_get_text(json_at(widgets, i), "kind");
        if (kind != NULL && (strcmp(kind, "next") == 0) == wants_next)
            add_widget(painter, json_at(widgets, i), kind);
    }
    close_frames(painter, false, false);
}
