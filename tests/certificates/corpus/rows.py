"""rows.py - hostile certificates, row by row of the table of attacks, each with the verdict that certs/FORMAT.md gives it.

A case is (row, name, verdict, data) and what the verifier knows. The rows on keys and signatures are in key_rows.py."""
import unicodedata
from dataclasses import dataclass

import cbor2
import own_issuer as own
import status
import variants
from own_issuer import DAY, ISSUED, QUOTA
from variants import (DOUBTFUL, EXPIRED, EXPIRED_KEY, NAME, NEWER, NOT_GENUINE, UNKNOWN_ISSUER, UNREADABLE, VALID, MISMATCH,
                      flipped, signed)

VALID_NEW, REVOKED = "VALID-NEW", "REVOKED"
AT = 1906563599  # 01/06/2030, the last second of that day in Vietnam
KNOWN = ("root.pub", "issuer.cose")
ISSUER, STRANGER = own.public_key(own.ISSUER_SEED), own.public_key(own.STRANGER_SEED)


@dataclass
class Case:
    row: str
    name: str
    verdict: str
    data: bytes
    trust: tuple = KNOWN  # files of trust/, in the order in which they are read
    at: int = AT
    is_heavy: bool = False  # not committed: made where it is needed


def trust_files():
    """Everything that a case may name in trust."""
    permit, kid = own.delegation(), own.kid_of(ISSUER)
    group, old_group = status.group([7]), status.group([7], day=status.DAY_NUMBER - 1)
    good_list = status.status_list(5, [group])
    other_family = own.sign(own.STRANGER_SEED, own.STATUS_LIST, own.encode(status.claims(9, [group])))
    by_issuer = own.sign(own.ISSUER_SEED, own.STATUS_LIST, own.encode(status.claims(9, [group])))
    files = {name: data for name, data in variants.trusted_files().items() if not name.startswith(("first", "second"))}
    files.update({
        "root.pub": own.public_key(own.ROOT_SEED).hex().encode() + b"\n",
        "words-1.cose": own.trust_file(1, "thôn Một"),
        "both-roots-name.cose": own.trust_file(1, "thôn Một", roots=[STRANGER]),
        "stranger-names.cose": own.trust_file(1, "thôn Một", roots=[own.public_key(own.ROOT_SEED)], root=own.STRANGER_SEED),
        "permits-inside.cose": own.trust_file(3, "thôn Ba", delegations=[b"\x00", permit]),
        "tight.cose": own.delegation(not_before=ISSUED, not_after=ISSUED + 1),
        "long.cose": own.delegation(not_after=own.EXPIRES),
        "laptop.cose": permit,
        "list-7.cose": good_list,
        "list-6-and-8.cose": status.status_list(6, [status.group([6, 8])]),
        "list-empty.cose": status.status_list(1),
        "list-newer-without.cose": status.status_list(6),
        "list-two-days.cose": status.status_list(7, [group, old_group]),
        "list-stolen-7.cose": status.status_list(5, [], [status.stolen(ISSUER, 7)]),
        "list-stolen-8.cose": status.status_list(5, [], [status.stolen(ISSUER, 8)]),
        "list-stolen-stranger.cose": status.status_list(5, [], [status.stolen(STRANGER, 1)]),
        "list-seen-6.cose": status.status_list(5, [], [], [[kid, 6]]),
        "list-seen-7.cose": status.status_list(5, [], [], [[kid, 7]]),
        "list-seen-others.cose": status.status_list(5, [], [], [[own.kid_of(STRANGER), 1]]),
        "list-seen-6-withdrawn.cose": status.status_list(5, [group], [], [[kid, 6]]),
        "list-of-2031.cose": status.status_list(5, [], [], date=AT + 365 * DAY),
        "list-flipped.cose": flipped(good_list, good_list[-40:], 3),
        "list-truncated.cose": good_list[:-1],
        "list-by-issuer.cose": by_issuer, "list-by-stranger.cose": other_family,
        "list-under-typ-4.cose": own.sign(own.ROOT_SEED, own.TRUST_FILE, own.encode(status.claims(9, [group]))),
        "words-under-typ-3.cose": own.sign(own.ROOT_SEED, own.STATUS_LIST,
                                           own.encode(cbor2.loads(cbor2.loads(own.trust_file(1, "thôn"))[2])))})
    files.update({f"list-{name}.cose": data for name, data in long_lists()})
    for name, number, broken in broken_groups():
        files[f"list-{name}.cose"] = status.status_list(number, [broken])
    return files


