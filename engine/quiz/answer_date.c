/* answer_date.c - days as people type them: day first, year first only where four digits say so,
 * months by number or by name.
 *
 * The text becomes numbers, each with the part of the day that a word before it names, or with
 * none; those without fill what is still open in the order day, month, year.
 */
#include "quiz/answer_match.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { BYTES_MAX = 120, NUMBERS_MAX = 4, WORD_MAX = 12 };
enum part { PART_DAY, PART_MONTH, PART_YEAR, PARTS, NO_PART };

struct number {
    int value, len; /* len 0: written as a word */
    enum part part;
};

struct numbers {
    struct number at[NUMBERS_MAX];
    size_t count;
};

struct day {
    struct number parts[PARTS];
    bool is_said[PARTS];
};

static const struct {
    const char *word;
    enum part part;
} LABELS[] = {{"ngay", PART_DAY},
              {"mung", PART_DAY},
              {"mong", PART_DAY},
              {"thang", PART_MONTH},
              {"nam", PART_YEAR}};
static const char *const MONTHS[] = {"january",   "february", "march",    "april",
                                     "may",       "june",     "july",     "august",
                                     "september", "october",  "november", "december"};
static const char *const ONES[] = {"mot", "hai", "ba",  "bon",  "nam",
                                   "sau", "bay", "tam", "chin", "muoi"};
static const char *const EMPTY_WORDS[] = {"st", "nd", "rd", "th", "of", "the"};

static int
number_of_word(const char *word)
{
    for (int i = 0; i < 10; i++)
        if (strcmp(word, ONES[i]) == 0)
            return i + 1;
    return strcmp(word, "tu") == 0 ? 4 : 0;
}

/* 0 if it is the name of no month. */
static int
month_of_word(const char *word)
{
    size_t len = strlen(word);
    for (int i = 0; i < 12; i++)
        if (strcmp(word, MONTHS[i]) == 0 ||
            ((len == 3 || strcmp(word, "sept") == 0) && strncmp(word, MONTHS[i], len) == 0))
            return i + 1;
    return strcmp(word, "gieng") == 0 ? 1 : strcmp(word, "chap") == 0 ? 12 : 0;
}

static bool
add_number(struct numbers *numbers, int value, int len, enum part part)
{
    if (numbers->count == NUMBERS_MAX)
        return false;
    numbers->at[numbers->count++] = (struct number){value, len, part};
    return true;
}

/* "năm" is the year, but the fifth behind "tháng" and "mùng". */
static bool
add_word(struct numbers *numbers, const char *word, enum part *label)
{
    struct number *last = numbers->count == 0 ? NULL : &numbers->at[numbers->count - 1];
    int value = number_of_word(word);
    if ((*label == PART_DAY || *label == PART_MONTH) && value > 0) {
        enum part part = *label;
        *label = NO_PART;
        return add_number(numbers, value, 0, part);
    }
    if (last != NULL && last->len == 0 && last->value == 10 && value > 0 &&
        strcmp(word, "nam") != 0) {
        last->value += value; /* mười hai */
        return true;
    }
    for (size_t i = 0; i < sizeof LABELS / sizeof LABELS[0]; i++)
        if (strcmp(word, LABELS[i].word) == 0) {
            *label = LABELS[i].part;
            return true;
        }
    for (size_t i = 0; i < sizeof EMPTY_WORDS / sizeof EMPTY_WORDS[0]; i++)
        if (strcmp(word, EMPTY_WORDS[i]) == 0)
            return true;
    value = month_of_word(word);
    *label = NO_PART;
    return value > 0 && add_number(numbers, value, 0, PART_MONTH);
}

static bool
add_digits(struct numbers *numbers, const char *digits, int len, enum part part)
{
    int value = 0;
    for (int i = 0; i < len && len <= 8; i++)
        value = value * 10 + (digits[i] - '0');
    if (len == 8 && part == NO_PART) /* 02091945 */
        return add_number(numbers, value / 1000000, 2, PART_DAY) &&
               add_number(numbers, value / 10000 % 100, 2, PART_MONTH) &&
               add_number(numbers, value % 10000, 4, PART_YEAR);
    if (len == 3 || len > 4 || (len == 4 && (part == PART_DAY || part == PART_MONTH)))
        return false;
    return add_number(numbers, value, len, len == 4 ? PART_YEAR : part);
}

