/* quiz_adaptive.c - attempts whose items are chosen: what a session asks and tells, and what a START event may say. The
 * chooser here is as simple as one can be: the next eligible item up or down the list, by the last answer. */
#include "quiz_fixture.h"

static const char BANK[] =
    "quiz { title = 'T', framework = 'village-basic', mode = 'adaptive', adaptive = { stop = 'certificate', sd = 0.5, "
    "calibrated = false } }\n"
    "question 'p' { practice = true, asks = 'P', right = '1', wrong = { '2' } }\n"
    "question 'a' { shows = '0.1', asks = 'A', right = '1', wrong = { '2' } }\n"
    "question 'b' { shows = '0.1', asks = 'B', right = '1', wrong = { '2' } }\n"
    "question 'c' { shows = '0.2', asks = 'C', right = '1', wrong = { '2' } }\n"
    "question 'd' { shows = '0.2', asks = 'D', right = '1', wrong = { '2' } }\n"
    "question 'e' { shows = '1.1', asks = 'E', right = '1', wrong = { '2' } }\n";
static const char FIXED[] = "quiz { title = 'T', framework = 'village-basic' }\n"
                            "question 'a' { shows = '0.1', asks = 'A', right = '1', wrong = { '2' } }\n";

/* ---- a chooser ---- */

struct walk {
    bool may[8];
    size_t at;
    char noted[16]; /* 'r'ight, 'w'rong, 's'kipped of each item noted */
};
struct counts {
    int begun, ended;
    char noted[16]; /* of the walk that ended last */
};

static void *
begin(const struct item_chooser *chooser, const uint8_t seed[SEED_LEN], const bool *is_eligible)
{
    struct walk *walk = memory_new(sizeof *walk + sizeof chooser->about);
    ((struct counts *)chooser->about)->begun++;
    memcpy(walk->may, is_eligible, quiz_item_count(quiz) * sizeof *is_eligible);
    memcpy(walk + 1, &chooser->about, sizeof chooser->about);
    walk->at = 1 + seed[0] % 2;
    return walk;
}

static size_t
next(void *about, size_t *more)
{
    struct walk *walk = about;
    *more = 0;
    while (walk->at < 6 && !walk->may[walk->at])
        walk->at++;
    for (size_t i = walk->at; i < 6; i++)
        *more += walk->may[i];
    return walk->at < 6 ? walk->at : QUIZ_NO_ITEM;
}

/* A wrong answer passes over the next item. */
static void
note(void *about, size_t item, const struct outcome *outcomes, size_t count)
{
    struct walk *walk = about;
    CHECK(count == 1 && item == walk->at && strcmp(outcomes[0].item, quiz_item_at(quiz, item)->id) == 0);
    bool is_right = outcomes[0].state == ITEM_ANSWERED && outcomes[0].category == 1;
    strcat(walk->noted, outcomes[0].state == ITEM_SKIPPED ? "s" : is_right ? "r" : "w");
    walk->at += is_right ? 1 : 2;
}

static void
end(void *about)
{
    struct counts *counts;
    memcpy(&counts, (struct walk *)about + 1, sizeof counts);
    counts->ended++;
    memcpy(counts->noted, ((struct walk *)about)->noted, sizeof counts->noted);
    free(about);
}

static struct counts counts;

static struct item_chooser
chooser_of_walks(void)
{
    counts = (struct counts){0};
    return (struct item_chooser){&counts, begin, next, note, end};
}

/* ---- attempts ---- */

static enum fault
open_with(const char *eligibility, const struct item_chooser *chooser, struct attempt *attempt, struct err *err)
{
    struct event start = new_event(EVENT_START, 1, "", "", "", "");
    free(start.eligibility);
    start.eligibility = memory_copy_text(eligibility);
    memcpy(start.quiz_hash, quiz_hash(quiz), HASH_LEN);
    *attempt = (struct attempt){0};
    enum fault fault = session_open(quiz, &start, chooser, &attempt->session, err);
    event_copy(event_list_add(&attempt->events), &start);
    event_clear(&start);
    return fault;
}

/* 'r', 'w' or 's' (does not know) for each item; what was shown is appended to `seen`. */
static void
answer_all(struct attempt *attempt, const char *answers, char *seen)
{
    for (; *answers != 0 && !session_is_done(attempt->session); answers++) {
        strcat(seen, session_item_id(attempt->session));
        struct json *screen = session_screen(attempt->session);
        char option[16];
        snprintf(option, sizeof option, "%s",
                 *answers == 's' ? "dont-know" : option_with(screen, *answers == 'r' ? "1" : "2"));
        json_free(screen);
        CHECK(act(attempt, "choose", option, "") == FAULT_NONE && act(attempt, "next", "", "") == FAULT_NONE);
    }
}

