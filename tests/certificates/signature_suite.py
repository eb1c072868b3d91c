#!/usr/bin/python3
"""The signature of the PDF: other programs accept it, and whatever is changed afterwards is refused by ours."""
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

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


def tool(*words, codes=(0,)):
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, errors="replace")
    check(done.returncode in codes, f"{' '.join(map(str, words))}: {done.returncode} {done.stdout[-400:]}{done.stderr[-400:]}")
    return done.stdout + done.stderr


class Room:
    """A class with papers signed by the laptop's key, one by an organisation's P-256, one by its RSA key."""

    def __init__(self, folder):
        self.folder, self.data = Path(folder), Path(folder) / "class"
        tool(DAUSO, "demo", "--learners", "8", "--dir", self.data)
        self.rows = [json.loads(line) for line in tool(DAUSO, "certificate", "list", "--dir", self.data, "--json").splitlines()]
        self.papers = [self.data / f"certificates/{row['certificate']}.pdf" for row in self.rows]
        check(len(self.papers) >= 3, "a class of eight and never three certificates")
        self.own = self.papers[0]
        self.p256 = self.reissued("p256", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
        self.rsa = self.reissued("rsa", ["-newkey", "rsa:2048"])

    def pkcs12(self, name, kind, password="mật khẩu"):
        key, certificate, bundle = (self.folder / f"{name}.{end}" for end in ("key", "crt", "p12"))
        tool("openssl", "req", "-x509", *kind, "-nodes", "-keyout", key, "-out", certificate, "-days", "99", "-subj",
             "/O=Sở Khoa học/CN=Phú Thọ", "-utf8")
        tool("openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", bundle, "-passout", f"pass:{password}")
        (self.folder / "p12-password").write_text(password)
        return bundle

    def reissued(self, name, kind):
        tool(DAUSO, "key", "import", self.pkcs12(name, kind), "--passphrase-file", self.folder / "p12-password", "--dir",
             self.data)
        learner = self.rows[1 if name == "rsa" else 2]["learner"]
        return Path(tool(DAUSO, "issue", "--class", "1", "--learner", learner, "--replace", "--dir", self.data).split()[-1])

    def verdict(self, pdf):
        path = self.folder / "changed.pdf"
        path.write_bytes(pdf)
        done = subprocess.run([DAUSO, "verify", path, "--dir", self.data, "--json"], capture_output=True, text=True)
        check(done.stdout, done.stderr)
        answer = json.loads(done.stdout)
        check(answer["exit"] == done.returncode and ("compare" in answer) == (answer["exit"] == 0), answer)
        return answer["verdict"]

    def signed(self):
        return {"the laptop's own P-256": self.own, "PKCS#12, P-256": self.p256, "PKCS#12, RSA": self.rsa}.items()


def gap_of(pdf):
    begin, end = (int(number) for number in re.search(rb"/ByteRange \[ 0 (\d+) (\d+) ", pdf).groups())
    return begin, end


@test
def every_kind_of_key_gives_a_valid_paper(room):  # M-45, M-46
    for name, paper in room.signed():
        check(room.verdict(paper.read_bytes()) == "VALID", name)


@test
def pdfsig_finds_the_whole_document_signed(room):
    for name, paper in room.signed():
        said = tool("pdfsig", paper)
        check("Signature is Valid" in said and "Total document signed" in said and "ETSI.CAdES.detached" in said, said)


@test
def mupdf_finds_it_unchanged_since_signing(room):
    for name, paper in room.signed():
        check("unchanged since signing" in tool("mutool", "sign", "-v", paper, codes=(0, 1)), name)


@test
def qpdf_finds_nothing_wrong(room):
    for name, paper in room.signed():
        check("No syntax or stream encoding errors found" in tool("qpdf", "--check", paper), name)


@test
def openssl_verifies_the_signed_data(room):
    for name, paper in room.signed():
        pdf = paper.read_bytes()
        begin, end = gap_of(pdf)
        der, content = room.folder / "cms.der", room.folder / "content"
        der.write_bytes(bytes.fromhex(pdf[begin + 1:end - 1].decode()))
        content.write_bytes(pdf[:begin] + pdf[end:])
        signer = room.folder / "signer.pem"
        signer.write_text(tool("openssl", "pkcs7", "-inform", "DER", "-in", der, "-print_certs"))
        said = tool("openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", der, "-content", content, "-binary",
                    "-CAfile", signer, "-purpose", "any", "-out", os.devnull)
        check("uccessful" in said, said)


@test
def the_signature_costs_less_than_4_kb(room):
    begin, end = gap_of(room.own.read_bytes())
    check(end - begin < 3000, f"{end - begin} bytes of signature")


@test
def a_byte_changed_anywhere_is_refused(room):  # M-46
    pdf = room.own.read_bytes()
    begin, end = gap_of(pdf)
    places = list(range(0, begin, 1499)) + list(range(begin, end, 61)) + list(range(end, len(pdf), 1499))
    places += range(len(pdf) - 12, len(pdf))
    for place in places:
        changed = bytearray(pdf)
        changed[place] ^= 0x20
        said = room.verdict(bytes(changed))
        check(said in ("MISMATCH", "UNREADABLE", "NOT-GENUINE", "UNKNOWN-ISSUER"), f"byte {place}: {said}")


@test
def what_is_appended_is_refused(room):  # M-36
    pdf = room.own.read_bytes()
    for what in (b"x", b"%", b"\n%%EOF\n", b"\n9 0 obj\n<< >>\nendobj\nxref\n0 0\ntrailer\n<< >>\nstartxref\n0\n%%EOF\n"):
        check(room.verdict(pdf + what) in ("UNREADABLE", "MISMATCH"), what)
    check(room.verdict(pdf[:-1]) in ("UNREADABLE", "MISMATCH"))


@test
def a_file_that_another_program_wrote_again_is_refused(room):
    for words in (["qpdf", "--object-streams=disable"], ["qpdf", "--qdf"], ["mutool", "clean"]):
        again = room.folder / "again.pdf"
        again.unlink(missing_ok=True)
        tool(*words, room.own, again, codes=(0, 3))
        check(room.verdict(again.read_bytes()) in ("MISMATCH", "UNREADABLE"), words)


@test
def an_annotation_laid_over_the_name_is_refused(room):  # row 76
    plain, over = room.folder / "plain.pdf", room.folder / "over.pdf"
    tool("qpdf", "--qdf", "--object-streams=disable", room.own, plain, codes=(0, 3))
    note = (b"<< /Type /Annot /Subtype /FreeText /Rect [100 250 700 300] /Contents (Another Name) /DA (/Helv 20 Tf) >>")
    pdf = plain.read_bytes().replace(b"/Annots [", b"/Annots [ " + note, 1)
    over.write_bytes(pdf)
    check(b"Another Name" in pdf and room.verdict(pdf) in ("MISMATCH", "UNREADABLE"))


@test
def a_page_signed_again_with_another_key_is_refused(room):
    """The certificate stays genuine; the page says another name; everything is signed, by a stranger."""
    other = room.folder / "other"
    tool(DAUSO, "demo", "--learners", "8", "--seed", "2", "--dir", other)
    stranger = sorted((other / "certificates").glob("*.pdf"))[0].read_bytes()
    check(room.verdict(stranger) == "UNKNOWN-ISSUER")
    genuine, foreign = room.own.read_bytes(), stranger
    for name in (b"certificate.cose", b"issuer.cose", b"pdf-key.cose"):
        foreign = swap_attachment(foreign, name, attachment(genuine, name))
    check(room.verdict(foreign) in ("MISMATCH", "UNREADABLE"))


def stream_of(pdf, name):
    """Where the attachment's stream stands: begin, end."""
    spec = re.search(rb"/F \(" + re.escape(name) + rb"\).*?/EF <<\s*/F (\d+) 0 R", pdf, re.S)
    start = re.search(rb"(?:^|\n)" + spec.group(1) + rb" 0 obj", pdf).end()
    begin = pdf.index(b"stream", start)
    begin += 8 if pdf[begin + 6:begin + 8] == b"\r\n" else 7
    return begin, pdf.index(b"endstream", begin)


def attachment(pdf, name):
    begin, end = stream_of(pdf, name)
    return pdf[begin:end]


def swap_attachment(pdf, name, content):
    begin, end = stream_of(pdf, name)
    return pdf[:begin] + content.ljust(end - begin, b"\n")[:end - begin] + pdf[end:]


@test
def the_certificate_of_another_in_this_paper_is_refused(room):  # row 74
    one, other = room.papers[0].read_bytes(), room.papers[1].read_bytes()
    swapped = swap_attachment(one, b"certificate.cose", attachment(other, b"certificate.cose"))
    check(swapped != one and room.verdict(swapped) in ("MISMATCH", "UNREADABLE", "NOT-GENUINE"), room.verdict(swapped))


@test
def the_pdf_key_of_another_issuer_is_refused(room):  # M-45
    pdf = room.own.read_bytes()
    forged = own.sign(own.STRANGER_SEED, 5, own.encode({6: 1, -65541: [bytes(32)]}))
    swapped = swap_attachment(pdf, b"pdf-key.cose", forged)
    check(room.verdict(swapped) == "MISMATCH", room.verdict(swapped))


@test
def a_paper_without_signature_is_refused(room):
    pdf = room.own.read_bytes()
    for old, new in ((b"/ETSI.CAdES.detached", b"/ETSI.XAdES.detached"), (b"/ByteRange", b"/ByteRang_"),
                     (b"(pdf-key.cose)", b"(pdf-kex.cose)")):
        check(old in pdf and room.verdict(pdf.replace(old, new)) == "MISMATCH", old)


@test
def the_hexadecimal_string_has_one_spelling(room):  # M-46
    pdf = room.own.read_bytes()
    begin, end = gap_of(pdf)
    check(room.verdict(pdf[:begin] + pdf[begin:end].lower() + pdf[end:]) == "MISMATCH")
    check(room.verdict(pdf[:end - 2] + b"1" + pdf[end - 1:]) == "MISMATCH")


@test
def a_range_that_leaves_something_out_is_refused(room):  # M-46
    pdf = room.own.read_bytes()
    found = re.search(rb"/ByteRange \[ 0 (\d+) (\d+) (\d+)", pdf)
    begin, end, rest = (int(number) for number in found.groups())
    for numbers in ((begin - 100, end, rest), (begin, end + 100, rest - 100), (begin, end, rest - 100), (begin, begin, rest)):
        text = (b"/ByteRange [ 0 %d %d %d" % numbers).ljust(len(found.group()), b" ")
        check(room.verdict(pdf[:found.start()] + text + pdf[found.end():]) == "MISMATCH", numbers)


@test
def a_pkcs12_that_cannot_sign_is_named(room):
    key, certificate = room.folder / "rsa.key", room.folder / "rsa.crt"
    wrong = room.folder / "wrong"
    wrong.write_text("another password")
    words = [DAUSO, "key", "import", "--dir", room.data]
    check("does not open" in tool(*words, room.folder / "rsa.p12", "--passphrase-file", wrong, codes=(3,)))
    bare = room.folder / "bare.p12"
    tool("openssl", "pkcs12", "-export", "-nokeys", "-in", certificate, "-out", bare, "-passout", "pass:mật khẩu")
    said = tool(*words, bare, "--passphrase-file", room.folder / "p12-password", codes=(1,))
    check("no private key" in said, said)
    small = room.pkcs12("small", ["-newkey", "rsa:1024"])
    check("at least 2048" in tool(*words, small, "--passphrase-file", room.folder / "p12-password", codes=(1,)))
    (room.folder / "junk.p12").write_bytes(b"\x30\x03\x02\x01\x00")
    check("no PKCS#12" in tool(*words, room.folder / "junk.p12", codes=(1,)))
    check(key.exists() and room.verdict(room.rsa.read_bytes()) == "VALID")


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        room = Room(folder)
        for function in TESTS:
            try:
                function(room)
                print(f"ok {function.__name__}")
                passed += 1
            except AssertionError as error:
                print(f"FAIL {function.__name__}: {error}")
                failed += 1
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
