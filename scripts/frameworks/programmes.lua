-- programmes.lua - what a certificate certifies. The number stands for a programme in signed claims: never reuse one.

programme "digital-basics" {
  number = 1,
  title = { vi = "Kỹ năng số cơ bản cho người dân", en = "Basic digital skills for villagers" },
  framework = "village-basic",
  quizzes = { "digital-basics", "village-skills" },
  -- At least three indicators with P(band >= 2) >= .80, and no open critical act.
  needs = { indicators = 3, band = 2, at = 0.80 },
  critical = "none",
  valid_years = 3,
  layout = "classic",
}
