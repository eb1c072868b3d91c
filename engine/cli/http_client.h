/* http_client.h - simulated phones: many callers, each with its own address, cookies and one request at a time.
 *
 * For demo and bench only, which act over real HTTP. One thread; libcurl drives all requests that are under way. */
#ifndef CLI_HTTP_CLIENT_H
#define CLI_HTTP_CLIENT_H

#include "base/err.h"
#include "base/json.h"

struct http_client;
struct http_caller;

/* base_url: "http://127.0.0.1:8080", without a slash at the end. */
MUST_CHECK enum fault http_client_open(const char *base_url, struct http_client **client, struct err *err);
void http_client_move(struct http_client *client, const char *base_url); /* cookies are kept: they know no port */
void http_client_close(struct http_client *client); /* with its callers; NULL is fine */

/* from: the local address that the caller's connection comes from, e.g. "127.1.0.7"; NULL = the system's choice.
 * owner is handed back by http_caller_owner. */
struct http_caller *http_caller_new(struct http_client *client, const char *from, void *owner);
void *http_caller_owner(const struct http_caller *caller);

/* Begins a request; what was read before is gone. path begins with "/". body NULL = GET, else POST; takes it over. */
MUST_CHECK enum fault http_caller_start(struct http_caller *caller, const char *path, struct json *body, struct err *err);
/* Waits for the next request that ends; what was answered with 429 and Retry-After is sent again then. *caller is NULL when none is under way. FAULT_CANNOT: no answer. */
MUST_CHECK enum fault http_client_wait(struct http_client *client, struct http_caller **caller, struct err *err);
/* The same, but *caller is NULL too when the time has come (clock_monotonic_ms). */
MUST_CHECK enum fault http_client_wait_until(struct http_client *client, int64_t until_ms, struct http_caller **caller,
                                             struct err *err);
/* Both for one caller, when nobody else has a request under way. */
MUST_CHECK enum fault http_caller_ask(struct http_caller *caller, const char *path, struct json *body, struct err *err);

long http_caller_status(const struct http_caller *caller);
/* All of these are valid until the caller's next request. */
const char *http_caller_text(struct http_caller *caller);
const struct json *http_caller_reply(struct http_caller *caller); /* parsed when first asked for; NULL if it is not JSON */
/* FAULT_CANNOT with status, path and what the server said. */
enum fault http_caller_refused(struct http_caller *caller, struct err *err);

#endif
