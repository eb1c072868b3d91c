/* text.h - UTF-8 and Vietnamese text (Unicode by utf8proc). Nothing here depends on a locale. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { NAME_LETTERS_MAX = 60 };

/* Valid UTF-8 (no overlong forms, no surrogates) without NUL. */
bool text_is_utf8(const char *text, size_t len);
size_t text_count_letters(const char *utf8); /* code points */

/* Canonical composition (NFC). Caller frees; NULL if text is not UTF-8. */
char *text_to_nfc(const char *utf8);
bool text_is_nfc(const char *utf8);

/* True if text holds control characters, bidi controls, zero-width or other invisible format characters. */
bool text_has_hidden_characters(const char *utf8);

/* A person's name as it will be signed: NFC, blanks trimmed and single, 1 to NAME_LETTERS_MAX letters, at most 3
 * marks on a letter, no hidden characters, no digits-only name, letters of one script (Latin with its marks); beside
 * letters only digits, blank, apostrophe, hyphen and dot, and a phone's typographic ones become the plain ones.
 * FAULT_INPUT says what is wrong with it. Caller frees *out. SECURITY.md rows 42, 61-72. */
MUST_CHECK enum fault text_clean_name(const char *claimed_name, char **out, struct err *err);

/* Capitals, marks kept. Caller frees. */
char *text_to_upper(const char *utf8);

/* Lower case, Vietnamese marks removed, đ -> d, blanks trimmed and single. Caller frees; never NULL. */
char *text_fold(const char *utf8);

/* One letter as it is compared with what somebody typed: the plain small letter (or sign, or ' ' for any blank), the
 * mark that makes it another letter (0, or for example U+0302 of ê, U+031B of ơ, U+0335 of đ) and the tone mark
 * (0, U+0300 huyền, U+0301 sắc, U+0303 ngã, U+0309 hỏi, U+0323 nặng). */
struct text_letter {
    int32_t base, quality, tone;
    bool is_capital;
};
/* The letters of text, composed or not; full-width and typographic signs become plain ones, invisible ones are left
 * out. Caller frees *out, which has place for one more letter. */
size_t text_split_letters(const char *utf8, struct text_letter **out);
/* The text of such letters, composed. Caller frees. */
char *text_join_letters(const struct text_letter *letters, size_t count);

/* Bytes whose strcmp order is: given name (last word), then family and middle names, by Vietnamese letter order
 * (a ă â … đ … ê … ô ơ … ư) and tone order (none huyền hỏi ngã sắc nặng). Caller frees. */
char *text_name_sort_key(const char *name);

/* Appends text with & < > " ' escaped for HTML. */
struct buffer;
void text_add_html(struct buffer *out, const char *utf8);

/* 35000 -> "35.000". Caller frees. */
char *text_print_amount(int64_t amount);

/* Smallest number of edits (insert, delete, replace, swap of neighbours) from left to right, counted in bytes. */
size_t text_edit_distance(const char *left, const char *right);
/* The candidate nearest to word if it is near enough to be meant (distance <= 1 + length / 4), else NULL. */
const char *text_suggest(const char *word, const char *const *candidates, size_t count);

#endif
