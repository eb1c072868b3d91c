#!/usr/bin/python3
"""http_suite.py - requests that are no proper HTTP, or ask for what does not exist, against a running class.

One test for each row of the table of bad requests; the number at the end of a name is the row. Every refused write must
leave the learner's event number where it was. Sessions, events and floods are in people_suite.py."""
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from http_frame import Server, check, finish, head, run_suite, test  # noqa: E402

S = Server()
L = S.join("Nguyễn Thị Hường")
FORM = "application/x-www-form-urlencoded"


HOST = f"Host: {S.host}"
unchanged = L.unchanged


def refused(data, *statuses, closes=True, timeout=8):
    """The raw request is refused with one of these, and the class goes on."""
    answer = S.raw(data, timeout=timeout)
    check(answer.status in statuses, data[:80], "gave", answer.status, "wanted", statuses)
    if closes and answer.status:
        check(answer.closes, "the connection stays open after", answer.status)
    check(S.ask("GET", "/health").status == 200, "the server does not answer any more")
    return answer

# ---- A: framing ----


@test
def a_request_without_host_is_refused_1():
    refused(head(), 400)


@test
def two_hosts_are_refused_2():
    refused(head(HOST, "Host: evil.example"), 400)
    refused(head(HOST, HOST), 400)


@test
def an_empty_host_is_refused_3():
    refused(head("Host:"), 400)


@test
def a_host_that_is_not_ours_is_misdirected_4():
    refused(head("Host: evil.example"), 421)
    refused(head(f"Host: evil.example:{S.port}"), 421)
    refused(head(f"Host: 127.0.0.1:{S.port + 1}"), 421)


@test
def http_0_9_is_refused_5():
    refused(b"GET /health\r\n\r\n", 400)
    refused(b"GET /health HTTP/0.9\r\n" + HOST.encode() + b"\r\n\r\n", 400)


@test
def http_2_is_refused_6():
    refused(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505)
    refused(b"GET /health HTTP/2.0\r\n" + HOST.encode() + b"\r\n\r\n", 505)


@test
def http_1_9_is_refused_7():
    refused(b"GET /health HTTP/1.9\r\n" + HOST.encode() + b"\r\n\r\n", 505)


@test
def a_tls_hello_to_the_plain_port_is_closed_8():
    refused(bytes.fromhex("160301020001fc0303") + os.urandom(200), 0, 400)


@test
def binary_garbage_is_closed_9():
    refused(bytes(range(1, 200)), 0, 400)


@test
def bare_line_feeds_are_refused_10():
    refused(f"GET /health HTTP/1.1\n{HOST}\n\n".encode(), 400)
    refused(f"GET /health HTTP/1.1\r\n{HOST}\nX: y\r\n\r\n".encode(), 400)


@test
def bare_carriage_returns_are_refused_11():
    refused(f"GET /health HTTP/1.1\r{HOST}\r\r".encode(), 400)
    refused(f"GET /health HTTP/1.1\r\n{HOST}\r\nX: a\rb\r\n\r\n".encode(), 400)


@test
def folded_headers_are_refused_12():
    refused(head(HOST, "X: a", " b"), 400)
    refused(head(HOST, "X: a", "\tb"), 400)


@test
def a_blank_before_the_colon_is_refused_13():
    refused(head(f"Host : {S.host}"), 400)
    refused(head(HOST, "Content-Length : 5"), 400)


@test
def a_header_without_colon_or_name_is_refused_14():
    refused(head(HOST, "nonsense"), 400)
    refused(head(HOST, ": value"), 400)


@test
def nul_in_a_header_is_refused_15():
    refused(head(HOST, "X: a\0b"), 400)
    refused(head(HOST, "X\0: a"), 400)


@test
def tabs_and_double_blanks_in_the_request_line_are_refused_16():
    refused(f"GET\t/health HTTP/1.1\r\n{HOST}\r\n\r\n".encode(), 400)
    refused(f"GET  /health HTTP/1.1\r\n{HOST}\r\n\r\n".encode(), 400)
    refused(f"GET /health  HTTP/1.1\r\n{HOST}\r\n\r\n".encode(), 400)


def smuggle(*lengths):
    inner = json.dumps(L.choice()).encode()
    second = head(HOST, "Content-Type: application/json", f"Content-Length: {len(inner)}", f"Cookie: {L.cookie}",
                  method="POST", path="/api/act") + inner
    first = head(HOST, "Content-Type: application/json", f"Cookie: {L.cookie}", *lengths, method="POST", path="/api/act")
    return first + b"0\r\n\r\n" + second


