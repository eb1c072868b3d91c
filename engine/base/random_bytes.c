/* random_bytes.c - randomness by libsodium. */
#include "base/random_bytes.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

void
random_bytes_begin(void)
{
    if (sodium_init() < 0) {
        fputs("dauso: the system gives no random numbers; restart the computer\n", stderr);
        exit(3);
    }
}

void
random_bytes_fill(void *out, size_t len)
{
    randombytes_buf(out, len);
}

uint32_t
random_bytes_below(uint32_t limit)
{
    return randombytes_uniform(limit);
}
