/* learner_forms.c - the whole test without a script: every form is answered with the next page or
 * with 303 to it.
 *
 * Until a learner has joined, nothing is kept here: code and name travel in the form from step to
 * step. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "web/learner_pages.h"
#include "web/routes.h"
#include "web/sign_in.h"
#include "web/trainer_frame.h"

/* ---- join ---- */

static void
show_join(struct site *site, const struct request *request, struct join_page *page, unsigned status,
          struct reply *reply)
{
    struct class_summary class;
    struct err ignored;
    int64_t class_id = 0;
    class.name[0] = 0;
    page->language = sign_in_language(request);
    if (page->step != STEP_CODE &&
        classroom_find_code(site->room, page->code, &class_id, &ignored) == FAULT_NONE &&
        class_id != 0 && classroom_find_class(site->room, class_id, &class, &ignored) == FAULT_NONE)
        page->class_name = class.name;
    learner_begin_page(&reply->body, page->language);
    learner_add_join(&reply->body, page);
    learner_end_page(&reply->body);
    reply_html(reply, status);
}

/* Who has a roster is asked to tap, who has none to type. */
static void
show_names(struct site *site, const struct request *request, const char *code, const char *notice, unsigned status,
           struct reply *reply)
{
    struct roster_name *names = NULL;
    size_t count = 0;
    int64_t class_id = 0;
    struct err err;
    enum fault fault = classroom_find_code(site->room, code, &class_id, &err);
    if (fault == FAULT_NONE)
        fault = classroom_list_roster(site->room, class_id, &names, &count, &err);
    struct join_page page = {.step = count > 0 ? STEP_ROSTER : STEP_NAME, .code = code, .name = "",
                             .roster = names, .roster_count = count, .notice = notice};
    if (fault != FAULT_NONE)
        site_fail(site, reply, &err);
    else
        show_join(site, request, &page, status, reply);
    free(names);
}

static void
show_screen_page(struct site *site, const struct learner_view *view, const char *notice,
                 struct reply *reply)
{
    struct learner_page page = {.view = view, .notice = notice};
    (void)site;
    learner_begin_page(&reply->body, view->language);
    learner_add_screen(&reply->body, &page);
    learner_end_page(&reply->body);
    reply_html(reply, 200);
}

