/* answer_match.c - whether a typed text says the wanted one.
 *
 * Both become words of letters (base/text.h: plain letter, mark, tone). A word becomes units: its
 * letters, then the tones of its vowels, so that it does not matter on which vowel of the syllable
 * a tone was put. Then one distance decides: a mark or a tone that is missing in what was typed
 * costs nothing, any other difference costs one slip, a digit costs more than any author can allow.
 * Words of the same letters are compared beforehand: another mark there is another word, which no
 * number of slips forgives.
 */
#include "quiz/answer_match.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "quiz/answer_keys.h"

enum { COST_NEVER = 1000, LETTERS_PER_SLIP = 3, UNITS_MAX = 2 * ANSWER_LETTERS_MAX + 2 };
enum { TEXT_BYTES_MAX = 16 * ANSWER_LETTERS_MAX };

struct unit {
    int32_t base; /* a letter, ' ', or a tone mark by itself */
    int32_t quality;
    bool is_tone, is_capital;
};

struct word {
    struct text_letter *letters;
    size_t count;
};

/* A text, cut into words that point into its letters. */
struct typed_text {
    struct text_letter *letters;
    size_t count;
    struct word words[ANSWER_LETTERS_MAX];
    size_t word_count;
};

struct units {
    struct unit at[UNITS_MAX];
    size_t count;
};

static bool
is_digit(int32_t base)
{
    return base >= '0' && base <= '9';
}

static bool
is_one_of(int32_t base, const char *signs)
{
    return base > 0 && base < 0x80 && strchr(signs, (int)base) != NULL;
}

/* Quotes around and what ends a sentence are no part of an answer, unless there is nothing else. */
static void
trim_signs(struct text_letter *letters, size_t *count)
{
    size_t from = 0, to = *count;
    while (to > from && is_one_of(letters[to - 1].base, " \"'.,;!?`"))
        to--;
    while (from < to && is_one_of(letters[from].base, " \"'`"))
        from++;
    if (from == to)
        for (from = 0, to = *count; from < to && letters[to - 1].base == ' ';)
            to--;
    memmove(letters, letters + from, (to - from) * sizeof *letters);
    *count = to - from;
}

/* How many digits stand together from `at` on, in steps of 1 or -1. */
static size_t
count_digits(const struct typed_text *text, size_t at, int step)
{
    size_t count = 0;
    for (; at < text->count && is_digit(text->letters[at].base); at += (size_t)step)
        count++;
    return count;
}

/* A hyphen between words, a comma behind one, and the dots of a telephone number (0912.345.678) are
 * blanks to those who type. */
static bool
is_between_words(const struct typed_text *text, size_t at)
{
    int32_t sign = text->letters[at].base;
    if (sign == ' ')
        return true;
    if (at == 0 || at + 1 == text->count)
        return false;
    int32_t left = text->letters[at - 1].base, right = text->letters[at + 1].base;
    if (is_one_of(sign, ".-") && is_digit(left) && is_digit(right))
        return count_digits(text, at - 1, -1) >= 3 && count_digits(text, at + 1, 1) >= 3;
    return sign == '-' || (is_one_of(sign, ",;") && right == ' ');
}

static void
cut_words(struct typed_text *text)
{
    text->word_count = 0;
    for (size_t from = 0, to; from < text->count; from = to + 1) {
        for (to = from; to < text->count && !is_between_words(text, to);)
            to++;
        if (to > from)
            text->words[text->word_count++] = (struct word){text->letters + from, to - from};
    }
}

/* False if there is nothing to compare. text->letters is the caller's to free either way. */
static bool
read_text(const char *utf8, struct typed_text *text)
{
    text->letters = NULL;
    if (strlen(utf8) > TEXT_BYTES_MAX)
        return false;
    text->count = text_split_letters(utf8, &text->letters);
    if (text->count > ANSWER_LETTERS_MAX)
        return false;
    trim_signs(text->letters, &text->count);
    cut_words(text);
    return text->word_count > 0;
}

/* The words without the blanks between them, as one word of memory of its own. */
static void
join_words(struct typed_text *text)
{
    size_t count = 0;
    for (size_t i = 0; i < text->word_count; i++) {
        memmove(text->letters + count, text->words[i].letters,
                text->words[i].count * sizeof *text->letters);
        count += text->words[i].count;
    }
    text->count = count;
    text->words[0] = (struct word){text->letters, count};
    text->word_count = 1;
}

