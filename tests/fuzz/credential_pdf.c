/* credential_pdf.c - the reader of our own PDFs, given everybody's. */
#include "fuzz.h"
#include "unit.h"

#include "credential_fixture.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const struct claims NOTHING;
    struct check_report report;
    struct trust *trust = test_root_only();
    credential_check_pdf(data, len, trust, TEST_NOW, &report);
    HOLDS(verdict_exit_code(report.verdict) == 0 || memcmp(&report.claims, &NOTHING, sizeof NOTHING) == 0);
    trust_free(trust);
    return 0;
}
