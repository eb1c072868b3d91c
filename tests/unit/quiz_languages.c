/* quiz_languages.c - a quiz that says some of its words in a third language: what is shown, and what is remembered. */
#include "quiz_fixture.h"

#include "base/language.h"

static const char SOURCE[] =
    "quiz { title = { vi = \"Thử\", en = \"Try\", zut = \"Zit\" }, framework = \"village-basic\" }\n"
    "question \"town\" { shows = \"1.1\", difficulty = \"easy\",\n"
    "  asks = { vi = \"{Bác} ở đâu?\", en = \"Where do you live?\", zut = \"Zu {bác}?\" },\n"
    "  answers = { { vi = \"Việt Trì\", en = \"Viet Tri town\", zut = \"Zuttri\" } } }\n"
    "question \"tea\" { shows = \"1.1\", difficulty = \"easy\", asks = { vi = \"Uống gì?\", en = \"To drink?\" },\n"
    "  right = { vi = \"Chè\", en = \"Tea\", zut = \"Zeh\" }, wrong = { { vi = \"Vối\", en = \"Leaves\" } } }\n"
    "practical \"walk\" { title = { vi = \"Đi\", en = \"Go\" }, story = { vi = \"Đi.\", en = \"Go.\" }, starts = \"one\" }\n"
    "screen \"one\" { heading { vi = \"Một\", en = \"One\" },\n"
    "  button { vi = \"Tiếp\", en = \"Next\" } { id = \"on\", goes_to = \"two\" } }\n"
    "screen \"two\" { heading { vi = \"Hai\", en = \"Two\" }, button { vi = \"Xong\", en = \"Done\" } { id = \"end\", does = \"end\" } }\n"
    "evidence \"went\" { text = { vi = \"Đã đi\", en = \"Went\" }, shows = \"1.1\", when = visited \"two\" }\n";

static struct attempt
open_in(const char *language)
{
    struct attempt attempt = open_attempt(3);
    CHECK(apply(&attempt, EVENT_NOTE, "", "language", "", language) == FAULT_NONE);
    return attempt;
}

static bool
has_text(const struct json *list, const char *text)
{
    for (size_t i = 0; i < json_count(list); i++)
        if (strcmp(json_text(json_at(list, i)), text) == 0)
            return true;
    return false;
}

TEST(words_of_the_language_are_shown_and_others_are_vietnamese)
{
    struct attempt attempt = open_in("zut");
    struct json *screen = session_screen(attempt.session);
    CHECK_TEXT(json_get_text(screen, "language"), "zut");
    CHECK_TEXT(json_get_text(screen, "asks"), "Zu bác?");
    CHECK(json_get(screen, "vietnamese") == NULL);
    json_free(screen);
    CHECK(act(&attempt, "choose", "dont-know", "") == FAULT_NONE && act(&attempt, "next", "", "") == FAULT_NONE);
    screen = session_screen(attempt.session);
    CHECK_TEXT(json_get_text(screen, "asks"), "Uống gì?");
    CHECK(option_with(screen, "Zeh")[0] != 0 && option_with(screen, "Vối")[0] != 0);
    CHECK(has_text(json_get(screen, "vietnamese"), "Uống gì?") && has_text(json_get(screen, "vietnamese"), "Vối"));
    CHECK(!has_text(json_get(screen, "vietnamese"), "Zeh"));
    json_free(screen);
    close_attempt(&attempt);
}

TEST(a_language_that_the_quiz_lacks_is_vietnamese_on_every_machine)
{
    struct attempt attempt = open_in("qqq"), other = open_in("vi");
    struct json *screen = session_screen(attempt.session), *same = session_screen(other.session);
    CHECK_TEXT(json_get_text(screen, "asks"), json_get_text(same, "asks"));
    CHECK_TEXT(json_get_text(screen, "says"), json_get_text(same, "says"));
    json_free(screen);
    json_free(same);
    close_attempt(&attempt);
    close_attempt(&other);
}

