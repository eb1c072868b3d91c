/* judge_attempt.c - events become evidence, evidence a decision. Pure: whoever holds the events, the quiz and the parameter
 * set comes to the same (regrade_class.c). */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/choose_items.h"

void
room_clear_result(struct verdict_of_attempt *result)
{
    evidence_clear(&result->evidence);
    scoring_clear_decision(&result->decision);
    free(result->scored);
    free(result->situations);
    free(result->bank);
    result->scored = NULL;
    result->situations = NULL;
    result->bank = NULL;
}

/* ---- what the events say about one item ---- */

/* From the last act, or the start, to each act on the item. Both clocks must agree that it was short: a restart of the
 * laptop sets the monotonic one back, and the other one may be set by hand. */
static struct response_look
look_at(const struct outcome *outcome, const struct event_list *events)
{
    struct response_look look = {.was_seen = outcome->state != ITEM_NOT_SEEN && outcome->state != ITEM_NOT_MARKED,
                                 .is_answered = outcome->state == ITEM_ANSWERED,
                                 .is_skipped = outcome->state == ITEM_SKIPPED};
    const struct event *before = events->events;
    for (size_t i = 1; i < events->count; i++) {
        const struct event *event = &events->events[i];
        if (event->kind != EVENT_ACT)
            continue;
        if (strcmp(event->item, outcome->item) == 0) {
            int64_t gap = event->mono_ms - before->mono_ms, by_wall = event->wall_ms - before->wall_ms;
            look.spent_ms = gap < 0 || by_wall < 0 || look.spent_ms < 0 ? -1
                            : look.spent_ms + (gap > by_wall ? gap : by_wall);
            look.longest_pause_ms = gap > look.longest_pause_ms ? gap : look.longest_pause_ms;
        }
        before = event;
    }
    return look;
}

static size_t
first_act_on(const char *item, const struct event_list *events)
{
    for (size_t i = 0; i < events->count; i++)
        if (events->events[i].kind == EVENT_ACT && strcmp(events->events[i].item, item) == 0)
            return i;
    return events->count;
}

/* The newest word of a reviewer about an item, NULL if there is none. */
static const char *
find_overturned(const char *item, const struct event_list *events)
{
    const char *reason = NULL;
    for (size_t i = 0; i < events->count; i++)
        if (event_is_overturn(&events->events[i]) && strcmp(events->events[i].item, item) == 0)
            reason = events->events[i].value;
    return reason;
}

/* ---- evidence for the model ---- */

int
room_outcome_category(const struct outcome *outcome)
{
    const struct event_list none = {0}; /* times are not asked for */
    return scoring_response_category(room_response_kind(outcome, &none, 0, 0), outcome->category);
}

enum response_kind
room_response_kind(const struct outcome *outcome, const struct event_list *events, double median_seconds, int64_t answers)
{
    struct response_look look = look_at(outcome, events);
    look.median_seconds = median_seconds;
    look.answers = answers;
    return scoring_response_kind(&look);
}

static enum fault
to_scored(const struct framework *framework, const struct parameter_set *set, const struct event_list *events,
          const struct outcome *outcome, struct scored_outcome *scored, struct err *err)
{
    char *whole = memory_print("%s:%s", outcome->item, outcome->indicator);
    const struct item_parameters *item = parameter_set_find(set, whole);
    if (item == NULL)
        item = parameter_set_find(set, outcome->item);
    free(whole);
    int index = scoring_indicator_index(framework, outcome->indicator);
    if (item == NULL || index < 0)
        return err_set(err, FAULT_INPUT, "the item %s shows indicator %s, of which the framework %s or the parameters say "
                       "nothing", outcome->item, outcome->indicator, framework->id);
    enum response_kind kind = room_response_kind(outcome, events, item->median_seconds, item->answers);
    *scored = (struct scored_outcome){
        .item = outcome->item,
        .indicator = (size_t)index,
        .irt = item->irt,
        .kind = kind,
        .category = scoring_response_category(kind, outcome->category)};
    scored->irt.indicator = (size_t)index;
    return FAULT_NONE;
}

