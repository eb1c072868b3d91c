/* check_question.c - questions: the fields of each kind, answers that can be told apart, and something
 * that is right. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "quiz/answer_match.h"
#include "quiz/check.h"
#include "quiz/question_type.h"

enum {
    WRONG_MAX = 6,
    ORDER_MIN = 3,
    ORDER_MAX = 7,
    SPOTS_MAX = 8,
    ANSWERS_MAX = 20,
    OPTION_LETTERS = 80,
    MINUTES_MAX = 60
};

static const struct field_rule QUESTION_RULES[] = {
    {"id", FIELD_SPECIAL, 0, 0, NULL},
    {"title", FIELD_WORDS, 0, 80, NULL},
    {"asks", FIELD_WORDS, 0, 160, "asks = { vi = \"…\", en = \"…\" }"},
    {"right", FIELD_SPECIAL, 0, 0, NULL},
    {"wrong", FIELD_LIST, 0, 0, NULL},
    {"answers", FIELD_LIST, 0, 0, NULL},
    {"spelling", FIELD_INTEGER, 0, ANSWER_SPELLING_MAX, NULL},
    {"marks", FIELD_SPECIAL, 0, 0, NULL},
    {"case", FIELD_SPECIAL, 0, 0, NULL},
    {"number", FIELD_SPECIAL, 0, 0, NULL},
    {"tolerance", FIELD_NUMBER, 0, 1000000000, NULL},
    {"unit", FIELD_WORDS, 0, 20, NULL},
    {"date", FIELD_TEXT, 0, 0, NULL},
    {"pairs", FIELD_LIST, 0, 0, NULL},
    {"extra", FIELD_LIST, 0, 0, NULL},
    {"order", FIELD_LIST, 0, 0, NULL},
    {"text", FIELD_SPECIAL, 0, 0, NULL},
    {"gaps", FIELD_LIST, 0, 0, NULL},
    {"picture", FIELD_DRAWING, 0, 0, NULL},
    {"says", FIELD_WORDS, 0, 160, NULL},
    {"spots", FIELD_LIST, 0, 0, NULL},
    {"shows", FIELD_TEXT, 0, 0, NULL},
    {"difficulty", FIELD_SPECIAL, 0, 0, NULL},
    {"drawing", FIELD_DRAWING, 0, 0, NULL},
    {"minutes", FIELD_INTEGER, 1, MINUTES_MAX, NULL},
    {"practice", FIELD_BOOLEAN, 0, 0, NULL},
    {"version", FIELD_INTEGER, 1, 100000, NULL},
    {"kind", FIELD_OURS, 0, 0, NULL},
    {"at", FIELD_OURS, 0, 0, NULL},
    {NULL, FIELD_OURS, 0, 0, NULL}};

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

static const struct field_rule SPOT_RULES[] = {{"x", FIELD_NUMBER, 0, 100, "x = 10"},
                                               {"y", FIELD_NUMBER, 0, 100, "y = 20"},
                                               {"width", FIELD_NUMBER, 1, 100, "width = 30"},
                                               {"height", FIELD_NUMBER, 1, 100, "height = 15"},
                                               {"says", FIELD_WORDS, 0, 60, "says = { vi = \"…\", en = \"…\" }"},
                                               {"right", FIELD_BOOLEAN, 0, 0, NULL},
                                               {NULL, FIELD_OURS, 0, 0, NULL}};

/* What makes a question of a kind, the fields that belong to it, and how it is written. */
static const struct kind_fields {
    const char *maker, *fields, *write;
} KINDS[] = {
    {"pairs", "pairs extra", "pairs = { { left, right }, … }"},
    {"order", "order", "order = { first, …, last }"},
    {"gaps", "gaps text", "text = { vi = \"… [1] …\", en = \"… [1] …\" }, gaps = { { answers = { \"…\" } } }"},
    {"spots", "spots picture says", "picture = \"pictures/x.png\", spots = { { x = …, … }, … }"},
    {"answers", "answers spelling marks case", "answers = { \"…\" }"},
    {"number", "number tolerance unit", "number = 35000"},
    {"date", "date", "date = \"02/09/1945\""},
    {"right", "right wrong", "right = { vi = \"…\", en = \"…\" }, wrong = { { vi = \"…\", en = \"…\" } }"},
};
enum { KIND_COUNT = sizeof KINDS / sizeof KINDS[0] };

static bool
holds_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = strstr(words, word); at != NULL; at = strstr(at + 1, word))
        if ((at == words || at[-1] == ' ') && (at[len] == 0 || at[len] == ' '))
            return true;
    return false;
}

