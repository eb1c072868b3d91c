/* photo.c - looks for codes in grey pixels with zbar. zbar finds a code at any turn, but it wants three pixels or more a
 * module and edges that cross the middle of the grey scale near it; so what it did not find is shown to it again,
 * smaller, larger, with the light evened out, and turned. Every way of looking has a bound in pixels. */
#include "credential/photo.h"

#include <stdlib.h>
#include <string.h>

#include <zbar.h>

#include "base/memory.h"

enum { TURNED_MAX = 6300 * 1000, TEXT_MAX = 65536, SAMPLED = 8, NEAR = 2 };
/* What is work, in units of about a microsecond. */
enum { PIXELS_A_UNIT = 50, UNITS_A_MARK = 60 };

/* ---- zbar ---- */

static bool
has_line(const struct buffer *lines, const uint8_t *line, size_t len)
{
    for (size_t begin = 0, end; begin < lines->len; begin = end) {
        end = begin;
        while (lines->data[end++] != '\n')
            continue;
        if (end - begin == len && memcmp(lines->data + begin, line, len) == 0)
            return true;
    }
    return false;
}

/* A line each, and each once: what would end a line is a space. */
static void
add_text(const char *text, size_t len, struct buffer *lines)
{
    struct buffer line = {0};
    for (size_t i = 0; i < len; i++)
        buffer_add_byte(&line, text[i] == '\n' || text[i] == '\r' || text[i] == 0 ? ' ' : (uint8_t)text[i]);
    buffer_add_byte(&line, '\n');
    if (lines->len + line.len <= TEXT_MAX && !has_line(lines, line.data, line.len))
        buffer_add(lines, line.data, line.len);
    buffer_clear(&line);
}

/* What zbar spends grows faster than the places that look like the middle of a corner mark, line under line, and a
 * picture can be full of them. zbar's own first stage finds them, on two neighbouring lines of every SAMPLED; those of
 * noise are many too, but they do not stand under one another, and cost little. */
struct counting {
    zbar_decoder_t *decoder;
    zbar_scanner_t *scanner;
    size_t at, count, len;
    uint8_t *above, *here; /* 1 where a mark is, on the line before and on this one */
};

static void
note_mark(zbar_decoder_t *decoder)
{
    struct counting *counting = zbar_decoder_get_userdata(decoder);
    if (zbar_decoder_get_type(decoder) == ZBAR_QRCODE && counting->at < counting->len)
        counting->here[counting->at] = 1;
}

static void
note_line(struct counting *counting, const uint8_t *pixels, size_t len, size_t step)
{
    counting->len = len;
    memset(counting->here, 0, len);
    zbar_scanner_new_scan(counting->scanner);
    for (counting->at = 0; counting->at < len; counting->at++)
        zbar_scan_y(counting->scanner, pixels[counting->at * step]);
}

static void
count_pair(struct counting *counting, const uint8_t *pixels, size_t len, size_t step, size_t next)
{
    note_line(counting, pixels, len, step);
    uint8_t *swapped = counting->above;
    counting->above = counting->here;
    counting->here = swapped;
    note_line(counting, pixels + next, len, step);
    for (size_t i = NEAR; i + NEAR < len; i++)
        counting->count += counting->here[i] && memchr(counting->above + i - NEAR, 1, 2 * NEAR + 1) != NULL;
}

