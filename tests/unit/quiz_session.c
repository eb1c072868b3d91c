/* quiz_session.c - one attempt at the shipped quiz: what is shown, what is refused, what follows from it. */
#include "quiz_fixture.h"

#include <unistd.h>

#include "base/text.h"

/* What quizzes/digital-basics/quiz.lua says, in its own words. */
static const char RIGHT[] = "Không đọc, tắt máy", WRONG[] = "Đọc mã cho họ";
enum { MARKED_ITEMS = 13, PRACTICE_ITEMS = 2, SEEDS = 40 };

/* ---- questions ---- */

TEST(a_test_begins_with_practice_that_has_no_number)
{
    struct attempt attempt = open_attempt(1);
    struct json *screen = session_screen(attempt.session);
    CHECK(session_item_number(attempt.session) == 0 && session_item_total(attempt.session) == MARKED_ITEMS);
    CHECK(json_is_true(json_get(screen, "practice")));
    CHECK_TEXT(json_get_text(screen, "kind"), "question");
    CHECK_TEXT(json_get_text(screen, "language"), "vi");
    json_free(screen);
    for (int i = 0; i < PRACTICE_ITEMS; i++) {
        CHECK(act(&attempt, "choose", "a", "") == FAULT_NONE && act(&attempt, "next", "", "") == FAULT_NONE);
        CHECK(session_item_number(attempt.session) == (size_t)(i + 1 == PRACTICE_ITEMS));
    }
    close_attempt(&attempt);
}

TEST(a_choice_may_change_until_next_and_next_needs_one)
{
    struct attempt attempt = open_attempt(2);
    go_to_item(&attempt, "otp-call");
    CHECK(act(&attempt, "next", "", "") == FAULT_CONFLICT);
    CHECK(act(&attempt, "choose", "a", "") == FAULT_NONE);
    CHECK(act(&attempt, "choose", "b", "") == FAULT_NONE);
    struct json *screen = session_screen(attempt.session);
    CHECK_TEXT(json_get_text(json_at(json_get(screen, "widgets"), 0), "chosen"), "b");
    CHECK(json_is_true(json_get(json_at(json_get(screen, "widgets"), 1), "enabled")));
    json_free(screen);
    CHECK(act(&attempt, "next", "", "") == FAULT_NONE);
    CHECK(strcmp(session_item_id(attempt.session), "otp-call") != 0);
    close_attempt(&attempt);
}

TEST(the_right_words_earn_the_mark_and_others_do_not)
{
    static const struct {
        const char *words;
        int outcome;
    } CASES[] = {{RIGHT, 10 * ITEM_ANSWERED + 1}, {WRONG, 10 * ITEM_ANSWERED}, {"Bác chưa biết", 10 * ITEM_ANSWERED}};
    for (size_t i = 0; i < 3; i++) {
        struct attempt attempt = open_attempt((int)i);
        go_to_item(&attempt, "otp-call");
        struct json *screen = session_screen(attempt.session);
        CHECK(act(&attempt, "choose", option_with(screen, CASES[i].words), "") == FAULT_NONE);
        json_free(screen);
        CHECK(outcome_of(&attempt, "otp-call", "4.2") == 10 * ITEM_SEEN);
        CHECK(act(&attempt, "next", "", "") == FAULT_NONE);
        CHECK(outcome_of(&attempt, "otp-call", "4.2") == CASES[i].outcome);
        close_attempt(&attempt);
    }
}

TEST(what_was_not_reached_is_not_seen)
{
    struct attempt attempt = open_attempt(3);
    CHECK(outcome_of(&attempt, "otp-call", "4.2") == 10 * ITEM_NOT_SEEN);
    CHECK(outcome_of(&attempt, "pay-bakery", "4.2") == 10 * ITEM_NOT_SEEN);
    CHECK(outcome_of(&attempt, "practice-tea", "0.1") == -1);
    close_attempt(&attempt);
}

