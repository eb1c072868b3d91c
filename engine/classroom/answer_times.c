/* answer_times.c - how long an item takes people, noted in a parameter set when it is published, so that every replay knows
 * the same medians by which rapid guesses are told (scoring/response_kind.c). */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/room.h"

/* Nobody reads a question in less: answers that are faster in the middle are those of a machine. */
static const double MEDIAN_LEAST = 2;
enum { ANSWERS_ENOUGH = 30 };

static int
by_size(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

/* Of first answers whose time is known, in seconds; 0 where they are too few. */
static double
median_of(const struct measurements *all, size_t column)
{
    double median = 0;
    size_t count = 0;
    int64_t *times = memory_new_array(all->attempt_count, sizeof *times);
    for (size_t i = 0; i < all->attempt_count; i++) {
        const struct measured_attempt *attempt = &all->attempts[i];
        if (attempt->categories[column] != RESPONSE_MISSING && !attempt->is_repeat[column] &&
            attempt->milliseconds[column] >= 0)
            times[count++] = attempt->milliseconds[column];
    }
    if (count > 1)
        qsort(times, count, sizeof *times, by_size);
    if (count >= ANSWERS_ENOUGH)
        median = (double)(times[(count - 1) / 2] + times[count / 2]) / 2000;
    free(times);
    return median >= MEDIAN_LEAST ? median : 0;
}

enum fault
room_note_answer_times(struct classroom *room, const char *quiz_name, struct parameter_set *set, struct err *err)
{
    struct measurements all = {0};
    enum fault fault = classroom_measurements(room, quiz_name, 0, &all, err);
    for (size_t i = 0; fault == FAULT_NONE && i < set->item_count; i++)
        for (size_t n = 0; n < all.column_count; n++)
            if (set->items[i].median_seconds <= 0 && strcmp(all.columns[n].id, set->items[i].id) == 0)
                set->items[i].median_seconds = median_of(&all, n);
    measurements_clear(&all);
    return fault;
}
