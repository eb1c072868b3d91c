-- quiz_words.lua - the vocabulary of quizzes (quizzes/AUTHORING.md says it for trainers).
--
-- A word builds data and nothing else; engine/quiz/definition.c reads what `everything` returns. Every table that a
-- word makes carries the author's line in `at`, so that a mistake can be named by file and line.

local where, setmetatable, error, type = host.where, setmetatable, error, type
local found = { items = {}, can_do = {} }
local current -- the practical that account, qr_code, screen and evidence belong to

local function refuse(text)
  error((where() or "") .. ": " .. text, 0)
end

-- A word may stand with or without details: heading "Pay", picture "shop" { says = "A shop" }.
local detailed = {
  __call = function(self, details)
    if type(details) ~= "table" then
      refuse(self.kind .. ": details stand in braces, { ... }")
    end
    for key, value in pairs(details) do
      self[key] = value
    end
    return self
  end,
  __metatable = false,
}

local function widget(kind, first)
  return function(value)
    return setmetatable({ kind = kind, [first] = value, at = where() }, detailed)
  end
end

heading = widget("heading", "text")
text = widget("text", "text")
picture = widget("picture", "drawing")
row = widget("row", "label")
field = widget("field", "id")
button = widget("button", "text")
scan = widget("code", "code")

local function needs_name(word, name)
  if type(name) ~= "string" or name == "" then
    refuse(word .. " needs a name in quotation marks")
  end
end

local function named(word, keep)
  return function(name)
    needs_name(word, name)
    local made = { id = name, at = where() }
    keep(made, name)
    return setmetatable(made, {
      __call = function(self, details)
        if type(details) ~= "table" then
          refuse(word .. ' "' .. name .. '" needs its details in braces, { ... }')
        end
        for key, value in pairs(details) do
          if key == "id" and word == "question" or key ~= "at" then
            self[key] = value
          end
        end
        return self
      end,
      __metatable = false,
    })
  end
end

function quiz(details)
  if type(details) ~= "table" then
    refuse("quiz needs its details in braces, { ... }")
  end
  if found.quiz then
    refuse("quiz stands twice")
  end
  details.at = where()
  found.quiz = details
end

question = named("question", function(made)
  made.kind = "question"
  found.items[#found.items + 1] = made
end)

local function in_practical(word, list)
  return named(word, function(made)
    if not current then
      refuse(word .. " stands before any practical")
    end
    local all = current[list]
    all[#all + 1] = made
  end)
end

account = in_practical("account", "accounts")
qr_code = in_practical("qr_code", "codes")
evidence = in_practical("evidence", "evidence")

function screen(name)
  needs_name("screen", name)
  if not current then
    refuse("screen stands before any practical")
  end
  local made = { id = name, at = where() }
  current.screens[#current.screens + 1] = made
  return function(widgets)
    if type(widgets) ~= "table" then
      refuse('screen "' .. name .. '" needs its widgets in braces, { ... }')
    end
    made.widgets = widgets
  end
end

-- ---- simulations: ready practical tests with declared parameters ----

local simulations = {}

function simulation(name)
  return function(made)
    simulations["simulations/" .. name] = made
  end
end

local function accepts(declared, value)
  if type(value) == "table" and (value.vary or value.from) then
    return declared.type == "integer" or declared.type == "text"
  end
  if declared.type == "integer" then
    return math.type(value) == "integer" and value >= declared.from and value <= declared.to
  end
  if declared.type == "choice" then
    for _, option in ipairs(declared.options) do
      if option == value then
        return true
      end
    end
    return false
  end
  return type(value) == "string" or type(value) == "table"
end

local own_fields = { id = true, at = true, kind = true, uses = true, version = true, minutes = true, title = true,
  story = true, drawing = true, accounts = true, codes = true, screens = true, evidence = true, variables = true,
  practice = true }

local function names_of(declared)
  local names = {}
  for name in pairs(declared) do
    names[#names + 1] = name
  end
  return table.concat(names, ", ")
end

local function apply_simulation(made)
  local chosen = simulations[made.uses]
  if not chosen then
    refuse('there is no simulation "' .. tostring(made.uses) .. '"; there are: ' .. names_of(simulations))
  end
  for name, value in pairs(made) do
    if not own_fields[name] then
      local declared = chosen.parameters[name]
      if not declared then
        refuse(made.uses .. ' has no parameter "' .. name .. '"; it has: ' .. names_of(chosen.parameters))
      end
      if not accepts(declared, value) then
        refuse(made.uses .. ': parameter "' .. name .. '" is ' .. declared.help.en)
      end
      made.variables[name] = value
      made[name] = nil
    end
  end
  for name, declared in pairs(chosen.parameters) do
    if made.variables[name] == nil then
      made.variables[name] = declared.default
    end
  end
  chosen.build(made, made.variables)
end

practical = function(name)
  needs_name("practical", name)
  return function(details)
    if type(details) ~= "table" then
      refuse('practical "' .. name .. '" needs its details in braces, { ... }')
    end
    local made = { kind = "practical", id = name, at = where(), variables = {}, accounts = {}, codes = {}, screens = {},
      evidence = {} }
    for key, value in pairs(details) do
      made[key] = value
    end
    found.items[#found.items + 1] = made
    current = made
    if made.uses then
      apply_simulation(made)
    end
  end
end

-- ---- variation: one value for each attempt, from its seed ----

function vary(values)
  if type(values) ~= "table" or #values == 0 then
    refuse("vary needs a list: vary { 20000, 90000 }")
  end
  return { vary = values }
end

function vary_between(from, to, step)
  if math.type(from) ~= "integer" or math.type(to) ~= "integer" or from > to then
    refuse("vary_between needs two whole numbers, the smaller first")
  end
  return { from = from, to = to, step = step or 1 }
end

-- ---- conditions: data about what a person did ----

local function condition(op)
  return function(a, b)
    return { op = op, a = a, b = b, at = where() }
  end
end

paid = condition("paid")
scanned = condition("scanned")
pressed = condition("pressed")
typed = condition("typed")
visited = condition("visited")
never = condition("never")
after = condition("after")
all = function(list)
  return { op = "all", list = list, at = where() }
end
any = function(list)
  return { op = "any", list = list, at = where() }
end

-- ---- what an indicator means in words ----

can_do = named("can_do", function(made)
  found.can_do[#found.can_do + 1] = made
end)

function everything()
  return found
end
