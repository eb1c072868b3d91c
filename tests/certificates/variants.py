"""variants.py - certificates that are right, wrong in one thing, or no certificates, and the verdict that each deserves.

The numbers behind M- are those of certs/FORMAT.md; all of it is made with own_issuer.py."""
import time
import unicodedata
from dataclasses import dataclass

import cbor2
import own_issuer as own
from own_issuer import DAY, EXPIRES, ISSUED, QUOTA

VALID, NOT_GENUINE, UNREADABLE, EXPIRED_KEY, UNKNOWN_ISSUER, NEWER, MISMATCH, DOUBTFUL, EXPIRED = (
    "VALID NOT-GENUINE UNREADABLE EXPIRED-KEY UNKNOWN-ISSUER NEWER MISMATCH DOUBTFUL-CLOCK EXPIRED").split()
NAME = "Nguyễn Thị Thu Hường"


@dataclass
class Case:
    name: str
    verdict: str
    data: bytes
    root: str = "root.pub"
    trust: tuple = ("issuer.cose",)
    options: tuple = ()


def trusted_files():
    """What the cases name in root and trust."""
    return {"stranger.pub": own.public_key(own.STRANGER_SEED).hex().encode(),
            "issuer.cose": own.delegation(),
            "first.cose": own.trust_file(1, "thôn Một"), "second.cose": own.trust_file(2, "thôn Hai"),
            "forged.cose": own.trust_file(3, "thôn Ba", root=own.STRANGER_SEED),
            "successor.cose": own.trust_file(1, "thôn Một", roots=[own.public_key(own.STRANGER_SEED)]),
            "of-the-successor.cose": own.delegation(own.STRANGER_SEED),
            "elsewhere.cose": own.delegation(place=1),
            "no-programme.cose": own.delegation(programmes=()),
            "long.cose": own.delegation(not_after=EXPIRES)}


def signed(payload, kind=own.CERTIFICATE, **options):
    return own.sign(own.ISSUER_SEED, kind, payload if isinstance(payload, bytes) else own.encode(payload), **options)


def flipped(message, what, at=0):
    """One bit of the bytes `what` inside the message, at their offset `at`."""
    changed = bytearray(message)
    changed[message.index(what) + at] ^= 1
    return bytes(changed)


def with_signature(message, change):
    return message[:-64] + change(message[-64:])


def plus_order(signature):
    scalar = int.from_bytes(signature[32:], "little") + own.ORDER
    return signature[:32] + scalar.to_bytes(32, "little")


def genuine():
    good = own.certificate()
    yield Case("the example", VALID, good)
    yield Case("the example as text", VALID, own.to_text(good).encode())
    yield Case("the example as text with line breaks", VALID, "\n".join(
        own.to_text(good)[at:at + 60] for at in range(0, len(own.to_text(good)), 60)).encode())
    yield Case("the example as bare digits", VALID, own.to_text(good).split("#")[1].encode())  # M-28
    yield Case("the code under the address of somebody else", VALID, own.to_text(good, "https://evil.example/").encode())
    yield Case("a name with rare letters", VALID, own.certificate(name="H'Ươm Ƀlô Niê Kdăm-Ñ. Ỹ"))
    yield Case("a name of 60 letters", VALID, own.certificate(name="Ắ" * 60))  # M-17
    yield Case("a year that is not stated", VALID, own.certificate(birth_year=0))
    yield Case("64 indicators", VALID, own.certificate(indicators=bytes([4 << 5 | 31] * 64)))  # M-18
    yield Case("an ignorable key", VALID, signed({**own.claims(), 1000: ["later", {1: 2}]}))  # M-21


