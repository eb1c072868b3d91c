-- Plain globals are a script's own, and hiding a library from oneself is allowed.
total = 0
function add(n) total = total + n end
for i = 1, 10 do add(i) end
assert(total == 55)
utf8 = nil
assert(utf8 == nil and ("x"):rep(2) == "xx")
return total
