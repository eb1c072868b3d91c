/* session.c - one attempt: events in, state out. The same events give the same state on any
 * machine.
 *
 * An act is checked whole before anything changes, so that a refused one leaves no trace. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "quiz/session_state.h"

static const struct quiz_item *
item_of(const struct session *session)
{
    return &session->quiz->items[session->item];
}

static struct item_progress *
here(struct session *session)
{
    return &session->progress[session->item];
}

void
session_happen(struct session *session, const char *verb, const char *target, int64_t amount,
       const char *value, uint32_t seq)
{
    struct item_progress *progress = here(session);
    MEMORY_GROW(progress->happenings, progress->happening_count, progress->happening_capacity);
    progress->happenings[progress->happening_count++] =
        (struct happening){.verb = memory_copy_text(verb),
                           .target = memory_copy_text(target),
                           .value = memory_copy_text(value),
                           .amount = amount,
                           .seq = seq};
}

/* ---- opening ---- */

bool
session_has_item(const struct session *session, size_t item)
{
    for (size_t i = 0; i < session->path_count; i++)
        if (session->path[i] == item)
            return true;
    return false;
}

/* Practice first, then the items of the form in its order; without a form, all in the author's. */
static void
plan_path(struct session *session, size_t form)
{
    const struct quiz *quiz = session->quiz;
    session->path = memory_new_array(quiz->item_count, sizeof *session->path);
    for (size_t i = 0; i < quiz->item_count; i++)
        if (form == SIZE_MAX || quiz->items[i].is_practice)
            session->path[session->path_count++] = i;
    for (size_t i = 0; form != SIZE_MAX && i < quiz_form_size(quiz, form); i++)
        session->path[session->path_count++] = quiz_form_item(quiz, form, i);
    session->item = session->path_count > 0 ? session->path[0] : quiz->item_count;
}

/* The current item comes on the screen for the first time. */
static void
show_item(struct session *session, uint32_t seq)
{
    if (session->item >= session->quiz->item_count)
        return;
    here(session)->state = ITEM_SEEN;
    if (item_of(session)->is_practical)
        task_show(session, seq);
}

void
session_jump_to(struct session *session, size_t item)
{
    if (session->item == item)
        return;
    here(session)->state = ITEM_NOT_SEEN;
    for (size_t i = 0; i < session->path_count; i++)
        if (session->path[i] == item)
            session->at = i;
    session->item = item;
    show_item(session, session->seq);
}

void
session_follow(struct session *session, const char *item)
{
    size_t index = definition_find_item(session->quiz, item);
    if (index < session->quiz->item_count && session->choice == NULL && session_has_item(session, index))
        session_jump_to(session, index);
}

/* The practice of an adaptive attempt is planned, its items come one by one. */
static void
choose_item(struct session *session)
{
    if (session->choice == NULL || session->at < session->path_count)
        return;
    size_t item = session->chooser.next(session->choice, &session->more);
    if (item != QUIZ_NO_ITEM)
        session->path[session->path_count++] = item;
}

static void
plan_adaptive(struct session *session, const struct item_chooser *chooser, const bool *is_eligible)
{
    const struct quiz *quiz = session->quiz;
    session->path = memory_new_array(quiz->item_count, sizeof *session->path);
    for (size_t i = 0; i < quiz->item_count && quiz->items[i].is_practice; i++)
        session->path[session->path_count++] = i;
    session->chooser = *chooser;
    session->choice = chooser->begin(chooser, session->seed, is_eligible);
    if (session->path_count > 0) /* how many are to come is known from the first screen on */
        (void)session->chooser.next(session->choice, &session->more);
    choose_item(session);
    session->item = session->path_count > 0 ? session->path[0] : quiz->item_count;
}

static enum fault
plan(struct session *session, const char *eligibility, const struct item_chooser *chooser, struct err *err)
{
    const struct quiz *quiz = session->quiz;
    size_t form;
    if (quiz_is_adaptive_eligibility(eligibility)) {
        bool *is_eligible = memory_new_array(quiz->item_count, sizeof *is_eligible);
        enum fault fault = quiz_read_adaptive_eligibility(quiz, eligibility, is_eligible, err);
        if (fault == FAULT_NONE && chooser == NULL)
            fault = err_set(err, FAULT_INPUT, "event 1 begins an adaptive attempt, which needs the parameters of its items");
        if (fault == FAULT_NONE)
            plan_adaptive(session, chooser, is_eligible);
        free(is_eligible);
        return fault;
    }
    if (!forms_read_eligibility(quiz, eligibility, &form))
        return err_set(err, FAULT_INPUT, "event 1 names \"%.60s\", which the quiz %s does not have", eligibility,
                       quiz->id);
    plan_path(session, form);
    return FAULT_NONE;
}

