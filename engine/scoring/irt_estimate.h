/* irt_estimate.h - the parts of the estimators that their files share. Private to scoring/. */
#ifndef SCORING_IRT_ESTIMATE_H
#define SCORING_IRT_ESTIMATE_H

#include "scoring/scoring.h"

/* ---- irt_model.c ---- */

struct irt_answers {
    const struct irt_item *items;
    const int *responses; /* category or RESPONSE_MISSING */
    size_t count;
};

/* log P(response | theta), exact far out where P itself underflows. */
double irt_log_probability(const struct irt_item *item, int response, double theta);
/* Of the answered items of one indicator, each with its weight as exponent. */
double irt_log_likelihood(const struct irt_answers *answers, size_t indicator, double theta);

/* ---- irt_grid.c: where integrals are taken ---- */

#define GRID_STEP_LEAST (1. / 64) /* the finest that grid_make makes */

/* Points least, least + step, ... for the trapezoid rule. */
struct grid {
    size_t count;
    double least, step;
};

static inline double
grid_at(const struct grid *grid, size_t i)
{
    return grid->least + grid->step * (double)i;
}

/* out[i] = factor * N(point i; mean, sd^2). A grid whose step is 0 is one point many times. */
void grid_fill_normal(const struct grid *grid, double mean, double sd, double factor, double *out);

/* The widest step at which the trapezoid rule is exact to 1e-9 for these answers: it fails like exp(-2 pi d / step), d
 * being the distance of the likelihood's nearest pole from the real line. INFINITY without answers. */
double grid_widest_step(const struct irt_answers *answers);
/* The grid +-edge whose step is .25 or the first half, quarter, ... that is not above `step`. */
struct grid grid_make(double edge, double step);

void grid_mean_and_sd(const struct grid *grid, const double *weights, double *mean, double *sd);
double grid_quantile(const struct grid *grid, const double *weights, double wanted);
/* True if the weights do not vanish (1e-11 of the largest) at both ends: the grid is too narrow for them. */
bool grid_is_cut_off(const struct grid *grid, const double *weights);
/* Divides by the largest value and adds its logarithm to *log_scale. */
void scale_to_one(double *values, size_t count, double *log_scale);

/* ---- irt_tail.c: P(theta >= cut) ---- */

/* Gauss-Legendre nodes below the first cut, between the cuts and above the last. */
struct tail_nodes {
    size_t count, capacity;
    double *theta, *weight;
    size_t *part;   /* 0 below the first cut, ... CUT_COUNT above the last */
    double mu;      /* tree only: of the indicators that the kernel is for */
    double *kernel; /* tree only: [node][B], N(theta - mu; B, own variance) */
};

/* Covers least..most in pieces of at most `width`. */
void tail_nodes_init(struct tail_nodes *nodes, double least, double most, const double cuts[CUT_COUNT], double width);
void tail_nodes_clear(struct tail_nodes *nodes);
/* From the integrand at the nodes to P(theta >= cut) for each cut. */
void tail_shares(const struct tail_nodes *nodes, const double *density, double p_at_least[CUT_COUNT]);

/* ---- irt_uni.c: one dimension, prior N(mean, sd^2) ---- */

struct uni_estimate {
    double mean, sd, log_z;
    double p_at_least[CUT_COUNT];
};
/* Takes the items of indicator 0. */
void irt_estimate_one(const struct irt_answers *answers, double prior_mean, double prior_sd,
                      const double cuts[CUT_COUNT], struct uni_estimate *out);

/* ---- growth_estimate.c: one person, before and after ---- */

struct growth_case {
    const struct irt_model *model;
    struct irt_answers pre, post; /* the same items before and after; RESPONSE_MISSING where a form lacks one */
    double change_mean, change_sd; /* prior of D, the change of everything */
    double change_sd_own;          /* tau_T: sd of an indicator's own change around D */
};
struct growth_indicator {
    struct change_estimate change;
    double pre_mean, pre_sd, post_mean, post_sd; /* theta */
};
void irt_estimate_growth(const struct growth_case *given, struct change_estimate *all,
                         struct growth_indicator *indicators, double *log_z);

#endif
