/* gift_answers.c - what stands between the braces of a GIFT question: which kind it is, and its
 * answers.
 *
 * The order of the tests is that of Moodle's importer: numbers begin with #, only choices have ~,
 * only matching has both = and ->, and what is left is true or false, or a short answer.
 */
#include "exchange/gift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { ANSWERS_MAX = 200, FULL = 100 };

static char *
trim(char *text)
{
    while (*text == ' ' || *text == '\t' || *text == '\n')
        text++;
    size_t len = strlen(text);
    while (len > 0 && strchr(" \t\n", text[len - 1]) != NULL)
        text[--len] = 0;
    return text;
}

static struct gift_answer *
new_answer(struct gift_question *question)
{
    MEMORY_GROW(question->answers, question->count, question->capacity);
    struct gift_answer *answer = &question->answers[question->count++];
    *answer = (struct gift_answer){.credit = FULL};
    return answer;
}

/* Plain words of a piece; a picture in it refuses the question. */
static char *
plain_words(struct gift_question *question, const char *piece, int format)
{
    bool has_media = false;
    char *words = gift_plain_text(piece, (enum gift_format)format, &has_media);
    if (has_media)
        gift_refuse(question, "it shows a picture, sound or film; put the file into the quiz "
                              "folder and write it by hand");
    return words;
}

/* "%50%" in front: the credit; the text goes on behind it. */
static bool
take_credit(char **text, double *credit)
{
    char *end;
    if (**text != '%')
        return false;
    size_t len = strspn(*text + 1, "-.0123456789");
    if (len == 0 || (*text)[1 + len] != '%')
        return false;
    double read = strtod(*text + 1, &end);
    if (end != *text + 1 + len || !(read >= -FULL && read <= FULL))
        return false;
    *credit = read;
    *text = end + 1;
    return true;
}

/* Cuts text at the first sign; NULL if it has none. */
static char *
cut_at(char *text, const char *sign)
{
    char *at = strstr(text, sign);
    if (at == NULL)
        return NULL;
    *at = 0;
    return at + strlen(sign);
}

/* Feedback is kept in a comment: a picture in it is no reason to leave the question out. */
static char *
plain_feedback(const char *piece, int format)
{
    bool ignored = false;
    char *words = piece == NULL ? NULL : gift_plain_text(piece, (enum gift_format)format, &ignored);
    if (words != NULL && words[0] == 0) {
        free(words);
        words = NULL;
    }
    return words;
}

static void
read_choices(struct gift_question *question, char *text, int format)
{
    bool has_right = strchr(text, '=') != NULL;
    question->kind = has_right ? GIFT_ONE_CHOICE : GIFT_SEVERAL;
    if (text[0] != '~' && text[0] != '=')
        gift_refuse(question, "words stand before the first ~ or =");
    for (char *at = text + strcspn(text, "~="), *next; *at != 0; at = next) {
        bool is_right = *at == '=';
        next = at + 1 + strcspn(at + 1, "~=");
        char kept = *next;
        *next = 0;
        char *words = trim(at + 1);
        double credit = is_right ? FULL : 0;
        (void)take_credit(&words, &credit);
        char *feedback = cut_at(words, "#");
        struct gift_answer *answer = new_answer(question);
        answer->credit = credit;
        answer->text = plain_words(question, words, format);
        answer->feedback = plain_feedback(feedback, format);
        if (answer->text[0] == 0)
            gift_refuse(question, "one of its answers is empty");
        *next = kept;
        if (question->count > ANSWERS_MAX) {
            gift_refuse(question, "it has more than %d answers", ANSWERS_MAX);
            return;
        }
    }
    if (question->count < 2)
        gift_refuse(question, "a choice needs two answers or more");
}

/* Pieces between = signs, the first of which may be missing; calls read for each. */
static void
read_each(struct gift_question *question, char *text, int format,
          void (*read)(struct gift_question *, char *, int))
{
    for (char *at = text, *next; at != NULL; at = next) {
        next = cut_at(at, "=");
        char *piece = trim(at);
        if (piece[0] == 0 && at == text)
            continue;
        read(question, piece, format);
        if (question->count > ANSWERS_MAX) {
            gift_refuse(question, "it has more than %d answers", ANSWERS_MAX);
            return;
        }
    }
}

static void
read_pair(struct gift_question *question, char *piece, int format)
{
    char *partner = cut_at(piece, "->");
    if (partner == NULL) {
        gift_refuse(question, "one of its pairs has no \"->\"");
        return;
    }
    struct gift_answer *answer = new_answer(question);
    answer->text = plain_words(question, piece, format);
    answer->partner = plain_words(question, partner, FORMAT_MOODLE);
    if (answer->partner[0] == 0)
        gift_refuse(question, "one of its pairs has no right side");
}

