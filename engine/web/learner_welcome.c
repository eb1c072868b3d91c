/* learner_welcome.c - the screens around the test: the yes or no to being written down, picture and four digits to come
 * back with, waiting, resting, another phone. Each is one form with one thing to press. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "web/learner_pages.h"
#include "web/ui_parts.h"

enum { CONSENT_VERSION = 1 };

static const char *const CONSENT_KEYS[] = {"consent.what", "consent.why", "consent.who"};

static void
say(struct buffer *out, const char *language, const char *key)
{
    ui_add_words(out, language, key, NULL, NULL);
}

void
learner_print_consent(const char *language, bool is_yes, char out[32])
{
    uint8_t hash[HASH_LEN];
    char hex[HASH_HEX_LEN];
    struct buffer words = {0};
    for (size_t i = 0; i < sizeof CONSENT_KEYS / sizeof CONSENT_KEYS[0]; i++)
        buffer_print(&words, "%s\n", ui_words(language, CONSENT_KEYS[i]));
    hash_bytes(words.data, words.len, hash);
    hash_to_hex(hash, HASH_LEN, hex);
    buffer_clear(&words);
    snprintf(out, 32, "%s:%d:%.16s", is_yes ? "yes" : "no", CONSENT_VERSION, hex);
}

static void
add_heading(struct buffer *out, const char *language, const char *key)
{
    buffer_add_text(out, "<h1 tabindex=\"-1\" data-focus>");
    say(out, language, key);
    buffer_add_text(out, "</h1>");
}

static void
add_line(struct buffer *out, const char *language, const char *key)
{
    buffer_add_text(out, "<p class=\"text\">");
    say(out, language, key);
    buffer_add_text(out, "</p>");
}

/* A form that says one note. */
static void
begin_form(struct buffer *out, const char *verb)
{
    buffer_print(out, "<form class=\"main welcome\" method=\"post\" action=\"/note\"><input type=\"hidden\" name=\"verb\" "
                 "value=\"%s\"><div class=\"middle\">", verb);
}

static void
add_button(struct buffer *out, const char *language, const char *style, const char *value, const char *key,
           const char *drawing)
{
    buffer_print(out, "<button class=\"%s\" name=\"value\" value=\"%s\"><span>", style, value);
    say(out, language, key);
    buffer_add_text(out, "</span>");
    ui_add_drawing(out, drawing);
    buffer_add_text(out, "</button>");
}

static void
add_consent(struct buffer *out, const char *language, const struct learner_page *page)
{
    static const char *const DRAWINGS[] = {"don", "giay-to", "khoa"};
    (void)page;
    begin_form(out, "consent");
    add_heading(out, language, "consent.ask");
    for (size_t i = 0; i < sizeof CONSENT_KEYS / sizeof CONSENT_KEYS[0]; i++) {
        buffer_add_text(out, "<p class=\"text with-drawing\">");
        ui_add_drawing(out, DRAWINGS[i]);
        buffer_add_text(out, "<span>");
        say(out, language, CONSENT_KEYS[i]);
        buffer_add_text(out, "</span></p>");
    }
    buffer_add_text(out, "</div><div class=\"bottom\">");
    add_button(out, language, "go", "yes", "consent.yes", "tiep");
    add_button(out, language, "second", "no", "consent.no", "");
    buffer_add_text(out, "</div></form>");
}

void
learner_add_pictures(struct buffer *out, const char *language)
{
    buffer_add_text(out, "<div class=\"pictures\">");
    for (int number = 1; number <= WELCOME_PICTURES; number++) {
        char key[40];
        const char *name = classroom_picture(number);
        snprintf(key, sizeof key, "picture.%s", name);
        buffer_print(out, "<button name=\"picture\" value=\"%d\">", number);
        ui_add_drawing(out, name);
        buffer_add_text(out, "<span>");
        say(out, language, key);
        buffer_add_text(out, "</span></button>");
    }
    buffer_add_text(out, "</div>");
}

