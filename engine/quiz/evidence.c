/* evidence.c - conditions over what happened become yes, no or not seen; lines of one task become
 * one category.
 *
 * Conditions are data, so a corrected rule can judge old attempts again. Steps of one task are not
 * independent, so a task gives one GPCM item an indicator: share of credit >= .34, .67, .99
 * (MEASURE.md section 5). */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/session_state.h"

static const double THRESHOLDS[PRACTICAL_STEPS] = {.34, .67, .99};
static const char QUESTION_RIGHT[] = "Chose the right answer";

/* ---- conditions ---- */

/* What a condition asks of a happening; a member that it does not name asks nothing. */
struct wanted {
    const char *verb, *target;
    char *value; /* NULL: any */
    bool has_amount;
    int64_t amount;
};

static bool
is_wanted(const struct happening *one, const struct wanted *wanted)
{
    return strcmp(one->verb, wanted->verb) == 0 &&
           (wanted->target == NULL || strcmp(one->target, wanted->target) == 0) &&
           (!wanted->has_amount || one->amount == wanted->amount) &&
           (wanted->value == NULL || strcmp(one->value, wanted->value) == 0);
}

/* First happening that the condition means; 0 = none. paid("shop", 35000) and typed("PIN", "{pin}")
 * ask for more than a name. */
static uint32_t
find_happening(const struct session *session, size_t item, const char *verb,
               const struct json *condition)
{
    const struct item_progress *progress = &session->progress[item];
    const struct json *more = json_get(condition, "b");
    struct wanted wanted = {.verb = verb, .target = json_get_text(condition, "a")};
    uint32_t seq = 0;
    if (strcmp(verb, "type") == 0 && more != NULL)
        wanted.value = session_words(session, item, more);
    else if (more != NULL)
        wanted.has_amount = session_number(session, item, more, &wanted.amount);
    for (size_t i = 0; seq == 0 && i < progress->happening_count; i++)
        if (is_wanted(&progress->happenings[i], &wanted))
            seq = progress->happenings[i].seq;
    free(wanted.value);
    return seq;
}

static bool holds(const struct session *session, size_t item, const struct json *condition,
                  uint32_t *seq);

static bool
holds_list(const struct session *session, size_t item, const struct json *condition, bool wants_all,
           uint32_t *seq)
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

/* after(a, b): both, and a later than b. before(a, b): a, and b later or never. */
static bool
holds_in_order(const struct session *session, size_t item, const struct json *condition,
               bool is_before, uint32_t *seq)
{
    uint32_t a_seq = 0, b_seq = 0;
    bool a = holds(session, item, json_get(condition, "a"), &a_seq);
    bool b = holds(session, item, json_get(condition, "b"), &b_seq);
    *seq = a_seq;
    return is_before ? a && (!b || a_seq < b_seq) : a && b && a_seq > b_seq;
}

/* *seq becomes the event that decided it, as far as one did. */
static bool
holds(const struct session *session, size_t item, const struct json *condition, uint32_t *seq)
{
    static const char *const VERBS[][2] = {{"paid", "paid"},     {"scanned", "scan"},
                                           {"pressed", "press"}, {"typed", "type"},
                                           {"visited", "visit"}, {"reported", "report"}};
    const char *op = json_get_text(condition, "op");
    for (size_t i = 0; op != NULL && i < sizeof VERBS / sizeof VERBS[0]; i++)
        if (strcmp(op, VERBS[i][0]) == 0) {
            *seq = find_happening(session, item, VERBS[i][1], condition);
            return *seq != 0;
        }
    if (op != NULL && strcmp(op, "never") == 0)
        return !holds(session, item, json_get(condition, "a"), seq);
    if (op != NULL && (strcmp(op, "after") == 0 || strcmp(op, "before") == 0))
        return holds_in_order(session, item, condition, strcmp(op, "before") == 0, seq);
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
judge_practical(const struct session *session, size_t item, struct evidence *evidence,
                size_t *capacity)
{
    const struct json *lines = json_get(session->quiz->sources[item], "evidence");
    for (size_t i = 0; i < json_count(lines); i++) {
        const struct json *source = json_at(lines, i), *only_if = json_get(source, "only_if");
        const char *name = json_get_text(source, "id"),
                   *text = definition_text(json_get(source, "text"), session->language);
        uint32_t seq = 0, ignored = 0;
        bool is_seen = session->progress[item].state == ITEM_ANSWERED ||
                       session->progress[item].state == ITEM_SEEN;
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
judge_question(const struct session *session, size_t item, struct evidence *evidence,
               size_t *capacity)
{
    const struct item_progress *progress = &session->progress[item];
    if (session->quiz->items[item].part_count == 0)
        return;
    add_line(evidence, capacity,
             (struct evidence_line){
                 .item = session->quiz->items[item].id,
                 .text = strcmp(session->language, "vi") == 0 ? "Chọn đúng" : QUESTION_RIGHT,
                 .name = QUESTION_RIGHT,
                 .indicator = session->quiz->parts[item][0].indicator,
                 .answer = progress->state != ITEM_ANSWERED ? -1 : chose_right(progress)});
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

static void
add_outcomes(const struct session *session, size_t item, size_t from, struct evidence *evidence)
{
    const struct quiz_item *about = &session->quiz->items[item];
    const struct item_progress *progress = &session->progress[item];
    for (size_t n = 0; n < about->part_count; n++) {
        struct outcome *outcome = &evidence->outcomes[evidence->outcome_count++];
        *outcome = (struct outcome){.item = about->id,
                                    .indicator = about->parts[n].indicator,
                                    .state = progress->state,
                                    .part = &about->parts[n]};
        if (!about->is_practical) {
            outcome->category = progress->state == ITEM_ANSWERED && chose_right(progress);
            continue;
        }
        outcome->category = category_of(session, item, evidence, from, outcome->indicator);
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
    *evidence =
        (struct evidence){.outcomes = memory_new_array(quiz->item_count * QUIZ_INDICATORS_PER_ITEM,
                                                       sizeof *evidence->outcomes)};
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
