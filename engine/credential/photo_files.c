/* photo_files.c - PNG and JPEG files as grey pixels. The file comes from a stranger: its size is looked at before a
 * pixel is decoded, both libraries get a limit for their own memory, and leave by longjmp at the first error. What a
 * longjmp must not lose hangs on a struct that the caller owns. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>
#include <png.h>

#include "base/memory.h"
#include "credential/photo.h"

enum { SCANS_MAX = 64, CHUNK_MAX = 1024 * 1024, PIXELS_A_UNIT = 100, MEMORY_MAX = 52 * 1024 * 1024 /* file, pixels and library */ };

void
photo_clear(struct photo *photo)
{
    free(photo->gray);
    *photo = (struct photo){0};
}

/* ---- rows, made smaller on the way ---- */

/* The side that keeps width * height, both divided alike, within PHOTO_KEPT_MAX. */
static size_t
shrunk_side(size_t side, size_t width, size_t height)
{
    size_t parts = 1024;
    while (parts > 1 && (width * parts / 1024) * (height * parts / 1024) > PHOTO_KEPT_MAX)
        parts--;
    return side * parts / 1024 > 0 ? side * parts / 1024 : 1;
}

bool
photo_rows_begin(struct photo_rows *rows, size_t width, size_t height, struct photo *out)
{
    if (width == 0 || height == 0 || width > PHOTO_SIDE_MAX || height > PHOTO_SIDE_MAX || width * height > PHOTO_PIXELS_MAX)
        return false;
    *out = (struct photo){.width = shrunk_side(width, width, height), .height = shrunk_side(height, width, height),
                          .work = width * height / PIXELS_A_UNIT};
    *rows = (struct photo_rows){.photo = out, .width = width, .height = height};
    out->gray = memory_new(out->width * out->height);
    rows->sums = memory_new(out->width * sizeof *rows->sums);
    rows->narrow = memory_new(out->width);
    return true;
}

/* Each pixel of the narrow row is the mean of what it covers; a pixel on a border counts for both by its shares. */
static void
narrow_row(const struct photo_rows *rows, const uint8_t *gray)
{
    uint32_t share = (uint32_t)rows->photo->width, whole = (uint32_t)rows->width, room = whole, sum = 0;
    size_t x = 0;
    for (size_t i = 0; i < rows->width; i++) {
        uint32_t here = share < room ? share : room;
        sum += gray[i] * here;
        room -= here;
        if (room > 0)
            continue;
        rows->narrow[x++] = (uint8_t)(sum / whole);
        sum = gray[i] * (share - here);
        room = whole - (share - here);
    }
}

void
photo_rows_add(struct photo_rows *rows, const uint8_t *gray)
{
    const struct photo *photo = rows->photo;
    size_t begin = rows->from * photo->height, end = begin + photo->height; /* in parts of 1 / (height * height) */
    if (rows->from == rows->height)
        return;
    rows->from++;
    if (photo->height == rows->height && photo->width == rows->width) {
        memcpy(photo->gray + rows->to++ * photo->width, gray, photo->width);
        return;
    }
    narrow_row(rows, gray);
    while (begin < end) {
        size_t border = (rows->to + 1) * rows->height, here = (end < border ? end : border) - begin;
        for (size_t x = 0; x < photo->width; x++)
            rows->sums[x] += rows->narrow[x] * (uint32_t)here;
        begin += here;
        if (begin < border)
            continue;
        for (size_t x = 0; x < photo->width; x++) {
            photo->gray[rows->to * photo->width + x] = (uint8_t)(rows->sums[x] / rows->height);
            rows->sums[x] = 0;
        }
        rows->to++;
    }
}

void
photo_rows_end(struct photo_rows *rows)
{
    free(rows->sums);
    free(rows->narrow);
    *rows = (struct photo_rows){0};
}

/* ---- PNG ---- */

