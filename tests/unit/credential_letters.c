/* credential_letters.c - every letter of Vietnamese that has a mark, in every font of the paper. With --write DIR it leaves
 * letters.pdf, a page for each font, and letters.json, which says where; tests/certificates/pdf_suite.py looks at the
 * pixels, since text that reads well may still be drawn without its marks. */
#include "unit.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "credential/paper.h"

enum { LETTER_COLUMNS = 14, CELL_WIDTH = 250, CELL_HEIGHT = 240, LETTER_POINTS = 24 };

/* U+1EA0 to U+1EF9 come first, these behind them: together the letters of Vietnamese that have marks. */
static const uint16_t OTHER_LETTERS[] = {
    0xc0, 0xc1, 0xc2, 0xc3, 0xc8, 0xc9, 0xca, 0xcc, 0xcd, 0xd2, 0xd3, 0xd4, 0xd5, 0xd9, 0xda,
    0xdd, 0xe0, 0xe1, 0xe2, 0xe3, 0xe8, 0xe9, 0xea, 0xec, 0xed, 0xf2, 0xf3, 0xf4, 0xf5, 0xf9,
    0xfa, 0xfd, 0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1a0, 0x1a1, 0x1af, 0x1b0};
static const char *const FONT_NAMES[PAPER_FONTS] = {
    [SERIF_SEMIBOLD] = "DausoSerif-SemiBold", [SERIF_BOLD] = "DausoSerif-Bold",
    [SERIF_ITALIC] = "DausoSerif-MediumItalic", [SANS] = "DausoSans-Regular",
    [SANS_MEDIUM] = "DausoSans-Medium", [SANS_SEMIBOLD] = "DausoSans-SemiBold", [SANS_BOLD] = "DausoSans-Bold",
};

/* A letter's cell and base line in pixels of 300 dpi, which are whole numbers so that the raster does not blur them. */
static void
draw_letter(struct paper_page *page, enum paper_font font, int place, uint32_t code, struct buffer *list)
{
    const struct text_style style = {font, LETTER_POINTS, BLACK, 0};
    const double mm = 25.4 / 300;
    int x = place % LETTER_COLUMNS * CELL_WIDTH + 75, y = place / LETTER_COLUMNS * CELL_HEIGHT + 160;
    char letter[5] = {0};
    if (code < 0x800)
        snprintf(letter, sizeof letter, "%c%c", (int)(0xc0 | code >> 6), (int)(0x80 | (code & 0x3f)));
    else
        snprintf(letter, sizeof letter, "%c%c%c", (int)(0xe0 | code >> 12), (int)(0x80 | (code >> 6 & 0x3f)),
                 (int)(0x80 | (code & 0x3f)));
    paper_text(page, &style, LEFT, x * mm, y * mm, letter);
    buffer_print(list, "%s\n {\"font\": \"%s\", \"page\": %d, \"code\": %u, \"x\": %d, \"y\": %d}",
                 list->len > 1 ? "," : "", FONT_NAMES[font], (int)font + 1, (unsigned)code, x, y);
}

static void
draw_letters(struct paper_page *page, enum paper_font font, struct buffer *list)
{
    int place = 0;
    for (uint32_t code = 0x1ea0; code <= 0x1ef9; code++)
        draw_letter(page, font, place++, code, list);
    for (size_t i = 0; i < sizeof OTHER_LETTERS / sizeof OTHER_LETTERS[0]; i++)
        draw_letter(page, font, place++, OTHER_LETTERS[i], list);
}

/* Draws all pages with the functions that draw the certificate; the caller frees the document. */
static HPDF_Doc
draw_pages(struct paper_page *page, struct buffer *list)
{
    static const char *names[PAPER_FONTS];
    page->doc = HPDF_New(NULL, NULL);
    page->font_names = names;
    HPDF_UseUTFEncodings(page->doc);
    HPDF_SetCompressionMode(page->doc, HPDF_COMP_ALL);
    buffer_add_text(list, "[");
    for (int font = 0; font < PAPER_FONTS; font++) {
        char *file = memory_print("build/fonts/%s.ttf", FONT_NAMES[font]);
        names[font] = HPDF_LoadTTFontFromFile(page->doc, file, HPDF_TRUE);
        page->fonts[font] = HPDF_GetFont(page->doc, names[font], "UTF-8");
        page->page = HPDF_AddPage(page->doc);
        HPDF_Page_SetSize(page->page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_LANDSCAPE);
        draw_letters(page, (enum paper_font)font, list);
        free(file);
    }
    buffer_add_text(list, "]\n");
    return page->doc;
}

TEST(every_font_has_every_letter_of_vietnamese)
{
    struct err err = {0};
    struct buffer list = {0};
    struct paper_page page = {.err = &err};
    HPDF_Doc doc = draw_pages(&page, &list);
    CHECK_TEXT(err.text, "");
    CHECK(page.fault == FAULT_NONE && list.len > 1000);
    HPDF_Free(doc);
    buffer_clear(&list);
}

TEST(a_letter_without_a_glyph_is_a_fault)
{
    struct err err = {0};
    struct buffer list = {0};
    struct paper_page page = {.err = &err};
    HPDF_Doc doc = draw_pages(&page, &list);
    draw_letter(&page, SANS, 0, 0x5b57, &list);
    CHECK(page.fault == FAULT_INPUT && strstr(err.text, "字") != NULL);
    HPDF_Free(doc);
    buffer_clear(&list);
}

static void
write_pages(const char *folder)
{
    struct err err = {0};
    struct buffer list = {0};
    struct paper_page page = {.err = &err};
    HPDF_Doc doc = draw_pages(&page, &list);
    char *pdf = file_join(folder, "letters.pdf"), *json = file_join(folder, "letters.json");
    if (page.fault != FAULT_NONE || HPDF_SaveToFile(doc, pdf) != HPDF_OK ||
        file_write(json, list.data, list.len, 0644, &err) != FAULT_NONE)
        printf("FAIL letters.pdf: %s\n", err.text);
    HPDF_Free(doc);
    buffer_clear(&list);
    free(pdf);
    free(json);
}

int
main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--write") == 0)
        write_pages(argv[2]);
    RUN(every_font_has_every_letter_of_vietnamese);
    RUN(a_letter_without_a_glyph_is_a_fault);
    return unit_end();
}
