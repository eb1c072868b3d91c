/* quiz_question_checks.c - questions with odd values in every field: each is told with its line, or can be played. */
#include "quiz_fixture.h"

static const char *const KINDS[] = {
    "right = 'a', wrong = { 'b', { vi = 'c', en = 'c', credit = 50 } }",
    "right = { 'a', 'b' }, wrong = { 'c' }",
    "answers = { 'a', { is = 'b', credit = 50 } }, spelling = 1, marks = 'needed', case = 'needed'",
    "number = 5, tolerance = 1, unit = 'kg'",
    "number = { { is = 5, tolerance = 1 }, { from = 1, to = 9, credit = 50 } }",
    "date = '02/09/1945'",
    "pairs = { { 'a', 'A' }, { 'b', 'B' } }, extra = { 'C' }",
    "order = { 'a', 'b', 'c' }",
    "text = 'A [1] [2]', gaps = { { right = 'a', wrong = { 'b' } }, { answers = { 'c' } } }",
    "picture = 'pictures/x.png', says = 'p', spots = { { x = 0, y = 0, width = 9, height = 9, says = 'a', right = true }, "
    "{ x = 50, y = 50, width = 9, height = 9, says = 'b' } }"};
static const char *const FIELDS[] = {"right",  "wrong", "answers", "spelling", "marks", "case",  "number",  "tolerance",
                                     "unit",   "date",  "pairs",   "extra",    "order", "text",  "gaps",    "picture",
                                     "says",   "spots", "asks",    "shows",    "difficulty", "practice", "drawing"};
static const char *const VALUES[] = {
    "{}", "true", "5", "-1e308", "0/0", "1/0", "''", "'x'", "{ 'x' }", "{ {} }", "{ { {} } }", "{ 5 }", "{ true, 'x' }", "{ x = {} }",
    "{ { x = 1 } }", "{ vi = 'x' }", "{ is = 'x' }", "{ { is = {} } }", "{ { is = 5, credit = 0/0 } }", "{ from = 1/0, to = -1/0 }",
    "{ { right = 'x', wrong = { 'y' } } }", "{ { right = {}, wrong = 'y' } }", "{ { 'x', 'y' }, { 'z' } }", "{ { 'x', 'y', 'z' }, 'w' }",
    "{ '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14' }", "'[1] [2] [3] [9]'", "'{x'", "('x'):rep(5000)",
    "{ { x = 1e9, y = -5, width = 'a', height = {}, says = 5, right = 'yes' } }", "function() end"};

enum { KIND_COUNT = sizeof KINDS / sizeof KINDS[0], FIELD_COUNT = sizeof FIELDS / sizeof FIELDS[0],
       VALUE_COUNT = sizeof VALUES / sizeof VALUES[0] };

static struct json *
files_of(const char *source, struct buffer *words)
{
    struct json *files = json_new_object();
    json_put_text(files, "quiz.lua", source);
    json_put_text(files, "pictures/x.png", "x");
    json_put_text(files, "scripts/quiz_words.lua", buffer_text(words));
    return files;
}

/* Everything, half and nothing right: each act is taken, and the last one leaves the question behind. */
static void
play(const struct quiz *made)
{
    for (int share = 0; share <= 2; share++) {
        quiz = (struct quiz *)made;
        struct attempt attempt = open_attempt(share);
        struct event_list acts = {0};
        char *screen = screen_text(attempt.session);
        free(screen);
        quiz_answer_acts(attempt.session, "q", share / 2.0, &acts);
        for (size_t i = 0; i < acts.count; i++) {
            CHECK(act(&attempt, acts.events[i].verb, acts.events[i].target, acts.events[i].value) == FAULT_NONE);
            free(screen_text(attempt.session));
        }
        CHECK_TEXT(session_item_id(attempt.session), "");
        struct evidence evidence;
        session_evidence(attempt.session, &evidence);
        for (size_t i = 0; share != 1 && i < evidence.line_count; i++)
            CHECK(evidence.lines[i].answer == (share == 2));
        evidence_clear(&evidence);
        event_list_clear(&acts);
        close_attempt(&attempt);
    }
}

/* 1: good and played, 0: refused with its line */
static int
try_source(const char *source, struct buffer *words)
{
    struct quiz_problems problems = {0};
    struct quiz *made = NULL;
    struct err err = {0};
    struct json *files = files_of(source, words);
    bool is_good = quiz_load_files("made", files, &made, &problems, &err) == FAULT_NONE;
    int broken = unit_broken;
    unit_broken = 0;
    if (is_good)
        play(made);
    for (size_t i = 0; !is_good && i < problems.count; i++)
        CHECK(strstr(problems.texts[i], "quiz.lua:") != NULL && strchr(problems.texts[i], '\n') == NULL);
    CHECK(is_good || problems.count > 0 || err.text[0] != 0);
    if (unit_broken)
        printf("  %s\n", source);
    unit_broken |= broken;
    quiz_free(made);
    quiz_problems_clear(&problems);
    json_free(files);
    return is_good;
}

static char *
source_of(const char *kind, const char *field, const char *value)
{
    return memory_print("quiz { title = 'x', framework = 'village-basic' }\n"
                        "local made = { shows = '0.1', asks = '?', %s }\nmade.%s = %s\nquestion 'q' (made)\n",
                        kind, field, value);
}

TEST(each_kind_as_it_stands_is_good_and_played)
{
    struct buffer words = {0};
    struct err err = {0};
    CHECK(file_read("scripts/quiz_words.lua", 1 << 20, &words, &err) == FAULT_NONE);
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        char *source = source_of(KINDS[kind], "difficulty", "0.5");
        CHECK(try_source(source, &words));
        free(source);
    }
    buffer_clear(&words);
}

static size_t step = 15; /* argv: 1 tries all, in minutes */

TEST(an_odd_value_in_any_field_is_told_or_can_be_played)
{
    struct buffer words = {0};
    struct err err = {0};
    int good = 0, refused = 0;
    CHECK(file_read("scripts/quiz_words.lua", 1 << 20, &words, &err) == FAULT_NONE);
    CHECK(step > 0);
    for (size_t kind = 0; kind < KIND_COUNT; kind++)
        for (size_t field = 0; field < FIELD_COUNT; field++)
            for (size_t value = (7 * kind + field) % step; value < VALUE_COUNT; value += step) {
                char *source = source_of(KINDS[kind], FIELDS[field], VALUES[value]);
                int is_good = try_source(source, &words);
                good += is_good;
                refused += !is_good;
                free(source);
            }
    CHECK(good > 2 && refused > 300);
    buffer_clear(&words);
}

int
main(int argc, char **argv)
{
    if (argc > 1)
        step = strtoul(argv[1], NULL, 10);
    RUN(each_kind_as_it_stands_is_good_and_played);
    RUN(an_odd_value_in_any_field_is_told_or_can_be_played);
    return unit_end();
}
