/* lua_text.c - text.fold, text.same, text.has: what authors need instead of patterns. All three see
 * texts without Vietnamese marks and in lower case, so that "Bánh mì" is found by who types "banh
 * mi". */
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/text.h"
#include "sandbox/budget.h"
#include "sandbox/environment.h"
#include "sandbox/sandbox.h"

enum { TEXT_MAX = 16 << 10, STEPS_PER_BYTE = 8, CALL_COST = 50 };

/* Replaces argument `at` by its folded text. The worker ends by _exit, so memory that an error
 * leaves behind is no leak that anybody could meet. */
static const char *
fold_argument(lua_State *lua, int at)
{
    size_t len;
    const char *text = luaL_checklstring(lua, at, &len);
    luaL_argcheck(lua, len <= TEXT_MAX, at, "at most 16 KiB");
    sandbox_charge(lua, CALL_COST + len * STEPS_PER_BYTE);
    luaL_argcheck(lua, text_is_utf8(text, len), at, "this is not UTF-8 text");
    char *folded = text_fold(text);
    lua_pushstring(lua, folded);
    free(folded);
    lua_replace(lua, at);
    return lua_tostring(lua, at);
}

static int
text_word_fold(lua_State *lua)
{
    fold_argument(lua, 1);
    lua_settop(lua, 1);
    return 1;
}

static int
text_word_same(lua_State *lua)
{
    const char *left = fold_argument(lua, 1);
    const char *right = fold_argument(lua, 2);
    lua_pushboolean(lua, strcmp(left, right) == 0);
    return 1;
}

static int
text_word_has(lua_State *lua)
{
    const char *whole = fold_argument(lua, 1);
    const char *part = fold_argument(lua, 2);
    lua_pushboolean(lua, strstr(whole, part) != NULL);
    return 1;
}

const struct plain_word LUA_TEXT_WORDS[] = {
    {"fold", text_word_fold},
    {"has", text_word_has},
    {"same", text_word_same},
    {NULL, NULL},
};
