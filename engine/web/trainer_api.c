/* trainer_api.c - what the console's script asks and does. Every action is a POST with JSON from
 * the laptop itself. */
#include <stdlib.h>
#include <string.h>

#include "web/routes.h"
#include "web/sign_in.h"
#include "web/trainer_view.h"

static void
reply_done(struct reply *reply)
{
    struct json *value = json_new_object();
    json_put_boolean(value, "saved", true);
    reply_json(reply, 200, value);
}

/* The trainer's own words come back as a sentence that says what to do. */
static void
reply_fault(struct site *site, const struct err *err, struct reply *reply)
{
    if (err->fault == FAULT_INPUT || err->fault == FAULT_CONFLICT)
        reply_error(reply, 422, "impossible", err->text);
    else
        site_fail(site, reply, err);
}

void
trainer_open_class(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_summary class;
    struct err err;
    const char *name = request_text(request, "name"), *quiz = request_text(request, "quiz");
    if (name == NULL || quiz == NULL) {
        reply_error(reply, 400, "incomplete", "name and quiz must be texts");
    } else if (classroom_open_class(site->room, name, quiz, NULL, &class, &err) != FAULT_NONE) {
        reply_fault(site, &err, reply);
    } else {
        struct json *value = json_new_object();
        site->class_id = class.id;
        json_put_integer(value, "class", class.id);
        json_put_text(value, "code", class.code);
        reply_json(reply, 200, value);
    }
}

/* ---- the class, asked every second ---- */

static struct json *
describe_tile(const struct trainer_view *view, const struct tile *tile)
{
    static const char *const STATES[] = {"at_work", "hand_up", "away", "done"};
    struct json *value = json_new_object();
    struct buffer html = {0};
    trainer_add_tile(&html, view, tile);
    json_put_text(value, "learner", tile->learner_id);
    json_put_text(value, "name", tile->name);
    json_put_integer(value, "number", tile->number);
    json_put_text(value, "state", STATES[tile->state]);
    json_put_integer(value, "item", (int64_t)tile->item);
    json_put_integer(value, "of", (int64_t)tile->item_count);
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
describe_pieces(const struct trainer_view *view)
{
    struct json *pieces = json_new_object();
    for (size_t n = 0; trainer_piece(n) != NULL; n++) {
        struct buffer html = {0};
        trainer_add_piece(&html, view, n);
        json_put_text(pieces, trainer_piece(n), buffer_text(&html));
        buffer_clear(&html);
    }
    return pieces;
}

void
trainer_view_class(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_view class;
    const char *chosen = pairs_get(&request->query, "learner");
    if (!trainer_find_view(site, request, &class, reply))
        return;
    const struct trainer_view view = {.class = &class,
                                      .language = sign_in_language(request),
                                      .chosen = chosen != NULL ? chosen : "",
                                      .wrong_codes = limits_wrong_codes(&site->limits, site_now())};
    struct json *value = json_new_object(), *tiles = json_new_array();
    for (size_t i = 0; i < class.tile_count; i++)
        json_add(tiles, describe_tile(&view, &class.tiles[i]));
    json_put_integer(value, "class", class.class.id);
    json_put_text(value, "name", class.class.name);
    json_put_text(value, "code", class.class.code);
    json_put_boolean(value, "ended", class.class.has_ended);
    json_put_integer(value, "people", (int64_t) class.tile_count);
    json_put_integer(value, "issued", (int64_t) class.issued);
    json_put_integer(value, "to_issue", (int64_t) class.to_issue);
    json_put(value, "tiles", tiles);
    json_put(value, "pieces", describe_pieces(&view));
    reply_json(reply, 200, value);
    class_view_clear(&class);
}

void
trainer_end_class(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_view class;
    struct err err;
    if (!trainer_find_view(site, request, &class, reply))
        return;
    if (!class.class.has_ended &&
        classroom_end_class(site->room, class.class.id, &err) != FAULT_NONE)
        reply_fault(site, &err, reply);
    else
        reply_done(reply);
    class_view_clear(&class);
}

/* ---- papers ---- */

/* One certificate a call, so that the class stays awake while a hundred are made. */
void
trainer_issue(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_view class;
    struct issued issued = {0};
    struct err err;
    bool is_one = false;
    if (!trainer_find_view(site, request, &class, reply))
        return;
    if (class.to_issue > 0 && classroom_verifier_url(site->room)[0] == 0) {
        reply_error(reply, 422, "no_verifier",
                    "the address of the page that checks certificates is not set yet");
    } else if (classroom_issue_next(site->room, class.class.id, NULL, &is_one, &issued, &err) !=
               FAULT_NONE) {
        reply_fault(site, &err, reply);
    } else {
        struct json *value = json_new_object();
        size_t left = is_one && class.to_issue > 0 ? class.to_issue - 1 : 0;
        json_put_boolean(value, "done", left == 0);
        json_put(value, "certificate",
                 is_one ? json_new_text(issued.certificate) : json_new_null());
        json_put(value, "name", is_one ? json_new_text(issued.name) : json_new_null());
        json_put_integer(value, "left", (int64_t)left);
        reply_json(reply, 200, value);
    }
    issued_clear(&issued);
    class_view_clear(&class);
}

void
trainer_set_address(struct site *site, const struct request *request, struct reply *reply)
{
    const char *url = request_text(request, "url");
    struct err err;
    if (url == NULL)
        reply_error(reply, 400, "incomplete", "url must be a text");
    else if (classroom_set_verifier_url(site->room, url, &err) != FAULT_NONE)
        reply_fault(site, &err, reply);
    else
        reply_done(reply);
}

/* ---- keys and withdrawn papers ---- */

/* For one second the class waits: a passphrase is slow on purpose. */
static void
use_passphrase(struct site *site, const struct request *request, struct reply *reply,
               enum fault (*use)(struct classroom *room, const char *words, struct err *err))
{
    const char *words = request_text(request, "passphrase");
    struct err err;
    if (words == NULL)
        reply_error(reply, 400, "incomplete", "passphrase must be a text");
    else if (use(site->room, words, &err) != FAULT_NONE)
        reply_fault(site, &err, reply);
    else
        reply_done(reply);
}

void
trainer_seal_keys(struct site *site, const struct request *request, struct reply *reply)
{
    use_passphrase(site, request, reply, classroom_seal_by_words);
}

void
trainer_unlock_keys(struct site *site, const struct request *request, struct reply *reply)
{
    use_passphrase(site, request, reply, classroom_unlock_by_words);
}

void
trainer_lock_keys(struct site *site, const struct request *request, struct reply *reply)
{
    (void)request;
    if (!classroom_is_sealed(site->room)) {
        reply_error(reply, 422, "impossible", "the keys have no passphrase yet: set one first");
        return;
    }
    classroom_lock(site->room);
    reply_done(reply);
}

void
trainer_revoke(struct site *site, const struct request *request, struct reply *reply)
{
    const char *reason = request_text(request, "reason"), *words = request_text(request, "passphrase");
    struct err err;
    bool is_published;
    if (reason == NULL || strlen(reason) != 1) {
        reply_error(reply, 400, "incomplete", "reason must be one digit, as text");
    } else if (classroom_revoke_by_words(site->room, request->segments[0], reason[0] - '0', words == NULL ? "" : words,
                                         &is_published, &err) != FAULT_NONE) {
        reply_fault(site, &err, reply);
    } else {
        struct json *value = json_new_object();
        json_put_boolean(value, "saved", true);
        json_put_boolean(value, "published", is_published);
        reply_json(reply, 200, value);
    }
}

/* ---- the wall ---- */

/* In a Wi-Fi code these letters end something unless a backslash stands before them. */
static void
add_wifi_text(struct buffer *out, const char *text)
{
    for (; *text != 0; text++) {
        if (strchr("\\;,:\"", *text) != NULL)
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, (uint8_t)*text);
    }
}

