/* reply.c - makes answers, and knows the headers that each of them carries. */
#include "web/reply.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "web/live_stream.h"

/* Nothing may run, load, frame or be sent but what this laptop itself gave. */
static const char *const STANDARD[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "media-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
};

const char *
reply_standard_header(const struct reply *reply, size_t n, const char **value)
{
    if (n >= sizeof STANDARD / sizeof STANDARD[0])
        return NULL;
    if (n == 0 && reply->is_picture)
        *value = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
    else
        *value = n == 0 && reply->has_policy ? "frame-ancestors 'none'" : STANDARD[n][1];
    return STANDARD[n][0];
}

const char *
reply_cache_control(const struct reply *reply)
{
    return reply->may_be_kept  ? "public, max-age=31536000, immutable"
           : reply->is_picture ? "private, max-age=600"
                               : "no-store";
}

void
reply_clear(struct reply *reply)
{
    buffer_clear(&reply->body);
    live_stream_close(reply->stream);
    *reply = (struct reply){0};
}

void
reply_add_header(struct reply *reply, const char *name, const char *value)
{
    assert(reply->header_count < REPLY_HEADERS_MAX);
    reply->headers[reply->header_count].name = name;
    snprintf(reply->headers[reply->header_count++].value, sizeof reply->headers[0].value, "%s",
             value);
}

void
reply_html(struct reply *reply, unsigned status)
{
    reply->status = status;
    reply->type = "text/html; charset=utf-8";
}

void
reply_json(struct reply *reply, unsigned status, struct json *value)
{
    reply->status = status;
    reply->type = "application/json";
    buffer_reset(&reply->body);
    json_write(value, &reply->body);
    json_free(value);
}

void
reply_error(struct reply *reply, unsigned status, const char *word, const char *sentence)
{
    struct json *value = json_new_object();
    json_put_text(value, "error", word);
    json_put_text(value, "reason", sentence);
    reply_json(reply, status, value);
}

void
reply_sentence(struct reply *reply, unsigned status, const char *sentence)
{
    reply->status = status;
    reply->type = "text/plain; charset=utf-8";
    buffer_reset(&reply->body);
    buffer_print(&reply->body, "%s\n", sentence);
}

void
reply_see_other(struct reply *reply, const char *address)
{
    reply_sentence(reply, 303, "See the next page.");
    reply_add_header(reply, "Location", address);
}

void
reply_not_saved(struct reply *reply)
{
    reply->header_count = 0; /* no cookie for what did not happen */
    if (reply->is_page)
        reply_sentence(reply, 507,
                       "Máy lớp chưa lưu được. Mời bác giơ tay. / The laptop could not save it.");
    else
        reply_error(reply, 507, "not_saved",
                    "the laptop could not save it; nothing was changed, send it again");
}
