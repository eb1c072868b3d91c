/* credential_text.c - the text of codes, one or several lines: what is taken has one spelling in digits. */
#include "fuzz.h"
#include "unit.h"

#include "credential_fixture.h"
#include "credential/qr_text.h"

static void
spell_again(const char *text, size_t len)
{
    uint8_t bytes[MESSAGE_MAX];
    size_t used, digits = 0, at = 0;
    struct buffer again = {0};
    const char *begin = len == 0 ? NULL : memchr(text, '#', len);
    if (!qr_text_read(text, len, bytes, &used))
        return;
    HOLDS(used > 0 && used <= MESSAGE_MAX);
    credential_to_qr_text("", bytes, used, &again);
    begin = begin == NULL ? text : begin + 1;
    for (; begin < text + len; begin++)
        if (*begin >= '0' && *begin <= '9') {
            at = 1 + digits++; /* behind the '#' */
            HOLDS(at < again.len && again.data[at] == (uint8_t)*begin);
        }
    HOLDS(digits == qr_text_digits(used));
    buffer_clear(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const struct claims NOTHING;
    struct check_report report;
    struct trust *trust = test_root_only();
    credential_check_text((const char *)data, len, trust, TEST_NOW, &report);
    HOLDS(verdict_exit_code(report.verdict) == 0 || memcmp(&report.claims, &NOTHING, sizeof NOTHING) == 0);
    trust_free(trust);
    spell_again((const char *)data, len);
    return 0;
}
