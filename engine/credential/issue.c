/* issue.c - signs claims, checks its own signature, and writes the text of the code. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/clock.h"
#include "base/text.h"
#include "credential/claims.h"
#include "credential/cose_sign1.h"
#include "credential/keyring.h"
#include "credential/qr_text.h"

/* What the permit does not allow would be EXPIRED-KEY to everybody who checks it, so it is not made. */
static enum fault
ask_permit(const struct delegation_terms *terms, const struct claims *claims, struct err *err)
{
    char date[11];
    switch (delegation_allows(terms, claims)) {
    case PERMIT_OTHER_PLACE:
        return err_set(err, FAULT_CANNOT, "the permit of this laptop is for place %u, not %u: run `dauso init --place %u`",
                       terms->place, claims->place, claims->place);
    case PERMIT_OTHER_PROGRAMME:
        return err_set(err, FAULT_CANNOT, "the permit of this laptop does not name programme %u: run `dauso init` again",
                       claims->programme);
    case PERMIT_NOT_BEGUN:
        clock_print_date(terms->not_before, date);
        return err_set(err, FAULT_CANNOT, "the permit of this laptop begins on %s: look at the laptop's date", date);
    case PERMIT_ENDED:
        clock_print_date(terms->not_after, date);
        return err_set(err, FAULT_CANNOT, "the permit of this laptop ended on %s: renew it with `dauso init`", date);
    case PERMIT_USED_UP:
        return err_set(err, FAULT_CANNOT, "the quota is used up: number %u is beyond the %u certificates that the permit "
                       "of this laptop allows from number %u on; a new permit is needed", claims->sequence, terms->quota,
                       terms->first_sequence);
    case PERMIT_ALLOWS: break;
    }
    return FAULT_NONE;
}

/* The reason in the words of text_clean_name, which knows it best. */
static enum fault
ask_claims(const struct claims *claims, struct err *err)
{
    char *clean;
    const char *problem;
    enum fault fault = text_clean_name(claims->name, &clean, err);
    free(clean);
    if (fault == FAULT_NONE && (problem = claims_problem(claims)) != NULL)
        fault = err_set(err, FAULT_INPUT, "the certificate cannot be signed: %s", problem);
    return fault;
}

enum fault
credential_issue(const struct keyring *keyring, const struct claims *claims, struct buffer *cose, struct err *err)
{
    struct buffer payload = {0};
    struct claims again;
    enum fault fault = ask_claims(claims, err);
    if (fault == FAULT_NONE && keyring_is_locked(keyring))
        fault = err_set(err, FAULT_CANNOT, "the issuer's key is locked: unlock it in the console, or with --passphrase-file");
    if (fault == FAULT_NONE)
        fault = ask_permit(keyring_terms(keyring), claims, err);
    if (fault != FAULT_NONE)
        return fault;
    claims_write(claims, &payload);
    if (claims_read(payload.data, payload.len, &again) != CLAIMS_GOOD)
        fault = err_set(err, FAULT_INPUT, "the certificate cannot be signed: its claims do not read back");
    else if (!cose_sign(keyring_issuer_secret(keyring), KIND_CERTIFICATE, &payload, cose))
        fault = err_set(err, FAULT_CANNOT, "the certificate's own signature does not check");
    else if (cose->len > MESSAGE_MAX)
        fault = err_set(err, FAULT_INPUT, "the certificate is larger than %d bytes", MESSAGE_MAX);
    buffer_clear(&payload);
    return fault;
}

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
