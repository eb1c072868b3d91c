/* growth_pool.c - several estimates looked at together: villages of a province, indicators of a class.
 *
 * Normal-normal with a flat mean. Given tau, everything is closed form; tau stands on a grid (BDA section 5.4). */
#include <math.h>

#include "base/memory.h"
#include "scoring/irt_estimate.h"

enum { TAU_POINTS = 201 };
static const double TAU_MOST = 1, TAU_PRIOR_SD = .5, Z_975 = 1.959963984540054;

/* The mean of the groups given tau, flat prior. */
struct mean_given_tau {
    double mean, variance, log_density; /* of tau, not normalised */
};

static bool
enters(const struct growth_group *group)
{
    return isfinite(group->mean) && isfinite(group->se) && group->se > 0;
}

static struct mean_given_tau
given_tau(const struct growth_group *groups, size_t count, double tau)
{
    struct mean_given_tau at = {0};
    double precision = 0, sum = 0;
    for (size_t i = 0; i < count; i++)
        if (enters(&groups[i])) {
            double weight = 1 / (groups[i].se * groups[i].se + tau * tau);
            precision += weight;
            sum += weight * groups[i].mean;
        }
    at.mean = sum / precision;
    at.variance = 1 / precision;
    at.log_density = -.5 * log(precision) - tau * tau / (2 * TAU_PRIOR_SD * TAU_PRIOR_SD);
    for (size_t i = 0; i < count; i++)
        if (enters(&groups[i])) {
            double weight = 1 / (groups[i].se * groups[i].se + tau * tau), off = groups[i].mean - at.mean;
            at.log_density += .5 * log(weight) - .5 * weight * off * off;
        }
    return at;
}

/* First and second moment of a mixture over tau. */
struct mixture {
    double first, second;
};

static void
mix(struct mixture *mixture, double share, double mean, double variance)
{
    mixture->first += share * mean;
    mixture->second += share * (variance + mean * mean);
}

static struct growth_mean
mean_of(const struct mixture *mixture)
{
    double se = sqrt(fmax(mixture->second - mixture->first * mixture->first, 0));
    return (struct growth_mean){true, mixture->first, se, mixture->first - Z_975 * se, mixture->first + Z_975 * se};
}

/* Shrinks one group: m + B (mean - m), B = tau^2 / (tau^2 + se^2), with the uncertainty of m. */
static void
shrink(struct growth_group *group, const struct mean_given_tau *at, const double *share)
{
    struct mixture mixture = {0};
    double above = 0, s2 = group->se * group->se;
    for (size_t t = 0; t < TAU_POINTS; t++) {
        double tau = TAU_MOST * (double)t / (TAU_POINTS - 1), keep = tau * tau / (tau * tau + s2);
        double mean = at[t].mean + keep * (group->mean - at[t].mean);
        double variance = keep * s2 + (1 - keep) * (1 - keep) * at[t].variance;
        mix(&mixture, share[t], mean, variance);
        above += share[t] * .5 * erfc(-mean / sqrt(2 * variance));
    }
    group->shrunk = mean_of(&mixture);
    group->p_above_zero = above;
}

static void
fill_total(const struct growth_group *groups, size_t count, struct growth_pool *out)
{
    double weights = 0, sum = 0, variance = 0;
    for (size_t i = 0; i < count; i++)
        if (enters(&groups[i])) {
            double weight = (double)groups[i].person_count;
            weights += weight;
            sum += weight * groups[i].mean;
            variance += weight * weight * groups[i].se * groups[i].se;
            out->group_count++;
            out->person_count += groups[i].person_count;
        }
    if (weights <= 0)
        return;
    double mean = sum / weights, se = sqrt(variance) / weights;
    out->total = (struct growth_mean){true, mean, se, mean - Z_975 * se, mean + Z_975 * se};
}

void
growth_pool_estimate(struct growth_group *groups, size_t group_count, struct growth_pool *out)
{
    struct mean_given_tau at[TAU_POINTS];
    double share[TAU_POINTS], largest = -INFINITY, sum = 0;
    struct mixture mixture = {0};
    *out = (struct growth_pool){0};
    for (size_t i = 0; i < group_count; i++) {
        groups[i].shrunk = (struct growth_mean){0};
        groups[i].p_above_zero = 0;
    }
    fill_total(groups, group_count, out);
    if (out->group_count == 0)
        return;
    for (size_t t = 0; t < TAU_POINTS; t++) {
        at[t] = given_tau(groups, group_count, TAU_MOST * (double)t / (TAU_POINTS - 1));
        largest = fmax(largest, at[t].log_density);
    }
    for (size_t t = 0; t < TAU_POINTS; t++)
        sum += share[t] = exp(at[t].log_density - largest) * (t == 0 || t == TAU_POINTS - 1 ? .5 : 1);
    for (size_t t = 0; t < TAU_POINTS; t++) {
        share[t] /= sum;
        mix(&mixture, share[t], at[t].mean, at[t].variance);
        out->tau += share[t] * TAU_MOST * (double)t / (TAU_POINTS - 1);
    }
    out->mean = mean_of(&mixture);
    for (size_t i = 0; i < group_count; i++)
        if (enters(&groups[i]))
            shrink(&groups[i], at, share);
    if (out->group_count == 1) { /* nothing between groups can be known: the group speaks for itself */
        out->tau = 0;
        for (size_t i = 0; i < group_count; i++)
            if (enters(&groups[i]))
                out->mean = groups[i].shrunk;
    }
}
