/* growth_em.c - EM for the mean and the covariance of (ability, change) in a class, and how sure the mean is.
 *
 * (G, D) ~ N2(m, Sigma). E step: every person's posterior mean and covariance under the present N2. M step: m = mean of
 * the means, Sigma = (N C + w S0) / (N + w), C = mean of E[x x'] - m m'. Variance of m: the sandwich A^-1 B A^-1 of the
 * scores s_i = Sigma^-1 (E_i - m), because the bread alone trusts the model's spread (60 % too wide in simulation). */
#include "scoring/growth_em.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum { ITERATIONS_MAX = 3000 };
static const double LEAST_PIVOT = 1e-12;

static bool
invert(const double in[2][2], double out[2][2])
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
times(const double a[2][2], const double b[2][2], double out[2][2])
{
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 2; j++)
            out[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j];
}

static struct pair_normal
maximise(const struct growth_em *em, const struct pair_moments *persons)
{
    struct pair_normal next = {0};
    double count = (double)em->person_count;
    for (size_t p = 0; p < em->person_count; p++)
        for (size_t i = 0; i < 2; i++)
            next.mean[i] += persons[p].mean[i] / count;
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

static double
distance(const struct pair_normal *one, const struct pair_normal *other)
{
    double most = 0;
    for (size_t i = 0; i < 2; i++) {
        most = fmax(most, fabs(one->mean[i] - other->mean[i]));
        for (size_t j = 0; j < 2; j++)
            most = fmax(most, fabs(one->sigma[i][j] - other->sigma[i][j]));
    }
    return most;
}

/* A = sum Sigma^-1 - Sigma^-1 C_i Sigma^-1, B = N / (N - 1) sum (s_i - mean s)(s_i - mean s)'. */
static bool
fill_sandwich(const struct growth_em *em, const struct pair_moments *persons, struct growth_em_result *out)
{
    double inverse[2][2], bread[2][2] = {{0}}, filling[2][2] = {{0}}, mean[2] = {0}, half[2][2];
    double count = (double)em->person_count;
    if (!invert(out->normal.sigma, inverse))
        return false;
    double(*scores)[2] = memory_new_array(em->person_count, sizeof *scores);
    for (size_t p = 0; p < em->person_count; p++) {
        double product[2][2];
        times(inverse, persons[p].covariance, half);
        times(half, inverse, product);
        for (size_t i = 0; i < 2; i++) {
            for (size_t j = 0; j < 2; j++) {
                bread[i][j] += inverse[i][j] - product[i][j];
                scores[p][i] += inverse[i][j] * (persons[p].mean[j] - out->normal.mean[j]);
            }
            mean[i] += scores[p][i] / count;
        }
    }
    for (size_t p = 0; p < em->person_count; p++)
        for (size_t i = 0; i < 2; i++)
            for (size_t j = 0; j < 2; j++)
                filling[i][j] += count / (count - 1) * (scores[p][i] - mean[i]) * (scores[p][j] - mean[j]);
    free(scores);
    if (!invert(bread, inverse))
        return false;
    times(inverse, filling, half);
    times(half, inverse, out->v);
    return isfinite(out->v[0][0]) && isfinite(out->v[1][1]);
}

void
growth_em_run(const struct growth_em *em, struct growth_em_result *out)
{
    struct pair_moments *persons = memory_new_array(em->person_count, sizeof *persons);
    double step = INFINITY;
    *out = (struct growth_em_result){.normal.sigma = {{em->prior[0], 0}, {0, em->prior[1]}}};
    while (step > em->at_rest && out->iterations < ITERATIONS_MAX) {
        em->expect(em->context, &out->normal, persons);
        const struct pair_normal next = maximise(em, persons);
        step = distance(&next, &out->normal);
        out->normal = next;
        out->iterations++;
    }
    em->expect(em->context, &out->normal, persons);
    out->problem = step > em->at_rest ? GROWTH_NOT_SETTLED : GROWTH_FINE;
    if (em->person_count < 2)
        out->problem = GROWTH_TOO_FEW;
    else if (!fill_sandwich(em, persons, out)) {
        out->problem = GROWTH_SINGULAR;
        for (size_t i = 0; i < 4; i++)
            out->v[i / 2][i % 2] = 0;
    }
    free(persons);
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
