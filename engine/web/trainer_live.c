/* trainer_live.c - a class as a console sees it: whole when asked for, and as a stream of what has changed
 * (server-sent events, WHATWG HTML section 9.2). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "web/live_stream.h"
#include "web/routes.h"
#include "web/sign_in.h"
#include "web/trainer_view.h"

enum fault
live_open(struct site *site, int64_t class_id, const char *language, const char *chosen, struct live *live,
          struct err *err)
{
    size_t count = 0;
    *live = (struct live){.deeds = NULL};
    enum fault fault = classroom_view(site->room, class_id, &live->class, err);
    if (fault != FAULT_NONE)
        return fault;
    fault = classroom_list_deeds(site->room, class_id, &live->deeds, &count, err);
    live->view = (struct trainer_view){.class = &live->class,
                                       .language = language,
                                       .chosen = chosen != NULL ? chosen : "",
                                       .wrong_codes = limits_wrong_codes(&site->limits, site_now()),
                                       .machine = machine_look(&site->machine, site_now()),
                                       .names_are_locked = classroom_names_are_locked(site->room),
                                       .deeds = live->deeds,
                                       .deed_count = count};
    if (fault != FAULT_NONE)
        live_close(live);
    return fault;
}

void
live_close(struct live *live)
{
    free(live->deeds);
    live->deeds = NULL;
    class_view_clear(&live->class);
}

static struct json *
describe_tile(const struct trainer_view *view, const struct tile *tile)
{
    static const char *const STATES[] = {"at_work", "hand_up", "away", "done", "expected", "waiting"};
    struct json *value = json_new_object();
    struct buffer html = {0};
    trainer_add_tile(&html, view, tile);
    json_put_text(value, "learner", tile->learner_id);
    json_put_text(value, "name", tile->name);
    json_put_integer(value, "number", tile->number);
    json_put_text(value, "state", STATES[tile->state]);
    json_put_integer(value, "item", (int64_t)tile->item);
    json_put_integer(value, "of", (int64_t)tile->item_count);
    json_put_boolean(value, "adaptive", tile->is_adaptive);
    json_put_integer(value, "focus_out", tile->focus_out);
    json_put_integer(value, "phones", tile->phones);
    json_put_integer(value, "same_phone", tile->same_phone);
    json_put_boolean(value, "identity_seen", tile->identity_seen);
    json_put_boolean(value, "help_given", tile->help_given);
    json_put_boolean(value, "certifies", tile->certifies);
    json_put(value, "certificate",
             tile->certificate[0] != 0 ? json_new_text(tile->certificate) : json_new_null());
    json_put_text(value, "html", buffer_text(&html));
    buffer_clear(&html);
    return value;
}

static struct json *
describe_deeds(const struct live *live)
{
    struct json *deeds = json_new_array();
    for (size_t i = 0; i < live->view.deed_count; i++) {
        struct json *deed = json_new_object();
        json_put_integer(deed, "seq", live->deeds[i].seq);
        json_put_text(deed, "verb", live->deeds[i].verb);
        json_put_text(deed, "name", live->deeds[i].name);
        json_add(deeds, deed);
    }
    return deeds;
}

static void
describe_class(const struct live *live, struct json *value)
{
    const struct class_view *class = &live->class;
    json_put_integer(value, "class", class->class.id);
    json_put_text(value, "name", class->class.name);
    json_put_text(value, "code", class->class.code);
    json_put_boolean(value, "ended", class->class.has_ended);
    json_put_boolean(value, "paused", class->class.is_paused);
    json_put_integer(value, "minutes", class->class.minutes);
    json_put_integer(value, "people", (int64_t)class->people);
    json_put_integer(value, "issued", (int64_t)class->issued);
    json_put_integer(value, "to_issue", (int64_t)class->to_issue);
    json_put_integer(value, "wrong_codes", (int64_t)live->view.wrong_codes);
    json_put(value, "deeds", describe_deeds(live));
}

void
trainer_view_class(struct site *site, const struct request *request, struct reply *reply)
{
    struct live live;
    struct err err;
    enum fault fault = live_open(site, trainer_class_number(request), sign_in_language(request),
                                 pairs_get(&request->query, "learner"), &live, &err);
    if (fault == FAULT_INPUT) {
        routes_refuse(request, (struct refusal){404, "There is no such class."}, reply);
        return;
    }
    if (fault != FAULT_NONE) {
        site_fail(site, reply, &err);
        return;
    }
    struct json *value = json_new_object(), *tiles = json_new_array();
    for (size_t i = 0; i < live.class.tile_count; i++)
        json_add(tiles, describe_tile(&live.view, &live.class.tiles[i]));
    describe_class(&live, value);
    json_put(value, "tiles", tiles);
    reply_json(reply, 200, value);
    live_close(&live);
}

/* ---- the stream: only what has changed since it was last told ---- */

