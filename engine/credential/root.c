/* root.c - the root's side: it permits, names, and hands over to its successor. It issues nothing. Every list
 * that it signs says all that the one before said, and has a higher number. */
#include "credential/root.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cbor.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"

enum { OFFICE_IN_CODE = 20 /* bytes: the permit's code then has at most 180 */ };

bool
root_is_here(const char *folder)
{
    char *path = file_join(folder, "keys/root.key");
    bool is_here = file_exists(path);
    free(path);
    return is_here;
}

enum fault
root_open_key(const char *folder, const char *name, struct passphrase *passphrase, struct root *root, struct err *err)
{
    char *path = file_join(folder, name), *inner = file_join(folder, "trust");
    enum fault fault = FAULT_NONE;
    *root = (struct root){.folder = memory_copy_text(folder), .trust = trust_new()};
    if (!file_exists(path))
        fault = err_set(err, FAULT_CANNOT, "%s holds no root key: do this where the root is kept", folder);
    if (fault == FAULT_NONE)
        fault = keyring_read_seed(path, passphrase, &root->secret, err);
    if (fault == FAULT_NONE)
        fault = trust_add_folder(root->trust, inner, err);
    if (fault == FAULT_NONE && trust_family_of_root(root->trust, root->secret + 32) == NULL)
        fault = err_set(err, FAULT_CANNOT, "%s/trust does not name the root whose key is in %s: the folder is damaged",
                        folder, path);
    free(path);
    free(inner);
    return fault;
}

enum fault
root_open(const char *folder, struct passphrase *passphrase, struct root *root, struct err *err)
{
    return root_open_key(folder, "keys/root.key", passphrase, root, err);
}

void
root_close(struct root *root)
{
    sodium_free(root->secret);
    trust_free(root->trust);
    free(root->folder);
    *root = (struct root){0};
}

const struct trust_family *
root_family(const struct root *root)
{
    return trust_family_of_root(root->trust, root->secret + 32);
}

enum fault
root_sign_file(const struct root *root, enum message_kind kind, const struct buffer *payload, const char *name, struct err *err)
{
    struct buffer message = {0};
    char *path = file_join(root->folder, name);
    enum fault fault;
    if (!cose_sign(root->secret, kind, payload, &message))
        fault = err_set(err, FAULT_CANNOT, "the signature over %s does not check", name);
    else
        fault = file_write(path, message.data, message.len, 0644, err);
    if (fault == FAULT_NONE)
        fault = trust_add_message(root->trust, message.data, message.len, name, err);
    buffer_clear(&message);
    free(path);
    return fault;
}

/* ---- the trust file ---- */

/* What the next trust file says; the arrays are its own, what they point to is not. */
struct next_words {
    uint8_t (*roots)[KEY_LEN];
    struct trust_place *offices;
    struct buffer *permits;
    struct trust_words words;
};

static void
gather_roots(const struct root *root, struct next_words *next)
{
    const struct trust *trust = root->trust;
    const struct trust_family *family = root_family(root);
    next->roots = memory_new_array(TRUST_ROOTS_MAX, KEY_LEN);
    for (size_t i = 0; i < trust->root_count; i++)
        if (&trust->families[trust->roots[i].family] == family)
            memcpy(next->roots[next->words.root_count++], trust->roots[i].key, KEY_LEN);
    next->words.roots = (const uint8_t (*)[KEY_LEN])next->roots;
}

static void
gather_offices(const struct trust_tables *tables, const struct trust_place *office, struct next_words *next)
{
    next->offices = memory_new_array(tables->office_count + 1, sizeof *next->offices);
    for (size_t i = 0; i < tables->office_count; i++)
        if (office == NULL || tables->offices[i].code != office->code)
            next->offices[next->words.office_count++] =
                (struct trust_place){tables->offices[i].code, tables->offices[i].name_vi, tables->offices[i].name_en};
    if (office != NULL)
        next->offices[next->words.office_count++] = *office;
    next->words.offices = next->offices;
}

