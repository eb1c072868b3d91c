/* paper_layout.c - where everything stands on the A4 page (LOOK.md section 10, picture 1). Whatever
 * a name, an office or a sentence is long, it is printed whole: it gets smaller steps, then a
 * further line, and is never cut. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "credential/paper.h"

struct words {
    const char *number, *issued, *valid, *born, *level, *band, *of_four, *can_do, *scan, *compare,
        *issuer_code, *issuer_help, *title, *laptop_only, *delegated;
    struct paper_chart_words chart;
};

static const struct words VI = {
    "Số giấy chứng nhận",
    "Cấp ngày",
    "Giá trị đến",
    "sinh năm",
    "Mức đạt:",
    "bậc",
    "trong 4",
    "Tự tay làm được",
    "Quét để kiểm tra",
    "Chữ hiện ra phải đúng như trên giấy.",
    "Mã đơn vị cấp",
    "Quét thêm mã này nếu trang hỏi đến.",
    "GIẤY CHỨNG NHẬN",
    "Máy này tự cấp, chỉ để dùng thử",
    "theo ủy quyền của",
    {"Từng kỹ năng", "chắc chắn được", "có thể được", "ước lượng tốt nhất", "chưa kiểm tra"},
};
static const struct words EN = {
    "Certificate number",
    "Issued",
    "Valid until",
    "born in",
    "Level:",
    "band",
    "of 4",
    "Can do alone",
    "Scan to check",
    "The words shown must be those on paper.",
    "Issuer’s code",
    "Scan this too if the page asks for it.",
    "CERTIFICATE",
    "Issued by this laptop alone, for trial only",
    "on behalf of",
    {"Skill by skill", "surely", "perhaps", "best estimate", "not tested"},
};

static const double MIDDLE = 297 / 2.0, LEFT_X = 20.2, WIDE = 252, DRUM_Y = 31.8,
                    DRUM_RADIUS = 19.5;

/* ---- codes ---- */

/* Four modules of white around each code, whatever its version: nothing comes nearer. */
static void
draw_codes(struct paper_page *page, const struct words *words, const struct paper_sheet *sheet,
           double title_y)
{
    const struct text_style head = {SERIF_BOLD, 14, SON, 0}, plain = {SANS, 8.6, BLACK, 0},
                            bold = {SANS_BOLD, 8.6, BLACK, 0};
    const double middle = 246.4, small_size = 30, small_x = 215, deep = .9, high = 2.7,
                 border = 198.5;
    /* Versions 10 to 13 get their 45 mm; a code of few, large modules needs more white and gets
     * less. */
    double small_quiet = 4 * small_size / sheet->issuer->width;
    double room = border - (title_y - .4 + deep) - high - deep - 2 * small_quiet - small_size;
    double size = fmin(45, room / (1 + 8.0 / sheet->certificate->width)),
           quiet = 4 * size / sheet->certificate->width;
    double y = title_y - .4 + deep + quiet, x = small_x + small_size + fmax(small_quiet, 3.6);
    paper_text(page, &head, CENTRE, middle, title_y - .4, words->scan);
    paper_code(page, sheet->certificate, middle - size / 2, y, size);
    y += size + quiet + high;
    struct text_style fitting = paper_fit(page, &plain, 62, words->compare);
    paper_text(page, &fitting, CENTRE, middle, y, words->compare);
    y += deep + small_quiet;
    paper_code(page, sheet->issuer, small_x, y, small_size);
    paper_text(page, &bold, LEFT, x, y + 4.6, words->issuer_code);
    paper_paragraph(page, &plain, LEFT, x, y + 9, 281.5 - x, 4.4, 3, words->issuer_help);
    fitting = paper_fit(page, &plain, 283 - x, sheet->paper->verifier_host);
    paper_text(page, &fitting, LEFT, x, y + 22.2 + (words == &EN ? 3 : 0),
               sheet->paper->verifier_host);
}

/* ---- the head ---- */

/* Where an office of two lines is best parted: before its last "xã", "tỉnh" or the like, else where
 * lines are even. */
static const char *
second_line(struct paper_page *page, const struct text_style *style, double width, const char *text)
{
    static const char *const KINDS[] = {" XÃ ",   " PHƯỜNG ",    " HUYỆN ", " QUẬN ",
                                        " TỈNH ", " THÀNH PHỐ ", " THÔN "};
    const char *best = NULL;
    double whole = paper_text_width(page, style, text), evenness = whole;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        const char *found = strstr(text, KINDS[i]);
        if (found != NULL && paper_text_width(page, style, found + 1) <= width &&
            whole - paper_text_width(page, style, found) <= width &&
            (best == NULL || found + 1 < best))
            best = found + 1;
    }
    for (const char *at = best != NULL ? NULL : strchr(text, ' '); at != NULL;
         at = strchr(at + 1, ' ')) {
        double uneven = fabs(whole - 2 * paper_text_width(page, style, at + 1));
        if (uneven < evenness) {
            evenness = uneven;
            best = at + 1;
        }
    }
    return best;
}

