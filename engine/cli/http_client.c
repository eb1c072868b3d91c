/* http_client.c - libcurl's multi interface behind a small door. A caller keeps one connection alive, like a phone. */
#include "cli/http_client.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"

enum { SECONDS_MAX = 60, REPLY_MAX = 4 << 20, CONNECTIONS_MAX = 1024, TOO_MANY = 429, WAITS_MAX = 60 };

struct http_client {
    CURLM *multi;
    char *base_url;
    struct curl_slist *headers;
    struct http_caller **callers;
    size_t count, capacity;
    size_t told_to_wait;
};

struct http_caller {
    struct http_client *client;
    CURL *curl;
    void *owner;
    char *path;
    struct buffer sent, received;
    struct json *reply;
    long status;
    int64_t again_ms; /* not 0: was told to come again, at this time */
    int waits;        /* how often, for the request that is under way */
};

void
http_client_move(struct http_client *client, const char *base_url)
{
    char *origin = memory_print("Origin: %s", base_url);
    curl_slist_free_all(client->headers);
    client->headers = curl_slist_append(NULL, "Content-Type: application/json");
    client->headers = curl_slist_append(client->headers, origin);
    client->headers = curl_slist_append(client->headers, "Expect:"); /* no extra round trip before a body */
    free(origin);
    free(client->base_url);
    client->base_url = memory_copy_text(base_url);
}

enum fault
http_client_open(const char *base_url, struct http_client **client, struct err *err)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, FAULT_CANNOT, "libcurl cannot be started");
    struct http_client *opened = memory_new(sizeof *opened);
    opened->multi = curl_multi_init();
    curl_multi_setopt(opened->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_MAX);
    http_client_move(opened, base_url);
    *client = opened;
    return FAULT_NONE;
}

static void
free_caller(struct http_caller *caller)
{
    curl_multi_remove_handle(caller->client->multi, caller->curl);
    curl_easy_cleanup(caller->curl);
    buffer_clear(&caller->sent);
    buffer_clear(&caller->received);
    json_free(caller->reply);
    free(caller->path);
    free(caller);
}

void
http_client_close(struct http_client *client)
{
    if (client == NULL)
        return;
    for (size_t i = 0; i < client->count; i++)
        free_caller(client->callers[i]);
    free(client->callers);
    curl_multi_cleanup(client->multi);
    curl_slist_free_all(client->headers);
    free(client->base_url);
    free(client);
}

static size_t
take_bytes(char *data, size_t size, size_t count, void *target)
{
    struct http_caller *caller = target;
    if (caller->received.len + size * count > REPLY_MAX)
        return 0;
    buffer_add(&caller->received, data, size * count);
    return size * count;
}

