"""key_rows.py - rows 29 to 48: keys, kids, kinds and signatures that an honest program never makes."""
import hashlib
import hmac

import cbor2
import curve
import own_issuer as own
from rows import ISSUER, KNOWN, NOT_GENUINE, STRANGER, UNKNOWN_ISSUER, UNREADABLE, VALID, Case
from variants import signed, with_signature


def rebuilt(message, signature):
    header, empty, payload, _ = cbor2.loads(message)
    return own.encode([header, empty, payload, signature])


def algorithms():
    good = own.certificate()
    kid, payload = own.kid_of(ISSUER), own.encode(own.claims())
    for name, header in (("ES256", {1: -7, 4: kid, 16: 1}), ("none", {4: kid, 16: 1}), ("HMAC", {1: 5, 4: kid, 16: 1}),
                         ("text", {1: "EdDSA", 4: kid, 16: 1}), ("0", {1: 0, 4: kid, 16: 1}), ("Ed25519 of 2025", {1: -19, 4: kid, 16: 1}),
                         ("a critical header", {1: -8, 2: [16], 4: kid, 16: 1}), ("no kid", {1: -8, 16: 1}),
                         ("no typ", {1: -8, 4: kid}), ("kid of 7", {1: -8, 4: kid[:7], 16: 1}), ("kid of 9", {1: -8, 4: kid + b"0", 16: 1}),
                         ("typ in words", {1: -8, 4: kid, 16: "1"}), ("an array", [1, -8])):
        yield Case("29", f"header {name}", UNREADABLE, signed(payload, header=own.encode(header)))  # M-3
    header = own.encode({1: -8, 4: kid, 16: 1})
    tag = hmac.new(ISSUER, own.signed_part(header, payload), hashlib.sha512).digest()
    yield Case("29", "HMAC with the public key", NOT_GENUINE, own.encode([header, {}, payload, tag]))
    parts = cbor2.loads(good)
    yield Case("29", "something unprotected", UNREADABLE, own.encode([parts[0], {1: -8}, *parts[2:]]))  # M-2
    yield Case("29", "tagged", UNREADABLE, b"\xd2" + good)
    for length in (0, 63, 65):
        yield Case("30", f"signature of {length}", UNREADABLE, rebuilt(good, (good[-64:] + b"\0")[:length]))


def chains():
    good, stranger = own.certificate(), own.certificate(own.STRANGER_SEED)
    yield Case("31", "signed by the root", NOT_GENUINE, own.certificate(own.ROOT_SEED))
    for row, name, permit in (("32", "permit by another laptop", own.delegation(own.ISSUER_SEED, STRANGER)),
                              ("33", "permit by its own hand", own.delegation(own.STRANGER_SEED, STRANGER)),
                              ("33", "a longer life by its own hand", own.delegation(own.ISSUER_SEED, ISSUER, not_after=own.EXPIRES))):
        message = stranger if row == "32" or "longer" not in name else own.certificate(iat=own.PERMIT_TO + 1)
        yield Case(row, name, UNKNOWN_ISSUER, f"{own.to_text(permit)}\n{own.to_text(message)}".encode(), ("root.pub",))  # M-23
    payload = own.encode(own.claims())
    for kind in (2, 3, 4, 5, 6, 7, 8):
        yield Case("34", f"claims under typ {kind}", NOT_GENUINE, signed(payload, kind))  # M-8
        relabelled = cbor2.loads(signed(payload, kind))
        relabelled[0] = cbor2.loads(good)[0]
        yield Case("34", f"typ {kind} made typ 1", NOT_GENUINE, own.encode(relabelled))
    yield Case("34", "a permit made typ 1", NOT_GENUINE,
               own.encode([cbor2.loads(own.certificate(own.ROOT_SEED))[0], {}, *cbor2.loads(own.delegation())[2:]]))
    bare = curve.sign(own.ISSUER_SEED, payload)
    yield Case("35", "signed without its structure", NOT_GENUINE, rebuilt(good, bare))  # M-5
    part = own.signed_part(cbor2.loads(good)[0], payload).replace(b"Signature1", b"Signature2")
    yield Case("35", "signed with another structure", NOT_GENUINE, rebuilt(good, curve.sign(own.ISSUER_SEED, part)))
    yield Case("36", "our kid, another key", NOT_GENUINE,
               own.sign(own.STRANGER_SEED, 1, payload, header=cbor2.loads(good)[0]))  # M-4
    both = ("root.pub", "issuer.cose", "stranger.cose")
    yield Case("36", "the other's kid", NOT_GENUINE, own.sign(own.ISSUER_SEED, 1, payload, header=cbor2.loads(stranger)[0]), both)
    yield Case("36", "two permits of one key", VALID, good, ("root.pub", "elsewhere.cose", "issuer.cose"))
    yield Case("36", "two permits, the other order", VALID, good, ("root.pub", "issuer.cose", "elsewhere.cose"))
    yield Case("37", "another root", UNKNOWN_ISSUER, good, ("stranger.pub", "issuer.cose"))
    yield Case("37", "no root", UNKNOWN_ISSUER, good, ())
    yield Case("37", "a root without the permit", UNKNOWN_ISSUER, good, ("root.pub",))
    yield Case("38", "a successor that nobody named", UNKNOWN_ISSUER, good, ("root.pub", "of-the-successor.cose"))
    yield Case("38", "a successor that the root named", VALID, good, ("root.pub", "successor.cose", "of-the-successor.cose"))
    yield Case("38", "a successor that a stranger named", UNKNOWN_ISSUER, good, ("root.pub", "of-the-successor.cose", "forged-successor.cose"))
    yield Case("38", "a permit in the trust file", VALID, good, ("root.pub", "permits-inside.cose"))  # M-39


