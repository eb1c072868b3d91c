/* request.c - every reason to refuse a request before a route sees it.
 *
 * libmicrohttpd lets more through than we want (two Host headers, both lengths, %2e%2e%2f as ../),
 * so the raw text is judged here: what is not plainly right is refused, and nothing of it is
 * repeated in the answer. */
#include "web/request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/text.h"

static const struct refusal NONE = {0, NULL};

void
pairs_add(struct pairs *pairs, const char *name, size_t name_len, const char *value,
          size_t value_len)
{
    MEMORY_GROW(pairs->items, pairs->count, pairs->capacity);
    struct pair *pair = &pairs->items[pairs->count++];
    pair->name = memory_copy(name, name_len + 1);
    pair->name[name_len] = 0;
    pair->value = memory_copy(value, value_len + 1);
    pair->value[value_len] = 0;
}

void
pairs_clear(struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        free(pairs->items[i].name);
        free(pairs->items[i].value);
    }
    free(pairs->items);
    *pairs = (struct pairs){0};
}

const char *
pairs_get(const struct pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (strcasecmp(pairs->items[i].name, name) == 0)
            return pairs->items[i].value;
    return NULL;
}

void
request_clear(struct request *request)
{
    free(request->method);
    free(request->raw_uri);
    free(request->path);
    pairs_clear(&request->headers);
    pairs_clear(&request->query);
    pairs_clear(&request->form);
    pairs_clear(&request->cookies);
    buffer_clear(&request->body);
    json_free(request->json);
    *request = (struct request){0};
}

/* ---- URI and arguments ---- */

static int
hex_value(char digit)
{
    const char *digits = "0123456789abcdef", *at = strchr(digits, digit | 0x20);
    return digit >= '0' && at != NULL && *at != 0 ? (int)(at - digits) : -1;
}

/* Undoes %xx (and, for arguments, +). NULL if an escape is broken, or gives NUL or something that
 * is not UTF-8. */
static char *
decode(const char *text, size_t len, bool plus_is_blank)
{
    char *out = memory_new(len + 1);
    size_t used = 0;
    for (size_t i = 0; i < len; i++) {
        char byte = text[i] == '+' && plus_is_blank ? ' ' : text[i];
        if (text[i] == '%') {
            int high = i + 1 < len ? hex_value(text[i + 1]) : -1,
                low = i + 2 < len ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                free(out);
                return NULL;
            }
            byte = (char)(16 * high + low);
            i += 2;
        }
        out[used++] = byte;
    }
    if (!text_is_utf8(out, used)) {
        free(out);
        return NULL;
    }
    return out;
}

/* name=value&name=value. False: broken, too many, or a name twice. */
static bool
read_arguments(const char *text, struct pairs *out)
{
    while (text != NULL && *text != 0) {
        size_t len = strcspn(text, "&"), name_len = strcspn(text, "=&");
        size_t skip = name_len < len ? name_len + 1 : len;
        char *name = decode(text, name_len, true), *value = decode(text + skip, len - skip, true);
        bool is_good =
            name != NULL && value != NULL && name[0] != 0 && out->count < REQUEST_ARGUMENTS_MAX;
        for (size_t i = 0; is_good && i < out->count; i++)
            is_good = strcmp(out->items[i].name, name) != 0;
        if (is_good)
            pairs_add(out, name, strlen(name), value, strlen(value));
        free(name);
        free(value);
        if (!is_good)
            return false;
        text += len + (text[len] == '&');
    }
    return true;
}

