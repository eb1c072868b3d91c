#!/usr/bin/python3
"""print_suite.py - all papers of a class in one file, and the register to sign: read by poppler and zbar, and compared with
the papers that were handed out one by one."""
import contextlib
import csv
import io
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-print-"))
FOLDER = SCRATCH / "demo"
NUMBER = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:700])


def run(*args, code=0):
    done = subprocess.run([*map(str, args)], stdin=subprocess.DEVNULL, capture_output=True, timeout=180)
    check(done.returncode == code, args, "exit", done.returncode, done.stderr.decode())
    return done.stdout if code == 0 else done.stderr.decode()


def dauso(*args, code=0):
    return run(DAUSO, *args, "--dir", FOLDER, code=code)


def print_class():
    return json.loads(dauso("issue", "--class", "1", "--print", "--json"))


def pages_of(pdf):
    """The words of each page."""
    return run("pdftotext", "-layout", pdf, "-").decode().split("\f")[:-1]


def picture(pdf, page, dots=80):
    return run("pdftoppm", "-r", dots, "-f", page, "-l", page, pdf)


def read_table(data):
    """The trainer's table: [(number, name, birth year, certificate)] of those with a paper, by number."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    rows = rows[1:rows.index([])]
    return sorted((int(row[0]), row[1], row[2], row[5]) for row in rows if row[5] and not row[6])


def roster():
    return read_table(dauso("report", "class", "--class", "1", "--format", "csv"))


def roster_of(console):
    return read_table(console.get("/trainer/class/1/report.csv"))


dauso("demo", "--learners", "36", "--seed", "5")
PRINTED = print_class()


@test
def there_is_a_page_for_each_paper_in_the_order_of_the_roster():
    expected, pages = roster(), pages_of(PRINTED["papers"])
    check(len(pages) == PRINTED["pages"] == len(expected) > 10, len(pages), PRINTED, len(expected))
    for page, (_, name, born, certificate) in zip(pages, expected):
        check(name in page and certificate in page and born in page, name, page)


@test
def each_page_looks_like_the_paper_that_was_handed_out():
    for place, (_, name, _, certificate) in enumerate(roster(), 1):
        alone = FOLDER / "certificates" / f"{certificate}.pdf"
        check(picture(PRINTED["papers"], place) == picture(alone, 1), name, "looks different")


@test
def both_codes_of_each_page_are_read_and_are_genuine():
    for place, (_, name, born, _) in enumerate(roster(), 1):
        page = SCRATCH / "page.ppm"
        page.write_bytes(picture(PRINTED["papers"], place, 150))
        codes = run("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", page).decode().split()
        check(len(codes) == 2, name, codes)
        text = SCRATCH / "codes.txt"
        text.write_text("\n".join(codes))
        told = json.loads(dauso("verify", text, "--json"))
        check(told["verdict"] in ("VALID", "VALID-NEW"), told)
        check(told["compare"]["name"] == name and told["compare"]["birth_year"] == int(born), told, name)


@test
def the_prints_are_not_signed_and_nothing_is_attached():
    for path in (PRINTED["papers"], PRINTED["register"]):
        data = pathlib.Path(path).read_bytes()
        check(b"/ByteRange" not in data and b"/EmbeddedFile" not in data, path)
        listed = run("pdfdetach", "-list", path).decode()
        check(listed.startswith("0 "), listed)


@test
def the_fonts_are_in_the_file_once():
    fonts = run("pdffonts", PRINTED["papers"]).decode().splitlines()[2:]
    check(0 < len(fonts) <= 20, len(fonts), "fonts for", PRINTED["pages"], "pages")
    one = (FOLDER / "certificates" / f"{roster()[0][3]}.pdf").stat().st_size
    whole = pathlib.Path(PRINTED["papers"]).stat().st_size
    check(whole < PRINTED["pages"] * one / 2, whole, one)


@test
def the_register_has_a_line_a_paper_and_numbers_its_pages():
    expected, pages = roster(), pages_of(PRINTED["register"])
    whole = "\n".join(pages)
    for number, name, born, certificate in expected:
        line = next((line for line in whole.splitlines() if certificate in line), "")
        check(line.split()[0] == str(number) and name in line and born in line, name, line)
    check(NUMBER.findall(whole) == [row[3] for row in expected], "another order")
    for place, page in enumerate(pages, 1):
        check(f"Tờ {place} / {len(pages)}" in page and "Người nhận ký" in page, page)
        check(len(NUMBER.findall(page)) >= 1, "an empty page")
        check(("NGƯỜI PHỤ TRÁCH LỚP" in page) == (place == len(pages)), page)
    check(f"Cộng: {len(expected)} giấy" in pages[-1], pages[-1])
    check("thôn Đồi Cọ, xã Văn Lương" in pages[0], pages[0])


@test
def the_same_papers_give_the_same_pages_again():
    before = [picture(PRINTED["papers"], place) for place in range(1, 4)]
    again = print_class()
    check(before == [picture(again["papers"], place) for place in range(1, 4)])


class Console:
    """The trainer's browser before `dauso serve`."""

    def __enter__(self):
        self.server = subprocess.Popen([DAUSO, "serve", "--json", "--port", "0", "--dir", str(FOLDER)],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        address = json.loads(self.server.stdout.readline())["trainer_url"]
        self.base = address.split("/trainer/")[0]
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        self.browser.open(address).read()
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()

    def get(self, path):
        return self.browser.open(self.base + path).read()

    def post(self, path, value):
        head = {"Content-Type": "application/json", "Origin": self.base}
        return json.loads(self.browser.open(urllib.request.Request(self.base + path, json.dumps(value).encode(), head)).read())


@test
def the_console_draws_the_same_pages_a_few_at_a_time():
    before = [picture(PRINTED["papers"], place) for place in range(1, PRINTED["pages"] + 1)]
    with Console() as console:
        told, drawn = {"done": False}, []
        while not told["done"]:
            told = console.post("/trainer/api/class/1/print", {"from_start": not drawn})
            drawn.append(told["drawn"])
            check(len(console.get("/health")) > 0, "nobody is answered in between")
        papers, register = SCRATCH / "papers.pdf", SCRATCH / "register.pdf"
        papers.write_bytes(console.get("/trainer/class/1/print.pdf"))
        register.write_bytes(console.get("/trainer/class/1/register.pdf"))
        check(drawn == sorted(drawn) and drawn[-1] == told["total"] == PRINTED["pages"], drawn)
        check([picture(papers, place) for place in range(1, len(before) + 1)] == before, "other pages")
        check(NUMBER.findall("".join(pages_of(register))) == [row[3] for row in roster_of(console)], "another register")


@test
def the_console_gives_the_report_that_the_command_line_gives():
    wanted = {form: dauso("report", "class", "--class", "1", "--format", form) for form in ("csv", "svg", "html")}
    public = dauso("report", "class", "--class", "1", "--public")
    with Console() as console:
        check(console.get("/trainer/class/1/report.csv") == wanted["csv"], "another table")
        check(console.get("/trainer/class/1/report.svg") == wanted["svg"], "another picture")
        check(console.get("/trainer/class/1/report") == wanted["html"], "another page")
        check(console.get("/trainer/class/1/report?public=1") == public != wanted["html"], "another public page")


@test
def printing_from_the_start_again_forgets_what_was_half_drawn():
    withdrawn = roster()[0][3]
    with Console() as console:
        told = console.post("/trainer/api/class/1/print", {"from_start": True})
        console.post(f"/trainer/api/certificate/{withdrawn}/revoke", {"reason": "1"})
        told = console.post("/trainer/api/class/1/print", {"from_start": True})
        while not told["done"]:
            told = console.post("/trainer/api/class/1/print", {})
        check(told["drawn"] == told["total"] == PRINTED["pages"] - 1, told)
        papers = SCRATCH / "again.pdf"
        papers.write_bytes(console.get("/trainer/class/1/print.pdf"))
        check(not any(withdrawn in page for page in pages_of(papers)), "drawn before it was withdrawn, and still there")


@test
def a_withdrawn_paper_is_left_out():
    expected = roster()
    _, name, _, certificate = expected[3]
    dauso("revoke", certificate, "--reason", "error")
    printed = print_class()
    check(printed["pages"] == len(expected) - 1, printed)
    for path in (printed["papers"], printed["register"]):
        check(not any(certificate in page for page in pages_of(path)), path)


@test
def a_replaced_paper_is_printed_as_it_is_now():
    number, name, _, old = roster()[0]
    new = json.loads(dauso("issue", "--class", "1", "--learner", number, "--replace", "--json"))["certificate"]
    printed = print_class()
    for path in (printed["papers"], printed["register"]):
        text = "".join(pages_of(path))
        check(new in text and old not in text, name, path)


@test
def damaged_papers_are_left_out_and_the_others_are_printed():
    before = roster()
    damaged = [before[5][3], before[7][3]]
    with contextlib.closing(sqlite3.connect(FOLDER / "dauso.db")) as base:
        base.execute("UPDATE certificates SET pdf = CAST(substr(pdf, 1, 500) AS BLOB) WHERE id = ?", damaged[:1])
        base.execute("UPDATE certificates SET cose = CAST(cose || x'00' AS BLOB) WHERE id = ?", damaged[1:])
        base.commit()
    for journal in FOLDER.glob("journal*"):  # which would have told, and mended it
        journal.unlink()
    printed = print_class()
    check(printed["left_out"] == 2 and printed["pages"] == len(before) - 2, printed)
    text = "".join(pages_of(printed["papers"]) + pages_of(printed["register"]))
    check(not any(certificate in text for certificate in damaged), damaged)


@test
def nothing_is_printed_before_anything_was_issued():
    empty = SCRATCH / "empty"
    run(DAUSO, "init", "--dir", empty, "--verifier-url", "https://v.example.vn/")
    server = subprocess.Popen([DAUSO, "serve", "--json", "--port", "0", "--dir", str(empty), "--class", "Lớp mới", "--quiz",
                               "digital-basics"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    server.stdout.readline()
    server.terminate()
    server.wait()
    said = run(DAUSO, "issue", "--class", "1", "--print", "--dir", empty, code=3)
    check("issue them first" in said and len(said.strip().splitlines()) == 1, said)
    check(not (empty / "prints").exists(), "something was written")


passed = failed = 0
for function in TESTS:
    try:
        function()
        passed += 1
        print("ok", function.__name__)
    except Exception as problem:  # a test that breaks must not hide the others
        failed += 1
        print("FAIL", function.__name__, ":", problem)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
