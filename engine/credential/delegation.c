/* delegation.c - the laptop's side of a permit: its own root's (init), or asked of a root elsewhere and imported. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "credential/root.h"

enum { CLAIM_IAT = 6 };
static const int64_t CLAIM_REQUEST = -65542;

/* ---- the permit that is there ---- */

static void
name_office(const char *folder, struct delegation *delegation)
{
    struct trust *trust = trust_new();
    struct err ignored;
    char *inner = file_join(folder, "trust");
    if (delegation->terms.office[0] == 0 && trust_add_folder(trust, inner, &ignored) == FAULT_NONE)
        for (size_t i = 0; i < trust->permit_count; i++) {
            const struct name_row *row =
                trust_find_office(trust_family_of(trust, &trust->permits[i]), delegation->terms.office_number);
            if (memcmp(trust->permits[i].delegation.issuer, delegation->issuer, KEY_LEN) == 0 && row != NULL)
                snprintf(delegation->terms.office, OFFICE_SIZE, "%.119s", row->name_vi);
        }
    trust_free(trust);
    free(inner);
}

enum fault
delegation_load(const char *folder, struct buffer *message, struct delegation *out, bool *found, struct err *err)
{
    struct signed_message read;
    char *path = file_join(folder, "trust/issuer.cose");
    enum fault fault = FAULT_NONE;
    *found = file_exists(path);
    if (*found)
        fault = file_read(path, MESSAGE_MAX, message, err);
    if (fault == FAULT_NONE && *found &&
        (!cose_read(message->data, message->len, &read) || read.kind != KIND_DELEGATION ||
         !delegation_read(read.payload, read.payload_len, out)))
        fault = err_set(err, FAULT_CANNOT, "%s is damaged: it is no permit of an issuer", path);
    if (fault == FAULT_NONE && *found)
        name_office(folder, out);
    free(path);
    return fault;
}

enum fault
delegation_keep_file(const char *folder, const char *stem, const void *data, size_t len, const char *ending, struct err *err)
{
    uint8_t hash[HASH_LEN];
    char hex[17];
    hash_bytes(data, len, hash);
    hash_to_hex(hash, 8, hex);
    char *name = memory_print("trust/%s-%s%s", stem, hex, ending), *path = file_join(folder, name);
    enum fault fault = file_write(path, data, len, 0644, err);
    free(path);
    free(name);
    return fault;
}

enum fault
delegation_replace_file(const char *folder, const char *stem, const char *ending, const void *data, size_t len, struct err *err)
{
    struct buffer old = {0};
    char *name = memory_print("trust/%s%s", stem, ending), *path = file_join(folder, name);
    enum fault fault = file_exists(path) ? file_read(path, STATUS_LIST_MAX, &old, err) : FAULT_NONE;
    bool is_same = old.len == len && len > 0 && memcmp(old.data, data, len) == 0;
    if (fault == FAULT_NONE && old.len > 0 && !is_same)
        fault = delegation_keep_file(folder, stem, old.data, old.len, ending, err);
    if (fault == FAULT_NONE && !is_same)
        fault = file_write(path, data, len, 0644, err);
    buffer_clear(&old);
    free(path);
    free(name);
    return fault;
}

enum fault
delegation_store(const char *folder, const void *message, size_t len, struct err *err)
{
    return delegation_replace_file(folder, "issuer", ".cose", message, len, err);
}

/* ---- init: the laptop's own root ---- */

