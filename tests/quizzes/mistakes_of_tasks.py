# mistakes_of_tasks.py - a good task with every widget of the simulated phone, and what can be wrong with it
# (check_suite.py puts each mistake into it).

BASE = '''quiz { title = { vi = "Thử", en = "Try" }, framework = "village-basic" }
form "pre" { title = { vi = "lần đầu", en = "first" }, items = { "wifi" } }

practical "wifi" {
  title = { vi = "Bật Wi-Fi", en = "Wi-Fi on" },
  story = { vi = "{Bác} bật Wi-Fi.", en = "Switch Wi-Fi on." },
  starts = "home",
}
account "mine" { owner = "Bác", balance = 50000 }
account "shop" { owner = "TIEM" }
screen "home" {
  notification { from = "Lan", text = { vi = "Bật mạng đi", en = "Go online" }, id = "note", goes_to = "chat" },
  address "http://xa.example",
  list {
    entry { vi = "Cài đặt", en = "Settings" } { id = "settings", goes_to = "settings", drawing = "wifi" },
    entry { vi = "Ảnh", en = "Photos" } { id = "photos", goes_to = "photos" },
    mixed = true,
  },
}
screen "chat" {
  message { from = "Lan", text = { vi = "Bật đi", en = "Do it" } },
  button { vi = "Về", en = "Back" } { id = "back", goes_to = "home" },
}
screen "settings" {
  switch "wifi" { label = "Wi-Fi", detail = "NhaVanHoa", on = false },
  field "pass" { label = { vi = "Mật khẩu", en = "Password" }, length = 20, shown_if = is_on "wifi" },
  choices "size" { label = { vi = "Cỡ chữ", en = "Text size" }, choice "small" { text = "A" }, choice "large" { text = "AA" } },
  text { vi = "Cỡ {picked.size}, gõ {typed.pass}", en = "Size {picked.size}, typed {typed.pass}" },
  button { vi = "Nối", en = "Join" } {
    id = "join",
    goes_to = { { when = all { is_on "wifi", entered("pass", "12345") }, to = "done" }, "settings" },
  },
}
screen "photos" {
  photos "send" { label = { vi = "Gửi ảnh", en = "Send" }, several = true,
    photo "card" { says = { vi = "Thẻ", en = "Card" }, drawing = "giay-to" },
    photo "cat" { says = { vi = "Mèo", en = "Cat" }, drawing = "anh" },
  },
  button { vi = "Trả", en = "Pay" } { id = "pay", does = "pay", pays = "shop", amount = 5000, goes_to = "home" },
}
screen "done" {
  dialog { title = { vi = "Đã nối", en = "Joined" }, text = { vi = "Có mạng", en = "Online" } },
  progress { label = { vi = "Bước", en = "Step" }, step = 2, of = 2 },
  button { vi = "Xong", en = "Done" } { id = "done", does = "end" },
}
evidence "Joined" { shows = "0.1", when = all { is_on "wifi", picked("size", "large"), entered "pass" } }
evidence "Paid" { shows = "5.2", when = all { paid "shop", picked("send", "card") } }
'''

