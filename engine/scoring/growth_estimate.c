/* growth_estimate.c - one person tested twice: how much did each indicator move? (MEASURE.md section 4)
 *
 * theta_post,k = theta_pre,k + delta_k, delta_k = D + T_k, independent of theta_pre. The same tree as in
 * irt_estimate.c with nodes of two dimensions: ability (z, B, G) x change (d, D). Leaves
 * L_k(z, d) = L_pre(z) L_post(z + d). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/irt_estimate.h"

enum { ABILITIES = TREE_GRID, CHANGES = 73, PLANE = ABILITIES * CHANGES };
static const double STEP = .25, EDGE = 8, CHANGE_STEP = .125, CHANGE_EDGE = 4.5;

struct growth_tree {
    const struct growth_case *given;
    double own[ABILITIES][ABILITIES];  /* [B][z] */
    double area[ABILITIES][ABILITIES]; /* [G][B] */
    double change[CHANGES][CHANGES];   /* [D][d] */
    double prior_g[ABILITIES], prior_d[CHANGES];
    double *leaf, *up;                 /* per indicator, a plane each: [ability][change] */
    double *area_up, *area_v;          /* per area */
    double log_z;
};

static double
ability_at(size_t i)
{
    return -EDGE + STEP * (double)i;
}

static double
change_at(size_t i)
{
    return -CHANGE_EDGE + CHANGE_STEP * (double)i;
}

static double
normal(double x, double mean, double variance)
{
    return exp(-(x - mean) * (x - mean) / (2 * variance)) / sqrt(2 * M_PI * variance);
}

static void
make_kernels(struct growth_tree *tree)
{
    const struct irt_model *model = tree->given->model;
    double own = 1 - model->rho_g - model->rho_a, slope = sqrt(model->rho_g);
    for (size_t i = 0; i < ABILITIES; i++) {
        for (size_t j = 0; j < ABILITIES; j++) {
            tree->own[i][j] = STEP * normal(ability_at(j), ability_at(i), own);
            tree->area[i][j] = STEP * normal(ability_at(j), slope * ability_at(i), model->rho_a);
        }
        tree->prior_g[i] = STEP * normal(ability_at(i), 0, 1);
    }
    double task = tree->given->change_sd_own, all = tree->given->change_sd;
    for (size_t i = 0; i < CHANGES; i++) {
        for (size_t j = 0; j < CHANGES; j++)
            tree->change[i][j] = CHANGE_STEP * normal(change_at(j), change_at(i), task * task);
        tree->prior_d[i] = CHANGE_STEP * normal(change_at(i), tree->given->change_mean, all * all);
    }
}

/* out[i][d] = sum_j kernel[i][j] in[j][d], or with the kernel turned round. */
static void
across_ability(const double kernel[ABILITIES][ABILITIES], bool is_transposed, const double *in, double *out)
{
    memset(out, 0, PLANE * sizeof *out);
    for (size_t i = 0; i < ABILITIES; i++)
        for (size_t j = 0; j < ABILITIES; j++) {
            double factor = is_transposed ? kernel[j][i] : kernel[i][j];
            for (size_t d = 0; d < CHANGES; d++)
                out[i * CHANGES + d] += factor * in[j * CHANGES + d];
        }
}

/* out[z][D] = sum_d in[z][d] change[D][d], or from D down to d. */
static void
across_change(const struct growth_tree *tree, bool is_down, const double *in, double *out)
{
    for (size_t z = 0; z < ABILITIES; z++)
        for (size_t i = 0; i < CHANGES; i++) {
            double sum = 0;
            for (size_t j = 0; j < CHANGES; j++)
                sum += in[z * CHANGES + j] * (is_down ? tree->change[j][i] : tree->change[i][j]);
            out[z * CHANGES + i] = sum;
        }
}

static void
scale(double *plane, double *log_z)
{
    double largest = 0;
    for (size_t i = 0; i < PLANE; i++)
        largest = plane[i] > largest ? plane[i] : largest;
    for (size_t i = 0; largest > 0 && i < PLANE; i++)
        plane[i] /= largest;
    *log_z += largest > 0 ? log(largest) : 0;
}

