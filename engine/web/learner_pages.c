/* learner_pages.c - the frame of a phone's page, and the steps before a learner has joined. */
#include "web/learner_pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "web/ui_parts.h"

void
learner_begin_page(struct buffer *out, const char *language)
{
    buffer_print(out, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><title>",
                 language);
    ui_add_words(out, language, "name", NULL, NULL);
    buffer_add_text(out, "</title><meta name=\"referrer\" content=\"same-origin\"><meta "
                         "name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                         "<link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"");
    ui_add_address(out, "learner.css");
    buffer_add_text(out, "\"><script src=\"");
    ui_add_address(out, "learner.js");
    buffer_add_text(out, "\" defer></script></head><body><div id=\"page\" data-weak=\"");
    ui_add_words(out, language, "notice.weak", NULL, NULL);
    buffer_add_text(out, "\">");
}

void
learner_end_page(struct buffer *out)
{
    buffer_add_text(out, "</div></body></html>\n");
}

/* Shown only where a script runs and can speak. */
void
learner_add_listen(struct buffer *out, const char *language)
{
    buffer_add_text(out, "<button class=\"tool listen\" type=\"button\" data-listen>");
    ui_add_drawing(out, "nghe");
    buffer_add_text(out, "<span>");
    ui_add_words(out, language, "listen", NULL, NULL);
    buffer_add_text(out, "</span></button>");
}

void
learner_add_languages(struct buffer *out, const char *language)
{
    const struct language *one;
    buffer_add_text(out, "<form class=\"languages\" method=\"post\" action=\"/language\">");
    for (size_t i = 0; (one = language_at(i)) != NULL; i++) {
        buffer_print(out, "<button name=\"language\" value=\"%s\" lang=\"%s\" aria-pressed=\"%s\">",
                     one->code, one->code, strcmp(one->code, language) == 0 ? "true" : "false");
        text_add_html(out, one->name);
        buffer_add_text(out, "</button>");
    }
    buffer_add_text(out, "</form>");
}

void
learner_add_notice(struct buffer *out, const char *language, const char *key, const char *drawing)
{
    buffer_add_text(out, "<p class=\"notice ");
    buffer_add_text(out, drawing);
    buffer_add_text(out, "\" role=\"status\">");
    ui_add_drawing(out, drawing);
    buffer_add_text(out, "<span>");
    ui_add_words(out, language, key, NULL, NULL);
    buffer_add_text(out, "</span></p>");
}

/* ---- join ---- */

static void
add_word_key(struct buffer *out, const char *language, const char *attributes, const char *drawing, const char *key)
{
    buffer_print(out, "<button %s>", attributes);
    ui_add_drawing(out, drawing);
    buffer_add_text(out, "<span>");
    ui_add_words(out, language, key, NULL, NULL);
    buffer_add_text(out, "</span></button>");
}

void
learner_add_pad(struct buffer *out, const char *language, size_t digits, const char *go_key)
{
    buffer_print(out, "<div class=\"pad\" data-pad=\"%zu\">", digits);
    if (go_key != NULL) {
        buffer_print(out, "<p class=\"boxes boxes-%zu\" aria-hidden=\"true\">", digits);
        for (size_t i = 0; i < digits; i++)
            buffer_add_text(out, "<i></i>");
        buffer_add_text(out, "</p>");
    }
    buffer_add_text(out, "<div class=\"keys\">");
    for (int digit = 1; digit <= 9; digit++)
        buffer_print(out, "<button type=\"button\" data-digit=\"%d\">%d</button>", digit, digit);
    add_word_key(out, language, "type=\"button\" class=\"word\" data-digit=\"back\"", "xoa", "pad.back");
    buffer_add_text(out, "<button type=\"button\" data-digit=\"0\">0</button>");
    if (go_key != NULL)
        add_word_key(out, language, "class=\"word not-yet\" data-pad-go", "tiep", go_key);
    buffer_add_text(out, "</div></div>");
}

