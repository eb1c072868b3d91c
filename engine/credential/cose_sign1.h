/* cose_sign1.h - the one shape of every signed message: COSE_Sign1 (RFC 9052 section 4.2), EdDSA over Ed25519.
 * Private to credential/. Nothing here decides whom to believe. */
#ifndef CREDENTIAL_COSE_SIGN1_H
#define CREDENTIAL_COSE_SIGN1_H

#include "credential/credential.h"

enum { SIGNATURE_LEN = 64, TRUST_FILE_MAX = 256 * 1024 };
enum { HEADER_ALG = 1, HEADER_KID = 4, HEADER_TYP = 16, ALG_EDDSA = -8 };

/* Views into the received bytes. */
struct signed_message {
    uint64_t kind; /* typ: one of enum message_kind, or one that this program does not know */
    const uint8_t *kid;
    const uint8_t *header, *payload, *signature;
    size_t header_len, payload_len;
};

/* False: not of this shape. Length, definite shortest forms, header, no trailing bytes; not the payload's inside. */
bool cose_read(const void *data, size_t len, struct signed_message *out);
/* Ed25519 by libsodium, plus own checks that a library change cannot loosen: S < L, canonical A and R, no small order. */
bool cose_is_signed_by(const struct signed_message *message, const uint8_t public_key[KEY_LEN]);
/* In cose_sign.c. secret_key: libsodium's 64 bytes. Checks its own signature; false if that failed. */
bool cose_sign(const uint8_t secret_key[64], enum message_kind kind, const struct buffer *payload, struct buffer *out);
/* In cose_sign.c. The 64 bytes from the 32 of a seed (RFC 8032 section 5.1.5); the last 32 are the public key. The caller guards them. */
void cose_make_secret(const uint8_t seed[KEY_LEN], uint8_t secret_key[64]);
/* Sig_structure = ["Signature1", protected, h'', payload] (RFC 9052 section 4.4). */
void cose_write_signed_part(const void *header, size_t header_len, const void *payload, size_t payload_len,
                            struct buffer *out);
/* kid = SHA-256(public key)[0..8], a hint only. */
void cose_kid(const uint8_t public_key[KEY_LEN], uint8_t kid[KID_LEN]);
/* Usable as a key: on the curve, main subgroup, canonical. */
bool cose_is_good_key(const uint8_t public_key[KEY_LEN]);
/* The bare Ed25519 check with our own rules, for the published test cases. */
bool cose_check_ed25519(const uint8_t signature[SIGNATURE_LEN], const void *message, size_t len,
                        const uint8_t public_key[KEY_LEN]);

#endif
