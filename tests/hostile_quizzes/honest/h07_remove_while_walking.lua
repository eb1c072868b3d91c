-- What is removed while walking is not met again; what is set anew is kept.
local t = {a = 1, b = 2, c = 3, d = 4}
local met = {}
for k, v in pairs(t) do
  met[#met + 1] = k
  if k == "a" then t.c = nil end
  t[k] = v * 10
end
assert(table.concat(met) == "abd" and t.a == 10 and t.c == nil)
return t
