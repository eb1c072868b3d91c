/* check_definition.c - everything that can be wrong with a quiz, each as one sentence with file and line.
 *
 * All problems are collected: a trainer mends an evening's work in one go. Whatever passes here, the session may rely
 * on. Fields are checked against a table of each word's own, so that a wrong one is named with the one that was meant. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "quiz/definition.h"

enum { ITEMS_MAX = 200, TEXT_LETTERS_MAX = 300, WRONG_MAX = OPTIONS_MAX - 2, FIELDS_MAX = 24 };

struct checking {
    const struct json *definition;
    const struct json *item; /* the practical being checked */
    struct quiz_problems *problems;
};

static const char *
line_of(const struct json *made)
{
    const char *at = json_get_text(made, "at");
    return at != NULL ? at : "quiz.lua";
}

static const char *
name_of(const struct json *made)
{
    const char *id = json_get_text(made, "id");
    return id != NULL ? id : "?";
}

static const char *const QUIZ_FIELDS[] = {"title", "framework", "programme", "languages", "version", "at", NULL};
static const char *const QUESTION_FIELDS[] = {"asks", "right", "wrong", "shows", "difficulty", "drawing", "minutes",
                                              "practice", "version", "id", "kind", "at", NULL};
static const char *const PRACTICAL_FIELDS[] = {"uses", "title", "story", "starts", "brand", "drawing", "minutes", "version",
                                               "practice", "difficulty", "variables", "accounts", "codes", "screens",
                                               "evidence", "id", "kind", "at", NULL};
static const char *const WIDGET_FIELDS[] = {"text", "drawing", "says", "label", "value", "strong", "id", "input", "length",
                                            "code", "goes_to", "does", "checks", "is", "otherwise", "twin", "kind", "at",
                                            NULL};
static const char *const EVIDENCE_FIELDS[] = {"text", "shows", "critical", "only_if", "when", "weight", "id", "at", NULL};
static const char *const CAN_DO_FIELDS[] = {"vi", "en", "practise", "drawing", "id", "at", NULL};
static const char *const ACCOUNT_FIELDS[] = {"owner", "balance", "id", "at", NULL};
static const char *const CODE_FIELDS[] = {"label", "pays", "amount", "id", "at", NULL};

static void
check_fields(struct checking *checking, const char *word, const struct json *made, const char *const *allowed)
{
    void *at = NULL;
    const char *key;
    struct json *value;
    size_t count = 0;
    while (allowed[count] != NULL)
        count++;
    while (json_next(made, &at, &key, &value)) {
        bool is_known = false;
        for (size_t i = 0; i < count; i++)
            is_known = is_known || strcmp(allowed[i], key) == 0;
        if (is_known)
            continue;
        const char *meant = text_suggest(key, allowed, count);
        quiz_problems_add(checking->problems, "%s: %s has no field \"%s\"%s%s%s", line_of(made), word, key,
                          meant != NULL ? ", did you mean \"" : "", meant != NULL ? meant : "",
                          meant != NULL ? "\"?" : "");
    }
}

/* A text is "the same in both" or { vi = "…", en = "…" }. */
static void
check_text(struct checking *checking, const struct json *made, const char *word, const char *field,
           const struct json *text, bool is_needed)
{
    static const char *const LANGUAGES[] = {"vi", "en"};
    if (text == NULL) {
        if (is_needed)
            quiz_problems_add(checking->problems, "%s: %s \"%s\" has no %s", line_of(made), word, name_of(made), field);
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        const char *words = definition_text(text, LANGUAGES[i]);
        if (words == NULL || words[0] == 0)
            quiz_problems_add(checking->problems, "%s: %s of %s \"%s\" is not there in the language \"%s\"", line_of(made),
                              field, word, name_of(made), LANGUAGES[i]);
        else if (text_count_letters(words) > TEXT_LETTERS_MAX)
            quiz_problems_add(checking->problems, "%s: %s of %s \"%s\" is longer than %d letters; nobody reads that on a "
                              "phone", line_of(made), field, word, name_of(made), TEXT_LETTERS_MAX);
        else if (text_has_hidden_characters(words))
            quiz_problems_add(checking->problems, "%s: %s of %s \"%s\" holds invisible characters; type it again",
                              line_of(made), field, word, name_of(made));
    }
}

