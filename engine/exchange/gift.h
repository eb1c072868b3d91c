/* gift.h - GIFT text as questions, before anything of ours is made of them. Private to exchange/
 * and its tests.
 *
 * Source: MoodleDocs "GIFT format", and what Moodle's importer does with it where the text leaves
 * something open: blank lines end a question, a backslash escapes : # = ~ { } \ and n, the first {
 * and the first } hold the answers. */
#ifndef EXCHANGE_GIFT_H
#define EXCHANGE_GIFT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum gift_kind {
    GIFT_ONE_CHOICE,
    GIFT_SEVERAL,
    GIFT_TRUE_FALSE,
    GIFT_SHORT,
    GIFT_NUMBER,
    GIFT_MATCHING,
    GIFT_ESSAY,
    GIFT_DESCRIPTION
};

struct gift_answer {
    char *text;     /* plain text; "" for the left side of a partner without one */
    char *partner;  /* right side of a pair, else NULL */
    char *feedback; /* NULL: none */
    double credit;  /* percent */
    double from,
        to; /* a number: the range; from == to - 2 * tolerance when it was written with one */
    double number, tolerance;
    bool is_range;
};

struct gift_question {
    enum gift_kind kind;
    int line;
    char *name;     /* "" if it has none */
    char *idnumber; /* of a comment [id:…], else NULL */
    char *tags;     /* of comments [tag:…], separated by commas, else NULL */
    char *category; /* "$CATEGORY:" before it, "" if none */
    char *text;
    char *feedback; /* general, NULL: none */
    struct gift_answer *answers;
    size_t count, capacity;
    bool is_true;  /* true or false: what is right */
    char *refused; /* why it cannot be carried at all; NULL: it can */
    char *lost;    /* what of it cannot be carried, while the rest can; NULL: nothing */
};

struct gift {
    struct gift_question *questions;
    size_t count, capacity;
};

/* FAULT_INPUT if the bytes are no GIFT text or end inside a question; err says the line. */
MUST_CHECK enum fault gift_read(const char *text, size_t len, struct gift *gift, struct err *err);
void gift_clear(struct gift *gift);

/* gift_answers.c: reads what stands between the braces (escapes already hidden, see gift_text.c).
 */
void gift_read_answers(struct gift_question *question, char *answers, int format);
/* Notes why a question cannot be carried, or what of it is lost; the first reason stays. */
void gift_refuse(struct gift_question *question, const char *format, ...) PRINTF_LIKE(2, 3);
void gift_lose(struct gift_question *question, const char *format, ...) PRINTF_LIKE(2, 3);

/* gift_text.c. A hidden escape is one control byte, so that no later step takes its sign for GIFT.
 */
enum gift_format { FORMAT_MOODLE, FORMAT_HTML, FORMAT_PLAIN, FORMAT_MARKDOWN };
void gift_hide_escapes(char *text); /* in place; the text only gets shorter */
/* One line of plain text of a piece of GIFT: its [format] read, escapes back, mark-up reduced, NFC.
 * *media becomes true where it shows a picture, sound or film, which the words cannot carry. Caller
 * frees. */
char *gift_plain_text(const char *piece, enum gift_format standard, bool *media);
/* The format that a text names with [html], [moodle], [plain], [markdown] in front; *rest is what
 * follows. */
enum gift_format gift_read_format(const char *text, enum gift_format standard, const char **rest);

#endif
