#!/usr/bin/python3
"""package_suite.py - a quiz as one signed file: what this suite's own decoder reads of it, what its own forger makes, and
which quizzes lead to a certificate. certs/FORMAT.md section 13; cbor2 and PyNaCl are the other implementation."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import cbor2
import nacl.signing

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
SOURCE = pathlib.Path("tests/quizzes/all-types").resolve()
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-package-"))
LAPTOP, AUTHOR = SCRATCH / "laptop", SCRATCH / "author"
STRANGER, OTHER = nacl.signing.SigningKey(b"\x07" * 32), nacl.signing.SigningKey(b"\x08" * 32)
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:900])


def run(*args, folder=LAPTOP, cwd=SCRATCH):
    done = subprocess.run([DAUSO, *map(str, args), "--dir", str(folder)], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=120, cwd=cwd)
    return done.returncode, done.stdout, done.stderr


def good(*args, **more):
    code, out, err = run(*args, **more)
    check(code == 0, args, code, out, err)
    return out


def fresh(name):
    folder = SCRATCH / name
    shutil.rmtree(folder, ignore_errors=True)
    good("init", folder=folder)
    return folder


def signed_package(name="types"):
    """A package of the suite's quiz, signed by AUTHOR."""
    quiz = SCRATCH / name
    shutil.rmtree(quiz, ignore_errors=True)
    shutil.copytree(SOURCE, quiz)
    return SCRATCH / good("quiz", "sign", quiz, folder=AUTHOR).strip()


# ---- another implementation: FORMAT.md section 13 read again ----


def open_package(data):
    head, key, bodies = cbor2.loads(data)
    manifest = head
    if key:
        protected, unprotected, payload, signature = cbor2.loads(head)
        header = cbor2.loads(protected)
        check(header == {1: -8, 4: hashlib.sha256(key).digest()[:8], 16: 9} and unprotected == {}, header)
        signed = cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)
        nacl.signing.VerifyKey(key).verify(signed, signature)
        manifest = payload
    return cbor2.loads(manifest), key, bodies


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def forge(files, key=STRANGER, typ=9, quiz="forged", rows=None, bodies=None, kid=None, manifest=None, tail=b""):
    names = sorted(files, key=lambda name: name.encode())
    rows = rows or [[name, len(files[name]), hashlib.sha256(files[name]).digest()] for name in names]
    manifest = manifest or {1: quiz, 2: "Giả", 3: 1, 4: rows}
    payload = cbor2.dumps(manifest, canonical=True)
    bodies = bodies if bodies is not None else [files[name] for name in names]
    if key is None:
        return cbor2.dumps([payload, b"", bodies]) + tail
    public = bytes(key.verify_key)
    protected = cbor2.dumps({1: -8, 4: kid or hashlib.sha256(public).digest()[:8], 16: typ}, canonical=True)
    signature = key.sign(cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)).signature
    message = cbor2.dumps([protected, {}, payload, signature], canonical=True)
    return cbor2.dumps([message, public, bodies]) + tail


def install(data, folder=LAPTOP):
    path = SCRATCH / "given.dauso-quiz"
    path.write_bytes(data)
    return run("quiz", "install", path, folder=folder)


def installed(folder=LAPTOP):
    quizzes = folder / "quizzes"
    return sorted(os.listdir(quizzes)) if quizzes.exists() else []


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PNG = (SOURCE / "pictures/x.png").read_bytes()
QUIZ_LUA = (SOURCE / "quiz.lua").read_bytes()
FILES = files_of(SOURCE)


@test
def another_decoder_reads_every_file_of_a_signed_package():
    """M-50, M-51, M-54"""
    path = signed_package()
    data = path.read_bytes()
    manifest, key, bodies = open_package(data)
    check(path.name == f"types-{hashlib.sha256(data).hexdigest()[:16]}.dauso-quiz", path.name)
    check(key.hex() == json.loads(good("key", "show", "--json", folder=AUTHOR))["author"], key.hex())
    check(manifest[1] == "types" and manifest[3] == 1 and list(manifest) == [1, 2, 3, 4], manifest)
    check({row[0]: body for row, body in zip(manifest[4], bodies)} == files_of(SCRATCH / "types"))
    check(all(hashlib.sha256(body).digest() == row[2] and len(body) == row[1] for row, body in zip(manifest[4], bodies)))
    check(cbor2.dumps(cbor2.loads(data), canonical=True) == data, "not deterministic")


