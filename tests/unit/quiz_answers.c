/* quiz_answers.c - typed answers: tables written by hand (typed, wanted, what a Vietnamese teacher
 * would say). What must hold for all words is in quiz_answer_words.c. */
#include "unit.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "quiz/answer_match.h"

struct text_case {
    const char *typed, *wanted;
    bool passes;
};

static void
check_texts(const struct text_case *cases, size_t count, struct answer_rule rule)
{
    for (size_t i = 0; i < count; i++)
        if (answer_matches_text(cases[i].typed, cases[i].wanted, &rule) != cases[i].passes) {
            unit_broken = 1;
            printf("  \"%s\" for \"%s\" (spelling %d): %s\n", cases[i].typed, cases[i].wanted,
                   rule.spelling, cases[i].passes ? "refused" : "passed");
        }
}
#define CHECK_TEXTS(cases, ...)                                                                    \
    check_texts(cases, sizeof(cases) / sizeof(cases)[0], (struct answer_rule){__VA_ARGS__})

TEST(marks_may_be_left_out_but_never_be_others)
{
    static const struct text_case cases[] = {
        {"Việt Trì", "Việt Trì", true},
        {"Viet Tri", "Việt Trì", true},
        {"viet tri", "Việt Trì", true},
        {"Việt tri", "Việt Trì", true},
        {"Viêt Trì", "Việt Trì", true},
        {"Viẹt Tri", "Việt Trì", false},
        {"VIỆT TRÌ", "Việt Trì", true},
        {"VIET TRI", "Việt Trì", true},
        {"Viết Trì", "Việt Trì", false},
        {"Viết Tri", "Việt Trì", false},
        {"Việt Trí", "Việt Trì", false},
        {"Viẽt Tri", "Việt Trì", false},
        {"Phú Thọ", "Phú Thọ", true},
        {"Phu Tho", "Phú Thọ", true},
        {"Phù Thọ", "Phú Thọ", false},
        {"Phú Thơ", "Phú Thọ", false},
        {"mật khẩu", "mật khẩu", true},
        {"mat khau", "mật khẩu", true},
        {"mất khẩu", "mật khẩu", false},
        {"mât khâu", "mật khẩu", false}, /* khâu: to sew */
        {"mât khau", "mật khẩu", true},
        {"má", "ma", false},
        {"ma", "má", true},
        {"mà", "má", false},
        {"Đà Nẵng", "Đà Nẵng", true},
        {"Da Nang", "Đà Nẵng", true},
        {"Dà Nẵng", "Đà Nẵng", true},
        {"đa nang", "Đà Nẵng", false},
        {"đa", "da", false},
        {"Ðà Nẵng", "Đà Nẵng", true}, /* eth */
        {"sửa", "sữa", false},
        {"sua", "sữa", true},
        {"sưa", "sữa", false},
        {"suã", "sữa", false},
        {"ăn", "ân", false},
        {"on", "ơn", true},
        {"ôn", "ơn", false},
        {"không", "khống", false},
        {"tôi", "tối", false},
        {"toi", "tối", true},
        {"cạp", "cặp", false},
        {"cap", "cặp", true},
        {"căp", "cặp", true},
        {"sach", "sách", true},
        {"thôn tin", "thông tin", false},
        {"mâu", "mẫu", false},
        {"mẫu", "mâu", false},
        {"Wi-Fi", "wifi", true},
        {"wì-fi", "wifi", false},
    };
    CHECK_TEXTS(cases, 0, false, false);
}

