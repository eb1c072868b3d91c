/* check_fields.c - the fields that a word may have, each against its rule. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "quiz/check.h"
#include "quiz/session_state.h"

enum { NAMES_MAX = 64, WORDS_LETTERS_MAX = 300, PLACE_MAX = 64, LIST_TEXT_MAX = 400 };

/* The symbols of engine/web/ui/drawings.svg, which tests/quizzes/check_suite.py compares with this
 * list. */
static const char *const DRAWINGS[] = {
    "nghe",         "da-luu",    "tiep",      "quay-lai",   "xoa",     "dien-thoai", "doc-ma",
    "tat-may",      "chua-biet", "nguoi",     "hoi-lai",    "qr",      "khoa",       "don",
    "giay-to",      "tim",       "tin-la",    "gio-tay",    "wifi",    "mat-mang",   "man-chieu",
    "in",           "tam-dung",  "ket-thuc",  "them-nguoi", "roi-man", "gio",        "tap",
    "goi-hinh",     "anh",       "nha",       "cua-hang",   "tien",    "usb",        "cai-dat",
    "chuong",       "tin-nhan",  "cuoc-goi",  "ban-do",     "may-anh", "danh-ba",    "bong-den",
    "cho-ung-dung", "tai-ve",    "coi-chung", "lich",       "chu-to",  "the",        "lien-ket",
    "trang-mang",   "gia-dinh",  "chia-se",   "micro",      "hoa-don", "con-dau",    "ho-so",
    "thu-vien-anh", "vi-tien"};
enum { DRAWING_COUNT = sizeof DRAWINGS / sizeof DRAWINGS[0] };

/* Tables carry their line as the sources know it, "quiz.lua:12"; the folder comes before it when it is told. */
const char *
check_line(struct checking *checking, const struct json *made)
{
    const char *at = json_get_text(made, "at"), *folder = checking->quiz->folder;
    if (at == NULL)
        at = json_get_text(checking->item, "at");
    if (at == NULL)
        return checking->quiz->first_line;
    snprintf(checking->line, sizeof checking->line, "%s%s%s", folder, folder[0] != 0 ? "/" : "", at);
    return checking->line;
}

const char *
check_name(const struct json *made)
{
    static const char *const MEMBERS[] = {"id", "code", "drawing"};
    for (size_t i = 0; i < sizeof MEMBERS / sizeof MEMBERS[0]; i++)
        if (json_get_text(made, MEMBERS[i]) != NULL)
            return json_get_text(made, MEMBERS[i]);
    const char *words = definition_text(json_get(made, "text"), "en");
    if (words == NULL)
        words = definition_text(json_get(made, "label"), "en");
    return words != NULL ? words : "";
}

const char *
check_meant(const char *given, const char *const *names, size_t count, char out[160])
{
    const char *meant = given != NULL ? text_suggest(given, names, count) : NULL;
    out[0] = 0;
    if (meant != NULL)
        snprintf(out, 160, ", did you mean \"%.100s\"?", meant);
    return out;
}

/* ---- one kind each ---- */

struct field_check {
    struct checking *checking;
    const char *word;
    const struct json *made;
    const char *field;
};

static void PRINTF_LIKE(2, 3) complain(const struct field_check *check, const char *format, ...)
{
    char text[500], name[80] = "";
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (check_name(check->made)[0] != 0)
        snprintf(name, sizeof name, " \"%.60s\"", check_name(check->made));
    quiz_problems_add(check->checking->problems, "%s: %s%s: %s %s",
                      check_line(check->checking, check->made), check->word, name, check->field,
                      text);
}

/* The names that may stand in braces in a text of this item. */
static size_t
list_places(const struct checking *checking, const char **names)
{
    static const char *const ALWAYS[] = {"bác", "Bác"}, *const PAYING[] = {"balance", "pay.to",
                                                                           "pay.amount"};
    size_t count = 0;
    void *at = NULL;
    const char *key;
    struct json *value;
    for (size_t i = 0; i < 2; i++)
        names[count++] = ALWAYS[i];
    for (size_t i = 0; i < 3 && json_get(checking->item, "accounts") != NULL; i++)
        names[count++] = PAYING[i];
    while (json_next(json_get(checking->item, "variables"), &at, &key, &value) && count < NAMES_MAX)
        names[count++] = key;
    return count;
}

/* {typed.FIELD} and {picked.NAME}, where some screen of the item has such a field or holder. */
static bool
is_of_a_widget(const struct checking *checking, const char *place)
{
    const struct json *screens = json_get(checking->item, "screens");
    bool is_typed = strncmp(place, "typed.", 6) == 0;
    for (size_t i = 0; is_typed && i < json_count(screens); i++)
        if (session_find_widget(json_at(screens, i), "field", place + 6) != NULL)
            return true;
    return strncmp(place, "picked.", 7) == 0 && task_find_holder(checking->item, place + 7) != NULL;
}

