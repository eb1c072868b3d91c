#!/usr/bin/python3
"""adaptive_suite.py - a class that is given an adaptive test, over HTTP: who answers otherwise gets other items, nothing
but the first event and the answers decides which, no item becomes known to all, and a thin bank is said to be thin."""
import json
import os
import pathlib
import random
import re
import subprocess
import tempfile
import time

from http_frame import DAUSO, Server, check, finish, run_suite, test

INDICATORS = ["0.1", "0.2", "1.1", "2.1", "4.1"]
MOST = 12
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-adaptive-"))


def source(per_indicator=10, wishes="calibrated = false", items=MOST):
    text = (f'quiz {{ title = {{ vi = "Bài thử", en = "A trial" }}, framework = "village-basic", mode = "adaptive",\n'
            f'  adaptive = {{ items = {items}, {wishes} }} }}\n')
    for number in range(per_indicator):
        for indicator in INDICATORS:
            difficulty = -2 + 3.5 * number / (per_indicator - 1)
            text += (f'question "q-{indicator.replace(".", "-")}-{number}" {{ shows = "{indicator}", difficulty = '
                     f'{difficulty:.2f}, asks = "Câu {number} mục {indicator}?", right = "đúng", '
                     f'wrong = {{ "sai 1", "sai 2", "sai 3" }} }}\n')
    return text


