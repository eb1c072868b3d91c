/* lua_words.h - host functions of the quiz vocabulary, for sandbox_job.add_host. Private to quiz/.
 */
#ifndef QUIZ_LUA_WORDS_H
#define QUIZ_LUA_WORDS_H

struct lua_State;

/* Adds suggest(word, names) to the table on top of the stack. [-0, +0, m] */
void lua_words_add(struct lua_State *lua);

#endif
