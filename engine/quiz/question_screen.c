/* question_screen.c - a question on the screen: one widget for its kind, what is chosen or typed so far,
 * and the way on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "quiz/screen_drawing.h"

static const struct item_progress *
progress_of(const struct drawing_screen *drawing)
{
    return &drawing->session->progress[drawing->item];
}

static const struct json *
source_of(const struct drawing_screen *drawing)
{
    return drawing->session->quiz->sources[drawing->item];
}

static bool
is_unknown(const struct item_progress *progress)
{
    return progress->chosen >= 0 && (size_t)progress->chosen + 1 == progress->option_count;
}

/* "Bác chưa biết" */
static void
put_unknown(struct drawing_screen *drawing, struct json *out)
{
    const char *language = drawing->session->language;
    bool is_everywhere = drawing->session->speaks_here || strcmp(language, "en") == 0;
    struct json *text = json_new_text(language_text(is_everywhere ? language : "vi", "quiz.dont-know"));
    char *words = session_words(drawing->session, drawing->item, text);
    json_put_text(out, "text", words);
    json_put_text(out, "drawing", "chua-biet");
    screen_say(drawing, words);
    free(words);
    json_free(text);
}

/* ---- options ---- */

/* 1 for the first that was picked; 0: not picked. */
static size_t
picked_place(const struct item_progress *progress, size_t place)
{
    for (size_t i = 0; i < progress->picked_count; i++)
        if (progress->picked[i] == place)
            return i + 1;
    return 0;
}

static void
add_option(struct drawing_screen *drawing, size_t place, struct json *options)
{
    const struct item_progress *progress = progress_of(drawing);
    enum question_type type = question_type(source_of(drawing));
    struct json *option = json_new_object();
    char id[16];
    session_option_id(place, progress->option_count, id);
    json_put_text(option, "id", id);
    if (place + 1 == progress->option_count) {
        put_unknown(drawing, option);
    } else {
        const struct json *words = question_option(source_of(drawing), progress->order[place]);
        screen_put_words(drawing, option, "text", words, true);
        json_put_text(option, "drawing", screen_or_empty(json_get_text(words, "drawing")));
    }
    if (type == QUESTION_SEVERAL || type == QUESTION_ORDER)
        json_put_boolean(option, "chosen",
                         picked_place(progress, place) > 0 || progress->chosen == (int)place);
    if (type == QUESTION_ORDER)
        json_put_integer(option, "place", (int64_t)picked_place(progress, place));
    json_add(options, option);
}

static void
draw_options(struct drawing_screen *drawing)
{
    const struct item_progress *progress = progress_of(drawing);
    enum question_type type = question_type(source_of(drawing));
    struct json *list = json_new_array(), *widget = screen_add_widget(drawing, "options");
    char chosen[16];
    for (size_t place = 0; place < progress->option_count; place++)
        add_option(drawing, place, list);
    json_put(widget, "options", list);
    if (type != QUESTION_ONE)
        json_put_text(widget, "mode", type == QUESTION_ORDER ? "order" : "several");
    if (progress->chosen >= 0)
        session_option_id((size_t)progress->chosen, progress->option_count, chosen);
    json_put(widget, "chosen", progress->chosen >= 0 ? json_new_text(chosen) : json_new_null());
}

/* ---- pairs ---- */

static struct json *
draw_left(struct drawing_screen *drawing, size_t pair)
{
    const struct item_progress *progress = progress_of(drawing);
    const struct json *words = json_at(json_at(json_get(source_of(drawing), "pairs"), pair), 0);
    struct json *left = json_new_object();
    char id[24];
    snprintf(id, sizeof id, "%zu", pair + 1);
    json_put_text(left, "id", id);
    screen_put_words(drawing, left, "text", words, true);
    json_put_text(left, "drawing", screen_or_empty(json_get_text(words, "drawing")));
    if (progress->partners[pair] < 0) {
        json_put(left, "right", json_new_null());
        return left;
    }
    size_t place = (size_t)progress->partners[pair];
    session_option_id(place, progress->option_count, id);
    json_put_text(left, "right", id);
    screen_put_words(drawing, left, "right_text",
                     question_option(source_of(drawing), progress->order[place]), false);
    return left;
}

