/* learner_api.c - what a phone's script (and a simulated learner) asks: join, screen, act, note.
 * JSON in, JSON out.
 *
 * Every answer that shows a screen holds it twice: as data, and as the HTML that the script puts
 * into the page. */
#include <stdlib.h>
#include <string.h>

#include "web/learner_pages.h"
#include "web/routes.h"
#include "web/sign_in.h"
#include "web/ui_parts.h"

/* ---- join ---- */

const struct join_outcome *
learner_join_outcome(enum join_answer answer)
{
    static const struct join_outcome OUTCOMES[] = {
        [JOIN_OK] = {200, "", ""},
        [JOIN_WRONG_CODE] = {403, "wrong_code", "join.wrong-code"},
        [JOIN_BAD_NAME] = {422, "bad_name", "join.bad-name"},
        [JOIN_BAD_YEAR] = {422, "bad_year", "join.bad-year"},
        [JOIN_NAME_IN_USE] = {403, "name_in_use", "join.name-in-use"},
        [JOIN_CLASS_OVER] = {403, "class_over", "join.class-over"},
        [JOIN_ASK_PICTURE] = {403, "ask_picture", "rejoin.ask-picture"},
        [JOIN_WRONG_PICTURE] = {403, "wrong_picture", "rejoin.wrong"},
    };
    return &OUTCOMES[answer];
}

enum fault
learner_try_join(struct site *site, const struct request *request, struct join_request *wanted,
                 enum join_answer *answer, struct joined *joined, struct err *err)
{
    const char *code = request_text(request, "code");
    if (!limits_may_try_code(&site->limits, request->peer, site_now()))
        return err_set(err, FAULT_LIMIT,
                       "too many wrong codes from this address; try again in a minute");
    err->text[0] = 0;
    wanted->code = code != NULL ? code : "";
    wanted->phone = sign_in_phone(request);
    enum fault fault = classroom_join(site->room, wanted, answer, joined, err);
    if (fault == FAULT_NONE && *answer == JOIN_WRONG_CODE)
        limits_note_wrong_code(&site->limits, request->peer, site_now());
    if (fault == FAULT_NONE && *answer == JOIN_OK && strcmp(sign_in_language(request), "vi") != 0) {
        struct learner_view view = {0};
        bool found;
        fault = classroom_note(site->room, joined->token, "language", sign_in_language(request), &found, &view,
                               err);
        learner_view_clear(&view);
    }
    return fault;
}

/* "consent": true, false, or not there: then the first screens ask. */
static enum agreement
read_agreement(const struct request *request)
{
    const struct json *consent = json_get(request->json, "consent");
    if (consent == NULL)
        return AGREEMENT_UNASKED;
    return json_is_true(consent) ? AGREEMENT_YES : AGREEMENT_NO;
}

const char *
learner_note_value(const struct request *request, const char *verb, const char *value, char consent[32])
{
    if (strcmp(verb, "consent") != 0 || (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0))
        return value;
    learner_print_consent(sign_in_language(request), strcmp(value, "yes") == 0, consent);
    return consent;
}

void
learner_join(struct site *site, const struct request *request, struct reply *reply)
{
    struct joined joined;
    struct err err;
    enum join_answer answer;
    int64_t birth_year = 0;
    const char *name = request_text(request, "name");
    if (request_text(request, "code") == NULL || name == NULL ||
        !request_integer(request, "birth_year", &birth_year)) {
        reply_error(reply, 400, "incomplete",
                    "code and name must be texts, birth_year a whole number");
        return;
    }
    struct join_request wanted = {.claimed_name = name, .birth_year = birth_year, .agreement = read_agreement(request)};
    enum fault fault = learner_try_join(site, request, &wanted, &answer, &joined, &err);
    if (fault == FAULT_LIMIT) {
        reply_add_header(reply, "Retry-After", "60");
        reply_error(reply, 429, "too_many", err.text);
    } else if (fault != FAULT_NONE) {
        site_fail(site, reply, &err);
    } else if (answer != JOIN_OK) {
        const struct join_outcome *outcome = learner_join_outcome(answer);
        reply_error(reply, outcome->status, outcome->word,
                    answer == JOIN_BAD_NAME && err.text[0] != 0 ? err.text
                                                                : ui_words("en", outcome->key));
    } else {
        struct json *value = json_new_object();
        json_put_text(value, "learner", joined.learner_id);
        json_put_integer(value, "number", joined.number);
        sign_in_give_token(reply, joined.token);
        reply_json(reply, 200, value);
    }
}

void
learner_show_class(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_summary class = {0};
    struct json *value = json_new_object();
    struct err err;
    (void)request;
    bool is_there = site->class_id != 0 &&
                    classroom_find_class(site->room, site->class_id, &class, &err) == FAULT_NONE;
    json_put(value, "class", is_there ? json_new_text(class.name) : json_new_null());
    json_put(value, "title", is_there ? json_new_text(class.quiz_title) : json_new_null());
    json_put_boolean(value, "open", is_there && !class.has_ended);
    reply_json(reply, 200, value);
}

/* ---- screens ---- */

/* The HTML as a JSON text. Written by hand, for it is most of the answer, and known to be UTF-8
 * already. */
static void
add_json_text(struct buffer *out, const struct buffer *html)
{
    size_t from = 0;
    buffer_add_byte(out, '"');
    for (size_t at = 0; at < html->len; at++) {
        uint8_t byte = html->data[at];
        if (byte >= ' ' && byte != '"' && byte != '\\')
            continue;
        buffer_add(out, html->data + from, at - from);
        buffer_print(out, byte < ' ' ? "\\u%04x" : "\\%c", byte);
        from = at + 1;
    }
    buffer_add(out, html->data + from, html->len - from);
    buffer_add_byte(out, '"');
}

