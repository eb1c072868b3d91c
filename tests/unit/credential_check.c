/* credential_check.c - attacks on one certificate and the verdict of each: SECURITY.md section 5.3. */
#include "unit.h"

#include "credential_fixture.h"

static struct trust *trust;
static struct buffer honest; /* stays as it is */

static struct buffer
copy_honest(void)
{
    struct buffer copy = {0};
    buffer_add(&copy, honest.data, honest.len);
    return copy;
}

static bool
is_valid(enum verdict verdict)
{
    return verdict_exit_code(verdict) == 0;
}

TEST(an_honest_certificate_is_valid)
{
    struct check_report report;
    credential_check(honest.data, honest.len, trust, TEST_NOW, &report);
    CHECK_VERDICT(report.verdict, VERDICT_VALID);
    CHECK_TEXT(report.claims.name, "Nguyễn Thị Thu Hường");
    CHECK(report.claims.birth_year == 1963 && report.claims.level == 3);
    CHECK_TEXT(report.office, "Lớp thử");
    CHECK(report.not_checked[0][0] != 0);
}

TEST(no_changed_byte_is_ever_valid) /* rows 3 to 12 */
{
    static const uint8_t CHANGES[] = {1, 2, 4, 8, 16, 32, 64, 128, 3, 7, 15, 31, 63, 127, 255, 0x55, 0xaa};
    struct buffer copy = copy_honest();
    for (size_t at = 0; at < copy.len; at++)
        for (size_t i = 0; i < sizeof CHANGES; i++) {
            struct check_report report;
            copy.data[at] ^= CHANGES[i];
            credential_check(copy.data, copy.len, trust, TEST_NOW, &report);
            CHECK(!is_valid(report.verdict));
            CHECK(report.claims.name[0] == 0);
            copy.data[at] ^= CHANGES[i];
        }
    CHECK_VERDICT(test_judge(copy, trust), VERDICT_VALID);
}

TEST(every_changed_bit_of_claims_and_signature_is_a_forgery) /* rows 4 to 7, 11 */
{
    struct signed_message read;
    struct buffer copy = copy_honest();
    CHECK(cose_read(copy.data, copy.len, &read));
    size_t payload = (size_t)(read.payload - copy.data), signature = (size_t)(read.signature - copy.data);
    for (size_t at = payload; at < copy.len; at++) {
        bool is_framing = at >= payload + read.payload_len && at < signature;
        for (int bit = 0; bit < 8 && !is_framing; bit++) {
            struct check_report report;
            copy.data[at] ^= (uint8_t)(1 << bit);
            credential_check(copy.data, copy.len, trust, TEST_NOW, &report);
            CHECK_VERDICT(report.verdict, VERDICT_NOT_GENUINE);
            copy.data[at] ^= (uint8_t)(1 << bit);
        }
    }
    buffer_clear(&copy);
}

TEST(a_permit_with_a_changed_byte_is_nobodys) /* rows 9, 10 */
{
    struct delegation permit = test_permit(ISSUER);
    struct buffer message = test_delegation(ROOT, &permit);
    for (size_t at = 0; at < message.len; at++) {
        struct trust *other = test_root_only();
        struct buffer copy = {0};
        buffer_add(&copy, message.data, message.len);
        copy.data[at] ^= 0x10;
        CHECK(!test_tell(other, copy) && other->permit_count == 0);
        trust_free(other);
    }
    buffer_clear(&message);
}

TEST(a_truncated_certificate_is_unreadable) /* row 13 */
{
    for (size_t len = 0; len < honest.len; len++) {
        struct check_report report;
        uint8_t *exact = memory_copy(honest.data, len); /* so that a read past the end is seen */
        credential_check(exact, len, trust, TEST_NOW, &report);
        CHECK_VERDICT(report.verdict, VERDICT_UNREADABLE);
        free(exact);
    }
}

TEST(what_follows_a_certificate_makes_it_unreadable) /* rows 14 to 16 */
{
    struct buffer copy = copy_honest();
    buffer_add_byte(&copy, 0);
    CHECK_VERDICT(test_judge(copy, trust), VERDICT_UNREADABLE);
    copy = copy_honest();
    buffer_add(&copy, honest.data, honest.len);
    CHECK_VERDICT(test_judge(copy, trust), VERDICT_UNREADABLE);
    copy = copy_honest();
    while (copy.len < 10 * 1024 * 1024)
        buffer_add_byte(&copy, 0x81);
    CHECK_VERDICT(test_judge(copy, trust), VERDICT_UNREADABLE);
}

