/* question.c - what a person does on a question: choosing, putting in order, matching, typing, and going
 * on to the next item. Each act can be done twice without harm. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "quiz/session_state.h"

enum { ANSWER_LETTERS = 80 };

static struct item_progress *
here(struct session *session)
{
    return &session->progress[session->item];
}

static const struct json *
source_of(const struct session *session)
{
    return session->quiz->sources[session->item];
}

void
session_option_id(size_t place, size_t count, char out[16])
{
    if (place + 1 == count)
        snprintf(out, 16, "dont-know");
    else
        snprintf(out, 16, "%c", (char)('a' + (int)(place % 26)));
}

/* ---- opening and closing ---- */

static bool
is_in_order(const size_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (order[i] != i)
            return false;
    return true;
}

void
question_prepare(struct session *session, size_t item)
{
    struct item_progress *progress = &session->progress[item];
    const struct json *source = session->quiz->sources[item];
    size_t count = question_option_count(source);
    progress->option_count = count + 1;
    if (question_type(source) == QUESTION_SPOTS)
        for (size_t i = 0; i < count; i++)
            progress->order[i] = i;
    else
        variation_order(session->seed, session->quiz->items[item].id, count, progress->order);
    /* What is to be put in order never stands in order. */
    if (question_type(source) == QUESTION_ORDER && is_in_order(progress->order, count))
        for (size_t i = 0; i < count; i++)
            progress->order[i] = (i + 1) % count;
    progress->order[count] = count;
    for (size_t i = 0; i < PAIRS_MAX; i++)
        progress->partners[i] = -1;
}

void
question_gap_order(const struct session *session, size_t item, size_t gap,
                   size_t order[OPTIONS_MAX])
{
    const struct json *field = json_at(json_get(session->quiz->sources[item], "gaps"), gap);
    char *purpose = memory_print("%s/%zu", session->quiz->items[item].id, gap + 1);
    variation_order(session->seed, purpose, json_count(json_get(field, "wrong")) + 1, order);
    free(purpose);
}

/* Takes every answer back. */
void
question_clear(struct item_progress *progress)
{
    progress->chosen = -1;
    progress->picked_count = 0;
    for (size_t i = 0; i < PAIRS_MAX; i++)
        progress->partners[i] = -1;
    for (size_t i = 0; i < GAPS_MAX; i++) {
        free(progress->typed[i]);
        progress->typed[i] = NULL;
    }
}

/* ---- choosing ---- */

/* Place of an option on the screen; option_count if there is none. */
static size_t
find_place(const struct item_progress *progress, const char *wanted)
{
    char id[16];
    for (size_t place = 0; place < progress->option_count; place++) {
        session_option_id(place, progress->option_count, id);
        if (strcmp(id, wanted) == 0)
            return place;
    }
    return progress->option_count;
}

static void
put_back(struct item_progress *progress, size_t place)
{
    size_t kept = 0;
    for (size_t i = 0; i < progress->picked_count; i++)
        if (progress->picked[i] != place)
            progress->picked[kept++] = progress->picked[i];
    progress->picked_count = kept;
}

static bool
is_picked(const struct item_progress *progress, size_t place)
{
    for (size_t i = 0; i < progress->picked_count; i++)
        if (progress->picked[i] == place)
            return true;
    return false;
}

static enum fault
choose(struct session *session, const struct event *event, struct err *err)
{
    struct item_progress *progress = here(session);
    enum question_type type = question_type(source_of(session));
    size_t place = find_place(progress, event->target);
    bool is_dont_know = place + 1 == progress->option_count;
    if (place == progress->option_count || (type == QUESTION_MATCH && !is_dont_know))
        return err_set(err, FAULT_INPUT, "this question has no such option");
    if (is_dont_know)
        question_clear(progress);
    if (is_dont_know || type == QUESTION_ONE || type == QUESTION_SPOTS) {
        progress->chosen = (int)place;
    } else if (!is_picked(progress, place)) {
        progress->chosen = -1;
        progress->picked[progress->picked_count++] = place;
    }
    return FAULT_NONE;
}

static enum fault
unchoose(struct session *session, const struct event *event, struct err *err)
{
    struct item_progress *progress = here(session);
    enum question_type type = question_type(source_of(session));
    size_t place = find_place(progress, event->target);
    if (place == progress->option_count || (type != QUESTION_SEVERAL && type != QUESTION_ORDER))
        return err_set(err, FAULT_INPUT, "this question has nothing like this to take back");
    put_back(progress, place);
    if (progress->chosen == (int)place)
        progress->chosen = -1;
    return FAULT_NONE;
}

/* ---- matching ---- */

