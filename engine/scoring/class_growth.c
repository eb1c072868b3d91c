/* class_growth.c - what the people of a class gained between two tests (MEASURE.md section 4). */
#include <stdlib.h>

#include "base/memory.h"
#include "scoring/irt_estimate.h"

const char *
growth_problem_key(enum growth_problem problem)
{
    static const char *const KEYS[] = {"growth.fine", "growth.no-answers", "growth.too-few", "growth.singular",
                                       "growth.not-settled"};
    return KEYS[problem];
}

void
class_growth_estimate(const struct class_growth_case *given, struct class_growth *out)
{
    *out = (struct class_growth){.problem = GROWTH_NO_ANSWERS};
    out->indicator_count = given->model->indicator_count;
    out->case_count = given->person_count;
    out->indicators = memory_new_array(out->indicator_count, sizeof *out->indicators);
    out->persons = memory_new_array(out->case_count, sizeof *out->persons);
    for (size_t k = 0; k < out->indicator_count; k++)
        out->indicators[k].problem = GROWTH_NO_ANSWERS;
    for (size_t i = 0; i < out->case_count; i++)
        out->persons[i].problem = GROWTH_NO_ANSWERS;
}

void
class_growth_clear(struct class_growth *growth)
{
    for (size_t i = 0; i < growth->case_count; i++)
        free(growth->persons[i].indicators);
    free(growth->persons);
    free(growth->indicators);
    *growth = (struct class_growth){0};
}
