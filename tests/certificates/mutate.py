"""mutate.py - very many damaged, odd and false messages from fixed seeds, for programs that have to agree on all of them.

Each is a line of tests/certificates/verdict_lines.c. What is damaged within the signed bytes is signed again for a part
of them: else nobody would ever read what it says."""
import random

import cbor2
import own_issuer as own
import status

NOW = own.ISSUED + 3 * own.DAY
NUMBERS = (0, 1, 2, 3, 4, 7, 8, 23, 24, 255, 256, 999, 1000, 1001, 1899, 1900, 2200, 2201, 65535, 65536, 2**31, 2**32 - 1, 2**32,
           253402300799, 253402300800, 2**53 - 1, 2**53, 2**53 + 1, 2**63 - 1, 2**63, 2**64 - 1, -1, -2, -24, -25, -65537,
           -65538, -2**63, -2**63 - 1, -2**64, own.ISSUED, own.EXPIRES, own.PERMIT_TO, own.PERMIT_FROM, NOW, NOW + 2 * own.DAY,
           NOW + 3 * own.DAY, own.PLACE, own.QUOTA, own.QUOTA + 1)
NAMES = ("Lan", "", " ", "Lan ", " Lan", "Lan  Anh", "Lan-Anh", "H'Ươm", "H\u2019Ươm", "Nguyễn Văn A", "Ắ" * 60, "Ắ" * 61, "a" * 399,
         "a" * 400, "\u0110ỗ", "Tr\u1ea7n", "Tra\u0302\u0300n", "\u212b", "\u1e9b\u0323", "x\u0301", "x\u0301\u0302\u0303", "x\u0301\u0302\u0303\u0304",
         "\u0301x", "x\u0328\u0301", "\u01c0", "\u01c3", "\u0180", "\u024f", "\u0250", "\u1e00", "\u1eff", "\u1f00", "\u00aa", "\u00ba", "\u00b5",
         "\u00d7", "\u00f7", "\u00df", "\u0149", "\u01c4", "\ufb01", "\u2126", "\u0391", "\u0410", "\u05d0", "\u4e2d", "\u3042", "\uac00", "1",
         "1a", "a1", ".", "a.", "-", "'", "\"", "a,b", "a/b", "a_b", "a\u00a0b", "a\u2003b", "a\tb", "a\nb", "a\u200bb", "a\u00adb", "a\u034fb",
         "a\u0345", "a\u0363", "a\u036f", "a\u0483", "a\u20d0", "a\ufe0f", "a\U000e0100", "\U0001f600", "a\u0378", "\ue000", "\ufffd", "\ufffe",
         "A\u030a", "\u1ea4\u0323", "u\u031b\u0323", "u\u0323\u031b", "\u01b0\u0323", "\u1ef1", "o\u0302\u0301", "\u1ed1", "e\u0323\u0302",
         "\u1ec7", "\u0344", "\u0340", "\u0343", "a\u0340", "K", "\u212a", "\u0131", "\u0130", "i\u0307", "\u0237", "\u02bc", "a\u02bcb",
         "\u0295", "\u0298", "\u0294", "\u2c60", "\ua722", "\uff21", "\u00c0", "\u00ff", "\u00bf", "VALID", "<b>", "a&b", "a;b", "a:b")


def head(major, value, size=None):
    """A CBOR head; size in bytes makes it longer than it needs to be."""
    value = min(value, 2**64 - 1)
    if size is None:
        size = 0 if value < 24 else 1 if value < 2**8 else 2 if value < 2**16 else 4 if value < 2**32 else 8
    if size == 0:
        return bytes([major << 5 | value])
    return bytes([major << 5 | (24, 25, 0, 26, 0, 0, 0, 27)[size - 1]]) + value.to_bytes(size, "big")


