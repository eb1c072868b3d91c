/* environment.h - the globals that a source sees, built from nothing. Sources of ours and of
 * authors have tables of their own, so nothing that an author assigns can reach our code. */
#ifndef SANDBOX_ENVIRONMENT_H
#define SANDBOX_ENVIRONMENT_H

#include <stdbool.h>

#include <lua.h>

/* A name of the plain words. own NULL: what stock Lua has under that name; otherwise own, a closure
 * whose only upvalue is what stock Lua has (nil if nothing). */
struct plain_word {
    const char *name;
    lua_CFunction own;
};

/* The words of one lua_<word>.c; the tables end with a NULL name. */
extern const struct plain_word LUA_BASE_WORDS[], LUA_STRING_WORDS[], LUA_TABLE_WORDS[],
    LUA_MATH_WORDS[], LUA_UTF8_WORDS[], LUA_TEXT_WORDS[];

/* Runs the stock function in the place of its wrapper: same arguments, same name and line in
 * errors. */
int environment_call_stock(lua_State *lua);

/* Builds both global tables. The table `host` is to be on top. [-1, +0, m] */
void environment_build(lua_State *lua);

/* Before and after a source of ours: it sees `host` only while it is being loaded. */
void environment_show_host(lua_State *lua, bool is_shown);

/* Before a source of an author: the words of ours win over plain words of the same name. */
void environment_settle(lua_State *lua);

/* Makes the function on top run with the author's globals. [-0, +0, -] */
void environment_give_author(lua_State *lua);

#endif
