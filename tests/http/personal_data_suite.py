#!/usr/bin/python3
"""personal_data_suite.py - what is kept of a person can be seen, and erased so that no byte of it is left."""
import hashlib
import os
import shutil
import sqlite3
import tempfile

from http_frame import Server, check, finish, run_suite, test

S = Server()


def deed(path, body=None):
    return S.ask("POST", f"/trainer/api/{path}", body if body is not None else {}, cookie=S.trainer())


def everywhere(word):
    """The files of the data folder in which the word stands."""
    found = []
    for folder, _, names in os.walk(S.folder):
        for name in names:
            path = os.path.join(folder, name)
            if word.encode() in open(path, "rb").read():
                found.append(os.path.relpath(path, S.folder))
    return found


@test
def a_person_can_see_everything_that_is_kept():
    person = S.join("Xa Thị Thấy", 1957)
    check(person.send(person.choice()).status == 200)
    page = S.ask("GET", f"/trainer/learner/{person.id}/data", cookie=S.trainer())
    check("Xa Thị Thấy" in page.body.decode() and "1957" in page.body.decode())
    data = S.ask("GET", f"/trainer/learner/{person.id}/data.json", cookie=S.trainer()).json()
    check(data["name"] == "Xa Thị Thấy" and data["consent"] == "yes" and len(data["attempts"][0]["events"]) == 2, data)


@test
def erasing_leaves_no_name_anywhere_and_the_chain_whole():
    name = "Tên Riêng Cần Xóa"
    person = S.join(name, 1957)
    check(person.send(person.choice()).status == 200)
    check(deed(f"learner/{person.id}/rename", {"name": name + " Hẳn", "birth_year": 1957}).status == 200)
    check(everywhere(name) != [], "the test would see nothing")
    check(deed(f"learner/{person.id}/erase").status == 200)
    check(everywhere(name) == [], everywhere(name))
    check(S.ask("GET", "/api/screen", cookie=person.cookie).status == 401, "the phone goes on")
    check(S.ask("GET", f"/trainer/learner/{person.id}/data", cookie=S.trainer()).status == 404)
    with tempfile.TemporaryDirectory() as place:
        for file in ("dauso.db", "dauso.db-wal"):
            if os.path.exists(f"{S.folder}/{file}"):
                shutil.copy(f"{S.folder}/{file}", place)
        db = sqlite3.connect(f"{place}/dauso.db")
        rows = db.execute("SELECT e.body, e.chain FROM events e JOIN attempts a ON a.id = e.attempt WHERE a.learner = ? "
                          "ORDER BY e.seq", (person.id,)).fetchall()
        chain = bytes(32)
        for body, stored in rows:
            chain = hashlib.sha256(chain + body).digest()
            check(chain == stored, "the chain is broken")
        check(len(rows) == 2, rows)
        db.close()


@test
def names_are_kept_as_long_as_the_trainer_says():
    for days, status in ((90, 200), (0, 200), (-1, 400), (5000, 422)):
        answer = S.ask("POST", "/trainer/api/keep-names", {"days": days}, cookie=S.trainer())
        check(answer.status == status, days, answer.status)


passed, failed = run_suite()
check(S.close() == 0, "serve did not end well")
finish(passed, failed)
