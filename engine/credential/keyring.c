/* keyring.c - the issuer's secret key: in a file of mode 0600, sealed once a passphrase is set; in guarded memory while
 * it is unlocked, wiped on the one way out. What is public of it is there while it is locked, too. */
#include "credential/keyring.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "credential/cose_sign1.h"

struct keyring {
    char *folder;
    uint8_t *issuer_secret; /* sodium_malloc, 64 bytes; NULL while locked */
    uint8_t root[KEY_LEN];
    struct buffer delegation_message;
    struct delegation delegation;
};

bool
keyring_exists(const char *folder)
{
    char *path = file_join(folder, "keys/issuer.key"), *permit = file_join(folder, "trust/issuer.cose");
    bool exists = file_exists(path) && file_exists(permit);
    free(path);
    free(permit);
    return exists;
}

enum fault
keyring_make_seed(const char *path, struct passphrase *passphrase, struct err *err)
{
    uint8_t *seed = sodium_malloc(KEY_LEN);
    char *hex = sodium_malloc(2 * KEY_LEN + 2);
    enum fault fault = FAULT_NONE;
    if (seed == NULL || hex == NULL) {
        fault = err_set(err, FAULT_CANNOT, "no guarded memory for a key");
    } else {
        randombytes_buf(seed, KEY_LEN);
        sodium_bin2hex(hex, 2 * KEY_LEN + 1, seed, KEY_LEN);
        hex[2 * KEY_LEN] = '\n';
        fault = key_file_write(path, passphrase, (const uint8_t *)hex, 2 * KEY_LEN + 1, err);
    }
    sodium_free(seed);
    sodium_free(hex);
    return fault;
}

enum fault
keyring_read_seed(const char *path, struct passphrase *passphrase, uint8_t **secret, struct err *err)
{
    uint8_t *text = NULL, seed[KEY_LEN];
    size_t len = 0;
    *secret = NULL;
    enum fault fault = key_file_read(path, passphrase, &text, &len, err);
    if (fault == FAULT_NONE && (len < 2 * KEY_LEN || strspn((const char *)text, "0123456789abcdef") != 2 * KEY_LEN))
        fault = err_set(err, FAULT_CANNOT, "%s is damaged: it does not hold a key", path);
    if (fault == FAULT_NONE) {
        text[2 * KEY_LEN] = 0;
        *secret = sodium_malloc(64);
        if (*secret == NULL || !hash_from_hex((const char *)text, seed, KEY_LEN))
            fault = err_set(err, FAULT_CANNOT, "%s cannot be used", path);
        else
            cose_make_secret(seed, *secret);
    }
    sodium_memzero(seed, sizeof seed);
    sodium_free(text);
    return fault;
}

static enum fault
read_root(const char *folder, uint8_t root[KEY_LEN], struct err *err)
{
    struct buffer content = {0};
    char *path = file_join(folder, "trust/root.pub");
    enum fault fault = file_read(path, 200, &content, err);
    if (fault == FAULT_NONE) {
        buffer_text(&content);
        if (content.len >= 2 * KEY_LEN)
            content.data[2 * KEY_LEN] = 0;
        if (!hash_from_hex((const char *)content.data, root, KEY_LEN))
            fault = err_set(err, FAULT_CANNOT, "%s is damaged: it does not hold a root key", path);
    }
    buffer_clear(&content);
    free(path);
    return fault;
}

/* A key that was rotated waits beside the old one for its permit; with the permit there it takes the old one's place. */
static enum fault
finish_rotation(const char *folder, const uint8_t wanted[KEY_LEN], struct passphrase *passphrase, uint8_t **secret,
                struct err *err)
{
    char *next = file_join(folder, "keys/issuer-next.key"), *current = file_join(folder, "keys/issuer.key");
    enum fault fault = FAULT_NONE;
    if (memcmp(*secret + 32, wanted, KEY_LEN) != 0 && file_exists(next)) {
        sodium_free(*secret);
        fault = keyring_read_seed(next, passphrase, secret, err);
        if (fault == FAULT_NONE && memcmp(*secret + 32, wanted, KEY_LEN) == 0 && rename(next, current) != 0)
            fault = err_set(err, FAULT_CANNOT, "cannot put %s in place of %s", next, current);
    }
    if (fault == FAULT_NONE && memcmp(*secret + 32, wanted, KEY_LEN) != 0)
        fault = err_set(err, FAULT_CANNOT, "the permit in %s/trust/issuer.cose is not for this laptop's key", folder);
    free(next);
    free(current);
    return fault;
}

