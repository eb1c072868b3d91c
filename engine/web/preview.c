/* preview.c - the server of the author's page. The library's own loop is enough here: one person, on this computer,
 * nothing to commit. What is refused of a request's head is refused by the same rules as a class's (request.h); Host
 * must be this computer by number or name, so that no page of the Internet can reach it by a name of its own. */
#include "web/preview.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/ui_parts.h"

enum { TURN_MS = 500, CONNECTIONS_MAX = 64, CONNECTION_MEMORY = 32 * 1024 };

struct preview {
    struct preview_desk desk;
    struct MHD_Daemon *daemon;
    int port;
    char url[64];
};

struct exchange {
    struct request request;
    struct reply reply;
    bool is_begun;
};

/* As the class's pages, but the phone may stand in this page's frame. */
static const char POLICY[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
                             "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'";

/* ---- what is asked ---- */

static void
show_page(struct preview *preview, const struct request *request, struct reply *reply)
{
    (void)request;
    preview_add_page(&reply->body, preview->desk.language(preview->desk.about));
    reply_html(reply, 200);
}

static void
show_phone(struct preview *preview, const struct request *request, struct reply *reply)
{
    struct learner_view view = {0};
    (void)request;
    preview->desk.look(preview->desk.about, &view);
    preview_add_phone(&reply->body, &view, true);
    reply_html(reply, 200);
    json_free(view.screen);
}

/* What learner.js puts into the page. */
static void
reply_view(struct preview *preview, bool is_saved, struct reply *reply)
{
    struct learner_view view = {0};
    struct buffer html = {0};
    struct json *value = json_new_object();
    preview->desk.look(preview->desk.about, &view);
    preview_add_phone(&html, &view, false);
    json_put_text(value, "html", buffer_text(&html));
    json_put_integer(value, "seq", view.seq);
    json_put(value, "screen", view.screen != NULL ? view.screen : json_new_object());
    if (is_saved)
        json_put_boolean(value, "saved", true);
    reply_json(reply, 200, value);
    buffer_clear(&html);
}

static void
show_screen(struct preview *preview, const struct request *request, struct reply *reply)
{
    (void)request;
    reply_view(preview, false, reply);
}

static void
is_here(struct preview *preview, const struct request *request, struct reply *reply)
{
    struct learner_view view = {0};
    struct json *value = json_new_object();
    const char *kind;
    (void)request;
    preview->desk.look(preview->desk.about, &view);
    kind = json_get_text(view.screen, "kind");
    json_put_integer(value, "seq", view.seq);
    json_put_boolean(value, "hand", false);
    json_put_text(value, "kind", kind != NULL ? kind : "over");
    json_put_boolean(value, "finished", false);
    reply_json(reply, 200, value);
    json_free(view.screen);
}

static void
act(struct preview *preview, const struct request *request, struct reply *reply)
{
    const char *item = request_text(request, "item"), *verb = request_text(request, "verb"),
               *target = request_text(request, "target"), *value = request_text(request, "value");
    char says[PREVIEW_SAYS_MAX];
    if (item == NULL || verb == NULL || target == NULL)
        reply_error(reply, 400, "incomplete", "item, verb and target must be texts");
    else if (!preview->desk.act(preview->desk.about, item, verb, target, value != NULL ? value : "", says))
        reply_error(reply, 422, "impossible", says);
    else
        reply_view(preview, true, reply);
}

static void
note(struct preview *preview, const struct request *request, struct reply *reply)
{
    (void)request; /* a hand or a look elsewhere means nothing here */
    reply_view(preview, true, reply);
}

/* The forms of the phone's page where its script does not run. */
static void
act_by_form(struct preview *preview, const struct request *request, struct reply *reply)
{
    const char *wanted = request_text(request, "act"), *item = request_text(request, "item"),
               *colon = wanted != NULL ? strchr(wanted, ':') : NULL;
    char says[PREVIEW_SAYS_MAX], verb[20];
    bool is_fine = colon != NULL && item != NULL && (size_t)(colon - wanted) < sizeof verb;
    for (size_t i = 0; is_fine && i < request->form.count; i++) {
        const struct pair *pair = &request->form.items[i];
        if (strncmp(pair->name, "type:", 5) == 0 && pair->value[0] != 0)
            is_fine = preview->desk.act(preview->desk.about, item, "type", pair->name + 5, pair->value, says);
    }
    if (is_fine) {
        snprintf(verb, sizeof verb, "%.*s", (int)(colon - wanted), wanted);
        if (strcmp(wanted, "type:") != 0)
            (void)preview->desk.act(preview->desk.about, item, verb, colon + 1, "", says);
    }
    reply_see_other(reply, "/phone");
}

static void
speak_by_form(struct preview *preview, const struct request *request, struct reply *reply)
{
    const char *language = request_text(request, "language");
    if (language != NULL)
        preview->desk.speak(preview->desk.about, language);
    reply_see_other(reply, "/phone");
}

static void
tell_state(struct preview *preview, const struct request *request, struct reply *reply)
{
    (void)request;
    reply_json(reply, 200, preview->desk.tell(preview->desk.about));
}

static void
obey(struct preview *preview, const struct request *request, struct reply *reply)
{
    reply_json(reply, 200, preview->desk.obey(preview->desk.about, request->json));
}

static void
show_file(struct preview *preview, const struct request *request, struct reply *reply)
{
    const char *name = strrchr(request->path, '/') + 1;
    if (strncmp(request->path, "/ui/", 4) == 0) {
        const struct ui_file *file = ui_find_file(name);
        reply->type = file != NULL ? file->type : NULL;
        if (file != NULL)
            buffer_add(&reply->body, file->text, file->len);
    } else {
        reply->type = preview->desk.read(preview->desk.about, request->path[1] == 'c', name, &reply->body);
        reply->is_picture = true;
    }
    reply->status = 200;
    if (reply->type == NULL) {
        reply->is_picture = false;
        reply_sentence(reply, 404, "There is no such page.");
    }
}

/* A path that ends in / stands for whatever follows it. */
static const struct way {
    const char *method, *path;
    enum body_kind body;
    void (*answer)(struct preview *preview, const struct request *request, struct reply *reply);
} WAYS[] = {
    {"GET", "/", BODY_NONE, show_page},
    {"GET", "/phone", BODY_NONE, show_phone},
    {"GET", "/preview/state", BODY_NONE, tell_state},
    {"POST", "/preview/wish", BODY_JSON, obey},
    {"GET", "/api/screen", BODY_NONE, show_screen},
    {"GET", "/api/here", BODY_NONE, is_here},
    {"POST", "/api/act", BODY_JSON, act},
    {"POST", "/api/note", BODY_JSON, note},
    {"POST", "/do", BODY_FORM, act_by_form},
    {"POST", "/language", BODY_FORM, speak_by_form},
    {"GET", "/ui/", BODY_NONE, show_file},
    {"GET", "/picture/", BODY_NONE, show_file},
    {"GET", "/clip/", BODY_NONE, show_file},
};

static const struct way *
find_way(const struct request *request)
{
    const char *method = strcmp(request->method, "HEAD") == 0 ? "GET" : request->method;
    for (size_t i = 0; i < sizeof WAYS / sizeof WAYS[0]; i++) {
        size_t len = strlen(WAYS[i].path);
        bool is_folder = len > 1 && WAYS[i].path[len - 1] == '/';
        bool is_it = is_folder ? strncmp(request->path, WAYS[i].path, len) == 0 : strcmp(request->path, WAYS[i].path) == 0;
        if (is_it && strcmp(WAYS[i].method, method) == 0)
            return &WAYS[i];
    }
    return NULL;
}

/* ---- one request ---- */

static bool
allows_host(void *owner, const char *host)
{
    const struct preview *preview = owner;
    char numbers[32], name[32];
    snprintf(numbers, sizeof numbers, "127.0.0.1:%d", preview->port);
    snprintf(name, sizeof name, "localhost:%d", preview->port);
    return strcmp(host, numbers) == 0 || strcmp(host, name) == 0;
}

static enum MHD_Result
keep_header(void *owner, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct request *request = owner;
    (void)kind;
    pairs_add(&request->headers, name, strlen(name), value != NULL ? value : "", value != NULL ? strlen(value) : 0);
    return request->headers.count <= REQUEST_HEADERS_MAX ? MHD_YES : MHD_NO;
}

static enum MHD_Result
send_reply(struct MHD_Connection *connection, struct reply *reply)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.len, reply->body.data, MHD_RESPMEM_MUST_COPY);
    const char *name, *value;
    if (response == NULL)
        return MHD_NO;
    for (size_t i = 0; (name = reply_standard_header(reply, i, &value)) != NULL; i++)
        MHD_add_response_header(response, name, i == 0 && !reply->is_picture ? POLICY : value);
    for (size_t i = 0; i < reply->header_count; i++)
        MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    if (reply->type != NULL)
        MHD_add_response_header(response, "Content-Type", reply->type);
    MHD_add_response_header(response, "Cache-Control", "no-store"); /* files change while an author works */
    enum MHD_Result result = MHD_queue_response(connection, reply->status, response);
    MHD_destroy_response(response);
    return result;
}