static bool
read_numbers(const char *at, struct numbers *numbers)
{
    enum part label = NO_PART;
    while (*at != 0) {
        int len = 0;
        char word[WORD_MAX + 1] = "";
        for (; at[len] >= '0' && at[len] <= '9'; len++) {
        }
        if (len > 0) {
            if (!add_digits(numbers, at, len, label))
                return false;
            label = NO_PART;
        } else if (*at >= 'a' && *at <= 'z') {
            for (; at[len] >= 'a' && at[len] <= 'z'; len++) {
            }
            if (len > WORD_MAX)
                return false;
            memcpy(word, at, (size_t)len);
            if (!add_word(numbers, word, &label))
                return false;
        } else if (strchr(" ./-,\"'", *at) != NULL) {
            len = 1;
        } else {
            return false;
        }
        at += len;
    }
    return numbers->count > 0;
}

static bool
put_part(struct day *day, enum part part, const struct number *number)
{
    if (part >= PARTS || day->is_said[part])
        return false;
    day->is_said[part] = true;
    day->parts[part] = *number;
    return true;
}

static bool
fill_parts(const struct numbers *numbers, struct day *day)
{
    bool is_year_first = numbers->count == 3 && numbers->at[0].len == 4;
    for (size_t i = 0; i < numbers->count; i++)
        if (numbers->at[i].part != NO_PART && !put_part(day, numbers->at[i].part, &numbers->at[i]))
            return false;
    for (size_t i = 0; i < numbers->count; i++) {
        enum part part = is_year_first && !day->is_said[PART_MONTH] ? PART_MONTH : PART_DAY;
        while (part < PARTS && day->is_said[part])
            part++;
        if (numbers->at[i].part == NO_PART && !put_part(day, part, &numbers->at[i]))
            return false;
    }
    return day->is_said[PART_DAY] && day->is_said[PART_MONTH];
}

static bool
is_in_calendar(const struct day *day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int month = day->parts[PART_MONTH].value, year = day->parts[PART_YEAR].value;
    if (month < 1 || month > 12)
        return false;
    bool is_open = !day->is_said[PART_YEAR] || day->parts[PART_YEAR].len == 2;
    bool is_leap = is_open || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    int length = lengths[month - 1] + (month == 2 && is_leap);
    return day->parts[PART_DAY].value >= 1 && day->parts[PART_DAY].value <= length;
}

static bool
read_day(const char *typed, struct day *day)
{
    struct text_letter *letters;
    struct numbers numbers = {0};
    *day = (struct day){0};
    if (strlen(typed) > BYTES_MAX)
        return false;
    size_t count = text_split_letters(typed, &letters);
    for (size_t i = 0; i < count; i++)
        letters[i] = (struct text_letter){.base = letters[i].base};
    char *text = text_join_letters(letters, count);
    bool is_day = read_numbers(text, &numbers) && fill_parts(&numbers, day) && is_in_calendar(day);
    free(text);
    free(letters);
    return is_day;
}

bool
answer_matches_date(const char *typed, const char *wanted)
{
    struct day left, right;
    if (!read_day(typed, &left) || !read_day(wanted, &right))
        return false;
    if (left.parts[PART_DAY].value != right.parts[PART_DAY].value ||
        left.parts[PART_MONTH].value != right.parts[PART_MONTH].value)
        return false;
    if (!right.is_said[PART_YEAR])
        return true;
    const struct number *typed_year = &left.parts[PART_YEAR], *year = &right.parts[PART_YEAR];
    bool is_short = typed_year->len == 2 || year->len == 2;
    return left.is_said[PART_YEAR] && typed_year->len != 1 &&
           (is_short ? typed_year->value % 100 == year->value % 100
                     : typed_year->value == year->value);
}
