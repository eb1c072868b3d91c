/* finish_test.c - the last event, the judgement from the stored events, and what the learner is told of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/room.h"

enum { CAN_DO_LINES = 3, PRACTISE_LINES = 2 };

static enum fault
judge_stored(struct classroom *room, const struct attempt_row *attempt, struct verdict_of_attempt *result,
             const struct quiz **quiz, struct err *err)
{
    struct event_list events = {0};
    uint32_t bad_seq;
    enum fault fault = room_find_quiz(room, attempt->quiz_hash, quiz, err);
    if (fault == FAULT_NONE)
        fault = store_read_events(room->store, attempt->id, &events, &bad_seq, err);
    if (fault == FAULT_NONE)
        fault = room_judge_stored(room, *quiz, &events, result, err);
    event_list_clear(&events);
    return fault;
}

enum fault
room_keep_result(struct classroom *room, const struct attempt_row *attempt, struct err *err)
{
    struct verdict_of_attempt result;
    const struct quiz *quiz;
    enum fault fault = judge_stored(room, attempt, &result, &quiz, err);
    if (fault != FAULT_NONE)
        return fault;
    struct json *evidence = evidence_to_json(&result.evidence);
    struct json *decision = scoring_decision_to_json(room_framework_of(room, quiz), &result.decision);
    fault = store_put_result(room->store, attempt->id, result.screens_hash, evidence, decision, err);
    json_free(evidence);
    json_free(decision);
    room_clear_result(&result);
    return fault;
}

enum fault
room_finish_test(struct classroom *room, struct seat *seat, const char *who, struct err *err)
{
    struct event event = event_make(EVENT_FINISH, NULL, "finish", NULL, who);
    int64_t now = room->clock.wall_ms() / 1000;
    enum fault fault = room_record(room, seat, &event, err);
    event_clear(&event);
    if (fault == FAULT_NONE)
        fault = store_finish_attempt(room->store, seat->attempt.id, now, err);
    if (fault != FAULT_NONE)
        return fault;
    seat->attempt.finished_at = now;
    seat->around.hand_ms = 0;
    return room_keep_result(room, &seat->attempt, err);
}

bool
room_can_do(const struct indicator_level *level)
{
    return level->amount == EVIDENCE_ENOUGH && level->band >= 2 && !level->is_capped;
}

size_t
room_rank_indicators(const struct level_decision *decision, size_t *order, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < decision->indicator_count && count < max; i++)
        if (decision->levels[i].amount != EVIDENCE_NONE)
            order[count++] = i;
    for (size_t i = 1; i < count; i++)
        for (size_t at = i; at > 0 && decision->levels[order[at]].estimate.mean >
                                          decision->levels[order[at - 1]].estimate.mean; at--) {
            size_t swap = order[at];
            order[at] = order[at - 1];
            order[at - 1] = swap;
        }
    return count;
}

/* What is shown in vi because the quiz lacks it in the language of the page (quiz/screen.h). */
static void
note_language(struct json *screen, const char *text, const char *vietnamese)
{
    const char *language = json_get_text(screen, "language");
    if (text != vietnamese || strcmp(language, "vi") == 0 || strcmp(language, "en") == 0)
        return;
    if (json_get(screen, "vietnamese") == NULL)
        json_put(screen, "vietnamese", json_new_array());
    json_add(json_get(screen, "vietnamese"), json_new_text(text));
}

static void
add_line(struct json *lines, const char *text, const char *drawing)
{
    struct json *line = json_new_object();
    json_put_text(line, "text", text);
    json_put_text(line, "drawing", drawing != NULL ? drawing : "");
    json_add(lines, line);
}

/* Words of the quiz, else the indicator's own name. */
static void
add_lines(const struct framework *framework, const struct quiz *quiz, const struct level_decision *decision,
          struct json *screen, struct json *can_do, struct json *practise)
{
    const char *language = json_get_text(screen, "language");
    size_t order[INDICATOR_MAX];
    size_t count = room_rank_indicators(decision, order, INDICATOR_MAX);
    for (size_t i = 0; i < count && json_count(can_do) < CAN_DO_LINES; i++) {
        const struct indicator *indicator = &framework->indicators[order[i]];
        if (room_can_do(&decision->levels[order[i]])) {
            const char *text = quiz_can_do(quiz, indicator->code, language);
            const char *name = strcmp(language, "en") == 0 ? indicator->name_en : indicator->name_vi;
            note_language(screen, text != NULL ? text : name,
                          text != NULL ? quiz_can_do(quiz, indicator->code, "vi") : indicator->name_vi);
            add_line(can_do, text != NULL ? text : name, quiz_drawing(quiz, indicator->code));
        }
    }
    for (size_t i = count; i > 0 && json_count(practise) < PRACTISE_LINES; i--) {
        const struct indicator_level *level = &decision->levels[order[i - 1]];
        const struct indicator *indicator = &framework->indicators[order[i - 1]];
        const char *text = quiz_practise(quiz, indicator->code, language);
        if (text == NULL || !(level->is_capped || level->band <= 2))
            continue;
        note_language(screen, text, quiz_practise(quiz, indicator->code, "vi"));
        add_line(practise, text, quiz_drawing(quiz, indicator->code));
    }
}

static enum fault
certificate_state(struct classroom *room, const struct attempt_row *attempt, bool certifies, const char **state,
                  struct err *err)
{
    struct certificate_row row;
    struct class_row class;
    bool found;
    enum fault fault = store_find_certificate_of(room->store, attempt->id, &row, &found, err);
    if (fault == FAULT_NONE)
        fault = room_find_class(room, attempt->class_id, &class, err);
    if (fault == FAULT_NONE)
        *state = found ? "issued" : class.programme[0] == 0 ? "practice" : certifies ? "ready" : "none";
    return fault;
}

enum fault
room_result_screen(struct classroom *room, struct seat *seat, const char *language, struct json **screen,
                   struct err *err)
{
    struct verdict_of_attempt result;
    const struct quiz *quiz;
    const char *state;
    enum fault fault = judge_stored(room, &seat->attempt, &result, &quiz, err);
    if (fault != FAULT_NONE)
        return fault;
    fault = certificate_state(room, &seat->attempt, result.decision.certifies, &state, err);
    if (fault == FAULT_NONE) {
        struct json *can_do = json_new_array(), *practise = json_new_array();
        *screen = json_new_object();
        json_put_text(*screen, "kind", "result");
        json_put_text(*screen, "language", language);
        add_lines(room_framework_of(room, quiz), quiz, &result.decision, *screen, can_do, practise);
        json_put(*screen, "can_do", can_do);
        json_put(*screen, "practise", practise);
        json_put_text(*screen, "certificate", state);
    }
    room_clear_result(&result);
    return fault;
}
