#!/usr/bin/python3
"""decode_suite.py - certificates of a whole class, read by certs/FORMAT.md alone, and own ones given to `dauso verify`.

The expectations come from own_issuer.py (cbor2, nacl), pdftotext, pdfdetach and zbarimg. DAUSO names another program."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unicodedata

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import cbor2  # noqa: E402
import own_issuer as own  # noqa: E402
import variants  # noqa: E402

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
CERTS = pathlib.Path("certs")
SCRATCH = tempfile.TemporaryDirectory(prefix="dauso-decode-")
HERE = pathlib.Path(SCRATCH.name)
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:900])


def same(got, wanted, *what):
    check(got == wanted, *what, "got", repr(got), "wanted", repr(wanted))


def output(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=300, **options)
    check(done.returncode == 0, command[0], "ended with", done.returncode, done.stderr.decode()[-300:])
    return done.stdout.decode()


def verify(*arguments, data=None):
    """Exit code and the JSON object of `dauso verify`."""
    done = subprocess.run([DAUSO, "verify", "--json", *map(str, arguments)], input=data, capture_output=True, timeout=60)
    lines = done.stdout.decode().splitlines()
    check(len(lines) == 1, "exit", done.returncode, "and", len(lines), "lines:", done.stderr.decode())
    report = json.loads(lines[0])
    same(report["exit"], done.returncode, "the exit code in the object")
    return report


# ---- a class that was played ----

class Paper:
    """One PDF of the demo and everything that others read from it."""

    def __init__(self, line):
        self.line, self.pdf = line, pathlib.Path(line["pdf"])
        folder = HERE / ("files-" + line["certificate"])
        folder.mkdir()
        output("pdfdetach", "-saveall", "-o", folder, self.pdf)
        self.names = sorted(path.name for path in folder.iterdir())
        self.certificate = (folder / "certificate.cose").read_bytes()
        self.permit = (folder / "issuer.cose").read_bytes()
        self.header, self.empty, self.payload, self.signature = cbor2.loads(self.certificate)
        self.claims = cbor2.loads(self.payload)
        self.private = self.claims[own.CLAIM]
        self.folder = folder

    def words(self):
        # A person reads across line breaks.
        return " ".join(unicodedata.normalize("NFC", output("pdftotext", "-layout", self.pdf, "-")).split())

    def codes(self):
        output("pdftoppm", "-r", 300, "-gray", "-singlefile", "-png", self.pdf, self.folder / "page")
        read = output("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", self.folder / "page.png")
        return read.split()


def play():
    """A class with at least two certificates; another seed if this one certifies too few."""
    for seed in range(2, 8):
        folder = HERE / f"class-{seed}"
        lines = [json.loads(line) for line in
                 output(DAUSO, "demo", "--learners", 6, "--seed", seed, "--dir", folder, "--json").splitlines()]
        papers = [Paper(line) for line in lines if line.get("pdf")]
        if len(papers) >= 2:
            return folder, papers
    sys.exit("six classes of six and never two certificates")


def trust_words(folder):
    """The tables of the class's trust file."""
    message = (folder / "trust/trust.cose").read_bytes()
    check(own.is_signed_by(message, root_of(folder)), "the root did not sign the trust file")  # M-26
    header, _, payload, _ = cbor2.loads(message)
    same(cbor2.loads(header)[16], own.TRUST_FILE, "typ of the trust file")
    same(own.encode(cbor2.loads(payload)), payload, "the trust file is deterministic:")
    roots, number, programmes, places, _, _ = cbor2.loads(payload)[own.TRUST]
    same((roots, number), ([root_of(folder)], 1), "roots and number")
    return {row[0]: row for row in programmes}, {row[0]: row[1] for row in places}


def root_of(folder):
    return bytes.fromhex((folder / "trust/root.pub").read_text().strip())


def permit_of(paper):
    return cbor2.loads(cbor2.loads(paper.permit)[2])


@test
def every_pdf_has_both_attachments(folder, papers):  # M-35
    for paper in papers:
        check({"certificate.cose", "issuer.cose"} <= set(paper.names), paper.names)


