/* decision_json.c - a decision as it is stored with an attempt and compared by a replay: rounded to 1e-6.
 *
 * Members may be added (an old stored result lacks them), never changed or taken away. */
#include <math.h>

#include "scoring/scoring.h"

static void
put_rounded(struct json *out, const char *key, double value)
{
    json_put_real(out, key, floor(value * 1e6 + .5) / 1e6);
}

static struct json *
domain_to_json(const struct domain_score *domain)
{
    if (!domain->is_known)
        return json_new_null();
    struct json *out = json_new_object();
    put_rounded(out, "mean", domain->mean);
    put_rounded(out, "low", domain->low);
    put_rounded(out, "high", domain->high);
    return out;
}

static struct json *
share_to_json(const struct safe_share *share)
{
    struct json *out = json_new_object();
    json_put_integer(out, "safe", (int64_t)share->safe);
    json_put_integer(out, "seen", (int64_t)share->seen);
    put_rounded(out, "mean", share->mean);
    put_rounded(out, "low", share->low);
    put_rounded(out, "high", share->high);
    return out;
}

static struct json *
critical_to_json(const struct framework *framework, const struct critical_finding *found)
{
    struct json *out = json_new_object();
    json_put_text(out, "item", found->item);
    json_put_text(out, "indicator", framework->indicators[found->indicator].code);
    json_put_text(out, "line", found->text);
    json_put_integer(out, "event", found->seq);
    json_put_integer(out, "at_ms", found->at);
    json_put_integer(out, "later_safe", (int64_t)found->later_safe);
    json_put_text(out, "state", scoring_critical_state_name(found->state));
    if (found->state == CRITICAL_OVERTURNED)
        json_put_text(out, "reason", found->reason);
    return out;
}

static struct json *
level_to_json(const struct indicator_level *level)
{
    static const char *const AMOUNTS[] = {"not tested", "not enough", "enough"};
    struct json *out = json_new_object(), *p_band = json_new_array(), *set = json_new_array();
    for (size_t i = 0; i < BAND_COUNT; i++) {
        json_add(p_band, json_new_real(floor(level->p_band[i] * 1e6 + .5) / 1e6));
        if (level->in_set[i])
            json_add(set, json_new_integer((int64_t)i + 1));
    }
    put_rounded(out, "theta", level->estimate.mean);
    put_rounded(out, "sd", level->estimate.sd);
    put_rounded(out, "low", level->estimate.low);
    put_rounded(out, "high", level->estimate.high);
    json_put(out, "p_band", p_band);
    json_put_integer(out, "band", level->band);
    json_put_integer(out, "score", level->score);
    json_put_text(out, "amount", AMOUNTS[level->amount]);
    json_put_boolean(out, "capped", level->is_capped);
    json_put(out, "domain", domain_to_json(&level->domain));
    json_put(out, "level_set", set);
    json_put_boolean(out, "inferred", level->amount == EVIDENCE_NONE);
    if (level->safety.seen > 0)
        json_put(out, "safety", share_to_json(&level->safety));
    return out;
}

static struct json *
factor_to_json(const struct factor_level *level)
{
    struct json *out = json_new_object();
    put_rounded(out, "theta", level->mean);
    put_rounded(out, "sd", level->sd);
    put_rounded(out, "low", level->low);
    put_rounded(out, "high", level->high);
    json_put_boolean(out, "inferred", level->is_inferred);
    return out;
}

struct json *
scoring_decision_to_json(const struct framework *framework, const struct level_decision *decision)
{
    struct json *out = json_new_object(), *indicators = json_new_object(), *areas = json_new_object();
    struct json *criticals = json_new_array(), *set_aside = json_new_array();
    for (size_t i = 0; i < decision->critical_count; i++)
        json_add(criticals, critical_to_json(framework, &decision->criticals[i]));
    for (size_t i = 0; i < decision->set_aside_count; i++) {
        struct json *one = json_new_object();
        json_put_text(one, "item", decision->set_aside[i].item);
        json_put_text(one, "why", scoring_response_kind_name(decision->set_aside[i].kind));
        json_add(set_aside, one);
    }
    for (size_t k = 0; k < decision->indicator_count; k++)
        json_put(indicators, framework->indicators[k].code, level_to_json(&decision->levels[k]));
    for (size_t a = 0; a < decision->area_count; a++)
        json_put(areas, framework->areas[a].code, factor_to_json(&decision->areas[a]));
    json_put(out, "indicators", indicators);
    json_put(out, "areas", areas);
    json_put(out, "total", factor_to_json(&decision->total));
    put_rounded(out, "accuracy", decision->accuracy);
    json_put_integer(out, "rules", decision->rules);
    json_put(out, "criticals", criticals);
    json_put(out, "set_aside", set_aside);
    json_put_integer(out, "overall", decision->overall);
    json_put_integer(out, "met", (int64_t)decision->met);
    json_put_boolean(out, "open_critical", decision->has_open_critical);
    json_put_boolean(out, "certifies", decision->certifies);
    return out;
}
