/* cbor.c - strict, deterministic CBOR. There is one encoding of each value, and only that one is read: otherwise
 * one signature could stand over two readings. */
#include "base/cbor.h"

#include <string.h>

#include "base/text.h"

enum { MAJOR_UINT = 0, MAJOR_NEGATIVE = 1, MAJOR_BYTES = 2, MAJOR_TEXT = 3, MAJOR_ARRAY = 4, MAJOR_MAP = 5 };

static void
put_head(struct buffer *out, unsigned major, uint64_t value)
{
    uint8_t head[9];
    size_t len;
    if (value < 24)
        len = 0;
    else if (value <= 0xff)
        len = 1;
    else if (value <= 0xffff)
        len = 2;
    else
        len = value <= 0xffffffff ? 4 : 8;
    static const uint8_t marks[] = {[1] = 24, [2] = 25, [4] = 26, [8] = 27};
    head[0] = (uint8_t)(major << 5 | (len == 0 ? (unsigned)value : marks[len]));
    for (size_t i = 0; i < len; i++)
        head[1 + i] = (uint8_t)(value >> 8 * (len - 1 - i));
    buffer_add(out, head, 1 + len);
}

void
cbor_put_uint(struct buffer *out, uint64_t value)
{
    put_head(out, MAJOR_UINT, value);
}

void
cbor_put_int(struct buffer *out, int64_t value)
{
    if (value < 0)
        put_head(out, MAJOR_NEGATIVE, (uint64_t)(-1 - value));
    else
        put_head(out, MAJOR_UINT, (uint64_t)value);
}

void
cbor_put_bytes(struct buffer *out, const void *data, size_t len)
{
    put_head(out, MAJOR_BYTES, len);
    buffer_add(out, data, len);
}

void
cbor_put_text(struct buffer *out, const char *utf8)
{
    put_head(out, MAJOR_TEXT, strlen(utf8));
    buffer_add_text(out, utf8);
}

void
cbor_put_array(struct buffer *out, size_t count)
{
    put_head(out, MAJOR_ARRAY, count);
}

void
cbor_put_map(struct buffer *out, size_t count)
{
    put_head(out, MAJOR_MAP, count);
}

void
cbor_begin(struct cbor_reader *reader, const void *data, size_t len)
{
    *reader = (struct cbor_reader){.data = data, .len = len};
}

enum cbor_kind
cbor_peek(const struct cbor_reader *reader)
{
    if (reader->failed || reader->at >= reader->len || reader->data[reader->at] >> 5 > MAJOR_MAP)
        return CBOR_NOTHING;
    return (enum cbor_kind)(reader->data[reader->at] >> 5);
}

static bool
fail(struct cbor_reader *reader)
{
    reader->failed = true;
    return false;
}

/* Reads a head in shortest form (RFC 8949 section 4.2.1, first rule). */
static bool
get_head(struct cbor_reader *reader, unsigned *major, uint64_t *value)
{
    if (reader->failed || reader->at >= reader->len)
        return fail(reader);
    uint8_t first = reader->data[reader->at];
    unsigned low = first & 31;
    *major = first >> 5;
    if (*major > MAJOR_MAP || low > 27)
        return fail(reader);
    if (low < 24) {
        *value = low;
        reader->at++;
        return true;
    }
    size_t extra = (size_t)1 << (low - 24);
    if (reader->len - reader->at - 1 < extra)
        return fail(reader);
    *value = 0;
    for (size_t i = 0; i < extra; i++)
        *value = *value << 8 | reader->data[reader->at + 1 + i];
    static const uint64_t least[] = {24, 0x100, 0x10000, 0x100000000};
    if (*value < least[low - 24])
        return fail(reader);
    reader->at += 1 + extra;
    return true;
}

static bool
get_exactly(struct cbor_reader *reader, unsigned wanted, uint64_t *value)
{
    unsigned major;
    return get_head(reader, &major, value) && (major == wanted || fail(reader));
}

bool
cbor_get_uint(struct cbor_reader *reader, uint64_t *value)
{
    return get_exactly(reader, MAJOR_UINT, value);
}

