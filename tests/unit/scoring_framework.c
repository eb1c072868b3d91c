/* scoring_framework.c - the frameworks that ship, and the mistakes that are refused with file and line. */
#include "unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/random_bytes.h"
#include "base/text.h"
#include "scoring/scoring.h"

static struct frameworks *all;
static char folder[] = "/tmp/dauso-frameworks-XXXXXX";

TEST(the_shipped_frameworks_have_the_indicators_of_their_sources)
{
    /* DigComp 2.2: 5 areas of 3, 6, 4, 4, 4. Circular 02/2025: 6 areas, 24 competences. */
    static const size_t DIGCOMP[] = {3, 6, 4, 4, 4}, CIRCULAR[] = {3, 6, 4, 4, 4, 3};
    const struct framework *digcomp = scoring_find_framework(all, "digcomp-2.2");
    const struct framework *circular = scoring_find_framework(all, "vn-tt02-2025");
    size_t counts[2][6] = {{0}};
    CHECK(all->framework_count == 3 && all->programme_count >= 1);
    CHECK(digcomp->area_count == 5 && digcomp->indicator_count == 21);
    CHECK(circular->area_count == 6 && circular->indicator_count == 24);
    for (size_t i = 0; i < digcomp->indicator_count; i++)
        counts[0][digcomp->indicators[i].area]++;
    for (size_t i = 0; i < circular->indicator_count; i++)
        counts[1][circular->indicators[i].area]++;
    CHECK(memcmp(counts[0], DIGCOMP, sizeof DIGCOMP) == 0);
    CHECK(memcmp(counts[1], CIRCULAR, sizeof CIRCULAR) == 0);
}

static void
check_label(const char *label, size_t letters_max)
{
    CHECK(label != NULL && label[0] != 0 && text_is_nfc(label) && text_count_letters(label) <= letters_max);
}

TEST(every_code_is_unique_and_every_label_fits_the_paper)
{
    for (size_t f = 0; f < all->framework_count; f++) {
        const struct framework *framework = &all->frameworks[f];
        for (size_t i = 0; i < framework->indicator_count; i++) {
            const struct indicator *indicator = &framework->indicators[i];
            check_label(indicator->short_vi, 26);
            check_label(indicator->short_en, 26);
            for (size_t j = 0; j < i; j++) {
                CHECK(strcmp(framework->indicators[j].code, indicator->code) != 0);
                CHECK(strcmp(framework->indicators[j].short_vi, indicator->short_vi) != 0);
            }
            CHECK(scoring_indicator_index(framework, indicator->code) == (int)i);
        }
        for (size_t a = 0; a < framework->area_count; a++) {
            check_label(framework->areas[a].short_vi, 26);
            check_label(framework->areas[a].short_en, 26);
        }
        for (size_t band = 0; band < BAND_COUNT; band++) {
            check_label(framework->band_short_vi[band], 10);
            check_label(framework->band_short_en[band], 10);
        }
        CHECK(scoring_indicator_index(framework, "9.9") == -1);
    }
}

TEST(the_village_framework_says_what_the_paper_says)
{
    const struct framework *village = scoring_find_framework(all, "village-basic");
    const struct programme *basics = scoring_find_programme(all, "digital-basics");
    static const char *const CODES[] = {"0.1", "0.2", "1.1", "1.2", "1.3", "2.1", "2.3", "2.6", "4.1", "4.2", "5.1", "5.2"};
    CHECK(village->indicator_count == sizeof CODES / sizeof CODES[0]);
    for (size_t i = 0; i < village->indicator_count; i++) {
        CHECK_TEXT(village->indicators[i].code, CODES[i]);
        CHECK(village->indicators[i].is_safety == (CODES[i][0] == '4'));
    }
    CHECK_TEXT(village->band_vi[2], "Tự làm được");
    CHECK_TEXT(village->band_short_vi[2], "tự làm");
    CHECK_TEXT(village->indicators[11].short_vi, "Trả tiền bằng mã QR");
    CHECK(scoring_programme_by_number(all, 1) == basics && scoring_programme_by_number(all, 99) == NULL);
    CHECK_TEXT(basics->framework, "village-basic");
    CHECK(basics->needs_band == 2 && basics->needs_probability == .8 && basics->valid_years == 3);
    CHECK(scoring_find_framework(all, "moon") == NULL && scoring_find_programme(all, "moon") == NULL);
}

/* ---- mistakes: a small right file, in which one text is replaced by another ---- */

