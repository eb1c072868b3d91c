/* random_bytes.h - unpredictable bytes (libsodium). Only for keys, tokens, ids and class seeds: a quiz never sees them. */
#ifndef BASE_RANDOM_BYTES_H
#define BASE_RANDOM_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* Must be called once before the first use; ends the program (exit 3) if the system has no randomness. */
void random_bytes_begin(void);
void random_bytes_fill(void *out, size_t len);
uint32_t random_bytes_below(uint32_t limit); /* uniform in [0, limit) */

#endif
