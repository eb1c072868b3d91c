/* level_decision.c - from outcomes to bands, and from bands to "certifies".
 *
 * Bands come from probabilities rounded to 1e-6, so that two machines never differ on one. An open critical act caps
 * the band of the indicator it is evidence for at 1 and forbids the certificate, without touching theta, so that growth
 * stays unbiased; later safe scenarios close it (safety.c, MEASURE.md section 5). */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/scoring.h"

/* One question says too little of a skill: two questions, or a task of two steps, are the least. An
 * author's item is never taken for steeper than 3.5 (MEASURE.md section 1). */
enum { UNITS_ENOUGH = 2, SCORE_STEPS = 32 };
static const double STEEPEST = 3.5, SET_HOLDS = .8, NORMAL_975 = 1.959963984540054;

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
run_model(const struct decision_case *given, struct tree_estimate *estimate, struct domain_score *domains)
{
    const struct framework *framework = given->framework;
    const struct scored_outcome *outcomes = given->outcomes;
    size_t count = given->outcome_count;
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
    scoring_domain_scores(estimate, mu, model.indicator_count, given->bank != NULL ? given->bank : items,
                          given->bank != NULL ? given->bank_count : count, domains);
    free(area_of);
    free(mu);
    free(items);
    free(responses);
}

/* A task that shows two indicators is whole evidence of each; an answer to another framework's indicator only as far as
 * the mapping says so. */
static enum evidence_amount
amount_of(const struct decision_case *given, size_t indicator)
{
    double units = 0;
    for (size_t n = 0; n < given->outcome_count; n++) {
        const struct scored_outcome *one = &given->outcomes[n];
        if (one->indicator == indicator && one->category != RESPONSE_MISSING)
            units += one->irt.steps * (given->is_mapped ? one->irt.weight : 1);
    }
    return units <= 0 ? EVIDENCE_NONE : units < UNITS_ENOUGH - 1e-9 ? EVIDENCE_THIN : EVIDENCE_ENOUGH;
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
    scoring_level_set(level->p_band, SET_HOLDS, level->in_set);
}

static struct factor_level
factor_level(double mean, double sd, bool is_inferred)
{
    double half = NORMAL_975 * sd;
    return (struct factor_level){.mean = mean, .sd = sd, .low = mean - half, .high = mean + half,
                                 .is_inferred = is_inferred};
}

/* Every indicator of a framework has the same prior mean, so the mean mu of an area is that. */
static void
fill_factors(const struct framework *framework, const struct tree_estimate *estimate, struct level_decision *out)
{
    out->area_count = framework->area_count;
    out->areas = memory_new_array(out->area_count, sizeof *out->areas);
    bool is_inferred = true;
    for (size_t a = 0; a < out->area_count; a++) {
        bool of_area = true;
        for (size_t k = 0; k < out->indicator_count; k++)
            if (framework->indicators[k].area == a && out->levels[k].amount != EVIDENCE_NONE)
                of_area = is_inferred = false;
        out->areas[a] = factor_level(framework->prior_mean + estimate->area_mean[a], estimate->area_sd[a], of_area);
    }
    double slope = sqrt(framework->rho_g);
    out->total = factor_level(framework->prior_mean + slope * estimate->general_mean, slope * estimate->general_sd,
                              is_inferred);
}

