/* paper_layout.c - where everything stands on the A4 page (LOOK.md section 10, picture 1). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "credential/paper.h"

enum { OFFICE_LINES = 2, NAME_LINES = 2, CAN_DO_LINES = 3 };

struct words {
    const char *number, *issued, *valid, *born, *level, *band, *of_four, *can_do, *skills, *scan, *compare, *issuer_code,
        *issuer_help, *sure, *maybe, *best, *not_tested, *title, *laptop_only, *delegated;
};

static const struct words VI = {
    "Số giấy chứng nhận", "Cấp ngày", "Giá trị đến", "sinh năm", "Mức đạt:", "bậc", "trong 4", "Tự tay làm được",
    "Từng kỹ năng", "Quét để kiểm tra", "Chữ hiện ra phải đúng như trên giấy.", "Mã đơn vị cấp",
    "Quét thêm mã này nếu trang hỏi đến.", "chắc chắn được", "có thể được", "ước lượng tốt nhất", "chưa kiểm tra",
    "GIẤY CHỨNG NHẬN", "Khóa của riêng máy này: chỉ để dùng thử", "theo ủy quyền của",
};
static const struct words EN = {
    "Certificate number", "Issued", "Valid until", "born", "Level:", "band", "of 4", "Can do",
    "Skill by skill", "Scan to check", "The words shown must equal the paper.", "Issuer’s code",
    "Scan this one too if the page asks for it.", "surely", "perhaps", "best estimate", "not tested",
    "CERTIFICATE", "Key of this laptop only: for trial use", "on behalf of",
};

static const double LEFT_X = 20, MIDDLE_X = 112, BAR_X = 158.4, BAR_WIDTH = 49.6, BAR_HEIGHT = 2.6, RIGHT_MIDDLE = 246.4;

/* ---- codes ---- */

static bool
is_dark(const struct qr_code *code, int row, int column)
{
    return row >= 0 && column >= 0 && row < code->width && column < code->width &&
           code->modules[row * code->width + column] != 0;
}

/* Printers fatten black, so edges that face white are drawn in by 8 % of a module (FIGURES.md part 1, section 2). Runs
 * are drawn once along rows and joined downwards where the module below is dark too. */
static void
draw_code(struct paper_page *page, const struct qr_code *code, double x, double y, double size)
{
    double module = size / code->width, inset = .08 * module;
    paper_fill_colour(page, BLACK);
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width; column++) {
            if (!is_dark(code, row, column))
                continue;
            double left = is_dark(code, row, column - 1) ? 0 : inset, right = is_dark(code, row, column + 1) ? 0 : inset;
            double top = is_dark(code, row - 1, column) ? 0 : inset, bottom = is_dark(code, row + 1, column) ? 0 : inset;
            paper_rectangle(page, x + column * module + left, y + row * module + top, module - left - right,
                            module - top - bottom);
        }
    HPDF_Page_Fill(page->page);
}

static void
draw_codes(struct paper_page *page, const struct words *words, const struct certificate_paper *paper,
           const struct qr_code *certificate, const struct qr_code *issuer)
{
    const struct text_style head = {SERIF_BOLD, 14, SON, 0}, plain = {SANS, 9.2, BLACK, 0}, bold = {SANS_BOLD, 9.2, BLACK, 0};
    paper_text(page, &head, CENTRE, RIGHT_MIDDLE, 107, words->scan);
    draw_code(page, certificate, RIGHT_MIDDLE - 22.5, 110.7, 45);
    paper_text(page, &plain, CENTRE, RIGHT_MIDDLE, 160.4, words->compare);
    draw_code(page, issuer, 215, 164.8, 30);
    paper_text(page, &bold, LEFT, 248.6, 169.2, words->issuer_code);
    paper_paragraph(page, &plain, LEFT, 248.6, 173.6, 29, 4.4, 3, words->issuer_help);
    paper_text(page, &plain, LEFT, 248.6, 190, paper->verifier_host);
}

/* ---- bars ---- */

