#!/usr/bin/python3
"""kill_suite.py - a running class is killed (kill -9) again and again; no acknowledged answer is lost, the class goes on.

Eight phones, each with an address of its own, join and answer over HTTP. At a random moment the server is killed and
started again on the same folder. After each kill a copy of the database is read here, without the product: with an own
decoder of events and an own hash chain. Only the Python standard library is used.

    KILLS=50 SEED=1 tests/faults/kill_suite.py
"""

import hashlib
import http.client
import json
import os
import pathlib
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
DAUSO = os.environ.get("DAUSO", str(ROOT / "build" / "dauso"))
KILLS = int(os.environ.get("KILLS", "50"))
SEED = int(os.environ.get("SEED", "1"))
PHONES = 8
EVENTS_A_PERSON = 60  # then the phone goes to the next person
CLASS = "Lớp thử mất điện"
QUIZ = "digital-basics"
KINDS = {1: "start", 2: "act", 3: "note", 4: "finish"}

problems = {}  # test name -> what was wrong, at most a few
problems_lock = threading.Lock()


def problem(test, text):
    with problems_lock:
        problems.setdefault(test, []).append(text)


# ---- reading the record without the product ----


def decode(data, at=0):
    """One CBOR item of the kinds that events use -> (value, position behind it)."""
    major, low = data[at] >> 5, data[at] & 31
    at += 1
    if low >= 24:
        size = {24: 1, 25: 2, 26: 4, 27: 8}[low]
        low = int.from_bytes(data[at : at + size], "big")
        at += size
    if major == 0:
        return low, at
    if major == 1:
        return -1 - low, at
    if major in (2, 3):
        part = data[at : at + low]
        if len(part) != low:
            raise ValueError("cut string")
        return (part if major == 2 else part.decode("utf-8")), at + low
    if major == 4:
        items = []
        for _ in range(low):
            item, at = decode(data, at)
            items.append(item)
        return items, at
    raise ValueError(f"unexpected CBOR major type {major}")


class Record:
    """What a copy of the data folder says: {learner: {seq: (body, event)}}."""

    def __init__(self, folder):
        self.events = {}
        self.attempts = {}
        with tempfile.TemporaryDirectory() as place:
            for name in ("dauso.db", "dauso.db-wal"):
                if (pathlib.Path(folder) / name).exists():
                    shutil.copy(pathlib.Path(folder) / name, place)
            with sqlite3.connect(f"{place}/dauso.db") as db:
                self.read(db)
            db.close()

    def read(self, db):
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            problem("the_file_is_whole_after_each_kill", "integrity_check")
        if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
            problem("the_file_is_whole_after_each_kill", "foreign_key_check")
        for attempt, learner, last_seq, head in db.execute("SELECT id, learner, last_seq, chain FROM attempts"):
            chain, events, count = bytes(32), {}, 0
            rows = db.execute("SELECT seq, body, chain FROM events WHERE attempt = ? ORDER BY seq", (attempt,))
            for seq, body, stored in rows:
                count += 1
                chain = hashlib.sha256(chain + body).digest()
                event, end = decode(body)
                if seq != count or event[0] != seq or end != len(body) or seq in events:
                    problem("no_event_is_missing_or_there_twice", f"{attempt}: event {seq} at place {count}")
                if chain != stored:
                    problem("the_chain_of_hashes_is_unbroken", f"{attempt}: event {seq}")
                events[seq] = (body, event)
            if count != last_seq or chain != head:
                problem("the_chain_of_hashes_is_unbroken", f"{attempt}: the attempt says {last_seq}, there are {count}")
            if learner in self.attempts:
                problem("no_event_is_missing_or_there_twice", f"{learner} has two attempts")
            self.events[learner] = events
            self.attempts[learner] = attempt


# ---- phones ----


