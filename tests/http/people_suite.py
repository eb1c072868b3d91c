#!/usr/bin/python3
"""people_suite.py - rows 51 to 73 of SECURITY.md section 4: proper HTTP from people who should not.

A test's name carries its row; cases_suite.py counts them. Every refused write must leave the learner's event number where
it was."""
import concurrent.futures
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from http_frame import DAUSO, Server, check, finish, head, read_answer, run_suite, test  # noqa: E402

S = Server()
L = S.join("Nguyễn Thị Hường")
FORM = "application/x-www-form-urlencoded"
HOST = f"Host: {S.host}"
unchanged = L.unchanged

# ---- C: sessions ----


@test
def case_51_no_cookie_or_a_wrong_one_is_nobody():
    for cookie in (None, "dauso=" + "0" * 32, "dauso=x", "dauso=" + "a" * 10240, "other=1"):
        answer = S.ask("GET", "/api/screen", cookie=cookie)
        check(answer.status == 401, (cookie or "")[:40], answer.status)
    check(S.ask("GET", "/api/screen", cookie=f"{L.cookie}; dauso=x").status == 400, "two cookies of one name")
    check(S.raw(head(HOST, f"Cookie: {L.cookie}", f"Cookie: {L.cookie}", path="/api/screen")).status == 400, "two headers")


@test
def case_52_ten_thousand_codes_are_not_tried():
    """Five wrong codes a minute from one address; the eighth and the ten thousandth are not looked at."""
    def guess(code, path="/api/join", source="127.9.9.1"):
        return S.ask("POST", path, {"code": code, "name": "An", "birth_year": 0}, source=source)
    statuses = [guess(f"{n:06d}").status for n in range(8)]
    check(statuses[:5] == [403] * 5 and statuses[5:] == [429] * 3, statuses)
    check(guess(S.code).header("retry-after") is not None, "no Retry-After")
    check(S.ask("GET", f"/j/{S.code}", source="127.9.9.1").status == 429, "the page lets it guess on")
    check(S.ask("GET", f"/j/{S.code}", source="127.9.9.2").status == 200, "somebody else is stopped too")
    view = S.ask("GET", f"/trainer/api/class/{S.said['class_id']}", cookie=S.trainer()).json()
    check(view["wrong_codes"] >= 5, "the trainer is not told")
    looked_at = 0
    with S.connect("127.9.9.3") as sock:
        for number in range(10000):
            body = json.dumps({"code": f"{number:06d}", "name": "An", "birth_year": 0}).encode()
            sock.sendall(head(HOST, "Content-Type: application/json", f"Content-Length: {len(body)}", method="POST",
                              path="/api/join") + body)
            looked_at += read_answer(sock).status != 429
    check(5 <= looked_at <= 20, looked_at, "of 10,000 codes were looked at")


@test
def case_54_an_act_for_another_learner_is_not_found():
    other = S.join("Trần Văn Cảnh")
    before = other.seq()
    for name in ("learner", "attempt"):
        unchanged(lambda: check(L.send(L.choice(**{name: other.id})).status == 404, name))
    check(other.seq() == before, "the other learner's events changed")


