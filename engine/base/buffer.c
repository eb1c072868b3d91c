/* buffer.c - bytes that grow. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void
make_room(struct buffer *buffer, size_t more)
{
    size_t needed = buffer->len + more;
    if (needed <= buffer->capacity)
        return;
    size_t capacity = buffer->capacity == 0 ? 64 : buffer->capacity;
    while (capacity < needed)
        capacity *= 2;
    buffer->data = memory_resize(buffer->data, capacity, 1);
    buffer->capacity = capacity;
}

void
buffer_clear(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

void
buffer_reset(struct buffer *buffer)
{
    buffer->len = 0;
}

void
buffer_add(struct buffer *buffer, const void *data, size_t len)
{
    if (len == 0)
        return;
    make_room(buffer, len);
    memcpy(buffer->data + buffer->len, data, len);
    buffer->len += len;
}

void
buffer_add_byte(struct buffer *buffer, uint8_t byte)
{
    buffer_add(buffer, &byte, 1);
}

void
buffer_add_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void
buffer_print(struct buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len > 0) {
        make_room(buffer, (size_t)len + 1);
        vsnprintf((char *)buffer->data + buffer->len, (size_t)len + 1, format, again);
        buffer->len += (size_t)len;
    }
    va_end(again);
}

const char *
buffer_text(struct buffer *buffer)
{
    make_room(buffer, 1);
    buffer->data[buffer->len] = 0;
    return (const char *)buffer->data;
}

char *
buffer_take_text(struct buffer *buffer)
{
    buffer_text(buffer);
    char *text = (char *)buffer->data;
    *buffer = (struct buffer){0};
    return text;
}
