#!/usr/bin/python3
"""make_seeds.py - the first inputs of the fuzz targets, made by the independent forge of tests/certificates.

Writes into the folder that is named (tests/fuzz/corpus); what a fuzzer found since stays there beside them. The keys are
those of tests/unit/credential_fixture.h, which are the forge's."""
import hashlib
import io
import pathlib
import sys
import zlib

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "certificates"))

import cbor2  # noqa: E402
import own_issuer as own  # noqa: E402
import pdf_forge  # noqa: E402
import segno  # noqa: E402
import status  # noqa: E402
from PIL import Image  # noqa: E402

NOW, DAY = 2540000000, 86400  # credential_fixture.h


def payload(message):
    return cbor2.loads(message)[2]


def small_pictures():
    """A code of 21 modules as PNG and JPEG, and in PDFs as scanners pack it."""
    out = io.BytesIO()
    segno.make("1", micro=False).save(out, kind="png", scale=3, border=4)
    image = Image.open(io.BytesIO(out.getvalue())).convert("L")
    for name, kind, options, mode in (("grey.png", "PNG", {}, "L"), ("one-bit.png", "PNG", {}, "1"), ("colour.png", "PNG", {}, "RGB"),
                                      ("palette.png", "PNG", {}, "P"), ("alpha.png", "PNG", {}, "LA"), ("grey.jpg", "JPEG", {}, "L"),
                                      ("progressive.jpg", "JPEG", {"progressive": True}, "RGB"), ("cmyk.jpg", "JPEG", {}, "CMYK")):
        out = io.BytesIO()
        image.convert(mode).save(out, kind, **options)
        yield name, out.getvalue()
    size = b"/Width %d /Height %d /ColorSpace /DeviceGray" % image.size
    rows = b"".join(b"\x02" + image.tobytes()[at:at + image.width] for at in range(0, image.width * image.height, image.width))
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG")
    for name, data, words in (
            ("flate", zlib.compress(image.tobytes()), b"/BitsPerComponent 8 /Filter /FlateDecode"),
            ("one-bit", zlib.compress(image.convert("1").tobytes()), b"/BitsPerComponent 1 /Filter /FlateDecode"),
            ("predictor", zlib.compress(rows), b"/BitsPerComponent 8 /Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns %d >>" %
             image.width), ("jpeg", jpeg.getvalue(), b"/BitsPerComponent 8 /Filter /DCTDecode")):
        yield name + ".pdf", (b"%PDF-1.7\n1 0 obj\n<< /Type /XObject /Subtype /Image " + size + b" " + words + b" /Length " +
                              str(len(data)).encode() + b" >>\nstream\n" + data + b"\nendstream\nendobj\ntrailer\n<< >>\n%%EOF\n")


def fixture():
    """The honest certificate and permit of credential_fixture.h."""
    bands = bytes(band << 5 | score for band, score in zip((3, 0, 2, 3, 4, 2), (21, 0, 14, 19, 30, 9)))
    certificate = own.certificate(iat=NOW - DAY, exp=NOW + 1000 * DAY, id=bytes([1, 2, 3]) + bytes(7),
                                  quiz=bytes([9]) + bytes(7), indicators=bands, evidence=bytes([5]) + bytes(15))
    return certificate, own.delegation(not_before=NOW - 10 * DAY, not_after=NOW + 80 * DAY, office="Lớp thử", quota=100)


def pdf(streams, flate=False):
    """The parts of a PDF that our reader looks at, as libharu writes them."""
    parts, number = [b"%PDF-1.7\n"], 1
    for name, data in streams:
        body = zlib.compress(data) if flate else data
        packed = b" /Filter [/FlateDecode]" if flate else b""
        parts.append(b"%d 0 obj\n<<\n/Type /EmbeddedFile\n/Length %d 0 R%s\n>>\nstream\r\n%s\nendstream\nendobj\n" %
                     (number, number + 1, packed, body))
        parts.append(b"%d 0 obj\n%d\nendobj\n" % (number + 1, len(body)))
        parts.append(b"%d 0 obj\n<<\n/Type /Filespec\n/F (%s)\n/EF << /F %d 0 R >>\n>>\nendobj\n" %
                     (number + 2, name.encode(), number))
        number += 3
    return b"".join(parts) + b"trailer\n<< /Size %d >>\nstartxref\n0\n%%%%EOF\n" % number