struct told {
    char id[LEARNER_ID_MAX];
    uint64_t mark;
};

struct live_stream {
    struct site *site;
    int64_t class_id;
    char language[4], chosen[LEARNER_ID_MAX];
    struct told *told;
    size_t told_count, told_capacity;
};

struct live_stream *
live_stream_open(struct site *site, const struct request *request)
{
    const char *chosen = pairs_get(&request->query, "learner");
    struct live_stream *stream = memory_new(sizeof *stream);
    stream->site = site;
    stream->class_id = trainer_class_number(request);
    snprintf(stream->language, sizeof stream->language, "%s", sign_in_language(request));
    snprintf(stream->chosen, sizeof stream->chosen, "%s", chosen != NULL ? chosen : "");
    return stream;
}

void
live_stream_close(struct live_stream *stream)
{
    if (stream == NULL)
        return;
    free(stream->told);
    free(stream);
}

/* FNV-1a: no secret, only "the same as before". */
static uint64_t
mark_of(const struct buffer *html)
{
    uint64_t mark = 14695981039346656037ULL;
    for (size_t i = 0; i < html->len; i++)
        mark = (mark ^ html->data[i]) * 1099511628211ULL;
    return mark | 1;
}

static bool
is_news(struct live_stream *stream, const char *id, const struct buffer *html)
{
    uint64_t mark = mark_of(html);
    size_t at = 0;
    while (at < stream->told_count && strcmp(stream->told[at].id, id) != 0)
        at++;
    if (at == stream->told_count) {
        MEMORY_GROW(stream->told, stream->told_count, stream->told_capacity);
        stream->told[stream->told_count] = (struct told){.mark = 0};
        snprintf(stream->told[stream->told_count++].id, sizeof stream->told[0].id, "%s", id);
    }
    bool is_new = stream->told[at].mark != mark;
    stream->told[at].mark = mark;
    return is_new;
}

static struct json *
describe_new_tiles(struct live_stream *stream, const struct live *live, struct json *order)
{
    struct json *tiles = json_new_object();
    for (size_t i = 0; i < live->class.tile_count; i++) {
        const struct tile *tile = &live->class.tiles[i];
        struct buffer html = {0};
        trainer_add_tile(&html, &live->view, tile);
        json_add(order, json_new_text(tile->learner_id));
        if (is_news(stream, tile->learner_id, &html))
            json_put_text(tiles, tile->learner_id, buffer_text(&html));
        buffer_clear(&html);
    }
    return tiles;
}

static struct json *
describe_new_pieces(struct live_stream *stream, const struct live *live)
{
    struct json *pieces = json_new_object();
    for (size_t n = 0; trainer_piece(n) != NULL; n++) {
        struct buffer html = {0};
        trainer_add_piece(&html, &live->view, n);
        if (is_news(stream, trainer_piece(n), &html))
            json_put_text(pieces, trainer_piece(n), buffer_text(&html));
        buffer_clear(&html);
    }
    return pieces;
}

static void
add_event(struct live_stream *stream, const struct live *live, struct buffer *out)
{
    struct json *value = json_new_object(), *order = json_new_array();
    struct json *tiles = describe_new_tiles(stream, live, order), *pieces = describe_new_pieces(stream, live);
    struct buffer order_text = {0};
    json_write(order, &order_text);
    bool has_news = json_count(tiles) > 0 || json_count(pieces) > 0;
    has_news |= is_news(stream, "order", &order_text);
    buffer_clear(&order_text);
    json_put(value, "tiles", tiles);
    json_put(value, "pieces", pieces);
    json_put(value, "order", order);
    describe_class(live, value);
    if (has_news) {
        buffer_add_text(out, "data: ");
        json_write(value, out);
        buffer_add_text(out, "\n\n");
    }
    json_free(value);
}

bool
live_stream_tell(struct live_stream *stream, struct buffer *out)
{
    struct live live;
    struct err err;
    if (live_open(stream->site, stream->class_id, stream->language, stream->chosen, &live, &err) != FAULT_NONE)
        return false;
    add_event(stream, &live, out);
    live_close(&live);
    return true;
}

void
trainer_stream_class(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_view class;
    if (!trainer_find_view(site, request, &class, reply))
        return;
    class_view_clear(&class);
    reply->status = 200;
    reply->type = "text/event-stream";
    reply->stream = live_stream_open(site, request);
    buffer_add_text(&reply->body, "retry: 2000\n\n");
}
