/* question_credit.c - what the answer to a question is worth, and what would be worth everything or
 * nothing: for marking, and for simulated learners. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/session_state.h"

/* ---- marking ---- */

static double
several_credit(const struct json *source, const struct item_progress *progress)
{
    double credit = 0;
    for (size_t i = 0; i < progress->picked_count; i++)
        credit += question_option_credit(source, progress->order[progress->picked[i]]);
    return credit < 0 ? 0 : credit > 1 ? 1 : credit;
}

/* The share of neighbours that stand in the right order. */
static double
order_credit(const struct item_progress *progress)
{
    size_t right = 0;
    for (size_t i = 0; i + 1 < progress->picked_count; i++)
        right += progress->order[progress->picked[i]] + 1 == progress->order[progress->picked[i + 1]];
    return progress->option_count > 2 ? (double)right / (double)(progress->option_count - 2) : 0;
}

static double
match_credit(const struct json *source, const struct item_progress *progress)
{
    size_t right = 0, pairs = question_part_count(source);
    for (size_t i = 0; i < pairs; i++)
        right += progress->partners[i] >= 0 && progress->order[progress->partners[i]] == i;
    return (double)right / (double)pairs;
}

static double
gaps_credit(const struct session *session, size_t item)
{
    const struct item_progress *progress = &session->progress[item];
    const struct json *gaps = json_get(session->quiz->sources[item], "gaps");
    double sum = 0;
    for (size_t i = 0; i < json_count(gaps) && i < GAPS_MAX; i++) {
        const struct json *gap = json_at(gaps, i);
        const char *typed = progress->typed[i];
        size_t order[OPTIONS_MAX];
        if (typed == NULL || typed[0] == 0)
            continue;
        if (json_get(gap, "right") == NULL) {
            sum += question_typed_credit(gap, typed);
            continue;
        }
        question_gap_order(session, item, i, order);
        sum += order[typed[0] - 'a'] == 0;
    }
    return json_count(gaps) > 0 ? sum / (double)json_count(gaps) : 0;
}

double
question_credit(const struct session *session, size_t item)
{
    const struct item_progress *progress = &session->progress[item];
    const struct json *source = session->quiz->sources[item];
    bool is_unknown = progress->chosen >= 0 && (size_t)progress->chosen + 1 == progress->option_count;
    double credit = 0;
    if (is_unknown)
        return 0;
    switch (question_type(source)) {
    case QUESTION_ONE:
    case QUESTION_SPOTS:
        if (progress->chosen >= 0)
            credit = question_option_credit(source, progress->order[progress->chosen]);
        return credit > 0 ? credit : 0;
    case QUESTION_SEVERAL: return several_credit(source, progress);
    case QUESTION_ORDER: return order_credit(progress);
    case QUESTION_MATCH: return match_credit(source, progress);
    case QUESTION_TYPED:
        return progress->typed[0] != NULL ? question_typed_credit(source, progress->typed[0]) : 0;
    case QUESTION_GAPS: return gaps_credit(session, item);
    }
    return 0;
}

/* ---- for simulated learners ---- */