/* "1=b": the left side and the option on the screen. */
static bool
read_match(const struct session *session, const char *target, size_t *left, size_t *place)
{
    const struct item_progress *progress = &session->progress[session->item];
    size_t pairs = json_count(json_get(source_of(session), "pairs"));
    if (target[0] < '1' || (size_t)(target[0] - '0') > pairs)
        return false;
    *left = (size_t)(target[0] - '1');
    if (target[1] == 0)
        return true;
    *place = find_place(progress, target + 2);
    return target[1] == '=' && *place + 1 < progress->option_count;
}

static enum fault
match(struct session *session, const struct event *event, struct err *err)
{
    struct item_progress *progress = here(session);
    bool is_match = strcmp(event->verb, "match") == 0;
    size_t left, place = SIZE_MAX;
    if (question_type(source_of(session)) != QUESTION_MATCH ||
        !read_match(session, event->target, &left, &place) || is_match != (place != SIZE_MAX))
        return err_set(err, FAULT_INPUT, "this question has no such pair");
    progress->chosen = -1;
    for (size_t i = 0; i < PAIRS_MAX; i++) /* a partner has one place only */
        if (progress->partners[i] == (int)place)
            progress->partners[i] = -1;
    progress->partners[left] = is_match ? (int)place : -1;
    return FAULT_NONE;
}

/* ---- typing ---- */

static const struct json *
find_field(const struct json *source, const char *target, size_t *at)
{
    const struct json *gaps = json_get(source, "gaps");
    *at = 0;
    if (question_type(source) == QUESTION_TYPED)
        return strcmp(target, "answer") == 0 ? source : NULL;
    if (target[0] < '1' || target[1] != 0)
        return NULL;
    *at = (size_t)(target[0] - '1');
    return json_at(gaps, *at);
}

static enum fault
type_answer(struct session *session, const struct event *event, struct err *err)
{
    struct item_progress *progress = here(session);
    size_t at;
    const struct json *field = find_field(source_of(session), event->target, &at);
    if (field == NULL || at >= GAPS_MAX)
        return err_set(err, FAULT_INPUT, "this question has no such field");
    const char *text = event->value;
    size_t choices = json_get(field, "right") != NULL ? json_count(json_get(field, "wrong")) + 1 : 0;
    bool is_choice = text[0] >= 'a' && (size_t)(text[0] - 'a') < choices && text[1] == 0;
    if (text_has_hidden_characters(text) || text_count_letters(text) > ANSWER_LETTERS ||
        (choices > 0 && !is_choice && text[0] != 0))
        return err_set(err, FAULT_INPUT,
                       "the answer is longer than %d letters, holds invisible characters or is no "
                       "choice of this gap",
                       ANSWER_LETTERS);
    progress->chosen = -1;
    free(progress->typed[at]);
    progress->typed[at] = memory_copy_text(text);
    return FAULT_NONE;
}

/* ---- going on ---- */

static bool
is_typed(const char *text)
{
    return text != NULL && text[strspn(text, " ")] != 0;
}

bool
question_is_answered(const struct session *session, size_t item)
{
    const struct item_progress *progress = &session->progress[item];
    const struct json *source = session->quiz->sources[item];
    bool is_whole = true;
    if (progress->chosen >= 0)
        return true;
    switch (question_type(source)) {
    case QUESTION_ONE:
    case QUESTION_SPOTS: return false;
    case QUESTION_SEVERAL: return progress->picked_count > 0;
    case QUESTION_ORDER: return progress->picked_count + 1 == progress->option_count;
    case QUESTION_MATCH:
        for (size_t i = 0; i < question_part_count(source); i++)
            is_whole = is_whole && progress->partners[i] >= 0;
        return is_whole;
    case QUESTION_TYPED:
    case QUESTION_GAPS:
        for (size_t i = 0; i < question_part_count(source); i++)
            is_whole = is_whole && is_typed(progress->typed[i]);
        return is_whole;
    }
    return false;
}

static enum fault
go_on(struct session *session, const struct event *event, struct err *err)
{
    if (!question_is_answered(session, session->item))
        return err_set(err, FAULT_CONFLICT, "nothing is chosen yet");
    session_next_item(session, ITEM_ANSWERED, event->seq);
    return FAULT_NONE;
}

enum fault
question_apply(struct session *session, const struct event *event, struct err *err)
{
    static const struct {
        const char *verb;
        enum fault (*apply)(struct session *, const struct event *, struct err *);
    } VERBS[] = {{"choose", choose}, {"unchoose", unchoose}, {"match", match},
                 {"unmatch", match}, {"type", type_answer},  {"next", go_on}};
    for (size_t i = 0; i < sizeof VERBS / sizeof VERBS[0]; i++)
        if (strcmp(event->verb, VERBS[i].verb) == 0)
            return VERBS[i].apply(session, event, err);
    return err_set(err, FAULT_INPUT,
                   "a question knows choose, unchoose, match, unmatch, type and next only");
}