static void
gather_permits(const struct trust_tables *tables, const struct buffer *permit, struct next_words *next)
{
    bool is_there = permit == NULL;
    next->permits = memory_new_array(tables->delegation_count + 1, sizeof *next->permits);
    for (size_t i = 0; i < tables->delegation_count; i++) {
        const struct buffer *old = &tables->delegations[i];
        is_there = is_there || (old->len == permit->len && memcmp(old->data, permit->data, old->len) == 0);
        next->permits[next->words.delegation_count++] = *old;
    }
    if (!is_there)
        next->permits[next->words.delegation_count++] = *permit;
    next->words.delegations = next->permits;
}

/* The file that is there says just this. */
static bool
says_already(const struct root *root, const struct trust_words *words, const struct trust_tables *tables)
{
    struct buffer payload = {0}, there = {0};
    struct signed_message read;
    struct err ignored;
    char *path = file_join(root->folder, "trust/trust.cose");
    trust_write(words, tables->number, tables->date, &payload);
    bool is_same = file_exists(path) && file_read(path, TRUST_FILE_MAX, &there, &ignored) == FAULT_NONE &&
                   cose_read(there.data, there.len, &read) && read.payload_len == payload.len &&
                   memcmp(read.payload, payload.data, payload.len) == 0 && cose_is_signed_by(&read, root->secret + 32);
    buffer_clear(&payload);
    buffer_clear(&there);
    free(path);
    return is_same;
}

enum fault
root_publish(struct root *root, const struct public_words *words, const struct trust_place *office,
             const struct buffer *permit, int64_t now, struct err *err)
{
    const struct trust_tables *tables = &root_family(root)->tables;
    struct next_words next = {.words = {.programmes = words->programmes, .programme_count = words->programme_count,
                                        .places = words->places, .place_count = words->place_count}};
    struct buffer payload = {0};
    enum fault fault = FAULT_NONE;
    gather_roots(root, &next);
    gather_offices(tables, office, &next);
    gather_permits(tables, permit, &next);
    if (!says_already(root, &next.words, tables)) {
        trust_write(&next.words, tables->number + 1, now > tables->date ? now : tables->date, &payload);
        if (payload.len > TRUST_FILE_MAX - 200)
            fault = err_set(err, FAULT_LIMIT, "the trust file would be larger than %d bytes: begin a new root, or leave out "
                            "places that nobody teaches in", TRUST_FILE_MAX);
        else
            fault = root_sign_file(root, KIND_TRUST_FILE, &payload, "trust/trust.cose", err);
    }
    buffer_clear(&payload);
    free(next.roots);
    free(next.offices);
    free(next.permits);
    return fault;
}

/* ---- permits ---- */

uint32_t
root_next_sequence(const struct root *root)
{
    const struct trust *trust = root->trust;
    uint64_t next = 1;
    for (size_t i = 0; i < trust->permit_count; i++) {
        const struct delegation_terms *terms = &trust->permits[i].delegation.terms;
        uint64_t end = (uint64_t)terms->first_sequence + terms->quota;
        if (trust_family_of(trust, &trust->permits[i]) == root_family(root) && end > next)
            next = end;
    }
    return next > UINT32_MAX ? 0 : (uint32_t)next;
}

/* The number under which the trust file names this office, or the next free one. */
static uint32_t
number_of_office(const struct root *root, const char *name)
{
    const struct trust_tables *tables = &root_family(root)->tables;
    uint32_t next = 1;
    for (size_t i = 0; i < tables->office_count; i++) {
        if (strcmp(tables->offices[i].name_vi, name) == 0)
            return tables->offices[i].code;
        if (tables->offices[i].code >= next)
            next = tables->offices[i].code + 1;
    }
    return next;
}

enum fault
root_sign_permit(struct root *root, const struct delegation *delegation, struct trust_place *office,
                 struct buffer *message, struct err *err)
{
    struct delegation made = *delegation;
    struct buffer payload = {0};
    *office = (struct trust_place){0};
    if (strlen(made.terms.office) > OFFICE_IN_CODE) {
        made.terms.office_number = number_of_office(root, made.terms.office);
        made.terms.office[0] = 0;
        *office = (struct trust_place){made.terms.office_number, delegation->terms.office, delegation->terms.office};
    }
    delegation_write(&made, &payload);
    enum fault fault = cose_sign(root->secret, KIND_DELEGATION, &payload, message)
                           ? FAULT_NONE
                           : err_set(err, FAULT_CANNOT, "the permit's own signature does not check");
    buffer_clear(&payload);
    return fault;
}