static void
check_indicator(struct checking *checking, const struct json *made, const char *word, bool is_needed)
{
    const struct json *shows = json_get(made, "shows");
    if (shows == NULL && is_needed)
        quiz_problems_add(checking->problems, "%s: %s \"%s\" does not say what it shows; write shows = \"4.2\"",
                          line_of(made), word, name_of(made));
    else if (shows != NULL && json_text(shows) == NULL)
        quiz_problems_add(checking->problems, "%s: shows of %s \"%s\" must stand in quotation marks, for example \"4.2\"",
                          line_of(made), word, name_of(made));
}

static void
check_difficulty(struct checking *checking, const struct json *made, const char *word)
{
    static const char *const WORDS[] = {"easy", "medium", "hard"};
    const struct json *given = json_get(made, "difficulty");
    const char *text = json_text(given);
    double number;
    if (given == NULL || (json_read_real(given, &number) && number >= -4 && number <= 4))
        return;
    for (size_t i = 0; text != NULL && i < 3; i++)
        if (strcmp(text, WORDS[i]) == 0)
            return;
    const char *meant = text != NULL ? text_suggest(text, WORDS, 3) : NULL;
    quiz_problems_add(checking->problems, "%s: difficulty of %s \"%s\" is \"easy\", \"medium\", \"hard\" or a number from -4 "
                      "to 4%s%s%s", line_of(made), word, name_of(made), meant != NULL ? "; did you mean \"" : "",
                      meant != NULL ? meant : "", meant != NULL ? "\"?" : "");
}

static void
check_question(struct checking *checking, const struct json *made)
{
    const struct json *wrong = json_get(made, "wrong"), *right = json_get(made, "right");
    check_fields(checking, "question", made, QUESTION_FIELDS);
    check_text(checking, made, "question", "asks", json_get(made, "asks"), true);
    check_indicator(checking, made, "question", !json_is_true(json_get(made, "practice")));
    check_difficulty(checking, made, "question");
    if (right == NULL)
        quiz_problems_add(checking->problems, "%s: question \"%s\" has no right answer; write right = { vi = …, en = … }",
                          line_of(made), name_of(made));
    check_text(checking, made, "question", "right", right, false);
    if (!json_is_array(wrong) || json_count(wrong) == 0 || json_count(wrong) > WRONG_MAX)
        quiz_problems_add(checking->problems, "%s: question \"%s\" needs a list of 1 to %d wrong answers: wrong = { …, … }",
                          line_of(made), name_of(made), WRONG_MAX);
    for (size_t i = 0; json_is_array(wrong) && i < json_count(wrong); i++) {
        const char *vi = definition_text(json_at(wrong, i), "vi"), *same = definition_text(right, "vi");
        check_text(checking, made, "question", "wrong", json_at(wrong, i), true);
        if (vi != NULL && same != NULL && strcmp(vi, same) == 0)
            quiz_problems_add(checking->problems, "%s: question \"%s\": \"%s\" is both right and wrong", line_of(made),
                              name_of(made), vi);
    }
}

/* Names something in another list of the practical. */
static void
check_reference(struct checking *checking, const struct json *made, const char *field, const char *list,
                const char *word)
{
    const char *names[FIELDS_MAX * 4], *name = json_get_text(made, field);
    const struct json *all = json_get(checking->item, list);
    size_t count = 0;
    if (name == NULL || definition_find(all, name) != NULL)
        return;
    for (size_t i = 0; i < json_count(all) && count < sizeof names / sizeof names[0]; i++)
        if (json_get_text(json_at(all, i), "id") != NULL)
            names[count++] = json_get_text(json_at(all, i), "id");
    const char *meant = text_suggest(name, names, count);
    quiz_problems_add(checking->problems, "%s: %s = \"%s\": there is no %s of this name%s%s%s", line_of(made), field, name,
                      word, meant != NULL ? ", did you mean \"" : "", meant != NULL ? meant : "",
                      meant != NULL ? "\"?" : "");
}

