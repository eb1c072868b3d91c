/* class_page.c - the report as one page of HTML: what is read out first, then the picture, then the numbers. Everything is
 * inside the file; it is made to be printed on A4. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "report/class_report.h"

static const char STYLE[] =
    "*{box-sizing:border-box}"
    "body{margin:0 auto;padding:32px 24px;max-width:820px;font:16px/1.5 Roboto,'Noto Sans','Segoe UI',sans-serif;color:#1B1B20;"
    "background:#fff}"
    "header{display:flex;justify-content:space-between;align-items:flex-end;border-bottom:2px solid #1B1B20;padding-bottom:8px}"
    "header b{font-size:18px}header p{margin:0}header p+p{text-align:right}small,.small{font-size:14px;color:#4A4B52}"
    "h1{font-size:26px;line-height:1.35;margin:24px 0 8px}.lead{font-size:19px;margin:0 0 12px}"
    "h2{font-size:20px;color:#931A1A;margin:32px 0 4px}p{margin:4px 0 12px}"
    ".said{background:#F7F2E7;padding:12px 16px;margin:16px 0}.said p{margin:4px 0}"
    "table{border-collapse:collapse;width:100%;margin:8px 0}th,td{padding:5px 8px;border-bottom:1px solid #7C7D84;text-align:left;"
    "vertical-align:top}th{font-size:14px}td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
    "td.m{text-align:center;background:#F7F2E7;border-left:1px solid #7C7D84;border-right:1px solid #7C7D84}table.short{width:auto}"
    ".short td{padding-left:32px}"
    "dl{margin:8px 0;font-size:14px}dt{font-weight:700;float:left;clear:left;margin-right:8px}dd{margin:0 0 4px}"
    "svg{display:block;width:100%;min-width:640px;height:auto}.wide{overflow-x:auto}"
    "footer{border-top:1px solid #7C7D84;margin-top:24px;padding-top:8px;font-size:14px}"
    "@media screen and (max-width:640px){body{padding:16px}th.n{white-space:normal;font-size:12px}.long th,.long td{padding:5px 2px}.long td+td:not([class]){overflow-wrap:anywhere}"
    ".long td:first-child{display:none}.long td{font-size:14px}.short td{padding-left:8px}h1{font-size:22px}}"
    "@page{size:A4;margin:14mm}"
    "@media print{body{max-width:none;padding:0;font-size:11pt}h1{font-size:19pt;margin:14pt 0 6pt}.lead{font-size:13pt}"
    "h2{font-size:14pt;margin:16pt 0 2pt;break-after:avoid}table,tr,svg,dl,.said{break-inside:avoid}th,td{padding:2.5pt 5pt}"
    "svg{min-width:0}.wide{overflow:visible}table.long{break-inside:auto}thead{display:table-header-group}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}small,.small,th,dl,footer{font-size:9pt}}";

struct page {
    const struct class_report *report;
    struct buffer *out;
};

static void
add(struct page *page, const char *html)
{
    buffer_add_text(page->out, html);
}

static void
say(struct page *page, enum report_word word)
{
    text_add_html(page->out, report_word(page->report, word));
}

static void
say_sentence(struct page *page, bool is_english, int n)
{
    char *sentence = radio_sentence(page->report, is_english, n);
    text_add_html(page->out, sentence);
    free(sentence);
}

static void
begin(struct page *page)
{
    const struct class_report *report = page->report;
    char opened[11], made[11];
    clock_print_date(report->results.class.opened_at, opened);
    clock_print_date(report->results.now, made);
    buffer_print(page->out, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta http-equiv=\""
                 "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\"><title>",
                 report_is_english(report) ? "en" : "vi");
    say(page, WORD_TITLE);
    add(page, " · ");
    text_add_html(page->out, report->results.class.name);
    buffer_print(page->out, "</title><style>%s</style></head><body>\n<header><p><b>", STYLE);
    say(page, WORD_TITLE);
    add(page, " · ");
    text_add_html(page->out, report->results.class.name);
    add(page, "</b><br><small>");
    text_add_html(page->out, report->results.office);
    buffer_print(page->out, "</small></p><p><small>%s<br>", opened);
    say(page, WORD_MADE);
    buffer_print(page->out, " %s</small></p></header>\n<main>\n", made);
}

/* The language of the page on top, the other one below it. */
static void
add_sentences(struct page *page)
{
    bool is_english = report_is_english(page->report);
    add(page, "<h1>");
    say_sentence(page, is_english, 0);
    add(page, "</h1>\n<p class=\"lead\">");
    say_sentence(page, is_english, 1);
    buffer_print(page->out, "</p>\n<div class=\"said\" lang=\"%s\"><p>", is_english ? "vi" : "en");
    say_sentence(page, !is_english, 0);
    add(page, " ");
    say_sentence(page, !is_english, 1);
    add(page, "</p></div>\n");
}

static void
add_chart(struct page *page)
{
    const char *nothing = report_nothing(page->report);
    if (nothing != NULL) {
        add(page, "<p>");
        text_add_html(page->out, nothing);
        add(page, "</p>\n");
        return;
    }
    add(page, "<h2>");
    say(page, WORD_CHART);
    add(page, "</h2>\n<p class=\"small\">");
    say(page, WORD_CHART_HELP);
    buffer_print(page->out, " %zu ", page->report->finished);
    say(page, WORD_PEOPLE);
    add(page, ".</p>\n<div class=\"wide\" tabindex=\"0\">");
    band_chart(page->report, page->out);
    add(page, "</div>\n");
}