static bool
is_from_here(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct sockaddr_in in;
    if (info == NULL || info->client_addr == NULL || info->client_addr->sa_family != AF_INET)
        return false;
    memcpy(&in, info->client_addr, sizeof in);
    return ntohl(in.sin_addr.s_addr) >> 24 == 127;
}

static enum MHD_Result
take_head(struct preview *preview, struct exchange *exchange, struct MHD_Connection *connection, const char *method)
{
    struct request *request = &exchange->request;
    exchange->is_begun = true;
    request->method = memory_copy_text(method);
    request->peer_is_loopback = is_from_here(connection);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, keep_header, request);
    struct refusal refusal = request_check_head(request, allows_host, preview);
    const struct way *way = refusal.status == 0 ? find_way(request) : NULL;
    if (refusal.status == 0 && (way == NULL || !request->peer_is_loopback))
        refusal = (struct refusal){404, "There is no such page."};
    if (refusal.status == 0)
        refusal = request_check_body_headers(request, way->body);
    if (refusal.status == 0)
        return MHD_YES;
    reply_sentence(&exchange->reply, refusal.status, refusal.sentence);
    return send_reply(connection, &exchange->reply);
}

static enum MHD_Result
take_request(void *owner, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
             const char *data, size_t *data_len, void **context)
{
    struct preview *preview = owner;
    struct exchange *exchange = *context;
    (void)url;
    (void)version;
    if (exchange == NULL)
        return MHD_NO;
    if (!exchange->is_begun)
        return take_head(preview, exchange, connection, method);
    if (*data_len > 0) {
        if (exchange->request.body.len + *data_len > REQUEST_BODY_MAX)
            return MHD_NO; /* more than Content-Length said */
        buffer_add(&exchange->request.body, data, *data_len);
        *data_len = 0;
        return MHD_YES;
    }
    if (exchange->reply.status != 0)
        return MHD_YES; /* refused before its body came */
    const struct way *way = find_way(&exchange->request);
    struct refusal refusal = request_read_body(&exchange->request, way->body);
    if (refusal.status != 0)
        reply_sentence(&exchange->reply, refusal.status, refusal.sentence);
    else
        way->answer(preview, &exchange->request, &exchange->reply);
    return send_reply(connection, &exchange->reply);
}

