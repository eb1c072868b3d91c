/* scoring_estimate.c - the estimators against figures computed elsewhere: vectors.json (mpmath with 40 digits, 80-bit
 * arithmetic, Monte Carlo) and more_vectors.json (make_cases.py, an implementation of its own). */
#include "unit.h"

#include <stdlib.h>

#include "base/file.h"
#include "scoring/irt_estimate.h"

static struct json *vectors, *more_vectors;

struct comparison {
    const char *id;
    double tolerance, tolerance_of_p;
    int compared;
};

static void
compare(struct comparison *how, const char *key, const struct json *wanted, const struct json *got)
{
    double a, b = NAN;
    void *at = NULL;
    struct json *value;
    if (json_read_real(wanted, &a)) {
        bool is_p = strstr(key, "p_") == key;
        bool is_near = json_read_real(got, &b) && fabs(a - b) <= (is_p ? how->tolerance_of_p : how->tolerance);
        if (!is_near)
            printf("  %s %s: got %.17g, wanted %.17g\n", how->id, key, b, a);
        CHECK(is_near);
        how->compared++;
        return;
    }
    CHECK(json_count(wanted) > 0);
    for (size_t i = 0; json_is_array(wanted) && i < json_count(wanted); i++)
        compare(how, key, json_at(wanted, i), json_at(got, i));
    while (json_is_object(wanted) && json_next(wanted, &at, &key, &value))
        if (strncmp(key, "check", 5) != 0 && strncmp(key, "mc", 2) != 0)
            compare(how, key, value, json_get(got, key));
}

static int
solve_kind(const struct json *file, const char *kind, double tolerance, double tolerance_of_p)
{
    int solved = 0;
    const struct json *cases = json_get(file, "cases");
    for (size_t i = 0; i < json_count(cases); i++) {
        const struct json *one = json_at(cases, i);
        struct comparison how = {json_get_text(one, "id"), tolerance, tolerance_of_p, 0};
        struct json *got;
        struct err err;
        if (strcmp(json_get_text(one, "kind"), kind) != 0)
            continue;
        CHECK(scoring_solve_case(one, &got, &err) == FAULT_NONE);
        CHECK_TEXT(json_get_text(got, "id"), how.id);
        compare(&how, "", json_get(one, "expect"), got);
        CHECK(how.compared >= 6);
        json_free(got);
        solved++;
    }
    return solved;
}

TEST(one_dimension_agrees_to_1e_8)
{
    CHECK(solve_kind(vectors, "uni", 1e-8, 1e-8) == 5);
}

TEST(the_tree_agrees_to_1e_8)
{
    CHECK(solve_kind(vectors, "tree", 1e-8, 1e-8) == 5);
}

TEST(growth_agrees_to_1e_6)
{
    CHECK(solve_kind(vectors, "growth", 1e-6, 1e-6) == 2);
}

TEST(any_prior_any_steepness_and_many_steps_agree_to_1e_8)
{
    CHECK(solve_kind(more_vectors, "uni", 1e-8, 1e-8) == 10);
}

TEST(any_tree_agrees_to_1e_8)
{
    CHECK(solve_kind(more_vectors, "tree", 1e-8, 1e-8) == 12);
}

TEST(any_growth_agrees_to_1e_6)
{
    CHECK(solve_kind(more_vectors, "growth", 1e-6, 1e-6) == 4);
}

static struct tree_estimate
estimate_mirrored(double sign, int (*response)(int right, int steps))
{
    static const size_t AREA_OF[] = {0, 0, 1};
    static const double MU[] = {0, 0, 0};
    struct irt_model model = {3, 2, AREA_OF, .4, .2, MU, {-1, 0, 1}};
    struct irt_item items[] = {
        {.indicator = 0, .a = 1.3, .b = {sign * .7}, .steps = 1, .weight = 1},
        {.indicator = 1, .a = .8, .b = {sign * -1.1}, .steps = 1, .weight = 1},
        {.indicator = 2, .a = 1.1, .b = {sign * -.9, sign * .1, sign * .8}, .steps = 3, .weight = 1},
    };
    if (sign < 0) { /* the steps of the mirrored task come in the other order */
        double first = items[2].b[0];
        items[2].b[0] = items[2].b[2];
        items[2].b[2] = first;
    }
    int responses[] = {response(1, 1), response(0, 1), response(2, 3)};
    struct tree_estimate estimate;
    irt_estimate_tree(&model, items, responses, 3, &estimate);
    return estimate;
}

static int
as_given(int x, int steps)
{
    (void)steps;
    return x;
}

static int
turned_round(int x, int steps)
{
    return steps - x;
}

