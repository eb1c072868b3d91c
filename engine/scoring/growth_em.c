/* growth_em.c - EM for the mean and the covariance of (ability, change) in a class, and how sure the mean is.
 *
 * (G, D) ~ N2(m, Sigma). E step: every person's posterior mean and covariance under the present N2. M step: m = mean of
 * the means, Sigma = (N C + w S0) / (N + w), C = mean of E[x x'] - m m'. Two steps tell a direction, and a longer step
 * is taken along it (SQUAREM: Varadhan and Roland 2008) where the posterior density does not fall. Variance of m: the
 * sandwich A^-1 B A^-1 of the scores s_i = Sigma^-1 (E_i - m), because the bread A^-1 alone trusts the model's spread.
 *
 * Where (nearly) everybody has everything right or wrong the likelihood has no maximum, and people who answered alike
 * have scores without spread: there the mean gets a weak prior, and the bread is its variance. */
#include "scoring/growth_em.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum { ITERATIONS_MAX = 3000 };
static const double LEAST_PIVOT = 1e-12;
/* The weak prior of the mean, and when it is called: an ability or a change beyond FAR, a bread's sd above the prior's,
 * or a sandwich below this share of the bread. */
static const double WEAK_SD[2] = {2, 1}, FAR = 8, ALIKE = .05;
/* No class has such a mean, whose people have sd 1 around 0. */
static const double END_OF_SCALE = 3;

struct search {
    const struct growth_em *em;
    struct pair_moments *persons;
    double precision[2]; /* of the mean's prior N(0, 1 / precision); 0 = flat */
    struct pair_normal at;
    double step; /* the last plain step's length */
    int iterations;
};

static bool
invert(const double (*in)[2], double (*out)[2])
{
    double determinant = in[0][0] * in[1][1] - in[0][1] * in[1][0];
    if (!(fabs(determinant) > LEAST_PIVOT * fabs(in[0][0] * in[1][1])))
        return false;
    out[0][0] = in[1][1] / determinant;
    out[1][1] = in[0][0] / determinant;
    out[0][1] = -in[0][1] / determinant;
    out[1][0] = -in[1][0] / determinant;
    return true;
}

static void
times(const double (*a)[2], const double (*b)[2], double (*out)[2])
{
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 2; j++)
            out[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j];
}

static bool
is_covariance(const double (*sigma)[2])
{
    return sigma[0][0] > 0 && sigma[1][1] > 0 &&
           sigma[0][0] * sigma[1][1] - sigma[0][1] * sigma[1][0] > LEAST_PIVOT * sigma[0][0] * sigma[1][1];
}

/* m = (N Sigma^-1 + P)^-1 N Sigma^-1 x, P the prior's precision. */
static void
shrink_mean(const struct search *search, double mean[2])
{
    double inverse[2][2], sum[2][2], back[2][2], pull[2];
    double count = (double)search->em->person_count;
    if ((search->precision[0] <= 0 && search->precision[1] <= 0) || !invert(search->at.sigma, inverse))
        return;
    for (size_t i = 0; i < 2; i++) {
        pull[i] = count * (inverse[i][0] * mean[0] + inverse[i][1] * mean[1]);
        for (size_t j = 0; j < 2; j++)
            sum[i][j] = count * inverse[i][j] + (i == j ? search->precision[i] : 0);
    }
    if (!invert(sum, back))
        return;
    for (size_t i = 0; i < 2; i++)
        mean[i] = back[i][0] * pull[0] + back[i][1] * pull[1];
}

static struct pair_normal
maximise(const struct search *search)
{
    const struct growth_em *em = search->em;
    const struct pair_moments *persons = search->persons;
    struct pair_normal next = {0};
    double count = (double)em->person_count;
    for (size_t p = 0; p < em->person_count; p++)
        for (size_t i = 0; i < 2; i++)
            next.mean[i] += persons[p].mean[i] / count;
    shrink_mean(search, next.mean);
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 2; j++) {
            double sum = i == j ? em->prior_weight * em->prior[i] : 0;
            for (size_t p = 0; p < em->person_count; p++)
                sum += persons[p].covariance[i][j] +
                       (persons[p].mean[i] - next.mean[i]) * (persons[p].mean[j] - next.mean[j]);
            next.sigma[i][j] = sum / (count + em->prior_weight);
        }
    return next;
}

