/* calibrate_people.c - the E step of a calibration: each person's answers say where he may stand, and the items gather how
 * many people of each ability got what.
 *
 * One dimension is a row of 65 weights. With several indicators it is the tree of irt_estimate.c on one fixed grid, with the
 * kernels of adaptive_tree.c. Time and memory grow with the number of answers alone, and of those only with the unusual
 * ones: an item that most get right costs little for them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/calibrate_work.h"
#include "scoring/irt_estimate.h"

/* What is worked with for one person: rows over the grid. */
struct person_work {
    size_t *indicator_of; /* per row of work.rows */
    double (*likelihood)[ROW], (*up)[ROW], (*posterior)[ROW]; /* per indicator */
    double (*area_up)[ROW], (*area_v)[ROW];                   /* per area */
    double cavity[ROW], down[ROW], own[ROW];
    size_t first, end; /* nodes beyond them are nothing */
};

/* Wide registers add the same numbers in the same order: the figures are the same on every machine. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDE
#endif

/* ---- which cells are unusual ---- */

static int
find_usual(const struct response_table *table, size_t count, size_t item, int steps)
{
    size_t got[ITEM_STEPS_MAX + 2] = {0};
    int best = 0;
    for (size_t n = 0; n < table->person_count; n++)
        got[table->cells[n * count + item] + 1]++;
    for (int x = 0; x <= steps + 1; x++)
        best = got[x] > got[best] ? x : best;
    return best - 1;
}

static size_t
count_others(const struct calibrate_work *work)
{
    size_t others = 0;
    for (size_t n = 0; n < work->table->person_count; n++)
        for (size_t j = 0; j < work->count; j++)
            others += work->table->cells[n * work->count + j] != work->items[j].usual;
    return others;
}

void
people_prepare(struct calibrate_work *work)
{
    size_t at = 0, people = work->table->person_count;
    work->row_count = 0;
    for (size_t j = 0; j < work->count; j++) {
        struct item_work *item = &work->items[j];
        item->usual = find_usual(work->table, work->count, j, item->steps);
        item->first_row = work->row_count;
        work->row_count += (size_t)item->steps + 2;
    }
    work->others = memory_new_array(count_others(work) + 1, sizeof *work->others);
    work->others_start = memory_new_array(people + 1, sizeof *work->others_start);
    for (size_t n = 0; n < people; n++) {
        const int8_t *cells = work->table->cells + n * work->count;
        work->others_start[n] = at;
        for (size_t j = 0; j < work->count; j++)
            if (cells[j] != work->items[j].usual)
                work->others[at++] = (uint32_t)(work->items[j].first_row + (size_t)(cells[j] + 1));
    }
    work->others_start[people] = at;
    work->rows = memory_new_array(work->row_count + 1, sizeof *work->rows);
    work->people = memory_new_array(work->row_count + 1, sizeof *work->people);
    work->usual_sum = memory_new_array(work->set->indicator_count, sizeof *work->usual_sum);
    work->all_people = memory_new_array(work->set->indicator_count, sizeof *work->all_people);
}

void
people_clear(struct calibrate_work *work)
{
    free(work->others);
    free(work->others_start);
    free(work->rows);
    free(work->people);
    free(work->usual_sum);
    free(work->all_people);
}

/* Before people are gone through: what the usual cells say together, and what each other one says more. */
static void
fill_rows(struct calibrate_work *work)
{
    memset(work->usual_sum, 0, work->set->indicator_count * sizeof *work->usual_sum);
    memset(work->all_people, 0, work->set->indicator_count * sizeof *work->all_people);
    memset(work->people, 0, work->row_count * sizeof *work->people);
    for (size_t j = 0; j < work->count; j++) {
        const struct item_work *item = &work->items[j];
        for (size_t q = 0; q < NODES; q++) {
            double usual = item->usual < 0 ? 0 : item->log_p[item->usual][q];
            work->usual_sum[item->indicator][q] += usual;
            work->rows[item->first_row][q] = -usual;
            for (int x = 0; x <= item->steps; x++)
                work->rows[item->first_row + (size_t)x + 1][q] = item->log_p[x][q] - usual;
        }
    }
}

/* After them: who is not counted elsewhere had the usual cell. */
static void
fill_expected(struct calibrate_work *work)
{
    for (size_t j = 0; j < work->count; j++) {
        struct item_work *item = &work->items[j];
        double weight = item->weight * (double)work->stride;
        for (size_t q = 0; q < NODES; q++) {
            double others = work->people[item->first_row][q];
            for (int x = 0; x <= item->steps; x++) {
                double people = work->people[item->first_row + (size_t)x + 1][q];
                others += x == item->usual ? 0 : people;
                item->expected[x][q] = weight * people;
            }
            if (item->usual >= 0)
                item->expected[item->usual][q] = weight * fmax(work->all_people[item->indicator][q] - others, 0);
        }
    }
}

