/* person_fit.c - does somebody's pattern of answers look like the model's people? */
#include <math.h>

#include "scoring/irt_estimate.h"

struct known_figure
person_fit(const struct irt_item *items, const int *categories, const double *theta, size_t count)
{
    double found = 0, expected = 0, variance = 0;
    size_t answers = 0;
    for (size_t i = 0; i < count; i++) {
        double p[ITEM_STEPS_MAX + 1], mean = 0, square = 0;
        if (categories[i] == RESPONSE_MISSING)
            continue;
        irt_probabilities(&items[i], theta[i], p);
        for (int x = 0; x <= items[i].steps; x++) {
            double log_p = irt_log_probability(&items[i], x, theta[i]);
            mean += p[x] * log_p;
            square += p[x] * log_p * log_p;
        }
        found += irt_log_probability(&items[i], categories[i], theta[i]);
        expected += mean;
        variance += square - mean * mean;
        answers++;
    }
    double lz = variance > 1e-9 ? (found - expected) / sqrt(variance) : NAN;
    if (answers < ENOUGH_FOR_PERSON_FIT || !isfinite(lz))
        return (struct known_figure){0};
    return (struct known_figure){true, lz, lz, lz};
}
