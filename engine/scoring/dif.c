/* dif.c - do people of equal ability answer an item alike, whatever group they are of? Mantel and Haenszel's odds ratio for
 * questions, Mantel's chi-square for tasks, ETS's classes (Holland and Thayer 1988; Zieky 1993).
 *
 * Nothing is said with fewer than 100 people in the focal group: the simulations of MEASURE.md section 2 show why. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scoring/scoring.h"

static const double ETS = -2.35, Z95 = 1.959963984540054, Z95_ONE_SIDED = 1.6448536269514722, CHI2_95 = 3.841458820694124;

static struct known_figure
figure(double value, double half)
{
    bool is_known = isfinite(value) && isfinite(half);
    return is_known ? (struct known_figure){true, value, value - half, value + half} : (struct known_figure){0};
}

/* ---- one stratum ---- */

struct stratum {
    double people[2], points[2], squares; /* [0] reference, [1] focal */
    double right[2];
};

static struct stratum *
gather(const int *categories, const int *is_focal, const int *stratum, size_t person_count, size_t stratum_count)
{
    struct stratum *strata = memory_new_array(stratum_count + 1, sizeof *strata);
    for (size_t n = 0; n < person_count; n++) {
        if (categories[n] == RESPONSE_MISSING || is_focal[n] < 0 || stratum[n] < 0)
            continue;
        struct stratum *one = &strata[stratum[n]];
        one->people[is_focal[n]]++;
        one->points[is_focal[n]] += categories[n];
        one->squares += (double)categories[n] * categories[n];
    }
    return strata;
}

/* ---- questions ---- */

static void
estimate_question(const struct stratum *strata, size_t count, struct dif_figures *out)
{
    double r = 0, s = 0, pr = 0, ps_qr = 0, qs = 0, found = 0, expected = 0, variance = 0;
    for (size_t k = 0; k < count; k++) {
        double a = strata[k].points[0], b = strata[k].people[0] - a, c = strata[k].points[1], d = strata[k].people[1] - c,
               t = a + b + c + d;
        if (strata[k].people[0] < 1 || strata[k].people[1] < 1 || t < 2)
            continue;
        double right = a * d / t, wrong = b * c / t, p = (a + d) / t, q = (b + c) / t;
        r += right;
        s += wrong;
        pr += p * right;
        ps_qr += p * wrong + q * right;
        qs += q * wrong;
        found += a;
        expected += (a + b) * (a + c) / t;
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (t * t * (t - 1));
    }
    if (!(r > 0 && s > 0 && variance > 0))
        return;
    out->alpha = r / s;
    double se_log = sqrt(pr / (2 * r * r) + ps_qr / (2 * r * s) + qs / (2 * s * s));
    out->se = fabs(ETS) * se_log;
    out->delta = figure(ETS * log(out->alpha), Z95 * out->se);
    double off = fmax(fabs(found - expected) - .5, 0);
    out->chi2 = figure(off * off / variance, 0);
}

static enum dif_class
classify(const struct dif_figures *dif)
{
    double size = fabs(dif->delta.value);
    if (!dif->delta.is_known)
        return DIF_UNKNOWN;
    if (size < 1 || !dif->chi2.is_known || dif->chi2.value < CHI2_95)
        return DIF_A;
    return size >= 1.5 && (size - 1) / dif->se > Z95_ONE_SIDED ? DIF_C : DIF_B;
}

/* ---- tasks: Mantel's test, and the difference of means at equal ability in standard deviations ---- */

static void
estimate_task(const struct stratum *strata, size_t count, struct dif_figures *out)
{
    double found = 0, expected = 0, variance = 0, focal = 0, difference = 0, sum = 0, square = 0, people = 0;
    for (size_t k = 0; k < count; k++) {
        double reference = strata[k].people[0], others = strata[k].people[1], t = reference + others,
               points = strata[k].points[0] + strata[k].points[1];
        if (reference < 1 || others < 1 || t < 2)
            continue;
        found += strata[k].points[1];
        expected += others * points / t;
        variance += reference * others / (t * t * (t - 1)) * (t * strata[k].squares - points * points);
        difference += others * (strata[k].points[1] / others - strata[k].points[0] / reference);
        focal += others;
        sum += points;
        square += strata[k].squares;
        people += t;
    }
    double spread = people > 1 ? (square - sum * sum / people) / (people - 1) : 0;
    if (!(variance > 0 && spread > 0 && focal > 0))
        return;
    out->chi2 = figure((found - expected) * (found - expected) / variance, 0);
    out->smd = figure(difference / focal / sqrt(spread), 0);
}