static const uint8_t PNG_HEAD[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, JPEG_HEAD[3] = {0xff, 0xd8, 0xff};

bool
photo_is_picture(const void *data, size_t len)
{
    return (len >= sizeof PNG_HEAD && memcmp(data, PNG_HEAD, sizeof PNG_HEAD) == 0) ||
           (len >= sizeof JPEG_HEAD && memcmp(data, JPEG_HEAD, sizeof JPEG_HEAD) == 0);
}

struct reading {
    const uint8_t *at;
    size_t left;
    struct photo photo;
    struct photo_rows rows;
    uint8_t *row;
    enum photo_state state;
};

static void
give_png_bytes(png_structp png, png_bytep out, size_t wanted)
{
    struct reading *reading = png_get_io_ptr(png);
    if (wanted > reading->left)
        png_error(png, "the file ends too early");
    memcpy(out, reading->at, wanted);
    reading->at += wanted;
    reading->left -= wanted;
}

static _Noreturn void
leave_png(png_structp png, png_const_charp text)
{
    (void)text;
    png_longjmp(png, 1);
}

static void
ignore_png(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

/* Whatever it is, one grey byte a pixel; what shows through is white, as on paper. */
static void
make_png_gray(png_structp png, png_infop info)
{
    png_color_16 white = {.red = 255, .green = 255, .blue = 255, .gray = 255};
    png_set_scale_16(png);
    png_set_expand(png);
    if ((png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(png, info, PNG_INFO_tRNS) != 0) {
        png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
        png_set_strip_alpha(png);
    }
    if ((png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR) != 0)
        png_set_rgb_to_gray_fixed(png, PNG_ERROR_ACTION_NONE, -1, -1);
}

/* An interlaced picture is whole only after the last pass, so that it cannot be made smaller on the way. */
static void
read_png_rows(png_structp png, png_infop info, struct reading *reading)
{
    size_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
    bool is_interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
    reading->state = PHOTO_TOO_LARGE;
    if ((is_interlaced && width * height > PHOTO_KEPT_MAX) ||
        !photo_rows_begin(&reading->rows, width, height, &reading->photo))
        return;
    reading->state = PHOTO_DAMAGED;
    make_png_gray(png, info);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    if (png_get_rowbytes(png, info) != width)
        return;
    reading->row = memory_new(width);
    for (int pass = 0; pass < passes; pass++)
        for (size_t y = 0; y < height; y++) {
            png_read_row(png, is_interlaced ? reading->photo.gray + y * width : reading->row, NULL);
            if (!is_interlaced)
                photo_rows_add(&reading->rows, reading->row);
        }
    reading->state = PHOTO_GOOD;
}

static void
read_png(struct reading *reading)
{
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, leave_png, ignore_png);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    if (info != NULL && setjmp(png_jmpbuf(png)) == 0) {
        png_set_read_fn(png, reading, give_png_bytes);
        png_set_user_limits(png, 0x7fffffff, 0x7fffffff); /* the size is judged below, with a reason */
        png_set_chunk_malloc_max(png, CHUNK_MAX);
        png_set_chunk_cache_max(png, 16);
        png_read_info(png, info);
        read_png_rows(png, info, reading);
    }
    png_destroy_read_struct(&png, &info, NULL);
}

/* ---- JPEG ---- */

struct jpeg_trouble {
    struct jpeg_error_mgr errors; /* first: the library hands this back */
    jmp_buf leave;
};

static _Noreturn void
leave_jpeg(j_common_ptr jpeg)
{
    longjmp(((struct jpeg_trouble *)(void *)jpeg->err)->leave, 1);
}

static void
ignore_jpeg(j_common_ptr jpeg, int level)
{
    (void)jpeg;
    (void)level;
}

/* Each of many thousand scans costs a whole picture. */
static void
count_scans(j_common_ptr jpeg)
{
    if (((j_decompress_ptr)jpeg)->input_scan_number > SCANS_MAX)
        leave_jpeg(jpeg);
}

static void
read_jpeg_rows(j_decompress_ptr jpeg, struct reading *reading)
{
    jpeg_mem_src(jpeg, reading->at, reading->left);
    jpeg_read_header(jpeg, TRUE);
    reading->state = PHOTO_TOO_LARGE;
    if (!photo_rows_begin(&reading->rows, jpeg->image_width, jpeg->image_height, &reading->photo))
        return;
    reading->state = PHOTO_DAMAGED;
    jpeg->out_color_space = JCS_GRAYSCALE;
    jpeg->dct_method = JDCT_ISLOW; /* the fast one overflows where black meets white: a sharp code becomes noise */
    jpeg->mem->max_memory_to_use = MEMORY_MAX - (long)(reading->left + reading->photo.width * reading->photo.height);
    jpeg_start_decompress(jpeg);
    reading->row = memory_new(jpeg->output_width);
    while (jpeg->output_scanline < jpeg->output_height) {
        jpeg_read_scanlines(jpeg, &reading->row, 1);
        photo_rows_add(&reading->rows, reading->row);
    }
    reading->state = PHOTO_GOOD;
}

static void
read_jpeg(struct reading *reading)
{
    struct jpeg_decompress_struct jpeg = {0};
    struct jpeg_progress_mgr progress = {.progress_monitor = count_scans};
    struct jpeg_trouble trouble;
    jpeg.err = jpeg_std_error(&trouble.errors);
    trouble.errors.error_exit = leave_jpeg;
    trouble.errors.emit_message = ignore_jpeg;
    if (setjmp(trouble.leave) == 0) {
        jpeg_create_decompress(&jpeg);
        jpeg.progress = &progress;
        read_jpeg_rows(&jpeg, reading);
    } else if (trouble.errors.msg_code == JERR_NO_BACKING_STORE) {
        reading->state = PHOTO_TOO_LARGE; /* progressive: all of it must be there before the first row is */
    }
    jpeg_destroy_decompress(&jpeg);
}

enum photo_state
photo_read(const void *data, size_t len, struct photo *out)
{
    struct reading reading = {.at = data, .left = len, .state = PHOTO_DAMAGED};
    if (len >= sizeof PNG_HEAD && memcmp(data, PNG_HEAD, sizeof PNG_HEAD) == 0)
        read_png(&reading);
    else if (photo_is_picture(data, len))
        read_jpeg(&reading);
    photo_rows_end(&reading.rows);
    free(reading.row);
    *out = reading.photo;
    if (reading.state != PHOTO_GOOD) {
        photo_clear(out);
        out->work = reading.photo.work;
    }
    return reading.state;
}
