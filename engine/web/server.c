/* server.c - the loop around libmicrohttpd: takes requests, commits once for all that wait, answers
 * them.
 *
 * One thread. A handler changes the classroom at once; if that left something to commit, its
 * connection is suspended. When a round has taken all that waited (at most 256), one COMMIT makes
 * them durable, and only then are they resumed and answered. Beside it the loop looks at the raw
 * head of each request before the library does (head_guard.h), and sweeps away connections that are
 * too slow: the library's own timeout only knows idle ones. */
#include "web/web.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "web/happenings.h"
#include "web/listeners.h"
#include "web/routes.h"
#include "web/sign_in.h"
#include "web/tls.h"
#include "web/visits.h"

enum {
    WAITING_MAX = 256,
    CONNECTIONS_MAX = 2450,
    CONNECTION_MEMORY = 25 * 1024, /* half of it is for reading: more than HEAD_MAX */
    TURN_MS = 500,
    TURNS_PUT_OFF = 3
};

/* One request and its answer. */
struct exchange {
    struct exchange *next_waiting;
    struct MHD_Connection *connection;
    struct request request;
    struct reply reply;
    const struct route *route;
    enum { EXCHANGE_NEW, EXCHANGE_READING, EXCHANGE_PUT_OFF, EXCHANGE_WAITING, EXCHANGE_ANSWERED } state;
};

struct web {
    struct site site;
    struct listeners listeners;
    struct MHD_Daemon *daemon;
    int port;
    char *bind;
    struct visits visits;
    struct tls *tls; /* NULL: plain HTTP */
    struct exchange *waiting;
    size_t waiting_count;
    struct exchange *put_off; /* what the console wants done, the oldest first */
    unsigned turns_put_off;
    bool has_news; /* the library has something to do of which its epoll does not know */
};

/* ---- answers ---- */

static struct visit *
visit_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info != NULL ? info->socket_context : NULL;
}

/* A cookie that was given over TLS is never shown without. */
static void
add_header(const struct web *web, struct MHD_Response *response, const char *name, const char *value)
{
    char cookie[sizeof((struct reply *)NULL)->headers[0].value + 16];
    bool is_secret = web->tls != NULL && strcmp(name, "Set-Cookie") == 0;
    if (is_secret)
        snprintf(cookie, sizeof cookie, "%s; Secure", value);
    MHD_add_response_header(response, name, is_secret ? cookie : value);
}

static enum MHD_Result
send_reply(struct web *web, struct exchange *exchange)
{
    struct reply *reply = &exchange->reply;
    struct visit *visit = visit_of(exchange->connection);
    bool is_stream = reply->stream != NULL;
    happenings_note(&web->site, exchange->route, &exchange->request, reply);
    if (is_stream && listeners_are_full(&web->listeners)) {
        reply_clear(reply);
        reply_error(reply, 503, "too_many", "too many consoles listen; close some");
        is_stream = false;
    }
    struct MHD_Response *response =
        is_stream ? listeners_begin(&web->listeners, exchange->connection, reply)
                  : MHD_create_response_from_buffer(reply->body.len, reply->body.data, MHD_RESPMEM_MUST_COPY);
    const char *name, *value;
    if (response == NULL)
        return MHD_NO;
    for (size_t i = 0; (name = reply_standard_header(reply, i, &value)) != NULL; i++)
        MHD_add_response_header(response, name, value);
    for (size_t i = 0; i < reply->header_count; i++)
        add_header(web, response, reply->headers[i].name, reply->headers[i].value);
    if (reply->type != NULL)
        MHD_add_response_header(response, "Content-Type", reply->type);
    MHD_add_response_header(response, "Cache-Control", reply_cache_control(reply));
    if (reply->closes || (visit != NULL && visit->guard.has_more))
        MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(exchange->connection, reply->status, response);
    MHD_destroy_response(response);
    exchange->state = EXCHANGE_ANSWERED;
    if (visit != NULL)
        visit_enter(visit, is_stream ? STAGE_STREAM : STAGE_ANSWER);
    return result;
}

/* After a refusal of the head nothing that follows on the connection can be trusted to be a
 * request. */
