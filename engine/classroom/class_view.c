/* class_view.c - what the trainer sees of a class: a tile for each learner, in an order that never jumps. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "classroom/room.h"

enum { AWAY_AFTER_MS = 30000 };

void
class_view_clear(struct class_view *view)
{
    free(view->tiles);
    *view = (struct class_view){0};
}

static void
split_name(struct tile *tile, const char *name)
{
    const char *blank = strrchr(name, ' ');
    snprintf(tile->name, sizeof tile->name, "%s", name);
    snprintf(tile->given, sizeof tile->given, "%s", blank == NULL ? name : blank + 1);
    if (blank != NULL)
        snprintf(tile->family, sizeof tile->family, "%.*s", (int)(blank - name), name);
}

/* The first critical act that nobody overturned and nothing closed, in words of the quiz. */
static void
fill_unsafe(const struct seat *seat, const struct json *decision, struct tile *tile)
{
    const struct json *criticals = json_get(decision, "criticals");
    struct evidence evidence;
    for (size_t i = 0; i < json_count(criticals) && tile->unsafe_item[0] == 0; i++) {
        const struct json *found = json_at(criticals, i);
        const char *item = json_get_text(found, "item"), *state = json_get_text(found, "state");
        if (item != NULL && state != NULL && (strcmp(state, "open") == 0 || strcmp(state, "band free") == 0))
            snprintf(tile->unsafe_item, sizeof tile->unsafe_item, "%s", item);
    }
    if (tile->unsafe_item[0] == 0)
        return;
    session_evidence(seat->session, &evidence);
    for (size_t i = 0; i < evidence.line_count; i++) {
        const struct evidence_line *line = &evidence.lines[i];
        if (line->is_critical && line->answer == 0 && strcmp(line->item, tile->unsafe_item) == 0)
            snprintf(tile->unsafe_line, sizeof tile->unsafe_line, "%s", line->text);
    }
    evidence_clear(&evidence);
}

static enum fault
fill_outcome(struct classroom *room, const struct seat *seat, struct tile *tile, struct err *err)
{
    struct certificate_row certificate;
    struct json *evidence = NULL, *decision = NULL;
    char screens[HASH_HEX_LEN];
    bool found;
    enum fault fault = store_find_certificate_of(room->store, seat->attempt.id, &certificate, &found, err);
    if (fault != FAULT_NONE)
        return fault;
    if (found)
        snprintf(tile->certificate, sizeof tile->certificate, "%s", certificate.id);
    tile->is_printed = found && certificate.printed_at != 0;
    if (found)
        fault = store_find_revocation(room->store, certificate.id, &(struct revocation_row){0}, &tile->is_revoked, err);
    if (fault != FAULT_NONE)
        return fault;
    if (seat->attempt.finished_at == 0)
        return FAULT_NONE;
    fault = store_read_result(room->store, seat->attempt.id, screens, &evidence, &decision, &found, err);
    tile->certifies = fault == FAULT_NONE && found && json_is_true(json_get(decision, "certifies"));
    if (fault == FAULT_NONE && found)
        fill_unsafe(seat, decision, tile);
    json_free(evidence);
    json_free(decision);
    return fault;
}

/* What the row says, phone or not. */
static void
fill_person(const struct learner_row *learner, struct tile *tile)
{
    char name[NAME_MAX_BYTES];
    memcpy(tile->learner_id, learner->id, sizeof learner->id);
    room_show_name(learner, "vi", name, sizeof name);
    split_name(tile, name);
    tile->number = learner->number;
    tile->birth_year = learner->birth_year;
    tile->identity_seen = learner->identity_seen;
    tile->help_given = learner->help_given;
    tile->extra_minutes = learner->extra_minutes;
    tile->is_guest = room_is_guest(learner);
    tile->may_rejoin = learner->may_rejoin;
    tile->minutes_left = -1;
    tile->seconds_unseen = -1;
    tile->state = TILE_EXPECTED;
    memcpy(tile->address, learner->address, sizeof learner->address);
    if (learner->picture != 0) {
        memcpy(tile->digits, learner->digits, sizeof tile->digits);
        snprintf(tile->picture, sizeof tile->picture, "%s", classroom_picture(learner->picture));
    }
}

static enum tile_state
find_state(const struct seat *seat, int64_t now)
{
    if (seat->learner.state == LEARNER_WAITING)
        return TILE_WAITING;
    if (seat->attempt.finished_at != 0)
        return TILE_DONE;
    if (seat->around.hand_ms != 0)
        return TILE_HAND_UP;
    return seat->seen_ms == 0 || now - seat->seen_ms > AWAY_AFTER_MS ? TILE_AWAY : TILE_AT_WORK;
}

