/* classroom_line.c - the whole line without HTTP: join, answer, finish, judge, issue, check, replay. */
#include "classroom_fixture.h"

TEST(a_careful_learner_gets_a_certificate_that_checks_and_replays)
{
    struct err err = {0};
    struct classroom *room = open_room();
    struct class_summary class = open_class(room, "Lớp thôn Đồi Cọ");
    struct joined joined = join(room, class.code, "Nguye\xcc\x82\xcc\x83n Thi\xcc\xa3 Hu\xcc\x9bo\xcc\x9b\xcc\x80ng", JOIN_OK);
    CHECK_TEXT(joined.name, "Nguyễn Thị Hường");
    struct learner_view view = {0};
    play_well(room, joined.token, &view);
    CHECK_TEXT(json_get_text(view.screen, "kind"), "result");
    CHECK_TEXT(json_get_text(view.screen, "certificate"), "ready");
    CHECK(json_count(json_get(view.screen, "can_do")) > 0);
    learner_view_clear(&view);
    CHECK(classroom_end_class(room, class.id, &err) == FAULT_NONE);
    bool done = false;
    struct issued issued;
    CHECK(classroom_issue_next(room, class.id, NULL, &done, &issued, &err) == FAULT_NONE);
    if (!done)
        printf("  %s\n", err.text);
    CHECK(done);
    struct buffer pdf = {0}, again = {0};
    bool found;
    CHECK(file_read(issued.pdf_path, 1 << 22, &pdf, &err) == FAULT_NONE);
    CHECK(classroom_read_pdf(room, issued.certificate, &again, &found, &err) == FAULT_NONE && found);
    CHECK(pdf.len == again.len && memcmp(pdf.data, again.data, pdf.len) == 0);
    struct json *decision;
    char attempt[LEARNER_ID_MAX];
    CHECK(classroom_read_decision(room, joined.learner_id, &decision, attempt, &err) == FAULT_NONE && decision != NULL);
    struct regrade regrade;
    CHECK(classroom_regrade(room, attempt, NULL, &regrade, &err) == FAULT_NONE);
    CHECK(regrade.agrees);
    json_free(decision);
    regrade_clear(&regrade);
    issued_clear(&issued);
    buffer_clear(&pdf);
    buffer_clear(&again);
    classroom_close(room);
}

TEST(what_was_not_committed_never_was)
{
    struct err err = {0};
    struct classroom *room = open_room();
    struct class_summary class = open_class(room, "Lớp mất điện");
    struct joined joined = join(room, class.code, "Hà Văn Khải", JOIN_OK);
    classroom_roll_back(room);
    bool found = true;
    struct learner_view view = {0};
    CHECK(classroom_look(room, joined.token, &found, &view, &err) == FAULT_NONE);
    CHECK(!found);
    classroom_close(room);
}

TEST(an_act_sent_twice_is_answered_twice_and_kept_once)
{
    struct err err = {0};
    struct classroom *room = open_room();
    struct class_summary class = open_class(room, "Lớp gửi lại");
    struct joined joined = join(room, class.code, "Bùi Thị Ân", JOIN_OK);
    struct learner_view view = {0};
    bool found;
    CHECK(classroom_look(room, joined.token, &found, &view, &err) == FAULT_NONE && found);
    char *item = memory_copy_text(json_get_text(view.screen, "item"));
    uint32_t seq = view.seq + 1;
    CHECK(send(room, joined.token, (struct act){seq, item, "choose", "a", ""}, &view) == FAULT_NONE);
    CHECK(send(room, joined.token, (struct act){seq, item, "choose", "a", ""}, &view) == FAULT_NONE);
    CHECK(view.seq == seq);
    CHECK(send(room, joined.token, (struct act){seq, item, "choose", "b", ""}, &view) == FAULT_CONFLICT);
    CHECK(send(room, joined.token, (struct act){seq + 5, item, "choose", "b", ""}, &view) == FAULT_CONFLICT);
    CHECK(send(room, joined.token, (struct act){seq + 1, item, "choose", "no-such", ""}, &view) == FAULT_INPUT);
    CHECK(view.seq == seq);
    learner_view_clear(&view);
    free(item);
    classroom_close(room);
}

