#!/usr/bin/python3
"""words_suite.py - quizzes/WORDS.md is true: every example passes `dauso check`, and every word, field, walk word and drawing that
the program knows has one."""
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import zlib

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
TEXT = pathlib.Path("quizzes/WORDS.md").read_text()
HEAD = 'quiz { title = "Thử", framework = "village-basic" }\n'
TASK = ('practical "thu" { title = "Thử", story = "Thử.", starts = "home", difficulty = "easy", '
        'variables = { amount = 35000, pin = "2580" } }\n')
MONEY = ('account "mine" { owner = "Tôi", balance = 120000 }\naccount "shop" { owner = "Quán cô Mai" }\n'
         'qr_code "on the stall" { label = "Quán cô Mai", pays = "shop", amount = "{amount}" }\n')
ENDS = ('screen "next" { heading "Tiếp", scan "on the stall" { goes_to = "pay" }, button "Xong" { id = "end-here", does = "end" } }\n'
        'screen "wrong" { heading "Chưa đúng", button "Về" { id = "home-again", goes_to = "home" } }\n'
        'screen "pay" { button "Trả" { id = "pay-code", does = "pay", goes_to = "next" } }\n')
WIDGETS = ('screen "home" { switch "wifi" { label = "Wi-Fi" }, field "name" { label = "Tên", length = 40 }, '
           'keypad "PIN" { label = "PIN", length = 4 }, choices "size" { label = "Chữ", choice "small" { text = "Nhỏ" }, '
           'choice "large" { text = "To" } }, scan "on the stall" { goes_to = "pay" }, '
           'button "Báo" { id = "tell", does = "report", goes_to = "next" }, button "Tiếp" { id = "go", goes_to = "next" }, '
           'button "Lạ" { id = "odd", goes_to = "wrong" } }\n')
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:1500])


def blocks():
    """(kind, text, line) of every example."""
    found = re.finditer(r"^```(lua \w+|walk)\n(.*?)^```$", TEXT, re.S | re.M)
    return [(one[1].split()[-1], one[2], TEXT[:one.start()].count("\n") + 2) for one in found]


def whole(kind, text):
    """The quiz around an example."""
    if kind in ("quiz", "walked"):
        return text
    if kind == "item":
        return HEAD + text
    if kind == "part":
        return HEAD + ("" if "practical" in text else TASK) + text
    if kind == "widget":
        listed = text.rstrip().rstrip(",")
        return (HEAD + TASK + MONEY + f'screen "home" {{ {listed}, button "Đi" {{ id = "away", goes_to = "next" }}, '
                'button "Sai" { id = "astray", goes_to = "wrong" } }\n' + ENDS + 'evidence "Seen" { shows = "0.1", when = visited "next" }\n')
    lines = [line for line in text.splitlines() if line]
    tasks = [HEAD]
    for at in range(0, len(lines), 8):
        tasks += [TASK.replace('"thu"', f'"thu-{at}"'), MONEY, WIDGETS, ENDS]
        tasks += [f'evidence "E{at + n}" {{ shows = "4.2", when = {line} }}\n' for n, line in enumerate(lines[at:at + 8])]
    return "".join(tasks)


