/* room.c - opens and closes the room, keeps the seats. A seat's session is only a cache over the stored events. */
#include "classroom/choose_items.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"

static void
load_quiz_folder(struct classroom *room, const char *folder, const char *name)
{
    struct err err;
    struct quiz_problems problems = {0};
    struct quiz *quiz = NULL;
    char *path = file_join(folder, name), *source = file_join(path, "quiz.lua");
    if (file_exists(source)) {
        if (quiz_load(path, room->share, &quiz, &problems, &err) != FAULT_NONE) {
            log_line("quiz %s is left out: %s", name, problems.count > 0 ? problems.texts[0] : err.text);
        } else {
            MEMORY_GROW(room->quizzes, room->quiz_count, room->quiz_capacity);
            room->quizzes[room->quiz_count++] = quiz;
        }
    }
    quiz_problems_clear(&problems);
    free(source);
    free(path);
}

static void
add_choice(struct classroom *room, const struct quiz *quiz, size_t form)
{
    MEMORY_GROW(room->choices, room->choice_count, room->choice_capacity);
    struct quiz_choice *choice = &room->choices[room->choice_count++];
    *choice = (struct quiz_choice){.id = quiz_form_name(quiz, form),
                                   .title_vi = quiz_form_title(quiz, form, "vi"),
                                   .title_en = quiz_form_title(quiz, form, "en"),
                                   .adaptive_items = quiz_is_adaptive(quiz) ? quiz_adaptive(quiz).items : 0,
                                   .is_practice_only = !room_may_certify(room, quiz)};
    for (size_t at = 0; at < quiz_item_count(quiz); at++) {
        const struct quiz_item *item = quiz_item_at(quiz, at);
        if (!quiz_form_has(quiz, form, at))
            continue;
        choice->items += !item->is_practice;
        choice->minutes += item->minutes > 0 ? item->minutes : 1;
    }
}

/* Each form of a quiz is a choice of its own. */
static void
list_choices(struct classroom *room)
{
    room->shipped_count = room->quiz_count;
    for (size_t i = 0; i < room->quiz_count; i++)
        for (size_t form = 0; form < quiz_form_count(room->quizzes[i]); form++)
            add_choice(room, room->quizzes[i], form);
}

static void
free_choices(struct classroom *room)
{
    for (size_t i = 0; i < room->choice_count; i++) {
        free(room->choices[i].id);
        free(room->choices[i].title_vi);
        free(room->choices[i].title_en);
    }
    free(room->choices);
}

static enum fault
load_quizzes_of(struct classroom *room, const char *parent, struct err *err)
{
    char *folder = file_join(parent, "quizzes");
    char **names = NULL;
    size_t count = 0, form;
    enum fault fault = file_is_folder(folder) ? file_list(folder, &names, &count, err) : FAULT_NONE;
    for (size_t i = 0; i < count; i++) {
        char *path = file_join(folder, names[i]);
        room->shipped_count = room->quiz_count;
        if (names[i][0] != '.' && file_is_folder(path) && room_shipped_quiz(room, names[i], &form) == NULL)
            load_quiz_folder(room, folder, names[i]);
        free(path);
    }
    file_free_names(names, count);
    free(folder);
    return fault;
}

/* Shipped ones, then what was installed in the data folder or put there. */
static enum fault
load_quizzes(struct classroom *room, struct err *err)
{
    enum fault fault = load_quizzes_of(room, room->share, err);
    if (fault == FAULT_NONE)
        fault = load_quizzes_of(room, room->folder, err);
    if (fault == FAULT_NONE)
        list_choices(room);
    return fault;
}

