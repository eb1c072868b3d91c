#!/usr/bin/python3
"""The chain of trust from outside: a root with its own passphrase, a laptop that asks, permits, successors, withdrawal.
What the program wrote is read by python3-cbor2 and python3-nacl, not by itself."""
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import cbor2

sys.path.insert(0, str(Path(__file__).parent))
import own_issuer as own  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
DAUSO = ROOT / "build/dauso"
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def check(truth, what="not true"):
    if not truth:
        raise AssertionError(what)


def run(*words, code=0, given=None):
    done = subprocess.run([DAUSO, *map(str, words)], capture_output=True, text=True, input=given,
                          env={**os.environ, "DAUSO_DIR": "/nonexistent"})
    check(done.returncode == code, f"dauso {' '.join(map(str, words))}: exit {done.returncode}, wanted {code}: "
                                   f"{done.stdout}{done.stderr}")
    return done.stdout


def shown(folder):
    return json.loads(run("key", "show", "--dir", folder, "--json"))


class Office:
    """A root that is kept offline, and laptops."""

    def __init__(self, folder):
        self.folder, self.root, self.passphrase = Path(folder), Path(folder) / "root", Path(folder) / "pw"
        self.passphrase.write_text("bốn từ khó đoán\n")
        self.locked("new")

    def locked(self, *words, folder=None, code=0):
        return run("key", *words, "--dir", folder or self.root, "--passphrase-file", self.passphrase, code=code)

    def laptop(self, name, place=2500001):
        folder = self.folder / name
        run("init", "--dir", folder, "--name", name, "--place", place, "--verifier-url", "https://v.example.vn/")
        return folder

    def permit(self, laptop, *words):
        request, permit = self.folder / "request", self.folder / "permit"
        run("key", "request", "--dir", laptop, "-o", request)
        self.locked("delegate", request, "-o", permit, *words)
        return permit

    def permitted(self, name, *words):
        laptop = self.laptop(name)
        run("key", "import", self.permit(laptop, *words), "--dir", laptop)
        return laptop

    def trust(self):
        """roots, number, programmes, places, offices, permits of the trust file, after its signature held."""
        message = (self.root / "trust/trust.cose").read_bytes()
        root = bytes.fromhex((self.root / "trust/root.pub").read_text())
        check(own.is_signed_by(message, root), "the root did not sign its trust file")
        return cbor2.loads(cbor2.loads(message)[2])[own.TRUST]


def certificate_of(laptop, sequence, **changes):
    """A certificate that the laptop's own key signed, made by the independent forge."""
    seed = bytes.fromhex((laptop / "keys/issuer.key").read_text())
    now = int(__import__("time").time())
    return own.certificate(seed, place=2500001, programme=1, iat=now, exp=now + 86400 * 900, sequence=sequence,
                           status=sequence, **changes)


def verdict(message, *words):
    path = Path(tempfile.gettempdir()) / f"certificate-{os.getpid()}.cose"
    path.write_bytes(message)
    done = subprocess.run([DAUSO, "verify", path, "--json", *map(str, words)], capture_output=True, text=True)
    check(done.stdout, done.stderr)
    return json.loads(done.stdout)


@test
def a_roots_key_is_sealed_and_its_folder_issues_nothing(office):
    text = (office.root / "keys/root.key").read_text()
    check(text.startswith("dauso-sealed-key 1 argon2id 3 268435456\n"), text[:60])
    check(not (office.root / "keys/issuer.key").exists())
    check(shown(office.root)["issuer"] is None)


@test
def a_root_without_passphrase_is_not_made(office):
    run("key", "new", "--dir", office.folder / "bare", code=2)
    check(not (office.folder / "bare/keys").exists())


@test
def a_laptop_with_a_permit_issues_for_the_office(office):
    laptop = office.permitted("a", "--office", "Sở Khoa học và Công nghệ tỉnh Phú Thọ", "--quota", "40")
    answer = verdict(certificate_of(laptop, shown(laptop)["first_sequence"]), "--dir", laptop)
    check(answer["verdict"] == "VALID" and answer["office"] == "Sở Khoa học và Công nghệ tỉnh Phú Thọ", answer)
    check(answer["laptop_only"] is False)