static const char *
option_id(const struct session *session, size_t item, size_t place)
{
    static const char *const IDS[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    return place + 1 == session->progress[item].option_count ? "dont-know" : IDS[place];
}

static bool
is_one_choice(const struct session *session, size_t item)
{
    const struct quiz *quiz = session->quiz;
    return item < quiz->item_count && !quiz->items[item].is_practical &&
           question_type(quiz->sources[item]) == QUESTION_ONE;
}

const char *
quiz_right_option(const struct session *session, const char *id)
{
    size_t item = definition_find_item(session->quiz, id);
    for (size_t place = 0; is_one_choice(session, item) && place < session->progress[item].option_count; place++)
        if (session->progress[item].order[place] == 0)
            return option_id(session, item, place);
    return NULL;
}

const char *
quiz_wrong_option(const struct session *session, const char *id, size_t n)
{
    size_t item = definition_find_item(session->quiz, id);
    for (size_t place = 0; is_one_choice(session, item) && place < session->progress[item].option_count; place++)
        if (session->progress[item].order[place] != 0 && n-- == 0)
            return option_id(session, item, place);
    return NULL;
}

int
quiz_chosen_option(const struct session *session, const char *id, size_t *count)
{
    size_t item = definition_find_item(session->quiz, id);
    *count = 0;
    if (!is_one_choice(session, item))
        return -1;
    const struct item_progress *progress = &session->progress[item];
    *count = progress->option_count - 1;
    return progress->chosen < 0 ? -1 : (int)progress->order[progress->chosen];
}

struct answering {
    const struct session *session;
    size_t item;
    const struct json *source;
    struct event_list *acts;
};

static void
do_act(const struct answering *answering, const char *verb, const char *target, const char *value)
{
    *event_list_add(answering->acts) = event_make(
        EVENT_ACT, answering->session->quiz->items[answering->item].id, verb, target, value);
}

/* The option that the author counts as `which`, by its id on the screen. */
static const char *
id_of(const struct answering *answering, size_t which)
{
    const struct item_progress *progress = &answering->session->progress[answering->item];
    size_t place = 0;
    while (progress->order[place] != which)
        place++;
    return option_id(answering->session, answering->item, place);
}

/* `right` neighbours in order at the end of the list, then all before them backwards. */
static void
answer_order(const struct answering *answering, size_t right)
{
    size_t count = question_option_count(answering->source), first = count - 1 - right;
    for (size_t i = first; i < count; i++)
        do_act(answering, "choose", id_of(answering, i), NULL);
    for (size_t i = first; i > 0; i--)
        do_act(answering, "choose", id_of(answering, i - 1), NULL);
}

/* The first `right` pairs, the others each with the next one's partner; one alone with an extra partner. */
static void
answer_match(const struct answering *answering, size_t right)
{
    size_t pairs = question_part_count(answering->source);
    bool has_extra = question_option_count(answering->source) > pairs;
    if (right + 1 == pairs && !has_extra)
        right--; /* the last one would find its own partner left */
    for (size_t i = 0; i < pairs; i++) {
        size_t next = i + 1 < pairs ? i + 1 : right + 1 == pairs ? pairs : right;
        char *target = memory_print("%zu=%s", i + 1, id_of(answering, i < right ? i : next));
        do_act(answering, "match", target, NULL);
        free(target);
    }
}

static void
answer_gap(const struct answering *answering, size_t gap, int category, int steps)
{
    const struct json *field = json_at(json_get(answering->source, "gaps"), gap);
    char target[16], *value = question_typed_worth(field, category, steps);
    snprintf(target, sizeof target, "%d", (int)gap + 1);
    if (json_get(field, "right") != NULL) {
        size_t order[OPTIONS_MAX], place = 0;
        question_gap_order(answering->session, answering->item, gap, order);
        while (order[place] != (category > 0 ? 0u : 1u))
            place++;
        free(value);
        value = memory_print("%c", (char)('a' + (int)place));
    }
    do_act(answering, "type", target, value);
    free(value);
}

static void
answer_several(const struct answering *answering, size_t right)
{
    size_t count = question_option_count(answering->source), all = question_part_count(answering->source);
    for (size_t i = 0; i < right; i++)
        do_act(answering, "choose", id_of(answering, i), NULL);
    if (right == 0)
        do_act(answering, "choose", count > all ? id_of(answering, all) : "dont-know", NULL);
}

/* The spot, or the one choice, that earns the most up to this category. */
static void
answer_one(const struct answering *answering, int category, int steps)
{
    size_t count = question_option_count(answering->source), found = count;
    double best = -2;
    for (size_t i = 0; i < count; i++) {
        double credit = question_option_credit(answering->source, i);
        if (credit > best && question_category(credit, steps) <= category) {
            best = credit;
            found = i;
        }
    }
    do_act(answering, "choose", found < count ? id_of(answering, found) : "dont-know", NULL);
}

static void
answer_typed(const struct answering *answering, int category, int steps)
{
    char *typed = question_typed_worth(answering->source, category, steps);
    do_act(answering, "type", "answer", typed);
    free(typed);
}

/* How many parts are right in this category: as many as it takes in, none in the lowest. */
static size_t
count_right_parts(size_t parts, int category, int steps)
{
    size_t right = category >= steps ? parts : category <= 0 ? 0 : parts - 1;
    while (right > 0 && right < parts && question_category((double)right / (double)parts, steps) > category)
        right--;
    return right;
}

void
quiz_answer_acts(const struct session *session, const char *id, double share, struct event_list *acts)
{
    size_t item = definition_find_item(session->quiz, id);
    struct answering answering = {session, item, session->quiz->sources[item], acts};
    size_t parts = question_part_count(answering.source);
    int steps = question_steps(answering.source), category = (int)(share * steps + .5);
    size_t right = count_right_parts(parts, category, steps);
    switch (question_type(answering.source)) {
    case QUESTION_ONE:
    case QUESTION_SPOTS: answer_one(&answering, category, steps); break;
    case QUESTION_SEVERAL: answer_several(&answering, right); break;
    case QUESTION_ORDER: answer_order(&answering, right); break;
    case QUESTION_MATCH: answer_match(&answering, right); break;
    case QUESTION_TYPED: answer_typed(&answering, category, steps); break;
    case QUESTION_GAPS:
        for (size_t i = 0; i < parts; i++)
            answer_gap(&answering, i, parts == 1 ? category : i < right, parts == 1 ? steps : 1);
        break;
    }
    do_act(&answering, "next", "", NULL);
}
