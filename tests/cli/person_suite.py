#!/usr/bin/python3
"""person_suite.py - `dauso report person`: figures against the database read by another program, bars where the scale of MEASURE.md
puts them, the test before beside the newest one, kind words, and people who cannot be shown."""
import contextlib
import csv
import html.parser
import io
import json
import pathlib
import re
import sqlite3
import sys
import tempfile
import xml.etree.ElementTree

from frame import check, finish, run, test

SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-person-"))
FOLDER = SCRATCH / "demo"
SVG = "{http://www.w3.org/2000/svg}"


def report(learner, *options):
    code, out, err = run("report", "person", "--learner", learner, "--dir", FOLDER, *options)
    check(code == 0, learner, options, "exit", code, err)
    return out


def ask(question, *values):
    with contextlib.closing(sqlite3.connect(f"file:{FOLDER}/dauso.db?mode=ro", uri=True)) as base:
        return base.execute(question, values).fetchall()


def decision_of(learner):
    rows = ask("""SELECT results.decision FROM results JOIN attempts ON attempts.id = results.attempt
               WHERE attempts.learner = ? AND attempts.finished_at <> 0 ORDER BY attempts.started_at DESC LIMIT 1""", learner)
    return json.loads(rows[0][0]) if rows else None


def tested_twice():
    """(second learner id, first learner id, name) of somebody who did both tests."""
    for second, first, name in ask("SELECT id, earlier, name FROM learners WHERE earlier <> '' ORDER BY number"):
        if decision_of(second) and decision_of(first):
            return second, first, name
    raise AssertionError("nobody was tested twice")


def with_open_act(wanted):
    for (learner,) in ask("SELECT id FROM learners WHERE joined_at <> 0 ORDER BY class, number"):
        decision = decision_of(learner)
        if decision and decision["open_critical"] == wanted:
            return learner
    raise AssertionError("no such learner in the demo")


def place(theta):
    """MEASURE.md: four equal bands, cuts at -1, 0, 1, the outer ones a logit wide."""
    return min(1, max(0, (theta + 2) / 4))


@test
def the_figures_are_those_of_the_newest_decision():
    second, first, name = tested_twice()
    told = json.loads(report(second, "--format", "json"))
    check(told["name"] == name and told["learner"] == second, told["name"])
    for which, learner in (("newest", second), ("before", first)):
        stored = decision_of(learner)
        check(len(told[which]["skills"]) == len(stored["indicators"]), which)
        for skill in told[which]["skills"]:
            level = stored["indicators"][skill["code"]]
            check(skill["evidence"] == level["amount"], skill)
            check(skill["band"] == (level["band"] if level["amount"] == "enough" else None), skill)
            check(skill["bands_80"] == level["level_set"], skill)
            check(abs(skill["theta"] - level["theta"]) < 1e-6 and abs(skill["theta_low"] - level["low"]) < 1e-6, skill)
        check(abs(told[which]["total"]["theta"] - stored["total"]["theta"]) < 1e-6, which)


def shapes(learner):
    root = xml.etree.ElementTree.fromstring(report(learner, "--format", "svg"))
    rects = [shape for shape in root.iter(SVG + "rect") if shape.get("height") == "14"]
    return root, rects


@test
def a_bar_ends_where_its_interval_ends():
    second, _, _ = tested_twice()
    _, rects = shapes(second)
    for level in decision_of(second)["indicators"].values():
        low, high = 300 + 520 * place(level["low"]), 300 + 520 * place(level["high"])
        fill = "url(#hatch)" if level["amount"] != "not tested" else "#fff"
        fits = [r for r in rects if r.get("fill") == fill and abs(float(r.get("x")) - low) < .11
                and abs(float(r.get("x")) + float(r.get("width")) - high) < .21]
        check(fits, level)
        check((fits[0].get("stroke-dasharray") is not None) == (level["amount"] == "not tested"), level)


@test
def the_test_before_is_a_hollow_dot_and_only_where_there_was_one():
    second, first, _ = tested_twice()
    root, _ = shapes(second)
    before, after = decision_of(first), decision_of(second)
    at = sorted(round(float(dot.get("cx"))) for dot in root.iter(SVG + "circle"))
    levels = [level for code, level in before["indicators"].items() if level["amount"] == "enough"]
    factors = [before["areas"][code] for code, area in after["areas"].items() if not area["inferred"]] + [before["total"]]
    wanted = [round(300 + 520 * place(one["theta"])) for one in levels + [f for f in factors if not f["inferred"]]]
    for x in wanted:
        check(any(abs(x - have) <= 1 for have in at), "no dot at", x, at)
    check(len(at) == len(wanted) + 1, "dots and one in the legend", len(at), len(wanted))
    check(all(dot.get("fill") == "#fff" for dot in root.iter(SVG + "circle")), "a dot is filled")
    alone, _ = shapes(first)
    check(not list(alone.iter(SVG + "circle")), "a first test has no test before")


@test
def the_table_opens_in_a_spreadsheet_with_numbers_as_numbers():
    second, first, _ = tested_twice()
    text = report(second, "--format", "csv").decode("utf-8")
    check(text.startswith("\ufeff") and "\r\n" in text, "byte order mark, CR LF")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    stored = {"newest": decision_of(second), "before": decision_of(first)}
    check(len(rows) == sum(len(one["indicators"]) for one in stored.values()), len(rows))
    for row in rows:
        level = stored[row["test"]]["indicators"][row["skill"]]
        check(abs(float(row["theta"]) - level["theta"]) < 6e-4, row)
        check(row["bands_80"] == " ".join(map(str, level["level_set"])), row)
        check((row["share"] == "") == (level["domain"] is None), row)
        check((row["band"] == "") == (level["amount"] != "enough"), row)


