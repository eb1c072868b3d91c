"""record.py - what a data folder holds, read without the product: an own decoder of events, an own hash chain, Python's
SQLite. And what must never be found there, whatever happened to the laptop (SECURITY.md section 3.3, I1 to I4)."""

import hashlib
import pathlib
import shutil
import sqlite3
import tempfile
import threading

KINDS = {1: "start", 2: "act", 3: "note", 4: "finish"}

problems = {}  # test name -> what was wrong
problems_lock = threading.Lock()


def problem(test, text):
    with problems_lock:
        problems.setdefault(test, []).append(text)



def decode(data, at=0):
    """One CBOR item of the kinds that events use -> (value, position behind it)."""
    major, low = data[at] >> 5, data[at] & 31
    at += 1
    if low >= 24:
        size = {24: 1, 25: 2, 26: 4, 27: 8}[low]
        low = int.from_bytes(data[at : at + size], "big")
        at += size
    if major == 0:
        return low, at
    if major == 1:
        return -1 - low, at
    if major in (2, 3):
        part = data[at : at + low]
        if len(part) != low:
            raise ValueError("cut string")
        return (part if major == 2 else part.decode("utf-8")), at + low
    if major == 4:
        items = []
        for _ in range(low):
            item, at = decode(data, at)
            items.append(item)
        return items, at
    raise ValueError(f"unexpected CBOR major type {major}")


class Record:
    """What a copy of the data folder says: {learner: {seq: (body, event)}}."""

    def __init__(self, folder):
        self.events = {}
        self.attempts = {}
        with tempfile.TemporaryDirectory() as place:
            for name in ("dauso.db", "dauso.db-wal"):
                if (pathlib.Path(folder) / name).exists():
                    shutil.copy(pathlib.Path(folder) / name, place)
            with sqlite3.connect(f"{place}/dauso.db") as db:
                self.read(db)
            db.close()

    def read(self, db):
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            problem("the_file_is_whole_after_each_kill", "integrity_check")
        if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
            problem("the_file_is_whole_after_each_kill", "foreign_key_check")
        for attempt, learner, last_seq, head in db.execute("SELECT id, learner, last_seq, chain FROM attempts"):
            chain, events, count = bytes(32), {}, 0
            rows = db.execute("SELECT seq, body, chain FROM events WHERE attempt = ? ORDER BY seq", (attempt,))
            for seq, body, stored in rows:
                count += 1
                chain = hashlib.sha256(chain + body).digest()
                event, end = decode(body)
                if seq != count or event[0] != seq or end != len(body) or seq in events:
                    problem("no_event_is_missing_or_there_twice", f"{attempt}: event {seq} at place {count}")
                if chain != stored:
                    problem("the_chain_of_hashes_is_unbroken", f"{attempt}: event {seq}")
                events[seq] = (body, event)
            if count != last_seq or chain != head:
                problem("the_chain_of_hashes_is_unbroken", f"{attempt}: the attempt says {last_seq}, there are {count}")
            if learner in self.attempts:
                problem("no_event_is_missing_or_there_twice", f"{learner} has two attempts")
            self.events[learner] = events
            self.attempts[learner] = attempt


def compare(record, phones, seen):
    """Everything acknowledged is in the record, as it was said; what was there before is there unchanged."""
    for phone in phones:
        for learner, journal in list(phone.journal.items()):
            events = record.events.get(learner, {})
            if journal and learner not in record.events:
                problem("no_acknowledged_answer_is_lost", f"{learner} is gone with {len(journal)} answers")
            for seq, act in list(journal.items()):
                body, event = events.get(seq, (None, None))
                if event is None or KINDS[event[3]] != "act" or tuple(event[4]) != act:
                    problem("no_acknowledged_answer_is_lost", f"{learner}: {seq} {act} is {event}")
            known = set(journal) | set(phone.unsure[learner])
            for seq, (body, event) in events.items():
                if KINDS[event[3]] == "act" and seq not in known:
                    problem("nothing_is_in_the_record_that_nobody_sent", f"{learner}: {seq} {event}")
    for learner, events in record.events.items():
        for seq, (body, event) in events.items():
            if seen.setdefault((learner, seq), body) != body:
                problem("no_event_ever_changes", f"{learner}: {seq}")
    for learner, seq in seen:
        if seq not in record.events.get(learner, {}):
            problem("no_event_ever_changes", f"{learner}: {seq} is gone")
