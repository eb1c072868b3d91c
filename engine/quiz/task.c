/* task.c - what a person does in a practical task: typing, scanning, pressing, and what follows from it. */
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

static struct item_progress *
here(struct session *session)
{
    return &session->progress[session->item];
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

void
task_clear_fields(struct item_progress *progress)
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
    task_clear_fields(progress);
    progress->screen = definition_find(json_get(source_of(session), "screens"), screen);
    session_happen(session, "visit", screen, 0, "", seq);
}

void
task_prepare(struct session *session, size_t item)
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

void
task_show(struct session *session, uint32_t seq)
{
    go_to(session, json_get_text(source_of(session), "starts"), seq);
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
    session_happen(session, "type", event->target, 0, event->value, event->seq);
    return FAULT_NONE;
}

static enum fault
scan_code(struct session *session, const struct event *event, struct err *err)
{
    const struct json *widget = session_find_widget(here(session)->screen, "code", event->target);
    if (widget == NULL)
        return err_set(err, FAULT_INPUT, "there is no such code on the screen");
    here(session)->scanned = definition_find(json_get(source_of(session), "codes"), event->target);
    session_happen(session, "scan", event->target, 0, "", event->seq);
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
    session_happen(session, "paid", to, amount, "", seq);
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
    session_happen(session, "press", event->target, 0, "", event->seq);
    if (passes && does != NULL && strcmp(does, "pay") == 0)
        passes = pay(session, event->seq);
    if (passes && does != NULL && strcmp(does, "report") == 0)
        session_happen(session, "report", "", 0, "", event->seq);
    if (!passes && json_get_text(button, "otherwise") != NULL)
        goes_to = json_get_text(button, "otherwise");
    if (passes && does != NULL && strcmp(does, "end") == 0)
        session_next_item(session, ITEM_ANSWERED, event->seq);
    else if (goes_to != NULL)
        go_to(session, goes_to, event->seq);
    return FAULT_NONE;
}

enum fault
task_apply(struct session *session, const struct event *event, struct err *err)
{
    if (strcmp(event->verb, "type") == 0)
        return type_into(session, event, err);
    if (strcmp(event->verb, "scan") == 0)
        return scan_code(session, event, err);
    if (strcmp(event->verb, "press") == 0)
        return press(session, event, err);
    return err_set(err, FAULT_INPUT,
                   "a practical task knows \"press\", \"type\" and \"scan\" only");
}
