#!/usr/bin/python3
"""differential_suite.py - over 100,000 damaged and odd messages get the same verdict from the C library, which runs with
ASan and UBSan, as from the JavaScript of the page. Where they differ, one of the two reads certs/FORMAT.md wrongly."""
import collections
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import mutate  # noqa: E402

C_PROGRAM = ["build/replay/verdict_lines"]
PAGE = ["node", "certs/verifier/verify_lines.mjs"]  # `make` puts its libraries beside it
SEED = int(os.environ.get("SEED", "1"))
SHOWN = 40  # differences that are printed


def run(command, path, output):
    with open(path, "rb") as given, open(output, "wb") as taken:
        return subprocess.Popen(command, stdin=given, stdout=taken, stderr=subprocess.PIPE)


def verdicts(commands, path, folder):
    """The verdicts of all programs, which run at the same time."""
    outputs = [folder / f"out-{place}" for place in range(len(commands))]
    began = time.monotonic()
    running = [run(command, path, output) for command, output in zip(commands, outputs)]
    for command, process in zip(commands, running):
        words = process.communicate()[1].decode(errors="replace")
        if process.returncode != 0:
            raise AssertionError(f"{command[-1]} ended with {process.returncode}: {words[-900:]}")
        print(f"  {command[-1]}: {time.monotonic() - began:.0f} s")
    return [output.read_text().split() for output in outputs]


def describe(asked, place):
    """The line and what was known when it was asked."""
    line, known = asked[place]
    return f"{line[:2600]}\n    known: {' '.join(word[:20] for word in known)}"


def with_known(lines):
    asked, known = [], []
    for line in lines:
        if line.split(" ")[0] in ("message", "text"):
            asked.append((line, tuple(known)))
        else:
            known = [] if line == "forget" else known + [line]
    return asked


def every_verdict_occurs(found):
    counts = collections.Counter(found)
    print("  " + ", ".join(f"{name} {count}" for name, count in counts.most_common()))
    wanted = "VALID VALID-NEW NOT-GENUINE UNREADABLE REVOKED EXPIRED-KEY UNKNOWN-ISSUER NEWER MISMATCH DOUBTFUL-CLOCK EXPIRED"
    return [name for name in wanted.split() if not counts[name]]


def main():
    results = []
    with tempfile.TemporaryDirectory(prefix="dauso-differential-") as folder:
        folder = pathlib.Path(folder)
        lines = list(mutate.lines(SEED))
        asked = with_known(lines)
        (folder / "lines").write_text("\n".join(lines) + "\n")
        found = verdicts([C_PROGRAM, PAGE], folder / "lines", folder)
        results.append((f"all {len(asked)} messages get a verdict", [] if len(found[0]) == len(asked) > 100000 else ["no"]))
        results.append(("each verdict occurs", every_verdict_occurs(found[0])))
        differ = [place for place in range(len(asked)) if found[0][place:place + 1] != found[1][place:place + 1]]
        results.append((f"the page gives the same {len(asked)} verdicts", [
            f"C {found[0][place:place + 1]}, page {found[1][place:place + 1]}: {describe(asked, place)}" for place in differ]))
    for name, why in results:
        print(f"{'FAIL' if why else 'ok'} {name}" + "".join(f"\n  {line}" for line in why[:SHOWN]))
    failed = sum(1 for _, why in results if why)
    print(f"{len(results) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
