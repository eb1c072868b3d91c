/* trainer_papers.c - issuing, and the list of certificates to print. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/routes.h"
#include "web/trainer_frame.h"
#include "web/trainer_view.h"
#include "web/ui_parts.h"

static void
add_address_form(struct console *page)
{
    console_add(page, "<form class=\"card\" data-address><h2>");
    console_say(page, "papers.address");
    console_add(page, "</h2><p>");
    console_say(page, "papers.address-why");
    console_add(page, "</p><label class=\"line-field\"><input type=\"url\" name=\"url\" "
                      "maxlength=\"30\" required "
                      "placeholder=\"https://…\" aria-label=\"");
    console_say(page, "papers.address");
    console_add(page, "\"></label><button class=\"filled\">");
    console_say(page, "papers.keep");
    console_add(page, "</button></form>");
}

static void
add_issuing(struct console *page, const struct class_view *class)
{
    char count[24];
    snprintf(count, sizeof count, "%zu", class->to_issue);
    buffer_print(page->out, "<div class=\"card\"><button class=\"filled\" data-issue=\"%zu\">",
                 class->to_issue);
    ui_add_drawing(page->out, "in");
    ui_add_words(page->out, page->language, "papers.issue", count, NULL);
    buffer_print(
        page->out,
        "</button><div id=\"issuing\" hidden><progress max=\"%zu\" value=\"0\"></progress><p "
        "role=\"status\">",
        class->to_issue);
    console_say(page, "papers.issuing");
    console_add(page, " <b>0</b></p></div></div>");
}

static void
add_paper_row(struct console *page, const struct tile *tile)
{
    buffer_print(page->out, "<li><span class=\"number\">%lld</span><b>", (long long)tile->number);
    text_add_html(page->out, tile->name);
    console_add(page, "</b><code>");
    text_add_html(page->out, tile->certificate);
    buffer_print(
        page->out,
        "</code><a class=\"button\" target=\"_blank\" href=\"/trainer/certificate/%s.pdf\">",
        tile->certificate);
    ui_add_drawing(page->out, "in");
    console_say(page, "papers.open");
    buffer_print(
        page->out,
        "</a><label class=\"tick\"><input type=\"checkbox\" data-keep=\"printed-%s\"><span>",
        tile->certificate);
    console_say(page, "papers.printed");
    console_add(page, "</span></label></li>");
}

static void
add_papers(struct console *page, const struct class_view *class)
{
    char count[24];
    snprintf(count, sizeof count, "%zu", class->issued);
    console_add(page, "<h2>");
    ui_add_words(page->out, page->language, "papers.list", count, NULL);
    console_add(page, "</h2>");
    if (class->issued > 0) {
        console_add(page, "<button data-all-printed>");
        console_say(page, "papers.all-printed");
        console_add(page, "</button>");
    }
    console_add(page, "<ul class=\"papers\">");
    for (size_t i = 0; i < class->tile_count; i++)
        if (class->tiles[i].certificate[0] != 0)
            add_paper_row(page, &class->tiles[i]);
    console_add(page, "</ul>");
}

static void
add_without(struct console *page, const struct class_view *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->tile_count; i++) {
        const struct tile *tile = &class->tiles[i];
        if (tile->state != TILE_DONE || tile->certifies || tile->certificate[0] != 0)
            continue;
        if (count++ == 0) {
            console_add(page, "<h2>");
            console_say(page, "papers.without");
            console_add(page, "</h2><ul class=\"papers\">");
        }
        buffer_print(page->out, "<li><span class=\"number\">%lld</span><b>",
                     (long long)tile->number);
        text_add_html(page->out, tile->name);
        console_add(page, "</b></li>");
    }
    if (count > 0)
        console_add(page, "</ul>");
}

void
trainer_show_papers(struct site *site, const struct request *request, struct reply *reply)
{
    struct console page;
    struct class_view class;
    if (!trainer_find_view(site, request, &class, reply))
        return;
    console_begin(&page, request, reply, "papers-page", class.class.id);
    console_add_bar(&page, &class.class, request->segments[0], false);
    console_add(&page, "<main class=\"narrow\">");
    if (class.to_issue > 0 && classroom_verifier_url(site->room)[0] == 0)
        add_address_form(&page);
    else if (class.to_issue > 0)
        add_issuing(&page, &class);
    add_papers(&page, &class);
    add_without(&page, &class);
    console_add(&page, "</main>");
    console_end(&page);
    class_view_clear(&class);
}

void
trainer_show_pdf(struct site *site, const struct request *request, struct reply *reply)
{
    char id[CERTIFICATE_ID_MAX], disposition[CERTIFICATE_ID_MAX + 40];
    size_t len = strlen(request->segments[0]);
    struct err err;
    bool found = false;
    if (len > 4 && len - 4 < sizeof id && strcmp(request->segments[0] + len - 4, ".pdf") == 0) {
        snprintf(id, sizeof id, "%.*s", (int)(len - 4), request->segments[0]);
        enum fault fault = classroom_read_pdf(site->room, id, &reply->body, &found, &err);
        if (fault != FAULT_NONE) {
            site_fail(site, reply, &err);
            return;
        }
    }
    if (!found) {
        routes_refuse(request, (struct refusal){404, "There is no such certificate."}, reply);
        return;
    }
    snprintf(disposition, sizeof disposition, "inline; filename=\"%s.pdf\"", id);
    reply->status = 200;
    reply->type = "application/pdf";
    reply_add_header(reply, "Content-Disposition", disposition);
}
