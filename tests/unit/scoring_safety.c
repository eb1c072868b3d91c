/* scoring_safety.c - what an answer may say, what closes a critical act, and how sure "safe in f of n" is. */
#include "unit.h"

#include <stdlib.h>

#include "base/random_bytes.h"
#include "scoring/scoring.h"

static struct frameworks *all;
static const struct framework *village;
static const struct programme *basics;

/* ---- answers ---- */

TEST(only_a_look_short_for_everybody_is_a_rapid_guess)
{
    static const struct { int64_t spent; double median; int64_t answers; enum response_kind wanted; } TABLE[] = {
        {1500, 30, 30, RESPONSE_RAPID},
        {1500, 30, 29, RESPONSE_COUNTS},  /* too few behind the median */
        {1500, 15, 99, RESPONSE_COUNTS},  /* 10 % is 1.5 s: not under it */
        {1499, 15, 99, RESPONSE_RAPID},
        {2999, 60, 99, RESPONSE_RAPID},
        {3000, 60, 99, RESPONSE_COUNTS},  /* 3 s are time enough */
        {-1, 60, 99, RESPONSE_COUNTS},    /* the clock was set back */
        {100, 0, 99, RESPONSE_COUNTS},    /* no median */
    };
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        struct response_look look = {.was_seen = true, .is_answered = true, .spent_ms = TABLE[i].spent,
                                     .median_seconds = TABLE[i].median, .answers = TABLE[i].answers};
        CHECK(scoring_response_kind(&look) == TABLE[i].wanted);
    }
}

TEST(skipped_is_wrong_and_idle_is_missing)
{
    struct response_look look = {.was_seen = true, .is_skipped = true, .longest_pause_ms = 180000};
    CHECK(scoring_response_kind(&look) == RESPONSE_SKIPPED);
    look.longest_pause_ms++;
    CHECK(scoring_response_kind(&look) == RESPONSE_NOT_REACHED);
    look.is_skipped = false;
    CHECK(scoring_response_kind(&look) == RESPONSE_NOT_REACHED);
    look.is_answered = true; /* a long think is no pause */
    CHECK(scoring_response_kind(&look) == RESPONSE_COUNTS);
    look = (struct response_look){.was_seen = false};
    CHECK(scoring_response_kind(&look) == RESPONSE_NOT_GIVEN);
    CHECK(scoring_response_category(RESPONSE_COUNTS, 3) == 3);
    CHECK(scoring_response_category(RESPONSE_SKIPPED, 3) == 0);
    CHECK(scoring_response_category(RESPONSE_RAPID, 3) == RESPONSE_MISSING);
    CHECK(scoring_response_category(RESPONSE_NOT_REACHED, 3) == RESPONSE_MISSING);
    CHECK(scoring_response_category(RESPONSE_NOT_GIVEN, 3) == RESPONSE_MISSING);
}

/* ---- safety ---- */

/* Scenario a, b, c ... in this order; a capital letter is an unsafe one. Of the indicator 4.2. */
static struct level_decision
decide(const char *scenarios, const char *overturned, int rules)
{
    enum { MOST = 12, RIGHT_EACH = 3 };
    static const char *const CODES[] = {"0.1", "1.2", "2.1", "4.2", "5.2"};
    static char names[MOST][2];
    struct safety_situation situations[MOST];
    struct scored_outcome outcomes[MOST * 2];
    size_t count = strlen(scenarios), outcome_count = 0;
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++)
        for (int n = 0; n < RIGHT_EACH; n++)
            outcomes[outcome_count++] = (struct scored_outcome){
                .item = "q", .indicator = (size_t)scoring_indicator_index(village, CODES[i]), .category = 1,
                .irt = {.a = 1.2, .steps = 1, .weight = 1}};
    for (size_t i = 0; i < count; i++) {
        bool is_unsafe = scenarios[i] >= 'A' && scenarios[i] <= 'Z';
        names[i][0] = (char)(scenarios[i] | 0x20);
        situations[i] = (struct safety_situation){
            .indicator = (size_t)scoring_indicator_index(village, "4.2"), .item = names[i], .text = "Kept the code",
            .scenario_order = (size_t)(scenarios[i] | 0x20), .seq = (uint32_t)i + 1, .at = 1000, .was_safe = !is_unsafe,
            .overturned = is_unsafe && overturned != NULL && strchr(overturned, names[i][0]) != NULL ? "misread" : NULL};
    }
    struct level_decision decision;
    scoring_decide_case(&(struct decision_case){.framework = village, .programme = basics, .outcomes = outcomes,
                                                .outcome_count = outcome_count, .situations = situations,
                                                .situation_count = count, .rules = rules}, &decision);
    return decision;
}

