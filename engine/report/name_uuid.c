/* name_uuid.c - version 5 UUIDs. They need SHA-1 (RFC 3174), which is broken for signatures and signs nothing here: it only
 * turns a name into 16 bytes in the way that every other program does, so it stays in this file. */
#include "report/name_uuid.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { BLOCK = 64, WORDS = 80 };

static uint32_t
rotate(uint32_t word, int by)
{
    return word << by | word >> (32 - by);
}

/* f and K of RFC 3174 section 5 for round t. */
static uint32_t
mix(int t, uint32_t b, uint32_t c, uint32_t d)
{
    if (t < 20)
        return ((b & c) | (~b & d)) + 0x5a827999;
    if (t < 40)
        return (b ^ c ^ d) + 0x6ed9eba1;
    if (t < 60)
        return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    return (b ^ c ^ d) + 0xca62c1d6;
}

static void
add_block(uint32_t state[5], const uint8_t *block)
{
    uint32_t w[WORDS], s[5];
    for (int t = 0; t < 16; t++)
        w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 | (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
    for (int t = 16; t < WORDS; t++)
        w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    memcpy(s, state, sizeof s);
    for (int t = 0; t < WORDS; t++) {
        uint32_t next = rotate(s[0], 5) + mix(t, s[1], s[2], s[3]) + s[4] + w[t];
        s[4] = s[3];
        s[3] = s[2];
        s[2] = rotate(s[1], 30);
        s[1] = s[0];
        s[0] = next;
    }
    for (int i = 0; i < 5; i++)
        state[i] += s[i];
}

static void
sha1(const uint8_t *data, size_t len, uint8_t out[20])
{
    uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    size_t padded = (len + 9 + BLOCK - 1) / BLOCK * BLOCK;
    uint8_t *whole = memory_new(padded);
    memcpy(whole, data, len);
    whole[len] = 0x80;
    for (size_t i = 0; i < 8; i++)
        whole[padded - 1 - i] = (uint8_t)((uint64_t)len * 8 >> 8 * i);
    for (size_t at = 0; at < padded; at += BLOCK)
        add_block(state, whole + at);
    for (size_t i = 0; i < 20; i++)
        out[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
    free(whole);
}

void
name_uuid(const char *url, char out[UUID_TEXT_SIZE])
{
    /* RFC 4122 appendix C, NameSpace_URL */
    static const uint8_t URLS[16] = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                                     0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
    size_t len = strlen(url), at = 0;
    uint8_t *name = memory_new(sizeof URLS + len + 1), bytes[20];
    memcpy(name, URLS, sizeof URLS);
    memcpy(name + sizeof URLS, url, len);
    sha1(name, sizeof URLS + len, bytes);
    free(name);
    bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x50);
    bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < 16; i++)
        at += (size_t)snprintf(out + at, UUID_TEXT_SIZE - at, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", bytes[i]);
}
