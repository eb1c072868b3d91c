/* trainer_start.c - the console's first page: go on with a class, or open a new one; and the way
 * in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "web/routes.h"
#include "web/sign_in.h"
#include "web/trainer_frame.h"
#include "web/ui_parts.h"

/* "Lớp ngày 22/11", then "… · 2": a name that no class has. */
static void
add_free_name(struct console *page, const struct class_summary *classes, size_t count)
{
    char date[11], name[80];
    bool is_taken = true;
    clock_print_date(clock_wall_ms() / 1000, date);
    for (int n = 1; is_taken; n++) {
        char suffix[16] = "";
        struct buffer text = {0};
        if (n > 1)
            snprintf(suffix, sizeof suffix, " · %d", n);
        date[5] = 0;
        ui_add_words(&text, page->language, "start.class-name", date, suffix);
        snprintf(name, sizeof name, "%s", buffer_text(&text));
        buffer_clear(&text);
        is_taken = false;
        for (size_t i = 0; i < count; i++)
            is_taken = is_taken || strcmp(classes[i].name, name) == 0;
    }
    text_add_html(page->out, name);
}

static void
add_class_row(struct console *page, const struct class_summary *class)
{
    char time[6], date[11], people[24];
    clock_print_time(class->opened_at, time);
    clock_print_date(class->opened_at, date);
    snprintf(people, sizeof people, "%zu", class->learner_count);
    buffer_print(page->out, "<a class=\"%s\" href=\"/trainer/class/%lld%s\"><b>",
                 class->has_ended ? "row" : "button filled", (long long)class->id,
                 class->has_ended ? "/papers" : "");
    if (class->has_ended)
        text_add_html(page->out, class->name);
    else
        ui_add_words(page->out, page->language, "start.continue", time, NULL);
    console_add(page, "</b><small>");
    text_add_html(page->out, class->has_ended ? date : class->name);
    console_add(page, " · ");
    ui_add_words(page->out, page->language, "start.people", people, NULL);
    console_add(page, "</small></a>");
}

static void
add_quiz_choices(struct console *page, const struct classroom *room)
{
    const struct quiz_choice *choices;
    size_t count = classroom_quizzes(room, &choices);
    for (size_t i = 0; i < count; i++) {
        char items[24], minutes[24];
        snprintf(items, sizeof items, "%zu", choices[i].items);
        snprintf(minutes, sizeof minutes, "%d", choices[i].minutes);
        console_add(page, "<label class=\"choice\"><input type=\"radio\" name=\"quiz\" value=\"");
        text_add_html(page->out, choices[i].id);
        buffer_print(page->out, "\"%s><span><b>", i == 0 ? " checked" : "");
        char *title = classroom_quiz_title(room, choices[i].id, page->language);
        text_add_html(page->out, title != NULL ? title : choices[i].title_vi);
        free(title);
        console_add(page, "</b><small>");
        ui_add_words(page->out, page->language, "start.quiz-size", items, minutes);
        if (choices[i].adaptive_items > 0) {
            snprintf(items, sizeof items, "%d", choices[i].adaptive_items);
            console_add(page, " · ");
            ui_add_words(page->out, page->language, "start.adaptive", items, NULL);
        }
        if (choices[i].is_practice_only) {
            console_add(page, " · ");
            console_say(page, "start.practice-only");
        }
        console_add(page, "</small></span></label>");
    }
    if (count == 0) {
        console_add(page, "<p class=\"notice\">");
        console_say(page, "start.no-quiz");
        console_add(page, "</p>");
    }
}

/* A second test of the people of a class: which form it is, the laptop chooses. */
static void
add_earlier_classes(struct console *page, const struct class_summary *classes, size_t count)
{
    bool has_any = false;
    for (size_t i = count; i-- > 0;) {
        if (classes[i].learner_count == 0)
            continue;
        if (!has_any) {
            console_add(page, "<label class=\"line-field\"><span>");
            console_say(page, "start.after");
            console_add(page, "</span><select name=\"after\"><option value=\"0\">");
            console_say(page, "start.after-none");
            console_add(page, "</option>");
        }
        has_any = true;
        buffer_print(page->out, "<option value=\"%lld\">", (long long)classes[i].id);
        text_add_html(page->out, classes[i].name);
        console_add(page, "</option>");
    }
    if (!has_any)
        return;
    console_add(page, "</select><small>");
    console_say(page, "start.after-means");
    console_add(page, "</small></label>");
}

