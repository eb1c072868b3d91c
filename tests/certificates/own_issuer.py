"""own_issuer.py - certificates made and read by certs/FORMAT.md alone, with cbor2 and nacl; nothing of the engine.

Everything is made from fixed seeds. Whoever reads the format anew reads this file and FORMAT.md."""
import base64
import hashlib
import math
import statistics

import cbor2
from nacl import bindings

ROOT_SEED, ISSUER_SEED, STRANGER_SEED = b"\x01" * 32, b"\x02" * 32, b"\x03" * 32
CERTIFICATE, DELEGATION, STATUS_LIST, TRUST_FILE, PDF_KEY = 1, 2, 3, 4, 5
CLAIM, PERMIT, STATUS, TRUST, PDF = -65537, -65538, -65539, -65540, -65541
ORDER = 2**252 + 27742317777372353535851937790883648493
DAY = 86400
ISSUED = 1795132800        # 2026-11-20 00:00 UTC
EXPIRES = 4102444799       # 2099-12-31, so that the example stays valid
PERMIT_FROM, PERMIT_TO = ISSUED - 10 * DAY, ISSUED + 80 * DAY
PLACE, PROGRAMME, QUOTA = 2500001, 1, 1000

EXAMPLE_QUIZ = {"quiz.lua": 'quiz { title = "Thời tiết", framework = "village-basic" }\n'
                            'question "rain" { shows = "0.1", asks = "Mưa?", right = "Có", wrong = { "Không" } }\n'.encode(),
                "texts/a.txt": "mưa\n".encode()}

def public_key(seed):
    return bindings.crypto_sign_seed_keypair(seed)[0]


def kid_of(key):
    return hashlib.sha256(key).digest()[:8]


def encode(value):
    # cbor2 sorts shorter keys first (RFC 7049); for every map of this format that is the bytewise order of RFC 8949.
    return cbor2.dumps(value, canonical=True)


def signed_part(header, payload):
    return encode(["Signature1", header, b"", payload])


def sign(seed, kind, payload, header=None):
    """A message of `kind` around payload bytes; header replaces the protected header."""
    key, secret = bindings.crypto_sign_seed_keypair(seed)
    if header is None:
        header = encode({1: -8, 4: kid_of(key), 16: kind})
    signature = bindings.crypto_sign(signed_part(header, payload), secret)[:64]
    return encode([header, {}, payload, signature])


def is_signed_by(message, key):
    header, _, payload, signature = cbor2.loads(message)
    try:
        bindings.crypto_sign_open(signature + signed_part(header, payload), key)
        return True
    except Exception:  # nacl has its own class for a bad signature
        return False


def claims(**changes):
    """The claims of the worked example, some of them changed."""
    words = {"exp": EXPIRES, "iat": ISSUED, "id": bytes.fromhex("9b3f71a25c48e619d037"), "name": "Nguyễn Thị Thu Hường",
             "birth_year": 1963, "place": PLACE, "programme": PROGRAMME, "quiz": bytes.fromhex("8f1df0d39c6e9317"),
             "indicators": bytes([3 << 5 | 21, 0, 2 << 5 | 14, 3 << 5 | 19, 4 << 5 | 30, 2 << 5 | 9]), "assurance": 1,
             "sequence": 7, "status": 7, "evidence": bytes(range(0xA0, 0xB0))}
    words.update(changes)
    private = [words[key] for key in ("name", "birth_year", "place", "programme", "quiz", "indicators", "assurance",
                                      "sequence", "status", "evidence")]
    return {4: words["exp"], 6: words["iat"], 7: words["id"], CLAIM: private}


def certificate(seed=ISSUER_SEED, **changes):
    return sign(seed, CERTIFICATE, encode(claims(**changes)))


def delegation(root=ROOT_SEED, issuer=None, not_before=PERMIT_FROM, not_after=PERMIT_TO, office="Lớp thử của FORMAT.md",
               place=PLACE, programmes=(PROGRAMME,), quota=QUOTA, first=1):
    issuer = public_key(ISSUER_SEED) if issuer is None else issuer
    return sign(root, DELEGATION, encode({4: not_after, 5: not_before, 6: not_before, PERMIT: [
        issuer, office, 1, place, list(programmes), quota, first, 0]}))