TEST(a_name_in_use_waits_for_the_trainer)
{
    struct err err = {0};
    struct classroom *room = open_room();
    struct class_summary class = open_class(room, "Lớp trùng tên");
    struct joined first = join(room, class.code, "Lê Văn Tý", JOIN_OK);
    join(room, class.code, "Lê  Văn Tý ", JOIN_NAME_IN_USE);
    CHECK(classroom_release(room, first.learner_id, &err) == FAULT_NONE);
    struct joined second = join(room, class.code, "Lê Văn Tý", JOIN_OK);
    CHECK_TEXT(second.learner_id, first.learner_id);
    bool found;
    struct learner_view view = {0};
    CHECK(classroom_look(room, first.token, &found, &view, &err) == FAULT_NONE && found && view.is_elsewhere);
    CHECK_TEXT(json_get_text(view.screen, "kind"), "elsewhere");
    learner_view_clear(&view);
    CHECK(send(room, first.token, (struct act){2, "x", "choose", "a", ""}, &view) == FAULT_CONFLICT);
    learner_view_clear(&view);
    join(room, "000000", "Lê Văn Tý", JOIN_WRONG_CODE);
    join(room, class.code, "\xe2\x80\xaeLê", JOIN_BAD_NAME);
    classroom_close(room);
}

TEST(a_class_that_is_opened_again_replays_before_and_after_its_second_end)
{
    struct err err = {0};
    struct classroom *room = open_room();
    struct class_summary class = open_class(room, "Lớp mở lại");
    struct joined joined = join(room, class.code, "Lê Thị Mở", JOIN_OK);
    struct deed *deeds = NULL;
    struct json *decision = NULL;
    struct regrade regrade = {0};
    size_t count = 0;
    char attempt[LEARNER_ID_MAX];
    CHECK(classroom_end_class(room, class.id, &err) == FAULT_NONE);
    CHECK(classroom_list_deeds(room, class.id, &deeds, &count, &err) == FAULT_NONE && count == 1);
    CHECK_TEXT(deeds[0].verb, "end");
    CHECK(classroom_undo(room, class.id, deeds[0].seq, &err) == FAULT_NONE);
    free(deeds);
    CHECK(classroom_read_decision(room, joined.learner_id, &decision, attempt, &err) == FAULT_NONE);
    json_free(decision);
    CHECK(classroom_regrade(room, attempt, NULL, &regrade, &err) == FAULT_NONE && regrade.agrees);
    regrade_clear(&regrade);
    struct learner_view view = {0};
    bool found;
    CHECK(classroom_look(room, joined.token, &found, &view, &err) == FAULT_NONE && found && !view.has_finished);
    struct act act = {view.seq + 1, json_get_text(view.screen, "item"), "choose", "a", ""};
    struct learner_view after = {0};
    CHECK(classroom_act(room, joined.token, &act, &found, &after, &err) == FAULT_NONE);
    learner_view_clear(&view);
    learner_view_clear(&after);
    CHECK(classroom_regrade(room, attempt, NULL, &regrade, &err) == FAULT_NONE && regrade.agrees);
    regrade_clear(&regrade);
    CHECK(classroom_end_class(room, class.id, &err) == FAULT_NONE);
    CHECK(classroom_regrade(room, attempt, NULL, &regrade, &err) == FAULT_NONE && regrade.agrees);
    regrade_clear(&regrade);
    classroom_close(room);
}

int
main(void)
{
    if (!make_folder())
        return 1;
    RUN(a_careful_learner_gets_a_certificate_that_checks_and_replays);
    RUN(what_was_not_committed_never_was);
    RUN(an_act_sent_twice_is_answered_twice_and_kept_once);
    RUN(a_name_in_use_waits_for_the_trainer);
    RUN(a_class_that_is_opened_again_replays_before_and_after_its_second_end);
    remove_folder();
    return unit_end();
}
