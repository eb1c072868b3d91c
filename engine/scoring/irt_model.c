/* irt_model.c - what an item says about an ability: 2PL with fixed guessing, and the generalised partial credit model
 * (MEASURE.md section 1; logistic metric, no 1.702). */
#include <math.h>

#include "scoring/irt_estimate.h"

static double
logistic(double x)
{
    return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
}

/* log(1 + e^x) */
static double
softplus(double x)
{
    return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

/* The exponents of the categories 0..steps; returns the largest. */
static double
fill_exponents(const struct irt_item *item, double theta, double *exponent)
{
    double largest = 0;
    exponent[0] = 0;
    for (int x = 1; x <= item->steps; x++) {
        exponent[x] = exponent[x - 1] + item->a * (theta - item->b[x - 1]);
        largest = fmax(largest, exponent[x]);
    }
    return largest;
}

void
irt_probabilities(const struct irt_item *item, double theta, double *p)
{
    double exponent[ITEM_STEPS_MAX + 1], sum = 0;
    if (item->steps == 1) {
        double x = item->a * (theta - item->b[0]);
        p[0] = (1 - item->c) * logistic(-x);
        p[1] = item->c + (1 - item->c) * logistic(x);
        return;
    }
    double largest = fill_exponents(item, theta, exponent);
    for (int x = 0; x <= item->steps; x++) {
        p[x] = exp(exponent[x] - largest);
        sum += p[x];
    }
    for (int x = 0; x <= item->steps; x++)
        p[x] /= sum;
}

double
irt_log_probability(const struct irt_item *item, int response, double theta)
{
    double exponent[ITEM_STEPS_MAX + 1], sum = 0;
    if (item->steps == 1) {
        double x = item->a * (theta - item->b[0]);
        if (response == 0)
            return log1p(-item->c) - softplus(x);
        return item->c > 0 ? log(item->c + (1 - item->c) * logistic(x)) : -softplus(-x);
    }
    double largest = fill_exponents(item, theta, exponent);
    for (int x = 0; x <= item->steps; x++)
        sum += exp(exponent[x] - largest);
    return exponent[response] - largest - log(sum);
}

/* P(response | theta) where it is far from underflow, else 0. */
static double
plain_probability(const struct irt_item *item, int response, double theta)
{
    enum { EXPONENT_MOST = 100 };
    double exponent[ITEM_STEPS_MAX + 1], sum = 0;
    if (item->steps == 1) {
        double x = item->a * (theta - item->b[0]);
        if (!(fabs(x) < EXPONENT_MOST))
            return 0;
        double wrong = (1 - item->c) / (1 + exp(x));
        return response == 0 ? wrong : item->c > 0 || x < 0 ? item->c + (1 - item->c) / (1 + exp(-x)) : 1 - wrong;
    }
    double largest = fill_exponents(item, theta, exponent);
    if (!(largest - exponent[response] < EXPONENT_MOST))
        return 0;
    for (int x = 0; x <= item->steps; x++)
        sum += exp(exponent[x] - largest);
    return exp(exponent[response] - largest) / sum;
}

/* Products cost less than sums of logarithms: one logarithm for all answers, or for as many as do not underflow. */
double
irt_log_likelihood(const struct irt_answers *answers, size_t indicator, double theta)
{
    double sum = 0, product = 1;
    for (size_t n = 0; n < answers->count; n++) {
        const struct irt_item *item = &answers->items[n];
        int response = answers->responses[n];
        if (item->indicator != indicator || response == RESPONSE_MISSING)
            continue;
        double p = item->weight == 1 ? plain_probability(item, response, theta) : 0;
        if (p > 0)
            product *= p;
        else
            sum += item->weight * irt_log_probability(item, response, theta);
        if (product < 1e-200) {
            sum += log(product);
            product = 1;
        }
    }
    return sum + log(product);
}