@test
def the_package_that_format_md_prints_is_installed():
    """M-50 to M-54, from the text itself"""
    text = (pathlib.Path(__file__).resolve().parents[2] / "certs/FORMAT.md").read_text(encoding="utf-8")
    lines = re.search(r"^quiz package \((\d+) bytes\)\n((?:  [0-9a-f]+\n)+)", text, re.M)
    data, folder = bytes.fromhex("".join(lines[2].split())), fresh("printed")
    check(len(data) == int(lines[1]), len(data))
    code, out, err = install(data, folder)
    check(code == 0 and bytes(nacl.signing.SigningKey(b"\x03" * 32).verify_key).hex() in out, code, out, err)
    check(files_of(folder / "quizzes/weather")["texts/a.txt"] == "mưa\n".encode())


@test
def a_package_that_another_program_made_is_installed():
    folder = fresh("other-program")
    code, out, err = install(forge(FILES), folder)
    check(code == 0 and "not trusted here" in out and bytes(STRANGER.verify_key).hex() in out, code, out, err)
    check(installed(folder) == ["forged"] and files_of(folder / "quizzes/forged") == FILES)
    code, out, err = install(forge(FILES, key=None, quiz="unsigned"), folder)
    check(code == 0 and "Nobody signed it" in out, code, out, err)


@test
def one_changed_bit_anywhere_is_refused_and_nothing_is_written():
    """M-51, M-54, M-55"""
    folder = fresh("changed")
    small = {"quiz.lua": b'quiz { title = "T", framework = "village-basic" }\n'
                         b'question "q" { shows = "0.1", asks = "A", right = "1", wrong = { "2" } }\n'}
    data = forge(small)
    check(install(data, folder)[0] == 0)
    shutil.rmtree(folder / "quizzes")
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << (at % 8)
        code, out, err = install(bytes(changed), folder)
        check(code == 1 and len(err.strip().splitlines()) == 1 and installed(folder) == [], at, code, out, err)
    for length in range(0, len(data), 7):
        code, out, err = install(data[:length], folder)
        check(code == 1 and installed(folder) == [], "cut to", length, code, out, err)


WRONG_NAMES = ["../../x", "../x.lua", "/etc/passwd", "items/../quiz.lua", "items/a/b.lua", "Items/a.lua", "items/A.lua", "scripts/x.lua",
               ".hidden", "items/.lua", "items/a..lua", "pictures/x.gif", "pictures/x.png.exe", "con", "quiz.lua\0.png", "items/a b.lua",
               "items/" + "a" * 60 + ".lua", "walkthroughs/x.sh", "x.lua", "pictures/x", "audio/x.ogg", "items\\a.lua", ""]


def add_wrong_names():
    for name in WRONG_NAMES:
        def one(name=name):
            """M-52, M-55"""
            folder = LAPTOP
            code, out, err = install(forge({"quiz.lua": QUIZ_LUA, name: b"return 1\n"}), folder)
            check(code == 1 and len(err.strip().splitlines()) == 1 and installed(folder) == [], code, out, err)
            check(not list(SCRATCH.rglob("x")) and not list(SCRATCH.rglob("x.lua")))
        one.__name__ = f"the_name_{ascii(name[:24])}_is_refused"
        TESTS.append(one)


