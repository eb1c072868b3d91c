/* option_pictures.c - for each question with one choice: what share of the lower, middle and upper third of the people takes
 * which option. The right one is thick and should rise; a wrong one that rises draws the able. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/chart_svg.h"
#include "report/item_report.h"

enum { WIDTH = 1000, COLUMNS = 4, GAP = 24, CELL = (WIDTH - (COLUMNS - 1) * GAP) / COLUMNS, PANEL = 120, HEIGHT = 186, TITLE = 22, INNER = 180 };

static const char *const LOOKS[] = {"stroke=\"" SVG_CHAM "\" stroke-width=\"4\"", "stroke=\"" SVG_INK "\" stroke-width=\"1.8\"",
                                    "stroke=\"" SVG_INK "\" stroke-width=\"1.8\" stroke-dasharray=\"7 4\"",
                                    "stroke=\"" SVG_INK "\" stroke-width=\"1.8\" stroke-dasharray=\"2 3\"",
                                    "stroke=\"" SVG_STONE "\" stroke-width=\"1.8\" stroke-dasharray=\"10 3 2 3\""};
enum { LOOK_COUNT = sizeof LOOKS / sizeof LOOKS[0] };

static bool
is_drawn(const struct item_report *report, size_t column)
{
    return report->items[column].option_count > 0 && report->items[column].answers >= ENOUGH_TO_DISCRIMINATE;
}

struct label {
    double y;
    char letter[2];
};

static int
compare_labels(const void *left, const void *right)
{
    const struct label *a = left, *b = right;
    return (a->y > b->y) - (a->y < b->y);
}

/* Letters at the right ends, pushed apart so that each can be read. */
static void
add_labels(struct buffer *svg, double x, struct label *labels, size_t count)
{
    qsort(labels, count, sizeof *labels, compare_labels);
    for (size_t i = 1; i < count; i++)
        if (labels[i].y < labels[i - 1].y + 13)
            labels[i].y = labels[i - 1].y + 13;
    for (size_t i = 0; i < count; i++)
        svg_text(svg, x, labels[i].y + 4, 13, labels[i].letter[0] == 'A' ? "font-weight=\"700\" fill=\"" SVG_CHAM "\"" : "",
                 labels[i].letter);
}

static void
add_panel(const struct item_report *report, struct buffer *svg, double x, double y, size_t column)
{
    const struct item_figures *item = &report->items[column];
    struct label labels[OPTIONS_COUNTED_MAX];
    char *name = strlen(report->measured.columns[column].id) > 26 ? memory_print("%.25s…", report->measured.columns[column].id)
                                                                  : memory_copy_text(report->measured.columns[column].id);
    svg_text(svg, x, y + 15, 14, "font-weight=\"700\"", name);
    free(name);
    svg_rect(svg, x, y + TITLE, INNER, PANEL, "fill=\"#fff\" stroke=\"" SVG_LINE "\"");
    svg_line(svg, x, y + TITLE + PANEL / 2, x + INNER, y + TITLE + PANEL / 2, "stroke=\"#DEDBD2\"");
    for (size_t option = item->option_count; option-- > 0;) {
        double points[2 * THIRDS];
        for (int t = 0; t < THIRDS; t++) {
            points[2 * t] = x + 14 + (INNER - 28) * t / (THIRDS - 1.);
            points[2 * t + 1] = y + TITLE + PANEL - 4 - (PANEL - 8) * item->options[option].by_third[t];
        }
        svg_path(svg, points, THIRDS, LOOKS[option < LOOK_COUNT ? option : LOOK_COUNT - 1]);
        labels[option] = (struct label){points[2 * THIRDS - 1], {(char)('A' + option), 0}};
    }
    add_labels(svg, x + INNER + 6, labels, item->option_count);
    svg_text(svg, x + 2, y + TITLE + PANEL + 16, 12, "", item_pick(report, "mới tập", "weaker"));
    svg_text(svg, x + INNER - 2, y + TITLE + PANEL + 16, 12, "text-anchor=\"end\"", item_pick(report, "giỏi", "able"));
}

void
option_curves(const struct item_report *report, struct buffer *svg)
{
    size_t count = 0, at = 0;
    for (size_t i = 0; i < report->measured.column_count; i++)
        count += is_drawn(report, i);
    size_t lines = (count + COLUMNS - 1) / COLUMNS;
    svg_begin(svg, WIDTH, count > 0 ? HEIGHT * (double)lines : 50, item_pick(report, "Ai chọn phương án nào", "Who takes which option"));
    for (size_t i = 0; i < report->measured.column_count; i++)
        if (is_drawn(report, i)) {
            add_panel(report, svg, (CELL + GAP) * (double)(at % COLUMNS), HEIGHT * (double)(at / COLUMNS), i);
            at++;
        }
    if (count == 0)
        svg_text(svg, 0, 30, 16, "", item_pick(report, "Chưa câu nào đủ 50 lượt trả lời để vẽ.", "No question has the 50 answers that a picture needs."));
    svg_end(svg);
}