/* Hatched at 45 degrees, a line of .5 mm every 1.1 mm, clipped to the rectangle. */
static void
hatch(struct paper_page *page, double x, double y, double width, double height)
{
    if (width <= 0)
        return;
    HPDF_Page_GSave(page->page);
    paper_rectangle(page, x, y, width, height);
    HPDF_Page_Clip(page->page);
    HPDF_Page_EndPath(page->page);
    paper_line_style(page, CHAM, .5);
    double first = floor((x - BAR_X) / 1.1) * 1.1 + BAR_X - height;
    for (double from = first; from < x + width + height; from += 1.1)
        paper_line(page, from, y + height, from + height, y);
    HPDF_Page_GRestore(page->page);
}

static void
draw_bar(struct paper_page *page, const struct words *words, const struct paper_indicator *indicator, double y)
{
    static const HPDF_UINT16 DASHES[] = {3, 3};
    const struct text_style small = {SANS_MEDIUM, 7.8, BLACK, 0};
    double low = BAR_X + BAR_WIDTH * indicator->low, high = BAR_X + BAR_WIDTH * indicator->high;
    if (!indicator->is_tested) {
        paper_line_style(page, KE, .2);
        HPDF_Page_SetDash(page->page, DASHES, 2, 0);
        paper_rectangle(page, BAR_X, y, BAR_WIDTH, BAR_HEIGHT);
        HPDF_Page_Stroke(page->page);
        HPDF_Page_SetDash(page->page, NULL, 0, 0);
        double half = paper_text_width(page, &small, words->not_tested) / 2 + 1.5;
        paper_fill_colour(page, WHITE);
        paper_rectangle(page, BAR_X + BAR_WIDTH / 2 - half, y - .4, 2 * half, BAR_HEIGHT + .8);
        HPDF_Page_Fill(page->page);
        paper_text(page, &small, CENTRE, BAR_X + BAR_WIDTH / 2, y + 2.2, words->not_tested);
        return;
    }
    paper_fill_colour(page, CHAM);
    paper_rectangle(page, BAR_X, y, low - BAR_X, BAR_HEIGHT);
    HPDF_Page_Fill(page->page);
    hatch(page, low, y, high - low, BAR_HEIGHT);
    paper_line_style(page, KE, .2);
    paper_rectangle(page, BAR_X, y, BAR_WIDTH, BAR_HEIGHT);
    HPDF_Page_Stroke(page->page);
    for (int tick = 1; tick < 4; tick++)
        paper_line(page, BAR_X + BAR_WIDTH * tick / 4, y - .8, BAR_X + BAR_WIDTH * tick / 4, y + BAR_HEIGHT);
    double at = BAR_X + BAR_WIDTH * indicator->at;
    paper_fill_colour(page, WHITE);
    paper_rectangle(page, at - .75, y - .5, 1.5, BAR_HEIGHT + 1);
    HPDF_Page_Fill(page->page);
    paper_fill_colour(page, BLACK);
    paper_rectangle(page, at - .35, y - .5, .7, BAR_HEIGHT + 1);
    HPDF_Page_Fill(page->page);
}

static void
draw_legend(struct paper_page *page, const struct words *words, double y)
{
    const struct text_style small = {SANS, 7.8, BLACK, 0};
    paper_fill_colour(page, CHAM);
    paper_rectangle(page, MIDDLE_X, y - 2.2, 5, 2.4);
    HPDF_Page_Fill(page->page);
    paper_text(page, &small, LEFT, MIDDLE_X + 6.2, y, words->sure);
    hatch(page, MIDDLE_X + 31, y - 2.2, 5, 2.4);
    paper_text(page, &small, LEFT, MIDDLE_X + 37.2, y, words->maybe);
    paper_fill_colour(page, BLACK);
    paper_rectangle(page, MIDDLE_X + 59.4, y - 2.6, .7, 3.2);
    HPDF_Page_Fill(page->page);
    paper_text(page, &small, LEFT, MIDDLE_X + 61.4, y, words->best);
}