@test
def every_message_has_the_one_shape(folder, papers):  # M-1 M-2 M-3 M-4
    for paper in papers:
        issuer = permit_of(paper)[own.PERMIT][0]
        check(len(paper.certificate) <= 1200 and len(paper.permit) <= 1200)
        same(paper.empty, {}, "unprotected header")
        same(len(paper.signature), 64, "signature")
        same(cbor2.loads(paper.header), {1: -8, 4: own.kid_of(issuer), 16: own.CERTIFICATE}, "header")
        header = cbor2.loads(cbor2.loads(paper.permit)[0])
        same(header, {1: -8, 4: own.kid_of(root_of(folder)), 16: own.DELEGATION}, "header of the permit")


@test
def encoding_again_gives_the_same_bytes(folder, papers):  # M-9 M-10 M-11 M-12 M-13
    for paper in papers:
        for message in (paper.certificate, paper.permit):
            parts = cbor2.loads(message)
            same(own.encode(parts), message, "message")
            same(own.encode(cbor2.loads(parts[0])), parts[0], "header")
            same(own.encode(cbor2.loads(parts[2])), parts[2], "payload")


def is_uint(value, low, high):
    return type(value) is int and low <= value <= high


@test
def every_claim_has_its_type_and_range(folder, papers):  # M-14 M-15 M-16 M-17 M-18 M-20
    numbers, ids = [], []
    for paper in papers:
        same(list(paper.claims), [4, 6, 7, own.CLAIM], "keys")
        exp, iat, number, private = paper.claims.values()
        check(is_uint(exp, 1, 253402300799) and is_uint(iat, 1, exp - 1), "dates", exp, iat)
        check(abs(iat - time.time()) < 3600, "not issued just now:", iat)
        same((type(number), len(number)), (bytes, 10), "id")
        same(len(private), 10, "members")
        name, year, place, programme, quiz, indicators, assurance, sequence, status, evidence = private
        check(type(name) is str and 1 <= len(name) <= 60 and unicodedata.is_normalized("NFC", name), "name", name)
        check(all(unicodedata.category(letter)[0] in "LMNZP" for letter in name), "name", name)
        check(year == 0 or is_uint(year, 1900, 2200), "year", year)
        check(all(is_uint(value, 0, 2**32 - 1) for value in (place, programme, status)), place, programme, status)
        same((type(quiz), len(quiz), type(evidence), len(evidence)), (bytes, 8, bytes, 16), "hashes")
        check(type(indicators) is bytes and 1 <= len(indicators) <= 64 and own.level_of(indicators) > 0)
        check(all(byte >> 5 <= 4 and (byte >> 5 > 0 or byte == 0) for byte in indicators), indicators.hex())
        check(is_uint(assurance, 0, 3), "assurance", assurance)
        check(is_uint(sequence, 1, 2**32 - 1), "sequence", sequence)
        numbers.append(sequence)
        ids.append(number)
    same(sorted(numbers), list(range(1, len(papers) + 1)), "sequence numbers of the class")
    same(len(set(ids)), len(papers), "ids")


@test
def every_signature_leads_to_the_root(folder, papers):  # M-5 M-6 M-23
    for paper in papers:
        check(own.is_signed_by(paper.permit, root_of(folder)), "the root did not sign the permit")
        check(own.is_signed_by(paper.certificate, permit_of(paper)[own.PERMIT][0]), "the issuer did not sign")
        check(not own.is_signed_by(paper.certificate, root_of(folder)), "any key will do")


@test
def every_certificate_lies_within_its_permit(folder, papers):  # M-22 M-24
    for paper in papers:
        permit = permit_of(paper)
        same(list(permit), [4, 5, 6, own.PERMIT], "keys")
        issuer, office, office_number, place, programmes, quota, first, laptop_only = permit[own.PERMIT]
        check(len(issuer) == 32 and type(office) is str and is_uint(office_number, 0, 2**32 - 1) and laptop_only == 1)
        same(paper.private[2], place, "place")
        check(paper.private[3] in programmes and permit[5] <= paper.claims[6] <= permit[4])
        check(first <= paper.private[7] < first + quota, "sequence")