static void
add_tones(struct units *units, const struct text_letter *letters, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (letters[i].tone != 0)
            units->at[units->count++] = (struct unit){.base = letters[i].tone, .is_tone = true};
}

/* A tone stands behind its syllable: behind the word, or (several syllables in one word) behind its
 * vowels. */
static void
add_word(struct units *units, const struct word *word, bool is_joined)
{
    size_t told = 0;
    for (size_t i = 0; i < word->count; i++) {
        const struct text_letter *letter = &word->letters[i];
        units->at[units->count++] = (struct unit){
            .base = letter->base, .quality = letter->quality, .is_capital = letter->is_capital};
        if (is_joined && (i + 1 == word->count || !answer_is_vowel(letter + 1))) {
            add_tones(units, word->letters, told, i + 1);
            told = i + 1;
        }
    }
    add_tones(units, word->letters, told, word->count);
}

static void
add_words(struct units *units, const struct word *words, size_t count, bool is_joined)
{
    units->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            units->at[units->count++] = (struct unit){.base = ' '};
        add_word(units, &words[i], is_joined);
    }
}

static int
cost_of_one(const struct unit *unit)
{
    return !unit->is_tone && is_digit(unit->base) ? COST_NEVER : 1;
}

/* What it costs that wanted was not typed. */
static int
cost_of_missing(const struct unit *wanted, const struct answer_rule *rule)
{
    return wanted->is_tone && !rule->needs_marks ? 0 : cost_of_one(wanted);
}

static bool
agrees(const struct unit *typed, const struct unit *wanted, const struct answer_rule *rule)
{
    if (typed->base != wanted->base || typed->is_tone != wanted->is_tone)
        return false;
    if (rule->needs_case && typed->is_capital != wanted->is_capital)
        return false;
    return typed->quality == wanted->quality || (typed->quality == 0 && !rule->needs_marks);
}

static int
cost_of_instead(const struct unit *typed, const struct unit *wanted, const struct answer_rule *rule)
{
    if (agrees(typed, wanted, rule))
        return 0;
    if (typed->is_tone != wanted->is_tone)
        return 2;
    int one = cost_of_one(typed), other = cost_of_one(wanted);
    return one > other ? one : other;
}

static int
smaller(int left, int right)
{
    return left < right ? left : right;
}

/* Damerau-Levenshtein distance (neighbours swapped are one slip; nothing is edited twice). */
static int
distance(const struct units *typed, const struct units *wanted, const struct answer_rule *rule)
{
    int rows[3][UNITS_MAX + 1];
    rows[0][0] = 0;
    for (size_t n = 1; n <= wanted->count; n++)
        rows[0][n] = rows[0][n - 1] + cost_of_missing(&wanted->at[n - 1], rule);
    for (size_t i = 1; i <= typed->count; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];
        const struct unit *left = &typed->at[i - 1];
        row[0] = above[0] + cost_of_one(left);
        for (size_t n = 1; n <= wanted->count; n++) {
            const struct unit *right = &wanted->at[n - 1];
            int cost =
                smaller(above[n] + cost_of_one(left), row[n - 1] + cost_of_missing(right, rule));
            cost = smaller(cost, above[n - 1] + cost_of_instead(left, right, rule));
            bool is_swapped = i > 1 && n > 1 && !left->is_tone && !left[-1].is_tone &&
                              agrees(left, &right[-1], rule) && agrees(&left[-1], right, rule);
            if (is_swapped)
                cost = smaller(cost,
                               second[n - 2] +
                                   smaller(COST_NEVER, cost_of_one(left) * cost_of_one(&left[-1])));
            row[n] = cost;
        }
    }
    return rows[typed->count % 3][wanted->count];
}

static bool
has_same_letters(const struct word *typed, const struct word *wanted)
{
    if (typed->count != wanted->count)
        return false;
    for (size_t i = 0; i < typed->count; i++)
        if (typed->letters[i].base != wanted->letters[i].base)
            return false;
    return true;
}

/* One syllable: [from, to) of both words. All its marks, or none, or all but the tone where the
 * syllable cannot be without one (it ends in c, ch, p or t): anything else may be another word
 * ("tôi" for "tối", "cạp" for "cặp"). */
