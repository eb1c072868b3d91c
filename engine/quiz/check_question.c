/* check_question.c - questions: the fields of each kind, answers that can be told apart, and something
 * that is right. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "quiz/answer_match.h"
#include "quiz/check_question.h"
#include "quiz/question_type.h"

enum { ORDER_MIN = 3, ORDER_MAX = 7, SPOTS_MAX = 8, EXTRA_MAX = 4, MINUTES_MAX = 60 };
static const double ALL = 99; /* percent that count as everything: 3 times 33.333 */

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

static const struct field_rule SPOT_RULES[] = {{"x", FIELD_NUMBER, 0, 100, "x = 10"},
                                               {"y", FIELD_NUMBER, 0, 100, "y = 20"},
                                               {"width", FIELD_NUMBER, 1, 100, "width = 30"},
                                               {"height", FIELD_NUMBER, 1, 100, "height = 15"},
                                               {"says", FIELD_WORDS, 0, 60, "says = { vi = \"…\", en = \"…\" }"},
                                               {"right", FIELD_BOOLEAN, 0, 0, NULL},
                                               {NULL, FIELD_OURS, 0, 0, NULL}};

static void check_pairs(struct checking *checking, const struct json *made);
static void check_order(struct checking *checking, const struct json *made);
static void check_spots(struct checking *checking, const struct json *made);
static void check_choice(struct checking *checking, const struct json *made);
static void check_answer(struct checking *checking, const struct json *made);

/* What makes a question of a kind, the fields that belong to it, and how it is written. */
static const struct kind_fields {
    const char *maker, *fields, *write;
    void (*check)(struct checking *checking, const struct json *made);
} KINDS[] = {
    {"pairs", "pairs extra", "pairs = { { left, right }, … }", check_pairs},
    {"order", "order", "order = { first, …, last }", check_order},
    {"gaps", "gaps text", "text = { vi = \"… [1] …\", en = \"… [1] …\" }, gaps = { { answers = { \"…\" } } }", check_gaps},
    {"spots", "spots picture says", "picture = \"pictures/x.png\", spots = { { x = …, … }, … }", check_spots},
    {"answers", "answers spelling marks case", "answers = { \"…\" }", check_answer},
    {"number", "number tolerance unit", "number = 35000", check_answer},
    {"date", "date", "date = \"02/09/1945\"", check_answer},
    {"right", "right wrong", "right = { vi = \"…\", en = \"…\" }, wrong = { { vi = \"…\", en = \"…\" } }", check_choice},
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

void
check_complain(struct checking *checking, const struct json *made, const char *format, ...)
{
    char text[500];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    quiz_problems_add(checking->problems, "%s: question \"%.60s\"%s%s", check_line(checking, made),
                      check_name(made), text[0] == ':' ? "" : " ", text);
}

static const struct kind_fields *
find_kind(const struct json *field)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (json_get(field, KINDS[i].maker) != NULL)
            return &KINDS[i];
    return NULL;
}

/* A question or a gap is of one kind: what makes it another one stands there by mistake. */
bool
check_kind(struct checking *checking, const struct json *made, const struct json *field)
{
    static const char *const ANSWER_FIELDS[] = {"pairs",    "extra", "order", "gaps",   "text",      "spots", "answers",
                                                "spelling", "marks", "case",  "number", "tolerance", "unit",  "date",
                                                "right",    "wrong"};
    const struct kind_fields *kind = find_kind(field);
    for (size_t i = 0; kind != NULL && i < sizeof ANSWER_FIELDS / sizeof ANSWER_FIELDS[0]; i++)
        if (json_get(field, ANSWER_FIELDS[i]) != NULL && !holds_word(kind->fields, ANSWER_FIELDS[i]))
            check_complain(checking, made, "has %s and %s, which do not go together; this kind is written %s",
                           kind->maker, ANSWER_FIELDS[i], kind->write);
    return kind != NULL;
}

static void
check_answer(struct checking *checking, const struct json *made)
{
    check_typed(checking, made, made);
}

static void
check_shows(struct checking *checking, const struct json *made)
{
    bool is_practice = json_is_true(json_get(made, "practice"));
    if (!is_practice && json_get(made, "shows") == NULL)
        check_complain(checking, made, "does not say what it shows; write shows = \"4.2\", or practice = true");
    if (is_practice && json_get(made, "shows") != NULL)
        check_complain(checking, made, "is practice, which is never marked; leave shows out");
}

/* ---- lists of words ---- */

bool
check_is_same(const struct json *left, const struct json *right)
{
    static const char *const LANGUAGES[] = {"vi", "en"};
    for (size_t i = 0; i < 2; i++) {
        const char *one = definition_text(left, LANGUAGES[i]), *other = definition_text(right, LANGUAGES[i]);
        if (one != NULL && other != NULL && strcmp(one, other) == 0)
            return true;
    }
    return false;
}

