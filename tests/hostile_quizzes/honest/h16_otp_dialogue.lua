-- A phone call that asks for the one-time code: the story is a small state machine.
local state, given = "ringing", false
local moves = {
  ringing = {answer = "talking", refuse = "quiet"},
  talking = {give_code = "robbed", hang_up = "quiet", call_bank = "safe"},
  quiet = {call_bank = "safe"},
}
for _, act in ipairs {"answer", "hang_up", "call_bank"} do
  if act == "give_code" then given = true end
  state = assert(moves[state][act], "cannot " .. act .. " while " .. state)
end
assert(state == "safe" and not given)
return {state = state, gave_the_code = given}