def forged():
    good = own.certificate()
    for name, what, at in (("name", NAME.encode(), 3), ("birth year", b"\x19\x07\xab", 2), ("date", b"\x06\x1a", 5),
                           ("level", bytes([3 << 5 | 21]), 0), ("id", own.claims()[7], 9)):
        yield Case(f"one changed bit of the {name}", NOT_GENUINE, flipped(good, what, at))  # M-6
    yield Case("one changed bit of R", NOT_GENUINE, flipped(good, good[-64:], 5))
    yield Case("one changed bit of S", NOT_GENUINE, flipped(good, good[-32:], 5))
    yield Case("S plus the order of the group", NOT_GENUINE, with_signature(good, plus_order))  # M-7
    yield Case("a signature of zeros", NOT_GENUINE, with_signature(good, lambda _: bytes(64)))  # M-7
    payload = own.encode(own.claims())
    header = own.encode({1: -8, 4: own.kid_of(own.public_key(own.ISSUER_SEED)), 16: 1})
    bare = own.bindings.crypto_sign(payload, own.bindings.crypto_sign_seed_keypair(own.ISSUER_SEED)[1])[:64]
    yield Case("a signature over the bare payload", NOT_GENUINE, own.encode([header, {}, payload, bare]))  # M-5
    yield Case("a stranger's signature under our kid", NOT_GENUINE,
               own.sign(own.STRANGER_SEED, 1, payload, header=header))  # M-4
    yield Case("a certificate that the root signed itself", NOT_GENUINE, own.certificate(own.ROOT_SEED))
    for kind in (own.DELEGATION, own.STATUS_LIST, own.TRUST_FILE, own.PDF_KEY):
        yield Case(f"claims under typ {kind}", NOT_GENUINE, signed(payload, kind))  # M-8
    relabelled = cbor2.loads(signed(payload, own.PDF_KEY))
    relabelled[0] = header
    yield Case("typ 5 that was made typ 1 afterwards", NOT_GENUINE, own.encode(relabelled))  # M-8


def from_elsewhere():
    good, stranger = own.certificate(), own.certificate(own.STRANGER_SEED)
    yield Case("an example without its permit", UNKNOWN_ISSUER, good, trust=())
    yield Case("an example under another root", UNKNOWN_ISSUER, good, root="stranger.pub", trust=())
    yield Case("a certificate of a stranger", UNKNOWN_ISSUER, stranger)
    key = own.public_key(own.STRANGER_SEED)
    for name, permit in (("by its own hand", own.delegation(own.STRANGER_SEED, key)),
                         ("by another issuer", own.delegation(own.ISSUER_SEED, key))):
        text = own.to_text(permit) + "\n" + own.to_text(stranger)
        yield Case(f"a stranger with a permit {name}", UNKNOWN_ISSUER, text.encode())  # M-23
    changed = flipped(own.delegation(), "Lớp".encode())
    text = own.to_text(changed) + "\n" + own.to_text(good)
    yield Case("a permit with one changed bit", UNKNOWN_ISSUER, text.encode(), trust=())  # M-23


def beyond_the_permit():
    yield Case("another place", EXPIRED_KEY, own.certificate(place=2500002))  # M-24
    yield Case("another programme", EXPIRED_KEY, own.certificate(programme=2))
    yield Case("a permit without programmes", EXPIRED_KEY, own.certificate(), trust=("no-programme.cose",))
    yield Case("issued one second too early", EXPIRED_KEY, own.certificate(iat=own.PERMIT_FROM - 1))
    yield Case("issued in the first second", VALID, own.certificate(iat=own.PERMIT_FROM))
    yield Case("beyond the quota", EXPIRED_KEY, own.certificate(sequence=QUOTA + 1))
    yield Case("the last of the quota", VALID, own.certificate(sequence=QUOTA))
    yield Case("a permit that has ended since", VALID, own.certificate(), options=("--at", "01/06/2030"))  # M-24
    yield Case("two permits of which one fits", VALID, own.certificate(), trust=("elsewhere.cose", "issuer.cose"))  # M-25
    yield Case("a permit for elsewhere only", EXPIRED_KEY, own.certificate(), trust=("elsewhere.cose",))


def dates():
    now = int(time.time())
    end = own.PERMIT_TO
    late = ("--at", "01/06/2030")
    yield Case("issued in the last second", VALID, own.certificate(iat=end), options=late)  # M-24
    yield Case("issued one second too late", EXPIRED_KEY, own.certificate(iat=end + 1), options=late)
    yield Case("issued twenty years from now", DOUBTFUL, own.certificate(iat=now + 7305 * DAY), trust=("long.cose",))
    yield Case("issued three days from now", DOUBTFUL, own.certificate(iat=now + 3 * DAY), trust=("long.cose",))
    yield Case("issued a day from now", VALID, own.certificate(iat=now + DAY), trust=("long.cose",))
    yield Case("issued in the future and after the permit", DOUBTFUL, own.certificate(iat=now + 7305 * DAY))  # M-31
    yield Case("issued in the future and elsewhere", EXPIRED_KEY, own.certificate(iat=now + 7305 * DAY, place=1))  # M-31
    short = own.certificate(exp=ISSUED + 3600)
    yield Case("ended in the past", EXPIRED, short)
    yield Case("ended in the past, by a clock of 1999", EXPIRED, short, options=("--at", "01/01/1999"))  # M-33
    yield Case("valid to the end of 2099, in 2100", EXPIRED, own.certificate(), options=("--at", "02/01/2100"))


