/* quiz_question_acts.c - questions of every kind: refusals, acts twice and taken back, places on the screen, and replay. */
#include "question_words.h"

enum { SEEDS = 40, FUZZ_ACTS = 6000, FUZZ_ATTEMPTS = 10 };

/* ---- refusals, repetitions ---- */

TEST(a_refused_act_on_a_question_changes_nothing)
{
    static const struct {
        const char *item, *verb, *target, *value;
        enum fault fault;
    } CASES[] = {{"one", "next", "", "", FAULT_CONFLICT},
                 {"one", "choose", "d", "", FAULT_INPUT},
                 {"one", "choose", "", "", FAULT_INPUT},
                 {"one", "unchoose", "a", "", FAULT_INPUT},
                 {"one", "type", "answer", "a", FAULT_INPUT},
                 {"one", "match", "1=a", "", FAULT_INPUT},
                 {"one", "press", "a", "", FAULT_INPUT},
                 {"two", "next", "", "", FAULT_CONFLICT},
                 {"two", "unchoose", "z", "", FAULT_INPUT},
                 {"two", "choose", "a,b", "", FAULT_INPUT},
                 {"order-4", "unchoose", "e", "", FAULT_INPUT},
                 {"pairs-3", "choose", "a", "", FAULT_INPUT},
                 {"pairs-3", "match", "4=a", "", FAULT_INPUT},
                 {"pairs-3", "match", "0=a", "", FAULT_INPUT},
                 {"pairs-3", "match", "1=e", "", FAULT_INPUT},
                 {"pairs-3", "match", "1=dont-know", "", FAULT_INPUT},
                 {"pairs-3", "match", "1", "", FAULT_INPUT},
                 {"pairs-3", "match", "1=", "", FAULT_INPUT},
                 {"pairs-3", "match", "1b", "", FAULT_INPUT},
                 {"pairs-3", "match", "", "", FAULT_INPUT},
                 {"pairs-3", "unmatch", "1=a", "", FAULT_INPUT},
                 {"pairs-3", "unmatch", "9", "", FAULT_INPUT},
                 {"pairs-3", "next", "", "", FAULT_CONFLICT},
                 {"short", "type", "1", "a", FAULT_INPUT},
                 {"short", "type", "", "a", FAULT_INPUT},
                 {"short", "type", "answer", "a\xe2\x80\x8b", FAULT_INPUT},
                 {"short", "type", "answer",
                  "123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 1", FAULT_INPUT},
                 {"short", "choose", "a", "", FAULT_INPUT},
                 {"short", "next", "", "", FAULT_CONFLICT},
                 {"gaps-2", "type", "3", "a", FAULT_INPUT},
                 {"gaps-2", "type", "0", "a", FAULT_INPUT},
                 {"gaps-2", "type", "11", "a", FAULT_INPUT},
                 {"gaps-2", "type", "answer", "a", FAULT_INPUT},
                 {"gaps-2", "type", "2", "d", FAULT_INPUT},
                 {"gaps-2", "type", "2", "no", FAULT_INPUT},
                 {"gaps-2", "next", "", "", FAULT_CONFLICT}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct attempt attempt = open_at(3, CASES[i].item);
        char *before = screen_text(attempt.session);
        enum fault fault = act(&attempt, CASES[i].verb, CASES[i].target, CASES[i].value);
        char *after = screen_text(attempt.session);
        if (fault != CASES[i].fault)
            printf("  case %zu, %s %s, gave %d\n", i, CASES[i].verb, CASES[i].target, (int)fault);
        CHECK(fault == CASES[i].fault);
        CHECK_TEXT(after, before);
        free(before);
        free(after);
        close_attempt(&attempt);
    }
}

