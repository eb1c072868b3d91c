/* growth_report.c - who sat two tests, what they gained, and whether that may be said.
 *
 * People are paired by the link that a follow-up class keeps, never by name. Both tests are scored with one parameter set, the
 * one in use. Everything that needs arithmetic is scoring's (class_growth.c, growth_pool.c, growth_claim.c). */
#include "report/growth_report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static void
free_villages(struct growth_report *report)
{
    for (size_t i = 0; i < report->village_count; i++) {
        class_growth_clear(&report->villages[i].growth);
        free(report->villages[i].name);
    }
    free(report->villages);
}

static void
growth_report_clear(struct growth_report *report)
{
    free_villages(report);
    class_growth_clear(&report->whole);
    measurements_clear(&report->measured);
    free(report->groups);
    free(report->rows);
    free(report->title);
    free(report->office);
    *report = (struct growth_report){0};
}

/* ---- which classes ---- */

static bool
is_asked_for(const struct growth_scope *scope, const struct class_pair *pair)
{
    if (scope->village != NULL)
        return strcmp(pair->village, scope->village) == 0;
    if (scope->before_id != 0 && pair->before != scope->before_id)
        return false;
    return scope->class_id == 0 || pair->after == scope->class_id || pair->before == scope->class_id;
}

static enum fault
refuse_village(const struct class_pair *pairs, size_t count, const char *village, struct err *err)
{
    const char **names = memory_new_array(count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = pairs[i].village;
    const char *meant = text_suggest(village, names, count);
    enum fault fault = err_set(err, FAULT_INPUT, "no class of the village \"%.80s\" was tested twice%s%s%s", village,
                               meant != NULL ? "; did you mean \"" : "", meant != NULL ? meant : "",
                               meant != NULL ? "\"?" : "");
    free(names);
    return fault;
}

static enum fault
keep_asked(const struct growth_scope *scope, struct class_pair *pairs, size_t *count, struct err *err)
{
    size_t kept = 0, all = *count;
    for (size_t i = 0; i < all; i++)
        if (is_asked_for(scope, &pairs[i])) {
            struct class_pair swap = pairs[kept];
            pairs[kept++] = pairs[i];
            pairs[i] = swap;
        }
    *count = kept;
    if (kept > 0)
        return FAULT_NONE;
    if (scope->village != NULL)
        return refuse_village(pairs, all, scope->village, err);
    return err_set(err, FAULT_INPUT, scope->class_id != 0
                                         ? "the class was not tested twice: open its second test with `dauso serve --class NAME "
                                           "--after CLASS`, or in the console"
                                         : "no class was tested twice yet: open a second test with `dauso serve --class NAME "
                                           "--after CLASS`, or in the console");
}

static size_t
quiz_len(const char *quiz)
{
    return strcspn(quiz, ".");
}

static bool
is_same_quiz(const char *left, const char *right)
{
    return quiz_len(left) == quiz_len(right) && strncmp(left, right, quiz_len(left)) == 0;
}

/* The quiz of the newest pair counts. */
static void
keep_one_quiz(struct growth_report *report, struct class_pair *pairs, size_t *count)
{
    const struct class_pair newest = pairs[*count - 1];
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (is_same_quiz(pairs[i].after_quiz, newest.after_quiz) && is_same_quiz(pairs[i].before_quiz, newest.after_quiz))
            pairs[kept++] = pairs[i];
        else
            report->other_quiz++;
    *count = kept;
}

/* ---- which people ---- */

static bool
has_answer(const struct growth_report *report, const struct measured_attempt *attempt)
{
    for (size_t i = 0; i < report->measured.column_count; i++)
        if (attempt->categories[i] != RESPONSE_MISSING)
            return true;
    return false;
}

/* The newest of a learner; attempts stand in the order in which they began. */
static const struct measured_attempt *
newest_of(const struct growth_report *report, const char *learner_id)
{
    const struct measured_attempt *found = NULL;
    for (size_t i = 0; i < report->measured.attempt_count; i++)
        if (strcmp(report->measured.attempts[i].learner_id, learner_id) == 0 &&
            has_answer(report, &report->measured.attempts[i]))
            found = &report->measured.attempts[i];
    return found;
}

static void
note_dates(struct growth_report *report, const struct measured_attempt *attempt)
{
    if (attempt == NULL)
        return;
    if (report->first_at == 0 || attempt->started_at < report->first_at)
        report->first_at = attempt->started_at;
    if (attempt->started_at > report->last_at)
        report->last_at = attempt->started_at;
}

static void
add_row(struct growth_report *report, const struct measured_attempt *before, const struct measured_attempt *after,
        size_t village)
{
    struct growth_row *row = &report->rows[report->row_count++];
    *row = (struct growth_row){.before = before, .after = after, .village = village, .place = SIZE_MAX};
    note_dates(report, before);
    note_dates(report, after);
    if (before != NULL && after != NULL)
        row->place = report->both++;
    else if (before != NULL)
        report->before_only++;
    else
        report->after_only++;
}

static void
add_pair(struct growth_report *report, const struct class_pair *pair, size_t village)
{
    const struct measurements *all = &report->measured;
    size_t from = report->row_count;
    for (size_t i = 0; i < all->attempt_count; i++) {
        const struct measured_attempt *after = &all->attempts[i];
        if (after->class_id == pair->after && newest_of(report, after->learner_id) == after)
            add_row(report, after->earlier[0] != 0 ? newest_of(report, after->earlier) : NULL, after, village);
    }
    size_t to = report->row_count;
    for (size_t i = 0; i < all->attempt_count; i++) {
        const struct measured_attempt *before = &all->attempts[i];
        bool is_paired = false;
        if (before->class_id != pair->before || newest_of(report, before->learner_id) != before)
            continue;
        for (size_t n = from; n < to; n++)
            is_paired |= report->rows[n].before == before;
        if (!is_paired)
            add_row(report, before, NULL, village);
    }
}

/* ---- villages ---- */

static int
compare_villages(const void *left, const void *right)
{
    const struct class_pair *a = left, *b = right;
    char *a_key = text_fold(a->village), *b_key = text_fold(b->village);
    int order = strcmp(a_key, b_key);
    free(a_key);
    free(b_key);
    order = order != 0 ? order : strcmp(a->village, b->village);
    return order != 0 ? order : (a->after > b->after) - (a->after < b->after);
}

static void
add_people(struct growth_report *report, struct class_pair *pairs, size_t count)
{
    qsort(pairs, count, sizeof *pairs, compare_villages);
    report->rows = memory_new_array(2 * report->measured.attempt_count + 1, sizeof *report->rows);
    report->villages = memory_new_array(count, sizeof *report->villages);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(pairs[i].village, pairs[i - 1].village) != 0)
            report->villages[report->village_count++].name = memory_copy_text(pairs[i].village);
        add_pair(report, &pairs[i], report->village_count - 1);
    }
    for (size_t n = 0; n < report->row_count; n++)
        report->villages[report->rows[n].village].people += report->rows[n].place != SIZE_MAX;
}

