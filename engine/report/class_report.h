/* class_report.h - the numbers behind a class report, as its pages share them. Private to report/ and its tests. */
#ifndef REPORT_CLASS_REPORT_H
#define REPORT_CLASS_REPORT_H

#include "report/report.h"
#include "scoring/scoring.h"

/* Fewer people than this are not counted in public: LOOK.md, picture 9. */
enum { SMALLEST_GROUP = 10 };

/* In one order everywhere, from nothing known to most: the neighbours that may be merged. */
enum cell { CELL_NOT_TESTED, CELL_BAND_1, CELL_BAND_2, CELL_BAND_3, CELL_BAND_4, CELL_COUNT };

struct cell_group {
    size_t first, last; /* cells */
    size_t people;
};
struct indicator_row {
    const struct indicator *indicator;
    size_t cells[CELL_COUNT];
    struct cell_group groups[CELL_COUNT]; /* as they are shown */
    size_t group_count;
};

struct class_report {
    struct class_results results;
    struct report_wish wish;
    size_t expected, came, finished, certified, issued, identity_seen, help_given;
    int64_t middle_minutes; /* median */
    struct indicator_row *rows; /* per indicator of the framework */
    size_t row_count;
};

/* ---- class_report.c ---- */

/* Counts; results belongs to the report from now on. */
void class_report_count(struct class_report *report, struct class_results *results, const struct report_wish *wish);
void class_report_clear(struct class_report *report);
/* Finished and tested in this skill. */
size_t row_tested(const struct indicator_row *row);
size_t row_alone(const struct indicator_row *row); /* of band 3 or 4 */

/* ---- small_numbers.c ---- */

/* Parts the cells into neighbouring groups of at least `least` people each, as many as there can be; among those the parting
 * that keeps bands 1-2 and 3-4 apart. A not-tested cell of nobody is no group. least 1: every cell for itself. Returns 0
 * if there are too few people for any group. */
size_t small_numbers_group(const size_t cells[CELL_COUNT], size_t least, struct cell_group groups[CELL_COUNT]);
/* May `part` be said of `whole` people, of whom it is a part, when `whole` is said too? All of them may. */
bool small_numbers_may_say(size_t part, size_t whole);

/* ---- radio_words.c ---- */

/* The two sentences to be read out, n = 0 or 1. Always fit for outside. Caller frees. */
char *radio_sentence(const struct class_report *report, bool is_english, int n);

/* ---- report_words.c ---- */

enum report_word {
    WORD_TITLE, WORD_FOR_OTHERS, WORD_FOR_TRAINER, WORD_RADIO, WORD_CHART, WORD_CHART_HELP, WORD_SKILL, WORD_NOT_TESTED,
    WORD_NOBODY_TESTED, WORD_TOTALS, WORD_EXPECTED, WORD_CAME, WORD_FINISHED, WORD_CERTIFIED, WORD_ISSUED, WORD_IDENTITY,
    WORD_HELP, WORD_MINUTES, WORD_MINUTES_EACH, WORD_TABLE, WORD_READING, WORD_SOLID, WORD_HATCHED, WORD_DASHED, WORD_EMPTY,
    WORD_NOBODY, WORD_TOO_FEW, WORD_MERGED, WORD_DEFINE_BAND, WORD_DEFINE_NOT_TESTED, WORD_DEFINE_CAME, WORD_DEFINE_FINISHED,
    WORD_DEFINE_CERTIFIED, WORD_DEFINE_ISSUED, WORD_DEFINE_IDENTITY, WORD_DEFINE_HELP, WORD_DEFINE_MINUTES,
    WORD_NUMBER, WORD_NAME, WORD_BORN, WORD_LEVEL, WORD_CERTIFICATE, WORD_STATE, WORD_YES, WORD_NO, WORD_WITHDRAWN,
    WORD_COLUMN, WORD_MEANING, WORD_PEOPLE, WORD_TO, WORD_DEFINE_LEVEL, WORD_DEFINE_CERTIFICATE, WORD_DEFINE_STATE,
    WORD_STATE_EXPECTED, WORD_STATE_CAME, WORD_STATE_FINISHED, WORD_GROUP, WORD_ADAPTIVE, WORD_BY_AUTHOR, WORD_COUNT
};
const char *report_word(const struct class_report *report, enum report_word word);
bool report_is_english(const struct class_report *report);
/* Heads of the columns: the band's short name, or "not tested". */
const char *report_cell_name(const struct class_report *report, size_t cell);
const char *report_label(const struct class_report *report, const struct indicator_row *row);
/* "cần kèm", or "mới tập – cần kèm" for a merged group. Caller frees. */
char *report_group_name(const struct class_report *report, const struct cell_group *group);
/* Where there is nothing to draw, the sentence that says so; else NULL. */
const char *report_nothing(const struct class_report *report);

/* ---- csv_writer.c ---- */

double report_round(double value); /* to six decimals, as figures of estimates stand in JSON */

struct csv {
    struct buffer *out;
    bool has_cell; /* on this line */
};
void csv_begin(struct csv *csv, struct buffer *out); /* with the byte order mark */
void csv_text(struct csv *csv, const char *text);
void csv_number(struct csv *csv, int64_t number);
void csv_real(struct csv *csv, bool is_known, double value, int decimals); /* with a point, in every language; else empty */
void csv_end_line(struct csv *csv);

/* ---- the four forms ---- */

void band_chart(const struct class_report *report, struct buffer *svg);
void class_page(const struct class_report *report, struct buffer *html);
void class_table(const struct class_report *report, struct buffer *csv);
void class_object(const struct class_report *report, struct buffer *json);

#endif
