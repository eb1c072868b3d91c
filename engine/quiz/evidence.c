/* evidence.c - conditions over what happened become yes, no or not seen; lines of one task become one category.
 *
 * Conditions are data, so a corrected rule can judge old attempts again. Steps of one task are not independent, so a
 * task gives one GPCM item an indicator: share of credit >= .34, .67, .99 (MEASURE.md section 5). */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/session_state.h"

static const double THRESHOLDS[PRACTICAL_STEPS] = {.34, .67, .99};
static const char TASK_RIGHT[] = "Chose the right answer";

/* ---- conditions ---- */

/* First happening with this verb and target (and amount, if one is asked for); 0 = none. */
static uint32_t
find_happening(const struct session *session, size_t item, const char *verb, const struct json *condition)
{
    const struct item_progress *progress = &session->progress[item];
    const char *target = json_get_text(condition, "a");
    int64_t amount = 0;
    bool wants_amount = session_number(session, item, json_get(condition, "b"), &amount);
    for (size_t i = 0; i < progress->happening_count; i++) {
        const struct happening *one = &progress->happenings[i];
        if (strcmp(one->verb, verb) == 0 && target != NULL && strcmp(one->target, target) == 0 &&
            (!wants_amount || one->amount == amount))
            return one->seq;
    }
    return 0;
}

static bool holds(const struct session *session, size_t item, const struct json *condition, uint32_t *seq);

static bool
holds_list(const struct session *session, size_t item, const struct json *condition, bool wants_all, uint32_t *seq)
{
    const struct json *list = json_get(condition, "list");
    for (size_t i = 0; i < json_count(list); i++) {
        uint32_t one = 0;
        bool is_true = holds(session, item, json_at(list, i), &one);
        *seq = one > *seq ? one : *seq;
        if (is_true != wants_all)
            return is_true;
    }
    return wants_all;
}

/* *seq becomes the event that decided it, as far as one did. */
static bool
holds(const struct session *session, size_t item, const struct json *condition, uint32_t *seq)
{
    static const char *const VERBS[][2] = {
        {"paid", "paid"}, {"scanned", "scan"}, {"pressed", "press"}, {"typed", "type"}, {"visited", "visit"}};
    const char *op = json_get_text(condition, "op");
    for (size_t i = 0; op != NULL && i < sizeof VERBS / sizeof VERBS[0]; i++)
        if (strcmp(op, VERBS[i][0]) == 0) {
            *seq = find_happening(session, item, VERBS[i][1], condition);
            return *seq != 0;
        }
    if (op != NULL && strcmp(op, "never") == 0)
        return !holds(session, item, json_get(condition, "a"), seq);
    if (op != NULL && strcmp(op, "after") == 0) {
        uint32_t first = 0, second = 0;
        bool both = holds(session, item, json_get(condition, "b"), &first) &&
                    holds(session, item, json_get(condition, "a"), &second);
        *seq = second;
        return both && second > first;
    }
    return op != NULL && holds_list(session, item, condition, strcmp(op, "all") == 0, seq);
}

/* ---- lines ---- */

static void
add_line(struct evidence *evidence, size_t *capacity, struct evidence_line line)
{
    MEMORY_GROW(evidence->lines, evidence->line_count, *capacity);
    evidence->lines[evidence->line_count++] = line;
}

static void
judge_practical(const struct session *session, size_t item, struct evidence *evidence, size_t *capacity)
{
    const struct json *lines = json_get(session->quiz->sources[item], "evidence");
    for (size_t i = 0; i < json_count(lines); i++) {
        const struct json *source = json_at(lines, i), *only_if = json_get(source, "only_if");
        const char *name = json_get_text(source, "id"), *text = definition_text(json_get(source, "text"), session->language);
        uint32_t seq = 0, ignored = 0;
        bool is_seen = session->progress[item].state == ITEM_ANSWERED || session->progress[item].state == ITEM_SEEN;
        bool is_open = is_seen && (only_if == NULL || holds(session, item, only_if, &ignored));
        bool is_true = is_open && holds(session, item, json_get(source, "when"), &seq);
        add_line(evidence, capacity,
                 (struct evidence_line){.item = session->quiz->items[item].id,
                                        .text = text != NULL ? text : name,
                                        .name = name,
                                        .indicator = json_get_text(source, "shows"),
                                        .answer = !is_open ? -1 : is_true,
                                        .is_critical = json_is_true(json_get(source, "critical")),
                                        .seq = seq});
    }
}