TEST(mirrored_answers_to_mirrored_items_give_the_mirrored_estimate)
{
    struct tree_estimate one = estimate_mirrored(1, as_given), other = estimate_mirrored(-1, turned_round);
    CHECK_NEAR(one.general_mean, -other.general_mean, 1e-12);
    CHECK_NEAR(one.log_z, other.log_z, 1e-12);
    CHECK(fabs(one.indicators[0].mean) > .1);
    for (size_t k = 0; k < 3; k++) {
        CHECK_NEAR(one.indicators[k].mean, -other.indicators[k].mean, 1e-12);
        CHECK_NEAR(one.indicators[k].sd, other.indicators[k].sd, 1e-12);
        CHECK_NEAR(one.indicators[k].low, -other.indicators[k].high, 1e-9);
        for (size_t cut = 0; cut < CUT_COUNT; cut++)
            CHECK_NEAR(one.indicators[k].p_at_least[cut], 1 - other.indicators[k].p_at_least[CUT_COUNT - 1 - cut], 1e-12);
    }
    irt_clear_estimate(&one);
    irt_clear_estimate(&other);
}

/* The 2.5 % points of a normal distribution are 1.96 sd from its mean; linear on cells of .25 leaves up to .02. */
TEST(without_answers_the_interval_is_that_of_the_prior)
{
    static const size_t AREA_OF[] = {0};
    static const double MU[] = {-.5};
    struct irt_model model = {1, 1, AREA_OF, .35, .15, MU, {-1, 0, 1}};
    struct tree_estimate estimate;
    irt_estimate_tree(&model, NULL, NULL, 0, &estimate);
    CHECK_NEAR(estimate.indicators[0].mean, -.5, 1e-9);
    CHECK_NEAR(estimate.indicators[0].sd, 1, 1e-9);
    CHECK_NEAR(estimate.indicators[0].low, -.5 - 1.959964, .02);
    CHECK_NEAR(estimate.indicators[0].high, -.5 + 1.959964, .02);
    CHECK_NEAR(estimate.indicators[0].p_at_least[0], .5 * erfc(-.5 / sqrt(2)), 1e-9);
    CHECK_NEAR(estimate.log_z, 0, 1e-9);
    irt_clear_estimate(&estimate);
}

TEST(item_curves_agree_with_the_spot_values)
{
    const struct json *spots = json_get(vectors, "irf");
    CHECK(json_count(spots) > 3);
    for (size_t i = 0; i < json_count(spots); i++) {
        const struct json *spot = json_at(spots, i), *given = json_get(spot, "item");
        struct irt_item item = {.weight = 1};
        double theta = 0, p[ITEM_STEPS_MAX + 1];
        item.steps = (int)json_count(json_get(given, "b"));
        CHECK(json_read_real(json_get(given, "a"), &item.a) && json_read_real(json_get(given, "c"), &item.c));
        for (int x = 0; x < item.steps; x++)
            CHECK(json_read_real(json_at(json_get(given, "b"), (size_t)x), &item.b[x]));
        CHECK(json_read_real(json_get(spot, "theta"), &theta));
        irt_probabilities(&item, theta, p);
        for (int x = 0; x <= item.steps; x++) {
            double wanted = 0;
            CHECK(json_read_real(json_at(json_get(spot, "P"), (size_t)x), &wanted));
            CHECK_NEAR(p[x], wanted, 1e-12);
            CHECK_NEAR(irt_log_probability(&item, x, theta), log(wanted), 1e-12);
        }
    }
}

/* log P(1) = a (theta - b) - log(1 + e^..) tends to a (theta - b), where P itself is 0 in a double. */
TEST(far_out_the_logarithm_goes_on_where_the_probability_ends)
{
    struct irt_item question = {.a = 3, .b = {0}, .steps = 1, .weight = 1};
    struct irt_item task = {.a = 3, .b = {0, 1}, .steps = 2, .weight = 1};
    CHECK_NEAR(irt_log_probability(&question, 1, -400), -1200, 1e-9);
    CHECK_NEAR(irt_log_probability(&question, 0, 400), -1200, 1e-9);
    CHECK_NEAR(irt_log_probability(&task, 2, -400), -2403, 1e-9);
}

struct refusal {
    const char *json, *says;
};

