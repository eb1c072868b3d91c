#!/usr/bin/python3
"""picture_suite.py - pictures of a quiz: seen by who has their item on the screen, by nobody else, and only what is a
picture. The program runs here beside a quizzes/ folder of its own."""
import os
import pathlib
import shutil
import tempfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOME = pathlib.Path(tempfile.mkdtemp(prefix="dauso-picture-"))
(HOME / "build").mkdir()
shutil.copy(os.environ.get("DAUSO", ROOT / "build/dauso"), HOME / "build/dauso")
for name in ("scripts", "certs"):
    os.symlink(ROOT / name, HOME / name)
PICTURES = HOME / "quizzes/digital-basics/pictures"
shutil.copytree(ROOT / "quizzes", HOME / "quizzes")
shutil.rmtree(PICTURES.parent)
PICTURES.mkdir(parents=True)
os.environ["DAUSO"] = str(HOME / "build/dauso")


def png(width):
    def part(kind, data):
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    rows = b"".join(b"\0" + b"\x88" * width for _ in range(4))
    head = width.to_bytes(4, "big") + (4).to_bytes(4, "big") + b"\x08\0\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


JPEG = (b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + bytes(9) + b"\xff\xc0\x00\x0b\x08\x00\x04\x00\x04\x01\x01\x11\x00"
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + bytes(200) + b"\xff\xd9")
FILES = {"now.png": png(8), "later.png": png(9), "photo.jpg": JPEG, "page.png": b"<html><script>alert(1)</script>",
         "drawn.png": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "large.png": png(8) + bytes(201 * 1024), "unnamed.png": png(7)}
for name in FILES:
    (PICTURES / name).write_bytes(JPEG if name.endswith("jpg") else png(8))


def question(name, picture):
    return (f'question "{name}" {{ shows = "0.1", asks = "{name}?", right = "a", wrong = {{ "b" }}, '
            f'picture = "pictures/{picture}", says = "x" }}\n')


(HOME / "quizzes/digital-basics/quiz.lua").write_text(
    'quiz { title = "Seen", framework = "village-basic" }\n' + question("first", "now.png") + question("second", "photo.jpg")
    + question("third", "page.png") + question("fourth", "drawn.png") + question("fifth", "large.png") + question("last", "later.png"))

from http_frame import Server, check, finish, run_suite, test  # noqa: E402  (reads DAUSO)

S = Server()
for name, data in FILES.items():  # what no check would have let pass is put there behind its back
    (PICTURES / name).write_bytes(data)
L = S.join("Hà Thị Nhìn", 1950)


def see(name, cookie=None):
    return S.ask("GET", f"/picture/{name}", cookie=cookie or L.cookie)


def go_on():
    seq = L.screen()["seq"]
    item = L.screen()["screen"]["item"]
    for step, (verb, target) in enumerate((("choose", "a"), ("next", ""))):
        answer = S.ask("POST", "/api/act", {"seq": seq + 1 + step, "item": item, "verb": verb, "target": target, "value": ""}, cookie=L.cookie)
        check(answer.status == 200, answer.status, answer.body)


@test
def the_picture_of_the_item_on_the_screen_is_seen():
    check('src="/picture/now.png"' in L.screen()["html"], L.screen()["html"][-900:])
    answer = see("now.png")
    check(answer.status == 200 and answer.body == FILES["now.png"] and answer.header("content-type") == "image/png", answer.status)
    check(answer.header("x-content-type-options") == "nosniff" and answer.header("cache-control") == "private, max-age=600")
    check("sandbox" in answer.header("content-security-policy") and "default-src 'none'" in answer.header("content-security-policy"))


@test
def nobody_sees_a_later_picture_or_another_file():
    for name in ("later.png", "unnamed.png", "quiz.lua", "..", "now.png.", "pictures%2Fnow.png", "..%2Fquiz.lua", ""):
        answer = see(name)
        check(answer.status in (400, 404) and FILES["later.png"] not in answer.body, name, answer.status)


@test
def without_a_token_there_is_no_picture():
    check(see("now.png", cookie="dauso=" + "0" * 32).status != 200)


@test
def a_jpeg_is_a_picture():
    go_on()
    answer = see("photo.jpg")
    check(answer.status == 200 and answer.header("content-type") == "image/jpeg", answer.status)
    check(see("now.png").status == 404, "the item is behind, and its picture with it")


@test
def what_is_no_picture_by_its_bytes_or_too_large_is_not_sent():
    for name in ("page.png", "drawn.png", "large.png"):
        go_on()
        check(f'src="/picture/{name}"' in L.screen()["html"])
        answer = see(name)
        check(answer.status == 404 and FILES[name][:20] not in answer.body, name, answer.status)


passed, failed = run_suite()
S.close()
shutil.rmtree(HOME)
finish(passed, failed)
