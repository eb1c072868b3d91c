/* credential_cose.c - the envelope: what is read is the whole of the bytes, and no change of them is ever believed. */
#include "fuzz.h"
#include "unit.h"

#include "credential_fixture.h"

/* The message that these parts make is the one that was read. */
static void
build_again(const struct signed_message *read, const uint8_t *data, size_t len)
{
    struct buffer again = {0};
    cbor_put_array(&again, 4);
    cbor_put_bytes(&again, read->header, read->header_len);
    cbor_put_map(&again, 0);
    cbor_put_bytes(&again, read->payload, read->payload_len);
    cbor_put_bytes(&again, read->signature, SIGNATURE_LEN);
    HOLDS(again.len == len && memcmp(again.data, data, len) == 0);
    buffer_clear(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static struct trust *trust;
    static struct buffer honest;
    static const struct claims NOTHING;
    struct signed_message read;
    struct check_report report;
    if (trust == NULL) {
        struct claims claims = test_claims();
        trust = test_trust();
        honest = test_certificate(ISSUER, &claims);
    }
    if (cose_read(data, len, &read))
        build_again(&read, data, len);
    credential_check(data, len, trust, TEST_NOW, &report);
    bool is_honest = len == honest.len && memcmp(data, honest.data, len) == 0;
    HOLDS((verdict_exit_code(report.verdict) == 0) == is_honest);
    HOLDS(is_honest || memcmp(&report.claims, &NOTHING, sizeof NOTHING) == 0);
    return 0;
}
