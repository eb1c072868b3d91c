/* learner_questions.c - the widgets of questions: cards to choose from, pairs, gaps, places in a picture, the way on. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/learner_painter.h"
#include "web/ui_parts.h"

/* ---- cards ---- */

static void
begin_options(const struct painter *painter, const char *mode)
{
    buffer_print(painter->out, "<div class=\"options\" role=\"group\" data-mode=\"%s\" aria-label=\"", mode);
    painter_say(painter, "options");
    buffer_add_text(painter->out, "\">");
}

static bool
is_id(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}

/* "Bác chưa biết" stands by itself in every mode: it chooses nothing else. */
void
question_add_options(struct painter *painter, const struct json *widget)
{
    const struct json *options = json_get(widget, "options");
    const char *chosen = json_get_text(widget, "chosen"), *mode = json_get_text(widget, "mode");
    mode = mode != NULL ? mode : "one";
    bool is_one = strcmp(mode, "one") == 0, is_order = strcmp(mode, "order") == 0;
    begin_options(painter, mode);
    for (size_t i = 0; i < json_count(options); i++) {
        const struct json *option = json_at(options, i);
        const char *id = json_get_text(option, "id");
        bool is_unknown = is_id(id, "dont-know");
        bool is_chosen = is_id(chosen, id) || json_is_true(json_get(option, "chosen"));
        int64_t place = 0;
        if (is_order && !is_unknown)
            json_read_integer(json_get(option, "place"), &place);
        is_chosen = is_chosen || place > 0;
        painter_add_card(painter, &(struct card){.css = "",
                                                 .mark = is_one || is_unknown ? "radio"
                                                         : is_order           ? "place"
                                                                              : "box",
                                                 .place = place,
                                                 .is_chosen = is_chosen,
                                                 .verb = is_chosen && !is_one ? "unchoose" : "choose",
                                                 .target = id,
                                                 .text = json_get_text(option, "text"),
                                                 .drawing = json_get_text(option, "drawing")});
    }
    buffer_add_text(painter->out, "</div>");
}

void
question_add_unknown(struct painter *painter, const struct json *widget)
{
    buffer_add_text(painter->out, "<div class=\"options\" data-mode=\"one\">");
    painter_add_card(painter, &(struct card){.css = "",
                                             .mark = "radio",
                                             .is_chosen = json_is_true(json_get(widget, "chosen")),
                                             .verb = "choose",
                                             .target = "dont-know",
                                             .text = json_get_text(widget, "text"),
                                             .drawing = "chua-biet"});
    buffer_add_text(painter->out, "</div>");
}

/* ---- pairs: the left that is looked at stands above what may go with it ---- */

static void
add_left_now(const struct painter *painter, const struct json *left)
{
    struct buffer *out = painter->out;
    buffer_add_text(out, "<p class=\"pair-ask\">");
    painter_say(painter, "pairs.ask");
    buffer_add_text(out, "</p><p class=\"pair-now\">");
    ui_add_drawing(out, json_get_text(left, "drawing"));
    buffer_add_text(out, "<b>");
    painter_add_member(painter, left, "text");
    buffer_add_text(out, "</b></p>");
}

static void
add_pair_options(const struct painter *painter, const struct json *widget, const char *now)
{
    const struct json *options = json_get(widget, "options");
    begin_options(painter, "one");
    for (size_t i = 0; i < json_count(options); i++) {
        const struct json *option = json_at(options, i);
        if (json_is_true(json_get(option, "is_used")))
            continue;
        painter_add_card(painter, &(struct card){.css = "",
                                                 .mark = "radio",
                                                 .verb = "match",
                                                 .target = now,
                                                 .part = json_get_text(option, "id"),
                                                 .text = json_get_text(option, "text"),
                                                 .drawing = json_get_text(option, "drawing")});
    }
    buffer_add_text(painter->out, "</div>");
}

static void
add_made_pair(const struct painter *painter, const struct json *left)
{
    struct buffer *out = painter->out;
    buffer_add_text(out, "<li class=\"pair\"><span class=\"words\">");
    painter_add_member(painter, left, "text");
    buffer_add_text(out, " <b>");
    painter_add_member(painter, left, "right_text");
    buffer_add_text(out, "</b></span><button class=\"change\"");
    painter_add_act(painter, "unmatch", json_get_text(left, "id"), NULL);
    buffer_add_text(out, ">");
    painter_say(painter, "pairs.change");
    buffer_add_text(out, "<span class=\"away\"> ");
    painter_add_member(painter, left, "text");
    buffer_add_text(out, "</span></button></li>");
}

