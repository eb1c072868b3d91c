/* check_evidence.c - lines of evidence: what they name exists, and what they ask for can happen. */
#include <stdio.h>
#include <string.h>

#include "quiz/check.h"
#include "quiz/session_state.h"

enum { NAMES_MAX = 64, CONDITION_DEPTH = 8 };

static const struct field_rule EVIDENCE_RULES[] = {
    {"text", FIELD_WORDS, 0, 90, NULL},
    {"shows", FIELD_TEXT, 0, 0, "shows = \"4.2\""},
    {"when", FIELD_SPECIAL, 0, 0, "when = paid \"shop\""},
    {"only_if", FIELD_SPECIAL, 0, 0, NULL},
    {"critical", FIELD_BOOLEAN, 0, 0, NULL},
    {"weight", FIELD_INTEGER, 1, 10, NULL},
    {"id", FIELD_OURS, 0, 0, NULL},
    {"at", FIELD_OURS, 0, 0, NULL},
    {NULL, FIELD_OURS, 0, 0, NULL}};

/* What a condition names: which widgets make it happen (kind and member), and where such names are
 * declared. */
static const struct {
    const char *op, *kind, *member, *word;
} DEEDS[] = {{"scanned", "code", "code", "code to scan"},
             {"pressed", "button", "id", "button"},
             {"typed", "field", "id", "field or keypad"}};

static bool
is_text_member(const struct json *made, const char *member, const char *text)
{
    const char *found = json_get_text(made, member);
    return found != NULL && strcmp(found, text) == 0;
}

/* Names that widgets of this kind have on any screen. */
static size_t
names_of_widgets(const struct checking *checking, const char *kind, const char *member,
                 const char **names)
{
    const struct json *screens = json_get(checking->item, "screens");
    size_t count = 0;
    for (size_t i = 0; i < json_count(screens); i++) {
        const struct json *widgets = json_get(json_at(screens, i), "widgets");
        for (size_t n = 0; n < json_count(widgets) && count < NAMES_MAX; n++)
            if (is_text_member(json_at(widgets, n), "kind", kind) &&
                json_get_text(json_at(widgets, n), member) != NULL)
                names[count++] = json_get_text(json_at(widgets, n), member);
    }
    return count;
}

static void
check_deed(struct checking *checking, const struct json *condition, size_t deed)
{
    const char *names[NAMES_MAX], *name = json_get_text(condition, "a");
    size_t count = names_of_widgets(checking, DEEDS[deed].kind, DEEDS[deed].member, names);
    char meant[160];
    for (size_t i = 0; name != NULL && i < count; i++)
        if (strcmp(names[i], name) == 0)
            return;
    quiz_problems_add(checking->problems,
                      "%s: %s \"%.60s\" can never happen: no screen has a %s of this name%s",
                      check_line(checking, condition), DEEDS[deed].op, name != NULL ? name : "?",
                      DEEDS[deed].word, check_meant(name, names, count, meant));
}

static bool
some_button_does(const struct checking *checking, const char *what)
{
    const struct json *screens = json_get(checking->item, "screens");
    for (size_t i = 0; i < json_count(screens); i++) {
        const struct json *widgets = json_get(json_at(screens, i), "widgets");
        for (size_t n = 0; n < json_count(widgets); n++)
            if (is_text_member(json_at(widgets, n), "does", what))
                return true;
    }
    return false;
}

/* Somebody can be paid if a code that pays them is on a screen, and a button pays. */
static void
check_paid(struct checking *checking, const struct json *condition)
{
    const char *names[NAMES_MAX], *name = json_get_text(condition, "a");
    const struct json *accounts = json_get(checking->item, "accounts"),
                      *codes = json_get(checking->item, "codes");
    size_t count = 0, on_screens;
    char meant[160];
    for (size_t i = 0; i < json_count(accounts) && count < NAMES_MAX; i++)
        names[count++] = check_name(json_at(accounts, i));
    if (name == NULL || definition_find(accounts, name) == NULL) {
        quiz_problems_add(checking->problems,
                          "%s: paid \"%.60s\": there is no account of this name%s",
                          check_line(checking, condition), name != NULL ? name : "?",
                          check_meant(name, names, count, meant));
        return;
    }
    on_screens = names_of_widgets(checking, "code", "code", names);
    for (size_t i = 0; i < on_screens; i++)
        if (is_text_member(definition_find(codes, names[i]), "pays", name) &&
            some_button_does(checking, "pay"))
            return;
    quiz_problems_add(
        checking->problems,
        "%s: paid \"%.60s\" can never happen: no screen has a code that pays it and a "
        "button that does \"pay\"",
        check_line(checking, condition), name);
}

