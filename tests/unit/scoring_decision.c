/* scoring_decision.c - bands, caps, the programme's rule, and the frameworks that ship. */
#include "unit.h"

#include <stdlib.h>

#include "base/random_bytes.h"
#include "scoring/scoring.h"

static struct frameworks *all;
static const struct framework *village;
static const struct programme *basics;

enum { QUESTIONS_MAX = 64 };

struct answers {
    struct scored_outcome outcomes[QUESTIONS_MAX];
    size_t count;
};

static void
answer(struct answers *answers, const char *code, int category)
{
    int index = scoring_indicator_index(village, code);
    answers->outcomes[answers->count++] = (struct scored_outcome){
        .item = "q", .indicator = (size_t)index, .category = category,
        .irt = {.a = 1.1, .b = {0}, .steps = 1, .c = .25, .weight = 1}};
}

static const struct indicator_level *
level_of(const struct level_decision *decision, const char *code)
{
    return &decision->levels[scoring_indicator_index(village, code)];
}

static struct level_decision
decide(const struct answers *answers, const struct critical_act *criticals, size_t critical_count)
{
    struct level_decision decision;
    scoring_decide(village, basics, answers->outcomes, answers->count, criticals, critical_count, &decision);
    return decision;
}

static struct answers
all_right(int each)
{
    struct answers answers = {0};
    static const char *const CODES[] = {"0.1", "1.2", "2.1", "2.3", "4.2", "5.2"};
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++)
        for (int n = 0; n < each; n++)
            answer(&answers, CODES[i], 1);
    return answers;
}

TEST(what_was_not_tested_is_inferred_and_never_counts)
{
    struct answers answers = {0};
    answer(&answers, "4.2", 1);
    answer(&answers, "4.2", 1);
    answer(&answers, "5.2", 1);
    answer(&answers, "0.1", RESPONSE_MISSING);
    struct level_decision decision = decide(&answers, NULL, 0);
    CHECK(level_of(&decision, "4.2")->amount == EVIDENCE_ENOUGH);
    CHECK(level_of(&decision, "5.2")->amount == EVIDENCE_THIN);
    CHECK(level_of(&decision, "0.1")->amount == EVIDENCE_NONE);
    CHECK(level_of(&decision, "4.2")->estimate.sd < level_of(&decision, "1.1")->estimate.sd);
    CHECK(!decision.certifies && decision.met <= 1);
    scoring_clear_decision(&decision);
}

TEST(missing_is_not_wrong)
{
    struct answers none = {0}, missing = {0}, wrong = {0};
    answer(&missing, "4.2", RESPONSE_MISSING);
    answer(&wrong, "4.2", 0);
    struct level_decision a = decide(&none, NULL, 0), b = decide(&missing, NULL, 0), c = decide(&wrong, NULL, 0);
    CHECK(level_of(&a, "4.2")->estimate.mean == level_of(&b, "4.2")->estimate.mean);
    CHECK(level_of(&c, "4.2")->estimate.mean < level_of(&b, "4.2")->estimate.mean);
    CHECK_NEAR(level_of(&a, "4.2")->estimate.mean, village->prior_mean, 1e-6);
    scoring_clear_decision(&a);
    scoring_clear_decision(&b);
    scoring_clear_decision(&c);
}

TEST(an_open_critical_act_caps_the_band_and_not_the_estimate)
{
    struct answers answers = all_right(3);
    struct critical_act act = {.indicator = (size_t)scoring_indicator_index(village, "4.2"), .item = "pay", .text = "x"};
    struct level_decision free_of_it = decide(&answers, NULL, 0), with_it = decide(&answers, &act, 1);
    CHECK(free_of_it.certifies && !with_it.certifies);
    CHECK(level_of(&with_it, "4.2")->band == 1 && level_of(&with_it, "4.2")->is_capped);
    CHECK(level_of(&with_it, "4.2")->estimate.mean == level_of(&free_of_it, "4.2")->estimate.mean);
    CHECK(level_of(&free_of_it, "4.2")->band > 1);
    scoring_clear_decision(&free_of_it);
    scoring_clear_decision(&with_it);
}

TEST(probabilities_of_the_bands_sum_to_one_and_their_median_is_the_band)
{
    struct answers answers = all_right(2);
    struct level_decision decision = decide(&answers, NULL, 0);
    for (size_t k = 0; k < decision.indicator_count; k++) {
        const struct indicator_level *level = &decision.levels[k];
        double sum = 0, below = 0;
        for (size_t i = 0; i < BAND_COUNT; i++)
            sum += level->p_band[i];
        for (int i = 0; i < level->band - 1; i++)
            below += level->p_band[i];
        CHECK_NEAR(sum, 1, 1e-9);
        CHECK(below <= .5 && below + level->p_band[level->band - 1] >= .5);
        CHECK(level->estimate.low < level->estimate.mean && level->estimate.mean < level->estimate.high);
        CHECK(level->score >= 0 && level->score <= 31);
    }
    scoring_clear_decision(&decision);
}

TEST(the_scale_has_four_equal_bands)
{
    CHECK_NEAR(scoring_scale_position(village, -1), .25, 1e-12);
    CHECK_NEAR(scoring_scale_position(village, 0), .5, 1e-12);
    CHECK_NEAR(scoring_scale_position(village, .5), .625, 1e-12);
    CHECK_NEAR(scoring_scale_position(village, 1), .75, 1e-12);
    CHECK_NEAR(scoring_scale_position(village, -9), 0, 1e-12);
    CHECK_NEAR(scoring_scale_position(village, 9), 1, 1e-12);
}

TEST(shipped_frameworks_are_whole)
{
    CHECK(all->framework_count == 3);
    CHECK(scoring_find_framework(all, "digcomp-2.2")->indicator_count == 21);
    CHECK(scoring_find_framework(all, "vn-tt02-2025")->indicator_count == 24);
    CHECK(village->indicator_count == 12 && village->area_count == 5);
    CHECK(scoring_programme_by_number(all, 1) == basics);
    CHECK(village->indicators[scoring_indicator_index(village, "4.2")].is_safety);
    CHECK_TEXT(village->band_vi[2], "Tự làm được");
}

TEST(a_folder_without_frameworks_is_a_sentence)
{
    struct frameworks *none = NULL;
    struct err err = {0};
    CHECK(scoring_load_frameworks("/nowhere", &none, &err) == FAULT_CANNOT);
    CHECK(none == NULL && strstr(err.text, "/nowhere/scripts/frameworks") != NULL);
}

int
main(void)
{
    struct err err;
    random_bytes_begin();
    if (scoring_load_frameworks(".", &all, &err) != FAULT_NONE) {
        printf("  %s\n", err.text);
        return 1;
    }
    village = scoring_find_framework(all, "village-basic");
    basics = scoring_find_programme(all, "digital-basics");
    RUN(what_was_not_tested_is_inferred_and_never_counts);
    RUN(missing_is_not_wrong);
    RUN(an_open_critical_act_caps_the_band_and_not_the_estimate);
    RUN(probabilities_of_the_bands_sum_to_one_and_their_median_is_the_band);
    RUN(the_scale_has_four_equal_bands);
    RUN(shipped_frameworks_are_whole);
    RUN(a_folder_without_frameworks_is_a_sentence);
    scoring_free_frameworks(all);
    return unit_end();
}
