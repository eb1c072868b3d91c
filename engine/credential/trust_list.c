/* trust_list.c - roots, and what they signed. A message that no known root signed changes nothing here.
 *
 * A trust file is a signed message of typ 4 around
 *
 *     { 6: iat, -65540: [ [ * root ], number, [ * programme ], [ * place ] ] }
 *     root      = bstr .size 32, a public key: known from then on, such as the successor of the root that signed
 *     programme = [ number, id, title vi, title en, framework, [ * indicator code ], [ 4 bands vi ], [ 4 bands en ] ]
 *     place     = [ code, name vi, name en ]
 *
 * (the offices stand in the delegations). A root is never unlearned: one that was lost needs a new root.pub. */
#include "credential/trust_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"

enum { CLAIM_IAT = 6, TRUST_MEMBERS = 4, TRUST_DEPTH = 6, ROWS_MAX = 20000, ROOTS_MAX = 64, DELEGATIONS_MAX = 20000 };
static const int64_t CLAIM_TRUST = -65540;

struct trust *
trust_new(void)
{
    return memory_new(sizeof(struct trust));
}

void
trust_free(struct trust *trust)
{
    if (trust == NULL)
        return;
    free(trust->roots);
    free(trust->delegations);
    free(trust->programmes);
    free(trust->places);
    free(trust);
}

/* 64 digits and at most one line end. The data ends where it ends: there is no NUL behind it. */
static bool
read_hex_key(const char *text, size_t len, uint8_t key[KEY_LEN])
{
    char hex[2 * KEY_LEN + 1] = "";
    if (len < 2 * KEY_LEN || len > 2 * KEY_LEN + 2)
        return false;
    for (size_t i = 2 * KEY_LEN; i < len; i++)
        if (text[i] != '\r' && text[i] != '\n')
            return false;
    memcpy(hex, text, 2 * KEY_LEN);
    return hash_from_hex(hex, key, KEY_LEN);
}

/* False if there is no room for one more. */
static bool
learn_root(struct trust *trust, const uint8_t key[KEY_LEN])
{
    for (size_t i = 0; i < trust->root_count; i++)
        if (memcmp(trust->roots[i].key, key, KEY_LEN) == 0)
            return true;
    if (trust->root_count == ROOTS_MAX)
        return false;
    MEMORY_GROW(trust->roots, trust->root_count, trust->root_capacity);
    memcpy(trust->roots[trust->root_count++].key, key, KEY_LEN);
    return true;
}

enum fault
trust_add_root(struct trust *trust, const void *data, size_t len, const char *name, struct err *err)
{
    uint8_t key[KEY_LEN];
    if (len == KEY_LEN)
        memcpy(key, data, KEY_LEN);
    else if (!read_hex_key(data, len, key))
        return err_set(err, FAULT_INPUT, "%s is no root key: a root key is 64 hexadecimal digits or 32 bytes", name);
    if (!cose_is_good_key(key))
        return err_set(err, FAULT_INPUT, "%s is no good root key: it is not a point that a signer could have", name);
    if (!learn_root(trust, key))
        return err_set(err, FAULT_LIMIT, "%s is one root too many: at most %d can be known", name, ROOTS_MAX);
    return FAULT_NONE;
}

static bool
is_from(const struct signed_message *message, const uint8_t key[KEY_LEN])
{
    uint8_t kid[KID_LEN];
    cose_kid(key, kid);
    return memcmp(kid, message->kid, KID_LEN) == 0;
}

bool
trust_names_root(const struct trust *trust, const struct signed_message *message)
{
    for (size_t i = 0; i < trust->root_count; i++)
        if (is_from(message, trust->roots[i].key))
            return true;
    return false;
}

static bool
is_signed_by_root(const struct trust *trust, const struct signed_message *message)
{
    for (size_t i = 0; i < trust->root_count; i++)
        if (is_from(message, trust->roots[i].key) && cose_is_signed_by(message, trust->roots[i].key))
            return true;
    return false;
}

static bool
is_same_delegation(const struct delegation *left, const struct delegation *right)
{
    const struct delegation_terms *one = &left->terms, *other = &right->terms;
    return memcmp(left->issuer, right->issuer, KEY_LEN) == 0 && left->issued_at == right->issued_at &&
           left->is_laptop_only == right->is_laptop_only && strcmp(one->office, other->office) == 0 &&
           one->office_number == other->office_number && one->place == other->place &&
           one->programme_count == other->programme_count &&
           memcmp(one->programmes, other->programmes, one->programme_count * sizeof one->programmes[0]) == 0 &&
           one->not_before == other->not_before && one->not_after == other->not_after && one->quota == other->quota &&
           one->first_sequence == other->first_sequence;
}

bool
trust_take_delegation(struct trust *trust, const struct signed_message *message)
{
    struct delegation delegation;
    if (message->kind != KIND_DELEGATION || !is_signed_by_root(trust, message) ||
        !delegation_read(message->payload, message->payload_len, &delegation) || !cose_is_good_key(delegation.issuer))
        return false;
    for (size_t i = 0; i < trust->delegation_count; i++)
        if (is_same_delegation(&trust->delegations[i], &delegation))
            return true;
    if (trust->delegation_count == DELEGATIONS_MAX)
        return false;
    MEMORY_GROW(trust->delegations, trust->delegation_count, trust->delegation_capacity);
    trust->delegations[trust->delegation_count++] = delegation;
    return true;
}

