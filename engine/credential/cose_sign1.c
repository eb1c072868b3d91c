/* cose_sign1.c - one signed message, read and checked; cose_sign.c makes one. A signature is over the received bytes; nothing is decoded and encoded again. */
#include "credential/cose_sign1.h"

#include <sodium.h>
#include <string.h>

#include "base/cbor.h"
#include "base/hash.h"

/* Order of the base point, little end first. */
static const uint8_t ORDER[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                  0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};

/* y of the points of order 1, 2, 4, 8, and p, p + 1 (their non-canonical twins); the sign bit does not count. */
static const uint8_t SMALL_ORDER[7][32] = {
    {0},
    {1},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
     0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
     0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
};

static bool
is_small_order(const uint8_t point[32])
{
    uint8_t y[32];
    memcpy(y, point, sizeof y);
    y[31] &= 0x7f;
    for (size_t i = 0; i < 7; i++)
        if (memcmp(y, SMALL_ORDER[i], sizeof y) == 0)
            return true;
    return false;
}

static bool
is_below(const uint8_t value[32], const uint8_t limit[32])
{
    for (int i = 31; i >= 0; i--)
        if (value[i] != limit[i])
            return value[i] < limit[i];
    return false;
}

/* y < p (RFC 8032 section 5.1.3). */
static bool
is_canonical(const uint8_t point[32])
{
    uint8_t y[32];
    memcpy(y, point, sizeof y);
    y[31] &= 0x7f;
    return is_below(y, SMALL_ORDER[5]);
}

bool
cose_check_ed25519(const uint8_t signature[SIGNATURE_LEN], const void *message, size_t len,
                   const uint8_t public_key[KEY_LEN])
{
    return is_below(signature + 32, ORDER) && is_canonical(public_key) && is_canonical(signature) &&
           !is_small_order(public_key) && !is_small_order(signature) &&
           crypto_sign_verify_detached(signature, message, len, public_key) == 0;
}

bool
cose_is_good_key(const uint8_t public_key[KEY_LEN])
{
    return is_canonical(public_key) && !is_small_order(public_key) && crypto_core_ed25519_is_valid_point(public_key) == 1;
}

void
cose_kid(const uint8_t public_key[KEY_LEN], uint8_t kid[KID_LEN])
{
    uint8_t hash[HASH_LEN];
    hash_bytes(public_key, KEY_LEN, hash);
    memcpy(kid, hash, KID_LEN);
}

/* { 1: -8, 4: kid, 16: typ }, exactly. */
static bool
read_header(struct signed_message *out)
{
    struct cbor_reader reader;
    size_t count, kid_len = 0;
    uint64_t key;
    int64_t alg = 0;
    cbor_begin(&reader, out->header, out->header_len);
    return cbor_get_map(&reader, &count) && count == 3 && cbor_get_uint(&reader, &key) && key == HEADER_ALG &&
           cbor_get_int(&reader, &alg) && alg == ALG_EDDSA && cbor_get_uint(&reader, &key) && key == HEADER_KID &&
           cbor_get_bytes(&reader, &out->kid, &kid_len) && kid_len == KID_LEN && cbor_get_uint(&reader, &key) &&
           key == HEADER_TYP && cbor_get_uint(&reader, &out->kind) && cbor_at_end(&reader);
}

bool
cose_read(const void *data, size_t len, struct signed_message *out)
{
    struct cbor_reader reader;
    size_t count, signature_len = 0;
    *out = (struct signed_message){0};
    cbor_begin(&reader, data, len);
    return cbor_get_array(&reader, &count) && count == 4 && cbor_get_bytes(&reader, &out->header, &out->header_len) &&
           cbor_get_map(&reader, &count) && count == 0 && cbor_get_bytes(&reader, &out->payload, &out->payload_len) &&
           cbor_get_bytes(&reader, &out->signature, &signature_len) && signature_len == SIGNATURE_LEN &&
           cbor_at_end(&reader) && read_header(out);
}

void
cose_write_signed_part(const void *header, size_t header_len, const void *payload, size_t payload_len, struct buffer *out)
{
    cbor_put_array(out, 4);
    cbor_put_text(out, "Signature1");
    cbor_put_bytes(out, header, header_len);
    cbor_put_bytes(out, "", 0);
    cbor_put_bytes(out, payload, payload_len);
}

bool
cose_is_signed_by(const struct signed_message *message, const uint8_t public_key[KEY_LEN])
{
    struct buffer part = {0};
    cose_write_signed_part(message->header, message->header_len, message->payload, message->payload_len, &part);
    bool is_signed = cose_check_ed25519(message->signature, part.data, part.len, public_key);
    buffer_clear(&part);
    return is_signed;
}
