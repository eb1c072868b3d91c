/* variation.c - what differs between two attempts at the same quiz. Whole numbers and a hash only,
 * so that it is the same on every machine and does not depend on the order of questions asked. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/definition.h"

uint64_t
variation_draw(const uint8_t seed[SEED_LEN], const char *purpose, uint64_t index, uint64_t limit)
{
    struct hash_state state;
    uint8_t number[8], hash[HASH_LEN];
    uint64_t value = 0;
    for (size_t i = 0; i < sizeof number; i++)
        number[i] = (uint8_t)(index >> (56 - 8 * i));
    hash_begin(&state);
    hash_add(&state, seed, SEED_LEN);
    hash_add(&state, purpose, strlen(purpose) + 1);
    hash_add(&state, number, sizeof number);
    hash_end(&state, hash);
    for (size_t i = 0; i < 8; i++)
        value = value << 8 | hash[i];
    return limit == 0 ? 0 : value % limit;
}

void
variation_order(const uint8_t seed[SEED_LEN], const char *item, size_t count, size_t *order)
{
    char *purpose = memory_print("order of %s", item);
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)variation_draw(seed, purpose, i, i);
        size_t kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
    free(purpose);
}

struct json *
variation_value(const uint8_t seed[SEED_LEN], const char *item, const char *name,
                const struct json *given)
{
    int64_t from, to, step = 1;
    const struct json *list = json_get(given, "vary");
    const char *leader = json_get_text(given, "with");
    char *purpose = memory_print("%s of %s", leader != NULL ? leader : name, item);
    struct json *value = NULL;
    if (json_count(list) > 0) {
        value =
            json_keep(json_at(list, (size_t)variation_draw(seed, purpose, 0, json_count(list))));
    } else if (json_read_integer(json_get(given, "from"), &from) &&
               json_read_integer(json_get(given, "to"), &to) &&
               json_read_integer(json_get(given, "step"), &step) && to >= from && step > 0) {
        uint64_t count = (uint64_t)(to - from) / (uint64_t)step + 1;
        value = json_new_integer(from + step * (int64_t)variation_draw(seed, purpose, 0, count));
    } else {
        value = json_keep((struct json *)(uintptr_t)given);
    }
    free(purpose);
    return value;
}
