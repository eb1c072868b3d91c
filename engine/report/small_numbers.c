/* small_numbers.c - which counts may leave the class. A group of fewer than ten people is merged with its neighbours; since
 * every group that is shown has ten or more, and the groups are all there is, none can be found by subtraction. */
#include "report/class_report.h"

enum { PARTINGS = 1 << (CELL_COUNT - 1), HALF_CUT = 1 << CELL_BAND_2 /* between bands 2 and 3 */ };

/* Bit i of `cuts` parts cell i from cell i + 1. Returns 0 if a group is too small. */
static size_t
part_cells(const size_t cells[CELL_COUNT], unsigned cuts, size_t least, struct cell_group groups[CELL_COUNT])
{
    size_t count = 0, people = 0, first = 0;
    for (size_t i = 0; i < CELL_COUNT; i++) {
        people += cells[i];
        if (i + 1 < CELL_COUNT && (cuts & 1u << i) == 0)
            continue;
        bool is_empty = first == CELL_NOT_TESTED && i == CELL_NOT_TESTED && people == 0;
        if (!is_empty && people < least)
            return 0;
        if (first == CELL_NOT_TESTED && cells[CELL_NOT_TESTED] == 0)
            first = CELL_BAND_1;
        if (!is_empty)
            groups[count++] = (struct cell_group){first, i, people};
        first = i + 1;
        people = 0;
    }
    return count;
}

static size_t
count_each(const size_t cells[CELL_COUNT], struct cell_group groups[CELL_COUNT])
{
    for (size_t i = 0; i < CELL_COUNT; i++)
        groups[i] = (struct cell_group){i, i, cells[i]};
    return CELL_COUNT;
}

/* The test did not ask for it: no secret of anybody. */
static bool
is_untested(const size_t cells[CELL_COUNT])
{
    for (size_t i = CELL_BAND_1; i < CELL_COUNT; i++)
        if (cells[i] > 0)
            return false;
    return true;
}

size_t
small_numbers_group(const size_t cells[CELL_COUNT], size_t least, struct cell_group groups[CELL_COUNT])
{
    struct cell_group tried[CELL_COUNT];
    size_t best = 0, best_smallest = 0;
    bool best_is_halved = false;
    if (least <= 1)
        return count_each(cells, groups);
    if (cells[CELL_NOT_TESTED] > 0 && is_untested(cells)) {
        groups[0] = (struct cell_group){CELL_NOT_TESTED, CELL_NOT_TESTED, cells[CELL_NOT_TESTED]};
        return cells[CELL_NOT_TESTED] >= least;
    }
    for (unsigned cuts = 0; cuts < PARTINGS; cuts++) {
        size_t count = part_cells(cells, cuts, least, tried), smallest = SIZE_MAX;
        bool is_halved = (cuts & HALF_CUT) != 0;
        for (size_t i = 0; i < count; i++)
            smallest = tried[i].people < smallest ? tried[i].people : smallest;
        bool is_better = count > best || (count == best && is_halved && !best_is_halved) ||
                         (count == best && is_halved == best_is_halved && smallest > best_smallest);
        if (count == 0 || !is_better)
            continue;
        best = count;
        best_is_halved = is_halved;
        best_smallest = smallest;
        for (size_t i = 0; i < count; i++)
            groups[i] = tried[i];
    }
    return best;
}

bool
small_numbers_may_say(size_t part, size_t whole)
{
    return part >= SMALLEST_GROUP && (part == whole || whole - part >= SMALLEST_GROUP);
}