static bool
chose_right(const struct item_progress *progress)
{
    return progress->chosen >= 0 && progress->order[progress->chosen] == 0;
}

static void
judge_question(const struct session *session, size_t item, struct evidence *evidence, size_t *capacity)
{
    const struct item_progress *progress = &session->progress[item];
    if (session->quiz->items[item].part_count == 0)
        return;
    add_line(evidence, capacity,
             (struct evidence_line){.item = session->quiz->items[item].id,
                                    .text = strcmp(session->language, "vi") == 0 ? "Chọn đúng" : TASK_RIGHT,
                                    .name = TASK_RIGHT,
                                    .indicator = session->quiz->parts[item][0].indicator,
                                    .answer = progress->state != ITEM_ANSWERED ? -1 : chose_right(progress)});
}

/* ---- outcomes ---- */

/* Category of a task for one indicator; -1 if none of its lines was seen. */
static int
category_of(const struct evidence *evidence, size_t from, const char *indicator)
{
    double seen = 0, credit = 0;
    int category = 0;
    for (size_t i = from; i < evidence->line_count; i++) {
        const struct evidence_line *line = &evidence->lines[i];
        if (strcmp(line->indicator, indicator) != 0 || line->answer < 0)
            continue;
        seen++;
        credit += line->answer;
    }
    for (size_t i = 0; seen > 0 && i < PRACTICAL_STEPS; i++)
        category += credit / seen >= THRESHOLDS[i];
    return seen > 0 ? category : -1;
}

static void
add_outcomes(const struct session *session, size_t item, size_t from, struct evidence *evidence)
{
    const struct quiz_item *about = &session->quiz->items[item];
    const struct item_progress *progress = &session->progress[item];
    for (size_t n = 0; n < about->part_count; n++) {
        struct outcome *outcome = &evidence->outcomes[evidence->outcome_count++];
        *outcome = (struct outcome){.item = about->id, .indicator = about->parts[n].indicator,
                                    .state = progress->state, .part = &about->parts[n]};
        if (!about->is_practical) {
            outcome->category = progress->state == ITEM_ANSWERED && chose_right(progress);
            continue;
        }
        outcome->category = category_of(evidence, from, outcome->indicator);
        if (outcome->category < 0) {
            outcome->category = 0;
            outcome->state = progress->state == ITEM_NOT_SEEN ? ITEM_NOT_SEEN : ITEM_SEEN;
        }
    }
}

void
session_evidence(const struct session *session, struct evidence *evidence)
{
    const struct quiz *quiz = session->quiz;
    size_t capacity = 0;
    *evidence = (struct evidence){
        .outcomes = memory_new_array(quiz->item_count * QUIZ_INDICATORS_PER_ITEM, sizeof *evidence->outcomes)};
    for (size_t item = 0; item < quiz->item_count; item++) {
        size_t from = evidence->line_count;
        if (quiz->items[item].is_practice)
            continue;
        if (quiz->items[item].is_practical)
            judge_practical(session, item, evidence, &capacity);
        else
            judge_question(session, item, evidence, &capacity);
        add_outcomes(session, item, from, evidence);
    }
}

void
evidence_clear(struct evidence *evidence)
{
    free(evidence->outcomes);
    free(evidence->lines);
    *evidence = (struct evidence){0};
}

struct json *
evidence_to_json(const struct evidence *evidence)
{
    static const char *const STATES[] = {"not seen", "seen", "answered", "skipped", "not marked"};
    struct json *out = json_new_object(), *outcomes = json_new_array(), *lines = json_new_array();
    for (size_t i = 0; i < evidence->outcome_count; i++) {
        const struct outcome *outcome = &evidence->outcomes[i];
        struct json *row = json_new_object();
        json_put_text(row, "item", outcome->item);
        json_put_text(row, "indicator", outcome->indicator);
        json_put_text(row, "state", STATES[outcome->state]);
        json_put_integer(row, "category", outcome->category);
        json_add(outcomes, row);
    }
    for (size_t i = 0; i < evidence->line_count; i++) {
        const struct evidence_line *line = &evidence->lines[i];
        struct json *row = json_new_object();
        json_put_text(row, "item", line->item);
        json_put_text(row, "name", line->name);
        json_put_text(row, "indicator", line->indicator);
        json_put_integer(row, "answer", line->answer);
        json_put_boolean(row, "critical", line->is_critical);
        json_put_integer(row, "seq", line->seq);
        json_add(lines, row);
    }
    json_put(out, "outcomes", outcomes);
    json_put(out, "lines", lines);
    return out;
}
