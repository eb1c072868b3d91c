/* pdf_pictures.c - takes the pictures out of a scanned PDF. Who made the file is not known, so its table of objects is not
 * asked: each "obj … stream … endstream" is looked at in the order of the file, and a picture says itself what it is. */
#include "credential/pdf_pictures.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"

enum { BODY_MAX = 8192, SIDE_MIN = 21 /* the smallest code */, PICTURE_WORK = 50, BYTES_A_UNIT = 300, ROW_MAX = 4 * PHOTO_SIDE_MAX + 1 };

/* ---- finding streams ---- */

/* Where `what` begins in [from, end); end if it does not. */
static size_t
find(const struct pdf_pictures *pdf, size_t from, const char *what)
{
    size_t len = strlen(what);
    while (from < pdf->len && pdf->len - from >= len) {
        const char *first = memchr(pdf->data + from, what[0], pdf->len - from - len + 1);
        if (first == NULL)
            break;
        from = (size_t)(first - pdf->data);
        if (memcmp(first, what, len) == 0)
            return from;
        from++;
    }
    return pdf->len;
}

void
pdf_pictures_begin(struct pdf_pictures *pictures, const void *data, size_t len)
{
    *pictures = (struct pdf_pictures){.data = data, .len = len};
    if (find(pictures, 0, "/Encrypt") != len)
        pictures->at = len;
}

struct stream {
    char body[BODY_MAX]; /* what stands before it in its object, as text */
    const uint8_t *data;
    size_t len;
};

/* The words between the last "obj" and the stream. */
static void
copy_body(const struct pdf_pictures *pdf, size_t from, size_t to, char body[BODY_MAX])
{
    size_t begin = to - from < BODY_MAX - 1 ? from : to - (BODY_MAX - 1), len = to - begin;
    memcpy(body, pdf->data + begin, len);
    body[len] = 0;
    for (size_t i = len; i-- > 0;) {
        if (memcmp(body + i, " obj", 4) == 0) {
            memset(body, ' ', i + 4);
            break;
        }
        body[i] = body[i] == 0 ? ' ' : body[i];
    }
}

static bool
next_stream(struct pdf_pictures *pdf, struct stream *out)
{
    size_t head = find(pdf, pdf->at, "stream"), start = head + strlen("stream");
    if (head == pdf->len)
        return false;
    copy_body(pdf, pdf->at, head, out->body);
    start += start < pdf->len && pdf->data[start] == '\r';
    start += start < pdf->len && pdf->data[start] == '\n';
    size_t end = find(pdf, start, "endstream");
    out->data = (const uint8_t *)pdf->data + start;
    out->len = end - start;
    pdf->at = end == pdf->len ? end : end + strlen("endstream");
    return true;
}

/* ---- what a picture says of itself ---- */

/* Behind "/Key"; NULL if it is not there. */
static const char *
value_of(const char *body, const char *key)
{
    size_t len = strlen(key);
    for (const char *at = strstr(body, key); at != NULL; at = strstr(at + len, key))
        if (!isalnum((unsigned char)at[len]))
            return at + len + strspn(at + len, " \t\r\n");
    return NULL;
}

static size_t
number_of(const char *body, const char *key, size_t otherwise)
{
    const char *value = value_of(body, key);
    return value == NULL || !isdigit((unsigned char)*value) ? otherwise : strtoul(value, NULL, 10);
}

struct shape {
    size_t width, height, bits, parts; /* parts: 1 = grey, 3 = red, green, blue */
    size_t row_len;                    /* without the predictor's byte */
    size_t counted;                    /* bytes that were unpacked to know the parts */
    bool has_predictor, is_inverted;
};

static bool
is_picture(const char *body)
{
    const char *kind = value_of(body, "/Subtype");
    return kind != NULL && strncmp(kind, "/Image", 6) == 0 && value_of(body, "/JBIG2Decode") == NULL &&
           value_of(body, "/CCITTFaxDecode") == NULL && value_of(body, "/JPXDecode") == NULL;
}

/* How many bytes a Flate stream holds, up to `most`. */
static size_t
inflated_len(const struct stream *stream, size_t most)
{
    uint8_t room[16384];
    size_t len = 0;
    int state = Z_OK;
    z_stream z = {.next_in = (Bytef *)(uintptr_t)stream->data, .avail_in = (uInt)stream->len};
    if (inflateInit(&z) != Z_OK)
        return 0;
    while (state == Z_OK && len < most) {
        z.next_out = room;
        z.avail_out = sizeof room;
        state = inflate(&z, Z_NO_FLUSH);
        len += sizeof room - z.avail_out;
    }
    inflateEnd(&z);
    return len;
}

/* Colours that are named elsewhere in the file: as many as the bytes are enough for. */
static size_t
count_parts(const struct stream *stream, struct shape *shape)
{
    const char *colours = value_of(stream->body, "/ColorSpace");
    if (shape->bits < 8 || value_of(stream->body, "/ImageMask") != NULL || value_of(stream->body, "/DeviceGray") != NULL ||
        value_of(stream->body, "/CalGray") != NULL || value_of(stream->body, "/Indexed") != NULL)
        return 1;
    if (value_of(stream->body, "/DeviceRGB") != NULL || value_of(stream->body, "/CalRGB") != NULL)
        return 3;
    if (colours == NULL || value_of(stream->body, "/DeviceCMYK") != NULL)
        return 0;
    size_t pixels = shape->width * shape->height, len = inflated_len(stream, 4 * pixels + shape->height);
    shape->counted = len;
    return len >= 4 * pixels ? 0 : len >= 3 * pixels ? 3 : 1;
}

