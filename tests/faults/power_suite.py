#!/usr/bin/python3
"""power_suite.py - the power fails at any moment; no acknowledged answer is lost.

A class with eight phones runs once for each size of sector, under power_recorder.c. Then the power is cut in
simulation at POINTS moments of those traces (disk.py: lost, torn, reordered sectors). What is found is read without the
product (record.py: I1 to I4), then the product opens it (I7 without the network), and for some of them replays the
attempts (I5). An answer counts as acknowledged at a cut if the phone had read "saved" before the first deed that is cut
off. The control plays the same traces on a disk whose syncs are lies: there answers must be lost, or this suite sees
nothing; and the product must never hand out a record that does not fit its chain.

    POINTS=300 SEED=1 tests/faults/power_suite.py
"""

import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import phones as phones_module
from disk import Disk, read_trace
from phones import SEED, Phone, Server, run_dauso
from record import Record, problem, problems

POINTS = int(os.environ.get("POINTS", "300"))
LIES = max(20, POINTS // 10)
SECONDS = float(os.environ.get("SECONDS", "4"))
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SECTORS = (512, 4096)

TESTS = [
    "the_class_can_be_recorded",
    "no_acknowledged_answer_is_lost",
    "no_event_is_missing_or_there_twice",
    "the_chain_of_hashes_is_unbroken",
    "the_file_is_whole_after_each_kill",
    "the_product_opens_whatever_a_cut_leaves",
    "what_was_finished_replays_after_a_cut",
    "journal_and_database_agree_after_a_cut",
    "a_disk_that_lies_loses_answers_so_the_suite_can_see_it",
    "after_a_lie_the_product_says_so_or_what_is_left_is_whole",
]


class TimedPhone(Phone):
    """Remembers when each answer was acknowledged."""

    def forget(self):
        super().forget()
        self.times = getattr(self, "times", {})

    def take(self, answer):
        super().take(answer)
        self.times[(self.learner, answer["seq"])] = time.monotonic_ns()


class RecordedServer(Server):
    def __init__(self, folder, trace, recorder):
        super().__init__(folder)
        self.environment = {**os.environ, "LD_PRELOAD": str(recorder), "RECORD_FOLDER": folder, "RECORD_TRACE": str(trace)}

    def popen(self, words, **options):
        return subprocess.Popen(words, env=self.environment, **options)


def build_recorder(place):
    recorder = f"{place}/power_recorder.so"
    subprocess.run([os.environ.get("CC", "gcc"), "-shared", "-fPIC", "-O1", "-o", recorder,
                    str(HERE / "power_recorder.c"), "-ldl", "-lpthread"], check=True)
    return recorder


def record_class(place, recorder, sector):
    """A class of SECONDS, ended in order -> (folder before it, trace, {(learner, seq): (time, act)})"""
    folder, before, trace = f"{place}/data-{sector}", f"{place}/before-{sector}", f"{place}/trace-{sector}"
    done = run_dauso("init", "--dir", folder)
    if done.returncode != 0:
        raise RuntimeError(f"init: {done.stderr}")
    shutil.copytree(folder, before)
    server = RecordedServer(folder, trace, recorder)
    people = [TimedPhone(number, server) for number in range(phones_module.PHONES)]
    server.start()
    for phone in people:
        phone.start()
    time.sleep(SECONDS)
    server.stop(signal.SIGTERM)
    server.wait_until_all_noticed()
    server.end()
    said = {}
    for phone in people:
        for learner, journal in phone.journal.items():
            for seq, act in journal.items():
                moment = min((when for (who, number), when in phone.times.items() if who == learner and number >= seq),
                             default=None)
                if moment is not None:
                    said[(learner, seq)] = (moment, act)
    if len(said) < 100:
        problem("the_class_can_be_recorded", f"only {len(said)} answers")
    return before, read_trace(trace), said


def lay_out(found, folder):
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in found.items():
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o600)


def check_found(folder, said, moment, where):
    """How many acknowledged answers are lost."""
    try:
        record = Record(folder)
    except Exception as trouble:  # nothing to be read there
        return [f"{where}: {trouble}"], None
    lost = []
    for (learner, seq), (when, act) in said.items():
        if when >= moment:
            continue
        body, event = record.events.get(learner, {}).get(seq, (None, None))
        if event is None or tuple(event[4]) != act:
            lost.append(f"{where}: {learner} {seq} {act} is {event}")
    return lost, record


