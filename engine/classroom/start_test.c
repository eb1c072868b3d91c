/* start_test.c - an attempt begins with one event that says what it is about. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random_bytes.h"
#include "classroom/choose_items.h"

/* H(class seed, roster number), never arrival order (PRODUCT.md section 1). Who sits it again gets other variants. */
static void
derive_seed(const struct class_row *class, int64_t number, int sitting, uint8_t seed[SEED_LEN])
{
    uint8_t input[SEED_LEN + 9], hash[HASH_LEN];
    memcpy(input, class->seed, SEED_LEN);
    for (size_t i = 0; i < 8; i++)
        input[SEED_LEN + i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
    input[SEED_LEN + 8] = (uint8_t)sitting;
    hash_bytes(input, sitting > 1 ? sizeof input : sizeof input - 1, hash);
    memcpy(seed, hash, SEED_LEN);
}

static void
fill_start(const struct quiz *quiz, const struct framework *framework, const struct class_row *class, int64_t number,
           int sitting, struct event *event)
{
    event->kind = EVENT_START;
    derive_seed(class, number, sitting, event->seed);
    memcpy(event->quiz_hash, quiz_hash(quiz), HASH_LEN);
    size_t form = 0;
    event->quiz = memory_copy_text(quiz_id(quiz));
    event->programme = memory_copy_text(class->programme);
    event->framework = memory_print("%s/%s", framework->id, framework->version);
    event->parameter_set = memory_copy_text(class->parameters[0] != 0 ? class->parameters : "author");
    event->eligibility = quiz_find_form(quiz, class->quiz, &form) ? quiz_form_eligibility(quiz, form)
                                                                  : memory_copy_text("");
    event->item = memory_copy_text("");
    event->verb = memory_copy_text("");
    event->target = memory_copy_text("");
    event->value = memory_copy_text("");
}

/* An adaptive quiz with a bank that bears it: the form gives way to the items that this attempt may be given. */
static enum fault
choose_delivery(struct classroom *room, const struct class_row *class, const struct quiz *quiz, struct event *start,
                struct err *err)
{
    struct item_bank *bank = NULL;
    char *eligibility = NULL;
    if (!quiz_is_adaptive(quiz))
        return FAULT_NONE;
    enum fault fault = room_item_bank(room, quiz, start->parameter_set, start->programme, &bank, err);
    if (fault != FAULT_NONE || item_bank_is_thin(bank))
        return fault;
    fault = room_draw_items(room, bank, quiz, class->id, start->seed, &eligibility, err);
    if (fault == FAULT_NONE) {
        free(start->eligibility);
        start->eligibility = eligibility;
    }
    return fault;
}

enum fault
room_start_test(struct classroom *room, const struct class_row *class, const struct learner_row *learner,
                int sitting, struct attempt_row *attempt, struct err *err)
{
    const struct quiz *quiz;
    struct event start = {.seq = 1, .wall_ms = room->clock.wall_ms(), .mono_ms = room->clock.monotonic_ms()};
    enum fault fault = room_find_quiz(room, class->quiz_hash, &quiz, err);
    if (fault != FAULT_NONE)
        return fault;
    const struct framework *framework = room_framework_of(room, quiz);
    if (framework == NULL)
        return err_set(err, FAULT_INPUT, "the quiz %s names the framework \"%s\", which is not in scripts/frameworks",
                       quiz_id(quiz), quiz_framework(quiz));
    fill_start(quiz, framework, class, learner->number, sitting, &start);
    fault = choose_delivery(room, class, quiz, &start, err);
    if (fault != FAULT_NONE) {
        event_clear(&start);
        return fault;
    }
    *attempt = (struct attempt_row){.class_id = class->id, .started_at = room->clock.wall_ms() / 1000};
    uint8_t raw[ID_LEN / 2];
    random_bytes_fill(raw, sizeof raw);
    hash_to_hex(raw, sizeof raw, attempt->id);
    memcpy(attempt->learner_id, learner->id, sizeof attempt->learner_id);
    memcpy(attempt->quiz, class->quiz, sizeof attempt->quiz);
    memcpy(attempt->quiz_hash, class->quiz_hash, sizeof attempt->quiz_hash);
    fault = store_add_attempt(room->store, attempt, err);
    if (fault == FAULT_NONE)
        fault = store_append_event(room->store, attempt, &start, err);
    event_clear(&start);
    return fault;
}
