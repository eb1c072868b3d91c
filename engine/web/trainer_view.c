/* trainer_view.c - tiles and side column. Tiles keep their places; what is urgent is listed at the
 * side instead. */
#include "web/trainer_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "web/routes.h"
#include "web/sign_in.h"
#include "web/ui_parts.h"

enum { STEPS_MAX = 12, BAR_HEIGHT = 56 };

static void
say(struct buffer *out, const struct trainer_view *view, const char *key)
{
    ui_add_words(out, view->language, key, NULL, NULL);
}

/* "6 giây", "2 phút" */
static void
say_time(struct buffer *out, const struct trainer_view *view, const char *key, int64_t seconds)
{
    char number[24];
    struct buffer time = {0};
    snprintf(number, sizeof number, "%lld", (long long)(seconds < 60 ? seconds : seconds / 60));
    ui_add_words(&time, view->language, seconds < 60 ? "time.seconds" : "time.minutes", number,
                 NULL);
    ui_add_words(out, view->language, key, buffer_text(&time), NULL);
    buffer_clear(&time);
}

static void
say_count(struct buffer *out, const struct trainer_view *view, const char *key, size_t count)
{
    char number[24];
    snprintf(number, sizeof number, "%zu", count);
    ui_add_words(out, view->language, key, number, NULL);
}

/* ---- tiles ---- */

/* Twelve segments at most: a longer quiz is shown in proportion. */
static void
add_segments(struct buffer *out, const struct tile *tile)
{
    size_t of = tile->item_count < STEPS_MAX ? tile->item_count : STEPS_MAX;
    size_t item = tile->item_count <= STEPS_MAX || tile->item == 0
                      ? tile->item
                      : 1 + (tile->item - 1) * of / tile->item_count;
    bool is_done = tile->state == TILE_DONE;
    buffer_add_text(out, "<span class=\"segments\" aria-hidden=\"true\">");
    for (size_t i = 1; i <= of; i++) {
        bool is_past = is_done || i < item,
             is_now = !is_done && (i == item || (item == 0 && i == 1));
        buffer_print(out, "<i%s></i>",
                     is_past  ? " class=\"done\""
                     : is_now ? " class=\"now\""
                              : "");
    }
    buffer_add_text(out, "</span>");
}

static void
add_state_words(struct buffer *out, const struct trainer_view *view, const struct tile *tile)
{
    if (tile->state == TILE_EXPECTED) {
        say(out, view, "tile.expected");
    } else if (tile->state == TILE_WAITING) {
        ui_add_drawing(out, "them-nguoi");
        say(out, view, "tile.admit");
    } else if (tile->is_guest) {
        say(out, view, "tile.guest");
    } else if (tile->state == TILE_DONE) {
        ui_add_drawing(out, tile->certificate[0] != 0 ? "in" : "da-luu");
        say(out, view, tile->certificate[0] != 0 ? "tile.paper" : "tile.done");
    } else if (tile->state == TILE_HAND_UP) {
        say_time(out, view, "tile.calls", tile->seconds_waiting);
    } else if (tile->state == TILE_AWAY && tile->seconds_unseen < 0) {
        say(out, view, "tile.not-seen");
    } else if (tile->state == TILE_AWAY) {
        say_time(out, view, "tile.away", tile->seconds_unseen);
    } else if (tile->in_practice) {
        say(out, view, "tile.practice");
    } else if (tile->focus_out > 0) {
        ui_add_drawing(out, "roi-man");
        say_count(out, view, "tile.left", (size_t)tile->focus_out);
    } else {
        /* In steps of five: nothing on the page moves without need. */
        buffer_add_text(out, "<i class=\"dot\"></i>");
        say_time(out, view, "tile.seen", tile->seconds_unseen / 5 * 5);
    }
}

/* Two people of one name are told apart by their years. */
static void
add_year_of_namesake(struct buffer *out, const struct trainer_view *view, const struct tile *tile)
{
    for (size_t i = 0; i < view->class->tile_count; i++) {
        const struct tile *other = &view->class->tiles[i];
        if (other != tile && tile->birth_year != 0 && strcmp(other->name, tile->name) == 0) {
            buffer_print(out, " · %lld", (long long)tile->birth_year);
            return;
        }
    }
}

