/* budget.c - counting. The hook counts instructions, the wrappers charge for work inside C, the
 * allocator counts bytes.
 *
 * Steps, memory, text and block sizes repeat on any machine. Processor time does not: it is the
 * reserve for what one instruction can do unseen (compare two texts of 64 KiB), four times wider
 * than a script that runs into the steps. */
#include "sandbox/budget.h"

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "base/clock.h"
#include "sandbox/sandbox.h"

enum {
    HOOK_STEPS = 200,
    CLOCK_STEPS = 2000,
    REFUSALS_MAX = 8, /* each costs a full garbage collection */
    ARENA_SIZE = 64 << 20,
    TEXT_HEADER_MAX = 64, /* what Lua adds to the bytes of a text */
    LONG_TEXT = 256,
    BYTES_PER_STEP = 16,
    LEVELS_MAX = 64,
    DEEP_CALLS = 1000 /* with so many calls open, the block that is too large is the stack of Lua */
};
static const int64_t TIME_MAX_NS = 800 * 1000000LL;

struct budget *
budget_of(lua_State *lua)
{
    return *(struct budget **)lua_getextraspace(lua);
}

bool
sandbox_where(lua_State *lua, char *out, size_t size)
{
    out[0] = 0;
    lua_Debug frame;
    for (int level = 0; level < LEVELS_MAX && lua_getstack(lua, level, &frame) != 0; level++) {
        lua_getinfo(lua, "Sl", &frame);
        /* '@' marks the chunk of an author, '=' one of ours: see worker.c. */
        if (frame.currentline > 0 && frame.source[0] == '@') {
            snprintf(out, size, "%s:%d", frame.short_src, frame.currentline);
            return true;
        }
    }
    return false;
}

/* Needs one stack slot and no memory. */
_Noreturn static void
raise_limit(lua_State *lua)
{
    lua_pushnil(lua);
    lua_error(lua);
    __builtin_unreachable();
}

static void
end_script(lua_State *lua, lua_Debug *frame)
{
    (void)frame;
    raise_limit(lua);
}

/* From here on every instruction raises again, whatever catches the first error. */
static void
mark_hit(struct budget *budget, enum budget_limit limit)
{
    if (budget->hit != BUDGET_WITHIN)
        return;
    budget->hit = limit;
    lua_sethook(budget->lua, end_script, LUA_MASKCOUNT, 1);
}

void
budget_fail(lua_State *lua, enum budget_limit limit)
{
    struct budget *budget = budget_of(lua);
    if (budget->hit == BUDGET_WITHIN)
        sandbox_where(lua, budget->where, sizeof budget->where);
    mark_hit(budget, limit);
    raise_limit(lua);
}

void
sandbox_charge(lua_State *lua, uint64_t units)
{
    struct budget *budget = budget_of(lua);
    budget->steps += units;
    if (budget->hit != BUDGET_WITHIN)
        budget_fail(lua, budget->hit);
    if (budget->steps > SANDBOX_STEPS_MAX)
        budget_fail(lua, BUDGET_STEPS);
    if (budget->steps - budget->steps_at_clock >= CLOCK_STEPS) {
        budget->steps_at_clock = budget->steps;
        if (clock_thread_cpu_ns() > TIME_MAX_NS)
            budget_fail(lua, BUDGET_TIME);
    }
}

static void
count_steps(lua_State *lua, lua_Debug *frame)
{
    (void)frame;
    sandbox_charge(lua, HOOK_STEPS);
}

static enum budget_limit
check_growth(const struct budget *budget, bool is_text, size_t old_size, size_t new_size)
{
    if (is_text && new_size > SANDBOX_TEXT_MAX + TEXT_HEADER_MAX)
        return BUDGET_TEXT;
    if (new_size > SANDBOX_BLOCK_MAX)
        return BUDGET_BLOCK;
    if (budget->memory - old_size + new_size > SANDBOX_MEMORY_MAX)
        return BUDGET_MEMORY;
    return BUDGET_WITHIN;
}

static void *
refuse(struct budget *budget, enum budget_limit limit)
{
    lua_Debug frame;
    if (limit == BUDGET_BLOCK && budget->lua != NULL &&
        lua_getstack(budget->lua, DEEP_CALLS, &frame))
        limit = BUDGET_CALLS;
    budget->refused = limit;
    if (budget->hit == BUDGET_WITHIN && budget->lua != NULL)
        sandbox_where(budget->lua, budget->where, sizeof budget->where);
    if (++budget->refused_count >= REFUSALS_MAX && budget->lua != NULL)
        mark_hit(budget, limit);
    return NULL;
}

/* lua_Alloc. For a new block old_size is not a size but what the block will be, e.g. LUA_TSTRING.
 */
static void *
allocate(void *context, void *block, size_t old_size, size_t new_size)
{
    struct budget *budget = context;
    bool is_text = block == NULL && old_size == LUA_TSTRING;
    if (block == NULL)
        old_size = 0;
    if (new_size == 0) {
        if (old_size != 0)
            arena_give(&budget->arena, block, old_size);
        budget->memory -= old_size;
        return NULL;
    }
    if (new_size > old_size) {
        enum budget_limit limit = check_growth(budget, is_text, old_size, new_size);
        if (limit != BUDGET_WITHIN)
            return refuse(budget, limit);
    }
    void *result = old_size == 0 ? arena_take(&budget->arena, new_size)
                                 : arena_resize(&budget->arena, block, old_size, new_size);
    if (result == NULL)
        return refuse(budget, BUDGET_MEMORY);
    budget->memory += new_size - old_size;
    if (budget->memory > budget->memory_peak)
        budget->memory_peak = budget->memory;
    if (is_text && new_size > LONG_TEXT)
        budget->steps += new_size / BYTES_PER_STEP;
    return result;
}

bool
budget_open(struct budget *budget)
{
    *budget = (struct budget){0};
    if (!arena_open(&budget->arena, ARENA_SIZE))
        return false;
    lua_State *lua = lua_newstate(allocate, budget);
    if (lua == NULL)
        return false;
    *(struct budget **)lua_getextraspace(lua) = budget;
    budget->lua = lua;
    lua_sethook(lua, count_steps, LUA_MASKCOUNT, HOOK_STEPS);
    return true;
}

bool
budget_was_hit(lua_State *lua, int status)
{
    struct budget *budget = budget_of(lua);
    if (budget->hit != BUDGET_WITHIN)
        return true;
    bool lacks_memory = status == LUA_ERRMEM;
    /* The library's own buffers report a refused allocation as a plain error with this text. */
    if (status == LUA_ERRRUN && budget->refused != BUDGET_WITHIN &&
        lua_type(lua, -1) == LUA_TSTRING)
        lacks_memory = strcmp(lua_tostring(lua, -1), "not enough memory") == 0;
    if (lacks_memory)
        mark_hit(budget, budget->refused != BUDGET_WITHIN ? budget->refused : BUDGET_MEMORY);
    return lacks_memory;
}

void
budget_rethrow(lua_State *lua, int status)
{
    if (status != LUA_OK && budget_was_hit(lua, status))
        lua_error(lua);
}
