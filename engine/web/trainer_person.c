/* trainer_person.c - what the trainer can do for one person: the panel beside the tiles. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/trainer_view.h"
#include "web/ui_parts.h"

struct panel {
    struct buffer *out;
    const struct trainer_view *view;
    const struct tile *tile;
};

static void
say(const struct panel *panel, const char *key)
{
    ui_add_words(panel->out, panel->view->language, key, NULL, NULL);
}

static void
add_tick(const struct panel *panel, const char *name, bool is_on, const char *key)
{
    buffer_print(panel->out, "<label class=\"tick\"><input type=\"checkbox\" data-attest=\"%s\"%s><span>", name,
                 is_on ? " checked" : "");
    say(panel, key);
    buffer_add_text(panel->out, "</span></label>");
}

/* A button that says one thing about this person; body is JSON, in single quotes. */
static void
add_deed(const struct panel *panel, const char *verb, const char *body, const char *key, const char *drawing)
{
    buffer_print(panel->out, "<button data-post=\"/trainer/api/learner/%s/%s\" data-body='%s'>", panel->tile->learner_id,
                 verb, body);
    ui_add_drawing(panel->out, drawing);
    say(panel, key);
    buffer_add_text(panel->out, "</button>");
}

static void
add_head(const struct panel *panel)
{
    const struct tile *tile = panel->tile;
    struct buffer *out = panel->out;
    buffer_add_text(out, "<button class=\"close\" data-choose=\"\">");
    say(panel, "person.close");
    buffer_add_text(out, "</button><h2>");
    text_add_html(out, tile->name);
    buffer_print(out, "</h2><p class=\"quiet\">%lld · ", (long long)tile->number);
    if (tile->birth_year != 0)
        buffer_print(out, "%lld", (long long)tile->birth_year);
    else
        say(panel, tile->is_guest ? "person.guest" : "person.no-year");
    buffer_add_text(out, "</p>");
    if (tile->picture[0] != 0) {
        char key[40];
        snprintf(key, sizeof key, "picture.%s", tile->picture);
        buffer_add_text(out, "<p class=\"way-back\">");
        ui_add_drawing(out, tile->picture);
        buffer_add_text(out, "<span>");
        say(panel, key);
        buffer_print(out, " · <b>%s</b></span></p>", tile->digits);
    }
}

/* What may need a look, said as it is and blaming nobody. */
static void
add_remarks(const struct panel *panel)
{
    const struct tile *tile = panel->tile;
    const struct {
        const char *key;
        int count;
    } remarks[] = {{"person.phones", tile->phones > 1 ? tile->phones : 0},
                   {"person.same-phone", tile->same_phone > 1 ? tile->same_phone : 0},
                   {"person.left", tile->focus_out}};
    for (size_t i = 0; i < sizeof remarks / sizeof remarks[0]; i++) {
        char number[24];
        if (remarks[i].count == 0)
            continue;
        snprintf(number, sizeof number, "%d", remarks[i].count);
        buffer_add_text(panel->out, "<p class=\"remark\">");
        ui_add_words(panel->out, panel->view->language, remarks[i].key, number, NULL);
        buffer_add_text(panel->out, "</p>");
    }
}

static void
add_rename(const struct panel *panel)
{
    struct buffer *out = panel->out;
    buffer_print(out, "<details><summary>");
    say(panel, "person.rename");
    buffer_print(out, "</summary><form data-send=\"/trainer/api/learner/%s/rename\"><input name=\"name\" maxlength=\"60\" "
                 "aria-label=\"", panel->tile->learner_id);
    say(panel, "person.name");
    buffer_add_text(out, "\" value=\"");
    text_add_html(out, panel->tile->name);
    buffer_add_text(out, "\"><input name=\"birth_year\" inputmode=\"numeric\" maxlength=\"4\" data-number aria-label=\"");
    say(panel, "person.year");
    buffer_print(out, "\" value=\"");
    if (panel->tile->birth_year != 0)
        buffer_print(out, "%lld", (long long)panel->tile->birth_year);
    buffer_add_text(out, "\"><button>");
    say(panel, "person.keep");
    buffer_add_text(out, "</button></form>");
    if (panel->tile->certificate[0] != 0 && !panel->tile->is_revoked)
        add_deed(panel, "replace", "{}", "person.replace", "in");
    buffer_add_text(out, "</details>");
}

static void
add_address(const struct panel *panel)
{
    static const char *const WORDS[] = {"bác", "ông", "bà", "cô", "chú", "anh", "chị"};
    struct buffer *out = panel->out;
    const char *now = panel->tile->address[0] != 0 ? panel->tile->address : WORDS[0];
    buffer_add_text(out, "<label class=\"choose\"><span>");
    say(panel, "person.address");
    buffer_print(out, "</span><select data-address-of=\"/trainer/api/learner/%s/address\">", panel->tile->learner_id);
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        buffer_print(out, "<option%s>%s</option>", strcmp(WORDS[i], now) == 0 ? " selected" : "", WORDS[i]);
    buffer_add_text(out, "</select></label>");
}

