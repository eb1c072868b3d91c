/* lua_math.h - gives math.random its seed. */
#ifndef SANDBOX_LUA_MATH_H
#define SANDBOX_LUA_MATH_H

#include <stdint.h>

#include "sandbox/budget.h"

void lua_math_seed(struct budget *budget, const uint8_t seed[16]);

#endif
