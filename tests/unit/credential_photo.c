/* credential_photo.c - rows that are made smaller on the way, and every way of looking for codes. */
#include "unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "credential/credential.h"
#include "credential/other_code.h"
#include "credential/photo.h"

static const char TEXT[] = "https://v.example.vn/#31415926535897932384626433832795028841971693993751058209749445923";

/* ---- rows ---- */

static struct photo
flow(size_t width, size_t height, uint8_t (*gray)(size_t x, size_t y))
{
    struct photo photo = {0};
    struct photo_rows rows;
    uint8_t *row = memory_new(width);
    CHECK(photo_rows_begin(&rows, width, height, &photo));
    for (size_t y = 0; y < height; y++) {
        for (size_t x = 0; x < width; x++)
            row[x] = gray(x, y);
        photo_rows_add(&rows, row);
    }
    photo_rows_add(&rows, row); /* one too many */
    photo_rows_end(&rows);
    free(row);
    return photo;
}

static uint8_t
white(size_t x, size_t y)
{
    (void)x;
    (void)y;
    return 255;
}

static uint8_t
slope(size_t x, size_t y)
{
    return (uint8_t)(x * 200 / 7300 + y * 50 / 5470);
}

static uint8_t
checks(size_t x, size_t y)
{
    return (x + y) % 2 == 0 ? 0 : 200;
}

TEST(a_picture_that_fits_is_kept_as_it_is)
{
    struct photo photo = flow(31, 7, checks);
    CHECK(photo.width == 31 && photo.height == 7);
    for (size_t i = 0; i < 31 * 7; i++)
        CHECK(photo.gray[i] == checks(i % 31, i / 31));
    photo_clear(&photo);
}

TEST(a_larger_one_is_made_smaller_with_the_same_greys_in_the_same_places)
{
    struct photo photo = flow(7300, 5470, slope);
    CHECK(photo.width * photo.height <= PHOTO_KEPT_MAX && photo.width * photo.height > PHOTO_KEPT_MAX * 98 / 100);
    CHECK(labs((long)(photo.width * 5470 / 7300) - (long)photo.height) <= 1);
    for (size_t y = 0; y < photo.height; y += 97)
        for (size_t x = 0; x < photo.width; x += 101)
            CHECK(abs(photo.gray[y * photo.width + x] - slope(x * 7300 / photo.width, y * 5470 / photo.height)) <= 2);
    photo_clear(&photo);
}

TEST(white_stays_white_and_fine_checks_become_their_mean)
{
    struct photo all = flow(8000, 5000, white), fine = flow(29000, 1300, checks);
    for (size_t i = 0; i < all.width * all.height; i++)
        CHECK(all.gray[i] == 255);
    for (size_t i = 0; i < fine.width * fine.height; i += 13)
        CHECK(fine.gray[i] > 10 && fine.gray[i] < 190);
    photo_clear(&all);
    photo_clear(&fine);
}

TEST(no_pixels_and_too_many_are_refused)
{
    static const size_t SIZES[][2] = {{0, 5}, {5, 0}, {PHOTO_SIDE_MAX + 1, 1}, {1, PHOTO_SIDE_MAX + 1}, {8000, 5001},
                                      {(size_t)1 << 32, (size_t)1 << 32}};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        struct photo photo = {0};
        struct photo_rows rows = {0};
        CHECK(!photo_rows_begin(&rows, SIZES[i][0], SIZES[i][1], &photo) && photo.gray == NULL && rows.sums == NULL);
    }
}

TEST(rows_that_never_came_are_black)
{
    struct photo photo = {0};
    struct photo_rows rows;
    const uint8_t row[3] = {9, 9, 9};
    CHECK(photo_rows_begin(&rows, 3, 2, &photo));
    photo_rows_add(&rows, row);
    photo_rows_end(&rows);
    CHECK(photo.gray[2] == 9 && photo.gray[3] == 0 && photo.gray[5] == 0);
    photo_clear(&photo);
}

/* ---- codes ---- */

