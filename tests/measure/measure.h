/* measure.h - made-up people, made-up items, and the table of figures. Every draw comes from a fixed seed. */
#ifndef MEASURE_H
#define MEASURE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "scoring/scoring.h"

/* ---- people.c: the base design of MEASURE.md: DigComp's areas, N(-.5, 1), .7 within an area, .5 across ---- */

enum { INDICATORS = 21, AREAS = 5, TASK_STEPS = 3 };

struct chance {
    uint64_t state;
};
double chance_uniform(struct chance *chance); /* [0, 1) */
double chance_normal(struct chance *chance);

struct people_model {
    size_t area_of[INDICATORS];
    double mu[INDICATORS];
    struct irt_model model; /* borrows the two; rho .5 and .2, cuts -1, 0, 1 */
};
void people_model_init(struct people_model *people);
void draw_abilities(struct chance *chance, const struct people_model *people, double mean, double theta[INDICATORS]);
struct irt_item draw_question(struct chance *chance, size_t indicator);
struct irt_item draw_task(struct chance *chance, size_t indicator);
/* `each` items an indicator, the last one a task (each >= 3). */
size_t draw_form(struct chance *chance, size_t each, struct irt_item *items);
int draw_answer(struct chance *chance, const struct irt_item *item, double theta);
int true_band(double theta); /* 1..4 */
double expected_share(const struct irt_item *bank, size_t count, size_t indicator, double theta); /* 0..1 */
/* What an author would have said: b off by N(0, sd), a = 1.1 or 1. */
struct irt_item guess_item(struct chance *chance, const struct irt_item *item, double sd);

/* ---- peers.c: what others do with the same answers ---- */

struct peer_estimate {
    double share, low, high; /* of the domain, 0..1 */
    double theta;            /* the one capacity */
    int band;
};
/* Moodle: percent of the points of an indicator, with Wilson's interval; band by the percent expected at the cuts. */
void moodle_percent(const struct irt_item *items, const int *answers, size_t count, size_t indicator, const double *cut_shares,
                    struct peer_estimate *out);
/* Pix: one capacity for everything, the prior moved to the estimate after each answer (MEASURE.md section 0). */
void pix_capacity(const struct irt_item *items, const int *answers, size_t count, double *theta, double *sd);

/* ---- simulate.c: the table ---- */

struct measurement {
    bool is_short; /* the part that belongs to make test */
    FILE *csv;     /* NULL = none */
    int passed, failed;
};
/* A mean with its Monte Carlo error, over independent people or replications. */
struct tally {
    double count, sum, square;
};
void tally_add(struct tally *tally, double value);
double tally_mean(const struct tally *tally);
double tally_error(const struct tally *tally);

struct figure {
    const char *name;
    double moodle, pix; /* NAN = they have none */
    double ours, error; /* Monte Carlo */
    double least, most; /* the goal; widened by two Monte Carlo errors before it counts as missed */
};
void say_figure(struct measurement *measurement, const struct figure *figure);

/* ---- one file a group ---- */
void scoring_figures(struct measurement *measurement);
void calibration_figures(struct measurement *measurement);
void adaptive_figures(struct measurement *measurement);
void growth_figures(struct measurement *measurement);
void testlet_figures(struct measurement *measurement);
void dif_figures(struct measurement *measurement);

#endif
