/* check_widgets.c - what stands on the screens of a practical task: the fields of each widget, what it
 * leads to, and names that would be mistaken for each other. */
#include <string.h>

#include "quiz/check.h"
#include "quiz/session_state.h"

enum { WIDGETS_MAX = 16, FIELDS_MAX = 8, BRANCHES_MAX = 8 };

#define SHOWN_IF                                                                                   \
    {                                                                                              \
        "shown_if", FIELD_SPECIAL, 0, 0, NULL                                                      \
    }

static const struct field_rule SAYING_RULES[] = {
    {"text", FIELD_WORDS, 0, 160, "its words"}, SHOWN_IF, MADE_BY_US, RULES_END};
static const struct field_rule PICTURE_RULES[] = {
    {"drawing", FIELD_DRAWING, 0, 0, "its drawing"},
    {"says", FIELD_WORDS, 0, 160, "says = { vi = \"…\", en = \"…\" }"},
    SHOWN_IF,
    MADE_BY_US,
    RULES_END};
static const struct field_rule ROW_RULES[] = {{"label", FIELD_WORDS, 0, 40, "its label"},
                                              {"value", FIELD_WORDS, 0, 60, "value = \"…\""},
                                              {"strong", FIELD_BOOLEAN, 0, 0, NULL},
                                              SHOWN_IF,
                                              MADE_BY_US,
                                              RULES_END};
static const struct field_rule FIELD_RULES[] = {
    {"id", FIELD_TEXT, 0, 0, "its name"},
    {"label", FIELD_WORDS, 0, 60, "label = { vi = \"…\", en = \"…\" }"},
    {"input", FIELD_SPECIAL, 0, 0, NULL},
    {"length", FIELD_INTEGER, 1, 80, NULL},
    {"secret", FIELD_BOOLEAN, 0, 0, NULL},
    SHOWN_IF,
    MADE_BY_US,
    RULES_END};
static const struct field_rule SCAN_RULES[] = {
    {"code", FIELD_TEXT, 0, 0, "the name of its qr_code"},
    {"goes_to", FIELD_SPECIAL, 0, 0, "goes_to = \"screen\""},
    SHOWN_IF,
    MADE_BY_US,
    RULES_END};
static const struct field_rule BUTTON_RULES[] = {{"text", FIELD_WORDS, 0, 40, "its words"},
                                                 {"id", FIELD_TEXT, 0, 0, "id = \"…\""},
                                                 {"goes_to", FIELD_SPECIAL, 0, 0, NULL},
                                                 {"does", FIELD_TEXT, 0, 0, NULL},
                                                 {"pays", FIELD_TEXT, 0, 0, NULL},
                                                 {"amount", FIELD_AMOUNT, 0, 0, NULL},
                                                 {"checks", FIELD_TEXT, 0, 0, NULL},
                                                 {"is", FIELD_WORDS, 0, 40, NULL},
                                                 {"otherwise", FIELD_TEXT, 0, 0, NULL},
                                                 {"drawing", FIELD_DRAWING, 0, 0, NULL},
                                                 {"twin", FIELD_BOOLEAN, 0, 0, NULL},
                                                 SHOWN_IF,
                                                 MADE_BY_US,
                                                 RULES_END};
static const struct field_rule ENTRY_RULES[] = {{"text", FIELD_WORDS, 0, 80, "its words"},
                                                {"detail", FIELD_WORDS, 0, 120, NULL},
                                                {"id", FIELD_TEXT, 0, 0, "id = \"…\""},
                                                {"goes_to", FIELD_SPECIAL, 0, 0, NULL},
                                                {"does", FIELD_TEXT, 0, 0, NULL},
                                                {"pays", FIELD_TEXT, 0, 0, NULL},
                                                {"amount", FIELD_AMOUNT, 0, 0, NULL},
                                                {"drawing", FIELD_DRAWING, 0, 0, NULL},
                                                SHOWN_IF,
                                                MADE_BY_US,
                                                RULES_END};
static const struct field_rule CHOICE_RULES[] = {
    {"id", FIELD_TEXT, 0, 0, "its name"},
    {"text", FIELD_WORDS, 0, 60, "text = { vi = \"…\", en = \"…\" }"},
    {"drawing", FIELD_DRAWING, 0, 0, NULL},
    SHOWN_IF,
    MADE_BY_US,
    RULES_END};
static const struct field_rule PHOTO_RULES[] = {
    {"id", FIELD_TEXT, 0, 0, "its name"},
    {"says", FIELD_WORDS, 0, 60, "says = { vi = \"…\", en = \"…\" }"},
    {"drawing", FIELD_DRAWING, 0, 0, NULL},
    {"file", FIELD_DRAWING, 0, 0, NULL},
    SHOWN_IF,
    MADE_BY_US,
    RULES_END};
