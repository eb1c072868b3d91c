#!/usr/bin/python3
"""failure_suite.py - the disk, the memory, the clock fail at any place (SECURITY.md section 3.3: K2 to K4, P3, F1 to F3,
R1, T1, T3). io_faults.c makes the n-th deed on the data folder go wrong, or ends the program there like kill -9.

    STEPS=40 SEED=1 tests/faults/failure_suite.py        STEPS=0: every single deed
"""

import errno
import hashlib
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from phones import DAUSO, SEED, Phone, Server, run_dauso
import phones
from record import Record, compare, decode, problems

STEPS = int(os.environ.get("STEPS", "20"))
HERE = pathlib.Path(__file__).resolve().parent
PLACE = tempfile.mkdtemp(prefix="dauso-failure-")
TESTS = []
chance = random.Random(SEED)


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:600])


def run(*words, faults=None, **options):
    environment = {**os.environ, **(options.pop("environment", {}))}
    if faults is not None:
        environment.update({"LD_PRELOAD": f"{PLACE}/io_faults.so", **{key: str(value) for key, value in faults.items()}})
    return subprocess.run([DAUSO, *words], capture_output=True, text=True, timeout=60, env=environment, **options)


def copy_of(folder):
    target = f"{PLACE}/copy"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    return target


def look(folder):
    """The record without the product: raises nothing, but notes problems (I1 to I4)."""
    problems.clear()
    record = Record(folder)
    check(not problems, problems)
    return record


def certificates(folder):
    """id -> SHA-256 of the stored page (I6)."""
    with tempfile.TemporaryDirectory() as place:
        for name in ("dauso.db", "dauso.db-wal"):
            if os.path.exists(f"{folder}/{name}"):
                shutil.copy(f"{folder}/{name}", place)
        db = sqlite3.connect(f"{place}/dauso.db")
        rows = {row[0]: hashlib.sha256(row[1]).hexdigest() for row in db.execute("SELECT id, pdf FROM certificates")}
        db.close()
    return rows


def deeds(count):
    """Which of `count` deeds are tried."""
    every = range(1, count + 1)
    return every if STEPS == 0 or count <= STEPS else sorted(chance.sample(every, STEPS))


def count_of(folder, *words, column=0):
    """How many deeds (or allocations) the command does on a copy of the folder."""
    target, path = copy_of(folder), f"{PLACE}/count"
    done = run(*words, "--dir", target, faults={"FAULT_FOLDER": target, "FAULT_COUNT": path})
    check(done.returncode == 0, words, done.returncode, done.stderr)
    return int(open(path).read().split()[column])


BASE = f"{PLACE}/base"
LEARNER = None  # who has a certificate


def prepare():
    global LEARNER
    subprocess.run([os.environ.get("CC", "gcc"), "-shared", "-fPIC", "-O1", "-o", f"{PLACE}/io_faults.so",
                    str(HERE / "io_faults.c"), "-ldl"], check=True)
    done = run_dauso("demo", "--learners", "6", "--dir", BASE, "--json")
    check(done.returncode == 0, "demo:", done.stderr)
    done = run_dauso("certificate", "list", "--dir", BASE, "--json")
    LEARNER = json.loads(done.stdout.splitlines()[0])["learner"]


def same_record(folder, before):
    record = look(folder)
    check(record.events == before.events, "the events are others than before")


# ---- K2: killed at any deed ----


def kill_at_each_deed(words, may_add_certificate=False):
    before, papers = look(BASE), certificates(BASE)
    count = count_of(BASE, *words)
    check(count >= 2, "only", count, "deeds: nothing is tried")
    for n in deeds(count):
        folder = copy_of(BASE)
        done = run(*words, "--dir", folder, faults={"FAULT_FOLDER": folder, "FAULT_AT": n, "FAULT_HOW": "exit"})
        check(done.returncode == 137, "deed", n, "of", count, "gave", done.returncode, done.stderr)
        same_record(folder, before)
        now = certificates(folder)
        check(all(now.get(key) == page for key, page in papers.items()), "deed", n, ": a paper is another one")
        check(len(now) <= len(papers) + may_add_certificate, "deed", n, ": papers from nowhere")
        again = run("certificate", "list", "--dir", folder, "--json")
        check(again.returncode == 0, "after deed", n, ":", again.returncode, again.stderr)
        check(len(again.stdout.splitlines()) == len(now), "after deed", n, ": the product sees other papers")


@test
def a_kill_while_a_certificate_is_issued_leaves_all_or_nothing():
    kill_at_each_deed(["issue", "--class", "1", "--learner", LEARNER, "--replace"], may_add_certificate=True)


@test
def a_kill_while_a_paper_is_printed_again_changes_nothing():
    kill_at_each_deed(["issue", "--class", "1", "--reprint"])


