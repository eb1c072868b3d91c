/* level_decision.c - from outcomes to bands, and from bands to "certifies".
 *
 * Bands come from probabilities rounded to 1e-6, so that two machines never differ on one. An open critical act caps
 * the band of the indicator it is evidence for at 1 and forbids the certificate, without touching theta, so that growth
 * stays unbiased (MEASURE.md section 5). */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scoring/scoring.h"

/* One question says too little of a skill: two questions, or a task of two steps, are the least. An
 * author's item is never taken for steeper than 3.5 (MEASURE.md section 1). */
enum { UNITS_ENOUGH = 2, SCORE_STEPS = 32 };
static const double STEEPEST = 3.5;

static double
rounded(double value)
{
    return floor(value * 1e6 + .5) / 1e6;
}

double
scoring_scale_position(const struct framework *framework, double theta)
{
    double edges[BAND_COUNT + 1];
    edges[0] = framework->cuts[0] - 1;
    for (size_t i = 0; i < CUT_COUNT; i++)
        edges[i + 1] = framework->cuts[i];
    edges[BAND_COUNT] = framework->cuts[CUT_COUNT - 1] + 1;
    if (theta <= edges[0])
        return 0;
    for (size_t band = 0; band < BAND_COUNT; band++)
        if (theta < edges[band + 1])
            return ((double)band + (theta - edges[band]) / (edges[band + 1] - edges[band])) / BAND_COUNT;
    return 1;
}

static void
run_model(const struct framework *framework, const struct scored_outcome *outcomes, size_t count,
          struct tree_estimate *estimate)
{
    size_t *area_of = memory_new_array(framework->indicator_count, sizeof *area_of);
    double *mu = memory_new_array(framework->indicator_count, sizeof *mu);
    struct irt_item *items = memory_new_array(count, sizeof *items);
    int *responses = memory_new_array(count, sizeof *responses);
    for (size_t k = 0; k < framework->indicator_count; k++) {
        area_of[k] = framework->indicators[k].area;
        mu[k] = framework->prior_mean;
    }
    for (size_t n = 0; n < count; n++) {
        assert(outcomes[n].indicator < framework->indicator_count && outcomes[n].category <= outcomes[n].irt.steps);
        items[n] = outcomes[n].irt;
        items[n].indicator = outcomes[n].indicator;
        items[n].a = fmin(items[n].a, STEEPEST);
        responses[n] = outcomes[n].category;
    }
    struct irt_model model = {.indicator_count = framework->indicator_count, .area_count = framework->area_count,
                              .area_of = area_of, .rho_g = framework->rho_g, .rho_a = framework->rho_a, .mu = mu};
    for (size_t i = 0; i < CUT_COUNT; i++)
        model.cuts[i] = framework->cuts[i];
    irt_estimate_tree(&model, items, responses, count, estimate);
    free(area_of);
    free(mu);
    free(items);
    free(responses);
}

static enum evidence_amount
amount_of(const struct scored_outcome *outcomes, size_t count, size_t indicator)
{
    int units = 0;
    for (size_t n = 0; n < count; n++)
        if (outcomes[n].indicator == indicator && outcomes[n].category != RESPONSE_MISSING)
            units += outcomes[n].irt.steps;
    return units == 0 ? EVIDENCE_NONE : units < UNITS_ENOUGH ? EVIDENCE_THIN : EVIDENCE_ENOUGH;
}

static void
fill_level(const struct framework *framework, const struct indicator_estimate *estimate, struct indicator_level *level)
{
    double before = 1;
    level->estimate = *estimate;
    level->band = 1;
    for (size_t i = 0; i < CUT_COUNT; i++) {
        double p = rounded(estimate->p_at_least[i]);
        level->estimate.p_at_least[i] = p;
        level->p_band[i] = before - p;
        before = p;
        level->band += p >= .5;
    }
    level->p_band[BAND_COUNT - 1] = before;
    int score = (int)floor(SCORE_STEPS * scoring_scale_position(framework, rounded(estimate->mean)));
    level->score = score >= SCORE_STEPS ? SCORE_STEPS - 1 : score;
}