/* Whoever left a task half-way, or tapped through it, has not shown that he stays safe in it. */
static bool
was_worked_through(const char *item, const struct scored_outcome *scored, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(scored[i].item, item) == 0 && scored[i].kind == RESPONSE_COUNTS)
            return true;
    return false;
}

static size_t
find_situations(const struct framework *framework, const struct evidence *evidence, const struct scored_outcome *scored,
                const struct event_list *events, struct safety_situation *out)
{
    size_t count = 0;
    for (size_t i = 0; i < evidence->line_count; i++) {
        const struct evidence_line *line = &evidence->lines[i];
        int index = scoring_indicator_index(framework, line->indicator);
        if (!line->is_critical || line->answer < 0 || index < 0)
            continue;
        if (line->answer == 1 && !was_worked_through(line->item, scored, evidence->outcome_count))
            continue;
        out[count++] = (struct safety_situation){
            .indicator = (size_t)index,
            .item = line->item,
            .text = line->name,
            .scenario_order = first_act_on(line->item, events),
            .seq = line->seq,
            .at = line->seq > 0 && line->seq <= events->count ? events->events[line->seq - 1].wall_ms : 0,
            .was_safe = line->answer == 1,
            .overturned = line->answer == 0 ? find_overturned(line->item, events) : NULL};
    }
    return count;
}

/* The items of the quiz that are known under this framework's indicators: what its domain scores are about. */
static struct irt_item *
make_bank(const struct framework *framework, const struct parameter_set *set, size_t *count)
{
    struct irt_item *bank = memory_new_array(set->item_count + 1, sizeof *bank);
    *count = 0;
    for (size_t i = 0; i < set->item_count; i++) {
        int index = scoring_indicator_index(framework, set->codes[set->items[i].irt.indicator]);
        if (index < 0)
            continue;
        bank[*count] = set->items[i].irt;
        bank[(*count)++].indicator = (size_t)index;
    }
    return bank;
}

static enum fault
decide(const struct frameworks *frameworks, const struct framework *framework, const struct parameter_set *set, int rules,
       const struct event_list *events, struct verdict_of_attempt *out, struct err *err)
{
    enum fault fault = FAULT_NONE;
    const struct evidence *evidence = &out->evidence;
    out->scored = memory_new_array(evidence->outcome_count, sizeof *out->scored);
    for (size_t i = 0; fault == FAULT_NONE && i < evidence->outcome_count; i++)
        fault = to_scored(framework, set, events, &evidence->outcomes[i], &out->scored[i], err);
    if (fault != FAULT_NONE)
        return fault;
    out->bank = make_bank(framework, set, &out->bank_count);
    out->situations = memory_new_array(evidence->line_count, sizeof *out->situations);
    out->situation_count = find_situations(framework, evidence, out->scored, events, out->situations);
    scoring_decide_case(&(struct decision_case){.framework = framework,
                                                .programme = scoring_find_programme(frameworks, events->events[0].programme),
                                                .outcomes = out->scored,
                                                .outcome_count = evidence->outcome_count,
                                                .situations = out->situations,
                                                .situation_count = out->situation_count,
                                                .bank = out->bank,
                                                .bank_count = out->bank_count,
                                                .rules = rules},
                        &out->decision);
    return FAULT_NONE;
}

static enum fault
judge_with(const struct frameworks *frameworks, const struct quiz *quiz, const struct parameter_set *set, int rules,
           const struct item_chooser *chooser, const struct event_list *events, struct verdict_of_attempt *out,
           struct err *err)
{
    struct session *session = NULL;
    uint8_t hash[HASH_LEN];
    enum fault fault = session_replay(quiz, events, chooser, &session, hash, err);
    if (fault != FAULT_NONE)
        return fault;
    hash_to_hex(hash, HASH_LEN, out->screens_hash);
    session_evidence(session, &out->evidence);
    fault = decide(frameworks, scoring_find_framework(frameworks, quiz_framework(quiz)), set, rules, events, out, err);
    session_free(session);
    if (fault != FAULT_NONE)
        room_clear_result(out);
    return fault;
}

