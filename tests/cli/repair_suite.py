#!/usr/bin/python3
"""repair_suite.py - a data folder with flipped bits, cut files, missing files, an older database put back: `dauso` refuses
or says what it said before, and `dauso repair` brings everything back. Also `dauso backup`.

What a folder holds is read here with Python's own sqlite3; the journal by an own reader (struct, zlib, hashlib), written
after the words of engine/store/journal.h.
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import zlib

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-repair-"))
TESTS = []
GOOD, LOSS, CANNOT = 0, 1, 3


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:700])


def dauso(*args, timeout=120):
    done = subprocess.run([DAUSO, *map(str, args)], stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def content(folder):
    """Every row of every table, read from a copy, without the product."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as place:
        for name in ("dauso.db", "dauso.db-wal"):
            if (folder / name).exists():
                shutil.copy(folder / name, place)
        db = sqlite3.connect(f"{place}/dauso.db")
        try:
            names = [row[0] for row in db.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")]
            return {name: sorted(map(repr, db.execute(f"SELECT * FROM {name}"))) for name in names}
        finally:
            db.close()


def read_journal(data):
    """[(offset, kind, number, body)]; raises when a batch does not fit its checksum or the chain."""
    check(data[:8] == b"DausoJ1\n", "no journal")
    chain, at, batches = data[8:40], 40, []
    while at < len(data) and any(data[at:]):
        mark, length, crc, said = struct.unpack_from("<4sII32s", data, at)
        payload = data[at + 44 : at + 44 + length]
        check(mark == b"DjB\n" and len(payload) == length and zlib.crc32(payload) == crc, "batch at", at)
        chain = hashlib.sha256(chain + payload).digest()
        check(chain == said, "chain at", at)
        kind, number, _version = struct.unpack_from("<BQI", payload)
        batches.append((at, kind, number, payload[13:]))
        at += 44 + length
    return batches


def make_folders():
    """One closed folder, one of a killed server with commits in its WAL, made once; and the closed one's younger self."""
    closed, killed, older = SCRATCH / "closed", SCRATCH / "killed", SCRATCH / "older"
    code, _, err = dauso("demo", "--learners", 3, "--seed", 5, "--dir", older)
    check(code == 0, err)
    shutil.copytree(older, closed)
    shutil.copytree(older, killed)
    serve(closed, signal.SIGTERM)
    serve(killed, signal.SIGKILL)
    check((killed / "dauso.db-wal").stat().st_size > 0, "the killed server left no WAL")
    return closed, killed, older


def start(folder):
    """A server that has made a class."""
    server = subprocess.Popen([DAUSO, "serve", "--dir", folder, "--class", "Lớp sửa chữa", "--port", "0"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.set_blocking(server.stdout.fileno(), False)
    text = b""
    for _ in range(600):
        text += server.stdout.read() or b""
        if re.search(rb"\b\d{6}\b", text) and b"http" in text:
            break
        check(server.poll() is None, "serve ended:", text)
        time.sleep(0.05)
    return server


def serve(folder, end):
    server = start(folder)
    server.send_signal(end)
    server.wait(30)
    server.stdout.close()


def fresh(folder):
    place = SCRATCH / "work"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place)
    (place / "ballast").unlink(missing_ok=True)
    return place


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << (at % 8)
    path.write_bytes(data)


def is_refused(folder, word="dauso repair"):
    """True if refused in one sentence that names the way out; else what is said is what was said before."""
    code, out, err = dauso("certificate", "list", "--dir", folder)
    if code == 0:
        return False
    lines = [line for line in err.splitlines() if line.startswith("dauso")]
    check(code == CANNOT and len(lines) == 1 and word in lines[0] and out == "", "exit", code, err)
    return True


def repair(folder, wanted, says=""):
    code, out, err = dauso("repair", "--dir", folder)
    check(code == wanted, "exit", code, "wanted", wanted, out, err)
    check(says in out + err, "does not say", says, ":", out, err)
    return out


def mends(folder, wanted, what):
    """Refused or unharmed, repaired without loss, and then as before, also for a second repair."""
    was_refused = is_refused(folder)
    if not was_refused:
        check(content(folder) == wanted, what, "was believed")
    repair(folder, GOOD)
    check(content(folder) == wanted, what, "was not brought back")
    repair(folder, GOOD, "Nothing had to be repaired")
    check(not is_refused(folder), what, "is still refused")
    return was_refused


CLOSED, KILLED, OLDER = make_folders()


@test
def both_copies_of_an_untouched_folder_are_whole():
    for folder in (CLOSED, KILLED):
        place = fresh(folder)
        before = content(place)
        repair(place, GOOD, "Nothing had to be repaired")
        check(content(place) == before, folder)
        check(not list(place.glob("damaged-*")), "something was moved")


@test
def the_journal_is_what_its_header_file_says():
    batches = read_journal((CLOSED / "journal.dauso").read_bytes())
    check(batches[0][1] == 1 and batches[-1][1] == 3, [batch[1] for batch in batches])
    numbers = [number for _, kind, number, _ in batches if kind != 3]
    check(numbers == list(range(numbers[0], numbers[0] + len(numbers))), numbers)
    check(batches[-1][3] == hashlib.sha256((CLOSED / "dauso.db").read_bytes()).digest(), "the digest of the file")
    snapshot = SCRATCH / "snapshot.db"
    snapshot.write_bytes(batches[0][3])
    check(sqlite3.connect(snapshot).execute("PRAGMA integrity_check").fetchone() == ("ok",), "the snapshot")
    row = dict(sqlite3.connect(CLOSED / "dauso.db").execute("SELECT name, value FROM settings"))["journal.batch"]
    check(int(row.split()[0]) == numbers[-1], row, numbers[-1])


@test
def a_flipped_bit_in_any_region_of_the_database_is_refused_and_mended():
    wanted, size = content(CLOSED), (CLOSED / "dauso.db").stat().st_size
    places = [0, 17, 20, 24, 28, 40, 60, 68, 96, 100, 105]
    places += [page * 4096 + at for page in range(0, size // 4096, 6) for at in (1, 2300)]
    for at in sorted(set(places)):
        place = fresh(CLOSED)
        flip(place / "dauso.db", at)
        check(mends(place, wanted, f"dauso.db {at}"), "the closed file is compared byte by byte:", at)


@test
def a_flipped_bit_beside_a_killed_server_is_never_believed():
    wanted = content(KILLED)
    refused = 0
    for name, count in (("dauso.db", 8), ("dauso.db-wal", 12), ("journal.dauso", 8)):
        size = (KILLED / name).stat().st_size
        for i in range(count):
            place = fresh(KILLED)
            flip(place / name, 16 + (size - 17) * i // count)
            refused += mends(place, wanted, f"{name} {i}")
    check(refused > 5, refused)


@test
def a_journal_cut_or_flipped_at_every_class_of_position_costs_nothing():
    wanted, data = content(CLOSED), (CLOSED / "journal.dauso").read_bytes()
    batches = read_journal(data)
    at = [0, 3, 8, 20, 40]
    for begin in (batches[0][0], batches[1][0], batches[-1][0]):
        at += [begin + step for step in (0, 5, 9, 30, 44, 80)]
    for here in sorted(set(where for where in at if where < len(data))):
        for damage in ("cut", "flip"):
            place = fresh(CLOSED)
            (place / "journal.dauso").write_bytes(data[:here])
            if damage == "flip":
                (place / "journal.dauso").write_bytes(data)
                flip(place / "journal.dauso", here)
            check(not mends(place, wanted, f"journal {damage} at {here}"), "the database was whole", damage, here)
            (place / "dauso.db").unlink()  # and there are two copies again
            repair(place, GOOD, "rebuilt")
            check(content(place) == wanted, damage, here)


@test
def a_database_cut_anywhere_comes_back():
    wanted, data = content(CLOSED), (CLOSED / "dauso.db").read_bytes()
    for length in (0, 1, 16, 99, 100, 512, 4095, 4096, 4097, len(data) // 2, len(data) - 4096, len(data) - 1):
        place = fresh(CLOSED)
        (place / "dauso.db").write_bytes(data[:length])
        check(mends(place, wanted, f"dauso.db cut to {length}"), length)


@test
def a_missing_file_comes_back_and_an_empty_folder_is_no_data():
    wanted = content(CLOSED)
    place = fresh(CLOSED)
    (place / "dauso.db").unlink()
    check(mends(place, wanted, "no dauso.db"), "a lost database was taken for a new folder")
    place = fresh(CLOSED)
    (place / "journal.dauso").unlink()
    check(not mends(place, wanted, "no journal.dauso"), "refused")
    (place / "dauso.db").unlink()
    (place / "journal.dauso").unlink()
    repair(place, CANNOT, "there is no data")
    repair(SCRATCH / "nowhere", CANNOT, "--dir")
    check(not (SCRATCH / "nowhere").exists(), "a folder was made")


@test
def an_older_database_put_back_is_refused_and_brought_up_to_date():
    place, wanted = fresh(CLOSED), content(CLOSED)
    shutil.copy(OLDER / "dauso.db", place)
    check(is_refused(place, "older than journal.dauso"), "an older database was believed")
    check(mends(place, wanted, "the older database"), "believed")
    check(len(list(place.glob("damaged-*/dauso.db"))) == 1, "the older one was thrown away")


@test
def a_lost_wal_of_a_killed_server_is_refused_and_mended():
    place, wanted = fresh(KILLED), content(KILLED)
    (place / "dauso.db-wal").unlink()
    check(mends(place, wanted, "the lost WAL"), "believed")


@test
def a_foreign_wal_beside_the_database_is_never_believed():
    place, wanted = fresh(CLOSED), content(CLOSED)
    shutil.copy(KILLED / "dauso.db-wal", place)
    mends(place, wanted, "a foreign WAL")


@test
def with_both_damaged_what_is_left_comes_back_and_the_loss_is_named():
    place = fresh(CLOSED)
    data = bytearray((place / "journal.dauso").read_bytes())
    batches = read_journal(bytes(data))
    data[batches[-2][0] + 60] ^= 4
    (place / "journal.dauso").write_bytes(data)
    flip(place / "dauso.db", 4096 * 3 + 5)
    check(is_refused(place), "believed")
    out = repair(place, LOSS, "Lost: the saved steps")
    check(f"to {batches[-2][2]}" in out, out)
    repair(place, GOOD, "Nothing had to be repaired")
    check(not is_refused(place), "refused after the repair")
    left, whole = content(place), content(CLOSED)
    check(set(left["events"]) <= set(whole["events"]) and len(left["events"]) > 0, "events that never were")


@test
def what_cannot_be_repaired_is_left_as_it_is():
    place = fresh(CLOSED)
    (place / "dauso.db").write_bytes(b"no database " * 999)
    (place / "journal.dauso").write_bytes(b"no journal " * 999)
    before = {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
    repair(place, CANNOT, "backup")
    check({path.name: path.read_bytes() for path in place.iterdir() if path.is_file()} == before, "it was changed")


@test
def a_repair_that_is_killed_can_be_begun_again():
    wanted = content(CLOSED)
    for step in range(10):
        place = fresh(CLOSED)
        flip(place / "dauso.db", 4096 * 2 + 100)
        running = subprocess.Popen([DAUSO, "repair", "--dir", place], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(step * 0.006)
        running.kill()
        running.wait()
        mends(place, wanted, f"killed after {step * 6} ms")


@test
def repair_and_backup_wait_until_the_class_is_over():
    place = fresh(CLOSED)
    server = start(place)
    try:
        code, _, err = dauso("repair", "--dir", place)
        check(code == CANNOT and "the class is running" in err and err.count("\n") == 1, code, err)
        code, _, err = dauso("backup", SCRATCH / "never.db", "--dir", place)
        check(code == CANNOT and "the class is running" in err and not (SCRATCH / "never.db").exists(), code, err)
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


@test
def a_backup_holds_every_row_and_opens_in_a_new_folder():
    place, copy = fresh(CLOSED), SCRATCH / "backup.db"
    wanted = content(place)
    for _ in range(2):  # a second one takes the place of the first
        code, out, err = dauso("backup", copy, "--dir", place)
        check(code == 0 and "read again" in out, code, err)
        check(not list(SCRATCH.glob("backup.db?*")), "something lies beside the copy")
    check(oct(copy.stat().st_mode)[-3:] == "600", "names are in it, and others may read it")
    back = SCRATCH / "back"
    shutil.copytree(place, back, ignore=shutil.ignore_patterns("dauso.db*", "journal.dauso"))
    shutil.copy(copy, back / "dauso.db")
    check(content(back) == wanted, "the copy differs")
    ours, theirs = dauso("attempt", "list", "--dir", place), dauso("attempt", "list", "--dir", back)
    check(ours[:2] == theirs[:2] and ours[0] == 0, ours, theirs)


@test
def a_backup_that_cannot_be_written_is_one_sentence():
    place = fresh(CLOSED)
    for to in ("/proc/none/x.db", "/dev/full/x.db", SCRATCH):
        code, out, err = dauso("backup", to, "--dir", place)
        check(code == CANNOT and str(to) in err and err.count("\n") == 1 and out == "", to, code, err)
    check(dauso("backup", "--dir", place)[0] == 2, "no FILE")
    check(dauso("backup", SCRATCH / "x.db", "--dir", SCRATCH / "nowhere")[0] == CANNOT, "no data")
    check(dauso("repair", "x", "--dir", place)[0] == 2, "an operand")


@test
def json_says_how_it_ended():
    place = fresh(CLOSED)
    code, out, _ = dauso("repair", "--dir", place, "--json")
    said = json.loads(out)
    check(code == 0 and said["end"] == "good" and "whole" in said["report"], out)


def main():
    failed = 0
    try:
        for function in TESTS:
            try:
                function()
                print("ok", function.__name__, flush=True)
            except Exception as why:  # a test that breaks is a test that fails
                failed += 1
                print(f"FAIL {function.__name__}: {type(why).__name__}: {why}", flush=True)
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
