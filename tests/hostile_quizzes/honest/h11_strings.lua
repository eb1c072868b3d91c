local s = "Xin chao"
assert(s:upper() == "XIN CHAO" and s:lower() == "xin chao" and s:reverse() == "oahc niX")
assert(s:sub(5) == "chao" and s:sub(-4, -2) == "cha" and s:len() == 8 and #s == 8)
assert(s:byte(1) == 88 and string.char(88, 105, 110) == "Xin")
assert(("ab"):rep(3, "-") == "ab-ab-ab")
return select("#", s:byte(1, -1))
