/* quiz_questions.c - questions of every kind: what an answer earns, by tables computed by hand.
 *
 * Steps are reached at .33, .66 and .99 of the credit (at .33 and .99 if there are two), so each of three
 * equal parts is a category. */
#include "question_words.h"

enum { ACTS_MAX = 8 };

/* ---- what an answer earns ---- */

struct answer_case {
    const char *item;
    int category, most;
    const char *acts[ACTS_MAX];
};

static void
check_case(const struct answer_case *one, const char *indicator, int seed)
{
    struct attempt attempt = open_at(seed, one->item);
    uint32_t seq;
    bool is_done = true;
    for (size_t i = 0; i < ACTS_MAX && one->acts[i] != NULL; i++)
        is_done = do_words(&attempt, one->acts[i]) == FAULT_NONE && is_done;
    is_done = do_words(&attempt, "next") == FAULT_NONE && is_done;
    int outcome = outcome_of(&attempt, one->item, indicator);
    bool is_choice = strncmp(one->item, "one", 3) == 0 || strcmp(one->item, "either") == 0;
    int line = line_of(&attempt, one->item, is_choice ? "Chose the right answer" : "Answered right", &seq);
    if (!is_done || outcome != 10 * ITEM_ANSWERED + one->category || line != (one->category == one->most)) {
        printf("  %s, %s …: done %d, outcome %d, line %d; wanted category %d\n", one->item, one->acts[0], is_done,
               outcome, line, one->category);
        unit_broken = 1;
    }
    close_attempt(&attempt);
}

#define CHECK_CASES(cases, indicator)                                                              \
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases)[0]; i++)                                  \
        for (int seed = 0; seed < 4; seed++)                                                       \
            check_case(&(cases)[i], indicator, seed)

TEST(one_choice_earns_what_the_author_says)
{
    static const struct answer_case CASES[] = {
        {"one", 1, 1, {"choose a"}},
        {"one", 0, 1, {"choose b"}},
        {"one", 0, 1, {"choose dont-know"}},
        {"one", 1, 1, {"choose b", "choose dont-know", "choose a"}},
        {"either", 1, 1, {"choose b"}},
        {"one-part", 3, 3, {"choose a"}},
        {"one-part", 2, 3, {"choose d"}}, /* .70 */
        {"one-part", 1, 3, {"choose c"}}, /* .50 */
        {"one-part", 0, 3, {"choose b"}}};
    CHECK_CASES(CASES, "0.1");
}

TEST(several_earn_their_sum_between_nothing_and_all)
{
    static const struct answer_case CASES[] = {
        {"two", 2, 2, {"choose táo", "choose cam"}},
        {"two", 1, 2, {"choose táo"}},                              /* 1/2 */
        {"two", 1, 2, {"choose táo", "choose cam", "choose bàn"}},  /* 1 - 1/2 */
        {"two", 0, 2, {"choose táo", "choose bàn"}},                /* 1/2 - 1/2 */
        {"two", 0, 2, {"choose bàn"}},                              /* -1/2 */
        {"two", 0, 2, {"choose táo", "choose cam", "choose bàn", "choose ghế"}},
        {"two", 0, 2, {"choose táo", "choose cam", "choose dont-know"}},
        {"two", 2, 2, {"choose dont-know", "choose cam", "choose táo"}},
        {"two", 2, 2, {"choose táo", "choose bàn", "unchoose bàn", "choose cam"}},
        {"two", 1, 2, {"choose táo", "choose táo", "choose táo"}},
        {"three", 3, 3, {"choose a", "choose b", "choose c"}},
        {"three", 2, 3, {"choose a", "choose c"}},                               /* 2/3 */
        {"three", 1, 3, {"choose b"}},                                           /* 1/3 */
        {"three", 2, 3, {"choose a", "choose b", "choose c", "choose x"}},       /* 1 - 1/3 */
        {"weights", 2, 2, {"choose A", "choose B"}},
        {"weights", 1, 2, {"choose A"}},                                         /* .75 */
        {"weights", 0, 2, {"choose B"}},                                         /* .25 */
        {"weights", 0, 2, {"choose A", "choose C"}},                             /* .75 - .5 */
        {"weights", 1, 2, {"choose A", "choose B", "choose C"}},                 /* 1 - .5 */
        {"weights", 0, 2, {"choose A", "choose B", "choose D"}},                 /* 1 - 1 */
        {"weights", 1, 2, {"choose A", "choose B", "choose E"}}};                /* 1 - 1/2 */
    CHECK_CASES(CASES, "0.1");
}

