/* parameter_set.c - reads, writes and names what the items of a quiz are worth.
 *
 * The JSON comes from people too (a file edited by hand, another office's calibration), so everything is checked, and
 * every mistake names the item and the member. Written sets are canonical: sorted members, figures rounded to 1e-9, so that
 * a set that was read and written again has the same name. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "scoring/scoring.h"

enum { ITEMS_MAX = 10000, INDICATORS_MAX = 1000 };
static const char FORMAT[] = "dauso-parameters-1";
static const double FARTHEST = 100, RHO_G = .35, RHO_A = .15, MU = -.5, CUTS[CUT_COUNT] = {-1, 0, 1};
static const char *const STATUS_NAMES[] = {"author", "provisional", "calibrated", "firm"};

enum item_status
item_status_of(int64_t answers)
{
    return answers < 30 ? ITEM_AUTHOR : answers < 100 ? ITEM_PROVISIONAL : answers < 400 ? ITEM_CALIBRATED : ITEM_FIRM;
}

const char *
item_status_name(enum item_status status)
{
    return STATUS_NAMES[status];
}

void
parameter_set_clear(struct parameter_set *set)
{
    for (size_t i = 0; i < set->item_count; i++) {
        free(set->items[i].id);
        free(set->items[i].item);
    }
    for (size_t i = 0; set->codes != NULL && i < set->indicator_count; i++)
        free(set->codes[i]);
    for (size_t i = 0; i < set->area_count; i++)
        free(set->areas[i]);
    free(set->items);
    free(set->codes);
    free(set->areas);
    free(set->mu);
    free(set->area_of);
    free(set->quiz);
    free(set->quiz_hash);
    free(set->framework);
    free(set->before);
    *set = (struct parameter_set){0};
}

const struct item_parameters *
parameter_set_find(const struct parameter_set *set, const char *id)
{
    for (size_t i = 0; i < set->item_count; i++)
        if (strcmp(set->items[i].id, id) == 0)
            return &set->items[i];
    return NULL;
}

struct irt_model
parameter_set_model(const struct parameter_set *set)
{
    struct irt_model model = {.indicator_count = set->indicator_count, .area_count = set->area_count,
                              .area_of = set->area_of, .rho_g = set->rho_g, .rho_a = set->rho_a, .mu = set->mu};
    memcpy(model.cuts, set->cuts, sizeof model.cuts);
    return model;
}

/* ---- reading ---- */

/* Where a figure stands, for the sentence that refuses it. */
struct place {
    const char *kind, *name; /* "item", "pay-bakery" */
};

static enum fault
read_text(const struct json *object, const char *key, char **out, struct err *err)
{
    const struct json *value = json_get(object, key);
    const char *text = value == NULL ? "" : json_text(value);
    if (value != NULL && !json_is_text(value))
        return err_set(err, FAULT_INPUT, "the parameters' \"%s\" must be a text", key);
    *out = memory_copy_text(text);
    return FAULT_NONE;
}

/* Missing: stays as it is. */
static enum fault
read_figure(const struct json *object, struct place place, const char *key, double least, double most, double *out,
            struct err *err)
{
    const struct json *value = json_get(object, key);
    double figure = 0;
    if (value == NULL)
        return FAULT_NONE;
    if (!json_read_real(value, &figure) || !(figure >= least && figure <= most))
        return err_set(err, FAULT_INPUT, "the parameters' %s %.60s: \"%s\" must be a number from %g to %g", place.kind,
                       place.name, key, least, most);
    *out = figure;
    return FAULT_NONE;
}

static size_t
find_code(char *const *codes, size_t count, const char *code)
{
    size_t i = 0;
    while (i < count && strcmp(codes[i], code) != 0)
        i++;
    return i;
}

