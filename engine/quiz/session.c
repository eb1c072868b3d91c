/* session.c - one attempt: events in, state out. The same events give the same state on any
 * machine.
 *
 * An act is checked whole before anything changes, so that a refused one leaves no trace. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "quiz/session_state.h"

enum { TYPED_MAX = 400 };

static const struct json *
source_of(const struct session *session)
{
    return session->quiz->sources[session->item];
}

static const struct quiz_item *
item_of(const struct session *session)
{
    return &session->quiz->items[session->item];
}

static struct item_progress *
here(struct session *session)
{
    return &session->progress[session->item];
}

void
session_option_id(size_t place, size_t count, char out[16])
{
    if (place + 1 == count)
        snprintf(out, 16, "dont-know");
    else
        snprintf(out, 16, "%c", (char)('a' + (int)(place % 26)));
}

const struct json *
session_find_widget(const struct json *screen, const char *kind, const char *id)
{
    const struct json *widgets = json_get(screen, "widgets");
    const char *member = strcmp(kind, "code") == 0 ? "code" : "id";
    for (size_t i = 0; i < json_count(widgets); i++) {
        const struct json *widget = json_at(widgets, i);
        const char *found = json_get_text(widget, member);
        if (strcmp(json_get_text(widget, "kind"), kind) == 0 && found != NULL &&
            strcmp(found, id) == 0)
            return widget;
    }
    return NULL;
}

static void
happen(struct session *session, const char *verb, const char *target, int64_t amount,
       const char *value, uint32_t seq)
{
    struct item_progress *progress = here(session);
    MEMORY_GROW(progress->happenings, progress->happening_count, progress->happening_capacity);
    progress->happenings[progress->happening_count++] =
        (struct happening){.verb = memory_copy_text(verb),
                           .target = memory_copy_text(target),
                           .value = memory_copy_text(value),
                           .amount = amount,
                           .seq = seq};
}

static void
clear_fields(struct item_progress *progress)
{
    for (size_t i = 0; i < FIELDS_MAX; i++) {
        free(progress->fields[i]);
        progress->fields[i] = NULL;
    }
}

static void
go_to(struct session *session, const char *screen, uint32_t seq)
{
    struct item_progress *progress = here(session);
    clear_fields(progress);
    progress->screen = definition_find(json_get(source_of(session), "screens"), screen);
    happen(session, "visit", screen, 0, "", seq);
}

/* ---- opening ---- */

static void
prepare_question(struct session *session, size_t item)
{
    struct item_progress *progress = &session->progress[item];
    size_t wrong = json_count(json_get(session->quiz->sources[item], "wrong"));
    progress->option_count = wrong + 2;
    variation_order(session->seed, session->quiz->items[item].id, wrong + 1, progress->order);
    progress->order[wrong + 1] = wrong + 1;
}

static void
prepare_practical(struct session *session, size_t item)
{
    struct item_progress *progress = &session->progress[item];
    const struct json *given = json_get(session->quiz->sources[item], "variables");
    const struct json *accounts = json_get(session->quiz->sources[item], "accounts");
    void *at = NULL;
    const char *name;
    struct json *value;
    while (json_next(given, &at, &name, &value))
        json_put(progress->variables, name,
                 variation_value(session->seed, session->quiz->items[item].id, name, value));
    for (size_t i = 0; i < json_count(accounts) && i < ACCOUNTS_MAX; i++)
        if (!session_number(session, item, json_get(json_at(accounts, i), "balance"),
                            &progress->balances[i]))
            progress->balances[i] = 0;
}

/* The current item comes on the screen for the first time. */
static void
show_item(struct session *session, uint32_t seq)
{
    if (session->item >= session->quiz->item_count)
        return;
    here(session)->state = ITEM_SEEN;
    if (item_of(session)->is_practical)
        go_to(session, json_get_text(source_of(session), "starts"), seq);
}

void
session_jump_to(struct session *session, size_t item)
{
    if (session->item != item)
        here(session)->state = ITEM_NOT_SEEN;
    else
        return;
    session->item = item;
    show_item(session, session->seq);
}

