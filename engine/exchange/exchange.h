/* exchange.h - quizzes from elsewhere become quizzes of ours (Moodle's GIFT).
 *
 * Reads bytes that somebody else wrote and answers with the files of a quiz that loads without a
 * mistake, and with a list of what could not be carried, each with its line and the reason. Writes
 * nothing to the disk; knows no store. */
#ifndef EXCHANGE_EXCHANGE_H
#define EXCHANGE_EXCHANGE_H

#include <stddef.h>

#include "base/err.h"
#include "base/json.h"

enum { EXCHANGE_BYTES_MAX = 1 << 20 };

struct exchange_wishes {
    const char *source;    /* name of the file that is read: stands in comments */
    const char *title;     /* of the quiz */
    const char *framework; /* id */
    const char *shows;     /* indicator that every question shows */
    const char *language;  /* "vi" or "en"; NULL: the texts stand for both */
};

/* One question that was carried or left out. */
struct exchange_row {
    int line;   /* where it begins in the source, 1-based */
    char *name; /* its id in the quiz; of a question that was left out, its name or first words */
    const char *kind; /* "one choice", "several", "short answer", "number", "matching", "true or
                         false"; NULL: left out */
    char *reason;     /* why (a part of) it was left out; NULL: all of it was carried */
};

struct exchange_report {
    struct json
        *files; /* {"quiz.lua": text, "items/01-….lua": text}; NULL if nothing could be carried */
    struct exchange_row *rows;
    size_t count, capacity;
};

/* The quiz that GIFT text makes. vocabulary is scripts/quiz_words.lua. FAULT_INPUT: no GIFT (not
 * UTF-8, binary, cut in the middle of a question) or more than one quiz can hold; the sentence says
 * "line N". An empty report->files is no fault. The caller clears *report in any case. */
MUST_CHECK enum fault exchange_read_gift(const char *gift, size_t len,
                                         const struct exchange_wishes *wishes,
                                         const char *vocabulary, struct exchange_report *report,
                                         struct err *err);
void exchange_clear(struct exchange_report *report);

#endif