def picture():
    """A grey PNG of 64 by 64."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = b"".join(b"\0" + b"\x80" * 64 for _ in range(64))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) +
            chunk(b"IEND", b""))


def run_check(source, walks=()):
    with tempfile.TemporaryDirectory() as folder:
        quiz = pathlib.Path(folder, "thu")
        (quiz / "walkthroughs").mkdir(parents=True)
        quiz.joinpath("quiz.lua").write_text(source)
        if "pictures/" in source:
            (quiz / "pictures").mkdir()
            (quiz / "pictures/san.png").write_bytes(picture())
        for number, walk in enumerate(walks):
            (quiz / f"walkthroughs/{number}.walk").write_text(walk)
        return subprocess.run([DAUSO, "check", str(quiz)], capture_output=True, text=True, timeout=60)


@test
def every_example_passes():
    wrong = []
    for kind, text, line in blocks():
        if kind == "walk":
            continue
        done = run_check(whole(kind, text))
        if done.returncode != 0:
            wrong.append(f"WORDS.md:{line} ({kind}): {done.stdout}{done.stderr}")
    check(not wrong, "\n".join(wrong))


@test
def every_walk_passes():
    quizzes = [text for kind, text, _ in blocks() if kind == "walked"]
    walks = [text for kind, text, _ in blocks() if kind == "walk"]
    done = run_check(quizzes[0], walks)
    check(done.returncode == 0 and f"{len(walks)} walks" in done.stdout, done.stdout, done.stderr)


def words():
    """What quiz_words.lua gives to authors."""
    source = pathlib.Path("scripts/quiz_words.lua").read_text()
    found = set(re.findall(r"^function (\w+)\(", source, re.M))
    for names in re.findall(r"^((?:\w+, )*\w+) = ", source, re.M):
        found |= set(names.split(", "))
    return found


@test
def every_word_has_an_example():
    examples = "\n".join(text for _, text, _ in blocks())
    found = words()
    check({"quiz", "question", "screen", "reported", "vary", "photos", "mentions"} <= found and len(found) > 45, sorted(found))
    missing = [word for word in found if not re.search(rf"\b{word}\b( *[\"({{]|$|[),])", examples, re.M) or
               f"`{word}`" not in TEXT and not re.search(rf"^#.*\b{word}\b", TEXT, re.M)]
    check(not missing, missing)


# Which section tells the fields that a table of rules holds.
SECTIONS = {"QUIZ": "quiz", "ADAPTIVE": "quiz", "CAN_DO": "can_do", "FORM": "form", "QUESTION": "question", "SPOT": "question",
            "GAP": "question", "PRACTICAL": "practical", "ACCOUNT": "account", "CODE": "account", "SCREEN": "screen", "EVIDENCE": "evidence",
            "SAYING": "heading", "PICTURE": "picture", "ROW": "picture", "FIELD": "field", "SCAN": "scan", "BUTTON": "button",
            "ENTRY": "list", "LIST": "list", "CHOICE": "choices", "PICKING": "choices photos", "PHOTO": "photos", "SWITCH": "switch",
            "MESSAGE": "message", "NOTIFICATION": "message", "DIALOG": "dialog", "PROGRESS": "dialog"}
# What stands before the braces.
FIRST = {"SAYING": {"text"}, "PICTURE": {"drawing"}, "ROW": {"label"}, "FIELD": {"id"}, "SCAN": {"code"}, "BUTTON": {"text"},
         "ENTRY": {"text"}, "CHOICE": {"id"}, "PHOTO": {"id"}, "PICKING": {"id"}, "SWITCH": {"id"}, "PRACTICAL": {"id"}, "QUESTION": {"id"}}


def section(word):
    parts = re.split(r"^###? ", TEXT, flags=re.M)
    return next(part for part in parts if re.split(r"[, \n]", part)[0] == word)


@test
def every_field_has_an_example_in_the_section_of_its_word():
    missing, tables = [], 0
    for path in pathlib.Path("engine/quiz").glob("check_*.c"):
        for name, body in re.findall(r"struct field_rule (\w+)_RULES\[\] = \{(.*?)\};", path.read_text(), re.S):
            check(name in SECTIONS, "no section is known for the rules", name, "of", path)
            tables += 1
            fields = {field for field, kind in re.findall(r'\{"(\w+)",\s*(FIELD_\w+)', body) if kind != "FIELD_OURS"} - FIRST.get(name, set())
            if "SHOWN_IF" in body:
                fields.add("shown_if")
            for word in SECTIONS[name].split():
                told = section(word)
                example = "".join(re.findall(r"^```lua.*?^```$", told, re.S | re.M))
                missing += [f"{word}: {field}" for field in fields if not re.search(rf"\b{field} *=", example)]
                missing += [f"{word}: `{field}` is not told" for field in fields - {"shown_if"} if f"`{field}" not in told and field not in
                            ("x", "y", "width", "height", "goes_to", "does", "pays", "amount", "from")]
    check(tables >= 26 and not missing, tables, sorted(missing))


@test
def every_word_of_walks_has_an_example():
    source = pathlib.Path("engine/quiz/walk_line.c").read_text()
    body = source[source.index('{"item", HEAD'):]
    known = set(re.findall(r'\{"(\w+)", (?:HEAD|IN_TASK|ON_QUESTION|ASKS|\w+)', body[:body.index("};")]))
    walks = "\n".join(text for kind, text, _ in blocks() if kind == "walk")
    check(len(known) >= 15, known)
    missing = [word for word in known if not re.search(rf"^{word}\b", walks, re.M) or f"`{word}" not in TEXT]
    check(not missing, missing)


@test
def every_drawing_is_listed():
    source = pathlib.Path("engine/quiz/check_fields.c").read_text()
    at = source.index("DRAWINGS[] = {")
    known = re.findall(r'"([a-z-]+)"', source[at:source.index("};", at)])
    missing = [name for name in known if f"`{name}`" not in TEXT]
    check(len(known) > 50 and not missing, missing)


GUIDE = pathlib.Path("quizzes/AUTHORING.md").read_text()


def simulation_of_the_guide():
    return next(text for text in re.findall(r"^```lua\n(.*?)^```$", GUIDE, re.S | re.M) if "host.simulation" in text)


def check_simulation(text, walk=None):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "parcel_fee.lua")
        path.write_text(text)
        if walk is not None:
            pathlib.Path(folder, "parcel_fee.careful.walk").write_text(walk)
        return subprocess.run([DAUSO, "check", str(path)], capture_output=True, text=True, timeout=60)


@test
def the_simulation_of_the_guide_passes_alone_and_with_its_walk():
    done = check_simulation(simulation_of_the_guide())
    check(done.returncode == 0 and "1 items (1 practical)" in done.stdout, done)
    done = check_simulation(simulation_of_the_guide(), "# Asks.\nseed 3\npress Ra bưu điện hỏi\nyes Paid no fee\n")
    check(done.returncode == 0 and "1 walks" in done.stdout, done)
    done = check_simulation(simulation_of_the_guide(), "press Ra bưu điện hỏi\nno Paid no fee\n")
    check(done.returncode == 1 and "/parcel_fee.careful.walk:" in done.stdout, done)


@test
def mistakes_in_a_simulation_are_told_by_its_own_file_and_line():
    text = simulation_of_the_guide()
    for wrong, right, said in (("twinn =", "twin =", 'did you mean "twin"'), ("butn {", "button {", 'there is no word "butn", did you mean "button"'),
                               ('pressed "pya"', 'pressed "pay"', 'did you mean "pay"')):
        at = text[:text.index(right)].count("\n") + 1
        done = check_simulation(text.replace(right, wrong, 1))
        check(done.returncode == 1 and f"/parcel_fee.lua:{at}: " in done.stdout and said in done.stdout, wrong, done.stdout)
    for wrong, right, said in (("task.start =", "task.starts =", 'did you mean "starts"'),
                               ('host.simulation "fee"', 'host.simulation "parcel_fee"', 'host.simulation "parcel_fee"')):
        done = check_simulation(text.replace(right, wrong, 1))
        check(done.returncode == 1 and "/parcel_fee.lua:1: " in done.stdout and said in done.stdout, wrong, done.stdout)


@test
def what_lua_says_of_a_mistake_is_explained():
    question = 'question "a" { shows = "4.2", asks = "A?", right = "b", wrong = { "c" } }\n'
    for wrong, said in ((question.replace('"A?",', '"A?"'), "is a comma missing before it?"), (question.replace('"c" }', '"c }'), "quotation mark"),
                        (question.replace("} }", "}"), "closing bracket is missing"), (question.replace('"c" }', '"c" , , }'), "one comma too many")):
        done = run_check(HEAD + wrong)
        check(done.returncode == 1 and re.search(r"quiz\.lua:[23]: ", done.stdout) and said in done.stdout, wrong, done.stdout)


@test
def the_quizzes_of_the_guide_pass():
    guide = GUIDE
    quizzes = [text for text in re.findall(r"^```lua\n(.*?)^```$", guide, re.S | re.M) if "quiz {" in text]
    walks = re.findall(r"^```walk\n(.*?)^```$", guide, re.S | re.M)
    check(quizzes, "the guide has no whole quiz")
    done = run_check(quizzes[0], walks)
    check(done.returncode == 0, done.stdout, done.stderr)


def main():
    failed = 0
    for function in TESTS:
        try:
            function()
            print("ok", function.__name__)
        except Exception as error:  # noqa: BLE001 - a broken test is a failed one
            failed += 1
            print("FAIL", function.__name__, str(error) if os.environ.get("LONG") else str(error).replace("\n", " "))
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
