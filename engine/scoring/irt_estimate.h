/* irt_estimate.h - the parts of the estimator that its files share. Private to scoring/. */
#ifndef SCORING_IRT_ESTIMATE_H
#define SCORING_IRT_ESTIMATE_H

#include "scoring/scoring.h"

enum { TREE_GRID = 65, GAUSS_POINTS = 20, TAIL_PARTS = 3, TAIL_NODES = GAUSS_POINTS * (2 * TAIL_PARTS + CUT_COUNT - 1) };

/* Gauss-Legendre nodes between the cuts and out to +-8, with the kernel N(z; B, variance) at each. The same for all
 * indicators with the same mean, so it is prepared once for them. */
struct tail_nodes {
    bool is_ready;
    double mu;
    double theta[TAIL_NODES], weight[TAIL_NODES];
    size_t part[TAIL_NODES]; /* 0 below the first cut, ... CUT_COUNT above the last */
    double kernel[TAIL_NODES][TREE_GRID];
};

void tail_prepare(struct tail_nodes *nodes, const struct irt_model *model, size_t indicator, double own_variance);
/* P(theta_k >= cut) for each cut. cavity: what the other indicators say of B, over the grid. */
void tail_probabilities(const struct tail_nodes *nodes, size_t indicator, const double *cavity,
                        const struct irt_item *items, const int *responses, size_t item_count,
                        double p_at_least[CUT_COUNT]);

/* x and w of Gauss-Legendre on [-1, 1]. */
void gauss_legendre(size_t count, double *x, double *w);

/* One dimension, prior N(mean, sd^2), fine grid: EAP, SD, log Z and tails. */
struct uni_estimate {
    double mean, sd, log_z;
    double p_at_least[CUT_COUNT];
};
void irt_estimate_one(const struct irt_item *items, const int *responses, size_t item_count, double prior_mean,
                      double prior_sd, const double cuts[CUT_COUNT], struct uni_estimate *out);

/* ---- growth_estimate.c: one person, before and after ---- */

struct growth_case {
    const struct irt_model *model;
    const struct irt_item *items; /* the same items before and after; RESPONSE_MISSING where a form lacks one */
    const int *responses_pre, *responses_post;
    size_t item_count;
    double change_mean, change_sd; /* prior of D, the change of everything */
    double change_sd_own;          /* tau_T: sd of an indicator's own change around D */
};
struct change_estimate {
    double mean, sd, p_above_zero;
};
struct growth_indicator {
    struct change_estimate change;
    double pre_mean; /* theta before */
};
void irt_estimate_growth(const struct growth_case *given, struct change_estimate *all,
                         struct growth_indicator *indicators, double *log_z);

#endif
