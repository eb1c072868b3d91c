#!/usr/bin/python3
"""package_trust_suite.py - which quizzes lead to a certificate, whose key signs them, and what is said about it. The packages
are those of package_suite.py."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys

from package_suite import (AUTHOR, DAUSO, OTHER, SCRATCH, STRANGER, check, files_of, forge, fresh, good, install, open_package,
                           run)

TESTS = []


def test(function):
    TESTS.append(function)
    return function


def hold_class(folder, quiz):
    """One class with one simulated learner who knows everything; how many certificates follow, and what is said."""
    server = subprocess.Popen([DAUSO, "serve", "--dir", str(folder), "--port", "0", "--json", "--class", f"Lớp {quiz}", "--quiz", quiz],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    start = json.loads(server.stdout.readline())
    base = start["learner_url"].split("/j/")[0].rstrip("/")
    base = f"http://127.0.0.1:{base.rsplit(':', 1)[1]}"
    import urllib.request
    cookie = None

    def ask(path, body=None):
        request = urllib.request.Request(base + path, data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json", **({"Cookie": cookie} if cookie else {})})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer, json.loads(answer.read())

    answer, _ = ask("/api/join", {"code": start["code"], "name": "Lê Văn An", "birth_year": 1960, "consent": True})
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    while True:
        _, now = ask("/api/screen")
        screen = now["screen"]
        if screen["kind"] in ("result", "done"):
            break
        option = next((o["id"] for o in screen["widgets"][0]["options"] if o["text"] == "Đúng"), "dont-know")
        ask("/api/act", {"seq": now["seq"] + 1, "item": screen["item"], "verb": "choose", "target": option, "value": ""})
        ask("/api/act", {"seq": now["seq"] + 2, "item": screen["item"], "verb": "next", "target": "", "value": ""})
    server.send_signal(signal.SIGTERM)
    told = server.communicate(timeout=20)[1]
    check(("luyện tập, không cấp giấy" in told) == (screen["certificate"] == "practice"), told)
    code, out, err = run("issue", "--class", "1", "--json", folder=folder)
    return screen, code, out, err, len(list((folder / "certificates").glob("*.pdf"))) if (folder / "certificates").exists() else 0


def certifying_quiz():
    text = 'quiz { title = "Chắc", framework = "village-basic", programme = "digital-basics" }\n'
    for number, code in enumerate(["0.1", "0.2", "1.1", "1.2", "2.1", "4.2"] * 5):
        text += (f'question "q{number}" {{ shows = "{code}", difficulty = "hard", asks = "Câu {number}", '
                 'right = "Đúng", wrong = { "A", "B", "C" } }\n')
    quiz = SCRATCH / "sure"
    if not quiz.exists():
        quiz.mkdir()
        (quiz / "quiz.lua").write_text(text, encoding="utf-8")
    return quiz


@test
def only_a_quiz_of_a_trusted_author_leads_to_a_certificate():
    package = SCRATCH / good("quiz", "sign", certifying_quiz(), folder=AUTHOR).strip()
    results = {}
    for title in ("unsigned", "stranger", "trusted", "no-more", "edited"):
        folder = fresh(f"class-{title}")
        good("init", "--verifier-url", "https://v.example/", folder=folder)
        if title == "unsigned":
            shutil.copytree(certifying_quiz(), folder / "quizzes/sure")
        else:
            good("quiz", "install", package, folder=folder)
        if title in ("trusted", "no-more", "edited"):
            good("quiz", "trust", package, "--name", "Sở", folder=folder)
        if title == "edited":
            with open(folder / "quizzes/sure/quiz.lua", "a", encoding="utf-8") as source:
                source.write("-- one line more\n")
        if title == "no-more":
            good("quiz", "trust", package, "--remove", folder=folder)
        screen, code, out, err, papers = hold_class(folder, "sure")
        results[title] = papers
        check(papers == (title == "trusted"), title, papers, code, out, err)
        check(screen["certificate"] == ("ready" if title == "trusted" else "practice"), title, screen["certificate"])
        if title != "trusted":
            check(code == 1 and "practises only" in err, title, code, out, err)
    check(results["trusted"] == 1, results)


@test
def a_folder_that_this_laptop_signed_and_trusts_certifies_where_it_lies():
    folder = fresh("own")
    good("init", "--verifier-url", "https://v.example/", folder=folder)
    shutil.copytree(certifying_quiz(), folder / "quizzes/sure")
    good("quiz", "sign", folder / "quizzes/sure", folder=folder)
    good("quiz", "trust", json.loads(good("key", "show", "--json", folder=folder))["author"], "--name", "Tôi", folder=folder)
    check("(this laptop)" in good("quiz", "trust", folder=folder))
    check(hold_class(folder, "sure")[4] == 1)


def standing(folder, quiz):
    rows = {one["quiz"]: one for one in map(json.loads, good("quiz", "list", "--json", folder=folder).splitlines())}
    shown = json.loads(good("quiz", "show", quiz, "--json", folder=folder))
    check(all(shown[word] == rows[quiz][word] for word in ("signed_by", "author", "certificate")), shown, rows[quiz])
    return shown["signed_by"], shown["author"], shown["certificate"]


@test
def list_and_show_say_who_signed_and_whether_a_certificate_can_follow():
    folder, key = fresh("standing"), json.loads(good("key", "show", "--json", folder=AUTHOR))["author"]
    check(standing(folder, "digital-basics") == ("shipped", "", True), standing(folder, "digital-basics"))
    package = SCRATCH / good("quiz", "sign", certifying_quiz(), folder=AUTHOR).strip()
    good("quiz", "install", package, folder=folder)
    check(standing(folder, "sure") == (key, "", False), standing(folder, "sure"))
    check("not trusted here" in good("quiz", "show", "sure", folder=folder))
    good("quiz", "trust", package, "--name", "Cô Hoa", folder=folder)
    check(standing(folder, "sure") == (key, "Cô Hoa", True), standing(folder, "sure"))
    check("Cô Hoa" in good("quiz", "show", "sure", folder=folder))
    source = folder / "quizzes/sure/quiz.lua"
    source.write_bytes(source.read_bytes() + b"\n")
    check(standing(folder, "sure") == (None, "", False), standing(folder, "sure"))
    shutil.copytree(certifying_quiz(), folder / "quizzes/by-hand")
    check(standing(folder, "by-hand")[2] is True, "the same files under another name")


@test
def another_authors_signature_over_the_same_files_takes_no_trust_away_and_gives_none():
    folder, files = fresh("over"), files_of(certifying_quiz())
    good("quiz", "trust", bytes(STRANGER.verify_key).hex(), "--name", "A", folder=folder)
    check(install(forge(files, OTHER, quiz="sure"), folder)[0] == 0 and standing(folder, "sure")[2] is False)
    check(install(forge(files, STRANGER, quiz="sure"), folder)[0] == 0 and standing(folder, "sure")[2] is True)
    check(install(forge(files, OTHER, quiz="sure"), folder)[0] == 0 and standing(folder, "sure")[2] is True)


@test
def signing_again_or_signing_a_package_gives_the_same_bytes():
    author, quiz = SCRATCH / "again-author", certifying_quiz()
    for name, what in (("a", quiz), ("b", quiz)):
        good("quiz", "sign", what, "-o", SCRATCH / f"again-{name}", folder=author)
    good("quiz", "pack", quiz, "-o", SCRATCH / "again-c", folder=author)
    good("quiz", "sign", SCRATCH / "again-c", "-o", SCRATCH / "again-d", folder=author)
    check((SCRATCH / "again-a").read_bytes() == (SCRATCH / "again-b").read_bytes() == (SCRATCH / "again-d").read_bytes())
    manifest, key, bodies = open_package((SCRATCH / "again-c").read_bytes())
    check(key == b"" and bodies == list(files_of(quiz).values()), key)


@test
def an_author_needs_no_init_and_the_key_is_kept_like_the_others():
    author = SCRATCH / "only-author"
    good("quiz", "sign", certifying_quiz(), "-o", SCRATCH / "only.out", folder=author)
    key = open_package((SCRATCH / "only.out").read_bytes())[1].hex()
    check(json.loads(good("key", "show", "--json", folder=author))["author"] == key and key in good("key", "show", folder=author))
    secret = author / "keys/author.key"
    check(oct(secret.stat().st_mode)[-3:] == "600" and oct(secret.parent.stat().st_mode)[-3:] == "700", "modes")
    check(key == (author / "keys/author.pub").read_text().strip())
    good("init", folder=author)
    check(standing(author, "digital-basics") == ("shipped", "", True), "init after the author's first signature")


@test
def a_laptop_with_sealed_keys_seals_the_authors_too():
    folder, word = fresh("sealed"), SCRATCH / "passphrase"
    word.write_text("ba con vịt xòe cánh\n")
    good("key", "lock", "--passphrase-file", word, folder=folder)
    code, out, err = run("quiz", "sign", certifying_quiz(), "-o", SCRATCH / "sealed-1", folder=folder)
    check(code != 0 and "passphrase" in err and not (SCRATCH / "sealed-1").exists(), code, out, err)
    good("quiz", "sign", certifying_quiz(), "-o", SCRATCH / "sealed-2", "--passphrase-file", word, folder=folder)
    code, out, err = run("quiz", "sign", certifying_quiz(), "-o", SCRATCH / "sealed-3", folder=folder)
    check(code != 0 and not (SCRATCH / "sealed-3").exists(), "the author's key lies open", code, out, err)


@test
def a_shipped_quiz_that_changed_since_init_says_what_to_do():
    home = SCRATCH / "program"
    (home / "build").mkdir(parents=True)
    shutil.copy(DAUSO, home / "build/dauso")
    root = pathlib.Path(__file__).resolve().parents[2]
    for name in ("scripts", "certs"):
        os.symlink(root / name, home / name)
    shutil.copytree(root / "quizzes", home / "quizzes")

    def listed():
        done = subprocess.run([home / "build/dauso", "quiz", "show", "digital-basics", "--dir", home / "d"], capture_output=True, text=True)
        return done.stdout + done.stderr
    init = [home / "build/dauso", "init", "--dir", home / "d"]
    subprocess.run(init, capture_output=True, check=True)
    check("can lead" in listed(), listed())
    with open(home / "quizzes/digital-basics/quiz.lua", "a", encoding="utf-8") as source:
        source.write("-- a newer version\n")
    check("for practice" in listed() and "dauso init" in listed(), listed())
    subprocess.run(init, capture_output=True, check=True)
    check("can lead" in listed(), listed())


def main():
    good("init", folder=AUTHOR)
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
