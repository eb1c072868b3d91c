#!/usr/bin/python3
"""http_suite.py - hostile HTTP against a running class: one test for each row of the table of bad requests.

The number at the end of a name is the row (SECURITY.md section 4). Every refused write must leave the learner's event
number where it was."""
import concurrent.futures
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from http_frame import Answer, Server, check, finish, read_answer, run_suite, test  # noqa: E402

S = Server()
L = S.join("Nguyễn Thị Hường")
FORM = "application/x-www-form-urlencoded"


def head(*lines, method="GET", path="/health"):
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines]).encode("latin-1") + b"\r\n\r\n"


def refused(data, *statuses, closes=True, timeout=8):
    """The raw request is refused with one of these, and the class goes on."""
    answer = S.raw(data, timeout=timeout)
    check(answer.status in statuses, data[:80], "gave", answer.status, "wanted", statuses)
    if closes and answer.status:
        check(answer.closes, "the connection stays open after", answer.status)
    check(S.ask("GET", "/health").status == 200, "the server does not answer any more")
    return answer


def unchanged(function):
    """No refused write may leave an event."""
    before = L.seq()
    function()
    check(L.seq() == before, "the event number went from", before, "to", L.seq())


HOST = f"Host: {S.host}"

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


# ---- C: sessions ----


@test
def no_cookie_or_a_wrong_one_is_nobody_51():
    for cookie in (None, "dauso=" + "0" * 32, "dauso=x", "dauso=" + "a" * 9000, "other=1"):
        answer = S.ask("GET", "/api/screen", cookie=cookie)
        check(answer.status == 401, (cookie or "")[:40], answer.status)
    check(S.ask("GET", "/api/screen", cookie=f"{L.cookie}; dauso=x").status == 400, "two cookies of one name")
    check(S.raw(head(HOST, f"Cookie: {L.cookie}", f"Cookie: {L.cookie}", path="/api/screen")).status == 400, "two headers")


@test
def six_wrong_codes_in_a_minute_are_too_many_52():
    def guess(code, path="/api/join", source="127.9.9.1"):
        return S.ask("POST", path, {"code": code, "name": "An", "birth_year": 0}, source=source)
    statuses = [guess(f"{n:06d}").status for n in range(8)]
    check(statuses[:5] == [403] * 5 and statuses[5:] == [429] * 3, statuses)
    check(guess(S.code).header("retry-after") is not None, "no Retry-After")
    check(S.ask("GET", f"/j/{S.code}", source="127.9.9.1").status == 429, "the page lets it guess on")
    check(S.ask("GET", f"/j/{S.code}", source="127.9.9.2").status == 200, "somebody else is stopped too")
    view = S.ask("GET", f"/trainer/api/class/{S.said['class_id']}", cookie=S.trainer()).json()
    check("notice" in view["pieces"]["help"], "the trainer is not told")


@test
def an_act_for_another_learner_is_not_found_54():
    other = S.join("Trần Văn Cảnh")
    before = other.seq()
    for name in ("learner", "attempt"):
        unchanged(lambda: check(L.send(L.choice(**{name: other.id})).status == 404, name))
    check(other.seq() == before, "the other learner's events changed")