static void PRINTF_LIKE(3, 4)
complain(struct checking *checking, const struct json *made, const char *format, ...)
{
    char text[500];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    quiz_problems_add(checking->problems, "%s: question \"%.60s\"%s%s", check_line(checking, made),
                      check_name(made), text[0] == ':' ? "" : " ", text);
}

/* A question is of one kind: what makes it another one stands there by mistake. */
static const struct kind_fields *
check_kind(struct checking *checking, const struct json *made)
{
    static const char *const ANSWER_FIELDS[] = {"pairs", "extra",     "order", "gaps", "text",  "spots", "answers", "spelling",
                                                "marks", "case",      "number", "tolerance", "unit", "date", "right", "wrong"};
    const struct kind_fields *kind = NULL;
    for (size_t i = 0; i < KIND_COUNT && kind == NULL; i++)
        if (json_get(made, KINDS[i].maker) != NULL)
            kind = &KINDS[i];
    if (kind == NULL) {
        complain(checking, made,
                 "has no right answer; write right and wrong, answers, number, date, pairs, order, gaps "
                 "or spots");
        return NULL;
    }
    for (size_t i = 0; i < sizeof ANSWER_FIELDS / sizeof ANSWER_FIELDS[0]; i++)
        if (json_get(made, ANSWER_FIELDS[i]) != NULL && !holds_word(kind->fields, ANSWER_FIELDS[i]))
            complain(checking, made, "has %s and %s, which do not go together; this kind is written %s",
                     kind->maker, ANSWER_FIELDS[i], kind->write);
    return kind;
}

static void
check_shows(struct checking *checking, const struct json *made)
{
    bool is_practice = json_is_true(json_get(made, "practice"));
    if (!is_practice && json_get(made, "shows") == NULL)
        complain(checking, made, "does not say what it shows; write shows = \"4.2\", or practice = true");
    if (is_practice && json_get(made, "shows") != NULL)
        complain(checking, made, "is practice, which is never marked; leave shows out");
}

/* ---- lists of words ---- */

static bool
is_same(const struct json *left, const struct json *right, const char *language)
{
    const char *one = definition_text(left, language), *other = definition_text(right, language);
    return one != NULL && other != NULL && strcmp(one, other) == 0;
}

static void
check_list(struct checking *checking, const struct json *made, const char *field, size_t least, size_t most)
{
    const struct json *list = json_get(made, field);
    size_t count = json_is_array(list) ? json_count(list) : 0;
    if (list != NULL && json_is_array(list) && (count < least || count > most))
        complain(checking, made, ": %s has %zu parts; %zu to %zu fit on a phone", field, count, least, most);
    for (size_t i = 0; i < count; i++) {
        check_words(checking, "question", made, field, json_at(list, i), OPTION_LETTERS);
        for (size_t n = 0; n < i; n++)
            if (is_same(json_at(list, n), json_at(list, i), "vi"))
                complain(checking, made, "offers \"%.80s\" twice", definition_text(json_at(list, i), "vi"));
    }
}

static void
check_credit(struct checking *checking, const struct json *made, const struct json *answer)
{
    double credit;
    const struct json *given = json_get(answer, "credit");
    if (given != NULL && (!json_read_real(given, &credit) || credit < -100 || credit > 100))
        complain(checking, made, ": credit is a number of percent from -100 to 100");
}

static void
check_choice(struct checking *checking, const struct json *made)
{
    const struct json *right = json_get(made, "right"), *wrong = json_get(made, "wrong");
    bool is_list = json_is_array(right);
    if (is_list)
        check_list(checking, made, "right", 1, WRONG_MAX);
    else
        check_words(checking, "question", made, "right", right, OPTION_LETTERS);
    if (wrong == NULL && !is_list)
        complain(checking, made, "has no wrong; write wrong = { { vi = \"…\", en = \"…\" }, … }");
    check_list(checking, made, "wrong", is_list ? 0 : 1, WRONG_MAX);
    if (is_list && json_count(right) + json_count(wrong) > WRONG_MAX + 1)
        complain(checking, made, "has %zu answers; more than %d do not fit on a phone",
                 json_count(right) + json_count(wrong), WRONG_MAX + 1);
    for (size_t i = 0; json_is_array(wrong) && i < json_count(wrong); i++) {
        check_credit(checking, made, json_at(wrong, i));
        for (size_t n = 0; n < (is_list ? json_count(right) : 1); n++) {
            const struct json *one = is_list ? json_at(right, n) : right;
            if (is_same(one, json_at(wrong, i), "vi") || is_same(one, json_at(wrong, i), "en"))
                complain(checking, made, ": \"%.80s\" is both right and wrong", definition_text(one, "vi"));
        }
    }
    for (size_t i = 0; is_list && i < json_count(right); i++)
        check_credit(checking, made, json_at(right, i));
}

