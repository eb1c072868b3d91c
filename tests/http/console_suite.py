#!/usr/bin/python3
"""console_suite.py - what a trainer does from the console, and what the phones see of it: the roster, letting in, names,
breaks, time, undoing, other phones, sitting it again. Everything over HTTP, as browser and phones do it."""
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time

from http_frame import DAUSO, Server, check, finish, run_suite, test

S = Server()
FORM = "application/x-www-form-urlencoded"
CLASS = S.said["class_id"]


def do(path, body=None, class_id=CLASS):
    """A deed of the trainer; `path` without a slash in front belongs to the class."""
    where = f"/trainer/api/{path}" if path.startswith(("learner", "certificate", "open")) else f"/trainer/api/class/{class_id}/{path}"
    return S.ask("POST", where, body if body is not None else {}, cookie=S.trainer())


def view(class_id=CLASS):
    answer = S.ask("GET", f"/trainer/api/class/{class_id}", cookie=S.trainer())
    check(answer.status == 200, answer.status, answer.body)
    return answer.json()


def tile(name, class_id=CLASS):
    found = [tile for tile in view(class_id)["tiles"] if tile["name"] == name]
    check(len(found) == 1, name, "is there", len(found), "times")
    return found[0]


def new_class(name, roster=None):
    answer = S.ask("POST", "/trainer/api/open", {"name": name, "quiz": "digital-basics"}, cookie=S.trainer()).json()
    if roster is not None:
        check(do("roster", {"text": roster}, answer["class"]).status == 200, "the roster")
    return answer["class"], answer["code"]


def form(path, fields, cookie=None, source="127.0.0.1"):
    from urllib.parse import urlencode
    return S.ask("POST", path, urlencode(fields).encode(), kind=FORM, cookie=cookie, source=source)


def cookies(answer):
    return {value.split("=")[0]: value.split(";")[0] for name, value in answer.headers if name == "set-cookie"}


def kind(cookie):
    return S.ask("GET", "/api/screen", cookie=cookie).json()["screen"]["kind"]


def note(cookie, verb, value):
    return S.ask("POST", "/api/note", {"verb": verb, "value": value}, cookie=cookie)


def act(cookie, target="a"):
    shown = S.ask("GET", "/api/screen", cookie=cookie).json()
    return S.ask("POST", "/api/act", {"seq": shown["seq"] + 1, "item": shown["screen"].get("item", ""), "verb": "choose",
                                      "target": target, "value": ""}, cookie=cookie)


# ---- the roster ----

TABLES = {
    "pasted cells": ("Nguyễn Thị Mơ\t1960\nLò Văn Páo\t\n", 2),
    "a CSV of Excel": ("\ufeffSTT;Họ và tên;Ngày sinh\r\n1;Hà Thị Nga;02/09/1958\r\n2;\"Bùi Văn Chớ\";\r\n\r\n", 2),
    "an English CSV": ("name,note,year of birth\n\"Y Brŏ Niê\",\"a, b\",1970\nA Dơng,,1971\n", 2),
    "numbered without names of columns": ("1\tĐinh Công Ỏn\t1949\n2\tĐinh Thị Ỏn\t1950\n", 2),
    "names only": ("Phàn Tả Mẩy\nTriệu Mùi Chài\n", 2),
    "twice the same": ("Lý A Sử\t1960\nLý A Sử\t1960\nLý A Sử\t1961\n", 2),
    "in pieces (NFD)": ("Nguye\u0302\u0303n Thi\u0323 Bo\u031b\u0301i\t1955\n", 1),
}


def add_table_test(title, text, count):
    def row():
        class_id, _ = new_class("Danh sách: " + title)
        answer = do("roster", {"text": text}, class_id)
        check(answer.status == 200 and answer.json()["added"] == count, answer.status, answer.body)
        check(len(view(class_id)["tiles"]) == count and all(t["state"] == "expected" for t in view(class_id)["tiles"]))
        again = do("roster", {"text": text}, class_id).json()
        check(again["added"] == 0 and again["repeated"] >= count, "brought twice it is there twice", again)
    row.__name__ = "a_roster_can_be_" + re.sub(r"\W+", "_", title)
    test(row)


