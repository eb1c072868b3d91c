/* growth_table.c - growth as CSV and as JSON; what the columns mean stands in TABLES.md. The trainer's CSV has a line a person, the
 * public one a line a skill and a line a village. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/growth_report.h"

enum { DECIMALS = 4 };

static const char *
verdict_word(enum change_verdict verdict)
{
    static const char *const WORDS[] = {[CHANGE_UNKNOWN] = "unknown", [CHANGE_FELL] = "fell", [CHANGE_NOT_CLEAR] = "not clear",
                                        [CHANGE_GREW] = "grew"};
    return WORDS[verdict];
}

static const char *
claim_word(enum growth_claim_kind kind)
{
    static const char *const WORDS[] = {[CLAIM_REFUSED] = "refused", [CLAIM_SAME_FORM] = "same form",
                                        [CLAIM_CALIBRATED] = "calibrated", [CLAIM_COMMON_ITEMS] = "common items"};
    return WORDS[kind];
}

/* ---- CSV: figures with a point, so that every program reads them alike ---- */

static void
write_heads(struct csv *csv, const char *const *heads, size_t count)
{
    for (size_t i = 0; i < count; i++)
        csv_text(csv, heads[i]);
}

static void
write_people(const struct growth_report *report, struct csv *csv)
{
    static const char *const HEADS[] = {"number", "name", "village", "tests", "verdict", "before", "after", "gain", "gain_sd",
                                        "p_above_zero"};
    write_heads(csv, HEADS, sizeof HEADS / sizeof HEADS[0]);
    for (size_t k = 0; k < report->framework->indicator_count; k++)
        csv_text(csv, report->framework->indicators[k].code);
    csv_end_line(csv);
    for (size_t n = 0; n < report->row_count; n++) {
        const struct growth_row *row = &report->rows[n];
        const struct person_growth *person = row->place != SIZE_MAX ? &report->whole.persons[row->place] : NULL;
        bool is_known = person != NULL && person->problem == GROWTH_FINE && report->claim.kind != CLAIM_REFUSED;
        csv_number(csv, (int64_t)row->number);
        csv_text(csv, row->name);
        csv_text(csv, report->villages[row->village].name);
        csv_text(csv, row->before == NULL ? "second" : row->after == NULL ? "first" : "both");
        csv_text(csv, is_known ? verdict_word(person->verdict) : "unknown");
        csv_real(csv, is_known, is_known ? person->pre_mean : 0, DECIMALS);
        csv_real(csv, is_known, is_known ? person->post_mean : 0, DECIMALS);
        csv_real(csv, is_known, is_known ? person->change.mean : 0, DECIMALS);
        csv_real(csv, is_known, is_known ? person->change.sd : 0, DECIMALS);
        csv_real(csv, is_known, is_known ? person->change.p_above_zero : 0, DECIMALS);
        for (size_t k = 0; k < report->framework->indicator_count; k++)
            csv_text(csv, is_known && person->indicators[k].is_tested ? verdict_word(person->indicators[k].direction) : "");
        csv_end_line(csv);
    }
}

static void
write_mean(struct csv *csv, const struct growth_mean *mean)
{
    csv_real(csv, mean->is_known, mean->mean, DECIMALS);
    csv_real(csv, mean->is_known, mean->se, DECIMALS);
    csv_real(csv, mean->is_known, mean->low, DECIMALS);
    csv_real(csv, mean->is_known, mean->high, DECIMALS);
}

static void
write_groups(const struct growth_report *report, struct csv *csv)
{
    static const char *const HEADS[] = {"what", "code", "name", "people", "gain", "gain_se", "gain_low", "gain_high", "verdict"};
    size_t order[INDICATOR_MAX], count = growth_order(report, order);
    write_heads(csv, HEADS, sizeof HEADS / sizeof HEADS[0]);
    csv_end_line(csv);
    csv_text(csv, "all");
    csv_text(csv, "");
    csv_text(csv, report->title);
    csv_number(csv, (int64_t)report->whole.person_count);
    write_mean(csv, &report->whole.gain);
    csv_text(csv, report->whole.gain.low > 0 ? "grew" : report->whole.gain.high < 0 ? "fell" : "not clear");
    csv_end_line(csv);
    for (size_t i = 0; i < count; i++) {
        const struct class_indicator_growth *growth = &report->whole.indicators[order[i]];
        csv_text(csv, "skill");
        csv_text(csv, report->framework->indicators[order[i]].code);
        csv_text(csv, growth_pick(report, report->framework->indicators[order[i]].name_vi,
                                  report->framework->indicators[order[i]].name_en));
        csv_number(csv, (int64_t)growth->person_count);
        write_mean(csv, &growth->pooled);
        csv_text(csv, verdict_word(growth->verdict));
        csv_end_line(csv);
    }
    for (size_t i = 0; report->village_count > 1 && i < report->village_count; i++) {
        csv_text(csv, "village");
        csv_text(csv, "");
        csv_text(csv, report->villages[i].name);
        csv_number(csv, (int64_t)report->villages[i].people);
        write_mean(csv, &report->groups[i].shrunk);
        csv_text(csv, "");
        csv_end_line(csv);
    }
}

void
growth_table(const struct growth_report *report, struct buffer *out)
{
    struct csv csv;
    char *refusal = growth_refusal(report);
    csv_begin(&csv, out);
    if (!report->wish.is_public)
        write_people(report, &csv);
    else if (refusal == NULL)
        write_groups(report, &csv);
    if (refusal != NULL) {
        csv_text(&csv, refusal);
        csv_end_line(&csv);
    }
    free(refusal);
}

/* ---- JSON: one object, figures in logits ---- */

