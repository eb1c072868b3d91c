/* preview_page.c - the author's page: a frame for the phone, and places that preview.js fills. The phone is the
 * learners' own page, drawn by the same functions. */
#include "web/preview.h"

#include "base/language.h"
#include "base/text.h"
#include "web/learner_pages.h"
#include "web/ui_parts.h"

static const char *const SCRIPT_WORDS[][2] = {
    {"yes", "preview.yes"},           {"no", "preview.no"},         {"unseen", "preview.unseen"},
    {"critical", "preview.critical"}, {"question", "preview.question"}, {"practical", "preview.practical"},
    {"practice", "preview.practice"}, {"good", "preview.good"},     {"stale", "preview.stale"},
    {"lost", "preview.lost"},         {"nothing", "preview.nothing"}, {"stopped", "preview.stopped"},
    {"overwrite", "preview.overwrite"}, {"over", "preview.over"},
};

static void
say(struct buffer *out, const char *language, const char *key)
{
    ui_add_words(out, language, key, NULL, NULL);
}

static void
add_button(struct buffer *out, const char *language, const char *attributes, const char *key)
{
    buffer_print(out, "<button type=\"button\" %s>", attributes);
    say(out, language, key);
    buffer_add_text(out, "</button>");
}

static void
begin_part(struct buffer *out, const char *language, const char *id, const char *key)
{
    buffer_print(out, "<section id=\"%s\"><h2>", id);
    say(out, language, key);
    buffer_add_text(out, "</h2>");
}

static void
add_head(struct buffer *out, const char *language)
{
    buffer_print(out, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><title>", language);
    say(out, language, "preview.title");
    buffer_add_text(out, "</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"");
    ui_add_address(out, "preview.css");
    buffer_add_text(out, "\"><script src=\"");
    ui_add_address(out, "preview.js");
    buffer_add_text(out, "\" defer></script></head><body");
    for (size_t i = 0; i < sizeof SCRIPT_WORDS / sizeof SCRIPT_WORDS[0]; i++) {
        buffer_print(out, " data-%s=\"", SCRIPT_WORDS[i][0]);
        say(out, language, SCRIPT_WORDS[i][1]);
        buffer_add_text(out, "\"");
    }
    buffer_add_text(out, "><header>");
    ui_add_drawing(out, "sao");
    buffer_add_text(out, "<b id=\"title\"></b><span id=\"folder\"></span><nav><label for=\"seed\">");
    say(out, language, "preview.learner");
    buffer_add_text(out, "</label><button type=\"button\" data-step=\"-1\" aria-label=\"-1\">&minus;</button>"
                         "<input id=\"seed\" type=\"number\" min=\"1\" max=\"99999\" value=\"1\">"
                         "<button type=\"button\" data-step=\"1\" aria-label=\"+1\">+</button><span class=\"gap\"></span>");
    const struct language *one;
    for (size_t i = 0; (one = language_at(i)) != NULL; i++) {
        buffer_print(out, "<button type=\"button\" data-language=\"%s\" lang=\"%s\">", one->code, one->code);
        text_add_html(out, one->name);
        buffer_add_text(out, "</button>");
    }
    buffer_add_text(out, "</nav></header>");
}

static void
add_phone_column(struct buffer *out, const char *language)
{
    buffer_add_text(out, "<div id=\"left\"><div id=\"case\"><iframe id=\"phone\" src=\"/phone\" width=\"360\" height=\"640\" "
                         "title=\"");
    say(out, language, "preview.phone");
    buffer_add_text(out, "\"></iframe></div></div>");
}

static void
add_save(struct buffer *out, const char *language)
{
    static const char *const KINDS[][2] = {{"careful", "preview.careful"},
                                           {"half", "preview.half"},
                                           {"careless", "preview.careless"},
                                           {"lost", "preview.lost-way"}};
    buffer_add_text(out, "<form id=\"save\"><label for=\"kind\">");
    say(out, language, "preview.save-as");
    buffer_add_text(out, "</label><select id=\"kind\">");
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        buffer_print(out, "<option value=\"%s\">", KINDS[i][0]);
        say(out, language, KINDS[i][1]);
        buffer_add_text(out, "</option>");
    }
    buffer_add_text(out, "<option value=\"\">");
    say(out, language, "preview.other-name");
    buffer_add_text(out, "</option></select><input id=\"name\" type=\"text\" maxlength=\"32\" pattern=\"[a-z0-9\\-]+\" hidden "
                         "aria-label=\"");
    say(out, language, "preview.other-name");
    buffer_add_text(out, "\"><button class=\"filled\">");
    say(out, language, "preview.save");
    buffer_add_text(out, "</button><button type=\"button\" id=\"overwrite\" hidden>");
    say(out, language, "preview.overwrite");
    buffer_add_text(out, "</button><p id=\"says\" role=\"status\"></p></form>");
}

void
preview_add_page(struct buffer *out, const char *language)
{
    add_head(out, language);
    buffer_add_text(out, "<main>");
    add_phone_column(out, language);
    begin_part(out, language, "items", "preview.items");
    buffer_add_text(out, "<ul></ul></section><div id=\"right\">");
    begin_part(out, language, "problems", "preview.problems");
    buffer_add_text(out, "<p class=\"hint\"></p><ul></ul></section>");
    begin_part(out, language, "evidence", "preview.evidence");
    buffer_add_text(out, "<ul></ul></section>");
    begin_part(out, language, "walk", "preview.walk");
    buffer_add_text(out, "<p class=\"lost\" role=\"status\" hidden></p><ol></ol><p class=\"row\">");
    add_button(out, language, "data-wish=\"undo\"", "preview.undo");
    add_button(out, language, "data-wish=\"again\"", "preview.again");
    buffer_add_text(out, "</p>");
    add_save(out, language);
    buffer_add_text(out, "</section></div></main></body></html>\n");
}

/* ---- the phone ---- */

static void
add_nothing(struct buffer *out, const struct learner_view *view)
{
    const char *key = view->has_finished ? "preview.over" : "preview.none";
    buffer_print(out, "<div class=\"screen\" data-kind=\"over\" data-seq=\"%u\" data-item=\"\" lang=\"%s\"><div class=\"middle\"><h1>",
                 view->seq, view->language);
    say(out, view->language, key);
    buffer_add_text(out, "</h1><p>");
    say(out, view->language, view->has_finished ? "preview.over-hint" : "preview.none-hint");
    buffer_add_text(out, "</p></div></div>");
}

void
preview_add_phone(struct buffer *out, const struct learner_view *view, bool is_whole_page)
{
    const struct learner_page page = {.view = view};
    if (is_whole_page)
        learner_begin_page(out, view->language);
    if (view->screen != NULL)
        learner_add_screen(out, &page);
    else
        add_nothing(out, view);
    if (is_whole_page)
        learner_end_page(out);
}
