"""curve.py - the group of Ed25519 by RFC 8032 section 5.1, for signatures and keys that no honest library makes.

Slow and not constant in time: for test vectors with public keys only."""
import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1)


def add(one, other):
    """Points as (x, y)."""
    (x1, y1), (x2, y2) = one, other
    product = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + product, P - 2, P) % P
    y = (y1 * y2 + x1 * x2) * pow(1 - product, P - 2, P) % P
    return x, y


def times(number, point):
    result = IDENTITY
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def x_of(y, sign):
    """None if there is no point with this y."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def pack(point):
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = (x_of(4 * pow(5, P - 2, P) % P, 0), 4 * pow(5, P - 2, P) % P)


def small_order_points():
    """The eight points whose order divides 8, by multiples of one of order 8."""
    for y in range(2, 100):
        x = x_of(y, 0)
        point = None if x is None else times(ORDER, (x, y))
        if point is not None and times(4, point) != IDENTITY:
            return [times(number, point) for number in range(8)]
    raise AssertionError("no point of order 8 was found")


def secret_of(seed):
    """The secret scalar and the prefix of the nonces (RFC 8032 section 5.1.5)."""
    digest = bytearray(hashlib.sha512(seed).digest())
    digest[0] &= 248
    digest[31] = digest[31] & 127 | 64
    return int.from_bytes(digest[:32], "little"), bytes(digest[32:])


def hash_number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def sign(seed, message, key=None, nonce=None, packed_nonce=None):
    """An Ed25519 signature; `key` stands for the public key in the hash, nonce for r, packed_nonce for the bytes of R."""
    scalar, prefix = secret_of(seed)
    key = pack(times(scalar, BASE)) if key is None else key
    nonce = hash_number(prefix, message) % ORDER if nonce is None else nonce
    packed_nonce = pack(times(nonce, BASE)) if packed_nonce is None else packed_nonce
    challenge = hash_number(packed_nonce, key, message) % ORDER
    return packed_nonce + ((nonce + challenge * scalar) % ORDER).to_bytes(32, "little")