TEST(practice_comes_first_and_then_what_the_chooser_chooses)
{
    struct item_chooser chooser = chooser_of_walks();
    struct attempt attempt;
    struct err err;
    char seen[16] = "";
    quiz = make_quiz(BANK);
    CHECK(open_with("adaptive:f8", &chooser, &attempt, &err) == FAULT_NONE && session_is_adaptive(attempt.session));
    CHECK(session_item_number(attempt.session) == 0 && session_items_more(attempt.session) == 5);
    answer_all(&attempt, "rrwr", seen);
    CHECK_TEXT(seen, "pabd");
    CHECK(!session_is_done(attempt.session) && session_item_number(attempt.session) == 4);
    CHECK(session_items_more(attempt.session) == 1 && session_item_total(attempt.session) == 4);
    answer_all(&attempt, "s", seen);
    CHECK_TEXT(seen, "pabde");
    CHECK(session_is_done(attempt.session) && session_items_more(attempt.session) == 0);
    close_attempt(&attempt);
    CHECK(counts.begun == 1 && counts.ended == 1);
    CHECK_TEXT(counts.noted, "rwrw");
    quiz_free(quiz);
}

TEST(only_items_that_were_given_are_evidence)
{
    struct item_chooser chooser = chooser_of_walks();
    struct attempt attempt;
    struct evidence evidence;
    struct err err;
    char seen[16] = "";
    quiz = make_quiz(BANK);
    CHECK(open_with("adaptive:f8", &chooser, &attempt, &err) == FAULT_NONE);
    answer_all(&attempt, "rwr", seen);
    CHECK_TEXT(seen, "pac");
    session_evidence(attempt.session, &evidence);
    CHECK(evidence.outcome_count == 3);
    CHECK(outcome_of(&attempt, "b", "0.1") == -1 && outcome_of(&attempt, "a", "0.1") == 10 * ITEM_ANSWERED);
    CHECK(outcome_of(&attempt, "c", "0.2") == 10 * ITEM_ANSWERED + 1 && outcome_of(&attempt, "d", "0.2") == 10 * ITEM_SEEN);
    CHECK(apply(&attempt, EVENT_ACT, "b", "choose", "a", "") == FAULT_CONFLICT);
    evidence_clear(&evidence);
    close_attempt(&attempt);
    quiz_free(quiz);
}

TEST(a_screen_says_about_how_many_more_and_not_of_how_many)
{
    struct item_chooser chooser = chooser_of_walks();
    struct attempt attempt;
    struct err err;
    int64_t more = 0, ignored;
    quiz = make_quiz(BANK);
    CHECK(open_with("adaptive:a0", &chooser, &attempt, &err) == FAULT_NONE);
    struct json *screen = session_screen(attempt.session);
    CHECK(json_read_integer(json_get(screen, "more"), &more) && more == 2);
    CHECK(!json_read_integer(json_get(screen, "of"), &ignored));
    json_free(screen);
    close_attempt(&attempt);
    quiz_free(quiz);
}

TEST(the_same_events_are_replayed_to_the_same_screens)
{
    struct item_chooser chooser = chooser_of_walks();
    struct attempt attempt;
    struct session *one = NULL, *other = NULL;
    uint8_t first[HASH_LEN], second[HASH_LEN];
    struct err err;
    char seen[16] = "";
    quiz = make_quiz(BANK);
    CHECK(open_with("adaptive:f8", &chooser, &attempt, &err) == FAULT_NONE);
    answer_all(&attempt, "rwrrr", seen);
    CHECK(session_replay(quiz, &attempt.events, &chooser, &one, first, &err) == FAULT_NONE);
    CHECK(session_replay(quiz, &attempt.events, &chooser, &other, second, &err) == FAULT_NONE);
    CHECK(memcmp(first, second, HASH_LEN) == 0);
    char *a = screen_text(one), *b = screen_text(attempt.session);
    CHECK_TEXT(a, b);
    free(a);
    free(b);
    session_free(one);
    session_free(other);
    one = NULL;
    /* Another mask is another attempt: what was answered was not on the screen. */
    free(attempt.events.events[0].eligibility);
    attempt.events.events[0].eligibility = memory_copy_text("adaptive:18");
    CHECK(session_replay(quiz, &attempt.events, &chooser, &one, first, &err) == FAULT_INPUT && one == NULL);
    CHECK(strstr(err.text, "another item is on the screen") != NULL);
    close_attempt(&attempt);
    CHECK(counts.begun == counts.ended);
    quiz_free(quiz);
}

