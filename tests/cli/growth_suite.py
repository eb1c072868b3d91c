#!/usr/bin/python3
"""growth_suite.py - `dauso report growth` and `report village` over stores that simulated people filled through HTTP: what is
said, what is refused, what stays inside, and that the known growth of the demo's people is found."""
import csv
import functools
import glob
import io
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

from frame import DAUSO, check, dauso, finish, test

SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-growth-"))


@functools.lru_cache(maxsize=None)
def growth(folder, *more, subject="growth"):
    return json.loads(dauso("report", subject, "--format", "json", *more, folder=folder))


def table(folder, *more):
    text = dauso("report", "growth", "--format", "csv", *more, folder=folder)
    check(text.startswith("\ufeff"), text[:20])
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


CLASS = SCRATCH / "class"
dauso("demo", "--two-tests", "--learners", "36", "--quiz", "village-skills", folder=CLASS)


def split(folder, villages):
    """The people of the demo's two classes, divided among villages: [(name, people)]. Straight in the database: nobody is paired
    by name, so this says nothing that the program would not say of classes held in each village."""
    base = sqlite3.connect(folder / "dauso.db")
    base.execute("PRAGMA foreign_keys=OFF")
    columns = [row[1] for row in base.execute("PRAGMA table_info(classes)")]

    def clone(source, name, village, follows):
        row = dict(zip(columns, base.execute("SELECT * FROM classes WHERE id=?", (source,)).fetchone()))
        row.update(id=None, name=name, village=village, follows=follows)
        return base.execute(f"INSERT INTO classes({','.join(columns)}) VALUES ({','.join('?' * len(columns))})",
                            [row[c] for c in columns]).lastrowid

    again = dict(base.execute("SELECT earlier, id FROM learners WHERE class=2 AND joined_at<>0"))
    came = [row[0] for row in base.execute("SELECT id FROM learners WHERE class=1 ORDER BY number") if row[0] in again]
    for village, people in villages:
        before = clone(1, f"{village} 1", village, 0)
        after = clone(2, f"{village} 2", village, before)
        for learner in came[:people]:
            for place, one in ((before, learner), (after, again[learner])):
                base.execute("UPDATE learners SET class=? WHERE id=?", (place, one))
                for (attempt,) in base.execute("SELECT id FROM attempts WHERE learner=?", (one,)).fetchall():
                    for row in ("UPDATE attempts SET class=? WHERE id=?", "UPDATE events SET class=? WHERE attempt=?",
                                "UPDATE certificates SET class=? WHERE attempt=?"):
                        base.execute(row, (place, attempt))
        came = came[people:]
    base.execute("UPDATE classes SET follows=0 WHERE id=2")
    base.commit()
    base.close()
    for journal in glob.glob(f"{folder}/journal*"):  # which would have told
        os.unlink(journal)


VILLAGES = SCRATCH / "villages"
dauso("demo", "--two-tests", "--learners", "66", "--quiz", "village-skills", "--seed", "4", folder=VILLAGES)
split(VILLAGES, [("Đồi Cọ", 15), ("Gò Bông", 12), ("Đá Thờ", 6), ("Hang Đùng", 4), ("Xuân Quang", 15)])


@test
def the_known_growth_of_the_people_is_inside_the_interval():
    for folder in (CLASS, VILLAGES):
        told = growth(folder)
        check(told["gain"]["low"] < .6 < told["gain"]["high"], told["gain"])
        check(told["gain"]["low"] > 0 and told["refused"] is None and told["claim"]["kind"] == "same form", told["claim"])
        check(told["logits_per_band"] == 1.0 and told["unit"] == "logits")


@test
def people_who_took_one_test_only_are_counted_and_named():
    told = growth(CLASS, "--class", "2")
    check(told["both"] == 32 and told["first_only"] == 4 and told["second_only"] == 0, told["both"])
    rows = table(CLASS, "--class", "2")
    check(sorted(row["tests"] for row in rows) == ["both"] * 32 + ["first"] * 4)
    check(all(row["gain"] == "" and row["verdict"] == "unknown" for row in rows if row["tests"] == "first"))
    page = dauso("report", "growth", "--class", "1", folder=CLASS)
    check("4 người chỉ làm lần đầu, không tính ở đây" in page and page.count("chỉ làm lần đầu</td>") == 4)


