#!/usr/bin/python3
"""kill_suite.py - a running class is killed (kill -9) again and again; no acknowledged answer is lost, the class goes on.

Eight phones, each with an address of its own, join and answer over HTTP. At a random moment the server is killed and
started again on the same folder. After each kill a copy of the database is read without the product (record.py).

    KILLS=200 SEED=1 tests/faults/kill_suite.py
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

from phones import PHONES, SEED, Phone, Server, run_dauso
from record import Record, compare, problem, problems

KILLS = int(os.environ.get("KILLS", "200"))


# ---- the suite ----


def check_export(folder, record, phones):
    """The product says the same as the record, and every attempt replays."""
    for learner, attempt in list(record.attempts.items())[:20]:
        done = run_dauso("attempt", "export", attempt, "--dir", folder)
        try:
            events = json.loads(done.stdout)["events"]
        except (ValueError, KeyError, TypeError):
            problem("exports_hold_every_acknowledged_answer", f"{attempt}: {done.returncode} {done.stderr[:200]}")
            continue
        said = {event["seq"]: tuple(event[key] for key in ("item", "verb", "target", "value"))
                for event in events if event["kind"] == "act"}
        for phone in phones:
            for seq, act in phone.journal.get(learner, {}).items():
                if said.get(seq) != act:
                    problem("exports_hold_every_acknowledged_answer", f"{attempt}: {seq} {said.get(seq)}")
        done = run_dauso("replay", attempt, "--dir", folder)
        if done.returncode != 0:
            problem("every_attempt_replays_after_the_last_kill", f"{attempt}: {done.returncode} {done.stderr[:200]}")


TESTS = [
    "the_server_starts_again_after_each_kill",
    "health_is_answered_within_5_s_of_each_restart",
    "phones_are_served_after_each_restart",
    "no_acknowledged_answer_is_lost",
    "an_answer_that_was_kept_is_acknowledged_when_sent_again",
    "nothing_is_in_the_record_that_nobody_sent",
    "no_event_ever_changes",
    "no_event_is_missing_or_there_twice",
    "the_chain_of_hashes_is_unbroken",
    "the_file_is_whole_after_each_kill",
    "a_token_is_still_good_after_a_kill",
    "the_class_goes_on_where_it_was",
    "enough_was_answered_for_the_kills_to_matter",
    "exports_hold_every_acknowledged_answer",
    "every_attempt_replays_after_the_last_kill",
]


def kill_again_and_again(server, phones):
    chance = random.Random(SEED)
    starts, seen = [], {}
    for kill in range(KILLS):
        starts.append(server.start())
        if server.time_to_health(starts[-1]) > 5:
            problem("health_is_answered_within_5_s_of_each_restart", f"{starts[-1]:.1f} s to start")
        if kill == 0:
            for phone in phones:
                phone.start()
        before = server.acknowledged
        server.wait_for_answers(before + 1, 10)
        time.sleep(chance.uniform(0.0, 0.2))
        server.stop(signal.SIGKILL)
        server.wait_until_all_noticed()
        compare(Record(server.folder), phones, seen)
        if server.acknowledged == before:
            problem("phones_are_served_after_each_restart", f"no answer in round {kill + 1}; {server.last_refusal}")
        if len(problems.get("phones_are_served_after_each_restart", [])) > 5:
            break
    starts.append(server.start())
    server.wait_for_answers(server.acknowledged + PHONES, 10)
    server.stop(signal.SIGTERM)
    server.wait_until_all_noticed()
    server.end()
    record = Record(server.folder)
    compare(record, phones, seen)
    check_export(server.folder, record, phones)
    return starts


def report(server, starts):
    if server.acknowledged < 4 * KILLS:
        problem("enough_was_answered_for_the_kills_to_matter", f"{server.acknowledged} answers, {KILLS} kills; "
                f"last refusal: {server.last_refusal}")
    if starts:
        starts.sort()
        print(f"{KILLS} kills, {server.joined} learners, {server.acknowledged} acknowledged answers, {server.refused} "
              f"guesses refused, restart {starts[len(starts) // 2]:.2f} s (largest {starts[-1]:.2f} s)")
    for test in TESTS:
        found = problems.get(test, [])
        print(f"FAIL {test}: {len(found)} times, first {found[0]}" if found else f"ok {test}")
    failed = sum(test in problems for test in TESTS)
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return failed != 0


def main():
    print(f"seed {SEED}")
    with tempfile.TemporaryDirectory(prefix="dauso-kill-") as place:
        folder = f"{place}/data"
        done = run_dauso("init", "--dir", folder)
        if done.returncode != 0:
            problem("the_server_starts_again_after_each_kill", f"init: {done.returncode} {done.stderr}")
        server = Server(folder)
        phones = [Phone(number, server) for number in range(PHONES)]
        starts = []
        try:
            starts = kill_again_and_again(server, phones)
        except (RuntimeError, OSError, subprocess.TimeoutExpired) as trouble:
            problem("the_server_starts_again_after_each_kill", str(trouble))
        finally:
            server.end()
            if server.process is not None and server.process.poll() is None:
                server.process.kill()
                server.process.wait()
        return report(server, starts)


if __name__ == "__main__":
    sys.exit(main())
