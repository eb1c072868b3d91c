/* certificate_id.c - the number of a certificate as it is printed. */
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
