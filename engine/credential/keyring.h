/* keyring.h - what other files of credential/ may ask of the secret keys. Private to credential/. */
#ifndef CREDENTIAL_KEYRING_H
#define CREDENTIAL_KEYRING_H

#include "credential/claims.h"
#include "credential/key_file.h"

const uint8_t *keyring_issuer_secret(const struct keyring *keyring); /* 64 bytes, guarded; NULL while locked */

/* For its owner only, 0700. */
MUST_CHECK enum fault keyring_make_folder(const char *path, struct err *err);
/* An Ed25519 key from a file that holds its seed as 64 hex digits: 64 bytes for sodium_free. */
MUST_CHECK enum fault keyring_read_seed(const char *path, struct passphrase *passphrase, uint8_t **secret, struct err *err);
MUST_CHECK enum fault keyring_make_seed(const char *path, struct passphrase *passphrase, struct err *err);

/* ---- delegation.c: the permit in trust/issuer.cose ---- */

/* *found says whether there is one; its office is named by the trust file if it does not name it itself. */
MUST_CHECK enum fault delegation_load(const char *folder, struct buffer *message, struct delegation *out, bool *found,
                                      struct err *err);
/* A permit that is there is kept beside: papers issued under it must still be verified. */
MUST_CHECK enum fault delegation_store(const char *folder, const void *message, size_t len, struct err *err);
/* Writes trust/STEM-HASH.ENDING: the same content twice is one file, and nothing is written over. */
MUST_CHECK enum fault delegation_keep_file(const char *folder, const char *stem, const void *data, size_t len,
                                           const char *ending, struct err *err);
/* Writes trust/STEM.ENDING; what was there is kept. */
MUST_CHECK enum fault delegation_replace_file(const char *folder, const char *stem, const char *ending, const void *data,
                                              size_t len, struct err *err);

/* A reply of root_delegate begins with this text. */
#define REPLY_MAGIC "dauso permit 1"

#endif
