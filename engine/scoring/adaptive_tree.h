/* adaptive_tree.h - what is known of one person after each answer, cheaply enough to ask after each. Private to scoring/.
 *
 * The tree of irt_estimate.c on one fixed grid (+-8 in steps of .25, MEASURE.md section 1). It chooses items and never
 * marks anybody: a certificate is always computed from the events by irt_estimate_tree. */
#ifndef SCORING_ADAPTIVE_TREE_H
#define SCORING_ADAPTIVE_TREE_H

#include "scoring/scoring.h"

enum { ADAPTIVE_POINTS = 65 };

/* The same for everybody who sits a bank. Immutable once made. */
struct adaptive_tree {
    size_t indicator_count, area_count;
    size_t *area_of;
    double *mu;
    double (*tail)[ADAPTIVE_POINTS]; /* per indicator: weights that turn a marginal into P(theta >= cut) */
    double own[ADAPTIVE_POINTS][ADAPTIVE_POINTS];  /* h N(z; B, 1 - rho_g - rho_a), symmetric */
    double area[ADAPTIVE_POINTS][ADAPTIVE_POINTS]; /* [G][B]: h N(B; sqrt(rho_g) G, rho_a) */
    double area_turned[ADAPTIVE_POINTS][ADAPTIVE_POINTS]; /* [B][G] */
    double general[ADAPTIVE_POINTS];               /* h N(G; 0, 1) */
};

/* One person: messages up, and what comes down. Each row is a vector over the grid of theta - mu. */
struct adaptive_person {
    double (*likelihood)[ADAPTIVE_POINTS], (*up)[ADAPTIVE_POINTS]; /* per indicator */
    double (*area_up)[ADAPTIVE_POINTS], (*area_v)[ADAPTIVE_POINTS]; /* per area */
    double (*marginal)[ADAPTIVE_POINTS];                            /* per indicator, sums to 1 */
    double *mean, *variance, *above; /* per indicator: of theta; P(theta >= cut) */
};

/* `cut` is a theta. Variances under .09 are taken for .09: narrower kernels would fall between the points of the grid. */
struct adaptive_tree *adaptive_tree_new(const struct irt_model *model, double cut);
void adaptive_tree_free(struct adaptive_tree *tree);
double adaptive_grid_at(size_t point); /* -8, -7.75, ... 8 */

void adaptive_person_init(struct adaptive_person *person, const struct adaptive_tree *tree);
void adaptive_person_clear(struct adaptive_person *person);
/* One more answer. Only the messages of its indicator and of that indicator's area change on the way up; call
 * adaptive_person_settle after the last one. */
void adaptive_person_note(struct adaptive_person *person, const struct adaptive_tree *tree, const struct irt_item *item,
                          int category);
void adaptive_person_settle(struct adaptive_person *person, const struct adaptive_tree *tree);

#endif
