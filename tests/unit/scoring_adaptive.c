/* scoring_adaptive.c - the choice of the next item: figures of adaptive.json (make_adaptive.py: sums over three abilities,
 * no tree), then what a test must keep to whatever is answered. */
#include "unit.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "scoring/scoring.h"

enum { BANK_MAX = 96, INDICATORS = 6 };

static struct json *vectors;

static double
real(const struct json *value)
{
    double number = NAN;
    CHECK(json_read_real(value, &number));
    return number;
}

/* ---- the vectors ---- */

static void
read_item(const struct json *from, struct adaptive_item *item)
{
    const struct json *parts = json_get(from, "parts");
    *item = (struct adaptive_item){.part_count = json_count(parts), .minutes = real(json_get(from, "minutes"))};
    for (size_t n = 0; n < item->part_count; n++) {
        const struct json *part = json_at(parts, n), *b = json_get(part, "b");
        struct irt_item *irt = &item->parts[n];
        *irt = (struct irt_item){.indicator = (size_t)real(json_get(part, "indicator")), .a = real(json_get(part, "a")),
                                 .steps = (int)json_count(b), .c = real(json_get(part, "c")),
                                 .weight = real(json_get(part, "weight"))};
        for (size_t i = 0; i < json_count(b); i++)
            irt->b[i] = real(json_at(b, i));
    }
}

static void
compare_state(const struct json *state, const struct irt_model *model, const struct adaptive_item *items, size_t count,
              enum adaptive_goal goal)
{
    struct adaptive_rules rules = adaptive_usual_rules();
    rules.goal = goal;
    struct adaptive_bank *bank = adaptive_bank_new(model, items, count, &rules);
    struct adaptive_test *test = adaptive_test_new(bank, NULL, 1);
    const struct json *answers = json_get(state, "answers");
    for (size_t i = 0; i < json_count(answers); i++) {
        const struct json *given = json_get(json_at(answers, i), "categories");
        int categories[ADAPTIVE_PARTS_MAX] = {0};
        for (size_t n = 0; n < json_count(given); n++)
            categories[n] = (int)real(json_at(given, n));
        adaptive_note(test, (size_t)real(json_get(json_at(answers, i), "item")), categories);
    }
    for (size_t k = 0; k < model->indicator_count; k++) {
        const struct json *wanted = json_at(json_get(state, "indicators"), k);
        double mean, sd, above;
        adaptive_estimate(test, k, &mean, &sd, &above);
        CHECK_NEAR(mean, real(json_get(wanted, "mean")), 1e-6);
        CHECK_NEAR(sd, real(json_get(wanted, "sd")), 1e-6);
        CHECK_NEAR(above, real(json_get(wanted, "p_above")), 1e-6);
    }
    const struct json *values = json_get(state, goal == ADAPTIVE_PROFILE ? "values" : "values_at_cut");
    for (size_t i = 0; i < count; i++) {
        CHECK_NEAR(adaptive_value(test, i), real(json_at(values, i)), 1e-6);
        CHECK_NEAR(adaptive_success(test, i), real(json_at(json_get(state, "success"), i)), 1e-6);
    }
    adaptive_test_free(test);
    adaptive_bank_free(bank);
}

TEST(what_an_item_is_worth_agrees_with_sums_over_all_abilities_to_1e_6)
{
    const struct json *made = json_get(vectors, "items"), *states = json_get(vectors, "states");
    struct adaptive_item items[16];
    double mu[3];
    size_t area_of[3];
    for (size_t k = 0; k < 3; k++) {
        mu[k] = real(json_at(json_get(vectors, "mu"), k));
        area_of[k] = (size_t)real(json_at(json_get(vectors, "area_of"), k));
    }
    struct irt_model model = {.indicator_count = 3, .area_count = 2, .area_of = area_of, .mu = mu,
                              .rho_g = real(json_get(vectors, "rho_g")), .rho_a = real(json_get(vectors, "rho_a")),
                              .cuts = {-1, 0, 1}};
    for (size_t i = 0; i < json_count(made); i++)
        read_item(json_at(made, i), &items[i]);
    CHECK(json_count(states) == 3);
    for (size_t i = 0; i < json_count(states); i++) {
        compare_state(json_at(states, i), &model, items, json_count(made), ADAPTIVE_PROFILE);
        compare_state(json_at(states, i), &model, items, json_count(made), ADAPTIVE_CERTIFICATE);
    }
}