static const struct field_rule LIST_RULES[] = {{"entries", FIELD_OURS, 0, 0, NULL},
                                               {"mixed", FIELD_BOOLEAN, 0, 0, NULL},
                                               SHOWN_IF,
                                               MADE_BY_US,
                                               RULES_END};
static const struct field_rule PICKING_RULES[] = {
    {"id", FIELD_TEXT, 0, 0, "its name"},
    {"label", FIELD_WORDS, 0, 80, "label = { vi = \"…\", en = \"…\" }"},
    {"several", FIELD_BOOLEAN, 0, 0, NULL},
    {"mixed", FIELD_BOOLEAN, 0, 0, NULL},
    {"entries", FIELD_OURS, 0, 0, NULL},
    SHOWN_IF,
    MADE_BY_US,
    RULES_END};
static const struct field_rule SWITCH_RULES[] = {
    {"id", FIELD_TEXT, 0, 0, "its name"},
    {"label", FIELD_WORDS, 0, 60, "label = { vi = \"…\", en = \"…\" }"},
    {"detail", FIELD_WORDS, 0, 100, NULL},
    {"on", FIELD_BOOLEAN, 0, 0, NULL},
    {"goes_to", FIELD_SPECIAL, 0, 0, NULL},
    SHOWN_IF,
    MADE_BY_US,
    RULES_END};
static const struct field_rule MESSAGE_RULES[] = {
    {"from", FIELD_WORDS, 0, 40, NULL},
    {"text", FIELD_WORDS, 0, 240, "text = { vi = \"…\", en = \"…\" }"},
    {"mine", FIELD_BOOLEAN, 0, 0, NULL},
    SHOWN_IF,
    MADE_BY_US,
    RULES_END};
static const struct field_rule NOTIFICATION_RULES[] = {
    {"from", FIELD_WORDS, 0, 40, "from = { vi = \"…\", en = \"…\" }"},
    {"text", FIELD_WORDS, 0, 160, "text = { vi = \"…\", en = \"…\" }"},
    {"id", FIELD_TEXT, 0, 0, "id = \"…\""},
    {"drawing", FIELD_DRAWING, 0, 0, NULL},
    {"goes_to", FIELD_SPECIAL, 0, 0, "goes_to = \"screen\""},
    SHOWN_IF,
    MADE_BY_US,
    RULES_END};
static const struct field_rule DIALOG_RULES[] = {
    {"title", FIELD_WORDS, 0, 80, "title = { vi = \"…\", en = \"…\" }"},
    {"text", FIELD_WORDS, 0, 240, NULL},
    SHOWN_IF,
    MADE_BY_US,
    RULES_END};
static const struct field_rule PROGRESS_RULES[] = {
    {"label", FIELD_WORDS, 0, 60, "label = { vi = \"…\", en = \"…\" }"},
    {"step", FIELD_INTEGER, 0, 20, "step = 2"},
    {"of", FIELD_INTEGER, 1, 20, "of = 4"},
    SHOWN_IF,
    MADE_BY_US,
    RULES_END};

static const struct widget_kind {
    const char *kind, *word;
    const struct field_rule *rules, *part_rules;
    const char *part_word;
} WIDGETS[] = {{"heading", "heading", SAYING_RULES, NULL, NULL},
               {"text", "text", SAYING_RULES, NULL, NULL},
               {"address", "address", SAYING_RULES, NULL, NULL},
               {"picture", "picture", PICTURE_RULES, NULL, NULL},
               {"row", "row", ROW_RULES, NULL, NULL},
               {"field", "field", FIELD_RULES, NULL, NULL},
               {"code", "scan", SCAN_RULES, NULL, NULL},
               {"button", "button", BUTTON_RULES, NULL, NULL},
               {"list", "list", LIST_RULES, ENTRY_RULES, "entry"},
               {"choices", "choices", PICKING_RULES, CHOICE_RULES, "choice"},
               {"photos", "photos", PICKING_RULES, PHOTO_RULES, "photo"},
               {"switch", "switch", SWITCH_RULES, NULL, NULL},
               {"message", "message", MESSAGE_RULES, NULL, NULL},
               {"notification", "notification", NOTIFICATION_RULES, NULL, NULL},
               {"dialog", "dialog", DIALOG_RULES, NULL, NULL},
               {"progress", "progress", PROGRESS_RULES, NULL, NULL}};

void
check_each_part(const struct json *screen, void (*see)(void *about, const struct json *part),
                void *about)
{
    const struct json *widgets = json_get(screen, "widgets");
    for (size_t i = 0; i < json_count(widgets); i++) {
        const struct json *entries = json_get(json_at(widgets, i), "entries");
        see(about, json_at(widgets, i));
        for (size_t n = 0; n < json_count(entries); n++)
            see(about, json_at(entries, n));
    }
}

