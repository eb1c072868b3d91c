/* choose_items.c - adaptive tests: the quiz's items meet the model, and what was given before meets the next learner.
 *
 * A bank (the quiz's items with one parameter set, for one programme's cut) is made once and serves every seat. What was
 * given before enters an attempt through the mask of its first event alone, so a replay needs nothing else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/choose_items.h"

enum { PAST_ATTEMPTS = 200, PEOPLE_REHEARSED = 30, ROOM_LEAST = 5 };
/* Given to more of this room than that: twice the rate that a bank aims at (MEASURE.md section 3). */
static const double ROOM_MOST = .60;

struct item_bank {
    struct item_chooser chooser; /* about: this bank */
    struct adaptive_bank *bank;
    struct parameter_set set;
    size_t *item_of;   /* place in the bank -> item of the quiz */
    size_t *place_of;  /* and back; ADAPTIVE_NO_ITEM for practice */
    size_t count, quiz_count;
    bool *is_usable;   /* per place */
    struct delivery delivery;
    double *rehearsed; /* per place: share of made-up people; NULL until asked for */
    double *before;    /* per place: people of earlier classes who were given it; NULL until read */
    size_t before_count;
    int64_t before_class;
    char *quiz_hash, *set_name, *programme;
};

struct item_choice {
    const struct item_bank *bank;
    struct adaptive_test *test;
};

/* ---- how a class is given its test ---- */

static const struct item_parameters *
find_column(const struct parameter_set *set, const struct quiz_item *item, size_t part)
{
    char *id = room_column_id(item, &item->parts[part]);
    const struct item_parameters *found = parameter_set_find(set, id);
    free(id);
    return found;
}

/* Which items may be chosen: those that enough people have answered, or all where the quiz says so. */
static bool *
list_usable(const struct quiz *quiz, const struct parameter_set *set, bool *is_by_author)
{
    bool *usable = memory_new_array(quiz_item_count(quiz), sizeof *usable);
    bool needs_calibrated = quiz_adaptive(quiz).needs_calibrated;
    *is_by_author = false;
    for (size_t i = 0; i < quiz_item_count(quiz); i++) {
        const struct quiz_item *item = quiz_item_at(quiz, i);
        usable[i] = !item->is_practice && item->part_count > 0;
        for (size_t n = 0; usable[i] && n < item->part_count; n++) {
            const struct item_parameters *column = find_column(set, item, n);
            bool is_calibrated = column != NULL && column->status >= ITEM_CALIBRATED;
            usable[i] = column != NULL && (is_calibrated || !needs_calibrated);
            *is_by_author = *is_by_author || (usable[i] && !is_calibrated);
        }
    }
    return usable;
}

static void
count_indicator(const struct quiz *quiz, const bool *is_usable, const char *indicator, size_t *there, size_t *usable)
{
    *there = *usable = 0;
    for (size_t i = 0; i < quiz_item_count(quiz); i++) {
        const struct quiz_item *item = quiz_item_at(quiz, i);
        bool shows = false;
        for (size_t n = 0; n < item->part_count; n++)
            shows = shows || strcmp(item->parts[n].indicator, indicator) == 0;
        *there += shows && !item->is_practice;
        *usable += shows && is_usable[i];
    }
}

/* Asked to be adaptive and thinner than it must be somewhere: the indicator with fewest items is named. */
static void
plan_delivery(const struct quiz *quiz, const bool *is_usable, bool is_by_author, struct delivery *out)
{
    *out = (struct delivery){.how = quiz_is_adaptive(quiz) ? DELIVERY_ADAPTIVE : DELIVERY_FIXED};
    for (size_t i = 0; out->how != DELIVERY_FIXED && i < quiz_item_count(quiz); i++) {
        const struct quiz_item *item = quiz_item_at(quiz, i);
        for (size_t n = 0; n < item->part_count && !item->is_practice; n++) {
            size_t there, usable;
            count_indicator(quiz, is_usable, item->parts[n].indicator, &there, &usable);
            if (usable >= ADAPTIVE_BANK_LEAST || (out->how == DELIVERY_FALLBACK && usable >= out->usable))
                continue;
            out->how = DELIVERY_FALLBACK;
            out->there = there;
            out->usable = usable;
            snprintf(out->indicator, sizeof out->indicator, "%s", item->parts[n].indicator);
        }
    }
    out->is_by_author = is_by_author && out->how == DELIVERY_ADAPTIVE;
}

enum fault
classroom_plan_delivery(const struct frameworks *frameworks, const struct quiz *quiz, struct delivery *out, struct err *err)
{
    struct parameter_set set = {0};
    bool is_by_author;
    enum fault fault = room_parameters(frameworks, quiz, NULL, &set, err);
    if (fault == FAULT_NONE) {
        bool *usable = list_usable(quiz, &set, &is_by_author);
        plan_delivery(quiz, usable, is_by_author, out);
        free(usable);
    }
    parameter_set_clear(&set);
    return fault;
}

