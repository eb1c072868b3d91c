/* irt_model.c - what an item says about an ability: 2PL with fixed guessing, and the generalised partial credit model
 * (MEASURE.md section 1; logistic metric, no 1.702). */
#include <math.h>

#include "scoring/scoring.h"

static double
logistic(double x)
{
    return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
}

void
irt_probabilities(const struct irt_item *item, double theta, double *p)
{
    double exponent[ITEM_STEPS_MAX + 1] = {0}, largest = 0, sum = 0;
    if (item->steps == 1) {
        double x = item->a * (theta - item->b[0]);
        p[0] = (1 - item->c) * logistic(-x);
        p[1] = item->c + (1 - item->c) * logistic(x);
        return;
    }
    for (int x = 1; x <= item->steps; x++) {
        exponent[x] = exponent[x - 1] + item->a * (theta - item->b[x - 1]);
        largest = exponent[x] > largest ? exponent[x] : largest;
    }
    for (int x = 0; x <= item->steps; x++) {
        p[x] = exp(exponent[x] - largest);
        sum += p[x];
    }
    for (int x = 0; x <= item->steps; x++)
        p[x] /= sum;
}
