/* growth_page.c - growth as one page: the sentence for the village head, the people, the skills, the villages (LOOK.md, picture
 * 9). The trainer's page names people, kindly; the public one nobody. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "report/chart_svg.h"
#include "report/growth_report.h"
#include "report/page_frame.h"

static void
add_text(struct buffer *out, const char *before, char *text, const char *after)
{
    buffer_add_text(out, before);
    text_add_html(out, text);
    buffer_add_text(out, after);
    free(text);
}

static void
begin(const struct growth_report *report, struct buffer *out)
{
    char first[11] = "", last[11] = "", dates[40] = "";
    if (report->first_at != 0) {
        clock_print_date(report->first_at, first);
        clock_print_date(report->last_at, last);
        snprintf(dates, sizeof dates, strcmp(first, last) == 0 ? "%s" : "%s – %s", first, last);
    }
    const struct page_head head = {.title = growth_pick(report, "Báo cáo tiến bộ", "Growth report"), .name = report->title,
                                   .office = report->office != NULL ? report->office : "", .dates = dates, .made = report->now,
                                   .is_english = strcmp(report->wish.language, "en") == 0};
    page_begin(out, &head);
}

static void
add_sentences(const struct growth_report *report, struct buffer *out)
{
    bool is_english = strcmp(report->wish.language, "en") == 0;
    add_text(out, "<h1>", growth_headline(report, is_english), "</h1>\n");
    add_text(out, "<p class=\"lead\">", growth_lead(report, is_english), "</p>\n");
    add_text(out, "<p>", growth_scope(report), "</p>\n");
    buffer_print(out, "<div class=\"said\" lang=\"%s\"><p>", is_english ? "vi" : "en");
    add_text(out, "", growth_headline(report, !is_english), " ");
    add_text(out, "", growth_lead(report, !is_english), "</p></div>\n");
}

/* ---- people ---- */

struct part {
    size_t people;
    const char *look, *name;
};

/* Solid: grew; hatched: not clear; dashed: lower. In public those who did not grow are one group. */
static size_t
find_parts(const struct growth_report *report, struct part parts[3])
{
    const struct class_growth *whole = &report->whole;
    size_t count = 0;
    bool is_split = growth_may_count(report, whole->fell) && growth_may_count(report, whole->grew) && whole->fell > 0 &&
                    (!report->wish.is_public || whole->not_clear >= SMALLEST_GROUP);
    parts[count++] = (struct part){whole->grew, "fill=\"" SVG_CHAM "\"", growth_verdict_name(report, CHANGE_GREW)};
    parts[count++] = (struct part){whole->not_clear + (is_split ? 0 : whole->fell),
                                   "fill=\"url(#hatch)\" stroke=\"" SVG_CHAM "\" stroke-width=\"1.6\"",
                                   growth_verdict_name(report, CHANGE_NOT_CLEAR)};
    if (is_split)
        parts[count++] = (struct part){whole->fell, "fill=\"#fff\" stroke=\"" SVG_STONE "\" stroke-width=\"1.6\" stroke-dasharray=\"5 4\"",
                                       growth_verdict_name(report, CHANGE_FELL)};
    return count;
}

static void
add_people_bar(const struct growth_report *report, struct buffer *out)
{
    enum { WIDTH = 1000, THICK = 30, LEAST = 150 };
    struct part parts[3];
    size_t count = find_parts(report, parts), whole = report->whole.person_count;
    double x = 0, words_at = 0;
    if (whole == 0 || !growth_may_count(report, report->whole.grew))
        return;
    page_begin_wide(out);
    svg_begin(out, WIDTH, 66, growth_pick(report, "Bao nhiêu người tiến bộ rõ", "How many people clearly grew"));
    for (size_t i = 0; i < count; i++) {
        double width = WIDTH * (double)parts[i].people / (double)whole;
        char *words = memory_print("%zu %s %s", parts[i].people, growth_pick(report, "người", "people:"), parts[i].name);
        if (parts[i].people > 0) {
            words_at = x > words_at ? x : words_at;
            svg_rect(out, x + 1, 2, width - 2, THICK, parts[i].look);
            if (words_at + LEAST + 90 > WIDTH && i > 0)
                svg_text(out, WIDTH, 56, 17, "text-anchor=\"end\"", words);
            else
                svg_text(out, words_at, 56, 17, "", words);
            words_at += LEAST + 90;
        }
        x += width;
        free(words);
    }
    svg_end(out);
    page_end_wide(out);
}

static int
compare_names(const void *left, const void *right)
{
    const struct growth_row *const *a = left, *const *b = right;
    char *a_key = text_name_sort_key((*a)->name), *b_key = text_name_sort_key((*b)->name);
    int order = strcmp(a_key, b_key);
    free(a_key);
    free(b_key);
    return order;
}

