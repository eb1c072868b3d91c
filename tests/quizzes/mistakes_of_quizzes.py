# mistakes_of_quizzes.py - a small good quiz, one simulation and one walk, and what can be wrong with each (check_suite.py
# puts each mistake into it).

BASE = '''quiz {
  title = { vi = "Thử", en = "Try" },
  framework = "village-basic",
  programme = "digital-basics",
}

question "one" {
  shows = "4.2",
  difficulty = "easy",
  asks = { vi = "Hỏi gì?", en = "What?" },
  right = { vi = "Có", en = "Yes", drawing = "khoa" },
  wrong = { { vi = "Không", en = "No" }, { vi = "Kệ", en = "Never mind" } },
}

practical "two" {
  title = { vi = "Mua bánh", en = "Buy cakes" },
  story = { vi = "{Bác} trả {amount} đồng.", en = "You pay {amount} đồng." },
  starts = "counter",
  variables = { amount = vary { 20000, 35000 } },
}

account "mine" { owner = "Bác", balance = 120000 }
account "bakery" { owner = "TIEM BANH" }
qr_code "sticker" { label = "Cô Nga", pays = "bakery", amount = "{amount}" }

screen "counter" {
  heading { vi = "Ở quầy", en = "At the counter" },
  scan "sticker" { goes_to = "check" },
}

screen "check" {
  row { vi = "Trả cho", en = "Pay to" } { value = "{pay.to}" },
  keypad "PIN" { label = "PIN", length = 4 },
  button { vi = "Trả", en = "Pay" } { id = "pay", does = "pay", checks = "PIN", is = "2580", goes_to = "paid", otherwise = "check" },
  button { vi = "Thôi", en = "Stop" } { id = "stop", does = "end" },
}

screen "paid" {
  heading { vi = "Đã trả", en = "Paid" },
  button { vi = "Xong", en = "Done" } { id = "done", does = "end" },
}

evidence "Paid the bakery" { shows = "5.2", when = paid("bakery", "{amount}") }
evidence "Scanned" { shows = "5.2", when = scanned "sticker" }

can_do "4.2" { vi = "Giữ kín mã.", en = "Keep codes secret.", practise = { vi = "Giữ mã", en = "Keeping codes" } }
'''

