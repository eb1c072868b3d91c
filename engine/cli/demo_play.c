/* demo_play.c - each learner is a caller with an address of its own (127.1.x.y) and one request under way.
 *
 * Joining is one after the other, so that the roster, and with it every attempt's seed, is the same each time; then all
 * act at once. A learner knows the quiz and keeps a session of its own beside the server's: it says which item is on
 * the screen and resolves the variables of walkthroughs, and it must show the same screens. */
#include "cli/demo_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/http_client.h"

enum { TRIES_MAX = 3, NOT_SAVED = 507 };

struct player {
    struct play *play;
    const struct person *person;
    struct http_caller *caller;
    struct session *mirror;
    uint32_t seq;           /* of the last event sent; START is 1 */
    struct event_list plan; /* acts for the item on the screen */
    size_t next;            /* of the plan */
    char item[200];         /* the item that the plan is for */
    bool stops_early;       /* play_answers */
    size_t changes_left;    /* how often the first answer is still to be changed */
};

static void
say_progress(const struct play *play, const char *what, size_t done, size_t of)
{
    if (play->shows_progress)
        fprintf(stderr, "\r\033[K%s %zu/%zu%s", what, done, of, done == of ? "\n" : "");
}

static struct event *
add_act(struct event_list *acts, const char *item, const char *verb, const char *target)
{
    struct event *act = event_list_add(acts);
    *act = event_make(EVENT_ACT, item, verb, target, NULL);
    return act;
}

/* ---- what to do about the item on the screen ---- */

static const struct quiz_item *
find_item(const struct quiz *quiz, const char *id, size_t *index)
{
    for (*index = 0; *index < quiz_item_count(quiz); (*index)++)
        if (strcmp(quiz_item_at(quiz, *index)->id, id) == 0)
            return quiz_item_at(quiz, *index);
    return NULL;
}

/* Who does not know says so one time in four, else takes a wrong option. */
static const char *
choose_wrong_option(const struct player *player, const struct quiz_item *item, size_t index)
{
    size_t count = 0;
    while (quiz_wrong_option(player->mirror, item->id, count) != NULL)
        count++;
    if (count == 0)
        return quiz_right_option(player->mirror, item->id);
    double luck = person_draw_choice(player->person, index);
    size_t n = luck < 0.25 || count == 1 ? count - 1 : (size_t)((luck - 0.25) / 0.75 * (double)(count - 1));
    return quiz_wrong_option(player->mirror, item->id, n);
}

static void
plan_choice(struct player *player, const struct quiz_item *item, size_t index, int category)
{
    const char *option = category > 0 ? quiz_right_option(player->mirror, item->id)
                                      : choose_wrong_option(player, item, index);
    for (; player->changes_left > 0; player->changes_left--)
        add_act(&player->plan, item->id, "choose", player->changes_left % 2 == 0 ? "a" : "b");
    add_act(&player->plan, item->id, "choose", option != NULL ? option : "");
    add_act(&player->plan, item->id, "next", "");
}

/* One choice among several may be wrong in several ways; of other questions a share is right. */
static void
plan_question(struct player *player, const struct quiz_item *item, size_t index, int category, int most)
{
    bool is_choice = quiz_right_option(player->mirror, item->id) != NULL;
    if (is_choice && (category == 0 || category == most))
        plan_choice(player, item, index, category);
    else
        quiz_answer_acts(player->mirror, item->id, (double)category / most, &player->plan);
}

static enum fault
plan_item(struct player *player, const char *id, struct err *err)
{
    const struct quiz *quiz = player->play->quiz;
    size_t index;
    const struct quiz_item *item = find_item(quiz, id, &index);
    event_list_clear(&player->plan);
    player->plan = (struct event_list){0};
    player->next = 0;
    snprintf(player->item, sizeof player->item, "%s", id);
    if (item == NULL)
        return err_set(err, FAULT_CANNOT, "the screen shows \"%s\", which quiz %s does not have", id, quiz_id(quiz));
    int most = item->part_count > 0 ? item->parts[0].steps : 1;
    int category = item->is_practice ? most
                                     : person_draw_category(player->person, player->play->framework, item, index);
    if (!item->is_practical) {
        plan_question(player, item, index, category, most);
        return FAULT_NONE;
    }
    const char *kind = category >= most ? "careful" : category == 0 ? "careless" : "half";
    return quiz_walk_acts(quiz, id, kind, player->mirror, &player->plan, err);
}

/* ---- requests ---- */

