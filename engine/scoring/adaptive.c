/* adaptive.c - which item a person is given next (MEASURE.md section 3).
 *
 * The item that takes most variance off per minute, v^2 I / (1 + v I) / t, among the indicators that were asked least.
 * Chance enters through the seed alone and machines differ in the last digit of a logarithm, so values are compared after
 * rounding and what is then equal is ordered by the seed: the same answers give the same items everywhere. */
#include "scoring/adaptive_bank.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { AMONG = 3, EASY_FIRST = 5 };
static const double STEEPEST = 3.5, EASY_SUCCESS = .80, EASY_WIDTH = .10, ROUNDING = 1e9;
/* Of the items that an indicator would take alone; found by simulation with the base design, for the learner's eyes only. */
static const double SHARE_OWN = .4;
/* Drawn for two purposes: who comes first among equals, and which of the best is given. */
static const uint64_t DRAW_TICKET = UINT64_C(1) << 32, DRAW_AMONG_BEST = UINT64_C(2) << 32;

struct adaptive_test {
    const struct adaptive_bank *bank;
    struct adaptive_person person;
    uint64_t seed;
    bool *is_eligible, *is_given; /* per item */
    bool *is_open;                /* per indicator: it may be asked once more */
    size_t *asked;                /* per indicator: items that showed it */
    int *units;                   /* per indicator: steps of those items */
    size_t given;
    double minutes;
    enum adaptive_ending ending;
    size_t more; /* what adaptive_more said last */
};

struct adaptive_rules
adaptive_usual_rules(void)
{
    return (struct adaptive_rules){.goal = ADAPTIVE_PROFILE, .items_most = 40, .minutes_most = 45, .sd = .60,
                                   .per_indicator = 8, .units_least = 2, .cut = 0, .sure = .90};
}

/* ---- the bank ---- */

/* Fisher information: P'^2 / (P (1 - P)) of a question, a^2 Var(x) of a task. */
static double
information_at(const struct irt_item *item, double theta, double *share)
{
    double p[ITEM_STEPS_MAX + 1], first = 0, second = 0;
    irt_probabilities(item, theta, p);
    for (int x = 1; x <= item->steps; x++) {
        first += x * p[x];
        second += (double)x * x * p[x];
    }
    *share = first / item->steps;
    if (item->steps > 1)
        return item->a * item->a * (second - first * first);
    double inner = (p[1] - item->c) / (1 - item->c);
    double slope = item->a * (1 - item->c) * inner * (1 - inner);
    return p[0] > 0 && p[1] > 0 ? slope * slope / (p[0] * p[1]) : 0;
}

static void
fill_part(struct bank_part *part, const struct irt_item *irt, const struct adaptive_tree *tree, double cut)
{
    double ignored;
    part->irt = *irt;
    part->irt.a = fmin(irt->a, STEEPEST);
    for (size_t q = 0; q < ADAPTIVE_POINTS; q++)
        part->information[q] = irt->weight * information_at(&part->irt, tree->mu[irt->indicator] + adaptive_grid_at(q),
                                                            &part->share[q]);
    part->at_cut = irt->weight * information_at(&part->irt, cut, &ignored);
}

struct adaptive_bank *
adaptive_bank_new(const struct irt_model *model, const struct adaptive_item *items, size_t item_count,
                  const struct adaptive_rules *rules)
{
    struct adaptive_bank *bank = memory_new(sizeof *bank);
    size_t next = 0;
    assert(rules->cut < CUT_COUNT);
    bank->rules = *rules;
    bank->tree = adaptive_tree_new(model, model->cuts[rules->cut]);
    bank->item_count = item_count;
    bank->items = memory_new_array(item_count, sizeof *bank->items);
    bank->parts = memory_new_array(item_count * ADAPTIVE_PARTS_MAX, sizeof *bank->parts);
    for (size_t i = 0; i < item_count; i++) {
        const struct adaptive_item *item = &items[i];
        struct bank_item *kept = &bank->items[i];
        size_t most = 0;
        assert(item->part_count >= 1 && item->part_count <= ADAPTIVE_PARTS_MAX);
        *kept = (struct bank_item){.first = next, .part_count = item->part_count,
                                   .minutes = item->minutes > 0 ? item->minutes : 1};
        kept->cost = item->cost > 0 ? item->cost : kept->minutes;
        for (size_t n = 0; n < item->part_count; n++) {
            assert(item->parts[n].indicator < model->indicator_count);
            fill_part(&bank->parts[next++], &item->parts[n], bank->tree, model->cuts[rules->cut]);
            most = item->parts[n].weight > item->parts[most].weight ? n : most;
        }
        kept->indicator = item->parts[most].indicator;
    }
    return bank;
}

