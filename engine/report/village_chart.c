/* village_chart.c - small multiples: a picture a village, all on one scale, with the line of all villages dashed behind. What
 * is drawn of a small village leans on the others (growth_pool.c), so that chance does not make a village stand out. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "report/chart_svg.h"
#include "report/growth_report.h"

enum { WIDTH = 1000, COLUMNS = 4, GAP = 20, CELL = (WIDTH - (COLUMNS - 1) * GAP) / COLUMNS, PANEL = 116, HEIGHT = 190, TITLE = 24,
       BEFORE_X = 40, AFTER_X = 132, KEY = 40 };
static const double MARGIN = .35; /* logits above and below everything */

struct scale {
    double least, most;
};

static double
y_at(const struct scale *scale, double top, double theta)
{
    return top + PANEL - PANEL * (theta - scale->least) / (scale->most - scale->least);
}

static const struct growth_mean *
gain_of(const struct growth_report *report, size_t village)
{
    const struct growth_group *group = &report->groups[village];
    return group->shrunk.is_known ? &group->shrunk : &report->villages[village].growth.gain;
}

static void
widen(struct scale *scale, double value)
{
    scale->least = fmin(scale->least, value);
    scale->most = fmax(scale->most, value);
}

static struct scale
find_scale(const struct growth_report *report)
{
    struct scale scale = {INFINITY, -INFINITY};
    for (size_t i = 0; i < report->village_count; i++) {
        const struct class_growth *growth = &report->villages[i].growth;
        if (!growth->pre.is_known || !growth->gain.is_known)
            continue;
        widen(&scale, growth->pre.low);
        widen(&scale, growth->pre.high);
        widen(&scale, growth->pre.mean + gain_of(report, i)->low);
        widen(&scale, growth->pre.mean + gain_of(report, i)->high);
    }
    if (!(scale.least < scale.most))
        return (struct scale){-1, 1};
    return (struct scale){scale.least - MARGIN, scale.most + MARGIN};
}

static void
add_frame(const struct growth_report *report, struct buffer *svg, double x, double y, const struct scale *scale)
{
    svg_rect(svg, x + .5, y + .5, CELL - 2, PANEL - 2, "fill=\"#fff\" stroke=\"" SVG_LINE "\"");
    for (int i = 0; i < CUT_COUNT; i++) {
        double cut = y_at(scale, y, report->framework->cuts[i]);
        if (cut > y + 2 && cut < y + PANEL - 2)
            svg_line(svg, x + 1, cut, x + CELL - 2, cut, "stroke=\"#C9C6BE\"");
    }
    svg_line(svg, x + BEFORE_X, y_at(scale, y, report->whole.pre.mean), x + AFTER_X,
             y_at(scale, y, report->whole.pre.mean + report->whole.gain.mean),
             "stroke=\"" SVG_LINE "\" stroke-width=\"2\" stroke-dasharray=\"6 5\"");
}

static void
add_line(const struct growth_report *report, struct buffer *svg, double x, double y, const struct scale *scale, size_t village)
{
    const struct class_growth *growth = &report->villages[village].growth;
    const struct growth_mean *gain = gain_of(report, village);
    double before = growth->pre.mean, after = before + gain->mean, y1 = y_at(scale, y, before), y2 = y_at(scale, y, after);
    bool is_clear = gain->low > 0 || gain->high < 0;
    svg_line(svg, x + BEFORE_X, y1, x + AFTER_X, y2, "stroke=\"" SVG_CHAM "\" stroke-width=\"4\"");
    svg_interval_upright(svg, x + BEFORE_X, y_at(scale, y, growth->pre.low), y_at(scale, y, growth->pre.high));
    svg_interval_upright(svg, x + AFTER_X, y_at(scale, y, before + gain->low), y_at(scale, y, before + gain->high));
    svg_dot(svg, x + BEFORE_X, y1, 7, false);
    if (is_clear)
        svg_dot(svg, x + AFTER_X, y2, 7, true);
    else
        svg_diamond(svg, x + AFTER_X, y2, 9);
    char *number = growth_signed(report, gain->mean, 1);
    if (is_clear)
        svg_text(svg, x + AFTER_X + 18, y2 + 6, 18, "font-weight=\"700\" fill=\"" SVG_CHAM "\"", number);
    else
        svg_text(svg, x + AFTER_X + 16, y2 + 5, 13, "font-style=\"italic\"", growth_pick(report, "chưa rõ", "not clear"));
    free(number);
}