static enum MHD_Result
refuse(struct web *web, struct exchange *exchange, struct refusal refusal)
{
    routes_refuse(&exchange->request, refusal, &exchange->reply);
    exchange->reply.closes = true;
    return send_reply(web, exchange);
}

/* ---- one COMMIT for all that wait ---- */

static void
settle(struct web *web)
{
    struct err err = {0};
    bool is_lost = web->site.is_broken;
    struct exchange *list = web->waiting;
    if (is_lost) {
        classroom_roll_back(web->site.room);
    } else if (classroom_has_pending(web->site.room) &&
               classroom_commit(web->site.room, &err) != FAULT_NONE) {
        log_line("not saved: %s", err.text);
        is_lost = true;
    } else if (web->waiting != NULL) {
        web->site.is_store_failing = false;
    }
    web->site.is_store_failing |= is_lost;
    web->site.is_broken = false;
    web->waiting = NULL;
    web->waiting_count = 0;
    while (list != NULL) {
        struct exchange *next = list->next_waiting;
        if (is_lost)
            reply_not_saved(&list->reply);
        MHD_resume_connection(list->connection);
        web->has_news = true;
        list = next;
    }
}

static enum MHD_Result
answer_or_wait(struct web *web, struct exchange *exchange)
{
    if (!classroom_has_pending(web->site.room) && !web->site.is_broken)
        return send_reply(web, exchange);
    exchange->state = EXCHANGE_WAITING;
    exchange->next_waiting = web->waiting;
    web->waiting = exchange;
    MHD_suspend_connection(exchange->connection);
    if (++web->waiting_count >= WAITING_MAX)
        settle(web);
    return MHD_YES;
}

/* ---- the console's work comes after the phones' answers ---- */

/* A paper takes longer than a phone should wait: whoever answers in the meantime waits for one paper, never for two. */
static enum MHD_Result
put_off(struct web *web, struct exchange *exchange)
{
    struct exchange **last = &web->put_off;
    while (*last != NULL)
        last = &(*last)->next_waiting;
    *last = exchange;
    exchange->state = EXCHANGE_PUT_OFF;
    MHD_suspend_connection(exchange->connection);
    return MHD_YES;
}

/* Once all that was settled is said, or two turns later, the oldest work is resumed: take_request does it. */
static void
resume_work(struct web *web)
{
    struct exchange *work = web->put_off;
    if (work == NULL || (web->has_news && ++web->turns_put_off < TURNS_PUT_OFF))
        return;
    web->put_off = work->next_waiting;
    web->turns_put_off = 0;
    web->has_news = true;
    MHD_resume_connection(work->connection);
}

/* ---- requests ---- */

static enum MHD_Result
keep_header(void *owner, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct request *request = owner;
    (void)kind;
    pairs_add(&request->headers, name, strlen(name), value != NULL ? value : "",
              value != NULL ? strlen(value) : 0);
    return request->headers.count <= REQUEST_HEADERS_MAX ? MHD_YES : MHD_NO;
}

static void
read_peer(struct exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct sockaddr_in in;
    if (info == NULL || info->client_addr == NULL || info->client_addr->sa_family != AF_INET)
        return;
    memcpy(&in, info->client_addr, sizeof in);
    inet_ntop(AF_INET, &in.sin_addr, exchange->request.peer, sizeof exchange->request.peer);
    exchange->request.peer_is_loopback = ntohl(in.sin_addr.s_addr) >> 24 == 127;
}

/* A hotspot may have come up since the interfaces were read. */
static bool
allows_host(void *owner, const char *host)
{
    struct web *web = owner;
    int64_t now = clock_monotonic_ms();
    if (addresses_allow(&web->site.addresses, host))
        return true;
    if (now - web->site.addresses.read_at_ms < 1000)
        return false;
    addresses_read(&web->site.addresses, web->bind, now);
    return addresses_allow(&web->site.addresses, host);
}