static const char *
arrow(enum change_verdict verdict)
{
    return verdict == CHANGE_GREW ? "↑" : verdict == CHANGE_FELL ? "↓" : "·";
}

/* Each skill with a direction; of more than a line of them, how many. */
static void
add_directions(const struct growth_report *report, struct buffer *out, const struct person_growth *person)
{
    enum { SKILLS_SAID = 4 };
    size_t up = 0, down = 0, count = report->framework->indicator_count;
    for (size_t k = 0; k < count; k++) {
        up += person->indicators[k].is_tested && person->indicators[k].direction == CHANGE_GREW;
        down += person->indicators[k].is_tested && person->indicators[k].direction == CHANGE_FELL;
    }
    if (up > SKILLS_SAID)
        buffer_print(out, growth_pick(report, "↑ %zu kỹ năng ", "↑ %zu skills "), up);
    for (size_t k = 0; k < count; k++) {
        enum change_verdict direction = person->indicators[k].direction;
        bool is_said = person->indicators[k].is_tested &&
                       ((direction == CHANGE_GREW && up <= SKILLS_SAID) || (direction == CHANGE_FELL && down <= SKILLS_SAID));
        if (!is_said)
            continue;
        buffer_print(out, "%s&#160;", arrow(direction)); /* an arrow stays with its skill */
        text_add_html(out, growth_pick(report, report->framework->indicators[k].short_vi, report->framework->indicators[k].short_en));
        buffer_add_text(out, "  ");
    }
    if (down > SKILLS_SAID)
        buffer_print(out, growth_pick(report, "↓ %zu kỹ năng", "↓ %zu skills"), down);
}

static void
add_person(const struct growth_report *report, struct buffer *out, const struct growth_row *row)
{
    const struct person_growth *person = row->place != SIZE_MAX ? &report->whole.persons[row->place] : NULL;
    buffer_print(out, "<tr><td class=\"n\">%zu</td><td class=\"k\">", row->number);
    text_add_html(out, row->name);
    buffer_add_text(out, "</td><td class=\"k\">");
    if (person == NULL || person->problem != GROWTH_FINE) {
        buffer_print(out, "%s</td><td></td></tr>\n",
                     row->before == NULL  ? growth_pick(report, "chỉ làm lần sau", "second test only")
                     : row->after == NULL ? growth_pick(report, "chỉ làm lần đầu", "first test only")
                                          : growth_pick(report, "chưa đủ câu để so", "too few answers to compare"));
        return;
    }
    buffer_print(out, "%s</td><td class=\"small\">", growth_verdict_name(report, person->verdict));
    add_directions(report, out, person);
    buffer_add_text(out, "</td></tr>\n");
}

static void
add_people_table(const struct growth_report *report, struct buffer *out)
{
    const struct growth_row **rows = memory_new_array(report->row_count + 1, sizeof(const struct growth_row *));
    for (size_t i = 0; i < report->row_count; i++)
        rows[i] = &report->rows[i];
    qsort(rows, report->row_count, sizeof(const struct growth_row *), compare_names);
    page_heading(out, growth_pick(report, "Từng người", "Person by person"));
    page_small(out, growth_pick(report,
                                "“Chưa đủ rõ” không có nghĩa là không học được. Mũi tên ở từng kỹ năng chỉ là hướng, không phải kết luận.",
                                "“Not clear yet” does not mean that nothing was learnt. The arrows of the skills are directions, not findings."));
    page_begin_wide(out);
    buffer_print(out, "<table class=\"long\"><thead><tr><th class=\"n\">%s</th><th>%s</th><th>%s</th><th>%s</th></tr></thead><tbody>\n",
                 growth_pick(report, "Số", "No."), growth_pick(report, "Họ và tên", "Name"),
                 growth_pick(report, "Cả bài", "Overall"), growth_pick(report, "Hướng ở từng kỹ năng", "Directions"));
    for (size_t i = 0; i < report->row_count; i++)
        add_person(report, out, rows[i]);
    buffer_add_text(out, "</tbody></table>");
    page_end_wide(out);
    free(rows);
}

/* ---- the numbers ---- */

static void
add_interval(const struct growth_report *report, struct buffer *out, const struct growth_mean *mean)
{
    if (!mean->is_known) {
        buffer_add_text(out, "<td class=\"n\">–</td><td class=\"n\"></td>");
        return;
    }
    char *value = growth_signed(report, mean->mean, 2), *low = growth_signed(report, mean->low, 2),
         *high = growth_signed(report, mean->high, 2);
    buffer_print(out, "<td class=\"n\">%s</td><td class=\"n\">%s %s %s</td>", value, low, growth_pick(report, "đến", "to"), high);
    free(value);
    free(low);
    free(high);
}

