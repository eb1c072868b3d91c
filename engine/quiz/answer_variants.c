/* answer_variants.c - what people may type for one wanted answer: shown to its author by `dauso
 * check`.
 *
 * Each variant is made here and judged by the functions that judge learners; nothing is promised
 * that is not so.
 */
#include "quiz/answer_match.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "quiz/answer_keys.h"

enum { TONES = 5 };

static const struct {
    int32_t mark;
    char telex, vni;
} KEYS[] = {
    {0x301, 's', '1'}, {0x300, 'f', '2'}, {0x309, 'r', '3'}, {0x303, 'x', '4'}, {0x323, 'j', '5'}};
static const struct {
    int32_t mark;
    char telex, vni; /* telex 0: the letter again */
} QUALITIES[] = {{0x302, 0, '6'}, {0x31b, 'w', '7'}, {0x306, 'w', '8'}, {0x335, 0, '9'}};

/* What is being made into variants. */
struct author_answer {
    const char *wanted;
    const struct answer_rule *rule;
    struct text_letter *letters;
    size_t count;
    struct answer_variants *out;
};

/* Takes typed. What is the same as the answer itself, or as an earlier variant, says nothing. */
static void
add_variant(struct answer_variants *out, char *typed, const char *how, bool passes)
{
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->at[i].typed, typed) == 0) {
            free(typed);
            return;
        }
    MEMORY_GROW(out->at, out->count, out->capacity);
    out->at[out->count++] = (struct answer_variant){typed, how, passes};
}

static void
add_text(const struct author_answer *answer, char *typed, const char *how)
{
    add_variant(answer->out, typed, how, answer_matches_text(typed, answer->wanted, answer->rule));
}

enum change { NO_MARKS, NO_TONES, CAPITALS, SMALL, NO_BLANKS, FULL_WIDTH };

static void
add_changed(const struct author_answer *answer, enum change change, const char *how)
{
    struct text_letter *letters = memory_copy(answer->letters, answer->count * sizeof *letters);
    size_t count = 0;
    for (size_t i = 0; i < answer->count; i++) {
        struct text_letter letter = letters[i];
        if (change == NO_MARKS)
            letter.quality = 0;
        if (change == NO_MARKS || change == NO_TONES)
            letter.tone = 0;
        if (change == CAPITALS || change == SMALL)
            letter.is_capital = change == CAPITALS;
        if (change == FULL_WIDTH && letter.base > ' ' && letter.base < 0x7f) {
            letter.base += 0xff01 - '!' - (letter.is_capital ? 'a' - 'A' : 0);
            letter.is_capital = false;
        }
        if (change != NO_BLANKS || letter.base != ' ')
            letters[count++] = letter;
    }
    add_text(answer, text_join_letters(letters, count), how);
    free(letters);
}

/* Keys as people press them: the mark right behind its letter, the tone at the end of the word. */
static void
add_keys(const struct author_answer *answer, bool is_telex, const char *how)
{
    struct text_letter *typed = memory_new_array(3 * answer->count + 2, sizeof *typed);
    size_t count = 0;
    char tone = 0;
    for (size_t i = 0; i <= answer->count; i++) {
        struct text_letter letter =
            i < answer->count ? answer->letters[i] : (struct text_letter){.base = ' '};
        if (letter.base == ' ' && tone != 0)
            typed[count++].base = tone;
        if (letter.base == ' ')
            tone = 0;
        for (size_t n = 0; n < TONES; n++)
            if (letter.tone == KEYS[n].mark)
                tone = is_telex ? KEYS[n].telex : KEYS[n].vni;
        if (i < answer->count)
            typed[count++] =
                (struct text_letter){.base = letter.base, .is_capital = letter.is_capital};
        for (size_t n = 0; n < sizeof QUALITIES / sizeof QUALITIES[0]; n++) {
            char key = is_telex ? QUALITIES[n].telex : QUALITIES[n].vni;
            if (letter.quality == QUALITIES[n].mark)
                typed[count++].base = key == 0 ? letter.base : key;
        }
    }
    add_text(answer, text_join_letters(typed, count), how);
    free(typed);
}

