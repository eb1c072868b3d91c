/* report_growth.c - what a growth report says of figures filled in by hand: marks, units, refusals, and what stays inside. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/growth_report.h"
#include "unit.h"

static struct frameworks *frameworks;

/* 28 people of the example: 24 grew, +0.6 ± 0.16; the first skill +1.1, the second not clear, the others +0.5. */
static void
fill_in(struct growth_report *report, const char *language, bool is_public)
{
    const struct framework *framework = scoring_find_framework(frameworks, "village-basic");
    *report = (struct growth_report){.wish = {.is_public = is_public, .language = language}, .framework = framework,
                                     .both = 28, .logits_per_band = 1, .title = memory_copy_text("Đồi Cọ"),
                                     .claim = {.kind = CLAIM_SAME_FORM}};
    struct class_growth *whole = &report->whole;
    whole->person_count = 28;
    whole->grew = 24;
    whole->not_clear = 4;
    whole->gain = (struct growth_mean){.is_known = true, .mean = .6, .se = .078, .low = .44, .high = .76};
    whole->indicator_count = framework->indicator_count;
    whole->indicators = memory_new_array(framework->indicator_count, sizeof *whole->indicators);
    for (size_t k = 0; k < framework->indicator_count; k++) {
        struct class_indicator_growth *skill = &whole->indicators[k];
        double mean = k == 0 ? 1.1 : k == 1 ? .05 : .5;
        skill->pooled = skill->change = (struct growth_mean){.is_known = true, .mean = mean, .se = .1, .low = mean - .2, .high = mean + .2};
        skill->pre = skill->post = skill->pooled;
        skill->verdict = k == 1 ? CHANGE_NOT_CLEAR : CHANGE_GREW;
    }
}

static void
empty(struct growth_report *report)
{
    free(report->title);
    class_growth_clear(&report->whole);
}

TEST(a_village_head_is_told_who_grew_by_how_much_and_where_nothing_clear_was_seen)
{
    struct growth_report report;
    fill_in(&report, "vi", false);
    char *vi = growth_lead(&report, false), *en = growth_lead(&report, true);
    CHECK(strstr(vi, "24 trong 28 người tiến bộ rõ; trung bình tăng +0,6 ± 0,16 bậc, nhiều nhất ở ") == vi);
    CHECK(strstr(vi, " chưa thấy đổi rõ.") != NULL);
    CHECK(strstr(en, "24 of 28 people grew; the average gain is +0.6 ± 0.16 bands, most in ") == en);
    CHECK(strstr(en, "; no clear change in ") != NULL);
    free(vi);
    free(en);
    empty(&report);
}

TEST(gains_are_in_bands_only_where_the_bands_are_even)
{
    struct growth_report report;
    fill_in(&report, "en", false);
    report.logits_per_band = 2;
    char *halved = growth_signed(&report, 1.2, 1);
    CHECK_TEXT(halved, "+0.6");
    report.logits_per_band = 0;
    char *plain = growth_signed(&report, 1.2, 1), *fall = growth_signed(&report, -.34, 1), *none = growth_signed(&report, -.01, 1);
    CHECK_TEXT(plain, "+1.2");
    CHECK_TEXT(fall, "−0.3");
    CHECK_TEXT(none, "+0.0");
    CHECK_TEXT(growth_unit(&report), "logits");
    free(halved);
    free(plain);
    free(fall);
    free(none);
    empty(&report);
}

TEST(what_the_tests_cannot_carry_is_not_said)
{
    struct growth_report report;
    fill_in(&report, "en", false);
    report.claim = (struct growth_claim){.kind = CLAIM_REFUSED, .why = REFUSAL_AUTHOR_ITEMS, .weak_items = 16};
    char *why = growth_lead(&report, true), *headline = growth_headline(&report, true);
    CHECK(strstr(why, "16 items") != NULL && strstr(why, "0.6") == NULL && strstr(why, "24") == NULL);
    CHECK_TEXT(headline, "How much people have gained cannot be said yet.");
    free(why);
    free(headline);
    report.both = 0;
    report.claim = (struct growth_claim){.kind = CLAIM_REFUSED, .why = REFUSAL_NO_PAIRS};
    why = growth_lead(&report, true);
    CHECK_TEXT(why, "Nobody took both tests.");
    free(why);
    empty(&report);
}

TEST(in_public_four_who_did_not_grow_cannot_be_found_by_subtraction)
{
    struct growth_report report;
    fill_in(&report, "en", true);
    char *lead = growth_lead(&report, true);
    CHECK(strstr(lead, "Of 28 people most grew; ") == lead && strstr(lead, "24") == NULL);
    free(lead);
    report.before_only = 3;
    char *scope = growth_scope(&report);
    CHECK(strchr(scope, '3') == NULL && strstr(scope, "Some took the first test only") != NULL);
    free(scope);
    report.both = 9;
    lead = growth_lead(&report, true);
    scope = growth_scope(&report);
    CHECK(strstr(lead, "Fewer than 10 people") == lead && scope[0] == 0);
    free(lead);
    free(scope);
    empty(&report);
}

int
main(void)
{
    struct err err;
    if (scoring_load_frameworks(".", &frameworks, &err) != FAULT_NONE) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    RUN(a_village_head_is_told_who_grew_by_how_much_and_where_nothing_clear_was_seen);
    RUN(gains_are_in_bands_only_where_the_bands_are_even);
    RUN(what_the_tests_cannot_carry_is_not_said);
    RUN(in_public_four_who_did_not_grow_cannot_be_found_by_subtraction);
    scoring_free_frameworks(frameworks);
    return unit_end();
}
