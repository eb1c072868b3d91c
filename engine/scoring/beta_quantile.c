/* beta_quantile.c - the incomplete beta function, and backwards. */
#include "scoring/beta_quantile.h"

#include <math.h>

enum { TERMS_MOST = 10000 }; /* about the root of a + b are needed */

/* Continued fraction of the incomplete beta function by Lentz's method (Abramowitz & Stegun 26.5.8). */
static double
beta_fraction(double a, double b, double x)
{
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double value = d;
    for (int m = 1; m < TERMS_MOST; m++) {
        for (int half = 0; half < 2; half++) {
            double n = half == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                                 : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 + n * d;
            c = 1 + n / c;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            c = fabs(c) < tiny ? tiny : c;
            value *= c * d;
        }
        if (fabs(c * d - 1) < 1e-15)
            break;
    }
    return value;
}

static double
beta_below(double a, double b, double x)
{
    if (x <= 0 || x >= 1)
        return x >= 1;
    if (x > (a + 1) / (a + b + 2))
        return 1 - beta_below(b, a, 1 - x);
    double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x));
    return front * beta_fraction(a, b, x) / a;
}

double
beta_quantile(double a, double b, double share)
{
    double low = 0, high = 1;
    for (int turn = 0; turn < 60; turn++) {
        double middle = (low + high) / 2;
        if (beta_below(a, b, middle) < share)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}
