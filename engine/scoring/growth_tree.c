/* growth_tree.c - one person tested twice: messages on the tree whose nodes have two dimensions, ability (z, B, G) x
 * change (d, D) (MEASURE.md section 4).
 *
 * theta_post,k = theta_pre,k + delta_k, delta_k = D + T_k. Leaves L_k(z, d) = L_pre(z) L_post(z + d); the step of the
 * change divides the step of the ability, so that z + d falls on one grid and the answers after the course are computed
 * once on it. Kernels are separable, so a message is two products of matrices: nearly all the time goes there. */
#include "scoring/growth_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const double EDGE = 8, CHANGE_STEP = .125, STEPS_IN_KERNEL = 1.2;
enum { LANES = 8, PAIRS = LANES / 2 };
/* Two numbers at once, which every 64-bit machine of today can; the arithmetic and its order are those of single ones. */
typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));

/* ---- grids and kernels ---- */

struct growth_grid
growth_tree_grid(const struct irt_model *model, double widest_step, double narrowest_change, double reach)
{
    double own_sd = sqrt(1 - model->rho_g - model->rho_a), area_sd = sqrt(model->rho_a);
    double narrowest = area_sd > 0 ? fmin(own_sd, area_sd) : own_sd;
    double ability_step = grid_make(EDGE, fmin(narrowest / STEPS_IN_KERNEL, widest_step)).step;
    double wanted = fmin(CHANGE_STEP, fmin(narrowest_change / STEPS_IN_KERNEL, ability_step));
    struct growth_grid grid = {EDGE, ability_step, 0, 0, grid_make(1, wanted).step};
    grid.change_most = ceil(reach / grid.change_step) * grid.change_step;
    grid.change_least = -grid.change_most;
    return grid;
}

static double *
new_kernel(const struct grid *grid, double slope, double sd)
{
    double *kernel = memory_new_array(grid->count * grid->count, sizeof *kernel);
    for (size_t i = 0; i < grid->count; i++)
        if (sd > 0)
            grid_fill_normal(grid, slope * grid_at(grid, i), sd, grid->step, kernel + i * grid->count);
        else
            kernel[i * grid->count + i] = 1;
    return kernel;
}

static double *
new_turned(const double *kernel, size_t count)
{
    double *turned = memory_new_array(count * count, sizeof *turned);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            turned[j * count + i] = kernel[i * count + j];
    return turned;
}

/* Symmetric, so the way down is the same. */
static double *
new_change_kernel(const struct grid *change, size_t stride, double sd)
{
    double *kernel = memory_new_array(change->count * stride, sizeof *kernel);
    for (size_t i = 0; i < change->count; i++)
        grid_fill_normal(change, grid_at(change, i), sd, change->step, kernel + i * stride);
    return kernel;
}

/* Without a part of the area (rho_a = 0) B is G: the own kernel starts from there, and that of the area is 1. */
static void
make_kernels(struct growth_tree *tree, double change_sd_own)
{
    const struct irt_model *model = tree->model;
    double own_sd = sqrt(1 - model->rho_g - model->rho_a), area_sd = sqrt(model->rho_a), slope = sqrt(model->rho_g);
    tree->own = new_kernel(&tree->ability, area_sd > 0 ? 1 : slope, own_sd);
    tree->area = new_kernel(&tree->ability, slope, area_sd);
    tree->own_down = new_turned(tree->own, tree->ability.count);
    tree->area_down = new_turned(tree->area, tree->ability.count);
    tree->change_own = new_change_kernel(&tree->change, tree->stride, change_sd_own);
}

void
growth_tree_init(struct growth_tree *tree, const struct irt_model *model, const struct growth_grid *grid,
                 double change_sd_own)
{
    double points = (grid->change_most - grid->change_least) / grid->change_step;
    *tree = (struct growth_tree){.model = model};
    tree->ability = (struct grid){(size_t)lround(2 * grid->ability_edge / grid->ability_step) + 1, -grid->ability_edge,
                                  grid->ability_step};
    tree->change = (struct grid){(size_t)lround(points) + 1, grid->change_least, grid->change_step};
    tree->ratio = (size_t)lround(grid->ability_step / grid->change_step);
    tree->stride = (tree->change.count + LANES - 1) / LANES * LANES;
    tree->plane = tree->ability.count * tree->stride;
    make_kernels(tree, change_sd_own);
    size_t leaves = model->indicator_count * tree->plane, areas = model->area_count * tree->plane;
    tree->leaf = memory_new_array(2 * leaves + 2 * areas + 3 * tree->plane, sizeof *tree->leaf);
    tree->up = tree->leaf + leaves;
    tree->area_up = tree->up + leaves;
    tree->area_v = tree->area_up + areas;
    tree->work = tree->area_v + areas;
}