enum fault
session_open(const struct quiz *quiz, const struct event *start, const struct item_chooser *chooser,
             struct session **session, struct err *err)
{
    if (start->kind != EVENT_START || start->seq != 1)
        return err_set(err, FAULT_INPUT, "event 1 must say what the attempt is about");
    if (memcmp(start->quiz_hash, quiz->hash, HASH_LEN) != 0)
        return err_set(err, FAULT_INPUT,
                       "event 1 names another version of the quiz %s than the one at hand",
                       quiz->id);
    struct session *opened = memory_new(sizeof *opened);
    opened->quiz = quiz;
    memcpy(opened->seed, start->seed, SEED_LEN);
    enum fault fault = plan(opened, start->eligibility != NULL ? start->eligibility : "", chooser, err);
    if (fault != FAULT_NONE) {
        free(opened);
        return fault;
    }
    snprintf(opened->language, sizeof opened->language, "vi");
    opened->address = SESSION_ADDRESSES[0];
    opened->seq = 1;
    opened->progress = memory_new_array(quiz->item_count, sizeof *opened->progress);
    for (size_t i = 0; i < quiz->item_count; i++) {
        opened->progress[i].chosen = -1;
        opened->progress[i].variables = json_new_object();
        if (quiz->items[i].is_practical)
            task_prepare(opened, i);
        else
            question_prepare(opened, i);
    }
    show_item(opened, 1);
    *session = opened;
    return FAULT_NONE;
}

void
session_free(struct session *session)
{
    if (session == NULL)
        return;
    for (size_t i = 0; i < session->quiz->item_count; i++) {
        struct item_progress *progress = &session->progress[i];
        for (size_t n = 0; n < progress->happening_count; n++) {
            free(progress->happenings[n].verb);
            free(progress->happenings[n].target);
            free(progress->happenings[n].value);
        }
        free(progress->happenings);
        question_clear(progress);
        json_free(progress->variables);
    }
    if (session->choice != NULL)
        session->chooser.end(session->choice);
    free(session->progress);
    free(session->path);
    free(session);
}

/* ---- acts ---- */

void
session_next_item(struct session *session, enum item_state state, uint32_t seq)
{
    here(session)->state = state;
    if (session->choice != NULL && !item_of(session)->is_practice) {
        struct outcome outcomes[QUIZ_INDICATORS_PER_ITEM];
        size_t count = session_item_outcomes(session, session->item, outcomes);
        session->chooser.note(session->choice, session->item, outcomes, count);
    }
    session->at++;
    choose_item(session);
    session->item = session->at < session->path_count ? session->path[session->at]
                                                      : session->quiz->item_count;
    show_item(session, seq);
}

static enum fault
apply_act(struct session *session, const struct event *event, struct err *err)
{
    if (session->item >= session->quiz->item_count)
        return err_set(err, FAULT_CONFLICT, "every item is done");
    if (strcmp(event->item, item_of(session)->id) != 0)
        return err_set(err, FAULT_CONFLICT, "another item is on the screen");
    if (!item_of(session)->is_practical)
        return question_apply(session, event, err);
    return task_apply(session, event, err);
}

static void
apply_note(struct session *session, const struct event *event)
{
    if (strcmp(event->verb, "language") == 0 && language_is_code(event->value))
        snprintf(session->language, sizeof session->language, "%s", event->value);
}

enum fault
session_apply(struct session *session, const struct event *event, struct err *err)
{
    if (event->seq != session->seq + 1)
        return err_set(err, FAULT_CONFLICT, "event %u does not follow event %u", event->seq,
                       session->seq);
    if (event->kind == EVENT_START)
        return err_set(err, FAULT_INPUT, "event %u starts the attempt a second time", event->seq);
    bool is_reopened = event->kind == EVENT_NOTE && strcmp(event->verb, "reopen") == 0;
    if (session->is_finished && !is_reopened && !event_is_afterthought(event))
        return err_set(err, FAULT_CONFLICT, "the attempt is finished");
    enum fault fault = event->kind == EVENT_ACT ? apply_act(session, event, err) : FAULT_NONE;
    if (fault != FAULT_NONE)
        return fault;
    if (event->kind == EVENT_NOTE)
        apply_note(session, event);
    if (!event_is_afterthought(event))
        session->is_finished = event->kind == EVENT_FINISH;
    session->seq = event->seq;
    return FAULT_NONE;
}

/* ---- where it stands ---- */

bool
session_is_finished(const struct session *session)
{
    return session->is_finished;
}

bool
session_is_done(const struct session *session)
{
    return session->item >= session->quiz->item_count;
}

const char *
session_item_id(const struct session *session)
{
    return session_is_done(session) ? "" : item_of(session)->id;
}

const char *
session_language(const struct session *session)
{
    return session->language;
}

/* Marked items among the first `count` of this attempt. */
static size_t
count_marked(const struct session *session, size_t count)
{
    size_t marked = 0;
    for (size_t i = 0; i < count && i < session->path_count; i++)
        marked += !session->quiz->items[session->path[i]].is_practice;
    return marked;
}

size_t
session_item_total(const struct session *session)
{
    return count_marked(session, session->path_count);
}

bool
session_is_adaptive(const struct session *session)
{
    return session->choice != NULL;
}

size_t
session_items_more(const struct session *session)
{
    return session_is_done(session) ? 0 : session->more;
}

size_t
session_item_number(const struct session *session)
{
    if (session_is_done(session))
        return session_item_total(session);
    return item_of(session)->is_practice ? 0 : count_marked(session, session->at) + 1;
}
