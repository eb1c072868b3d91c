/* adaptive_tree.c - the posterior of one person while the test goes on.
 *
 * Sum-product on the tree as in irt_estimate.c, but on one grid that never changes, so that every kernel is made once a
 * bank and an answer moves one message up. All loops add rows to rows: a compiler keeps their order and yet makes them
 * fast. P(theta >= cut) is the sinc rule for indefinite integrals (Stenger, Numerical Methods Based on Sinc and Analytic
 * Functions, 1993, section 3.6): as exact as the trapezoid rule is for the whole, and a sum of 65 products. */
#include "scoring/adaptive_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/irt_estimate.h"

static const double EDGE = 8, STEP = .25, VARIANCE_LEAST = .09;

double
adaptive_grid_at(size_t point)
{
    return STEP * (double)point - EDGE;
}

/* ---- what is the same for everybody ---- */

static double
sinc(double x)
{
    return fabs(x) < 1e-6 ? 1 - x * x / 6 : sin(x) / x;
}

/* Simpson's rule on 128 pieces: below 1e-9 over half a turn of the sine. */
static double
integrate_sinc(double from, double to)
{
    const int pieces = 128;
    double width = (to - from) / pieces, sum = sinc(from) + sinc(to);
    for (int i = 1; i < pieces; i++)
        sum += (i % 2 == 1 ? 4 : 2) * sinc(from + width * i);
    return sum * width / 3;
}

/* out[q] = 1/2 + Si(pi (z_q - cut) / h) / pi. Outward from the point next to the cut, whose sine integral is short. */
static void
fill_tail(double cut, double out[ADAPTIVE_POINTS])
{
    double at = fmin(fmax(round((cut + EDGE) / STEP), 0), ADAPTIVE_POINTS - 1);
    size_t nearest = (size_t)at;
    double first = M_PI * (adaptive_grid_at(nearest) - cut) / STEP;
    double sum = 0;
    for (double done = 0; fabs(done) < fabs(first);) {
        double next = first > 0 ? fmin(done + M_PI, first) : fmax(done - M_PI, first);
        sum += integrate_sinc(done, next);
        done = next;
    }
    out[nearest] = sum;
    for (size_t q = nearest + 1; q < ADAPTIVE_POINTS; q++)
        out[q] = out[q - 1] + integrate_sinc(first + M_PI * (double)(q - nearest - 1), first + M_PI * (double)(q - nearest));
    for (size_t q = nearest; q > 0; q--)
        out[q - 1] = out[q] + integrate_sinc(first - M_PI * (double)(nearest - q), first - M_PI * (double)(nearest - q + 1));
    for (size_t q = 0; q < ADAPTIVE_POINTS; q++)
        out[q] = .5 + out[q] / M_PI;
}

static void
fill_kernels(struct adaptive_tree *tree, const struct irt_model *model)
{
    const struct grid grid = {.count = ADAPTIVE_POINTS, .least = -EDGE, .step = STEP};
    double area = fmax(model->rho_a, VARIANCE_LEAST);
    double general = fmax(fmin(model->rho_g, 1 - area - VARIANCE_LEAST), 0);
    double own = 1 - general - area;
    for (size_t i = 0; i < ADAPTIVE_POINTS; i++) {
        grid_fill_normal(&grid, adaptive_grid_at(i), sqrt(own), STEP, tree->own[i]);
        grid_fill_normal(&grid, sqrt(general) * adaptive_grid_at(i), sqrt(area), STEP, tree->area[i]);
    }
    for (size_t g = 0; g < ADAPTIVE_POINTS; g++)
        for (size_t b = 0; b < ADAPTIVE_POINTS; b++)
            tree->area_turned[b][g] = tree->area[g][b];
    grid_fill_normal(&grid, 0, 1, STEP, tree->general);
}

struct adaptive_tree *
adaptive_tree_new(const struct irt_model *model, double cut)
{
    struct adaptive_tree *tree = memory_new(sizeof *tree);
    tree->indicator_count = model->indicator_count;
    tree->area_count = model->area_count;
    tree->area_of = memory_copy(model->area_of, model->indicator_count * sizeof *tree->area_of);
    tree->mu = memory_copy(model->mu, model->indicator_count * sizeof *tree->mu);
    tree->tail = memory_new_array(model->indicator_count, sizeof *tree->tail);
    for (size_t k = 0; k < model->indicator_count; k++)
        if (k > 0 && tree->mu[k] == tree->mu[k - 1])
            memcpy(tree->tail[k], tree->tail[k - 1], sizeof tree->tail[k]);
        else
            fill_tail(cut - tree->mu[k], tree->tail[k]);
    fill_kernels(tree, model);
    return tree;
}

void
adaptive_tree_free(struct adaptive_tree *tree)
{
    if (tree == NULL)
        return;
    free(tree->area_of);
    free(tree->mu);
    free(tree->tail);
    free(tree);
}

/* ---- one person ---- */

static void
multiply(double *into, const double *by)
{
    for (size_t q = 0; q < ADAPTIVE_POINTS; q++)
        into[q] *= by[q];
}