enum fault
room_judge_as(const struct frameworks *frameworks, const struct quiz *quiz, const struct json *parameters, int rules,
              const struct event_list *events, struct verdict_of_attempt *out, struct err *err)
{
    struct parameter_set set = {0};
    struct item_bank *bank = NULL;
    *out = (struct verdict_of_attempt){0};
    if (events->count == 0 || events->events[0].kind != EVENT_START)
        return err_set(err, FAULT_INPUT, "event 1 must say what the attempt is about");
    enum fault fault = room_parameters(frameworks, quiz, parameters, &set, err);
    if (fault == FAULT_NONE && !room_is_parameter_set(&set, parameters, events->events[0].parameter_set))
        fault = err_set(err, FAULT_INPUT, "the parameters at hand are not the set %.80s, which the attempt names",
                        events->events[0].parameter_set);
    if (fault == FAULT_NONE && quiz_is_adaptive_eligibility(events->events[0].eligibility))
        fault = item_bank_new(frameworks, quiz, parameters, events->events[0].programme, &bank, err);
    if (fault == FAULT_NONE)
        fault = judge_with(frameworks, quiz, &set, rules, item_bank_chooser(bank), events, out, err);
    item_bank_free(bank);
    parameter_set_clear(&set);
    return fault;
}

enum fault
room_judge_stored(struct classroom *room, const struct quiz *quiz, const struct event_list *events,
                  struct verdict_of_attempt *out, struct err *err)
{
    struct json *parameters = NULL;
    *out = (struct verdict_of_attempt){0};
    enum fault fault = events->count > 0 && events->events[0].kind == EVENT_START
                           ? room_read_parameters(room, events->events[0].parameter_set, &parameters, err)
                           : FAULT_NONE;
    if (fault == FAULT_NONE)
        fault = room_judge_as(room->frameworks, quiz, parameters, SCORING_RULES, events, out, err);
    json_free(parameters);
    return fault;
}

enum fault
room_decide_under(const struct frameworks *frameworks, const struct verdict_of_attempt *result, const char *own,
                  const char *other, struct scored_outcome **scored, size_t *scored_count, struct level_decision *decision,
                  struct err *err)
{
    const struct framework *framework = scoring_find_framework(frameworks, other);
    const struct framework_mapping *mapping = scoring_find_mapping(frameworks, own, other);
    if (framework == NULL)
        return err_set(err, FAULT_INPUT, "there is no framework \"%.60s\" in scripts/frameworks", other);
    if (mapping == NULL)
        return err_set(err, FAULT_INPUT, "scripts/frameworks has no mapping from \"%.60s\" to \"%.60s\"", own, other);
    size_t count = result->evidence.outcome_count;
    struct irt_item *bank = memory_new_array(MAPPING_ROWS_EACH * result->bank_count + 1, sizeof *bank);
    struct safety_situation *situations = memory_new_array(result->situation_count, sizeof *situations);
    *scored = memory_new_array(MAPPING_ROWS_EACH * count, sizeof **scored);
    *scored_count = scoring_map_outcomes(mapping, result->scored, count, *scored);
    size_t bank_count = scoring_map_items(mapping, result->bank, result->bank_count, bank);
    size_t situation_count =
        scoring_map_situations(mapping, result->situations, result->situation_count, situations);
    scoring_decide_case(&(struct decision_case){.framework = framework, .outcomes = *scored, .outcome_count = *scored_count,
                                                .situations = situations, .situation_count = situation_count,
                                                .bank = bank, .bank_count = bank_count, .is_mapped = true},
                        decision);
    free(bank);
    free(situations);
    return FAULT_NONE;
}
