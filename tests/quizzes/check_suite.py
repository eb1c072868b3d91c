#!/usr/bin/python3
"""check_suite.py - quizzes with one mistake each: check names the file, the line and what was meant.

The sentences are this suite's own: it knows the line because it put the mistake there."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zlib

import mistakes_of_questions
from mistakes_of_quizzes import BASE, MISTAKES, PARAMETERS, SIMULATION, WALK, WALKS
import mistakes_of_tasks

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
SHIPPED = pathlib.Path("quizzes/digital-basics")
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-quizzes-"))
TESTS = []



def png(width, height):
    """A whole file, of whatever size it says."""
    def part(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\0\0\0\0"
    return (b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(bytes((width + 1) * height)))
            + part(b"IEND", b""))


def test(function):
    TESTS.append((function.__name__, function))
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:900])


def run(*args):
    done = subprocess.run([DAUSO, *map(str, args)], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def quiz_folder(name, text, walk=None):
    folder = SCRATCH / name
    folder.mkdir()
    (folder / "quiz.lua").write_text(text, encoding="utf-8")
    if "pictures/x.png" in text:
        shutil.copytree("tests/quizzes/all-types/pictures", folder / "pictures")
    if walk is not None:
        (folder / "walkthroughs").mkdir()
        (folder / "walkthroughs/w.walk").write_text(walk, encoding="utf-8")
    return folder


def line_of(text, mark):
    return text[:text.index(mark)].count("\n") + 1


def tells(folder, place, words):
    """check answers 1 and one of its lines begins with the place and holds the words."""
    code, out, err = run("check", folder)
    check(code == 1 and err == "", "exit", code, out, err)
    lines = out.splitlines()
    check(all(re.match(r"[^ ]+:\d+: ", line) for line in lines), "not all lines begin with a place:", out)
    found = [line for line in lines if line.startswith(place) and all(word in line for word in words)]
    check(found, "no line begins with", place, "and says", words, ":", out)


def add_mistakes(base, mistakes):
    for name, (old, new, words, *mark) in mistakes.items():
        def one(name=name, old=old, new=new, words=words, mark=mark):
            check(base.count(old) >= 1, "the suite replaces what is not there:", old)
            text = base.replace(old, new, 1)
            folder = quiz_folder(name, text)
            mark = mark[0] if mark else new
            tells(folder, f"{folder}/quiz.lua:" + (f"{line_of(text, mark)}: " if mark else ""), words)
        TESTS.append((name, one))


def add_walks():
    for name, (old, new, line, words) in WALKS.items():
        def one(name=name, old=old, new=new, line=line, words=words):
            check(WALK.count(old) == 1, "the suite replaces what is not there:", old)
            folder = quiz_folder(name, BASE, WALK.replace(old, new))
            tells(folder, f"{folder}/walkthroughs/w.walk:{line}: ", words)
        TESTS.append((name, one))


@test
def the_quiz_that_the_mistakes_are_put_into_is_good():
    code, out, err = run("check", quiz_folder("good", BASE, WALK))
    check(code == 0 and "good, 2 items (1 practical), 1 walks" in out and "5.2: 1" in out, code, out, err)
    code, out, err = run("check", quiz_folder("good-simulation", SIMULATION))
    check(code == 0, out, err)
    code, out, err = run("check", quiz_folder("good-questions", mistakes_of_questions.BASE))
    check(code == 0, code, out, err)
    code, out, err = run("check", quiz_folder("good-tasks", mistakes_of_tasks.BASE))
    check(code == 0, out, err)


@test
def all_mistakes_are_told_at_once():
    text = BASE.replace('shows = "4.2"', 'shws = "4.2"').replace('goes_to = "paid"', 'goes_to = "payd"')
    text = text.replace('scanned "sticker"', 'scanned "x"').replace('vi = "Giữ kín mã."', 'vy = "Giữ kín mã."')
    code, out, err = run("check", quiz_folder("many", text))
    check(code == 1 and all(word in out for word in ("shws", "payd", 'scanned "x"', "vy")), out, err)


@test
def an_empty_folder_and_a_quiz_of_only_practice_are_told():
    empty = SCRATCH / "empty-folder"
    empty.mkdir()
    tells(empty, f"{empty}/quiz.lua:1: ", ("missing",))
    only = BASE[:BASE.index('practical "two"')].replace('  shows = "4.2",\n', "  practice = true,\n")
    folder = quiz_folder("only-practice", only)
    tells(folder, f"{folder}/quiz.lua:1: ", ("no items",))


@test
def a_walk_beside_a_simulation_is_told_alone():
    code, out, err = run("walk", "scripts/simulations/false_link.careful.walk")
    check(code == 0 and "ok   walkthroughs/false_link.careful.walk" in out and "sees     {site}" in out, code, out, err)
    code, out, err = run("walk", "scripts/simulations/false_link.nobody.walk")
    check(code in (1, 3) and "false_link.nobody.walk" in out + err, code, out, err)


@test
def ten_thousand_items_are_told_in_one_sentence():
    text = 'quiz { title = "T", framework = "village-basic" }\nfor i = 1, 10000 do\n' \
        'question("x" .. i) { shows = "0.1", asks = "A" .. i, right = "1", wrong = { "2" } }\nend\n'
    folder = quiz_folder("ten-thousand", text)
    tells(folder, f"{folder}/quiz.lua:1: ", ("two quizzes",))
    folder = quiz_folder("a-thousand", text.replace("10000", "1000"))
    tells(folder, f"{folder}/quiz.lua:1: ", ("500",))


@test
def a_source_longer_than_32_kib_is_told():
    folder = quiz_folder("long", BASE + "-- " + "x" * 33000 + "\n")
    tells(folder, f"{folder}/quiz.lua:", ("32",))


@test
def a_source_that_is_not_utf8_is_told():
    folder = quiz_folder("latin", BASE)
    (folder / "quiz.lua").write_bytes(BASE.encode("utf-8") + b"-- \xe9\xe8\n")
    tells(folder, f"{folder}/quiz.lua:", ("UTF-8",))


@test
def scripts_in_the_folder_of_a_quiz_are_not_trusted():
    folder = quiz_folder("own-scripts", BASE)
    (folder / "scripts/simulations").mkdir(parents=True)
    (folder / "scripts/simulations/mine.lua").write_text("host.simulation 'mine' {}")
    tells(folder, f"{folder}/quiz.lua:1: ", ("scripts/",))


@test
def items_of_their_own_file_are_named_by_it():
    head = BASE[:BASE.index('question "one"')]
    folder = quiz_folder("items", head)
    (folder / "items").mkdir()
    (folder / "items/a.lua").write_text(BASE[len(head):].replace("difficulty", "dificulty"), encoding="utf-8")
    tells(folder, f"{folder}/items/a.lua:1: ", ("dificulty",))


@test
def hostile_sources_end_as_mistakes_of_their_author():
    hostile = {"os": 'os.execute("true")', "endless": "while true do end", "memory": 'local t = {} for i = 1, 1e9 do t[i] = i end',
               "host": 'local x = host.found', "require": 'require "os"', "swallow": "while true do pcall(error) end"}
    for name, line in hostile.items():
        folder = quiz_folder(f"hostile-{name}", line + "\n" + BASE)
        code, out, err = run("check", folder)
        check(code == 1 and err == "" and len(out.splitlines()) == 1, name, code, out, err)
        check(out.startswith(f"{folder}/quiz.lua:"), name, "does not name the file:", out)


@test
def words_cannot_be_replaced_by_an_author():
    folder = quiz_folder("replaced", 'function question() end\n' + BASE)
    code, out, _ = run("check", folder)
    check(code == 1 and "question" in out, code, out)


@test
def json_is_one_object_a_quiz_with_file_and_line():
    folder = quiz_folder("as-json", BASE.replace("difficulty", "dificulty"))
    code, out, err = run("check", "--json", SHIPPED, folder)
    good, bad = map(json.loads, out.splitlines())
    check(code == 1 and err == "" and good["good"] and not bad["good"], out, err)
    check(good["items"] == 13 and good["practical"] == 1 and len(good["indicators"]) >= 5, good)
    check(min(good["indicators"].values()) >= 2, "an indicator with one item only", good)
    [problem] = bad["problems"]
    check(problem["file"] == f"{folder}/quiz.lua" and problem["line"] == 7 and "difficulty" in problem["says"], problem)


@test
def a_path_that_is_not_there_cannot_be_checked():
    for verb in ("check", "walk"):
        code, out, err = run(verb, SCRATCH / "nowhere")
        check(code == 3 and out == "" and err.count("\n") == 1 and "nowhere" in err, verb, code, out, err)


@test
def one_walk_is_told_step_by_step():
    walk = SHIPPED / "walkthroughs/pay-bakery.careful.walk"
    code, out, err = run("walk", walk)
    said = [line for line in walk.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    check(code == 0 and len(out.splitlines()) == len(said) + 1 and out.splitlines()[-1].startswith("ok "), code, out, err)
    folder = quiz_folder("broken-walk", BASE, WALK.replace("yes Paid", "no Paid"))
    code, out, err = run("walk", folder)
    check(code == 1 and "FAIL" in out and "w.walk:8: " in out, code, out, err)


@test
def the_example_of_the_readme_is_a_good_quiz():
    text = pathlib.Path("README.md").read_text(encoding="utf-8")
    [quiz] = re.findall(r"```lua\n(.*?)```", text, re.S)
    code, out, err = run("check", quiz_folder("readme", quiz))
    check(code == 0, code, out, err)


# ---- the shipped quiz ----

def spoken_texts():
    """(language, text) of all that a learner reads in the shipped quiz and its simulation."""
    sources = [SHIPPED / "quiz.lua", pathlib.Path("scripts/simulations/bank_qr_payment.lua")]
    for source in sources:
        code = source.read_text(encoding="utf-8")
        code = re.sub(r"help = \{[^}]*\}", "", code)
        for language, text in re.findall(r'\b(vi|en) = "((?:[^"\\]|\\.)*)"', code):
            yield language, text


@test
def sentences_are_short_enough_to_be_spoken():
    for language, text in spoken_texts():
        for sentence in re.split(r"[.?!:;] ", text):
            words = sentence.replace("{", "").split()
            check(len(words) <= (12 if language == "vi" else 16), len(words), "words:", sentence)


@test
def no_text_puts_a_learner_to_shame():
    shame = re.compile(r"\b(sai|trượt|lỗi|thất bại|không hợp lệ|phải|cảnh báo|failed|wrong answer|error|invalid)\b", re.I)
    for language, text in spoken_texts():
        check(not shame.search(text), text)
        check("!" not in text, "an exclamation:", text)


@test
def learners_are_addressed_by_a_place_not_a_word():
    for language, text in spoken_texts():
        if language == "vi":
            check(not re.search(r"(?<!\{)\b[Bb]ác\b(?!\})", text), text)


@test
def every_tested_indicator_has_its_words():
    code, out, _ = run("check", "--json", SHIPPED)
    tested = set(json.loads(out)["indicators"])
    worded = set(re.findall(r'^can_do "([0-9.]+)"', (SHIPPED / "quiz.lua").read_text(encoding="utf-8"), re.M))
    check(code == 0 and tested == worded, tested, worded)


@test
def the_drawings_that_check_knows_are_those_of_the_pages():
    known = re.search(r"DRAWINGS\[\] = \{(.*?)\};", pathlib.Path("engine/quiz/check_fields.c").read_text(), re.S).group(1)
    drawn = re.findall(r'<symbol[^>]*\bid="([a-z-]+)"', pathlib.Path("engine/web/ui/drawings.svg").read_text(encoding="utf-8"))
    check(drawn and set(re.findall(r'"([a-z-]+)"', known)) <= set(drawn), set(re.findall(r'"([a-z-]+)"', known)) - set(drawn))


@test
def a_copy_of_the_quiz_has_its_hash_and_a_changed_text_another():
    def hash_of(path):
        return json.loads(run("quiz", "show", path, "--json")[1])["hash"]
    copy = SCRATCH / "copies/digital-basics"
    shutil.copytree(SHIPPED, copy)
    first = hash_of(f"{copy}")
    check(first == hash_of(f"./{SHIPPED}") and re.fullmatch("[0-9a-f]{64}", first), first)
    (copy / "pictures").mkdir()
    (copy / "pictures/a.png").write_bytes(png(7, 8))
    second = hash_of(f"{copy}")
    (copy / "pictures/a.png").write_bytes(png(8, 8))
    check(len({first, second, hash_of(f"{copy}")}) == 3, "a changed file keeps the hash")


@test
def the_hash_is_that_of_the_sorted_paths_and_contents():
    import hashlib
    paths = {str(p.relative_to(SHIPPED)): p for p in SHIPPED.rglob("*") if p.is_file()}
    for script in ("scripts/quiz_words.lua", "scripts/simulations/bank_qr_payment.lua"):
        paths[script] = pathlib.Path(script)
    whole = hashlib.sha256()
    for name in sorted(paths, key=lambda n: n.encode()):
        whole.update(name.encode() + b"\0" + hashlib.sha256(paths[name].read_bytes()).digest())
    shown = json.loads(run("quiz", "show", "digital-basics", "--json")[1])["hash"]
    check(shown == whole.hexdigest(), shown, whole.hexdigest())


def main():
    add_mistakes(BASE, MISTAKES)
    add_mistakes(mistakes_of_tasks.BASE, mistakes_of_tasks.MISTAKES)
    add_mistakes(mistakes_of_questions.BASE, mistakes_of_questions.MISTAKES)
    add_mistakes(SIMULATION, {name: (*case, 'practical "pay"') for name, case in PARAMETERS.items()})
    add_walks()
    failed = 0
    for name, function in TESTS:
        try:
            function()
            print("ok", name)
        except Exception as why:  # a suite that stops at its first surprise says nothing of the rest
            failed += 1
            print(f"FAIL {name}:", type(why).__name__ if not str(why) else why)
    shutil.rmtree(SCRATCH, ignore_errors=True)
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
