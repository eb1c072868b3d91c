/* peers.c - Moodle's percent and a capacity in the manner of Pix, for comparison only. */
#include "measure.h"

void
moodle_percent(const struct irt_item *items, const int *answers, size_t count, size_t indicator, const double *cut_shares,
               struct peer_estimate *out)
{
    double points = 0, most = 0;
    for (size_t i = 0; i < count; i++)
        if (items[i].indicator == indicator && answers[i] != RESPONSE_MISSING) {
            points += (double)answers[i] / items[i].steps; /* each item is worth the same */
            most++;
        }
    struct known_figure wilson = statistics_wilson(points, (size_t)most);
    *out = (struct peer_estimate){.share = points / most, .low = wilson.low, .high = wilson.high, .band = 1};
    for (int i = 0; i < CUT_COUNT; i++)
        out->band += out->share >= cut_shares[i];
}

/* After each answer the whole likelihood again, under a prior of variance 1.5 about the estimate before: 81 points from -9 to
 * 9. Only right or wrong is known. */
void
pix_capacity(const struct irt_item *items, const int *answers, size_t count, double *theta, double *sd)
{
    enum { POINTS = 81 };
    static const double EDGE = 9, VARIANCE = 1.5;
    double logs[POINTS] = {0}, capacity = 0;
    *sd = sqrt(VARIANCE);
    for (size_t i = 0; i < count; i++) {
        double sum = 0, first = 0, second = 0, largest = -INFINITY, weights[POINTS];
        if (answers[i] == RESPONSE_MISSING)
            continue;
        double middle = items[i].b[items[i].steps / 2];
        bool is_right = items[i].steps == 1 ? answers[i] == 1 : answers[i] > items[i].steps / 2;
        for (int q = 0; q < POINTS; q++) {
            double at = -EDGE + 2 * EDGE * q / (POINTS - 1), p = 1 / (1 + exp(-items[i].a * (at - middle)));
            logs[q] += log(is_right ? p : 1 - p);
            weights[q] = logs[q] - (at - capacity) * (at - capacity) / (2 * VARIANCE);
            largest = fmax(largest, weights[q]);
        }
        for (int q = 0; q < POINTS; q++) {
            double at = -EDGE + 2 * EDGE * q / (POINTS - 1), weight = exp(weights[q] - largest);
            sum += weight;
            first += weight * at;
            second += weight * at * at;
        }
        capacity = first / sum;
        *sd = sqrt(fmax(second / sum - capacity * capacity, 1e-9));
    }
    *theta = capacity;
}
