/* keys.c - sorts keys by a copy of 16 bytes each. Heap sort, because qsort of glibc may ask the
 * system about its memory, which the worker must not. */
#include "sandbox/keys.h"

#include <stdint.h>
#include <string.h>

#include <lauxlib.h>

#include "sandbox/budget.h"
#include "sandbox/sandbox.h"

enum key_kind { KEY_INTEGER, KEY_REAL, KEY_TEXT, KEY_BOOLEAN };
enum { KEY_COST = 8, KEYS_MAX = UINT16_MAX, BYTES_PER_STEP = 16, CALL_COST = 100, NEXT_COST = 400 };

struct key {
    union {
        lua_Integer integer;
        lua_Number real;
        const char *text; /* belongs to the table, which nobody changes meanwhile */
    } value;
    uint32_t len;
    uint16_t kind;
    uint16_t index; /* in the list of keys, from 1 */
};

static struct key
read_key(lua_State *lua, int at)
{
    struct key key = {.kind = KEY_INTEGER};
    size_t len = 0;
    switch (lua_type(lua, at)) {
    case LUA_TNUMBER:
        if (lua_isinteger(lua, at)) {
            key.value.integer = lua_tointeger(lua, at);
        } else {
            key.kind = KEY_REAL;
            key.value.real = lua_tonumber(lua, at);
        }
        return key;
    case LUA_TSTRING:
        key.kind = KEY_TEXT;
        key.value.text = lua_tolstring(lua, at, &len);
        key.len = (uint32_t)len;
        return key;
    case LUA_TBOOLEAN:
        key.kind = KEY_BOOLEAN;
        key.value.integer = lua_toboolean(lua, at);
        return key;
    default:
        luaL_error(
            lua, "a table with a %s as a key has no order that repeats; keep such things in a list",
            luaL_typename(lua, at));
        return key;
    }
}

/* A real that is a key is never a whole number, so it is small enough to compare exactly. */
static int
compare_numbers(const struct key *left, const struct key *right)
{
    if (left->kind == KEY_INTEGER && right->kind == KEY_INTEGER)
        return (left->value.integer > right->value.integer) -
               (left->value.integer < right->value.integer);
    lua_Number a = left->kind == KEY_INTEGER ? (lua_Number)left->value.integer : left->value.real;
    lua_Number b =
        right->kind == KEY_INTEGER ? (lua_Number)right->value.integer : right->value.real;
    return (a > b) - (a < b);
}

static int
compare_keys(const struct key *left, const struct key *right)
{
    bool left_is_number = left->kind <= KEY_REAL, right_is_number = right->kind <= KEY_REAL;
    if (left_is_number && right_is_number)
        return compare_numbers(left, right);
    if (left_is_number || right_is_number)
        return left_is_number ? -1 : 1;
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    if (left->kind == KEY_BOOLEAN)
        return (int)left->value.integer - (int)right->value.integer;
    int order = memcmp(left->value.text, right->value.text,
                       left->len < right->len ? left->len : right->len);
    return order != 0 ? order : (left->len > right->len) - (left->len < right->len);
}

static void
sift_down(struct key *keys, size_t root, size_t count)
{
    struct key moving = keys[root];
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && compare_keys(&keys[child], &keys[child + 1]) < 0)
            child++;
        if (compare_keys(&moving, &keys[child]) >= 0)
            break;
        keys[root] = keys[child];
    }
    keys[root] = moving;
}

static void
sort_keys(struct key *keys, size_t count)
{
    for (size_t i = count / 2; i > 0; i--)
        sift_down(keys, i - 1, count);
    for (size_t end = count; end > 1; end--) {
        struct key largest = keys[0];
        keys[0] = keys[end - 1];
        keys[end - 1] = largest;
        sift_down(keys, 0, end - 1);
    }
}

/* Pushes a list of the keys as they come. [-0, +1, v] */
static size_t
push_keys(lua_State *lua, int table)
{
    size_t count = 0;
    lua_newtable(lua);
    lua_pushnil(lua);
    while (lua_next(lua, table) != 0) {
        lua_pop(lua, 1);
        if (++count > KEYS_MAX)
            budget_fail(lua, BUDGET_BLOCK);
        lua_pushvalue(lua, -1);
        lua_rawseti(lua, -3, (lua_Integer)count);
    }
    return count;
}

/* Fills keys from the list at `list`; true if they were in order already, as those of a list are.
 */
static bool
read_keys(lua_State *lua, int list, struct key *keys, size_t count)
{
    uint64_t cost = CALL_COST;
    bool is_sorted = true;
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(lua, list, (lua_Integer)i + 1);
        keys[i] = read_key(lua, -1);
        keys[i].index = (uint16_t)(i + 1);
        lua_pop(lua, 1);
        cost += KEY_COST + keys[i].len / BYTES_PER_STEP;
        is_sorted = is_sorted && (i == 0 || compare_keys(&keys[i - 1], &keys[i]) < 0);
    }
    sandbox_charge(lua, is_sorted ? cost : cost * 4);
    return is_sorted;
}

size_t
keys_push_sorted(lua_State *lua, int table)
{
    table = lua_absindex(lua, table);
    luaL_checkstack(lua, 6, "pairs");
    size_t count = push_keys(lua, table);
    int list = lua_gettop(lua);
    if (count < 2) {
        sandbox_charge(lua, CALL_COST);
        if (count == 1) {
            lua_rawgeti(lua, list, 1);
            read_key(lua, -1);
            lua_pop(lua, 1);
        }
        return count;
    }
    struct key *keys = lua_newuserdatauv(lua, count * sizeof *keys, 0);
    if (read_keys(lua, list, keys, count)) {
        lua_pop(lua, 1);
        return count;
    }
    sort_keys(keys, count);
    lua_createtable(lua, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(lua, list, keys[i].index);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    lua_replace(lua, list);
    lua_settop(lua, list);
    return count;
}

void
keys_push_next(lua_State *lua, int table)
{
    table = lua_absindex(lua, table);
    luaL_checkstack(lua, 6, "next");
    bool from_start = lua_isnil(lua, -1);
    int after = lua_gettop(lua), best = after + 1;
    struct key low = {0}, least = {0};
    if (!from_start)
        low = read_key(lua, after);
    uint64_t cost = NEXT_COST; /* slots that were emptied are passed too, and not counted */
    lua_pushnil(lua);          /* the best so far */
    lua_pushnil(lua);
    while (lua_next(lua, table) != 0) {
        lua_pop(lua, 1);
        struct key key = read_key(lua, -1);
        cost += 2 + key.len / BYTES_PER_STEP;
        bool is_later = from_start || compare_keys(&key, &low) > 0;
        if (is_later && (lua_isnil(lua, best) || compare_keys(&key, &least) < 0)) {
            least = key;
            lua_pushvalue(lua, -1);
            lua_replace(lua, best);
        }
    }
    sandbox_charge(lua, cost);
    lua_replace(lua, after);
}
