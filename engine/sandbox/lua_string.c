/* lua_string.c - string and utf8, charged by length. No find, match, gmatch, gsub: stock patterns
 * can run for ever inside one call (SECURITY.md 2.2). */
#include <string.h>

#include <lauxlib.h>

#include "sandbox/budget.h"
#include "sandbox/environment.h"
#include "sandbox/sandbox.h"

enum {
    BYTES_PER_STEP = 8,
    COPIED_PER_STEP = 16,
    FORMAT_MAX = 4096,
    FIELD_COST = 300,
    VALUES_MAX = 250
};

/* For what reads its whole first argument. */
static int
charge_whole(lua_State *lua)
{
    if (lua_type(lua, 1) == LUA_TSTRING)
        sandbox_charge(lua, 1 + lua_rawlen(lua, 1) / BYTES_PER_STEP);
    return environment_call_stock(lua);
}

/* For what costs as much as it gives back. */
static int
charge_result(lua_State *lua)
{
    int count = environment_call_stock(lua);
    uint64_t cost = (uint64_t)count;
    if (count == 1 && lua_type(lua, -1) == LUA_TSTRING)
        cost += lua_rawlen(lua, -1) / COPIED_PER_STEP;
    luaL_checkstack(lua, 1, NULL);
    sandbox_charge(lua, cost);
    return count;
}

/* byte and codepoint put a value on the stack for each letter: (text, from = 1, to = from) */
static int
check_values(lua_State *lua)
{
    size_t len;
    luaL_checklstring(lua, 1, &len);
    lua_Integer from = luaL_optinteger(lua, 2, 1);
    lua_Integer to = luaL_optinteger(lua, 3, from);
    if (from < 0)
        from = -from > (lua_Integer)len ? 1 : (lua_Integer)len + from + 1;
    if (to < 0)
        to = (lua_Integer)len + to + 1;
    if (to > (lua_Integer)len)
        to = (lua_Integer)len;
    if (from <= to && to - from >= VALUES_MAX)
        return luaL_error(lua, "at most %d letters at once", VALUES_MAX);
    return charge_result(lua);
}

static int
string_rep(lua_State *lua)
{
    size_t len, gap_len;
    luaL_checklstring(lua, 1, &len);
    lua_Integer count = luaL_checkinteger(lua, 2);
    luaL_optlstring(lua, 3, "", &gap_len);
    size_t unit = len + gap_len;
    if (count <= 0 || unit == 0) {
        lua_pushliteral(lua, "");
        return 1;
    }
    if (count > SANDBOX_TEXT_MAX || unit > SANDBOX_TEXT_MAX ||
        unit * (size_t)count - gap_len > SANDBOX_TEXT_MAX)
        budget_fail(lua, BUDGET_TEXT);
    sandbox_charge(lua, 1 + (uint64_t)count + unit * (size_t)count / COPIED_PER_STEP);
    return environment_call_stock(lua);
}

/* %p shows addresses, %q and a table's %s too; %s of anything else is a text. */
static void
check_format(lua_State *lua, const char *format, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (format[i] != '%')
            continue;
        i += 1 + strspn(format + i + 1, "-+ #0123456789.");
        luaL_argcheck(lua, i >= len || (format[i] != 'p' && format[i] != 'q'), 1,
                      "no %p and no %q");
    }
}

static int
string_format(lua_State *lua)
{
    size_t len;
    const char *format = luaL_checklstring(lua, 1, &len);
    luaL_argcheck(lua, len <= FORMAT_MAX, 1, "at most 4096 bytes");
    check_format(lua, format, len);
    uint64_t cost = len / BYTES_PER_STEP;
    for (int i = 2; i <= lua_gettop(lua); i++) {
        int type = lua_type(lua, i);
        if (type != LUA_TNIL && type != LUA_TBOOLEAN && type != LUA_TNUMBER && type != LUA_TSTRING)
            return luaL_argerror(lua, i,
                                 lua_pushfstring(lua, "text, number or boolean expected, got %s",
                                                 lua_typename(lua, type)));
        cost += FIELD_COST + (type == LUA_TSTRING ? lua_rawlen(lua, i) / BYTES_PER_STEP : 0);
    }
    sandbox_charge(lua, cost);
    return environment_call_stock(lua);
}

const struct plain_word LUA_STRING_WORDS[] = {
    {"byte", check_values},    {"char", charge_result},
    {"format", string_format}, {"len", NULL},
    {"lower", charge_whole},   {"rep", string_rep},
    {"reverse", charge_whole}, {"sub", charge_result},
    {"upper", charge_whole},   {NULL, NULL},
};

const struct plain_word LUA_UTF8_WORDS[] = {
    {"char", charge_result},
    {"charpattern", NULL},
    {"codepoint", check_values},
    {"codes", NULL},
    {"len", charge_whole},
    {"offset", charge_whole},
    {NULL, NULL},
};