TEST(places_of_options_say_nothing_of_which_is_right)
{
    int at_place[3] = {0};
    for (int seed = 0; seed < SEEDS; seed++) {
        struct attempt attempt = open_attempt(seed);
        go_to_item(&attempt, "otp-call");
        struct json *screen = session_screen(attempt.session);
        const struct json *options = json_get(json_at(json_get(screen, "widgets"), 0), "options");
        const char *id = option_with(screen, RIGHT);
        CHECK(json_count(options) == 4);
        CHECK_TEXT(json_get_text(json_at(options, 3), "id"), "dont-know");
        CHECK(id[0] >= 'a' && id[0] <= 'c' && id[1] == 0);
        CHECK_TEXT(quiz_right_option(attempt.session, "otp-call"), id);
        CHECK_TEXT(quiz_wrong_option(attempt.session, "otp-call", 2), "dont-know");
        CHECK(quiz_wrong_option(attempt.session, "otp-call", 3) == NULL);
        if (id[0] >= 'a' && id[0] <= 'c')
            at_place[id[0] - 'a']++;
        json_free(screen);
        close_attempt(&attempt);
    }
    /* 40 draws of 3 places: fewer than 3 at one place has a chance below 1e-4. */
    CHECK(at_place[0] >= 3 && at_place[1] >= 3 && at_place[2] >= 3);
}

/* ---- refusals ---- */

TEST(a_refused_act_changes_nothing)
{
    static const struct {
        const char *item, *verb, *target, *value;
        enum fault fault;
    } CASES[] = {{"pay-bakery", "fly", "", "", FAULT_INPUT},
                 {"pay-bakery", "choose", "a", "", FAULT_INPUT},
                 {"pay-bakery", "next", "", "", FAULT_INPUT},
                 {"pay-bakery", "press", "confirm", "", FAULT_INPUT},
                 {"pay-bakery", "press", "", "", FAULT_INPUT},
                 {"pay-bakery", "scan", "printed on the receipt", "", FAULT_INPUT},
                 {"pay-bakery", "type", "PIN", "2580", FAULT_INPUT},
                 {"otp-call", "choose", "a", "", FAULT_CONFLICT},
                 {"nowhere", "press", "receipt", "", FAULT_CONFLICT},
                 {"", "press", "receipt", "", FAULT_CONFLICT}};
    struct attempt attempt = open_attempt(4);
    go_to_item(&attempt, "pay-bakery");
    char *before = screen_text(attempt.session);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        enum fault fault =
            apply(&attempt, EVENT_ACT, CASES[i].item, CASES[i].verb, CASES[i].target, CASES[i].value);
        char *after = screen_text(attempt.session);
        if (fault != CASES[i].fault)
            printf("  case %zu gave %d\n", i, (int)fault);
        CHECK(fault == CASES[i].fault);
        CHECK_TEXT(after, before);
        free(after);
    }
    free(before);
    close_attempt(&attempt);
}

TEST(an_unknown_option_is_impossible)
{
    struct attempt attempt = open_attempt(4);
    CHECK(act(&attempt, "choose", "z", "") == FAULT_INPUT && act(&attempt, "choose", "", "") == FAULT_INPUT);
    CHECK(act(&attempt, "press", "a", "") == FAULT_INPUT);
    close_attempt(&attempt);
}

TEST(an_event_out_of_order_is_a_conflict)
{
    struct attempt attempt = open_attempt(5);
    struct err err = {0};
    CHECK(act(&attempt, "choose", "a", "") == FAULT_NONE);
    for (uint32_t seq = 0; seq < 6; seq++) {
        struct event event = new_event(EVENT_ACT, seq, session_item_id(attempt.session), "choose", "b", "");
        if (seq != 3)
            CHECK(session_apply(attempt.session, &event, &err) == FAULT_CONFLICT);
        event_clear(&event);
    }
    close_attempt(&attempt);
}

