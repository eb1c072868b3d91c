/* memory.c - allocation that ends the program instead of returning NULL. */
#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *
or_end(void *block)
{
    if (block == NULL) {
        fputs("dauso: out of memory; close other programs and start again\n", stderr);
        exit(3);
    }
    return block;
}

void *
memory_new(size_t size)
{
    return or_end(calloc(1, size == 0 ? 1 : size));
}

void *
memory_new_array(size_t count, size_t size)
{
    return or_end(calloc(count == 0 ? 1 : count, size == 0 ? 1 : size));
}

void *
memory_resize(void *block, size_t count, size_t size)
{
    return or_end(reallocarray(block, count == 0 ? 1 : count, size == 0 ? 1 : size));
}

char *
memory_copy_text(const char *text)
{
    return text == NULL ? NULL : memory_copy(text, strlen(text) + 1);
}

void *
memory_copy(const void *data, size_t len)
{
    void *copy = memory_new(len);
    if (len > 0)
        memcpy(copy, data, len);
    return copy;
}

char *
memory_print(const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = memory_new((size_t)(len < 0 ? 0 : len) + 1);
    if (len > 0)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}
