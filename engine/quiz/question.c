/* question.c - what a person does on a question: choosing, and going on to the next item. */
#include <stdio.h>
#include <string.h>

#include "quiz/session_state.h"

static struct item_progress *
here(struct session *session)
{
    return &session->progress[session->item];
}

void
session_option_id(size_t place, size_t count, char out[16])
{
    if (place + 1 == count)
        snprintf(out, 16, "dont-know");
    else
        snprintf(out, 16, "%c", (char)('a' + (int)(place % 26)));
}

void
question_prepare(struct session *session, size_t item)
{
    struct item_progress *progress = &session->progress[item];
    size_t wrong = json_count(json_get(session->quiz->sources[item], "wrong"));
    progress->option_count = wrong + 2;
    variation_order(session->seed, session->quiz->items[item].id, wrong + 1, progress->order);
    progress->order[wrong + 1] = wrong + 1;
}

static enum fault
choose(struct session *session, const struct event *event, struct err *err)
{
    struct item_progress *progress = here(session);
    for (size_t place = 0; place < progress->option_count; place++) {
        char id[16];
        session_option_id(place, progress->option_count, id);
        if (strcmp(id, event->target) != 0)
            continue;
        progress->chosen = (int)place;
        return FAULT_NONE;
    }
    return err_set(err, FAULT_INPUT, "this question has no such option");
}

enum fault
question_apply(struct session *session, const struct event *event, struct err *err)
{
    if (strcmp(event->verb, "choose") == 0)
        return choose(session, event, err);
    if (strcmp(event->verb, "next") != 0)
        return err_set(err, FAULT_INPUT, "a question knows \"choose\" and \"next\" only");
    if (here(session)->chosen < 0)
        return err_set(err, FAULT_CONFLICT, "nothing is chosen yet");
    session_next_item(session, ITEM_ANSWERED, event->seq);
    return FAULT_NONE;
}

/* ---- for simulated learners ---- */

static const char *
option_at(const struct session *session, size_t item, size_t place)
{
    static const char *const IDS[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    return place + 1 == session->progress[item].option_count ? "dont-know" : IDS[place];
}

const char *
quiz_right_option(const struct session *session, const char *id)
{
    size_t item = definition_find_item(session->quiz, id);
    if (item == session->quiz->item_count || session->quiz->items[item].is_practical)
        return NULL;
    for (size_t place = 0; place < session->progress[item].option_count; place++)
        if (session->progress[item].order[place] == 0)
            return option_at(session, item, place);
    return NULL;
}

const char *
quiz_wrong_option(const struct session *session, const char *id, size_t n)
{
    size_t item = definition_find_item(session->quiz, id);
    if (item == session->quiz->item_count || session->quiz->items[item].is_practical)
        return NULL;
    for (size_t place = 0; place < session->progress[item].option_count; place++)
        if (session->progress[item].order[place] != 0 && n-- == 0)
            return option_at(session, item, place);
    return NULL;
}
