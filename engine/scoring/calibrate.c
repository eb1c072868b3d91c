/* calibrate.c - the EM of a calibration, hastened, and what is said of its end.
 *
 * Two EM maps and one bold step along the line that they show (SQUAREM, scheme S3, Varadhan and Roland 2008), taken back if
 * it made the answers less likely. The same table gives the same figures on any machine. */
#include "scoring/calibrate_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Many people are first asked by sample: their items lie near where all together put them. */
enum { CYCLES_MOST = 1000, ROUNDS_MOST = 8, SAMPLE = 4000, MANY = 2 * SAMPLE };
static const double LOG_A_QUESTION = 0.09531017980432493 /* log 1.1 */, LOG_A_TASK = 0, LOG_A_SD = .35, B_SD = .7,
                    TOLERANCE = 1e-4, TOLERANCE_FLAT = 1e-6, TOLERANCE_MANY = 1e-4, TOLERANCE_SAMPLE = 1e-2, DRIFT_ERRORS = 3, DRIFT_LEAST = .3;

void
calibration_clear(struct calibration *calibration)
{
    free(calibration->answers);
    free(calibration->troubles);
    *calibration = (struct calibration){0};
}

/* ---- setting up ---- */

static enum calibration_trouble
find_trouble(const struct response_table *table, size_t count, size_t item, int steps, int64_t *answers)
{
    int64_t got[ITEM_STEPS_MAX + 1] = {0};
    int seen = 0;
    *answers = 0;
    for (size_t n = 0; n < table->person_count; n++) {
        int x = table->cells[n * count + item];
        if (x >= 0 && x <= steps) {
            got[x]++;
            (*answers)++;
        }
    }
    for (int x = 0; x <= steps; x++)
        seen += got[x] > 0;
    return seen == 0           ? CALIBRATION_NOBODY
           : seen == 1         ? CALIBRATION_CONSTANT
           : seen < steps + 1  ? CALIBRATION_GAP
                               : CALIBRATION_FINE;
}

static void
set_prior(struct item_work *item, const struct item_parameters *from, double author_sd)
{
    double log_a = from->irt.steps > 1 ? LOG_A_TASK : LOG_A_QUESTION;
    for (int i = 0; i <= item->steps; i++) {
        double sd = i == 0 ? LOG_A_SD : author_sd > 0 ? author_sd : B_SD;
        item->prior_mean[i] = i == 0 ? log_a : item->p[i];
        if (from->has_errors) {
            item->prior_mean[i] = item->p[i];
            sd = i == 0 ? from->se_log_a : from->se_b[i - 1];
        }
        item->prior_precision[i] = 1 / fmax(sd * sd, 1e-8);
    }
}

static void
item_init(struct item_work *item, const struct parameter_set *set, const struct item_parameters *from,
          const struct calibration_wish *wish, enum calibration_trouble trouble)
{
    *item = (struct item_work){.indicator = from->irt.indicator, .steps = from->irt.steps, .c = from->irt.c,
                               .weight = from->irt.weight, .mu = set->mu[from->irt.indicator],
                               .is_fixed = trouble == CALIBRATION_NOBODY || (wish->is_flat && trouble != CALIBRATION_FINE)};
    item->p[0] = log(fmin(fmax(from->irt.a, .05), 3.5));
    memcpy(item->p + 1, from->irt.b, (size_t)item->steps * sizeof item->p[0]);
    if (!wish->is_flat)
        set_prior(item, from, wish->author_sd);
}

static void
begin_at(struct item_work *item, const struct item_parameters *start)
{
    if (item->is_fixed || start->irt.steps != item->steps)
        return;
    item->p[0] = log(fmin(fmax(start->irt.a, .05), 3.5));
    memcpy(item->p + 1, start->irt.b, (size_t)item->steps * sizeof item->p[0]);
}

static void
work_init(struct calibrate_work *work, const struct parameter_set *set, const struct response_table *table)
{
    *work = (struct calibrate_work){.set = set, .table = table, .count = set->item_count, .stride = 1};
    work->items = memory_new_array(set->item_count, sizeof *work->items);
    if (set->indicator_count > 1) {
        struct irt_model model = parameter_set_model(set);
        work->tree = adaptive_tree_new(&model, 0);
    }
    people_set_prior(work, 0);
}