/* ---- claims that are signed well and say something wrong ---- */

static struct buffer
good_payload(void)
{
    struct buffer payload = {0};
    struct claims claims = test_claims();
    claims_write(&claims, &payload);
    return payload;
}

/* The honest claims with `wanted` where `what` was; both in hex. */
static struct buffer
replaced(const char *what, const char *wanted)
{
    uint8_t from[64], to[128];
    struct buffer payload = good_payload(), out = {0};
    size_t from_len = strlen(what) / 2, to_len = strlen(wanted) / 2;
    for (size_t i = 0; i < from_len; i++)
        sscanf(what + 2 * i, "%2hhx", &from[i]);
    for (size_t i = 0; i < to_len; i++)
        sscanf(wanted + 2 * i, "%2hhx", &to[i]);
    const uint8_t *at = memmem(payload.data, payload.len, from, from_len);
    if (at == NULL)
        abort();
    buffer_add(&out, payload.data, (size_t)(at - payload.data));
    buffer_add(&out, to, to_len);
    buffer_add(&out, at + from_len, payload.len - from_len - (size_t)(at - payload.data));
    buffer_clear(&payload);
    return out;
}

TEST(cbor_that_is_signed_well_and_written_badly_is_unreadable) /* rows 17 to 28, 54 */
{
    /* The payload begins a4 04 1a EXP 06 1a IAT 07 4a ID 3a 00010000 8a 78 1b NAME 19 07ab … */
    static const struct {
        const char *what, *wanted, *why;
    } CASES[] = {
        {"a4041a", "a5041a", "a map that promises more"},
        {"1907ab", "1a000007ab", "integer not shortest"},
        {"074a", "07580a", "length not shortest"},
        {"a4041a", "bf041a", "indefinite map"},
        {"8a781b", "9f781b", "indefinite array"},
        {"781b4e", "7f781b4e", "indefinite text"},
        {"781b4e", "7affffffff4e", "text of 2^32-1"},
        {"781b4e", "7b7fffffffffffffff4e", "text of 2^63-1"},
        {"781b4e", "7bffffffffffffffff4e", "text of 2^64-1"},
        {"8a781b", "9bffffffffffffffff781b", "array of 2^64-1"},
        {"061a", "06c11a", "tag"},
        {"061a", "06fa", "float"},
        {"074a", "076a", "text where bytes are due"},
        {"781b4e", "581b4e", "bytes where text is due"},
        {"1907ab", "3907ab", "negative year"},
        {"1907ab", "f6", "null"},
        {"1907ab", "f7", "undefined"},
        {"1907ab", "f820", "simple value"},
        {"1907ab", "c24107", "big number"},
        {"e1bb85", "c080ff", "text that is no UTF-8"},
        {"e1bb85", "eda080", "surrogate"},
        {"041a", "0600061a", "a key twice"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct buffer payload = replaced(CASES[i].what, CASES[i].wanted);
        struct buffer message = test_sign(ISSUER, KIND_CERTIFICATE, payload);
        struct check_report report;
        credential_check(message.data, message.len, trust, TEST_NOW, &report);
        if (report.verdict != VERDICT_UNREADABLE)
            printf("  %s\n", CASES[i].why);
        CHECK_VERDICT(report.verdict, VERDICT_UNREADABLE);
        message.data[message.len - 1] ^= 1; /* the unsigned twin */
        CHECK_VERDICT(test_judge(message, trust), VERDICT_NOT_GENUINE);
    }
}

TEST(deep_nesting_is_unreadable) /* row 23 */
{
    for (size_t depth = 2; depth <= 900; depth += 449) {
        struct buffer payload = {0};
        struct claims claims = test_claims();
        struct buffer plain = {0};
        claims_write(&claims, &plain);
        buffer_add_byte(&payload, 0xa5);
        buffer_add(&payload, plain.data + 1, 2 * 6 + 12); /* exp, iat, id */
        cbor_put_uint(&payload, 1000);
        for (size_t i = 0; i < depth; i++)
            buffer_add_byte(&payload, 0x81);
        buffer_add_byte(&payload, 1);
        buffer_add(&payload, plain.data + 1 + 24, plain.len - 25);
        buffer_clear(&plain);
        CHECK_VERDICT(test_judge(test_sign(ISSUER, KIND_CERTIFICATE, payload), trust),
                      depth == 2 ? VERDICT_VALID : VERDICT_UNREADABLE);
    }
}

static struct buffer
with_key(int64_t key)
{
    struct buffer payload = {0}, plain = good_payload();
    buffer_add_byte(&payload, 0xa5);
    buffer_add(&payload, plain.data + 1, key < 0 ? plain.len - 1 : 24); /* exp, iat, id come before */
    cbor_put_int(&payload, key);
    cbor_put_uint(&payload, 1);
    if (key >= 0)
        buffer_add(&payload, plain.data + 25, plain.len - 25);
    buffer_clear(&plain);
    return test_sign(ISSUER, KIND_CERTIFICATE, payload);
}

TEST(an_unknown_claim_needs_a_newer_program_unless_it_may_be_ignored) /* row 26 */
{
    CHECK_VERDICT(test_judge(with_key(8), trust), VERDICT_NEWER);
    CHECK_VERDICT(test_judge(with_key(999), trust), VERDICT_NEWER);
    CHECK_VERDICT(test_judge(with_key(-70000), trust), VERDICT_NEWER);
    CHECK_VERDICT(test_judge(with_key(1000), trust), VERDICT_VALID);
}

TEST(more_members_or_more_bits_than_known_need_a_newer_program)
{
    struct buffer payload = replaced("8a781b", "8b781b");
    buffer_add_byte(&payload, 1);
    CHECK_VERDICT(test_judge(test_sign(ISSUER, KIND_CERTIFICATE, payload), trust), VERDICT_NEWER);
    /* … six indicators, assurance 1, sequence 7 … */
    payload = replaced("49010707", "49050707");
    CHECK_VERDICT(test_judge(test_sign(ISSUER, KIND_CERTIFICATE, payload), trust), VERDICT_NEWER);
}

TEST(a_signed_band_above_4_is_unreadable)
{
    for (uint8_t band = 5; band <= 7; band++) {
        struct claims claims = test_claims();
        claims.indicator_count = INDICATOR_MAX;
        for (size_t i = 0; i < INDICATOR_MAX; i++) {
            claims.bands[i] = band;
            claims.scores[i] = 31;
        }
        CHECK(claims_level(&claims) == 0);
        CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_UNREADABLE);
    }
}

