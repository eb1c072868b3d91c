assert(string.format("%5.2f|%-6s|%03d|%x|%%|%s", 3.14159, "ab", 7, 255, true) == " 3.14|ab    |007|ff|%|true")
assert(("%d of %d"):format(3, 20) == "3 of 20")
assert(string.format("%s %s", nil, 1.5) == "nil 1.5")
return true
