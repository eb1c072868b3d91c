/* classroom_adaptive.c - a class with an adaptive quiz, under the sanitizers: what was given before reaches the next
 * learner's first event, and nothing else does. */
#include "classroom_fixture.h"

#include <sys/stat.h>

#include "classroom/choose_items.h"

enum { EACH = 10, INDICATORS = 3, ITEMS = EACH * INDICATORS };

static void
write_quiz(const char *name, const char *wishes, int each)
{
    static const char *const CODES[INDICATORS] = {"0.1", "1.1", "4.2"};
    struct buffer text = {0};
    struct err err;
    char *quizzes = file_join(folder, "quizzes"), *home = file_join(quizzes, name), *path = file_join(home, "quiz.lua");
    buffer_print(&text, "quiz { title = \"T\", framework = \"village-basic\", mode = \"adaptive\", adaptive = { %s } }\n", wishes);
    for (int i = 0; i < each * INDICATORS; i++)
        buffer_print(&text, "question \"q%d\" { shows = \"%s\", difficulty = %.1f, asks = \"Câu %d\", right = \"1\", "
                     "wrong = { \"2\", \"3\" } }\n", i, CODES[i % INDICATORS], -2 + 3. * (i / INDICATORS) / each, i);
    mkdir(quizzes, 0700);
    mkdir(home, 0700);
    CHECK(file_write(path, text.data, text.len, 0600, &err) == FAULT_NONE);
    buffer_clear(&text);
    free(quizzes);
    free(home);
    free(path);
}

static struct class_summary
open_adaptive(struct classroom *room, const char *name, const char *quiz)
{
    struct class_summary class = {0};
    struct err err = {0};
    CHECK(classroom_open_class(room, name, quiz, SEED, &class, &err) == FAULT_NONE);
    CHECK(classroom_commit(room, &err) == FAULT_NONE);
    return class;
}

/* To the end, right or wrong as `rights` says by turns ("rrw"); the items that came are appended to `given`. */
static void
sit(struct classroom *room, const char *token, const char *rights, size_t most, char given[400])
{
    struct learner_view view = {0};
    struct err err = {0};
    bool found;
    CHECK(classroom_look(room, token, &found, &view, &err) == FAULT_NONE && found);
    for (size_t n = 0; n < most && !view.has_finished; n++) {
        char *item = memory_copy_text(json_get_text(view.screen, "item"));
        struct seat *seat;
        CHECK(room_seat_by_token(room, token, &seat, &err) == FAULT_NONE);
        const char *option = rights[n % strlen(rights)] == 'r' ? quiz_right_option(seat->session, item)
                                                               : quiz_wrong_option(seat->session, item, 0);
        snprintf(given + strlen(given), 400 - strlen(given), "%s ", item);
        CHECK(send(room, token, (struct act){view.seq + 1, item, "choose", option, ""}, &view) == FAULT_NONE);
        CHECK(send(room, token, (struct act){view.seq + 1, item, "next", "", ""}, &view) == FAULT_NONE);
        free(item);
    }
    learner_view_clear(&view);
    CHECK(classroom_commit(room, &err) == FAULT_NONE);
}

static char *
eligibility_of(struct classroom *room, const char *learner_id)
{
    struct event_list events = {0};
    struct seat *seat = NULL;
    struct err err = {0};
    uint32_t bad_seq;
    CHECK(room_seat_by_id(room, learner_id, &seat, &err) == FAULT_NONE && seat != NULL);
    CHECK(store_read_events(room->store, seat->attempt.id, &events, &bad_seq, &err) == FAULT_NONE);
    char *found = memory_copy_text(events.events[0].eligibility);
    event_list_clear(&events);
    return found;
}

TEST(a_class_goes_on_after_a_restart_and_a_roll_back_and_is_recomputed)
{
    struct classroom *room = open_room();
    struct class_summary class = open_adaptive(room, "Lớp một", "steps");
    struct joined joined = join(room, class.code, "Nguyễn Thị Một", JOIN_OK);
    char given[400] = "", rest[400] = "", again[400] = "";
    struct err err = {0};
    sit(room, joined.token, "rrw", 4, given);
    classroom_close(room);
    room = open_room();
    classroom_roll_back(room);
    sit(room, joined.token, "rrw", 60, rest);
    struct seat *seat = NULL;
    struct regrade regrade;
    CHECK(room_seat_by_id(room, joined.learner_id, &seat, &err) == FAULT_NONE && seat->attempt.finished_at != 0);
    CHECK(classroom_regrade(room, seat->attempt.id, NULL, &regrade, &err) == FAULT_NONE && regrade.agrees);
    regrade_clear(&regrade);
    char *eligibility = eligibility_of(room, joined.learner_id);
    CHECK(strncmp(eligibility, "adaptive:", 9) == 0 && strlen(eligibility) == 9 + (ITEMS + 3) / 4);
    free(eligibility);
    /* The same person in the same class of another folder would have been asked the same: the export says it. */
    struct json *exported;
    bool found;
    CHECK(classroom_export_attempt(room, seat->attempt.id, &exported, &found, &err) == FAULT_NONE && found);
    CHECK(classroom_regrade_export(exported, SHARE, NULL, &regrade, &err) == FAULT_NONE && regrade.agrees);
    regrade_clear(&regrade);
    const struct json *events = json_get(exported, "events");
    for (size_t i = 1; i < json_count(events); i++)
        if (json_get_text(json_at(events, i), "verb") != NULL && strcmp(json_get_text(json_at(events, i), "verb"), "next") == 0)
            snprintf(again + strlen(again), sizeof again - strlen(again), "%s ", json_get_text(json_at(events, i), "item"));
    strncat(given, rest, sizeof given - strlen(given) - 1);
    CHECK_TEXT(again, given);
    json_free(exported);
    classroom_close(room);
}

