/* budget.h - how much a script may use: steps, processor time, memory. A limit that was hit stays
 * hit: no pcall of the script can swallow it. One struct budget hangs on each state, in its extra
 * space. */
#ifndef SANDBOX_BUDGET_H
#define SANDBOX_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lua.h>

#include "sandbox/arena.h"

enum budget_limit {
    BUDGET_WITHIN,
    BUDGET_STEPS,
    BUDGET_TIME,
    BUDGET_MEMORY,
    BUDGET_BLOCK,
    BUDGET_CALLS,
    BUDGET_TEXT,
    BUDGET_RESULT
};

enum { BUDGET_WHERE_MAX = 100 };

struct budget {
    struct arena arena;
    lua_State *lua;
    uint64_t steps;
    uint64_t steps_at_clock; /* when the processor clock was read last */
    size_t memory;
    size_t memory_peak;
    int refused_count;
    enum budget_limit refused;    /* why the last allocation was refused */
    enum budget_limit hit;        /* BUDGET_WITHIN until a limit ends the script */
    char where[BUDGET_WHERE_MAX]; /* "quiz.lua:12" of what was refused or hit, or "" */
    bool has_words;               /* a source of ours was run: an unknown global is an error */
    uint64_t random[4];           /* math.random, see lua_math.c */
};

/* Makes the state with its allocator and hook. False: no memory. */
bool budget_open(struct budget *budget);
struct budget *budget_of(lua_State *lua);
/* Ends the script with a limit. Does not return. */
_Noreturn void budget_fail(lua_State *lua, enum budget_limit limit);
/* After a protected call: raises again what no pcall may swallow. Returns if the script may go on.
 */
void budget_rethrow(lua_State *lua, int status);
/* True if the end of the script, with this status and the error on top, is a limit; sets
 * budget->hit. */
bool budget_was_hit(lua_State *lua, int status);

#endif
