/* classroom_time.c - time limits, breaks, restarts, a day, and sitting again: with a clock that the test turns. */
#include "classroom_fixture.h"

static int64_t calendar_ms, monotonic_ms;

static int64_t
read_calendar(void)
{
    return calendar_ms;
}

static int64_t
read_monotonic(void)
{
    return monotonic_ms;
}

static const struct classroom_clock CLOCK = {read_calendar, read_monotonic};
enum { MINUTE = 60000 };

static void
pass(int64_t ms)
{
    calendar_ms += ms;
    monotonic_ms += ms;
}

static const char *
kind_of(struct classroom *room, const char *token)
{
    static char kind[40];
    struct learner_view view = {0};
    struct err err = {0};
    bool found;
    CHECK(classroom_look(room, token, &found, &view, &err) == FAULT_NONE && found);
    snprintf(kind, sizeof kind, "%s", json_get_text(view.screen, "kind"));
    learner_view_clear(&view);
    CHECK(classroom_commit(room, &err) == FAULT_NONE);
    return kind;
}

/* Answers the practice items: from the first marked one the clock runs. */
static void
leave_practice(struct classroom *room, const char *token)
{
    struct learner_view view = {0};
    struct err err = {0};
    bool found;
    CHECK(classroom_look(room, token, &found, &view, &err) == FAULT_NONE && found);
    while (json_is_true(json_get(view.screen, "practice"))) {
        char *item = memory_copy_text(json_get_text(view.screen, "item"));
        CHECK(send(room, token, (struct act){view.seq + 1, item, "choose", "a", ""}, &view) == FAULT_NONE);
        CHECK(send(room, token, (struct act){view.seq + 1, item, "next", "", ""}, &view) == FAULT_NONE);
        free(item);
    }
    learner_view_clear(&view);
    CHECK(classroom_commit(room, &err) == FAULT_NONE);
}

static struct class_summary
timed_class(struct classroom *room, const char *name, int minutes)
{
    struct err err = {0};
    struct class_summary class = open_class(room, name);
    CHECK(classroom_limit_time(room, class.id, minutes, &err) == FAULT_NONE);
    return class;
}

TEST(practice_costs_no_time_and_the_limit_ends_the_test_with_what_was_answered)
{
    struct classroom *room = open_room_at(&CLOCK);
    struct class_summary class = timed_class(room, "Lớp có giờ", 20);
    struct joined joined = join(room, class.code, "Lê Văn Giờ", JOIN_OK);
    pass(50 * MINUTE);
    CHECK_TEXT(kind_of(room, joined.token), "question");
    leave_practice(room, joined.token);
    pass(19 * MINUTE);
    CHECK_TEXT(kind_of(room, joined.token), "question");
    pass(2 * MINUTE);
    CHECK_TEXT(kind_of(room, joined.token), "result");
    classroom_close(room);
}

TEST(more_time_is_for_one_person)
{
    struct err err = {0};
    struct classroom *room = open_room_at(&CLOCK);
    struct class_summary class = timed_class(room, "Lớp thêm giờ", 10);
    struct joined slow = join(room, class.code, "Lê Văn Chậm", JOIN_OK), other = join(room, class.code, "Lê Văn Khác", JOIN_OK);
    leave_practice(room, slow.token);
    leave_practice(room, other.token);
    CHECK(classroom_add_time(room, slow.learner_id, 5, &err) == FAULT_NONE);
    pass(12 * MINUTE);
    CHECK_TEXT(kind_of(room, other.token), "result");
    CHECK_TEXT(kind_of(room, slow.token), "question");
    pass(4 * MINUTE);
    CHECK_TEXT(kind_of(room, slow.token), "result");
    classroom_close(room);
}

TEST(a_break_and_a_restart_cost_nobody_time)
{
    struct err err = {0};
    struct classroom *room = open_room_at(&CLOCK);
    struct class_summary class = timed_class(room, "Lớp nghỉ giữa giờ", 20);
    struct joined joined = join(room, class.code, "Lê Văn Nghỉ", JOIN_OK);
    leave_practice(room, joined.token);
    pass(10 * MINUTE);
    CHECK(classroom_pause(room, class.id, true, &err) == FAULT_NONE);
    pass(60 * MINUTE);
    CHECK_TEXT(kind_of(room, joined.token), "paused");
    CHECK(classroom_pause(room, class.id, false, &err) == FAULT_NONE);
    CHECK_TEXT(kind_of(room, joined.token), "question");
    classroom_close(room); /* the laptop is off for an hour, and its monotonic clock begins anew */
    calendar_ms += 60 * MINUTE;
    monotonic_ms = 5000;
    room = open_room_at(&CLOCK);
    CHECK_TEXT(kind_of(room, joined.token), "question");
    pass(9 * MINUTE);
    CHECK_TEXT(kind_of(room, joined.token), "question");
    pass(2 * MINUTE);
    CHECK_TEXT(kind_of(room, joined.token), "result");
    classroom_close(room);
}

