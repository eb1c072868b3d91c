/* quiz_answers.c - what somebody typed (first line) against what an author wanted (second line):
 * nothing breaks, an answer matches itself, a looser rule takes what a stricter one takes, and a
 * number read is a number. */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "quiz/answer_match.h"

static void
check_texts(const char *typed, const char *wanted)
{
    static const struct answer_rule strict = {0, true, true}, plain = {0, false, false},
                                    loose = {2, false, false};
    bool is_strict = answer_matches_text(typed, wanted, &strict);
    bool is_plain = answer_matches_text(typed, wanted, &plain);
    HOLDS(!is_strict || is_plain);
    HOLDS(!is_plain || answer_matches_text(typed, wanted, &loose));
    HOLDS(!is_plain || answer_matches_text(wanted, wanted, &strict));
}

static void
check_variants(const char *wanted)
{
    struct answer_variants made = {0};
    static const struct answer_rule rule = {1, false, false};
    for (enum answer_kind kind = ANSWER_TEXT; kind <= ANSWER_DATE; kind++)
        answer_variants(wanted, kind, &rule, &made);
    HOLDS(made.count > 0);
    answer_variants_clear(&made);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    double value;
    char *typed = memory_new(len + 1), *wanted;
    memcpy(typed, data, len);
    wanted = strchr(typed, '\n');
    wanted = wanted == NULL ? typed + strlen(typed) : wanted + 1;
    if (wanted > typed && wanted[-1] == '\n')
        wanted[-1] = 0;
    check_texts(typed, wanted);
    if (answer_read_number(typed, &value))
        HOLDS(isfinite(value) && fabs(value) < 1e26);
    HOLDS(!answer_matches_date(typed, wanted) || answer_matches_date(wanted, wanted));
    if (len < 300)
        check_variants(wanted);
    free(typed);
    return 0;
}