static enum fault
load_issuer(struct keyring *keyring, struct passphrase *passphrase, struct err *err)
{
    char *path = file_join(keyring->folder, "keys/issuer.key");
    uint8_t *secret = NULL;
    enum fault fault = keyring_read_seed(path, passphrase, &secret, err);
    if (fault == FAULT_NONE)
        fault = finish_rotation(keyring->folder, keyring->delegation.issuer, passphrase, &secret, err);
    if (fault == FAULT_NONE) {
        sodium_free(keyring->issuer_secret);
        keyring->issuer_secret = secret;
    } else {
        sodium_free(secret);
    }
    free(path);
    return fault;
}

bool
keyring_is_sealed(const char *folder)
{
    char *path = file_join(folder, "keys/issuer.key");
    bool is_sealed = key_file_is_sealed(path);
    free(path);
    return is_sealed;
}

enum fault
keyring_open(const char *folder, struct keyring **keyring, struct err *err)
{
    struct keyring *opened = memory_new(sizeof *opened);
    bool found = true;
    opened->folder = memory_copy_text(folder);
    enum fault fault = read_root(folder, opened->root, err);
    if (fault == FAULT_NONE)
        fault = delegation_load(folder, &opened->delegation_message, &opened->delegation, &found, err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(err, FAULT_CANNOT, "%s/trust/issuer.cose is missing: run `dauso init` again", folder);
    if (fault == FAULT_NONE && !keyring_is_sealed(folder))
        fault = load_issuer(opened, NULL, err);
    if (fault != FAULT_NONE) {
        keyring_close(opened);
        return fault;
    }
    *keyring = opened;
    return FAULT_NONE;
}

enum fault
keyring_unlock(struct keyring *keyring, struct passphrase *passphrase, struct err *err)
{
    return load_issuer(keyring, passphrase, err);
}

void
keyring_lock(struct keyring *keyring)
{
    sodium_free(keyring->issuer_secret);
    keyring->issuer_secret = NULL;
}

bool
keyring_is_locked(const struct keyring *keyring)
{
    return keyring->issuer_secret == NULL;
}

/* Every file in keys/ from one state to the other; those that are in it already stay. */
static enum fault
reseal(const char *folder, struct passphrase *from, struct passphrase *to, struct err *err)
{
    char **names = NULL, *keys = file_join(folder, "keys");
    size_t count = 0;
    enum fault fault = file_list(keys, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        char *path = file_join(keys, names[i]);
        uint8_t *secret = NULL;
        size_t len = 0;
        if (key_file_is_sealed(path) == (to == NULL)) {
            fault = key_file_read(path, from, &secret, &len, err);
            if (fault == FAULT_NONE)
                fault = key_file_write(path, to, secret, len, err);
        }
        sodium_free(secret);
        free(path);
    }
    file_free_names(names, count);
    free(keys);
    return fault;
}

enum fault
keyring_seal(const char *folder, struct passphrase *passphrase, struct err *err)
{
    return reseal(folder, NULL, passphrase, err);
}

enum fault
keyring_unseal(const char *folder, struct passphrase *passphrase, struct err *err)
{
    return reseal(folder, passphrase, NULL, err);
}

void
keyring_close(struct keyring *keyring)
{
    if (keyring == NULL)
        return;
    keyring_lock(keyring);
    buffer_clear(&keyring->delegation_message);
    free(keyring->folder);
    free(keyring);
}

const uint8_t *
keyring_issuer(const struct keyring *keyring)
{
    return keyring->delegation.issuer;
}

const uint8_t *
keyring_issuer_secret(const struct keyring *keyring)
{
    return keyring->issuer_secret;
}

const uint8_t *
keyring_root(const struct keyring *keyring)
{
    return keyring->root;
}

const struct buffer *
keyring_delegation(const struct keyring *keyring)
{
    return &keyring->delegation_message;
}

const struct delegation_terms *
keyring_terms(const struct keyring *keyring)
{
    return &keyring->delegation.terms;
}

struct json *
keyring_to_json(const struct keyring *keyring)
{
    const struct delegation_terms *terms = keyring_terms(keyring);
    struct json *out = json_new_object();
    char hex[2 * KEY_LEN + 1], date[11];
    hash_to_hex(keyring->root, KEY_LEN, hex);
    json_put_text(out, "root", hex);
    hash_to_hex(keyring_issuer(keyring), KEY_LEN, hex);
    json_put_text(out, "issuer", hex);
    json_put_text(out, "office", terms->office);
    json_put_integer(out, "place", terms->place);
    clock_print_date(terms->not_before, date);
    json_put_text(out, "not_before", date);
    clock_print_date(terms->not_after, date);
    json_put_text(out, "not_after", date);
    json_put_integer(out, "quota", terms->quota);
    json_put_integer(out, "first_sequence", terms->first_sequence);
    json_put_boolean(out, "laptop_only", keyring->delegation.is_laptop_only);
    json_put_boolean(out, "locked", keyring_is_locked(keyring));
    return out;
}
