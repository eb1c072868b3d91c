/* lua_math.c - math, with chance that comes from the job's seed alone: xoshiro256** (Blackman and
 * Vigna, 2018), its state filled by splitmix64 from the two halves of the seed. */
#include "sandbox/lua_math.h"

#include <lauxlib.h>

#include "sandbox/budget.h"
#include "sandbox/environment.h"

static uint64_t
split_mix(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static uint64_t
rotate_left(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static uint64_t
next_random(uint64_t s[4])
{
    uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate_left(s[3], 45);
    return result;
}

void
lua_math_seed(struct budget *budget, const uint8_t seed[16])
{
    for (int half = 0; half < 2; half++) {
        uint64_t state = 0;
        for (int i = 0; i < 8; i++)
            state = state << 8 | seed[half * 8 + i];
        budget->random[half * 2] = split_mix(&state);
        budget->random[half * 2 + 1] = split_mix(&state);
    }
}

/* Uniform in [0, most]: draws again what would favour the small numbers. */
static uint64_t
draw_up_to(uint64_t state[4], uint64_t most)
{
    uint64_t mask = most;
    for (int shift = 1; shift < 64; shift *= 2)
        mask |= mask >> shift;
    uint64_t drawn;
    do
        drawn = next_random(state) & mask;
    while (drawn > most);
    return drawn;
}

/* random() in [0, 1), random(high) in [1, high], random(low, high), random(0) any integer */
static int
math_random(lua_State *lua)
{
    uint64_t *state = budget_of(lua)->random;
    if (lua_gettop(lua) == 0) {
        lua_pushnumber(lua, (double)(next_random(state) >> 11) * 0x1p-53);
        return 1;
    }
    lua_Integer low = 1, high = luaL_checkinteger(lua, 1);
    if (high == 0 && lua_gettop(lua) == 1) {
        lua_pushinteger(lua, (lua_Integer)next_random(state));
        return 1;
    }
    if (!lua_isnoneornil(lua, 2)) {
        low = high;
        high = luaL_checkinteger(lua, 2);
    }
    luaL_argcheck(lua, low <= high, lua_gettop(lua) > 1 ? 2 : 1,
                  "there is nothing between the two numbers");
    uint64_t drawn = draw_up_to(state, (uint64_t)high - (uint64_t)low);
    lua_pushinteger(lua, (lua_Integer)((uint64_t)low + drawn));
    return 1;
}

const struct plain_word LUA_MATH_WORDS[] = {
    {"abs", NULL},   {"acos", NULL},       {"asin", NULL}, {"atan", NULL},
    {"ceil", NULL},  {"cos", NULL},        {"deg", NULL},  {"exp", NULL},
    {"floor", NULL}, {"fmod", NULL},       {"huge", NULL}, {"log", NULL},
    {"max", NULL},   {"maxinteger", NULL}, {"min", NULL},  {"mininteger", NULL},
    {"modf", NULL},  {"pi", NULL},         {"rad", NULL},  {"random", math_random},
    {"sin", NULL},   {"sqrt", NULL},       {"tan", NULL},  {"tointeger", NULL},
    {"type", NULL},  {"ult", NULL},        {NULL, NULL},
};
