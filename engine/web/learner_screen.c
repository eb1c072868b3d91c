/* learner_screen.c - a screen as data (quiz/screen.h) becomes HTML: the top, the fence, the form, the result. Its widgets
 * are drawn by learner_widgets.c. */
#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/learner_pages.h"
#include "web/learner_painter.h"
#include "web/ui_parts.h"

enum { STEPS_SHOWN = 15 };

/* ---- the top ---- */

/* Up to 15 segments; with more, or where their number is a guess, one bar. */
static void
add_steps(const struct painter *painter, int64_t number, int64_t of, bool is_guess)
{
    struct buffer *out = painter->out;
    if (of > STEPS_SHOWN || is_guess) {
        buffer_print(out,
                     "<svg class=\"bar\" viewBox=\"0 0 %lld 4\" preserveAspectRatio=\"none\" "
                     "aria-hidden=\"true\">"
                     "<rect width=\"%lld\" height=\"4\" fill=\"#1F3468\"/></svg>",
                     (long long)of, (long long)(number > 0 ? number - 1 : 0));
        return;
    }
    buffer_add_text(out, "<p class=\"steps\" aria-hidden=\"true\">");
    for (int64_t i = 1; i <= of; i++)
        buffer_print(out, "<i%s></i>",
                     i < number    ? " class=\"done\""
                     : i == number ? " class=\"now\""
                                   : "");
    buffer_add_text(out, "</p>");
}

static void
add_saved_line(const struct painter *painter)
{
    struct buffer *out = painter->out;
    buffer_add_text(
        out, "<p class=\"saved\" role=\"status\" aria-live=\"polite\"><span class=\"is-saved\">");
    ui_add_drawing(out, "da-luu");
    painter_say(painter, "saved");
    buffer_add_text(out, "</span><span class=\"is-saving\">");
    painter_say(painter, "saving");
    buffer_add_text(out, "</span><span class=\"is-kept\">");
    ui_add_drawing(out, "mat-mang");
    painter_say(painter, "kept");
    buffer_add_text(out, "</span></p>");
}

static void
add_hand(const struct painter *painter, bool is_up)
{
    struct buffer *out = painter->out;
    buffer_print(
        out,
        "<form class=\"hand\" method=\"post\" action=\"/note\"><input type=\"hidden\" "
        "name=\"verb\" "
        "value=\"hand\"><button class=\"tool\" name=\"value\" value=\"%s\" aria-pressed=\"%s\">",
        is_up ? "down" : "up", is_up ? "true" : "false");
    ui_add_drawing(out, "gio-tay");
    buffer_add_text(out, "<span>");
    painter_say(painter, is_up ? "hand.up" : "hand");
    buffer_add_text(out, "</span></button></form>");
}

/* "Câu 3 / 25"; in an adaptive test "Câu 3, còn khoảng 20 câu", by fives while it is far, and nearly done at last. */
static void
add_count(const struct painter *painter, bool is_task, int64_t number, int64_t of, int64_t more)
{
    static const char *const KEYS[][2] = {{"count.question", "count.practical"},
                                          {"count.question-now", "count.practical-now"}};
    struct buffer *out = painter->out;
    char counts[3][24];
    bool is_practice = number == 0 || json_is_true(json_get(painter->screen, "practice"));
    snprintf(counts[0], sizeof counts[0], "%lld", (long long)number);
    snprintf(counts[1], sizeof counts[1], "%lld", (long long)of);
    snprintf(counts[2], sizeof counts[2], "%lld", (long long)(more > 10 ? (more + 2) / 5 * 5 : more));
    buffer_add_text(out, "<p class=\"count\">");
    ui_add_words(out, painter->language, is_practice ? "count.practice" : KEYS[more > 0][is_task], counts[0], counts[1]);
    if (more > 0 && !is_practice) {
        buffer_add_text(out, " <span class=\"to-come\">");
        ui_add_words(out, painter->language, more > 2 ? "count.more" : "count.nearly", counts[2], NULL);
        buffer_add_text(out, "</span>");
    }
    buffer_add_text(out, "</p>");
}

static void
add_top(const struct painter *painter, const struct learner_page *page, const char *kind)
{
    struct buffer *out = painter->out;
    int64_t number = 0, of = 0, more = 0;
    json_read_integer(json_get(painter->screen, "number"), &number);
    json_read_integer(json_get(painter->screen, "of"), &of);
    if (json_read_integer(json_get(painter->screen, "more"), &more))
        of = more + (number > 0 ? number - 1 : 0);
    buffer_add_text(out, "<header class=\"top\"><div class=\"where\">");
    if (strcmp(kind, "result") == 0 || strcmp(kind, "done") == 0) {
        add_saved_line(painter);
        buffer_add_text(out, "<p class=\"small\">");
        painter_say(painter, "result.private");
        buffer_add_text(out, "</p>");
    } else {
        add_count(painter, strcmp(kind, "practical") == 0, number, of, more);
        add_steps(painter, number, of, more > 0);
        add_saved_line(painter);
    }
    buffer_add_text(out, "</div>");
    add_hand(painter, page->view->hand_is_up);
    learner_add_listen(out, painter->language);
    buffer_add_text(out, "</header>");
}