TEST(what_is_typed_earns_what_it_says)
{
    static const struct answer_case CASES[] = {
        {"short", 3, 3, {"type answer = viet tri"}},
        {"short", 3, 3, {"type answer =   VIỆT TRÌ. "}},
        {"short", 3, 3, {"type answer = Viet Trii"}}, /* one slip */
        {"short", 0, 3, {"type answer = Viết Trì"}},
        {"short", 1, 3, {"type answer = phu tho"}}, /* .50 */
        {"short", 0, 3, {"type answer = Hà Nội"}},
        {"short", 3, 3, {"type answer = Hà Nội", "type answer = Việt Trì"}},
        {"short", 0, 3, {"type answer = Việt Trì", "choose dont-know"}},
        {"short", 3, 3, {"choose dont-know", "type answer = Việt Trì"}},
        {"marks", 1, 1, {"type answer = việt trì"}},
        {"marks", 0, 1, {"type answer = viet tri"}},
        {"case", 1, 1, {"type answer = Capital"}},
        {"case", 1, 1, {"type answer = Hà Nội"}},
        {"case", 0, 1, {"type answer = hà nội"}},
        {"number", 1, 1, {"type answer = 35.000"}},
        {"number", 1, 1, {"type answer = 35,5k"}},
        {"number", 1, 1, {"type answer = 34 500 đ"}},
        {"number", 0, 1, {"type answer = 34.499"}},
        {"number", 0, 1, {"type answer = 35.501"}},
        {"number", 0, 1, {"type answer = cá"}},
        {"range", 1, 1, {"type answer = 2,5"}},
        {"range", 1, 1, {"type answer = 5"}},
        {"range", 0, 1, {"type answer = 2,4"}},
        {"range", 0, 1, {"type answer = 5,1"}},
        {"numbers", 3, 3, {"type answer = 6"}},
        {"numbers", 1, 3, {"type answer = 6,5"}},
        {"numbers", 1, 3, {"type answer = 9"}},
        {"numbers", 0, 3, {"type answer = 9,1"}}};
    CHECK_CASES(CASES, "1.1");
}

TEST(days_and_pairs_earn_the_share_that_is_right)
{
    static const struct answer_case CASES[] = {
        {"date", 1, 1, {"type answer = 2 tháng 9 năm 1945"}},
        {"date", 0, 1, {"type answer = 9/2/1945"}},
        {"pairs-2", 2, 2, {"match mèo = meo", "match chó = gâu"}},
        {"pairs-2", 0, 2, {"match mèo = gâu", "match chó = meo"}},
        {"pairs-2", 2, 2, {"match mèo = gâu", "match chó = meo", "match mèo = meo", "match chó = gâu"}},
        {"pairs-2", 0, 2, {"match mèo = meo", "match chó = gâu", "choose dont-know"}},
        {"pairs-2", 2, 2, {"match mèo = gâu", "unmatch mèo", "match chó = gâu", "match mèo = meo"}},
        {"pairs-3", 3, 3, {"match gà = ó o", "match mèo = meo", "match chó = gâu"}},
        {"pairs-3", 2, 3, {"match gà = be be", "match mèo = meo", "match chó = gâu"}}, /* 2/3 */
        {"pairs-3", 1, 3, {"match gà = gâu", "match mèo = meo", "match chó = ó o"}},   /* 1/3 */
        {"pairs-3", 0, 3, {"match gà = meo", "match mèo = gâu", "match chó = ó o"}}};
    CHECK_CASES(CASES, "1.2");
}