static enum fault
send_next_act(struct player *player, struct err *err)
{
    const char *item = session_item_id(player->mirror);
    enum fault fault = FAULT_NONE;
    if (strcmp(item, player->item) != 0)
        fault = plan_item(player, item, err);
    if (fault == FAULT_NONE && player->next >= player->plan.count)
        fault = err_set(err, FAULT_CANNOT, "learner %zu has done all that was planned for %s, and it is still on the "
                        "screen", player->person->number, item);
    if (fault != FAULT_NONE)
        return fault;
    struct event *act = &player->plan.events[player->next];
    act->seq = ++player->seq;
    struct json *body = json_new_object();
    json_put_integer(body, "seq", act->seq);
    json_put_text(body, "item", act->item);
    json_put_text(body, "verb", act->verb);
    json_put_text(body, "target", act->target);
    json_put_text(body, "value", act->value);
    return http_caller_start(player->caller, "/api/act", body, err);
}

static enum fault
open_mirror(struct player *player, struct err *err)
{
    struct event *start;
    struct event_list list = {0};
    uint8_t input[SEED_LEN + 8], hash[HASH_LEN];
    /* The seed of an attempt: H(class seed, roster number), as in classroom/start_test.c. */
    memcpy(input, player->play->class_seed, SEED_LEN);
    for (size_t i = 0; i < 8; i++)
        input[SEED_LEN + i] = (uint8_t)((uint64_t)player->person->number >> (56 - 8 * i));
    hash_bytes(input, sizeof input, hash);
    start = add_act(&list, "", "", "");
    start->kind = EVENT_START;
    start->seq = 1;
    memcpy(start->seed, hash, SEED_LEN);
    memcpy(start->quiz_hash, quiz_hash(player->play->quiz), HASH_LEN);
    free(start->eligibility);
    /* Which items an adaptive attempt may be given stays on the server: the mirror has all of them and follows. */
    start->eligibility = quiz_is_adaptive(player->play->quiz)
                             ? memory_copy_text("")
                             : quiz_form_eligibility(player->play->quiz, player->play->form);
    enum fault fault = session_open(player->play->quiz, start, NULL, &player->mirror, err);
    event_list_clear(&list);
    player->seq = 1;
    return fault;
}

static void
compare_screens(struct player *player, const struct json *shown)
{
    struct json *mine = session_screen(player->mirror);
    char *here = json_write_text(mine), *there = json_write_text(shown);
    if (strcmp(here, there) != 0)
        player->play->other_screens++;
    free(here);
    free(there);
    json_free(mine);
}

/* The act in flight was saved: it is an event now. */
static enum fault
apply_act(struct player *player, struct err *err)
{
    struct play *play = player->play;
    if (strstr(http_caller_text(player->caller), "\"saved\":true") == NULL)
        return http_caller_refused(player->caller, err);
    play->acts_saved++;
    return session_apply(player->mirror, &player->plan.events[player->next++], err);
}

/* play_answers ends where the last change of the answer was saved: what is left of the plan is to choose and go on. */
static bool
has_changed_enough(const struct player *player)
{
    return player->stops_early && player->changes_left == 0 && player->plan.count > 2 &&
           player->next + 2 >= player->plan.count;
}

/* One answer came back. *is_done: this learner has nothing left to do. */
static enum fault
take_reply(struct player *player, bool *is_done, struct err *err)
{
    *is_done = false;
    if (http_caller_status(player->caller) != 200)
        return http_caller_refused(player->caller, err);
    enum fault fault = player->mirror == NULL ? open_mirror(player, err) : apply_act(player, err);
    if (fault != FAULT_NONE)
        return fault;
    bool is_adaptive = quiz_is_adaptive(player->play->quiz);
    const char *shown = json_get_text(json_get(http_caller_reply(player->caller), "screen"), "item");
    bool is_over = is_adaptive ? shown == NULL || shown[0] == 0 : session_is_done(player->mirror);
    *is_done = is_over || has_changed_enough(player);
    if (*is_done)
        return FAULT_NONE;
    if (is_adaptive)
        session_follow(player->mirror, shown);
    else if (player->play->compares_screens)
        compare_screens(player, json_get(http_caller_reply(player->caller), "screen"));
    return send_next_act(player, err);
}

static enum fault
join_one(struct player *player, struct err *err)
{
    struct json *body = json_new_object();
    json_put_text(body, "code", player->play->server->code);
    json_put_text(body, "name", player->person->name);
    json_put_integer(body, "birth_year", player->person->birth_year);
    json_put_boolean(body, "consent", true);
    enum fault fault = http_caller_ask(player->caller, "/api/join", body, err);
    if (fault == FAULT_NONE && http_caller_status(player->caller) != 200)
        fault = http_caller_refused(player->caller, err);
    return fault;
}

