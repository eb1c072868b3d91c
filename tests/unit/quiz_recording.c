/* quiz_recording.c - what an author does on a screen is told as a walk, and the walk does the same. */
#include "quiz_fixture.h"

static const char SHOP[] =
    "quiz { title = 'Shop', framework = 'village-basic' }\n"
    "practical 'shop' { title = 'Shop', story = 'Pay.', starts = 'home', variables = { pin = vary { '2580', '1470' }, sum = 35000 } }\n"
    "account 'mine' { owner = 'Me', balance = 90000 }\n"
    "account 'shop' { owner = 'Shop' }\n"
    "screen 'home' { heading 'Home',\n"
    "  list { entry 'Pay' { id = 'pay', goes_to = 'pay' }, entry 'Same' { id = 'one', goes_to = 'pay' }, entry 'Same' { id = 'two', goes_to = 'home' } },\n"
    "  switch 'wifi' { label = 'Wi-Fi' }, choices 'size' { label = 'Size', choice 'large' { text = 'Large' }, choice 'small' { text = 'Small' } } }\n"
    "screen 'pay' { keypad 'PIN' { label = 'PIN', length = 4 }, field 'sum' { label = 'Sum', input = 'number' },\n"
    "  button 'Pay' { id = 'go', does = 'pay', pays = 'shop', amount = 35000, checks = 'PIN', is = '{pin}', otherwise = 'pay', goes_to = 'end' },\n"
    "  button 'Back' { id = 'back', goes_to = 'home' } }\n"
    "screen 'end' { heading 'Done', button 'End' { id = 'end', does = 'end' } }\n"
    "evidence 'Paid' { shows = '5.2', when = paid 'shop' }\n"
    "evidence 'Large' { shows = '0.1', when = picked('size', 'large') }\n"
    "question 'pairs' { asks = 'Match.', shows = '5.2', difficulty = 'easy', pairs = { { 'A', 'one' }, { 'B', 'two' } } }\n"
    "question 'gap' { asks = 'Fill.', shows = '5.2', difficulty = 'easy', text = 'x [1] y [2]',\n"
    "  gaps = { { right = 'up', wrong = { 'down', 'left' } }, { answers = { 'green' } } } }\n"
    "question 'one' { asks = 'Say.', shows = '5.2', difficulty = 'easy', right = 'Yes', wrong = { 'No', 'Perhaps' } }\n";

static struct recording *
open_recording(const char *item)
{
    struct recording *recording = NULL;
    struct err err;
    CHECK(recording_open(quiz, item, 7, "vi", &recording, &err) == FAULT_NONE);
    return recording;
}

static void
do_act(struct recording *recording, const char *verb, const char *target, const char *value)
{
    struct err err = {0};
    if (recording_act(recording, verb, target, value, &err) != FAULT_NONE) {
        printf("  refused: %s %s: %s\n", verb, target, err.text);
        unit_broken = 1;
    }
}

static bool
says(const struct recording *recording, const char *wanted)
{
    char *text = recording_walk(recording, false);
    bool is_it = strcmp(text, wanted) == 0;
    if (!is_it)
        printf("  the walk is:\n%s", text);
    free(text);
    return is_it;
}

/* The walk, played by the quiz itself, has no problem. */
static bool
passes(const struct recording *recording)
{
    struct json *files = quiz_files(quiz);
    struct quiz_problems problems = {0};
    struct quiz *made = NULL;
    struct err err;
    size_t walked = 0;
    char *text = recording_walk(recording, false);
    json_put_text(files, "walkthroughs/a.walk", text);
    bool is_fine = quiz_load_files("made", files, &made, &problems, &err) == FAULT_NONE &&
                   quiz_walk(made, NULL, &problems, &walked, &err) == FAULT_NONE && walked == 1 && problems.count == 0;
    for (size_t i = 0; i < problems.count; i++)
        printf("  %s\n", problems.texts[i]);
    quiz_problems_clear(&problems);
    quiz_free(made);
    json_free(files);
    free(text);
    return is_fine;
}

static void
a_task_is_told_in_the_authors_words(void)
{
    struct recording *recording = open_recording("shop");
    char *pin = NULL;
    do_act(recording, "switch-on", "wifi", "");
    do_act(recording, "pick", "size=large", "");
    do_act(recording, "press", "two", "");
    do_act(recording, "press", "pay", "");
    do_act(recording, "type", "PIN", "1111");
    do_act(recording, "type", "PIN", "2580");
    do_act(recording, "type", "sum", "35.000");
    pin = memory_copy_text(recording_line(recording, 4));
    CHECK(strcmp(pin, "type     PIN = {pin}") == 0 || strcmp(pin, "type     PIN = 2580") == 0);
    if (strcmp(pin, "type     PIN = 2580") == 0) {
        do_act(recording, "type", "PIN", "1470");
        do_act(recording, "type", "sum", "35.000");
    }
    free(pin);
    do_act(recording, "press", "go", "");
    do_act(recording, "press", "end", "");
    CHECK(recording_is_over(recording));
    CHECK(passes(recording));
    CHECK_TEXT(recording_line(recording, 0), "switch   wifi on");
    CHECK_TEXT(recording_line(recording, 1), "pick     size = large");
    CHECK_TEXT(recording_line(recording, 2), "press    two");
    CHECK_TEXT(recording_line(recording, 3), "press    Pay");
    recording_free(recording);
}

