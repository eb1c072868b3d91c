/* hash.c - SHA-256 by libsodium. */
#include "base/hash.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct hash_state), "hash state is too small");

void
hash_begin(struct hash_state *state)
{
    crypto_hash_sha256_init((crypto_hash_sha256_state *)(void *)state);
}

void
hash_add(struct hash_state *state, const void *data, size_t len)
{
    crypto_hash_sha256_update((crypto_hash_sha256_state *)(void *)state, data, len);
}

void
hash_end(struct hash_state *state, uint8_t out[HASH_LEN])
{
    crypto_hash_sha256_final((crypto_hash_sha256_state *)(void *)state, out);
}

void
hash_bytes(const void *data, size_t len, uint8_t out[HASH_LEN])
{
    crypto_hash_sha256(out, data, len);
}

void
hash_to_hex(const uint8_t *bytes, size_t len, char *out)
{
    sodium_bin2hex(out, 2 * len + 1, bytes, len);
}

bool
hash_from_hex(const char *text, uint8_t *out, size_t len)
{
    size_t written = 0;
    if (strlen(text) != 2 * len)
        return false;
    return sodium_hex2bin(out, len, text, 2 * len, NULL, &written, NULL) == 0 && written == len;
}
