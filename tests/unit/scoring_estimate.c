/* scoring_estimate.c - the estimator against vectors computed with 40 digits (mpmath) and 80-bit arithmetic. */
#include "unit.h"

#include <stdlib.h>

#include "base/file.h"
#include "scoring/scoring.h"

static struct json *vectors;

static void
compare(const struct json *wanted, const struct json *got, double tolerance)
{
    double a, b;
    void *at = NULL;
    const char *key;
    struct json *value;
    if (json_read_real(wanted, &a)) {
        CHECK(json_read_real(got, &b));
        CHECK_NEAR(b, a, tolerance);
        return;
    }
    for (size_t i = 0; json_is_array(wanted) && i < json_count(wanted); i++)
        compare(json_at(wanted, i), json_at(got, i), tolerance);
    while (json_next(wanted, &at, &key, &value))
        if (strncmp(key, "check", 5) != 0)
            compare(value, json_get(got, key), tolerance);
}

static int
solve_kind(const char *kind, double tolerance)
{
    int solved = 0;
    const struct json *cases = json_get(vectors, "cases");
    for (size_t i = 0; i < json_count(cases); i++) {
        const struct json *one = json_at(cases, i);
        if (strcmp(json_get_text(one, "kind"), kind) != 0)
            continue;
        struct json *got = scoring_solve_case(one);
        CHECK_TEXT(json_get_text(got, "id"), json_get_text(one, "id"));
        compare(json_get(one, "expect"), got, tolerance);
        json_free(got);
        solved++;
    }
    return solved;
}

TEST(one_dimension_agrees_to_1e_8)
{
    CHECK(solve_kind("uni", 1e-8) == 5);
}

TEST(the_tree_agrees_to_1e_8)
{
    CHECK(solve_kind("tree", 1e-8) == 5);
}

TEST(growth_agrees_to_1e_6)
{
    CHECK(solve_kind("growth", 1e-6) == 2);
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
        }
    }
}

TEST(a_case_that_does_not_fit_is_named_not_guessed)
{
    static const char *const CASES[] = {
        "{\"id\":\"x\",\"kind\":\"uni\"}",
        "{\"id\":\"x\",\"kind\":\"moon\"}",
        "{\"id\":\"x\"}",
        "{\"id\":\"x\",\"kind\":\"uni\",\"items\":[{\"a\":1,\"b\":[0]}],\"responses\":[2],\"cuts\":[-1,0,1],"
        "\"prior\":{\"mean\":0,\"sd\":1}}",
        "{\"id\":\"x\",\"kind\":\"tree\",\"items\":[{\"k\":7,\"a\":1,\"b\":[0]}],\"responses\":[1],\"cuts\":[-1,0,1],"
        "\"area\":[0],\"mu\":[0],\"rho_g\":0.5,\"rho_a\":0.2}",
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct json *one = NULL;
        struct err err;
        CHECK(json_read(CASES[i], strlen(CASES[i]), &one, &err) == FAULT_NONE);
        struct json *got = scoring_solve_case(one);
        CHECK(json_get_text(got, "error") != NULL && json_get(got, "eap") == NULL);
        json_free(got);
        json_free(one);
    }
}

int
main(void)
{
    struct buffer text = {0};
    struct err err;
    if (file_read("tests/scoring_cases/vectors.json", 1 << 20, &text, &err) != FAULT_NONE ||
        json_read((const char *)text.data, text.len, &vectors, &err) != FAULT_NONE) {
        printf("  %s\n", err.text);
        return 1;
    }
    RUN(one_dimension_agrees_to_1e_8);
    RUN(the_tree_agrees_to_1e_8);
    RUN(growth_agrees_to_1e_6);
    RUN(item_curves_agree_with_the_spot_values);
    RUN(a_case_that_does_not_fit_is_named_not_guessed);
    json_free(vectors);
    buffer_clear(&text);
    return unit_end();
}