TEST(two_safe_scenarios_lift_the_cap_and_three_free_the_certificate)
{
    static const struct { const char *scenarios, *overturned; int rules; bool is_capped, certifies; size_t safe, seen; } TABLE[] = {
        {"abc", NULL, 2, false, true, 3, 3},
        {"A", NULL, 2, true, false, 0, 1},
        {"Ab", NULL, 2, true, false, 1, 2},
        {"Abc", NULL, 2, false, false, 2, 3},
        {"Abcd", NULL, 2, false, true, 3, 4},
        {"Abcd", NULL, 1, true, false, 3, 4},   /* as it was judged before there was clearing */
        {"bcdE", NULL, 2, true, false, 3, 4},   /* earlier ones do not count */
        {"AbCde", NULL, 2, false, false, 3, 5}, /* the second act has two behind it */
        {"AbCdef", NULL, 2, false, true, 4, 6},
        {"Abbb", NULL, 2, true, false, 1, 2},   /* one scenario, however many lines */
        {"Aabcd", NULL, 2, false, true, 3, 4},  /* the scenario itself does not close its act */
        {"AbBcd", NULL, 2, false, false, 2, 4}, /* b was not safe: c and d are left */
        {"A", "a", 2, false, true, 1, 1},
        {"AB", "a", 2, true, false, 1, 2},
        {"", NULL, 2, false, true, 0, 0},
    };
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        struct level_decision decision = decide(TABLE[i].scenarios, TABLE[i].overturned, TABLE[i].rules);
        const struct indicator_level *level = &decision.levels[scoring_indicator_index(village, "4.2")];
        if (level->is_capped != TABLE[i].is_capped || decision.certifies != TABLE[i].certifies)
            printf("  %s: capped %d, certifies %d\n", TABLE[i].scenarios, level->is_capped, decision.certifies);
        CHECK(level->is_capped == TABLE[i].is_capped && decision.certifies == TABLE[i].certifies);
        CHECK(level->safety.safe == TABLE[i].safe && level->safety.seen == TABLE[i].seen);
        CHECK((level->band == 1) == TABLE[i].is_capped);
        scoring_clear_decision(&decision);
    }
}

TEST(each_cap_names_item_event_time_and_line)
{
    struct level_decision decision = decide("Ab", NULL, 2), overturned = decide("Ab", "a", 2);
    struct json *json = scoring_decision_to_json(village, &decision), *other = scoring_decision_to_json(village, &overturned);
    const struct json *found = json_at(json_get(json, "criticals"), 0);
    int64_t number;
    CHECK(json_count(json_get(json, "criticals")) == 1);
    CHECK_TEXT(json_get_text(found, "item"), "a");
    CHECK_TEXT(json_get_text(found, "indicator"), "4.2");
    CHECK_TEXT(json_get_text(found, "line"), "Kept the code");
    CHECK_TEXT(json_get_text(found, "state"), "open");
    CHECK(json_read_integer(json_get(found, "event"), &number) && number == 1);
    CHECK(json_read_integer(json_get(found, "at_ms"), &number) && number == 1000);
    CHECK(json_read_integer(json_get(found, "later_safe"), &number) && number == 1);
    CHECK_TEXT(json_get_text(json_at(json_get(other, "criticals"), 0), "state"), "overturned");
    CHECK_TEXT(json_get_text(json_at(json_get(other, "criticals"), 0), "reason"), "misread");
    json_free(json);
    json_free(other);
    scoring_clear_decision(&decision);
    scoring_clear_decision(&overturned);
}

/* Figures from summing the density of Beta(f + .5, n - f + .5), written as sin^2, over 200,000 points. */
TEST(safe_shares_are_jeffreys_intervals)
{
    static const struct { size_t safe, seen; double mean, low, high; } TABLE[] = {
        {0, 0, 0.5, 0.0015413331334287487, 0.9984586668665586},
        {1, 1, 0.75, 0.14674631631272214, 0.9996144190192378},
        {0, 1, 0.25, 0.0003855809807622961, 0.853253683687235},
        {3, 4, 0.7, 0.2837516795255694, 0.9715291049090932},
        {2, 6, 0.35714285714285715, 0.07677014003677114, 0.7135769907743115},
        {12, 12, 0.9615384615384616, 0.8146940616818256, 0.9999599246899267},
    };
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        struct safe_share share = scoring_safe_share(TABLE[i].safe, TABLE[i].seen);
        CHECK_NEAR(share.mean, TABLE[i].mean, 1e-12);
        CHECK_NEAR(share.low, TABLE[i].low, 1e-7);
        CHECK_NEAR(share.high, TABLE[i].high, 1e-7);
    }
}

/* ---- bad input ---- */

TEST(constant_answers_give_finite_figures_and_the_whole_interval)
{
    for (int category = 0; category <= 3; category++) {
        struct scored_outcome outcomes[60];
        for (size_t i = 0; i < 60; i++)
            outcomes[i] = (struct scored_outcome){.item = "q", .indicator = i % village->indicator_count,
                                                  .category = category, .irt = {.a = 9, .b = {-1, 0, 1}, .steps = 3,
                                                                                .weight = 1}};
        struct level_decision decision;
        scoring_decide(village, basics, outcomes, 60, NULL, 0, &decision);
        for (size_t k = 0; k < decision.indicator_count; k++) {
            const struct indicator_level *level = &decision.levels[k];
            CHECK(isfinite(level->estimate.mean) && level->estimate.sd > 0 && isfinite(level->domain.mean));
            CHECK(level->estimate.low < level->estimate.high);
            CHECK(level->domain.low >= 0 && level->domain.high <= 1 && level->domain.low <= level->domain.mean &&
                  level->domain.mean <= level->domain.high);
        }
        scoring_clear_decision(&decision);
    }
}

int
main(void)
{
    struct err err;
    random_bytes_begin();
    if (scoring_load_frameworks(".", &all, &err) != FAULT_NONE)
        return printf("%s\n", err.text), 1;
    village = scoring_find_framework(all, "village-basic");
    basics = scoring_find_programme(all, "digital-basics");
    RUN(only_a_look_short_for_everybody_is_a_rapid_guess);
    RUN(skipped_is_wrong_and_idle_is_missing);
    RUN(two_safe_scenarios_lift_the_cap_and_three_free_the_certificate);
    RUN(each_cap_names_item_event_time_and_line);
    RUN(safe_shares_are_jeffreys_intervals);
    RUN(constant_answers_give_finite_figures_and_the_whole_interval);
    scoring_free_frameworks(all);
    return unit_end();
}
