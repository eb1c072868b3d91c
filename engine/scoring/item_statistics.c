/* item_statistics.c - facility, discrimination, options, fit and flags of every item of a table of answers.
 *
 * People may have seen different items: what somebody knows is then the share of the points that he could get, without the
 * item in question. Where all saw all, this is the textbook's rest score. Nothing is flagged before there are people enough. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/irt_estimate.h"

static const double Z95 = 1.959963984540054, GROUP_SHARE = .27;
static const double HARD = .10, EASY = .95, WEAK = .15, IDLE = .05, FIT_LEAST = .7, FIT_MOST = 1.3;

static struct known_figure
figure(double value, double low, double high)
{
    bool is_known = isfinite(value) && isfinite(low) && isfinite(high);
    return is_known ? (struct known_figure){true, value, low, high} : (struct known_figure){0};
}

struct known_figure
statistics_wilson(double x, size_t n)
{
    if (n == 0)
        return (struct known_figure){0};
    double p = x / (double)n, z2 = Z95 * Z95 / (double)n, centre = p + z2 / 2,
           half = Z95 * sqrt(p * (1 - p) / (double)n + z2 / (4 * (double)n));
    return figure(p, fmax((centre - half) / (1 + z2), 0), fmin((centre + half) / (1 + z2), 1));
}

/* ---- one item and the people who answered it ---- */

struct column {
    size_t count;
    double *points, *rest, *total; /* share of the item's points; of all others; of all */
    size_t *person;
};

static void
add_shares(const struct answer_table *table, size_t person, size_t item, double *rest, double *total)
{
    const int *row = table->categories + person * table->item_count;
    double got = 0, most = 0;
    for (size_t i = 0; i < table->item_count; i++)
        if (row[i] != RESPONSE_MISSING) {
            got += row[i];
            most += table->steps[i];
        }
    *total = got / most;
    most -= table->steps[item];
    *rest = most > 0 ? (got - row[item]) / most : NAN;
}

static struct column
column_new(const struct answer_table *table, size_t item)
{
    struct column column = {0};
    size_t most = table->person_count + 1;
    column.points = memory_new_array(3 * most, sizeof *column.points);
    column.rest = column.points + most;
    column.total = column.rest + most;
    column.person = memory_new_array(most, sizeof *column.person);
    for (size_t n = 0; n < table->person_count; n++) {
        int category = table->categories[n * table->item_count + item];
        if (category == RESPONSE_MISSING)
            continue;
        column.points[column.count] = (double)category / table->steps[item];
        column.person[column.count] = n;
        add_shares(table, n, item, &column.rest[column.count], &column.total[column.count]);
        column.count++;
    }
    return column;
}

static void
column_free(struct column *column)
{
    free(column->points);
    free(column->person);
}

/* Pearson's r with Fisher's interval; unknown if one of the two does not vary. */
static struct known_figure
correlate(const double *left, const double *right, size_t count)
{
    double mean_left = 0, mean_right = 0, square_left = 0, square_right = 0, product = 0;
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        if (isfinite(right[i])) {
            mean_left += left[i];
            mean_right += right[i];
            used++;
        }
    if (used < 4)
        return (struct known_figure){0};
    mean_left /= (double)used;
    mean_right /= (double)used;
    for (size_t i = 0; i < count; i++)
        if (isfinite(right[i])) {
            square_left += (left[i] - mean_left) * (left[i] - mean_left);
            square_right += (right[i] - mean_right) * (right[i] - mean_right);
            product += (left[i] - mean_left) * (right[i] - mean_right);
        }
    if (square_left < 1e-12 || square_right < 1e-12)
        return (struct known_figure){0};
    double r = product / sqrt(square_left * square_right), bounded = fmin(fmax(r, -.999999), .999999);
    double z = atanh(bounded), half = Z95 / sqrt((double)used - 3);
    return figure(r, tanh(z - half), tanh(z + half));
}