@test
def both_lengths_at_once_smuggle_nothing_17():
    unchanged(lambda: refused(smuggle("Content-Length: 5", "Transfer-Encoding: chunked"), 400))


@test
def two_equal_lengths_are_refused_18():
    unchanged(lambda: refused(head(HOST, "Content-Length: 2", "Content-Length: 2", "Content-Type: application/json",
                                   method="POST", path="/api/act") + b"{}", 400))


@test
def two_different_lengths_smuggle_nothing_19():
    unchanged(lambda: refused(smuggle("Content-Length: 5", "Content-Length: 0"), 400))


@test
def odd_lengths_are_refused_20():
    for length in ("-1", "+2", "0x2", "1 0", "2, 2", "2.0", ""):
        refused(head(HOST, f"Content-Length: {length}", "Content-Type: application/json", method="POST",
                     path="/api/act") + b"{}", 400)


@test
def astronomic_lengths_are_refused_21():
    for length in (2**31, 2**63, 2**64, 10**30):
        refused(head(HOST, f"Content-Length: {length}", "Content-Type: application/json", method="POST",
                     path="/api/act") + b"{}", 413, 400)


@test
def transfer_encodings_are_refused_at_once_22():
    for coding in ("identity", "xchunked", "gzip, chunked", "chunked", "\tchunked"):
        began = time.monotonic()
        refused(head(HOST, f"Transfer-Encoding: {coding}", "Content-Type: application/json", method="POST",
                     path="/api/act") + b"0\r\n\r\n", 501, 400)
        check(time.monotonic() - began < 5, coding, "was waited for")


@test
def transfer_encoding_on_http_1_0_is_refused_23():
    refused(f"POST /api/act HTTP/1.0\r\n{HOST}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".encode(), 400)


@test
def bad_chunk_sizes_change_nothing_24():
    for size in (b"zz", b"-1", b"ffffffffffffffffff"):
        unchanged(lambda: refused(head(HOST, "Transfer-Encoding: chunked", "Content-Type: application/json", method="POST",
                                       path="/api/act") + size + b"\r\n{}\r\n0\r\n\r\n", 400, 413, 501))


@test
def chunks_with_bare_line_feeds_extensions_and_trailers_are_refused_25_26():
    for chunks in (b"2\n{}\n0\n\n", b"2;x=y\r\n{}\r\n0\r\n\r\n", b"2\r\n{}\r\n0\r\nX: y\r\n\r\n"):
        refused(head(HOST, "Transfer-Encoding: chunked", "Content-Type: application/json", method="POST",
                     path="/api/act") + chunks, 400, 501)


@test
def a_post_without_length_is_refused_28():
    refused(head(HOST, "Content-Type: application/json", method="POST", path="/api/join"), 411)


@test
def a_get_with_a_body_is_refused_29():
    refused(head(HOST, "Content-Length: 2") + b"{}", 400)


@test
def an_unknown_expectation_fails_31():
    refused(head(HOST, "Expect: magic"), 417)


@test
def pipelined_requests_are_answered_in_order_or_closed_32():
    with S.connect() as sock:
        sock.sendall(head(HOST) * 3)
        data = b""
        sock.settimeout(5)
        try:
            while more := sock.recv(65536):
                data += more
        except TimeoutError:
            pass
    check(1 <= data.count(b"HTTP/1.1 200") <= 3, data[:300])
    check(data.count(b"HTTP/1.1 ") == data.count(b"HTTP/1.1 200"), data[:300])


