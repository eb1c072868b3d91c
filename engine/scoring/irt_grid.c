/* irt_grid.c - how fine and how wide a grid must be, and what is read off weights that stand on one.
 *
 * +-8 in steps of .25 is enough for every shipped item (MEASURE.md section 1: 3e-11). Steeper items, closer
 * correlations or a posterior out at the edge get a finer or wider grid instead of a wrong figure. */
#include <math.h>

#include "scoring/irt_estimate.h"

/* exp(-2 pi / .28) = 2e-10, and a = 3.5 still fits the step of .25. */
static const double STEP_OF_DISTANCE = .28, STEP_USUAL = .25;

/* Outward from the point next to the mean: the ratio of neighbours changes by a constant factor, so that three
 * exponentials make a whole row; far out it only shrinks, so errors do not grow. */
void
grid_fill_normal(const struct grid *grid, double mean, double sd, double factor, double *out)
{
    double last = (double)(grid->count - 1), step = grid->step / sd;
    double centre = grid->step > 0 ? fmin(fmax(round((mean - grid->least) / grid->step), 0), last) : 0;
    size_t at = (size_t)centre;
    double z = (grid_at(grid, at) - mean) / sd, shrink = exp(-step * step);
    double ratio_up = exp(-step * z - step * step / 2), ratio_down = exp(step * z - step * step / 2);
    out[at] = factor * exp(-z * z / 2) / (sd * sqrt(2 * M_PI));
    for (size_t i = at + 1; i < grid->count; i++, ratio_up *= shrink)
        out[i] = out[i - 1] * ratio_up;
    for (size_t i = at; i > 0; i--, ratio_down *= shrink)
        out[i - 1] = out[i] * ratio_down;
}

/* A 2PL curve has its poles pi / a from the real line. The categories of a GPCM item are a polynomial in exp(a theta)
 * with positive coefficients: no root within an angle of pi / m; with rising thresholds none within 2 pi / (m + 1). */
static double
pole_distance(const struct irt_item *item)
{
    bool is_rising = true;
    for (int x = 1; x < item->steps; x++)
        is_rising = is_rising && item->b[x] >= item->b[x - 1];
    double angle = is_rising ? 2 * M_PI / (item->steps + 1) : M_PI / item->steps;
    return angle / fabs(item->a);
}

double
grid_widest_step(const struct irt_answers *answers)
{
    double nearest = INFINITY;
    for (size_t n = 0; n < answers->count; n++)
        if (answers->responses[n] != RESPONSE_MISSING)
            nearest = fmin(nearest, pole_distance(&answers->items[n]));
    return STEP_OF_DISTANCE * nearest;
}

struct grid
grid_make(double edge, double step)
{
    struct grid grid = {.least = -edge, .step = STEP_USUAL};
    while (grid.step > step && grid.step > GRID_STEP_LEAST)
        grid.step /= 2;
    grid.count = (size_t)lround(2 * edge / grid.step) + 1;
    return grid;
}

void
grid_mean_and_sd(const struct grid *grid, const double *weights, double *mean, double *sd)
{
    double sum = 0, first = 0, second = 0;
    for (size_t i = 0; i < grid->count; i++) {
        sum += weights[i];
        first += weights[i] * grid_at(grid, i);
    }
    *mean = first / sum;
    for (size_t i = 0; i < grid->count; i++) {
        double off = grid_at(grid, i) - *mean;
        second += weights[i] * off * off;
    }
    *sd = sqrt(second / sum);
}

/* Linear on the cumulated weight at the middle of each cell. */
double
grid_quantile(const struct grid *grid, const double *weights, double wanted)
{
    double sum = 0, below = 0, before = 0;
    for (size_t i = 0; i < grid->count; i++)
        sum += weights[i];
    for (size_t i = 0; i < grid->count; i++) {
        double middle = (below + weights[i] / 2) / sum;
        if (middle >= wanted)
            return i == 0 ? grid_at(grid, 0)
                          : grid_at(grid, i - 1) + grid->step * (wanted - before) / (middle - before);
        before = middle;
        below += weights[i];
    }
    return grid_at(grid, grid->count - 1);
}

bool
grid_is_cut_off(const struct grid *grid, const double *weights)
{
    double largest = 0;
    for (size_t i = 0; i < grid->count; i++)
        largest = fmax(largest, weights[i]);
    return fmax(weights[0], weights[grid->count - 1]) > 1e-11 * largest;
}

void
scale_to_one(double *values, size_t count, double *log_scale)
{
    double largest = 0;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, values[i]);
    if (largest <= 0)
        return;
    for (size_t i = 0; i < count; i++)
        values[i] /= largest;
    *log_scale += log(largest);
}
