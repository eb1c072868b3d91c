/* measurements.c - who answered what: the attempts with a quiz as one table, recomputed from their events.
 *
 * No names. An attempt with an older version of the quiz counts if its items are still the same columns with as many steps;
 * else it is left out and counted. What somebody answered a second time is marked: a calibration takes first answers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/choose_items.h"

/* Longer than this between two events is no time of answering. */
static const int64_t IDLE_MS = 1800000;

static void
clear_attempt(struct measured_attempt *attempt)
{
    free(attempt->categories);
    free(attempt->is_repeat);
    free(attempt->chosen);
    free(attempt->milliseconds);
}

void
measurements_clear(struct measurements *measurements)
{
    for (size_t i = 0; i < measurements->column_count; i++)
        free(measurements->columns[i].id);
    for (size_t i = 0; i < measurements->attempt_count; i++)
        clear_attempt(&measurements->attempts[i]);
    free(measurements->columns);
    free(measurements->attempts);
    *measurements = (struct measurements){0};
}

/* ---- columns ---- */

static const struct quiz_item *
find_item(const struct quiz *quiz, const char *id)
{
    for (size_t i = 0; i < quiz_item_count(quiz); i++)
        if (strcmp(quiz_item_at(quiz, i)->id, id) == 0)
            return quiz_item_at(quiz, i);
    return NULL;
}

static enum fault
make_columns(struct classroom *room, struct measurements *out, struct err *err)
{
    struct parameter_set set = {0};
    struct json *json = NULL;
    enum fault fault = room_parameters_in_use(room, out->quiz, out->parameter_set, err);
    if (fault == FAULT_NONE)
        fault = room_read_parameters(room, out->parameter_set, &json, err);
    if (fault == FAULT_NONE)
        fault = room_parameters(room->frameworks, out->quiz, json, &set, err);
    json_free(json);
    if (fault != FAULT_NONE)
        return fault;
    out->columns = memory_new_array(set.item_count, sizeof *out->columns);
    for (size_t i = 0; i < set.item_count; i++) {
        struct item_parameters *item = &set.items[i];
        const struct quiz_item *source = find_item(out->quiz, item->item);
        int index = scoring_indicator_index(out->framework, set.codes[item->irt.indicator]);
        if (source == NULL || index < 0)
            continue;
        struct measured_column *column = &out->columns[out->column_count++];
        *column = (struct measured_column){.id = memory_copy_text(item->id), .item = source->id, .indicator = (size_t)index,
                                           .irt = item->irt, .status = item->status, .drifts = item->drifts, .median_seconds = item->median_seconds,
                                           .answers = item->answers, .is_task = source->is_practical};
        column->irt.indicator = (size_t)index;
    }
    parameter_set_clear(&set);
    return FAULT_NONE;
}

static size_t
find_column(const struct measurements *out, const char *item, const char *indicator)
{
    for (size_t i = 0; i < out->column_count; i++)
        if (strcmp(out->columns[i].item, item) == 0 &&
            strcmp(out->framework->indicators[out->columns[i].indicator].code, indicator) == 0)
            return i;
    return out->column_count;
}

/* ---- one attempt ---- */

static void
add_time(const struct measurements *out, struct measured_attempt *attempt, const char *item, int64_t milliseconds)
{
    for (size_t i = 0; i < out->column_count; i++)
        if (strcmp(out->columns[i].item, item) == 0) {
            bool is_known = milliseconds >= 0 && milliseconds <= IDLE_MS;
            if (!is_known)
                attempt->milliseconds[i] = -1;
            else if (attempt->milliseconds[i] >= 0)
                attempt->milliseconds[i] += milliseconds;
        }
}

/* The time between two events belongs to the item that was on the screen. */
static void
read_times(const struct measurements *out, const struct event_list *events, struct measured_attempt *attempt)
{
    for (size_t n = 1; n < events->count; n++) {
        const struct event *event = &events->events[n];
        if (event->kind == EVENT_ACT && !event_is_late(event))
            add_time(out, attempt, event->item, event->mono_ms - events->events[n - 1].mono_ms);
    }
}

/* False if the attempt's items are not the columns. */
static bool
read_outcomes(const struct measurements *out, const struct session *session, const struct event_list *events,
              struct measured_attempt *attempt)
{
    struct evidence evidence;
    bool is_same = true;
    session_evidence(session, &evidence);
    for (size_t i = 0; i < evidence.outcome_count; i++) {
        const struct outcome *outcome = &evidence.outcomes[i];
        size_t at = find_column(out, outcome->item, outcome->indicator), options;
        if (at == out->column_count || out->columns[at].irt.steps != outcome->part->steps) {
            is_same = false;
            continue;
        }
        const struct measured_column *column = &out->columns[at];
        enum response_kind kind = room_response_kind(outcome, events, column->median_seconds, column->answers);
        attempt->categories[at] = scoring_response_category(kind, outcome->category);
        attempt->chosen[at] = quiz_chosen_option(session, outcome->item, &options);
        out->columns[at].option_count = options;
    }
    evidence_clear(&evidence);
    return is_same;
}

