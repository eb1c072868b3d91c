"""http_frame.py - what the HTTP suites have in common: a served class, raw sockets, tests as sentences."""
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:700])


class Answer:
    """One HTTP answer as it came over the wire; status 0 = the connection was closed without one."""

    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        match = re.match(r"HTTP/1\.[01] (\d{3})", lines[0])
        self.status = int(match.group(1)) if match else 0
        self.headers = [(name.strip().lower(), value.strip()) for name, _, value in
                        (line.partition(":") for line in lines[1:])]

    def header(self, name):
        return next((value for key, value in self.headers if key == name.lower()), None)

    def json(self):
        return json.loads(self.body)

    @property
    def closes(self):
        return self.status == 0 or (self.header("connection") or "").lower() == "close"


def read_answer(sock, timeout=8):
    """Reads one answer, up to its Content-Length. What came before a close or a silence is the answer."""
    data = b""
    end = time.monotonic() + timeout
    while True:
        if data.startswith(b"HTTP/1.1 100 "):
            data = data.partition(b"\r\n\r\n")[2]
        head, blank, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if blank and length and len(body) >= int(length.group(1)):
            return Answer(data)
        sock.settimeout(max(0.01, end - time.monotonic()))
        try:
            more = sock.recv(65536)
        except (socket.timeout, ConnectionError):
            return Answer(data)
        if not more:
            return Answer(data)
        data += more


