/* reliability.c - how far a test's figures would come out alike a second time. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scoring/beta_quantile.h"
#include "scoring/scoring.h"

static struct known_figure
plain(bool is_known, double value)
{
    return is_known && isfinite(value) ? (struct known_figure){true, value, value, value} : (struct known_figure){0};
}

static double
f_quantile(double df1, double df2, double share)
{
    double x = beta_quantile(df1 / 2, df2 / 2, share);
    return df2 * x / (df1 * (1 - x));
}

/* Feldt 1965: (1 - true) / (1 - alpha) has F with n - 1 and (n - 1)(k - 1) degrees of freedom. */
static struct known_figure
with_interval(struct known_figure alpha, double people, double items)
{
    double df1 = people - 1, df2 = df1 * (items - 1);
    if (alpha.is_known && alpha.value < 1) {
        alpha.low = 1 - (1 - alpha.value) * f_quantile(df1, df2, .975);
        alpha.high = 1 - (1 - alpha.value) * f_quantile(df1, df2, .025);
    }
    return alpha;
}

/* Items that anybody answered; people who answered all of those. */
static size_t
find_complete(const struct answer_table *table, bool *is_used, bool *is_complete)
{
    size_t items = 0;
    for (size_t i = 0; i < table->item_count; i++) {
        is_used[i] = false;
        for (size_t n = 0; n < table->person_count; n++)
            is_used[i] |= table->categories[n * table->item_count + i] != RESPONSE_MISSING;
        items += is_used[i];
    }
    for (size_t n = 0; n < table->person_count; n++) {
        is_complete[n] = true;
        for (size_t i = 0; i < table->item_count; i++)
            is_complete[n] &= !is_used[i] || table->categories[n * table->item_count + i] != RESPONSE_MISSING;
    }
    return items;
}

/* Mean and variance (n - 1) of the people's points with one item, or (SIZE_MAX) with all. */
static void
find_moments(const struct answer_table *table, const bool *is_used, const bool *is_complete, size_t item, double *mean,
             double *variance, size_t *count)
{
    double sum = 0, square = 0;
    *count = 0;
    for (int round = 0; round < 2; round++)
        for (size_t n = 0; n < table->person_count; n++) {
            double points = 0;
            if (!is_complete[n])
                continue;
            for (size_t i = 0; i < table->item_count; i++)
                if (is_used[i] && (item == SIZE_MAX || i == item))
                    points += table->categories[n * table->item_count + i];
            if (round == 0) {
                sum += points;
                (*count)++;
            } else {
                square += (points - sum / (double)*count) * (points - sum / (double)*count);
            }
        }
    *mean = *count > 0 ? sum / (double)*count : 0;
    *variance = *count > 1 ? square / ((double)*count - 1) : 0;
}

void
reliability_estimate(const struct answer_table *table, struct reliability *out)
{
    bool *is_used = memory_new_array(table->item_count + 1, sizeof *is_used),
         *is_complete = memory_new_array(table->person_count + 1, sizeof *is_complete);
    size_t items = find_complete(table, is_used, is_complete);
    double total_variance, mean, variance, sum = 0;
    *out = (struct reliability){0};
    find_moments(table, is_used, is_complete, SIZE_MAX, &out->total_mean, &total_variance, &out->person_count);
    for (size_t i = 0; i < table->item_count; i++)
        if (is_used[i]) {
            size_t count;
            find_moments(table, is_used, is_complete, i, &mean, &variance, &count);
            sum += variance;
        }
    out->total_sd = sqrt(total_variance);
    bool is_known = items > 1 && out->person_count > 1 && total_variance > 1e-12;
    double k = (double)items, alpha = is_known ? k / (k - 1) * (1 - sum / total_variance) : 0;
    out->alpha = with_interval(plain(is_known, alpha), (double)out->person_count, k);
    out->sem = plain(is_known && alpha <= 1, out->total_sd * sqrt(1 - fmin(alpha, 1)));
    free(is_used);
    free(is_complete);
}

struct known_figure
reliability_marginal(const double *eap, const double *psd, size_t count)
{
    double mean = 0, variance = 0, error = 0, n = (double)count;
    if (count < 2)
        return (struct known_figure){0};
    for (size_t i = 0; i < count; i++) {
        mean += eap[i] / n;
        error += psd[i] * psd[i] / n;
    }
    for (size_t i = 0; i < count; i++)
        variance += (eap[i] - mean) * (eap[i] - mean) / (n - 1);
    return plain(variance + error > 1e-12, variance / (variance + error));
}

struct known_figure
reliability_level_accuracy(const double *p_band, size_t count)
{
    double sum = 0;
    for (size_t n = 0; n < count; n++) {
        double most = 0;
        for (size_t band = 0; band < BAND_COUNT; band++)
            most = fmax(most, p_band[n * BAND_COUNT + band]);
        sum += most;
    }
    return plain(count > 0, sum / (double)(count > 0 ? count : 1));
}
