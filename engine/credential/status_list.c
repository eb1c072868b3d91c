/* status_list.c - what was withdrawn, as sorted numbers in the code of Golomb and Rice: the differences between neighbours
 * are about geometrically distributed, and for those the code is within 3 % of the shortest possible (S. W. Golomb,
 * "Run-length encodings", 1966; R. F. Rice, JPL 79-22). */
#include "credential/status_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/memory.h"
#include "credential/cose_sign1.h"

enum { CLAIM_IAT = 6, STATUS_MEMBERS = 4, GROUPS_MAX = 20000, STOLEN_MAX = 20000, SEEN_MAX = 100000, K_MAX = 31,
       DAY_MAX = 2932896, STATUS_DEPTH = 5 };
static const int64_t CLAIM_STATUS = -65539, NUMBER_MAX = 9007199254740991, DATE_MAX = 253402300799;

void
status_list_clear(struct status_list *list)
{
    for (size_t i = 0; i < list->group_count; i++)
        free(list->groups[i].indexes);
    free(list->groups);
    free(list->stolen);
    free(list->seen);
    *list = (struct status_list){0};
}

/* ---- the code ---- */

/* What is coded at place i: the first index, then the gaps. */
static uint32_t
gap_at(const struct status_group *group, size_t i)
{
    return i == 0 ? group->indexes[0] : group->indexes[i] - group->indexes[i - 1] - 1;
}

static uint64_t
bits_with(const struct status_group *group, unsigned k)
{
    uint64_t bits = (uint64_t)group->count * (k + 1);
    for (size_t i = 0; i < group->count; i++)
        bits += gap_at(group, i) >> k;
    return bits;
}

/* Lengths fall, then rise with k: the first that does not get shorter ends the search. */
static unsigned
best_k(const struct status_group *group)
{
    unsigned best = 0;
    uint64_t least = bits_with(group, 0);
    for (unsigned k = 1; k <= K_MAX; k++) {
        uint64_t bits = bits_with(group, k);
        if (bits > least)
            break;
        best = k;
        least = bits;
    }
    return best;
}

static void
write_bits(const struct status_group *group, unsigned k, struct buffer *out)
{
    size_t len = (size_t)((bits_with(group, k) + 7) / 8), at = 0;
    uint8_t *bytes = memory_new(len);
    for (size_t i = 0; i < group->count; i++) {
        uint32_t value = gap_at(group, i);
        for (uint32_t ones = value >> k; ones > 0; ones--, at++)
            bytes[at / 8] |= (uint8_t)(0x80u >> at % 8);
        at++;
        for (unsigned bit = k; bit > 0; bit--, at++)
            if ((value >> (bit - 1) & 1) != 0)
                bytes[at / 8] |= (uint8_t)(0x80u >> at % 8);
    }
    cbor_put_bytes(out, bytes, len);
    free(bytes);
}

struct bit_reader {
    const uint8_t *data;
    size_t bits, at;
};

static bool
next_bit(struct bit_reader *reader, unsigned *bit)
{
    if (reader->at >= reader->bits)
        return false;
    *bit = (unsigned)reader->data[reader->at / 8] >> (7 - reader->at % 8) & 1u;
    reader->at++;
    return true;
}

static bool
next_value(struct bit_reader *reader, unsigned k, uint64_t *value)
{
    uint64_t ones = 0;
    unsigned bit;
    for (;;) {
        if (!next_bit(reader, &bit))
            return false;
        if (bit == 0)
            break;
        ones++;
    }
    *value = ones;
    for (unsigned i = 0; i < k; i++) {
        if (!next_bit(reader, &bit))
            return false;
        *value = *value << 1 | bit;
    }
    return *value <= UINT32_MAX;
}

static bool
read_bits(const uint8_t *data, size_t len, unsigned k, struct status_group *group)
{
    struct bit_reader reader = {data, len * 8, 0};
    uint64_t index = 0, gap;
    unsigned bit;
    for (size_t i = 0; i < group->count; i++) {
        if (!next_value(&reader, k, &gap))
            return false;
        index = i == 0 ? gap : index + 1 + gap;
        if (index > UINT32_MAX)
            return false;
        group->indexes[i] = (uint32_t)index;
    }
    if (reader.bits - reader.at >= 8)
        return false;
    while (next_bit(&reader, &bit))
        if (bit != 0)
            return false;
    return true;
}

/* ---- the payload ---- */

static void
write_group(const struct status_group *group, struct buffer *out)
{
    unsigned k = best_k(group);
    cbor_put_array(out, 5);
    cbor_put_uint(out, group->day);
    cbor_put_uint(out, group->reason);
    cbor_put_uint(out, k);
    cbor_put_uint(out, group->count);
    write_bits(group, k, out);
}

