/* listeners.h - answers without an end: consoles that listen to a class (server-sent events). */
#ifndef WEB_LISTENERS_H
#define WEB_LISTENERS_H

#include <stdbool.h>
#include <stddef.h>

#include "web/reply.h"

struct MHD_Connection;
struct MHD_Response;

struct listeners {
    struct listener *first;
    size_t count;
};

bool listeners_are_full(const struct listeners *listeners);
/* Takes the stream out of the reply; the response lives as long as the connection. */
struct MHD_Response *listeners_begin(struct listeners *listeners, struct MHD_Connection *connection, struct reply *reply);
/* Tells each of them, once a second, what is new; is_end: all answers end. True if the library has something to do. */
bool listeners_wake(struct listeners *listeners, bool is_end);

#endif
