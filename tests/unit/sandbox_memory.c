/* sandbox_memory.c - the arena, and our C code when any allocation of the state fails. */
#include "unit.h"

#include <stdlib.h>

#include <lauxlib.h>
#include <lua.h>

#include "sandbox/arena.h"
#include "sandbox/budget.h"
#include "sandbox/environment.h"
#include "sandbox/result.h"

TEST(blocks_do_not_overlap_and_keep_their_bytes)
{
    enum { COUNT = 400 };
    struct arena arena;
    uint8_t *blocks[COUNT];
    size_t sizes[COUNT];
    CHECK(arena_open(&arena, 64 << 20));
    for (size_t i = 0; i < COUNT; i++) {
        sizes[i] = 1 + i * i % 70000;
        blocks[i] = arena_take(&arena, sizes[i]);
        CHECK(blocks[i] != NULL && (uintptr_t)blocks[i] % 16 == 0);
        memset(blocks[i], (int)(i % 251), sizes[i]);
    }
    for (size_t i = 0; i < COUNT; i += 2) { /* half of them move */
        size_t size = 1 + i * 977 % 90000;
        blocks[i] = arena_resize(&arena, blocks[i], sizes[i], size);
        CHECK(blocks[i] != NULL);
        for (size_t j = 0; j < sizes[i] && j < size; j++)
            if (blocks[i][j] != i % 251) {
                CHECK(!"the bytes moved along");
                break;
            }
        sizes[i] = size;
        memset(blocks[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < COUNT; i++) {
        size_t right = 0;
        while (right < sizes[i] && blocks[i][right] == i % 251)
            right++;
        CHECK(right == sizes[i]);
    }
    arena_close(&arena);
}

TEST(what_was_given_back_is_taken_again)
{
    struct arena arena;
    CHECK(arena_open(&arena, 1 << 20));
    for (size_t size = 1; size <= 300000; size += 997) {
        void *first = arena_take(&arena, size);
        CHECK(first != NULL);
        arena_give(&arena, first, size);
        CHECK(arena_take(&arena, size) == first);
        arena_give(&arena, first, size);
        if (arena.used > arena.size / 2) {
            arena_close(&arena);
            CHECK(arena_open(&arena, 1 << 20));
        }
    }
    arena_close(&arena);
}

TEST(a_full_arena_says_so_and_still_shrinks)
{
    struct arena arena;
    CHECK(arena_open(&arena, 64 << 10));
    void *whole = arena_take(&arena, 64 << 10);
    CHECK(whole != NULL);
    CHECK(arena_take(&arena, 1) == NULL);
    CHECK(arena_resize(&arena, whole, 64 << 10, 100) == whole);
    arena_close(&arena);
}

struct failing {
    size_t count;
    size_t fails_at; /* the count at which an allocation is refused, 0 = never */
    bool and_after;
};

static void *
allocate_or_fail(void *context, void *block, size_t old_size, size_t new_size)
{
    struct failing *failing = context;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    bool is_growing = block == NULL || new_size > old_size;
    if (is_growing) {
        failing->count++;
        if (failing->fails_at != 0 && (failing->count == failing->fails_at ||
                                       (failing->and_after && failing->count > failing->fails_at)))
            return NULL;
    }
    return realloc(block, new_size);
}

static int
build_environment(lua_State *lua)
{
    lua_newtable(lua);
    environment_build(lua);
    return 0;
}

static const char SCRIPT[] =
    "local t = {}\n"
    "for i = 1, 30 do t['k' .. i] = ('x'):rep(i) .. string.format('%d %s', i, 'y'):upper() end\n"
    "local keys = {} for k in pairs(t) do keys[#keys + 1] = k end\n"
    "table.sort(keys, function(a, b) return a > b end)\n"
    "local ok, why = pcall(function() error('no ' .. tostring({})) end)\n"
    "next(t) next(t, 'k3') math.random(5)\n"
    "g = utf8.char(7871) .. table.concat(keys, ',')\n"
    "return {keys = keys, why = why, n = {1, 2.5, {a = {table.unpack(keys)}}}}";

/* Runs SCRIPT in this process, with the n-th allocation refused. Returns how many there were;
 * *has_run: it came through. */
static size_t
run_with_failure(size_t fails_at, bool and_after, bool *has_run)
{
    struct failing failing = {.fails_at = fails_at, .and_after = and_after};
    struct budget budget = {0};
    char json[8192];
    struct result result = {json, 0, sizeof json};
    *has_run = false;
    lua_State *lua = lua_newstate(allocate_or_fail, &failing);
    if (lua == NULL)
        return failing.count;
    *(struct budget **)lua_getextraspace(lua) = &budget;
    budget.lua = lua;
    lua_pushcfunction(lua, build_environment);
    if (lua_pcall(lua, 0, 0, 0) == LUA_OK) {
        environment_settle(lua);
        if (luaL_loadbufferx(lua, SCRIPT, sizeof SCRIPT - 1, "@quiz.lua", "t") == LUA_OK) {
            environment_give_author(lua);
            lua_pushcfunction(lua, result_write);
            lua_insert(lua, 1);
            lua_pushlightuserdata(lua, &result);
            lua_insert(lua, 2);
            *has_run = lua_pcall(lua, 0, 1, 0) == LUA_OK && lua_pcall(lua, 2, 0, 0) == LUA_OK;
        }
    }
    lua_close(lua);
    return failing.count;
}

TEST(every_single_refused_allocation_is_survived)
{
    bool has_run;
    size_t count = run_with_failure(0, false, &has_run);
    CHECK(has_run && count > 300);
    for (size_t i = 1; i <= count; i++)
        run_with_failure(i, false, &has_run);
}

TEST(memory_that_stays_away_is_survived)
{
    bool has_run;
    size_t count = run_with_failure(0, false, &has_run);
    for (size_t i = 1; i <= count; i++) {
        run_with_failure(i, true, &has_run);
        if (has_run && i < count / 2)
            CHECK(!"half of the allocations are missing, so it cannot have run");
    }
}

int
main(void)
{
    RUN(blocks_do_not_overlap_and_keep_their_bytes);
    RUN(what_was_given_back_is_taken_again);
    RUN(a_full_arena_says_so_and_still_shrinks);
    RUN(every_single_refused_allocation_is_survived);
    RUN(memory_that_stays_away_is_survived);
    return unit_end();
}