static void
draw_bars(struct paper_page *page, const struct words *words, const struct certificate_paper *paper)
{
    const struct text_style head = {SERIF_BOLD, 14, SON, 0}, small = {SANS_MEDIUM, 7.8, BLACK, 0};
    const struct text_style area_style = {SANS_SEMIBOLD, 8.2, BLACK, .04}, label = {SANS_MEDIUM, 9.2, BLACK, 0};
    const struct text_style code = {SANS, 9.2, BLACK, 0};
    size_t rows = 0;
    for (size_t a = 0; a < paper->area_count; a++)
        rows += paper->areas[a].count;
    double needed = (double)rows * 4.62 + (double)paper->area_count * 4.8, room = 189 - 110.5;
    double shrink = needed > room ? room / needed : 1, y = 110.5;
    paper_text(page, &head, LEFT, MIDDLE_X, 107, words->skills);
    for (int band = 0; band < 4; band++)
        paper_text(page, &small, CENTRE, BAR_X + BAR_WIDTH * (band + .5) / 4, 109, paper->band_names[band]);
    for (size_t a = 0; a < paper->area_count; a++) {
        paper_text(page, &area_style, LEFT, MIDDLE_X, y + 3.1 * shrink, paper->areas[a].name);
        paper_line_style(page, DONG_PALE, .2);
        paper_line(page, MIDDLE_X, y + 3.9 * shrink, BAR_X + BAR_WIDTH, y + 3.9 * shrink);
        y += 4.8 * shrink;
        for (size_t i = 0; i < paper->areas[a].count; i++, y += 4.62 * shrink) {
            const struct paper_indicator *indicator = &paper->areas[a].indicators[i];
            paper_text(page, &code, LEFT, MIDDLE_X, y + 3.2 * shrink, indicator->code);
            paper_text(page, &label, LEFT, MIDDLE_X + 6.2, y + 3.2 * shrink, indicator->label);
            draw_bar(page, words, indicator, y + .9 * shrink);
        }
    }
    draw_legend(page, words, 193.4);
}

/* ---- the head ---- */

static void
draw_office(struct paper_page *page, const struct words *words, const struct certificate_paper *paper)
{
    const struct text_style office = {SANS_SEMIBOLD, 12.5, BLACK, 0}, small = {SANS, 10.5, BLACK, 0};
    const double middle = 66;
    int lines = paper_paragraph(page, &office, CENTRE, middle, 22.6, 88, 5.6, OFFICE_LINES, paper->office);
    double y = 22.6 + 5.6 * lines + 1.6;
    if (paper->authority[0] != 0) {
        paper_text(page, &small, CENTRE, middle, y, words->delegated);
        paper_text(page, &small, CENTRE, middle, y + 5, paper->authority);
        y += 10;
    }
    if (paper->is_laptop_only)
        paper_text(page, &small, CENTRE, middle, y, words->laptop_only);
}

static void
draw_number(struct paper_page *page, const struct words *words, const struct certificate_paper *paper)
{
    const struct text_style small = {SANS, 10.5, BLACK, 0}, number = {SANS_SEMIBOLD, 13, BLACK, .08};
    const double middle = 231;
    char dates[160];
    snprintf(dates, sizeof dates, "%s %s · %s %s", words->issued, paper->issued_date, words->valid,
             paper->valid_until_date);
    paper_text(page, &small, CENTRE, middle, 22.2, words->number);
    paper_text(page, &number, CENTRE, middle, 28.6, paper->id_text);
    paper_text(page, &small, CENTRE, middle, 34.8, dates);
    paper_text(page, &small, CENTRE, middle, 39.8, paper->assurance);
}

/* 38, 34, 30, 28 pt; then two lines at a blank. Never smaller, never squeezed, never cut. */
static void
draw_name(struct paper_page *page, const char *name)
{
    static const double SIZES[] = {38, 34, 30, 28};
    const double room = 250;
    struct text_style style = {SERIF_SEMIBOLD, 38, BLACK, 0};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        style.points = SIZES[i];
        if (paper_text_width(page, &style, name) <= room) {
            paper_text(page, &style, CENTRE, PAPER_WIDTH / 2, 83.8, name);
            return;
        }
    }
    paper_paragraph(page, &style, CENTRE, PAPER_WIDTH / 2, 77.8, room, 9.4, NAME_LINES, name);
}

