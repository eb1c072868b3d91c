/* classroom_judging.c - critical acts between the events and the decision: tasks that were left, reviews, classes that are
 * opened again. */
#include "classroom_fixture.h"

static const char TASK[] = "pay-bakery";

/* One item; of a task the acts of a walk, less the last `left` ones. */
static void
play_item(struct classroom *room, const char *token, const char *walk, size_t left, struct learner_view *view)
{
    struct err err = {0};
    struct seat *seat;
    struct event_list acts = {0};
    char *item = memory_copy_text(json_get_text(view->screen, "item"));
    CHECK(room_seat_by_token(room, token, &seat, &err) == FAULT_NONE);
    const char *right = quiz_right_option(seat->session, item);
    if (right != NULL) {
        send(room, token, (struct act){view->seq + 1, item, "choose", right, ""}, view);
        send(room, token, (struct act){view->seq + 1, item, "next", "", ""}, view);
    } else {
        const struct quiz *quiz = room_shipped_quiz(room, "digital-basics", &(size_t){0});
        CHECK(quiz_walk_acts(quiz, item, walk, seat->session, &acts, &err) == FAULT_NONE && acts.count > left);
        for (size_t i = 0; i + left < acts.count; i++)
            CHECK(send(room, token, (struct act){view->seq + 1, item, acts.events[i].verb, acts.events[i].target,
                                                 acts.events[i].value}, view) == FAULT_NONE);
        event_list_clear(&acts);
    }
    free(item);
}

/* Everything right up to the task, which is done as a walk says but for its last acts. */
static struct joined
play_to_task(struct classroom *room, const struct class_summary *class, const char *name, const char *walk, size_t left)
{
    struct joined joined = join(room, class->code, name, JOIN_OK);
    struct learner_view view = {0};
    struct err err = {0};
    bool found, was_task = false;
    CHECK(classroom_look(room, joined.token, &found, &view, &err) == FAULT_NONE && found);
    for (int turns = 0; turns < 60 && !was_task && !view.has_finished; turns++) {
        was_task = strcmp(json_get_text(view.screen, "item"), TASK) == 0;
        play_item(room, joined.token, walk, left, &view);
    }
    CHECK(was_task);
    learner_view_clear(&view);
    CHECK(classroom_commit(room, &err) == FAULT_NONE);
    return joined;
}

static struct json *
decision_of(struct classroom *room, const struct joined *joined, char attempt[LEARNER_ID_MAX])
{
    struct json *decision = NULL;
    struct err err = {0};
    CHECK(classroom_read_decision(room, joined->learner_id, &decision, attempt, &err) == FAULT_NONE && decision != NULL);
    return decision;
}

static const struct json *
safety_of(const struct json *decision)
{
    return json_get(json_get(json_get(decision, "indicators"), "4.2"), "safety");
}

static bool
agrees(struct classroom *room, const char *attempt)
{
    struct regrade regrade = {0};
    struct err err = {0};
    bool agree = classroom_regrade(room, attempt, NULL, &regrade, &err) == FAULT_NONE && regrade.agrees;
    regrade_clear(&regrade);
    return agree;
}

TEST(a_task_left_half_way_shows_no_safety_but_what_was_done_in_it_counts)
{
    static const struct { const char *name, *walk; size_t left; bool is_seen; int64_t safe; size_t criticals; } TABLE[] = {
        {"Lê Thị Trọn", "careful", 0, true, 1, 0},
        {"Lê Thị Dở", "careful", 2, false, 0, 0},
        {"Lê Thị Trót", "careless", 1, true, 0, 1}, /* the money is gone, whoever presses the last button */
    };
    struct err err = {0};
    struct classroom *room = open_room();
    struct class_summary class = open_class(room, "Lớp dở dang");
    struct joined joined[3];
    char attempt[LEARNER_ID_MAX];
    for (size_t i = 0; i < 3; i++)
        joined[i] = play_to_task(room, &class, TABLE[i].name, TABLE[i].walk, TABLE[i].left);
    CHECK(classroom_end_class(room, class.id, &err) == FAULT_NONE);
    for (size_t i = 0; i < 3; i++) {
        struct json *decision = decision_of(room, &joined[i], attempt);
        int64_t safe = -1;
        CHECK((safety_of(decision) != NULL) == TABLE[i].is_seen);
        if (TABLE[i].is_seen)
            CHECK(json_read_integer(json_get(safety_of(decision), "safe"), &safe) && safe == TABLE[i].safe);
        CHECK(json_count(json_get(decision, "criticals")) == TABLE[i].criticals);
        CHECK(agrees(room, attempt));
        json_free(decision);
    }
    classroom_close(room);
}

TEST(a_review_outlives_a_class_that_is_opened_again)
{
    struct err err = {0};
    struct classroom *room = open_room();
    struct class_summary class = open_class(room, "Lớp xét lại");
    struct joined joined = play_to_task(room, &class, "Trần Văn Trót", "careless", 1);
    struct deed *deeds = NULL;
    struct learner_view view = {0};
    size_t count = 0;
    bool found;
    char attempt[LEARNER_ID_MAX];
    CHECK(classroom_end_class(room, class.id, &err) == FAULT_NONE);
    json_free(decision_of(room, &joined, attempt));
    CHECK(classroom_overturn(room, attempt, TASK, "Người ngồi cạnh bấm hộ.", &err) == FAULT_NONE);
    CHECK(agrees(room, attempt));
    CHECK(classroom_list_deeds(room, class.id, &deeds, &count, &err) == FAULT_NONE && count == 1);
    CHECK(classroom_undo(room, class.id, deeds[0].seq, &err) == FAULT_NONE); /* "end"; a review is no deed to undo */
    free(deeds);
    CHECK(classroom_look(room, joined.token, &found, &view, &err) == FAULT_NONE && !view.has_finished);
    CHECK(classroom_overturn(room, attempt, TASK, "Người ngồi cạnh bấm hộ.", &err) == FAULT_CONFLICT);
    CHECK(classroom_end_class(room, class.id, &err) == FAULT_NONE);
    struct json *decision = decision_of(room, &joined, attempt);
    CHECK_TEXT(json_get_text(json_at(json_get(decision, "criticals"), 0), "state"), "overturned");
    CHECK(!json_is_true(json_get(decision, "open_critical")) && agrees(room, attempt));
    json_free(decision);
    learner_view_clear(&view);
    classroom_close(room);
}

int
main(void)
{
    if (!make_folder())
        return 1;
    RUN(a_task_left_half_way_shows_no_safety_but_what_was_done_in_it_counts);
    RUN(a_review_outlives_a_class_that_is_opened_again);
    remove_folder();
    return unit_end();
}
