#!/usr/bin/python3
"""pages_suite.py - papers at the edges, as other programs see them: long words, 24 skills, few words, Ê-đê letters.

The papers come from tests/unit/credential_pages.c; poppler draws and reads them, zbarimg reads the codes."""
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

import numpy
from PIL import Image

from pdf_suite import finder_patterns

SCRATCH = tempfile.TemporaryDirectory(prefix="dauso-pages-")
HERE = pathlib.Path(SCRATCH.name)
PAPERS = ("plain", "full", "english", "rare")
CODES = ["https://v.example.vn/#27182818284590452353602874713526", "https://v.example.vn/#31415926535897932384626433832795"]
DPI = 300
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:900])


def output(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=300)
    check(done.returncode == 0, command[0], "ended with", done.returncode, (done.stdout + done.stderr).decode()[-400:])
    return done.stdout.decode()


def words(name):
    return " ".join(unicodedata.normalize("NFC", output("pdftotext", "-raw", HERE / f"{name}.pdf", "-")).split())


def page(name):
    return numpy.asarray(Image.open(HERE / f"{name}.png").convert("L"))


def millimetres(picture, left, top, right, bottom):
    left, top, right, bottom = (round(length * DPI / 25.4) for length in (left, top, right, bottom))
    return picture[top:bottom, left:right]


@test
def every_paper_is_a_sound_pdf():
    for name in PAPERS:
        check("No syntax or stream encoding errors" in output("qpdf", "--check", HERE / f"{name}.pdf"), name)


@test
def long_words_are_printed_whole():
    said = words("full")
    for wanted in ("Công Tằng Tôn Nữ Hoàng Nguyễn Phước Thị Phương Thảo Quỳnh Ngọc",
                   "PHƯỜNG HƯƠNG THỦY ĐÔNG", "Hội Khuyến học thành phố Huế", "vùng kinh tế trọng điểm miền Trung",
                   "có người giám sát, cấp cho ông/bà", "Tôn Thất Nguyễn Phước Bảo Khánh", "kiem-tra.khuyenhoc.hue.example.vn",
                   "Máy này tự cấp, chỉ để dùng thử", "Tự làm được và chỉ bảo được cho người khác (bậc 3 trong 4)"):
        check(wanted in said, wanted, "is not in", said)
    check(said.count("theo dõi kết quả trên điện thoại.") == 5, "sentences")
    check(said.count("Dịch vụ công trực tuyến") == 24, "skills")


@test
def a_year_that_is_not_stated_leaves_no_word():
    said = words("plain")
    check("sinh năm" not in said and "None" not in said and "(null)" not in said, said)


@test
def english_papers_speak_english():
    said = words("english")
    for wanted in ("CERTIFICATE", "born in 1963", "Level: Does it alone (band 3 of 4)", "Scan to check", "not tested",
                   "Issued by this laptop alone, for trial only"):
        check(wanted in said, wanted, "is not in", said)


@test
def rare_letters_are_read_back():
    said = words("rare")
    for wanted in ("H’Ƀơ̆ Kƀŭr Ñê̆č Êban ô̆ụ̆", "buôn Čư̆ Mƀlim"):
        check(unicodedata.normalize("NFC", wanted) in said, wanted, "is not in", said)


@test
def marks_without_a_letter_of_their_own_are_drawn():
    """The only difference of the two papers is four breves: there is ink more, above the letters, and none less."""
    with_marks, without = (millimetres(page(name), 20, 66, 277, 90) < 128 for name in ("rare", "bare"))
    more, less = with_marks & ~without, without & ~with_marks
    check(more.sum() > 4 * 500, "only", more.sum(), "pixels more")
    check(less.sum() < 40, less.sum(), "pixels are gone")
    columns = numpy.flatnonzero(more.any(axis=0))
    groups = 1 + int((numpy.diff(columns) > 10).sum())
    check(groups == 4, groups, "marks")


@test
def both_codes_are_read_from_every_paper():
    for name in PAPERS:
        read = output("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", HERE / f"{name}.png").split()
        check(sorted(read) == CODES, name, read)


def codes_on(picture):
    """(left, top, right, bottom, pixels of a module) of each code, from the eyes in its corners."""
    eyes = finder_patterns(picture)
    for x, y, module in eyes:
        right = [eye for eye in eyes if eye[0] - x > 50 and abs(eye[1] - y) < 5 and abs(eye[2] - module) < 1]
        below = [eye for eye in eyes if eye[1] - y > 50 and abs(eye[0] - x) < 5 and abs(eye[2] - module) < 1]
        if right and below:
            half = 3.5 * module
            yield [round(edge) for edge in (x - half, y - half, right[0][0] + half, below[0][1] + half)] + [module]


@test
def four_modules_around_each_code_are_white():
    for name in PAPERS:
        codes = list(codes_on(page(name)))
        check(len(codes) == 2, name, "has", len(codes), "codes")
        for left, top, right, bottom, module in codes:
            near, far = round(module * .5), round(module * 3.9)
            window = page(name)[top - far:bottom + far, left - far:right + far].copy()
            check((window < 128).sum() > 1000, "no code there")
            window[far - near:near - far, far - near:near - far] = 255
            check(window.min() > 128, name, "has ink within four modules of the code at", left, top)


@test
def words_are_black_and_only_titles_are_red():
    """On a black laser any other colour becomes dots: LOOK.md allows it from 14 points of the serif."""
    for name in PAPERS:
        output("qpdf", "--qdf", "--object-streams=disable", HERE / f"{name}.pdf", HERE / "open.pdf")
        colour, seen = None, 0
        for line in (HERE / "open.pdf").read_bytes().decode("latin-1").splitlines():
            if re.fullmatch(r"[\d. ]+ (g|rg)", line):
                colour = line
            elif line.endswith(" Tf"):
                seen += 1
                points = float(line.split()[-2])
                check(colour == "0 g" or points >= 14, name, line, "is", colour)
                check(colour == "0 g" or colour.startswith("0.576"), name, line, "is", colour)
        check(seen > 20, name, "has", seen, "words")


@test
def no_ink_lies_on_the_border_or_beyond():
    """The stripe inside of the border is white all around, but for the corners."""
    for name in PAPERS:
        inside = page(name)
        for part in ((20, 11.6, 277, 12.3), (20, 197.8, 277, 198.4), (11.6, 20, 12.3, 190), (284.7, 20, 285.4, 190)):
            check(millimetres(inside, *part).min() > 200, name, "has ink at", part)


def run(function):
    try:
        function()
    except Exception as problem:  # one broken test must not hide the others
        print(f"FAIL {function.__name__}: {type(problem).__name__}: {problem}", flush=True)
        return False
    print(f"ok {function.__name__}", flush=True)
    return True


def main():
    output("build/unit/credential_pages", "--write", HERE)
    for name in PAPERS + ("bare",):
        output("pdftoppm", "-r", DPI, "-gray", "-singlefile", "-png", HERE / f"{name}.pdf", HERE / name)
    results = [run(function) for function in TESTS]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
