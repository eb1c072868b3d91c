#!/usr/bin/python3
"""Two cells of tests/bench/scan_survival.py, small and with a fixed seed: codes of names up to 40 bytes come back from
pictures that a phone takes. `make bench-scan` measures all conditions."""
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main():
    done = subprocess.run(["/usr/bin/python3", ROOT / "tests/bench/scan_survival.py", "--goals", "--each", "16"],
                          capture_output=True, text=True)
    goals = [line for line in done.stdout.splitlines() if line.startswith("goal:")]
    failed = done.returncode != 0 or len(goals) != 2
    for line in goals:
        print(f"{'FAIL' if failed else 'ok'} {line}")
    if failed:
        print(done.stderr[-600:])
    print(f"{0 if failed else 2} passed, {2 if failed else 0} failed")
    return failed


if __name__ == "__main__":
    sys.exit(main())