@test
def the_bands_are_those_of_the_class(folder, papers):  # M-18
    programmes, _ = trust_words(folder)
    for paper in papers:
        codes = programmes[paper.private[3]][5]
        same(len(paper.private[5]), len(codes), "indicators")
        bands = {code: byte >> 5 for code, byte in zip(codes, paper.private[5]) if byte >> 5}
        same(bands, paper.line["bands"], paper.line["learner"])
        same(paper.private[0], paper.line["learner"], "name")


def wanted_words(folder, paper):
    programmes, places = trust_words(folder)
    level = own.level_of(paper.private[5])
    return {"name": paper.private[0], "birth_year": paper.private[1], "place": places[paper.private[2]],
            "level": f"{programmes[paper.private[3]][6][level - 1]} (bậc {level} trong 4)",
            "date": time.strftime("%d/%m/%Y", time.gmtime(paper.claims[6] + 7 * 3600))}


@test
def verify_says_the_same_words(folder, papers):  # M-19 M-32
    for paper in papers:
        report = verify(paper.pdf, "--dir", folder)
        same((report["verdict"], report["exit"]), ("VALID", 0))
        same(report["compare"], wanted_words(folder, paper))
        check(any("revocation" in line for line in report["not_checked"]), report["not_checked"])


@test
def the_root_key_alone_is_enough_for_a_pdf(folder, papers):  # M-23
    for paper in papers:
        report = verify(paper.pdf, "--root", folder / "trust/root.pub", "--dir", HERE / "empty")
        same(report["verdict"], "VALID")
        same(report["compare"]["name"], paper.private[0])
        same(report["compare"]["date"], wanted_words(folder, paper)["date"])


@test
def the_paper_says_the_same_words(folder, papers):
    for paper in papers:
        printed, wanted = paper.words(), wanted_words(folder, paper)
        for word in (wanted["name"], f"sinh năm {wanted['birth_year']}", wanted["place"], "Mức đạt: " + wanted["level"],
                     "Cấp ngày " + wanted["date"]):
            check(word in printed, "not on the paper:", word, "in", printed[:400])


@test
def the_number_on_the_paper_is_the_id(folder, papers):
    for paper in papers:
        same(own.printed_id(paper.claims[7]), paper.line["certificate"], "number")
        check(paper.line["certificate"] in paper.words(), paper.line["certificate"], "is not in", paper.words()[:200])


@test
def the_codes_on_the_paper_hold_the_same_bytes(folder, papers):  # M-27 M-29
    for paper in papers:
        codes = paper.codes()
        same(len(codes), 2, "codes on the page")
        same({own.from_text(code) for code in codes}, {paper.certificate, paper.permit})
        url = {code.split("#")[0] for code in codes}
        check(len(url) == 1 and len(url.pop()) <= 30)
        check(set(codes) == {own.to_text(message, codes[0].split("#")[0]) for message in (paper.certificate, paper.permit)})
        report = verify(next(code for code in codes if own.from_text(code) == paper.certificate), "--dir", folder)
        same(report["verdict"], "VALID")


@test
def both_codes_of_a_photo_and_the_root_key_are_enough(folder, papers):  # M-30
    lines = "\n".join(papers[0].codes()) + "\n"
    report = verify("-", "--root", folder / "trust/root.pub", data=lines.encode())
    same((report["verdict"], report.get("compare", {}).get("name")), ("VALID", papers[0].private[0]))


@test
def a_paper_of_another_class_has_an_unknown_issuer(folder, papers):
    same(verify(papers[0].pdf, "--root", HERE / "root.pub")["verdict"], "UNKNOWN-ISSUER")


@test
def a_pdf_that_was_written_on_is_not_believed(folder, papers):  # M-36
    changed = HERE / "written-on.pdf"
    changed.write_bytes(papers[0].pdf.read_bytes() + b"\n9 0 obj\n<< /Type /Annot >>\nendobj\n%%EOF\n")
    same(verify(changed, "--dir", folder)["verdict"], "UNREADABLE")


