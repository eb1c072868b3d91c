/* certificate_id.c - the number of a certificate as it is printed. */
#include <string.h>

#include "credential/credential.h"

/* Crockford's base 32: no I, L, O, U. */
static const char DIGITS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void
credential_print_id(const uint8_t id[CERTIFICATE_ID_LEN], char out[ID_TEXT_LEN])
{
    size_t at = 0;
    for (size_t digit = 0; digit < 16; digit++) {
        unsigned value = 0;
        for (size_t bit = 5 * digit; bit < 5 * digit + 5; bit++)
            value = value << 1 | ((unsigned)id[bit / 8] >> (7 - bit % 8) & 1u);
        out[at++] = DIGITS[value];
        if (digit % 4 == 3 && digit < 15)
            out[at++] = '-';
    }
    out[at] = 0;
}

bool
credential_read_id(const char *text, uint8_t id[CERTIFICATE_ID_LEN])
{
    size_t bits = 0;
    memset(id, 0, CERTIFICATE_ID_LEN);
    for (; *text != 0; text++) {
        const char *found = strchr(DIGITS, *text);
        if (*text == '-')
            continue;
        if (found == NULL || bits >= 80)
            return false;
        unsigned value = (unsigned)(found - DIGITS);
        for (int bit = 4; bit >= 0; bit--, bits++)
            id[bits / 8] |= (uint8_t)((value >> bit & 1u) << (7 - bits % 8));
    }
    return bits == 80;
}