@test
def a_kill_while_the_database_is_copied_changes_nothing():
    words = ["backup", f"{PLACE}/kept.db"]
    before = look(BASE)
    for n in deeds(count_of(BASE, *words)):
        pathlib.Path(f"{PLACE}/kept.db").unlink(missing_ok=True)
        folder = copy_of(BASE)
        run(*words, "--dir", folder, faults={"FAULT_FOLDER": folder, "FAULT_AT": n, "FAULT_HOW": "exit"})
        same_record(folder, before)
        check(run("attempt", "list", "--dir", folder).returncode == 0, "after deed", n)


def old_folder(version):
    """The demo's folder as a program of store version 1, 2 or 3 would have left it."""
    folder = f"{PLACE}/old-{version}"
    if os.path.exists(folder):
        return folder
    shutil.copytree(BASE, folder)
    for name in os.listdir(folder):
        if name.startswith(("journal", "before-upgrade")):
            os.unlink(f"{folder}/{name}")
    db = sqlite3.connect(f"{folder}/dauso.db")
    new_columns = ("state", "is_on_roster", "address", "consent", "picture", "digits", "is_welcomed", "may_rejoin",
                   "wrong_digits", "former_name", "extra_minutes", "merged_into", "former_token", "salt")
    db.execute("ALTER TABLE learners DROP COLUMN earlier")
    for column in ("follows", "village", "parameters"):
        db.execute(f"ALTER TABLE classes DROP COLUMN {column}")
    db.execute("DROP TABLE parameter_sets")
    if version <= 2:
        db.execute("DROP INDEX learners_by_former_token")
        for column in new_columns:
            db.execute(f"ALTER TABLE learners DROP COLUMN {column}")
        for column in ("minutes", "is_paused"):
            db.execute(f"ALTER TABLE classes DROP COLUMN {column}")
        db.execute("DROP TABLE prints")
        db.execute("DROP TABLE class_record")
    if version == 1:
        db.execute("DROP TABLE revocations")
    db.execute("DELETE FROM settings WHERE name LIKE 'journal%'")
    db.execute(f"PRAGMA user_version = {version}")
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return folder


def upgrade_test(version):
    def row():
        old = old_folder(version)
        before, papers = look(old), certificates(old)
        words = ["attempt", "list"]
        count = count_of(old, *words)
        for n in deeds(count):
            folder = copy_of(old)
            done = run(*words, "--dir", folder, faults={"FAULT_FOLDER": folder, "FAULT_AT": n, "FAULT_HOW": "exit"})
            check(done.returncode == 137, "deed", n, done.returncode, done.stderr)
            same_record(folder, before)
            again = run(*words, "--dir", folder)
            check(again.returncode == 0, "after deed", n, again.stderr)
            same_record(folder, before)
            check(certificates(folder) == papers, "after deed", n)
            check(not [name for name in os.listdir(folder) if name.endswith((".new", ".tmp"))], os.listdir(folder))
    row.__name__ = f"a_kill_while_a_store_of_version_{version}_is_upgraded_leaves_the_old_or_the_new"
    test(row)


upgrade_test(1)
upgrade_test(2)
upgrade_test(3)


