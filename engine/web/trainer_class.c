/* trainer_class.c - what the console does with a whole class: names, resting, time, undoing, a visit at home. */
#include <stdlib.h>
#include <string.h>

#include "web/routes.h"
#include "web/sign_in.h"
#include "web/trainer_view.h"

/* The class that the path names. Answers 404 itself if there is none. */
static bool
find_class(struct site *site, const struct request *request, struct class_summary *class, struct reply *reply)
{
    struct err err;
    enum fault fault = classroom_find_class(site->room, trainer_class_number(request), class, &err);
    if (fault == FAULT_INPUT)
        routes_refuse(request, (struct refusal){404, "There is no such class."}, reply);
    else if (fault != FAULT_NONE)
        site_fail(site, reply, &err);
    return fault == FAULT_NONE;
}

/* `after`: the class whose people are tested again. */
static enum fault
open_or_follow(struct site *site, const struct request *request, const char *name, struct class_summary *class,
               struct err *err)
{
    const char *quiz = request_text(request, "quiz"), *village = request_text(request, "village");
    int64_t after = 0;
    bool follows = request_integer(request, "after", &after) && after != 0;
    enum fault fault = follows ? classroom_follow_class(site->room, after, name, quiz, NULL, class, err)
                               : classroom_open_class(site->room, name, quiz != NULL ? quiz : "", NULL, class, err);
    return fault == FAULT_NONE && village != NULL && village[0] != 0
               ? classroom_set_village(site->room, class->id, village, err)
               : fault;
}

void
trainer_open_class(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_summary class;
    struct err err;
    const char *name = request_text(request, "name");
    int64_t after;
    if (name == NULL || (request_text(request, "quiz") == NULL && !request_integer(request, "after", &after))) {
        reply_error(reply, 400, "incomplete", "name and quiz must be texts");
    } else if (open_or_follow(site, request, name, &class, &err) != FAULT_NONE) {
        trainer_reply_fault(site, &err, reply);
    } else {
        struct json *value = json_new_object();
        site->class_id = class.id;
        json_put_integer(value, "class", class.id);
        json_put_text(value, "code", class.code);
        reply_json(reply, 200, value);
    }
}

void
trainer_end_class(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_summary class;
    struct err err;
    if (find_class(site, request, &class, reply))
        trainer_reply_deed(site, classroom_end_class(site->room, class.id, &err), &err, reply);
}

void
trainer_import_roster(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_summary class;
    struct roster_report report;
    struct err err;
    const char *text = request_text(request, "text");
    if (!find_class(site, request, &class, reply))
        return;
    if (text == NULL) {
        reply_error(reply, 400, "incomplete", "text must be the list, one person a line");
    } else if (classroom_import_roster(site->room, class.id, text, strlen(text), &report, &err) != FAULT_NONE) {
        trainer_reply_fault(site, &err, reply);
    } else {
        struct json *value = json_new_object();
        json_put_integer(value, "added", (int64_t)report.added);
        json_put_integer(value, "repeated", (int64_t)report.repeated);
        reply_json(reply, 200, value);
    }
}

void
trainer_pause(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_summary class;
    struct err err;
    const struct json *on = json_get(request->json, "on");
    if (!find_class(site, request, &class, reply))
        return;
    if (on == NULL)
        reply_error(reply, 400, "incomplete", "on must be true or false");
    else
        trainer_reply_deed(site, classroom_pause(site->room, class.id, json_is_true(on), &err), &err, reply);
}

void
trainer_limit_time(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_summary class;
    struct err err;
    int64_t minutes = 0;
    if (!find_class(site, request, &class, reply))
        return;
    if (!request_integer(request, "minutes", &minutes) || minutes < 0 || minutes > 100000)
        reply_error(reply, 400, "incomplete", "minutes must be a whole number");
    else
        trainer_reply_deed(site, classroom_limit_time(site->room, class.id, (int)minutes, &err), &err, reply);
}

void
trainer_undo(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_summary class;
    struct err err;
    int64_t seq = 0;
    if (!find_class(site, request, &class, reply))
        return;
    if (!request_integer(request, "seq", &seq))
        reply_error(reply, 400, "incomplete", "seq must be a whole number");
    else
        trainer_reply_deed(site, classroom_undo(site->room, class.id, seq, &err), &err, reply);
}

void
trainer_admit_all(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_view class;
    struct err err;
    enum fault fault = FAULT_NONE;
    if (!trainer_find_view(site, request, &class, reply))
        return;
    for (size_t i = 0; fault == FAULT_NONE && i < class.tile_count; i++)
        if (class.tiles[i].state == TILE_WAITING)
            fault = classroom_admit(site->room, class.tiles[i].learner_id, &err);
    trainer_reply_deed(site, fault, &err, reply);
    class_view_clear(&class);
}

/* The cookie makes this very browser the person's phone; the console's own cookie stays beside it. */
void
trainer_assist(struct site *site, const struct request *request, struct reply *reply)
{
    struct class_summary class;
    struct joined joined;
    struct err err;
    enum join_answer answer;
    int64_t birth_year = 0;
    const char *name = request_text(request, "name");
    if (!find_class(site, request, &class, reply))
        return;
    if (name == NULL || !request_integer(request, "birth_year", &birth_year)) {
        reply_error(reply, 400, "incomplete", "name must be a text, birth_year a whole number, 0 if it is not stated");
        return;
    }
    err.text[0] = 0;
    if (classroom_assist(site->room, class.id, name, birth_year, &answer, &joined, &err) != FAULT_NONE) {
        trainer_reply_fault(site, &err, reply);
    } else if (answer != JOIN_OK) {
        reply_error(reply, 422, "impossible", err.text[0] != 0 ? err.text
                                                               : "this name is in the class already: let it in on another "
                                                                 "phone first");
    } else {
        struct json *value = json_new_object();
        sign_in_give_token(reply, joined.token);
        json_put_text(value, "open", "/");
        reply_json(reply, 200, value);
    }
}

void
trainer_back_up(struct site *site, const struct request *request, struct reply *reply)
{
    char *path = NULL;
    bool is_on_stick;
    struct err err;
    (void)request;
    if (classroom_back_up(site->room, &path, &is_on_stick, &err) != FAULT_NONE) {
        reply_error(reply, 422, "impossible", err.text); /* the class itself is well */
        return;
    }
    struct json *value = json_new_object();
    json_put_text(value, "path", path);
    json_put_boolean(value, "stick", is_on_stick);
    reply_json(reply, 200, value);
    free(path);
}
