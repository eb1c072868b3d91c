/* quiz_answer_numbers.c - typed numbers and days: tables written by hand, from prices, forms and
 * calendars. */
#include "unit.h"

#include <stdbool.h>

#include "quiz/answer_match.h"

struct day_case {
    const char *typed, *wanted;
    bool passes;
};

struct number_case {
    const char *typed;
    double value;
};

static const struct number_case NUMBERS[] = {
    {"35000", 35000},
    {"35.000", 35000},
    {"1.234.567", 1234567},
    {"1 234 567", 1234567},
    {"1'234'567", 1234567},
    {"1,234,567", 1234567},
    {"12,5", 12.5},
    {"12.5", 12.5},
    {"-3", -3},
    {"−3", -3},
    {"- 3", -3},
    {"+3", 3},
    {"0,5", .5},
    {"0.5", .5},
    {"0.250", .25},
    {"0,250", .25},
    {"1.234", 1234},
    {"1,234", 1.234},
    {"35,000", 35000},
    {"12,500", 12500},
    {"1.234,5", 1234.5},
    {"1,234.5", 1234.5},
    {"1.234.567,89", 1234567.89},
    {"1 234,5", 1234.5},
    {"35k", 35000},
    {"35 k", 35000},
    {"35K", 35000},
    {"35 nghìn", 35000},
    {"35 ngàn", 35000},
    {"35 ngan", 35000},
    {"35nghìn", 35000},
    {"1 triệu", 1e6},
    {"1,5 triệu", 15e5},
    {"1.5 trieu", 15e5},
    {"1tr5", 15e5},
    {"2tr250", 225e4},
    {"1 triệu 200 nghìn", 12e5},
    {"2 triệu rưỡi", 25e5},
    {"2 tỷ 300 triệu", 23e8},
    {"3 tỉ", 3e9},
    {"5 trăm", 500},
    {"35.000 đ", 35000},
    {"35.000đ", 35000},
    {"35.000 đồng", 35000},
    {"35000 dong", 35000},
    {"35.000 VND", 35000},
    {"35.000 VNĐ", 35000},
    {"35,250 đ", 35250},
    {"₫35.000", 35000},
    {"VND 35.000", 35000},
    {"35 nghìn đồng", 35000},
    {"35.000₫", 35000},
    {"50%", 50},
    {"50 %", 50},
    {"３５", 35},
    {" 35. ", 35},
    {"\"35\"", 35},
    {"0", 0},
    {"007", 7},
    {"3.14", 3.14},
    {"3,14159", 3.14159},
    {"35\xc2\xa0"
     "000",
     35000},
    {"100.000", 100000},
    {"999999999999999", 999999999999999},
    {"35 nghìn 500", 35500},
    {"-12,5", -12.5},
};

TEST(numbers_are_read_as_they_are_written_in_the_country)
{
    for (size_t i = 0; i < sizeof NUMBERS / sizeof NUMBERS[0]; i++) {
        double value;
        bool is_number = answer_read_number(NUMBERS[i].typed, &value);
        if (!is_number || fabs(value - NUMBERS[i].value) > 1e-9 * fabs(NUMBERS[i].value)) {
            unit_broken = 1;
            printf("  %s: %s %.15g\n", NUMBERS[i].typed, is_number ? "read as" : "no number,",
                   value);
        }
    }
}

TEST(what_is_no_number_or_two_numbers_is_not_read)
{
    static const char *const cases[] = {
        "",
        " ",
        "abc",
        "k",
        "đ",
        "-",
        "1.2.3",
        "1.23.456",
        "12.34.5",
        "1 23",
        "1234 567",
        "1,23,4",
        "1e5",
        "0x10",
        "nan",
        "inf",
        "35 kg",
        "35 35",
        "1.234.56",
        "1,234,56",
        "3-4",
        "3/4",
        "--3",
        "1234567890123456",
        "1 triệu 2 tỷ",
        "1 triệu 50",
        "1 nghìn 2 triệu",
        "35 nghìnx",
        "35kk",
        "1.234,5.6",
        "1..5",
        ",",
        ".",
        "1 triệu 1,5",
        "năm",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value;
        if (answer_read_number(cases[i], &value)) {
            unit_broken = 1;
            printf("  %s: read as %.15g\n", cases[i], value);
        }
    }
    double value = 0;
    CHECK(answer_read_number_of("5 kg", "kg", &value) && value == 5);
    CHECK(answer_read_number_of("5", "kg", &value) && value == 5);
    CHECK(answer_read_number_of("5 bước", "buớc", &value) && value == 5);
    CHECK(!answer_read_number_of("5 g", "kg", &value));
}