TEST(nothing_follows_the_end_and_no_attempt_starts_twice)
{
    struct attempt attempt = open_attempt(6);
    CHECK(apply(&attempt, EVENT_START, "", "", "", "") == FAULT_INPUT);
    CHECK(apply(&attempt, EVENT_FINISH, "", "finish", "", "trainer") == FAULT_NONE);
    CHECK(session_is_finished(attempt.session));
    CHECK(act(&attempt, "choose", "a", "") == FAULT_CONFLICT);
    CHECK(apply(&attempt, EVENT_NOTE, "", "language", "", "en") == FAULT_CONFLICT);
    CHECK(apply(&attempt, EVENT_FINISH, "", "finish", "", "trainer") == FAULT_CONFLICT);
    close_attempt(&attempt);
}

TEST(an_attempt_at_another_version_does_not_open)
{
    struct session *session = NULL;
    struct err err = {0};
    struct event start = new_event(EVENT_START, 1, "", "", "", "");
    CHECK(session_open(quiz, &start, NULL, &session, &err) == FAULT_INPUT && session == NULL);
    memcpy(start.quiz_hash, quiz_hash(quiz), HASH_LEN);
    start.kind = EVENT_ACT;
    CHECK(session_open(quiz, &start, NULL, &session, &err) == FAULT_INPUT && session == NULL);
    event_clear(&start);
}

TEST(typed_text_has_a_length_and_is_visible)
{
    struct attempt attempt = open_attempt(7);
    char *endless = memory_new(1000);
    memset(endless, '5', 999);
    go_to_item(&attempt, "pay-bakery");
    CHECK(act(&attempt, "scan", "sticker on the counter", "") == FAULT_NONE);
    CHECK(act(&attempt, "press", "pay", "") == FAULT_NONE);
    CHECK(act(&attempt, "type", "PIN", endless) == FAULT_INPUT);
    CHECK(act(&attempt, "type", "PIN", "12345") == FAULT_INPUT);
    CHECK(act(&attempt, "type", "PIN", "12a4") == FAULT_INPUT);
    CHECK(act(&attempt, "type", "PIN", "12\xe2\x80\x8b") == FAULT_INPUT);
    CHECK(act(&attempt, "type", "NIP", "2580") == FAULT_INPUT);
    CHECK(act(&attempt, "type", "PIN", "2580") == FAULT_NONE);
    char *screen = screen_text(attempt.session);
    CHECK(strstr(screen, "\"value_len\":4") != NULL);
    free(screen);
    free(endless);
    close_attempt(&attempt);
}

/* ---- the practical task ---- */

static const char *
row_value(const struct json *screen, const char *label)
{
    const struct json *widgets = json_get(screen, "widgets");
    for (size_t i = 0; i < json_count(widgets); i++)
        if (json_get_text(json_at(widgets, i), "label") != NULL &&
            strcmp(json_get_text(json_at(widgets, i), "label"), label) == 0)
            return json_get_text(json_at(widgets, i), "value");
    return "";
}

/* "620.000 đ" -> 620000 */
static long
money(const char *text)
{
    long amount = 0;
    for (; *text != 0 && *text != ' '; text++)
        amount = *text == '.' ? amount : amount * 10 + (*text - '0');
    return amount;
}

