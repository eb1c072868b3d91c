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
add_passphrase_field(struct console *page)
{
    console_add(page, "<label class=\"line-field\"><input type=\"password\" name=\"passphrase\" required "
                      "autocomplete=\"off\" aria-label=\"");
    console_say(page, "keys.passphrase");
    console_add(page, "\" placeholder=\"");
    console_say(page, "keys.passphrase");
    console_add(page, "\"></label>");
}

static void
add_passphrase_form(struct console *page, const char *address, const char *head, const char *why, const char *button)
{
    buffer_print(page->out, "<form class=\"card\" data-passphrase=\"%s\"><h2>", address);
    console_say(page, head);
    console_add(page, "</h2><p>");
    console_say(page, why);
    console_add(page, "</p>");
    add_passphrase_field(page);
    console_add(page, "<button class=\"filled\">");
    console_say(page, button);
    console_add(page, "</button></form>");
}

/* Locked: the way in. Unlocked: the way to lock. No passphrase yet: how to set one, out of the way. */
static void
add_keys(struct console *page, const struct classroom *room)
{
    if (!classroom_is_sealed(room)) {
        console_add(page, "<details><summary>");
        console_say(page, "keys.seal");
        console_add(page, "</summary>");
        add_passphrase_form(page, "/trainer/api/keys/seal", "keys.seal", "keys.seal-why", "keys.set");
        console_add(page, "</details>");
    } else if (classroom_is_locked(room)) {
        add_passphrase_form(page, "/trainer/api/keys/unlock", "keys.locked", "keys.locked-why", "keys.unlock");
    } else {
        console_add(page, "<p><button data-post=\"/trainer/api/keys/lock\" data-then=\"\">");
        console_say(page, "keys.lock");
        console_add(page, "</button></p>");
    }
}

/* Behind a fold: nobody withdraws a paper by a slip of the hand. */
static void
add_revoking(struct console *page, const char *certificate, bool is_sealed)
{
    static const char *const REASONS[] = {"1", "2", "3", "6"};
    static const char *const WORDS[] = {"revoke.error", "revoke.person", "revoke.test", "revoke.wish"};
    console_add(page, "<details class=\"revoke\"><summary>");
    console_say(page, "revoke.open");
    buffer_print(page->out, "</summary><form data-revoke=\"/trainer/api/certificate/%s/revoke\"><select name=\"reason\" aria-label=\"",
                 certificate);
    console_say(page, "revoke.why");
    console_add(page, "\">");
    for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++) {
        buffer_print(page->out, "<option value=\"%s\">", REASONS[i]);
        console_say(page, WORDS[i]);
        console_add(page, "</option>");
    }
    console_add(page, "</select>");
    if (is_sealed)
        add_passphrase_field(page);
    console_add(page, "<button>");
    console_say(page, "revoke.do");
    console_add(page, "</button></form></details>");
}

static void
add_paper_row(struct console *page, const struct tile *tile, bool is_sealed)
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
        "</a><label class=\"tick\"><input type=\"checkbox\" data-printed=\"/trainer/api/certificate/%s/printed\"%s><span>",
        tile->certificate, tile->is_printed ? " checked" : "");
    console_say(page, "papers.printed");
    console_add(page, "</span></label>");
    if (tile->is_revoked) {
        console_add(page, "<b class=\"revoked\">");
        console_say(page, "revoke.done");
        console_add(page, "</b>");
    } else {
        add_revoking(page, tile->certificate, is_sealed);
    }
    console_add(page, "</li>");
}

static void
add_papers(struct console *page, const struct class_view *class, bool is_sealed)
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
            add_paper_row(page, &class->tiles[i], is_sealed);
    console_add(page, "</ul>");
}

static void
add_without(struct console *page, const struct class_view *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->tile_count; i++) {
        const struct tile *tile = &class->tiles[i];
        if (tile->state != TILE_DONE || tile->is_guest || tile->certifies || tile->certificate[0] != 0)
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
    console_add_bar(&page, site, &class.class, request->segments[0], false);
    console_add(&page, "<main class=\"narrow\">");
    if (class.class.is_practice_only) {
        console_add(&page, "<p class=\"notice\">");
        console_say(&page, "papers.practice-only");
        console_add(&page, "</p>");
    }
    if (class.to_issue > 0 && classroom_verifier_url(site->room)[0] == 0)
        add_address_form(&page);
    else if (class.to_issue > 0 && !classroom_is_locked(site->room))
        add_issuing(&page, &class);
    if (classroom_is_locked(site->room))
        add_keys(&page, site->room);
    trainer_add_reports(site, &page, &class);
    add_papers(&page, &class, classroom_is_sealed(site->room));
    add_without(&page, &class);
    if (!classroom_is_locked(site->room))
        add_keys(&page, site->room);
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
        if (fault == FAULT_CONFLICT) {
            reply_sentence(reply, 409, err.text);
            return;
        }
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
