/* paper_draw.c - lines, shapes and codes, written straight into the page's stream.
 *
 * libharu's own path functions write five decimals a number; here a number is a whole hundredth of
 * a millimetre under one matrix (y downwards, as on paper), which is a third of the bytes and of
 * the time. The matrix is left for words, which would stand on their heads in it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "credential/paper.h"

static const double CIRCLE_HANDLE =
    0.55228475; /* 4/3 (sqrt 2 - 1): four Bézier curves as a circle */

static const char *const COLOURS[PAPER_COLOURS] = {
    [BLACK] = "0 0 0",         [WHITE] = "1 1 1",        [SON] = ".576 .102 .102",
    [CHAM] = ".122 .204 .408", [DONG] = ".42 .306 .086", [DONG_PALE] = ".78 .678 .459",
    [KE] = ".486 .49 .518",
};

static void
emit(struct paper_page *page, const char *text, size_t len)
{
    HPDF_PageAttr attr = page->page->attr;
    HPDF_Stream_Write(attr->stream, (const HPDF_BYTE *)text, (HPDF_UINT)len);
}

static void
emit_text(struct paper_page *page, const char *text)
{
    emit(page, text, strlen(text));
}

static char *
add_number(char *at, double number)
{
    long value = lround(number);
    char digits[24];
    int count = 0;
    if (value < 0)
        *at++ = '-';
    unsigned long rest = value < 0 ? (unsigned long)-value : (unsigned long)value;
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    while (count > 0)
        *at++ = digits[--count];
    *at++ = ' ';
    return at;
}

/* Millimetres in, operator behind them. */
static void
emit_operator(struct paper_page *page, const double *lengths, size_t count, const char *operator)
{
    char line[200], *at = line;
    for (size_t i = 0; i < count; i++)
        at = add_number(at, lengths[i] * 100);
    at = stpcpy(at, operator);
    *at++ = '\n';
    emit(page, line, (size_t)(at - line));
}

static void
start_drawing(struct paper_page *page)
{
    if (page->is_drawing)
        return;
    if (page->origin_x == 0 && page->origin_y == 0) {
        emit_text(page, "q .0283465 0 0 -.0283465 0 595.2756 cm\n");
    } else {
        char matrix[80];
        int len = snprintf(matrix, sizeof matrix, "q .0283465 0 0 -.0283465 %.4f %.4f cm\n",
                           page->origin_x * POINTS_PER_MM,
                           595.2756 - page->origin_y * POINTS_PER_MM);
        emit(page, matrix, (size_t)len);
    }
    page->is_drawing = true;
}

void
paper_stop_drawing(struct paper_page *page)
{
    if (page->is_drawing)
        emit_text(page, "Q\n");
    page->is_drawing = false;
}

void
paper_fill_colour(struct paper_page *page, enum paper_colour colour)
{
    start_drawing(page);
    emit_text(page, colour == BLACK ? "0" : COLOURS[colour]);
    emit_text(page, colour == BLACK ? " g\n" : " rg\n");
}

void
paper_line_style(struct paper_page *page, enum paper_colour colour, double width)
{
    char line[80];
    start_drawing(page);
    int len = snprintf(line, sizeof line, "%s %s %.4g w\n", colour == BLACK ? "0" : COLOURS[colour],
                       colour == BLACK ? "G" : "RG", width * 100);
    emit(page, line, (size_t)len);
}

void
paper_dashes(struct paper_page *page, double length)
{
    char line[40];
    start_drawing(page);
    int len = length > 0 ? snprintf(line, sizeof line, "[%.4g] 0 d\n", length * 100)
                         : snprintf(line, sizeof line, "[] 0 d\n");
    emit(page, line, (size_t)len);
}

void
paper_move(struct paper_page *page, double x, double y)
{
    start_drawing(page);
    emit_operator(page, (double[]){x, y}, 2, "m");
}

void
paper_line_to(struct paper_page *page, double x, double y)
{
    emit_operator(page, (double[]){x, y}, 2, "l");
}

void
paper_rectangle(struct paper_page *page, double x, double y, double width, double height)
{
    start_drawing(page);
    emit_operator(page, (double[]){x, y, width, height}, 4, "re");
}

void
paper_circle(struct paper_page *page, double x, double y, double r)
{
    const double h = r * CIRCLE_HANDLE;
    paper_move(page, x + r, y);
    emit_operator(page, (double[]){x + r, y + h, x + h, y + r, x, y + r}, 6, "c");
    emit_operator(page, (double[]){x - h, y + r, x - r, y + h, x - r, y}, 6, "c");
    emit_operator(page, (double[]){x - r, y - h, x - h, y - r, x, y - r}, 6, "c");
    emit_operator(page, (double[]){x + h, y - r, x + r, y - h, x + r, y}, 6, "c");
}

void
paper_fill(struct paper_page *page)
{
    emit_text(page, "f\n");
}

