/* scoring_growth_claim.c - which growth may be stated from which forms, and how villages are looked at together. */
#include "unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "scoring/scoring.h"

/* ---- the claim ---- */

enum { COLUMNS = 24, PEOPLE = 3 };

/* Twenty-four items exist; each test has some of them, everybody answers all that his test has. */
struct forms {
    char ids[COLUMNS][8];
    struct irt_item pre_irt[COLUMNS], post_irt[COLUMNS];
    struct growth_column pre_columns[COLUMNS], post_columns[COLUMNS];
    int pre[PEOPLE * COLUMNS], post[PEOPLE * COLUMNS];
    struct growth_claim_case given;
};

static struct forms *
new_forms(size_t pre_from, size_t pre_to, size_t post_from, size_t post_to, enum item_status status)
{
    struct forms *forms = memory_new(sizeof *forms);
    for (size_t i = 0; i < COLUMNS; i++) {
        snprintf(forms->ids[i], sizeof forms->ids[i], "item-%zu", i);
        forms->pre_irt[i] = forms->post_irt[i] =
            (struct irt_item){.indicator = i % 3, .a = 1.1, .b = {.1 * (double)i - 1}, .steps = 1, .weight = 1};
        forms->pre_columns[i] = (struct growth_column){forms->ids[i], &forms->pre_irt[i], status, false};
        forms->post_columns[i] = (struct growth_column){forms->ids[i], &forms->post_irt[i], status, false};
    }
    for (size_t i = 0; i < PEOPLE * COLUMNS; i++) {
        size_t column = i % COLUMNS;
        forms->pre[i] = column >= pre_from && column < pre_to ? 1 : RESPONSE_MISSING;
        forms->post[i] = column >= post_from && column < post_to ? 0 : RESPONSE_MISSING;
    }
    forms->given = (struct growth_claim_case){forms->pre_columns, forms->post_columns, COLUMNS, COLUMNS,
                                              forms->pre, forms->post, PEOPLE};
    return forms;
}

static struct growth_claim
judge(const struct forms *forms)
{
    struct growth_claim claim;
    growth_claim_judge(&forms->given, &claim);
    return claim;
}

/* Answers of one person in one test that the claim may use. */
static size_t
kept(const struct forms *forms, const struct growth_claim *claim, size_t person, bool of_second)
{
    int pre[PEOPLE * COLUMNS], post[PEOPLE * COLUMNS];
    size_t count = 0;
    growth_claim_keep(&forms->given, claim, pre, post);
    for (size_t i = 0; i < COLUMNS; i++)
        count += (of_second ? post : pre)[person * COLUMNS + i] != RESPONSE_MISSING;
    return count;
}

TEST(the_same_form_carries_growth_whatever_its_items_are)
{
    struct forms *forms = new_forms(0, 6, 0, 6, ITEM_AUTHOR);
    struct growth_claim claim = judge(forms);
    CHECK(claim.kind == CLAIM_SAME_FORM && claim.why == REFUSAL_NONE && claim.weak_items == 0);
    CHECK(claim.common_items == 6 && claim.common_share == 1 && claim.claim_persons == 3);
    CHECK(kept(forms, &claim, 2, false) == 6 && kept(forms, &claim, 2, true) == 6);
    free(forms);
}

TEST(some_who_did_not_reach_the_end_leave_it_the_same_form)
{
    struct forms *forms = new_forms(0, 24, 0, 24, ITEM_AUTHOR);
    forms->post[23] = forms->post[22] = RESPONSE_MISSING;
    struct growth_claim claim = judge(forms);
    CHECK(claim.kind == CLAIM_SAME_FORM);
    CHECK(kept(forms, &claim, 0, false) == 22 && kept(forms, &claim, 0, true) == 22 && kept(forms, &claim, 1, false) == 24);
    free(forms);
}

TEST(two_forms_with_authors_difficulties_are_refused)
{
    struct forms *forms = new_forms(0, 12, 12, 24, ITEM_PROVISIONAL);
    struct growth_claim claim = judge(forms);
    CHECK(claim.kind == CLAIM_REFUSED && claim.why == REFUSAL_AUTHOR_ITEMS && claim.weak_items == 24);
    CHECK(claim.common_share == 0 && claim.claim_persons == 0 && claim.person_count == 3);
    CHECK_TEXT(claim.item, "item-0");
    CHECK(kept(forms, &claim, 0, false) == 0 && kept(forms, &claim, 0, true) == 0);
    free(forms);
}

TEST(two_calibrated_forms_carry_growth)
{
    struct forms *forms = new_forms(0, 12, 12, 24, ITEM_CALIBRATED);
    struct growth_claim claim = judge(forms);
    CHECK(claim.kind == CLAIM_CALIBRATED && claim.why == REFUSAL_NONE && claim.claim_persons == 3);
    CHECK(kept(forms, &claim, 0, false) == 12 && kept(forms, &claim, 0, true) == 12);
    free(forms);
}

