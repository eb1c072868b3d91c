/* item_report.c - how good the items of a quiz are, from first answers: what somebody had answered before does not count.
 *
 * Abilities are EAP under the scoring model with the parameter set in use. Nobody is named. */
#include "report/item_report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { ENOUGH_FOR_ALPHA = 10, OLD_AGE = 60, SECONDS_A_YEAR = 31556952 };
static const double MISFIT = -2;

static void
item_report_clear(struct item_report *report)
{
    measurements_clear(&report->measured);
    free(report->answers);
    free(report->ability);
    free(report->general);
    free(report->items);
    free(report->marginal);
    free(report->accuracy);
    free(report->mean_psd);
    free(report->group.dif);
    free(report->judge_cuts);
    *report = (struct item_report){0};
}

/* ---- first answers ---- */

/* The attempts with any of them come first in measured.attempts; the others are behind `people`. */
static void
take_answers(struct item_report *report)
{
    struct measurements *all = &report->measured;
    size_t columns = all->column_count;
    report->answers = memory_new_array(all->attempt_count * columns + 1, sizeof *report->answers);
    for (size_t n = 0; n < all->attempt_count; n++) {
        struct measured_attempt *attempt = &all->attempts[n];
        bool has_any = false, has_again = false;
        for (size_t i = 0; i < columns; i++) {
            bool is_first = attempt->categories[i] != RESPONSE_MISSING && !attempt->is_repeat[i];
            has_again |= attempt->categories[i] != RESPONSE_MISSING && attempt->is_repeat[i];
            report->answers[report->people * columns + i] = is_first ? attempt->categories[i] : RESPONSE_MISSING;
            has_any |= is_first;
        }
        report->again += has_again;
        if (!has_any)
            continue;
        report->persons += attempt->is_first;
        struct measured_attempt swap = all->attempts[report->people];
        all->attempts[report->people++] = *attempt;
        *attempt = swap;
    }
}

/* ---- abilities ---- */

struct people_estimates {
    double *eap, *psd, *p_band; /* [indicator][tested people] */
    size_t *tested;             /* per indicator */
};

static void
note_person(struct item_report *report, size_t n, const struct tree_estimate *estimate, struct people_estimates *out)
{
    const struct measurements *all = &report->measured;
    size_t indicators = all->framework->indicator_count, seen = 0;
    for (size_t k = 0; k < indicators; k++) {
        const struct indicator_estimate *one = &estimate->indicators[k];
        bool is_tested = false;
        for (size_t i = 0; i < all->column_count; i++)
            is_tested |= all->columns[i].indicator == k && report->answers[n * all->column_count + i] != RESPONSE_MISSING;
        if (!is_tested)
            continue;
        size_t at = k * report->people + out->tested[k]++;
        double before = 1;
        out->eap[at] = one->mean;
        out->psd[at] = one->sd;
        for (size_t c = 0; c < CUT_COUNT; c++) {
            out->p_band[at * BAND_COUNT + c] = before - one->p_at_least[c];
            before = one->p_at_least[c];
        }
        out->p_band[at * BAND_COUNT + CUT_COUNT] = before;
        report->general[n] += one->mean;
        seen++;
    }
    report->general[n] /= seen > 0 ? (double)seen : 1;
    for (size_t i = 0; i < all->column_count; i++)
        report->ability[n * all->column_count + i] = estimate->indicators[all->columns[i].indicator].mean;
}

static void
note_fit(struct item_report *report, const struct irt_item *items, size_t n)
{
    size_t columns = report->measured.column_count;
    struct known_figure fit = person_fit(items, report->answers + n * columns, report->ability + n * columns, columns);
    report->fit_known += fit.is_known;
    report->misfits += fit.is_known && fit.value < MISFIT;
}

static void
estimate_people(struct item_report *report, const struct irt_item *items, struct people_estimates *out)
{
    const struct framework *framework = report->measured.framework;
    size_t columns = report->measured.column_count;
    size_t *area_of = memory_new_array(framework->indicator_count, sizeof *area_of);
    double *mu = memory_new_array(framework->indicator_count, sizeof *mu);
    for (size_t k = 0; k < framework->indicator_count; k++) {
        area_of[k] = framework->indicators[k].area;
        mu[k] = framework->prior_mean;
    }
    struct irt_model model = {.indicator_count = framework->indicator_count, .area_count = framework->area_count,
                              .area_of = area_of, .rho_g = framework->rho_g, .rho_a = framework->rho_a, .mu = mu};
    memcpy(model.cuts, framework->cuts, sizeof model.cuts);
    for (size_t n = 0; n < report->people; n++) {
        struct tree_estimate estimate;
        irt_estimate_tree(&model, items, report->answers + n * columns, columns, &estimate);
        note_person(report, n, &estimate, out);
        note_fit(report, items, n);
        irt_clear_estimate(&estimate);
    }
    free(area_of);
    free(mu);
}

