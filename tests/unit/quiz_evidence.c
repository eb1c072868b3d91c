/* quiz_evidence.c - conditions over what a person did, and lines of evidence that become one category.
 *
 * A quiz of one task is made for each row: three buttons that do nothing else, a code, a keypad, a way to report, pay
 * and end. The rows say what was done, and what the condition must answer. */
#include "quiz_fixture.h"

static const char HEAD[] =
    "quiz { title = 'Try', framework = 'village-basic' }\n"
    "practical 'task' { title = 'Task', story = 'Do it.', starts = 'one', variables = { price = 500, word = '42' } }\n"
    "account 'mine' { owner = 'Me', balance = 1200 }\n"
    "account 'shop' { owner = 'Shop' }\n"
    "qr_code 'code' { label = 'Code', pays = 'shop', amount = '{price}' }\n"
    "screen 'one' {\n"
    "  button 'A' { id = 'a', goes_to = 'one' }, button 'B' { id = 'b', goes_to = 'one' },\n"
    "  button 'C' { id = 'c', goes_to = 'two' }, scan 'code' { goes_to = 'one' }, keypad 'PIN' { label = 'PIN', length = 4 },\n"
    "  button 'Pay' { id = 'pay', does = 'pay', goes_to = 'one', otherwise = 'two' },\n"
    "  button 'Report' { id = 'report', does = 'report', goes_to = 'one' }, button 'End' { id = 'end', does = 'end' },\n"
    "}\n"
    "screen 'two' { button 'Back' { id = 'back', goes_to = 'one' }, button 'End' { id = 'end', does = 'end' } }\n";

/* The quiz of HEAD with more lines. */
static struct quiz *
quiz_with(const char *lines)
{
    char *text = memory_print("%s%s", HEAD, lines);
    struct quiz *made = make_quiz(text);
    free(text);
    return made;
}

/* "a b scan 42 pay end": a number is typed into the keypad, scan scans the code, the others are buttons. */
static void
do_acts(struct attempt *attempt, const char *acts)
{
    while (*acts != 0) {
        size_t len = strcspn(acts, " ");
        char *word = memory_print("%.*s", (int)len, acts);
        enum fault fault = strcmp(word, "scan") == 0 ? act(attempt, "scan", "code", "")
                           : word[0] >= '0' && word[0] <= '9' ? act(attempt, "type", "PIN", word)
                                                              : act(attempt, "press", word, "");
        if (fault != FAULT_NONE) {
            printf("  cannot do %s\n", word);
            unit_broken = 1;
        }
        free(word);
        acts += len + (acts[len] == ' ');
    }
}

struct row {
    const char *condition, *acts;
    int answer;
    uint32_t seq; /* that decided it; START is 1; 99: not asked */
};

static void
check_rows(const struct row *rows, size_t count, const char *before, const char *after)
{
    for (size_t i = 0; i < count; i++) {
        char *lines = memory_print("evidence 'line' { shows = '4.2', %s%s%s }\n", before, rows[i].condition, after);
        uint32_t seq = 0;
        quiz = quiz_with(lines);
        free(lines);
        if (quiz == NULL)
            continue;
        struct attempt attempt = open_attempt(1);
        do_acts(&attempt, rows[i].acts);
        int answer = line_of(&attempt, "task", "line", &seq);
        if (answer != rows[i].answer || (rows[i].seq != 99 && seq != rows[i].seq)) {
            printf("  %s after \"%s\": %d by event %u\n", rows[i].condition, rows[i].acts, answer, seq);
            unit_broken = 1;
        }
        close_attempt(&attempt);
        quiz_free(quiz);
    }
}

TEST(a_deed_is_true_from_the_event_that_did_it)
{
    static const struct row ROWS[] = {
        {"pressed 'a'", "a end", 1, 2},          {"pressed 'a'", "b end", 0, 0},
        {"pressed 'a'", "b a a end", 1, 3},      {"scanned 'code'", "scan end", 1, 2},
        {"scanned 'code'", "a end", 0, 0},       {"visited 'two'", "c back end", 1, 2},
        {"visited 'two'", "a end", 0, 0},        {"visited 'one'", "end", 1, 1},
        {"typed 'PIN'", "7 end", 1, 2},          {"typed('PIN', '42')", "7 42 end", 1, 3},
        {"typed('PIN', '{word}')", "42 end", 1, 2}, {"typed('PIN', '{word}')", "7 end", 0, 0},
        {"reported", "report end", 1, 2},        {"reported", "end", 0, 0},
        {"paid 'shop'", "scan pay end", 1, 3},   {"paid 'shop'", "pay end", 0, 0},
        {"paid('shop', 500)", "scan pay end", 1, 3}, {"paid('shop', '{price}')", "scan pay end", 1, 3},
        {"paid('shop', 501)", "scan pay end", 0, 0}};
    check_rows(ROWS, sizeof ROWS / sizeof ROWS[0], "when = ", "");
}

