/* trainer_reports.c - what a class amounts to: the report to look at, its table and its picture (`?public=1` asks for what may
 * leave the class), and all its papers for the printer. */
#include <stdio.h>

#include "report/report.h"
#include "web/routes.h"
#include "web/sign_in.h"
#include "web/trainer_frame.h"
#include "web/trainer_view.h"
#include "web/ui_parts.h"

static void
show(struct site *site, const struct request *request, enum report_format format, const char *type, struct reply *reply)
{
    struct err err;
    const struct report_wish wish = {
        .format = format, .is_public = pairs_get(&request->query, "public") != NULL, .language = sign_in_language(request)};
    enum fault fault = report_class(site->room, trainer_class_number(request), &wish, &reply->body, &err);
    reply->status = 200;
    reply->type = type;
    if (fault == FAULT_INPUT)
        routes_refuse(request, (struct refusal){404, "There is no such class."}, reply);
    else if (fault != FAULT_NONE)
        site_fail(site, reply, &err);
}

void
trainer_show_report(struct site *site, const struct request *request, struct reply *reply)
{
    show(site, request, REPORT_HTML, "text/html; charset=utf-8", reply);
    reply->has_policy = reply->status == 200; /* the page's style is inside it, and it says so itself */
}

void
trainer_show_report_table(struct site *site, const struct request *request, struct reply *reply)
{
    char disposition[80];
    show(site, request, REPORT_CSV, "text/csv; charset=utf-8", reply);
    if (reply->status != 200)
        return;
    snprintf(disposition, sizeof disposition, "attachment; filename=\"class-%s.csv\"", request->segments[0]);
    reply_add_header(reply, "Content-Disposition", disposition);
}

void
trainer_show_report_chart(struct site *site, const struct request *request, struct reply *reply)
{
    show(site, request, REPORT_SVG, "image/svg+xml", reply);
}

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

void
trainer_add_reports(struct console *page, const struct class_view *class)
{
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
    add_link(page, class->class.id, "report.csv", "don", "report.table");
    add_link(page, class->class.id, "report.svg?public=1", "anh", "report.picture");
    console_add(page, "</p>");
}