class Room(Server):
    quiz = "adaptive-bank"
    text = source()

    def start(self, port=0):
        folder = pathlib.Path(self.folder) / "quizzes" / self.quiz
        if not folder.exists():
            folder.mkdir(parents=True)
            (folder / "quiz.lua").write_text(self.text, encoding="utf-8")
        super().start(port)

    def run(self, *args, code=0):
        done = subprocess.run([DAUSO, *args, "--dir", self.folder], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=120)
        check(done.returncode == code, args, "exit", done.returncode, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def at_rest(self, function):
        """Something that needs the folder for itself; then the class goes on."""
        check(self.stop() == 0)
        try:
            return function()
        finally:
            self.start(self.port)

    def attempts(self):
        return [json.loads(line) for line in self.run("attempt", "list", "--json").splitlines()]

    def export(self, attempt):
        return json.loads(self.run("attempt", "export", attempt))

    def said_on_stderr(self):
        return (pathlib.Path(self.folder) / self.stderr_name).read_text(encoding="utf-8")


def answer(learner, shown, is_right):
    """One question; returns the screen after it."""
    options = {one["text"]: one["id"] for one in shown["screen"]["widgets"][0]["options"]}
    wanted = options["đúng" if is_right else "sai 1"]
    item = shown["screen"]["item"]
    for verb, target in (("choose", wanted), ("next", "")):
        told = learner.send({"seq": shown["seq"] + 1, "item": item, "verb": verb, "target": target, "value": ""})
        check(told.status == 200, verb, told.status, told.body)
        shown = told.json()
    return shown


def sit(learner, luck, most=60):
    """To the end; returns the items and what the screens said was still to come."""
    items, more, shown = [], [], learner.screen()
    for _ in range(most):
        if "item" not in shown["screen"]:
            return items, more
        check("of" not in shown["screen"] and shown["screen"]["number"] == len(items) + 1, shown["screen"])
        items.append(shown["screen"]["item"])
        more.append(shown["screen"]["more"])
        shown = answer(learner, shown, luck(items[-1]))
    raise AssertionError(f"no end after {most} items")


def always(_):
    return True


def never(_):
    return False


ROOM = Room()


@test
def two_learners_with_the_same_answers_get_different_items():
    one, more = sit(ROOM.join("Nguyễn Thị Một"), always)
    other, _ = sit(ROOM.join("Nguyễn Văn Hai"), always)
    check(one != other, one)
    for items in (one, other):
        check(len(items) == len(set(items)) <= MOST, items)
        for indicator in INDICATORS:
            count = sum(item.startswith(f"q-{indicator.replace('.', '-')}-") for item in items)
            check(2 <= count <= 4, indicator, items)
    check(all(b <= a for a, b in zip(more, more[1:])) and more[0] <= MOST and more[-1] >= 1, more)


@test
def who_answers_right_gets_harder_items_than_who_does_not():
    right, _ = sit(ROOM.join("Trần Văn Ba"), always)
    wrong, _ = sit(ROOM.join("Trần Thị Tư"), never)
    level = [sum(int(item.rsplit("-", 1)[1]) for item in items[5:]) / len(items[5:]) for items in (right, wrong)]
    check(level[0] > level[1] + 1, level, right, wrong)
    easy = [int(item.rsplit("-", 1)[1]) for item in right[:5]]
    check(max(easy) <= 4, "the first five of ten steps of difficulty:", easy)


@test
def the_learner_sees_about_how_many_more_without_a_script_and_the_trainer_how_many_are_done():
    learner = ROOM.join("Lê Thị Năm")
    page = ROOM.ask("GET", "/", cookie=learner.cookie)
    text = page.body.decode()
    check(page.status == 200 and re.search(r'Câu 1 <span class="to-come">còn khoảng \d+ câu</span>', text), text[:700])
    english = ROOM.ask("POST", "/language", b"language=en", cookie=learner.cookie, kind="application/x-www-form-urlencoded")
    text = ROOM.ask("GET", "/", cookie=learner.cookie).body.decode()
    check(re.search(r'Question 1 <span class="to-come">about \d+ more</span>', text), english.status, text[:700])
    shown = learner.screen()
    for _ in range(3):
        shown = answer(learner, shown, True)
    cookie, said = ROOM.trainer(), ROOM.said["class_id"]
    page = ROOM.ask("GET", f"/trainer/class/{said}", cookie=cookie).body.decode()
    check("<span>3 câu</span>" in page and "Máy chọn câu cho từng người" in page and "người soạn ước lượng" in page, page[:400])


def replay_all():
    rows = ROOM.attempts()
    check(len(rows) >= 4 and sum(row.get("finished_at") is not None for row in rows) >= 4, rows)
    for row in rows:
        check("Agrees" in ROOM.run("replay", row["attempt"]))
        exported = SCRATCH / "attempt.json"
        exported.write_text(json.dumps(ROOM.export(row["attempt"])), encoding="utf-8")
        check("Agrees" in ROOM.run("replay", str(exported)))


@test
def every_attempt_is_replayed_byte_for_byte_here_and_from_its_export():
    ROOM.at_rest(replay_all)


@test
def the_first_event_names_the_items_that_the_attempt_may_be_given():
    exported = ROOM.at_rest(lambda: ROOM.export(ROOM.attempts()[0]["attempt"]))
    start = exported["events"][0]
    mask = re.fullmatch(r"adaptive:([0-9a-f]{13})", start["eligibility"])  # 50 items, four to a digit
    check(mask and start["parameter_set"] == "author", start)
    bits = bin(int(mask.group(1), 16))[2:].zfill(52)
    names = [f"q-{indicator.replace('.', '-')}-{number}" for number in range(10) for indicator in INDICATORS]
    given = {event["item"] for event in exported["events"] if event["kind"] == "act"}
    check(bits.endswith("00") and given and all(bits[names.index(item)] == "1" for item in given), bits, given)


@test
def after_kill_9_the_same_item_is_on_the_screen_and_the_rest_is_as_it_would_have_been():
    learner = ROOM.join("Phạm Văn Sáu")
    shown = learner.screen()
    for _ in range(6):
        shown = answer(learner, shown, True)
    before = learner.screen()
    ROOM.restart()
    check(learner.screen() == before, before["screen"]["item"], learner.screen()["screen"]["item"])
    items, _ = sit_on(learner)
    check(len(items) + 6 <= MOST, items)
    ROOM.at_rest(replay_all)


def sit_on(learner):
    items, shown = [], learner.screen()
    while "item" in shown["screen"]:
        items.append(shown["screen"]["item"])
        shown = answer(learner, shown, True)
    return items, shown


@test
def the_report_says_that_items_were_chosen_and_by_whose_difficulties():
    told = json.loads(ROOM.at_rest(lambda: ROOM.run("report", "class", "--class", "1", "--format", "json")))
    check(told["class"]["adaptive"] is True and told["class"]["difficulties"] == "author", told["class"])
    page = ROOM.ask("GET", f"/trainer/class/{ROOM.said['class_id']}/report", cookie=ROOM.trainer()).body.decode()
    check("máy chọn theo câu trả lời trước" in page and "do người soạn ước lượng" in page, page[:300])


@test
def skipping_everything_comes_to_an_end():
    learner = ROOM.join("Đỗ Thị Bảy")
    shown, count = learner.screen(), 0
    while "item" in shown["screen"]:
        for verb, target in (("choose", "dont-know"), ("next", "")):
            told = learner.send({"seq": shown["seq"] + 1, "item": shown["screen"]["item"], "verb": verb, "target": target,
                                 "value": ""})
            check(told.status == 200, told.status, told.body)
            shown = told.json()
        count += 1
    check(5 <= count <= MOST, count)


@test
def no_item_is_given_to_most_of_forty_learners():
    room = Room()
    luck = random.Random(7)
    seen = {}
    for person in range(40):
        ability = luck.gauss(-.5, 1)
        items, _ = sit(room.join(f"Người thứ {person + 1}"), lambda item: luck.random() < chance(ability, item))
        for item in items:
            seen[item] = seen.get(item, 0) + 1
    share = max(seen.values()) / 40
    check(share <= .6 and len(seen) >= 35, "most given:", share, "items given at all:", len(seen))
    check(room.close() == 0)


def chance(ability, item):
    difficulty = -2 + 3.5 * int(item.rsplit("-", 1)[1]) / 9
    return .25 + .75 / (1 + 2.718281828 ** (difficulty - ability))


class Certificate(Room):
    text = source(wishes='stop = "certificate", per_indicator = 4, calibrated = false', items=40)


@test
def a_certificate_asks_until_each_indicator_is_decided_and_no_further():
    room = Certificate()
    lengths = {}
    for name, luck in (("Mai Văn Đúng", always), ("Mai Thị Lẫn", lambda item: int(item.rsplit("-", 1)[1]) < 3)):
        items, _ = sit(room.join(name), luck)
        counts = [sum(item.startswith(f"q-{indicator.replace('.', '-')}-") for item in items) for indicator in INDICATORS]
        check(min(counts) >= 2 and max(counts) <= 4, name, counts)
        lengths[name] = len(items)
    check(lengths["Mai Văn Đúng"] < lengths["Mai Thị Lẫn"], lengths)
    check(room.close() == 0)


@test
def simulated_learners_sit_an_adaptive_quiz():
    folder = SCRATCH / "demo"
    for options in ([], ["--quiz", "adaptive-bank"]):
        done = subprocess.run([DAUSO, "demo", "--dir", str(folder), "--learners", "6", "--json", *options], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120)
        check(done.returncode == 0, options, done.stdout[-300:], done.stderr[-300:])
        (folder / "quizzes" / "adaptive-bank").mkdir(parents=True, exist_ok=True)
        (folder / "quizzes" / "adaptive-bank" / "quiz.lua").write_text(source(), encoding="utf-8")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    check(told[-1]["summary"]["quiz"] == "adaptive-bank" and len(told) == 7, told[-1])
    listed = subprocess.run([DAUSO, "attempt", "list", "--json", "--dir", str(folder)], capture_output=True, text=True, timeout=60)
    for row in map(json.loads, listed.stdout.splitlines()):
        done = subprocess.run([DAUSO, "replay", row["attempt"], "--dir", str(folder)], capture_output=True, text=True, timeout=60)
        check(done.returncode == 0, done.stdout, done.stderr)


class Uncalibrated(Room):
    text = source(wishes="calibrated = true")


class Thin(Room):
    text = source(per_indicator=5, wishes="calibrated = false")


@test
def a_bank_that_nobody_has_measured_is_given_as_a_fixed_form_and_that_is_said():
    room = Uncalibrated()
    shown = room.join("Hoàng Văn Tám").screen()["screen"]
    check(shown["of"] == 50 and "more" not in shown, shown)
    said = room.said_on_stderr()
    check("lớp làm chung một đề" in said and "0.1 has 0, of 10 items" in said, said)
    page = room.ask("GET", f"/trainer/class/{room.said['class_id']}", cookie=room.trainer()).body.decode()
    check("Chưa chọn câu cho từng người được: mục 0.1 có 0 câu dùng được" in page, page[:400])
    check(room.stop() == 0)
    check(room.export(room.attempts()[0]["attempt"])["events"][0]["eligibility"] == "")
    room.close()


@test
def a_thin_bank_is_given_as_a_fixed_form_and_check_says_so_too():
    room = Thin()
    check(room.join("Vũ Thị Chín").screen()["screen"]["of"] == 25)
    check("an adaptive test needs 8 items of each indicator, and 0.1 has 5" in room.said_on_stderr(), room.said_on_stderr())
    folder = os.path.join(room.folder, "quizzes", room.quiz)
    done = subprocess.run([DAUSO, "check", folder], capture_output=True, text=True, timeout=60)
    check(done.returncode == 0 and "note: everybody gets the same form" in done.stdout, done.stdout)
    done = subprocess.run([DAUSO, "check", "--json", folder], capture_output=True, text=True, timeout=60)
    check(json.loads(done.stdout)["delivery"].startswith("fixed until"), done.stdout)
    check(room.close() == 0)


@test
def a_published_calibration_makes_the_next_class_adaptive_and_its_attempts_name_it():
    room = Uncalibrated()
    room.stop()
    found = json.loads(room.run("quiz", "parameters", room.quiz).splitlines()[0])
    for item in found["items"]:
        is_young = item["id"].endswith(("-8", "-9"))
        item.update(status="provisional" if is_young else "calibrated", answers=60 if is_young else 150, a=1.2)
    path = SCRATCH / "set.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    room.run("quiz", "parameters", room.quiz, str(path))
    room.process = subprocess.Popen([DAUSO, "serve", "--json", "--port", "0", "--dir", room.folder, "--class", "Lớp sau", "--quiz",
                                     room.quiz, "--open"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                    stderr=open(os.path.join(room.folder, "stderr-2.txt"), "ab"))
    room.said = json.loads(room.process.stdout.readline())
    room.port = int(re.search(r":(\d+)/", room.said["trainer_url"]).group(1))
    room.host, room.code, room.stderr_name = f"127.0.0.1:{room.port}", room.said["code"], "stderr-2.txt"
    items, _ = sit(room.join("Bùi Văn Mười"), always)
    check(5 <= len(items) <= MOST and "chung một đề" not in room.said_on_stderr(), items)
    check(room.stop() == 0)
    row = max(room.attempts(), key=lambda one: one["started_at"])
    exported = room.export(row["attempt"])
    check(not any(item.endswith(("-8", "-9")) for item in items), "items of under 100 answers:", items)
    check(exported["events"][0]["eligibility"].endswith("000"), "the last ten bits of 50:", exported["events"][0]["eligibility"])
    check(exported["events"][0]["parameter_set"].startswith("adaptive-bank-") and "parameters" in exported, exported["events"][0])
    check("Agrees" in room.run("replay", row["attempt"]))
    other = dict(exported, parameters={**exported["parameters"], "rho_g": .4})
    changed = SCRATCH / "changed.json"
    changed.write_text(json.dumps(other), encoding="utf-8")
    check("the parameters at hand are not the set" in room.run("replay", str(changed), code=1))
    room.close()


if __name__ == "__main__":
    passed, failed = run_suite()
    failed += ROOM.close() != 0
    finish(passed, failed)
