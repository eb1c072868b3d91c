/* trainer_frame.c - head, bar and foot of the console's pages. */
#include "web/trainer_frame.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/text.h"
#include "web/sign_in.h"
#include "web/ui_parts.h"

void
console_add(struct console *page, const char *html)
{
    buffer_add_text(page->out, html);
}

void
console_say(struct console *page, const char *key)
{
    ui_add_words(page->out, page->language, key, NULL, NULL);
}

/* What the script says, as attributes of the page. */
static const char *const SCRIPT_WORDS[][2] = {{"lost", "trainer.lost"},
                                              {"copied", "backup.copied"},
                                              {"copied-stick", "backup.copied-stick"}};

void
console_begin(struct console *page, const struct request *request, struct reply *reply,
              const char *kind, int64_t class_id)
{
    *page = (struct console){.out = &reply->body, .language = sign_in_language(request), .path = request->path};
    reply_html(reply, 200);
    buffer_print(page->out,
                 "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><title>",
                 page->language);
    console_say(page, "name");
    console_add(page, "</title><meta name=\"referrer\" content=\"same-origin\"><meta "
                      "name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                      "<link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"");
    ui_add_address(page->out, "trainer.css");
    console_add(page, "\"><script src=\"");
    ui_add_address(page->out, "trainer.js");
    buffer_print(page->out,
                 "\" defer></script></head><body class=\"%s\" data-class=\"%lld\"",
                 kind, (long long)class_id);
    for (size_t i = 0; i < sizeof SCRIPT_WORDS / sizeof SCRIPT_WORDS[0]; i++) {
        buffer_print(page->out, " data-%s=\"", SCRIPT_WORDS[i][0]);
        console_say(page, SCRIPT_WORDS[i][1]);
        console_add(page, "\"");
    }
    console_add(page, "><noscript><p class=\"notice\">");
    console_say(page, "trainer.needs-script");
    console_add(page, "</p></noscript>");
}

void
console_end(struct console *page)
{
    console_add(page,
                "<p id=\"failure\" class=\"notice\" role=\"alert\" hidden></p></body></html>\n");
}

static void
add_bar_link(struct console *page, const char *class_id, const char *where, const char *drawing,
             const char *key)
{
    buffer_print(page->out, "<a class=\"button\" href=\"/trainer/class/%s%s\">", class_id, where);
    ui_add_drawing(page->out, drawing);
    console_say(page, key);
    console_add(page, "</a>");
}

bool
console_may_return(const char *path)
{
    static const char *const BEGINNINGS[] = {"/trainer/class/", "/trainer/learner/"};
    if (path == NULL || strcmp(path, "/trainer/") == 0 || strcmp(path, "/trainer/help") == 0)
        return path != NULL;
    for (size_t i = 0; i < sizeof BEGINNINGS / sizeof BEGINNINGS[0]; i++) {
        size_t len = strlen(BEGINNINGS[i]), id = 0;
        if (strncmp(path, BEGINNINGS[i], len) != 0)
            continue;
        id = strspn(path + len, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
        path += len + id;
        return id > 0 && (path[0] == 0 || strcmp(path, "/papers") == 0 || strcmp(path, "/data") == 0);
    }
    return false;
}

void
console_add_languages(struct console *page)
{
    const struct language *one;
    console_add(page, "<details class=\"languages no-print\"><summary class=\"button\" aria-label=\"");
    buffer_print(page->out, "%s: ", page->language);
    console_say(page, "trainer.languages");
    buffer_print(page->out, "\"><b>%s</b></summary><form method=\"post\" action=\"/language\"><input type=\"hidden\" "
                 "name=\"back\" value=\"", page->language);
    text_add_html(page->out, page->path);
    console_add(page, "\">");
    for (size_t i = 0; (one = language_at(i)) != NULL; i++) {
        buffer_print(page->out, "<button name=\"language\" value=\"%s\" lang=\"%s\" aria-pressed=\"%s\">", one->code, one->code,
                     strcmp(one->code, page->language) == 0 ? "true" : "false");
        text_add_html(page->out, one->name);
        console_add(page, "</button>");
    }
    console_add(page, "</form></details>");
}

void
console_add_help(struct console *page)
{
    console_add_languages(page);
    console_add(page, "<a class=\"button how\" href=\"/trainer/help\" title=\"F1\" aria-label=\"");
    console_say(page, "guide.open");
    console_add(page, "\">?</a>");
}

void
console_add_bar(struct console *page, const struct site *site, const struct class_summary *class,
                const char *id, bool is_live)
{
    char time[6], *title = classroom_quiz_title(site->room, class->quiz, page->language);
    clock_print_time(class->opened_at, time);
    console_add(page, "<header class=\"bar\"><a href=\"/trainer/\" aria-label=\"");
    console_say(page, "trainer.home");
    console_add(page, "\">");
    ui_add_drawing(page->out, "sao");
    console_add(page, "</a><div class=\"title\"><b>");
    text_add_html(page->out, class->name);
    console_add(page, "</b><small>");
    text_add_html(page->out, title != NULL ? title : class->quiz_title);
    free(title);
    ui_add_words(page->out, page->language, "trainer.began", time, NULL);
    console_add(page, "</small></div>");
    if (!class->has_ended) {
        console_add(page, "<p class=\"code\"><span>");
        console_say(page, "trainer.code");
        buffer_print(page->out, "</span><b>%.3s %.3s</b></p>", class->code, class->code + 3);
    }
    console_add(page, "<nav>");
    if (is_live)
        add_bar_link(page, id, "/wall", "man-chieu", "trainer.wall");
    else
        add_bar_link(page, id, "", "nguoi", "trainer.class");
    if (is_live)
        add_bar_link(page, id, "/papers", "in", "trainer.papers");
    if (is_live && !class->has_ended) {
        console_add(page, "<button class=\"filled\" data-ask=\"ending\">");
        ui_add_drawing(page->out, "ket-thuc");
        console_say(page, "trainer.end");
        console_add(page, "</button>");
    }
    console_add_help(page);
    console_add(page, "</nav></header>");
}
