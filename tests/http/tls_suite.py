#!/usr/bin/python3
"""tls_suite.py - `serve --tls-cert --tls-key`: seen by Python's ssl and by openssl, with certificates that openssl made."""
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from http_frame import DAUSO, Server, check, finish, read_answer, run_suite, test  # noqa: E402

FOLDER = tempfile.mkdtemp(prefix="dauso-tls-")


def file(name):
    return os.path.join(FOLDER, name)


def make_certificate(name, *options, key="ec"):
    kind = {"ec": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "rsa": ["-newkey", "rsa:2048"]}[key]
    subprocess.run(["openssl", "req", "-x509", *kind, "-nodes", "-keyout", file(name + ".key"), "-out",
                    file(name + ".pem"), "-subj", "/CN=class.example", "-addext",
                    "subjectAltName=DNS:class.example,IP:127.0.0.1", *(options or ("-days", "30"))],
                   check=True, stderr=subprocess.DEVNULL)


make_certificate("office")
make_certificate("other", key="rsa")


def make_expired():
    """`openssl req` of Debian 12 cannot date back, `openssl x509 -req` can with a negative number of days."""
    subprocess.run(["openssl", "req", "-new", "-key", file("office.key"), "-subj", "/CN=class.example", "-out",
                    file("old.csr")], check=True)
    subprocess.run(["openssl", "x509", "-req", "-in", file("old.csr"), "-signkey", file("office.key"), "-days", "-1",
                    "-out", file("old.pem")], check=True, stderr=subprocess.DEVNULL)


make_expired()


class Office(Server):
    """A class behind TLS; every connection of http_frame goes through Python's ssl."""

    def __init__(self, *options, cert="office.pem", key="office.key"):
        self.context = ssl.create_default_context(cafile=file(cert))
        super().__init__("--tls-cert", file(cert), "--tls-key", file(key), *options)

    def connect(self, source="127.0.0.1", to="127.0.0.1"):
        return self.context.wrap_socket(super().connect(source, to), server_hostname="class.example")

    def log(self):
        with open(os.path.join(self.folder, self.stderr_name), encoding="utf-8") as text:
            return text.read()


S = Office()


def refused(*options):
    folder = tempfile.mkdtemp(prefix="dauso-tls-")
    subprocess.run([DAUSO, "init", "--dir", folder, "--verifier-url", "https://v.example.vn/"], check=True,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    done = subprocess.run([DAUSO, "serve", "--port", "0", "--dir", folder, *options], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=20)
    return done.returncode, done.stderr


@test
def the_addresses_say_https():
    check(S.said["learner_url"].startswith("https://"), S.said)
    check(S.said["trainer_url"].startswith("https://127.0.0.1:"), S.said)


@test
def a_browser_that_knows_the_certificate_gets_a_page():
    answer = S.ask("GET", "/")
    check(answer.status == 200 and b"<!DOCTYPE html>" in answer.body, answer.status)


@test
def openssl_shakes_hands_with_1_2_and_1_3():
    for version in ("-tls1_2", "-tls1_3"):
        done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{S.port}", version, "-CAfile",
                               file("office.pem"), "-verify_return_error"], input=b"", capture_output=True, timeout=20)
        check(b"Verify return code: 0 (ok)" in done.stdout, version, done.stdout[-300:], done.stderr[-300:])


@test
def versions_1_0_and_1_1_are_refused():
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        try:
            context.wrap_socket(socket.create_connection(("127.0.0.1", S.port), timeout=8))
        except (ssl.SSLError, ConnectionError):
            continue
        check(False, version, "was accepted")


@test
def plain_http_is_closed_without_a_page():
    with socket.create_connection(("127.0.0.1", S.port), timeout=8) as sock:
        sock.sendall(f"GET / HTTP/1.1\r\nHost: {S.host}\r\n\r\n".encode())
        answer = read_answer(sock)
    check(answer.status == 0 and b"html" not in answer.body, answer.status, answer.body)


@test
def cookies_are_secure():
    learner = S.join("Nguyễn Thị Mây")
    answer = S.ask("POST", "/language", b"language=vi", kind="application/x-www-form-urlencoded", cookie=learner.cookie)
    check("; Secure" in (answer.header("set-cookie") or ""), answer.headers)
    path = re.search(r"(/trainer/.*)", S.said["trainer_url"]).group(1)
    answer = S.ask("GET", path)
    check("; Secure" in answer.header("set-cookie"), answer.headers)
    S.trainer_cookie = answer.header("set-cookie").split(";")[0]