static void
multiply(double *plane, const double *by)
{
    for (size_t i = 0; i < PLANE; i++)
        plane[i] *= by[i];
}

static double
log_of_answers(const struct growth_case *given, const int *responses, size_t indicator, double theta)
{
    double sum = 0;
    for (size_t n = 0; n < given->item_count; n++) {
        double p[ITEM_STEPS_MAX + 1];
        if (given->items[n].indicator != indicator || responses[n] == RESPONSE_MISSING)
            continue;
        irt_probabilities(&given->items[n], theta, p);
        sum += given->items[n].weight * log(p[responses[n]]);
    }
    return sum;
}

/* z + d falls on a grid of step .125 that both share: the answers after the course are computed once on it. */
static void
fill_leaf(struct growth_tree *tree, size_t k)
{
    enum { FINE = 2 * (ABILITIES - 1) + CHANGES };
    double after[FINE], before, mu = tree->given->model->mu[k], largest = -INFINITY;
    double *leaf = tree->leaf + k * PLANE;
    for (size_t i = 0; i < FINE; i++)
        after[i] = log_of_answers(tree->given, tree->given->responses_post, k,
                                  mu - EDGE - CHANGE_EDGE + CHANGE_STEP * (double)i);
    for (size_t z = 0; z < ABILITIES; z++) {
        before = log_of_answers(tree->given, tree->given->responses_pre, k, mu + ability_at(z));
        for (size_t d = 0; d < CHANGES; d++) {
            double both = before + after[2 * z + d];
            leaf[z * CHANGES + d] = both;
            largest = both > largest ? both : largest;
        }
    }
    for (size_t i = 0; i < PLANE; i++)
        leaf[i] = exp(leaf[i] - largest);
    tree->log_z += largest;
}

static void
send_up(struct growth_tree *tree)
{
    const struct irt_model *model = tree->given->model;
    double *half = memory_new_array(PLANE, sizeof *half);
    for (size_t a = 0; a < model->area_count; a++)
        for (size_t i = 0; i < PLANE; i++)
            tree->area_up[a * PLANE + i] = 1;
    for (size_t k = 0; k < model->indicator_count; k++) {
        fill_leaf(tree, k);
        across_change(tree, false, tree->leaf + k * PLANE, half);
        across_ability(tree->own, false, half, tree->up + k * PLANE);
        multiply(tree->area_up + model->area_of[k] * PLANE, tree->up + k * PLANE);
    }
    for (size_t a = 0; a < model->area_count; a++) {
        scale(tree->area_up + a * PLANE, &tree->log_z);
        across_ability(tree->area, false, tree->area_up + a * PLANE, tree->area_v + a * PLANE);
    }
    free(half);
}

/* P(d > 0): half of the weight at 0 and all above it, with the trapezoid rule's end correction. */
static void
describe_change(const double *weights, struct change_estimate *out)
{
    double sum = 0, first = 0, second = 0, above = 0;
    size_t zero = (CHANGES - 1) / 2;
    for (size_t d = 0; d < CHANGES; d++) {
        sum += weights[d];
        first += weights[d] * change_at(d);
        second += weights[d] * change_at(d) * change_at(d);
        above += d > zero ? weights[d] : 0;
    }
    const double *w = weights + zero;
    double d1 = (45 * (w[1] - w[-1]) - 9 * (w[2] - w[-2]) + (w[3] - w[-3])) / 60;
    double d3 = (-13 * (w[1] - w[-1]) + 8 * (w[2] - w[-2]) - (w[3] - w[-3])) / 8;
    double d5 = (5 * (w[1] - w[-1]) - 4 * (w[2] - w[-2]) + (w[3] - w[-3])) / 2;
    out->mean = first / sum;
    out->sd = sqrt(second / sum - out->mean * out->mean);
    /* Euler-Maclaurin at the cut, with central differences for the derivatives of odd order. */
    out->p_above_zero = (above + w[0] / 2 + d1 / 12 - d3 / 720 + d5 / 30240) / sum;
}