void
people_set_prior(struct calibrate_work *work, double group_mean)
{
    const struct grid grid = {.count = NODES, .least = adaptive_grid_at(0), .step = adaptive_grid_at(1) - adaptive_grid_at(0)};
    double sum = 0;
    memset(work->prior, 0, sizeof work->prior);
    grid_fill_normal(&grid, group_mean, 1, 1, work->prior);
    for (size_t q = 0; q < NODES; q++)
        sum += work->prior[q];
    for (size_t q = 0; q < NODES; q++) {
        work->prior[q] /= sum;
        work->log_prior[q] = log(fmax(work->prior[q], 1e-300));
    }
    work->group_mean = group_mean;
}

static void
multiply(double *into, const double *by)
{
    for (size_t q = 0; q < ROW; q++)
        into[q] *= by[q];
}

enum { MISSING_SAMPLE = 10000 };
enum { LANES = 4 }; /* so that an addition need not wait for the one before; the order is the same everywhere */

static double
sum_of(const double *row)
{
    double sum[LANES] = {0};
    for (size_t q = 0; q < ROW; q += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            sum[lane] += row[q + lane];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static double
dot(const double *left, const double *right)
{
    double sum[LANES] = {0};
    for (size_t q = 0; q < ROW; q += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            sum[lane] += left[q + lane] * right[q + lane];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static double
largest_of(const double *row)
{
    double most[LANES] = {row[0], row[1], row[2], row[3]};
    for (size_t q = LANES; q + LANES <= NODES; q += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            most[lane] = row[q + lane] > most[lane] ? row[q + lane] : most[lane];
    for (size_t q = NODES - NODES % LANES; q < NODES; q++)
        most[0] = row[q] > most[0] ? row[q] : most[0];
    most[0] = most[1] > most[0] ? most[1] : most[0];
    most[2] = most[3] > most[2] ? most[3] : most[2];
    return most[2] > most[0] ? most[2] : most[0];
}

static void
divide(double *row, double by)
{
    double factor = 1 / by;
    for (size_t q = 0; q < ROW; q++)
        row[q] *= factor;
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

/* Adds rows to rows of their indicators. */
WIDE static void
add_rows(const struct calibrate_work *work, const uint32_t *others, size_t count, const size_t *indicator_of, double (*into)[ROW])
{
    for (size_t i = 0; i < count; i++) {
        const double *row = work->rows[others[i]];
        double *sum = into[indicator_of[others[i]]];
        for (size_t q = 0; q < ROW; q++)
            sum[q] += row[q];
    }
}

/* Where the posterior is nothing, nobody is counted. */
WIDE static void
count_rows(struct calibrate_work *work, const uint32_t *others, size_t count, const struct person_work *person)
{
    size_t first = person->first, end = person->end;
    for (size_t k = 0; k < work->set->indicator_count; k++)
        for (size_t q = first; q < end; q++)
            work->all_people[k][q] += person->posterior[k][q];
    for (size_t i = 0; i < count; i++) {
        const double *row = person->posterior[person->indicator_of[others[i]]];
        double *sum = work->people[others[i]];
        for (size_t q = first; q < end; q++)
            sum[q] += row[q];
    }
}

/* A row of logarithms becomes what they are the logarithms of, the largest 1; what is nothing beside it becomes 0. Returns the
 * largest logarithm. */
static double
raise(double *row, double nothing)
{
    double largest = largest_of(row);
    for (size_t q = 0; q < NODES; q++)
        row[q] = row[q] - largest > nothing ? exp(row[q] - largest) : 0;
    return largest;
}

/* The product of everything that was answered, per indicator, scaled to a maximum of 1. */
static void
fill_likelihoods(const struct calibrate_work *work, size_t n, struct person_work *person, double *log_z)
{
    static const double NOTHING = -60; /* no prior lifts what is less */
    size_t indicators = work->set->indicator_count, from = work->others_start[n];
    memcpy(person->likelihood, work->usual_sum, indicators * sizeof *person->likelihood);
    add_rows(work, work->others + from, work->others_start[n + 1] - from, person->indicator_of, person->likelihood);
    for (size_t k = 0; k < indicators; k++)
        *log_z += raise(person->likelihood[k], NOTHING);
    person->end = ROW;
}

/* Leaves the posterior of theta - mu, summing to 1; returns log P(answers). */
WIDE static double
judge_one_dimension(struct calibrate_work *work, size_t n, struct person_work *person)
{
    static const double NOTHING = -40;
    double *row = person->posterior[0];
    size_t from = work->others_start[n];
    for (size_t q = 0; q < ROW; q++)
        row[q] = work->usual_sum[0][q] + work->log_prior[q];
    add_rows(work, work->others + from, work->others_start[n + 1] - from, person->indicator_of, person->posterior);
    double log_z = raise(row, NOTHING), sum = sum_of(row);
    divide(row, sum);
    person->first = 0;
    person->end = NODES;
    while (person->first + 1 < person->end && row[person->first] <= 0)
        person->first++;
    while (person->end > person->first + 1 && row[person->end - 1] <= 0)
        person->end--;
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
    divide(row, sum_of(row));
}

WIDE static double
judge_tree(struct calibrate_work *work, size_t n, struct person_work *person)
{
    const struct parameter_set *set = work->set;
    double log_z = 0, ignored = 0;
    fill_likelihoods(work, n, person, &log_z);
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
    double mean[PARAMETERS_MAX], weighted[ROW], weight = item->weight * item->weight;
    for (int i = 0; i < size; i++)
        mean[i] = dot(posterior, scores[x][i]);
    for (int i = 0; i < size; i++) {
        memcpy(weighted, posterior, sizeof weighted);
        multiply(weighted, scores[x][i]);
        for (int j = 0; j <= i; j++) {
            double missing = weight * (dot(weighted, scores[x][j]) - mean[i] * mean[j]);
            item->missing[i][j] += missing;
            if (j < i)
                item->missing[j][i] += missing;
        }
    }
}

static void
add_all_missing(struct calibrate_work *work, const int8_t *cells, const struct person_work *person, const item_scores *scores)
{
    for (size_t j = 0; j < work->count; j++)
        if (cells[j] >= 0)
            add_missing(&work->items[j], scores[j], cells[j], person->posterior[work->items[j].indicator]);
}

static void
person_init(struct person_work *person, const struct calibrate_work *work)
{
    const struct parameter_set *set = work->set;
    person->indicator_of = memory_new_array(work->row_count + 1, sizeof *person->indicator_of);
    for (size_t j = 0; j < work->count; j++)
        for (size_t r = 0; r < (size_t)work->items[j].steps + 2; r++)
            person->indicator_of[work->items[j].first_row + r] = work->items[j].indicator;
    person->likelihood = memory_new_array(set->indicator_count, sizeof *person->likelihood);
    person->up = memory_new_array(set->indicator_count, sizeof *person->up);
    person->posterior = memory_new_array(set->indicator_count, sizeof *person->posterior);
    person->area_up = memory_new_array(set->area_count, sizeof *person->area_up);
    person->area_v = memory_new_array(set->area_count, sizeof *person->area_v);
}

static void
person_clear(struct person_work *person)
{
    free(person->indicator_of);
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
    size_t sample = work->table->person_count / MISSING_SAMPLE + 1; /* the information that is missing is known well enough by a part */
    person_init(&person, work);
    work->group_sum = 0;
    for (size_t j = 0; j < work->count; j++) {
        item_fill_log_p(&work->items[j]);
        memset(work->items[j].missing, 0, sizeof work->items[j].missing);
        if (with_missing)
            item_fill_scores(&work->items[j], scores[j]);
    }
    fill_rows(work);
    for (size_t n = 0; n < work->table->person_count; n += work->stride) {
        size_t from = work->others_start[n];
        log_likelihood += work->tree != NULL ? judge_tree(work, n, &person) : judge_one_dimension(work, n, &person);
        count_rows(work, work->others + from, work->others_start[n + 1] - from, &person);
        if (with_missing && n % sample == 0)
            add_all_missing(work, work->table->cells + n * work->count, &person, (const item_scores *)scores);
    }
    for (size_t j = 0; with_missing && j < work->count; j++)
        for (int i = 0; i < PARAMETERS_MAX * PARAMETERS_MAX; i++)
            work->items[j].missing[i / PARAMETERS_MAX][i % PARAMETERS_MAX] *= (double)sample;
    fill_expected(work);
    if (work->tree == NULL) /* in the tree it is the mean of G (send_up) */
        for (size_t q = 0; q < NODES; q++)
            work->group_sum += work->all_people[0][q] * adaptive_grid_at(q);
    work->group_sum *= (double)work->stride;
    person_clear(&person);
    free(scores);
    return log_likelihood * (double)work->stride;
}
