/* check_practical.c - the world of a practical task: accounts, codes, screens and the ways between
 * them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/check.h"
#include "quiz/session_state.h"

enum { SCREENS_MAX = 60, WIDGETS_MAX = 16, MINUTES_MAX = 60 };

#define RULES_END                                                                                  \
    {                                                                                              \
        NULL, FIELD_OURS, 0, 0, NULL                                                               \
    }
#define MADE_BY_US                                                                                 \
    {"kind", FIELD_OURS, 0, 0, NULL},                                                              \
    {                                                                                              \
        "at", FIELD_OURS, 0, 0, NULL                                                               \
    }

static const struct field_rule PRACTICAL_RULES[] = {
    {"id", FIELD_SPECIAL, 0, 0, NULL},
    {"title", FIELD_WORDS, 0, 80, "title = { vi = \"…\", en = \"…\" }"},
    {"story", FIELD_WORDS, 0, 200, "story = { vi = \"…\", en = \"…\" }"},
    {"starts", FIELD_TEXT, 0, 0, NULL},
    {"uses", FIELD_TEXT, 0, 0, NULL},
    {"minutes", FIELD_INTEGER, 1, MINUTES_MAX, NULL},
    {"version", FIELD_INTEGER, 1, 100000, NULL},
    {"practice", FIELD_BOOLEAN, 0, 0, NULL},
    {"difficulty", FIELD_SPECIAL, 0, 0, NULL},
    {"drawing", FIELD_DRAWING, 0, 0, NULL},
    {"brand", FIELD_TABLE, 0, 0, NULL},
    {"variables", FIELD_SPECIAL, 0, 0, NULL},
    {"accounts", FIELD_OURS, 0, 0, NULL},
    {"codes", FIELD_OURS, 0, 0, NULL},
    {"screens", FIELD_OURS, 0, 0, NULL},
    {"evidence", FIELD_OURS, 0, 0, NULL},
    MADE_BY_US,
    RULES_END};

static const struct field_rule ACCOUNT_RULES[] = {{"owner", FIELD_WORDS, 0, 40, "owner = \"…\""},
                                                  {"balance", FIELD_AMOUNT, 0, 0, NULL},
                                                  {"id", FIELD_OURS, 0, 0, NULL},
                                                  MADE_BY_US,
                                                  RULES_END};

static const struct field_rule CODE_RULES[] = {
    {"label", FIELD_WORDS, 0, 80, "label = { vi = \"…\", en = \"…\" }"},
    {"pays", FIELD_TEXT, 0, 0, "pays = \"account\""},
    {"amount", FIELD_AMOUNT, 0, 0, "amount = 35000"},
    {"id", FIELD_OURS, 0, 0, NULL},
    MADE_BY_US,
    RULES_END};

static const struct field_rule SCREEN_RULES[] = {{"outside", FIELD_BOOLEAN, 0, 0, NULL},
                                                 {"widgets", FIELD_OURS, 0, 0, NULL},
                                                 {"id", FIELD_OURS, 0, 0, NULL},
                                                 MADE_BY_US,
                                                 RULES_END};

static const struct field_rule SAYING_RULES[] = {
    {"text", FIELD_WORDS, 0, 160, "its words"}, MADE_BY_US, RULES_END};
static const struct field_rule PICTURE_RULES[] = {
    {"drawing", FIELD_DRAWING, 0, 0, "its drawing"},
    {"says", FIELD_WORDS, 0, 160, "says = { vi = \"…\", en = \"…\" }"},
    MADE_BY_US,
    RULES_END};
static const struct field_rule ROW_RULES[] = {{"label", FIELD_WORDS, 0, 40, "its label"},
                                              {"value", FIELD_WORDS, 0, 60, "value = \"…\""},
                                              {"strong", FIELD_BOOLEAN, 0, 0, NULL},
                                              MADE_BY_US,
                                              RULES_END};
static const struct field_rule FIELD_RULES[] = {
    {"id", FIELD_TEXT, 0, 0, "its name"},
    {"label", FIELD_WORDS, 0, 60, "label = { vi = \"…\", en = \"…\" }"},
    {"input", FIELD_OURS, 0, 0, NULL},
    {"length", FIELD_INTEGER, 1, 40, NULL},
    MADE_BY_US,
    RULES_END};
static const struct field_rule SCAN_RULES[] = {
    {"code", FIELD_TEXT, 0, 0, "the name of its qr_code"},
    {"goes_to", FIELD_TEXT, 0, 0, "goes_to = \"screen\""},
    MADE_BY_US,
    RULES_END};
static const struct field_rule BUTTON_RULES[] = {{"text", FIELD_WORDS, 0, 40, "its words"},
                                                 {"id", FIELD_TEXT, 0, 0, "id = \"…\""},
                                                 {"goes_to", FIELD_TEXT, 0, 0, NULL},
                                                 {"does", FIELD_TEXT, 0, 0, NULL},
                                                 {"checks", FIELD_TEXT, 0, 0, NULL},
                                                 {"is", FIELD_WORDS, 0, 40, NULL},
                                                 {"otherwise", FIELD_TEXT, 0, 0, NULL},
                                                 {"drawing", FIELD_DRAWING, 0, 0, NULL},
                                                 {"twin", FIELD_BOOLEAN, 0, 0, NULL},
                                                 MADE_BY_US,
                                                 RULES_END};

static const struct {
    const char *kind, *word;
    const struct field_rule *rules;
} WIDGETS[] = {{"heading", "heading", SAYING_RULES},  {"text", "text", SAYING_RULES},
               {"picture", "picture", PICTURE_RULES}, {"row", "row", ROW_RULES},
               {"field", "field", FIELD_RULES},       {"code", "scan", SCAN_RULES},
               {"button", "button", BUTTON_RULES}};
enum { WIDGET_KINDS = sizeof WIDGETS / sizeof WIDGETS[0] };

/* ---- screens ---- */

