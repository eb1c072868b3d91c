/* xapi.c - the attempts of a class as xAPI 1.0.3 statements, for a learning record store (TABLES.md says what is in them).
 *
 * People are their random ids: no name, no year. Names of things begin with https://dauso.invalid/, which by RFC 2606 leads
 * nowhere: these are identifiers, and no server of ours answers for them. What is right is not told (no
 * correctResponsesPattern), as statements travel and the questions are asked again; for the same reason an option's id is a
 * hash of its place in the author's order, and components stand in the order of these ids. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/memory.h"
#include "report/name_uuid.h"
#include "report/report.h"

static const char HOME[] = "https://dauso.invalid/";
static const char VERBS[] = "http://adlnet.gov/expapi/verbs/", SKIPPED[] = "http://id.tincanapi.com/verb/", ACTIVITIES[] = "http://adlnet.gov/expapi/activities/";

struct statements {
    struct json *list;
    const struct attempt_record *record;
};

/* ---- small parts ---- */

/* An IRI of ours; what is not a plain letter of a path is percent-encoded (RFC 3986). Caller frees. */
static char *
make_iri(const char *const *parts, size_t count)
{
    static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    struct buffer out = {0};
    buffer_add_text(&out, HOME);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_byte(&out, '/');
        for (const char *c = parts[i]; *c != 0; c++)
            buffer_print(&out, strchr(PLAIN, *c) != NULL ? "%c" : "%%%02X", (unsigned char)*c);
    }
    buffer_add_byte(&out, 0);
    char *iri = memory_copy_text((const char *)out.data);
    buffer_clear(&out);
    return iri;
}

static void
put_iri(struct json *out, const char *key, const char *const *parts, size_t count)
{
    char *iri = make_iri(parts, count);
    json_put_text(out, key, iri);
    free(iri);
}

/* {"vi-VN","en-US"} of {"vi","en"}: RFC 5646 tags. */
static struct json *
language_map(const char *vi, const char *en)
{
    struct json *out = json_new_object();
    if (vi != NULL)
        json_put_text(out, "vi-VN", vi);
    if (en != NULL)
        json_put_text(out, "en-US", en);
    return out;
}

static struct json *
map_of(const struct json *words)
{
    return language_map(json_get_text(words, "vi"), json_get_text(words, "en"));
}

/* ISO 8601 in UTC with milliseconds. */
static void
put_timestamp(struct json *out, int64_t ms)
{
    char text[40];
    struct tm parts;
    time_t seconds = (time_t)(ms / 1000);
    gmtime_r(&seconds, &parts);
    size_t len = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text + len, sizeof text - len, ".%03dZ", (int)(ms % 1000));
    json_put_text(out, "timestamp", text);
}

/* ISO 8601, to hundredths of a second as the specification asks; nothing where it is not known. */
static void
put_duration(struct json *result, int64_t ms)
{
    char text[40];
    if (ms < 0)
        return;
    snprintf(text, sizeof text, "PT%lld.%02lldS", (long long)(ms / 1000), (long long)(ms % 1000 / 10));
    json_put_text(result, "duration", text);
}

static void
put_score(struct json *result, int points, int most)
{
    if (most <= 0)
        return;
    struct json *score = json_new_object();
    json_put_real(score, "scaled", floor(1e4 * points / most + .5) / 1e4);
    json_put_integer(score, "raw", points);
    json_put_integer(score, "min", 0);
    json_put_integer(score, "max", most);
    json_put(result, "score", score);
}

static void
put_extension(struct json *out, const char *name, struct json *value)
{
    struct json *extensions = json_get(out, "extensions");
    if (extensions == NULL) {
        extensions = json_new_object();
        json_put(out, "extensions", extensions);
    }
    char *iri = make_iri((const char *const[]){"xapi", name}, 2);
    json_put(extensions, iri, value);
    free(iri);
}

/* ---- activities ---- */

static struct json *
quiz_activity(const struct attempt_record *record)
{
    char version[17];
    struct json *out = json_new_object(), *definition = json_new_object();
    snprintf(version, sizeof version, "%.16s", record->quiz_hash);
    json_put_text(out, "objectType", "Activity");
    put_iri(out, "id", (const char *const[]){"quiz", record->quiz, version}, 3);
    char *type = memory_print("%sassessment", ACTIVITIES);
    json_put_text(definition, "type", type);
    free(type);
    json_put(definition, "name", language_map(record->title_vi, record->title_en));
    json_put(out, "definition", definition);
    return out;
}

/* Eight hexadecimal digits that tell nothing of which is right. */
static void
component_id(const struct statements *all, const char *item, const char *list, int64_t index, char out[9])
{
    uint8_t hash[HASH_LEN];
    char *name = memory_print("%s/%s/%s/%lld", all->record->quiz_hash, item, list, (long long)index);
    hash_bytes(name, strlen(name), hash);
    hash_to_hex(hash, 4, out);
    free(name);
}

static int
compare_components(const void *left, const void *right)
{
    const struct json *const *a = left, *const *b = right;
    return strcmp(json_get_text(*a, "id"), json_get_text(*b, "id"));
}

