#!/usr/bin/python3
"""routes_suite.py - every route of the table in engine/web/routes.c, asked as every kind of person, also for another's.

The table is read from the source, so a new route without a row in EXPECTED fails."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from http_frame import Server, TESTS, check, finish, run_suite, sources_folder, test  # noqa: E402

ROW = re.compile(r'\{"(GET|POST)",\s*"([^"]+)",\s*(ROLE_\w+),\s*(BODY_\w+),\s*(\w+)\}')
ROUTES = ROW.findall((sources_folder() / "engine/web/routes.c").read_text())
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PEOPLE = ("stranger", "learner", "learner who left", "trainer", "trainer by another name", "laptop without cookie")
# Who gets the same as somebody of PEOPLE, and who gets one answer everywhere.
LIKE = {"learner of another class": "learner", "learner of an ended class": "learner",
        "trainer from another machine": "trainer by another name", "learner with a made-up token": "learner who left"}
EVERYWHERE = {"trainer under a foreign name": 421, "learner under a foreign name": 421}

# What each kind of person gets, in the order of PEOPLE. The body given is empty ({} or no arguments), so 400 and 422
# mean that the route was reached; "see" is 303.
EXPECTED = {
    ("GET", "/"): (200, 200, 200, 200, 200, 200),
    ("GET", "/j/*"): (403, "see", 403, 403, 403, 403),
    ("POST", "/join"): (403, 403, 403, 403, 403, 403),
    ("POST", "/rejoin"): (400, 400, 400, 400, 400, 400),
    ("POST", "/do"): ("see", 400, 400, "see", "see", "see"),
    ("POST", "/note"): ("see", 400, 400, "see", "see", "see"),
    ("POST", "/language"): (422, 422, 422, 422, 422, 422),
    ("POST", "/leave"): ("see", "see", "see", "see", "see", "see"),
    ("GET", "/api/class"): (200, 200, 200, 200, 200, 200),
    ("POST", "/api/join"): (400, 400, 400, 400, 400, 400),
    ("GET", "/api/screen"): (401, 200, 401, 401, 401, 401),
    ("GET", "/api/here"): (401, 200, 401, 401, 401, 401),
    ("POST", "/api/act"): (401, 400, 400, 401, 401, 401),
    ("POST", "/api/note"): (401, 400, 400, 401, 401, 401),
    ("GET", "/clip/*"): ("see", 404, 404, "see", "see", "see"),
    ("GET", "/picture/*"): ("see", 404, 404, "see", "see", "see"),
    ("GET", "/ui/*"): (404, 404, 404, 404, 404, 404),
    ("GET", "/verify"): (200, 200, 200, 200, 200, 200),
    ("GET", "/health"): (200, 200, 200, 200, 200, 200),
    ("GET", "/trainer/"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/help"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/wall"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/papers"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/report"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/report.csv"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/report.json"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/xapi.json"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/report.svg"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/growth"): (404, 404, 404, 404, 404, 404),
    ("GET", "/trainer/class/*/growth.csv"): (404, 404, 404, 404, 404, 404),
    ("GET", "/trainer/class/*/growth.json"): (404, 404, 404, 404, 404, 404),
    ("GET", "/trainer/class/*/growth.svg"): (404, 404, 404, 404, 404, 404),
    ("GET", "/trainer/class/*/items"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/items.csv"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/items.json"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/items.svg"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/class/*/print.pdf"): (404, 404, 404, 404, 404, 404),
    ("GET", "/trainer/class/*/register.pdf"): (404, 404, 404, 404, 404, 404),
    ("GET", "/trainer/certificate/*"): (404, 404, 404, 404, 404, 404),
    ("GET", "/trainer/learner/*/data"): (404, 404, 404, 404, 404, 404),
    ("GET", "/trainer/learner/*/data.json"): (404, 404, 404, 404, 404, 404),
    ("GET", "/trainer/learner/*/result"): (404, 404, 404, 404, 404, 404),
    ("GET", "/trainer/learner/*/result.csv"): (404, 404, 404, 404, 404, 404),
    ("GET", "/trainer/learner/*/result.json"): (404, 404, 404, 404, 404, 404),
    ("POST", "/trainer/api/keep-names"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/backup"): (404, 404, 404, 200, 404, 404),
    ("POST", "/trainer/api/open"): (404, 404, 404, 400, 404, 404),
    ("GET", "/trainer/api/class/*"): (404, 404, 404, 200, 404, 404),
    ("GET", "/trainer/api/class/*/stream"): (404, 404, 404, 200, 404, 404),
    ("POST", "/trainer/api/class/*/roster"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/class/*/admit"): (404, 404, 404, 200, 404, 404),
    ("POST", "/trainer/api/class/*/pause"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/class/*/minutes"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/class/*/undo"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/class/*/assist"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/class/*/end"): (404, 404, 404, 200, 404, 404),
    ("POST", "/trainer/api/class/*/print"): (404, 404, 404, 422, 404, 404),
    ("POST", "/trainer/api/class/*/issue"): (404, 404, 404, 200, 404, 404),
    ("POST", "/trainer/api/keys/seal"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/keys/unlock"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/keys/lock"): (404, 404, 404, 422, 404, 404),
    ("POST", "/trainer/api/certificate/*/revoke"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/verifier"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/wifi"): (404, 404, 404, 422, 404, 404),
    ("POST", "/trainer/api/learner/*/attest"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/certificate/*/printed"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/learner/*/admit"): (404, 404, 404, 422, 404, 404),
    ("POST", "/trainer/api/learner/*/remove"): (404, 404, 404, 422, 404, 404),
    ("POST", "/trainer/api/learner/*/rename"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/learner/*/overturn"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/learner/*/merge"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/learner/*/time"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/learner/*/address"): (404, 404, 404, 400, 404, 404),
    ("POST", "/trainer/api/learner/*/retake"): (404, 404, 404, 422, 404, 404),
    ("POST", "/trainer/api/learner/*/replace"): (404, 404, 404, 422, 404, 404),
    ("POST", "/trainer/api/learner/*/erase"): (404, 404, 404, 422, 404, 404),
    ("POST", "/trainer/api/learner/*/release"): (404, 404, 404, 422, 404, 404),
    ("POST", "/trainer/api/learner/*/lower-hand"): (404, 404, 404, 422, 404, 404),
}

S = Server()
COUNT = iter(range(1, 10**6))


def spare_class():
    """Number and code of a new class."""
    answer = S.ask("POST", "/trainer/api/open", {"name": f"Lớp khác {next(COUNT)}", "quiz": "digital-basics"}, cookie=S.trainer())
    check(answer.status == 200, "another class:", answer.status, answer.body)
    class_id = answer.json()["class"]
    return class_id, S.ask("GET", f"/trainer/api/class/{class_id}", cookie=S.trainer()).json()["code"]


def outside():
    """The laptop's address in the class's network, None if it has none."""
    address = S.said["learner_url"].split("/")[2].split(":")[0]
    return None if address.startswith("127.") else address


def person(kind):
    """The request options of such a person; a learner is a new one each time."""
    address = f"127.3.{next(COUNT) % 250}.{next(COUNT) % 250 + 1}"
    options = {"source": address, "host": None, "cookie": None}
    if kind.startswith("learner"):
        number = next(COUNT)
        letters = "".join(chr(ord("a") + number // 26**place % 26) for place in range(3))
        class_id, code = spare_class() if " class" in kind else (0, None)
        learner = S.join("Học viên " + letters, source=address, code=code)
        options["cookie"] = learner.cookie if "made-up" not in kind else "dauso=" + os.urandom(16).hex()
        if kind == "learner of an ended class":
            check(S.ask("POST", f"/trainer/api/class/{class_id}/end", {}, cookie=S.trainer()).status == 200, "ending")
        if kind == "learner who left":
            check(S.ask("POST", "/leave", b"", kind=FORM, cookie=learner.cookie).status == 303, "leaving")
    if kind.startswith("trainer"):
        options["cookie"] = S.trainer()
        options["source"] = "127.0.0.1"
    if kind == "trainer by another name":
        options["host"] = "class.example"
    if kind == "trainer from another machine":
        options.update(source=outside(), to=outside(), headers=[("X-Forwarded-For", "127.0.0.1"), ("X-Real-IP", "127.0.0.1"),
                                                                ("Forwarded", "for=127.0.0.1;host=127.0.0.1")])
    if kind.endswith("foreign name"):
        options["host"] = "evil.example"
    return options


def path_of(pattern):
    # A class of its own is ended and issued, so that the others stay open.
    class_id = spare_class()[0] if pattern.endswith(("/end", "/issue")) else S.said["class_id"]
    star = {"/j/*": "000000", "/ui/*": "none.css", "/trainer/certificate/*": "none.pdf"}.get(pattern)
    return pattern.replace("*", star or ("0" * 26 if "learner" in pattern else str(class_id)))


def ask(method, pattern, body, options):
    if method == "GET" and pattern.endswith("/stream"):
        method = "HEAD"  # the answer itself never ends
    content = {"BODY_NONE": (None, None), "BODY_FORM": (b"", FORM), "BODY_JSON": (b"{}", JSON)}[body]
    return S.ask(method, path_of(pattern), content[0], kind=content[1], **options)


def add_route_test(method, pattern, body):
    def row():
        wanted = EXPECTED.get((method, pattern))
        check(wanted is not None, "the route has no row in EXPECTED")
        statuses = dict(zip(PEOPLE, wanted))
        statuses |= {kind: statuses[other] for kind, other in LIKE.items()} | EVERYWHERE
        for kind, status in statuses.items():
            if kind == "trainer from another machine" and outside() is None:
                continue
            got = ask(method, pattern, body, person(kind)).status
            check(got == (303 if status == "see" else status), kind, "got", got, "wanted", status)
    row.__name__ = f"{method}_{pattern.strip('/').replace('/', '_').replace('*', 'any') or 'root'}_knows_who_asks"
    TESTS.append(row)


def add_method_test(method, pattern, role, body):
    other = {"GET": "POST", "POST": "GET"}[method]

    def row():
        if any(other == m and p == pattern for m, p, *_ in ROUTES):
            return
        for kind in ("stranger", "trainer"):
            answer = ask(other, pattern, "BODY_JSON" if other == "POST" else "BODY_NONE", person(kind))
            hidden = role in ("ROLE_LAPTOP", "ROLE_TRAINER") and kind == "stranger"
            check(answer.status == (404 if hidden else 405), kind, "got", answer.status)
    row.__name__ = f"{pattern.strip('/').replace('/', '_').replace('*', 'any') or 'root'}_refuses_{other}"
    TESTS.append(row)


@test
def the_table_was_read():
    check(len(ROUTES) > 20, "only", len(ROUTES), "rows were found in routes.c")
    for method, pattern, *_ in ROUTES:
        check((method, pattern) in EXPECTED, method, pattern, "has no row here")
    for key in EXPECTED:
        check(key in {(method, pattern) for method, pattern, *_ in ROUTES}, key, "is no route any more")


for method, pattern, role, body, _ in ROUTES:
    add_route_test(method, pattern, body)
    add_method_test(method, pattern, role, body)


OWNER, OTHER = S.join("Bế Thị Chủ"), S.join("Bế Thị Khác")


def add_owner_test(method, pattern, body):
    """Whatever a learner's request says about somebody else, it gets nothing of theirs and changes nothing of theirs."""
    def row():
        path, before = path_of(pattern), OWNER.seq()
        act = {"seq": OTHER.seq() + 1, "item": "practice-house", "verb": "hand" if "note" in pattern else "choose",
               "target": "a", "value": "up" if "note" in pattern else "", "act": "choose:a"}
        for name in ("learner", "attempt"):
            if method == "GET":
                answer = S.ask("GET", f"{path}?{name}={OWNER.id}", cookie=OTHER.cookie)
                check(answer.status != 500 and OWNER.id not in answer.body.decode("utf-8", "replace"), answer.status)
                check("Bế Thị Chủ" not in answer.body.decode("utf-8", "replace"), "the other's name")
                continue
            said = {**act, name: OWNER.id}
            form = "&".join(f"{key}={value}" for key, value in said.items()).encode()
            answer = S.ask("POST", path, said if body == "BODY_JSON" else form, kind=JSON if body == "BODY_JSON" else FORM,
                           cookie=OTHER.cookie)
            check(answer.status == 404, name, "got", answer.status, answer.body)
        check(OWNER.seq() == before, "the other's events changed")
    row.__name__ = f"{method}_{pattern.strip('/').replace('/', '_').replace('*', 'any') or 'root'}_keeps_to_its_owner"
    TESTS.append(row)


