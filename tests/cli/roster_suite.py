#!/usr/bin/python3
"""roster_suite.py - `dauso roster import`: names from a table, whole or not at all."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-roster-"))
FOLDER = str(SCRATCH / "data")
TABLE = SCRATCH / "names.csv"
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:700])


def run(*args):
    done = subprocess.run([DAUSO, *args], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def bring(text, *more):
    TABLE.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run("roster", "import", str(TABLE), "--class", "1", "--dir", FOLDER, "--json", *more)


def prepare():
    check(run("init", "--dir", FOLDER)[0] == 0)
    server = subprocess.Popen([DAUSO, "serve", "--dir", FOLDER, "--port", "0", "--json", "--class", "Lớp có danh sách", "--quiz",
                               "digital-basics"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    server.stdout.readline()
    code, _, err = run("roster", "import", str(TABLE), "--class", "1", "--dir", FOLDER)
    check(code == 3, "during a class:", code, err)
    server.send_signal(signal.SIGTERM)
    server.wait(20)


@test
def a_table_is_written_down_once():
    code, out, err = bring("Họ và tên;Năm sinh\nLê Văn An;1960\nTrần Thị Bé;\n")
    check(code == 0 and json.loads(out) == {"added": 2, "repeated": 0}, code, out, err)
    code, out, err = bring("Lê Văn An\t1960\nTrần Thị Bé\n")
    check(code == 0 and json.loads(out) == {"added": 0, "repeated": 2}, code, out, err)


WRONG = {
    "a formula": ("Lê Văn Hai\t1960\n=1+1\t1960\n", 1, ("names.csv", "line 2")),
    "UTF-16": ("Lê Văn An".encode("utf-16"), 1, ("UTF-16",)),
    "Windows-1258": ("Lê Văn An".encode("cp1252", "replace"), 1, ("UTF-8",)),
    "ten thousand names": ("".join(f"Lê Văn {chr(97 + i // 676)}{chr(97 + i // 26 % 26)}{chr(97 + i % 26)}\n" for i in range(10000)),
                           1, ("500",)),
    "a megabyte": ("x" * (1 << 20) + "\n", 3, ("larger",)),
}


def add_wrong(name, text, code, words):
    def row():
        got, out, err = bring(text)
        check(got == code and out == "" and len(err.strip().splitlines()) == 1, got, out, err)
        check(all(word in err for word in words), err)
        check(code == 3 or "nobody was written down" in err or "save it" in err, "what to do is not said:", err)
    row.__name__ = "a_table_with_" + name.replace(" ", "_").replace("-", "_") + "_is_refused_whole"
    test(row)


for name, (text, code, words) in WRONG.items():
    add_wrong(name, text, code, words)


@test
def a_missing_file_and_a_missing_class_are_told():
    code, _, err = run("roster", "import", str(SCRATCH / "none.csv"), "--class", "1", "--dir", FOLDER)
    check(code == 3 and "none.csv" in err, code, err)
    code, _, err = run("roster", "import", str(TABLE), "--class", "77", "--dir", FOLDER)
    check(code == 3, code, err)
    code, _, err = run("roster", "import", str(TABLE), "--dir", FOLDER)
    check(code == 2 and "--class" in err, code, err)


def main():
    passed = failed = 0
    try:
        prepare()
        for function in TESTS:
            try:
                function()
            except Exception as error:
                failed += 1
                print(f"FAIL {function.__name__}: {type(error).__name__}: {str(error)[:600]}".replace("\n", " "))
            else:
                passed += 1
                print(f"ok {function.__name__}")
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return failed != 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
