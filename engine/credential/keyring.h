/* keyring.h - the one thing that other files of credential/ may ask of the secret keys. Private to credential/. */
#ifndef CREDENTIAL_KEYRING_H
#define CREDENTIAL_KEYRING_H

#include "credential/credential.h"

const uint8_t *keyring_issuer_secret(const struct keyring *keyring); /* 64 bytes, guarded; never copied */

#endif
