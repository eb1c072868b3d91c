/* store_rows.c - what was committed is there again after closing and opening, and nothing else is.
 */
#include "store_fixture.h"

TEST(classes_come_back_as_they_were)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct class_row first = class_named("Lớp Một"), second = class_named("Lớp Hai"), row = {0},
                     *rows;
    size_t count;
    bool found;
    keep_a_quiz(store);
    OK(store_add_class(store, &first, NULL));
    OK(store_add_class(store, &second, NULL));
    CHECK(first.id > 0 && second.id > first.id);
    OK(store_end_class(store, first.id, 1795009999, NULL));
    OK(store_commit(store, NULL));
    store = reopen(store, folder);
    OK(store_find_class(store, first.id, &row, &found, NULL));
    CHECK(found && row.place == 24 && row.ended_at == 1795009999 && row.opened_at == 1795000000);
    CHECK_TEXT(row.name, "Lớp Một");
    CHECK_TEXT(row.code, "123456");
    CHECK_TEXT(row.quiz, "digital-basics");
    CHECK_TEXT(row.quiz_hash, QUIZ_HASH);
    CHECK_TEXT(row.programme, "digital-basics");
    CHECK(memcmp(row.seed, first.seed, SEED_LEN) == 0);
    OK(store_find_class_by_name(store, "Lớp Hai", &row, &found, NULL));
    CHECK(found && row.id == second.id);
    OK(store_find_class_by_name(store, "lớp hai", &row, &found, NULL));
    CHECK(!found);
    OK(store_list_classes(store, &rows, &count, NULL));
    CHECK(count == 2 && rows[0].id == first.id && rows[1].id == second.id);
    free(rows);
    struct err err = {0};
    CHECK(store_end_class(store, 99, 1, &err) == FAULT_INPUT && strstr(err.text, "99") != NULL);
    store_close(store);
    remove_folder(folder);
}

TEST(learners_are_numbered_in_their_class_and_found_by_their_token)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct class_row one = class_named("1"), two = class_named("2");
    keep_a_quiz(store);
    OK(store_add_class(store, &one, NULL));
    OK(store_add_class(store, &two, NULL));
    struct learner_row a = learner_named(one.id, "a", "Y Brŏ Niê", 1),
                       b = learner_named(one.id, "b", "Lò Thị Mây", 0),
                       c = learner_named(two.id, "c", "Vàng A Súa", 0), row = {0}, *rows;
    OK(store_add_learner(store, &a, NULL));
    OK(store_add_learner(store, &b, NULL)); /* b and c have no phone yet: they do not collide */
    OK(store_add_learner(store, &c, NULL));
    CHECK(a.number == 1 && b.number == 2 && c.number == 1);
    b.identity_seen = true;
    b.help_given = true;
    b.birth_year = 0;
    memset(b.token_hash, 7, HASH_LEN);
    OK(store_update_learner(store, &b, NULL));
    OK(store_commit(store, NULL));
    store = reopen(store, folder);
    bool found;
    uint8_t token[HASH_LEN];
    memset(token, 7, sizeof token);
    OK(store_find_learner_by_token(store, token, &row, &found, NULL));
    CHECK(found && row.number == 2 && row.identity_seen && row.help_given && row.birth_year == 0);
    CHECK_TEXT(row.name, "Lò Thị Mây");
    memset(token, 0, sizeof token);
    OK(store_find_learner_by_token(store, token, &row, &found, NULL));
    CHECK(!found); /* nobody owns the token that is none */
    OK(store_find_learner(store, "c", &row, &found, NULL));
    CHECK(found && row.class_id == two.id && !row.identity_seen && row.joined_at == 1795000100);
    size_t count;
    int64_t total;
    OK(store_list_learners(store, one.id, &rows, &count, NULL));
    CHECK(count == 2 && strcmp(rows[0].id, "a") == 0 && strcmp(rows[1].id, "b") == 0);
    free(rows);
    OK(store_count_learners(store, one.id, &total, NULL));
    CHECK(total == 2);
    struct learner_row thief = learner_named(two.id, "d", "D", 7);
    CHECK(store_add_learner(store, &thief, NULL) == FAULT_CONFLICT); /* a token has one owner */
    struct learner_row stray = learner_named(99, "e", "E", 0);
    CHECK(store_add_learner(store, &stray, NULL) == FAULT_CONFLICT); /* no such class */
    CHECK(store_update_learner(store, &thief, NULL) == FAULT_INPUT);
    store_close(store);
    remove_folder(folder);
}