TEST(bytes_blanks_and_signs_do_not_matter)
{
    static const struct text_case cases[] = {
        {"Vie\xcc\xa3\xcc\x82t Tri\xcc\x80", "Việt Trì", true}, /* NFD */
        {"Vie\xcc\x82\xcc\xa3t Tri\xcc\x80", "Việt Trì", true}, /* and the other order */
        {"Việt Trì", "Vie\xcc\xa3\xcc\x82t Tri\xcc\x80", true},
        {"Vi\xc3\xaa\xcc\xa3t Tr\xc3\xac", "Việt Trì", true}, /* half composed, as Windows does */
        {"Ｖｉｅｔ　Ｔｒｉ", "Việt Trì", true},
        {"１１３", "113", true},
        {"  Việt   Trì ", "Việt Trì", true},
        {"Việt\xc2\xa0Trì", "Việt Trì", true},
        {"Việt\tTrì\n", "Việt Trì", true},
        {"Vi\xe2\x80\x8bệt Trì", "Việt Trì", true}, /* zero-width blank */
        {"\"Việt Trì\"", "Việt Trì", true},
        {"“Việt Trì”", "Việt Trì", true},
        {"'việt trì'.", "Việt Trì", true},
        {"«Việt Trì»", "Việt Trì", true},
        {"Việt Trì.", "Việt Trì", true},
        {"Việt Trì!", "Việt Trì", true},
        {"việttrì", "Việt Trì", true},
        {"viettri", "Việt Trì", true},
        {"viếttrì", "Việt Trì", false},
        {"viếttri", "Việt Trì", false},
        {"việttri", "Việt Trì", true},
        {"viêttrì", "Việt Trì", true},
        {"viẹttrì", "Việt Trì", false},
        {"hanoi", "Hà Nội", true},
        {"Hà-Nội", "Hà Nội", true},
        {"wi fi", "Wi-Fi", true},
        {"0912 345 678", "0912345678", true},
        {"0912345678", "0912 345 678", true},
        {"0912345679", "0912 345 678", false},
        {"Huế, Đà Nẵng", "Huế Đà Nẵng", true},
        {"dichvucong.gov.vn", "dichvucong.gov.vn", true},
        {"dichvucong gov vn", "dichvucong.gov.vn", false},
        {"dichvucong.gov.vn.", "dichvucong.gov.vn", true},
        {"don’t", "don't", true},
        {"#", "#", true},
        {".", ".", true},
        {"", "Việt Trì", false},
        {"   ", "Việt Trì", false},
        {"\"\"", "Việt Trì", false},
        {"", "", false},
        {"Việt", "Việt Trì", false},
        {"Việt Trì Phú Thọ", "Việt Trì", false},
        {"\xff\xfe", "Việt Trì", false},
        {"lạ i", "la ị", false},
    };
    CHECK_TEXTS(cases, 0, false, false);
}

TEST(the_tone_may_stand_on_another_vowel_of_its_syllable)
{
    static const struct text_case cases[] = {
        {"hoà bình", "hòa bình", true}, {"hòa bình", "hoà bình", true},
        {"thuý", "thúy", true},         {"khoẻ", "khỏe", true},
        {"khoé", "khỏe", false},        {"hoàbình", "hòa bình", true},
        {"huỷ", "hủy", true},           {"hoá", "hòa", false},
        {"Thúy Hòa", "Thuý Hoà", true}, {"vịêt", "việt", true},
        {"của", "cuả", true},           {"hóa đơn", "hoá đơn", true},
        {"hoa đơn", "hoá đơn", true},   {"hòa đơn", "hoá đơn", false},
        {"hoà ám", "hoá àm", false},    {"hoàám", "hoá àm", false},
    };
    CHECK_TEXTS(cases, 0, false, false);
}