static void
check_button(struct checking *checking, const struct json *screen, const struct json *button)
{
    static const char *const DOES[] = {"pay", "end", "report"};
    const char *does = json_get_text(button, "does"), *checks = json_get_text(button, "checks");
    bool is_known = does == NULL;
    char meant[160];
    for (size_t i = 0; does != NULL && i < 3; i++)
        is_known = is_known || strcmp(does, DOES[i]) == 0;
    if (!is_known)
        quiz_problems_add(checking->problems,
                          "%s: does = \"%.40s\": a button does \"pay\", \"end\" or \"report\"%s",
                          check_line(checking, button), does, check_meant(does, DOES, 3, meant));
    if (does == NULL && json_get(button, "goes_to") == NULL)
        quiz_problems_add(checking->problems,
                          "%s: button \"%.60s\" does nothing; write goes_to = \"screen\" or does = "
                          "\"end\"",
                          check_line(checking, button), check_name(button));
    if (checks != NULL && session_find_widget(screen, "field", checks) == NULL)
        quiz_problems_add(checking->problems,
                          "%s: checks = \"%.60s\": this screen has no field or keypad of this name",
                          check_line(checking, button), checks);
    if ((checks == NULL) != (json_get(button, "is") == NULL))
        quiz_problems_add(
            checking->problems,
            "%s: button \"%.60s\": checks and is belong together: checks = \"PIN\", is = "
            "\"2580\"",
            check_line(checking, button), check_name(button));
}

static void
check_widget(struct checking *checking, const struct json *screen, const struct json *widget)
{
    const char *kind = json_get_text(widget, "kind");
    size_t which = 0;
    while (which < WIDGET_KINDS && (kind == NULL || strcmp(kind, WIDGETS[which].kind) != 0))
        which++;
    if (which == WIDGET_KINDS) {
        quiz_problems_add(
            checking->problems,
            "%s: screen \"%.60s\" holds something that is no widget; use heading, text, "
            "picture, row, field, keypad, button or scan",
            check_line(checking, screen), check_name(screen));
        return;
    }
    check_fields(checking, WIDGETS[which].word, widget, WIDGETS[which].rules);
    check_reference(checking, widget, "goes_to", "screens", "screen");
    check_reference(checking, widget, "otherwise", "screens", "screen");
    check_reference(checking, widget, "code", "codes", "qr_code");
    if (strcmp(kind, "button") == 0)
        check_button(checking, screen, widget);
}

/* Two buttons or fields with one name on a screen could not be told apart in an event. */
static void
check_widget_names(struct checking *checking, const struct json *screen)
{
    static const char *const NAMED[] = {"button", "field", "code"};
    const struct json *widgets = json_get(screen, "widgets");
    size_t fields = 0;
    for (size_t i = 0; i < json_count(widgets); i++) {
        const struct json *widget = json_at(widgets, i);
        const char *kind = json_get_text(widget, "kind");
        for (size_t n = 0; kind != NULL && n < 3; n++) {
            const char *name = json_get_text(widget, n == 2 ? "code" : "id");
            if (strcmp(kind, NAMED[n]) == 0 && name != NULL &&
                session_find_widget(screen, kind, name) != widget)
                quiz_problems_add(
                    checking->problems,
                    "%s: screen \"%.60s\" has two of the name \"%.60s\"; give one another "
                    "id",
                    check_line(checking, widget), check_name(screen), name);
        }
        fields += kind != NULL && strcmp(kind, "field") == 0;
    }
    if (fields > FIELDS_MAX || json_count(widgets) > WIDGETS_MAX)
        quiz_problems_add(
            checking->problems, "%s: screen \"%.60s\" has more than %d widgets or %d fields",
            check_line(checking, screen), check_name(screen), WIDGETS_MAX, FIELDS_MAX);
    if (json_count(widgets) == 0)
        quiz_problems_add(checking->problems, "%s: screen \"%.60s\" is empty",
                          check_line(checking, screen), check_name(screen));
}

