/* scoring_items.c - item statistics, reliability, fit, DIF and cuts against R 4.2.2 (ctt_vectors.json: psych, mantelhaen.test,
 * prop.test) on the first 120 people and 12 items of sim2pl.csv, and against sums that can be done by hand. */
#include "unit.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "scoring/irt_estimate.h"

enum { PEOPLE = 120, ITEMS = 12 };
static int answers[PEOPLE * ITEMS], steps_of_all[ITEMS];
static struct json *wanted;
static const struct answer_table TABLE = {PEOPLE, ITEMS, answers, steps_of_all};

static void
read_cases(void)
{
    struct buffer text = {0}, vectors = {0};
    struct err err;
    if (file_read("tests/scoring_cases/sim2pl.csv", 1 << 20, &text, &err) != FAULT_NONE ||
        file_read("tests/scoring_cases/ctt_vectors.json", 1 << 20, &vectors, &err) != FAULT_NONE ||
        json_read(buffer_text(&vectors), vectors.len, &wanted, &err) != FAULT_NONE) {
        printf("%s\n", err.text);
        exit(1);
    }
    const char *at = strchr(buffer_text(&text), '\n') + 1;
    for (size_t n = 0; n < PEOPLE; n++, at = strchr(at, '\n') + 1)
        for (size_t i = 0; i < ITEMS; i++)
            answers[n * ITEMS + i] = at[2 * i] - '0';
    for (size_t i = 0; i < ITEMS; i++)
        steps_of_all[i] = 1;
    buffer_clear(&text);
    buffer_clear(&vectors);
}

static double
number(const struct json *value)
{
    double out = NAN;
    CHECK(json_read_real(value, &out));
    return out;
}

TEST(facility_and_correlations_are_those_of_r)
{
    struct item_figures figures[ITEMS];
    item_statistics(&TABLE, &(struct answer_details){0}, figures);
    for (size_t i = 0; i < ITEMS; i++) {
        CHECK_NEAR(figures[i].facility.value, number(json_at(json_get(wanted, "facility"), i)), 1e-12);
        CHECK_NEAR(figures[i].with_total.value, number(json_at(json_get(wanted, "r_pbis"), i)), 1e-12);
        CHECK_NEAR(figures[i].discrimination.value, number(json_at(json_get(wanted, "r_rest"), i)), 1e-12);
        CHECK(figures[i].answers == PEOPLE && figures[i].discrimination.low < figures[i].discrimination.value &&
              figures[i].discrimination.value < figures[i].discrimination.high);
        CHECK(figures[i].upper_lower.is_known && figures[i].upper_lower.value > .2);
        CHECK(figures[i].flags == 0);
    }
}

TEST(alpha_and_its_error_are_those_of_r)
{
    struct reliability out;
    reliability_estimate(&TABLE, &out);
    CHECK(out.person_count == PEOPLE && out.alpha.is_known);
    CHECK_NEAR(out.alpha.value, number(json_get(wanted, "alpha")), 1e-12);
    /* 1 - (1 - alpha) * qf(c(.975, .025), 119, 119 * 11) in R 4.2.2 */
    CHECK_NEAR(out.alpha.low, .5992419589, 1e-9);
    CHECK_NEAR(out.alpha.high, .7647875749, 1e-9);
    CHECK_NEAR(out.sem.value, number(json_get(wanted, "sem")), 1e-11);
    CHECK_NEAR(out.total_mean, number(json_get(wanted, "total_mean")), 1e-12);
    CHECK_NEAR(out.total_sd, number(json_get(wanted, "total_sd")), 1e-11);
}

TEST(intervals_of_shares_are_wilsons)
{
    const struct json *cases = json_get(wanted, "wilson");
    for (size_t i = 0; i < json_count(cases); i++) {
        const struct json *one = json_at(cases, i);
        struct known_figure got = statistics_wilson(number(json_get(one, "x")), (size_t)number(json_get(one, "n")));
        CHECK_NEAR(got.low, number(json_get(one, "lo")), 1e-10);
        CHECK_NEAR(got.high, number(json_get(one, "hi")), 1e-10);
    }
    CHECK(json_count(cases) > 4 && !statistics_wilson(0, 0).is_known);
}

