/* request.h - one HTTP request as the routes see it, and every reason to refuse it before they do.
 *
 * Knows no socket and no library: server.c fills it in, tests fill it in by hand. */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/json.h"

enum { REQUEST_BODY_MAX = 64 * 1024, REQUEST_HEADERS_MAX = 64, REQUEST_ARGUMENTS_MAX = 24 };

struct pair {
    char *name, *value;
};

struct pairs {
    struct pair *items;
    size_t count, capacity;
};

void pairs_add(struct pairs *pairs, const char *name, size_t name_len, const char *value,
               size_t value_len);
void pairs_clear(struct pairs *pairs);
/* NULL if there is none. Names of headers are compared without regard to case. */
const char *pairs_get(const struct pairs *pairs, const char *name);

struct request {
    char *method;
    char *raw_uri; /* as it came in */
    char *path;    /* without the query; only letters, digits and -._~/ */
    struct pairs headers;
    struct pairs query, form, cookies;
    struct buffer body;
    struct json *json; /* of a JSON body, else NULL */
    char peer[64];     /* address of the other end */
    bool peer_is_loopback;
    const char *segments[3]; /* what stood where the route's pattern has a star */
    char segment_text[3][48];
    bool is_http_1_0, is_tls;
};

void request_clear(struct request *request);

/* A refusal: HTTP status and one sentence that repeats nothing of the request. status 0 = none. */
struct refusal {
    unsigned status;
    const char *sentence;
};

/* What the headers alone tell (SECURITY.md section 4, A to C): form of the URI, Host on `allowed`
 * or asked of `allows`, duplicates, Transfer-Encoding, lengths, the origin of a POST. Fills path,
 * query and cookies. */
typedef bool host_check(void *owner, const char *host);
struct refusal request_check_head(struct request *request, host_check *allows, void *owner);

enum body_kind { BODY_NONE, BODY_FORM, BODY_JSON };
/* What a route that wants such a body has to say about the headers. */
struct refusal request_check_body_headers(const struct request *request, enum body_kind kind);
/* Reads the whole body as that kind into form or json. */
struct refusal request_read_body(struct request *request, enum body_kind kind);

bool request_is_post(const struct request *request);
/* The host without its port is 127.0.0.1 or localhost. */
bool request_is_for_loopback(const struct request *request);

/* Text member of the JSON body, or argument of the form; NULL if missing. */
const char *request_text(const struct request *request, const char *name);
/* Whole number of at most 15 digits from JSON number or form text. */
bool request_integer(const struct request *request, const char *name, int64_t *value);

#endif