static void
put_components(const struct statements *all, const char *item, const char *key, const struct json *words, const char *list,
               struct json *definition)
{
    size_t count = json_count(words);
    struct json **sorted = memory_new_array(count + 1, sizeof *sorted), *out = json_new_array();
    for (size_t i = 0; i < count; i++) {
        char id[9];
        sorted[i] = json_new_object();
        component_id(all, item, list, (int64_t)i, id);
        json_put_text(sorted[i], "id", id);
        json_put(sorted[i], "description", map_of(json_at(words, i)));
    }
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, compare_components);
    for (size_t i = 0; i < count; i++)
        json_add(out, sorted[i]);
    if (strcmp(key, "choices") == 0) {
        struct json *unknown = json_new_object();
        json_put_text(unknown, "id", "dont-know");
        json_put(unknown, "description", language_map("Bác chưa biết", "I don’t know yet"));
        json_add(out, unknown);
    }
    json_put(definition, key, out);
    free(sorted);
}

static struct json *
item_definition(const struct statements *all, const struct given_answer *given)
{
    const char *kind = json_get_text(given->answer, "type");
    struct json *out = json_new_object();
    char *type = memory_print("%s%s", ACTIVITIES, given->is_task ? "simulation" : "cmi.interaction");
    json_put_text(out, "type", type);
    free(type);
    json_put(out, given->is_task ? "name" : "description", map_of(json_get(given->answer, "asks")));
    if (given->is_task) {
        json_put(out, "description", map_of(json_get(given->answer, "story")));
        return out;
    }
    json_put_text(out, "interactionType", kind);
    if (strcmp(kind, "matching") == 0) {
        put_components(all, given->item, "source", json_get(given->answer, "lefts"), "left", out);
        put_components(all, given->item, "target", json_get(given->answer, "choices"), "choice", out);
    } else if (json_count(json_get(given->answer, "choices")) > 0) {
        put_components(all, given->item, "choices", json_get(given->answer, "choices"), "choice", out);
    }
    return out;
}

static struct json *
item_activity(const struct statements *all, const struct given_answer *given)
{
    char version[17];
    struct json *out = json_new_object();
    snprintf(version, sizeof version, "%.16s", all->record->quiz_hash);
    json_put_text(out, "objectType", "Activity");
    put_iri(out, "id", (const char *const[]){"quiz", all->record->quiz, version, given->item}, 4);
    json_put(out, "definition", item_definition(all, given));
    return out;
}

/* ---- what was answered ---- */

/* Ids delimited by [,], of matching left[.]right[,]left[.]right. */
static void
add_given(const struct statements *all, const struct given_answer *given, bool is_matching, struct buffer *out)
{
    const struct json *list = json_get(given->answer, "given");
    for (size_t i = 0; i < json_count(list); i++) {
        char id[9];
        int64_t index = -1;
        if (!json_read_integer(json_at(list, i), &index) || index < 0)
            continue;
        buffer_add_text(out, out->len > 0 ? "[,]" : "");
        if (is_matching) {
            component_id(all, given->item, "left", (int64_t)i, id);
            buffer_print(out, "%s[.]", id);
        }
        component_id(all, given->item, "choice", index, id);
        buffer_add_text(out, id);
    }
}

static void
put_response(const struct statements *all, const struct given_answer *given, struct json *result)
{
    const char *kind = json_get_text(given->answer, "type");
    struct buffer text = {0};
    double number;
    if (given->is_task || given->is_skipped)
        return;
    if (json_is_true(json_get(given->answer, "unknown"))) {
        put_extension(result, "does-not-know", json_new_boolean(true));
        if (strcmp(kind, "choice") == 0 || strcmp(kind, "sequencing") == 0) /* else it would not be in that kind's format */
            buffer_add_text(&text, "dont-know");
    } else if (json_read_real(json_get(given->answer, "number"), &number))
        buffer_print(&text, "%.12g", number);
    else
        add_given(all, given, strcmp(kind, "matching") == 0, &text);
    if (text.len > 0) {
        buffer_add_byte(&text, 0);
        json_put_text(result, "response", (const char *)text.data);
    }
    buffer_clear(&text);
}

static struct json *
answer_result(const struct statements *all, const struct given_answer *given)
{
    struct json *out = json_new_object();
    put_score(out, given->points, given->most);
    if (given->most > 0)
        json_put_boolean(out, "success", given->points == given->most);
    json_put_boolean(out, "completion", !given->is_skipped);
    put_response(all, given, out);
    put_duration(out, given->spent_ms);
    if (given->is_task)
        put_extension(out, "acts", json_keep(given->acts));
    return out;
}

/* ---- statements ---- */

static struct json *
actor(const struct attempt_record *record)
{
    struct json *out = json_new_object(), *account = json_new_object();
    put_iri(account, "homePage", (const char *const[]){"learner"}, 1);
    json_put_text(account, "name", record->learner_id);
    json_put_text(out, "objectType", "Agent");
    json_put(out, "account", account);
    return out;
}

