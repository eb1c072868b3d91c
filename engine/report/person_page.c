/* person_page.c - a person's profile as one page of HTML to print and hand over: the name, what this person can do and what
 * to practise, then the picture, then the numbers. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "report/page_frame.h"
#include "report/person_report.h"

struct page {
    const struct person_report *report;
    struct buffer *out;
};

static void
say(struct page *page, enum person_word word)
{
    text_add_html(page->out, person_word(page->report, word));
}

static void
add_list(struct page *page, enum person_word word, int first, int last)
{
    char *skills = person_skills_of(page->report, first, last);
    if (skills[0] != 0) {
        buffer_add_text(page->out, "<p class=\"lead\"><b>");
        say(page, word);
        buffer_add_text(page->out, ":</b> ");
        text_add_html(page->out, skills);
        buffer_add_text(page->out, ".</p>\n");
    }
    free(skills);
}

static void
add_summary(struct page *page)
{
    size_t untested = person_count_not_stated(page->report);
    add_list(page, PERSON_ALONE, 3, 4);
    add_list(page, PERSON_PRACTISING, 1, 2);
    if (untested > 0) {
        buffer_add_text(page->out, "<p>");
        say(page, PERSON_NOT_TESTED_COUNT);
        buffer_print(page->out, ": %zu ", untested);
        say(page, untested == 1 ? PERSON_ONE_SKILL : PERSON_SKILLS);
        buffer_add_text(page->out, ".</p>\n");
    }
}

static void
add_open_acts(struct page *page)
{
    const struct person_test *test = &page->report->results.newest;
    if (test->open_count == 0)
        return;
    buffer_add_text(page->out, "<div class=\"said\"><p><b>");
    say(page, PERSON_SAFETY);
    buffer_add_text(page->out, ".</b> ");
    say(page, PERSON_SAFETY_SAYS);
    buffer_add_text(page->out, "</p><p>");
    say(page, PERSON_PRACTISE);
    buffer_add_text(page->out, ": ");
    for (size_t i = 0; i < test->open_count; i++) {
        const struct person_act *act = &test->open[i];
        const char *practise = page->report->is_english ? act->practise_en : act->practise_vi;
        buffer_add_text(page->out, i > 0 ? "; " : "");
        text_add_html(page->out, practise != NULL ? practise : person_skill(page->report, act->indicator));
    }
    buffer_add_text(page->out, ".</p></div>\n");
}

static void
add_chart(struct page *page)
{
    page_heading(page->out, person_word(page->report, PERSON_CHART));
    buffer_add_text(page->out, "<p class=\"small\">");
    say(page, PERSON_CHART_HELP);
    if (page->report->results.before.is_there) {
        buffer_add_text(page->out, " ");
        say(page, PERSON_CHART_BEFORE);
    }
    buffer_add_text(page->out, "</p>\n");
    page_begin_wide(page->out);
    person_chart(page->report, page->out);
    page_end_wide(page->out);
}

static void
add_head_cell(struct page *page, enum person_word word, const char *class)
{
    buffer_print(page->out, "<th%s>", class);
    say(page, word);
    buffer_add_text(page->out, "</th>");
}

/* From which band to which the 95 % interval reaches. */
static int
band_at(const struct person_report *report, double theta)
{
    int band = 1;
    for (int i = 0; i < CUT_COUNT; i++)
        band += theta >= report->results.framework->cuts[i];
    return band;
}

/* What is inferred is in the picture alone, dashed: words in a table would read like a result. */
static void
add_intervals(struct page *page, const struct person_level *level)
{
    const struct person_report *report = page->report;
    int low = band_at(report, level->low), high = band_at(report, level->high);
    char *set = person_set_words(report, level);
    buffer_add_text(page->out, "</td><td>");
    text_add_html(page->out, set[0] != 0 ? set : person_word(report, PERSON_NOT_KNOWN));
    buffer_add_text(page->out, "</td><td>");
    text_add_html(page->out, person_band(report, low));
    if (high != low) {
        say(page, PERSON_TO);
        text_add_html(page->out, person_band(report, high));
    }
    buffer_add_text(page->out, "</td><td class=\"n\">");
    if (level->domain.is_known)
        buffer_print(page->out, "%.0f–%.0f%%", 100 * level->domain.low, 100 * level->domain.high);
    else
        say(page, PERSON_NOT_KNOWN);
    free(set);
}

static void
add_row(struct page *page, size_t i)
{
    const struct person_report *report = page->report;
    const struct person_level *level = &report->results.newest.levels[i];
    buffer_print(page->out, "<tr><td>%s</td><td>", report->results.framework->indicators[i].code);
    text_add_html(page->out, person_skill(report, i));
    buffer_print(page->out, "</td><td%s>", level->amount == EVIDENCE_NONE ? " colspan=\"4\"" : "");
    text_add_html(page->out, person_level_words(report, level));
    if (level->amount != EVIDENCE_NONE)
        add_intervals(page, level);
    buffer_add_text(page->out, "</td></tr>\n");
}

