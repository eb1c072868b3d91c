#!/usr/bin/python3
"""photo_suite.py - `dauso verify` of photos and of scanned PDFs, good, bad and hostile.

Pages are drawn by pdftoppm, photographed by pictures.py (Pillow, numpy), codes of others are made by segno, PDFs are
changed by qpdf. The certificates are those of a class that was played, and those of own_issuer.py."""
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zlib

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import numpy  # noqa: E402
import own_issuer as own  # noqa: E402
import pictures  # noqa: E402
import segno  # noqa: E402
from PIL import Image, ImageOps  # noqa: E402

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
SCRATCH = tempfile.TemporaryDirectory(prefix="dauso-photo-")
HERE = pathlib.Path(SCRATCH.name)
CPU_SECONDS, MEMORY_MB = 2, 64
UNREAD, LARGE, NO_CODE = "CHƯA ĐỌC ĐƯỢC.", "ẢNH QUÁ LỚN.", "KHÔNG ĐỌC ĐƯỢC MÃ TRONG PDF NÀY."
# A process of its own size: what Python itself takes must not count.
METER = """
import os, sys
child = os.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
_, state, used = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(state), used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:900])


def same(got, wanted, *what):
    check(got == wanted, *what, "got", repr(got), "wanted", repr(wanted))


def verify(data, *trust):
    """The object of `dauso verify`, and what it took: CPU seconds and MB."""
    path = HERE / "given"
    if data is not None:
        path.write_bytes(data)
    trust = trust or ("--dir", HERE / "class")
    done = subprocess.run([sys.executable, "-S", "-c", METER, DAUSO, "verify", "--json", path, *map(str, trust)],
                          capture_output=True, timeout=120, text=True)
    lines = done.stdout.splitlines()
    check(len(lines) == 2, done.stdout[-300:], done.stderr[-300:])
    report, (code, seconds, memory) = json.loads(lines[0]), lines[1].split()
    same(int(code), report["exit"], "exit code")
    check("AddressSanitizer" in done.stderr or not done.stderr, done.stderr[-300:])
    return report, float(seconds), int(memory)


def judged(data, verdict, says="", *trust):
    report, seconds, memory = verify(data, *trust)
    same(report["verdict"], verdict, report["says"])
    check(report["says"].startswith(says), report["says"], "does not begin with", says)
    check(("compare" in report) == (report["exit"] == 0), "claims of an unproven code")  # M-34
    check(seconds <= CPU_SECONDS, "took", seconds, "s")
    check(memory <= MEMORY_MB, "took", memory, "MB")
    return report


def play():
    for seed in range(2, 9):
        done = subprocess.run([DAUSO, "demo", "--learners", "6", "--seed", str(seed), "--dir", HERE / f"class-{seed}", "--json"],
                              capture_output=True, check=True, timeout=120, text=True)
        papers = [json.loads(line)["pdf"] for line in done.stdout.splitlines() if '"pdf":"' in line]
        if len(papers) >= 2:
            (HERE / "class").symlink_to(HERE / f"class-{seed}")
            return papers
    sys.exit("seven classes and never two certificates")


def code_of(text, scale=6):
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=scale, border=4)
    return Image.open(out).convert("L")


def beside(*parts):
    whole = Image.new("L", (sum(part.width for part in parts) + 40 * len(parts), max(part.height for part in parts) + 40), 235)
    at = 20
    for part in parts:
        whole.paste(part, (at, 20))
        at += part.width + 40
    return whole


# ---- photos ----

PHOTOS = (("a_good_photo", {}), ("a_photo_upside_down", {"degrees": 180}), ("a_photo_turned_by_a_quarter", {"degrees": 90}),
          ("a_photo_turned_by_45_degrees", {"degrees": 45}), ("a_photo_turned_by_30_degrees", {"degrees": -30}),
          ("a_photo_from_the_side", {"tilt": .1, "pixels_a_mm": 10}),
          ("a_photo_half_in_shadow", {"shadow": .6, "contrast": .6, "pixels_a_mm": 9, "blur": .8}),
          ("a_pale_and_noisy_photo", {"contrast": .5, "noise": 9, "pixels_a_mm": 9}),
          ("a_blurred_photo", {"blur": 1.2, "pixels_a_mm": 10}),
          ("a_small_photo_of_5_million_pixels", {"pixels_a_mm": 7.5, "contrast": .7, "noise": 5}))


def photo_tests(paper):
    page, words = pictures.page_of(paper), verify(pathlib.Path(paper).read_bytes())[0]["compare"]

    def says_what_the_pdf_says(data):
        report = judged(data, "VALID")
        same(report["compare"], words)
        check(any("words on the paper" in line for line in report["not_checked"]), report["not_checked"])

    for name, how in PHOTOS:
        yield f"{name}_is_read", lambda how=how: says_what_the_pdf_says(pictures.jpeg(pictures.photo_of(page, **how)))
    photo = pictures.photo_of(page)
    colour = Image.merge("RGB", (photo, ImageOps.autocontrast(photo), photo))
    clear = Image.merge("LA", (Image.new("L", page.size, 0), ImageOps.invert(page)))
    large = photo.resize((7300, 5470))
    for name, data in (
            ("a_colour_jpeg", pictures.jpeg(colour)), ("a_progressive_jpeg_of_12_million_pixels",
                                                       pictures.jpeg(colour.resize((4000, 3000)), progressive=True)),
            ("a_jpeg_of_40_million_pixels", pictures.jpeg(large)), ("a_png_of_40_million_pixels", pictures.png(large)),
            ("a_colour_png", pictures.png(colour)), ("a_png_with_a_palette", pictures.png(photo.convert("P"))),
            ("a_png_of_one_bit", pictures.png(page.convert("1"))), ("a_png_with_nothing_behind_it", pictures.png(clear)),
            ("a_png_of_16_bits", pictures.png(Image.fromarray(numpy.asarray(photo).astype(numpy.uint16) * 257)))):
        yield f"{name}_is_read", lambda data=data: says_what_the_pdf_says(data)


def meetings(papers):
    def two():
        pages = [pictures.page_of(paper).resize((1754, 1240)) for paper in papers[:2]]
        judged(pictures.jpeg(beside(*pages)), "MISMATCH")

    def twice():
        page = pictures.page_of(papers[0]).resize((1754, 1240))
        judged(pictures.jpeg(beside(page, page)), "VALID")

    def own_files():
        (HERE / "root.pub").write_text(own.public_key(own.ROOT_SEED).hex() + "\n")
        return ("--root", HERE / "root.pub")

    certificate, permit = own.to_text(own.certificate()), own.to_text(own.delegation())

    def both_codes():
        judged(pictures.jpeg(beside(code_of(certificate), code_of(permit))), "VALID", "", *own_files())
        judged(pictures.jpeg(beside(code_of(permit, 4), code_of(certificate))), "VALID", "", *own_files())

    def one_code():
        judged(pictures.jpeg(code_of(certificate)), "UNKNOWN-ISSUER", "", *own_files())
        judged(pictures.jpeg(code_of(permit)), "UNREADABLE", "", *own_files())

    def forged():
        changed = bytearray(own.certificate())
        changed[-1] ^= 1
        codes = beside(code_of(own.to_text(bytes(changed))), code_of(permit))
        judged(pictures.jpeg(codes), "NOT-GENUINE", "", *own_files())

    def crowd():
        others = [code_of(f"https://shop.example/{number}", 3) for number in range(12)]
        judged(pictures.png(beside(code_of(certificate), *others, code_of(permit))), "VALID", "", *own_files())

    return [("two_papers_on_one_photo_are_a_mismatch", two), ("one_paper_twice_is_one_paper", twice),
            ("both_codes_and_the_root_are_enough", both_codes), ("without_the_small_code_the_issuer_is_unknown", one_code),
            ("a_forged_code_is_not_genuine_on_a_photo", forged), ("a_code_among_a_dozen_others_is_found", crowd)]


OTHERS = (("a_vaccination_code", "HC1:6BFOXN%TSMAHN-HVUOCOQE6F5ZV3R1N", "tiêm chủng"),
          ("a_bank_code", "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN6304A1B2",
           "chuyển tiền"),
          ("an_identity_card", "079083012345|212345678|Nguyễn Văn A|01011983|Nam|Phú Thọ|01012021", "thẻ căn cước"),
          ("another_page", "https://shop.example/tea?x=1", "trang khác"))


def other_codes():
    for name, text, word in OTHERS:
        def named(data, word=word):
            report = judged(data, "UNREADABLE", "MÃ KHÁC.")
            check(word in report["says"], report["says"])
        yield f"{name}_on_a_photo_is_named", lambda text=text, named=named: named(pictures.jpeg(code_of(text)))
        yield f"{name}_as_text_is_named", lambda text=text, named=named: named(text.encode() + b"\n")


# ---- damage ----

def damaged(paper):
    page = pictures.page_of(paper, 150)
    small = page.resize((page.width * 2 // 3, page.height * 2 // 3))
    files = {"jpeg": pictures.jpeg(page), "progressive_jpeg": pictures.jpeg(small, progressive=True),
             "png": pictures.png(page), "interlaced_png": pictures.png_of_zeros(300, 300, interlaced=True)}
    random = numpy.random.default_rng(5)

    def never_more_than_unreadable(data):
        report, seconds, memory = verify(data)
        check(report["verdict"] in ("VALID", "UNREADABLE"), report["verdict"])
        check(seconds <= CPU_SECONDS and memory <= MEMORY_MB, seconds, memory)
        return report["verdict"]

    def cut(data):
        verdicts = [never_more_than_unreadable(data[:len(data) * part // 8]) for part in range(8)]
        same(verdicts[:3], ["UNREADABLE"] * 3, "there is no code yet")

    def flipped(data):
        for _ in range(10):
            changed = bytearray(data)
            for at in random.integers(0, min(len(data), int(random.choice([60, 700, len(data)]))), 3):
                changed[at] ^= 1 << int(random.integers(0, 8))
            never_more_than_unreadable(bytes(changed))

    for kind, data in files.items():
        yield f"a_{kind}_that_ends_early_is_at_most_unreadable", lambda data=data: cut(data)
        yield f"a_{kind}_with_changed_bytes_is_at_most_unreadable", lambda data=data: flipped(data)


def hostile():
    noise = numpy.random.default_rng(1)
    ordinary = pictures.jpeg(Image.new("L", (800, 600), 200))
    colours = Image.fromarray(noise.integers(0, 256, (3500, 4500, 3), dtype=numpy.uint8))
    yield "a_png_that_claims_100_million_pixels", pictures.png_of_zeros(10000, 10000), LARGE
    yield "a_png_that_claims_two_billion_columns", pictures.png_of_zeros(1, 1).replace(
        b"\0\0\0\1\0\0\0\1\x08", b"\x7f\xff\xff\xff\0\0\0\1\x08"), UNREAD  # its checksum is wrong too
    yield "a_png_of_one_very_long_row", pictures.png_of_zeros(30000000, 1), LARGE
    yield "a_small_file_of_40_million_pixels_of_64_bits", pictures.png_of_zeros(7300, 5470, 16, 6, parts=4), UNREAD
    yield "an_interlaced_png_of_40_million_pixels", pictures.png_of_zeros(7300, 5470, interlaced=True), LARGE
    yield "a_jpeg_that_claims_65000_by_65000", pictures.sized(ordinary, 65000, 65000), LARGE
    yield "a_jpeg_that_claims_39_million_pixels", pictures.sized(ordinary, 6300, 6300), UNREAD
    yield "a_progressive_jpeg_of_16_million_pixels_of_noise", pictures.jpeg(colours, progressive=True), LARGE
    yield "a_jpeg_of_2000_scans", pictures.many_scans(2000), UNREAD
    yield "a_jpeg_of_50_scans", pictures.many_scans(50), UNREAD
    yield "a_jpeg_of_noise", pictures.jpeg(colours.convert("L"), 50), UNREAD
    for size in (1, 2, 6, 12):
        yield f"a_picture_full_of_corner_marks_of_size_{size}", pictures.png(pictures.tiled(pictures.CORNER_MARK, size)), UNREAD
    yield "a_plaid", pictures.png(pictures.tiled(pictures.PLAID, 2)), UNREAD
    yield "a_picture_of_more_than_20_MB", pictures.png(Image.new("L", (10, 10))) + b"\0" * 21000000, LARGE


# ---- scans ----

def scans(paper):
    page = pictures.page_of(paper)
    photo = pictures.photo_of(page, degrees=1, tilt=.005)
    words = verify(pathlib.Path(paper).read_bytes())[0]["compare"]

    def says_so(data):
        report = judged(data, "VALID")
        same(report["compare"], words)
        check(any("the words in this PDF" in line for line in report["not_checked"]), report["not_checked"])

    def made():
        yield "a_scan_as_jpeg", pictures.pdf_of_jpeg(photo)
        yield "a_scan_in_black_and_white", pictures.pdf_of_flate(page, "1", None)
        yield "a_scan_with_black_and_white_the_other_way", pictures.pdf_of_flate(page, "1", None, inverted=True)
        yield "a_scan_in_grey", pictures.pdf_of_flate(photo, "L", None)
        yield "a_scan_in_colours", pictures.pdf_of_flate(photo, "RGB", None)
        yield "a_scan_in_colours_of_a_profile", pictures.pdf_of_flate(photo, "RGB", None, colours=b"[/ICCBased 9 0 R]")
        for kind, name in enumerate(("none", "sub", "up", "average", "paeth")):
            yield f"a_scan_with_the_predictor_{name}", pictures.pdf_of_flate(photo, "RGB" if kind % 2 else "L", kind)
        out = io.BytesIO()
        Image.new("L", (600, 400), 255).save(out, "PDF", save_all=True, append_images=[photo])
        yield "the_second_page_of_a_scan_by_another_program", out.getvalue()
        (HERE / "scan.pdf").write_bytes(pictures.pdf_of_jpeg(photo))
        subprocess.run(["qpdf", "--object-streams=generate", HERE / "scan.pdf", HERE / "packed.pdf"], check=True, timeout=60)
        yield "a_scan_with_packed_objects", (HERE / "packed.pdf").read_bytes()

    for name, data in made():
        yield f"{name}_is_read", lambda data=data: says_so(data)

    def encrypted():
        subprocess.run(["qpdf", "--encrypt", "", "owner", "256", "--", HERE / "scan.pdf", HERE / "closed.pdf"], check=True,
                       timeout=60)
        judged((HERE / "closed.pdf").read_bytes(), "UNREADABLE", NO_CODE)

    def two():
        judged(pictures.pdf_of_jpeg(beside(code_of(own.to_text(own.certificate())), page)), "MISMATCH")

    yield "an_encrypted_scan_is_unreadable", encrypted
    yield "a_scan_with_two_certificates_is_a_mismatch", two


class Size:
    def __init__(self, width, height):
        self.width, self.height = width, height


def hostile_pdfs():
    bomb, flate = zlib.compress(bytes(400_000_000), 9), b"/Filter /FlateDecode"
    whole = pictures.image_words(Size(6000, 6000), flate)
    unknown = pictures.image_words(Size(6000, 6000), flate, 8, b"9 0 R")
    tiny = (b"/Subtype /Image /Width 1 /Height 1 /Filter /FlateDecode", zlib.compress(b"0"))
    jpeg = (pictures.image_words(Size(1, 1), b"/Filter /DCTDecode"), pictures.jpeg(Image.new("L", (6300, 6300)), 20))
    yield "a_pdf_with_no_picture", pictures.pdf()
    yield "a_pdf_with_another_picture", pictures.pdf_of_jpeg(Image.new("L", (900, 700), 99))
    yield "a_flate_bomb", pictures.pdf((whole, bomb))
    yield "forty_flate_bombs", pictures.pdf(*[(unknown, bomb)] * 40)
    yield "twenty_large_jpegs", pictures.pdf(*[jpeg] * 20)
    yield "a_hundred_thousand_small_pictures", pictures.pdf(*[tiny] * 100000)
    yield "deep_nesting", pictures.pdf(head=b"4 0 obj\n" + b"<<" * 3000000 + b"/Subtype /Image" + b"[" * 3000000)
    yield "a_million_objects", pictures.pdf(head=b"".join(b"%d 0 obj\n1\nendobj\n" % number for number in range(9, 900000)))
    yield "many_streams", pictures.pdf(head=b"4 0 obj /Subtype /Image stream\nendstream\n" * 450000)
    yield "nothing_but_obj", pictures.pdf(head=b" obj" * 4900000)
    yield "nothing_but_stream", pictures.pdf(head=b"stream" * 3300000)
    yield "a_pdf_cut_in_two", pictures.pdf((whole, bomb))[:100000]
    yield "only_the_head_of_a_pdf", b"%PDF-1.7\n"


def a_file_of_200_MB_is_unreadable():
    for head, says in ((b"%PDF-1.7\n", NO_CODE), (b"\xff\xd8\xff\xe0", LARGE), (b"\0", UNREAD)):
        (HERE / "given").write_bytes(head)
        os.truncate(HERE / "given", 200 * 1024 * 1024)
        judged(None, "UNREADABLE", says)


def tests(papers):
    yield from photo_tests(papers[0])
    yield from meetings(papers)
    yield from other_codes()
    yield from damaged(papers[0])
    yield from scans(papers[0])
    for name, data, says in hostile():
        yield f"{name}_is_unreadable_in_bounds", lambda data=data, says=says: judged(data, "UNREADABLE", says)
    for name, data in hostile_pdfs():
        yield f"{name}_is_unreadable_in_bounds", lambda data=data: judged(data, "UNREADABLE", NO_CODE)
    yield a_file_of_200_MB_is_unreadable.__name__, a_file_of_200_MB_is_unreadable


def main():
    papers, passed, failed = play(), 0, 0
    for name, function in tests(papers):
        try:
            function()
            print(f"ok {name}", flush=True)
            passed += 1
        except Exception as problem:  # one broken test must not hide the others
            print(f"FAIL {name}: {type(problem).__name__}: {problem}", flush=True)
            failed += 1
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
