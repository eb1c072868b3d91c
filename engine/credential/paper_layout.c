/* paper_layout.c - draws a paper by its layout. Whatever a name, an office or a sentence is long, it is printed whole: it
 * gets smaller steps, then a further line, and is never cut. */
#include "credential/paper_layout.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Words of the drawn parts that a layout does not spell out itself. */
struct words {
    const char *born, *scan, *compare, *issuer_code, *issuer_help;
    struct paper_chart_words chart;
};

static const struct words VI = {
    "sinh năm",
    "Quét để kiểm tra",
    "Chữ hiện ra phải đúng như trên giấy.",
    "Mã đơn vị cấp",
    "Quét thêm mã này nếu trang hỏi đến.",
    {"Từng kỹ năng", "chắc chắn được", "có thể được", "ước lượng tốt nhất", "chưa kiểm tra"},
};
static const struct words EN = {
    "born in",
    "Scan to check",
    "The words shown must be those on paper.",
    "Issuer’s code",
    "Scan this too if the page asks for it.",
    {"Skill by skill", "surely", "perhaps", "best estimate", "not tested"},
};

/* One paper being laid out. */
struct laying {
    struct paper_page *page;
    const struct paper_layout *layout;
    const struct paper_sheet *sheet;
    const struct words *words;
    bool has_two_lines; /* the name does */
    double rise;        /* of the columns, where many skills need the room */
    double base[LAYOUT_ITEMS_MAX];
};

/* ---- what stands in {braces} ---- */

static char *
person_of(const struct laying *laying)
{
    const struct certificate_paper *paper = laying->sheet->paper;
    bool has_year = paper->birth_year[0] != 0, has_place = paper->place[0] != 0;
    return memory_print("%s%s%s%s%s", has_year ? laying->words->born : "", has_year ? " " : "", paper->birth_year,
                        has_year && has_place ? "  ·  " : "", paper->place);
}