@test
def the_root_key_and_the_permit_alone_are_enough(office):
    laptop = office.permitted("b")
    pair = own.to_text(certificate_of(laptop, shown(laptop)["first_sequence"])) + "\n" + \
        own.to_text((laptop / "trust/issuer.cose").read_bytes())
    done = json.loads(subprocess.run([DAUSO, "verify", "-", "--json", "--root", office.root / "trust/root.pub"], input=pair,
                                     capture_output=True, text=True).stdout)
    check(done["verdict"] == "VALID", done)


@test
def permits_do_not_share_numbers(office):  # M-37
    first, second = (shown(office.permitted(name, "--quota", "25")) for name in "cd")
    check(first["first_sequence"] + 25 <= second["first_sequence"], (first, second))


@test
def the_trust_file_names_every_permit_and_long_offices(office):  # M-26
    office.permitted("e", "--office", "Ủy ban nhân dân xã Văn Lương, tỉnh Phú Thọ")
    roots, number, programmes, places, offices, permits = office.trust()
    check(len(permits) >= 1 and all(own.is_signed_by(permit, roots[0]) for permit in permits))
    check("Ủy ban nhân dân xã Văn Lương, tỉnh Phú Thọ" in [row[1] for row in offices], offices)
    code = own.to_text(permits[-1])
    check(len(permits[-1]) <= 180, f"a permit of {len(permits[-1])} bytes")
    check(number >= 2 and len(code) < 500)


@test
def a_wrong_passphrase_opens_nothing(office):
    laptop, wrong = office.laptop("f"), office.folder / "wrong"
    wrong.write_text("not the passphrase\n")
    run("key", "request", "--dir", laptop, "-o", office.folder / "request")
    run("key", "delegate", office.folder / "request", "--dir", office.root, "--passphrase-file", wrong, "-o",
        office.folder / "never", code=3)
    run("key", "delegate", office.folder / "request", "--dir", office.root, "-o", office.folder / "never", code=3)
    check(not (office.folder / "never").exists())


@test
def a_permit_that_was_changed_or_is_for_another_laptop_is_refused(office):
    laptop, other = office.laptop("g"), office.laptop("h")
    permit = office.permit(laptop)
    run("key", "import", permit, "--dir", other, code=1)
    before = (laptop / "trust/issuer.cose").read_bytes()
    for place in range(0, permit.stat().st_size, 97):
        changed = bytearray(permit.read_bytes())
        changed[place] ^= 1
        (office.folder / "changed").write_bytes(changed)
        done = subprocess.run([DAUSO, "key", "import", office.folder / "changed", "--dir", laptop], capture_output=True,
                              text=True)
        if done.returncode == 0:  # a list or tables that were spoilt do no harm: they are not believed
            run("verify", "-", "--dir", laptop, code=11, given="x")
            break
        check((laptop / "trust/issuer.cose").read_bytes() == before, f"byte {place}")


@test
def another_root_is_obeyed_only_when_a_person_says_so(office):
    laptop = office.permitted("i")
    stranger = office.folder / "stranger"
    run("key", "new", "--dir", stranger, "--passphrase-file", office.passphrase)
    run("key", "request", "--dir", laptop, "-o", office.folder / "request")
    run("key", "delegate", office.folder / "request", "--dir", stranger, "--passphrase-file", office.passphrase, "-o",
        office.folder / "foreign")
    run("key", "import", office.folder / "foreign", "--dir", laptop, code=1)
    run("key", "import", office.folder / "foreign", "--dir", laptop, "--root", shown(office.root)["root"], code=1)
    run("key", "import", office.folder / "foreign", "--dir", laptop, "--root", shown(stranger)["root"])
    check(shown(laptop)["root"] == shown(stranger)["root"])


