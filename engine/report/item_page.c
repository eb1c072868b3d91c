/* item_page.c - the items as one page: what to look at, the map, the numbers with their intervals, options, groups. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "report/chart_svg.h"
#include "report/item_report.h"
#include "report/page_frame.h"

static bool
is_english(const struct item_report *report)
{
    return strcmp(report->wish.language, "en") == 0;
}

/* "0,62", with the comma of the language. */
static void
add_number(const struct item_report *report, struct buffer *out, double value, int decimals)
{
    char text[40];
    snprintf(text, sizeof text, "%.*f", decimals, fabs(value) < pow(10, -decimals) / 2 ? 0 : value);
    for (char *c = text; !is_english(report) && *c != 0; c++)
        *c = *c == '.' ? ',' : *c;
    if (text[0] == '-')
        buffer_print(out, "\u2212%s", text + 1);
    else
        buffer_add_text(out, text);
}

static void
add_with_interval(const struct item_report *report, struct buffer *out, const struct known_figure *figure)
{
    add_number(report, out, figure->value, 2);
    if (figure->low < figure->high) {
        buffer_add_text(out, " <small>(");
        add_number(report, out, figure->low, 2);
        buffer_add_text(out, "–");
        add_number(report, out, figure->high, 2);
        buffer_add_text(out, ")</small>");
    }
}

static void
add_figure(const struct item_report *report, struct buffer *out, const struct known_figure *figure)
{
    buffer_add_text(out, "<td class=\"n\">");
    if (figure->is_known)
        add_with_interval(report, out, figure);
    else
        buffer_add_text(out, "–");
    buffer_add_text(out, "</td>");
}

static void
begin(const struct item_report *report, struct buffer *out)
{
    const struct page_head head = {.title = item_pick(report, "Báo cáo câu hỏi", "Item report"), .name = item_pick(report, report->measured.title_vi, report->measured.title_en),
                                   .office = report->measured.office, .dates = "", .made = report->measured.now,
                                   .is_english = is_english(report)};
    page_begin(out, &head);
    char *lead = item_lead(report, is_english(report));
    buffer_add_text(out, "<p class=\"lead\">");
    text_add_html(out, lead);
    buffer_add_text(out, "</p>\n");
    free(lead);
}

/* ---- what to look at ---- */

static void
add_advice(const struct item_report *report, struct buffer *out)
{
    size_t count = report->measured.column_count, *order = memory_new_array(count + 1, sizeof *order);
    bool has_any = false;
    item_order(report, order);
    for (size_t i = 0; i < count; i++) {
        char *advice;
        for (size_t n = 0; (advice = item_advice(report, order[i], n)) != NULL; n++) {
            if (!has_any) {
                page_heading(out, item_pick(report, "Cần xem lại", "To look at"));
                buffer_add_text(out, "<table><tbody>\n");
            }
            has_any = true;
            buffer_add_text(out, "<tr><th>");
            text_add_html(out, n == 0 ? report->measured.columns[order[i]].id : "");
            buffer_add_text(out, "</th><td>");
            text_add_html(out, advice);
            buffer_add_text(out, "</td></tr>\n");
            free(advice);
        }
    }
    if (has_any)
        buffer_add_text(out, "</tbody></table>\n");
    free(order);
}

/* ---- numbers ---- */

/* A bar of the share, with its interval as a line: 0 to 1 over 120 units. */
static void
add_bar(struct buffer *out, const struct known_figure *share, const char *says)
{
    svg_begin(out, 124, 14, says);
    svg_rect(out, .5, 3.5, 122, 7, "fill=\"#fff\" stroke=\"" SVG_LINE "\"");
    svg_rect(out, 1, 4, 121 * share->value, 6, "fill=\"" SVG_CHAM "\"");
    svg_line(out, 1 + 121 * share->low, 7, 1 + 121 * share->high, 7, "stroke=\"" SVG_SON "\" stroke-width=\"2\"");
    svg_end(out);
}