/* What does not fit above a panel is cut, with an ellipsis. */
static char *
short_name(const char *name)
{
    enum { LETTERS = 24 };
    size_t letters = 0;
    for (const char *c = name; *c != 0; c++)
        if (((unsigned char)*c & 0xC0) != 0x80 && ++letters > LETTERS)
            return memory_print("%.*s…", (int)(c - name), name);
    return memory_copy_text(name);
}

static void
add_village(const struct growth_report *report, struct buffer *svg, const struct scale *scale, size_t village)
{
    const struct growth_village *about = &report->villages[village];
    double x = (CELL + GAP) * (double)(village % COLUMNS), y = HEIGHT * (double)(village / COLUMNS);
    char *name = short_name(about->name);
    char *people = memory_print(growth_pick(report, "%zu người", "%zu people"), about->people);
    svg_text(svg, x, y + 17, 17, "font-weight=\"700\"", name);
    add_frame(report, svg, x, y + TITLE, scale);
    if (about->growth.pre.is_known && about->growth.gain.is_known)
        add_line(report, svg, x, y + TITLE, scale, village);
    else
        svg_text(svg, x + CELL / 2, y + TITLE + PANEL / 2, 14, "text-anchor=\"middle\" fill=\"" SVG_STONE "\"",
                 growth_pick(report, "chưa đủ để nói", "not enough to say"));
    svg_text(svg, x + BEFORE_X, y + TITLE + PANEL + 18, 13, "text-anchor=\"middle\"", growth_pick(report, "trước", "before"));
    svg_text(svg, x + AFTER_X, y + TITLE + PANEL + 18, 13, "text-anchor=\"middle\"", growth_pick(report, "sau", "after"));
    svg_text(svg, x + CELL, y + TITLE + PANEL + 18, 13, "text-anchor=\"end\"", people);
    free(name);
    free(people);
}

static void
add_key(const struct growth_report *report, struct buffer *svg, double y)
{
    svg_dot(svg, 8, y, 6, false);
    svg_text(svg, 22, y + 5, 14, "", growth_pick(report, "trước khóa", "before"));
    svg_dot(svg, 128, y, 6, true);
    svg_text(svg, 142, y + 5, 14, "", growth_pick(report, "sau khóa", "after"));
    svg_diamond(svg, 234, y, 8);
    svg_text(svg, 250, y + 5, 14, "", growth_pick(report, "sau, chưa rõ", "after, not clear"));
    svg_interval_upright(svg, 372, y - 9, y + 9);
    svg_text(svg, 384, y + 5, 14, "", growth_pick(report, "khoảng tin cậy 95 %", "95 % interval"));
    svg_line(svg, 540, y, 576, y, "stroke=\"" SVG_LINE "\" stroke-width=\"2\" stroke-dasharray=\"6 5\"");
    svg_text(svg, 586, y + 5, 14, "", growth_pick(report, "tất cả các thôn", "all villages"));
    svg_line(svg, 712, y, 748, y, "stroke=\"#C9C6BE\"");
    svg_text(svg, 758, y + 5, 14, "", growth_pick(report, "nơi bắt đầu một bậc", "where a band begins"));
}

void
village_chart(const struct growth_report *report, struct buffer *svg)
{
    char *refusal = growth_refusal(report);
    bool is_drawn = refusal == NULL && report->village_count > 1;
    size_t lines = (report->village_count + COLUMNS - 1) / COLUMNS;
    struct scale scale = find_scale(report);
    svg_begin(svg, WIDTH, is_drawn ? HEIGHT * (double)lines + KEY : 60, growth_pick(report, "Từng thôn", "Village by village"));
    for (size_t i = 0; is_drawn && i < report->village_count; i++)
        add_village(report, svg, &scale, i);
    if (is_drawn)
        add_key(report, svg, HEIGHT * (double)lines + 12);
    else
        svg_text(svg, 0, 36, 17, "", growth_pick(report, "Mới có một thôn, nên chưa có gì để so.",
                                                 "There is one village only, so there is nothing to compare."));
    svg_end(svg);
    free(refusal);
}