static void
work_clear(struct calibrate_work *work)
{
    people_clear(work);
    free(work->items);
    adaptive_tree_free(work->tree);
}

/* ---- all parameters as one vector ---- */

static size_t
vector_size(const struct calibrate_work *work)
{
    size_t size = 1;
    for (size_t j = 0; j < work->count; j++)
        size += (size_t)work->items[j].steps + 1;
    return size;
}

static void
read_vector(const struct calibrate_work *work, double *out)
{
    *out++ = work->group_mean;
    for (size_t j = 0; j < work->count; j++)
        for (int i = 0; i <= work->items[j].steps; i++)
            *out++ = work->items[j].p[i];
}

static void
write_vector(struct calibrate_work *work, const double *in)
{
    people_set_prior(work, *in++);
    for (size_t j = 0; j < work->count; j++)
        for (int i = 0; i <= work->items[j].steps; i++, in++)
            work->items[j].p[i] = i == 0 ? fmin(fmax(*in, log(.05)), log(3.5)) : fmin(fmax(*in, -15), 15);
}

/* ---- EM ---- */

struct run {
    struct calibrate_work work;
    const struct calibration_wish *wish;
    double log_likelihood, log_posterior; /* at the point where the last map began */
    double *before, *after, *third;
    size_t size;
};

/* One EM map from where the work stands. Returns the largest change. */
static double
map_once(struct run *run)
{
    struct calibrate_work *work = &run->work;
    double most = 0;
    run->log_likelihood = people_expect(work, false);
    run->log_posterior = run->log_likelihood;
    for (size_t j = 0; j < work->count; j++) {
        run->log_posterior += item_log_prior(&work->items[j]);
        most = fmax(most, item_maximise(&work->items[j]));
    }
    if (run->wish->is_linked) {
        double mean = work->group_sum / (double)work->table->person_count;
        most = fmax(most, fabs(mean - work->group_mean));
        people_set_prior(work, mean);
    }
    return most;
}

/* Where two maps lead, carried on. */
static void
leap(struct run *run)
{
    double square_r = 0, square_v = 0;
    for (size_t i = 0; i < run->size; i++) {
        double r = run->after[i] - run->before[i], v = run->third[i] - run->after[i] - r;
        square_r += r * r;
        square_v += v * v;
    }
    double length = square_v > 0 ? -sqrt(square_r / square_v) : -1;
    length = fmin(length, -1);
    for (size_t i = 0; i < run->size; i++) {
        double r = run->after[i] - run->before[i], v = run->third[i] - run->after[i] - r;
        run->before[i] += -2 * length * r + length * length * v;
    }
    write_vector(&run->work, run->before);
}

/* Two maps, a leap, and a third map from there; back to where two maps lead if that was worse. At rest no leap is needed. */
static double
cycle_once(struct run *run, double tolerance)
{
    read_vector(&run->work, run->before);
    double most = map_once(run), log_posterior = run->log_posterior, log_likelihood = run->log_likelihood;
    read_vector(&run->work, run->after);
    double second = most <= tolerance ? most : map_once(run);
    if (second <= tolerance) {
        run->log_likelihood = log_likelihood;
        return second;
    }
    read_vector(&run->work, run->third);
    leap(run);
    map_once(run);
    if (!(run->log_posterior >= log_posterior))
        write_vector(&run->work, run->third);
    run->log_likelihood = log_likelihood;
    return most;
}

static void
publish(const struct run *run, struct parameter_set *set)
{
    for (size_t j = 0; j < set->item_count; j++) {
        const struct item_work *item = &run->work.items[j];
        if (item->is_fixed)
            continue;
        set->items[j].irt.a = exp(item->p[0]);
        memcpy(set->items[j].irt.b, item->p + 1, (size_t)item->steps * sizeof item->p[0]);
    }
}

