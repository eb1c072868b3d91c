#!/usr/bin/python3
"""languages_suite.py - a third language is one file for the pages and a member more in a quiz's words; what it lacks is Vietnamese
and says so. The language is made up: nobody's words are taken by mistake."""
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "languages"))
from translated import Home  # noqa: E402

FORM = "application/x-www-form-urlencoded"
HOME = Home({"zut": {"language": "Zutš <i>", "quiz.dont-know": "{Bác} zal", "join.ask-code": "Zomdig \"6\" & zwand",
                     "trainer.wall": "Zwandmat", "next": "Zut"}})
HOME.change("quizzes/digital-basics/quiz.lua",
            ('en = "Practice: please tap the card with the house."', 'en = "Practice: please tap the card with the house.", zut = "Zubin {bác} huz?"'),
            ('en = "House", drawing', 'en = "House", zut = "Zhuz", drawing'))
os.environ["DAUSO"] = str(HOME.dauso)

from http_frame import Server, check, finish, run_suite, test  # noqa: E402  (reads DAUSO)

S = Server()
L = S.join("Hà Thị Nghe", 1950)
ZUT = "dauso_language=zut"


def page(path="/", cookie=ZUT):
    return S.ask("GET", path, cookie=cookie).body.decode()


def say(verb, value):
    return S.ask("POST", "/api/note", {"verb": verb, "value": value}, cookie=L.cookie).status


@test
def every_chooser_lists_the_languages_by_their_own_names():
    for text in (page(), L.screen()["html"], page("/trainer/", S.trainer())):
        names = re.findall(r'name="language" value="(\w+)" lang="\1"[^>]*>([^<]*)<', text)
        check(names == [("vi", "Tiếng Việt"), ("en", "English"), ("zut", "Zutš &lt;i&gt;")], names)


@test
def a_page_speaks_it_and_what_it_lacks_is_vietnamese_and_says_so():
    text = page()
    check('<html lang="zut">' in text, text[:60])
    check("Zomdig &quot;6&quot; &amp; zwand" in text, "the heading is not in the language")
    check('<span lang="vi">Chưa thấy số? Mời bác giơ tay, có người giúp ngay.</span>' in text, "the help line does not say what it is")
    check("<title>Dấu số</title>" in text and '="<span' not in text, "an element where only letters may be")
    check("lang=\"vi\">Zomdig" not in text and "No digits in sight" not in text, "another language")


@test
def vietnamese_and_english_pages_mark_nothing():
    for code in ("vi", "en"):
        check('<span lang="vi">' not in page(cookie=f"dauso_language={code}"), code)


@test
def a_question_is_in_the_language_as_far_as_the_quiz_has_it():
    check(say("language", "zut") == 200)
    screen = L.screen()["screen"]
    check(screen["language"] == "zut" and screen["asks"] == "Zubin bác huz?", screen["asks"])
    options = {option["text"] for widget in screen["widgets"] if widget["kind"] == "options" for option in widget["options"]}
    check(options == {"Zhuz", "Điện thoại", "Bức ảnh", "Bác zal"}, options)
    check('lang="zut"' in L.screen()["html"] and "<span>Zut</span>" in L.screen()["html"], "the page")


@test
def vietnamese_answers_on_a_page_of_another_language_say_so():
    html = L.screen()["html"]
    check(re.search(r'lang="vi"[^>]*>(<[^>]*>)*Điện thoại', html), html)
    check(not re.search(r'lang="vi"[^>]*>(<[^>]*>)*(Zhuz|Zubin|Bác zal)', html), "a word of the language is called Vietnamese")


@test
def only_languages_that_are_there_can_be_chosen():
    for code in ("zz", "zutt", "ZUT", "zut/..", "", "vi\r\nx: y", "vi-VN"):
        check(say("language", code) in (400, 422), code)
        check(S.ask("POST", "/language", f"language={urllib.parse.quote(code)}".encode(), kind=FORM).status == 422, code)
    check(L.screen()["screen"]["language"] == "zut", "it went on")
    check('<html lang="vi">' in page(cookie="dauso_language=zz"), "a cookie of another program")


@test
def a_phone_that_chose_before_joining_goes_on_in_it():
    body = {"code": S.code, "name": "Lò Văn Zut", "birth_year": 1961, "consent": True}
    answer = S.ask("POST", "/api/join", body, cookie=ZUT)
    check(answer.status == 200, answer.body)
    token = answer.header("set-cookie").split(";")[0]
    check(S.ask("GET", "/api/screen", cookie=token).json()["screen"]["language"] == "zut")


@test
def the_console_is_spoken_in_it_and_leads_back_to_its_own_pages_only():
    room = f"/trainer/class/{S.said['class_id']}"
    check("Zwandmat" in page(room, f"{S.trainer()}; {ZUT}"), "the console")
    for back, wanted in ((room, room), (f"{room}/papers", f"{room}/papers"), ("/trainer/help", "/trainer/help"), ("/trainer/", "/trainer/"),
                         ("//evil.example/", "/trainer/"), ("https://evil.example", "/trainer/"), ("/trainer/class/1/../../..", "/trainer/"),
                         ("/trainer/api/backup", "/trainer/"), (f"{room}/print.pdf", "/trainer/"), (f"{room}%0d%0aX: y", "/trainer/"), ("", "/trainer/")):
        answer = S.ask("POST", "/language", f"language=zut&back={back}".encode(), kind=FORM, cookie=S.trainer())
        check(answer.status == 303 and answer.header("location") == wanted, back, answer.status, answer.header("location"))
        check(answer.header("set-cookie").startswith("dauso_language=zut; "), answer.header("set-cookie"))


@test
def a_recorded_attempt_replays_on_a_machine_without_its_language():
    folder = S.folder
    L.play()
    check(L.screen()["screen"]["kind"] == "result" and L.screen()["screen"]["language"] == "zut", L.screen()["screen"])
    S.stop()
    listed = subprocess.run([HOME.dauso, "attempt", "list", "--dir", folder, "--json"], capture_output=True, text=True)
    attempts = re.findall(r'"attempt": *"(\w+)"', listed.stdout)
    check(len(attempts) > 0, listed.stdout, listed.stderr)
    for attempt in attempts:
        for program in (HOME.dauso, HOME.plain):
            done = subprocess.run([program, "replay", attempt, "--dir", folder], capture_output=True, text=True)
            check(done.returncode == 0, program, done.stdout, done.stderr)
    S.start(S.port)


@test
def a_language_with_an_unknown_key_or_without_its_name_is_not_built():
    for words, why in (("language\tX\nno.such\tx\n", "no.such"), ("next\tx\n", "language"), ("language\tX\nnext\n", "zur.tsv:2")):
        folder = HOME.folder / "bad"
        folder.mkdir(exist_ok=True)
        for name in ("vi", "en"):
            (folder / f"{name}.tsv").write_text((HOME.folder / f"scripts/languages/{name}.tsv").read_text())
        (folder / "zur.tsv").write_text(words)
        made = subprocess.run(["make", "-s", "translated", f"LANGUAGES={folder}", f"OUT={HOME.folder / 'no'}"], capture_output=True, text=True)
        check(made.returncode != 0 and why in made.stderr, why, made.stderr)


passed, failed = run_suite()
S.close()
HOME.remove()
finish(passed, failed)