void
question_add_pairs(struct painter *painter, const struct json *widget)
{
    const struct json *lefts = json_get(widget, "lefts");
    const char *now = json_get_text(widget, "now");
    size_t made = 0;
    for (size_t i = 0; i < json_count(lefts); i++) {
        made += json_get_text(json_at(lefts, i), "right") != NULL;
        if (is_id(json_get_text(json_at(lefts, i), "id"), now))
            add_left_now(painter, json_at(lefts, i));
    }
    if (now != NULL)
        add_pair_options(painter, widget, now);
    if (made == 0)
        return;
    buffer_add_text(painter->out, "<p class=\"label\">");
    painter_say(painter, "pairs.made");
    buffer_add_text(painter->out, "</p><ul class=\"pairs\">");
    for (size_t i = 0; i < json_count(lefts); i++)
        if (json_get_text(json_at(lefts, i), "right") != NULL)
            add_made_pair(painter, json_at(lefts, i));
    buffer_add_text(painter->out, "</ul>");
}

/* ---- a text with gaps; the fields follow as widgets of their own ---- */

static void
add_gap(const struct painter *painter, const struct json *part)
{
    buffer_add_text(painter->out, "<b class=\"gap\"><i>");
    painter_add_member(painter, part, "gap");
    buffer_add_text(painter->out, "</i>");
    if (painter_has_text(part, "value"))
        text_add_html(painter->out, json_get_text(part, "value"));
    else
        buffer_add_text(painter->out, "<span aria-hidden=\"true\">…</span>");
    buffer_add_text(painter->out, "</b>");
}

void
question_add_gapped(struct painter *painter, const struct json *widget)
{
    const struct json *parts = json_get(widget, "parts");
    buffer_add_text(painter->out, "<p class=\"gapped\">");
    for (size_t i = 0; i < json_count(parts); i++)
        if (json_get(json_at(parts, i), "gap") != NULL)
            add_gap(painter, json_at(parts, i));
        else
            painter_add_member(painter, json_at(parts, i), "text");
    buffer_add_text(painter->out, "</p>");
}

/* ---- places in a picture ---- */

static double
percent(const struct json *spot, const char *member)
{
    double value = 0;
    if (!json_read_real(json_get(spot, member), &value) || value < 0)
        return 0;
    return value < 100 ? value : 100;
}

/* Over the picture, in its percents: a frame, and its number at the corner. Seen only: buttons below say the same. */
static void
add_mark(const struct painter *painter, const struct json *spot, const char *number, bool is_chosen)
{
    struct buffer *out = painter->out;
    double x = percent(spot, "x"), y = percent(spot, "y");
    buffer_print(out, "<g data-spot=\"");
    painter_add_member(painter, spot, "id");
    buffer_print(out,
                 "\"><rect class=\"halo\" x=\"%.2f%%\" y=\"%.2f%%\" width=\"%.2f%%\" height=\"%.2f%%\" rx=\"6\"/>",
                 x, y, percent(spot, "width"), percent(spot, "height"));
    buffer_print(out,
                 "<rect class=\"%s\" x=\"%.2f%%\" y=\"%.2f%%\" width=\"%.2f%%\" height=\"%.2f%%\" rx=\"6\"/>",
                 is_chosen ? "on" : "off", x, y, percent(spot, "width"), percent(spot, "height"));
    buffer_print(out,
                 "<circle class=\"%s\" cx=\"%.2f%%\" cy=\"%.2f%%\" r=\"15\"/><text x=\"%.2f%%\" y=\"%.2f%%\" "
                 "dy=\"6.5\" text-anchor=\"middle\" class=\"%s\">%s</text></g>",
                 is_chosen ? "on" : "off", x, y, x, y, is_chosen ? "on" : "off", number);
}

void
question_add_spots(struct painter *painter, const struct json *widget)
{
    const struct json *spots = json_get(widget, "spots");
    const char *chosen = json_get_text(widget, "chosen"), *file = json_get_text(widget, "file");
    buffer_add_text(painter->out, "<div class=\"spots\">");
    painter_add_image(painter, "photo", file != NULL ? file : "", json_get_text(widget, "says"));
    buffer_add_text(painter->out, "<svg aria-hidden=\"true\">");
    for (size_t i = 0; i < json_count(spots); i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        add_mark(painter, json_at(spots, i), number, is_id(chosen, json_get_text(json_at(spots, i), "id")));
    }
    buffer_add_text(painter->out, "</svg></div>");
    begin_options(painter, "one");
    for (size_t i = 0; i < json_count(spots); i++) {
        const struct json *spot = json_at(spots, i);
        const char *id = json_get_text(spot, "id");
        painter_add_card(painter, &(struct card){.css = "",
                                                 .mark = "place",
                                                 .place = (int64_t)i + 1,
                                                 .is_chosen = is_id(chosen, id),
                                                 .verb = "choose",
                                                 .target = id,
                                                 .text = json_get_text(spot, "text"),
                                                 .drawing = ""});
    }
    buffer_add_text(painter->out, "</div>");
}

void
question_add_next(struct painter *painter, const struct json *widget)
{
    struct buffer *out = painter->out;
    bool is_ready = json_is_true(json_get(widget, "enabled"));
    buffer_print(out, "<button class=\"go%s\"", is_ready ? "" : " not-yet");
    painter_add_act(painter, "next", "", NULL);
    buffer_add_text(out, "><span>");
    painter_say(painter, "next");
    buffer_add_text(out, "</span>");
    ui_add_drawing(out, "tiep");
    buffer_add_text(out, "</button>");
}
