-- Day of the week by arithmetic (Zeller); 30/04/1975 was a Wednesday, 01/01/2000 a Saturday.
local function weekday(day, month, year)
  if month < 3 then month, year = month + 12, year - 1 end
  local h = (day + 13 * (month + 1) // 5 + year + year // 4 - year // 100 + year // 400) % 7
  return ({"Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"})[h + 1]
end
assert(weekday(30, 4, 1975) == "Wed" and weekday(1, 1, 2000) == "Sat")
return weekday(22, 11, 2026)
