/* paper_register.c - the register of a class: one line a certificate, with room for the signature of who received it. Every
 * page says which one of how many it is, so that a lost one is missed. */
#include <stdio.h>
#include <string.h>

#include "credential/paper.h"

enum { ROWS_MAX = 15, ROWS_LAST_MAX = 12 /* above the signature of who is in charge */, ROWS_LAST_MIN = 3, COLUMNS = 7 };

static const double LEFT_EDGE = 15, RIGHT_EDGE = 282, TABLE_TOP = 46, HEAD_HEIGHT = 10, ROW_HEIGHT = 8.8;

static const struct {
    const char *head;
    double x;
    enum paper_align align;
} TABLE[COLUMNS + 1] = {{"Số", 15, RIGHT},        {"Họ và tên", 28, LEFT},  {"Năm sinh", 99, CENTRE},
                        {"Bậc", 118.5, LEFT},     {"Số giấy", 153, LEFT},   {"Ngày cấp", 206, CENTRE},
                        {"Người nhận ký", 232, LEFT}, {NULL, 282, LEFT}};

struct register_page {
    const struct register_paper *paper;
    size_t first, count, number, pages;
};

static const struct text_style OFFICE = {SANS_SEMIBOLD, 11, BLACK, 0}, TITLE = {SERIF_SEMIBOLD, 20, SON, .03},
                               PLAIN = {SANS, 10.5, BLACK, 0}, HEAD = {SANS_SEMIBOLD, 10, BLACK, 0},
                               NAME = {SANS_MEDIUM, 11.5, BLACK, 0}, SMALL = {SANS, 9, BLACK, 0};

static double
row_top(size_t row)
{
    return TABLE_TOP + HEAD_HEIGHT + (double)row * ROW_HEIGHT;
}

static void
draw_head(struct paper_page *page, const struct register_page *what)
{
    const struct register_paper *paper = what->paper;
    char line[700];
    struct text_style office = paper_fit(page, &OFFICE, 190, paper->office);
    paper_text(page, &office, LEFT, LEFT_EDGE, 19, paper->office);
    snprintf(line, sizeof line, "Tờ %zu / %zu", what->number, what->pages);
    paper_text(page, &OFFICE, RIGHT, RIGHT_EDGE, 19, line);
    paper_text(page, &TITLE, LEFT, LEFT_EDGE, 30, "Sổ cấp giấy chứng nhận");
    snprintf(line, sizeof line, "%s%s%s", paper->class_name, paper->place[0] != 0 ? "  ·  " : "", paper->place);
    struct text_style plain = paper_fit(page, &PLAIN, 205, line);
    paper_text(page, &plain, LEFT, LEFT_EDGE, 38, line);
    snprintf(line, sizeof line, "lập ngày %s", paper->made_date);
    paper_text(page, &PLAIN, RIGHT, RIGHT_EDGE, 38, line);
}

static void
draw_lines(struct paper_page *page, size_t rows)
{
    double bottom = row_top(rows);
    paper_line_style(page, BLACK, .35);
    paper_line(page, LEFT_EDGE, TABLE_TOP, RIGHT_EDGE, TABLE_TOP);
    paper_line(page, LEFT_EDGE, TABLE_TOP + HEAD_HEIGHT, RIGHT_EDGE, TABLE_TOP + HEAD_HEIGHT);
    paper_line_style(page, BLACK, .2);
    for (size_t i = 1; i <= rows; i++)
        paper_line(page, LEFT_EDGE, row_top(i), RIGHT_EDGE, row_top(i));
    for (size_t i = 0; i <= COLUMNS; i++)
        paper_line(page, TABLE[i].x, TABLE_TOP, TABLE[i].x, bottom);
    paper_stop_drawing(page);
}

static void
draw_cell(struct paper_page *page, const struct text_style *style, size_t column, double y, const char *text)
{
    double left = TABLE[column].x + 2, right = TABLE[column + 1].x - 2;
    struct text_style fitting = paper_fit(page, style, right - left, text);
    enum paper_align align = TABLE[column].align;
    paper_text(page, &fitting, align, align == LEFT ? left : align == RIGHT ? right : (left + right) / 2, y, text);
}

static void
draw_row(struct paper_page *page, const struct register_row *row, double top)
{
    const char *const cells[] = {row->number, row->name, row->birth_year, row->level, row->id_text, row->issued_date};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        draw_cell(page, i == 1 ? &NAME : &PLAIN, i, top + ROW_HEIGHT - 2.9, cells[i]);
}

static void
draw_signature(struct paper_page *page, const struct register_page *what)
{
    double y = row_top(what->count) + 9;
    char line[100];
    snprintf(line, sizeof line, "Cộng: %zu giấy chứng nhận.", what->paper->count);
    paper_text(page, &HEAD, LEFT, LEFT_EDGE, y, line);
    paper_text(page, &PLAIN, CENTRE, 232, y, what->paper->place_and_date);
    paper_text(page, &HEAD, CENTRE, 232, y + 6, "NGƯỜI PHỤ TRÁCH LỚP");
    paper_text(page, &SMALL, CENTRE, 232, y + 10.5, "(ký, ghi rõ họ tên)");
}

static void
draw_register(struct paper_page *page, const void *context)
{
    const struct register_page *what = context;
    draw_lines(page, what->count);
    draw_head(page, what);
    for (size_t i = 0; i < COLUMNS; i++)
        draw_cell(page, &HEAD, i, TABLE_TOP + HEAD_HEIGHT - 3.4, TABLE[i].head);
    for (size_t i = 0; i < what->count; i++)
        draw_row(page, &what->paper->rows[what->first + i], row_top(i));
    if (what->number == what->pages)
        draw_signature(page, what);
}

/* Full pages, and a last one with room for the signature that is never without a row. */
static size_t
rows_on(const struct register_paper *paper, size_t pages, size_t first, size_t number)
{
    size_t left = paper->count - first;
    if (number == pages)
        return left;
    size_t last = left < ROWS_LAST_MIN ? left : ROWS_LAST_MIN;
    return number + 1 == pages && left - last < ROWS_MAX ? left - last : ROWS_MAX;
}

enum fault
register_pdf_draw(struct paper_press *press, const struct register_paper *paper, struct buffer *pdf, struct err *err)
{
    struct register_page what = {.paper = paper,
                                 .pages = (paper->count + ROWS_MAX - ROWS_LAST_MAX + ROWS_MAX - 1) / ROWS_MAX};
    enum fault fault = FAULT_NONE;
    paper_book_begin(press);
    for (what.number = 1; fault == FAULT_NONE && what.number <= what.pages; what.number++) {
        what.count = rows_on(paper, what.pages, what.first, what.number);
        fault = paper_book_page(press, draw_register, &what, false, err);
        what.first += what.count;
    }
    if (fault == FAULT_NONE)
        return paper_book_end(press, "Sổ cấp giấy chứng nhận", paper->office, paper->made_at, pdf, err);
    paper_book_drop(press);
    return fault;
}