/* A star in Moodle stands for any letters; that would let wrong answers pass here. */
static void
read_short(struct gift_question *question, char *piece, int format)
{
    double credit = FULL;
    (void)take_credit(&piece, &credit);
    char *feedback = cut_at(piece, "#");
    char *words = plain_words(question, piece, format);
    bool is_any = strchr(words, '*') != NULL;
    if (is_any && credit > 0)
        gift_lose(question, "the answer \"%.60s\" stands for any letters (*) and was left out",
                  words);
    if (is_any || credit <= 0 || words[0] == 0) {
        free(words);
        return;
    }
    struct gift_answer *answer = new_answer(question);
    answer->credit = credit;
    answer->text = words;
    answer->feedback = plain_feedback(feedback, format);
}

/* Digits with a dot and an exponent, as PHP reads them: never the locale's. */
static bool
read_number(const char *text, double *number)
{
    char *end;
    while (*text == ' ')
        text++;
    size_t len = strspn(text, "+-.0123456789eE");
    size_t blanks = strspn(text + len, " \t\n");
    if (len == 0 || text[len + blanks] != 0 || strpbrk(text, "0123456789") == NULL)
        return false;
    *number = strtod(text, &end);
    return end == text + len && isfinite(*number);
}

static bool
read_range(struct gift_answer *answer, char *words)
{
    char *to = cut_at(words, "..");
    if (to != NULL) {
        answer->is_range = true;
        return read_number(words, &answer->from) && read_number(to, &answer->to) &&
               answer->from <= answer->to;
    }
    char *tolerance = cut_at(words, ":");
    answer->tolerance = 0;
    return read_number(words, &answer->number) &&
           (tolerance == NULL ||
            (read_number(tolerance, &answer->tolerance) && answer->tolerance >= 0));
}

static void
read_numeric(struct gift_question *question, char *piece, int format)
{
    double credit = FULL;
    (void)take_credit(&piece, &credit);
    char *feedback = cut_at(piece, "#");
    piece = trim(piece);
    bool is_any = strcmp(piece, "*") == 0;
    if (is_any && credit > 0)
        gift_lose(question, "the answer \"*\" stands for any number and was left out");
    if (is_any || credit <= 0)
        return;
    char *words = plain_words(question, piece, FORMAT_PLAIN);
    struct gift_answer *answer = new_answer(question);
    answer->credit = credit;
    answer->text = memory_copy_text(words);
    answer->feedback = plain_feedback(feedback, format);
    if (!read_range(answer, words))
        gift_refuse(question, "\"%.60s\" is no number; a decimal sign is a dot there",
                    answer->text);
    free(words);
}

/* T, TRUE, F, FALSE, and no equals sign. */
static bool
is_true_or_false(const char *text, bool *is_true)
{
    static const char *const words[] = {"T", "TRUE", "F", "FALSE"};
    size_t len = strcspn(text, "#");
    while (len > 0 && strchr(" \t\n", text[len - 1]) != NULL)
        len--;
    for (size_t i = 0; i < 4; i++)
        if (strlen(words[i]) == len && memcmp(words[i], text, len) == 0) {
            *is_true = i < 2;
            return true;
        }
    return false;
}

/* FALSE#feedback if wrong#feedback if right */
static void
read_true_false(struct gift_question *question, char *text, int format)
{
    char *wrong = cut_at(text, "#"), *right = wrong == NULL ? NULL : cut_at(wrong, "#");
    question->kind = GIFT_TRUE_FALSE;
    for (int i = 0; i < 2; i++) {
        struct gift_answer *answer = new_answer(question);
        answer->credit = i == 0 ? FULL : 0;
        answer->text = memory_copy_text(question->is_true == (i == 0) ? "T" : "F");
        answer->feedback = plain_feedback(i == 0 ? right : wrong, format);
    }
}

static void
read_numbers(struct gift_question *question, char *text, int format)
{
    question->kind = GIFT_NUMBER;
    (void)cut_at(text, "~"); /* what is said to a wrong answer */
    read_each(question, text, format, read_numeric);
    if (question->count == 0)
        gift_refuse(question, "it names no number that is right");
}

void
gift_read_answers(struct gift_question *question, char *answers, int format)
{
    char *general = NULL;
    for (char *at = answers; (at = strstr(at, "####")) != NULL; at++)
        general = at;
    if (general != NULL) {
        *general = 0;
        question->feedback = plain_feedback(general + 4, format);
    }
    char *text = trim(answers);
    if (text[0] == 0) {
        question->kind = GIFT_ESSAY;
    } else if (text[0] == '#') {
        read_numbers(question, text + 1, format);
    } else if (strchr(text, '~') != NULL) {
        read_choices(question, text, format);
    } else if (strchr(text, '=') != NULL && strstr(text, "->") != NULL) {
        question->kind = GIFT_MATCHING;
        read_each(question, text, format, read_pair);
    } else if (is_true_or_false(text, &question->is_true)) {
        read_true_false(question, text, format);
    } else {
        question->kind = GIFT_SHORT;
        read_each(question, text, format, read_short);
        if (question->count == 0)
            gift_refuse(question, "it names no answer that is right");
    }
}