static void
add_total(struct page *page, enum report_word word, size_t count)
{
    add(page, "<tr><th>");
    say(page, word);
    buffer_print(page->out, "</th><td class=\"n\">%zu</td></tr>\n", count);
}

static void
add_totals(struct page *page)
{
    const struct class_report *report = page->report;
    add(page, "<h2>");
    say(page, WORD_TOTALS);
    add(page, "</h2>\n<table class=\"short\">\n");
    add_total(page, WORD_EXPECTED, report->expected);
    add_total(page, WORD_CAME, report->came);
    add_total(page, WORD_FINISHED, report->finished);
    add_total(page, WORD_CERTIFIED, report->certified);
    add_total(page, WORD_ISSUED, report->issued);
    add_total(page, WORD_IDENTITY, report->identity_seen);
    add_total(page, WORD_HELP, report->help_given);
    if (report->finished > 0)
        add_total(page, WORD_MINUTES, (size_t)report->middle_minutes);
    add(page, "</table>\n");
}

static void
add_numbers_head(struct page *page)
{
    add(page, "<h2>");
    say(page, WORD_TABLE);
    add(page, "</h2>\n<div class=\"wide\" tabindex=\"0\"><table class=\"long\"><thead><tr><td></td><th>");
    say(page, WORD_SKILL);
    for (size_t cell = 0; cell < CELL_COUNT; cell++) {
        add(page, "</th><th class=\"n\">");
        text_add_html(page->out, report_cell_name(page->report, cell));
    }
    add(page, "</th></tr></thead><tbody>\n");
}

/* A merged group is one cell over its columns. */
static void
add_numbers_row(struct page *page, const struct indicator_row *row)
{
    bool is_english = report_is_english(page->report);
    buffer_print(page->out, "<tr><td>%s</td><td>", row->indicator->code);
    text_add_html(page->out, is_english ? row->indicator->name_en : row->indicator->name_vi);
    add(page, "</td>");
    if (row->group_count > 0 && row->groups[0].first > CELL_NOT_TESTED)
        add(page, "<td class=\"n\">0</td>");
    for (size_t g = 0; g < row->group_count; g++) {
        size_t wide = row->groups[g].last - row->groups[g].first + 1;
        buffer_print(page->out, "<td class=\"%s\" colspan=\"%zu\">%zu</td>", wide > 1 ? "m" : "n", wide,
                     row->groups[g].people);
    }
    if (row->group_count > 0 && row->groups[row->group_count - 1].last < CELL_BAND_4)
        add(page, "<td class=\"m\" colspan=\"4\">–</td>");
    add(page, "</tr>\n");
}

static void
define(struct page *page, enum report_word word, enum report_word meaning)
{
    add(page, "<dt>");
    say(page, word);
    add(page, "</dt><dd>");
    say(page, meaning);
    add(page, "</dd>\n");
}

static void
add_definitions(struct page *page)
{
    const struct class_report *report = page->report;
    add(page, "<h2>");
    say(page, WORD_READING);
    add(page, "</h2>\n<dl>");
    buffer_add_text(page->out, "<dt>");
    text_add_html(page->out, report_cell_name(report, CELL_BAND_1));
    add(page, " – ");
    text_add_html(page->out, report_cell_name(report, CELL_BAND_4));
    add(page, "</dt><dd>");
    say(page, WORD_DEFINE_BAND);
    add(page, "</dd>\n");
    define(page, WORD_NOT_TESTED, WORD_DEFINE_NOT_TESTED);
    if (!report->wish.is_public) {
        define(page, WORD_CAME, WORD_DEFINE_CAME);
        define(page, WORD_FINISHED, WORD_DEFINE_FINISHED);
        define(page, WORD_CERTIFIED, WORD_DEFINE_CERTIFIED);
        define(page, WORD_ISSUED, WORD_DEFINE_ISSUED);
        define(page, WORD_IDENTITY, WORD_DEFINE_IDENTITY);
        define(page, WORD_HELP, WORD_DEFINE_HELP);
        define(page, WORD_MINUTES, WORD_DEFINE_MINUTES);
    }
    add(page, "</dl>\n");
}

void
class_page(const struct class_report *report, struct buffer *html)
{
    struct page page = {report, html};
    begin(&page);
    add_sentences(&page);
    add_chart(&page);
    if (!report->wish.is_public && report->results.count > 0)
        add_totals(&page);
    if (report_nothing(report) == NULL) {
        add_numbers_head(&page);
        for (size_t i = 0; i < report->row_count; i++)
            add_numbers_row(&page, &report->rows[i]);
        add(&page, "</tbody></table></div>\n");
        add_definitions(&page);
    }
    add(&page, "</main>\n<footer>");
    say(&page, report->wish.is_public ? WORD_FOR_OTHERS : WORD_FOR_TRAINER);
    add(&page, ". ");
    if (report->wish.is_public)
        say(&page, WORD_MERGED);
    add(&page, "</footer></body></html>\n");
}