enum fault
classroom_delivery(struct classroom *room, int64_t class_id, struct delivery *out, struct err *err)
{
    struct class_row class;
    const struct quiz *quiz = NULL;
    struct item_bank *bank = NULL;
    enum fault fault = room_find_class(room, class_id, &class, err);
    if (fault == FAULT_NONE)
        fault = room_find_quiz(room, class.quiz_hash, &quiz, err);
    *out = (struct delivery){.how = DELIVERY_FIXED};
    if (fault != FAULT_NONE || !quiz_is_adaptive(quiz))
        return fault;
    fault = room_item_bank(room, quiz, class.parameters, class.programme, &bank, err);
    if (fault == FAULT_NONE)
        *out = bank->delivery;
    return fault;
}

/* ---- the bank ---- */

static uint64_t
seed_for(const uint8_t seed[SEED_LEN], const char *purpose)
{
    struct hash_state state;
    uint8_t hash[HASH_LEN];
    uint64_t value = 0;
    hash_begin(&state);
    hash_add(&state, seed, SEED_LEN);
    hash_add(&state, (const uint8_t *)purpose, strlen(purpose));
    hash_end(&state, hash);
    for (size_t i = 0; i < 8; i++)
        value = value << 8 | hash[i];
    return value;
}

static void *
begin_choice(const struct item_chooser *chooser, const uint8_t seed[SEED_LEN], const bool *is_eligible)
{
    const struct item_bank *bank = chooser->about;
    struct item_choice *choice = memory_new(sizeof *choice);
    bool *places = memory_new_array(bank->count, sizeof *places);
    for (size_t i = 0; i < bank->count; i++)
        places[i] = is_eligible[bank->item_of[i]];
    choice->bank = bank;
    choice->test = adaptive_test_new(bank->bank, places, seed_for(seed, "items"));
    free(places);
    return choice;
}

static size_t
next_choice(void *about, size_t *more)
{
    struct item_choice *choice = about;
    size_t place = adaptive_next(choice->test);
    *more = adaptive_more(choice->test);
    return place == ADAPTIVE_NO_ITEM ? QUIZ_NO_ITEM : choice->bank->item_of[place];
}

static void
note_choice(void *about, size_t item, const struct outcome *outcomes, size_t count)
{
    struct item_choice *choice = about;
    size_t place = choice->bank->place_of[item];
    int categories[ADAPTIVE_PARTS_MAX] = {RESPONSE_MISSING, RESPONSE_MISSING};
    for (size_t n = 0; n < count && n < ADAPTIVE_PARTS_MAX; n++)
        categories[n] = room_outcome_category(&outcomes[n]);
    if (place != ADAPTIVE_NO_ITEM)
        adaptive_note(choice->test, place, categories);
}

static void
end_choice(void *about)
{
    struct item_choice *choice = about;
    adaptive_test_free(choice->test);
    free(choice);
}

static struct adaptive_rules
rules_of(const struct quiz *quiz, const struct programme *programme)
{
    struct quiz_adaptive asked = quiz_adaptive(quiz);
    struct adaptive_rules rules = adaptive_usual_rules();
    rules.goal = asked.is_for_certificate ? ADAPTIVE_CERTIFICATE : ADAPTIVE_PROFILE;
    rules.items_most = (size_t)asked.items;
    rules.minutes_most = asked.minutes;
    rules.per_indicator = (size_t)asked.per_indicator;
    rules.sd = asked.sd;
    rules.cut = programme != NULL && programme->needs_band > 2 ? (size_t)(programme->needs_band - 2) : 0;
    return rules;
}

/* How long people take is measured for all items or for none: an author's minutes and a median are not compared. */
static bool
has_medians(const struct item_bank *bank)
{
    bool has_all = true;
    for (size_t i = 0; i < bank->set.item_count; i++)
        has_all = has_all && bank->set.items[i].median_seconds > 0;
    return has_all;
}

/* The set's indicator stands by its code: a published set may order them in its own way. */
static void
fill_items(struct item_bank *bank, const struct quiz *quiz, const bool *is_usable, struct adaptive_item *items)
{
    bool is_timed = has_medians(bank);
    for (size_t i = 0; i < quiz_item_count(quiz); i++) {
        const struct quiz_item *item = quiz_item_at(quiz, i);
        struct adaptive_item *made = &items[bank->count];
        bank->place_of[i] = ADAPTIVE_NO_ITEM;
        for (size_t n = 0; n < item->part_count && !item->is_practice; n++) {
            const struct item_parameters *column = find_column(&bank->set, item, n);
            if (column == NULL)
                continue;
            made->parts[made->part_count++] = column->irt;
            made->cost = is_timed ? column->median_seconds / 60 : 0;
        }
        if (made->part_count == 0)
            continue;
        made->minutes = item->minutes;
        bank->is_usable[bank->count] = is_usable[i];
        bank->item_of[bank->count] = i;
        bank->place_of[i] = bank->count++;
    }
}