def long_lists():
    """As long as a list may be, and one longer; M-40."""
    yield "million", status.status_list(5, [[status.DAY_NUMBER, 1, 0, 1000000, bytes(125000)]])
    group, row, seen = status.group([7]), status.stolen(ISSUER, 7), [own.kid_of(ISSUER), 6]
    for count in (20000, 20001):
        yield f"{count}-groups", status.status_list(5, [group] * count)
        yield f"{count}-stolen", status.status_list(5, [], [row] * count)
    for count in (100000, 100001):
        yield f"{count}-seen", status.status_list(5, [], [], [seen] * count)


def broken_groups():
    """Groups that break M-40; each would withdraw the example if it were read."""
    day, reason, k, count, bits = status.group([7], k=0)
    yield "bits-left", 5, [day, reason, k, count, bits + b"\0"]
    yield "ones-left", 5, [day, reason, 0, 1, b"\xfe\x80"]
    yield "bits-missing", 5, [day, reason, k, count + 60, bits]
    yield "k-32", 5, [day, reason, 32, count, bits]
    yield "count-0", 5, [day, reason, k, 0, b""]
    yield "count-of-a-million-and-one", 5, [day, reason, k, 1000001, bytes(125001)]
    yield "index-of-33-bits", 5, [day, reason, 31, 2, status.packed(status.bits_of([7, 2**32], 31))]
    yield "number-0", 0, [day, reason, k, count, bits]
    yield "day-in-10000", 5, [2932897, reason, k, count, bits]


def honest():
    good = own.certificate()
    yield Case("1", "honest", VALID, good)
    yield Case("1", "honest as text", VALID, own.to_text(good).encode())
    yield Case("2", "behind the end of the list", VALID_NEW, good, KNOWN + ("list-seen-6.cose",))  # M-44
    yield Case("2", "the last that the list has seen", VALID, good, KNOWN + ("list-seen-7.cose",))
    yield Case("2", "a list that speaks of others", VALID, good, KNOWN + ("list-seen-others.cose",))