static enum fault
read_indicator(const struct json *object, struct parameter_set *set, struct err *err)
{
    const char *code = json_get_text(object, "code"), *area = json_get_text(object, "area");
    if (code == NULL || code[0] == 0)
        return err_set(err, FAULT_INPUT, "the parameters' indicator %zu has no \"code\"", set->indicator_count + 1);
    if (find_code(set->codes, set->indicator_count, code) < set->indicator_count)
        return err_set(err, FAULT_INPUT, "the parameters name indicator %.60s twice", code);
    size_t k = set->indicator_count++;
    set->codes[k] = memory_copy_text(code);
    set->mu[k] = MU;
    size_t a = find_code(set->areas, set->area_count, area != NULL ? area : code);
    if (a == set->area_count)
        set->areas[set->area_count++] = memory_copy_text(area != NULL ? area : code);
    set->area_of[k] = a;
    return read_figure(object, (struct place){"indicator", code}, "mu", -FARTHEST, FARTHEST, &set->mu[k], err);
}

static enum fault
read_model(const struct json *json, struct parameter_set *set, struct err *err)
{
    const struct json *indicators = json_get(json, "indicators"), *cuts = json_get(json, "cuts");
    const struct place whole = {"model", ""};
    enum fault fault = read_figure(json, whole, "rho_g", 0, .95, &set->rho_g, err);
    if (fault == FAULT_NONE)
        fault = read_figure(json, whole, "rho_a", 0, .95, &set->rho_a, err);
    if (fault == FAULT_NONE && set->rho_g + set->rho_a > .95)
        fault = err_set(err, FAULT_INPUT, "the parameters' \"rho_g\" and \"rho_a\" must leave each indicator a variance of its "
                        "own: their sum is at most .95");
    for (size_t i = 0; fault == FAULT_NONE && cuts != NULL && i < CUT_COUNT; i++)
        if (json_count(cuts) != CUT_COUNT || !json_read_real(json_at(cuts, i), &set->cuts[i]) ||
            (i > 0 && !(set->cuts[i] > set->cuts[i - 1])))
            fault = err_set(err, FAULT_INPUT, "the parameters' \"cuts\" must be %d rising numbers", CUT_COUNT);
    size_t count = json_count(indicators);
    if (fault == FAULT_NONE && (!json_is_array(indicators) || count == 0 || count > INDICATORS_MAX))
        fault = err_set(err, FAULT_INPUT, "the parameters need \"indicators\": a list of {\"code\", \"area\", \"mu\"}");
    if (fault != FAULT_NONE)
        return fault;
    set->codes = memory_new_array(count, sizeof *set->codes);
    set->areas = memory_new_array(count, sizeof *set->areas);
    set->mu = memory_new_array(count, sizeof *set->mu);
    set->area_of = memory_new_array(count, sizeof *set->area_of);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        fault = read_indicator(json_at(indicators, i), set, err);
    return fault;
}

static enum fault
read_list(const struct json *list, const char *id, const char *key, double least, size_t wanted, double *out,
          struct err *err)
{
    size_t count = json_count(list);
    if (!json_is_array(list) || count == 0 || count > ITEM_STEPS_MAX || (wanted != 0 && count != wanted))
        return err_set(err, FAULT_INPUT, "the parameters' item %.60s: \"%s\" must be a list of one number a step (1 to %d)",
                       id, key, ITEM_STEPS_MAX);
    for (size_t i = 0; i < count; i++)
        if (!json_read_real(json_at(list, i), &out[i]) || !(out[i] >= least && out[i] <= FARTHEST))
            return err_set(err, FAULT_INPUT, "the parameters' item %.60s: \"%s\" holds something that is no number from %g to "
                           "%g", id, key, least, FARTHEST);
    return FAULT_NONE;
}

