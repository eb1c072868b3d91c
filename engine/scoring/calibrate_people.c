/* calibrate_people.c - the E step of a calibration: each person's answers say where he may stand, and the items gather how
 * many people of each ability got what.
 *
 * One dimension is a row of 65 weights. With several indicators it is the tree of irt_estimate.c on one fixed grid, with the
 * kernels of adaptive_tree.c. Time and memory grow with the number of answers alone. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/calibrate_work.h"
#include "scoring/irt_estimate.h"

/* What is worked with for one person: rows over the grid. */
struct person_work {
    double (*likelihood)[ROW], (*up)[ROW], (*posterior)[ROW]; /* per indicator */
    double (*area_up)[ROW], (*area_v)[ROW];                   /* per area */
    double cavity[ROW], down[ROW], own[ROW];
};

void
people_set_prior(struct calibrate_work *work, double group_mean)
{
    const struct grid grid = {.count = NODES, .least = adaptive_grid_at(0), .step = adaptive_grid_at(1) - adaptive_grid_at(0)};
    double sum = 0;
    memset(work->prior, 0, sizeof work->prior);
    grid_fill_normal(&grid, group_mean, 1, 1, work->prior);
    for (size_t q = 0; q < NODES; q++)
        sum += work->prior[q];
    for (size_t q = 0; q < NODES; q++)
        work->prior[q] /= sum;
    work->group_mean = group_mean;
}

static void
multiply(double *into, const double *by)
{
    for (size_t q = 0; q < ROW; q++)
        into[q] *= by[q];
}

static double
sum_of(const double *row)
{
    double sum = 0;
    for (size_t q = 0; q < NODES; q++)
        sum += row[q];
    return sum;
}

static void
scale(double *row, double *log_scale)
{
    scale_to_one(row, NODES, log_scale);
}

/* out[j] = sum over i of in[i] kernel[i][j] */
static void
send(const double *in, const double kernel[ADAPTIVE_POINTS][ADAPTIVE_POINTS], double *out)
{
    memset(out, 0, ROW * sizeof *out);
    for (size_t i = 0; i < NODES; i++)
        for (size_t j = 0; j < NODES; j++)
            out[j] += in[i] * kernel[i][j];
}

/* The product of everything that was answered, per indicator, scaled to a maximum of 1. */
static void
fill_likelihoods(const struct calibrate_work *work, const int8_t *cells, struct person_work *person, double *log_z)
{
    size_t indicators = work->set->indicator_count;
    memset(person->likelihood, 0, indicators * sizeof *person->likelihood);
    for (size_t j = 0; j < work->count; j++) {
        const struct item_work *item = &work->items[j];
        if (cells[j] < 0)
            continue;
        double *into = person->likelihood[item->indicator];
        const double *row = item->log_p[cells[j]];
        for (size_t q = 0; q < ROW; q++)
            into[q] += row[q];
    }
    for (size_t k = 0; k < indicators; k++) {
        double *row = person->likelihood[k], largest = row[0];
        for (size_t q = 1; q < NODES; q++)
            largest = fmax(largest, row[q]);
        for (size_t q = 0; q < NODES; q++)
            row[q] = exp(row[q] - largest);
        *log_z += largest;
    }
}

/* Leaves the posterior of theta - mu, summing to 1; returns log P(answers). */
static double
judge_one_dimension(struct calibrate_work *work, const int8_t *cells, struct person_work *person)
{
    double log_z = 0, mean = 0, *row = person->posterior[0];
    fill_likelihoods(work, cells, person, &log_z);
    memcpy(row, person->likelihood[0], sizeof person->likelihood[0]);
    multiply(row, work->prior);
    double sum = sum_of(row);
    for (size_t q = 0; q < NODES; q++) {
        row[q] /= sum;
        mean += row[q] * adaptive_grid_at(q);
    }
    work->group_sum += mean;
    return log_z + log(sum);
}

static double
send_up(struct calibrate_work *work, struct person_work *person, double log_z)
{
    const struct parameter_set *set = work->set;
    double general[ROW], mean = 0;
    memcpy(general, work->prior, sizeof general);
    for (size_t a = 0; a < set->area_count; a++)
        for (size_t q = 0; q < ROW; q++)
            person->area_up[a][q] = 1;
    for (size_t k = 0; k < set->indicator_count; k++) {
        send(person->likelihood[k], work->tree->own, person->up[k]);
        multiply(person->area_up[set->area_of[k]], person->up[k]);
        scale(person->area_up[set->area_of[k]], &log_z);
    }
    for (size_t a = 0; a < set->area_count; a++) {
        send(person->area_up[a], work->tree->area_turned, person->area_v[a]);
        multiply(general, person->area_v[a]);
        scale(general, &log_z);
    }
    double sum = sum_of(general);
    for (size_t q = 0; q < NODES; q++)
        mean += general[q] / sum * adaptive_grid_at(q);
    work->group_sum += mean;
    return log_z + log(sum);
}

