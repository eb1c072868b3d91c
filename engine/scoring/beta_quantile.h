/* beta_quantile.h - private to scoring/. */
#ifndef SCORING_BETA_QUANTILE_H
#define SCORING_BETA_QUANTILE_H

/* x with I_x(a, b) = share; a, b > 0, share in 0..1. */
double beta_quantile(double a, double b, double share);

#endif