void
paper_stroke(struct paper_page *page)
{
    emit_text(page, "S\n");
}

void
paper_line(struct paper_page *page, double x1, double y1, double x2, double y2)
{
    paper_move(page, x1, y1);
    paper_line_to(page, x2, y2);
    paper_stroke(page);
}

void
paper_push(struct paper_page *page)
{
    start_drawing(page);
    emit_text(page, "q\n");
}

void
paper_pop(struct paper_page *page)
{
    emit_text(page, "Q\n");
}

void
paper_shift(struct paper_page *page, double x, double y)
{
    char line[80];
    int len = snprintf(line, sizeof line, "1 0 0 1 %.7g %.7g cm\n", x * 100, y * 100);
    emit(page, line, (size_t)len);
}

void
paper_turn(struct paper_page *page, double angle)
{
    char line[120];
    double c = cos(angle), s = sin(angle);
    int len = snprintf(line, sizeof line, "%.7f %.7f %.7f %.7f 0 0 cm\n", c, s, -s, c);
    emit(page, line, (size_t)len);
}

void
paper_clip(struct paper_page *page, double x, double y, double width, double height)
{
    paper_rectangle(page, x, y, width, height);
    emit_text(page, "W n\n");
}

/* ---- codes ---- */

/* Printers fatten black, so edges that face white are drawn in by a tenth of a module (FIGURES.md
 * part 1, section 2). Each black patch is one outline: rectangles side by side would leave
 * hairlines between them on a screen. */
enum { MODULE = 10, INSET = 1 };

enum heading { EAST, SOUTH, WEST, NORTH };

static const int STEP[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};

static bool
is_dark(const struct qr_code *code, int row, int column)
{
    return row >= 0 && column >= 0 && row < code->width && column < code->width &&
           code->modules[row * code->width + column] != 0;
}

/* The module before a corner, to the right or left of whoever walks there with black at the right
 * hand. */
static bool
is_dark_ahead(const struct qr_code *code, int x, int y, enum heading heading, bool at_right)
{
    static const int AT_RIGHT[4][2] = {
        {0, 0}, {-1, 0}, {-1, -1}, {0, -1}}; /* column, row from the corner */
    static const int AT_LEFT[4][2] = {{0, -1}, {0, 0}, {-1, 0}, {-1, -1}};
    const int *from = at_right ? AT_RIGHT[heading] : AT_LEFT[heading];
    return is_dark(code, y + from[1], x + from[0]);
}

static void
emit_corner(struct paper_page *page, int x, int y, enum heading in, enum heading out, bool is_first)
{
    const int *a = STEP[(in + 1) % 4],
              *b = STEP[(out + 1) % 4]; /* right of a heading: into the black */
    char line[40], *at = line;
    at = add_number(at, x * MODULE + INSET * (a[0] + b[0]));
    at = add_number(at, y * MODULE + INSET * (a[1] + b[1]));
    *at++ = is_first ? 'm' : 'l';
    *at++ = '\n';
    emit(page, line, (size_t)(at - line));
}

/* Once around, from the west end of a black module's upper edge; every such edge passed is marked.
 */
static void
emit_outline(struct paper_page *page, const struct qr_code *code, uint8_t *passed, int x, int y)
{
    const int first_x = x, first_y = y;
    bool is_first = true;
    enum heading heading = EAST;
    do {
        if (heading == EAST)
            passed[y * code->width + x] = 1;
        x += STEP[heading][0];
        y += STEP[heading][1];
        enum heading next = heading;
        if (!is_dark_ahead(code, x, y, heading, true))
            next = (enum heading)((heading + 1) % 4);
        else if (is_dark_ahead(code, x, y, heading, false))
            next = (enum heading)((heading + 3) % 4);
        if (next != heading) {
            emit_corner(page, x, y, heading, next, is_first);
            is_first = false;
        }
        heading = next;
    } while (x != first_x || y != first_y || heading != EAST);
    emit_text(page, "h\n");
}

void
paper_code(struct paper_page *page, const struct qr_code *code, double x, double y, double size)
{
    uint8_t *passed = memory_new((size_t)(code->width * code->width));
    double unit = size / code->width / MODULE * POINTS_PER_MM;
    char matrix[120];
    paper_stop_drawing(page);
    int len = snprintf(matrix, sizeof matrix, "q %.6f 0 0 %.6f %.4f %.4f cm 0 g\n", unit, -unit,
                       (page->origin_x + x) * POINTS_PER_MM,
                       (PAPER_HEIGHT - page->origin_y - y) * POINTS_PER_MM);
    emit(page, matrix, (size_t)len);
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width; column++)
            if (is_dark(code, row, column) && !is_dark(code, row - 1, column) &&
                !passed[row * code->width + column])
                emit_outline(page, code, passed, column, row);
    emit_text(page, "f\nQ\n");
    free(passed);
}
