/* check_condition.c - conditions: what they name exists, and what they ask for can happen. */
#include <string.h>

#include "quiz/check.h"
#include "quiz/session_state.h"

enum { NAMES_MAX = 64, CONDITION_DEPTH = 8 };

/* What a condition names: the kinds of widgets and their member with the name. */
static const struct deed {
    const char *op, *kinds[3], *member, *word;
} DEEDS[] = {{"scanned", {"code"}, "code", "code to scan"},
             {"pressed", {"button", "entry", "notification"}, "id", "button or entry"},
             {"typed", {"field"}, "id", "field or keypad"},
             {"entered", {"field"}, "id", "field or keypad"},
             {"mentions", {"field"}, "id", "field or keypad"},
             {"is_on", {"switch"}, "id", "switch"},
             {"is_off", {"switch"}, "id", "switch"},
             {"picked", {"choices", "photos"}, "id", "choices or photos"}};

struct name_list {
    const struct deed *deed;
    const char *names[NAMES_MAX];
    size_t count;
};

static bool
is_text_member(const struct json *made, const char *member, const char *text)
{
    const char *found = json_get_text(made, member);
    return found != NULL && strcmp(found, text) == 0;
}

static void
see_name(void *about, const struct json *part)
{
    struct name_list *list = about;
    const char *name = json_get_text(part, list->deed->member);
    for (size_t i = 0; i < 3 && list->deed->kinds[i] != NULL; i++)
        if (is_text_member(part, "kind", list->deed->kinds[i]) && name != NULL &&
            list->count < NAMES_MAX)
            list->names[list->count++] = name;
}

/* Names that the parts of this deed have on any screen of the item. */
static void
list_names(const struct checking *checking, struct name_list *list)
{
    const struct json *screens = json_get(checking->item, "screens");
    for (size_t i = 0; i < json_count(screens); i++)
        check_each_part(json_at(screens, i), see_name, list);
}

static void
check_picked(struct checking *checking, const struct json *condition, const char *name)
{
    const struct json *parts = json_get(task_find_holder(checking->item, name), "entries");
    const char *part = json_get_text(condition, "b"), *names[NAMES_MAX];
    char meant[160];
    size_t count = 0;
    for (size_t i = 0; i < json_count(parts) && count < NAMES_MAX; i++)
        names[count++] = check_name(json_at(parts, i));
    if (part != NULL && definition_find(parts, part) == NULL)
        quiz_problems_add(checking->problems,
                          "%s: picked(\"%.40s\", \"%.40s\") can never happen: \"%.40s\" has no such part%s",
                          check_line(checking, condition), name, part, name,
                          check_meant(part, names, count, meant));
}

static void
check_deed(struct checking *checking, const struct json *condition, const struct deed *deed)
{
    struct name_list list = {.deed = deed};
    const char *name = json_get_text(condition, "a");
    char meant[160];
    bool is_known = false;
    list_names(checking, &list);
    for (size_t i = 0; name != NULL && i < list.count; i++)
        is_known = is_known || strcmp(list.names[i], name) == 0;
    if (!is_known)
        quiz_problems_add(checking->problems,
                          "%s: %s \"%.60s\" can never happen: no screen has a %s of this name%s",
                          check_line(checking, condition), deed->op, name != NULL ? name : "?",
                          deed->word, check_meant(name, list.names, list.count, meant));
    else if (strcmp(deed->op, "picked") == 0)
        check_picked(checking, condition, name);
}

struct does_seeker {
    const char *what, *pays; /* does = what; pays = an account, NULL: any */
    bool is_found;
};

static void
see_does(void *about, const struct json *part)
{
    struct does_seeker *seeker = about;
    seeker->is_found = seeker->is_found ||
                       (is_text_member(part, "does", seeker->what) &&
                        (seeker->pays == NULL || is_text_member(part, "pays", seeker->pays)));
}

static void
see_pays(void *about, const struct json *part)
{
    struct does_seeker *seeker = about;
    seeker->is_found = seeker->is_found || is_text_member(part, "pays", seeker->pays);
}

static bool
some_part(const struct checking *checking, struct does_seeker *seeker,
          void (*see)(void *about, const struct json *part))
{
    const struct json *screens = json_get(checking->item, "screens");
    for (size_t i = 0; i < json_count(screens); i++)
        check_each_part(json_at(screens, i), see, seeker);
    return seeker->is_found;
}

static bool
some_button_does(const struct checking *checking, const char *what)
{
    return some_part(checking, &(struct does_seeker){.what = what}, see_does);
}

/* Whether something on a screen names this account to be paid: a code, a button or an entry. */
static bool
something_pays(const struct checking *checking, const char *account)
{
    struct name_list codes = {.deed = &DEEDS[0]};
    const struct json *all = json_get(checking->item, "codes");
    list_names(checking, &codes);
    for (size_t i = 0; i < codes.count; i++)
        if (is_text_member(definition_find(all, codes.names[i]), "pays", account))
            return true;
    return some_part(checking, &(struct does_seeker){.pays = account}, see_pays);
}

static void
check_paid(struct checking *checking, const struct json *condition)
{
    const char *names[NAMES_MAX], *name = json_get_text(condition, "a");
    const struct json *accounts = json_get(checking->item, "accounts");
    size_t count = 0;
    char meant[160];
    for (size_t i = 0; i < json_count(accounts) && count < NAMES_MAX; i++)
        names[count++] = check_name(json_at(accounts, i));
    if (name == NULL || definition_find(accounts, name) == NULL)
        quiz_problems_add(checking->problems,
                          "%s: paid \"%.60s\": there is no account of this name%s",
                          check_line(checking, condition), name != NULL ? name : "?",
                          check_meant(name, names, count, meant));
    else if (!something_pays(checking, name) || !some_button_does(checking, "pay"))
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

static void check_inside(struct checking *checking, const struct json *around,
                         const struct json *condition, int depth);

static void
check_inner(struct checking *checking, const struct json *condition, const char *op, int depth)
{
    const struct json *list = json_get(condition, "list");
    if (strcmp(op, "all") == 0 || strcmp(op, "any") == 0) {
        for (size_t i = 0; i < json_count(list); i++)
            check_inside(checking, condition, json_at(list, i), depth - 1);
        return;
    }
    check_inside(checking, condition, json_get(condition, "a"), depth - 1);
    if (strcmp(op, "never") != 0)
        check_inside(checking, condition, json_get(condition, "b"), depth - 1);
}

static void
check_inside(struct checking *checking, const struct json *around, const struct json *condition,
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
            check_deed(checking, condition, &DEEDS[i]);
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
check_condition(struct checking *checking, const struct json *around, const struct json *condition)
{
    check_inside(checking, around, condition, CONDITION_DEPTH);
}