void
growth_tree_clear(struct growth_tree *tree)
{
    free(tree->own);
    free(tree->area);
    free(tree->own_down);
    free(tree->area_down);
    free(tree->change_own);
    free(tree->leaf);
    *tree = (struct growth_tree){0};
}

/* ---- messages ---- */

/* out[rows][stride] = left[rows][inner] right[inner][stride]; the sums of eight columns stay in registers. */
static void
product(const double *left, size_t rows, size_t inner, const double *right, size_t stride, double *out)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t column = 0; column < stride; column += LANES) {
            const double *factor = left + i * inner, *at = right + column;
            pair sum[PAIRS] = {{0}, {0}, {0}, {0}};
            for (size_t j = 0; j < inner; j++, at += stride) {
                const pair *row = (const pair *)at, both = {factor[j], factor[j]};
                sum[0] += both * row[0];
                sum[1] += both * row[1];
                sum[2] += both * row[2];
                sum[3] += both * row[3];
            }
            memcpy(out + i * stride + column, sum, sizeof sum);
        }
}

/* out[i][d] = sum_j kernel[i][j] in[j][d] */
static void
across_ability(const struct growth_tree *tree, const double *kernel, const double *in, double *out)
{
    product(kernel, tree->ability.count, tree->ability.count, in, tree->stride, out);
}

/* out[z][D] = sum_d in[z][d] change_own[d][D] */
static void
across_change(const struct growth_tree *tree, const double *in, double *out)
{
    size_t stride = tree->stride;
    for (size_t z = 0; z < tree->ability.count; z++)
        product(in + z * stride, 1, tree->change.count, tree->change_own, stride, out + z * stride);
}

static void
multiply(const struct growth_tree *tree, double *plane, const double *by)
{
    for (size_t i = 0; i < tree->plane; i++)
        plane[i] *= by[i];
}

static void
fill_leaf(struct growth_tree *tree, size_t k, const struct irt_answers *pre, const struct irt_answers *post)
{
    size_t changes = tree->change.count, fine = tree->ratio * (tree->ability.count - 1) + changes;
    double *after = memory_new_array(fine, sizeof *after), *leaf = tree->leaf + k * tree->plane;
    double mu = tree->model->mu[k], largest = -INFINITY;
    for (size_t i = 0; i < fine; i++)
        after[i] = irt_log_likelihood(post, k, mu + tree->ability.least + grid_at(&tree->change, i));
    for (size_t z = 0; z < tree->ability.count; z++) {
        double before = irt_log_likelihood(pre, k, mu + grid_at(&tree->ability, z));
        for (size_t d = 0; d < changes; d++) {
            leaf[z * tree->stride + d] = before + after[tree->ratio * z + d];
            largest = fmax(largest, leaf[z * tree->stride + d]);
        }
    }
    for (size_t z = 0; z < tree->ability.count; z++)
        for (size_t d = 0; d < changes; d++)
            leaf[z * tree->stride + d] = exp(leaf[z * tree->stride + d] - largest);
    tree->log_z += largest;
    free(after);
}

void
growth_tree_read(struct growth_tree *tree, const struct irt_answers *pre, const struct irt_answers *post)
{
    const struct irt_model *model = tree->model;
    tree->log_z = 0;
    for (size_t i = 0; i < model->area_count * tree->plane; i++)
        tree->area_up[i] = 1;
    for (size_t k = 0; k < model->indicator_count; k++) {
        double *up = tree->up + k * tree->plane, *area_up = tree->area_up + model->area_of[k] * tree->plane;
        fill_leaf(tree, k, pre, post);
        across_change(tree, tree->leaf + k * tree->plane, tree->work);
        across_ability(tree, tree->own, tree->work, up);
        multiply(tree, area_up, up);
        scale_to_one(area_up, tree->plane, &tree->log_z);
    }
    for (size_t a = 0; a < model->area_count; a++)
        across_ability(tree, tree->area, tree->area_up + a * tree->plane, tree->area_v + a * tree->plane);
}

void
growth_tree_likelihood(const struct growth_tree *tree, double *plane, double *log_z)
{
    *log_z += tree->log_z;
    for (size_t i = 0; i < tree->plane; i++)
        plane[i] = i % tree->stride < tree->change.count;
    for (size_t a = 0; a < tree->model->area_count; a++) {
        multiply(tree, plane, tree->area_v + a * tree->plane);
        scale_to_one(plane, tree->plane, log_z);
    }
}

void
growth_tree_weigh(const struct growth_tree *tree, const struct growth_prior *prior, double *plane)
{
    size_t changes = tree->change.count;
    double *general = memory_new_array(tree->ability.count + changes, sizeof *general);
    double *change = general + tree->ability.count;
    grid_fill_normal(&tree->ability, prior->general_mean, prior->general_sd, tree->ability.step, general);
    grid_fill_normal(&tree->change, prior->change_mean, prior->change_sd, tree->change.step, change);
    for (size_t g = 0; g < tree->ability.count; g++)
        for (size_t d = 0; d < changes; d++)
            plane[g * tree->stride + d] *= general[g] * change[d];
    free(general);
}