static struct json *
draw_right(struct drawing_screen *drawing, size_t place)
{
    const struct item_progress *progress = progress_of(drawing);
    const struct json *words = question_option(source_of(drawing), progress->order[place]);
    struct json *right = json_new_object();
    bool is_used = false;
    char id[16];
    for (size_t i = 0; i < PAIRS_MAX; i++)
        is_used = is_used || progress->partners[i] == (int)place;
    session_option_id(place, progress->option_count, id);
    json_put_text(right, "id", id);
    screen_put_words(drawing, right, "text", words, true);
    json_put_text(right, "drawing", screen_or_empty(json_get_text(words, "drawing")));
    json_put_boolean(right, "is_used", is_used);
    return right;
}

static void
draw_pairs(struct drawing_screen *drawing)
{
    const struct item_progress *progress = progress_of(drawing);
    struct json *widget = screen_add_widget(drawing, "pairs"), *lefts = json_new_array(),
                *options = json_new_array();
    size_t pairs = question_part_count(source_of(drawing)), now = 0;
    char id[24];
    for (size_t i = 0; i < pairs; i++)
        json_add(lefts, draw_left(drawing, i));
    for (size_t place = 0; place + 1 < progress->option_count; place++)
        json_add(options, draw_right(drawing, place));
    while (now < pairs && progress->partners[now] >= 0)
        now++;
    snprintf(id, sizeof id, "%zu", now + 1);
    json_put(widget, "now", now < pairs ? json_new_text(id) : json_new_null());
    json_put(widget, "lefts", lefts);
    json_put(widget, "options", options);
}

/* ---- fields ---- */

static const char *
input_of(const struct json *field)
{
    return json_get(field, "right") != NULL    ? "choice"
           : json_get(field, "number") != NULL ? "number"
           : json_get(field, "date") != NULL   ? "date"
                                               : "text";
}

static const struct json *
gap_choice(const struct json *gap, size_t which)
{
    return which == 0 ? json_get(gap, "right") : json_at(json_get(gap, "wrong"), which - 1);
}

/* The choices of a gap as the screen orders them. */
static void
put_choices(struct drawing_screen *drawing, struct json *widget, const struct json *gap, size_t at)
{
    size_t count = json_count(json_get(gap, "wrong")) + 1, order[OPTIONS_MAX];
    struct json *options = json_new_array();
    question_gap_order(drawing->session, drawing->item, at, order);
    for (size_t place = 0; place < count; place++) {
        struct json *option = json_new_object();
        const char id[2] = {(char)('a' + (int)place), 0};
        json_put_text(option, "id", id);
        screen_put_words(drawing, option, "text", gap_choice(gap, order[place]), true);
        json_add(options, option);
    }
    json_put(widget, "options", options);
}

static void
draw_field(struct drawing_screen *drawing, const struct json *source, const char *id, size_t at)
{
    const struct json *unit = json_get(source, "unit");
    const char *typed = progress_of(drawing)->typed[at];
    struct json *widget = screen_add_widget(drawing, "field");
    json_put_text(widget, "id", id);
    json_put_text(widget, "label", id[0] == 'a' ? "" : id);
    json_put_text(widget, "input", input_of(source));
    json_put_integer(widget, "length", 80);
    json_put_integer(widget, "value_len", typed != NULL ? (int64_t)strlen(typed) : 0);
    if (typed != NULL && typed[0] != 0)
        json_put_text(widget, "value", typed);
    if (unit != NULL)
        screen_put_words(drawing, widget, "unit", unit, true);
    if (json_get(source, "right") != NULL)
        put_choices(drawing, widget, source, at);
}

/* What a gap shows in its text: what was typed, or the words of what was chosen. */
static void
put_gap_value(struct drawing_screen *drawing, struct json *part, size_t at)
{
    const struct json *gap = json_at(json_get(source_of(drawing), "gaps"), at);
    const char *typed = progress_of(drawing)->typed[at];
    size_t order[OPTIONS_MAX];
    if (typed == NULL || typed[0] == 0 || json_get(gap, "right") == NULL) {
        json_put_text(part, "value", screen_or_empty(typed));
        return;
    }
    question_gap_order(drawing->session, drawing->item, at, order);
    screen_put_words(drawing, part, "value", gap_choice(gap, order[typed[0] - 'a']), false);
}

