/* paper_text.c - words on the page. Text on paper is pure black; only Lora of 14 pt and more may be
 * son, since a black laser turns any other colour into dots (LOOK.md section 3). */
#include <stdio.h>
#include <string.h>

#include "credential/paper.h"

static double
measure(struct paper_page *page, const struct text_style *style, const char *text, size_t len)
{
    size_t letters;
    double em = paper_measure(page->fonts, style->font, text, len, &letters);
    if (letters > 1)
        em += (double)(letters - 1) * style->tracking;
    return em * style->points / POINTS_PER_MM;
}

double
paper_text_width(struct paper_page *page, const struct text_style *style, const char *text)
{
    return measure(page, style, text, strlen(text));
}

/* A mark that is set by hand over its letter is read back behind it, as it was in the text. */
static bool
begin_span(struct paper_page *page, const char *text)
{
    HPDF_PageAttr attr = page->page->attr;
    char code[12];
    size_t len;
    bool has_marks = false;
    uint32_t letter;
    for (const char *at = text; *at != 0 && !has_marks; at += paper_read_letter(at, &letter))
        has_marks = (unsigned char)*at == 0xcc || (unsigned char)*at == 0xcd; /* U+0300 to U+037F */
    if (!has_marks)
        return false;
    HPDF_Stream_WriteStr(attr->stream, "/Span <</ActualText <FEFF");
    for (; *text != 0; text += len) {
        len = paper_read_letter(text, &letter);
        snprintf(code, sizeof code, "%04X", (unsigned)(letter & 0xffff));
        HPDF_Stream_WriteStr(attr->stream, code);
    }
    HPDF_Stream_WriteStr(attr->stream, ">>> BDC\n");
    return true;
}

static void
draw_text(struct paper_page *page, const struct text_style *style, double x, double y,
          const char *text)
{
    struct paper_run run = {0};
    double points = style->points, at = (page->origin_x + x) * POINTS_PER_MM,
           line = (PAPER_HEIGHT - page->origin_y - y) * POINTS_PER_MM;
    paper_stop_drawing(page);
    if (style->colour == BLACK)
        HPDF_Page_SetGrayFill(page->page, 0);
    else
        HPDF_Page_SetRGBFill(page->page, .576f, .102f, .102f);
    bool is_span = begin_span(page, text);
    HPDF_Page_BeginText(page->page);
    HPDF_Page_SetCharSpace(page->page, (HPDF_REAL)(style->tracking * points));
    while (paper_next_run(page, style->font, &text, &run)) {
        HPDF_Page_SetFontAndSize(page->page, run.font, (HPDF_REAL)points);
        HPDF_Page_TextOut(page->page, (HPDF_REAL)(at + run.shift * points),
                          (HPDF_REAL)(line + run.lift * points), run.bytes);
        at += run.width * points;
        if (run.width > 0)
            at += (double)run.letters * style->tracking * points;
    }
    HPDF_Page_EndText(page->page);
    if (is_span)
        HPDF_Stream_WriteStr(((HPDF_PageAttr)page->page->attr)->stream, "EMC\n");
}

void
paper_text(struct paper_page *page, const struct text_style *style, enum paper_align align,
           double x, double y, const char *text)
{
    if (page->fault != FAULT_NONE || text == NULL || text[0] == 0)
        return;
    double width = align == LEFT ? 0 : paper_text_width(page, style, text);
    draw_text(page, style, x - (align == CENTRE ? width / 2 : align == RIGHT ? width : 0), y, text);
}

struct text_style
paper_fit(struct paper_page *page, const struct text_style *style, double width, const char *text)
{
    struct text_style fitting = *style;
    double own = paper_text_width(page, style, text);
    if (own > width)
        fitting.points *= width / own;
    return fitting;
}

/* Length in bytes of the longest beginning that ends at a blank and fits; the whole text if it
 * fits. */
static size_t
fitting_part(struct paper_page *page, const struct text_style *style, double width,
             const char *text)
{
    size_t best = 0;
    for (size_t at = 0;; at++) {
        if (text[at] != ' ' && text[at] != 0)
            continue;
        if (best > 0 && measure(page, style, text, at) > width)
            return best;
        best = at;
        if (text[at] == 0)
            return best;
    }
}

int
paper_count_lines(struct paper_page *page, const struct text_style *style, double width,
                  const char *text)
{
    int lines = 0;
    for (; text[0] != 0; lines++) {
        text += fitting_part(page, style, width, text);
        text += strspn(text, " ");
    }
    return lines;
}

int
paper_paragraph(struct paper_page *page, const struct text_style *style, enum paper_align align,
                double x, double y, double width, double pitch, int most, const char *text)
{
    char line[600];
    int lines = 0;
    while (text[0] != 0 && lines < most) {
        size_t len = lines + 1 == most ? strlen(text) : fitting_part(page, style, width, text);
        snprintf(line, sizeof line, "%.*s", (int)len, text);
        struct text_style fitting = paper_fit(page, style, width, line);
        paper_text(page, &fitting, align, x, y + pitch * lines, line);
        lines++;
        text += len;
        text += strspn(text, " ");
    }
    return lines;
}
