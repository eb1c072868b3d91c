/* key_import.c - a permit that a root elsewhere gave is taken in: checked as a stranger's, then put in place of the one
 * that was there. Which root is obeyed changes only by a chain of trust files, or because a person says so. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "credential/root.h"

enum { REPLY_MAX = 8 * 1024 * 1024, REPLY_FILES_MAX = 16 };

/* What a reply holds; views into it. */
struct reply {
    uint8_t root[KEY_LEN];
    const uint8_t *permit;
    size_t permit_len;
    const uint8_t *files[REPLY_FILES_MAX]; /* trust files and status lists */
    size_t file_len[REPLY_FILES_MAX], file_count;
};

static bool
read_reply(const void *data, size_t len, struct reply *out)
{
    struct cbor_reader reader;
    const char *magic;
    const uint8_t *root;
    size_t count, part;
    *out = (struct reply){0};
    if (len > REPLY_MAX || !cbor_is_strict(data, len))
        return false;
    cbor_begin(&reader, data, len);
    if (!cbor_get_array(&reader, &count) || count != 4 || !cbor_get_text(&reader, &magic, &part) ||
        part != strlen(REPLY_MAGIC) || memcmp(magic, REPLY_MAGIC, part) != 0 || !cbor_get_bytes(&reader, &root, &part) ||
        part != KEY_LEN || !cbor_get_bytes(&reader, &out->permit, &out->permit_len) ||
        !cbor_get_array(&reader, &out->file_count) || out->file_count > REPLY_FILES_MAX)
        return false;
    memcpy(out->root, root, KEY_LEN);
    for (size_t i = 0; i < out->file_count; i++)
        if (!cbor_get_bytes(&reader, &out->files[i], &out->file_len[i]))
            return false;
    return cbor_at_end(&reader);
}

/* The permit is signed by that root, for a key that is here. */
static enum fault
check_reply(const char *folder, struct passphrase *passphrase, const struct reply *reply, const char *name,
            struct delegation *permit, struct err *err)
{
    static const char *const KEYS[] = {"keys/issuer-next.key", "keys/issuer.key"};
    struct signed_message message;
    bool is_ours = false;
    enum fault fault = FAULT_NONE;
    if (!cose_is_good_key(reply->root) || !cose_read(reply->permit, reply->permit_len, &message) ||
        message.kind != KIND_DELEGATION || !cose_is_signed_by(&message, reply->root) ||
        !delegation_read(message.payload, message.payload_len, permit))
        return err_set(err, FAULT_INPUT, "%s was changed on its way: its root did not sign its permit", name);
    for (size_t i = 0; fault == FAULT_NONE && !is_ours && i < 2; i++) {
        char *path = file_join(folder, KEYS[i]);
        uint8_t *secret = NULL;
        if (file_exists(path)) {
            fault = keyring_read_seed(path, passphrase, &secret, err);
            is_ours = fault == FAULT_NONE && memcmp(secret + 32, permit->issuer, KEY_LEN) == 0;
        }
        sodium_free(secret);
        free(path);
    }
    if (fault == FAULT_NONE && !is_ours)
        fault = err_set(err, FAULT_INPUT, "%s is a permit for the key of another laptop: import it there", name);
    return fault;
}

/* Does a chain of trust files lead from the root that is obeyed to the new one? */
static bool
leads_to(const char *folder, const struct reply *reply)
{
    struct trust *trust = trust_new();
    struct err ignored;
    char *inner = file_join(folder, "trust");
    bool is_known = trust_add_folder(trust, inner, &ignored) == FAULT_NONE;
    for (int round = 0; round < 4; round++)
        for (size_t i = 0; i < reply->file_count; i++) {
            enum fault fault = trust_add_message(trust, reply->files[i], reply->file_len[i], "", &ignored);
            (void)fault; /* one that no known root signed leads nowhere */
        }
    is_known = is_known && trust_family_of_root(trust, reply->root) != NULL;
    trust_free(trust);
    free(inner);
    return is_known;
}

