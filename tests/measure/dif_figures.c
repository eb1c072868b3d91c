/* dif_figures.c - items that are harder for one group by .8 logit, and items that are fair: 500 people beside 200 who are .7
 * weaker, a tenth of 84 items biased. Flags are ETS's B and C. */
#include "measure.h"

#include <stdlib.h>

enum { EACH = 4, COUNT = EACH * INDICATORS, REFERENCE = 500, FOCAL = 200, PEOPLE = REFERENCE + FOCAL, BIASED_EACH = 10 };
static const double BIAS = .8, WEAKER = .7;

void
dif_figures(struct measurement *measurement)
{
    static int categories[PEOPLE * COUNT], is_focal[PEOPLE];
    struct chance chance = {700};
    struct people_model people;
    struct tally found = {0}, alarmed = {0};
    size_t replications = measurement->is_short ? 4 : 30;
    people_model_init(&people);
    for (size_t r = 0; r < replications; r++) {
        struct irt_item items[COUNT];
        int steps[COUNT];
        struct dif_figures out[COUNT];
        draw_form(&chance, EACH, items);
        for (size_t j = 0; j < COUNT; j++)
            steps[j] = items[j].steps;
        for (size_t n = 0; n < PEOPLE; n++) {
            double theta[INDICATORS];
            is_focal[n] = n >= REFERENCE;
            draw_abilities(&chance, &people, -.5 - (is_focal[n] ? WEAKER : 0), theta);
            for (size_t j = 0; j < COUNT; j++) {
                struct irt_item item = items[j];
                for (int x = 0; x < item.steps && is_focal[n] && j % BIASED_EACH == 0; x++)
                    item.b[x] += BIAS;
                categories[n * COUNT + j] = draw_answer(&chance, &item, theta[item.indicator]);
            }
        }
        dif_estimate(&(struct answer_table){PEOPLE, COUNT, categories, steps}, is_focal, out);
        for (size_t j = 0; j < COUNT; j++)
            if (steps[j] == 1)
                tally_add(j % BIASED_EACH == 0 ? &found : &alarmed, out[j].class == DIF_B || out[j].class == DIF_C);
    }
    say_figure(measurement, &(struct figure){"unfair items flagged (.8 logit, 500 beside 200)", NAN, NAN, tally_mean(&found),
                                             tally_error(&found), .60, INFINITY});
    say_figure(measurement, &(struct figure){"fair items flagged", NAN, NAN, tally_mean(&alarmed), tally_error(&alarmed), -INFINITY, .06});
}