static struct json *
context(const struct attempt_record *record, bool is_item)
{
    struct json *out = json_new_object();
    char uuid[UUID_TEXT_SIZE], *name = make_iri((const char *const[]){"attempt", record->attempt_id}, 2);
    name_uuid(name, uuid);
    free(name);
    json_put_text(out, "registration", uuid);
    json_put_text(out, "revision", record->quiz_hash);
    json_put_text(out, "platform", "Dauso");
    json_put_text(out, "language", record->language);
    if (is_item) {
        struct json *activities = json_new_object(), *parent = json_new_array();
        json_add(parent, quiz_activity(record));
        json_put(activities, "parent", parent);
        json_put(out, "contextActivities", activities);
    }
    put_extension(out, "form", json_new_text(record->form));
    put_extension(out, "parameters", json_new_text(record->parameter_set));
    put_extension(out, "adaptive", json_new_boolean(record->is_adaptive));
    return out;
}

/* item NULL: about the whole quiz. The id comes of attempt, event and verb: what is told again is the same statement. */
static void
add_statement(struct statements *all, const char *verb, uint32_t seq, int64_t at_ms, const struct given_answer *given,
              struct json *result)
{
    struct json *out = json_new_object(), *verb_object = json_new_object();
    char uuid[UUID_TEXT_SIZE], event[16], *verb_iri = memory_print("%s%s", strcmp(verb, "skipped") == 0 ? SKIPPED : VERBS, verb);
    snprintf(event, sizeof event, "%u", seq);
    char *name = make_iri((const char *const[]){"attempt", all->record->attempt_id, event, verb}, 4);
    name_uuid(name, uuid);
    json_put_text(out, "id", uuid);
    json_put(out, "actor", actor(all->record));
    json_put_text(verb_object, "id", verb_iri);
    json_put(verb_object, "display", language_map(NULL, verb));
    json_put(out, "verb", verb_object);
    json_put(out, "object", given != NULL ? item_activity(all, given) : quiz_activity(all->record));
    if (result != NULL)
        json_put(out, "result", result);
    json_put(out, "context", context(all->record, given != NULL));
    put_timestamp(out, at_ms);
    json_put_text(out, "version", "1.0.3");
    json_add(all->list, out);
    free(name);
    free(verb_iri);
}

/* What was measured, per skill: what a share of points cannot say. */
static struct json *
measured(const struct json *decision)
{
    static const char *const MEMBERS[] = {"theta", "sd", "low", "high", "band", "amount"};
    struct json *out = json_new_object(), *level;
    const char *code;
    void *at = NULL;
    while (json_next(json_get(decision, "indicators"), &at, &code, &level)) {
        struct json *one = json_new_object();
        for (size_t i = 0; i < sizeof MEMBERS / sizeof MEMBERS[0]; i++)
            if (json_get(level, MEMBERS[i]) != NULL)
                json_put(one, MEMBERS[i], json_keep(json_get(level, MEMBERS[i])));
        json_put(out, code, one);
    }
    return out;
}

/* An adaptive test gives each person other items: points of two people say nothing side by side, so none are told. */
static void
add_end(struct statements *all)
{
    const struct attempt_record *record = all->record;
    struct json *result = json_new_object();
    int points = 0, most = 0;
    for (size_t i = 0; i < record->answer_count; i++) {
        points += record->answers[i].points;
        most += record->answers[i].most;
    }
    json_put_boolean(result, "completion", record->is_by_learner);
    if (!record->is_adaptive)
        put_score(result, points, most);
    put_duration(result, record->spent_ms);
    add_statement(all, record->is_by_learner ? "completed" : "terminated", record->finished_seq, record->finished_ms, NULL, result);
    if (record->decision == NULL)
        return;
    result = json_new_object();
    put_extension(result, "skills", measured(record->decision));
    add_statement(all, "scored", record->finished_seq, record->finished_ms, NULL, result);
    if (json_is_true(json_get(record->decision, "certifies"))) {
        result = json_new_object();
        json_put_boolean(result, "success", true);
        add_statement(all, "passed", record->finished_seq, record->finished_ms, NULL, result);
    }
}

static void
add_attempt(struct statements *all)
{
    const struct attempt_record *record = all->record;
    add_statement(all, "initialized", 1, record->started_ms, NULL, NULL);
    for (size_t i = 0; i < record->answer_count; i++) {
        const struct given_answer *given = &record->answers[i];
        add_statement(all, given->is_skipped ? "skipped" : "answered", given->seq, given->at_ms, given, answer_result(all, given));
    }
    if (record->is_finished)
        add_end(all);
}

enum fault
report_xapi(struct classroom *room, int64_t class_id, struct buffer *out, struct err *err)
{
    struct attempt_record *records;
    size_t count;
    enum fault fault = classroom_attempt_records(room, class_id, &records, &count, err);
    if (fault != FAULT_NONE)
        return fault;
    struct statements all = {.list = json_new_array()};
    for (size_t i = 0; i < count; i++) {
        all.record = &records[i];
        add_attempt(&all);
    }
    json_write(all.list, out);
    buffer_add_byte(out, '\n');
    json_free(all.list);
    attempt_records_clear(records, count);
    return FAULT_NONE;
}