void
trainer_add_tile(struct buffer *out, const struct trainer_view *view, const struct tile *tile)
{
    static const char *const STATES[] = {"at-work", "hand-up", "away", "done", "expected", "waiting-in"};
    bool is_waiting = tile->state == TILE_WAITING;
    bool is_chosen = strcmp(view->chosen, tile->learner_id) == 0;
    buffer_print(out, "<button class=\"tile %s\" id=\"tile-%s\"", STATES[tile->state], tile->learner_id);
    if (is_waiting)
        buffer_print(out, " data-post=\"/trainer/api/learner/%s/admit\"><small>", tile->learner_id);
    else
        buffer_print(out, " data-learner=\"%s\" aria-pressed=\"%s\"><small>", tile->learner_id,
                     is_chosen ? "true" : "false");
    text_add_html(out, tile->family);
    add_year_of_namesake(out, view, tile);
    buffer_add_text(out, "</small><b>");
    text_add_html(out, tile->given);
    buffer_add_text(out, "</b>");
    if (tile->state == TILE_HAND_UP || tile->state == TILE_AWAY)
        ui_add_drawing(out, tile->state == TILE_AWAY ? "mat-mang" : "gio-tay");
    if (tile->state != TILE_EXPECTED && !is_waiting)
        add_segments(out, tile);
    buffer_add_text(out, "<span class=\"line\"><span>");
    add_state_words(out, view, tile);
    buffer_add_text(out, "</span>");
    bool is_running = tile->state == TILE_AT_WORK || tile->state == TILE_HAND_UP;
    if (is_running && tile->minutes_left >= 0 && tile->item > 0) {
        buffer_print(out, "<span>%d′</span>", tile->minutes_left);
    } else if (is_running && tile->item > 0 && tile->is_adaptive) {
        buffer_add_text(out, "<span>");
        say_count(out, view, "tile.items", tile->item - 1);
        buffer_add_text(out, "</span>");
    } else if (is_running && tile->item > 0) {
        buffer_print(out, "<span>%zu/%zu</span>", tile->item, tile->item_count);
    }
    buffer_add_text(out, "</span></button>");
}

/* ---- pieces ---- */

static size_t
count_state(const struct class_view *class, enum tile_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < class->tile_count; i++)
        count += class->tiles[i].state == state;
    return count;
}

static void
add_counts(struct buffer *out, const struct trainer_view *view)
{
    const struct class_view *class = view->class;
    size_t done = count_state(class, TILE_DONE), hands = count_state(class, TILE_HAND_UP);
    size_t expected = count_state(class, TILE_EXPECTED), people = class->people;
    const struct {
        const char *key;
        size_t count;
    } counts[] = {{"counts.people", people},
                  {"counts.online", people - done - count_state(class, TILE_AWAY)},
                  {"counts.done", done},
                  {"counts.help", hands},
                  {"counts.expected", expected}};
    for (size_t i = 0; i < (expected > 0 ? 5 : 4); i++) {
        buffer_print(out, "<span class=\"number\"><b>%zu</b> ", counts[i].count);
        say(out, view, counts[i].key);
        buffer_add_text(out, "</span>");
    }
}

static void
add_saved(struct buffer *out, const struct trainer_view *view)
{
    char time[6];
    clock_print_time(view->class->last_commit_at, time);
    ui_add_drawing(out, "da-luu");
    ui_add_words(out, view->language, "trainer.saved", time, NULL);
}

static int
compare_waiting(const void *left, const void *right)
{
    const struct tile *const *a = left, *const *b = right;
    return ((*a)->seconds_waiting < (*b)->seconds_waiting) -
           ((*a)->seconds_waiting > (*b)->seconds_waiting);
}

static void
add_caller(struct buffer *out, const struct trainer_view *view, const struct tile *tile)
{
    char item[24];
    snprintf(item, sizeof item, "%zu", tile->item);
    buffer_add_text(out, "<div class=\"caller\">");
    ui_add_drawing(out, "gio-tay");
    buffer_add_text(out, "<span><b>");
    text_add_html(out, tile->name);
    buffer_add_text(out, "</b><small>");
    if (tile->item > 0)
        ui_add_words(out, view->language, "help.item", item, NULL);
    say_time(out, view, "tile.calls", tile->seconds_waiting);
    buffer_print(out, "</small></span><button data-post=\"/trainer/api/learner/%s/lower-hand\">",
                 tile->learner_id);
    say(out, view, "help.helped");
    buffer_add_text(out, "</button></div>");
}

static void
add_help(struct buffer *out, const struct trainer_view *view)
{
    const struct tile *waiting[256];
    size_t count = 0;
    for (size_t i = 0; i < view->class->tile_count && count < 256; i++)
        if (view->class->tiles[i].state == TILE_HAND_UP)
            waiting[count++] = &view->class->tiles[i];
    qsort(waiting, count, sizeof waiting[0], compare_waiting);
    buffer_add_text(out, "<h2>");
    ui_add_drawing(out, "gio-tay");
    say(out, view, "help.title");
    buffer_add_text(out, "</h2>");
    for (size_t i = 0; i < count; i++)
        add_caller(out, view, waiting[i]);
    if (count == 0) {
        buffer_add_text(out, "<p class=\"quiet\">");
        say(out, view, "help.nobody");
        buffer_add_text(out, "</p>");
    }
    if (view->wrong_codes >= WRONG_CODES_PER_MINUTE) {
        buffer_add_text(out, "<p class=\"notice\">");
        say_count(out, view, "help.wrong-codes", view->wrong_codes);
        buffer_add_text(out, "</p>");
    }
}

