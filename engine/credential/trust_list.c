/* trust_list.c - roots, and what they signed. A message that no known root signed changes nothing here.
 *
 * Roots that follow one another are one family. A root is learnt from a file that a known root signed and belongs to that
 * root's family; two roots that were known before are one family only if each has named the other, so that no province
 * can take over another's names and withdrawals. A root is never unlearned: one that was lost needs a new root.pub. */
#include "credential/trust_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"

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
    for (size_t i = 0; i < trust->root_count; i++) {
        trust_tables_clear(&trust->families[i].tables);
        status_list_clear(&trust->families[i].status);
    }
    free(trust->permits);
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

static bool
find_root(const struct trust *trust, const uint8_t key[KEY_LEN], size_t *place)
{
    for (*place = 0; *place < trust->root_count; ++*place)
        if (memcmp(trust->roots[*place].key, key, KEY_LEN) == 0)
            return true;
    return false;
}

/* False if there is no room for one more. */
static bool
learn_root(struct trust *trust, const uint8_t key[KEY_LEN], size_t *place)
{
    if (find_root(trust, key, place))
        return true;
    if (trust->root_count == TRUST_ROOTS_MAX)
        return false;
    memcpy(trust->roots[*place].key, key, KEY_LEN);
    trust->roots[*place].family = *place;
    trust->root_count++;
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
    size_t root;
    if (!learn_root(trust, key, &root))
        return err_set(err, FAULT_LIMIT, "%s is one root too many: at most %d can be known", name, TRUST_ROOTS_MAX);
    trust->roots[root].is_anchor = true;
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

/* Which root signed this. */
static bool
find_signer(const struct trust *trust, const struct signed_message *message, size_t *place)
{
    for (*place = 0; *place < trust->root_count; ++*place)
        if (is_from(message, trust->roots[*place].key) && cose_is_signed_by(message, trust->roots[*place].key))
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
    struct trust_permit permit;
    if (message->kind != KIND_DELEGATION || !find_signer(trust, message, &permit.root) ||
        !delegation_read(message->payload, message->payload_len, &permit.delegation) ||
        !cose_is_good_key(permit.delegation.issuer))
        return false;
    for (size_t i = 0; i < trust->permit_count; i++)
        if (is_same_delegation(&trust->permits[i].delegation, &permit.delegation))
            return true;
    if (trust->permit_count == TRUST_DELEGATIONS_MAX)
        return false;
    MEMORY_GROW(trust->permits, trust->permit_count, trust->permit_capacity);
    trust->permits[trust->permit_count++] = permit;
    return true;
}

/* ---- families ---- */

static void
join_families(struct trust *trust, size_t one, size_t other)
{
    size_t kept = one < other ? one : other, given = one < other ? other : one;
    struct trust_family *to = &trust->families[kept], *from = &trust->families[given];
    if (kept == given)
        return;
    for (size_t i = 0; i < trust->root_count; i++)
        if (trust->roots[i].family == given)
            trust->roots[i].family = kept;
    if (from->tables.number > to->tables.number) {
        struct trust_tables tables = to->tables;
        to->tables = from->tables;
        from->tables = tables;
    }
    if (from->status.number > to->status.number) {
        struct status_list status = to->status;
        to->status = from->status;
        from->status = status;
    }
    trust_tables_clear(&from->tables);
    status_list_clear(&from->status);
}

/* False if there is no room for a root. */
static bool
take_roots(struct trust *trust, size_t signer, const struct trust_tables *tables)
{
    struct trust_root *roots = trust->roots;
    for (size_t i = 0; i < tables->root_count; i++) {
        size_t named;
        if (!learn_root(trust, tables->roots[i], &named))
            return false;
        roots[signer].named |= (uint64_t)1 << named;
        if (!roots[named].is_anchor || (roots[named].named >> signer & 1) != 0)
            join_families(trust, roots[signer].family, roots[named].family);
    }
    return true;
}

static void
note_date(struct trust *trust, int64_t date)
{
    if (date > trust->newest_list)
        trust->newest_list = date;
}

/* A trust file with a lower number than the one that is loaded changes nothing: its roots are not learnt either. */
static bool
take_tables(struct trust *trust, size_t signer, const struct signed_message *message)
{
    struct trust_tables read;
    if (!trust_tables_read(message->payload, message->payload_len, &read))
        return false;
    if (read.number < trust->families[trust->roots[signer].family].tables.number) {
        trust_tables_clear(&read);
        return true;
    }
    bool has_room = take_roots(trust, signer, &read);
    struct trust_family *family = &trust->families[trust->roots[signer].family];
    for (size_t i = 0; i < read.delegation_count; i++) {
        struct signed_message permit;
        bool is_taken = read.delegations[i].len <= MESSAGE_MAX &&
                        cose_read(read.delegations[i].data, read.delegations[i].len, &permit) &&
                        trust_take_delegation(trust, &permit);
        (void)is_taken; /* one that does not count is passed over */
    }
    note_date(trust, read.date);
    if (read.number >= family->tables.number) { /* joined families may know a newer one */
        trust_tables_clear(&family->tables);
        family->tables = read;
    } else {
        trust_tables_clear(&read);
    }
    return has_room;
}

/* The list that is known stays if the new one is not newer. */
static enum fault
take_status(struct trust *trust, size_t signer, const struct signed_message *message, const char *name, struct err *err)
{
    struct status_list read, *known = &trust->families[trust->roots[signer].family].status;
    if (!status_list_read(message->payload, message->payload_len, &read))
        return err_set(err, FAULT_INPUT, "%s is no status list of this form, so it is not used", name);
    if (read.number <= known->number) {
        enum fault fault = FAULT_NONE;
        if (read.number < known->number)
            fault = err_set(err, FAULT_CONFLICT, "%s is status list number %llu, and number %llu is known already: the "
                            "older one is not used", name, (unsigned long long)read.number,
                            (unsigned long long)known->number);
        status_list_clear(&read);
        return fault;
    }
    status_list_clear(known);
    *known = read;
    note_date(trust, read.date);
    return FAULT_NONE;
}

enum fault
trust_add_message(struct trust *trust, const void *data, size_t len, const char *name, struct err *err)
{
    struct signed_message message;
    size_t signer;
    if (len > STATUS_LIST_MAX || !cose_read(data, len, &message) || (message.kind != KIND_STATUS_LIST && len > TRUST_FILE_MAX))
        return err_set(err, FAULT_INPUT, "%s is no signed message of this kind", name);
    if (message.kind == KIND_DELEGATION && trust_take_delegation(trust, &message))
        return FAULT_NONE;
    if ((message.kind == KIND_TRUST_FILE || message.kind == KIND_STATUS_LIST) && find_signer(trust, &message, &signer)) {
        if (message.kind == KIND_STATUS_LIST)
            return take_status(trust, signer, &message, name, err);
        if (take_tables(trust, signer, &message))
            return FAULT_NONE;
        return err_set(err, FAULT_INPUT, "%s is no trust file of this form, so it is not used", name);
    }
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

static bool
ends_with(const char *name, const char *end)
{
    size_t len = strlen(name), end_len = strlen(end);
    return len > end_len && strcmp(name + len - end_len, end) == 0;
}

static enum fault
add_files(struct trust *trust, const char *folder, char **names, size_t count, struct err *err)
{
    enum fault fault = FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        struct buffer content = {0};
        char *path = file_join(folder, names[i]);
        if (ends_with(names[i], ".cose")) {
            fault = file_read(path, STATUS_LIST_MAX, &content, err);
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
    char **names = NULL;
    size_t count = 0, known_roots;
    enum fault fault = file_is_folder(folder) ? file_list(folder, &names, &count, err) : FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        if (ends_with(names[i], ".pub")) {
            char *path = file_join(folder, names[i]);
            fault = add_root_file(trust, path, err);
            free(path);
        }
    do {
        known_roots = trust->root_count;
        if (fault == FAULT_NONE)
            fault = add_files(trust, folder, names, count, err);
    } while (fault == FAULT_NONE && trust->root_count > known_roots);
    file_free_names(names, count);
    return fault;
}

const struct trust_family *
trust_family_of(const struct trust *trust, const struct trust_permit *permit)
{
    return &trust->families[trust->roots[permit->root].family];
}

const struct trust_family *
trust_family_of_root(const struct trust *trust, const uint8_t key[KEY_LEN])
{
    size_t place;
    return find_root(trust, key, &place) ? &trust->families[trust->roots[place].family] : NULL;
}

const struct programme_row *
trust_find_programme(const struct trust_family *family, uint32_t number)
{
    for (size_t i = 0; i < family->tables.programme_count; i++)
        if (family->tables.programmes[i].number == number)
            return &family->tables.programmes[i];
    return NULL;
}

static const struct name_row *
find_name(const struct name_row *rows, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].code == code)
            return &rows[i];
    return NULL;
}

const struct name_row *
trust_find_place(const struct trust_family *family, uint32_t code)
{
    return find_name(family->tables.places, family->tables.place_count, code);
}

const struct name_row *
trust_find_office(const struct trust_family *family, uint32_t number)
{
    return find_name(family->tables.offices, family->tables.office_count, number);
}