TEST(odds_ratios_and_their_errors_are_those_of_r)
{
    const struct json *cases = json_get(wanted, "mh"), *breaks = json_get(wanted, "strata_breaks");
    int stratum[PEOPLE], is_focal[PEOPLE], categories[PEOPLE];
    for (size_t n = 0; n < PEOPLE; n++) {
        int total = 0;
        for (size_t i = 0; i < ITEMS; i++)
            total += answers[n * ITEMS + i];
        stratum[n] = 0;
        for (size_t k = 1; k < 4; k++)
            stratum[n] += total > number(json_at(breaks, k));
        is_focal[n] = n % 2 == 1;
    }
    for (size_t c = 0; c < json_count(cases); c++) {
        const struct json *one = json_at(cases, c);
        size_t item = (size_t)number(json_get(one, "item")) - 1;
        struct dif_figures out;
        for (size_t n = 0; n < PEOPLE; n++)
            categories[n] = answers[n * ITEMS + item];
        dif_in_strata(categories, 1, is_focal, stratum, PEOPLE, 4, &out);
        CHECK_NEAR(out.alpha, number(json_get(one, "alpha_mh")), 1e-9);
        CHECK_NEAR(out.delta.value, number(json_get(one, "delta")), 1e-9);
        CHECK_NEAR(out.chi2.value, number(json_get(one, "chi2_cc")), 1e-9);
        CHECK_NEAR(log(out.alpha) - 1.959963984540054 * out.se / 2.35, number(json_at(json_get(one, "log_ci"), 0)), 1e-8);
        CHECK(out.reference == 60 && out.focal == 60 && out.action == DIF_NO_DATA);
    }
    CHECK(json_count(cases) >= 2);
}

/* ---- by hand ---- */

TEST(a_task_counts_by_its_share_of_points)
{
    const int categories[] = {0, 1, 1, 0, 2, 1, 3, 0, 3, 1}, steps[] = {3, 1};
    const struct answer_table table = {5, 2, categories, steps};
    struct item_figures figures[2];
    item_statistics(&table, &(struct answer_details){0}, figures);
    CHECK_NEAR(figures[0].facility.value, 9. / 15, 1e-12);
    CHECK_NEAR(figures[1].facility.value, 3. / 5, 1e-12);
    CHECK(figures[0].facility.low >= 0 && figures[0].facility.high <= 1 && figures[0].facility.low < .6);
}

TEST(who_did_not_see_an_item_has_not_failed_it)
{
    const int m = RESPONSE_MISSING, steps[] = {1, 1, 1};
    const int categories[] = {1, 1, m, 1, m, 1, 0, 0, m, m, 1, 0, 1, m, m, m, m, m};
    const struct answer_table table = {6, 3, categories, steps};
    struct item_figures figures[3];
    item_statistics(&table, &(struct answer_details){0}, figures);
    CHECK(figures[0].answers == 4 && figures[1].answers == 3 && figures[2].answers == 2);
    CHECK_NEAR(figures[0].facility.value, .75, 1e-12);
    CHECK_NEAR(figures[1].facility.value, 2. / 3, 1e-12);
    CHECK(!figures[2].discrimination.is_known);
}

/* Beside the question stands a task whose points say how able everybody is: 0..12. */
static struct item_figures
options_of(const int *chosen, const int *able, size_t count)
{
    int *categories = memory_new_array(2 * count, sizeof *categories), *both = memory_new_array(2 * count, sizeof *both);
    const int steps[] = {1, 12};
    const size_t option_count[] = {3, 0};
    struct item_figures figures[2];
    for (size_t n = 0; n < count; n++) {
        categories[2 * n] = chosen[n] == 0;
        categories[2 * n + 1] = able[n];
        both[2 * n] = chosen[n];
        both[2 * n + 1] = -1;
    }
    const struct answer_table table = {count, 2, categories, steps};
    item_statistics(&table, &(struct answer_details){.chosen = both, .option_count = option_count}, figures);
    free(categories);
    free(both);
    return figures[0];
}