TEST(enough_common_items_are_offered_where_the_whole_is_refused)
{
    struct forms *forms = new_forms(0, 17, 7, 24, ITEM_AUTHOR);
    struct growth_claim claim = judge(forms);
    CHECK(claim.kind == CLAIM_COMMON_ITEMS && claim.why == REFUSAL_AUTHOR_ITEMS);
    CHECK(claim.common_items == 10 && claim.pre_items == 17 && claim.post_items == 17 && claim.weak_items == 14);
    CHECK_NEAR(claim.common_share, 10. / 24, 1e-12);
    CHECK(kept(forms, &claim, 1, false) == 10 && kept(forms, &claim, 1, true) == 10);
    forms->post[8] = RESPONSE_MISSING; /* of the first person: nine are left */
    claim = judge(forms);
    CHECK(claim.kind == CLAIM_COMMON_ITEMS && claim.claim_persons == 2 && claim.person_count == 3);
    CHECK(kept(forms, &claim, 0, false) == 0 && kept(forms, &claim, 1, false) == 10);
    free(forms);
}

TEST(too_few_common_items_are_not_offered)
{
    struct forms *forms = new_forms(0, 17, 8, 24, ITEM_AUTHOR);
    struct growth_claim claim = judge(forms);
    CHECK(claim.kind == CLAIM_REFUSED && claim.common_items == 9 && claim.claim_persons == 0);
    free(forms);
}

TEST(an_anchor_that_contradicts_itself_is_named_and_left_out)
{
    struct forms *forms = new_forms(0, 24, 0, 24, ITEM_FIRM);
    forms->post_irt[5].b[0] += .4;
    struct growth_claim claim = judge(forms);
    CHECK(claim.kind == CLAIM_COMMON_ITEMS && claim.why == REFUSAL_CONTRADICTION && claim.common_items == 23);
    CHECK(claim.weak_items == 1 && kept(forms, &claim, 0, true) == 23);
    CHECK_TEXT(claim.item, "item-5");
    free(forms);
}

TEST(an_anchor_that_is_known_to_drift_is_two_items)
{
    struct forms *forms = new_forms(0, 24, 0, 24, ITEM_FIRM);
    forms->post_irt[5].b[0] += .4;
    forms->post_columns[5].drifts = true;
    struct growth_claim claim = judge(forms);
    CHECK(claim.kind == CLAIM_CALIBRATED && claim.why == REFUSAL_NONE && claim.common_items == 23);
    forms->post_columns[5].status = ITEM_PROVISIONAL;
    claim = judge(forms);
    CHECK(claim.kind == CLAIM_COMMON_ITEMS && claim.why == REFUSAL_DRIFTED_ITEMS);
    CHECK_TEXT(claim.item, "item-5");
    free(forms);
}

/* Half of the class had the first form first, the other half the second: all items are common, and nobody met one twice. */
TEST(forms_that_cross_over_are_not_the_same_form)
{
    struct forms *forms = new_forms(0, 12, 12, 24, ITEM_AUTHOR);
    for (size_t i = 0; i < COLUMNS; i++) {
        int first = forms->pre[i];
        forms->pre[i] = forms->post[i];
        forms->post[i] = first;
    }
    struct growth_claim claim = judge(forms);
    CHECK(claim.common_share == 1 && claim.kind == CLAIM_REFUSED && claim.why == REFUSAL_AUTHOR_ITEMS);
    CHECK(claim.weak_items == 24);
    CHECK_TEXT(claim.item, "item-0");
    free(forms);
}

TEST(without_a_person_who_took_both_there_is_no_claim)
{
    struct forms *forms = new_forms(0, 24, 0, 0, ITEM_FIRM);
    struct growth_claim claim = judge(forms);
    CHECK(claim.kind == CLAIM_REFUSED && claim.why == REFUSAL_NO_PAIRS && claim.person_count == 0);
    forms->given.person_count = 0;
    claim = judge(forms);
    CHECK(claim.kind == CLAIM_REFUSED && claim.why == REFUSAL_NO_PAIRS && claim.common_share == 0);
    free(forms);
}

/* ---- villages together ---- */

static struct growth_group
village(double mean, double se, size_t people)
{
    return (struct growth_group){.mean = mean, .se = se, .person_count = people};
}

