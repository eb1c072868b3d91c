/* keyring.c - secret keys in files of mode 0600, in guarded memory while they are used, wiped on the one way out.
 *
 * A seed is 64 hexadecimal digits. Keys that exist are never replaced; what is public and signed is made anew when what
 * it says has changed. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "credential/keyring.h"
#include "credential/trust_list.h"

struct keyring {
    uint8_t *issuer_secret; /* sodium_malloc, 64 bytes */
    uint8_t root[KEY_LEN];
    struct buffer delegation_message;
    struct delegation delegation;
};

static char *
path_of(const char *folder, const char *name)
{
    return file_join(folder, name);
}

bool
keyring_exists(const char *folder)
{
    char *path = path_of(folder, "keys/issuer.key"), *permit = path_of(folder, "trust/issuer.cose");
    bool exists = file_exists(path) && file_exists(permit);
    free(path);
    free(permit);
    return exists;
}

static enum fault
make_seed(const char *path, struct err *err)
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
        fault = file_write(path, hex, 2 * KEY_LEN + 1, 0600, err);
    }
    sodium_free(seed);
    sodium_free(hex);
    return fault;
}

/* *secret is for sodium_free. Makes the key if `may_make` and there is none. */
static enum fault
load_secret(const char *folder, const char *name, bool may_make, uint8_t **secret, struct err *err)
{
    char *path = path_of(folder, name);
    uint8_t seed[KEY_LEN];
    struct buffer content = {0};
    enum fault fault = FAULT_NONE;
    *secret = NULL;
    if (may_make && !file_exists(path))
        fault = make_seed(path, err);
    if (fault == FAULT_NONE)
        fault = file_read(path, 200, &content, err);
    if (fault == FAULT_NONE && (content.len < 2 * KEY_LEN || strspn(buffer_text(&content), "0123456789abcdef") != 2 * KEY_LEN))
        fault = err_set(err, FAULT_CANNOT, "%s is damaged: it does not hold a key", path);
    if (fault == FAULT_NONE) {
        buffer_text(&content);
        content.data[2 * KEY_LEN] = 0;
        *secret = sodium_malloc(64);
        if (*secret == NULL || !hash_from_hex((const char *)content.data, seed, KEY_LEN))
            fault = err_set(err, FAULT_CANNOT, "%s cannot be used", path);
        else
            cose_make_secret(seed, *secret);
    }
    sodium_memzero(seed, sizeof seed);
    if (content.data != NULL)
        sodium_memzero(content.data, content.capacity);
    buffer_clear(&content);
    free(path);
    return fault;
}

static enum fault
write_root(const char *folder, const uint8_t root[KEY_LEN], struct err *err)
{
    char hex[2 * KEY_LEN + 2], *path = path_of(folder, "trust/root.pub");
    hash_to_hex(root, KEY_LEN, hex);
    hex[2 * KEY_LEN] = '\n';
    enum fault fault = file_exists(path) ? FAULT_NONE : file_write(path, hex, 2 * KEY_LEN + 1, 0644, err);
    free(path);
    return fault;
}

static bool
same_scope(const struct delegation_terms *left, const struct delegation_terms *right)
{
    return strcmp(left->office, right->office) == 0 && left->place == right->place &&
           left->programme_count == right->programme_count &&
           memcmp(left->programmes, right->programmes, left->programme_count * sizeof left->programmes[0]) == 0;
}

/* The permit that is there, if there is one: *found. */
static enum fault
read_permit(const char *folder, struct buffer *message, struct delegation *out, bool *found, struct err *err)
{
    struct signed_message read;
    char *path = path_of(folder, "trust/issuer.cose");
    enum fault fault = FAULT_NONE;
    *found = file_exists(path);
    if (*found)
        fault = file_read(path, MESSAGE_MAX, message, err);
    if (fault == FAULT_NONE && *found &&
        (!cose_read(message->data, message->len, &read) || read.kind != KIND_DELEGATION ||
         !delegation_read(read.payload, read.payload_len, out)))
        fault = err_set(err, FAULT_CANNOT, "%s is damaged: it is no permit of an issuer", path);
    free(path);
    return fault;
}

