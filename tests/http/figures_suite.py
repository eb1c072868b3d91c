#!/usr/bin/python3
"""figures_suite.py - the console's pages and files of what was measured: growth, one person, statements for other programs.
They are what `dauso report` says, and nobody else sees them."""
import json
import os
import re
import shutil
import subprocess
import tempfile

from http_frame import DAUSO, Server, check, finish, run_suite, test


class DemoServer(Server):
    """Serves a folder with two classes of simulated people, the second of which tests those of the first again."""

    def __init__(self):
        self.folder, self.options = os.path.join(tempfile.mkdtemp(prefix="dauso-figures-"), "demo"), ()
        subprocess.run([DAUSO, "demo", "--learners", "12", "--seed", "7", "--two-tests", "--dir", self.folder], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.told = {}
        for subject, *options in (("growth", "--class", "2"), ("xapi", "--class", "1"), ("class", "--class", "1")):
            self.told[subject] = self.report(subject, "--format", "json", *options)
        self.people = json.loads(self.told["class"])["people"]
        self.person = [one for one in self.people if one["finished"]][0]
        self.told["person"] = self.report("person", "--learner", self.person["learner"], "--format", "json")
        self.start()

    def report(self, *args):
        return subprocess.run([DAUSO, "report", *args, "--dir", self.folder], check=True, capture_output=True).stdout

    def get(self, path, **more):
        return self.ask("GET", path, cookie=self.trainer(), **more)


S = DemoServer()


def header(answer, name):
    return dict(answer.headers).get(name, "")


@test
def files_are_what_the_command_line_says():
    for path, subject, name in (("class/2/growth.json", "growth", "growth-2.json"), ("class/1/xapi.json", "xapi", "xapi-1.json"),
                                ("class/1/report.json", "class", "class-1.json"),
                                (f"learner/{S.person['learner']}/result.json", "person", None)):
        answer = S.get(f"/trainer/{path}")
        check(answer.status == 200, path, answer.status)
        got, wanted = json.loads(answer.body), json.loads(S.told[subject])
        check(got == wanted, path, "differs from the command line")
        check(header(answer, "content-disposition").startswith("attachment"), path, answer.headers)
        check(name is None or name in header(answer, "content-disposition"), path, answer.headers)


@test
def tables_are_saved_and_pictures_are_shown():
    for path in ("class/1/report.csv", "class/2/growth.csv", "class/1/items.csv", f"learner/{S.person['learner']}/result.csv"):
        answer = S.get(f"/trainer/{path}")
        check(answer.status == 200 and header(answer, "content-type").startswith("text/csv"), path, answer.status)
        check(answer.body.startswith(b"\xef\xbb\xbf"), path, "byte order mark")
        check(".csv" in header(answer, "content-disposition"), path)
    for path in ("class/1/report.svg", "class/2/growth.svg", "class/1/items.svg"):
        answer = S.get(f"/trainer/{path}")
        check(answer.status == 200 and header(answer, "content-type") == "image/svg+xml" and b"</svg>" in answer.body, path)


@test
def pages_bring_a_policy_that_lets_nothing_run():
    for path in ("class/2/growth", "class/2/growth?public=1", "class/1/items", f"learner/{S.person['learner']}/result"):
        answer = S.get(f"/trainer/{path}")
        page = answer.body.decode("utf-8")
        check(answer.status == 200 and "default-src 'none'" in page and "<script" not in page, path, answer.status)
        check("content-disposition" not in dict(answer.headers), path)


@test
def growth_for_everybody_names_nobody():
    page = S.get("/trainer/class/2/growth?public=1").body.decode("utf-8")
    check(not any(one["name"] in page for one in S.people), "somebody is named in public")


@test
def items_are_told_of_without_naming_anybody():
    for form in ("", ".csv", ".json"):
        text = S.get(f"/trainer/class/1/items{form}").body.decode("utf-8")
        check("pay-bakery" in text, form, "the items are there")
        check(not any(one["name"] in text or one["learner"] in text for one in S.people), form, "somebody is named")


@test
def no_growth_is_told_of_a_class_that_is_not_there():
    for form in ("", ".csv", ".json", ".svg"):
        for number in ("99", "0", "x"):
            answer = S.get(f"/trainer/class/{number}/growth{form}")
            check(answer.status == 404, number, form, answer.status)
    check(b"/trainer/class/1/growth" not in S.get("/trainer/class/1/papers").body, "a link on the page of a first test")


@test
def the_ways_there_are_on_the_page_of_papers_and_in_the_panel_of_the_person():
    papers = S.get("/trainer/class/2/papers").body.decode("utf-8")
    for path in ("report", "report.csv", "report.json", "growth", "growth.csv", "items", "items.csv", "xapi.json"):
        check(f'href="/trainer/class/2/{path}"' in papers, path)
        check(S.get(f"/trainer/class/2/{path}").status == 200, path)


@test
def one_persons_result_is_for_the_trainer_alone():
    where = f"/trainer/learner/{S.person['learner']}/result"
    check(S.person["name"] in S.get(where).body.decode("utf-8"), "names the person")
    for path in (where, where + ".json", where + ".csv", "/trainer/class/1/xapi.json", "/trainer/class/2/growth"):
        check(S.ask("GET", path).status in (403, 404), path, "is shown to strangers")
    check(S.get(where + "?public=1").status == 404, "a public page of one person")
    check(S.get("/trainer/learner/" + "0" * 26 + "/result").status == 404, "nobody")


@test
def what_was_handed_out_stands_in_the_log():
    log = open(os.path.join(S.folder, S.stderr_name), encoding="utf-8").read()
    check(re.search(r"class 1: the answers were saved as xAPI statements", log), log[-600:])
    check(re.search(r"learner \w+: the result was looked at", log), log[-600:])
    check(S.person["name"] not in log, "the log names somebody")


@test
def a_test_that_the_trainer_closed_is_terminated_and_one_that_goes_on_has_no_end():
    room = Server()
    learner = room.join("Lò Thị Mai")
    shown = learner.play(until=lambda screen: screen.get("number", 0) == 3)
    asked = f"/trainer/class/{room.said['class_id']}/xapi.json"
    verbs = lambda: [one["verb"]["id"].split("/")[-1] for one in room.ask("GET", asked, cookie=room.trainer()).json()]
    going = verbs()
    check(going == ["initialized"] + ["answered"] * 2, shown["screen"].get("number"), going)
    check(room.ask("POST", f"/trainer/api/class/{room.said['class_id']}/end", {}, cookie=room.trainer()).status == 200, "the end")
    ended = verbs()
    check(ended == going + ["terminated", "scored"], ended)
    end = room.ask("GET", asked, cookie=room.trainer()).json()[-2]
    check(end["result"]["completion"] is False and end["result"]["score"]["max"] == 2, end["result"])
    check(b"Mai" not in room.ask("GET", asked, cookie=room.trainer()).body, "the learner is named")
    room.close()


passed, failed = run_suite()
check(S.close() == 0, "serve did not end well")
shutil.rmtree(os.path.dirname(S.folder), ignore_errors=True)
finish(passed, failed)