/* ---- trust file ---- */

static void
write_bands(const char *const bands[4], struct buffer *out)
{
    cbor_put_array(out, 4);
    for (size_t i = 0; i < 4; i++)
        cbor_put_text(out, bands[i]);
}

static void
write_programme(const struct trust_programme *row, struct buffer *out)
{
    cbor_put_array(out, 8);
    cbor_put_uint(out, row->number);
    cbor_put_text(out, row->id);
    cbor_put_text(out, row->title_vi);
    cbor_put_text(out, row->title_en);
    cbor_put_text(out, row->framework);
    cbor_put_array(out, row->indicator_count);
    for (size_t i = 0; i < row->indicator_count; i++)
        cbor_put_text(out, row->indicators[i]);
    write_bands(row->band_vi, out);
    write_bands(row->band_en, out);
}

void
trust_write(const struct trust_tables *tables, uint64_t number, int64_t date, struct buffer *out)
{
    cbor_put_map(out, 2);
    cbor_put_uint(out, CLAIM_IAT);
    cbor_put_uint(out, (uint64_t)date);
    cbor_put_int(out, CLAIM_TRUST);
    cbor_put_array(out, TRUST_MEMBERS);
    cbor_put_array(out, tables->root_count);
    for (size_t i = 0; i < tables->root_count; i++)
        cbor_put_bytes(out, tables->roots[i].key, KEY_LEN);
    cbor_put_uint(out, number);
    cbor_put_array(out, tables->programme_count);
    for (size_t i = 0; i < tables->programme_count; i++)
        write_programme(&tables->programmes[i], out);
    cbor_put_array(out, tables->place_count);
    for (size_t i = 0; i < tables->place_count; i++) {
        cbor_put_array(out, 3);
        cbor_put_uint(out, tables->places[i].code);
        cbor_put_text(out, tables->places[i].name_vi);
        cbor_put_text(out, tables->places[i].name_en);
    }
}

static bool
get_words(struct cbor_reader *reader, char *out, size_t size)
{
    const char *text;
    size_t len;
    if (!cbor_get_text(reader, &text, &len) || len == 0 || len >= size)
        return false;
    memcpy(out, text, len);
    out[len] = 0;
    return text_is_nfc(out) && !text_has_hidden_characters(out);
}

static bool
get_number(struct cbor_reader *reader, uint32_t *out)
{
    uint64_t value;
    if (!cbor_get_uint(reader, &value) || value > UINT32_MAX)
        return false;
    *out = (uint32_t)value;
    return true;
}

static bool
get_bands(struct cbor_reader *reader, char bands[4][60])
{
    size_t count;
    if (!cbor_get_array(reader, &count) || count != 4)
        return false;
    for (size_t i = 0; i < 4; i++)
        if (!get_words(reader, bands[i], 60))
            return false;
    return true;
}

static bool
get_programme(struct cbor_reader *reader, struct programme_row *row)
{
    size_t count;
    char ignored[200];
    if (!cbor_get_array(reader, &count) || count != 8 || !get_number(reader, &row->number) ||
        !get_words(reader, ignored, sizeof ignored) || !get_words(reader, row->title_vi, sizeof row->title_vi) ||
        !get_words(reader, row->title_en, sizeof row->title_en) || !get_words(reader, ignored, sizeof ignored) ||
        !cbor_get_array(reader, &row->indicator_count) || row->indicator_count > INDICATOR_MAX)
        return false;
    for (size_t i = 0; i < row->indicator_count; i++)
        if (!get_words(reader, ignored, sizeof ignored))
            return false;
    return get_bands(reader, row->band_vi) && get_bands(reader, row->band_en);
}

static bool
get_place(struct cbor_reader *reader, struct place_row *row)
{
    size_t count;
    return cbor_get_array(reader, &count) && count == 3 && get_number(reader, &row->code) &&
           get_words(reader, row->name_vi, sizeof row->name_vi) && get_words(reader, row->name_en, sizeof row->name_en);
}

static bool
read_roots(struct cbor_reader *reader, struct trust *out)
{
    size_t count, len;
    const uint8_t *key;
    if (!cbor_get_array(reader, &count) || count > ROOTS_MAX)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!cbor_get_bytes(reader, &key, &len) || len != KEY_LEN || !cose_is_good_key(key) || !learn_root(out, key))
            return false;
    return true;
}