class Server:
    """`dauso serve` on a free port with an open class, in a folder of its own."""

    stderr_name = "stderr.txt"
    quiz = "digital-basics"
    process_options = {}

    def __init__(self, *options):
        self.folder, self.options = tempfile.mkdtemp(prefix="dauso-http-"), options
        subprocess.run([DAUSO, "init", "--dir", self.folder, "--verifier-url", "https://v.example.vn/"], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.start()
        self.code = self.said["code"]

    def start(self, port=0):
        self.process = subprocess.Popen(
            [DAUSO, "serve", "--json", "--port", str(port), "--dir", self.folder, "--host", "class.example", "--class",
             "Lớp thử", "--quiz", self.quiz, "--open", *self.options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=open(os.path.join(self.folder, self.stderr_name), "ab"), **self.process_options)
        self.said = json.loads(self.process.stdout.readline())
        self.port = int(re.search(r":(\d+)/", self.said["trainer_url"]).group(1))
        self.host = f"127.0.0.1:{self.port}"
        self.trainer_cookie = None

    def stop(self):
        """Asks it to end; what it wrote stays."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def restart(self):
        """Killed, and started again on the same port and folder: the class goes on."""
        self.process.kill()
        self.process.wait()
        self.start(self.port)

    def close(self):
        code = self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        return code

    def connect(self, source="127.0.0.1", to="127.0.0.1"):
        return socket.create_connection((to, self.port), timeout=8, source_address=(source, 0))

    def raw(self, data, source="127.0.0.1", timeout=8, to="127.0.0.1"):
        """Sends the bytes on a connection of their own."""
        with self.connect(source, to) as sock:
            try:
                sock.sendall(data)
            except ConnectionError:
                pass
            return read_answer(sock, timeout)

    def ask(self, method, path, body=None, headers=(), cookie=None, host=None, source="127.0.0.1", version="HTTP/1.1",
            kind=None, to="127.0.0.1", timeout=8):
        """A proper request; body: an object is sent as JSON, bytes as they are."""
        lines = [f"{method} {path} {version}", f"Host: {host or self.host}"]
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            kind = kind or "application/json"
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        if kind:
            lines.append(f"Content-Type: {kind}")
        if cookie:
            lines.append(f"Cookie: {cookie}")
        lines += [f"{name}: {value}" for name, value in headers]
        return self.raw("\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b""), source, timeout, to=to)

    def join(self, name, year=1958, source="127.0.0.1", code=None):
        answer = self.ask("POST", "/api/join", {"code": code or self.code, "name": name, "birth_year": year, "consent": True}, source=source)
        check(answer.status == 200, "joining:", answer.status, answer.body)
        return Learner(self, answer.header("set-cookie").split(";")[0], answer.json()["learner"])

    def trainer(self):
        if self.trainer_cookie is None:
            path = re.search(r"(/trainer/.*)", self.said["trainer_url"]).group(1)
            answer = self.ask("GET", path)
            check(answer.status == 303, "the one-time link:", answer.status)
            self.trainer_cookie = answer.header("set-cookie").split(";")[0]
        return self.trainer_cookie


def head(*lines, method="GET", path="/health"):
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines]).encode("latin-1") + b"\r\n\r\n"


class Learner:
    def __init__(self, server, cookie, learner):
        self.server, self.cookie, self.id = server, cookie, learner

    def screen(self):
        answer = self.server.ask("GET", "/api/screen", cookie=self.cookie)
        check(answer.status == 200, "the screen:", answer.status, answer.body)
        return answer.json()

    def send(self, act, **options):
        """Like a phone: what is answered with 429 is sent again when Retry-After says."""
        for _ in range(10):
            answer = self.server.ask("POST", "/api/act", act, cookie=self.cookie, **options)
            if answer.status != 429:
                return answer
            time.sleep(int(answer.header("retry-after")))
        return answer

    def choice(self, target="a", **changes):
        """The act that chooses an option of the question on the screen."""
        shown = self.screen()
        return {"seq": shown["seq"] + 1, "item": shown["screen"]["item"], "verb": "choose", "target": target,
                "value": "", **changes}

    def seq(self):
        return self.screen()["seq"]

    def next_act(self, shown, luck):
        """Something that the screen offers: (verb, target, value)."""
        screen = shown["screen"]
        if screen["kind"] == "question":
            options = next(widget for widget in screen["widgets"] if widget["kind"] == "options")
            if options["chosen"] is not None:
                return "next", "", ""
            return "choose", luck.choice(options["options"])["id"], ""
        verbs = {"button": "press", "code": "scan", "keypad": "type", "input": "type"}
        offers = [(verbs[widget["kind"]], widget["id"]) for widget in screen["widgets"] if widget["kind"] in verbs]
        verb, target = luck.choice(offers)
        pin = re.search(r"PIN[^0-9]*(\d{4,6})", screen.get("story", ""))
        return verb, target, pin.group(1) if verb == "type" and pin else "0" if verb == "type" else ""

    def play(self, until=lambda screen: False, seed=1, acts=600):
        """Goes on, at random, to the screen that is wanted or to the end of the test."""
        luck = random.Random(seed)
        shown = self.screen()
        for _ in range(acts):
            if until(shown["screen"]) or "item" not in shown["screen"]:
                return shown
            verb, target, value = self.next_act(shown, luck)
            answer = self.send({"seq": shown["seq"] + 1, "item": shown["screen"]["item"], "verb": verb, "target": target,
                                "value": value})
            check(answer.status in (200, 422), verb, target, answer.status, answer.body)
            shown = answer.json() if answer.status == 200 else self.screen()
        raise AssertionError("the test has no end")

    def answer_questions(self):
        return self.play(until=lambda screen: screen.get("kind") == "practical")

    def unchanged(self, function):
        """No refused write may leave an event."""
        before = self.seq()
        function()
        check(self.seq() == before, "the event number went from", before, "to", self.seq())


def run_suite():
    passed = failed = 0
    for function in TESTS:
        try:
            function()
        except Exception as error:  # a test that breaks has failed
            failed += 1
            print(f"FAIL {function.__name__}: {type(error).__name__}: {str(error)[:600]}".replace("\n", " "), flush=True)
        else:
            passed += 1
            print(f"ok {function.__name__}", flush=True)
    return passed, failed


def finish(passed, failed):
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0 or passed == 0)


def sources_folder():
    return pathlib.Path(__file__).resolve().parents[2]
