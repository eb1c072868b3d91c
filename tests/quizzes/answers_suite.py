#!/usr/bin/python3
"""answers_suite.py - what `dauso check` says of typed answers is what a learner's answer gets.

Each row is a quiz of one question; what passes and what does not was decided by hand, and is asked twice: of the table
that check prints, and of a walk that types it."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-answers-"))
TESTS = []

HEAD = 'quiz { title = "Thử", framework = "village-basic" }\nquestion "one" { shows = "1.1", asks = "Gì?", %s }\n'
GAPS = 'text = "Ở [1] có [2] người.", gaps = { { answers = { "Việt Trì" } }, { number = 5, tolerance = 1 } }'

# name: (fields, {how: whether it passes}, {what is typed: whether it passes})
ROWS = {
    "a_short_answer_passes_without_marks_and_with_keys_left_in": (
        'answers = { "Việt Trì" }',
        {"as written": 1, "without marks": 1, "Telex keys left in": 1, "VNI keys left in": 1, "capitals": 1, "another tone": 0,
         "a wrong letter": 0, "a letter left out": 0, "i for y": 0},
        {"viet tri": 1, "Vieetj Trif": 1, "Vie6t5 Tri2": 1, "Viết Trì": 0, "Phú Thọ": 0}),
    "a_slip_passes_where_it_is_allowed": (
        'answers = { "Việt Trì" }, spelling = 1',
        {"a wrong letter": 1, "a letter left out": 1, "two neighbours swapped": 1, "two wrong letters": 0, "another tone": 0},
        {"Vit Tri": 1, "Vt Tri": 0, "Viết Trì": 0}),
    "marks_that_are_needed_must_be_typed": (
        'answers = { "Việt Trì" }, marks = "needed"',
        {"as written": 1, "without marks": 0, "without tones": 0, "Telex keys left in": 1, "small letters": 1},
        {"Viet Tri": 0, "việt trì": 1}),
    "capitals_that_are_needed_must_be_typed": (
        'answers = { "OTP" }, case = "needed"', {"as written": 1, "small letters": 0}, {"OTP": 1, "otp": 0}),
    "an_answer_in_two_languages_passes_in_both": (
        'answers = { { vi = "mật khẩu", en = "password" } }', {"as written": 1, "another tone": 0},
        {"mat khau": 1, "Password": 1, "mất khẩu": 0}),
    "a_number_passes_in_every_way_of_writing_it": (
        'number = 35000, tolerance = 500, unit = "đồng"',
        {"digits": 1, "groups with dots": 1, "groups with blanks": 1, "with đ": 1, "in words": 1, "with k": 1, "the least": 1,
         "the most": 1, "less than that": 0, "more than that": 0, "a zero too many": 0, "a zero too few": 0},
        {"35.000": 1, "35 nghìn đồng": 1, "34,5k": 1, "35,000": 1, "34499": 0, "35": 0, "nhiều": 0}),
    "a_day_passes_day_first": (
        'date = "02/09/1945"', {"as written": 1, "in words": 1, "month first": 0, "without the year": 0},
        {"2/9/45": 1, "mùng 2 tháng 9 năm 1945": 1, "9/2/1945": 0}),
}


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:700])


def make(name, fields):
    folder = SCRATCH / name.replace("_", "-")[:40]
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "walkthroughs").mkdir(parents=True)
    (folder / "quiz.lua").write_text(HEAD % fields)
    return folder


def run(*args):
    done = subprocess.run([DAUSO, "check", *map(str, args)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout


def add_row(name, fields, ways, typed):
    def row():
        folder = make(name, fields)
        code, out = run("--json", folder)
        check(code == 0, out)
        answers = json.loads(out)["answers"]
        check(answers and all(answer["item"] == "one" and answer["field"] == "answer" for answer in answers), answers)
        told = {}
        for answer in answers:
            told.update({v["how"]: 1 for v in answer["passes"]})
            told.update({v["how"]: 0 for v in answer["fails"]})
        for how, passes in ways.items():
            check(told.get(how) == passes, how, "is told as", told.get(how), told)
        for number, (text, passes) in enumerate(typed.items()):
            (folder / "walkthroughs" / f"one.try{number}.walk").write_text(
                f"item one\ntype answer = {text}\nnext\n{'yes' if passes else 'no'} Answered right\n")
        code, out = run(folder)
        check(code == 0 and f"{len(typed)} walks" in out, out)
    row.__name__ = name
    test(row)


for row_name, row in ROWS.items():
    add_row(row_name, *row)


@test
def a_gap_is_told_by_its_number():
    code, out = run("--json", make("gaps", GAPS))
    answers = json.loads(out)["answers"]
    check(code == 0 and [(a["field"], a["kind"], a["wanted"]) for a in answers] == [("1", "text", "Việt Trì"), ("2", "number", "5 ± 1")], answers)


@test
def people_read_a_line_for_each_answer_and_a_table_when_they_ask():
    folder = make("lines", GAPS)
    code, out = run(folder)
    lines = out.splitlines()
    check(code == 0 and len(lines) == 3, out)
    check(lines[1].startswith('  one [1]: "Việt Trì": ') and "not: another tone" in lines[1], lines[1])
    code, out = run("--answers", folder)
    check(code == 0 and "    yes  Vieetj Trif" in out and "    no   Viết Trì" in out and "    yes  4 " in out and "    no   3 " in out, out)


@test
def half_an_answer_shows_what_it_earns():
    code, out = run("--answers", make("half", 'answers = { "Việt Trì", { is = "Viet Tri", credit = 50 }, { is = "Phú Thọ", credit = 20 } }, marks = "needed"'))
    check(code == 0 and "(50 %)" in out and "Phú Thọ" not in out, out)


def main():
    failed = 0
    for function in TESTS:
        try:
            function()
            print("ok", function.__name__)
        except Exception as why:
            failed += 1
            print(f"FAIL {function.__name__}:", type(why).__name__, str(why).replace("\n", " "))
    shutil.rmtree(SCRATCH, ignore_errors=True)
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
