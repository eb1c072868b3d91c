/* irt_estimate.c - exact EAP of the tree model by sum-product on a grid (MEASURE.md section 1).
 *
 * theta_k = mu_k + z_k; z_k hangs on its area B_a, B_a on the general factor G. Messages go up from the indicators'
 * likelihoods to G and down again; each is a vector over the grid. Nothing is iterated, nothing is approximated but the
 * integral, by the trapezoid rule. Products over "the others" are multiplied, never divided: a message may underflow.
 *
 * Without an area factor (rho_a = 0) B_a is sqrt(rho_g) G: then B stands on the grid of G shrunk by that slope, and the
 * kernel between the two is the identity. */
#include "scoring/irt_estimate.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const double EDGE_USUAL = 8, EDGE_MOST = 32, STEPS_IN_KERNEL = 1.2;
/* What twenty nodes of Gauss can follow to 1e-9 in one piece. */
static const double SDS_IN_PIECE = 4.5, STEPS_IN_PIECE = 12;

struct tree {
    const struct irt_model *model;
    const struct irt_answers *answers;
    const struct irt_answers *of; /* the same, per indicator */
    struct grid z, area; /* of theta - mu and of G; of B */
    size_t count;        /* points of either */
    double own_sd;
    double *t1;    /* [B][z]: h N(z; B, 1 - rg - ra) */
    double *t2;    /* [G][B]: h N(B; sqrt(rg) G, ra) */
    double *prior; /* h N(G; 0, 1) */
    double *likelihood, *up;  /* per indicator: scaled to a maximum of 1, over z; its message over B */
    double *area_up, *area_v; /* per area: product of up over its indicators, over B; its message over G */
    double *cavity, *down, *own, *posterior; /* scratch of send_down */
    double *kept; /* per indicator: its marginal, which outlives the tree */
    double log_z;
    bool is_cut_off; /* some posterior does not vanish at the edges */
};

static double *
row(double *table, const struct tree *tree, size_t i)
{
    return table + i * tree->count;
}

static void
make_grids(struct tree *tree, double edge)
{
    const struct irt_model *model = tree->model;
    double area_sd = sqrt(model->rho_a), slope = sqrt(model->rho_g);
    double least_sd = model->rho_a > 0 ? fmin(tree->own_sd, area_sd) : tree->own_sd;
    tree->z = grid_make(edge, fmin(least_sd / STEPS_IN_KERNEL, grid_widest_step(tree->answers)));
    tree->area = tree->z;
    tree->count = tree->z.count;
    if (model->rho_a <= 0) {
        tree->area.least *= slope;
        tree->area.step *= slope;
    }
}

static void
make_kernels(struct tree *tree)
{
    const struct irt_model *model = tree->model;
    double area_sd = sqrt(model->rho_a), slope = sqrt(model->rho_g), step = tree->z.step;
    grid_fill_normal(&tree->z, 0, 1, step, tree->prior);
    for (size_t i = 0; i < tree->count; i++) {
        grid_fill_normal(&tree->z, grid_at(&tree->area, i), tree->own_sd, step, row(tree->t1, tree, i));
        if (model->rho_a > 0)
            grid_fill_normal(&tree->area, slope * grid_at(&tree->z, i), area_sd, step, row(tree->t2, tree, i));
        else
            row(tree->t2, tree, i)[i] = 1;
    }
}

static void
tree_init(struct tree *tree, const struct irt_model *model, const struct irt_answers *answers, double edge)
{
    *tree = (struct tree){.model = model, .answers = answers, .own_sd = sqrt(1 - model->rho_g - model->rho_a)};
    assert(tree->own_sd > 0);
    make_grids(tree, edge);
    size_t n = tree->count, areas = model->area_count * n, indicators = model->indicator_count * n;
    tree->t1 = memory_new_array(2 * n * n + 5 * n + 2 * areas + 2 * indicators, sizeof *tree->t1);
    tree->t2 = tree->t1 + n * n;
    tree->prior = tree->t2 + n * n;
    tree->cavity = tree->prior + n;
    tree->down = tree->cavity + n;
    tree->own = tree->down + n;
    tree->posterior = tree->own + n;
    tree->area_up = tree->posterior + n;
    tree->area_v = tree->area_up + areas;
    tree->likelihood = tree->area_v + areas;
    tree->up = tree->likelihood + indicators;
    make_kernels(tree);
}

static void
multiply(const struct tree *tree, double *values, const double *by)
{
    for (size_t i = 0; i < tree->count; i++)
        values[i] *= by[i];
}