/* One EM step from search->at; returns the log posterior density there, but for a constant. */
static double
take_step(struct search *search, struct pair_normal *next)
{
    const struct growth_em *em = search->em;
    const struct pair_normal *at = &search->at;
    double inverse[2][2] = {{0}};
    double density = em->expect(em->context, at, search->persons);
    double determinant = at->sigma[0][0] * at->sigma[1][1] - at->sigma[0][1] * at->sigma[1][0];
    *next = maximise(search);
    search->iterations++;
    if (invert(at->sigma, inverse))
        density -= em->prior_weight / 2 * (log(determinant) + inverse[0][0] * em->prior[0] + inverse[1][1] * em->prior[1]);
    for (size_t i = 0; i < 2; i++)
        density -= search->precision[i] * at->mean[i] * at->mean[i] / 2;
    return density;
}

enum { FIGURES = 6 };

static void
spread_out(const struct pair_normal *normal, double out[FIGURES])
{
    for (size_t i = 0; i < 2; i++) {
        out[i] = normal->mean[i];
        out[2 + i] = normal->sigma[i][0];
        out[4 + i] = normal->sigma[i][1];
    }
}

static double
distance(const struct pair_normal *one, const struct pair_normal *other)
{
    double a[FIGURES], b[FIGURES], most = 0;
    spread_out(one, a);
    spread_out(other, b);
    for (size_t i = 0; i < FIGURES; i++)
        most = fmax(most, fabs(a[i] - b[i]));
    return most;
}

/* Where the steps x0 -> x1 -> x2 lead in the end if they go on shrinking as they do; false if nowhere else. */
static bool
look_ahead(const struct pair_normal *x0, const struct pair_normal *x1, const struct pair_normal *x2,
           struct pair_normal *out)
{
    double a[FIGURES], b[FIGURES], c[FIGURES], first = 0, bend = 0;
    spread_out(x0, a);
    spread_out(x1, b);
    spread_out(x2, c);
    for (size_t i = 0; i < FIGURES; i++) {
        first += (b[i] - a[i]) * (b[i] - a[i]);
        bend += (c[i] - 2 * b[i] + a[i]) * (c[i] - 2 * b[i] + a[i]);
    }
    double length = bend > 0 ? sqrt(first / bend) : 0;
    if (length <= 1)
        return false;
    for (size_t i = 0; i < FIGURES; i++)
        a[i] += 2 * length * (b[i] - a[i]) + length * length * (c[i] - 2 * b[i] + a[i]);
    *out = (struct pair_normal){{a[0], a[1]}, {{a[2], a[3]}, {a[4], a[5]}}};
    return is_covariance(out->sigma) && fabs(a[0]) < FAR && fabs(a[1]) < FAR;
}

static bool
has_run_away(const struct pair_normal *at)
{
    return fabs(at->mean[0]) > FAR || fabs(at->mean[1]) > FAR;
}

/* Ends with search->at at rest, run away or after too many steps, and the persons' moments there. */
static void
find_maximum(struct search *search)
{
    const double rest = search->em->at_rest;
    struct pair_normal x0, x1, x2;
    search->step = INFINITY;
    while (search->step > rest && search->iterations < ITERATIONS_MAX && !has_run_away(&search->at)) {
        x0 = search->at;
        take_step(search, &x1);
        search->at = x1;
        double density = take_step(search, &x2);
        search->step = distance(&x1, &x2);
        if (search->step > rest && look_ahead(&x0, &x1, &x2, &search->at)) {
            struct pair_normal next;
            if (take_step(search, &next) >= density)
                x2 = next;
        }
        search->at = x2;
    }
    search->em->expect(search->em->context, &search->at, search->persons);
}

/* A = sum Sigma^-1 - Sigma^-1 C_i Sigma^-1 and the mean's prior; false if it says nothing. */
static bool
fill_bread(const struct search *search, double (*bread)[2])
{
    double inverse[2][2], half[2][2], product[2][2], sum[2][2] = {{search->precision[0], 0}, {0, search->precision[1]}};
    if (!invert(search->at.sigma, inverse))
        return false;
    for (size_t p = 0; p < search->em->person_count; p++) {
        times(inverse, search->persons[p].covariance, half);
        times(half, inverse, product);
        for (size_t i = 0; i < 4; i++)
            sum[i / 2][i % 2] += inverse[i / 2][i % 2] - product[i / 2][i % 2];
    }
    return is_covariance(sum) && invert(sum, bread);
}

