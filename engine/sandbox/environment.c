/* environment.c - four tables in the registry: our globals, the author's globals, what was plain at
 * the beginning (whatever differs from that is a word of ours), and host.
 *
 * An author's global table holds copies of the plain words. A name that is not in it is looked up
 * among the words of ours; so an author may hide `pairs` from himself, but never change a word or a
 * library for the code of ours. */
#include "sandbox/environment.h"

#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "base/text.h"
#include "sandbox/budget.h"
#include "sandbox/sandbox.h"

enum { CANDIDATES_MAX = 400, WORD_LEN_MAX = 40, SUGGEST_COST = 20000 };

/* Only their addresses count: keys of the registry. */
static const char OUR_GLOBALS = 'o', AUTHOR_GLOBALS = 'a', PLAIN_WORDS = 'p', HOST = 'h';

int
environment_call_stock(lua_State *lua)
{
    return lua_tocfunction(lua, lua_upvalueindex(1))(lua);
}

/* Pushes the value of key (at stack index `key`) if it is a word of ours. [-0, +0|1, -] */
static bool
push_word(lua_State *lua, int key)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &OUR_GLOBALS);
    lua_pushvalue(lua, key);
    lua_rawget(lua, -2);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &PLAIN_WORDS);
    lua_pushvalue(lua, key);
    lua_rawget(lua, -2);
    bool is_word = !lua_isnil(lua, -3) && !lua_rawequal(lua, -1, -3);
    lua_pop(lua, 2);
    lua_replace(lua, -2);
    if (!is_word)
        lua_pop(lua, 1);
    return is_word;
}

static size_t
add_candidates(lua_State *lua, const void *table, const char **names, size_t count)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, table);
    lua_pushnil(lua);
    while (count < CANDIDATES_MAX && lua_next(lua, -2) != 0) {
        bool is_theirs = table == &AUTHOR_GLOBALS;
        if (lua_type(lua, -2) == LUA_TSTRING &&
            (is_theirs || push_word(lua, lua_absindex(lua, -2)))) {
            names[count++] = lua_tostring(lua, -2 - !is_theirs);
            lua_settop(lua, is_theirs ? -1 : -2);
        }
        lua_pop(lua, 1);
    }
    return count;
}

/* The first of equally near words must not depend on the order of Lua's tables. */
static void
sort_names(const char **names, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const char *moving = names[i];
        size_t at = i;
        for (; at > 0 && strcmp(names[at - 1], moving) > 0; at--)
            names[at] = names[at - 1];
        names[at] = moving;
    }
}

static int
refuse_unknown(lua_State *lua, const char *name)
{
    const char *names[CANDIDATES_MAX];
    const char *meant = NULL;
    sandbox_charge(lua, SUGGEST_COST);
    luaL_checkstack(lua, 10, "names");
    if (strlen(name) <= WORD_LEN_MAX) {
        size_t count = add_candidates(lua, &AUTHOR_GLOBALS, names, 0);
        count = add_candidates(lua, &OUR_GLOBALS, names, count);
        sort_names(names, count);
        meant = text_suggest(name, names, count);
    }
    if (meant != NULL)
        return luaL_error(lua, "there is no word \"%s\", did you mean \"%s\"?", name, meant);
    return luaL_error(lua, "there is no word \"%s\"", name);
}

/* __index of the author's globals: (table, key) */
static int
find_word(lua_State *lua)
{
    if (push_word(lua, 2))
        return 1;
    if (budget_of(lua)->has_words && lua_type(lua, 2) == LUA_TSTRING)
        return refuse_unknown(lua, lua_tostring(lua, 2));
    return 0;
}

/* __newindex of the author's globals: (table, key, value) */
static int
set_global(lua_State *lua)
{
    if (lua_type(lua, 2) == LUA_TSTRING && push_word(lua, 2))
        return luaL_error(
            lua, "\"%s\" is a word of the quiz language and cannot be changed; choose another name",
            lua_tostring(lua, 2));
    lua_settop(lua, 3);
    lua_rawset(lua, 1);
    return 0;
}

/* Fills the table on top from the stock table at `stock` (any other value: there is none). */
static void
fill_words(lua_State *lua, int stock, const struct plain_word *words)
{
    for (; words->name != NULL; words++) {
        if (lua_istable(lua, stock))
            lua_getfield(lua, stock, words->name);
        else
            lua_pushnil(lua);
        if (words->own != NULL)
            lua_pushcclosure(lua, words->own, 1);
        lua_setfield(lua, -2, words->name);
    }
}

struct library {
    const char *name; /* NULL: its words are globals */
    lua_CFunction open;
    const struct plain_word *words;
};