static bool
read_tables(struct cbor_reader *reader, struct trust *out)
{
    size_t count;
    uint64_t key, date;
    int64_t private_key;
    if (!cbor_get_map(reader, &count) || count != 2 || !cbor_get_uint(reader, &key) || key != CLAIM_IAT ||
        !cbor_get_uint(reader, &date) || date > INT64_MAX || !cbor_get_int(reader, &private_key) ||
        private_key != CLAIM_TRUST || !cbor_get_array(reader, &count) || count != TRUST_MEMBERS ||
        !read_roots(reader, out) || !cbor_get_uint(reader, &out->number) || !cbor_get_array(reader, &count) || count > ROWS_MAX)
        return false;
    out->newest_list = (int64_t)date;
    out->programmes = memory_new_array(count, sizeof *out->programmes);
    for (; out->programme_count < count; out->programme_count++)
        if (!get_programme(reader, &out->programmes[out->programme_count]))
            return false;
    if (!cbor_get_array(reader, &count) || count > ROWS_MAX)
        return false;
    out->places = memory_new_array(count, sizeof *out->places);
    for (; out->place_count < count; out->place_count++)
        if (!get_place(reader, &out->places[out->place_count]))
            return false;
    return cbor_at_end(reader);
}

static void
clear_tables(struct trust *trust)
{
    free(trust->roots);
    free(trust->programmes);
    free(trust->places);
}

/* A trust file with a lower number than the one that is loaded never replaces it; its roots are not learnt either. */
static bool
take_tables(struct trust *trust, const struct signed_message *message)
{
    struct cbor_reader reader;
    struct trust read = {0};
    cbor_begin(&reader, message->payload, message->payload_len);
    bool is_strict = cbor_skip(&reader, TRUST_DEPTH) && cbor_at_end(&reader);
    cbor_begin(&reader, message->payload, message->payload_len);
    if (!is_strict || !read_tables(&reader, &read) || read.number < trust->number) {
        clear_tables(&read);
        return is_strict && read.number < trust->number;
    }
    bool has_room = true;
    for (size_t i = 0; i < read.root_count; i++)
        has_room = learn_root(trust, read.roots[i].key) && has_room;
    free(read.roots);
    free(trust->programmes);
    free(trust->places);
    trust->programmes = read.programmes;
    trust->programme_count = read.programme_count;
    trust->places = read.places;
    trust->place_count = read.place_count;
    trust->number = read.number;
    trust->newest_list = read.newest_list;
    return has_room;
}

enum fault
trust_add_message(struct trust *trust, const void *data, size_t len, const char *name, struct err *err)
{
    struct signed_message message;
    if (len > TRUST_FILE_MAX || !cose_read(data, len, &message))
        return err_set(err, FAULT_INPUT, "%s is no signed message of this kind", name);
    if (message.kind == KIND_DELEGATION && trust_take_delegation(trust, &message))
        return FAULT_NONE;
    if (message.kind == KIND_TRUST_FILE && is_signed_by_root(trust, &message) && take_tables(trust, &message))
        return FAULT_NONE;
    return err_set(err, FAULT_INPUT, "%s is not signed by a root that is known here, so it is not used", name);
}

static enum fault
add_root_file(struct trust *trust, const char *path, struct err *err)
{
    struct buffer content = {0};
    enum fault fault = file_read(path, 4096, &content, err);
    if (fault == FAULT_NONE)
        fault = trust_add_root(trust, content.data, content.len, path, err);
    buffer_clear(&content);
    return fault;
}

/* What no root signed is not believed; it is no fault of the folder that it lies there. */
static void
add_if_believed(struct trust *trust, const struct buffer *content, const char *path)
{
    struct err ignored;
    enum fault fault = trust_add_message(trust, content->data, content->len, path, &ignored);
    (void)fault;
}

static enum fault
add_files(struct trust *trust, const char *folder, char **names, size_t count, struct err *err)
{
    enum fault fault = FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        size_t len = strlen(names[i]);
        struct buffer content = {0};
        char *path = file_join(folder, names[i]);
        if (len > 5 && strcmp(names[i] + len - 5, ".cose") == 0) {
            fault = file_read(path, TRUST_FILE_MAX, &content, err);
            if (fault == FAULT_NONE)
                add_if_believed(trust, &content, path);
        }
        buffer_clear(&content);
        free(path);
    }
    return fault;
}

/* A file may be signed by a root that another file makes known, so the folder is read until no root is new. */
enum fault
trust_add_folder(struct trust *trust, const char *folder, struct err *err)
{
    char **names = NULL, *root = file_join(folder, "root.pub");
    size_t count = 0, known_roots;
    enum fault fault = file_exists(root) ? add_root_file(trust, root, err) : FAULT_NONE;
    if (fault == FAULT_NONE && file_is_folder(folder))
        fault = file_list(folder, &names, &count, err);
    do {
        known_roots = trust->root_count;
        if (fault == FAULT_NONE)
            fault = add_files(trust, folder, names, count, err);
    } while (fault == FAULT_NONE && trust->root_count > known_roots);
    file_free_names(names, count);
    free(root);
    return fault;
}

const struct programme_row *
trust_find_programme(const struct trust *trust, uint32_t number)
{
    for (size_t i = 0; i < trust->programme_count; i++)
        if (trust->programmes[i].number == number)
            return &trust->programmes[i];
    return NULL;
}

const struct place_row *
trust_find_place(const struct trust *trust, uint32_t code)
{
    for (size_t i = 0; i < trust->place_count; i++)
        if (trust->places[i].code == code)
            return &trust->places[i];
    return NULL;
}