@test
def the_sentences_say_what_the_numbers_say():
    told = growth(CLASS)
    grew = sum(one.get("verdict") == "grew" for one in told["people"])
    check(told["grew"] == grew and told["grew"] + told["not_clear"] + told["fell"] == told["both"], told["grew"])
    gain = told["gain"]
    vi = f"{grew} trong 32 người tiến bộ rõ; trung bình tăng +{gain['mean']:.1f} ± {(gain['high'] - gain['low']) / 2:.2f} bậc".replace(".", ",")
    check(told["says_vi"].startswith(vi), told["says_vi"], vi)
    check(told["says_en"].startswith(f"{grew} of 32 people grew; the average gain is +{gain['mean']:.1f} ± "), told["says_en"])
    for one in told["people"]:
        if one["tests"] == "both":
            p = one["p_above_zero"]
            check(one["verdict"] == ("grew" if p >= .95 else "fell" if p <= .05 else "not clear"), one)


@test
def the_skills_are_pooled_towards_each_other_and_sorted():
    told = growth(CLASS)
    spread = [max(one[key]["mean"] for one in told["skills"]) - min(one[key]["mean"] for one in told["skills"])
              for key in ("gain_alone", "gain")]
    check(len(told["skills"]) == 12 and spread[1] < spread[0], spread)
    clear = [one["gain"]["mean"] for one in told["skills"] if one["verdict"] == "grew"]
    check(clear == sorted(clear, reverse=True), clear)
    for one in told["skills"]:
        check(one["verdict"] == ("grew" if one["p_above_zero"] >= .975 else "fell" if one["p_above_zero"] <= .025 else "not clear"), one)


@test
def villages_lean_on_each_other_and_add_up():
    told = growth(VILLAGES)
    names = [one["village"] for one in told["villages"]]
    check(sorted(names) == sorted(["Đồi Cọ", "Gò Bông", "Đá Thờ", "Hang Đùng", "Xuân Quang"]), names)
    check(sum(one["people"] for one in told["villages"]) == told["both"] == 52, told["both"])
    alone = {one["village"]: one["gain"]["mean"] for one in told["villages"]}
    pooled = {one["village"]: one["gain_pooled"]["mean"] for one in told["villages"]}
    check(max(pooled.values()) - min(pooled.values()) < max(alone.values()) - min(alone.values()), alone, pooled)
    small = next(one for one in told["villages"] if one["village"] == "Hang Đùng")
    check(small["gain_pooled"]["high"] - small["gain_pooled"]["low"] < small["gain"]["high"] - small["gain"]["low"], small)


@test
def one_village_can_be_asked_for_and_a_misspelt_one_is_suggested():
    told = growth(VILLAGES, "--village", "Gò Bông")
    check(told["both"] == 12 and [one["village"] for one in told["villages"]] == ["Gò Bông"], told["both"])
    said = dauso("report", "growth", "--village", "Gò Bòng", folder=VILLAGES, code=1)
    check('did you mean "Gò Bông"?' in said and said.count("\n") == 1, said)


@test
def in_public_nobody_is_named_and_small_villages_are_merged():
    for form in ("html", "csv", "json", "svg"):
        told = dauso("report", "growth", "--public", "--format", form, folder=VILLAGES)
        base = sqlite3.connect(VILLAGES / "dauso.db")
        for name, year in base.execute("SELECT name, birth_year FROM learners"):
            check(name not in told, form, name)
        base.close()
    told = growth(VILLAGES, "--public")
    check("people" not in told and "fell" not in told, told.keys())
    check(all(one["people"] >= 10 for one in told["villages"]) and sum(one["people"] for one in told["villages"]) == 52, told["villages"])
    check(any("," in one["village"] for one in told["villages"]), [one["village"] for one in told["villages"]])
    picture = dauso("report", "village", "--public", "--format", "svg", folder=VILLAGES)
    counts = [int(n) for n in re.findall(r">(\d+) người<", picture)]
    check(counts and min(counts) >= 10 and sum(counts) == 52, counts)