/* ---- where it leads, and when it is there ---- */

/* goes_to is a screen, or a list of ways: { { when = …, to = "screen" }, "screen" }. */
static void
check_ways_of(struct checking *checking, const struct json *made)
{
    const struct json *ways = json_get(made, "goes_to");
    if (ways == NULL || json_text(ways) != NULL) {
        check_reference(checking, made, "goes_to", "screens", "screen");
        return;
    }
    if (!json_is_array(ways) || json_count(ways) == 0 || json_count(ways) > BRANCHES_MAX) {
        quiz_problems_add(checking->problems,
                          "%s: goes_to of \"%.60s\" is a screen, or a list of 1 to %d ways: { { "
                          "when = is_on \"wifi\", to = \"done\" }, \"again\" }",
                          check_line(checking, made), check_name(made), BRANCHES_MAX);
        return;
    }
    for (size_t i = 0; i < json_count(ways); i++) {
        const struct json *way = json_at(ways, i), *when = json_get(way, "when");
        const char *to = json_text(way) != NULL ? json_text(way) : json_get_text(way, "to");
        bool is_last = i + 1 == json_count(ways);
        if (to == NULL || (when == NULL && !is_last))
            quiz_problems_add(checking->problems,
                              "%s: way %zu of \"%.60s\" needs when = a condition and to = \"screen\"; "
                              "only the last one may be a plain screen",
                              check_line(checking, made), i + 1, check_name(made));
        else
            check_name_in(checking, made, "goes_to", to, "screens", "screen");
        if (when != NULL)
            check_condition(checking, made, when);
    }
}

static void
check_presence(struct checking *checking, const struct json *made)
{
    const struct json *condition = json_get(made, "shown_if");
    if (condition != NULL)
        check_condition(checking, made, condition);
    check_ways_of(checking, made);
    check_reference(checking, made, "otherwise", "screens", "screen");
}

/* ---- what is pressed ---- */

static void
check_payment(struct checking *checking, const struct json *pressed)
{
    const struct json *pays = json_get(pressed, "pays"), *amount = json_get(pressed, "amount");
    if ((pays == NULL) != (amount == NULL))
        quiz_problems_add(checking->problems,
                          "%s: \"%.60s\": pays and amount belong together: pays = \"shop\", amount "
                          "= 35000",
                          check_line(checking, pressed), check_name(pressed));
    check_reference(checking, pressed, "pays", "accounts", "account");
}

static void
check_pressed(struct checking *checking, const char *word, const struct json *pressed)
{
    static const char *const DOES[] = {"pay", "end", "report"};
    const char *does = json_get_text(pressed, "does");
    bool is_known = does == NULL;
    char meant[160];
    for (size_t i = 0; does != NULL && i < 3; i++)
        is_known = is_known || strcmp(does, DOES[i]) == 0;
    if (!is_known)
        quiz_problems_add(checking->problems,
                          "%s: does = \"%.40s\": a button does \"pay\", \"end\" or \"report\"%s",
                          check_line(checking, pressed), does, check_meant(does, DOES, 3, meant));
    if (does == NULL && json_get(pressed, "goes_to") == NULL)
        quiz_problems_add(checking->problems,
                          "%s: %s \"%.60s\" does nothing; write goes_to = \"screen\" or does = "
                          "\"end\"",
                          check_line(checking, pressed), word, check_name(pressed));
    check_payment(checking, pressed);
}

