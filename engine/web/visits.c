/* visits.c - the sockets before and beside the library: what is no HTTP is answered and shut before
 * the library reads it, and a connection that is too slow is swept away, however diligently it
 * sends a byte a second.
 *
 * A new connection stays in the lobby until its first head is whole. Later heads on it are looked
 * at just before the library reads; bytes that arrive in between are judged once more by request.c,
 * as the library took them. */
#include "web/visits.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
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
    BACKLOG = 512,
    VISITS_MAX = 2400,
    VISITS_PER_ADDRESS = 128,
    ACCEPTS_A_TURN = 64,
    DEAF_MS = 200,
    REST_MS = 20, /* bytes that wait would wake the loop at once, again and again */
    LEAVING_MS = 1000,
    SWEEP_MS = 250,
    HEAD_DEADLINE_MS = 10000,
    BODY_DEADLINE_MS = 20000,
    BODY_SILENCE_MS = 10000,
    ANSWER_DEADLINE_MS = 20000,
    IDLE_MS = 75000
};

/* ---- opening ---- */

enum fault
visits_listen(struct visits *visits, const char *address, int wanted_port, int *port,
              struct err *err)
{
    int *fd = &visits->listen_fd;
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
        visits_close(visits);
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
visits_close(struct visits *visits)
{
    while (visits->first != NULL) {
        close(visits->first->fd);
        visits_forget(visits, visits->first);
    }
    if (visits->listen_fd >= 0)
        close(visits->listen_fd);
    visits->listen_fd = -1;
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
    visit->since_ms = visit->heard_ms = clock_monotonic_ms();
}

void
visit_hear(struct visit *visit)
{
    visit->heard_ms = clock_monotonic_ms();
}

static void
begin(struct visits *visits, int fd, uint32_t address)
{
    struct visit *visit = memory_new(sizeof *visit);
    int yes = 1;
    *visit = (struct visit){.next = visits->first, .fd = fd, .address = address};
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    head_guard_reset(&visit->guard);
    visit_enter(visit, STAGE_LOBBY);
    if (visits->first != NULL)
        visits->first->previous = visit;
    visits->first = visit;
    visits->count++;
}

void
visits_forget(struct visits *visits, struct visit *visit)
{
    if (visit == NULL)
        return;
    if (visit->next != NULL)
        visit->next->previous = visit->previous;
    if (visit->previous != NULL)
        visit->previous->next = visit->next;
    else
        visits->first = visit->next;
    visits->count--;
    free(visit);
}

struct visit *
visits_find(const struct visits *visits, int fd)
{
    struct visit *visit = visits->first;
    while (visit != NULL && visit->fd != fd)
        visit = visit->next;
    return visit;
}

struct visit *
visits_next_ready(const struct visits *visits)
{
    struct visit *visit = visits->first;
    while (visit != NULL && !(visit->stage == STAGE_LOBBY && visit->guard.is_whole))
        visit = visit->next;
    return visit;
}

static bool
is_outside(const struct visit *visit)
{
    return visit->stage == STAGE_LOBBY || visit->stage == STAGE_LEAVING;
}

/* Between requests, or with half a head: what comes next is to be looked at. */
static bool
is_watched(const struct visit *visit)
{
    if (visit->stage == STAGE_LEAVING)
        return true;
    return visit->stage <= STAGE_HEAD && !visit->is_refused && !visit->guard.is_whole;
}

enum fault
visits_wait(struct visits *visits, int other_fd, int timeout_ms, struct err *err)
{
    struct pollfd *ready = memory_new_array(visits->count + 2, sizeof *ready);
    size_t count = 0;
    int64_t now = clock_monotonic_ms();
    bool is_deaf = now < visits->deaf_until_ms;
    ready[count++] = (struct pollfd){.fd = other_fd, .events = POLLIN};
    ready[count++] = (struct pollfd){.fd = is_deaf ? -1 : visits->listen_fd, .events = POLLIN};
    for (const struct visit *visit = visits->first; visit != NULL; visit = visit->next)
        if (is_watched(visit)) {
            bool rests = now < visit->rest_until_ms;
            timeout_ms = rests && timeout_ms > REST_MS ? REST_MS : timeout_ms;
            ready[count++] = (struct pollfd){.fd = visit->fd,
                                             .events = (short)(rests ? POLLRDHUP : POLLIN | POLLRDHUP)};
        }
    int outcome = poll(ready, count, timeout_ms);
    visits->has_caller = outcome > 0 && ready[1].revents != 0;
    count = 2;
    for (struct visit *visit = visits->first; visit != NULL; visit = visit->next) {
        int said = is_watched(visit) && outcome > 0 ? ready[count].revents : 0;
        count += is_watched(visit);
        visit->has_said = said != 0;
        visit->has_hung_up = (said & POLLRDHUP) != 0;
    }
    free(ready);
    if (outcome < 0 && errno != EINTR)
        return err_set(err, FAULT_CANNOT, "waiting for phones failed: %s", strerror(errno));
    return FAULT_NONE;
}

static void
close_visit(struct visits *visits, struct visit *visit)
{
    close(visit->fd);
    visits_forget(visits, visit);
}

/* Room for one more of this address. One router can hide a whole class, so an address may hold many connections; when
 * it holds all it may, or the house is full, the one that has stood in the lobby longest without a whole request gives
 * way: an honest phone speaks at once. False: nobody stands there. */
static bool
make_room(struct visits *visits, uint32_t address)
{
    size_t same = 0;
    struct visit *oldest = NULL, *oldest_same = NULL; /* the newest are first */
    for (struct visit *visit = visits->first; visit != NULL; visit = visit->next) {
        bool is_same = visit->address == address;
        same += is_same;
        if (is_outside(visit) && !visit->has_said) {
            oldest = visit;
            oldest_same = is_same ? visit : oldest_same;
        }
    }
    if (same < VISITS_PER_ADDRESS && visits->count < VISITS_MAX)
        return true;
    struct visit *leaves = same >= VISITS_PER_ADDRESS ? oldest_same : oldest;
    if (leaves != NULL)
        close_visit(visits, leaves);
    return leaves != NULL;
}

/* False: nobody waits any more. */
static bool
next_caller(struct visits *visits, struct arrival *caller)
{
    struct sockaddr_in in = {0};
    socklen_t len = sizeof in;
    if (visits->is_behind_tls)
        return read(visits->listen_fd, caller, sizeof *caller) == (ssize_t)sizeof *caller;
    caller->fd =
        accept4(visits->listen_fd, (struct sockaddr *)&in, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
    caller->address = in.sin_addr.s_addr;
    if (caller->fd < 0 &&
        (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM))
        visits->deaf_until_ms = clock_monotonic_ms() + DEAF_MS;
    return caller->fd >= 0;
}

static void
take_in(struct visits *visits)
{
    struct arrival caller;
    for (int i = 0; i < ACCEPTS_A_TURN && next_caller(visits, &caller); i++) {
        if (make_room(visits, caller.address))
            begin(visits, caller.fd, caller.address);
        else
            close(caller.fd);
    }
}

/* Says no without the library, which would have let it through. */
static void
turn_away(struct visit *visit)
{
    const struct refusal *refusal = &visit->guard.refusal;
    const struct reply standard = {0};
    const char *name, *value;
    struct buffer out = {0};
    buffer_print(
        &out,
        "HTTP/1.1 %u Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Cache-Control: no-store\r\nContent-Length: %zu\r\n",
        refusal->status, strlen(refusal->sentence) + 1);
    for (size_t i = 0; (name = reply_standard_header(&standard, i, &value)) != NULL; i++)
        buffer_print(&out, "%s: %s\r\n", name, value);
    buffer_print(&out, "\r\n%s\n", refusal->sentence);
    visit->is_refused = true;
    ssize_t sent = send(visit->fd, out.data, out.len, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent != (ssize_t)out.len)
        log_line("a refusal could not be said: the other end does not listen");
    buffer_clear(&out);
    /* The library closes what it knows. Who is in the lobby may finish speaking, or the refusal
     * would be lost. */
    shutdown(visit->fd, visit->stage == STAGE_LOBBY ? SHUT_WR : SHUT_RDWR);
    if (visit->stage == STAGE_LOBBY)
        visit_enter(visit, STAGE_LEAVING);
}

/* The bytes that the library will read next. */
static void
look_at(struct visits *visits, struct visit *visit)
{
    char bytes[HEAD_MAX + 1024];
    bool is_leaving = visit->stage == STAGE_LEAVING, is_outside_now = is_outside(visit);
    ssize_t len = recv(visit->fd, bytes, sizeof bytes, MSG_DONTWAIT | (is_leaving ? 0 : MSG_PEEK));
    if (is_outside_now && (len == 0 || (len < 0 && errno != EAGAIN && errno != EINTR))) {
        close_visit(visits, visit);
        return;
    }
    if (len <= 0 || is_leaving)
        return;
    if (visit->stage == STAGE_IDLE)
        visit_enter(visit, STAGE_HEAD);
    if (visit->stage == STAGE_LOBBY && len == visit->seen_len) {
        visit->rest_until_ms = clock_monotonic_ms() + REST_MS;
    } else {
        /* In the lobby nobody takes the bytes away, so each look begins at the first one. */
        if (visit->stage == STAGE_LOBBY)
            head_guard_reset(&visit->guard);
        visit->seen_len = len;
        if (!head_guard_feed(&visit->guard, bytes, (size_t)len))
            turn_away(visit);
    }
    if (visit->stage == STAGE_LOBBY && visit->has_hung_up && !visit->guard.is_whole)
        close_visit(visits, visit);
}

void
visits_look(struct visits *visits)
{
    if (visits->has_caller)
        take_in(visits);
    for (struct visit *visit = visits->first, *next; visit != NULL; visit = next) {
        next = visit->next;
        if (visit->has_said)
            look_at(visits, visit);
    }
}

static bool
is_too_slow(const struct visit *visit, int64_t now)
{
    static const int64_t DEADLINES[] = {HEAD_DEADLINE_MS, LEAVING_MS,       IDLE_MS,
                                        HEAD_DEADLINE_MS, BODY_DEADLINE_MS, ANSWER_DEADLINE_MS,
                                        INT64_MAX};
    return now - visit->since_ms > DEADLINES[visit->stage] ||
           (visit->stage == STAGE_BODY && now - visit->heard_ms > BODY_SILENCE_MS);
}

void
visits_sweep(struct visits *visits)
{
    int64_t now = clock_monotonic_ms();
    if (now - visits->swept_ms < SWEEP_MS)
        return;
    visits->swept_ms = now;
    for (struct visit *visit = visits->first, *next; visit != NULL; visit = next) {
        next = visit->next;
        if (!is_too_slow(visit, now))
            continue;
        if (is_outside(visit))
            close_visit(visits, visit);
        else
            shutdown(visit->fd, SHUT_RDWR);
    }
}
