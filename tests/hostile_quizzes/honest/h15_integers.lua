assert(7 // 2 == 3 and -7 // 2 == -4 and 7 % -3 == -2 and 2 ^ 10 == 1024.0)
assert(1 << 40 == 1099511627776 and 0xFF & 0x0F == 15 and ~0 == -1)
assert(math.type(3) == "integer" and math.type(3.0) == "float" and math.tointeger(3.0) == 3)
assert(tonumber("0x1F") == 31 and tonumber("z", 36) == 35 and tonumber("abc") == nil and tonumber(" 12 ") == 12)
assert("10" + 5 == 15)
return math.maxinteger