def signatures():
    good = own.certificate()
    header, _, payload, signature = cbor2.loads(good)
    part = own.signed_part(header, payload)
    scalar = int.from_bytes(signature[32:], "little")
    for row, factor in (("39", 1), ("40", 2), ("40", 7), ("40", 14)):
        bigger = (scalar + factor * curve.ORDER).to_bytes(32, "little")
        yield Case(row, f"S + {factor} L", NOT_GENUINE, with_signature(good, lambda old, new=bigger: old[:32] + new))  # M-7
    for bit in (5, 6, 7):
        yield Case("41", f"bit {bit} of the last byte", NOT_GENUINE, with_signature(good, lambda old, bit=bit: old[:-1] + bytes([old[-1] | 1 << bit])))
    points = curve.small_order_points()
    for number, point in enumerate(points):
        packed = curve.pack(point)
        for name, data in (("", packed), (" twin", noncanonical(packed))):
            if data is not None:
                # r = 0 and R of small order: the equation times 8 holds, and without it for the neutral point.
                made = curve.sign(own.ISSUER_SEED, part, nonce=0, packed_nonce=data)
                yield Case("42" if name else "43", f"R {number}L8{name}", NOT_GENUINE, rebuilt(good, made))
    mixed = curve.sign(own.ISSUER_SEED, part, nonce=9, packed_nonce=curve.pack(curve.add(curve.times(9, curve.BASE), points[1])))
    yield Case("43", "R with a part of small order", NOT_GENUINE, rebuilt(good, mixed))
    yield Case("47", "zeros", NOT_GENUINE, rebuilt(good, bytes(64)))
    yield Case("47", "ones", NOT_GENUINE, rebuilt(good, b"\xff" * 64))