static const char *
notice_of(const struct request *request)
{
    static const char *const KNOWN[][2] = {
        {"choose", "notice.choose"}, {"again", "notice.again"}, {"wiped", "notice.wiped"}};
    const char *asked = pairs_get(&request->query, "m");
    for (size_t i = 0; asked != NULL && i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        if (strcmp(asked, KNOWN[i][0]) == 0)
            return KNOWN[i][1];
    return NULL;
}

void
learner_show_page(struct site *site, const struct request *request, struct reply *reply)
{
    const char *token = sign_in_token(request);
    struct learner_view view = {0};
    struct err err;
    bool found = false;
    if (token[0] != 0 && classroom_look(site->room, token, &found, &view, &err) != FAULT_NONE) {
        site_fail(site, reply, &err);
    } else if (found) {
        if (view.is_elsewhere)
            view.language = sign_in_language(request);
        show_screen_page(site, &view, notice_of(request), reply);
    } else {
        struct join_page page = {
            .step = STEP_CODE, .code = "", .name = "", .notice = notice_of(request)};
        if (token[0] != 0)
            sign_in_forget_token(reply);
        show_join(site, request, &page, 200, reply);
    }
    learner_view_clear(&view);
}

/* True if the class is there and open; else says why on the page with the six digits. */
static bool
check_code(struct site *site, const struct request *request, const char *code, struct reply *reply)
{
    struct join_page page = {
        .step = STEP_CODE, .code = "", .name = "", .notice = "join.wrong-code"};
    struct err err;
    int64_t class_id = 0;
    unsigned status = 403;
    if (!limits_may_try_code(&site->limits, request->peer, site_now())) {
        page.notice = "join.too-many";
        status = 429;
        reply_add_header(reply, "Retry-After", "60");
    } else if (classroom_find_code(site->room, code, &class_id, &err) != FAULT_NONE) {
        site_fail(site, reply, &err);
        return false;
    } else if (class_id != 0) {
        return true;
    } else {
        limits_note_wrong_code(&site->limits, request->peer, site_now());
    }
    show_join(site, request, &page, status, reply);
    return false;
}

/* What the QR on the wall holds: the six digits are there, the name is asked next. */
void
learner_show_code(struct site *site, const struct request *request, struct reply *reply)
{
    struct learner_view view = {0};
    struct err err;
    bool found = false;
    const char *token = sign_in_token(request);
    if (token[0] != 0 && classroom_look(site->room, token, &found, &view, &err) == FAULT_NONE &&
        found) {
        reply_see_other(reply, "/");
    } else if (check_code(site, request, request->segments[0], reply)) {
        const char *asked = pairs_get(&request->query, "m");
        struct join_page page = {.step = STEP_NAME, .code = request->segments[0], .name = ""};
        if (asked != NULL && strcmp(asked, "type") == 0)
            show_join(site, request, &page, 200, reply);
        else
            show_names(site, request, request->segments[0], NULL, 200, reply);
    }
    learner_view_clear(&view);
}

/* What is asked after this answer. */
static enum join_step
next_step(enum join_answer answer)
{
    static const enum join_step STEPS[] = {
        [JOIN_OK] = STEP_CODE,           [JOIN_WRONG_CODE] = STEP_CODE,      [JOIN_BAD_NAME] = STEP_NAME,
        [JOIN_BAD_YEAR] = STEP_YEAR,     [JOIN_NAME_IN_USE] = STEP_NAME,     [JOIN_CLASS_OVER] = STEP_CODE,
        [JOIN_ASK_PICTURE] = STEP_PICTURE, [JOIN_WRONG_PICTURE] = STEP_PICTURE};
    return STEPS[answer];
}

static void
answer_join(struct site *site, const struct request *request, struct join_page *page, enum join_answer answer,
            const struct joined *joined, struct reply *reply)
{
    const struct join_outcome *outcome = learner_join_outcome(answer);
    if (answer == JOIN_OK) {
        sign_in_give_token(reply, joined->token);
        reply_see_other(reply, "/");
        return;
    }
    page->step = next_step(answer);
    page->notice = answer == JOIN_ASK_PICTURE ? NULL : outcome->key;
    page->learner_id = joined->learner_id;
    if (answer == JOIN_NAME_IN_USE)
        show_names(site, request, page->code, page->notice, outcome->status, reply);
    else
        show_join(site, request, page, outcome->status, reply);
}

static void
join_now(struct site *site, const struct request *request, struct join_page *page, const char *learner_id,
         int64_t birth_year, struct reply *reply)
{
    struct joined joined = {.number = 0};
    struct err err;
    enum join_answer answer = JOIN_WRONG_CODE;
    struct join_request wanted = {.learner_id = learner_id, .claimed_name = page->name, .birth_year = birth_year};
    enum fault fault = learner_try_join(site, request, &wanted, &answer, &joined, &err);
    sign_in_give_phone(request, reply);
    if (fault == FAULT_NONE) {
        answer_join(site, request, page, answer, &joined, reply);
    } else if (fault == FAULT_LIMIT) {
        page->step = STEP_CODE;
        page->notice = "join.too-many";
        show_join(site, request, page, 429, reply);
    } else {
        site_fail(site, reply, &err);
    }
}

void
learner_join_form(struct site *site, const struct request *request, struct reply *reply)
{
    const char *code = request_text(request, "code"), *name = request_text(request, "name");
    const char *year = request_text(request, "birth_year"), *learner_id = request_text(request, "learner");
    struct join_page page = {
        .step = STEP_NAME, .code = code != NULL ? code : "", .name = name != NULL ? name : ""};
    int64_t birth_year = 0;
    if (!check_code(site, request, page.code, reply))
        return;
    if (learner_id != NULL) {
        join_now(site, request, &page, learner_id, 0, reply);
    } else if (name == NULL) { /* a page of its own address: loaded again it is the same page */
        char address[40];
        snprintf(address, sizeof address, "/j/%.6s%s", page.code,
                 request_text(request, "type_name") != NULL ? "?m=type" : "");
        reply_see_other(reply, address);
    } else if (page.name[0] == 0) {
        page.notice = "join.empty-name";
        show_join(site, request, &page, 200, reply);
    } else if (year == NULL) {
        page.step = STEP_YEAR;
        show_join(site, request, &page, 200, reply);
    } else if (request_text(request, "no_year") == NULL &&
               !request_integer(request, "birth_year", &birth_year)) {
        page.step = STEP_YEAR;
        page.notice = "join.bad-year";
        show_join(site, request, &page, 422, reply);
    } else {
        join_now(site, request, &page, NULL, birth_year, reply);
    }
}

/* Picture, then four digits: the test comes to this phone. */
void
learner_rejoin_form(struct site *site, const struct request *request, struct reply *reply)
{
    const char *code = request_text(request, "code"), *digits = request_text(request, "digits");
    const char *learner_id = request_text(request, "learner");
    struct join_page page = {.step = STEP_DIGITS, .code = code != NULL ? code : "", .name = "", .learner_id = learner_id};
    struct joined joined;
    struct err err;
    enum join_answer answer;
    int64_t picture = 0;
    if (learner_id == NULL || !request_integer(request, "picture", &picture) || picture < 1 ||
        picture > WELCOME_PICTURES) {
        routes_refuse(request, (struct refusal){400, "The form is incomplete."}, reply);
        return;
    }
    if (!check_code(site, request, page.code, reply))
        return;
    page.picture = (int)picture;
    if (digits == NULL) {
        show_join(site, request, &page, 200, reply);
        return;
    }
    const struct rejoin_request wanted = {.code = page.code, .learner_id = learner_id, .picture = (int)picture,
                                          .digits = digits, .phone = sign_in_phone(request)};
    if (classroom_rejoin(site->room, &wanted, &answer, &joined, &err) != FAULT_NONE) {
        site_fail(site, reply, &err);
        return;
    }
    sign_in_give_phone(request, reply);
    answer_join(site, request, &page, answer, &joined, reply);
}

/* ---- the test ---- */

/* "verb:target" of the button; fields of the screen are typed first, each an act of its own. */
static enum fault
do_act(struct site *site, const struct request *request, uint32_t *seq, const char *verb,
       const char *target, const char *value, struct err *err)
{
    struct learner_view view = {0};
    const struct act act = {.seq = *seq,
                            .item = request_text(request, "item"),
                            .verb = verb,
                            .target = target,
                            .value = value};
    bool found;
    enum fault fault = classroom_act(site->room, sign_in_token(request), &act, &found, &view, err);
    *seq += 1;
    learner_view_clear(&view);
    return fault;
}

/* Typed by this person: not empty, and not what stood there already. */
static bool
is_new(const struct request *request, const char *id, const char *value)
{
    char *name = memory_print("was:%s", id);
    const char *before = request_text(request, name);
    free(name);
    return before != NULL ? strcmp(before, value) != 0 : value[0] != 0;
}

static enum fault
type_fields(struct site *site, const struct request *request, uint32_t *seq, struct err *err)
{
    enum fault fault = FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < request->form.count; i++) {
        const struct pair *pair = &request->form.items[i];
        if (strncmp(pair->name, "type:", 5) == 0 && is_new(request, pair->name + 5, pair->value))
            fault = do_act(site, request, seq, "type", pair->name + 5, pair->value, err);
    }
    return fault;
}