static void
make_ones(double *row)
{
    for (size_t q = 0; q < ADAPTIVE_POINTS; q++)
        row[q] = 1;
}

static void
scale(double *row)
{
    double ignored = 0;
    scale_to_one(row, ADAPTIVE_POINTS, &ignored);
}

/* out[j] = sum over i of in[i] kernel[i][j] */
static void
send(const double *in, const double kernel[ADAPTIVE_POINTS][ADAPTIVE_POINTS], double *out)
{
    memset(out, 0, ADAPTIVE_POINTS * sizeof *out);
    for (size_t i = 0; i < ADAPTIVE_POINTS; i++)
        for (size_t j = 0; j < ADAPTIVE_POINTS; j++)
            out[j] += in[i] * kernel[i][j];
}

static void
send_up_area(struct adaptive_person *person, const struct adaptive_tree *tree, size_t area)
{
    make_ones(person->area_up[area]);
    for (size_t k = 0; k < tree->indicator_count; k++)
        if (tree->area_of[k] == area)
            multiply(person->area_up[area], person->up[k]);
    scale(person->area_up[area]);
    send(person->area_up[area], tree->area_turned, person->area_v[area]);
    scale(person->area_v[area]);
}

void
adaptive_person_init(struct adaptive_person *person, const struct adaptive_tree *tree)
{
    size_t count = tree->indicator_count;
    person->likelihood = memory_new_array(count, sizeof *person->likelihood);
    person->up = memory_new_array(count, sizeof *person->up);
    person->marginal = memory_new_array(count, sizeof *person->marginal);
    person->area_up = memory_new_array(tree->area_count, sizeof *person->area_up);
    person->area_v = memory_new_array(tree->area_count, sizeof *person->area_v);
    person->mean = memory_new_array(count, sizeof *person->mean);
    person->variance = memory_new_array(count, sizeof *person->variance);
    person->above = memory_new_array(count, sizeof *person->above);
    for (size_t k = 0; k < count; k++) {
        make_ones(person->likelihood[k]);
        make_ones(person->up[k]);
    }
    for (size_t a = 0; a < tree->area_count; a++) {
        make_ones(person->area_up[a]);
        make_ones(person->area_v[a]);
    }
    adaptive_person_settle(person, tree);
}

void
adaptive_person_clear(struct adaptive_person *person)
{
    free(person->likelihood);
    free(person->up);
    free(person->marginal);
    free(person->area_up);
    free(person->area_v);
    free(person->mean);
    free(person->variance);
    free(person->above);
}

void
adaptive_person_note(struct adaptive_person *person, const struct adaptive_tree *tree, const struct irt_item *item,
                     int category)
{
    size_t k = item->indicator;
    for (size_t q = 0; q < ADAPTIVE_POINTS; q++)
        person->likelihood[k][q] *=
            exp(item->weight * irt_log_probability(item, category, tree->mu[k] + adaptive_grid_at(q)));
    scale(person->likelihood[k]);
    send(person->likelihood[k], tree->own, person->up[k]);
    scale(person->up[k]);
    send_up_area(person, tree, tree->area_of[k]);
}

static void
settle_indicator(struct adaptive_person *person, const struct adaptive_tree *tree, size_t k, const double *down)
{
    double from_others[ADAPTIVE_POINTS], *marginal = person->marginal[k];
    memcpy(from_others, down, sizeof from_others);
    for (size_t j = 0; j < tree->indicator_count; j++)
        if (j != k && tree->area_of[j] == tree->area_of[k]) {
            multiply(from_others, person->up[j]);
            scale(from_others);
        }
    send(from_others, tree->own, marginal);
    multiply(marginal, person->likelihood[k]);
    double sum = 0, mean = 0, variance = 0, above = 0;
    for (size_t q = 0; q < ADAPTIVE_POINTS; q++)
        sum += marginal[q];
    for (size_t q = 0; q < ADAPTIVE_POINTS; q++) {
        marginal[q] /= sum;
        mean += marginal[q] * adaptive_grid_at(q);
        above += marginal[q] * tree->tail[k][q];
    }
    for (size_t q = 0; q < ADAPTIVE_POINTS; q++)
        variance += marginal[q] * (adaptive_grid_at(q) - mean) * (adaptive_grid_at(q) - mean);
    person->mean[k] = tree->mu[k] + mean;
    person->variance[k] = variance;
    person->above[k] = fmin(fmax(above, 0), 1);
}

void
adaptive_person_settle(struct adaptive_person *person, const struct adaptive_tree *tree)
{
    for (size_t a = 0; a < tree->area_count; a++) {
        double cavity[ADAPTIVE_POINTS], down[ADAPTIVE_POINTS];
        memcpy(cavity, tree->general, sizeof cavity);
        for (size_t other = 0; other < tree->area_count; other++)
            if (other != a) {
                multiply(cavity, person->area_v[other]);
                scale(cavity);
            }
        send(cavity, tree->area, down);
        for (size_t k = 0; k < tree->indicator_count; k++)
            if (tree->area_of[k] == a)
                settle_indicator(person, tree, k, down);
    }
}
