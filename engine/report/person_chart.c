/* person_chart.c - a person's profile as SVG: level bars on the scale of the four bands, as on the certificate (LOOK.md section
 * 6): solid up to the lower end of the 95 % interval, hatched to its upper end, a tick at the estimate; dashed what was not
 * tested. An earlier test is a hollow dot with its whisker below the bar. */
#include <stdio.h>

#include "report/chart_svg.h"
#include "report/person_report.h"

static const double WIDTH = 1000, SCALE_X = 300, SCALE_WIDTH = 520, WORDS_X = 834, HEAD = 34, THICK = 14, GAP = 8 /* above an area */;

struct drawing {
    const struct person_report *report;
    struct buffer *out;
    double y, row; /* top of the current row, height of one */
};

/* What a row shows, of an indicator, an area or everything. */
struct bar {
    const char *label, *words;
    double theta, low, high;
    enum evidence_amount amount;
    bool is_head, has_before;
    double before, before_low, before_high;
};

static double
x_of(const struct drawing *drawing, double theta)
{
    return SCALE_X + SCALE_WIDTH * scoring_scale_position(drawing->report->results.framework, theta);
}

static void
draw_tick(struct buffer *out, double x, double y)
{
    svg_rect(out, x - 3.5, y - 4, 7, THICK + 8, "fill=\"#fff\"");
    svg_rect(out, x - 1.5, y - 4, 3, THICK + 8, "fill=\"" SVG_INK "\"");
}

/* With one question alone nothing is sure: no solid part, no tick. */
static void
draw_interval(const struct drawing *drawing, const struct bar *bar, double y)
{
    struct buffer *out = drawing->out;
    double low = x_of(drawing, bar->low), high = x_of(drawing, bar->high);
    if (bar->amount == EVIDENCE_NONE) {
        svg_rect(out, low, y, high - low, THICK, "fill=\"#fff\" stroke=\"" SVG_STONE "\" stroke-width=\"1.6\" stroke-dasharray=\"5 4\"");
        return;
    }
    svg_rect(out, SCALE_X, y, SCALE_WIDTH, THICK, "fill=\"#fff\" stroke=\"" SVG_LINE "\" stroke-width=\"1\"");
    if (bar->amount == EVIDENCE_ENOUGH)
        svg_rect(out, SCALE_X, y, low - SCALE_X, THICK, "fill=\"" SVG_CHAM "\"");
    svg_rect(out, low, y, high - low, THICK, "fill=\"url(#hatch)\" stroke=\"" SVG_CHAM "\" stroke-width=\"1.2\"");
    if (bar->amount == EVIDENCE_ENOUGH)
        draw_tick(out, x_of(drawing, bar->theta), y);
}

static void
draw_bar(struct drawing *drawing, const struct bar *bar)
{
    double y = drawing->y + 7;
    svg_text(drawing->out, bar->is_head ? 0 : 16, y + THICK - 1, bar->is_head ? 17 : 16, bar->is_head ? "font-weight=\"700\"" : "",
             bar->label);
    draw_interval(drawing, bar, y);
    svg_text(drawing->out, WORDS_X, y + THICK - 1, 16,
             bar->amount == EVIDENCE_ENOUGH ? "font-weight=\"700\"" : "font-style=\"italic\" fill=\"" SVG_STONE "\"", bar->words);
    if (bar->has_before) {
        double below = y + THICK + 10;
        svg_interval(drawing->out, x_of(drawing, bar->before_low), x_of(drawing, bar->before_high), below);
        svg_dot(drawing->out, x_of(drawing, bar->before), below, 5, false);
    }
    drawing->y += drawing->row;
}

static void
draw_factor(struct drawing *drawing, const char *label, const struct factor_level *now, const struct factor_level *before)
{
    if (now->is_inferred) {
        svg_text(drawing->out, 0, drawing->y + 20, 17, "font-weight=\"700\"", label);
        drawing->y += 31;
        return;
    }
    struct bar bar = {.label = label, .words = "", .theta = now->mean, .low = now->low, .high = now->high,
                      .amount = EVIDENCE_ENOUGH, .is_head = true, .has_before = before != NULL && !before->is_inferred};
    if (bar.has_before) {
        bar.before = before->mean;
        bar.before_low = before->low;
        bar.before_high = before->high;
    }
    draw_bar(drawing, &bar);
}