/* ---- the middle ---- */

static void
add_story(struct painter *painter, const char *story)
{
    const char *drawing = json_get_text(painter->screen, "drawing");
    if (story == NULL || story[0] == 0)
        return;
    buffer_add_text(painter->out, "<div class=\"story\">");
    ui_add_drawing(painter->out, drawing != NULL && drawing[0] != 0 ? drawing : "tap");
    buffer_add_text(painter->out, "<p>");
    ui_add_text(painter->out, painter->language, story);
    buffer_add_text(painter->out, "</p></div>");
}

/* An app brings one colour of its own. A style in the page is against its policy, so the nearest of these is taken. */
static const char *
paint_of(const char *colour)
{
    static const struct {
        int red, green, blue;
        const char *css;
    } PAINTS[] = {{0x0e, 0x4a, 0x57, ""},       {0x7a, 0x3e, 0x1d, " brown"},  {0x4a, 0x5a, 0x1a, " olive"},
                  {0x8a, 0x2f, 0x4e, " plum"},  {0x4b, 0x2a, 0x6b, " violet"}, {0x2e, 0x40, 0x57, " slate"}};
    unsigned rgb = 0;
    size_t nearest = 0;
    long least = LONG_MAX;
    if (colour == NULL || sscanf(colour, "#%6x", &rgb) != 1)
        return "";
    for (size_t i = 0; i < sizeof PAINTS / sizeof PAINTS[0]; i++) {
        long red = (long)(rgb >> 16 & 255) - PAINTS[i].red, green = (long)(rgb >> 8 & 255) - PAINTS[i].green,
             blue = (long)(rgb & 255) - PAINTS[i].blue, far = red * red + green * green + blue * blue;
        if (far < least) {
            least = far;
            nearest = i;
        }
    }
    return PAINTS[nearest].css;
}

/* From the first to the last screen of an exercise nobody may take it for the real thing. */
static void
add_fenced(struct painter *painter)
{
    struct buffer *out = painter->out;
    const struct json *brand = json_get(painter->screen, "brand");
    add_story(painter, json_get_text(painter->screen, "story"));
    bool is_practice = json_is_true(json_get(painter->screen, "practice"));
    bool is_money = json_get(painter->screen, "is_money") == NULL || json_is_true(json_get(painter->screen, "is_money"));
    bool says_money = is_money && !is_practice;
    buffer_print(out, "<p class=\"ribbon%s\"><b>", says_money ? "" : " long");
    painter_say(painter, is_practice ? "fence.practice" : "fence.exercise");
    buffer_add_text(out, "</b> · <b>");
    painter_say(painter, says_money ? "fence.money" : "fence.app");
    buffer_print(out, "</b></p><div class=\"fence\"><div class=\"app%s\">", paint_of(json_get_text(brand, "colour")));
    if (json_get_text(brand, "name") != NULL) {
        buffer_add_text(out, "<p class=\"brand\">");
        ui_add_drawing(out, "nha");
        buffer_add_text(out, "<span>");
        ui_add_text(out, painter->language, json_get_text(brand, "name"));
        buffer_add_text(out, "</span></p>");
    }
    buffer_add_text(out, "<div class=\"app-body\">");
    painter_add_widgets(painter, false);
    painter_add_widgets(painter, true);
    buffer_add_text(out, "</div></div></div>");
}

static void
add_open(struct painter *painter)
{
    const char *asks = json_get_text(painter->screen, "asks");
    add_story(painter, json_get_text(painter->screen, "story"));
    buffer_add_text(painter->out, "<div class=\"middle\">");
    if (asks != NULL)
        painter_add_heading(painter, asks);
    painter_add_widgets(painter, false);
    buffer_add_text(painter->out, "</div><div class=\"bottom\">");
    painter_add_widgets(painter, true);
    buffer_add_text(painter->out, "</div>");
}

static void
add_form(struct painter *painter, const struct learner_page *page)
{
    struct buffer *out = painter->out;
    const char *item = json_get_text(painter->screen, "item");
    buffer_print(out,
                 "<form id=\"act\" class=\"main\" method=\"post\" action=\"/do\"><input "
                 "type=\"hidden\" name=\"seq\" "
                 "value=\"%u\"><input type=\"hidden\" name=\"item\"",
                 page->view->seq + 1);
    painter_add_attribute(painter, "value", item != NULL ? item : "");
    /* What Enter in a field presses: keeps what was typed, and nothing more. */
    buffer_add_text(out, "><button class=\"away\" name=\"act\" value=\"type:\" tabindex=\"-1\" "
                         "aria-hidden=\"true\">");
    buffer_add_text(out, "</button>");
    if (page->notice != NULL)
        learner_add_notice(out, painter->language, page->notice, "chua-biet");
    if (json_is_true(json_get(painter->screen, "fence")))
        add_fenced(painter);
    else
        add_open(painter);
    buffer_add_text(out, "</form>");
}