static const char RIGHT[] = "framework \"small\" {\n"
                            "  version = \"1\", title = { vi = \"Nhỏ\", en = \"Small\" },\n"
                            "  rho_g = 0.35, rho_a = 0.15, prior_mean = -0.5, cuts = { -1, 0, 1 },\n"
                            "  bands = {\n"
                            "    { vi = \"A\", en = \"A\", short = { vi = \"a\", en = \"a\" } },\n"
                            "    { vi = \"B\", en = \"B\", short = { vi = \"b\", en = \"b\" } },\n"
                            "    { vi = \"C\", en = \"C\", short = { vi = \"c\", en = \"c\" } },\n"
                            "    { vi = \"D\", en = \"D\", short = { vi = \"d\", en = \"d\" } },\n"
                            "  },\n"
                            "  area \"1\" {\n"
                            "    vi = \"Một\", en = \"One\", short = { vi = \"Một\", en = \"One\" },\n"
                            "    indicator \"1.1\" { vi = \"Một\", en = \"One\", short = { vi = \"Một\", en = \"One\" } },\n"
                            "    indicator \"1.2\" { vi = \"Hai\", en = \"Two\", short = { vi = \"Hai\", en = \"Two\" } },\n"
                            "  },\n"
                            "}\n"
                            "programme \"first\" {\n"
                            "  number = 7, title = { vi = \"Đầu\", en = \"First\" }, framework = \"small\",\n"
                            "  quizzes = { \"q\" }, needs = { indicators = 2, band = 2, at = 0.80 },\n"
                            "  critical = \"none\", valid_years = 3, layout = \"classic\",\n"
                            "}\n";

static enum fault
load_changed(const char *from, const char *to, struct err *err)
{
    struct frameworks *loaded = NULL;
    char *path = memory_print("%s/scripts/frameworks/small.lua", folder), *text = memory_copy_text(RIGHT);
    if (from != NULL) {
        const char *at = strstr(RIGHT, from);
        CHECK(at != NULL);
        free(text);
        text = memory_print("%.*s%s%s", (int)(at - RIGHT), RIGHT, to, at + strlen(from));
    }
    CHECK(file_write(path, text, strlen(text), 0644, err) == FAULT_NONE);
    enum fault fault = scoring_load_frameworks(folder, &loaded, err);
    CHECK((fault == FAULT_NONE) == (loaded != NULL));
    scoring_free_frameworks(loaded);
    free(path);
    free(text);
    return fault;
}

TEST(a_small_framework_is_accepted)
{
    struct err err = {0};
    CHECK(load_changed(NULL, NULL, &err) == FAULT_NONE);
    if (unit_broken)
        printf("  %s\n", err.text);
}

TEST(a_label_of_26_letters_fits)
{
    struct err err = {0};
    CHECK(load_changed("short = { vi = \"Hai\"", "short = { vi = \"Một hai ba bốn năm sáu bảy\"", &err) == FAULT_NONE);
}

struct mistake {
    const char *from, *to; /* what is replaced by what in RIGHT */
    const char *where, *says;
};

TEST(a_mistake_is_refused_with_file_and_line)
{
    static const struct mistake MISTAKES[] = {
        {"rho_g = 0.35", "rho_g = 0.80", ":1: ", "at most .91"},
        {"rho_g = 0.35", "rho_g = \"much\"", ":1: ", "rho_g must be a number"},
        {"cuts = { -1, 0, 1 }", "cuts = { -1, 0, 0 }", ":1: ", "cuts must rise"},
        {"cuts = { -1, 0, 1 }", "cuts = { -1, 0 }", ":1: ", "three"},
        {"version = \"1\"", "verson = \"1\"", ":1: ", "did you mean \"version\"?"},
        {"    { vi = \"D\", en = \"D\", short = { vi = \"d\", en = \"d\" } },\n", "", ":1: ", "list of four"},
        {"indicator \"1.2\"", "indicator \"1.1\"", ":13: ", "twice"},
        {"vi = \"Hai\", en = \"Two\",", "vi = \"Hai\",", ":13: ", "\"en\" is missing"},
        {"vi = \"Hai\", en = \"Two\",", "vi = \"Ha\\u{300}i\", en = \"Two\",", ":13: ", "NFC"},
        {"short = { vi = \"Hai\"", "short = { vi = \"Một hai ba bốn năm sáu bảy tám\"", ":13: ", "takes 26"},
        {"indicator \"1.2\"", "indicater \"1.2\"", ":13: ", "did you mean \"indicator\"?"},
        {"indicator \"1.2\" {", "indicator (12) {", ":13: ", "name in quotes"},
        {"area \"1\" {", "indicator \"1\" {", ":10: ", "only area may stand"},
        {"framework = \"small\"", "framework = \"smal\"", ":16: ", "no framework \"smal\""},
        {"indicators = 2", "indicators = 3", ":16: ", "from 1 to 2"},
        {"band = 2", "band = 5", ":16: ", "from 1 to 4"},
        {"at = 0.80", "at = 80", ":16: ", "needs.at"},
        {"at = 0.80", "when = 0.80", ":16: ", "no field \"when\""},
        {"critical = \"none\"", "critical = \"some\"", ":16: ", "always forbids"},
        {"number = 7", "number = 7.5", ":16: ", "whole number"},
        {"quizzes = { \"q\" }", "quizzes = {}", ":16: ", "at least one quiz"},
        {"layout = \"classic\",", "layout = \"classic", ":19: ", "unfinished string"},
        {"programme \"first\" {", "while true do end programme \"first\" {", ":16: ", "runs too long"},
    };
    for (size_t i = 0; i < sizeof MISTAKES / sizeof MISTAKES[0]; i++) {
        const struct mistake *mistake = &MISTAKES[i];
        struct err err = {0};
        enum fault fault = load_changed(mistake->from, mistake->to, &err);
        char *begins = memory_print("scripts/frameworks/small.lua%s", mistake->where);
        bool is_said = fault == FAULT_INPUT && strstr(err.text, begins) == err.text &&
                       strstr(err.text, mistake->says) != NULL;
        if (!is_said)
            printf("  %s -> %s: %s\n", mistake->from, mistake->to, err.text);
        CHECK(is_said);
        free(begins);
    }
}

