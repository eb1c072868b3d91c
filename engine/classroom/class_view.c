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
    if (found)
        fault = store_find_revocation(room->store, certificate.id, &(struct revocation_row){0}, &tile->is_revoked, err);
    if (fault != FAULT_NONE)
        return fault;
    if (seat->attempt.finished_at == 0)
        return FAULT_NONE;
    fault = store_read_result(room->store, seat->attempt.id, screens, &evidence, &decision, &found, err);
    tile->certifies = fault == FAULT_NONE && found && json_is_true(json_get(decision, "certifies"));
    json_free(evidence);
    json_free(decision);
    return fault;
}

static enum fault
fill_tile(struct classroom *room, const struct seat *seat, struct tile *tile, struct err *err)
{
    int64_t now = room->clock.monotonic_ms();
    memcpy(tile->learner_id, seat->learner.id, sizeof seat->learner.id);
    split_name(tile, seat->learner.name);
    tile->number = seat->learner.number;
    tile->birth_year = seat->learner.birth_year;
    tile->identity_seen = seat->learner.identity_seen;
    tile->help_given = seat->learner.help_given;
    tile->item_count = session_item_total(seat->session);
    tile->item = session_item_number(seat->session);
    tile->in_practice = tile->item == 0;
    tile->focus_out = seat->focus_out;
    tile->seconds_unseen = seat->seen_ms == 0 ? -1 : (now - seat->seen_ms) / 1000;
    tile->seconds_waiting = seat->hand_ms == 0 ? 0 : (now - seat->hand_ms) / 1000;
    if (seat->attempt.finished_at != 0)
        tile->state = TILE_DONE;
    else if (seat->hand_ms != 0)
        tile->state = TILE_HAND_UP;
    else if (seat->seen_ms == 0 || now - seat->seen_ms > AWAY_AFTER_MS)
        tile->state = TILE_AWAY;
    else
        tile->state = TILE_AT_WORK;
    return fill_outcome(room, seat, tile, err);
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

enum fault
classroom_view(struct classroom *room, int64_t class_id, struct class_view *view, struct err *err)
{
    struct learner_row *learners = NULL;
    size_t count = 0;
    *view = (struct class_view){.last_commit_at = room->committed_at};
    enum fault fault = classroom_find_class(room, class_id, &view->class, err);
    if (fault == FAULT_NONE)
        fault = store_list_learners(room->store, class_id, &learners, &count, err);
    if (fault != FAULT_NONE)
        return fault;
    view->tiles = memory_new_array(count, sizeof *view->tiles);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        struct seat *seat;
        fault = room_seat_by_id(room, learners[i].id, &seat, err);
        if (fault == FAULT_NONE && seat != NULL)
            fault = fill_tile(room, seat, &view->tiles[view->tile_count++], err);
    }
    free(learners);
    for (size_t i = 0; i < view->tile_count; i++) {
        view->issued += view->tiles[i].certificate[0] != 0;
        view->to_issue += view->tiles[i].certifies && view->tiles[i].certificate[0] == 0;
    }
    if (fault != FAULT_NONE)
        class_view_clear(view);
    else
        sort_tiles(view->tiles, view->tile_count);
    return fault;
}

static enum fault
find_seat(struct classroom *room, const char *learner_id, struct seat **seat, struct err *err)
{
    enum fault fault = room_seat_by_id(room, learner_id, seat, err);
    if (fault == FAULT_NONE && *seat == NULL)
        fault = err_set(err, FAULT_INPUT, "there is no such learner in this class");
    return fault;
}

enum fault
classroom_attest(struct classroom *room, const char *learner_id, bool identity_seen, bool help_given, struct err *err)
{
    struct seat *seat;
    enum fault fault = find_seat(room, learner_id, &seat, err);
    if (fault != FAULT_NONE)
        return fault;
    seat->learner.identity_seen = identity_seen;
    seat->learner.help_given = help_given;
    return store_update_learner(room->store, &seat->learner, err);
}

enum fault
classroom_release(struct classroom *room, const char *learner_id, struct err *err)
{
    struct seat *seat;
    enum fault fault = find_seat(room, learner_id, &seat, err);
    if (fault == FAULT_NONE)
        seat->may_rejoin = true;
    return fault;
}

enum fault
classroom_lower_hand(struct classroom *room, const char *learner_id, struct err *err)
{
    struct seat *seat;
    enum fault fault = find_seat(room, learner_id, &seat, err);
    if (fault == FAULT_NONE)
        seat->hand_ms = 0;
    return fault;
}
