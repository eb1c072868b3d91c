#!/usr/bin/python3
"""calibrate_suite.py - `dauso calibrate` and `dauso score --model`, from outside: the figures of R OpenMx, people drawn here,
runs that are killed and go on, and tables that are none."""
import csv
import json
import math
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

from frame import DAUSO, check, dauso, finish, test

CASES = pathlib.Path(__file__).resolve().parent.parent / "scoring_cases"
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-calibrate-"))


def calibrate(path, *more):
    return json.loads(dauso("calibrate", "--responses", path, "--json", *more).splitlines()[-1])


def write(name, text):
    path = SCRATCH / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def draw(items, people, seed, mean=0.0):
    """items: (id, a, [b]); answers of people N(mean, 1) as the text of a table."""
    chance = random.Random(seed)
    lines = [",".join(item[0] for item in items)]
    for _ in range(people):
        theta, row = chance.gauss(mean, 1), []
        for _, a, b in items:
            exponents, left = [0.0], chance.random()
            for step in b:
                exponents.append(exponents[-1] + a * (theta - step))
            weights = [math.exp(e - max(exponents)) for e in exponents]
            shares, x = [w / sum(weights) for w in weights], 0
            while x < len(b) and left >= shares[x]:
                left, x = left - shares[x], x + 1
            row.append(str(x))
        lines.append(",".join(row))
    return "\n".join(lines) + "\n"


QUESTIONS = [(f"q{n}", .8 + .05 * n, [n / 5 - 1.5]) for n in range(16)]
TASKS = [(f"t{n}", 1.0, [n / 4 - 1, n / 4 - .3, n / 4 + .5]) for n in range(6)]


@test
def flat_figures_are_those_of_openmx():
    told = calibrate(CASES / "sim2pl.csv", "--flat")
    check(abs(told["log_likelihood"] + 43317.422967) < 1e-3 and told["converged"] and told["people"] == 2000, told["log_likelihood"])
    with open(CASES / "sim2pl_openmx.csv", encoding="utf-8", newline="") as file:
        wanted = {row["item"]: row for row in csv.DictReader(file)}
    check([item["id"] for item in told["items"]] == list(wanted), "another order")
    for item in told["items"]:
        check(abs(item["a"] - float(wanted[item["id"]]["a"])) < 1e-4, item)
        check(abs(item["b"][0] - float(wanted[item["id"]]["b"])) < 1e-4, item)
        check(item["status"] == "firm" and 0 < item["se"][0] < .2 and 0 < item["se"][1] < .6, item)


@test
def people_stand_where_an_independent_program_puts_them():
    model = SCRATCH / "flat.json"
    calibrate(CASES / "sim2pl.csv", "--flat", "-o", model)
    few = write("few.csv", "".join((CASES / "sim2pl.csv").read_text(encoding="utf-8").splitlines(True)[:51]))
    lines = [json.loads(line) for line in dauso("score", "--model", model, "--responses", few, "--json").splitlines()]
    with open(CASES / "sim2pl_eap.csv", encoding="utf-8", newline="") as file:
        for line, row in zip(lines, csv.DictReader(file)):
            mine = line["indicators"]["all"]
            check(abs(mine["theta"] - float(row["eap"])) < 1e-5 and abs(mine["sd"] - float(row["psd"])) < 1e-5, line, row)
            check(mine["low"] < mine["theta"] < mine["high"] and mine["tested"], line)
    check(len(lines) == 50, len(lines))


@test
def tasks_with_more_categories_are_recovered():
    told = calibrate(write("tasks.csv", draw(TASKS + QUESTIONS, 3000, 1)), "--flat")
    for item, (name, a, b) in zip(told["items"], TASKS + QUESTIONS):
        check(item["id"] == name and len(item["b"]) == len(b) and len(item["se"]) == len(b) + 1, item)
        check(abs(item["a"] - a) < 5 * item["se"][0], item, a)
        check(all(abs(x - y) < 5 * se for x, y, se in zip(item["b"], b, item["se"][1:])), item, b)


@test
def the_status_follows_from_how_many_answered():
    for people, status in ((25, "author"), (60, "provisional"), (150, "calibrated"), (450, "firm")):
        told = calibrate(write("n.csv", draw(QUESTIONS, people, people)))
        check({item["status"] for item in told["items"]} == {status}, people, told["items"][0])


@test
def few_people_move_an_item_little_from_what_its_author_said():
    path = write("few-people.csv", draw(QUESTIONS, 12, 3))
    model = {"indicators": [{"code": "x", "area": "x", "mu": 0}], "items": [{"id": i, "b": [1.0]} for i, _, _ in QUESTIONS]}
    told = calibrate(path, "--model", write("author.json", json.dumps(model)))
    check(all(-1.2 < item["b"][0] < 2.2 for item in told["items"]), told["items"])
    check(all(item["status"] == "author" for item in told["items"]))
    free = calibrate(path)
    check(max(abs(a["b"][0] - 1) for a in told["items"]) < max(abs(a["b"][0] - 1) for a in free["items"]), "no prior")


