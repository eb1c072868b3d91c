/* growth_em.h - the mean and the covariance of pairs (ability, change) that nobody saw. Private to scoring/. */
#ifndef SCORING_GROWTH_EM_H
#define SCORING_GROWTH_EM_H

#include "scoring/growth_tree.h"

/* Of one person's (ability, change) given the answers and the class: mean and covariance. */
struct pair_moments {
    double mean[2], covariance[2][2];
};
struct pair_normal {
    double mean[2], sigma[2][2];
};
/* A class of people, MEASURE.md section 4. */
struct growth_em {
    size_t person_count;
    double prior[2], prior_weight; /* Sigma = (N C + weight diag(prior)) / (N + weight) */
    /* out: per person; returns the log likelihood of all answers, but for a constant */
    double (*expect)(void *context, const struct pair_normal *at, struct pair_moments *out);
    void *context;
    double at_rest; /* ends when nothing moves by more */
};
struct growth_em_result {
    struct pair_normal normal;
    double v[2][2]; /* sandwich covariance of the mean */
    int iterations;
    enum growth_problem problem; /* FINE, TOO_FEW (nothing is computed), SINGULAR or NOT_SETTLED */
};
void growth_em_run(const struct growth_em *em, struct growth_em_result *out);
/* True if the answers do not bound the means, in logits from the scale's middle, and both lie beyond the same end. */
bool growth_is_out_of_range(enum growth_problem problem, double before, double after);
/* mean +- t(.975, persons - 1) sqrt(variance); not known for a single person. */
struct growth_mean growth_interval(double mean, double variance, size_t person_count);
/* The point with P(T <= t) = .975 of Student's t, 1 or more degrees of freedom. */
double student_t_975(size_t freedom);

/* ---- growth_indicator.c: one indicator of a class, by itself ---- */

/* pre, post: answers to items of indicator k, per person; all of them answered something of it in both tests. */
void growth_indicator_estimate(const struct irt_answers *pre, const struct irt_answers *post, size_t person_count,
                               size_t k, double mu, struct class_indicator_growth *out);

/* ---- class_growth.c ---- */

/* As class_growth_estimate, but the integrals are taken on this grid; NULL: on the grid of MEASURE.md, finer where the
 * answers or a class of much alike people need it. */
void class_growth_on_grid(const struct class_growth_case *given, const struct growth_grid *grid,
                          struct class_growth *out);

#endif