void
adaptive_bank_free(struct adaptive_bank *bank)
{
    if (bank == NULL)
        return;
    adaptive_tree_free(bank->tree);
    free(bank->items);
    free(bank->parts);
    free(bank);
}

/* ---- one test ---- */

struct adaptive_test *
adaptive_test_new(const struct adaptive_bank *bank, const bool *is_eligible, uint64_t seed)
{
    struct adaptive_test *test = memory_new(sizeof *test);
    size_t indicators = bank->tree->indicator_count;
    test->bank = bank;
    test->seed = seed;
    test->is_eligible = memory_new_array(bank->item_count, sizeof *test->is_eligible);
    test->is_given = memory_new_array(bank->item_count, sizeof *test->is_given);
    test->is_open = memory_new_array(indicators, sizeof *test->is_open);
    test->asked = memory_new_array(indicators, sizeof *test->asked);
    test->units = memory_new_array(indicators, sizeof *test->units);
    for (size_t i = 0; i < bank->item_count; i++)
        test->is_eligible[i] = is_eligible == NULL || is_eligible[i];
    adaptive_person_init(&test->person, bank->tree);
    test->more = SIZE_MAX;
    return test;
}

void
adaptive_test_free(struct adaptive_test *test)
{
    if (test == NULL)
        return;
    adaptive_person_clear(&test->person);
    free(test->is_eligible);
    free(test->is_given);
    free(test->is_open);
    free(test->asked);
    free(test->units);
    free(test);
}

void
adaptive_note(struct adaptive_test *test, size_t item, const int *categories)
{
    const struct bank_item *about = &test->bank->items[item];
    assert(item < test->bank->item_count && !test->is_given[item]);
    test->is_given[item] = true;
    test->given++;
    test->minutes += about->minutes;
    for (size_t n = 0; n < about->part_count; n++) {
        const struct irt_item *irt = &test->bank->parts[about->first + n].irt;
        test->asked[irt->indicator]++;
        if (categories[n] == RESPONSE_MISSING)
            continue;
        assert(categories[n] >= 0 && categories[n] <= irt->steps);
        test->units[irt->indicator] += irt->steps;
        adaptive_person_note(&test->person, test->bank->tree, irt, categories[n]);
    }
    adaptive_person_settle(&test->person, test->bank->tree);
}

/* So that two machines never differ on a threshold for the last digit of an exponential. */
static double
rounded(double value)
{
    return floor(value * ROUNDING + .5) / ROUNDING;
}

/* Enough is known of this indicator. */
static bool
is_settled(const struct adaptive_test *test, size_t k)
{
    const struct adaptive_rules *rules = &test->bank->rules;
    double above = rounded(test->person.above[k]);
    if (rules->goal == ADAPTIVE_CERTIFICATE && test->asked[k] >= rules->per_indicator)
        return true;
    if (test->units[k] < rules->units_least)
        return false;
    if (rules->goal == ADAPTIVE_CERTIFICATE)
        return above >= rules->sure || above <= 1 - rules->sure;
    return rounded(sqrt(test->person.variance[k])) <= rules->sd;
}

static bool
fits(const struct adaptive_test *test, size_t item)
{
    double most = test->bank->rules.minutes_most;
    return test->is_eligible[item] && !test->is_given[item] &&
           (most <= 0 || test->minutes + test->bank->items[item].minutes <= most + 1e-9);
}

/* Fills is_open and says whether anything is left to find out, and if not, why. An indicator is left as soon as enough is
 * known of it, and taken up again should a later answer shake that. */