TEST(orders_and_gaps_earn_the_share_that_is_right)
{
    static const struct answer_case CASES[] = {
        {"order-3", 2, 2, {"choose 1", "choose 2", "choose 3"}},
        {"order-3", 1, 2, {"choose 2", "choose 3", "choose 1"}}, /* 1/2 */
        {"order-3", 0, 2, {"choose 3", "choose 2", "choose 1"}},
        {"order-3", 2, 2, {"choose 2", "choose 1", "unchoose 2", "choose 2", "choose 3"}},
        {"order-4", 3, 3, {"choose 1", "choose 2", "choose 3", "choose 4"}},
        {"order-4", 2, 3, {"choose 4", "choose 1", "choose 2", "choose 3"}}, /* 2/3 */
        {"order-4", 1, 3, {"choose 1", "choose 2", "choose 4", "choose 3"}}, /* 1/3 */
        {"order-5", 2, 3, {"choose 5", "choose 1", "choose 2", "choose 3", "choose 4"}}, /* 3/4 */
        {"order-5", 1, 3, {"choose 1", "choose 2", "choose 3", "choose 5", "choose 4"}}, /* 2/4 */
        {"gap", 3, 3, {"type 1 = khoa"}},
        {"gap", 1, 3, {"type 1 = đóng"}}, /* .50 */
        {"gap", 0, 3, {"type 1 = mở"}},
        {"gaps-2", 2, 2, {"type 1 = 6", "type 2 = no"}},
        {"gaps-2", 1, 2, {"type 1 = 6", "type 2 = yes"}},
        {"gaps-2", 1, 2, {"type 1 = 7", "type 2 = no"}},
        {"gaps-2", 0, 2, {"type 1 = 7", "type 2 = may be"}},
        {"gaps-4", 3, 3, {"type 1 = mot", "type 2 = 2", "type 3 = 3/3/2003", "type 4 = d"}},
        {"gaps-4", 2, 3, {"type 1 = mot", "type 2 = 2", "type 3 = 3/3/2003", "type 4 = e"}}, /* 3/4 */
        {"gaps-4", 1, 3, {"type 1 = mot", "type 2 = 2", "type 3 = 4/3/2003", "type 4 = e"}}, /* 2/4 */
        {"gaps-4", 0, 3, {"type 1 = hai", "type 2 = 2", "type 3 = 4/3/2003", "type 4 = e"}}};
    CHECK_CASES(CASES, "2.1");
}

/* ---- the item in the model ---- */