static void
add_picture(struct buffer *out, const char *language, const struct learner_page *page)
{
    (void)page;
    begin_form(out, "picture");
    add_heading(out, language, "picture.ask");
    buffer_add_text(out, "<p class=\"small\">");
    say(out, language, "picture.why");
    buffer_add_text(out, "</p>");
    learner_add_pictures(out, language);
    buffer_add_text(out, "</div></form>");
}

static void
add_digits(struct buffer *out, const char *language, const struct learner_page *page)
{
    const char *digits = json_get_text(page->view->screen, "digits");
    begin_form(out, "welcome");
    add_heading(out, language, "digits.ask");
    buffer_add_text(out, "<p class=\"own-digits\">");
    ui_add_drawing(out, json_get_text(page->view->screen, "picture"));
    buffer_print(out, "<b>%s</b></p>", digits != NULL ? digits : "");
    add_line(out, language, "digits.why");
    buffer_add_text(out, "</div><div class=\"bottom\">");
    add_button(out, language, "go", "seen", "digits.go", "tiep");
    buffer_add_text(out, "</div></form>");
}

/* A sentence or two, and nothing to do but wait or leave. */
static void
add_notice(struct buffer *out, const char *language, const char *drawing, const char *heading, const char *line)
{
    buffer_add_text(out, "<div class=\"main welcome\"><div class=\"middle notice-screen\">");
    ui_add_drawing(out, drawing);
    add_heading(out, language, heading);
    add_line(out, language, line);
    buffer_add_text(out, "</div></div>");
}

static void
add_waiting(struct buffer *out, const char *language, const struct learner_page *page)
{
    (void)page;
    add_notice(out, language, "nguoi", "waiting.title", "waiting.line");
}

static void
add_paused(struct buffer *out, const char *language, const struct learner_page *page)
{
    (void)page;
    add_notice(out, language, "tam-dung", "paused.title", "paused.line");
}

static void
add_leave(struct buffer *out, const char *language)
{
    buffer_add_text(out, "<form class=\"bottom\" method=\"post\" action=\"/leave\"><button class=\"go\" data-leave><span>");
    say(out, language, "result.leave");
    buffer_add_text(out, "</span>");
    ui_add_drawing(out, "da-luu");
    buffer_add_text(out, "</button></form>");
}

static void
add_guest(struct buffer *out, const char *language, const struct learner_page *page)
{
    (void)page;
    add_notice(out, language, "tap", "guest.title", "guest.line");
    add_leave(out, language);
}

static void
add_elsewhere(struct buffer *out, const char *language, const struct learner_page *page)
{
    (void)page;
    add_notice(out, language, "dien-thoai", "elsewhere.title", "elsewhere.line");
    add_leave(out, language);
}

static const struct {
    const char *kind;
    void (*add)(struct buffer *out, const char *language, const struct learner_page *page);
} KINDS[] = {{"consent", add_consent}, {"picture", add_picture}, {"digits", add_digits},      {"waiting", add_waiting},
             {"paused", add_paused},   {"guest", add_guest},     {"elsewhere", add_elsewhere}};

bool
learner_is_welcome(const char *kind)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strcmp(KINDS[i].kind, kind) == 0)
            return true;
    return false;
}

void
learner_add_welcome(struct buffer *out, const char *language, const struct learner_page *page, const char *kind)
{
    buffer_add_text(out, "<header class=\"top\"><div class=\"where sign\">");
    ui_add_drawing(out, "sao");
    buffer_add_text(out, "<b>");
    if (page->view->given_name[0] != 0)
        ui_add_words(out, language, "welcome.name", page->view->given_name, NULL);
    else
        say(out, language, "name");
    buffer_add_text(out, "</b></div>");
    learner_add_listen(out, language);
    buffer_add_text(out, "</header>");
    if (page->notice != NULL)
        learner_add_notice(out, language, page->notice, "gio-tay");
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strcmp(KINDS[i].kind, kind) == 0)
            KINDS[i].add(out, language, page);
}