TEST(keys_of_telex_and_vni_that_were_left_in_are_read)
{
    static const struct text_case cases[] = {
        {"Vieetj Trif", "Việt Trì", true},
        {"Vieejt Trif", "Việt Trì", true},
        {"Vietej Trif", "Việt Trì", true},
        {"Viet65 Tri2", "Việt Trì", true},
        {"Vie6t5 Tri2", "Việt Trì", true},
        {"Việt Trif", "Việt Trì", true},
        {"VieetjTrif", "Việt Trì", true},
        {"Vieets Trif", "Việt Trì", false},
        {"Vie6t1 Tri2", "Việt Trì", false},
        {"DDaf Nawxng", "Đà Nẵng", true},
        {"Dad2 Nawngx", "Đà Nẵng", false},
        {"D9a2 Na8ng4", "Đà Nẵng", true},
        {"Da9f Nawngx", "Đà Nẵng", false},
        {"dinhd", "đinh", true},
        {"nguwowif", "người", true},
        {"nguwoif", "người", true},
        {"nguoiwf", "người", true},
        {"ngu7o7i2", "người", true},
        {"nguoi72", "người", true},
        {"dduwowngf", "đường", true},
        {"duong792", "đường", true},
        {"nuwowcs", "nước", true},
        {"hoawcj", "hoặc", true},
        {"quawn", "quăn", true},
        {"muaw", "mưa", true},
        {"muwa", "mưa", true},
        {"mwa", "mưa", true},
        {"khoong", "không", true},
        {"khong6", "không", true},
        {"maatj khaaur", "mật khẩu", true},
        {"ma65t kha63u", "mật khẩu", true},
        {"chuyeenr tieenf", "chuyển tiền", true},
        {"chuyển tieenf", "chuyển tiền", true},
        {"chuyeenr tieens", "chuyển tiền", false},
        {"cas", "cá", true},
        {"cas", "cà", false},
        {"cas", "ca", false},
        {"HAF NOOIJ", "Hà Nội", true},
        {"wifi", "wifi", true},
        {"OTP", "OTP", true},
        {"Covid19", "Covid19", true},
        {"bus", "bus", true},
    };
    CHECK_TEXTS(cases, 0, false, false);
}

TEST(slips_are_forgiven_only_as_far_as_the_author_allows)
{
    static const struct text_case none[] = {
        {"Viêt Tri", "Việt Trì", true},
        {"Vit Trì", "Việt Trì", false},
        {"mat khaw", "mật khẩu", false},
        {"bác sỹ", "bác sĩ", false},
        {"Lí", "Lý", false},
    };
    static const struct text_case one[] = {
        {"Vit Trì", "Việt Trì", true},
        {"Viêtt Trì", "Việt Trì", true},
        {"Vitệ Trì", "Việt Trì", true},
        {"Viêk Trì", "Việt Trì", true},
        {"Vit Trí", "Việt Trì", false},
        {"Vt Trì", "Việt Trì", false},
        {"Viết Trì", "Việt Trì", false},
        {"Việt Trí", "Việt Trì", false},
        {"bác sỹ", "bác sĩ", true},
        {"bác sy", "bác sĩ", true},
        {"pasword", "password", true},
        {"passwrod", "password", true},
        {"paswrod", "password", false},
        {"cá", "có", false},
        {"tầu", "tàu", false},
        {"tau", "tàu", true},
        {"nau", "tàu", true},
        {"naư", "tàu", false},
        {"113", "113", true},
        {"114", "113", false},
        {"131", "113", false},
        {"1133", "113", false},
        {"gọi 114 ngay", "gọi 113 ngay", false},
        {"gọi 113 ngai", "gọi 113 ngay", true},
        {"internet", "Internet", true},
        {"intẻnet", "Internet", false},
    };
    static const struct text_case two[] = {
        {"paswrod", "password", true},
        {"pswrod", "password", false},
        {"Vt Trì", "Việt Trì", true},
        {"Viết Trì", "Việt Trì", false},
        {"V Trì", "Việt Trì", false},
        {"tau", "tàu", true},
        {"na", "tàu", false},
        {"115", "113", false},
        {"diện thọai", "điện thoại", true},
        {"dien thoia", "điện thoại", true},
    };
    CHECK_TEXTS(none, 0, false, false);
    CHECK_TEXTS(one, 1, false, false);
    CHECK_TEXTS(two, 2, false, false);
}