@test
def a_successor_takes_over_numbers_names_and_old_papers(office):  # M-47
    laptop = office.permitted("j")
    old = shown(laptop)
    paper = certificate_of(laptop, old["first_sequence"])
    before = office.trust()
    office.locked("rotate")
    after = office.trust()
    check(after[1] > before[1] and after[5] == before[5] and len(after[0]) == len(before[0]) + 1, (before, after))
    run("key", "import", office.permit(laptop), "--dir", laptop)
    new = shown(laptop)
    check(new["root"] != old["root"] and new["first_sequence"] >= old["first_sequence"] + old["quota"], (old, new))
    check(verdict(paper, "--dir", laptop)["verdict"] == "VALID")
    check(verdict(certificate_of(laptop, new["first_sequence"]), "--dir", laptop)["verdict"] == "VALID")
    handed = [path for path in (office.root / "trust").glob("trust-of-*.cose")]
    (office.folder / "old.pub").write_text(old["root"])
    words = ["--root", office.folder / "old.pub"]
    for path in sorted(handed) + [office.root / "trust/trust.cose"]:
        words += ["--trust", path]
    check(verdict(certificate_of(laptop, new["first_sequence"]), *words)["verdict"] == "VALID")


@test
def a_rotated_key_waits_for_its_permit(office):
    laptop = office.permitted("k")
    old = shown(laptop)["issuer"]
    run("key", "rotate", "--dir", laptop)
    check(shown(laptop)["issuer"] == old)
    run("key", "import", office.permit(laptop), "--dir", laptop)
    check(shown(laptop)["issuer"] != old)
    check(not (laptop / "keys/issuer-next.key").exists())


@test
def a_laptop_of_its_own_rotates_at_once(office):
    laptop = office.laptop("l")
    before = shown(laptop)
    run("key", "rotate", "--dir", laptop)
    after = shown(laptop)
    check(after["issuer"] != before["issuer"] and after["laptop_only"] is True and after["root"] == before["root"])
    check(verdict(certificate_of(laptop, after["first_sequence"]), "--dir", laptop)["verdict"] == "VALID")


@test
def a_stolen_laptop_is_withdrawn_from_a_number_on(office):  # M-43
    laptop = office.permitted("m")
    first = shown(laptop)["first_sequence"]
    old, new = certificate_of(laptop, first + 4), certificate_of(laptop, first + 5)
    office.locked("revoke", shown(laptop)["issuer"], "--from-number", str(first + 5))
    words = ["--root", office.root / "trust/root.pub", "--trust", office.root / "trust/trust.cose", "--status",
             office.root / "trust/status.cose"]
    check(verdict(old, *words)["verdict"] == "VALID")
    answer = verdict(new, *words)
    check(answer["verdict"] == "REVOKED" and answer["exit"] == 12 and "compare" not in answer, answer)


@test
def a_list_that_is_older_is_named_and_not_used(office):  # M-42
    laptop = office.permitted("n")
    first = shown(laptop)["first_sequence"]
    office.locked("revoke", shown(laptop)["issuer"], "--from-number", str(first))
    old = (office.root / "trust/status.cose").read_bytes()
    other = office.permitted("o")
    office.locked("revoke", shown(other)["issuer"], "--from-number", "1")
    (office.folder / "old-list").write_bytes(old)
    words = ["--root", office.root / "trust/root.pub", "--trust", office.root / "trust/trust.cose"]
    new = ["--status", office.root / "trust/status.cose", "--status", office.folder / "old-list"]
    check(verdict(certificate_of(other, shown(other)["first_sequence"]), *words, *new)["verdict"] == "REVOKED")
    done = subprocess.run([DAUSO, "verify", "123", *map(str, words + new)], capture_output=True, text=True)
    check("older one is not used" in done.stderr and done.returncode == 11, done)