static void
check_button(struct checking *checking, const struct json *screen, const struct json *button)
{
    const char *checks = json_get_text(button, "checks");
    check_pressed(checking, "button", button);
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

/* ---- one widget ---- */

static void
check_parts(struct checking *checking, const struct widget_kind *kind, const struct json *widget)
{
    const struct json *parts = json_get(widget, "entries");
    if (kind->part_rules == NULL)
        return;
    if (json_count(parts) == 0 || json_count(parts) > PARTS_MAX)
        quiz_problems_add(checking->problems, "%s: %s \"%.60s\" has %zu parts; 1 to %d fit: %s \"…\" { … }",
                          check_line(checking, widget), kind->word, check_name(widget),
                          json_count(parts), PARTS_MAX, kind->part_word);
    if (kind->part_rules != ENTRY_RULES) /* entries are told apart on their whole screen */
        check_doubles(checking, kind->part_word, parts);
    for (size_t i = 0; i < json_count(parts); i++) {
        const struct json *part = json_at(parts, i);
        check_fields(checking, kind->part_word, part, kind->part_rules);
        check_presence(checking, part);
        if (kind->part_rules == ENTRY_RULES)
            check_pressed(checking, "entry", part);
        if (kind->part_rules == PHOTO_RULES && json_get(part, "drawing") == NULL &&
            json_get(part, "file") == NULL)
            quiz_problems_add(checking->problems,
                              "%s: photo \"%.60s\" shows nothing; write drawing = \"giay-to\" or file "
                              "= \"pictures/x.png\"",
                              check_line(checking, part), check_name(part));
    }
}

static void
check_input(struct checking *checking, const struct json *field)
{
    static const char *const INPUTS[] = {"text", "number", "date", "digits"};
    const char *input = json_get_text(field, "input");
    char meant[160];
    for (size_t i = 0; input != NULL && i < 4; i++)
        if (strcmp(input, INPUTS[i]) == 0)
            return;
    quiz_problems_add(checking->problems,
                      "%s: field \"%.60s\": input is \"text\", \"number\" or \"date\"%s",
                      check_line(checking, field), check_name(field),
                      check_meant(input, INPUTS, 4, meant));
}

static void
check_widget(struct checking *checking, const struct json *screen, const struct json *widget)
{
    const char *kind = json_get_text(widget, "kind");
    size_t which = 0, count = sizeof WIDGETS / sizeof WIDGETS[0];
    while (which < count && (kind == NULL || strcmp(kind, WIDGETS[which].kind) != 0))
        which++;
    if (which == count) {
        quiz_problems_add(
            checking->problems,
            "%s: screen \"%.60s\" holds something that is no widget; a widget begins with its "
            "word, for example heading or button",
            check_line(checking, screen), check_name(screen));
        return;
    }
    check_fields(checking, WIDGETS[which].word, widget, WIDGETS[which].rules);
    check_presence(checking, widget);
    check_reference(checking, widget, "code", "codes", "qr_code");
    check_parts(checking, &WIDGETS[which], widget);
    if (strcmp(kind, "button") == 0)
        check_button(checking, screen, widget);
    if (strcmp(kind, "field") == 0)
        check_input(checking, widget);
}

/* ---- names ---- */

/* What is acted on by the same verb needs a name of its own on its screen; an event could not tell
 * two apart. */
static const char *
verb_of(const char *kind)
{
    static const char *const VERBS[][2] = {{"button", "press"}, {"entry", "press"},
                                           {"notification", "press"}, {"field", "type"},
                                           {"code", "scan"}, {"switch", "switch"},
                                           {"choices", "pick"}, {"photos", "pick"}};
    for (size_t i = 0; kind != NULL && i < sizeof VERBS / sizeof VERBS[0]; i++)
        if (strcmp(kind, VERBS[i][0]) == 0)
            return VERBS[i][1];
    return NULL;
}

struct name_check {
    struct checking *checking;
    const struct json *screen, *first;
    bool is_behind; /* the part being seen comes after `first` */
    size_t fields;
};

static void
see_same_name(void *about, const struct json *part)
{
    struct name_check *check = about;
    const char *verb = verb_of(json_get_text(part, "kind")),
               *other = verb_of(json_get_text(check->first, "kind"));
    bool is_other = check->is_behind && verb != NULL && strcmp(verb, other) == 0;
    check->is_behind = check->is_behind || part == check->first;
    if (!is_other || strcmp(check_name(part), check_name(check->first)) != 0)
        return;
    quiz_problems_add(check->checking->problems,
                      "%s: screen \"%.60s\" has two of the name \"%.60s\"; give one another id",
                      check_line(check->checking, part), check_name(check->screen), check_name(part));
}

static void
see_name(void *about, const struct json *part)
{
    struct name_check *check = about;
    const char *kind = json_get_text(part, "kind");
    check->fields += kind != NULL && strcmp(kind, "field") == 0;
    check->first = part;
    check->is_behind = false;
    if (verb_of(kind) != NULL)
        check_each_part(check->screen, see_same_name, check);
}

void
check_widgets(struct checking *checking, const struct json *screen)
{
    const struct json *widgets = json_get(screen, "widgets");
    struct name_check names = {.checking = checking, .screen = screen};
    check_each_part(screen, see_name, &names);
    if (names.fields > FIELDS_MAX || json_count(widgets) > WIDGETS_MAX)
        quiz_problems_add(
            checking->problems, "%s: screen \"%.60s\" has more than %d widgets or %d fields",
            check_line(checking, screen), check_name(screen), WIDGETS_MAX, FIELDS_MAX);
    if (json_count(widgets) == 0)
        quiz_problems_add(checking->problems, "%s: screen \"%.60s\" is empty",
                          check_line(checking, screen), check_name(screen));
    for (size_t i = 0; i < json_count(widgets); i++)
        check_widget(checking, screen, json_at(widgets, i));
}
