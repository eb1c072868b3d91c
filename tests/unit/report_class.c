/* report_class.c - counting, small numbers, the sentences for the radio, and tables that no spreadsheet runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/class_report.h"
#include "unit.h"

static struct frameworks *frameworks;

/* A class of `finished` people whose band in skill i is (person + i) % 4 + 1, after `others` who only came. */
static void
make_report(const char *framework, size_t finished, size_t others, bool is_public, const char *language, struct class_report *report)
{
    struct class_results results = {.framework = scoring_find_framework(frameworks, framework), .count = finished + others,
                                    .now = 1795000000};
    const struct report_wish wish = {.is_public = is_public, .language = language};
    snprintf(results.class.name, sizeof results.class.name, "Lớp thôn Đồi Cọ");
    snprintf(results.office, sizeof results.office, "Tổ công nghệ số cộng đồng xã Văn Lương");
    results.class.opened_at = 1795000000;
    results.learners = memory_new_array(results.count, sizeof *results.learners);
    for (size_t i = 0; i < results.count; i++) {
        struct learner_result *learner = &results.learners[i];
        *learner = (struct learner_result){.number = (int64_t)i + 1, .has_come = true, .has_finished = i < finished, .minutes = 20};
        snprintf(learner->name, sizeof learner->name, "Nguyễn Thị %zu", i);
        for (size_t k = 0; learner->has_finished && k < results.framework->indicator_count; k++)
            learner->bands[k] = (uint8_t)((i * 7 + k * (i % 3)) % 11 * 4 / 11 + 1);
    }
    class_report_count(report, &results, &wish);
}

TEST(every_group_shown_in_public_has_ten_people_or_more)
{
    unsigned state = 1;
    for (int round = 0; round < 20000; round++) {
        size_t cells[CELL_COUNT], all = 0, shown = 0;
        struct cell_group groups[CELL_COUNT];
        for (size_t i = 0; i < CELL_COUNT; i++) {
            state = state * 1664525u + 1013904223u;
            cells[i] = (state >> 24) % 3 == 0 ? 0 : (state >> 16) % 25;
            all += cells[i];
        }
        size_t count = small_numbers_group(cells, SMALLEST_GROUP, groups);
        for (size_t g = 0; g < count; g++) {
            size_t people = 0;
            for (size_t i = groups[g].first; i <= groups[g].last; i++)
                people += cells[i];
            CHECK(groups[g].people == people && people >= SMALLEST_GROUP);
            CHECK(g == 0 || groups[g].first == groups[g - 1].last + 1);
            shown += people;
        }
        /* All or nothing: else what is left out could be found by subtraction. */
        CHECK(shown == (all >= SMALLEST_GROUP ? all : 0));
    }
}

TEST(needing_help_and_working_alone_are_kept_apart_where_they_can_be)
{
    const size_t cells[CELL_COUNT] = {0, 6, 40, 9, 3};
    struct cell_group groups[CELL_COUNT];
    CHECK(small_numbers_group(cells, SMALLEST_GROUP, groups) == 2);
    CHECK(groups[0].first == CELL_BAND_1 && groups[0].last == CELL_BAND_2 && groups[0].people == 46);
    CHECK(groups[1].first == CELL_BAND_3 && groups[1].last == CELL_BAND_4 && groups[1].people == 12);
}

TEST(a_few_who_were_not_tested_cannot_be_found_by_subtraction)
{
    const size_t cells[CELL_COUNT] = {3, 12, 12, 12, 12};
    struct cell_group groups[CELL_COUNT];
    CHECK(small_numbers_group(cells, SMALLEST_GROUP, groups) == 4);
    CHECK(groups[0].first == CELL_NOT_TESTED && groups[0].last == CELL_BAND_1 && groups[0].people == 15);
}

TEST(a_number_is_said_only_if_the_rest_is_no_small_group_either)
{
    CHECK(small_numbers_may_say(30, 60));
    CHECK(small_numbers_may_say(60, 60));
    CHECK(!small_numbers_may_say(9, 60));
    CHECK(!small_numbers_may_say(51, 60));
    CHECK(small_numbers_may_say(50, 60));
}

/* No figure from 1 to 9 stands in it. */
static bool
says_small_number(const char *sentence)
{
    for (const char *c = sentence; *c != 0; c++)
        if (*c >= '0' && *c <= '9') {
            char *end;
            if (strtol(c, &end, 10) < 10)
                return true;
            c = end - 1;
        }
    return false;
}

TEST(the_radio_says_no_small_number_and_no_name)
{
    for (size_t finished = 0; finished < 40; finished++)
        for (size_t others = 0; others < 14; others++)
            for (int n = 0; n < 4; n++) {
                struct class_report report;
                make_report("village-basic", finished, others, n % 2 == 0, "vi", &report);
                char *sentence = radio_sentence(&report, n / 2 == 1, n % 2);
                CHECK(!says_small_number(sentence));
                CHECK(strstr(sentence, "Nguyễn") == NULL);
                CHECK(sentence[strlen(sentence) - 1] == '.');
                if (finished >= 10 && others >= 1 && others <= 9) {
                    char came[16];
                    snprintf(came, sizeof came, "%zu", finished + others);
                    CHECK(strstr(sentence, came) == NULL);
                }
                free(sentence);
                class_report_clear(&report);
            }
}