def newer():
    yield Case("a later kind of message", NEWER, signed(own.claims(), 99))
    yield Case("a message of typ 0", NEWER, signed(own.claims(), 0))
    yield Case("an unknown key 5", NEWER, signed({**own.claims(), 5: ISSUED}))  # M-21
    yield Case("an unknown key 999", NEWER, signed({**own.claims(), 999: 1}))
    yield Case("an unknown key below zero", NEWER, signed({**own.claims(), -70000: 1}))
    longer = own.claims()
    longer[own.CLAIM] += [1]
    yield Case("an eleventh member", NEWER, signed(longer))  # M-16
    yield Case("an unknown bit of assurance", NEWER, own.certificate(assurance=4))  # M-20


def claims_out_of_range():
    for name, changes in (
            ("a name in NFD", {"name": unicodedata.normalize("NFD", NAME)}),  # M-17
            ("a name with a bidi sign", {"name": "Nguyễn \u202eHường"}), ("a name with no width", {"name": "Hường\u200b"}),
            ("a name with a line break", {"name": "Hường\nVALID"}), ("a name of 61 letters", {"name": "Ắ" * 61}),
            ("an empty name", {"name": ""}), ("a name with a blank at its end", {"name": NAME + " "}),
            ("a name with two blanks in a row", {"name": "Nguyễn  Hường"}),
            ("a name of two scripts", {"name": "Нguyễn Thị Hường"}), ("a name with a tag", {"name": "<b>Hường</b>"}),
            ("a name in bytes", {"name": NAME.encode()}), ("a birth year in words", {"birth_year": "1963"}),
            ("a birth year of 1899", {"birth_year": 1899}), ("a birth year of 2201", {"birth_year": 2201}),
            ("a place of 33 bits", {"place": 2**32}), ("a place below zero", {"place": -1}),
            ("a quiz of 7 bytes", {"quiz": bytes(7)}), ("evidence of 17 bytes", {"evidence": bytes(17)}),
            ("an id of 9 bytes", {"id": bytes(9)}), ("sequence 0", {"sequence": 0}),
            ("no indicator", {"indicators": b""}), ("65 indicators", {"indicators": bytes([64] * 65)}),
            ("band 5", {"indicators": bytes([5 << 5])}), ("band 7", {"indicators": bytes([7 << 5 | 31] * 64)}),
            ("a score without a band", {"indicators": bytes([3, 64])}), ("nothing seen", {"indicators": bytes(6)}),
            ("issued at 0", {"iat": 0}), ("issued after its end", {"iat": EXPIRES + 1}),
            ("an end at its beginning", {"exp": ISSUED}), ("an end in the year 10000", {"exp": 253402300800}),
            ("an end of 2 to the 63rd", {"exp": 2**63}), ("an issue date below zero", {"iat": -1})):
        yield Case(name, UNREADABLE, own.certificate(**changes))  # M-14 M-15 M-16 M-18
    shorter = own.claims()
    del shorter[own.CLAIM][9]
    yield Case("nine members", UNREADABLE, signed(shorter))  # M-16
    for key, name in ((4, "end"), (6, "date"), (7, "id"), (own.CLAIM, "private array")):
        fewer = own.claims()
        del fewer[key]
        yield Case(f"claims without their {name}", UNREADABLE, signed(fewer))  # M-14