def members(value):
    """Every JSON object inside value, outermost first."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from members(inner)


VERBS = {"option": "choose", "choice": "choose", "button": "press", "scan": "scan", "code": "scan", "field": "type",
         "input": "type", "keypad": "type", "type": "type"}


def possible_acts(screen):
    """What one might do on this screen. Not all of it need be possible: the server says 422 and the next is tried."""
    acts = []
    for node in members(screen):
        kind = str(node.get("kind") or node.get("widget") or node.get("type") or "")
        for option in node.get("options") or []:
            target = option.get("id") if isinstance(option, dict) else option
            acts.append(("choose", str(target), ""))
        verb = node.get("verb") if isinstance(node.get("verb"), str) else VERBS.get(kind)
        for target in (node.get("id"), node.get("target"), node.get("name"), node.get("text"), node.get("label")):
            if verb and isinstance(target, str):
                acts.append((verb, target, "2580" if verb == "type" else ""))
    return list(dict.fromkeys(acts))


def item_of(screen):
    item = screen.get("item", "") if isinstance(screen, dict) else ""
    return item.get("id", "") if isinstance(item, dict) else str(item or "")


class Phone(threading.Thread):
    def __init__(self, number, server):
        super().__init__(daemon=True)
        self.address = f"127.1.{number // 200}.{1 + number % 200}"
        self.number, self.server = number, server
        self.chance = random.Random(SEED * 1000 + number)
        self.people = 0
        self.journal = {}  # learner -> {seq: (item, verb, target, value)}, acknowledged
        self.unsure = {}  # learner -> {seq: act}, sent without an answer
        self.forget()

    def forget(self):
        """The phone is handed to the next person."""
        self.token = self.learner = self.screen = self.shown = self.pending = None
        self.seq = 0
        self.must_look = self.must_succeed = False
        self.refused = {}  # screen -> what the server did not take there

    def ask(self, method, path, body=None):
        """(status, answer, cookie); raises OSError or HTTPException when the server was killed."""
        port = self.server.wait_for_port()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=(self.address, 0))
        headers = {"Origin": f"http://127.0.0.1:{port}"}
        if self.token:
            headers["Cookie"] = f"dauso={self.token}"
        if body is not None:
            body = json.dumps(body, ensure_ascii=False).encode()
            headers["Content-Type"] = "application/json"
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            text = reply.read()
            if reply.status == 429:
                time.sleep(0.05)
            return reply.status, json.loads(text), reply.getheader("Set-Cookie") or ""
        finally:
            connection.close()

    def enter(self):
        self.people += 1
        name = f"Nguyễn Thị Số {self.number} {self.people}"
        body = {"code": self.server.code, "name": name, "birth_year": 1950, "consent": True}
        status, answer, cookie = self.ask("POST", "/api/join", body)
        if status == 200 and cookie.startswith("dauso="):
            self.token = cookie[len("dauso=") :].split(";")[0]
            self.learner = answer["learner"]
            self.journal[self.learner], self.unsure[self.learner] = {}, {}
            self.must_look = True
            self.server.note(joined=1)
        elif status != 429:
            problem("phones_are_served_after_each_restart", f"join: {status} {answer}")

    def look(self):
        status, answer, _ = self.ask("GET", "/api/screen")
        if status == 429:
            return
        if status != 200:
            problem("a_token_is_still_good_after_a_kill", f"{self.learner}: {status} {answer}")
            self.forget()
            return
        # The answer under way may be there or not; the last one of a test brings the event that closes it.
        most = self.seq + (2 if self.pending else 0)
        if self.shown is not None and not self.seq <= answer["seq"] <= most:
            problem("the_class_goes_on_where_it_was", f"{self.learner}: at {answer['seq']}, acknowledged {self.seq}")
        if self.shown is not None and answer["seq"] == self.seq and json.dumps(answer["screen"], sort_keys=True) != self.shown:
            problem("the_class_goes_on_where_it_was", f"{self.learner}: another screen at {self.seq}")
        self.must_succeed = self.pending is not None and answer["seq"] > self.seq
        self.must_look = False
        self.take(answer)

    def take(self, answer):
        self.seq, self.screen = answer["seq"], answer["screen"]
        self.shown = json.dumps(answer["screen"], sort_keys=True)

    def choose_act(self):
        refused = self.refused.setdefault(self.shown, set())
        choices = [act for act in possible_acts(self.screen) if act not in refused]
        move_on = ("next", "", "")
        if not choices or (move_on not in refused and self.chance.random() < 0.4):
            choices = [move_on]
        return (self.seq + 1, item_of(self.screen), *self.chance.choice(choices))

    def act(self):
        if self.pending is None:
            self.pending = self.choose_act()
        seq, item, verb, target, value = self.pending
        self.unsure[self.learner][seq] = self.pending[1:]
        body = {"seq": seq, "item": item, "verb": verb, "target": target, "value": value}
        status, answer, _ = self.ask("POST", "/api/act", body)
        if status == 429:
            return
        act, self.pending = self.pending[1:], None
        if status == 200:
            self.journal[self.learner][seq] = act
            if not seq <= answer["seq"] <= seq + 1:
                problem("no_acknowledged_answer_is_lost", f"{self.learner}: receipt {answer['seq']} for {seq}")
            self.take(answer)
            self.server.note(acknowledged=1)
        elif status in (409, 422) and not self.must_succeed:
            self.refused.setdefault(self.shown, set()).add(act[1:])  # guessed what this screen does not offer
            self.server.note(refused=1, refusal=f"{act}: {answer}")
        elif self.must_succeed:
            problem("an_answer_that_was_kept_is_acknowledged_when_sent_again", f"{act}: {status} {answer}")
        else:
            problem("phones_are_served_after_each_restart", f"act: {status} {answer}")
        self.must_succeed = False
        del self.unsure[self.learner][seq]

    def step(self):
        if self.token is None:
            self.enter()
        elif self.must_look:
            self.look()
        elif self.pending is None and (self.screen.get("kind") == "result" or self.seq > EVENTS_A_PERSON):
            self.forget()
        else:
            self.act()

    def run(self):
        while not self.server.is_over:
            try:
                self.step()
                time.sleep(self.chance.uniform(0.0, 0.03))
            except (OSError, http.client.HTTPException, ValueError):
                self.must_look = self.token is not None


# ---- the server ----


class Server:
    def __init__(self, folder):
        self.folder = folder
        self.port = self.process = None
        self.is_over = False
        self.acknowledged = self.joined = self.refused = self.waiting = 0
        self.last_refusal = ""
        self.changed = threading.Condition()

    def wait_for_port(self):
        with self.changed:
            if self.port is None:
                self.waiting += 1
                self.changed.notify_all()
                self.changed.wait_for(lambda: self.port is not None or self.is_over)
                self.waiting -= 1
            if self.port is None:
                raise OSError("no server any more")
            return self.port

    def note(self, acknowledged=0, joined=0, refused=0, refusal=None):
        with self.changed:
            self.acknowledged += acknowledged
            self.joined += joined
            self.refused += refused
            self.last_refusal = refusal or self.last_refusal
            self.changed.notify_all()

    def wait_until_all_noticed(self):
        """Every phone has read what it was told before the kill, and waits for a server."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.waiting == PHONES, timeout=20):
                raise RuntimeError(f"only {self.waiting} phones noticed that the server is gone")

    def end(self):
        with self.changed:
            self.is_over = True
            self.changed.notify_all()

    def start(self):
        """Seconds until it answers."""
        began = time.monotonic()
        self.log = open(f"{self.folder}.log", "ab")
        words = [DAUSO, "serve", "--json", "--port", "0", "--bind", "127.0.0.1", "--dir", self.folder, "--class", CLASS,
                 "--quiz", QUIZ, "--open"]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=self.log)
        ready, _, _ = select.select([self.process.stdout], [], [], 20)
        line = self.process.stdout.readline() if ready else b""
        try:
            first = json.loads(line)
        except ValueError:
            tail = pathlib.Path(f"{self.folder}.log").read_text(errors="replace")[-400:]
            raise RuntimeError(f"serve did not start: {line!r} {tail}") from None
        with self.changed:
            self.code = first["code"]
            self.port = int(first["learner_url"].split("//")[1].split("/")[0].split(":")[1])
            self.changed.notify_all()
        return time.monotonic() - began

    def stop(self, number):
        with self.changed:
            self.port = None
        self.process.send_signal(number)
        self.process.wait(20)
        self.process.stdout.close()
        self.log.close()

    def wait_for_answers(self, count, seconds):
        with self.changed:
            return self.changed.wait_for(lambda: self.acknowledged >= count, timeout=seconds)


