/* language.h - which languages there are, and the words that quiz/ and classroom/ say themselves.
 * Made from scripts/languages/ when the program is built: a file more is a language more. What a
 * language lacks is said in Vietnamese. */
#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

enum { LANGUAGE_CODE_MAX = 4 };

struct language {
    const char *code; /* "vi", "mtq" */
    const char *name; /* in itself: "Tiếng Việt" */
};

/* vi, en, then the others by code; NULL past the end. */
const struct language *language_at(size_t index);
/* The code of a declared language as a constant; "vi" for anything else, NULL too. */
const char *language_or_vietnamese(const char *code);
bool language_is_declared(const char *code);
/* Two or three small letters: what may be a language on another machine. */
bool language_is_code(const char *text);

/* The words of `key` as they stand in the language's file, else those of vi. Never NULL. */
const char *language_text(const char *code, const char *key);

#endif