enum fault
session_open(const struct quiz *quiz, const struct event *start, struct session **session,
             struct err *err)
{
    if (start->kind != EVENT_START || start->seq != 1)
        return err_set(err, FAULT_INPUT, "event 1 must say what the attempt is about");
    if (memcmp(start->quiz_hash, quiz->hash, HASH_LEN) != 0)
        return err_set(err, FAULT_INPUT,
                       "event 1 names another version of the quiz %s than the one at hand",
                       quiz->id);
    struct session *opened = memory_new(sizeof *opened);
    opened->quiz = quiz;
    memcpy(opened->seed, start->seed, SEED_LEN);
    snprintf(opened->language, sizeof opened->language, "vi");
    opened->address = SESSION_ADDRESSES[0];
    opened->seq = 1;
    opened->progress = memory_new_array(quiz->item_count, sizeof *opened->progress);
    for (size_t i = 0; i < quiz->item_count; i++) {
        opened->progress[i].chosen = -1;
        opened->progress[i].variables = json_new_object();
        if (quiz->items[i].is_practical)
            prepare_practical(opened, i);
        else
            prepare_question(opened, i);
    }
    show_item(opened, 1);
    *session = opened;
    return FAULT_NONE;
}

void
session_free(struct session *session)
{
    if (session == NULL)
        return;
    for (size_t i = 0; i < session->quiz->item_count; i++) {
        struct item_progress *progress = &session->progress[i];
        for (size_t n = 0; n < progress->happening_count; n++) {
            free(progress->happenings[n].verb);
            free(progress->happenings[n].target);
            free(progress->happenings[n].value);
        }
        free(progress->happenings);
        clear_fields(progress);
        json_free(progress->variables);
    }
    free(session->progress);
    free(session);
}

/* ---- acts ---- */

static void
next_item(struct session *session, enum item_state state, uint32_t seq)
{
    here(session)->state = state;
    session->item++;
    show_item(session, seq);
}

static enum fault
choose(struct session *session, const struct event *event, struct err *err)
{
    struct item_progress *progress = here(session);
    for (size_t place = 0; place < progress->option_count; place++) {
        char id[16];
        session_option_id(place, progress->option_count, id);
        if (strcmp(id, event->target) != 0)
            continue;
        progress->chosen = (int)place;
        return FAULT_NONE;
    }
    return err_set(err, FAULT_INPUT, "this question has no such option");
}

static enum fault
apply_to_question(struct session *session, const struct event *event, struct err *err)
{
    if (strcmp(event->verb, "choose") == 0)
        return choose(session, event, err);
    if (strcmp(event->verb, "next") != 0)
        return err_set(err, FAULT_INPUT, "a question knows \"choose\" and \"next\" only");
    if (here(session)->chosen < 0)
        return err_set(err, FAULT_CONFLICT, "nothing is chosen yet");
    next_item(session, ITEM_ANSWERED, event->seq);
    return FAULT_NONE;
}

/* Place of a field among the screen's fields; FIELDS_MAX if there is none. */
static size_t
find_field(const struct json *screen, const char *id)
{
    const struct json *widgets = json_get(screen, "widgets");
    size_t place = 0;
    for (size_t i = 0; i < json_count(widgets); i++) {
        const struct json *widget = json_at(widgets, i);
        if (strcmp(json_get_text(widget, "kind"), "field") != 0)
            continue;
        if (strcmp(json_get_text(widget, "id"), id) == 0)
            return place < FIELDS_MAX ? place : FIELDS_MAX;
        place++;
    }
    return FIELDS_MAX;
}

/* A keypad takes digits; `length` is the most that a field takes. */
static enum fault
check_typed(const struct json *field, const char *text, struct err *err)
{
    int64_t length = TYPED_MAX;
    if (!json_read_integer(json_get(field, "length"), &length))
        length = TYPED_MAX;
    if (text_has_hidden_characters(text) || text_count_letters(text) > (size_t)length)
        return err_set(err, FAULT_INPUT,
                       "the typed text is longer than %lld letters or holds invisible characters",
                       (long long)length);
    if (strcmp(json_get_text(field, "input"), "digits") == 0 &&
        strspn(text, "0123456789") != strlen(text))
        return err_set(err, FAULT_INPUT, "this field takes digits only");
    return FAULT_NONE;
}