# ---- the suite ----


def compare(record, phones, seen):
    """Everything acknowledged is in the record, as it was said; what was there before is there unchanged."""
    for phone in phones:
        for learner, journal in list(phone.journal.items()):
            events = record.events.get(learner, {})
            if journal and learner not in record.events:
                problem("no_acknowledged_answer_is_lost", f"{learner} is gone with {len(journal)} answers")
            for seq, act in list(journal.items()):
                body, event = events.get(seq, (None, None))
                if event is None or KINDS[event[3]] != "act" or tuple(event[4]) != act:
                    problem("no_acknowledged_answer_is_lost", f"{learner}: {seq} {act} is {event}")
            known = set(journal) | set(phone.unsure[learner])
            for seq, (body, event) in events.items():
                if KINDS[event[3]] == "act" and seq not in known:
                    problem("nothing_is_in_the_record_that_nobody_sent", f"{learner}: {seq} {event}")
    for learner, events in record.events.items():
        for seq, (body, event) in events.items():
            if seen.setdefault((learner, seq), body) != body:
                problem("no_event_ever_changes", f"{learner}: {seq}")
    for learner, seq in seen:
        if seq not in record.events.get(learner, {}):
            problem("no_event_ever_changes", f"{learner}: {seq} is gone")


def run_dauso(*words):
    return subprocess.run([DAUSO, *words], capture_output=True, text=True, timeout=60)