/* V = A^-1 B A^-1, B = N / (N - 1) sum (s_i - mean s)(s_i - mean s)'. As s = Sigma^-1 (E - m), B is made of the
 * scatter of the means. */
static void
fill_sandwich(const struct search *search, const double (*bread)[2], double (*v)[2])
{
    double count = (double)search->em->person_count, mean[2] = {0}, scatter[2][2] = {{0}}, inverse[2][2], half[2][2];
    double filling[2][2] = {{0}};
    for (size_t p = 0; p < search->em->person_count; p++)
        for (size_t i = 0; i < 2; i++)
            mean[i] += search->persons[p].mean[i] / count;
    for (size_t p = 0; p < search->em->person_count; p++)
        for (size_t i = 0; i < 4; i++)
            scatter[i / 2][i % 2] += count / (count - 1) * (search->persons[p].mean[i / 2] - mean[i / 2]) *
                                     (search->persons[p].mean[i % 2] - mean[i % 2]);
    if (invert(search->at.sigma, inverse)) {
        times(inverse, scatter, half);
        times(half, inverse, filling);
    }
    times(bread, filling, half);
    times(half, bread, v);
}

static bool
is_bounded(const struct search *search, const double (*bread)[2], const double (*v)[2])
{
    bool is_bounded = !has_run_away(&search->at);
    for (size_t i = 0; i < 2; i++)
        is_bounded = is_bounded && sqrt(bread[i][i]) <= WEAK_SD[i] && v[i][i] >= ALIKE * bread[i][i];
    return is_bounded;
}

void
growth_em_run(const struct growth_em *em, struct growth_em_result *out)
{
    struct search search = {.em = em, .at.sigma = {{em->prior[0], 0}, {0, em->prior[1]}}};
    const struct pair_normal start = search.at;
    double bread[2][2] = {{0}};
    *out = (struct growth_em_result){.problem = GROWTH_TOO_FEW, .normal = start};
    if (em->person_count < 2)
        return;
    search.persons = memory_new_array(em->person_count, sizeof *search.persons);
    find_maximum(&search);
    out->problem = search.step > em->at_rest ? GROWTH_NOT_SETTLED : GROWTH_FINE;
    bool is_computed = fill_bread(&search, bread);
    if (is_computed)
        fill_sandwich(&search, bread, out->v);
    if (!is_computed || !is_bounded(&search, bread, out->v)) {
        out->problem = GROWTH_SINGULAR;
        search.at = start;
        for (size_t i = 0; i < 2; i++)
            search.precision[i] = 1 / (WEAK_SD[i] * WEAK_SD[i]);
        find_maximum(&search);
        fill_bread(&search, out->v);
    }
    out->normal = search.at;
    out->iterations = search.iterations;
    free(search.persons);
}

bool
growth_is_out_of_range(enum growth_problem problem, double before, double after)
{
    return problem == GROWTH_SINGULAR &&
           ((before > END_OF_SCALE && after > END_OF_SCALE) || (before < -END_OF_SCALE && after < -END_OF_SCALE));
}

/* P(|T| <= t) for whole degrees of freedom: Abramowitz and Stegun 26.7.3 and 26.7.4. */
static double
student_t_within(double t, size_t freedom)
{
    double root = sqrt((double)freedom), sine = t / hypot(t, root), cosine = root / hypot(t, root);
    bool is_odd = freedom % 2 == 1;
    double term = is_odd ? cosine : 1, sum = freedom > 1 ? term : 0;
    for (size_t n = is_odd ? 3 : 2; n + 2 <= freedom; n += 2) {
        term *= cosine * cosine * (double)(n - 1) / (double)n;
        sum += term;
    }
    return is_odd ? 2 / M_PI * (atan2(t, root) + sine * sum) : sine * sum;
}

double
student_t_975(size_t freedom)
{
    double low = 1.9, high = 13;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (student_t_within(middle, freedom) < .95)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

struct growth_mean
growth_interval(double mean, double variance, size_t person_count)
{
    if (person_count < 2 || !(variance >= 0) || !isfinite(mean))
        return (struct growth_mean){0};
    double se = sqrt(variance), reach = student_t_975(person_count - 1) * se;
    return (struct growth_mean){true, mean, se, mean - reach, mean + reach};
}
