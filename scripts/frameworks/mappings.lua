-- mappings.lua - what an indicator of one framework says about the indicators of another.
-- Source: this project's reading of the competence descriptions in DigComp 2.2 (Vuorikari, Kluzer,
-- Punie 2022, annex of examples) and in Circular 02/2025/TT-BGDĐT, which keeps DigComp's numbers in
-- areas 1 to 5. Nobody outside the project has reviewed it.
--
-- The weight is the share of an answer that counts for the other indicator: 1 where both describe the
-- same, less where only a part of the one belongs to the other; at least .2, at most two, sum at most 1.
-- DigComp has nothing for "using a device" itself, so 0.1 and 0.2 count little, under choosing tools.

-- The circular's indicators have DigComp's numbers, so both are told at once.
local village_shows = {
  ["0.1"] = { ["5.2"] = 0.3 },
  ["0.2"] = { ["5.2"] = 0.4 },
  ["1.1"] = { ["1.1"] = 1 },
  ["1.2"] = { ["1.2"] = 1 },
  ["1.3"] = { ["1.3"] = 1 },
  ["2.1"] = { ["2.1"] = 0.6, ["2.2"] = 0.4 },
  ["2.3"] = { ["2.3"] = 1 },
  ["2.6"] = { ["2.6"] = 1 },
  ["4.1"] = { ["4.1"] = 1 },
  ["4.2"] = { ["4.2"] = 1 },
  ["5.1"] = { ["5.1"] = 1 },
  ["5.2"] = { ["2.3"] = 0.5, ["5.2"] = 0.5 },
}

mapping "village-basic to DigComp 2.2" { from = "village-basic", to = "digcomp-2.2", shows = village_shows }
mapping "village-basic to Circular 02/2025" { from = "village-basic", to = "vn-tt02-2025", shows = village_shows }