@test
def a_second_calibration_stands_on_the_first():
    first, second = SCRATCH / "first.json", SCRATCH / "second.json"
    calibrate(write("one.csv", draw(QUESTIONS, 1500, 5)), "-o", first)
    told = calibrate(write("two.csv", draw(QUESTIONS, 1500, 6, mean=.7)), "--model", first, "--linked", "-o", second)
    check(abs(told["group_mean"] - .7) < .15, told["group_mean"])
    before, after = json.loads(first.read_text()), json.loads(second.read_text())
    check(after["before"].startswith("items-") and before["before"] == "", after["before"])
    for one, two, (_, _, b) in zip(before["items"], after["items"], QUESTIONS):
        check(two["answers"] == 3000 and two["se_b"][0] < one["se_b"][0] and abs(two["b"][0] - b[0]) < .3, two)
        check(not two["drifts"], two)
    known = [(i, a, [b[0] - 2] if i == "q7" else b) for i, a, b in QUESTIONS]
    told = calibrate(write("three.csv", draw(known, 1500, 7)), "--model", second, "--linked")
    check([item["id"] for item in told["items"] if item["drifts"]] == ["q7"], told["group_mean"], [(i["id"], round(i["b"][0], 2), i["drifts"]) for i in told["items"]])


@test
def what_was_not_seen_is_no_wrong_answer():
    whole = draw(QUESTIONS, 2000, 8).splitlines()
    chance, holes = random.Random(1), []
    for line in whole[1:]:
        holes.append(",".join(chance.choice(["", "-1", "\u22121", "NA"]) if chance.random() < .5 else x for x in line.split(",")))
    told = calibrate(write("holes.csv", "\n".join([whole[0]] + holes)), "--flat")
    for item, (_, a, b) in zip(told["items"], QUESTIONS):
        check(abs(item["b"][0] - b[0]) < 5 * item["se"][1] and 900 < item["answers"] < 1100, item)


@test
def the_table_may_come_from_a_spreadsheet():
    plain = draw(QUESTIONS, 200, 9)
    wanted = calibrate(write("plain.csv", plain))
    quoted = "\ufeff" + plain.replace("\n", "\r\n").replace("q1,", '"q1",')
    for name, text in (("quoted.csv", quoted), ("semicolons.csv", plain.replace(",", ";")), ("tabs.csv", plain.replace(",", "\t")),
                       ("ends.csv", plain.rstrip("\n")), ("blank.csv", plain + "\n\n")):
        check(calibrate(write(name, text)) == wanted, name)


BAD = {
    "empty": ("", "no answers"),
    "a header alone": ("a,b\n", "no answers"),
    "no header": ("1,0\n0,1\n", "must name the items"),
    "an id twice": ("a,b,a\n1,0,1\n", "a stands twice"),
    "an id missing": ("a,,c\n1,0,1\n", "column 2"),
    "a line too short": ("a,b,c\n1,0,1\n1,0\n", ":3: this line has fewer"),
    "a line too long": ("a,b,c\n1,0,1\n1,0,1,1\n", ":3: this line has more"),
    "a word": ("a,b\n1,x\n", ":2: item b"),
    "nan": ("a,b\n1,nan\n", "\"nan\" is no category"),
    "a fraction": ("a,b\n1,0.5\n", "\"0.5\" is no category"),
    "below -1": ("a,b\n1,-2\n", "\"-2\" is no category"),
    "too many categories": ("a,b\n1,13\n", "\"13\" is no category"),
    "a huge number": ("a,b\n1,99999999999999999999\n", "is no category"),
    "one person": ("a,b\n1,0\n", "at least two people"),
    "all right": ("a,b\n1,1\n1,1\n1,1\n", "different ways"),
    "all wrong": ("a,b\n0,0\n0,0\n", "different ways"),
    "nobody saw anything": ("a,b\n,\n,\n-1,-1\n", "different ways"),
    "bytes": (bytes(range(256)) * 20, "bytes.csv:"),
    "a zero byte": (b"a,b\n1,\0\n", ":2: this is no table"),
    "not utf-8": (b"a,b\xff\n1,0\n", "UTF-8"),
    "utf-16": ("a,b\n1,0\n".encode("utf-16"), "utf-16.csv:"),
    "a very long line": ("a" * 3000000 + "\n1\n", "too long"),
}