static enum fault
read_standing(const struct json *object, struct item_parameters *item, struct err *err)
{
    const struct place place = {"item", item->id};
    const struct json *status = json_get(object, "status"), *se = json_get(object, "se_b");
    double answers = 0;
    enum fault fault = read_figure(object, place, "answers", 0, 1e12, &answers, err);
    if (fault == FAULT_NONE)
        fault = read_figure(object, place, "median_seconds", 0, 1e6, &item->median_seconds, err);
    if (fault != FAULT_NONE)
        return fault;
    item->answers = (int64_t)answers;
    item->status = item_status_of(item->answers);
    item->drifts = json_is_true(json_get(object, "drifts"));
    for (size_t i = 0; status != NULL && i <= sizeof STATUS_NAMES / sizeof STATUS_NAMES[0]; i++) {
        if (i == sizeof STATUS_NAMES / sizeof STATUS_NAMES[0])
            return err_set(err, FAULT_INPUT, "the parameters' item %.60s: \"status\" must be author, provisional, calibrated "
                           "or firm", item->id);
        if (json_is_text(status) && strcmp(json_text(status), STATUS_NAMES[i]) == 0) {
            item->status = (enum item_status)i;
            break;
        }
    }
    if (se == NULL || !json_is_array(se))
        return FAULT_NONE;
    item->has_errors = true;
    fault = read_figure(object, place, "se_log_a", 0, FARTHEST, &item->se_log_a, err);
    return fault == FAULT_NONE ? read_list(se, item->id, "se_b", 0, (size_t)item->irt.steps, item->se_b, err) : fault;
}

static enum fault
read_item(const struct json *object, struct parameter_set *set, struct err *err)
{
    const char *id = json_get_text(object, "id"), *item_id = json_get_text(object, "item"),
               *code = json_get_text(object, "indicator");
    if (id == NULL || id[0] == 0)
        return err_set(err, FAULT_INPUT, "the parameters' item %zu has no \"id\"", set->item_count + 1);
    if (parameter_set_find(set, id) != NULL)
        return err_set(err, FAULT_INPUT, "the parameters name item %.60s twice; keep one of them", id);
    size_t k = code == NULL && set->indicator_count == 1 ? 0
               : code == NULL                            ? set->indicator_count
                                                         : find_code(set->codes, set->indicator_count, code);
    if (k == set->indicator_count)
        return err_set(err, FAULT_INPUT, "the parameters' item %.60s: there is no indicator \"%.40s\" in \"indicators\"", id,
                       code != NULL ? code : "");
    struct item_parameters *item = &set->items[set->item_count++];
    *item = (struct item_parameters){.id = memory_copy_text(id)};
    item->item = item_id != NULL ? memory_copy_text(item_id) : memory_print("%.*s", (int)strcspn(id, ":"), id);
    item->irt = (struct irt_item){.indicator = k, .a = 0, .weight = 1};
    const struct place place = {"item", item->id};
    enum fault fault = read_list(json_get(object, "b"), id, "b", -FARTHEST, 0, item->irt.b, err);
    item->irt.steps = (int)json_count(json_get(object, "b"));
    item->irt.a = item->irt.steps > 1 ? 1 : 1.1;
    if (fault == FAULT_NONE)
        fault = read_figure(object, place, "a", 1e-3, FARTHEST, &item->irt.a, err);
    if (fault == FAULT_NONE)
        fault = read_figure(object, place, "c", 0, item->irt.steps > 1 ? 0 : .9, &item->irt.c, err);
    if (fault == FAULT_NONE)
        fault = read_figure(object, place, "weight", 0, 1, &item->irt.weight, err);
    return fault == FAULT_NONE ? read_standing(object, item, err) : fault;
}

static enum fault
read_items(const struct json *json, struct parameter_set *set, struct err *err)
{
    const struct json *items = json_get(json, "items");
    size_t count = json_count(items);
    enum fault fault = FAULT_NONE;
    if (!json_is_array(items) || count == 0 || count > ITEMS_MAX)
        return err_set(err, FAULT_INPUT, "the parameters need \"items\": a list of 1 to %d", ITEMS_MAX);
    set->items = memory_new_array(count, sizeof *set->items);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        fault = read_item(json_at(items, i), set, err);
    return fault;
}

