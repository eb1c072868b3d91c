#!/usr/bin/python3
"""parameters_suite.py - what items are worth: shown, published, used by new classes, named by their attempts and carried by
exports; the people of a class tested again; the table of answers. Over real HTTP, on a quiz made here."""
import copy
import csv
import io
import json
import pathlib
import shutil
import signal
import subprocess
import tempfile
import sys
import urllib.error
import urllib.request

import frame
from frame import DAUSO, check, finish, test

SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-parameters-"))
FOLDER = SCRATCH / "data"
RIGHT, WRONG, SKIP = "Đúng", "Sai", "dont-know"


def dauso(*args, folder=FOLDER, code=0):
    return frame.dauso(*args, folder=folder, code=code)


def make_quiz(folder, name, extra=""):
    quiz = folder / "quizzes" / name
    quiz.mkdir(parents=True)
    text = 'quiz { title = "Bài ngắn", framework = "village-basic" }\n'
    for number, shows in enumerate(["0.1", "0.2", "1.1", "1.1", "2.1", "4.2"]):
        text += (f'question "q{number}" {{ shows = "{shows}", asks = "Câu {number}", right = "{RIGHT}", wrong = {{ "{WRONG}", "Khác" }} }}\n')
    (quiz / "quiz.lua").write_text(text + extra, encoding="utf-8")


class Phone:
    def __init__(self, room, name, year=1960, consent=True):
        self.room, self.cookie = room, None
        answer, told = self.ask("/api/join", {"code": room.code, "name": name, "birth_year": year, "consent": consent})
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def ask(self, path, body=None):
        head = {"Content-Type": "application/json", **({"Cookie": self.cookie} if self.cookie else {})}
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.room.base + path, data, head), timeout=20) as answer:
            return answer, json.loads(answer.read())

    def sit(self, answers):
        """answers: the text to choose for each question in its order; fewer: stops there."""
        for wanted in answers:
            _, now = self.ask("/api/screen")
            screen = now["screen"]
            check("widgets" in screen, screen)
            options = {one["text"]: one["id"] for one in screen["widgets"][0]["options"]}
            self.ask("/api/act", {"seq": now["seq"] + 1, "item": screen["item"], "verb": "choose",
                                  "target": options.get(wanted, SKIP), "value": ""})
            self.ask("/api/act", {"seq": now["seq"] + 2, "item": screen["item"], "verb": "next", "target": "", "value": ""})
        return self.ask("/api/screen")[1]["screen"]


