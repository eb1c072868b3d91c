/* text_plain.c - the part of text.h that needs no Unicode tables: bytes in, bytes out. */
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

void
text_add_html(struct buffer *out, const char *utf8)
{
    for (const char *at = utf8; *at != 0; at++) {
        switch (*at) {
        case '&': buffer_add_text(out, "&amp;"); break;
        case '<': buffer_add_text(out, "&lt;"); break;
        case '>': buffer_add_text(out, "&gt;"); break;
        case '"': buffer_add_text(out, "&quot;"); break;
        case '\'': buffer_add_text(out, "&#39;"); break;
        default: buffer_add_byte(out, (uint8_t)*at);
        }
    }
}

char *
text_print_amount(int64_t amount)
{
    char digits[24];
    uint64_t size = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
    int count = snprintf(digits, sizeof digits, "%" PRIu64, size);
    struct buffer out = {0};
    if (amount < 0)
        buffer_add_byte(&out, '-');
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            buffer_add_byte(&out, '.');
        buffer_add_byte(&out, (uint8_t)digits[i]);
    }
    return buffer_take_text(&out);
}

static size_t
smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* Optimal string alignment; three rows of the table are enough. */
size_t
text_edit_distance(const char *left, const char *right)
{
    size_t width = strlen(right) + 1;
    size_t *rows = memory_new_array(3 * width, sizeof *rows);
    size_t *before = rows, *last = rows + width, *now = rows + 2 * width;
    for (size_t j = 0; j < width; j++)
        last[j] = j;
    for (size_t i = 1; left[i - 1] != 0; i++) {
        now[0] = i;
        for (size_t j = 1; j < width; j++) {
            now[j] = smaller(smaller(last[j], now[j - 1]) + 1,
                             last[j - 1] + (left[i - 1] != right[j - 1]));
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                now[j] = smaller(now[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = last;
        last = now;
        now = oldest;
    }
    size_t distance = last[width - 1];
    free(rows);
    return distance;
}

const char *
text_suggest(const char *word, const char *const *candidates, size_t count)
{
    size_t len = strlen(word), best = 1 + len / 4 + 1;
    const char *nearest = NULL;
    for (size_t i = 0; i < count; i++) {
        size_t other = strlen(candidates[i]);
        if ((other > len ? other - len : len - other) >= best)
            continue; /* a longer word cannot be near: no table for it */
        size_t distance = text_edit_distance(word, candidates[i]);
        if (distance < best) {
            best = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}
