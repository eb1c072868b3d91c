/* gift_write.c - GIFT questions as Lua of ours: one field a line, feedback and tags as comments
 * above.
 *
 * Words that stand for both languages are one text; where an answer carries a credit they are said
 * twice, since a table of words has both.
 */
#include "exchange/gift_write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { FULL = 100 };

const char *
gift_kind_name(enum gift_kind kind)
{
    static const char *const names[] = {"one choice", "several",  "true or false", "short answer",
                                        "number",     "matching", "essay",         "description"};
    return names[kind];
}

char *
gift_slug(const char *words, size_t most)
{
    char *folded = text_fold(words);
    size_t len = 0;
    for (const char *at = folded; *at != 0 && len < most; at++) {
        bool is_plain = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        if (is_plain || (len > 0 && folded[len - 1] != '-' && *at != '\''))
            folded[len++] = is_plain ? *at : '-';
    }
    while (len > 0 && folded[len - 1] == '-')
        len--;
    folded[len] = 0;
    return folded;
}

static void
add_quoted(struct buffer *out, const char *text)
{
    buffer_add_byte(out, '"');
    for (; *text != 0; text++) {
        if (*text == '"' || *text == '\\')
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, (uint8_t)*text);
    }
    buffer_add_byte(out, '"');
}

static void
add_comment(struct buffer *out, const char *what, const char *text)
{
    if (text != NULL)
        buffer_print(out, "-- %s: %s\n", what, text);
}

/* An option; its credit where it is not what it would be without a word. */
static void
add_option(struct buffer *out, const struct gift_answer *answer, double usual)
{
    if (fabs(answer->credit - usual) < 1) {
        add_quoted(out, answer->text);
        return;
    }
    buffer_add_text(out, "{ vi = ");
    add_quoted(out, answer->text);
    buffer_add_text(out, ", en = ");
    add_quoted(out, answer->text);
    buffer_print(out, ", credit = %.6g }", answer->credit);
}

/* "  name = { option, option },\n" of the answers on one side. */
static void
add_options(struct buffer *out, const struct gift_question *question, const char *name,
            bool is_right, double usual, const struct gift_answer *without)
{
    bool is_first = true;
    buffer_print(out, "  %s = { ", name);
    for (size_t i = 0; i < question->count; i++) {
        const struct gift_answer *answer = &question->answers[i];
        if (answer == without || (without == NULL && (answer->credit > 0) != is_right))
            continue;
        if (!is_first)
            buffer_add_text(out, ", ");
        add_option(out, answer, usual);
        is_first = false;
    }
    buffer_add_text(out, " },\n");
}

/* The first answer of full credit is the right one; the others stand with what they earn. */
static void
add_one_choice(struct buffer *out, const struct gift_question *question)
{
    const struct gift_answer *right = &question->answers[0];
    for (size_t i = 1; i < question->count; i++)
        if (question->answers[i].credit > right->credit)
            right = &question->answers[i];
    buffer_add_text(out, "  right = ");
    add_quoted(out, right->text);
    buffer_add_text(out, ",\n");
    add_options(out, question, "wrong", false, 0, right);
}

static void
add_several(struct buffer *out, const struct gift_question *question)
{
    size_t right = 0;
    for (size_t i = 0; i < question->count; i++)
        right += question->answers[i].credit > 0;
    double share = right == 0 ? FULL : FULL / (double)right;
    add_options(out, question, "right", true, share, NULL);
    add_options(out, question, "wrong", false, -share, NULL);
}

static void
add_true_false(struct buffer *out, const struct gift_question *question)
{
    static const char yes[] = "{ vi = \"Đúng\", en = \"True\" }",
                      no[] = "{ vi = \"Sai\", en = \"False\" }";
    buffer_print(out, "  right = %s,\n  wrong = { %s },\n", question->is_true ? yes : no,
                 question->is_true ? no : yes);
}

static void
add_short(struct buffer *out, const struct gift_question *question)
{
    buffer_add_text(out, "  answers = { ");
    for (size_t i = 0; i < question->count; i++) {
        const struct gift_answer *answer = &question->answers[i];
        buffer_add_text(out, i > 0 ? ", " : "");
        if (answer->credit < FULL)
            buffer_add_text(out, "{ is = ");
        add_quoted(out, answer->text);
        if (answer->credit < FULL)
            buffer_print(out, ", credit = %.6g }", answer->credit);
    }
    buffer_add_text(out, " },\n");
}

