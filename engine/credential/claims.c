/* claims.c - the claims of a certificate (CWT, RFC 8392) and of a permit, written and read in one form only. */
#include "credential/claims.h"

#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/text.h"

enum { CLAIM_EXP = 4, CLAIM_NBF = 5, CLAIM_IAT = 6, CLAIM_CTI = 7, PRIVATE_MEMBERS = 10, PERMIT_MEMBERS = 8 };
enum { ASSURANCE_IDENTITY = 1, ASSURANCE_HELP = 2, PROGRAMMES_MAX = 8, IGNORABLE_FROM = 1000 };
static const int64_t CLAIM_CERTIFICATE = -65537, CLAIM_PERMIT = -65538, CLAIM_PDF_KEY = -65541;
static const int64_t LATEST_DATE = 253402300799; /* 31/12/9999 */

uint8_t
claims_level(const struct claims *claims)
{
    size_t counts[5] = {0}, total = 0, seen = 0;
    for (size_t i = 0; i < claims->indicator_count && i < INDICATOR_MAX; i++)
        if (claims->bands[i] >= 1 && claims->bands[i] <= 4) { /* three bits can say more */
            counts[claims->bands[i]]++;
            total++;
        }
    for (uint8_t band = 1; band <= 4; band++) {
        seen += counts[band];
        if (total > 0 && seen >= (total + 1) / 2)
            return band;
    }
    return 0;
}

static void
write_private(const struct claims *claims, struct buffer *out)
{
    uint8_t indicators[INDICATOR_MAX];
    for (size_t i = 0; i < claims->indicator_count; i++)
        indicators[i] = (uint8_t)(claims->bands[i] << 5 | claims->scores[i]);
    cbor_put_array(out, PRIVATE_MEMBERS);
    cbor_put_text(out, claims->name);
    cbor_put_uint(out, claims->birth_year);
    cbor_put_uint(out, claims->place);
    cbor_put_uint(out, claims->programme);
    cbor_put_bytes(out, claims->quiz_mark, QUIZ_MARK_LEN);
    cbor_put_bytes(out, indicators, claims->indicator_count);
    cbor_put_uint(out, (claims->identity_seen ? ASSURANCE_IDENTITY : 0u) | (claims->help_given ? ASSURANCE_HELP : 0u));
    cbor_put_uint(out, claims->sequence);
    cbor_put_uint(out, claims->status_index);
    cbor_put_bytes(out, claims->evidence, EVIDENCE_LEN);
}

void
claims_write(const struct claims *claims, struct buffer *out)
{
    cbor_put_map(out, 4);
    cbor_put_uint(out, CLAIM_EXP);
    cbor_put_uint(out, (uint64_t)claims->expires_at);
    cbor_put_uint(out, CLAIM_IAT);
    cbor_put_uint(out, (uint64_t)claims->issued_at);
    cbor_put_uint(out, CLAIM_CTI);
    cbor_put_bytes(out, claims->id, CERTIFICATE_ID_LEN);
    cbor_put_int(out, CLAIM_CERTIFICATE);
    write_private(claims, out);
}

static bool
get_number(struct cbor_reader *reader, uint64_t most, uint64_t *out)
{
    return cbor_get_uint(reader, out) && *out <= most;
}

static bool
get_u32(struct cbor_reader *reader, uint32_t *out)
{
    uint64_t value;
    if (!get_number(reader, UINT32_MAX, &value))
        return false;
    *out = (uint32_t)value;
    return true;
}

