/* cose_sign.c - makes signed messages. Apart from what checks them, so that a program which only checks has no code that
 * could sign. */
#include <sodium.h>

#include "base/cbor.h"
#include "credential/cose_sign1.h"

void
cose_make_secret(const uint8_t seed[KEY_LEN], uint8_t secret_key[64])
{
    uint8_t public_key[KEY_LEN];
    crypto_sign_seed_keypair(public_key, secret_key, seed);
}

bool
cose_sign(const uint8_t secret_key[64], enum message_kind kind, const struct buffer *payload, struct buffer *out)
{
    struct buffer header = {0}, part = {0};
    struct signed_message again;
    uint8_t kid[KID_LEN], signature[SIGNATURE_LEN];
    const uint8_t *public_key = secret_key + 32; /* libsodium keeps seed || public key */
    size_t before = out->len;
    cose_kid(public_key, kid);
    cbor_put_map(&header, 3);
    cbor_put_uint(&header, HEADER_ALG);
    cbor_put_int(&header, ALG_EDDSA);
    cbor_put_uint(&header, HEADER_KID);
    cbor_put_bytes(&header, kid, KID_LEN);
    cbor_put_uint(&header, HEADER_TYP);
    cbor_put_uint(&header, (uint64_t)kind);
    cose_write_signed_part(header.data, header.len, payload->data, payload->len, &part);
    crypto_sign_detached(signature, NULL, part.data, part.len, secret_key);
    cbor_put_array(out, 4);
    cbor_put_bytes(out, header.data, header.len);
    cbor_put_map(out, 0);
    cbor_put_bytes(out, payload->data, payload->len);
    cbor_put_bytes(out, signature, SIGNATURE_LEN);
    buffer_clear(&header);
    buffer_clear(&part);
    return cose_read(out->data + before, out->len - before, &again) && cose_is_signed_by(&again, public_key);
}
