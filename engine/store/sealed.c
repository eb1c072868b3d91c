/* sealed.c - names, years and papers as they lie on the disk once a passphrase is set. What the key is, the caller
 * knows; here is only how a sealed row looks:
 *   learners.name      "sealed:" and hex of the box around "YEAR\tNAME\tYEAR AND NAME BEFORE"; birth_year 0, former_name ""
 *   certificates.*     "dauso-sealed\n" and the box around the bytes */
#include "store/sealed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char NAME_MARK[] = "sealed:", BYTES_MARK[] = "dauso-sealed\n";
enum { NAME_MARK_LEN = sizeof NAME_MARK - 1, BYTES_MARK_LEN = sizeof BYTES_MARK - 1 };

void
store_use_cipher(struct store *store, const struct store_cipher *cipher)
{
    store->cipher = *cipher;
}

bool
sealed_is_on(const struct store *store)
{
    return store != NULL && store->cipher.seal != NULL;
}

void
sealed_write_name(const struct store *store, const struct learner_row *row, struct buffer *out)
{
    struct buffer plain = {0}, box = {0};
    if (!sealed_is_on(store) || row->name[0] == 0) {
        buffer_add_text(out, row->name);
        return;
    }
    buffer_print(&plain, "%" PRId64 "\t%s\t%s", row->birth_year, row->name, row->former_name);
    store->cipher.seal(store->cipher.owner, plain.data, plain.len, &box);
    buffer_add_text(out, NAME_MARK);
    for (size_t i = 0; i < box.len; i++)
        buffer_print(out, "%02x", box.data[i]);
    memset(plain.data, 0, plain.len);
    buffer_clear(&plain);
    buffer_clear(&box);
}

static bool
read_hex(const char *text, struct buffer *out)
{
    for (; text[0] != 0; text += 2) {
        unsigned byte;
        if (text[1] == 0 || sscanf(text, "%2x", &byte) != 1)
            return false;
        buffer_add_byte(out, (uint8_t)byte);
    }
    return true;
}

/* Year, name, name before. */
static void
take_words(char *plain, struct learner_row *row)
{
    char *name = strchr(plain, '\t'), *former = name != NULL ? strchr(name + 1, '\t') : NULL;
    if (former == NULL)
        return;
    *former = 0;
    row->birth_year = strtoll(plain, NULL, 10);
    snprintf(row->name, sizeof row->name, "%s", name + 1);
    snprintf(row->former_name, sizeof row->former_name, "%s", former + 1);
}

void
sealed_read_name(const struct store *store, const char *stored, struct learner_row *row)
{
    struct buffer box = {0}, plain = {0};
    row->is_sealed = false;
    if (strncmp(stored, NAME_MARK, NAME_MARK_LEN) != 0) {
        snprintf(row->name, sizeof row->name, "%s", stored);
        return;
    }
    row->name[0] = 0;
    row->is_sealed = !(sealed_is_on(store) && read_hex(stored + NAME_MARK_LEN, &box) &&
                       store->cipher.open(store->cipher.owner, box.data, box.len, &plain));
    if (!row->is_sealed) {
        buffer_add_byte(&plain, 0);
        take_words((char *)plain.data, row);
    }
    buffer_clear(&box);
    buffer_clear(&plain);
}

void
sealed_write_bytes(const struct store *store, const struct buffer *bytes, struct buffer *out)
{
    if (!sealed_is_on(store) || bytes->len == 0) {
        buffer_add(out, bytes->data, bytes->len);
        return;
    }
    buffer_add_text(out, BYTES_MARK);
    store->cipher.seal(store->cipher.owner, bytes->data, bytes->len, out);
}

enum fault
sealed_read_bytes(const struct store *store, const struct buffer *stored, struct buffer *out, struct err *err)
{
    if (stored->len < BYTES_MARK_LEN || memcmp(stored->data, BYTES_MARK, BYTES_MARK_LEN) != 0) {
        buffer_add(out, stored->data, stored->len);
        return FAULT_NONE;
    }
    if (sealed_is_on(store) && store->cipher.open(store->cipher.owner, stored->data + BYTES_MARK_LEN,
                                                  stored->len - BYTES_MARK_LEN, out))
        return FAULT_NONE;
    return err_set(err, FAULT_CONFLICT, "names and papers are locked with a passphrase: unlock them first");
}

/* ---- the first time: everything that lies there is written anew ---- */

static enum fault
seal_learners(struct store *store, int64_t class_id, struct err *err)
{
    struct learner_row *rows = NULL;
    size_t count = 0;
    enum fault fault = store_list_learners(store, class_id, &rows, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        if (!rows[i].is_sealed)
            fault = store_update_learner(store, &rows[i], err);
    free(rows);
    return fault;
}

static enum fault
seal_papers(struct store *store, struct err *err)
{
    struct certificate_row *rows = NULL;
    size_t count = 0;
    enum fault fault = store_list_certificates(store, 0, &rows, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        struct buffer cose = {0}, pdf = {0};
        fault = store_read_certificate(store, rows[i].id, &cose, &pdf, err);
        if (fault == FAULT_NONE)
            fault = store_replace_bytes(store, rows[i].id, &cose, &pdf, err);
        buffer_clear(&cose);
        buffer_clear(&pdf);
    }
    free(rows);
    return fault;
}

enum fault
store_seal_all(struct store *store, struct err *err)
{
    struct class_row *classes = NULL;
    size_t count = 0;
    enum fault fault = store_list_classes(store, &classes, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        fault = seal_learners(store, classes[i].id, err);
    free(classes);
    if (fault == FAULT_NONE)
        fault = seal_papers(store, err);
    return fault == FAULT_NONE ? store_restart_journal(store, err) : fault;
}
