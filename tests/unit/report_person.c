/* report_person.c - a person's profile made of figures that no test gave: what is sure, what is not, whatever the name holds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/person_report.h"
#include "unit.h"

static struct frameworks *frameworks;

static struct person_level
level_at(double theta, double sd, enum evidence_amount amount, int band)
{
    return (struct person_level){.theta = theta, .sd = sd, .low = theta - 1.96 * sd, .high = theta + 1.96 * sd, .amount = amount,
                                 .band = band, .in_set = {[1] = band == 2, [2] = band >= 2}};
}

/* The first skill is tested well (band 3), the second by one unit, the others not at all. */
static void
make_report(const char *name, bool is_english, struct person_report *report)
{
    const struct framework *framework = scoring_find_framework(frameworks, "village-basic");
    *report = (struct person_report){.results = {.framework = framework, .number = 7}, .is_english = is_english};
    struct person_test *test = &report->results.newest;
    snprintf(report->results.name, sizeof report->results.name, "%s", name);
    snprintf(report->results.class_name, sizeof report->results.class_name, "%s", name);
    test->is_there = true;
    test->started_at = 1795000000;
    test->levels = memory_new_array(framework->indicator_count, sizeof *test->levels);
    test->areas = memory_new_array(framework->area_count, sizeof *test->areas);
    for (size_t i = 0; i < framework->indicator_count; i++)
        test->levels[i] = level_at(-1, 1, EVIDENCE_NONE, 2);
    test->levels[0] = level_at(.5, .25, EVIDENCE_ENOUGH, 3);
    test->levels[1] = level_at(-.5, .5, EVIDENCE_THIN, 2);
    for (size_t a = 0; a < framework->area_count; a++)
        test->areas[a].is_inferred = true;
    test->total = (struct factor_level){.is_inferred = true};
}

static size_t
count(const char *text, const char *part)
{
    size_t found = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
        found++;
    return found;
}

static char *
write(const struct person_report *report, void (*form)(const struct person_report *, struct buffer *))
{
    struct buffer out = {0};
    form(report, &out);
    buffer_add_byte(&out, 0);
    char *text = memory_copy_text((const char *)out.data);
    buffer_clear(&out);
    return text;
}

TEST(a_name_runs_nothing_on_page_and_picture)
{
    struct person_report report;
    make_report("<script>alert(1)</script>\"&", false, &report);
    char *page = write(&report, person_page), *svg = write(&report, person_chart);
    CHECK(strstr(page, "<script") == NULL && strstr(page, "&lt;script&gt;") != NULL);
    CHECK(strstr(svg, "<script") == NULL);
    free(page);
    free(svg);
    person_results_clear(&report.results);
}

TEST(only_what_was_tested_well_is_drawn_solid_and_has_a_tick)
{
    struct person_report report;
    make_report("Lò Thị Mai", false, &report);
    char *svg = write(&report, person_chart);
    size_t skills = report.results.framework->indicator_count;
    CHECK(count(svg, "fill=\"#1F3468\"/>") == 2); /* one skill, and the legend */
    CHECK(count(svg, "width=\"3\"") == 2);        /* ticks */
    CHECK(count(svg, "stroke-dasharray") == skills - 2 + 1);
    CHECK(count(svg, "url(#hatch)") == 2 + 1);
    CHECK(strstr(svg, "mới có một câu") != NULL);
    free(svg);
    person_results_clear(&report.results);
}

/* Cuts at -1, 0, 1, so logits .01 and .99 stand at .5025 and .7475 of the scale, 300 to 820. */
TEST(the_solid_part_ends_at_the_lower_end_of_the_interval)
{
    struct person_report report;
    make_report("Lò Thị Mai", false, &report);
    char *svg = write(&report, person_chart);
    CHECK(strstr(svg, "width=\"261.3\" height=\"14\" fill=\"#1F3468\"") != NULL);
    CHECK(strstr(svg, "x=\"561.3\"") != NULL && strstr(svg, "width=\"127.4\" height=\"14\" fill=\"url(#hatch)\"") != NULL);
    free(svg);
    person_results_clear(&report.results);
}

TEST(the_level_set_is_said_in_words)
{
    struct person_report report;
    make_report("Lò Thị Mai", false, &report);
    struct person_level several = {.in_set = {false, true, true, false}}, none = {0};
    char *words = person_set_words(&report, &several), *nothing = person_set_words(&report, &none);
    CHECK_TEXT(words, "cần kèm hoặc tự làm");
    CHECK_TEXT(nothing, "");
    free(words);
    free(nothing);
    person_results_clear(&report.results);
}

TEST(what_one_unit_says_is_neither_praise_nor_practice)
{
    struct person_report report;
    make_report("Lò Thị Mai", true, &report);
    char *alone = person_skills_of(&report, 3, 4), *practising = person_skills_of(&report, 1, 2);
    CHECK_TEXT(alone, report.results.framework->indicators[0].short_en);
    CHECK_TEXT(practising, "");
    CHECK(person_count_not_stated(&report) == report.results.framework->indicator_count - 1);
    free(alone);
    free(practising);
    person_results_clear(&report.results);
}

TEST(a_person_without_a_test_is_told_in_a_sentence)
{
    struct person_report report;
    make_report("Lò Thị Mai", false, &report);
    free(report.results.newest.levels);
    free(report.results.newest.areas);
    report.results.newest = (struct person_test){0};
    char *svg = write(&report, person_chart), *page = write(&report, person_page), *table = write(&report, person_table);
    CHECK(strstr(svg, "Chưa làm xong bài nào") != NULL && strstr(page, "Chưa làm xong bài nào") != NULL);
    CHECK(count(table, "\r\n") == 1);
    free(svg);
    free(page);
    free(table);
    person_results_clear(&report.results);
}

TEST(a_negative_figure_is_a_number_for_a_spreadsheet)
{
    struct person_report report;
    make_report("Lò Thị Mai", false, &report);
    char *table = write(&report, person_table);
    CHECK(strstr(table, ",-0.500,-1.480,0.480,") != NULL && strstr(table, "'-") == NULL);
    free(table);
    person_results_clear(&report.results);
}

int
main(void)
{
    struct err err;
    if (scoring_load_frameworks(".", &frameworks, &err) != FAULT_NONE) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    RUN(a_name_runs_nothing_on_page_and_picture);
    RUN(only_what_was_tested_well_is_drawn_solid_and_has_a_tick);
    RUN(the_solid_part_ends_at_the_lower_end_of_the_interval);
    RUN(the_level_set_is_said_in_words);
    RUN(what_one_unit_says_is_neither_praise_nor_practice);
    RUN(a_person_without_a_test_is_told_in_a_sentence);
    RUN(a_negative_figure_is_a_number_for_a_spreadsheet);
    scoring_free_frameworks(frameworks);
    return unit_end();
}
