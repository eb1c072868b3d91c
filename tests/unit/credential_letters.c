/* credential_letters.c - every letter of Vietnamese that has a mark, in every font of the paper. With --write DIR it leaves
 * a page for each font, letters-FONT.pdf, and letters.json, which says where; tests/certificates/pdf_suite.py looks at the
 * pixels, since text that reads well may still be drawn without its marks. */
#include "unit.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "credential/paper.h"

/* Cells in pixels of 300 dpi. */
enum { LETTER_COLUMNS = 14, CELL_WIDTH = 250, CELL_HEIGHT = 240, LETTER_POINTS = 24 };

/* U+1EA0 to U+1EF9 come first, these behind them: together the letters of Vietnamese that have marks; then letters of other
 * peoples' names, some of which come from a wider font. */
static const uint16_t OTHER_LETTERS[] = {
    0xc0, 0xc1, 0xc2, 0xc3, 0xc8, 0xc9, 0xca, 0xcc, 0xcd, 0xd2, 0xd3, 0xd4, 0xd5, 0xd9, 0xda, 0xdd,
    0xe0, 0xe1, 0xe2, 0xe3, 0xe8, 0xe9, 0xea, 0xec, 0xed, 0xf2, 0xf3, 0xf4, 0xf5, 0xf9, 0xfa, 0xfd,
    0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1a0, 0x1a1, 0x1af, 0x1b0,
    0x180, 0x243, 0x114, 0x115, 0x14e, 0x14f};

static const struct {
    enum paper_font font;
    const char *name;
} FONTS[] = {
    {SERIF_SEMIBOLD, "DausoSerif-SemiBold"}, {SERIF_BOLD, "DausoSerif-Bold"}, {SERIF_ITALIC, "DausoSerif-MediumItalic"},
    {SANS, "DausoSans-Regular"}, {SANS_MEDIUM, "DausoSans-Medium"}, {SANS_SEMIBOLD, "DausoSans-SemiBold"},
    {SANS_BOLD, "DausoSans-Bold"},
};
enum { FONT_COUNT = sizeof FONTS / sizeof FONTS[0] };

static struct paper_press *press;

struct letters_page {
    size_t font;           /* of FONTS */
    uint32_t extra;        /* one more letter, 0 = none */
    struct buffer *places; /* lines of letters.json */
};

/* A letter's base line stands on whole pixels of 300 dpi, so that the raster does not blur it. */
static void
draw_letter(struct paper_page *page, const struct letters_page *what, int place, uint32_t code)
{
    const struct text_style style = {FONTS[what->font].font, LETTER_POINTS, BLACK, 0};
    const double mm = 25.4 / 300;
    int x = place % LETTER_COLUMNS * CELL_WIDTH + 75, y = place / LETTER_COLUMNS * CELL_HEIGHT + 160;
    char letter[5] = {0};
    if (code < 0x800)
        snprintf(letter, sizeof letter, "%c%c", (int)(0xc0 | code >> 6), (int)(0x80 | (code & 0x3f)));
    else
        snprintf(letter, sizeof letter, "%c%c%c", (int)(0xe0 | code >> 12), (int)(0x80 | (code >> 6 & 0x3f)),
                 (int)(0x80 | (code & 0x3f)));
    paper_text(page, &style, LEFT, x * mm, y * mm, letter);
    buffer_print(what->places, "%s\n {\"font\": \"%s\", \"code\": %u, \"x\": %d, \"y\": %d}",
                 what->places->len > 1 ? "," : "", FONTS[what->font].name, (unsigned)code, x, y);
}

static void
draw_letters(struct paper_page *page, const void *what)
{
    int place = 0;
    for (uint32_t code = 0x1ea0; code <= 0x1ef9; code++)
        draw_letter(page, what, place++, code);
    for (size_t i = 0; i < sizeof OTHER_LETTERS / sizeof OTHER_LETTERS[0]; i++)
        draw_letter(page, what, place++, OTHER_LETTERS[i]);
    if (((const struct letters_page *)what)->extra != 0)
        draw_letter(page, what, 0, ((const struct letters_page *)what)->extra);
}

TEST(every_font_draws_every_letter_of_vietnamese)
{
    for (size_t font = 0; font < FONT_COUNT; font++) {
        struct err err = {0};
        struct buffer places = {0}, pdf = {0};
        struct letters_page what = {font, 0, &places};
        CHECK(paper_print(press, draw_letters, NULL, &what, &pdf, &err) == FAULT_NONE);
        CHECK_TEXT(err.text, "");
        CHECK(pdf.len > 10000);
        buffer_clear(&places);
        buffer_clear(&pdf);
    }
}

TEST(a_letter_without_a_glyph_is_a_fault)
{
    struct err err = {0};
    struct buffer places = {0}, pdf = {0};
    struct letters_page what = {0, 0x5b57, &places};
    CHECK(paper_print(press, draw_letters, NULL, &what, &pdf, &err) == FAULT_INPUT);
    CHECK(strstr(err.text, "字") != NULL && pdf.len == 0);
    buffer_clear(&places);
    buffer_clear(&pdf);
}

static void
write_file(const char *folder, const char *name, const struct buffer *content)
{
    struct err err;
    char *path = file_join(folder, name);
    if (file_write(path, content->data, content->len, 0644, &err) != FAULT_NONE)
        printf("FAIL %s: %s\n", name, err.text);
    free(path);
}

static void
write_pages(const char *folder)
{
    struct err err;
    struct buffer places = {0};
    buffer_add_text(&places, "[");
    for (size_t font = 0; font < FONT_COUNT; font++) {
        struct buffer pdf = {0};
        struct letters_page what = {font, 0, &places};
        char *name = memory_print("letters-%s.pdf", FONTS[font].name);
        if (paper_print(press, draw_letters, NULL, &what, &pdf, &err) != FAULT_NONE)
            printf("FAIL %s: %s\n", name, err.text);
        write_file(folder, name, &pdf);
        buffer_clear(&pdf);
        free(name);
    }
    buffer_add_text(&places, "]\n");
    write_file(folder, "letters.json", &places);
    buffer_clear(&places);
}

int
main(int argc, char **argv)
{
    struct err err;
    if (paper_press_open("build/fonts", "certs/layouts/formal.layout", &press, &err) != FAULT_NONE) {
        printf("  %s\n", err.text);
        return 1;
    }
    if (argc == 3 && strcmp(argv[1], "--write") == 0)
        write_pages(argv[2]);
    RUN(every_font_draws_every_letter_of_vietnamese);
    RUN(a_letter_without_a_glyph_is_a_fault);
    paper_press_close(press);
    return unit_end();
}