enum fault
item_bank_new(const struct frameworks *frameworks, const struct quiz *quiz, const struct json *parameters,
              const char *programme, struct item_bank **out, struct err *err)
{
    struct item_bank *bank = memory_new(sizeof *bank);
    enum fault fault = room_parameters(frameworks, quiz, parameters, &bank->set, err);
    if (fault != FAULT_NONE) {
        free(bank);
        return fault;
    }
    struct adaptive_rules rules = rules_of(quiz, scoring_find_programme(frameworks, programme));
    struct irt_model model = parameter_set_model(&bank->set);
    bank->quiz_count = quiz_item_count(quiz);
    struct adaptive_item *items = memory_new_array(bank->quiz_count, sizeof *items);
    bank->item_of = memory_new_array(bank->quiz_count, sizeof *bank->item_of);
    bank->place_of = memory_new_array(bank->quiz_count, sizeof *bank->place_of);
    bank->is_usable = memory_new_array(bank->quiz_count, sizeof *bank->is_usable);
    bool is_by_author, *usable = list_usable(quiz, &bank->set, &is_by_author);
    fill_items(bank, quiz, usable, items);
    plan_delivery(quiz, usable, is_by_author, &bank->delivery);
    bank->bank = adaptive_bank_new(&model, items, bank->count, &rules);
    bank->programme = memory_copy_text(programme);
    bank->chooser = (struct item_chooser){bank, begin_choice, next_choice, note_choice, end_choice};
    free(usable);
    free(items);
    *out = bank;
    return FAULT_NONE;
}

void
item_bank_free(struct item_bank *bank)
{
    if (bank == NULL)
        return;
    adaptive_bank_free(bank->bank);
    parameter_set_clear(&bank->set);
    free(bank->item_of);
    free(bank->place_of);
    free(bank->is_usable);
    free(bank->rehearsed);
    free(bank->before);
    free(bank->quiz_hash);
    free(bank->set_name);
    free(bank->programme);
    free(bank);
}

bool
item_bank_is_thin(const struct item_bank *bank)
{
    return bank->delivery.how != DELIVERY_ADAPTIVE;
}

const struct item_chooser *
item_bank_chooser(const struct item_bank *bank)
{
    return bank != NULL ? &bank->chooser : NULL;
}

enum fault
room_item_bank(struct classroom *room, const struct quiz *quiz, const char *set_name, const char *programme,
               struct item_bank **out, struct err *err)
{
    char hex[HASH_HEX_LEN];
    struct json *parameters = NULL;
    set_name = set_name[0] != 0 ? set_name : "author";
    hash_to_hex(quiz_hash(quiz), HASH_LEN, hex);
    for (size_t i = 0; i < room->bank_count; i++) {
        struct item_bank *bank = room->banks[i];
        if (strcmp(bank->quiz_hash, hex) == 0 && strcmp(bank->set_name, set_name) == 0 &&
            strcmp(bank->programme, programme) == 0) {
            *out = bank;
            return FAULT_NONE;
        }
    }
    enum fault fault = room_read_parameters(room, set_name, &parameters, err);
    if (fault == FAULT_NONE)
        fault = item_bank_new(room->frameworks, quiz, parameters, programme, out, err);
    json_free(parameters);
    if (fault != FAULT_NONE)
        return fault;
    (*out)->quiz_hash = memory_copy_text(hex);
    (*out)->set_name = memory_copy_text(set_name);
    MEMORY_GROW(room->banks, room->bank_count, room->bank_capacity);
    room->banks[room->bank_count++] = *out;
    return FAULT_NONE;
}

enum fault
room_replay(struct classroom *room, const struct quiz *quiz, const struct event_list *events, struct session **session,
            struct err *err)
{
    struct item_bank *bank = NULL;
    const struct event *start = events->count > 0 ? &events->events[0] : NULL;
    enum fault fault = FAULT_NONE;
    if (start != NULL && start->kind == EVENT_START && quiz_is_adaptive_eligibility(start->eligibility))
        fault = room_item_bank(room, quiz, start->parameter_set, start->programme, &bank, err);
    return fault == FAULT_NONE ? session_replay(quiz, events, item_bank_chooser(bank), session, NULL, err) : fault;
}

/* ---- the mask of one attempt ---- */

