/* task.c - what a person does in a practical task: pressing, typing, scanning, switching, picking, and
 * what follows from it.
 *
 * Nothing is kept but what happened (conditions.c reads what stands there now from it), where the
 * person is, and the money. What is not shown cannot be acted on. */
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

bool
task_is_shown(const struct session *session, size_t item, const struct json *widget)
{
    const struct json *condition = json_get(widget, "shown_if");
    return condition == NULL || conditions_judge(session, item, condition).is_true;
}

/* ---- finding what is on the screen ---- */

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

static const struct json *
find_shown(const struct session *session, const char *kind, const char *id)
{
    const struct json *widget =
        session_find_widget(session->progress[session->item].screen, kind, id);
    return widget != NULL && task_is_shown(session, session->item, widget) ? widget : NULL;
}

const struct json *
session_find_pressed(const struct json *screen, const char *id)
{
    const struct json *widgets = json_get(screen, "widgets"), *found = NULL;
    for (size_t i = 0; i < json_count(widgets) && found == NULL; i++) {
        const struct json *widget = json_at(widgets, i);
        const char *kind = json_get_text(widget, "kind"), *name = json_get_text(widget, "id");
        if (strcmp(kind, "list") == 0)
            found = definition_find(json_get(widget, "entries"), id);
        else if ((strcmp(kind, "button") == 0 || strcmp(kind, "notification") == 0) &&
                 name != NULL && strcmp(name, id) == 0)
            found = widget;
    }
    return found;
}

/* Whether the list of this entry is shown; other things that are pressed stand by themselves. */
static bool
is_pressable(const struct session *session, const struct json *pressed)
{
    const struct json *widgets = json_get(session->progress[session->item].screen, "widgets");
    bool is_shown = task_is_shown(session, session->item, pressed);
    for (size_t i = 0; i < json_count(widgets); i++) {
        const struct json *widget = json_at(widgets, i), *entries = json_get(widget, "entries");
        for (size_t n = 0; n < json_count(entries); n++)
            if (json_at(entries, n) == pressed)
                is_shown = is_shown && task_is_shown(session, session->item, widget);
    }
    return is_shown;
}

/* ---- the ways between screens ---- */

static void
go_to(struct session *session, const char *screen, uint32_t seq)
{
    here(session)->screen = definition_find(json_get(source_of(session), "screens"), screen);
    session_happen(session, "visit", screen, 0, "", seq);
}

/* goes_to is a screen, or ways of which the first whose condition holds is taken; the last may be a
 * plain screen. NULL: it stays here. */
static const char *
find_way(const struct session *session, const struct json *from)
{
    const struct json *ways = json_get(from, "goes_to");
    for (size_t i = 0; i < json_count(ways); i++) {
        const struct json *way = json_at(ways, i), *when = json_get(way, "when");
        if (json_text(way) != NULL)
            return json_text(way);
        if (when == NULL || conditions_judge(session, session->item, when).is_true)
            return json_get_text(way, "to");
    }
    return json_text(ways);
}

static void
go_on(struct session *session, const struct json *from, uint32_t seq)
{
    const char *way = find_way(session, from);
    if (way != NULL)
        go_to(session, way, seq);
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

/* ---- typing ---- */

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
    const struct json *field = find_shown(session, "field", event->target);
    if (field == NULL)
        return err_set(err, FAULT_INPUT, "there is no such field on the screen");
    enum fault fault = check_typed(field, event->value, err);
    if (fault == FAULT_NONE)
        session_happen(session, "type", event->target, 0, event->value, event->seq);
    return fault;
}

/* ---- scanning and pressing ---- */

static enum fault
scan_code(struct session *session, const struct event *event, struct err *err)
{
    const struct json *widget = find_shown(session, "code", event->target);
    if (widget == NULL)
        return err_set(err, FAULT_INPUT, "there is no such code on the screen");
    here(session)->paying = definition_find(json_get(source_of(session), "codes"), event->target);
    session_happen(session, "scan", event->target, 0, "", event->seq);
    go_on(session, widget, event->seq);
    return FAULT_NONE;
}

/* Moves the money that the scanned code or the button asks for. False, and nothing moves, if there
 * is nobody to pay or too little money. */
