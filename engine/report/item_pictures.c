/* item_pictures.c - the item map and the information curve, on one scale of ability.
 *
 * The map puts the people on top as a histogram, and below them the items by difficulty: a dot where half of the points are
 * earned, small ticks for the steps of a task, a line for what is known of it. Where there are people and no items, the test
 * measures nobody. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/chart_svg.h"
#include "report/item_report.h"

enum { WIDTH = 1000, LABEL = 260, SCALE = 640, HEAD = 30, PEOPLE = 110, ROW = 22, FOOT = 46, BINS = 24, CURVE = 220 };
static const double EDGE = 3;

static double
x_at(double theta)
{
    return LABEL + SCALE * (fmin(fmax(theta, -EDGE), EDGE) + EDGE) / (2 * EDGE);
}

static void
add_columns(const struct item_report *report, struct buffer *svg, double bottom)
{
    const struct framework *framework = report->measured.framework;
    double edges[BAND_COUNT + 1] = {-EDGE, framework->cuts[0], framework->cuts[1], framework->cuts[2], EDGE};
    for (int band = 0; band < BAND_COUNT; band++) {
        if (band % 2 == 0)
            svg_rect(svg, x_at(edges[band]), HEAD, x_at(edges[band + 1]) - x_at(edges[band]), bottom - HEAD, "fill=\"" SVG_PAPER "\"");
        svg_text(svg, (x_at(edges[band]) + x_at(edges[band + 1])) / 2, HEAD - 10, 14, "text-anchor=\"middle\" font-weight=\"700\"",
                 item_pick(report, framework->band_short_vi[band], framework->band_short_en[band]));
    }
    for (int edge = 0; edge <= BAND_COUNT; edge++)
        svg_line(svg, x_at(edges[edge]), HEAD, x_at(edges[edge]), bottom, "stroke=\"" SVG_LINE "\"");
}

static void
add_people(const struct item_report *report, struct buffer *svg)
{
    size_t bins[BINS] = {0}, most = 1;
    for (size_t n = 0; n < report->people; n++) {
        if (!report->measured.attempts[n].is_first)
            continue;
        int bin = (int)floor((report->general[n] + EDGE) / (2 * EDGE) * BINS);
        bin = bin < 0 ? 0 : bin >= BINS ? BINS - 1 : bin;
        bins[bin]++;
        most = bins[bin] > most ? bins[bin] : most;
    }
    for (int bin = 0; bin < BINS; bin++) {
        double height = (PEOPLE - 26) * (double)bins[bin] / (double)most, width = (double)SCALE / BINS;
        if (bins[bin] > 0)
            svg_rect(svg, LABEL + width * bin + 1, HEAD + PEOPLE - height, width - 2, height,
                     "fill=\"url(#hatch)\" stroke=\"" SVG_CHAM "\" stroke-width=\"1.2\"");
    }
    svg_line(svg, LABEL, HEAD + PEOPLE, LABEL + SCALE, HEAD + PEOPLE, "stroke=\"" SVG_INK "\"");
    char *words = memory_print(item_pick(report, "%zu người", "%zu people"), report->persons);
    svg_text(svg, 0, HEAD + PEOPLE - 12, 16, "font-weight=\"700\"", words);
    free(words);
}

/* Beside the picture where the id is longer than its place. */
static char *
short_id(const char *id)
{
    enum { LETTERS = 27 };
    return strlen(id) > LETTERS ? memory_print("%.*s…", LETTERS - 1, id) : memory_copy_text(id);
}

static void
add_item(const struct item_report *report, struct buffer *svg, double y, size_t column)
{
    const struct measured_column *about = &report->measured.columns[column];
    double difficulty = item_difficulty(&about->irt);
    char *name = short_id(about->id);
    svg_text(svg, 0, y + 5, 14, report->items[column].flags != 0 ? "font-weight=\"700\"" : "", name);
    svg_line(svg, LABEL, y, LABEL + SCALE, y, "stroke=\"#DEDBD2\" stroke-width=\"1\"");
    for (int x = 0; about->irt.steps > 1 && x < about->irt.steps; x++)
        svg_line(svg, x_at(about->irt.b[x]), y - 6, x_at(about->irt.b[x]), y + 6, "stroke=\"" SVG_CHAM "\" stroke-width=\"2\"");
    if (about->is_task)
        svg_rect(svg, x_at(difficulty) - 6, y - 6, 12, 12, "fill=\"" SVG_CHAM "\"");
    else
        svg_dot(svg, x_at(difficulty), y, 5.5, about->status >= ITEM_CALIBRATED);
    if (report->items[column].flags != 0)
        svg_text(svg, LABEL + SCALE + 14, y + 5, 14, "font-weight=\"700\"", item_pick(report, "xem lại", "look at it"));
    free(name);
}

