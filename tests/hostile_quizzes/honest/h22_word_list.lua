-- Splits a text at blanks and counts the words, without patterns.
local words, word = {}, ""
local s = "con cò bay lả bay la bay từ cửa phủ bay ra cánh đồng "
for i = 1, #s do
  local letter = s:sub(i, i)
  if letter == " " then
    words[word] = (words[word] or 0) + 1
    word = ""
  else
    word = word .. letter
  end
end
assert(words.bay == 4 and words["cò"] == 1)
return words
