/* base_text.c - names (SECURITY.md rows 61-72), folding, the order of a Vietnamese class list. */
#include "unit.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"

TEST(names_of_the_country_pass)
{
    static const char *const names[][2] = {
        {"Nguyễn Thị Hoà", "Nguyễn Thị Hoà"},
        {"  Đỗ   Văn  Ước ", "Đỗ Văn Ước"},
        {"Nguye\xcc\x82\xcc\x83n", "Nguyễn"}, /* NFD: e, circumflex, tilde */
        {"e\xcc\xa3\xcc\x82", "ệ"},           /* dot before circumflex */
        {"e\xcc\x82\xcc\xa3", "ệ"},           /* and after it: the same letter */
        {"Ho\xc3\xa0", "Hoà"},                /* half composed */
        {"H’Bia Êban", "H'Bia Êban"},         /* Ê Đê, a phone's apostrophe */
        {"Y Brŏ Niê Kdăm", "Y Brŏ Niê Kdăm"},
        {"K'Brêu", "K'Brêu"},                           /* Cơ Ho */
        {"Rơ Châm Pưih", "Rơ Châm Pưih"},               /* Gia Rai */
        {"\xc6\x80\xc4\x95\xc4\x8d \xc3\xb1", "ƀĕč ñ"}, /* Ba Na and Ê Đê letters */
        {"Ê\xcc\x86 \xc6\xa1\xcc\x86", "Ê̆ ơ̆"},          /* letters that have no composed form */
        {"Vàng A Súa", "Vàng A Súa"},
        {"Maria-Têrêxa Ng. Th. Mai", "Maria-Têrêxa Ng. Th. Mai"},
        {"Nguyễn Văn Nam 2", "Nguyễn Văn Nam 2"},
        {"An\xc2\xa0\xe3\x80\x80Na", "An Na"}, /* no-break and wide blank */
        {"J\xc3\xbcrgen Gro\xc3\x9f", "Jürgen Groß"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *clean;
        struct err err = {0};
        CHECK(text_clean_name(names[i][0], &clean, &err) == FAULT_NONE);
        CHECK_TEXT(clean, names[i][1]);
        if (clean == NULL)
            printf("  %s\n", err.text);
        free(clean);
    }
}

static void
check_name_refused(const char *name, const char *words)
{
    char *clean = (char *)"";
    struct err err = {0};
    bool is_refused = text_clean_name(name, &clean, &err) == FAULT_INPUT && clean == NULL;
    CHECK(is_refused);
    CHECK(strstr(err.text, words) != NULL);
    CHECK(strchr(err.text, ';') != NULL); /* the second half says what to do */
    for (const char *at = err.text; *at != 0; at++)
        CHECK((unsigned char)*at >= 0x20 &&
              (unsigned char)*at < 0x7f); /* nothing of the name is repeated */
    if (unit_broken)
        printf("  %s: %s\n", name, err.text);
}

TEST(letters_come_apart_and_together_again)
{
    static const char *const texts[] = {"Việt Trì", "Đường Nguyễn Huệ", "ƠI ƯỚT ặ", "Jürgen 12", "ở đâu?"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct text_letter *letters;
        size_t count = text_split_letters(texts[i], &letters);
        char *joined = text_join_letters(letters, count);
        CHECK_TEXT(joined, texts[i]);
        CHECK(count == text_count_letters(texts[i]));
        free(joined);
        free(letters);
    }
    struct text_letter *letters;
    CHECK(text_split_letters("Ｅ\xcc\x82\xcc\x81\xe2\x80\x8bĐ\xc2\xa0", &letters) == 3);
    CHECK(letters[0].base == 'e' && letters[0].quality == 0x302 && letters[0].tone == 0x301);
    CHECK(letters[0].is_capital && letters[1].base == 'd' && letters[1].quality != 0 && letters[2].base == ' ');
    free(letters);
}

/* {name, what the refusal says}; the numbers are those of the corpus. */
static const char *const BAD_NAMES[][2] = {
    {"An\xe2\x80\xae"
     "nA",
     "U+202E"},                   /* 61 right-to-left override */
    {"An\xe2\x80\x8e", "U+200E"}, /* left-to-right mark */
    {"An\xe2\x80\x8f", "U+200F"},
    {"An\xe2\x81\xa6"
     "Na",
     "U+2066"}, /* isolate */
    {"An\xe2\x81\xa9", "U+2069"},
    {"An\xd8\x9c", "U+061C"},     /* Arabic letter mark */
    {"A\xe2\x80\x8bn", "U+200B"}, /* 62 zero width space */
    {"A\xe2\x80\x8cn", "U+200C"},
    {"A\xe2\x80\x8dn", "U+200D"},
    {"A\xe2\x81\xa0n", "U+2060"}, /* word joiner */
    {"\xef\xbb\xbf"
     "An",
     "U+FEFF"},
    {"A\xc2\xadn", "U+00AD"},          /* soft hyphen */
    {"A\xcd\x8fn", "U+034F"},          /* grapheme joiner */
    {"A\xef\xb8\x8fn", "U+FE0F"},      /* variation selector */
    {"A\xe1\x85\x9fn", "U+115F"},      /* Hangul filler */
    {"A\xf3\xa0\x81\x81n", "U+E0041"}, /* tag letter */
    {"A\xee\x80\x80n", "U+E000"},      /* private use */
    {"A\xe2\x80\xa8n", "U+2028"},      /* line separator */
    {"A\xcd\xb8n", "no letter"},       /* unassigned U+0378 */
    {"a\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "more than 3 marks"},
    {"\xe1\xbb\x87\xcc\x81\xcc\x81", "more than 3 marks"}, /* two marks are inside the letter */
    {"\xcc\x81"
     "An",
     "without a letter"},
    {"An \xcc\x81n", "without a letter"},
    {"-\xcc\x81n", "without a letter"},
    {"\xd0\x90nna", "several scripts"},     /* 64 Cyrillic A */
    {"Ann\xce\xb1", "several scripts"},     /* Greek alpha */
    {"\xef\xbc\xa1nna", "several scripts"}, /* full-width A */
    {"\xc9\x91nna", "several scripts"},     /* U+0251 looks like a */
    {"An\nVALID", "U+000A"},                /* 66 */
    {"<img onerror=alert(1)>", "U+003C"},   /* 67 */
    {"An\x1b[31m", "U+001B"},               /* 68 */
    {"An\tNa", "U+0009"},
    {"An\xc2\x85", "U+0085"},
    {"", "empty"}, /* 70 */
    {" \xc2\xa0 ", "empty"},
    {"\xd8\xb9\xd9\x84\xd9\x8a", "not in Latin letters"}, /* 71 right-to-left only */
    {"\xe6\x9d\x8e", "not in Latin letters"},
    {"An \xf0\x9f\x98\x80", "U+1F600"}, /* 72 emoji */
    {"An\xe2\x9c\x93", "U+2713"},
    {"1951", "no letters"},
    {"...", "no letters"},
    {"An/Na", "U+002F"},
    {"=HYPERLINK(1)", "U+003D"},
    {"An_Na", "U+005F"},
    {"An\xd7Na", "UTF-8"},
    {"An\xc0\x80", "UTF-8"},           /* overlong NUL */
    {"An\xed\xa0\x80", "UTF-8"},       /* surrogate */
    {"An\xf4\x90\x80\x80", "UTF-8"},   /* beyond Unicode */
    {"An\xe1\xbb", "UTF-8"},           /* cut */
    {"A\xc7\x83n", "several scripts"}, /* click that looks like ! */
    {"A\xc3\x97"
     "B",
     "U+00D7"}, /* times sign */
};

TEST(names_that_deceive_or_are_none_are_refused)
{
    for (size_t i = 0; i < sizeof BAD_NAMES / sizeof BAD_NAMES[0]; i++)
        check_name_refused(BAD_NAMES[i][0], BAD_NAMES[i][1]);
}

TEST(sixty_letters_pass_and_sixty_one_do_not)
{
    char name[3 * 300 + 1] = "", *clean;
    for (int i = 0; i < 60; i++)
        strcat(name, "ệ");
    CHECK(text_clean_name(name, &clean, NULL) == FAULT_NONE);
    CHECK(clean != NULL && text_count_letters(clean) == 60);
    free(clean);
    strcat(name, "ệ");
    check_name_refused(name, "61 letters");
    for (int i = 61; i < 300; i++) /* 69 */
        strcat(name, "ệ");
    check_name_refused(name, "300 letters");
}

TEST(thousands_of_marks_and_letters_are_refused_without_work)
{
    struct buffer name = {0};
    buffer_add_text(&name, "a");
    for (int i = 0; i < 300; i++) /* 63 */
        buffer_add_text(&name, i % 2 == 0 ? "\xcc\x81" : "\xcc\xa3");
    check_name_refused(buffer_text(&name), "more than 3 marks");
    for (int i = 0; i < 1000000; i++)
        buffer_add_text(&name, i % 2 == 0 ? "\xcc\x81" : "\xcc\xa3");
    check_name_refused(buffer_text(&name), "shorten");
    char *composed = text_to_nfc(buffer_text(&name)), *folded = text_fold(buffer_text(&name));
    CHECK(composed != NULL &&
          text_is_nfc(composed)); /* sorted: with a quadratic sort this would not end */
    CHECK_TEXT(folded, "a");
    free(composed);
    free(folded);
    buffer_clear(&name);
}

TEST(composition_agrees_with_unicodes_own_examples)
{
    /* UAX #15 figures 3-6 and NormalizationTest.txt part 0, written from the standard. */
    static const char *const cases[][2] = {
        {"\xe2\x84\xab", "\xc3\x85"}, /* angstrom sign is A with ring */
        {"A\xcc\x8a", "\xc3\x85"},
        {"\xe1\xb8\x8b\xcc\xa3", "\xe1\xb8\x8d\xcc\x87"}, /* d dot above, dot below */
        {"q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87"},
        {"\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8", "\xea\xb0\x81"}, /* Hangul */
        {"\xe0\xa5\x98", "\xe0\xa4\x95\xe0\xa4\xbc"},             /* composition exclusion U+0958 */
        {"", ""},
        {"abc", "abc"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *composed = text_to_nfc(cases[i][0]);
        CHECK_TEXT(composed, cases[i][1]);
        CHECK(text_is_nfc(cases[i][1]));
        CHECK(text_is_nfc(cases[i][0]) == (strcmp(cases[i][0], cases[i][1]) == 0));
        free(composed);
    }
    CHECK(text_to_nfc("\xff") == NULL && !text_is_nfc("\xff"));
}

TEST(utf8_is_checked_to_the_last_byte)
{
    static const struct {
        const char *bytes;
        size_t len;
        bool is_valid;
    } cases[] = {
        {"", 0, true},
        {"abc", 3, true},
        {"a\0b", 3, false},
        {"\x7f", 1, true},
        {"\x80", 1, false},
        {"\xc2\x80", 2, true},
        {"\xc1\xbf", 2, false},
        {"\xe0\x9f\xbf", 3, false},
        {"\xe0\xa0\x80", 3, true},
        {"\xed\x9f\xbf", 3, true},
        {"\xed\xa0\x80", 3, false},
        {"\xee\x80\x80", 3, true},
        {"\xf0\x8f\xbf\xbf", 4, false},
        {"\xf0\x90\x80\x80", 4, true},
        {"\xf4\x8f\xbf\xbf", 4, true},
        {"\xf4\x90\x80\x80", 4, false},
        {"\xf5\x80\x80\x80", 4, false},
        {"\xe1\xbb\x87", 2, false},
        {"\xe1\xbb\x87", 3, true},
        {"\xff", 1, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK(text_is_utf8(cases[i].bytes, cases[i].len) == cases[i].is_valid);
        if (unit_broken)
            printf("  case %zu\n", i);
    }
}

TEST(hidden_characters_are_seen)
{
    CHECK(!text_has_hidden_characters("Nguyễn Thị Hoà, 12 tuổi – “đúng” 😀"));
    CHECK(!text_has_hidden_characters("Nguye\xcc\x82\xcc\x83n"));
    CHECK(text_has_hidden_characters("a\nb"));
    CHECK(text_has_hidden_characters("a\xe2\x80\x8b"));
    CHECK(text_has_hidden_characters("\xe2\x81\xa7"
                                     "a"));
    CHECK(text_has_hidden_characters("a\x7f"));
    CHECK(text_has_hidden_characters("a\xff"));
}

TEST(folding_leaves_what_a_person_means)
{
    static const char *const cases[][2] = {
        {"  ĐỖ  Thị\tHƯỜNG ", "do thi huong"},
        {"Nguyễn", "nguyen"},
        {"Nguye\xcc\x82\xcc\x83n", "nguyen"},
        {"ẮẰẲẴẶ ẤẦẨẪẬ", "aaaaa aaaaa"},
        {"ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ", "ooooo ooooo uuuuu"},
        {"ỲỴỶỸÝ", "yyyyy"},
        {"35.000 đ", "35.000 d"},
        {"", ""},
        {" \n ", ""},
        {"Straße 가", "straße 가"},
        {"a\xff"
         "b",
         "a\xef\xbf\xbd"
         "b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *folded = text_fold(cases[i][0]);
        CHECK_TEXT(folded, cases[i][1]);
        free(folded);
    }
}

TEST(a_class_list_is_in_vietnamese_order)
{
    /* By given name, its tone, then family and middle names. Letter order: a ă â b c d đ e ê ... o
     * ô ơ ... u ư ... y; tone order: none, huyền, hỏi, ngã, sắc, nặng. */
    static const char *const list[] = {
        "Lê An",     "Nguyễn An", "Nguyễn Bình An", "Nguyễn Thị An", "Đỗ Ân",        "Lê Ấn",
        "Lê Bách",   "Ma Bạch",   "Lê Bích",        "Lê Bình",       "Trần Chi",     "Lê Cúc",
        "Lê Dung",   "Lê Dũng",   "Lê Đào",         "Lê Đạt",        "Hà Giang",     "Hà Hà",
        "Hà Hạnh",   "Lê Hoa",    "Lê Hoà",         "Lê Hòa Hoà",    "Phạm Hoa Hoà", "Lê Hồng",
        "Lê Hợp",    "Lê Khánh",  "Lê Lan",         "Lê Lăng",       "Lê Lân",       "Lê Ma",
        "Lê Mà",     "Lê Mả",     "Lê Mã",          "Lê Má",         "Lê Mạ",        "Lê Mai",
        "Lê Nga",    "Lê Nhung",  "Lê Oanh",        "Lê Phúc",       "Lê Quý",       "Lê Sơn",
        "Đinh Thảo", "Lê Thảo",   "Đinh Uyên",      "Lê Ước",        "Lê Vân",       "Lê Xuân",
        "Lê Yến",
    };
    size_t count = sizeof list / sizeof list[0];
    char *keys[sizeof list / sizeof list[0]];
    for (size_t i = 0; i < count; i++)
        keys[i] = text_name_sort_key(list[i]);
    for (size_t i = 0; i + 1 < count; i++) {
        CHECK(strcmp(keys[i], keys[i + 1]) < 0);
        if (strcmp(keys[i], keys[i + 1]) >= 0)
            printf("  %s stands before %s\n", list[i + 1], list[i]);
    }
    for (size_t i = 0; i < count; i++)
        free(keys[i]);
}

TEST(the_order_does_not_depend_on_case_form_or_blanks)
{
    char *plain = text_name_sort_key("lê an"), *other = text_name_sort_key(" LE\xcc\x82  AN ");
    size_t len = strcspn(plain, "\x01"); /* what follows is the name itself */
    CHECK(len > 3 && strcspn(other, "\x01") == len && memcmp(plain, other, len) == 0);
    free(plain);
    free(other);
    char *nothing = text_name_sort_key(""), *one = text_name_sort_key("An");
    CHECK(strcmp(nothing, one) < 0);
    free(nothing);
    free(one);
}

TEST(html_amounts_and_letters_are_written_for_people)
{
    struct buffer out = {0};
    text_add_html(&out, "<b a='1' c=\"2\">&ệ</b>");
    CHECK_TEXT(buffer_text(&out), "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;ệ&lt;/b&gt;");
    buffer_clear(&out);
    static const struct {
        int64_t amount;
        const char *text;
    } amounts[] = {{0, "0"},
                   {999, "999"},
                   {1000, "1.000"},
                   {35000, "35.000"},
                   {1234567, "1.234.567"},
                   {-35000, "-35.000"},
                   {-999, "-999"},
                   {INT64_MIN, "-9.223.372.036.854.775.808"}};
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        char *text = text_print_amount(amounts[i].amount);
        CHECK_TEXT(text, amounts[i].text);
        free(text);
    }
    CHECK(text_count_letters("Hoà") == 3 && text_count_letters("") == 0 &&
          text_count_letters("e\xcc\x82") == 2);
}

TEST(a_wrong_word_suggests_the_one_that_was_meant)
{
    static const char *const words[] = {"button", "picture", "heading", "scan", "goes_to"};
    CHECK(text_edit_distance("", "abc") == 3 && text_edit_distance("abc", "") == 3);
    CHECK(text_edit_distance("kitten", "sitting") == 3); /* Levenshtein's textbook pair */
    CHECK(text_edit_distance("ab", "ba") == 1);          /* neighbours swapped */
    CHECK(text_edit_distance("ca", "abc") == 3); /* optimal string alignment, not Damerau's 2 */
    CHECK(text_edit_distance("same", "same") == 0);
    CHECK_TEXT(text_suggest("buton", words, 5), "button");
    CHECK_TEXT(text_suggest("headnig", words, 5), "heading");
    CHECK_TEXT(text_suggest("go_to", words, 5), "goes_to");
    CHECK_TEXT(text_suggest("scann", words, 5), "scan");
    CHECK(text_suggest("evidence", words, 5) == NULL);
    CHECK(text_suggest("button", words, 0) == NULL);
}

int
main(void)
{
    RUN(letters_come_apart_and_together_again);
    RUN(names_of_the_country_pass);
    RUN(names_that_deceive_or_are_none_are_refused);
    RUN(sixty_letters_pass_and_sixty_one_do_not);
    RUN(thousands_of_marks_and_letters_are_refused_without_work);
    RUN(composition_agrees_with_unicodes_own_examples);
    RUN(utf8_is_checked_to_the_last_byte);
    RUN(hidden_characters_are_seen);
    RUN(folding_leaves_what_a_person_means);
    RUN(a_class_list_is_in_vietnamese_order);
    RUN(the_order_does_not_depend_on_case_form_or_blanks);
    RUN(html_amounts_and_letters_are_written_for_people);
    RUN(a_wrong_word_suggests_the_one_that_was_meant);
    return unit_end();
}
