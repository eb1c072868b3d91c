/* live_stream.h - one console that listens to a class. The server asks it each second what is new. */
#ifndef WEB_LIVE_STREAM_H
#define WEB_LIVE_STREAM_H

#include "web/site.h"

struct live_stream;

struct live_stream *live_stream_open(struct site *site, const struct request *request);
void live_stream_close(struct live_stream *stream); /* NULL is fine */

/* Appends an event with what has changed since the last one; nothing if nothing has. False: the class cannot be read,
 * the stream ends. */
bool live_stream_tell(struct live_stream *stream, struct buffer *out);

#endif