TEST(a_case_that_lacks_something_is_refused_by_the_name_of_it)
{
#define ITEM "\"items\":[{\"a\":1,\"b\":[0]}],"
#define CUTS "\"cuts\":[-1,0,1],"
    static const struct refusal REFUSALS[] = {
        {"{\"kind\":\"uni\"}", "\"id\""},
        {"{\"id\":\"x\"}", "\"kind\""},
        {"{\"id\":\"x\",\"kind\":\"uni\"}", "\"items\""},
        {"{\"id\":\"x\",\"kind\":\"uni\",\"items\":[{\"b\":[0]}]}", "items[0]: the number \"a\""},
        {"{\"id\":\"x\",\"kind\":\"uni\",\"items\":[{\"a\":1,\"b\":[]}]}", "items[0]: \"b\""},
        {"{\"id\":\"x\",\"kind\":\"uni\",\"items\":[{\"a\":1,\"b\":[0],\"c\":1}]}", "\"c\""},
        {"{\"id\":\"x\",\"kind\":\"uni\",\"items\":[{\"a\":0,\"b\":[0]}]}", "\"a\" must be above 0"},
        {"{\"id\":\"x\",\"kind\":\"uni\"," ITEM CUTS "\"prior\":{\"mean\":0,\"sd\":1}}", "\"responses\""},
        {"{\"id\":\"x\",\"kind\":\"uni\"," ITEM "\"responses\":[2]," CUTS "\"prior\":{\"mean\":0,\"sd\":1}}",
         "responses[0]"},
        {"{\"id\":\"x\",\"kind\":\"uni\"," ITEM "\"responses\":[1],\"cuts\":[0,0,1]}", "\"cuts\""},
        {"{\"id\":\"x\",\"kind\":\"uni\"," ITEM "\"responses\":[1]," CUTS "\"prior\":{\"mean\":0,\"sd\":0}}", "\"prior\""},
        {"{\"id\":\"x\",\"kind\":\"tree\"," ITEM "\"responses\":[1]," CUTS "\"area\":[0],\"mu\":[]}", "\"mu\""},
        {"{\"id\":\"x\",\"kind\":\"tree\"," ITEM "\"responses\":[1]," CUTS "\"area\":[0],\"mu\":[0],\"rho_g\":0.5}",
         "\"rho_a\""},
        {"{\"id\":\"x\",\"kind\":\"tree\"," ITEM "\"responses\":[1]," CUTS
         "\"area\":[0],\"mu\":[0],\"rho_g\":0.8,\"rho_a\":0.2}",
         "rho_g and rho_a"},
        {"{\"id\":\"x\",\"kind\":\"tree\",\"items\":[{\"k\":7,\"a\":1,\"b\":[0]}],\"responses\":[1]," CUTS
         "\"area\":[0],\"mu\":[0],\"rho_g\":0.5,\"rho_a\":0.2}",
         "items[0]: there is no indicator k = 7"},
        {"{\"id\":\"x\",\"kind\":\"growth\"," ITEM "\"responses_pre\":[1],\"area\":[0]}", "\"responses_post\""},
    };
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        struct json *one = NULL, *got = NULL;
        struct err err = {0};
        CHECK(json_read(REFUSALS[i].json, strlen(REFUSALS[i].json), &one, &err) == FAULT_NONE);
        CHECK(scoring_solve_case(one, &got, &err) == FAULT_INPUT);
        if (strstr(err.text, REFUSALS[i].says) == NULL)
            printf("  %s\n  says: %s\n", REFUSALS[i].json, err.text);
        CHECK(strstr(err.text, REFUSALS[i].says) != NULL);
        CHECK_TEXT(json_get_text(got, "error"), err.text);
        CHECK(json_get(got, "eap") == NULL);
        json_free(got);
        json_free(one);
    }
}

TEST(a_kind_that_is_not_known_is_said_and_is_no_fault)
{
    static const char MOON[] = "{\"id\":\"x\",\"kind\":\"moon\"}";
    struct json *one = NULL, *got = NULL;
    struct err err;
    CHECK(json_read(MOON, sizeof MOON - 1, &one, &err) == FAULT_NONE);
    CHECK(scoring_solve_case(one, &got, &err) == FAULT_NONE);
    CHECK_TEXT(json_get_text(got, "id"), "x");
    CHECK(json_get_text(got, "error") != NULL && json_count(got) == 2);
    json_free(got);
    json_free(one);
}

static bool
read_vectors(const char *path, struct json **out)
{
    struct buffer text = {0};
    struct err err;
    bool is_read = file_read(path, 1 << 20, &text, &err) == FAULT_NONE &&
                   json_read((const char *)text.data, text.len, out, &err) == FAULT_NONE;
    if (!is_read)
        printf("FAIL read_vectors: %s\n0 passed, 1 failed\n", err.text);
    buffer_clear(&text);
    return is_read;
}

int
main(void)
{
    if (!read_vectors("tests/scoring_cases/vectors.json", &vectors) ||
        !read_vectors("tests/scoring_cases/more_vectors.json", &more_vectors))
        return 1;
    RUN(one_dimension_agrees_to_1e_8);
    RUN(the_tree_agrees_to_1e_8);
    RUN(growth_agrees_to_1e_6);
    RUN(any_prior_any_steepness_and_many_steps_agree_to_1e_8);
    RUN(any_tree_agrees_to_1e_8);
    RUN(any_growth_agrees_to_1e_6);
    RUN(mirrored_answers_to_mirrored_items_give_the_mirrored_estimate);
    RUN(without_answers_the_interval_is_that_of_the_prior);
    RUN(item_curves_agree_with_the_spot_values);
    RUN(far_out_the_logarithm_goes_on_where_the_probability_ends);
    RUN(a_case_that_lacks_something_is_refused_by_the_name_of_it);
    RUN(a_kind_that_is_not_known_is_said_and_is_no_fault);
    json_free(vectors);
    json_free(more_vectors);
    return unit_end();
}