TEST(an_author_may_need_marks_or_capitals)
{
    static const struct text_case marks[] = {
        {"Việt Trì", "Việt Trì", true},
        {"việt trì", "Việt Trì", true},
        {"Viet Tri", "Việt Trì", false},
        {"Việt Tri", "Việt Trì", false},
        {"Viẹt Trì", "Việt Trì", false},
        {"Vieetj Trif", "Việt Trì", true},
        {"Vie6t5 Tri2", "Việt Trì", true},
        {"Viet5 Tri2", "Việt Trì", false},
        {"dường", "đường", false},
        {"hòa", "hoà", true},
        {"da", "đa", false},
    };
    static const struct text_case capitals[] = {
        {"OTP", "OTP", true},           {"otp", "OTP", false},           {"Otp", "OTP", false},
        {"Viet Tri", "Việt Trì", true}, {"viet Tri", "Việt Trì", false},
    };
    CHECK_TEXTS(marks, 0, true, false);
    CHECK_TEXTS(capitals, 0, false, true);
    CHECK(!answer_matches_text("Viet Tri", "Việt Trì", &(struct answer_rule){2, true, false}));
    CHECK(!answer_matches_text("otp", "OTP", &(struct answer_rule){2, false, true}));
}

struct number_case {
    const char *typed;
    double value;
};

TEST(numbers_are_read_as_they_are_written_in_the_country)
{
    static const struct number_case cases[] = {
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
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value;
        bool is_number = answer_read_number(cases[i].typed, &value);
        if (!is_number || fabs(value - cases[i].value) > 1e-9 * fabs(cases[i].value)) {
            unit_broken = 1;
            printf("  %s: %s %.15g\n", cases[i].typed, is_number ? "read as" : "no number,", value);
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

TEST(a_day_is_read_day_first_in_numbers_and_in_words)
{
    static const struct text_case cases[] = {
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
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (answer_matches_date(cases[i].typed, cases[i].wanted) != cases[i].passes) {
            unit_broken = 1;
            printf("  %s for %s: %s\n", cases[i].typed, cases[i].wanted,
                   cases[i].passes ? "refused" : "passed");
        }
}

TEST(a_flood_is_refused_without_work)
{
    struct buffer flood = {0};
    struct answer_rule rule = {.spelling = 2};
    for (int i = 0; i < 1000000; i++)
        buffer_add_byte(&flood, i % 7 == 0 ? ' ' : 'a');
    CHECK(!answer_matches_text(buffer_text(&flood), "Việt Trì", &rule));
    CHECK(!answer_matches_text("Việt Trì", buffer_text(&flood), &rule));
    double value;
    CHECK(!answer_read_number(buffer_text(&flood), &value));
    CHECK(!answer_matches_date(buffer_text(&flood), "02/09/1945"));
    buffer_clear(&flood);
    for (int i = 0; i < ANSWER_LETTERS_MAX; i++)
        buffer_add_text(&flood, "ệ");
    char *most = memory_copy_text(buffer_text(&flood));
    CHECK(answer_matches_text(most, most, &rule));
    buffer_add_text(&flood, "ệ");
    CHECK(!answer_matches_text(buffer_text(&flood), buffer_text(&flood), &rule));
    free(most);
    buffer_clear(&flood);
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
    RUN(marks_may_be_left_out_but_never_be_others);
    RUN(bytes_blanks_and_signs_do_not_matter);
    RUN(the_tone_may_stand_on_another_vowel_of_its_syllable);
    RUN(keys_of_telex_and_vni_that_were_left_in_are_read);
    RUN(slips_are_forgiven_only_as_far_as_the_author_allows);
    RUN(an_author_may_need_marks_or_capitals);
    RUN(numbers_are_read_as_they_are_written_in_the_country);
    RUN(what_is_no_number_or_two_numbers_is_not_read);
    RUN(a_day_is_read_day_first_in_numbers_and_in_words);
    RUN(a_flood_is_refused_without_work);
    RUN(variants_of_numbers_and_days_pass_or_fail_as_they_should);
    return unit_end();
}