/* One or two lines around x; smaller if two are not enough. Returns the base line of the last. */
static double
draw_two_lines(struct paper_page *page, const struct text_style *style, double x, double y,
               double width, double pitch, const char *text)
{
    const char *rest =
        paper_text_width(page, style, text) > width ? second_line(page, style, width, text) : NULL;
    struct text_style fitting = *style;
    if (rest == NULL) {
        fitting = paper_fit(page, style, width, text);
        paper_text(page, &fitting, CENTRE, x, y, text);
        return y;
    }
    char *first = memory_print("%.*s", (int)(rest - text - 1), text);
    struct text_style upper = paper_fit(page, style, width, first),
                      lower = paper_fit(page, style, width, rest);
    fitting.points = fmin(upper.points, lower.points);
    pitch *= fmax(.8, fitting.points / style->points);
    paper_text(page, &fitting, CENTRE, x, y, first);
    paper_text(page, &fitting, CENTRE, x, y + pitch, rest);
    free(first);
    return y + pitch;
}

static void
draw_office(struct paper_page *page, const struct words *words,
            const struct certificate_paper *paper)
{
    const struct text_style office = {SANS_SEMIBOLD, 11.8, BLACK, 0}, small = {SANS, 10, BLACK, 0};
    const double middle = 66, width = 86;
    double y = draw_two_lines(page, &office, middle, 22.5, width, 5.7, paper->office) + 1.9;
    if (paper->authority[0] != 0) {
        paper_text(page, &small, CENTRE, middle, y + 5, words->delegated);
        y = draw_two_lines(page, &small, middle, y + 10, width, 4.6, paper->authority);
    }
    if (paper->is_laptop_only)
        paper_text(page, &small, CENTRE, middle, y + 5, words->laptop_only);
}

static void
draw_number(struct paper_page *page, const struct words *words,
            const struct certificate_paper *paper)
{
    const struct text_style small = {SANS, 10, BLACK, 0}, number = {SANS_SEMIBOLD, 13, BLACK, .08};
    const double middle = 231, width = 88;
    char *dates = memory_print("%s %s · %s %s", words->issued, paper->issued_date, words->valid,
                               paper->valid_until_date);
    struct text_style dates_fitting = paper_fit(page, &small, width, dates);
    paper_text(page, &small, CENTRE, middle, 22.3, words->number);
    paper_text(page, &number, CENTRE, middle, 28.7, paper->id_text);
    paper_text(page, &dates_fitting, CENTRE, middle, 34.8, dates);
    draw_two_lines(page, &small, middle, 39.9, width, 4.6, paper->assurance);
    free(dates);
}

static const double NAME_SIZES[] = {38, 34, 30, 28};
enum { NAME_SIZE_COUNT = sizeof NAME_SIZES / sizeof NAME_SIZES[0] };

/* 38, 34, 30, 28 pt; then two lines at a blank. Never smaller, never squeezed, never cut. */
static struct text_style
name_style(struct paper_page *page, const char *name, bool *has_two_lines)
{
    struct text_style style = {SERIF_SEMIBOLD, 38, BLACK, 0};
    for (int i = 0; i < NAME_SIZE_COUNT; i++) {
        style.points = NAME_SIZES[i];
        *has_two_lines = paper_text_width(page, &style, name) > WIDE;
        if (!*has_two_lines)
            break;
    }
    return style;
}

static void
draw_person(struct paper_page *page, const struct words *words,
            const struct certificate_paper *paper, double place_y, double level_y)
{
    const struct text_style plain = {SANS, 12.5, BLACK, 0}, level = {SANS, 13.5, BLACK, 0},
                            bold = {SANS_BOLD, 13.5, BLACK, 0};
    bool has_year = paper->birth_year[0] != 0, has_place = paper->place[0] != 0;
    char *line =
        memory_print("%s%s%s%s%s", has_year ? words->born : "", has_year ? " " : "",
                     paper->birth_year, has_year && has_place ? "  ·  " : "", paper->place);
    struct text_style fitting = paper_fit(page, &plain, WIDE, line);
    paper_text(page, &fitting, CENTRE, MIDDLE, place_y, line);
    free(line);
    char *parts[] = {memory_print("%s ", words->level), memory_copy_text(paper->level),
                     memory_print(" (%s %d %s)", words->band, paper->level_number, words->of_four)};
    const struct text_style *const styles[] = {&level, &bold, &level};
    double x = MIDDLE;
    for (int i = 0; i < 3; i++)
        x -= paper_text_width(page, styles[i], parts[i]) / 2;
    for (int i = 0; i < 3; i++) {
        paper_text(page, styles[i], LEFT, x, level_y, parts[i]);
        x += paper_text_width(page, styles[i], parts[i]);
        free(parts[i]);
    }
}

