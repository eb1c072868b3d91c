/* fuzz.h - what a fuzz target is: tests/fuzz/<module>_<what>.c defines this one function and includes this header.
 *
 * libFuzzer (clang, `make fuzz`) calls it with inputs that it makes; replay.c calls it with the files of
 * tests/fuzz/corpus/<module>_<what>/, so that `make test` needs no clang. Both run with ASan and UBSan. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What must hold whatever the input is. */
#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