ROW = [["quiz.lua", len(QUIZ_LUA), hashlib.sha256(QUIZ_LUA).digest()]]
WRONG = {
    "another kind of message (M-51)": lambda: forge(FILES, typ=1),
    "the kid of another key (M-51)": lambda: forge(FILES, kid=b"\0" * 8),
    "a name that stands twice (M-52)": lambda: forge({}, rows=ROW * 2, bodies=[QUIZ_LUA] * 2),
    "files out of order (M-52)": lambda: forge({}, rows=[["quiz.lua", *ROW[0][1:]], ["items/a.lua", *ROW[0][1:]]], bodies=[QUIZ_LUA] * 2),
    "no quiz.lua (M-53)": lambda: forge({"items/a.lua": b"x"}),
    "a source of 33 KiB (M-53)": lambda: forge({"quiz.lua": QUIZ_LUA, "items/a.lua": b"-" * 33000}),
    "nine sources of 30 KiB (M-53)": lambda: forge({"quiz.lua": QUIZ_LUA, **{f"items/{n}.lua": b"-" * 30000 for n in range(9)}}),
    "a picture of 300 KiB (M-53)": lambda: forge({"quiz.lua": QUIZ_LUA, "pictures/a.png": b"\x89PNG\r\n\x1a\n" + b"0" * 300000}),
    "an empty file (M-53)": lambda: forge({"quiz.lua": QUIZ_LUA, "items/a.lua": b""}),
    "a body that is not the listed one (M-54)": lambda: forge(FILES, bodies=[b"x"] * len(FILES)),
    "a body too many (M-54)": lambda: forge({"quiz.lua": QUIZ_LUA}, bodies=[QUIZ_LUA, b"more"]),
    "a body missing (M-54)": lambda: forge({"quiz.lua": QUIZ_LUA}, bodies=[]),
    "bytes behind the end (M-50)": lambda: forge(FILES, tail=b"\0"),
    "21 MB (M-50)": lambda: forge({"quiz.lua": QUIZ_LUA}, tail=b"\0" * (21 << 20)),
    "501 files (M-52)": lambda: forge({"quiz.lua": QUIZ_LUA, **{f"texts/{n}.txt": b"x" for n in range(501)}}),
    "a name of two lines": lambda: forge(FILES, quiz="two\nlines"),
    "a name with a way up": lambda: forge(FILES, quiz="../up"),
    "a name with capitals": lambda: forge(FILES, quiz="Forged"),
    "an empty name": lambda: forge(FILES, quiz=""),
    "a title with a hidden sign": lambda: forge({}, manifest={1: "x", 2: "a\u202eb", 3: 1, 4: ROW}, bodies=[QUIZ_LUA]),
    "a list with a member more": lambda: forge({}, manifest={1: "x", 2: "t", 3: 1, 4: ROW, 5: 1}, bodies=[QUIZ_LUA]),
    "a page as a picture (M-57)": lambda: forge({"quiz.lua": QUIZ_LUA, "pictures/a.png": SVG}),
    "a picture 1601 points wide (M-57)": lambda: forge({"quiz.lua": QUIZ_LUA, "pictures/a.png": PNG[:18] + b"\x06\x41" + PNG[20:]}),
    "a picture with a page behind (M-57)": lambda: forge({"quiz.lua": QUIZ_LUA, "pictures/a.png": PNG + SVG}),
    "a drawing with a script (M-52)": lambda: forge({"quiz.lua": QUIZ_LUA, "pictures/a.svg": SVG}),
    "noise as a clip (M-57)": lambda: forge({"quiz.lua": QUIZ_LUA, "audio/one.vi.mp3": b"RIFF" + bytes(90)}),
    "a quiz with mistakes (M-55)": lambda: forge({"quiz.lua": b"quiz {"}),
    "a quiz that never ends (M-55)": lambda: forge({"quiz.lua": QUIZ_LUA + b"\nwhile true do end\n"}),
    "a key of all zeros (M-51)": lambda: cbor2.dumps([cbor2.loads(forge(FILES))[0], bytes(32), list(FILES.values())]),
    "a key of somebody else (M-51)": lambda: cbor2.dumps([cbor2.loads(forge(FILES))[0], bytes(OTHER.verify_key), list(FILES.values())]),
    "a signed list without its key (M-51)": lambda: cbor2.dumps([cbor2.loads(forge(FILES))[0], b"", list(FILES.values())]),
    "an unsigned list with a key (M-51)": lambda: cbor2.dumps([cbor2.loads(forge(FILES, key=None))[0], bytes(OTHER.verify_key), []]),
    "a size beyond everything (M-54)": lambda: forge({}, rows=[["quiz.lua", 2**63, ROW[0][2]]], bodies=[QUIZ_LUA]),
    "a hash too short (M-54)": lambda: forge({}, rows=[["quiz.lua", len(QUIZ_LUA), bytes(31)]], bodies=[QUIZ_LUA]),
    "a version beyond (M-50)": lambda: forge({}, manifest={1: "x", 2: "t", 3: 2**40, 4: ROW}, bodies=[QUIZ_LUA]),
    "a length that is not the shortest (M-10)": lambda: b"\x98\x03" + forge(FILES)[1:],
    "a length without end (M-9)": lambda: b"\x9f" + forge(FILES)[1:] + b"\xff",
    "a tag before it (M-12)": lambda: b"\xd2" + forge(FILES),
    "lengths that tell of more than there is": lambda: b"\x83\x5a\x7f\xff\xff\xff" + bytes(90),
    "a zip": lambda: b"PK\x03\x04" + b"\0" * 100,
    "nothing": lambda: b"",
}


