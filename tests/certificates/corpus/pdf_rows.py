"""pdf_rows.py - rows 73 to 77: papers whose words, attachments or signature are not as the issuer made them."""
import hashlib
import zlib

import own_issuer as own
import pdf_forge as forge
from rows import ISSUER, KNOWN, MISMATCH, NOT_GENUINE, REVOKED, UNKNOWN_ISSUER, UNREADABLE, VALID, Case

ROOT_ONLY = ("root.pub",)


def case(row, name, verdict, pdf, trust=ROOT_ONLY, **more):
    return Case(row, name + ".pdf", verdict, pdf, trust, **more)


def with_files(*files, **more):
    return forge.signed(forge.unsigned([*forge.attachments(), *files], **more))


def words():
    paper = forge.paper()
    yield case("1", "a signed paper", VALID, paper)
    yield case("1", "attachments in flate", VALID, forge.signed(forge.unsigned(forge.attachments(), flate=True)))
    yield case("73", "another name on the page", MISMATCH, paper.replace(b"Thu Huong", b"Thi Hoang"))
    yield case("73", "white words on the page", MISMATCH, paper.replace(b"BT /F1 24 Tf", b"1 g BT /F1 9"))
    yield case("73", "another name, no signature", MISMATCH, forge.unsigned(forge.attachments(), words="Tran Van A"))
    other = own.certificate(id=bytes(10))
    yield case("74", "the certificate of another", MISMATCH, paper.replace(own.certificate(), other))
    yield case("74", "a forged certificate", NOT_GENUINE, paper.replace(own.certificate(), own.certificate()[:-1] + b"\x00"))
    yield case("74", "the certificate of a stranger", UNKNOWN_ISSUER, forge.paper(certificate_cose=own.certificate(own.STRANGER_SEED)))
    yield case("74", "a withdrawn certificate on a changed page", REVOKED, paper.replace(b"Thu Huong", b"Thi Hoang"),
               KNOWN + ("list-7.cose",))
    yield case("75", "two certificates", MISMATCH, with_files(("certificate.cose", other)))
    yield case("75", "one certificate twice", VALID, with_files(("certificate.cose", own.certificate())))
    yield case("75", "no certificate", UNREADABLE, forge.signed(forge.unsigned(forge.attachments()[1:])))


def after_signing():
    paper = forge.paper()
    note = b"\n99 0 obj\n<< /Type /Annot /Subtype /FreeText /Contents (Tran Van A) >>\nendobj\n"
    yield case("76", "an update behind the end", UNREADABLE, paper + note + b"trailer\n<< /Prev 9 >>\nstartxref\n9\n%%EOF\n")  # M-36
    yield case("76", "an object behind the end", UNREADABLE, paper + note)
    yield case("76", "a line break behind the end", MISMATCH, paper + b"\n")
    yield case("76", "a line break less", MISMATCH, paper[:-1])
    yield case("76", "an object before the end", MISMATCH, paper.replace(b"\nxref\n", note + b"xref\n"))
    yield case("76", "an object of the same number", UNREADABLE, paper.replace(b"\nxref\n", b"\n3 0 obj\n<< /Type /Page >>\nendobj\nxref\n"))
    yield case("76", "one of its bytes less", UNREADABLE, paper[1:])


