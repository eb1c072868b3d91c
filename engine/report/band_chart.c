/* band_chart.c - how many people stand in each band of each skill, as SVG that needs no colour: columns are the bands, solid
 * is "on their own", hatched "with help", dashed "not tested"; beside each bar stands its number. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/chart_svg.h"
#include "report/class_report.h"

/* Units: 1000 are the width of the page between its margins. */
enum { WIDTH = 1000, LABEL = 284, COLUMN = (WIDTH - LABEL) / CELL_COUNT, PAD = 10, NUMBER = 44, BAR = COLUMN - PAD - NUMBER,
       HEAD = 34, AREA = 33, ROW = 27, THICK = 15, LEGEND = 52 };

static const char STONE[] = SVG_STONE, CHAM[] = SVG_CHAM, LINE[] = SVG_LINE, PAPER[] = SVG_PAPER;

struct chart {
    const struct class_report *report;
    struct buffer *out;
    int y;
    size_t most; /* people behind the longest bar */
};

static int
column_x(size_t cell)
{
    return LABEL + (int)cell * COLUMN;
}

static void
add_words(struct chart *chart, int x, int y, int size, const char *look, const char *text)
{
    svg_text(chart->out, x, y, size, look, text);
}

/* Several columns that became one. */
static void
add_merged_cell(struct chart *chart, const struct cell_group *group)
{
    buffer_print(chart->out, "<rect x=\"%d.5\" y=\"%d.5\" width=\"%d\" height=\"%d\" fill=\"#fff\" stroke=\"%s\"/>\n",
                 column_x(group->first) + 3, chart->y + 1, (int)(group->last - group->first + 1) * COLUMN - 7, ROW - 3, STONE);
}