def add_wrong():
    for title, make in WRONG.items():
        def one(make=make):
            code, out, err = install(make())
            check(code in (1, 3) and len(err.strip().splitlines()) == 1 and installed() == [], code, out, err)
        one.__name__ = "refused_whole_" + title.replace(" ", "_")
        TESTS.append(one)


@test
def a_folder_with_a_link_or_a_stray_file_is_not_packed():
    for title, spoil, word in (
            ("link", lambda quiz: os.symlink("/etc/passwd", quiz / "items.lua"), "items.lua"),
            ("stray", lambda quiz: (quiz / "notes.docx").write_bytes(b"x"), "notes.docx"),
            ("fifo", lambda quiz: os.mkfifo(quiz / "pipe"), "pipe"),
            ("large", lambda quiz: (quiz / "pictures/big.png").write_bytes(b"0" * 40_000_000), "big.png"),
            ("broken", lambda quiz: (quiz / "quiz.lua").write_text("quiz {"), "quiz.lua")):
        quiz = SCRATCH / f"folder-{title}"
        shutil.copytree(SOURCE, quiz)
        spoil(quiz)
        before = set(os.listdir(SCRATCH))
        code, out, err = run("quiz", "pack", quiz)
        check(code in (1, 3) and word in err and len(err.strip().splitlines()) == 1, title, code, out, err)
        check(set(os.listdir(SCRATCH)) == before, title, "left something behind")


@test
def an_older_version_does_not_take_the_place_of_a_newer_one():
    folder = fresh("versions")
    newer = QUIZ_LUA.replace(b'framework =', b'version = 3, framework =', 1)
    older = QUIZ_LUA.replace(b'framework =', b'version = 2, framework =', 1)
    def package(text, number):
        files = {**FILES, "quiz.lua": text}
        rows = [[name, len(files[name]), hashlib.sha256(files[name]).digest()] for name in sorted(files)]
        return forge(files, manifest={1: "forged", 2: "T", 3: number, 4: rows})
    check(install(package(older, 2), folder)[0] == 0)
    check(install(package(newer, 3), folder)[0] == 0)
    check(files_of(folder / "quizzes/forged")["quiz.lua"] == newer)
    code, out, err = install(package(older, 2), folder)
    check(code == 3 and "version 3" in err, code, out, err)
    check(files_of(folder / "quizzes/forged")["quiz.lua"] == newer and installed(folder) == ["forged"])
    check(install(package(newer, 3), folder)[0] == 0, "the same once more")


