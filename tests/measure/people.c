/* people.c - draws people, items and answers (splitmix64; normals by Box and Muller). */
#include "measure.h"

#include <string.h>

static const double MEAN = -.5, RHO_G = .5, RHO_A = .2;

double
chance_uniform(struct chance *chance)
{
    uint64_t z = chance->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

double
chance_normal(struct chance *chance)
{
    double radius = sqrt(-2 * log(1 - chance_uniform(chance)));
    return radius * cos(2 * M_PI * chance_uniform(chance));
}

void
people_model_init(struct people_model *people)
{
    static const size_t SIZES[AREAS] = {3, 6, 4, 4, 4};
    static const double CUTS[CUT_COUNT] = {-1, 0, 1};
    size_t k = 0;
    for (size_t a = 0; a < AREAS; a++)
        for (size_t i = 0; i < SIZES[a]; i++) {
            people->area_of[k] = a;
            people->mu[k++] = MEAN;
        }
    people->model = (struct irt_model){.indicator_count = INDICATORS, .area_count = AREAS, .area_of = people->area_of,
                                       .rho_g = RHO_G, .rho_a = RHO_A, .mu = people->mu};
    memcpy(people->model.cuts, CUTS, sizeof CUTS);
}

void
draw_abilities(struct chance *chance, const struct people_model *people, double mean, double theta[INDICATORS])
{
    double general = chance_normal(chance), area[AREAS];
    for (size_t a = 0; a < AREAS; a++)
        area[a] = sqrt(RHO_A) * chance_normal(chance);
    for (size_t k = 0; k < INDICATORS; k++)
        theta[k] = mean + sqrt(RHO_G) * general + area[people->area_of[k]] + sqrt(1 - RHO_G - RHO_A) * chance_normal(chance);
}

struct irt_item
draw_question(struct chance *chance, size_t indicator)
{
    double a = exp(log(1.1) + .35 * chance_normal(chance));
    return (struct irt_item){.indicator = indicator, .a = fmin(fmax(a, .4), 3), .b = {-.5 + chance_normal(chance)}, .steps = 1,
                             .c = .2, .weight = 1};
}

struct irt_item
draw_task(struct chance *chance, size_t indicator)
{
    double a = exp(.35 * chance_normal(chance)), middle = -.5 + .8 * chance_normal(chance);
    return (struct irt_item){.indicator = indicator, .a = fmin(fmax(a, .4), 3), .b = {middle - .8, middle, middle + .8},
                             .steps = TASK_STEPS, .weight = 1};
}

size_t
draw_form(struct chance *chance, size_t each, struct irt_item *items)
{
    for (size_t i = 0; i < INDICATORS * each; i++)
        items[i] = i % each + 1 == each && each >= 3 ? draw_task(chance, i / each) : draw_question(chance, i / each);
    return INDICATORS * each;
}

int
draw_answer(struct chance *chance, const struct irt_item *item, double theta)
{
    double p[ITEM_STEPS_MAX + 1], left = chance_uniform(chance);
    int category = 0;
    irt_probabilities(item, theta, p);
    while (category < item->steps && left >= p[category])
        left -= p[category++];
    return category;
}

int
true_band(double theta)
{
    return 1 + (theta >= -1) + (theta >= 0) + (theta >= 1);
}

double
expected_share(const struct irt_item *bank, size_t count, size_t indicator, double theta)
{
    double sum = 0, items = 0;
    for (size_t i = 0; i < count; i++)
        if (bank[i].indicator == indicator) {
            sum += irt_expected_share(&bank[i], theta);
            items++;
        }
    return sum / items;
}

struct irt_item
guess_item(struct chance *chance, const struct irt_item *item, double sd)
{
    struct irt_item guess = *item;
    double off = sd * chance_normal(chance);
    guess.a = item->steps > 1 ? 1 : 1.1;
    for (int x = 0; x < item->steps; x++)
        guess.b[x] += off;
    return guess;
}