TEST(one_village_speaks_for_itself)
{
    struct growth_group groups[] = {village(.6, .08, 28)};
    struct growth_pool pool;
    growth_pool_estimate(groups, 1, &pool);
    CHECK(pool.group_count == 1 && pool.person_count == 28 && pool.tau == 0);
    CHECK_NEAR(pool.total.mean, .6, 1e-12);
    CHECK_NEAR(pool.mean.mean, .6, 1e-9);
    CHECK_NEAR(pool.mean.se, .08, 1e-9);
    CHECK_NEAR(groups[0].shrunk.high, .6 + 1.959964 * .08, 1e-6);
}

TEST(villages_that_are_equal_lend_each_other_strength)
{
    struct growth_group groups[6];
    struct growth_pool pool;
    for (size_t i = 0; i < 6; i++)
        groups[i] = village(.5, .2, 20);
    growth_pool_estimate(groups, 6, &pool);
    CHECK_NEAR(pool.mean.mean, .5, 1e-12);
    CHECK_NEAR(pool.total.se, .2 / sqrt(6), 1e-12);
    CHECK(pool.mean.se > pool.total.se && pool.tau < .2);
    CHECK_NEAR(groups[3].shrunk.mean, .5, 1e-12);
    CHECK(groups[3].shrunk.se < .15 && groups[3].p_above_zero > .995);
}

/* se -> 0: nothing is shrunk. se -> infinity beside a spread that it explains: all is one mean. */
TEST(sure_villages_keep_their_gain_and_unsure_ones_take_that_of_all)
{
    struct growth_group sure[] = {village(.1, .001, 30), village(.5, .001, 30), village(.9, .001, 30)};
    struct growth_group unsure[] = {village(.4, 5, 30), village(.5, 5, 30), village(.6, 5, 30)};
    struct growth_pool pool;
    growth_pool_estimate(sure, 3, &pool);
    CHECK_NEAR(sure[0].shrunk.mean, .1, 1e-4);
    CHECK_NEAR(sure[2].shrunk.mean, .9, 1e-4);
    CHECK(pool.tau > .2);
    growth_pool_estimate(unsure, 3, &pool);
    CHECK_NEAR(unsure[0].shrunk.mean, .5, .01);
    CHECK_NEAR(unsure[2].shrunk.mean, .5, .01);
}

/* With one se the posterior of the mean is symmetric about the mean; the total counts people. */
TEST(the_total_counts_people_and_the_mean_counts_villages)
{
    struct growth_group groups[] = {village(0, .1, 90), village(1, .1, 10)};
    struct growth_pool pool;
    growth_pool_estimate(groups, 2, &pool);
    CHECK_NEAR(pool.total.mean, .1, 1e-12);
    CHECK_NEAR(pool.total.se, sqrt(.81 * .01 + .01 * .01), 1e-12);
    CHECK_NEAR(pool.mean.mean, .5, 1e-9);
    CHECK(groups[0].shrunk.mean > 0 && groups[1].shrunk.mean < 1);
    CHECK_NEAR(groups[0].shrunk.mean + groups[1].shrunk.mean, 1, 1e-9);
}

TEST(a_village_without_an_error_is_left_out)
{
    struct growth_group groups[] = {village(.5, .1, 20), village(9, 0, 20), village(NAN, .1, 20), village(1, NAN, 20)};
    struct growth_pool pool;
    growth_pool_estimate(groups, 4, &pool);
    CHECK(pool.group_count == 1 && pool.person_count == 20 && !groups[1].shrunk.is_known && !groups[2].shrunk.is_known);
    CHECK_NEAR(pool.mean.mean, .5, 1e-9);
    growth_pool_estimate(groups + 1, 3, &pool);
    CHECK(pool.group_count == 0 && !pool.mean.is_known && !pool.total.is_known && pool.mean.mean == 0);
    growth_pool_estimate(NULL, 0, &pool);
    CHECK(pool.group_count == 0);
}

int
main(void)
{
    RUN(the_same_form_carries_growth_whatever_its_items_are);
    RUN(some_who_did_not_reach_the_end_leave_it_the_same_form);
    RUN(two_forms_with_authors_difficulties_are_refused);
    RUN(two_calibrated_forms_carry_growth);
    RUN(enough_common_items_are_offered_where_the_whole_is_refused);
    RUN(too_few_common_items_are_not_offered);
    RUN(an_anchor_that_contradicts_itself_is_named_and_left_out);
    RUN(an_anchor_that_is_known_to_drift_is_two_items);
    RUN(forms_that_cross_over_are_not_the_same_form);
    RUN(without_a_person_who_took_both_there_is_no_claim);
    RUN(one_village_speaks_for_itself);
    RUN(villages_that_are_equal_lend_each_other_strength);
    RUN(sure_villages_keep_their_gain_and_unsure_ones_take_that_of_all);
    RUN(the_total_counts_people_and_the_mean_counts_villages);
    RUN(a_village_without_an_error_is_left_out);
    return unit_end();
}
