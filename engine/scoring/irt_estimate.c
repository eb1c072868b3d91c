/* irt_estimate.c - exact EAP of the tree model by sum-product on a grid (MEASURE.md section 1).
 *
 * theta_k = mu_k + z_k; z_k hangs on its area B_a, B_a on the general factor G. Messages go up from the indicators'
 * likelihoods to G and down again; each is a vector over the grid z = -8 .. 8. Nothing is iterated, nothing is
 * approximated but the integral, by the trapezoid rule. Products over "the others" are multiplied, never divided:
 * a message may underflow. */
#include "scoring/irt_estimate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { GRID = 65 };
static const double STEP = .25, LEAST = -8;

struct tree {
    const struct irt_model *model;
    double own_variance;
    double t1[GRID][GRID]; /* [B][z]: h N(z; B, 1 - rg - ra) */
    double t2[GRID][GRID]; /* [G][B]: h N(B; sqrt(rg) G, ra) */
    double prior[GRID];    /* h N(G; 0, 1) */
    double (*likelihood)[GRID]; /* per indicator, scaled to a maximum of 1 */
    double (*up)[GRID];         /* per indicator, over B */
    double (*area_up)[GRID];    /* per area: product of up over its indicators, scaled, over B */
    double (*area_v)[GRID];     /* per area, over G */
    double log_z;
};

static double
grid_at(size_t i)
{
    return LEAST + STEP * (double)i;
}

static double
normal(double x, double mean, double variance)
{
    return exp(-(x - mean) * (x - mean) / (2 * variance)) / sqrt(2 * M_PI * variance);
}

static void
make_kernels(struct tree *tree)
{
    const struct irt_model *model = tree->model;
    double slope = sqrt(model->rho_g);
    tree->own_variance = 1 - model->rho_g - model->rho_a;
    for (size_t i = 0; i < GRID; i++) {
        for (size_t j = 0; j < GRID; j++) {
            tree->t1[i][j] = STEP * normal(grid_at(j), grid_at(i), tree->own_variance);
            tree->t2[i][j] = STEP * normal(grid_at(j), slope * grid_at(i), model->rho_a);
        }
        tree->prior[i] = STEP * normal(grid_at(i), 0, 1);
    }
}

/* Divides by the largest value and keeps its logarithm. */
static void
scale(double *values, double *log_z)
{
    double largest = 0;
    for (size_t i = 0; i < GRID; i++)
        largest = values[i] > largest ? values[i] : largest;
    if (largest <= 0)
        return;
    for (size_t i = 0; i < GRID; i++)
        values[i] /= largest;
    *log_z += log(largest);
}

static void
multiply(double *values, const double *by)
{
    for (size_t i = 0; i < GRID; i++)
        values[i] *= by[i];
}

static void
fill(double *values, double value)
{
    for (size_t i = 0; i < GRID; i++)
        values[i] = value;
}

static void
apply(const double kernel[GRID][GRID], const double *in, double *out)
{
    for (size_t i = 0; i < GRID; i++) {
        double sum = 0;
        for (size_t j = 0; j < GRID; j++)
            sum += kernel[i][j] * in[j];
        out[i] = sum;
    }
}

static void
apply_transposed(const double kernel[GRID][GRID], const double *in, double *out)
{
    fill(out, 0);
    for (size_t i = 0; i < GRID; i++)
        for (size_t j = 0; j < GRID; j++)
            out[j] += kernel[i][j] * in[i];
}

/* log L at theta of one response; weight is the Q-matrix exponent. */
static double
log_likelihood(const struct irt_item *item, int response, double theta)
{
    double p[ITEM_STEPS_MAX + 1];
    irt_probabilities(item, theta, p);
    return item->weight * log(p[response]);
}

static void
fill_likelihoods(struct tree *tree, const struct irt_item *items, const int *responses, size_t item_count)
{
    size_t count = tree->model->indicator_count;
    double(*logs)[GRID] = memory_new_array(count, sizeof *logs);
    for (size_t n = 0; n < item_count; n++) {
        if (responses[n] == RESPONSE_MISSING)
            continue;
        size_t k = items[n].indicator;
        for (size_t q = 0; q < GRID; q++)
            logs[k][q] += log_likelihood(&items[n], responses[n], tree->model->mu[k] + grid_at(q));
    }
    for (size_t k = 0; k < count; k++) {
        double largest = logs[k][0];
        for (size_t q = 1; q < GRID; q++)
            largest = logs[k][q] > largest ? logs[k][q] : largest;
        for (size_t q = 0; q < GRID; q++)
            tree->likelihood[k][q] = exp(logs[k][q] - largest);
        tree->log_z += largest;
    }
    free(logs);
}

static void
send_up(struct tree *tree)
{
    const struct irt_model *model = tree->model;
    for (size_t a = 0; a < model->area_count; a++)
        fill(tree->area_up[a], 1);
    for (size_t k = 0; k < model->indicator_count; k++) {
        apply(tree->t1, tree->likelihood[k], tree->up[k]);
        multiply(tree->area_up[model->area_of[k]], tree->up[k]);
    }
    for (size_t a = 0; a < model->area_count; a++) {
        scale(tree->area_up[a], &tree->log_z);
        apply(tree->t2, tree->area_up[a], tree->area_v[a]);
    }
}