static void
add_row(const struct item_report *report, struct buffer *out, size_t column)
{
    const struct measured_column *about = &report->measured.columns[column];
    const struct item_figures *item = &report->items[column];
    static const char *const STATUS_VI[] = {"ước đoán", "tạm thời", "đã hiệu chuẩn", "chắc"};
    buffer_add_text(out, "<tr><td>");
    text_add_html(out, about->id);
    buffer_print(out, "<br><small>%s · %s</small></td><td class=\"n\">%zu</td><td class=\"bar\">",
                 report->measured.framework->indicators[about->indicator].code,
                 is_english(report) ? item_status_name(about->status) : STATUS_VI[about->status], item->answers);
    if (item->facility.is_known)
        add_bar(out, &item->facility, item_pick(report, "tỉ lệ điểm", "facility"));
    buffer_add_text(out, "</td>");
    add_figure(report, out, &item->facility);
    add_figure(report, out, &item->discrimination);
    buffer_add_text(out, "<td class=\"n\">");
    if (item->median_seconds > 0)
        add_number(report, out, item->median_seconds, item->median_seconds < 10 ? 1 : 0);
    else
        buffer_add_text(out, "–");
    buffer_print(out, "</td><td>%s</td></tr>\n",
                 item->answers < ENOUGH_TO_DISCRIMINATE ? item_pick(report, "chưa đủ dữ liệu", "not enough data")
                 : item->flags != 0                     ? item_pick(report, "xem lại", "look at it")
                                                        : "");
}

static void
add_numbers(const struct item_report *report, struct buffer *out)
{
    size_t count = report->measured.column_count, unseen = 0, *order = memory_new_array(count + 1, sizeof *order);
    item_order(report, order);
    page_heading(out, item_pick(report, "Từng câu", "Item by item"));
    page_small(out, item_pick(report, "Từ dễ đến khó. Trong ngoặc: khoảng tin cậy 95 %. Phân biệt: người giỏi có đúng nhiều hơn không (từ 0,15 trở lên là được).",
                              "From easy to hard. In brackets: 95 % interval. Discrimination: whether the able succeed more often (.15 and more is fine)."));
    page_begin_wide(out);
    buffer_print(out, "<table class=\"long items\"><thead><tr><th>%s</th><th class=\"n\">%s</th><th></th><th class=\"n\">%s</th><th class=\"n\">%s</th><th class=\"n\">%s</th><th></th></tr></thead><tbody>\n",
                 item_pick(report, "Câu", "Item"), item_pick(report, "lượt", "answers"), item_pick(report, "tỉ lệ điểm", "facility"),
                 item_pick(report, "phân biệt", "discrimination"), item_pick(report, "giây (ở giữa)", "seconds (middle)"));
    for (size_t i = 0; i < count; i++) {
        if (report->items[order[i]].answers > 0)
            add_row(report, out, order[i]);
        else
            unseen++;
    }
    buffer_add_text(out, "</tbody></table>");
    page_end_wide(out);
    if (unseen > 0) {
        char *words = memory_print(item_pick(report, "%zu câu chưa ai làm.", "%zu items were answered by nobody yet."), unseen);
        page_small(out, words);
        free(words);
    }
    free(order);
}

static void
add_picture(struct buffer *out, const struct item_report *report, const char *heading, const char *help,
            void (*draw)(const struct item_report *, struct buffer *))
{
    page_heading(out, heading);
    page_small(out, help);
    page_begin_wide(out);
    draw(report, out);
    page_end_wide(out);
}

/* ---- how exact ---- */