static enum fault
open_parts(struct classroom *room, bool is_to_read, struct err *err)
{
    if (!keyring_exists(room->folder))
        return err_set(err, FAULT_CANNOT, "%s has no keys yet: run `dauso init --dir %s` first", room->folder,
                       room->folder);
    enum fault fault = is_to_read ? store_open_to_read(room->folder, &room->store, err)
                                  : store_open(room->folder, &room->store, err);
    if (fault == FAULT_NONE)
        fault = keyring_open(room->folder, &room->keyring, err);
    if (fault == FAULT_NONE) {
        room->trust = trust_new();
        char *folder = file_join(room->folder, "trust");
        fault = trust_add_folder(room->trust, folder, err);
        free(folder);
    }
    if (fault == FAULT_NONE)
        fault = room_open_names(room, err);
    if (fault == FAULT_NONE)
        fault = scoring_load_frameworks(room->share, &room->frameworks, err);
    if (fault == FAULT_NONE)
        fault = room_open_quiz_trust(room, is_to_read, err);
    if (fault == FAULT_NONE)
        fault = load_quizzes(room, err);
    if (fault == FAULT_NONE)
        fault = store_read_setting(room->store, "verifier_url", &room->verifier_url, err);
    if (fault == FAULT_NONE)
        fault = store_read_setting(room->store, "layout", &room->layout, err);
    return fault;
}

static enum fault
open_room(const char *folder, const char *share, const struct classroom_clock *clock, bool is_to_read,
          struct classroom **room, struct err *err)
{
    struct classroom *opened = memory_new(sizeof *opened);
    opened->folder = memory_copy_text(folder);
    opened->share = memory_copy_text(share);
    opened->clock = clock != NULL ? *clock : (struct classroom_clock){clock_wall_ms, clock_monotonic_ms};
    enum fault fault = open_parts(opened, is_to_read, err);
    if (fault != FAULT_NONE) {
        classroom_close(opened);
        return fault;
    }
    opened->committed_at = opened->clock.wall_ms() / 1000;
    *room = opened;
    return FAULT_NONE;
}

enum fault
classroom_open(const char *folder, const char *share, const struct classroom_clock *clock, struct classroom **room,
               struct err *err)
{
    return open_room(folder, share, clock, false, room, err);
}

enum fault
classroom_open_to_read(const char *folder, const char *share, struct classroom **room, struct err *err)
{
    return open_room(folder, share, NULL, true, room, err);
}

void
classroom_close(struct classroom *room)
{
    if (room == NULL)
        return;
    for (size_t i = 0; i < room->seat_count; i++)
        session_free(room->seats[i].session);
    free(room->seats);
    for (size_t i = 0; i < room->bank_count; i++)
        item_bank_free(room->banks[i]);
    free(room->banks);
    for (size_t i = 0; i < room->quiz_count; i++)
        quiz_free(room->quizzes[i]);
    free(room->quizzes);
    free_choices(room);
    quiz_trust_clear(&room->quiz_trust);
    room_drop_print(room->print);
    paper_press_close(room->press);
    if (room->frameworks != NULL)
        scoring_free_frameworks(room->frameworks);
    trust_free(room->trust);
    keyring_close(room->keyring);
    store_close(room->store);
    data_key_free(room->data_key);
    free(room->verifier_url);
    free(room->layout);
    free(room->folder);
    free(room->share);
    free(room);
}

enum fault
classroom_unlock(struct classroom *room, struct passphrase *passphrase, struct err *err)
{
    enum fault fault = keyring_unlock(room->keyring, passphrase, err);
    return fault == FAULT_NONE ? room_unlock_names(room, passphrase, err) : fault;
}

enum fault
classroom_unlock_by_words(struct classroom *room, const char *words, struct err *err)
{
    struct passphrase *passphrase = NULL;
    enum fault fault = passphrase_new(words, strlen(words), &passphrase, err);
    if (fault == FAULT_NONE)
        fault = classroom_unlock(room, passphrase, err);
    passphrase_free(passphrase);
    return fault;
}

enum fault
classroom_seal_by_words(struct classroom *room, const char *words, struct err *err)
{
    struct passphrase *passphrase = NULL;
    enum fault fault = keyring_is_sealed(room->folder)
                           ? err_set(err, FAULT_CONFLICT, "the keys have a passphrase already: `dauso key unlock` takes it off")
                           : passphrase_new(words, strlen(words), &passphrase, err);
    if (fault == FAULT_NONE)
        fault = keyring_seal(room->folder, passphrase, err);
    if (fault == FAULT_NONE)
        fault = room_unlock_names(room, passphrase, err);
    passphrase_free(passphrase);
    return fault;
}

void
classroom_keep_papers_inside(struct classroom *room)
{
    room->keeps_papers_inside = true;
}

void
classroom_lock(struct classroom *room)
{
    keyring_lock(room->keyring);
}