static const struct day_case DAYS[] = {
    {"2/9/1945", "02/09/1945", true},
    {"02/09/1945", "02/09/1945", true},
    {"02-09-45", "02/09/1945", true},
    {"2.9.1945", "02/09/1945", true},
    {"2 9 1945", "02/09/1945", true},
    {"02091945", "02/09/1945", true},
    {"2 tháng 9 năm 1945", "02/09/1945", true},
    {"ngày 2 tháng 9 năm 1945", "02/09/1945", true},
    {"ngày 2/9/1945", "02/09/1945", true},
    {"mùng 2 tháng 9 năm 1945", "02/09/1945", true},
    {"ngày mùng hai tháng chín năm 1945", "02/09/1945", true},
    {"Ngay 2 thang 9 nam 1945", "02/09/1945", true},
    {"tháng 9 ngày 2 năm 1945", "02/09/1945", true},
    {"1945-09-02", "02/09/1945", true},
    {"2 September 1945", "02/09/1945", true},
    {"September 2, 1945", "02/09/1945", true},
    {"2nd of Sep 1945", "02/09/1945", true},
    {"2/9/1945.", "02/09/1945", true},
    {" 2 / 9 / 1945 ", "02/09/1945", true},
    {"２/９/１９４５", "02/09/1945", true},
    {"5 tháng năm năm 2020", "05/05/2020", true},
    {"mùng năm tháng mười hai năm 2020", "5/12/2020", true},
    {"1 tháng giêng năm 2021", "01/01/2021", true},
    {"10 tháng mười năm 2021", "10/10/2021", true},
    {"29/2/2024", "29/02/2024", true},
    {"2/9", "2/9", true},
    {"2/9/1945", "2/9", true},
    {"9/2/1945", "02/09/1945", false},
    {"2/9", "02/09/1945", false},
    {"2/9/1946", "02/09/1945", false},
    {"2/9/46", "02/09/1945", false},
    {"3/9/1945", "02/09/1945", false},
    {"2/8/1945", "02/09/1945", false},
    {"1945", "02/09/1945", false},
    {"", "02/09/1945", false},
    {"ngày", "02/09/1945", false},
    {"2/9/5", "02/09/1945", false},
    {"2/9/945", "02/09/1945", false},
    {"31/2/2024", "31/02/2024", false},
    {"29/2/2023", "29/02/2023", false},
    {"2/13/1945", "2/13/1945", false},
    {"2/9/1945/1", "02/09/1945", false},
    {"2:9:1945", "02/09/1945", false},
    {"hôm qua", "02/09/1945", false},
    {"0/9/1945", "0/9/1945", false},
    {"September 9, 1945", "02/09/1945", false},
    {"1945-02-09", "02/09/1945", false},
};

TEST(a_day_is_read_day_first_in_numbers_and_in_words)
{
    for (size_t i = 0; i < sizeof DAYS / sizeof DAYS[0]; i++)
        if (answer_matches_date(DAYS[i].typed, DAYS[i].wanted) != DAYS[i].passes) {
            unit_broken = 1;
            printf("  %s for %s: %s\n", DAYS[i].typed, DAYS[i].wanted,
                   DAYS[i].passes ? "refused" : "passed");
        }
}

TEST(variants_of_numbers_and_days_pass_or_fail_as_they_should)
{
    static const char *const wrong[] = {"a zero too many", "a zero too few", "month first",
                                        "without the year"};
    static const struct {
        const char *wanted;
        enum answer_kind kind;
    } answers[] = {{"35000", ANSWER_NUMBER},   {"12.5", ANSWER_NUMBER}, {"2000000", ANSWER_NUMBER},
                   {"-3", ANSWER_NUMBER},      {"7", ANSWER_NUMBER},    {"02/09/1945", ANSWER_DATE},
                   {"30/04/1975", ANSWER_DATE}};
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        struct answer_variants made = {0};
        answer_variants(answers[i].wanted, answers[i].kind, NULL, &made);
        CHECK(made.count >= 2);
        for (size_t n = 0; n < made.count; n++) {
            bool is_wrong = false;
            for (size_t m = 0; m < sizeof wrong / sizeof wrong[0]; m++)
                is_wrong = is_wrong || strcmp(made.at[n].how, wrong[m]) == 0;
            if (made.at[n].passes == is_wrong) {
                unit_broken = 1;
                printf("  %s (%s) for %s\n", made.at[n].typed, made.at[n].how, answers[i].wanted);
            }
        }
        answer_variants_clear(&made);
    }
}

int
main(void)
{
    RUN(numbers_are_read_as_they_are_written_in_the_country);
    RUN(what_is_no_number_or_two_numbers_is_not_read);
    RUN(a_day_is_read_day_first_in_numbers_and_in_words);
    RUN(variants_of_numbers_and_days_pass_or_fail_as_they_should);
    return unit_end();
}
