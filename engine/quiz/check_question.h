/* check_question.h - what check_question.c and check_answers.c share. Private to quiz/ and its tests. */
#ifndef QUIZ_CHECK_QUESTION_H
#define QUIZ_CHECK_QUESTION_H

#include "quiz/check.h"

enum { CHECK_WRONG_MAX = 6, CHECK_OPTION_LETTERS = 80 };

/* "FILE:LINE: question "id" …": one sentence more. Text that begins with ':' stands right behind the id. */
void PRINTF_LIKE(3, 4)
check_complain(struct checking *checking, const struct json *made, const char *format, ...);
/* Whether two answers read alike in Vietnamese or in English. */
bool check_is_same(const struct json *left, const struct json *right);
/* The credit of one answer, -100 to 100. */
void check_credit(struct checking *checking, const struct json *made, const struct json *answer);
/* What `field`, a question or a gap of it, is answered with; what does not go with it is told. False if nothing. */
bool check_kind(struct checking *checking, const struct json *made, const struct json *field);

/* ---- check_answers.c ---- */
/* answers, number or date of a question or of a gap. */
void check_typed(struct checking *checking, const struct json *made, const struct json *field);
void check_gaps(struct checking *checking, const struct json *made);

#endif
