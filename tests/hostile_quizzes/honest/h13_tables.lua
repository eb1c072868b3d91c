local t = {}
for i = 1, 10 do table.insert(t, i) end
table.insert(t, 1, 0)
assert(#t == 11 and table.remove(t) == 10 and table.remove(t, 1) == 0)
local packed = table.pack(table.unpack(t, 2, 4))
assert(packed.n == 3 and packed[1] == 2 and packed[3] == 4)
assert(table.concat(t, ",", 3, 5) == "3,4,5")
return t
