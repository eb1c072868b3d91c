/* trainer_tools.c - what the trainer can do with the whole class, and take back again. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "web/trainer_view.h"
#include "web/ui_parts.h"

enum { DEEDS_SHOWN = 3 };

static void
say(struct buffer *out, const struct trainer_view *view, const char *key)
{
    ui_add_words(out, view->language, key, NULL, NULL);
}

static void
add_tool(struct buffer *out, const struct trainer_view *view, const char *attributes, const char *drawing, const char *key)
{
    buffer_print(out, "<button %s>", attributes);
    ui_add_drawing(out, drawing);
    say(out, view, key);
    buffer_add_text(out, "</button>");
}

void
trainer_add_tools(struct buffer *out, const struct trainer_view *view)
{
    const struct class_summary *class = &view->class->class;
    char attributes[120];
    size_t waiting = 0;
    if (view->names_are_locked) {
        buffer_print(out, "<a class=\"notice\" href=\"/trainer/class/%lld/papers\">", (long long)class->id);
        say(out, view, "tools.locked");
        buffer_add_text(out, "</a>");
    }
    if (class->has_ended)
        return;
    for (size_t i = 0; i < view->class->tile_count; i++)
        waiting += view->class->tiles[i].state == TILE_WAITING;
    if (waiting > 1) {
        snprintf(attributes, sizeof attributes, "data-post=\"/trainer/api/class/%lld/admit\"", (long long)class->id);
        add_tool(out, view, attributes, "them-nguoi", "tools.admit-all");
    }
    add_tool(out, view, "data-ask=\"roster\"", "nguoi", "tools.roster");
    snprintf(attributes, sizeof attributes, "data-post=\"/trainer/api/class/%lld/pause\" data-body='{\"on\":%s}'",
             (long long)class->id, class->is_paused ? "false" : "true");
    add_tool(out, view, attributes, class->is_paused ? "tiep" : "tam-dung",
             class->is_paused ? "tools.go-on" : "tools.pause");
    add_tool(out, view, "data-ask=\"timing\"", "gio", "tools.time");
    add_tool(out, view, "data-ask=\"assisting\"", "hoi-lai", "tools.assist");
    add_tool(out, view, "data-backup", "usb", "tools.backup");
}

void
trainer_add_undo(struct buffer *out, const struct trainer_view *view)
{
    for (size_t i = 0; i < view->deed_count && i < DEEDS_SHOWN; i++) {
        const struct deed *deed = &view->deeds[i];
        char key[40], time[6];
        clock_print_time(deed->at, time);
        snprintf(key, sizeof key, "deed.%s", deed->verb);
        buffer_print(out, "<button class=\"undo\" data-post=\"/trainer/api/class/%lld/undo\" data-body='{\"seq\":%lld}'>",
                     (long long)view->class->class.id, (long long)deed->seq);
        ui_add_drawing(out, "quay-lai");
        buffer_add_text(out, "<span><b>");
        say(out, view, "tools.undo");
        buffer_add_text(out, "</b><small>");
        ui_add_words(out, view->language, key, deed->name, NULL);
        buffer_print(out, " · %s</small></span></button>", time);
    }
}

/* ---- what is asked in the middle of the page ---- */

static void
begin_dialog(struct buffer *out, const struct trainer_view *view, const char *id, const char *path, const char *title,
             const char *means)
{
    buffer_print(out, "<div id=\"%s\" class=\"asking\" role=\"dialog\" aria-labelledby=\"%s-title\" hidden><form class=\"card\" "
                 "data-send=\"/trainer/api/class/%lld/%s\"><h2 id=\"%s-title\">", id, id,
                 (long long)view->class->class.id, path, id);
    say(out, view, title);
    buffer_add_text(out, "</h2><p>");
    say(out, view, means);
    buffer_add_text(out, "</p>");
}

static void
end_dialog(struct buffer *out, const struct trainer_view *view, const char *yes)
{
    buffer_add_text(out, "<p class=\"failed notice\" role=\"alert\" hidden></p><p class=\"choices\"><button type=\"button\" "
                    "data-ask=\"\">");
    say(out, view, "person.close");
    buffer_add_text(out, "</button><button class=\"filled\">");
    say(out, view, yes);
    buffer_add_text(out, "</button></p></form></div>");
}

void
trainer_add_dialogs(struct buffer *out, const struct trainer_view *view)
{
    begin_dialog(out, view, "roster", "roster", "roster.title", "roster.means");
    buffer_add_text(out, "<label class=\"line-field\"><span>");
    say(out, view, "roster.paste");
    buffer_add_text(out, "</span><textarea name=\"text\" rows=\"8\" spellcheck=\"false\"></textarea></label>"
                    "<label class=\"line-field\"><span>");
    say(out, view, "roster.file");
    buffer_add_text(out, "</span><input type=\"file\" data-reads=\"text\" accept=\".csv,.txt,.tsv,text/csv,text/plain\"></label>");
    end_dialog(out, view, "roster.keep");

    begin_dialog(out, view, "timing", "minutes", "timing.title", "timing.means");
    buffer_print(out, "<label class=\"line-field\"><span>");
    say(out, view, "timing.minutes");
    buffer_print(out, "</span><input name=\"minutes\" inputmode=\"numeric\" maxlength=\"3\" data-number value=\"%d\"></label>",
                 view->class->class.minutes);
    end_dialog(out, view, "person.keep");

    begin_dialog(out, view, "assisting", "assist", "assist.title", "assist.means");
    buffer_add_text(out, "<label class=\"line-field\"><span>");
    say(out, view, "person.name");
    buffer_add_text(out, "</span><input name=\"name\" maxlength=\"60\" autocomplete=\"off\"></label><label class=\"line-field\"><span>");
    say(out, view, "person.year");
    buffer_add_text(out, "</span><input name=\"birth_year\" inputmode=\"numeric\" maxlength=\"4\" data-number></label>");
    end_dialog(out, view, "assist.begin");
}
