/* irt_tail.c - P(theta >= cut). Summing cells of the grid is off by up to .003, so the density is integrated between
 * the cuts by Gauss-Legendre (MEASURE.md section 1). */
#include <math.h>

#include "scoring/irt_estimate.h"

static const double STEP = .25, EDGE = 8;

/* Newton's method on the Legendre polynomial from the usual cosine guess. */
void
gauss_legendre(size_t count, double *x, double *w)
{
    double n = (double)count;
    for (size_t i = 0; i < count; i++) {
        double at = cos(M_PI * ((double)i + .75) / (n + .5)), slope = 1;
        for (int turn = 0; turn < 50; turn++) {
            double before = 1, value = at;
            for (size_t k = 2; k <= count; k++) {
                double next = ((2 * (double)k - 1) * at * value - ((double)k - 1) * before) / (double)k;
                before = value;
                value = next;
            }
            slope = n * (at * value - before) / (at * at - 1);
            double step = value / slope;
            at -= step;
            if (fabs(step) < 1e-16)
                break;
        }
        x[i] = at;
        w[i] = 2 / ((1 - at * at) * slope * slope);
    }
}

static size_t
add_interval(struct tail_nodes *nodes, size_t at, double from, double to, size_t pieces, size_t part)
{
    double x[GAUSS_POINTS], w[GAUSS_POINTS], width = (to - from) / (double)pieces;
    gauss_legendre(GAUSS_POINTS, x, w);
    for (size_t piece = 0; piece < pieces; piece++)
        for (size_t i = 0; i < GAUSS_POINTS; i++, at++) {
            nodes->theta[at] = from + width * ((double)piece + (x[i] + 1) / 2);
            nodes->weight[at] = w[i] * width / 2;
            nodes->part[at] = part;
        }
    return at;
}

void
tail_prepare(struct tail_nodes *nodes, const struct irt_model *model, size_t indicator, double own_variance)
{
    double mu = model->mu[indicator], scale = 1 / sqrt(2 * M_PI * own_variance);
    if (nodes->is_ready && nodes->mu == mu)
        return;
    nodes->is_ready = true;
    nodes->mu = mu;
    size_t at = add_interval(nodes, 0, mu - EDGE, model->cuts[0], TAIL_PARTS, 0);
    for (size_t cut = 1; cut < CUT_COUNT; cut++)
        at = add_interval(nodes, at, model->cuts[cut - 1], model->cuts[cut], 1, cut);
    at = add_interval(nodes, at, model->cuts[CUT_COUNT - 1], mu + EDGE, TAIL_PARTS, CUT_COUNT);
    for (size_t i = 0; i < at; i++)
        for (size_t b = 0; b < TREE_GRID; b++) {
            double off = nodes->theta[i] - mu - (-EDGE + STEP * (double)b);
            nodes->kernel[i][b] = scale * exp(-off * off / (2 * own_variance));
        }
}

static double
log_likelihood(size_t indicator, const struct irt_item *items, const int *responses, size_t item_count, double theta)
{
    double sum = 0;
    for (size_t n = 0; n < item_count; n++) {
        double p[ITEM_STEPS_MAX + 1];
        if (items[n].indicator != indicator || responses[n] == RESPONSE_MISSING)
            continue;
        irt_probabilities(&items[n], theta, p);
        sum += items[n].weight * log(p[responses[n]]);
    }
    return sum;
}

/* Shares of the whole above each cut, from the masses of the parts between them. */
static void
shares_above(const double mass[CUT_COUNT + 1], double p_at_least[CUT_COUNT])
{
    double whole = 0, above = 0;
    for (size_t part = 0; part <= CUT_COUNT; part++)
        whole += mass[part];
    for (size_t cut = CUT_COUNT; cut > 0; cut--) {
        above += mass[cut];
        p_at_least[cut - 1] = above / whole;
    }
}

void
tail_probabilities(const struct tail_nodes *nodes, size_t indicator, const double *cavity,
                   const struct irt_item *items, const int *responses, size_t item_count,
                   double p_at_least[CUT_COUNT])
{
    double logs[TAIL_NODES], mass[CUT_COUNT + 1] = {0}, largest = -INFINITY;
    for (size_t i = 0; i < TAIL_NODES; i++) {
        logs[i] = log_likelihood(indicator, items, responses, item_count, nodes->theta[i]);
        largest = logs[i] > largest ? logs[i] : largest;
    }
    for (size_t i = 0; i < TAIL_NODES; i++) {
        double sum = 0;
        for (size_t b = 0; b < TREE_GRID; b++)
            sum += cavity[b] * nodes->kernel[i][b];
        mass[nodes->part[i]] += nodes->weight[i] * exp(logs[i] - largest) * sum;
    }
    shares_above(mass, p_at_least);
}

static double
normal(double x, double mean, double sd)
{
    double z = (x - mean) / sd;
    return exp(-z * z / 2) / (sd * sqrt(2 * M_PI));
}

/* Mass between two points, by Gauss-Legendre on pieces of at most half a prior sd. */
static double
mass_between(const struct irt_item *items, const int *responses, size_t item_count, double mean, double sd,
             double from, double to, double shift)
{
    double x[GAUSS_POINTS], w[GAUSS_POINTS], mass = 0;
    if (to <= from)
        return 0;
    size_t pieces = (size_t)ceil((to - from) / (sd < 1 ? sd / 2 : .5));
    double width = (to - from) / (double)pieces;
    gauss_legendre(GAUSS_POINTS, x, w);
    for (size_t piece = 0; piece < pieces; piece++)
        for (size_t i = 0; i < GAUSS_POINTS; i++) {
            double theta = from + width * ((double)piece + (x[i] + 1) / 2);
            mass += w[i] * width / 2 * normal(theta, mean, sd) *
                    exp(log_likelihood(0, items, responses, item_count, theta) - shift);
        }
    return mass;
}

void
irt_estimate_one(const struct irt_item *items, const int *responses, size_t item_count, double prior_mean,
                 double prior_sd, const double cuts[CUT_COUNT], struct uni_estimate *out)
{
    enum { FINE = 1281 };
    const double step = 20. / (FINE - 1);
    double logs[FINE], largest = -INFINITY, sum = 0, first = 0, second = 0, mass[CUT_COUNT + 1];
    for (size_t q = 0; q < FINE; q++) {
        double theta = prior_mean + prior_sd * (-10 + step * (double)q);
        logs[q] = log_likelihood(0, items, responses, item_count, theta);
        largest = logs[q] > largest ? logs[q] : largest;
    }
    for (size_t q = 0; q < FINE; q++) {
        double z = -10 + step * (double)q, f = exp(logs[q] - largest) * normal(z, 0, 1) * step;
        sum += f;
        first += f * z;
        second += f * z * z;
    }
    double mean = first / sum;
    out->mean = prior_mean + prior_sd * mean;
    out->sd = prior_sd * sqrt(second / sum - mean * mean);
    out->log_z = log(sum) + largest;
    double from = prior_mean - 10 * prior_sd, to = prior_mean + 10 * prior_sd;
    for (size_t part = 0; part <= CUT_COUNT; part++) {
        double lower = part == 0 ? from : fmax(from, cuts[part - 1]), upper = part == CUT_COUNT ? to : fmin(to, cuts[part]);
        mass[part] = mass_between(items, responses, item_count, prior_mean, prior_sd, lower, upper, largest);
    }
    shares_above(mass, out->p_at_least);
}
