/* adaptive_figures.c - tests that choose their items, with exposure held down, beside fixed forms; certificates that stop when they are
 * sure, beside a long fixed form. Minutes: a question 1, a task 2.5. */
#include "measure.h"

#include <stdlib.h>
#include <string.h>

enum { BANK_EACH = 12, BANK = BANK_EACH * INDICATORS, FORM_EACH = 4, LONG_EACH = 10, CUT = 1 };
static const double TASK_MINUTES = 2.5;

struct world {
    struct chance chance;
    struct people_model people;
    struct irt_item bank[BANK], form[LONG_EACH * INDICATORS];
    struct adaptive_item items[BANK];
    double given[BANK]; /* how often */
    double persons;
};
struct outcome {
    struct tally square, items, minutes, award_false, award_far;
};

static void
new_world(struct world *world, uint64_t seed)
{
    *world = (struct world){.chance = {seed}};
    people_model_init(&world->people);
    for (size_t j = 0; j < BANK; j++) {
        bool is_task = j % 4 == 3;
        world->bank[j] = is_task ? draw_task(&world->chance, j / BANK_EACH) : draw_question(&world->chance, j / BANK_EACH);
        world->items[j] = (struct adaptive_item){.parts = {world->bank[j]}, .part_count = 1, .minutes = is_task ? TASK_MINUTES : 1};
    }
}

static void
note_estimates(const struct tree_estimate *estimate, const double theta[INDICATORS], struct outcome *out)
{
    for (size_t k = 0; k < INDICATORS; k++) {
        double off = estimate->indicators[k].mean - theta[k];
        tally_add(&out->square, off * off);
        if (estimate->indicators[k].p_at_least[CUT] >= .8) {
            tally_add(&out->award_false, theta[k] < 0);
            tally_add(&out->award_far, theta[k] < -.5);
        }
    }
}

/* The exposure of everybody before decides what this person may be given. */
static void
sit_adaptive(struct world *world, const struct adaptive_bank *bank, struct outcome *out)
{
    double theta[INDICATORS], rate[BANK], minutes = 0;
    bool is_eligible[BANK];
    int answers[BANK], count = 0;
    uint64_t seed = (uint64_t)(chance_uniform(&world->chance) * 9e15);
    draw_abilities(&world->chance, &world->people, -.5, theta);
    for (size_t j = 0; j < BANK; j++) {
        rate[j] = world->persons > 0 ? world->given[j] / world->persons : 0;
        answers[j] = RESPONSE_MISSING;
    }
    adaptive_draw_eligible(bank, &(struct adaptive_exposure){.rate = rate}, seed, is_eligible);
    struct adaptive_test *test = adaptive_test_new(bank, is_eligible, seed);
    for (size_t j; (j = adaptive_next(test)) != ADAPTIVE_NO_ITEM;) {
        answers[j] = draw_answer(&world->chance, &world->bank[j], theta[world->bank[j].indicator]);
        adaptive_note(test, j, &answers[j]);
        world->given[j]++;
        minutes += world->items[j].minutes;
        count++;
    }
    adaptive_test_free(test);
    world->persons++;
    struct tree_estimate estimate;
    irt_estimate_tree(&world->people.model, world->bank, answers, BANK, &estimate);
    note_estimates(&estimate, theta, out);
    tally_add(&out->items, count);
    tally_add(&out->minutes, minutes);
    irt_clear_estimate(&estimate);
}

static void
sit_form(struct world *world, size_t each, struct outcome *out)
{
    double theta[INDICATORS], minutes = 0;
    int answers[LONG_EACH * INDICATORS];
    struct tree_estimate estimate;
    size_t count = draw_form(&world->chance, each, world->form);
    draw_abilities(&world->chance, &world->people, -.5, theta);
    for (size_t i = 0; i < count; i++) {
        answers[i] = draw_answer(&world->chance, &world->form[i], theta[world->form[i].indicator]);
        minutes += world->form[i].steps > 1 ? TASK_MINUTES : 1;
    }
    irt_estimate_tree(&world->people.model, world->form, answers, count, &estimate);
    note_estimates(&estimate, theta, out);
    tally_add(&out->items, (double)count);
    tally_add(&out->minutes, minutes);
    irt_clear_estimate(&estimate);
}