bool
cbor_get_int(struct cbor_reader *reader, int64_t *value)
{
    unsigned major;
    uint64_t head;
    if (!get_head(reader, &major, &head))
        return false;
    if (major > MAJOR_NEGATIVE || head > INT64_MAX)
        return fail(reader);
    *value = major == MAJOR_UINT ? (int64_t)head : -1 - (int64_t)head;
    return true;
}

static bool
get_string(struct cbor_reader *reader, unsigned major, const uint8_t **data, size_t *len)
{
    uint64_t head;
    if (!get_exactly(reader, major, &head))
        return false;
    if (head > reader->len - reader->at)
        return fail(reader);
    *data = reader->data + reader->at;
    *len = (size_t)head;
    reader->at += *len;
    return true;
}

bool
cbor_get_bytes(struct cbor_reader *reader, const uint8_t **data, size_t *len)
{
    return get_string(reader, MAJOR_BYTES, data, len);
}

bool
cbor_get_text(struct cbor_reader *reader, const char **text, size_t *len)
{
    const uint8_t *data;
    if (!get_string(reader, MAJOR_TEXT, &data, len))
        return false;
    *text = (const char *)data;
    return text_is_utf8(*text, *len) || fail(reader);
}

/* A count can never exceed the bytes that are left (each item takes one at least), so a huge one fails here. */
static bool
get_count(struct cbor_reader *reader, unsigned major, size_t bytes_each, size_t *count)
{
    uint64_t head;
    if (!get_exactly(reader, major, &head))
        return false;
    if (head > (reader->len - reader->at) / bytes_each)
        return fail(reader);
    *count = (size_t)head;
    return true;
}

bool
cbor_get_array(struct cbor_reader *reader, size_t *count)
{
    return get_count(reader, MAJOR_ARRAY, 1, count);
}

bool
cbor_get_map(struct cbor_reader *reader, size_t *count)
{
    return get_count(reader, MAJOR_MAP, 2, count);
}

/* True if the key at [from, to) sorts strictly after the one before it (bytewise, RFC 8949 section 4.2.1). */
static bool
key_follows(const struct cbor_reader *reader, size_t before, size_t before_end, size_t from, size_t to)
{
    size_t left = before_end - before, right = to - from;
    int order = memcmp(reader->data + before, reader->data + from, left < right ? left : right);
    return order < 0 || (order == 0 && left < right);
}

static bool
skip_map(struct cbor_reader *reader, int depth_left)
{
    size_t count, before = 0, before_end = 0;
    if (!cbor_get_map(reader, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t from = reader->at;
        if (!cbor_skip(reader, depth_left - 1))
            return false;
        if (i > 0 && !key_follows(reader, before, before_end, from, reader->at))
            return fail(reader);
        before = from;
        before_end = reader->at;
        if (!cbor_skip(reader, depth_left - 1))
            return false;
    }
    return true;
}

static bool
skip_array(struct cbor_reader *reader, int depth_left)
{
    size_t count;
    if (!cbor_get_array(reader, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!cbor_skip(reader, depth_left - 1))
            return false;
    return true;
}

bool
cbor_skip(struct cbor_reader *reader, int depth_left)
{
    const uint8_t *data;
    const char *text;
    size_t len;
    uint64_t value;
    unsigned major;
    switch (cbor_peek(reader)) {
    case CBOR_UINT:
    case CBOR_NEGATIVE: return get_head(reader, &major, &value);
    case CBOR_BYTES: return cbor_get_bytes(reader, &data, &len);
    case CBOR_TEXT: return cbor_get_text(reader, &text, &len);
    case CBOR_ARRAY: return depth_left > 0 ? skip_array(reader, depth_left) : fail(reader);
    case CBOR_MAP: return depth_left > 0 ? skip_map(reader, depth_left) : fail(reader);
    default: return fail(reader);
    }
}

bool
cbor_at_end(const struct cbor_reader *reader)
{
    return !reader->failed && reader->at == reader->len;
}

bool
cbor_is_strict(const void *data, size_t len)
{
    struct cbor_reader reader;
    cbor_begin(&reader, data, len);
    return cbor_skip(&reader, CBOR_DEPTH_MAX) && cbor_at_end(&reader);
}
