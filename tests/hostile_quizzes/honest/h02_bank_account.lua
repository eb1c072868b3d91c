-- A bank account as the practical tests use it: transfers move money and never make it.
local accounts = {mine = 120000, bakery = 0, scammer = 0}
local function pay(from, to, amount)
  assert(accounts[from], "no account " .. from)
  assert(accounts[to], "no account " .. to)
  if accounts[from] < amount then return false, "not enough money" end
  accounts[from] = accounts[from] - amount
  accounts[to] = accounts[to] + amount
  return true
end
assert(pay("mine", "bakery", 35000))
local ok, why = pay("mine", "scammer", 90000)
assert(not ok and why == "not enough money")
local sum = 0
for _, balance in pairs(accounts) do sum = sum + balance end
assert(sum == 120000)
return accounts