TEST(events_come_back_in_order_with_their_texts)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 40), row = {0};
    struct event_list events = {0};
    uint32_t bad_seq = 9;
    bool found;
    store = reopen(store, folder);
    OK(store_read_events(store, attempt.id, &events, &bad_seq, NULL));
    CHECK(bad_seq == 0 && events.count == 40);
    CHECK(events.events[0].kind == EVENT_START && events.events[39].seq == 40);
    CHECK(events.events[39].wall_ms == 1795000200040);
    CHECK_TEXT(events.events[39].value, "Đúng");
    event_list_clear(&events);
    OK(store_find_attempt(store, attempt.id, &row, &found, NULL));
    CHECK(found && row.last_seq == 40 && memcmp(row.chain, attempt.chain, HASH_LEN) == 0);
    CHECK_TEXT(row.quiz_hash, QUIZ_HASH);
    OK(store_check(store, NULL));
    struct err err = {0};
    CHECK(store_read_events(store, "nobody", &events, &bad_seq, &err) == FAULT_INPUT);
    CHECK(strstr(err.text, "nobody") != NULL);
    store_close(store);
    remove_folder(folder);
}

TEST(an_event_out_of_order_or_twice_is_a_conflict_and_changes_nothing)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 3), stale = attempt;
    struct event again = event_numbered(3), gap = event_numbered(5), next = event_numbered(4);
    CHECK(store_append_event(store, &attempt, &again, NULL) == FAULT_CONFLICT);
    CHECK(store_append_event(store, &attempt, &gap, NULL) == FAULT_CONFLICT);
    CHECK(!store_has_pending(store) && attempt.last_seq == 3);
    OK(store_append_event(store, &attempt, &next, NULL));
    CHECK(store_append_event(store, &stale, &next, NULL) ==
          FAULT_CONFLICT); /* somebody else was faster */
    CHECK(stale.last_seq == 3 && attempt.last_seq == 4);
    next = event_numbered(5);
    next.value = (char *)"\xff";
    CHECK(store_append_event(store, &attempt, &next, NULL) == FAULT_INPUT);
    OK(store_commit(store, NULL));
    struct event_list events = {0};
    uint32_t bad_seq;
    OK(store_read_events(store, attempt.id, &events, &bad_seq, NULL));
    CHECK(events.count == 4);
    event_list_clear(&events);
    store_close(store);
    remove_folder(folder);
}

TEST(rolled_back_and_never_committed_changes_are_gone)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 2), row = {0};
    struct attempt_row before = attempt;
    struct event next = event_numbered(3);
    bool found;
    CHECK(!store_has_pending(store));
    OK(store_append_event(store, &attempt, &next, NULL));
    CHECK(store_has_pending(store));
    store_roll_back(store);
    CHECK(!store_has_pending(store));
    OK(store_find_attempt(store, attempt.id, &row, &found, NULL));
    CHECK(row.last_seq == 2);
    attempt = before;
    OK(store_append_event(store, &attempt, &next, NULL));
    store = reopen(store, folder); /* closing commits nothing */
    OK(store_find_attempt(store, attempt.id, &row, &found, NULL));
    CHECK(row.last_seq == 2 && memcmp(row.chain, before.chain, HASH_LEN) == 0);
    OK(store_commit(store, NULL)); /* nothing to commit is no fault */
    store_close(store);
    remove_folder(folder);
}

TEST(the_newest_attempt_of_a_learner_is_found)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct attempt_row first = fill(store, 1), row = {0}, *rows;
    struct learner_row learner = {.class_id = first.class_id};
    bool found;
    size_t count;
    snprintf(learner.id, sizeof learner.id, "%s", first.learner_id);
    struct attempt_row second =
        attempt_named("ssssssssssssssssssssssssss", &learner); /* in the same second */
    OK(store_add_attempt(store, &second, NULL));
    OK(store_finish_attempt(store, first.id, 1795000300, NULL));
    OK(store_commit(store, NULL));
    OK(store_find_attempt_of(store, learner.id, &row, &found, NULL));
    CHECK(found);
    CHECK_TEXT(row.id, second.id);
    OK(store_list_attempts(store, first.class_id, &rows, &count, NULL));
    CHECK(count == 2 && rows[0].finished_at == 1795000300 && rows[1].finished_at == 0);
    free(rows);
    OK(store_list_attempts(store, 0, &rows, &count, NULL));
    CHECK(count == 2);
    free(rows);
    OK(store_list_attempts(store, 77, &rows, &count, NULL));
    CHECK(count == 0);
    free(rows);
    CHECK(store_finish_attempt(store, "nobody", 1, NULL) == FAULT_INPUT);
    CHECK(store_add_attempt(store, &second, NULL) == FAULT_CONFLICT);
    store_close(store);
    remove_folder(folder);
}