for title, (text, count) in TABLES.items():
    add_table_test(title, text, count)


@test
def years_and_names_come_from_their_columns():
    class_id, _ = new_class("Cột", "STT;Họ và tên;Ngày sinh\n1;Hà Thị Nga;02/09/1958\n")
    check("Hà Thị Nga" == view(class_id)["tiles"][0]["name"])
    person = view(class_id)["tiles"][0]["learner"]
    chosen = S.ask("GET", f"/trainer/learner/{person}/data", cookie=S.trainer())
    check(b"1958" in chosen.body, chosen.status, chosen.body[:300])


BAD_TABLES = {
    "a formula": ("An\t1960\n=HYPERLINK(1)\t1960\n", "line 2"),
    "a formula in the first line": ("@SUM(A1)\n", "line 1"),
    "a year that is none": ("Họ tên,Năm sinh\nLê Văn An,196x\n", "line 2"),
    "a year to come": ("Lê Văn An\t2999\n", "line 1"),
    "hidden letters": ("Lê Văn\u202e An\t1960\n", "line 1"),
    "a row without the name": ("STT;Năm sinh;Họ tên\n1;1960;Lê Văn An\n2;1961\n", "line 3"),
    "nothing": ("\n\n", "no names"),
    "a title and no names": ("Họ và tên\tNăm sinh\n", "no names"),
    "too many": ("".join(f"Người {chr(97 + i // 676 % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i % 26)} Thứ {chr(97 + i // 17576)}\n" for i in range(10000)),
                 "500"),
}


def add_bad_table_test(title, text, word):
    def row():
        class_id, _ = new_class("Danh sách sai: " + title)
        # 10,000 rows fit no body (see below); the limit of names is what a smaller table meets.
        answer = do("roster", {"text": text[:20000]}, class_id)
        check(answer.status == 422 and word in answer.json()["reason"], answer.status, answer.body)
        check(view(class_id)["tiles"] == [], "somebody was written down")
    row.__name__ = "a_roster_with_" + re.sub(r"\W+", "_", title) + "_is_refused_whole"
    test(row)


for title, (text, word) in BAD_TABLES.items():
    add_bad_table_test(title, text, word)


@test
def a_body_that_is_too_long_is_refused():
    check(do("roster", {"text": "Lê Văn An\n" * 10000}).status == 413)


# ---- coming in ----


@test
def who_stands_on_the_roster_is_in_with_four_taps():
    class_id, code = new_class("Bốn lần bấm", "Nguyễn Thị Hường\t1963\nTrần Văn Quỳnh\t1958\n")
    names = S.ask("GET", f"/j/{code}").body.decode()
    order = re.findall(r'name="learner" value="(\w+)"><span>[^<]*<b>([^<]+)', names)
    check([given for _, given in order] == ["Hường", "Quỳnh"], order)
    check("1963" not in names, "a year of birth is shown to everybody")
    answer = form("/join", {"code": code, "learner": order[0][0]})                      # tap 1: the name
    token = cookies(answer)["dauso"]
    check(answer.status == 303 and kind(token) == "consent", answer.status)
    check(act(token).status == 409, "an answer before the consent")
    check(form("/note", {"verb": "consent", "value": "yes"}, token).status == 303)      # tap 2: yes
    check(kind(token) == "picture")
    check(form("/note", {"verb": "picture", "picture": "7"}, token).status == 303)      # tap 3: a picture
    shown = S.ask("GET", "/api/screen", cookie=token).json()["screen"]
    check(shown["kind"] == "digits" and re.fullmatch(r"\d{4}", shown["digits"]), shown)
    check(form("/note", {"verb": "welcome", "value": "seen"}, token).status == 303)     # tap 4: begin
    check(kind(token) == "question")
    check(tile("Nguyễn Thị Hường", class_id)["state"] == "at_work")
    check(view(class_id)["people"] == 1, "who is only expected has not come", view(class_id)["people"])
    # and back again on another phone, from the same list
    back = form("/join", {"code": code, "learner": order[0][0]}, source="127.0.0.9")
    check("Hình" in back.body.decode() or "hình" in back.body.decode(), back.status)
    wrong = form("/rejoin", {"code": code, "learner": order[0][0], "picture": "7", "digits": "0000"
                             if shown["digits"] != "0000" else "1111"})
    check(wrong.status == 403 and "Chưa đúng" in wrong.body.decode(), wrong.status)
    right = form("/rejoin", {"code": code, "learner": order[0][0], "picture": "7", "digits": shown["digits"]})
    check(right.status == 303 and kind(cookies(right)["dauso"]) == "question", right.status)
    check(kind(token) == "elsewhere", "the first phone is not told")


