-- framework_words.lua - the words of scripts/frameworks/: framework, area, indicator, programme,
-- mapping.
--
-- They build data and check nothing: engine/scoring/framework_data.c does, and names the line that each table carries
-- in `at`. The named details of a word stand in `fields`, what it contains (areas, indicators) in `parts`.

local where, error, type, pairs = host.where, error, type, pairs

local found = {}
host.found = found

local function word(kind, keep)
  return function(id)
    local at = where()
    if type(id) ~= "string" then
      error(kind .. " needs a name in quotes: " .. kind .. " \"…\" { … }", 2)
    end
    return function(details)
      if type(details) ~= "table" then
        error(kind .. " \"" .. id .. "\": details stand in braces, { name = value }", 2)
      end
      local made = { kind = kind, id = id, at = at, fields = {}, parts = {} }
      for key, value in pairs(details) do
        if type(value) == "function" then
          error(kind .. " \"" .. id .. "\": a word in it lacks its braces, { name = value }", 2)
        elseif type(key) == "string" then
          made.fields[key] = value
        else
          made.parts[#made.parts + 1] = value
        end
      end
      if keep then
        found[#found + 1] = made
      end
      return made
    end
  end
end

framework = word("framework", true)
programme = word("programme", true)
mapping = word("mapping", true)
area = word("area", false)
indicator = word("indicator", false)