static bool
pay(struct session *session, uint32_t seq)
{
    struct item_progress *progress = here(session);
    int64_t amount = 0;
    const char *to = json_get_text(progress->paying, "pays");
    size_t mine = session_find_account(session, session->item, "mine");
    size_t payee = to == NULL ? ACCOUNTS_MAX : session_find_account(session, session->item, to);
    if (payee == ACCOUNTS_MAX || mine == ACCOUNTS_MAX ||
        !session_number(session, session->item, json_get(progress->paying, "amount"), &amount) ||
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
    const char *typed = task_typed(session, session->item, field, true);
    char *wanted = session_words(session, session->item, json_get(button, "is"));
    bool is_same = typed != NULL && strcmp(typed, wanted) == 0;
    free(wanted);
    return is_same;
}

static bool
does(const struct json *pressed, const char *what)
{
    const char *found = json_get_text(pressed, "does");
    return found != NULL && strcmp(found, what) == 0;
}

static enum fault
press(struct session *session, const struct event *event, struct err *err)
{
    const struct json *pressed = session_find_pressed(here(session)->screen, event->target);
    if (pressed == NULL || !is_pressable(session, pressed))
        return err_set(err, FAULT_INPUT, "there is no such button on the screen");
    const char *otherwise = json_get_text(pressed, "otherwise");
    bool passes = passes_check(session, pressed);
    session_happen(session, "press", event->target, 0, "", event->seq);
    if (passes && json_get(pressed, "pays") != NULL)
        here(session)->paying = pressed;
    if (passes && does(pressed, "pay"))
        passes = pay(session, event->seq);
    if (passes && does(pressed, "report"))
        session_happen(session, "report", "", 0, "", event->seq);
    if (!passes && otherwise != NULL)
        go_to(session, otherwise, event->seq);
    else if (passes && does(pressed, "end"))
        session_next_item(session, ITEM_ANSWERED, event->seq);
    else
        go_on(session, pressed, event->seq);
    return FAULT_NONE;
}

/* ---- switching and picking ---- */

static enum fault
turn(struct session *session, const struct event *event, struct err *err)
{
    const struct json *widget = find_shown(session, "switch", event->target);
    uint32_t since;
    if (widget == NULL)
        return err_set(err, FAULT_INPUT, "there is no such switch on the screen");
    bool is_on = task_is_on(session, session->item, event->target, &since);
    if (is_on == (strcmp(event->verb, "switch-on") == 0))
        return FAULT_NONE;
    session_happen(session, event->verb, event->target, 0, "", event->seq);
    go_on(session, widget, event->seq);
    return FAULT_NONE;
}

/* "size=large": the part of a holder on the screen. */
static const struct json *
find_part(const struct session *session, const char *target, const struct json **holder)
{
    static const char *const KINDS[] = {"choices", "photos"};
    const char *equals = strchr(target, '=');
    const struct json *found = NULL;
    if (equals == NULL)
        return NULL;
    char *name = memory_print("%.*s", (int)(equals - target), target);
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0] && found == NULL; i++) {
        *holder = find_shown(session, KINDS[i], name);
        found = *holder != NULL ? definition_find(json_get(*holder, "entries"), equals + 1) : NULL;
    }
    free(name);
    return found != NULL && task_is_shown(session, session->item, found) ? found : NULL;
}

static enum fault
pick(struct session *session, const struct event *event, struct err *err)
{
    const struct json *holder = NULL, *part = find_part(session, event->target, &holder);
    if (part == NULL)
        return err_set(err, FAULT_INPUT, "there is nothing like this to pick on the screen");
    if (strcmp(event->verb, "unpick") == 0 && !json_is_true(json_get(holder, "several")))
        return err_set(err, FAULT_INPUT, "what is picked here is changed by picking another");
    session_happen(session, event->verb, event->target, 0, "", event->seq);
    return FAULT_NONE;
}

enum fault
task_apply(struct session *session, const struct event *event, struct err *err)
{
    static const struct {
        const char *verb;
        enum fault (*apply)(struct session *, const struct event *, struct err *);
    } VERBS[] = {{"press", press},    {"type", type_into}, {"scan", scan_code}, {"switch-on", turn},
                 {"switch-off", turn}, {"pick", pick},      {"unpick", pick}};
    for (size_t i = 0; i < sizeof VERBS / sizeof VERBS[0]; i++)
        if (strcmp(event->verb, VERBS[i].verb) == 0)
            return VERBS[i].apply(session, event, err);
    return err_set(err, FAULT_INPUT,
                   "a practical task knows press, type, scan, switch-on, switch-off, pick and unpick");
}