static void
make_cells(size_t count, struct measured_attempt *attempt)
{
    attempt->categories = memory_new_array(count, sizeof *attempt->categories);
    attempt->is_repeat = memory_new_array(count, sizeof *attempt->is_repeat);
    attempt->chosen = memory_new_array(count, sizeof *attempt->chosen);
    attempt->milliseconds = memory_new_array(count, sizeof *attempt->milliseconds);
    for (size_t i = 0; i < count; i++) {
        attempt->categories[i] = RESPONSE_MISSING;
        attempt->chosen[i] = -1;
    }
}

static void
describe(const struct class_row *class, const struct learner_row *learner, const struct attempt_row *row,
         const struct event *start, struct measured_attempt *attempt)
{
    const char *dot = strchr(row->quiz, '.'), *form = dot != NULL ? dot + 1 : "";
    if (quiz_is_adaptive_eligibility(start->eligibility))
        form = "adaptive";
    snprintf(attempt->attempt_id, sizeof attempt->attempt_id, "%s", row->id);
    snprintf(attempt->learner_id, sizeof attempt->learner_id, "%s", learner->id);
    snprintf(attempt->earlier, sizeof attempt->earlier, "%s", learner->earlier);
    snprintf(attempt->village, sizeof attempt->village, "%s", class->village[0] != 0 ? class->village : class->name);
    snprintf(attempt->form, sizeof attempt->form, "%.60s", form);
    snprintf(attempt->parameter_set, sizeof attempt->parameter_set, "%.120s", start->parameter_set);
    attempt->class_id = class->id;
    attempt->place = class->place;
    attempt->started_at = row->started_at;
    attempt->birth_year = learner->birth_year;
    attempt->help_given = learner->help_given;
    attempt->is_finished = row->finished_at != 0;
}

static enum fault
add_attempt(struct classroom *room, const struct class_row *class, const struct learner_row *learner,
            const struct attempt_row *row, struct measurements *out, struct err *err)
{
    const struct quiz *quiz = NULL;
    struct event_list events = {0};
    struct session *session = NULL;
    uint32_t bad_seq;
    enum fault fault = room_find_quiz(room, row->quiz_hash, &quiz, err);
    if (fault == FAULT_NONE)
        fault = store_read_events(room->store, row->id, &events, &bad_seq, err);
    if (fault == FAULT_NONE)
        fault = room_replay(room, quiz, &events, &session, err);
    if (fault == FAULT_NONE) {
        struct measured_attempt *attempt = &out->attempts[out->attempt_count++];
        describe(class, learner, row, &events.events[0], attempt);
        snprintf(attempt->language, sizeof attempt->language, "%.11s", session_language(session));
        make_cells(out->column_count, attempt);
        read_times(out, &events, attempt);
        if (!read_outcomes(out, session, &events, attempt)) {
            out->left_out++;
            out->attempt_count--;
            clear_attempt(attempt);
        }
    }
    session_free(session);
    event_list_clear(&events);
    return fault;
}

/* ---- all of them ---- */

static const struct learner_row *
find_learner(const struct learner_row *rows, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].id, id) == 0)
            return &rows[i];
    return NULL;
}

static enum fault
add_class(struct classroom *room, const struct class_row *class, struct measurements *out, struct err *err)
{
    struct learner_row *learners = NULL;
    struct attempt_row *attempts = NULL;
    size_t learner_count = 0, count = 0;
    enum fault fault = store_list_learners(room->store, class->id, &learners, &learner_count, err);
    if (fault == FAULT_NONE)
        fault = store_list_attempts(room->store, class->id, &attempts, &count, err);
    if (fault == FAULT_NONE && count > 0) {
        out->attempts = memory_resize(out->attempts, out->attempt_count + count, sizeof *out->attempts);
        memset(out->attempts + out->attempt_count, 0, count * sizeof *out->attempts);
    }
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        const struct learner_row *learner = find_learner(learners, learner_count, attempts[i].learner_id);
        if (learner != NULL && room_is_measured(learner))
            fault = add_attempt(room, class, learner, &attempts[i], out, err);
    }
    free(learners);
    free(attempts);
    return fault;
}

/* ---- whose second answer it is ---- */

struct sitter {
    const char *learner_id, *earlier, *person; /* person: the id that the same person had in the first of these classes */
    size_t attempt;
};

static int
compare_ids(const void *left, const void *right)
{
    const struct sitter *a = left, *b = right;
    return strcmp(a->learner_id, b->learner_id);
}

static int
compare_persons(const void *left, const void *right)
{
    const struct sitter *a = left, *b = right;
    int order = strcmp(a->person, b->person);
    return order != 0 ? order : a->attempt < b->attempt ? -1 : a->attempt > b->attempt;
}