/* ---- what a plane says ---- */

/* P(d > 0): the trapezoid rule from 0 on, with the correction of Euler and Maclaurin at that end; derivatives of odd
 * order by central differences. */
static double
share_above_zero(const struct grid *change, const double *weights, double sum)
{
    size_t zero = (size_t)lround(-change->least / change->step);
    double above = 0;
    for (size_t d = zero + 1; d < change->count; d++)
        above += weights[d];
    const double *w = weights + zero;
    double d1 = (45 * (w[1] - w[-1]) - 9 * (w[2] - w[-2]) + (w[3] - w[-3])) / 60;
    double d3 = (-13 * (w[1] - w[-1]) + 8 * (w[2] - w[-2]) - (w[3] - w[-3])) / 8;
    double d5 = (5 * (w[1] - w[-1]) - 4 * (w[2] - w[-2]) + (w[3] - w[-3])) / 2;
    return fmin(fmax((above + w[0] / 2 + d1 / 12 - d3 / 720 + d5 / 30240) / sum, 0), 1);
}

void
growth_tree_describe(const struct growth_tree *tree, const double *plane, struct change_estimate *out)
{
    size_t changes = tree->change.count;
    double *weights = memory_new_array(changes, sizeof *weights), sum = 0;
    for (size_t z = 0; z < tree->ability.count; z++)
        for (size_t d = 0; d < changes; d++)
            weights[d] += plane[z * tree->stride + d];
    for (size_t d = 0; d < changes; d++)
        sum += weights[d];
    out->p_above_zero = share_above_zero(&tree->change, weights, sum);
    grid_mean_and_sd(&tree->change, weights, &out->mean, &out->sd);
    free(weights);
}

/* theta before is mu + z, after mu + z + d. */
static void
describe_indicator(const struct growth_tree *tree, size_t k, const double *plane, struct growth_indicator *out)
{
    double sum = 0, z1 = 0, z2 = 0, after1 = 0, after2 = 0;
    for (size_t i = 0; i < tree->ability.count; i++) {
        double z = grid_at(&tree->ability, i);
        for (size_t d = 0; d < tree->change.count; d++) {
            double weight = plane[i * tree->stride + d], after = z + grid_at(&tree->change, d);
            sum += weight;
            z1 += weight * z;
            z2 += weight * z * z;
            after1 += weight * after;
            after2 += weight * after * after;
        }
    }
    out->pre_mean = tree->model->mu[k] + z1 / sum;
    out->pre_sd = sqrt(fmax(z2 / sum - (z1 / sum) * (z1 / sum), 0));
    out->post_mean = tree->model->mu[k] + after1 / sum;
    out->post_sd = sqrt(fmax(after2 / sum - (after1 / sum) * (after1 / sum), 0));
    growth_tree_describe(tree, plane, &out->change);
}

/* The message down to the area's B: what all the others and the prior say. */
static void
send_down_to_area(struct growth_tree *tree, const struct growth_prior *prior, size_t a, double *down)
{
    double *cavity = tree->work, ignored = 0;
    for (size_t i = 0; i < tree->plane; i++)
        cavity[i] = i % tree->stride < tree->change.count;
    growth_tree_weigh(tree, prior, cavity);
    for (size_t b = 0; b < tree->model->area_count; b++)
        if (b != a) {
            multiply(tree, cavity, tree->area_v + b * tree->plane);
            scale_to_one(cavity, tree->plane, &ignored);
        }
    across_ability(tree, tree->area_down, cavity, down);
}

void
growth_tree_send_down(struct growth_tree *tree, const struct growth_prior *prior, struct growth_indicator *out)
{
    const struct irt_model *model = tree->model;
    size_t plane = tree->plane;
    double *cavity = tree->work, *down = cavity + plane, *own = down + plane, ignored = 0;
    for (size_t a = 0; a < model->area_count; a++) {
        send_down_to_area(tree, prior, a, down);
        for (size_t k = 0; k < model->indicator_count; k++) {
            if (model->area_of[k] != a)
                continue;
            memcpy(cavity, down, plane * sizeof *cavity);
            for (size_t j = 0; j < model->indicator_count; j++)
                if (j != k && model->area_of[j] == a) {
                    multiply(tree, cavity, tree->up + j * plane);
                    scale_to_one(cavity, plane, &ignored);
                }
            across_ability(tree, tree->own_down, cavity, own);
            across_change(tree, own, cavity);
            multiply(tree, cavity, tree->leaf + k * plane);
            describe_indicator(tree, k, cavity, &out[k]);
        }
    }
}
