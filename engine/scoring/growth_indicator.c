/* growth_indicator.c - one indicator of a class by itself: EM on (theta, delta), without the other indicators, so that
 * no indicator borrows its neighbours' gain (MEASURE.md section 4).
 *
 * The nodes of the integral move with the present N2: u, v in its sd, theta = m1 + s1 u, delta = its mean given theta +
 * s2 v. The likelihoods are computed once on a fine grid and read between its points by cubics; nodes and cubics are the
 * same for every person. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scoring/growth_em.h"

/* Theta - mu: 12 is 12 sd. 1/16: a cubic is off by 1e-6 for a = 2. */
static const double EDGE = 12, FINE = 1. / 16;
static const double U_EDGE = 6, U_STEP = .5, V_EDGE = 5.6, V_STEP = .7;
/* Of the widest exact step (1e-9): here 1e-5 is enough. */
static const double STEP_GAIN = 1.6, LEAST_STEP = .1;
static const double PRIOR[2] = {1, .16}, PRIOR_WEIGHT = 6, AT_REST = 1e-8;
enum { AROUND = 4 };

/* Where a cubic reads and with what weights. */
struct reading {
    size_t from;
    double weight[AROUND];
};
struct nodes {
    size_t u_count, v_count;
    double u_step, v_step;
    double *theta, *base;  /* per u: theta, and delta at v = 0 */
    double *u_weight, *v_weight, *v; /* normal densities; v */
    double v_scale;        /* delta = base + v_scale v */
    struct reading *before, *after; /* per u; per u and v */
};
struct indicator_class {
    size_t person_count, fine_count;
    double *before, *after; /* likelihood per person and point of the fine grid */
    double widest_step;
};

static struct reading
read_at(const struct indicator_class *class, double theta)
{
    double place = fmin(fmax((theta + EDGE) / FINE, 1), (double)class->fine_count - 3);
    struct reading at = {.from = (size_t)place - 1};
    if (at.from + AROUND > class->fine_count)
        at.from = class->fine_count - AROUND;
    double t = place - (double)(at.from + 1);
    at.weight[0] = -t * (t - 1) * (t - 2) / 6;
    at.weight[1] = (t + 1) * (t - 1) * (t - 2) / 2;
    at.weight[2] = -(t + 1) * t * (t - 2) / 2;
    at.weight[3] = (t + 1) * t * (t - 1) / 6;
    return at;
}

static inline double
take(const struct reading *at, const double *likelihood)
{
    const double *l = likelihood + at->from;
    return at->weight[0] * l[0] + at->weight[1] * l[1] + at->weight[2] * l[2] + at->weight[3] * l[3];
}

static double
node_step(double usual, double widest, double sd)
{
    return fmax(fmin(usual, STEP_GAIN * widest / sd), LEAST_STEP);
}

static void
nodes_init(struct nodes *nodes, const struct indicator_class *class, const struct pair_normal *at)
{
    double s1 = sqrt(at->sigma[0][0]), slope = at->sigma[0][1] / at->sigma[0][0];
    nodes->v_scale = sqrt(fmax(at->sigma[1][1] - slope * at->sigma[0][1], 0));
    nodes->u_step = node_step(U_STEP, class->widest_step, s1);
    nodes->v_step = node_step(V_STEP, class->widest_step, nodes->v_scale);
    size_t u_half = (size_t)ceil(U_EDGE / nodes->u_step), v_half = (size_t)ceil(V_EDGE / nodes->v_step);
    nodes->u_count = 2 * u_half + 1;
    nodes->v_count = 2 * v_half + 1;
    nodes->theta = memory_new_array(3 * nodes->u_count + 2 * nodes->v_count, sizeof *nodes->theta);
    nodes->base = nodes->theta + nodes->u_count;
    nodes->u_weight = nodes->base + nodes->u_count;
    nodes->v_weight = nodes->u_weight + nodes->u_count;
    nodes->v = nodes->v_weight + nodes->v_count;
    nodes->before = memory_new_array(nodes->u_count * (nodes->v_count + 1), sizeof *nodes->before);
    nodes->after = nodes->before + nodes->u_count;
    for (size_t j = 0; j < nodes->v_count; j++) {
        nodes->v[j] = nodes->v_step * ((double)j - (double)v_half);
        nodes->v_weight[j] = exp(-nodes->v[j] * nodes->v[j] / 2);
    }
    for (size_t i = 0; i < nodes->u_count; i++) {
        double u = nodes->u_step * ((double)i - (double)u_half);
        nodes->theta[i] = at->mean[0] + s1 * u;
        nodes->base[i] = at->mean[1] + slope * s1 * u;
        nodes->u_weight[i] = exp(-u * u / 2);
        nodes->before[i] = read_at(class, nodes->theta[i]);
        for (size_t j = 0; j < nodes->v_count; j++)
            nodes->after[i * nodes->v_count + j] =
                read_at(class, nodes->theta[i] + nodes->base[i] + nodes->v_scale * nodes->v[j]);
    }
}

