/* keys.h - the keys of a table in an order that repeats: numbers, then texts by their bytes, then
 * false and true. Lua's own order changes from run to run, and a mark must not. */
#ifndef SANDBOX_KEYS_H
#define SANDBOX_KEYS_H

#include <stddef.h>

#include <lua.h>

/* Pushes a list of the keys of the table at `table`; returns how many. Reads raw, charges for the
 * work. A key that has no order (a table, a function) is an error of the script. [-0, +1, v] */
size_t keys_push_sorted(lua_State *lua, int table);

/* Pushes the key that follows the key on top of the stack, popping that; nil stands before the
 * first and after the last. [-1, +1, v] */
void keys_push_next(lua_State *lua, int table);

#endif
