#!/usr/bin/python3
"""people_suite.py - proper HTTP from people who should not, or too often: sessions, events, floods.

The number at the end of a name is the row in the table of bad requests. Every refused write must leave the learner's
event number where it was."""
import concurrent.futures
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from http_frame import Answer, Server, check, finish, head, read_answer, run_suite, test  # noqa: E402

S = Server()
L = S.join("Nguyễn Thị Hường")
FORM = "application/x-www-form-urlencoded"
HOST = f"Host: {S.host}"
unchanged = L.unchanged

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
    check(view["wrong_codes"] >= 5, "the trainer is not told")


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
    check("HttpOnly" in S.ask("POST", "/api/join", {"code": S.code, "name": "Lê Thị Ba", "birth_year": 0, "consent": True})
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
    body = {"code": S.code, "name": "Đinh Thị Ỏn", "birth_year": 1950, "consent": True}
    check(S.ask("POST", "/api/join", body).status == 403, "the name is not free")
    check(S.ask("POST", f"/trainer/api/learner/{first.id}/release", {}, cookie=S.trainer()).status == 200)
    second = S.ask("POST", "/api/join", body)
    check(second.status == 200 and second.json()["learner"] == first.id, second.status, second.body)
    check(S.ask("GET", "/api/screen", cookie=first.cookie).json()["screen"]["kind"] == "elsewhere", "it is not told")
    act = {"seq": 3, "item": "x", "verb": "choose", "target": "a"}
    check(S.ask("POST", "/api/act", act, cookie=first.cookie).status == 409, "the old phone goes on")
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
def the_server_ends_in_order():
    check(S.process.poll() is None, "the server has died")
    check(S.close() == 0, "the server's exit code")


passed, failed = run_suite()
if S.process.poll() is None:
    S.close()
finish(passed, failed)