def bit_flips():
    """Some bits of each part; tests/unit/credential_flips.c tries every change of every byte."""
    good, permit = own.certificate(), own.delegation()
    payload = cbor2.loads(good)[2]
    for bit in range(8):
        yield Case("3", f"bit {bit} of the first byte", UNREADABLE, bytes([good[0] ^ 1 << bit]) + good[1:])
    typ = good.index(b"\x10\x01\xa0") + 1
    for value, verdict in ((0, NEWER), (3, NOT_GENUINE), (5, NOT_GENUINE), (9, NEWER), (0x11, NEWER), (0x21, UNREADABLE),
                           (0x41, UNREADABLE), (0x81, UNREADABLE)):
        yield Case("3", f"typ byte {value:02x}", verdict, good[:typ] + bytes([value]) + good[typ + 1:])  # M-8
    for row, part, what in (("4", "name", NAME.encode()), ("5", "birth year", b"\x19\x07\xab"),
                            ("6", "levels", own.claims()[own.CLAIM][5]), ("7", "issue date", own.encode(ISSUED)),
                            ("7", "end", own.encode(own.EXPIRES)), ("11", "R", good[-64:-32]), ("11", "S", good[-32:])):
        for at in sorted({0, len(what) // 2, len(what) - 1}):
            yield Case(row, f"{part} byte {at}", NOT_GENUINE, flipped(good, what, at))  # M-6
    for at in (0, 3, 7):
        yield Case("8", f"kid byte {at}", UNKNOWN_ISSUER, flipped(good, own.kid_of(ISSUER), at))
    text = own.to_text(good)
    parts = (("9", "permit's key", ISSUER, 5), ("9", "permit's office", "Lớp".encode(), 1), ("9", "permit's quota", b"\x19\x03\xe8", 2),
             ("10", "permit's R", permit[-64:-32], 9), ("10", "permit's S", permit[-32:], 9))
    for row, part, what, at in parts:
        both = own.to_text(flipped(permit, what, at)) + "\n" + text
        yield Case(row, part, UNKNOWN_ISSUER, both.encode(), ("root.pub",))  # M-23
    frames = [1, good.index(b"\xa0\x58"), good.index(payload) - 2, good.index(payload) - 1, len(good) - 66, len(good) - 65]
    for at in frames:
        for bit in (0, 3, 6):
            yield Case("12", f"frame byte {at} bit {bit}", UNREADABLE, good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1:])
    yield Case("12", "the map of the claims", NOT_GENUINE, flipped(good, payload))


def lengths():
    good, text = own.certificate(), own.to_text(own.certificate())
    for length in [*range(0, len(good), 12), len(good) - 1]:
        yield Case("13", f"first {length} bytes", UNREADABLE, good[:length])
    for length in (0, 1, 21, 22, 23, 24, 100, len(text) - 1):
        yield Case("13", f"first {length} signs", UNREADABLE, text[:length].encode())
    yield Case("14", "a byte behind", UNREADABLE, good + b"\0")
    yield Case("14", "a byte before", UNREADABLE, b"\0" + good)
    yield Case("14", "a digit behind", UNREADABLE, text.encode() + b"0")
    yield Case("15", "two glued", UNREADABLE, good + good)
    yield Case("16", "one byte", UNREADABLE, b"\x84")
    for size, verdict in ((1200, VALID), (1201, UNREADABLE)):  # M-1
        filled = signed({**own.claims(), 1000: bytes(256)})
        filled = signed({**own.claims(), 1000: bytes(256 + size - len(filled))})
        yield Case("16", f"{size} bytes", verdict, filled)
        yield Case("16", f"{size} bytes as text", verdict, own.to_text(filled).encode())
    yield Case("16", "100 KB of zeros", UNREADABLE, bytes(100000), is_heavy=True)
    yield Case("16", "10 MB of arrays", UNREADABLE, b"\x81" * 10**7, is_heavy=True)
    yield Case("16", "10 MB of digits", UNREADABLE, b"1" * 10**7, is_heavy=True)
    yield Case("16", "10 MB of lines", UNREADABLE, (text + "\n").encode() * 20000, is_heavy=True)


def cbor():
    """Rows 17 to 28: signed by the issuer, and their twin whose signature is not good."""
    plain = own.encode(own.claims())
    date, name = own.encode(ISSUED), own.encode(NAME)
    pairs = [own.encode(key) + own.encode(value) for key, value in own.claims().items()]

    def instead(what, wanted):
        assert plain.count(what) == 1, what
        return plain.replace(what, wanted)

    nested = [(depth, b"\xa5" + pairs[0] + pairs[1] + pairs[2] + own.encode(1000) + b"\x81" * depth + b"\x01" + pairs[3])
              for depth in (3, 4, 5, 900)]
    table = [
        ("17", "end twice", UNREADABLE, b"\xa5" + pairs[0] + b"".join(pairs)),
        ("17", "private array twice", UNREADABLE, b"\xa5" + b"".join(pairs) + pairs[3]),
        ("18", "keys backwards", UNREADABLE, b"\xa4" + b"".join(reversed(pairs))),
        ("18", "two keys swapped", UNREADABLE, b"\xa4" + pairs[1] + pairs[0] + pairs[2] + pairs[3]),
        ("19", "integer 07 as 1807", UNREADABLE, instead(b"\x01\x07\x07\x50", b"\x01\x18\x07\x07\x50")),
        ("19", "date in 8 bytes", UNREADABLE, instead(date, b"\x1b\0\0\0\0" + date[1:])),
        ("20", "length of the id in a byte", UNREADABLE, instead(b"\x07\x4a", b"\x07\x58\x0a")),
        ("20", "length of the name in two bytes", UNREADABLE, instead(name, b"\x79\0" + name[1:])),
        ("20", "count of the map in a byte", UNREADABLE, b"\xb8\x04" + plain[1:]),
        ("21", "map without an end", UNREADABLE, b"\xbf" + plain[1:] + b"\xff"),
        ("21", "array without an end", UNREADABLE, instead(b"\x8a" + name, b"\x9f" + name) + b"\xff"),
        ("21", "text without an end", UNREADABLE, instead(name, b"\x7f" + name + b"\xff")),
        ("21", "bytes without an end", UNREADABLE, instead(b"\x07\x4a", b"\x07\x5f\x4a")),
        ("22", "text of 2^32-1", UNREADABLE, instead(name, b"\x7a\xff\xff\xff\xff" + name[2:])),
        ("22", "text of 2^63", UNREADABLE, instead(name, b"\x7b\x80" + bytes(7) + name[2:])),
        ("22", "text of 2^64-1", UNREADABLE, instead(name, b"\x7b" + b"\xff" * 8 + name[2:])),
        ("22", "array of 2^64-1", UNREADABLE, instead(b"\x8a" + name, b"\x9b" + b"\xff" * 8 + name)),
        ("22", "map of 2^63", UNREADABLE, b"\xbb\x80" + bytes(7) + plain[1:]),
        ("23", "depth 4", VALID, nested[0][1]),
        *((("23", f"depth {depth + 1}", UNREADABLE, data) for depth, data in nested[1:])),
        ("24", "a tag", UNREADABLE, instead(b"\x06" + date, b"\x06\xc1" + date)),
        ("24", "tag 2^64-1", UNREADABLE, instead(b"\x06" + date, b"\x06\xdb" + b"\xff" * 8 + date)),
        ("24", "a big number", UNREADABLE, instead(b"\x06" + date, b"\x06\xc2\x44" + date[1:])),
        ("24", "float 1.0", UNREADABLE, instead(b"\x06" + date, b"\x06\xf9\x3c\x00")),
        ("24", "not a number", UNREADABLE, instead(b"\x06" + date, b"\x06\xf9\x7e\x00")),
        ("24", "true", UNREADABLE, instead(b"\x06" + date, b"\x06\xf5")),
        ("24", "null", UNREADABLE, instead(b"\x06" + date, b"\x06\xf6")),
        ("24", "undefined", UNREADABLE, instead(b"\x06" + date, b"\x06\xf7")),
        ("24", "simple 32", UNREADABLE, instead(b"\x06" + date, b"\x06\xf8\x20")),
        ("24", "a break", UNREADABLE, instead(b"\x06" + date, b"\x06\xff")),
        ("24", "length 28", UNREADABLE, instead(b"\x06" + date, b"\x06\x1c")),
        ("25", "text for bytes", UNREADABLE, instead(b"\x07\x4a" + own.claims()[7], b"\x07\x6a" + b"0123456789")),
        ("25", "bytes for text", UNREADABLE, instead(name, b"\x58" + name[1:])),
        ("25", "a number below zero", UNREADABLE, instead(b"\x19\x07\xab", b"\x39\x07\xab")),
        ("25", "array for a number", UNREADABLE, instead(b"\x19\x07\xab", b"\x80")),
        ("26", "unknown key 8", NEWER, own.encode({**own.claims(), 8: 1})),  # M-21
        ("26", "unknown key 999", NEWER, own.encode({**own.claims(), 999: 1})),
        ("26", "unknown key -1", NEWER, own.encode({**own.claims(), -1: 1})),
        ("26", "unknown key 1000", VALID, own.encode({**own.claims(), 1000: {1: "VALID"}})),
        ("26", "unknown key 18446744073709551615", VALID, b"\xa5" + b"".join(pairs[:3]) + b"\x1b" + b"\xff" * 8 + b"\x01" + pairs[3]),
        ("26", "unknown key -18446744073709551616", NEWER, own.encode({**own.claims(), -2**64: 1})),
        ("26", "a key in words", UNREADABLE, b"\xa5" + plain[1:] + own.encode("x") + b"\x01"),
        ("26", "a key of bytes", UNREADABLE, b"\xa5" + plain[1:-len(pairs[3])] + b"\x41\x01\x01" + pairs[3]),
        ("26", "eleven members", NEWER, instead(b"\x8a" + name, b"\x8b" + name) + b"\x01"),  # M-16
        ("26", "nine members", UNREADABLE, instead(b"\x8a" + name, b"\x89" + name)[:-17]),
        ("26", "assurance 4", NEWER, own.encode(own.claims(assurance=4))),  # M-20
        ("26", "unknown key and the year 1899", NEWER, own.encode({**own.claims(birth_year=1899), 8: 1})),  # M-48
        ("26", "unknown key and a Greek name", NEWER, own.encode({**own.claims(name="Ανα"), 8: 1})),
        ("26", "unknown key and no id", NEWER, own.encode({key: value for key, value in own.claims().items() if key != 7} | {8: 1})),
        ("26", "unknown key and a year in words", UNREADABLE, own.encode({**own.claims(birth_year="1963"), 8: 1})),
        ("26", "unknown key and a date of 0", UNREADABLE, own.encode({**own.claims(iat=0), 8: 1})),
        ("26", "unknown key and a bidi name", UNREADABLE, own.encode({**own.claims(name="\u202eLan"), 8: 1})),
        ("28", "overlong", UNREADABLE, instead("ễ".encode(), b"\xe0\x81\x81")),
        ("28", "a surrogate", UNREADABLE, instead("ễ".encode(), b"\xed\xa0\x80")),
        ("28", "beyond U+10FFFF", UNREADABLE, instead(b"Nguy", b"\xf4\x90\x80\x80")),
        ("28", "half a letter", UNREADABLE, instead("ễn".encode(), b"\xe1\xbb  ")),
        ("28", "NUL", UNREADABLE, instead(b"Nguy", b"Ng\0y"))]
    for row, name, verdict, payload in table:
        message = signed(payload)
        yield Case(row, name, verdict, message)
        yield Case(row, name + ", not signed", NOT_GENUINE if len(message) <= 1200 else verdict,
                   message[:-1] + bytes([message[-1] ^ 1]))
    yield Case("23", "depth 100000", UNREADABLE, signed(b"\x81" * 100000 + b"\x01"), is_heavy=True)
    yield Case("27", "65535 empty maps", UNREADABLE, signed(b"\x99\xff\xff" + b"\xa0" * 65535), is_heavy=True)
    yield Case("27", "1000 empty maps", UNREADABLE, signed(b"\x99\x03\xe8" + b"\xa0" * 1000))


def dates_and_scope():
    tight = ("root.pub", "tight.cose")
    for shift, verdict in ((-1, EXPIRED_KEY), (0, VALID), (1, VALID), (2, EXPIRED_KEY)):
        yield Case("49", f"issued {shift:+d} s", verdict, own.certificate(iat=ISSUED + shift), tight)  # M-24
    yield Case("50", "the permit has ended since", VALID, own.certificate(), at=own.PERMIT_TO + DAY)
    yield Case("51", "another place", EXPIRED_KEY, own.certificate(place=1))
    yield Case("51", "another programme", EXPIRED_KEY, own.certificate(programme=2))
    yield Case("51", "no programme permitted", EXPIRED_KEY, own.certificate(), ("root.pub", "no-programme.cose"))
    yield Case("51", "one of two permits fits", VALID, own.certificate(), KNOWN + ("elsewhere.cose",))  # M-25
    yield Case("52", "the last number", VALID, own.certificate(sequence=QUOTA))
    yield Case("52", "one too many", EXPIRED_KEY, own.certificate(sequence=QUOTA + 1))
    yield Case("52", "the largest number", EXPIRED_KEY, own.certificate(sequence=2**32 - 1))
    long = ("root.pub", "long.cose")
    for days, verdict in ((2, VALID), (3, DOUBTFUL), (7305, DOUBTFUL)):
        yield Case("53", f"issued in {days} days", verdict, own.certificate(iat=AT + days * DAY), long)
    yield Case("53", "two days and a second", DOUBTFUL, own.certificate(iat=AT + 2 * DAY + 1), long)
    yield Case("53", "in the future and elsewhere", EXPIRED_KEY, own.certificate(iat=AT + 9 * DAY, place=1), long)  # M-31
    yield Case("53", "a newer list tells the day", VALID, own.certificate(iat=AT + 365 * DAY), long + ("list-of-2031.cose",))
    for name, changes in (("issued at 0", {"iat": 0}), ("issued at -1", {"iat": -1}), ("ends at 2^63", {"exp": 2**63}),
                          ("ends in 10000", {"exp": 253402300800}), ("ends as it begins", {"exp": ISSUED})):
        yield Case("54", name, UNREADABLE, own.certificate(**changes))  # M-15
    yield Case("55", "a clock of 1970", VALID, own.certificate(), at=0)  # M-33
    yield Case("55", "ended, by a clock of 1970", EXPIRED, own.certificate(exp=ISSUED + 3600), at=0)
    yield Case("55", "ended a second ago", EXPIRED, own.certificate(exp=AT - 1))
    yield Case("55", "ends in this second", VALID, own.certificate(exp=AT))


def withdrawn():
    good = own.certificate()
    for name, lists, verdict in (
            ("listed", ["list-7"], REVOKED), ("its neighbours listed", ["list-6-and-8"], VALID),  # M-43
            ("listed twice", ["list-two-days"], REVOKED), ("listed and new", ["list-seen-6-withdrawn"], REVOKED)):
        yield Case("56", name, verdict, good, KNOWN + tuple(f"{part}.cose" for part in lists))
    yield Case("56", "ended and listed", EXPIRED, own.certificate(exp=ISSUED + 9), KNOWN + ("list-7.cose",))  # M-31
    yield Case("56", "forged and listed", NOT_GENUINE, flipped(good, NAME.encode()), KNOWN + ("list-7.cose",))
    yield Case("57", "stolen from its number on", REVOKED, good, KNOWN + ("list-stolen-7.cose",))
    yield Case("57", "stolen behind its number", VALID, good, KNOWN + ("list-stolen-8.cose",))
    yield Case("57", "another laptop stolen", VALID, good, KNOWN + ("list-stolen-stranger.cose",))
    for name, lists, verdict in (
            ("flipped", ["list-flipped"], VALID), ("truncated", ["list-truncated"], VALID), ("empty", ["list-empty"], VALID),
            ("under another typ", ["list-under-typ-4"], VALID), ("words as a list", ["words-under-typ-3"], VALID),
            ("an older list behind a newer", ["list-newer-without", "list-7"], VALID),  # M-42
            ("an older list before a newer", ["list-7", "list-newer-without"], VALID),
            ("an older empty list behind", ["list-7", "list-empty"], REVOKED),
            *((name, [f"list-{name}"], VALID) for name, _, _ in broken_groups())):  # M-40
        yield Case("58", name, verdict, good, KNOWN + tuple(f"{part}.cose" for part in lists), is_heavy="million" in name)
    for name, verdict in (("million", REVOKED), ("20000-groups", REVOKED), ("20001-groups", VALID), ("100000-seen", VALID_NEW),
                          ("100001-seen", VALID), ("20000-stolen", REVOKED), ("20001-stolen", VALID)):
        yield Case("58", name, verdict, good, KNOWN + (f"list-{name}.cose",), is_heavy=True)
    yield Case("59", "by the laptop itself", VALID, good, KNOWN + ("list-by-issuer.cose",))
    yield Case("59", "by a stranger", VALID, good, KNOWN + ("list-by-stranger.cose",))
    yield Case("59", "by another known root", VALID, good, KNOWN + ("stranger.pub", "list-by-stranger.cose"))  # M-41
    yield Case("59", "by a root of the same family", REVOKED, good,
               KNOWN + ("stranger.pub", "both-roots-name.cose", "stranger-names.cose", "list-by-stranger.cose"))  # M-47
    yield Case("59", "by a root that only claims to be family", VALID, good,
               KNOWN + ("stranger.pub", "stranger-names.cose", "list-by-stranger.cose"))
    other = own.certificate(id=bytes(10))
    yield Case("60", "one number twice on one paper", MISMATCH, f"{own.to_text(good)}\n{own.to_text(other)}".encode())


def names():
    """Rows 61 to 72; M-17."""
    table = (("61", "U+202E", "Hường \u202eNguyễn"), ("61", "U+2066", "\u2066Hường"), ("61", "U+200F", "Hường\u200f"),
             ("62", "U+200B", "Hư\u200bờng"), ("62", "U+200D", "Hư\u200dờng"), ("62", "U+FEFF", "\ufeffHường"),
             ("62", "U+00AD", "Hư\u00adờng"), ("62", "U+034F", "Hư\u034fờng"), ("62", "U+115F", "Hường\u115f"),
             ("62", "U+E0041", "Hường\U000e0041"), ("63", "300 marks", "H" + "\u0323" * 300),
             ("63", "5 marks that stay", "Hx\u0323\u0307\u0308\u030c\u0331"), ("63", "a mark alone", "\u0301Hường"),
             ("63", "an enclosing mark", "H\u20dd"), ("64", "Cyrillic a", "Nguyễn V\u0430n Nam"), ("64", "Greek o", "Ng\u03bf"),
             ("64", "Cherokee", "\u13a0nh"), ("64", "full width", "\uff28ường"), ("64", "mathematical", "\U0001d407ường"),
             ("65", "NFD", unicodedata.normalize("NFD", NAME)), ("65", "an angstrom sign", "\u212bnh"),
             ("65", "marks in another order", "u\u031b\u0301\u0323"), ("66", "a line break", "Hường\nVALID"),
             ("66", "a return", "Hường\rVALID"), ("66", "U+2028", "Hường\u2028VALID"), ("66", "U+0085", "Hường\u0085VALID"),
             ("66", "a tab", "Hường\tNam"), ("67", "markup", "<img onerror=alert(1)>"), ("67", "an entity", "&#72;ường"),
             ("68", "an escape", "\033[32mVALID"), ("68", "U+009B", "\u009b32mVALID"), ("69", "300 letters", "Hường " * 50 + "N"),
             ("69", "61 letters", "Ắ" * 61), ("69", "900 bytes", "Ắ" * 300), ("70", "nothing", ""), ("70", "a blank", " "),
             ("70", "dots", "..."), ("70", "digits", "2026"), ("70", "a blank before", " Hường"), ("70", "two blanks", "Hường  Nam"),
             ("70", "U+00A0", "Hường\u00a0Nam"), ("70", "U+3000", "Hường\u3000Nam"), ("71", "Hebrew", "\u05d3\u05d5\u05d3"),
             ("71", "Arabic", "\u0639\u0644\u064a"), ("72", "emoji", "Hường \U0001f600"), ("72", "a joined emoji", "\U0001f468\u200d\U0001f469"),
             ("72", "private use", "Hường\ue000"), ("72", "not assigned", "Hường\u0378"), ("72", "a non-character", "Hường\ufffe"),
             ("72", "U+FFFD", "Hường\ufffd"), ("72", "typographic apostrophe", "H\u2019Ươm"), ("72", "long dash", "Hường\u2013Nam"))
    for row, what, name in table:
        yield Case(row, what, UNREADABLE, own.certificate(name=name))
    for what, name in (("Ê-đê", "H'Ươm Ƀlô Niê Kdăm-Ñ. Ỹ"), ("60 letters", "Ắ" * 60), ("a digit", "Trần 2"), ("one letter", "Ở")):
        yield Case("64", what, VALID, own.certificate(name=name))


def code_texts():
    good, permit = own.to_text(own.certificate()), own.to_text(own.delegation())
    url, digits = good.split("#")
    other = own.to_text(own.certificate(sequence=8, id=bytes(10)))
    stranger = own.to_text(own.certificate(own.STRANGER_SEED))
    only_root = ("root.pub",)
    table = [
        ("75", "two certificates", MISMATCH, f"{good}\n{other}", KNOWN), ("75", "one twice", VALID, f"{good}\n{good}", KNOWN),
        ("75", "a stranger's beside it", MISMATCH, f"{good}\n{stranger}", KNOWN),
        ("75", "beside a stranger's", MISMATCH, f"{stranger}\n{good}", KNOWN),
        ("75", "permit first", VALID, f"{permit}\n{good}", only_root), ("75", "permit behind", VALID, f"{good}\n{permit}", only_root),
        ("75", "permit alone", UNREADABLE, permit, KNOWN), ("75", "seven codes", UNREADABLE, None, KNOWN),
        ("79", "another address", VALID, "https://evil.example/#" + digits, KNOWN), ("79", "no address", VALID, "#" + digits, KNOWN),
        ("79", "a script", VALID, "javascript:alert(1)#" + digits, KNOWN), ("79", "two marks", UNREADABLE, f"{url}##{digits}", KNOWN),
        ("80", "EU health", UNREADABLE, "HC1:6BFOXN%TSMAHN-HVUOCOQE6F5ZV3R1N", KNOWN),
        ("80", "VietQR", UNREADABLE, "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA5303704", KNOWN),
        ("80", "identity card", UNREADABLE, "001088000000|012345678|Nguyễn Văn A|01011988|Nam|Hà Nội|01012021", KNOWN),
        ("80", "Wi-Fi", UNREADABLE, "WIFI:S:Lop hoc;T:WPA;P:12345678;;", KNOWN), ("80", "bare address", UNREADABLE, url, KNOWN),
        ("80", "a long number", UNREADABLE, "1" * 482, KNOWN), ("80", "a bar code beside it", VALID, f"8934563138164\n{good}", KNOWN),
        ("82", "line breaks", VALID, "\n".join(good[at:at + 60] for at in range(0, len(good), 60)), KNOWN),
        ("82", "blanks", VALID, url + "# " + " ".join(digits[at:at + 5] for at in range(0, len(digits), 5)) + " \r\n", KNOWN),
        ("82", "bare digits", VALID, digits, KNOWN), ("82", "a letter O", UNREADABLE, good[:99] + "O" + good[100:], KNOWN),
        ("82", "a digit too few", UNREADABLE, good[:-1], KNOWN), ("82", "a zero before", UNREADABLE, f"{url}#0{digits}", KNOWN),
        ("82", "a hyphen", UNREADABLE, f"{url}#{digits[:9]}-{digits[9:]}", KNOWN),
        ("82", "a plus", UNREADABLE, f"{url}#+{digits[1:]}", KNOWN), ("82", "too large", UNREADABLE, url + "#" + "9" * len(digits), KNOWN),
        ("82", "full-width digits", UNREADABLE, url + "#" + "".join(chr(0xff10 + int(one)) for one in digits), KNOWN),
        ("82", "a zero-width sign", UNREADABLE, f"{url}#{digits[:9]}\u200b{digits[9:]}", KNOWN)]
    for row, name, verdict, text, trust in table:
        if text is None:
            text = "\n".join(own.to_text(own.certificate(sequence=number, status=number)) for number in range(1, 8))
            verdict = MISMATCH
        yield Case(row, name, verdict, text.encode(), trust)


TABLES = (honest, bit_flips, lengths, cbor, dates_and_scope, withdrawn, names, code_texts)