static void
estimate_reliability(struct item_report *report, const struct people_estimates *people)
{
    size_t indicators = report->measured.framework->indicator_count;
    report->marginal = memory_new_array(indicators, sizeof *report->marginal);
    report->accuracy = memory_new_array(indicators, sizeof *report->accuracy);
    report->mean_psd = memory_new_array(indicators, sizeof *report->mean_psd);
    for (size_t k = 0; k < indicators; k++) {
        size_t at = k * report->people, count = people->tested[k];
        report->marginal[k] = reliability_marginal(people->eap + at, people->psd + at, count);
        report->accuracy[k] = reliability_level_accuracy(people->p_band + at * BAND_COUNT, count);
        for (size_t n = 0; n < count; n++)
            report->mean_psd[k] += people->psd[at + n] / (double)count;
    }
}

static void
estimate(struct item_report *report, const struct irt_item *items)
{
    size_t indicators = report->measured.framework->indicator_count, cells = indicators * report->people + 1;
    struct people_estimates people = {.eap = memory_new_array(cells, sizeof(double)), .psd = memory_new_array(cells, sizeof(double)),
                                      .p_band = memory_new_array(cells * BAND_COUNT, sizeof(double)),
                                      .tested = memory_new_array(indicators, sizeof(size_t))};
    report->ability = memory_new_array(report->people * report->measured.column_count + 1, sizeof *report->ability);
    report->general = memory_new_array(report->people + 1, sizeof *report->general);
    estimate_people(report, items, &people);
    estimate_reliability(report, &people);
    free(people.eap);
    free(people.psd);
    free(people.p_band);
    free(people.tested);
}

/* ---- items ---- */

static void
describe_items(struct item_report *report, const struct irt_item *items, const struct answer_table *table)
{
    const struct measurements *all = &report->measured;
    size_t columns = all->column_count, cells = report->people * columns + 1;
    int *chosen = memory_new_array(cells, sizeof *chosen);
    int64_t *milliseconds = memory_new_array(cells, sizeof *milliseconds);
    size_t *option_count = memory_new_array(columns + 1, sizeof *option_count);
    bool *drifts = memory_new_array(columns + 1, sizeof *drifts);
    for (size_t i = 0; i < columns; i++) {
        option_count[i] = all->columns[i].option_count;
        drifts[i] = all->columns[i].drifts;
    }
    for (size_t n = 0; n < report->people; n++) {
        memcpy(chosen + n * columns, all->attempts[n].chosen, columns * sizeof *chosen);
        memcpy(milliseconds + n * columns, all->attempts[n].milliseconds, columns * sizeof *milliseconds);
    }
    report->items = memory_new_array(columns + 1, sizeof *report->items);
    item_statistics(table, &(struct answer_details){.chosen = chosen, .option_count = option_count, .milliseconds = milliseconds,
                                                    .irt = items, .ability = report->ability, .drifts = drifts},
                    report->items);
    /* By an author's guess every item misfits a little: the guess is to blame. */
    for (size_t i = 0; i < columns; i++)
        report->items[i].flags &= all->columns[i].status < ITEM_CALIBRATED ? ~(unsigned)ITEM_MISFITS : ~0u;
    free(chosen);
    free(milliseconds);
    free(option_count);
    free(drifts);
}

/* ---- groups ---- */

static int
group_of(const struct item_report *report, const struct measured_attempt *attempt)
{
    const char *word = report->group.word;
    int64_t this_year = 1970 + report->measured.now / SECONDS_A_YEAR;
    if (strcmp(word, "age") == 0)
        return attempt->birth_year == 0 ? -1 : this_year - attempt->birth_year >= OLD_AGE;
    if (strcmp(word, "language") == 0)
        return strcmp(attempt->language, "vi") != 0;
    return attempt->help_given;
}

static void
compare_groups(struct item_report *report, const struct answer_table *table)
{
    int *is_focal = memory_new_array(report->people + 1, sizeof *is_focal);
    for (size_t n = 0; n < report->people; n++) {
        is_focal[n] = group_of(report, &report->measured.attempts[n]);
        report->group.focal += is_focal[n] == 1;
        report->group.reference += is_focal[n] == 0;
    }
    report->group.dif = memory_new_array(table->item_count + 1, sizeof *report->group.dif);
    dif_estimate(table, is_focal, report->group.dif);
    free(is_focal);
}