@test
def five_wrong_ways_back_close_the_door_until_the_trainer_opens_it():
    class_id, code = new_class("Năm lần")
    body = {"code": code, "name": "Giàng Thị Mỷ", "birth_year": 1960}
    first = S.ask("POST", "/api/join", body)
    token, person = cookies(first)["dauso"], first.json()["learner"]
    note(token, "consent", "yes"), note(token, "picture", "2")
    digits = S.ask("GET", "/api/screen", cookie=token).json()["screen"]["digits"]
    note(token, "welcome", "")
    guess = {"code": code, "learner": person, "picture": "2", "digits": f"{(int(digits) + 1) % 10000:04d}"}
    for _ in range(5):
        check(form("/rejoin", guess).status == 403)
    check(form("/rejoin", {**guess, "digits": digits}).status == 403, "the right digits after five wrong ones")
    check(do(f"learner/{person}/release").status == 200)
    check(S.ask("POST", "/api/join", body).status == 200, "the trainer let in, the door is closed")


@test
def who_is_not_on_the_roster_waits_for_the_trainer():
    class_id, code = new_class("Chờ", "Lê Thị Lan\t1970\n")
    answer = S.ask("POST", "/api/join", {"code": code, "name": "Mùa A Chu", "birth_year": 0, "consent": True})
    token = cookies(answer)["dauso"]
    check(kind(token) == "waiting" and tile("Mùa A Chu", class_id)["state"] == "waiting")
    check(act(token).status == 409, "an answer of somebody who waits")
    check(do(f"learner/{answer.json()['learner']}/admit").status == 200)
    check(do(f"learner/{answer.json()['learner']}/admit").status == 200, "pressed twice")
    check(kind(token) == "question")


@test
def all_who_wait_can_be_let_in_at_once():
    class_id, code = new_class("Chờ nhiều", "Lê Thị Lan\t1970\n")
    tokens = [cookies(S.ask("POST", "/api/join", {"code": code, "name": name, "birth_year": 0, "consent": True}))["dauso"]
              for name in ("Sùng A Páo", "Vàng Thị Dế")]
    check(do("admit", {}, class_id).status == 200 and [kind(t) for t in tokens] == ["question"] * 2)


@test
def who_says_no_gives_the_place_on_the_roster_back():
    class_id, code = new_class("Trả chỗ", "Trần Thị Riêng Tư\t1957\n")
    first = re.findall(r'name="learner" value="(\w+)"', S.ask("GET", f"/j/{code}").body.decode())[0]
    token = cookies(form("/join", {"code": code, "learner": first}))["dauso"]
    check(note(token, "consent", "no").status == 200 and kind(token) == "question")
    tiles = view(class_id)["tiles"]
    named = [tile for tile in tiles if "Riêng Tư" in json.dumps(tile, ensure_ascii=False)]
    check(len(tiles) == 2 and len(named) == 1 and named[0]["state"] == "expected", tiles)
    check(view(class_id)["people"] == 1, "the guest has come, the name has not")
    names = re.findall(r'name="learner" value="(\w+)"', S.ask("GET", f"/j/{code}").body.decode())
    check(len(names) == 1 and names[0] != first, "the name on the list still stands for the guest", names)
    again = cookies(form("/join", {"code": code, "learner": names[0]}, source="127.0.0.7"))["dauso"]
    check(kind(again) == "consent" and kind(token) == "question")


