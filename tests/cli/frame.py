"""frame.py - what suites of this folder share: the program run, tests as sentences, the count at the end."""
import os
import subprocess

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
TESTS = []


def test(function):
    if function.__module__ == "__main__":  # a suite may use what another one has, without its tests
        TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:900])


def run(*args):
    """Exit code, what it wrote as bytes, what it said as text."""
    done = subprocess.run([DAUSO, *map(str, args)], stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    return done.returncode, done.stdout, done.stderr.decode()


def dauso(*args, folder=None, code=0):
    """What it wrote, or said where it should refuse; ends with this code."""
    got, out, err = run(*args, *(("--dir", folder) if folder else ()))
    check(got == code, args, "exit", got, err)
    return out.decode() if code == 0 else err


def finish():
    """The exit code of the suite."""
    failed = 0
    for one in TESTS:
        try:
            one()
            print("ok", one.__name__)
        except Exception as why:  # a test that breaks is a failed one; the others still run
            failed += 1
            print(f"FAIL {one.__name__}: {why!r}")
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return 1 if failed else 0