static void
check_visited(struct checking *checking, const struct json *condition)
{
    const char *name = json_get_text(condition, "a");
    check_reference(checking, condition, "a", "screens", "screen");
    if (name == NULL)
        quiz_problems_add(checking->problems, "%s: visited needs the name of a screen",
                          check_line(checking, condition));
    else if (definition_find(json_get(checking->item, "screens"), name) != NULL &&
             !check_reaches(checking, name))
        quiz_problems_add(checking->problems,
                          "%s: visited \"%.60s\" can never happen: no way leads to this screen",
                          check_line(checking, condition), name);
}

static void check_condition(struct checking *checking, const struct json *around,
                            const struct json *condition, int depth);

static void
check_inner(struct checking *checking, const struct json *condition, const char *op, int depth)
{
    const struct json *list = json_get(condition, "list");
    if (strcmp(op, "all") == 0 || strcmp(op, "any") == 0) {
        for (size_t i = 0; i < json_count(list); i++)
            check_condition(checking, condition, json_at(list, i), depth - 1);
        return;
    }
    check_condition(checking, condition, json_get(condition, "a"), depth - 1);
    if (strcmp(op, "never") != 0)
        check_condition(checking, condition, json_get(condition, "b"), depth - 1);
}

static void
check_condition(struct checking *checking, const struct json *around, const struct json *condition,
                int depth)
{
    static const char *const INNER[] = {"never", "after", "before", "all", "any"};
    const char *op = json_get_text(condition, "op");
    if (op == NULL || depth == 0) {
        quiz_problems_add(checking->problems,
                          "%s: a condition is missing here; write for example paid \"shop\", or "
                          "never(paid \"scammer\")",
                          check_line(checking, json_is_object(condition) ? condition : around));
        return;
    }
    for (size_t i = 0; i < sizeof DEEDS / sizeof DEEDS[0]; i++)
        if (strcmp(op, DEEDS[i].op) == 0)
            check_deed(checking, condition, i);
    if (strcmp(op, "paid") == 0)
        check_paid(checking, condition);
    if (strcmp(op, "visited") == 0)
        check_visited(checking, condition);
    if (strcmp(op, "reported") == 0 && !some_button_does(checking, "report"))
        quiz_problems_add(checking->problems,
                          "%s: reported can never happen: no button does \"report\"",
                          check_line(checking, around));
    for (size_t i = 0; i < sizeof INNER / sizeof INNER[0]; i++)
        if (strcmp(op, INNER[i]) == 0)
            check_inner(checking, condition, op, depth);
}

void
check_evidence(struct checking *checking)
{
    const struct json *all = json_get(checking->item, "evidence");
    bool is_practice = json_is_true(json_get(checking->item, "practice"));
    const char *seen[QUIZ_INDICATORS_PER_ITEM + 1];
    size_t codes = 0;
    check_doubles(checking, "evidence", all);
    for (size_t i = 0; i < json_count(all); i++) {
        const struct json *made = json_at(all, i);
        const char *shows = json_get_text(made, "shows");
        bool is_known = shows == NULL;
        check_fields(checking, "evidence", made, EVIDENCE_RULES);
        if (json_get(made, "when") != NULL)
            check_condition(checking, made, json_get(made, "when"), CONDITION_DEPTH);
        if (json_get(made, "only_if") != NULL)
            check_condition(checking, made, json_get(made, "only_if"), CONDITION_DEPTH);
        for (size_t n = 0; n < codes && n <= QUIZ_INDICATORS_PER_ITEM; n++)
            is_known = is_known || strcmp(seen[n], shows) == 0;
        if (!is_known && codes == QUIZ_INDICATORS_PER_ITEM)
            quiz_problems_add(
                checking->problems,
                "%s: evidence \"%.60s\" shows \"%.20s\"; one task can show at most %d "
                "indicators",
                check_line(checking, made), check_name(made), shows, QUIZ_INDICATORS_PER_ITEM);
        else if (!is_known)
            seen[codes++] = shows;
    }
    if (json_count(all) == 0 && !is_practice)
        quiz_problems_add(
            checking->problems,
            "%s: practical \"%.60s\" has no evidence, so nothing is learned from it; write "
            "evidence \"…\" { … }",
            check_line(checking, checking->item), check_name(checking->item));
}
