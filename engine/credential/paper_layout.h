/* paper_layout.h - a layout: what stands where on a paper, as data from certs/layouts/. Private to credential/.
 *
 * A line of the file is one item: a kind, then key=value pairs; # begins a comment. Lengths are millimetres from the top
 * left corner, sizes are points. certs/layouts/README.md lists kinds and keys. */
#ifndef CREDENTIAL_PAPER_LAYOUT_H
#define CREDENTIAL_PAPER_LAYOUT_H

#include "credential/paper.h"

enum layout_kind { ITEM_PAGE, ITEM_BORDER, ITEM_DRUM, ITEM_RING, ITEM_MARK, ITEM_LINE, ITEM_BOX, ITEM_POLYGON, ITEM_TEXT, ITEM_LIST,
                   ITEM_CHART, ITEM_CODES, ITEM_CODE, ITEM_KINDS };
enum { LAYOUT_ITEMS_MAX = 80, LAYOUT_STEPS = 4, LAYOUT_POINTS_MAX = 64 };

struct layout_item {
    enum layout_kind kind;
    int line; /* in the file */
    double x, y, y2, x2, width, height, radius, size, small, small_x, last, pitch, skip;
    double columns, rows;
    double steps[LAYOUT_STEPS]; /* sizes to try, largest first; 0 = no more */
    double points[2 * LAYOUT_POINTS_MAX];
    size_t point_count;
    double lines;
    struct text_style style;
    enum paper_font strong;
    enum paper_align align;
    bool has_y2, is_column;
    char *id, *below, *needs, *of, *vi, *en;
    size_t below_item; /* place of `below` among the items */
};

struct paper_layout {
    char *path;
    struct layout_item items[LAYOUT_ITEMS_MAX];
    size_t count;
    double width, height;      /* of one paper */
    size_t columns, rows;      /* of papers on a sheet; 1 × 1: the sheet is the paper */
};

/* FAULT_INPUT: file, line, and what was meant. */
MUST_CHECK enum fault paper_layout_read(const char *path, struct paper_layout **layout, struct err *err);
void paper_layout_free(struct paper_layout *layout);

#endif
