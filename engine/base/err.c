/* err.c - one sentence for a person. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

enum fault
err_set(struct err *err, enum fault fault, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
        err->fault = fault;
    }
    return fault;
}

int
err_exit_code(enum fault fault)
{
    static const int codes[] = {
        [FAULT_NONE] = 0,   [FAULT_INPUT] = 1,    [FAULT_USAGE] = 2,
        [FAULT_CANNOT] = 3, [FAULT_CONFLICT] = 3, [FAULT_LIMIT] = 1,
    };
    return codes[fault];
}
