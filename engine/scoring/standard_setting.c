/* standard_setting.c - where judges put the cut between two bands. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scoring/scoring.h"

static const double EDGE = 8;

/* The theta at which the expected share of the items' points, summed, is `wanted`; by halving, at most +-8. */
static double
find_theta(const struct irt_item *items, const double *shares, size_t count, double wanted)
{
    double low = -EDGE, high = EDGE;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2, sum = 0;
        for (size_t j = 0; j < count; j++)
            if (shares == NULL || shares[j] >= 0)
                sum += irt_expected_share(&items[j], middle);
        if (sum < wanted)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

static void
describe(const double *cuts, size_t count, double cut, struct judged_cut *out)
{
    double mean = 0, square = 0;
    for (size_t i = 0; i < count; i++)
        mean += cuts[i] / (double)count;
    for (size_t i = 0; i < count; i++)
        square += (cuts[i] - mean) * (cuts[i] - mean);
    *out = (struct judged_cut){.is_known = count > 0, .cut = cut, .judges = count};
    out->se = count > 1 ? sqrt(square / ((double)count - 1) / (double)count) : 0;
}

void
angoff_cut(const struct irt_item *items, size_t item_count, const double *shares, size_t judge_count, double *judge_cuts,
           struct judged_cut *out)
{
    double *cuts = memory_new_array(judge_count + 1, sizeof *cuts), *means = memory_new_array(item_count + 1, sizeof *means);
    double wanted = 0;
    size_t used = 0;
    for (size_t n = 0; n < judge_count; n++) {
        double sum = 0;
        bool has_any = false;
        for (size_t j = 0; j < item_count; j++)
            if (shares[n * item_count + j] >= 0) {
                sum += shares[n * item_count + j];
                has_any = true;
            }
        double cut = has_any ? find_theta(items, shares + n * item_count, item_count, sum) : NAN;
        if (judge_cuts != NULL)
            judge_cuts[n] = has_any ? cut : 0;
        if (has_any)
            cuts[used++] = cut;
    }
    for (size_t j = 0; j < item_count; j++) {
        size_t judged = 0;
        for (size_t n = 0; n < judge_count; n++)
            if (shares[n * item_count + j] >= 0) {
                means[j] += shares[n * item_count + j];
                judged++;
            }
        means[j] = judged > 0 ? means[j] / (double)judged : -1;
        wanted += judged > 0 ? means[j] : 0;
    }
    describe(cuts, used, used > 0 ? find_theta(items, means, item_count, wanted) : 0, out);
    free(cuts);
    free(means);
}

double
bookmark_location(const struct irt_item *item, double rp)
{
    return find_theta(item, NULL, 1, rp);
}

static int
compare_cuts(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

void
bookmark_cut(const struct irt_item *items, const size_t *bookmarks, size_t judge_count, double rp, struct judged_cut *out)
{
    double *cuts = memory_new_array(judge_count + 1, sizeof *cuts);
    for (size_t n = 0; n < judge_count; n++)
        cuts[n] = bookmark_location(&items[bookmarks[n]], rp);
    qsort(cuts, judge_count, sizeof *cuts, compare_cuts);
    double median = judge_count > 0 ? (cuts[(judge_count - 1) / 2] + cuts[judge_count / 2]) / 2 : 0;
    describe(cuts, judge_count, median, out);
    free(cuts);
}
