/* trust_tables.c - the payload of a trust file (certs/FORMAT.md section 5): the words behind the numbers, the roots that
 * follow, and the permits.
 *
 *     { 6: iat, -65540: [ [ * root ], number, [ * programme ], [ * place ], [ * office ], [ * delegation ] ] }
 *     root       = bstr .size 32, a public key: known from then on, such as the successor of the root that signed
 *     programme  = [ number, id, title vi, title en, framework, [ * indicator code ], [ 4 bands vi ], [ 4 bands en ] ]
 *     place      = [ code, name vi, name en ]
 *     office     = [ number, name vi, name en ]
 *     delegation = bstr, a whole message of typ 2 */
#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/memory.h"
#include "base/text.h"
#include "credential/trust_list.h"

enum { CLAIM_IAT = 6, TRUST_MEMBERS = 6, TRUST_DEPTH = 6, ROWS_MAX = 20000 };
static const int64_t CLAIM_TRUST = -65540, NUMBER_MAX = 9007199254740991, DATE_MAX = 253402300799;

void
trust_tables_clear(struct trust_tables *tables)
{
    for (size_t i = 0; i < tables->delegation_count; i++)
        buffer_clear(&tables->delegations[i]);
    free(tables->delegations);
    free(tables->programmes);
    free(tables->places);
    free(tables->offices);
    *tables = (struct trust_tables){0};
}

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

static void
write_names(const struct trust_place *rows, size_t count, struct buffer *out)
{
    cbor_put_array(out, count);
    for (size_t i = 0; i < count; i++) {
        cbor_put_array(out, 3);
        cbor_put_uint(out, rows[i].code);
        cbor_put_text(out, rows[i].name_vi);
        cbor_put_text(out, rows[i].name_en);
    }
}

void
trust_write(const struct trust_words *words, uint64_t number, int64_t date, struct buffer *out)
{
    cbor_put_map(out, 2);
    cbor_put_uint(out, CLAIM_IAT);
    cbor_put_uint(out, (uint64_t)date);
    cbor_put_int(out, CLAIM_TRUST);
    cbor_put_array(out, TRUST_MEMBERS);
    cbor_put_array(out, words->root_count);
    for (size_t i = 0; i < words->root_count; i++)
        cbor_put_bytes(out, words->roots[i], KEY_LEN);
    cbor_put_uint(out, number);
    cbor_put_array(out, words->programme_count);
    for (size_t i = 0; i < words->programme_count; i++)
        write_programme(&words->programmes[i], out);
    write_names(words->places, words->place_count, out);
    write_names(words->offices, words->office_count, out);
    cbor_put_array(out, words->delegation_count);
    for (size_t i = 0; i < words->delegation_count; i++)
        cbor_put_bytes(out, words->delegations[i].data, words->delegations[i].len);
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
read_programmes(struct cbor_reader *reader, struct trust_tables *out)
{
    size_t count;
    if (!cbor_get_array(reader, &count) || count > ROWS_MAX)
        return false;
    out->programmes = memory_new_array(count, sizeof *out->programmes);
    for (; out->programme_count < count; out->programme_count++)
        if (!get_programme(reader, &out->programmes[out->programme_count]))
            return false;
    return true;
}

static bool
read_names(struct cbor_reader *reader, struct name_row **rows, size_t *row_count)
{
    size_t count, members;
    if (!cbor_get_array(reader, &count) || count > ROWS_MAX)
        return false;
    *rows = memory_new_array(count, sizeof **rows);
    for (; *row_count < count; ++*row_count) {
        struct name_row *row = &(*rows)[*row_count];
        if (!cbor_get_array(reader, &members) || members != 3 || !get_number(reader, &row->code) ||
            !get_words(reader, row->name_vi, sizeof row->name_vi) || !get_words(reader, row->name_en, sizeof row->name_en))
            return false;
    }
    return true;
}

static bool
read_roots(struct cbor_reader *reader, struct trust_tables *out)
{
    size_t count, len;
    const uint8_t *key;
    if (!cbor_get_array(reader, &count) || count > TRUST_ROOTS_MAX)
        return false;
    for (; out->root_count < count; out->root_count++) {
        if (!cbor_get_bytes(reader, &key, &len) || len != KEY_LEN || !cose_is_good_key(key))
            return false;
        memcpy(out->roots[out->root_count], key, KEY_LEN);
    }
    return true;
}

static bool
read_delegations(struct cbor_reader *reader, struct trust_tables *out)
{
    size_t count, len;
    const uint8_t *message;
    if (!cbor_get_array(reader, &count) || count > TRUST_DELEGATIONS_MAX)
        return false;
    out->delegations = memory_new_array(count, sizeof *out->delegations);
    for (; out->delegation_count < count; out->delegation_count++) {
        if (!cbor_get_bytes(reader, &message, &len))
            return false;
        buffer_add(&out->delegations[out->delegation_count], message, len);
    }
    return true;
}

static bool
read_tables(struct cbor_reader *reader, struct trust_tables *out)
{
    size_t count;
    uint64_t key, date;
    int64_t private_key;
    if (!cbor_get_map(reader, &count) || count != 2 || !cbor_get_uint(reader, &key) || key != CLAIM_IAT ||
        !cbor_get_uint(reader, &date) || date == 0 || date > (uint64_t)DATE_MAX || !cbor_get_int(reader, &private_key) ||
        private_key != CLAIM_TRUST || !cbor_get_array(reader, &count) || count != TRUST_MEMBERS ||
        !read_roots(reader, out) || !cbor_get_uint(reader, &out->number) || out->number == 0 ||
        out->number > (uint64_t)NUMBER_MAX)
        return false;
    out->date = (int64_t)date;
    return read_programmes(reader, out) && read_names(reader, &out->places, &out->place_count) &&
           read_names(reader, &out->offices, &out->office_count) && read_delegations(reader, out) && cbor_at_end(reader);
}

bool
trust_tables_read(const void *payload, size_t len, struct trust_tables *out)
{
    struct cbor_reader reader;
    *out = (struct trust_tables){0};
    cbor_begin(&reader, payload, len);
    if (!cbor_skip(&reader, TRUST_DEPTH) || !cbor_at_end(&reader))
        return false;
    cbor_begin(&reader, payload, len);
    if (read_tables(&reader, out))
        return true;
    trust_tables_clear(out);
    return false;
}
