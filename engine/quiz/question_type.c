/* question_type.c - kinds of questions: their options, their parts, and what an answer is worth. */
#include "quiz/question_type.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/answer_match.h"

/* A third, two thirds and all. Tasks have .34 and .67 (MEASURE.md section 5), for their weights seldom make thirds; of
 * three equal parts of a question one and two are to count. */
static const double FULL = .99, HALF[] = {.33, .66};

static bool
has(const struct json *source, const char *member)
{
    return json_get(source, member) != NULL;
}

enum question_type
question_type(const struct json *source)
{
    if (has(source, "pairs"))
        return QUESTION_MATCH;
    if (has(source, "order"))
        return QUESTION_ORDER;
    if (has(source, "gaps"))
        return QUESTION_GAPS;
    if (has(source, "spots"))
        return QUESTION_SPOTS;
    if (has(source, "answers") || has(source, "number") || has(source, "date"))
        return QUESTION_TYPED;
    return json_is_array(json_get(source, "right")) ? QUESTION_SEVERAL : QUESTION_ONE;
}

/* How many right answers stand before the wrong ones. */
static size_t
count_right(const struct json *source)
{
    const struct json *right = json_get(source, "right");
    return json_is_array(right) ? json_count(right) : 1;
}

size_t
question_option_count(const struct json *source)
{
    switch (question_type(source)) {
    case QUESTION_ONE:
    case QUESTION_SEVERAL: return count_right(source) + json_count(json_get(source, "wrong"));
    case QUESTION_ORDER: return json_count(json_get(source, "order"));
    case QUESTION_MATCH:
        return json_count(json_get(source, "pairs")) + json_count(json_get(source, "extra"));
    case QUESTION_SPOTS: return json_count(json_get(source, "spots"));
    case QUESTION_TYPED:
    case QUESTION_GAPS: break;
    }
    return 0;
}

const struct json *
question_option(const struct json *source, size_t which)
{
    const struct json *right = json_get(source, "right"), *pairs = json_get(source, "pairs");
    size_t count = count_right(source);
    switch (question_type(source)) {
    case QUESTION_ONE:
    case QUESTION_SEVERAL:
        if (which >= count)
            return json_at(json_get(source, "wrong"), which - count);
        return json_is_array(right) ? json_at(right, which) : right;
    case QUESTION_ORDER: return json_at(json_get(source, "order"), which);
    case QUESTION_MATCH:
        if (which >= json_count(pairs))
            return json_at(json_get(source, "extra"), which - json_count(pairs));
        return json_at(json_at(pairs, which), 1);
    case QUESTION_SPOTS: return json_at(json_get(source, "spots"), which);
    case QUESTION_TYPED:
    case QUESTION_GAPS: break;
    }
    return NULL;
}

/* The author's "credit = 50", as a share; `usual` where there is none. */
static double
credit_of(const struct json *answer, double usual)
{
    double percent;
    return json_read_real(json_get(answer, "credit"), &percent) ? percent / 100 : usual;
}

double
question_option_credit(const struct json *source, size_t which)
{
    const struct json *option = question_option(source, which);
    size_t right = count_right(source);
    switch (question_type(source)) {
    case QUESTION_SPOTS: return json_is_true(json_get(option, "right")) ? 1 : 0;
    case QUESTION_SEVERAL:
        return credit_of(option, which < right ? 1.0 / (double)right : -1.0 / (double)right);
    default: return credit_of(option, which < right ? 1 : 0);
    }
}

/* ---- parts and steps ---- */

size_t
question_part_count(const struct json *source)
{
    switch (question_type(source)) {
    case QUESTION_SEVERAL: return count_right(source);
    case QUESTION_ORDER: return json_count(json_get(source, "order")) - 1;
    case QUESTION_MATCH: return json_count(json_get(source, "pairs"));
    case QUESTION_GAPS: return json_count(json_get(source, "gaps"));
    default: return 1;
    }
}

static bool
is_between(double credit)
{
    return credit > 0 && credit < FULL;
}

static bool
has_credit_between(const struct json *list)
{
    for (size_t i = 0; i < json_count(list); i++)
        if (is_between(credit_of(json_at(list, i), 0)))
            return true;
    return false;
}

/* Of a question that is typed, or of its only gap. */
static bool
has_partial_answers(const struct json *field)
{
    return has_credit_between(json_get(field, "answers")) || has_credit_between(json_get(field, "number"));
}

int
question_steps(const struct json *source)
{
    size_t parts = question_part_count(source);
    if (parts > 1)
        return parts > PRACTICAL_STEPS ? PRACTICAL_STEPS : (int)parts;
    bool is_partial = has_credit_between(json_get(source, "wrong")) || has_partial_answers(source) ||
                      has_partial_answers(json_at(json_get(source, "gaps"), 0));
    return is_partial ? PRACTICAL_STEPS : 1;
}