for method, pattern, role, body, _ in ROUTES:
    if role == "ROLE_LEARNER" or (method == "GET" and role == "ROLE_ANYONE"):
        add_owner_test(method, pattern, body)


@test
def nobody_outside_reads_anothers_papers():
    """Certificates have names that cannot be guessed, and a learner gets none of them by name either."""
    for cookie in (None, OTHER.cookie, OWNER.cookie):
        for path in (f"/trainer/certificate/{OWNER.id}.pdf", "/trainer/certificate/1.pdf", f"/certificates/{OWNER.id}.pdf",
                     f"/trainer/api/learner/{OWNER.id}/attest", f"/trainer/class/{S.said['class_id']}/papers"):
            check(S.ask("GET", path, cookie=cookie).status == 404, path)


@test
def the_one_time_link_works_once():
    again = re.search(r"(/trainer/.*)", S.said["trainer_url"]).group(1)
    S.trainer()
    check(S.ask("GET", again).status == 404, "it works a second time")
    check(S.ask("GET", again, cookie=S.trainer()).status == 303, "the trainer's own browser is stopped by it")


@test
def files_are_kept_under_names_that_change_with_them():
    page = S.ask("GET", "/").body.decode()
    names = re.findall(r'(?:href|src)="(/ui/[^"]+)"', page)
    check(len(names) == 2, names)
    for name in names:
        answer = S.ask("GET", name)
        check(answer.status == 200 and "immutable" in answer.header("cache-control"), name, answer.status)


@test
def the_first_page_weighs_less_than_50_kb():
    page = S.ask("GET", "/")
    names = re.findall(r'(?:href|src)="(/ui/[^"]+)"', page.body.decode())
    weight = len(page.body) + sum(len(S.ask("GET", name).body) for name in names)
    check(10000 < weight < 50000, weight)


passed, failed = run_suite()
S.close()
finish(passed, failed)
