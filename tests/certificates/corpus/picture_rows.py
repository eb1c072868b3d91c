"""picture_rows.py - rows 78 and 81: pictures of codes, drawn with segno and Pillow, and pictures that are none."""
import io
import struct
import zlib

import own_issuer as own
import segno
from PIL import Image, ImageOps
from rows import KNOWN, MISMATCH, UNREADABLE, VALID, Case

PIXELS = 4  # a module
EITHER = VALID + "|" + UNREADABLE  # both are right: what must not be is another verdict


def case(row, name, verdict, picture, trust=KNOWN, kind="png", **more):
    return Case(row, f"{name}.{kind}", verdict, picture if isinstance(picture, bytes) else packed(picture, kind), trust,
                is_heavy=True, **more)


def packed(image, kind="png"):
    out = io.BytesIO()
    if kind == "jpg":
        image.convert("L").save(out, "JPEG", quality=70)
    else:
        image.convert("1").save(out, "PNG", optimize=True)
    return out.getvalue()


def segments(message):
    """M-29: a byte segment up to and with '#', a numeric one behind it."""
    address, digits = own.to_text(message).split("#")
    return [(address + "#", segno.consts.MODE_BYTE), (digits, segno.consts.MODE_NUMERIC)]


def drawn(content, **options):
    code = segno.make(content, **{"error": "m", "boost_error": False, "micro": False, **options})
    out = io.BytesIO()
    code.save(out, kind="png", scale=PIXELS, border=4)
    return Image.open(io.BytesIO(out.getvalue())).convert("L")


def stained(image, share):
    """A white patch over this share of the area, away from the three corners that a reader looks for."""
    image = image.copy()
    side = int((image.width - 32) * share ** 0.5)
    middle = image.width * 11 // 20
    image.paste(255, (middle - side // 2, middle - side // 2, middle - side // 2 + side, middle - side // 2 + side))
    return image


def together(*images):
    sheet = Image.new("L", (sum(image.width for image in images), max(image.height for image in images)), 255)
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width
    return sheet


def damaged():
    code = drawn(segments(own.certificate()))
    yield case("78", "whole", VALID, code)
    yield case("78", "a stain over a tenth", VALID, stained(code, 0.1))
    yield case("78", "a stain over a third", UNREADABLE, stained(code, 0.33))
    yield case("78", "a corner cut off", UNREADABLE, code.crop((80, 80, code.width, code.height)))
    yield case("78", "as JPEG", VALID, code, kind="jpg")
    yield case("78", "turned by a quarter", VALID, code.rotate(90))
    yield case("78", "turned by 17 degrees", VALID, code.resize((code.width * 2, code.height * 2)).rotate(17, expand=True, fillcolor=255))
    permit, other = drawn(segments(own.delegation())), drawn(segments(own.certificate(id=bytes(10))))
    yield case("78", "both codes of a paper", VALID, together(code, permit), ("root.pub",))
    yield case("78", "two certificates in a picture", MISMATCH, together(code, other))
    yield case("78", "no code", UNREADABLE, Image.new("L", (200, 200), 255))


def modes():
    message = own.certificate()
    text = own.to_text(message)
    yield case("81", "all of it as bytes", VALID, drawn(text, mode="byte", version=None))
    yield case("81", "bytes under an ECI", EITHER, drawn(text, mode="byte", eci=True, encoding="utf-8"))
    yield case("81", "level L", VALID, drawn(segments(message), error="l"))
    parts = segno.make_sequence(text, symbol_count=2, error="m", mode="byte")
    images = []
    for part in parts:
        out = io.BytesIO()
        part.save(out, kind="png", scale=PIXELS, border=4)
        images.append(Image.open(io.BytesIO(out.getvalue())).convert("L"))
    yield case("81", "structured append", EITHER, together(*images))
    yield case("81", "half of a structured append", UNREADABLE, images[0])
    code = drawn(segments(message))
    yield case("81", "mirrored", EITHER, ImageOps.mirror(code))
    yield case("81", "inverted", EITHER, ImageOps.invert(code))
    yield case("81", "micro", UNREADABLE, drawn("12345", micro=True, error="l", boost_error=True))
    yield case("81", "a bank's code", UNREADABLE, drawn("00020101021238570010A000000727"))
    yield case("81", "kanji", UNREADABLE, drawn("点茗", mode="kanji"))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, data, depth=1, colour=0):
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)) +
            chunk(b"IDAT", data) + chunk(b"IEND", b""))


def no_pictures():
    good = packed(drawn(segments(own.certificate())))
    jpeg = packed(drawn(segments(own.certificate())), "jpg")
    yield case("78", "a PNG bomb", UNREADABLE, png(60000, 60000, zlib.compress(bytes(7501 * 2000), 9)))
    yield case("78", "a PNG of 2 to the 31 pixels", UNREADABLE, png(2**31 - 1, 2**31 - 1, zlib.compress(bytes(100))))
    yield case("78", "a PNG of no width", UNREADABLE, png(0, 10, zlib.compress(bytes(100))))
    yield case("78", "a PNG without lines", UNREADABLE, png(100, 100, zlib.compress(b"")))
    yield case("78", "half a PNG", UNREADABLE, good[:len(good) // 2])
    yield case("78", "a PNG with a wrong sum", UNREADABLE, good[:60] + bytes([good[60] ^ 255]) + good[61:])
    yield case("78", "the first bytes of a PNG", UNREADABLE, good[:8])
    yield case("78", "half a JPEG", UNREADABLE, jpeg[:len(jpeg) // 2], kind="jpg")
    yield case("78", "the first bytes of a JPEG", UNREADABLE, jpeg[:4], kind="jpg")
    frame = jpeg.index(b"\xff\xc0")
    yield case("78", "a JPEG of 65500 by 65500", UNREADABLE,
               jpeg[:frame + 5] + struct.pack(">HH", 65500, 65500) + jpeg[frame + 9:], kind="jpg")


TABLES = (damaged, modes, no_pictures)