TEST(a_name_that_is_not_clean_is_unreadable) /* rows 61 to 72 */
{
    static const char *const NAMES[] = {
        "", " Lan", "Lan ", "Hà  Lan", "Hà\nLan", "Hà\tLan", "Ha\u0300 Lan", "Hà \u202eLan", "Hà\u200bLan",
        "\u041d\u0433uyen Lan", "\u0391nna", "<img onerror=1>", "\033[31mLan", "12345", "\u05d3\u05d5\u05d3",
        "Lan \U0001F600", "Hà\u00a0Lan", "a\u0323\u0302\u0300\u0304\u0308\u030a"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        struct claims claims = test_claims();
        snprintf(claims.name, sizeof claims.name, "%s", NAMES[i]);
        if (claims_problem(&claims) == NULL)
            printf("  believed: \"%s\"\n", NAMES[i]);
        CHECK(claims_problem(&claims) != NULL);
        CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_UNREADABLE);
    }
}

/* ---- headers and keys ---- */

static struct buffer
with_header(const char *hex_before_kid, const char *hex_after_kid, int kid_of)
{
    struct buffer header = {0}, out = {0}, payload = good_payload();
    uint8_t kid[KID_LEN], byte;
    struct buffer message = test_sign(ISSUER, KIND_CERTIFICATE, payload);
    struct signed_message read;
    cose_kid(test_key(kid_of)->public_key, kid);
    for (const char *at = hex_before_kid; *at != 0 && sscanf(at, "%2hhx", &byte) == 1; at += 2)
        buffer_add_byte(&header, byte);
    buffer_add(&header, kid, KID_LEN);
    for (const char *at = hex_after_kid; *at != 0 && sscanf(at, "%2hhx", &byte) == 1; at += 2)
        buffer_add_byte(&header, byte);
    if (!cose_read(message.data, message.len, &read))
        abort();
    cbor_put_array(&out, 4);
    cbor_put_bytes(&out, header.data, header.len);
    cbor_put_map(&out, 0);
    cbor_put_bytes(&out, read.payload, read.payload_len);
    cbor_put_bytes(&out, read.signature, SIGNATURE_LEN);
    buffer_clear(&header);
    buffer_clear(&message);
    return out;
}