/* ---- a bank of questions ---- */

static const size_t AREA_OF[INDICATORS] = {0, 0, 0, 1, 1, 1};
static const double MU[INDICATORS] = {-.5, -.5, -.5, -.5, -.5, -.5};
static const struct irt_model MODEL = {.indicator_count = INDICATORS, .area_count = 2, .area_of = AREA_OF, .rho_g = .35,
                                       .rho_a = .15, .mu = MU, .cuts = {-1, 0, 1}};

struct sitting {
    struct adaptive_item items[BANK_MAX];
    bool is_eligible[BANK_MAX];
    size_t count;
    struct adaptive_rules rules;
    uint64_t seed;
    int answer;              /* of every question: 1 right, 0 wrong, RESPONSE_MISSING; 2: some right, some wrong */
    size_t given[BANK_MAX];  /* what came, in order */
    size_t given_count;
    size_t asked[INDICATORS];
    enum adaptive_ending ending;
    double sd_most;
    size_t more[BANK_MAX];
};

/* Each indicator from -2 to +1.5, in turn. */
static struct sitting
sitting_of(size_t per_indicator)
{
    struct sitting sitting = {.rules = adaptive_usual_rules(), .seed = 7, .answer = 2};
    for (size_t n = 0; n < per_indicator; n++)
        for (size_t k = 0; k < INDICATORS; k++) {
            sitting.is_eligible[sitting.count] = true;
            sitting.items[sitting.count++] = (struct adaptive_item){
                .part_count = 1, .minutes = 1,
                .parts = {{.indicator = k, .a = .9 + .05 * (double)((n * 5 + k) % 9), .steps = 1, .c = .2, .weight = 1,
                           .b = {-2 + 3.5 * (double)n / (double)(per_indicator > 1 ? per_indicator - 1 : 1)}}}};
        }
    return sitting;
}

static void
sit(struct sitting *sitting)
{
    struct adaptive_bank *bank = adaptive_bank_new(&MODEL, sitting->items, sitting->count, &sitting->rules);
    struct adaptive_test *test = adaptive_test_new(bank, sitting->is_eligible, sitting->seed);
    sitting->given_count = 0;
    memset(sitting->asked, 0, sizeof sitting->asked);
    for (size_t item; (item = adaptive_next(test)) != ADAPTIVE_NO_ITEM;) {
        int category = sitting->answer == 2 ? (int)((item * 7 + sitting->given_count * 5) % 11 > 4) : sitting->answer;
        CHECK(item < sitting->count && sitting->given_count < sitting->count && adaptive_next(test) == item);
        sitting->more[sitting->given_count] = adaptive_more(test);
        sitting->given[sitting->given_count++] = item;
        sitting->asked[sitting->items[item].parts[0].indicator]++;
        adaptive_note(test, item, &category);
    }
    sitting->ending = adaptive_ends(test);
    sitting->sd_most = 0;
    for (size_t k = 0; k < INDICATORS; k++) {
        double mean, sd, above;
        adaptive_estimate(test, k, &mean, &sd, &above);
        sitting->sd_most = fmax(sitting->sd_most, sd);
    }
    adaptive_test_free(test);
    adaptive_bank_free(bank);
}

static bool
same_items(const struct sitting *a, const struct sitting *b)
{
    return a->given_count == b->given_count && memcmp(a->given, b->given, a->given_count * sizeof *a->given) == 0;
}

TEST(the_same_seed_and_answers_give_the_same_items_and_another_seed_gives_others)
{
    struct sitting a = sitting_of(12), b = sitting_of(12), c = sitting_of(12);
    c.seed = 8;
    sit(&a);
    sit(&b);
    sit(&c);
    CHECK(a.given_count >= 12 && same_items(&a, &b) && !same_items(&a, &c));
}

TEST(other_answers_lead_to_other_items)
{
    struct sitting right = sitting_of(12), wrong = sitting_of(12);
    double right_b = 0, wrong_b = 0;
    right.answer = 1;
    wrong.answer = 0;
    sit(&right);
    sit(&wrong);
    for (size_t i = 6; i < 12; i++) {
        right_b += right.items[right.given[i]].parts[0].b[0];
        wrong_b += wrong.items[wrong.given[i]].parts[0].b[0];
    }
    CHECK(right_b > wrong_b + 3);
}

