/* safety.c - critical acts: what closes one again, and in how many situations a person was safe.
 *
 * An act is about one scenario (an item) of one indicator. It is closed by later, different scenarios of that indicator
 * in which nothing critical happened; it never touches theta (MEASURE.md section 5). */
#include <math.h>
#include <string.h>

#include "scoring/beta_quantile.h"
#include "scoring/scoring.h"

/* ---- scenarios: all the situations of one item and indicator are one ---- */

static bool
same_scenario(const struct safety_situation *left, const struct safety_situation *right)
{
    return left->indicator == right->indicator && strcmp(left->item, right->item) == 0;
}

static bool
is_unsafe(const struct safety_situation *situation)
{
    return !situation->was_safe && situation->overturned == NULL;
}

static bool
is_first_of_scenario(const struct safety_situation *all, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (same_scenario(&all[i], &all[at]))
            return false;
    return true;
}

static bool
scenario_was_safe(const struct safety_situation *all, size_t count, size_t at)
{
    for (size_t i = 0; i < count; i++)
        if (same_scenario(&all[i], &all[at]) && is_unsafe(&all[i]))
            return false;
    return true;
}

size_t
scoring_count_later_safe(const struct safety_situation *all, size_t count, size_t at)
{
    size_t safe = 0;
    for (size_t i = 0; i < count; i++)
        safe += all[i].indicator == all[at].indicator && all[i].scenario_order > all[at].scenario_order &&
                !same_scenario(&all[i], &all[at]) && is_first_of_scenario(all, i) && scenario_was_safe(all, count, i);
    return safe;
}

/* ---- the Jeffreys interval ---- */

struct safe_share
scoring_safe_share(size_t safe, size_t seen)
{
    double a = (double)safe + .5, b = (double)(seen - safe) + .5;
    return (struct safe_share){.safe = safe, .seen = seen, .mean = a / (a + b), .low = beta_quantile(a, b, .025),
                               .high = beta_quantile(a, b, .975)};
}

struct safe_share
scoring_safe_share_of(const struct safety_situation *all, size_t count, size_t indicator)
{
    size_t seen = 0, safe = 0;
    for (size_t i = 0; i < count; i++)
        if (all[i].indicator == indicator && is_first_of_scenario(all, i)) {
            seen++;
            safe += scenario_was_safe(all, count, i);
        }
    return seen > 0 ? scoring_safe_share(safe, seen) : (struct safe_share){0};
}

const char *
scoring_critical_state_name(enum critical_state state)
{
    static const char *const NAMES[] = {"open", "band free", "closed", "overturned"};
    return NAMES[state];
}
