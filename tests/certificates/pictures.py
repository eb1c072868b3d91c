"""pictures.py - photos and scans of a paper, and pictures that are hostile, with Pillow and numpy; nothing of the engine.

The page is drawn by pdftoppm. Everything is made from fixed seeds."""
import io
import struct
import subprocess
import zlib

import numpy
from PIL import Image, ImageFilter


def page_of(pdf, dpi=300):
    """The paper as a printer without greys puts it down."""
    drawn = subprocess.run(["pdftoppm", "-r", str(dpi), "-mono", "-aa", "no", "-aaVector", "no", "-singlefile", str(pdf)],
                           capture_output=True, check=True, timeout=120)
    return Image.open(io.BytesIO(drawn.stdout)).convert("L")


def perspective(corners, source):
    """Pillow's eight numbers that take `corners` back to `source`."""
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, source):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return numpy.linalg.solve(numpy.array(rows, float), numpy.array(values, float))


def photo_of(page, seed=1, pixels_a_mm=12, degrees=3, tilt=.03, blur=.6, noise=3, contrast=.9, shadow=0, dpi=300):
    """The page on a table, photographed: turned, from the side, out of focus, in uneven light, with a noisy sensor."""
    random = numpy.random.default_rng(seed)
    width, height = page.width * 25.4 / dpi * pixels_a_mm, page.height * 25.4 / dpi * pixels_a_mm
    cos, sin = numpy.cos(numpy.deg2rad(degrees)), numpy.sin(numpy.deg2rad(degrees))
    corners = numpy.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    corners = corners @ numpy.array([[cos, sin], [-sin, cos]]) + random.uniform(-tilt, tilt, (4, 2)) * width / 2
    corners -= corners.min(0) - 60
    size = tuple(int(side) for side in corners.max(0) + 60)
    source = [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)]
    soft = page.filter(ImageFilter.GaussianBlur(.5 * dpi / 25.4 / pixels_a_mm))
    taken = soft.transform(size, Image.PERSPECTIVE, perspective(corners, source), Image.BILINEAR, fillcolor=90)
    light = numpy.asarray(taken.filter(ImageFilter.GaussianBlur(blur)), float) / 255 * contrast + .4 * (1 - contrast)
    down, across = numpy.mgrid[0:size[1], 0:size[0]]
    light *= 1 - .25 * (across / size[0] * random.uniform() + down / size[1] * random.uniform())
    light *= 1 - shadow / (1 + numpy.exp((across - size[0] * .55) / 30))
    return Image.fromarray(numpy.clip(light * 235 + random.normal(0, noise, light.shape), 0, 255).astype(numpy.uint8))


def jpeg(picture, quality=85, **options):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, **options)
    return out.getvalue()


def png(picture, **options):
    out = io.BytesIO()
    picture.save(out, "PNG", **{"compress_level": 1, **options})
    return out.getvalue()


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of_zeros(width, height, bits=8, colour=0, interlaced=False, parts=1):
    """A small file that claims to be a large picture; PNG specification section 11.2.2."""
    packer, data = zlib.compressobj(9), b""
    row = b"\0" * (1 + width * parts * bits // 8)
    for _ in range(height):
        data += packer.compress(row)
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced)) +
            png_chunk(b"IDAT", data + packer.flush()) + png_chunk(b"IEND", b""))


def sized(data, width, height):
    """A JPEG whose header claims another size."""
    at = min(at for at in (data.find(b"\xff\xc0"), data.find(b"\xff\xc2")) if at > 0)
    return data[:at + 5] + struct.pack(">HH", height, width) + data[at + 9:]


def many_scans(count):
    """A progressive JPEG whose last scan is there again and again."""
    data = jpeg(Image.new("L", (4000, 4000), 128), progressive=True)
    last = data.rfind(b"\xff\xda")
    return data[:last] + data[last:-2] * count + data[-2:]


def tiled(pattern, size, width=4096, height=3072):
    """Nothing but small patterns, each `size` pixels a module."""
    tile = numpy.kron(numpy.array(pattern), numpy.ones((size, size)))
    times = (height // tile.shape[0] + 1, width // tile.shape[1] + 1)
    return Image.fromarray((numpy.tile(tile, times)[:height, :width] * 255).astype(numpy.uint8))


RUNS = [0, 1, 0, 0, 0, 1, 0, 1]  # dark 1, light 1, dark 3, light 1, dark 1: ISO/IEC 18004 section 6.3.3
CORNER_MARK = [[0 if min(x, y, 6 - x, 6 - y) in (0, 2, 3) else 1 for x in range(7)] + [1] for y in range(7)] + \
    [[1] * 8]
PLAID = [[left ^ right for left in RUNS] for right in RUNS]


# ---- PDFs that others make ----

def pdf(*streams, tail=b"", head=b""):
    """A page and streams: (words of the dictionary, bytes)."""
    used = b" ".join(b"/I%d %d 0 R" % (number, number) for number in range(4, 4 + len(streams)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Resources << /XObject << %s >> >> >>" % used]
    objects += [b"<< %s /Length %d >>\nstream\n%s\nendstream" % (words, len(data), data) for words, data in streams]
    out, places = b"%PDF-1.4\n" + head, []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % at for at in places)
    return (out + tail + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" %
            (len(objects) + 1, len(out) + len(tail)))


def image_words(picture, more, bits=8, colours=b"/DeviceGray"):
    return (b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent %d /ColorSpace %s %s" %
            (picture.width, picture.height, bits, colours, more))


def pdf_of_jpeg(picture, **options):
    return pdf((image_words(picture, b"/Filter /DCTDecode"), jpeg(picture, **options)))


def pdf_of_flate(picture, mode="L", predictor=0, inverted=False, colours=None):
    """mode: Pillow's "1", "L" or "RGB"; predictor: a PNG filter (0 to 4), or None for none."""
    picture = picture.convert(mode)
    if inverted:
        picture = picture.point(lambda value: 255 - value)
    parts, bits = (3 if mode == "RGB" else 1), (1 if mode == "1" else 8)
    data, row = picture.tobytes(), (picture.width * parts * bits + 7) // 8
    words = b"/Filter /FlateDecode " + (b"/Decode [1 0] " if inverted else b"")
    if predictor is not None:
        data = filtered(data, row, parts, predictor)
        words += b"/DecodeParms << /Predictor 15 /Colors %d /BitsPerComponent %d /Columns %d >>" % (parts, bits, picture.width)
    named = colours or (b"/DeviceRGB" if parts == 3 else b"/DeviceGray")
    return pdf((image_words(picture, words, bits, named), zlib.compress(data, 1)))


def filtered(data, row, step, kind):
    """PNG specification section 9.2, the filter `kind` on every row."""
    pixels = numpy.frombuffer(data, numpy.uint8).reshape(-1, row).astype(int)
    left = numpy.pad(pixels, ((0, 0), (step, 0)))[:, :row]
    above = numpy.pad(pixels, ((1, 0), (0, 0)))[:-1]
    corner = numpy.pad(above, ((0, 0), (step, 0)))[:, :row]
    by = [abs(above - corner), abs(left - corner), abs(left + above - 2 * corner)]
    paeth = numpy.where((by[0] <= by[1]) & (by[0] <= by[2]), left, numpy.where(by[1] <= by[2], above, corner))
    guess = [0 * pixels, left, above, (left + above) // 2, paeth][kind]
    rows = ((pixels - guess) % 256).astype(numpy.uint8)
    return b"".join(bytes([kind]) + line.tobytes() for line in rows)
