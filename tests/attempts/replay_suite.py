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
    check("explain_names_evidence_and_decision", code == 0 and "Decision:" in out and "What was seen" in out, out[:200])
    rows = re.findall(r"^  \d\.\d  .*$", out.split("What it amounts to")[1], re.M)
    check("explain_has_a_row_of_each_indicator_in_plain_words", len([r for r in rows if re.search(r"\([+-]\d", r)]) == 12
          and "inferred, not tested" in out and "{" not in out, out)
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


def test_frameworks(folder, attempt_id):
    """The same answers under two published frameworks; the own result stays what it is."""
    own = decision_of(folder, attempt_id)
    for framework, count in (("digcomp-2.2", 21), ("vn-tt02-2025", 24)):
        code, out, err = dauso("replay", attempt_id, "--dir", folder, "--explain", "--json", "--framework", framework)
        explain = json.loads(out)["explain"] if code == 0 else {}
        under = explain.get("under", {"decision": {"indicators": {}}})
        levels = under["decision"]["indicators"]
        check(f"one_attempt_is_seen_under_{framework}", len(levels) == count and explain["decision"] == own, err)
        check(f"{framework}_never_certifies_by_a_mapping", under["decision"].get("certifies") is False)
        untested = [k for k, level in levels.items() if level["inferred"]]
        check(f"what_the_village_test_lacks_is_inferred_in_{framework}",
              {"3.4", "4.4"} <= set(untested) and "1.1" not in untested, untested)
    code, out, err = dauso("replay", attempt_id, "--dir", folder, "--explain", "--framework", "moon")
    check("an_unknown_framework_is_one_sentence", code != 0 and err.count("\n") == 1 and "moon" in err, err)


def test_first_rules():
    """first_rules.json was exported by the version before decisions said more, with a critical act in it."""
    path = ROOT / "tests" / "attempts" / "first_rules.json"
    code, out, err = dauso("replay", path, "--json", "--explain")
    told = json.loads(out) if out else {"explain": {"decision": {}}}
    check("an_export_of_an_older_version_agrees", code == 0 and told["agrees"], out[:300] + err)
    check("it_is_judged_by_the_rules_of_its_time", told["explain"]["decision"].get("rules") == 1, told["explain"]["decision"])
    code, out, err = dauso("replay", path, "--explain", "--framework", "digcomp-2.2")
    check("an_old_attempt_is_explained_like_a_new_one", code == 0 and "DigComp" in out, out[:300] + err)


def test_cleared(folder):
    """village-skills has three scenarios with a trap: safe in the two after the first lifts the cap, three would be needed
    for a certificate. The order of the scenarios is the attempt's own."""
    code, out, err = dauso("demo", "--learners", 12, "--quiz", "village-skills", "--seed", 3, "--dir", folder, "--json")
    seen = {}
    for row in (json.loads(line) for line in out.splitlines()):
        if not row.get("attempt"):
            continue
        code, text, _ = dauso("attempt", "export", row["attempt"], "--dir", folder)
        events = json.loads(text)["events"]
        first = {}
        for event in events:
            if event["kind"] == "act":
                first.setdefault(event["item"], event["seq"])
        explain = json.loads(dauso("replay", row["attempt"], "--dir", folder, "--json", "--explain")[1])["explain"]
        lines = [line for line in explain["evidence"]["lines"] if line["critical"] and line["answer"] >= 0]
        unsafe = {line["item"] for line in lines if line["answer"] == 0}
        for found in explain["decision"]["criticals"]:
            later = {line["item"] for line in lines if first[line["item"]] > first[found["item"]]} - unsafe
            state = "open" if len(later) < 2 else "band free"
            seen.setdefault(state, []).append(found["state"] == state and found["later_safe"] == len(later))
            level = explain["decision"]["indicators"][found["indicator"]]
            seen[state].append(explain["decision"]["certifies"] is False and (state == "open") <= level["capped"])
            seen[state].append(level["safety"]["seen"] == 3 and level["safety"]["safe"] == 3 - len(unsafe))
    check("acts_are_closed_by_later_safe_scenarios_alone", set(seen) == {"open", "band free"} and
          all(all(rows) for rows in seen.values()), seen)


