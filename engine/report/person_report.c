/* person_report.c - gives the results of one person the form that was asked for; the table and the object are here, as they only
 * copy (TABLES.md says what the columns mean). */
#include "report/person_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "report/class_report.h"

enum { DECIMALS = 3 };

static const char *const AMOUNTS[] = {
    [EVIDENCE_NONE] = "not tested", [EVIDENCE_THIN] = "not enough", [EVIDENCE_ENOUGH] = "enough"};

/* ---- table: a line a skill and test ---- */

static void
add_bands_of_set(struct csv *csv, const struct person_level *level)
{
    char text[16] = "";
    for (int band = 1; band <= BAND_COUNT; band++)
        if (level->in_set[band - 1])
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%d", text[0] != 0 ? " " : "", band);
    csv_text(csv, text);
}

static void
add_level(struct csv *csv, const struct person_report *report, const char *which, const struct person_test *test, size_t i)
{
    const struct person_level *level = &test->levels[i];
    char date[11];
    clock_print_date(test->started_at, date);
    csv_text(csv, which);
    csv_text(csv, date);
    csv_text(csv, report->results.framework->indicators[i].code);
    csv_text(csv, person_skill(report, i));
    csv_text(csv, AMOUNTS[level->amount]);
    if (level->amount == EVIDENCE_ENOUGH)
        csv_number(csv, level->band);
    else
        csv_text(csv, "");
    add_bands_of_set(csv, level);
    csv_real(csv, true, level->theta, DECIMALS);
    csv_real(csv, true, level->low, DECIMALS);
    csv_real(csv, true, level->high, DECIMALS);
    csv_real(csv, level->domain.is_known, level->domain.mean, DECIMALS);
    csv_real(csv, level->domain.is_known, level->domain.low, DECIMALS);
    csv_real(csv, level->domain.is_known, level->domain.high, DECIMALS);
    csv_end_line(csv);
}

void
person_table(const struct person_report *report, struct buffer *out)
{
    static const char *const HEADS[] = {"test", "date", "skill", "name", "evidence", "band", "bands_80", "theta", "theta_low",
                                        "theta_high", "share", "share_low", "share_high"};
    const struct person_results *results = &report->results;
    struct csv csv;
    csv_begin(&csv, out);
    for (size_t i = 0; i < sizeof HEADS / sizeof HEADS[0]; i++)
        csv_text(&csv, HEADS[i]);
    csv_end_line(&csv);
    for (size_t i = 0; results->before.is_there && i < results->framework->indicator_count; i++)
        add_level(&csv, report, "before", &results->before, i);
    for (size_t i = 0; results->newest.is_there && i < results->framework->indicator_count; i++)
        add_level(&csv, report, "newest", &results->newest, i);
}

/* ---- object ---- */

static struct json *
describe_level(const struct person_report *report, const struct person_level *level, size_t i)
{
    const struct indicator *indicator = &report->results.framework->indicators[i];
    struct json *out = json_new_object(), *set = json_new_array();
    for (int band = 1; band <= BAND_COUNT; band++)
        if (level->in_set[band - 1])
            json_add(set, json_new_integer(band));
    json_put_text(out, "code", indicator->code);
    json_put_text(out, "vi", indicator->name_vi);
    json_put_text(out, "en", indicator->name_en);
    json_put_text(out, "evidence", AMOUNTS[level->amount]);
    json_put(out, "band", level->amount == EVIDENCE_ENOUGH ? json_new_integer(level->band) : json_new_null());
    json_put(out, "bands_80", set);
    json_put_real(out, "theta", level->theta);
    json_put_real(out, "theta_low", level->low);
    json_put_real(out, "theta_high", level->high);
    json_put_boolean(out, "capped", level->is_capped);
    if (level->domain.is_known) {
        json_put_real(out, "share", level->domain.mean);
        json_put_real(out, "share_low", level->domain.low);
        json_put_real(out, "share_high", level->domain.high);
    }
    if (level->safety.seen > 0) {
        json_put_integer(out, "situations", (int64_t)level->safety.seen);
        json_put_integer(out, "situations_safe", (int64_t)level->safety.safe);
        json_put_real(out, "safe_low", level->safety.low);
        json_put_real(out, "safe_high", level->safety.high);
    }
    return out;
}

static struct json *
describe_factor(const struct factor_level *factor)
{
    struct json *out = json_new_object();
    json_put_boolean(out, "inferred", factor->is_inferred);
    json_put_real(out, "theta", factor->mean);
    json_put_real(out, "theta_low", factor->low);
    json_put_real(out, "theta_high", factor->high);
    return out;
}

static struct json *
describe_test(const struct person_report *report, const struct person_test *test)
{
    const struct framework *framework = report->results.framework;
    struct json *out = json_new_object(), *skills = json_new_array(), *areas = json_new_object(), *open = json_new_array();
    char date[11];
    if (!test->is_there) {
        json_free(out);
        out = NULL;
    } else {
        clock_print_date(test->started_at, date);
        json_put_text(out, "attempt", test->attempt_id);
        json_put_text(out, "class", test->class_name);
        json_put_text(out, "date", date);
        json_put_boolean(out, "help_given", test->help_given);
        for (size_t i = 0; i < framework->indicator_count; i++)
            json_add(skills, describe_level(report, &test->levels[i], i));
        for (size_t a = 0; a < framework->area_count; a++)
            json_put(areas, framework->areas[a].code, describe_factor(&test->areas[a]));
        for (size_t i = 0; i < test->open_count; i++)
            json_add(open, json_new_text(framework->indicators[test->open[i].indicator].code));
        json_put(out, "skills", json_keep(skills));
        json_put(out, "areas", json_keep(areas));
        json_put(out, "total", describe_factor(&test->total));
        json_put(out, "to_practise_for_safety", json_keep(open));
    }
    json_free(skills);
    json_free(areas);
    json_free(open);
    return out != NULL ? out : json_new_null();
}

void
person_object(const struct person_report *report, struct buffer *out)
{
    const struct person_results *results = &report->results;
    struct json *object = json_new_object();
    json_put_text(object, "learner", results->learner_id);
    json_put_text(object, "name", results->name);
    json_put_integer(object, "number", results->number);
    json_put_text(object, "class", results->class_name);
    json_put_text(object, "framework", results->framework->id);
    json_put(object, "newest", describe_test(report, &results->newest));
    json_put(object, "before", describe_test(report, &results->before));
    json_write(object, out);
    buffer_add_byte(out, '\n');
    json_free(object);
}

/* ---- any form ---- */

enum fault
report_person(struct classroom *room, const char *learner_id, const struct report_wish *wish, struct buffer *out, struct err *err)
{
    static void (*const WRITE[])(const struct person_report *, struct buffer *) = {
        [REPORT_HTML] = person_page, [REPORT_CSV] = person_table, [REPORT_JSON] = person_object, [REPORT_SVG] = person_chart};
    struct person_report report = {.is_english = strcmp(wish->language, "en") == 0};
    if (wish->is_public)
        return err_set(err, FAULT_INPUT, "one person's results are not for others: leave out --public");
    enum fault fault =
        classroom_person(room, learner_id, wish->framework, wish->language, &report.results, err);
    if (fault != FAULT_NONE)
        return fault;
    WRITE[wish->format](&report, out);
    person_results_clear(&report.results);
    return FAULT_NONE;
}
