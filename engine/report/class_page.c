/* class_page.c - the report as one page of HTML: what is read out first, then the picture, then the numbers. The frame is
 * that of all reports (page_frame.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "report/class_report.h"
#include "report/page_frame.h"

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
    char opened[11];
    clock_print_date(report->results.class.opened_at, opened);
    const struct page_head head = {.title = report_word(report, WORD_TITLE), .name = report->results.class.name,
                                   .office = report->results.office, .dates = opened, .made = report->results.now,
                                   .is_english = report_is_english(report)};
    page_begin(page->out, &head);
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
say_delivery(struct page *page)
{
    const struct delivery *delivery = &page->report->results.delivery;
    if (delivery->how != DELIVERY_ADAPTIVE)
        return;
    add(page, " ");
    say(page, WORD_ADAPTIVE);
    if (delivery->is_by_author) {
        add(page, " ");
        say(page, WORD_BY_AUTHOR);
    }
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
    page_heading(page->out, report_word(page->report, WORD_CHART));
    add(page, "<p class=\"small\">");
    say(page, WORD_CHART_HELP);
    buffer_print(page->out, " %zu ", page->report->finished);
    say(page, WORD_PEOPLE);
    add(page, ".");
    say_delivery(page);
    add(page, "</p>\n<div class=\"wide\" tabindex=\"0\">");
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
    char *footer = memory_print("%s. %s", report_word(report, report->wish.is_public ? WORD_FOR_OTHERS : WORD_FOR_TRAINER),
                                report->wish.is_public ? report_word(report, WORD_MERGED) : "");
    page_end(html, footer);
    free(footer);
}
