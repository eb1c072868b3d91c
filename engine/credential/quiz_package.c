/* quiz_package.c - writes and reads quiz packages.
 *
 *     package  = [ head, key, [ * bstr ] ]     the bodies in the manifest's order
 *     head     = bstr .cbor COSE_Sign1 of typ 9 around the manifest, key = the author's; unsigned: the manifest, h''
 *     manifest = { 1: id, 2: title, 3: version, 4: [ * [ name, size, sha256 ] ] }
 *
 * The signature is checked before the manifest is read; through the hashes it vouches for every byte of every file. */
#include "credential/credential.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/memory.h"
#include "base/text.h"
#include "credential/cose_sign1.h"

enum { KEY_ID = 1, KEY_TITLE = 2, KEY_VERSION = 3, KEY_FILES = 4, KEY_COUNT = 4 };

/* ---- names and sizes ---- */

/* What may lie where, and how large it may be. */
static const struct file_rule {
    const char *folder, *ending;
    size_t most;
} RULES[] = {{"", ".lua", PACKAGE_SOURCE_MAX},          {"items/", ".lua", PACKAGE_SOURCE_MAX},
             {"walkthroughs/", ".walk", PACKAGE_TEXT_MAX}, {"texts/", ".txt", PACKAGE_TEXT_MAX},
             {"pictures/", ".png", PACKAGE_PICTURE_MAX}, {"pictures/", ".jpg", PACKAGE_PICTURE_MAX},
             {"pictures/", ".jpeg", PACKAGE_PICTURE_MAX},
             {"audio/", ".mp3", PACKAGE_CLIP_MAX}};

static bool
is_plain_name(const char *name)
{
    bool is_plain = name[0] != 0 && name[0] != '.' && name[0] != '-';
    for (const char *at = name; *at != 0; at++)
        is_plain = is_plain && (strchr("abcdefghijklmnopqrstuvwxyz0123456789_-", *at) != NULL ||
                                (*at == '.' && at[1] != '.' && at[1] != 0));
    return is_plain;
}

static const struct file_rule *
find_rule(const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < sizeof RULES / sizeof RULES[0]; i++) {
        size_t folder = strlen(RULES[i].folder), ending = strlen(RULES[i].ending);
        if (strncmp(name, RULES[i].folder, folder) == 0 && len > folder + ending &&
            strcmp(name + len - ending, RULES[i].ending) == 0 && is_plain_name(name + folder))
            return &RULES[i];
    }
    return NULL;
}