TEST(a_wrong_option_that_draws_the_able_makes_the_key_doubtful)
{
    int chosen[60];
    int ability[60];
    for (size_t n = 0; n < 60; n++) {
        ability[n] = (int)n / 5;
        chosen[n] = n < 20 ? 0 : n < 30 ? 3 : n < 32 ? 2 : 1; /* the able take option 1 */
    }
    struct item_figures got = options_of(chosen, ability, 60);
    CHECK((got.flags & ITEM_KEY_DOUBTFUL) && (got.flags & ITEM_IDLE_OPTION));
    CHECK(got.options[1].chosen == 28 && got.options[1].point_biserial.value > .5 && got.options[0].point_biserial.value < -.5);
    CHECK_NEAR(got.options[0].by_third[0], 1, 1e-12);
    CHECK_NEAR(got.options[1].by_third[2], 1, 1e-12);
    CHECK_NEAR(got.unknown_share, 1. / 6, 1e-12);
    CHECK_NEAR(got.options[2].share, 2. / 60, 1e-12);
}

TEST(below_fifty_answers_nothing_is_flagged)
{
    int chosen[49];
    int ability[49];
    for (size_t n = 0; n < 49; n++) {
        ability[n] = (int)n / 5;
        chosen[n] = n < 20 ? 0 : 1;
    }
    CHECK(options_of(chosen, ability, 49).flags == 0);
}

TEST(items_that_are_too_easy_too_hard_or_turned_round_are_flagged)
{
    enum { N = 100 };
    static int categories[N * 6], steps[6] = {1, 1, 1, 1, 1, 1};
    for (size_t n = 0; n < N; n++) {
        bool is_able = n >= N / 2;
        int row[6] = {n != 0, n == 99, is_able, is_able, !is_able, n % 2};
        memcpy(categories + 6 * n, row, sizeof row);
    }
    const struct answer_table table = {N, 6, categories, steps};
    struct item_figures figures[6];
    item_statistics(&table, &(struct answer_details){0}, figures);
    CHECK(figures[0].flags & ITEM_TOO_EASY);
    CHECK(figures[1].flags & ITEM_TOO_HARD);
    CHECK(figures[4].flags & ITEM_NEGATIVE);
    CHECK(figures[5].flags & (ITEM_WEAK | ITEM_NEGATIVE));
}

TEST(what_does_not_vary_says_that_it_cannot_be_computed)
{
    static int right[20 * 3], none[20 * 3], steps[3] = {1, 1, 2};
    for (size_t i = 0; i < 60; i++) {
        right[i] = i % 3 == 2 ? 2 : 1;
        none[i] = RESPONSE_MISSING;
    }
    const int *const tables[] = {right, none};
    for (size_t t = 0; t < 2; t++)
        for (size_t people = 0; people <= 20; people += people == 1 ? 19 : 1) {
            const struct answer_table table = {people, 3, tables[t], steps};
            struct item_figures figures[3];
            struct reliability reliability;
            struct dif_figures dif[3];
            int is_focal[20] = {0, 1, 0, 1};
            item_statistics(&table, &(struct answer_details){0}, figures);
            reliability_estimate(&table, &reliability);
            dif_estimate(&table, is_focal, dif);
            CHECK(!reliability.alpha.is_known && reliability.alpha.value == 0);
            for (size_t i = 0; i < 3; i++) {
                CHECK(!figures[i].discrimination.is_known && figures[i].discrimination.value == 0 && isfinite(figures[i].facility.value));
                CHECK(dif[i].class == DIF_UNKNOWN && dif[i].action == DIF_NO_DATA);
            }
        }
}

/* ---- fit ---- */

static double
uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

