#!/usr/bin/python3
"""sealed_suite.py - once a passphrase is set, nobody who takes the laptop reads a name; the class goes on all the same."""
import json
import os
import re
import signal
import subprocess

from http_frame import DAUSO, Server, check, finish, run_suite, test

WORDS = "mật khẩu của lớp này"
NAMES = {"Nguyễn Thị Kín": 1951, "Trần Văn Đáo": 1962}
S = Server()
PEOPLE = {name: S.join(name, year) for name, year in NAMES.items()}


def everywhere(word):
    found = []
    for folder, _, names in os.walk(S.folder):
        for name in names:
            path = os.path.join(folder, name)
            if word.encode() in open(path, "rb").read():
                found.append(os.path.relpath(path, S.folder))
    return found


def shown():
    view = S.ask("GET", f"/trainer/api/class/{S.said['class_id']}", cookie=S.trainer()).json()
    return sorted(tile["name"] for tile in view["tiles"])


def restart():
    S.process.send_signal(signal.SIGTERM)
    S.process.wait(20)
    S.process = subprocess.Popen([DAUSO, "serve", "--json", "--port", "0", "--dir", S.folder, "--class", "Lớp thử", "--open"],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    S.said = json.loads(S.process.stdout.readline())
    S.port = int(re.search(r":(\d+)/", S.said["trainer_url"]).group(1))
    S.host = f"127.0.0.1:{S.port}"
    S.trainer_cookie = None


@test
def before_a_passphrase_names_lie_in_plain_letters():
    check(all(everywhere(name) for name in NAMES), "the test would see nothing")


@test
def setting_a_passphrase_seals_every_name_that_is_there():
    answer = S.ask("POST", "/trainer/api/keys/seal", {"passphrase": WORDS}, cookie=S.trainer(), timeout=60)
    check(answer.status == 200, answer.status, answer.body)
    for name in NAMES:
        check(everywhere(name) == [], name, everywhere(name))
    check(shown() == sorted(NAMES), shown())


@test
def who_joins_afterwards_is_sealed_too_and_goes_on():
    PEOPLE["Hà Thị Muộn"] = S.join("Hà Thị Muộn", 1970)
    check(everywhere("Hà Thị Muộn") == [] and "Hà Thị Muộn" in shown())
    check(PEOPLE["Hà Thị Muộn"].send(PEOPLE["Hà Thị Muộn"].choice()).status == 200)


@test
def after_a_restart_names_are_numbers_and_every_phone_goes_on():
    restart()
    check(shown() == ["Học viên 1", "Học viên 2", "Học viên 3"], shown())
    for person in PEOPLE.values():
        check(person.send(person.choice("b")).status == 200)
    late = S.join("Lò Văn Rất Muộn", 1980)
    check(late.send(late.choice()).status == 200 and everywhere("Lò Văn Rất Muộn") == [])
    data = S.ask("GET", f"/trainer/learner/{late.id}/data", cookie=S.trainer())
    check(data.status == 409, data.status)


@test
def a_name_that_cannot_be_read_is_not_written_over():
    someone = PEOPLE["Trần Văn Đáo"].id
    body = {"identity_seen": True, "help_given": False}
    check(S.ask("POST", f"/trainer/api/learner/{someone}/attest", body, cookie=S.trainer()).status == 200)


@test
def the_wrong_words_open_nothing_and_the_right_ones_everything():
    wrong = S.ask("POST", "/trainer/api/keys/unlock", {"passphrase": "không phải mật khẩu"}, cookie=S.trainer(), timeout=60)
    check(wrong.status == 422 and "Học viên 1" in shown(), wrong.status)
    right = S.ask("POST", "/trainer/api/keys/unlock", {"passphrase": WORDS}, cookie=S.trainer(), timeout=60)
    check(right.status == 200, right.status, right.body)
    check(shown() == sorted([*PEOPLE, "Lò Văn Rất Muộn"]), shown())


@test
def every_attempt_replays_from_the_sealed_store():
    S.process.send_signal(signal.SIGTERM)
    S.process.wait(20)
    listed = subprocess.run([DAUSO, "attempt", "list", "--dir", S.folder], capture_output=True, text=True)
    check(listed.returncode == 0 and len(listed.stdout.splitlines()) == 4, listed.stderr)
    for line in listed.stdout.splitlines():
        done = subprocess.run([DAUSO, "replay", line.split()[0], "--dir", S.folder], capture_output=True, text=True)
        check(done.returncode == 0, done.stdout, done.stderr)
    repair = subprocess.run([DAUSO, "repair", "--dir", S.folder], capture_output=True, text=True)
    check(repair.returncode == 0, repair.stdout, repair.stderr)


passed, failed = run_suite()
S.close()
finish(passed, failed)