@test
def a_sealed_laptop_shows_what_is_public_and_signs_nothing(office):
    laptop = office.laptop("p")
    before = shown(laptop)
    office.locked("lock", folder=laptop)
    after = shown(laptop)
    check(after["locked"] and after["issuer"] == before["issuer"])
    for path in (laptop / "keys").iterdir():
        check(path.read_bytes().startswith(b"dauso-sealed-key 1 "), path.name)
        check(path.stat().st_mode & 0o777 == 0o600, path.name)
    run("key", "request", "--dir", laptop, "-o", office.folder / "request", code=3)
    run("init", "--dir", laptop)  # nothing is to be renewed
    office.locked("unlock", folder=laptop)
    check(not shown(laptop)["locked"])
    run("key", "request", "--dir", laptop, "-o", office.folder / "request")


def a_class_of(folder):
    """A small class with certificates, and their ids."""
    run("demo", "--learners", "6", "--dir", folder)
    return [line.split()[0] for line in run("certificate", "list", "--dir", folder).splitlines()]


def judged(folder, certificate):
    done = subprocess.run([DAUSO, "verify", folder / f"certificates/{certificate}.pdf", "--dir", folder, "--json"],
                          capture_output=True, text=True)
    return json.loads(done.stdout)


@test
def a_certificate_is_withdrawn_by_its_number_and_the_others_stay(office):  # M-43
    folder = office.folder / "class"
    first, second, *_ = a_class_of(folder)
    run("revoke", first, "--reason", "eror", "--dir", folder, code=2)
    run("revoke", "AAAA-AAAA-AAAA-AAAA", "--reason", "error", "--dir", folder, code=3)
    run("revoke", first, "--reason", "error", "--note", "sai năm sinh", "--dir", folder)
    answer = judged(folder, first)
    check(answer["verdict"] == "REVOKED" and "compare" not in answer, answer)
    check(judged(folder, second)["verdict"] == "VALID", judged(folder, second))
    run("revoke", first, "--reason", "error", "--dir", folder)  # once more does no harm


@test
def the_list_is_read_by_another_program(office):  # M-40
    folder = office.folder / "class"
    run("status", "export", office.folder / "list", "--dir", folder)
    message = (office.folder / "list").read_bytes()
    check(own.is_signed_by(message, bytes.fromhex(shown(folder)["root"])))
    number, groups, stolen, seen = cbor2.loads(cbor2.loads(message)[2])[-65539]
    check((number, len(groups), stolen, len(seen)) == (2, 1, [], 1), (number, groups, stolen, seen))
    day, reason, k, count, bits = groups[0]
    check((reason, count) == (1, 1) and own.read_golomb(k, count, bits) == [1], groups)
    run("status", "export", office.folder / "list.svg", "--dir", folder)
    check("<svg" in (office.folder / "list.svg").read_text()[:200])


@test
def a_paper_is_replaced_and_the_old_one_withdrawn_in_one_step(office):
    folder = office.folder / "class"
    row = [json.loads(line) for line in run("certificate", "list", "--dir", folder, "--json").splitlines()][1]
    line = run("issue", "--class", "1", "--learner", row["learner"], "--replace", "--dir", folder).split()
    check(line[0] != row["certificate"])
    check(judged(folder, row["certificate"])["verdict"] == "REVOKED")
    check(judged(folder, line[0])["verdict"] == "VALID")


@test
def where_the_root_is_elsewhere_the_paper_goes_there_to_be_withdrawn(office):
    folder = office.folder / "away"
    paper = a_class_of(folder)[0]
    run("key", "import", office.permit(folder), "--dir", folder)
    run("issue", "--class", "1", "--learner", "1", "--dir", folder, code=1)
    row = json.loads(run("certificate", "list", "--dir", folder, "--json").splitlines()[0])
    new = run("issue", "--class", "1", "--learner", row["learner"], "--replace", "--dir", folder).split()[0]
    check(json.loads(run("certificate", "show", new, "--dir", folder))["sequence"] == shown(folder)["first_sequence"])
    check(judged(folder, paper)["verdict"] == "REVOKED")  # permitted here before, so withdrawn here
    check(judged(folder, new)["verdict"] == "VALID")
    run("revoke", new, "--reason", "wish", "--dir", folder)
    request = folder / f"requests/revoke-{new}.cose"
    office.locked(folder=office.root, *["show"])
    run("revoke", request, "--reason", "wish", "--dir", office.root, "--passphrase-file", office.passphrase)
    words = ["--root", office.root / "trust/root.pub", "--trust", office.root / "trust/trust.cose", "--status",
             office.root / "trust/status.cose"]
    check(verdict(request.read_bytes(), *words)["verdict"] == "REVOKED")


