#!/usr/bin/python3
"""clip_suite.py - recorded voices: audio/ITEM.LANGUAGE.mp3 in a quiz's folder, heard by who has the item on the screen and
by nobody else. The program runs here beside a quizzes/ folder of its own."""
import os
import pathlib
import re
import shutil
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOME = pathlib.Path(tempfile.mkdtemp(prefix="dauso-clip-"))
(HOME / "build").mkdir()
shutil.copy(os.environ.get("DAUSO", ROOT / "build/dauso"), HOME / "build/dauso")
for name in ("scripts", "certs"):
    os.symlink(ROOT / name, HOME / name)
shutil.copytree(ROOT / "quizzes", HOME / "quizzes")
AUDIO = HOME / "quizzes/digital-basics/audio"
AUDIO.mkdir()
FRAME = b"\xff\xfb\x90\x00" + bytes(range(200)) + bytes(213)  # 128 kbit/s, 44.1 kHz: 417 bytes
VOICE = b"ID3\x04\0\0\0\0\0\x0atag, empty" + FRAME * 25
(AUDIO / "practice-house.vi.mp3").write_bytes(VOICE)
(AUDIO / "pay-bakery.vi.mp3").write_bytes(VOICE + b"first")
FIRST_SCREEN, SECOND_SCREEN = b"of the counter", b"of the second screen"
(AUDIO / "otp-call.vi.mp3").write_bytes(FRAME * 3)
os.environ["DAUSO"] = str(HOME / "build/dauso")

from http_frame import Server, check, finish, run_suite, test  # noqa: E402  (reads DAUSO)

S = Server()
L = S.join("Hà Thị Nghe", 1950)


@test
def the_item_on_the_screen_has_a_voice():
    check(L.screen()["screen"]["item"] == "practice-house", "the quiz begins otherwise now")
    check('data-clip="/clip/practice-house.vi"' in L.screen()["html"], "the page does not name it")
    answer = S.ask("GET", "/clip/practice-house.vi", cookie=L.cookie)
    check(answer.status == 200 and answer.body == VOICE and answer.header("content-type") == "audio/mpeg", answer.status)
    check("media-src 'self'" in answer.header("content-security-policy"))


@test
def nobody_hears_a_later_item_or_another_file():
    for name in ("otp-call.vi", "practice-house.en", "quiz.lua", "..", "practice-house.vi.mp3"):
        check(S.ask("GET", f"/clip/{name}", cookie=L.cookie).status == 404, name)
    check(S.ask("GET", "/clip/practice-house.vi").status == 303, "somebody without a token")


@test
def without_a_recording_the_page_names_none():
    S.ask("POST", "/api/note", {"verb": "language", "value": "en"}, cookie=L.cookie)
    check("data-clip" not in L.screen()["html"])


@test
def each_screen_of_a_task_may_have_a_voice_of_its_own():
    task = S.join("Lò Thị Bài", 1955)
    task.play(lambda screen: screen["kind"] == "practical")
    named = lambda: (re.findall(r'data-clip="/clip/([^"]*)"', task.screen()["html"]) or [""])[0]
    heard = lambda: S.ask("GET", f"/clip/{named()}", cookie=task.cookie).body
    check(named() == "pay-bakery.vi" and heard() == VOICE + b"first", "the first screen has the voice of the task:", named())
    (AUDIO / "pay-bakery.counter.vi.mp3").write_bytes(FIRST_SCREEN)
    check(named() == "pay-bakery.counter.vi" and heard() == FIRST_SCREEN, "its own voice comes first:", named())
    check(S.ask("GET", "/clip/pay-bakery.vi", cookie=task.cookie).status == 404, "and only that is handed out")
    shown = task.screen()
    code = next(widget for widget in shown["screen"]["widgets"] if widget["kind"] == "code")
    answer = task.send({"seq": shown["seq"] + 1, "item": shown["screen"]["item"], "verb": "scan", "target": code["id"], "value": ""})
    check(answer.status == 200, answer.body)
    check(named() == "", "another screen has no voice, and not that of the first:", named())
    (AUDIO / "pay-bakery.check.vi.mp3").write_bytes(SECOND_SCREEN)
    check(named() == "pay-bakery.check.vi" and heard() == SECOND_SCREEN, named())


passed, failed = run_suite()
S.close()
shutil.rmtree(HOME)
finish(passed, failed)