bool
classroom_is_locked(const struct classroom *room)
{
    return keyring_is_locked(room->keyring);
}

bool
classroom_is_sealed(const struct classroom *room)
{
    return keyring_is_sealed(room->folder);
}

static void
forget_sessions(struct classroom *room)
{
    for (size_t i = 0; i < room->seat_count; i++) {
        session_free(room->seats[i].session);
        room->seats[i].session = NULL;
        room->seats[i].is_stale = true;
    }
}

enum fault
classroom_commit(struct classroom *room, struct err *err)
{
    if (!store_has_pending(room->store))
        return FAULT_NONE;
    enum fault fault = store_commit(room->store, err);
    if (fault != FAULT_NONE)
        forget_sessions(room);
    else
        room->committed_at = room->clock.wall_ms() / 1000;
    return fault;
}

void
classroom_roll_back(struct classroom *room)
{
    store_roll_back(room->store);
    forget_sessions(room);
}

bool
classroom_has_pending(const struct classroom *room)
{
    return store_has_pending(room->store);
}

size_t
classroom_quizzes(const struct classroom *room, const struct quiz_choice **choices)
{
    *choices = room->choices;
    return room->choice_count;
}

const struct quiz *
room_shipped_quiz(const struct classroom *room, const char *id, size_t *form)
{
    for (size_t i = 0; i < room->shipped_count; i++)
        if (quiz_find_form(room->quizzes[i], id, form))
            return room->quizzes[i];
    return NULL;
}

bool
classroom_has_quiz(const struct classroom *room, const char *id)
{
    size_t form;
    return room_shipped_quiz(room, id, &form) != NULL;
}

static const struct quiz *
find_loaded(const struct classroom *room, const char *hash_hex)
{
    for (size_t i = 0; i < room->quiz_count; i++) {
        char hex[HASH_HEX_LEN];
        hash_to_hex(quiz_hash(room->quizzes[i]), HASH_LEN, hex);
        if (strcmp(hex, hash_hex) == 0)
            return room->quizzes[i];
    }
    return NULL;
}

enum fault
room_find_quiz(struct classroom *room, const char *hash_hex, const struct quiz **quiz, struct err *err)
{
    *quiz = find_loaded(room, hash_hex);
    if (*quiz != NULL)
        return FAULT_NONE;
    char *id = NULL;
    struct json *files = NULL;
    struct quiz *old = NULL;
    struct quiz_problems problems = {0};
    enum fault fault = store_read_quiz(room->store, hash_hex, &id, &files, err);
    if (fault == FAULT_NONE)
        fault = quiz_load_files(id, files, &old, &problems, err);
    if (fault == FAULT_NONE) {
        MEMORY_GROW(room->quizzes, room->quiz_count, room->quiz_capacity);
        room->quizzes[room->quiz_count++] = old;
        *quiz = old;
    }
    quiz_problems_clear(&problems);
    json_free(files);
    free(id);
    return fault;
}

const struct framework *
room_framework_of(const struct classroom *room, const struct quiz *quiz)
{
    return scoring_find_framework(room->frameworks, quiz_framework(quiz));
}

bool
room_read_token(const char *token, uint8_t hash[HASH_LEN])
{
    uint8_t raw[TOKEN_LEN];
    if (token == NULL || !hash_from_hex(token, raw, sizeof raw))
        return false;
    hash_bytes(raw, sizeof raw, hash);
    return true;
}

struct seat *
room_add_seat(struct classroom *room, const struct learner_row *learner, const struct attempt_row *attempt)
{
    MEMORY_GROW(room->seats, room->seat_count, room->seat_capacity);
    struct seat *seat = &room->seats[room->seat_count++];
    *seat = (struct seat){.learner = *learner, .attempt = *attempt};
    return seat;
}

void
room_remove_seat(struct classroom *room, struct seat *seat)
{
    session_free(seat->session);
    *seat = room->seats[--room->seat_count];
}

static void
look_around(const struct classroom *room, struct seat *seat, const struct event_list *events)
{
    int64_t now = room->clock.monotonic_ms(), age = room->clock.wall_ms() - seat->attempt.started_at * 1000;
    seat->around = (struct around){0};
    for (size_t i = 0; i < events->count; i++)
        room_note_around(&seat->around, &events->events[i], now);
    if (seat->loaded_ms == 0) { /* later the calendar is not asked any more */
        seat->loaded_ms = now;
        seat->age_ms = age > 0 ? age : 0;
    }
}