/* The code on grey paper, `pixels` a module, with `margin` pixels around and black as dark as `ink`. */
static struct photo
draw(size_t pixels, size_t margin, uint8_t paper, uint8_t ink)
{
    struct qr_code code;
    struct err err;
    CHECK(qr_code_of_payload(TEXT, 13, &code, &err) == FAULT_NONE);
    size_t width = (size_t)code.width, side = width * pixels + 2 * margin;
    struct photo photo = {.gray = memory_new(side * side), .width = side, .height = side};
    memset(photo.gray, paper, side * side);
    for (size_t i = 0; i < width * pixels * width * pixels; i++) {
        size_t x = i % (width * pixels), y = i / (width * pixels);
        if (code.modules[y / pixels * width + x / pixels])
            photo.gray[(y + margin) * side + x + margin] = ink;
    }
    qr_code_clear(&code);
    return photo;
}

static bool
finds(struct photo *photo, unsigned attempt, struct buffer *lines)
{
    CHECK(photo_find_codes(photo, attempt, lines));
    return lines->len == sizeof TEXT && memcmp(lines->data, TEXT, sizeof TEXT - 1) == 0 && lines->data[lines->len - 1] == '\n';
}

TEST(every_way_of_looking_finds_a_clear_code)
{
    struct photo photo = draw(9, 60, 230, 20);
    unsigned attempt = 0;
    struct buffer all = {0}, nothing = {0};
    for (; attempt < 5; attempt++) {
        struct buffer lines = {0};
        photo.work = 0;
        CHECK(finds(&photo, attempt, &lines));
        CHECK(finds(&photo, attempt, &all)); /* a line once, however often it is found */
        buffer_clear(&lines);
    }
    CHECK(!photo_find_codes(&photo, attempt, &nothing) && nothing.len == 0);
    buffer_clear(&all);
    photo_clear(&photo);
}

TEST(pictures_of_any_small_size_hold_nothing_and_break_nothing)
{
    for (size_t width = 1; width < 90; width += 7)
        for (size_t height = 1; height < 90; height += 11) {
            struct photo photo = flow(width, height, checks);
            struct buffer lines = {0};
            for (unsigned attempt = 0; photo_find_codes(&photo, attempt, &lines);)
                attempt++;
            CHECK(lines.len == 0);
            photo_clear(&photo);
        }
}

TEST(what_would_be_too_much_work_is_not_begun)
{
    struct photo photo = draw(9, 60, 230, 20);
    struct buffer lines = {0};
    photo.work = PHOTO_WORK_MAX;
    for (unsigned attempt = 0; photo_find_codes(&photo, attempt, &lines);)
        attempt++;
    CHECK(lines.len == 0);
    photo_clear(&photo);
}

/* ---- codes of others ---- */

static const char *
named(const char *text)
{
    char *exact = memory_copy(text, strlen(text));
    const char *name = other_code_sentence(exact, strlen(text));
    free(exact);
    return name == NULL ? "" : name;
}

TEST(well_known_codes_of_others_are_named)
{
    CHECK_TEXT(named("HC1:6BFOXN%TSMAHN"), "UNREADABLE.COVID");
    CHECK_TEXT(named("00020101021238570010A000000727"), "UNREADABLE.BANK");
    CHECK_TEXT(named("079083012345|212345678|Nguyễn Văn A|01011983"), "UNREADABLE.ID-CARD");
    CHECK_TEXT(named("212345678|x"), "UNREADABLE.ID-CARD");
    CHECK_TEXT(named("https://shop.example/#top"), "UNREADABLE.PAGE");
    CHECK_TEXT(named("8934563138164\nhttp://shop.example/"), "UNREADABLE.PAGE");
}

TEST(other_texts_are_not)
{
    static const char *const TEXTS[] = {"", "\n\n", "HC1", "hc1:6", "00020", "https://v.example.vn/#123", "12345678|x",
                                        "1234567890123|x", "079083012345", "ftp://x", "Cà phê", "000201#7"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        CHECK_TEXT(named(TEXTS[i]), "");
}

int
main(void)
{
    RUN(a_picture_that_fits_is_kept_as_it_is);
    RUN(a_larger_one_is_made_smaller_with_the_same_greys_in_the_same_places);
    RUN(white_stays_white_and_fine_checks_become_their_mean);
    RUN(no_pixels_and_too_many_are_refused);
    RUN(rows_that_never_came_are_black);
    RUN(every_way_of_looking_finds_a_clear_code);
    RUN(pictures_of_any_small_size_hold_nothing_and_break_nothing);
    RUN(what_would_be_too_much_work_is_not_begun);
    RUN(well_known_codes_of_others_are_named);
    RUN(other_texts_are_not);
    return unit_end();
}
