/* photo.h - the codes in a picture. Private to credential/.
 *
 * A picture is kept as grey bytes, made smaller while it is read if it has more than PHOTO_KEPT_MAX pixels, so that the
 * memory does not depend on the camera. What takes time is bounded by pixels, never by a clock: the same picture gives
 * the same answer on every machine. */
#ifndef CREDENTIAL_PHOTO_H
#define CREDENTIAL_PHOTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum { PHOTO_PIXELS_MAX = 40 * 1000 * 1000, PHOTO_KEPT_MAX = 9000 * 1000, PHOTO_SIDE_MAX = 30000,
       PHOTO_WORK_MAX = 1700 * 1000 /* about as many microseconds */ };

struct photo {
    uint8_t *gray; /* width * height, the top row first, 0 = black */
    size_t width, height;
    size_t work; /* what reading it and looking at it took so far, against PHOTO_WORK_MAX */
};
void photo_clear(struct photo *photo);

enum photo_state { PHOTO_GOOD, PHOTO_DAMAGED, PHOTO_TOO_LARGE };

/* Rows on their way into a photo. */
struct photo_rows {
    struct photo *photo;
    size_t width, height; /* as they come */
    size_t from, to;      /* rows that came, rows that are whole */
    uint32_t *sums;
    uint8_t *narrow;
};
/* False, and nothing is owned, if the picture has no pixels or more than PHOTO_PIXELS_MAX. */
bool photo_rows_begin(struct photo_rows *rows, size_t width, size_t height, struct photo *out);
void photo_rows_add(struct photo_rows *rows, const uint8_t *gray); /* `width` bytes; rows too many are passed over */
void photo_rows_end(struct photo_rows *rows);                      /* rows that never came are black */

/* By its first bytes: PNG or JPEG. */
bool photo_is_picture(const void *data, size_t len);
/* The size is looked at before anything is decoded. Of a JPEG that ends too early, what is there. */
/* `out` is empty but for its work unless PHOTO_GOOD. */
enum photo_state photo_read(const void *data, size_t len, struct photo *out);

/* Adds the text of every code that one way of looking finds, a line each, each once; `attempt` counts from 0. False: there
 * is no such attempt. The first finds nearly all; the later ones are for photos that are blurred, dark, askew or small. */
bool photo_find_codes(struct photo *photo, unsigned attempt, struct buffer *lines);

#endif