static void *
begin_exchange(void *owner, const char *uri, struct MHD_Connection *connection)
{
    struct exchange *exchange = memory_new(sizeof *exchange);
    (void)owner;
    (void)connection;
    exchange->request.raw_uri = memory_copy_text(uri);
    return exchange;
}

static size_t
leave_escaped(void *owner, struct MHD_Connection *connection, char *text)
{
    (void)owner;
    (void)connection;
    return strlen(text);
}

static void
end_exchange(void *owner, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code)
{
    struct exchange *exchange = *context;
    (void)owner;
    (void)connection;
    (void)code;
    if (exchange == NULL)
        return;
    request_clear(&exchange->request);
    reply_clear(&exchange->reply);
    free(exchange);
    *context = NULL;
}

/* ---- open, run, close ---- */

enum fault
preview_open(const struct preview_desk *desk, int port, struct preview **preview, struct err *err)
{
    struct preview *opened = memory_new(sizeof *opened);
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    opened->desk = *desk;
    opened->daemon = MHD_start_daemon(
        MHD_USE_EPOLL, (uint16_t)port, NULL, NULL, take_request, opened, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&in,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, 30U, MHD_OPTION_NOTIFY_COMPLETED, end_exchange, opened,
        MHD_OPTION_URI_LOG_CALLBACK, begin_exchange, opened, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, opened,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        opened->daemon != NULL ? MHD_get_daemon_info(opened->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (info == NULL) {
        preview_close(opened);
        return err_set(err, FAULT_CANNOT,
                       "port %d cannot be used, perhaps another program has it; choose another one with --port, or --port 0 "
                       "for any free one",
                       port);
    }
    opened->port = info->port;
    snprintf(opened->url, sizeof opened->url, "http://127.0.0.1:%d/", opened->port);
    *preview = opened;
    return FAULT_NONE;
}

const char *
preview_url(const struct preview *preview)
{
    return preview->url;
}

enum fault
preview_run(struct preview *preview, volatile const int *stop, struct err *err)
{
    while (!*stop)
        if (MHD_run_wait(preview->daemon, TURN_MS) != MHD_YES && !*stop)
            return err_set(err, FAULT_CANNOT, "the HTTP server failed");
    return FAULT_NONE;
}

void
preview_close(struct preview *preview)
{
    if (preview == NULL)
        return;
    if (preview->daemon != NULL)
        MHD_stop_daemon(preview->daemon);
    free(preview);
}
