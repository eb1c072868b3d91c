#!/usr/bin/python3
"""cli_suite.py - the command line given bad input: one sentence, the exit code of the contract, nothing changed."""
import contextlib
import hashlib
import json
import os
import pathlib
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
VERBS = ("init serve demo check walk quiz import attempt replay score sandbox issue certificate verify key bench").split()
QUIZ = "quizzes/digital-basics"
SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-cli-"))
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def run(*args, **options):
    options.setdefault("timeout", 120)
    done = subprocess.run([DAUSO, *map(str, args)], stdin=subprocess.DEVNULL, capture_output=True, **options)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:700])


def refuses(code, *args, says=(), **options):
    """One line on stderr that begins with "dauso", nothing on stdout, this exit code, these words."""
    got, out, err = run(*args, **options)
    lines = [line for line in err.splitlines() if line.strip()]
    check(got == code, args, "exit", got, "wanted", code, err, out)
    check(len(lines) == 1 and lines[0].startswith("dauso"), args, "not one sentence:", err)
    check(len(lines[0]) > 20, args, "says too little:", err)
    check(out == "", args, "wrote on stdout:", out)
    for word in [says] if isinstance(says, str) else says:
        check(word in err, args, "does not say", word, ":", err)
    return lines[0]


def bytes_of(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


def new_folder(name):
    folder = SCRATCH / name
    code, _, err = run("init", "--dir", folder, "--verifier-url", "https://v.example.vn/")
    check(code == 0, "init failed:", err)
    return folder


@contextlib.contextmanager
def serving(folder, *args):
    server = subprocess.Popen([DAUSO, "serve", "--dir", str(folder), "--bind", "127.0.0.1", "--port", "0", "--json",
                               "--open", *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield json.loads(server.stdout.readline())
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        server.stdout.close()
        server.stderr.close()


def quiz_with(name, text):
    """A quiz folder beside the shipped one, with this quiz.lua."""
    folder = SCRATCH / name
    folder.mkdir(exist_ok=True)
    (folder / "quiz.lua").write_text(text, encoding="utf-8")
    return folder


# ---- the line itself ----

@test
def no_verb_prints_the_verbs_and_is_wrong_usage():
    code, out, err = run()
    check(code == 2 and out == "", code, out)
    check(all(re.search(rf"^  {verb} ", err, re.M) for verb in VERBS), err)


@test
def help_names_every_verb():
    code, out, err = run("--help")
    check(code == 0 and err == "", code, err)
    check(all(re.search(rf"^  {verb} ", out, re.M) for verb in VERBS), out)


@test
def every_verb_has_help():
    for verb in VERBS:
        code, out, err = run(verb, "--help")
        check(code == 0 and err == "" and out.startswith(f"usage: dauso {verb}"), verb, code, out, err)


@test
def help_stands_anywhere_and_does_nothing():
    folder = SCRATCH / "never-made"
    code, out, _ = run("init", "--dir", folder, "--help")
    check(code == 0 and out.startswith("usage: dauso init") and not folder.exists(), code, out)


@test
def an_unknown_verb_names_the_verb_that_was_meant():
    refuses(2, "verfy", says=("verfy", '"verify"'))
    refuses(2, "frobnicate", says=("frobnicate", "--help"))


@test
def an_unknown_option_is_wrong_usage_for_every_verb():
    for verb in VERBS:
        refuses(2, verb, "--colour", says=("--colour", f"dauso {verb} --help"))


@test
def a_misspelled_option_names_the_one_that_was_meant():
    refuses(2, "serve", "--prot", "80", says="--port")


@test
def an_option_without_its_value_is_wrong_usage():
    refuses(2, "serve", "--port", says=("--port", "value"))
    refuses(2, "init", "--name", says="--name")


@test
def a_flag_takes_no_value():
    refuses(2, "demo", "--json=yes", says="--json")


@test
def a_number_out_of_range_or_no_number_is_wrong_usage():
    for value in ("99999", "-1", "eighty", "", "80x", "8 0"):
        refuses(2, "serve", "--port", value, says=("--port", "65535"))
    for value in ("0", "x", "1e3", "99999999999999999999"):
        refuses(2, "demo", "--learners", value, says="--learners")


@test
def verbs_without_operands_refuse_them_and_the_others_ask_for_theirs():
    for verb in ("init", "serve", "demo"):
        refuses(2, verb, "something")
    for verb in ("check", "walk", "verify", "sandbox", "attempt", "replay", "certificate", "issue", "bench", "score", "import"):
        refuses(2, verb)


@test
def an_unknown_word_behind_a_verb_is_wrong_usage():
    folder = new_folder("words")
    for verb in ("attempt", "certificate", "quiz", "key"):
        refuses(2, verb, "frobnicate", "--dir", folder)
    refuses(2, "bench", "scoer", says="score")


@test
def a_full_stdout_is_told():
    with open("/dev/full", "wb") as full:
        done = subprocess.run([DAUSO, "--help"], stdout=full, stderr=subprocess.PIPE, timeout=60)
        done_json = subprocess.run([DAUSO, "quiz", "list", "--json"], stdout=full, stderr=subprocess.PIPE, timeout=60)
    check(done.returncode in (0, 3), done)
    check(done_json.returncode == 3 and done_json.stderr.count(b"\n") == 1, done_json)


@test
def options_may_stand_before_or_after_operands():
    check(run("check", QUIZ, "--json") == run("check", "--json", QUIZ), "check differs")
    check(run("check", QUIZ, "--json")[0] == 0, "the shipped quiz has mistakes", run("check", QUIZ))
    check(run("verify", "--json", "--at", "2026-11-22", "#12") == run("verify", "#12", "--at=2026-11-22", "--json"))


# ---- missing things ----

@test
def a_missing_file_could_not_be_done():
    gone = SCRATCH / "gone"
    for args in (("verify", f"{gone}.pdf"), ("check", gone), ("walk", gone), ("sandbox", gone),
                 ("score", "--vectors", gone), ("verify", "#12", "--root", gone), ("verify", "#12", "--trust", gone)):
        refuses(3, *args, says=str(gone))


@test
def verbs_on_a_folder_that_is_not_there_name_init():
    gone = SCRATCH / "no-folder"
    for args in (("serve",), ("attempt", "list"), ("certificate", "list"), ("issue", "--class", "1"),
                 ("replay", "0" * 26)):
        refuses(3, *args, "--dir", gone, says=(str(gone), "dauso init"))
    check(not gone.exists(), "a folder was made")


@test
def a_folder_without_keys_names_init():
    folder = SCRATCH / "no-keys"
    folder.mkdir()
    refuses(3, "attempt", "list", "--dir", folder, says="dauso init")
    check(bytes_of(folder) == {}, bytes_of(folder))


@test
def what_a_folder_does_not_hold_is_named():
    folder = new_folder("holds-nothing")
    refuses(3, "issue", "--class", "77", "--dir", folder, says="77")
    refuses(3, "certificate", "export", "KGZ7-3M58-9FS6-A5YE", "--dir", folder, says="KGZ7-3M58-9FS6-A5YE")
    refuses(3, "attempt", "show", "nobody", "--dir", folder, says="nobody")


# ---- quizzes ----

def check_quiz(folder, *words):
    code, out, err = run("check", folder)
    check(code == 1, "exit", code, out, err)
    for word in words:
        check(word in out + err, "does not say", word, ":", out, err)


@test
def a_wrong_quiz_word_says_file_line_and_the_word_that_was_meant():
    text = pathlib.Path(QUIZ, "quiz.lua").read_text(encoding="utf-8")
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("quiz"))
    lines.insert(at, 'qestion "x" { asks = { vi = "a", en = "a" } }')
    check_quiz(quiz_with("wrong-word", "\n".join(lines)), f"quiz.lua:{at + 1}", "qestion", "question")


@test
def a_quiz_without_items_is_told():
    check_quiz(quiz_with("no-items", 'quiz {\n  title = { vi = "Trống", en = "Empty" },\n'
                                     '  framework = "village-basic",\n}\n'), "quiz.lua")


@test
def an_empty_quiz_and_one_that_is_no_lua_are_told():
    check_quiz(quiz_with("empty", ""), "quiz.lua")
    check_quiz(quiz_with("no-lua", "this is not Lua\n"), "quiz.lua:1")


@test
def an_indicator_that_the_framework_lacks_is_named():
    check_quiz(quiz_with("no-indicator", '''quiz {
  title = { vi = "Thử", en = "Try" },
  framework = "village-basic",
}

question "q1" {
  asks  = { vi = "Câu hỏi?", en = "Question?" },
  right = { vi = "Đúng", en = "Right" },
  wrong = { { vi = "Sai", en = "Wrong" } },
  shows = "99.9",
}
'''), "quiz.lua:", "99.9")


@test
def a_folder_without_a_quiz_could_not_be_checked():
    folder = SCRATCH / "just-a-folder"
    folder.mkdir()
    code, out, err = run("check", folder)
    check(code in (1, 3) and "quiz.lua" in out + err, code, out, err)


# ---- folders, disks, ports ----

@test
def a_bad_init_is_refused_and_changes_nothing():
    folder = new_folder("init")
    before = bytes_of(folder)
    for args, word in ((("--verifier-url", "https://a-very-long-name.example.vn/"), "30"),
                       (("--verifier-url", "ftp://v.example.vn/"), "http"),
                       (("--verifier-url", "https://v.example.vn/#"), "#"), (("--place", "999999"), "place"),
                       (("--place", "x"), "--place"), (("--name", "N" * 300), "name"),
                       (("--name", "Sở\u202eKH"), "name"), (("--name", "Sở\x07KH"), "name"), (("--name", ""), "name")):
        refuses(2, "init", "--dir", folder, *args, says=word)
        check(bytes_of(folder) == before, args, "changed the folder")


@test
def init_twice_changes_no_key():
    folder = new_folder("twice")
    keys = bytes_of(folder / "keys")
    check(len(keys) >= 2, keys)
    check(run("init", "--dir", folder)[0] == 0 and bytes_of(folder / "keys") == keys, "a key changed")
    for name in keys:
        check((folder / "keys" / name).stat().st_mode & 0o077 == 0, name, "is readable by others")


@test
def a_folder_that_cannot_be_made_is_told():
    refuses(3, "init", "--dir", "/proc/dauso", says="/proc/dauso")
    file = SCRATCH / "a-file"
    file.write_text("mine")
    refuses(3, "init", "--dir", file, says=str(file))
    check(file.read_text() == "mine", "the file was changed")


@test
def a_port_in_use_is_told_with_its_number():
    folder = new_folder("port")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refuses(3, "serve", "--dir", folder, "--bind", "127.0.0.1", "--port", port, says=(str(port), "--port"))


@test
def an_address_that_is_not_of_this_laptop_is_told():
    folder = new_folder("bind")
    for address in ("203.0.113.7", "nonsense"):
        refuses(3, "serve", "--dir", folder, "--port", "0", "--bind", address, says=address)


@test
def a_quiz_that_is_not_there_is_told_by_serve():
    refuses(3, "serve", "--dir", new_folder("serve-quiz"), "--quiz", "no-such-quiz", "--port", "0", says="no-such-quiz")


@test
def a_folder_of_a_newer_version_is_left_alone():
    folder = new_folder("newer")
    database = sqlite3.connect(folder / "dauso.db")
    database.execute("PRAGMA user_version = 99")
    database.commit()
    database.close()
    before = bytes_of(folder)
    for args in (("attempt", "list"), ("serve", "--port", "0"), ("init",), ("certificate", "list")):
        refuses(3, *args, "--dir", folder, says="newer")
        check(bytes_of(folder) == before, args, "changed the folder")


@test
def a_damaged_database_is_told_and_left_alone():
    folder = new_folder("damaged")
    (folder / "dauso.db").write_bytes(b"This is not a database." * 400)
    for name in ("dauso.db-wal", "dauso.db-shm"):
        (folder / name).unlink(missing_ok=True)
    before = bytes_of(folder)
    refuses(3, "attempt", "list", "--dir", folder, says="dauso.db")
    check(bytes_of(folder) == before, "the folder changed")


@test
def a_second_process_on_the_folder_is_told_that_the_class_is_running():
    folder = new_folder("second")
    with serving(folder):
        for args in (("attempt", "list"), ("certificate", "list"), ("issue", "--class", "1"), ("serve", "--port", "0"),
                     ("init",)):
            refuses(3, *args, "--dir", folder, says="running")
        check(run("key", "show", "--dir", folder)[0] == 0, "key show opens the store")
    check(run("attempt", "list", "--dir", folder)[0] == 0, "the folder stays locked")


@contextlib.contextmanager
def small_disk(size, *flags):
    """A disk of this size: a tmpfs where mounting is allowed."""
    point = SCRATCH / f"disk-{size}{''.join(flags)}"
    point.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "dauso-test", str(point)], capture_output=True)
    if done.returncode != 0:
        yield None
        return
    try:
        yield point
    finally:
        subprocess.run(["umount", str(point)], check=True)