static void
check_widget(struct checking *checking, const struct json *screen, const struct json *widget)
{
    static const char *const DOES[] = {"pay", "end"};
    const char *kind = json_get_text(widget, "kind"), *does = json_get_text(widget, "does");
    if (kind == NULL) {
        quiz_problems_add(checking->problems, "%s: screen \"%s\" holds something that is no widget; use heading, text, "
                          "picture, row, field, button or scan", line_of(screen), name_of(screen));
        return;
    }
    check_fields(checking, kind, widget, WIDGET_FIELDS);
    if ((strcmp(kind, "field") == 0 && json_get_text(widget, "id") == NULL) ||
        (strcmp(kind, "code") == 0 && json_get_text(widget, "code") == NULL))
        quiz_problems_add(checking->problems, "%s: a %s needs a name in quotation marks", line_of(widget),
                          kind[0] == 'f' ? "field" : "scan");
    if (strcmp(kind, "button") == 0 || strcmp(kind, "heading") == 0 || strcmp(kind, "text") == 0)
        check_text(checking, widget, kind, "text", json_get(widget, "text"), true);
    if (strcmp(kind, "row") == 0 || strcmp(kind, "field") == 0)
        check_text(checking, widget, kind, "label", json_get(widget, "label"), true);
    if (strcmp(kind, "picture") == 0)
        check_text(checking, widget, kind, "says", json_get(widget, "says"), true);
    if (strcmp(kind, "button") == 0 && json_get_text(widget, "id") == NULL)
        quiz_problems_add(checking->problems, "%s: a button needs an id: button \"Pay\" { id = \"pay\", goes_to = \"…\" }",
                          line_of(widget));
    if (strcmp(kind, "button") == 0 && json_get(widget, "goes_to") == NULL && does == NULL)
        quiz_problems_add(checking->problems, "%s: button \"%s\" does nothing; write goes_to = \"screen\" or does = \"end\"",
                          line_of(widget), name_of(widget));
    if (does != NULL && strcmp(does, DOES[0]) != 0 && strcmp(does, DOES[1]) != 0)
        quiz_problems_add(checking->problems, "%s: does = \"%s\": a button can do \"pay\" or \"end\"", line_of(widget), does);
    check_reference(checking, widget, "goes_to", "screens", "screen");
    check_reference(checking, widget, "otherwise", "screens", "screen");
    check_reference(checking, widget, "code", "codes", "qr_code");
}

static void
check_condition(struct checking *checking, const struct json *condition)
{
    static const struct {
        const char *op, *list, *word;
    } NAMES[] = {{"paid", "accounts", "account"}, {"scanned", "codes", "qr_code"}, {"visited", "screens", "screen"}};
    const char *op = json_get_text(condition, "op");
    if (op == NULL) {
        quiz_problems_add(checking->problems, "%s: only_if and when take a condition, for example when = paid \"shop\"",
                          line_of(condition != NULL ? condition : checking->item));
        return;
    }
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcmp(op, NAMES[i].op) == 0)
            check_reference(checking, condition, "a", NAMES[i].list, NAMES[i].word);
    for (size_t i = 0; i < json_count(json_get(condition, "list")); i++)
        check_condition(checking, json_at(json_get(condition, "list"), i));
    if (strcmp(op, "never") == 0 || strcmp(op, "after") == 0)
        check_condition(checking, json_get(condition, "a"));
    if (strcmp(op, "after") == 0)
        check_condition(checking, json_get(condition, "b"));
}

static void
check_evidence(struct checking *checking, const struct json *made)
{
    check_fields(checking, "evidence", made, EVIDENCE_FIELDS);
    check_indicator(checking, made, "evidence", true);
    check_text(checking, made, "evidence", "text", json_get(made, "text"), false);
    if (json_get(made, "when") == NULL)
        quiz_problems_add(checking->problems, "%s: evidence \"%s\" does not say when it is true; write when = …",
                          line_of(made), name_of(made));
    else
        check_condition(checking, json_get(made, "when"));
    if (json_get(made, "only_if") != NULL)
        check_condition(checking, json_get(made, "only_if"));
}

static bool
leads_to(const struct json *screen, const char *name)
{
    const struct json *widgets = json_get(screen, "widgets");
    for (size_t i = 0; i < json_count(widgets); i++) {
        const char *to = json_get_text(json_at(widgets, i), "goes_to"),
                   *else_to = json_get_text(json_at(widgets, i), "otherwise");
        if ((to != NULL && strcmp(to, name) == 0) || (else_to != NULL && strcmp(else_to, name) == 0))
            return true;
    }
    return false;
}

static void
check_screens(struct checking *checking)
{
    const struct json *screens = json_get(checking->item, "screens");
    const char *starts = json_get_text(checking->item, "starts");
    if (json_count(screens) == 0)
        quiz_problems_add(checking->problems, "%s: practical \"%s\" has no screens; write screen \"…\" { … } or uses = \"…\"",
                          line_of(checking->item), name_of(checking->item));
    else if (starts == NULL)
        quiz_problems_add(checking->problems, "%s: practical \"%s\" does not say where it starts; write starts = \"screen\"",
                          line_of(checking->item), name_of(checking->item));
    check_reference(checking, checking->item, "starts", "screens", "screen");
    for (size_t i = 0; i < json_count(screens); i++) {
        const struct json *screen = json_at(screens, i), *widgets = json_get(screen, "widgets");
        bool is_reached = starts != NULL && strcmp(starts, name_of(screen)) == 0;
        for (size_t n = 0; n < json_count(screens); n++)
            is_reached = is_reached || leads_to(json_at(screens, n), name_of(screen));
        if (!is_reached)
            quiz_problems_add(checking->problems, "%s: no button leads to the screen \"%s\"", line_of(screen),
                              name_of(screen));
        for (size_t n = 0; json_is_array(widgets) && n < json_count(widgets); n++)
            check_widget(checking, screen, json_at(widgets, n));
    }
}

