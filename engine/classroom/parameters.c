/* parameters.c - what the items of a quiz are worth: as their author wrote it, or as a published parameter set says.
 *
 * An attempt names its set in its first event and is judged with that one for ever; a class keeps the one that was in use
 * when it was opened. A set is known by a hash over its own bytes, so one that was changed has another name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "classroom/room.h"

static const char AUTHOR[] = "author";

char *
room_column_id(const struct quiz_item *item, const struct quiz_indicator_part *part)
{
    return item->part_count < 2 ? memory_copy_text(item->id) : memory_print("%s:%s", item->id, part->indicator);
}

/* ---- the author's own ---- */

static void
copy_framework(const struct framework *framework, struct parameter_set *set)
{
    set->framework = memory_print("%s/%s", framework->id, framework->version);
    set->indicator_count = framework->indicator_count;
    set->codes = memory_new_array(framework->indicator_count, sizeof *set->codes);
    set->mu = memory_new_array(framework->indicator_count, sizeof *set->mu);
    set->area_of = memory_new_array(framework->indicator_count, sizeof *set->area_of);
    for (size_t k = 0; k < framework->indicator_count; k++) {
        set->codes[k] = memory_copy_text(framework->indicators[k].code);
        set->mu[k] = framework->prior_mean;
        set->area_of[k] = framework->indicators[k].area;
    }
    set->area_count = framework->area_count;
    set->areas = memory_new_array(framework->area_count, sizeof *set->areas);
    for (size_t a = 0; a < framework->area_count; a++)
        set->areas[a] = memory_copy_text(framework->areas[a].code);
    set->rho_g = framework->rho_g;
    set->rho_a = framework->rho_a;
    memcpy(set->cuts, framework->cuts, sizeof set->cuts);
}

static enum fault
add_item(const struct framework *framework, const struct quiz_item *item, const struct quiz_indicator_part *part,
         struct parameter_set *set, struct err *err)
{
    int index = scoring_indicator_index(framework, part->indicator);
    if (index < 0)
        return err_set(err, FAULT_INPUT, "the item %s shows indicator %s, which the framework %s does not have", item->id,
                       part->indicator, framework->id);
    struct item_parameters *out = &set->items[set->item_count++];
    *out = (struct item_parameters){.id = room_column_id(item, part), .item = memory_copy_text(item->id)};
    out->irt = (struct irt_item){.indicator = (size_t)index, .a = part->a, .steps = part->steps, .c = part->guessing,
                                 .weight = part->weight};
    memcpy(out->irt.b, part->b, sizeof part->b);
    return FAULT_NONE;
}

static enum fault
author_parameters(const struct framework *framework, const struct quiz *quiz, struct parameter_set *out, struct err *err)
{
    char hex[HASH_HEX_LEN];
    enum fault fault = FAULT_NONE;
    hash_to_hex(quiz_hash(quiz), HASH_LEN, hex);
    *out = (struct parameter_set){.quiz = memory_copy_text(quiz_id(quiz)), .quiz_hash = memory_copy_text(hex),
                                  .before = memory_copy_text("")};
    copy_framework(framework, out);
    out->items = memory_new_array(quiz_item_count(quiz) * QUIZ_INDICATORS_PER_ITEM, sizeof *out->items);
    for (size_t i = 0; fault == FAULT_NONE && i < quiz_item_count(quiz); i++) {
        const struct quiz_item *item = quiz_item_at(quiz, i);
        for (size_t n = 0; fault == FAULT_NONE && !item->is_practice && n < item->part_count; n++)
            fault = add_item(framework, item, &item->parts[n], out, err);
    }
    if (fault != FAULT_NONE)
        parameter_set_clear(out);
    return fault;
}

/* ---- a published one ---- */

