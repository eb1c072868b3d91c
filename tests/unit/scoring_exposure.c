/* scoring_exposure.c - which items one person may be given: chances from MEASURE.md section 3, min(1, .30 / rate)^2. */
#include "unit.h"

#include <stdlib.h>

#include "scoring/scoring.h"

enum { INDICATORS = 5, EACH = 12, ITEMS = INDICATORS * EACH, PEOPLE = 200 };

static const size_t AREA_OF[INDICATORS] = {0, 0, 1, 1, 2};
static const double MU[INDICATORS] = {-.5, -.5, -.5, -.5, -.5};
static const struct irt_model MODEL = {.indicator_count = INDICATORS, .area_count = 3, .area_of = AREA_OF, .rho_g = .35,
                                       .rho_a = .15, .mu = MU, .cuts = {-1, 0, 1}};

/* Two items of each indicator are much better than the others: without control everybody gets these. */
static struct adaptive_bank *
make_bank(enum adaptive_goal goal)
{
    struct adaptive_item items[ITEMS];
    struct adaptive_rules rules = adaptive_usual_rules();
    rules.goal = goal;
    rules.items_most = 12;
    for (size_t i = 0; i < ITEMS; i++)
        items[i] = (struct adaptive_item){
            .part_count = 1, .minutes = 1,
            .parts = {{.indicator = i / EACH, .a = i % EACH < 2 ? 2 : 1, .b = {-1.5 + .25 * (double)(i % EACH)}, .steps = 1,
                       .c = .2, .weight = 1}}};
    return adaptive_bank_new(&MODEL, items, ITEMS, &rules);
}

TEST(an_item_is_let_in_as_rarely_as_it_was_given_often)
{
    static const struct {
        double rate, chance;
    } ROWS[] = {{0, 1}, {.3, 1}, {.4, .5625}, {.6, .25}, {1, .09}};
    struct adaptive_bank *bank = make_bank(ADAPTIVE_PROFILE);
    for (size_t row = 0; row < sizeof ROWS / sizeof ROWS[0]; row++) {
        double rate[ITEMS] = {0}, let_in = 0;
        bool is_eligible[ITEMS];
        rate[3] = ROWS[row].rate;
        const struct adaptive_exposure exposure = {.rate = rate};
        for (uint64_t seed = 0; seed < 4000; seed++) {
            adaptive_draw_eligible(bank, &exposure, seed, is_eligible);
            let_in += is_eligible[3];
            CHECK(is_eligible[2] && is_eligible[ITEMS - 1]);
        }
        CHECK_NEAR(let_in / 4000, ROWS[row].chance, .025);
    }
    adaptive_bank_free(bank);
}

/* Every item given to two people of five: .30 is out of reach. One that all were given is held to 1.25 times the mean. */
TEST(a_test_that_takes_much_of_its_bank_holds_back_only_what_is_given_more_than_the_rest)
{
    struct adaptive_bank *bank = make_bank(ADAPTIVE_PROFILE);
    double rate[ITEMS], let_in = 0, most = 1.25 * (.4 * (ITEMS - 1) + 1) / ITEMS;
    bool is_eligible[ITEMS];
    for (size_t i = 0; i < ITEMS; i++)
        rate[i] = i == 3 ? 1 : .4;
    const struct adaptive_exposure exposure = {.rate = rate};
    for (uint64_t seed = 0; seed < 4000; seed++) {
        adaptive_draw_eligible(bank, &exposure, seed, is_eligible);
        let_in += is_eligible[3];
        for (size_t i = 0; i < ITEMS; i++)
            CHECK(i == 3 || is_eligible[i]);
    }
    CHECK_NEAR(let_in / 4000, most * most, .025);
    adaptive_bank_free(bank);
}

TEST(a_worn_or_unusable_item_stays_out_while_there_are_others)
{
    struct adaptive_bank *bank = make_bank(ADAPTIVE_PROFILE);
    double rate[ITEMS] = {0};
    bool is_worn[ITEMS] = {false}, is_usable[ITEMS], is_eligible[ITEMS];
    for (size_t i = 0; i < ITEMS; i++)
        is_usable[i] = i != 20;
    is_worn[5] = true;
    const struct adaptive_exposure exposure = {.rate = rate, .is_worn = is_worn, .is_usable = is_usable};
    for (uint64_t seed = 0; seed < 50; seed++) {
        adaptive_draw_eligible(bank, &exposure, seed, is_eligible);
        CHECK(!is_eligible[5] && !is_eligible[20] && is_eligible[4]);
    }
    adaptive_bank_free(bank);
}