static void
add_reliability(const struct item_report *report, struct buffer *out)
{
    const struct framework *framework = report->measured.framework;
    page_heading(out, item_pick(report, "Chính xác đến đâu", "How exact it is"));
    page_small(out, item_pick(report, "Độ tin cậy: phần khác nhau giữa mọi người là thật, không phải ngẫu nhiên (1 là tuyệt đối). Đúng bậc: bậc nói ra trùng với bậc thật.",
                              "Reliability: how much of the differences between people is real (1 = all). Right band: how often the band that is stated is the true one."));
    buffer_print(out, "<table><thead><tr><th>%s</th><th class=\"n\">%s</th><th class=\"n\">%s</th><th class=\"n\">%s</th></tr></thead><tbody>\n",
                 item_pick(report, "Kỹ năng", "Skill"), item_pick(report, "độ tin cậy", "reliability"),
                 item_pick(report, "sai số của một người (bậc)", "error of a person (bands)"), item_pick(report, "đúng bậc", "right band"));
    for (size_t k = 0; k < framework->indicator_count; k++) {
        if (!report->accuracy[k].is_known)
            continue;
        buffer_print(out, "<tr><td>%s ", framework->indicators[k].code);
        text_add_html(out, item_pick(report, framework->indicators[k].name_vi, framework->indicators[k].name_en));
        buffer_add_text(out, "</td>");
        add_figure(report, out, &report->marginal[k]);
        buffer_add_text(out, "<td class=\"n\">");
        add_number(report, out, report->mean_psd[k], 2);
        buffer_add_text(out, "</td>");
        add_figure(report, out, &report->accuracy[k]);
        buffer_add_text(out, "</tr>\n");
    }
    buffer_add_text(out, "</tbody></table>\n<p class=\"small\">");
    if (report->reliability.alpha.is_known) {
        buffer_print(out, item_pick(report, "Cả bài, tính theo điểm của %zu người làm đủ các câu: alpha ", "The whole test, by the points of the %zu people who answered all: alpha "),
                     report->reliability.person_count);
        add_with_interval(report, out, &report->reliability.alpha);
        buffer_add_text(out, item_pick(report, ", sai số ", ", standard error "));
        add_number(report, out, report->reliability.sem.value, 1);
        buffer_add_text(out, item_pick(report, " điểm. ", " points. "));
    } else {
        text_add_html(out, item_pick(report, "Alpha của cả bài chưa tính được: chưa đủ người làm cùng những câu ấy. ",
                                     "Alpha of the whole test cannot be computed: too few people answered the same items. "));
    }
    if (report->fit_known > 0)
        buffer_print(out, item_pick(report, "Bài của %zu trong %zu người có cách trả lời khác thường.", "The answers of %zu of %zu people look unusual."),
                     report->misfits, report->fit_known);
    buffer_add_text(out, "</p>\n");
}

/* ---- groups ---- */

static void
add_dif_row(const struct item_report *report, struct buffer *out, size_t column)
{
    const struct dif_figures *dif = &report->group.dif[column];
    const struct known_figure *size = dif->delta.is_known ? &dif->delta : &dif->smd;
    buffer_add_text(out, "<tr><td>");
    text_add_html(out, report->measured.columns[column].id);
    buffer_add_text(out, "</td>");
    add_figure(report, out, size);
    buffer_print(out, "<td>%s</td><td>%s</td></tr>\n", dif->class == DIF_C ? "C" : "B",
                 size->value < 0 ? item_pick(report, "khó hơn cho nhóm này", "harder for them")
                                 : item_pick(report, "dễ hơn cho nhóm này", "easier for them"));
}