@test
def who_says_no_may_practise_and_leaves_no_name():
    class_id, code = new_class("Chỉ tập")
    answer = S.ask("POST", "/api/join", {"code": code, "name": "Không Tên Riêng", "birth_year": 1961})
    token = cookies(answer)["dauso"]
    check(kind(token) == "consent")
    check(note(token, "consent", "no").status == 200 and kind(token) == "question")
    for _ in range(12):
        if kind(token) != "question":
            break
        act(token)
        shown = S.ask("GET", "/api/screen", cookie=token).json()
        S.ask("POST", "/api/act", {"seq": shown["seq"] + 1, "item": shown["screen"]["item"], "verb": "next", "target": ""},
              cookie=token)
    check(kind(token) == "guest", kind(token))
    check(act(token).status == 409)
    check("Không Tên Riêng" not in json.dumps(view(class_id), ensure_ascii=False), "the name is kept")


# ---- names, two entries, out and back in ----


@test
def a_name_can_be_mended_and_the_mending_undone():
    person = S.join("Nguyễn Văn Tủn", 1950)
    check(do(f"learner/{person.id}/rename", {"name": "Nguyễn Văn Tuấn", "birth_year": 1951}).status == 200)
    check(tile("Nguyễn Văn Tuấn")["learner"] == person.id)
    check(do(f"learner/{person.id}/rename", {"name": "=1+1", "birth_year": 1951}).status == 422)
    deed = next(d for d in view()["deeds"] if d["verb"] == "rename")
    check(do("undo", {"seq": deed["seq"]}).status == 200 and tile("Nguyễn Văn Tủn")["learner"] == person.id)
    check(do("undo", {"seq": deed["seq"]}).status == 422, "undone twice")


@test
def two_entries_of_one_person_are_put_together():
    one, two = S.join("Lương Văn Đạt", 1960), S.join("Lương Văn Đat", 1960)
    check(one.send(one.choice()).status == 200)
    check(do(f"learner/{two.id}/merge", {"into": one.id}).status == 200)
    check([t["name"] for t in view()["tiles"] if t["name"].startswith("Lương")] == ["Lương Văn Đạt"])
    check(kind(two.cookie) == "waiting", "the phone of the second entry goes on")
    check(do(f"learner/{two.id}/merge", {"into": two.id}).status == 422, "into itself")
    deed = next(d for d in view()["deeds"] if d["verb"] == "merge")
    check(do("undo", {"seq": deed["seq"]}).status == 200 and kind(two.cookie) == "question")


@test
def who_was_taken_out_comes_back_with_all_answers():
    person = S.join("Hoàng Thị Én", 1966)
    check(person.send(person.choice()).status == 200)
    seq = person.seq()
    check(do(f"learner/{person.id}/remove").status == 200)
    check(act(person.cookie).status == 409 and "Hoàng Thị Én" not in [t["name"] for t in view()["tiles"]])
    deed = next(d for d in view()["deeds"] if d["verb"] == "remove")
    check(do("undo", {"seq": deed["seq"]}).status == 200)
    check(person.seq() == seq and act(person.cookie).status == 200)


@test
def people_are_addressed_as_the_trainer_says():
    person = S.join("Cầm Văn Thịnh", 1940)
    check("Bác" in person.screen()["html"] or "bác" in person.screen()["html"])
    check(do(f"learner/{person.id}/address", {"address": "ông"}).status == 200)
    html = person.screen()["html"]
    check("ông" in html.lower() and not re.search(r"\b[Bb]ác\b", html), html[:500])
    check(do(f"learner/{person.id}/address", {"address": "<b>"}).status == 422)


# ---- breaks and time ----


@test
def in_a_break_nobody_answers_and_afterwards_everybody_goes_on():
    class_id, code = new_class("Nghỉ")
    token = cookies(S.ask("POST", "/api/join", {"code": code, "name": "Hà Văn Nghỉ", "birth_year": 0, "consent": True}))["dauso"]
    check(do("pause", {"on": True}, class_id).status == 200 and kind(token) == "paused")
    check(act(token).status == 409 and view(class_id)["paused"])
    check(do("pause", {"on": True}, class_id).status == 200, "pressed twice")
    check(do("pause", {"on": False}, class_id).status == 200 and kind(token) == "question" and act(token).status == 200)


