#!/usr/bin/python3
"""gift_suite.py - `dauso import gift`: what MoodleDocs "GIFT format" describes, and what Moodle's own importer does with it
where the text leaves something open; what is left out and why; files that are no GIFT."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-gift-"))
TESTS = []
COUNT = 0


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:900])


def run(*args, seconds=60):
    done = subprocess.run([DAUSO, *map(str, args)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)
    return done.returncode, done.stdout, done.stderr


def new_place():
    global COUNT
    COUNT += 1
    (SCRATCH / str(COUNT)).mkdir()
    return SCRATCH / str(COUNT)


def bring(gift, *more, name="questions.gift"):
    """Imports the text; answers the code, the JSON line (None if there is none), stderr and the folder."""
    place = new_place()
    (place / name).write_bytes(gift if isinstance(gift, bytes) else gift.encode())
    code, out, err = run("import", "gift", place / name, "--to", place / "quiz", "--json", *more)
    return code, json.loads(out) if out else None, err, place / "quiz"


def lua_of(folder):
    return "".join(path.read_text() for path in sorted((folder / "items").iterdir()))


def one(gift, *more):
    """The fields of the only question in the text, as Lua says them: {"asks": '"…"', …}. The quiz passes `dauso check`."""
    code, line, err, folder = bring(gift, *more)
    check(code == 0 and len(line["imported"]) == 1 and not line["left_out"], code, line, err)
    code, out, err = run("check", folder)
    check(code == 0, out, err)
    body = re.search(r'question "[^"]+" \{\n(.*)\n\}', lua_of(folder), re.S).group(1)
    fields = dict(re.findall(r"^  (\w+) = (.*?),$(?=\n  \w+ = |\n?\Z)", body, re.S | re.M))
    return line["imported"][0]["kind"], fields, lua_of(folder)


def twice(words, credit):
    return f'{{ vi = "{words}", en = "{words}", credit = {credit} }}'


# name of the row: (GIFT, kind, fields that must be so)
CARRIED = {
    "one_right_answer_is_one_choice": (
        "Who's buried in Grant's tomb?{~Grant ~Jefferson =no one}", "one choice",
        {"asks": '"Who\'s buried in Grant\'s tomb?"', "right": '"no one"', "wrong": '{ "Grant", "Jefferson" }'}),
    "answers_in_the_middle_leave_a_line_to_write_on": (
        "Grant is {~buried =entombed ~living} in Grant's tomb.", "one choice",
        {"asks": '"Grant is _____ in Grant\'s tomb."', "right": '"entombed"', "wrong": '{ "buried", "living" }'}),
    "answers_before_the_full_stop_leave_a_line_too": (
        "Two plus two equals {=four =4}.", "short answer", {"asks": '"Two plus two equals _____."', "answers": '{ "four", "4" }'}),
    "answers_may_stand_on_lines": (
        "Japanese characters originally\ncame from what country? {\n    ~India\n    =China\n    ~Korea\n    ~Egypt}", "one choice",
        {"asks": '"Japanese characters originally came from what country?"', "right": '"China"', "wrong": '{ "India", "Korea", "Egypt" }'}),
    "a_part_of_the_credit_is_kept": (
        "Difficult question.{~wrong answer ~%50%half credit answer =full credit answer}", "one choice",
        {"right": '"full credit answer"', "wrong": f'{{ "wrong answer", {twice("half credit answer", 50)} }}'}),
    "weights_alone_are_several_right_ones": (
        "Who are entombed in Grant's tomb? {~%-50%No one ~%50%Grant ~%50%Grant's wife ~%-50%Grant's father}", "several",
        {"right": '{ "Grant", "Grant\'s wife" }', "wrong": '{ "No one", "Grant\'s father" }'}),
    "a_wrong_one_that_costs_nothing_says_so": (
        "Who are entombed in Grant's tomb? {~No one ~%50%Grant ~%50%Grant's wife ~%-100%Grant's father}", "several",
        {"wrong": f'{{ {twice("No one", 0)}, {twice("Grant" + chr(39) + "s father", -100)} }}'}),
    "thirds_are_equal_shares": (
        "Primes? {~%33.33333%2 ~%33.33333%3 ~%33.33333%5 ~%-100%4}", "several", {"right": '{ "2", "3", "5" }'}),
    "T_is_true": ("The sun rises in the east.{T}", "true or false",
                  {"right": '{ vi = "Đúng", en = "True" }', "wrong": '{ { vi = "Sai", en = "False" } }'}),
    "FALSE_is_false": ("Grant is buried in Grant's tomb.{FALSE#No one is.#Right!}", "true or false",
                       {"right": '{ vi = "Sai", en = "False" }'}),
    "a_short_answer_has_many_spellings": (
        "Jesus Christ was from {=Nazareth =%75%Nazereth =%25%Bethlehem}.", "short answer",
        {"answers": '{ "Nazareth", { is = "Nazereth", credit = 75 }, { is = "Bethlehem", credit = 25 } }'}),
    "a_short_answer_may_lack_its_equals_sign": ("Two plus two equals {four}", "short answer", {"answers": '{ "four" }'}),
    "zero_percent_for_anything_else_is_what_it_is_here_too": (
        "Best animal?{=Frog#Good! =%50%Cat =%0%*#No}", "short answer", {"answers": '{ "Frog", { is = "Cat", credit = 50 } }'}),
    "pairs_match": (
        "Match the capitals. {\n=Canada -> Ottawa\n=Italy  -> Rome\n=Japan->Tokyo\n=India  -> New Delhi\n}", "matching",
        {"pairs": '{\n    { "Canada", "Ottawa" },\n    { "Italy", "Rome" },\n    { "Japan", "Tokyo" },\n    { "India", "New Delhi" },\n  }'}),
    "a_partner_without_a_left_side_is_extra": (
        "Match. {=Canada -> Ottawa =Italy -> Rome = -> Tokyo}", "matching", {"extra": '{ "Tokyo" }'}),
    "a_number": ("When was Ulysses S. Grant born? {#1822}", "number", {"number": "1822"}),
    "a_number_with_a_tolerance": ("When was Ulysses S. Grant born? {#1822:5}", "number", {"number": "1822, tolerance = 5"}),
    "a_range": ("What is the value of pi? {#3.141..3.142}", "number", {"number": "{ from = 3.141, to = 3.142 }"}),
    "a_range_below_zero": ("How cold? {#-5..-1}", "number", {"number": "{ from = -5, to = -1 }"}),
    "a_decimal_tolerance": ("What is the value of pi? {#3.1415:0.0005}", "number", {"number": "3.1415, tolerance = 0.0005"}),
    "a_number_with_an_exponent": ("How many? {#1.5e3}", "number", {"number": "1500"}),
    "several_numbers": (
        "When was Grant born? {#\n  =1822:0  #Correct!\n  =%50%1822:2 #Close.\n}", "number",
        {"number": "{ { is = 1822 }, { is = 1822, tolerance = 2, credit = 50 } }"}),
    "what_is_said_to_a_wrong_number_is_no_answer": ("From 1 to 5? {#3:2~#Completely wrong}", "number", {"number": "3, tolerance = 2"}),
    "escapes_are_signs": (
        r"Which equals \{5\}? {~ \= 2 + 2  = \= 2 + 3 ~ a\:b\#c\~d}".replace(r"\{5\}", "5"), "one choice",
        {"right": '"= 2 + 3"', "wrong": '{ "= 2 + 2", "a:b#c~d" }'}),
    "two_backslashes_are_one": (r"Which is the backslash? {=\\ ~/}", "one choice", {"right": r'"\\"'}),
    "an_escaped_n_is_a_new_line": (r"One\nTwo {=a ~b}", "one choice", {"asks": '"One Two"'}),
    "a_lone_backslash_stays": (r"C:\dir {=a ~b}", "one choice", {"asks": r'"C:\\dir"'}),
    "html_becomes_words": (
        "[html]<p>Match the <b>act</b>ivity&nbsp;&amp; &lt;more&gt;.</p><br/><script>alert(1)</script><!-- note -->End{=[html]<i>a</i> ~[plain]<i>b</i>}",
        "one choice", {"asks": '"Match the activity & <more>. End"', "right": '"a"', "wrong": '{ "<i>b</i>" }'}),
    "entities_become_letters": ("[html]Ti&#7871;ng Vi&#x1ec7;t, &ecirc; &hellip;{=a ~b}", "one choice", {"asks": '"Tiếng Việt, ê …"'}),
    "markdown_becomes_words": (
        "[markdown]# Who is **buried** in `Grant's` [tomb](http\\://x.y)? *Say*{=a ~b}", "one choice",
        {"asks": '"Who is buried in Grant\'s tomb? Say"'}),
    "a_sign_that_is_no_tag_stays": ("Is 3 < 5 and 5 > 3?{T}", "true or false", {"asks": '"Is 3 < 5 and 5 > 3?"'}),
    "a_comment_inside_is_no_answer": ("What's 2 plus 2? {\n// the answer\n#4\n}", "number", {"number": "4"}),
    "an_address_is_no_comment": ("See http\\://x.y {=a ~b}", "one choice", {"asks": '"See http://x.y"'}),
    "decomposed_letters_are_composed": ("Thủ đô?{=Ha\u0300 No\u0323\u0302i ~Hue\u0302\u0301}", "one choice",
                                        {"right": '"Hà Nội"', "wrong": '{ "Huế" }'}),
    "a_quote_and_a_brace_of_lua_stay_text": ('Say "]]--" \\" {=" .. x .. " ~b}', "one choice", {"right": r'"\" .. x .. \""'}),
    "windows_lines_are_lines": ("::A::Who?\r\n{\r\n=a\r\n~b\r\n}\r\n", "one choice", {"asks": '"Who?"', "right": '"a"'}),
    "lines_of_an_old_mac_are_lines": ("::A::Who?{\r=a\r~b\r}\r", "one choice", {"asks": '"Who?"', "right": '"a"'}),
    "a_byte_order_mark_is_no_text": ("\ufeff::A::Who?{=a ~b}", "one choice", {"asks": '"Who?"'}),
    "more_than_one_right_choice_earns_all": ("Which?{=a =b ~c}", "one choice", {"right": '"a"', "wrong": f'{{ {twice("b", 100)}, "c" }}'}),
}


def add_carried(name, gift, kind, fields):
    def row():
        got, found, lua = one(gift)
        check(got == kind, got)
        for field, value in fields.items():
            check(found.get(field) == value, field, "is", found.get(field), "not", value, "in", lua)
    row.__name__ = name
    test(row)


for row_name, (row_gift, row_kind, row_fields) in CARRIED.items():
    add_carried(row_name, row_gift, row_kind, row_fields)

# name of the row: (GIFT, words of the reason)
LEFT_OUT = {
    "an_essay": ("How are you? {}", "essay"),
    "an_essay_with_feedback": ("How are you? {####Thank you}", "essay"),
    "a_description": ("You can use your notes.", "description"),
    "a_picture": ("[html]What is it? <img src='@@PLUGINFILE@@/a.png' alt='x'> {=a ~b}", "picture"),
    "a_picture_in_an_answer": (r'What is it? {=[html]<img src\="a.png"> ~b}', "picture"),
    "a_picture_in_markdown": ("[markdown]What is it? ![x](a.png) {=a ~b}", "picture"),
    "a_sound": ("[html]What is it? <audio controls><source src='a.mp3'></audio> {=a ~b}", "sound"),
    "a_brace_alone": ("Who? }\n\nNext?{=a ~b}", "brace"),
    "a_blank_line_in_braces": ("Who? {=a\n\n~b}\n\nNext?{=a ~b}", "brace"),
    "one_answer_to_choose": ("Who? {~a}", "two answers"),
    "an_empty_answer": ("Who? {=a ~ ~b}", "empty"),
    "a_pair_without_arrow": ("Match {=a -> b =c}", "->"),
    "a_pair_without_right_side": ("Match {=a -> b =c ->}", "right side"),
    "a_word_for_a_number": ("How many? {#four}", "number"),
    "a_decimal_comma": ("How many? {#1,5}", "decimal"),
    "a_range_upside_down": ("How many? {#5..1}", "no number"),
    "no_number": ("How many? {#}", "no number"),
    "a_star_alone": ("Best? {=*}", "no answer"),
    "nothing_asked": ("{=a ~b}", "asks nothing"),
    "all_wrong": ("Which? {~a ~b}", "right"),
    "a_question_too_long_for_a_phone": ("Why " + "so " * 100 + "long? {=a ~b}", "longer than"),
    "an_answer_too_long_for_a_phone": ("Why? {=" + "so " * 60 + " ~b}", "longer than"),
    "ten_answers": ("Which? {=0 " + " ".join(f"~{i}" for i in range(1, 12)) + "}", "fit on a phone"),
    "nine_pairs": ("Match {" + " ".join(f"={i} -> {i}{i}" for i in range(1, 10)) + "}", "pairs"),
    "a_brace_that_looks_like_a_place_of_ours": (r"What is \{x\}? {=a ~b}", "{x}"),
    "the_same_answer_twice": ("Which? {=a ~b ~b}", "twice"),
}


def add_left_out(name, gift, words):
    def row():
        code, line, err, folder = bring("::The odd one::" + gift if not gift.startswith("{") else gift)
        check(code in (0, 1) and line["left_out"], code, line, err)
        check(words in line["left_out"][0]["reason"], line)
        check(line["left_out"][0]["line"] == 1 and "line 1:" in err.splitlines()[0] and words in err, err)
        check(folder.exists() == (code == 0) == bool(line["imported"]), code, line)
    row.__name__ = name + "_is_left_out_with_its_line_and_reason"
    test(row)


for row_name, (row_gift, row_words) in LEFT_OUT.items():
    add_left_out(row_name, row_gift, row_words)


@test
def names_ids_tags_categories_and_feedback_are_kept_for_people():
    code, line, err, folder = bring(
        "// question: 2  name: Kanji\n// [id:kanji-01] [tag:chữ] [tag:Nhật \\] Bản]\n::Kanji Origins::Where from? {\n"
        "=China#Đúng rồi! ~India#Not \\{so\\}\n####Three thousand years ago.}\n\n$CATEGORY: $course$/Top/Động vật\n\n::Mèo::Cats?{T}\n")
    check(code == 0 and [row["id"] for row in line["imported"]] == ["kanji-01", "meo"], line, err)
    check([row["line"] for row in line["imported"]] == [3, 9], line)
    lua = lua_of(folder)
    for words in ("-- name: Kanji Origins", "-- id: kanji-01", "-- tags: chữ, Nhật ] Bản", '-- feedback to "China": Đúng rồi!',
                  '-- feedback to "India": Not {so}', "-- feedback: Three thousand years ago.", "-- $course$/Top/Động vật",
                  "-- questions.gift, line 3"):
        check(words in lua, words, "is not in", lua)
    check(sorted(path.name for path in (folder / "items").iterdir()) == ["001.lua", "002-dong-vat.lua"], list((folder / "items").iterdir()))


@test
def the_same_name_twice_makes_two_ids():
    code, line, err, _ = bring("::Q::A?{T}\n\n::Q::B?{F}\n\n::Q::C?{T}\n\n::Q 2::D?{T}\n\n::???::E?{T}\n\nx?{T}\n")
    ids = [row["id"] for row in line["imported"]]
    check(code == 0 and ids == ["q", "q-2", "q-3", "q-2-2", "e", "x"], ids, err)


@test
def a_wildcard_is_left_out_of_an_answer_that_is_kept():
    code, line, err, folder = bring("Who?{=Frog =%50%Fr*}")
    check(code == 0 and "answers = { \"Frog\" }" in lua_of(folder), line)
    check("a part was left out" in err and "Fr*" in err and "line 1" in err and "reason" in line["imported"][0], err, line)


DOCUMENTATION = """// the examples of the documentation, one of each kind
Who's buried in Grant's tomb?{~Grant ~Jefferson =no one}