static void
draw_person(struct paper_page *page, const struct words *words, const struct certificate_paper *paper)
{
    const struct text_style plain = {SANS, 12.5, BLACK, 0}, level = {SANS, 13.5, BLACK, 0}, bold = {SANS_BOLD, 13.5, BLACK, 0};
    char line[500], before[80];
    bool has_year = paper->birth_year[0] != 0, has_place = paper->place[0] != 0;
    snprintf(line, sizeof line, "%s%s%s%s%s", has_year ? words->born : "", has_year ? " " : "", paper->birth_year,
             has_year && has_place ? "  ·  " : "", paper->place);
    paper_text(page, &plain, CENTRE, PAPER_WIDTH / 2, 92.2, line);
    snprintf(before, sizeof before, "%s ", words->level);
    snprintf(line, sizeof line, " (%s %d %s)", words->band, paper->level_number, words->of_four);
    double widths[] = {paper_text_width(page, &level, before), paper_text_width(page, &bold, paper->level),
                       paper_text_width(page, &level, line)};
    double x = PAPER_WIDTH / 2 - (widths[0] + widths[1] + widths[2]) / 2;
    paper_text(page, &level, LEFT, x, 98.8, before);
    paper_text(page, &bold, LEFT, x + widths[0], 98.8, paper->level);
    paper_text(page, &level, LEFT, x + widths[0] + widths[1], 98.8, line);
}

static void
draw_can_do(struct paper_page *page, const struct words *words, const struct certificate_paper *paper)
{
    const struct text_style head = {SERIF_BOLD, 14, SON, 0}, plain = {SANS, 11, BLACK, 0};
    double y = 113.6;
    paper_text(page, &head, LEFT, LEFT_X, 107, words->can_do);
    for (size_t i = 0; i < paper->can_do_count; i++) {
        paper_mark(page, LEFT_X + 1.6, y - 1.3, 1.6);
        int lines = paper_paragraph(page, &plain, LEFT, LEFT_X + 5.6, y, 78, 5.1, CAN_DO_LINES, paper->can_do[i]);
        y += 5.1 * lines + 1.8;
    }
}

static void
draw_signature(struct paper_page *page, const struct certificate_paper *paper)
{
    const struct text_style date = {SERIF_ITALIC, 12, BLACK, 0}, role = {SANS_SEMIBOLD, 11, BLACK, 0};
    const struct text_style name = {SANS_SEMIBOLD, 12.5, BLACK, 0};
    const double middle = 61.8;
    paper_text(page, &date, CENTRE, middle, 164.8, paper->place_and_date);
    paper_text(page, &role, CENTRE, middle, 170, paper->signer_role);
    paper_text(page, &name, CENTRE, middle, 188, paper->signer_name);
}

void
paper_lay_out(struct paper_page *page, const struct certificate_paper *paper, const struct qr_code *certificate,
              const struct qr_code *issuer)
{
    const struct words *words = strcmp(paper->language, "en") == 0 ? &EN : &VI;
    const struct text_style title = {SERIF_BOLD, 32, SON, .09}, under = {SERIF_ITALIC, 12.5, BLACK, 0};
    paper_border(page);
    draw_office(page, words, paper);
    paper_drum(page, PAPER_WIDTH / 2, 31.8, 19.5, paper->id);
    draw_number(page, words, paper);
    paper_text(page, &title, CENTRE, PAPER_WIDTH / 2, 63.4, words->title);
    paper_text(page, &under, CENTRE, PAPER_WIDTH / 2, 70.2, paper->programme_line);
    draw_name(page, paper->name);
    draw_person(page, words, paper);
    draw_can_do(page, words, paper);
    draw_signature(page, paper);
    draw_bars(page, words, paper);
    draw_codes(page, words, paper, certificate, issuer);
}