# name of the test: (what is replaced, by what, what the answer says besides file and line, where the line is found)
MISTAKES = {
    "a_widget_that_does_not_exist_is_named": ('switch "wifi" {', 'swich "wifi" {', ("swich", "switch")),
    "a_misspelt_field_of_a_switch_is_named": ("on = false", "onn = false", ("switch", "onn")),
    "a_switch_is_on_or_off": ("on = false", 'on = "no"', ("on", "true or false")),
    "an_entry_that_does_nothing_is_told": ('id = "photos", goes_to = "photos"', 'id = "photos"', ("entry", "photos", "nothing")),
    "an_entry_to_a_screen_that_is_not_there_is_named": ('id = "photos", goes_to = "photos"', 'id = "photos", goes_to = "fotos"',
                                                        ("fotos", '"photos"')),
    "two_entries_of_one_name_are_told": ('id = "photos", goes_to', 'id = "settings", goes_to', ("settings", "two"), 'entry { vi = "Ảnh"'),
    "an_entry_and_a_notification_of_one_name_are_told": ('id = "note"', 'id = "photos"', ("photos", "two"), 'entry { vi = "Ảnh"'),
    "a_part_of_another_kind_is_told": ('    mixed = true,', '    button "A" { id = "a", does = "end" },', ("list", "entry"), "list {"),
    "an_empty_list_is_told": ('''    entry { vi = "Cài đặt", en = "Settings" } { id = "settings", goes_to = "settings", drawing = "wifi" },
    entry { vi = "Ảnh", en = "Photos" } { id = "photos", goes_to = "photos" },
''', "", ("list", "parts"), "list {"),
    "choices_without_a_label_are_told": ('label = { vi = "Cỡ chữ", en = "Text size" }, ', "", ("choices", "label"), 'choices "size"'),
    "a_choice_without_words_is_told": ('choice "small" { text = "A" }', 'choice "small" {}', ("choice", "small", "text"),
                                       'choices "size"'),
    "two_choices_of_one_name_are_told": ('choice "large"', 'choice "small"', ("small", "twice"), 'choices "size"'),
    "a_photo_that_shows_nothing_is_told": (', drawing = "anh"', "", ("cat", "drawing"), 'photo "cat"'),
    "a_photo_file_that_is_not_there_is_named": ('drawing = "anh"', 'file = "pictures/cat.png"', ("pictures/cat.png",)),
    "a_message_without_text_is_told": ('message { from = "Lan", text = { vi = "Bật đi", en = "Do it" } }', 'message { from = "Lan" }',
                                       ("message", "text")),
    "a_notification_leads_somewhere": (', id = "note", goes_to = "chat"', ', id = "note"', ("notification", "goes_to")),
    "a_dialog_without_a_title_is_told": ('title = { vi = "Đã nối", en = "Joined" }, ', "", ("dialog", "title"), "dialog {"),
    "a_step_out_of_range_is_told": ("step = 2, of = 2", "step = 2, of = 200", ("of", "20")),
    "a_field_of_an_unknown_input_is_told": ("length = 20,", 'length = 20, input = "numbr",', ("input", '"number"')),
    "a_condition_on_a_switch_that_is_not_there_is_told": ('shown_if = is_on "wifi"', 'shown_if = is_on "wify"', ("wify", '"wifi"')),
    "shown_if_that_is_no_condition_is_told": ('shown_if = is_on "wifi"', 'shown_if = "wifi"', ("condition is missing",)),
    "a_way_to_a_screen_that_is_not_there_is_named": ('to = "done"', 'to = "don"', ("don", '"done"'), 'button { vi = "Nối"'),
    "a_way_without_a_condition_is_told": ('{ when = all { is_on "wifi", entered("pass", "12345") }, to = "done" }', '{ to = "done" }',
                                          ("way 1", "when"), 'button { vi = "Nối"'),
    "a_way_of_a_condition_that_cannot_be_is_told": ('entered("pass", "12345")', 'entered("pas", "12345")', ("pas", '"pass"')),
    "picked_of_a_part_that_is_not_there_is_told": ('picked("size", "large")', 'picked("size", "huge")', ("huge", "size")),
    "picked_of_a_name_that_is_not_there_is_told": ('picked("send", "card")', 'picked("sent", "card")', ("sent", '"send"')),
    "a_place_of_a_field_that_is_not_there_is_told": ("gõ {typed.pass}", "gõ {typed.pas}", ("{typed.pas}",)),
    "a_place_of_choices_that_are_not_there_is_told": ("Cỡ {picked.size}", "Cỡ {picked.siz}", ("{picked.siz}",)),
    "a_payment_without_its_sum_is_told": (', pays = "shop", amount = 5000', ', pays = "shop"', ("pays", "amount")),
    "a_payment_to_nobody_is_named": ('pays = "shop"', 'pays = "shp"', ("shp", '"shop"')),
    "words_of_a_list_in_one_language_are_told": ('entry { vi = "Ảnh", en = "Photos" }', 'entry { vi = "Ảnh" }', ("entry", '"en"')),
    "a_form_of_an_item_that_is_not_there_is_told": ('items = { "wifi" }', 'items = { "wify" }', ("wify", '"wifi"')),
    "a_form_that_names_an_item_twice_is_told": ('items = { "wifi" }', 'items = { "wifi", "wifi" }', ("wifi", "twice")),
    "a_form_without_items_is_told": ('items = { "wifi" }', "items = {}", ("form", "pre")),
    "a_form_with_a_name_that_no_id_can_hold_is_told": ('form "pre"', 'form "Lần đầu"', ("form", "small letters")),
}