static enum MHD_Result
take_head(struct web *web, struct exchange *exchange, const char *method, const char *version)
{
    struct request *request = &exchange->request;
    request->method = memory_copy_text(method);
    request->is_tls = web->tls != NULL;
    request->is_http_1_0 = strcmp(version, "HTTP/1.0") == 0;
    exchange->state = EXCHANGE_READING;
    read_peer(exchange);
    machine_see(&web->site.machine, request->peer, site_now());
    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, keep_header, request);
    struct refusal refusal = request_check_head(request, allows_host, web);
    if (refusal.status == 0)
        refusal = routes_find(&web->site, request, &exchange->route);
    return refusal.status != 0 ? refuse(web, exchange, refusal) : MHD_YES;
}

static enum MHD_Result
take_request(void *owner, struct MHD_Connection *connection, const char *url, const char *method,
             const char *version, const char *data, size_t *data_len, void **context)
{
    struct web *web = owner;
    struct exchange *exchange = *context;
    struct visit *visit = visit_of(connection);
    (void)url;
    if (exchange == NULL || visit == NULL || visit->is_refused)
        return MHD_NO;
    if (exchange->state == EXCHANGE_NEW) {
        visit_enter(visit, STAGE_BODY);
        return take_head(web, exchange, method, version);
    }
    if (exchange->state == EXCHANGE_READING && *data_len > 0) {
        if (exchange->request.body.len + *data_len > REQUEST_BODY_MAX)
            return MHD_NO; /* more than Content-Length said */
        visit_hear(visit);
        buffer_add(&exchange->request.body, data, *data_len);
        *data_len = 0;
        return MHD_YES;
    }
    if (exchange->state == EXCHANGE_READING && exchange->route->role == ROLE_TRAINER && request_is_post(&exchange->request))
        return put_off(web, exchange);
    if (exchange->state == EXCHANGE_READING || exchange->state == EXCHANGE_PUT_OFF) {
        if (exchange->state == EXCHANGE_PUT_OFF && web->waiting != NULL)
            settle(web);
        routes_answer(&web->site, exchange->route, &exchange->request, &exchange->reply);
        return answer_or_wait(web, exchange);
    }
    return exchange->state == EXCHANGE_WAITING ? send_reply(web, exchange) : MHD_YES;
}

/* Comes with the request line, before the library touches its text. */
static void *
begin_exchange(void *owner, const char *uri, struct MHD_Connection *connection)
{
    struct exchange *exchange = memory_new(sizeof *exchange);
    (void)owner;
    exchange->connection = connection;
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
end_exchange(void *owner, struct MHD_Connection *connection, void **context,
             enum MHD_RequestTerminationCode code)
{
    struct exchange *exchange = *context;
    struct visit *visit = visit_of(connection);
    (void)owner;
    (void)code;
    if (visit != NULL) {
        visit_enter(visit, STAGE_IDLE);
        head_guard_reset(&visit->guard);
    }
    if (exchange == NULL)
        return;
    request_clear(&exchange->request);
    reply_clear(&exchange->reply);
    free(exchange);
    *context = NULL;
}

/* ---- connections ---- */

static void
note_connection(void *owner, struct MHD_Connection *connection, void **socket_context,
                enum MHD_ConnectionNotificationCode code)
{
    struct web *web = owner;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket_context = visits_find(&web->visits, info != NULL ? info->connect_fd : -1);
    } else {
        visits_forget(&web->visits, *socket_context);
        *socket_context = NULL;
    }
}

/* The library takes over the socket, and closes it too if it cannot. */
static void
let_in(struct web *web)
{
    struct visit *visit;
    while ((visit = visits_next_ready(&web->visits)) != NULL) {
        struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = visit->address};
        int fd = visit->fd;
        visit_enter(visit, STAGE_HEAD);
        web->has_news = true;
        if (MHD_add_connection(web->daemon, fd, (const struct sockaddr *)&in, sizeof in) != MHD_YES)
            visits_forget(&web->visits, visits_find(&web->visits, fd));
    }
}

/* ---- open, run, close ---- */

