/* growth_tree.h - messages of one person's two tests over ability x change. Private to scoring/. */
#ifndef SCORING_GROWTH_TREE_H
#define SCORING_GROWTH_TREE_H

#include "scoring/irt_estimate.h"

/* Where the integrals are taken: ability -edge .. edge, change least .. most. change_step divides ability_step, and 0
 * is a point of the change. */
struct growth_grid {
    double ability_edge, ability_step;
    double change_least, change_most, change_step;
};
/* Of G and D, independent. */
struct growth_prior {
    double general_mean, general_sd, change_mean, change_sd;
};

/* Planes have a row an ability and in it `stride` changes; those after the last change are 0. */
struct growth_tree {
    const struct irt_model *model;
    struct grid ability, change;
    size_t ratio;  /* steps of the change in one of the ability */
    size_t stride; /* of a plane's rows, a multiple of 8 */
    size_t plane;  /* numbers in a plane */
    double *own, *area, *own_down, *area_down; /* kernels [B][z], [G][B], and turned round */
    double *change_own;                        /* [d][D] */
    double *leaf, *up;        /* per indicator, a plane each */
    double *area_up, *area_v; /* per area */
    double *work;             /* 3 planes */
    double log_z;             /* of what was sent up */
};

/* The grid of MEASURE.md, finer where these answers or kernels need it; change within +-reach. */
struct growth_grid growth_tree_grid(const struct irt_model *model, double widest_step, double narrowest_change,
                                    double reach);
void growth_tree_init(struct growth_tree *tree, const struct irt_model *model, const struct growth_grid *grid,
                      double change_sd_own);
void growth_tree_clear(struct growth_tree *tree);
/* Leaves and messages up to G and D, of one person. */
void growth_tree_read(struct growth_tree *tree, const struct irt_answers *pre, const struct irt_answers *post);
/* The likelihood r(G, D) of what was read, scaled to 1; adds the scale's logarithm. */
void growth_tree_likelihood(const struct growth_tree *tree, double *plane, double *log_z);
/* plane[G][D] *= prior */
void growth_tree_weigh(const struct growth_tree *tree, const struct growth_prior *prior, double *plane);
void growth_tree_describe(const struct growth_tree *tree, const double *plane, struct change_estimate *out);
/* Back down: what was read says of each indicator, with this prior. */
void growth_tree_send_down(struct growth_tree *tree, const struct growth_prior *prior, struct growth_indicator *out);

#endif
