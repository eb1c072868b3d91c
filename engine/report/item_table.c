/* item_table.c - the items as CSV and JSON: a line an item; what the columns mean stands in TABLES.md. */
#include <stdlib.h>

#include "base/memory.h"
#include "report/item_report.h"

static const char *const FLAG_NAMES[] = {"too hard", "too easy", "weak", "negative", "check the key", "idle option", "misfit", "drift"};
enum { FLAG_COUNT = sizeof FLAG_NAMES / sizeof FLAG_NAMES[0] };

enum { DECIMALS = 4 };

/* ---- CSV ---- */

static void
csv_known(struct csv *csv, const struct known_figure *figure)
{
    csv_real(csv, figure->is_known, figure->value, DECIMALS);
    csv_real(csv, figure->is_known, figure->low, DECIMALS);
    csv_real(csv, figure->is_known, figure->high, DECIMALS);
}

static void
write_flags(struct csv *csv, unsigned flags)
{
    struct buffer words = {0};
    for (int i = 0; i < FLAG_COUNT; i++)
        if (flags & (1u << i))
            buffer_print(&words, "%s%s", words.len > 0 ? "; " : "", FLAG_NAMES[i]);
    csv_text(csv, buffer_text(&words));
    buffer_clear(&words);
}

static const char *
dif_name(const struct item_report *report, size_t column)
{
    static const char *const NAMES[] = {[DIF_UNKNOWN] = "", [DIF_A] = "A", [DIF_B] = "B", [DIF_C] = "C"};
    const struct dif_figures *dif = report->group.dif != NULL ? &report->group.dif[column] : NULL;
    if (dif == NULL)
        return "";
    return dif->action == DIF_NO_DATA || (dif->action == DIF_WATCH && dif->class != DIF_C) ? "not enough data" : NAMES[dif->class];
}

void
item_table(const struct item_report *report, struct buffer *out)
{
    static const char *const HEADS[] = {"item", "indicator", "status", "answers", "a", "b", "facility", "facility_low", "facility_high",
                                        "discrimination", "discrimination_low", "discrimination_high", "upper_lower", "infit",
                                        "unknown_share", "median_seconds", "flags", "dif"};
    struct csv csv;
    csv_begin(&csv, out);
    for (size_t i = 0; i < sizeof HEADS / sizeof HEADS[0]; i++)
        csv_text(&csv, HEADS[i]);
    csv_end_line(&csv);
    for (size_t i = 0; i < report->measured.column_count; i++) {
        const struct measured_column *about = &report->measured.columns[i];
        const struct item_figures *item = &report->items[i];
        csv_text(&csv, about->id);
        csv_text(&csv, report->measured.framework->indicators[about->indicator].code);
        csv_text(&csv, item_status_name(about->status));
        csv_number(&csv, (int64_t)item->answers);
        csv_real(&csv, true, about->irt.a, DECIMALS);
        csv_real(&csv, true, item_difficulty(&about->irt), DECIMALS);
        csv_known(&csv, &item->facility);
        csv_known(&csv, &item->discrimination);
        csv_real(&csv, item->upper_lower.is_known, item->upper_lower.value, DECIMALS);
        csv_real(&csv, item->infit.is_known, item->infit.value, DECIMALS);
        csv_real(&csv, item->option_count > 0, item->unknown_share, DECIMALS);
        csv_real(&csv, item->median_seconds > 0, item->median_seconds, DECIMALS);
        write_flags(&csv, item->flags);
        csv_text(&csv, dif_name(report, i));
        csv_end_line(&csv);
    }
}

/* ---- JSON ---- */

static struct json *
known_to_json(const struct known_figure *figure)
{
    if (!figure->is_known)
        return json_new_null();
    struct json *out = json_new_object();
    json_put_real(out, "value", report_round(figure->value));
    if (figure->low < figure->high) {
        json_put_real(out, "low", report_round(figure->low));
        json_put_real(out, "high", report_round(figure->high));
    }
    return out;
}

static struct json *
options_to_json(const struct item_figures *item)
{
    struct json *list = json_new_array();
    for (size_t option = 0; option < item->option_count; option++) {
        const struct option_figures *figures = &item->options[option];
        struct json *one = json_new_object(), *thirds = json_new_array();
        char letter[2] = {(char)('A' + option), 0};
        for (int t = 0; t < THIRDS; t++)
            json_add(thirds, json_new_real(report_round(figures->by_third[t])));
        json_put_text(one, "option", letter);
        json_put_boolean(one, "right", option == 0);
        json_put_integer(one, "chosen", figures->chosen);
        json_put_real(one, "share", report_round(figures->share));
        json_put(one, "by_third", thirds);
        json_put(one, "point_biserial", known_to_json(&figures->point_biserial));
        json_add(list, one);
    }
    return list;
}