@test
def a_disk_that_is_full_changes_nothing():
    """M-55"""
    folder, path = fresh("full"), SCRATCH / "full.dauso-quiz"
    check(install(forge(FILES), folder)[0] == 0)
    before = files_of(folder)
    newer = {**FILES, "quiz.lua": QUIZ_LUA.replace(b"framework =", b"version = 2, framework =", 1), "items/zz.lua": b"--" + b"-" * 9000}
    rows = [[name, len(newer[name]), hashlib.sha256(newer[name]).digest()] for name in sorted(newer)]
    for manifest in ({1: "forged", 2: "T", 3: 2, 4: rows}, {1: "another", 2: "T", 3: 1, 4: rows}):
        path.write_bytes(forge(newer, manifest=manifest))
        done = subprocess.run(["bash", "-c", "ulimit -f 8; trap '' XFSZ; exec \"$@\"", "-", DAUSO, "quiz", "install", str(path),
                               "--dir", str(folder)], capture_output=True, text=True, timeout=60)
        check(done.returncode == 3 and len(done.stderr.strip().splitlines()) == 1, done)
        check(files_of(folder) == before and installed(folder) == ["forged"], set(files_of(folder)) ^ set(before))
    quiz = SCRATCH / "too-large"
    shutil.copytree(SOURCE, quiz)
    (quiz / "items").mkdir()
    (quiz / "items/zz.lua").write_bytes(newer["items/zz.lua"])
    done = subprocess.run(["bash", "-c", "ulimit -f 8; trap '' XFSZ; exec \"$@\"", "-", DAUSO, "quiz", "pack", str(quiz), "-o",
                           str(SCRATCH / "too-large.out")], capture_output=True, text=True, timeout=60)
    check(done.returncode == 3 and not list(SCRATCH.glob("*too-large.out*")), done)


@test
def what_a_cut_current_left_behind_is_no_quiz():
    folder = fresh("left")
    shutil.copytree(SOURCE, folder / "quizzes/.new-77/forged")
    shutil.copytree(SOURCE, folder / "quizzes/.hidden")
    names = [json.loads(line)["quiz"] for line in good("quiz", "list", "--json", folder=folder).splitlines()]
    check(names and not [name for name in names if "." in name or name == "forged"], names)
    check(install(forge(FILES), folder)[0] == 0)


@test
def a_quiz_of_the_program_gives_way_to_none():
    code, out, err = install(forge(FILES, quiz="digital-basics"))
    check(code == 3 and "digital-basics" in err and installed() == [], code, out, err)


@test
def keys_and_names_that_cannot_be_are_refused():
    for args, word in ((("0" * 64,), "no key"), (("zz" * 32,), "zz"), (("nothing.dauso-quiz",), "nothing.dauso-quiz")):
        code, out, err = run("quiz", "trust", *args)
        check(code in (1, 3) and word in err, args, code, out, err)
    code, out, err = run("quiz", "trust", bytes(STRANGER.verify_key).hex(), "--name", "a\tb")
    check(code == 1 and "name" in err, code, out, err)
    code, out, err = run("quiz", "trust", bytes(STRANGER.verify_key).hex(), "--remove")
    check(code == 1 and "not trusted" in err, code, out, err)


@test
def a_damaged_table_of_trust_is_told_with_its_line():
    folder = fresh("table")
    (folder / "trust/quizzes.tsv").write_text("garbage\n")
    code, out, err = install(forge(FILES), folder)
    check(code == 1 and "quizzes.tsv:1" in err, code, out, err)


@test
def a_quiz_is_known_by_its_files():
    """M-56"""
    folder = fresh("known")
    check(install(forge(FILES), folder)[0] == 0)
    whole = hashlib.sha256()
    for name in sorted(FILES, key=lambda n: n.encode()):
        whole.update(name.encode() + b"\0" + hashlib.sha256(FILES[name]).digest())
    check(whole.hexdigest() in (folder / "trust/quizzes.tsv").read_text())


def main():
    good("init"), good("init", folder=AUTHOR)
    add_wrong_names()
    add_wrong()
    failed = 0
    for function in TESTS:
        try:
            function()
            print("ok", function.__name__)
        except Exception as why:  # a suite that stops at its first surprise says nothing of the rest
            failed += 1
            print(f"FAIL {function.__name__}:", type(why).__name__ if not str(why) else why)
    shutil.rmtree(SCRATCH, ignore_errors=True)
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
