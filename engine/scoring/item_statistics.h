/* item_statistics.h - a part of the door scoring.h: how good items and tests are, from the answers to them (MEASURE.md section
 * 2). Include scoring.h. */
#ifndef SCORING_ITEM_STATISTICS_H
#define SCORING_ITEM_STATISTICS_H

/* No figure here is ever NaN: what cannot be computed has is_known = false. */
struct known_figure {
    bool is_known;
    double value, low, high; /* 95 % interval; low = high = value where there is none */
};

struct answer_table {
    size_t person_count, item_count;
    const int *categories; /* [person][item]: 0..steps, or RESPONSE_MISSING */
    const int *steps;      /* per item */
};

/* ---- item_statistics.c ---- */

enum { OPTIONS_COUNTED_MAX = 12, THIRDS = 3 };
enum { ENOUGH_TO_DISCRIMINATE = 50, ENOUGH_TO_FIT = 100 }; /* answers: below them nothing is flagged */
enum item_flag {
    ITEM_TOO_HARD = 1 << 0,      /* facility < .10 */
    ITEM_TOO_EASY = 1 << 1,      /* > .95 */
    ITEM_WEAK = 1 << 2,          /* rest correlation < .15 */
    ITEM_NEGATIVE = 1 << 3,      /* < 0: withdraw */
    ITEM_KEY_DOUBTFUL = 1 << 4,  /* a wrong option draws the able: check the key */
    ITEM_IDLE_OPTION = 1 << 5,   /* a wrong option that fewer than 5 % take */
    ITEM_MISFITS = 1 << 6,       /* infit outside .7 to 1.3 */
    ITEM_HAS_DRIFTED = 1 << 7    /* since the calibration before */
};
struct option_figures {
    int64_t chosen;
    double share;              /* of those who answered the item */
    double by_third[THIRDS];   /* of the lower, middle and upper third by the share of all other points */
    struct known_figure point_biserial; /* of choosing it with that share */
};
struct item_figures {
    size_t answers;
    struct known_figure facility;       /* mean share of the points; Wilson 1927 for right or wrong */
    struct known_figure discrimination; /* correlation with the share of all other points; Fisher's z */
    struct known_figure with_total;     /* with all points, the item's too */
    struct known_figure upper_lower;    /* facility of the best 27 % less that of the weakest 27 % */
    struct known_figure infit;          /* mean square, weighted by information; needs irt and ability */
    double unknown_share;               /* chose "I do not know yet" */
    double median_seconds;              /* 0 = not known */
    unsigned flags;                     /* enum item_flag */
    size_t option_count;                /* of a question with one choice, else 0 */
    struct option_figures options[OPTIONS_COUNTED_MAX]; /* 0 is the right one */
};
/* What is known besides the categories; each may be NULL. */
struct answer_details {
    const int *chosen;            /* [person][item]: option, option_count = does not know, -1 none */
    const size_t *option_count;   /* per item */
    const int64_t *milliseconds;  /* [person][item], -1 unknown */
    const struct irt_item *irt;   /* per item */
    const double *ability;        /* [person][item]: theta of the item's indicator (EAP), for infit */
    const bool *drifts;           /* per item */
};
/* out: one per item. */
void item_statistics(const struct answer_table *table, const struct answer_details *details, struct item_figures *out);
/* Wilson's interval of x out of n. */
struct known_figure statistics_wilson(double x, size_t n);

/* ---- reliability.c ---- */

struct reliability {
    size_t person_count; /* with answers to all items that anybody answered */
    struct known_figure alpha; /* Cronbach; interval of Feldt 1965 */
    struct known_figure sem;   /* of the sum of points */
    double total_mean, total_sd;
};
void reliability_estimate(const struct answer_table *table, struct reliability *out);
/* Of EAP estimates: Var(EAP) / (Var(EAP) + mean PSD^2). */
struct known_figure reliability_marginal(const double *eap, const double *psd, size_t count);
/* Mean of the largest P(band): how often the stated band is the true one. p_band: [person][BAND_COUNT]. */
struct known_figure reliability_level_accuracy(const double *p_band, size_t count);

/* ---- person_fit.c ---- */

enum { ENOUGH_FOR_PERSON_FIT = 10 }; /* answers */
/* lz (Drasgow, Levine and Williams 1985): how far the log-likelihood of a person's answers lies from what is expected at
 * theta (per item), in its standard deviations. With an estimated theta it varies less than N(0, 1): below -2 is rare. */
struct known_figure person_fit(const struct irt_item *items, const int *categories, const double *theta, size_t count);

/* ---- dif.c ---- */

enum dif_class { DIF_UNKNOWN, DIF_A, DIF_B, DIF_C }; /* ETS: negligible, moderate, large */
enum dif_action { DIF_NO_DATA /* focal group under 100 */, DIF_WATCH /* 100 to 199: only C, as a warning */, DIF_ACT };
enum { DIF_STRATA = 8, DIF_FOCAL_LEAST = 100, DIF_FOCAL_ACT = 200 };
struct dif_figures {
    size_t reference, focal;     /* people who answered the item */
    struct known_figure delta;   /* -2.35 ln(alpha): below 0 it is harder for the focal group; questions */
    double alpha, se;            /* common odds ratio; se of delta (Robins, Breslow and Greenland 1986) */
    struct known_figure chi2;    /* Mantel-Haenszel with continuity correction; tasks: Mantel 1963 without */
    struct known_figure smd;     /* tasks: standardized mean difference focal - reference, in points */
    enum dif_class class;
    enum dif_action action;
};
/* is_focal: per person 0 = reference, 1 = focal, -1 = neither. out: one per item. Strata: eighths of the total, the item itself always
 * in it; one pass of purification leaves out other items of |D| >= 1 that are significant. */
void dif_estimate(const struct answer_table *table, const int *is_focal, struct dif_figures *out);
/* Of one item with given strata (0..stratum_count-1, or -1 to leave a person out). */
void dif_in_strata(const int *categories, int steps, const int *is_focal, const int *stratum, size_t person_count,
                   size_t stratum_count, struct dif_figures *out);

/* ---- standard_setting.c: cuts from judges (Angoff 1971; bookmark, Mitzel et al. 2001) ---- */

struct judged_cut {
    bool is_known;
    double cut, se; /* theta; sd of the judges' cuts / sqrt(judges) */
    size_t judges;
};
/* shares[judge][item]: what share of its points somebody who just qualifies is expected to get, below 0 = not judged.
 * judge_cuts: one per judge, or NULL. */
void angoff_cut(const struct irt_item *items, size_t item_count, const double *shares, size_t judge_count, double *judge_cuts,
                struct judged_cut *out);
/* bookmarks[judge]: the item where the judge put it; response probability rp, usually .67. Cut = median. */
void bookmark_cut(const struct irt_item *items, const size_t *bookmarks, size_t judge_count, double rp, struct judged_cut *out);
double bookmark_location(const struct irt_item *item, double rp); /* theta where rp of the points is expected */

#endif