TEST(where_all_items_are_worn_the_rarest_four_of_each_indicator_come_back)
{
    for (int goal = ADAPTIVE_PROFILE; goal <= ADAPTIVE_CERTIFICATE; goal++) {
        struct adaptive_bank *bank = make_bank((enum adaptive_goal)goal);
        double rate[ITEMS];
        bool is_worn[ITEMS], is_eligible[ITEMS];
        size_t kept = goal == ADAPTIVE_PROFILE ? 4 : 8;
        for (size_t i = 0; i < ITEMS; i++) {
            rate[i] = .99 - .01 * (double)(i % EACH);
            is_worn[i] = true;
        }
        const struct adaptive_exposure exposure = {.rate = rate, .is_worn = is_worn};
        adaptive_draw_eligible(bank, &exposure, 3, is_eligible);
        for (size_t i = 0; i < ITEMS; i++)
            CHECK(is_eligible[i] == (i % EACH >= EACH - kept));
        adaptive_bank_free(bank);
    }
}

TEST(a_rehearsal_says_the_same_each_time_and_another_one_something_else)
{
    struct adaptive_bank *bank = make_bank(ADAPTIVE_PROFILE);
    double first[ITEMS], second[ITEMS], third[ITEMS], sum = 0;
    adaptive_rehearse(bank, &MODEL, NULL, 30, 1, first);
    adaptive_rehearse(bank, &MODEL, NULL, 30, 1, second);
    adaptive_rehearse(bank, &MODEL, NULL, 30, 2, third);
    CHECK(memcmp(first, second, sizeof first) == 0 && memcmp(first, third, sizeof first) != 0);
    for (size_t i = 0; i < ITEMS; i++)
        sum += first[i];
    CHECK_NEAR(sum, 12, 1e-9); /* each of them was given twelve items */
    adaptive_bank_free(bank);
}

/* The share of 200 people who were given the item that most were given. */
static double
most_given(const struct adaptive_bank *bank, bool is_controlled)
{
    double rate[ITEMS] = {0}, given[ITEMS] = {0}, most = 0;
    bool is_eligible[ITEMS];
    if (is_controlled)
        adaptive_rehearse(bank, &MODEL, NULL, 30, 1, rate);
    for (uint64_t person = 0; person < PEOPLE; person++) {
        const struct adaptive_exposure exposure = {.rate = rate};
        adaptive_draw_eligible(bank, &exposure, person, is_eligible);
        struct adaptive_test *test = adaptive_test_new(bank, is_eligible, person);
        for (size_t item; (item = adaptive_next(test)) != ADAPTIVE_NO_ITEM; given[item]++) {
            int category = (int)((person * 31 + item * 17) % 7 > 2);
            adaptive_note(test, item, &category);
        }
        adaptive_test_free(test);
        for (size_t i = 0; is_controlled && i < ITEMS; i++)
            rate[i] = given[i] / (double)(person + 1);
    }
    for (size_t i = 0; i < ITEMS; i++)
        most = fmax(most, given[i] / PEOPLE);
    return most;
}

TEST(no_item_is_given_to_more_than_half_where_without_control_nearly_all_get_the_best)
{
    struct adaptive_bank *bank = make_bank(ADAPTIVE_PROFILE);
    CHECK(most_given(bank, false) > .9);
    CHECK(most_given(bank, true) <= .5);
    adaptive_bank_free(bank);
}

int
main(void)
{
    RUN(an_item_is_let_in_as_rarely_as_it_was_given_often);
    RUN(a_test_that_takes_much_of_its_bank_holds_back_only_what_is_given_more_than_the_rest);
    RUN(a_worn_or_unusable_item_stays_out_while_there_are_others);
    RUN(where_all_items_are_worn_the_rarest_four_of_each_indicator_come_back);
    RUN(a_rehearsal_says_the_same_each_time_and_another_one_something_else);
    RUN(no_item_is_given_to_more_than_half_where_without_control_nearly_all_get_the_best);
    return unit_end();
}
