/* trainer_learners.c - what the console does for one person: each is a POST from the laptop itself, and doing it twice
 * is doing it once. */
#include <string.h>

#include "web/routes.h"
#include "web/sign_in.h"
#include "web/trainer_view.h"

/* Most deeds need nothing but the person. */
void
trainer_admit(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    trainer_reply_deed(site, classroom_admit(site->room, request->segments[0], &err), &err, reply);
}

void
trainer_remove(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    trainer_reply_deed(site, classroom_remove(site->room, request->segments[0], &err), &err, reply);
}

void
trainer_release(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    trainer_reply_deed(site, classroom_release(site->room, request->segments[0], &err), &err, reply);
}

void
trainer_lower_hand(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    trainer_reply_deed(site, classroom_lower_hand(site->room, request->segments[0], &err), &err, reply);
}

void
trainer_retake(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    trainer_reply_deed(site, classroom_retake(site->room, request->segments[0], &err), &err, reply);
}

void
trainer_attest(struct site *site, const struct request *request, struct reply *reply)
{
    const struct json *identity = json_get(request->json, "identity_seen"),
                      *help = json_get(request->json, "help_given");
    struct err err;
    if (identity == NULL || help == NULL)
        reply_error(reply, 400, "incomplete", "identity_seen and help_given must be true or false");
    else
        trainer_reply_deed(site, classroom_attest(site->room, request->segments[0], json_is_true(identity), json_is_true(help), &err),
                   &err, reply);
}

void
trainer_rename(struct site *site, const struct request *request, struct reply *reply)
{
    const char *name = request_text(request, "name");
    int64_t birth_year = 0;
    struct err err;
    if (name == NULL || !request_integer(request, "birth_year", &birth_year))
        reply_error(reply, 400, "incomplete", "name must be a text, birth_year a whole number, 0 if it is not stated");
    else
        trainer_reply_deed(site, classroom_rename(site->room, request->segments[0], name, birth_year, &err), &err, reply);
}

/* Of the newest attempt. */
void
trainer_overturn(struct site *site, const struct request *request, struct reply *reply)
{
    const char *item = request_text(request, "item"), *reason = request_text(request, "reason");
    char attempt_id[LEARNER_ID_MAX];
    struct json *decision = NULL;
    struct err err;
    if (item == NULL || reason == NULL) {
        reply_error(reply, 400, "incomplete", "item must name an item of the test, reason say why its act does not count");
        return;
    }
    enum fault fault = classroom_read_decision(site->room, request->segments[0], &decision, attempt_id, &err);
    if (fault == FAULT_NONE && decision == NULL)
        fault = err_set(&err, FAULT_CONFLICT, "this learner has finished no test yet");
    if (fault == FAULT_NONE)
        fault = classroom_overturn(site->room, attempt_id, item, reason, &err);
    trainer_reply_deed(site, fault, &err, reply);
    json_free(decision);
}

void
trainer_merge(struct site *site, const struct request *request, struct reply *reply)
{
    const char *into = request_text(request, "into");
    struct err err;
    if (into == NULL)
        reply_error(reply, 400, "incomplete", "into must name another learner");
    else
        trainer_reply_deed(site, classroom_merge(site->room, request->segments[0], into, &err), &err, reply);
}

void
trainer_add_time(struct site *site, const struct request *request, struct reply *reply)
{
    int64_t minutes = 0;
    struct err err;
    if (!request_integer(request, "minutes", &minutes) || minutes < 0 || minutes > 1000)
        reply_error(reply, 400, "incomplete", "minutes must be a whole number");
    else
        trainer_reply_deed(site, classroom_add_time(site->room, request->segments[0], (int)minutes, &err), &err, reply);
}

void
trainer_address(struct site *site, const struct request *request, struct reply *reply)
{
    const char *address = request_text(request, "address");
    struct err err;
    if (address == NULL)
        reply_error(reply, 400, "incomplete", "address must be a text");
    else
        trainer_reply_deed(site, classroom_address(site->room, request->segments[0], address, &err), &err, reply);
}

/* A misspelt name on a paper: the new one is issued and the old one withdrawn in one step. */
void
trainer_replace(struct site *site, const struct request *request, struct reply *reply)
{
    struct withdrawal withdrawal = {.reason = REASON_REPLACED};
    struct issued issued = {0};
    struct err err;
    enum fault fault = classroom_replace(site->room, request->segments[0], &withdrawal, &issued, &err);
    if (fault != FAULT_NONE) {
        trainer_reply_fault(site, &err, reply);
    } else {
        struct json *value = json_new_object();
        json_put_text(value, "certificate", issued.certificate);
        json_put_boolean(value, "published", withdrawal.is_published);
        reply_json(reply, 200, value);
    }
    issued_clear(&issued);
    withdrawal_clear(&withdrawal);
}

void
trainer_mark_printed(struct site *site, const struct request *request, struct reply *reply)
{
    const struct json *is_printed = json_get(request->json, "on");
    struct err err;
    if (is_printed == NULL)
        reply_error(reply, 400, "incomplete", "on must be true or false");
    else
        trainer_reply_deed(site, classroom_mark_printed(site->room, request->segments[0], json_is_true(is_printed), &err), &err,
                   reply);
}