# name of the test: (what is replaced, by what, what the answer says besides file and line, where the line is found)
MISTAKES = {
    "an_unknown_word_is_named_with_the_one_meant": ('question "one"', 'qestion "one"', ("qestion", "question")),
    "a_misspelt_field_of_a_question_is_named": ('difficulty = "easy"', 'dificulty = "easy"', ("dificulty", "difficulty"),
                                                'question "one"'),
    "a_misspelt_field_of_the_quiz_is_named": ('framework = ', 'framwork = ', ("framwork", "framework"), "quiz {"),
    "a_missing_right_answer_is_told": ('  right = { vi = "Có", en = "Yes", drawing = "khoa" },\n', "",
                                       ("one", "right"), 'question "one"'),
    "wrong_answers_stand_in_a_list": ('wrong = { { vi = "Không", en = "No" }, { vi = "Kệ", en = "Never mind" } }',
                                      'wrong = { vi = "Không", en = "No" }', ("wrong", "list"), 'question "one"'),
    "a_right_answer_among_the_wrong_is_told": ('{ vi = "Kệ", en = "Never mind" }', '{ vi = "Có", en = "Yes" }',
                                               ("both right and wrong",), 'question "one"'),
    "a_missing_language_is_named": ('asks = { vi = "Hỏi gì?", en = "What?" }', 'asks = { vi = "Hỏi gì?" }',
                                    ("asks", '"en"'), 'question "one"'),
    "a_question_that_shows_nothing_is_told": ('  shows = "4.2",\n', "", ("shows",), 'question "one"'),
    "an_unknown_indicator_is_named": ('shows = "4.2"', 'shows = "9.9"', ("9.9", "village-basic"), 'question "one"'),
    "an_unknown_indicator_of_evidence_is_named_by_its_line": ('{ shows = "5.2", when = scanned', '{ shows = "5.9", when = scanned',
                                                              ("5.9", "village-basic")),
    "words_for_an_unknown_indicator_are_told": ('can_do "4.2"', 'can_do "4.9"', ("4.9", "can_do")),
    "a_misspelt_field_of_a_screen_is_named": ('screen "paid" {', 'screen "paid" { outsid = true,', ("outsid", "screen")),
    "an_unknown_mode_is_named_with_the_one_meant": ('programme = ', 'mode = "adaptve", programme = ', ("adaptve", '"adaptive"'),
                                                    "quiz {"),
    "wishes_for_an_adaptive_test_need_the_mode": ('programme = ', 'adaptive = { items = 9 }, programme = ',
                                                  ('mode = "adaptive"',), "quiz {"),
    "an_unknown_wish_for_an_adaptive_test_is_named": ('programme = ', 'mode = "adaptive", adaptive = { item = 9 }, programme = ',
                                                      ('"item"', '"items"'), "quiz {"),
    "an_unknown_way_of_stopping_is_named": ('programme = ', 'mode = "adaptive", adaptive = { stop = "profil" }, programme = ',
                                            ('"profil"', '"certificate"'), "quiz {"),
    "an_error_that_no_test_can_reach_is_told": ('programme = ', 'mode = "adaptive", adaptive = { sd = 0.01 }, programme = ',
                                                ("sd", "0.2"), "quiz {"),
    "no_items_at_all_are_told": ('programme = ', 'mode = "adaptive", adaptive = { items = 0 }, programme = ', ("items", "1"),
                                 "quiz {"),
    "an_unknown_framework_is_named": ('"village-basic"', '"vilage-basic"', ("vilage-basic",), "quiz {"),
    "an_unknown_programme_is_named": ('"digital-basics"', '"digital-basic"', ('"digital-basic"',), "quiz {"),
    "a_wrong_difficulty_is_told": ('"easy"', '"eesy"', ("easy", "medium"), 'question "one"'),
    "an_unknown_drawing_is_named_with_the_one_meant": ('"khoa"', '"khoaa"', ("khoaa", '"khoa"'), 'question "one"'),
    "a_picture_that_is_not_there_is_named": ('"khoa"', '"pictures/lock.png"', ("pictures/lock.png", "folder"),
                                             'question "one"'),
    "two_items_of_one_name_are_told": ('practical "two"', 'practical "one"', ("one", "twice")),
    "an_id_with_letters_that_no_file_can_have_is_told": ('question "one"', 'question "Câu một"', ("id",)),
    "a_text_that_no_phone_can_show_is_told": ('"Hỏi gì?"', '"' + "Hỏi gì? " * 40 + '"', ("160",), 'question "one"'),
    "an_invisible_character_is_told": ('"What?"', '"Wh\u200bat?"', ("invisible",), 'question "one"'),
    "a_place_that_nothing_fills_is_named": ("{Bác} trả {amount} đồng", "{Bác} trả {amout} đồng", ("{amout}", '"amount"'),
                                            'practical "two"'),
    "a_brace_left_open_is_told": ('en = "You pay {amount} đồng."', 'en = "You pay {amount đồng."', ("{",),
                                  'practical "two"'),
    "a_start_that_is_no_screen_is_named": ('starts = "counter"', 'starts = "conter"', ("conter", '"counter"'),
                                           'practical "two"'),
    "a_button_to_a_screen_that_is_not_there_is_named": ('goes_to = "paid"', 'goes_to = "payd"', ("payd", '"paid"'),
                                                        'button { vi = "Trả"'),
    "a_scan_of_a_code_that_is_not_there_is_named": ('scan "sticker"', 'scan "stiker"', ("stiker", '"sticker"')),
    "a_code_that_pays_nobody_is_named": ('pays = "bakery"', 'pays = "bakary"', ("bakary", '"bakery"')),
    "a_button_that_does_nothing_is_told": ('{ id = "done", does = "end" }', '{ id = "done" }', ("done", "nothing")),
    "a_button_that_does_something_unknown_is_told": ('id = "stop", does = "end"', 'id = "stop", does = "ent"',
                                                     ("ent", '"end"')),
    "a_screen_without_a_way_out_is_told": ('{ id = "done", does = "end" }', '{ id = "done", goes_to = "paid" }',
                                           ("paid", "no way to an end"), 'screen "paid"'),
    "a_screen_that_no_way_leads_to_is_told": ('goes_to = "paid", otherwise', 'goes_to = "check", otherwise',
                                              ("no way leads", "paid"), 'screen "paid"'),
    "two_buttons_of_one_name_are_told": ('id = "stop"', 'id = "pay"', ("pay", "two"),
                                          'id = "pay", does = "end"'),
    "a_check_of_a_field_that_is_not_there_is_told": ('checks = "PIN"', 'checks = "PINN"', ("PINN",)),
    "evidence_of_a_payment_that_cannot_be_is_told": ('when = paid("bakery", "{amount}")', 'when = paid "mine"',
                                                     ("mine", "never happen")),
    "evidence_of_an_unknown_account_is_named": ('paid("bakery"', 'paid("bakry"', ("bakry", '"bakery"')),
    "evidence_of_a_code_that_nobody_can_scan_is_told": ('when = scanned "sticker"', 'when = scanned "sticer"',
                                                        ("sticer", '"sticker"')),
    "evidence_of_a_report_that_no_button_makes_is_told": ('when = scanned "sticker"', "when = reported",
                                                          ("reported", "never happen")),
    "evidence_without_a_condition_is_told": ('shows = "5.2", when = scanned "sticker"', 'shows = "5.2"',
                                             ("Scanned", "when"), 'evidence "Scanned"'),
    "evidence_that_shows_a_third_indicator_is_told": (
        'evidence "Scanned" { shows = "5.2", when = scanned "sticker" }',
        'evidence "A" { shows = "4.2", when = scanned "sticker" }\n'
        'evidence "B" { shows = "0.1", when = scanned "sticker" }', ("0.1", "at most 2"), 'evidence "B"'),
    "a_text_where_a_yes_is_wanted_is_told": ('id = "stop", does', 'id = "stop", twin = "yes", does', ("twin", "true or false")),
    "a_detail_without_its_name_is_told": ('  difficulty = "easy",', '  "easy",', ("name = value",), 'question "one"'),
    "an_unknown_simulation_is_named": ('  title = { vi = "Mua bánh"', '  uses = "simulations/bank_qr",\n  title = { vi = "Mua bánh"',
                                       ("simulations/bank_qr", "simulations/bank_qr_payment"), 'practical "two"'),
    "an_account_before_any_practical_is_told": ('question "one"', 'account "early" { owner = "A" }\nquestion "one"',
                                                ("account", "practical"), 'account "early"'),
    "two_quizzes_in_one_are_told": ('question "one"', 'quiz { title = "Hai" }\nquestion "one"', ("quiz", "twice"),
                                    'quiz { title = "Hai"'),
    "a_choice_out_of_an_empty_list_is_told": ("vary { 20000, 35000 }", "vary {}", ("vary",), "variables ="),
    "a_line_that_is_no_lua_is_told": ('account "mine" { owner', 'account "mine" { { owner', ("quiz.lua",), None),
}