static enum fault
rebuild_session(struct classroom *room, struct seat *seat, struct err *err)
{
    struct event_list events = {0};
    const struct quiz *quiz;
    uint32_t bad_seq;
    enum fault fault = room_find_quiz(room, seat->attempt.quiz_hash, &quiz, err);
    if (fault == FAULT_NONE)
        fault = store_read_events(room->store, seat->attempt.id, &events, &bad_seq, err);
    if (fault == FAULT_NONE)
        fault = room_replay(room, quiz, &events, &seat->session, err);
    if (fault == FAULT_NONE)
        look_around(room, seat, &events);
    event_list_clear(&events);
    if (fault == FAULT_NONE && seat->around.is_timed && seat->attempt.finished_at == 0)
        fault = room_record_note(room, seat, "clock", "resume", err);
    return fault;
}

void
room_reseat(struct seat *seat, const struct attempt_row *attempt)
{
    session_free(seat->session);
    seat->session = NULL;
    seat->attempt = *attempt;
}

/* Makes a seat usable again: its rows after a roll-back, its session after a restart. *gone: the learner was never
 * committed, the seat is removed. */
static enum fault
refresh_seat(struct classroom *room, struct seat *seat, bool *gone, struct err *err)
{
    bool found = true, has_attempt = true;
    *gone = false;
    if (seat->is_stale) {
        enum fault fault = store_find_learner(room->store, seat->learner.id, &seat->learner, &found, err);
        if (fault == FAULT_NONE && found)
            fault = store_find_attempt_of(room->store, seat->learner.id, &seat->attempt, &has_attempt, err);
        if (fault != FAULT_NONE)
            return fault;
        if (!found || !has_attempt) {
            room_remove_seat(room, seat);
            *gone = true;
            return FAULT_NONE;
        }
        seat->is_stale = false;
    }
    return seat->session != NULL ? FAULT_NONE : rebuild_session(room, seat, err);
}

static enum fault
take_in(struct classroom *room, const struct learner_row *learner, struct seat **seat, struct err *err)
{
    struct attempt_row attempt;
    bool found;
    enum fault fault = store_find_attempt_of(room->store, learner->id, &attempt, &found, err);
    if (fault != FAULT_NONE || !found)
        return fault;
    *seat = room_add_seat(room, learner, &attempt);
    fault = rebuild_session(room, *seat, err);
    if (fault != FAULT_NONE)
        room_remove_seat(room, *seat);
    return fault;
}

enum fault
room_seat_by_token(struct classroom *room, const char *token, struct seat **seat, struct err *err)
{
    uint8_t hash[HASH_LEN];
    bool gone = false, found;
    *seat = NULL;
    if (!room_read_token(token, hash))
        return FAULT_NONE;
    for (size_t i = 0; i < room->seat_count; i++) {
        if (memcmp(room->seats[i].learner.token_hash, hash, HASH_LEN) != 0)
            continue;
        enum fault fault = refresh_seat(room, &room->seats[i], &gone, err);
        *seat = fault == FAULT_NONE && !gone ? &room->seats[i] : NULL;
        return fault;
    }
    struct learner_row learner;
    enum fault fault = store_find_learner_by_token(room->store, hash, &learner, &found, err);
    return fault != FAULT_NONE || !found ? fault : take_in(room, &learner, seat, err);
}

enum fault
room_seat_by_id(struct classroom *room, const char *learner_id, struct seat **seat, struct err *err)
{
    bool gone = false, found;
    *seat = NULL;
    for (size_t i = 0; i < room->seat_count; i++) {
        if (strcmp(room->seats[i].learner.id, learner_id) != 0)
            continue;
        enum fault fault = refresh_seat(room, &room->seats[i], &gone, err);
        *seat = fault == FAULT_NONE && !gone ? &room->seats[i] : NULL;
        return fault;
    }
    struct learner_row learner;
    enum fault fault = store_find_learner(room->store, learner_id, &learner, &found, err);
    return fault != FAULT_NONE || !found ? fault : take_in(room, &learner, seat, err);
}