TEST(parts_make_the_steps_and_guessing_is_for_one_choice)
{
    static const struct {
        const char *item;
        int steps;
        double b[3], guessing;
    } CASES[] = {{"either", 1, {-.4}, .5},           {"one", 1, {.5}, 1.0 / 3},          {"one-part", 3, {-.2, .5, 1.2}, 0}, {"two", 2, {.15, .85}, 0},
                 {"three", 3, {-.2, .5, 1.2}, 0},    {"short", 3, {-.2, .5, 1.2}, 0},    {"marks", 1, {.5}, 0},
                 {"number", 1, {-.4}, 0},            {"numbers", 3, {-1.1, -.4, .3}, 0}, {"date", 1, {-.4}, 0},
                 {"pairs-2", 2, {-.75, -.05}, 0},    {"pairs-3", 3, {-1.1, -.4, .3}, 0}, {"order-3", 2, {-.75, -.05}, 0},
                 {"order-5", 3, {-1.1, -.4, .3}, 0}, {"gap", 3, {-.2, .5, 1.2}, 0},      {"gaps-4", 3, {-1.1, -.4, .3}, 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        for (size_t n = 0; n < quiz_item_count(quiz); n++) {
            const struct quiz_item *item = quiz_item_at(quiz, n);
            if (strcmp(item->id, CASES[i].item) != 0)
                continue;
            CHECK(item->part_count == 1 && item->parts[0].steps == CASES[i].steps);
            CHECK_NEAR(item->parts[0].guessing, CASES[i].guessing, 1e-12);
            for (int step = 0; step < CASES[i].steps; step++)
                CHECK_NEAR(item->parts[0].b[step], CASES[i].b[step], 1e-12);
        }
}

TEST(practice_of_every_kind_is_played_and_never_marked)
{
    static const char *const ACTS[] = {"choose p",       "next",       "match p = P", "match q = Q",     "next",
                                       "choose r",       "choose q",   "choose p",    "next",            "type answer = x",
                                       "next",           "type 1 = 5", "next"};
    struct attempt attempt = open_attempt(1);
    struct evidence evidence;
    for (size_t i = 0; i < sizeof ACTS / sizeof ACTS[0]; i++)
        CHECK(do_words(&attempt, ACTS[i]) == FAULT_NONE);
    CHECK_TEXT(session_item_id(attempt.session), "one");
    session_evidence(attempt.session, &evidence);
    for (size_t i = 0; i < evidence.line_count; i++)
        CHECK(strncmp(evidence.lines[i].item, "try", 3) != 0);
    for (size_t i = 0; i < evidence.outcome_count; i++)
        CHECK(strncmp(evidence.outcomes[i].item, "try", 3) != 0);
    evidence_clear(&evidence);
    close_attempt(&attempt);
}

/* ---- simulated learners ---- */

TEST(simulated_learners_reach_the_category_that_they_mean)
{
    /* What no answer can reach exactly is the category below. */
    static const struct {
        const char *item, *indicator;
        int steps, reached[4];
    } CASES[] = {{"one", "0.1", 1, {0, 1}},           {"one-part", "0.1", 3, {0, 1, 2, 3}}, {"two", "0.1", 2, {0, 1, 2}},
                 {"three", "0.1", 3, {0, 1, 2, 3}},   {"short", "1.1", 3, {0, 1, 1, 3}},    {"marks", "1.1", 1, {0, 1}},
                 {"case", "1.1", 1, {0, 1}},          {"number", "1.1", 1, {0, 1}},         {"range", "1.1", 1, {0, 1}},
                 {"numbers", "1.1", 3, {0, 1, 1, 3}}, {"date", "1.2", 1, {0, 1}},           {"pairs-2", "1.2", 2, {0, 0, 2}},
                 {"pairs-3", "1.2", 3, {0, 1, 2, 3}}, {"order-3", "2.1", 2, {0, 1, 2}},     {"order-4", "2.1", 3, {0, 1, 2, 3}},
                 {"order-5", "2.1", 3, {0, 1, 2, 3}}, {"gap", "2.1", 3, {0, 1, 1, 3}},      {"gaps-2", "2.1", 2, {0, 1, 2}},
                 {"gaps-4", "2.1", 3, {0, 1, 2, 3}}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        for (int category = 0; category <= CASES[i].steps; category++) {
            struct attempt attempt = open_at(10 + (int)i, CASES[i].item);
            struct event_list acts = {0};
            quiz_answer_acts(attempt.session, CASES[i].item, (double)category / CASES[i].steps, &acts);
            for (size_t n = 0; n < acts.count; n++)
                CHECK(act(&attempt, acts.events[n].verb, acts.events[n].target, acts.events[n].value) == FAULT_NONE);
            int outcome = outcome_of(&attempt, CASES[i].item, CASES[i].indicator);
            if (outcome != 10 * ITEM_ANSWERED + CASES[i].reached[category]) {
                printf("  %s: meant %d, outcome %d\n", CASES[i].item, category, outcome);
                unit_broken = 1;
            }
            event_list_clear(&acts);
            close_attempt(&attempt);
        }
}

int
main(void)
{
    quiz = make_quiz(QUESTIONS);
    if (quiz == NULL)
        return 1;
    RUN(one_choice_earns_what_the_author_says);
    RUN(several_earn_their_sum_between_nothing_and_all);
    RUN(what_is_typed_earns_what_it_says);
    RUN(days_and_pairs_earn_the_share_that_is_right);
    RUN(orders_and_gaps_earn_the_share_that_is_right);
    RUN(parts_make_the_steps_and_guessing_is_for_one_choice);
    RUN(practice_of_every_kind_is_played_and_never_marked);
    RUN(simulated_learners_reach_the_category_that_they_mean);
    quiz_free(quiz);
    return unit_end();
}