/* ---- the end ---- */

static void
add_lines(const struct painter *painter, const char *member, const char *key, const char *drawing)
{
    struct buffer *out = painter->out;
    const struct json *lines = json_get(painter->screen, member);
    if (json_count(lines) == 0)
        return;
    buffer_print(out, "<section class=\"lines %s\"><h2>", member);
    ui_add_drawing(out, drawing);
    painter_say(painter, key);
    buffer_add_text(out, "</h2>");
    for (size_t i = 0; i < json_count(lines); i++) {
        const char *sign = json_get_text(json_at(lines, i), "drawing");
        buffer_add_text(out, "<p>");
        ui_add_drawing(out, sign != NULL && sign[0] != 0 ? sign : drawing);
        buffer_add_text(out, "<span>");
        ui_add_text(out, painter->language, json_get_text(json_at(lines, i), "text"));
        buffer_add_text(out, "</span></p>");
    }
    buffer_add_text(out, "</section>");
}

static void
add_result(struct painter *painter, const struct learner_page *page)
{
    struct buffer *out = painter->out;
    const char *certificate = json_get_text(painter->screen, "certificate");
    bool is_practice = certificate != NULL && strcmp(certificate, "practice") == 0;
    bool has_none = certificate == NULL || strcmp(certificate, "none") == 0 || is_practice;
    bool has_lines = json_count(json_get(painter->screen, "can_do")) > 0 ||
                     json_count(json_get(painter->screen, "practise")) > 0;
    bool was_cut = page->view->class_has_ended && has_none && !has_lines;
    buffer_add_text(out, "<div class=\"middle result\"><div class=\"greeting\">");
    ui_add_drawing(out, "dau");
    buffer_add_text(out, "<h1 tabindex=\"-1\" data-focus>");
    ui_add_words(out, painter->language, was_cut ? "result.over" : "result.done",
                 page->view->given_name, NULL);
    buffer_add_text(out, "</h1></div>");
    add_lines(painter, "can_do", "result.can-do", "da-luu");
    add_lines(painter, "practise", "result.practise", "tiep");
    buffer_add_text(out, "<p class=\"paper\">");
    ui_add_drawing(out, has_none ? "tap" : "in");
    buffer_add_text(out, "<span>");
    painter_say(painter, is_practice ? "result.practice" : has_none ? "result.no-paper" : "result.paper");
    buffer_add_text(out,
                    "</span></p></div><form class=\"bottom\" method=\"post\" action=\"/leave\">");
    buffer_add_text(out, "<button class=\"go\" data-leave><span>");
    painter_say(painter, "result.leave");
    buffer_add_text(out, "</span>");
    ui_add_drawing(out, "da-luu");
    buffer_add_text(out, "</button></form>");
}

/* "vi/ông": the language, and how this person is addressed. */
static void
print_language(const struct learner_view *view, char *out, size_t size)
{
    snprintf(out, size, view->address[0] != 0 ? "%s/%s" : "%s", view->language, view->address);
}

void
learner_add_screen(struct buffer *out, const struct learner_page *page)
{
    const struct json *screen = page->view->screen;
    const char *kind = json_get_text(screen, "kind"), *item = json_get_text(screen, "item");
    char language[32];
    size_t from = out->len;
    print_language(page->view, language, sizeof language);
    struct painter painter = {.out = out, .language = language, .screen = screen};
    kind = kind != NULL ? kind : "done";
    buffer_print(out, "<div class=\"screen\" data-kind=\"%s\" data-seq=\"%u\" lang=\"%s\"", kind,
                 page->view->seq, page->view->language);
    painter_add_attribute(&painter, "data-item", item != NULL ? item : "");
    if (page->view->clip[0] != 0)
        buffer_print(out, " data-clip=\"/clip/%s\"", page->view->clip);
    if (json_get_text(screen, "says") != NULL)
        painter_add_attribute(&painter, "data-says", json_get_text(screen, "says"));
    buffer_add_text(out, ">");
    if (learner_is_welcome(kind)) {
        learner_add_welcome(out, language, page, kind);
    } else {
        add_top(&painter, page, kind);
        if (strcmp(kind, "result") == 0 || strcmp(kind, "done") == 0)
            add_result(&painter, page);
        else
            add_form(&painter, page);
    }
    ui_mark_vietnamese(out, from, json_get(screen, "vietnamese"));
    learner_add_languages(out, page->view->language);
    buffer_add_text(out, "</div>");
}