void
status_list_write(const struct status_list *list, struct buffer *out)
{
    cbor_put_map(out, 2);
    cbor_put_uint(out, CLAIM_IAT);
    cbor_put_uint(out, (uint64_t)list->date);
    cbor_put_int(out, CLAIM_STATUS);
    cbor_put_array(out, STATUS_MEMBERS);
    cbor_put_uint(out, list->number);
    cbor_put_array(out, list->group_count);
    for (size_t i = 0; i < list->group_count; i++)
        write_group(&list->groups[i], out);
    cbor_put_array(out, list->stolen_count);
    for (size_t i = 0; i < list->stolen_count; i++) {
        const struct stolen_issuer *row = &list->stolen[i];
        cbor_put_array(out, 4);
        cbor_put_bytes(out, row->issuer, KEY_LEN);
        cbor_put_uint(out, row->from);
        cbor_put_uint(out, row->day);
        cbor_put_uint(out, row->reason);
    }
    cbor_put_array(out, list->seen_count);
    for (size_t i = 0; i < list->seen_count; i++) {
        cbor_put_array(out, 2);
        cbor_put_bytes(out, list->seen[i].kid, KID_LEN);
        cbor_put_uint(out, list->seen[i].last);
    }
}

static bool
get_number(struct cbor_reader *reader, uint64_t least, uint64_t most, uint32_t *out)
{
    uint64_t value;
    if (!cbor_get_uint(reader, &value) || value < least || value > most)
        return false;
    *out = (uint32_t)value;
    return true;
}

static bool
get_exact(struct cbor_reader *reader, uint8_t *out, size_t wanted)
{
    const uint8_t *data;
    size_t len;
    if (!cbor_get_bytes(reader, &data, &len) || len != wanted)
        return false;
    memcpy(out, data, wanted);
    return true;
}

static bool
get_row(struct cbor_reader *reader, size_t members)
{
    size_t count;
    return cbor_get_array(reader, &count) && count == members;
}

static size_t
count_indexes(const struct status_list *list)
{
    size_t count = 0;
    for (size_t i = 0; i < list->group_count; i++)
        count += list->groups[i].count;
    return count;
}

/* The room for indexes is bounded by the bits that are there: each index takes one at least. */
static bool
read_group(struct cbor_reader *reader, struct status_list *out)
{
    struct status_group *group;
    const uint8_t *bits;
    size_t len;
    uint32_t k, count;
    MEMORY_GROW(out->groups, out->group_count, out->group_capacity);
    group = &out->groups[out->group_count++];
    *group = (struct status_group){0};
    if (!get_row(reader, 5) || !get_number(reader, 0, DAY_MAX, &group->day) ||
        !get_number(reader, 0, UINT32_MAX, &group->reason) || !get_number(reader, 0, K_MAX, &k) ||
        !get_number(reader, 1, STATUS_INDEXES_MAX - count_indexes(out), &count) || !cbor_get_bytes(reader, &bits, &len) || count > len * 8)
        return false;
    group->indexes = memory_new_array(count, sizeof *group->indexes);
    group->count = group->capacity = count;
    return read_bits(bits, len, k, group);
}

static bool
read_stolen(struct cbor_reader *reader, struct status_list *out)
{
    struct stolen_issuer *row;
    MEMORY_GROW(out->stolen, out->stolen_count, out->stolen_capacity);
    row = &out->stolen[out->stolen_count++];
    return get_row(reader, 4) && get_exact(reader, row->issuer, KEY_LEN) && get_number(reader, 1, UINT32_MAX, &row->from) &&
           get_number(reader, 0, DAY_MAX, &row->day) && get_number(reader, 0, UINT32_MAX, &row->reason);
}

static bool
read_seen(struct cbor_reader *reader, struct status_list *out)
{
    struct seen_issuer *row;
    MEMORY_GROW(out->seen, out->seen_count, out->seen_capacity);
    row = &out->seen[out->seen_count++];
    return get_row(reader, 2) && get_exact(reader, row->kid, KID_LEN) && get_number(reader, 0, UINT32_MAX, &row->last);
}

static bool
read_rows(struct cbor_reader *reader, size_t most, bool (*read_row)(struct cbor_reader *, struct status_list *),
          struct status_list *out)
{
    size_t count;
    bool is_good = cbor_get_array(reader, &count) && count <= most;
    for (size_t i = 0; is_good && i < count; i++)
        is_good = read_row(reader, out);
    return is_good;
}

