/* trainer_person_data.c - what is kept of one person, as a page to print and hand over and as JSON; and erasing it. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "web/routes.h"
#include "web/trainer_frame.h"
#include "web/trainer_view.h"
#include "web/ui_parts.h"

static bool
find_data(struct site *site, const struct request *request, struct json **data, struct reply *reply)
{
    struct err err;
    enum fault fault = classroom_personal_data(site->room, request->segments[0], data, &err);
    if (fault == FAULT_INPUT)
        routes_refuse(request, (struct refusal){404, "There is no such learner."}, reply);
    else if (fault == FAULT_CONFLICT)
        routes_refuse(request, (struct refusal){409, "Names are locked with a passphrase: unlock them first."}, reply);
    else if (fault != FAULT_NONE)
        site_fail(site, reply, &err);
    return fault == FAULT_NONE;
}

static void
add_row(struct console *page, const char *key, const char *value)
{
    console_add(page, "<tr><th>");
    console_say(page, key);
    console_add(page, "</th><td>");
    text_add_html(page->out, value);
    console_add(page, "</td></tr>");
}

static void
print_moment(int64_t seconds, char out[20])
{
    char date[11], time[6];
    clock_print_date(seconds, date);
    clock_print_time(seconds, time);
    snprintf(out, 20, "%s %s", date, time);
}

static void
add_person(struct console *page, const struct json *data)
{
    char number[24], moment[20];
    int64_t value = 0;
    const char *consent = json_get_text(data, "consent");
    char key[24];
    console_add(page, "<table class=\"data\">");
    add_row(page, "person.name", json_get_text(data, "name"));
    json_read_integer(json_get(data, "birth_year"), &value);
    snprintf(number, sizeof number, "%lld", (long long)value);
    add_row(page, "person.year", value != 0 ? number : "–");
    add_row(page, "data.class", json_get_text(data, "class"));
    json_read_integer(json_get(data, "joined_at"), &value);
    print_moment(value, moment);
    add_row(page, "data.joined", value != 0 ? moment : "–");
    snprintf(key, sizeof key, "data.consent-%s", consent);
    add_row(page, "data.consent", ui_words(page->language, key));
    add_row(page, "person.identity",
            ui_words(page->language, json_is_true(json_get(data, "identity_seen")) ? "data.yes" : "data.no"));
    add_row(page, "person.help",
            ui_words(page->language, json_is_true(json_get(data, "help_given")) ? "data.yes" : "data.no"));
    console_add(page, "</table>");
}

static void
add_attempt(struct console *page, const struct json *attempt)
{
    char count[24], moment[20];
    int64_t started = 0;
    const char *certificate = json_get_text(attempt, "certificate");
    json_read_integer(json_get(attempt, "started_at"), &started);
    print_moment(started, moment);
    snprintf(count, sizeof count, "%zu", json_count(json_get(attempt, "events")));
    console_add(page, "<li>");
    text_add_html(page->out, moment);
    console_add(page, " · ");
    ui_add_words(page->out, page->language, "data.events", count, NULL);
    if (certificate != NULL) {
        console_add(page, " · <code>");
        text_add_html(page->out, certificate);
        console_add(page, "</code>");
    }
    console_add(page, "</li>");
}

void
trainer_show_data(struct site *site, const struct request *request, struct reply *reply)
{
    struct console page;
    struct json *data = NULL;
    if (!find_data(site, request, &data, reply))
        return;
    const struct json *attempts = json_get(data, "attempts");
    console_begin(&page, request, reply, "data-page", 0);
    console_add(&page, "<main class=\"narrow\">");
    console_add_languages(&page);
    console_add(&page, "<h1>");
    console_say(&page, "data.title");
    console_add(&page, "</h1><p>");
    console_say(&page, "data.means");
    console_add(&page, "</p>");
    add_person(&page, data);
    console_add(&page, "<h2>");
    console_say(&page, "data.attempts");
    console_add(&page, "</h2><ul>");
    for (size_t i = 0; i < json_count(attempts); i++)
        add_attempt(&page, json_at(attempts, i));
    buffer_print(page.out, "</ul><p class=\"choices no-print\"><a class=\"button\" href=\"/trainer/learner/%s/data.json\" download>",
                 request->segments[0]);
    console_say(&page, "data.file");
    console_add(&page, "</a></p><details class=\"card no-print\"><summary>");
    console_say(&page, "data.erase");
    console_add(&page, "</summary><p>");
    console_say(&page, "data.erase-means");
    buffer_print(page.out, "</p><button class=\"filled\" data-post=\"/trainer/api/learner/%s/erase\" data-then=\"/trainer/\">",
                 request->segments[0]);
    console_say(&page, "data.erase-do");
    console_add(&page, "</button></details></main>");
    console_end(&page);
    json_free(data);
}

void
trainer_read_data(struct site *site, const struct request *request, struct reply *reply)
{
    struct json *data = NULL;
    if (!find_data(site, request, &data, reply))
        return;
    reply_add_header(reply, "Content-Disposition", "attachment; filename=\"my-data.json\"");
    reply_json(reply, 200, data);
}

void
trainer_erase(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    if (classroom_erase(site->room, request->segments[0], &err) != FAULT_NONE)
        trainer_reply_fault(site, &err, reply);
    else
        trainer_reply_done(reply);
}

void
trainer_keep_names(struct site *site, const struct request *request, struct reply *reply)
{
    int64_t days = 0;
    struct err err;
    if (!request_integer(request, "days", &days) || days < 0 || days > 100000)
        reply_error(reply, 400, "incomplete", "days must be a whole number");
    else if (classroom_keep_names(site->room, (int)days, &err) != FAULT_NONE)
        trainer_reply_fault(site, &err, reply);
    else
        trainer_reply_done(reply);
}