TEST(the_sentences_say_who_came_and_what_comes_next)
{
    struct class_report report;
    make_report("village-basic", 40, 12, false, "vi", &report);
    for (size_t i = 0; i < report.row_count; i++)
        memcpy(report.rows[i].cells, (size_t[CELL_COUNT]){0, 10, 25, 5, 0}, sizeof report.rows[i].cells);
    memcpy(report.rows[2].cells, (size_t[CELL_COUNT]){0, 2, 3, 30, 5}, sizeof report.rows[2].cells);
    memcpy(report.rows[3].cells, (size_t[CELL_COUNT]){0, 38, 2, 0, 0}, sizeof report.rows[3].cells);
    report.certified = report.issued = 25;
    char *first = radio_sentence(&report, false, 0), *second = radio_sentence(&report, false, 1),
         *english = radio_sentence(&report, true, 1);
    CHECK_TEXT(first, "Lớp thôn Đồi Cọ có 52 bà con đến, 40 người làm xong bài; 25 người nhận giấy chứng nhận.");
    CHECK(strstr(second, "Phần lớn bà con tự làm được: tìm thông tin; buổi tới cả lớp cùng tập phân biệt tin giả") == second);
    CHECK(strstr(english, "Most can do this on their own: finding information; next time the class practises: telling fake news") ==
          english);
    free(first);
    free(second);
    free(english);
    class_report_clear(&report);
}

TEST(a_spreadsheet_takes_no_cell_for_a_formula)
{
    static const struct {
        const char *text, *cell;
    } CASES[] = {{"=1+1", "\"'=1+1\""}, {"+84 912", "\"'+84 912\""}, {"-2", "\"'-2\""}, {"@SUM(A1)", "\"'@SUM(A1)\""},
                 {"\t=1", "\"'\t=1\""}, {"\r=1", "\"'\r=1\""}, {"＝1", "\"'＝1\""}, {"Lớp A, B", "\"Lớp A, B\""},
                 {"nói \"vâng\"", "\"nói \"\"vâng\"\"\""}, {"hai\ndòng", "\"hai\ndòng\""}, {"Lê Văn Dũng", "Lê Văn Dũng"}, {"", ""}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct buffer out = {0};
        struct csv csv;
        csv_begin(&csv, &out);
        csv_text(&csv, CASES[i].text);
        csv_end_line(&csv);
        char *expected = memory_print("\xef\xbb\xbf%s\r\n", CASES[i].cell);
        CHECK_TEXT(buffer_text(&out), expected);
        free(expected);
        buffer_clear(&out);
    }
}

/* With DAUSO_PICTURES=FOLDER the pictures are kept, to be looked at. */
static void
keep(const char *name, struct buffer *out)
{
    const char *folder = getenv("DAUSO_PICTURES");
    if (folder != NULL) {
        char *path = memory_print("%s/%s", folder, name);
        FILE *file = fopen(path, "wb");
        if (file != NULL) {
            fwrite(out->data, 1, out->len, file);
            fclose(file);
        }
        free(path);
    }
    buffer_clear(out);
}

TEST(sixty_people_and_twenty_four_skills_have_a_bar_each)
{
    for (int is_public = 0; is_public < 2; is_public++) {
        struct class_report report;
        struct buffer out = {0};
        make_report("vn-tt02-2025", 60, 0, is_public == 1, "vi", &report);
        CHECK(report.row_count == 24);
        band_chart(&report, &out);
        for (size_t i = 0; i < report.row_count; i++)
            CHECK(strstr(buffer_text(&out), report_label(&report, &report.rows[i])) != NULL);
        CHECK(strstr(buffer_text(&out), "<script") == NULL);
        keep(is_public ? "public.svg" : "trainer.svg", &out);
        class_page(&report, &out);
        CHECK(strstr(buffer_text(&out), "Nguyễn") == NULL);
        keep(is_public ? "public.html" : "trainer.html", &out);
        class_report_clear(&report);
    }
}

TEST(a_class_without_anybody_is_told_in_a_sentence)
{
    static const struct {
        size_t finished, others;
        bool is_public;
        const char *says;
    } CASES[] = {{0, 0, false, "Lớp chưa có ai"}, {0, 5, false, "Chưa ai làm xong bài"}, {9, 30, true, "Dưới 10 người"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        static void (*const FORMS[])(const struct class_report *, struct buffer *) = {class_page, class_object, band_chart};
        for (size_t f = 0; f < sizeof FORMS / sizeof FORMS[0]; f++) {
            struct class_report report;
            struct buffer out = {0};
            make_report("village-basic", CASES[i].finished, CASES[i].others, CASES[i].is_public, "vi", &report);
            FORMS[f](&report, &out);
            CHECK(strstr(buffer_text(&out), CASES[i].says) != NULL);
            CHECK(strstr(buffer_text(&out), "hatch)") == NULL);
            buffer_clear(&out);
            class_report_clear(&report);
        }
    }
}

int
main(void)
{
    struct err err;
    if (scoring_load_frameworks(".", &frameworks, &err) != FAULT_NONE) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    RUN(every_group_shown_in_public_has_ten_people_or_more);
    RUN(needing_help_and_working_alone_are_kept_apart_where_they_can_be);
    RUN(a_few_who_were_not_tested_cannot_be_found_by_subtraction);
    RUN(a_number_is_said_only_if_the_rest_is_no_small_group_either);
    RUN(the_radio_says_no_small_number_and_no_name);
    RUN(the_sentences_say_who_came_and_what_comes_next);
    RUN(a_spreadsheet_takes_no_cell_for_a_formula);
    RUN(sixty_people_and_twenty_four_skills_have_a_bar_each);
    RUN(a_class_without_anybody_is_told_in_a_sentence);
    scoring_free_frameworks(frameworks);
    return unit_end();
}
