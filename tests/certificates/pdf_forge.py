"""pdf_forge.py - small PDFs with the attachments and the signature of certs/FORMAT.md section 10, made by hand.

No library of PDF, CMS, X.509 or elliptic curves: DER is written by X.690, the signature by FIPS 186-4 on P-256. The secret
number is public, as those of own_issuer.py are. `spoil` gives a test its chance to break one thing."""
import hashlib
import zlib

import own_issuer as own

PDF_KEY = -65541
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BASE = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
SECRET, OTHER_SECRET = 7 << 200 | 11, 9 << 199 | 5
ROOM = 760  # bytes kept for the signature


def add(one, other):
    if one is None or other is None:
        return one or other
    if one[0] == other[0] and (one[1] + other[1]) % P == 0:
        return None
    if one == other:
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P)
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(number, point):
    result = None
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


# ---- DER ----

def der(tag, *parts):
    body = b"".join(parts)
    size = b"" if len(body) < 128 else len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([len(body)]) if not size else bytes([0x80 | len(size)]) + size) + body


def sequence(*parts):
    return der(0x30, *parts)


def integer(number):
    return der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def oid(text):
    first, second, *rest = (int(part) for part in text.split("."))
    body = bytes([first * 40 + second])
    for number in rest:
        digits = [number & 127]
        while number := number >> 7:
            digits.insert(0, number & 127 | 128)
        body += bytes(digits)
    return der(0x06, body)


SHA256 = sequence(oid("2.16.840.1.101.3.4.2.1"), b"\x05\x00")
ECDSA_SHA256 = sequence(oid("1.2.840.10045.4.3.2"))


def public_info(secret):
    """SubjectPublicKeyInfo of a P-256 key (RFC 5480)."""
    x, y = times(secret, BASE)
    point = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
    return sequence(sequence(oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")), der(0x03, b"\0", point))


def ecdsa(secret, data):
    """The nonce is hashed from the secret and the data, so that one file is made each time."""
    digest = int.from_bytes(hashlib.sha256(data).digest(), "big")
    nonce = int.from_bytes(hashlib.sha512(secret.to_bytes(32, "big") + data).digest(), "big") % (ORDER - 1) + 1
    r = times(nonce, BASE)[0] % ORDER
    return sequence(integer(r), integer(pow(nonce, -1, ORDER) * (digest + r * secret) % ORDER))


def certificate(secret):
    name = sequence(der(0x31, sequence(oid("2.5.4.3"), der(0x0C, "Lớp thử".encode()))))
    dates = sequence(der(0x17, b"261101000000Z"), der(0x18, b"20991231235959Z"))
    body = sequence(der(0xA0, integer(2)), integer(5), ECDSA_SHA256, name, dates, name, public_info(secret))
    return sequence(body, ECDSA_SHA256, der(0x03, b"\0", ecdsa(secret, body)))


def attribute(kind, value):
    return sequence(oid(kind), der(0x31, value))


def cms(secret, digest, signed_with=None):
    """SignedData (RFC 5652) over a detached content, with the attributes of CAdES."""
    signer = certificate(secret)
    attributes = b"".join((
        attribute("1.2.840.113549.1.9.3", oid("1.2.840.113549.1.7.1")), attribute("1.2.840.113549.1.9.4", der(0x04, digest)),
        attribute("1.2.840.113549.1.9.16.2.47", sequence(sequence(sequence(der(0x04, hashlib.sha256(signer).digest())))))))
    name = sequence(der(0x31, sequence(oid("2.5.4.3"), der(0x0C, "Lớp thử".encode()))))
    info = sequence(integer(1), sequence(name, integer(5)), SHA256, der(0xA0, attributes), ECDSA_SHA256,
                    der(0x04, ecdsa(signed_with or secret, der(0x31, attributes))))
    content = sequence(integer(1), der(0x31, SHA256), sequence(oid("1.2.840.113549.1.7.1")), der(0xA0, signer), der(0x31, info))
    return sequence(oid("1.2.840.113549.1.7.2"), der(0xA0, content))


# ---- the file ----

def pdf_key(secret=SECRET, seed=own.ISSUER_SEED):
    return own.sign(seed, own.PDF_KEY, own.encode({6: own.ISSUED, PDF_KEY: [hashlib.sha256(public_info(secret)).digest()]}))


def attachments(certificate_cose=None, permit=None, key=None):
    return [("certificate.cose", certificate_cose or own.certificate()), ("issuer.cose", permit or own.delegation()),
            ("pdf-key.cose", key or pdf_key())]


def unsigned(files, words="Nguyen Thi Thu Huong", flate=False, extra=b""):
    """A page, the attachments and an empty place for the signature."""
    page = b"BT /F1 24 Tf 90 500 Td (" + words.encode() + b") Tj ET"
    specs = [b"%d 0 R" % (9 + 2 * place) for place in range(len(files))]
    names = b" ".join(b"(%s) %s" % (name.encode(), spec) for (name, _), spec in zip(files, specs))
    objects = [b"<<\n/Type /Catalog\n/Pages 2 0 R\n/AcroForm << /Fields [ 6 0 R ] /SigFlags 3 >>\n/AF [ " + b" ".join(specs) +
               b" ]\n/Names << /EmbeddedFiles << /Names [ " + names + b" ] >> >>\n>>",
               b"<<\n/Type /Pages\n/Kids [ 3 0 R ]\n/Count 1\n>>",
               b"<<\n/Type /Page\n/Parent 2 0 R\n/MediaBox [ 0 0 842 595 ]\n/Contents 4 0 R\n/Annots [ 6 0 R ]\n"
               b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>\n>>",
               b"<<\n/Length %d\n>>\nstream\r\n%s\nendstream" % (len(page), page), extra or b"null",
               b"<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T (s)\n/Rect [ 0 0 0 0 ]\n/P 3 0 R\n/V 7 0 R\n>>",
               b"<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n/ByteRange [ 0 0000000000 0000000000 0000000000 ]\n"
               b"/Contents <" + b"0" * 2 * ROOM + b">\n>>"]
    for name, data in files:
        body = zlib.compress(data) if flate else data
        packed = b"/Filter [ /FlateDecode ]\n" if flate else b""
        objects.append(b"<<\n/Type /EmbeddedFile\n/Length %d\n%s>>\nstream\r\n%s\nendstream" % (len(body), packed, body))
        objects.append(b"<<\n/Type /Filespec\n/F (%s)\n/EF << /F %d 0 R >>\n>>" % (name.encode(), len(objects)))
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<<\n/Root 1 0 R\n/Size %d\n>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(out))


def signed(pdf, secret=SECRET, signed_with=None, spoil=None):
    """Fills in the range and the signature; spoil may change the CMS message."""
    begin = pdf.index(b"/Contents <" + b"0" * 64) + len(b"/Contents ")
    end = begin + 2 * ROOM + 2
    pdf = pdf.replace(b"[ 0" + b" 0000000000" * 3, b"[ 0 %010d %010d %010d" % (begin, end, len(pdf) - end))
    message = cms(secret, hashlib.sha256(pdf[:begin] + pdf[end:]).digest(), signed_with)
    if spoil:
        message = spoil(message)
    digits = message.hex().upper().encode()
    return pdf[:begin + 1] + digits + b"0" * (2 * ROOM - len(digits)) + pdf[end - 1:]


def paper(**changes):
    """The example as a signed PDF."""
    return signed(unsigned(attachments(**changes)))
