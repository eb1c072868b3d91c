/* check_definition.c - everything that can be wrong with a quiz, each as one sentence with file and
 * line.
 *
 * All problems are collected: a trainer mends an evening's work in one go. Whatever passes here,
 * the session may rely on. The head, the forms and the words for indicators are checked here,
 * questions in check_question.c, practical tasks in check_practical.c. */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "quiz/check.h"

enum {
    ITEMS_MAX = 500,
    ITEM_ID_MAX = 40
};

static const struct field_rule QUIZ_RULES[] = {
    {"title", FIELD_WORDS, 0, 80, "title = { vi = \"…\", en = \"…\" }"},
    {"framework", FIELD_TEXT, 0, 0, "framework = \"village-basic\""},
    {"programme", FIELD_TEXT, 0, 0, NULL},
    {"languages", FIELD_LIST, 0, 0, NULL},
    {"version", FIELD_INTEGER, 1, 100000, NULL},
    {"mode", FIELD_TEXT, 0, 0, NULL},
    {"adaptive", FIELD_TABLE, 0, 0, NULL},
    {"at", FIELD_OURS, 0, 0, NULL},
    {NULL, FIELD_OURS, 0, 0, NULL}};

static const struct field_rule ADAPTIVE_RULES[] = {
    {"stop", FIELD_TEXT, 0, 0, NULL},
    {"items", FIELD_INTEGER, 1, ITEMS_MAX, NULL},
    {"minutes", FIELD_INTEGER, 0, 600, NULL},
    {"sd", FIELD_NUMBER, 0, 1, NULL},
    {"per_indicator", FIELD_INTEGER, 2, 40, NULL},
    {"calibrated", FIELD_BOOLEAN, 0, 0, NULL},
    {NULL, FIELD_OURS, 0, 0, NULL}};

static const struct field_rule CAN_DO_RULES[] = {{"vi", FIELD_WORDS, 0, 90, "vi = \"…\""},
                                                 {"en", FIELD_WORDS, 0, 90, "en = \"…\""},
                                                 {"practise", FIELD_WORDS, 0, 90, NULL},
                                                 {"drawing", FIELD_DRAWING, 0, 0, NULL},
                                                 {"id", FIELD_OURS, 0, 0, NULL},
                                                 {"at", FIELD_OURS, 0, 0, NULL},
                                                 {NULL, FIELD_OURS, 0, 0, NULL}};

static const struct field_rule FORM_RULES[] = {
    {"title", FIELD_WORDS, 0, 60, "title = { vi = \"…\", en = \"…\" }"},
    {"items", FIELD_LIST, 0, 0, "items = { \"otp-call\", \"pay-bakery\" }"},
    {"id", FIELD_OURS, 0, 0, NULL},
    {"at", FIELD_OURS, 0, 0, NULL},
    {NULL, FIELD_OURS, 0, 0, NULL}};

/* ---- what questions and tasks share ---- */

void
check_difficulty(struct checking *checking, const char *word, const struct json *made)
{
    static const char *const WORDS[] = {"easy", "medium", "hard"};
    const struct json *given = json_get(made, "difficulty");
    double number;
    char meant[160];
    if (given == NULL || (json_read_real(given, &number) && number >= -4 && number <= 4))
        return;
    for (size_t i = 0; json_text(given) != NULL && i < 3; i++)
        if (strcmp(json_text(given), WORDS[i]) == 0)
            return;
    quiz_problems_add(checking->problems,
                      "%s: %s \"%.60s\": difficulty is \"easy\", \"medium\", \"hard\" or a number "
                      "from -4 to 4%s",
                      check_line(checking, made), word, check_name(made),
                      check_meant(json_text(given), WORDS, 3, meant));
}

/* The id stands in events, file names of walks and exports: small plain letters. */
void
check_item_id(struct checking *checking, const char *word, const struct json *made)
{
    const char *id = json_get_text(made, "id");
    bool is_plain = id != NULL && id[0] != 0 && strlen(id) <= ITEM_ID_MAX;
    for (const char *at = is_plain ? id : ""; *at != 0; at++)
        is_plain = is_plain && strchr("abcdefghijklmnopqrstuvwxyz0123456789-", *at) != NULL;
    if (!is_plain)
        quiz_problems_add(
            checking->problems,
            "%s: %s \"%.60s\" needs an id of at most %d small letters a to z, digits and "
            "hyphens; write id = \"pay-by-qr\"",
            check_line(checking, made), word, id != NULL ? id : check_name(made), ITEM_ID_MAX);
}

/* ---- the rest ---- */

/* made[field] is one of two words, or is not there. */
static void
check_one_of(struct checking *checking, const struct json *head, const struct json *made, const char *field,
             const char *const words[2])
{
    const char *given = json_get_text(made, field);
    char meant[160];
    if (given != NULL && strcmp(given, words[0]) != 0 && strcmp(given, words[1]) != 0)
        quiz_problems_add(checking->problems, "%s: quiz: %s is \"%s\" or \"%s\", not \"%.40s\"%s",
                          check_line(checking, head), field, words[0], words[1], given,
                          check_meant(given, words, 2, meant));
}