/* Goes back from class to class; the chain is short and no circle, as a class follows an older one. */
static const char *
find_person(const struct sitter *sitters, size_t count, const struct sitter *of)
{
    enum { CHAIN_MAX = 20 };
    for (int hops = 0; of->earlier[0] != 0; hops++) {
        const struct sitter key = {.learner_id = of->earlier};
        const struct sitter *before = hops < CHAIN_MAX ? bsearch(&key, sitters, count, sizeof *sitters, compare_ids) : NULL;
        if (before == NULL)
            return of->earlier;
        of = before;
    }
    return of->learner_id;
}

/* The attempts of one person, one after the other. */
static void
mark_person(struct measurements *out, const struct sitter *sitters, size_t count, int64_t class_id)
{
    bool has_first = false, *is_answered = memory_new_array(out->column_count + 1, sizeof *is_answered);
    for (size_t n = 0; n < count; n++) {
        struct measured_attempt *attempt = &out->attempts[sitters[n].attempt];
        attempt->is_first = !has_first;
        has_first |= class_id == 0 || attempt->class_id == class_id;
        memcpy(attempt->is_repeat, is_answered, out->column_count * sizeof *is_answered);
        for (size_t i = 0; i < out->column_count; i++)
            is_answered[i] |= attempt->categories[i] != RESPONSE_MISSING;
    }
    free(is_answered);
}

static void
mark_repeats(struct measurements *out, int64_t class_id)
{
    size_t count = out->attempt_count, end;
    struct sitter *sitters = memory_new_array(count + 1, sizeof *sitters);
    for (size_t n = 0; n < count; n++)
        sitters[n] = (struct sitter){.learner_id = out->attempts[n].learner_id, .earlier = out->attempts[n].earlier, .attempt = n};
    qsort(sitters, count, sizeof *sitters, compare_ids);
    for (size_t n = 0; n < count; n++)
        sitters[n].person = find_person(sitters, count, &sitters[n]);
    qsort(sitters, count, sizeof *sitters, compare_persons);
    for (size_t n = 0; n < count; n = end) {
        for (end = n + 1; end < count && strcmp(sitters[end].person, sitters[n].person) == 0;)
            end++;
        mark_person(out, sitters + n, end - n, class_id);
    }
    free(sitters);
}

static bool
is_of_quiz(const struct class_row *class, const struct quiz *quiz)
{
    size_t len = strlen(quiz_id(quiz));
    return strncmp(class->quiz, quiz_id(quiz), len) == 0 && (class->quiz[len] == 0 || class->quiz[len] == '.');
}

/* What was answered before is known from all classes, so one class is picked at the end. */
static void
keep_class(struct measurements *out, int64_t class_id)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->attempt_count; i++) {
        if (out->attempts[i].class_id == class_id)
            out->attempts[kept++] = out->attempts[i];
        else
            clear_attempt(&out->attempts[i]);
    }
    out->attempt_count = kept;
}

static enum fault
collect(struct classroom *room, int64_t class_id, struct measurements *out, struct err *err)
{
    struct class_row *classes = NULL;
    size_t count = 0;
    bool found = class_id == 0;
    enum fault fault = store_list_classes(room->store, &classes, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        found |= classes[i].id == class_id;
        if (is_of_quiz(&classes[i], out->quiz))
            fault = add_class(room, &classes[i], out, err);
    }
    free(classes);
    if (fault == FAULT_NONE && !found)
        fault = err_set(err, FAULT_INPUT, "there is no class %lld here", (long long)class_id);
    if (fault != FAULT_NONE || out->attempt_count == 0)
        return fault;
    mark_repeats(out, class_id);
    if (class_id != 0)
        keep_class(out, class_id);
    return FAULT_NONE;
}

enum fault
classroom_measurements(struct classroom *room, const char *quiz, int64_t class_id, struct measurements *out,
                       struct err *err)
{
    size_t form;
    *out = (struct measurements){.quiz = room_shipped_quiz(room, quiz, &form)};
    if (out->quiz == NULL)
        return err_set(err, FAULT_INPUT, "there is no quiz \"%.60s\" without mistakes; `dauso quiz list` shows them", quiz);
    out->framework = room_framework_of(room, out->quiz);
    if (out->framework == NULL)
        return err_set(err, FAULT_INPUT, "the quiz %s names the framework \"%s\", which is not in scripts/frameworks",
                       quiz_id(out->quiz), quiz_framework(out->quiz));
    out->title_vi = quiz_title(out->quiz, "vi");
    out->title_en = quiz_title(out->quiz, "en");
    out->now = room->clock.wall_ms() / 1000;
    snprintf(out->office, sizeof out->office, "%s", keyring_terms(room->keyring)->office);
    enum fault fault = make_columns(room, out, err);
    if (fault == FAULT_NONE)
        fault = collect(room, class_id, out, err);
    if (fault != FAULT_NONE)
        measurements_clear(out);
    return fault;
}
