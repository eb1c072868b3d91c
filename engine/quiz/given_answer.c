/* given_answer.c - what was asked and what was answered, for other programs (report/xapi.c). Options are counted as the author
 * wrote them, so that answers of different attempts can be compared; whoever shows them outside hides that order. */
#include <stdio.h>
#include <stdlib.h>

#include "quiz/answer_match.h"
#include "quiz/question_type.h"
#include "quiz/session_state.h"

/* {"vi","en"}: those that the author wrote, with this attempt's places filled in. */
static struct json *
words_of(const struct session *session, size_t item, const struct json *text)
{
    static const char *const LANGUAGES[] = {"vi", "en"};
    struct json *out = json_new_object();
    for (size_t i = 0; i < 2; i++) {
        struct session view = *session; /* only looked at: the words of the same moment in another language */
        if (i > 0 && json_get_text(text, LANGUAGES[i]) == NULL)
            continue;
        snprintf(view.language, sizeof view.language, "%s", LANGUAGES[i]);
        view.address = SESSION_ADDRESSES[0];
        char *words = session_words(&view, item, text);
        json_put_text(out, LANGUAGES[i], words);
        free(words);
    }
    return out;
}

static struct json *
choices_of(const struct session *session, size_t item)
{
    const struct json *source = session->quiz->sources[item];
    bool is_spots = question_type(source) == QUESTION_SPOTS;
    struct json *out = json_new_array();
    for (size_t i = 0; i < question_option_count(source); i++) {
        const struct json *option = question_option(source, i);
        json_add(out, words_of(session, item, is_spots ? json_get(option, "says") : option));
    }
    return out;
}

static struct json *
lefts_of(const struct session *session, size_t item)
{
    const struct json *pairs = json_get(session->quiz->sources[item], "pairs");
    struct json *out = json_new_array();
    for (size_t i = 0; i < json_count(pairs); i++)
        json_add(out, words_of(session, item, json_at(json_at(pairs, i), 0)));
    return out;
}

static struct json *
chosen_of(const struct item_progress *progress, enum question_type type)
{
    struct json *given = json_new_array();
    for (size_t i = 0; (type == QUESTION_SEVERAL || type == QUESTION_ORDER) && i < progress->picked_count; i++)
        json_add(given, json_new_integer((int64_t)progress->order[progress->picked[i]]));
    if ((type == QUESTION_ONE || type == QUESTION_SPOTS) && progress->chosen >= 0)
        json_add(given, json_new_integer((int64_t)progress->order[progress->chosen]));
    return given;
}

/* Per left side the right one, -1 = none. */
static struct json *
partners_of(const struct item_progress *progress, size_t pairs)
{
    struct json *given = json_new_array();
    for (size_t i = 0; i < pairs; i++)
        json_add(given, json_new_integer(progress->partners[i] < 0 ? -1 : (int64_t)progress->order[progress->partners[i]]));
    return given;
}

static void
describe_question(const struct session *session, size_t item, struct json *out)
{
    static const char *const TYPES[] = {
        [QUESTION_ONE] = "choice",     [QUESTION_SEVERAL] = "choice", [QUESTION_ORDER] = "sequencing", [QUESTION_MATCH] = "matching",
        [QUESTION_TYPED] = "fill-in", [QUESTION_GAPS] = "fill-in",   [QUESTION_SPOTS] = "choice"};
    const struct json *source = session->quiz->sources[item];
    const struct item_progress *progress = &session->progress[item];
    enum question_type type = question_type(source);
    bool is_unknown = progress->chosen >= 0 && (size_t)progress->chosen + 1 == progress->option_count;
    double number;
    bool is_number = type == QUESTION_TYPED && json_get(source, "number") != NULL;
    json_put_text(out, "type", is_number ? "numeric" : TYPES[type]);
    json_put(out, "asks", words_of(session, item, json_get(source, "asks")));
    json_put_boolean(out, "unknown", is_unknown);
    if (question_option_count(source) > 0)
        json_put(out, "choices", choices_of(session, item));
    if (type == QUESTION_MATCH)
        json_put(out, "lefts", lefts_of(session, item));
    if (is_unknown)
        return;
    if (type == QUESTION_MATCH)
        json_put(out, "given", partners_of(progress, question_part_count(source)));
    else if (type != QUESTION_TYPED && type != QUESTION_GAPS)
        json_put(out, "given", chosen_of(progress, type));
    else if (is_number && progress->typed[0] != NULL && answer_read_number(progress->typed[0], &number))
        json_put_real(out, "number", number);
}

struct json *
quiz_given_answer(const struct session *session, const char *id)
{
    size_t item = definition_find_item(session->quiz, id);
    struct json *out = json_new_object();
    if (item >= session->quiz->item_count)
        return out;
    const struct json *source = session->quiz->sources[item];
    if (session->quiz->items[item].is_practical) {
        json_put_text(out, "type", "task");
        json_put(out, "asks", words_of(session, item, json_get(source, "title")));
        json_put(out, "story", words_of(session, item, json_get(source, "story")));
    } else {
        describe_question(session, item, out);
    }
    return out;
}
