/* credential_fixture.h - a root, an issuer and a stranger with fixed keys, and one honest certificate to spoil. */
#ifndef CREDENTIAL_FIXTURE_H
#define CREDENTIAL_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/memory.h"
#include "credential/claims.h"
#include "credential/cose_sign1.h"
#include "credential/trust_list.h"

enum { TEST_DAY = 86400, TEST_PLACE = 2500001, TEST_PROGRAMME = 1 };
static const int64_t TEST_NOW = 2540000000; /* 28/06/2050 in Vietnam: later than any day on which this is built */
static const int64_t CLAIM_PRIVATE = -65537;

enum { ROOT, ISSUER, STRANGER, SUCCESSOR };

struct test_key {
    uint8_t secret[64];
    const uint8_t *public_key;
};

static inline const struct test_key *
test_key(int who)
{
    static struct test_key keys[4];
    uint8_t seed[KEY_LEN];
    memset(seed, who + 1, sizeof seed);
    cose_make_secret(seed, keys[who].secret);
    keys[who].public_key = keys[who].secret + 32;
    return &keys[who];
}

static inline struct claims
test_claims(void)
{
    struct claims claims = {
        .issued_at = TEST_NOW - TEST_DAY, .expires_at = TEST_NOW + 1000 * TEST_DAY, .id = {1, 2, 3}, .birth_year = 1963,
        .name = "Nguyễn Thị Thu Hường", .place = TEST_PLACE, .programme = TEST_PROGRAMME, .quiz_mark = {9},
        .bands = {3, 0, 2, 3, 4, 2}, .scores = {21, 0, 14, 19, 30, 9}, .indicator_count = 6, .identity_seen = true,
        .sequence = 7, .status_index = 7, .evidence = {5}};
    return claims;
}

static inline struct delegation
test_permit(int issuer)
{
    struct delegation permit = {
        .issued_at = TEST_NOW - 10 * TEST_DAY,
        .terms = {.office = "Lớp thử", .office_number = 1, .place = TEST_PLACE, .programmes = {TEST_PROGRAMME},
                  .programme_count = 1, .not_before = TEST_NOW - 10 * TEST_DAY, .not_after = TEST_NOW + 80 * TEST_DAY,
                  .quota = 100, .first_sequence = 1}};
    memcpy(permit.issuer, test_key(issuer)->public_key, KEY_LEN);
    return permit;
}

static inline struct buffer
test_sign(int signer, enum message_kind kind, struct buffer payload)
{
    struct buffer message = {0};
    if (!cose_sign(test_key(signer)->secret, kind, &payload, &message))
        abort();
    buffer_clear(&payload);
    return message;
}

static inline struct buffer
test_certificate(int signer, const struct claims *claims)
{
    struct buffer payload = {0};
    claims_write(claims, &payload);
    return test_sign(signer, KIND_CERTIFICATE, payload);
}

static inline struct buffer
test_delegation(int signer, const struct delegation *permit)
{
    struct buffer payload = {0};
    delegation_write(permit, &payload);
    return test_sign(signer, KIND_DELEGATION, payload);
}

/* False: the message was not taken. */
static inline bool
test_tell(struct trust *trust, struct buffer message)
{
    struct err err;
    bool is_taken = trust_add_message(trust, message.data, message.len, "the test's message", &err) == FAULT_NONE;
    buffer_clear(&message);
    return is_taken;
}

/* Knows the root and nothing else. */
static inline struct trust *
test_root_only(void)
{
    struct trust *trust = trust_new();
    struct err err;
    if (trust_add_root(trust, test_key(ROOT)->public_key, KEY_LEN, "root", &err) != FAULT_NONE)
        abort();
    return trust;
}

/* Knows the root and the issuer's permit. */
static inline struct trust *
test_trust(void)
{
    struct trust *trust = test_root_only();
    struct delegation permit = test_permit(ISSUER);
    if (!test_tell(trust, test_delegation(ROOT, &permit)))
        abort();
    return trust;
}

/* The verdict on a message; the message is freed. A claim beside a refusal is a failure of its own. */
static inline enum verdict
test_judge_at(struct buffer message, const struct trust *trust, int64_t now)
{
    struct check_report report;
    static const struct claims NOTHING;
    credential_check(message.data, message.len, trust, now, &report);
    if (verdict_exit_code(report.verdict) != 0 &&
        (memcmp(&report.claims, &NOTHING, sizeof NOTHING) != 0 || report.office[0] != 0 || report.place_vi[0] != 0)) {
        unit_broken = 1;
        printf("  a claim leaves the checker with %s\n", verdict_name(report.verdict));
    }
    buffer_clear(&message);
    return report.verdict;
}

static inline enum verdict
test_judge(struct buffer message, const struct trust *trust)
{
    return test_judge_at(message, trust, TEST_NOW);
}

#define CHECK_VERDICT(got, wanted)                                                                 \
    do {                                                                                           \
        enum verdict fixture_got = (got);                                                          \
        if (fixture_got != (wanted)) {                                                             \
            unit_broken = 1;                                                                       \
            printf("  %s:%d: %s, wanted %s\n", __FILE__, __LINE__, verdict_name(fixture_got),      \
                   verdict_name(wanted));                                                          \
        }                                                                                          \
    } while (0)

#endif