def noncanonical(packed):
    """The same point with y + p, if that has 255 bits."""
    number = int.from_bytes(packed, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    return (y + curve.P | sign << 255).to_bytes(32, "little") if y < 19 else None


def forged_for(key, order):
    """A certificate that holds for everybody who takes a key of this small order: h is a multiple of the order."""
    for number in range(1000):
        payload = own.encode(own.claims(id=number.to_bytes(10, "big")))
        header = own.encode({1: -8, 4: own.kid_of(key), 16: 1})
        nonce = curve.pack(curve.times(5, curve.BASE))
        if curve.hash_number(nonce, key, own.signed_part(header, payload)) % curve.ORDER % order == 0:
            return own.encode([header, {}, payload, nonce + (5).to_bytes(32, "little")])
    raise AssertionError("no multiple was found")


def bad_keys():
    """Each with a permit of the root, which does not count: M-23."""
    points = curve.small_order_points()
    table = []
    for number, point in enumerate(points):
        order = 8 // __import__("math").gcd(8, number) if number else 1
        table.append(("44", f"key {number}L8", curve.pack(point), order))
        if noncanonical(curve.pack(point)) is not None:
            table.append(("45", f"key {number}L8 twin", noncanonical(curve.pack(point)), order))
    table.append(("45", "key 1 with a sign", (1 | 1 << 255).to_bytes(32, "little"), 1))
    table.append(("46", "key ff", b"\xff" * 32, 1))
    table.append(("46", "key not on the curve", (2).to_bytes(32, "little"), 1))
    for row, name, key, order in table:
        text = own.to_text(own.delegation(issuer=key)) + "\n" + own.to_text(forged_for(key, order))
        yield Case(row, name, UNKNOWN_ISSUER, text.encode(), ("root.pub",))
    yield Case("48", "key with a part of order 8", UNKNOWN_ISSUER, mixed_key().encode(), ("root.pub",))


def mixed_key():
    """A + T with T of order 8 and h a multiple of 8: libraries that do not look at the group take this signature."""
    scalar, _ = curve.secret_of(own.ISSUER_SEED)
    key = curve.pack(curve.add(curve.times(scalar, curve.BASE), curve.small_order_points()[1]))
    for number in range(1000):
        payload = own.encode(own.claims(id=number.to_bytes(10, "big")))
        header = own.encode({1: -8, 4: own.kid_of(key), 16: 1})
        made = curve.sign(own.ISSUER_SEED, own.signed_part(header, payload), key=key, nonce=5)
        if curve.hash_number(made[:32], key, own.signed_part(header, payload)) % curve.ORDER % 8 == 0:
            return own.to_text(own.delegation(issuer=key)) + "\n" + own.to_text(own.encode([header, {}, payload, made]))
    raise AssertionError("no multiple was found")


def broken_words():
    """Trust files that name a successor, each with one thing that M-49 or section 5 forbids."""
    def words(date=own.ISSUED, roots=(STRANGER,), number=1, title="Chương trình", code="1.1", codes=6, bands=4, band="Bậc"):
        programme = [1, "own", title, "Trial", "own", [code] * codes, [band] * bands, ["One"] * 4]
        return own.sign(own.ROOT_SEED, own.TRUST_FILE, own.encode({6: date, own.TRUST: [list(roots), number, [programme], [], [], []]}))

    small = curve.pack(curve.small_order_points()[1])
    return {"whole": words(), "longest": words(title="a" * 199, band="b" * 59, codes=64),
            "65-roots": words(roots=[STRANGER] * 65), "root-of-small-order": words(roots=[STRANGER, small]),
            "root-of-31-bytes": words(roots=[STRANGER, bytes(31)]), "title-of-200-bytes": words(title="a" * 200),
            "no-title": words(title=""), "hidden-sign-in-title": words(title="a\u202eb"), "title-in-nfd": words(title="e\u0301"),
            "band-of-60-bytes": words(band="b" * 60), "three-bands": words(bands=3), "65-codes": words(codes=65),
            "code-of-200-bytes": words(code="1" * 200), "date-0": words(date=0), "date-of-10000": words(date=253402300800),
            "date-of-2-63": words(date=2**63 - 1), "number-0": words(number=0), "number-2-53": words(number=2**53)}


def successors():
    for name in broken_words():
        verdict = VALID if name in ("whole", "longest") else UNKNOWN_ISSUER
        yield Case("38", f"named in words, {name}", verdict, own.certificate(), ("root.pub", f"words-{name}.cose", "of-the-successor.cose"))  # M-49


def trust_files():
    return {**{f"words-{name}.cose": data for name, data in broken_words().items()},
            "stranger.cose": own.delegation(issuer=STRANGER),
            "forged-successor.cose": own.trust_file(1, "thôn Một", roots=[STRANGER], root=own.STRANGER_SEED)}


TABLES = (algorithms, chains, successors, signatures, bad_keys)
