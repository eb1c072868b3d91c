/* answer_keys.h - Telex and VNI keystrokes that a keyboard left as they were typed (private to
 * quiz). */
#ifndef QUIZ_ANSWER_KEYS_H
#define QUIZ_ANSWER_KEYS_H

#include "base/text.h"

enum answer_keys { KEYS_TELEX, KEYS_VNI, KEYS_COUNT };

/* Does in a word of count letters what the keyboard would have done; answers the new count, never
 * more. */
size_t answer_undo_keys(struct text_letter *word, size_t count, enum answer_keys keys);

/* A vowel, with or without marks. */
bool answer_is_vowel(const struct text_letter *letter);

#endif
