/* head_guard.h - looks at the raw bytes of a request's head before libmicrohttpd does.
 *
 * The library accepts bare line feeds, folded headers and NUL, and cuts text at the NUL. The guard
 * sees the same bytes first (the loop peeks at the socket) and refuses what RFC 9112 does not
 * allow. It reads no values but one: how long the body is said to be, to notice bytes that follow
 * the request. Pure: bytes in, refusal out. */
#ifndef WEB_HEAD_GUARD_H
#define WEB_HEAD_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "web/request.h"

enum { HEAD_MAX = 12 * 1024, REQUEST_LINE_MAX = 8 * 1024 };

struct head_guard {
    int state;
    size_t len; /* of the head so far */
    size_t headers;
    size_t blanks; /* in the request line */
    char version[10];
    size_t version_len;
    char name[20]; /* of the header that is being read, as far as it matters */
    size_t name_len;
    size_t body_left; /* by Content-Length */
    enum { LENGTH_NONE, LENGTH_DIGITS, LENGTH_OVER } length; /* what was seen of its value */
    bool has_host;
    bool is_whole;    /* the empty line was seen */
    bool has_more;    /* bytes after the request: the connection must end with it */
    struct refusal refusal;
};

void head_guard_reset(struct head_guard *guard);
/* False: refused, for ever until reset; guard->refusal says why. */
bool head_guard_feed(struct head_guard *guard, const char *bytes, size_t len);

#endif
