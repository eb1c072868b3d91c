/* hash.h - SHA-256 (FIPS 180-4, by libsodium) and hexadecimal. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HASH_LEN = 32, HASH_HEX_LEN = 65 };

struct hash_state {
    _Alignas(8) unsigned char opaque[208];
};

void hash_begin(struct hash_state *state);
void hash_add(struct hash_state *state, const void *data, size_t len);
void hash_end(struct hash_state *state, uint8_t out[HASH_LEN]);

void hash_bytes(const void *data, size_t len, uint8_t out[HASH_LEN]);

/* out holds 2·len + 1 characters, lower case. */
void hash_to_hex(const uint8_t *bytes, size_t len, char *out);
/* False if text is not exactly 2·len hexadecimal digits. */
bool hash_from_hex(const char *text, uint8_t *out, size_t len);

#endif