TEST(paying_the_sticker_moves_the_money_and_is_a_critical_act)
{
    struct attempt attempt = open_attempt(8);
    uint32_t seq = 0;
    go_to_item(&attempt, "pay-bakery");
    CHECK(act(&attempt, "scan", "sticker on the counter", "") == FAULT_NONE);
    struct json *check = session_screen(attempt.session);
    CHECK(act(&attempt, "press", "pay", "") == FAULT_NONE && act(&attempt, "type", "PIN", "2580") == FAULT_NONE);
    CHECK(act(&attempt, "press", "confirm", "") == FAULT_NONE);
    uint32_t paid_at = (uint32_t)attempt.events.count;
    struct json *paid = session_screen(attempt.session);
    CHECK_TEXT(row_value(paid, "Người nhận"), row_value(check, "Trả cho"));
    CHECK(money(row_value(paid, "Bác còn")) ==
          money(row_value(check, "Bác đang có")) - money(row_value(check, "Số tiền")));
    CHECK(money(row_value(check, "Số tiền")) >= 20000);
    CHECK(line_of(&attempt, "pay-bakery", "Sent no money to the scammer", &seq) == 0 && seq == paid_at);
    CHECK(act(&attempt, "press", "done", "") == FAULT_NONE && session_is_done(attempt.session));
    CHECK(outcome_of(&attempt, "pay-bakery", "4.2") == 10 * ITEM_ANSWERED);
    json_free(check);
    json_free(paid);
    close_attempt(&attempt);
}

/* Weights of scripts/simulations/bank_qr_payment.lua: 4.2 is 2 + 1 + 1, 5.2 is 2 + 3 + 1; thresholds .34, .67, .99. */
TEST(walks_of_every_kind_give_their_categories_for_every_seed)
{
    static const struct {
        const char *kind;
        int safe, pays;
    } KINDS[] = {{"careful", 3, 3}, {"half", 2, 1}, {"careless", 0, 0}};
    for (int seed = 0; seed < SEEDS; seed++)
        for (size_t kind = 0; kind < 3; kind++) {
            struct attempt attempt = open_attempt(seed);
            struct event_list acts = {0};
            struct err err = {0};
            go_to_item(&attempt, "pay-bakery");
            CHECK(quiz_walk_acts(quiz, "pay-bakery", KINDS[kind].kind, attempt.session, &acts, &err) == FAULT_NONE);
            for (size_t i = 0; i < acts.count; i++)
                CHECK(act(&attempt, acts.events[i].verb, acts.events[i].target, acts.events[i].value) == FAULT_NONE);
            CHECK(session_is_done(attempt.session));
            CHECK(outcome_of(&attempt, "pay-bakery", "4.2") == 10 * ITEM_ANSWERED + KINDS[kind].safe);
            CHECK(outcome_of(&attempt, "pay-bakery", "5.2") == 10 * ITEM_ANSWERED + KINDS[kind].pays);
            event_list_clear(&acts);
            close_attempt(&attempt);
        }
}

TEST(a_task_has_one_item_an_indicator_and_their_weights_make_one)
{
    for (size_t i = 0; i < quiz_item_count(quiz); i++) {
        const struct quiz_item *item = quiz_item_at(quiz, i);
        double weight = 0;
        for (size_t n = 0; n < item->part_count; n++) {
            weight += item->parts[n].weight;
            CHECK(item->parts[n].steps == (item->is_practical ? 3 : 1));
            CHECK(item->parts[n].a > 0 && item->parts[n].guessing < 0.51);
        }
        CHECK(item->is_practice ? item->part_count == 0 : item->part_count > 0);
        CHECK_NEAR(weight, item->is_practice ? 0 : 1, 1e-9);
    }
}

/* ---- variation ---- */

TEST(amounts_differ_between_attempts_and_stay_in_their_range)
{
    long seen[SEEDS];
    int different = 0, first_is_back = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        struct attempt attempt = open_attempt(seed);
        go_to_item(&attempt, "pay-bakery");
        CHECK(act(&attempt, "scan", "sticker on the counter", "") == FAULT_NONE);
        struct json *check = session_screen(attempt.session);
        char *whole = json_write_text(check);
        seen[seed] = money(row_value(check, "Số tiền"));
        CHECK(seen[seed] >= 20000 && seen[seed] <= 95000 && seen[seed] % 5000 == 0);
        different += seed > 0 && seen[seed] != seen[0];
        first_is_back += strstr(whole, "go-back") < strstr(whole, "\"pay\"");
        free(whole);
        json_free(check);
        close_attempt(&attempt);
    }
    CHECK(different > SEEDS / 2);
    /* Twins change places: 40 draws of 2, all alike has a chance of 2e-12. */
    CHECK(first_is_back > 0 && first_is_back < SEEDS);
}