def decision_of(folder, attempt_id):
    code, out, err = dauso("replay", attempt_id, "--dir", folder, "--json", "--explain")
    return json.loads(out)["explain"]["decision"] if code == 0 else {"error": out + err}


def test_overturned(folder, attempts):
    """A reviewer overturns a critical act: with a reason, once, in the record, and the result follows."""
    unsafe = [a for a in attempts if decision_of(folder, a)["criticals"]]
    safe = [a for a in attempts if a not in unsafe]
    check("somebody_fell_for_the_scam_and_somebody_did_not", unsafe and safe, f"{len(unsafe)} of {len(attempts)}")
    before = decision_of(folder, unsafe[0])
    act = before["criticals"][0]
    check("a_cap_names_item_event_time_and_line", act["item"] == "pay-bakery" and act["event"] > 1 and act["at_ms"] > 1e12
          and act["line"] == "Sent no money to the scammer" and act["state"] == "open", act)
    check("an_open_act_forbids_the_certificate", before["open_critical"] and not before["certifies"], before)
    words = ("attempt", "overturn", unsafe[0], "--item", "pay-bakery", "--dir", folder, "--reason")
    reason = "The trainer pointed at the wrong sticker, the learner asked first."
    for name, refused in (("a_reason_is_asked_for", words[:-1]), ("three_letters_are_no_reason", words + ("abc",)),
                          ("an_item_without_a_critical_act_is_refused",
                           ("attempt", "overturn", unsafe[0], "--item", "q-nonsense", "--dir", folder, "--reason", reason)),
                          ("an_attempt_without_a_critical_act_is_refused",
                           ("attempt", "overturn", safe[0], "--item", "pay-bakery", "--dir", folder, "--reason", reason)),
                          ("an_attempt_that_is_not_there_is_refused",
                           ("attempt", "overturn", "0" * 26, "--item", "pay-bakery", "--dir", folder, "--reason", reason))):
        code, out, err = dauso(*refused)
        check(name, code != 0 and not out and err, out + err)
    check("a_refused_review_changes_nothing", decision_of(folder, unsafe[0]) == before)
    code, out, err = dauso(*words, reason)
    after = decision_of(folder, unsafe[0])
    found = after["criticals"][0] if code == 0 else {}
    check("an_overturned_act_says_why", found.get("state") == "overturned" and found.get("reason") == reason, out + err)
    levels = [{k: d["indicators"]["4.2"][k] for k in ("theta", "capped", "band")} for d in (before, after)]
    check("it_frees_the_band_and_leaves_the_estimate", levels[0]["theta"] == levels[1]["theta"] and levels[0]["capped"]
          and not levels[1]["capped"] and not after["open_critical"], levels)
    code, out, err = dauso(*words, reason)
    check("an_act_is_overturned_once", code != 0, out)
    code, text, _ = dauso("attempt", "export", unsafe[0], "--dir", folder)
    attempt = json.loads(text)
    code, out, err = replay(folder, attempt)
    check("the_export_agrees_and_carries_the_reason", code == 0 and attempt["events"][-1]["value"] == reason, out + err)
    attempt["events"].pop()
    code, out, err = replay(folder, attempt)
    check("without_the_reviewers_word_it_does_not_agree", code == 1, out + err)
    code, out, err = dauso("replay", unsafe[0], "--dir", folder, "--explain")
    check("explain_tells_the_review", code == 0 and reason in out, out)


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
            test_frameworks(folder, attempt_id)
            folder = pathlib.Path(work) / "careless"
            code, out, err = dauso("demo", "--learners", 8, "--seed", 5, "--dir", folder, "--json")
            rows = [json.loads(line) for line in out.splitlines()]
            test_overturned(folder, [row["attempt"] for row in rows if row.get("attempt")])
            test_first_rules()
            test_cleared(pathlib.Path(work) / "village")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