static void
check_places(const struct field_check *check, const char *text)
{
    const char *names[NAMES_MAX];
    char meant[160], place[PLACE_MAX];
    size_t count = list_places(check->checking, names);
    for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at + 1, '{')) {
        size_t len = strcspn(at, "}");
        bool is_known = false;
        if (at[len] == 0 || len > sizeof place) {
            complain(check, "opens { without closing it");
            return;
        }
        snprintf(place, sizeof place, "%.*s", (int)(len - 1), at + 1);
        for (size_t i = 0; i < count; i++)
            is_known = is_known || strcmp(names[i], place) == 0;
        is_known = is_known || is_of_a_widget(check->checking, place);
        if (!is_known)
            complain(check, "says {%s}, but nothing has this name%s", place,
                     check_meant(place, names, count, meant));
    }
}

static void
check_language(const struct field_check *check, const struct json *words, const char *language,
               long most)
{
    const char *text = definition_text(words, language);
    if (text == NULL || text[0] == 0)
        complain(check, "is missing in the language \"%s\"; write { vi = \"…\", en = \"…\" }",
                 language);
    else if (text_count_letters(text) > (size_t)most)
        complain(check, "is longer than %ld letters (%s); nobody reads that on a phone", most,
                 language);
    else if (text_has_hidden_characters(text))
        complain(check, "holds invisible characters (%s); type it again", language);
    else
        check_places(check, text);
}

static void
check_drawing(const struct field_check *check, const char *drawing)
{
    char meant[160];
    for (size_t i = 0; drawing != NULL && i < DRAWING_COUNT; i++)
        if (strcmp(DRAWINGS[i], drawing) == 0)
            return;
    if (drawing == NULL)
        complain(check, "is a text in quotation marks, the name of a drawing");
    else if (strchr(drawing, '.') == NULL)
        complain(check, "names no drawing of ours: \"%.60s\"%s", drawing,
                 check_meant(drawing, DRAWINGS, DRAWING_COUNT, meant));
    else if (json_get(check->checking->quiz->files, drawing) == NULL)
        complain(check, "names a picture that is not in the quiz's folder: \"%.100s\"", drawing);
}

/* A language beside vi and en. Which ones there are differs from machine to machine, what a quiz may say does not; who
 * mistypes vi or en lacks it. */
static bool
is_further_language(const struct json *words, const char *key)
{
    return language_is_code(key) && json_get(words, "vi") != NULL && json_get(words, "en") != NULL;
}

static void
check_members_of_words(const struct field_check *check, const struct json *words, long most)
{
    static const char *const MEMBERS[] = {"vi", "en", "drawing", "credit"};
    void *at = NULL;
    const char *key;
    struct json *value;
    char meant[160];
    while (json_next(words, &at, &key, &value)) {
        bool is_known = false;
        for (size_t i = 0; i < sizeof MEMBERS / sizeof MEMBERS[0]; i++)
            is_known = is_known || strcmp(key, MEMBERS[i]) == 0;
        if (!is_known && is_further_language(words, key))
            check_language(check, words, key, most);
        else if (!is_known)
            complain(check, "is words in vi and en; it has no \"%.40s\"%s", key,
                     check_meant(key, MEMBERS, 3, meant));
    }
    if (json_get(words, "drawing") != NULL)
        check_drawing(check, json_get_text(words, "drawing"));
}

static void
check_all_words(const struct field_check *check, const struct json *words, long most)
{
    static const char *const LANGUAGES[] = {"vi", "en"};
    long letters = most > 0 ? most : WORDS_LETTERS_MAX;
    if (!json_is_text(words) && !json_is_object(words)) {
        complain(check, "is words: a text in quotation marks, or { vi = \"…\", en = \"…\" }");
        return;
    }
    check_members_of_words(check, words, letters);
    for (size_t i = 0; i < (json_is_text(words) ? 1 : 2); i++)
        check_language(check, words, LANGUAGES[i], letters);
}

static void
check_number(const struct field_check *check, const struct json *value,
             const struct field_rule *rule)
{
    double number;
    int64_t whole;
    bool is_whole = json_read_integer(value, &whole);
    bool is_number = rule->kind == FIELD_NUMBER ? json_read_real(value, &number) : is_whole;
    if (is_number && rule->kind != FIELD_NUMBER)
        number = (double)whole;
    if (!is_number || number < (double)rule->least || number > (double)rule->most)
        complain(check, "is a %snumber from %ld to %ld", rule->kind == FIELD_NUMBER ? "" : "whole ",
                 rule->least, rule->most);
}

/* A whole number, or "{name}" of a variable whose values are whole numbers. */
static void
check_amount(const struct field_check *check, const struct json *value)
{
    const char *text = json_text(value);
    int64_t whole;
    if (json_read_integer(value, &whole) && whole >= 0 && whole <= 1000000000)
        return;
    if (text == NULL || text[0] != '{') {
        complain(check, "is a whole number of đồng, or \"{name}\" of a variable");
        return;
    }
    check_places(check, text);
}