/* A permit that is replaced stays beside the new one: papers issued under it must still be verified. Its name carries its
 * hash, as two permits may be of the same second. */
static enum fault
keep_old_permit(const char *folder, const struct buffer *message, const struct delegation *old, struct err *err)
{
    uint8_t hash[HASH_LEN];
    char hex[17];
    hash_bytes(message->data, message->len, hash);
    hash_to_hex(hash, 8, hex);
    char *name = memory_print("trust/issuer-of-%lld-%s.cose", (long long)old->issued_at, hex);
    char *path = path_of(folder, name);
    enum fault fault = file_write(path, message->data, message->len, 0644, err);
    free(path);
    free(name);
    return fault;
}

/* It is of the same scope, has not ended, and allows the next number that is wanted. */
static bool
is_current(const struct delegation_terms *old, const struct delegation_terms *wanted, int64_t now)
{
    bool has_room = wanted->first_sequence < old->first_sequence ||
                    wanted->first_sequence - old->first_sequence < old->quota;
    return same_scope(old, wanted) && old->not_after > now && has_room;
}

/* Sequence numbers go on when a permit is renewed, so the new one begins where the old one began and allows as many
 * numbers more as the terms say. */
static void
continue_sequence(const struct delegation_terms *old, struct delegation_terms *terms)
{
    uint64_t used = old->quota;
    if (terms->first_sequence > old->first_sequence && terms->first_sequence - old->first_sequence > used)
        used = terms->first_sequence - old->first_sequence;
    uint64_t quota = used + terms->quota;
    terms->first_sequence = old->first_sequence;
    terms->quota = quota > UINT32_MAX ? UINT32_MAX : (uint32_t)quota;
}

static enum fault
sign_permit(const char *folder, const uint8_t *root_secret, const struct delegation *delegation, struct err *err)
{
    struct buffer payload = {0}, message = {0};
    char *path = path_of(folder, "trust/issuer.cose");
    enum fault fault;
    delegation_write(delegation, &payload);
    if (!cose_sign(root_secret, KIND_DELEGATION, &payload, &message))
        fault = err_set(err, FAULT_CANNOT, "the permit's own signature does not check");
    else
        fault = file_write(path, message.data, message.len, 0644, err);
    buffer_clear(&payload);
    buffer_clear(&message);
    free(path);
    return fault;
}

static enum fault
write_permit(const char *folder, const uint8_t *root_secret, const uint8_t issuer[KEY_LEN],
             const struct delegation_terms *terms, int64_t now, struct err *err)
{
    struct delegation old, made = {.issued_at = now, .terms = *terms, .is_laptop_only = true};
    struct buffer message = {0};
    bool found;
    enum fault fault = read_permit(folder, &message, &old, &found, err);
    memcpy(made.issuer, issuer, KEY_LEN);
    if (fault == FAULT_NONE && found && !is_current(&old.terms, terms, now)) {
        continue_sequence(&old.terms, &made.terms);
        fault = keep_old_permit(folder, &message, &old, err);
        found = false;
    }
    if (fault == FAULT_NONE && !found)
        fault = sign_permit(folder, root_secret, &made, err);
    buffer_clear(&message);
    return fault;
}

