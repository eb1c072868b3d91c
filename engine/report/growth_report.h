/* growth_report.h - the numbers behind a growth report, as its pages share them. Private to report/ and its tests. */
#ifndef REPORT_GROWTH_REPORT_H
#define REPORT_GROWTH_REPORT_H

#include "report/class_report.h"

/* One person of one of the pairs of classes. */
struct growth_row {
    const struct measured_attempt *before, *after; /* either may be NULL: the other test is missing */
    size_t village;
    size_t number;        /* in the roster of the second class; 0 = none */
    char name[NAME_MAX_BYTES];
    size_t place;         /* among the people of `whole`, SIZE_MAX = not in it */
};
/* The people of one village, or of several small ones together. */
struct growth_village {
    char *name;
    struct class_growth growth;
    size_t people; /* with both tests */
};
struct growth_report {
    struct report_wish wish;
    const struct framework *framework;
    struct measurements measured;
    char *title;   /* class or village; "" = all of the store */
    char *office;
    int64_t now, first_at, last_at; /* when the earliest and the latest test began; 0 = none */
    struct growth_row *rows;
    size_t row_count;
    size_t both, before_only, after_only; /* people */
    size_t other_quiz;                    /* pairs of classes with another quiz, left out */
    struct growth_claim claim;
    struct class_growth whole;
    struct growth_village *villages; /* by name; one if there is one */
    size_t village_count;
    struct growth_group *groups;     /* per village, for the pool */
    struct growth_pool pool;
    size_t steps;           /* of the measuring: how far it is */
    double logits_per_band; /* where the cuts lie evenly; 0 = they do not, and gains are in logits */
};

/* ---- growth_gain.c ---- */

/* From rows and villages: claim, whole, villages[].growth, groups, pool. */
void growth_measure_gain(struct growth_report *report);

/* ---- growth_words.c ---- */

const char *growth_pick(const struct growth_report *report, const char *vi, const char *en)
    __attribute__((format_arg(2), format_arg(3)));
/* "+0,6" (vi) or "+0.6": in bands, where bands are even. Caller frees. */
char *growth_signed(const struct growth_report *report, double logits, int decimals);
const char *growth_unit(const struct growth_report *report);
/* May anything of how much be said? Else why not, in one sentence for a village head; NULL if it may. Caller frees. */
char *growth_refusal(const struct growth_report *report);
/* The headline, and the sentences below it. Caller frees. */
char *growth_headline(const struct growth_report *report, bool is_english);
char *growth_lead(const struct growth_report *report, bool is_english);
/* Who is not in it, and on what items it stands. */
char *growth_scope(const struct growth_report *report);
const char *growth_verdict_name(const struct growth_report *report, enum change_verdict verdict);
/* False: the number stays inside (--public, small_numbers.c). */
bool growth_may_count(const struct growth_report *report, size_t part);
bool growth_is_hidden(const struct growth_report *report); /* too few people for a public report */

/* ---- pictures and forms ---- */

/* Skills by gain, before and after on the scale of the four bands. */
void growth_chart(const struct growth_report *report, struct buffer *svg);
/* A small picture a village. */
void village_chart(const struct growth_report *report, struct buffer *svg);
/* Indices of the tested indicators, largest gain first, those without a clear change last; returns how many. */
size_t growth_order(const struct growth_report *report, size_t order[INDICATOR_MAX]);
void growth_page(const struct growth_report *report, struct buffer *html);
void growth_table(const struct growth_report *report, struct buffer *csv);
void growth_object(const struct growth_report *report, struct buffer *json);

#endif