static bool
is_plain_path(const char *path)
{
    static const char PLAIN[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    size_t len = strlen(path);
    return path[strspn(path, PLAIN)] == 0 && strstr(path, "..") == NULL &&
           strstr(path, "//") == NULL && strstr(path, "/.") == NULL && path[len - 1] != '.';
}

static struct refusal
read_uri(struct request *request)
{
    const char *uri = request->raw_uri;
    size_t path_len = strcspn(uri, "?");
    if (uri[0] != '/' || strchr(uri, '#') != NULL)
        return (struct refusal){400, "The address must begin with a slash and have no fragment."};
    for (const char *at = uri; *at != 0; at++)
        if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7f)
            return (struct refusal){400, "The address holds a character that must be escaped."};
    char *decoded = decode(uri, path_len, false);
    if (decoded == NULL)
        return (struct refusal){400, "The address holds a broken escape."};
    free(decoded);
    request->path = memory_copy(uri, path_len + 1);
    request->path[path_len] = 0;
    if (!is_plain_path(request->path))
        return (struct refusal){404, "There is no such page."};
    if (uri[path_len] == '?' && !read_arguments(uri + path_len + 1, &request->query))
        return (struct refusal){400, "The arguments cannot be read."};
    return NONE;
}

/* ---- headers ---- */

static size_t
count_header(const struct request *request, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < request->headers.count; i++)
        count += strcasecmp(request->headers.items[i].name, name) == 0;
    return count;
}

static struct refusal
check_header_texts(const struct request *request)
{
    static const char *const ONCE[] = {"Host",   "Content-Length", "Transfer-Encoding", "Cookie",
                                       "Origin", "Content-Type",   "Sec-Fetch-Site",    "Expect"};
    if (request->headers.count > REQUEST_HEADERS_MAX)
        return (struct refusal){431, "There are too many headers."};
    for (size_t i = 0; i < request->headers.count; i++) {
        if (request->headers.items[i].name[0] == 0)
            return (struct refusal){400, "A header has no name."};
        for (const char *at = request->headers.items[i].value; *at != 0; at++)
            if ((unsigned char)*at < ' ' && *at != '\t')
                return (struct refusal){400, "A header holds a control character."};
    }
    for (size_t i = 0; i < sizeof ONCE / sizeof ONCE[0]; i++)
        if (count_header(request, ONCE[i]) > 1)
            return (struct refusal){400, "A header stands there twice."};
    return NONE;
}

static struct refusal
check_lengths(const struct request *request)
{
    const char *length = pairs_get(&request->headers, "Content-Length");
    const char *expect = pairs_get(&request->headers, "Expect");
    bool is_post = request_is_post(request);
    if (pairs_get(&request->headers, "Transfer-Encoding") != NULL)
        return length != NULL || request->is_http_1_0
                   ? (struct refusal){400, "Transfer-Encoding is not accepted."}
                   : (struct refusal){501,
                                      "Transfer-Encoding is not accepted; say Content-Length."};
    if (length != NULL && (length[0] == 0 || length[strspn(length, "0123456789")] != 0))
        return (struct refusal){400, "Content-Length is not a number."};
    if (length != NULL && (strlen(length) > 9 || atol(length) > REQUEST_BODY_MAX))
        return (struct refusal){413, "The body is too large."};
    if (!is_post && length != NULL && atol(length) > 0)
        return (struct refusal){400, "Only a POST has a body."};
    if (is_post && length == NULL)
        return (struct refusal){411, "A POST must say its Content-Length."};
    if (expect != NULL && strcasecmp(expect, "100-continue") != 0)
        return (struct refusal){417, "Only 100-continue can be expected."};
    return NONE;
}

/* a=b; c=d. Two cookies of one name could be two people. */
static bool
read_cookies(struct request *request)
{
    const char *text = pairs_get(&request->headers, "Cookie");
    while (text != NULL && *text != 0) {
        text += strspn(text, "; ");
        size_t len = strcspn(text, ";"), name_len = strcspn(text, "=;");
        if (len == 0)
            break;
        size_t skip = name_len < len ? name_len + 1 : len;
        struct pair *before = request->cookies.items;
        for (size_t i = 0; i < request->cookies.count; i++)
            if (strlen(before[i].name) == name_len && strncmp(before[i].name, text, name_len) == 0)
                return false;
        if (request->cookies.count >= REQUEST_ARGUMENTS_MAX)
            return false;
        pairs_add(&request->cookies, text, name_len, text + skip, len - skip);
        text += len;
    }
    return true;
}