def other_encodings():
    payload, pairs = own.encode(own.claims()), [own.encode(key) + own.encode(value) for key, value in own.claims().items()]
    longer = payload.replace(b"\x04\x1a", b"\x04\x1b\0\0\0\0", 1)
    for name, data in (
            ("an integer that could be shorter", longer),  # M-10
            ("a length that could be shorter", payload.replace(b"\x07\x4a", b"\x07\x58\x0a", 1)),
            ("a map of indefinite length", b"\xbf" + payload[1:] + b"\xff"),  # M-9
            ("a text of indefinite length", payload.replace(b"\x78\x1b" + NAME.encode(),
                                                            b"\x7f\x78\x1b" + NAME.encode() + b"\xff")),
            ("keys out of order", b"\xa4" + b"".join(reversed(pairs))),  # M-11
            ("one key twice", b"\xa5" + pairs[0] + b"".join(pairs)), ("claims that are an array", b"\x84" + payload[1:]),
            ("a byte behind the claims", payload + b"\0"),  # M-13
            ("a map that promises more", b"\xbb" + b"\xff" * 8 + payload[1:]),
            ("a tagged date", payload.replace(b"\x06\x1a", b"\x06\xc1\x1a", 1)),  # M-12
            ("a float as date", payload.replace(b"\x06\x1a", b"\x06\xfa", 1)),
            ("nothing as date", payload.replace(own.encode(6) + own.encode(ISSUED), b"\x06\xf6")),
            ("text that is no UTF-8", payload.replace("ễ".encode(), b"\xc0\x80\xff")),
            ("five arrays and maps nested", own.encode({**own.claims(), 1000: [[[[1]]]]})),
            ("a key in words", payload[:1].replace(b"\xa4", b"\xa5") + payload[1:] + own.encode("name") + own.encode("x"))):
        assert data != payload, name
        yield Case(name, UNREADABLE, signed(data))


def other_shapes():
    good = own.certificate()
    header, _, payload, signature = cbor2.loads(good)
    kid = own.kid_of(own.public_key(own.ISSUER_SEED))
    for name, data in (
            ("a byte behind the message", good + b"\0"), ("two glued together", good + good),  # M-13
            ("a tagged message", b"\xd2" + good), ("three members", own.encode([header, {}, payload])),  # M-2
            ("something unprotected", own.encode([header, {4: kid}, payload, signature])),
            ("a signature of 63 bytes", own.encode([header, {}, payload, signature[:63]])),
            ("another algorithm", signed(payload, header=own.encode({1: -7, 4: kid, 16: 1}))),  # M-3
            ("no algorithm", signed(payload, header=own.encode({4: kid, 16: 1}))),
            ("a fourth header", signed(payload, header=own.encode({1: -8, 3: 0, 4: kid, 16: 1}))),
            ("a kid of 7 bytes", signed(payload, header=own.encode({1: -8, 4: kid[:7], 16: 1}))),
            ("a header that could be shorter", signed(payload, header=b"\xa3\x01\x38\x07" + header[2:])),
            ("nothing", b""), ("one byte", b"\x84"), ("a picture of nothing", bytes(1000)),
            ("a megabyte of arrays", b"\x81" * 1000000)):
        yield Case(name, UNREADABLE, data)
    for length in (len(good) // 4, len(good) // 2, len(good) - 65, len(good) - 1):
        yield Case(f"the first {length} bytes", UNREADABLE, good[:length])
    for size, verdict in ((1200, VALID), (1201, UNREADABLE)):  # M-1
        filled = signed({**own.claims(), 1000: bytes(256)})
        filled = signed({**own.claims(), 1000: bytes(256 + size - len(filled))})
        assert len(filled) == size
        yield Case(f"{size} bytes", verdict, filled)


def texts():
    good = own.to_text(own.certificate())
    url, digits = good.split("#")
    number = int(digits)
    for name, text in (
            ("a health certificate of the EU", "HC1:6BFOXN%TSMAHN-HVUOCOQE6F5ZV3R1N"),  # M-28
            ("a bank's code", "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA5303704"),
            ("a web address", "https://v.example.vn/"), ("an address without digits", url + "#"),
            ("one digit too few", url + "#" + digits[:-1]), ("one digit too many", good + "0"),
            ("a letter among the digits", good[:100] + "O" + good[101:]), ("a sign before the digits", url + "#-" + digits[1:]),
            ("a number that is too large", url + "#" + "9" * len(digits)),
            ("digits of another script", url + "#" + digits[:-1] + "٣"), ("two marks", url + "##" + digits),
            ("words", "Giấy chứng nhận thật"), ("a blank", " ")):
        assert number
        yield Case(name, UNREADABLE, text.encode())
    other = own.to_text(own.certificate(sequence=8, id=bytes(10)))
    permit = own.to_text(own.delegation())
    yield Case("both codes of a paper", VALID, f"{good}\n{permit}\n".encode(), trust=())  # M-30
    yield Case("the permit's code first", VALID, f"{permit}\n{good}\n".encode(), trust=())
    yield Case("one code read twice", VALID, f"{good}\n{good}\n".encode())
    yield Case("two certificates on one paper", MISMATCH, f"{good}\n{other}\n".encode())


def cases():
    for table in (genuine, forged, from_elsewhere, beyond_the_permit, dates, newer, claims_out_of_range, other_encodings,
                  other_shapes, texts):
        yield from table()