TEST(an_item_that_many_were_given_is_let_in_less_often_in_the_next_class)
{
    struct classroom *room = open_room();
    struct class_summary class = open_adaptive(room, "Lớp hai", "short"), later;
    struct err err = {0};
    double given[ITEMS] = {0};
    char name[64], items[400];
    for (int i = 0; i < 30; i++) {
        items[0] = 0;
        snprintf(name, sizeof name, "Trần Văn %c%c", 'A' + i / 5, 'a' + i % 5);
        struct joined joined = join(room, class.code, name, JOIN_OK);
        sit(room, joined.token, "rwr", 60, items);
        for (char *at = strtok(items, " "); at != NULL; at = strtok(NULL, " "))
            given[strtol(at + 1, NULL, 10)]++;
    }
    later = open_adaptive(room, "Lớp ba", "short");
    size_t most = 0, least = 0, lets_in_most = 0, lets_in_least = 0;
    for (size_t i = 0; i < ITEMS; i++) {
        most = given[i] > given[most] ? i : most;
        least = given[i] < given[least] ? i : least;
    }
    CHECK(given[most] >= 10 && given[most] <= 20 && given[least] <= 5);
    struct item_bank *bank;
    const struct quiz *quiz = room_shipped_quiz(room, "short", &(size_t){0});
    CHECK(room_item_bank(room, quiz, "author", "", &bank, &err) == FAULT_NONE);
    for (uint8_t n = 0; n < 200; n++) {
        const uint8_t seed[SEED_LEN] = {n, 9};
        bool is_eligible[ITEMS];
        char *eligibility;
        CHECK(room_draw_items(room, bank, quiz, later.id, seed, &eligibility, &err) == FAULT_NONE);
        CHECK(quiz_read_adaptive_eligibility(quiz, eligibility, is_eligible, &err) == FAULT_NONE);
        lets_in_most += is_eligible[most];
        lets_in_least += is_eligible[least];
        free(eligibility);
    }
    CHECK(lets_in_least >= 195 && lets_in_most < 190);
    classroom_close(room);
}

TEST(a_thin_or_unmeasured_bank_is_a_fixed_form)
{
    struct classroom *room = open_room();
    struct delivery delivery;
    struct err err = {0};
    struct class_summary thin = open_adaptive(room, "Lớp mỏng", "thin"), new = open_adaptive(room, "Lớp mới", "unmeasured");
    CHECK(classroom_delivery(room, thin.id, &delivery, &err) == FAULT_NONE);
    CHECK(delivery.how == DELIVERY_FALLBACK && delivery.there == 7 && delivery.usable == 7 && !delivery.is_by_author);
    CHECK(classroom_delivery(room, new.id, &delivery, &err) == FAULT_NONE);
    CHECK(delivery.how == DELIVERY_FALLBACK && delivery.there == EACH && delivery.usable == 0);
    CHECK_TEXT(delivery.indicator, "0.1");
    struct joined joined = join(room, thin.code, "Lê Văn Sáu", JOIN_OK);
    char *eligibility = eligibility_of(room, joined.learner_id);
    CHECK_TEXT(eligibility, "");
    free(eligibility);
    struct class_view view;
    CHECK(classroom_view(room, thin.id, &view, &err) == FAULT_NONE);
    CHECK(view.delivery.how == DELIVERY_FALLBACK && !view.tiles[0].is_adaptive && view.tiles[0].item_count == 7 * INDICATORS);
    class_view_clear(&view);
    classroom_close(room);
}

TEST(a_tile_counts_what_is_done_and_about_what_is_to_come)
{
    struct classroom *room = open_room();
    struct class_summary class = open_adaptive(room, "Lớp ô", "steps");
    struct joined joined = join(room, class.code, "Vi Văn Bảy", JOIN_OK);
    struct class_view view;
    struct err err = {0};
    char given[400] = "";
    sit(room, joined.token, "r", 3, given);
    CHECK(classroom_view(room, class.id, &view, &err) == FAULT_NONE && view.tile_count == 1);
    CHECK(view.tiles[0].is_adaptive && view.tiles[0].item == 4);
    CHECK(view.tiles[0].item_count >= 4 && view.tiles[0].item_count <= 12);
    class_view_clear(&view);
    classroom_close(room);
}

int
main(void)
{
    if (!make_folder()) {
        printf("0 passed, 1 failed\n");
        return 1;
    }
    write_quiz("steps", "items = 12, calibrated = false", EACH);
    write_quiz("short", "items = 6, calibrated = false", EACH);
    write_quiz("thin", "calibrated = false", 7);
    write_quiz("unmeasured", "items = 12", EACH);
    RUN(a_class_goes_on_after_a_restart_and_a_roll_back_and_is_recomputed);
    RUN(an_item_that_many_were_given_is_let_in_less_often_in_the_next_class);
    RUN(a_thin_or_unmeasured_bank_is_a_fixed_form);
    RUN(a_tile_counts_what_is_done_and_about_what_is_to_come);
    remove_folder();
    return unit_end();
}