static bool
same_scope(const struct delegation_terms *left, const struct delegation_terms *right)
{
    return strcmp(left->office, right->office) == 0 && left->place == right->place &&
           left->programme_count == right->programme_count &&
           memcmp(left->programmes, right->programmes, left->programme_count * sizeof left->programmes[0]) == 0;
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

/* The permit first, then the trust file that names its office: between the two it has a number in place of the name. */
static enum fault
renew_own_permit(const char *folder, struct passphrase *passphrase, const uint8_t issuer[KEY_LEN],
                 const struct delegation_terms *terms, const struct public_words *words, int64_t now, struct err *err)
{
    struct delegation old, made = {.issued_at = now, .terms = *terms, .is_laptop_only = true};
    struct buffer there = {0}, message = {0};
    struct trust_place office = {0};
    struct root root = {0};
    bool found;
    enum fault fault = delegation_load(folder, &there, &old, &found, err);
    bool is_good = found && memcmp(old.issuer, issuer, KEY_LEN) == 0 && is_current(&old.terms, terms, now);
    memcpy(made.issuer, issuer, KEY_LEN);
    if (fault == FAULT_NONE)
        fault = root_open(folder, passphrase, &root, err);
    if (fault == FAULT_NONE && !is_good) {
        if (found)
            continue_sequence(&old.terms, &made.terms);
        fault = root_sign_permit(&root, &made, &office, &message, err);
        if (fault == FAULT_NONE)
            fault = delegation_store(folder, message.data, message.len, err);
    }
    if (fault == FAULT_NONE)
        fault = root_publish(&root, words, office.code != 0 ? &office : NULL, is_good ? &there : &message, now, err);
    root_close(&root);
    buffer_clear(&there);
    buffer_clear(&message);
    return fault;
}

static enum fault
write_root(const char *folder, const uint8_t root[KEY_LEN], struct err *err)
{
    char hex[2 * KEY_LEN + 2], *path = file_join(folder, "trust/root.pub");
    hash_to_hex(root, KEY_LEN, hex);
    hex[2 * KEY_LEN] = '\n';
    enum fault fault = file_exists(path) ? FAULT_NONE : file_write(path, hex, 2 * KEY_LEN + 1, 0644, err);
    free(path);
    return fault;
}

/* *secret is for sodium_free. */
static enum fault
make_if_missing(const char *folder, const char *name, struct passphrase *passphrase, uint8_t **secret, struct err *err)
{
    char *path = file_join(folder, name);
    enum fault fault = file_exists(path) ? FAULT_NONE : keyring_make_seed(path, passphrase, err);
    if (fault == FAULT_NONE)
        fault = keyring_read_seed(path, passphrase, secret, err);
    free(path);
    return fault;
}

/* A root elsewhere is never replaced by one that is made here. */
static bool
obeys_a_root(const char *folder)
{
    char *path = file_join(folder, "trust/root.pub");
    bool obeys = file_exists(path);
    free(path);
    return obeys;
}

/* The key for PDFs, if there is none. */
static enum fault
make_pdf_key(const char *folder, struct passphrase *passphrase, const char *office, int64_t now, struct err *err)
{
    struct buffer pkcs12 = {0};
    char *path = file_join(folder, "keys/pdf.p12");
    enum fault fault = FAULT_NONE;
    if (!file_exists(path)) {
        fault = pdf_signer_make(office, now, &pkcs12, err);
        if (fault == FAULT_NONE)
            fault = key_file_write(path, passphrase, pkcs12.data, pkcs12.len, err);
    }
    if (pkcs12.data != NULL)
        sodium_memzero(pkcs12.data, pkcs12.capacity);
    buffer_clear(&pkcs12);
    free(path);
    return fault;
}

static enum fault
make_keys(const char *folder, struct passphrase *passphrase, uint8_t issuer[KEY_LEN], struct err *err)
{
    uint8_t *root = NULL, *secret = NULL;
    char *keys = file_join(folder, "keys"), *trust = file_join(folder, "trust");
    enum fault fault = keyring_make_folder(keys, err);
    if (fault == FAULT_NONE)
        fault = file_make_folder(trust, err);
    if (fault == FAULT_NONE && (root_is_here(folder) || !obeys_a_root(folder)))
        fault = make_if_missing(folder, "keys/root.key", passphrase, &root, err);
    if (fault == FAULT_NONE)
        fault = make_if_missing(folder, "keys/issuer.key", passphrase, &secret, err);
    if (fault == FAULT_NONE && root != NULL)
        fault = write_root(folder, root + 32, err);
    if (fault == FAULT_NONE)
        memcpy(issuer, secret + 32, KEY_LEN);
    sodium_free(root);
    sodium_free(secret);
    free(keys);
    free(trust);
    return fault;
}

/* Nothing is to be renewed, so a key that is sealed may stay so. */
static bool
needs_nothing(const char *folder, const struct delegation_terms *terms, int64_t now)
{
    struct buffer message = {0};
    struct delegation permit;
    struct err ignored;
    char *pdf_key = file_join(folder, "keys/pdf.p12");
    bool found, is_good = keyring_exists(folder) && file_exists(pdf_key) &&
                          delegation_load(folder, &message, &permit, &found, &ignored) == FAULT_NONE && found &&
                          (!root_is_here(folder) || (keyring_is_sealed(folder) && is_current(&permit.terms, terms, now)));
    buffer_clear(&message);
    free(pdf_key);
    return is_good;
}

enum fault
keyring_init(const char *folder, struct passphrase *passphrase, const struct delegation_terms *terms,
             const struct public_words *words, int64_t now, struct err *err)
{
    uint8_t issuer[KEY_LEN];
    if (passphrase == NULL && needs_nothing(folder, terms, now))
        return FAULT_NONE;
    enum fault fault = make_keys(folder, passphrase, issuer, err);
    if (fault == FAULT_NONE)
        fault = make_pdf_key(folder, passphrase, terms->office, now, err);
    if (fault == FAULT_NONE && root_is_here(folder))
        fault = renew_own_permit(folder, passphrase, issuer, terms, words, now, err);
    return fault;
}

/* ---- request ---- */

static void
write_request(const uint8_t issuer[KEY_LEN], const struct delegation_terms *terms, int64_t now, struct buffer *out)
{
    cbor_put_map(out, 2);
    cbor_put_uint(out, CLAIM_IAT);
    cbor_put_uint(out, (uint64_t)now);
    cbor_put_int(out, CLAIM_REQUEST);
    cbor_put_array(out, 3);
    cbor_put_bytes(out, issuer, KEY_LEN);
    cbor_put_text(out, terms->office);
    cbor_put_uint(out, terms->place);
}

enum fault
key_request_write(const char *folder, struct passphrase *passphrase, int64_t now, struct buffer *out, struct err *err)
{
    struct buffer payload = {0}, message = {0};
    struct delegation permit = {0};
    uint8_t *secret = NULL;
    bool found;
    char *next = file_join(folder, "keys/issuer-next.key"), *current = file_join(folder, "keys/issuer.key");
    enum fault fault = keyring_read_seed(file_exists(next) ? next : current, passphrase, &secret, err);
    if (fault == FAULT_NONE)
        fault = delegation_load(folder, &message, &permit, &found, err);
    if (fault == FAULT_NONE) {
        write_request(secret + 32, &permit.terms, now, &payload);
        if (!cose_sign(secret, KIND_KEY_REQUEST, &payload, out))
            fault = err_set(err, FAULT_CANNOT, "the request's own signature does not check");
    }
    sodium_free(secret);
    buffer_clear(&payload);
    buffer_clear(&message);
    free(next);
    free(current);
    return fault;
}

static bool
read_request(const struct signed_message *message, struct key_request *out)
{
    struct cbor_reader reader;
    size_t count, len;
    uint64_t key, asked_at, place;
    int64_t private_key;
    const uint8_t *issuer;
    const char *office;
    if (!cbor_is_strict(message->payload, message->payload_len))
        return false;
    cbor_begin(&reader, message->payload, message->payload_len);
    if (!cbor_get_map(&reader, &count) || count != 2 || !cbor_get_uint(&reader, &key) || key != CLAIM_IAT ||
        !cbor_get_uint(&reader, &asked_at) || asked_at > INT64_MAX || !cbor_get_int(&reader, &private_key) ||
        private_key != CLAIM_REQUEST || !cbor_get_array(&reader, &count) || count != 3 ||
        !cbor_get_bytes(&reader, &issuer, &len) || len != KEY_LEN || !cbor_get_text(&reader, &office, &len) ||
        len >= OFFICE_SIZE || !cbor_get_uint(&reader, &place) || place > UINT32_MAX || !cbor_at_end(&reader))
        return false;
    memcpy(out->issuer, issuer, KEY_LEN);
    memcpy(out->office, office, len);
    out->office[len] = 0;
    out->place = (uint32_t)place;
    out->asked_at = (int64_t)asked_at;
    return text_is_nfc(out->office) && !text_has_hidden_characters(out->office);
}

enum fault
key_request_read(const void *data, size_t len, const char *name, struct key_request *out, struct err *err)
{
    struct signed_message message;
    *out = (struct key_request){0};
    if (len > MESSAGE_MAX || !cose_read(data, len, &message) || message.kind != KIND_KEY_REQUEST ||
        !read_request(&message, out))
        return err_set(err, FAULT_INPUT, "%s is no key request: make one with `dauso key request` on the laptop", name);
    if (!cose_is_good_key(out->issuer) || !cose_is_signed_by(&message, out->issuer))
        return err_set(err, FAULT_INPUT, "%s is not signed by the key that it asks for: ask the laptop for a new one", name);
    return FAULT_NONE;
}

enum fault
key_rotate(const char *folder, struct passphrase *passphrase, const struct public_words *words, int64_t now, struct err *err)
{
    char *path = file_join(folder, "keys/issuer-next.key");
    struct buffer request = {0}, reply = {0}, message = {0};
    struct key_request asked;
    struct key_import ignored;
    struct delegation permit;
    bool found;
    enum fault fault = delegation_load(folder, &message, &permit, &found, err);
    if (fault == FAULT_NONE && passphrase == NULL && keyring_is_sealed(folder))
        fault = err_set(err, FAULT_INPUT, "the keys are locked: the new one needs the passphrase, --passphrase-file FILE");
    if (fault == FAULT_NONE && !file_exists(path))
        fault = keyring_make_seed(path, passphrase, err);
    if (fault == FAULT_NONE && root_is_here(folder)) {
        permit.terms.not_after = now + (permit.terms.not_after - permit.terms.not_before);
        permit.terms.not_before = now;
        fault = key_request_write(folder, passphrase, now, &request, err);
        if (fault == FAULT_NONE)
            fault = key_request_read(request.data, request.len, "the request", &asked, err);
        if (fault == FAULT_NONE)
            fault = root_delegate(folder, passphrase, &asked, &permit.terms, words, now, &reply, err);
        if (fault == FAULT_NONE)
            fault = key_import(folder, passphrase, reply.data, reply.len, "the permit", NULL, &ignored, err);
    }
    buffer_clear(&request);
    buffer_clear(&reply);
    buffer_clear(&message);
    free(path);
    return fault;
}