static void
settle_indicator(const struct calibrate_work *work, struct person_work *person, size_t k)
{
    const struct parameter_set *set = work->set;
    double ignored = 0, *row = person->posterior[k];
    memcpy(person->own, person->down, sizeof person->own);
    for (size_t j = 0; j < set->indicator_count; j++)
        if (j != k && set->area_of[j] == set->area_of[k]) {
            multiply(person->own, person->up[j]);
            scale(person->own, &ignored);
        }
    send(person->own, work->tree->own, row);
    multiply(row, person->likelihood[k]);
    double sum = sum_of(row);
    for (size_t q = 0; q < NODES; q++)
        row[q] /= sum;
}

static double
judge_tree(struct calibrate_work *work, const int8_t *cells, struct person_work *person)
{
    const struct parameter_set *set = work->set;
    double log_z = 0, ignored = 0;
    fill_likelihoods(work, cells, person, &log_z);
    log_z = send_up(work, person, log_z);
    for (size_t a = 0; a < set->area_count; a++) {
        memcpy(person->cavity, work->prior, sizeof person->cavity);
        for (size_t b = 0; b < set->area_count; b++)
            if (b != a) {
                multiply(person->cavity, person->area_v[b]);
                scale(person->cavity, &ignored);
            }
        send(person->cavity, work->tree->area, person->down);
        for (size_t k = 0; k < set->indicator_count; k++)
            if (set->area_of[k] == a)
                settle_indicator(work, person, k);
    }
    return log_z;
}

/* What a person's posterior leaves open of the score of an item is information that is missing. */
static void
add_missing(struct item_work *item, const item_scores scores, int x, const double *posterior)
{
    int size = item->steps + 1;
    double mean[PARAMETERS_MAX];
    for (int i = 0; i < size; i++) {
        mean[i] = 0;
        for (size_t q = 0; q < NODES; q++)
            mean[i] += posterior[q] * scores[x][i][q];
    }
    for (int i = 0; i < size; i++)
        for (int j = 0; j < size; j++) {
            double sum = 0;
            for (size_t q = 0; q < NODES; q++)
                sum += posterior[q] * scores[x][i][q] * scores[x][j][q];
            item->missing[i][j] += item->weight * item->weight * (sum - mean[i] * mean[j]);
        }
}

static void
add_expected(struct calibrate_work *work, const int8_t *cells, const struct person_work *person, const item_scores *scores)
{
    for (size_t j = 0; j < work->count; j++) {
        struct item_work *item = &work->items[j];
        if (cells[j] < 0)
            continue;
        const double *posterior = person->posterior[item->indicator];
        double *into = item->expected[cells[j]], weight = item->weight;
        for (size_t q = 0; q < ROW; q++)
            into[q] += weight * posterior[q];
        if (scores != NULL)
            add_missing(item, scores[j], cells[j], posterior);
    }
}

static void
person_init(struct person_work *person, const struct parameter_set *set)
{
    person->likelihood = memory_new_array(set->indicator_count, sizeof *person->likelihood);
    person->up = memory_new_array(set->indicator_count, sizeof *person->up);
    person->posterior = memory_new_array(set->indicator_count, sizeof *person->posterior);
    person->area_up = memory_new_array(set->area_count, sizeof *person->area_up);
    person->area_v = memory_new_array(set->area_count, sizeof *person->area_v);
}

static void
person_clear(struct person_work *person)
{
    free(person->likelihood);
    free(person->up);
    free(person->posterior);
    free(person->area_up);
    free(person->area_v);
}

double
people_expect(struct calibrate_work *work, bool with_missing)
{
    struct person_work person = {0};
    item_scores *scores = with_missing ? memory_new_array(work->count, sizeof *scores) : NULL;
    double log_likelihood = 0;
    person_init(&person, work->set);
    work->group_sum = 0;
    for (size_t j = 0; j < work->count; j++) {
        item_fill_log_p(&work->items[j]);
        memset(work->items[j].expected, 0, sizeof work->items[j].expected);
        memset(work->items[j].missing, 0, sizeof work->items[j].missing);
        if (with_missing)
            item_fill_scores(&work->items[j], scores[j]);
    }
    for (size_t n = 0; n < work->table->person_count; n++) {
        const int8_t *cells = work->table->cells + n * work->count;
        log_likelihood += work->tree != NULL ? judge_tree(work, cells, &person) : judge_one_dimension(work, cells, &person);
        add_expected(work, cells, &person, (const item_scores *)scores);
    }
    person_clear(&person);
    free(scores);
    return log_likelihood;
}
