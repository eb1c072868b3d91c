/* check_answers.c - answers that are typed: texts, numbers, days, and the gaps of a text. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "quiz/answer_match.h"
#include "quiz/check_question.h"
#include "quiz/question_type.h"

enum { ANSWERS_MAX = 20, GAP_LETTERS = 40, GAP_TEXT_LETTERS = 240 };
static const double NUMBER_MOST = 999999999999999;

static const struct field_rule GAP_RULES[] = {{"right", FIELD_WORDS, 0, 40, NULL},
                                              {"wrong", FIELD_LIST, 0, 0, NULL},
                                              {"answers", FIELD_LIST, 0, 0, NULL},
                                              {"spelling", FIELD_INTEGER, 0, ANSWER_SPELLING_MAX, NULL},
                                              {"marks", FIELD_SPECIAL, 0, 0, NULL},
                                              {"case", FIELD_SPECIAL, 0, 0, NULL},
                                              {"number", FIELD_SPECIAL, 0, 0, NULL},
                                              {"tolerance", FIELD_NUMBER, 0, 1000000000, NULL},
                                              {"unit", FIELD_WORDS, 0, 20, NULL},
                                              {"date", FIELD_TEXT, 0, 0, NULL},
                                              {NULL, FIELD_OURS, 0, 0, NULL}};

/* ---- what is typed ---- */

static void
check_needed(struct checking *checking, const struct json *made, const struct json *field, const char *name)
{
    const char *given = json_get_text(field, name);
    if (json_get(field, name) != NULL && (given == NULL || strcmp(given, "needed") != 0))
        check_complain(checking, made, ": %s is written %s = \"needed\", or left out", name, name);
}

/* The members of an answer that is more than its words. */
static void
check_members(struct checking *checking, const struct json *made, const struct json *answer, const char *const *names)
{
    void *at = NULL;
    const char *key;
    struct json *value;
    char meant[160];
    size_t count = 0;
    while (names[count] != NULL)
        count++;
    while (json_next(answer, &at, &key, &value)) {
        bool is_known = false;
        for (size_t i = 0; i < count; i++)
            is_known = is_known || strcmp(names[i], key) == 0;
        if (!is_known)
            check_complain(checking, made, ": an answer has no \"%.40s\"%s", key, check_meant(key, names, count, meant));
    }
}

/* Percent of one answer; 100 where nothing is said. */
static double
percent_of(const struct json *answer)
{
    double credit = 100;
    return json_read_real(json_get(answer, "credit"), &credit) ? credit : 100;
}

static void
check_texts(struct checking *checking, const struct json *made, const struct json *field)
{
    static const char *const MEMBERS[] = {"is", "credit", NULL};
    const struct json *answers = json_get(field, "answers");
    double best = 0;
    if (!json_is_array(answers) || json_count(answers) == 0 || json_count(answers) > ANSWERS_MAX) {
        check_complain(checking, made, ": answers is a list of 1 to %d answers: answers = { \"Việt Trì\" }", ANSWERS_MAX);
        return;
    }
    for (size_t i = 0; i < json_count(answers); i++) {
        const struct json *answer = json_at(answers, i), *is = json_get(answer, "is");
        if (is != NULL)
            check_members(checking, made, answer, MEMBERS);
        check_words(checking, "question", made, "answers", is != NULL ? is : answer, CHECK_OPTION_LETTERS);
        check_credit(checking, made, answer);
        best = percent_of(answer) > best ? percent_of(answer) : best;
    }
    if (best < 99)
        check_complain(checking, made, "has no answer that earns everything; leave credit out of one");
    check_needed(checking, made, field, "marks");
    check_needed(checking, made, field, "case");
}

/* A number that somebody can type (answer_read_number). */
static bool
check_typeable(struct checking *checking, const struct json *made, const struct json *number, double *value)
{
    if (!json_read_real(number, value))
        return false;
    if (!(fabs(*value) <= NUMBER_MOST))
        check_complain(checking, made, ": a number has 15 digits at most, so that it can be typed");
    return true;
}

/* 5 · { is = 5 } · { from = 1, to = 5 } */
static bool
check_number_answer(struct checking *checking, const struct json *made, const struct json *answer)
{
    static const char *const ONE[] = {"is", "tolerance", "credit", NULL}, *const RANGE[] = {"from", "to", "credit", NULL};
    double from, to, tolerance;
    const struct json *given = json_get(answer, "tolerance");
    if (check_typeable(checking, made, answer, &from))
        return true;
    check_credit(checking, made, answer);
    if (given != NULL && (!json_read_real(given, &tolerance) || tolerance < 0))
        check_complain(checking, made, ": tolerance is a number from 0 on");
    if (check_typeable(checking, made, json_get(answer, "is"), &from)) {
        check_members(checking, made, answer, ONE);
        return true;
    }
    if (!check_typeable(checking, made, json_get(answer, "from"), &from) ||
        !check_typeable(checking, made, json_get(answer, "to"), &to))
        return false;
    check_members(checking, made, answer, RANGE);
    if (from > to)
        check_complain(checking, made, ": number goes from %.10g to %.10g; the smaller one comes first", from, to);
    return true;
}

