/* listeners.c - what is new is put into a buffer each second; a connection that has nothing to send is suspended, for the
 * library would ask it again and again. A browser that does not read any more is let go. */
#include "web/listeners.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "web/live_stream.h"

enum { LISTENERS_MAX = 16, TURN_MS = 1000, SILENCE_MS = 10000, BACKLOG_MAX = 1 << 20, BLOCK_LEN = 16 * 1024 };

struct listener {
    struct listener *next;
    struct listeners *all;
    struct MHD_Connection *connection;
    struct live_stream *stream;
    struct buffer pending;
    size_t sent;
    int64_t told_ms, spoke_ms;
    bool is_asleep; /* suspended: nothing to send */
    bool is_over;
};

bool
listeners_are_full(const struct listeners *listeners)
{
    return listeners->count >= LISTENERS_MAX;
}

static ssize_t
read_pending(void *owner, uint64_t position, char *out, size_t room)
{
    struct listener *listener = owner;
    size_t len = listener->pending.len - listener->sent;
    (void)position;
    if (len == 0 && listener->is_over)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (len == 0) {
        listener->is_asleep = true;
        MHD_suspend_connection(listener->connection);
        return 0;
    }
    len = len < room ? len : room;
    memcpy(out, listener->pending.data + listener->sent, len);
    listener->sent += len;
    return (ssize_t)len;
}

static void
forget(void *owner)
{
    struct listener *listener = owner, **at = &listener->all->first;
    while (*at != listener)
        at = &(*at)->next;
    *at = listener->next;
    listener->all->count--;
    live_stream_close(listener->stream);
    buffer_clear(&listener->pending);
    free(listener);
}

struct MHD_Response *
listeners_begin(struct listeners *listeners, struct MHD_Connection *connection, struct reply *reply)
{
    struct listener *listener = memory_new(sizeof *listener);
    listener->all = listeners;
    listener->connection = connection;
    listener->stream = reply->stream;
    reply->stream = NULL;
    buffer_add(&listener->pending, reply->body.data, reply->body.len);
    listener->next = listeners->first;
    listeners->first = listener;
    listeners->count++;
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_LEN, read_pending, listener, forget);
}

static void
tell(struct listener *listener, int64_t now)
{
    struct buffer *pending = &listener->pending;
    if (listener->sent == pending->len) {
        buffer_reset(pending);
        listener->sent = 0;
    }
    size_t before = pending->len;
    listener->told_ms = now;
    if (!live_stream_tell(listener->stream, pending) || pending->len - listener->sent > BACKLOG_MAX)
        listener->is_over = true;
    if (pending->len == before && now - listener->spoke_ms > SILENCE_MS)
        buffer_add_text(pending, ":\n\n"); /* or a browser that is gone would never be noticed */
    if (pending->len > before)
        listener->spoke_ms = now;
}

bool
listeners_wake(struct listeners *listeners, bool is_end)
{
    int64_t now = clock_monotonic_ms();
    bool is_one_awake = false;
    for (struct listener *listener = listeners->first; listener != NULL; listener = listener->next) {
        listener->is_over |= is_end;
        if (!is_end && now - listener->told_ms >= TURN_MS)
            tell(listener, now);
        if (!listener->is_asleep || (!listener->is_over && listener->sent == listener->pending.len))
            continue;
        listener->is_asleep = false;
        MHD_resume_connection(listener->connection);
        is_one_awake = true;
    }
    return is_one_awake;
}