SIMULATION = '''quiz { title = { vi = "Thử", en = "Try" }, framework = "village-basic" }
practical "pay" {
  uses = "simulations/bank_qr_payment",
  amount = 35000,
}
'''
PARAMETERS = {
    "an_unknown_parameter_is_named_with_the_one_meant": ("amount = 35000", "amont = 35000", ("amont", '"amount"')),
    "a_parameter_out_of_range_says_its_range": ("amount = 35000", "amount = 5", ("amount", "1000", "5000000")),
    "each_value_of_vary_is_checked": ("amount = 35000", "amount = vary { 35000, 5 }", ("amount", "1000")),
    "a_choice_says_what_may_be_chosen": ("amount = 35000", 'trap = "stiker"', ("trap", '"sticker"', '"none"')),
    "a_pin_that_is_no_pin_is_told": ("amount = 35000", 'pin = "12a4"', ("pin", "four digits")),
    "more_than_the_balance_is_told": ("amount = 35000", "amount = 35000, balance = 20000", ("balance",)),
}

WALK = "# Pays.\nitem two\nseed 1\nscan sticker\ntype PIN = 2580\npress Pay\npress Done\nyes Paid the bakery\n"
WALKS = {
    "an_unknown_item_of_a_walk_is_named": ("item two", "item tow", 2, ("tow", '"two"')),
    "an_unknown_word_of_a_walk_is_named": ("press Pay", "pres Pay", 6, ("pres", '"press"')),
    "an_unknown_button_of_a_walk_is_named": ("press Done", "press Don", 7, ("Don",)),
    "an_unknown_code_of_a_walk_is_named": ("scan sticker", "scan stiker", 4, ("stiker", '"sticker"')),
    "an_unknown_evidence_of_a_walk_is_named": ("yes Paid the bakery", "yes Payed the bakery", 8, ("Paid the bakery",)),
    "a_broken_expectation_says_what_is_so": ("yes Paid", "no Paid", 8, ("yes", "no")),
    "an_act_after_the_end_is_told": ("yes Paid the bakery", "press Done\nyes Paid the bakery", 8, ("over",)),
    "a_field_that_is_not_there_is_told": ("type PIN", "type PINN", 5, ("PINN",)),
    "a_walk_that_asks_nothing_is_told": ("yes Paid the bakery\n", "", 7, ("nothing that must follow",)),
    "a_walk_without_an_item_is_told": ("item two\n", "", 3, ("item",)),
    "a_text_that_the_screen_does_not_say_is_told": ("press Pay", "sees 99.999\npress Pay", 6, ("99.999",)),
    "a_question_is_not_pressed": ("item two", "item one", 4, ("choose",)),
}
