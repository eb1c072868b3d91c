/* learner_fields.c - what is typed: a field of a question or of a simulated app, with its pad of digits or its list. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/learner_painter.h"
#include "web/learner_pages.h"
#include "web/ui_parts.h"

enum { DOTS_MAX = 20, PAD_DIGITS_MAX = 20 };

/* How each input asks the phone for its keys. "digits" has no letters at all; "number" may hold a comma; a date needs
 * the stroke that a pad of numbers lacks. */
static const struct input_kind {
    const char *input, *attributes, *hint;
} INPUTS[] = {{"digits", "type=\"tel\" inputmode=\"numeric\"", NULL},
              {"number", "type=\"text\" inputmode=\"numeric\"", NULL},
              {"date", "type=\"text\"", "field.date"},
              {"text", "type=\"text\"", NULL}};

static const struct input_kind *
find_input(const char *input)
{
    for (size_t i = 0; input != NULL && i < sizeof INPUTS / sizeof INPUTS[0]; i++)
        if (strcmp(INPUTS[i].input, input) == 0)
            return &INPUTS[i];
    return &INPUTS[sizeof INPUTS / sizeof INPUTS[0] - 1];
}

static void
add_name(const struct painter *painter, const struct json *widget)
{
    buffer_add_text(painter->out, " name=\"type:");
    text_add_html(painter->out, painter_has_text(widget, "id") ? json_get_text(widget, "id") : "");
    buffer_add_text(painter->out, "\"");
}

/* The author's words, else "Your answer", else "Gap 2". */
static void
add_label(const struct painter *painter, const struct json *widget)
{
    const char *id = json_get_text(widget, "id");
    const char *label = json_get_text(widget, "label");
    bool is_gap = id != NULL && id[0] >= '1' && id[0] <= '9' && id[1] == 0;
    buffer_add_text(painter->out, "<span class=\"ask\">");
    if (label != NULL && label[0] != 0 && !(is_gap && strcmp(label, id) == 0))
        painter_add_member(painter, widget, "label");
    else
        ui_add_words(painter->out, painter->language, is_gap ? "field.gap" : "field.answer", id, NULL);
    buffer_add_text(painter->out, "</span>");
}

static void
add_list(const struct painter *painter, const struct json *widget)
{
    const struct json *options = json_get(widget, "options");
    const char *value = json_get_text(widget, "value");
    buffer_add_text(painter->out, "<select");
    add_name(painter, widget);
    buffer_add_text(painter->out, "><option value=\"\">");
    painter_say(painter, "field.choose");
    buffer_add_text(painter->out, "</option>");
    for (size_t i = 0; i < json_count(options); i++) {
        const struct json *option = json_at(options, i);
        const char *id = json_get_text(option, "id"), *text = json_get_text(option, "text");
        bool is_chosen = value != NULL && value[0] != 0 &&
                         ((id != NULL && strcmp(value, id) == 0) || (text != NULL && strcmp(value, text) == 0));
        buffer_add_text(painter->out, "<option");
        painter_add_attribute(painter, "value", id);
        buffer_add_text(painter->out, is_chosen ? " selected>" : ">");
        painter_add_member(painter, option, "text");
        buffer_add_text(painter->out, "</option>");
    }
    buffer_add_text(painter->out, "</select>");
}

/* A secret one shows dots for what was typed before, any other the words themselves. */
static void
add_input(const struct painter *painter, const struct json *widget, const struct input_kind *kind, bool has_pad)
{
    struct buffer *out = painter->out;
    bool is_secret = json_is_true(json_get(widget, "is_secret"));
    const char *value = json_get_text(widget, "value");
    int64_t length = 0, value_len = 0;
    json_read_integer(json_get(widget, "length"), &length);
    json_read_integer(json_get(widget, "value_len"), &value_len);
    buffer_print(out, "<input %s autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\"%s%s data-length=\"%lld\"",
                 kind->attributes, is_secret ? " class=\"secret\"" : "", has_pad ? " data-padded" : "", (long long)length);
    if (length > 0)
        buffer_print(out, " maxlength=\"%lld\"", (long long)length);
    add_name(painter, widget);
    if (value != NULL && value[0] != 0) {
        buffer_add_text(out, " value=\"");
        text_add_html(out, value);
    } else {
        buffer_add_text(out, " placeholder=\"");
        for (int64_t i = 0; i < value_len && i < DOTS_MAX; i++)
            buffer_add_text(out, "•");
    }
    buffer_add_text(out, "\">");
}

/* Without a script the whole form comes back with every button: what stood in the field already is typed no second time. */
static void
add_before(const struct painter *painter, const struct json *widget)
{
    if (!painter_has_text(widget, "value"))
        return;
    buffer_add_text(painter->out, "<input type=\"hidden\" name=\"was:");
    text_add_html(painter->out, json_get_text(widget, "id"));
    buffer_add_text(painter->out, "\" value=\"");
    text_add_html(painter->out, json_get_text(widget, "value"));
    buffer_add_text(painter->out, "\">");
}

void
field_add(struct painter *painter, const struct json *widget)
{
    struct buffer *out = painter->out;
    const char *input = json_get_text(widget, "input");
    const struct input_kind *kind = find_input(input);
    bool has_pad = json_is_true(json_get(widget, "has_pad"));
    int64_t length = 0;
    buffer_add_text(out, "<label class=\"field\">");
    add_label(painter, widget);
    if (kind->hint != NULL) {
        buffer_add_text(out, "<small>");
        painter_say(painter, kind->hint);
        buffer_add_text(out, "</small>");
    }
    buffer_add_text(out, "<span class=\"line\">");
    if (input != NULL && strcmp(input, "choice") == 0)
        add_list(painter, widget);
    else
        add_input(painter, widget, kind, has_pad);
    if (painter_has_text(widget, "unit")) {
        buffer_add_text(out, "<b class=\"unit\">");
        painter_add_member(painter, widget, "unit");
        buffer_add_text(out, "</b>");
    }
    buffer_add_text(out, "</span>");
    add_before(painter, widget);
    buffer_add_text(out, "</label>");
    json_read_integer(json_get(widget, "length"), &length);
    if (has_pad)
        learner_add_pad(out, painter->language, length > 0 && length < PAD_DIGITS_MAX ? (size_t)length : PAD_DIGITS_MAX,
                        NULL);
}
