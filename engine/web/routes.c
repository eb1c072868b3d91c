/* routes.c - method, path, who, body, handler: one row for everything that can be asked. A route
 * that is not in this table does not exist; tests/http/routes_suite.py reads the table and tries
 * every row as every kind of person. */
#include "web/routes.h"

#include <stdio.h>
#include <string.h>

#include "web/sign_in.h"
#include "web/ui_parts.h"

/* clang-format off */
static const struct route ROUTES[] = {
    {"GET",  "/",                                  ROLE_ANYONE,  BODY_NONE, learner_show_page},
    {"GET",  "/j/*",                               ROLE_ANYONE,  BODY_NONE, learner_show_code},
    {"POST", "/join",                              ROLE_ANYONE,  BODY_FORM, learner_join_form},
    {"POST", "/rejoin",                            ROLE_ANYONE,  BODY_FORM, learner_rejoin_form},
    {"POST", "/do",                                ROLE_LEARNER, BODY_FORM, learner_act_form},
    {"POST", "/note",                              ROLE_LEARNER, BODY_FORM, learner_note_form},
    {"POST", "/language",                          ROLE_ANYONE,  BODY_FORM, learner_language_form},
    {"POST", "/leave",                             ROLE_LEARNER, BODY_FORM, learner_leave_form},
    {"GET",  "/api/class",                         ROLE_ANYONE,  BODY_NONE, learner_show_class},
    {"POST", "/api/join",                          ROLE_ANYONE,  BODY_JSON, learner_join},
    {"GET",  "/api/screen",                        ROLE_LEARNER, BODY_NONE, learner_show_screen},
    {"GET",  "/api/here",                          ROLE_LEARNER, BODY_NONE, learner_is_here},
    {"POST", "/api/act",                           ROLE_LEARNER, BODY_JSON, learner_act},
    {"POST", "/api/note",                          ROLE_LEARNER, BODY_JSON, learner_note},
    {"GET",  "/clip/*",                            ROLE_LEARNER, BODY_NONE, learner_play_clip},
    {"GET",  "/picture/*",                         ROLE_LEARNER, BODY_NONE, learner_show_picture},
    {"GET",  "/ui/*",                              ROLE_ANYONE,  BODY_NONE, show_ui_file},
    {"GET",  "/verify",                            ROLE_ANYONE,  BODY_NONE, show_verifier},
    {"GET",  "/health",                            ROLE_ANYONE,  BODY_NONE, show_health},
    {"GET",  "/trainer/",                          ROLE_LAPTOP,  BODY_NONE, trainer_show_start},
    {"GET",  "/trainer/help",                      ROLE_TRAINER, BODY_NONE, trainer_show_help},
    {"GET",  "/trainer/class/*",                   ROLE_TRAINER, BODY_NONE, trainer_show_class},
    {"GET",  "/trainer/class/*/wall",              ROLE_TRAINER, BODY_NONE, trainer_show_wall},
    {"GET",  "/trainer/class/*/papers",            ROLE_TRAINER, BODY_NONE, trainer_show_papers},
    {"GET",  "/trainer/class/*/report",          ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/report.csv",      ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/report.json",     ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/report.svg",      ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/growth",          ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/growth.csv",      ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/growth.json",     ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/growth.svg",      ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/items",           ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/items.csv",       ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/items.json",      ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/items.svg",       ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/xapi.json",       ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/class/*/print.pdf",         ROLE_TRAINER, BODY_NONE, trainer_show_print},
    {"GET",  "/trainer/class/*/register.pdf",      ROLE_TRAINER, BODY_NONE, trainer_show_register},
    {"GET",  "/trainer/certificate/*",             ROLE_TRAINER, BODY_NONE, trainer_show_pdf},
    {"GET",  "/trainer/learner/*/data",            ROLE_TRAINER, BODY_NONE, trainer_show_data},
    {"GET",  "/trainer/learner/*/data.json",       ROLE_TRAINER, BODY_NONE, trainer_read_data},
    {"GET",  "/trainer/learner/*/result",          ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/learner/*/result.csv",      ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"GET",  "/trainer/learner/*/result.json",     ROLE_TRAINER, BODY_NONE, trainer_show_figures},
    {"POST", "/trainer/api/keep-names",            ROLE_TRAINER, BODY_JSON, trainer_keep_names},
    {"POST", "/trainer/api/backup",                ROLE_TRAINER, BODY_JSON, trainer_back_up},
    {"POST", "/trainer/api/open",                  ROLE_TRAINER, BODY_JSON, trainer_open_class},
    {"GET",  "/trainer/api/class/*",               ROLE_TRAINER, BODY_NONE, trainer_view_class},
    {"GET",  "/trainer/api/class/*/stream",        ROLE_TRAINER, BODY_NONE, trainer_stream_class},
    {"POST", "/trainer/api/class/*/roster",        ROLE_TRAINER, BODY_JSON, trainer_import_roster},
    {"POST", "/trainer/api/class/*/admit",         ROLE_TRAINER, BODY_JSON, trainer_admit_all},
    {"POST", "/trainer/api/class/*/pause",         ROLE_TRAINER, BODY_JSON, trainer_pause},
    {"POST", "/trainer/api/class/*/minutes",       ROLE_TRAINER, BODY_JSON, trainer_limit_time},
    {"POST", "/trainer/api/class/*/undo",          ROLE_TRAINER, BODY_JSON, trainer_undo},
    {"POST", "/trainer/api/class/*/assist",        ROLE_TRAINER, BODY_JSON, trainer_assist},
    {"POST", "/trainer/api/class/*/end",           ROLE_TRAINER, BODY_JSON, trainer_end_class},
    {"POST", "/trainer/api/class/*/print",         ROLE_TRAINER, BODY_JSON, trainer_print},
    {"POST", "/trainer/api/class/*/issue",         ROLE_TRAINER, BODY_JSON, trainer_issue},
    {"POST", "/trainer/api/keys/seal",             ROLE_TRAINER, BODY_JSON, trainer_seal_keys},
    {"POST", "/trainer/api/keys/unlock",           ROLE_TRAINER, BODY_JSON, trainer_unlock_keys},
    {"POST", "/trainer/api/keys/lock",             ROLE_TRAINER, BODY_JSON, trainer_lock_keys},
    {"POST", "/trainer/api/certificate/*/revoke",  ROLE_TRAINER, BODY_JSON, trainer_revoke},
    {"POST", "/trainer/api/verifier",              ROLE_TRAINER, BODY_JSON, trainer_set_address},
    {"POST", "/trainer/api/wifi",                  ROLE_TRAINER, BODY_JSON, trainer_draw_wifi},
    {"POST", "/trainer/api/learner/*/attest",      ROLE_TRAINER, BODY_JSON, trainer_attest},
    {"POST", "/trainer/api/certificate/*/printed", ROLE_TRAINER, BODY_JSON, trainer_mark_printed},
    {"POST", "/trainer/api/learner/*/admit",       ROLE_TRAINER, BODY_JSON, trainer_admit},
    {"POST", "/trainer/api/learner/*/remove",      ROLE_TRAINER, BODY_JSON, trainer_remove},
    {"POST", "/trainer/api/learner/*/rename",      ROLE_TRAINER, BODY_JSON, trainer_rename},
    {"POST", "/trainer/api/learner/*/overturn",    ROLE_TRAINER, BODY_JSON, trainer_overturn},
    {"POST", "/trainer/api/learner/*/merge",       ROLE_TRAINER, BODY_JSON, trainer_merge},
    {"POST", "/trainer/api/learner/*/time",        ROLE_TRAINER, BODY_JSON, trainer_add_time},
    {"POST", "/trainer/api/learner/*/address",     ROLE_TRAINER, BODY_JSON, trainer_address},
    {"POST", "/trainer/api/learner/*/retake",      ROLE_TRAINER, BODY_JSON, trainer_retake},
    {"POST", "/trainer/api/learner/*/replace",     ROLE_TRAINER, BODY_JSON, trainer_replace},
    {"POST", "/trainer/api/learner/*/erase",       ROLE_TRAINER, BODY_JSON, trainer_erase},
    {"POST", "/trainer/api/learner/*/release",     ROLE_TRAINER, BODY_JSON, trainer_release},
    {"POST", "/trainer/api/learner/*/lower-hand",  ROLE_TRAINER, BODY_JSON, trainer_lower_hand},
};
/* clang-format on */

/* ---- finding ---- */

/* Compares segment by segment; what stands for a star is kept in the request. */
static bool
matches(const char *pattern, const char *path, struct request *request)
{
    size_t stars = 0;
    memset(request->segments, 0, sizeof request->segments);
    for (;;) {
        size_t pattern_len = strcspn(pattern + 1, "/") + 1, path_len = strcspn(path + 1, "/") + 1;
        if (pattern_len == 2 && pattern[1] == '*' && stars < 3) {
            if (path_len < 2 || path_len - 1 >= sizeof request->segment_text[0])
                return false;
            memcpy(request->segment_text[stars], path + 1, path_len - 1);
            request->segment_text[stars][path_len - 1] = 0;
            request->segments[stars] = request->segment_text[stars];
            stars++;
        } else if (pattern_len != path_len || strncmp(pattern, path, path_len) != 0) {
            return false;
        }
        pattern += pattern_len;
        path += path_len;
        if (*pattern == 0 || *path == 0)
            return *pattern == *path;
    }
}

static bool
is_known_method(const char *method)
{
    static const char *const KNOWN[] = {"GET",     "HEAD",  "POST",  "PUT",    "DELETE",
                                        "OPTIONS", "PATCH", "TRACE", "CONNECT"};
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        if (strcmp(KNOWN[i], method) == 0)
            return true;
    return false;
}

static const struct refusal NOT_FOUND = {404, "There is no such page."};

static struct refusal
check_role(const struct site *site, const struct request *request, enum role role)
{
    if (role == ROLE_TRAINER && !sign_in_is_trainer(site, request))
        return NOT_FOUND;
    if (role == ROLE_LAPTOP && !sign_in_is_at_laptop(request))
        return NOT_FOUND;
    if (role == ROLE_LEARNER && sign_in_token(request)[0] == 0)
        return (struct refusal){401, "This phone has not joined a class."};
    return (struct refusal){0, NULL};
}

struct refusal
routes_find(const struct site *site, struct request *request, const struct route **route)
{
    const char *method = strcmp(request->method, "HEAD") == 0 ? "GET" : request->method;
    bool is_there = false;
    if (!is_known_method(method))
        return (struct refusal){501, "This method is not known here."};
    for (size_t i = 0; i < sizeof ROUTES / sizeof ROUTES[0]; i++) {
        if (!matches(ROUTES[i].pattern, request->path, request))
            continue;
        bool is_method = strcmp(ROUTES[i].method, method) == 0;
        enum role needed =
            is_method || ROUTES[i].role != ROLE_LAPTOP ? ROUTES[i].role : ROLE_TRAINER;
        if (needed >= ROLE_LAPTOP && check_role(site, request, needed).status != 0)
            return NOT_FOUND;
        is_there = true;
        if (!is_method)
            continue;
        *route = &ROUTES[i];
        struct refusal refusal = request_check_body_headers(request, ROUTES[i].body);
        return refusal.status != 0 ? refusal : check_role(site, request, ROUTES[i].role);
    }
    bool is_plain = strcmp(method, "GET") == 0 || strcmp(method, "POST") == 0;
    return is_there || !is_plain ? (struct refusal){405, "This page does not take this method."}
                                 : NOT_FOUND;
}

/* ---- answering ---- */

static bool
is_for_program(const struct request *request)
{
    return request->path != NULL && (strncmp(request->path, "/api/", 5) == 0 ||
                                     strncmp(request->path, "/trainer/api/", 13) == 0);
}

void
routes_refuse(const struct request *request, struct refusal refusal, struct reply *reply)
{
    if (is_for_program(request))
        reply_error(reply, refusal.status, "refused", refusal.sentence);
    else if (refusal.status == 401)
        reply_see_other(reply, "/");
    else
        reply_sentence(reply, refusal.status, refusal.sentence);
}

/* What a phone sends may name whom it is for; then it must be the one who sends it. */
static bool
is_for_somebody_else(struct site *site, const struct request *request)
{
    const char *learner = request_text(request, "learner");
    struct learner_view view = {0};
    struct err err;
    bool found, is_named = json_get(request->json, "learner") != NULL || learner != NULL;
    bool is_other = json_get(request->json, "attempt") != NULL || pairs_get(&request->form, "attempt") != NULL;
    if (!is_named || is_other)
        return is_other;
    bool is_own = learner != NULL &&
                  classroom_look(site->room, sign_in_token(request), &found, &view, &err) == FAULT_NONE && found &&
                  strcmp(view.learner_id, learner) == 0;
    learner_view_clear(&view);
    return !is_own;
}

void
routes_answer(struct site *site, const struct route *route, struct request *request,
              struct reply *reply)
{
    struct refusal refusal = request_read_body(request, route->body);
    reply->is_page = route->body == BODY_FORM || !is_for_program(request);
    if (refusal.status == 0 && route->role == ROLE_LEARNER && strcmp(route->method, "POST") == 0 &&
        !limits_take_act(&site->limits, sign_in_token(request), site_now())) {
        refusal = (struct refusal){429, "Slower, please: send it again in a second."};
        reply_add_header(reply, "Retry-After", "1");
    }
    if (refusal.status == 0 && route->role == ROLE_LEARNER && is_for_somebody_else(site, request))
        refusal = (struct refusal){404, "There is no such attempt."};
    if (refusal.status != 0)
        routes_refuse(request, refusal, reply);
    else
        route->handle(site, request, reply);
}

/* ---- what belongs to nobody ---- */

void
show_ui_file(struct site *site, const struct request *request, struct reply *reply)
{
    const struct ui_file *file = ui_find_file(request->segments[0]);
    (void)site;
    if (file == NULL) {
        routes_refuse(request, NOT_FOUND, reply);
        return;
    }
    reply->status = 200;
    reply->type = file->type;
    reply->may_be_kept = true;
    buffer_add(&reply->body, file->text, file->len);
}

/* The page for those who have a paper in their hand and no network but this one. */
void
show_verifier(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    (void)request;
    reply_html(reply, 200);
    reply->has_policy = true;
    if (classroom_verifier_page(site->room, &reply->body, &err) != FAULT_NONE)
        reply_sentence(reply, 503, err.text);
}

/* The store is asked for something, as a learner's screen would. */
static bool
is_store_good(struct site *site)
{
    struct class_summary class;
    struct err err;
    enum fault fault = classroom_find_class(site->room, site->class_id, &class, &err);
    return !site->is_store_failing && (fault == FAULT_NONE || fault == FAULT_INPUT);
}

/* Anybody may know whether it works; how the laptop is, only who sits at it. */
void
show_health(struct site *site, const struct request *request, struct reply *reply)
{
    struct json *value = json_new_object();
    int64_t now = site_now();
    bool is_good = is_store_good(site);
    json_put_boolean(value, "ok", is_good);
    if (sign_in_is_at_laptop(request)) {
        json_put_text(value, "version", BUILD_DATE);
        json_put_integer(value, "uptime_s", (now - site->machine.began_ms) / 1000);
        json_put_text(value, "store", is_good ? "ok" : "broken");
        machine_describe(machine_look(&site->machine, now), value);
    }
    reply_json(reply, is_good ? 200 : 503, value);
}