static void
iterate(struct run *run, struct parameter_set *set, struct calibration *out)
{
    const struct calibration_wish *wish = run->wish;
    size_t people = run->work.table->person_count;
    double usual = !wish->is_flat ? TOLERANCE : people < MANY ? TOLERANCE_FLAT : TOLERANCE_MANY;
    double tolerance = wish->tolerance > 0 ? wish->tolerance : usual;
    int most = wish->cycles_most > 0 ? wish->cycles_most : CYCLES_MOST;
    bool goes_on = true;
    run->work.stride = people < MANY || wish->start != NULL ? 1 : people / SAMPLE;
    while (goes_on && !out->has_converged && out->cycles < most) {
        struct calibration_cycle cycle = {.cycle = ++out->cycles};
        cycle.change = cycle_once(run, run->work.stride == 1 ? tolerance : TOLERANCE_SAMPLE);
        cycle.log_likelihood = run->log_likelihood;
        out->has_converged = run->work.stride == 1 && cycle.change <= tolerance;
        if (cycle.change <= TOLERANCE_SAMPLE)
            run->work.stride = 1;
        if (wish->report != NULL) {
            publish(run, set);
            goes_on = wish->report(wish->context, &cycle, set);
        }
    }
}

/* ---- items that moved ---- */

/* From where the calibration before saw it, judged by the new answers alone. */
struct move {
    double by[ITEM_STEPS_MAX], error[ITEM_STEPS_MAX], mean;
    bool is_known;
};

static struct move
measure_move(const struct item_work *item, const struct item_parameters *before)
{
    struct move move = {0};
    double p[PARAMETERS_MAX], errors[PARAMETERS_MAX];
    if (!before->has_errors || item->is_fixed || !item_without_prior(item, p, errors))
        return move;
    move.is_known = true;
    for (int i = 0; i < item->steps; i++) {
        move.by[i] = p[i + 1] - before->irt.b[i];
        move.error[i] = hypot(errors[i + 1], before->se_b[i]);
        move.mean += move.by[i] / item->steps;
    }
    return move;
}

