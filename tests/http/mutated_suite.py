#!/usr/bin/python3
"""mutated_suite.py - two thousand requests, each a good one with something broken in it.

After each, the events in the database are compared with those before: they may only have changed if the answer says so
(200 or 303). So a refusal changes nothing, and nothing hidden behind a first request is done. The server must never say
500, must live, and stay small.

    REQUESTS=2000 SEED=1 tests/http/mutated_suite.py
"""
import collections
import hashlib
import json
import os
import pathlib
import random
import select
import shutil
import socket
import sqlite3
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from http_frame import Server, check, finish, head, read_answer, run_suite, test  # noqa: E402

REQUESTS = int(os.environ.get("REQUESTS", "2000"))
SEED = int(os.environ.get("SEED", "1"))
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
ODD = [b"\r\n", b"\n", b"\r", b"\0", b" ", b"\t", b":", b";", b"%00", b"%2e%2e%2f", b"\xff\xfe", b"\xc0\xae", b"../", b"//", b"?",
       b"&", b"=", b'"', b"{", b"}", b"[", b"\\u0000", b"\\ud800", b"-1", b"99999999999999999999", b"1e999", b"null", b"true",
       b"Content-Length: 0\r\n", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"Host: evil.example\r\n",
       b"Expect: 100-continue\r\n", b"Connection: keep-alive\r\n", b"Cookie: dauso=x\r\n", b"HTTP/1.1", b"HTTP/9.9", b"A" * 9000,
       b"\r\n\r\n", "Đ".encode(), b"%", b"+", b"#"]
REFUSALS = {0, 400, 401, 403, 404, 405, 409, 410, 411, 413, 414, 415, 417, 421, 422, 429, 431, 501, 505}

