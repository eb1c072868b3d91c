/* words.c - texts with places: "{amount}" becomes 35.000, "{pay.to}" the owner of the account that
 * a code pays. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "quiz/session_state.h"

enum { NESTING_MAX = 3 };

static void add_words(const struct session *session, size_t item, const char *words, int nesting,
                      struct buffer *out);

static const char *
or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static void
add_amount(struct buffer *out, int64_t amount)
{
    char *text = text_print_amount(amount);
    buffer_add_text(out, text);
    free(text);
}

static const struct json *
accounts_of(const struct session *session, size_t item)
{
    return json_get(session->quiz->sources[item], "accounts");
}

size_t
session_find_account(const struct session *session, size_t item, const char *id)
{
    const struct json *accounts = accounts_of(session, item);
    for (size_t i = 0; i < json_count(accounts) && i < ACCOUNTS_MAX; i++)
        if (strcmp(json_get_text(json_at(accounts, i), "id"), id) == 0)
            return i;
    return ACCOUNTS_MAX;
}

/* What the scanned code says: who is paid, and how much. */
static void
add_payment(const struct session *session, size_t item, const char *what, int nesting,
            struct buffer *out)
{
    const struct json *code = session->progress[item].paying;
    int64_t amount;
    if (code == NULL)
        return;
    if (strcmp(what, "amount") == 0 &&
        session_number(session, item, json_get(code, "amount"), &amount))
        add_amount(out, amount);
    if (strcmp(what, "to") == 0) {
        size_t account = session_find_account(session, item, json_get_text(code, "pays"));
        const char *owner = definition_text(
            json_get(json_at(accounts_of(session, item), account), "owner"), session->language);
        if (owner != NULL)
            add_words(session, item, owner, nesting, out);
    }
}

/* The words of what is picked now, one after the other. */
static void
add_picked(const struct session *session, size_t item, const char *name, int nesting,
           struct buffer *out)
{
    const struct json *holder = task_find_holder(session->quiz->sources[item], name);
    const struct json *parts = json_get(holder, "entries");
    bool is_first = true;
    uint32_t since;
    for (size_t i = 0; i < json_count(parts); i++) {
        const struct json *part = json_at(parts, i), *words = json_get(part, "text");
        const char *text = definition_text(words != NULL ? words : json_get(part, "says"),
                                           session->language);
        if (text == NULL ||
            !task_is_picked(session, item, holder, json_get_text(part, "id"), &since))
            continue;
        buffer_add_text(out, is_first ? "" : ", ");
        add_words(session, item, text, nesting, out);
        is_first = false;
    }
}

const char *const SESSION_ADDRESSES[][2] = {{"bác", "Bác"}, {"ông", "Ông"}, {"bà", "Bà"}, {"cô", "Cô"},
                                            {"chú", "Chú"}, {"anh", "Anh"}, {"chị", "Chị"}};

void
session_set_address(struct session *session, const char *word)
{
    session->speaks_here = true;
    session->address = SESSION_ADDRESSES[0];
    for (size_t i = 0; i < sizeof SESSION_ADDRESSES / sizeof SESSION_ADDRESSES[0]; i++)
        if (strcmp(SESSION_ADDRESSES[i][0], word) == 0)
            session->address = SESSION_ADDRESSES[i];
}

static void
add_place(const struct session *session, size_t item, const char *name, int nesting,
          struct buffer *out)
{
    const struct json *value = json_get(session->progress[item].variables, name);
    int64_t number;
    bool is_english = strcmp(session->language, "en") == 0;
    if (strcmp(name, "bác") == 0 || strcmp(name, "Bác") == 0)
        buffer_add_text(out, is_english ? (name[0] == 'B' ? "You" : "you") : session->address[name[0] == 'B']);
    else if (strncmp(name, "pay.", 4) == 0)
        add_payment(session, item, name + 4, nesting, out);
    else if (strncmp(name, "typed.", 6) == 0)
        buffer_add_text(out, or_empty(task_typed(session, item, name + 6, false)));
    else if (strncmp(name, "picked.", 7) == 0)
        add_picked(session, item, name + 7, nesting, out);
    else if (strcmp(name, "balance") == 0 &&
             session_find_account(session, item, "mine") < ACCOUNTS_MAX)
        add_amount(out,
                   session->progress[item].balances[session_find_account(session, item, "mine")]);
    else if (json_read_integer(value, &number))
        add_amount(out, number);
    else if (definition_text(value, session->language) != NULL)
        add_words(session, item, definition_text(value, session->language), nesting, out);
    else
        buffer_print(out, "{%s}", name);
}

static void
add_words(const struct session *session, size_t item, const char *words, int nesting,
          struct buffer *out)
{
    while (*words != 0) {
        size_t plain = strcspn(words, "{");
        buffer_add(out, words, plain);
        words += plain;
        size_t len = words[0] == '{' ? strcspn(words, "}") : 0;
        char name[64];
        if (words[0] == 0)
            break;
        if (words[len] != '}' || len > sizeof name || nesting == 0) {
            buffer_add_byte(out, (uint8_t)*words++);
            continue;
        }
        snprintf(name, sizeof name, "%.*s", (int)(len - 1), words + 1);
        add_place(session, item, name, nesting - 1, out);
        words += len + 1;
    }
}

char *
session_words(const struct session *session, size_t item, const struct json *text)
{
    struct buffer out = {0};
    const char *words = definition_text(text, session->language);
    if (words != NULL)
        add_words(session, item, words, NESTING_MAX, &out);
    return buffer_take_text(&out);
}

bool
session_number(const struct session *session, size_t item, const struct json *value, int64_t *out)
{
    const char *text = json_text(value);
    if (json_read_integer(value, out))
        return true;
    if (text == NULL || text[0] != '{' || strlen(text) < 3 || strlen(text) > 60)
        return false;
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strlen(text) - 2, text + 1);
    if (strncmp(name, "typed.", 6) == 0)
        return task_read_amount(or_empty(task_typed(session, item, name + 6, false)), out);
    return json_read_integer(json_get(session->progress[item].variables, name), out);
}
