/* lua_base.c - the global functions of a script. pcall that cannot swallow a limit, pairs and next
 * in an order that repeats, tostring without addresses. */
#include <lauxlib.h>

#include "sandbox/budget.h"
#include "sandbox/environment.h"
#include "sandbox/keys.h"
#include "sandbox/sandbox.h"

enum { PCALL_COST = 10, FAILURE_COST = 100, NUMERAL_MAX = 64, BYTES_PER_STEP = 8 };

static int
base_pcall(lua_State *lua)
{
    luaL_checkany(lua, 1);
    sandbox_charge(lua, PCALL_COST);
    lua_pushboolean(lua, true);
    lua_insert(lua, 1);
    int status = lua_pcall(lua, lua_gettop(lua) - 2, LUA_MULTRET, 0);
    budget_rethrow(lua, status);
    if (status == LUA_OK)
        return lua_gettop(lua);
    lua_pushboolean(lua, false);
    lua_insert(lua, -2);
    sandbox_charge(lua, FAILURE_COST);
    return 2;
}

static int
base_next(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_settop(lua, 2);
    keys_push_next(lua, 1);
    if (lua_isnil(lua, -1))
        return 1;
    lua_pushvalue(lua, -1);
    lua_rawget(lua, 1);
    return 2;
}

/* Upvalues: the table, its keys, how many were passed, how many there are. What was removed
 * meanwhile is left out. */
static int
step_pairs(lua_State *lua)
{
    lua_Integer at = lua_tointeger(lua, lua_upvalueindex(3));
    lua_Integer count = lua_tointeger(lua, lua_upvalueindex(4));
    while (at < count) {
        at++;
        sandbox_charge(lua, 2);
        lua_rawgeti(lua, lua_upvalueindex(2), at);
        lua_pushvalue(lua, -1);
        if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL) {
            lua_pushinteger(lua, at);
            lua_replace(lua, lua_upvalueindex(3));
            return 2;
        }
        lua_pop(lua, 2);
    }
    lua_pushinteger(lua, at);
    lua_replace(lua, lua_upvalueindex(3));
    lua_pushnil(lua);
    return 1;
}

static int
base_pairs(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_settop(lua, 1);
    lua_pushvalue(lua, 1);
    size_t count = keys_push_sorted(lua, 1);
    lua_pushinteger(lua, 0);
    lua_pushinteger(lua, (lua_Integer)count);
    lua_pushcclosure(lua, step_pairs, 4);
    lua_pushvalue(lua, 1);
    lua_pushnil(lua);
    return 3;
}

static int
base_tostring(lua_State *lua)
{
    luaL_checkany(lua, 1);
    lua_settop(lua, 1);
    switch (lua_type(lua, 1)) {
    case LUA_TSTRING: break;
    case LUA_TNUMBER: lua_tolstring(lua, 1, NULL); break;
    case LUA_TBOOLEAN: lua_pushstring(lua, lua_toboolean(lua, 1) ? "true" : "false"); break;
    case LUA_TNIL: lua_pushliteral(lua, "nil"); break;
    default: lua_pushfstring(lua, "<%s>", luaL_typename(lua, 1));
    }
    return 1;
}

static int
base_tonumber(lua_State *lua)
{
    if (lua_type(lua, 1) == LUA_TSTRING) {
        size_t len = lua_rawlen(lua, 1);
        sandbox_charge(lua, len / BYTES_PER_STEP);
        if (!lua_isnoneornil(lua, 2))
            luaL_argcheck(lua, len <= NUMERAL_MAX, 1, "at most 64 digits");
    }
    return environment_call_stock(lua);
}

const struct plain_word LUA_BASE_WORDS[] = {
    {"assert", NULL},
    {"error", NULL},
    {"ipairs", NULL},
    {"next", base_next},
    {"pairs", base_pairs},
    {"pcall", base_pcall},
    {"select", NULL},
    {"tonumber", base_tonumber},
    {"tostring", base_tostring},
    {"type", NULL},
    {NULL, NULL},
};