/* From the line under the title to the level. A name of two lines takes its room from the lines
 * around it. */
static void
draw_middle(struct paper_page *page, const struct words *words,
            const struct certificate_paper *paper, bool *has_two_lines)
{
    const struct text_style under = {SERIF_ITALIC, 12.5, BLACK, 0};
    struct text_style under_fitting = paper_fit(page, &under, WIDE, paper->programme_line);
    struct text_style name = name_style(page, paper->name, has_two_lines);
    paper_text(page, &under_fitting, CENTRE, MIDDLE, *has_two_lines ? 69.6 : 70.4,
               paper->programme_line);
    if (*has_two_lines)
        draw_two_lines(page, &name, MIDDLE, 79.6, WIDE, 9.7, paper->name);
    else
        paper_text(page, &name, CENTRE, MIDDLE, 84.3 - (NAME_SIZES[0] - name.points) * .1,
                   paper->name);
    draw_person(page, words, paper, *has_two_lines ? 95.6 : 92.3, *has_two_lines ? 101.1 : 98.8);
}

/* ---- the left column ---- */

/* Text of 11 pt; smaller only when the sentences would run into the signature. */
static void
draw_can_do(struct paper_page *page, const struct words *words,
            const struct certificate_paper *paper, double title_y)
{
    const struct text_style head = {SERIF_BOLD, 14, SON, 0};
    struct text_style plain = {SANS, 11, BLACK, 0};
    const double first = title_y + 6.3, last = 158.6, text_x = LEFT_X + 5.7, width = 80;
    double pitch = 5.3, gap = 1.4;
    if (paper->can_do_count == 0)
        return;
    for (; plain.points > 6; plain.points -= .4) {
        int lines = 0;
        for (size_t i = 0; i < paper->can_do_count; i++)
            lines += paper_count_lines(page, &plain, width, paper->can_do[i]);
        pitch = 5.3 * plain.points / 11;
        if (first + (lines - 1) * pitch + (double)(paper->can_do_count - 1) * gap <= last)
            break;
    }
    paper_text(page, &head, LEFT, LEFT_X, title_y, words->can_do);
    double y = first;
    for (size_t i = 0; i < paper->can_do_count; i++) {
        paper_mark(page, LEFT_X + 1.6, y - .35 * plain.points / POINTS_PER_MM, 1.6);
        y += pitch * paper_paragraph(page, &plain, LEFT, text_x, y, width, pitch, 99,
                                     paper->can_do[i]) +
             gap;
    }
}

/* 84 x 13 mm between role and name stay free to sign and stamp. */
static void
draw_signature(struct paper_page *page, const struct certificate_paper *paper)
{
    const struct text_style date = {SERIF_ITALIC, 11.6, BLACK, 0},
                            role = {SANS_SEMIBOLD, 10.5, BLACK, 0};
    const struct text_style name = {SANS_SEMIBOLD, 12, BLACK, 0};
    const double middle = 62.1, width = 84;
    struct text_style date_fitting = paper_fit(page, &date, width, paper->place_and_date);
    struct text_style role_fitting = paper_fit(page, &role, width, paper->signer_role);
    struct text_style name_fitting = paper_fit(page, &name, width, paper->signer_name);
    paper_text(page, &date_fitting, CENTRE, middle, 165.2, paper->place_and_date);
    paper_text(page, &role_fitting, CENTRE, middle, 170.1, paper->signer_role);
    paper_text(page, &name_fitting, CENTRE, middle, 188.3, paper->signer_name);
}

void
paper_lay_out_ornament(struct paper_page *page)
{
    paper_border(page);
    paper_drum(page, MIDDLE, DRUM_Y, DRUM_RADIUS);
}

void
paper_lay_out(struct paper_page *page, const struct paper_sheet *sheet)
{
    const struct certificate_paper *paper = sheet->paper;
    const struct words *words = strcmp(paper->language, "en") == 0 ? &EN : &VI;
    const struct text_style title = {SERIF_BOLD, 32, SON, .09};
    double columns_y = 107.3;
    bool has_two_lines = false;
    draw_office(page, words, paper);
    paper_number_ring(page, MIDDLE, DRUM_Y, DRUM_RADIUS, paper->id);
    draw_number(page, words, paper);
    paper_text(page, &title, CENTRE, MIDDLE, 63.5, words->title);
    draw_middle(page, words, paper, &has_two_lines);
    /* Many skills need every millimetre: the three columns begin higher. */
    if (paper_chart_is_tight(paper, columns_y))
        columns_y -= has_two_lines ? .6 : 2;
    draw_can_do(page, words, paper, columns_y);
    draw_signature(page, paper);
    paper_chart(page, &words->chart, paper, columns_y);
    draw_codes(page, words, sheet, columns_y);
}