/* How the items come to each person, where the quiz asks for more than one form for all. */
static void
add_delivery(struct buffer *out, const struct trainer_view *view)
{
    const struct delivery *delivery = &view->class->delivery;
    char usable[24];
    if (delivery->how == DELIVERY_FIXED)
        return;
    buffer_add_text(out, "<p class=\"delivery\">");
    snprintf(usable, sizeof usable, "%zu", delivery->usable);
    if (delivery->how == DELIVERY_FALLBACK)
        ui_add_words(out, view->language, "delivery.fallback", delivery->indicator, usable);
    else
        say(out, view, "delivery.adaptive");
    if (delivery->is_by_author) {
        buffer_add_text(out, " ");
        say(out, view, "delivery.by-author");
    }
    buffer_add_text(out, "</p>");
}

/* How many are at which item: drawn with attributes, for a style may not stand in the page. */
static void
add_chart(struct buffer *out, const struct trainer_view *view)
{
    size_t at[64] = {0}, most = 1, of = 0;
    add_delivery(out, view);
    for (size_t i = 0; i < view->class->tile_count; i++) {
        const struct tile *tile = &view->class->tiles[i];
        size_t own = tile->item_count < 63 ? tile->item_count : 63; /* adaptive tests differ in length */
        of = own > of ? own : of;
        if (tile->state != TILE_DONE && tile->item > 0 && tile->item <= own &&
            ++at[tile->item] > most)
            most = at[tile->item];
    }
    if (of == 0)
        return;
    buffer_add_text(out, "<h2>");
    say(out, view, "chart.title");
    buffer_print(out, "</h2><svg class=\"chart\" viewBox=\"0 0 %zu 90\" aria-hidden=\"true\">",
                 of * 21);
    for (size_t i = 1; i <= of; i++) {
        size_t height = at[i] * BAR_HEIGHT / most, x = (i - 1) * 21;
        buffer_print(out,
                     "<rect x=\"%zu\" y=\"%zu\" width=\"15\" height=\"%zu\" fill=\"#1F3468\"/>",
                     x + 3, 72 - height, height);
        if (at[i] > 0)
            buffer_print(out, "<text x=\"%zu\" y=\"%zu\" class=\"count\">%zu</text>", x + 10,
                         67 - height, at[i]);
        if (of <= 15 || i % 5 == 0)
            buffer_print(out, "<text x=\"%zu\" y=\"86\">%zu</text>", x + 10, i);
    }
    buffer_print(out, "<path d=\"M0 72.500h%zu\" stroke=\"#1B1B20\"/></svg>", of * 21);
}

static void
add_machine(struct buffer *out, const struct trainer_view *view)
{
    machine_add_box(out, view->language, view->machine);
}

static const struct {
    const char *name;
    void (*add)(struct buffer *, const struct trainer_view *);
} PIECES[] = {{"counts", add_counts},
              {"saved", add_saved},
              {"person", trainer_add_person},
              {"help", add_help},
              {"tools", trainer_add_tools},
              {"undo", trainer_add_undo},
              {"chart", add_chart},
              {"machine", add_machine}};

const char *
trainer_piece(size_t n)
{
    return n < sizeof PIECES / sizeof PIECES[0] ? PIECES[n].name : NULL;
}

void
trainer_add_piece(struct buffer *out, const struct trainer_view *view, size_t n)
{
    PIECES[n].add(out, view);
}

int64_t
trainer_class_number(const struct request *request)
{
    const char *digits = request->segments[0];
    bool is_number = digits[0] != 0 && strlen(digits) < 16 && digits[strspn(digits, "0123456789")] == 0;
    return is_number ? strtoll(digits, NULL, 10) : 0;
}

bool
trainer_find_view(struct site *site, const struct request *request, struct class_view *view,
                  struct reply *reply)
{
    struct err err;
    enum fault fault = classroom_view(site->room, trainer_class_number(request), view, &err);
    if (fault == FAULT_INPUT)
        routes_refuse(request, (struct refusal){404, "There is no such class."}, reply);
    else if (fault != FAULT_NONE)
        site_fail(site, reply, &err);
    return fault == FAULT_NONE;
}