@test
def what_is_no_table_is_refused_in_one_sentence_with_its_line():
    for title, (text, says) in BAD.items():
        path = write(f"{title}.csv", text)
        out = SCRATCH / "never.json"
        said = dauso("calibrate", "--responses", path, "-o", out, code=1)
        check(says in said and said.count("\n") == 1 and str(path) in said, title, said)
        check(not out.exists() and not pathlib.Path(f"{out}.partial").exists(), title, "something was written")
    check("No such file" in dauso("calibrate", "--responses", SCRATCH / "nothing.csv", code=3))
    check("folder" in dauso("calibrate", "--responses", SCRATCH, code=3))
    dauso("calibrate", code=2)
    good = write("good.csv", draw(QUESTIONS, 50, 2))
    dauso("calibrate", "--responses", good, "-o", SCRATCH / "no-such-folder" / "x.json", code=3)


@test
def a_model_that_does_not_fit_the_table_is_refused():
    good = write("good.csv", draw(QUESTIONS[:3], 50, 2))
    whole = {"indicators": [{"code": "x", "area": "x"}], "items": [{"id": f"q{n}", "b": [0]} for n in range(3)]}
    cases = {
        "an item less": ({**whole, "items": whole["items"][:2]}, "no item q2"),
        "an item twice": ({**whole, "items": whole["items"] + [{"id": "q1", "b": [1]}]}, "q1 twice"),
        "no indicator": ({**whole, "indicators": []}, "indicators"),
        "a slope of 0": ({**whole, "items": [{**whole["items"][0], "a": 0}] + whole["items"][1:]}, "item q0"),
        "a list": ([], "format"),
    }
    for title, (model, says) in cases.items():
        for verb in ("calibrate", "score"):
            said = dauso(verb, "--responses", good, "--model", write("model.json", json.dumps(model)), code=1)
            check(says in said and said.count("\n") == 1, title, verb, said)
    steps = write("steps.csv", "q0,q1,q2\n2,0,1\n0,1,0\n")
    check("has 1 step" in dauso("score", "--responses", steps, "--model", write("model.json", json.dumps(whole)), code=1))


@test
def an_item_that_cannot_be_calibrated_is_named_and_stays_as_it_was():
    rows = draw(QUESTIONS[:4], 300, 4).splitlines()
    text = "\n".join([rows[0] + ",same,unseen,gap"] + [f"{row},1,,{2 * (n % 2)}" for n, row in enumerate(rows[1:])])
    told = {item["id"]: item for item in calibrate(write("odd.csv", text), "--flat")["items"]}
    check("same" in told["same"]["trouble"] and told["same"]["se"] == [None, None], told["same"])
    check("nobody answered" in told["unseen"]["trouble"] and told["unseen"]["answers"] == 0, told["unseen"])
    check("categories" in told["gap"]["trouble"] and told["gap"]["status"] == "author", told["gap"])
    check("trouble" not in told["q0"] and told["q0"]["se"][0] > 0, told["q0"])
    words = dauso("calibrate", "--responses", SCRATCH / "odd.csv", "--flat")
    check("nobody answered it" in words and "300 people" in words, words)


@test
def a_run_that_was_killed_goes_on_from_where_it_was():
    path, out = write("long.csv", draw(QUESTIONS + TASKS, 40000, 10)), SCRATCH / "long.json"
    partial = pathlib.Path(f"{out}.partial")
    wanted = calibrate(path)
    # Slowed down so that it lives long enough to be killed: the file must come while it runs.
    run = subprocess.Popen(["nice", "-n", "19", DAUSO, "calibrate", "--responses", str(path), "-o", str(out)],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while run.poll() is None and not partial.exists():
        time.sleep(.005)
    run.send_signal(signal.SIGKILL)
    run.wait()
    if partial.exists():  # a very quick machine is done before its first second is over
        kept = json.loads(partial.read_text())
        check(len(kept["set"]["items"]) == 22 and not out.exists(), kept["input"])
        done = subprocess.run([DAUSO, "calibrate", "--responses", str(path), "-o", str(out), "--json"], capture_output=True, timeout=120)
        check(b"going on from" in done.stderr, done.stderr)
        told = json.loads(done.stdout)
        check(told["cycles"] <= wanted["cycles"], told["cycles"], wanted["cycles"])
        for one, two in zip(told["items"], wanted["items"]):
            check(abs(one["b"][0] - two["b"][0]) < 2e-3 and abs(one["a"] - two["a"]) < 2e-3, one, two)
    else:
        calibrate(path, "-o", out)
    check(out.exists() and not partial.exists(), "the partial file stays behind")


@test
def the_partial_file_of_other_answers_is_no_start():
    path, out = write("other.csv", draw(QUESTIONS, 100, 11)), SCRATCH / "other.json"
    wanted = calibrate(path)
    for text in ("{", json.dumps({"input": "0" * 64, "set": {}}), "", json.dumps({"input": None})):
        write("other.json.partial", text)
        check(calibrate(path, "-o", out) == wanted, text)
        check(not pathlib.Path(f"{out}.partial").exists())


@test
def the_same_table_gives_the_same_bytes():
    path = write("again.csv", draw(QUESTIONS + TASKS, 400, 12))
    check(calibrate(path) == calibrate(path))


if __name__ == "__main__":
    sys.exit(finish())