/* Every column of the quiz is there and has as many steps, and there is no other. */
static enum fault
check_columns(const struct parameter_set *author, const struct parameter_set *set, struct err *err)
{
    for (size_t i = 0; i < author->item_count; i++) {
        const struct item_parameters *wanted = &author->items[i], *given = parameter_set_find(set, wanted->id);
        if (given == NULL)
            return err_set(err, FAULT_INPUT, "the parameters say nothing of the item %s of quiz %s; they may be of another "
                           "version of the quiz", wanted->id, author->quiz);
        if (given->irt.steps != wanted->irt.steps)
            return err_set(err, FAULT_INPUT, "the parameters give item %s %d steps, in quiz %s it has %d; they may be of "
                           "another version of the quiz", wanted->id, given->irt.steps, author->quiz, wanted->irt.steps);
        if (strcmp(set->codes[given->irt.indicator], author->codes[wanted->irt.indicator]) != 0)
            return err_set(err, FAULT_INPUT, "the parameters put item %s under indicator %s, the quiz %s under %s",
                           wanted->id, set->codes[given->irt.indicator], author->quiz,
                           author->codes[wanted->irt.indicator]);
    }
    for (size_t i = 0; i < set->item_count; i++)
        if (parameter_set_find(author, set->items[i].id) == NULL)
            return err_set(err, FAULT_INPUT, "the parameters name the item %.60s, which the quiz %s does not have",
                           set->items[i].id, author->quiz);
    return FAULT_NONE;
}

/* One answer is not worth more than one, and a share below a fifth says nothing (MEASURE.md section 5). */
static enum fault
check_weights(const struct parameter_set *set, struct err *err)
{
    static const double WEIGHT_LEAST = .2, ROUNDING = 1e-9;
    for (size_t i = 0; i < set->item_count; i++) {
        double sum = 0;
        for (size_t n = 0; n < set->item_count; n++)
            sum += strcmp(set->items[n].item, set->items[i].item) == 0 ? set->items[n].irt.weight : 0;
        if (set->items[i].irt.weight < WEIGHT_LEAST - ROUNDING || sum > 1 + ROUNDING)
            return err_set(err, FAULT_INPUT, "the parameters' item %s: \"weight\" must be at least 0.2, and those of one item "
                           "sum to at most 1", set->items[i].id);
    }
    return FAULT_NONE;
}

static enum fault
check_fits(const struct parameter_set *author, const struct parameter_set *set, struct err *err)
{
    if (set->quiz[0] != 0 && strcmp(set->quiz, author->quiz) != 0)
        return err_set(err, FAULT_INPUT, "the parameters are those of quiz %.60s, not of %s", set->quiz, author->quiz);
    if (set->quiz_hash[0] != 0 && strcmp(set->quiz_hash, author->quiz_hash) != 0)
        return err_set(err, FAULT_INPUT, "the parameters are those of another version of quiz %s (%.12s..., here %.12s...); "
                       "calibrate the answers to this one", author->quiz, set->quiz_hash, author->quiz_hash);
    if (set->framework[0] != 0 && strcmp(set->framework, author->framework) != 0)
        return err_set(err, FAULT_INPUT, "the parameters are for the framework %.60s, the quiz %s is of %s", set->framework,
                       author->quiz, author->framework);
    enum fault fault = check_columns(author, set, err);
    return fault == FAULT_NONE ? check_weights(set, err) : fault;
}

enum fault
room_parameters(const struct frameworks *frameworks, const struct quiz *quiz, const struct json *json,
                struct parameter_set *out, struct err *err)
{
    struct parameter_set author = {0};
    const struct framework *framework = scoring_find_framework(frameworks, quiz_framework(quiz));
    *out = (struct parameter_set){0};
    if (framework == NULL)
        return err_set(err, FAULT_INPUT, "the framework \"%s\" of quiz %s is not in scripts/frameworks",
                       quiz_framework(quiz), quiz_id(quiz));
    enum fault fault = author_parameters(framework, quiz, &author, err);
    if (fault != FAULT_NONE)
        return fault;
    if (json == NULL) {
        *out = author;
        return FAULT_NONE;
    }
    fault = parameter_set_read(json, out, err);
    if (fault == FAULT_NONE) {
        fault = check_fits(&author, out, err);
        if (fault != FAULT_NONE)
            parameter_set_clear(out);
    }
    parameter_set_clear(&author);
    return fault;
}

/* ---- which one is in use ---- */