static void
a_value_of_a_variable_is_told_by_its_name(void)
{
    struct recording *recording = open_recording("shop");
    do_act(recording, "press", "pay", "");
    do_act(recording, "type", "sum", "35.000");
    CHECK(says(recording, "# Recorded in the preview.\nitem     shop\nseed     7\npress    Pay\ntype     sum = {sum}\n"
                          "no       Paid\nno       Large\n"));
    recording_free(recording);
}

static void
questions_are_told_by_their_words(void)
{
    struct recording *recording = open_recording("pairs");
    do_act(recording, "match", "1=a", "");
    do_act(recording, "unmatch", "1", "");
    do_act(recording, "match", "1=b", "");
    do_act(recording, "match", "2=a", "");
    do_act(recording, "next", "", "");
    CHECK(recording_count(recording) == 3);
    CHECK(passes(recording));
    recording_free(recording);
    recording = open_recording("gap");
    do_act(recording, "type", "1", "a");
    do_act(recording, "type", "2", "green");
    do_act(recording, "next", "", "");
    CHECK(passes(recording));
    recording_free(recording);
    recording = open_recording("one");
    do_act(recording, "choose", "dont-know", "");
    CHECK_TEXT(recording_line(recording, 0), "choose   dont-know");
    CHECK(passes(recording));
    recording_free(recording);
}

static void
the_acts_of_an_older_recording_are_done_again_as_far_as_they_fit(void)
{
    struct recording *old = open_recording("shop"), *young = open_recording("shop");
    char *why;
    do_act(old, "press", "pay", "");
    do_act(old, "press", "back", "");
    do_act(old, "switch-on", "wifi", "");
    CHECK(recording_repeat(young, old, 2, &why) == 2 && why[0] == 0);
    CHECK(recording_count(young) == 2);
    CHECK_TEXT(recording_line(young, 1), "press    Back");
    free(why);
    recording_free(young);
    struct quiz *before = quiz;
    quiz = make_quiz("quiz { title = 'Shop', framework = 'village-basic' }\n"
                     "practical 'shop' { title = 'Shop', story = 'Pay.', starts = 'home' }\n"
                     "screen 'home' { heading 'Home', button 'Pay' { id = 'pay', goes_to = 'pay' } }\n"
                     "screen 'pay' { heading 'Pay', button 'Return' { id = 'return', goes_to = 'home' }, button 'End' { id = 'end', does = 'end' } }\n"
                     "evidence 'Went' { shows = '0.1', when = visited 'pay' }\n");
    young = open_recording("shop");
    CHECK(recording_repeat(young, old, 3, &why) == 1);
    CHECK(strstr(why, "\"Back\"") != NULL);
    CHECK(recording_count(young) == 1);
    free(why);
    recording_free(young);
    quiz_free(quiz);
    quiz = before;
    recording_free(old);
}

static void
a_refused_act_is_not_told(void)
{
    struct recording *recording = open_recording("shop");
    struct err err;
    CHECK(recording_act(recording, "press", "nothing", "", &err) != FAULT_NONE);
    CHECK(recording_act(recording, "match", "", "", &err) != FAULT_NONE);
    CHECK(recording_count(recording) == 0);
    recording_free(recording);
    recording = open_recording("pairs");
    CHECK(recording_act(recording, "match", "x", "", &err) != FAULT_NONE);
    CHECK(recording_act(recording, "type", "1", "x", &err) != FAULT_NONE);
    CHECK(recording_act(recording, "press", "go", "", &err) != FAULT_NONE);
    CHECK(recording_open(quiz, "nobody", 1, "vi", &recording, &err) == FAULT_INPUT);
    recording_free(recording);
}

int
main(void)
{
    quiz = make_quiz(SHOP);
    if (quiz == NULL)
        return 1;
    RUN(a_task_is_told_in_the_authors_words);
    RUN(a_value_of_a_variable_is_told_by_its_name);
    RUN(questions_are_told_by_their_words);
    RUN(the_acts_of_an_older_recording_are_done_again_as_far_as_they_fit);
    RUN(a_refused_act_is_not_told);
    quiz_free(quiz);
    return unit_end();
}
