/* person_results.c - how one person stands: the newest finished test as it was judged, and the one before it where this class
 * tests the same people again. Nothing is computed anew. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/room.h"

static void
clear_test(struct person_test *test)
{
    for (size_t i = 0; i < test->open_count; i++) {
        free(test->open[i].practise_vi);
        free(test->open[i].practise_en);
    }
    free(test->open);
    free(test->levels);
    free(test->areas);
}

void
person_results_clear(struct person_results *results)
{
    clear_test(&results->newest);
    clear_test(&results->before);
    *results = (struct person_results){0};
}

/* ---- a decision as it was stored (scoring/decision_json.c) ---- */

static double
read_real(const struct json *object, const char *key)
{
    double value = 0;
    json_read_real(json_get(object, key), &value);
    return value;
}

/* An old result lacks areas and total: it says nothing about them. */
static struct factor_level
read_factor(const struct json *json)
{
    return (struct factor_level){.mean = read_real(json, "theta"),
                                 .sd = read_real(json, "sd"),
                                 .low = read_real(json, "low"),
                                 .high = read_real(json, "high"),
                                 .is_inferred = json == NULL || json_is_true(json_get(json, "inferred"))};
}

static enum evidence_amount
read_amount(const struct json *level)
{
    const char *amount = json_get_text(level, "amount");
    if (amount == NULL || strcmp(amount, "not tested") == 0)
        return EVIDENCE_NONE;
    return strcmp(amount, "enough") == 0 ? EVIDENCE_ENOUGH : EVIDENCE_THIN;
}

static struct person_level
read_level(const struct json *json)
{
    const struct json *set = json_get(json, "level_set"), *domain = json_get(json, "domain");
    struct person_level level = {.theta = read_real(json, "theta"),
                                 .sd = read_real(json, "sd"),
                                 .low = read_real(json, "low"),
                                 .high = read_real(json, "high"),
                                 .amount = read_amount(json),
                                 .is_capped = json_is_true(json_get(json, "capped"))};
    int64_t number = 0;
    if (json_read_integer(json_get(json, "band"), &number) && number >= 1 && number <= BAND_COUNT)
        level.band = (int)number;
    for (size_t i = 0; i < json_count(set); i++)
        if (json_read_integer(json_at(set, i), &number) && number >= 1 && number <= BAND_COUNT)
            level.in_set[number - 1] = true;
    level.domain = (struct domain_score){.is_known = json_is_object(domain),
                                         .mean = read_real(domain, "mean"),
                                         .low = read_real(domain, "low"),
                                         .high = read_real(domain, "high")};
    const struct json *safety = json_get(json, "safety");
    int64_t safe = 0, seen = 0;
    if (json_read_integer(json_get(safety, "safe"), &safe) && json_read_integer(json_get(safety, "seen"), &seen) &&
        safe >= 0 && safe <= seen && seen > 0)
        level.safety = (struct safe_share){.safe = (size_t)safe, .seen = (size_t)seen, .mean = read_real(safety, "mean"),
                                           .low = read_real(safety, "low"), .high = read_real(safety, "high")};
    return level;
}

/* Acts that a later safe one, or a reviewer, has not settled. The same skill is named once. quiz: NULL where the skills are
 * another framework's, of which it has no words. */
static void
read_open_acts(const struct framework *framework, const struct quiz *quiz, const struct json *criticals,
               struct person_test *test)
{
    test->open = memory_new_array(json_count(criticals) + 1, sizeof *test->open);
    for (size_t i = 0; i < json_count(criticals); i++) {
        const struct json *one = json_at(criticals, i);
        const char *code = json_get_text(one, "indicator"), *state = json_get_text(one, "state");
        int index = code != NULL ? scoring_indicator_index(framework, code) : -1;
        bool is_settled = state != NULL && (strcmp(state, "closed") == 0 || strcmp(state, "overturned") == 0);
        for (size_t n = 0; n < test->open_count; n++)
            is_settled |= index >= 0 && test->open[n].indicator == (size_t)index;
        if (index < 0 || is_settled)
            continue;
        struct person_act *act = &test->open[test->open_count++];
        act->indicator = (size_t)index;
        if (quiz == NULL)
            continue;
        act->practise_vi = memory_copy_text(quiz_practise(quiz, code, "vi"));
        act->practise_en = memory_copy_text(quiz_practise(quiz, code, "en"));
    }
}

static void
read_decision(const struct framework *framework, const struct quiz *quiz, const struct json *decision,
              struct person_test *test)
{
    const struct json *indicators = json_get(decision, "indicators"), *areas = json_get(decision, "areas");
    int64_t overall = 0;
    test->levels = memory_new_array(framework->indicator_count, sizeof *test->levels);
    test->areas = memory_new_array(framework->area_count, sizeof *test->areas);
    for (size_t i = 0; i < framework->indicator_count; i++)
        test->levels[i] = read_level(json_get(indicators, framework->indicators[i].code));
    for (size_t i = 0; i < framework->area_count; i++)
        test->areas[i] = read_factor(json_get(areas, framework->areas[i].code));
    test->total = read_factor(json_get(decision, "total"));
    json_read_integer(json_get(decision, "overall"), &overall);
    test->overall = (int)overall;
    read_open_acts(framework, quiz, json_get(decision, "criticals"), test);
}

/* ---- which test ---- */

