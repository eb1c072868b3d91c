/* quiz_task.c - the simulated phone: what stands on its screens follows from what was done, and what is
 * not shown cannot be acted on. */
#include "quiz_fixture.h"

static const char PHONE[] =
    "quiz { title = 'Phone', framework = 'village-basic' }\n"
    "practical 'phone' { title = 'Phone', story = 'Do it.', starts = 'home', variables = { fee = 12000 } }\n"
    "account 'mine' { owner = 'Me', balance = 50000 }\n"
    "account 'office' { owner = 'Office' }\n"
    "screen 'home' {\n"
    "  notification { from = 'Lan', text = 'Hello', id = 'note', goes_to = 'chat', shown_if = is_on 'data' },\n"
    "  heading 'Home',\n"
    "  list { entry 'Settings' { id = 'settings', goes_to = 'settings' },\n"
    "         entry 'Camera' { id = 'camera', goes_to = 'photos', shown_if = is_on 'data' } },\n"
    "  button 'End' { id = 'end', does = 'end' },\n"
    "}\n"
    "screen 'chat' { message { from = 'Lan', text = 'Hi' }, message { text = 'Yes', mine = true },\n"
    "  button 'Back' { id = 'back', goes_to = 'home' } }\n"
    "screen 'settings' {\n"
    "  switch 'data' { label = 'Data' }, switch 'sound' { label = 'Sound', on = true },\n"
    "  choices 'size' { label = 'Size', choice 'small' { text = 'Small' }, choice 'large' { text = 'Large' } },\n"
    "  field 'name' { label = 'Name', length = 10 }, keypad 'PIN' { label = 'PIN', length = 4 },\n"
    "  text 'Typed {typed.name}, size {picked.size}.',\n"
    "  button 'Go' { id = 'go', goes_to = { { when = entered('name', { 'Lan', 'Mai' }), to = 'chat' },\n"
    "                                       { when = entered 'name', to = 'photos' }, 'home' } },\n"
    "}\n"
    "screen 'photos' {\n"
    "  photos 'send' { label = 'Send', several = true, photo 'card' { says = 'Card', drawing = 'giay-to' },\n"
    "                  photo 'cat' { says = 'Cat', drawing = 'anh' } },\n"
    "  field 'sum' { label = 'Sum', input = 'number' },\n"
    "  button 'Pay' { id = 'pay', does = 'pay', pays = 'office', amount = '{typed.sum}', goes_to = 'done', otherwise = 'home' },\n"
    "  button 'Back' { id = 'back', goes_to = 'home' },\n"
    "}\n"
    "screen 'done' { dialog { title = 'Paid', text = 'To {pay.to}: {pay.amount}' }, progress { label = 'Step', step = 2, of = 2 },\n"
    "  button 'Home' { id = 'home', goes_to = 'home' } }\n"
    "evidence 'On' { shows = '0.1', when = is_on 'data' }\n"
    "evidence 'Silent' { shows = '0.1', when = is_off 'sound' }\n"
    "evidence 'Large' { shows = '0.1', when = picked('size', 'large') }\n"
    "evidence 'Card only' { shows = '5.2', when = all { picked('send', 'card'), not_(picked('send', 'cat')) } }\n"
    "evidence 'Paid' { shows = '5.2', when = paid('office', '{fee}') }\n"
    "evidence 'Named' { shows = '0.1', when = entered 'name' }\n";

static struct attempt attempt;

static void
start(void)
{
    quiz = make_quiz(PHONE);
    attempt = open_attempt(1);
}

static void
stop(void)
{
    close_attempt(&attempt);
    quiz_free(quiz);
}

static bool
is_done(const char *verb, const char *target, const char *value)
{
    return act(&attempt, verb, target, value) == FAULT_NONE;
}

