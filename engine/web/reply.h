/* reply.h - one HTTP answer before it is sent. */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/err.h"
#include "base/json.h"

enum { REPLY_HEADERS_MAX = 6 };

struct live_stream;

struct reply {
    unsigned status;
    const char *type;
    struct buffer body;
    struct {
        const char *name;
        char value[200];
    } headers[REPLY_HEADERS_MAX];
    size_t header_count;
    bool closes;      /* the connection ends with it */
    bool may_be_kept; /* by the browser, for ever: the name changes with the content */
    bool has_policy;  /* the page brings a stricter Content-Security-Policy of its own */
    bool is_picture;  /* kept a while by this one browser; alone in a window it runs nothing */
    bool is_page;     /* a person reads it: errors are said as a page */
    struct live_stream *stream; /* goes on after the body; owned by the reply until the server takes it */
};

void reply_clear(struct reply *reply);
void reply_add_header(struct reply *reply, const char *name, const char *value);

void reply_html(struct reply *reply, unsigned status); /* the body is filled by the caller */
void reply_json(struct reply *reply, unsigned status, struct json *value); /* takes over value */
/* {"error": word, "reason": sentence} */
void reply_error(struct reply *reply, unsigned status, const char *word, const char *sentence);
/* One sentence as text/plain. */
void reply_sentence(struct reply *reply, unsigned status, const char *sentence);
void reply_see_other(struct reply *reply, const char *address); /* 303 */
/* Something that should have been written was not: 507. */
void reply_not_saved(struct reply *reply);

/* The n-th header that this answer carries as every one does, NULL past the end. */
const char *reply_standard_header(const struct reply *reply, size_t n, const char **value);
const char *reply_cache_control(const struct reply *reply);

#endif