/* WIFI:T:WPA;S:name;P:password;; - what phones' cameras understand. Nothing of it is kept here. */
void
trainer_draw_wifi(struct site *site, const struct request *request, struct reply *reply)
{
    const char *name = request_text(request, "name"), *password = request_text(request, "password");
    struct buffer text = {0}, code = {0};
    struct err err;
    if (name == NULL || name[0] == 0 || strlen(name) > 32 || password == NULL ||
        strlen(password) > 63) {
        reply_error(reply, 422, "impossible",
                    "a Wi-Fi name has 1 to 32 bytes, a password at most 63");
        return;
    }
    buffer_print(&text, "WIFI:T:%s;S:", password[0] != 0 ? "WPA" : "nopass");
    add_wifi_text(&text, name);
    buffer_add_text(&text, password[0] != 0 ? ";P:" : "");
    add_wifi_text(&text, password);
    buffer_add_text(&text, ";;");
    if (classroom_draw_code(buffer_text(&text), false, &code, &err) != FAULT_NONE) {
        reply_fault(site, &err, reply);
    } else {
        struct json *value = json_new_object();
        json_put_text(value, "svg", buffer_text(&code));
        reply_json(reply, 200, value);
    }
    buffer_clear(&text);
    buffer_clear(&code);
}

/* ---- one learner ---- */

void
trainer_attest(struct site *site, const struct request *request, struct reply *reply)
{
    const struct json *identity = json_get(request->json, "identity_seen"),
                      *help = json_get(request->json, "help_given");
    struct err err;
    if (identity == NULL || help == NULL)
        reply_error(reply, 400, "incomplete", "identity_seen and help_given must be true or false");
    else if (classroom_attest(site->room, request->segments[0], json_is_true(identity),
                              json_is_true(help), &err) != FAULT_NONE)
        reply_fault(site, &err, reply);
    else
        reply_done(reply);
}

void
trainer_release(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    if (classroom_release(site->room, request->segments[0], &err) != FAULT_NONE)
        reply_fault(site, &err, reply);
    else
        reply_done(reply);
}

void
trainer_lower_hand(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    if (classroom_lower_hand(site->room, request->segments[0], &err) != FAULT_NONE)
        reply_fault(site, &err, reply);
    else
        reply_done(reply);
}