@test
def a_sealed_key_issues_only_with_its_passphrase(office):
    folder = office.folder / "sealed"
    a_class_of(folder)
    row = json.loads(run("certificate", "list", "--dir", folder, "--json").splitlines()[0])
    office.locked("lock", folder=folder)
    words = ["issue", "--class", "1", "--learner", row["learner"], "--replace", "--dir", folder]
    run(*words, code=3)
    run(*words, "--passphrase-file", office.passphrase)


def memory_holds(pid, needles):
    """Which of these bytes stand in the writable memory of a process."""
    found = set()
    with open(f"/proc/{pid}/mem", "rb") as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            if not rights.startswith("rw") or "[v" in line:
                continue
            begin, end = (int(part, 16) for part in span.split("-"))
            memory.seek(begin)
            try:
                content = memory.read(end - begin)
            except OSError:
                continue  # guarded pages
            found |= {needle for needle in needles if needle in content}
    return found


@test
def after_locking_no_seed_is_left_in_the_servers_memory(office):  # SECURITY.md row 15
    folder = office.folder / "memory"
    a_class_of(folder)
    seed = (folder / "keys/issuer.key").read_text().strip()
    needles = {seed.encode(), bytes.fromhex(seed)}
    office.locked("lock", folder=folder)
    server = subprocess.Popen([DAUSO, "serve", "--json", "--port", "0", "--dir", folder], stdout=subprocess.PIPE, text=True)
    try:
        said = json.loads(server.stdout.readline())
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        base = "http://127.0.0.1:" + said["trainer_url"].split(":")[2].split("/")[0]
        opener.open(said["trainer_url"]).read()

        def post(path, value):
            request = urllib.request.Request(base + path, json.dumps(value).encode(), {"Content-Type": "application/json",
                                                                                      "Origin": base})
            return json.loads(opener.open(request).read())

        check(not memory_holds(server.pid, needles), "a seed before it was unlocked")
        check(post("/trainer/api/keys/unlock", {"passphrase": office.passphrase.read_text().strip()})["saved"])
        check(memory_holds(server.pid, needles) == {bytes.fromhex(seed)}, "the key is not in use, or its text is left behind")
        check(post("/trainer/api/keys/lock", {})["saved"])
        check(not memory_holds(server.pid, needles), "a seed is left after locking")
    finally:
        server.terminate()
        server.wait()


@test
def secret_keys_lie_in_a_folder_of_their_owner(office):
    for folder in (office.root, office.folder / "class"):
        check((folder / "keys").stat().st_mode & 0o777 == 0o700, folder)
        check(all(path.stat().st_mode & 0o777 == 0o600 for path in (folder / "keys").iterdir()), folder)


@test
def every_ceremony_leaves_a_record_to_sign(office):
    records = [path.read_text() for path in sorted((office.root / "records").iterdir())]
    check(len(records) >= 3 and all("witness" in text and "Người chứng kiến" in text for text in records))
    root = shown(office.root)["root"]
    check(any(" ".join(root[at:at + 8] for at in range(0, 64, 8)) in text for text in records))


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        office = Office(folder)
        for function in TESTS:
            try:
                function(office)
                print(f"ok {function.__name__}")
                passed += 1
            except AssertionError as error:
                print(f"FAIL {function.__name__}: {error}")
                failed += 1
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
