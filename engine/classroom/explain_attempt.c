/* explain_attempt.c - a judgement laid open, as JSON: what each answer said to the model, and what came of it, with the
 * words that a reader needs. */
#include <stdlib.h>

#include "base/memory.h"
#include "classroom/room.h"

static struct json *
scored_to_json(const struct framework *framework, const struct scored_outcome *one)
{
    struct json *row = json_new_object(), *b = json_new_array();
    json_put_text(row, "item", one->item);
    json_put_text(row, "indicator", framework->indicators[one->indicator].code);
    json_put_text(row, "kind", scoring_response_kind_name(one->kind));
    json_put(row, "category", one->category == RESPONSE_MISSING ? json_new_null() : json_new_integer(one->category));
    json_put_integer(row, "steps", one->irt.steps);
    json_put_real(row, "weight", one->irt.weight);
    json_put_real(row, "a", one->irt.a);
    for (int v = 0; v < one->irt.steps; v++)
        json_add(b, json_new_real(one->irt.b[v]));
    json_put(row, "b", b);
    json_put_real(row, "c", one->irt.c);
    return row;
}

struct json *
room_explain(const struct framework *framework, const struct scored_outcome *scored, size_t count,
             const struct level_decision *decision)
{
    struct json *out = json_new_object(), *rows = json_new_array(), *labels = json_new_object(),
                *bands = json_new_array(), *areas = json_new_object();
    for (size_t i = 0; i < count; i++)
        json_add(rows, scored_to_json(framework, &scored[i]));
    for (size_t k = 0; k < framework->indicator_count; k++)
        json_put_text(labels, framework->indicators[k].code, framework->indicators[k].short_en);
    for (size_t a = 0; a < framework->area_count; a++)
        json_put_text(areas, framework->areas[a].code, framework->areas[a].short_en);
    for (size_t i = 0; i < BAND_COUNT; i++)
        json_add(bands, json_new_text(framework->band_en[i]));
    json_put_text(out, "framework", framework->id);
    json_put_text(out, "title", framework->title_en);
    json_put(out, "scored", rows);
    json_put(out, "labels", labels);
    json_put(out, "area_labels", areas);
    json_put(out, "bands", bands);
    json_put(out, "decision", scoring_decision_to_json(framework, decision));
    return out;
}

enum fault
room_explain_under(const struct frameworks *frameworks, const struct verdict_of_attempt *result, const char *own,
                   const char *other, struct json **out, struct err *err)
{
    struct scored_outcome *scored = NULL;
    struct level_decision decision = {0};
    size_t count = 0;
    enum fault fault = room_decide_under(frameworks, result, own, other, &scored, &count, &decision, err);
    if (fault == FAULT_NONE)
        *out = room_explain(scoring_find_framework(frameworks, other), scored, count, &decision);
    scoring_clear_decision(&decision);
    free(scored);
    return fault;
}
