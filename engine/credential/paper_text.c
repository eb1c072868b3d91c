/* paper_text.c - colours, lines and words on the page. Text on paper is pure black; only Lora of 14 pt and more may be
 * son, since a black laser turns any other colour into dots (LOOK.md section 3). */
#include <stdio.h>
#include <string.h>

#include "credential/paper.h"

static const uint8_t COLOURS[PAPER_COLOURS][3] = {
    [BLACK] = {0, 0, 0},          [WHITE] = {255, 255, 255},    [SON] = {0x93, 0x1A, 0x1A}, [CHAM] = {0x1F, 0x34, 0x68},
    [DONG] = {0x6B, 0x4E, 0x16},  [DONG_PALE] = {0xC7, 0xAD, 0x75}, [KE] = {0x7C, 0x7D, 0x84},
};

static HPDF_REAL
part(enum paper_colour colour, int which)
{
    return (HPDF_REAL)COLOURS[colour][which] / 255;
}

void
paper_fill_colour(struct paper_page *page, enum paper_colour colour)
{
    if (colour == BLACK)
        HPDF_Page_SetGrayFill(page->page, 0);
    else
        HPDF_Page_SetRGBFill(page->page, part(colour, 0), part(colour, 1), part(colour, 2));
}

void
paper_line_style(struct paper_page *page, enum paper_colour colour, double width)
{
    HPDF_Page_SetLineWidth(page->page, (HPDF_REAL)(width * POINTS_PER_MM));
    if (colour == BLACK)
        HPDF_Page_SetGrayStroke(page->page, 0);
    else
        HPDF_Page_SetRGBStroke(page->page, part(colour, 0), part(colour, 1), part(colour, 2));
}

void
paper_line(struct paper_page *page, double x1, double y1, double x2, double y2)
{
    HPDF_Page_MoveTo(page->page, (HPDF_REAL)(x1 * POINTS_PER_MM), (HPDF_REAL)((PAPER_HEIGHT - y1) * POINTS_PER_MM));
    HPDF_Page_LineTo(page->page, (HPDF_REAL)(x2 * POINTS_PER_MM), (HPDF_REAL)((PAPER_HEIGHT - y2) * POINTS_PER_MM));
    HPDF_Page_Stroke(page->page);
}

void
paper_rectangle(struct paper_page *page, double x, double y, double width, double height)
{
    HPDF_Page_Rectangle(page->page, (HPDF_REAL)(x * POINTS_PER_MM),
                        (HPDF_REAL)((PAPER_HEIGHT - y - height) * POINTS_PER_MM), (HPDF_REAL)(width * POINTS_PER_MM),
                        (HPDF_REAL)(height * POINTS_PER_MM));
}

/* Bytes of the letter at text, its code point in *code. The text is UTF-8 already. */
static size_t
read_letter(const char *text, uint32_t *code)
{
    unsigned char first = (unsigned char)text[0];
    size_t len = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    *code = len == 1 ? first : first & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++)
        *code = *code << 6 | ((unsigned char)text[i] & 0x3f);
    return len;
}

/* A letter that the font lacks would leave a hole in a name: refuse the paper instead. */
static void
check_letters(struct paper_page *page, enum paper_font font, const char *text)
{
    HPDF_FontDef def = HPDF_GetFontDef(page->doc, page->font_names[font]);
    size_t len;
    for (const char *at = text; *at != 0 && page->fault == FAULT_NONE; at += len) {
        uint32_t code;
        len = read_letter(at, &code);
        if (code > 0xffff || HPDF_TTFontDef_GetGlyphid(def, (HPDF_UINT16)code) == 0)
            page->fault = err_set(page->err, FAULT_INPUT, "the letter \"%.*s\" is in none of the fonts, so the paper "
                                  "cannot be printed", (int)len, at);
    }
}

static void
set_style(struct paper_page *page, const struct text_style *style)
{
    HPDF_Page_SetFontAndSize(page->page, page->fonts[style->font], (HPDF_REAL)style->points);
    HPDF_Page_SetCharSpace(page->page, (HPDF_REAL)(style->tracking * style->points));
}

static size_t
count_letters(const char *text)
{
    size_t count = 0;
    for (; *text != 0; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

/* libharu's own width counts the tracking once a byte, so it is added here. */
double
paper_text_width(struct paper_page *page, const struct text_style *style, const char *text)
{
    struct text_style plain = *style;
    size_t letters = count_letters(text);
    plain.tracking = 0;
    set_style(page, &plain);
    double width = HPDF_Page_TextWidth(page->page, text);
    if (letters > 1)
        width += (double)(letters - 1) * style->tracking * style->points;
    return width / POINTS_PER_MM;
}

void
paper_text(struct paper_page *page, const struct text_style *style, enum paper_align align, double x, double y,
           const char *text)
{
    check_letters(page, style->font, text);
    if (page->fault != FAULT_NONE || text[0] == 0)
        return;
    double width = align == LEFT ? 0 : paper_text_width(page, style, text);
    x -= align == CENTRE ? width / 2 : align == RIGHT ? width : 0;
    paper_fill_colour(page, style->colour);
    HPDF_Page_BeginText(page->page);
    set_style(page, style);
    HPDF_Page_TextOut(page->page, (HPDF_REAL)(x * POINTS_PER_MM), (HPDF_REAL)((PAPER_HEIGHT - y) * POINTS_PER_MM), text);
    HPDF_Page_EndText(page->page);
}

/* Length in bytes of the longest beginning that ends at a blank and fits; the whole text if it fits. */
static size_t
fitting_part(struct paper_page *page, const struct text_style *style, double width, const char *text)
{
    char line[600];
    size_t best = 0;
    for (size_t at = 0;; at++) {
        if (text[at] != ' ' && text[at] != 0)
            continue;
        snprintf(line, sizeof line, "%.*s", (int)at, text);
        if (best > 0 && paper_text_width(page, style, line) > width)
            return best;
        best = at;
        if (text[at] == 0 || at + 1 >= sizeof line)
            return best;
    }
}

int
paper_paragraph(struct paper_page *page, const struct text_style *style, enum paper_align align, double x, double y,
                double width, double pitch, int most, const char *text)
{
    char line[600];
    int lines = 0;
    while (text[0] != 0 && lines < most) {
        size_t len = lines + 1 == most ? strlen(text) : fitting_part(page, style, width, text);
        snprintf(line, sizeof line, "%.*s", (int)len, text);
        paper_text(page, style, align, x, y + pitch * lines, line);
        lines++;
        text += len;
        text += strspn(text, " ");
    }
    return lines;
}