class Writer:
    """Writes CBOR, now and then not as it should be."""

    def __init__(self, dice, odd):
        self.dice, self.odd = dice, odd

    def head(self, major, value):
        if self.dice.random() < self.odd:
            what = self.dice.randrange(4)
            if what == 0 and value < 2**32:
                return head(major, value, self.dice.choice([size for size in (1, 2, 4, 8) if value < 256**size]))
            if what == 1:
                return head(self.dice.randrange(8), value)
            if what == 2:
                return head(major, self.dice.choice([max(0, value - 1), value + 1, value ^ 1]))
            return bytes([major << 5 | self.dice.choice((28, 29, 30, 31))])
        return head(major, value)

    def write(self, value):
        if isinstance(value, int):
            return self.head(0, value) if value >= 0 else self.head(1, -1 - value)
        if isinstance(value, bytes):
            return self.head(2, len(value)) + value
        if isinstance(value, str):
            data = value.encode("utf-8", "surrogatepass")
            return self.head(3, len(data)) + data
        if isinstance(value, list):
            return self.head(4, len(value)) + b"".join(self.write(one) for one in value)
        pairs = [(own.encode(key), self.write(key) + self.write(one)) for key, one in value.items()]
        pairs.sort(key=lambda pair: pair[0])
        if self.dice.random() < self.odd:
            self.dice.shuffle(pairs)
        if self.dice.random() < self.odd and pairs:
            pairs.append(pairs[-1])
        return self.head(5, len(pairs)) + b"".join(pair[1] for pair in pairs)


def any_value(dice, depth=0):
    what = dice.randrange(8 if depth < 5 else 5)
    if what < 3:
        return dice.choice(NUMBERS)
    if what == 3:
        return dice.randbytes(dice.choice((0, 1, 7, 8, 9, 10, 11, 16, 17, 32, 64, 65)))
    if what == 4:
        return dice.choice(NAMES)
    if what < 7:
        return [any_value(dice, depth + 1) for _ in range(dice.randrange(4))]
    return {dice.choice(NUMBERS): any_value(dice, depth + 1) for _ in range(dice.randrange(3))}


def near(dice, value):
    """Another value of the same type, most often one at an edge."""
    if dice.random() < 0.06:
        return any_value(dice)
    if isinstance(value, int):
        return dice.choice((value - 1, value + 1, dice.choice(NUMBERS), dice.choice(NUMBERS), dice.randrange(2**33)))
    if isinstance(value, str):
        name = dice.choice(NAMES)
        return dice.choice((name, "Lan " + name, name + " Lan", "L" + name + "n"))
    if isinstance(value, bytes):
        data = bytearray(value)
        for _ in range(dice.randrange(3)):
            if data:
                data[dice.randrange(len(data))] = dice.randrange(256)
        return bytes(data[:dice.choice((len(data), len(data), len(data), max(0, len(data) - 1))) or None]) + dice.randbytes(dice.choice((0, 0, 0, 1)))
    return value


def change(dice, value):
    """One place somewhere inside is another value, one more, or gone; the value is changed in place."""
    if isinstance(value, dict):
        keys = list(value)
        if not keys or dice.random() < 0.12:
            value[dice.choice(NUMBERS)] = any_value(dice)
        elif dice.random() < 0.03:
            del value[dice.choice(keys)]
        else:
            key = dice.choice(keys)
            value[key] = change(dice, value[key])
        return value
    if isinstance(value, list):
        if not value or dice.random() < 0.06:
            value.insert(dice.randrange(len(value) + 1), any_value(dice))
        elif dice.random() < 0.04:
            value.pop(dice.randrange(len(value)))
        else:
            at = dice.randrange(len(value))
            value[at] = change(dice, value[at])
        return value
    return near(dice, value)


