/* calibrate_items.c - the M step of a calibration: one item, given how many people of each ability got each category.
 *
 * Fisher scoring on log a and b_1..b_m (MEASURE.md section 2). GPCM: eta_x = a (x theta - sum of b_v, v <= x); its score is
 * d eta_x - E(d eta), its information the covariance of d eta. A question with guessing: P = c + (1-c) L, and what L says is
 * weighted by how much of P it is. */
#include "scoring/calibrate_work.h"

#include <math.h>
#include <string.h>

#include "scoring/irt_estimate.h"

static const double STEP_MOST = 1, LOG_A_LEAST = -2.995732273553991 /* .05 */, LOG_A_MOST = 1.252762968495368 /* 3.5 */,
                    B_MOST = 15, WITHOUT_MISSING = 2;
enum { SCORING_STEPS = 2, NEWTON_STEPS = 30 };

static double
theta_at(const struct item_work *item, size_t node)
{
    return item->mu + adaptive_grid_at(node);
}

static struct irt_item
as_item(const struct item_work *item)
{
    struct irt_item irt = {.a = exp(item->p[0]), .steps = item->steps, .c = item->c, .weight = 1};
    memcpy(irt.b, item->p + 1, (size_t)item->steps * sizeof irt.b[0]);
    return irt;
}

void
item_fill_log_p(struct item_work *item)
{
    struct irt_item irt = as_item(item);
    for (size_t q = 0; q < NODES; q++)
        for (int x = 0; x <= item->steps; x++)
            item->log_p[x][q] = item->weight * irt_log_probability(&irt, x, theta_at(item, q));
}

/* d eta_x / d p for every category; returns P(x). */
static void
derive(const struct item_work *item, double theta, double p_x[ITEM_STEPS_MAX + 1],
       double d[ITEM_STEPS_MAX + 1][PARAMETERS_MAX])
{
    struct irt_item irt = as_item(item);
    irt_probabilities(&irt, theta, p_x);
    memset(d, 0, (size_t)(item->steps + 1) * sizeof d[0]);
    for (int x = 1; x <= item->steps; x++) {
        d[x][0] = d[x - 1][0] + irt.a * (theta - irt.b[x - 1]);
        for (int v = 1; v <= x; v++)
            d[x][v] = -irt.a;
    }
}

/* Scores of each category at one ability. */
static void
score_at(const struct item_work *item, double theta, double p_x[ITEM_STEPS_MAX + 1],
         double s[ITEM_STEPS_MAX + 1][PARAMETERS_MAX])
{
    int size = item->steps + 1;
    derive(item, theta, p_x, s);
    if (item->steps == 1 && item->c > 0) { /* P' / P and -P' / (1 - P), P' = (1-c) L (1-L) */
        double logistic = (p_x[1] - item->c) / (1 - item->c), slope = (1 - item->c) * logistic * (1 - logistic);
        for (int i = 0; i < size; i++) {
            s[0][i] = -slope / p_x[0] * s[1][i];
            s[1][i] *= slope / p_x[1];
        }
        return;
    }
    for (int i = 0; i < size; i++) {
        double mean = 0;
        for (int x = 0; x <= item->steps; x++)
            mean += p_x[x] * s[x][i];
        for (int x = 0; x <= item->steps; x++)
            s[x][i] -= mean;
    }
}

void
item_fill_scores(const struct item_work *item, item_scores out)
{
    double p_x[ITEM_STEPS_MAX + 1], s[ITEM_STEPS_MAX + 1][PARAMETERS_MAX];
    memset(out, 0, sizeof(item_scores));
    for (size_t q = 0; q < NODES; q++) {
        score_at(item, theta_at(item, q), p_x, s);
        for (int x = 0; x <= item->steps; x++)
            for (int i = 0; i <= item->steps; i++)
                out[x][i][q] = s[x][i];
    }
}

/* Gradient and expected information of sum over nodes and categories of expected log P. */
static void
gather(const struct item_work *item, double gradient[PARAMETERS_MAX], double information[PARAMETERS_MAX][PARAMETERS_MAX])
{
    double p_x[ITEM_STEPS_MAX + 1], s[ITEM_STEPS_MAX + 1][PARAMETERS_MAX];
    int size = item->steps + 1;
    memset(gradient, 0, PARAMETERS_MAX * sizeof gradient[0]);
    memset(information, 0, PARAMETERS_MAX * sizeof information[0]);
    for (size_t q = 0; q < NODES; q++) {
        double people = 0;
        for (int x = 0; x <= item->steps; x++)
            people += item->expected[x][q];
        if (people <= 0)
            continue;
        score_at(item, theta_at(item, q), p_x, s);
        for (int x = 0; x <= item->steps; x++)
            for (int i = 0; i < size; i++) {
                gradient[i] += item->expected[x][q] * s[x][i];
                for (int j = 0; j <= i; j++)
                    information[i][j] += people * p_x[x] * s[x][i] * s[x][j];
            }
    }
    for (int i = 0; i < size; i++)
        for (int j = i + 1; j < size; j++)
            information[i][j] = information[j][i];
}

