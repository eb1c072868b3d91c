/* irt_uni.c - one ability with a normal prior: the trapezoid rule, wide and fine enough for any items. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scoring/irt_estimate.h"

/* A step of sd / 8 leaves exp(-2 pi^2 8^2) of the prior's own error, far below a double. */
static const double STEPS_IN_SD = 8, SDS_USUAL = 10, SDS_MOST = 320, STEPS_IN_PIECE = 10;

/* The grid in theta; weights are posterior, scaled to a maximum near 1. Returns the scale's logarithm. */
static double
fill_posterior(const struct irt_answers *answers, double prior_mean, double prior_sd, const struct grid *grid,
               double *weights)
{
    double largest = -INFINITY;
    for (size_t i = 0; i < grid->count; i++) {
        double theta = grid_at(grid, i), z = (theta - prior_mean) / prior_sd;
        weights[i] = irt_log_likelihood(answers, 0, theta) - z * z / 2;
        largest = fmax(largest, weights[i]);
    }
    for (size_t i = 0; i < grid->count; i++)
        weights[i] = exp(weights[i] - largest);
    return largest - log(prior_sd * sqrt(2 * M_PI));
}

static void
fill_tails(const struct irt_answers *answers, double prior_mean, double prior_sd, const struct grid *grid,
           double log_scale, const double cuts[CUT_COUNT], struct uni_estimate *out)
{
    struct tail_nodes nodes;
    double shift = log_scale + log(prior_sd * sqrt(2 * M_PI));
    tail_nodes_init(&nodes, grid->least, grid_at(grid, grid->count - 1), cuts, STEPS_IN_PIECE * grid->step);
    double *density = memory_new_array(nodes.count, sizeof *density);
    for (size_t i = 0; i < nodes.count; i++) {
        double z = (nodes.theta[i] - prior_mean) / prior_sd;
        density[i] = exp(irt_log_likelihood(answers, 0, nodes.theta[i]) - z * z / 2 - shift);
    }
    tail_shares(&nodes, density, out->p_at_least);
    free(density);
    tail_nodes_clear(&nodes);
}

void
irt_estimate_one(const struct irt_answers *answers, double prior_mean, double prior_sd, const double cuts[CUT_COUNT],
                 struct uni_estimate *out)
{
    double step = fmin(prior_sd / STEPS_IN_SD, grid_widest_step(answers)), log_scale, sum = 0;
    struct grid grid;
    double *weights = NULL;
    for (double sds = SDS_USUAL;; sds *= 2) {
        size_t half = (size_t)ceil(sds * prior_sd / step);
        grid = (struct grid){.count = 2 * half + 1, .least = prior_mean - (double)half * step, .step = step};
        free(weights);
        weights = memory_new_array(grid.count, sizeof *weights);
        log_scale = fill_posterior(answers, prior_mean, prior_sd, &grid, weights);
        if (!grid_is_cut_off(&grid, weights) || sds >= SDS_MOST)
            break;
    }
    for (size_t i = 0; i < grid.count; i++)
        sum += weights[i];
    grid_mean_and_sd(&grid, weights, &out->mean, &out->sd);
    out->log_z = log(sum * grid.step) + log_scale;
    fill_tails(answers, prior_mean, prior_sd, &grid, log_scale, cuts, out);
    free(weights);
}
