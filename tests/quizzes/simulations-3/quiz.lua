-- Each of these simulations as it comes, and with other parameters.

quiz { title = { vi = "Thử các bài tập 3", en = "Simulations under test 3" }, framework = "village-basic" }

practical "settings" { uses = "simulations/phone_settings" }
practical "settings-closed" { uses = "simulations/phone_settings", trap = "none", network = "X", place = { vi = "chợ xã", en = "the market" } }
practical "search-clinic" { uses = "simulations/search_results" }
practical "search-fees" { uses = "simulations/search_results", topic = "fees", trap = "none", answer = 8000, old_answer = 5000 }
practical "search-bus" { uses = "simulations/search_results", topic = "bus", place = "Cao Sơn", answer = 5 }
practical "electricity" { uses = "simulations/electricity_bill" }
practical "electricity-quiet" { uses = "simulations/electricity_bill", trap = "none", amount = vary_between(50000, 90000, 1000), balance = 100000 }
practical "portal" { uses = "simulations/public_service_portal" }
practical "portal-alone" { uses = "simulations/public_service_portal", trap = "none", child = "Lê Thị Mơ", birthday = "3/4/2018", fee = 12000 }
