/* adaptive_exposure.c - so that the best items do not become the test that everybody has heard of.
 *
 * Eligibility (van der Linden and Veldkamp 2004, as MEASURE.md section 3 has it): before a test each item is let in with
 * a probability that falls with the share of people who were given it before. Nobody came before the first class, so a
 * few people are made up and sit the bank first. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/adaptive_bank.h"

enum { BATCH = 10, KEEP_FOR_PROFILE = 4 };
static const double SHARE_MOST = .30, SHARE_ABOVE_MEAN = 1.25;
static const uint64_t DRAW_ELIGIBLE = UINT64_C(3) << 32, DRAW_PERSON = UINT64_C(4) << 32, DRAW_ANSWER = UINT64_C(5) << 32;

uint64_t
adaptive_draw(uint64_t seed, uint64_t purpose)
{
    uint64_t x = seed + purpose * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

double
adaptive_draw_share(uint64_t seed, uint64_t purpose)
{
    return ((double)(adaptive_draw(seed, purpose) >> 11) + .5) / 9007199254740992.;
}

/* ---- the mask ---- */

/* Of the items of an indicator that were left out, the one that fewest people were given. */
static size_t
find_rarest(const struct adaptive_bank *bank, const struct adaptive_exposure *exposure, size_t indicator,
            const bool *is_eligible)
{
    size_t rarest = ADAPTIVE_NO_ITEM;
    for (size_t i = 0; i < bank->item_count; i++) {
        if (bank->items[i].indicator != indicator || is_eligible[i] ||
            (exposure->is_usable != NULL && !exposure->is_usable[i]))
            continue;
        if (rarest == ADAPTIVE_NO_ITEM || exposure->rate[i] < exposure->rate[rarest])
            rarest = i;
    }
    return rarest;
}

/* A test that takes two fifths of its bank cannot keep every item under .30: letting fewer in would only leave indicators
 * undecided. Then no item may be given a quarter more often than items are on the whole. */
static double
largest_share(const struct adaptive_bank *bank, const struct adaptive_exposure *exposure)
{
    double sum = 0, count = 0;
    for (size_t i = 0; i < bank->item_count; i++)
        if (exposure->is_usable == NULL || exposure->is_usable[i]) {
            sum += exposure->rate[i];
            count++;
        }
    return count > 0 ? fmax(SHARE_MOST, SHARE_ABOVE_MEAN * sum / count) : SHARE_MOST;
}

void
adaptive_draw_eligible(const struct adaptive_bank *bank, const struct adaptive_exposure *exposure, uint64_t seed,
                       bool *is_eligible)
{
    size_t keep = bank->rules.goal == ADAPTIVE_CERTIFICATE ? bank->rules.per_indicator : KEEP_FOR_PROFILE;
    double most = largest_share(bank, exposure);
    for (size_t i = 0; i < bank->item_count; i++) {
        bool is_usable = exposure->is_usable == NULL || exposure->is_usable[i];
        bool is_worn = exposure->is_worn != NULL && exposure->is_worn[i];
        double chance = exposure->rate[i] > most ? pow(most / exposure->rate[i], 2) : 1;
        is_eligible[i] = is_usable && !is_worn && adaptive_draw_share(seed, DRAW_ELIGIBLE + i) < chance;
    }
    for (size_t k = 0; k < bank->tree->indicator_count; k++) {
        size_t count = 0, rarest;
        for (size_t i = 0; i < bank->item_count; i++)
            count += bank->items[i].indicator == k && is_eligible[i];
        for (; count < keep && (rarest = find_rarest(bank, exposure, k, is_eligible)) != ADAPTIVE_NO_ITEM; count++)
            is_eligible[rarest] = true;
    }
}

/* ---- people made up ---- */

/* Box and Muller's. */
static double
draw_normal(uint64_t seed, uint64_t purpose)
{
    return sqrt(-2 * log(adaptive_draw_share(seed, 2 * purpose))) *
           cos(2 * M_PI * adaptive_draw_share(seed, 2 * purpose + 1));
}

static int
draw_category(const struct irt_item *irt, double theta, double share)
{
    double p[ITEM_STEPS_MAX + 1], sum = 0;
    irt_probabilities(irt, theta, p);
    for (int x = 0; x < irt->steps; x++) {
        sum += p[x];
        if (share < sum)
            return x;
    }
    return irt->steps;
}

/* Abilities as the tree has them, area and general factor together: who is good at one thing is rather good at another. */
static void
draw_person(const struct adaptive_bank *bank, const struct irt_model *model, uint64_t seed, double *theta)
{
    double general = draw_normal(seed, DRAW_PERSON);
    double own = sqrt(fmax(1 - model->rho_g - model->rho_a, 0));
    for (size_t k = 0; k < bank->tree->indicator_count; k++)
        theta[k] = model->mu[k] + sqrt(model->rho_g) * general +
                   sqrt(model->rho_a) * draw_normal(seed, DRAW_PERSON + 1 + model->area_of[k]) +
                   own * draw_normal(seed, DRAW_PERSON + 1000 + k);
}

static void
sit(const struct adaptive_bank *bank, const double *theta, const bool *is_eligible, uint64_t seed, double *given)
{
    struct adaptive_test *test = adaptive_test_new(bank, is_eligible, seed);
    for (size_t item; (item = adaptive_next(test)) != ADAPTIVE_NO_ITEM; given[item]++) {
        const struct bank_item *about = &bank->items[item];
        int categories[ADAPTIVE_PARTS_MAX];
        for (size_t n = 0; n < about->part_count; n++) {
            const struct irt_item *irt = &bank->parts[about->first + n].irt;
            categories[n] = draw_category(irt, theta[irt->indicator],
                                          adaptive_draw_share(seed, DRAW_ANSWER + ADAPTIVE_PARTS_MAX * item + n));
        }
        adaptive_note(test, item, categories);
    }
    adaptive_test_free(test);
}

void
adaptive_rehearse(const struct adaptive_bank *bank, const struct irt_model *model, const bool *is_usable, size_t people,
                  uint64_t seed, double *rate)
{
    double *given = memory_new_array(bank->item_count, sizeof *given);
    double *theta = memory_new_array(bank->tree->indicator_count, sizeof *theta);
    bool *is_eligible = memory_new_array(bank->item_count, sizeof *is_eligible);
    const struct adaptive_exposure exposure = {.is_usable = is_usable, .rate = rate};
    memset(rate, 0, bank->item_count * sizeof *rate);
    for (size_t person = 0; person < people; person++) {
        uint64_t own_seed = adaptive_draw(seed, person);
        adaptive_draw_eligible(bank, &exposure, own_seed, is_eligible);
        draw_person(bank, model, own_seed, theta);
        sit(bank, theta, is_eligible, own_seed, given);
        for (size_t i = 0; (person + 1) % BATCH == 0 && i < bank->item_count; i++)
            rate[i] = given[i] / (double)(person + 1);
    }
    free(given);
    free(theta);
    free(is_eligible);
}