Grant is {~buried =entombed ~living} in Grant's tomb.

Grant is buried in Grant's tomb.{FALSE}

Who's buried in Grant's tomb?{=no one =nobody}

When was Ulysses S. Grant born?{#1822:5}

Match the following countries with their corresponding
capitals.{=Canada->Ottawa =Italy->Rome =Japan->Tokyo}

::Essay::Write about Grant. {}

::Note::You may use notes.
"""


@test
def the_examples_of_the_documentation_make_a_quiz_that_passes():
    code, line, err, folder = bring(DOCUMENTATION)
    kinds = [row["kind"] for row in line["imported"]]
    check(kinds == ["one choice", "one choice", "true or false", "short answer", "number", "matching"], kinds, err)
    check([row["line"] for row in line["left_out"]] == [15, 17], line)
    code, out, _ = run("check", "--json", folder)
    check(code == 0 and json.loads(out)["items"] == 6 and json.loads(out)["good"], out)


@test
def people_read_a_sentence_and_the_reasons():
    place = new_place()
    (place / "a.gift").write_text(DOCUMENTATION)
    code, out, err = run("import", "gift", place / "a.gift", "--to", place / "quiz")
    check(code == 0 and out.strip() == f"{place / 'quiz'}: 6 questions were imported, 2 left out.", out)
    check(len(err.splitlines()) == 2 and 'line 15: left out "Essay"' in err, err)


@test
def the_quiz_has_the_title_framework_indicator_and_language_that_were_wished():
    code, _, err, folder = bring("Who?{=a ~b}", "--title", "Bài \"1\"", "--framework", "village-basic", "--shows", "4.1", "--language", "vi")
    head = (folder / "quiz.lua").read_text()
    check(code == 0 and r'title = "Bài \"1\""' in head and 'languages = { "vi" }' in head, head, err)
    check('shows = "4.1"' in lua_of(folder), lua_of(folder))
    check(run("check", folder)[0] == 0)
    _, _, _, folder = bring("Who?{=a ~b}", name="Bai_tap 1.gift")
    check('title = "Bai tap 1"' in (folder / "quiz.lua").read_text(), (folder / "quiz.lua").read_text())


@test
def wrong_usage_is_told():
    place = new_place()
    (place / "a.gift").write_text("Who?{=a ~b}")
    good = ["import", "gift", place / "a.gift", "--to", place / "quiz"]
    for more, words in ((["--framework", "nowhere"], "nowhere"), (["--shows", "77.7"], "77.7"), (["--language", "fr"], "--language"),
                        (["--to", place / "Đố Vui"], "--to"), (["--to", place / "../.x"], "--to"), (["--title", "a\nb"], "--title")):
        code, out, err = run(*good, *more)
        check(code == 2 and out == "" and words in err, more, code, err)
    for args in (["import"], ["import", "gift"], ["import", "word", place / "a.gift", "--to", place / "q"], ["import", "gift", place / "a.gift"]):
        code, out, err = run(*args)
        check(code == 2 and out == "", args, code, err)
    check(sorted(path.name for path in place.iterdir()) == ["a.gift"], list(place.iterdir()))


VIETNAMESE = "::Thủ đô::Thủ đô của Việt Nam là gì?{=Hà Nội ~Huế ~Đà Nẵng}\n\n"
SECOND_LINE = "::A::B?{T}\n"
BAD_FILES = {
    "windows_1258": (("\n" + VIETNAMESE).encode("utf-8").replace("Thủ".encode(), b"Thu\xd2"), 1, ("line 2", "UTF-8", "Windows-1258")),
    "latin_1": (SECOND_LINE.encode() + "Où est Huế?{=a ~b}".replace("ế", "e").encode("latin-1"), 1, ("line 2", "UTF-8")),
    "utf_16": (VIETNAMESE.encode("utf-16"), 1, ("line 1", "UTF-16")),
    "utf_16_without_a_mark": ("Who are they?{=a ~b}".encode("utf-16-be"), 1, ("line 1", "UTF-16")),
    "cut_in_the_middle_of_answers": ((VIETNAMESE + "::Hai::Hai cộng hai?{=bốn ~nă").encode(), 1, ("line 3", "cut")),
    "cut_in_the_middle_of_a_letter": ((VIETNAMESE + "Hai?{=bốn").encode()[:-2], 1, ("line 3", "UTF-8")),
    "binary": (b"PK\x03\x04" + bytes(range(256)) * 10, 1, ("line 1", "no text")),
    "nul_bytes": (b"Who?{=a\x00 ~b}", 1, ("line 1", "no text")),
    "empty": (b"", 1, ("no question",)),
    "only_comments": (b"// nothing\n\n// here\n", 1, ("no question",)),
    "ten_megabytes": (b"Who?{=a ~b}\n\n" * (10 << 16), 3, ("larger",)),
    "three_thousand_questions": (b"Who?{=a ~b}\n\n" * 3000, 1, ("3000", "parts")),
    "six_hundred_questions": (b"Who?{=a ~b}\n\n" * 600, 1, ("500",)),
}


def add_bad(name, content, wanted, words):
    def row():
        code, line, err, folder = bring(content)
        check(code == wanted and all(word in err for word in words), code, err)
        check(len(err.strip().splitlines()) == 1, "more than a sentence:", err)
        check([path.name for path in folder.parent.iterdir()] == ["questions.gift"], list(folder.parent.iterdir()))
    row.__name__ = "a_file_with_" + name + "_is_refused_in_one_sentence"
    test(row)


for row_name, (row_content, row_code, row_words) in BAD_FILES.items():
    add_bad(row_name, row_content, row_code, row_words)


@test
def a_folder_that_is_there_is_left_as_it_is():
    code, _, _, folder = bring("Who?{=a ~b}")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code, out, err = run("import", "gift", folder.parent / "questions.gift", "--to", folder)
    check(code == 3 and out == "" and "there already" in err, code, err)
    check(before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    code, _, err = run("import", "gift", folder.parent / "questions.gift", "--to", f"{folder}/")
    check(code == 3, code, err)


@test
def a_missing_file_and_a_place_that_cannot_be_written_are_told():
    place = new_place()
    code, _, err = run("import", "gift", place / "none.gift", "--to", place / "quiz")
    check(code == 3 and "none.gift" in err and not (place / "quiz").exists(), code, err)
    (place / "a.gift").write_text("Who?{=a ~b}")
    code, _, err = run("import", "gift", place / "a.gift", "--to", place / "a.gift" / "quiz")
    check(code == 3 and len(err.strip().splitlines()) == 1, code, err)


@test
def a_disk_that_is_full_leaves_nothing():
    place = new_place()
    (place / "a.gift").write_text("Who?{=a ~b}\n\n" * 150)
    # Files of at most 4 KiB: the first source of the questions does not fit.
    done = subprocess.run(["bash", "-c", "ulimit -f 4; trap '' XFSZ; exec \"$@\"", "-", DAUSO, "import", "gift", str(place / "a.gift"),
                           "--to", str(place / "quiz")], capture_output=True, text=True, timeout=60)
    check(done.returncode == 3 and len(done.stderr.strip().splitlines()) == 1, done)
    check(sorted(path.name for path in place.iterdir()) == ["a.gift"], list(place.iterdir()))


@test
def hostile_texts_cost_little_and_break_nothing():
    for gift in ("<a " * 300000, "[" * 1000000, "{" * 1000000, "Who?{" + "~=" * 400000 + "}", "::" * 500000, "&#" * 500000,
                 "[markdown]" + "[x](" * 200000, "Who?{=" + "#" * 900000 + "}", "[html]" + "<script>" * 100000 + "{=a ~b}",
                 "\\" * 1000000, "// [tag:" * 100000, "a\n\n" * 340000, "Who?{#" + "=1:1 " * 200000 + "}", "%" * 1000000):
        begun = time.monotonic()
        code, _, err, _ = bring(gift)
        check(code in (0, 1) and time.monotonic() - begun < 10, gift[:20], code, err[:300], time.monotonic() - begun)


@test
def what_looks_like_lua_stays_text():
    code, line, err, folder = bring('::"} os.exit(1) --::]] " .. os.getenv("HOME") .. " \\\\" {=")} quiz{} ({" ~\\\\\n//"}\n}')
    check(code in (0, 1), code, err)
    code, out, err = run("check", folder) if folder.exists() else (0, "", "")
    check(code == 0, out, err)
    code, line, err, folder = bring("Who?{=a ~b}", name="x\n}os.exit()--.gift")
    check(code == 0 and run("check", folder)[0] == 0, err)


def main():
    passed = failed = 0
    try:
        for function in TESTS:
            try:
                function()
            except Exception as error:
                failed += 1
                print(f"FAIL {function.__name__}: {type(error).__name__}: {str(error)[:900]}".replace("\n", " "))
            else:
                passed += 1
                print(f"ok {function.__name__}")
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return failed != 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
