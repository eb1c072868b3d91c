/* arena.c - size classes over one mapping: steps of 16 bytes up to 1 KiB, then four classes to each
 * doubling. */
#include "sandbox/arena.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>

enum { SMALL_STEP = 16, SMALL_MAX = 1024, SMALL_CLASSES = SMALL_MAX / SMALL_STEP, SMALL_BITS = 10 };

struct size_class {
    size_t index;
    size_t block_size;
};

static struct size_class
find_class(size_t size)
{
    assert(size > 0 && size <= ARENA_BLOCK_MAX);
    if (size <= SMALL_MAX) {
        size_t index = (size - 1) / SMALL_STEP;
        return (struct size_class){index, (index + 1) * SMALL_STEP};
    }
    unsigned top_bit = 63 - (unsigned)__builtin_clzll(size - 1);
    unsigned shift = top_bit - 2;
    size_t quarter = (size - 1) >> shift; /* 4 to 7 */
    return (struct size_class){SMALL_CLASSES + (top_bit - SMALL_BITS) * 4 + (quarter - 4),
                               (quarter + 1) << shift};
}

bool
arena_open(struct arena *arena, size_t size)
{
    *arena = (struct arena){0};
    void *start = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED)
        return false;
    arena->start = start;
    arena->size = size;
    return true;
}

void
arena_close(struct arena *arena)
{
    if (arena->start != NULL)
        munmap(arena->start, arena->size);
    *arena = (struct arena){0};
}

void *
arena_take(struct arena *arena, size_t size)
{
    struct size_class class = find_class(size);
    void *block = arena->free_blocks[class.index];
    if (block != NULL) {
        memcpy(&arena->free_blocks[class.index], block, sizeof(void *));
        return block;
    }
    if (arena->size - arena->used < class.block_size)
        return NULL;
    block = arena->start + arena->used;
    arena->used += class.block_size;
    return block;
}

void
arena_give(struct arena *arena, void *block, size_t size)
{
    struct size_class class = find_class(size);
    memcpy(block, &arena->free_blocks[class.index], sizeof(void *));
    arena->free_blocks[class.index] = block;
}

void *
arena_resize(struct arena *arena, void *block, size_t old_size, size_t new_size)
{
    if (find_class(old_size).index == find_class(new_size).index)
        return block;
    void *moved = arena_take(arena, new_size);
    if (moved == NULL)
        return new_size < old_size ? block : NULL;
    memcpy(moved, block, old_size < new_size ? old_size : new_size);
    arena_give(arena, block, old_size);
    return moved;
}