/* The newest that was published for this version of the quiz. */
enum fault
room_parameters_in_use(struct classroom *room, const struct quiz *quiz, char name[PARAMETER_SET_NAME_MAX], struct err *err)
{
    struct parameters_row *rows = NULL;
    size_t count = 0;
    bool found = false;
    snprintf(name, PARAMETER_SET_NAME_MAX, "%s", AUTHOR);
    enum fault fault = store_list_parameters(room->store, &rows, &count, err);
    while (fault == FAULT_NONE && !found && count-- > 0) {
        struct json *set = NULL;
        struct parameter_set read = {0};
        if (strcmp(rows[count].quiz, quiz_id(quiz)) != 0)
            continue;
        fault = store_read_parameters(room->store, rows[count].name, &set, err);
        found = fault == FAULT_NONE && room_parameters(room->frameworks, quiz, set, &read, NULL) == FAULT_NONE;
        if (found)
            snprintf(name, PARAMETER_SET_NAME_MAX, "%s", rows[count].name);
        parameter_set_clear(&read);
        json_free(set);
    }
    free(rows);
    return fault;
}

enum fault
room_read_parameters(struct classroom *room, const char *name, struct json **set, struct err *err)
{
    *set = NULL;
    if (name[0] == 0 || strcmp(name, AUTHOR) == 0)
        return FAULT_NONE;
    enum fault fault = store_read_parameters(room->store, name, set, err);
    if (fault == FAULT_NONE && *set == NULL)
        fault = err_set(err, FAULT_INPUT, "the parameter set %.80s is not in this folder; restore a backup", name);
    return fault;
}

bool
room_is_parameter_set(const struct parameter_set *set, const struct json *json, const char *name)
{
    char own[PARAMETER_SET_NAME_MAX];
    if (json == NULL)
        return name[0] == 0 || strcmp(name, AUTHOR) == 0;
    parameter_set_name(set, own);
    return strcmp(own, name) == 0;
}

/* ---- for those who calibrate ---- */

static enum fault
find_shipped(const struct classroom *room, const char *quiz_id, const struct quiz **quiz, struct err *err)
{
    size_t form;
    *quiz = room_shipped_quiz(room, quiz_id, &form);
    return *quiz != NULL ? FAULT_NONE
                         : err_set(err, FAULT_INPUT, "there is no quiz \"%.60s\" without mistakes; `dauso quiz list` shows "
                                   "them", quiz_id);
}

enum fault
classroom_read_parameters(struct classroom *room, const char *quiz_name, struct json **set, char name[PARAMETER_SET_NAME_MAX],
                          struct err *err)
{
    const struct quiz *quiz = NULL;
    struct json *stored = NULL;
    struct parameter_set read = {0};
    *set = NULL;
    enum fault fault = find_shipped(room, quiz_name, &quiz, err);
    if (fault == FAULT_NONE)
        fault = room_parameters_in_use(room, quiz, name, err);
    if (fault == FAULT_NONE)
        fault = room_read_parameters(room, name, &stored, err);
    if (fault == FAULT_NONE)
        fault = room_parameters(room->frameworks, quiz, stored, &read, err);
    if (fault == FAULT_NONE)
        *set = parameter_set_write(&read);
    parameter_set_clear(&read);
    json_free(stored);
    return fault;
}

enum fault
classroom_publish_parameters(struct classroom *room, const char *quiz_name, const struct json *json,
                             char name[PARAMETER_SET_NAME_MAX], struct err *err)
{
    const struct quiz *quiz = NULL;
    struct parameter_set set = {0};
    char hex[HASH_HEX_LEN];
    enum fault fault = find_shipped(room, quiz_name, &quiz, err);
    if (fault == FAULT_NONE)
        fault = room_parameters(room->frameworks, quiz, json, &set, err);
    if (fault == FAULT_NONE)
        fault = room_note_answer_times(room, quiz_name, &set, err);
    if (fault != FAULT_NONE) {
        parameter_set_clear(&set);
        return fault;
    }
    /* From now on it is bound to this quiz, whatever the file left open. */
    hash_to_hex(quiz_hash(quiz), HASH_LEN, hex);
    free(set.quiz);
    free(set.quiz_hash);
    set.quiz = memory_copy_text(quiz_id(quiz));
    set.quiz_hash = memory_copy_text(hex);
    parameter_set_name(&set, name);
    struct json *canonical = parameter_set_write(&set);
    fault = store_add_parameters(room->store, name, quiz_id(quiz), room->clock.wall_ms() / 1000, canonical, err);
    json_free(canonical);
    parameter_set_clear(&set);
    return fault;
}
