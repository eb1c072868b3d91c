local s = "Phú Thọ"
assert(utf8.len(s) == 7 and #s == 10)
local letters = {}
for _, code in utf8.codes(s) do letters[#letters + 1] = utf8.char(code) end
assert(#letters == 7 and table.concat(letters) == s)
assert(utf8.codepoint("ế") == 0x1EBF)
assert(s:sub(utf8.offset(s, 5)) == "Thọ")
return letters