/* Words whose place alone is worth something. */
static void
check_without_credit(struct checking *checking, const struct json *made, const char *field, const struct json *words)
{
    if (json_get(words, "credit") != NULL)
        check_complain(checking, made, ": %s takes no credit; each part that stands right is worth the same", field);
}

static void
check_list(struct checking *checking, const struct json *made, const char *field, size_t least, size_t most)
{
    const struct json *list = json_get(made, field);
    size_t count = json_is_array(list) ? json_count(list) : 0;
    if (list != NULL && json_is_array(list) && (count < least || count > most))
        check_complain(checking, made, ": %s has %zu parts; %zu to %zu fit on a phone", field, count, least, most);
    for (size_t i = 0; i < count; i++) {
        check_words(checking, "question", made, field, json_at(list, i), CHECK_OPTION_LETTERS);
        for (size_t n = 0; n < i; n++)
            if (check_is_same(json_at(list, n), json_at(list, i)))
                check_complain(checking, made, "offers \"%.80s\" twice", definition_text(json_at(list, i), "vi"));
    }
}

void
check_credit(struct checking *checking, const struct json *made, const struct json *answer)
{
    double credit;
    const struct json *given = json_get(answer, "credit");
    if (given != NULL && (!json_read_real(given, &credit) || credit < -100 || credit > 100))
        check_complain(checking, made, ": credit is a number of percent from -100 to 100");
}

/* What the best choice earns, in percent. */
static double
most_credit(const struct json *made)
{
    double sum = 0;
    for (size_t i = 0; i < question_option_count(made); i++) {
        double credit = question_option_credit(made, i);
        sum += credit > 0 ? 100 * credit : 0;
    }
    return sum;
}

static void
check_several(struct checking *checking, const struct json *made)
{
    const struct json *right = json_get(made, "right"), *wrong = json_get(made, "wrong");
    size_t count = json_count(right) + json_count(wrong);
    check_list(checking, made, "right", 1, CHECK_WRONG_MAX);
    if (count > CHECK_WRONG_MAX + 1)
        check_complain(checking, made, "has %zu answers; more than %d do not fit on a phone", count, CHECK_WRONG_MAX + 1);
    for (size_t i = 0; i < json_count(right); i++)
        check_credit(checking, made, json_at(right, i));
    if (json_count(right) > 0 && most_credit(made) < ALL)
        check_complain(checking, made, ": credit of all that is right makes %.4g, so nobody can earn 100", most_credit(made));
}

static void
check_one(struct checking *checking, const struct json *made)
{
    const struct json *right = json_get(made, "right"), *wrong = json_get(made, "wrong");
    check_words(checking, "question", made, "right", right, CHECK_OPTION_LETTERS);
    if (wrong == NULL)
        check_complain(checking, made, "has no wrong; write wrong = { { vi = \"…\", en = \"…\" }, … }");
    if (question_option_credit(made, 0) * 100 < ALL)
        check_complain(checking, made, ": right earns everything; leave its credit out");
}

static void
check_choice(struct checking *checking, const struct json *made)
{
    const struct json *right = json_get(made, "right"), *wrong = json_get(made, "wrong");
    bool is_list = json_is_array(right);
    if (right == NULL)
        check_complain(checking, made, "has no right; write right = { vi = \"…\", en = \"…\" }");
    else if (is_list)
        check_several(checking, made);
    else
        check_one(checking, made);
    check_list(checking, made, "wrong", is_list ? 0 : 1, CHECK_WRONG_MAX);
    for (size_t i = 0; json_is_array(wrong) && i < json_count(wrong); i++) {
        check_credit(checking, made, json_at(wrong, i));
        for (size_t n = 0; n < (is_list ? json_count(right) : 1); n++) {
            const struct json *one = is_list ? json_at(right, n) : right;
            if (check_is_same(one, json_at(wrong, i)))
                check_complain(checking, made, ": \"%.80s\" is both right and wrong", definition_text(one, "vi"));
        }
    }
}

/* ---- pairs, order, spots ---- */

