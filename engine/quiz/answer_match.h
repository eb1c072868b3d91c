/* answer_match.h - does what somebody typed say what the author wanted? Kindly: a phone keyboard
 * without marks, Telex or VNI left in, blanks, capitals, quotes. Exactly: another word, another
 * number or another day never passes.
 *
 * Pure: the same bytes give the same answer everywhere; no locale, no dictionary. */
#ifndef QUIZ_ANSWER_MATCH_H
#define QUIZ_ANSWER_MATCH_H

#include <stdbool.h>
#include <stddef.h>

enum { ANSWER_LETTERS_MAX = 256, ANSWER_SPELLING_MAX = 2 };

struct answer_rule {
    int spelling; /* 0..2 slips (a letter too many, missing, another one, two neighbours swapped)
                     are forgiven */
    bool needs_marks; /* the marks of Vietnamese must be typed (as letters, in Telex or in VNI) */
    bool needs_case;  /* capitals where the author has them */
};

/* True if typed says wanted. Passing whatever the rule:
 *   composed or not, full-width letters, blanks at the ends and doubled, quotes around, a full stop
 * or a comma at the end of it or of a word; hyphens for blanks; blanks left out or put in ("0912
 * 345 678", "Hanoi"), as long as the words do not thereby trade letters; the tone on another vowel
 * of its syllable (hoà, hòa); Telex or VNI keys in a word that they make right. Without
 * needs_marks, each word may have all its marks or none: for "Việt Trì" pass "Viet Tri", "Việt
 * tri", not "Viết Trì". Half the marks of a word could be another word ("tôi" for "tối") and pass
 * only where they are none: a syllable that ends in c, ch, p or t and lacks its tone ("Viêt"), and
 * d for đ. A wrong mark is never a slip. A slip is forgiven for each 3 letters of wanted at most
 * (none in "có", one in "tàu", two from six letters on), and never in a digit. i for y is a slip
 * like another. Longer than ANSWER_LETTERS_MAX letters never passes; nor does an empty answer. */
bool answer_matches_text(const char *typed, const char *wanted, const struct answer_rule *rule);

/* Reads a number as people of Việt Nam type it; false if it is none, or could be read in two ways
 * that differ. Groups of three with dots, blanks or apostrophes; the decimal sign is a comma, or a
 * dot. "1.234" is 1234: one dot with three digits after it groups, unless a zero stands alone
 * before it ("0.250"). "1,234" is 1.234: one comma is the decimal sign, unless two zeros end it
 * ("35,000", "12,500": nobody writes decimals that say nothing), or money or a multiplier follows
 * ("35,250 đ"). "1,234,567" and "1,234.5" group with commas. "12.34.5", "1.23.456", "1 23" are no
 * numbers. Behind it: k, nghìn, ngàn, trăm, tr, triệu, tỷ ("1,5 triệu", "1 triệu 200 nghìn", "1tr5"
 * = 1 500 000, "2 triệu rưỡi"), then đ, ₫, đồng, VND, VNĐ or %, all with or without marks. At most
 * 15 digits. */
bool answer_read_number(const char *typed, double *value);
/* The same with the author's unit behind it, which may be typed or not ("5 kg"). NULL: no unit. */
bool answer_read_number_of(const char *typed, const char *unit, double *value);

/* True if both are the same day. Day first: "2/9/1945", "02-09-45", "2.9.1945", "2 9 1945",
 * "02091945", "ngày 2 tháng 9 năm 1945", "mùng hai tháng chín năm 1945" (months by name, days by
 * number or one to ten); year first only with four digits ("1945-09-02"); "2 September 1945", "Sep
 * 2nd, 1945". Two digits of a year stand for the wanted one. A wanted date without year leaves the
 * year open. A day that no calendar has matches nothing. */
bool answer_matches_date(const char *typed, const char *wanted);

enum answer_kind { ANSWER_TEXT, ANSWER_NUMBER, ANSWER_DATE };

/* What people may type for one wanted answer, how each came about, and whether it passes: for
 * `dauso check`. */
struct answer_variant {
    char *typed;
    const char *how; /* "without marks" */
    bool passes;
};
struct answer_variants {
    struct answer_variant *at;
    size_t count, capacity;
};
/* Adds to out. A number's wanted is its value as digits; rule is read for ANSWER_TEXT only. */
void answer_variants(const char *wanted, enum answer_kind kind, const struct answer_rule *rule,
                     struct answer_variants *out);
void answer_variants_clear(struct answer_variants *variants);

#endif