def check_export(folder, record, phones):
    """The product says the same as the record, and every attempt replays."""
    for learner, attempt in list(record.attempts.items())[:20]:
        done = run_dauso("attempt", "export", attempt, "--dir", folder)
        try:
            events = json.loads(done.stdout)["events"]
        except (ValueError, KeyError, TypeError):
            problem("exports_hold_every_acknowledged_answer", f"{attempt}: {done.returncode} {done.stderr[:200]}")
            continue
        said = {event["seq"]: tuple(event[key] for key in ("item", "verb", "target", "value"))
                for event in events if event["kind"] == "act"}
        for phone in phones:
            for seq, act in phone.journal.get(learner, {}).items():
                if said.get(seq) != act:
                    problem("exports_hold_every_acknowledged_answer", f"{attempt}: {seq} {said.get(seq)}")
        done = run_dauso("replay", attempt, "--dir", folder)
        if done.returncode != 0:
            problem("every_attempt_replays_after_the_last_kill", f"{attempt}: {done.returncode} {done.stderr[:200]}")


TESTS = [
    "the_server_starts_again_after_each_kill",
    "phones_are_served_after_each_restart",
    "no_acknowledged_answer_is_lost",
    "an_answer_that_was_kept_is_acknowledged_when_sent_again",
    "nothing_is_in_the_record_that_nobody_sent",
    "no_event_ever_changes",
    "no_event_is_missing_or_there_twice",
    "the_chain_of_hashes_is_unbroken",
    "the_file_is_whole_after_each_kill",
    "a_token_is_still_good_after_a_kill",
    "the_class_goes_on_where_it_was",
    "enough_was_answered_for_the_kills_to_matter",
    "exports_hold_every_acknowledged_answer",
    "every_attempt_replays_after_the_last_kill",
]


def kill_again_and_again(server, phones):
    chance = random.Random(SEED)
    starts, seen = [], {}
    for kill in range(KILLS):
        starts.append(server.start())
        if kill == 0:
            for phone in phones:
                phone.start()
        before = server.acknowledged
        server.wait_for_answers(before + 1, 10)
        time.sleep(chance.uniform(0.0, 0.5))
        server.stop(signal.SIGKILL)
        server.wait_until_all_noticed()
        compare(Record(server.folder), phones, seen)
        if server.acknowledged == before:
            problem("phones_are_served_after_each_restart", f"no answer in round {kill + 1}; {server.last_refusal}")
        if len(problems.get("phones_are_served_after_each_restart", [])) > 5:
            break
    starts.append(server.start())
    server.wait_for_answers(server.acknowledged + PHONES, 10)
    server.stop(signal.SIGTERM)
    server.wait_until_all_noticed()
    server.end()
    record = Record(server.folder)
    compare(record, phones, seen)
    check_export(server.folder, record, phones)
    return starts


def report(server, starts):
    if server.acknowledged < 4 * KILLS:
        problem("enough_was_answered_for_the_kills_to_matter", f"{server.acknowledged} answers, {KILLS} kills; "
                f"last refusal: {server.last_refusal}")
    if starts:
        starts.sort()
        print(f"{KILLS} kills, {server.joined} learners, {server.acknowledged} acknowledged answers, {server.refused} "
              f"guesses refused, restart {starts[len(starts) // 2]:.2f} s (largest {starts[-1]:.2f} s)")
    for test in TESTS:
        found = problems.get(test, [])
        print(f"FAIL {test}: {len(found)} times, first {found[0]}" if found else f"ok {test}")
    failed = sum(test in problems for test in TESTS)
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return failed != 0


def main():
    print(f"seed {SEED}")
    with tempfile.TemporaryDirectory(prefix="dauso-kill-") as place:
        folder = f"{place}/data"
        done = run_dauso("init", "--dir", folder)
        if done.returncode != 0:
            problem("the_server_starts_again_after_each_kill", f"init: {done.returncode} {done.stderr}")
        server = Server(folder)
        phones = [Phone(number, server) for number in range(PHONES)]
        starts = []
        try:
            starts = kill_again_and_again(server, phones)
        except (RuntimeError, OSError, subprocess.TimeoutExpired) as trouble:
            problem("the_server_starts_again_after_each_kill", str(trouble))
        finally:
            server.end()
            if server.process is not None and server.process.poll() is None:
                server.process.kill()
                server.process.wait()
        return report(server, starts)


if __name__ == "__main__":
    sys.exit(main())
