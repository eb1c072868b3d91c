/* framework_mapping.c - answers to one framework as evidence about another. The answers are mapped, never the estimates:
 * what they say is estimated again under the other framework's own tree. */
#include <string.h>

#include "scoring/scoring.h"

const struct framework_mapping *
scoring_find_mapping(const struct frameworks *all, const char *from, const char *to)
{
    for (size_t i = 0; i < all->mapping_count; i++)
        if (strcmp(all->mappings[i].from, from) == 0 && strcmp(all->mappings[i].to, to) == 0)
            return &all->mappings[i];
    return NULL;
}

size_t
scoring_map_outcomes(const struct framework_mapping *mapping, const struct scored_outcome *outcomes, size_t count,
                     struct scored_outcome *out)
{
    size_t made = 0;
    for (size_t n = 0; n < count; n++)
        for (size_t r = 0; r < mapping->row_count; r++) {
            const struct mapping_row *row = &mapping->rows[r];
            if (row->from != outcomes[n].indicator)
                continue;
            out[made] = outcomes[n];
            out[made].indicator = out[made].irt.indicator = row->to;
            out[made].irt.weight = outcomes[n].irt.weight * row->weight;
            made++;
        }
    return made;
}

size_t
scoring_map_items(const struct framework_mapping *mapping, const struct irt_item *items, size_t count,
                  struct irt_item *out)
{
    size_t made = 0;
    for (size_t n = 0; n < count; n++)
        for (size_t r = 0; r < mapping->row_count; r++)
            if (mapping->rows[r].from == items[n].indicator) {
                out[made] = items[n];
                out[made].weight *= mapping->rows[r].weight;
                out[made++].indicator = mapping->rows[r].to;
            }
    return made;
}

/* The row that carries most: one act caps one indicator. */
static const struct mapping_row *
main_row(const struct framework_mapping *mapping, size_t indicator)
{
    const struct mapping_row *main = NULL;
    for (size_t r = 0; r < mapping->row_count; r++)
        if (mapping->rows[r].from == indicator && (main == NULL || mapping->rows[r].weight > main->weight))
            main = &mapping->rows[r];
    return main;
}

size_t
scoring_map_situations(const struct framework_mapping *mapping, const struct safety_situation *situations, size_t count,
                       struct safety_situation *out)
{
    size_t made = 0;
    for (size_t n = 0; n < count; n++) {
        const struct mapping_row *row = main_row(mapping, situations[n].indicator);
        if (row == NULL)
            continue;
        out[made] = situations[n];
        out[made++].indicator = row->to;
    }
    return made;
}
