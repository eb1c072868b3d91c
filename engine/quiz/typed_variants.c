/* typed_variants.c - for the author of a question: what people may type, and what each earns.
 *
 * The variants of an answer are made from the answer alone (answer_variants.c) but judged by its
 * whole field: another answer of the author's may accept what this one does not.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/answer_match.h"
#include "quiz/definition.h"
#include "quiz/question_type.h"

static const char *const KINDS[] = {"text", "number", "date"};

struct field_of {
    const struct json *field;
    const char *item;
    char name[8];
    struct quiz_typed_answers *out;
};

/* Takes typed; what is there already says nothing. */
static void
add_variant(struct quiz_typed_answer *answer, const struct json *field, char *typed,
            const char *how)
{
    for (size_t i = 0; i < answer->count; i++)
        if (strcmp(answer->variants[i].typed, typed) == 0) {
            free(typed);
            return;
        }
    MEMORY_GROW(answer->variants, answer->count, answer->capacity);
    answer->variants[answer->count++] =
        (struct quiz_variant){typed, how, question_typed_credit(field, typed)};
}

static struct quiz_typed_answer *
add_answer(const struct field_of *of, const char *wanted, const char *shown, enum answer_kind kind)
{
    static const struct answer_rule kind_rule = {0};
    struct answer_variants made = {0};
    if (of->out->count >= QUIZ_TYPED_MAX)
        return NULL;
    MEMORY_GROW(of->out->at, of->out->count, of->out->capacity);
    struct quiz_typed_answer *answer = &of->out->at[of->out->count++];
    *answer = (struct quiz_typed_answer){
        .item = of->item, .kind = KINDS[kind], .wanted = memory_copy_text(shown)};
    memcpy(answer->field, of->name, sizeof answer->field);
    answer_variants(wanted, kind, &kind_rule, &made);
    for (size_t i = 0; i < made.count; i++)
        add_variant(answer, of->field, memory_copy_text(made.at[i].typed), made.at[i].how);
    answer_variants_clear(&made);
    return answer;
}

/* What the author let earn less is not shown: it is there for what is half right. */
static bool
earns_all(const struct json *answer)
{
    double credit;
    return !json_read_real(json_get(answer, "credit"), &credit) || credit >= 100;
}

static void
add_texts(const struct field_of *of)
{
    const struct json *answers = json_get(of->field, "answers");
    for (size_t i = 0; i < json_count(answers); i++) {
        const struct json *answer = json_at(answers, i), *is = json_get(answer, "is");
        const char *text;
        for (size_t n = 0; (text = definition_text_at(is != NULL ? is : answer, n)) != NULL; n++) {
            bool is_there = !earns_all(answer);
            for (size_t old = 0; old < of->out->count && !is_there; old++)
                is_there = of->out->at[old].item == of->item &&
                           strcmp(of->out->at[old].field, of->name) == 0 &&
                           strcmp(of->out->at[old].wanted, text) == 0;
            if (!is_there)
                (void)add_answer(of, text, text, ANSWER_TEXT);
        }
    }
}

static char *
print_value(double value)
{
    char *text = memory_print("%.15g", value), *point = strchr(text, '.');
    if (point != NULL)
        *point = ',';
    return text;
}

/* The ends of what passes, and what lies just outside. */
static void
add_edges(struct quiz_typed_answer *answer, const struct json *field, double from, double to)
{
    double step = floor(from) == from && floor(to) == to ? 1 : (to - from) / 10;
    if (answer == NULL || from == to)
        return;
    add_variant(answer, field, print_value(from), "the least");
    add_variant(answer, field, print_value(to), "the most");
    add_variant(answer, field, print_value(from - step), "less than that");
    add_variant(answer, field, print_value(to + step), "more than that");
}

static void
add_number(const struct field_of *of, const struct json *number, double tolerance)
{
    double value, from, to;
    char *wanted, *shown, *other;
    if (json_read_real(number, &value) || json_read_real(json_get(number, "is"), &value)) {
        (void)json_read_real(json_get(number, "tolerance"), &tolerance);
        wanted = print_value(value);
        other = print_value(tolerance);
        shown = tolerance > 0 ? memory_print("%s ± %s", wanted, other) : memory_copy_text(wanted);
        from = value - tolerance;
        to = value + tolerance;
    } else if (json_read_real(json_get(number, "from"), &from) &&
               json_read_real(json_get(number, "to"), &to)) {
        wanted = print_value(to);
        other = print_value(from);
        shown = memory_print("%s to %s", other, wanted);
    } else {
        return;
    }
    add_edges(add_answer(of, wanted, shown, ANSWER_NUMBER), of->field, from, to);
    free(wanted);
    free(shown);
    free(other);
}

static void
add_field(const struct field_of *of)
{
    const struct json *number = json_get(of->field, "number");
    const char *date = json_get_text(of->field, "date");
    double tolerance = 0;
    (void)json_read_real(json_get(of->field, "tolerance"), &tolerance);
    if (number != NULL && !json_is_array(number))
        add_number(of, number, tolerance);
    for (size_t i = 0; json_is_array(number) && i < json_count(number); i++)
        if (earns_all(json_at(number, i)))
            add_number(of, json_at(number, i), tolerance);
    if (date != NULL)
        (void)add_answer(of, date, date, ANSWER_DATE);
    add_texts(of);
}

void
quiz_list_typed_answers(const struct quiz *quiz, struct quiz_typed_answers *out)
{
    *out = (struct quiz_typed_answers){0};
    for (size_t i = 0; i < quiz->item_count; i++) {
        const struct json *source = quiz->sources[i], *gaps = json_get(source, "gaps");
        struct field_of of = {
            .field = source, .item = quiz->items[i].id, .name = "answer", .out = out};
        if (quiz->items[i].is_practical)
            continue;
        if (question_type(source) == QUESTION_TYPED)
            add_field(&of);
        for (size_t n = 0;
             question_type(source) == QUESTION_GAPS && n < json_count(gaps) && n < GAPS_MAX; n++) {
            of.field = json_at(gaps, n);
            snprintf(of.name, sizeof of.name, "%d", (int)n + 1);
            if (json_get(of.field, "right") == NULL)
                add_field(&of);
        }
    }
}

void
quiz_clear_typed_answers(struct quiz_typed_answers *answers)
{
    for (size_t i = 0; i < answers->count; i++) {
        for (size_t n = 0; n < answers->at[i].count; n++)
            free(answers->at[i].variants[n].typed);
        free(answers->at[i].variants);
        free(answers->at[i].wanted);
    }
    free(answers->at);
    *answers = (struct quiz_typed_answers){0};
}