@test
def a_post_from_another_site_is_refused_55():
    for name, value in (("Origin", "http://evil.example"), ("Origin", "null"), ("Origin", f"https://{S.host}"),
                        ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site")):
        unchanged(lambda: check(L.send(L.choice(), headers=[(name, value)]).status == 403, name, value))


@test
def a_form_from_another_site_does_not_reach_the_trainer_56():
    path = f"/trainer/api/class/{S.said['class_id']}/end"
    for kind in ("text/plain", FORM):
        answer = S.ask("POST", path, b"{}", kind=kind, cookie=S.trainer(), headers=[("Origin", "http://evil.example")])
        check(answer.status == 403, kind, answer.status)
        answer = S.ask("POST", path, b"{}", kind=kind, cookie=S.trainer())
        check(answer.status == 415, kind, answer.status)
    check(S.ask("GET", "/api/class").json()["open"], "the class was ended")


@test
def reading_a_route_that_changes_is_not_allowed_57():
    for path in ("/do", "/join", "/note", "/leave", "/language", "/api/act", "/api/join", "/api/note"):
        check(S.ask("GET", path, cookie=L.cookie).status == 405, path)


@test
def a_learner_finds_no_console_58():
    for path in ("/trainer/", "/trainer/class/1", "/trainer/api/class/1", "/trainer/certificate/x.pdf", "/admin", "/export",
                 "/debug", "/trainer", "/trainer/?key=" + "0" * 32):
        check(S.ask("GET", path, cookie=L.cookie).status == 404, path)


@test
def the_console_is_only_on_the_laptop_itself_59():
    cookie = S.trainer()
    outside = S.said["learner_url"].split("/")[2].split(":")[0]
    forged = [("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=127.0.0.1")]
    check(S.ask("GET", "/trainer/", cookie=cookie).status == 200, "the trainer's own browser")
    check(S.ask("GET", "/trainer/", cookie=cookie, host="class.example").status == 404, "by another name")
    if not outside.startswith("127."):
        lines = [f"Host: {S.host}", f"Cookie: {cookie}", *[f"{name}: {value}" for name, value in forged]]
        with S.connect(source=outside, to=outside) as sock:
            sock.sendall(head(*lines, path="/trainer/"))
            check(read_answer(sock).status == 404, "from another machine's address")


@test
def joining_needs_a_post_60():
    check(S.ask("GET", f"/join?code={S.code}&name=An&birth_year=0").status == 405)
    answer = S.ask("GET", f"/j/{S.code}")
    check(answer.status == 200 and answer.header("set-cookie") is None, "the link alone joins")


@test
def a_script_in_a_name_stays_text_61():
    answer = S.ask("POST", "/api/join", {"code": S.code, "name": "<script>alert(1)</script>", "birth_year": 0})
    check(answer.status == 422, answer.status)
    body = f"code={S.code}&name=%3Cscript%3Ealert%281%29%3C%2Fscript%3E".encode()
    answer = S.ask("POST", "/join", body, kind=FORM)
    check(b"<script>alert" not in answer.body, "the form gives it back as a script")
    check("HttpOnly" in S.ask("POST", "/api/join", {"code": S.code, "name": "Lê Thị Ba", "birth_year": 0})
          .header("set-cookie"))


@test
def every_answer_carries_the_safe_headers_62_63():
    answers = [S.ask("GET", "/"), S.ask("GET", "/health"), S.ask("GET", "/nowhere"), L.send({}), S.raw(head()),
               S.ask("GET", "/trainer/", cookie=S.trainer()), S.ask("POST", "/do", b"", kind=FORM)]
    for answer in answers:
        policy = answer.header("content-security-policy") or ""
        check("default-src 'none'" in policy and "frame-ancestors 'none'" in policy, answer.status, policy)
        check("unsafe" not in policy, policy)
        check(answer.header("x-content-type-options") == "nosniff", answer.status)
        check(answer.header("referrer-policy") == "no-referrer", answer.status)
        check("no-store" in (answer.header("cache-control") or ""), answer.status)


# ---- D: events ----


@test
def the_same_act_a_hundred_times_is_one_event_64():
    act = L.choice()
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: L.send(act), range(100)))
    check({answer.status for answer in answers} == {200}, sorted({answer.status for answer in answers}))
    check({answer.json()["seq"] for answer in answers} == {act["seq"]}, "not one receipt")
    check(L.seq() == act["seq"], L.seq())


@test
def the_same_number_with_another_act_is_a_conflict_65():
    act = L.choice("a")
    check(L.send(act).status == 200)
    unchanged(lambda: check(L.send({**act, "target": "b"}).status == 409))


@test
def a_gap_in_the_numbers_says_what_is_expected_66():
    act = L.choice()
    answer = L.send({**act, "seq": act["seq"] + 2})
    check(answer.status == 409 and answer.json()["expected"] == act["seq"], answer.status, answer.body)


@test
def numbers_that_are_none_are_refused_67():
    for seq in (0, -1, 2**53 + 1, 2**64, "1", 1.5, None, True, [1]):
        unchanged(lambda: check(L.send(L.choice(seq=seq)).status == 400, seq))


@test
def an_answer_to_another_item_is_a_conflict_68():
    for item in ("wrong-transfer", "pay-bakery"):
        unchanged(lambda: check(L.send(L.choice(item=item)).status == 409, item))
    unchanged(lambda: check(L.send(L.choice(item="of-another-quiz")).status in (409, 422)))


@test
def a_phone_that_lives_in_1970_is_heard_70():
    check(L.send(L.choice("b", client_time=0)).status == 200)
    check(L.send(L.choice("a", client_time=4102444800000)).status == 200)


@test
def impossible_options_are_refused_71():
    for target in ("z", "99", "", "a" * 60000, "a\u202eb", "e\u0301" * 300):
        unchanged(lambda: check(L.send(L.choice(target)).status == 422, target[:20]))
    unchanged(lambda: check(L.send(L.choice(verb="finish")).status == 422, "a verb that is none"))


@test
def the_newest_phone_wins_72():
    first = S.join("Đinh Thị Ỏn", 1950)
    body = {"code": S.code, "name": "Đinh Thị Ỏn", "birth_year": 1950}
    check(S.ask("POST", "/api/join", body).status == 403, "the name is not free")
    check(S.ask("POST", f"/trainer/api/learner/{first.id}/release", {}, cookie=S.trainer()).status == 200)
    second = S.ask("POST", "/api/join", body)
    check(second.status == 200 and second.json()["learner"] == first.id, second.status, second.body)
    check(S.ask("GET", "/api/screen", cookie=first.cookie).status == 401, "the old phone goes on")
    check(S.ask("GET", "/api/screen", cookie=second.header("set-cookie").split(";")[0]).status == 200)