/* MEASURE.md section 2: the mean of the largest level probability is the share of right levels to expect. */
static double
expected_accuracy(const struct level_decision *decision)
{
    double sum = 0;
    size_t count = 0;
    for (size_t k = 0; k < decision->indicator_count; k++) {
        const struct indicator_level *level = &decision->levels[k];
        double largest = 0;
        if (level->amount == EVIDENCE_NONE)
            continue;
        for (size_t i = 0; i < BAND_COUNT; i++)
            largest = fmax(largest, level->p_band[i]);
        sum += largest;
        count++;
    }
    return count > 0 ? sum / (double)count : 0;
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

/* ---- critical acts and answers that do not count ---- */

static enum critical_state
state_of(const struct safety_situation *situation, size_t later_safe, int rules)
{
    if (situation->overturned != NULL)
        return CRITICAL_OVERTURNED;
    if (rules < 2 || later_safe < SAFE_FOR_BAND)
        return CRITICAL_OPEN;
    return later_safe < SAFE_FOR_CERTIFICATE ? CRITICAL_BAND_FREE : CRITICAL_CLOSED;
}

static void
judge_criticals(const struct decision_case *given, struct level_decision *out)
{
    out->criticals = memory_new_array(given->situation_count, sizeof *out->criticals);
    for (size_t i = 0; i < given->situation_count; i++) {
        const struct safety_situation *situation = &given->situations[i];
        if (situation->was_safe)
            continue;
        struct critical_finding *found = &out->criticals[out->critical_count++];
        *found = (struct critical_finding){
            .indicator = situation->indicator,
            .item = memory_copy_text(situation->item),
            .text = memory_copy_text(situation->text),
            .reason = memory_copy_text(situation->overturned != NULL ? situation->overturned : ""),
            .seq = situation->seq,
            .at = situation->at,
            .later_safe = scoring_count_later_safe(given->situations, given->situation_count, i)};
        found->state = state_of(situation, found->later_safe, out->rules);
        if (found->state == CRITICAL_OPEN) {
            out->levels[found->indicator].is_capped = true;
            out->levels[found->indicator].band = 1;
        }
        out->has_open_critical |= found->state == CRITICAL_OPEN || found->state == CRITICAL_BAND_FREE;
    }
}

static void
list_set_aside(const struct decision_case *given, struct level_decision *out)
{
    out->set_aside = memory_new_array(given->outcome_count, sizeof *out->set_aside);
    for (size_t i = 0; i < given->outcome_count; i++) {
        const struct scored_outcome *one = &given->outcomes[i];
        bool is_known = one->kind != RESPONSE_RAPID;
        for (size_t n = 0; n < out->set_aside_count; n++)
            is_known = is_known || strcmp(out->set_aside[n].item, one->item) == 0;
        if (!is_known)
            out->set_aside[out->set_aside_count++] =
                (struct set_aside){.item = memory_copy_text(one->item), .kind = one->kind};
    }
}

void
scoring_decide_case(const struct decision_case *given, struct level_decision *out)
{
    const struct framework *framework = given->framework;
    struct tree_estimate estimate;
    *out = (struct level_decision){.indicator_count = framework->indicator_count,
                                   .rules = given->rules > 0 ? given->rules : SCORING_RULES};
    out->levels = memory_new_array(out->indicator_count, sizeof *out->levels);
    struct domain_score *domains = memory_new_array(out->indicator_count, sizeof *domains);
    run_model(given, &estimate, domains);
    for (size_t k = 0; k < out->indicator_count; k++) {
        out->levels[k].amount = amount_of(given, k);
        fill_level(framework, &estimate.indicators[k], &out->levels[k]);
        out->levels[k].domain = domains[k];
        out->levels[k].safety = scoring_safe_share_of(given->situations, given->situation_count, k);
    }
    fill_factors(framework, &estimate, out);
    out->accuracy = expected_accuracy(out);
    irt_clear_estimate(&estimate);
    free(domains);
    judge_criticals(given, out);
    list_set_aside(given, out);
    out->overall = overall_level(out);
    for (size_t k = 0; given->programme != NULL && k < out->indicator_count; k++)
        out->met += meets(given->programme, &out->levels[k]);
    out->certifies = given->programme != NULL && out->met >= given->programme->needs_indicators &&
                     !out->has_open_critical;
}

void
scoring_decide(const struct framework *framework, const struct programme *programme,
               const struct scored_outcome *outcomes, size_t outcome_count, const struct critical_act *criticals,
               size_t critical_count, struct level_decision *out)
{
    struct safety_situation *situations = memory_new_array(critical_count, sizeof *situations);
    for (size_t i = 0; i < critical_count; i++)
        situations[i] = (struct safety_situation){
            .indicator = criticals[i].indicator,
            .item = criticals[i].item != NULL ? criticals[i].item : "",
            .text = criticals[i].text != NULL ? criticals[i].text : "",
            .seq = criticals[i].seq};
    scoring_decide_case(&(struct decision_case){.framework = framework, .programme = programme, .outcomes = outcomes,
                                                .outcome_count = outcome_count, .situations = situations,
                                                .situation_count = critical_count},
                        out);
    free(situations);
}

void
scoring_clear_decision(struct level_decision *decision)
{
    for (size_t i = 0; i < decision->critical_count; i++) {
        free(decision->criticals[i].item);
        free(decision->criticals[i].text);
        free(decision->criticals[i].reason);
    }
    for (size_t i = 0; i < decision->set_aside_count; i++)
        free(decision->set_aside[i].item);
    free(decision->criticals);
    free(decision->set_aside);
    free(decision->levels);
    free(decision->areas);
    *decision = (struct level_decision){0};
}
