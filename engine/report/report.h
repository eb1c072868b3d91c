/* report.h - what a class amounts to, for those who taught it and for those outside.
 *
 * Reads what the classroom has judged and counts it; it judges nothing and names nobody but in the trainer's own tables.
 * What goes outside (two sentences for the village radio; everything of a public report) holds no number of people under
 * ten, and none that can be found by subtraction: small groups are merged with their neighbours. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>

#include "classroom/classroom.h"

enum report_format { REPORT_HTML, REPORT_CSV, REPORT_JSON, REPORT_SVG };

struct report_wish {
    enum report_format format;
    bool is_public;       /* for others: no persons, small numbers merged */
    const char *language; /* "vi" or "en" */
    const char *framework; /* person: seen under this one, by a mapping; NULL = the quiz's own */
    void (*step)(void *context, size_t done, size_t all); /* growth: now and then; a refined step may pass `all`; may be NULL */
    void *context;
};

/* HTML: one page, everything inside, made for A4. CSV: UTF-8 with a byte order mark, commas, lines end with CR LF, a cell that a
 * spreadsheet would take for a formula begins with an apostrophe. JSON: one object. SVG: the chart, or one sentence where
 * nobody has finished. FAULT_INPUT: there is no such class. */
MUST_CHECK enum fault report_class(struct classroom *room, int64_t class_id, const struct report_wish *wish,
                                   struct buffer *out, struct err *err);

/* What people gained who were tested twice (classes that follow others). HTML: one page for A4; CSV: a line a person, in
 * public a line a skill; JSON: one object; SVG: the skills, or the villages. What the tests cannot carry is not said
 * (MEASURE.md section 4). FAULT_INPUT: there is no such pair of classes. */
struct growth_scope {
    int64_t class_id, before_id; /* the second or the first class; 0 = any */
    const char *village;         /* NULL = any */
    bool by_village;             /* SVG: a small picture a village */
};
MUST_CHECK enum fault report_growth(struct classroom *room, const struct growth_scope *scope, const struct report_wish *wish,
                                    struct buffer *out, struct err *err);

/* How one person stands: each skill with its interval, the test before beside it where this class tests the same people again.
 * For that person and the trainer. FAULT_INPUT: no such learner, or asked for in public. */
MUST_CHECK enum fault report_person(struct classroom *room, const char *learner_id, const struct report_wish *wish,
                                    struct buffer *out, struct err *err);

/* The attempts of a class as a JSON array of xAPI 1.0.3 statements (TABLES.md). Names nobody. FAULT_INPUT: no such class. */
MUST_CHECK enum fault report_xapi(struct classroom *room, int64_t class_id, struct buffer *out, struct err *err);

/* How good the items of a quiz are, from first answers, of one class or (class_id 0) of all that is stored: facility,
 * discrimination, options, fit, with intervals and plain advice; nothing is blamed before there are answers enough. SVG: the
 * item map. Names nobody. FAULT_INPUT: no such quiz, class, or item among the judgements. */
struct item_judgement {
    size_t judge;     /* 0.. */
    const char *item; /* column of a response table: "pay-bakery", "pay-bakery:4.2" */
    double share;     /* of its points that somebody who just qualifies is expected to get (Angoff) */
};
struct item_judgements {
    bool is_bookmark; /* one row a judge: the hardest item that somebody who just qualifies does in two cases of three; no shares */
    const struct item_judgement *rows;
    size_t row_count, judge_count;
};
struct item_scope {
    const char *quiz;
    int64_t class_id;
    const char *groups; /* NULL, or whom to compare: "age", "language", "help" */
    const struct item_judgements *judges; /* NULL = none */
};
MUST_CHECK enum fault report_items(struct classroom *room, const struct item_scope *scope, const struct report_wish *wish,
                                   struct buffer *out, struct err *err);

#endif
