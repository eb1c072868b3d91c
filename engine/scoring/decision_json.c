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
    for (size_t k = 0; k < decision->indicator_count; k++)
        json_put(indicators, framework->indicators[k].code, level_to_json(&decision->levels[k]));
    for (size_t a = 0; a < decision->area_count; a++)
        json_put(areas, framework->areas[a].code, factor_to_json(&decision->areas[a]));
    json_put(out, "indicators", indicators);
    json_put(out, "areas", areas);
    json_put(out, "total", factor_to_json(&decision->total));
    put_rounded(out, "accuracy", decision->accuracy);
    json_put_integer(out, "rules", SCORING_RULES);
    json_put_integer(out, "overall", decision->overall);
    json_put_integer(out, "met", (int64_t)decision->met);
    json_put_boolean(out, "open_critical", decision->has_open_critical);
    json_put_boolean(out, "certifies", decision->certifies);
    return out;
}