TEST(no_attempt_is_older_than_a_day_and_a_calendar_that_jumps_makes_none_old)
{
    struct classroom *room = open_room_at(&CLOCK);
    struct class_summary class = open_class(room, "Lớp một ngày");
    struct joined joined = join(room, class.code, "Lê Văn Ngày", JOIN_OK);
    CHECK_TEXT(kind_of(room, joined.token), "question");
    calendar_ms += 3650LL * 24 * 60 * MINUTE;
    CHECK_TEXT(kind_of(room, joined.token), "question");
    calendar_ms -= 3650LL * 24 * 60 * MINUTE;
    pass(23 * 60 * MINUTE);
    CHECK_TEXT(kind_of(room, joined.token), "question");
    pass(2 * 60 * MINUTE);
    CHECK_TEXT(kind_of(room, joined.token), "result");
    classroom_close(room);
}

/* The options of the first question in the order that this attempt shows them. */
static char *
options_of(struct classroom *room, const char *token)
{
    struct learner_view view = {0};
    struct err err = {0};
    struct buffer words = {0};
    bool found;
    CHECK(classroom_look(room, token, &found, &view, &err) == FAULT_NONE && found);
    json_write(view.screen, &words);
    learner_view_clear(&view);
    return buffer_take_text(&words);
}

TEST(who_has_finished_sits_again_with_other_variants_three_times_at_most)
{
    struct err err = {0};
    struct classroom *room = open_room_at(&CLOCK);
    struct class_summary class = timed_class(room, "Lớp làm lại", 10);
    struct joined joined = join(room, class.code, "Lê Văn Lại", JOIN_OK);
    char *shown[3];
    for (int sitting = 0; sitting < 3; sitting++) {
        CHECK(classroom_retake(room, joined.learner_id, &err) == FAULT_CONFLICT); /* not finished yet */
        shown[sitting] = options_of(room, joined.token);
        leave_practice(room, joined.token);
        pass(11 * MINUTE);
        CHECK_TEXT(kind_of(room, joined.token), "result");
        if (sitting < 2)
            CHECK(classroom_retake(room, joined.learner_id, &err) == FAULT_NONE);
    }
    CHECK(classroom_retake(room, joined.learner_id, &err) == FAULT_CONFLICT);
    CHECK(strstr(err.text, "3 times") != NULL);
    CHECK(strcmp(shown[0], shown[1]) != 0 || strcmp(shown[1], shown[2]) != 0);
    for (int sitting = 0; sitting < 3; sitting++)
        free(shown[sitting]);
    struct json *attempts = NULL;
    CHECK(classroom_commit(room, &err) == FAULT_NONE && classroom_list_attempts(room, &attempts, &err) == FAULT_NONE);
    for (size_t i = 0; i < json_count(attempts); i++) {
        struct regrade regrade = {0};
        CHECK(classroom_regrade(room, json_get_text(json_at(attempts, i), "attempt"), NULL, &regrade, &err) == FAULT_NONE);
        CHECK(regrade.agrees);
        regrade_clear(&regrade);
    }
    json_free(attempts);
    classroom_close(room);
}

int
main(void)
{
    calendar_ms = (int64_t)time(NULL) * 1000;
    monotonic_ms = 1000;
    if (!make_folder())
        return 1;
    RUN(practice_costs_no_time_and_the_limit_ends_the_test_with_what_was_answered);
    RUN(more_time_is_for_one_person);
    RUN(a_break_and_a_restart_cost_nobody_time);
    RUN(no_attempt_is_older_than_a_day_and_a_calendar_that_jumps_makes_none_old);
    RUN(who_has_finished_sits_again_with_other_variants_three_times_at_most);
    remove_folder();
    return unit_end();
}
