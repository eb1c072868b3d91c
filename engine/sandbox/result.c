/* result.c - the value is walked with raw access only. The recursion goes as deep as the value, at
 * most RESULT_DEPTH_MAX; the same walk finds a table inside itself. */
#include "sandbox/result.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "base/text.h"
#include "sandbox/budget.h"
#include "sandbox/keys.h"
#include "sandbox/sandbox.h"

enum { VALUE_COST = 10, BYTES_PER_STEP = 8, PLACE_MAX = 200, NAME_SHOWN = 40 };

struct walk {
    struct result *out;
    int depth;
    const void *tables[RESULT_DEPTH_MAX];
    char place[PLACE_MAX]; /* "items[3].amount" */
    size_t place_len;
};

static void write_value(lua_State *lua, struct walk *walk, int at);

static const char *
name_place(const struct walk *walk)
{
    return walk->place_len == 0 ? "the result" : walk->place;
}

static void
add(lua_State *lua, struct walk *walk, const char *data, size_t len)
{
    struct result *out = walk->out;
    if (out->max - out->len < len)
        budget_fail(lua, BUDGET_RESULT);
    memcpy(out->data + out->len, data, len);
    out->len += len;
}

static void
add_text(lua_State *lua, struct walk *walk, const char *text)
{
    add(lua, walk, text, strlen(text));
}

static void
write_string(lua_State *lua, struct walk *walk, int at)
{
    size_t len;
    const char *text = lua_tolstring(lua, at, &len);
    sandbox_charge(lua, len / BYTES_PER_STEP);
    if (!text_is_utf8(text, len))
        luaL_error(lua, "%s holds a text that is not UTF-8 or has a zero byte", name_place(walk));
    add_text(lua, walk, "\"");
    size_t from = 0; /* of the bytes that stand as they are */
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)text[i];
        char escaped[8];
        if (byte >= 0x20 && byte != 0x7f && byte != '"' && byte != '\\')
            continue;
        snprintf(escaped, sizeof escaped, byte < 0x20 || byte == 0x7f ? "\\u%04x" : "\\%c", byte);
        add(lua, walk, text + from, i - from);
        add_text(lua, walk, escaped);
        from = i + 1;
    }
    add(lua, walk, text + from, len - from);
    add_text(lua, walk, "\"");
}

static void
write_number(lua_State *lua, struct walk *walk, int at)
{
    char text[40];
    if (lua_isinteger(lua, at)) {
        snprintf(text, sizeof text, "%lld", (long long)lua_tointeger(lua, at));
    } else {
        double number = lua_tonumber(lua, at);
        if (!isfinite(number))
            luaL_error(lua, "%s is not a number that can be written (%s)", name_place(walk),
                       isnan(number) ? "0/0" : "infinite");
        snprintf(text, sizeof text, "%.17g", number);
    }
    add_text(lua, walk, text);
}

/* Lengthens the place by the key on top of the stack and returns the length before. */
static size_t
enter_place(lua_State *lua, struct walk *walk)
{
    size_t before = walk->place_len, room = PLACE_MAX - before;
    char *end = walk->place + before;
    int added;
    if (lua_isinteger(lua, -1))
        added = snprintf(end, room, "[%lld]", (long long)lua_tointeger(lua, -1));
    else
        added = snprintf(end, room, "%s%.*s", before == 0 ? "" : ".", NAME_SHOWN,
                         lua_tostring(lua, -1));
    walk->place_len += (size_t)added < room ? (size_t)added : room - 1;
    return before;
}

static void
leave_place(struct walk *walk, size_t before)
{
    walk->place_len = before;
    walk->place[before] = 0;
}

/* A list has the keys 1 to count and no other. `keys` is the sorted list of keys. */
static bool
is_list(lua_State *lua, int keys, size_t count)
{
    if (count == 0)
        return false;
    lua_rawgeti(lua, keys, 1);
    lua_rawgeti(lua, keys, (lua_Integer)count);
    bool answer = lua_isinteger(lua, -2) && lua_tointeger(lua, -2) == 1 && lua_isinteger(lua, -1) &&
                  lua_tointeger(lua, -1) == (lua_Integer)count;
    lua_pop(lua, 2);
    if (!answer)
        return false;
    /* Sorted, first 1, last count: only a real number in between (1.5) can still make it no list.
     */
    for (size_t i = 2; i < count; i++) {
        lua_rawgeti(lua, keys, (lua_Integer)i);
        answer = answer && lua_isinteger(lua, -1);
        lua_pop(lua, 1);
    }
    return answer;
}

static void
write_members(lua_State *lua, struct walk *walk, int table, size_t count)
{
    int keys = lua_gettop(lua);
    bool as_list = is_list(lua, keys, count);
    add_text(lua, walk, as_list ? "[" : "{");
    for (size_t i = 1; i <= count; i++) {
        lua_rawgeti(lua, keys, (lua_Integer)i);
        if (!as_list && lua_type(lua, -1) != LUA_TSTRING)
            luaL_error(lua, "%s mixes names with numbers or yes/no as keys, or its list has a hole",
                       name_place(walk));
        size_t before = enter_place(lua, walk);
        if (i > 1)
            add_text(lua, walk, ",");
        if (!as_list) {
            write_string(lua, walk, lua_gettop(lua));
            add_text(lua, walk, ":");
        }
        lua_rawget(lua, table);
        write_value(lua, walk, lua_gettop(lua));
        lua_settop(lua, keys);
        leave_place(walk, before);
    }
    add_text(lua, walk, as_list ? "]" : "}");
}

static void
write_table(lua_State *lua, struct walk *walk, int at)
{
    if (walk->depth == RESULT_DEPTH_MAX)
        luaL_error(lua, "%s is nested more than %d deep", name_place(walk), RESULT_DEPTH_MAX);
    const void *self = lua_topointer(lua, at);
    for (int i = 0; i < walk->depth; i++)
        if (walk->tables[i] == self)
            luaL_error(lua, "%s is a table inside itself", name_place(walk));
    walk->tables[walk->depth++] = self;
    luaL_checkstack(lua, 12, "result");
    size_t count = keys_push_sorted(lua, at);
    write_members(lua, walk, at, count);
    lua_pop(lua, 1);
    walk->depth--;
}

static void
write_value(lua_State *lua, struct walk *walk, int at)
{
    sandbox_charge(lua, VALUE_COST);
    switch (lua_type(lua, at)) {
    case LUA_TNIL: add_text(lua, walk, "null"); break;
    case LUA_TBOOLEAN: add_text(lua, walk, lua_toboolean(lua, at) ? "true" : "false"); break;
    case LUA_TNUMBER: write_number(lua, walk, at); break;
    case LUA_TSTRING: write_string(lua, walk, at); break;
    case LUA_TTABLE: write_table(lua, walk, at); break;
    default:
        luaL_error(lua, "%s is a %s, which cannot be kept", name_place(walk),
                   luaL_typename(lua, at));
    }
}

int
result_write(lua_State *lua)
{
    struct walk walk = {.out = lua_touserdata(lua, 1)};
    walk.out->len = 0;
    write_value(lua, &walk, 2);
    return 0;
}