TEST(answers_of_the_model_fit_it_and_others_do_not)
{
    enum { N = 400, J = 20 };
    static int categories[N * J], steps[J];
    static double ability[N * J];
    struct irt_item irt[J];
    struct item_figures figures[J];
    uint64_t seed = 3;
    for (size_t i = 0; i < J; i++) {
        steps[i] = 1;
        irt[i] = (struct irt_item){.a = 1.5, .b = {(double)i / 5 - 2}, .steps = 1, .weight = 1};
    }
    for (size_t n = 0; n < N; n++)
        for (size_t i = 0; i < J; i++) {
            double p[2];
            ability[n * J + i] = 4 * ((double)n / N - .5);
            irt_probabilities(&irt[i], ability[n * J + i], p);
            categories[n * J + i] = i == 7 ? uniform(&seed) < .5 : uniform(&seed) < p[1]; /* item 7 is chance */
        }
    const struct answer_table table = {N, J, categories, steps};
    item_statistics(&table, &(struct answer_details){.irt = irt, .ability = ability}, figures);
    for (size_t i = 0; i < J; i++)
        CHECK(((figures[i].flags & ITEM_MISFITS) != 0) == (i == 7));
    int turned[J];
    struct known_figure good = person_fit(irt, categories + 200 * J, ability + 200 * J, J), bad;
    for (size_t i = 0; i < J; i++)
        turned[i] = i >= J / 2; /* the hard ones right, the easy ones wrong */
    bad = person_fit(irt, turned, ability + 200 * J, J);
    CHECK(good.is_known && fabs(good.value) < 2.5 && bad.is_known && bad.value < -4);
    CHECK(!person_fit(irt, turned, ability, ENOUGH_FOR_PERSON_FIT - 1).is_known);
}

TEST(reliability_of_estimates_is_the_share_of_variance_that_is_true)
{
    const double eap[] = {-1, 0, 1, 2, -2}, psd[] = {.5, .5, .5, .5, .5}, p_band[] = {.1, .2, .6, .1, .25, .25, .25, .25};
    CHECK_NEAR(reliability_marginal(eap, psd, 5).value, 2.5 / 2.75, 1e-12);
    CHECK(!reliability_marginal(eap, psd, 1).is_known);
    CHECK_NEAR(reliability_level_accuracy(p_band, 2).value, (.6 + .25) / 2, 1e-12);
    CHECK(!reliability_level_accuracy(p_band, 0).is_known);
}

/* ---- groups ---- */

TEST(an_item_that_is_harder_for_one_group_is_found_when_there_are_people_enough)
{
    enum { J = 30, N = 1500 };
    static int categories[N * J], steps[J], is_focal[N];
    struct dif_figures out[J];
    uint64_t seed = 12;
    for (size_t i = 0; i < J; i++)
        steps[i] = i < 25 ? 1 : 3;
    for (size_t n = 0; n < N; n++) {
        is_focal[n] = n % 3 == 0;
        double theta = 1.4 * (uniform(&seed) + uniform(&seed) + uniform(&seed) - 1.5) * 2 - .5 * is_focal[n];
        for (size_t i = 0; i < J; i++) {
            struct irt_item irt = {.a = 1.1, .steps = steps[i]};
            for (int x = 0; x < steps[i]; x++)
                irt.b[x] = (double)(i % 9) / 4 - 1 + .4 * x + (i == 4 || i == 27 ? 1. * is_focal[n] : 0);
            double p[ITEM_STEPS_MAX + 1], left = uniform(&seed);
            irt_probabilities(&irt, theta, p);
            int category = 0;
            while (category < steps[i] && left >= p[category])
                left -= p[category++];
            categories[n * J + i] = category;
        }
    }
    dif_estimate(&(struct answer_table){N, J, categories, steps}, is_focal, out);
    size_t flagged = 0;
    for (size_t i = 0; i < J; i++) {
        CHECK(out[i].action == DIF_ACT && out[i].focal == 500);
        flagged += i != 4 && i != 27 && out[i].class != DIF_A;
    }
    CHECK(out[4].class == DIF_C && out[4].delta.value < -1.5 && out[4].delta.high < 0);
    CHECK(out[27].class != DIF_A && out[27].smd.value < -.17);
    CHECK(flagged <= 1);
    dif_estimate(&(struct answer_table){290, J, categories, steps}, is_focal, out);
    CHECK(out[4].action == DIF_NO_DATA);
    dif_estimate(&(struct answer_table){450, J, categories, steps}, is_focal, out);
    CHECK(out[4].action == DIF_WATCH);
}