/* ---- pairs, order, spots ---- */

static void
check_pairs(struct checking *checking, const struct json *made)
{
    const struct json *pairs = json_get(made, "pairs");
    size_t count = json_is_array(pairs) ? json_count(pairs) : 0;
    if (json_is_array(pairs) && (count < 2 || count > PAIRS_MAX))
        complain(checking, made, ": pairs has %zu parts; 2 to %d fit on a phone", count, PAIRS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct json *pair = json_at(pairs, i);
        if (!json_is_array(pair) || json_count(pair) != 2) {
            complain(checking, made, ": pair %zu is written { left, right }", i + 1);
            continue;
        }
        check_words(checking, "question", made, "pairs", json_at(pair, 0), OPTION_LETTERS);
        check_words(checking, "question", made, "pairs", json_at(pair, 1), OPTION_LETTERS);
        for (size_t n = 0; n < i; n++)
            if (is_same(json_at(json_at(pairs, n), 0), json_at(pair, 0), "vi") ||
                is_same(json_at(json_at(pairs, n), 1), json_at(pair, 1), "vi"))
                complain(checking, made, ": pairs %zu and %zu share a side, so both would be right", n + 1, i + 1);
    }
    check_list(checking, made, "extra", 1, 4);
    for (size_t i = 0; i < json_count(json_get(made, "extra")); i++)
        for (size_t n = 0; n < count; n++)
            if (is_same(json_at(json_get(made, "extra"), i), json_at(json_at(pairs, n), 1), "vi"))
                complain(checking, made, ": extra %zu is the partner of a pair", i + 1);
}

static void
check_spots(struct checking *checking, const struct json *made)
{
    const struct json *spots = json_get(made, "spots");
    size_t count = json_is_array(spots) ? json_count(spots) : 0, right = 0;
    if (json_get(made, "picture") == NULL || json_get(made, "says") == NULL)
        complain(checking, made, "needs picture = \"pictures/x.png\" and says = { vi = \"…\", en = \"…\" }");
    if (json_is_array(spots) && (count < 2 || count > SPOTS_MAX))
        complain(checking, made, ": spots has %zu parts; 2 to %d fit on a picture", count, SPOTS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct json *spot = json_at(spots, i);
        double x = 0, y = 0, width = 0, height = 0;
        check_fields(checking, "spot", spot, SPOT_RULES);
        right += json_is_true(json_get(spot, "right"));
        bool is_whole = json_read_real(json_get(spot, "x"), &x) && json_read_real(json_get(spot, "y"), &y) &&
                        json_read_real(json_get(spot, "width"), &width) &&
                        json_read_real(json_get(spot, "height"), &height);
        if (is_whole && (x + width > 100 || y + height > 100))
            complain(checking, made, ": spot %zu leaves the picture; x + width and y + height are at most 100", i + 1);
    }
    if (count > 0 && right == 0)
        complain(checking, made, "has no right spot; write right = true in one");
}

/* ---- what is typed ---- */

static void
check_needed(struct checking *checking, const struct json *made, const struct json *field, const char *name)
{
    const char *given = json_get_text(field, name);
    if (json_get(field, name) != NULL && (given == NULL || strcmp(given, "needed") != 0))
        complain(checking, made, ": %s is written %s = \"needed\", or left out", name, name);
}

static void
check_texts(struct checking *checking, const struct json *made, const struct json *field)
{
    const struct json *answers = json_get(field, "answers");
    bool has_full = false;
    if (!json_is_array(answers) || json_count(answers) == 0 || json_count(answers) > ANSWERS_MAX) {
        complain(checking, made, ": answers is a list of 1 to %d answers: answers = { \"Việt Trì\" }", ANSWERS_MAX);
        return;
    }
    for (size_t i = 0; i < json_count(answers); i++) {
        const struct json *answer = json_at(answers, i), *is = json_get(answer, "is");
        double credit = 100;
        check_words(checking, "question", made, "answers", is != NULL ? is : answer, OPTION_LETTERS);
        check_credit(checking, made, answer);
        json_read_real(json_get(answer, "credit"), &credit);
        has_full = has_full || credit >= 100;
    }
    if (!has_full)
        complain(checking, made, "has no answer that earns everything; leave credit out of one");
    check_needed(checking, made, field, "marks");
    check_needed(checking, made, field, "case");
}

static bool
is_number_answer(const struct json *answer)
{
    double one, other;
    if (json_read_real(answer, &one) || json_read_real(json_get(answer, "is"), &one))
        return true;
    return json_read_real(json_get(answer, "from"), &one) && json_read_real(json_get(answer, "to"), &other) && one <= other;
}