/* Four sums, so that an addition need not wait for the one before. */
static double
sum_of_products(size_t count, const double *left, const double *right)
{
    double sum[4] = {0};
    size_t i = 0;
    for (; i + 3 < count; i += 4)
        for (size_t lane = 0; lane < 4; lane++)
            sum[lane] += left[i + lane] * right[i + lane];
    for (; i < count; i++)
        sum[0] += left[i] * right[i];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static void
apply(const struct tree *tree, const double *kernel, const double *in, double *out)
{
    for (size_t i = 0; i < tree->count; i++)
        out[i] = sum_of_products(tree->count, kernel + i * tree->count, in);
}

static void
apply_transposed(const struct tree *tree, const double *kernel, const double *in, double *out)
{
    memset(out, 0, tree->count * sizeof *out);
    for (size_t i = 0; i < tree->count; i++) {
        const double *weights = kernel + i * tree->count;
        for (size_t j = 0; j < tree->count; j++)
            out[j] += weights[j] * in[i];
    }
}

static void
fill_likelihoods(struct tree *tree)
{
    for (size_t k = 0; k < tree->model->indicator_count; k++) {
        double *values = row(tree->likelihood, tree, k), mu = tree->model->mu[k], largest = -INFINITY;
        for (size_t q = 0; q < tree->count; q++) {
            values[q] = irt_log_likelihood(&tree->of[k], k, mu + grid_at(&tree->z, q));
            largest = values[q] > largest ? values[q] : largest;
        }
        for (size_t q = 0; q < tree->count; q++)
            values[q] = exp(values[q] - largest);
        tree->log_z += largest;
    }
}

static void
send_up(struct tree *tree)
{
    const struct irt_model *model = tree->model;
    for (size_t i = 0; i < model->area_count * tree->count; i++)
        tree->area_up[i] = 1;
    for (size_t k = 0; k < model->indicator_count; k++) {
        double *area_up = row(tree->area_up, tree, model->area_of[k]);
        apply(tree, tree->t1, row(tree->likelihood, tree, k), row(tree->up, tree, k));
        multiply(tree, area_up, row(tree->up, tree, k));
        scale_to_one(area_up, tree->count, &tree->log_z);
    }
    for (size_t a = 0; a < model->area_count; a++)
        apply(tree, tree->t2, row(tree->area_up, tree, a), row(tree->area_v, tree, a));
}

static void
estimate_general(struct tree *tree, struct tree_estimate *out)
{
    double sum = 0;
    out->log_z = tree->log_z;
    memcpy(tree->posterior, tree->prior, tree->count * sizeof *tree->posterior);
    for (size_t a = 0; a < tree->model->area_count; a++) {
        multiply(tree, tree->posterior, row(tree->area_v, tree, a));
        scale_to_one(tree->posterior, tree->count, &out->log_z);
    }
    for (size_t q = 0; q < tree->count; q++)
        sum += tree->posterior[q];
    out->log_z += log(sum);
    grid_mean_and_sd(&tree->z, tree->posterior, &out->general_mean, &out->general_sd);
    tree->is_cut_off = tree->is_cut_off || grid_is_cut_off(&tree->z, tree->posterior);
}

/* Nodes and kernel depend on the indicator by its mu alone, so they are made once for neighbours with the same. */
static void
prepare_tail(const struct tree *tree, size_t k, struct tail_nodes *nodes)
{
    double mu = tree->model->mu[k];
    if (nodes->count > 0 && nodes->mu == mu)
        return;
    tail_nodes_clear(nodes);
    tail_nodes_init(nodes, mu + tree->z.least, mu - tree->z.least, tree->model->cuts,
                    fmin(SDS_IN_PIECE * tree->own_sd, STEPS_IN_PIECE * grid_widest_step(tree->answers)));
    nodes->mu = mu;
    nodes->kernel = memory_new_array(nodes->count * tree->count, sizeof *nodes->kernel);
    for (size_t i = 0; i < nodes->count; i++)
        grid_fill_normal(&tree->area, nodes->theta[i] - mu, tree->own_sd, 1, row(nodes->kernel, tree, i));
}

static void
estimate_tail(const struct tree *tree, const struct tail_nodes *nodes, size_t k, double p_at_least[CUT_COUNT])
{
    double *density = memory_new_array(2 * nodes->count, sizeof *density), *logs = density + nodes->count;
    double largest = -INFINITY;
    for (size_t i = 0; i < nodes->count; i++) {
        logs[i] = irt_log_likelihood(&tree->of[k], k, nodes->theta[i]);
        largest = fmax(largest, logs[i]);
    }
    for (size_t i = 0; i < nodes->count; i++)
        density[i] =
            exp(logs[i] - largest) * sum_of_products(tree->count, nodes->kernel + i * tree->count, tree->own);
    tail_shares(nodes, density, p_at_least);
    free(density);
}

static void
copy_marginal(struct tree *tree, const double *marginal, size_t k)
{
    double sum = 0, *kept = row(tree->kept, tree, k);
    for (size_t q = 0; q < tree->count; q++)
        sum += marginal[q];
    for (size_t q = 0; q < tree->count; q++)
        kept[q] = marginal[q] / sum;
}

/* tree->own: what all others say of this indicator's B. */
static void
estimate_indicator(struct tree *tree, struct tail_nodes *nodes, size_t k, struct indicator_estimate *out)
{
    double *marginal = tree->posterior, mu = tree->model->mu[k];
    apply_transposed(tree, tree->t1, tree->own, marginal);
    multiply(tree, marginal, row(tree->likelihood, tree, k));
    grid_mean_and_sd(&tree->z, marginal, &out->mean, &out->sd);
    tree->is_cut_off = tree->is_cut_off || grid_is_cut_off(&tree->z, marginal);
    out->mean += mu;
    copy_marginal(tree, marginal, k);
    out->low = mu + grid_quantile(&tree->z, marginal, .025);
    out->high = mu + grid_quantile(&tree->z, marginal, .975);
    prepare_tail(tree, k, nodes);
    estimate_tail(tree, nodes, k, out->p_at_least);
}

/* tree->down: what the other areas say of this area's B. */
static void
estimate_area(struct tree *tree, size_t a, struct tail_nodes *nodes, struct tree_estimate *out)
{
    const struct irt_model *model = tree->model;
    double ignored = 0;
    memcpy(tree->posterior, tree->down, tree->count * sizeof *tree->posterior);
    multiply(tree, tree->posterior, row(tree->area_up, tree, a));
    grid_mean_and_sd(&tree->area, tree->posterior, &out->area_mean[a], &out->area_sd[a]);
    for (size_t k = 0; k < model->indicator_count; k++) {
        if (model->area_of[k] != a)
            continue;
        memcpy(tree->own, tree->down, tree->count * sizeof *tree->own);
        for (size_t j = 0; j < model->indicator_count; j++)
            if (j != k && model->area_of[j] == a) {
                multiply(tree, tree->own, row(tree->up, tree, j));
                scale_to_one(tree->own, tree->count, &ignored);
            }
        estimate_indicator(tree, nodes, k, &out->indicators[k]);
    }
}

/* From the general factor down to the areas and their indicators. */
static void
send_down(struct tree *tree, struct tree_estimate *out)
{
    struct tail_nodes nodes = {0};
    double ignored = 0;
    for (size_t a = 0; a < tree->model->area_count; a++) {
        memcpy(tree->cavity, tree->prior, tree->count * sizeof *tree->cavity);
        for (size_t b = 0; b < tree->model->area_count; b++)
            if (b != a) {
                multiply(tree, tree->cavity, row(tree->area_v, tree, b));
                scale_to_one(tree->cavity, tree->count, &ignored);
            }
        apply_transposed(tree, tree->t2, tree->cavity, tree->down);
        estimate_area(tree, a, &nodes, out);
    }
    tail_nodes_clear(&nodes);
}

static void
keep_marginals(struct tree *tree, struct tree_estimate *out)
{
    free(out->marginals);
    out->point_count = tree->count;
    out->point_least = tree->z.least;
    out->point_step = tree->z.step;
    out->marginals = tree->kept = memory_new_array(tree->model->indicator_count * tree->count, sizeof *tree->kept);
}

/* The answers of each indicator side by side, what is missing left out. */
struct parted {
    struct irt_answers *of;
    struct irt_item *items;
    int *responses;
};

static struct parted
part_answers(const struct irt_model *model, const struct irt_answers *all)
{
    struct parted out = {memory_new_array(model->indicator_count + 1, sizeof *out.of),
                         memory_new_array(all->count + 1, sizeof *out.items), memory_new_array(all->count + 1, sizeof *out.responses)};
    size_t at = 0;
    for (size_t k = 0; k < model->indicator_count; k++) {
        out.of[k] = (struct irt_answers){out.items + at, out.responses + at, 0};
        for (size_t n = 0; n < all->count; n++)
            if (all->items[n].indicator == k && all->responses[n] != RESPONSE_MISSING) {
                out.items[at] = all->items[n];
                out.responses[at++] = all->responses[n];
                out.of[k].count++;
            }
    }
    return out;
}

void
irt_estimate_tree(const struct irt_model *model, const struct irt_item *items, const int *responses, size_t item_count,
                  struct tree_estimate *out)
{
    const struct irt_answers answers = {items, responses, item_count};
    struct parted parted = part_answers(model, &answers);
    bool is_done = false;
    *out = (struct tree_estimate){0};
    out->indicators = memory_new_array(model->indicator_count, sizeof *out->indicators);
    out->area_mean = memory_new_array(model->area_count, sizeof *out->area_mean);
    out->area_sd = memory_new_array(model->area_count, sizeof *out->area_sd);
    for (double edge = EDGE_USUAL; !is_done; edge *= 2) {
        struct tree tree;
        tree_init(&tree, model, &answers, edge);
        tree.of = parted.of;
        keep_marginals(&tree, out);
        fill_likelihoods(&tree);
        send_up(&tree);
        estimate_general(&tree, out);
        send_down(&tree, out);
        is_done = !tree.is_cut_off || edge >= EDGE_MOST;
        free(tree.t1);
    }
    free(parted.of);
    free(parted.items);
    free(parted.responses);
}

void
irt_clear_estimate(struct tree_estimate *estimate)
{
    free(estimate->indicators);
    free(estimate->area_mean);
    free(estimate->area_sd);
    free(estimate->marginals);
    *estimate = (struct tree_estimate){0};
}
