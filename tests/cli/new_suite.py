#!/usr/bin/python3
"""new_suite.py - `dauso quiz new`: every template becomes a quiz that passes, and nothing that is there is written over."""
import os
import pathlib
import subprocess
import sys
import tempfile

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
TEMPLATES = sorted(path.name for path in pathlib.Path("quizzes/templates").iterdir())
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:900])


def run(folder, *words):
    return subprocess.run([DAUSO, *words], cwd=folder, capture_output=True, text=True, timeout=60)


@test
def each_template_becomes_a_quiz_that_passes():
    check(TEMPLATES == ["questions", "simulation", "task"], TEMPLATES)
    with tempfile.TemporaryDirectory() as folder:
        for name in TEMPLATES:
            made = run(folder, "quiz", "new", f"my-{name}", "--from", name)
            check(made.returncode == 0 and made.stdout.count("\n") == 2 and f"dauso preview my-{name}" in made.stdout, made)
            checked = run(folder, "check", f"my-{name}")
            check(checked.returncode == 0 and "good" in checked.stdout, checked)


@test
def what_is_there_is_not_written_over():
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder, "mine")
        place.mkdir()
        place.joinpath("quiz.lua").write_text("-- mine\n")
        made = run(folder, "quiz", "new", "mine")
        check(made.returncode == 3 and "mine is there already" in made.stderr, made)
        check(place.joinpath("quiz.lua").read_text() == "-- mine\n" and len(list(place.iterdir())) == 1, "it was changed")


@test
def a_new_quiz_lies_with_the_others_if_there_are_any():
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "quizzes").mkdir()
        check(run(folder, "quiz", "new", "mine").returncode == 0, "refused")
        check(pathlib.Path(folder, "quizzes/mine/quiz.lua").exists(), "not there")
        check(run(folder, "quiz", "new", "deep/er/mine").returncode == 0, "refused")
        check(pathlib.Path(folder, "deep/er/mine/quiz.lua").exists(), "not there")


@test
def a_wrong_name_or_template_is_said_in_one_sentence():
    with tempfile.TemporaryDirectory() as folder:
        for words, said in (((), "how the quiz is called"), (("Lớp học",), "small letters"), ((".",), "small letters"),
                            (("a" * 33,), "small letters"), (("x", "--from", "tsk"), 'did you mean "task"'),
                            (("x", "--from", "../digital-basics"), "no template")):
            made = run(folder, "quiz", "new", *words)
            check(made.returncode == 2 and said in made.stderr and made.stderr.count("\n") == 1, words, made)
        check(not list(pathlib.Path(folder).iterdir()), "something was made")


@test
def a_folder_that_cannot_be_written_gets_nothing():
    made = run("/", "quiz", "new", "/proc/mine")
    check(made.returncode == 3 and made.stderr.count("\n") == 1, made)


def main():
    failed = 0
    for function in TESTS:
        try:
            function()
            print("ok", function.__name__)
        except Exception as error:  # noqa: BLE001 - a broken test is a failed one
            failed += 1
            print("FAIL", function.__name__, str(error).replace("\n", " "))
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
