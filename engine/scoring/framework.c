/* framework.c - frameworks and programmes, described in Lua (scripts/frameworks/), read as data.
 *
 * The files are ours, yet they run in the sandbox like any other script. A small prelude gives them the two words
 * framework and programme, which note the line they stand on, so that a mistake is named by file and line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "sandbox/sandbox.h"
#include "scoring/scoring.h"

enum { FILES_MAX = 24, FILE_MAX_BYTES = 65536, RESULT_MAX_BYTES = 512 * 1024, LABEL_LETTERS_MAX = 26 };

static const char PRELUDE[] = "local found = { frameworks = {}, programmes = {} }\n"
                              "local function word(list)\n"
                              "  return function(id)\n"
                              "    return function(body) body.id = id; list[#list + 1] = body end\n"
                              "  end\n"
                              "end\n"
                              "framework = word(found.frameworks)\n"
                              "programme = word(found.programmes)\n"
                              "function everything() return found end\n";
static const char CODA[] = "return everything()\n";

/* Where a mistake is: "framework \"village-basic\", indicator 4.2". */
struct place {
    const char *kind, *id;
    struct err *err;
    enum fault fault;
};

static void
refuse(struct place *place, const char *what, const char *which)
{
    if (place->fault == FAULT_NONE)
        place->fault = err_set(place->err, FAULT_INPUT, "scripts/frameworks: %s \"%s\": %s%s%s", place->kind, place->id,
                               what, which != NULL ? " " : "", which != NULL ? which : "");
}

static char *
take_text(struct place *place, const struct json *from, const char *key)
{
    const char *text = json_get_text(from, key);
    if (text == NULL || text[0] == 0)
        refuse(place, "a text is missing:", key);
    return memory_copy_text(text != NULL ? text : "");
}

static double
take_real(struct place *place, const struct json *value, const char *key)
{
    double number = 0;
    if (!json_read_real(value, &number))
        refuse(place, "a number is missing:", key);
    return number;
}

static int64_t
take_integer(struct place *place, const struct json *from, const char *key)
{
    int64_t number = 0;
    if (!json_read_integer(json_get(from, key), &number))
        refuse(place, "a whole number is missing:", key);
    return number;
}

static size_t
letters(const char *utf8)
{
    size_t count = 0;
    for (; *utf8 != 0; utf8++)
        count += ((unsigned char)*utf8 & 0xc0) != 0x80;
    return count;
}

static void
read_indicator(struct place *place, const struct json *from, size_t area, bool is_safety, struct indicator *out)
{
    const struct json *label = json_get(from, "short");
    *out = (struct indicator){.code = take_text(place, from, "code"),
                              .name_vi = take_text(place, from, "vi"),
                              .name_en = take_text(place, from, "en"),
                              .short_vi = take_text(place, label, "vi"),
                              .short_en = take_text(place, label, "en"),
                              .area = area,
                              .is_safety = is_safety};
    if (letters(out->short_vi) > LABEL_LETTERS_MAX || letters(out->short_en) > LABEL_LETTERS_MAX)
        refuse(place, "a chart label has more than 26 letters: indicator", out->code);
}

static void
read_areas(struct place *place, const struct json *areas, struct framework *out)
{
    size_t total = 0;
    out->area_count = json_count(areas);
    out->areas = memory_new_array(out->area_count, sizeof *out->areas);
    for (size_t a = 0; a < out->area_count; a++)
        total += json_count(json_get(json_at(areas, a), "indicators"));
    out->indicators = memory_new_array(total, sizeof *out->indicators);
    for (size_t a = 0; a < out->area_count; a++) {
        const struct json *area = json_at(areas, a), *list = json_get(area, "indicators");
        out->areas[a] = (struct area){.code = take_text(place, area, "code"), .name_vi = take_text(place, area, "vi"),
                                      .name_en = take_text(place, area, "en")};
        for (size_t i = 0; i < json_count(list); i++) {
            struct indicator *indicator = &out->indicators[out->indicator_count];
            read_indicator(place, json_at(list, i), a, json_is_true(json_get(area, "safety")), indicator);
            if (scoring_indicator_index(out, indicator->code) >= 0)
                refuse(place, "the code stands twice: indicator", indicator->code);
            out->indicator_count++;
        }
    }
    if (out->indicator_count == 0)
        refuse(place, "it has no indicators", NULL);
}

