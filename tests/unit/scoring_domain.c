/* scoring_domain.c - what a theta means: domain scores, level sets, areas and the total. */
#include "unit.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/random_bytes.h"
#include "scoring/scoring.h"

enum { ITEMS_MAX = 8 };

static struct json *cases;
static struct frameworks *all;
static const struct framework *village;

static double
real_of(const struct json *from, const char *key, double otherwise)
{
    double value;
    return json_read_real(json_get(from, key), &value) ? value : otherwise;
}

static struct irt_item
read_item(const struct json *one, int *response)
{
    const struct json *b = json_get(one, "b");
    struct irt_item item = {.indicator = (size_t)real_of(one, "k", 0), .a = real_of(one, "a", 1),
                            .c = real_of(one, "c", 0), .weight = real_of(one, "w", 1), .steps = (int)json_count(b)};
    for (size_t v = 0; v < json_count(b); v++)
        CHECK(json_read_real(json_at(b, v), &item.b[v]));
    *response = (int)real_of(one, "x", -1);
    return item;
}

static void
check_case(const struct json *one)
{
    const size_t same[] = {0, 0}, apart[] = {0, 1};
    double mu[2];
    struct irt_item items[ITEMS_MAX];
    int responses[ITEMS_MAX];
    size_t count = json_count(json_get(one, "items"));
    bool is_same = json_is_true(json_get(one, "same_area"));
    struct irt_model model = {.indicator_count = 2, .area_count = is_same ? 1 : 2, .area_of = is_same ? same : apart,
                              .rho_g = real_of(one, "rho_g", 0), .rho_a = real_of(one, "rho_a", 0), .mu = mu,
                              .cuts = {-1, 0, 1}};
    struct tree_estimate estimate;
    struct domain_score got[2];
    for (size_t k = 0; k < 2; k++)
        CHECK(json_read_real(json_at(json_get(one, "mu"), k), &mu[k]));
    for (size_t n = 0; n < count; n++)
        items[n] = read_item(json_at(json_get(one, "items"), n), &responses[n]);
    irt_estimate_tree(&model, items, responses, count, &estimate);
    scoring_domain_scores(&estimate, mu, 2, items, count, got);
    for (size_t k = 0; k < 2; k++) {
        const struct json *wanted = json_at(json_get(one, "expect"), k);
        CHECK(got[k].is_known);
        CHECK_NEAR(got[k].mean, real_of(wanted, "mean", -1), 1e-7);
        CHECK_NEAR(got[k].low, real_of(wanted, "low", -1), .01);
        CHECK_NEAR(got[k].high, real_of(wanted, "high", -1), .01);
        CHECK(got[k].low < got[k].mean && got[k].mean < got[k].high);
    }
    irt_clear_estimate(&estimate);
}

TEST(domain_scores_agree_with_sums_over_the_plane)
{
    CHECK(json_count(cases) == 4);
    for (size_t i = 0; i < json_count(cases); i++)
        check_case(json_at(cases, i));
}

TEST(an_indicator_without_a_bank_has_no_domain_score)
{
    struct scored_outcome one = {.item = "q", .indicator = 0, .category = 1,
                                 .irt = {.a = 1, .steps = 1, .weight = 1}};
    struct level_decision decision;
    scoring_decide(village, NULL, &one, 1, NULL, 0, &decision);
    CHECK(decision.levels[0].domain.is_known && !decision.levels[1].domain.is_known);
    struct json *json = scoring_decision_to_json(village, &decision);
    const struct json *levels = json_get(json, "indicators");
    CHECK(json_is_object(json_get(json_get(levels, village->indicators[0].code), "domain")));
    const struct json *none = json_get(json_get(levels, village->indicators[1].code), "domain");
    CHECK(none != NULL && !json_is_object(none));
    CHECK(json_is_true(json_get(json_get(levels, village->indicators[1].code), "inferred")));
    json_free(json);
    scoring_clear_decision(&decision);
}