TEST(quizzes_results_and_settings_come_back)
{
    char *folder = new_folder(), *quiz, *value;
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 1);
    struct json *files, *evidence = json_new_object(), *decision = json_new_array(), *e, *d;
    char hash[65];
    bool found;
    keep_a_quiz(store); /* keeping a version twice is fine */
    OK(store_read_result(store, attempt.id, hash, &e, &d, &found, NULL));
    CHECK(!found && e == NULL && d == NULL);
    json_put_integer(evidence, "4.2", 3);
    OK(store_put_result(store, attempt.id, QUIZ_HASH, evidence, decision, NULL));
    json_put_integer(evidence, "4.2", 4);
    OK(store_put_result(store, attempt.id, QUIZ_HASH, evidence, decision, NULL));
    OK(store_put_setting(store, "office", "Sở KH&CN Phú Thọ", NULL));
    OK(store_put_setting(store, "office", "Sở KH&CN Hà Giang", NULL));
    OK(store_commit(store, NULL));
    store = reopen(store, folder);
    OK(store_read_result(store, attempt.id, hash, &e, &d, &found, NULL));
    int64_t band = 0;
    CHECK(found && json_read_integer(json_get(e, "4.2"), &band) && band == 4 && json_is_array(d));
    CHECK_TEXT(hash, QUIZ_HASH);
    OK(store_read_quiz(store, QUIZ_HASH, &quiz, &files, NULL));
    CHECK_TEXT(quiz, "digital-basics");
    CHECK_TEXT(json_get_text(files, "quiz.lua"), "title = \"Số\"\n");
    free(quiz);
    json_free(files);
    CHECK(store_read_quiz(store, "ff", &quiz, &files, NULL) == FAULT_INPUT && quiz == NULL &&
          files == NULL);
    OK(store_read_setting(store, "office", &value, NULL));
    CHECK_TEXT(value, "Sở KH&CN Hà Giang");
    free(value);
    OK(store_read_setting(store, "nothing", &value, NULL));
    CHECK(value == NULL);
    json_free(evidence);
    json_free(decision);
    json_free(e);
    json_free(d);
    store_close(store);
    remove_folder(folder);
}

TEST(certificates_come_back_byte_for_byte_and_numbers_are_never_reused)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 1);
    struct certificate_row row = {.id = "7F3K-0000-0000-0001",
                                  .class_id = attempt.class_id,
                                  .status_index = 12,
                                  .issued_at = 1795000400},
                           back = {0}, *rows;
    struct buffer cose = {0}, pdf = {0}, got_cose = {0}, got_pdf = {0};
    bool found;
    size_t count;
    snprintf(row.attempt_id, sizeof row.attempt_id, "%s", attempt.id);
    buffer_add(&cose, "\x84\x00\xff", 3);
    for (int i = 0; i < 200000; i++)
        buffer_add_byte(&pdf, (uint8_t)(i * 7));
    OK(store_next_sequence(store, &row.sequence, NULL));
    CHECK(row.sequence == 1);
    OK(store_add_certificate(store, &row, &cose, &pdf, NULL));
    OK(store_next_sequence(store, &row.sequence, NULL));
    CHECK(row.sequence == 2);
    CHECK(store_add_certificate(store, &row, &cose, &pdf, NULL) ==
          FAULT_CONFLICT); /* the id is taken */
    snprintf(row.id, sizeof row.id, "7F3K-0000-0000-0002");
    row.sequence = 1;
    CHECK(store_add_certificate(store, &row, &cose, &pdf, NULL) ==
          FAULT_CONFLICT); /* the number is taken */
    row.sequence = 2;
    OK(store_add_certificate(store, &row, &cose, &pdf, NULL));
    OK(store_commit(store, NULL));
    store = reopen(store, folder);
    OK(store_read_certificate(store, row.id, &got_cose, &got_pdf, NULL));
    CHECK(got_cose.len == 3 && memcmp(got_cose.data, cose.data, 3) == 0);
    CHECK(got_pdf.len == pdf.len && memcmp(got_pdf.data, pdf.data, pdf.len) == 0);
    OK(store_read_certificate(store, row.id, NULL, NULL, NULL));
    CHECK(store_read_certificate(store, "none", &got_cose, NULL, NULL) == FAULT_INPUT);
    OK(store_find_certificate(store, row.id, &back, &found, NULL));
    CHECK(found && back.sequence == 2 && back.status_index == 12 && back.issued_at == 1795000400);
    OK(store_find_certificate_of(store, attempt.id, &back, &found, NULL));
    CHECK(found && back.sequence == 2);
    OK(store_list_certificates(store, attempt.class_id, &rows, &count, NULL));
    CHECK(count == 2 && rows[0].sequence == 1);
    free(rows);
    OK(store_list_certificates(store, 0, &rows, &count, NULL));
    CHECK(count == 2);
    free(rows);
    buffer_clear(&cose);
    buffer_clear(&pdf);
    buffer_clear(&got_cose);
    buffer_clear(&got_pdf);
    store_close(store);
    remove_folder(folder);
}

