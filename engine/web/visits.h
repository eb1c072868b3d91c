/* visits.h - connections as sockets: opened, watched, turned away. Knows no HTTP library. */
#ifndef WEB_VISITS_H
#define WEB_VISITS_H

#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "web/head_guard.h"

/* What a connection is waiting for, and so which deadline runs. In the lobby the library does not
 * know it yet: it is let in when its first request has a whole and proper head. Who leaves has been
 * told why. */
enum stage { STAGE_LOBBY, STAGE_LEAVING, STAGE_IDLE, STAGE_HEAD, STAGE_BODY, STAGE_ANSWER, STAGE_STREAM };

struct visit {
    struct visit *next, *previous;
    int fd;
    uint32_t address;
    enum stage stage;
    int64_t since_ms;
    int64_t heard_ms; /* of a body: the last bytes of it */
    struct head_guard guard;
    bool is_refused;
    bool has_said; /* something waits to be looked at */
    bool has_hung_up;
    ssize_t seen_len;      /* of what waits, in the lobby */
    int64_t rest_until_ms; /* nothing new was there: not looked at before */
};

/* One that comes out of TLS: a socket, and whose it is. */
struct arrival {
    int fd;
    uint32_t address;
};

struct visits {
    struct visit *first;
    int listen_fd;
    bool is_behind_tls; /* listen_fd is the pipe of tls.h */
    size_t count;
    bool has_caller;       /* somebody waits at the door */
    int64_t deaf_until_ms; /* no accepting before: there was no file left */
    int64_t swept_ms;
};

/* Listens. FAULT_CANNOT: port in use, no such address. */
MUST_CHECK enum fault visits_listen(struct visits *visits, const char *address, int wanted_port,
                                    int *port, struct err *err);
void visits_close(struct visits *visits);
/* A class of a few hundred phones holds more connections than the usual 1024 files. */
void visits_allow_many(void);

/* Waits until something can be done: somebody comes, somebody in the lobby speaks, or other_fd is
 * ready. */
MUST_CHECK enum fault visits_wait(struct visits *visits, int other_fd, int timeout_ms,
                                  struct err *err);
/* Takes in who waits at the door, and looks at what everybody will say next; what is no HTTP is
 * turned away. */
void visits_look(struct visits *visits);
/* The next one in the lobby whose head is whole, NULL if there is none. */
struct visit *visits_next_ready(const struct visits *visits);

struct visit *visits_find(const struct visits *visits, int fd);
void visits_forget(struct visits *visits, struct visit *visit); /* does not close */
void visit_enter(struct visit *visit, enum stage stage);
void visit_hear(struct visit *visit); /* some of the body came */

/* Ends what is too slow: head 10 s, body 20 s and 10 s without a byte, answer 20 s, nothing 75 s. A stream has no
 * deadline: what it cannot take ends it (server.c). */
void visits_sweep(struct visits *visits);

#endif
