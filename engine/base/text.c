/* text.c - UTF-8 and Vietnamese text. Everything works on code points in an array of our own, so
 * that memory is bounded by the input and comes from base/memory only; utf8proc gives the tables.
 */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/memory.h"

enum {
    MARKS_MAX = 3,
    NAME_BYTES_MAX = 4096, /* of what somebody typed, before any work is done on it */
    DECOMPOSED_MAX = 8,    /* code points that one code point can become (4 in Unicode 15) */
    FIRST_MARK = 0x300,    /* the block Combining Diacritical Marks: all that Latin names need */
    LAST_MARK = 0x36f,
    STROKE = 0x335
};

struct letters {
    int32_t *at;
    size_t count;
    size_t capacity;
};

static void
add_letter(struct letters *letters, int32_t letter)
{
    MEMORY_GROW(letters->at, letters->count, letters->capacity);
    letters->at[letters->count++] = letter;
}

/* Reads one code point; 0 bytes passed means that text is not UTF-8 here. */
static size_t
read_letter(const char *text, size_t len, int32_t *letter)
{
    utf8proc_ssize_t used = utf8proc_iterate((const uint8_t *)text, (utf8proc_ssize_t)len, letter);
    return used > 0 && *letter >= 0 ? (size_t)used : 0;
}

bool
text_is_utf8(const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        if ((unsigned char)text[at] < 0x80) {
            if (text[at++] == 0)
                return false;
            continue;
        }
        int32_t letter;
        size_t used = read_letter(text + at, len - at, &letter);
        if (used == 0)
            return false;
        at += used;
    }
    return true;
}

size_t
text_count_letters(const char *utf8)
{
    size_t count = 0;
    for (const char *at = utf8; *at != 0; at++)
        count += ((unsigned char)*at & 0xc0) != 0x80;
    return count;
}

static int
mark_class(int32_t letter)
{
    return letter < FIRST_MARK ? 0 : utf8proc_get_property(letter)->combining_class;
}

/* Stable sort of marks by their class, by counting: a run of thousands of marks costs no more than
 * the same number of letters. */
static void
sort_marks(int32_t *marks, size_t count)
{
    if (count < 2)
        return;
    size_t place[256 + 1] = {0};
    int32_t *unsorted = memory_copy(marks, count * sizeof *marks);
    for (size_t i = 0; i < count; i++)
        place[mark_class(marks[i]) + 1]++;
    for (int class = 1; class <= 256; class ++)
        place[class] += place[class - 1];
    for (size_t i = 0; i < count; i++)
        marks[place[mark_class(unsorted[i])]++] = unsorted[i];
    free(unsorted);
}

/* Canonical decomposition (NFD, Unicode section 3.11); bytes that are no UTF-8 become U+FFFD: false. */
static bool
decompose(const char *utf8, struct letters *out)
{
    bool is_valid = true;
    size_t len = strlen(utf8);
    for (size_t at = 0; at < len;) {
        int32_t letter, parts[DECOMPOSED_MAX];
        size_t used = read_letter(utf8 + at, len - at, &letter);
        if (used == 0) {
            is_valid = false;
            letter = 0xfffd;
            used = 1;
        }
        int last_class = 0;
        utf8proc_ssize_t count = utf8proc_decompose_char(
            letter, parts, DECOMPOSED_MAX, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &last_class);
        if (count < 1 || count > DECOMPOSED_MAX)
            add_letter(out, letter);
        for (utf8proc_ssize_t i = 0; i < count && count <= DECOMPOSED_MAX; i++)
            add_letter(out, parts[i]);
        at += used;
    }
    for (size_t from = 0, to; from < out->count; from = to + 1) {
        for (to = from; to < out->count && mark_class(out->at[to]) != 0;)
            to++;
        sort_marks(out->at + from, to - from);
    }
    return is_valid;
}

/* Canonical composition of decomposed letters, as text. */
static char *
compose(struct letters *letters)
{
    utf8proc_ssize_t count = 0;
    if (letters->count > 0)
        count = utf8proc_normalize_utf32(letters->at, (utf8proc_ssize_t)letters->count,
                                         UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    struct buffer out = {0};
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        uint8_t bytes[4];
        buffer_add(&out, bytes, (size_t)utf8proc_encode_char(letters->at[i], bytes));
    }
    return buffer_take_text(&out);
}

char *
text_to_nfc(const char *utf8)
{
    struct letters letters = {0};
    char *composed = decompose(utf8, &letters) ? compose(&letters) : NULL;
    free(letters.at);
    return composed;
}

