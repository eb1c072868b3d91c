/* data_key.c - what seals personal words at rest. Anybody who has the public half can seal, so a class goes on while the
 * other half is locked; only who knows the passphrase can open (libsodium's sealed box: X25519, XSalsa20-Poly1305). */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "credential/credential.h"
#include "credential/key_file.h"

struct data_key {
    uint8_t public[crypto_box_PUBLICKEYBYTES];
    uint8_t *secret; /* guarded memory; NULL while it is locked */
};

static const char PATH[] = "keys/data.key";

enum fault
data_key_make(const char *folder, struct passphrase *passphrase, char public_hex[DATA_KEY_TEXT_LEN], struct err *err)
{
    uint8_t public[crypto_box_PUBLICKEYBYTES], *secret = sodium_malloc(crypto_box_SECRETKEYBYTES);
    char *path = file_join(folder, PATH);
    enum fault fault = FAULT_NONE;
    if (secret == NULL)
        fault = err_set(err, FAULT_CANNOT, "no guarded memory for a key");
    if (fault == FAULT_NONE) {
        crypto_box_keypair(public, secret);
        fault = key_file_write(path, passphrase, secret, crypto_box_SECRETKEYBYTES, err);
        hash_to_hex(public, sizeof public, public_hex);
    }
    sodium_free(secret);
    free(path);
    return fault;
}

enum fault
data_key_load(const char *public_hex, struct data_key **key, struct err *err)
{
    struct data_key *loaded = memory_new(sizeof *loaded);
    if (!hash_from_hex(public_hex, loaded->public, sizeof loaded->public)) {
        free(loaded);
        return err_set(err, FAULT_CANNOT, "the key of the stored names is damaged; restore a backup");
    }
    *key = loaded;
    return FAULT_NONE;
}

enum fault
data_key_unlock(struct data_key *key, const char *folder, struct passphrase *passphrase, struct err *err)
{
    char *path = file_join(folder, PATH);
    uint8_t *secret = NULL, public[crypto_box_PUBLICKEYBYTES];
    size_t len = 0;
    enum fault fault = key_file_read(path, passphrase, &secret, &len, err);
    if (fault == FAULT_NONE && (len != crypto_box_SECRETKEYBYTES || crypto_scalarmult_base(public, secret) != 0 ||
                                memcmp(public, key->public, sizeof public) != 0))
        fault = err_set(err, FAULT_CANNOT, "%s does not belong to the names in this folder; restore a backup of it", path);
    if (fault == FAULT_NONE) {
        sodium_free(key->secret);
        key->secret = secret;
        secret = NULL;
    }
    sodium_free(secret);
    free(path);
    return fault;
}

bool
data_key_is_sealed(const char *folder)
{
    char *path = file_join(folder, PATH);
    bool is_sealed = key_file_is_sealed(path);
    free(path);
    return is_sealed;
}

bool
data_key_is_locked(const struct data_key *key)
{
    return key->secret == NULL;
}

void
data_key_free(struct data_key *key)
{
    if (key == NULL)
        return;
    sodium_free(key->secret);
    free(key);
}

void
data_key_seal(const struct data_key *key, const void *data, size_t len, struct buffer *out)
{
    uint8_t *box = memory_new_array(len + crypto_box_SEALBYTES, 1);
    int failed = crypto_box_seal(box, data, len, key->public);
    if (failed == 0)
        buffer_add(out, box, len + crypto_box_SEALBYTES);
    free(box);
}

bool
data_key_open(const struct data_key *key, const void *box, size_t len, struct buffer *out)
{
    if (key->secret == NULL || len < crypto_box_SEALBYTES)
        return false;
    uint8_t *data = memory_new_array(len, 1);
    bool is_open = crypto_box_seal_open(data, box, len, key->public, key->secret) == 0;
    if (is_open)
        buffer_add(out, data, len - crypto_box_SEALBYTES);
    sodium_memzero(data, len);
    free(data);
    return is_open;
}