static void
start_plane(const struct growth_tree *tree, double *plane)
{
    for (size_t g = 0; g < ABILITIES; g++)
        for (size_t d = 0; d < CHANGES; d++)
            plane[g * CHANGES + d] = tree->prior_g[g] * tree->prior_d[d];
}

static void
over_ability(const double *plane, double *weights)
{
    memset(weights, 0, CHANGES * sizeof *weights);
    for (size_t z = 0; z < ABILITIES; z++)
        for (size_t d = 0; d < CHANGES; d++)
            weights[d] += plane[z * CHANGES + d];
}

static void
describe_indicator(const struct growth_tree *tree, size_t k, const double *plane, struct growth_indicator *out)
{
    double weights[CHANGES], sum = 0, first = 0;
    over_ability(plane, weights);
    describe_change(weights, &out->change);
    for (size_t z = 0; z < ABILITIES; z++)
        for (size_t d = 0; d < CHANGES; d++) {
            sum += plane[z * CHANGES + d];
            first += plane[z * CHANGES + d] * ability_at(z);
        }
    out->pre_mean = tree->given->model->mu[k] + first / sum;
}

static void
send_down(struct growth_tree *tree, struct growth_indicator *out)
{
    const struct irt_model *model = tree->given->model;
    double *cavity = memory_new_array(PLANE, sizeof *cavity), *down = memory_new_array(PLANE, sizeof *down);
    double *own = memory_new_array(PLANE, sizeof *own), ignored = 0;
    for (size_t a = 0; a < model->area_count; a++) {
        start_plane(tree, cavity);
        for (size_t b = 0; b < model->area_count; b++)
            if (b != a)
                multiply(cavity, tree->area_v + b * PLANE);
        scale(cavity, &ignored);
        across_ability(tree->area, true, cavity, down);
        for (size_t k = 0; k < model->indicator_count; k++) {
            if (model->area_of[k] != a)
                continue;
            memcpy(cavity, down, PLANE * sizeof *cavity);
            for (size_t j = 0; j < model->indicator_count; j++)
                if (j != k && model->area_of[j] == a)
                    multiply(cavity, tree->up + j * PLANE);
            across_ability(tree->own, true, cavity, own);
            across_change(tree, true, own, cavity);
            multiply(cavity, tree->leaf + k * PLANE);
            describe_indicator(tree, k, cavity, &out[k]);
        }
    }
    free(cavity);
    free(down);
    free(own);
}

void
irt_estimate_growth(const struct growth_case *given, struct change_estimate *all, struct growth_indicator *indicators,
                    double *log_z)
{
    const struct irt_model *model = given->model;
    struct growth_tree *tree = memory_new(sizeof *tree);
    double *posterior = memory_new_array(PLANE, sizeof *posterior), weights[CHANGES], sum = 0;
    tree->given = given;
    tree->leaf = memory_new_array(model->indicator_count * PLANE, sizeof *tree->leaf);
    tree->up = memory_new_array(model->indicator_count * PLANE, sizeof *tree->up);
    tree->area_up = memory_new_array(model->area_count * PLANE, sizeof *tree->area_up);
    tree->area_v = memory_new_array(model->area_count * PLANE, sizeof *tree->area_v);
    make_kernels(tree);
    send_up(tree);
    start_plane(tree, posterior);
    for (size_t a = 0; a < model->area_count; a++)
        multiply(posterior, tree->area_v + a * PLANE);
    for (size_t i = 0; i < PLANE; i++)
        sum += posterior[i];
    *log_z = tree->log_z + log(sum);
    over_ability(posterior, weights);
    describe_change(weights, all);
    send_down(tree, indicators);
    free(posterior);
    free(tree->leaf);
    free(tree->up);
    free(tree->area_up);
    free(tree->area_v);
    free(tree);
}
