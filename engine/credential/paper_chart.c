/* paper_chart.c - skill by skill, as bars (LOOK.md section 6, level bar). What is sure is solid,
 * what may be is hatched, what is not there yet is dashed; never a figure, never sorted by result.
 */
#include <math.h>

#include "credential/paper.h"

static const double LEFT_X = 112.1, LABEL_X = 118.3, BAR_X = 158.4, BAR_WIDTH = 49.6;
/* Rows of 4.62 mm and area heads of 4.8 mm, closer when there are many; below the least, letters
 * would touch. */
static const double TOP = 3.3, TIGHT_TOP = 2, BOTTOM_Y = 190.4, HEAD_PITCH = 4.8, ROW_PITCH = 4.62;
static const double TIGHT_BOTTOM_Y = 193.6, LEAST_HEAD_PITCH = 3.3, LEAST_ROW_PITCH = 2.6;

struct chart {
    struct paper_page *page;
    const struct paper_chart_words *words;
    bool is_tight;
    double top, row, head;     /* where the first area begins; pitches; millimetres */
    double points, bar_height; /* 9.2 pt and 2.6 mm, less when rows are closer */
};

static double
at_least(double value, double least)
{
    return value < least ? least : value;
}

/* Lines at 45 degrees, .5 mm wide, one every 1.1 mm across. */
static void
hatch(struct paper_page *page, double x, double y, double width, double height)
{
    const double across = 1.1 * M_SQRT2;
    if (width <= 0)
        return;
    paper_push(page);
    paper_clip(page, x, y, width, height);
    paper_line_style(page, CHAM, .5);
    for (double from = floor((x - BAR_X - height) / across) * across + BAR_X; from < x + width;
         from += across) {
        paper_move(page, from - .5, y + height + .5);
        paper_line_to(page, from + height + .5, y - .5);
    }
    paper_stroke(page);
    paper_pop(page);
}

/* The dashed frame leaves room for its word: nothing is drawn behind text. */
static void
draw_untested(const struct chart *chart, double y)
{
    const struct text_style small = {SANS, 7.8, BLACK, 0};
    struct paper_page *page = chart->page;
    double height = chart->bar_height,
           half = paper_text_width(page, &small, chart->words->not_tested) / 2 + 2;
    double ends[2][2] = {{BAR_X, BAR_X + BAR_WIDTH / 2 - half},
                         {BAR_X + BAR_WIDTH, BAR_X + BAR_WIDTH / 2 + half}};
    paper_line_style(page, KE, .2);
    paper_dashes(page, 1);
    for (int i = 0; i < 2; i++) {
        paper_move(page, ends[i][1], y);
        paper_line_to(page, ends[i][0], y);
        paper_line_to(page, ends[i][0], y + height);
        paper_line_to(page, ends[i][1], y + height);
    }
    paper_stroke(page);
    paper_dashes(page, 0);
    paper_text(page, &small, CENTRE, BAR_X + BAR_WIDTH / 2, y + height / 2 + .95,
               chart->words->not_tested);
}

/* Three ticks part the four bands: white in the solid, grey elsewhere. */
static void
draw_ticks(const struct chart *chart, double y, double low)
{
    double beyond = fmin(.6, (chart->row - chart->bar_height) / 4);
    for (int i = 1; i < 4; i++) {
        double x = BAR_X + BAR_WIDTH * i / 4;
        paper_line_style(chart->page, KE, .2);
        paper_line(chart->page, x, y - beyond, x, y + chart->bar_height + beyond);
        if (x > low)
            continue;
        paper_line_style(chart->page, WHITE, .25);
        paper_line(chart->page, x, y, x, y + chart->bar_height);
    }
}

static void
draw_bar(const struct chart *chart, const struct paper_indicator *indicator, double y)
{
    struct paper_page *page = chart->page;
    double low = BAR_X + BAR_WIDTH * fmin(fmax(indicator->low, 0), 1);
    double high = BAR_X + BAR_WIDTH * fmin(fmax(indicator->high, 0), 1);
    double at = BAR_X + BAR_WIDTH * fmin(fmax(indicator->at, 0), 1), height = chart->bar_height;
    double beyond = fmin(.5, (chart->row - height) / 4);
    if (!indicator->is_tested) {
        draw_untested(chart, y);
        return;
    }
    if (low > BAR_X) {
        paper_fill_colour(page, CHAM);
        paper_rectangle(page, BAR_X, y, low - BAR_X, height);
        paper_fill(page);
    }
    hatch(page, low, y, high - low, height);
    paper_line_style(page, KE, .2);
    paper_rectangle(page, BAR_X, y, BAR_WIDTH, height);
    paper_stroke(page);
    draw_ticks(chart, y, low);
    paper_fill_colour(page, WHITE);
    paper_rectangle(page, at - .8, y - .1, 1.6, height + .2);
    paper_fill(page);
    paper_fill_colour(page, BLACK);
    paper_rectangle(page, at - .4, y - beyond, .8, height + 2 * beyond);
    paper_fill(page);
}