@test
def time_is_only_what_the_trainer_sets():
    class_id, code = new_class("Giờ")
    joined = S.ask("POST", "/api/join", {"code": code, "name": "Hà Văn Giờ", "birth_year": 0, "consent": True})
    check(do(f"learner/{joined.json()['learner']}/time", {"minutes": 5}).status == 200)
    check(do(f"learner/{joined.json()['learner']}/time", {"minutes": 500}).status == 422)
    check(do("minutes", {"minutes": 30}, class_id).status == 200 and view(class_id)["minutes"] == 30)
    for wrong in (-1, 601, "x"):
        check(do("minutes", {"minutes": wrong}, class_id).status in (400, 422), wrong)
    html = S.ask("GET", "/api/screen", cookie=cookies(joined)["dauso"]).json()["html"]
    check("30" not in re.sub(r"<[^>]+>", "", html), "a clock is shown to the learner")


# ---- ending, opening again, sitting again ----


@test
def a_class_that_was_ended_by_mistake_goes_on_where_it_was():
    class_id, code = new_class("Kết thúc nhầm")
    joined = S.ask("POST", "/api/join", {"code": code, "name": "Hà Văn Nhầm", "birth_year": 0, "consent": True})
    token = cookies(joined)["dauso"]
    check(act(token).status == 200)
    before = S.ask("GET", "/api/screen", cookie=token).json()["screen"]
    check(do("end", {}, class_id).status == 200 and kind(token) == "result")
    deed = next(d for d in view(class_id)["deeds"] if d["verb"] == "end")
    check(do("undo", {"seq": deed["seq"]}, class_id).status == 200)
    after = S.ask("GET", "/api/screen", cookie=token).json()["screen"]
    check(before == after, "another screen after the undoing")
    check(act(token, "b").status == 200)
    check(do("end", {}, class_id).status == 200 and do("end", {}, class_id).status == 200, "ended twice by two trainers")
    check(kind(token) == "result")


@test
def nobody_sits_again_who_has_not_finished():
    class_id, code = new_class("Làm lại")
    joined = S.ask("POST", "/api/join", {"code": code, "name": "Hà Văn Lại", "birth_year": 0, "consent": True}).json()
    check(do(f"learner/{joined['learner']}/retake").status == 422, "before the end")


@test
def a_visit_at_home_is_written_on_the_paper_as_help():
    class_id, _ = new_class("Đến nhà")
    answer = do("assist", {"name": "Bàn Thị Nhà", "birth_year": 1945}, class_id)
    check(answer.status == 200 and answer.json()["open"] == "/", answer.status, answer.body)
    check(kind(cookies(answer)["dauso"]) == "consent" and tile("Bàn Thị Nhà", class_id)["help_given"])
    check(do("assist", {"name": "", "birth_year": 0}, class_id).status == 422)


@test
def one_phone_for_many_is_shown_and_punishes_nobody():
    class_id, code = new_class("Chung máy")
    phone = "dauso_phone=" + "a" * 32
    for name in ("Chảo Mùi Một", "Chảo Mùi Hai", "Chảo Mùi Ba"):
        answer = S.ask("POST", "/api/join", {"code": code, "name": name, "birth_year": 0, "consent": True}, cookie=phone)
        check(answer.status == 200)
        check(act(cookies(answer)["dauso"]).status == 200, name)
    check(tile("Chảo Mùi Ba", class_id)["same_phone"] == 2, tile("Chảo Mùi Ba", class_id))
    check("a" * 32 not in open(S.folder + "/dauso.db", "rb").read().decode("latin-1"), "the phone's own text is stored")


# ---- the stream ----


def listen(class_id, seconds, until):
    """Events of the stream until one says `until`, and how long that took."""
    request = (f"GET /trainer/api/class/{class_id}/stream HTTP/1.1\r\nHost: {S.host}\r\nCookie: {S.trainer()}\r\n\r\n").encode()
    with S.connect() as sock:
        sock.sendall(request)
        sock.settimeout(seconds)
        data, begin = b"", time.monotonic()
        while until not in data.decode("utf-8", "ignore"):
            check(time.monotonic() - begin < seconds, "not told within", seconds)
            data += sock.recv(65536)
        return data.decode("utf-8", "ignore"), time.monotonic() - begin


