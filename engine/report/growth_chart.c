/* growth_chart.c - skill by skill, before and after, on the scale of the four bands (LOOK.md, growth row): a hollow dot before,
 * a solid one after, thick between them, thin lines for 95 %; where nothing clear was seen a hollow diamond and words instead
 * of a number. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/chart_svg.h"
#include "report/growth_report.h"

enum { WIDTH = 1000, LABEL = 280, SCALE = 496, GAIN = 868, HEAD = 34, ROW = 34, LEGEND = 46 };
static const double DOT = 7.5, DIAMOND = 9;

struct ranked {
    size_t indicator;
    double gain;
    bool is_clear;
};

static int
compare_gains(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->is_clear != b->is_clear)
        return a->is_clear ? -1 : 1;
    if (a->gain != b->gain)
        return a->gain > b->gain ? -1 : 1;
    return (a->indicator > b->indicator) - (a->indicator < b->indicator);
}

size_t
growth_order(const struct growth_report *report, size_t order[INDICATOR_MAX])
{
    struct ranked ranked[INDICATOR_MAX];
    size_t count = 0;
    for (size_t k = 0; k < report->whole.indicator_count && k < INDICATOR_MAX; k++) {
        const struct class_indicator_growth *growth = &report->whole.indicators[k];
        bool is_shown = growth->pooled.is_known && growth->pre.is_known && growth->post.is_known;
        if (is_shown && (!report->wish.is_public || growth->person_count >= SMALLEST_GROUP))
            ranked[count++] = (struct ranked){k, growth->pooled.mean,
                                              growth->verdict == CHANGE_GREW || growth->verdict == CHANGE_FELL};
    }
    qsort(ranked, count, sizeof ranked[0], compare_gains);
    for (size_t i = 0; i < count; i++)
        order[i] = ranked[i].indicator;
    return count;
}

static double
scale_x(const struct growth_report *report, double theta)
{
    return LABEL + SCALE * scoring_scale_position(report->framework, theta);
}

static void
add_columns(const struct growth_report *report, struct buffer *svg, double bottom)
{
    const struct framework *framework = report->framework;
    for (int band = 0; band < BAND_COUNT; band++) {
        double x = LABEL + SCALE * band / BAND_COUNT, width = (double)SCALE / BAND_COUNT;
        if (band % 2 == 0)
            svg_rect(svg, x, HEAD, width, bottom - HEAD, "fill=\"" SVG_PAPER "\"");
        svg_text(svg, x + width / 2, HEAD - 11, 15, "text-anchor=\"middle\" font-weight=\"700\"",
                 growth_pick(report, framework->band_short_vi[band], framework->band_short_en[band]));
    }
    for (int edge = 0; edge <= BAND_COUNT; edge++)
        svg_line(svg, LABEL + SCALE * edge / (double)BAND_COUNT, HEAD, LABEL + SCALE * edge / (double)BAND_COUNT, bottom,
                 "stroke=\"" SVG_LINE "\"");
    svg_text(svg, 0, HEAD - 11, 15, "font-weight=\"700\"", growth_pick(report, "Kỹ năng", "Skill"));
    char *head = memory_print("%s (%s)", growth_pick(report, "tăng", "gain"), growth_pick(report, "khoảng", "interval"));
    svg_text(svg, WIDTH, HEAD - 11, 15, "text-anchor=\"end\" font-weight=\"700\"", head);
    free(head);
}

static void
add_gain(const struct growth_report *report, struct buffer *svg, double y, const struct class_indicator_growth *growth,
         bool is_clear)
{
    if (!is_clear) {
        svg_text(svg, WIDTH, y + 5, 16, "text-anchor=\"end\" font-style=\"italic\"",
                 growth_pick(report, "chưa thấy đổi rõ", "no clear change"));
        return;
    }
    char *mean = growth_signed(report, growth->pooled.mean, 1), *low = growth_signed(report, growth->pooled.low, 1),
         *high = growth_signed(report, growth->pooled.high, 1),
         *interval = memory_print("%s %s %s", low, growth_pick(report, "đến", "to"), high);
    svg_text(svg, GAIN, y + 6, 18, "text-anchor=\"end\" font-weight=\"700\" fill=\"" SVG_CHAM "\"", mean);
    svg_text(svg, WIDTH, y + 5, 15, "text-anchor=\"end\"", interval);
    free(mean);
    free(low);
    free(high);
    free(interval);
}

static void
add_row(const struct growth_report *report, struct buffer *svg, double y, size_t k)
{
    const struct class_indicator_growth *growth = &report->whole.indicators[k];
    const struct indicator *skill = &report->framework->indicators[k];
    bool is_clear = growth->verdict == CHANGE_GREW || growth->verdict == CHANGE_FELL;
    double before = scale_x(report, growth->pre.mean), after = scale_x(report, growth->pre.mean + growth->pooled.mean);
    svg_text(svg, 0, y + 6, 17, "", growth_pick(report, skill->short_vi, skill->short_en));
    svg_interval(svg, scale_x(report, growth->pre.low), scale_x(report, growth->pre.high), y);
    svg_interval(svg, scale_x(report, growth->pre.mean + growth->pooled.low), scale_x(report, growth->pre.mean + growth->pooled.high), y);
    svg_line(svg, before, y, after, y, is_clear ? "stroke=\"" SVG_CHAM "\" stroke-width=\"5\"" : "stroke=\"" SVG_INK "\" stroke-width=\"1.2\"");
    svg_dot(svg, before, y, DOT, false);
    if (is_clear)
        svg_dot(svg, after, y, DOT, true);
    else
        svg_diamond(svg, after, y, DIAMOND);
    add_gain(report, svg, y, growth, is_clear);
}

static void
add_legend(const struct growth_report *report, struct buffer *svg, double y)
{
    svg_dot(svg, LABEL + 8, y, DOT, false);
    svg_text(svg, LABEL + 24, y + 5, 15, "", growth_pick(report, "trước khóa", "before"));
    svg_dot(svg, LABEL + 128, y, DOT, true);
    svg_text(svg, LABEL + 144, y + 5, 15, "", growth_pick(report, "sau khóa", "after"));
    svg_diamond(svg, LABEL + 234, y, DIAMOND);
    svg_text(svg, LABEL + 252, y + 5, 15, "", growth_pick(report, "sau, chưa rõ", "after, not clear"));
    svg_interval(svg, LABEL + 372, LABEL + 410, y);
    svg_text(svg, LABEL + 420, y + 5, 15, "", growth_pick(report, "khoảng tin cậy 95 %", "95 % interval"));
}

void
growth_chart(const struct growth_report *report, struct buffer *svg)
{
    size_t order[INDICATOR_MAX];
    char *refusal = growth_refusal(report);
    size_t count = refusal == NULL ? growth_order(report, order) : 0;
    double bottom = HEAD + ROW * (double)count + 4;
    svg_begin(svg, WIDTH, count > 0 ? bottom + LEGEND : 60,
              growth_pick(report, "Từng kỹ năng, trước và sau", "Skill by skill, before and after"));
    if (count == 0) {
        svg_text(svg, 0, 36, 17, "", growth_pick(report, "Chưa có gì để vẽ.", "There is nothing to draw yet."));
    } else {
        add_columns(report, svg, bottom);
        for (size_t i = 0; i < count; i++)
            add_row(report, svg, HEAD + ROW * ((double)i + .5) + 2, order[i]);
        add_legend(report, svg, bottom + 24);
    }
    svg_end(svg);
    free(refusal);
}