static enum fault
find_attempt(struct classroom *room, const struct learner_row *learner, struct attempt_row *out, bool *found, struct err *err)
{
    struct attempt_row *rows = NULL;
    size_t count = 0;
    *found = false;
    enum fault fault = store_list_attempts(room->store, learner->class_id, &rows, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        if (strcmp(rows[i].learner_id, learner->id) == 0 && rows[i].finished_at != 0) {
            *out = rows[i];
            *found = true;
        }
    free(rows);
    return fault;
}

/* The answers under another framework, by a mapping, in place of the stored decision. */
static enum fault
decide_under(struct classroom *room, const char *attempt_id, const char *other, const struct framework **framework,
             struct json **decision, struct err *err)
{
    struct regrade regrade = {0};
    *framework = scoring_find_framework(room->frameworks, other);
    enum fault fault = classroom_regrade(room, attempt_id, other, &regrade, err);
    struct json *under = json_get(json_get(regrade.explain, "under"), "decision");
    if (fault == FAULT_NONE && under == NULL)
        fault = err_set(err, FAULT_INPUT, "attempt %.40s cannot be seen under \"%.60s\": %s", attempt_id, other,
                        regrade.difference);
    if (fault == FAULT_NONE) {
        json_free(*decision);
        *decision = json_keep(under);
    }
    regrade_clear(&regrade);
    return fault;
}

/* other: a framework in place of the quiz's own, NULL = its own. */
static enum fault
read_test(struct classroom *room, const struct learner_row *learner, const char *other, const struct framework **framework,
          struct person_test *test, struct err *err)
{
    struct attempt_row attempt;
    struct class_row class;
    const struct quiz *quiz = NULL;
    struct json *evidence = NULL, *decision = NULL;
    char screens[HASH_HEX_LEN];
    bool found = false;
    enum fault fault = find_attempt(room, learner, &attempt, &found, err);
    if (fault != FAULT_NONE || !found || room_is_guest(learner))
        return fault;
    fault = room_find_class(room, learner->class_id, &class, err);
    if (fault == FAULT_NONE)
        fault = room_find_quiz(room, attempt.quiz_hash, &quiz, err);
    if (fault == FAULT_NONE)
        fault = store_read_result(room->store, attempt.id, screens, &evidence, &decision, &found, err);
    if (fault == FAULT_NONE && found) {
        *framework = room_framework_of(room, quiz);
        if (other != NULL && strcmp(other, (*framework)->id) != 0)
            fault = decide_under(room, attempt.id, other, framework, &decision, err);
    }
    if (fault == FAULT_NONE && found) {
        read_decision(*framework, *framework == room_framework_of(room, quiz) ? quiz : NULL, decision, test);
        test->is_there = true;
        test->started_at = attempt.started_at;
        test->help_given = learner->help_given;
        snprintf(test->attempt_id, sizeof test->attempt_id, "%s", attempt.id);
        snprintf(test->class_name, sizeof test->class_name, "%s", class.name);
    }
    json_free(evidence);
    json_free(decision);
    return fault;
}

static enum fault
read_test_before(struct classroom *room, const char *learner_id, const char *other, struct person_results *out,
                 struct err *err)
{
    const struct framework *framework = NULL;
    struct learner_row learner;
    bool found;
    enum fault fault = store_find_learner(room->store, learner_id, &learner, &found, err);
    if (fault != FAULT_NONE || !found)
        return fault;
    fault = read_test(room, &learner, other, &framework, &out->before, err);
    if (framework != out->framework) { /* other skills: nothing to set side by side */
        clear_test(&out->before);
        out->before = (struct person_test){0};
    }
    return fault;
}

static enum fault
find_learner(struct classroom *room, const char *id, struct learner_row *learner, struct err *err)
{
    bool found;
    enum fault fault = store_find_learner(room->store, id, learner, &found, err);
    if (fault != FAULT_NONE)
        return fault;
    if (!found || learner->state == LEARNER_ERASED || learner->state == LEARNER_REMOVED)
        return err_set(err, FAULT_INPUT, "there is no learner \"%.40s\" in this folder; `dauso attempt list` shows the learners' "
                       "ids", id);
    if (learner->state == LEARNER_MERGED)
        return err_set(err, FAULT_INPUT, "the learner \"%.40s\" is the same person as %s: ask for that one", id,
                       learner->merged_into);
    return FAULT_NONE;
}

static enum fault
find_terms(struct classroom *room, const struct learner_row *learner, struct person_results *out, struct err *err)
{
    struct class_row class;
    const struct quiz *quiz = NULL;
    enum fault fault = room_find_class(room, learner->class_id, &class, err);
    if (fault == FAULT_NONE)
        fault = room_find_quiz(room, class.quiz_hash, &quiz, err);
    if (fault != FAULT_NONE)
        return fault;
    out->framework = room_framework_of(room, quiz);
    out->class_id = class.id;
    out->number = learner->number;
    out->now = room->clock.wall_ms() / 1000;
    snprintf(out->class_name, sizeof out->class_name, "%s", class.name);
    snprintf(out->office, sizeof out->office, "%s", keyring_terms(room->keyring)->office);
    snprintf(out->learner_id, sizeof out->learner_id, "%s", learner->id);
    return FAULT_NONE;
}

enum fault
classroom_person(struct classroom *room, const char *learner_id, const char *framework, const char *language,
                 struct person_results *out, struct err *err)
{
    struct learner_row learner;
    *out = (struct person_results){0};
    enum fault fault = find_learner(room, learner_id, &learner, err);
    if (fault == FAULT_NONE)
        fault = find_terms(room, &learner, out, err);
    if (fault != FAULT_NONE)
        return fault;
    room_show_name(&learner, language, out->name, sizeof out->name);
    const struct framework *own = out->framework;
    fault = read_test(room, &learner, framework, &out->framework, &out->newest, err);
    out->is_mapped = out->framework != own;
    if (fault == FAULT_NONE && learner.earlier[0] != 0)
        fault = read_test_before(room, learner.earlier, framework, out, err);
    if (fault != FAULT_NONE)
        person_results_clear(out);
    return fault;
}