def trust_file(number, place_name, roots=(), root=ROOT_SEED, date=ISSUED, offices=(), delegations=()):
    """Words for the numbers of the example, and further roots."""
    programme = [PROGRAMME, "own", "Chương trình thử", "Trial programme", "own", [f"{n}.1" for n in range(6)],
                 ["Bậc một", "Bậc hai", "Bậc ba", "Bậc bốn"], ["One", "Two", "Three", "Four"]]
    return sign(root, TRUST_FILE, encode({6: date, TRUST: [
        list(roots), number, [programme], [[PLACE, place_name, place_name + " in English"]],
        [list(row) for row in offices], list(delegations)]}))


def status_list(number, groups=(), stolen=(), seen=(), root=ROOT_SEED, date=ISSUED):
    """groups: (day, reason, k, count, bits); stolen: (issuer, from, day, reason); seen: (kid, last)."""
    return sign(root, STATUS_LIST, encode({6: date, STATUS: [number, [list(row) for row in groups],
                                                             [list(row) for row in stolen], [list(row) for row in seen]]}))


def read_golomb(k, count, bits):
    """The status indexes of a group, FORMAT.md section 6."""
    text, at, indexes = "".join(f"{byte:08b}" for byte in bits), 0, []
    for _ in range(count):
        ones = text.index("0", at) - at
        at += ones + 1
        value = ones << k | (int(text[at:at + k], 2) if k else 0)
        at += k
        indexes.append(value if not indexes else indexes[-1] + 1 + value)
    assert len(text) - at < 8 and "1" not in text[at:]
    return indexes


def level_of(indicators):
    """Lower median of the bands that were seen; 0 if none was."""
    bands = [byte >> 5 for byte in indicators if byte >> 5]
    return statistics.median_low(bands) if bands else 0


def printed_id(number):
    """Crockford's base 32, in fours."""
    standard, crockford = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    text = base64.b32encode(number).decode().translate(str.maketrans(standard, crockford))
    return "-".join(text[at:at + 4] for at in range(0, 16, 4))


def digit_count(length):
    return math.ceil(8 * length * math.log10(2))


def to_text(message, url="https://v.example.vn/"):
    return f"{url}#{int.from_bytes(message, 'big'):0{digit_count(len(message))}d}"


def from_text(text):
    digits = "".join(text.split("#", 1)[-1].split())
    length = math.floor(len(digits) / (8 * math.log10(2)))
    if not digits.isdecimal() or digit_count(length) != len(digits):
        raise ValueError("the number of digits fits no number of bytes")
    return int(digits).to_bytes(length, "big")


def quiz_package(files, is_signed=False, seed=STRANGER_SEED, quiz="seed", title="Hạt giống", version=1):
    """Section 13."""
    rows = [[name, len(data), hashlib.sha256(data).digest()] for name, data in sorted(files.items())]
    manifest = encode({1: quiz, 2: title, 3: version, 4: rows})
    head, key = (sign(seed, 9, manifest), public_key(seed)) if is_signed else (manifest, b"")
    return encode([head, key, [data for _, data in sorted(files.items())]])


def example():
    """The worked example of FORMAT.md, line by line."""
    message, permit = certificate(), delegation()
    header, _, payload, signature = cbor2.loads(message)
    lines = [("root seed", ROOT_SEED), ("root public key", public_key(ROOT_SEED)), ("issuer seed", ISSUER_SEED),
             ("issuer public key", public_key(ISSUER_SEED)), ("protected header", header), ("claims", payload),
             ("Sig_structure", signed_part(header, payload)), ("signature", signature), ("certificate", message),
             ("delegation", permit), ("trust file", trust_file(1, "thôn Đồi Cọ")),
             ("status list", status_list(1, [(20780, 1, 1, 3, bytes.fromhex("d340"))])),
             ("pdf key", sign(ISSUER_SEED, PDF_KEY, encode({6: ISSUED, PDF: [hashlib.sha256(b"SPKI").digest()]}))),
             ("quiz package", quiz_package(EXAMPLE_QUIZ, is_signed=True, quiz="weather", title="Thời tiết"))]
    text = []
    for name, data in lines:
        digits = data.hex()
        text.append(f"{name} ({len(data)} bytes)")
        text += ["  " + digits[at:at + 96] for at in range(0, len(digits), 96)]
    code = to_text(message)
    text.append(f"text of the code ({len(code)} characters)")
    text += ["  " + code[at:at + 96] for at in range(0, len(code), 96)]
    return "\n".join(text) + "\n"


if __name__ == "__main__":
    print(example(), end="")