static void
add_skill_numbers(const struct growth_report *report, struct buffer *out)
{
    size_t order[INDICATOR_MAX], count = growth_order(report, order);
    page_heading(out, growth_pick(report, "Bảng số", "The numbers"));
    page_begin_wide(out);
    buffer_print(out, "<table><thead><tr><th>%s</th><th class=\"n\">%s</th><th class=\"n\">%s (%s)</th><th class=\"n\">95 %%</th></tr>"
                 "</thead><tbody>\n", growth_pick(report, "Kỹ năng", "Skill"), growth_pick(report, "người", "people"),
                 growth_pick(report, "tăng", "gain"), growth_unit(report));
    for (size_t i = 0; i < count; i++) {
        const struct class_indicator_growth *growth = &report->whole.indicators[order[i]];
        const struct indicator *skill = &report->framework->indicators[order[i]];
        buffer_print(out, "<tr><td>%s ", skill->code);
        text_add_html(out, growth_pick(report, skill->name_vi, skill->name_en));
        buffer_print(out, "</td><td class=\"n\">%zu</td>", growth->person_count);
        add_interval(report, out, &growth->pooled);
        buffer_add_text(out, "</tr>\n");
    }
    buffer_print(out, "<tr><th>%s</th><td class=\"n\">%zu</td>", growth_pick(report, "Cả bài", "Overall"),
                 report->whole.person_count);
    add_interval(report, out, &report->whole.gain);
    buffer_add_text(out, "</tr></tbody></table>");
    page_end_wide(out);
}

static void
add_villages(const struct growth_report *report, struct buffer *out)
{
    page_heading(out, growth_pick(report, "Từng thôn", "Village by village"));
    page_small(out, growth_pick(report,
                                "Mức chung của các kỹ năng. Vạch ngang: nơi bắt đầu một bậc. Số đậm: mức tăng; thôn ít người được nghiêng về mức chung.",
                                "All skills together. Level lines: where a band begins. Bold: the gain; a village of few people leans on the others."));
    page_begin_wide(out);
    village_chart(report, out);
    page_end_wide(out);
}

static void
add_reading(const struct growth_report *report, struct buffer *out)
{
    page_heading(out, growth_pick(report, "Cách đọc", "How to read it"));
    buffer_add_text(out, "<dl>");
    const char *const words[][2] = {
        {growth_pick(report, "tiến bộ rõ", "clearly more"),
         growth_pick(report, "Khả năng người ấy làm được nhiều hơn trước ít nhất là 95 %.",
                     "It is at least 95 % likely that this person can do more than before.")},
        {growth_pick(report, "chưa đủ rõ", "not clear yet"),
         growth_pick(report, "Câu trả lời chưa đủ để nói chắc; không có nghĩa là không học được.",
                     "The answers do not suffice to be sure; it does not mean that nothing was learnt.")},
        {growth_pick(report, "khoảng", "interval"),
         growth_pick(report, "Mức tăng thật nằm trong khoảng này với độ tin cậy 95 %.", "The true gain lies in it with 95 % confidence.")},
        {growth_pick(report, "một bậc", "one band"),
         growth_pick(report, "Chiều rộng một cột trong hình: từ “cần kèm” đến “tự làm”, chẳng hạn.",
                     "The width of one column in the picture: from “with help” to “alone”, for example.")},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        buffer_add_text(out, "<dt>");
        text_add_html(out, words[i][0]);
        buffer_add_text(out, "</dt><dd>");
        text_add_html(out, words[i][1]);
        buffer_add_text(out, "</dd>\n");
    }
    buffer_add_text(out, "</dl>\n");
}

void
growth_page(const struct growth_report *report, struct buffer *html)
{
    char *refusal = growth_refusal(report);
    begin(report, html);
    add_sentences(report, html);
    if (refusal == NULL) {
        add_people_bar(report, html);
        page_heading(html, growth_pick(report, "Từng kỹ năng, trước và sau", "Skill by skill, before and after"));
        page_small(html, growth_pick(report, "Xếp theo mức tăng. Bốn cột là bốn bậc; một bậc là một cột.",
                                     "By gain. The four columns are the four bands; one band is one column."));
        page_begin_wide(html);
        growth_chart(report, html);
        page_end_wide(html);
        if (report->village_count > 1)
            add_villages(report, html);
        add_skill_numbers(report, html);
        if (!report->wish.is_public)
            add_people_table(report, html);
        add_reading(report, html);
    }
    page_end(html, report->wish.is_public
                       ? growth_pick(report, "Bản cho mọi người. Nhóm dưới 10 người được gộp hoặc không nói số, để giữ kín cho từng người.",
                                     "For everybody. Groups of fewer than 10 people are merged or not counted aloud, to keep each person private.")
                       : growth_pick(report, "Bản của người dạy, không phát ra ngoài.", "For the trainer, not to be passed on."));
    free(refusal);
}
