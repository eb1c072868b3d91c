/* cli_responses.c - bytes that claim to be a table of answers: what is taken has a name a column and a category a cell. */
#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/response_table.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct response_file file;
    struct err err;
    char path[64];
    int memory = memfd_create("answers", 0);
    HOLDS(memory >= 0 && write(memory, data, len) == (ssize_t)len);
    snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
    if (response_file_read(path, &file, &err) == FAULT_NONE) {
        HOLDS(file.column_count > 0 && file.person_count > 0);
        for (size_t i = 0; i < file.column_count; i++)
            HOLDS(file.ids[i][0] != 0 && file.most[i] >= 0 && file.most[i] <= ITEM_STEPS_MAX);
        for (size_t i = 0; i < file.column_count * file.person_count; i++)
            HOLDS(file.cells[i] >= RESPONSE_MISSING && file.cells[i] <= ITEM_STEPS_MAX);
        response_file_clear(&file);
    } else {
        HOLDS(err.text[0] != 0);
    }
    close(memory);
    return 0;
}
