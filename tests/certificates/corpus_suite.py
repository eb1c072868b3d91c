#!/usr/bin/python3
"""corpus_suite.py - the corpus of hostile certificates through every program that gives verdicts, line by line.

The expectations are those of corpus/expected.tsv, which the independent forge writes. DAUSO names another program."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "corpus")]

import make_corpus  # noqa: E402
import own_issuer  # noqa: E402

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
PROGRAMS = [("dauso verify", [DAUSO, "verify"]), ("the program that only checks", [os.path.abspath("build/dauso-verify")])]
PAGE = pathlib.Path("certs/verifier/verify_lines.mjs")
BY_LINES = [("the C library by lines", ["build/replay/verdict_lines"]), ("the page", ["node", str(PAGE)])]
LONGEST = 1000000  # bytes of a file that is given as a line
SLOWEST = 5.0  # seconds for one file, ten times what is promised


def read_table(path):
    lines = path.read_text().splitlines()
    return [dict(zip(lines[0].split("\t"), line.split("\t"))) for line in lines[1:]]


class Folders:
    """A data folder for each set of files that a line of the table trusts, in their order."""

    def __init__(self, corpus, scratch):
        self.corpus, self.scratch, self.made = corpus, scratch, {}

    def of(self, trust):
        if trust not in self.made:
            folder = self.scratch / f"known-{len(self.made)}"
            (folder / "trust").mkdir(parents=True)
            for place, name in enumerate([] if trust == "-" else trust.split()):
                (folder / "trust" / f"{place}-{name}").write_bytes((self.corpus / "trust" / name).read_bytes())
            self.made[trust] = folder
        return self.made[trust]


def verdict_of(program, line, path, folder):
    """What a C program says of the file, and an objection if it says it badly."""
    day = time.strftime("%d/%m/%Y", time.gmtime(int(line["at"]) + 7 * 3600))
    done = subprocess.run([*program, "--json", "--dir", folder, "--at", day, path], capture_output=True, timeout=60)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return f"exit {done.returncode}", done.stderr.decode(errors="replace")[-200:]
    objection = "" if report["exit"] == done.returncode else "the exit code is another one"
    if report["exit"] != 0 and ("compare" in report or "Nguy" in done.stdout.decode()):
        objection = "a claim stands beside the refusal"  # M-34
    return report["verdict"], objection


def judge_all(program, corpus, lines, scratch):
    """Objections, one a line."""
    folders, found = Folders(corpus, scratch), []
    for line in lines:
        began = time.monotonic()
        verdict, objection = verdict_of(program, line, corpus / line["file"], folders.of(line["trust"]))
        took = time.monotonic() - began
        if verdict not in line["verdict"].split("|") or objection:
            found.append(f"{line['file']}: {verdict}, wanted {line['verdict']} {objection}")
        if took > SLOWEST:
            found.append(f"{line['file']}: took {took:.1f} s")
    return found


def as_lines(corpus, lines):
    """The words of verdict_lines.c, in the order of the table."""
    known = None
    for line in lines:
        if line["trust"] != known:
            known = line["trust"]
            yield "forget"
            for name in [] if known == "-" else known.split():
                data = (corpus / "trust" / name).read_bytes()
                yield "root " + data.decode().strip() if name.endswith(".pub") else "tell " + data.hex()
        yield f"now {line['at']}"
        word = "text" if line["file"].endswith(".txt") else "message"
        yield f"{word} {(corpus / line['file']).read_bytes().hex()}"


def judge_by_lines(program, corpus, lines):
    """Neither reads PDFs or pictures, and nobody types a megabyte."""
    lines = [line for line in lines if line["file"].endswith((".cose", ".txt")) and (corpus / line["file"]).stat().st_size < LONGEST]
    given = "\n".join(as_lines(corpus, lines)) + "\n"
    built = str(own_issuer.ISSUED + 3 * own_issuer.DAY)  # M-33; the C library has a day of its own
    done = subprocess.run(program, input=given.encode(), capture_output=True, timeout=300, env={**os.environ, "BUILT": built})
    found = [] if done.returncode == 0 else [done.stderr.decode(errors="replace")[-400:]]
    verdicts = done.stdout.decode().split()
    found += [] if len(verdicts) == len(lines) else [f"{len(verdicts)} verdicts on {len(lines)} files"]
    return len(lines), found + [f"{line['file']}: {verdict}, wanted {line['verdict']}" for line, verdict in zip(lines, verdicts)
                                if verdict != line["verdict"]]


def committed_and_made_are_the_same(corpus):
    found = []
    for path in sorted(path for path in (HERE / "corpus").rglob("*") if path.is_file() and path.suffix != ".py"):
        if path.name == "README.md":
            continue
        other = corpus / path.relative_to(HERE / "corpus")
        if not other.is_file() or other.read_bytes() != path.read_bytes():
            found.append(f"{path.name} is not what make_corpus.py makes: run it and commit")
    committed = {line["file"] for line in read_table(HERE / "corpus/expected.tsv")}
    return found + [f"{name} is missing" for name in committed if not (HERE / "corpus" / name).is_file()]


def every_row_is_there(lines):
    there = {int(line["row"]) for line in lines}
    return [f"row {row} has no file" for row in range(1, 83) if row not in there]


def main():
    results = []
    with tempfile.TemporaryDirectory(prefix="dauso-corpus-") as scratch:
        scratch = pathlib.Path(scratch)
        make_corpus.write(scratch / "corpus", True)
        corpus = scratch / "corpus"
        lines = read_table(corpus / "expected.tsv") + read_table(corpus / "expected_heavy.tsv")
        results.append(("the committed corpus is what the forge makes", committed_and_made_are_the_same(corpus)))
        results.append(("every row of the table of attacks has a file", every_row_is_there(lines)))
        for name, program in PROGRAMS:
            (scratch / name).mkdir()
            found = judge_all(program, corpus, lines, scratch / name)
            results.append((f"{name} gives {len(lines)} verdicts as expected", found))
        for name, program in BY_LINES:
            count, found = judge_by_lines(program, corpus, lines)
            results.append((f"{name} gives {count} verdicts as expected", found))
    for name, found in results:
        print(f"{'FAIL' if found else 'ok'} {name}" + "".join(f"\n  FAIL {line}" for line in found[:60]))
    failed = sum(1 for _, found in results if found)
    print(f"{len(results) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
