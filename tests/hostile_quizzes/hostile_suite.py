#!/usr/bin/python3
"""hostile_suite.py - every hostile script ends as its header allows, every honest one is OK inside a tenth of the limits,
and the worker can ask the system for nothing. Run from the root of the repository; uses build/dauso where it is built."""
import ctypes
import glob
import json
import os
import re
import signal
import subprocess
import sys
import time

HERE = "tests/hostile_quizzes"
PROBE = "build/tests/sandbox_probe"
DAUSO = os.environ.get("DAUSO", "build/dauso")
STEPS_MAX, MEMORY_MAX, CPU_MAX_MS = 20_000_000, 16 << 20, 2000
REFUSED = {"ERROR", "LIMIT", "REJECT"}  # count as one another
FORBIDDEN = ["openat", "read", "close", "socket", "connect", "clone", "execve", "kill", "ptrace", "mprotect", "getpid",
             "prctl", "io_uring_setup", "readlinkat", "setrlimit", "getrandom", "nanosleep", "executable mmap"]
if os.uname().machine == "x86_64":
    FORBIDDEN += ["x32 write", "int 80"]

passed = failed = 0


def report(name, problem):
    global passed, failed
    if problem:
        failed += 1
        print(f"FAIL {name}: {problem}", flush=True)
    else:
        passed += 1
        print(f"ok {name}", flush=True)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def run_scripts(files, program):
    """{file: answer}. A worker stopped by the wall clock says that the machine was busy, nothing of the script: those
    run again by themselves, as the product does; a script that never gets another answer keeps its RETRY."""
    answers = run_once(files, program)
    for path in list(answers):
        for _ in range(3):
            if answers[path]["verdict"] == "RETRY" and "stopped after" in answers[path]["detail"]:
                answers.update(run_once([path], program))
    return answers


def run_once(files, program):
    """By `dauso sandbox` or by the probe, a few at a time."""
    answers = {}
    for at in range(0, len(files), 40):
        part = files[at:at + 40]
        command = [DAUSO, "sandbox", "--json", "--usage", *part] if program == DAUSO else [PROBE, "run", *part]
        done = run(*command)
        if done.returncode != 0:
            sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr}")
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            answers[answer["file"]] = answer
    return answers