@test
def a_learner_answers_over_tls():
    learner = S.join("Trần Văn Bảy")
    before = learner.seq()
    shown = learner.screen()["screen"]
    check(shown is not None, "no screen")
    for _ in range(12):  # practice items and words to read first
        act = learner.choice()
        answer = learner.send(act)
        if answer.status == 200:
            break
        learner.send({**act, "verb": "next", "target": ""})
    check(learner.seq() > before, "nothing was written")


@test
def the_console_is_for_the_laptop_alone():
    cookie = S.trainer()
    check(S.ask("GET", "/trainer/", cookie=cookie).status == 200, "at the laptop")
    check(S.ask("GET", "/trainer/", cookie=cookie, source="127.0.0.1", host="class.example").status == 404, "other name")


@test
def the_caller_keeps_the_own_address():
    """Wrong codes are counted by address: 127.9.0.1 is used up, 127.9.0.2 is not."""
    def guess(source):
        body = {"code": "000001", "name": "Lò Thị Sáu", "birth_year": 1950, "consent": True}
        return S.ask("POST", "/api/join", body, source=source).status
    statuses = [guess("127.9.0.1") for _ in range(7)]
    check(statuses[0] == 403 and statuses[-1] == 429, statuses)
    check(guess("127.9.0.2") == 403, "the other address")


@test
def an_origin_of_http_is_another_site():
    body = b"language=vi"
    form = "application/x-www-form-urlencoded"
    wrong = S.ask("POST", "/language", body, kind=form, headers=[("Origin", f"http://{S.host}")])
    right = S.ask("POST", "/language", body, kind=form, headers=[("Origin", f"https://{S.host}")])
    check((wrong.status, right.status) == (403, 303), wrong.status, right.status)


@test
def the_head_guard_stands_behind_tls_too():
    with S.connect() as sock:
        sock.sendall(f"GET /health HTTP/1.1\nHost: {S.host}\n\n".encode())
        check(read_answer(sock).status == 400, "bare line feeds")
    twice = S.raw(f"GET /health HTTP/1.1\r\nHost: {S.host}\r\nHost: evil.example\r\n\r\n".encode())
    check(twice.status == 400, twice.status)


@test
def many_requests_on_one_connection_are_answered():
    with S.connect() as sock:
        for _ in range(50):
            sock.sendall(f"GET /health HTTP/1.1\r\nHost: {S.host}\r\n\r\n".encode())
            check(read_answer(sock).status == 200, "keep-alive")


@test
def a_large_page_comes_whole_to_a_slow_reader():
    with S.connect() as sock:
        sock.sendall(f"GET /verify HTTP/1.1\r\nHost: {S.host}\r\nConnection: close\r\n\r\n".encode())
        data = b""
        while True:
            more = sock.recv(2000)
            if not more:
                break
            data += more
            if len(data) % 50000 < 2000:
                time.sleep(0.02)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
    check(length > 100000 and len(body) == length, length, len(body))


@test
def half_handshakes_hold_nobody_up_and_end_after_10_seconds():
    half = [socket.create_connection(("127.0.0.1", S.port), source_address=("127.8.0.1", 0)) for _ in range(100)]
    for number, sock in enumerate(half):
        sock.sendall(b"\x16\x03\x01\x02\x00"[:number % 6])
    begin = time.monotonic()
    for _ in range(10):
        check(S.ask("GET", "/health").status == 200, "an honest one")
    check(time.monotonic() - begin < 5, "honest ones waited", time.monotonic() - begin)
    half[7].settimeout(30)
    try:
        rest = half[7].recv(100)
    except ConnectionError:
        rest = b""
    took = time.monotonic() - begin
    check(rest == b"" and 8 < took < 25, "ended after", took, rest)
    for sock in half:
        sock.close()