TEST(no_item_comes_twice_and_no_indicator_is_two_ahead)
{
    for (int answer = 0; answer <= 2; answer++) {
        struct sitting sitting = sitting_of(12);
        size_t asked[INDICATORS] = {0};
        bool is_given[BANK_MAX] = {false};
        sitting.answer = answer;
        sit(&sitting);
        for (size_t i = 0; i < sitting.given_count; i++) {
            size_t least = SIZE_MAX, k = sitting.items[sitting.given[i]].parts[0].indicator;
            CHECK(!is_given[sitting.given[i]]);
            is_given[sitting.given[i]] = true;
            for (size_t j = 0; j < INDICATORS; j++)
                least = asked[j] < least ? asked[j] : least;
            CHECK(asked[k] <= least + 1);
            asked[k]++;
        }
    }
}

TEST(a_masked_item_never_comes)
{
    struct sitting sitting = sitting_of(12);
    for (size_t i = 0; i < sitting.count; i += 2)
        sitting.is_eligible[i] = false;
    sit(&sitting);
    CHECK(sitting.given_count >= 12);
    for (size_t i = 0; i < sitting.given_count; i++)
        CHECK(sitting.is_eligible[sitting.given[i]]);
}

TEST(an_indicator_without_eligible_items_is_passed_over_and_the_others_go_on)
{
    struct sitting sitting = sitting_of(12);
    for (size_t i = 0; i < sitting.count; i++)
        sitting.is_eligible[i] = sitting.items[i].parts[0].indicator != 4;
    sitting.rules.items_most = 96;
    sitting.rules.minutes_most = 0;
    sit(&sitting);
    CHECK(sitting.asked[4] == 0 && sitting.asked[0] >= 2 && sitting.asked[5] >= 2);
    CHECK(sitting.ending == ADAPTIVE_BANK_EMPTY);
}

TEST(a_bank_of_one_item_gives_it_and_ends)
{
    struct sitting sitting = sitting_of(1);
    sitting.count = 1;
    sit(&sitting);
    CHECK(sitting.given_count == 1 && sitting.given[0] == 0 && sitting.more[0] == 1);
    CHECK(sitting.ending == ADAPTIVE_BANK_EMPTY);
    sitting.is_eligible[0] = false;
    sit(&sitting);
    CHECK(sitting.given_count == 0 && sitting.ending == ADAPTIVE_BANK_EMPTY);
}

TEST(the_first_five_are_expected_to_be_right_seven_to_nine_times_of_ten)
{
    struct sitting sitting = sitting_of(16);
    struct adaptive_bank *bank = adaptive_bank_new(&MODEL, sitting.items, sitting.count, &sitting.rules);
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct adaptive_test *test = adaptive_test_new(bank, NULL, seed);
        for (size_t n = 0; n < 5; n++) {
            size_t item = adaptive_next(test);
            int right = 1;
            CHECK(item != ADAPTIVE_NO_ITEM);
            CHECK_NEAR(adaptive_success(test, item), .8, .1 + 1e-9);
            adaptive_note(test, item, &right);
        }
        adaptive_test_free(test);
    }
    adaptive_bank_free(bank);
}

TEST(where_all_items_are_hard_the_easiest_of_them_come_first)
{
    struct sitting sitting = sitting_of(4);
    for (size_t i = 0; i < sitting.count; i++) {
        sitting.items[i].parts[0].c = 0;
        sitting.items[i].parts[0].b[0] = i == 9 ? 1 : 3;
    }
    sit(&sitting);
    CHECK(sitting.given[0] == 9);
}

TEST(a_profile_ends_when_the_least_known_indicator_is_known_well_enough)
{
    struct sitting sitting = sitting_of(16);
    sitting.rules.items_most = 90;
    sitting.rules.minutes_most = 0;
    sitting.rules.sd = .72;
    sit(&sitting);
    CHECK(sitting.ending == ADAPTIVE_REACHED && sitting.sd_most <= .72 && sitting.given_count < 60);
    size_t wider = sitting.given_count;
    sitting.rules.sd = .65;
    sit(&sitting);
    CHECK(sitting.sd_most <= .65 && sitting.given_count > wider);
    for (size_t k = 0; k < INDICATORS; k++)
        CHECK(sitting.asked[k] >= 2);
}

