#!/usr/bin/python3
"""report_suite.py - `dauso report class`: the numbers against the database read by another program, what leaves the class,
tables a spreadsheet can open, and classes with nothing to tell."""
import contextlib
import csv
import html.parser
import io
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

from frame import DAUSO, check, finish, run, test

SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-report-"))


def made(*args):
    code, out, err = run(*args)
    check(code == 0, args, "exit", code, err)
    return out


def demo(learners):
    folder = SCRATCH / f"demo-{learners}"
    if not folder.exists():
        made("demo", "--learners", learners, "--seed", 7, "--dir", folder)
    return folder


def report(folder, *options):
    return made("report", "class", "--class", "1", "--dir", folder, *options)


def ask(folder, question):
    with contextlib.closing(sqlite3.connect(f"file:{folder}/dauso.db?mode=ro", uri=True)) as base:
        return base.execute(question).fetchall()


def decisions(folder):
    """What the database says of each finished attempt, by learner number: {number: (name, {code: band})}."""
    found = {}
    for number, name, text in ask(folder, """SELECT learners.number, learners.name, results.decision FROM results
            JOIN attempts ON attempts.id = results.attempt JOIN learners ON learners.id = attempts.learner"""):
        levels = json.loads(text)["indicators"]
        found[number] = (name, {code: level["band"] for code, level in levels.items() if level["amount"] == "enough"})
    return found


@test
def the_counts_are_those_of_the_database():
    folder = demo(60)
    expected, told = decisions(folder), json.loads(report(folder, "--format", "json"))
    check(told["totals"]["finished"] == len(expected) == 60, told["totals"])
    for indicator in told["indicators"]:
        bands = [people[1].get(indicator["code"], 0) for people in expected.values()]
        for group in indicator["groups"]:
            check(len(group["bands"]) == 1 and group["people"] == bands.count(group["bands"][0]), indicator)
        check(sum(group["people"] for group in indicator["groups"]) == 60, indicator)
    papers = ask(folder, "SELECT count(*) FROM certificates")[0][0]
    check(told["totals"]["issued"] == papers > 0, told["totals"], papers)


@test
def the_table_has_a_line_a_person_and_says_what_its_columns_mean():
    folder = demo(60)
    data = report(folder, "--format", "csv")
    check(data.startswith(b"\xef\xbb\xbf"), "no byte order mark")
    check(data.count(b"\n") == data.count(b"\r\n"), "lines do not end with CR LF")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    head, people = rows[0], rows[1:61]
    expected = decisions(folder)
    check(rows[61] == [] and len(rows) > 65, "no definitions below the table", rows[61:])
    for row in people:
        check(len(row) == len(head), row)
        name, bands = expected[int(row[0])]
        check(row[1] == name, row)
        for place, column in enumerate(head[10:], 10):
            check(row[place] == str(bands.get(column.split()[0], "")), row, column)
    meaning = {row[0] for row in rows[62:]}
    check({"Số giấy", "Có người giúp", "Số phút làm bài"} <= meaning, meaning)


@test
def a_certificate_stands_in_the_table_with_its_number():
    folder = demo(60)
    rows = list(csv.reader(io.StringIO(report(folder, "--format", "csv").decode("utf-8-sig"), newline="")))
    numbers = {row[5] for row in rows[1:61]} - {""}
    files = {path.stem for path in (folder / "certificates").glob("*.pdf")}
    check(numbers == files, numbers ^ files)


@test
def nothing_under_ten_people_leaves_the_class():
    for learners in (12, 25, 60):
        folder = demo(learners)
        told = json.loads(report(folder, "--format", "json", "--public"))
        check("people" not in told and "totals" not in told, told.keys())
        for indicator in told.get("indicators", []):
            check(all(group["people"] >= 10 for group in indicator["groups"]), learners, indicator)
            check(sum(group["people"] for group in indicator["groups"]) == learners, learners, indicator)
        for sentence in told["sentences"]["vi"] + told["sentences"]["en"]:
            check(all(int(number) >= 10 for number in re.findall(r"\d+", sentence)), sentence)


@test
def no_name_leaves_the_class_in_any_form():
    folder = demo(60)
    names = [name for name, _ in decisions(folder).values()]
    for form in ("html", "csv", "json", "svg"):
        text = report(folder, "--format", form, "--public").decode()
        check(not any(name in text for name in names), form)
    for form in ("html", "svg"):  # the trainer's picture and page hang on walls, too
        text = report(folder, "--format", form).decode()
        check(not any(name in text for name in names), form)