static enum fault
fill_tile(struct classroom *room, const struct seat *seat, const struct class_row *class, struct tile *tile,
          struct err *err)
{
    int64_t now = room->clock.monotonic_ms(), limit_ms = (class->minutes + seat->learner.extra_minutes) * 60000;
    fill_person(&seat->learner, tile);
    tile->item_count = session_item_total(seat->session);
    tile->item = session_item_number(seat->session);
    tile->is_adaptive = session_is_adaptive(seat->session);
    if (tile->is_adaptive && session_items_more(seat->session) > 0)
        tile->item_count = session_items_more(seat->session) + (tile->item > 0 ? tile->item - 1 : 0);
    tile->in_practice = tile->item == 0;
    tile->focus_out = seat->around.focus_out;
    tile->phones = seat->around.phones;
    tile->seconds_unseen = seat->seen_ms == 0 ? -1 : (now - seat->seen_ms) / 1000;
    tile->seconds_waiting = seat->around.hand_ms == 0 ? 0 : (now - seat->around.hand_ms) / 1000;
    tile->state = find_state(seat, now);
    if (class->minutes > 0 && tile->state != TILE_DONE)
        tile->minutes_left = (int)((limit_ms - room_time_used(seat, now) + 59999) / 60000);
    return fill_outcome(room, seat, tile, err);
}

/* How many others sat at the same phone: to be looked at, never punished. */
static void
count_phones(const struct classroom *room, struct class_view *view)
{
    for (size_t i = 0; i < room->seat_count; i++) {
        const struct seat *seat = &room->seats[i];
        if (seat->around.phone[0] == 0 || seat->learner.class_id != view->class.id)
            continue;
        for (size_t j = 0; j < view->tile_count; j++) {
            struct tile *tile = &view->tiles[j];
            if (strcmp(tile->learner_id, seat->learner.id) == 0)
                for (size_t k = 0; k < room->seat_count; k++)
                    tile->same_phone += k != i && strcmp(room->seats[k].around.phone, seat->around.phone) == 0;
        }
    }
}

struct keyed_tile {
    char *key;
    struct tile tile;
};

static int
compare_tiles(const void *left, const void *right)
{
    const struct keyed_tile *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : (a->tile.number > b->tile.number) - (a->tile.number < b->tile.number);
}

static void
sort_tiles(struct tile *tiles, size_t count)
{
    struct keyed_tile *keyed = memory_new_array(count, sizeof *keyed);
    for (size_t i = 0; i < count; i++)
        keyed[i] = (struct keyed_tile){.key = text_name_sort_key(tiles[i].name), .tile = tiles[i]};
    qsort(keyed, count, sizeof *keyed, compare_tiles);
    for (size_t i = 0; i < count; i++) {
        tiles[i] = keyed[i].tile;
        free(keyed[i].key);
    }
    free(keyed);
}

static bool
is_shown(const struct learner_row *learner)
{
    return learner->state == LEARNER_EXPECTED || learner->state == LEARNER_JOINED || learner->state == LEARNER_WAITING;
}

static enum fault
add_tile(struct classroom *room, const struct learner_row *learner, const struct class_row *class,
         struct class_view *view, struct err *err)
{
    struct seat *seat = NULL;
    enum fault fault = FAULT_NONE;
    if (!is_shown(learner))
        return FAULT_NONE;
    if (learner->joined_at != 0)
        fault = room_seat_by_id(room, learner->id, &seat, err);
    if (fault == FAULT_NONE && seat != NULL)
        fault = room_watch_time(room, seat, class, err);
    struct tile *tile = &view->tiles[view->tile_count++];
    if (seat == NULL)
        fill_person(learner, tile);
    return fault == FAULT_NONE && seat != NULL ? fill_tile(room, seat, class, tile, err) : fault;
}

static enum fault
count_sittings(struct classroom *room, struct class_view *view, struct err *err)
{
    struct attempt_row *rows = NULL;
    size_t count = 0;
    enum fault fault = store_list_attempts(room->store, view->class.id, &rows, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        for (size_t j = 0; j < view->tile_count; j++)
            view->tiles[j].sittings += strcmp(view->tiles[j].learner_id, rows[i].learner_id) == 0;
    free(rows);
    return fault;
}

enum fault
classroom_view(struct classroom *room, int64_t class_id, struct class_view *view, struct err *err)
{
    struct learner_row *learners = NULL;
    struct class_row class;
    size_t count = 0;
    *view = (struct class_view){.last_commit_at = room->committed_at};
    enum fault fault = classroom_find_class(room, class_id, &view->class, err);
    if (fault == FAULT_NONE)
        fault = room_find_class(room, class_id, &class, err);
    if (fault == FAULT_NONE)
        fault = classroom_delivery(room, class_id, &view->delivery, err);
    if (fault == FAULT_NONE)
        fault = store_list_learners(room->store, class_id, &learners, &count, err);
    if (fault != FAULT_NONE)
        return fault;
    view->tiles = memory_new_array(count, sizeof *view->tiles);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        fault = add_tile(room, &learners[i], &class, view, err);
    free(learners);
    for (size_t i = 0; i < view->tile_count; i++) {
        view->people += view->tiles[i].state != TILE_EXPECTED;
        view->issued += view->tiles[i].certificate[0] != 0;
        view->to_issue += view->tiles[i].certifies && view->tiles[i].certificate[0] == 0;
    }
    if (fault == FAULT_NONE)
        fault = count_sittings(room, view, err);
    if (fault != FAULT_NONE) {
        class_view_clear(view);
        return fault;
    }
    count_phones(room, view);
    sort_tiles(view->tiles, view->tile_count);
    return FAULT_NONE;
}