static void
check_number(struct checking *checking, const struct json *made, const struct json *field)
{
    const struct json *number = json_get(field, "number");
    bool is_good = json_is_array(number) ? json_count(number) > 0 && json_count(number) <= ANSWERS_MAX
                                         : is_number_answer(number);
    for (size_t i = 0; json_is_array(number) && i < json_count(number); i++) {
        is_good = is_good && is_number_answer(json_at(number, i));
        check_credit(checking, made, json_at(number, i));
    }
    if (!is_good)
        complain(checking, made,
                 ": number is written number = 35000, number = { from = 1, to = 5 } or number = { { is = 5, "
                 "credit = 100 }, … }");
}

static void
check_date(struct checking *checking, const struct json *made, const struct json *field)
{
    const char *date = json_get_text(field, "date");
    if (date == NULL || !answer_matches_date(date, date))
        complain(checking, made, ": date is a day of the calendar: date = \"02/09/1945\"");
}

static void
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

static void
check_gap(struct checking *checking, const struct json *made, size_t at)
{
    static const char *const LANGUAGES[] = {"vi", "en"};
    const struct json *gap = json_at(json_get(made, "gaps"), at), *wrong = json_get(gap, "wrong");
    int kinds = (json_get(gap, "right") != NULL) + (json_get(gap, "answers") != NULL) +
                (json_get(gap, "number") != NULL) + (json_get(gap, "date") != NULL);
    check_fields(checking, "gap", gap, GAP_RULES);
    if (kinds != 1 || (json_get(gap, "right") != NULL) != (json_is_array(wrong) && json_count(wrong) > 0))
        complain(checking, made, ": gap %zu is written { answers = { \"…\" } }, { number = 5 } or { right = …, wrong = { … } }",
                 at + 1);
    for (size_t i = 0; json_is_array(wrong) && i < json_count(wrong); i++)
        check_words(checking, "question", made, "gaps", json_at(wrong, i), 40);
    if (json_is_array(wrong) && json_count(wrong) > WRONG_MAX)
        complain(checking, made, ": gap %zu has more than %d wrong answers", at + 1, WRONG_MAX);
    check_typed(checking, made, gap);
    for (size_t i = 0; i < 2; i++) {
        const char *text = definition_text(json_get(made, "text"), LANGUAGES[i]);
        if (text != NULL && count_gap(text, at) != 1)
            complain(checking, made, ": its text (%s) holds [%zu] %s", LANGUAGES[i], at + 1,
                     count_gap(text, at) == 0 ? "nowhere" : "more than once");
    }
}

static void
check_gaps(struct checking *checking, const struct json *made)
{
    static const char *const LANGUAGES[] = {"vi", "en"};
    const struct json *gaps = json_get(made, "gaps");
    size_t count = json_is_array(gaps) ? json_count(gaps) : 0;
    if (json_is_array(gaps) && (count == 0 || count > GAPS_MAX))
        complain(checking, made, ": gaps has %zu parts; 1 to %d fit on a phone", count, GAPS_MAX);
    if (json_get(made, "text") == NULL)
        complain(checking, made, "has no text; write text = { vi = \"… [1] …\", en = \"… [1] …\" }");
    else
        check_words(checking, "question", made, "text", json_get(made, "text"), 240);
    for (size_t i = 0; i < count && i < GAPS_MAX; i++)
        check_gap(checking, made, i);
    for (size_t i = 0; i < 2; i++) {
        const char *text = definition_text(json_get(made, "text"), LANGUAGES[i]);
        for (size_t n = count; text != NULL && n < 9; n++)
            if (count_gap(text, n) > 0)
                complain(checking, made, ": its text (%s) holds [%zu], but there are %zu gaps", LANGUAGES[i], n + 1, count);
    }
}

void
check_question(struct checking *checking, const struct json *made)
{
    static const struct {
        const char *maker;
        void (*check)(struct checking *checking, const struct json *made);
    } CHECKS[] = {{"pairs", check_pairs}, {"gaps", check_gaps}, {"spots", check_spots}, {"right", check_choice}};
    check_fields(checking, "question", made, QUESTION_RULES);
    check_item_id(checking, "question", made);
    check_shows(checking, made);
    check_difficulty(checking, "question", made);
    const struct kind_fields *kind = check_kind(checking, made);
    for (size_t i = 0; kind != NULL && i < sizeof CHECKS / sizeof CHECKS[0]; i++)
        if (strcmp(CHECKS[i].maker, kind->maker) == 0)
            CHECKS[i].check(checking, made);
    if (kind != NULL && json_get(made, "gaps") == NULL)
        check_typed(checking, made, made);
    check_list(checking, made, "order", ORDER_MIN, ORDER_MAX);
}