TEST(vietnamese_and_english_screens_have_no_list_of_vietnamese_words)
{
    static const char *const CODES[] = {"vi", "en"};
    for (size_t i = 0; i < 2; i++) {
        struct attempt attempt = open_in(CODES[i]);
        struct json *screen = session_screen(attempt.session);
        CHECK(json_get(screen, "vietnamese") == NULL);
        json_free(screen);
        close_attempt(&attempt);
    }
}

TEST(an_answer_is_right_in_any_language_that_the_author_wrote)
{
    static const char *const ANSWERS[] = {"việt trì", "viet tri town", "zuttri", "hà nội"};
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++) {
        struct attempt attempt = open_in("zut");
        struct evidence evidence = {0};
        CHECK(act(&attempt, "type", "answer", ANSWERS[i]) == FAULT_NONE && act(&attempt, "next", "", "") == FAULT_NONE);
        session_evidence(attempt.session, &evidence);
        CHECK(evidence.line_count > 0 && evidence.lines[0].answer == (i < 3));
        evidence_clear(&evidence);
        close_attempt(&attempt);
    }
}

TEST(a_recording_is_looked_for_by_screen_and_the_first_has_the_items_too)
{
    char name[SESSION_CLIP_MAX];
    struct attempt attempt = open_in("zut");
    CHECK(session_clip_name(attempt.session, 0, name));
    CHECK_TEXT(name, "town.zut");
    CHECK(!session_clip_name(attempt.session, 1, name));
    for (int i = 0; i < 2; i++)
        CHECK(act(&attempt, "choose", "dont-know", "") == FAULT_NONE && act(&attempt, "next", "", "") == FAULT_NONE);
    CHECK(session_clip_name(attempt.session, 0, name));
    CHECK_TEXT(name, "walk.one.zut");
    CHECK(session_clip_name(attempt.session, 1, name));
    CHECK_TEXT(name, "walk.zut");
    CHECK(act(&attempt, "press", "on", "") == FAULT_NONE);
    CHECK(session_clip_name(attempt.session, 0, name));
    CHECK_TEXT(name, "walk.two.zut");
    CHECK(!session_clip_name(attempt.session, 1, name));
    CHECK(act(&attempt, "press", "end", "") == FAULT_NONE);
    CHECK(!session_clip_name(attempt.session, 0, name));
    close_attempt(&attempt);
}

TEST(titles_fall_back_to_vietnamese)
{
    CHECK_TEXT(quiz_title(quiz, "zut"), "Zit");
    CHECK_TEXT(quiz_title(quiz, "qqq"), "Thử");
    CHECK_TEXT(quiz_title(quiz, "en"), "Try");
}

TEST(codes_are_two_or_three_small_letters_and_vietnamese_is_for_all_others)
{
    static const char *const GOOD[] = {"vi", "en", "mtq"}, *const BAD[] = {"", "v", "VI", "vi-VN", "mtqq", "m1", "../"};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++)
        CHECK(language_is_code(GOOD[i]));
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        CHECK(!language_is_code(BAD[i]) && !language_is_declared(BAD[i]));
    CHECK_TEXT(language_or_vietnamese("en"), "en");
    CHECK_TEXT(language_or_vietnamese("qqq"), "vi");
    CHECK_TEXT(language_or_vietnamese(NULL), "vi");
    CHECK_TEXT(language_at(0)->code, "vi");
    CHECK_TEXT(language_at(1)->code, "en");
    CHECK_TEXT(language_text("qqq", "quiz.dont-know"), "{Bác} chưa biết");
}

int
main(void)
{
    quiz = make_quiz(SOURCE);
    if (quiz == NULL)
        return 1;
    RUN(words_of_the_language_are_shown_and_others_are_vietnamese);
    RUN(a_language_that_the_quiz_lacks_is_vietnamese_on_every_machine);
    RUN(vietnamese_and_english_screens_have_no_list_of_vietnamese_words);
    RUN(an_answer_is_right_in_any_language_that_the_author_wrote);
    RUN(a_recording_is_looked_for_by_screen_and_the_first_has_the_items_too);
    RUN(titles_fall_back_to_vietnamese);
    RUN(codes_are_two_or_three_small_letters_and_vietnamese_is_for_all_others);
    quiz_free(quiz);
    return unit_end();
}