static const struct library LIBRARIES[] = {
    {NULL, luaopen_base, LUA_BASE_WORDS},      {"string", luaopen_string, LUA_STRING_WORDS},
    {"table", luaopen_table, LUA_TABLE_WORDS}, {"math", luaopen_math, LUA_MATH_WORDS},
    {"utf8", luaopen_utf8, LUA_UTF8_WORDS},    {"text", NULL, LUA_TEXT_WORDS},
};
enum { LIBRARY_COUNT = sizeof LIBRARIES / sizeof LIBRARIES[0] };

/* Pushes a table of the plain words; the stock libraries stand from stack index `first` on. */
static void
push_plain(lua_State *lua, int first)
{
    lua_newtable(lua);
    for (int i = 0; i < LIBRARY_COUNT; i++) {
        const struct library *library = &LIBRARIES[i];
        if (library->name != NULL)
            lua_newtable(lua);
        fill_words(lua, first + i, library->words);
        if (library->name != NULL)
            lua_setfield(lua, -2, library->name);
    }
}

/* setmetatable of ours: stock 5.4.4 has a use after free behind __mode (SECURITY.md 2.4); nothing
 * needs the others. */
static int
set_metatable(lua_State *lua)
{
    static const char *const REFUSED[] = {"__gc", "__mode", "__close"};
    if (lua_istable(lua, 2))
        for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++) {
            lua_pushstring(lua, REFUSED[i]);
            lua_rawget(lua, 2);
            luaL_argcheck(lua, lua_isnil(lua, -1), 2, "no __gc, __mode or __close");
            lua_pop(lua, 1);
        }
    return environment_call_stock(lua);
}

static const struct plain_word OUR_WORDS[] = {
    {"getmetatable", NULL}, {"rawequal", NULL}, {"rawget", NULL},
    {"rawlen", NULL},       {"rawset", NULL},   {"setmetatable", set_metatable},
    {NULL, NULL},
};

/* Pushes a copy of the table on top, one level deep. [-0, +1, m] */
static void
push_copy(lua_State *lua)
{
    int table = lua_gettop(lua);
    lua_newtable(lua);
    lua_pushnil(lua);
    while (lua_next(lua, table) != 0) {
        lua_pushvalue(lua, -2);
        lua_insert(lua, -2);
        lua_rawset(lua, -4);
    }
}

/* The methods of texts are ours; ("x"):rep must not be the stock one. "10" + 1 stays what it is in
 * Lua. */
static void
guard_text_methods(lua_State *lua)
{
    lua_pushliteral(lua, "");
    lua_getmetatable(lua, -1);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &OUR_GLOBALS);
    lua_getfield(lua, -1, "string");
    lua_setfield(lua, -3, "__index");
    lua_pop(lua, 1);
    lua_pushboolean(lua, false);
    lua_setfield(lua, -2, "__metatable");
    lua_pop(lua, 2);
}

static void
push_author_globals(lua_State *lua, int first)
{
    static const luaL_Reg methods[] = {
        {"__index", find_word}, {"__newindex", set_global}, {NULL, NULL}};
    push_plain(lua, first);
    luaL_newlib(lua, methods);
    lua_pushboolean(lua, false);
    lua_setfield(lua, -2, "__metatable");
    lua_setmetatable(lua, -2);
}

void
environment_build(lua_State *lua)
{
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &HOST);
    luaL_checkstack(lua, LIBRARY_COUNT + 20, NULL);
    int first = lua_gettop(lua) + 1;
    for (int i = 0; i < LIBRARY_COUNT; i++) {
        if (LIBRARIES[i].open == NULL) {
            lua_pushnil(lua);
            continue;
        }
        lua_pushcfunction(lua, LIBRARIES[i].open);
        lua_call(lua, 0, 1);
    }
    push_plain(lua, first);
    fill_words(lua, first, OUR_WORDS);
    push_copy(lua);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &PLAIN_WORDS);
    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &OUR_GLOBALS);
    lua_rawseti(lua, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    push_author_globals(lua, first);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &AUTHOR_GLOBALS);
    guard_text_methods(lua);
    lua_pushnil(lua);
    lua_setfield(lua, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_settop(lua, first - 1);
}

void
environment_show_host(lua_State *lua, bool is_shown)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &OUR_GLOBALS);
    if (is_shown)
        lua_rawgetp(lua, LUA_REGISTRYINDEX, &HOST);
    else
        lua_pushnil(lua);
    lua_setfield(lua, -2, "host");
    lua_pop(lua, 1);
}

void
environment_settle(lua_State *lua)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &AUTHOR_GLOBALS);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &OUR_GLOBALS);
    int author = lua_gettop(lua) - 1;
    lua_pushnil(lua);
    while (lua_next(lua, author + 1) != 0) {
        lua_pop(lua, 1);
        if (push_word(lua, author + 2)) {
            lua_pop(lua, 1);
            lua_pushvalue(lua, -1);
            lua_pushnil(lua);
            lua_rawset(lua, author);
        }
    }
    lua_settop(lua, author - 1);
}

void
environment_give_author(lua_State *lua)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &AUTHOR_GLOBALS);
    lua_setupvalue(lua, -2, 1);
}