static enum fault
ask_root(const char *folder, const struct reply *reply, const uint8_t *expected, struct key_import *out, struct err *err)
{
    struct keyring *keyring = NULL;
    enum fault fault = keyring_open(folder, &keyring, err);
    if (fault != FAULT_NONE)
        return fault;
    memcpy(out->old_root, keyring_root(keyring), KEY_LEN);
    memcpy(out->root, reply->root, KEY_LEN);
    keyring_close(keyring);
    out->is_new_root = !leads_to(folder, reply);
    if (expected != NULL && memcmp(expected, reply->root, KEY_LEN) != 0)
        return err_set(err, FAULT_INPUT, "the reply is from another root than the one you named: do not use it, ask the "
                       "office");
    if (expected == NULL && out->is_new_root && !root_is_here(folder))
        return err_set(err, FAULT_INPUT, "the reply is from a root that the one obeyed here does not name: if that is right, "
                       "say it with --root and the number on the office's printed record");
    return FAULT_NONE;
}

static enum fault
store_files(const char *folder, const struct reply *reply, struct err *err)
{
    char hex[2 * KEY_LEN + 2];
    enum fault fault = FAULT_NONE;
    hash_to_hex(reply->root, KEY_LEN, hex);
    hex[2 * KEY_LEN] = '\n';
    for (size_t i = 0; fault == FAULT_NONE && i < reply->file_count; i++) {
        struct signed_message message;
        bool is_list = cose_read(reply->files[i], reply->file_len[i], &message) && message.kind == KIND_STATUS_LIST;
        fault = i + 1 == reply->file_count || is_list
                    ? delegation_replace_file(folder, is_list ? "status" : "trust", ".cose", reply->files[i], reply->file_len[i], err)
                    : delegation_keep_file(folder, "trust", reply->files[i], reply->file_len[i], ".cose", err);
    }
    if (fault == FAULT_NONE)
        fault = delegation_replace_file(folder, "root", ".pub", hex, 2 * KEY_LEN + 1, err);
    return fault == FAULT_NONE ? delegation_store(folder, reply->permit, reply->permit_len, err) : fault;
}

/* The root that was made here stays for the papers that it permitted, and permits no more. */
static enum fault
retire_own_root(const char *folder, const struct key_import *import, struct err *err)
{
    char *from = file_join(folder, "keys/root.key"), *to = file_join(folder, "keys/laptop-root.key");
    enum fault fault = FAULT_NONE;
    if (root_is_here(folder) && memcmp(import->old_root, import->root, KEY_LEN) != 0 && rename(from, to) != 0)
        fault = err_set(err, FAULT_CANNOT, "cannot rename %s to %s", from, to);
    free(from);
    free(to);
    return fault;
}

enum fault
key_import(const char *folder, struct passphrase *passphrase, const void *data, size_t len, const char *name,
           const uint8_t expected[KEY_LEN], struct key_import *out, struct err *err)
{
    struct reply reply;
    struct delegation permit;
    *out = (struct key_import){0};
    if (!read_reply(data, len, &reply))
        return err_set(err, FAULT_INPUT, "%s is no permit: it is what `dauso key delegate` wrote at the root", name);
    enum fault fault = check_reply(folder, passphrase, &reply, name, &permit, err);
    if (fault == FAULT_NONE)
        fault = ask_root(folder, &reply, expected, out, err);
    if (fault == FAULT_NONE)
        fault = store_files(folder, &reply, err);
    if (fault == FAULT_NONE)
        fault = retire_own_root(folder, out, err);
    if (fault == FAULT_NONE) {
        struct keyring *keyring = NULL;
        fault = keyring_open(folder, &keyring, err);
        if (fault == FAULT_NONE && passphrase != NULL)
            fault = keyring_unlock(keyring, passphrase, err); /* a rotated key takes its place */
        if (fault == FAULT_NONE)
            out->terms = *keyring_terms(keyring);
        keyring_close(keyring);
    }
    return fault;
}
