/* paper.h - the page that is being drawn, as the files of the paper share it. Private to
 * credential/.
 *
 * Lengths are millimetres from the top left corner; colours are LOOK.md section 2. Lines and shapes
 * are written into the page's stream by paper_draw.c in hundredths of a millimetre, words by
 * libharu. */
#ifndef CREDENTIAL_PAPER_H
#define CREDENTIAL_PAPER_H

#include <hpdf.h>

#include "credential/credential.h"

enum paper_font {
    SERIF_SEMIBOLD,
    SERIF_BOLD,
    SERIF_ITALIC,
    SANS,
    SANS_MEDIUM,
    SANS_SEMIBOLD,
    SANS_BOLD,
    /* Letters that the others lack, such as those of Ê-đê and Ba-na names: */
    SERIF_RARE,
    SANS_RARE,
    PAPER_FONTS
};
enum paper_colour { BLACK, WHITE, SON, CHAM, DONG, DONG_PALE, KE, PAPER_COLOURS };
enum paper_align { LEFT, CENTRE, RIGHT };

struct paper_fonts; /* paper_fonts.c */

struct paper_page {
    HPDF_Doc doc;
    HPDF_Page page;
    struct paper_fonts *fonts;
    double origin_x, origin_y; /* of the paper on the sheet, mm */
    bool is_drawing; /* the stream stands between q and Q, in hundredths of a millimetre */
    struct err *err;
    enum fault fault; /* the first thing that could not be drawn */
};

static const double PAPER_WIDTH = 297, PAPER_HEIGHT = 210, POINTS_PER_MM = 72 / 25.4;

/* ---- paper_draw.c: lines and shapes ----
 * A path is begun by move, rectangle or circle, ended by fill or stroke. */

void paper_fill_colour(struct paper_page *page, enum paper_colour colour);
void paper_line_style(struct paper_page *page, enum paper_colour colour, double width);
void paper_dashes(struct paper_page *page, double length); /* 0 = solid again */
void paper_move(struct paper_page *page, double x, double y);
void paper_line_to(struct paper_page *page, double x, double y);
void paper_rectangle(struct paper_page *page, double x, double y, double width, double height);
void paper_circle(struct paper_page *page, double x, double y, double radius);
void paper_fill(struct paper_page *page);
void paper_stroke(struct paper_page *page);
void paper_line(struct paper_page *page, double x1, double y1, double x2, double y2);
void paper_push(struct paper_page *page); /* colours, shift and turn come back with pop */
void paper_pop(struct paper_page *page);
void paper_shift(struct paper_page *page, double x, double y);
void paper_turn(struct paper_page *page, double angle); /* clockwise around the origin */
/* Until pop. */
void paper_clip(struct paper_page *page, double x, double y, double width, double height);
void paper_stop_drawing(struct paper_page *page); /* before words; never between push and pop */
/* A code of `size` millimetres, without its quiet zone; edges that face white are drawn in. */
void paper_code(struct paper_page *page, const struct qr_code *code, double x, double y,
                double size);

/* ---- paper_fonts.c: letters ---- */

MUST_CHECK enum fault paper_fonts_open(HPDF_Doc doc, const char *folder, struct paper_fonts **fonts,
                                       struct err *err);
void paper_fonts_close(struct paper_fonts *fonts);
/* A new page: no letter has a byte yet. */
void paper_fonts_begin(struct paper_fonts *fonts);
/* Writes down which byte is which letter. */
void paper_fonts_end(struct paper_fonts *fonts, HPDF_Doc doc);

/* Bytes of the letter at text, which is UTF-8; its code point in *code. */
size_t paper_read_letter(const char *text, uint32_t *code);

/* A piece of text in one font and one encoding. */
struct paper_run {
    HPDF_Font font;
    char bytes[160];
    double width; /* em */
    size_t letters;
    double lift, shift; /* em: a mark over the letter before it */
    /* The letter that a mark would go to; with marks, up and down to where it reaches, in
     * thousandths of an em. */
    uint32_t base;
    enum paper_font base_font;
    bool has_marks;
    double top, bottom;
};
/* Takes the next run off *text (a zeroed run the first time); false at its end, or when a letter is
 * in none of the fonts: then page->fault. */