/* "… [1] … [2] …": texts and gaps in turn. */
static void
draw_gaps(struct drawing_screen *drawing)
{
    const struct json *source = source_of(drawing), *gaps = json_get(source, "gaps");
    struct json *widget = screen_add_widget(drawing, "gapped"), *parts = json_new_array();
    char *words = session_words(drawing->session, drawing->item, json_get(source, "text"));
    const char *rest = words;
    screen_say(drawing, words);
    while (*rest != 0) {
        size_t len = strcspn(rest, "[");
        struct json *part = json_new_object();
        bool is_gap = len == 0 && rest[1] >= '1' && rest[1] <= '9' && rest[2] == ']';
        if (is_gap) {
            const char gap[2] = {rest[1], 0};
            json_put_text(part, "gap", gap);
            put_gap_value(drawing, part, (size_t)(rest[1] - '1'));
        } else {
            char *text = memory_print("%.*s", (int)(len > 0 ? len : 1), rest);
            json_put_text(part, "text", text);
            screen_note_language(drawing, json_get(source, "text"), text);
            free(text);
        }
        rest += is_gap ? 3 : len > 0 ? len : 1;
        json_add(parts, part);
    }
    json_put(widget, "parts", parts);
    for (size_t i = 0; i < json_count(gaps); i++) {
        const char id[2] = {(char)('1' + (int)i), 0};
        draw_field(drawing, json_at(gaps, i), id, i);
    }
    free(words);
}

/* ---- spots ---- */

static void
draw_spots(struct drawing_screen *drawing)
{
    static const char *const PLACES[] = {"x", "y", "width", "height"};
    const struct item_progress *progress = progress_of(drawing);
    const struct json *source = source_of(drawing), *spots = json_get(source, "spots");
    struct json *widget = screen_add_widget(drawing, "spots"), *list = json_new_array();
    char id[16];
    json_put_text(widget, "file", screen_or_empty(json_get_text(source, "picture")));
    screen_put_words(drawing, widget, "says", json_get(source, "says"), true);
    for (size_t i = 0; i < json_count(spots); i++) {
        const struct json *spot = json_at(spots, i);
        struct json *out = json_new_object();
        session_option_id(i, progress->option_count, id);
        json_put_text(out, "id", id);
        json_put_integer(out, "number", (int64_t)i + 1);
        for (size_t n = 0; n < 4; n++) {
            double value = 0;
            json_read_real(json_get(spot, PLACES[n]), &value);
            json_put_real(out, PLACES[n], value);
        }
        screen_put_words(drawing, out, "text", json_get(spot, "says"), true);
        json_add(list, out);
    }
    json_put(widget, "spots", list);
    if (progress->chosen >= 0)
        session_option_id((size_t)progress->chosen, progress->option_count, id);
    json_put(widget, "chosen", progress->chosen >= 0 ? json_new_text(id) : json_new_null());
}

static void
draw_unknown(struct drawing_screen *drawing)
{
    struct json *widget = screen_add_widget(drawing, "unknown");
    put_unknown(drawing, widget);
    json_put_boolean(widget, "chosen", is_unknown(progress_of(drawing)));
}

static void
draw_picture(struct drawing_screen *drawing)
{
    const struct json *source = source_of(drawing);
    struct json *widget = screen_add_widget(drawing, "picture");
    json_put_text(widget, "file", json_get_text(source, "picture"));
    screen_put_words(drawing, widget, "says", json_get(source, "says"), true);
}

void
screen_draw_question(struct drawing_screen *drawing, struct json *screen)
{
    const struct json *question = source_of(drawing);
    enum question_type type = question_type(question);
    bool has_options = type == QUESTION_ONE || type == QUESTION_SEVERAL || type == QUESTION_ORDER;
    json_put_text(screen, "kind", "question");
    json_put_text(screen, "drawing", screen_or_empty(json_get_text(question, "drawing")));
    screen_put_words(drawing, screen, "asks", json_get(question, "asks"), true);
    if (json_get(question, "picture") != NULL && type != QUESTION_SPOTS)
        draw_picture(drawing);
    if (has_options)
        draw_options(drawing);
    else if (type == QUESTION_MATCH)
        draw_pairs(drawing);
    else if (type == QUESTION_TYPED)
        draw_field(drawing, question, "answer", 0);
    else if (type == QUESTION_GAPS)
        draw_gaps(drawing);
    else
        draw_spots(drawing);
    if (!has_options)
        draw_unknown(drawing);
    json_put_boolean(screen_add_widget(drawing, "next"), "enabled",
                     question_is_answered(drawing->session, drawing->item));
}