/* The tone of the first syllable that has one: moved to a neighbouring vowel, or made another one.
 */
static void
add_tone(const struct author_answer *answer, bool is_moved, const char *how)
{
    struct text_letter *letters = memory_copy(answer->letters, answer->count * sizeof *letters);
    for (size_t i = 0; i < answer->count; i++) {
        bool has_next = i + 1 < answer->count && answer_is_vowel(&letters[i + 1]);
        bool has_last = i > 0 && answer_is_vowel(&letters[i - 1]);
        if (letters[i].tone == 0 || (is_moved && !has_next && !has_last))
            continue;
        int32_t tone = letters[i].tone;
        letters[i].tone = is_moved ? 0 : tone == 0x301 ? 0x300 : 0x301;
        if (is_moved)
            letters[has_next ? i + 1 : i - 1].tone = tone;
        add_text(answer, text_join_letters(letters, answer->count), how);
        break;
    }
    free(letters);
}

static size_t
longest_word(const struct author_answer *answer, size_t *len)
{
    size_t best = 0;
    *len = 0;
    for (size_t from = 0, to; from < answer->count; from = to + 1) {
        for (to = from; to < answer->count && answer->letters[to].base != ' ';)
            to++;
        if (to - from > *len) {
            *len = to - from;
            best = from;
        }
    }
    return best;
}

/* Slips in the longest word. */
static void
add_slips(const struct author_answer *answer)
{
    size_t len, from = longest_word(answer, &len);
    struct text_letter *letters = memory_copy(answer->letters, answer->count * sizeof *letters);
    if (len >= 3) {
        size_t at = from + len / 2, rest = answer->count - at - 1;
        memmove(letters + at, letters + at + 1, rest * sizeof *letters);
        add_text(answer, text_join_letters(letters, answer->count - 1), "a letter left out");
        memcpy(letters, answer->letters, answer->count * sizeof *letters);
        if (letters[at].base != letters[at - 1].base) {
            letters[at] = answer->letters[at - 1];
            letters[at - 1] = answer->letters[at];
            add_text(answer, text_join_letters(letters, answer->count), "two neighbours swapped");
            memcpy(letters, answer->letters, answer->count * sizeof *letters);
        }
        letters[from + len - 1] =
            (struct text_letter){.base = letters[from + len - 1].base == 'x' ? 'q' : 'x'};
        add_text(answer, text_join_letters(letters, answer->count), "a wrong letter");
        letters[from + len - 2] = letters[from + len - 1];
        add_text(answer, text_join_letters(letters, answer->count), "two wrong letters");
        letters[from + len - 3] = letters[from + len - 1];
        add_text(answer, text_join_letters(letters, answer->count), "three wrong letters");
    }
    memcpy(letters, answer->letters, answer->count * sizeof *letters);
    for (size_t i = 0; i < answer->count; i++)
        if (letters[i].base == 'i' || letters[i].base == 'y') {
            letters[i].base = letters[i].base == 'i' ? 'y' : 'i';
            add_text(answer, text_join_letters(letters, answer->count), "i for y");
            break;
        }
    free(letters);
}

static void
text_variants(const char *wanted, const struct answer_rule *rule, struct answer_variants *out)
{
    struct author_answer answer = {.wanted = wanted, .rule = rule, .out = out};
    answer.count = text_split_letters(wanted, &answer.letters);
    add_text(&answer, memory_copy_text(wanted), "as written");
    add_changed(&answer, SMALL, "small letters");
    add_changed(&answer, CAPITALS, "capitals");
    add_changed(&answer, NO_MARKS, "without marks");
    add_changed(&answer, NO_TONES, "without tones");
    add_keys(&answer, true, "Telex keys left in");
    add_keys(&answer, false, "VNI keys left in");
    add_tone(&answer, true, "tone on the other vowel");
    add_tone(&answer, false, "another tone");
    add_changed(&answer, NO_BLANKS, "blanks left out");
    add_changed(&answer, FULL_WIDTH, "full-width letters");
    add_text(&answer, memory_print(" \"%s.\"  ", wanted), "quotes, full stop, blanks");
    add_slips(&answer);
    free(answer.letters);
}