@test
def the_stream_tells_what_is_new_and_nothing_twice():
    class_id, code = new_class("Luồng")
    S.ask("POST", "/api/join", {"code": code, "name": "Hà Văn Luồng", "birth_year": 0, "consent": True})
    text, _ = listen(class_id, 10, "Luồng")
    check("Content-Type: text/event-stream" in text.split("\r\n\r\n")[0], text[:300])
    data = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
    check(len(data) == 1 and len(data[0]["tiles"]) == 1 and "counts" in data[0]["pieces"], data)


@test
def many_streams_do_not_stop_the_class():
    sockets = []
    for _ in range(20):
        sock = S.connect()
        sock.sendall((f"GET /trainer/api/class/{CLASS}/stream HTTP/1.1\r\nHost: {S.host}\r\nCookie: {S.trainer()}\r\n\r\n").encode())
        sockets.append(sock)
    check(S.ask("GET", "/health").status == 200)
    for sock in sockets:
        sock.close()
    check(S.ask("GET", "/health").status == 200)


# ---- copies ----


@test
def a_copy_made_in_the_middle_of_a_class_is_whole_and_opens():
    person = S.join("Hà Văn Chép", 1950)
    check(person.send(person.choice()).status == 200)
    answer = S.ask("POST", "/trainer/api/backup", {}, cookie=S.trainer())
    check(answer.status == 200 and os.path.exists(answer.json()["path"]), answer.status, answer.body)
    db = sqlite3.connect(answer.json()["path"])
    check(db.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
    check(db.execute("SELECT count(*) FROM events e JOIN attempts a ON a.id = e.attempt WHERE a.learner = ?",
                     (person.id,)).fetchone()[0] == 2)
    db.close()
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(S.folder, place, dirs_exist_ok=True, ignore=shutil.ignore_patterns("dauso.db*", "journal*"))
        shutil.copy(answer.json()["path"], f"{place}/dauso.db")
        done = subprocess.run([DAUSO, "attempt", "list", "--dir", place], capture_output=True, text=True)
        check(done.returncode == 0 and len(done.stdout.splitlines()) > 1, done.returncode, done.stderr)


@test
def who_only_practised_or_waited_has_finished_nothing_in_the_report():
    class_id, code = new_class("Báo cáo thật", "Lê Thị Lan\t1970\n")
    S.ask("POST", "/api/join", {"code": code, "name": "Lê Thị Lan", "birth_year": 1970, "consent": True})
    S.ask("POST", "/api/join", {"code": code, "name": "Mùa A Chờ", "birth_year": 0, "consent": True})
    check(do("end", {}, class_id).status == 200)
    rows = S.ask("GET", f"/trainer/class/{class_id}/report.csv", cookie=S.trainer()).body.decode("utf-8-sig").splitlines()
    line = next((row for row in rows if "Lê Thị Lan" in row), None)
    check(line is not None, rows[:5])
    page = S.ask("GET", f"/trainer/class/{class_id}/report", cookie=S.trainer()).body.decode()
    check("1 bà con làm xong" not in page and "2 bà con làm xong" not in page, "somebody is said to have finished")


# ---- two trainers, an empty class, double clicks ----


@test
def a_class_without_learners_can_be_ended_and_has_no_papers():
    class_id, _ = new_class("Không ai")
    check(do("end", {}, class_id).status == 200)
    answer = do("issue", {}, class_id)
    check(answer.status == 200 and answer.json()["done"] and answer.json()["certificate"] is None, answer.body)


@test
def opening_the_same_class_twice_opens_it_once():
    check(new_class("Hai lần bấm") == new_class("Hai lần bấm"))


@test
def what_was_never_done_cannot_be_undone():
    for seq in (0, 1, 999999):
        check(do("undo", {"seq": seq}, new_class(f"Không hoàn tác {seq}")[0]).status == 422, seq)


passed, failed = run_suite()
check(S.close() == 0, "serve did not end well")
finish(passed, failed)