TEST(next_waits_until_all_parts_are_answered)
{
    static const char *const ACTS[][5] = {{"two", "choose táo"},
                                          {"order-3", "choose 1", "choose 2", "choose 3"},
                                          {"pairs-2", "match mèo = gâu", "match chó = meo"},
                                          {"short", "type answer = a"},
                                          {"gaps-2", "type 2 = no", "type 1 = a"}};
    for (size_t i = 0; i < sizeof ACTS / sizeof ACTS[0]; i++) {
        struct attempt attempt = open_at(5, ACTS[i][0]);
        for (size_t n = 1; n < 5 && ACTS[i][n] != NULL; n++) {
            char *screen = screen_text(attempt.session);
            CHECK(do_words(&attempt, "next") == FAULT_CONFLICT && strstr(screen, "\"enabled\":false") != NULL);
            CHECK(do_words(&attempt, ACTS[i][n]) == FAULT_NONE);
            free(screen);
        }
        char *screen = screen_text(attempt.session);
        CHECK(strstr(screen, "\"enabled\":true") != NULL && do_words(&attempt, "next") == FAULT_NONE);
        free(screen);
        close_attempt(&attempt);
    }
}

TEST(only_blanks_are_no_answer)
{
    struct attempt attempt = open_at(5, "short");
    CHECK(do_words(&attempt, "type answer =    ") == FAULT_NONE && do_words(&attempt, "next") == FAULT_CONFLICT);
    close_attempt(&attempt);
}

TEST(an_act_done_twice_shows_the_same)
{
    static const char *const ACTS[][3] = {{"one", "choose a"},          {"two", "choose cam"},
                                          {"two", "unchoose cam"},      {"two", "choose dont-know"},
                                          {"order-4", "choose 2"},      {"pairs-3", "match chó = gâu"},
                                          {"pairs-3", "unmatch chó"},   {"short", "type answer = x"},
                                          {"gaps-2", "type 2 = may be"}};
    for (size_t i = 0; i < sizeof ACTS / sizeof ACTS[0]; i++) {
        struct attempt attempt = open_at(6, ACTS[i][0]);
        CHECK(do_words(&attempt, ACTS[i][1]) == FAULT_NONE);
        char *once = screen_text(attempt.session);
        CHECK(do_words(&attempt, ACTS[i][1]) == FAULT_NONE);
        char *twice = screen_text(attempt.session);
        CHECK_TEXT(twice, once);
        free(once);
        free(twice);
        close_attempt(&attempt);
    }
}

TEST(what_is_taken_back_leaves_the_screen_as_it_was)
{
    static const char *const ACTS[][3] = {{"two", "choose cam", "unchoose cam"},
                                          {"two", "choose dont-know", "unchoose dont-know"},
                                          {"order-4", "choose 3", "unchoose 3"},
                                          {"pairs-3", "match chó = gâu", "unmatch chó"}};
    for (size_t i = 0; i < sizeof ACTS / sizeof ACTS[0]; i++) {
        struct attempt attempt = open_at(7, ACTS[i][0]);
        char *before = screen_text(attempt.session);
        CHECK(do_words(&attempt, ACTS[i][1]) == FAULT_NONE && do_words(&attempt, ACTS[i][2]) == FAULT_NONE);
        char *after = screen_text(attempt.session);
        CHECK_TEXT(after, before);
        free(before);
        free(after);
        close_attempt(&attempt);
    }
}

TEST(a_partner_taken_for_another_leaves_the_first)
{
    struct attempt attempt = open_at(8, "pairs-3");
    CHECK(do_words(&attempt, "match mèo = meo") == FAULT_NONE && do_words(&attempt, "match chó = meo") == FAULT_NONE);
    struct json *screen = session_screen(attempt.session);
    const struct json *widget = json_at(json_get(screen, "widgets"), 0), *lefts = json_get(widget, "lefts");
    CHECK_TEXT(json_get_text(widget, "kind"), "pairs");
    CHECK_TEXT(json_get_text(widget, "now"), "1");
    CHECK(json_get_text(json_at(lefts, 0), "right") == NULL);
    CHECK_TEXT(json_get_text(json_at(lefts, 1), "right_text"), "meo");
    json_free(screen);
    close_attempt(&attempt);
}

/* ---- places on the screen ---- */

