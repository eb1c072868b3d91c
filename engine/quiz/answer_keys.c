/* answer_keys.c - Telex ("Vieetj") and VNI ("Vie6t5") keystrokes become the letters that they stand
 * for.
 *
 * A key changes the syllable it stands in or behind: its vowels, wherever they are, or its d. What
 * no key can change stays a letter, so that a word with an honest s or 5 in it survives. Generous
 * on purpose: the outcome counts only if it is the wanted word.
 */
#include "quiz/answer_keys.h"

#include <string.h>

enum {
    TONE_GRAVE = 0x300,
    TONE_ACUTE = 0x301,
    TONE_TILDE = 0x303,
    TONE_HOOK = 0x309,
    TONE_DOT = 0x323
};
enum { MARK_ROOF = 0x302, MARK_BREVE = 0x306, MARK_HORN = 0x31b, MARK_STROKE = 0x335 };

struct keyed {
    struct text_letter
        *letters; /* what is made; at the same place as what is read, so never longer */
    size_t count;
};

bool
answer_is_vowel(const struct text_letter *letter)
{
    return letter->base > 0 && letter->base < 0x80 && strchr("aeiouy", (int)letter->base) != NULL;
}

/* The vowels of the last syllable: [from, to). False if there are none or what follows can end no
 * syllable. */
static bool
last_vowels(const struct keyed *word, size_t *from, size_t *to)
{
    size_t at = word->count, finals = 0;
    while (at > 0 && !answer_is_vowel(&word->letters[at - 1]) && finals < 3) {
        at--;
        finals++;
    }
    *to = at;
    while (at > 0 && answer_is_vowel(&word->letters[at - 1]))
        at--;
    *from = at;
    return *from < *to && finals < 3;
}

static bool
put_tone(struct keyed *word, int32_t tone)
{
    size_t from, to;
    if (!last_vowels(word, &from, &to))
        return false;
    for (size_t i = from; i < to; i++)
        if (word->letters[i].tone != 0)
            return false;
    word->letters[to - 1].tone = tone;
    return true;
}

static bool
put_roof(struct keyed *word, int32_t base)
{
    size_t from, to;
    if (!last_vowels(word, &from, &to))
        return false;
    for (size_t i = to; i-- > from;)
        if (strchr("aeo", (int)word->letters[i].base) != NULL && word->letters[i].quality == 0 &&
            (base == 0 || word->letters[i].base == base)) {
            word->letters[i].quality = MARK_ROOF;
            return true;
        }
    return false;
}

/* ươ takes both horns; in ua it is the u that takes it, except behind q. */
static bool
put_horn(struct keyed *word)
{
    size_t from, to;
    if (!last_vowels(word, &from, &to))
        return false;
    if (from > 0 && to - from > 1 && word->letters[from - 1].base == 'q')
        from++;
    for (size_t i = from; i < to; i++) {
        struct text_letter *letter = &word->letters[i];
        bool is_before_o = i + 1 < to && letter[1].base == 'o';
        if ((letter->base != 'u' && letter->base != 'o') || letter->quality != 0)
            continue;
        letter->quality = MARK_HORN;
        if (letter->base == 'u' && is_before_o && letter[1].quality == 0)
            letter[1].quality = MARK_HORN;
        return true;
    }
    return false;
}

static bool
put_breve(struct keyed *word)
{
    size_t from, to;
    if (!last_vowels(word, &from, &to))
        return false;
    for (size_t i = to; i-- > from;)
        if (word->letters[i].base == 'a' && word->letters[i].quality == 0) {
            word->letters[i].quality = MARK_BREVE;
            return true;
        }
    return false;
}

/* Telex has one key for ă, ơ and ư. */
static bool
put_horn_or_breve(struct keyed *word)
{
    size_t from, to;
    if (!last_vowels(word, &from, &to))
        return false;
    bool is_oa =
        to - from > 1 && word->letters[to - 2].base == 'o' && word->letters[to - 1].base == 'a';
    return is_oa ? put_breve(word) : put_horn(word) || put_breve(word);
}

static bool
put_stroke(struct keyed *word)
{
    for (size_t i = word->count; i-- > 0;)
        if (word->letters[i].base == 'd' && word->letters[i].quality == 0) {
            word->letters[i].quality = MARK_STROKE;
            return true;
        }
    return false;
}

static bool
press_telex(struct keyed *word, const struct text_letter *key)
{
    if (key->quality != 0 || key->tone != 0)
        return false;
    switch (key->base) {
    case 's': return put_tone(word, TONE_ACUTE);
    case 'f': return put_tone(word, TONE_GRAVE);
    case 'r': return put_tone(word, TONE_HOOK);
    case 'x': return put_tone(word, TONE_TILDE);
    case 'j': return put_tone(word, TONE_DOT);
    case 'a':
    case 'e':
    case 'o': return put_roof(word, key->base);
    case 'd': return put_stroke(word);
    case 'w':
        if (!put_horn_or_breve(word))
            word->letters[word->count++] = (struct text_letter){
                .base = 'u', .quality = MARK_HORN, .is_capital = key->is_capital};
        return true;
    default: return false;
    }
}

static bool
press_vni(struct keyed *word, const struct text_letter *key)
{
    switch (key->base) {
    case '1': return put_tone(word, TONE_ACUTE);
    case '2': return put_tone(word, TONE_GRAVE);
    case '3': return put_tone(word, TONE_HOOK);
    case '4': return put_tone(word, TONE_TILDE);
    case '5': return put_tone(word, TONE_DOT);
    case '6': return put_roof(word, 0);
    case '7': return put_horn(word);
    case '8': return put_breve(word);
    case '9': return put_stroke(word);
    default: return false;
    }
}

size_t
answer_undo_keys(struct text_letter *word, size_t count, enum answer_keys keys)
{
    struct keyed made = {.letters = word};
    for (size_t i = 0; i < count; i++) {
        struct text_letter key = word[i];
        if (!(keys == KEYS_TELEX ? press_telex(&made, &key) : press_vni(&made, &key)))
            made.letters[made.count++] = key;
    }
    for (size_t i = 0; i + 1 < made.count;
         i++) /* "nguwoif": ưo is always ươ, keyboards add the horn themselves */
        if (word[i].base == 'u' && word[i].quality == MARK_HORN && word[i + 1].base == 'o' &&
            word[i + 1].quality == 0)
            word[i + 1].quality = MARK_HORN;
    return made.count;
}
