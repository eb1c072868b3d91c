# mistakes_of_questions.py - a good quiz with a question of every kind, and what can be wrong with it (check_suite.py
# puts each mistake into it).

BASE = '''quiz { title = { vi = "Thử", en = "Try" }, framework = "village-basic" }

question "one" { shows = "0.1", asks = { vi = "Nút nào?", en = "Which button?" },
  right = { vi = "Nghe", en = "Listen" }, wrong = { { vi = "Tắt", en = "Off", credit = 50 }, { vi = "Bật", en = "On" } } }

question "several" { shows = "0.1", asks = { vi = "Quả nào?", en = "Which are fruits?" },
  right = { { vi = "Táo", en = "Apple" }, { vi = "Cam", en = "Orange" } }, wrong = { { vi = "Bàn", en = "Table" } } }

question "short" { shows = "1.1", asks = { vi = "Thành phố nào?", en = "Which city?" },
  answers = { "Việt Trì", { is = "Phú Thọ", credit = 50 } }, spelling = 1, marks = "needed", case = "needed" }

question "number" { shows = "1.1", asks = { vi = "Bao nhiêu?", en = "How much?" },
  number = 35000, tolerance = 500, unit = { vi = "đồng", en = "đồng" } }

question "range" { shows = "1.1", asks = { vi = "Mấy?", en = "How many?" },
  number = { { is = 5, tolerance = 1 }, { from = 1, to = 9, credit = 50 } } }

question "date" { shows = "1.2", asks = { vi = "Ngày nào?", en = "Which day?" }, date = "02/09/1945" }

question "match" { shows = "1.2", asks = { vi = "Ghép", en = "Match" },
  pairs = { { { vi = "Mèo", en = "Cat" }, "meo" }, { { vi = "Chó", en = "Dog" }, "gâu" } }, extra = { "be be" } }

question "order" { shows = "2.1", asks = { vi = "Xếp", en = "Put in order" },
  order = { { vi = "Bật", en = "On" }, { vi = "Gọi", en = "Call" }, { vi = "Tắt", en = "Off" } } }

question "gaps" { shows = "2.1", asks = { vi = "Điền", en = "Fill in" },
  text = { vi = "Mã có [1] số, [2] đưa ai.", en = "A code has [1] digits, [2] give it." },
  gaps = { { number = 6 }, { right = { vi = "không", en = "never" }, wrong = { { vi = "cứ", en = "always" } } } } }

question "spots" { shows = "2.3", asks = { vi = "Bấm", en = "Press" }, picture = "pictures/x.png",
  says = { vi = "Hai nút", en = "Two buttons" }, spots = {
    { x = 0, y = 0, width = 40, height = 40, says = { vi = "trái", en = "left" } },
    { x = 50, y = 50, width = 40, height = 40, says = { vi = "phải", en = "right" }, right = true } } }

question "try" { practice = true, asks = { vi = "Thử gõ", en = "Try typing" }, answers = { "a" } }
'''

