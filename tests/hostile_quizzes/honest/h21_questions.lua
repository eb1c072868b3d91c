-- Twelve questions over five indicators, built from a table, each with exactly one right answer.
local questions = {}
local indicators = {"1.1", "2.1", "3.1", "4.2", "5.2"}
for i = 1, 12 do
  questions[i] = {
    id = string.format("q%02d", i), shows = indicators[(i - 1) % #indicators + 1],
    asks = "Câu hỏi số " .. i .. "?", options = {"Đúng", "Sai", "Không biết"}, right = i % 2 + 1,
  }
end
local count = {}
for _, q in ipairs(questions) do
  assert(q.options[q.right])
  count[q.shows] = (count[q.shows] or 0) + 1
end
for _, indicator in ipairs(indicators) do assert(count[indicator] >= 2) end
return questions