/* The tables; their number goes up when they changed. */
static enum fault
write_tables(const char *folder, const uint8_t *root_secret, const struct trust_words *words, int64_t now,
             struct err *err)
{
    struct trust *trust = trust_new();
    struct buffer same = {0}, payload = {0}, message = {0}, there = {0};
    struct signed_message read;
    const struct trust_family *family = NULL;
    char *trust_folder = path_of(folder, "trust"), *path = path_of(folder, "trust/trust.cose");
    enum fault fault = trust_add_folder(trust, trust_folder, err);
    if (fault == FAULT_NONE && file_exists(path))
        fault = file_read(path, TRUST_FILE_MAX, &there, err);
    family = trust_family_of_root(trust, root_secret + 32);
    uint64_t number = family == NULL ? 0 : family->tables.number;
    trust_write(words, number, family == NULL ? 0 : family->tables.date, &same);
    bool is_same = fault == FAULT_NONE && there.len > 0 && cose_read(there.data, there.len, &read) &&
                   read.payload_len == same.len && memcmp(read.payload, same.data, same.len) == 0;
    if (fault == FAULT_NONE && !is_same) {
        trust_write(words, number + 1, now, &payload);
        if (!cose_sign(root_secret, KIND_TRUST_FILE, &payload, &message))
            fault = err_set(err, FAULT_CANNOT, "the trust file's own signature does not check");
        else
            fault = file_write(path, message.data, message.len, 0644, err);
    }
    buffer_clear(&same);
    buffer_clear(&payload);
    buffer_clear(&message);
    buffer_clear(&there);
    trust_free(trust);
    free(trust_folder);
    free(path);
    return fault;
}

enum fault
keyring_init(const char *folder, const struct delegation_terms *terms, const struct trust_programme *programmes,
             size_t programme_count, const struct trust_place *places, size_t place_count, int64_t now, struct err *err)
{
    uint8_t *root = NULL, *issuer = NULL;
    char *keys = path_of(folder, "keys"), *trust = path_of(folder, "trust");
    enum fault fault = file_make_folder(keys, err);
    if (fault == FAULT_NONE)
        fault = file_make_folder(trust, err);
    if (fault == FAULT_NONE)
        fault = load_secret(folder, "keys/root.key", true, &root, err);
    if (fault == FAULT_NONE)
        fault = load_secret(folder, "keys/issuer.key", true, &issuer, err);
    if (fault == FAULT_NONE)
        fault = write_root(folder, root + 32, err);
    if (fault == FAULT_NONE)
        fault = write_permit(folder, root, issuer + 32, terms, now, err);
    if (fault == FAULT_NONE) {
        uint8_t roots[1][KEY_LEN];
        memcpy(roots[0], root + 32, KEY_LEN);
        const struct trust_words words = {.roots = (const uint8_t (*)[KEY_LEN])roots, .root_count = 1,
                                          .programmes = programmes, .programme_count = programme_count,
                                          .places = places, .place_count = place_count};
        fault = write_tables(folder, root, &words, now, err);
    }
    sodium_free(root);
    sodium_free(issuer);
    free(keys);
    free(trust);
    return fault;
}

static enum fault
read_root(const char *folder, uint8_t root[KEY_LEN], struct err *err)
{
    struct buffer content = {0};
    char *path = path_of(folder, "trust/root.pub");
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

enum fault
keyring_open(const char *folder, struct keyring **keyring, struct err *err)
{
    struct keyring *opened = memory_new(sizeof *opened);
    bool found = true;
    enum fault fault = read_root(folder, opened->root, err);
    if (fault == FAULT_NONE)
        fault = load_secret(folder, "keys/issuer.key", false, &opened->issuer_secret, err);
    if (fault == FAULT_NONE)
        fault = read_permit(folder, &opened->delegation_message, &opened->delegation, &found, err);
    if (fault == FAULT_NONE && (!found || memcmp(opened->delegation.issuer, opened->issuer_secret + 32, KEY_LEN) != 0))
        fault = err_set(err, FAULT_CANNOT, "the permit in %s/trust/issuer.cose is not for this laptop's key", folder);
    if (fault != FAULT_NONE) {
        keyring_close(opened);
        return fault;
    }
    *keyring = opened;
    return FAULT_NONE;
}

void
keyring_close(struct keyring *keyring)
{
    if (keyring == NULL)
        return;
    sodium_free(keyring->issuer_secret);
    buffer_clear(&keyring->delegation_message);
    free(keyring);
}

const uint8_t *
keyring_issuer(const struct keyring *keyring)
{
    return keyring->issuer_secret + 32;
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
    return out;
}