static void
add_number(struct answer_variants *out, double value, char *typed, const char *how)
{
    double read;
    bool passes = answer_read_number(typed, &read) && fabs(read - value) <= 1e-9 * fabs(value);
    add_variant(out, typed, how, passes);
}

static char *
with_comma(const char *number)
{
    char *typed = memory_copy_text(number), *dot = strchr(typed, '.');
    if (dot != NULL)
        *dot = ',';
    return typed;
}

static void
number_variants(const char *wanted, struct answer_variants *out)
{
    double value;
    if (!answer_read_number(wanted, &value) || fabs(value) >= 1e15) {
        add_variant(out, memory_copy_text(wanted), "as written", false);
        return;
    }
    bool is_whole = value == floor(value);
    char *plain = memory_print("%.15g", value);
    add_number(out, value, with_comma(plain), "digits");
    add_number(out, value, memory_copy_text(plain), "decimal dot");
    if (is_whole && fabs(value) >= 1000) {
        char *grouped = text_print_amount((int64_t)value), *blanks = memory_copy_text(grouped);
        for (char *at = blanks; *at != 0; at++)
            *at = *at == '.' ? ' ' : *at;
        add_number(out, value, memory_copy_text(grouped), "groups with dots");
        add_number(out, value, blanks, "groups with blanks");
        add_number(out, value, memory_print("%s đ", grouped), "with đ");
        free(grouped);
    }
    static const struct {
        double times;
        const char *words, *how;
    } rounds[] = {{1e9, "tỷ", "in words"},
                  {1e6, "triệu", "in words"},
                  {1e3, "nghìn", "in words"},
                  {1e3, "k", "with k"}};
    for (size_t i = 0; i < sizeof rounds / sizeof rounds[0]; i++)
        if (fabs(value) >= rounds[i].times && fmod(value, rounds[i].times) == 0)
            add_number(out, value,
                       memory_print("%.15g %s", value / rounds[i].times, rounds[i].words),
                       rounds[i].how);
    add_number(out, value, memory_print("%.15g", value * 10), "a zero too many");
    if (fabs(value) >= 10 && fmod(value, 10) == 0)
        add_number(out, value, memory_print("%.15g", value / 10), "a zero too few");
    free(plain);
}

static void
add_date(struct answer_variants *out, const char *wanted, char *typed, const char *how)
{
    add_variant(out, typed, how, answer_matches_date(typed, wanted));
}

static void
date_variants(const char *wanted, struct answer_variants *out)
{
    int day, month, year = 0;
    add_date(out, wanted, memory_copy_text(wanted), "as written");
    int parts = sscanf(wanted, "%2d%*[./ -]%2d%*[./ -]%4d", &day, &month, &year);
    if (parts < 3 || day < 1 || month < 1 || year < 100)
        return;
    add_date(out, wanted, memory_print("%d/%d/%d", day, month, year), "without zeros");
    add_date(out, wanted, memory_print("%02d-%02d-%02d", day, month, year % 100),
             "two digits of the year");
    add_date(out, wanted, memory_print("%d.%d.%d", day, month, year), "with dots");
    add_date(out, wanted, memory_print("%02d%02d%04d", day, month, year), "digits only");
    add_date(out, wanted, memory_print("ngày %d tháng %d năm %d", day, month, year), "in words");
    add_date(out, wanted, memory_print("%04d-%02d-%02d", year, month, day), "year first");
    if (day != month)
        add_date(out, wanted, memory_print("%02d/%02d/%04d", month, day, year), "month first");
    add_date(out, wanted, memory_print("%d/%d", day, month), "without the year");
}

void
answer_variants(const char *wanted, enum answer_kind kind, const struct answer_rule *rule,
                struct answer_variants *out)
{
    if (kind == ANSWER_TEXT)
        text_variants(wanted, rule, out);
    else if (kind == ANSWER_NUMBER)
        number_variants(wanted, out);
    else
        date_variants(wanted, out);
}

void
answer_variants_clear(struct answer_variants *variants)
{
    for (size_t i = 0; i < variants->count; i++)
        free(variants->at[i].typed);
    free(variants->at);
    *variants = (struct answer_variants){0};
}