/* The lower median of the stated bands: what a certificate's bytes say too, so that both agree. */
static int
overall_level(const struct level_decision *decision)
{
    size_t counts[BAND_COUNT + 1] = {0}, total = 0, seen = 0;
    for (size_t k = 0; k < decision->indicator_count; k++)
        if (decision->levels[k].amount == EVIDENCE_ENOUGH) {
            counts[decision->levels[k].band]++;
            total++;
        }
    for (int band = 1; band <= BAND_COUNT; band++) {
        seen += counts[band];
        if (total > 0 && seen >= (total + 1) / 2)
            return band;
    }
    return 1;
}

static bool
meets(const struct programme *programme, const struct indicator_level *level)
{
    double p = programme->needs_band <= 1 ? 1 : level->estimate.p_at_least[programme->needs_band - 2];
    return level->amount == EVIDENCE_ENOUGH && level->band >= programme->needs_band &&
           p >= rounded(programme->needs_probability);
}

void
scoring_decide(const struct framework *framework, const struct programme *programme,
               const struct scored_outcome *outcomes, size_t outcome_count, const struct critical_act *criticals,
               size_t critical_count, struct level_decision *out)
{
    struct tree_estimate estimate;
    *out = (struct level_decision){.indicator_count = framework->indicator_count,
                                   .has_open_critical = critical_count > 0};
    out->levels = memory_new_array(out->indicator_count, sizeof *out->levels);
    run_model(framework, outcomes, outcome_count, &estimate);
    for (size_t k = 0; k < out->indicator_count; k++) {
        out->levels[k].amount = amount_of(outcomes, outcome_count, k);
        fill_level(framework, &estimate.indicators[k], &out->levels[k]);
    }
    for (size_t i = 0; i < critical_count; i++) {
        out->levels[criticals[i].indicator].is_capped = true;
        out->levels[criticals[i].indicator].band = 1;
    }
    irt_clear_estimate(&estimate);
    out->overall = overall_level(out);
    if (programme == NULL)
        return;
    for (size_t k = 0; k < out->indicator_count; k++)
        out->met += meets(programme, &out->levels[k]);
    out->certifies = out->met >= programme->needs_indicators && !out->has_open_critical;
}

void
scoring_clear_decision(struct level_decision *decision)
{
    free(decision->levels);
    *decision = (struct level_decision){0};
}

static struct json *
level_to_json(const struct indicator_level *level)
{
    static const char *const AMOUNTS[] = {"not tested", "not enough", "enough"};
    struct json *out = json_new_object(), *p_band = json_new_array();
    for (size_t i = 0; i < BAND_COUNT; i++)
        json_add(p_band, json_new_real(rounded(level->p_band[i])));
    json_put_real(out, "theta", rounded(level->estimate.mean));
    json_put_real(out, "sd", rounded(level->estimate.sd));
    json_put_real(out, "low", rounded(level->estimate.low));
    json_put_real(out, "high", rounded(level->estimate.high));
    json_put(out, "p_band", p_band);
    json_put_integer(out, "band", level->band);
    json_put_integer(out, "score", level->score);
    json_put_text(out, "amount", AMOUNTS[level->amount]);
    json_put_boolean(out, "capped", level->is_capped);
    return out;
}

struct json *
scoring_decision_to_json(const struct framework *framework, const struct level_decision *decision)
{
    struct json *out = json_new_object(), *indicators = json_new_object();
    for (size_t k = 0; k < decision->indicator_count; k++)
        json_put(indicators, framework->indicators[k].code, level_to_json(&decision->levels[k]));
    json_put(out, "indicators", indicators);
    json_put_integer(out, "overall", decision->overall);
    json_put_integer(out, "met", (int64_t)decision->met);
    json_put_boolean(out, "open_critical", decision->has_open_critical);
    json_put_boolean(out, "certifies", decision->certifies);
    return out;
}