void
learner_act_form(struct site *site, const struct request *request, struct reply *reply)
{
    const char *act = request_text(request, "act"), *colon = act != NULL ? strchr(act, ':') : NULL;
    char verb[20];
    struct err err;
    int64_t number = 0;
    if (colon == NULL || colon == act || (size_t)(colon - act) >= sizeof verb ||
        request_text(request, "item") == NULL || !request_integer(request, "seq", &number) ||
        number < 1 || number > UINT32_MAX) {
        routes_refuse(request, (struct refusal){400, "The form is incomplete."}, reply);
        return;
    }
    snprintf(verb, sizeof verb, "%.*s", (int)(colon - act), act);
    uint32_t seq = (uint32_t)number;
    enum fault fault = type_fields(site, request, &seq, &err);
    if (fault == FAULT_NONE && strcmp(act, "type:") != 0)
        fault = do_act(site, request, &seq, verb, colon + 1, "", &err);
    if (fault == FAULT_NONE)
        reply_see_other(reply, "/");
    else if (fault == FAULT_CONFLICT || fault == FAULT_INPUT)
        reply_see_other(reply, strcmp(verb, "next") == 0 ? "/?m=choose" : "/?m=again");
    else
        site_fail(site, reply, &err);
}

static void
note(struct site *site, const struct request *request, const char *verb, const char *value,
     struct reply *reply)
{
    struct learner_view view = {0};
    struct err err;
    bool found;
    enum fault fault =
        classroom_note(site->room, sign_in_token(request), verb, value, &found, &view, &err);
    if (fault != FAULT_NONE && fault != FAULT_INPUT && fault != FAULT_CONFLICT) {
        site_fail(site, reply, &err);
    } else {
        reply_see_other(reply, "/");
    }
    learner_view_clear(&view);
}

void
learner_note_form(struct site *site, const struct request *request, struct reply *reply)
{
    const char *verb = request_text(request, "verb"), *value = request_text(request, "value");
    char consent[32];
    if (value == NULL)
        value = request_text(request, "picture");
    if (verb == NULL || value == NULL)
        routes_refuse(request, (struct refusal){400, "The form is incomplete."}, reply);
    else
        note(site, request, verb, learner_note_value(request, verb, value, consent), reply);
}

/* From the phone's pages, or from the console's: then back to the page named. */
void
learner_language_form(struct site *site, const struct request *request, struct reply *reply)
{
    const char *language = request_text(request, "language"), *back = request_text(request, "back");
    if (language == NULL || !language_is_declared(language)) {
        routes_refuse(request, (struct refusal){422, "This language is not spoken here."}, reply);
        return;
    }
    sign_in_give_language(reply, language);
    if (back != NULL)
        reply_see_other(reply, console_may_return(back) ? back : "/trainer/");
    else if (sign_in_token(request)[0] != 0)
        note(site, request, "language", language, reply);
    else
        reply_see_other(reply, "/");
}

void
learner_leave_form(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    bool found;
    if (classroom_leave(site->room, sign_in_token(request), &found, &err) != FAULT_NONE) {
        site_fail(site, reply, &err);
        return;
    }
    sign_in_forget_token(reply);
    reply_see_other(reply, "/?m=wiped");
}