TEST(a_certificate_leaves_an_indicator_once_it_is_decided_or_was_asked_eight_times)
{
    struct sitting sitting = sitting_of(16);
    sitting.rules.goal = ADAPTIVE_CERTIFICATE;
    sitting.rules.items_most = 96;
    sitting.rules.minutes_most = 0;
    sitting.answer = 1;
    sit(&sitting);
    size_t all_right = sitting.given_count;
    CHECK(sitting.ending == ADAPTIVE_REACHED && all_right >= 2 * INDICATORS && all_right <= 4 * INDICATORS);
    sitting.answer = 2;
    sit(&sitting);
    CHECK(sitting.ending == ADAPTIVE_REACHED && sitting.given_count > all_right);
    for (size_t k = 0; k < INDICATORS; k++)
        CHECK(sitting.asked[k] >= 2 && sitting.asked[k] <= 8);
    sitting.rules.sure = 1;
    sit(&sitting);
    CHECK(sitting.given_count == 8 * INDICATORS);
}

TEST(a_test_ends_at_its_items_and_at_its_minutes)
{
    struct sitting sitting = sitting_of(12);
    sitting.rules.sd = .01;
    sitting.rules.items_most = 17;
    sit(&sitting);
    CHECK(sitting.given_count == 17 && sitting.ending == ADAPTIVE_ALL_ITEMS);
    sitting.rules.items_most = 60;
    sitting.rules.minutes_most = 20;
    for (size_t i = 0; i < sitting.count; i++)
        sitting.items[i].minutes = 3;
    sit(&sitting);
    CHECK(sitting.given_count == 6 && sitting.ending == ADAPTIVE_ALL_MINUTES);
    sitting.items[5].minutes = 2;
    sitting.rules.minutes_most = 2;
    sit(&sitting);
    CHECK(sitting.given_count == 1 && sitting.given[0] == 5);
    sitting.rules.items_most = 0;
    sit(&sitting);
    CHECK(sitting.given_count == 0);
}

TEST(a_short_test_still_asks_every_indicator_twice)
{
    for (uint64_t seed = 0; seed < 40; seed++) {
        struct sitting sitting = sitting_of(12);
        sitting.rules.items_most = 12;
        sitting.seed = seed;
        sit(&sitting);
        CHECK(sitting.given_count == 12);
        for (size_t k = 0; k < INDICATORS; k++)
            CHECK(sitting.asked[k] == 2);
    }
}

TEST(skipping_everything_and_seeing_nothing_marked_both_come_to_an_end)
{
    struct sitting sitting = sitting_of(12);
    sitting.answer = 0;
    sit(&sitting);
    CHECK(sitting.given_count > 0 && sitting.given_count <= 40);
    sitting.answer = RESPONSE_MISSING;
    sit(&sitting);
    CHECK(sitting.given_count == 40 && sitting.ending == ADAPTIVE_ALL_ITEMS);
    CHECK_NEAR(sitting.sd_most, 1, 1e-6);
}

TEST(how_many_more_never_rises_and_is_never_nothing_before_the_end)
{
    for (int goal = ADAPTIVE_PROFILE; goal <= ADAPTIVE_CERTIFICATE; goal++)
        for (uint64_t seed = 0; seed < 6; seed++) {
            struct sitting sitting = sitting_of(12);
            sitting.rules.goal = (enum adaptive_goal)goal;
            sitting.seed = seed;
            sit(&sitting);
            for (size_t i = 0; i < sitting.given_count; i++)
                CHECK(sitting.more[i] >= 1 && (i == 0 || sitting.more[i] <= sitting.more[i - 1]));
            CHECK(sitting.more[0] <= 40 && sitting.more[0] + 14 >= sitting.given_count);
        }
}

