/* calibrate.h - a part of the door scoring.h: what items are worth, from the answers of many people (MEASURE.md section 2).
 * Include scoring.h. */
#ifndef SCORING_CALIBRATE_H
#define SCORING_CALIBRATE_H

/* Marginal maximum likelihood by EM (Bock and Aitkin 1981; for the generalised partial credit model Muraki 1992), with the
 * tree of the scoring model as its E step, or one dimension where the set has one indicator. MAP: an author's item has the
 * priors log a ~ N(log 1.1, .35^2), a task N(0, .35^2), and b ~ N(author's b, .7^2); an item that was
 * calibrated before has its former posterior as prior. Guessing c is never estimated; a stays within .05 to 3.5. */

struct response_table {
    size_t person_count;
    const int8_t *cells; /* [person][item of the set]: category, or RESPONSE_MISSING */
};

enum calibration_trouble {
    CALIBRATION_FINE,
    CALIBRATION_NOBODY,   /* nobody answered: the parameters stay as they were */
    CALIBRATION_CONSTANT, /* all who answered got the same: flat, the parameters stay as they were; else the prior speaks */
    CALIBRATION_GAP       /* a category that nobody got, the same */
};
struct calibration_cycle {
    int cycle;             /* from 1 */
    double change;         /* largest of any parameter */
    double log_likelihood; /* before this cycle */
};
struct calibration_wish {
    bool is_flat;     /* no priors */
    bool is_linked;   /* these people may be better or worse than those before: their mean is estimated too */
    double author_sd; /* of b around the author's; 0 = .7 */
    double tolerance; /* stop when no parameter changes by more; 0 = 1e-4, flat 1e-6, of 8,000 people and more 1e-4 */
    int cycles_most;  /* 0 = 1000 */
    const struct parameter_set *start; /* of the same items, where to begin; NULL = where the priors are */
    /* After each cycle, with the parameters so far; false stops. May be NULL. */
    bool (*report)(void *context, const struct calibration_cycle *cycle, const struct parameter_set *so_far);
    void *context;
};
struct calibration {
    double log_likelihood, log_posterior;
    double group_mean; /* of G, or of theta - mu in one dimension; 0 unless linked */
    int cycles;
    bool has_converged;
    int64_t *answers;                  /* per item: in this table */
    enum calibration_trouble *troubles; /* per item */
};

/* Estimates the items of *set, which holds starts and priors, from the table, and leaves the estimates in it: a, b, their
 * standard errors (from the observed information of the item, Louis 1982, and the prior), answers (those before and
 * these; of an item that drifts these alone), status, drifts. FAULT_INPUT: nobody, or no item that can be estimated. */
MUST_CHECK enum fault scoring_calibrate(struct parameter_set *set, const struct response_table *table,
                                        const struct calibration_wish *wish, struct calibration *out, struct err *err);
void calibration_clear(struct calibration *calibration);
/* log P(table | set), people from the published population moved by group_mean. */
double scoring_log_likelihood(const struct parameter_set *set, const struct response_table *table, double group_mean);

#endif