@test
def a_public_report_of_one_village_is_a_cell_of_the_report_of_all():
    cells = {one["village"]: one["people"] for one in growth(VILLAGES, "--public")["villages"]}
    for village in ("Đồi Cọ", "Gò Bông", "Đá Thờ", "Hang Đùng", "Xuân Quang"):
        told = growth(VILLAGES, "--public", "--village", village)
        check([(one["village"], one["people"]) for one in told["villages"]] ==
              [(name, people) for name, people in cells.items() if village in name], village, told["villages"], cells)
        check(told["both"] == told["villages"][0]["people"] >= 10, told["both"])
    base = sqlite3.connect(VILLAGES / "dauso.db")
    classes = [row[0] for row in base.execute("SELECT id FROM classes WHERE follows <> 0")]
    base.close()
    seen = [growth(VILLAGES, "--public", "--class", str(one))["villages"][0] for one in classes]
    check(all(cells[one["village"]] == one["people"] for one in seen) and len(seen) == 5, seen)


@test
def who_waits_at_a_terminal_is_told_how_far_it_is_and_nothing_stays_on_the_line():
    words = f"{DAUSO} report growth --format csv -o {SCRATCH}/waited.csv --dir {VILLAGES}"
    done = subprocess.run(["script", "-qec", words, "/dev/null"], stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    said = done.stdout.decode()
    # A quick machine is done within the second in which nothing is said.
    check(done.returncode == 0 and re.fullmatch(r"((\rmeasuring: \d{1,2} %)+\r\x1b\[K)?", said), repr(said))
    check("measuring" not in dauso("report", "growth", "--format", "csv", folder=VILLAGES))


@test
def fewer_than_ten_people_stay_inside_the_class():
    folder = SCRATCH / "few"
    dauso("demo", "--two-tests", "--learners", "9", "--quiz", "village-skills", folder=folder)
    told = growth(folder, "--public")
    check("both" not in told and "gain" not in told and "Dưới 10 người" in told["refused"], told)
    page = dauso("report", "growth", "--public", folder=folder)
    check("Dưới 10 người" in page and "trung bình tăng" not in page)
    check(growth(folder)["both"] == 8)


class Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.stack, self.words = [], []

    def handle_starttag(self, tag, attrs):
        check(tag not in ("script", "iframe", "object", "link") or (tag == "link" and ("rel", "icon") in attrs), tag)
        check(all(not name.startswith("on") for name, _ in attrs), attrs)

    def handle_data(self, data):
        self.words.append(data)


@test
def the_page_runs_nothing_and_the_pictures_are_well_formed():
    for folder, *more in ((VILLAGES,), (CLASS, "--public"), (CLASS, "--language", "en")):
        page = dauso("report", "growth", *more, folder=folder)
        words = Words()
        words.feed(page)
        check("default-src 'none'" in page and "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", ""))
        for picture in re.findall(r"<svg.*?</svg>", page, re.S):
            root = ElementTree.fromstring(picture)
            check(root.get("role") == "img" and root.get("aria-label"), picture[:100])
            check("NaN" not in picture and "nan" not in picture.lower().replace("vanan", ""), "not a number")
    root = ElementTree.fromstring(dauso("report", "village", "--format", "svg", folder=VILLAGES))
    check(root.tag.endswith("svg"))


@test
def names_of_classes_and_people_are_words_and_never_markup():
    folder = SCRATCH / "markup"
    shutil.copytree(CLASS, folder)
    base = sqlite3.connect(folder / "dauso.db")
    base.execute("UPDATE learners SET name = '<b>&Ma' WHERE number = 1")
    base.execute("UPDATE classes SET village = '=1+1<u>', name = '<i>\"Lớp\"' WHERE id = 2")
    base.commit()
    base.close()
    for journal in glob.glob(f"{folder}/journal*"):
        os.unlink(journal)
    page = dauso("report", "growth", "--class", "2", folder=folder)
    check("<b>&Ma" not in page and "&lt;b&gt;&amp;Ma" in page and "<i>" not in page and "&lt;i&gt;" in page)
    rows = dauso("report", "growth", "--public", "--class", "2", "--format", "csv", folder=folder)
    check('"\'=1+1<u>"' in rows, rows[:200])


def sit(room, name, answers, year=1960):
    from parameters_suite import Phone
    return Phone(room, name, year).sit(answers)


FORMS = '''quiz { title = "Hai đề", framework = "village-basic" }
form "pre" { title = { vi = "đề trước", en = "before" }, items = { %s } }
form "post" { title = { vi = "đề sau", en = "after" }, items = { %s } }
'''


