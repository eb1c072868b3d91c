/* scoring_parameters.c - bytes that claim to be item parameters: what is taken is usable by the model, and reads back the same. */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "scoring/scoring.h"

static void
check_set(const struct parameter_set *set)
{
    char name[PARAMETER_SET_NAME_MAX], again[PARAMETER_SET_NAME_MAX];
    struct parameter_set copy;
    struct err err;
    for (size_t i = 0; i < set->item_count; i++) {
        const struct irt_item *irt = &set->items[i].irt;
        HOLDS(irt->a > 0 && isfinite(irt->a) && irt->c >= 0 && irt->c < 1 && irt->steps >= 1 && irt->steps <= ITEM_STEPS_MAX);
        HOLDS(irt->indicator < set->indicator_count && isfinite(irt->b[irt->steps - 1]));
    }
    parameter_set_name(set, name);
    struct json *json = parameter_set_write(set);
    HOLDS(parameter_set_read(json, &copy, &err) == FAULT_NONE);
    parameter_set_name(&copy, again);
    HOLDS(strcmp(name, again) == 0);
    parameter_set_clear(&copy);
    json_free(json);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct json *json = NULL;
    struct parameter_set set;
    struct err err;
    if (json_read((const char *)data, len, &json, &err) != FAULT_NONE)
        return 0;
    if (parameter_set_read(json, &set, &err) == FAULT_NONE) {
        check_set(&set);
        parameter_set_clear(&set);
    } else {
        HOLDS(err.text[0] != 0);
    }
    json_free(json);
    return 0;
}