@test
def an_upgraded_store_keeps_a_copy_of_the_old_one_and_every_attempt_replays():
    for version in (1, 2, 3):
        folder = copy_of(old_folder(version))
        listed = run("attempt", "list", "--dir", folder)
        check(listed.returncode == 0, listed.stderr)
        copy = f"{folder}/before-upgrade-v{version}.db"
        check(os.path.exists(copy), os.listdir(folder))
        db = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
        check(db.execute("PRAGMA user_version").fetchone()[0] == version and
              db.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
        db.close()
        for line in listed.stdout.splitlines():
            done = run("replay", line.split()[0], "--dir", folder)
            check(done.returncode == 0, line, done.stdout, done.stderr)


# ---- the disk says no ----


def refuse_at_each_deed(words, error):
    """The command fails in one sentence or succeeds; nothing is lost; the next run is well."""
    before, papers = look(BASE), certificates(BASE)
    count = count_of(BASE, *words)
    for n in deeds(count):
        folder = copy_of(BASE)
        done = run(*words, "--dir", folder, faults={"FAULT_FOLDER": folder, "FAULT_AT": n, "FAULT_HOW": error})
        check(done.returncode in (0, 3), "deed", n, ":", done.returncode, done.stderr)
        check(done.returncode == 0 or len(done.stderr.strip().splitlines()[-1]) > 20, "deed", n, "says nothing")
        same_record(folder, before)
        now = certificates(folder)
        check(all(now.get(key) == page for key, page in papers.items()), "deed", n)
        again = run("certificate", "list", "--dir", folder, "--json")
        check(again.returncode == 0 and len(again.stdout.splitlines()) == len(now), "after deed", n, again.stderr)


@test
def a_full_disk_at_any_place_of_issuing_is_one_sentence():
    refuse_at_each_deed(["issue", "--class", "1", "--learner", LEARNER, "--replace"], errno.ENOSPC)


@test
def a_broken_disk_at_any_place_of_issuing_is_one_sentence():
    refuse_at_each_deed(["issue", "--class", "1", "--learner", LEARNER, "--replace"], errno.EIO)


@test
def a_file_that_may_not_grow_is_a_sentence_and_no_signal():
    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
    folder = copy_of(BASE)
    done = run("issue", "--class", "1", "--learner", LEARNER, "--replace", "--dir", folder, preexec_fn=small)
    check(done.returncode == 3 and done.stderr.strip(), done.returncode, done.stderr)
    same_record(folder, look(BASE))


@test
def a_read_only_folder_is_told_with_its_path():
    for error in (errno.EACCES, errno.EROFS):
        folder = copy_of(BASE)
        done = run("attempt", "list", "--dir", folder, faults={"FAULT_FOLDER": folder, "FAULT_AT": 1, "FAULT_LASTS": 1,
                                                               "FAULT_ON": "o", "FAULT_HOW": error})
        check(done.returncode == 3 and folder in done.stderr and len(done.stderr.strip().splitlines()) == 1,
              done.returncode, done.stderr)


# ---- K4: no memory ----


@test
def without_memory_the_program_ends_and_nothing_is_lost():
    words = ["issue", "--class", "1", "--learner", LEARNER, "--replace"]
    before, papers = look(BASE), certificates(BASE)
    count = count_of(BASE, *words, column=1)
    tried = sorted(chance.sample(range(1, count + 1), max(STEPS, 20)))
    for n in tried:
        folder = copy_of(BASE)
        done = run(*words, "--dir", folder, faults={"FAULT_FOLDER": folder, "MALLOC_AT": n})
        check(done.returncode in (0, 1, 3, 70, -signal.SIGABRT), "allocation", n, "of", count, ":", done.returncode, done.stderr[-300:])
        same_record(folder, before)
        now = certificates(folder)
        check(all(now.get(key) == page for key, page in papers.items()), "allocation", n)


# ---- a running class ----


class FaultyServer(Server):
    def __init__(self, folder, faults):
        super().__init__(folder)
        self.environment = {**os.environ, "LD_PRELOAD": f"{PLACE}/io_faults.so",
                            **{key: str(value) for key, value in faults.items()}}

    def popen(self, words, **options):
        return subprocess.Popen(words, env=self.environment, **options)


class PatientPhone(Phone):
    """Knows that a laptop may say 'not saved' (5xx): then nothing was acknowledged, and it is sent again."""

    not_saved = 0

    def ask(self, method, path, body=None):
        status, answer, cookie = super().ask(method, path, body)
        if status >= 500:
            PatientPhone.not_saved += 1
            time.sleep(0.05)
            raise OSError(f"{status}")
        return status, answer, cookie


def class_with(faults, seconds, folder, middle=None):
    """A class for some seconds under these faults -> (server, phones)"""
    problems.clear()
    PatientPhone.not_saved = 0
    server = FaultyServer(folder, faults)
    server.start()
    people = [PatientPhone(number, server) for number in range(phones.PHONES)]
    for phone in people:
        phone.start()
    time.sleep(seconds / 2)
    if middle is not None:
        middle(server)
    time.sleep(seconds / 2)
    return server, people


def end_class(server, people, number=signal.SIGTERM):
    began = time.monotonic()
    server.stop(number)
    took = time.monotonic() - began
    server.end()
    for phone in people:
        phone.join(5)
    compare(Record(server.folder), people, {})
    check(not problems, problems)
    return took


def new_folder(name):
    folder = f"{PLACE}/{name}"
    done = run_dauso("init", "--dir", folder)
    check(done.returncode == 0, done.stderr)
    return folder


def broken_disk_test(letters, word):
    def row():
        folder = new_folder("broken-" + word)
        server, people = class_with({"FAULT_FOLDER": folder, "FAULT_AT": 120, "FAULT_HOW": errno.EIO, "FAULT_ON": letters, "FAULT_LASTS": 1}, 3, folder)
        before = server.acknowledged
        time.sleep(0.7)
        is_deaf = server.acknowledged == before
        end_class(server, people)
        check(PatientPhone.not_saved > 0, "no phone was told that nothing is saved")
        check(is_deaf, "answers are acknowledged after the disk has failed")
        again = Server(folder)
        again.start()
        check(again.time_to_health(0) < 5)
        again.stop(signal.SIGTERM)
        check(run_dauso("attempt", "list", "--dir", folder).returncode == 0)
    row.__name__ = f"after_a_failed_{word}_nothing_is_acknowledged_until_a_restart"
    test(row)


broken_disk_test("w", "write")
broken_disk_test("s", "sync")


@test
def on_a_full_disk_the_reserve_is_given_up_and_the_class_goes_on():
    folder = new_folder("full")
    check(os.path.exists(f"{folder}/ballast"), "there is no reserve")
    server, people = class_with({"FAULT_FOLDER": folder, "FAULT_AT": 200, "FAULT_HOW": errno.ENOSPC, "FAULT_ON": "w",
                                 "FAULT_LASTS": 1}, 4, folder)
    before = server.acknowledged
    check(server.wait_for_answers(before + 5, 5), "the class stands still")
    end_class(server, people)
    check(PatientPhone.not_saved > 0, "the disk was never full")
    check(not os.path.exists(f"{folder}/ballast"), "the reserve is still there")


@test
def a_disk_that_is_full_at_the_start_is_told_or_the_record_can_be_read():
    folder = copy_of(BASE)
    done = run("attempt", "list", "--dir", folder, faults={"FAULT_FOLDER": folder, "FAULT_AT": 1, "FAULT_LASTS": 1,
                                                           "FAULT_ON": "w", "FAULT_HOW": errno.ENOSPC})
    check(done.returncode == 0 or "full" in done.stderr, done.returncode, done.stderr)
    same_record(folder, look(BASE))
    attempt = next(iter(look(BASE).attempts.values()))
    done = run("attempt", "export", attempt, "--dir", folder, faults={"FAULT_FOLDER": folder, "FAULT_AT": 1, "FAULT_LASTS": 1,
                                                                      "FAULT_ON": "w", "FAULT_HOW": errno.ENOSPC})
    check(done.returncode == 0, "what is there cannot be taken away:", done.stderr)


def signal_test(number, name):
    def row():
        folder = new_folder(name)
        server, people = class_with({"FAULT_FOLDER": folder}, 1, folder)
        took = end_class(server, people, number)
        check(server.process.returncode == 0, "exit code", server.process.returncode)
        check(took < 5, "took", took)
    row.__name__ = f"{name}_ends_a_class_in_order"
    test(row)


signal_test(signal.SIGTERM, "SIGTERM")
signal_test(signal.SIGHUP, "SIGHUP")
signal_test(signal.SIGINT, "SIGINT")


@test
def SIGPIPE_and_SIGXFSZ_end_nothing():
    folder = new_folder("signals")

    def disturb(server):
        server.process.send_signal(signal.SIGPIPE)
        server.process.send_signal(signal.SIGXFSZ)
    server, people = class_with({"FAULT_FOLDER": folder}, 1, folder, disturb)
    before = server.acknowledged
    check(server.wait_for_answers(before + 5, 5), "the class is gone")
    end_class(server, people)


# ---- T: clocks ----


def clock_test(seconds, name):
    def row():
        folder, clock = new_folder("clock" + name), f"{PLACE}/clock"
        open(clock, "w").write("0")
        server, people = class_with({"FAULT_FOLDER": folder, "CLOCK_FILE": clock}, 2, folder,
                                    lambda server: open(clock, "w").write(str(seconds)))
        before = server.acknowledged
        check(server.wait_for_answers(before + 10, 5), "nobody can answer any more")
        end_class(server, people)
        check(not [event for events in Record(folder).events.values() for _, event in events.values()
                   if event[3] == 4 and event[4][3] == "time"], "an attempt was closed by the calendar")
        done = run_dauso("attempt", "list", "--dir", folder)
        check(done.returncode == 0, done.stderr)
    row.__name__ = f"a_clock_that_jumps_{name}_in_mid_class_stops_nobody"
    test(row)


clock_test(10 * 31556952, "ten_years_ahead")
clock_test(-10 * 31556952, "ten_years_back")
clock_test(-int(time.time()), "to_1970")


@test
def what_is_stored_does_not_know_the_time_zone():
    first = run("attempt", "list", "--dir", copy_of(BASE), "--json", environment={"TZ": "America/Anchorage"})
    second = run("attempt", "list", "--dir", copy_of(BASE), "--json", environment={"TZ": "Asia/Ho_Chi_Minh"})
    check(first.returncode == 0 and first.stdout == second.stdout)


def main():
    print(f"seed {SEED}")
    passed = failed = 0
    try:
        prepare()
        for function in TESTS:
            try:
                function()
            except Exception as error:
                failed += 1
                print(f"FAIL {function.__name__}: {type(error).__name__}: {str(error)[:700]}".replace("\n", " "), flush=True)
            else:
                passed += 1
                print(f"ok {function.__name__}", flush=True)
    finally:
        shutil.rmtree(PLACE, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return failed != 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
