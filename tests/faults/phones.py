"""phones.py - a served class and phones that join and answer over HTTP, each with an address of its own, whatever happens
to the server meanwhile."""

import http.client
import json
import os
import pathlib
import random
import select
import subprocess
import threading
import time

from record import problem

ROOT = pathlib.Path(__file__).resolve().parents[2]
DAUSO = os.environ.get("DAUSO", str(ROOT / "build" / "dauso"))
SEED = int(os.environ.get("SEED", "1"))
PHONES = 8
EVENTS_A_PERSON = 60  # then the phone goes to the next person
CLASS = "Lớp thử mất điện"
QUIZ = "digital-basics"


def run_dauso(*words):
    return subprocess.run([DAUSO, *words], capture_output=True, text=True, timeout=60)


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

    def popen(self, words, **options):
        return subprocess.Popen(words, **options)

    def start(self):
        """Seconds until it answers."""
        began = time.monotonic()
        self.log = open(f"{self.folder}.log", "ab")
        words = [DAUSO, "serve", "--json", "--port", "0", "--bind", "127.0.0.1", "--dir", self.folder, "--class", CLASS,
                 "--quiz", QUIZ, "--open"]
        self.process = self.popen(words, stdout=subprocess.PIPE, stderr=self.log)
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

    def time_to_health(self, so_far):
        """Seconds from the start of the program until GET /health is answered; `so_far` are gone already."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/health")
        is_well = connection.getresponse().status == 200
        connection.close()
        return so_far + time.monotonic() - began if is_well else 1e9

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