static void
check_adaptive(struct checking *checking, const struct json *made)
{
    static const char *const MODES[] = {"fixed", "adaptive"}, *const STOPS[] = {"profile", "certificate"};
    const struct json *wishes = json_get(made, "adaptive");
    const char *mode = json_get_text(made, "mode");
    double sd = 1;
    check_one_of(checking, made, made, "mode", MODES);
    if (wishes == NULL)
        return;
    if (mode == NULL || strcmp(mode, "fixed") == 0)
        quiz_problems_add(checking->problems, "%s: quiz: adaptive = { … } says nothing without mode = \"adaptive\"",
                          check_line(checking, made));
    check_fields(checking, "adaptive", wishes, ADAPTIVE_RULES);
    check_one_of(checking, made, wishes, "stop", STOPS);
    if (json_read_real(json_get(wishes, "sd"), &sd) && sd < .2)
        quiz_problems_add(checking->problems, "%s: adaptive: sd is a number from 0.2 to 1; 0.6 takes about 40 items",
                          check_line(checking, made));
}

static void
check_head(struct checking *checking)
{
    const struct json *made = json_get(checking->quiz->definition, "quiz");
    const struct json *languages = json_get(made, "languages");
    if (made == NULL) {
        quiz_problems_add(checking->problems,
                          "%s: the quiz does not say what it is; begin with quiz { title = …, "
                          "framework = \"…\" }",
                          checking->quiz->first_line);
        return;
    }
    check_fields(checking, "quiz", made, QUIZ_RULES);
    check_adaptive(checking, made);
    for (size_t i = 0; i < json_count(languages); i++) {
        const char *language = json_text(json_at(languages, i));
        if (language == NULL || !language_is_code(language))
            quiz_problems_add(checking->problems,
                              "%s: the languages of a quiz are \"vi\", \"en\" and others of two or three small letters",
                              check_line(checking, made));
    }
}

static void
check_item(struct checking *checking, const struct json *made)
{
    const char *kind = json_get_text(made, "kind");
    checking->item = made;
    if (kind != NULL && strcmp(kind, "practical") == 0) {
        check_item_id(checking, "practical", made);
        check_difficulty(checking, "practical", made);
        check_practical(checking, made);
    } else if (kind != NULL && strcmp(kind, "question") == 0) {
        check_question(checking, made);
    } else {
        quiz_problems_add(checking->problems, "%s: an item is a question or a practical",
                          check_line(checking, made));
    }
    checking->item = NULL;
}

/* The name of a form stands in ids ("village-skills.pre"); its items exist, once each, and count. */
static void
check_form(struct checking *checking, const struct json *form, const struct json *all)
{
    const struct json *items = json_get(form, "items");
    const char *id = check_name(form), *names[ITEMS_MAX];
    size_t count = 0;
    char meant[160];
    check_fields(checking, "form", form, FORM_RULES);
    if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(id) || strlen(id) > 20)
        quiz_problems_add(checking->problems,
                          "%s: the name of form \"%.40s\" is at most 20 small letters a to z, digits "
                          "and hyphens",
                          check_line(checking, form), id);
    for (size_t i = 0; i < json_count(all) && count < ITEMS_MAX; i++)
        names[count++] = check_name(json_at(all, i));
    for (size_t i = 0; i < json_count(items); i++) {
        const char *name = json_text(json_at(items, i));
        const struct json *item = name != NULL ? definition_find(all, name) : NULL;
        bool is_double = false;
        for (size_t n = 0; n < i && name != NULL; n++)
            is_double = is_double || (json_text(json_at(items, n)) != NULL &&
                                      strcmp(json_text(json_at(items, n)), name) == 0);
        if (item == NULL)
            quiz_problems_add(checking->problems, "%s: form \"%.20s\": there is no item \"%.40s\"%s",
                              check_line(checking, form), id, name != NULL ? name : "?",
                              check_meant(name, names, count, meant));
        else if (is_double)
            quiz_problems_add(checking->problems, "%s: form \"%.20s\" names \"%.40s\" twice",
                              check_line(checking, form), id, name);
        else if (json_is_true(json_get(item, "practice")))
            quiz_problems_add(checking->problems,
                              "%s: form \"%.20s\": \"%.40s\" is practice, which belongs to every form",
                              check_line(checking, form), id, name);
    }
    if (json_is_array(items) && json_count(items) == 0)
        quiz_problems_add(checking->problems, "%s: form \"%.20s\" has no items",
                          check_line(checking, form), id);
}

void
definition_check(const struct quiz *quiz, struct quiz_problems *problems)
{
    struct checking checking = {.quiz = quiz, .problems = problems};
    const struct json *items = json_get(quiz->definition, "items"),
                      *words = json_get(quiz->definition, "can_do"),
                      *forms = json_get(quiz->definition, "forms");
    const struct json *noted = json_get(quiz->definition, "problems");
    size_t marked = 0;
    for (size_t i = 0; i < json_count(noted); i++)
        quiz_problems_add(problems, "%s%s%s", quiz->folder, quiz->folder[0] != 0 ? "/" : "",
                          json_text(json_at(noted, i)));
    check_head(&checking);
    for (size_t i = 0; i < json_count(items); i++) {
        marked += !json_is_true(json_get(json_at(items, i), "practice"));
        check_item(&checking, json_at(items, i));
    }
    check_doubles(&checking, "item", items);
    for (size_t i = 0; i < json_count(words); i++)
        check_fields(&checking, "can_do", json_at(words, i), CAN_DO_RULES);
    check_doubles(&checking, "can_do", words);
    for (size_t i = 0; i < json_count(forms); i++)
        check_form(&checking, json_at(forms, i), items);
    check_doubles(&checking, "form", forms);
    if (marked == 0)
        quiz_problems_add(
            problems,
            "%s: the quiz has no items that count; write question \"…\" { … } or practical \"…\" "
            "{ … }",
            check_line(&checking, json_get(quiz->definition, "quiz")));
    if (json_count(items) > ITEMS_MAX)
        quiz_problems_add(problems, "%s: the quiz has more than %d items", quiz->first_line,
                          ITEMS_MAX);
    free(checking.reached);
}