@test
def the_thirty_lines_of_verifying_md_read_a_certificate(folder, papers):
    script = re.search(r"```python\n(.*?)```", (CERTS / "VERIFYING.md").read_text(), re.S).group(1)
    check(len([line for line in script.splitlines() if line.strip()]) <= 35, "longer than promised")
    (HERE / "check.py").write_text(script)
    command = ["/usr/bin/python3", HERE / "check.py", papers[0].folder / "certificate.cose",
               papers[0].folder / "issuer.cose"]
    said = output(*command, folder / "trust/root.pub").splitlines()
    wanted = wanted_words(folder, papers[0])
    same(said[:5], [wanted["name"], str(wanted["birth_year"]), str(papers[0].private[2]),
                    str(own.level_of(papers[0].private[5])), wanted["date"]])
    forged = bytearray(papers[0].certificate)
    forged[papers[0].certificate.index(wanted["name"].encode())] ^= 1
    (papers[0].folder / "forged.cose").write_bytes(forged)
    command[2] = papers[0].folder / "forged.cose"
    check(subprocess.run([*command, folder / "trust/root.pub"], capture_output=True).returncode != 0, "believes a forgery")


@test
def the_lines_of_javascript_in_verifying_md_say_the_same(folder, papers):
    script = re.search(r"```javascript\n(.*?)```", (CERTS / "VERIFYING.md").read_text(), re.S).group(1)
    check(len([line for line in script.splitlines() if line.strip()]) <= 42, "longer than promised")
    example = pathlib.Path(__file__).parent / "example"
    if not (example / "node_modules/cborg").exists():
        output("npm", "ci", "--prefix", example, "--no-audit", "--no-fund", "--silent")
    (example / "check.mjs").write_text(script)
    command = ["node", example / "check.mjs", papers[0].folder / "certificate.cose", papers[0].folder / "issuer.cose",
               folder / "trust/root.pub"]
    wanted = wanted_words(folder, papers[0])
    same(output(*command).splitlines()[:5], [wanted["name"], str(wanted["birth_year"]), str(papers[0].private[2]),
                                             str(own.level_of(papers[0].private[5])), wanted["date"]])
    command[2] = papers[0].folder / "forged.cose"
    check(subprocess.run(command, capture_output=True).returncode != 0, "believes a forgery")
    (example / "check.mjs").unlink()


# ---- own certificates ----

@test
def the_example_of_format_md_is_true(folder, papers):
    block = re.search(r"```example\n(.*?)```", (CERTS / "FORMAT.md").read_text(), re.S).group(1)
    same(block, own.example(), "write the block again with own_issuer.py:")
    parts = dict(re.findall(r"^([\w ]+) \(\d+ \w+\)\n((?:  \S+\n)+)", block, re.M))
    certificate = bytes.fromhex("".join(parts["certificate"].split()))
    text = "".join(parts["text of the code"].split())
    same(own.from_text(text), certificate, "text and bytes")
    (HERE / "example.cose").write_bytes(certificate)
    for operand in (HERE / "example.cose", text, text.split("#")[1]):  # M-28
        report = verify(operand, "--root", HERE / "root.pub", "--trust", HERE / "issuer.cose")
        same(report["verdict"], "VALID", str(operand)[:40])
        same(report["compare"], {"name": "Nguyễn Thị Thu Hường", "birth_year": 1963, "date": "20/11/2026",
                                 "level": "bậc 3 trong 4", "place": "địa bàn mã 2500001"})


def place_said(*trusted):
    """The place of the example after these files were loaded in this order."""
    arguments = [word for name in trusted for word in ("--trust", HERE / name)]
    report = verify("-", "--root", HERE / "root.pub", "--trust", HERE / "issuer.cose", *arguments, data=own.certificate())
    same(report["verdict"], "VALID")
    return report["compare"]["place"], report["compare"]["level"]


@test
def a_trust_file_gives_words_to_the_numbers(folder, papers):  # M-26
    same(place_said("first.cose"), ("thôn Một", "Bậc ba (bậc 3 trong 4)"))