static void
check_pairs(struct checking *checking, const struct json *made)
{
    const struct json *pairs = json_get(made, "pairs");
    size_t count = json_is_array(pairs) ? json_count(pairs) : 0;
    if (json_is_array(pairs) && (count < 2 || count > PAIRS_MAX))
        check_complain(checking, made, ": pairs has %zu parts; 2 to %d fit on a phone", count, PAIRS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct json *pair = json_at(pairs, i);
        if (!json_is_array(pair) || json_count(pair) != 2) {
            check_complain(checking, made, ": pair %zu is written { left, right }", i + 1);
            continue;
        }
        for (size_t side = 0; side < 2; side++) {
            check_words(checking, "question", made, "pairs", json_at(pair, side), CHECK_OPTION_LETTERS);
            check_without_credit(checking, made, "pairs", json_at(pair, side));
        }
        for (size_t n = 0; n < i; n++)
            if (check_is_same(json_at(json_at(pairs, n), 0), json_at(pair, 0)) ||
                check_is_same(json_at(json_at(pairs, n), 1), json_at(pair, 1)))
                check_complain(checking, made, ": pairs %zu and %zu share a side, so both would be right", n + 1, i + 1);
    }
    check_list(checking, made, "extra", 1, EXTRA_MAX);
    for (size_t i = 0; i < json_count(json_get(made, "extra")); i++)
        for (size_t n = 0; n < count; n++)
            if (check_is_same(json_at(json_get(made, "extra"), i), json_at(json_at(pairs, n), 1)))
                check_complain(checking, made, ": extra %zu is the partner of a pair", i + 1);
}

static void
check_order(struct checking *checking, const struct json *made)
{
    const struct json *order = json_get(made, "order");
    check_list(checking, made, "order", ORDER_MIN, ORDER_MAX);
    for (size_t i = 0; json_is_array(order) && i < json_count(order); i++)
        check_without_credit(checking, made, "order", json_at(order, i));
}

struct area {
    double x, y, width, height;
};

static bool
read_area(const struct json *spot, struct area *area)
{
    return json_read_real(json_get(spot, "x"), &area->x) && json_read_real(json_get(spot, "y"), &area->y) &&
           json_read_real(json_get(spot, "width"), &area->width) &&
           json_read_real(json_get(spot, "height"), &area->height);
}

/* A spot lies in the picture and on no other one. */
static void
check_area(struct checking *checking, const struct json *made, size_t at)
{
    const struct json *spots = json_get(made, "spots");
    struct area area, other;
    if (!read_area(json_at(spots, at), &area))
        return;
    if (area.x + area.width > 100 || area.y + area.height > 100)
        check_complain(checking, made, ": spot %zu leaves the picture; x + width and y + height are at most 100", at + 1);
    for (size_t i = 0; i < at; i++)
        if (read_area(json_at(spots, i), &other) && area.x < other.x + other.width && other.x < area.x + area.width &&
            area.y < other.y + other.height && other.y < area.y + area.height)
            check_complain(checking, made, ": spots %zu and %zu lie on each other, so a finger hits both", i + 1, at + 1);
}

static void
check_spots(struct checking *checking, const struct json *made)
{
    const struct json *spots = json_get(made, "spots");
    size_t count = json_is_array(spots) ? json_count(spots) : 0, right = 0;
    if (json_get(made, "picture") == NULL)
        check_complain(checking, made, "has no picture; write picture = \"pictures/x.png\"");
    if (json_is_array(spots) && (count < 2 || count > SPOTS_MAX))
        check_complain(checking, made, ": spots has %zu parts; 2 to %d fit on a picture", count, SPOTS_MAX);
    for (size_t i = 0; i < count; i++) {
        check_fields(checking, "spot", json_at(spots, i), SPOT_RULES);
        right += json_is_true(json_get(json_at(spots, i), "right"));
        check_area(checking, made, i);
    }
    if (count > 0 && right == 0)
        check_complain(checking, made, "has no right spot; write right = true in one");
}

/* A picture is a file of the quiz, and is said to who does not see it. */
static void
check_picture(struct checking *checking, const struct json *made)
{
    const char *picture = json_get_text(made, "picture");
    if (picture != NULL && strchr(picture, '.') == NULL)
        check_complain(checking, made, ": picture is a file of the quiz, picture = \"pictures/x.png\"; a drawing is "
                       "written drawing = \"%.60s\"", picture);
    if (json_get(made, "picture") != NULL && json_get(made, "says") == NULL)
        check_complain(checking, made, "has a picture that nobody can hear; write says = { vi = \"…\", en = \"…\" }");
    if (json_get(made, "picture") == NULL && json_get(made, "says") != NULL)
        check_complain(checking, made, "has says, the words of a picture, and no picture");
}

void
check_question(struct checking *checking, const struct json *made)
{
    check_fields(checking, "question", made, QUESTION_RULES);
    check_item_id(checking, "question", made);
    check_shows(checking, made);
    check_difficulty(checking, "question", made);
    check_picture(checking, made);
    const struct kind_fields *kind = find_kind(made);
    if (kind == NULL)
        check_complain(checking, made, "has no right answer; write right and wrong, answers, number, date, pairs, order, "
                       "gaps or spots");
    else if (check_kind(checking, made, made))
        kind->check(checking, made);
}
