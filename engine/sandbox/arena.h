/* arena.h - memory for one Lua state that needs nothing from malloc.
 *
 * The worker is forked from a server that may have threads, so the heap that it inherits is not its
 * own to grow. The arena is one mapping; blocks come from size classes and go back to them. Nothing
 * is ever merged: the worker is short. */
#ifndef SANDBOX_ARENA_H
#define SANDBOX_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ARENA_CLASS_COUNT = 104, ARENA_BLOCK_MAX = 1 << 20 };

struct arena {
    uint8_t *start;
    size_t size;
    size_t used;
    void *free_blocks[ARENA_CLASS_COUNT];
};

bool arena_open(struct arena *arena, size_t size); /* false: no address space */
void arena_close(struct arena *arena);
/* NULL if the arena is full. size is 1 to ARENA_BLOCK_MAX; blocks are aligned to 16. */
void *arena_take(struct arena *arena, size_t size);
void arena_give(struct arena *arena, void *block, size_t size); /* size as it was asked for */
/* NULL only when growing: a block that shrinks stays valid whatever happens. */
void *arena_resize(struct arena *arena, void *block, size_t old_size, size_t new_size);

#endif