static void
read_framework(const struct json *from, struct framework *out, struct err *err, enum fault *fault)
{
    const char *id = json_get_text(from, "id");
    struct place place = {"framework", id != NULL ? id : "?", err, FAULT_NONE};
    const struct json *bands = json_get(from, "bands"), *cuts = json_get(from, "cuts");
    out->id = take_text(&place, from, "id");
    out->version = take_text(&place, from, "version");
    out->title_vi = take_text(&place, json_get(from, "title"), "vi");
    out->title_en = take_text(&place, json_get(from, "title"), "en");
    out->rho_g = take_real(&place, json_get(from, "rho_g"), "rho_g");
    out->rho_a = take_real(&place, json_get(from, "rho_a"), "rho_a");
    out->prior_mean = take_real(&place, json_get(from, "prior_mean"), "prior_mean");
    for (size_t i = 0; i < CUT_COUNT; i++) {
        out->cuts[i] = take_real(&place, json_at(cuts, i), "cuts");
        if (i > 0 && out->cuts[i] <= out->cuts[i - 1])
            refuse(&place, "the cuts do not rise", NULL);
    }
    for (size_t i = 0; i < BAND_COUNT; i++) {
        out->band_vi[i] = take_text(&place, json_at(bands, i), "vi");
        out->band_en[i] = take_text(&place, json_at(bands, i), "en");
    }
    read_areas(&place, json_get(from, "areas"), out);
    if (out->rho_g <= 0 || out->rho_a <= 0 || out->rho_g + out->rho_a > .91)
        refuse(&place, "rho_g and rho_a must be positive and leave at least .09 for the indicator itself", NULL);
    if (*fault == FAULT_NONE)
        *fault = place.fault;
}

static void
read_programme(const struct frameworks *all, const struct json *from, struct programme *out, struct err *err,
               enum fault *fault)
{
    const char *id = json_get_text(from, "id");
    struct place place = {"programme", id != NULL ? id : "?", err, FAULT_NONE};
    const struct json *needs = json_get(from, "needs"), *quizzes = json_get(from, "quizzes");
    out->id = take_text(&place, from, "id");
    out->number = (uint32_t)take_integer(&place, from, "number");
    out->title_vi = take_text(&place, json_get(from, "title"), "vi");
    out->title_en = take_text(&place, json_get(from, "title"), "en");
    out->framework = take_text(&place, from, "framework");
    out->layout = take_text(&place, from, "layout");
    out->quiz_count = json_count(quizzes);
    out->quizzes = memory_new_array(out->quiz_count, sizeof *out->quizzes);
    for (size_t i = 0; i < out->quiz_count; i++) {
        const char *quiz = json_text(json_at(quizzes, i));
        out->quizzes[i] = memory_copy_text(quiz != NULL ? quiz : "");
    }
    out->needs_indicators = (size_t)take_integer(&place, needs, "indicators");
    out->needs_band = (int)take_integer(&place, needs, "band");
    out->needs_probability = take_real(&place, json_get(needs, "at"), "at");
    out->valid_years = (int)take_integer(&place, from, "valid_years");
    const struct framework *framework = scoring_find_framework(all, out->framework);
    if (framework == NULL)
        refuse(&place, "there is no framework", out->framework);
    else if (out->needs_indicators < 1 || out->needs_indicators > framework->indicator_count)
        refuse(&place, "it needs more indicators than there are in the framework", out->framework);
    if (out->needs_band < 1 || out->needs_band > BAND_COUNT || out->needs_probability <= 0 ||
        out->needs_probability >= 1 || out->valid_years < 1 || out->number < 1)
        refuse(&place, "band must be 1 to 4, at between 0 and 1, valid_years and number at least 1", NULL);
    if (*fault == FAULT_NONE)
        *fault = place.fault;
}

static enum fault
read_everything(const struct json *found, struct frameworks *all, struct err *err)
{
    enum fault fault = FAULT_NONE;
    const struct json *frameworks = json_get(found, "frameworks"), *programmes = json_get(found, "programmes");
    all->framework_count = json_is_array(frameworks) ? json_count(frameworks) : 0;
    all->frameworks = memory_new_array(all->framework_count, sizeof *all->frameworks);
    for (size_t i = 0; i < all->framework_count; i++)
        read_framework(json_at(frameworks, i), &all->frameworks[i], err, &fault);
    all->programme_count = json_is_array(programmes) ? json_count(programmes) : 0;
    all->programmes = memory_new_array(all->programme_count, sizeof *all->programmes);
    for (size_t i = 0; i < all->programme_count; i++)
        read_programme(all, json_at(programmes, i), &all->programmes[i], err, &fault);
    if (fault == FAULT_NONE && all->framework_count == 0)
        fault = err_set(err, FAULT_CANNOT, "scripts/frameworks describes no framework");
    return fault;
}

/* ---- the sandbox job: prelude, every file in name order, coda ---- */

struct scripts {
    struct sandbox_source sources[FILES_MAX];
    struct buffer texts[FILES_MAX];
    char *names[FILES_MAX];
    size_t count;
};

static void
add_source(struct scripts *scripts, const char *name, const char *text, size_t len)
{
    scripts->names[scripts->count] = memory_copy_text(name);
    scripts->sources[scripts->count] =
        (struct sandbox_source){.name = scripts->names[scripts->count], .text = text, .len = len, .is_ours = true};
    scripts->count++;
}

