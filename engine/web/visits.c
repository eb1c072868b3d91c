/* visits.c - the sockets beside the library: what is no HTTP is answered and shut before the
 * library reads it, and a connection that is too slow is swept away, however diligently it sends a
 * byte a second.
 *
 * Bytes that arrive between the look and the library's own reading are not seen here; request.c
 * judges what the library made of them once more. */
#include "web/visits.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "web/reply.h"

enum {
    FILES_MAX = 4096,
    BACKLOG = 256,
    HEAD_DEADLINE_MS = 10000,
    BODY_DEADLINE_MS = 20000,
    ANSWER_DEADLINE_MS = 20000,
    IDLE_MS = 75000
};

/* ---- opening ---- */

enum fault
visits_listen(const char *address, int wanted_port, int *fd, int *port, struct err *err)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)wanted_port)};
    socklen_t len = sizeof in;
    int yes = 1;
    if (inet_pton(AF_INET, address, &in.sin_addr) != 1)
        return err_set(err, FAULT_CANNOT,
                       "\"%.60s\" is no address to listen on; say for example --bind 0.0.0.0",
                       address);
    *fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (*fd < 0)
        return err_set(err, FAULT_CANNOT, "no socket can be made: %s", strerror(errno));
    setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(*fd, (const struct sockaddr *)&in, sizeof in) != 0 || listen(*fd, BACKLOG) != 0 ||
        getsockname(*fd, (struct sockaddr *)&in, &len) != 0) {
        int error = errno;
        close(*fd);
        return error == EADDRINUSE
                   ? err_set(
                         err, FAULT_CANNOT,
                         "port %d is in use, perhaps by another `dauso serve`; choose another one "
                         "with --port, or --port 0 for any free one",
                         wanted_port)
                   : err_set(err, FAULT_CANNOT, "port %d of %s cannot be listened on: %s",
                             wanted_port, address, strerror(error));
    }
    *port = ntohs(in.sin_port);
    return FAULT_NONE;
}

void
visits_allow_many(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= FILES_MAX)
        return;
    limit.rlim_cur = limit.rlim_max < FILES_MAX ? limit.rlim_max : FILES_MAX;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        log_line("only %lu files may be open", (unsigned long)limit.rlim_cur);
}

/* ---- watching ---- */

void
visit_enter(struct visit *visit, enum stage stage)
{
    visit->stage = stage;
    visit->since_ms = clock_monotonic_ms();
}

struct visit *
visits_begin(struct visit **visits, int fd)
{
    struct visit *visit = memory_new(sizeof *visit);
    int yes = 1;
    visit->fd = fd;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    head_guard_reset(&visit->guard);
    visit_enter(visit, STAGE_HEAD); /* who connects has something to say */
    visit->next = *visits;
    if (*visits != NULL)
        (*visits)->previous = visit;
    *visits = visit;
    return visit;
}

void
visits_end(struct visit **visits, struct visit *visit)
{
    if (visit == NULL)
        return;
    if (visit->next != NULL)
        visit->next->previous = visit->previous;
    if (visit->previous != NULL)
        visit->previous->next = visit->next;
    else
        *visits = visit->next;
    free(visit);
}

/* Says no without the library, which would have let it through. */
static void
turn_away(struct visit *visit)
{
    const struct refusal *refusal = &visit->guard.refusal;
    const char *name, *value;
    struct buffer out = {0};
    buffer_print(
        &out,
        "HTTP/1.1 %u Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Cache-Control: no-store\r\nContent-Length: %zu\r\n",
        refusal->status, strlen(refusal->sentence) + 1);
    for (size_t i = 0; (name = reply_standard_header(i, &value)) != NULL; i++)
        buffer_print(&out, "%s: %s\r\n", name, value);
    buffer_print(&out, "\r\n%s\n", refusal->sentence);
    visit->is_refused = true;
    ssize_t sent = send(visit->fd, out.data, out.len, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent != (ssize_t)out.len)
        log_line("a refusal could not be said: the other end does not listen");
    shutdown(visit->fd, SHUT_RDWR);
    buffer_clear(&out);
}

/* The bytes that the library will read next. */
void
visits_guard(struct visit *visits)
{
    char bytes[HEAD_MAX + 1024];
    for (struct visit *visit = visits; visit != NULL; visit = visit->next) {
        if (visit->is_refused || (visit->stage != STAGE_IDLE && visit->stage != STAGE_HEAD) ||
            visit->guard.is_whole)
            continue;
        ssize_t len = recv(visit->fd, bytes, sizeof bytes, MSG_PEEK | MSG_DONTWAIT);
        if (len <= 0)
            continue;
        if (visit->stage == STAGE_IDLE)
            visit_enter(visit, STAGE_HEAD);
        if (!head_guard_feed(&visit->guard, bytes, (size_t)len))
            turn_away(visit);
    }
}

void
visits_sweep(struct visit *visits)
{
    static const int64_t DEADLINES[] = {IDLE_MS, HEAD_DEADLINE_MS, BODY_DEADLINE_MS,
                                        ANSWER_DEADLINE_MS};
    int64_t now = clock_monotonic_ms();
    for (struct visit *visit = visits; visit != NULL; visit = visit->next)
        if (now - visit->since_ms > DEADLINES[visit->stage])
            shutdown(visit->fd, SHUT_RDWR);
}