static void
add_table(struct page *page)
{
    page_heading(page->out, person_word(page->report, PERSON_TABLE));
    page_begin_wide(page->out);
    buffer_add_text(page->out, "<table class=\"long\"><thead><tr><td></td>");
    add_head_cell(page, PERSON_SKILL, "");
    add_head_cell(page, PERSON_BAND, "");
    add_head_cell(page, PERSON_SET, "");
    add_head_cell(page, PERSON_FROM_TO, "");
    add_head_cell(page, PERSON_DOMAIN, " class=\"n\"");
    buffer_add_text(page->out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < page->report->results.framework->indicator_count; i++)
        add_row(page, i);
    buffer_add_text(page->out, "</tbody></table>");
    page_end_wide(page->out);
}

/* "Keeping codes secret: safe in 2/3 situations with a trap. In a new one, the chance to stay safe is 28-97%." */
static void
add_safe_shares(struct page *page)
{
    for (size_t i = 0; i < page->report->results.framework->indicator_count; i++) {
        const struct safe_share *share = &page->report->results.newest.levels[i].safety;
        if (share->seen == 0)
            continue;
        buffer_add_text(page->out, "<p><b>");
        text_add_html(page->out, person_skill(page->report, i));
        buffer_add_text(page->out, "</b>: ");
        say(page, PERSON_SAFE_IN);
        buffer_print(page->out, " %zu/%zu ", share->safe, share->seen);
        say(page, PERSON_SITUATIONS);
        buffer_add_text(page->out, ". ");
        say(page, PERSON_SAFE_NEXT);
        buffer_print(page->out, " %.0f–%.0f%%.</p>\n", 100 * share->low, 100 * share->high);
    }
}

static void
define(struct page *page, enum person_word word, enum person_word meaning)
{
    buffer_add_text(page->out, "<dt>");
    say(page, word);
    buffer_add_text(page->out, "</dt><dd>");
    say(page, meaning);
    buffer_add_text(page->out, "</dd>\n");
}

static void
add_definitions(struct page *page)
{
    page_heading(page->out, person_word(page->report, PERSON_READING));
    buffer_add_text(page->out, "<dl>");
    define(page, PERSON_FROM_TO, PERSON_READ_BAR);
    define(page, PERSON_SET, PERSON_READ_SET);
    define(page, PERSON_DOMAIN, PERSON_READ_DOMAIN);
    define(page, PERSON_NOT_TESTED, PERSON_READ_NOT_TESTED);
    buffer_add_text(page->out, "</dl>\n");
}

static void
begin(struct page *page)
{
    const struct person_results *results = &page->report->results;
    char date[11] = "", before[11], *dates, *name;
    if (results->newest.is_there)
        clock_print_date(results->newest.started_at, date);
    clock_print_date(results->before.started_at, before);
    dates = results->before.is_there ? memory_print("%s → %s", before, date) : memory_copy_text(date);
    name = memory_print("%s", results->class_name);
    const struct page_head head = {.title = person_word(page->report, PERSON_TITLE), .name = name, .office = results->office,
                                   .dates = dates, .made = results->now, .is_english = page->report->is_english};
    page_begin(page->out, &head);
    buffer_add_text(page->out, "<h1>");
    text_add_html(page->out, results->name);
    buffer_add_text(page->out, "</h1>\n");
    if (results->is_mapped) {
        buffer_add_text(page->out, "<p class=\"small\">");
        text_add_html(page->out, page->report->is_english ? results->framework->title_en : results->framework->title_vi);
        buffer_add_text(page->out, "</p>\n");
    }
    if (results->newest.is_there && results->newest.help_given) {
        buffer_add_text(page->out, "<p class=\"small\">");
        say(page, PERSON_HELP);
        buffer_add_text(page->out, "</p>\n");
    }
    free(dates);
    free(name);
}

void
person_page(const struct person_report *report, struct buffer *html)
{
    struct page page = {report, html};
    begin(&page);
    if (report->results.newest.is_there) {
        add_summary(&page);
        add_open_acts(&page);
        add_chart(&page);
        add_table(&page);
        add_safe_shares(&page);
        add_definitions(&page);
    } else {
        buffer_add_text(html, "<p class=\"lead\">");
        say(&page, PERSON_NOT_YET);
        buffer_add_text(html, "</p>\n");
    }
    page_end(html, person_word(report, PERSON_FOOTER));
}
