/* trainer_reports.c - the ways to all reports of a class (trainer_figures.c shows them; `?public=1` asks for what may leave the
 * class), and all its papers for the printer. */
#include <stdio.h>
#include <stdlib.h>

#include "web/routes.h"
#include "web/trainer_frame.h"
#include "web/trainer_view.h"
#include "web/ui_parts.h"

/* ---- prints ---- */

enum { DRAW_MS = 60 /* while the phones wait */ };

/* Draws some pages; the page asks again until it is done. */
void
trainer_print(struct site *site, const struct request *request, struct reply *reply)
{
    struct print_progress progress;
    struct err err;
    bool from_start = json_is_true(json_get(request->json, "from_start"));
    if (classroom_print_some(site->room, trainer_class_number(request), from_start, DRAW_MS, &progress, &err) != FAULT_NONE) {
        reply_error(reply, 422, "impossible", err.text); /* nothing was changed: no answer of anybody is in doubt */
        return;
    }
    struct json *value = json_new_object();
    json_put_integer(value, "drawn", (int64_t)progress.drawn);
    json_put_integer(value, "total", (int64_t)progress.total);
    json_put_integer(value, "left_out", (int64_t)progress.left_out);
    json_put_boolean(value, "done", progress.is_done);
    reply_json(reply, 200, value);
}

static void
show_print(struct site *site, const struct request *request, enum class_file file, struct reply *reply)
{
    struct err err;
    bool found = false;
    if (classroom_read_print(site->room, trainer_class_number(request), file, &reply->body, &found, &err) != FAULT_NONE) {
        site_fail(site, reply, &err);
    } else if (!found) {
        routes_refuse(request, (struct refusal){404, "This was not printed yet."}, reply);
    } else {
        reply->status = 200;
        reply->type = "application/pdf";
        reply_add_header(reply, "Content-Disposition", "inline");
    }
}

void
trainer_show_print(struct site *site, const struct request *request, struct reply *reply)
{
    show_print(site, request, FILE_PAPERS, reply);
}

void
trainer_show_register(struct site *site, const struct request *request, struct reply *reply)
{
    show_print(site, request, FILE_REGISTER, reply);
}

/* ---- the way there, on the page of papers ---- */

static void
add_link(struct console *page, int64_t class_id, const char *where, const char *drawing, const char *key)
{
    buffer_print(page->out, "<a class=\"button\" target=\"_blank\" href=\"/trainer/class/%lld/%s\">", (long long)class_id, where);
    ui_add_drawing(page->out, drawing);
    console_say(page, key);
    console_add(page, "</a> ");
}

/* The links are shown when the files are there. */
static void
add_printing(struct console *page, const struct class_view *class, size_t papers)
{
    char count[24];
    snprintf(count, sizeof count, "%zu", papers);
    buffer_print(page->out, "<div class=\"card\"><button%s data-print>", class->to_issue == 0 ? " class=\"filled\"" : "");
    ui_add_drawing(page->out, "in");
    ui_add_words(page->out, page->language, "print.all", count, NULL);
    buffer_print(page->out, "</button><div id=\"printing\" hidden><progress max=\"%zu\" value=\"0\"></progress><p role=\"status\">",
                 papers);
    console_say(page, "print.drawing");
    console_add(page, " <b>0</b></p></div><p id=\"left-out\" role=\"status\" data-words=\"");
    ui_add_words(page->out, page->language, "print.left-out", "#", NULL);
    console_add(page, "\"></p><p id=\"prints\" class=\"choices\" hidden>");
    add_link(page, class->class.id, "print.pdf", "in", "print.open");
    add_link(page, class->class.id, "register.pdf", "don", "print.register");
    console_add(page, "</p></div>");
}

/* A class that cannot be asked follows nobody: the links are a help, not the record. */
static bool
follows_another(struct site *site, int64_t class_id)
{
    struct class_pair *pairs = NULL;
    size_t count = 0;
    struct err err;
    bool follows = false;
    if (classroom_list_pairs(site->room, &pairs, &count, &err) != FAULT_NONE)
        return false;
    for (size_t i = 0; i < count; i++)
        follows |= pairs[i].after == class_id;
    free(pairs);
    return follows;
}

void
trainer_add_reports(struct site *site, struct console *page, const struct class_view *class)
{
    bool follows = follows_another(site, class->class.id);
    size_t papers = 0;
    for (size_t i = 0; i < class->tile_count; i++)
        papers += class->tiles[i].certificate[0] != 0 && !class->tiles[i].is_revoked;
    if (papers > 0)
        add_printing(page, class, papers);
    console_add(page, "<h2>");
    console_say(page, "report.title");
    console_add(page, "</h2><p class=\"choices\">");
    add_link(page, class->class.id, "report", "nguoi", "report.own");
    add_link(page, class->class.id, "report?public=1", "goi-hinh", "report.public");
    if (follows) {
        add_link(page, class->class.id, "growth", "tap", "report.growth");
        add_link(page, class->class.id, "growth?public=1", "goi-hinh", "report.growth-public");
    }
    add_link(page, class->class.id, "items", "hoi-lai", "report.items");
    console_add(page, "</p><details class=\"no-print\"><summary>");
    console_say(page, "report.files");
    console_add(page, "</summary><p class=\"choices\">");
    add_link(page, class->class.id, "report.csv", "don", "report.table");
    if (follows)
        add_link(page, class->class.id, "growth.csv", "don", "report.growth-table");
    add_link(page, class->class.id, "report.svg?public=1", "anh", "report.picture");
    add_link(page, class->class.id, "items.csv", "don", "report.items-table");
    add_link(page, class->class.id, "report.json", "don", "report.json");
    add_link(page, class->class.id, "xapi.json", "don", "report.xapi");
    console_add(page, "</p></details>");
}