static bool
read_list(struct cbor_reader *reader, struct status_list *out)
{
    size_t count;
    uint64_t key, date;
    int64_t private_key;
    if (!cbor_get_map(reader, &count) || count != 2 || !cbor_get_uint(reader, &key) || key != CLAIM_IAT ||
        !cbor_get_uint(reader, &date) || date == 0 || date > (uint64_t)DATE_MAX || !cbor_get_int(reader, &private_key) ||
        private_key != CLAIM_STATUS || !get_row(reader, STATUS_MEMBERS) || !cbor_get_uint(reader, &out->number) ||
        out->number == 0 || out->number > (uint64_t)NUMBER_MAX)
        return false;
    out->date = (int64_t)date;
    return read_rows(reader, GROUPS_MAX, read_group, out) && read_rows(reader, STOLEN_MAX, read_stolen, out) &&
           read_rows(reader, SEEN_MAX, read_seen, out) && cbor_at_end(reader);
}

bool
status_list_read(const void *data, size_t len, struct status_list *out)
{
    struct cbor_reader reader;
    *out = (struct status_list){0};
    cbor_begin(&reader, data, len);
    if (!cbor_skip(&reader, STATUS_DEPTH) || !cbor_at_end(&reader))
        return false;
    cbor_begin(&reader, data, len);
    if (read_list(&reader, out))
        return true;
    status_list_clear(out);
    return false;
}

/* ---- entries ---- */

/* Where the index stands, or would stand. */
static size_t
place_in(const struct status_group *group, uint32_t index)
{
    size_t low = 0, high = group->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (group->indexes[middle] < index)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool
is_in(const struct status_group *group, uint32_t index)
{
    size_t place = place_in(group, index);
    return place < group->count && group->indexes[place] == index;
}

static struct status_group *
group_of(struct status_list *list, uint32_t day, uint32_t reason)
{
    for (size_t i = 0; i < list->group_count; i++)
        if (list->groups[i].day == day && list->groups[i].reason == reason)
            return &list->groups[i];
    MEMORY_GROW(list->groups, list->group_count, list->group_capacity);
    list->groups[list->group_count] = (struct status_group){.day = day, .reason = reason};
    return &list->groups[list->group_count++];
}

void
status_list_withdraw(struct status_list *list, uint32_t index, uint32_t day, uint32_t reason)
{
    for (size_t i = 0; i < list->group_count; i++)
        if (list->groups[i].day <= day && is_in(&list->groups[i], index))
            return;
    struct status_group *group = group_of(list, day, reason);
    size_t place = place_in(group, index);
    MEMORY_GROW(group->indexes, group->count, group->capacity);
    memmove(group->indexes + place + 1, group->indexes + place, (group->count - place) * sizeof *group->indexes);
    group->indexes[place] = index;
    group->count++;
}

void
status_list_withdraw_from(struct status_list *list, const struct stolen_issuer *issuer)
{
    for (size_t i = 0; i < list->stolen_count; i++)
        if (memcmp(list->stolen[i].issuer, issuer->issuer, KEY_LEN) == 0 && list->stolen[i].from <= issuer->from)
            return;
    MEMORY_GROW(list->stolen, list->stolen_count, list->stolen_capacity);
    list->stolen[list->stolen_count++] = *issuer;
}

void
status_list_note_seen(struct status_list *list, const uint8_t kid[KID_LEN], uint32_t last)
{
    struct seen_issuer *row = NULL;
    for (size_t i = 0; i < list->seen_count && row == NULL; i++)
        if (memcmp(list->seen[i].kid, kid, KID_LEN) == 0)
            row = &list->seen[i];
    if (row == NULL) {
        MEMORY_GROW(list->seen, list->seen_count, list->seen_capacity);
        row = &list->seen[list->seen_count++];
        *row = (struct seen_issuer){0};
        memcpy(row->kid, kid, KID_LEN);
    }
    if (last > row->last)
        row->last = last;
}

bool
status_list_finds(const struct status_list *list, const uint8_t issuer[KEY_LEN], const struct claims *claims,
                  uint32_t *day, uint32_t *reason)
{
    bool found = false;
    for (size_t i = 0; i < list->group_count; i++) {
        const struct status_group *group = &list->groups[i];
        if ((found && group->day >= *day) || !is_in(group, claims->status_index))
            continue;
        found = true;
        *day = group->day;
        *reason = group->reason;
    }
    for (size_t i = 0; i < list->stolen_count; i++) {
        const struct stolen_issuer *row = &list->stolen[i];
        if ((found && row->day >= *day) || memcmp(row->issuer, issuer, KEY_LEN) != 0 || row->from > claims->sequence)
            continue;
        found = true;
        *day = row->day;
        *reason = row->reason;
    }
    return found;
}

bool
status_list_ends_before(const struct status_list *list, const uint8_t issuer[KEY_LEN], uint32_t sequence)
{
    uint8_t kid[KID_LEN];
    bool ends = false;
    cose_kid(issuer, kid);
    for (size_t i = 0; i < list->seen_count; i++)
        if (memcmp(list->seen[i].kid, kid, KID_LEN) == 0) {
            if (list->seen[i].last >= sequence)
                return false;
            ends = true;
        }
    return ends;
}
