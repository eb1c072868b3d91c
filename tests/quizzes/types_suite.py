#!/usr/bin/python3
"""types_suite.py - a quiz with a question of every kind: its walks, a class of simulated learners on it, and their
attempts recomputed in another process."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
QUIZ = pathlib.Path("tests/quizzes/all-types")
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-types-"))
LEARNERS, SEEDS = 6, 8
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def check(holds, *why):
    if not holds:
        raise AssertionError(" ".join(str(one) for one in why)[:900])


def run(*words, program=DAUSO):
    done = subprocess.run([program, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout, done.stderr


def items():
    """{id: is practice} of the quiz."""
    found = re.findall(r'^question "([a-z-]+)" \{ (practice = true)?', (QUIZ / "quiz.lua").read_text(encoding="utf-8"), re.M)
    return {name: bool(practice) for name, practice in found}


def program_with_the_quiz():
    """A copy of the program beside which the quiz lies as if it were shipped."""
    share = SCRATCH / "share"
    if not share.exists():
        (share / "build").mkdir(parents=True)
        shutil.copytree("quizzes", share / "quizzes")
        shutil.copytree(QUIZ, share / "quizzes/all-types")
        shutil.copy(DAUSO, share / "build/dauso")
        for folder in ("scripts", "certs", "engine"):
            (share / folder).symlink_to(os.path.abspath(folder))
        if pathlib.Path("build/fonts").exists():
            (share / "build/fonts").symlink_to(os.path.abspath("build/fonts"))
    return share / "build/dauso"


def a_class():
    """Data folder of a class that has done the test, and what demo said of it."""
    folder = SCRATCH / "class"
    if not folder.exists():
        code, out, err = run("demo", "--learners", LEARNERS, "--quiz", "all-types", "--dir", folder, "--json",
                             program=program_with_the_quiz())
        check(code == 0, code, out, err)
        (SCRATCH / "said").write_text(out, encoding="utf-8")
    return folder, json.loads((SCRATCH / "said").read_text(encoding="utf-8").splitlines()[-1])["summary"]


@test
def the_quiz_of_every_kind_and_its_walks_are_good():
    code, out, err = run("check", QUIZ)
    check(code == 0 and err == "", code, out, err)


@test
def every_kind_has_a_walk_to_yes_and_one_to_no():
    answers = {}
    for walk in (QUIZ / "walkthroughs").iterdir():
        text = walk.read_text(encoding="utf-8")
        name = re.search(r"^item (\S+)", text, re.M).group(1)
        answers.setdefault(name, set()).update(re.findall(r"^(yes|no) ", text, re.M))
    missing = [name for name, practice in items().items() if not practice and answers.get(name) != {"yes", "no"}]
    check(len(items()) == 19 and not missing, missing)


@test
def the_walks_hold_for_every_seed():
    for seed in range(2, SEEDS + 2):
        folder = SCRATCH / f"seed-{seed}"
        shutil.copytree(QUIZ, folder)
        for walk in (folder / "walkthroughs").iterdir():
            item, *rest = walk.read_text(encoding="utf-8").splitlines(keepends=True)
            walk.write_text(item + f"seed {seed}\n" + "".join(rest), encoding="utf-8")
        code, out, err = run("check", folder)
        check(code == 0, seed, out, err)


@test
def a_class_of_simulated_learners_answers_every_kind():
    folder, summary = a_class()
    check(summary["learners"] == LEARNERS and summary["other_screens"] == 0, summary)
    lines = [json.loads(line) for line in run("attempt", "list", "--dir", folder, "--json")[1].splitlines()]
    check(len(lines) == LEARNERS and all(line["finished_at"] for line in lines), lines)
    for line in lines:
        shown = run("attempt", "show", line["attempt"], "--dir", folder, program=program_with_the_quiz())[1]
        gone = re.findall(r"act  (\S+)  next", shown)
        check(gone == [*(n for n, p in items().items() if p), *(n for n, p in items().items() if not p)], gone)


@test
def some_learners_answer_right_and_some_do_not():
    folder, _ = a_class()
    told = ""
    for line in run("attempt", "list", "--dir", folder, "--json")[1].splitlines():
        told += run("replay", "--explain", json.loads(line)["attempt"], "--dir", folder, program=program_with_the_quiz())[1]
    answers = {(name, answer) for answer, name in re.findall(r"^  (yes|no) +(\S+): (?:Answered|Chose the) right", told, re.M)}
    check(len(answers) >= 14 and {answer for _, answer in answers} == {"yes", "no"}, sorted(answers))


@test
def each_attempt_replays_byte_for_byte_in_another_process():
    folder, _ = a_class()
    for line in run("attempt", "list", "--dir", folder, "--json")[1].splitlines():
        code, out, err = run("replay", json.loads(line)["attempt"], "--dir", folder, "--json", program=program_with_the_quiz())
        check(code == 0 and json.loads(out)["agrees"], code, out, err)


def main():
    failed = 0
    for function in TESTS:
        name = function.__name__.replace("_", " ")
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
