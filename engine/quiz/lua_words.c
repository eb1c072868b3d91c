/* lua_words.c - what the vocabulary (scripts/quiz_words.lua) may ask of C: the word that was meant.
 */
#include "quiz/lua_words.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/text.h"
#include "sandbox/sandbox.h"

enum { NAMES_MAX = 200, NAME_LEN_MAX = 200, COMPARE_COST = 200 };

/* suggest(word, names): the name that is near enough to be meant, else nil. [-0, +1, v] */
static int
suggest(lua_State *lua)
{
    const char *names[NAMES_MAX], *word = luaL_checkstring(lua, 1);
    luaL_checktype(lua, 2, LUA_TTABLE);
    size_t count = 0, all = lua_rawlen(lua, 2);
    luaL_argcheck(lua, all <= NAMES_MAX, 2, "too many names");
    luaL_checkstack(lua, (int)all + 1, "suggest");
    /* The texts stay on the stack, so that their pointers stay good. */
    for (size_t i = 1; i <= all; i++)
        if (lua_rawgeti(lua, 2, (lua_Integer)i) == LUA_TSTRING &&
            lua_rawlen(lua, -1) <= NAME_LEN_MAX)
            names[count++] = lua_tostring(lua, -1);
    sandbox_charge(lua, COMPARE_COST * (count + 1));
    lua_pushstring(lua, strlen(word) > NAME_LEN_MAX ? NULL : text_suggest(word, names, count));
    return 1;
}

static const luaL_Reg WORDS[] = {
    {"suggest", suggest},
    {NULL, NULL},
};

void
lua_words_add(struct lua_State *lua)
{
    luaL_setfuncs(lua, WORDS, 0);
}
