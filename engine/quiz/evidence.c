/* evidence.c - lines of evidence become yes, no or not seen (conditions.c); lines of one task become
 * one category.
 *
 * Steps of one task are not independent, so a task gives one GPCM item an indicator: share of credit >= .34, .67, .99
 * (MEASURE.md section 5). */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "quiz/session_state.h"

static const double THRESHOLDS[PRACTICAL_STEPS] = {.34, .67, .99};

/* ---- lines ---- */

static void
add_line(struct evidence *evidence, size_t *capacity, struct evidence_line line)
{
    MEMORY_GROW(evidence->lines, evidence->line_count, *capacity);
    evidence->lines[evidence->line_count++] = line;
}

static void
judge_practical(const struct session *session, size_t item, struct evidence *evidence,
                size_t *capacity)
{
    const struct json *lines = json_get(session->quiz->sources[item], "evidence");
    for (size_t i = 0; i < json_count(lines); i++) {
        const struct json *source = json_at(lines, i), *only_if = json_get(source, "only_if");
        const char *name = json_get_text(source, "id"),
                   *text = definition_text(json_get(source, "text"), session->language);
        struct finding found = {0};
        bool is_seen = session->progress[item].state == ITEM_ANSWERED ||
                       session->progress[item].state == ITEM_SEEN;
        bool is_open = is_seen && (only_if == NULL || conditions_judge(session, item, only_if).is_true);
        if (is_open)
            found = conditions_judge(session, item, json_get(source, "when"));
        add_line(evidence, capacity,
                 (struct evidence_line){.item = session->quiz->items[item].id,
                                        .text = text != NULL ? text : name,
                                        .name = name,
                                        .indicator = json_get_text(source, "shows"),
                                        .answer = !is_open ? -1 : found.is_true,
                                        .is_critical = json_is_true(json_get(source, "critical")),
                                        .seq = found.first});
    }
}

static void
judge_question(const struct session *session, size_t item, struct evidence *evidence,
               size_t *capacity)
{
    const struct item_progress *progress = &session->progress[item];
    if (session->quiz->items[item].part_count == 0)
        return;
    bool is_choice = question_type(session->quiz->sources[item]) == QUESTION_ONE;
    int most = session->quiz->parts[item][0].steps;
    int category = question_category(question_credit(session, item), most);
    const char *name = is_choice ? "Chose the right answer" : "Answered right";
    add_line(evidence, capacity,
             (struct evidence_line){
                 .item = session->quiz->items[item].id,
                 .text = language_text(strcmp(session->language, "en") == 0 ? "en" : "vi",
                                       is_choice ? "quiz.chosen-right" : "quiz.answered-right"),
                 .name = name,
                 .indicator = session->quiz->parts[item][0].indicator,
                 .answer = progress->state != ITEM_ANSWERED ? -1 : category == most});
}

/* ---- outcomes ---- */

static double
weight_of(const struct json *line)
{
    double weight = 1;
    return json_read_real(json_get(line, "weight"), &weight) ? weight : 1;
}

/* Category of a task for one indicator; -1 if none of its lines was seen. `from`: the task's first
 * line. */
static int
category_of(const struct session *session, size_t item, const struct evidence *evidence,
            size_t from, const char *indicator)
{
    const struct json *sources = json_get(session->quiz->sources[item], "evidence");
    double seen = 0, credit = 0;
    int category = 0;
    for (size_t i = from; i < evidence->line_count; i++) {
        const struct evidence_line *line = &evidence->lines[i];
        if (strcmp(line->indicator, indicator) != 0 || line->answer < 0)
            continue;
        seen += weight_of(json_at(sources, i - from));
        credit += line->answer * weight_of(json_at(sources, i - from));
    }
    for (size_t i = 0; seen > 0 && i < PRACTICAL_STEPS; i++)
        category += credit / seen >= THRESHOLDS[i];
    return seen > 0 ? category : -1;
}

/* Judges the item and fills an outcome for each of its indicators; returns how many. */
static size_t
judge_item(const struct session *session, size_t item, struct evidence *evidence, size_t *capacity,
           struct outcome *outcomes)
{
    const struct quiz_item *about = &session->quiz->items[item];
    const struct item_progress *progress = &session->progress[item];
    size_t from = evidence->line_count;
    if (about->is_practical)
        judge_practical(session, item, evidence, capacity);
    else
        judge_question(session, item, evidence, capacity);
    for (size_t n = 0; n < about->part_count; n++) {
        struct outcome *outcome = &outcomes[n];
        *outcome = (struct outcome){.item = about->id,
                                    .indicator = about->parts[n].indicator,
                                    .state = progress->state,
                                    .part = &about->parts[n]};
        if (!about->is_practical) {
            if (progress->state == ITEM_ANSWERED)
                outcome->category = question_category(question_credit(session, item), about->parts[n].steps);
            continue;
        }
        outcome->category = category_of(session, item, evidence, from, outcome->indicator);
        if (outcome->category < 0) {
            outcome->category = 0;
            outcome->state = progress->state == ITEM_NOT_SEEN ? ITEM_NOT_SEEN : ITEM_SEEN;
        }
    }
    return about->part_count;
}

size_t
session_item_outcomes(const struct session *session, size_t item, struct outcome outcomes[QUIZ_INDICATORS_PER_ITEM])
{
    struct evidence lines = {0};
    size_t capacity = 0, count = judge_item(session, item, &lines, &capacity, outcomes);
    evidence_clear(&lines);
    return count;
}

void
session_evidence(const struct session *session, struct evidence *evidence)
{
    const struct quiz *quiz = session->quiz;
    size_t capacity = 0;
    *evidence =
        (struct evidence){.outcomes = memory_new_array(quiz->item_count * QUIZ_INDICATORS_PER_ITEM,
                                                       sizeof *evidence->outcomes)};
    for (size_t item = 0; item < quiz->item_count; item++)
        if (!quiz->items[item].is_practice && session_has_item(session, item))
            evidence->outcome_count +=
                judge_item(session, item, evidence, &capacity, &evidence->outcomes[evidence->outcome_count]);
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