class Room:
    def __init__(self, name, *more, folder=FOLDER):
        self.process = subprocess.Popen([DAUSO, "serve", "--dir", str(folder), "--port", "0", "--json", "--class", name, *more],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        start = json.loads(self.process.stdout.readline())
        self.code = start["code"]
        self.base = "http://127.0.0.1:" + start["trainer_url"].split("/")[2].rsplit(":", 1)[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=20)


def attempts(folder=FOLDER):
    return [json.loads(line) for line in dauso("attempt", "list", "--json", folder=folder).splitlines()]


def export(attempt, folder=FOLDER):
    return json.loads(dauso("attempt", "export", attempt, folder=folder))


def table(*more):
    rows = list(csv.reader(io.StringIO(dauso("attempt", "table", "--quiz", "short", *more))))
    return rows[0], rows[1:]


def read_set(folder=FOLDER):
    return json.loads(dauso("quiz", "parameters", "short", folder=folder))


def harder(by, **changes):
    told = read_set()
    for item in told["items"]:
        item["b"] = [b + by for b in item["b"]]
        item.update(answers=120, status="calibrated")
    told.update(changes)
    return told


def write(value, name="set.json"):
    path = SCRATCH / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


dauso("init", "--verifier-url", "https://v.example/")
make_quiz(FOLDER, "short")
with Room("Lớp một", "--quiz", "short") as room:
    Phone(room, "Lê Thị Hoa").sit([RIGHT, RIGHT, WRONG, SKIP, RIGHT, RIGHT])
    Phone(room, "Trần Văn Bình", 1955).sit([RIGHT, WRONG])
    Phone(room, "Hà Thị Mơ", 1950, consent=False)
FIRST = [one["attempt"] for one in attempts()]


@test
def the_table_of_answers_holds_what_was_answered_and_nobodys_name():
    head, rows = table()
    check(head == [f"q{n}" for n in range(6)], head)
    check(sorted(rows) == sorted([["1", "1", "0", "0", "1", "1"], ["1", "0", "", "", "", ""]]), rows)
    text = dauso("attempt", "table", "--quiz", "short")
    check("Hoa" not in text and "19" not in text and not any(one in text for one in FIRST), text)


@test
def the_set_of_the_author_is_what_the_quiz_says():
    told = read_set()
    check(told["format"] == "dauso-parameters-1" and told["quiz"] == "short" and told["framework"] == "village-basic/1", told)
    check([item["id"] for item in told["items"]] == [f"q{n}" for n in range(6)], told)
    check(all(item["status"] == "author" and item["answers"] == 0 for item in told["items"]), told)
    check({item["id"]: item["indicator"] for item in told["items"]}["q3"] == "1.1", told)


@test
def a_new_class_uses_what_was_published_and_old_attempts_stay_as_they_were():
    old = {one: export(one) for one in FIRST}
    name = dauso("quiz", "parameters", "short", write(harder(1.0))).strip()
    check(name.startswith("short-") and len(name) == len("short-") + 16, name)
    check(read_set()["items"][0]["status"] == "calibrated", "not in use")
    with Room("Lớp hai", "--quiz", "short") as room:
        Phone(room, "Ngô Thị Lan").sit([RIGHT, RIGHT, WRONG, SKIP, RIGHT, RIGHT])
    with Room("Lớp một") as room:
        Phone(room, "Vũ Văn Tư").sit([RIGHT] * 6)
    new = [one["attempt"] for one in attempts() if one["attempt"] not in FIRST]
    told = {export(one)["events"][0]["parameter_set"]: export(one) for one in new}
    check(set(told) == {name, "author"}, "a class that was open takes another set", set(told))
    check("parameters" not in told["author"] and told[name]["parameters"]["quiz_hash"] == told[name]["quiz_hash"], "export")
    mine = [one for one in old.values() if one.get("result") and one["result"]["decision"]["indicators"]["0.1"]["theta"]]
    same = next(one for one in mine if len(one["events"]) == len(told[name]["events"]) and
                [e.get("target") for e in one["events"]].count(SKIP) == 1)
    before, after = (one["result"]["decision"]["indicators"]["2.1"]["theta"] for one in (same, told[name]))
    check(after > before + .05, "harder items, right answers: more ability", before, after)
    for attempt in FIRST + new:
        check("Agrees" in dauso("replay", attempt), attempt)
    for attempt in FIRST:
        check(export(attempt) == old[attempt], "an old attempt changed")


def replay_file(value, code):
    done = subprocess.run([DAUSO, "replay", str(write(value, "attempt.json")), "--json"], capture_output=True, text=True, timeout=60)
    check(done.returncode == code, done.returncode, done.stdout, done.stderr)
    return json.loads(done.stdout)


@test
def an_export_is_recomputed_with_the_parameters_that_it_carries_and_no_others():
    attempt = next(one for one in map(export, (row["attempt"] for row in attempts())) if "parameters" in one)
    check(replay_file(attempt, 0)["agrees"])
    for change in ("b", "a", "c"):
        forged = copy.deepcopy(attempt)
        item = forged["parameters"]["items"][0]
        item[change] = [item["b"][0] - .5] if change == "b" else item[change] + .1
        said = replay_file(forged, 1)
        check(not said["agrees"] and "not the set" in said["difference"], said)
    without = copy.deepcopy(attempt)
    del without["parameters"]
    check("not the set" in replay_file(without, 1)["difference"])


@test
def the_same_parameters_have_the_same_name_and_are_kept_once():
    path = write(harder(.25))
    check(dauso("quiz", "parameters", "short", path) == dauso("quiz", "parameters", "short", path))
    check(dauso("quiz", "parameters", "short", write(read_set())) == dauso("quiz", "parameters", "short", path), "read, written, read")


@test
def a_set_that_is_published_again_is_in_use_again_also_after_the_store_was_lost():
    easy, hard = write(harder(-.5), "easy.json"), write(harder(.5), "hard.json")
    names = [dauso("quiz", "parameters", "short", path).strip() for path in (easy, hard, easy)]
    check(names[0] == names[2] != names[1], names)
    wanted = read_set()
    difficulties = [[round(b, 9) for b in item["b"]] for item in wanted["items"]]
    check(difficulties == [[round(b, 9) for b in item["b"]] for item in json.loads(easy.read_text())["items"]], difficulties)
    lost = SCRATCH / "lost"
    shutil.copytree(FOLDER, lost)
    for name in ("dauso.db", "dauso.db-wal", "dauso.db-shm"):
        (lost / name).unlink(missing_ok=True)
    dauso("repair", folder=lost)
    check(read_set(lost) == wanted, "another set came back from the journal")


def bad_sets():
    whole = read_set()

    def changed(**members):
        return {**copy.deepcopy(whole), **members}

    def with_item(**members):
        value = copy.deepcopy(whole)
        value["items"][2].update(members)
        return value

    yield "not of this version", changed(quiz_hash="0" * 64), "another version of quiz short"
    yield "another quiz", changed(quiz="other"), "those of quiz other"
    yield "another framework", changed(framework="digcomp-2.2/1"), "digcomp-2.2"
    yield "another format", changed(format="x"), "dauso-parameters-1"
    yield "an item less", changed(items=whole["items"][:-1]), "q5"
    yield "an item more", changed(items=whole["items"] + [{"id": "q9", "indicator": "0.1", "b": [0]}]), "q9"
    yield "an item twice", changed(items=whole["items"] + [{**whole["items"][1], "b": [2]}]), "q1 twice"
    yield "no items", changed(items=[]), "items"
    yield "two steps", with_item(b=[0, 1], c=0), "q2"
    yield "no steps", with_item(b=[]), "q2"
    yield "a text", with_item(b=["x"]), "q2"
    yield "a negative slope", with_item(a=-1), "q2"
    yield "no slope", with_item(a=0), "q2"
    yield "guessing above 1", with_item(c=1.5), "q2"
    yield "far away", with_item(b=[1e9]), "q2"
    yield "a weight too small", with_item(weight=.1), "q2"
    yield "a weight above 1", with_item(weight=1.5), "q2"
    yield "a median time below 0", with_item(median_seconds=-1), "q2"
    yield "an unknown indicator", with_item(indicator="9.9"), "q2"
    yield "under another indicator", with_item(indicator="0.1"), "q2"
    yield "an unknown status", with_item(status="best"), "q2"
    yield "too many factors", changed(rho_g=.9, rho_a=.2), "rho_g"
    yield "cuts that fall", changed(cuts=[1, 0, -1]), "cuts"
    yield "not a number", json.dumps(whole).replace('"b": [', '"b": [NaN', 1), "set.json"
    yield "cut in the middle", json.dumps(whole)[:300], "set.json"
    yield "a list", [], "format"


@test
def what_does_not_fit_is_refused_in_one_sentence_and_nothing_changes():
    before = dauso("quiz", "parameters", "short")
    for title, value, says in bad_sets():
        said = dauso("quiz", "parameters", "short", write(value), code=1)
        check(says in said and said.count("\n") == 1 and "set.json" in said, title, said)
    check(dauso("quiz", "parameters", "short") == before, "something was published")
    check("nothing-here" in dauso("quiz", "parameters", "short", SCRATCH / "nothing-here.json", code=3))
    check("no quiz" in dauso("quiz", "parameters", "shrt", code=1))


@test
def parameters_of_an_older_version_are_not_used_for_the_edited_quiz():
    folder = SCRATCH / "edited"
    dauso("init", folder=folder)
    make_quiz(folder, "short")
    told = read_set(folder)
    for item in told["items"]:
        item["b"] = [2.0]
    dauso("quiz", "parameters", "short", write(told), folder=folder)
    check(read_set(folder)["items"][0]["b"] == [2.0])
    source = folder / "quizzes/short/quiz.lua"
    source.write_text(source.read_text(encoding="utf-8").replace("Câu 3", "Câu ba"), encoding="utf-8")
    check(read_set(folder)["items"][0]["b"] != [2.0], "the edited quiz has never been calibrated")


@test
def the_people_of_a_class_are_on_the_roster_of_the_one_that_follows():
    with Room("Lớp một, lần hai", "--after", "Lớp một") as room:
        again = Phone(room, "Lê Thị Hoa")
        again.sit([RIGHT] * 6)
        Phone(room, "Trần Văn Bình", 1955, consent=False)
    head, rows = table("--class", "Lớp một, lần hai")
    check(rows == [], "what Hoa answered the first time is no first answer now", rows)
    head, rows = table()
    check(len(rows) == 4, rows)
    told = dauso("serve", "--class", "Lớp một, lần hai", "--after", "Lớp hai", "--port", "0", code=3)
    check("follows another one" in told and told.count("\n") == 1, told)
    check("no class" in dauso("serve", "--class", "x", "--after", "Lớp nào", "--port", "0", code=3))


@test
def the_second_test_is_the_same_form_until_both_are_calibrated():
    folder = SCRATCH / "forms"
    dauso("demo", "--learners", "6", "--quiz", "village-skills", "--two-tests", folder=folder)
    quizzes = {one["class"]: one["quiz"] for one in attempts(folder)}
    check(quizzes == {1: "village-skills.pre", 2: "village-skills.pre"}, quizzes)
    told = json.loads(dauso("quiz", "parameters", "village-skills", folder=folder))
    for item in told["items"]:
        item.update(answers=150, status="calibrated")
    dauso("quiz", "parameters", "village-skills", write(told), folder=folder)
    with Room("Lần ba", "--after", "1", folder=folder):
        pass
    page = dauso("report", "class", "--class", "Lần ba", "--format", "json", folder=folder)
    check("post" in page or "cuối" in page.lower() or "sau" in page.lower(), page[:300])


def seconds_on(exported):
    """How long each item took by its events: on a busy machine the phones here may be slow."""
    spent, before = {}, exported["events"][0]
    for event in exported["events"][1:]:
        if event["kind"] == "act":
            gap = max(event[clock] - before[clock] for clock in ("mono_ms", "wall_ms"))
            spent[event["item"]] = spent.get(event["item"], 0) + gap / 1000
            before = event
    return spent


@test
def answers_faster_than_anybody_reads_are_set_aside_and_replays_know_it():
    folder = SCRATCH / "rapid"
    dauso("init", folder=folder)
    make_quiz(folder, "short")
    told = read_set(folder)
    for number, item in enumerate(told["items"]):
        item.update(answers=29 if number == 5 else 120, status="calibrated", median_seconds=0 if number == 4 else 60)
    dauso("quiz", "parameters", "short", write(told), folder=folder)
    check(read_set(folder)["items"][0]["median_seconds"] == 60, "the median is kept")
    with Room("Lớp vội", "--quiz", "short", folder=folder) as room:
        Phone(room, "Lê Thị Hoa").sit([RIGHT] * 6)
        page = Phone(room, "Trần Văn Bình", 1955).sit([RIGHT] * 6)
        check("widgets" not in page, page)
    rows = list(csv.reader(io.StringIO(dauso("attempt", "table", "--quiz", "short", folder=folder))))
    told = [seconds_on(export(row["attempt"], folder)) for row in attempts(folder)]
    wanted = [["" if n < 4 and seconds[f"q{n}"] < 3 else "1" for n in range(6)] for seconds in told]
    check(sorted(rows[1:]) == sorted(row for row in wanted), "a calibration takes them for missing", rows, wanted)
    for row in attempts(folder):
        out = dauso("replay", row["attempt"], "--json", "--explain", folder=folder)
        explain = json.loads(out)["explain"]
        kinds = {one["item"]: one["kind"] for one in explain["scored"]}
        fast = [item for item, seconds in seconds_on(export(row["attempt"], folder)).items() if seconds < 3]
        # q4 has no median, q5 too few answers behind it.
        rapid = [item for item in ("q0", "q1", "q2", "q3") if item in fast]
        check([item for item, kind in kinds.items() if kind == "rapid"] == rapid, kinds, fast)
        check([one["item"] for one in explain["decision"]["set_aside"]] == rapid, explain["decision"])
        check(explain["decision"]["indicators"]["0.1"]["inferred"] == ("q0" in rapid))
        check(not explain["decision"]["indicators"]["4.2"]["inferred"])
        check(("too fast" in dauso("replay", row["attempt"], "--explain", folder=folder)) == bool(rapid))
        exported = export(row["attempt"], folder)
        if "result" in exported:
            check(replay_file(exported, 0)["agrees"])


if __name__ == "__main__":
    sys.exit(finish())
