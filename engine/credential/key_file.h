/* key_file.h - a secret in a file, as it is or sealed with a passphrase. Private to credential/.
 *
 * Sealed: three lines of text,
 *     dauso-sealed-key 1 argon2id OPS MEMORY        (RFC 9106; passes, bytes)
 *     salt, 16 bytes in hex
 *     nonce and XChaCha20-Poly1305 of the content, in hex; associated data "dauso key" */
#ifndef CREDENTIAL_KEY_FILE_H
#define CREDENTIAL_KEY_FILE_H

#include "credential/credential.h"

enum { SECRET_MAX = 16384 };

bool key_file_is_sealed(const char *path);
/* The content, for sodium_free; NUL behind it. FAULT_CONFLICT: sealed, and there is no passphrase or not the right one. */
MUST_CHECK enum fault key_file_read(const char *path, struct passphrase *passphrase, uint8_t **secret, size_t *len,
                                    struct err *err);
/* As it is if passphrase is NULL. Mode 0600, never half there. */
MUST_CHECK enum fault key_file_write(const char *path, struct passphrase *passphrase, const uint8_t *secret, size_t len,
                                     struct err *err);

#endif