static bool
get_date(struct cbor_reader *reader, int64_t *out)
{
    uint64_t value;
    if (!get_number(reader, (uint64_t)LATEST_DATE, &value) || value == 0)
        return false;
    *out = (int64_t)value;
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
get_words(struct cbor_reader *reader, char *out, size_t size)
{
    const char *text;
    size_t len;
    if (!cbor_get_text(reader, &text, &len) || len == 0 || len >= size)
        return false;
    memcpy(out, text, len);
    out[len] = 0;
    return strlen(out) == len && text_is_nfc(out) && !text_has_hidden_characters(out);
}

/* May be left out. */
static bool
get_office(struct cbor_reader *reader, char *out, size_t size)
{
    struct cbor_reader ahead = *reader;
    const char *text;
    size_t len;
    out[0] = 0;
    if (cbor_get_text(&ahead, &text, &len) && len == 0) {
        *reader = ahead;
        return true;
    }
    return get_words(reader, out, size);
}

static bool
get_indicators(struct cbor_reader *reader, struct claims *out)
{
    const uint8_t *data;
    size_t len;
    if (!cbor_get_bytes(reader, &data, &len) || len == 0 || len > INDICATOR_MAX)
        return false;
    out->indicator_count = len;
    for (size_t i = 0; i < len; i++) {
        out->bands[i] = data[i] >> 5;
        out->scores[i] = data[i] & 31;
    }
    return true;
}

/* Members behind the tenth, and bits of assurance that nobody here knows, are for a newer program. */
static bool
read_private(struct cbor_reader *reader, struct claims *out, bool *is_newer)
{
    size_t count;
    uint64_t assurance;
    if (!cbor_get_array(reader, &count) || count < PRIVATE_MEMBERS || !get_words(reader, out->name, sizeof out->name) ||
        !get_u32(reader, &out->birth_year) || !get_u32(reader, &out->place) || !get_u32(reader, &out->programme) ||
        !get_exact(reader, out->quiz_mark, QUIZ_MARK_LEN) || !get_indicators(reader, out) ||
        !cbor_get_uint(reader, &assurance) || !get_u32(reader, &out->sequence) ||
        !get_u32(reader, &out->status_index) || !get_exact(reader, out->evidence, EVIDENCE_LEN))
        return false;
    out->identity_seen = (assurance & ASSURANCE_IDENTITY) != 0;
    out->help_given = (assurance & ASSURANCE_HELP) != 0;
    *is_newer = *is_newer || count > PRIVATE_MEMBERS || assurance > (ASSURANCE_IDENTITY | ASSURANCE_HELP);
    for (size_t i = PRIVATE_MEMBERS; i < count; i++)
        if (!cbor_skip(reader, CBOR_DEPTH_MAX - 2))
            return false;
    return true;
}

static bool
read_claim(struct cbor_reader *reader, int64_t key, struct claims *out, unsigned *seen, bool *is_newer)
{
    if (key == CLAIM_EXP && (*seen |= 1))
        return get_date(reader, &out->expires_at);
    if (key == CLAIM_IAT && (*seen |= 2))
        return get_date(reader, &out->issued_at);
    if (key == CLAIM_CTI && (*seen |= 4))
        return get_exact(reader, out->id, CERTIFICATE_ID_LEN);
    if (key == CLAIM_CERTIFICATE && (*seen |= 8))
        return read_private(reader, out, is_newer);
    *is_newer = *is_newer || key < IGNORABLE_FROM;
    return cbor_skip(reader, CBOR_DEPTH_MAX - 1);
}

/* Keys that no claim has may be of any size: those beyond 63 bits stand for the nearest that is not known either. */
static bool
get_key(struct cbor_reader *reader, int64_t *key)
{
    struct cbor_reader ahead = *reader;
    enum cbor_kind kind = cbor_peek(reader);
    if (kind != CBOR_UINT && kind != CBOR_NEGATIVE)
        return false;
    if (cbor_get_int(&ahead, key)) {
        *reader = ahead;
        return true;
    }
    *key = kind == CBOR_UINT ? INT64_MAX : INT64_MIN;
    return cbor_skip(reader, 0);
}

enum claims_state
claims_read(const void *data, size_t len, struct claims *out)
{
    struct cbor_reader reader;
    size_t count;
    unsigned seen = 0;
    bool is_newer = false;
    *out = (struct claims){0};
    if (!cbor_is_strict(data, len))
        return CLAIMS_BAD;
    cbor_begin(&reader, data, len);
    if (!cbor_get_map(&reader, &count))
        return CLAIMS_BAD;
    for (size_t i = 0; i < count; i++) {
        int64_t key;
        if (!get_key(&reader, &key) || !read_claim(&reader, key, out, &seen, &is_newer))
            return CLAIMS_BAD;
    }
    if (is_newer)
        return CLAIMS_NEWER;
    if (seen != 15 || !cbor_at_end(&reader) || claims_problem(out) != NULL)
        return CLAIMS_BAD;
    out->level = claims_level(out);
    return CLAIMS_GOOD;
}

/* A name is signed and believed only as text_clean_name leaves it: its look-alikes cannot be told apart on paper. */
static bool
is_clean_name(const char *name)
{
    struct err ignored;
    char *clean;
    bool is_clean = text_clean_name(name, &clean, &ignored) == FAULT_NONE && strcmp(clean, name) == 0;
    free(clean);
    return is_clean;
}

const char *
claims_problem(const struct claims *claims)
{
    if (!is_clean_name(claims->name))
        return "the name must be 1 to 60 Latin letters in composed form (NFC), with single blanks";
    if (claims->birth_year != 0 && (claims->birth_year < 1900 || claims->birth_year > 2200))
        return "the birth year must be 0 or from 1900 on";
    if (claims->issued_at <= 0 || claims->expires_at <= claims->issued_at || claims->expires_at > LATEST_DATE)
        return "the dates must be after 1970 and in order";
    if (claims->indicator_count == 0 || claims->indicator_count > INDICATOR_MAX)
        return "there must be 1 to 64 indicators";
    for (size_t i = 0; i < claims->indicator_count; i++)
        if (claims->bands[i] > 4 || claims->scores[i] > 31 || (claims->bands[i] == 0 && claims->scores[i] != 0))
            return "bands are 0 to 4, scores 0 to 31, and what was not seen has neither";
    if (claims_level(claims) == 0)
        return "no indicator was tested";
    return claims->sequence == 0 ? "the sequence number begins at 1" : NULL;
}

void
delegation_write(const struct delegation *delegation, struct buffer *out)
{
    const struct delegation_terms *terms = &delegation->terms;
    cbor_put_map(out, 4);
    cbor_put_uint(out, CLAIM_EXP);
    cbor_put_uint(out, (uint64_t)terms->not_after);
    cbor_put_uint(out, CLAIM_NBF);
    cbor_put_uint(out, (uint64_t)terms->not_before);
    cbor_put_uint(out, CLAIM_IAT);
    cbor_put_uint(out, (uint64_t)delegation->issued_at);
    cbor_put_int(out, CLAIM_PERMIT);
    cbor_put_array(out, PERMIT_MEMBERS);
    cbor_put_bytes(out, delegation->issuer, KEY_LEN);
    cbor_put_text(out, terms->office);
    cbor_put_uint(out, terms->office_number);
    cbor_put_uint(out, terms->place);
    cbor_put_array(out, terms->programme_count);
    for (size_t i = 0; i < terms->programme_count; i++)
        cbor_put_uint(out, terms->programmes[i]);
    cbor_put_uint(out, terms->quota);
    cbor_put_uint(out, terms->first_sequence);
    cbor_put_uint(out, delegation->is_laptop_only);
}

static bool
read_permit(struct cbor_reader *reader, struct delegation *out)
{
    size_t count;
    uint64_t is_laptop_only;
    if (!cbor_get_array(reader, &count) || count != PERMIT_MEMBERS || !get_exact(reader, out->issuer, KEY_LEN) ||
        !get_office(reader, out->terms.office, sizeof out->terms.office) || !get_u32(reader, &out->terms.office_number) ||
        !get_u32(reader, &out->terms.place) || !cbor_get_array(reader, &count) || count > PROGRAMMES_MAX)
        return false;
    out->terms.programme_count = count;
    for (size_t i = 0; i < count; i++)
        if (!get_u32(reader, &out->terms.programmes[i]))
            return false;
    if (!get_u32(reader, &out->terms.quota) || !get_u32(reader, &out->terms.first_sequence) ||
        !get_number(reader, 1, &is_laptop_only))
        return false;
    out->is_laptop_only = is_laptop_only == 1;
    return true;
}

bool
delegation_read(const void *data, size_t len, struct delegation *out)
{
    struct cbor_reader reader;
    size_t count;
    uint64_t key;
    int64_t private_key;
    *out = (struct delegation){0};
    if (!cbor_is_strict(data, len))
        return false;
    cbor_begin(&reader, data, len);
    return cbor_get_map(&reader, &count) && count == 4 && cbor_get_uint(&reader, &key) && key == CLAIM_EXP &&
           get_date(&reader, &out->terms.not_after) && cbor_get_uint(&reader, &key) && key == CLAIM_NBF &&
           get_date(&reader, &out->terms.not_before) && cbor_get_uint(&reader, &key) && key == CLAIM_IAT &&
           get_date(&reader, &out->issued_at) && cbor_get_int(&reader, &private_key) && private_key == CLAIM_PERMIT &&
           read_permit(&reader, out) && cbor_at_end(&reader) && out->terms.not_before < out->terms.not_after;
}

void
pdf_key_write(const struct pdf_key *key, struct buffer *out)
{
    cbor_put_map(out, 2);
    cbor_put_uint(out, CLAIM_IAT);
    cbor_put_uint(out, (uint64_t)key->issued_at);
    cbor_put_int(out, CLAIM_PDF_KEY);
    cbor_put_array(out, 1);
    cbor_put_bytes(out, key->spki, sizeof key->spki);
}

bool
pdf_key_read(const void *data, size_t len, struct pdf_key *out)
{
    struct cbor_reader reader;
    size_t count;
    uint64_t key;
    int64_t private_key;
    *out = (struct pdf_key){0};
    if (!cbor_is_strict(data, len))
        return false;
    cbor_begin(&reader, data, len);
    return cbor_get_map(&reader, &count) && count == 2 && cbor_get_uint(&reader, &key) && key == CLAIM_IAT &&
           get_date(&reader, &out->issued_at) && cbor_get_int(&reader, &private_key) && private_key == CLAIM_PDF_KEY &&
           cbor_get_array(&reader, &count) && count == 1 && get_exact(&reader, out->spki, sizeof out->spki) &&
           cbor_at_end(&reader);
}

enum permission
delegation_allows(const struct delegation_terms *terms, const struct claims *claims)
{
    bool is_programme = false;
    for (size_t i = 0; i < terms->programme_count; i++)
        is_programme = is_programme || terms->programmes[i] == claims->programme;
    if (terms->place != claims->place)
        return PERMIT_OTHER_PLACE;
    if (!is_programme)
        return PERMIT_OTHER_PROGRAMME;
    if (claims->issued_at < terms->not_before)
        return PERMIT_NOT_BEGUN;
    if (claims->issued_at > terms->not_after)
        return PERMIT_ENDED;
    if (claims->sequence < terms->first_sequence || claims->sequence - terms->first_sequence >= terms->quota)
        return PERMIT_USED_UP;
    return PERMIT_ALLOWS;
}
