/* keyring.c - the issuer's secret key: in a file of mode 0600, sealed once a passphrase is set; in guarded memory while
 * it is unlocked, wiped on the one way out. What is public of it is there while it is locked, too. */
#include "credential/keyring.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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
    struct pdf_signer *pdf_signer; /* NULL while locked */
    struct buffer pdf_key;
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
keyring_make_folder(const char *path, struct err *err)
{
    enum fault fault = file_make_folder(path, err);
    if (fault == FAULT_NONE && chmod(path, 0700) != 0)
        fault = err_set(err, FAULT_CANNOT, "cannot close %s to others: %s", path, strerror(errno));
    return fault;
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

/* The message that binds the key for PDFs to the issuer; of the permit's date, so that the same papers come out again. */
static enum fault
bind_pdf_key(struct keyring *keyring, struct err *err)
{
    struct buffer payload = {0};
    struct pdf_key key = {.issued_at = keyring->delegation.issued_at};
    enum fault fault = FAULT_NONE;
    pdf_signer_spki(keyring->pdf_signer, key.spki);
    pdf_key_write(&key, &payload);
    buffer_reset(&keyring->pdf_key);
    if (!cose_sign(keyring->issuer_secret, KIND_PDF_KEY, &payload, &keyring->pdf_key))
        fault = err_set(err, FAULT_CANNOT, "the signature over the key for PDFs does not check");
    buffer_clear(&payload);
    return fault;
}

static enum fault
load_pdf_signer(struct keyring *keyring, struct passphrase *passphrase, struct err *err)
{
    char *path = file_join(keyring->folder, "keys/pdf.p12");
    uint8_t *pkcs12 = NULL;
    size_t len = 0;
    enum fault fault = FAULT_NONE;
    if (file_exists(path)) { /* made by `init`; a folder of an earlier version may lack it */
        fault = key_file_read(path, passphrase, &pkcs12, &len, err);
        if (fault == FAULT_NONE) {
            pdf_signer_close(keyring->pdf_signer);
            keyring->pdf_signer = NULL;
            fault = pdf_signer_open(pkcs12, len, "", &keyring->pdf_signer, err);
        }
        if (fault == FAULT_NONE)
            fault = bind_pdf_key(keyring, err);
    }
    sodium_free(pkcs12);
    free(path);
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
        fault = load_pdf_signer(keyring, passphrase, err);
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
    pdf_signer_close(keyring->pdf_signer);
    keyring->pdf_signer = NULL;
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
    buffer_clear(&keyring->pdf_key);
    free(keyring->folder);
    free(keyring);
}

const struct pdf_signer *
keyring_pdf_signer(const struct keyring *keyring)
{
    return keyring->pdf_signer;
}

const struct buffer *
keyring_pdf_key(const struct keyring *keyring)
{
    return keyring->pdf_signer == NULL ? NULL : &keyring->pdf_key;
}

enum fault
keyring_import_pdf_key(const char *folder, struct passphrase *passphrase, const void *pkcs12, size_t len,
                       const char *password, struct err *err)
{
    struct pdf_signer *signer = NULL;
    struct buffer packed = {0};
    char *path = file_join(folder, "keys/pdf.p12");
    enum fault fault = pdf_signer_open(pkcs12, len, password, &signer, err);
    if (fault == FAULT_NONE && passphrase == NULL && keyring_is_sealed(folder))
        fault = err_set(err, FAULT_CONFLICT, "the keys in %s are sealed: unlock them before another one is added", folder);
    if (fault == FAULT_NONE)
        fault = pdf_signer_pack(signer, &packed, err);
    if (fault == FAULT_NONE)
        fault = key_file_write(path, passphrase, packed.data, packed.len, err);
    if (packed.data != NULL)
        sodium_memzero(packed.data, packed.capacity);
    buffer_clear(&packed);
    pdf_signer_close(signer);
    free(path);
    return fault;
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
