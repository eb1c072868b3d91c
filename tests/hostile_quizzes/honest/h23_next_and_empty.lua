assert(next({}) == nil)
local t = {b = 2, a = 1}
local k, v = next(t)
assert(k == "a" and v == 1)
k, v = next(t, "a")
assert(k == "b" and v == 2 and next(t, "b") == nil)
return type(next)
