/* trainer_api.c - papers, keys and the wall: what the console's script asks for. Every action is a POST with JSON from
 * the laptop itself. */
#include <stdlib.h>
#include <string.h>

#include "web/routes.h"
#include "web/sign_in.h"
#include "web/trainer_view.h"

void
trainer_reply_done(struct reply *reply)
{
    struct json *value = json_new_object();
    json_put_boolean(value, "saved", true);
    reply_json(reply, 200, value);
}

/* The trainer's own words come back as a sentence that says what to do. */
void
trainer_reply_fault(struct site *site, const struct err *err, struct reply *reply)
{
    if (err->fault == FAULT_INPUT || err->fault == FAULT_CONFLICT)
        reply_error(reply, 422, "impossible", err->text);
    else
        site_fail(site, reply, err);
}

void
trainer_reply_deed(struct site *site, enum fault fault, const struct err *err, struct reply *reply)
{
    if (fault != FAULT_NONE)
        trainer_reply_fault(site, err, reply);
    else
        trainer_reply_done(reply);
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
        trainer_reply_fault(site, &err, reply);
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
        trainer_reply_fault(site, &err, reply);
    else
        trainer_reply_done(reply);
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
        trainer_reply_fault(site, &err, reply);
    else
        trainer_reply_done(reply);
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
    trainer_reply_done(reply);
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
        trainer_reply_fault(site, &err, reply);
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
        trainer_reply_fault(site, &err, reply);
    } else {
        struct json *value = json_new_object();
        json_put_text(value, "svg", buffer_text(&code));
        reply_json(reply, 200, value);
    }
    buffer_clear(&text);
    buffer_clear(&code);
}