static enum adaptive_ending
look_around(struct adaptive_test *test)
{
    const struct adaptive_bank *bank = test->bank;
    bool has_left = false, has_open = false;
    memset(test->is_open, 0, bank->tree->indicator_count * sizeof *test->is_open);
    for (size_t i = 0; i < bank->item_count; i++) {
        size_t k = bank->items[i].indicator;
        if (!test->is_eligible[i] || test->is_given[i] || is_settled(test, k))
            continue;
        has_left = true;
        has_open = has_open || fits(test, i);
        test->is_open[k] = test->is_open[k] || fits(test, i);
    }
    if (test->given >= bank->rules.items_most)
        return ADAPTIVE_ALL_ITEMS;
    if (has_open)
        return ADAPTIVE_GOES_ON;
    if (has_left)
        return ADAPTIVE_ALL_MINUTES;
    for (size_t i = 0; i < bank->item_count; i++)
        if (!is_settled(test, bank->items[i].indicator))
            return ADAPTIVE_BANK_EMPTY;
    return ADAPTIVE_REACHED;
}

/* ---- the next item ---- */

double
adaptive_value(const struct adaptive_test *test, size_t item)
{
    const struct adaptive_bank *bank = test->bank;
    const struct bank_item *about = &bank->items[item];
    double value = 0;
    for (size_t n = 0; n < about->part_count; n++) {
        const struct bank_part *part = &bank->parts[about->first + n];
        const double *marginal = test->person.marginal[part->irt.indicator];
        double v = test->person.variance[part->irt.indicator], information = 0;
        for (size_t q = 0; q < ADAPTIVE_POINTS; q++)
            information += marginal[q] * part->information[q];
        if (bank->rules.goal == ADAPTIVE_CERTIFICATE)
            information = (information + part->at_cut) / 2;
        value += v * v * information / (1 + v * information);
    }
    return value / about->cost;
}

double
adaptive_success(const struct adaptive_test *test, size_t item)
{
    const struct adaptive_bank *bank = test->bank;
    const struct bank_item *about = &bank->items[item];
    double success = 0, weight = 0;
    for (size_t n = 0; n < about->part_count; n++) {
        const struct bank_part *part = &bank->parts[about->first + n];
        const double *marginal = test->person.marginal[part->irt.indicator];
        for (size_t q = 0; q < ADAPTIVE_POINTS; q++)
            success += part->irt.weight * marginal[q] * part->share[q];
        weight += part->irt.weight;
    }
    return weight > 0 ? success / weight : 0;
}

struct candidate {
    size_t item;
    double value;
    uint64_t ticket;
};

static bool
comes_before(const struct candidate *a, const struct candidate *b)
{
    return a->value != b->value ? a->value > b->value : a->ticket < b->ticket;
}

static void
offer(struct candidate best[AMONG], size_t *count, struct candidate one)
{
    if (*count == AMONG && !comes_before(&one, &best[AMONG - 1]))
        return;
    size_t at = *count < AMONG ? (*count)++ : AMONG - 1;
    for (; at > 0 && comes_before(&one, &best[at - 1]); at--)
        best[at] = best[at - 1];
    best[at] = one;
}

/* The test has room for little more than what the indicators still lack of evidence that can be stated: from here on only
 * those are asked. */
static bool
must_catch_up(const struct adaptive_test *test)
{
    const struct adaptive_rules *rules = &test->bank->rules;
    double left = (double)(rules->items_most - test->given), lacking = 0;
    double pace = test->given > 0 ? test->minutes / (double)test->given : 1;
    if (rules->minutes_most > 0)
        left = fmin(left, (rules->minutes_most - test->minutes) / pace);
    for (size_t k = 0; k < test->bank->tree->indicator_count; k++)
        if (test->is_open[k] && test->units[k] < rules->units_least)
            lacking += rules->units_least - test->units[k];
    return lacking > 0 && left <= lacking;
}

static bool
is_in_turn(const struct adaptive_test *test, size_t k, bool is_late)
{
    return test->is_open[k] && (!is_late || test->units[k] < test->bank->rules.units_least);
}

/* Among the items whose indicator was asked least or once more. The first five are as easy as the bank allows: those
 * inside .80 +- .10, or the one next to it. */