static void
reply_view(const struct site *site, const struct learner_view *view, bool is_saved,
           struct reply *reply)
{
    struct buffer html = {0};
    struct learner_page page = {.view = view};
    (void)site;
    learner_add_screen(&html, &page);
    reply->status = 200;
    reply->type = "application/json";
    buffer_add_text(&reply->body, "{\"html\":");
    add_json_text(&reply->body, &html);
    buffer_print(&reply->body, "%s,\"screen\":", is_saved ? ",\"saved\":true" : "");
    json_write(view->screen, &reply->body);
    buffer_print(&reply->body, ",\"seq\":%u}", view->seq);
    buffer_clear(&html);
}

static void
reply_nobody(struct reply *reply)
{
    sign_in_forget_token(reply);
    reply_error(reply, 401, "nobody", "nobody holds this token: join again");
}

void
learner_show_screen(struct site *site, const struct request *request, struct reply *reply)
{
    struct learner_view view = {0};
    struct err err;
    bool found = false;
    if (classroom_look(site->room, sign_in_token(request), &found, &view, &err) != FAULT_NONE)
        site_fail(site, reply, &err);
    else if (!found)
        reply_nobody(reply);
    if (view.is_elsewhere)
        view.language = sign_in_language(request);
    if (found)
        reply_view(site, &view, false, reply);
    learner_view_clear(&view);
}

/* Asked every few seconds: keeps the learner's tile awake and tells whether there is something new
 * to show. */
void
learner_is_here(struct site *site, const struct request *request, struct reply *reply)
{
    struct learner_view view = {0};
    struct err err;
    bool found;
    if (classroom_look(site->room, sign_in_token(request), &found, &view, &err) != FAULT_NONE) {
        site_fail(site, reply, &err);
    } else if (!found) {
        reply_nobody(reply);
    } else {
        struct json *value = json_new_object();
        json_put_integer(value, "seq", view.seq);
        json_put_boolean(value, "hand", view.hand_is_up);
        json_put_text(value, "kind", json_get_text(view.screen, "kind"));
        json_put_boolean(value, "finished", view.has_finished);
        reply_json(reply, 200, value);
    }
    learner_view_clear(&view);
}

static bool
read_act(const struct request *request, struct act *act)
{
    int64_t seq = 0;
    act->item = request_text(request, "item");
    act->verb = request_text(request, "verb");
    act->target = request_text(request, "target");
    act->value = json_get(request->json, "value") == NULL ? "" : request_text(request, "value");
    bool is_whole = request_integer(request, "seq", &seq) && seq >= 1 && seq <= UINT32_MAX;
    act->seq = is_whole ? (uint32_t)seq : 0;
    return is_whole && act->item != NULL && act->verb != NULL && act->target != NULL &&
           act->value != NULL;
}

void
learner_act(struct site *site, const struct request *request, struct reply *reply)
{
    struct learner_view view = {0};
    struct act act;
    struct err err;
    bool found;
    if (!read_act(request, &act)) {
        reply_error(reply, 400, "incomplete",
                    "seq must be a whole number from 1 on; item, verb, target, value texts");
        return;
    }
    enum fault fault = classroom_act(site->room, sign_in_token(request), &act, &found, &view, &err);
    if (fault == FAULT_CONFLICT) {
        struct json *value = json_new_object();
        json_put_text(value, "error", "not_now");
        json_put_text(value, "reason", err.text);
        json_put_integer(value, "expected", (int64_t)view.seq + 1);
        reply_json(reply, view.class_has_ended ? 410 : 409, value);
    } else if (fault == FAULT_INPUT) {
        reply_error(reply, 422, "impossible", "the screen does not offer this");
    } else if (fault != FAULT_NONE) {
        site_fail(site, reply, &err);
    } else if (!found) {
        reply_nobody(reply);
    } else {
        reply_view(site, &view, true, reply);
    }
    learner_view_clear(&view);
}

void
learner_note(struct site *site, const struct request *request, struct reply *reply)
{
    struct learner_view view = {0};
    struct err err;
    bool found;
    const char *verb = request_text(request, "verb"), *value = request_text(request, "value");
    if (verb == NULL || value == NULL) {
        reply_error(reply, 400, "incomplete", "verb and value must be texts");
        return;
    }
    char consent[32];
    enum fault fault = classroom_note(site->room, sign_in_token(request), verb,
                                      learner_note_value(request, verb, value, consent), &found, &view, &err);
    if (fault == FAULT_CONFLICT) {
        reply_error(reply, 409, "not_now", err.text);
    } else if (fault == FAULT_INPUT) {
        reply_error(reply, 422, "impossible", "there is no such note");
    } else if (fault != FAULT_NONE) {
        site_fail(site, reply, &err);
    } else if (!found) {
        reply_nobody(reply);
    } else {
        reply_view(site, &view, true, reply);
    }
    learner_view_clear(&view);
}

void
learner_play_clip(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    bool found;
    if (classroom_read_clip(site->room, sign_in_token(request), request->segments[0], &reply->body, &found, &err) !=
        FAULT_NONE) {
        site_fail(site, reply, &err);
    } else if (!found) {
        routes_refuse(request, (struct refusal){404, "There is no such recording."}, reply);
    } else {
        reply->status = 200;
        reply->type = "audio/mpeg";
    }
}

void
learner_show_picture(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    const char *type;
    if (classroom_read_picture(site->room, sign_in_token(request), request->segments[0], &reply->body, &type, &err) !=
        FAULT_NONE) {
        site_fail(site, reply, &err);
    } else if (type == NULL) {
        routes_refuse(request, (struct refusal){404, "There is no such page."}, reply);
    } else {
        reply->status = 200;
        reply->type = type;
        reply->is_picture = true;
    }
}