@test
def case_55_a_post_from_another_site_is_refused():
    for name, value in (("Origin", "http://evil.example"), ("Origin", "null"), ("Origin", f"https://{S.host}"),
                        ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site")):
        unchanged(lambda: check(L.send(L.choice(), headers=[(name, value)]).status == 403, name, value))


@test
def case_56_a_form_from_another_site_does_not_reach_the_trainer():
    path = f"/trainer/api/class/{S.said['class_id']}/end"
    for kind in ("text/plain", FORM):
        answer = S.ask("POST", path, b"{}", kind=kind, cookie=S.trainer(), headers=[("Origin", "http://evil.example")])
        check(answer.status == 403, kind, answer.status)
        answer = S.ask("POST", path, b"{}", kind=kind, cookie=S.trainer())
        check(answer.status == 415, kind, answer.status)
    check(S.ask("GET", "/api/class").json()["open"], "the class was ended")


@test
def case_57_reading_a_route_that_changes_is_not_allowed():
    for path in ("/do", "/join", "/note", "/leave", "/language", "/api/act", "/api/join", "/api/note"):
        check(S.ask("GET", path, cookie=L.cookie).status == 405, path)


@test
def case_58_a_learner_finds_no_console():
    for path in ("/trainer/", "/trainer/class/1", "/trainer/api/class/1", "/trainer/certificate/x.pdf", "/admin", "/export",
                 "/debug", "/trainer", "/trainer/?key=" + "0" * 32):
        check(S.ask("GET", path, cookie=L.cookie).status == 404, path)


@test
def case_59_the_console_is_only_on_the_laptop_itself():
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
def case_60_joining_needs_a_post():
    check(S.ask("GET", f"/join?code={S.code}&name=An&birth_year=0").status == 405)
    answer = S.ask("GET", f"/j/{S.code}")
    check(answer.status == 200 and answer.header("set-cookie") is None, "the link alone joins")


@test
def case_61_a_script_in_a_name_stays_text():
    answer = S.ask("POST", "/api/join", {"code": S.code, "name": "<script>alert(1)</script>", "birth_year": 0})
    check(answer.status == 422, answer.status)
    body = f"code={S.code}&name=%3Cscript%3Ealert%281%29%3C%2Fscript%3E".encode()
    answer = S.ask("POST", "/join", body, kind=FORM)
    check(b"<script>alert" not in answer.body, "the form gives it back as a script")
    check("HttpOnly" in S.ask("POST", "/api/join", {"code": S.code, "name": "Lê Thị Ba", "birth_year": 0, "consent": True})
          .header("set-cookie"))


@test
def case_62_every_answer_carries_the_safe_headers():
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
def case_63_no_token_stands_in_an_address():
    """The join code may: it is on the wall. The console's one-time key is in one address, which leaves it with 303."""
    page = S.ask("GET", "/", cookie=L.cookie)
    secret = L.cookie.split("=")[1]
    check(secret.encode() not in page.body and secret not in str(page.headers), "the page holds the token")
    for path in (f"/api/screen?dauso={secret}", f"/api/screen?token={secret}", f"/?dauso={secret}"):
        check(S.ask("GET", path).status == (401 if path.startswith("/api") else 200), path)
    check(S.ask("GET", f"/api/screen?dauso={secret}").header("set-cookie") is None, "a token in an address is taken up")


@test
def case_64_the_same_act_a_hundred_times_is_one_event():
    act = L.choice()
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: L.send(act), range(100)))
    check({answer.status for answer in answers} == {200}, sorted({answer.status for answer in answers}))
    check({answer.json()["seq"] for answer in answers} == {act["seq"]}, "not one receipt")
    check(L.seq() == act["seq"], L.seq())


@test
def case_65_the_same_number_with_another_act_is_a_conflict():
    act = L.choice("a")
    check(L.send(act).status == 200)
    unchanged(lambda: check(L.send({**act, "target": "b"}).status == 409))


@test
def case_66_a_gap_in_the_numbers_says_what_is_expected():
    act = L.choice()
    answer = L.send({**act, "seq": act["seq"] + 2})
    check(answer.status == 409 and answer.json()["expected"] == act["seq"], answer.status, answer.body)


@test
def case_67_numbers_that_are_none_are_refused():
    for seq in (0, -1, 2**53 + 1, 2**64, "1", 1.5, None, True, [1]):
        unchanged(lambda: check(L.send(L.choice(seq=seq)).status == 400, seq))


@test
def case_68_an_answer_to_another_item_is_a_conflict():
    for item in ("wrong-transfer", "pay-bakery"):
        unchanged(lambda: check(L.send(L.choice(item=item)).status == 409, item))
    unchanged(lambda: check(L.send(L.choice(item="of-another-quiz")).status in (409, 422)))


@test
def case_70_a_phone_that_lives_in_1970_is_heard():
    check(L.send(L.choice("b", client_time=0)).status == 200)
    check(L.send(L.choice("a", client_time=4102444800000)).status == 200)


@test
def case_71_impossible_options_are_refused():
    targets = ["z", "99", "", "A", "a ", "a" * 60000, "a\u202eb", "e\u0301" * 300, "a,b", "[0]"] + [str(n) for n in range(200)]
    for target in targets:
        unchanged(lambda: check(L.send(L.choice(target)).status == 422, target[:20]))
    for target in ([f"{n}" for n in range(200)], {"a": 1}, 7, True):
        unchanged(lambda: check(L.send(L.choice(target)).status == 400, "no text:", target))
    for verb in ("finish", "note", "start", "late", "type", "scan", "press", ""):
        unchanged(lambda: check(L.send(L.choice(verb=verb)).status == 422, "a verb that is none:", verb))