static bool
add_file(const char *folder, const char *name, struct buffer *out)
{
    struct buffer content = {0};
    struct err ignored;
    char *inner = file_join(folder, "trust"), *path = file_join(inner, name);
    bool is_there = file_exists(path) && file_read(path, STATUS_LIST_MAX, &content, &ignored) == FAULT_NONE;
    if (is_there)
        cbor_put_bytes(out, content.data, content.len);
    buffer_clear(&content);
    free(inner);
    free(path);
    return is_there;
}

/* Old roots' last trust files first: they lead to this root. Its own comes last, as `key_import` expects. */
static enum fault
write_reply(const struct root *root, const struct buffer *permit, struct buffer *reply, struct err *err)
{
    char **names = NULL, *inner = file_join(root->folder, "trust");
    struct buffer files = {0};
    size_t count = 0, file_count = 0;
    enum fault fault = file_list(inner, &names, &count, err);
    for (size_t i = 0; i < count; i++)
        if (strncmp(names[i], "trust-of-", 9) == 0)
            file_count += add_file(root->folder, names[i], &files);
    file_count += add_file(root->folder, "status.cose", &files);
    file_count += add_file(root->folder, "trust.cose", &files);
    if (fault == FAULT_NONE) {
        cbor_put_array(reply, 4);
        cbor_put_text(reply, REPLY_MAGIC);
        cbor_put_bytes(reply, root->secret + 32, KEY_LEN);
        cbor_put_bytes(reply, permit->data, permit->len);
        cbor_put_array(reply, file_count);
        buffer_add(reply, files.data, files.len);
    }
    file_free_names(names, count);
    buffer_clear(&files);
    free(inner);
    return fault;
}

enum fault
root_delegate(const char *folder, struct passphrase *passphrase, const struct key_request *request,
              struct delegation_terms *terms, const struct public_words *words, int64_t now, struct buffer *reply,
              struct err *err)
{
    struct root root = {0};
    struct delegation made = {.issued_at = now, .is_laptop_only = keyring_exists(folder)};
    struct trust_place office;
    struct buffer permit = {0};
    enum fault fault = root_open(folder, passphrase, &root, err);
    if (fault == FAULT_NONE) {
        terms->first_sequence = root_next_sequence(&root);
        if (terms->first_sequence == 0 || terms->quota > UINT32_MAX - terms->first_sequence)
            fault = err_set(err, FAULT_LIMIT, "this root has permitted all the numbers that there are: begin a new root");
    }
    if (fault == FAULT_NONE) {
        made.terms = *terms;
        memcpy(made.issuer, request->issuer, KEY_LEN);
        fault = root_sign_permit(&root, &made, &office, &permit, err);
    }
    if (fault == FAULT_NONE)
        fault = root_publish(&root, words, office.code != 0 ? &office : NULL, &permit, now, err);
    if (fault == FAULT_NONE)
        fault = write_reply(&root, &permit, reply, err);
    buffer_clear(&permit);
    root_close(&root);
    return fault;
}

/* ---- a new root, and its successor ---- */

static enum fault
write_public(const char *folder, const char *name, const uint8_t key[KEY_LEN], struct err *err)
{
    char hex[2 * KEY_LEN + 2], *path = file_join(folder, name);
    hash_to_hex(key, KEY_LEN, hex);
    hex[2 * KEY_LEN] = '\n';
    enum fault fault = file_write(path, hex, 2 * KEY_LEN + 1, 0644, err);
    free(path);
    return fault;
}

