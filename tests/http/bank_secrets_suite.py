#!/usr/bin/python3
"""bank_secrets_suite.py - both forms of the village bank, with every kind of question and every simulated phone, sat by
people who press what was not pressed before, else at random: no answer, evidence, condition or Lua is ever told, by a member's name or by its words."""
import json
import os
import pathlib
import random
import re
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from http_frame import Server, check, finish, run_suite, sources_folder, test  # noqa: E402

FORMS = ("village-skills.pre", "village-skills.post")
# Everything that a screen may say, by name (engine/quiz/screen.h). A new name must be thought about.
MEMBERS = set("""asks brand can_do certificate chosen choices colour detail drawing enabled entries fence file from gap has_pad height hint id
    input is_money is_secret is_used item kind label language lefts length mine mode name next now number of on option options
    parts photos place practice practise right right_text says screen seq several spots step story strong text title twin unit value
    value_len vietnamese widgets width x y saved html""".split())
SIMULATIONS = {path.stem: path.read_text(encoding="utf-8") for path in (sources_folder() / "scripts/simulations").glob("*.lua")}
BANK = "\n".join(path.read_text(encoding="utf-8") for path in (sources_folder() / "quizzes/village-skills").rglob("*.lua"))
ENDING = ("done", "finish", "end")


def sentences(source):
    """What evidence is called, and the sentences that tell of it."""
    judging = source[source.index("local function describe_evidence"):source.index("host.simulation")]
    return set(re.findall(r'evidence[ (]"([^"]+)"', judging)) | set(re.findall(r'(?:vi|en) = "([^"{]+)"', judging))


def names_in(value):
    if isinstance(value, dict):
        for name, member in value.items():
            yield name
            yield from names_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from names_in(member)


def acts_of(screen, luck):
    """What may be done here, each as (verb, target, value)."""
    acts = []
    for widget in screen["widgets"]:
        kind = widget["kind"]
        if kind in ("button", "notification"):
            acts.append(("press", widget["id"], ""))
        elif kind == "list":
            acts += [("press", entry["id"], "") for entry in widget["entries"]]
        elif kind == "code":
            acts.append(("scan", widget["id"], ""))
        elif kind == "switch":
            acts.append(("switch-off" if widget["on"] else "switch-on", widget["id"], ""))
        elif kind in ("choices", "photos"):
            acts += [("pick", f'{widget["id"]}={part["id"]}', "") for part in widget[kind]]
        elif kind == "field":
            value = luck.choice(widget["options"])["id"] if widget.get("options") else str(luck.randrange(1000, 9999))
            acts.append(("type", widget["id"], value))
        elif kind in ("options", "spots"):
            acts += [("choose", option["id"], "") for option in widget[kind if kind == "spots" else "options"]]
        elif kind == "pairs":
            acts += [("match", f'{left["id"]}={option["id"]}', "") for left in widget["lefts"] for option in widget["options"]]
        elif kind == "unknown":
            acts.append(("choose", "dont-know", ""))
        elif kind == "next" and widget["enabled"]:
            acts += [("next", "", "")] * 6
    return acts


def choose(acts, tried, luck):
    """What nobody has tried on this screen, the ends of a task last; else whatever."""
    fresh = [act for act in acts if act[:2] not in tried and act[0] != "next"]
    fresh = [act for act in fresh if act[1] not in ENDING] or fresh
    last = [act for act in acts if act[0] == "press" and act[1] in ENDING]
    act = luck.choice(fresh) if fresh else luck.choice(last) if last and luck.random() < 0.3 else luck.choice(acts)
    tried.add(act[:2])
    return act


TRIED = {}