static void
draw_legend(const struct chart *chart)
{
    const struct text_style small = {SANS, 7.8, BLACK, 0};
    const double y = chart->is_tight ? 196.5 : 193.9, gap = 3;
    struct paper_page *page = chart->page;
    double x = LEFT_X;
    paper_fill_colour(page, CHAM);
    paper_rectangle(page, x, y - 2.1, 5, 2.2);
    paper_fill(page);
    paper_text(page, &small, LEFT, x + 6.2, y, chart->words->sure);
    x += 6.2 + paper_text_width(page, &small, chart->words->sure) + gap;
    hatch(page, x, y - 2.1, 5, 2.2);
    paper_line_style(page, KE, .2);
    paper_rectangle(page, x, y - 2.1, 5, 2.2);
    paper_stroke(page);
    paper_text(page, &small, LEFT, x + 6.2, y, chart->words->maybe);
    x += 6.2 + paper_text_width(page, &small, chart->words->maybe) + 2 * gap;
    paper_fill_colour(page, BLACK);
    paper_rectangle(page, x, y - 2.5, .8, 3);
    paper_fill(page);
    paper_text(page, &small, LEFT, x + 2.2, y, chart->words->best);
}

static void
draw_area(const struct chart *chart, const struct paper_area *area, double y)
{
    const struct text_style head = {SANS_BOLD, chart->row < 3.2 ? 7.2 : 7.9, BLACK, .045};
    double line = y + chart->head - (chart->is_tight ? .35 : 1);
    struct text_style fitting =
        paper_fit(chart->page, &head, BAR_X + BAR_WIDTH - LEFT_X, area->name);
    paper_text(chart->page, &fitting, LEFT, LEFT_X, line - (chart->is_tight ? .45 : .6),
               area->name);
    paper_line_style(chart->page, DONG_PALE, .2);
    paper_line(chart->page, LEFT_X, line, BAR_X + BAR_WIDTH, line);
}

static void
draw_row(const struct chart *chart, const struct paper_indicator *indicator, double y)
{
    double middle = y + chart->row / 2 - (chart->is_tight ? 0 : .5);
    double base = middle + .33 * chart->points / POINTS_PER_MM;
    const struct text_style code = {SANS, at_least(chart->points - .4, 7.8), BLACK, 0};
    const struct text_style label = {SANS_MEDIUM, chart->points, BLACK, 0};
    struct text_style code_fitting =
        paper_fit(chart->page, &code, LABEL_X - LEFT_X - .8, indicator->code);
    struct text_style label_fitting =
        paper_fit(chart->page, &label, BAR_X - LABEL_X - 1.2, indicator->label);
    paper_text(chart->page, &code_fitting, LEFT, LEFT_X, base, indicator->code);
    paper_text(chart->page, &label_fitting, LEFT, LABEL_X, base, indicator->label);
    draw_bar(chart, indicator, middle - chart->bar_height / 2);
}

static double
needed_height(const struct certificate_paper *paper, size_t *rows, size_t *heads)
{
    *rows = *heads = 0;
    for (size_t a = 0; a < paper->area_count; a++) {
        *rows += paper->areas[a].count;
        *heads += paper->areas[a].count > 0;
    }
    return (double)*rows * ROW_PITCH + (double)*heads * HEAD_PITCH;
}

bool
paper_chart_is_tight(const struct certificate_paper *paper, double title_y)
{
    size_t rows, heads;
    return needed_height(paper, &rows, &heads) > BOTTOM_Y - title_y - TOP;
}

/* False if the rows do not fit at all. */
static bool
spread_rows(struct chart *chart, const struct certificate_paper *paper, double title_y)
{
    size_t rows, heads;
    double needed = needed_height(paper, &rows, &heads),
           room = TIGHT_BOTTOM_Y - title_y - TIGHT_TOP;
    chart->is_tight = paper_chart_is_tight(paper, title_y);
    chart->top = title_y + (chart->is_tight ? TIGHT_TOP : TOP);
    chart->head = chart->is_tight ? at_least(HEAD_PITCH * fmin(1, room / needed), LEAST_HEAD_PITCH)
                                  : HEAD_PITCH;
    chart->row = chart->is_tight
                     ? fmin(ROW_PITCH, (room - (double)heads * chart->head) / (double)rows)
                     : ROW_PITCH;
    chart->points = at_least(9.2 * fmin(1, chart->row / 4.2), 7.8);
    chart->bar_height = at_least(2.6 * fmin(1, chart->row / 4.2), 1.7);
    return chart->row >= LEAST_ROW_PITCH;
}

void
paper_chart(struct paper_page *page, const struct paper_chart_words *words,
            const struct certificate_paper *paper, double title_y)
{
    const struct text_style title = {SERIF_BOLD, 14, SON, 0}, small = {SANS_MEDIUM, 7.8, BLACK, 0};
    struct chart chart = {.page = page, .words = words};
    if (!spread_rows(&chart, paper, title_y)) {
        page->fault = err_set(page->err, FAULT_INPUT,
                              "the programme has more skills than the paper has room for "
                              "(about 24 in 6 areas): leave some out of its layout");
        return;
    }
    double y = chart.top;
    paper_text(page, &title, LEFT, LEFT_X, title_y, words->skills);
    for (int band = 0; band < 4; band++) {
        const char *name = paper->band_names[band];
        struct text_style fitting = paper_fit(page, &small, BAR_WIDTH / 4 - .5, name);
        paper_text(page, &fitting, CENTRE, BAR_X + BAR_WIDTH * (band + .5) / 4,
                   title_y + (chart.is_tight ? 1.2 : 2), name);
    }
    for (size_t a = 0; a < paper->area_count; a++) {
        const struct paper_area *area = &paper->areas[a];
        if (area->count == 0)
            continue;
        draw_area(&chart, area, y);
        y += chart.head;
        for (size_t i = 0; i < area->count; i++, y += chart.row)
            draw_row(&chart, &area->indicators[i], y);
    }
    draw_legend(&chart);
}