TEST(there_is_no_choice_of_algorithm) /* row 29 */
{
    CHECK_VERDICT(test_judge(with_header("a301270448", "1001", ISSUER), trust), VERDICT_VALID);
    CHECK_VERDICT(test_judge(with_header("a301000448", "1001", ISSUER), trust), VERDICT_UNREADABLE);
    CHECK_VERDICT(test_judge(with_header("a301260448", "1001", ISSUER), trust), VERDICT_UNREADABLE);
    CHECK_VERDICT(test_judge(with_header("a301646e6f6e650448", "1001", ISSUER), trust), VERDICT_UNREADABLE);
    CHECK_VERDICT(test_judge(with_header("a20448", "1001", ISSUER), trust), VERDICT_UNREADABLE);
}

TEST(a_kid_is_a_hint_only) /* rows 8, 36 */
{
    CHECK_VERDICT(test_judge(with_header("a301270448", "1001", STRANGER), trust), VERDICT_UNKNOWN_ISSUER);
    CHECK_VERDICT(test_judge(with_header("a301270448", "1001", ROOT), trust), VERDICT_NOT_GENUINE);
}

TEST(the_root_issues_nothing_itself) /* row 31 */
{
    struct claims claims = test_claims();
    CHECK_VERDICT(test_judge(test_certificate(ROOT, &claims), trust), VERDICT_NOT_GENUINE);
}

TEST(a_permit_that_no_root_signed_helps_nobody) /* rows 32, 33, 37 */
{
    struct claims claims = test_claims();
    struct delegation longer = test_permit(ISSUER), chained = test_permit(STRANGER);
    longer.terms.not_after += 1000 * TEST_DAY;
    CHECK(!test_tell(trust, test_delegation(ISSUER, &longer)));
    CHECK(!test_tell(trust, test_delegation(ISSUER, &chained)));
    CHECK(!test_tell(trust, test_delegation(STRANGER, &chained)));
    CHECK(trust->permit_count == 1);
    CHECK_VERDICT(test_judge(test_certificate(STRANGER, &claims), trust), VERDICT_UNKNOWN_ISSUER);
}

TEST(a_signature_is_good_for_one_kind) /* rows 34, 35 */
{
    static const enum message_kind KINDS[] = {KIND_DELEGATION, KIND_STATUS_LIST, KIND_TRUST_FILE, KIND_PDF_KEY};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        CHECK_VERDICT(test_judge(test_sign(ISSUER, KINDS[i], good_payload()), trust), VERDICT_NOT_GENUINE);
        CHECK(!test_tell(trust, test_sign(ROOT, KIND_CERTIFICATE, good_payload())));
    }
    CHECK_VERDICT(test_judge(test_sign(ISSUER, (enum message_kind)99, good_payload()), trust), VERDICT_NEWER);
}

TEST(a_permit_for_a_bad_key_is_not_taken) /* rows 44, 46, 48 */
{
    static const uint8_t FIRST[] = {0, 1, 0x26, 0xc7, 0xec, 0xff};
    for (size_t i = 0; i < sizeof FIRST; i++) {
        struct delegation permit = test_permit(ISSUER);
        memset(permit.issuer, i < 2 ? 0 : 0xff, KEY_LEN);
        permit.issuer[0] = FIRST[i];
        permit.issuer[31] = i < 2 ? 0 : 0x7f;
        CHECK(!test_tell(trust, test_delegation(ROOT, &permit)));
    }
    CHECK(trust->permit_count == 1);
}

/* ---- the permit and the clock ---- */

static enum verdict
judge_changed(void (*change)(struct claims *claims, int64_t by), int64_t by)
{
    struct claims claims = test_claims();
    change(&claims, by);
    return test_judge(test_certificate(ISSUER, &claims), trust);
}

static void set_place(struct claims *claims, int64_t to) { claims->place = (uint32_t)to; }
static void set_programme(struct claims *claims, int64_t to) { claims->programme = (uint32_t)to; }
static void set_sequence(struct claims *claims, int64_t to) { claims->sequence = (uint32_t)to; }
static void set_issued(struct claims *claims, int64_t to) { claims->issued_at = to; claims->expires_at = to + 100 * TEST_DAY; }
static void set_expires(struct claims *claims, int64_t to) { claims->expires_at = to; }