@test
def an_upgrade_is_ignored_33():
    answer = S.raw(head(HOST, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: x"))
    check(answer.status == 200, answer.status)


@test
def odd_methods_are_refused_34():
    for method, statuses in (("get", (405, 501)), ("TRACE", (405,)), ("PUT", (405,)), ("DELETE", (405,)),
                             ("CONNECT", (405, 400)), ("OPTIONS", (405,)), ("A" * 200, (501, 405)), ("BREW", (501, 405))):
        refused(head(HOST, method=method), *statuses)


@test
def absolute_addresses_and_fragments_are_refused_35():
    refused(head(HOST, path=f"http://{S.host}/health"), 400)
    refused(head(HOST, path="/health#top"), 400)
    refused(head(HOST, path="*"), 400)


# ---- B: path and size ----


@test
def paths_that_climb_are_not_found_36():
    refused(head(HOST, path="/../../etc/passwd"), 404)
    refused(head(HOST, path="/ui/../../etc/passwd"), 404)


@test
def escaped_climbing_is_not_found_37():
    refused(head(HOST, path="/ui/%2e%2e%2fetc/passwd"), 404)
    refused(head(HOST, path="/%2e%2e/etc/passwd"), 404)


@test
def double_escapes_are_not_found_38():
    refused(head(HOST, path="/ui/%252e%252e/etc"), 404)


@test
def overlong_and_broken_utf8_is_refused_39():
    refused(head(HOST, path="/ui/%c0%ae%c0%ae/x"), 400)
    refused(head(HOST, path="/%ff"), 400)


@test
def nul_in_the_path_is_refused_40():
    refused(head(HOST, path="/health%00.html"), 400)
    refused(head(HOST, path="/health\0x"), 400)


@test
def broken_escapes_are_refused_41():
    for path in ("/%zz", "/%", "/%4", "/health?x=%zz"):
        refused(head(HOST, path=path), 400)


@test
def backslashes_double_slashes_and_dots_are_not_found_42():
    for path in ("/ui\\x", "//health", "/./health", "/health.", "/health/", "/ui//x"):
        refused(head(HOST, path=path), 404)


@test
def huge_addresses_and_headers_are_refused_43():
    refused(head(HOST, path="/" + "a" * 20000), 414)
    refused(head(HOST, "X: " + "a" * 20000), 431)
    refused(head(HOST, *[f"X{n}: y" for n in range(1000)]), 431)


@test
def thousands_of_arguments_are_refused_44():
    refused(head(HOST, path="/?" + "&".join(f"a{n}=1" for n in range(3000))), 414, 400)
    refused(head(HOST, path="/?" + "&".join(f"a{n}=1" for n in range(100))), 400)


@test
def an_argument_twice_is_refused_45():
    refused(head(HOST, path="/?x=1&x=2"), 400)
    answer = S.ask("POST", "/join", b"code=1&code=2", kind=FORM)
    check(answer.status == 400, "in a form:", answer.status)


@test
def a_body_of_64_kib_and_one_byte_is_refused_46():
    answer = S.ask("POST", "/api/join", b"{" + b" " * 65536, kind="application/json")
    check(answer.status == 413 and answer.closes, answer.status)
    answer = S.ask("POST", "/api/join", b"{" + b" " * 65535, kind="application/json")
    check(answer.status == 400, "one byte less is read:", answer.status)


@test
def bad_json_is_refused_47():
    good = json.dumps(L.choice())
    bodies = [b"[" * 10000 + b"]" * 10000, b'{"a":' * 10000 + b"1" + b"}" * 10000, good.encode()[:-1],
              good.replace('"verb"', '"seq": 1, "verb"').encode(), b'{"seq": NaN}', b'{"item": "\\ud800"}', b'{"seq": 1e999}',
              good[:-1].encode() + b",}", b"\xef\xbb\xbf" + good.encode(), good.encode() + b"x", b"", b"null", b"[]",
              b'{"item": "\xff"}', b'{"item": "a\\u0000b", "seq": 1, "verb": "choose", "target": "a", "value": ""}']
    for body in bodies:
        unchanged(lambda: check(S.ask("POST", "/api/act", body, cookie=L.cookie, kind="application/json").status == 400,
                                "was not refused:", body[:60]))


@test
def a_wrong_content_type_is_refused_48():
    body = json.dumps(L.choice()).encode()
    for kind in ("text/plain", FORM, "application/jsonx", None):
        unchanged(lambda: check(S.ask("POST", "/api/act", body, cookie=L.cookie, kind=kind).status == 415, kind))
    check(S.ask("POST", "/join", b"{}", kind="application/json").status == 415)


@test
def ranges_and_encodings_are_ignored_49():
    answer = S.raw(head(HOST, "Range: bytes=" + ",".join(["0-"] * 1000), "Accept-Encoding: gzip;q=1.0, *;q=0"))
    check(answer.status == 200 and answer.json() == {"ok": True}, answer.status, answer.body)
    check(answer.header("content-encoding") is None and answer.header("content-range") is None)


@test
def the_server_ends_in_order():
    check(S.process.poll() is None, "the server has died")
    check(S.close() == 0, "the server's exit code")


passed, failed = run_suite()
if S.process.poll() is None:
    S.close()
finish(passed, failed)