static bool
is_half_marked(const struct text_letter *typed, const struct text_letter *wanted, size_t from,
               size_t to)
{
    bool has_marks = false, misses_quality = false;
    size_t typed_tones = 0, wanted_tones = 0;
    for (size_t i = from; i < to; i++) {
        has_marks = has_marks || typed[i].quality != 0 || typed[i].tone != 0;
        misses_quality = misses_quality ||
                         (typed[i].quality == 0 && wanted[i].quality != 0 && wanted[i].base != 'd');
        typed_tones += typed[i].tone != 0;
        wanted_tones += wanted[i].tone != 0;
    }
    bool ends_in_stop = is_one_of(typed[to - 1].base, "cpt") ||
                        (to - from > 2 && typed[to - 1].base == 'h' && typed[to - 2].base == 'c');
    return has_marks && (misses_quality || (typed_tones < wanted_tones && !ends_in_stop));
}

/* Words of the same letters. */
static bool
has_half_marks(const struct word *typed, const struct word *wanted, bool is_joined)
{
    if (!is_joined)
        return is_half_marked(typed->letters, wanted->letters, 0, typed->count);
    for (size_t from = 0, to; from < typed->count; from = to) {
        for (to = from; to < typed->count && !answer_is_vowel(&typed->letters[to]);)
            to++;
        while (to < typed->count && answer_is_vowel(&typed->letters[to]))
            to++;
        if (to < typed->count && is_one_of(typed->letters[to].base, "cpt"))
            to++; /* takes the first letter of ch, tr and th from the next syllable, where it
                     matters not */
        if (is_half_marked(typed->letters, wanted->letters, from, to))
            return true;
    }
    return false;
}

static int
word_distance(const struct word *typed, const struct word *wanted, bool is_joined,
              const struct answer_rule *rule)
{
    struct units left, right;
    add_words(&left, typed, 1, is_joined);
    add_words(&right, wanted, 1, is_joined);
    return distance(&left, &right, rule);
}

/* Keys that the keyboard left in a word count as pressed if that makes the word right. */
static void
undo_keys(struct word *typed, const struct word *wanted, bool is_joined,
          const struct answer_rule *rule)
{
    for (enum answer_keys keys = KEYS_TELEX; keys < KEYS_COUNT; keys++) {
        struct word made = {memory_copy(typed->letters, typed->count * sizeof *typed->letters), 0};
        made.count = answer_undo_keys(made.letters, typed->count, keys);
        bool is_right = has_same_letters(&made, wanted) &&
                        !has_half_marks(&made, wanted, is_joined) &&
                        word_distance(&made, wanted, is_joined, rule) == 0;
        if (is_right) {
            memcpy(typed->letters, made.letters, made.count * sizeof *made.letters);
            typed->count = made.count;
        }
        free(made.letters);
        if (is_right)
            return;
    }
}

static int
slips_allowed(const struct typed_text *wanted, const struct answer_rule *rule)
{
    size_t letters = 0;
    for (size_t i = 0; i < wanted->word_count; i++)
        letters += wanted->words[i].count;
    int most = (int)(letters / LETTERS_PER_SLIP);
    return smaller(smaller(rule->spelling, ANSWER_SPELLING_MAX), most);
}

static bool
compare(struct typed_text *typed, struct typed_text *wanted, const struct answer_rule *rule)
{
    bool is_joined = typed->word_count != wanted->word_count;
    struct units left, right;
    if (is_joined) {
        join_words(typed);
        join_words(wanted);
    }
    for (size_t i = 0; i < typed->word_count; i++) {
        struct word *word = &typed->words[i], *meant = &wanted->words[i];
        if (!has_same_letters(word, meant))
            undo_keys(word, meant, is_joined, rule);
        if (has_same_letters(word, meant) && (has_half_marks(word, meant, is_joined) ||
                                              word_distance(word, meant, is_joined, rule) != 0))
            return false;
    }
    add_words(&left, typed->words, typed->word_count, is_joined);
    add_words(&right, wanted->words, wanted->word_count, is_joined);
    return distance(&left, &right, rule) <= slips_allowed(wanted, rule);
}

bool
answer_matches_text(const char *typed, const char *wanted, const struct answer_rule *rule)
{
    struct typed_text left, right = {0};
    bool matches =
        read_text(typed, &left) && read_text(wanted, &right) && compare(&left, &right, rule);
    free(left.letters);
    free(right.letters);
    return matches;
}
