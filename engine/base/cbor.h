/* cbor.h - the part of CBOR (RFC 8949) that Dauso signs and stores, deterministic (section 4.2.1) and strict.
 *
 * Written and accepted: unsigned and negative integers, byte strings, UTF-8 text, arrays, maps; definite lengths,
 * shortest form, map keys sorted by their encoded bytes and unique, depth at most 4 where the caller counts it.
 * Never accepted: indefinite lengths, tags, floats, simple values. */
#ifndef BASE_CBOR_H
#define BASE_CBOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum { CBOR_DEPTH_MAX = 4 };

void cbor_put_uint(struct buffer *out, uint64_t value);
void cbor_put_int(struct buffer *out, int64_t value);
void cbor_put_bytes(struct buffer *out, const void *data, size_t len);
void cbor_put_text(struct buffer *out, const char *utf8);
void cbor_put_array(struct buffer *out, size_t count); /* count items follow */
void cbor_put_map(struct buffer *out, size_t count);   /* count pairs follow, the caller sorts them */

/* Reads item after item. After the first failure `failed` stays set and every read answers false. */
struct cbor_reader {
    const uint8_t *data;
    size_t len;
    size_t at;
    bool failed;
};

enum cbor_kind { CBOR_UINT, CBOR_NEGATIVE, CBOR_BYTES, CBOR_TEXT, CBOR_ARRAY, CBOR_MAP, CBOR_NOTHING };

void cbor_begin(struct cbor_reader *reader, const void *data, size_t len);
enum cbor_kind cbor_peek(const struct cbor_reader *reader); /* CBOR_NOTHING at the end or before a forbidden item */
bool cbor_get_uint(struct cbor_reader *reader, uint64_t *value);
bool cbor_get_int(struct cbor_reader *reader, int64_t *value);
/* The view points into the reader's data. Text is valid UTF-8 without NUL; it is not NUL-terminated. */
bool cbor_get_bytes(struct cbor_reader *reader, const uint8_t **data, size_t *len);
bool cbor_get_text(struct cbor_reader *reader, const char **text, size_t *len);
bool cbor_get_array(struct cbor_reader *reader, size_t *count);
bool cbor_get_map(struct cbor_reader *reader, size_t *count);
/* Passes over one whole item, checking it fully: map order, depth <= depth_left. */
bool cbor_skip(struct cbor_reader *reader, int depth_left);
bool cbor_at_end(const struct cbor_reader *reader); /* everything was read and nothing failed */

/* True if data is exactly one item that keeps every rule above, with nesting at most CBOR_DEPTH_MAX. */
bool cbor_is_strict(const void *data, size_t len);

#endif
