/* credential_flips.c - every single changed byte of a certificate, a permit and a status list, tried out: some 48,000
 * for each of the first two. Those with a good signature over other bytes would be forgeries for everybody. */
#include "unit.h"

#include "credential_fixture.h"

static struct buffer certificate, permit, list; /* as they were signed; each change is undone */

/* Calls `is_refused` with each of the 255 other values of each byte of the message; says which it let through. */
static size_t
try_every_byte(struct buffer *message, bool (*is_refused)(const struct buffer *))
{
    size_t tried = 0;
    for (size_t at = 0; at < message->len; at++)
        for (unsigned change = 1; change < 256; change++, tried++) {
            message->data[at] ^= (uint8_t)change;
            if (!is_refused(message)) {
                unit_broken = 1;
                printf("  byte %zu ^ 0x%02x was believed\n", at, change);
            }
            message->data[at] ^= (uint8_t)change;
        }
    return tried;
}

static struct trust *with_permit;

static bool
is_no_certificate(const struct buffer *message)
{
    struct check_report report;
    static const struct claims NOTHING;
    credential_check(message->data, message->len, with_permit, TEST_NOW, &report);
    return verdict_exit_code(report.verdict) != 0 && memcmp(&report.claims, &NOTHING, sizeof NOTHING) == 0;
}

TEST(no_changed_byte_of_a_certificate_is_valid) /* rows 3 to 8, 11, 12; M-6 */
{
    CHECK(!is_no_certificate(&certificate));
    CHECK(try_every_byte(&certificate, is_no_certificate) == certificate.len * 255);
    CHECK(!is_no_certificate(&certificate));
}

/* Told as a second code of the paper: nothing is known then but the root. */
static bool
is_no_permit(const struct buffer *message)
{
    struct trust *trust = test_root_only();
    struct check_report report;
    struct err err;
    enum fault fault = trust_add_message(trust, message->data, message->len, "permit", &err);
    credential_check(certificate.data, certificate.len, trust, TEST_NOW, &report);
    bool is_refused = fault == FAULT_INPUT && trust->permit_count == 0 && report.verdict == VERDICT_UNKNOWN_ISSUER;
    trust_free(trust);
    return is_refused;
}

TEST(no_changed_byte_of_a_permit_permits_anything) /* rows 9, 10; M-23 */
{
    CHECK(!is_no_permit(&permit));
    CHECK(try_every_byte(&permit, is_no_permit) == permit.len * 255);
    CHECK(!is_no_permit(&permit));
}

/* A list that is refused leaves what was known: the certificate stays withdrawn or valid as before. */
static bool
is_no_list(const struct buffer *message)
{
    struct check_report report;
    struct err err;
    enum fault fault = trust_add_message(with_permit, message->data, message->len, "list", &err);
    credential_check(certificate.data, certificate.len, with_permit, TEST_NOW, &report);
    return fault == FAULT_INPUT && report.verdict == VERDICT_VALID;
}

TEST(no_changed_byte_of_a_status_list_withdraws_anything) /* row 58; M-40 */
{
    CHECK(try_every_byte(&list, is_no_list) == list.len * 255);
    CHECK(!is_no_list(&list));
}

int
main(void)
{
    struct claims claims = test_claims();
    struct delegation terms = test_permit(ISSUER);
    struct status_list status = {.number = 1, .date = TEST_NOW};
    struct buffer payload = {0};
    certificate = test_certificate(ISSUER, &claims);
    permit = test_delegation(ROOT, &terms);
    status_list_withdraw(&status, claims.status_index, (uint32_t)(TEST_NOW / TEST_DAY), REASON_ERROR);
    status_list_write(&status, &payload);
    list = test_sign(ROOT, KIND_STATUS_LIST, payload);
    status_list_clear(&status);
    with_permit = test_trust();
    RUN(no_changed_byte_of_a_certificate_is_valid);
    RUN(no_changed_byte_of_a_permit_permits_anything);
    RUN(no_changed_byte_of_a_status_list_withdraws_anything);
    trust_free(with_permit);
    buffer_clear(&certificate);
    buffer_clear(&permit);
    buffer_clear(&list);
    return unit_end();
}
