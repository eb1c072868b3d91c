#!/usr/bin/python3
"""secrets_suite.py - no key, weight, evidence, Lua or later item ever reaches a learner.

The quiz and the simulation are read as files, and cut into what a learner must not see and what only later. Then whole
tests are sat over HTTP, by a phone with a script and by one without; every byte that they receive is kept, and searched
for both."""
import collections
import html
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from http_frame import DAUSO, Server, check, finish, run_suite, sources_folder, test  # noqa: E402

QUIZ = "digital-basics"
LUA = (sources_folder() / "quizzes" / QUIZ / "quiz.lua").read_text()
SIMULATION = (sources_folder() / "scripts/simulations/bank_qr_payment.lua").read_text()
SHOWN = json.loads(subprocess.run([DAUSO, "quiz", "show", QUIZ, "--json"], capture_output=True, check=True).stdout)
FORM = "application/x-www-form-urlencoded"
TELLING = 12  # letters: shorter texts ("Đợi") may stand anywhere

# Everything a phone is told, by name. A new name must be thought about: could it give an answer away?
MEMBERS = set("""asks brand can_do certificate chosen class colour drawing enabled error expected fence finished hand has_pad html id is_secret
    input item kind label language learner length name number of ok open options practice practise reason saved says screen seq
    story strong text title twin value value_len widgets address minutes_left
    answers_room battery disk_free phones store uptime_s version""".split())
HTML_DATA = set("data-digit data-item data-mode data-pad data-kind data-length data-says data-seq data-weak data-focus data-picture data-minutes".split())

S = Server()


def words_of(block):
    """The texts of a piece of the quiz as a learner would read them, without what is filled in."""
    found = re.findall(r'(?:vi|en) = "((?:[^"\\]|\\.)*)"', block)
    return {text for text in found if len(text) >= TELLING and "{" not in text}


BLOCKS = {name: block for name, block in re.findall(r'(?ms)^(?:question|practical) "([\w-]+)" \{(.*?)^\}', LUA)}
TEXTS = {name: words_of(block) for name, block in BLOCKS.items()}
TEXTS["pay-bakery"] |= words_of(SIMULATION.split("local function describe_evidence")[0].split("local function describe_task")[1])
JUDGING = SIMULATION.split("local function describe_evidence")[1].split("host.simulation")[0]
COUNTED = collections.Counter(text for texts in TEXTS.values() for text in texts)
ITEMS = {name: {text for text in texts if COUNTED[text] == 1} for name, texts in TEXTS.items()}
EVIDENCE = set(re.findall(r'evidence "([^"]+)"', SIMULATION)) | words_of(JUDGING)
RIGHT = {name: re.search(r'right = \{ vi = "([^"]+)"', block).group(1) for name, block in BLOCKS.items() if "right" in block}
SOURCE = {line.strip() for text in (LUA, SIMULATION) for line in text.splitlines()
          if len(line.strip()) >= TELLING and re.search(r"[={(]|^--", line)}


def names_in(value):
    if isinstance(value, dict):
        for name, member in value.items():
            yield name
            yield from names_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from names_in(member)


def read(answer):
    """All that an answer says, as text: the wire's bytes, and what they mean."""
    wire = "\n".join(f"{name}: {value}" for name, value in answer.headers) + "\n" + answer.body.decode("utf-8", "replace")
    meant = html.unescape(wire)
    if "json" in (answer.header("content-type") or ""):
        meant = html.unescape(json.dumps(answer.json(), ensure_ascii=False) + answer.json().get("html", ""))
    return wire + "\n" + meant


class Ear:
    """Stands for the server, and keeps what one learner is told: [(item on the screen then, text)]."""

    def __init__(self, server):
        self.server, self.heard, self.names, self.data, self.first_seen = server, [], set(), set(), []

    def ask(self, *words, **options):
        answer = self.server.ask(*words, **options)
        text = read(answer)
        self.heard.append(text)
        if "json" in (answer.header("content-type") or ""):
            self.names |= set(names_in(answer.json()))
        self.data |= set(re.findall(r"\bdata-[a-z-]+(?==)", text))
        item = re.search(r'data-item="([\w-]+)"', text)
        if item and item.group(1) not in self.first_seen:
            self.first_seen.append(item.group(1))
            self.check_nothing_later_was_told()
        return answer

    def check_nothing_later_was_told(self):
        later = set(ITEMS) - set(self.first_seen)
        told = "\n".join(self.heard)
        for name in later:
            for text in ITEMS[name]:
                check(text not in told, "before", name, "was shown, the phone was told:", text)