static void
join_villages(struct growth_report *report, size_t into, size_t from)
{
    char *name = memory_print("%s, %s", report->villages[into].name, report->villages[from].name);
    free(report->villages[into].name);
    free(report->villages[from].name);
    report->villages[into].name = name;
    report->villages[into].people += report->villages[from].people;
    memmove(&report->villages[from], &report->villages[from + 1],
            (report->village_count - from - 1) * sizeof *report->villages);
    report->village_count--;
    for (size_t n = 0; n < report->row_count; n++)
        if (report->rows[n].village >= from)
            report->rows[n].village = report->rows[n].village == from ? into : report->rows[n].village - 1;
}

/* In public a village of fewer than ten people is joined with its neighbour in the alphabet, so that none can be found by
 * subtraction either. */
static void
join_small_villages(struct growth_report *report)
{
    for (size_t i = 0; report->village_count > 1 && i < report->village_count;) {
        if (report->villages[i].people >= SMALLEST_GROUP) {
            i++;
        } else if (i + 1 < report->village_count) {
            join_villages(report, i, i + 1);
        } else {
            join_villages(report, i - 1, i);
            i--;
        }
    }
}

/* "Đá Thờ, Đồi Cọ" holds "Đồi Cọ". */
static bool
holds_village(const char *joined, const char *village)
{
    size_t len = strlen(village);
    for (const char *at = joined; (at = strstr(at, village)) != NULL; at++)
        if ((at == joined || at[-1] == ' ') && (at[len] == 0 || at[len] == ','))
            return true;
    return false;
}

/* A public report of one village or class is the cell that the report of all shows, so that the two laid side by side say nothing
 * of fewer than ten people. False: that village is not in it. */
static bool
keep_public_cell(struct growth_report *report, const char *village)
{
    size_t kept = 0, cell = 0;
    while (cell < report->village_count && !holds_village(report->villages[cell].name, village))
        cell++;
    if (cell == report->village_count)
        return false;
    report->both = report->before_only = report->after_only = 0;
    for (size_t n = 0; n < report->row_count; n++) {
        struct growth_row row = report->rows[n];
        if (row.village != cell)
            continue;
        row.village = 0;
        row.place = row.before != NULL && row.after != NULL ? report->both++ : SIZE_MAX;
        report->before_only += row.after == NULL;
        report->after_only += row.before == NULL;
        report->rows[kept++] = row;
    }
    report->row_count = kept;
    struct growth_village swap = report->villages[0];
    report->villages[0] = report->villages[cell];
    report->villages[cell] = swap;
    while (report->village_count > 1)
        free(report->villages[--report->village_count].name);
    free(report->title);
    report->title = memory_copy_text(report->villages[0].name);
    return true;
}