def clips():
    """(name, bytes): frames of MPEG 1 and 2, layer III, bare and behind a tag."""
    first, second = b"\xff\xfb\x90\x00" + bytes(413), b"\xff\xf3\x40\xc4" + bytes(188)
    yield "frames.mp3", first * 2
    yield "frames-2.mp3", second * 3
    yield "tag.mp3", b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + first
    yield "endless-tag.mp3", b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + first


def seeds():
    certificate, permit = fixture()
    request = own.encode({6: NOW, -65542: [own.public_key(own.STRANGER_SEED), "Lớp thử", own.PLACE]})
    for name, message in (("certificate", certificate), ("permit", permit), ("longer", own.certificate(name="Ắ" * 60))):
        yield "credential_cose", name, message
        yield "base_cbor", name, message
        yield "base_cbor", name + "-payload", payload(message)
        yield "credential_claims", name, payload(message)
    yield "credential_claims", "request", request
    yield "credential_claims", "ignorable", own.encode({**own.claims(), 1000: ["later", {1: 2}], 2**63: b""})
    yield "base_cbor", "numbers", own.encode([0, 23, 24, 255, 256, 65535, 65536, 2**32, 2**64 - 1, -1, -2**64, "đ"])
    texts = own.to_text(certificate), own.to_text(permit)
    yield "credential_text", "certificate", texts[0].encode()
    yield "credential_text", "both", "\n".join(texts).encode()
    yield "credential_text", "two-and-words", "\n".join(("GIẤY", texts[1], texts[0], own.to_text(own.certificate()))).encode()
    yield "credential_text", "broken-lines", "\r\n".join(texts[0][at:at + 40] for at in range(0, 600, 40)).encode()
    files = [("certificate.cose", certificate), ("issuer.cose", permit)]
    yield "credential_pdf", "plain", pdf(files)
    yield "credential_pdf", "flate", pdf(files, flate=True)
    yield "credential_pdf", "two", pdf(files + [("certificate.cose", own.certificate())])
    yield "credential_pdf", "signed", pdf_forge.paper(certificate_cose=certificate, permit=permit)
    key = hashlib.sha256(pdf_forge.public_info(pdf_forge.SECRET)).digest()
    yield "credential_signature", "message", key + pdf_forge.cms(pdf_forge.SECRET, bytes(32))
    yield "credential_signature", "file", key + pdf_forge.paper()
    for name, picture in small_pictures():
        yield "credential_photo", name, picture
        if not name.endswith(".pdf"):
            yield "quiz_media", name, picture
    for name, clip in clips():
        yield "quiz_media", name, clip
    source = {"quiz.lua": b'quiz { title = "T", framework = "village-basic" }\n'}
    yield "credential_package", "one", own.quiz_package(source)
    yield "credential_package", "signed", own.quiz_package(source, is_signed=True)
    yield "credential_package", "several", own.quiz_package({**source, "items/a.lua": b"-- a\n", "texts/a.txt": b"x", "audio/a.vi.mp3": b"y"})
    yield "credential_package", "up-and-out", own.quiz_package({**source, "../../x": b"x"})
    yield "credential_package", "empty", own.quiz_package({})
    stranger = own.public_key(own.STRANGER_SEED)
    yield "credential_trust", "words", payload(own.trust_file(1, "thôn Một"))
    yield "credential_trust", "all", payload(own.trust_file(7, "thôn Hai", [stranger], offices=[[1, "Sở", "Office"]],
                                                            delegations=[permit, own.delegation()]))
    late = {**cbor2.loads(payload(own.trust_file(1, "thôn"))), 6: 2**63 - 1}  # once overflowed the verifier's clock
    yield "credential_trust", "latest-date", own.encode(late)
    for name, message in status.examples():
        yield "credential_status", name, payload(message)


if __name__ == "__main__":
    for target, name, data in seeds():
        folder = pathlib.Path(sys.argv[1]) / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
