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
};

/* HTML: one page, everything inside, made for A4. CSV: UTF-8 with a byte order mark, commas, lines end with CR LF, a cell that a
 * spreadsheet would take for a formula begins with an apostrophe. JSON: one object. SVG: the chart, or one sentence where
 * nobody has finished. FAULT_INPUT: there is no such class. */
MUST_CHECK enum fault report_class(struct classroom *room, int64_t class_id, const struct report_wish *wish,
                                   struct buffer *out, struct err *err);

#endif