/* The others of the class, for an entry that is the same person. */
static void
add_merge(const struct panel *panel)
{
    struct buffer *out = panel->out;
    const struct class_view *class = panel->view->class;
    buffer_print(out, "<details><summary>");
    say(panel, "person.merge");
    buffer_print(out, "</summary><form data-send=\"/trainer/api/learner/%s/merge\"><select name=\"into\" aria-label=\"",
                 panel->tile->learner_id);
    say(panel, "person.merge-into");
    buffer_add_text(out, "\">");
    for (size_t i = 0; i < class->tile_count; i++) {
        if (&class->tiles[i] == panel->tile)
            continue;
        buffer_print(out, "<option value=\"%s\">", class->tiles[i].learner_id);
        text_add_html(out, class->tiles[i].name);
        buffer_print(out, " (%lld)</option>", (long long)class->tiles[i].number);
    }
    buffer_add_text(out, "</select><button>");
    say(panel, "person.merge-do");
    buffer_add_text(out, "</button></form></details>");
}

/* A critical act, and a reviewer's word against it, which stays in the record. */
static void
add_unsafe(const struct panel *panel)
{
    struct buffer *out = panel->out;
    const struct tile *tile = panel->tile;
    buffer_add_text(out, "<p class=\"remark\">");
    ui_add_words(out, panel->view->language, "person.unsafe", tile->unsafe_line, NULL);
    buffer_add_text(out, "</p><details><summary>");
    say(panel, "person.review");
    buffer_print(out, "</summary><form data-send=\"/trainer/api/learner/%s/overturn\"><input type=\"hidden\" name=\"item\" "
                 "value=\"", tile->learner_id);
    text_add_html(out, tile->unsafe_item);
    buffer_add_text(out, "\"><p class=\"quiet\">");
    say(panel, "person.review-why");
    buffer_add_text(out, "</p><input name=\"reason\" maxlength=\"300\" aria-label=\"");
    say(panel, "person.review");
    buffer_add_text(out, "\"><button>");
    say(panel, "person.review-do");
    buffer_add_text(out, "</button></form></details>");
}

static void
add_more(const struct panel *panel)
{
    const struct tile *tile = panel->tile;
    struct buffer *out = panel->out;
    bool is_running = !panel->view->class->class.has_ended;
    if (tile->minutes_left >= 0 && is_running)
        add_deed(panel, "time", "{\"minutes\":5}", "person.more-time", "gio");
    if (tile->state != TILE_EXPECTED && is_running)
        add_deed(panel, "release", "{}", tile->may_rejoin ? "person.released" : "person.release", "dien-thoai");
    if (tile->state == TILE_DONE && is_running && tile->certificate[0] == 0)
        add_deed(panel, "retake", "{}", "person.retake", "tap");
    if (tile->unsafe_item[0] != 0 && tile->certificate[0] == 0)
        add_unsafe(panel);
    add_rename(panel);
    add_address(panel);
    if (tile->certificate[0] == 0) {
        add_merge(panel);
        add_deed(panel, "remove", "{}", "person.remove", "xoa");
    }
    if (tile->state == TILE_DONE && !tile->is_guest) {
        buffer_print(out, "<a class=\"button\" href=\"/trainer/learner/%s/result\" target=\"_blank\">", tile->learner_id);
        ui_add_drawing(out, "nguoi");
        say(panel, "person.result");
        buffer_add_text(out, "</a>");
    }
    buffer_print(out, "<a class=\"button\" href=\"/trainer/learner/%s/data\" target=\"_blank\">", tile->learner_id);
    ui_add_drawing(out, "don");
    say(panel, "person.data");
    buffer_add_text(out, "</a>");
}

void
trainer_add_person(struct buffer *out, const struct trainer_view *view)
{
    const struct tile *tile = NULL;
    for (size_t i = 0; i < view->class->tile_count; i++)
        if (strcmp(view->class->tiles[i].learner_id, view->chosen) == 0)
            tile = &view->class->tiles[i];
    if (tile == NULL)
        return;
    const struct panel panel = {.out = out, .view = view, .tile = tile};
    buffer_add_text(out, "<div class=\"person\">");
    add_head(&panel);
    if (tile->state == TILE_WAITING)
        add_deed(&panel, "admit", "{}", "tile.admit", "them-nguoi");
    add_tick(&panel, "identity_seen", tile->identity_seen, "person.identity");
    add_tick(&panel, "help_given", tile->help_given, "person.help");
    add_remarks(&panel);
    if (tile->certificate[0] != 0) {
        buffer_print(out, "<a class=\"button\" href=\"/trainer/certificate/%s.pdf\" target=\"_blank\">",
                     tile->certificate);
        ui_add_drawing(out, "in");
        say(&panel, "person.paper");
        buffer_add_text(out, "</a>");
    }
    add_more(&panel);
    buffer_add_text(out, "</div>");
}
