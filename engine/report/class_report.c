/* class_report.c - counts the results of a class, and gives them the form that was asked for. */
#include "report/class_report.h"

#include <stdlib.h>

#include "base/memory.h"

size_t
row_tested(const struct indicator_row *row)
{
    return row->cells[CELL_BAND_1] + row->cells[CELL_BAND_2] + row_alone(row);
}

size_t
row_alone(const struct indicator_row *row)
{
    return row->cells[CELL_BAND_3] + row->cells[CELL_BAND_4];
}

static int
compare_minutes(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static int64_t
find_middle(const struct class_results *results)
{
    int64_t *minutes = memory_new_array(results->count + 1, sizeof *minutes), middle = 0;
    size_t count = 0;
    for (size_t i = 0; i < results->count; i++)
        if (results->learners[i].has_finished)
            minutes[count++] = results->learners[i].minutes;
    qsort(minutes, count, sizeof *minutes, compare_minutes);
    if (count > 0)
        middle = minutes[(count - 1) / 2];
    free(minutes);
    return middle;
}

static void
count_learner(struct class_report *report, const struct learner_result *learner)
{
    bool has_paper = learner->certificate[0] != 0 && !learner->is_revoked;
    report->expected++;
    report->came += learner->has_come;
    report->issued += has_paper;
    report->identity_seen += learner->identity_seen;
    report->help_given += learner->help_given;
    if (!learner->has_finished)
        return;
    report->finished++;
    report->certified += has_paper || (learner->certifies && !learner->is_revoked);
    for (size_t i = 0; i < report->row_count; i++)
        report->rows[i].cells[learner->bands[i]]++;
}

void
class_report_count(struct class_report *report, struct class_results *results, const struct report_wish *wish)
{
    const struct framework *framework = results->framework;
    *report = (struct class_report){.results = *results, .wish = *wish};
    report->row_count = framework->indicator_count < INDICATOR_MAX ? framework->indicator_count : INDICATOR_MAX;
    report->rows = memory_new_array(report->row_count, sizeof *report->rows);
    for (size_t i = 0; i < report->row_count; i++)
        report->rows[i].indicator = &framework->indicators[i];
    for (size_t i = 0; i < results->count; i++)
        count_learner(report, &results->learners[i]);
    for (size_t i = 0; i < report->row_count; i++)
        report->rows[i].group_count =
            small_numbers_group(report->rows[i].cells, wish->is_public ? SMALLEST_GROUP : 1, report->rows[i].groups);
    report->middle_minutes = find_middle(results);
}

void
class_report_clear(struct class_report *report)
{
    class_results_clear(&report->results);
    free(report->rows);
    *report = (struct class_report){0};
}

enum fault
report_class(struct classroom *room, int64_t class_id, const struct report_wish *wish, struct buffer *out, struct err *err)
{
    static void (*const WRITE[])(const struct class_report *, struct buffer *) = {
        [REPORT_HTML] = class_page, [REPORT_CSV] = class_table, [REPORT_JSON] = class_object, [REPORT_SVG] = band_chart};
    struct class_results results;
    struct class_report report;
    enum fault fault = classroom_results(room, class_id, &results, err);
    if (fault != FAULT_NONE)
        return fault;
    class_report_count(&report, &results, wish);
    WRITE[wish->format](&report, out);
    class_report_clear(&report);
    return FAULT_NONE;
}
