local values, sum = {}, 0
for i = 1, 500 do
  values[i] = (i * 7919) % 1000
  sum = sum + values[i]
end
table.sort(values)
local mean = sum / #values
local square = 0
for _, v in ipairs(values) do square = square + (v - mean) ^ 2 end
assert(math.floor(math.sqrt(square / #values)) > 0 and values[1] <= values[500])
return {mean = mean, median = values[250], most = math.max(table.unpack(values, 401, 500))}