static bool
is_refused(const char *verb, const char *target, const char *value)
{
    char *before = screen_text(attempt.session);
    bool is_impossible = act(&attempt, verb, target, value) == FAULT_INPUT;
    char *after = screen_text(attempt.session);
    bool is_same = strcmp(before, after) == 0;
    free(before);
    free(after);
    return is_impossible && is_same;
}

static bool
shows(const char *words)
{
    char *text = screen_text(attempt.session);
    bool is_there = strstr(text, words) != NULL;
    free(text);
    return is_there;
}

static int
answer(const char *line)
{
    uint32_t seq = 0;
    return line_of(&attempt, "phone", line, &seq);
}

TEST(what_is_not_shown_cannot_be_acted_on)
{
    start();
    CHECK(!shows("Camera") && !shows("Hello"));
    CHECK(is_refused("press", "camera", ""));
    CHECK(is_refused("press", "note", ""));
    CHECK(is_refused("switch-on", "data", ""));
    CHECK(is_done("press", "settings", "") && is_done("switch-on", "data", "") && is_done("press", "go", ""));
    CHECK(shows("Camera") && shows("Hello"));
    CHECK(is_done("press", "note", "") && shows("\"mine\":true"));
    stop();
}

TEST(a_switch_keeps_its_state_on_every_screen)
{
    start();
    CHECK(answer("On") == 0 && answer("Silent") == 0);
    CHECK(is_done("press", "settings", ""));
    CHECK(is_done("switch-on", "data", "") && is_done("switch-off", "sound", ""));
    CHECK(is_done("switch-on", "data", "")); /* once more changes nothing */
    CHECK(answer("On") == 1 && answer("Silent") == 1);
    CHECK(is_done("press", "go", "") && is_done("press", "settings", ""));
    CHECK(shows("\"id\":\"data\",\"kind\":\"switch\",\"label\":\"Data\",\"on\":true"));
    CHECK(is_done("switch-off", "data", "") && answer("On") == 0);
    CHECK(is_refused("switch-on", "size", ""));
    stop();
}

TEST(one_choice_gives_way_to_another_and_several_do_not)
{
    start();
    CHECK(is_done("press", "settings", "") && is_done("pick", "size=large", "") && answer("Large") == 1);
    CHECK(shows("size Large."));
    CHECK(is_done("pick", "size=small", "") && answer("Large") == 0 && shows("size Small."));
    CHECK(is_refused("pick", "size=huge", "") && is_refused("unpick", "size=small", "") && is_refused("pick", "size", ""));
    CHECK(is_done("switch-on", "data", "") && is_done("press", "go", "") && is_done("press", "camera", ""));
    CHECK(is_done("pick", "send=card", "") && is_done("pick", "send=cat", "") && answer("Card only") == 0);
    CHECK(is_done("unpick", "send=cat", "") && answer("Card only") == 1);
    stop();
}

TEST(a_way_is_taken_by_the_first_condition_that_holds)
{
    static const char *const ROWS[][2] = {{"Mai", "Hi"}, {"Hoa", "Card"}, {" ", "Home"}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        start();
        CHECK(is_done("press", "settings", "") && is_done("type", "name", ROWS[i][0]));
        CHECK(is_done("press", "go", "") && shows(ROWS[i][1]));
        stop();
    }
}

TEST(what_is_typed_is_shown_again_unless_it_is_secret)
{
    start();
    CHECK(is_done("press", "settings", "") && is_done("type", "name", "Hoa") && is_done("type", "PIN", "2580"));
    CHECK(shows("Typed Hoa,") && shows("\"value\":\"Hoa\"") && !shows("2580") && shows("\"value_len\":4"));
    CHECK(is_refused("type", "PIN", "25x") && is_refused("type", "name", "longer than ten"));
    CHECK(is_done("press", "go", "") && is_done("press", "back", "") && is_done("press", "settings", ""));
    CHECK(shows("\"value\":\"Hoa\"") && !shows("\"value_len\":4") && answer("Named") == 1);
    stop();
}

