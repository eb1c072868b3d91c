/* adaptive.c - what a quiz says of adaptive tests, and which items one attempt may be given.
 *
 * Which item is next is not known here: a session asks the item_chooser that it was opened with. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/definition.h"

static const char PREFIX[] = "adaptive:", DIGITS[] = "0123456789abcdef";
enum { PREFIX_LEN = sizeof PREFIX - 1, BITS = 4 };

static const struct json *
head(const struct quiz *quiz)
{
    return json_get(quiz->definition, "quiz");
}

bool
quiz_is_adaptive(const struct quiz *quiz)
{
    const char *mode = json_get_text(head(quiz), "mode");
    return mode != NULL && strcmp(mode, "adaptive") == 0;
}

static int
wish(const struct json *wishes, const char *name, int usual)
{
    int64_t given;
    return json_read_integer(json_get(wishes, name), &given) ? (int)given : usual;
}

struct quiz_adaptive
quiz_adaptive(const struct quiz *quiz)
{
    const struct json *wishes = json_get(head(quiz), "adaptive"), *calibrated = json_get(wishes, "calibrated");
    const char *stop = json_get_text(wishes, "stop");
    struct quiz_adaptive found = {.is_for_certificate = stop != NULL && strcmp(stop, "certificate") == 0,
                                  .per_indicator = wish(wishes, "per_indicator", 8),
                                  .needs_calibrated = calibrated == NULL || json_is_true(calibrated)};
    /* A decision of 21 indicators takes 85 items in the mean, a profile 40 (MEASURE.md section 3). */
    found.items = wish(wishes, "items", found.is_for_certificate ? 100 : 40);
    found.minutes = wish(wishes, "minutes", found.is_for_certificate ? 120 : 45);
    if (!json_read_real(json_get(wishes, "sd"), &found.sd))
        found.sd = .60;
    return found;
}

/* ---- the mask ---- */

static size_t
count_practice(const struct quiz *quiz)
{
    size_t count = 0;
    while (count < quiz->item_count && quiz->items[count].is_practice)
        count++;
    return count;
}

char *
quiz_adaptive_eligibility(const struct quiz *quiz, const bool *is_eligible)
{
    size_t first = count_practice(quiz), digits = (quiz->item_count - first + BITS - 1) / BITS;
    char *text = memory_new(PREFIX_LEN + digits + 1);
    memcpy(text, PREFIX, PREFIX_LEN);
    for (size_t digit = 0; digit < digits; digit++) {
        unsigned value = 0;
        for (size_t bit = 0; bit < BITS; bit++) {
            size_t item = first + BITS * digit + bit;
            value = 2 * value + (item < quiz->item_count && is_eligible[item]);
        }
        text[PREFIX_LEN + digit] = DIGITS[value];
    }
    return text;
}

bool
quiz_is_adaptive_eligibility(const char *eligibility)
{
    return strncmp(eligibility, PREFIX, PREFIX_LEN) == 0;
}

enum fault
quiz_read_adaptive_eligibility(const struct quiz *quiz, const char *eligibility, bool *out, struct err *err)
{
    size_t first = count_practice(quiz), marked = quiz->item_count - first, digits = (marked + BITS - 1) / BITS;
    if (!quiz_is_adaptive(quiz) || !quiz_is_adaptive_eligibility(eligibility))
        return err_set(err, FAULT_INPUT, "event 1 says \"%.60s\", but the quiz %s is not adaptive", eligibility, quiz->id);
    const char *mask = eligibility + PREFIX_LEN;
    if (strlen(mask) != digits)
        return err_set(err, FAULT_INPUT, "the mask of event 1 has %zu digits, and the %zu items of quiz %s need %zu; the "
                       "attempt is of another version of the quiz", strlen(mask), marked, quiz->id, digits);
    memset(out, 0, quiz->item_count * sizeof *out);
    for (size_t i = 0; i < digits; i++) {
        const char *found = strchr(DIGITS, mask[i]);
        if (found == NULL)
            return err_set(err, FAULT_INPUT, "the mask of event 1 has other digits than 0 to 9 and a to f");
        for (size_t bit = 0; bit < BITS; bit++) {
            size_t item = first + BITS * i + bit;
            bool is_set = (found - DIGITS) >> (BITS - 1 - bit) & 1;
            if (is_set && item >= quiz->item_count)
                return err_set(err, FAULT_INPUT, "the mask of event 1 names more than the %zu items of quiz %s", marked,
                               quiz->id);
            if (item < quiz->item_count)
                out[item] = is_set;
        }
    }
    return FAULT_NONE;
}