enum fault
play_join(struct play *play, struct err *err)
{
    struct player *players = play->players = memory_new_array(play->people_count, sizeof *players);
    enum fault fault = http_client_open(play->server->base_url, &play->client, err);
    for (size_t i = 0; fault == FAULT_NONE && i < play->people_count; i++) {
        char address[48];
        snprintf(address, sizeof address, "127.1.%zu.%zu", i / 250, i % 250 + 1);
        players[i] = (struct player){.play = play, .person = &play->people[i]};
        players[i].caller = http_caller_new(play->client, address, &players[i]);
        fault = join_one(&players[i], err);
        say_progress(play, "joined", i + 1, play->people_count);
    }
    return fault;
}

/* `count` learners from `first` on look at their screens, and each goes on until nothing is left to do. */
static enum fault
act_at_once(struct play *play, size_t first, size_t count, struct err *err)
{
    enum fault fault = FAULT_NONE;
    size_t done = 0;
    int64_t began = clock_monotonic_ms();
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        fault = http_caller_start(play->players[first + i].caller, "/api/screen", NULL, err);
    while (fault == FAULT_NONE && done < count) {
        struct http_caller *caller;
        bool is_done = false;
        fault = http_client_wait(play->client, &caller, err);
        if (fault == FAULT_NONE && caller == NULL)
            fault = err_set(err, FAULT_CANNOT, "no learner is at work, and %zu are not done", count - done);
        if (fault == FAULT_NONE)
            fault = take_reply(http_caller_owner(caller), &is_done, err);
        if (is_done)
            say_progress(play, "finished", ++done, count);
    }
    play->test_ms = clock_monotonic_ms() - began;
    return fault;
}

enum fault
play_test(struct play *play, struct err *err)
{
    return act_at_once(play, 0, play->people_count, err);
}

enum fault
play_answers(struct play *play, size_t first, size_t count, size_t acts, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        struct player *player = &play->players[first + i];
        player->stops_early = true;
        player->changes_left = acts;
    }
    play->acts_saved = 0;
    return act_at_once(play, first, count, err);
}

enum fault
play_look_again(struct play *play, size_t number, const char *base_url, struct err *err)
{
    struct http_caller *caller = play->players[number].caller;
    http_client_move(play->client, base_url);
    enum fault fault = http_caller_ask(caller, "/api/screen", NULL, err);
    return fault == FAULT_NONE && http_caller_status(caller) != 200 ? http_caller_refused(caller, err) : fault;
}

/* ---- the trainer ---- */

/* 507 says that nothing was changed: like the console, send it again. */
static enum fault
ask_as_trainer(struct http_caller *trainer, const char *path, bool is_post, struct err *err)
{
    enum fault fault = FAULT_NONE;
    for (int tries = 0; tries < TRIES_MAX && fault == FAULT_NONE; tries++) {
        fault = http_caller_ask(trainer, path, is_post ? json_new_object() : NULL, err);
        if (http_caller_status(trainer) != NOT_SAVED)
            break;
    }
    if (fault == FAULT_NONE && http_caller_status(trainer) != 200)
        fault = http_caller_refused(trainer, err);
    return fault;
}

enum fault
play_issue(struct play *play, struct err *err)
{
    struct http_caller *trainer = http_caller_new(play->client, NULL, NULL);
    char *end = memory_print("/trainer/api/class/%lld/end", (long long)play->server->class_id);
    char *issue = memory_print("/trainer/api/class/%lld/issue", (long long)play->server->class_id);
    bool is_more = true;
    enum fault fault = ask_as_trainer(trainer, play->server->trainer_path, false, err);
    if (fault == FAULT_NONE)
        fault = ask_as_trainer(trainer, end, true, err);
    while (fault == FAULT_NONE && is_more) {
        int64_t left = 0;
        fault = ask_as_trainer(trainer, issue, true, err);
        const struct json *reply = http_caller_reply(trainer);
        bool is_one = fault == FAULT_NONE && json_is_text(json_get(reply, "certificate"));
        bool says_left = fault == FAULT_NONE && json_read_integer(json_get(reply, "left"), &left);
        play->issued += is_one;
        is_more = is_one && says_left && left > 0;
        if (is_one)
            say_progress(play, "issued", play->issued, play->issued + (size_t)left);
    }
    free(end);
    free(issue);
    return fault;
}

void
play_close(struct play *play)
{
    for (size_t i = 0; play->players != NULL && i < play->people_count; i++) {
        session_free(play->players[i].mirror);
        event_list_clear(&play->players[i].plan);
    }
    free(play->players);
    http_client_close(play->client);
    play->players = NULL;
    play->client = NULL;
}
