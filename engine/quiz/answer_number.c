/* answer_number.c - numbers as people of Việt Nam type them: "35.000 đ", "12,5", "1 triệu 200
 * nghìn", "1tr5".
 *
 * A number is read as whole digits and a count of decimals, never by strtod: no locale, and 12,5 is
 * exactly 12.5.
 */
#include "quiz/answer_match.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"

enum { DIGITS_MAX = 15, BYTES_MAX = 200 };

/* digits / 10^decimals */
struct amount {
    int64_t digits;
    int decimals;
};

static const struct {
    const char *word;
    int64_t times;
} MULTIPLIERS[] = {{"nghin", 1000},      {"ngan", 1000},         {"k", 1000},
                   {"tram", 100},        {"trieu", 1000000},     {"tr", 1000000},
                   {"ty", 1000000000},   {"ti", 1000000000},     {"thousand", 1000},
                   {"million", 1000000}, {"billion", 1000000000}};
static const char *const MONEY[] = {"dong", "vnd", "d", "\xe2\x82\xab"};

/* What was typed, small, without marks, full-width signs made plain. Caller frees. */
static char *
plain_text(const char *typed)
{
    struct text_letter *letters;
    size_t count = text_split_letters(typed, &letters);
    for (size_t i = 0; i < count; i++)
        letters[i] = (struct text_letter){.base = letters[i].base};
    char *joined = text_join_letters(letters, count), *text = text_fold(joined);
    free(joined);
    free(letters);
    return text;
}

static bool
is_digit(char sign)
{
    return sign >= '0' && sign <= '9';
}

static void
skip_blanks(const char **at)
{
    while (**at == ' ')
        (*at)++;
}

/* Takes word off the text if it stands there and ends there. */
static bool
take_word(const char **at, const char *word)
{
    size_t len = strlen(word);
    if (strncmp(*at, word, len) != 0)
        return false;
    char next = (*at)[len];
    if (next >= 'a' && next <= 'z')
        return false;
    *at += len;
    return true;
}

static int64_t
take_multiplier(const char **at)
{
    const char *from = *at;
    skip_blanks(at);
    for (size_t i = 0; i < sizeof MULTIPLIERS / sizeof MULTIPLIERS[0]; i++)
        if (take_word(at, MULTIPLIERS[i].word))
            return MULTIPLIERS[i].times;
    *at = from;
    return 1;
}

static bool
take_money(const char **at)
{
    const char *from = *at;
    skip_blanks(at);
    for (size_t i = 0; i < sizeof MONEY / sizeof MONEY[0]; i++)
        if (take_word(at, MONEY[i]))
            return true;
    *at = from;
    return false;
}

/* Digits with signs between them, as they stand: groups[0] digits, sign, groups[1] digits, ... */
struct figure {
    char digits[DIGITS_MAX + 1];
    int len;
    int groups[DIGITS_MAX + 1];
    char signs[DIGITS_MAX + 1];
    int count;
};

static bool
take_figure(const char **at, struct figure *figure)
{
    *figure = (struct figure){.count = 1};
    for (;; (*at)++) {
        char sign = **at;
        if (is_digit(sign)) {
            if (figure->len == DIGITS_MAX)
                return false;
            figure->digits[figure->len++] = sign;
            figure->groups[figure->count - 1]++;
        } else if (sign != 0 && strchr(".,' ", sign) != NULL && is_digit((*at)[1])) {
            if (figure->count == DIGITS_MAX)
                return false;
            figure->signs[figure->count - 1] = sign;
            figure->count++;
        } else {
            return figure->len > 0;
        }
    }
}

/* Groups of three after a first one of one to three, all with the same sign between them. */
static bool
is_grouped(const struct figure *figure, int count)
{
    if (figure->groups[0] < 1 || figure->groups[0] > 3)
        return false;
    for (int i = 1; i < count; i++)
        if (figure->groups[i] != 3 || figure->signs[i - 1] != figure->signs[0])
            return false;
    return true;
}