# name of the test: (what is replaced, by what, what the answer says besides file and line, where the line is found)
MISTAKES = {
    # kinds
    "a_question_without_an_answer_says_what_there_is": (', date = "02/09/1945"', "", ("date", "right answer", "pairs"),
                                                        'question "date"'),
    "two_kinds_of_question_in_one_are_told": ('date = "02/09/1945"', 'date = "02/09/1945", number = 5', ("number", "date", "together")),
    "wrong_answers_of_a_typed_answer_are_told": ("  number = 35000,", '  wrong = { "a" }, number = 35000,', ("number", "wrong", "together"),
                                                 'question "number"'),
    "marks_of_a_number_are_told": ("tolerance = 500,", 'tolerance = 500, marks = "needed",', ("number", "marks", "together"),
                                   'question "number"'),
    "a_unit_of_words_is_told": ('spelling = 1,', 'spelling = 1, unit = "kg",', ("answers", "unit", "together"), 'question "short"'),
    "a_text_without_gaps_is_told": ('date = "02/09/1945"', 'date = "02/09/1945", text = "[1]"', ("date", "text", "together")),
    "a_misspelt_kind_is_named_with_the_one_meant": ("  pairs = {", "  pairz = {", ("pairz", '"pairs"'), 'question "match"'),
    "a_practice_question_that_shows_something_is_told": ("practice = true", 'practice = true, shows = "0.1"', ("practice", "shows")),
    # one choice
    "a_right_answer_that_earns_half_is_told": ('en = "Listen"', 'en = "Listen", credit = 50', ("right", "credit"), 'question "one"'),
    "a_credit_of_more_than_a_hundred_is_told": ("credit = 50 }, { vi", "credit = 150 }, { vi", ("-100 to 100",), 'question "one"'),
    "a_credit_in_words_is_told": ("credit = 50 }, { vi", 'credit = "half" }, { vi', ("credit", "-100 to 100"), 'question "one"'),
    "an_answer_offered_twice_is_told": ('{ vi = "Bật", en = "On" } } }\n\nquestion "several"',
                                        '{ vi = "Tắt", en = "Off" } } }\n\nquestion "several"', ("Tắt", "twice"), 'question "one"'),
    "answers_that_read_alike_in_english_are_told": ('{ vi = "Bật", en = "On" } } }\n\nquestion "several"',
                                                    '{ vi = "Mở", en = "Off" } } }\n\nquestion "several"', ("Mở", "twice"),
                                                    'question "one"'),
    "wrong_answers_without_a_right_one_are_told": ('  right = { vi = "Nghe", en = "Listen" }, wrong', "  wrong", ("one", "right"),
                                                   'question "one"'),
    # several
    "an_answer_both_right_and_wrong_is_told": ('{ vi = "Bàn", en = "Table" }', '{ vi = "Cam", en = "Orange" }', ("Cam", "both"),
                                               'question "several"'),
    "right_answers_that_cannot_make_a_hundred_are_told": ('{ vi = "Cam", en = "Orange" }', '{ vi = "Cam", en = "Orange", credit = 20 }',
                                                          ("several", "70", "100"), 'question "several"'),
    "more_answers_than_a_phone_shows_are_told": ('{ { vi = "Bàn", en = "Table" } }', '{ "c", "d", "e", "f", "g", "h" }',
                                                 ("8 answers", "phone"), 'question "several"'),
    "an_empty_list_of_right_answers_is_told": ('{ { vi = "Táo", en = "Apple" }, { vi = "Cam", en = "Orange" } }', "{}", ("right",),
                                               'question "several"'),
    # typed
    "answers_that_are_no_list_are_told": ('answers = { "Việt Trì", { is = "Phú Thọ", credit = 50 } }', 'answers = "Việt Trì"',
                                          ("answers", "list"), 'question "short"'),
    "answers_of_which_none_is_whole_are_told": ('"Việt Trì", {', '{', ("short", "earns everything"), 'question "short"'),
    "a_misspelt_credit_of_an_answer_is_told": ('"Phú Thọ", credit = 50', '"Phú Thọ", credt = 50', ("credt", '"credit"'),
                                               'question "short"'),
    "three_slips_are_too_many": ("spelling = 1", "spelling = 3", ("spelling", "0 to 2"), 'question "short"'),
    "marks_that_are_true_are_told": ('marks = "needed"', "marks = true", ("marks", '"needed"'), 'question "short"'),
    "a_misspelt_needed_is_told": ('case = "needed"', 'case = "neded"', ("case", '"needed"'), 'question "short"'),
    "a_number_in_quotation_marks_is_told": ("number = 35000", 'number = "35000"', ("number = 35000",), 'question "number"'),
    "a_tolerance_below_nothing_is_told": ("tolerance = 500", "tolerance = -1", ("tolerance", "from 0"), 'question "number"'),
    "a_number_that_nobody_can_type_is_told": ("number = 35000", "number = 1e15", ("15 digits",), 'question "number"'),
    "a_range_from_high_to_low_is_told": ("from = 1, to = 9", "from = 9, to = 1", ("9 to 1", "smaller"), 'question "range"'),
    "a_range_with_one_end_is_told": ("from = 1, to = 9", "from = 1", ("from = 1, to = 5",), 'question "range"'),
    "a_misspelt_tolerance_of_an_answer_is_told": ("{ is = 5, tolerance = 1 }", "{ is = 5, tolerence = 1 }", ("tolerence", '"tolerance"'),
                                                  'question "range"'),
    "numbers_of_which_none_is_whole_are_told": ("{ is = 5, tolerance = 1 }", "{ is = 5, credit = 50 }", ("range", "earns everything"),
                                                'question "range"'),
    "a_day_that_no_calendar_has_is_told": ("02/09/1945", "31/02/1945", ("date", "calendar")),
    # matching and ordering
    "one_pair_alone_is_told": (', { { vi = "Chó", en = "Dog" }, "gâu" }', "", ("pairs has 1", "2 to 6"), 'question "match"'),
    "a_pair_of_three_is_told": ('"gâu" }', '"gâu", "ó o" }', ("pair 2", "{ left, right }"), 'question "match"'),
    "two_pairs_with_one_partner_are_told": ('"gâu" }', '"meo" }', ("pairs 1 and 2", "both"), 'question "match"'),
    "an_extra_that_is_a_partner_is_told": ('extra = { "be be" }', 'extra = { "gâu" }', ("extra 1", "partner"), 'question "match"'),
    "five_extras_are_too_many": ('extra = { "be be" }', 'extra = { "1", "2", "3", "4", "5" }', ("extra has 5", "1 to 4"),
                                 'question "match"'),
    "a_credit_of_a_pair_is_told": ('{ vi = "Mèo", en = "Cat" }', '{ vi = "Mèo", en = "Cat", credit = 50 }', ("pairs", "credit"),
                                   'question "match"'),
    "an_order_of_two_is_told": (', { vi = "Tắt", en = "Off" } } }\n\nquestion "gaps"', ' } }\n\nquestion "gaps"', ("order has 2", "3 to 7"),
                                'question "order"'),
    "a_part_that_stands_twice_in_an_order_is_told": ('{ vi = "Gọi", en = "Call" }', '{ vi = "Bật", en = "On" }', ("Bật", "twice"),
                                                     'question "order"'),
    "a_credit_in_an_order_is_told": ('{ vi = "Gọi", en = "Call" }', '{ vi = "Gọi", en = "Call", credit = 10 }', ("order", "credit"),
                                     'question "order"'),
    # gaps
    "a_gap_that_no_text_holds_is_told": ("A code has [1] digits", "A code has six digits", ("(en)", "[1]", "nowhere"), 'question "gaps"'),
    "a_gap_that_a_text_holds_twice_is_told": ("[2] đưa ai", "[1] đưa ai", ("(vi)", "[1]", "more than once"), 'question "gaps"'),
    "a_place_without_its_gap_is_told": ("[2] đưa ai", "[2] đưa [3]", ("(vi)", "[3]", "2 gaps"), 'question "gaps"'),
    "gaps_without_their_text_are_told": ('''  text = { vi = "Mã có [1] số, [2] đưa ai.", en = "A code has [1] digits, [2] give it." },
''', "", ("gaps", "text"), 'question "gaps"'),
    "a_gap_of_nothing_is_told": ("{ number = 6 }", "{}", ("gap 1", "answers"), 'question "gaps"'),
    "a_gap_of_two_kinds_is_told": ("{ number = 6 }", '{ number = 6, date = "02/09/1945" }', ("number", "date", "together"),
                                   'question "gaps"'),
    "marks_of_a_gap_of_a_number_are_told": ("{ number = 6 }", '{ number = 6, marks = "needed" }', ("number", "marks", "together"),
                                            'question "gaps"'),
    "a_misspelt_field_of_a_gap_is_named": ("{ number = 6 }", "{ number = 6, tolerence = 1 }", ("gap", "tolerence", '"tolerance"'),
                                           'question "gaps"'),
    "a_gap_that_offers_one_choice_is_told": (', wrong = { { vi = "cứ", en = "always" } }', "", ("gap 2", "wrong"), 'question "gaps"'),
    "a_gap_that_offers_its_right_choice_twice_is_told": ('{ vi = "cứ", en = "always" }', '{ vi = "không", en = "never" }',
                                                         ("gap 2", "không", "twice"), 'question "gaps"'),
    # pictures and spots
    "a_hot_spot_without_its_picture_is_told": ('picture = "pictures/x.png",\n', "\n", ("spots", "picture"), 'question "spots"'),
    "a_picture_that_is_a_drawing_is_told": ('"pictures/x.png"', '"khoa"', ("pictures/x.png", 'drawing = "khoa"'), 'question "spots"'),
    "a_picture_that_nobody_hears_is_told": ('  says = { vi = "Hai nút", en = "Two buttons" }, spots', "  spots", ("says", "hear"),
                                            'question "spots"'),
    "words_of_no_picture_are_told": ('date = "02/09/1945"', 'date = "02/09/1945", says = "Ảnh"', ("says", "no picture")),
    "spots_of_which_none_is_right_are_told": (", right = true } } }", " } } }", ("right spot",), 'question "spots"'),
    "a_spot_outside_the_picture_is_told": ("x = 50, y = 50, width = 40", "x = 50, y = 50, width = 60", ("spot 2", "picture"),
                                           'question "spots"'),
    "spots_that_lie_on_each_other_are_told": ("x = 50, y = 50", "x = 39, y = 39", ("spots 1 and 2", "finger"), 'question "spots"'),
    "a_spot_without_words_is_told": (', says = { vi = "trái", en = "left" }', "", ("spot", "says"), 'question "spots"'),
    "a_misspelt_field_of_a_spot_is_named": ("width = 40, height = 40, says = { vi = \"trái\"", "widht = 40, height = 40, says = { vi = \"trái\"",
                                            ("spot", "widht", '"width"'), 'question "spots"'),
}