static int
compare_numbers(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The median of all: while some items moved the same way, the people seem better or worse than they are, and that shifts
 * every item alike. */
static double
common_move(const struct move *moves, size_t count)
{
    double *means = memory_new_array(count + 1, sizeof *means), median = 0;
    size_t known = 0;
    for (size_t j = 0; j < count; j++)
        if (moves[j].is_known)
            means[known++] = moves[j].mean;
    if (known > 0) {
        qsort(means, known, sizeof *means, compare_numbers);
        median = (means[known / 2] + means[(known - 1) / 2]) / 2;
    }
    free(means);
    return median;
}

/* By more than chance, beside the others if these people may be better or worse than those before. After people_expect with
 * the missing information. */
static void
find_moved(const struct run *run, const struct item_parameters *before, bool *has_moved)
{
    const struct calibrate_work *work = &run->work;
    struct move *moves = memory_new_array(work->count, sizeof *moves);
    for (size_t j = 0; j < work->count; j++)
        moves[j] = measure_move(&work->items[j], &before[j]);
    double common = run->wish->is_linked ? common_move(moves, work->count) : 0;
    for (size_t j = 0; j < work->count; j++) {
        has_moved[j] = false;
        for (int i = 0; moves[j].is_known && i < work->items[j].steps; i++) {
            double by = fabs(moves[j].by[i] - common);
            has_moved[j] |= by > DRIFT_ERRORS * moves[j].error[i] && by > DRIFT_LEAST;
        }
    }
    free(moves);
}

/* An item that moved says nothing of the earlier ones: it goes on with the prior of a new item, and the others are linked
 * without it, until none is found to have moved or stayed that was not known to. True: they must be estimated again. */
static bool
part_moved(struct run *run, const struct item_parameters *before, bool *is_apart)
{
    bool has_changed = false, *has_moved = memory_new_array(run->work.count, sizeof *has_moved);
    people_expect(&run->work, true);
    find_moved(run, before, has_moved);
    for (size_t j = 0; j < run->work.count; j++) {
        struct item_work *item = &run->work.items[j];
        if (has_moved[j] == is_apart[j])
            continue;
        struct item_parameters from = before[j];
        has_changed = true;
        is_apart[j] = !is_apart[j];
        from.has_errors = !is_apart[j];
        begin_at(item, &from);
        set_prior(item, &from, run->wish->author_sd);
    }
    free(has_moved);
    return has_changed;
}

static void
iterate_linked(struct run *run, const struct item_parameters *before, struct parameter_set *set, struct calibration *out)
{
    bool *is_apart = memory_new_array(run->work.count, sizeof *is_apart);
    for (int n = 0; n < ROUNDS_MOST && out->has_converged && part_moved(run, before, is_apart); n++) {
        out->has_converged = false;
        iterate(run, set, out);
    }
    free(is_apart);
}

/* ---- the end ---- */

static void
finish(struct run *run, const struct item_parameters *before, struct parameter_set *set, struct calibration *out)
{
    bool *has_moved = memory_new_array(set->item_count, sizeof *has_moved);
    run->work.stride = 1;
    out->log_likelihood = out->log_posterior = people_expect(&run->work, true);
    out->group_mean = run->work.group_mean;
    publish(run, set);
    find_moved(run, before, has_moved);
    for (size_t j = 0; j < set->item_count; j++) {
        const struct item_work *work = &run->work.items[j];
        struct item_parameters *item = &set->items[j];
        double errors[PARAMETERS_MAX];
        out->log_posterior += item_log_prior(work);
        if (work->is_fixed)
            continue;
        item->drifts = has_moved[j];
        item->answers = out->answers[j] + (item->drifts ? 0 : item->answers); /* it is another item now */
        item->status = item_status_of(item->answers);
        item->has_errors = item_errors(work, errors);
        item->se_log_a = item->has_errors ? errors[0] : 0;
        for (int i = 0; i < work->steps; i++)
            item->se_b[i] = item->has_errors ? errors[i + 1] : 0;
    }
    free(has_moved);
}

static enum fault
check_table(const struct parameter_set *set, const struct response_table *table, struct calibration *out, struct err *err)
{
    size_t fine = 0;
    out->answers = memory_new_array(set->item_count, sizeof *out->answers);
    out->troubles = memory_new_array(set->item_count, sizeof *out->troubles);
    for (size_t j = 0; j < set->item_count; j++) {
        out->troubles[j] = find_trouble(table, set->item_count, j, set->items[j].irt.steps, &out->answers[j]);
        fine += out->troubles[j] == CALIBRATION_FINE;
    }
    if (table->person_count < 2)
        return err_set(err, FAULT_INPUT, "a calibration needs the answers of at least two people, here %s",
                       table->person_count == 0 ? "are none" : "is one");
    if (fine == 0)
        return err_set(err, FAULT_INPUT, "no item was answered in different ways by these %zu people: there is nothing to "
                       "calibrate", table->person_count);
    return FAULT_NONE;
}

enum fault
scoring_calibrate(struct parameter_set *set, const struct response_table *table, const struct calibration_wish *wish,
                  struct calibration *out, struct err *err)
{
    struct run run = {.wish = wish};
    *out = (struct calibration){0};
    enum fault fault = check_table(set, table, out, err);
    if (fault != FAULT_NONE) {
        calibration_clear(out);
        return fault;
    }
    struct item_parameters *before = memory_copy(set->items, set->item_count * sizeof *before);
    work_init(&run.work, set, table);
    for (size_t j = 0; j < set->item_count; j++)
        item_init(&run.work.items[j], set, &set->items[j], wish, out->troubles[j]);
    people_prepare(&run.work);
    for (size_t j = 0; wish->start != NULL && j < wish->start->item_count && j < set->item_count; j++)
        begin_at(&run.work.items[j], &wish->start->items[j]);
    run.size = vector_size(&run.work);
    run.before = memory_new_array(3 * run.size, sizeof *run.before);
    run.after = run.before + run.size;
    run.third = run.after + run.size;
    iterate(&run, set, out);
    if (wish->is_linked)
        iterate_linked(&run, before, set, out);
    finish(&run, before, set, out);
    free(run.before);
    work_clear(&run.work);
    free(before);
    return FAULT_NONE;
}

double
scoring_log_likelihood(const struct parameter_set *set, const struct response_table *table, double group_mean)
{
    struct calibrate_work work;
    const struct calibration_wish flat = {.is_flat = true};
    work_init(&work, set, table);
    people_set_prior(&work, group_mean);
    for (size_t j = 0; j < set->item_count; j++)
        item_init(&work.items[j], set, &set->items[j], &flat, CALIBRATION_FINE);
    people_prepare(&work);
    double sum = people_expect(&work, false);
    work_clear(&work);
    return sum;
}
