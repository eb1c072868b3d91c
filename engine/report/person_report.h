/* person_report.h - what the forms of a person's profile share. Private to report/ and its tests. */
#ifndef REPORT_PERSON_REPORT_H
#define REPORT_PERSON_REPORT_H

#include "base/buffer.h"
#include "report/report.h"
#include "scoring/scoring.h"

struct person_report {
    struct person_results results;
    bool is_english;
};

enum person_word {
    PERSON_TITLE, PERSON_NOT_YET, PERSON_ALONE, PERSON_PRACTISING, PERSON_NOT_TESTED_COUNT, PERSON_SKILLS, PERSON_ONE_SKILL,
    PERSON_SAFETY, PERSON_SAFETY_SAYS,
    PERSON_PRACTISE, PERSON_CHART, PERSON_CHART_HELP, PERSON_CHART_BEFORE, PERSON_TOTAL, PERSON_NOT_TESTED, PERSON_THIN,
    PERSON_NOT_KNOWN, PERSON_TABLE, PERSON_SKILL, PERSON_BAND, PERSON_SET, PERSON_FROM_TO, PERSON_DOMAIN, PERSON_OR,
    PERSON_LEGEND_SURE, PERSON_LEGEND_MAYBE, PERSON_LEGEND_MARK, PERSON_LEGEND_DASHED, PERSON_LEGEND_BEFORE, PERSON_READING,
    PERSON_READ_BAR, PERSON_READ_SET, PERSON_READ_DOMAIN, PERSON_READ_NOT_TESTED, PERSON_FOOTER, PERSON_HELP, PERSON_CAPPED,
    PERSON_TO, PERSON_SAFE_IN, PERSON_SITUATIONS, PERSON_SAFE_NEXT, PERSON_WORD_COUNT
};

/* ---- person_words.c ---- */

const char *person_word(const struct person_report *report, enum person_word word);
const char *person_skill(const struct person_report *report, size_t indicator); /* short name */
const char *person_area(const struct person_report *report, size_t area);
const char *person_band(const struct person_report *report, int band); /* "tự làm"; "" for 0 */
/* What is said beside the bar: the band, or why there is none. */
const char *person_level_words(const struct person_report *report, const struct person_level *level);
/* "cần kèm hoặc tự làm"; "" if an old result has no set. Caller frees. */
char *person_set_words(const struct person_report *report, const struct person_level *level);
/* Skills whose band is stated and in first..last, "a, b, c"; "" if none. A capped one counts as practising. Caller frees. */
char *person_skills_of(const struct person_report *report, int first, int last);
size_t person_count_not_stated(const struct person_report *report);

/* ---- the four forms; all of them also where there is no finished test ---- */

void person_chart(const struct person_report *report, struct buffer *svg);
void person_page(const struct person_report *report, struct buffer *html);
void person_table(const struct person_report *report, struct buffer *csv);
void person_object(const struct person_report *report, struct buffer *json);

#endif
