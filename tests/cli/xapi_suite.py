#!/usr/bin/python3
"""xapi_suite.py - `dauso report xapi` against the xAPI 1.0.3 specification (xAPI-Data.md, read here a second time and
independently), against the database, and for what must not be in it: names, years, typed words and keys."""
import contextlib
import json
import pathlib
import re
import sqlite3
import sys
import tempfile
import uuid

from frame import check, finish, run, test

SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-xapi-"))
FOLDER = SCRATCH / "demo"
LEARNERS = 12


def ask(question):
    with contextlib.closing(sqlite3.connect(f"file:{FOLDER}/dauso.db?mode=ro", uri=True)) as base:
        return base.execute(question).fetchall()


def raw():
    code, out, err = run("report", "xapi", "--class", 1, "--dir", FOLDER)
    check(code == 0, code, err)
    return out


def statements():
    return json.loads(raw())


# ---- the specification, Part Two: each refusal names its section ----

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?")
TIMESTAMP = re.compile(r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z")
TYPES = {"true-false": [], "choice": ["choices"], "sequencing": ["choices"], "fill-in": [], "long-fill-in": [], "numeric": [],
         "other": [], "matching": ["source", "target"], "performance": ["steps"], "likert": ["scale"]}


def only(thing, *allowed):
    """2.2: a statement with a property that is not named there is to be rejected."""
    check(isinstance(thing, dict) and thing and set(thing) <= set(allowed), "unknown or empty:", thing)


def is_language_map(thing):
    """4.2"""
    check(isinstance(thing, dict) and thing, "empty language map")
    for tag, words in thing.items():
        check(TAG.fullmatch(tag) and isinstance(words, str), "language map", tag, words)


def is_extensions(thing):
    """4.1"""
    check(isinstance(thing, dict), thing)
    for key in thing:
        check(IRI.fullmatch(key), "extension", key)


def is_components(thing):
    """2.4.4.1: ids are there and distinct in their list"""
    ids = [one["id"] for one in thing]
    check(ids and len(set(ids)) == len(ids), "component ids", ids)
    for one in thing:
        only(one, "id", "description")
        is_language_map(one["description"])
        check(re.fullmatch(r"[^\s\[\],.]+", one["id"]), "component id", one["id"])


def is_activity(thing):
    """2.4.4.1"""
    only(thing, "objectType", "id", "definition")
    check(thing["objectType"] == "Activity" and IRI.fullmatch(thing["id"]), thing["id"])
    definition = thing["definition"]
    only(definition, "name", "description", "type", "interactionType", "choices", "source", "target", "extensions")
    check(IRI.fullmatch(definition["type"]), definition["type"])
    for key in ("name", "description"):
        if key in definition:
            is_language_map(definition[key])
    if definition["type"] == "http://adlnet.gov/expapi/activities/cmi.interaction":
        lists = TYPES[definition["interactionType"]]
        check({"choices", "source", "target"} & set(definition) <= set(lists), "components of another type", definition)
        for key in lists:
            is_components(definition[key])
    else:
        check("interactionType" not in definition, "interaction of another type")


def is_response(text, definition):
    """2.4.4.1, response patterns"""
    kind = definition["interactionType"]
    ids = {key: {one["id"] for one in definition.get(key, [])} for key in ("choices", "source", "target")}
    if kind in ("choice", "sequencing"):
        check(set(text.split("[,]")) <= ids["choices"], kind, text)
    elif kind == "matching":
        for pair in text.split("[,]"):
            left, right = pair.split("[.]")
            check(left in ids["source"] and right in ids["target"], kind, text)
    elif kind == "numeric":
        float(text)
    else:
        check(False, "no response of this type is wanted here:", kind, text)


def is_result(result, definition):
    """2.4.5"""
    only(result, "score", "success", "completion", "response", "duration", "extensions")
    check(all(isinstance(result[key], bool) for key in ("success", "completion") if key in result), result)
    if "duration" in result:
        check(DURATION.fullmatch(result["duration"]), result["duration"])
    if "score" in result:
        score = result["score"]
        only(score, "scaled", "raw", "min", "max")
        check(-1 <= score["scaled"] <= 1 and score["min"] < score["max"] and score["min"] <= score["raw"] <= score["max"], score)
        check(abs(score["scaled"] - score["raw"] / score["max"]) < 1e-4, score)
    if "response" in result:
        is_response(result["response"], definition)
    is_extensions(result.get("extensions", {}))


def is_context(context):
    """2.4.6; revision and platform only where the object is an activity"""
    only(context, "registration", "contextActivities", "revision", "platform", "language", "extensions")
    check(UUID.fullmatch(context["registration"]) and TAG.fullmatch(context["language"]), context)
    is_extensions(context["extensions"])
    for key, several in context.get("contextActivities", {}).items():
        check(key in ("parent", "grouping", "category", "other") and several, key)
        for one in several:
            is_activity(one)


def is_statement(one):
    """2.2, 2.4.1 to 2.4.8"""
    only(one, "id", "actor", "verb", "object", "result", "context", "timestamp", "version")
    check(UUID.fullmatch(one["id"]) and TIMESTAMP.fullmatch(one["timestamp"]) and one["version"] == "1.0.3", one["id"])
    only(one["actor"], "objectType", "account")  # exactly one inverse functional identifier
    only(one["actor"]["account"], "homePage", "name")
    check(one["actor"]["objectType"] == "Agent" and IRI.fullmatch(one["actor"]["account"]["homePage"]), one["actor"])
    only(one["verb"], "id", "display")
    check(IRI.fullmatch(one["verb"]["id"]), one["verb"])
    is_language_map(one["verb"]["display"])
    is_activity(one["object"])
    if "result" in one:
        is_result(one["result"], one["object"]["definition"])
    is_context(one["context"])


@test
def every_statement_is_as_the_specification_says():
    told = statements()
    check(len(told) > LEARNERS * 20, len(told))
    for one in told:
        is_statement(one)
    check(len({one["id"] for one in told}) == len(told), "an id twice")
    kinds = {one["object"]["definition"].get("interactionType") for one in told}
    check({"choice", "sequencing", "matching", "numeric", "fill-in", None} <= kinds, "the demo has every kind", kinds)


@test
def an_activity_is_defined_once_and_for_all():
    seen = {}
    for one in statements():
        definition = one["object"]["definition"]
        shape = (definition["type"], definition.get("interactionType"),
                 tuple(tuple(sorted(part["id"] for part in definition.get(key, []))) for key in ("choices", "source", "target")))
        check(seen.setdefault(one["object"]["id"], shape) == shape, one["object"]["id"])


@test
def telling_it_again_gives_the_same_bytes():
    check(raw() == raw(), "two exports differ")


@test
def ids_are_those_that_other_programs_make_of_the_same_names():
    attempts = {uuid.uuid5(uuid.NAMESPACE_URL, f"https://dauso.invalid/attempt/{i}"): i for (i,) in ask("SELECT id FROM attempts")}
    for one in statements():
        attempt = attempts[uuid.UUID(one["context"]["registration"])]
        if one["verb"]["id"].endswith("/initialized"):
            wanted = uuid.uuid5(uuid.NAMESPACE_URL, f"https://dauso.invalid/attempt/{attempt}/1/initialized")
            check(one["id"] == str(wanted), one["id"], wanted)


@test
def scores_are_those_of_the_stored_evidence():
    stored = {}
    for attempt, text in ask("SELECT attempt, evidence FROM results"):
        registration = str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://dauso.invalid/attempt/{attempt}"))
        stored[registration] = json.loads(text)
    compared = 0
    for one in statements():
        item = one["object"]["id"].split("/")[-1]
        rows = [row for row in stored[one["context"]["registration"]]["outcomes"] if row["item"] == item]
        if not one["verb"]["id"].endswith("/answered"):
            continue
        check(one["result"]["score"]["raw"] == sum(row["category"] for row in rows), one["result"], rows)
        compared += 1
    check(compared > LEARNERS * 10, compared)


@test
def who_passed_is_who_may_have_a_certificate_and_nobody_is_told_to_have_failed():
    told = statements()
    passed = {one["actor"]["account"]["name"] for one in told if one["verb"]["id"].endswith("/passed")}
    wanted = {learner for learner, text in ask("""SELECT attempts.learner, results.decision FROM results
              JOIN attempts ON attempts.id = results.attempt""") if json.loads(text)["certifies"]}
    check(passed == wanted, len(passed), len(wanted))
    check(not any(one["verb"]["id"].endswith("/failed") for one in told), "failed")
    check(sum(one["verb"]["id"].endswith("/completed") for one in told) == LEARNERS, "everybody completed")


@test
def nobody_is_named_and_nothing_typed_or_right_is_told():
    text = raw().decode("utf-8")
    for name, year in ask("SELECT name, birth_year FROM learners"):
        check(name not in text and f'"{year}"' not in text, name)
    check("correctResponsesPattern" not in text, "the key is told")
    for one in json.loads(text):
        for act in one.get("result", {}).get("extensions", {}).get("https://dauso.invalid/xapi/acts", []):
            check(set(act) == {"verb", "target"}, act)
        if one["object"]["definition"].get("interactionType") == "fill-in":
            check("response" not in one["result"], one["result"])
        for key in ("choices", "target"):
            ids = [part["id"] for part in one["object"]["definition"].get(key, []) if part["id"] != "dont-know"]
            check(ids == sorted(ids), "components stand in the author's order", ids)


@test
def wrong_wishes_are_refused_in_a_sentence():
    for args in (["--class", 99], ["--class", "Lớp không có"], ["--class", 1, "--format", "csv"]):
        code, out, err = run("report", "xapi", "--dir", FOLDER, *args)
        check(code != 0 and out == b"" and err.count("\n") <= 1, args, code, err)


def main():
    code, _, err = run("demo", "--quiz", "village-skills", "--learners", LEARNERS, "--seed", 3, "--dir", FOLDER)
    if code != 0:
        print("FAIL demo: it could not be made:", err)
    return finish()


sys.exit(main())
