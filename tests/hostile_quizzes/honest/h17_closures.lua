local function counter()
  local n = 0
  return function() n = n + 1; return n end
end
local a, b = counter(), counter()
for _ = 1, 1000 do a() end
assert(a() == 1001 and b() == 1)
return a()