@test
def case_72_the_newest_phone_wins():
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
def case_73_steps_of_a_practical_task_cannot_be_jumped():
    """The server replays the phone's deeds in its own model: what no screen offered cannot be done."""
    unchanged(lambda: check(L.send(L.choice(item="pay-bakery", verb="press", target="pay")).status == 409, "too early"))
    walker = S.join("Vi Văn Tiến")
    walker.answer_questions()
    offered = {widget.get("id") for widget in walker.screen()["screen"]["widgets"]}
    for verb, target, value in (("press", "pay", ""), ("press", "confirm", ""), ("press", "done", ""), ("type", "pin", "2580"),
                                ("scan", "printed on the receipt", ""), ("scan", "nothing", ""), ("next", "", ""),
                                ("choose", "a", ""), ("press", "end", "")):
        check(target not in offered, target, "is offered at once; the test must ask for another")
        jump = {**walker.choice(target), "verb": verb, "value": value}
        walker.unchanged(lambda: check(walker.send(jump).status == 422, verb, target))
    early = {**walker.choice("receipt"), "verb": "press"}
    check(walker.send(early).status == 200, "what is offered is refused")


# ---- the end ----

LATE = S.join("Chu Thị Muộn")


@test
def case_69_a_late_answer_is_kept_but_not_marked():
    """409 after the learner's own end, 410 after the class's; the answer stands as a note "late", once, and the marks
    are those of the answers before."""
    done, late = S.join("Chu Thị Xong"), LATE
    wish = done.choice("b")
    check(done.play()["screen"]["kind"] == "result", "the test is not done")
    check(done.send({**wish, "seq": done.seq() + 1}).status == 409, "an answer after the last")
    wish = late.choice("b")
    check(S.ask("POST", f"/trainer/api/class/{S.said['class_id']}/end", {}, cookie=S.trainer()).status == 200)
    before = late.seq()
    result = late.screen()["screen"]
    for _ in range(3):
        check(late.send(wish).status == 410, "an answer after the end")
    check(late.seq() == before + 1, "kept", late.seq() - before, "times")
    check(late.screen()["screen"] == result, "the result is another now")
    check(late.send({**wish, "target": "x" * 5000}).status in (409, 410) and late.seq() == before + 1, "a long one is kept")
    for number in range(60):
        late.send({**wish, "target": str(number)})
    check(before + 5 < late.seq() <= before + 20, "a phone may fill the disk:", late.seq() - before)


@test
def case_53_after_the_end_a_phone_reads_its_result_and_no_more():
    """SECURITY.md says 401 and a page that the class has ended. PRODUCT.md has a private result on the phone, so the
    cookie still opens that page, and nothing else: no act, no note, no joining."""
    check(L.send({"seq": L.seq() + 1, "item": "x", "verb": "choose", "target": "a", "value": ""}).status == 410)
    check(S.ask("POST", "/api/join", {"code": S.code, "name": "Bùi Văn Vượng", "birth_year": 0}).status == 403, "joining")
    answer = S.ask("GET", "/", cookie=L.cookie)
    text = answer.body.decode()
    check(answer.status == 200 and ("chứng nhận" in text or "chưa có giấy" in text), "the learner does not see the result")
    before = L.seq()
    check(S.ask("POST", "/api/note", {"verb": "hand", "value": "up"}, cookie=L.cookie).status == 200, "a note after the end")
    check(L.seq() == before, "a note after the end is an event")


def dauso(*words):
    done = subprocess.run([DAUSO, *words, "--dir", S.folder], capture_output=True)
    check(done.returncode == 0, words, done.returncode, done.stderr.decode())
    return done.stdout.decode()


@test
def case_69_the_record_shows_the_late_answer_behind_the_end():
    check(S.stop() == 0, "the server's exit code")
    listed = [json.loads(line) for line in dauso("attempt", "list", "--json").splitlines()]
    attempt = next(row["attempt"] for row in listed if row["learner"] == LATE.id)
    events = json.loads(dauso("attempt", "export", attempt))["events"]
    end = next(place for place, event in enumerate(events) if event["kind"] == "finish")
    check([event["kind"] for event in events[end:]] == ["finish"] + ["note"] * (len(events) - end - 1), events[end:])
    first = events[end + 1]
    check(first["verb"] == "late" and first["target"] == "b" and first["value"] == "choose", first)
    check(first["item"] == "practice-house", first)
    said = dauso("replay", attempt)
    check(said != "", "it cannot be replayed")


passed, failed = run_suite()
S.close()
finish(passed, failed)
