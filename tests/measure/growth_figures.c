/* growth_figures.c - classes tested twice with alternate calibrated forms: growth where there is none, growth that was there, and
 * what a percent with a paired t-test makes of it. */
#include "measure.h"

#include <stdlib.h>

enum { EACH = 4, COUNT = EACH * INDICATORS, CLASS = 30 };
static const double OWN_SD = .3, BETWEEN_SD = .3;

struct classroom_draw {
    struct irt_item pre[COUNT], post[COUNT];
    int pre_answers[CLASS * COUNT], post_answers[CLASS * COUNT];
};
struct outcome {
    struct tally grew_class, grew_percent, covered, half_width, bias, grew_person, fell_person, indicator_false;
};

/* mean_gain NAN: nobody changes in anything. */
static void
draw_class(struct chance *chance, const struct people_model *people, double mean_gain, double between, double easier,
           struct classroom_draw *out)
{
    draw_form(chance, EACH, out->pre);
    draw_form(chance, EACH, out->post);
    for (size_t i = 0; i < COUNT; i++)
        for (int x = 0; x < out->post[i].steps; x++)
            out->post[i].b[x] -= easier;
    for (size_t n = 0; n < CLASS; n++) {
        double theta[INDICATORS], gain = isnan(mean_gain) ? 0 : mean_gain + between * chance_normal(chance);
        draw_abilities(chance, people, -.5, theta);
        for (size_t i = 0; i < COUNT; i++)
            out->pre_answers[n * COUNT + i] = draw_answer(chance, &out->pre[i], theta[out->pre[i].indicator]);
        for (size_t k = 0; k < INDICATORS; k++)
            theta[k] += gain + (isnan(mean_gain) ? 0 : OWN_SD * chance_normal(chance));
        for (size_t i = 0; i < COUNT; i++)
            out->post_answers[n * COUNT + i] = draw_answer(chance, &out->post[i], theta[out->post[i].indicator]);
    }
}

/* Paired t-test of the percents, two-sided 5 %. */
static bool
percent_changed(const struct classroom_draw *class)
{
    double mean = 0, square = 0, differences[CLASS];
    for (size_t n = 0; n < CLASS; n++) {
        differences[n] = 0;
        for (size_t i = 0; i < COUNT; i++)
            differences[n] += (double)class->post_answers[n * COUNT + i] / class->post[i].steps / COUNT -
                              (double)class->pre_answers[n * COUNT + i] / class->pre[i].steps / COUNT;
        mean += differences[n] / CLASS;
    }
    for (size_t n = 0; n < CLASS; n++)
        square += (differences[n] - mean) * (differences[n] - mean);
    return fabs(mean / sqrt(square / (CLASS - 1) / CLASS)) > 2.045;
}

static void
judge_class(const struct people_model *people, const struct classroom_draw *class, double gain, struct outcome *out)
{
    const struct class_growth_case given = {.model = &people->model, .pre_items = class->pre, .post_items = class->post,
                                            .pre_count = COUNT, .post_count = COUNT, .pre = class->pre_answers,
                                            .post = class->post_answers, .person_count = CLASS};
    struct class_growth growth;
    class_growth_estimate(&given, &growth);
    tally_add(&out->grew_class, growth.gain.low > 0 || growth.gain.high < 0);
    tally_add(&out->grew_percent, percent_changed(class));
    tally_add(&out->covered, growth.gain.low <= gain && gain <= growth.gain.high);
    tally_add(&out->half_width, (growth.gain.high - growth.gain.low) / 2);
    tally_add(&out->bias, growth.gain.mean - gain);
    for (size_t n = 0; n < CLASS; n++) {
        tally_add(&out->grew_person, growth.persons[n].verdict == CHANGE_GREW);
        tally_add(&out->fell_person, growth.persons[n].verdict == CHANGE_FELL);
    }
    for (size_t k = 0; k < INDICATORS; k++)
        tally_add(&out->indicator_false, growth.indicators[k].verdict == CHANGE_GREW);
    class_growth_clear(&growth);
}

static struct outcome
run(size_t classes, double gain, double between, double easier, uint64_t seed)
{
    static struct classroom_draw class;
    struct chance chance = {seed};
    struct people_model people;
    struct outcome out = {0};
    people_model_init(&people);
    for (size_t c = 0; c < classes; c++) {
        draw_class(&chance, &people, gain, between, easier, &class);
        judge_class(&people, &class, isnan(gain) ? 0 : gain, &out);
    }
    return out;
}

void
growth_figures(struct measurement *measurement)
{
    size_t classes = measurement->is_short ? 16 : 300, few = measurement->is_short ? 10 : 100,
           many = measurement->is_short ? classes : 2 * classes; /* near its goal: chance must not decide */
    struct outcome none = run(classes, NAN, 0, 0, 500), easier = run(many, NAN, 0, .4, 501), half = run(classes, .5, BETWEEN_SD, 0, 502),
                   whole = run(few, 1, 0, 0, 503);
    /* The error of a share that may well be 0 in so few classes is that of the share which it should be. */
    double share_error = sqrt(.05 * .95 / (double)classes);
    say_figure(measurement, &(struct figure){"class growth seen where there is none", tally_mean(&none.grew_percent), NAN,
                                             tally_mean(&none.grew_class), share_error, .03, .07});
    say_figure(measurement, &(struct figure){"the same, second form .4 logit easier", tally_mean(&easier.grew_percent), NAN,
                                             tally_mean(&easier.grew_class), sqrt(.05 * .95 / (double)many), -INFINITY, .07});
    say_figure(measurement, &(struct figure){"class gain of .5: coverage", NAN, NAN, tally_mean(&half.covered), share_error, .93, .97});
    say_figure(measurement, &(struct figure){"class gain of .5: half-width, 30 people", NAN, NAN, tally_mean(&half.half_width),
                                             tally_error(&half.half_width), -INFINITY, .18});
    say_figure(measurement, &(struct figure){"class gain of .5: bias", NAN, NAN, tally_mean(&half.bias), tally_error(&half.bias), -.03, .03});
    say_figure(measurement, &(struct figure){"person's growth seen where there is none", NAN, NAN, tally_mean(&none.grew_person),
                                             2 * tally_error(&none.grew_person), -INFINITY, .05});
    say_figure(measurement, &(struct figure){"person's growth of 1 seen", NAN, NAN, tally_mean(&whole.grew_person),
                                             2 * tally_error(&whole.grew_person), .85, INFINITY});
    say_figure(measurement, &(struct figure){"skill's growth seen where nothing changed", NAN, NAN, tally_mean(&none.indicator_false),
                                             3 * tally_error(&none.indicator_false) + .01, -INFINITY, .05});
}
