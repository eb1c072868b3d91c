local function hanoi(n, from, to, over)
  if n == 0 then return 0 end
  return hanoi(n - 1, from, over, to) + 1 + hanoi(n - 1, over, to, from)
end
assert(hanoi(12, 1, 3, 2) == 4095)
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end
assert(depth(1500) == 1500)
return hanoi(5, 1, 3, 2)
