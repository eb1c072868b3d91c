-- Counts the change for a bill of bread, largest notes first.
local notes = {100000, 50000, 20000, 10000, 5000, 2000, 1000}
local function change(amount)
  local given = {}
  for _, note in ipairs(notes) do
    while amount >= note do
      given[#given + 1] = note
      amount = amount - note
    end
  end
  return given
end
local given = change(85000)
assert(table.concat(given, "+") == "50000+20000+10000+5000")
return given