def read_must(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return set(re.search(r"^-- must: (\S+)", file.read(2000), re.M).group(1).split("|"))


def judge(answer, must):
    verdict, detail = answer["verdict"], answer["detail"]
    if verdict not in must and not (verdict in REFUSED and must & REFUSED):
        return f"{verdict} ({detail}), allowed {must}"
    if answer["cpu_ms"] > CPU_MAX_MS:
        return f"{answer['cpu_ms']} ms of processor time"
    if len(detail.encode()) > 500 or not detail.isprintable():
        return f"the detail is not one printable line of 500 bytes: {detail!r}"
    if verdict != "OK" and not detail:
        return "no detail"
    return None


def test_corpus(program):
    files = sorted(glob.glob(f"{HERE}/*.lua"))
    first, second = run_scripts(files, program), run_scripts(files, program)
    for path in files:
        name = os.path.basename(path)[:-4]
        answer, again = first[path], second[path]
        problem = judge(answer, read_must(path))
        if not problem and (answer["verdict"], answer["detail"]) != (again["verdict"], again["detail"]):
            problem = f"two runs differ: {answer} {again}"
        report(f"{name} ends as its header allows, twice the same", problem)
    report("the corpus is there", None if len(files) >= 106 else f"only {len(files)} files")
    worst = max(first.values(), key=lambda answer: answer["cpu_ms"])
    print(f"# worst processor time {worst['cpu_ms']:.0f} ms: {worst['file']}")


def test_honest(program):
    files = sorted(glob.glob(f"{HERE}/honest/*.lua"))
    for path, answer in run_scripts(files, program).items():
        problem = None
        if answer["verdict"] != "OK":
            problem = f"{answer['verdict']} {answer['detail']}"
        elif answer["steps"] > STEPS_MAX / 10 or answer["memory"] > MEMORY_MAX / 10:
            problem = f"{answer['steps']} steps, {answer['memory']} bytes"
        report(f"{os.path.basename(path)[:-4]} is honest and uses less than a tenth", problem)
    report("there are honest scripts", None if len(files) >= 25 else f"only {len(files)}")


def test_escapes():
    names = FORBIDDEN + ["plain mmap", "clock"]
    lines = dict(line.split(": ", 1) for line in run(PROBE, "escape", *names).stdout.splitlines())
    for name in FORBIDDEN:
        said = lines.get(name, "nothing")
        is_killed = said.startswith("RETRY") and "forbidden" in said
        report(f"the worker dies when it calls {name}", None if is_killed else said)
    for name in ("plain mmap", "clock"):  # or the tests above would prove nothing
        report(f"the worker may call {name}", None if lines.get(name, "").startswith("OK") else lines.get(name))
    for name in ("crash", "fall off the stack", "sleep for ever"):
        said = run(PROBE, "escape", name).stdout
        report(f"a worker that meets '{name}' is told as RETRY", None if ": RETRY stopped" in said else said)


def test_orphans():
    probe = subprocess.Popen([PROBE, "escape", "sleep for ever"], stdout=subprocess.DEVNULL)
    children = f"/proc/{probe.pid}/task/{probe.pid}/children"
    deadline = time.monotonic() + 10
    while not open(children).read() and time.monotonic() < deadline:
        pass
    probe.send_signal(signal.SIGKILL)
    probe.wait()
    start = time.monotonic()
    try:
        pid, status = os.waitpid(-1, 0)  # we are the subreaper: the orphan is ours now
        is_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        found_out = os.WIFEXITED(status) and os.WEXITSTATUS(status) == 71  # it saw that its parent was gone
        problem = None if is_killed or found_out else f"{pid} {status}"
    except ChildProcessError:
        problem = "no worker was running"
    if time.monotonic() - start > 1:
        problem = "it went on without its parent"
    report("a worker dies with its parent", problem)


def test_parent():
    grown = int(run(PROBE, "growth", *sorted(glob.glob(f"{HERE}/*.lua"))).stdout)
    report("the parent grows by less than 1 MiB over the corpus", None if grown < 1024 else f"{grown} KiB")
    said = run(PROBE, "threads", "4").stdout.strip()
    report("jobs started from threads with small stacks are answered", None if said == "ok" else said)
    speed = run(PROBE, "speed", "200").stdout.strip()
    print(f"# an empty job: {speed}")


def test_verb():
    honest = f"{HERE}/honest/h01_change.lua"
    done = run(DAUSO, "sandbox", "no/such/file.lua", honest, "--json")
    problem = None
    if done.returncode != 3 or done.stdout or len(done.stderr.splitlines()) != 1 or "no/such/file.lua" not in done.stderr:
        problem = f"{done.returncode} {done.stdout!r} {done.stderr!r}"
    report("a missing file is exit 3 and one sentence that names it", problem)
    done = run(DAUSO, "sandbox")
    report("no file at all is wrong usage", None if done.returncode == 2 and not done.stdout else done.stdout)
    done = run(DAUSO, "sandbox", "--json", honest)
    keys = set(json.loads(done.stdout)) if done.returncode == 0 else done.stderr
    report("a line of JSON has the keys of the contract",
           None if keys == {"file", "verdict", "detail", "cpu_ms"} else str(keys))
    done = run(DAUSO, "sandbox", f"{HERE}/c02_for_huge.lua", honest)
    lines = done.stdout.splitlines()
    is_right = done.returncode == 0 and len(lines) == 2 and lines[0].startswith("LIMIT") and lines[1].startswith("OK")
    report("without --json there is a line of text a file and exit 0", None if is_right else done.stdout + done.stderr)
    files = sorted(glob.glob(f"{HERE}/*.lua"))
    done = run(DAUSO, "sandbox", "--json", *files)
    report("the whole corpus can be named in one call",
           None if len(done.stdout.splitlines()) == len(files) else done.stderr.strip())


def main():
    built = run(f"{HERE}/build_probe.sh")
    if built.returncode != 0:
        sys.exit(f"the probe could not be built:\n{built.stderr}")
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    program = DAUSO if os.access(DAUSO, os.X_OK) and "--no-dauso" not in sys.argv else PROBE
    print(f"# by {program}")
    test_corpus(program)
    test_honest(program)
    test_escapes()
    test_parent()
    test_orphans()
    if program == DAUSO:
        test_verb()
    try:
        left = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        left = None
    report("no worker is left behind", None if left is None else str(left))
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
