/* definition.h - a quiz as its parts see it. Private to quiz/ and its tests.
 *
 * The definition stays the JSON value that the sandboxed Lua built: items are objects with the
 * members that scripts/quiz_words.lua gives them. check_definition.c has made sure of their kinds
 * before anybody reads them. */
#ifndef QUIZ_DEFINITION_H
#define QUIZ_DEFINITION_H

#include "quiz/quiz.h"

enum { OPTIONS_MAX = 12, PRACTICAL_STEPS = 3 };

struct quiz {
    char *id;
    char *folder;            /* "" when loaded from memory */
    char *first_line;        /* "quizzes/basics/quiz.lua:1", for mistakes of the whole */
    struct json *files;      /* {"path": text} as in the hash */
    struct json *walks;      /* the same of walks beside the simulations that it uses */
    struct json *definition; /* {"quiz":…, "items":[…], "can_do":[…]} */
    uint8_t hash[HASH_LEN];
    struct quiz_item *items;     /* practice first, then the author's order */
    const struct json **sources; /* per item, its object in the definition */
    struct quiz_indicator_part (*parts)[QUIZ_INDICATORS_PER_ITEM];
    size_t item_count;
};

/* The member of a text in that language, or the text itself where it is the same in all; NULL if it
 * is neither. Another language than vi and en need not be there: then it is the vi. */
const char *definition_text(const struct json *text, const char *language);
/* The text in the n-th of all its languages, vi and en first; NULL past the end. */
const char *definition_text_at(const struct json *text, size_t n);
size_t definition_find_item(const struct quiz *quiz,
                            const char *id); /* item_count if there is none */
const struct json *definition_find(const struct json *list, const char *id); /* by "id" */

/* The form that a START event names; SIZE_MAX for all items. False if there is no such form. */
bool forms_read_eligibility(const struct quiz *quiz, const char *eligibility, size_t *form);

/* check_definition.c: adds a problem for all that is wrong. */
void definition_check(const struct quiz *quiz, struct quiz_problems *problems);

/* Fills items, sources and parts from a definition without problems (items.c). */
void definition_index(struct quiz *quiz);

/* ---- variation.c: everything that differs between attempts, from the seed alone ---- */

/* Uniform in [0, limit): SHA-256(seed || purpose || index), first 8 bytes modulo limit. */
uint64_t variation_draw(const uint8_t seed[SEED_LEN], const char *purpose, uint64_t index,
                        uint64_t limit);
/* Order of `count` options, Fisher-Yates by variation_draw. */
void variation_order(const uint8_t seed[SEED_LEN], const char *item, size_t count, size_t *order);
/* A literal, or the choice of vary / vary_between. New value. */
struct json *variation_value(const uint8_t seed[SEED_LEN], const char *item, const char *name,
                             const struct json *given);

#endif
