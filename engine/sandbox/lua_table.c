/* lua_table.c - table, charged by what moves. sort is our own: merge sort, because the stock one
 * asks the clock for a pivot and leaves equal values in an order that depends on it. No move: it
 * loops inside one call. */
#include <lauxlib.h>

#include "sandbox/budget.h"
#include "sandbox/environment.h"
#include "sandbox/sandbox.h"

enum { SORT_MAX = 10000, UNPACK_MAX = 250, COMPARE_COST = 6, BYTES_PER_STEP = 16 };
enum { TABLE = 1, LESS = 2, FROM = 3, TO = 4 }; /* stack of table_sort */

/* insert and remove in the middle move everything behind: (table, position, …) */
static int
charge_move(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_Integer len = (lua_Integer)lua_rawlen(lua, 1);
    int is_number = 0;
    lua_Integer position = lua_tointegerx(lua, 2, &is_number);
    if (is_number && lua_gettop(lua) > 1 && position > 0 && position < len)
        sandbox_charge(lua, (uint64_t)(len - position));
    return environment_call_stock(lua);
}

static int
table_concat(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    uint64_t len = lua_rawlen(lua, 1);
    sandbox_charge(lua, 1 + len * 4);
    int count = environment_call_stock(lua);
    sandbox_charge(lua, lua_rawlen(lua, -1) / BYTES_PER_STEP);
    return count;
}

static int
table_unpack(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_Integer from = luaL_optinteger(lua, 2, 1);
    lua_Integer to = lua_isnoneornil(lua, 3) ? luaL_len(lua, 1) : luaL_checkinteger(lua, 3);
    if (from <= to && (lua_Unsigned)to - (lua_Unsigned)from >= UNPACK_MAX)
        return luaL_error(lua, "at most %d values at once", UNPACK_MAX);
    return environment_call_stock(lua);
}

/* Leaves both values on the stack for the caller to use. [-0, +2, e] */
static bool
push_and_compare(lua_State *lua, lua_Integer left, lua_Integer right)
{
    lua_rawgeti(lua, FROM, left);
    lua_rawgeti(lua, FROM, right);
    uint64_t cost = COMPARE_COST;
    if (lua_type(lua, -1) == LUA_TSTRING)
        cost += lua_rawlen(lua, -1) / BYTES_PER_STEP;
    sandbox_charge(lua, cost);
    if (lua_isnil(lua, LESS))
        return lua_compare(lua, -1, -2, LUA_OPLT);
    lua_pushvalue(lua, LESS);
    lua_pushvalue(lua, -2);
    lua_pushvalue(lua, -4);
    lua_call(lua, 2, 1);
    bool is_less = lua_toboolean(lua, -1);
    lua_pop(lua, 1);
    return is_less;
}

/* Merges the runs [start, middle) and [middle, end) of FROM into TO. The right one goes first only
 * if it is less. */
static void
merge_runs(lua_State *lua, lua_Integer start, lua_Integer middle, lua_Integer end)
{
    lua_Integer left = start, right = middle;
    for (lua_Integer at = start; at < end; at++) {
        if (left < middle && right < end) {
            bool takes_right = push_and_compare(lua, left, right);
            lua_pop(lua, takes_right ? 0 : 1);
            lua_rawseti(lua, TO, at);
            lua_settop(lua, TO);
            left += !takes_right;
            right += takes_right;
        } else {
            lua_rawgeti(lua, FROM, left < middle ? left++ : right++);
            lua_rawseti(lua, TO, at);
        }
    }
}

static lua_Integer
smaller(lua_Integer a, lua_Integer b)
{
    return a < b ? a : b;
}

static int
table_sort(lua_State *lua)
{
    luaL_checktype(lua, TABLE, LUA_TTABLE);
    lua_settop(lua, LESS);
    if (!lua_isnil(lua, LESS))
        luaL_checktype(lua, LESS, LUA_TFUNCTION);
    lua_Integer count = (lua_Integer)lua_rawlen(lua, TABLE);
    if (count > SORT_MAX)
        return luaL_error(lua, "sort takes at most %d values", SORT_MAX);
    sandbox_charge(lua, 1 + (uint64_t)count * 2);
    lua_createtable(lua, (int)count, 0);
    lua_createtable(lua, (int)count, 0);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(lua, TABLE, i);
        lua_rawseti(lua, FROM, i);
    }
    for (lua_Integer width = 1; width < count; width *= 2) {
        for (lua_Integer start = 1; start <= count; start += 2 * width)
            merge_runs(lua, start, smaller(start + width, count + 1),
                       smaller(start + 2 * width, count + 1));
        lua_insert(lua, FROM); /* what was merged is what the next round reads */
    }
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(lua, FROM, i);
        lua_rawseti(lua, TABLE, i);
    }
    return 0;
}

const struct plain_word LUA_TABLE_WORDS[] = {
    {"concat", table_concat}, {"insert", charge_move},  {"pack", NULL}, {"remove", charge_move},
    {"sort", table_sort},     {"unpack", table_unpack}, {NULL, NULL},
};