/* One sign only: does it group thousands (the header says when)? */
static bool
groups_thousands(const struct figure *figure, bool is_money)
{
    if (!is_grouped(figure, 2) || (figure->digits[0] == '0' && figure->groups[0] == 1))
        return figure->signs[0] == ' ' || figure->signs[0] == '\'';
    if (figure->signs[0] != ',')
        return true;
    return is_money || strcmp(figure->digits + figure->len - 2, "00") == 0;
}

static bool
read_figure(const struct figure *figure, bool is_money, struct amount *amount)
{
    char last = figure->count > 1 ? figure->signs[figure->count - 2] : 0;
    int grouped = figure->count;
    *amount = (struct amount){0};
    for (int i = 0; i < figure->len; i++)
        amount->digits = amount->digits * 10 + (figure->digits[i] - '0');
    if (figure->count == 1)
        return true;
    bool is_decimal =
        figure->count == 2 ? !groups_thousands(figure, is_money) : last != figure->signs[0];
    if (is_decimal && last != '.' && last != ',')
        return false;
    if (is_decimal) {
        grouped = figure->count - 1;
        amount->decimals = figure->groups[grouped];
    }
    return grouped == 1 || is_grouped(figure, grouped);
}

static double
amount_value(const struct amount *amount)
{
    double scale = 1;
    for (int i = 0; i < amount->decimals; i++)
        scale *= 10;
    return (double)amount->digits / scale;
}

/* "1 triệu 200 nghìn", "1tr5", "2 triệu rưỡi": what follows a multiplier. False if it makes no
 * sense there. */
static bool
take_rest(const char **at, int64_t times, double *value)
{
    while (times > 1) {
        const char *from = *at;
        struct figure figure;
        struct amount amount;
        skip_blanks(at);
        if (take_word(at, "ruoi")) {
            *value += (double)times / 2;
            return true;
        }
        if (!is_digit(**at)) {
            *at = from;
            return true;
        }
        if (!take_figure(at, &figure) || !read_figure(&figure, false, &amount) ||
            amount.decimals > 0)
            return false;
        int64_t smaller = take_multiplier(at);
        if (smaller == 1 && (figure.count > 1 || (figure.len != 1 && figure.len != 3)))
            return false;
        if (smaller == 1)
            smaller = times / (figure.len == 1 ? 10 : 1000), times = 1;
        else if (smaller >= times || amount.digits * smaller >= times)
            return false;
        else
            times = smaller;
        *value += (double)(amount.digits * smaller);
    }
    return true;
}

static bool
ends_here(const char **at, const char *folded_unit)
{
    skip_blanks(at);
    if (folded_unit[0] != 0 && strncmp(*at, folded_unit, strlen(folded_unit)) == 0)
        *at += strlen(folded_unit);
    if (**at == '%')
        (*at)++;
    while (**at != 0 && strchr(" .\"';,", **at) != NULL)
        (*at)++;
    return **at == 0;
}

static bool
read_number(const char *at, const char *folded_unit, double *value)
{
    struct figure figure;
    struct amount amount;
    while (*at != 0 && strchr(" \"'", *at) != NULL)
        at++;
    bool is_money = take_money(&at);
    skip_blanks(&at);
    bool is_negative = *at == '-';
    if (*at == '-' || *at == '+')
        at++;
    skip_blanks(&at);
    if (!take_figure(&at, &figure))
        return false;
    const char *behind = at;
    int64_t times = take_multiplier(&at);
    is_money = is_money || (times == 1 && take_money(&behind));
    if (!read_figure(&figure, is_money, &amount))
        return false;
    *value = times == 1 ? amount_value(&amount) : amount_value(&amount) * (double)times;
    if (!take_rest(&at, times, value))
        return false;
    (void)take_money(&at);
    if (is_negative)
        *value = -*value;
    return ends_here(&at, folded_unit);
}

bool
answer_read_number_of(const char *typed, const char *unit, double *value)
{
    *value = 0;
    if (strlen(typed) > BYTES_MAX)
        return false;
    char *text = plain_text(typed), *folded = plain_text(unit == NULL ? "" : unit);
    double read = 0;
    bool is_number = read_number(text, folded, &read);
    if (is_number)
        *value = read;
    free(text);
    free(folded);
    return is_number;
}

bool
answer_read_number(const char *typed, double *value)
{
    return answer_read_number_of(typed, NULL, value);
}