/* ---- mappings ---- */

TEST(the_village_framework_speaks_for_both_published_ones)
{
    static const char *const TO[] = {"digcomp-2.2", "vn-tt02-2025"};
    const struct framework *village = scoring_find_framework(all, "village-basic");
    CHECK(scoring_find_mapping(all, "digcomp-2.2", "village-basic") == NULL);
    for (size_t t = 0; t < 2; t++) {
        const struct framework_mapping *mapping = scoring_find_mapping(all, "village-basic", TO[t]);
        CHECK(mapping != NULL);
        for (size_t k = 0; mapping != NULL && k < village->indicator_count; k++) {
            double sum = 0;
            size_t rows = 0;
            for (size_t r = 0; r < mapping->row_count; r++)
                if (mapping->rows[r].from == k) {
                    CHECK(mapping->rows[r].weight >= .2);
                    sum += mapping->rows[r].weight;
                    rows++;
                }
            CHECK(rows >= 1 && rows <= 2 && sum <= 1 + 1e-9);
        }
    }
}

/* Hand-made: "2.1" is .6 of 2.1 and .4 of 2.2, "1.1" is 1.1 whole. */
TEST(an_answer_is_split_by_the_weights_of_the_mapping)
{
    const struct framework *village = scoring_find_framework(all, "village-basic");
    const struct framework *digcomp = scoring_find_framework(all, "digcomp-2.2");
    const struct framework_mapping *mapping = scoring_find_mapping(all, "village-basic", "digcomp-2.2");
    struct scored_outcome given[] = {
        {.item = "a", .indicator = (size_t)scoring_indicator_index(village, "2.1"), .category = 1,
         .irt = {.a = 1, .steps = 1, .weight = .5}},
        {.item = "b", .indicator = (size_t)scoring_indicator_index(village, "1.1"), .category = RESPONSE_MISSING,
         .irt = {.a = 1, .steps = 1, .weight = 1}},
    }, got[4];
    CHECK(scoring_map_outcomes(mapping, given, 2, got) == 3);
    CHECK_TEXT(digcomp->indicators[got[0].indicator].code, "2.1");
    CHECK_TEXT(digcomp->indicators[got[1].indicator].code, "2.2");
    CHECK_TEXT(digcomp->indicators[got[2].indicator].code, "1.1");
    CHECK_NEAR(got[0].irt.weight, .3, 1e-12);
    CHECK_NEAR(got[1].irt.weight, .2, 1e-12);
    CHECK(got[2].category == RESPONSE_MISSING && got[2].irt.weight == 1 && got[0].category == 1);
}