/* ---- ways ---- */

static bool
ends_here(const struct json *screen)
{
    const struct json *widgets = json_get(screen, "widgets");
    for (size_t i = 0; i < json_count(widgets); i++) {
        const char *does = json_get_text(json_at(widgets, i), "does");
        if (does != NULL && strcmp(does, "end") == 0)
            return true;
    }
    return false;
}

static bool
leads_to(const struct json *screen, const char *name)
{
    const struct json *widgets = json_get(screen, "widgets");
    for (size_t i = 0; i < json_count(widgets); i++) {
        const char *to = json_get_text(json_at(widgets, i), "goes_to");
        const char *else_to = json_get_text(json_at(widgets, i), "otherwise");
        if ((to != NULL && strcmp(to, name) == 0) ||
            (else_to != NULL && strcmp(else_to, name) == 0))
            return true;
    }
    return false;
}

/* marks[i] becomes true for each screen that the marked ones lead to (or, backwards, that lead to a
 * marked one). */
static void
spread(const struct json *screens, bool *marks, bool backwards)
{
    size_t count = json_count(screens);
    bool has_changed = true;
    while (has_changed) {
        has_changed = false;
        for (size_t i = 0; i < count; i++)
            for (size_t n = 0; n < count && !marks[i]; n++) {
                const struct json *from = json_at(screens, backwards ? i : n),
                                  *to = json_at(screens, backwards ? n : i);
                const char *name = json_get_text(to, "id");
                marks[i] = marks[n] && name != NULL && leads_to(from, name);
                has_changed = has_changed || marks[i];
            }
    }
}

/* Which screens can be come to, and from which the task can be brought to an end. Caller frees. */
static bool *
reachable_screens(const struct json *item)
{
    const struct json *screens = json_get(item, "screens");
    const char *starts = json_get_text(item, "starts");
    bool *marks = memory_new_array(json_count(screens) + 1, sizeof *marks);
    for (size_t i = 0; i < json_count(screens); i++) {
        const char *name = json_get_text(json_at(screens, i), "id");
        marks[i] = starts != NULL && name != NULL && strcmp(name, starts) == 0;
    }
    spread(screens, marks, false);
    return marks;
}

bool
check_reaches(const struct checking *checking, const char *name)
{
    const struct json *screens = json_get(checking->item, "screens");
    bool *marks = reachable_screens(checking->item);
    bool is_reached = false;
    for (size_t i = 0; i < json_count(screens); i++)
        is_reached = is_reached || (marks[i] && strcmp(check_name(json_at(screens, i)), name) == 0);
    free(marks);
    return is_reached;
}

static void
check_ways(struct checking *checking)
{
    const struct json *screens = json_get(checking->item, "screens");
    bool *reached = reachable_screens(checking->item),
         *ends = memory_new_array(json_count(screens) + 1, sizeof *ends);
    for (size_t i = 0; i < json_count(screens); i++)
        ends[i] = ends_here(json_at(screens, i));
    spread(screens, ends, true);
    for (size_t i = 0; i < json_count(screens); i++) {
        const struct json *screen = json_at(screens, i);
        if (!reached[i])
            quiz_problems_add(checking->problems, "%s: no way leads to the screen \"%.60s\"",
                              check_line(checking, screen), check_name(screen));
        else if (!ends[i])
            quiz_problems_add(
                checking->problems,
                "%s: from the screen \"%.60s\" there is no way to an end; give a button "
                "does = \"end\"",
                check_line(checking, screen), check_name(screen));
    }
    free(reached);
    free(ends);
}