/* The texts of the first widget's options in a row, without the one for not knowing. Caller frees. */
static char *
row_of(const char *item, int seed)
{
    struct attempt attempt = open_at(seed, item);
    struct json *screen = session_screen(attempt.session);
    const struct json *options = json_get(json_at(json_get(screen, "widgets"), 0), "options");
    char *row = memory_copy_text("");
    for (size_t i = 0; i < json_count(options); i++) {
        const char *id = json_get_text(json_at(options, i), "id");
        char *more = memory_print("%s %s", row, json_get_text(json_at(options, i), "text"));
        if (strcmp(id, "dont-know") != 0) {
            free(row);
            row = more;
        } else {
            free(more);
        }
    }
    json_free(screen);
    close_attempt(&attempt);
    return row;
}

TEST(what_is_to_be_put_in_order_never_stands_in_order)
{
    static const char *const ITEMS[][2] = {{"order-3", " 1 2 3"}, {"order-4", " 1 2 3 4"}, {"try-order", " p q r"}};
    for (size_t i = 0; i < sizeof ITEMS / sizeof ITEMS[0]; i++)
        for (int seed = 0; seed < SEEDS; seed++) {
            char *row = row_of(ITEMS[i][0], seed);
            CHECK(strcmp(row, ITEMS[i][1]) != 0 && strlen(row) == strlen(ITEMS[i][1]));
            free(row);
        }
}

/* 40 draws of at least 6 orders: two or fewer different ones have a chance below 1e-17. */
TEST(options_stand_in_the_order_of_the_seed)
{
    static const char *const ITEMS[] = {"two", "pairs-3", "order-4", "gaps-4"};
    for (size_t i = 0; i < 3; i++) {
        char *first = row_of(ITEMS[i], 0), *again = row_of(ITEMS[i], 0);
        int others = 0;
        CHECK_TEXT(again, first);
        for (int seed = 1; seed < SEEDS; seed++) {
            char *row = row_of(ITEMS[i], seed);
            others += strcmp(row, first) != 0;
            free(row);
        }
        CHECK(others > SEEDS / 2);
        free(first);
        free(again);
    }
}

/* ---- replay ---- */

/* All items answered, some wholly, some in part; the language changes in the middle. */
static struct attempt
whole_attempt(int seed)
{
    struct attempt attempt = open_attempt(seed);
    for (int count = 0; session_item_id(attempt.session)[0] != 0; count++) {
        struct event_list acts = {0};
        quiz_answer_acts(attempt.session, session_item_id(attempt.session), (count + seed) % 4 / 3.0, &acts);
        for (size_t n = 0; n < acts.count; n++)
            CHECK(act(&attempt, acts.events[n].verb, acts.events[n].target, acts.events[n].value) == FAULT_NONE);
        event_list_clear(&acts);
        if (count == 9)
            CHECK(apply(&attempt, EVENT_NOTE, "", "language", "", "en") == FAULT_NONE);
    }
    return attempt;
}

static char *
evidence_text(const struct session *session)
{
    struct evidence evidence;
    session_evidence(session, &evidence);
    struct json *value = evidence_to_json(&evidence);
    char *text = json_write_text(value);
    json_free(value);
    evidence_clear(&evidence);
    return text;
}

TEST(an_attempt_with_all_kinds_replays_byte_for_byte)
{
    for (int seed = 30; seed < 34; seed++) {
        struct attempt attempt = whole_attempt(seed);
        struct session *one = NULL, *other = NULL;
        struct err err = {0};
        uint8_t first[HASH_LEN], second[HASH_LEN];
        CHECK(session_replay(quiz, &attempt.events, NULL, &one, first, &err) == FAULT_NONE);
        CHECK(session_replay(quiz, &attempt.events, NULL, &other, second, &err) == FAULT_NONE);
        CHECK(memcmp(first, second, HASH_LEN) == 0 && attempt.events.count > 60);
        char *lived = evidence_text(attempt.session), *replayed = evidence_text(other);
        char *shown = screen_text(attempt.session), *again = screen_text(one);
        CHECK_TEXT(replayed, lived);
        CHECK_TEXT(again, shown);
        free(lived);
        free(replayed);
        free(shown);
        free(again);
        session_free(one);
        session_free(other);
        close_attempt(&attempt);
    }
}