static void
add_hidden(struct buffer *out, const char *name, const char *value)
{
    buffer_print(out, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    text_add_html(out, value);
    buffer_add_text(out, "\">");
}

static void
add_plain_field(struct buffer *out, const struct join_page *page, const char *name, int len,
                const char *label, const char *go_key)
{
    buffer_print(
        out,
        "<div class=\"plain\"><input class=\"big\" type=\"tel\" inputmode=\"numeric\" name=\"%s\" "
        "maxlength=\"%d\" autocomplete=\"off\" aria-label=\"",
        name, len);
    ui_add_words(out, page->language, label, NULL, NULL);
    buffer_add_text(out, "\"><button class=\"go\"><span>");
    ui_add_words(out, page->language, go_key, NULL, NULL);
    buffer_add_text(out, "</span>");
    ui_add_drawing(out, "tiep");
    buffer_add_text(out, "</button></div>");
}

static void
add_help_line(struct buffer *out, const char *language, const char *key)
{
    buffer_add_text(out, "<p class=\"help\">");
    ui_add_drawing(out, "gio-tay");
    buffer_add_text(out, "<span>");
    ui_add_words(out, language, key, NULL, NULL);
    buffer_add_text(out, "</span></p>");
}

static void
add_code_step(struct buffer *out, const struct join_page *page)
{
    add_plain_field(out, page, "code", 6, "join.code", "join.enter");
    learner_add_pad(out, page->language, 6, "join.enter");
    add_help_line(out, page->language, "join.no-code");
}

static void
add_name_step(struct buffer *out, const struct join_page *page)
{
    add_hidden(out, "code", page->code);
    buffer_add_text(
        out,
        "<input class=\"name\" type=\"text\" name=\"name\" maxlength=\"60\" autocomplete=\"off\" "
        "autocapitalize=\"words\" spellcheck=\"false\" aria-labelledby=\"ask\" value=\"");
    text_add_html(out, page->name);
    buffer_add_text(out, "\"><p class=\"small\">");
    ui_add_words(out, page->language, "join.name-hint", NULL, NULL);
    buffer_add_text(out, "</p><button class=\"go\"><span>");
    ui_add_words(out, page->language, "next", NULL, NULL);
    buffer_add_text(out, "</span>");
    ui_add_drawing(out, "tiep");
    buffer_add_text(out, "</button>");
}

static void
add_year_step(struct buffer *out, const struct join_page *page)
{
    add_hidden(out, "code", page->code);
    add_hidden(out, "name", page->name);
    add_plain_field(out, page, "birth_year", 4, "join.year", "join.enter");
    learner_add_pad(out, page->language, 4, "join.enter");
    buffer_add_text(out, "<button class=\"second\" name=\"no_year\" value=\"1\">");
    ui_add_words(out, page->language, "join.no-year", NULL, NULL);
    buffer_add_text(out, "</button>");
}

/* The given name is what people look for; the year tells namesakes apart, and is shown for nobody else. */
static void
add_roster_name(struct buffer *out, const struct join_page *page, size_t at)
{
    const struct roster_name *name = &page->roster[at];
    const char *blank = strrchr(name->name, ' ');
    bool has_namesake = (at > 0 && strcmp(page->roster[at - 1].name, name->name) == 0) ||
                        (at + 1 < page->roster_count && strcmp(page->roster[at + 1].name, name->name) == 0);
    buffer_print(out, "<button class=\"person%s\" name=\"learner\" value=\"%s\"><span>", name->is_here ? " is-here" : "",
                 name->learner_id);
    if (blank != NULL) {
        char *family = memory_print("%.*s", (int)(blank + 1 - name->name), name->name);
        text_add_html(out, family);
        free(family);
    }
    buffer_add_text(out, "<b>");
    text_add_html(out, blank != NULL ? blank + 1 : name->name);
    buffer_add_text(out, "</b>");
    if (has_namesake && name->birth_year != 0)
        buffer_print(out, " · %lld", (long long)name->birth_year);
    buffer_add_text(out, "</span>");
    if (name->is_here)
        ui_add_drawing(out, "dien-thoai");
    buffer_add_text(out, "</button>");
}

static void
add_roster_step(struct buffer *out, const struct join_page *page)
{
    add_hidden(out, "code", page->code);
    buffer_add_text(out, "<p class=\"small\">");
    ui_add_words(out, page->language, "join.not-there", NULL, NULL);
    buffer_add_text(out, "</p><div class=\"roster\">");
    for (size_t i = 0; i < page->roster_count; i++)
        add_roster_name(out, page, i);
    buffer_add_text(out, "</div><button class=\"second\" name=\"type_name\" value=\"1\">");
    ui_add_words(out, page->language, "join.type-name", NULL, NULL);
    buffer_add_text(out, "</button>");
}

static void
add_picture_step(struct buffer *out, const struct join_page *page)
{
    add_hidden(out, "code", page->code);
    add_hidden(out, "learner", page->learner_id);
    learner_add_pictures(out, page->language);
    add_help_line(out, page->language, "rejoin.forgotten");
}

static void
add_digits_step(struct buffer *out, const struct join_page *page)
{
    char picture[12];
    snprintf(picture, sizeof picture, "%d", page->picture);
    add_hidden(out, "code", page->code);
    add_hidden(out, "learner", page->learner_id);
    add_hidden(out, "picture", picture);
    add_plain_field(out, page, "digits", 4, "rejoin.digits", "join.enter");
    learner_add_pad(out, page->language, 4, "join.enter");
    add_help_line(out, page->language, "rejoin.forgotten");
}

static const struct {
    const char *asks;
    const char *action;
    void (*add)(struct buffer *out, const struct join_page *page);
} STEPS[] = {[STEP_CODE] = {"join.ask-code", "/join", add_code_step},
             [STEP_ROSTER] = {"join.ask-roster", "/join", add_roster_step},
             [STEP_NAME] = {"join.ask-name", "/join", add_name_step},
             [STEP_YEAR] = {"join.ask-year", "/join", add_year_step},
             [STEP_PICTURE] = {"rejoin.ask-picture", "/rejoin", add_picture_step},
             [STEP_DIGITS] = {"rejoin.ask-digits", "/rejoin", add_digits_step}};

void
learner_add_join(struct buffer *out, const struct join_page *page)
{
    buffer_print(out,
                 "<div class=\"screen\" data-kind=\"join\" data-step=\"%d\" lang=\"%s\"><header "
                 "class=\"top\">"
                 "<div class=\"where sign\">",
                 (int)page->step, page->language);
    ui_add_drawing(out, "sao");
    buffer_add_text(out, "<b>");
    if (page->class_name != NULL && page->class_name[0] != 0)
        text_add_html(out, page->class_name);
    else
        ui_add_words(out, page->language, "name", NULL, NULL);
    buffer_add_text(out, "</b></div>");
    learner_add_listen(out, page->language);
    buffer_print(out, "</header><form class=\"main join\" method=\"post\" action=\"%s\"><h1 id=\"ask\" tabindex=\"-1\" "
                 "data-focus>", STEPS[page->step].action);
    ui_add_words(out, page->language, STEPS[page->step].asks, NULL, NULL);
    buffer_add_text(out, "</h1>");
    if (page->notice != NULL)
        learner_add_notice(out, page->language, page->notice,
                           strcmp(page->notice, "notice.wiped") == 0 ? "da-luu" : "gio-tay");
    STEPS[page->step].add(out, page);
    buffer_add_text(out, "</form>");
    learner_add_languages(out, page->language);
    buffer_add_text(out, "</div>");
}