class Words(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.words, self.deep = [], 0
        self.feed(text)

    def handle_starttag(self, tag, _):
        self.deep += tag in ("style", "title")

    def handle_endtag(self, tag):
        self.deep -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.deep:
            self.words.append(data)


def words_of(learner, language):
    page = report(learner, "--language", language).decode("utf-8")
    check("<script" not in page and "http://" not in page.replace("http://www.w3.org/2000/svg", ""), "nothing runs, nothing is fetched")
    return re.sub(r"\s+", " ", " ".join(Words(page).words))


@test
def an_open_critical_act_is_told_kindly_and_with_what_to_practise():
    learner, calm = with_open_act(True), with_open_act(False)
    vi, en = words_of(learner, "vi"), words_of(learner, "en")
    check("Tập thêm cho chắc" in vi and "Tập tiếp :" in vi.replace("Tập tiếp:", "Tập tiếp :"), vi[:400])
    check("To practise, to be safe" in en and "Practise next" in en, en[:400])
    check("Tập thêm cho chắc" not in words_of(calm, "vi"), "nothing is open")
    for word in ("sai", "trượt", "lỗi", "thất bại", "không đạt", "yếu", "kém"):
        check(not re.search(rf"\b{word}\b", vi.lower()), "a word that shames:", word)
    for word in ("fail", "wrong", "mistake", "error", "poor", "weak", "critical"):
        check(word not in en.lower(), "a word that shames:", word)


@test
def the_page_names_the_person_and_speaks_one_language():
    second, _, name = tested_twice()
    vi, en = words_of(second, "vi"), words_of(second, "en")
    check(name in vi and name in en, name)
    check("Khoảng 95%" in vi and "95% interval" in en and "Khoảng 95%" not in en, "languages are mixed")


@test
def nothing_is_drawn_of_somebody_without_a_finished_test():
    rows = [r for (r,) in ask("SELECT id FROM learners WHERE earlier <> '' AND joined_at = 0")]
    check(rows, "everybody came to the second test")
    check("Chưa làm xong bài nào" in words_of(rows[0], "vi"), "says so")
    check(json.loads(report(rows[0], "--format", "json"))["newest"] is None, "null")
    check(report(rows[0], "--format", "csv").count(b"\r\n") == 1 + len(json.loads(report(rows[0], "--format", "json"))["before"]["skills"]),
          "the test before stays told")


@test
def unknown_people_and_public_wishes_are_refused_in_a_sentence():
    for learner in ("nobody", "", "../x", "0" * 26):
        code, out, err = run("report", "person", "--learner", learner, "--dir", FOLDER)
        check(code != 0 and out == b"" and err.count("\n") <= 1 and "learner" in err, learner, code, err)
    code, _, err = run("report", "person", "--dir", FOLDER)
    check(code == 2 and "--learner" in err, code, err)
    code, out, err = run("report", "person", "--learner", tested_twice()[0], "--public", "--dir", FOLDER)
    check(code != 0 and out == b"" and "--public" in err, code, err)


@test
def safe_in_f_of_n_situations_is_said_with_its_interval():
    told = seen = 0
    for learner, in ask("SELECT id FROM learners"):
        decision = decision_of(learner)
        if decision is None:
            continue
        shares = {code: level["safety"] for code, level in decision["indicators"].items() if "safety" in level}
        skills = json.loads(report(learner, "--format", "json"))["newest"]["skills"]
        for skill in skills:
            share = shares.get(skill["code"])
            check(("situations" in skill) == (share is not None), skill)
            if share:
                check((skill["situations_safe"], skill["situations"]) == (share["safe"], share["seen"]), skill)
                words = f"safe in {share['safe']}/{share['seen']} situations"
                check(words in report(learner, "--language", "en").decode(), words)
                told, seen = told + 1, seen + share["seen"]
    check(told > 10 and seen >= told, told, seen)


@test
def the_same_answers_are_seen_under_a_published_framework():
    learner = tested_twice()[0]
    for framework, title, skills in (("digcomp-2.2", "DigComp 2.2", 21), ("vn-tt02-2025", "02/2025", 24)):
        told = json.loads(report(learner, "--framework", framework, "--format", "json"))
        check(told["framework"] == framework and len(told["newest"]["skills"]) == skills, told["framework"])
        check(len(told["before"]["skills"]) == skills, "the test before is seen in the same way")
        page = report(learner, "--framework", framework).decode()
        check(title in page.split("<svg")[0], "the page says which framework")
    check(json.loads(report(learner, "--framework", "village-basic", "--format", "json")) ==
          json.loads(report(learner, "--format", "json")), "its own is its own")
    code, out, err = run("report", "person", "--learner", learner, "--framework", "moon", "--dir", FOLDER)
    check(code != 0 and out == b"" and "moon" in err and err.count("\n") == 1, code, err)


def main():
    code, _, err = run("demo", "--learners", 12, "--seed", 7, "--two-tests", "--dir", FOLDER)
    if code != 0:
        print("FAIL demo: it could not be made:", err)
    return finish()


sys.exit(main())