TEST(a_wrong_mapping_is_refused_with_file_and_line)
{
    static const struct { const char *shows, *says; } MISTAKES[] = {
        {"from = \"small\", to = \"smal\", shows = { [\"1.1\"] = { [\"1.1\"] = 1 } }", "no framework \"smal\""},
        {"from = \"small\", to = \"small\", shows = { [\"1.7\"] = { [\"1.1\"] = 1 } }", "no indicator \"1.7\""},
        {"from = \"small\", to = \"small\", shows = { [\"1.1\"] = { [\"1.7\"] = 1 } }", "no indicator \"1.7\""},
        {"from = \"small\", to = \"small\", shows = { [\"1.1\"] = { [\"1.1\"] = .1 } }", "from 0.2 to 1"},
        {"from = \"small\", to = \"small\", shows = { [\"1.1\"] = { [\"1.1\"] = .7, [\"1.2\"] = .7 } }", "sum to at most 1"},
        {"from = \"small\", to = \"small\", shows = { [\"1.1\"] = {} }", "one or two"},
        {"from = \"small\", to = \"small\", shows = {}", "shows must say"},
        {"from = \"small\", too = \"small\"", "did you mean \"to\"?"},
    };
    char *path = memory_print("%s/scripts/frameworks/zz.lua", folder);
    for (size_t i = 0; i < sizeof MISTAKES / sizeof MISTAKES[0]; i++) {
        struct err err = {0};
        char *text = memory_print("mapping \"m\" { %s }\n", MISTAKES[i].shows);
        CHECK(file_write(path, text, strlen(text), 0644, &err) == FAULT_NONE);
        bool is_said = load_changed(NULL, NULL, &err) == FAULT_INPUT && strstr(err.text, MISTAKES[i].says) != NULL &&
                       strstr(err.text, "scripts/frameworks/zz.lua:1: ") == err.text;
        if (!is_said)
            printf("  %s: %s\n", MISTAKES[i].shows, err.text);
        CHECK(is_said);
        free(text);
    }
    CHECK(unlink(path) == 0);
    free(path);
}

TEST(two_programmes_cannot_have_one_number)
{
    struct err err = {0};
    const char *programme = strstr(RIGHT, "programme");
    char *other = memory_print("%s", programme);
    memcpy(strstr(other, "first"), "other", 5);
    char *path = memory_print("%s/scripts/frameworks/zz.lua", folder);
    CHECK(file_write(path, other, strlen(other), 0644, &err) == FAULT_NONE);
    CHECK(load_changed(NULL, NULL, &err) == FAULT_INPUT);
    CHECK(strstr(err.text, "scripts/frameworks/zz.lua:1: ") == err.text && strstr(err.text, "another programme") != NULL);
    CHECK(unlink(path) == 0);
    free(path);
    free(other);
}

TEST(a_folder_without_scripts_is_a_sentence)
{
    struct frameworks *none = NULL;
    struct err err = {0};
    CHECK(scoring_load_frameworks("/nowhere", &none, &err) == FAULT_CANNOT);
    CHECK(none == NULL && strstr(err.text, "/nowhere/scripts/") != NULL);
}

static bool
make_share(void)
{
    struct buffer words = {0};
    struct err err = {0};
    if (mkdtemp(folder) == NULL)
        return false;
    char *scripts = memory_print("%s/scripts/frameworks", folder);
    char *path = memory_print("%s/scripts/framework_words.lua", folder);
    bool is_made = file_make_folder(scripts, &err) == FAULT_NONE &&
                   file_read("scripts/framework_words.lua", 1 << 20, &words, &err) == FAULT_NONE &&
                   file_write(path, words.data, words.len, 0644, &err) == FAULT_NONE &&
                   scoring_load_frameworks(".", &all, &err) == FAULT_NONE;
    if (!is_made)
        printf("FAIL make_share: %s\n", err.text);
    buffer_clear(&words);
    free(scripts);
    free(path);
    return is_made;
}

static void
remove_share(void)
{
    static const char *const PARTS[] = {"/scripts/frameworks/small.lua", "/scripts/frameworks", "/scripts/framework_words.lua",
                                        "/scripts", ""};
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        char *path = memory_print("%s%s", folder, PARTS[i]);
        if (unlink(path) != 0)
            CHECK(rmdir(path) == 0);
        free(path);
    }
}

int
main(void)
{
    random_bytes_begin();
    if (!make_share()) {
        printf("0 passed, 1 failed\n");
        return 1;
    }
    RUN(the_shipped_frameworks_have_the_indicators_of_their_sources);
    RUN(every_code_is_unique_and_every_label_fits_the_paper);
    RUN(the_village_framework_says_what_the_paper_says);
    RUN(a_small_framework_is_accepted);
    RUN(a_label_of_26_letters_fits);
    RUN(a_mistake_is_refused_with_file_and_line);
    RUN(the_village_framework_speaks_for_both_published_ones);
    RUN(an_answer_is_split_by_the_weights_of_the_mapping);
    RUN(a_wrong_mapping_is_refused_with_file_and_line);
    RUN(two_programmes_cannot_have_one_number);
    RUN(a_folder_without_scripts_is_a_sentence);
    scoring_free_frameworks(all);
    remove_share();
    return unit_end();
}