static size_t
count_marks(const struct photo *photo)
{
    struct counting counting = {.decoder = zbar_decoder_create()};
    size_t width = photo->width, height = photo->height, most = width > height ? width : height;
    counting.scanner = zbar_scanner_create(counting.decoder);
    counting.above = memory_new(most);
    counting.here = memory_new(most);
    zbar_decoder_set_config(counting.decoder, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_decoder_set_config(counting.decoder, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_decoder_set_userdata(counting.decoder, &counting);
    zbar_decoder_set_handler(counting.decoder, note_mark);
    for (size_t y = 0; y + 1 < height; y += SAMPLED - 2 + y % 5) /* not in step with a pattern */
        count_pair(&counting, photo->gray + y * width, width, 1, width);
    for (size_t x = 0; x + 1 < width; x += SAMPLED - 2 + x % 5)
        count_pair(&counting, photo->gray + x, height, width, 1);
    zbar_scanner_destroy(counting.scanner);
    zbar_decoder_destroy(counting.decoder);
    free(counting.above);
    free(counting.here);
    return counting.count * SAMPLED;
}

static void
look(const struct photo *photo, struct buffer *lines)
{
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_t *image = zbar_image_create();
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, (unsigned)photo->width, (unsigned)photo->height);
    zbar_image_set_data(image, photo->gray, photo->width * photo->height, NULL);
    zbar_scan_image(scanner, image);
    for (const zbar_symbol_t *symbol = zbar_image_first_symbol(image); symbol != NULL; symbol = zbar_symbol_next(symbol))
        add_text(zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol), lines);
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
}

/* Unless it would be too much work: a smaller picture of the same may be less. */
static void
scan(const struct photo *photo, size_t *work, struct buffer *lines)
{
    size_t pixels = photo->width * photo->height / PIXELS_A_UNIT, marks = count_marks(photo) * UNITS_A_MARK;
    bool is_much = *work + pixels + marks > PHOTO_WORK_MAX;
    *work += pixels + (is_much ? 0 : marks);
    if (!is_much)
        look(photo, lines);
}

/* ---- other pictures of the same ---- */

static struct photo
new_photo(size_t width, size_t height)
{
    return (struct photo){.gray = memory_new(width * height), .width = width, .height = height};
}

/* One pixel for each square of `side` pixels. */
static struct photo
shrink(const struct photo *photo, size_t side)
{
    struct photo out = new_photo(photo->width / side, photo->height / side);
    for (size_t y = 0; y < out.height; y++)
        for (size_t x = 0; x < out.width; x++) {
            uint32_t sum = 0;
            for (size_t i = 0; i < side * side; i++)
                sum += photo->gray[(y * side + i / side) * photo->width + x * side + i % side];
            out.gray[y * out.width + x] = (uint8_t)(sum / (side * side));
        }
    return out;
}

/* The grey at (x, y) in 1/256 of a pixel, between the four around it; outside is white. */
static uint8_t
gray_between(const struct photo *photo, int64_t x, int64_t y)
{
    int64_t left = x >> 8, top = y >> 8, part_x = x & 255, part_y = y & 255;
    if (left < 0 || top < 0 || left + 1 >= (int64_t)photo->width || top + 1 >= (int64_t)photo->height)
        return 255;
    const uint8_t *at = photo->gray + (size_t)top * photo->width + left, *below = at + photo->width;
    int64_t upper = at[0] * (256 - part_x) + at[1] * part_x, lower = below[0] * (256 - part_x) + below[1] * part_x;
    return (uint8_t)((upper * (256 - part_y) + lower * part_y) >> 16);
}

/* `width` wide, no narrower than it is. */
static struct photo
enlarge(const struct photo *photo, size_t width)
{
    struct photo out = new_photo(width, photo->height * width / photo->width);
    for (size_t y = 0; y < out.height; y++)
        for (size_t x = 0; x < width; x++)
            out.gray[y * width + x] = gray_between(photo, (int64_t)(x * photo->width * 256 / width),
                                                   (int64_t)(y * photo->width * 256 / width));
    return out;
}

/* Turned by 30 degrees about the middle. */
static struct photo
turn(const struct photo *photo)
{
    enum { COS = 222, SIN = 128 }; /* of 256 */
    size_t width = (photo->width * COS + photo->height * SIN) / 256, height = (photo->width * SIN + photo->height * COS) / 256;
    struct photo out = new_photo(width, height);
    for (size_t y = 0; y < height; y++)
        for (size_t x = 0; x < width; x++) {
            int64_t from_middle_x = (int64_t)x - (int64_t)width / 2, from_middle_y = (int64_t)y - (int64_t)height / 2;
            out.gray[y * width + x] =
                gray_between(photo, COS * from_middle_x + SIN * from_middle_y + (int64_t)photo->width * 128,
                             COS * from_middle_y - SIN * from_middle_x + (int64_t)photo->height * 128);
        }
    return out;
}