/* A page of somebody else's must not act for the one who looks at it. */
static bool
is_from_here(const struct request *request)
{
    const char *origin = pairs_get(&request->headers, "Origin");
    const char *site = pairs_get(&request->headers, "Sec-Fetch-Site");
    const char *host = pairs_get(&request->headers, "Host");
    const char *scheme = request->is_tls ? "https://" : "http://";
    size_t len = strlen(scheme);
    if (origin != NULL && (strncmp(origin, scheme, len) != 0 || strcasecmp(origin + len, host) != 0))
        return false;
    return site == NULL || strcasecmp(site, "same-origin") == 0 || strcasecmp(site, "none") == 0;
}

struct refusal
request_check_head(struct request *request, host_check *allows, void *owner)
{
    const char *host = pairs_get(&request->headers, "Host");
    struct refusal refusal = check_header_texts(request);
    if (refusal.status == 0)
        refusal = check_lengths(request);
    if (refusal.status == 0)
        refusal = read_uri(request);
    if (refusal.status != 0 && refusal.status != 404)
        return refusal;
    if (host == NULL || host[0] == 0)
        return (struct refusal){400, "The Host header is missing."};
    if (!allows(owner, host))
        return (struct refusal){421, "This name does not belong to this laptop."};
    if (!read_cookies(request))
        return (struct refusal){400, "The cookies cannot be read."};
    if (request_is_post(request) && !is_from_here(request))
        return (struct refusal){403, "This came from another site."};
    return refusal;
}

struct refusal
request_check_body_headers(const struct request *request, enum body_kind kind)
{
    static const char *const TYPES[] = {"", "application/x-www-form-urlencoded",
                                        "application/json"};
    const char *type = pairs_get(&request->headers, "Content-Type");
    size_t len = strlen(TYPES[kind]);
    if (kind == BODY_NONE)
        return NONE;
    if (type == NULL || strncasecmp(type, TYPES[kind], len) != 0 ||
        (type[len] != 0 && strchr("; ", type[len]) == NULL))
        return (struct refusal){415,
                                kind == BODY_FORM ? "A form is expected." : "JSON is expected."};
    return NONE;
}

struct refusal
request_read_body(struct request *request, enum body_kind kind)
{
    struct err ignored;
    if (kind == BODY_JSON) {
        if (json_read((const char *)request->body.data, request->body.len, &request->json,
                      &ignored) != FAULT_NONE ||
            !json_is_object(request->json))
            return (struct refusal){400, "The body is not one JSON object."};
    } else if (kind == BODY_FORM) {
        const char *text = buffer_text(&request->body);
        if (strlen(text) != request->body.len || !read_arguments(text, &request->form))
            return (struct refusal){400, "The form cannot be read."};
    }
    return NONE;
}

/* ---- what routes ask ---- */

bool
request_is_post(const struct request *request)
{
    return strcmp(request->method, "POST") == 0;
}

bool
request_is_for_loopback(const struct request *request)
{
    const char *host = pairs_get(&request->headers, "Host");
    size_t len = host != NULL ? strcspn(host, ":") : 0;
    return (len == 9 && strncmp(host, "127.0.0.1", len) == 0) ||
           (len == 9 && strncasecmp(host, "localhost", len) == 0);
}

const char *
request_text(const struct request *request, const char *name)
{
    return request->json != NULL ? json_get_text(request->json, name)
                                 : pairs_get(&request->form, name);
}

bool
request_integer(const struct request *request, const char *name, int64_t *value)
{
    const char *text = pairs_get(&request->form, name);
    if (request->json != NULL)
        return json_read_integer(json_get(request->json, name), value);
    if (text == NULL || text[0] == 0 || strlen(text) > 15 || text[strspn(text, "0123456789")] != 0)
        return false;
    *value = strtoll(text, NULL, 10);
    return true;
}