TEST(the_level_set_is_the_smallest_that_holds_enough)
{
    static const struct { double p[BAND_COUNT]; bool wanted[BAND_COUNT]; } TABLE[] = {
        {{.9, .1, 0, 0}, {true}},
        {{.1, .5, .35, .05}, {false, true, true}},
        {{.25, .25, .25, .25}, {true, true, true, true}},
        {{0, .2, .8, 0}, {false, false, true}},
        {{.4, .2, .4, 0}, {true, false, true}},
    };
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        bool got[BAND_COUNT];
        scoring_level_set(TABLE[i].p, .8, got);
        for (size_t band = 0; band < BAND_COUNT; band++)
            CHECK(got[band] == TABLE[i].wanted[band]);
    }
}

/* Without answers: theta_k is the prior, B_a has variance rho_g + rho_a, the total rho_g. */
TEST(without_answers_areas_and_total_are_the_prior_and_inferred)
{
    struct level_decision decision;
    scoring_decide(village, NULL, NULL, 0, NULL, 0, &decision);
    CHECK(decision.area_count == village->area_count && decision.accuracy == 0);
    CHECK_NEAR(decision.total.mean, village->prior_mean, 1e-9);
    CHECK_NEAR(decision.total.sd, sqrt(village->rho_g), 1e-9);
    CHECK(decision.total.is_inferred);
    for (size_t a = 0; a < decision.area_count; a++) {
        CHECK_NEAR(decision.areas[a].mean, village->prior_mean, 1e-9);
        CHECK_NEAR(decision.areas[a].sd, sqrt(village->rho_g + village->rho_a), 1e-9);
        CHECK_NEAR(decision.areas[a].high - decision.areas[a].low, 2 * 1.959964 * decision.areas[a].sd, 1e-5);
        CHECK(decision.areas[a].is_inferred);
    }
    scoring_clear_decision(&decision);
}

TEST(an_area_is_inferred_until_one_of_its_indicators_is_tested)
{
    struct scored_outcome one = {.item = "q", .indicator = (size_t)scoring_indicator_index(village, "4.2"), .category = 0,
                                 .irt = {.a = 1.5, .steps = 1, .weight = 1}};
    struct level_decision decision;
    scoring_decide(village, NULL, &one, 1, NULL, 0, &decision);
    size_t area = village->indicators[one.indicator].area;
    for (size_t a = 0; a < decision.area_count; a++)
        CHECK(decision.areas[a].is_inferred == (a != area));
    CHECK(!decision.total.is_inferred);
    CHECK(decision.areas[area].mean < decision.total.mean && decision.total.mean < village->prior_mean);
    double largest = 0;
    for (size_t i = 0; i < BAND_COUNT; i++)
        largest = fmax(largest, decision.levels[one.indicator].p_band[i]);
    CHECK_NEAR(decision.accuracy, largest, 1e-12);
    scoring_clear_decision(&decision);
}

int
main(void)
{
    struct buffer text = {0};
    struct err err;
    random_bytes_begin();
    if (file_read("tests/scoring_cases/domain.json", 1 << 20, &text, &err) != FAULT_NONE ||
        json_read((const char *)text.data, text.len, &cases, &err) != FAULT_NONE ||
        scoring_load_frameworks(".", &all, &err) != FAULT_NONE)
        return printf("%s\n", err.text), 1;
    village = scoring_find_framework(all, "village-basic");
    RUN(domain_scores_agree_with_sums_over_the_plane);
    RUN(an_indicator_without_a_bank_has_no_domain_score);
    RUN(the_level_set_is_the_smallest_that_holds_enough);
    RUN(without_answers_areas_and_total_are_the_prior_and_inferred);
    RUN(an_area_is_inferred_until_one_of_its_indicators_is_tested);
    json_free(cases);
    buffer_clear(&text);
    scoring_free_frameworks(all);
    return unit_end();
}