/* ---- cuts ---- */

TEST(cuts_of_judges_solve_the_expected_score)
{
    const struct irt_item items[] = {{.a = 1, .b = {-1}, .steps = 1}, {.a = 1.5, .b = {.5}, .steps = 1, .c = .2},
                                     {.a = 1, .b = {0, 1}, .steps = 2}};
    double shares[2][3], judge_cuts[2];
    for (size_t i = 0; i < 3; i++) {
        shares[0][i] = irt_expected_share(&items[i], .3);
        shares[1][i] = irt_expected_share(&items[i], .9);
    }
    struct judged_cut out;
    angoff_cut(items, 3, shares[0], 2, judge_cuts, &out);
    CHECK_NEAR(judge_cuts[0], .3, 1e-9);
    CHECK_NEAR(judge_cuts[1], .9, 1e-9);
    CHECK(out.is_known && out.judges == 2 && out.cut > .55 && out.cut < .65);
    CHECK_NEAR(out.se, .6 / sqrt(2) / sqrt(2), 1e-9);
    shares[1][0] = shares[1][1] = shares[1][2] = -1; /* judged nothing */
    angoff_cut(items, 3, shares[0], 2, judge_cuts, &out);
    CHECK(out.judges == 1 && out.se == 0);
    CHECK_NEAR(out.cut, .3, 1e-9);
    angoff_cut(items, 3, shares[1], 1, NULL, &out);
    CHECK(!out.is_known && out.cut == 0);
}

TEST(a_bookmark_lies_where_two_thirds_succeed)
{
    const struct irt_item items[] = {{.a = 1, .b = {0}, .steps = 1}, {.a = 2, .b = {1}, .steps = 1, .c = .2},
                                     {.a = 1, .b = {0, 1}, .steps = 2}};
    double rp = (.67 - .2) / .8;
    CHECK_NEAR(bookmark_location(&items[0], .67), log(.67 / .33), 1e-9);
    CHECK_NEAR(bookmark_location(&items[1], .67), 1 + log(rp / (1 - rp)) / 2, 1e-9);
    const size_t bookmarks[] = {0, 1, 1};
    struct judged_cut out;
    bookmark_cut(items, bookmarks, 3, .67, &out);
    CHECK_NEAR(out.cut, bookmark_location(&items[1], .67), 1e-12);
    CHECK(out.judges == 3 && out.se > 0);
    bookmark_cut(items, bookmarks, 0, .67, &out);
    CHECK(!out.is_known);
}

int
main(void)
{
    read_cases();
    RUN(facility_and_correlations_are_those_of_r);
    RUN(alpha_and_its_error_are_those_of_r);
    RUN(intervals_of_shares_are_wilsons);
    RUN(odds_ratios_and_their_errors_are_those_of_r);
    RUN(a_task_counts_by_its_share_of_points);
    RUN(who_did_not_see_an_item_has_not_failed_it);
    RUN(a_wrong_option_that_draws_the_able_makes_the_key_doubtful);
    RUN(below_fifty_answers_nothing_is_flagged);
    RUN(items_that_are_too_easy_too_hard_or_turned_round_are_flagged);
    RUN(what_does_not_vary_says_that_it_cannot_be_computed);
    RUN(answers_of_the_model_fit_it_and_others_do_not);
    RUN(reliability_of_estimates_is_the_share_of_variance_that_is_true);
    RUN(an_item_that_is_harder_for_one_group_is_found_when_there_are_people_enough);
    RUN(cuts_of_judges_solve_the_expected_score);
    RUN(a_bookmark_lies_where_two_thirds_succeed);
    json_free(wanted);
    return unit_end();
}
