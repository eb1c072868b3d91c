-- Writes 1234567 as 1.234.567 without patterns.
local function money(amount)
  local digits, out = tostring(amount), ""
  while #digits > 3 do
    out = "." .. digits:sub(-3) .. out
    digits = digits:sub(1, -4)
  end
  return digits .. out
end
assert(money(5) == "5" and money(35000) == "35.000" and money(1234567) == "1.234.567")
return money(20000000)