static struct json *
dif_to_json(const struct item_report *report, size_t column)
{
    const struct dif_figures *dif = &report->group.dif[column];
    struct json *out = json_new_object();
    json_put_integer(out, "focal", (int64_t)dif->focal);
    json_put_integer(out, "reference", (int64_t)dif->reference);
    json_put(out, "delta", known_to_json(&dif->delta));
    json_put(out, "smd", known_to_json(&dif->smd));
    json_put(out, "chi2", known_to_json(&dif->chi2));
    json_put_text(out, "class", dif_name(report, column));
    return out;
}

static struct json *
item_to_json(const struct item_report *report, size_t column)
{
    const struct measured_column *about = &report->measured.columns[column];
    const struct item_figures *item = &report->items[column];
    struct json *out = json_new_object(), *flags = json_new_array(), *advice = json_new_array(), *b = json_new_array();
    char *words;
    for (int i = 0; i < FLAG_COUNT; i++)
        if (item->flags & (1u << i))
            json_add(flags, json_new_text(FLAG_NAMES[i]));
    for (size_t n = 0; (words = item_advice(report, column, n)) != NULL; n++) {
        json_add(advice, json_new_text(words));
        free(words);
    }
    for (int x = 0; x < about->irt.steps; x++)
        json_add(b, json_new_real(report_round(about->irt.b[x])));
    json_put_text(out, "item", about->id);
    json_put_text(out, "indicator", report->measured.framework->indicators[about->indicator].code);
    json_put_text(out, "status", item_status_name(about->status));
    json_put_integer(out, "answers", (int64_t)item->answers);
    json_put_real(out, "a", report_round(about->irt.a));
    json_put(out, "b", b);
    json_put(out, "facility", known_to_json(&item->facility));
    json_put(out, "discrimination", known_to_json(&item->discrimination));
    json_put(out, "upper_lower", known_to_json(&item->upper_lower));
    json_put(out, "infit", known_to_json(&item->infit));
    json_put_real(out, "unknown_share", report_round(item->unknown_share));
    json_put_real(out, "median_seconds", report_round(item->median_seconds));
    json_put(out, "options", options_to_json(item));
    json_put(out, "flags", flags);
    json_put(out, "advice", advice);
    json_put_boolean(out, "enough_data", item->answers >= ENOUGH_TO_DISCRIMINATE);
    if (report->group.dif != NULL)
        json_put(out, "dif", dif_to_json(report, column));
    return out;
}

static struct json *
indicators_to_json(const struct item_report *report)
{
    struct json *list = json_new_array();
    for (size_t k = 0; k < report->measured.framework->indicator_count; k++) {
        if (!report->accuracy[k].is_known)
            continue;
        struct json *one = json_new_object();
        json_put_text(one, "indicator", report->measured.framework->indicators[k].code);
        json_put(one, "reliability", known_to_json(&report->marginal[k]));
        json_put_real(one, "mean_sd", report_round(report->mean_psd[k]));
        json_put(one, "level_accuracy", known_to_json(&report->accuracy[k]));
        json_add(list, one);
    }
    return list;
}

void
item_object(const struct item_report *report, struct buffer *out)
{
    struct json *whole = json_new_object(), *items = json_new_array(), *cut = json_new_object(), *by_judge = json_new_array();
    char *lead = item_lead(report, false), *english = item_lead(report, true);
    for (size_t i = 0; i < report->measured.column_count; i++)
        json_add(items, item_to_json(report, i));
    json_put_text(whole, "says_vi", lead);
    json_put_text(whole, "says_en", english);
    json_put_integer(whole, "people", (int64_t)report->persons);
    json_put_integer(whole, "left_out", (int64_t)report->measured.left_out);
    json_put_text(whole, "parameter_set", report->measured.parameter_set);
    json_put(whole, "items", items);
    json_put(whole, "indicators", indicators_to_json(report));
    json_put(whole, "alpha", known_to_json(&report->reliability.alpha));
    json_put(whole, "sem", known_to_json(&report->reliability.sem));
    json_put_integer(whole, "complete", (int64_t)report->reliability.person_count);
    json_put_integer(whole, "unusual_people", (int64_t)report->misfits);
    json_put_real(cut, "cut", report_round(report->cut.cut));
    json_put_real(cut, "se", report_round(report->cut.se));
    json_put_text(cut, "method", report->is_bookmark ? "bookmark" : "angoff");
    json_put_integer(cut, "judges", (int64_t)report->cut.judges);
    for (size_t n = 0; n < report->cut.judges; n++)
        json_add(by_judge, json_new_real(report_round(report->judge_cuts[n])));
    json_put(cut, "by_judge", by_judge);
    json_put_integer(cut, "borderline", (int64_t)report->borderline);
    if (report->cut.is_known)
        json_put(whole, "judges_cut", cut);
    else
        json_free(cut);
    json_write(whole, out);
    buffer_add_byte(out, '\n');
    json_free(whole);
    free(lead);
    free(english);
}