@test
def an_older_trust_file_replaces_nothing(folder, papers):  # M-26
    same(place_said("first.cose", "second.cose")[0], "thôn Hai")
    same(place_said("second.cose", "first.cose")[0], "thôn Hai")


@test
def a_root_is_followed_by_its_successor(folder, papers):  # M-26
    for files, verdict in (((), None), (("successor.cose",), "VALID"), (("second.cose", "successor.cose"), None)):
        arguments = [word for name in (*files, "of-the-successor.cose") for word in ("--trust", HERE / name)]
        done = subprocess.run([DAUSO, "verify", "-", "--json", "--root", HERE / "root.pub", *arguments],
                              input=own.certificate(), capture_output=True)
        same(json.loads(done.stdout)["verdict"] if done.stdout else None, verdict, files)


@test
def what_no_root_signed_is_not_loaded(folder, papers):  # M-26
    for name in ("forged.cose", "of-the-successor.cose"):
        done = subprocess.run([DAUSO, "verify", "-", "--root", HERE / "root.pub", "--trust", HERE / name],
                              input=own.certificate(), capture_output=True)
        same((done.returncode, done.stdout), (3, b""), name)
        check(name in done.stderr.decode() and len(done.stderr.splitlines()) == 1, done.stderr)


@test
def a_clock_of_1999_is_named(folder, papers):  # M-33
    arguments = ("-", "--root", HERE / "root.pub", "--trust", HERE / "issuer.cose")
    late, good = (verify(*arguments, *at, data=own.certificate()) for at in (("--at", "01/01/1999"), ()))
    same((late["verdict"], good["verdict"]), ("VALID", "VALID"))
    same([any("clock" in line for line in report["not_checked"]) for report in (late, good)], [True, False])


@test
def every_must_is_numbered_once(folder, papers):
    numbers = [int(number) for number in re.findall(r"^\*\*M-(\d+)\*\*", (CERTS / "FORMAT.md").read_text(), re.M)]
    same(sorted(numbers), list(range(1, len(numbers) + 1)))
    check(len(numbers) > 30, len(numbers))


def table_of_verdicts():
    rows = [line.split("\t") for line in (CERTS / "verdicts.tsv").read_text().splitlines() if not line.startswith("#")]
    return {row[0]: (int(row[1]), row[2], row[3]) for row in rows}


def judged(case):
    """What is wrong with the answer to one variant; None if it is the wanted one."""
    arguments = [word for trusted in case.trust for word in ("--trust", str(HERE / trusted))]
    report = verify("-", "--root", HERE / case.root, *arguments, *case.options, data=case.data)
    code, says_vi, _ = table_of_verdicts()[case.verdict]
    if (report["verdict"], report["exit"]) != (case.verdict, code):
        return f"{report['verdict']} ({report['exit']}), wanted {case.verdict} ({code})"
    exact = [row[1] for name, row in table_of_verdicts().items() if name.startswith(case.verdict + ".")]
    if "{" not in says_vi and report["says"] not in [says_vi, *exact]:
        return f"says {report['says']!r}"
    if ("compare" in report) != (code == 0):  # M-34
        return "shows claims of an unproven code" if code else "shows nothing to compare"
    said = json.dumps(report, ensure_ascii=False)
    if code and ("Hường" in said or "1963" in said):
        return f"a claim leaves the checker: {said}"
    return None


def write_trust():
    (HERE / "empty").mkdir()
    (HERE / "root.pub").write_text(own.public_key(own.ROOT_SEED).hex() + "\n")
    for name, data in variants.trusted_files().items():
        (HERE / name).write_bytes(data)


def run(name, function, *arguments):
    try:
        why = function(*arguments)
    except Exception as problem:  # one broken test must not hide the others
        why = f"{type(problem).__name__}: {problem}"
    print(f"FAIL {name}: {why}" if why else f"ok {name}", flush=True)
    return why is None


def main():
    write_trust()
    folder, papers = play()
    results = [run(function.__name__, function, folder, papers) for function in TESTS]
    results += [run(f"{case.name} is {case.verdict}", judged, case) for case in variants.cases()]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