/* Neither the author's words for what is right nor an answer that is to be typed. */
TEST(no_screen_of_a_question_holds_its_key)
{
    static const char *const KEYS[] = {"wrong",   "answers", "credit", "spelling", "tolerance", "\"is\"",  "\"from\"",
                                       "\"date\":", "shows", "difficulty", "Việt",  "35000",     "1945",   "khóa",
                                       "needed",  "\"right\":true", "\"right\":\"meo\"", "\"order\":", "2003"};
    struct attempt attempt = open_attempt(40);
    while (session_item_id(attempt.session)[0] != 0) {
        char *screen = screen_text(attempt.session);
        for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
            if (strstr(screen, KEYS[i]) != NULL) {
                printf("  %s: %s\n", session_item_id(attempt.session), KEYS[i]);
                unit_broken = 1;
            }
        free(screen);
        CHECK(do_words(&attempt, "choose dont-know") == FAULT_NONE && do_words(&attempt, "next") == FAULT_NONE);
    }
    close_attempt(&attempt);
}

static const char *
draw_of(uint64_t *state, const char *const *words, size_t count)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return words[(*state >> 33) % count];
}

TEST(acts_at_random_on_questions_are_refused_whole_or_replay)
{
    static const char *const VERBS[] = {"choose", "choose", "unchoose", "match", "match", "unmatch", "type", "type", "next", "pick"};
    static const char *const TARGETS[] = {"a", "b", "c", "d", "e", "dont-know", "1", "2", "3", "4", "1=a", "2=b", "3=c", "1=b",
                                          "2=a", "1=d", "answer", "", "9=z", "\xff"};
    static const char *const VALUES[] = {"", "a", "b", "5", "Việt Trì", "2/9/1945", "\xf0\x9f\x98\x80", "35k", " "};
    uint64_t state = 4711;
    int accepted = 0, refused = 0;
    for (int n = 0; n < FUZZ_ATTEMPTS; n++) {
        struct attempt attempt = open_attempt(200 + n);
        for (int i = 0; i < FUZZ_ACTS / FUZZ_ATTEMPTS; i++) {
            char *before = screen_text(attempt.session);
            const char *verb = draw_of(&state, VERBS, 10), *target = draw_of(&state, TARGETS, 20);
            enum fault fault = act(&attempt, verb, target, draw_of(&state, VALUES, 9));
            char *after = screen_text(attempt.session);
            CHECK(fault == FAULT_NONE || strcmp(before, after) == 0);
            CHECK(fault == FAULT_NONE || fault == FAULT_INPUT || fault == FAULT_CONFLICT);
            accepted += fault == FAULT_NONE;
            refused += fault != FAULT_NONE;
            free(before);
            free(after);
        }
        struct session *again = NULL;
        struct err err = {0};
        uint8_t hash[HASH_LEN];
        CHECK(session_replay(quiz, &attempt.events, NULL, &again, hash, &err) == FAULT_NONE);
        char *lived = evidence_text(attempt.session), *replayed = evidence_text(again);
        CHECK_TEXT(replayed, lived);
        free(lived);
        free(replayed);
        session_free(again);
        close_attempt(&attempt);
    }
    CHECK(accepted > FUZZ_ACTS / 20 && refused > FUZZ_ACTS / 20);
}

int
main(void)
{
    quiz = make_quiz(QUESTIONS);
    if (quiz == NULL)
        return 1;
    RUN(a_refused_act_on_a_question_changes_nothing);
    RUN(next_waits_until_all_parts_are_answered);
    RUN(only_blanks_are_no_answer);
    RUN(an_act_done_twice_shows_the_same);
    RUN(what_is_taken_back_leaves_the_screen_as_it_was);
    RUN(a_partner_taken_for_another_leaves_the_first);
    RUN(what_is_to_be_put_in_order_never_stands_in_order);
    RUN(options_stand_in_the_order_of_the_seed);
    RUN(an_attempt_with_all_kinds_replays_byte_for_byte);
    RUN(no_screen_of_a_question_holds_its_key);
    RUN(acts_at_random_on_questions_are_refused_whole_or_replay);
    quiz_free(quiz);
    return unit_end();
}