static enum fault
start_daemon(struct web *web, struct err *err)
{
    web->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL,
        take_request, web, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX, MHD_OPTION_NOTIFY_CONNECTION,
        note_connection, web, MHD_OPTION_NOTIFY_COMPLETED, end_exchange, web,
        MHD_OPTION_URI_LOG_CALLBACK, begin_exchange, web, MHD_OPTION_UNESCAPE_CALLBACK,
        leave_escaped, web, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    return web->daemon != NULL ? FAULT_NONE
                               : err_set(err, FAULT_CANNOT, "the HTTP server could not be started");
}

static void
fill_site(struct web *web, const struct web_options *options, struct classroom *room)
{
    struct site *site = &web->site;
    site->room = room;
    site->class_id = options->class_id;
    site->bind = web->bind;
    site->addresses.hosts = options->hosts;
    site->addresses.host_count = options->host_count;
    site->addresses.port = web->port;
    addresses_read(&site->addresses, web->bind, clock_monotonic_ms());
    sign_in_begin(site);
    machine_begin(&site->machine, options->folder, "/sys/class/power_supply", site_now());
    site->scheme = options->tls_cert != NULL ? "https" : "http";
    snprintf(site->learner_url, sizeof site->learner_url, "%s://%s:%d/", site->scheme,
             site->addresses.best, web->port);
    snprintf(site->trainer_url, sizeof site->trainer_url, "%s://127.0.0.1:%d/trainer/?key=%s",
             site->scheme, web->port, site->trainer_key);
}

enum fault
web_open(const struct web_options *options, struct classroom *room, struct web **web,
         struct err *err)
{
    struct web *opened = memory_new(sizeof *opened);
    opened->visits.listen_fd = -1;
    enum fault fault =
        visits_listen(&opened->visits, options->bind, options->port, &opened->port, err);
    if (fault == FAULT_NONE && options->tls_cert != NULL) {
        fault = tls_open(options->tls_cert, options->tls_key, &opened->visits.listen_fd,
                         &opened->tls, err);
        opened->visits.is_behind_tls = fault == FAULT_NONE;
    }
    if (fault == FAULT_NONE) {
        opened->bind = memory_copy_text(options->bind);
        fill_site(opened, options, room);
        visits_allow_many();
        fault = start_daemon(opened, err);
    }
    if (fault != FAULT_NONE) {
        web_close(opened);
        return fault;
    }
    *web = opened;
    return FAULT_NONE;
}

int
web_port(const struct web *web)
{
    return web->port;
}

const char *
web_learner_url(const struct web *web)
{
    return web->site.learner_url;
}

const char *
web_trainer_url(const struct web *web)
{
    return web->site.trainer_url;
}

static int
time_to_wait(struct web *web)
{
    MHD_UNSIGNED_LONG_LONG timeout;
    if (web->has_news)
        return 0;
    if (MHD_get_timeout(web->daemon, &timeout) == MHD_YES && timeout < TURN_MS)
        return (int)timeout;
    return TURN_MS;
}

enum fault
web_run(struct web *web, volatile const int *stop, struct err *err)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(web->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    int epoll_fd = info != NULL ? info->epoll_fd : -1;
    if (epoll_fd < 0)
        return err_set(err, FAULT_CANNOT, "the HTTP server has no epoll");
    while (!*stop) {
        enum fault fault = visits_wait(&web->visits, epoll_fd, time_to_wait(web), err);
        if (fault != FAULT_NONE)
            return fault;
        web->has_news = false;
        visits_look(&web->visits);
        let_in(web);
        if (MHD_run(web->daemon) != MHD_YES)
            return err_set(err, FAULT_CANNOT, "the HTTP server failed");
        if (web->waiting != NULL || classroom_has_pending(web->site.room) || web->site.is_broken)
            settle(web);
        resume_work(web);
        web->has_news |= listeners_wake(&web->listeners, false);
        visits_sweep(&web->visits);
        machine_look(&web->site.machine, site_now());
    }
    return FAULT_NONE;
}

void
web_close(struct web *web)
{
    if (web == NULL)
        return;
    if (web->daemon != NULL) {
        settle(web);
        while (web->put_off != NULL)
            resume_work(web);
        listeners_wake(&web->listeners, true);
        MHD_stop_daemon(web->daemon);
    }
    tls_close(web->tls);
    visits_close(&web->visits);
    free(web->bind);
    free(web);
}
