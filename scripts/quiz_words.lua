-- quiz_words.lua - the vocabulary of quizzes (quizzes/AUTHORING.md says it for trainers).
--
-- A word builds data and nothing else; engine/quiz/definition.c reads host.found when all sources have run. Every
-- table that a word makes carries the author's line in `at`. A mistake is noted, not raised, wherever the rest of the
-- file can still be read: a trainer mends an evening's work in one go.

local where, suggest = host.where, host.suggest
local setmetatable, type, pairs, ipairs, tostring = setmetatable, type, pairs, ipairs, tostring
local math_type, concat = math.type, table.concat

local found = { items = {}, can_do = {}, forms = {}, problems = {} }
local simulations = {}
local current -- the practical that account, qr_code, screen and evidence belong to
host.found = found

local function problem(text)
  found.problems[#found.problems + 1] = (where() or "quiz.lua") .. ": " .. text
end

local function meant(word, names)
  local near = type(word) == "string" and suggest(word, names)
  return near and ', did you mean "' .. near .. '"?' or "."
end

local function names_of(all)
  local names = {}
  for name in pairs(all) do
    names[#names + 1] = name
  end
  return names
end

-- What a word makes itself; an author adds to these with words of their own.
local reserved = {
  at = "", kind = "", widgets = "", entries = "", accounts = ": write account \"…\" { … } below the practical",
  codes = ": write qr_code \"…\" { … } below the practical", screens = ": write screen \"…\" { … } below the practical",
}

-- Adds the author's details to what a word has made.
local function take_details(word, made, details)
  if type(details) ~= "table" then
    problem(word .. ": details stand in braces, { name = value }")
    return
  end
  for key, value in pairs(details) do
    if type(key) ~= "string" then
      problem(word .. ": a detail is missing its name; write name = value")
    elseif type(value) == "function" then
      problem(word .. ": " .. key .. " is a word without its value")
    elseif reserved[key] or key == "evidence" and word == "practical" then
      problem(word .. " has no field \"" .. key .. "\"" .. (reserved[key] or ": write evidence below the practical"))
    else
      made[key] = value
    end
  end
end

-- A word may stand with or without details: heading "Pay", picture "qr" { says = "A code" }.
local function with_details(word, made, finish)
  return setmetatable(made, {
    __call = function(self, details)
      take_details(word, self, details)
      if finish then
        finish(self)
      end
      return self
    end,
    __metatable = false,
  })
end

local function is_name(word, name)
  if type(name) == "string" and name ~= "" then
    return true
  end
  problem(word .. " needs a name in quotation marks")
  return false
end

-- ---- the quiz itself ----

function quiz(details)
  if found.quiz then
    problem("quiz stands twice; one quiz.lua describes one quiz")
    return
  end
  found.quiz = { at = where() }
  take_details("quiz", found.quiz, details)
end

can_do = function(code)
  local made = { id = code, at = where() }
  if is_name("can_do", code) then
    found.can_do[#found.can_do + 1] = made
  end
  return with_details("can_do", made)
end

-- A selection of the items, for one sitting: form "pre" { title = …, items = { "a", "b" } }.
function form(name)
  local made = { id = name, at = where() }
  if is_name("form", name) then
    found.forms[#found.forms + 1] = made
  end
  return with_details("form", made)
end

-- An item's first text is its id; if the details give an id, it was the title.
local function item(kind, finish)
  return function(name)
    local made = { kind = kind, id = name, at = where() }
    if is_name(kind, name) then
      found.items[#found.items + 1] = made
    end
    return with_details(kind, made, function(self)
      if self.id ~= name and self.title == nil then
        self.title = name
      end
      if finish then
        finish(self)
      end
    end), made
  end
end

local question_item = item("question")

question = function(name)
  local callable = question_item(name)
  return callable
end

-- ---- parts of a practical test ----

local function part(word, list, finish)
  return function(name)
    local made = { id = name, at = where() }
    if not current then
      problem(word .. " stands before any practical; write practical \"…\" { … } above it")
    elseif is_name(word, name) then
      current[list][#current[list] + 1] = made
    end
    return with_details(word, made, finish)
  end
end

account = part("account", "accounts")
qr_code = part("qr_code", "codes")
evidence = part("evidence", "evidence")

-- The details of a screen are a list: its widgets from top to bottom. `outside = true`: not in the task's app.
function screen(name)
  local made = { id = name, at = where(), widgets = {} }
  if not current then
    problem("screen stands before any practical; write practical \"…\" { … } above it")
  elseif is_name("screen", name) then
    current.screens[#current.screens + 1] = made
  end
  return function(widgets)
    if type(widgets) ~= "table" then
      problem('screen "' .. tostring(name) .. '" needs its widgets in braces, { … }')
      return
    end
    for key, widget in pairs(widgets) do
      if key == "outside" then
        made.outside = widget
      elseif type(key) ~= "number" then
        problem('screen "' .. tostring(name) .. '" is a list of widgets; "' .. tostring(key) .. '" is none')
      elseif type(widget) ~= "table" then
        problem('screen "' .. tostring(name) .. '": widget ' .. tostring(key) .. " is a " .. type(widget)
          .. "; a widget begins with its word, for example heading or button")
      else
        made.widgets[#made.widgets + 1] = widget
      end
    end
  end
end

local function widget(word, first, given)
  return function(value)
    local made = { kind = word, at = where() }
    for key, fixed in pairs(given or {}) do
      made[key] = fixed
    end
    made[first] = value
    return with_details(word, made)
  end
end

heading = widget("heading", "text")
text = widget("text", "text")
picture = widget("picture", "drawing")
row = widget("row", "label")
field = widget("field", "id", { input = "text" })
keypad = widget("keypad", "id", { kind = "field", input = "digits", secret = true })
scan = widget("scan", "code", { kind = "code" })
address = widget("address", "text")
switch = widget("switch", "id")

-- What is pressed is named by its id in events and walks; one that has none is named by its English words.
local function pressed_widget(word)
  return function(words)
    local made = { kind = word, text = words, at = where() }
    made.id = type(words) == "table" and words.en or words
    return with_details(word, made)
  end
end

button = pressed_widget("button")
entry = pressed_widget("entry")

-- A widget that is all details: message { from = "Con", text = "Mẹ ơi" }.
local function told_widget(word)
  return function(details)
    local made = { kind = word, at = where() }
    take_details(word, made, details)
    return made
  end
end

message = told_widget("message")
dialog = told_widget("dialog")
progress = told_widget("progress")

function notification(details)
  local made = { kind = "notification", at = where() }
  take_details("notification", made, details)
  if made.id == nil then
    made.id = type(made.from) == "table" and made.from.en or made.from
  end
  return made
end

-- Widgets that hold others: choices "size" { label = …, choice "large" { … } }. Their parts stand in `entries`.
local function holder(word, part_word, made)
  made.entries = {}
  return function(details)
    local named = {}
    if type(details) ~= "table" then
      problem(word .. " needs its parts in braces, { " .. part_word .. " … }")
      return made
    end
    for key, value in pairs(details) do
      if type(key) == "string" then
        named[key] = value
      elseif type(value) == "table" and value.kind == part_word then
        made.entries[#made.entries + 1] = value
      else
        problem(word .. ": its parts are written " .. part_word .. " \"…\" { … }")
      end
    end
    take_details(word, made, named)
    return made
  end
end

function list(details)
  return holder("list", "entry", { kind = "list", at = where() })(details)
end

function choices(name)
  return holder("choices", "choice", { kind = "choices", id = name, at = where() })
end

function photos(name)
  return holder("photos", "photo", { kind = "photos", id = name, at = where() })
end

choice = widget("choice", "id")
photo = widget("photo", "id")

-- ---- what differs from attempt to attempt, by its seed ----

-- `with` names another variable whose choice this one follows: the second name goes with the second shop.
function vary(values)
  if type(values) ~= "table" or #values == 0 then
    problem("vary needs a list: vary { 20000, 90000 }")
    values = { 0 }
  end
  local list = {}
  for at, value in ipairs(values) do
    list[at] = value
  end
  return { vary = list, with = values.with }
end

function vary_between(from, to, step)
  step = step or 1
  if math_type(from) ~= "integer" or math_type(to) ~= "integer" or math_type(step) ~= "integer" or from > to
    or step < 1 then
    problem("vary_between needs two whole numbers, the smaller first, and a step: vary_between(20000, 90000, 5000)")
    from, to, step = 0, 0, 1
  end
  return { from = from, to = to, step = step }
end

-- ---- conditions: data about what a person did ----

local function condition(op)
  return function(a, b)
    return { op = op, a = a, b = b, at = where() }
  end
end

local function conditions(op)
  return function(list)
    if type(list) ~= "table" or #list == 0 then
      problem(op .. " needs a list of conditions: " .. op .. ' { paid "shop", visited "check" }')
      list = nil
    end
    return { op = op, list = list, at = where() }
  end
end

paid, scanned, pressed = condition("paid"), condition("scanned"), condition("pressed")
typed, visited, reported = condition("typed"), condition("visited"), { op = "reported" }
entered, mentions, picked = condition("entered"), condition("mentions"), condition("picked")
is_on, is_off = condition("is_on"), condition("is_off")
never, not_, after, before = condition("never"), condition("never"), condition("after"), condition("before")
all, any = conditions("all"), conditions("any")

-- ---- simulations: ready practical tests with declared parameters ----

local offered = {}

function host.offer(names)
  offered = names
end

function host.simulation(name)
  return function(made)
    simulations["simulations/" .. name] = made
  end
end

local function is_words(value)
  return type(value) == "string" or type(value) == "table" and type(value.vi) == "string" and type(value.en) == "string"
end

local fits = {
  integer = function(declared, value)
    return math_type(value) == "integer" and value >= declared.from and value <= declared.to
  end,
  choice = function(declared, value)
    for _, option in ipairs(declared.options) do
      if option == value then
        return true
      end
    end
    return false
  end,
  digits = function(declared, value)
    if type(value) ~= "string" or #value ~= declared.length then
      return false
    end
    for at = 1, #value do
      local byte = value:byte(at)
      if byte < 48 or byte > 57 then
        return false
      end
    end
    return true
  end,
  words = function(_, value)
    return is_words(value)
  end,
}

-- Each value that the parameter can take.
local function values_of(value)
  if type(value) ~= "table" then
    return { value }
  end
  if type(value.vary) == "table" then
    return value.vary
  end
  if value.from then
    return { value.from, value.to }
  end
  return { value }
end

-- The smallest and the largest value of a parameter that is a whole number.
local function range_of(value)
  local least, most
  for _, one in ipairs(values_of(value)) do
    if math_type(one) == "integer" then
      least = least and least < one and least or one
      most = most and most > one and most or one
    end
  end
  return least or 0, most or 0
end

-- Fields of every practical; all others are parameters of its simulation.
local own_fields = { id = true, at = true, kind = true, uses = true, version = true, minutes = true, title = true,
  story = true, drawing = true, practice = true, difficulty = true, starts = true, brand = true, variables = true,
  accounts = true, codes = true, screens = true, evidence = true }

local function take_parameter(task, chosen, name, value)
  local declared = chosen.parameters[name]
  if not declared then
    local names = names_of(chosen.parameters)
    problem(task.uses .. ' has no parameter "' .. name .. '"' .. meant(name, names) .. " It has: "
      .. concat(names, ", "))
    return
  end
  for _, one in ipairs(values_of(value)) do
    if not fits[declared.type](declared, one) then
      problem(task.uses .. ': parameter "' .. name .. '" is ' .. declared.help.en
        .. meant(one, declared.options or {}))
      return
    end
  end
  task.variables[name] = value
end

local function use_simulation(task)
  local chosen = simulations[task.uses]
  if not chosen then
    problem('there is no simulation "' .. tostring(task.uses) .. '"' .. meant(task.uses, offered) .. " There are: "
      .. concat(offered, ", "))
    return
  end
  for name, declared in pairs(chosen.parameters) do
    task.variables[name] = declared.default
  end
  for name, value in pairs(task) do
    if not own_fields[name] then
      task[name] = nil
      take_parameter(task, chosen, name, value)
    end
  end
  chosen.build(task, task.variables, { problem = problem, range_of = range_of })
end

local practical_item = item("practical", function(task)
  if type(task.variables) ~= "table" then
    task.variables = {}
  end
  if task.uses ~= nil then
    use_simulation(task)
  end
end)

practical = function(name)
  local callable, task = practical_item(name)
  task.variables, task.accounts, task.codes, task.screens, task.evidence = {}, {}, {}, {}, {}
  current = task
  return callable
end