def limit_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@test
def a_full_disk_is_told():
    with small_disk("16k") as disk:
        if disk is not None:
            refuses(3, "init", "--dir", disk / "data")
            return
    refuses(3, "init", "--dir", SCRATCH / "limited", preexec_fn=limit_files)


@test
def a_read_only_disk_is_told():
    with small_disk("8m", "ro") as disk:
        if disk is None:
            refuses(3, "init", "--dir", "/sys/dauso", says="/sys/dauso")
            return
        check(run("init", "--dir", disk / "data")[0] == 0, "init on a small disk")
        before = bytes_of(disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for args in (("attempt", "list"), ("serve", "--port", "0", "--open"), ("init", "--name", "Tên mới")):
            refuses(3, *args, "--dir", disk / "data")
        check(bytes_of(disk) == before, "the disk changed")


# ---- certificates ----

EMPTY_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj
trailer<</Root 1 0 R>>
"""


@test
def a_pdf_or_a_text_without_a_code_is_unreadable():
    folder = new_folder("no-code")
    pdf, text, nothing = SCRATCH / "letter.pdf", SCRATCH / "letter.txt", SCRATCH / "nothing"
    pdf.write_bytes(EMPTY_PDF)
    text.write_text("Kính gửi bà con\n")
    nothing.write_bytes(b"")
    for operand in (pdf, text, nothing, "https://v.example.vn/#", "#abc", "12345", "https://v.example.vn/#12x", "#" + "9" * 5000):
        code, out, _ = run("verify", operand, "--dir", folder, "--json")
        answer = json.loads(out)
        check(code == 11 and answer["exit"] == 11 and answer["verdict"] == "UNREADABLE", operand, code, out)
        check("compare" not in answer and len(answer["says"]) > 10, operand, out)


@test
def a_wrong_root_file_is_told():
    root = SCRATCH / "wrong.pub"
    root.write_text("not a key\n")
    code, out, err = run("verify", "#12", "--root", root)
    check(code in (2, 3) and out == "" and str(root) in err and err.count("\n") == 1, code, out, err)


@test
def a_wrong_date_is_wrong_usage():
    refuses(2, "verify", "#12", "--at", "yesterday", says="--at")


# ---- what --json writes ----

@test
def json_is_one_object_a_line_and_nothing_else():
    folder = new_folder("json")
    for args in (("quiz", "list"), ("key", "show", "--dir", folder), ("check", QUIZ), ("attempt", "list", "--dir", folder),
                 ("certificate", "list", "--dir", folder)):
        code, out, err = run(*args, "--json")
        check(code == 0, args, code, err)
        for line in out.splitlines():
            check(isinstance(json.loads(line), dict), args, line)
    check(run("quiz", "list", "--json")[1] != "", "no quiz is listed")


@test
def key_show_names_the_issuer_by_64_lower_case_hex_digits():
    folder = new_folder("keys")
    shown = json.loads(run("key", "show", "--json", "--dir", folder)[1])
    check(re.fullmatch("[0-9a-f]{64}", shown["issuer"]) and shown["root"], shown)


@test
def serve_says_its_addresses_in_the_first_line_of_json():
    with serving(new_folder("serve-json")) as line:
        check({"learner_url", "trainer_url", "code", "class"} <= set(line), line)
        check(re.fullmatch(r"http://127\.0\.0\.1:\d+/trainer/\?.+", line["trainer_url"]), line)
        check(re.fullmatch(r"\d{6}", line["code"]), line)


def main():
    words = sys.argv[1:]
    passed = failed = 0
    for function in TESTS:
        if words and not any(word in function.__name__ for word in words):
            continue
        try:
            function()
            passed += 1
            print("ok", function.__name__, flush=True)
        except Exception as problem:  # whatever goes wrong in a test is that test's failure
            failed += 1
            print(f"FAIL {function.__name__}: {type(problem).__name__} {problem}".replace("\n", " | "), flush=True)
    subprocess.run(["rm", "-rf", str(SCRATCH)], check=False)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