@test
def steps_of_a_practical_task_cannot_be_jumped_73():
    unchanged(lambda: check(L.send(L.choice(item="pay-bakery", verb="press", target="pay")).status in (409, 422)))


# ---- E, F: floods; last, for they take time ----


@test
def a_thousand_acts_from_one_phone_are_slowed_down_78():
    flood, calm = S.join("Phạm Văn Lộc"), S.join("Lý Thị Liễu")
    body = json.dumps(flood.choice(seq=10**6)).encode()
    request = head(HOST, "Content-Type: application/json", f"Content-Length: {len(body)}", f"Cookie: {flood.cookie}",
                   method="POST", path="/api/act") + body
    statuses, slowed = [], None
    with S.connect() as sock:
        for _ in range(1000):
            sock.sendall(request)
            answer = read_answer(sock)
            statuses.append(answer.status)
            slowed = answer if answer.status == 429 else slowed
    check(slowed is not None and slowed.header("retry-after"), sorted(set(statuses)))
    check(statuses.count(429) > 300, "only", statuses.count(429), "of 1000")
    check(calm.send(calm.choice()).status == 200, "another phone is slowed down too")


@test
def many_connections_of_one_phone_do_not_stop_others_76():
    socks = [S.connect("127.7.7.7") for _ in range(200)]
    began = time.monotonic()
    check(S.ask("GET", "/health").status == 200, "an honest phone got nothing")
    check(time.monotonic() - began < 5, "an honest phone waited", time.monotonic() - began)
    for sock in socks:
        sock.close()


def drip(data, seconds, rest=b""):
    """Sends data, then a byte of rest a second; when did the other end close, and what had it said?"""
    with S.connect("127.8.8.8") as sock:
        began = time.monotonic()
        sock.sendall(data)
        said = b""
        for byte in range(seconds):
            sock.settimeout(1)
            try:
                more = sock.recv(65536)
                if not more:
                    return time.monotonic() - began, Answer(said)
                said += more
            except TimeoutError:
                pass
            except ConnectionError:
                return time.monotonic() - began, Answer(said)
            try:
                sock.sendall(rest[byte:byte + 1])
            except ConnectionError:
                return time.monotonic() - began, Answer(said)
    return float(seconds), Answer(said)


@test
def slow_heads_and_bodies_are_cut_off_30_74_75():
    body = json.dumps(L.choice()).encode()
    start = head(HOST, "Content-Type: application/json", f"Content-Length: {len(body)}", f"Cookie: {L.cookie}", method="POST",
                 path="/api/act")
    before = L.seq()
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        slow_head = pool.submit(drip, b"GET /he", 40, b"a" * 40)
        slow_body = pool.submit(drip, start, 40, body[:40])
        silent_body = pool.submit(drip, start + body[:10], 40)
        check(slow_head.result()[0] < 20, "a slow head was open for", slow_head.result()[0])
        check(slow_body.result()[0] < 35, "a slow body was open for", slow_body.result()[0])
        check(silent_body.result()[0] < 35, "a silent body was open for", silent_body.result()[0])
    check(L.seq() == before, "half an act was stored")


@test
def forty_phones_that_reload_at_once_are_served_80():
    with concurrent.futures.ThreadPoolExecutor(40) as pool:
        began = time.monotonic()
        answers = list(pool.map(lambda n: S.ask("GET", "/", cookie=L.cookie, source=f"127.1.0.{n + 1}"), range(40)))
    check({answer.status for answer in answers} == {200}, {answer.status for answer in answers})
    check(time.monotonic() - began < 50, "took", time.monotonic() - began)


@test
def after_the_end_nothing_is_taken_53_69():
    act = L.choice()
    check(S.ask("POST", f"/trainer/api/class/{S.said['class_id']}/end", {}, cookie=S.trainer()).status == 200)
    check(L.send(act).status in (409, 410), "an answer after the end")
    body = {"code": S.code, "name": "Bùi Văn Vượng", "birth_year": 0}
    check(S.ask("POST", "/api/join", body).status == 403, "joining after the end")
    answer = S.ask("GET", "/", cookie=L.cookie)
    check(answer.status == 200 and "chứng nhận" in answer.body.decode() or "chưa có giấy" in answer.body.decode(),
          "the learner does not see the result")


@test
def the_server_ends_in_order_and_lost_nothing():
    check(S.process.poll() is None, "the server has died")
    check(S.close() == 0, "the server's exit code")


passed, failed = run_suite()
if S.process.poll() is None:
    S.close()
finish(passed, failed)