static void
add_map_legend(const struct item_report *report, struct buffer *svg, double y)
{
    svg_dot(svg, LABEL + 6, y, 5.5, true);
    svg_text(svg, LABEL + 18, y + 5, 13, "", item_pick(report, "câu đã hiệu chuẩn", "calibrated question"));
    svg_dot(svg, LABEL + 176, y, 5.5, false);
    svg_text(svg, LABEL + 188, y + 5, 13, "", item_pick(report, "theo ước đoán của người soạn", "author’s guess"));
    svg_rect(svg, LABEL + 390, y - 6, 12, 12, "fill=\"" SVG_CHAM "\"");
    svg_text(svg, LABEL + 408, y + 5, 13, "", item_pick(report, "bài thực hành, vạch nhỏ: từng nấc", "task; small lines: its steps"));
}

void
item_map(const struct item_report *report, struct buffer *svg)
{
    size_t count = report->measured.column_count, *order = memory_new_array(count + 1, sizeof *order);
    double bottom = HEAD + PEOPLE + 10 + ROW * (double)count;
    item_order(report, order);
    svg_begin(svg, WIDTH, bottom + FOOT, item_pick(report, "Độ khó của câu hỏi bên cạnh khả năng của người làm", "How hard the items are beside how able the people are"));
    add_columns(report, svg, bottom);
    add_people(report, svg);
    for (size_t i = 0; i < count; i++)
        add_item(report, svg, HEAD + PEOPLE + 10 + ROW * ((double)i + .5), order[i]);
    add_map_legend(report, svg, bottom + 24);
    svg_end(svg);
    free(order);
}

/* ---- information ---- */

/* a^2 Var(x) (with guessing: P'^2 / (P (1-P))), summed over the items that somebody answered. */
static double
information_at(const struct item_report *report, double theta)
{
    double sum = 0;
    for (size_t i = 0; i < report->measured.column_count; i++) {
        const struct irt_item *irt = &report->measured.columns[i].irt;
        double p[ITEM_STEPS_MAX + 1], mean = 0, square = 0;
        if (report->items[i].answers == 0 && report->people > 0)
            continue;
        irt_probabilities(irt, theta, p);
        for (int x = 0; x <= irt->steps; x++) {
            mean += x * p[x];
            square += x * x * p[x];
        }
        if (irt->steps == 1 && irt->c > 0) {
            double logistic = (p[1] - irt->c) / (1 - irt->c), slope = irt->a * (1 - irt->c) * logistic * (1 - logistic);
            sum += slope * slope / (p[0] * p[1]);
        } else {
            sum += irt->a * irt->a * (square - mean * mean);
        }
    }
    return sum;
}

void
information_curve(const struct item_report *report, struct buffer *svg)
{
    enum { POINTS = 121 };
    double points[2 * POINTS], values[POINTS], most = 1e-9, bottom = HEAD + CURVE;
    for (int i = 0; i < POINTS; i++) {
        values[i] = information_at(report, -EDGE + 2 * EDGE * i / (POINTS - 1));
        most = fmax(most, values[i]);
    }
    svg_begin(svg, WIDTH, bottom + 30, item_pick(report, "Bài đo chính xác ở đâu", "Where the test measures exactly"));
    add_columns(report, svg, bottom);
    for (int i = 0; i < POINTS; i++) {
        points[2 * i] = x_at(-EDGE + 2 * EDGE * i / (POINTS - 1));
        points[2 * i + 1] = bottom - (CURVE - 24) * values[i] / most;
    }
    svg_path(svg, points, POINTS, "stroke=\"" SVG_CHAM "\" stroke-width=\"3\"");
    svg_line(svg, LABEL, bottom, LABEL + SCALE, bottom, "stroke=\"" SVG_INK "\"");
    char *high = memory_print("%.1f", most), *error = memory_print("± %.2f", 1 / sqrt(most));
    for (char *c = high; strcmp(report->wish.language, "en") != 0 && *c != 0; c++)
        *c = *c == '.' ? ',' : *c;
    for (char *c = error; strcmp(report->wish.language, "en") != 0 && *c != 0; c++)
        *c = *c == '.' ? ',' : *c;
    svg_text(svg, LABEL - 10, HEAD + 30, 14, "text-anchor=\"end\"", high);
    svg_text(svg, LABEL - 10, bottom, 14, "text-anchor=\"end\"", "0");
    svg_text(svg, 0, HEAD + 30, 14, "", item_pick(report, "lượng thông tin", "information"));
    svg_text(svg, LABEL + SCALE + 10, HEAD + 30, 14, "", error);
    svg_text(svg, LABEL + SCALE + 10, HEAD + 48, 12, "fill=\"" SVG_STONE "\"", item_pick(report, "sai số nhỏ nhất", "least error"));
    svg_end(svg);
    free(high);
    free(error);
}
