/* growth_estimate.c - one person tested twice: how much did each indicator move? (MEASURE.md section 4)
 *
 * theta_post,k = theta_pre,k + delta_k, delta_k = D + T_k, independent of theta_pre. The same tree as in
 * irt_estimate.c with nodes of two dimensions: ability (z, B, G) x change (d, D). Leaves
 * L_k(z, d) = L_pre(z) L_post(z + d). The step of the change divides the step of the ability, so that z + d falls on
 * one grid and the answers after the course are computed once on it. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/irt_estimate.h"

/* Edges of the change in sd of delta: 4.5 for the usual sd of .5 and .3. */
static const double EDGE = 8, CHANGE_STEP = .125, CHANGE_SDS = 7.7, STEPS_IN_KERNEL = 1.2;

struct growth_tree {
    const struct growth_case *given;
    struct grid ability, change;
    size_t plane;       /* points of a plane: [ability][change] */
    size_t ratio;       /* steps of the change in one of the ability */
    double *own, *area; /* kernels [B][z], [G][B] */
    double *change_own; /* kernel [D][d] */
    double *leaf, *up;        /* per indicator, a plane each */
    double *area_up, *area_v; /* per area */
    double log_z;
};

static double *
new_kernel(const struct grid *grid, double slope, double sd)
{
    double *kernel = memory_new_array(grid->count * grid->count, sizeof *kernel);
    for (size_t i = 0; i < grid->count; i++)
        grid_fill_normal(grid, slope * grid_at(grid, i), sd, grid->step, kernel + i * grid->count);
    return kernel;
}

static void
make_grids(struct growth_tree *tree)
{
    const struct growth_case *given = tree->given;
    const struct irt_model *model = given->model;
    double own_sd = sqrt(1 - model->rho_g - model->rho_a), area_sd = sqrt(model->rho_a);
    double answers = fmin(grid_widest_step(&given->pre), grid_widest_step(&given->post));
    double narrowest = fmin(given->change_sd, given->change_sd_own);
    double reach = fabs(given->change_mean) + CHANGE_SDS * hypot(given->change_sd, given->change_sd_own);
    tree->ability = grid_make(EDGE, fmin(fmin(own_sd, area_sd) / STEPS_IN_KERNEL, answers));
    tree->change = grid_make(1, fmin(CHANGE_STEP, fmin(narrowest / STEPS_IN_KERNEL, tree->ability.step)));
    size_t half = (size_t)ceil(reach / tree->change.step);
    tree->change.count = 2 * half + 1;
    tree->change.least = -(double)half * tree->change.step;
    tree->ratio = (size_t)lround(tree->ability.step / tree->change.step);
    tree->plane = tree->ability.count * tree->change.count;
    tree->own = new_kernel(&tree->ability, 1, own_sd);
    tree->area = new_kernel(&tree->ability, sqrt(model->rho_g), area_sd);
    tree->change_own = new_kernel(&tree->change, 1, given->change_sd_own);
}

/* out[i][d] = sum_j kernel[i][j] in[j][d], or with the kernel turned round. */
static void
across_ability(const struct growth_tree *tree, const double *kernel, bool is_down, const double *in, double *out)
{
    size_t count = tree->ability.count, changes = tree->change.count;
    memset(out, 0, tree->plane * sizeof *out);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            double factor = is_down ? kernel[j * count + i] : kernel[i * count + j];
            for (size_t d = 0; d < changes; d++)
                out[i * changes + d] += factor * in[j * changes + d];
        }
}

/* out[z][D] = sum_d in[z][d] kernel[D][d]; the kernel is symmetric, so the way down is the same. */
static void
across_change(const struct growth_tree *tree, const double *in, double *out)
{
    size_t changes = tree->change.count;
    memset(out, 0, tree->plane * sizeof *out);
    for (size_t z = 0; z < tree->ability.count; z++)
        for (size_t j = 0; j < changes; j++)
            for (size_t i = 0; i < changes; i++)
                out[z * changes + i] += in[z * changes + j] * tree->change_own[j * changes + i];
}

static void
multiply(const struct growth_tree *tree, double *plane, const double *by)
{
    for (size_t i = 0; i < tree->plane; i++)
        plane[i] *= by[i];
}

static void
fill_leaf(struct growth_tree *tree, size_t k)
{
    size_t changes = tree->change.count, fine = tree->ratio * (tree->ability.count - 1) + changes;
    double *after = memory_new_array(fine, sizeof *after), *leaf = tree->leaf + k * tree->plane;
    double mu = tree->given->model->mu[k], largest = -INFINITY;
    for (size_t i = 0; i < fine; i++)
        after[i] = irt_log_likelihood(&tree->given->post, k, mu + tree->ability.least + grid_at(&tree->change, i));
    for (size_t z = 0; z < tree->ability.count; z++) {
        double before = irt_log_likelihood(&tree->given->pre, k, mu + grid_at(&tree->ability, z));
        for (size_t d = 0; d < changes; d++) {
            leaf[z * changes + d] = before + after[tree->ratio * z + d];
            largest = fmax(largest, leaf[z * changes + d]);
        }
    }
    for (size_t i = 0; i < tree->plane; i++)
        leaf[i] = exp(leaf[i] - largest);
    tree->log_z += largest;
    free(after);
}

