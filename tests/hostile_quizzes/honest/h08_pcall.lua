-- pcall catches the script's own errors, with their place and their value.
local ok, why = pcall(error, {code = 7})
assert(not ok and why.code == 7)
ok, why = pcall(function() local x = nil; return x.y end)
assert(not ok and why == "h08_pcall.lua:4: attempt to index a nil value (local 'x')")
local all = {pcall(function(...) return ... end, 1, nil, 3)}
assert(all[1] == true and all[2] == 1 and all[4] == 3)
return true