static void
check_practical(struct checking *checking, const struct json *made)
{
    const struct json *evidence = json_get(made, "evidence"), *codes = json_get(made, "codes");
    const struct json *accounts = json_get(made, "accounts");
    checking->item = made;
    check_fields(checking, "practical", made, PRACTICAL_FIELDS);
    check_text(checking, made, "practical", "story", json_get(made, "story"), true);
    check_difficulty(checking, made, "practical");
    check_screens(checking);
    for (size_t i = 0; i < json_count(codes); i++) {
        check_fields(checking, "qr_code", json_at(codes, i), CODE_FIELDS);
        check_reference(checking, json_at(codes, i), "pays", "accounts", "account");
        if (json_get_text(json_at(codes, i), "pays") == NULL)
            quiz_problems_add(checking->problems, "%s: qr_code \"%s\" does not say whom it pays; write pays = \"account\"",
                              line_of(json_at(codes, i)), name_of(json_at(codes, i)));
    }
    for (size_t i = 0; i < json_count(accounts); i++)
        check_fields(checking, "account", json_at(accounts, i), ACCOUNT_FIELDS);
    if (json_count(evidence) == 0 && !json_is_true(json_get(made, "practice")))
        quiz_problems_add(checking->problems, "%s: practical \"%s\" has no evidence, so nothing is learned from it",
                          line_of(made), name_of(made));
    for (size_t i = 0; i < json_count(evidence); i++)
        check_evidence(checking, json_at(evidence, i));
}

static void
check_head(struct checking *checking)
{
    const struct json *made = json_get(checking->definition, "quiz");
    if (made == NULL) {
        quiz_problems_add(checking->problems, "quiz.lua:1: the quiz does not say what it is; begin with quiz { title = …, "
                          "framework = \"…\" }");
        return;
    }
    check_fields(checking, "quiz", made, QUIZ_FIELDS);
    check_text(checking, made, "quiz", "title", json_get(made, "title"), true);
    if (json_get_text(made, "framework") == NULL)
        quiz_problems_add(checking->problems, "%s: quiz does not name its framework; write framework = \"village-basic\"",
                          line_of(made));
}

static void
check_can_do(struct checking *checking, const struct json *made)
{
    check_fields(checking, "can_do", made, CAN_DO_FIELDS);
    check_text(checking, made, "can_do", "its text", made, true);
    check_text(checking, made, "can_do", "practise", json_get(made, "practise"), false);
}

void
definition_check(const struct json *definition, struct quiz_problems *problems)
{
    struct checking checking = {.definition = definition, .problems = problems};
    const struct json *items = json_get(definition, "items"), *words = json_get(definition, "can_do");
    size_t marked = 0;
    check_head(&checking);
    for (size_t i = 0; json_is_array(items) && i < json_count(items); i++) {
        const struct json *made = json_at(items, i);
        if (json_get_text(made, "kind") == NULL || json_get_text(made, "id") == NULL) {
            quiz_problems_add(problems, "%s: id and kind of an item are texts in quotation marks", line_of(made));
            continue;
        }
        marked += !json_is_true(json_get(made, "practice"));
        if (strcmp(json_get_text(made, "kind"), "practical") == 0)
            check_practical(&checking, made);
        else
            check_question(&checking, made);
        for (size_t n = 0; n < i; n++)
            if (strcmp(name_of(json_at(items, n)), name_of(made)) == 0)
                quiz_problems_add(problems, "%s: \"%s\" stands twice; each item needs a name of its own", line_of(made),
                                  name_of(made));
    }
    for (size_t i = 0; json_is_array(words) && i < json_count(words); i++)
        check_can_do(&checking, json_at(words, i));
    if (marked == 0)
        quiz_problems_add(problems, "%s: the quiz has no items; write question \"…\" { … } or practical \"…\" { … }",
                          line_of(json_get(definition, "quiz")));
    if (json_count(items) > ITEMS_MAX)
        quiz_problems_add(problems, "%s: the quiz has more than %d items", line_of(json_get(definition, "quiz")), ITEMS_MAX);
}