static struct known_figure
find_facility(const struct column *column, int steps)
{
    double sum = 0, square = 0, n = (double)column->count;
    for (size_t i = 0; i < column->count; i++)
        sum += column->points[i];
    if (steps == 1 || column->count < 2)
        return statistics_wilson(sum, column->count);
    for (size_t i = 0; i < column->count; i++)
        square += (column->points[i] - sum / n) * (column->points[i] - sum / n);
    double half = Z95 * sqrt(square / (n - 1) / n);
    return figure(sum / n, fmax(sum / n - half, 0), fmin(sum / n + half, 1));
}

struct ranked {
    double total, points;
    size_t person;
};

static int
compare_ranks(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->total != b->total)
        return a->total < b->total ? -1 : 1;
    return (a->person > b->person) - (a->person < b->person);
}

/* The 27 % with most points in all and the 27 % with fewest (Kelley 1939), at least one person each. */
static struct known_figure
find_upper_lower(const struct column *column)
{
    size_t size = (size_t)floor(GROUP_SHARE * (double)column->count + .5);
    double low = 0, high = 0;
    if (column->count < 2)
        return (struct known_figure){0};
    size = size < 1 ? 1 : size;
    struct ranked *ranks = memory_new_array(column->count, sizeof *ranks);
    for (size_t i = 0; i < column->count; i++)
        ranks[i] = (struct ranked){column->total[i], column->points[i], column->person[i]};
    qsort(ranks, column->count, sizeof *ranks, compare_ranks);
    for (size_t i = 0; i < size; i++) {
        low += ranks[i].points / (double)size;
        high += ranks[column->count - 1 - i].points / (double)size;
    }
    free(ranks);
    return figure(high - low, high - low, high - low);
}

/* ---- fit: sum of squared residuals over their expected sum (Wright and Masters 1982) ---- */

static struct known_figure
find_infit(const struct answer_table *table, const struct answer_details *details, size_t item)
{
    const struct irt_item *irt = &details->irt[item];
    double residuals = 0, variances = 0;
    for (size_t n = 0; n < table->person_count; n++) {
        int category = table->categories[n * table->item_count + item];
        double p[ITEM_STEPS_MAX + 1], mean = 0, variance = 0;
        if (category == RESPONSE_MISSING)
            continue;
        irt_probabilities(irt, details->ability[n * table->item_count + item], p);
        for (int x = 0; x <= irt->steps; x++)
            mean += x * p[x];
        for (int x = 0; x <= irt->steps; x++)
            variance += (x - mean) * (x - mean) * p[x];
        residuals += (category - mean) * (category - mean);
        variances += variance;
    }
    double value = variances > 1e-9 ? residuals / variances : NAN;
    return figure(value, value, value);
}

/* ---- options ---- */

/* What somebody knows besides this item: with its own answer in it, a wrong key would hide itself. */
static double
able_without(const struct column *column, size_t i)
{
    return isfinite(column->rest[i]) ? column->rest[i] : column->total[i];
}

static void
find_thirds(const struct column *column, int *third)
{
    struct ranked *ranks = memory_new_array(column->count, sizeof *ranks);
    for (size_t i = 0; i < column->count; i++)
        ranks[i] = (struct ranked){able_without(column, i), 0, i};
    qsort(ranks, column->count, sizeof *ranks, compare_ranks);
    for (size_t i = 0; i < column->count; i++)
        third[ranks[i].person] = (int)(THIRDS * i / column->count);
    free(ranks);
}