def two_forms(name, common, own):
    """A store with a quiz of two forms; everybody answers all of pre wrong and all of post right."""
    from parameters_suite import Room
    folder = SCRATCH / name
    dauso("init", folder=folder)
    quiz = folder / "quizzes/two"
    quiz.mkdir(parents=True)
    ids = {"common": [f"c{n}" for n in range(common)], "pre": [f"a{n}" for n in range(own)], "post": [f"b{n}" for n in range(own)]}
    text = FORMS % tuple(", ".join(f'"{one}"' for one in ids["common"] + ids[form]) for form in ("pre", "post"))
    shows = ["0.1", "0.2", "1.1", "1.2", "2.1", "4.2"]
    for number, one in enumerate(ids["common"] + ids["pre"] + ids["post"]):
        text += f'question "{one}" {{ shows = "{shows[number % 6]}", asks = "Câu {number}", right = "Đúng", wrong = {{ "Sai", "Khác" }} }}\n'
    (quiz / "quiz.lua").write_text(text, encoding="utf-8")
    people = ["Lê An", "Lê Ba", "Lê Cả", "Lê Dần"]
    with Room("Trước", "--quiz", "two.pre", folder=folder) as room:
        for person in people:
            sit(room, person, ["Sai"] * (common + own))
    with Room("Sau", "--after", "Trước", "--quiz", "two.post", folder=folder) as room:
        for person in people:
            sit(room, person, ["Đúng"] * (common + own))
    return folder


@test
def two_forms_with_the_authors_guesses_carry_no_claim():
    folder = two_forms("different", 2, 8)
    told = growth(folder)
    check("gain" not in told and told["claim"]["kind"] == "refused" and told["both"] == 4, told["claim"])
    check("ước đoán" in told["refused"] and "16 câu" in told["refused"], told["refused"])
    page = dauso("report", "growth", folder=folder)
    check("Chưa thể nói bà con tiến bộ bao nhiêu" in page and "<svg" not in page and "tiến bộ rõ;" not in page)
    check(all(row["gain"] == "" and row["verdict"] in ("unknown", "") for row in table(folder) if row["tests"] == "both"))
    english = dauso("report", "growth", "--language", "en", folder=folder)
    check("only the author" in english, english[:400])


@test
def what_both_forms_share_may_be_compared_alone():
    told = growth(two_forms("shared", 12, 4))
    check(told["claim"]["kind"] == "common items" and told["claim"]["common_items"] == 12, told["claim"])
    check(told["gain"]["low"] > 0, told["gain"])


@test
def calibrated_forms_may_be_compared():
    folder = two_forms("calibrated", 2, 8)
    told = json.loads(dauso("quiz", "parameters", "two", folder=folder))
    for item in told["items"]:
        item.update(answers=200, status="calibrated")
    path = SCRATCH / "two.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    dauso("quiz", "parameters", "two", path, folder=folder)
    told = growth(folder)
    check(told["claim"]["kind"] == "calibrated" and told["gain"]["mean"] > 0, told["claim"])


@test
def two_tests_of_different_quizzes_are_not_compared():
    folder = SCRATCH / "quizzes"
    shutil.copytree(CLASS, folder)
    base = sqlite3.connect(folder / "dauso.db")
    base.execute("UPDATE classes SET quiz = 'another' WHERE id = 1")
    base.commit()
    base.close()
    for journal in glob.glob(f"{folder}/journal*"):
        os.unlink(journal)
    said = dauso("report", "growth", "--class", "2", folder=folder, code=1)
    check("different quizzes" in said, said)


@test
def where_nobody_was_tested_twice_it_is_said_what_to_do():
    folder = SCRATCH / "once"
    dauso("demo", "--learners", "4", folder=folder)
    for more in ((), ("--class", "1")):
        said = dauso("report", "growth", *more, folder=folder, code=1)
        check("--after" in said and said.count("\n") == 1, said)
    check("no class" in dauso("report", "growth", "--class", "Lớp nào", folder=folder, code=3))


@test
def everybody_lost_between_the_tests_is_said():
    from parameters_suite import Room
    folder = SCRATCH / "lost"
    dauso("demo", "--learners", "5", folder=folder)
    with Room("Lần hai", "--after", "1", folder=folder) as room:
        sit(room, "Người Mới", [])
    told = growth(folder)
    check(told["both"] == 0 and told["first_only"] == 5 and "Chưa có ai làm cả hai lần" in told["refused"], told)
    check("Chưa có ai làm cả hai lần" in dauso("report", "growth", folder=folder))


if __name__ == "__main__":
    sys.exit(finish())
