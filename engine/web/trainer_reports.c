/* trainer_reports.c - what a class amounts to: the report to look at, its table and its picture. `?public=1` asks for what may
 * leave the class. */
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

/* ---- the way there, on the page of papers ---- */

static void
add_link(struct console *page, int64_t class_id, const char *where, const char *drawing, const char *key)
{
    buffer_print(page->out, "<a class=\"button\" target=\"_blank\" href=\"/trainer/class/%lld/%s\">", (long long)class_id, where);
    ui_add_drawing(page->out, drawing);
    console_say(page, key);
    console_add(page, "</a> ");
}

void
trainer_add_reports(struct console *page, const struct class_view *class)
{
    console_add(page, "<h2>");
    console_say(page, "report.title");
    console_add(page, "</h2><p class=\"choices\">");
    add_link(page, class->class.id, "report", "nguoi", "report.own");
    add_link(page, class->class.id, "report?public=1", "goi-hinh", "report.public");
    add_link(page, class->class.id, "report.csv", "don", "report.table");
    add_link(page, class->class.id, "report.svg?public=1", "anh", "report.picture");
    console_add(page, "</p>");
}