static double
largest_exposure(const struct world *world)
{
    double most = 0;
    for (size_t j = 0; j < BANK; j++)
        most = fmax(most, world->given[j] / world->persons);
    return most;
}

static void
profile_figures(struct measurement *measurement, struct world *world)
{
    enum { ITEMS = 50 };
    size_t people = measurement->is_short ? 250 : 1500;
    struct adaptive_rules rules = adaptive_usual_rules();
    struct outcome fixed = {0}, adaptive = {0};
    rules.items_most = ITEMS;
    rules.minutes_most = 0;
    rules.sd = .01; /* to its last item */
    struct adaptive_bank *bank = adaptive_bank_new(&world->people.model, world->items, BANK, &rules);
    for (size_t n = 0; n < people; n++) {
        sit_form(world, FORM_EACH, &fixed);
        sit_adaptive(world, bank, &adaptive);
    }
    adaptive_bank_free(bank);
    double ratio = sqrt(tally_mean(&adaptive.square) / tally_mean(&fixed.square));
    double error = 2.2 * (tally_error(&adaptive.square) + tally_error(&fixed.square)) / tally_mean(&fixed.square) / 2 / sqrt(2);
    say_figure(measurement, &(struct figure){"error of 50 chosen items / error of a form of 84", NAN, NAN, ratio, error, -INFINITY, 1});
    say_figure(measurement, &(struct figure){"items saved by that", 0, NAN, 1 - tally_mean(&adaptive.items) / tally_mean(&fixed.items), 0,
                                             .40, INFINITY});
    say_figure(measurement, &(struct figure){"minutes saved by that", 0, NAN, 1 - tally_mean(&adaptive.minutes) / tally_mean(&fixed.minutes),
                                             tally_error(&adaptive.minutes) / tally_mean(&fixed.minutes), .30, INFINITY});
    say_figure(measurement, &(struct figure){"largest exposure of an item", 1, NAN, largest_exposure(world),
                                             sqrt(.25 / (double)people), -INFINITY, .50});
}

static void
certificate_figures(struct measurement *measurement, struct world *world)
{
    size_t people = measurement->is_short ? 150 : 2000;
    struct adaptive_rules rules = adaptive_usual_rules();
    struct outcome fixed = {0}, adaptive = {0};
    rules.goal = ADAPTIVE_CERTIFICATE;
    rules.cut = CUT;
    rules.items_most = BANK;
    rules.minutes_most = 0;
    memset(world->given, 0, sizeof world->given);
    world->persons = 0;
    struct adaptive_bank *bank = adaptive_bank_new(&world->people.model, world->items, BANK, &rules);
    for (size_t n = 0; n < people; n++) {
        sit_form(world, LONG_EACH, &fixed);
        sit_adaptive(world, bank, &adaptive);
    }
    adaptive_bank_free(bank);
    say_figure(measurement, &(struct figure){"certificate: items saved against a form of 210", 0, NAN,
                                             1 - tally_mean(&adaptive.items) / tally_mean(&fixed.items),
                                             tally_error(&adaptive.items) / tally_mean(&fixed.items), .50, INFINITY});
    say_figure(measurement, &(struct figure){"certificate: false awards, stopping when sure", NAN, NAN, tally_mean(&adaptive.award_false),
                                             2.2 * tally_error(&adaptive.award_false), -INFINITY, .08});
}

void
adaptive_figures(struct measurement *measurement)
{
    static struct world world;
    new_world(&world, 400);
    profile_figures(measurement, &world);
    certificate_figures(measurement, &world);
}
