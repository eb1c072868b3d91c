-- Sorting keeps the order of equals, so two keys can be sorted one after the other.
local people = {}
for i = 1, 300 do people[i] = {name = "p" .. i % 17, year = 1940 + i % 7, at = i} end
table.sort(people, function(a, b) return a.name < b.name end)
table.sort(people, function(a, b) return a.year < b.year end)
for i = 2, #people do
  local a, b = people[i - 1], people[i]
  assert(a.year < b.year or (a.year == b.year and (a.name < b.name or (a.name == b.name and a.at < b.at))))
end
return #people
