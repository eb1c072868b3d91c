/* class_table.c - the report as CSV: the trainer's has a line a person, the public one a line a skill. What the columns mean
 * stands below the table, behind an empty line. */
#include <stdio.h>
#include <stdlib.h>

#include "report/class_report.h"

static void
say(struct csv *csv, const struct class_report *report, enum report_word word)
{
    csv_text(csv, report_word(report, word));
}

static void
define(struct csv *csv, const struct class_report *report, enum report_word word, enum report_word meaning)
{
    say(csv, report, word);
    say(csv, report, meaning);
    csv_end_line(csv);
}

static void
begin_definitions(struct csv *csv, const struct class_report *report)
{
    csv_end_line(csv);
    define(csv, report, WORD_COLUMN, WORD_MEANING);
}

/* ---- a line a person ---- */

static void
write_head(struct csv *csv, const struct class_report *report)
{
    static const enum report_word BEFORE[] = {WORD_NUMBER, WORD_NAME, WORD_BORN, WORD_STATE, WORD_LEVEL, WORD_CERTIFICATE,
                                              WORD_WITHDRAWN, WORD_IDENTITY, WORD_HELP, WORD_MINUTES_EACH};
    for (size_t i = 0; i < sizeof BEFORE / sizeof BEFORE[0]; i++)
        say(csv, report, BEFORE[i]);
    for (size_t i = 0; i < report->row_count; i++) {
        char head[200];
        snprintf(head, sizeof head, "%s %s", report->rows[i].indicator->code, report_label(report, &report->rows[i]));
        csv_text(csv, head);
    }
    csv_end_line(csv);
}

static void
number_or_nothing(struct csv *csv, int64_t number)
{
    if (number != 0)
        csv_number(csv, number);
    else
        csv_text(csv, "");
}

static void
write_person(struct csv *csv, const struct class_report *report, const struct learner_result *learner)
{
    csv_number(csv, learner->number);
    csv_text(csv, learner->name);
    number_or_nothing(csv, learner->birth_year);
    say(csv, report, learner->has_finished ? WORD_STATE_FINISHED : learner->has_come ? WORD_STATE_CAME : WORD_STATE_EXPECTED);
    number_or_nothing(csv, learner->overall);
    csv_text(csv, learner->certificate);
    csv_text(csv, learner->is_revoked ? report_word(report, WORD_YES) : "");
    say(csv, report, learner->identity_seen ? WORD_YES : WORD_NO);
    say(csv, report, learner->help_given ? WORD_YES : WORD_NO);
    number_or_nothing(csv, learner->has_finished ? learner->minutes : 0);
    for (size_t i = 0; i < report->row_count; i++)
        number_or_nothing(csv, learner->bands[i]);
    csv_end_line(csv);
}

static void
define_person(struct csv *csv, const struct class_report *report)
{
    begin_definitions(csv, report);
    define(csv, report, WORD_STATE, WORD_DEFINE_STATE);
    define(csv, report, WORD_LEVEL, WORD_DEFINE_LEVEL);
    define(csv, report, WORD_CERTIFICATE, WORD_DEFINE_CERTIFICATE);
    define(csv, report, WORD_IDENTITY, WORD_DEFINE_IDENTITY);
    define(csv, report, WORD_HELP, WORD_DEFINE_HELP);
    define(csv, report, WORD_MINUTES_EACH, WORD_DEFINE_MINUTES);
    for (size_t band = CELL_BAND_1; band < CELL_COUNT; band++) {
        csv_number(csv, (int64_t)band);
        csv_text(csv, report_cell_name(report, band));
        csv_end_line(csv);
    }
    csv_text(csv, "");
    say(csv, report, WORD_DEFINE_NOT_TESTED);
    csv_end_line(csv);
}

/* ---- a line a skill, a group a line where groups were merged ---- */

static void
write_groups(struct csv *csv, const struct class_report *report)
{
    say(csv, report, WORD_SKILL);
    say(csv, report, WORD_GROUP);
    say(csv, report, WORD_PEOPLE);
    csv_end_line(csv);
    for (size_t i = 0; i < report->row_count; i++)
        for (size_t g = 0; g < report->rows[i].group_count; g++) {
            char head[200], *name = report_group_name(report, &report->rows[i].groups[g]);
            snprintf(head, sizeof head, "%s %s", report->rows[i].indicator->code, report_label(report, &report->rows[i]));
            csv_text(csv, head);
            csv_text(csv, name);
            csv_number(csv, (int64_t)report->rows[i].groups[g].people);
            csv_end_line(csv);
            free(name);
        }
    begin_definitions(csv, report);
    define(csv, report, WORD_PEOPLE, WORD_DEFINE_BAND);
    define(csv, report, WORD_NOT_TESTED, WORD_DEFINE_NOT_TESTED);
    define(csv, report, WORD_GROUP, WORD_MERGED);
}

void
class_table(const struct class_report *report, struct buffer *out)
{
    struct csv csv;
    csv_begin(&csv, out);
    if (report->wish.is_public && report_nothing(report) != NULL) {
        csv_text(&csv, report_nothing(report));
        csv_end_line(&csv);
    } else if (report->wish.is_public) {
        write_groups(&csv, report);
    } else {
        write_head(&csv, report);
        for (size_t i = 0; i < report->results.count; i++)
            write_person(&csv, report, &report->results.learners[i]);
        define_person(&csv, report);
    }
}
