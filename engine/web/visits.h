/* visits.h - connections as sockets: opened, watched, turned away. Knows no HTTP library. */
#ifndef WEB_VISITS_H
#define WEB_VISITS_H

#include <stdint.h>

#include "base/err.h"
#include "web/head_guard.h"

/* What a connection is waiting for. */
enum stage { STAGE_IDLE, STAGE_HEAD, STAGE_BODY, STAGE_ANSWER };

/* One connection. The stage says which deadline runs. */
struct visit {
    struct visit *next, *previous;
    int fd;
    enum stage stage;
    int64_t since_ms;
    struct head_guard guard;
    bool is_refused;
};

/* A listening socket. FAULT_CANNOT: port in use, no such address. */
MUST_CHECK enum fault visits_listen(const char *address, int wanted_port, int *fd, int *port,
                                    struct err *err);
/* A class of a few hundred phones holds more connections than the usual 1024 files. */
void visits_allow_many(void);

struct visit *visits_begin(struct visit **visits, int fd);
void visits_end(struct visit **visits, struct visit *visit);
void visit_enter(struct visit *visit, enum stage stage);

/* Peeks at what the library will read next, and turns away what is no HTTP. */
void visits_guard(struct visit *visits);
/* Shuts down what is too slow: head 10 s, body 20 s, answer 20 s, nothing 75 s. */
void visits_sweep(struct visit *visits);

#endif
