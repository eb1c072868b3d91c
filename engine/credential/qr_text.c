/* qr_text.c - a message as the text of a code, and back. */
#include "credential/qr_text.h"

#include <math.h>
#include <string.h>

size_t
qr_text_digits(size_t bytes)
{
    return (size_t)ceil(8 * (double)bytes * log10(2));
}

/* The bytes as one number, most significant first, in decimal: repeated division of 32-bit limbs by 10^9. */
static void
add_decimal(const uint8_t *data, size_t len, struct buffer *out)
{
    uint32_t limbs[MESSAGE_MAX / 4 + 1] = {0};
    char digits[MESSAGE_MAX * 3];
    size_t limb_count = (len + 3) / 4, wanted = qr_text_digits(len), at = sizeof digits;
    for (size_t i = 0; i < len; i++) {
        size_t place = len - 1 - i;
        limbs[limb_count - 1 - place / 4] |= (uint32_t)data[i] << (8 * (place % 4));
    }
    while (sizeof digits - at < wanted) {
        uint64_t rest = 0;
        for (size_t i = 0; i < limb_count; i++) {
            rest = rest << 32 | limbs[i];
            limbs[i] = (uint32_t)(rest / 1000000000);
            rest %= 1000000000;
        }
        for (int i = 0; i < 9 && sizeof digits - at < wanted; i++, rest /= 10)
            digits[--at] = (char)('0' + rest % 10);
    }
    buffer_add(out, digits + at, wanted);
}

void
credential_to_qr_text(const char *url, const void *cose, size_t len, struct buffer *out)
{
    buffer_add_text(out, url);
    buffer_add_byte(out, '#');
    add_decimal(cose, len < MESSAGE_MAX ? len : MESSAGE_MAX, out);
}

bool
qr_text_read(const char *text, size_t len, uint8_t out[MESSAGE_MAX], size_t *out_len)
{
    uint32_t limbs[MESSAGE_MAX / 4 + 1] = {0}; /* little end first */
    size_t digits = 0, used = 1, most = qr_text_digits(MESSAGE_MAX);
    const char *mark = memchr(text, '#', len);
    const char *at = mark == NULL ? text : mark + 1, *end = text + len;
    for (; at < end; at++) {
        if (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')
            continue;
        if (*at < '0' || *at > '9' || digits == most)
            return false;
        uint64_t carry = (uint64_t)(*at - '0');
        for (size_t i = 0; i < used; i++) {
            carry += (uint64_t)limbs[i] * 10;
            limbs[i] = (uint32_t)carry;
            carry >>= 32;
        }
        if (carry != 0 && used == MESSAGE_MAX / 4 + 1)
            return false;
        if (carry != 0)
            limbs[used++] = (uint32_t)carry;
        digits++;
    }
    *out_len = (size_t)floor((double)digits / (8 * log10(2)));
    if (*out_len == 0 || *out_len > MESSAGE_MAX || qr_text_digits(*out_len) != digits)
        return false;
    for (size_t i = 0; i < *out_len; i++) {
        size_t place = *out_len - 1 - i;
        out[i] = (uint8_t)(place / 4 < used ? limbs[place / 4] >> (8 * (place % 4)) : 0);
    }
    for (size_t place = *out_len; place < 4 * used; place++)
        if ((uint8_t)(limbs[place / 4] >> (8 * (place % 4))) != 0)
            return false;
    return true;
}