/* A group that reaches up to band 2 or less is hatched: some of it may need help. */
static void
add_bar(struct chart *chart, int x, int y, int width, const struct cell_group *group)
{
    if (group->first == CELL_NOT_TESTED && group->last == CELL_NOT_TESTED)
        buffer_print(chart->out, "<rect x=\"%d.5\" y=\"%d.5\" width=\"%d\" height=\"%d\" fill=\"#fff\" stroke=\"%s\" "
                     "stroke-width=\"1.6\" stroke-dasharray=\"5 4\"/>\n", x, y, width, THICK - 1, STONE);
    else if (group->first >= CELL_BAND_3)
        buffer_print(chart->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", x, y, width, THICK, CHAM);
    else
        buffer_print(chart->out, "<rect x=\"%d.5\" y=\"%d.5\" width=\"%d\" height=\"%d\" fill=\"url(#hatch)\" stroke=\"%s\" "
                     "stroke-width=\"1.6\"/>\n", x, y, width, THICK - 1, CHAM);
}

static void
add_group(struct chart *chart, const struct cell_group *group)
{
    size_t all = chart->most;
    int x = column_x(group->first) + PAD, y = chart->y + (ROW - THICK) / 2;
    int width = (int)((group->people * BAR + all / 2) / all);
    struct buffer words = {0};
    if (group->people == 0) {
        add_words(chart, x, y + THICK - 2, 15, "fill=\"#4A4B52\"", "0");
        return;
    }
    width = width < 3 ? 3 : width;
    if (group->first != group->last)
        add_merged_cell(chart, group);
    add_bar(chart, x, y, width, group);
    buffer_print(&words, "%zu", group->people);
    add_words(chart, x + width + 7, y + THICK - 1, 17, "font-weight=\"700\"", buffer_text(&words));
    if (group->first != group->last) {
        char *name = report_group_name(chart->report, group);
        add_words(chart, x + width + 12 + 11 * (int)words.len, y + THICK - 2, 13, "fill=\"#4A4B52\"", name);
        free(name);
    }
    buffer_clear(&words);
}

static bool
is_untested(const struct chart *chart, const struct indicator_row *row)
{
    return row->cells[CELL_NOT_TESTED] == chart->report->finished;
}

/* Bars are as long as the longest allows. */
static void
find_most(struct chart *chart)
{
    chart->most = 1;
    for (size_t i = 0; i < chart->report->row_count; i++)
        for (size_t g = 0; g < chart->report->rows[i].group_count && !is_untested(chart, &chart->report->rows[i]); g++)
            if (chart->report->rows[i].groups[g].people > chart->most)
                chart->most = chart->report->rows[i].groups[g].people;
}

static void
add_row(struct chart *chart, const struct indicator_row *row)
{
    add_words(chart, 0, chart->y + ROW / 2 + 6, 17, "", report_label(chart->report, row));
    if (is_untested(chart, row)) {
        buffer_print(chart->out, "<rect x=\"%d.5\" y=\"%d.5\" width=\"%d\" height=\"%d\" fill=\"#fff\" stroke=\"%s\" "
                     "stroke-width=\"1.6\" stroke-dasharray=\"5 4\"/>\n", LABEL + PAD, chart->y + 4, WIDTH - LABEL - 2 * PAD,
                     ROW - 8, STONE);
        add_words(chart, LABEL + (WIDTH - LABEL) / 2, chart->y + ROW / 2 + 5, 14, "text-anchor=\"middle\" fill=\"#4A4B52\"",
                  report_word(chart->report, WORD_NOBODY_TESTED));
    } else {
        for (size_t g = 0; g < row->group_count; g++)
            add_group(chart, &row->groups[g]);
    }
    chart->y += ROW;
}

static void
add_area(struct chart *chart, size_t area)
{
    const struct framework *framework = chart->report->results.framework;
    bool is_english = report_is_english(chart->report);
    add_words(chart, 0, chart->y + AREA - 8, 15, "font-weight=\"700\" fill=\"#931A1A\"",
              is_english ? framework->areas[area].short_en : framework->areas[area].short_vi);
    chart->y += AREA;
    for (size_t i = 0; i < chart->report->row_count; i++)
        if (chart->report->rows[i].indicator->area == area)
            add_row(chart, &chart->report->rows[i]);
}

static void
add_columns(struct chart *chart, int bottom)
{
    for (size_t cell = 0; cell < CELL_COUNT; cell++) {
        if (cell % 2 == 1)
            buffer_print(chart->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", column_x(cell), HEAD,
                         COLUMN, bottom - HEAD, PAPER);
        buffer_print(chart->out, "<path d=\"M%d %dV%d\" stroke=\"%s\"/>\n", column_x(cell), HEAD, bottom, LINE);
        add_words(chart, column_x(cell) + PAD, HEAD - 11, 15, "font-weight=\"700\"", report_cell_name(chart->report, cell));
    }
    add_words(chart, 0, HEAD - 11, 15, "font-weight=\"700\"", report_word(chart->report, WORD_SKILL));
}

static void
add_legend(struct chart *chart, int y)
{
    static const struct {
        struct cell_group group;
        enum report_word word;
        int x;
    } KEYS[] = {{{CELL_BAND_3, CELL_BAND_4, 1}, WORD_SOLID, 0},
                {{CELL_BAND_1, CELL_BAND_2, 1}, WORD_HATCHED, 340},
                {{CELL_NOT_TESTED, CELL_NOT_TESTED, 1}, WORD_DASHED, 680}};
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        add_bar(chart, KEYS[i].x, y, 40, &KEYS[i].group);
        add_words(chart, KEYS[i].x + 50, y + THICK - 2, 15, "", report_word(chart->report, KEYS[i].word));
    }
}

static int
find_bottom(const struct class_report *report)
{
    return HEAD + AREA * (int)report->results.framework->area_count + ROW * (int)report->row_count + 6;
}

void
band_chart(const struct class_report *report, struct buffer *svg)
{
    struct chart chart = {.report = report, .out = svg, .y = HEAD};
    const char *nothing = report_nothing(report);
    int bottom = find_bottom(report);
    svg_begin(svg, WIDTH, nothing != NULL ? 60 : bottom + LEGEND, report_word(report, WORD_CHART));
    if (nothing != NULL) {
        add_words(&chart, 0, 36, 17, "", nothing);
    } else {
        find_most(&chart);
        add_columns(&chart, bottom);
        for (size_t area = 0; area < report->results.framework->area_count; area++)
            add_area(&chart, area);
        add_legend(&chart, bottom + 22);
    }
    svg_end(svg);
}
