#!/usr/bin/python3
"""simulation_suite.py - every simulation of scripts/simulations, as it comes: its walks hold for thirty learners, and its
words are those that LOOK.md allows on a learner's phone."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
FOLDER = pathlib.Path("scripts/simulations")
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-simulations-"))
KINDS = ("careful", "half", "careless", "lost")
LEARNERS = 30
BYTES_MAX, WORDS_MAX = 32 * 1024, 12
SHAME = {"vi": r"\b(sai|trượt|lỗi|thất bại|không hợp lệ|cảnh báo)\b", "en": r"\b(wrong|failed|failure|invalid|error)\b"}
TESTS = []


def check(holds, *why):
    if not holds:
        raise AssertionError(" ".join(str(one) for one in why))


def run(*words):
    done = subprocess.run([DAUSO, *map(str, words)], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def walk_of(simulation, kind):
    return FOLDER / f"{simulation.stem}.{kind}.walk"


def lines_of(path):
    return [line.split(None, 1) for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def answers_of(path, answer):
    return {line[1] for line in lines_of(path) if line[0] == answer}


def texts_of(simulation):
    """(language, text) of all words of a simulation, without its help, which is for authors."""
    source = simulation.read_text(encoding="utf-8")
    source = re.sub(r"help = \{.*?\}", "", source, flags=re.S)
    for language in ("vi", "en"):
        for text in re.findall(rf'\b{language} = "((?:[^"\\]|\\.)*)"', source):
            yield language, text


def sentences_of(text):
    text = re.sub(r"https?://\S+|\{[A-Za-z_.]+\}\.example\S*", "ADDRESS", text)
    return [one for one in re.split(r"[.?!:](?:\s|$)", text) if one.strip()]


# ---- what holds for each simulation ----

def has_its_four_walks_and_fits_32_kib(simulation):
    for kind in KINDS:
        check(walk_of(simulation, kind).exists(), "there is no", walk_of(simulation, kind))
    check(simulation.stat().st_size <= BYTES_MAX, simulation.stat().st_size, "bytes")


def is_walked_with_care_by_thirty_learners(simulation):
    folder = SCRATCH / simulation.stem
    (folder / "walkthroughs").mkdir(parents=True)
    (folder / "quiz.lua").write_text(
        'quiz { title = { vi = "Thử", en = "Try" }, framework = "village-basic" }\n'
        f'practical "task" {{ uses = "simulations/{simulation.stem}" }}\n', encoding="utf-8")
    careful = walk_of(simulation, "careful").read_text(encoding="utf-8")
    for seed in range(1, LEARNERS + 1):
        (folder / f"walkthroughs/task-{seed}.walk").write_text(f"item task\nseed {seed}\n{careful}", encoding="utf-8")
    code, out, err = run("check", "--json", folder)
    check(code == 0, out, err)
    check(json.loads(out)["walks"] >= LEARNERS, out)


def gives_all_to_care_and_nothing_critical_to_carelessness(simulation):
    careful, careless = walk_of(simulation, "careful"), walk_of(simulation, "careless")
    check(not answers_of(careful, "no") | answers_of(careful, "unseen"), "care is not enough")
    check(answers_of(careful, "yes"), "the careful walk asks for no evidence")
    source = simulation.read_text(encoding="utf-8")
    critical = set(re.findall(r'evidence "([^"]+)" \{(?:(?!evidence ").)*?critical = true', source, re.S))
    check(critical <= answers_of(careless, "no"), critical - answers_of(careless, "no"))


def declares_help_for_each_parameter_in_both_languages(simulation):
    source = simulation.read_text(encoding="utf-8")
    declared = source[source.index("local parameters"):source.index("\n}\n")]
    count = len(re.findall(r"\btype = \"", declared))
    helps = re.findall(r'help = \{ vi = "(?:[^"\\]|\\.)+",\s+en = "(?:[^"\\]|\\.)+" \}', declared)
    check(count > 0 and len(helps) == count, count, "parameters,", len(helps), "with help")


def says_nothing_longer_than_twelve_words(simulation):
    for _, text in texts_of(simulation):
        for sentence in sentences_of(text):
            check(len(sentence.split()) <= WORDS_MAX, len(sentence.split()), "words:", sentence)


def shames_nobody_and_addresses_by_a_place(simulation):
    for language, text in texts_of(simulation):
        check(not re.search(SHAME[language], text, re.I), text)
        check("!" not in text, "an exclamation:", text)
        if language == "vi":
            check(not re.search(r"(?<!\{)\b[Bb]ác\b(?!\})(?! [A-ZĐ])", text), text)


PROPERTIES = (has_its_four_walks_and_fits_32_kib, is_walked_with_care_by_thirty_learners,
              gives_all_to_care_and_nothing_critical_to_carelessness,
              declares_help_for_each_parameter_in_both_languages, says_nothing_longer_than_twelve_words,
              shames_nobody_and_addresses_by_a_place)


def add_simulations():
    for simulation in sorted(FOLDER.glob("*.lua")):
        for holds in PROPERTIES:
            TESTS.append((f"{simulation.stem} {holds.__name__}", lambda s=simulation, h=holds: h(s)))


def add_quizzes():
    """Each simulation once as it comes, and once with other parameters."""
    for folder in sorted(pathlib.Path("tests/quizzes").glob("simulations-*")):
        def passes(folder=folder):
            code, out, err = run("check", folder)
            check(code == 0, out, err)
        TESTS.append((f"{folder.name} passes check with defaults and with other parameters", passes))


def every_simulation_is_in_a_test_quiz_twice():
    used = "".join(path.read_text(encoding="utf-8") for path in pathlib.Path("tests/quizzes").glob("simulations-*/quiz.lua"))
    used += pathlib.Path("quizzes/digital-basics/quiz.lua").read_text(encoding="utf-8") * 2
    for simulation in FOLDER.glob("*.lua"):
        check(used.count(f'"simulations/{simulation.stem}"') >= 2, simulation.stem, "is not")


def main():
    add_simulations()
    add_quizzes()
    TESTS.append((every_simulation_is_in_a_test_quiz_twice.__name__, every_simulation_is_in_a_test_quiz_twice))
    failed = 0
    for name, function in TESTS:
        try:
            function()
            print("ok", name.replace("_", " "))
        except Exception as why:  # a suite that stops at its first surprise says nothing of the rest
            failed += 1
            print(f"FAIL {name.replace('_', ' ')}:", type(why).__name__ if not str(why) else why)
    shutil.rmtree(SCRATCH, ignore_errors=True)
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
