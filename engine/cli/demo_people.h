/* demo_people.h - the people of a demo: names, birth years and true abilities, drawn from a seed.
 *
 * Every draw is a hash of (seed, person, purpose, index): the same seed and number of people give the same people and
 * the same answers, however their requests interleave. */
#ifndef CLI_DEMO_PEOPLE_H
#define CLI_DEMO_PEOPLE_H

#include "quiz/quiz.h"
#include "scoring/scoring.h"

enum { PERSON_NAME_MAX = 100 };

struct person {
    uint64_t seed;
    size_t number; /* 1.. */
    char name[PERSON_NAME_MAX];
    int64_t birth_year;
    double *theta; /* true ability per indicator of the framework, logits */
    double *luck;  /* with each item of the quiz, uniform in (0, 1) */
};

/* count people (at least one), no two of the same name and year. Caller frees with people_free. */
struct person *people_new(uint64_t seed, size_t count, const struct framework *framework, size_t item_count);
void people_free(struct person *people, size_t count);

/* After a course: most can do more than before (by .6 logits on average, not all alike, and not the same in each skill), and
 * have other luck with each item. */
void people_grow(struct person *people, size_t count, const struct framework *framework, size_t item_count);

/* Seed of the demo's class. */
void people_class_seed(uint64_t seed, uint8_t out[SEED_LEN]);

/* What the person would score on this item, 0..steps of its first part: drawn by P(category | true ability). */
int person_draw_category(const struct person *person, const struct framework *framework, const struct quiz_item *item,
                         size_t item_index);
/* Uniform in [0, 1), one per item, for choices beside the category. */
double person_draw_choice(const struct person *person, size_t item_index);

#endif