static void
mean_and_sd(const double *weights, double *mean, double *sd)
{
    double sum = 0, first = 0, second = 0;
    for (size_t q = 0; q < GRID; q++) {
        sum += weights[q];
        first += weights[q] * grid_at(q);
        second += weights[q] * grid_at(q) * grid_at(q);
    }
    *mean = first / sum;
    *sd = sqrt(second / sum - *mean * *mean);
}

/* Quantile of a marginal, linear on the cumulated weight at the middle of each cell. */
static double
quantile(const double *weights, double wanted)
{
    double sum = 0, before = 0, before_at = 0;
    for (size_t q = 0; q < GRID; q++)
        sum += weights[q];
    for (size_t q = 0; q < GRID; q++) {
        double middle = before_at + weights[q] / sum / 2;
        if (middle >= wanted) {
            if (q == 0)
                return grid_at(0);
            return grid_at(q - 1) + STEP * (wanted - before) / (middle - before);
        }
        before = middle;
        before_at += weights[q] / sum;
    }
    return grid_at(GRID - 1);
}

static void
estimate_indicator(const struct tree *tree, const struct tail_nodes *nodes, size_t k, const double *cavity,
                   const struct irt_item *items, const int *responses, size_t item_count,
                   struct indicator_estimate *out)
{
    double marginal[GRID];
    double mu = tree->model->mu[k];
    apply_transposed(tree->t1, cavity, marginal);
    multiply(marginal, tree->likelihood[k]);
    mean_and_sd(marginal, &out->mean, &out->sd);
    out->mean += mu;
    out->low = mu + quantile(marginal, .025);
    out->high = mu + quantile(marginal, .975);
    tail_probabilities(nodes, k, cavity, items, responses, item_count, out->p_at_least);
}

/* From the general factor down to the areas and their indicators. */
static void
send_down(struct tree *tree, const struct irt_item *items, const int *responses, size_t item_count,
          struct tree_estimate *out)
{
    const struct irt_model *model = tree->model;
    struct tail_nodes *nodes = memory_new(sizeof *nodes);
    double ignored = 0;
    for (size_t a = 0; a < model->area_count; a++) {
        double cavity[GRID], down[GRID], posterior[GRID];
        memcpy(cavity, tree->prior, sizeof cavity);
        for (size_t b = 0; b < model->area_count; b++)
            if (b != a)
                multiply(cavity, tree->area_v[b]);
        scale(cavity, &ignored);
        apply_transposed(tree->t2, cavity, down);
        memcpy(posterior, down, sizeof posterior);
        multiply(posterior, tree->area_up[a]);
        mean_and_sd(posterior, &out->area_mean[a], &out->area_sd[a]);
        for (size_t k = 0; k < model->indicator_count; k++) {
            double own[GRID];
            if (model->area_of[k] != a)
                continue;
            memcpy(own, down, sizeof own);
            for (size_t j = 0; j < model->indicator_count; j++)
                if (j != k && model->area_of[j] == a)
                    multiply(own, tree->up[j]);
            scale(own, &ignored);
            tail_prepare(nodes, model, k, tree->own_variance);
            estimate_indicator(tree, nodes, k, own, items, responses, item_count, &out->indicators[k]);
        }
    }
    free(nodes);
}

static void
estimate_general(struct tree *tree, struct tree_estimate *out)
{
    double posterior[GRID], sum = 0;
    memcpy(posterior, tree->prior, sizeof posterior);
    for (size_t a = 0; a < tree->model->area_count; a++)
        multiply(posterior, tree->area_v[a]);
    for (size_t q = 0; q < GRID; q++)
        sum += posterior[q];
    out->log_z = tree->log_z + log(sum);
    mean_and_sd(posterior, &out->general_mean, &out->general_sd);
}

void
irt_estimate_tree(const struct irt_model *model, const struct irt_item *items, const int *responses,
                  size_t item_count, struct tree_estimate *out)
{
    struct tree *tree = memory_new(sizeof *tree);
    tree->model = model;
    tree->likelihood = memory_new_array(model->indicator_count, sizeof *tree->likelihood);
    tree->up = memory_new_array(model->indicator_count, sizeof *tree->up);
    tree->area_up = memory_new_array(model->area_count, sizeof *tree->area_up);
    tree->area_v = memory_new_array(model->area_count, sizeof *tree->area_v);
    out->indicators = memory_new_array(model->indicator_count, sizeof *out->indicators);
    out->area_mean = memory_new_array(model->area_count, sizeof *out->area_mean);
    out->area_sd = memory_new_array(model->area_count, sizeof *out->area_sd);
    make_kernels(tree);
    fill_likelihoods(tree, items, responses, item_count);
    send_up(tree);
    estimate_general(tree, out);
    send_down(tree, items, responses, item_count, out);
    free(tree->likelihood);
    free(tree->up);
    free(tree->area_up);
    free(tree->area_v);
    free(tree);
}

void
irt_clear_estimate(struct tree_estimate *estimate)
{
    free(estimate->indicators);
    free(estimate->area_mean);
    free(estimate->area_sd);
    *estimate = (struct tree_estimate){0};
}