static size_t
find_best(const struct adaptive_test *test, struct candidate best[AMONG])
{
    const struct adaptive_bank *bank = test->bank;
    size_t least = SIZE_MAX, count = 0, near_count = 0;
    struct candidate nearest[AMONG];
    bool is_start = test->given < EASY_FIRST, is_late = must_catch_up(test);
    for (size_t k = 0; k < bank->tree->indicator_count; k++)
        if (is_in_turn(test, k, is_late) && test->asked[k] < least)
            least = test->asked[k];
    for (size_t i = 0; i < bank->item_count; i++) {
        size_t k = bank->items[i].indicator;
        if (!fits(test, i) || !is_in_turn(test, k, is_late) || test->asked[k] > least + 1)
            continue;
        double off = is_start ? rounded(fabs(adaptive_success(test, i) - EASY_SUCCESS)) : 0;
        uint64_t ticket = adaptive_draw(test->seed, DRAW_TICKET + i);
        if (off <= EASY_WIDTH)
            offer(best, &count, (struct candidate){i, rounded(adaptive_value(test, i)), ticket});
        else
            offer(nearest, &near_count, (struct candidate){i, 1 - off, ticket});
    }
    if (count > 0)
        return count;
    best[0] = nearest[0];
    return near_count > 0 ? 1 : 0;
}

size_t
adaptive_next(struct adaptive_test *test)
{
    struct candidate best[AMONG];
    test->ending = look_around(test);
    if (test->ending != ADAPTIVE_GOES_ON)
        return ADAPTIVE_NO_ITEM;
    size_t count = find_best(test, best), among = 1;
    assert(count > 0);
    while (among < count && best[among].value > best[0].value / 2)
        among++;
    return best[adaptive_draw(test->seed, DRAW_AMONG_BEST + test->given) % among].item;
}

enum adaptive_ending
adaptive_ends(const struct adaptive_test *test)
{
    return test->ending;
}

/* ---- how many more ---- */

/* Items of mean information that take the variance of an indicator down to the wished one, the others telling of it too;
 * half of what a decision may take at most. */
static double
still_needed(const struct adaptive_test *test, size_t k)
{
    const struct adaptive_bank *bank = test->bank;
    const struct adaptive_rules *rules = &bank->rules;
    double sum = 0, v = test->person.variance[k], found = 0;
    if (!test->is_open[k] || is_settled(test, k))
        return 0;
    if (rules->goal == ADAPTIVE_CERTIFICATE)
        return (double)(rules->per_indicator - test->asked[k] + 1) / 2;
    for (size_t i = 0; i < bank->item_count; i++)
        if (bank->items[i].indicator == k && fits(test, i)) {
            double gain = adaptive_value(test, i) * bank->items[i].cost;
            sum += gain / (v * (v - gain));
            found++;
        }
    double needed = found > 0 && sum > 0 ? (1 / (rules->sd * rules->sd) - 1 / v) / (sum / found) : 0;
    double units = test->units[k] < rules->units_least ? 1 : 0;
    return fmin(fmax(SHARE_OWN * needed, fmax(units, 1)), found);
}

size_t
adaptive_more(struct adaptive_test *test)
{
    const struct adaptive_rules *rules = &test->bank->rules;
    double needed = 0;
    for (size_t k = 0; k < test->bank->tree->indicator_count; k++)
        needed += still_needed(test, k);
    size_t left = rules->items_most > test->given ? rules->items_most - test->given : 0, more = left;
    if (needed < (double)more)
        more = (size_t)ceil(rounded(needed));
    double pace = test->given > 0 ? test->minutes / (double)test->given : 1;
    if (rules->minutes_most > 0 && (rules->minutes_most - test->minutes) / pace < (double)more)
        more = (size_t)((rules->minutes_most - test->minutes) / pace);
    more = test->ending != ADAPTIVE_GOES_ON ? 0 : more < 1 ? 1 : more;
    test->more = more < test->more ? more : test->more;
    return test->more;
}

void
adaptive_estimate(const struct adaptive_test *test, size_t indicator, double *mean, double *sd, double *p_above)
{
    *mean = test->person.mean[indicator];
    *sd = sqrt(test->person.variance[indicator]);
    *p_above = test->person.above[indicator];
}