static void
draw_skill(struct drawing *drawing, size_t i)
{
    const struct person_report *report = drawing->report;
    const struct person_level *now = &report->results.newest.levels[i];
    const struct person_level *before = report->results.before.is_there ? &report->results.before.levels[i] : NULL;
    struct bar bar = {.label = person_skill(report, i), .words = person_level_words(report, now), .theta = now->theta,
                      .low = now->low, .high = now->high, .amount = now->amount,
                      .has_before = before != NULL && before->amount == EVIDENCE_ENOUGH};
    if (bar.has_before) {
        bar.before = before->theta;
        bar.before_low = before->low;
        bar.before_high = before->high;
    }
    draw_bar(drawing, &bar);
}

static void
draw_columns(const struct drawing *drawing, double bottom)
{
    double width = SCALE_WIDTH / BAND_COUNT;
    for (int band = 1; band <= BAND_COUNT; band++) {
        double x = SCALE_X + (band - 1) * width;
        if (band % 2 == 1)
            svg_rect(drawing->out, x, HEAD - 8, width, bottom - HEAD + 8, "fill=\"" SVG_PAPER "\"");
        svg_text(drawing->out, x + width / 2, 18, 16, "text-anchor=\"middle\"", person_band(drawing->report, band));
    }
    for (int band = 0; band <= BAND_COUNT; band++)
        svg_line(drawing->out, SCALE_X + band * width, HEAD - 8, SCALE_X + band * width, bottom,
                 "stroke=\"" SVG_LINE "\" stroke-width=\"1\"");
}

static void
draw_legend(const struct drawing *drawing, double y)
{
    const struct person_report *report = drawing->report;
    struct buffer *out = drawing->out;
    svg_rect(out, 0, y, 34, THICK, "fill=\"" SVG_CHAM "\"");
    svg_text(out, 42, y + 12, 16, "", person_word(report, PERSON_LEGEND_SURE));
    svg_rect(out, 190, y, 34, THICK, "fill=\"url(#hatch)\" stroke=\"" SVG_CHAM "\" stroke-width=\"1.2\"");
    svg_text(out, 232, y + 12, 16, "", person_word(report, PERSON_LEGEND_MAYBE));
    draw_tick(out, 342, y);
    svg_text(out, 354, y + 12, 16, "", person_word(report, PERSON_LEGEND_MARK));
    svg_rect(out, 500, y, 34, THICK, "fill=\"#fff\" stroke=\"" SVG_STONE "\" stroke-width=\"1.6\" stroke-dasharray=\"5 4\"");
    svg_text(out, 542, y + 12, 16, "", person_word(report, PERSON_LEGEND_DASHED));
    if (!report->results.before.is_there)
        return;
    svg_interval(out, 862, 890, y + 7);
    svg_dot(out, 876, y + 7, 5, false);
    svg_text(out, 898, y + 12, 16, "", person_word(report, PERSON_LEGEND_BEFORE));
}

static double
find_bottom(const struct drawing *drawing)
{
    const struct person_results *results = &drawing->report->results;
    double y = HEAD + drawing->row * (double)results->framework->indicator_count;
    for (size_t a = 0; a < results->framework->area_count; a++)
        y += GAP + (results->newest.areas[a].is_inferred ? 31 : drawing->row);
    return y + (results->newest.total.is_inferred ? 31 : drawing->row) + 6;
}

static void
draw_all(struct drawing *drawing)
{
    const struct person_results *results = &drawing->report->results;
    const struct framework *framework = results->framework;
    bool has_before = results->before.is_there;
    draw_factor(drawing, person_word(drawing->report, PERSON_TOTAL), &results->newest.total,
                has_before ? &results->before.total : NULL);
    for (size_t a = 0; a < framework->area_count; a++) {
        drawing->y += GAP;
        draw_factor(drawing, person_area(drawing->report, a), &results->newest.areas[a],
                    has_before ? &results->before.areas[a] : NULL);
        for (size_t i = 0; i < framework->indicator_count; i++)
            if (framework->indicators[i].area == a)
                draw_skill(drawing, i);
    }
}

void
person_chart(const struct person_report *report, struct buffer *svg)
{
    struct drawing drawing = {report, svg, HEAD, report->results.before.is_there ? 40 : 29};
    if (!report->results.newest.is_there) {
        svg_begin(svg, WIDTH, 60, person_word(report, PERSON_NOT_YET));
        svg_text(svg, 0, 36, 17, "", person_word(report, PERSON_NOT_YET));
    } else {
        double bottom = find_bottom(&drawing);
        svg_begin(svg, WIDTH, bottom + 46, person_word(report, PERSON_CHART));
        draw_columns(&drawing, bottom);
        draw_all(&drawing);
        draw_legend(&drawing, bottom + 18);
    }
    svg_end(svg);
}