TEST(the_name_of_the_payee_goes_with_the_name_of_the_shop)
{
    static const char *const PAIRS[][2] = {
        {"Cô Nga", "TIEM BANH CO NGA"}, {"Bà Lan", "TIEM BANH BA LAN"}, {"Chú Tỵ", "TIEM BANH CHU TY"}};
    int met[3] = {0};
    for (int seed = 0; seed < SEEDS; seed++) {
        struct attempt attempt = open_attempt(seed);
        go_to_item(&attempt, "pay-bakery");
        CHECK(act(&attempt, "press", "receipt", "") == FAULT_NONE);
        CHECK(act(&attempt, "scan", "printed on the receipt", "") == FAULT_NONE);
        struct json *check = session_screen(attempt.session);
        for (size_t i = 0; i < 3; i++)
            if (strstr(json_get_text(check, "story"), PAIRS[i][0]) != NULL) {
                CHECK_TEXT(row_value(check, "Trả cho"), PAIRS[i][1]);
                met[i]++;
            }
        json_free(check);
        close_attempt(&attempt);
    }
    CHECK(met[0] > 0 && met[1] > 0 && met[2] > 0 && met[0] + met[1] + met[2] == SEEDS);
}

/* ---- languages ---- */

TEST(the_language_changes_words_and_nothing_else)
{
    struct attempt attempt = open_attempt(9);
    go_to_item(&attempt, "otp-call");
    char *before = screen_text(attempt.session);
    CHECK(apply(&attempt, EVENT_NOTE, "", "language", "", "en") == FAULT_NONE);
    struct json *screen = session_screen(attempt.session);
    CHECK_TEXT(session_language(attempt.session), "en");
    CHECK(strstr(json_get_text(screen, "asks"), "They ask for your OTP.") != NULL);
    CHECK_TEXT(option_with(screen, "Do not read it, hang up"), quiz_right_option(attempt.session, "otp-call"));
    json_free(screen);
    CHECK(apply(&attempt, EVENT_NOTE, "", "language", "", "vi-VN") == FAULT_NONE);
    CHECK_TEXT(session_language(attempt.session), "en");
    CHECK(apply(&attempt, EVENT_NOTE, "", "hand", "", "up") == FAULT_NONE);
    CHECK(apply(&attempt, EVENT_NOTE, "", "language", "", "vi") == FAULT_NONE);
    char *after = screen_text(attempt.session);
    CHECK_TEXT(after, before);
    free(before);
    free(after);
    close_attempt(&attempt);
}

int
main(void)
{
    load_shipped_quiz();
    RUN(a_test_begins_with_practice_that_has_no_number);
    RUN(a_choice_may_change_until_next_and_next_needs_one);
    RUN(the_right_words_earn_the_mark_and_others_do_not);
    RUN(what_was_not_reached_is_not_seen);
    RUN(places_of_options_say_nothing_of_which_is_right);
    RUN(a_refused_act_changes_nothing);
    RUN(an_unknown_option_is_impossible);
    RUN(an_event_out_of_order_is_a_conflict);
    RUN(nothing_follows_the_end_and_no_attempt_starts_twice);
    RUN(an_attempt_at_another_version_does_not_open);
    RUN(typed_text_has_a_length_and_is_visible);
    RUN(paying_the_sticker_moves_the_money_and_is_a_critical_act);
    RUN(walks_of_every_kind_give_their_categories_for_every_seed);
    RUN(a_task_has_one_item_an_indicator_and_their_weights_make_one);
    RUN(amounts_differ_between_attempts_and_stay_in_their_range);
    RUN(the_name_of_the_payee_goes_with_the_name_of_the_shop);
    RUN(the_language_changes_words_and_nothing_else);
    quiz_free(quiz);
    return unit_end();
}