int
question_category(double credit, int steps)
{
    int category = credit >= FULL;
    for (int i = 0; i + 1 < steps; i++)
        category += credit >= HALF[i];
    return category;
}

/* ---- what is typed ---- */

static double
text_credit(const struct json *field, const char *typed)
{
    const struct json *answers = json_get(field, "answers");
    const char *marks = json_get_text(field, "marks"), *letters = json_get_text(field, "case");
    int64_t spelling = 0;
    double best = 0;
    json_read_integer(json_get(field, "spelling"), &spelling);
    const struct answer_rule rule = {.spelling = (int)spelling,
                                     .needs_marks = marks != NULL,
                                     .needs_case = letters != NULL};
    for (size_t i = 0; i < json_count(answers); i++) {
        const struct json *answer = json_at(answers, i), *is = json_get(answer, "is");
        double credit = credit_of(answer, 1);
        const char *wanted;
        for (size_t n = 0; (wanted = definition_text_at(is != NULL ? is : answer, n)) != NULL; n++)
            if (credit > best && answer_matches_text(typed, wanted, &rule))
                best = credit;
    }
    return best;
}

/* number = 5 · { from =, to = } · { { is =, tolerance =, credit = }, … } */
static bool
is_in_range(const struct json *answer, double tolerance, double value)
{
    double wanted, from, to;
    if (json_read_real(answer, &wanted) || json_read_real(json_get(answer, "is"), &wanted)) {
        json_read_real(json_get(answer, "tolerance"), &tolerance);
        return fabs(value - wanted) <= tolerance + 1e-9 * fabs(wanted);
    }
    return json_read_real(json_get(answer, "from"), &from) &&
           json_read_real(json_get(answer, "to"), &to) && value >= from && value <= to;
}

static double
number_credit(const struct json *field, const char *typed)
{
    static const char *const LANGUAGES[] = {"vi", "en"};
    const struct json *number = json_get(field, "number"), *unit = json_get(field, "unit");
    double value, tolerance = 0, best = 0;
    bool is_number = false;
    json_read_real(json_get(field, "tolerance"), &tolerance);
    for (size_t n = 0; n < 2 && !is_number; n++)
        is_number = answer_read_number_of(typed, definition_text(unit, LANGUAGES[n]), &value);
    if (!is_number)
        return 0;
    if (!json_is_array(number))
        return is_in_range(number, tolerance, value) ? 1 : 0;
    for (size_t i = 0; i < json_count(number); i++) {
        double credit = credit_of(json_at(number, i), 1);
        if (credit > best && is_in_range(json_at(number, i), tolerance, value))
            best = credit;
    }
    return best;
}

double
question_typed_credit(const struct json *field, const char *typed)
{
    if (has(field, "right"))
        return strcmp(typed, "0") == 0 ? 1 : 0;
    if (has(field, "number"))
        return number_credit(field, typed);
    if (has(field, "date"))
        return answer_matches_date(typed, json_get_text(field, "date")) ? 1 : 0;
    return text_credit(field, typed);
}

/* ---- for simulated learners ---- */

static char *
print_number(double value)
{
    char text[40];
    snprintf(text, sizeof text, "%.15g", value);
    char *point = strchr(text, '.');
    if (point != NULL)
        *point = ',';
    return memory_copy_text(text);
}

/* The n-th thing that the author says may be typed here; NULL behind the last one. Caller frees. */
static char *
candidate(const struct json *field, size_t n)
{
    static const char *const ENDS[] = {"is", "from", "to"};
    enum { END_COUNT = 3 };
    const struct json *number = json_get(field, "number"), *answers = json_get(field, "answers");
    double value;
    if (number != NULL && !json_is_array(number) && n < END_COUNT)
        return json_read_real(number, &value) || json_read_real(json_get(number, ENDS[n]), &value)
                   ? print_number(value)
                   : memory_copy_text("");
    if (number != NULL && n / END_COUNT < json_count(number))
        return json_read_real(json_get(json_at(number, n / END_COUNT), ENDS[n % END_COUNT]), &value) ||
                       json_read_real(json_at(number, n / END_COUNT), &value)
                   ? print_number(value)
                   : memory_copy_text("");
    if (has(field, "date") && n == 0)
        return memory_copy_text(json_get_text(field, "date"));
    if (n >= json_count(answers))
        return NULL;
    const struct json *answer = json_at(answers, n), *is = json_get(answer, "is");
    return memory_copy_text(definition_text(is != NULL ? is : answer, "vi"));
}

char *
question_typed_worth(const struct json *field, int category, int steps)
{
    char *found = memory_copy_text("?"), *typed;
    double best = 0;
    for (size_t n = 0; (typed = candidate(field, n)) != NULL; n++) {
        double credit = question_typed_credit(field, typed);
        if (credit > best && question_category(credit, steps) <= category) {
            best = credit;
            free(found);
            found = typed;
        } else {
            free(typed);
        }
    }
    return found;
}