static bool
is_boolean(const struct json *value)
{
    double number;
    return json_is_true(value) || (!json_is_text(value) && !json_is_array(value) &&
                                   !json_is_object(value) && !json_read_real(value, &number));
}

static void
check_field(const struct field_check *check, const struct field_rule *rule,
            const struct json *value)
{
    switch (rule->kind) {
    case FIELD_TEXT:
        if (json_text(value) == NULL || json_text(value)[0] == 0 || strlen(json_text(value)) > 100)
            complain(check, "is a text in quotation marks, at most 100 bytes");
        break;
    case FIELD_WORDS: check_all_words(check, value, rule->most); break;
    case FIELD_BOOLEAN:
        if (!is_boolean(value))
            complain(check, "is true or false");
        break;
    case FIELD_NUMBER:
    case FIELD_INTEGER: check_number(check, value, rule); break;
    case FIELD_AMOUNT: check_amount(check, value); break;
    case FIELD_LIST:
        if (!json_is_array(value))
            complain(check, "is a list in braces: { …, … }");
        break;
    case FIELD_TABLE:
        if (!json_is_object(value))
            complain(check, "is a table in braces: { name = value }");
        break;
    case FIELD_DRAWING: check_drawing(check, json_text(value)); break;
    case FIELD_SPECIAL:
    case FIELD_OURS: break;
    }
}

/* ---- all fields of a word ---- */

static void
complain_of_field(struct checking *checking, const char *word, const struct json *made,
                  const char *field, const struct field_rule *rules)
{
    const char *names[NAMES_MAX];
    char meant[160], list[LIST_TEXT_MAX] = "";
    size_t count = 0, len = 0;
    for (size_t i = 0; rules[i].name != NULL && count < NAMES_MAX; i++) {
        if (rules[i].kind == FIELD_OURS)
            continue;
        names[count++] = rules[i].name;
        if (len + strlen(rules[i].name) + 3 < sizeof list)
            len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", len > 0 ? ", " : "",
                                    rules[i].name);
    }
    quiz_problems_add(checking->problems, "%s: %s has no field \"%.60s\"%s It has: %s",
                      check_line(checking, made), word, field,
                      check_meant(field, names, count, meant)[0] != 0 ? meant : ".", list);
}

static const struct field_rule *
find_rule(const struct field_rule *rules, const char *name)
{
    while (rules->name != NULL && strcmp(rules->name, name) != 0)
        rules++;
    return rules->name != NULL ? rules : NULL;
}

void
check_fields(struct checking *checking, const char *word, const struct json *made,
             const struct field_rule *rules)
{
    void *at = NULL;
    const char *key;
    struct json *value;
    while (json_next(made, &at, &key, &value)) {
        const struct field_rule *rule = find_rule(rules, key);
        const struct field_check check = {checking, word, made, key};
        if (rule == NULL && find_rule(rules, "vi") != NULL && is_further_language(made, key))
            rule = find_rule(rules, "vi");
        if (rule == NULL)
            complain_of_field(checking, word, made, key, rules);
        else
            check_field(&check, rule, value);
    }
    for (size_t i = 0; rules[i].name != NULL; i++)
        if (rules[i].write != NULL && json_get(made, rules[i].name) == NULL)
            quiz_problems_add(checking->problems, "%s: %s \"%.60s\" has no %s; write %s",
                              check_line(checking, made), word, check_name(made), rules[i].name,
                              rules[i].write);
}

void
check_words(struct checking *checking, const char *word, const struct json *made, const char *field,
            const struct json *words, long most)
{
    const struct field_check check = {checking, word, made, field};
    check_all_words(&check, words, most);
}

void
check_name_in(struct checking *checking, const struct json *made, const char *field,
              const char *name, const char *list, const char *word)
{
    const char *names[NAMES_MAX];
    const struct json *all = json_get(checking->item, list);
    char meant[160];
    size_t count = 0;
    if (definition_find(all, name) != NULL)
        return;
    for (size_t i = 0; i < json_count(all) && count < NAMES_MAX; i++)
        if (json_get_text(json_at(all, i), "id") != NULL)
            names[count++] = json_get_text(json_at(all, i), "id");
    quiz_problems_add(checking->problems, "%s: %s = \"%.60s\": there is no %s of this name%s",
                      check_line(checking, made), field, name, word,
                      check_meant(name, names, count, meant));
}

void
check_reference(struct checking *checking, const struct json *made, const char *field,
                const char *list, const char *word)
{
    const char *name = json_get_text(made, field);
    if (name != NULL)
        check_name_in(checking, made, field, name, list, word);
}

void
check_doubles(struct checking *checking, const char *word, const struct json *list)
{
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *made = json_at(list, i);
        const char *id = json_get_text(made, "id");
        if (id != NULL && definition_find(list, id) != made)
            quiz_problems_add(checking->problems,
                              "%s: %s \"%.60s\" stands twice; each needs a name of its own",
                              check_line(checking, made), word, id);
    }
}