struct http_caller *
http_caller_new(struct http_client *client, const char *from, void *owner)
{
    struct http_caller *caller = memory_new(sizeof *caller);
    caller->client = client;
    caller->owner = owner;
    caller->curl = curl_easy_init();
    curl_easy_setopt(caller->curl, CURLOPT_PRIVATE, caller);
    curl_easy_setopt(caller->curl, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(caller->curl, CURLOPT_WRITEDATA, caller);
    curl_easy_setopt(caller->curl, CURLOPT_TIMEOUT, (long)SECONDS_MAX);
    curl_easy_setopt(caller->curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(caller->curl, CURLOPT_COOKIEFILE, ""); /* keeps cookies, in memory only */
    curl_easy_setopt(caller->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(caller->curl, CURLOPT_PROXY, "");
    if (from != NULL) {
        char *interface = memory_print("host!%s", from);
        curl_easy_setopt(caller->curl, CURLOPT_INTERFACE, interface);
        free(interface);
    }
    MEMORY_GROW(client->callers, client->count, client->capacity);
    client->callers[client->count++] = caller;
    return caller;
}

void *
http_caller_owner(const struct http_caller *caller)
{
    return caller->owner;
}

static void
set_body(struct http_caller *caller, struct json *body)
{
    buffer_reset(&caller->sent);
    curl_easy_setopt(caller->curl, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(caller->curl, CURLOPT_HTTPHEADER, NULL);
    if (body == NULL)
        return;
    json_write(body, &caller->sent);
    json_free(body);
    curl_easy_setopt(caller->curl, CURLOPT_POST, 1L);
    curl_easy_setopt(caller->curl, CURLOPT_POSTFIELDS, buffer_text(&caller->sent));
    curl_easy_setopt(caller->curl, CURLOPT_POSTFIELDSIZE, (long)caller->sent.len);
    curl_easy_setopt(caller->curl, CURLOPT_HTTPHEADER, caller->client->headers);
}

enum fault
http_caller_start(struct http_caller *caller, const char *path, struct json *body, struct err *err)
{
    char *url = memory_print("%s%s", caller->client->base_url, path);
    curl_easy_setopt(caller->curl, CURLOPT_URL, url);
    free(url);
    free(caller->path);
    caller->path = memory_copy_text(path);
    buffer_reset(&caller->received);
    json_free(caller->reply);
    caller->reply = NULL;
    caller->status = 0;
    caller->waits = 0;
    set_body(caller, body);
    CURLMcode code = curl_multi_add_handle(caller->client->multi, caller->curl);
    if (code != CURLM_OK)
        return err_set(err, FAULT_CANNOT, "%s cannot be asked: %s", path, curl_multi_strerror(code));
    return FAULT_NONE;
}

static enum fault
finish(struct http_client *client, const CURLMsg *message, struct http_caller **caller, struct err *err)
{
    CURL *curl = message->easy_handle;
    CURLcode code = message->data.result;
    curl_easy_getinfo(curl, CURLINFO_PRIVATE, caller);
    curl_multi_remove_handle(client->multi, curl);
    if (code != CURLE_OK)
        return err_set(err, FAULT_CANNOT, "no answer to %s%s: %s", client->base_url, (*caller)->path,
                       curl_easy_strerror(code));
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &(*caller)->status);
    return FAULT_NONE;
}

/* 429 with Retry-After: a phone waits, and sends the same again. */
static bool
is_told_to_wait(struct http_caller *caller)
{
    curl_off_t seconds = 0;
    curl_easy_getinfo(caller->curl, CURLINFO_RETRY_AFTER, &seconds);
    if (caller->status != TOO_MANY || seconds <= 0 || seconds > SECONDS_MAX || caller->waits++ >= WAITS_MAX)
        return false;
    caller->again_ms = clock_monotonic_ms() + 1000 * (int64_t)seconds;
    caller->client->told_to_wait++;
    return true;
}

/* Sends again what has waited long enough. */
static CURLMcode
send_again(struct http_client *client)
{
    CURLMcode code = CURLM_OK;
    int64_t now = client->told_to_wait > 0 ? clock_monotonic_ms() : 0;
    for (size_t i = 0; client->told_to_wait > 0 && i < client->count && code == CURLM_OK; i++) {
        struct http_caller *caller = client->callers[i];
        if (caller->again_ms == 0 || caller->again_ms > now)
            continue;
        caller->again_ms = 0;
        client->told_to_wait--;
        buffer_reset(&caller->received);
        code = curl_multi_add_handle(client->multi, caller->curl);
    }
    return code;
}

/* How long nothing but the network can bring news. */
static int
time_to_wait(const struct http_client *client, int64_t until_ms)
{
    int64_t left = until_ms - clock_monotonic_ms(), most = client->told_to_wait > 0 ? 20 : 1000;
    return (int)(left < 0 ? 0 : left < most ? left : most);
}

enum fault
http_client_wait(struct http_client *client, struct http_caller **caller, struct err *err)
{
    return http_client_wait_until(client, INT64_MAX, caller, err);
}

enum fault
http_client_wait_until(struct http_client *client, int64_t until_ms, struct http_caller **caller, struct err *err)
{
    *caller = NULL;
    for (;;) {
        int running = 0, waiting = 0;
        CURLMcode code = send_again(client);
        if (code == CURLM_OK)
            code = curl_multi_perform(client->multi, &running);
        const CURLMsg *message = curl_multi_info_read(client->multi, &waiting);
        if (message != NULL) {
            enum fault fault = finish(client, message, caller, err);
            if (fault != FAULT_NONE || !is_told_to_wait(*caller))
                return fault;
            *caller = NULL;
            continue;
        }
        bool is_over = until_ms != INT64_MAX ? clock_monotonic_ms() >= until_ms : running == 0 && client->told_to_wait == 0;
        if (code == CURLM_OK && is_over)
            return FAULT_NONE;
        if (code == CURLM_OK)
            code = curl_multi_poll(client->multi, NULL, 0, time_to_wait(client, until_ms), NULL);
        if (code != CURLM_OK)
            return err_set(err, FAULT_CANNOT, "the network cannot be used: %s", curl_multi_strerror(code));
    }
}

enum fault
http_caller_ask(struct http_caller *caller, const char *path, struct json *body, struct err *err)
{
    struct http_caller *answered;
    enum fault fault = http_caller_start(caller, path, body, err);
    return fault != FAULT_NONE ? fault : http_client_wait(caller->client, &answered, err);
}

long
http_caller_status(const struct http_caller *caller)
{
    return caller->status;
}

const char *
http_caller_text(struct http_caller *caller)
{
    return buffer_text(&caller->received);
}

const struct json *
http_caller_reply(struct http_caller *caller)
{
    struct err ignored;
    if (caller->reply == NULL &&
        json_read(http_caller_text(caller), caller->received.len, &caller->reply, &ignored) != FAULT_NONE)
        caller->reply = NULL;
    return caller->reply;
}

enum fault
http_caller_refused(struct http_caller *caller, struct err *err)
{
    return err_set(err, FAULT_CANNOT, "the server answered %ld to %s: %.200s", caller->status, caller->path,
                   http_caller_text(caller));
}
