/* result.h - a Lua value as JSON, written without trusting anything of the value: no metamethods,
 * bounded depth, bounded length, names in order. */
#ifndef SANDBOX_RESULT_H
#define SANDBOX_RESULT_H

#include <stddef.h>

#include <lua.h>

enum { RESULT_DEPTH_MAX = 64 };

struct result {
    char *data; /* given by the caller, `max` bytes */
    size_t len;
    size_t max;
};

/* A function for lua_pcall: (light userdata of struct result, value). An error of the script names
 * the place in the value. */
int result_write(lua_State *lua);

#endif
