-- Every number of a small range comes, none outside, and a fraction stays under one.
local seen = {}
for _ = 1, 2000 do
  local n = math.random(20, 29)
  assert(n >= 20 and n <= 29)
  seen[n] = (seen[n] or 0) + 1
  local f = math.random()
  assert(f >= 0 and f < 1)
end
for n = 20, 29 do assert(seen[n] > 100) end
return seen[20] > 0
