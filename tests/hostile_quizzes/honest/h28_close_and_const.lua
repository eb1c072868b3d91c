local limit <const> = 10
local count = 0
do
  local nothing <close> = nil
  while count < limit do count = count + 1 end
end
assert(count == limit)
return count
