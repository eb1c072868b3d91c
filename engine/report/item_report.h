/* item_report.h - the numbers behind an item report, as its pages share them. Private to report/ and its tests. */
#ifndef REPORT_ITEM_REPORT_H
#define REPORT_ITEM_REPORT_H

#include "report/class_report.h"

struct item_group { /* --groups: who is compared with whom */
    const char *word; /* "age", NULL = nobody */
    const char *focal_vi, *focal_en;
    size_t focal, reference;
    struct dif_figures *dif; /* per column */
};
struct item_report {
    struct report_wish wish;
    struct measurements measured;
    size_t persons;  /* who have answered */
    size_t again;    /* attempts with any answer that is not counted, as it is not that person's first */
    size_t people;   /* attempts with any first answer: who sat two forms counts twice */
    int *answers;  /* [person][column]: first answers; the others are missing */
    double *ability; /* [person][column]: EAP of the column's indicator */
    double *general; /* per person: mean EAP over the indicators that were tested */
    struct item_figures *items; /* per column */
    struct reliability reliability;
    struct known_figure *marginal, *accuracy; /* per indicator; unknown where it was not tested */
    double *mean_psd;
    size_t misfits, fit_known; /* people whose answers look unlike anybody's, of those for whom it can be said */
    struct item_group group;
    struct judged_cut cut; /* --judges; not known without */
    double *judge_cuts;    /* one a judge */
    bool is_bookmark;      /* else Angoff */
    size_t borderline;     /* people within one SE of the cut */
};

const char *item_pick(const struct item_report *report, const char *vi, const char *en)
    __attribute__((format_arg(2), format_arg(3)));
/* What a trainer should do about a flag; n-th flag of the item, NULL past the end. option: for the key check. Caller frees. */
char *item_advice(const struct item_report *report, size_t column, size_t n);
char *item_lead(const struct item_report *report, bool is_english);
/* Columns by their difficulty (of the first half of the points), easiest first. */
void item_order(const struct item_report *report, size_t *order);
/* theta where half of the points are expected. */
double item_difficulty(const struct irt_item *irt);

/* ---- pictures (item_pictures.c, option_pictures.c) and forms ---- */

void item_map(const struct item_report *report, struct buffer *svg);          /* difficulties beside abilities */
void information_curve(const struct item_report *report, struct buffer *svg); /* how exactly the test measures where */
void option_curves(const struct item_report *report, struct buffer *svg);     /* who takes which option */
void item_page(const struct item_report *report, struct buffer *html);
void item_table(const struct item_report *report, struct buffer *csv);
void item_object(const struct item_report *report, struct buffer *json);

#endif