/* Black or white by the mean of the square of 2 * reach + 1 pixels around: shadows and uneven light go. */
static void
even_out(struct photo *photo, size_t reach)
{
    size_t width = photo->width, height = photo->height, window = 2 * reach + 1;
    if (width <= window || height <= window)
        return;
    uint32_t *columns = memory_new(width * sizeof *columns);
    uint8_t *kept = memory_new(window * width); /* the rows as they were */
    for (size_t y = 0; y < height + reach; y++) {
        uint8_t *slot = kept + y % window * width;
        if (y < height)
            for (size_t x = 0; x < width; x++)
                columns[x] += photo->gray[y * width + x] - (y >= window ? slot[x] : 0u);
        else
            for (size_t x = 0; x < width; x++)
                columns[x] -= slot[x];
        if (y < height)
            memcpy(slot, photo->gray + y * width, width);
        if (y < reach)
            continue;
        size_t middle = y - reach, rows = (middle < reach ? middle : reach) + 1 + (y < height ? reach : height - 1 - middle);
        uint32_t sum = 0, count = 0;
        for (size_t x = 0; x < width + reach; x++) {
            sum += x < width ? columns[x] : 0;
            count += x < width;
            if (x < reach)
                continue;
            if (x >= window) {
                sum -= columns[x - window];
                count--;
            }
            uint8_t *pixel = &photo->gray[middle * width + x - reach];
            int32_t mean = (int32_t)(sum / (count * (uint32_t)rows)), value = 128 + 2 * (*pixel - mean) + 16;
            *pixel = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
        }
    }
    free(columns);
    free(kept);
}

/* ---- the ways of looking ---- */

enum { LOOK_PLAIN, LOOK_SMALL, LOOK_EVEN, LOOK_TURNED, LOOK_LARGE, LOOK_COUNT };

/* Twice as wide, or as wide as there is room for. */
static size_t
large_width(const struct photo *photo)
{
    size_t parts = 32; /* of 16 */
    while (parts > 16 && photo->width * parts / 16 * (photo->height * parts / 16) > PHOTO_KEPT_MAX)
        parts--;
    return photo->width * parts / 16;
}

static struct photo
make_turned(const struct photo *photo)
{
    size_t side = photo->width * photo->height > TURNED_MAX ? 2 : 1; /* it needs nearly twice the room */
    struct photo small = side == 1 ? *photo : shrink(photo, side), out = turn(&small);
    if (side > 1)
        photo_clear(&small);
    return out;
}

/* Nothing, if there is nothing to be gained. */
static struct photo
make_other(const struct photo *photo, unsigned attempt)
{
    struct photo out = {0};
    if (attempt == LOOK_SMALL && photo->width >= 400 && photo->height >= 400)
        out = shrink(photo, 2);
    if (attempt == LOOK_TURNED)
        out = make_turned(photo);
    if (attempt == LOOK_LARGE && large_width(photo) >= photo->width * 20 / 16)
        out = enlarge(photo, large_width(photo));
    if (attempt == LOOK_EVEN) {
        out = shrink(photo, 1);
        even_out(&out, 24);
    }
    return out;
}

bool
photo_find_codes(struct photo *photo, unsigned attempt, struct buffer *lines)
{
    struct photo other = {0};
    if (attempt >= LOOK_COUNT)
        return false;
    if (attempt == LOOK_PLAIN)
        scan(photo, &photo->work, lines);
    else
        other = make_other(photo, attempt);
    if (other.gray != NULL)
        scan(&other, &photo->work, lines);
    photo_clear(&other);
    return true;
}