def signatures():
    plain = forge.unsigned(forge.attachments())
    paper = forge.signed(plain)
    key = hashlib.sha256(forge.public_info(forge.SECRET)).digest()
    yield case("76", "no signature", MISMATCH, plain)
    yield case("76", "signed by another key", MISMATCH, forge.signed(plain, secret=forge.OTHER_SECRET))  # M-45
    yield case("76", "signed by another key under the certificate", MISMATCH, forge.signed(plain, signed_with=forge.OTHER_SECRET))
    stranger = forge.pdf_key(forge.OTHER_SECRET, own.STRANGER_SEED)
    yield case("76", "with the key of a stranger", MISMATCH,
               forge.signed(forge.unsigned(forge.attachments(key=stranger)), secret=forge.OTHER_SECRET))
    under_root = forge.pdf_key(forge.OTHER_SECRET, own.ROOT_SEED)
    yield case("76", "with a key of the root", MISMATCH,
               forge.signed(forge.unsigned(forge.attachments(key=under_root)), secret=forge.OTHER_SECRET))
    as_certificate = own.sign(own.ISSUER_SEED, own.CERTIFICATE, own.encode({6: own.ISSUED, forge.PDF_KEY: [key]}))
    yield case("76", "a pdf key under typ 1", MISMATCH, forge.paper(key=as_certificate))
    yield case("76", "two pdf keys", MISMATCH, with_files(("pdf-key.cose", forge.pdf_key())))
    yield case("76", "no pdf key", MISMATCH, forge.signed(forge.unsigned(forge.attachments()[:2])))
    digest = b"\x04\x20" + hashlib.sha256(b"").digest()
    for name, spoil in (
            ("the digest of something else", lambda cms: cms.replace(cms[cms.index(b"\x09\x04\x31\x22") + 4:][:34], digest)),
            ("a changed last byte", lambda cms: cms[:-1] + bytes([cms[-1] ^ 1])), ("no message", lambda cms: b""),
            ("half a message", lambda cms: cms[:len(cms) // 2]), ("a byte behind the message", lambda cms: cms + b"\x01"),
            ("no content type", lambda cms: cms.replace(forge.oid("1.2.840.113549.1.9.3"), forge.oid("1.2.840.113549.1.9.7"))),
            ("sha-1", lambda cms: cms.replace(forge.oid("2.16.840.1.101.3.4.2.1"), forge.oid("2.16.840.1.101.3.4.2.4")))):
        yield case("76", name, MISMATCH, forge.signed(plain, spoil=spoil))
    begin = paper.index(b"/ByteRange [ 0 ") + 15
    for name, text in (("a range that begins later", b"/ByteRange [ 9 "), ("a range that is shorter", None)):
        changed = paper[:begin - 15] + text + paper[begin:] if text else paper.replace(
            paper[begin + 22:begin + 32], b"%010d" % (int(paper[begin + 22:begin + 32]) - 6))
        yield case("76", name, MISMATCH, changed)
    yield case("76", "two ranges", MISMATCH, forge.signed(forge.unsigned(forge.attachments(), extra=b"<< /ByteRange [ 0 1 2 3 ] >>")))


def bombs():
    paper = forge.paper()
    bomb = zlib.compress(bytes(10**8), 9)
    start = paper.index(own.certificate())
    plain = forge.unsigned(forge.attachments(), flate=True)
    small = zlib.compress(own.certificate())
    exploding = plain.replace(b"/Length %d\n/Filter" % len(small), b"/Length %d\n/Filter" % len(bomb), 1).replace(small, bomb)
    yield case("77", "a bomb of 100 MB", UNREADABLE, exploding, is_heavy=True)
    yield case("77", "encrypted", UNREADABLE, paper[:start] + bytes(byte ^ 0x5A for byte in own.certificate()) +
               paper[start + len(own.certificate()):].replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R"))
    yield case("77", "21 MB", UNREADABLE, paper.replace(b"\nxref\n", b"\n%" + b"0" * 21 * 2**20 + b"\nxref\n"), is_heavy=True)
    yield case("77", "20001 objects", UNREADABLE, paper.replace(b"\nxref\n", b"\n" + b"".join(
        b"%d 0 obj\nnull\nendobj\n" % number for number in range(100, 20101)) + b"xref\n"), is_heavy=True)
    yield case("77", "a script", MISMATCH, paper.replace(b"/Pages 2 0 R", b"/Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"))
    yield case("77", "a length of 2^64", UNREADABLE, paper.replace(b"/Length %d\n>>\nstream\r\n\x84" % len(own.certificate()),
                                                                  b"/Length 18446744073709551615\n>>\nstream\r\n\x84"))
    yield case("77", "an attachment that is itself", UNREADABLE, paper.replace(b"(certificate.cose)\n/EF << /F 8 0 R", b"(certificate.cose)\n/EF << /F 9 0 R"))
    for length in (0, 5, 8, len(paper) // 2, len(paper) - 6):
        yield case("77", f"the first {length} bytes", UNREADABLE, paper[:length])
    yield case("77", "a page of HTML", UNREADABLE, b"%PDF-1.7\n<html>%%EOF\n")
    assert len(ISSUER) == 32


TABLES = (words, after_signing, signatures, bombs)
