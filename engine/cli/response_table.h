/* response_table.h - a table of answers read from a CSV file: who got what with which item. */
#ifndef CLI_RESPONSE_TABLE_H
#define CLI_RESPONSE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "scoring/scoring.h"

struct response_file {
    char **ids; /* header */
    size_t column_count;
    int8_t *cells; /* [person][column]: category, or RESPONSE_MISSING */
    int *most;     /* per column: the largest category */
    size_t person_count;
};

/* The first line names the items; each further one is a person: 0 to 12, and -1, NA or nothing for what he has not seen.
 * Commas, semicolons or tabs; names may stand in quotes; a byte order mark and CR LF are fine. FAULT_CANNOT: not there.
 * FAULT_INPUT: file, line and column of what is wrong. */
MUST_CHECK enum fault response_file_read(const char *path, struct response_file *out, struct err *err);
void response_file_clear(struct response_file *file);

/* Its answers in the order of a set's items; an item that the file lacks is missing for all. Caller frees ->cells. FAULT_INPUT: the
 * file has an item that the set lacks, or a category above the item's steps. */
MUST_CHECK enum fault response_file_arrange(const struct response_file *file, const char *path, const struct parameter_set *set,
                                            struct response_table *out, struct err *err);
/* A set of one indicator for the file's items: as many steps as the data have. */
void response_file_make_set(const struct response_file *file, struct parameter_set *set);
/* The set in a JSON file. Errors begin with the path. */
MUST_CHECK enum fault read_parameter_file(const char *path, struct parameter_set *set, struct err *err);

#endif