bool paper_next_run(struct paper_page *page, enum paper_font font, const char **text,
                    struct paper_run *run);
/* Width of the text in em, without tracking; *letters as tracking counts them. Unknown letters are
 * no fault here. */
double paper_measure(struct paper_fonts *fonts, enum paper_font font, const char *text, size_t len,
                     size_t *letters);

/* ---- paper_text.c: words ---- */

struct text_style {
    enum paper_font font;
    double points;
    enum paper_colour colour;
    double tracking; /* of an em */
};

/* y is the base line. A letter that no font has becomes page->fault. */
void paper_text(struct paper_page *page, const struct text_style *style, enum paper_align align,
                double x, double y, const char *text);
double paper_text_width(struct paper_page *page, const struct text_style *style, const char *text);
/* The style, made smaller until the text is at most `width` wide. */
struct text_style paper_fit(struct paper_page *page, const struct text_style *style, double width,
                            const char *text);
/* Breaks at blanks into lines of at most `width`; draws up to `most` lines, `pitch` apart; returns
 * how many. */
int paper_paragraph(struct paper_page *page, const struct text_style *style, enum paper_align align,
                    double x, double y, double width, double pitch, int most, const char *text);
/* How many lines the paragraph would have. */
int paper_count_lines(struct paper_page *page, const struct text_style *style, double width,
                      const char *text);

/* ---- paper_ornament.c: LOOK.md section 7 ---- */

void paper_drum(struct paper_page *page, double x, double y,
                double radius); /* without the ring of the number */
void paper_number_ring(struct paper_page *page, double x, double y, double radius,
                       const uint8_t id[CERTIFICATE_ID_LEN]);
void paper_mark(struct paper_page *page, double x, double y,
                double radius); /* the star of sao, without its ring */
void paper_border(struct paper_page *page);

/* ---- paper_chart.c and paper_layout.c: what stands where ---- */

struct paper_chart_words {
    const char *skills, *sure, *maybe, *best, *not_tested;
};
void paper_chart(struct paper_page *page, const struct paper_chart_words *words,
                 const struct certificate_paper *paper, double title_y);
/* True if the rows must stand closer than they should under a title at `title_y`. */
bool paper_chart_is_tight(const struct certificate_paper *paper, double title_y);

struct paper_sheet {
    const struct certificate_paper *paper;
    const struct qr_code *certificate, *issuer;
};
struct paper_layout;
/* What stands on every paper of the layout alike, on a whole sheet of them; and the rest, for one paper. */
void paper_lay_out_ornament(struct paper_page *page, const struct paper_layout *layout);
void paper_lay_out(struct paper_page *page, const struct paper_layout *layout, const struct paper_sheet *sheet);

/* ---- paper_file.c: everything that is not on the page ---- */

void paper_describe(struct paper_page *page, const struct certificate_paper *paper);
void paper_describe_book(HPDF_Doc doc, const char *title, const char *office, int64_t made_at);

/* ---- certificate_pdf.c ---- */

/* Prints one A4 landscape page that `draw` fills; the base of certificate_pdf_draw, and of the
 * pages of tests. `finish` adds what is not on the page; may be NULL. */
MUST_CHECK enum fault paper_print(struct paper_press *press,
                                  void (*draw)(struct paper_page *page, const void *what),
                                  void (*finish)(struct paper_page *page, const void *what),
                                  const void *what, struct buffer *pdf, struct err *err);
/* One page more of a book (credential.h), with the layout's ornament under it or without. */
MUST_CHECK enum fault paper_book_page(struct paper_press *press,
                                      void (*draw)(struct paper_page *page, const void *what),
                                      const void *what, bool has_ornament, struct err *err);

#endif