TEST(with_nothing_to_give_the_test_ends_after_its_practice)
{
    struct item_chooser chooser = chooser_of_walks();
    struct attempt attempt;
    struct err err;
    char seen[16] = "";
    quiz = make_quiz(BANK);
    CHECK(open_with("adaptive:00", &chooser, &attempt, &err) == FAULT_NONE);
    answer_all(&attempt, "rr", seen);
    CHECK_TEXT(seen, "p");
    CHECK(session_is_done(attempt.session) && session_item_total(attempt.session) == 0);
    close_attempt(&attempt);
    quiz_free(quiz);
}

TEST(a_first_event_that_does_not_fit_is_refused_with_a_sentence)
{
    static const struct {
        const char *source, *eligibility, *says;
        bool has_chooser;
    } ROWS[] = {{BANK, "adaptive:f", "1 digits, and the 5 items of quiz made need 2", true},
                {BANK, "adaptive:f80", "3 digits", true},
                {BANK, "adaptive:", "0 digits", true},
                {BANK, "adaptive:g8", "other digits than 0 to 9 and a to f", true},
                {BANK, "adaptive:F8", "other digits", true},
                {BANK, "adaptive:fc", "more than the 5 items", true},
                {BANK, "adaptiv:f8", "does not have", true},
                {BANK, "form:pre", "does not have", true},
                {BANK, "adaptive:f8", "needs the parameters of its items", false},
                {FIXED, "adaptive:8", "is not adaptive", true}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct item_chooser chooser = chooser_of_walks();
        struct attempt attempt;
        struct err err = {0};
        quiz = make_quiz(ROWS[i].source);
        CHECK(open_with(ROWS[i].eligibility, ROWS[i].has_chooser ? &chooser : NULL, &attempt, &err) == FAULT_INPUT);
        if (strstr(err.text, ROWS[i].says) == NULL)
            printf("  \"%s\": %s\n", ROWS[i].eligibility, err.text);
        CHECK(strstr(err.text, ROWS[i].says) != NULL && attempt.session == NULL && counts.begun == 0);
        close_attempt(&attempt);
        quiz_free(quiz);
    }
}

TEST(a_mask_is_read_as_it_was_written)
{
    struct err err;
    quiz = make_quiz(BANK);
    for (unsigned bits = 0; bits < 32; bits++) {
        bool given[6] = {false}, read[6];
        for (size_t i = 0; i < 5; i++)
            given[i + 1] = bits >> i & 1;
        char *text = quiz_adaptive_eligibility(quiz, given);
        CHECK(quiz_read_adaptive_eligibility(quiz, text, read, &err) == FAULT_NONE);
        CHECK(memcmp(given, read, sizeof read) == 0);
        free(text);
    }
    const bool first_and_last[] = {false, true, false, false, false, true};
    char *text = quiz_adaptive_eligibility(quiz, first_and_last);
    CHECK_TEXT(text, "adaptive:88");
    free(text);
    quiz_free(quiz);
}

TEST(an_adaptive_quiz_without_a_mask_is_given_whole)
{
    struct attempt attempt;
    struct err err;
    char seen[16] = "";
    quiz = make_quiz(BANK);
    CHECK(quiz_is_adaptive(quiz) && open_with("", NULL, &attempt, &err) == FAULT_NONE);
    CHECK(!session_is_adaptive(attempt.session) && session_item_total(attempt.session) == 5);
    answer_all(&attempt, "rrrrrrrr", seen);
    CHECK_TEXT(seen, "pabcde");
    close_attempt(&attempt);
    quiz_free(quiz);
}

TEST(what_the_author_does_not_say_is_as_usual)
{
    quiz = make_quiz(BANK);
    struct quiz_adaptive asked = quiz_adaptive(quiz);
    CHECK(asked.is_for_certificate && asked.items == 100 && asked.minutes == 120 && asked.per_indicator == 8);
    CHECK_NEAR(asked.sd, .5, 0);
    CHECK(!asked.needs_calibrated);
    quiz_free(quiz);
    quiz = make_quiz(FIXED);
    CHECK(!quiz_is_adaptive(quiz));
    asked = quiz_adaptive(quiz);
    CHECK(!asked.is_for_certificate && asked.items == 40 && asked.minutes == 45 && asked.needs_calibrated);
    CHECK_NEAR(asked.sd, .6, 0);
    quiz_free(quiz);
}

int
main(void)
{
    RUN(practice_comes_first_and_then_what_the_chooser_chooses);
    RUN(only_items_that_were_given_are_evidence);
    RUN(a_screen_says_about_how_many_more_and_not_of_how_many);
    RUN(the_same_events_are_replayed_to_the_same_screens);
    RUN(with_nothing_to_give_the_test_ends_after_its_practice);
    RUN(a_first_event_that_does_not_fit_is_refused_with_a_sentence);
    RUN(a_mask_is_read_as_it_was_written);
    RUN(an_adaptive_quiz_without_a_mask_is_given_whole);
    RUN(what_the_author_does_not_say_is_as_usual);
    return unit_end();
}