static enum fault
type_into(struct session *session, const struct event *event, struct err *err)
{
    struct item_progress *progress = here(session);
    size_t place = find_field(progress->screen, event->target);
    if (place == FIELDS_MAX)
        return err_set(err, FAULT_INPUT, "there is no such field on the screen");
    enum fault fault = check_typed(session_find_widget(progress->screen, "field", event->target),
                                   event->value, err);
    if (fault != FAULT_NONE)
        return fault;
    free(progress->fields[place]);
    progress->fields[place] = memory_copy_text(event->value);
    happen(session, "type", event->target, 0, event->value, event->seq);
    return FAULT_NONE;
}

static enum fault
scan_code(struct session *session, const struct event *event, struct err *err)
{
    const struct json *widget = session_find_widget(here(session)->screen, "code", event->target);
    if (widget == NULL)
        return err_set(err, FAULT_INPUT, "there is no such code on the screen");
    here(session)->scanned = definition_find(json_get(source_of(session), "codes"), event->target);
    happen(session, "scan", event->target, 0, "", event->seq);
    if (json_get_text(widget, "goes_to") != NULL)
        go_to(session, json_get_text(widget, "goes_to"), event->seq);
    return FAULT_NONE;
}

/* Moves the money that the scanned code asks for. False, and nothing moves, if there is no code or
 * too little money. */
static bool
pay(struct session *session, uint32_t seq)
{
    struct item_progress *progress = here(session);
    int64_t amount = 0;
    const char *to = json_get_text(progress->scanned, "pays");
    size_t mine = session_find_account(session, session->item, "mine");
    size_t payee = to == NULL ? ACCOUNTS_MAX : session_find_account(session, session->item, to);
    if (payee == ACCOUNTS_MAX || mine == ACCOUNTS_MAX ||
        !session_number(session, session->item, json_get(progress->scanned, "amount"), &amount) ||
        amount > progress->balances[mine])
        return false;
    progress->balances[mine] -= amount;
    progress->balances[payee] += amount;
    happen(session, "paid", to, amount, "", seq);
    return true;
}

/* True if the button checks nothing, or the field holds what it should. */
static bool
passes_check(const struct session *session, const struct json *button)
{
    const char *field = json_get_text(button, "checks");
    if (field == NULL)
        return true;
    const struct item_progress *progress = &session->progress[session->item];
    size_t place = find_field(progress->screen, field);
    char *wanted = session_words(session, session->item, json_get(button, "is"));
    bool is_same = place < FIELDS_MAX && progress->fields[place] != NULL &&
                   strcmp(progress->fields[place], wanted) == 0;
    free(wanted);
    return is_same;
}

static enum fault
press(struct session *session, const struct event *event, struct err *err)
{
    const struct json *button = session_find_widget(here(session)->screen, "button", event->target);
    if (button == NULL)
        return err_set(err, FAULT_INPUT, "there is no such button on the screen");
    const char *does = json_get_text(button, "does"), *goes_to = json_get_text(button, "goes_to");
    bool passes = passes_check(session, button);
    happen(session, "press", event->target, 0, "", event->seq);
    if (passes && does != NULL && strcmp(does, "pay") == 0)
        passes = pay(session, event->seq);
    if (passes && does != NULL && strcmp(does, "report") == 0)
        happen(session, "report", "", 0, "", event->seq);
    if (!passes && json_get_text(button, "otherwise") != NULL)
        goes_to = json_get_text(button, "otherwise");
    if (passes && does != NULL && strcmp(does, "end") == 0)
        next_item(session, ITEM_ANSWERED, event->seq);
    else if (goes_to != NULL)
        go_to(session, goes_to, event->seq);
    return FAULT_NONE;
}