S = Server()
HOST = f"Host: {S.host}"
PHONES = [S.join(f"Người thứ {name}") for name in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám")]
FILES = [pathlib.Path(S.folder, name) for name in ("dauso.db", "dauso.db-wal")]
told = collections.Counter()
wrong, cut_off = [], []


def times():
    return [path.stat().st_mtime_ns for path in FILES]


def record():
    """A hash over every event of everybody, out of a copy: the server keeps the database to itself."""
    with tempfile.TemporaryDirectory() as place:
        for path in FILES:
            shutil.copy(path, place)
        with sqlite3.connect(f"{place}/dauso.db") as database:
            rows = database.execute("SELECT attempt, seq, body, chain FROM events ORDER BY attempt, seq").fetchall()
        database.close()
    check(rows, "the copy holds no event")
    return hashlib.sha256(repr(rows).encode()).digest()


def post(path, body, cookie, kind):
    return head(HOST, f"Content-Type: {kind}", f"Content-Length: {len(body)}", f"Cookie: {cookie}", f"Origin: http://{S.host}",
                "Sec-Fetch-Site: same-origin", "User-Agent: Mozilla/5.0 (Linux; Android 9)", method="POST", path=path) + body


def good_request(luck):
    """Something that a phone would ask."""
    phone = luck.choice(PHONES)
    shown = phone.screen()
    verb, target, value = phone.next_act(shown, luck) if "item" in shown["screen"] else ("choose", "a", "")
    act = {"seq": shown["seq"] + 1, "item": shown["screen"].get("item", "x"), "verb": verb, "target": target, "value": value}
    join = {"code": S.code, "name": "Người " + "".join(luck.choice("abcdeghik") for _ in range(6)), "birth_year": 1960,
            "consent": True}

    def as_form(said):
        return "&".join(f"{name}={value}" for name, value in said.items()).replace(" ", "+").encode()
    return luck.choice([
        *[post("/api/act", json.dumps(act).encode(), phone.cookie, JSON)] * 5,
        post("/do", as_form({"seq": act["seq"], "item": act["item"], "act": f"{verb}:{target}"}), phone.cookie, FORM),
        post("/api/note", b'{"verb":"hand","value":"up"}', phone.cookie, JSON),
        post("/note", b"verb=hand&value=down", phone.cookie, FORM),
        post("/language", b"language=en", phone.cookie, FORM),
        post("/api/join", json.dumps(join).encode(), "x=y", JSON),
        post("/join", as_form(join), "x=y", FORM),
        post("/rejoin", as_form({"code": S.code, "learner": phone.id, "picture": 3, "digits": "1234"}), "x=y", FORM),
        post(f"/trainer/api/class/{S.said['class_id']}/end", b"{}", phone.cookie, JSON),
        head(HOST, f"Cookie: {phone.cookie}", "Accept: text/html", path="/"),
        head(HOST, f"Cookie: {phone.cookie}", path="/api/screen"),
        head(HOST, f"Cookie: {phone.cookie}", path=f"/j/{S.code}?m=again"),
        head(HOST, f"Cookie: {phone.cookie}", path=f"/trainer/class/{S.said['class_id']}")])


def mutate(data, luck):
    for _ in range(luck.choice((1, 1, 1, 2, 4))):
        at, to = sorted((luck.randrange(len(data) + 1), luck.randrange(len(data) + 1)))
        to = min(to, at + luck.choice((1, 2, 8, 60)))
        way = luck.randrange(8)
        if way == 0 and at < len(data):
            data = data[:at] + bytes([data[at] ^ 1 << luck.randrange(8)]) + data[at + 1:]
        elif way == 1:
            data = data[:at] + data[to:]
        elif way == 2:
            data = data[:to] + data[at:]
        elif way in (3, 4):
            data = data[:at] + luck.choice(ODD) + data[at:]
        elif way == 5:
            data = data[:at] + luck.choice(ODD) + data[to:]
        elif way == 6:
            lines = data.split(b"\r\n")
            lines.insert(luck.randrange(len(lines)), luck.choice(lines))
            data = b"\r\n".join(lines)
        else:
            data = data[:at] if luck.random() < 0.5 else data + good_request(luck)
        data = data or b"\r\n"
    return data


def send(data, number):
    """The first answer to it, from one of many addresses: one alone may only try five codes. Where the server waits for
    more it is told that no more comes; who hangs up like that gets no answer to what is being written."""
    written = times()
    with S.connect(f"127.4.{number // 250 % 250}.{number % 250 + 1}") as sock:
        try:
            sock.sendall(data)
            if not select.select([sock], [], [], 0.15)[0] and times() == written:
                sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        return read_answer(sock)


def go():
    luck = random.Random(SEED)
    before, written = record(), times()
    for number in range(REQUESTS):
        data = mutate(good_request(luck), luck)
        answer = send(data, number)
        was, written = written, times()
        after = record() if written != was else before  # only looked at if the files were written to
        told[answer.status] += 1
        if answer.status not in REFUSALS | {200, 303}:
            wrong.append(f"request {number} was answered with {answer.status}: {data[:300]!r}")
        if after != before and answer.status == 0:
            cut_off.append(data)
        elif after != before and answer.status not in (200, 303):
            wrong.append(f"request {number}, answered with {answer.status}, changed the events: {data[:600]!r}")
        before = after
        if len(wrong) > 5 or S.process.poll() is not None:
            return


go()


@test
def every_request_was_answered_or_closed():
    print(f"seed {SEED}:", dict(sorted(told.items())))
    check(S.process.poll() is None, "the server has died")
    check(sum(told.values()) == REQUESTS, "only", sum(told.values()))
    check(not [text for text in wrong if "was answered" in text], wrong[:1])


@test
def refused_requests_changed_no_event():
    check(not [text for text in wrong if "changed" in text], wrong[:1])
    check(len(cut_off) <= REQUESTS // 500, "without an answer:", len(cut_off), cut_off[:1])
    check(told[200] > REQUESTS // 50 and told[400] > REQUESTS // 10, told)


@test
def the_class_goes_on():
    for phone in PHONES:
        check(phone.screen()["seq"] > 0)
    after = S.join("Người sau cùng")
    check(after.send(after.choice()).status == 200)
    with open(f"/proc/{S.process.pid}/status") as status:
        resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024
    check(resident < 100, "it takes", resident, "MiB")


passed, failed = run_suite()
S.close()
finish(passed, failed)