bool
text_is_nfc(const char *utf8)
{
    char *composed = text_to_nfc(utf8);
    bool is_same = composed != NULL && strcmp(composed, utf8) == 0;
    free(composed);
    return is_same;
}

/* Invisible although Unicode calls them letters or marks (property Default_Ignorable_Code_Point). */
static bool
is_ignorable(int32_t letter)
{
    static const int32_t ranges[][2] = {
        {0x034f, 0x034f}, {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x3164, 0x3164},
        {0xfe00, 0xfe0f}, {0xffa0, 0xffa0}, {0xfff0, 0xfff8}, {0x2065, 0x2065}, {0xe0000, 0xe0fff}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (letter >= ranges[i][0] && letter <= ranges[i][1])
            return true;
    return false;
}

static bool
is_hidden(int32_t letter)
{
    switch (utf8proc_category(letter)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF: /* bidi controls, zero-width signs, word joiner, soft hyphen, tags */
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    default: return is_ignorable(letter);
    }
}

bool
text_has_hidden_characters(const char *utf8)
{
    size_t len = strlen(utf8);
    for (size_t at = 0, used; at < len; at += used) {
        int32_t letter;
        used = read_letter(utf8 + at, len - at, &letter);
        if (used == 0 || is_hidden(letter))
            return true;
    }
    return false;
}

static bool
is_blank(int32_t letter)
{
    return (letter >= 9 && letter <= 13) || letter == 0x85 ||
           utf8proc_category(letter) == UTF8PROC_CATEGORY_ZS;
}

/* Letters of the Latin script that people's names are written with, decomposed: Latin-1, Extended-A
 * and -B (ƀ ơ đ ...) without the clicks that look like punctuation, Extended Additional. utf8proc
 * has no script property. */
static bool
is_latin(int32_t letter)
{
    if (letter < 0xc0)
        return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    if (letter == 0xd7 || letter == 0xf7 || (letter >= 0x1c0 && letter <= 0x1c3))
        return false;
    return letter <= 0x24f || (letter >= 0x1e00 && letter <= 0x1eff);
}

static bool
is_foreign_letter(int32_t letter)
{
    utf8proc_category_t category = utf8proc_category(letter);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

/* What a phone's keyboard puts in place of the plain sign. */
static int32_t
plain_sign(int32_t letter)
{
    if (letter == 0x2019 || letter == 0x02bc)
        return '\'';
    if (letter == 0x2010 || letter == 0x2011)
        return '-';
    return utf8proc_category(letter) == UTF8PROC_CATEGORY_ZS ? ' ' : letter;
}

/* Blanks at the ends and doubled blanks go; signs become plain. */
static void
tidy_name(struct letters *name)
{
    size_t count = 0;
    for (size_t i = 0; i < name->count; i++) {
        int32_t letter = plain_sign(name->at[i]);
        if (letter == ' ' && (count == 0 || name->at[count - 1] == ' '))
            continue;
        name->at[count++] = letter;
    }
    name->count = count > 0 && name->at[count - 1] == ' ' ? count - 1 : count;
}

static enum fault
check_name_letters(const struct letters *name, struct err *err)
{
    size_t marks = 0, latin = 0, foreign = 0;
    for (size_t i = 0; i < name->count; i++) {
        int32_t letter = name->at[i];
        bool is_mark = letter >= FIRST_MARK && letter <= LAST_MARK;
        if (is_hidden(letter))
            return err_set(err, FAULT_INPUT,
                           "the name holds an invisible character (U+%04X); type the name by hand",
                           (unsigned)letter);
        marks = is_mark ? marks + 1 : 0;
        if (marks > MARKS_MAX)
            return err_set(err, FAULT_INPUT,
                           "the name has more than %d marks on one letter; type the name again",
                           MARKS_MAX);
        if (is_mark &&
            (i == 0 || !(is_latin(name->at[i - marks]) || is_foreign_letter(name->at[i - marks]))))
            return err_set(err, FAULT_INPUT,
                           "the name has a mark without a letter under it; type the name again");
        if (is_latin(letter))
            latin++;
        else if (is_foreign_letter(letter))
            foreign++;
        else if (!is_mark && !(letter >= '0' && letter <= '9') &&
                 (letter > 126 || !strchr(" '-.", (int)letter)))
            return err_set(err, FAULT_INPUT,
                           "the name holds a sign that is no letter (U+%04X); leave it out",
                           (unsigned)letter);
    }
    if (foreign > 0 && latin > 0)
        return err_set(err, FAULT_INPUT,
                       "the name mixes letters of several scripts; type it in Latin letters only");
    if (foreign > 0)
        return err_set(err, FAULT_INPUT,
                       "the name is not in Latin letters; type it as on the identity card");
    if (latin == 0)
        return err_set(err, FAULT_INPUT, "the name has no letters; type the person's full name");
    return FAULT_NONE;
}

enum fault
text_clean_name(const char *claimed_name, char **out, struct err *err)
{
    *out = NULL;
    if (strlen(claimed_name) > NAME_BYTES_MAX)
        return err_set(err, FAULT_INPUT, "the name has more than %d letters; shorten it",
                       NAME_LETTERS_MAX);
    struct letters name = {0};
    enum fault fault = FAULT_NONE;
    if (!decompose(claimed_name, &name)) {
        fault = err_set(err, FAULT_INPUT, "the name is not valid text (UTF-8); type the name again");
        goto out;
    }
    tidy_name(&name);
    if (name.count == 0) {
        fault = err_set(err, FAULT_INPUT, "the name is empty; type the person's full name");
        goto out;
    }
    fault = check_name_letters(&name, err);
    if (fault != FAULT_NONE)
        goto out;
    *out = compose(&name);
    size_t count = text_count_letters(*out);
    if (count > NAME_LETTERS_MAX) {
        fault = err_set(err, FAULT_INPUT, "the name has %zu letters, more than %d; shorten it",
                        count, NAME_LETTERS_MAX);
        free(*out);
        *out = NULL;
    }
out:
    free(name.at);
    return fault;
}

char *
text_fold(const char *utf8)
{
    struct letters letters = {0};
    size_t count = 0;
    (void)decompose(utf8, &letters); /* what is no UTF-8 becomes U+FFFD, which nobody types */
    for (size_t i = 0; i < letters.count; i++) {
        int32_t letter = is_blank(letters.at[i]) ? ' ' : utf8proc_tolower(letters.at[i]);
        bool is_extra_blank = letter == ' ' && (count == 0 || letters.at[count - 1] == ' ');
        if (is_extra_blank || (letter >= FIRST_MARK && letter <= LAST_MARK))
            continue;
        letters.at[count++] = letter == 0x111 ? 'd' : letter; /* đ has no decomposition */
    }
    letters.count = count > 0 && letters.at[count - 1] == ' ' ? count - 1 : count;
    char *folded = compose(&letters);
    free(letters.at);
    return folded;
}

/* The Vietnamese alphabet with f j w z in their Latin places; a letter with a mark is a letter of
 * its own. */
static uint8_t
letter_rank(int32_t letter, int32_t quality)
{
    static const struct {
        char letter;
        uint16_t quality;
    } alphabet[] = {{'a', 0}, {'a', 0x306}, {'a', 0x302}, {'b', 0}, {'c', 0}, {'d', 0}, {'d', 1},
                    {'e', 0}, {'e', 0x302}, {'f', 0}, {'g', 0}, {'h', 0}, {'i', 0}, {'j', 0},
                    {'k', 0}, {'l', 0}, {'m', 0}, {'n', 0}, {'o', 0}, {'o', 0x302}, {'o', 0x31b},
                    {'p', 0}, {'q', 0}, {'r', 0}, {'s', 0}, {'t', 0}, {'u', 0}, {'u', 0x31b},
                    {'v', 0}, {'w', 0}, {'x', 0}, {'y', 0}, {'z', 0}};
    uint8_t plain = 0;
    quality = letter == 0x111 ? 1 : quality;
    letter = letter == 0x111 ? 'd' : letter;
    for (size_t i = 0; i < sizeof alphabet / sizeof alphabet[0]; i++) {
        if (alphabet[i].letter != letter)
            continue;
        if (alphabet[i].quality == quality)
            return (uint8_t)(0x30 + i);
        if (alphabet[i].quality == 0)
            plain = (uint8_t)(0x30 + i);
    }
    if (letter >= '0' && letter <= '9')
        return (uint8_t)(0x10 + letter - '0');
    return letter == 0x180 ? (uint8_t)0x33 : plain; /* ƀ with b */
}

/* Place in the order none, huyền, hỏi, ngã, sắc, nặng; -1: no tone mark. */
static int
tone_rank(int32_t mark)
{
    static const int32_t tones[] = {0x300, 0x309, 0x303, 0x301, 0x323};
    for (int i = 0; i < 5; i++)
        if (tones[i] == mark)
            return i + 1;
    return -1;
}

/* Letters of the word, a byte below all letters, then its tone: a dictionary lists ba bà bả bã bá
 * bạ bác. */
static void
add_word_key(struct buffer *key, const int32_t *word, size_t count)
{
    int tone = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t quality = 0, letter = utf8proc_tolower(word[i]);
        for (; i + 1 < count && word[i + 1] >= FIRST_MARK && word[i + 1] <= LAST_MARK; i++) {
            if (tone_rank(word[i + 1]) > 0)
                tone = tone_rank(word[i + 1]);
            else if (quality == 0)
                quality = word[i + 1];
        }
        uint8_t rank = letter_rank(letter, quality), bytes[4];
        if (rank != 0)
            buffer_add_byte(key, rank);
        else if (letter >= 0x80)
            buffer_add(key, bytes, (size_t)utf8proc_encode_char(letter, bytes));
    }
    buffer_add_byte(key, 2);
    buffer_add_byte(key, (uint8_t)(3 + tone));
}

char *
text_name_sort_key(const char *name)
{
    struct letters letters = {0};
    struct buffer key = {0};
    (void)decompose(name, &letters);
    tidy_name(&letters);
    size_t given = letters.count;
    while (given > 0 && letters.at[given - 1] != ' ')
        given--;
    add_word_key(&key, letters.at + given, letters.count - given);
    for (size_t from = 0, to; from < given; from = to + 1) {
        for (to = from; letters.at[to] != ' ';)
            to++;
        add_word_key(&key, letters.at + from, to - from);
    }
    buffer_add_byte(&key, 1); /* the name itself last: names that differ never tie */
    buffer_add_text(&key, name);
    free(letters.at);
    return buffer_take_text(&key);
}

char *
text_to_upper(const char *utf8)
{
    struct letters letters = {0};
    (void)decompose(utf8, &letters);
    for (size_t i = 0; i < letters.count; i++)
        letters.at[i] = utf8proc_toupper(letters.at[i]);
    char *upper = compose(&letters);
    free(letters.at);
    return upper;
}

/* A sign as it stands on a plain keyboard; 0 for one that nobody sees. */
static int32_t
keyboard_sign(int32_t letter)
{
    if ((letter >= 0x201c && letter <= 0x201e) || letter == 0xab || letter == 0xbb)
        return '"';
    if (letter == 0x2013 || letter == 0x2014 || letter == 0x2212)
        return '-';
    if (letter == 0xd0 || letter == 0xf0 || letter == 0x189) /* eth, which old fonts drew for đ */
        return letter == 0xf0 ? 0x111 : 0x110;
    if (letter >= 0xff01 && letter <= 0xff5e)
        return letter - 0xff01 + '!';
    return is_blank(letter) ? ' ' : is_hidden(letter) ? 0 : letter == 0x2018 ? '\'' : plain_sign(letter);
}

size_t
text_split_letters(const char *utf8, struct text_letter **out)
{
    struct letters from = {0};
    size_t count = 0;
    (void)decompose(utf8, &from);
    struct text_letter *letters = memory_new_array(from.count + 1, sizeof *letters);
    for (size_t i = 0; i < from.count; i++) {
        int32_t sign = keyboard_sign(from.at[i]), base = utf8proc_tolower(sign);
        if (sign == 0)
            continue;
        if (sign < FIRST_MARK || sign > LAST_MARK || count == 0)
            letters[count++] = (struct text_letter){.base = base == 0x111 ? 'd' : base,
                                                    .quality = base == 0x111 ? STROKE : 0,
                                                    .is_capital = base != sign};
        else if (tone_rank(sign) > 0)
            letters[count - 1].tone = sign;
        else
            letters[count - 1].quality = sign;
    }
    free(from.at);
    *out = letters;
    return count;
}

char *
text_join_letters(const struct text_letter *letters, size_t count)
{
    struct letters whole = {0};
    for (size_t i = 0; i < count; i++) {
        bool is_dd = letters[i].base == 'd' && letters[i].quality == STROKE;
        int32_t base = is_dd ? 0x111 : letters[i].base;
        int32_t marks[] = {is_dd ? 0 : letters[i].quality, letters[i].tone};
        add_letter(&whole, letters[i].is_capital ? utf8proc_toupper(base) : base);
        sort_marks(marks, 2); /* a dot below stands before a circumflex */
        for (size_t n = marks[0] == 0; n < 2 && marks[n] != 0; n++)
            add_letter(&whole, marks[n]);
    }
    char *text = compose(&whole);
    free(whole.at);
    return text;
}