static struct json *
mean_to_json(const struct growth_mean *mean)
{
    struct json *out = json_new_object();
    if (!mean->is_known) {
        json_free(out);
        return json_new_null();
    }
    json_put_real(out, "mean", report_round(mean->mean));
    json_put_real(out, "se", report_round(mean->se));
    json_put_real(out, "low", report_round(mean->low));
    json_put_real(out, "high", report_round(mean->high));
    return out;
}

static struct json *
skills_to_json(const struct growth_report *report)
{
    struct json *list = json_new_array();
    size_t order[INDICATOR_MAX], count = growth_order(report, order);
    for (size_t i = 0; i < count; i++) {
        const struct class_indicator_growth *growth = &report->whole.indicators[order[i]];
        struct json *one = json_new_object();
        json_put_text(one, "indicator", report->framework->indicators[order[i]].code);
        json_put_integer(one, "people", (int64_t)growth->person_count);
        json_put(one, "before", mean_to_json(&growth->pre));
        json_put(one, "gain_alone", mean_to_json(&growth->change));
        json_put(one, "gain", mean_to_json(&growth->pooled));
        json_put_real(one, "p_above_zero", report_round(growth->p_above_zero));
        json_put_text(one, "verdict", verdict_word(growth->verdict));
        json_add(list, one);
    }
    return list;
}

static struct json *
villages_to_json(const struct growth_report *report)
{
    struct json *list = json_new_array();
    for (size_t i = 0; i < report->village_count; i++) {
        const struct growth_village *village = &report->villages[i];
        const struct class_growth *growth = report->village_count > 1 ? &village->growth : &report->whole;
        struct json *one = json_new_object();
        json_put_text(one, "village", village->name);
        json_put_integer(one, "people", (int64_t)village->people);
        json_put(one, "before", mean_to_json(&growth->pre));
        json_put(one, "gain", mean_to_json(&growth->gain));
        json_put(one, "gain_pooled", mean_to_json(report->village_count > 1 ? &report->groups[i].shrunk : &growth->gain));
        json_add(list, one);
    }
    return list;
}

static struct json *
people_to_json(const struct growth_report *report)
{
    struct json *list = json_new_array();
    for (size_t n = 0; n < report->row_count; n++) {
        const struct growth_row *row = &report->rows[n];
        const struct person_growth *person = row->place != SIZE_MAX ? &report->whole.persons[row->place] : NULL;
        struct json *one = json_new_object();
        json_put_text(one, "learner", row->after != NULL ? row->after->learner_id : row->before->learner_id);
        json_put_text(one, "name", row->name);
        json_put_text(one, "tests", row->before == NULL ? "second" : row->after == NULL ? "first" : "both");
        if (person != NULL && person->problem == GROWTH_FINE && report->claim.kind != CLAIM_REFUSED) {
            json_put_text(one, "verdict", verdict_word(person->verdict));
            json_put_real(one, "gain", report_round(person->change.mean));
            json_put_real(one, "gain_sd", report_round(person->change.sd));
            json_put_real(one, "p_above_zero", report_round(person->change.p_above_zero));
            json_put_real(one, "before", report_round(person->pre_mean));
            json_put_real(one, "after", report_round(person->post_mean));
        }
        json_add(list, one);
    }
    return list;
}

static struct json *
claim_to_json(const struct growth_report *report)
{
    struct json *out = json_new_object();
    json_put_text(out, "kind", claim_word(report->claim.kind));
    json_put_integer(out, "common_items", (int64_t)report->claim.common_items);
    json_put_integer(out, "weak_items", (int64_t)report->claim.weak_items);
    json_put_real(out, "common_share", report_round(report->claim.common_share));
    return out;
}

static void
put_sentence(struct json *out, const char *key, char *sentence)
{
    json_put_text(out, key, sentence);
    free(sentence);
}

void
growth_object(const struct growth_report *report, struct buffer *out)
{
    struct json *whole = json_new_object();
    char *refusal = growth_refusal(report);
    put_sentence(whole, "says_vi", growth_lead(report, false));
    put_sentence(whole, "says_en", growth_lead(report, true));

    json_put_text(whole, "parameter_set", report->measured.parameter_set);
    json_put_text(whole, "unit", "logits");
    json_put_real(whole, "logits_per_band", report->logits_per_band);
    json_put(whole, "claim", claim_to_json(report));
    json_put(whole, "refused", refusal != NULL ? json_new_text(refusal) : json_new_null());
    if (!growth_is_hidden(report)) {
        json_put_integer(whole, "both", (int64_t)report->both);
        if (!report->wish.is_public || report->before_only == 0 || report->before_only >= SMALLEST_GROUP)
            json_put_integer(whole, "first_only", (int64_t)report->before_only);
        if (!report->wish.is_public || report->after_only == 0 || report->after_only >= SMALLEST_GROUP)
            json_put_integer(whole, "second_only", (int64_t)report->after_only);
    }
    if (refusal == NULL) {
        if (growth_may_count(report, report->whole.grew))
            json_put_integer(whole, "grew", (int64_t)report->whole.grew);
        if (!report->wish.is_public) {
            json_put_integer(whole, "not_clear", (int64_t)report->whole.not_clear);
            json_put_integer(whole, "fell", (int64_t)report->whole.fell);
        }
        json_put(whole, "before", mean_to_json(&report->whole.pre));
        json_put(whole, "gain", mean_to_json(&report->whole.gain));
        json_put(whole, "skills", skills_to_json(report));
        json_put(whole, "villages", villages_to_json(report));
    }
    if (!report->wish.is_public)
        json_put(whole, "people", people_to_json(report));
    json_write(whole, out);
    buffer_add_byte(out, '\n');
    json_free(whole);
    free(refusal);
}