/* Some answers do not count, so that who was asked more may have less evidence: there is always a next item. */
TEST(answers_that_do_not_count_never_leave_a_test_without_a_next_item)
{
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct sitting sitting = sitting_of(12);
        sitting.rules.items_most = 8 + seed % 20;
        struct adaptive_bank *bank = adaptive_bank_new(&MODEL, sitting.items, sitting.count, &sitting.rules);
        struct adaptive_test *test = adaptive_test_new(bank, NULL, seed);
        size_t given = 0;
        for (size_t item; (item = adaptive_next(test)) != ADAPTIVE_NO_ITEM; given++) {
            size_t k = sitting.items[item].parts[0].indicator;
            int category = (k + seed) % 3 == 0 ? RESPONSE_MISSING : (int)(item % 2);
            adaptive_note(test, item, &category);
        }
        CHECK(given == sitting.rules.items_most && adaptive_ends(test) == ADAPTIVE_ALL_ITEMS);
        adaptive_test_free(test);
        adaptive_bank_free(bank);
    }
}

TEST(time_counts_against_an_item)
{
    struct sitting sitting = sitting_of(2);
    sitting.count = 2;
    sitting.items[1] = sitting.items[0];
    sitting.items[1].minutes = 2;
    struct adaptive_bank *bank = adaptive_bank_new(&MODEL, sitting.items, 2, &sitting.rules);
    struct adaptive_test *test = adaptive_test_new(bank, NULL, 1);
    CHECK_NEAR(adaptive_value(test, 0), 2 * adaptive_value(test, 1), 1e-12);
    adaptive_test_free(test);
    adaptive_bank_free(bank);
    sitting.items[1].cost = .5; /* measured: the author's minutes count for the limit alone */
    bank = adaptive_bank_new(&MODEL, sitting.items, 2, &sitting.rules);
    test = adaptive_test_new(bank, NULL, 1);
    CHECK_NEAR(adaptive_value(test, 1), 2 * adaptive_value(test, 0), 1e-12);
    adaptive_test_free(test);
    adaptive_bank_free(bank);
}

/* Three equally good items, and a fourth: over many seeds each comes first about as often. */
TEST(chance_among_the_best_lies_in_the_seed)
{
    struct sitting sitting = sitting_of(1);
    int first[4] = {0};
    sitting.count = 4;
    for (size_t i = 1; i < 4; i++)
        sitting.items[i] = sitting.items[0];
    for (sitting.seed = 0; sitting.seed < 400; sitting.seed++) {
        sit(&sitting);
        first[sitting.given[0]]++;
    }
    for (size_t i = 0; i < 4; i++)
        CHECK(first[i] > 60 && first[i] < 140);
}

int
main(void)
{
    struct buffer text = {0};
    struct err err;
    if (file_read("tests/scoring_cases/adaptive.json", 1 << 20, &text, &err) != FAULT_NONE ||
        json_read((const char *)text.data, text.len, &vectors, &err) != FAULT_NONE) {
        printf("FAIL read_vectors: %s\n0 passed, 1 failed\n", err.text);
        return 1;
    }
    buffer_clear(&text);
    RUN(what_an_item_is_worth_agrees_with_sums_over_all_abilities_to_1e_6);
    RUN(the_same_seed_and_answers_give_the_same_items_and_another_seed_gives_others);
    RUN(other_answers_lead_to_other_items);
    RUN(no_item_comes_twice_and_no_indicator_is_two_ahead);
    RUN(a_masked_item_never_comes);
    RUN(an_indicator_without_eligible_items_is_passed_over_and_the_others_go_on);
    RUN(a_bank_of_one_item_gives_it_and_ends);
    RUN(the_first_five_are_expected_to_be_right_seven_to_nine_times_of_ten);
    RUN(where_all_items_are_hard_the_easiest_of_them_come_first);
    RUN(a_profile_ends_when_the_least_known_indicator_is_known_well_enough);
    RUN(a_certificate_leaves_an_indicator_once_it_is_decided_or_was_asked_eight_times);
    RUN(a_test_ends_at_its_items_and_at_its_minutes);
    RUN(a_short_test_still_asks_every_indicator_twice);
    RUN(skipping_everything_and_seeing_nothing_marked_both_come_to_an_end);
    RUN(how_many_more_never_rises_and_is_never_nothing_before_the_end);
    RUN(answers_that_do_not_count_never_leave_a_test_without_a_next_item);
    RUN(time_counts_against_an_item);
    RUN(chance_among_the_best_lies_in_the_seed);
    json_free(vectors);
    return unit_end();
}
