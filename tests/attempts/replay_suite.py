#!/usr/bin/python3
"""replay_suite.py - an attempt is its events: another process computes the same, and a changed event is found and named.

A small class of simulated learners is played over HTTP (dauso demo); then exported attempts and the stored record are
changed in every way that a dishonest hand could, and `dauso replay` has to say so."""

import copy
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DAUSO = ROOT / "build" / "dauso"
passed = failed = 0


def check(name, condition, detail=""):
    global passed, failed
    if condition:
        passed += 1
        print(f"ok {name}")
    else:
        failed += 1
        print(f"FAIL {name}: {detail}")


def dauso(*words):
    done = subprocess.run([DAUSO, *map(str, words)], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def replay(folder, attempt):
    path = pathlib.Path(folder) / "changed.json"
    path.write_text(json.dumps(attempt, ensure_ascii=False))
    return dauso("replay", path, "--json")


def changes(attempt):
    """(name, changed attempt, number of the first event that does not fit, or None)"""
    events = attempt["events"]
    acts = [i for i, event in enumerate(events) if event["kind"] == "act"]
    middle = acts[len(acts) // 2]
    for field, value in (("target", "z"), ("value", "another"), ("verb", "press"), ("item", "other"), ("wall_ms", 1)):
        changed = copy.deepcopy(attempt)
        changed["events"][middle][field] = value
        yield f"a_changed_{field}_is_named", changed, middle + 1
    changed = copy.deepcopy(attempt)
    del changed["events"][middle]
    yield "a_missing_event_is_named", changed, middle + 1
    changed = copy.deepcopy(attempt)
    changed["events"][middle], changed["events"][middle + 1] = events[middle + 1], events[middle]
    yield "two_swapped_events_are_named", changed, middle + 1
    changed = copy.deepcopy(attempt)
    seed = changed["events"][0]["seed"]
    changed["events"][0]["seed"] = ("0" if seed[0] != "0" else "1") + seed[1:]
    yield "a_changed_seed_is_named", changed, 1
    changed = copy.deepcopy(attempt)
    changed["events"].pop()
    yield "a_cut_end_does_not_agree", changed, None
    changed = copy.deepcopy(attempt)
    path = sorted(changed["quiz_files"])[0]
    changed["quiz_files"][path] += "\n-- a line more\n"
    yield "a_changed_quiz_does_not_agree", changed, None
    changed = copy.deepcopy(attempt)
    changed["result"]["decision"]["certifies"] = not changed["result"]["decision"]["certifies"]
    yield "a_changed_decision_does_not_agree", changed, None
    changed = copy.deepcopy(attempt)
    del changed["result"]["decision"]["accuracy"]
    yield "a_missing_figure_does_not_agree", changed, None
    changed = copy.deepcopy(attempt)
    changed["result"]["screens"] = "0" * 64
    yield "changed_screens_do_not_agree", changed, None


def as_stored_before(attempt):
    """The result as it was stored before decisions said more than bands."""
    old = copy.deepcopy(attempt)
    decision = old["result"]["decision"]
    for key in ("rules", "areas", "total", "accuracy", "criticals", "set_aside"):
        del decision[key]
    for level in decision["indicators"].values():
        for key in ("domain", "level_set", "inferred", "safety"):
            level.pop(key, None)
    return old


def test_exported(folder, attempt_id):
    code, text, _ = dauso("attempt", "export", attempt_id, "--dir", folder)
    check("an_attempt_is_exported_as_json", code == 0 and text.startswith("{"), text[:80])
    attempt = json.loads(text)
    code, out, err = replay(folder, attempt)
    check("an_honest_export_agrees_in_another_process", code == 0 and json.loads(out)["agrees"], out + err)
    old = as_stored_before(attempt)
    code, out, err = replay(folder, old)
    check("a_result_stored_before_decisions_said_more_agrees", code == 0 and json.loads(out)["agrees"], out + err)
    old["result"]["decision"]["overall"] += 1
    code, out, err = replay(folder, old)
    check("what_an_old_result_does_say_must_agree", code == 1, out + err)
    for name, changed, number in changes(attempt):
        code, out, err = replay(folder, changed)
        said = json.loads(out)["difference"] if out else err
        named = number is None or re.search(rf"\bevent {number}\b", said)
        check(name, code == 1 and named, f"exit {code}: {said}")
    (pathlib.Path(folder) / "cut.json").write_text(text[: len(text) // 2])
    code, _, err = dauso("replay", pathlib.Path(folder) / "cut.json")
    check("half_a_file_is_refused_in_one_sentence", code == 1 and err.count("\n") == 1, err)
    code, _, err = dauso("replay", pathlib.Path(folder) / "none.json")
    check("a_missing_file_cannot_be_replayed", code == 3 and err.count("\n") == 1, err)


def test_stored(folder, attempt_id):
    code, out, err = dauso("replay", attempt_id, "--dir", folder, "--json")
    check("a_stored_attempt_agrees", code == 0, out + err)
    code, out, err = dauso("replay", attempt_id, "--dir", folder, "--explain")
    check("explain_names_evidence_and_decision", code == 0 and "decision" in out, out[:200])
    spoiled = pathlib.Path(folder) / "spoiled"
    for number in (1, 5, 9):
        shutil.rmtree(spoiled, ignore_errors=True)
        shutil.copytree(folder, spoiled, ignore=shutil.ignore_patterns("spoiled"))
        db = sqlite3.connect(spoiled / "dauso.db")
        names = [row[1] for row in db.execute("PRAGMA table_info(events)")]
        body = next(name for name in ("body", "encoded", "event", "data") if name in names)
        key = next(name for name in names if "attempt" in name)
        old = db.execute(f"SELECT {body} FROM events WHERE {key} = ? AND seq = ?", (attempt_id, number)).fetchone()[0]
        new = bytes(old[:-1]) + bytes([old[-1] ^ 1])
        db.execute(f"UPDATE events SET {body} = ? WHERE {key} = ? AND seq = ?", (new, attempt_id, number))
        db.commit()
        db.close()
        code, out, err = dauso("replay", attempt_id, "--dir", spoiled, "--json")
        said = json.loads(out)["difference"] if out else err
        check(f"one_changed_bit_in_stored_event_{number}_is_named",
              code == 1 and re.search(rf"\bevent {number}\b", said), f"exit {code}: {said}")


def main():
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work) / "demo"
        code, out, err = dauso("demo", "--learners", 3, "--seed", 5, "--dir", folder, "--json")
        check("a_class_of_three_is_played", code == 0, err)
        if code == 0:
            rows = [json.loads(line) for line in out.splitlines()]
            attempt_id = next(row["attempt"] for row in rows if row.get("attempt"))
            test_exported(folder, attempt_id)
            test_stored(folder, attempt_id)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