enum fault
root_new(const char *folder, struct passphrase *passphrase, const struct public_words *words, int64_t now, struct err *err)
{
    char *keys = file_join(folder, "keys"), *trust = file_join(folder, "trust"), *path = file_join(folder, "keys/root.key");
    uint8_t *secret = NULL;
    struct root root = {0};
    enum fault fault = FAULT_NONE;
    if (file_exists(path) || keyring_exists(folder))
        fault = err_set(err, FAULT_CANNOT, "%s has keys already: name a new folder with --dir", folder);
    if (fault == FAULT_NONE)
        fault = keyring_make_folder(keys, err);
    if (fault == FAULT_NONE)
        fault = file_make_folder(trust, err);
    if (fault == FAULT_NONE)
        fault = keyring_make_seed(path, passphrase, err);
    if (fault == FAULT_NONE)
        fault = keyring_read_seed(path, passphrase, &secret, err);
    if (fault == FAULT_NONE)
        fault = write_public(folder, "trust/root.pub", secret + 32, err);
    if (fault == FAULT_NONE)
        fault = root_open(folder, passphrase, &root, err);
    if (fault == FAULT_NONE)
        fault = root_publish(&root, words, NULL, NULL, now, err);
    root_close(&root);
    sodium_free(secret);
    free(keys);
    free(trust);
    free(path);
    return fault;
}

/* The successor is of the old root's family from now on. */
static enum fault
name_successor(struct root *old, const uint8_t successor[KEY_LEN], struct err *err)
{
    struct trust *trust = old->trust;
    size_t place = trust->root_count;
    if (trust_family_of_root(trust, successor) != NULL)
        return FAULT_NONE; /* handing over was begun before */
    if (place == TRUST_ROOTS_MAX)
        return err_set(err, FAULT_LIMIT, "this root has had %d successors, which is all that there is room for", TRUST_ROOTS_MAX);
    memcpy(trust->roots[place].key, successor, KEY_LEN);
    for (size_t i = 0; i < place; i++)
        if (memcmp(trust->roots[i].key, old->secret + 32, KEY_LEN) == 0)
            trust->roots[place].family = trust->roots[i].family;
    trust->root_count++;
    return FAULT_NONE;
}

/* The old root's last word: a trust file that names the new one, kept under the old root's name for those who know the
 * old one only. */
static enum fault
keep_last_word(const struct root *old, struct err *err)
{
    char kid_text[2 * KID_LEN + 1], *from = file_join(old->folder, "trust/trust.cose");
    uint8_t kid[KID_LEN];
    struct buffer content = {0};
    cose_kid(old->secret + 32, kid);
    hash_to_hex(kid, KID_LEN, kid_text);
    char *name = memory_print("trust/trust-of-%s.cose", kid_text), *to = file_join(old->folder, name);
    enum fault fault = file_read(from, TRUST_FILE_MAX, &content, err);
    if (fault == FAULT_NONE)
        fault = file_write(to, content.data, content.len, 0644, err);
    buffer_clear(&content);
    free(name);
    free(from);
    free(to);
    return fault;
}

/* After each step the folder is whole: the new root is known through the old one's last word until root.pub names it. */
static enum fault
hand_over(struct root *old, struct root *successor, const struct public_words *words, int64_t now, struct err *err)
{
    char *next = file_join(old->folder, "keys/root-next.key"), *current = file_join(old->folder, "keys/root.key");
    enum fault fault = name_successor(old, successor->secret + 32, err);
    if (fault == FAULT_NONE)
        fault = root_publish(old, words, NULL, NULL, now, err);
    if (fault == FAULT_NONE)
        fault = keep_last_word(old, err);
    if (fault == FAULT_NONE)
        fault = root_publish(successor, words, NULL, NULL, now, err);
    if (fault == FAULT_NONE && rename(next, current) != 0)
        fault = err_set(err, FAULT_CANNOT, "cannot put %s in place of %s", next, current);
    if (fault == FAULT_NONE)
        fault = write_public(old->folder, "trust/root.pub", successor->secret + 32, err);
    free(next);
    free(current);
    return fault;
}

enum fault
root_rotate(const char *folder, struct passphrase *passphrase, const struct public_words *words, int64_t now, struct err *err)
{
    char *next = file_join(folder, "keys/root-next.key");
    struct root old = {0}, successor = {0};
    enum fault fault = root_open(folder, passphrase, &old, err);
    if (fault == FAULT_NONE && !file_exists(next))
        fault = keyring_make_seed(next, passphrase, err);
    if (fault == FAULT_NONE)
        fault = keyring_read_seed(next, passphrase, &successor.secret, err);
    if (fault == FAULT_NONE) {
        successor.folder = old.folder;
        successor.trust = old.trust;
        fault = hand_over(&old, &successor, words, now, err);
    }
    sodium_free(successor.secret);
    root_close(&old);
    free(next);
    return fault;
}
