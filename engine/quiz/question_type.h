/* question_type.h - what kinds of questions there are, and what each is made of. Private to quiz/ and its
 * tests.
 *
 * The kind follows from the fields that the author wrote. Options are counted as the author wrote
 * them: right ones first, then wrong ones (one choice, several); first to last (ordering); partners
 * of the pairs in their order, then extra ones (matching); as they stand (hot spot). */
#ifndef QUIZ_QUESTION_TYPE_H
#define QUIZ_QUESTION_TYPE_H

#include "quiz/definition.h"

enum question_type {
    QUESTION_ONE,     /* right = words, wrong = { … } */
    QUESTION_SEVERAL, /* right = { words, … } */
    QUESTION_ORDER,   /* order = { … } */
    QUESTION_MATCH,   /* pairs = { { left, right }, … } */
    QUESTION_TYPED,   /* answers, number or date */
    QUESTION_GAPS,    /* text with [1], gaps = { … } */
    QUESTION_SPOTS    /* picture, spots = { … } */
};

enum { GAPS_MAX = 5, PAIRS_MAX = 6 };

enum question_type question_type(const struct json *source);
/* Options to choose among, without "I don't know yet"; 0 where something is typed. */
size_t question_option_count(const struct json *source);
const struct json *question_option(const struct json *source, size_t which);
/* What choosing this option is worth, -1 to 1: what the author says, else 1 for a right answer and 0
 * for a wrong one; of several, a share of 1 for each right and of -1 for each wrong one. */
double question_option_credit(const struct json *source, size_t which);

/* What can be right by itself: pairs, gaps, neighbours in an order, right ones of several; else 1. */
size_t question_part_count(const struct json *source);
/* Steps of the item in the model: 1 to 3, by its parts and by credits between 0 and 1. */
int question_steps(const struct json *source);
int question_category(double credit, int steps);

/* What is typed into one field or gap: 0 to 1. `typed` of a gap with options is an option's place in
 * the author's order as digits. `language` chooses among words. */
double question_typed_credit(const struct json *field, const char *typed);
/* What earns the most in this field without leaving the category; "?" if nothing does. Caller frees. */
char *question_typed_worth(const struct json *field, int category, int steps);

#endif
