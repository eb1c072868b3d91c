/* web.h - the laptop speaks HTTP: learner pages, trainer console. Thin: every decision is classroom's.
 *
 * One thread (and, with TLS, a second one before the door: tls.h): an epoll loop around libmicrohttpd. Requests that change something are applied as they come in; when the
 * loop has taken all that waited, one COMMIT makes them durable, and only then are they answered (SECURITY.md 3.1). */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "classroom/classroom.h"

struct web_options {
    const char *folder;             /* of the data: its disk is watched */
    const char *bind;               /* "0.0.0.0" */
    int port;                       /* 0 = pick one */
    const char *const *hosts;       /* further names for the Host allow-list */
    size_t host_count;
    int64_t class_id;               /* class shown first, 0 = none yet */
    const char *tls_cert, *tls_key; /* files for an office; both NULL: plain HTTP */
};

struct web;

/* Listens. FAULT_CANNOT: port in use (says which, and "--port"), no permission, TLS files that cannot be used. */
MUST_CHECK enum fault web_open(const struct web_options *options, struct classroom *room, struct web **web,
                               struct err *err);
int web_port(const struct web *web);
/* http(s)://ADDRESS:PORT/ for phones: the laptop's right address among several interfaces. Valid until web_close. */
const char *web_learner_url(const struct web *web);
/* http(s)://127.0.0.1:PORT/trainer/?key=... the one-time link that gives the console's cookie. */
const char *web_trainer_url(const struct web *web);
/* Serves until *stop becomes true (set by a signal handler) or a fault. */
MUST_CHECK enum fault web_run(struct web *web, volatile const int *stop, struct err *err);
void web_close(struct web *web);

#endif
