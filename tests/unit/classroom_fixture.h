/* classroom_fixture.h - a data folder with keys, a class, and a learner who does everything right. */
#ifndef CLASSROOM_FIXTURE_H
#define CLASSROOM_FIXTURE_H

#include "unit.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/random_bytes.h"
#include "classroom/room.h"

static char folder[64];
static const char SHARE[] = ".";
static const uint8_t SEED[SEED_LEN] = {1, 2, 3};

static struct classroom *
open_room_at(const struct classroom_clock *clock)
{
    struct classroom *room = NULL;
    struct err err = {0};
    if (classroom_open(folder, SHARE, clock, &room, &err) != FAULT_NONE) {
        printf("  cannot open: %s\n", err.text);
        exit(1);
    }
    return room;
}

static inline struct classroom *
open_room(void)
{
    return open_room_at(NULL);
}

static inline struct joined
join(struct classroom *room, const char *code, const char *name, enum join_answer wanted)
{
    struct joined joined = {0};
    enum join_answer answer;
    struct err err = {0};
    const struct join_request request = {
        .code = code, .claimed_name = name, .birth_year = 1963, .agreement = AGREEMENT_YES};
    CHECK(classroom_join(room, &request, &answer, &joined, &err) == FAULT_NONE);
    CHECK(answer == wanted);
    return joined;
}

static inline struct class_summary
open_class(struct classroom *room, const char *name)
{
    struct class_summary class = {0};
    struct err err = {0};
    CHECK(classroom_open_class(room, name, "digital-basics", SEED, &class, &err) == FAULT_NONE);
    CHECK(classroom_commit(room, &err) == FAULT_NONE);
    return class;
}

static inline enum fault
send(struct classroom *room, const char *token, struct act act, struct learner_view *view)
{
    struct err err = {0};
    bool found = false;
    learner_view_clear(view);
    enum fault fault = classroom_act(room, token, &act, &found, view, &err);
    CHECK(found);
    if (fault != FAULT_NONE)
        printf("  (%s %s %s: %s)\n", act.item, act.verb, act.target, err.text);
    return fault;
}

/* Plays a finished test: right answers, careful walks. */
static inline void
play_well(struct classroom *room, const char *token, struct learner_view *view)
{
    struct err err = {0};
    bool found;
    CHECK(classroom_look(room, token, &found, view, &err) == FAULT_NONE && found);
    for (int turns = 0; turns < 60 && !view->has_finished; turns++) {
        char *item = memory_copy_text(json_get_text(view->screen, "item"));
        struct seat *seat;
        CHECK(room_seat_by_token(room, token, &seat, &err) == FAULT_NONE);
        const struct quiz *quiz = room_shipped_quiz(room, "digital-basics", &(size_t){0});
        const char *right = quiz_right_option(seat->session, item);
        struct event_list acts = {0};
        if (right != NULL) {
            send(room, token, (struct act){view->seq + 1, item, "choose", right, ""}, view);
            send(room, token, (struct act){view->seq + 1, item, "next", "", ""}, view);
        } else if (quiz_walk_acts(quiz, item, "careful", seat->session, &acts, &err) == FAULT_NONE) {
            for (size_t i = 0; i < acts.count; i++)
                CHECK(send(room, token, (struct act){view->seq + 1, item, acts.events[i].verb, acts.events[i].target,
                                                     acts.events[i].value}, view) == FAULT_NONE);
        }
        event_list_clear(&acts);
        free(item);
    }
    CHECK(view->has_finished);
}

static inline bool
make_folder(void)
{
    struct err err = {0};
    const struct laptop laptop = {.office = "Trung tâm học tập cộng đồng xã Văn Lương", .place = 2500001,
                                  .verifier_url = "https://v.example.vn/"};
    random_bytes_begin();
    snprintf(folder, sizeof folder, "/tmp/dauso-room-XXXXXX");
    bool is_made = mkdtemp(folder) != NULL && classroom_set_up(folder, SHARE, &laptop, time(NULL), &err) == FAULT_NONE;
    if (!is_made)
        printf("  cannot set up: %s\n", err.text);
    return is_made;
}

static inline void
remove_folder(void)
{
    char *command = memory_print("rm -rf %s", folder);
    CHECK(system(command) == 0);
    free(command);
}

#endif
