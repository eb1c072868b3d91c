/* domain_score.c - what a theta means: the share of all points in the whole bank of an indicator, and the bands that
 * hold a person with enough certainty (MEASURE.md section 1). */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scoring/scoring.h"

double
irt_expected_share(const struct irt_item *item, double theta)
{
    double p[ITEM_STEPS_MAX + 1], sum = 0;
    irt_probabilities(item, theta, p);
    for (int x = 1; x <= item->steps; x++)
        sum += x * p[x];
    return sum / item->steps;
}

/* Mean over the items of one indicator; there is at least one. */
static double
bank_share(const struct irt_item *bank, size_t count, size_t indicator, double theta)
{
    double sum = 0;
    size_t of_it = 0;
    for (size_t j = 0; j < count; j++)
        if (bank[j].indicator == indicator) {
            sum += irt_expected_share(&bank[j], theta);
            of_it++;
        }
    return sum / (double)of_it;
}

static bool
has_items(const struct irt_item *bank, size_t count, size_t indicator)
{
    for (size_t j = 0; j < count; j++)
        if (bank[j].indicator == indicator)
            return true;
    return false;
}

/* Of one item over the posterior. Points that hold next to nothing are passed over: together they weigh less than 1e-11. */
static double
posterior_share(const struct tree_estimate *estimate, double mu, size_t k, const struct irt_item *item)
{
    static const double NOTHING = 1e-13;
    const double *marginal = estimate->marginals + k * estimate->point_count;
    double sum = 0;
    for (size_t q = 0; q < estimate->point_count; q++)
        if (marginal[q] > NOTHING)
            sum += marginal[q] *
                   irt_expected_share(item, mu + estimate->point_least + estimate->point_step * (double)q);
    return sum;
}

static double
posterior_share_of_bank(const struct tree_estimate *estimate, double mu, size_t k, const struct irt_item *bank,
                        size_t count)
{
    double sum = 0;
    size_t of_it = 0;
    for (size_t j = 0; j < count; j++)
        if (bank[j].indicator == k) {
            sum += posterior_share(estimate, mu, k, &bank[j]);
            of_it++;
        }
    return sum / (double)of_it;
}

void
scoring_domain_scores(const struct tree_estimate *estimate, const double *mu, size_t indicator_count,
                      const struct irt_item *bank, size_t bank_count, struct domain_score *out)
{
    for (size_t k = 0; k < indicator_count; k++) {
        out[k] = (struct domain_score){.is_known = has_items(bank, bank_count, k)};
        if (!out[k].is_known)
            continue;
        out[k].mean = posterior_share_of_bank(estimate, mu[k], k, bank, bank_count);
        out[k].low = bank_share(bank, bank_count, k, estimate->indicators[k].low);
        out[k].high = bank_share(bank, bank_count, k, estimate->indicators[k].high);
    }
}

void
scoring_level_set(const double p_band[BAND_COUNT], double wanted, bool in_set[BAND_COUNT])
{
    double held = 0;
    for (size_t i = 0; i < BAND_COUNT; i++)
        in_set[i] = false;
    for (size_t n = 0; n < BAND_COUNT && held < wanted; n++) {
        size_t next = BAND_COUNT;
        for (size_t i = 0; i < BAND_COUNT; i++)
            if (!in_set[i] && (next == BAND_COUNT || p_band[i] > p_band[next]))
                next = i;
        in_set[next] = true;
        held += p_band[next];
    }
}
