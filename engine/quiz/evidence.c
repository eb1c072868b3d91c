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

/* Whether a condition holds, and the events between which it did: `first` is the one that decided
 * it, 0 if none. */
struct finding {
    bool is_true;
    uint32_t first, last;
};

/* First and last happening that the condition means. paid("shop", 35000) and typed("PIN", "{pin}")
 * ask for more than a name. */
static struct finding
find_happening(const struct session *session, size_t item, const char *verb,
               const struct json *condition)
{
    const struct item_progress *progress = &session->progress[item];
    const struct json *more = json_get(condition, "b");
    struct wanted wanted = {.verb = verb, .target = json_get_text(condition, "a")};
    struct finding found = {0};
    if (strcmp(verb, "type") == 0 && more != NULL)
        wanted.value = session_words(session, item, more);
    else if (more != NULL)
        wanted.has_amount = session_number(session, item, more, &wanted.amount);
    for (size_t i = 0; i < progress->happening_count; i++)
        if (is_wanted(&progress->happenings[i], &wanted)) {
            found.last = progress->happenings[i].seq;
            found.first = found.is_true ? found.first : found.last;
            found.is_true = true;
        }
    free(wanted.value);
    return found;
}

static struct finding judge(const struct session *session, size_t item,
                            const struct json *condition);

static struct finding
judge_list(const struct session *session, size_t item, const struct json *list, bool wants_all)
{
    struct finding whole = {.is_true = wants_all};
    for (size_t i = 0; i < json_count(list); i++) {
        struct finding one = judge(session, item, json_at(list, i));
        if (!wants_all && one.is_true && (!whole.is_true || one.first < whole.first))
            whole.first = one.first;
        if (wants_all && one.first > whole.first)
            whole.first = one.first;
        whole.last = one.last > whole.last ? one.last : whole.last;
        whole.is_true = wants_all ? whole.is_true && one.is_true : whole.is_true || one.is_true;
    }
    return whole;
}

/* after(a, b): some a later than the first b. before(a, b): a, and no b earlier than the first a.
 */
static struct finding
judge_order(const struct session *session, size_t item, const struct json *condition,
            bool is_before)
{
    struct finding a = judge(session, item, json_get(condition, "a"));
    struct finding b = judge(session, item, json_get(condition, "b"));
    bool is_true = is_before ? a.is_true && (!b.is_true || a.first < b.first)
                             : a.is_true && b.is_true && a.last > b.first;
    return (struct finding){is_true, is_before ? a.first : a.last, a.last};
}

static struct finding
judge(const struct session *session, size_t item, const struct json *condition)
{
    static const char *const VERBS[][2] = {{"paid", "paid"},     {"scanned", "scan"},
                                           {"pressed", "press"}, {"typed", "type"},
                                           {"visited", "visit"}, {"reported", "report"}};
    const char *op = json_get_text(condition, "op");
    for (size_t i = 0; i < sizeof VERBS / sizeof VERBS[0]; i++)
        if (strcmp(op, VERBS[i][0]) == 0)
            return find_happening(session, item, VERBS[i][1], condition);
    if (strcmp(op, "never") == 0) {
        struct finding inner = judge(session, item, json_get(condition, "a"));
        inner.is_true = !inner.is_true;
        return inner;
    }
    if (strcmp(op, "after") == 0 || strcmp(op, "before") == 0)
        return judge_order(session, item, condition, strcmp(op, "before") == 0);
    return judge_list(session, item, json_get(condition, "list"), strcmp(op, "all") == 0);
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
        struct finding found = {0};
        bool is_seen = session->progress[item].state == ITEM_ANSWERED ||
                       session->progress[item].state == ITEM_SEEN;
        bool is_open = is_seen && (only_if == NULL || judge(session, item, only_if).is_true);
        if (is_open)
            found = judge(session, item, json_get(source, "when"));
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