def sit(name, seed):
    """A whole test of a phone with a script, and everything else that such a phone asks for."""
    learner = S.join(name)
    ear = learner.server = Ear(S)
    for path in ("/", "/api/class", "/api/here", "/verify", "/health"):
        ear.ask("GET", path, cookie=learner.cookie)
    for path in re.findall(r'(?:href|src)="(/ui/[^"]+)"', ear.heard[0]):
        ear.ask("GET", path, cookie=learner.cookie)
    learner.play(seed=seed, until=lambda screen: (ear.ask("GET", "/api/here", cookie=learner.cookie), False)[1])
    for path in ("/", "/api/here", "/api/screen"):
        ear.ask("GET", path, cookie=learner.cookie)
    return ear


def sit_without_script(name):
    """The same by forms: each page has one button for each thing that can be done."""
    learner = S.join(name)
    ear = Ear(S)
    for turn in range(200):
        page = ear.ask("GET", "/", cookie=learner.cookie).body.decode()
        shown = learner.screen()
        if shown["screen"]["kind"] == "result":
            return ear
        buttons = [button for button in re.findall(r'name="act" value="([^"]+)"', page) if button != "type:"]
        check(buttons, "a page without a way on:", page[-300:])
        wanted = ["press:leave", "press:done"] + (["next:"] if turn % 2 else [])
        act = next((button for button in wanted if button in buttons), buttons[0])
        body = f"seq={shown['seq'] + 1}&item={shown['screen']['item']}&act={act}"
        ear.ask("POST", "/do", body.encode(), kind=FORM, cookie=learner.cookie)
    raise AssertionError("the test has no end")


EARS = [sit("Học viên " + letter, seed) for seed, letter in enumerate("ABCDEFGHIK")]


@test
def the_tests_were_whole_and_the_quiz_was_read():
    check(len(BLOCKS) == len(SHOWN["items"]) and len(EVIDENCE) >= 10 and len(SOURCE) > 150, len(BLOCKS), len(EVIDENCE))
    check(all(ITEMS.values()), "an item has no text of its own")
    for ear in EARS:
        check(set(ear.first_seen) == {row["item"] for row in SHOWN["items"]}, ear.first_seen)
        told = "\n".join(ear.heard)
        for name, text in RIGHT.items():
            check(text in told, "the right option of", name, "was never among the options")


@test
def no_text_of_a_later_item_is_told_before_its_time():
    for ear in EARS:  # each time an item came up, the Ear looked
        check(len(ear.first_seen) == len(SHOWN["items"]), ear.first_seen)


@test
def no_evidence_is_ever_named():
    for ear in EARS:
        told = "\n".join(ear.heard)
        for text in EVIDENCE:
            check(text not in told, text)


@test
def no_lua_is_ever_told():
    for ear in EARS[:3]:
        told = "\n".join(ear.heard)
        for line in SOURCE:
            check(line not in told, line)
        for word in ("describe_", "goes_to", "only_if", "critical =", "vary {", ".lua", "local function"):
            check(word not in "\n".join(text for text in ear.heard if "data-item" in text), word)


@test
def only_known_members_and_attributes_are_told():
    for ear in EARS:
        check(ear.names <= MEMBERS, "new:", sorted(ear.names - MEMBERS))
        check(ear.data <= HTML_DATA, "new:", sorted(ear.data - HTML_DATA))


@test
def no_weight_or_difficulty_is_told():
    numbers = {f"{shown[name]:.15g}" for row in SHOWN["items"] for shown in row["shows"] for name in ("a", "guessing", "weight")}
    numbers |= {f"{value:.15g}" for row in SHOWN["items"] for shown in row["shows"] for value in shown["b"]}
    words = {number for number in numbers if len(number) > 3}
    check(words, numbers)
    for ear in EARS:
        screens = "\n".join(text for text in ear.heard if "data-item" in text)
        for number in words:
            check(number not in screens, number)


@test
def the_place_of_an_option_tells_nothing():
    """Among ten learners no item has its right option always at the same place."""
    for name, right in RIGHT.items():
        places = set()
        for ear in EARS:
            for text in ear.heard:
                if f'data-item="{name}"' in text:
                    listed = re.findall(r'"id": "(\w)", "text": "([^"]+)"', text)
                    places |= {place for place, option in listed if option == right}
        check(len(places) > 1, name, "has its right option at", places, "for everybody")


@test
def a_phone_without_script_is_told_no_more():
    ear = sit_without_script("Học viên không mã")
    told = "\n".join(ear.heard)
    check(set(ear.first_seen) == set(BLOCKS), ear.first_seen)
    for text in EVIDENCE | SOURCE:
        check(text not in told, text)
    check(ear.data <= HTML_DATA, "new:", sorted(ear.data - HTML_DATA))


passed, failed = run_suite()
S.close()
finish(passed, failed)