static void
add_new_class(struct console *page, const struct classroom *room,
              const struct class_summary *classes, size_t count)
{
    console_add(page, "<form class=\"card\" data-open><h2>");
    console_say(page, "start.new");
    console_add(page, "</h2><label class=\"line-field\"><span>");
    console_say(page, "start.name");
    console_add(page, "</span><input type=\"text\" name=\"name\" maxlength=\"60\" value=\"");
    add_free_name(page, classes, count);
    console_add(page, "\"></label><label class=\"line-field\"><span>");
    console_say(page, "start.village");
    console_add(page, "</span><input type=\"text\" name=\"village\" maxlength=\"60\"></label>");
    add_earlier_classes(page, classes, count);
    console_add(page, "<fieldset><legend>");
    console_say(page, "start.quiz");
    console_add(page, "</legend>");
    add_quiz_choices(page, room);
    console_add(page, "</fieldset><button class=\"filled\">");
    console_say(page, "start.open");
    console_add(page, "</button></form>");
}

static void
add_keep_names(struct console *page, struct classroom *room)
{
    int days = 0;
    struct err err;
    if (classroom_read_keep_names(room, &days, &err) != FAULT_NONE)
        return;
    console_add(page, "<details class=\"card\"><summary>");
    console_say(page, "keep-names.title");
    console_add(page, "</summary><form data-send=\"/trainer/api/keep-names\"><p>");
    console_say(page, "keep-names.means");
    console_add(page, "</p><label class=\"line-field\"><span>");
    console_say(page, "keep-names.days");
    buffer_print(page->out, "</span><input name=\"days\" inputmode=\"numeric\" maxlength=\"4\" data-number value=\"%d\">"
                 "</label><p class=\"failed notice\" role=\"alert\" hidden></p><button class=\"filled\">", days);
    console_say(page, "person.keep");
    console_add(page, "</button></form></details>");
}

static void
show_start(struct site *site, const struct request *request, struct reply *reply)
{
    struct console page;
    struct class_summary *classes = NULL;
    size_t count = 0;
    struct err err;
    if (classroom_list_classes(site->room, &classes, &count, &err) != FAULT_NONE) {
        site_fail(site, reply, &err);
        return;
    }
    console_begin(&page, request, reply, "start", 0);
    console_add(&page, "<header class=\"bar\">");
    ui_add_drawing(page.out, "sao");
    console_add(&page, "<div class=\"title\"><b>");
    console_say(&page, "name");
    console_add(&page, "</b><small>");
    console_say(&page, "start.subtitle");
    console_add(&page, "</small></div><nav>");
    console_add_help(&page);
    console_add(&page, "</nav></header><main class=\"narrow\">");
    for (size_t i = count; i-- > 0;)
        if (!classes[i].has_ended)
            add_class_row(&page, &classes[i]);
    add_new_class(&page, site->room, classes, count);
    console_add(&page, "<section class=\"ended\">");
    for (size_t i = count; i-- > 0;)
        if (classes[i].has_ended)
            add_class_row(&page, &classes[i]);
    console_add(&page, "</section>");
    add_keep_names(&page, site->room);
    console_add(&page, "</main>");
    console_end(&page);
    free(classes);
}

/* The one-time link of the terminal comes here too; without key and cookie there is no such page.
 */
void
trainer_show_start(struct site *site, const struct request *request, struct reply *reply)
{
    const char *key = pairs_get(&request->query, "key");
    bool is_known = sign_in_is_trainer(site, request);
    if (key != NULL && (is_known || sign_in_use_key(site, key, reply)))
        reply_see_other(reply, "/trainer/");
    else if (is_known)
        show_start(site, request, reply);
    else
        routes_refuse(request, (struct refusal){404, "There is no such page."}, reply);
}