/* ETS for polytomous items: by |SMD| of .17 and .25 standard deviations and the test. */
static enum dif_class
classify_task(const struct dif_figures *dif)
{
    double size = fabs(dif->smd.value);
    if (!dif->smd.is_known || !dif->chi2.is_known)
        return DIF_UNKNOWN;
    if (size <= .17 || dif->chi2.value < CHI2_95)
        return DIF_A;
    return size > .25 ? DIF_C : DIF_B;
}

void
dif_in_strata(const int *categories, int steps, const int *is_focal, const int *stratum, size_t person_count,
              size_t stratum_count, struct dif_figures *out)
{
    struct stratum *strata = gather(categories, is_focal, stratum, person_count, stratum_count);
    *out = (struct dif_figures){0};
    for (size_t k = 0; k < stratum_count; k++) {
        out->reference += (size_t)strata[k].people[0];
        out->focal += (size_t)strata[k].people[1];
    }
    if (steps == 1)
        estimate_question(strata, stratum_count, out);
    else
        estimate_task(strata, stratum_count, out);
    out->class = steps == 1 ? classify(out) : classify_task(out);
    out->action = out->focal < DIF_FOCAL_LEAST ? DIF_NO_DATA : out->focal < DIF_FOCAL_ACT ? DIF_WATCH : DIF_ACT;
    free(strata);
}

/* ---- all items of a table ---- */

struct matched {
    double share;
    size_t person;
};

static int
compare_shares(const void *left, const void *right)
{
    const struct matched *a = left, *b = right;
    return a->share != b->share ? (a->share < b->share ? -1 : 1) : (a->person > b->person) - (a->person < b->person);
}

/* Eighths of the people by the share of their points, people with equal shares together; items that are left out do not count, but the
 * studied one does. */
static void
find_strata(const struct answer_table *table, const int *is_focal, const bool *is_left_out, size_t studied, int *stratum)
{
    struct matched *people = memory_new_array(table->person_count + 1, sizeof *people);
    size_t count = 0;
    for (size_t n = 0; n < table->person_count; n++) {
        const int *row = table->categories + n * table->item_count;
        double got = 0, most = 0;
        stratum[n] = -1;
        for (size_t i = 0; i < table->item_count; i++)
            if (row[i] != RESPONSE_MISSING && (!is_left_out[i] || i == studied)) {
                got += row[i];
                most += table->steps[i];
            }
        if (most > 0 && is_focal[n] >= 0)
            people[count++] = (struct matched){got / most, n};
    }
    qsort(people, count, sizeof *people, compare_shares);
    for (size_t i = 0; i < count; i++) {
        bool is_tied = i > 0 && people[i].share - people[i - 1].share < 1e-12;
        stratum[people[i].person] = is_tied ? stratum[people[i - 1].person] : (int)(DIF_STRATA * i / count);
    }
    free(people);
}

static void
estimate_once(const struct answer_table *table, const int *is_focal, const bool *is_left_out, struct dif_figures *out)
{
    int *stratum = memory_new_array(table->person_count + 1, sizeof *stratum),
        *categories = memory_new_array(table->person_count + 1, sizeof *categories);
    for (size_t item = 0; item < table->item_count; item++) {
        find_strata(table, is_focal, is_left_out, item, stratum);
        for (size_t n = 0; n < table->person_count; n++)
            categories[n] = table->categories[n * table->item_count + item];
        dif_in_strata(categories, table->steps[item], is_focal, stratum, table->person_count, DIF_STRATA, &out[item]);
    }
    free(stratum);
    free(categories);
}

void
dif_estimate(const struct answer_table *table, const int *is_focal, struct dif_figures *out)
{
    bool *is_left_out = memory_new_array(table->item_count + 1, sizeof *is_left_out);
    estimate_once(table, is_focal, is_left_out, out);
    for (size_t i = 0; i < table->item_count; i++)
        is_left_out[i] = out[i].class == DIF_B || out[i].class == DIF_C;
    estimate_once(table, is_focal, is_left_out, out);
    free(is_left_out);
}
