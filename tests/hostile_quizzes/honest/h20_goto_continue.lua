local odd = 0
for i = 1, 100 do
  if i % 2 == 0 then goto continue end
  odd = odd + i
  ::continue::
end
assert(odd == 2500)
return odd
