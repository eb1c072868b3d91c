/* credential_claims.c - payloads that an issuer signed well, whatever they say: claims, permits, requests for a permit.
 * What is taken can be written, and is the same when it is read again. */
#include "fuzz.h"
#include "unit.h"

#include "credential_fixture.h"

static void
try_claims(const uint8_t *data, size_t len)
{
    struct claims claims, again;
    struct buffer written = {0};
    if (claims_read(data, len, &claims) != CLAIMS_GOOD)
        return;
    HOLDS(claims_problem(&claims) == NULL);
    HOLDS(claims_level(&claims) >= 1 && claims_level(&claims) <= 4);
    claims_write(&claims, &written);
    HOLDS(written.len <= len); /* keys that are passed over are not written */
    HOLDS(written.len < len || memcmp(written.data, data, len) == 0);
    HOLDS(claims_read(written.data, written.len, &again) == CLAIMS_GOOD);
    buffer_clear(&written);
}

static void
try_permit(const uint8_t *data, size_t len)
{
    struct delegation permit;
    struct buffer written = {0};
    if (!delegation_read(data, len, &permit))
        return;
    delegation_write(&permit, &written);
    HOLDS(written.len == len && memcmp(written.data, data, len) == 0);
    buffer_clear(&written);
}

/* Signed by each who could: the verdict may be any, but nothing leaves with a refusal. */
static void
try_signed(const uint8_t *data, size_t len)
{
    static struct trust *trust;
    struct buffer payload = {0};
    if (trust == NULL)
        trust = test_trust();
    if (len > MESSAGE_MAX)
        return;
    buffer_add(&payload, data, len);
    test_judge(test_sign(ISSUER, KIND_CERTIFICATE, payload), trust);
    HOLDS(!unit_broken);
}

static void
try_request(const uint8_t *data, size_t len)
{
    struct key_request request;
    struct buffer payload = {0};
    struct err err;
    buffer_add(&payload, data, len);
    struct buffer message = test_sign(STRANGER, KIND_KEY_REQUEST, payload);
    if (key_request_read(message.data, message.len, "request", &request, &err) == FAULT_NONE)
        HOLDS(memcmp(request.issuer, test_key(STRANGER)->public_key, KEY_LEN) == 0);
    buffer_clear(&message);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    try_claims(data, len);
    try_permit(data, len);
    try_signed(data, len);
    try_request(data, len);
    return 0;
}