def damage(dice, data):
    """Bytes that were changed, cut, doubled, put in, taken out."""
    data = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 1, 2, 3))):
        at = dice.randrange(len(data) + 1)
        what = dice.randrange(7)
        if what < 3 and data:
            data[min(at, len(data) - 1)] ^= 1 << dice.randrange(8)
        elif what == 3 and data:
            data[min(at, len(data) - 1)] = dice.choice((0, 1, 0x17, 0x18, 0x1b, 0x40, 0x58, 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xf6, 0xff))
        elif what == 4:
            data[at:at] = dice.randbytes(dice.choice((1, 1, 2, 8)))
        elif what == 5:
            del data[at:at + dice.choice((1, 1, 2, 8, 64))]
        else:
            data[at:at] = data[at:at + dice.randrange(16)]
    return bytes(data)


def frames(dice, good):
    """The envelope and its header: few of these come as far as the signature."""
    header, _, payload, signature = cbor2.loads(good)
    front, between = good.index(payload), good.index(payload) + len(payload)
    while True:
        if dice.random() < 0.5:
            parts = [cbor2.loads(header), {}, payload, signature]
            parts[0] = change(dice, parts[0])
            writer = Writer(dice, 0.05)
            parts[0] = writer.write(parts[0])
            if dice.random() < 0.1:
                parts = change(dice, parts)
            data = writer.write(parts)
        elif dice.random() < 0.8:
            data = damage(dice, good[:front]) + good[front:]
        else:
            data = good[:between] + damage(dice, good[between:between + 2]) + good[between + 2:]
        yield data


def claims_again(dice):
    """Claims with a change or two, signed by the issuer."""
    while True:
        value = own.claims()
        for _ in range(dice.choice((0, 1, 1, 1, 2))):
            value = change(dice, value)
        payload = Writer(dice, dice.choice((0, 0, 0, 0.02))).write(value)
        if dice.random() < 0.15:
            payload = damage(dice, payload)
        yield own.sign(own.ISSUER_SEED, own.CERTIFICATE, payload)


def texts(dice, good, permit):
    """Codes as somebody typed, broke, mixed or forged them."""
    signs = "0123456789#\n\r\t  O-+.,٣\u200b\u00a0０x"
    while True:
        text = own.to_text(damage(dice, good) if dice.random() < 0.5 else good)
        what = dice.randrange(6)
        if what == 0:
            text = text.split("#")[1]
        elif what == 1:
            every = dice.choice((3, 5, 10, 60, 61))
            text = dice.choice(("\n", "\r\n", " ", "\t")).join(text[at:at + every] for at in range(0, len(text), every))
        elif what == 2:
            lines = [text] + [dice.choice(("", "8934563138164", "Số 7", "WIFI:S:x;;", "#", "1", text)) for _ in range(dice.randrange(4))]
            if dice.random() < 0.3:
                lines += [own.to_text(permit), own.to_text(good)][:dice.randrange(3)]
            dice.shuffle(lines)
            text = dice.choice(("\n", "\n\n", "\r\n")).join(lines)
        for _ in range(dice.choice((0, 0, 1, 1, 2))):
            at = dice.randrange(len(text) + 1)
            text = text[:at] + dice.choice(signs) + text[at + dice.randrange(2):]
        yield text.encode()


def permits_again(dice):
    """Permits with a change, signed by the root."""
    good = cbor2.loads(cbor2.loads(own.delegation())[2])
    while True:
        value = change(dice, cbor2.loads(own.encode(good)))
        yield own.sign(own.ROOT_SEED, own.DELEGATION, Writer(dice, dice.choice((0, 0, 0.02))).write(value))


def lists_again(dice):
    """Status lists with a change, signed by the root."""
    issuer = own.public_key(own.ISSUER_SEED)
    good = own.encode(status.claims(5, [status.group([3, 7, 900]), status.group([8], status.DAY_NUMBER + 1, 2)],
                                    [status.stolen(issuer, 9)], [[own.kid_of(issuer), 6]]))
    while True:
        value = change(dice, cbor2.loads(good))
        payload = Writer(dice, dice.choice((0, 0, 0.02))).write(value)
        yield own.sign(own.ROOT_SEED, own.STATUS_LIST, damage(dice, payload) if dice.random() < 0.2 else payload)


