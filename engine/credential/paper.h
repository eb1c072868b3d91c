/* paper.h - the page that is being drawn, as the files of the paper share it. Private to credential/.
 * Lengths are millimetres from the top left corner; colours are LOOK.md section 2. */
#ifndef CREDENTIAL_PAPER_H
#define CREDENTIAL_PAPER_H

#include <hpdf.h>

#include "credential/credential.h"

enum paper_font { SERIF_SEMIBOLD, SERIF_BOLD, SERIF_ITALIC, SANS, SANS_MEDIUM, SANS_SEMIBOLD, SANS_BOLD, PAPER_FONTS };
enum paper_colour { BLACK, WHITE, SON, CHAM, DONG, DONG_PALE, KE, PAPER_COLOURS };
enum paper_align { LEFT, CENTRE, RIGHT };

struct paper_page {
    HPDF_Doc doc;
    HPDF_Page page;
    HPDF_Font fonts[PAPER_FONTS];
    const char *const *font_names;
    struct err *err;
    enum fault fault; /* the first thing that could not be drawn */
};

static const double PAPER_WIDTH = 297, PAPER_HEIGHT = 210, POINTS_PER_MM = 72 / 25.4;

struct text_style {
    enum paper_font font;
    double points;
    enum paper_colour colour;
    double tracking; /* of an em */
};

void paper_fill_colour(struct paper_page *page, enum paper_colour colour);
void paper_line_style(struct paper_page *page, enum paper_colour colour, double width);
void paper_line(struct paper_page *page, double x1, double y1, double x2, double y2);
void paper_rectangle(struct paper_page *page, double x, double y, double width, double height);

/* y is the base line. A letter that the font lacks becomes page->fault. */
void paper_text(struct paper_page *page, const struct text_style *style, enum paper_align align, double x, double y,
                const char *text);
double paper_text_width(struct paper_page *page, const struct text_style *style, const char *text);
/* Breaks at blanks into lines of at most `width`; draws up to `most` lines, `pitch` apart; returns how many. */
int paper_paragraph(struct paper_page *page, const struct text_style *style, enum paper_align align, double x, double y,
                    double width, double pitch, int most, const char *text);

/* paper_ornament.c: LOOK.md section 7 */
void paper_drum(struct paper_page *page, double x, double y, double radius, const uint8_t id[CERTIFICATE_ID_LEN]);
void paper_mark(struct paper_page *page, double x, double y, double radius); /* sao */
void paper_border(struct paper_page *page);

/* paper_layout.c: the whole page */
void paper_lay_out(struct paper_page *page, const struct certificate_paper *paper, const struct qr_code *certificate,
                   const struct qr_code *issuer);

#endif
