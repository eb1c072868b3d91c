/* calibrate_work.h - what the parts of a calibration share. Private to scoring/. */
#ifndef SCORING_CALIBRATE_WORK_H
#define SCORING_CALIBRATE_WORK_H

#include "scoring/adaptive_tree.h"
#include "scoring/scoring.h"

/* The grid +-8 in steps of .25, and three points of weight 0: then a compiler adds rows without a rest. */
enum { NODES = ADAPTIVE_POINTS, ROW = 68, PARAMETERS_MAX = 1 + ITEM_STEPS_MAX };

/* One item at work: p[0] = log a, p[1..steps] = b. */
struct item_work {
    size_t indicator;
    int steps;
    double c, weight, mu;
    double p[PARAMETERS_MAX];
    double prior_mean[PARAMETERS_MAX], prior_precision[PARAMETERS_MAX]; /* precision 0: none */
    bool is_fixed;                              /* cannot be estimated: stays as it is */
    int usual;                                  /* what most people have here: a category, or RESPONSE_MISSING */
    size_t first_row;                           /* of its rows in work.rows: missing, 0, 1, ... */
    double log_p[ITEM_STEPS_MAX + 1][ROW];      /* log P(x | node), times weight */
    double expected[ITEM_STEPS_MAX + 1][ROW];   /* how many people at the node got x */
    double missing[PARAMETERS_MAX][PARAMETERS_MAX]; /* information that is lost because theta is not seen (Louis) */
};
struct calibrate_work {
    const struct parameter_set *set;
    const struct response_table *table;
    struct adaptive_tree *tree; /* NULL: one dimension */
    struct item_work *items;
    size_t count;
    /* Most cells are the usual ones. Their sum is made once for everybody, and each person adds what differs: a row for each
     * such cell, whose numbers stand in `others` from others_start[person] to others_start[person + 1]. */
    uint32_t *others;
    size_t *others_start;
    size_t row_count;
    double (*rows)[ROW];   /* log P of this cell less log P of the usual one */
    double (*people)[ROW]; /* how many people at the node have this cell */
    double (*usual_sum)[ROW], (*all_people)[ROW]; /* per indicator */
    size_t stride; /* only each so-many-th person is asked; their answers count so many times */
    double prior[ROW]; /* of theta - mu in one dimension, of G in the tree; sums to 1 */
    double log_prior[ROW];
    double group_mean, group_sum; /* and the sum of its posterior means */
};

/* ---- calibrate_items.c: one item and its parameters ---- */

void item_fill_log_p(struct item_work *item);
/* Two steps of Fisher scoring on what is expected. Returns the largest change. */
double item_maximise(struct item_work *item);
/* Scores d log P(x | node) / d p, for all nodes: out[x][parameter][node]. */
typedef double item_scores[ITEM_STEPS_MAX + 1][PARAMETERS_MAX][ROW];
void item_fill_scores(const struct item_work *item, item_scores out);
double item_log_prior(const struct item_work *item);
/* Standard errors from the observed information and the prior; false if they cannot be had. */
bool item_errors(const struct item_work *item, double errors[PARAMETERS_MAX]);
/* Where the data alone put it, from the present estimate on, and how surely; false if they do not say. */
bool item_without_prior(const struct item_work *item, double p[PARAMETERS_MAX], double errors[PARAMETERS_MAX]);

/* ---- calibrate_people.c: what people's answers expect of the items ---- */

void people_prepare(struct calibrate_work *work); /* once, after items */
void people_clear(struct calibrate_work *work);
void people_set_prior(struct calibrate_work *work, double group_mean);
/* Fills expected of all items; returns the log-likelihood. with_missing: fills missing too. */
double people_expect(struct calibrate_work *work, bool with_missing);

#endif