/* Adds 1 for each item that the attempt answered; false if it was not adaptive. */
static bool
count_given(const struct item_bank *bank, const struct quiz *quiz, const struct event_list *events, double *given)
{
    bool *seen = memory_new_array(bank->quiz_count, sizeof *seen);
    bool is_adaptive = events->count > 0 && quiz_is_adaptive_eligibility(events->events[0].eligibility);
    for (size_t i = 1; is_adaptive && i < events->count; i++)
        for (size_t item = 0; events->events[i].kind == EVENT_ACT && item < bank->quiz_count; item++)
            if (strcmp(quiz_item_at(quiz, item)->id, events->events[i].item) == 0)
                seen[item] = true;
    for (size_t place = 0; place < bank->count; place++)
        given[place] += seen[bank->item_of[place]];
    free(seen);
    return is_adaptive;
}

/* The newest attempts of other classes with this version of the quiz. Read once a class: the next one sees this one. */
static enum fault
read_before(struct classroom *room, struct item_bank *bank, const struct quiz *quiz, int64_t class_id, struct err *err)
{
    struct attempt_row *rows = NULL;
    size_t count = 0;
    if (bank->before != NULL && bank->before_class == class_id)
        return FAULT_NONE;
    free(bank->before);
    bank->before = memory_new_array(bank->count, sizeof *bank->before);
    bank->before_count = 0;
    bank->before_class = class_id;
    enum fault fault = store_list_attempts(room->store, 0, &rows, &count, err);
    for (size_t i = count; fault == FAULT_NONE && i > 0 && bank->before_count < PAST_ATTEMPTS; i--) {
        struct event_list events = {0};
        uint32_t bad_seq;
        if (rows[i - 1].class_id == class_id || strcmp(rows[i - 1].quiz_hash, bank->quiz_hash) != 0)
            continue;
        fault = store_read_events(room->store, rows[i - 1].id, &events, &bad_seq, err);
        if (fault == FAULT_INPUT) { /* a changed record tells nothing; who looks at it is told elsewhere */
            fault = FAULT_NONE;
            continue;
        }
        bank->before_count += fault == FAULT_NONE && count_given(bank, quiz, &events, bank->before);
        event_list_clear(&events);
    }
    free(rows);
    return fault;
}

/* People of this room so far, with what each was given. */
static size_t
count_room(const struct classroom *room, const struct item_bank *bank, int64_t class_id, double *given)
{
    size_t people = 0;
    for (size_t i = 0; i < room->seat_count; i++) {
        const struct seat *seat = &room->seats[i];
        if (seat->session == NULL || seat->attempt.class_id != class_id || !session_is_adaptive(seat->session) ||
            strcmp(seat->attempt.quiz_hash, bank->quiz_hash) != 0)
            continue;
        people++;
        for (size_t place = 0; place < bank->count; place++)
            given[place] += session_has_item(seat->session, bank->item_of[place]);
    }
    return people;
}

static void
rehearse(struct item_bank *bank)
{
    struct irt_model model = parameter_set_model(&bank->set);
    if (bank->rehearsed != NULL)
        return;
    bank->rehearsed = memory_new_array(bank->count, sizeof *bank->rehearsed);
    adaptive_rehearse(bank->bank, &model, bank->is_usable, PEOPLE_REHEARSED, 1, bank->rehearsed);
}

enum fault
room_draw_items(struct classroom *room, struct item_bank *bank, const struct quiz *quiz, int64_t class_id,
                const uint8_t seed[SEED_LEN], char **eligibility, struct err *err)
{
    enum fault fault = read_before(room, bank, quiz, class_id, err);
    if (fault != FAULT_NONE)
        return fault;
    rehearse(bank);
    double *here = memory_new_array(bank->count, sizeof *here), *rate = memory_new_array(bank->count, sizeof *rate);
    bool *is_worn = memory_new_array(bank->count, sizeof *is_worn);
    bool *places = memory_new_array(bank->count, sizeof *places);
    bool *is_eligible = memory_new_array(bank->quiz_count, sizeof *is_eligible);
    size_t people = count_room(room, bank, class_id, here);
    double all = PEOPLE_REHEARSED + (double)bank->before_count + (double)people;
    for (size_t i = 0; i < bank->count; i++) {
        rate[i] = (PEOPLE_REHEARSED * bank->rehearsed[i] + bank->before[i] + here[i]) / all;
        is_worn[i] = people >= ROOM_LEAST && here[i] > ROOM_MOST * (double)people;
    }
    const struct adaptive_exposure exposure = {.is_usable = bank->is_usable, .rate = rate, .is_worn = is_worn};
    adaptive_draw_eligible(bank->bank, &exposure, seed_for(seed, "eligible"), places);
    for (size_t i = 0; i < bank->count; i++)
        is_eligible[bank->item_of[i]] = places[i];
    *eligibility = quiz_adaptive_eligibility(quiz, is_eligible);
    free(here);
    free(rate);
    free(is_worn);
    free(places);
    free(is_eligible);
    return FAULT_NONE;
}
