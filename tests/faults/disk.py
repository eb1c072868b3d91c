"""disk.py - a disk that loses power. It plays a trace of power_recorder.c and says what may be found after a cut.

What was synced is there. Of what was not, each sector of each write is there or not, whole, in any combination: so
writes are lost, torn and reordered. Creating, renaming and removing names is journalled by the file system: of those
not yet synced a random first part has happened. A file's size follows the sectors that are there."""

import pathlib
import struct

HEAD = struct.Struct("<cQIQI")
SECTOR = 512


def read_trace(path):
    """[(kind, time in ns, file number, offset, bytes)]"""
    data, at, records = pathlib.Path(path).read_bytes(), 0, []
    while at + HEAD.size <= len(data):
        kind, when, number, offset, length = HEAD.unpack_from(data, at)
        at += HEAD.size
        records.append((kind.decode(), when, number, offset, data[at : at + length]))
        at += length
    return records


class File:
    def __init__(self, data=b""):
        self.safe = bytearray(data)  # what a cut cannot take away
        self.pending = []  # ("write", offset, bytes) or ("cut", size), since the last sync

    def sync(self):
        for deed in self.pending:
            apply(self.safe, deed)
        self.pending = []


def apply(data, deed):
    if deed[0] == "cut":
        size = deed[1]
        del data[size:]
        data.extend(bytes(size - len(data)))
        return
    _, offset, part = deed
    if len(data) < offset:
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(part)] = part


class Disk:
    """lies: every sync is a lie, nothing is ever safe but what was there at the beginning."""

    def __init__(self, folder, lies=False):
        self.lies = lies
        self.files = {}  # number -> File
        self.safe_names = {}  # name -> File
        self.pending_names = []  # ("link", name, File), ("unlink", name), ("move", old, new)
        for path in pathlib.Path(folder).rglob("*"):
            if path.is_file():
                self.safe_names[str(path.relative_to(folder))] = File(path.read_bytes())

    def names(self, pending):
        names = dict(self.safe_names)
        for deed in pending:
            if deed[0] == "link":
                names[deed[1]] = deed[2]
            elif deed[0] == "unlink":
                names.pop(deed[1], None)
            elif deed[1] in names:
                names[deed[2]] = names.pop(deed[1])
        return names

    def play(self, record):
        kind, _, number, offset, data = record
        if kind == "C":
            self.files[number] = File()
            self.pending_names.append(("link", data.decode(), self.files[number]))
        elif kind == "O":
            name = self.names(self.pending_names).get(data.decode())
            self.files[number] = name if name is not None else self.files.get(number, File())
        elif kind == "W":
            self.files[number].pending.append(("write", offset, data))
        elif kind == "T":
            self.files[number].pending.append(("cut", offset))
        elif kind == "R":
            old, new = data.split(b"\0")
            self.pending_names.append(("move", old.decode(), new.decode()))
        elif kind == "U":
            self.pending_names.append(("unlink", data.decode()))
        elif kind == "S" and not self.lies:
            self.files[number].sync()
        elif kind == "D" and not self.lies:
            self.safe_names = self.names(self.pending_names)
            self.pending_names = []

    def after_cut(self, chance, sector=SECTOR):
        """{name: bytes} that somebody may find who switches the laptop on again."""
        happened = self.pending_names[: chance.randint(0, len(self.pending_names))]
        found = {}
        # Discs differ in how much of their cache they save: from nearly nothing to nearly all.
        share = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        for name, file in self.names(happened).items():
            data = bytearray(file.safe)
            for deed in file.pending:
                if deed[0] == "cut":
                    if chance.random() < share:
                        apply(data, deed)
                    continue
                _, offset, part = deed
                at = 0
                while at < len(part):
                    step = min(sector - (offset + at) % sector, len(part) - at)
                    if chance.random() < share:
                        apply(data, ("write", offset + at, part[at : at + step]))
                    at += step
            found[name] = bytes(data)
        return found