def words_again(dice):
    """Trust files with a change, signed by the root: words, a further root, a permit inside."""
    permit, stranger = own.delegation(), own.public_key(own.STRANGER_SEED)
    good = cbor2.loads(own.trust_file(1, "thôn Một", [stranger], offices=[[1, "Sở", "Office"]], delegations=[permit]))[2]
    while True:
        value = change(dice, cbor2.loads(good))
        payload = Writer(dice, dice.choice((0, 0, 0.02))).write(value)
        yield own.sign(own.ROOT_SEED, own.TRUST_FILE, damage(dice, payload) if dice.random() < 0.1 else payload)


def pool():
    """What roots of two or three families may have signed: words, successors, permits, lists, with numbers that go on."""
    seeds = (own.ROOT_SEED, own.STRANGER_SEED, b"\x04" * 32)
    keys = [own.public_key(seed) for seed in seeds]
    issuer, kid = own.public_key(own.ISSUER_SEED), own.kid_of(own.public_key(own.ISSUER_SEED))
    for seed in seeds:
        for number in (1, 2):
            yield own.trust_file(number, f"thôn {number}", root=seed)
            for key in keys:
                yield own.trust_file(number, f"thôn {number}", [key], root=seed)
        yield own.trust_file(3, "thôn Ba", root=seed, delegations=[own.delegation(root=seeds[0]), own.delegation(root=seeds[1])])
        yield own.delegation(root=seed)
        yield own.delegation(root=seed, place=1)
        yield own.delegation(root=seed, not_before=own.ISSUED - 5 * own.DAY, quota=6)
        for number, indexes in ((1, [7]), (2, [8]), (3, [6, 7])):
            yield status.status_list(number, [status.group(indexes)], root=seed)
        yield status.status_list(2, [], [status.stolen(issuer, 7)], [[kid, 6]], root=seed)
        yield status.status_list(4, [], [], [[kid, 6]], root=seed)


def worlds(dice, count):
    """Roots and what they signed, in any order."""
    signed, roots = list(pool()), [own.public_key(seed).hex() for seed in (own.ROOT_SEED, own.STRANGER_SEED, b"\x04" * 32)]
    asked = own.certificate().hex()
    for _ in range(count):
        yield "forget"
        yield from ("root " + root for root in dice.sample(roots, dice.choice((1, 1, 2, 3))))
        yield from ("tell " + message.hex() for message in dice.sample(signed, dice.randrange(2, 9)))
        yield "message " + asked


def some(count, source):
    return (next(source) for _ in range(count))


def lines(seed, scale=1.0):
    """Everything, as lines; some 105,000 of them ask for a verdict."""
    dice = random.Random(seed)
    good, permit = own.certificate(), own.delegation()
    words = own.trust_file(1, "thôn Một")
    root = "root " + own.public_key(own.ROOT_SEED).hex()
    known = ["forget", root, "tell " + permit.hex(), "tell " + words.hex(), f"now {NOW}"]
    yield from known
    for data in some(int(54000 * scale), frames(dice, good)):
        yield "message " + data.hex()
    for data in some(int(4000 * scale), claims_again(dice)):
        yield "message " + data.hex()
    for _ in range(int(1000 * scale)):
        yield "message " + damage(dice, good).hex()
    yield from ("forget", root, f"now {NOW}")
    for data in some(int(45000 * scale), texts(dice, good, permit)):
        yield "text " + data.hex()
    for source, count, before in ((permits_again, 1000, ()), (lists_again, 1200, (permit,)), (words_again, 800, ())):
        for data in some(int(count * scale), source(dice)):
            yield from ("forget", root)
            yield from ("tell " + one.hex() for one in (*before, data))
            yield "message " + good.hex()
    yield from worlds(dice, int(1200 * scale))