static void
add_groups(const struct item_report *report, struct buffer *out)
{
    const struct item_group *group = &report->group;
    bool has_any = false;
    if (group->word == NULL)
        return;
    page_heading(out, item_pick(report, "Câu hỏi có công bằng với mọi người không", "Are the items fair to everybody"));
    char *who = memory_print(item_pick(report, "So %zu %s với %zu người còn lại, cùng khả năng (Mantel–Haenszel).",
                                       "%zu %s beside %zu others of equal ability (Mantel–Haenszel)."),
                             group->focal, item_pick(report, group->focal_vi, group->focal_en), group->reference);
    page_small(out, who);
    free(who);
    if (group->focal < DIF_FOCAL_LEAST) {
        buffer_print(out, "<p>%s</p>\n", item_pick(report, "Dưới 100 người trong nhóm: chưa đủ dữ liệu để nói. Hãy nhờ người hiểu nhóm ấy đọc lại từng câu.",
                                                   "Fewer than 100 people in the group: not enough data. Ask somebody who knows them to read the items."));
        return;
    }
    for (size_t i = 0; i < report->measured.column_count; i++) {
        const struct dif_figures *dif = &group->dif[i];
        bool is_shown = dif->class == DIF_C || (dif->class == DIF_B && dif->action == DIF_ACT);
        if (!is_shown || dif->action == DIF_NO_DATA)
            continue;
        if (!has_any)
            buffer_add_text(out, "<table><tbody>\n");
        has_any = true;
        add_dif_row(report, out, i);
    }
    buffer_print(out, has_any ? "</tbody></table>\n" : "<p>%s</p>\n", item_pick(report, "Chưa thấy câu nào bất công.", "No unfair item was found."));
}

static void
add_judges(const struct item_report *report, struct buffer *out)
{
    if (report->cut.judges == 0)
        return;
    page_heading(out, item_pick(report, "Điểm chuẩn của hội đồng", "The judges’ cut"));
    buffer_print(out, "<p>%s ", report->is_bookmark ? item_pick(report, "Đánh dấu trang (RP67), trên thang đo:", "Bookmark (RP67), on the scale:")
                                             : item_pick(report, "Angoff, trên thang đo:", "Angoff, on the scale:"));
    add_number(report, out, report->cut.cut, 2);
    buffer_add_text(out, " ± ");
    add_number(report, out, report->cut.se, 2);
    buffer_print(out, item_pick(report, " (%zu người chấm). %zu người làm bài đứng sát chuẩn (trong một sai số).</p>\n",
                                " (%zu judges). %zu people stand on the border (within one standard error).</p>\n"),
                 report->cut.judges, report->borderline);
    buffer_print(out, "<p class=\"small\">%s", item_pick(report, "Từng người chấm, theo thứ tự trong tệp: ", "Each judge, in the order of the file: "));
    for (size_t n = 0; n < report->cut.judges; n++) {
        buffer_add_text(out, n > 0 ? "; " : "");
        add_number(report, out, report->judge_cuts[n], 2);
    }
    buffer_add_text(out, ".</p>\n");
}

void
item_page(const struct item_report *report, struct buffer *html)
{
    begin(report, html);
    if (report->people > 0) {
        add_advice(report, html);
        add_picture(html, report, item_pick(report, "Khó dễ và khả năng", "How hard, how able"),
                    item_pick(report, "Trên: người làm bài. Dưới: câu hỏi, từ dễ đến khó. Nơi có người mà không có câu thì bài đo kém.",
                              "Above: the people. Below: the items, from easy to hard. Where there are people and no items the test measures badly."),
                    item_map);
        add_picture(html, report, item_pick(report, "Bài đo chính xác ở đâu", "Where the test measures exactly"),
                    item_pick(report, "Đường càng cao, bài càng nói chắc về người ở khoảng ấy.", "The higher the curve, the surer the test is of people there."),
                    information_curve);
        add_numbers(report, html);
        add_picture(html, report, item_pick(report, "Ai chọn phương án nào", "Who takes which option"),
                    item_pick(report, "A là phương án đúng (nét đậm), các chữ sau theo thứ tự người soạn viết. Từ trái sang phải: người mới tập, ở giữa, giỏi.",
                              "A is the right option (thick), the others stand as the author wrote them. From left to right: the lower, middle and upper third."),
                    option_curves);
        add_reliability(report, html);
        add_groups(report, html);
        add_judges(report, html);
    }
    page_end(html, report->measured.left_out > 0
                       ? item_pick(report, "Không nêu tên ai. Bài làm với bản cũ có câu khác không tính ở đây.",
                                   "Nobody is named. Attempts with other items of an older version are not counted.")
                       : item_pick(report, "Không nêu tên ai.", "Nobody is named."));
}