/* ---- names ---- */

static enum fault
add_names(struct classroom *room, struct growth_report *report, const struct class_pair *pairs, size_t count, struct err *err)
{
    enum fault fault = FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < 2 * count; i++) {
        struct class_results results;
        fault = classroom_results(room, i < count ? pairs[i].before : pairs[i - count].after, &results, err);
        if (fault != FAULT_NONE)
            break;
        for (size_t n = 0; n < report->row_count; n++) {
            struct growth_row *row = &report->rows[n];
            const struct measured_attempt *attempt = row->after != NULL ? row->after : row->before;
            for (size_t k = 0; k < results.count; k++)
                if (strcmp(results.learners[k].learner_id, attempt->learner_id) == 0) {
                    snprintf(row->name, sizeof row->name, "%s", results.learners[k].name);
                    row->number = (size_t)results.learners[k].number;
                }
        }
        free(report->office);
        report->office = memory_copy_text(results.office);
        report->now = results.now;
        class_results_clear(&results);
    }
    return fault;
}

static void
find_unit(struct growth_report *report)
{
    const double *cuts = report->framework->cuts;
    double first = cuts[1] - cuts[0], second = cuts[2] - cuts[1];
    report->logits_per_band = fabs(first - second) < 1e-9 ? first : 0;
}

static enum fault
collect(struct classroom *room, const struct growth_scope *scope, struct growth_report *report, struct err *err)
{
    struct class_pair *pairs = NULL;
    size_t count = 0;
    char quiz[100];
    enum fault fault = classroom_list_pairs(room, &pairs, &count, err);
    if (fault == FAULT_NONE)
        fault = keep_asked(scope, pairs, &count, err);
    if (fault == FAULT_NONE)
        keep_one_quiz(report, pairs, &count);
    if (fault == FAULT_NONE && count == 0)
        fault = err_set(err, FAULT_INPUT, "the two tests of this class were of different quizzes: growth cannot be told from them");
    if (fault == FAULT_NONE) {
        snprintf(quiz, sizeof quiz, "%.*s", (int)quiz_len(pairs[0].after_quiz), pairs[0].after_quiz);
        report->title = memory_copy_text(scope->village != NULL ? scope->village
                                         : scope->class_id != 0 ? pairs[0].after_name
                                                                : "");
        fault = classroom_measurements(room, quiz, 0, &report->measured, err);
    }
    if (fault == FAULT_NONE) {
        report->framework = report->measured.framework;
        find_unit(report);
        add_people(report, pairs, count);
        fault = add_names(room, report, pairs, count, err);
    }
    free(pairs);
    return fault;
}

/* The village of the class or village that was asked for. Caller frees. */
static enum fault
find_village(struct classroom *room, const struct growth_scope *scope, char **village, struct err *err)
{
    struct class_pair *pairs = NULL;
    size_t count = 0;
    enum fault fault = classroom_list_pairs(room, &pairs, &count, err);
    if (fault == FAULT_NONE)
        fault = keep_asked(scope, pairs, &count, err);
    if (fault == FAULT_NONE)
        *village = memory_copy_text(pairs[0].village);
    free(pairs);
    return fault;
}

static enum fault
collect_public(struct classroom *room, const struct growth_scope *scope, struct growth_report *report, struct err *err)
{
    const struct growth_scope all = {.by_village = scope->by_village};
    char *village = NULL;
    bool is_part = scope->village != NULL || scope->class_id != 0 || scope->before_id != 0;
    enum fault fault = is_part ? find_village(room, scope, &village, err) : FAULT_NONE;
    if (fault == FAULT_NONE)
        fault = collect(room, &all, report, err);
    if (fault == FAULT_NONE) {
        join_small_villages(report);
        if (is_part && !keep_public_cell(report, village))
            fault = err_set(err, FAULT_INPUT, "the people of \"%.80s\" had another quiz than the newest class; a public report "
                            "tells of one quiz", village);
    }
    free(village);
    return fault;
}

enum fault
report_growth(struct classroom *room, const struct growth_scope *scope, const struct report_wish *wish, struct buffer *out,
              struct err *err)
{
    static void (*const WRITE[])(const struct growth_report *, struct buffer *) = {
        [REPORT_HTML] = growth_page, [REPORT_CSV] = growth_table, [REPORT_JSON] = growth_object, [REPORT_SVG] = growth_chart};
    struct growth_report report = {.wish = *wish};
    enum fault fault = wish->is_public ? collect_public(room, scope, &report, err) : collect(room, scope, &report, err);
    if (fault == FAULT_NONE) {
        growth_measure_gain(&report);
        if (wish->format == REPORT_SVG && scope->by_village)
            village_chart(&report, out);
        else
            WRITE[wish->format](&report, out);
    }
    growth_report_clear(&report);
    return fault;
}
