/* class_object.c - the report as one JSON object. In public it has neither people nor numbers that a merged group hides. */
#include <stdlib.h>

#include "base/clock.h"
#include "report/class_report.h"

static struct json *
sentences(const struct class_report *report, bool is_english)
{
    struct json *list = json_new_array();
    for (int n = 0; n < 2; n++) {
        char *sentence = radio_sentence(report, is_english, n);
        json_add(list, json_new_text(sentence));
        free(sentence);
    }
    return list;
}

static struct json *
describe_class(const struct class_report *report)
{
    const struct class_summary *class = &report->results.class;
    char date[11];
    struct json *out = json_new_object();
    clock_print_date(class->opened_at, date);
    json_put_integer(out, "id", class->id);
    json_put_text(out, "name", class->name);
    json_put_text(out, "quiz", class->quiz);
    json_put_text(out, "framework", report->results.framework->id);
    json_put_text(out, "opened", date);
    json_put_text(out, "office", report->results.office);
    json_put_boolean(out, "ended", class->has_ended);
    json_put_boolean(out, "adaptive", report->results.delivery.how == DELIVERY_ADAPTIVE);
    if (report->results.delivery.how == DELIVERY_ADAPTIVE)
        json_put_text(out, "difficulties", report->results.delivery.is_by_author ? "author" : "measured");
    return out;
}

static struct json *
totals(const struct class_report *report)
{
    struct json *out = json_new_object();
    json_put_integer(out, "expected", (int64_t)report->expected);
    json_put_integer(out, "came", (int64_t)report->came);
    json_put_integer(out, "finished", (int64_t)report->finished);
    json_put_integer(out, "certified", (int64_t)report->certified);
    json_put_integer(out, "issued", (int64_t)report->issued);
    json_put_integer(out, "identity_seen", (int64_t)report->identity_seen);
    json_put_integer(out, "help_given", (int64_t)report->help_given);
    json_put_integer(out, "minutes", report->middle_minutes);
    return out;
}

/* {"bands":[1,2],"people":14}; band 0 is "not tested". */
static struct json *
describe_group(const struct cell_group *group)
{
    struct json *out = json_new_object(), *bands = json_new_array();
    for (size_t i = group->first; i <= group->last; i++)
        json_add(bands, json_new_integer((int64_t)i));
    json_put(out, "bands", bands);
    json_put_integer(out, "people", (int64_t)group->people);
    return out;
}

static struct json *
indicators(const struct class_report *report)
{
    struct json *list = json_new_array();
    for (size_t i = 0; i < report->row_count; i++) {
        const struct indicator_row *row = &report->rows[i];
        struct json *out = json_new_object(), *groups = json_new_array();
        for (size_t g = 0; g < row->group_count; g++)
            json_add(groups, describe_group(&row->groups[g]));
        json_put_text(out, "code", row->indicator->code);
        json_put_text(out, "vi", row->indicator->name_vi);
        json_put_text(out, "en", row->indicator->name_en);
        json_put(out, "groups", groups);
        json_add(list, out);
    }
    return list;
}

static struct json *
describe_person(const struct class_report *report, const struct learner_result *learner)
{
    struct json *out = json_new_object(), *bands = json_new_object();
    json_put_integer(out, "number", learner->number);
    json_put_text(out, "learner", learner->learner_id);
    json_put_text(out, "name", learner->name);
    if (learner->birth_year != 0)
        json_put_integer(out, "birth_year", learner->birth_year);
    json_put_boolean(out, "came", learner->has_come);
    json_put_boolean(out, "finished", learner->has_finished);
    json_put_boolean(out, "certifies", learner->certifies);
    json_put_boolean(out, "identity_seen", learner->identity_seen);
    json_put_boolean(out, "help_given", learner->help_given);
    for (size_t i = 0; i < report->row_count; i++)
        if (learner->bands[i] != 0)
            json_put_integer(bands, report->rows[i].indicator->code, learner->bands[i]);
    json_put(out, "bands", bands);
    if (learner->has_finished) {
        json_put_integer(out, "overall", learner->overall);
        json_put_integer(out, "minutes", learner->minutes);
    }
    if (learner->certificate[0] != 0) {
        json_put_text(out, "certificate", learner->certificate);
        json_put_boolean(out, "withdrawn", learner->is_revoked);
    }
    return out;
}

void
class_object(const struct class_report *report, struct buffer *out)
{
    struct json *object = json_new_object(), *spoken = json_new_object();
    const char *nothing = report_nothing(report);
    json_put(spoken, "vi", sentences(report, false));
    json_put(spoken, "en", sentences(report, true));
    json_put(object, "sentences", spoken);
    json_put(object, "class", describe_class(report));
    json_put_boolean(object, "public", report->wish.is_public);
    if (nothing == NULL)
        json_put(object, "indicators", indicators(report));
    else
        json_put_text(object, "nothing", nothing);
    if (!report->wish.is_public) {
        struct json *people = json_new_array();
        for (size_t i = 0; i < report->results.count; i++)
            json_add(people, describe_person(report, &report->results.learners[i]));
        json_put(object, "totals", totals(report));
        json_put(object, "people", people);
    }
    json_write(object, out);
    buffer_add_byte(out, '\n');
    json_free(object);
}