static char *
field_of(const struct laying *laying, const char *name, size_t len)
{
    const struct certificate_paper *paper = laying->sheet->paper;
    const struct {
        const char *name, *value;
    } fields[] = {{"office", paper->office}, {"authority", paper->authority}, {"number", paper->id_text},
                  {"issued", paper->issued_date}, {"valid", paper->valid_until_date}, {"assurance", paper->assurance},
                  {"programme", paper->programme_line}, {"name", paper->name}, {"born", paper->birth_year},
                  {"place", paper->place}, {"level", paper->level}, {"place-and-date", paper->place_and_date},
                  {"signer-role", paper->signer_role}, {"signer-name", paper->signer_name}, {"host", paper->verifier_host},
                  {"laptop", paper->is_laptop_only ? "yes" : ""}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (strlen(fields[i].name) == len && strncmp(fields[i].name, name, len) == 0)
            return memory_copy_text(fields[i].value);
    if (len == 4 && strncmp(name, "band", 4) == 0)
        return memory_print("%d", paper->level_number);
    return len == 6 && strncmp(name, "person", 6) == 0 ? person_of(laying) : NULL;
}

/* NULL: the layout names a field that there is not; then page->fault. */
static char *
fill_text(struct laying *laying, const struct layout_item *item, const char *text)
{
    struct buffer out = {0};
    while (*text != 0) {
        const char *end = *text == '{' ? strchr(text, '}') : NULL;
        char *value = end == NULL ? NULL : field_of(laying, text + 1, (size_t)(end - text - 1));
        if (end != NULL && value == NULL) {
            laying->page->fault = err_set(laying->page->err, FAULT_INPUT, "%s:%d: there is no field %.*s", laying->layout->path,
                                          item->line, (int)(end - text + 1), text);
            buffer_clear(&out);
            return NULL;
        }
        if (value != NULL) {
            buffer_add_text(&out, value);
            text = end + 1;
            free(value);
        } else {
            buffer_add_byte(&out, (uint8_t)*text++);
        }
    }
    return buffer_take_text(&out);
}

/* ---- texts ---- */

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

/* The largest of the steps with which the text is one line; the smallest if none is. */
static struct text_style
step_style(struct paper_page *page, const struct layout_item *item, const char *text)
{
    struct text_style style = item->style;
    for (int i = 0; i < LAYOUT_STEPS && item->steps[i] > 0; i++) {
        style.points = item->steps[i];
        if (paper_text_width(page, &style, text) <= item->width)
            break;
    }
    return style;
}

static bool
takes_two_lines(struct paper_page *page, const struct layout_item *item, const char *text)
{
    struct text_style style = step_style(page, item, text);
    return paper_text_width(page, &style, text) > item->width;
}

/* "Level: |alone| (band 3)": what stands between bars is strong. */
static void
draw_strong(struct laying *laying, const struct layout_item *item, double y, char *text)
{
    struct text_style strong = item->style;
    double x = item->x, whole = 0;
    char *parts[8], *rest = text;
    size_t count = 0;
    strong.font = item->strong;
    while (rest != NULL && count < sizeof parts / sizeof parts[0])
        parts[count++] = strsep(&rest, "|");
    for (size_t i = 0; i < count; i++)
        whole += paper_text_width(laying->page, i % 2 == 1 ? &strong : &item->style, parts[i]);
    x -= item->align == CENTRE ? whole / 2 : item->align == RIGHT ? whole : 0;
    for (size_t i = 0; i < count; i++) {
        const struct text_style *style = i % 2 == 1 ? &strong : &item->style;
        paper_text(laying->page, style, LEFT, x, y, parts[i]);
        x += paper_text_width(laying->page, style, parts[i]);
    }
}

/* Returns the base line of the last line. */
static double
draw_line_of_text(struct laying *laying, const struct layout_item *item, double y, char *text)
{
    struct paper_page *page = laying->page;
    struct text_style style = item->style;
    if (strchr(text, '|') != NULL) {
        draw_strong(laying, item, y, text);
        return y;
    }
    if (item->steps[0] > 0)
        style = step_style(page, item, text);
    if (item->lines >= 2 && item->width > 0 && (item->steps[0] <= 0 || takes_two_lines(page, item, text)))
        return draw_two_lines(page, &style, item->x, y, item->width, item->pitch, text);
    if (item->steps[0] > 0)
        y -= (item->steps[0] - style.points) * .1; /* smaller letters stand in the middle of the room */
    else if (item->width > 0)
        style = paper_fit(page, &item->style, item->width, text);
    paper_text(page, &style, item->align, item->x, y, text);
    return y;
}

static void
draw_text_item(struct laying *laying, const struct layout_item *item, size_t place)
{
    double y = (item->has_y2 && laying->has_two_lines ? item->y2 : item->y) +
               (item->below != NULL ? laying->base[item->below_item] : 0);
    char *needed = item->needs == NULL ? NULL : field_of(laying, item->needs, strlen(item->needs));
    if (needed != NULL && needed[0] == 0) { /* not there: what hangs on it hangs a little below what it hung on */
        laying->base[place] = (item->below != NULL ? laying->base[item->below_item] : item->y) + item->skip;
        free(needed);
        return;
    }
    char *text = fill_text(laying, item, laying->words == &EN ? item->en : item->vi);
    if (text != NULL)
        laying->base[place] = draw_line_of_text(laying, item, y, text) + (item->needs == NULL ? item->skip : 0);
    free(text);
    free(needed);
}

/* ---- columns ---- */

/* Smaller only when the sentences would run into the signature. */
static void
draw_can_do(struct laying *laying, const struct layout_item *item, double title_y)
{
    const struct text_style head = {SERIF_BOLD, 14, SON, 0};
    struct text_style plain = item->style;
    struct paper_page *page = laying->page;
    const struct certificate_paper *paper = laying->sheet->paper;
    const double first = title_y + 6.3, last = item->last, text_x = item->x + 5.7, width = item->width;
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
    paper_text(page, &head, LEFT, item->x, title_y, laying->words == &EN ? item->en : item->vi);
    double y = first;
    for (size_t i = 0; i < paper->can_do_count; i++) {
        paper_mark(page, item->x + 1.6, y - .35 * plain.points / POINTS_PER_MM, 1.6);
        y += pitch * paper_paragraph(page, &plain, LEFT, text_x, y, width, pitch, 99,
                                     paper->can_do[i]) +
             gap;
    }
}

/* Four modules of white around each code, whatever its version: nothing comes nearer. */
static void
draw_codes(struct laying *laying, const struct layout_item *item, double title_y)
{
    struct paper_page *page = laying->page;
    const struct words *words = laying->words;
    const struct paper_sheet *sheet = laying->sheet;
    const struct text_style head = {SERIF_BOLD, 14, SON, 0}, plain = {SANS, 8.6, BLACK, 0},
                            bold = {SANS_BOLD, 8.6, BLACK, 0};
    const double middle = item->x, small_size = item->small, small_x = item->small_x, deep = .9,
                 high = 2.7, border = item->last;
    /* Versions 10 to 13 get their 45 mm; a code of few, large modules needs more white and gets
     * less. */
    double small_quiet = 4 * small_size / sheet->issuer->width;
    double room = border - (title_y - .4 + deep) - high - deep - 2 * small_quiet - small_size;
    double size = fmin(item->size, room / (1 + 8.0 / sheet->certificate->width)),
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

static void
draw_code(struct laying *laying, const struct layout_item *item)
{
    bool is_issuer = item->of != NULL && strcmp(item->of, "issuer") == 0;
    paper_code(laying->page, is_issuer ? laying->sheet->issuer : laying->sheet->certificate, item->x - item->size / 2, item->y,
               item->size);
}

/* ---- lines and shapes: the same on every paper of a layout ---- */

static void
draw_shape(struct paper_page *page, const struct layout_item *item)
{
    switch (item->kind) {
    case ITEM_BORDER: paper_border(page); break;
    case ITEM_DRUM: paper_drum(page, item->x, item->y, item->radius); break;
    case ITEM_MARK: paper_mark(page, item->x, item->y, item->radius); break;
    case ITEM_LINE:
        paper_line_style(page, item->style.colour, item->size);
        paper_line(page, item->x, item->y, item->x2, item->y);
        break;
    case ITEM_BOX:
        paper_line_style(page, item->style.colour, item->size);
        paper_rectangle(page, item->x, item->y, item->width, item->height);
        paper_stroke(page);
        break;
    case ITEM_POLYGON:
        paper_fill_colour(page, item->style.colour);
        for (size_t i = 0; i < item->point_count; i++)
            (i == 0 ? paper_move : paper_line_to)(page, item->points[2 * i], item->points[2 * i + 1]);
        paper_fill(page);
        break;
    default: break;
    }
}

void
paper_lay_out_ornament(struct paper_page *page, const struct paper_layout *layout)
{
    for (size_t place = 0; place < layout->columns * layout->rows; place++) {
        page->origin_x = (double)(place % layout->columns) * layout->width;
        page->origin_y = (double)(place / layout->columns) * layout->height;
        for (size_t i = 0; i < layout->count; i++)
            draw_shape(page, &layout->items[i]);
        paper_stop_drawing(page);
    }
    page->origin_x = page->origin_y = 0;
}

static void
draw_item(struct laying *laying, const struct layout_item *item, size_t place)
{
    double column_y = item->y - (item->is_column ? laying->rise : 0);
    switch (item->kind) {
    case ITEM_RING: paper_number_ring(laying->page, item->x, item->y, item->radius, laying->sheet->paper->id); break;
    case ITEM_TEXT: draw_text_item(laying, item, place); break;
    case ITEM_LIST: draw_can_do(laying, item, column_y); break;
    case ITEM_CHART: paper_chart(laying->page, &laying->words->chart, laying->sheet->paper, column_y); break;
    case ITEM_CODES: draw_codes(laying, item, column_y); break;
    case ITEM_CODE: draw_code(laying, item); break;
    default: break;
    }
}

/* What the whole page depends on: is the name long, are there many skills? */
static void
look_ahead(struct laying *laying)
{
    const struct paper_layout *layout = laying->layout;
    for (size_t i = 0; i < layout->count; i++) {
        const struct layout_item *item = &layout->items[i];
        if (item->kind == ITEM_TEXT && item->id != NULL && strcmp(item->id, "name") == 0)
            laying->has_two_lines = takes_two_lines(laying->page, item, laying->sheet->paper->name);
        if (item->kind == ITEM_CHART && paper_chart_is_tight(laying->sheet->paper, item->y))
            laying->rise = laying->has_two_lines ? .6 : 2;
    }
}

void
paper_lay_out(struct paper_page *page, const struct paper_layout *layout, const struct paper_sheet *sheet)
{
    struct laying laying = {.page = page, .layout = layout, .sheet = sheet,
                            .words = strcmp(sheet->paper->language, "en") == 0 ? &EN : &VI};
    look_ahead(&laying);
    for (size_t i = 0; i < layout->count; i++)
        draw_item(&laying, &layout->items[i], i);
}
