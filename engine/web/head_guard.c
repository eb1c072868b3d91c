/* head_guard.c - a state machine over the bytes of a head: one function a state, one byte at a
 * time. */
#include "web/head_guard.h"

#include <string.h>
#include <strings.h>

enum state { REQUEST_LINE, LINE_START, NAME, VALUE, AFTER_CR, AFTER_LAST_CR, BODY };

void
head_guard_reset(struct head_guard *guard)
{
    *guard = (struct head_guard){.state = REQUEST_LINE};
}

static bool
refuse(struct head_guard *guard, unsigned status, const char *sentence)
{
    guard->refusal = (struct refusal){status, sentence};
    return false;
}

static bool
is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (byte != 0 && strchr("!#$%&'*+-.^_`|~", byte) != NULL);
}

static bool
check_version(struct head_guard *guard)
{
    const char *version = guard->version;
    if (guard->blanks != 2 || strncmp(version, "HTTP/", 5) != 0 || guard->version_len != 8)
        return refuse(guard, 400, "The request line is not HTTP.");
    if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
        return refuse(guard, version[5] == '0' ? 400 : 505, "Only HTTP/1.1 is spoken here.");
    guard->state = AFTER_CR;
    return true;
}

static bool
feed_request_line(struct head_guard *guard, char byte)
{
    if (guard->len > REQUEST_LINE_MAX)
        return refuse(guard, 414, "The address is too long.");
    if (byte == '\r')
        return check_version(guard);
    if (byte == ' ') {
        guard->blanks++;
        return guard->len > 1 && guard->blanks <= 2
                   ? true
                   : refuse(guard, 400, "The request line is not HTTP.");
    }
    if (byte <= ' ' || byte == 0x7f)
        return refuse(guard, 400, "The request line holds a byte that it may not hold.");
    if (guard->blanks == 0 && !is_name_byte(byte))
        return refuse(guard, 400, "The request line is not HTTP.");
    if (guard->blanks == 2 && guard->version_len + 1 < sizeof guard->version)
        guard->version[guard->version_len++] = byte;
    return true;
}

static bool
feed_line_start(struct head_guard *guard, char byte)
{
    if (byte == '\r') {
        guard->state = AFTER_LAST_CR;
        return true;
    }
    if (!is_name_byte(byte))
        return refuse(guard, 400, "A header line begins with a blank, or its name is missing.");
    if (++guard->headers > REQUEST_HEADERS_MAX)
        return refuse(guard, 431, "There are too many headers.");
    guard->state = NAME;
    guard->name[0] = byte;
    guard->name_len = 1;
    guard->length = LENGTH_NONE;
    return true;
}

static bool
feed_name(struct head_guard *guard, char byte)
{
    if (byte == ':') {
        guard->state = VALUE;
        return true;
    }
    if (!is_name_byte(byte))
        return refuse(guard, 400, "A header line has no colon, or a blank before it.");
    if (guard->name_len < sizeof guard->name)
        guard->name[guard->name_len++] = byte;
    return true;
}

static bool
is_header(const struct head_guard *guard, const char *name)
{
    return guard->name_len == strlen(name) && strncasecmp(guard->name, name, guard->name_len) == 0;
}

/* Content-Length: digits in one piece, and no more than a body may have. */
static bool
feed_length(struct head_guard *guard, char byte)
{
    if (byte == ' ' || byte == '\t') {
        guard->length = guard->length == LENGTH_NONE ? LENGTH_NONE : LENGTH_OVER;
        return true;
    }
    if (byte < '0' || byte > '9' || guard->length == LENGTH_OVER)
        return refuse(guard, 400, "Content-Length is not a number.");
    guard->length = LENGTH_DIGITS;
    guard->body_left = guard->body_left * 10 + (size_t)(byte - '0');
    return guard->body_left <= REQUEST_BODY_MAX || refuse(guard, 413, "The body is too large.");
}

static bool
feed_value(struct head_guard *guard, char byte)
{
    if (byte == '\r' && is_header(guard, "Content-Length") && guard->length == LENGTH_NONE)
        return refuse(guard, 400, "Content-Length is not a number.");
    if (byte == '\r')
        guard->state = AFTER_CR;
    else if (((unsigned char)byte < ' ' && byte != '\t') || byte == 0x7f)
        return refuse(guard, 400,
                      "A header holds a control character, or a line does not end with CR LF.");
    else if (is_header(guard, "Content-Length"))
        return feed_length(guard, byte);
    else if (is_header(guard, "Host"))
        guard->has_host = true;
    return true;
}

static bool
feed_after_cr(struct head_guard *guard, char byte)
{
    if (byte != '\n')
        return refuse(guard, 400, "A line does not end with CR LF.");
    guard->is_whole = guard->state == AFTER_LAST_CR;
    if (guard->is_whole && !guard->has_host)
        return refuse(guard, 400, "The Host header is missing.");
    guard->state = guard->is_whole ? BODY : LINE_START;
    return true;
}

bool
head_guard_feed(struct head_guard *guard, const char *bytes, size_t len)
{
    static bool (*const FEED[])(struct head_guard *, char) = {
        feed_request_line, feed_line_start, feed_name, feed_value, feed_after_cr, feed_after_cr};
    if (guard->refusal.status != 0)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (guard->state == BODY) {
            guard->has_more = guard->has_more || len - i > guard->body_left;
            return true;
        }
        if (++guard->len > HEAD_MAX)
            return refuse(guard, 431, "The headers are too long.");
        if (!FEED[guard->state](guard, bytes[i]))
            return false;
    }
    return true;
}
