/* web.h - the laptop speaks HTTP: learner pages, trainer console. Thin: every decision is classroom's.
 *
 * One thread (and, with TLS, a second one before the door: tls.h): an epoll loop around libmicrohttpd. Requests that change something are applied as they come in; when the
 * loop has taken all that waited, one COMMIT makes them durable, and only then are they answered (SECURITY.md 3.1). */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/err.h"
#include "base/json.h"
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

/* ---- preview: an author looks at a quiz, a phone as the learners' beside what it means ----
 *
 * A server of its own, for this computer alone: it listens on 127.0.0.1, knows no class and no store. What is shown
 * and done is the desk's, which the caller holds; web/ has only HTTP and the page. */

enum { PREVIEW_SAYS_MAX = 640 };

/* One item being tried out. */
struct preview_desk {
    void *about;
    const char *(*language)(void *about);
    /* What stands beside the phone: title, item, seed, stamp (another one when the phone has to be loaded again), items
     * [{id, kind, practice}], evidence [{text, answer 1|0|-1, critical, indicator}], walk [line], over, stale,
     * problems [sentence], lost (sentence or null), folder. New value. */
    struct json *(*tell)(void *about);
    /* What the phone shows; view->screen NULL: the item is over, or there is none. */
    void (*look)(void *about, struct learner_view *view);
    /* False, and why, if the screen does not take this act. */
    bool (*act)(void *about, const char *item, const char *verb, const char *target, const char *value,
                char says[PREVIEW_SAYS_MAX]);
    void (*speak)(void *about, const char *language);
    /* {"wish": "item"|"seed"|"undo"|"again"|"save", …}: the answer for the page, {"ok", "says", "exists"}. New value. */
    struct json *(*obey)(void *about, const struct json *wish);
    /* A picture or a clip that the screen names; its media type, NULL if there is none. */
    const char *(*read)(void *about, bool is_clip, const char *name, struct buffer *out);
};

struct preview;

/* Listens on 127.0.0.1. port 0: any free one. FAULT_CANNOT: in use. */
MUST_CHECK enum fault preview_open(const struct preview_desk *desk, int port, struct preview **preview, struct err *err);
const char *preview_url(const struct preview *preview); /* valid until preview_close */
MUST_CHECK enum fault preview_run(struct preview *preview, volatile const int *stop, struct err *err);
void preview_close(struct preview *preview);

#endif
