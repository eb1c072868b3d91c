/* irt_tail.c - P(theta >= cut). Summing cells of the grid is off by up to .003, so the density is integrated between
 * the cuts by Gauss-Legendre (MEASURE.md section 1). */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scoring/irt_estimate.h"

enum { GAUSS_POINTS = 20 };

/* x and w on [-1, 1]: Newton's method on the Legendre polynomial from the usual cosine guess. */
static void
gauss_legendre(double x[GAUSS_POINTS], double w[GAUSS_POINTS])
{
    const double n = GAUSS_POINTS;
    for (int i = 0; i < GAUSS_POINTS; i++) {
        double at = cos(M_PI * (i + .75) / (n + .5)), slope = 1, step = 1;
        for (int turn = 0; turn < 50 && fabs(step) > 1e-16; turn++) {
            double before = 1, value = at;
            for (int k = 2; k <= GAUSS_POINTS; k++) {
                double next = ((2 * k - 1) * at * value - (k - 1) * before) / k;
                before = value;
                value = next;
            }
            slope = n * (at * value - before) / (at * at - 1);
            step = value / slope;
            at -= step;
        }
        x[i] = at;
        w[i] = 2 / ((1 - at * at) * slope * slope);
    }
}

static void
add_piece(struct tail_nodes *nodes, double from, double width, size_t part)
{
    double x[GAUSS_POINTS], w[GAUSS_POINTS];
    gauss_legendre(x, w);
    if (nodes->count + GAUSS_POINTS > nodes->capacity) {
        nodes->capacity = 2 * nodes->capacity + 8 * GAUSS_POINTS;
        nodes->theta = memory_resize(nodes->theta, nodes->capacity, sizeof *nodes->theta);
        nodes->weight = memory_resize(nodes->weight, nodes->capacity, sizeof *nodes->weight);
        nodes->part = memory_resize(nodes->part, nodes->capacity, sizeof *nodes->part);
    }
    for (size_t i = 0; i < GAUSS_POINTS; i++, nodes->count++) {
        nodes->theta[nodes->count] = from + width * (x[i] + 1) / 2;
        nodes->weight[nodes->count] = w[i] * width / 2;
        nodes->part[nodes->count] = part;
    }
}

void
tail_nodes_init(struct tail_nodes *nodes, double least, double most, const double cuts[CUT_COUNT], double width)
{
    *nodes = (struct tail_nodes){0};
    double from = least;
    for (size_t part = 0; part <= CUT_COUNT; part++) {
        double to = part < CUT_COUNT ? fmin(fmax(cuts[part], least), most) : most;
        double pieces = ceil((to - from) / width);
        for (double piece = 0; piece < pieces; piece++)
            add_piece(nodes, from + (to - from) * piece / pieces, (to - from) / pieces, part);
        from = to;
    }
}

void
tail_nodes_clear(struct tail_nodes *nodes)
{
    free(nodes->theta);
    free(nodes->weight);
    free(nodes->part);
    free(nodes->kernel);
    *nodes = (struct tail_nodes){0};
}

void
tail_shares(const struct tail_nodes *nodes, const double *density, double p_at_least[CUT_COUNT])
{
    double mass[CUT_COUNT + 1] = {0}, whole = 0, above = 0;
    for (size_t i = 0; i < nodes->count; i++)
        mass[nodes->part[i]] += nodes->weight[i] * density[i];
    for (size_t part = 0; part <= CUT_COUNT; part++)
        whole += mass[part];
    for (size_t cut = CUT_COUNT; cut > 0; cut--) {
        above += mass[cut];
        p_at_least[cut - 1] = above / whole;
    }
}