static void
nodes_clear(struct nodes *nodes)
{
    free(nodes->theta);
    free(nodes->before);
}

/* Returns the log likelihood of the person's answers, but for a constant. */
static double
expect_person(const struct nodes *nodes, const double *before, const double *after, struct pair_moments *out)
{
    double sum = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    for (size_t i = 0; i < nodes->u_count; i++) {
        double s0 = 0, s1 = 0, s2 = 0, theta = nodes->theta[i], base = nodes->base[i], scale = nodes->v_scale;
        const struct reading *reading = nodes->after + i * nodes->v_count;
        for (size_t j = 0; j < nodes->v_count; j++) {
            double weight = nodes->v_weight[j] * take(&reading[j], after), v = nodes->v[j];
            s0 += weight;
            s1 += weight * v;
            s2 += weight * v * v;
        }
        double weight = nodes->u_weight[i] * take(&nodes->before[i], before);
        double first = base * s0 + scale * s1;
        sum += weight * s0;
        x += weight * s0 * theta;
        xx += weight * s0 * theta * theta;
        y += weight * first;
        xy += weight * first * theta;
        yy += weight * (base * base * s0 + 2 * base * scale * s1 + scale * scale * s2);
    }
    out->mean[0] = x / sum;
    out->mean[1] = y / sum;
    out->covariance[0][0] = xx / sum - out->mean[0] * out->mean[0];
    out->covariance[0][1] = out->covariance[1][0] = xy / sum - out->mean[0] * out->mean[1];
    out->covariance[1][1] = yy / sum - out->mean[1] * out->mean[1];
    return log(sum * nodes->u_step * nodes->v_step);
}

static double
expect_class(void *context, const struct pair_normal *at, struct pair_moments *out)
{
    const struct indicator_class *class = context;
    struct nodes nodes;
    double log_z = 0;
    nodes_init(&nodes, class, at);
    for (size_t p = 0; p < class->person_count; p++)
        log_z += expect_person(&nodes, class->before + p * class->fine_count, class->after + p * class->fine_count,
                               &out[p]);
    nodes_clear(&nodes);
    return log_z;
}

static void
fill_likelihood(const struct irt_answers *answers, size_t k, double mu, size_t count, double *out)
{
    double largest = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        out[i] = irt_log_likelihood(answers, k, mu - EDGE + FINE * (double)i);
        largest = fmax(largest, out[i]);
    }
    for (size_t i = 0; i < count; i++)
        out[i] = exp(out[i] - largest);
}

static struct indicator_class
class_of(const struct irt_answers *pre, const struct irt_answers *post, size_t person_count, size_t k, double mu)
{
    struct indicator_class class = {.person_count = person_count, .widest_step = INFINITY};
    class.fine_count = (size_t)lround(2 * EDGE / FINE) + 1;
    class.before = memory_new_array(2 * person_count * class.fine_count, sizeof *class.before);
    class.after = class.before + person_count * class.fine_count;
    for (size_t p = 0; p < person_count; p++) {
        fill_likelihood(&pre[p], k, mu, class.fine_count, class.before + p * class.fine_count);
        fill_likelihood(&post[p], k, mu, class.fine_count, class.after + p * class.fine_count);
        class.widest_step = fmin(class.widest_step, fmin(grid_widest_step(&pre[p]), grid_widest_step(&post[p])));
    }
    return class;
}

void
growth_indicator_estimate(const struct irt_answers *pre, const struct irt_answers *post, size_t person_count, size_t k,
                          double mu, struct class_indicator_growth *out)
{
    *out = (struct class_indicator_growth){.person_count = person_count, .problem = GROWTH_NO_ANSWERS};
    if (person_count == 0)
        return;
    struct indicator_class class = class_of(pre, post, person_count, k, mu);
    struct growth_em em = {person_count, {PRIOR[0], PRIOR[1]}, PRIOR_WEIGHT, expect_class, &class, AT_REST};
    struct growth_em_result result;
    growth_em_run(&em, &result);
    free(class.before);
    const double *mean = result.normal.mean;
    double both = result.v[0][0] + 2 * result.v[0][1] + result.v[1][1];
    out->iterations = result.iterations;
    out->problem = result.problem;
    if (growth_is_out_of_range(result.problem, mean[0], mean[0] + mean[1]))
        out->problem = GROWTH_OUT_OF_RANGE;
    if (out->problem == GROWTH_TOO_FEW || out->problem == GROWTH_OUT_OF_RANGE)
        return;
    out->pre = growth_interval(mu + mean[0], result.v[0][0], person_count);
    out->post = growth_interval(mu + mean[0] + mean[1], both, person_count);
    out->change = growth_interval(mean[1], result.v[1][1], person_count);
}