static void
check_screens(struct checking *checking)
{
    const struct json *screens = json_get(checking->item, "screens");
    size_t before = checking->problems->count;
    if (json_count(screens) == 0) {
        quiz_problems_add(
            checking->problems,
            "%s: practical \"%.60s\" has no screens; write screen \"…\" { … } below it, or "
            "uses = \"simulations/…\"",
            check_line(checking, checking->item), check_name(checking->item));
        return;
    }
    if (json_get(checking->item, "starts") == NULL)
        quiz_problems_add(checking->problems,
                          "%s: practical \"%.60s\" does not say where it starts; write starts = "
                          "\"screen\"",
                          check_line(checking, checking->item), check_name(checking->item));
    check_reference(checking, checking->item, "starts", "screens", "screen");
    check_doubles(checking, "screen", screens);
    for (size_t i = 0; i < json_count(screens) && i < SCREENS_MAX; i++) {
        const struct json *screen = json_at(screens, i), *widgets = json_get(screen, "widgets");
        check_fields(checking, "screen", screen, SCREEN_RULES);
        check_widget_names(checking, screen);
        for (size_t n = 0; n < json_count(widgets); n++)
            check_widget(checking, screen, json_at(widgets, n));
    }
    if (json_count(screens) > SCREENS_MAX)
        quiz_problems_add(checking->problems, "%s: practical \"%.60s\" has more than %d screens",
                          check_line(checking, checking->item), check_name(checking->item),
                          SCREENS_MAX);
    /* A way that a misspelt name broke would only be told twice. */
    else if (checking->problems->count == before)
        check_ways(checking);
}

/* ---- the rest ---- */

static void
check_value(struct checking *checking, const char *name, const struct json *value)
{
    int64_t whole;
    if (!json_read_integer(value, &whole))
        check_words(checking, "practical", checking->item, name, value, 60);
}

/* A variable is a literal, or a choice by the seed; `with` follows the choice of another of the
 * same length. */
static void
check_variables(struct checking *checking)
{
    const struct json *all = json_get(checking->item, "variables");
    void *at = NULL;
    const char *name;
    struct json *value;
    while (json_next(all, &at, &name, &value)) {
        const struct json *list = json_get(value, "vary"), *with = json_get(value, "with");
        const struct json *leader =
            json_get(json_get(all, json_text(with) != NULL ? json_text(with) : ""), "vary");
        if (with != NULL && (leader == NULL || json_count(leader) != json_count(list)))
            quiz_problems_add(checking->problems,
                              "%s: %s varies with \"%.40s\", which is no list of %zu values",
                              check_line(checking, checking->item), name,
                              json_text(with) != NULL ? json_text(with) : "?", json_count(list));
        if (list == NULL && json_get(value, "from") == NULL)
            check_value(checking, name, value);
        for (size_t i = 0; i < json_count(list); i++)
            check_value(checking, name, json_at(list, i));
    }
}

static void
check_brand(struct checking *checking)
{
    const struct json *brand = json_get(checking->item, "brand");
    const char *colour = json_get_text(brand, "colour");
    if (brand == NULL)
        return;
    check_words(checking, "practical", checking->item, "name of the brand", json_get(brand, "name"),
                40);
    if (colour == NULL || strlen(colour) != 7 || colour[0] != '#' ||
        strspn(colour + 1, "0123456789ABCDEFabcdef") != 6)
        quiz_problems_add(checking->problems, "%s: the colour of a brand is written \"#0E4A57\"",
                          check_line(checking, checking->item));
}

static void
check_money(struct checking *checking)
{
    const struct json *accounts = json_get(checking->item, "accounts"),
                      *codes = json_get(checking->item, "codes");
    check_doubles(checking, "account", accounts);
    check_doubles(checking, "qr_code", codes);
    for (size_t i = 0; i < json_count(accounts); i++)
        check_fields(checking, "account", json_at(accounts, i), ACCOUNT_RULES);
    for (size_t i = 0; i < json_count(codes); i++) {
        check_fields(checking, "qr_code", json_at(codes, i), CODE_RULES);
        check_reference(checking, json_at(codes, i), "pays", "accounts", "account");
    }
    if (json_count(accounts) > ACCOUNTS_MAX)
        quiz_problems_add(checking->problems, "%s: practical \"%.60s\" has more than %d accounts",
                          check_line(checking, checking->item), check_name(checking->item),
                          ACCOUNTS_MAX);
    if (json_count(codes) > 0 && definition_find(accounts, "mine") == NULL)
        quiz_problems_add(
            checking->problems,
            "%s: practical \"%.60s\" has codes to pay, but no account \"mine\" to pay from",
            check_line(checking, checking->item), check_name(checking->item));
}

void
check_practical(struct checking *checking, const struct json *made)
{
    size_t before = checking->problems->count;
    /* A simulation that could not be built has said why; its empty screens say nothing new. */
    bool is_built = json_get(made, "uses") == NULL || json_count(json_get(made, "screens")) > 0;
    if (!is_built && before > 0)
        return;
    check_fields(checking, "practical", made, PRACTICAL_RULES);
    check_variables(checking);
    check_brand(checking);
    check_money(checking);
    check_screens(checking);
    check_evidence(checking);
}