def check_product(folder, record, where, replays):
    done = run_dauso("certificate", "list", "--dir", folder)
    if done.returncode != 0:
        problem("the_product_opens_whatever_a_cut_leaves", f"{where}: {done.returncode} {done.stderr[:300]}")
        return
    if not replays:
        return
    for attempt in list(record.attempts.values())[:5]:
        done = run_dauso("replay", attempt, "--dir", folder)
        if done.returncode != 0:
            problem("what_was_finished_replays_after_a_cut", f"{where}: {attempt}: {done.returncode} {done.stderr[:200]}")
    done = run_dauso("repair", "--dir", folder)
    if done.returncode != 0:
        problem("journal_and_database_agree_after_a_cut", f"{where}: {done.returncode} {done.stdout[:200]} {done.stderr[:200]}")


def cut_points(chance, trace, count):
    """Any moment; every second one between a write and the sync that follows, where it matters."""
    writes = [i for i, record in enumerate(trace) if record[0] in "WRUCT"]
    return sorted([chance.randrange(1, len(trace)) for _ in range(count - count // 2)]
                  + [chance.choice(writes) + 1 for _ in range(count // 2)])


def cut_again_and_again(place, before, trace, said, sector, count):
    chance = random.Random(SEED * 100 + sector)
    disk, played = Disk(before), 0
    for number, point in enumerate(cut_points(chance, trace, count)):
        while played < point:
            disk.play(trace[played])
            played += 1
        moment = trace[point][1] if point < len(trace) else time.monotonic_ns()
        where = f"seed {SEED}, sector {sector}, cut before record {point}"
        folder = f"{place}/found"
        lay_out(disk.after_cut(chance, sector), folder)
        lost, record = check_found(folder, said, moment, where)
        if lost:
            problem("no_acknowledged_answer_is_lost", f"{len(lost)} lost; {lost[0]}")
        if record is not None:
            check_product(folder, record, where, replays=number % 10 == 0)


def cut_on_a_lying_disk(place, before, trace, said, count):
    """How many cuts lost acknowledged answers."""
    chance = random.Random(SEED * 100 + 1)
    disk, played, losses = Disk(before, lies=True), 0, 0
    kept = {name: list(found) for name, found in problems.items()}
    for point in cut_points(chance, trace, count):
        while played < point:
            disk.play(trace[played])
            played += 1
        folder = f"{place}/found"
        lay_out(disk.after_cut(chance), folder)
        lost, _ = check_found(folder, said, trace[point][1] if point < len(trace) else 2**63, "a lie")
        done = run_dauso("certificate", "list", "--dir", folder)
        losses += bool(lost)
        if done.returncode not in (0, 3) or (done.returncode == 3 and not done.stderr.strip()):
            problem("after_a_lie_the_product_says_so_or_what_is_left_is_whole", f"{done.returncode} {done.stderr[:300]}")
        if done.returncode == 0:
            for line in run_dauso("attempt", "list", "--dir", folder).stdout.splitlines()[:3]:
                replayed = run_dauso("replay", line.split()[0], "--dir", folder)
                if replayed.returncode < 0 or (replayed.returncode and not (replayed.stderr + replayed.stdout).strip()):
                    problem("after_a_lie_the_product_says_so_or_what_is_left_is_whole", f"replay: {replayed.returncode}")
    problems_of_lies = set(problems) - set(kept)  # what the checker found on a lying disk is no fault of the product
    for name in problems_of_lies - {"after_a_lie_the_product_says_so_or_what_is_left_is_whole"}:
        del problems[name]
    for name, found in kept.items():
        problems[name] = found
    return losses


def main():
    print(f"seed {SEED}")
    answers = losses = 0
    with tempfile.TemporaryDirectory(prefix="dauso-power-") as place:
        try:
            recorder = build_recorder(place)
            for sector in SECTORS:
                before, trace, said = record_class(place, recorder, sector)
                answers += len(said)
                cut_again_and_again(place, before, trace, said, sector, POINTS // len(SECTORS))
            losses = cut_on_a_lying_disk(place, before, trace, said, LIES)
        except (RuntimeError, OSError, subprocess.SubprocessError) as trouble:
            problem("the_class_can_be_recorded", str(trouble))
    if losses == 0:
        problem("a_disk_that_lies_loses_answers_so_the_suite_can_see_it", "nothing was lost")
    print(f"{POINTS} power cuts over {answers} acknowledged answers; a lying disk lost some in {losses} of {LIES}")
    for test in TESTS:
        found = problems.get(test, [])
        print(f"FAIL {test}: {len(found)} times, first {found[0]}" if found else f"ok {test}")
    failed = sum(test in problems for test in TESTS)
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