TEST(a_button_pays_the_sum_that_was_typed)
{
    static const struct {
        const char *sum, *then;
        int answer;
    } ROWS[] = {{"12.000", "To Office: 12.000", 1}, {"12000", "To Office: 12.000", 1}, {"50.001", "Settings", 0},
                {"many", "Settings", 0}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        start();
        CHECK(is_done("press", "settings", "") && is_done("type", "name", "x") && is_done("press", "go", ""));
        CHECK(is_done("type", "sum", ROWS[i].sum) && is_done("press", "pay", ""));
        CHECK(shows(ROWS[i].then) && answer("Paid") == ROWS[i].answer);
        stop();
    }
}

/* ---- forms ---- */

static const char FORMS[] =
    "quiz { title = 'Bank', framework = 'village-basic' }\n"
    "form 'pre' { title = 'First', items = { 'b', 'a' } }\n"
    "form 'post' { title = 'Second', items = { 'c', 'a' } }\n"
    "question 'p' { practice = true, asks = 'P', right = '1', wrong = { '2' } }\n"
    "question 'a' { shows = '0.1', asks = 'A', right = '1', wrong = { '2' } }\n"
    "question 'b' { shows = '0.1', asks = 'B', right = '1', wrong = { '2' } }\n"
    "question 'c' { shows = '0.1', asks = 'C', right = '1', wrong = { '2' } }\n";

TEST(a_form_holds_the_practice_and_its_items_in_its_order)
{
    static const struct {
        const char *eligibility, *order;
        size_t total;
    } ROWS[] = {{"form:pre", "pba", 2}, {"form:post", "pca", 2}, {"", "pabc", 3}};
    quiz = make_quiz(FORMS);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char seen[8] = "";
        attempt = open_form(1, ROWS[i].eligibility);
        CHECK(session_item_total(attempt.session) == ROWS[i].total);
        while (session_item_id(attempt.session)[0] != 0 && strlen(seen) < 7) {
            strcat(seen, session_item_id(attempt.session));
            CHECK(is_done("choose", "dont-know", "") && is_done("next", "", ""));
        }
        CHECK(strcmp(seen, ROWS[i].order) == 0);
        struct evidence evidence;
        session_evidence(attempt.session, &evidence);
        CHECK(evidence.outcome_count == ROWS[i].total);
        evidence_clear(&evidence);
        close_attempt(&attempt);
    }
    quiz_free(quiz);
}

TEST(a_form_is_found_by_its_name_and_no_other_opens)
{
    size_t form = 9;
    struct err err = {0};
    quiz = make_quiz(FORMS);
    CHECK(quiz_find_form(quiz, "made.post", &form) && form == 1);
    CHECK(quiz_find_form(quiz, "made", &form) && form == 0);
    CHECK(!quiz_find_form(quiz, "made.other", &form) && !quiz_find_form(quiz, "mad", &form) &&
          !quiz_find_form(quiz, "madeup", &form));
    struct event begin = new_event(EVENT_START, 1, "", "", "", "");
    memcpy(begin.quiz_hash, quiz_hash(quiz), HASH_LEN);
    free(begin.eligibility);
    begin.eligibility = memory_copy_text("form:other");
    CHECK(session_open(quiz, &begin, NULL, &attempt.session, &err) == FAULT_INPUT);
    event_clear(&begin);
    quiz_free(quiz);
}

int
main(void)
{
    RUN(what_is_not_shown_cannot_be_acted_on);
    RUN(a_switch_keeps_its_state_on_every_screen);
    RUN(one_choice_gives_way_to_another_and_several_do_not);
    RUN(a_way_is_taken_by_the_first_condition_that_holds);
    RUN(what_is_typed_is_shown_again_unless_it_is_secret);
    RUN(a_button_pays_the_sum_that_was_typed);
    RUN(a_form_holds_the_practice_and_its_items_in_its_order);
    RUN(a_form_is_found_by_its_name_and_no_other_opens);
    return unit_end();
}