static enum fault
find_group(const char *word, struct item_group *group, struct err *err)
{
    static const struct item_group GROUPS[] = {{.word = "age", .focal_vi = "người từ 60 tuổi", .focal_en = "people of 60 and more"},
                                               {.word = "language", .focal_vi = "người làm bằng tiếng khác", .focal_en = "people who read another language than Vietnamese"},
                                               {.word = "help", .focal_vi = "người có người giúp", .focal_en = "people who were helped"}};
    *group = (struct item_group){0};
    for (size_t i = 0; word != NULL && i < sizeof GROUPS / sizeof GROUPS[0]; i++)
        if (strcmp(GROUPS[i].word, word) == 0) {
            *group = GROUPS[i];
            return FAULT_NONE;
        }
    return word == NULL ? FAULT_NONE
                        : err_set(err, FAULT_USAGE, "there are no groups \"%.20s\" here: age, language or help", word);
}

/* ---- judges ---- */

static const double RESPONSE_PROBABILITY = .67; /* two cases of three (RP67) */

static void
find_cut(struct item_report *report, const struct irt_item *items, size_t judge_count, const double *shares, const size_t *bookmarks)
{
    report->judge_cuts = memory_new_array(judge_count + 1, sizeof *report->judge_cuts);
    if (!report->is_bookmark) {
        angoff_cut(items, report->measured.column_count, shares, judge_count, report->judge_cuts, &report->cut);
        return;
    }
    bookmark_cut(items, bookmarks, judge_count, RESPONSE_PROBABILITY, &report->cut);
    for (size_t n = 0; n < judge_count; n++)
        report->judge_cuts[n] = bookmark_location(&items[bookmarks[n]], RESPONSE_PROBABILITY);
}

static enum fault
apply_judges(struct item_report *report, const struct irt_item *items, const struct item_judgements *judges, struct err *err)
{
    size_t columns = report->measured.column_count;
    size_t *bookmarks = memory_new_array(judges->judge_count + 1, sizeof *bookmarks);
    double *shares = memory_new_array(judges->judge_count * columns + 1, sizeof *shares);
    enum fault fault = FAULT_NONE;
    report->is_bookmark = judges->is_bookmark;
    for (size_t i = 0; i < judges->judge_count * columns; i++)
        shares[i] = -1;
    for (size_t r = 0; fault == FAULT_NONE && r < judges->row_count; r++) {
        size_t column = 0;
        while (column < columns && strcmp(report->measured.columns[column].id, judges->rows[r].item) != 0)
            column++;
        if (column == columns)
            fault = err_set(err, FAULT_INPUT, "the judges name the item %.60s, which the quiz does not have", judges->rows[r].item);
        else
            shares[judges->rows[r].judge * columns + column] = judges->rows[r].share;
        bookmarks[judges->rows[r].judge] = column;
    }
    if (fault == FAULT_NONE)
        find_cut(report, items, judges->judge_count, shares, bookmarks);
    for (size_t n = 0; report->cut.is_known && n < report->people; n++)
        report->borderline += fabs(report->general[n] - report->cut.cut) <= report->cut.se;
    free(shares);
    free(bookmarks);
    return fault;
}

/* ---- all of it ---- */

static enum fault
collect(struct classroom *room, const struct item_scope *scope, struct item_report *report, struct err *err)
{
    enum fault fault = find_group(scope->groups, &report->group, err);
    if (fault == FAULT_NONE)
        fault = classroom_measurements(room, scope->quiz, scope->class_id, &report->measured, err);
    if (fault != FAULT_NONE)
        return fault;
    take_answers(report);
    size_t columns = report->measured.column_count;
    struct irt_item *items = memory_new_array(columns + 1, sizeof *items);
    int *steps = memory_new_array(columns + 1, sizeof *steps);
    for (size_t i = 0; i < columns; i++) {
        items[i] = report->measured.columns[i].irt;
        steps[i] = items[i].steps;
    }
    const struct answer_table table = {report->people, columns, report->answers, steps};
    estimate(report, items);
    describe_items(report, items, &table);
    reliability_estimate(&table, &report->reliability);
    if (report->reliability.person_count < ENOUGH_FOR_ALPHA)
        report->reliability.alpha = report->reliability.sem = (struct known_figure){0};
    if (report->group.word != NULL)
        compare_groups(report, &table);
    if (scope->judges != NULL)
        fault = apply_judges(report, items, scope->judges, err);
    free(items);
    free(steps);
    return fault;
}

enum fault
report_items(struct classroom *room, const struct item_scope *scope, const struct report_wish *wish, struct buffer *out,
             struct err *err)
{
    static void (*const WRITE[])(const struct item_report *, struct buffer *) = {
        [REPORT_HTML] = item_page, [REPORT_CSV] = item_table, [REPORT_JSON] = item_object, [REPORT_SVG] = item_map};
    struct item_report report = {.wish = *wish};
    enum fault fault = collect(room, scope, &report, err);
    if (fault == FAULT_NONE)
        WRITE[wish->format](&report, out);
    item_report_clear(&report);
    return fault;
}
