/* check_practical.c - the world of a practical task: accounts, codes, screens and the ways between
 * them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/check.h"
#include "quiz/session_state.h"

enum { SCREENS_MAX = 60, MINUTES_MAX = 60 };

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

/* ---- ways ---- */

struct way_seeker {
    const char *name; /* the screen that is sought */
    bool is_found;
};

static void
see_end(void *about, const struct json *part)
{
    const char *does = json_get_text(part, "does");
    if (does != NULL && strcmp(does, "end") == 0)
        *(bool *)about = true;
}

static bool
ends_here(const struct json *screen)
{
    bool is_found = false;
    check_each_part(screen, see_end, &is_found);
    return is_found;
}

static void
see_way(void *about, const struct json *part)
{
    struct way_seeker *seeker = about;
    const struct json *ways = json_get(part, "goes_to");
    const char *one = json_text(ways), *otherwise = json_get_text(part, "otherwise");
    for (size_t i = 0; i < json_count(ways); i++) {
        const struct json *way = json_at(ways, i);
        const char *to = json_text(way) != NULL ? json_text(way) : json_get_text(way, "to");
        seeker->is_found = seeker->is_found || (to != NULL && strcmp(to, seeker->name) == 0);
    }
    seeker->is_found = seeker->is_found || (one != NULL && strcmp(one, seeker->name) == 0) ||
                       (otherwise != NULL && strcmp(otherwise, seeker->name) == 0);
}

static bool
leads_to(const struct json *screen, const char *name)
{
    struct way_seeker seeker = {.name = name};
    check_each_part(screen, see_way, &seeker);
    return seeker.is_found;
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

/* Asked for each `visited` of the task, so it is found out once. */
bool
check_reaches(struct checking *checking, const char *name)
{
    const struct json *screens = json_get(checking->item, "screens");
    if (checking->reached_item != checking->item) {
        free(checking->reached);
        checking->reached = reachable_screens(checking->item);
        checking->reached_item = checking->item;
    }
    for (size_t i = 0; i < json_count(screens); i++)
        if (checking->reached[i] && strcmp(check_name(json_at(screens, i)), name) == 0)
            return true;
    return false;
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
        const struct json *screen = json_at(screens, i);
        check_fields(checking, "screen", screen, SCREEN_RULES);
        check_widgets(checking, screen);
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