enum fault
package_check_file(const char *name, size_t len, struct err *err)
{
    const struct file_rule *rule = strlen(name) <= PACKAGE_NAME_MAX ? find_rule(name) : NULL;
    char shown[80];
    snprintf(shown, sizeof shown, "%.60s", name);
    for (char *at = shown; *at != 0; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            *at = '?';
    if (rule == NULL || (rule->folder[0] == 0 && strcmp(name, "quiz.lua") != 0))
        return err_set(err, FAULT_INPUT, "the quiz has a file \"%s\", which no quiz may have: there are quiz.lua, items/*.lua, "
                       "walkthroughs/*.walk, pictures/*.png|jpg, audio/*.mp3 and texts/*.txt, with names of small "
                       "letters, digits, - and _, at most %d bytes in all", shown, PACKAGE_NAME_MAX);
    if (len == 0 || len > rule->most)
        return err_set(err, FAULT_INPUT, "the quiz's file %s has %zu bytes; it may have 1 to %zu", shown, len, rule->most);
    return FAULT_NONE;
}

static enum fault
check_whole(const struct quiz_package *package, struct err *err)
{
    size_t all = 0, sources = 0;
    bool has_quiz = false;
    for (size_t i = 0; i < package->file_count; i++) {
        const struct package_file *file = &package->files[i];
        enum fault fault = package_check_file(file->name, file->len, err);
        if (fault != FAULT_NONE)
            return fault;
        size_t len = strlen(file->name);
        all += file->len;
        sources += strcmp(file->name + len - 4, ".lua") == 0 ? file->len : 0;
        has_quiz = has_quiz || strcmp(file->name, "quiz.lua") == 0;
    }
    if (!has_quiz)
        return err_set(err, FAULT_INPUT, "the quiz has no file quiz.lua");
    if (sources > PACKAGE_SOURCES_MAX)
        return err_set(err, FAULT_INPUT, "the sources of the quiz have %zu bytes; all .lua files together may have %d",
                       sources, PACKAGE_SOURCES_MAX);
    if (all > PACKAGE_MAX - (64 << 10))
        return err_set(err, FAULT_INPUT, "the files of the quiz have %zu bytes; a package may have %d", all, PACKAGE_MAX);
    return FAULT_NONE;
}

static bool
is_id(const char *id)
{
    size_t len = strlen(id);
    return len > 0 && len <= PACKAGE_ID_MAX &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_-") == len && id[0] != '-';
}

/* ---- writing ---- */

static int
compare_files(const void *left, const void *right)
{
    return strcmp(((const struct package_file *)left)->name, ((const struct package_file *)right)->name);
}

static void
write_manifest(const struct quiz_package *package, struct buffer *out)
{
    cbor_put_map(out, KEY_COUNT);
    cbor_put_uint(out, KEY_ID);
    cbor_put_text(out, package->id);
    cbor_put_uint(out, KEY_TITLE);
    cbor_put_text(out, package->title);
    cbor_put_uint(out, KEY_VERSION);
    cbor_put_uint(out, package->version);
    cbor_put_uint(out, KEY_FILES);
    cbor_put_array(out, package->file_count);
    for (size_t i = 0; i < package->file_count; i++) {
        cbor_put_array(out, 3);
        cbor_put_text(out, package->files[i].name);
        cbor_put_uint(out, package->files[i].len);
        cbor_put_bytes(out, package->files[i].hash, HASH_LEN);
    }
}

enum fault
package_write(struct quiz_package *package, const uint8_t *secret, struct buffer *out, struct err *err)
{
    struct buffer manifest = {0}, message = {0};
    if (!is_id(package->id))
        return err_set(err, FAULT_INPUT, "the quiz's folder is called \"%.60s\"; a package needs a name of small letters, "
                       "digits, - and _", package->id);
    if (package->file_count == 0 || package->file_count > PACKAGE_FILES_MAX)
        return err_set(err, FAULT_INPUT, "the quiz has %zu files; a package may have 1 to %d", package->file_count,
                       PACKAGE_FILES_MAX);
    enum fault fault = check_whole(package, err);
    if (fault != FAULT_NONE)
        return fault;
    qsort(package->files, package->file_count, sizeof *package->files, compare_files);
    for (size_t i = 0; i < package->file_count; i++)
        hash_bytes(package->files[i].data, package->files[i].len, package->files[i].hash);
    package->is_signed = secret != NULL;
    if (secret != NULL)
        memcpy(package->author, secret + KEY_LEN, KEY_LEN);
    write_manifest(package, &manifest);
    if (secret != NULL && !cose_sign(secret, KIND_QUIZ_PACKAGE, &manifest, &message))
        fault = err_set(err, FAULT_CANNOT, "the package could not be signed");
    const struct buffer *head = secret != NULL ? &message : &manifest;
    cbor_put_array(out, 3);
    cbor_put_bytes(out, head->data, head->len);
    cbor_put_bytes(out, package->author, secret != NULL ? KEY_LEN : 0);
    cbor_put_array(out, package->file_count);
    for (size_t i = 0; i < package->file_count; i++)
        cbor_put_bytes(out, package->files[i].data, package->files[i].len);
    buffer_clear(&manifest);
    buffer_clear(&message);
    return fault;
}

/* ---- reading ---- */

static bool
copy_text(struct cbor_reader *reader, char *out, size_t size)
{
    const char *text;
    size_t len;
    if (!cbor_get_text(reader, &text, &len) || len >= size)
        return false;
    memcpy(out, text, len);
    out[len] = 0;
    return true;
}

static bool
take_key(struct cbor_reader *reader, uint64_t wanted)
{
    uint64_t key;
    return cbor_get_uint(reader, &key) && key == wanted;
}

static bool
read_file_row(struct cbor_reader *reader, struct package_file *file)
{
    const uint8_t *hash;
    size_t count, len;
    uint64_t size;
    bool is_good = cbor_get_array(reader, &count) && count == 3 && copy_text(reader, file->name, sizeof file->name) &&
                   cbor_get_uint(reader, &size) && size <= PACKAGE_MAX && cbor_get_bytes(reader, &hash, &len) &&
                   len == HASH_LEN;
    if (is_good) {
        file->len = (size_t)size;
        memcpy(file->hash, hash, HASH_LEN);
    }
    return is_good;
}

static bool
read_manifest(const uint8_t *data, size_t len, struct quiz_package *out)
{
    struct cbor_reader reader;
    size_t pairs, count;
    uint64_t version;
    cbor_begin(&reader, data, len);
    bool is_good = cbor_get_map(&reader, &pairs) && pairs == KEY_COUNT && take_key(&reader, KEY_ID) &&
                   copy_text(&reader, out->id, sizeof out->id) && is_id(out->id) && take_key(&reader, KEY_TITLE) &&
                   copy_text(&reader, out->title, sizeof out->title) && !text_has_hidden_characters(out->title) &&
                   take_key(&reader, KEY_VERSION) && cbor_get_uint(&reader, &version) && version <= 1000000 &&
                   take_key(&reader, KEY_FILES) && cbor_get_array(&reader, &count) && count > 0 &&
                   count <= PACKAGE_FILES_MAX;
    if (!is_good)
        return false;
    out->version = (uint32_t)version;
    out->files = memory_new_array(count, sizeof *out->files);
    for (size_t i = 0; is_good && i < count; i++) {
        is_good = read_file_row(&reader, &out->files[i]) &&
                  (i == 0 || strcmp(out->files[i - 1].name, out->files[i].name) < 0);
        out->file_count++;
    }
    return is_good && cbor_at_end(&reader);
}

/* The author's key stands outside what is signed: it is believed because the signature is by it, and nobody is trusted
 * for having one. */
static enum fault
read_head(struct cbor_reader *reader, struct quiz_package *out, struct err *err)
{
    struct signed_message message = {0};
    const uint8_t *head, *key;
    size_t len, key_len;
    uint8_t kid[KID_LEN];
    if (!cbor_get_bytes(reader, &head, &len) || !cbor_get_bytes(reader, &key, &key_len) ||
        (key_len != 0 && key_len != KEY_LEN))
        return err_set(err, FAULT_INPUT, "this is no quiz package, or its beginning is damaged");
    out->is_signed = key_len == KEY_LEN;
    if (out->is_signed) {
        memcpy(out->author, key, KEY_LEN);
        cose_kid(key, kid);
        if (!cose_read(head, len, &message) || message.kind != KIND_QUIZ_PACKAGE)
            return err_set(err, FAULT_INPUT, "the file holds no signed quiz, or its beginning is damaged");
        if (memcmp(kid, message.kid, KID_LEN) != 0 || !cose_is_good_key(key) || !cose_is_signed_by(&message, key))
            return err_set(err, FAULT_INPUT, "the signature does not match: the package was changed after it was signed");
        head = message.payload;
        len = message.payload_len;
    }
    if (!read_manifest(head, len, out))
        return err_set(err, FAULT_INPUT, "the package's list of files is damaged, or of a newer program");
    return FAULT_NONE;
}

static enum fault
read_bodies(struct cbor_reader *reader, struct quiz_package *out, struct err *err)
{
    size_t count;
    if (!cbor_get_array(reader, &count) || count != out->file_count)
        return err_set(err, FAULT_INPUT, "the package does not hold the files that its list names");
    for (size_t i = 0; i < count; i++) {
        struct package_file *file = &out->files[i];
        uint8_t hash[HASH_LEN];
        size_t len;
        if (!cbor_get_bytes(reader, &file->data, &len) || len != file->len)
            return err_set(err, FAULT_INPUT, "the package is cut off or damaged at the file %s", file->name);
        hash_bytes(file->data, file->len, hash);
        if (memcmp(hash, file->hash, HASH_LEN) != 0)
            return err_set(err, FAULT_INPUT, "the file %s is not the one that was packed", file->name);
    }
    if (!cbor_at_end(reader))
        return err_set(err, FAULT_INPUT, "something was added behind the package's end");
    return FAULT_NONE;
}

enum fault
package_read(const void *data, size_t len, struct quiz_package *out, struct err *err)
{
    struct cbor_reader reader;
    size_t count;
    *out = (struct quiz_package){0};
    if (len > PACKAGE_MAX)
        return err_set(err, FAULT_INPUT, "the package has %zu bytes; at most %d are read", len, PACKAGE_MAX);
    cbor_begin(&reader, data, len);
    if (!cbor_get_array(&reader, &count) || count != 3)
        return err_set(err, FAULT_INPUT, "this is no quiz package, or its beginning is damaged");
    enum fault fault = read_head(&reader, out, err);
    if (fault == FAULT_NONE)
        fault = read_bodies(&reader, out, err);
    if (fault == FAULT_NONE)
        fault = check_whole(out, err);
    if (fault != FAULT_NONE)
        package_clear(out);
    return fault;
}

void
package_files_hash(const struct quiz_package *package, uint8_t out[HASH_LEN])
{
    struct hash_state state;
    hash_begin(&state);
    for (size_t i = 0; i < package->file_count; i++) {
        hash_add(&state, package->files[i].name, strlen(package->files[i].name) + 1);
        hash_add(&state, package->files[i].hash, HASH_LEN);
    }
    hash_end(&state, out);
}

void
package_clear(struct quiz_package *package)
{
    free(package->files);
    *package = (struct quiz_package){0};
}