/* Cholesky in place (lower triangle); false if it is not positive definite. */
static bool
factor(double m[PARAMETERS_MAX][PARAMETERS_MAX], int size)
{
    for (int i = 0; i < size; i++)
        for (int j = 0; j <= i; j++) {
            double sum = m[i][j];
            for (int k = 0; k < j; k++)
                sum -= m[i][k] * m[j][k];
            if (i == j && !(sum > 1e-12))
                return false;
            m[i][j] = i == j ? sqrt(sum) : sum / m[j][j];
        }
    return true;
}

static void
solve(double m[PARAMETERS_MAX][PARAMETERS_MAX], int size, double x[PARAMETERS_MAX])
{
    for (int i = 0; i < size; i++) {
        for (int k = 0; k < i; k++)
            x[i] -= m[i][k] * x[k];
        x[i] /= m[i][i];
    }
    for (int i = size; i-- > 0;) {
        for (int k = i + 1; k < size; k++)
            x[i] -= m[k][i] * x[k];
        x[i] /= m[i][i];
    }
}

static double
clamped(int i, double value)
{
    return i == 0 ? fmin(fmax(value, LOG_A_LEAST), LOG_A_MOST) : fmin(fmax(value, -B_MOST), B_MOST);
}

/* One step; returns the largest change of a parameter. */
static double
take_step(struct item_work *item)
{
    double step[PARAMETERS_MAX], information[PARAMETERS_MAX][PARAMETERS_MAX], most = 0;
    int size = item->steps + 1;
    gather(item, step, information);
    for (int i = 0; i < size; i++) {
        step[i] -= item->prior_precision[i] * (item->p[i] - item->prior_mean[i]);
        information[i][i] += item->prior_precision[i];
    }
    if (!factor(information, size))
        return 0;
    solve(information, size, step);
    for (int i = 0; i < size; i++) {
        double before = item->p[i];
        item->p[i] = clamped(i, before + fmin(fmax(step[i], -STEP_MOST), STEP_MOST));
        most = fmax(most, fabs(item->p[i] - before));
    }
    return most;
}

double
item_maximise(struct item_work *item)
{
    double most = 0;
    for (int i = 0; i < SCORING_STEPS && !item->is_fixed; i++)
        most = fmax(most, take_step(item));
    return most;
}

double
item_log_prior(const struct item_work *item)
{
    double sum = 0;
    for (int i = 0; i <= item->steps && !item->is_fixed; i++)
        sum -= item->prior_precision[i] * (item->p[i] - item->prior_mean[i]) * (item->p[i] - item->prior_mean[i]) / 2;
    return sum;
}

/* ---- how surely ---- */

/* Square roots of the diagonal of the inverse. */
static bool
invert_diagonal(double m[PARAMETERS_MAX][PARAMETERS_MAX], int size, double errors[PARAMETERS_MAX])
{
    if (!factor(m, size))
        return false;
    for (int i = 0; i < size; i++) {
        double unit[PARAMETERS_MAX] = {0};
        unit[i] = 1;
        solve(m, size, unit);
        errors[i] = sqrt(unit[i]);
    }
    return true;
}

static bool
errors_with(const struct item_work *item, bool with_prior, double errors[PARAMETERS_MAX])
{
    double gradient[PARAMETERS_MAX], information[PARAMETERS_MAX][PARAMETERS_MAX];
    int size = item->steps + 1;
    gather(item, gradient, information);
    for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++)
            information[i][j] -= item->missing[i][j];
        information[i][i] += with_prior ? item->prior_precision[i] : 0;
    }
    return invert_diagonal(information, size, errors);
}

bool
item_errors(const struct item_work *item, double errors[PARAMETERS_MAX])
{
    return !item->is_fixed && errors_with(item, true, errors);
}

bool
item_without_prior(const struct item_work *item, double p[PARAMETERS_MAX], double errors[PARAMETERS_MAX])
{
    struct item_work alone = *item;
    double change = 1;
    memset(alone.prior_precision, 0, sizeof alone.prior_precision);
    for (int i = 0; i < NEWTON_STEPS && change > 1e-6; i++)
        change = take_step(&alone);
    memcpy(p, alone.p, sizeof alone.p);
    if (change > 1e-6)
        return false;
    if (errors_with(&alone, false, errors))
        return true;
    /* Far from where the missing information was taken: without it, and with room for what it is worth. */
    memset(alone.missing, 0, sizeof alone.missing);
    if (!errors_with(&alone, false, errors))
        return false;
    for (int i = 0; i <= item->steps; i++)
        errors[i] *= WITHOUT_MISSING;
    return true;
}