def sit(server, name, seed):
    """One whole test; every screen as (data, HTML)."""
    luck, learner, heard, turns = random.Random(seed), server.join(name), [], 0
    shown = learner.screen()
    while shown["screen"]["kind"] != "result":
        heard.append(shown)
        turns += 1
        check(turns < 8000, "the test has no end", shown["screen"].get("item"))
        acts = acts_of(shown["screen"], luck)
        place = (shown["screen"]["item"], tuple(widget["kind"] + widget.get("id", "") for widget in shown["screen"]["widgets"]))
        act = choose(acts, TRIED.setdefault(place, set()), luck)
        answer = learner.send({"seq": shown["seq"] + 1, "item": shown["screen"]["item"], "verb": act[0], "target": act[1],
                               "value": act[2]})
        check(answer.status in (200, 409, 422, 429), act, answer.status, answer.body)
        if answer.status == 429:  # faster than any finger
            time.sleep(0.3)
        shown = answer.json() if answer.status == 200 else learner.screen()
    return heard


HEARD = {}
for form in FORMS:
    Server.quiz = form
    SERVER = Server()
    HEARD[form] = [shown for seed in range(4) for shown in sit(SERVER, f"Học viên {'ABCD'[seed]}", seed)]
    SERVER.stop()
SCREENS = [shown for form in FORMS for shown in HEARD[form]]


@test
def every_item_and_every_widget_was_seen():
    seen = {widget["kind"] for shown in SCREENS for widget in shown["screen"]["widgets"]}
    check(seen >= {"options", "pairs", "gapped", "field", "unknown", "next", "list", "switch", "choices", "message", "dialog",
                   "progress", "address", "button", "code", "row", "heading", "text"}, sorted(seen))
    for form in FORMS:
        items = {shown["screen"]["item"] for shown in HEARD[form] if not shown["screen"]["practice"]}
        check(len(items) == 25, form, len(items))


@test
def only_known_members_are_told():
    names = {name for shown in SCREENS for name in names_in(shown)}
    check(names <= MEMBERS, "new:", sorted(names - MEMBERS))


@test
def no_evidence_is_named_on_any_screen():
    told = "\n".join(shown["html"] + json.dumps(shown["screen"], ensure_ascii=False) for shown in SCREENS)
    for name, source in SIMULATIONS.items():
        found = sentences(source)
        check(found, name)
        for text in found:
            check(len(text) < 12 or text not in told, name, text)


@test
def no_condition_and_no_lua_is_told():
    told = "\n".join(shown["html"] + json.dumps(shown["screen"], ensure_ascii=False) for shown in SCREENS)
    for word in ("goes_to", "shown_if", "only_if", "critical", "entered(", "mentions(", "vary", "credit", "tolerance", "spelling", "scammer",
                 "otherwise", ".lua", "simulations/"):
        check(word not in told, word)


@test
def what_is_to_be_typed_is_told_to_nobody():
    for item, words in {"rice-by-qr": ("66000", "66.000"), "state-address": (".gov.vn", "gov.vn")}.items():
        for shown in SCREENS:
            if shown["screen"]["item"] == item:
                for word in words:
                    check(word not in shown["html"] and word not in json.dumps(shown["screen"]), item, word)


@test
def places_tell_nothing_in_orders_pairs_and_gaps():
    """Over four people: no partner, step or choice stands always at one place, and no order is shown in order."""
    order = re.findall(r'\{ vi = "([^"]+)"', re.search(r'(?s)question "send-a-picture".*?order = \{(.*?)\n\}', BANK).group(1))
    places = {}
    for shown in SCREENS:
        for widget in shown["screen"]["widgets"]:
            if widget.get("mode") == "order" and shown["screen"]["item"] == "send-a-picture" and shown["screen"]["language"] == "vi":
                texts = [option["text"] for option in widget["options"] if option["id"] != "dont-know"]
                check(sorted(texts) == sorted(order) and texts != order, texts)
            if widget["kind"] == "pairs":
                first = widget["lefts"][0]["id"]
                check(all(left["right"] is None for left in widget["lefts"]) or first == "1")
                places.setdefault(shown["screen"]["item"], set()).add(tuple(option["text"] for option in widget["options"]))
    check(places and all(len(found) > 1 for item, found in places.items() if item.startswith("where")), places)


if __name__ == "__main__":
    finish(*run_suite())