TEST(a_class_that_follows_another_and_its_people_keep_their_links)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct class_row first = class_named("Trước"), second = class_named("Sau"), row = {0};
    struct learner_row before = learner_named(1, "before", "Lò Thị Mây", 0), after, found_row = {0};
    bool found;
    keep_a_quiz(store);
    OK(store_add_class(store, &first, NULL));
    second.follows = first.id;
    snprintf(second.parameters, sizeof second.parameters, "digital-basics-0123456789abcdef");
    OK(store_add_class(store, &second, NULL));
    snprintf(second.village, sizeof second.village, "Đồi Cọ");
    OK(store_update_class(store, &second, NULL));
    before.class_id = first.id;
    OK(store_add_learner(store, &before, NULL));
    after = learner_named(second.id, "after", "Lò Thị Mây", 0);
    snprintf(after.earlier, sizeof after.earlier, "%s", before.id);
    OK(store_add_learner(store, &after, NULL));
    after.help_given = true;
    OK(store_update_learner(store, &after, NULL));
    OK(store_commit(store, NULL));
    store = reopen(store, folder);
    OK(store_find_class(store, first.id, &row, &found, NULL));
    CHECK(found && row.follows == 0 && row.village[0] == 0);
    CHECK_TEXT(row.parameters, "author");
    OK(store_find_class(store, second.id, &row, &found, NULL));
    CHECK(found && row.follows == first.id);
    CHECK_TEXT(row.village, "Đồi Cọ");
    CHECK_TEXT(row.parameters, "digital-basics-0123456789abcdef");
    OK(store_find_learner(store, after.id, &found_row, &found, NULL));
    CHECK(found && found_row.help_given);
    CHECK_TEXT(found_row.earlier, before.id);
    store_close(store);
    remove_folder(folder);
}

TEST(a_published_parameter_set_never_changes)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct json *one = json_new_object(), *other = json_new_object(), *back;
    struct parameters_row *rows;
    size_t count;
    json_put_text(one, "quiz", "q");
    OK(store_add_parameters(store, "q-1", "q", 1795000000, one, NULL));
    OK(store_add_parameters(store, "q-2", "q", 1795000001, other, NULL));
    OK(store_add_parameters(store, "q-1", "q", 1795000002, other, NULL)); /* again */
    OK(store_commit(store, NULL));
    store = reopen(store, folder);
    OK(store_read_parameters(store, "q-1", &back, NULL));
    CHECK_TEXT(json_get_text(back, "quiz"), "q");
    json_free(back);
    OK(store_read_parameters(store, "q-3", &back, NULL));
    CHECK(back == NULL);
    OK(store_list_parameters(store, &rows, &count, NULL));
    CHECK(count == 2 && rows[0].published_at == 1795000001 && rows[1].published_at == 1795000002);
    CHECK_TEXT(rows[0].name, "q-2");
    CHECK_TEXT(rows[1].name, "q-1");
    free(rows);
    json_free(one);
    json_free(other);
    store_close(store);
    remove_folder(folder);
}

int
main(void)
{
    RUN(classes_come_back_as_they_were);
    RUN(learners_are_numbered_in_their_class_and_found_by_their_token);
    RUN(events_come_back_in_order_with_their_texts);
    RUN(an_event_out_of_order_or_twice_is_a_conflict_and_changes_nothing);
    RUN(rolled_back_and_never_committed_changes_are_gone);
    RUN(the_newest_attempt_of_a_learner_is_found);
    RUN(quizzes_results_and_settings_come_back);
    RUN(certificates_come_back_byte_for_byte_and_numbers_are_never_reused);
    RUN(a_class_that_follows_another_and_its_people_keep_their_links);
    RUN(a_published_parameter_set_never_changes);
    return unit_end();
}