@test
def the_sentences_agree_with_the_totals():
    told = json.loads(report(demo(60), "--format", "json"))
    first = told["sentences"]["vi"][0]
    check("60 bà con" in first, first)
    issued = told["totals"]["issued"]
    check(str(issued) in first if 10 <= issued <= 50 else str(issued) not in first, first, issued)


@test
def the_chart_is_a_picture_without_program_that_says_each_skill():
    for options in ([], ["--public"], ["--language", "en"]):
        root = xml.etree.ElementTree.fromstring(report(demo(60), "--format", "svg", *options))
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        check(names <= {"svg", "defs", "pattern", "rect", "path", "text"}, names)
        texts = {element.text for element in root.iter() if element.tag.endswith("text")}
        check(("Finding information" if "en" in options else "Tìm thông tin") in texts, texts)
        for element in root.iter():
            check("href" not in "".join(element.attrib), element.attrib)


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links = [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in ("src", "href") and not value.startswith("data:")]


@test
def the_page_stands_alone():
    for options in ([], ["--public"], ["--language", "en"]):
        page = Page()
        page.feed(report(demo(60), *options).decode())
        check("script" not in page.tags and page.links == [], page.links)
        check(page.tags.count("svg") == 1 and "h1" in page.tags, page.tags)


@test
def the_report_is_written_into_the_file_that_is_named():
    path = SCRATCH / "out.svg"
    check(report(demo(12), "--format", "svg", "-o", path) == b"", "wrote on standard output")
    check(path.read_bytes() == report(demo(12), "--format", "svg"), "another report")


@test
def the_same_class_gives_the_same_bytes():
    for form in ("csv", "json", "svg"):
        check(report(demo(25), "--format", form) == report(demo(25), "--format", form), form)


@test
def a_class_where_nobody_finished_is_told_in_a_sentence():
    folder = SCRATCH / "nobody"
    made("init", "--dir", folder, "--verifier-url", "https://v.example.vn/")
    server = subprocess.Popen([DAUSO, "serve", "--json", "--port", "0", "--dir", str(folder), "--class", "=1+1", "--quiz",
                               "digital-basics"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    server.stdout.readline()
    server.terminate()
    server.wait()
    for form in ("html", "svg", "json"):
        for options in ([], ["--public"]):
            text = report(folder, "--format", form, *options).decode()
            check("chưa có" in text and "hatch)" not in text, form, text[:300])
    check(report(folder, "--format", "csv").startswith(b"\xef\xbb\xbf"), "no table")


@test
def where_there_is_one_class_it_need_not_be_named():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dauso-report-")) / "two"
    shutil.copytree(demo(12), folder)
    for subject in ("class", "items"):
        named = {"class": ("--class", "1"), "items": ("--quiz", "digital-basics")}[subject]
        check(made("report", subject, "--format", "csv", "--dir", folder) ==
              made("report", subject, *named, "--format", "csv", "--dir", folder), subject)
    server = subprocess.Popen([DAUSO, "serve", "--json", "--port", "0", "--dir", str(folder), "--class", "Lớp hai", "--quiz",
                               "village-skills"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    server.stdout.readline()
    server.terminate()
    server.wait()
    for args, says in ((["class"], "which of the 2 classes"), (["xapi"], "which of the 2 classes"),
                       (["items"], "--quiz digital-basics or --quiz village-skills")):
        got, out, err = run("report", *args, "--dir", folder)
        check(got == 2 and says in err and out == b"", args, got, err)
    check(json.loads(made("report", "items", "--class", "1", "--format", "json", "--dir", folder))["people"] == 12)


@test
def wrong_words_are_refused_with_one_sentence():
    folder = demo(12)
    for args, code, says in ((["report"], 2, "report class"), (["report", "weather", "--class", "1"], 2, "report class"),
                             (["report", "class", "--class", "1", "--format", "pdf"], 2, "html, csv, json or svg"),
                             (["report", "class", "--class", "1", "--language", "fr"], 2, "vi or en"),
                             (["report", "class", "--class", "99", "--dir", folder], 3, "99"),
                             (["report", "class", "--class", "1", "--dir", folder, "-o", "/nowhere/at/all"], 3, "/nowhere")):
        got, out, err = run(*args)
        lines = err.strip().splitlines()
        check(got == code and len(lines) == 1 and says in err and out == b"", args, got, err)


sys.exit(finish())