static void
send_up(struct growth_tree *tree)
{
    const struct irt_model *model = tree->given->model;
    double *half = memory_new_array(tree->plane, sizeof *half);
    for (size_t i = 0; i < model->area_count * tree->plane; i++)
        tree->area_up[i] = 1;
    for (size_t k = 0; k < model->indicator_count; k++) {
        double *up = tree->up + k * tree->plane, *area_up = tree->area_up + model->area_of[k] * tree->plane;
        fill_leaf(tree, k);
        across_change(tree, tree->leaf + k * tree->plane, half);
        across_ability(tree, tree->own, false, half, up);
        multiply(tree, area_up, up);
        scale_to_one(area_up, tree->plane, &tree->log_z);
    }
    for (size_t a = 0; a < model->area_count; a++)
        across_ability(tree, tree->area, false, tree->area_up + a * tree->plane, tree->area_v + a * tree->plane);
    free(half);
}

/* P(d > 0): the trapezoid rule from 0 on, with the correction of Euler and Maclaurin at that end; derivatives of odd
 * order by central differences. */
static void
describe_change(const struct growth_tree *tree, const double *plane, struct change_estimate *out)
{
    size_t changes = tree->change.count, zero = (changes - 1) / 2;
    double *weights = memory_new_array(changes, sizeof *weights), sum = 0, above = 0;
    for (size_t z = 0; z < tree->ability.count; z++)
        for (size_t d = 0; d < changes; d++)
            weights[d] += plane[z * changes + d];
    for (size_t d = 0; d < changes; d++) {
        sum += weights[d];
        above += d > zero ? weights[d] : 0;
    }
    const double *w = weights + zero;
    double d1 = (45 * (w[1] - w[-1]) - 9 * (w[2] - w[-2]) + (w[3] - w[-3])) / 60;
    double d3 = (-13 * (w[1] - w[-1]) + 8 * (w[2] - w[-2]) - (w[3] - w[-3])) / 8;
    double d5 = (5 * (w[1] - w[-1]) - 4 * (w[2] - w[-2]) + (w[3] - w[-3])) / 2;
    out->p_above_zero = (above + w[0] / 2 + d1 / 12 - d3 / 720 + d5 / 30240) / sum;
    grid_mean_and_sd(&tree->change, weights, &out->mean, &out->sd);
    free(weights);
}

/* What is known before any answer: G and D. */
static void
fill_prior(const struct growth_tree *tree, double *plane)
{
    const struct growth_case *given = tree->given;
    size_t changes = tree->change.count;
    double *general = memory_new_array(tree->ability.count + changes, sizeof *general);
    double *change = general + tree->ability.count;
    grid_fill_normal(&tree->ability, 0, 1, tree->ability.step, general);
    grid_fill_normal(&tree->change, given->change_mean, given->change_sd, tree->change.step, change);
    for (size_t g = 0; g < tree->ability.count; g++)
        for (size_t d = 0; d < changes; d++)
            plane[g * changes + d] = general[g] * change[d];
    free(general);
}

static void
describe_indicator(const struct growth_tree *tree, size_t k, const double *plane, struct growth_indicator *out)
{
    size_t changes = tree->change.count;
    double sum = 0, first = 0;
    for (size_t i = 0; i < tree->plane; i++) {
        sum += plane[i];
        first += plane[i] * grid_at(&tree->ability, i / changes);
    }
    out->pre_mean = tree->given->model->mu[k] + first / sum;
    describe_change(tree, plane, &out->change);
}

static void
send_down(struct growth_tree *tree, struct growth_indicator *out)
{
    const struct irt_model *model = tree->given->model;
    size_t plane = tree->plane;
    double *cavity = memory_new_array(3 * plane, sizeof *cavity), *down = cavity + plane, *own = down + plane;
    double ignored = 0;
    for (size_t a = 0; a < model->area_count; a++) {
        fill_prior(tree, cavity);
        for (size_t b = 0; b < model->area_count; b++)
            if (b != a) {
                multiply(tree, cavity, tree->area_v + b * plane);
                scale_to_one(cavity, plane, &ignored);
            }
        across_ability(tree, tree->area, true, cavity, down);
        for (size_t k = 0; k < model->indicator_count; k++) {
            if (model->area_of[k] != a)
                continue;
            memcpy(cavity, down, plane * sizeof *cavity);
            for (size_t j = 0; j < model->indicator_count; j++)
                if (j != k && model->area_of[j] == a) {
                    multiply(tree, cavity, tree->up + j * plane);
                    scale_to_one(cavity, plane, &ignored);
                }
            across_ability(tree, tree->own, true, cavity, own);
            across_change(tree, own, cavity);
            multiply(tree, cavity, tree->leaf + k * plane);
            describe_indicator(tree, k, cavity, &out[k]);
        }
    }
    free(cavity);
}

void
irt_estimate_growth(const struct growth_case *given, struct change_estimate *all, struct growth_indicator *indicators,
                    double *log_z)
{
    const struct irt_model *model = given->model;
    struct growth_tree tree = {.given = given};
    assert(model->rho_a > 0 && given->change_sd > 0 && given->change_sd_own > 0);
    make_grids(&tree);
    size_t areas = model->area_count * tree.plane, leaves = model->indicator_count * tree.plane;
    double *posterior = memory_new_array(tree.plane + 2 * areas + 2 * leaves, sizeof *posterior), sum = 0;
    tree.area_up = posterior + tree.plane;
    tree.area_v = tree.area_up + areas;
    tree.leaf = tree.area_v + areas;
    tree.up = tree.leaf + leaves;
    send_up(&tree);
    fill_prior(&tree, posterior);
    *log_z = tree.log_z;
    for (size_t a = 0; a < model->area_count; a++) {
        multiply(&tree, posterior, tree.area_v + a * tree.plane);
        scale_to_one(posterior, tree.plane, log_z);
    }
    for (size_t i = 0; i < tree.plane; i++)
        sum += posterior[i];
    *log_z += log(sum);
    describe_change(&tree, posterior, all);
    send_down(&tree, indicators);
    free(posterior);
    free(tree.own);
    free(tree.area);
    free(tree.change_own);
}