@test
def one_address_does_not_take_every_place():
    """128 connections for an address; who comes after them is closed before the handshake."""
    socks = [socket.create_connection(("127.0.0.1", S.port), source_address=("127.8.0.9", 0)) for _ in range(140)]
    time.sleep(0.5)
    closed = 0
    for sock in socks:
        sock.setblocking(False)
        try:
            closed += sock.recv(1) == b""
        except BlockingIOError:
            pass
        except ConnectionError:
            closed += 1
    check(closed == 12, closed, "were closed")
    check(S.ask("GET", "/health", source="127.8.0.10").status == 200, "another address")
    for sock in socks:
        sock.close()


@test
def forty_phones_at_once_are_answered():
    failures = []

    def phone(number):
        try:
            for _ in range(5):
                if S.ask("GET", "/", source=f"127.7.0.{number + 1}").status != 200:
                    failures.append(number)
        except Exception as error:  # told below
            failures.append(f"{number}: {error}")
    threads = [threading.Thread(target=phone, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check(not failures, failures)


@test
def random_bytes_after_the_handshake_or_instead_of_it_do_no_harm():
    for seed in range(40):
        with socket.create_connection(("127.0.0.1", S.port), timeout=8) as sock:
            sock.sendall(bytes((seed * 37 + i * i * 11) % 256 for i in range(300)))
    for seed in range(10):
        with S.connect() as sock:
            sock.sendall(bytes((seed * 31 + i * 7) % 256 for i in range(3000)))
    check(S.ask("GET", "/health").status == 200, "still there")


@test
def a_live_stream_flows_through():
    with S.connect() as sock:
        sock.sendall(f"GET /trainer/api/class/{S.said['class_id']}/stream HTTP/1.1\r\nHost: {S.host}\r\n"
                     f"Cookie: {S.trainer()}\r\n\r\n".encode())
        sock.settimeout(8)
        data = b""
        while b"data:" not in data:
            data += sock.recv(65536)
    check(b" 200 " in data.split(b"\r\n")[0], data[:100])


@test
def a_missing_file_is_said():
    code, said = refused("--tls-cert", "/nowhere/cert.pem", "--tls-key", file("office.key"))
    check(code == 3 and "/nowhere/cert.pem" in said, code, said)
    code, said = refused("--tls-cert", file("office.pem"), "--tls-key", "/nowhere/key.pem")
    check(code == 3 and "/nowhere/key.pem" in said, code, said)


@test
def a_key_of_another_certificate_is_refused():
    make_certificate("second")
    for key in ("other.key", "second.key"):
        code, said = refused("--tls-cert", file("office.pem"), "--tls-key", file(key))
        check(code == 3 and "does not belong" in said and said.count("\n") == 1, code, said)


@test
def a_file_that_is_no_certificate_is_refused():
    with open(file("words.pem"), "w", encoding="utf-8") as out:
        out.write("không phải chứng thư\n")
    code, said = refused("--tls-cert", file("words.pem"), "--tls-key", file("office.key"))
    check(code == 3 and "no certificate" in said, code, said)
    code, said = refused("--tls-cert", file("office.pem"), "--tls-key", file("words.pem"))
    check(code == 3 and "no key" in said, code, said)


@test
def a_locked_key_is_refused_and_nobody_is_asked():
    subprocess.run(["openssl", "pkey", "-in", file("office.key"), "-aes256", "-passout", "pass:bí mật", "-out",
                    file("locked.key")], check=True)
    code, said = refused("--tls-cert", file("office.pem"), "--tls-key", file("locked.key"))
    check(code == 3 and "passphrase" in said, code, said)


@test
def one_option_without_the_other_is_a_usage_error():
    code, said = refused("--tls-cert", file("office.pem"))
    check(code == 2 and "belong together" in said, code, said)


@test
def an_expired_certificate_is_a_warning():
    office = Office(cert="old.pem")
    office.context.check_hostname, office.context.verify_mode = False, ssl.CERT_NONE
    check(office.ask("GET", "/health").status == 200, "it serves")
    check("has expired" in office.log(), office.log())
    check(office.close() == 0, "it ends in peace")


@test
def a_certificate_with_an_rsa_key_serves_too():
    office = Office(cert="other.pem", key="other.key")
    check(json.loads(office.ask("GET", "/health").body)["ok"] is True, "health")
    check(office.close() == 0, "it ends in peace")


passed, failed = run_suite()
code = S.close()
if code != 0:
    print("FAIL the server ended with", code)
    failed += 1
finish(passed, failed)