static enum fault
add_files(struct scripts *scripts, const char *folder, struct err *err)
{
    char **names = NULL;
    size_t count = 0;
    enum fault fault = file_list(folder, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count && scripts->count < FILES_MAX - 1; i++) {
        size_t len = strlen(names[i]);
        if (len < 5 || strcmp(names[i] + len - 4, ".lua") != 0)
            continue;
        char *path = file_join(folder, names[i]), *name = memory_print("scripts/frameworks/%s", names[i]);
        struct buffer *text = &scripts->texts[scripts->count];
        fault = file_read(path, FILE_MAX_BYTES, text, err);
        if (fault == FAULT_NONE)
            add_source(scripts, name, buffer_text(text), text->len);
        free(name);
        free(path);
    }
    file_free_names(names, count);
    return fault;
}

static enum fault
describe(struct scripts *scripts, struct json **found, struct err *err)
{
    struct sandbox_answer answer = {0};
    const struct sandbox_job job = {.sources = scripts->sources, .source_count = scripts->count, .tries = 3,
                                    .wants_result = true, .result_max = RESULT_MAX_BYTES};
    enum fault fault = sandbox_run(&job, &answer, err);
    if (fault == FAULT_NONE && answer.verdict != SANDBOX_OK)
        fault = err_set(err, FAULT_INPUT, "%s", answer.detail);
    if (fault == FAULT_NONE)
        *found = json_keep(answer.result);
    sandbox_answer_clear(&answer);
    return fault;
}

enum fault
scoring_load_frameworks(const char *share, struct frameworks **out, struct err *err)
{
    struct scripts scripts = {0};
    struct json *found = NULL;
    struct frameworks *all = NULL;
    char *folder = file_join(share, "scripts/frameworks");
    add_source(&scripts, "framework words", PRELUDE, sizeof PRELUDE - 1);
    enum fault fault = add_files(&scripts, folder, err);
    if (fault == FAULT_NONE) {
        add_source(&scripts, "framework end", CODA, sizeof CODA - 1);
        fault = describe(&scripts, &found, err);
    }
    if (fault == FAULT_NONE) {
        all = memory_new(sizeof *all);
        fault = read_everything(found, all, err);
    }
    if (fault == FAULT_NONE)
        *out = all;
    else
        scoring_free_frameworks(all);
    json_free(found);
    for (size_t i = 0; i < scripts.count; i++) {
        free(scripts.names[i]);
        buffer_clear(&scripts.texts[i]);
    }
    free(folder);
    return fault;
}

static void
free_framework(struct framework *framework)
{
    for (size_t i = 0; i < framework->area_count; i++) {
        free(framework->areas[i].code);
        free(framework->areas[i].name_vi);
        free(framework->areas[i].name_en);
    }
    for (size_t i = 0; i < framework->indicator_count; i++) {
        struct indicator *indicator = &framework->indicators[i];
        char *texts[] = {indicator->code, indicator->name_vi, indicator->name_en, indicator->short_vi,
                         indicator->short_en};
        for (size_t n = 0; n < sizeof texts / sizeof texts[0]; n++)
            free(texts[n]);
    }
    for (size_t i = 0; i < BAND_COUNT; i++) {
        free(framework->band_vi[i]);
        free(framework->band_en[i]);
    }
    free(framework->areas);
    free(framework->indicators);
    free(framework->id);
    free(framework->version);
    free(framework->title_vi);
    free(framework->title_en);
}

void
scoring_free_frameworks(struct frameworks *frameworks)
{
    if (frameworks == NULL)
        return;
    for (size_t i = 0; i < frameworks->framework_count; i++)
        free_framework(&frameworks->frameworks[i]);
    for (size_t i = 0; i < frameworks->programme_count; i++) {
        struct programme *programme = &frameworks->programmes[i];
        for (size_t n = 0; n < programme->quiz_count; n++)
            free(programme->quizzes[n]);
        free(programme->quizzes);
        free(programme->id);
        free(programme->title_vi);
        free(programme->title_en);
        free(programme->framework);
        free(programme->layout);
    }
    free(frameworks->frameworks);
    free(frameworks->programmes);
    free(frameworks);
}

const struct framework *
scoring_find_framework(const struct frameworks *all, const char *id)
{
    for (size_t i = 0; i < all->framework_count; i++)
        if (strcmp(all->frameworks[i].id, id) == 0)
            return &all->frameworks[i];
    return NULL;
}

const struct programme *
scoring_find_programme(const struct frameworks *all, const char *id)
{
    for (size_t i = 0; i < all->programme_count; i++)
        if (strcmp(all->programmes[i].id, id) == 0)
            return &all->programmes[i];
    return NULL;
}

const struct programme *
scoring_programme_by_number(const struct frameworks *all, uint32_t number)
{
    for (size_t i = 0; i < all->programme_count; i++)
        if (all->programmes[i].number == number)
            return &all->programmes[i];
    return NULL;
}

int
scoring_indicator_index(const struct framework *framework, const char *code)
{
    for (size_t i = 0; i < framework->indicator_count; i++)
        if (framework->indicators[i].code != NULL && strcmp(framework->indicators[i].code, code) == 0)
            return (int)i;
    return -1;
}