static enum fault
apply_act(struct session *session, const struct event *event, struct err *err)
{
    if (session->item >= session->quiz->item_count)
        return err_set(err, FAULT_CONFLICT, "every item is done");
    if (strcmp(event->item, item_of(session)->id) != 0)
        return err_set(err, FAULT_CONFLICT, "another item is on the screen");
    if (!item_of(session)->is_practical)
        return apply_to_question(session, event, err);
    if (strcmp(event->verb, "type") == 0)
        return type_into(session, event, err);
    if (strcmp(event->verb, "scan") == 0)
        return scan_code(session, event, err);
    if (strcmp(event->verb, "press") == 0)
        return press(session, event, err);
    return err_set(err, FAULT_INPUT,
                   "a practical task knows \"press\", \"type\" and \"scan\" only");
}

static void
apply_note(struct session *session, const struct event *event)
{
    if (strcmp(event->verb, "language") == 0 &&
        (strcmp(event->value, "vi") == 0 || strcmp(event->value, "en") == 0))
        memcpy(session->language, event->value, sizeof session->language);
}

enum fault
session_apply(struct session *session, const struct event *event, struct err *err)
{
    if (event->seq != session->seq + 1)
        return err_set(err, FAULT_CONFLICT, "event %u does not follow event %u", event->seq,
                       session->seq);
    if (event->kind == EVENT_START)
        return err_set(err, FAULT_INPUT, "event %u starts the attempt a second time", event->seq);
    bool is_reopened = event->kind == EVENT_NOTE && strcmp(event->verb, "reopen") == 0;
    if (session->is_finished && !is_reopened && !event_is_late(event))
        return err_set(err, FAULT_CONFLICT, "the attempt is finished");
    enum fault fault = event->kind == EVENT_ACT ? apply_act(session, event, err) : FAULT_NONE;
    if (fault != FAULT_NONE)
        return fault;
    if (event->kind == EVENT_NOTE)
        apply_note(session, event);
    if (!event_is_late(event))
        session->is_finished = event->kind == EVENT_FINISH;
    session->seq = event->seq;
    return FAULT_NONE;
}

/* ---- where it stands ---- */

bool
session_is_finished(const struct session *session)
{
    return session->is_finished;
}

bool
session_is_done(const struct session *session)
{
    return session->item >= session->quiz->item_count;
}

const char *
session_item_id(const struct session *session)
{
    return session_is_done(session) ? "" : item_of(session)->id;
}

const char *
session_language(const struct session *session)
{
    return session->language;
}

size_t
session_item_total(const struct session *session)
{
    size_t count = 0;
    for (size_t i = 0; i < session->quiz->item_count; i++)
        count += !session->quiz->items[i].is_practice;
    return count;
}

size_t
session_item_number(const struct session *session)
{
    size_t practice = session->quiz->item_count - session_item_total(session);
    if (session_is_done(session))
        return session_item_total(session);
    return session->item < practice ? 0 : session->item - practice + 1;
}

/* ---- for simulated learners ---- */

static const char *
option_at(const struct session *session, size_t item, size_t place)
{
    static const char *const IDS[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    return place + 1 == session->progress[item].option_count ? "dont-know" : IDS[place];
}

const char *
quiz_right_option(const struct session *session, const char *id)
{
    size_t item = definition_find_item(session->quiz, id);
    if (item == session->quiz->item_count || session->quiz->items[item].is_practical)
        return NULL;
    for (size_t place = 0; place < session->progress[item].option_count; place++)
        if (session->progress[item].order[place] == 0)
            return option_at(session, item, place);
    return NULL;
}

const char *
quiz_wrong_option(const struct session *session, const char *id, size_t n)
{
    size_t item = definition_find_item(session->quiz, id);
    if (item == session->quiz->item_count || session->quiz->items[item].is_practical)
        return NULL;
    for (size_t place = 0; place < session->progress[item].option_count; place++)
        if (session->progress[item].order[place] != 0 && n-- == 0)
            return option_at(session, item, place);
    return NULL;
}