enum fault
parameter_set_read(const struct json *json, struct parameter_set *out, struct err *err)
{
    const char *format = json_get_text(json, "format");
    *out = (struct parameter_set){.rho_g = RHO_G, .rho_a = RHO_A};
    memcpy(out->cuts, CUTS, sizeof out->cuts);
    enum fault fault = FAULT_NONE;
    if (!json_is_object(json) || (json_get(json, "format") != NULL && (format == NULL || strcmp(format, FORMAT) != 0)))
        fault = err_set(err, FAULT_INPUT, "these are no item parameters: \"format\" must be \"%s\"", FORMAT);
    if (fault == FAULT_NONE)
        fault = read_text(json, "quiz", &out->quiz, err);
    if (fault == FAULT_NONE)
        fault = read_text(json, "quiz_hash", &out->quiz_hash, err);
    if (fault == FAULT_NONE)
        fault = read_text(json, "framework", &out->framework, err);
    if (fault == FAULT_NONE)
        fault = read_text(json, "before", &out->before, err);
    if (fault == FAULT_NONE)
        fault = read_model(json, out, err);
    if (fault == FAULT_NONE)
        fault = read_items(json, out, err);
    if (fault != FAULT_NONE)
        parameter_set_clear(out);
    return fault;
}

/* ---- writing ---- */

static double
rounded(double value)
{
    return floor(value * 1e9 + .5) / 1e9;
}

static struct json *
write_list(const double *values, int count)
{
    struct json *list = json_new_array();
    for (int i = 0; i < count; i++)
        json_add(list, json_new_real(rounded(values[i])));
    return list;
}

static struct json *
write_item(const struct parameter_set *set, const struct item_parameters *item)
{
    struct json *out = json_new_object();
    json_put_text(out, "id", item->id);
    json_put_text(out, "item", item->item);
    json_put_text(out, "indicator", set->codes[item->irt.indicator]);
    json_put_real(out, "a", rounded(item->irt.a));
    json_put(out, "b", write_list(item->irt.b, item->irt.steps));
    json_put_real(out, "c", rounded(item->irt.c));
    json_put_real(out, "weight", rounded(item->irt.weight));
    json_put_text(out, "status", STATUS_NAMES[item->status]);
    json_put_integer(out, "answers", item->answers);
    json_put_boolean(out, "drifts", item->drifts);
    if (item->median_seconds > 0)
        json_put_real(out, "median_seconds", rounded(item->median_seconds));
    if (item->has_errors) {
        json_put_real(out, "se_log_a", rounded(item->se_log_a));
        json_put(out, "se_b", write_list(item->se_b, item->irt.steps));
    }
    return out;
}

struct json *
parameter_set_write(const struct parameter_set *set)
{
    struct json *out = json_new_object(), *indicators = json_new_array(), *items = json_new_array();
    for (size_t k = 0; k < set->indicator_count; k++) {
        struct json *indicator = json_new_object();
        json_put_text(indicator, "code", set->codes[k]);
        json_put_text(indicator, "area", set->areas[set->area_of[k]]);
        json_put_real(indicator, "mu", rounded(set->mu[k]));
        json_add(indicators, indicator);
    }
    for (size_t i = 0; i < set->item_count; i++)
        json_add(items, write_item(set, &set->items[i]));
    json_put_text(out, "format", FORMAT);
    json_put_text(out, "quiz", set->quiz);
    json_put_text(out, "quiz_hash", set->quiz_hash);
    json_put_text(out, "framework", set->framework);
    json_put_text(out, "before", set->before);
    json_put_real(out, "rho_g", rounded(set->rho_g));
    json_put_real(out, "rho_a", rounded(set->rho_a));
    json_put(out, "cuts", write_list(set->cuts, CUT_COUNT));
    json_put(out, "indicators", indicators);
    json_put(out, "items", items);
    return out;
}

void
parameter_set_name(const struct parameter_set *set, char out[PARAMETER_SET_NAME_MAX])
{
    struct json *json = parameter_set_write(set);
    char *text = json_write_text(json), hex[HASH_HEX_LEN];
    uint8_t hash[HASH_LEN];
    hash_bytes(text, strlen(text), hash);
    hash_to_hex(hash, HASH_LEN, hex);
    snprintf(out, PARAMETER_SET_NAME_MAX, "%.100s-%.16s", set->quiz[0] != 0 ? set->quiz : "items", hex);
    free(text);
    json_free(json);
}