static bool
read_shape(const struct stream *stream, struct shape *out)
{
    const char *inverted = value_of(stream->body, "/Decode");
    size_t predictor = number_of(stream->body, "/Predictor", 1);
    *out = (struct shape){.width = number_of(stream->body, "/Width", 0), .height = number_of(stream->body, "/Height", 0),
                          .bits = number_of(stream->body, "/BitsPerComponent", 1)};
    if (out->width < SIDE_MIN || out->width > PHOTO_SIDE_MAX || out->height < SIDE_MIN || out->height > PHOTO_SIDE_MAX ||
        (out->bits != 1 && out->bits != 2 && out->bits != 4 && out->bits != 8) || (predictor != 1 && predictor < 10))
        return false;
    out->has_predictor = predictor >= 10;
    out->is_inverted = inverted != NULL && inverted[0] == '[' && inverted[1 + strspn(inverted + 1, " ")] == '1';
    out->parts = out->width * out->height > PHOTO_PIXELS_MAX ? 0 : count_parts(stream, out);
    out->row_len = (out->width * out->parts * out->bits + 7) / 8;
    return out->parts != 0;
}

/* ---- Flate pixels ---- */

static uint8_t
nearest(int left, int above, int corner)
{
    int by_left = abs(above - corner), by_above = abs(left - corner), by_corner = abs(left + above - 2 * corner);
    return (uint8_t)(by_left <= by_above && by_left <= by_corner ? left : by_above <= by_corner ? above : corner);
}

/* PNG filters (PNG specification section 9); row[0] says which. */
static void
undo_predictor(const struct shape *shape, uint8_t *row, const uint8_t *above)
{
    size_t step = shape->parts * shape->bits < 8 ? 1 : shape->parts;
    for (size_t i = 1; i <= shape->row_len; i++) {
        int left = i > step ? row[i - step] : 0, up = above[i], corner = i > step ? above[i - step] : 0;
        int guess = row[0] == 1 ? left : row[0] == 2 ? up : row[0] == 3 ? (left + up) / 2
                  : row[0] == 4 ? nearest(left, up, corner) : 0;
        row[i] = (uint8_t)(row[i] + guess);
    }
}

static void
make_gray(const struct shape *shape, const uint8_t *row, uint8_t *gray)
{
    unsigned most = (1u << shape->bits) - 1;
    for (size_t x = 0; x < shape->width; x++) {
        size_t bit = x * shape->bits;
        unsigned value = shape->parts == 3 ? (row[3 * x] * 77u + row[3 * x + 1] * 151u + row[3 * x + 2] * 28u) >> 8
                                           : ((unsigned)row[bit / 8] >> (8 - shape->bits - bit % 8) & most) * 255 / most;
        gray[x] = (uint8_t)(shape->is_inverted ? 255 - value : value);
    }
}

struct unpacking {
    z_stream z;
    struct photo_rows rows;
    uint8_t row[2][ROW_MAX], gray[PHOTO_SIDE_MAX]; /* this row and the one above, each behind its predictor's byte */
};

static void
unpack_rows(const struct shape *shape, struct unpacking *unpacking)
{
    uint8_t *row = unpacking->row[0], *above = unpacking->row[1];
    size_t wanted = shape->row_len + shape->has_predictor;
    for (size_t y = 0; y < shape->height; y++) {
        unpacking->z.next_out = row + !shape->has_predictor;
        unpacking->z.avail_out = (uInt)wanted;
        inflate(&unpacking->z, Z_SYNC_FLUSH);
        if (unpacking->z.avail_out != 0)
            return; /* what came is enough to look at */
        if (shape->has_predictor)
            undo_predictor(shape, row, above);
        make_gray(shape, row + 1, unpacking->gray);
        photo_rows_add(&unpacking->rows, unpacking->gray);
        uint8_t *swapped = row;
        row = above;
        above = swapped;
    }
}

static bool
unpack_flate(const struct stream *stream, const struct shape *shape, struct photo *out)
{
    struct unpacking *unpacking = memory_new(sizeof *unpacking);
    bool is_begun = photo_rows_begin(&unpacking->rows, shape->width, shape->height, out);
    unpacking->z.next_in = (Bytef *)(uintptr_t)stream->data;
    unpacking->z.avail_in = (uInt)stream->len;
    if (is_begun && inflateInit(&unpacking->z) == Z_OK) {
        unpack_rows(shape, unpacking);
        inflateEnd(&unpacking->z);
    }
    photo_rows_end(&unpacking->rows);
    free(unpacking);
    return is_begun;
}

static bool
take_picture(struct pdf_pictures *pictures, const struct stream *stream, struct photo *out)
{
    struct shape shape = {0};
    bool is_good = false;
    *out = (struct photo){0};
    if (!is_picture(stream->body))
        return false;
    if (value_of(stream->body, "/DCTDecode") != NULL)
        is_good = photo_read(stream->data, stream->len, out) == PHOTO_GOOD;
    else if (value_of(stream->body, "/FlateDecode") != NULL && read_shape(stream, &shape))
        is_good = unpack_flate(stream, &shape, out);
    pictures->work += PICTURE_WORK + out->work + shape.counted / BYTES_A_UNIT;
    return is_good;
}

bool
pdf_pictures_next(struct pdf_pictures *pictures, struct photo *out)
{
    struct stream *stream = memory_new(sizeof *stream);
    bool is_found = false;
    while (!is_found && pictures->work < PHOTO_WORK_MAX && next_stream(pictures, stream))
        is_found = take_picture(pictures, stream, out);
    free(stream);
    return is_found;
}
