#!/usr/bin/python3
"""Badges of a real class, and of odd shapes, as other programs find them: @digitalbazaar/vc accepts each offline, the jsonld
package canonicalizes to the bytes that were signed (checked here once more with python3-nacl), and no change passes."""
import copy
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import nacl.exceptions
import nacl.signing

ROOT = Path(__file__).resolve().parents[2]
DAUSO, UNIT, HERE = ROOT / "build/dauso", ROOT / "build/unit/credential_badge", Path(__file__).parent / "open_badge"
TESTS = []
DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def test(function):
    TESTS.append(function)
    return function


def check(truth, what="not true"):
    if not truth:
        raise AssertionError(what)


def tool(*words):
    done = subprocess.run([*map(str, words)], capture_output=True, text=True)
    check(done.returncode == 0, f"{words}: {done.stderr[-400:]}")
    return done.stdout


def asked(paths):
    """What the npm packages find, for each badge."""
    done = subprocess.run(["node", HERE / "verify.mjs"], input="\n".join(map(str, paths)), capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    check(len(answers) == len(paths), done.stderr[-600:])
    return answers


def from_base58(text):
    value = 0
    for letter in text[1:]:
        value = value * 58 + DIGITS.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return bytes(zeros) + value.to_bytes((value.bit_length() + 7) // 8, "big")


class Badges:
    def __init__(self, folder):
        self.folder, self.data = Path(folder), Path(folder) / "class"
        tool(DAUSO, "demo", "--learners", "6", "--dir", self.data)
        rows = [json.loads(line) for line in tool(DAUSO, "certificate", "list", "--dir", self.data, "--json").splitlines()]
        self.rows, self.real = rows, []
        for row in rows:
            path = self.folder / f"{row['certificate']}.json"
            tool(DAUSO, "certificate", "export", row["certificate"], "--format", "open-badge", "-o", path, "--dir", self.data)
            self.real.append(path)
        tool(UNIT, "--write", self.folder)
        self.odd = sorted(self.folder.glob("badge-*.json"))
        check(len(self.real) >= 2 and len(self.odd) >= 4)


@test
def badges_of_a_real_class_are_accepted(badges):
    for answer in asked(badges.real):
        check(answer["verified"], answer.get("why"))


@test
def badges_of_1_to_64_indicators_and_odd_words_are_accepted(badges):
    for path, answer in zip(badges.odd, asked(badges.odd)):
        check(answer["verified"], (path.name, answer.get("why")))


@test
def the_canonical_form_of_jsonld_is_the_one_that_was_signed(badges):
    """vc-di-eddsa section 3.2: SHA-256 of the options' quads, then of the document's, under Ed25519."""
    for path, answer in zip(badges.odd + badges.real, asked(badges.odd + badges.real)):
        badge = json.loads(path.read_text())
        proof = badge["proof"]
        key = from_base58(badge["issuer"]["id"].removeprefix("did:key:"))
        check(key[:2] == b"\xed\x01" and len(key) == 34, key.hex())
        options = "".join(f"_:c14n0 <{name}> {value} .\n" for name, value in (
            ("http://purl.org/dc/terms/created", f'"{proof["created"]}"^^<http://www.w3.org/2001/XMLSchema#dateTime>'),
            ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "<https://w3id.org/security#DataIntegrityProof>"),
            ("https://w3id.org/security#cryptosuite",
             '"eddsa-rdfc-2022"^^<https://w3id.org/security#cryptosuiteString>'),
            ("https://w3id.org/security#proofPurpose", "<https://w3id.org/security#assertionMethod>"),
            ("https://w3id.org/security#verificationMethod", f'<{proof["verificationMethod"]}>')))
        signed = b"".join(hashlib.sha256(text.encode()).digest() for text in (options, answer["quads"]))
        try:
            nacl.signing.VerifyKey(key[2:]).verify(signed, from_base58(proof["proofValue"]))
        except nacl.exceptions.BadSignatureError:
            raise AssertionError(f"{path.name}: another canonical form was signed") from None


@test
def a_change_of_any_word_is_refused(badges):
    badge = json.loads(badges.real[0].read_text())
    changes = []
    for where in (["name"], ["issuer", "name"], ["validUntil"], ["credentialSubject", "identifier", 0, "identityHash"],
                  ["credentialSubject", "result", 0, "achievedLevel"], ["proof", "created"],
                  ["credentialSubject", "achievement", "resultDescription", 0, "alignment", 0, "targetCode"]):
        changed = copy.deepcopy(badge)
        place = changed
        for step in where[:-1]:
            place = place[step]
        place[where[-1]] = place[where[-1]][:-1] + ("2" if place[where[-1]][-1] != "2" else "3")
        if where[-1] in ("validUntil", "created"):
            place[where[-1]] = "2031-01-01T00:00:00Z"
        path = badges.folder / f"changed-{len(changes)}.json"
        path.write_text(json.dumps(changed, ensure_ascii=False))
        changes.append(path)
    for path, answer in zip(changes, asked(changes)):
        check(answer["verified"] is False, path.name)


@test
def results_and_alignment_say_what_the_certificate_says(badges):
    for row, path in zip(badges.rows, badges.real):
        badge = json.loads(path.read_text())
        subject = badge["credentialSubject"]
        check(subject["identifier"][0]["identityHash"] == row["name"])
        described = {one["id"]: one for one in subject["achievement"]["resultDescription"]}
        check(len(subject["result"]) == len(described) >= 3)
        for result in subject["result"]:
            one = described[result["resultDescription"]]
            levels = {level["id"]: level["name"] for level in one["rubricCriterionLevel"]}
            check(result["achievedLevel"] in levels and len(levels) == 4)
            check(one["id"].endswith(one["alignment"][0]["targetCode"]) and one["alignment"][0]["targetName"])


@test
def the_badge_is_in_the_paper(badges):
    pdf = badges.data / f"certificates/{badges.rows[0]['certificate']}.pdf"
    target = badges.folder / "attached.json"
    tool("pdfdetach", "-savefile", "open-badge.json", "-o", target, pdf)
    check(target.read_bytes() == badges.real[0].read_bytes())


def main():
    passed = failed = 0
    if not (HERE / "node_modules/.dauso-lock").exists():
        tool("npm", "ci", "--prefix", HERE, "--no-audit", "--no-fund", "--silent")
        (HERE / "node_modules/.dauso-lock").touch()
    with tempfile.TemporaryDirectory() as folder:
        badges = Badges(folder)
        for function in TESTS:
            try:
                function(badges)
                print(f"ok {function.__name__}")
                passed += 1
            except AssertionError as error:
                print(f"FAIL {function.__name__}: {error}")
                failed += 1
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