TEST(conditions_of_conditions_follow_logic)
{
    static const struct row ROWS[] = {
        {"never(pressed 'a')", "b end", 1, 0},
        {"never(pressed 'a')", "b a end", 0, 3},
        {"not_(pressed 'a')", "b end", 1, 0},
        {"not_(never(pressed 'a'))", "a end", 1, 2},
        {"all { pressed 'a', pressed 'b' }", "a b end", 1, 3},
        {"all { pressed 'a', pressed 'b' }", "a a end", 0, 99},
        {"any { pressed 'a', pressed 'b' }", "c back b end", 1, 4},
        {"any { pressed 'a', pressed 'b' }", "b a end", 1, 2},
        {"any { pressed 'a', pressed 'b' }", "c end", 0, 0},
        {"all { any { pressed 'a', pressed 'b' }, never(reported) }", "b end", 1, 2},
        {"all { any { pressed 'a', pressed 'b' }, never(reported) }", "b report end", 0, 99}};
    check_rows(ROWS, sizeof ROWS / sizeof ROWS[0], "when = ", "");
}

TEST(order_counts_where_it_is_asked_for)
{
    static const struct row ROWS[] = {{"after(pressed 'b', pressed 'a')", "a b end", 1, 3},
                                      {"after(pressed 'b', pressed 'a')", "b a end", 0, 99},
                                      {"after(pressed 'b', pressed 'a')", "b a b end", 1, 4},
                                      {"after(pressed 'b', pressed 'a')", "b end", 0, 99},
                                      {"before(pressed 'b', pressed 'a')", "b a end", 1, 2},
                                      {"before(pressed 'b', pressed 'a')", "a b end", 0, 99},
                                      {"before(pressed 'b', pressed 'a')", "b end", 1, 2},
                                      {"before(pressed 'b', pressed 'a')", "a end", 0, 99}};
    check_rows(ROWS, sizeof ROWS / sizeof ROWS[0], "when = ", "");
}

TEST(a_line_is_not_seen_until_its_only_if_happened)
{
    static const struct row ROWS[] = {
        {"scanned 'code'", "a end", -1, 0}, {"scanned 'code'", "scan end", 0, 0}, {"scanned 'code'", "scan a end", 1, 3}};
    check_rows(ROWS, sizeof ROWS / sizeof ROWS[0], "only_if = ", ", when = pressed 'a'");
}

TEST(money_that_is_not_there_does_not_move)
{
    /* 1,200 pays 500 twice; the third time leads to the other screen. */
    static const struct row ROWS[] = {{"visited 'two'", "scan pay pay end", 0, 0},
                                      {"visited 'two'", "scan pay pay pay end", 1, 5}};
    check_rows(ROWS, sizeof ROWS / sizeof ROWS[0], "when = ", "");
}

/* Share of the weights .34, .67, .99 are categories 1, 2, 3 (MEASURE.md section 5). */
TEST(weights_make_the_category_by_the_thresholds)
{
    static const struct {
        int weight_a, weight_b;
        const char *acts;
        int category;
    } ROWS[] = {{1, 2, "a end", 0}, {2, 3, "a end", 1},  {2, 1, "a end", 1}, {7, 3, "a end", 2},
                {9, 1, "a end", 2}, {1, 1, "a b end", 3}, {5, 5, "end", 0},   {1, 1, "b end", 1}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char *lines = memory_print("evidence 'x' { shows = '4.2', weight = %d, when = pressed 'a' }\n"
                                   "evidence 'y' { shows = '4.2', weight = %d, when = pressed 'b' }\n"
                                   "evidence 'z' { shows = '4.2', weight = 9, only_if = reported, when = pressed 'c' }\n",
                                   ROWS[i].weight_a, ROWS[i].weight_b);
        quiz = quiz_with(lines);
        free(lines);
        if (quiz == NULL)
            return;
        struct attempt attempt = open_attempt(1);
        do_acts(&attempt, ROWS[i].acts);
        CHECK(outcome_of(&attempt, "task", "4.2") == 10 * ITEM_ANSWERED + ROWS[i].category);
        close_attempt(&attempt);
        quiz_free(quiz);
    }
}

TEST(a_task_with_nothing_seen_of_an_indicator_is_not_administered_for_it)
{
    quiz = quiz_with("evidence 'x' { shows = '4.2', only_if = reported, when = pressed 'a' }\n"
                     "evidence 'y' { shows = '5.2', when = pressed 'b' }\n");
    if (quiz == NULL)
        return;
    struct attempt attempt = open_attempt(1);
    do_acts(&attempt, "b end");
    CHECK(outcome_of(&attempt, "task", "4.2") == 10 * ITEM_SEEN);
    CHECK(outcome_of(&attempt, "task", "5.2") == 10 * ITEM_ANSWERED + 3);
    CHECK(quiz_item_at(quiz, 0)->part_count == 2);
    CHECK_NEAR(quiz_item_at(quiz, 0)->parts[1].weight, .5, 1e-12);
    close_attempt(&attempt);
    quiz_free(quiz);
}

int
main(void)
{
    RUN(a_deed_is_true_from_the_event_that_did_it);
    RUN(conditions_of_conditions_follow_logic);
    RUN(order_counts_where_it_is_asked_for);
    RUN(a_line_is_not_seen_until_its_only_if_happened);
    RUN(money_that_is_not_there_does_not_move);
    RUN(weights_make_the_category_by_the_thresholds);
    RUN(a_task_with_nothing_seen_of_an_indicator_is_not_administered_for_it);
    return unit_end();
}
