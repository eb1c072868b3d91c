-- A table shows no address, so two runs say the same.
assert(tostring({}) == "<table>" and tostring(print) == "nil" and tostring(pairs) == "<function>")
assert(tostring(12) == "12" and tostring(1.5) == "1.5" and tostring(2.0) == "2.0" and tostring(false) == "false")
return tostring(nil)
