-- pairs goes in order: numbers, then texts by their bytes.
local t = {z = 1, a = 2, [3] = 3, [1] = 4, [2.5] = 5, B = 6}
local seen = {}
for k in pairs(t) do seen[#seen + 1] = tostring(k) end
assert(table.concat(seen, " ") == "1 2.5 3 B a z")
return seen
