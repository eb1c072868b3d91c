/* check_answers.c - what people may type for each answer and what it earns: a line by default, a
 * table in full. */
#include "cli/check_answers.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { TYPED_WIDTH = 34 };

/* "15 of 18 ways of typing pass; not: another tone, two wrong letters" */
static void
print_ways(const struct quiz_typed_answer *answer)
{
    size_t passing = 0;
    const char *between = "; not: ";
    for (size_t i = 0; i < answer->count; i++)
        passing += answer->variants[i].credit > 0;
    printf(": %zu of %zu ways of typing pass", passing, answer->count);
    for (size_t i = 0; i < answer->count; i++)
        if (answer->variants[i].credit <= 0) {
            printf("%s%s", between, answer->variants[i].how);
            between = ", ";
        }
}

static void
print_padded(const char *text, size_t width)
{
    size_t letters = text_count_letters(text);
    fputs(text, stdout);
    for (; letters < width; letters++)
        putchar(' ');
}

static void
print_table(const struct quiz_typed_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        const struct quiz_variant *variant = &answer->variants[i];
        fputs(variant->credit > 0 ? "    yes  " : "    no   ", stdout);
        print_padded(variant->typed, TYPED_WIDTH);
        putchar(' ');
        fputs(variant->how, stdout);
        if (variant->credit > 0 && variant->credit < 1)
            printf(" (%.0f %%)", variant->credit * 100);
        putchar('\n');
    }
}

void
check_print_answers(const struct quiz *quiz, bool in_full)
{
    struct quiz_typed_answers answers;
    quiz_list_typed_answers(quiz, &answers);
    for (size_t i = 0; i < answers.count; i++) {
        const struct quiz_typed_answer *answer = &answers.at[i];
        printf("  %s", answer->item);
        if (strcmp(answer->field, "answer") != 0)
            printf(" [%s]", answer->field);
        printf(": %s%s%s", strcmp(answer->kind, "text") == 0 ? "\"" : "", answer->wanted,
               strcmp(answer->kind, "text") == 0 ? "\"" : "");
        if (!in_full)
            print_ways(answer);
        putchar('\n');
        if (in_full)
            print_table(answer);
    }
    quiz_clear_typed_answers(&answers);
}

struct json *
check_list_answers(const struct quiz *quiz)
{
    struct quiz_typed_answers answers;
    struct json *list = json_new_array();
    quiz_list_typed_answers(quiz, &answers);
    for (size_t i = 0; i < answers.count; i++) {
        const struct quiz_typed_answer *answer = &answers.at[i];
        struct json *made = json_new_object(), *sides[] = {json_new_array(), json_new_array()};
        json_put_text(made, "item", answer->item);
        json_put_text(made, "field", answer->field);
        json_put_text(made, "kind", answer->kind);
        json_put_text(made, "wanted", answer->wanted);
        for (size_t n = 0; n < answer->count; n++) {
            struct json *variant = json_new_object();
            json_put_text(variant, "typed", answer->variants[n].typed);
            json_put_text(variant, "how", answer->variants[n].how);
            if (answer->variants[n].credit > 0)
                json_put_real(variant, "credit", answer->variants[n].credit);
            json_add(sides[answer->variants[n].credit > 0 ? 0 : 1], variant);
        }
        json_put(made, "passes", sides[0]);
        json_put(made, "fails", sides[1]);
        json_add(list, made);
    }
    quiz_clear_typed_answers(&answers);
    return list;
}
