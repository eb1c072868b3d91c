/* attempt_table.c - `dauso attempt table`: the answers to a quiz as the table that `dauso calibrate` reads.
 *
 * One row an attempt, one column a scored unit, 0..m or empty. Only first answers: what somebody had answered in an earlier
 * attempt is empty. No names, no ids, and the rows stand in the order in which the attempts began. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/attempt_table.h"
#include "cli/room.h"

static void
add_row(const struct measurements *measured, const struct measured_attempt *attempt, struct buffer *out)
{
    for (size_t i = 0; i < measured->column_count; i++) {
        if (i > 0)
            buffer_add_byte(out, ',');
        if (attempt->categories[i] != RESPONSE_MISSING && !attempt->is_repeat[i])
            buffer_print(out, "%d", attempt->categories[i]);
    }
    buffer_add_byte(out, '\n');
}

static bool
has_first_answer(const struct measurements *measured, const struct measured_attempt *attempt)
{
    for (size_t i = 0; i < measured->column_count; i++)
        if (attempt->categories[i] != RESPONSE_MISSING && !attempt->is_repeat[i])
            return true;
    return false;
}

static size_t
write_table(const struct measurements *measured, struct buffer *out)
{
    size_t rows = 0;
    for (size_t i = 0; i < measured->column_count; i++)
        buffer_print(out, "%s%s", i > 0 ? "," : "", measured->columns[i].id);
    buffer_add_byte(out, '\n');
    for (size_t n = 0; n < measured->attempt_count; n++)
        if (has_first_answer(measured, &measured->attempts[n])) {
            add_row(measured, &measured->attempts[n], out);
            rows++;
        }
    return rows;
}

static enum fault
write_out(const struct cli_call *call, const struct buffer *table, struct err *err)
{
    const char *path = cli_value(call, "-o", NULL);
    if (path != NULL)
        return file_write(path, table->data, table->len, 0644, err);
    if (fwrite(table->data, 1, table->len, stdout) != table->len || fflush(stdout) != 0)
        return err_set(err, FAULT_CANNOT, "the table could not be written to standard output");
    return FAULT_NONE;
}

int
attempt_table(const struct cli_call *call, struct classroom *room)
{
    struct measurements measured = {0};
    struct buffer table = {0};
    struct err err;
    char *quiz = NULL;
    int64_t class_id = 0;
    size_t rows = 0;
    enum fault fault = FAULT_NONE;
    if (cli_value(call, "--class", NULL) != NULL)
        fault = cli_find_class(room, cli_value(call, "--class", ""), &class_id, &err);
    if (fault == FAULT_NONE)
        fault = cli_find_quiz(room, cli_value(call, "--quiz", NULL), class_id, &quiz, &err);
    if (fault == FAULT_NONE)
        fault = classroom_measurements(room, quiz, class_id, &measured, &err);
    if (fault == FAULT_NONE) {
        rows = write_table(&measured, &table);
        fault = write_out(call, &table, &err);
    }
    if (fault == FAULT_NONE)
        fprintf(stderr, "%zu attempts, %zu columns%s\n", rows, measured.column_count,
                measured.left_out > 0 ? "; attempts with other items of an older version of the quiz were left out" : "");
    measurements_clear(&measured);
    buffer_clear(&table);
    free(quiz);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}