static void
add_numbers(struct buffer *out, const struct gift_question *question)
{
    const struct gift_answer *first = &question->answers[0];
    if (question->count == 1 && !first->is_range && first->credit >= FULL) {
        buffer_print(out, "  number = %.15g,", first->number);
        if (first->tolerance > 0)
            buffer_print(out, " tolerance = %.15g,", first->tolerance);
        buffer_add_byte(out, '\n');
        return;
    }
    bool is_list = question->count > 1 || first->credit < FULL;
    buffer_print(out, "  number = %s", is_list ? "{ " : "");
    for (size_t i = 0; i < question->count; i++) {
        const struct gift_answer *answer = &question->answers[i];
        buffer_add_text(out, i > 0 ? ", " : "");
        if (answer->is_range)
            buffer_print(out, "{ from = %.15g, to = %.15g", answer->from, answer->to);
        else
            buffer_print(out, "{ is = %.15g", answer->number);
        if (!answer->is_range && answer->tolerance > 0)
            buffer_print(out, ", tolerance = %.15g", answer->tolerance);
        if (answer->credit < FULL)
            buffer_print(out, ", credit = %.6g", answer->credit);
        buffer_add_text(out, " }");
    }
    buffer_print(out, "%s,\n", is_list ? " }" : "");
}

static void
add_matching(struct buffer *out, const struct gift_question *question)
{
    bool has_extra = false;
    buffer_add_text(out, "  pairs = {\n");
    for (size_t i = 0; i < question->count; i++) {
        const struct gift_answer *answer = &question->answers[i];
        has_extra = has_extra || answer->text[0] == 0;
        if (answer->text[0] == 0)
            continue;
        buffer_add_text(out, "    { ");
        add_quoted(out, answer->text);
        buffer_add_text(out, ", ");
        add_quoted(out, answer->partner);
        buffer_add_text(out, " },\n");
    }
    buffer_add_text(out, "  },\n");
    if (!has_extra)
        return;
    buffer_add_text(out, "  extra = { ");
    has_extra = false;
    for (size_t i = 0; i < question->count; i++)
        if (question->answers[i].text[0] == 0) {
            buffer_add_text(out, has_extra ? ", " : "");
            add_quoted(out, question->answers[i].partner);
            has_extra = true;
        }
    buffer_add_text(out, " },\n");
}

static void
add_feedback(struct buffer *out, const struct gift_question *question)
{
    add_comment(out, "feedback", question->feedback);
    for (size_t i = 0; i < question->count; i++) {
        const struct gift_answer *answer = &question->answers[i];
        if (answer->feedback != NULL && question->kind == GIFT_TRUE_FALSE)
            add_comment(out, i == 0 ? "feedback if right" : "feedback if wrong", answer->feedback);
        else if (answer->feedback != NULL)
            buffer_print(out, "-- feedback to \"%s\": %s\n", answer->text, answer->feedback);
    }
}

void
gift_write_question(const struct gift_question *question, const char *id,
                    const struct exchange_wishes *wishes, struct buffer *out)
{
    buffer_print(out, "\n-- %s, line %d\n", wishes->source, question->line);
    add_comment(out, "name", question->name[0] == 0 ? NULL : question->name);
    add_comment(out, "id", question->idnumber);
    add_comment(out, "tags", question->tags);
    add_feedback(out, question);
    buffer_print(out, "question \"%s\" {\n  shows = ", id);
    add_quoted(out, wishes->shows);
    buffer_add_text(out, ",\n  asks = ");
    add_quoted(out, question->text);
    buffer_add_text(out, ",\n");
    switch (question->kind) {
    case GIFT_ONE_CHOICE: add_one_choice(out, question); break;
    case GIFT_SEVERAL: add_several(out, question); break;
    case GIFT_TRUE_FALSE: add_true_false(out, question); break;
    case GIFT_SHORT: add_short(out, question); break;
    case GIFT_NUMBER: add_numbers(out, question); break;
    case GIFT_MATCHING: add_matching(out, question); break;
    case GIFT_ESSAY:
    case GIFT_DESCRIPTION: break;
    }
    buffer_add_text(out, "}\n");
}

void
gift_write_head(const struct exchange_wishes *wishes, struct buffer *out)
{
    buffer_print(
        out,
        "-- Imported from %s (Moodle GIFT). The questions stand in items/.\n\nquiz {\n  title = ",
        wishes->source);
    add_quoted(out, wishes->title);
    buffer_add_text(out, ",\n  framework = ");
    add_quoted(out, wishes->framework);
    if (wishes->language != NULL)
        buffer_print(out, ",\n  languages = { \"%s\" },\n}\n", wishes->language);
    else
        buffer_add_text(out, ",\n  languages = { \"vi\", \"en\" },\n}\n");
}
