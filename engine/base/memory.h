/* memory.h - allocation that never returns NULL: out of memory ends the program (exit 3). */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

void *memory_new(size_t size);                                    /* zeroed */
void *memory_new_array(size_t count, size_t size);                /* zeroed, overflow-checked */
void *memory_resize(void *block, size_t count, size_t size);      /* overflow-checked, not zeroed */
char *memory_copy_text(const char *text);                         /* NULL stays NULL */
void *memory_copy(const void *data, size_t len);                  /* never NULL, even for len 0 */
char *memory_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes room for one more element at the end of a growing array: doubles the capacity when full. */
#define MEMORY_GROW(array, count, capacity)                                                        \
    do {                                                                                           \
        if ((count) == (capacity)) {                                                               \
            (capacity) = (capacity) == 0 ? 8 : (capacity) * 2;                                     \
            (array) = memory_resize((array), (capacity), sizeof *(array));                         \
        }                                                                                          \
    } while (0)

#endif
