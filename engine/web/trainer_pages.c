/* trainer_pages.c - the class with its tiles, and the wall that a projector shows. Each page is
 * whole when it arrives; trainer.js then exchanges what has changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "web/routes.h"
#include "web/sign_in.h"
#include "web/trainer_frame.h"
#include "web/trainer_view.h"
#include "web/ui_parts.h"

/* ---- class ---- */

/* Asked once, in the page, with what it will mean. */
static void
add_ending(struct console *page, const char *id)
{
    console_add(
        page,
        "<div id=\"ending\" class=\"asking\" role=\"dialog\" hidden><div class=\"card\"><h2>");
    console_say(page, "ending.title");
    console_add(page, "</h2><p>");
    console_say(page, "ending.means");
    buffer_print(page->out, "</p><p class=\"choices\"><button data-ask=\"\">");
    console_say(page, "ending.no");
    buffer_print(page->out,
                 "</button><button class=\"filled\" data-post=\"/trainer/api/class/%s/end\" "
                 "data-then=\"/trainer/class/%s/papers\">",
                 id, id);
    console_say(page, "ending.yes");
    console_add(page, "</button></p></div></div>");
}

static void
add_legend(struct console *page)
{
    static const char *const SIGNS[] = {"at-work", "hand-up", "away", "done"};
    static const char *const KEYS[] = {"legend.at-work", "legend.hand-up", "legend.away",
                                       "legend.done"};
    console_add(page, "<section class=\"legend\"><h2>");
    console_say(page, "legend.title");
    console_add(page, "</h2>");
    for (size_t i = 0; i < 4; i++) {
        buffer_print(page->out, "<p><i class=\"sign %s\"></i>", SIGNS[i]);
        console_say(page, KEYS[i]);
        console_add(page, "</p>");
    }
    console_add(page, "</section>");
}

static void
add_piece(struct console *page, const struct trainer_view *view, const char *name, const char *tag)
{
    for (size_t n = 0; trainer_piece(n) != NULL; n++)
        if (strcmp(trainer_piece(n), name) == 0) {
            buffer_print(page->out, "<%s id=\"%s\">", tag, name);
            trainer_add_piece(page->out, view, n);
            buffer_print(page->out, "</%s>", tag);
        }
}

static void
add_side(struct console *page, const struct site *site, const struct trainer_view *view)
{
    console_add(page, "<aside>");
    add_piece(page, view, "person", "section");
    add_piece(page, view, "help", "section");
    add_piece(page, view, "tools", "section");
    add_piece(page, view, "chart", "section");
    console_add(page, "<section><h2>");
    console_say(page, "machine.title");
    console_add(page, "</h2><p class=\"address\">");
    ui_add_drawing(page->out, "wifi");
    text_add_html(page->out, site->learner_url);
    console_add(page, "</p>");
    add_piece(page, view, "machine", "div");
    console_add(page, "</section>");
    add_legend(page);
    add_piece(page, view, "undo", "section");
    console_add(page, "</aside>");
}

void
trainer_show_class(struct site *site, const struct request *request, struct reply *reply)
{
    struct console page;
    struct live live;
    struct err err;
    const char *id = request->segments[0];
    enum fault fault = live_open(site, trainer_class_number(request), sign_in_language(request), "", &live, &err);
    if (fault == FAULT_INPUT) {
        routes_refuse(request, (struct refusal){404, "There is no such class."}, reply);
        return;
    }
    if (fault != FAULT_NONE) {
        site_fail(site, reply, &err);
        return;
    }
    const struct class_summary *class = &live.class.class;
    console_begin(&page, request, reply, "class", class->id);
    console_add_bar(&page, site, class, id, true);
    console_add(&page, "<main class=\"room\"><section class=\"people\"><div class=\"status\">");
    add_piece(&page, &live.view, "counts", "p");
    add_piece(&page, &live.view, "saved", "p");
    console_add(&page, "</div><div id=\"tiles\">");
    for (size_t i = 0; i < live.class.tile_count; i++)
        trainer_add_tile(page.out, &live.view, &live.class.tiles[i]);
    console_add(&page, "</div></section>");
    add_side(&page, site, &live.view);
    console_add(&page, "</main>");
    if (!class->has_ended) {
        add_ending(&page, id);
        trainer_add_dialogs(page.out, &live.view);
    }
    console_end(&page);
    live_close(&live);
}

/* ---- wall ---- */

static void
add_join_code(struct console *page, const struct site *site, const struct class_summary *class)
{
    struct buffer code = {0};
    struct err err;
    char *address = memory_print("%sj/%s", site->learner_url, class->code);
    console_add(page, "<div class=\"qr\">");
    if (classroom_draw_code(address, false, &code, &err) == FAULT_NONE)
        buffer_add(page->out, code.data, code.len);
    console_add(page, "</div>");
    buffer_clear(&code);
    free(address);
}

static void
add_step(struct console *page, const char *number, const char *key)
{
    buffer_print(page->out, "<h2><i>%s</i>", number);
    console_say(page, key);
    console_add(page, "</h2>");
}

static void
add_wifi_step(struct console *page)
{
    console_add(page, "<section class=\"wifi\">");
    add_step(page, "1", "wall.wifi");
    console_add(page, "<div id=\"wifi-code\"></div><label><span>");
    console_say(page, "wall.wifi-name");
    console_add(page, "</span><input type=\"text\" data-keep=\"wifi-name\" "
                      "autocomplete=\"off\"></label><label><span>");
    console_say(page, "wall.wifi-password");
    console_add(page, "</span><input type=\"text\" data-keep=\"wifi-password\" "
                      "autocomplete=\"off\"></label><p class=\"hint\">");
    ui_add_drawing(page->out, "wifi");
    console_add(page, "<span>");
    console_say(page, "wall.no-internet");
    console_add(page, "<br><b>");
    console_say(page, "wall.stay");
    console_add(page, "</b></span></p></section>");
}

void
trainer_show_wall(struct site *site, const struct request *request, struct reply *reply)
{
    struct console page;
    struct class_view class;
    char count[24];
    if (!trainer_find_view(site, request, &class, reply))
        return;
    console_begin(&page, request, reply, "wall", class.class.id);
    snprintf(count, sizeof count, "%zu", class.people);
    console_add(&page, "<header><a href=\"/trainer/class/");
    text_add_html(page.out, request->segments[0]);
    console_add(&page, "\">");
    ui_add_drawing(page.out, "sao");
    console_add(&page, "<b>");
    console_say(&page, "name");
    console_add(&page, "</b></a><span>");
    text_add_html(page.out, class.class.name);
    console_add(&page, "</span></header><main>");
    add_wifi_step(&page);
    console_add(&page, "<section class=\"join\">");
    add_step(&page, "2", "wall.scan");
    console_add(&page, "<div class=\"sides\">");
    add_join_code(&page, site, &class.class);
    console_add(&page, "<div class=\"words\"><p>");
    console_say(&page, "wall.or-open");
    buffer_print(page.out, "<b>%.*s</b></p><p>", (int)strcspn(site->learner_url + 7, "/"),
                 site->learner_url + 7);
    console_say(&page, "wall.press");
    buffer_print(
        page.out,
        "<b class=\"digits\">%.3s %.3s</b></p><p class=\"joined\"><b id=\"joined\">%s</b> ",
        class.class.code, class.class.code + 3, count);
    console_say(&page, "wall.joined");
    console_add(&page, "</p></div></div></section></main>");
    console_end(&page);
    class_view_clear(&class);
}
