-- Each of these simulations once as it comes and once with other parameters.

quiz {
  title = { vi = "Thử các bài tập 1", en = "Simulations under test 1" },
  framework = "village-basic",
  languages = { "vi", "en" },
}

practical "police-message" { uses = "simulations/police_message", difficulty = "medium" }

practical "police-true" {
  uses = "simulations/police_message", difficulty = "easy",
  trap = "none", commune = "Núi Thắm", child = "Mây", head = "ông Mùi", hour = vary { 7, 15 },
}

practical "eid-call" { uses = "simulations/eid_otp_call", difficulty = "medium" }

practical "eid-quiet" {
  uses = "simulations/eid_otp_call", difficulty = "easy",
  trap = "none", passcode = "112233", otp = vary { "000001", "999999" }, child = "Mây", commune = "Núi Thắm",
}

practical "false-link" { uses = "simulations/false_link", difficulty = "medium" }

practical "true-links" {
  uses = "simulations/false_link", difficulty = "easy",
  trap = "none", site = "truongxa.example", false_site = "truongxa-qua.example", hamlet = "Núi Thắm", hour = 16,
}

practical "photo-stranger" { uses = "simulations/photo_sharing", difficulty = "medium" }

practical "photo-neighbour" {
  uses = "simulations/photo_sharing", difficulty = "easy",
  trap = "none", child = "Mây", event = { vi = "mùa chè", en = "tea harvest" }, hamlet = "Núi Thắm", people = vary_between(30, 60),
}

practical "app-weather" { uses = "simulations/app_install", difficulty = "medium" }
practical "app-call" { uses = "simulations/app_install", difficulty = "hard", app = "call" }
practical "app-codes" {
  uses = "simulations/app_install", difficulty = "easy",
  app = "codes", trap = "none", name = "Mắt Lúa", maker = "Hợp tác xã Núi Thắm", downloads = vary_between(2000, 9000, 1000),
}

practical "network-wifi" { uses = "simulations/no_network", difficulty = "medium" }
practical "network-flight" { uses = "simulations/no_network", difficulty = "easy", cause = "flight", trap = "none", child = "Mây" }
practical "network-data" { uses = "simulations/no_network", difficulty = "hard", cause = "data", wifi = "Wifi Cho" }