TEST(what_the_permit_does_not_allow_is_made_outside_it) /* rows 49 to 52 */
{
    const int64_t from = TEST_NOW - 10 * TEST_DAY;
    CHECK_VERDICT(judge_changed(set_place, TEST_PLACE + 1), VERDICT_EXPIRED_KEY);
    CHECK_VERDICT(judge_changed(set_programme, 2), VERDICT_EXPIRED_KEY);
    CHECK_VERDICT(judge_changed(set_sequence, 100), VERDICT_VALID);
    CHECK_VERDICT(judge_changed(set_sequence, 101), VERDICT_EXPIRED_KEY);
    CHECK_VERDICT(judge_changed(set_issued, from), VERDICT_VALID);
    CHECK_VERDICT(judge_changed(set_issued, from - 1), VERDICT_EXPIRED_KEY);
    CHECK_VERDICT(test_judge_at(copy_honest(), trust, TEST_NOW + 200 * TEST_DAY), VERDICT_VALID);
}

TEST(a_date_in_the_future_is_in_doubt) /* row 53 */
{
    CHECK_VERDICT(judge_changed(set_issued, TEST_NOW + 2 * TEST_DAY), VERDICT_VALID);
    CHECK_VERDICT(judge_changed(set_issued, TEST_NOW + 3 * TEST_DAY), VERDICT_DOUBTFUL_CLOCK);
    CHECK_VERDICT(judge_changed(set_issued, TEST_NOW + 7305 * TEST_DAY), VERDICT_DOUBTFUL_CLOCK);
}

TEST(a_clock_of_1970_proves_nothing_ended) /* row 55 */
{
    const int64_t issued = 1795000000; /* in November 2026, before any day on which this is built */
    struct trust *other = test_root_only();
    struct claims claims = test_claims();
    struct delegation permit = test_permit(ISSUER);
    struct check_report report;
    permit.terms.not_before = issued - TEST_DAY;
    permit.terms.not_after = issued + TEST_DAY;
    claims.issued_at = issued;
    struct buffer message = test_certificate(ISSUER, &claims);
    CHECK(test_tell(other, test_delegation(ROOT, &permit)));
    credential_check(message.data, message.len, other, 0, &report);
    CHECK_VERDICT(report.verdict, VERDICT_VALID);
    CHECK(report.not_checked[2][0] != 0 && strstr(report.not_checked[2], "clock") != NULL);
    credential_check(message.data, message.len, other, TEST_NOW, &report);
    CHECK_VERDICT(report.verdict, VERDICT_VALID);
    CHECK(report.not_checked[2][0] == 0);
    buffer_clear(&message);
    trust_free(other);
}

TEST(what_ended_is_expired_and_says_when)
{
    struct claims claims = test_claims();
    struct check_report report;
    claims.expires_at = TEST_NOW - TEST_DAY / 2;
    struct buffer message = test_certificate(ISSUER, &claims);
    credential_check(message.data, message.len, trust, TEST_NOW, &report);
    CHECK_VERDICT(report.verdict, VERDICT_EXPIRED);
    CHECK(strstr(report.says_vi, "27/06/2050") != NULL && report.claims.name[0] == 0);
    buffer_clear(&message);
    CHECK_VERDICT(judge_changed(set_expires, TEST_NOW + 1), VERDICT_VALID);
}

int
main(void)
{
    struct claims claims = test_claims();
    trust = test_trust();
    honest = test_certificate(ISSUER, &claims);
    RUN(an_honest_certificate_is_valid);
    RUN(no_changed_byte_is_ever_valid);
    RUN(every_changed_bit_of_claims_and_signature_is_a_forgery);
    RUN(a_permit_with_a_changed_byte_is_nobodys);
    RUN(a_truncated_certificate_is_unreadable);
    RUN(what_follows_a_certificate_makes_it_unreadable);
    RUN(cbor_that_is_signed_well_and_written_badly_is_unreadable);
    RUN(deep_nesting_is_unreadable);
    RUN(an_unknown_claim_needs_a_newer_program_unless_it_may_be_ignored);
    RUN(more_members_or_more_bits_than_known_need_a_newer_program);
    RUN(a_signed_band_above_4_is_unreadable);
    RUN(a_name_that_is_not_clean_is_unreadable);
    RUN(there_is_no_choice_of_algorithm);
    RUN(a_kid_is_a_hint_only);
    RUN(the_root_issues_nothing_itself);
    RUN(a_permit_that_no_root_signed_helps_nobody);
    RUN(a_signature_is_good_for_one_kind);
    RUN(a_permit_for_a_bad_key_is_not_taken);
    RUN(what_the_permit_does_not_allow_is_made_outside_it);
    RUN(a_date_in_the_future_is_in_doubt);
    RUN(a_clock_of_1970_proves_nothing_ended);
    RUN(what_ended_is_expired_and_says_when);
    trust_free(trust);
    buffer_clear(&honest);
    return unit_end();
}
