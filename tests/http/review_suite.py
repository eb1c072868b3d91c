#!/usr/bin/python3
"""review_suite.py - a trainer looks at a critical act again, in the console: offered where there is one, with a reason, once,
and in the record for ever."""
import json
import shutil
import subprocess

from http_frame import DAUSO, Server, check, finish, run_suite, test


class PlayedServer(Server):
    """Serves the folder in which a class was played, two of whom paid the scammer."""

    def start(self, port=0):
        if not port:
            shutil.rmtree(self.folder)
            subprocess.run([DAUSO, "demo", "--learners", "8", "--seed", "5", "--dir", self.folder, "--json"], check=True,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.rows = played(self, "attempt", "list")
            self.acts = {row["attempt"]: acts_of(self, row) for row in self.rows}
        super().start(port)


def acts_of(server, row):
    return played(server, "replay", row["attempt"], "--explain")[0]["explain"]["decision"]["criticals"]


def played(server, *words):
    done = subprocess.run([DAUSO, *words, "--dir", server.folder, "--json"], capture_output=True, text=True, timeout=60)
    check(done.returncode == 0, words, done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def panel_of(server, row):
    """The panel of one person, as the console gets it: the first event of the stream."""
    data = b""
    with server.connect() as sock:
        sock.sendall((f"GET /trainer/api/class/1/stream?learner={row['learner']} HTTP/1.1\r\nHost: {server.host}\r\n"
                      f"Cookie: {server.trainer()}\r\n\r\n").encode())
        while b"}\n\n" not in data:
            more = sock.recv(65536)
            check(more, "the stream ended", data[:200])
            data += more
    return data.decode()


@test
def a_critical_act_is_reviewed_with_a_reason_that_stays():
    server = PlayedServer()
    unsafe = next(row for row in server.rows if server.acts[row["attempt"]])
    safe = next(row for row in server.rows if not server.acts[row["attempt"]])
    panel = panel_of(server, unsafe)
    check("/overturn" in panel and "pay-bakery" in panel, "no way to review it", panel[-1500:])
    check("/overturn" not in panel_of(server, safe), "nothing is there to review")

    def post(row, body):
        return server.ask("POST", f"/trainer/api/learner/{row['learner']}/overturn", body, cookie=server.trainer()).status

    reason = "Máy bị treo, người ngồi cạnh bấm hộ."
    check(post(unsafe, {"item": "pay-bakery"}) == 400, "no reason")
    check(post(unsafe, {"item": "pay-bakery", "reason": "vì thế"}) == 422, "six letters")
    check(post(unsafe, {"item": "otp-call", "reason": reason}) == 422, "nothing critical there")
    check(post(safe, {"item": "pay-bakery", "reason": reason}) == 422, "nobody fell")
    check(post(unsafe, {"item": "pay-bakery", "reason": reason}) == 200)
    check(post(unsafe, {"item": "pay-bakery", "reason": reason}) == 422, "twice")
    check("/overturn" not in panel_of(server, unsafe), "it is still offered")
    server.stop()
    found = acts_of(server, unsafe)[0]
    check(found["state"] == "overturned" and found["reason"] == reason, found)
    server.close()


finish(*run_suite())