static void
check_number(struct checking *checking, const struct json *made, const struct json *field)
{
    const struct json *number = json_get(field, "number");
    bool is_list = json_is_array(number);
    size_t count = is_list ? json_count(number) : 1;
    bool is_good = count > 0 && count <= ANSWERS_MAX;
    double best = 0;
    for (size_t i = 0; i < count; i++) {
        const struct json *answer = is_list ? json_at(number, i) : number;
        is_good = check_number_answer(checking, made, answer) && is_good;
        best = percent_of(answer) > best ? percent_of(answer) : best;
    }
    if (!is_good)
        check_complain(checking, made, ": number is written number = 35000, number = { from = 1, to = 5 } or number = "
                       "{ { is = 5, credit = 100 }, … }");
    else if (best < 99)
        check_complain(checking, made, "has no number that earns everything; leave credit out of one");
}

static void
check_date(struct checking *checking, const struct json *made, const struct json *field)
{
    const char *date = json_get_text(field, "date");
    if (date == NULL || !answer_matches_date(date, date))
        check_complain(checking, made, ": date is a day of the calendar: date = \"02/09/1945\"");
}

void
check_typed(struct checking *checking, const struct json *made, const struct json *field)
{
    if (json_get(field, "answers") != NULL)
        check_texts(checking, made, field);
    if (json_get(field, "number") != NULL)
        check_number(checking, made, field);
    if (json_get(field, "date") != NULL)
        check_date(checking, made, field);
}

static size_t
count_gap(const char *text, size_t gap)
{
    const char mark[4] = {'[', (char)('1' + (int)gap), ']', 0};
    size_t count = 0;
    for (const char *at = strstr(text, mark); at != NULL; at = strstr(at + 1, mark))
        count++;
    return count;
}

/* What a gap offers to choose from. */
static void
check_choices(struct checking *checking, const struct json *made, const struct json *gap, size_t at)
{
    const struct json *wrong = json_get(gap, "wrong");
    size_t count = json_is_array(wrong) ? json_count(wrong) : 0;
    if (count == 0)
        check_complain(checking, made, ": gap %zu has no wrong; write { right = …, wrong = { … } }", at + 1);
    if (count > CHECK_WRONG_MAX)
        check_complain(checking, made, ": gap %zu has more than %d wrong answers", at + 1, CHECK_WRONG_MAX);
    for (size_t i = 0; i < count; i++) {
        check_words(checking, "question", made, "gaps", json_at(wrong, i), GAP_LETTERS);
        bool is_double = check_is_same(json_at(wrong, i), json_get(gap, "right"));
        for (size_t n = 0; n < i; n++)
            is_double = is_double || check_is_same(json_at(wrong, i), json_at(wrong, n));
        if (is_double)
            check_complain(checking, made, ": gap %zu offers \"%.80s\" twice", at + 1, definition_text(json_at(wrong, i), "vi"));
    }
}

static void
check_gap(struct checking *checking, const struct json *made, size_t at)
{
    static const char *const LANGUAGES[] = {"vi", "en"};
    const struct json *gap = json_at(json_get(made, "gaps"), at);
    check_fields(checking, "gap", gap, GAP_RULES);
    if (!check_kind(checking, made, gap))
        check_complain(checking, made,
                       ": gap %zu is written { answers = { \"…\" } }, { number = 5 } or { right = …, wrong = { … } }", at + 1);
    if (json_get(gap, "right") != NULL)
        check_choices(checking, made, gap, at);
    check_typed(checking, made, gap);
    for (size_t i = 0; i < 2; i++) {
        const char *text = definition_text(json_get(made, "text"), LANGUAGES[i]);
        if (text != NULL && count_gap(text, at) != 1)
            check_complain(checking, made, ": its text (%s) holds [%zu] %s", LANGUAGES[i], at + 1,
                           count_gap(text, at) == 0 ? "nowhere" : "more than once");
    }
}

void
check_gaps(struct checking *checking, const struct json *made)
{
    static const char *const LANGUAGES[] = {"vi", "en"};
    const struct json *gaps = json_get(made, "gaps");
    size_t count = json_is_array(gaps) ? json_count(gaps) : 0;
    if (json_is_array(gaps) && (count == 0 || count > GAPS_MAX))
        check_complain(checking, made, ": gaps has %zu parts; 1 to %d fit on a phone", count, GAPS_MAX);
    if (json_get(made, "text") == NULL)
        check_complain(checking, made, "has no text; write text = { vi = \"… [1] …\", en = \"… [1] …\" }");
    else
        check_words(checking, "question", made, "text", json_get(made, "text"), GAP_TEXT_LETTERS);
    for (size_t i = 0; i < count && i < GAPS_MAX; i++)
        check_gap(checking, made, i);
    for (size_t i = 0; i < 2; i++) {
        const char *text = definition_text(json_get(made, "text"), LANGUAGES[i]);
        for (size_t n = count; text != NULL && n < 9; n++)
            if (count_gap(text, n) > 0)
                check_complain(checking, made, ": its text (%s) holds [%zu], but there are %zu gaps", LANGUAGES[i], n + 1, count);
    }
}

