-- Shuffles the answers of a question by chance; all stay there.
local answers = {"a", "b", "c", "d", "e", "f"}
for i = #answers, 2, -1 do
  local j = math.random(i)
  answers[i], answers[j] = answers[j], answers[i]
end
local sorted = {table.unpack(answers)}
table.sort(sorted)
assert(table.concat(sorted) == "abcdef")
return answers