static void
count_options(const struct answer_table *table, const struct answer_details *details, const struct column *column, size_t item,
              struct item_figures *out)
{
    size_t in_third[THIRDS] = {0}, unknown = 0;
    int *third = memory_new_array(column->count, sizeof *third);
    double *chose = memory_new_array(2 * column->count, sizeof *chose), *ability = chose + column->count;
    find_thirds(column, third);
    for (size_t i = 0; i < column->count; i++) {
        ability[i] = able_without(column, i);
        in_third[third[i]]++;
        unknown += details->chosen[column->person[i] * table->item_count + item] == (int)out->option_count;
    }
    for (size_t option = 0; option < out->option_count; option++) {
        struct option_figures *figures = &out->options[option];
        size_t by_third[THIRDS] = {0};
        for (size_t i = 0; i < column->count; i++) {
            chose[i] = details->chosen[column->person[i] * table->item_count + item] == (int)option;
            figures->chosen += chose[i] > 0;
            by_third[third[i]] += chose[i] > 0;
        }
        figures->share = (double)figures->chosen / (double)column->count;
        for (int t = 0; t < THIRDS; t++)
            figures->by_third[t] = in_third[t] > 0 ? (double)by_third[t] / (double)in_third[t] : 0;
        figures->point_biserial = correlate(chose, ability, column->count);
    }
    out->unknown_share = (double)unknown / (double)column->count;
    free(third);
    free(chose);
}

/* ---- time and flags ---- */

static int
compare_times(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static double
find_median_seconds(const struct answer_table *table, const int64_t *milliseconds, size_t item)
{
    int64_t *times = memory_new_array(table->person_count + 1, sizeof *times);
    size_t count = 0;
    for (size_t n = 0; n < table->person_count; n++) {
        int64_t time = milliseconds[n * table->item_count + item];
        if (time > 0 && table->categories[n * table->item_count + item] != RESPONSE_MISSING)
            times[count++] = time;
    }
    qsort(times, count, sizeof *times, compare_times);
    double median = count == 0 ? 0 : (double)(times[(count - 1) / 2] + times[count / 2]) / 2000;
    free(times);
    return median;
}

static unsigned
find_flags(const struct item_figures *item)
{
    unsigned flags = 0;
    if (item->answers >= ENOUGH_TO_FIT && item->infit.is_known && (item->infit.value < FIT_LEAST || item->infit.value > FIT_MOST))
        flags |= ITEM_MISFITS;
    if (item->answers < ENOUGH_TO_DISCRIMINATE)
        return flags;
    if (item->facility.value < HARD)
        flags |= ITEM_TOO_HARD;
    if (item->facility.value > EASY)
        flags |= ITEM_TOO_EASY;
    if (item->discrimination.is_known && item->discrimination.value < 0)
        flags |= ITEM_NEGATIVE;
    else if (item->discrimination.is_known && item->discrimination.value < WEAK)
        flags |= ITEM_WEAK;
    for (size_t option = 1; option < item->option_count; option++) {
        const struct option_figures *wrong = &item->options[option];
        if (wrong->share < IDLE)
            flags |= ITEM_IDLE_OPTION;
        else if (wrong->point_biserial.is_known && wrong->point_biserial.value > 0)
            flags |= ITEM_KEY_DOUBTFUL;
    }
    return flags;
}

void
item_statistics(const struct answer_table *table, const struct answer_details *details, struct item_figures *out)
{
    for (size_t item = 0; item < table->item_count; item++) {
        struct column column = column_new(table, item);
        struct item_figures *figures = &out[item];
        *figures = (struct item_figures){.answers = column.count};
        figures->facility = find_facility(&column, table->steps[item]);
        figures->discrimination = correlate(column.points, column.rest, column.count);
        figures->with_total = correlate(column.points, column.total, column.count);
        figures->upper_lower = find_upper_lower(&column);
        if (details->irt != NULL && details->ability != NULL)
            figures->infit = find_infit(table, details, item);
        if (details->milliseconds != NULL)
            figures->median_seconds = find_median_seconds(table, details->milliseconds, item);
        if (details->chosen != NULL && details->option_count != NULL && column.count > 0) {
            figures->option_count = details->option_count[item];
            if (figures->option_count > OPTIONS_COUNTED_MAX)
                figures->option_count = OPTIONS_COUNTED_MAX;
            if (figures->option_count > 0)
                count_options(table, details, &column, item, figures);
        }
        figures->flags = find_flags(figures);
        if (details->drifts != NULL && details->drifts[item])
            figures->flags |= ITEM_HAS_DRIFTED;
        column_free(&column);
    }
}
