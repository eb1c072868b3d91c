/* credential_trust.c - a trust file that a root signed, whatever it says, and one that nobody signed. */
#include "fuzz.h"
#include "unit.h"

#include "credential_fixture.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct trust *trust = test_trust();
    struct buffer payload = {0}, bare = {0};
    struct claims claims = test_claims();
    buffer_add(&bare, data, len);
    HOLDS(!test_tell(trust, bare) && trust->root_count == 1 && trust->permit_count == 1);
    buffer_add(&payload, data, len);
    if (!test_tell(trust, test_sign(ROOT, KIND_TRUST_FILE, payload)))
        HOLDS(trust->families[0].tables.number == 0 || trust->root_count == TRUST_ROOTS_MAX);
    HOLDS(trust->root_count <= TRUST_ROOTS_MAX);
    for (size_t i = 0; i < trust->permit_count; i++)
        HOLDS(cose_is_good_key(trust->permits[i].delegation.issuer));
    test_judge(test_certificate(ISSUER, &claims), trust);
    HOLDS(!unit_broken);
    trust_free(trust);
    return 0;
}
