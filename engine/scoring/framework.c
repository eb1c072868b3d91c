/* framework.c - loads and finds frameworks and programmes, which are described in Lua (scripts/frameworks/).
 *
 * The files are ours, yet they run in the sandbox like any other script, as an author's: then a mistake has a line, and
 * an unknown word a suggestion. scripts/framework_words.lua gives them their words. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "sandbox/sandbox.h"
#include "scoring/framework_data.h"

enum { RESULT_MAX = 512 << 10 };
static const char WORDS[] = "scripts/framework_words.lua", FOLDER[] = "scripts/frameworks";
static const char CODA[] = "return host.found\n";

/* The sandbox job: words, every file in name order, coda. */
struct scripts {
    struct sandbox_source *sources;
    size_t count, capacity;
};

static void
add_source(struct scripts *scripts, const char *name, struct buffer *text, bool is_ours)
{
    MEMORY_GROW(scripts->sources, scripts->count, scripts->capacity);
    size_t len = text->len;
    scripts->sources[scripts->count++] = (struct sandbox_source){
        .name = memory_copy_text(name), .text = buffer_take_text(text), .len = len, .is_ours = is_ours};
}

static enum fault
add_file(struct scripts *scripts, const char *share, const char *name, bool is_ours, struct err *err)
{
    struct buffer text = {0};
    char *path = file_join(share, name);
    enum fault fault = file_read(path, is_ours ? SANDBOX_SOURCES_MAX : SANDBOX_SOURCE_MAX, &text, err);
    if (fault == FAULT_NONE)
        add_source(scripts, name, &text, is_ours);
    buffer_clear(&text);
    free(path);
    return fault;
}

static enum fault
add_folder(struct scripts *scripts, const char *share, struct err *err)
{
    char **names = NULL, *folder = file_join(share, FOLDER);
    size_t count = 0;
    enum fault fault = file_list(folder, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        size_t len = strlen(names[i]);
        if (len < 5 || strcmp(names[i] + len - 4, ".lua") != 0)
            continue;
        char *name = file_join(FOLDER, names[i]);
        fault = add_file(scripts, share, name, false, err);
        free(name);
    }
    file_free_names(names, count);
    free(folder);
    return fault;
}

static enum fault
describe(const struct scripts *scripts, struct json **found, struct err *err)
{
    struct sandbox_answer answer = {0};
    const struct sandbox_job job = {.sources = scripts->sources, .source_count = scripts->count, .tries = 3,
                                    .wants_result = true, .result_max = RESULT_MAX};
    enum fault fault = sandbox_run(&job, &answer, err);
    if (fault == FAULT_NONE && answer.verdict == SANDBOX_RETRY)
        fault = err_set(err, FAULT_CANNOT, "scripts/frameworks could not be read in time: %s", answer.detail);
    else if (fault == FAULT_NONE && answer.verdict != SANDBOX_OK)
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
    struct buffer coda = {0};
    struct json *found = NULL;
    struct frameworks *all = memory_new(sizeof *all);
    *out = NULL;
    enum fault fault = add_file(&scripts, share, WORDS, true, err);
    if (fault == FAULT_NONE)
        fault = add_folder(&scripts, share, err);
    if (fault == FAULT_NONE) {
        buffer_add_text(&coda, CODA);
        add_source(&scripts, "end of scripts/frameworks", &coda, true);
        fault = describe(&scripts, &found, err);
    }
    if (fault == FAULT_NONE)
        fault = framework_data_read(found, all, err);
    if (fault == FAULT_NONE)
        *out = all;
    else
        scoring_free_frameworks(all);
    json_free(found);
    for (size_t i = 0; i < scripts.count; i++) {
        free((char *)scripts.sources[i].name);
        free((char *)scripts.sources[i].text);
    }
    free(scripts.sources);
    return fault;
}

static void
free_framework(struct framework *framework)
{
    for (size_t i = 0; i < framework->area_count; i++) {
        free(framework->areas[i].code);
        free(framework->areas[i].name_vi);
        free(framework->areas[i].name_en);
        free(framework->areas[i].short_vi);
        free(framework->areas[i].short_en);
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
        free(framework->band_short_vi[i]);
        free(framework->band_short_en[i]);
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
    for (size_t i = 0; i < frameworks->mapping_count; i++) {
        free(frameworks->mappings[i].id);
        free(frameworks->mappings[i].from);
        free(frameworks->mappings[i].to);
        free(frameworks->mappings[i].rows);
    }
    free(frameworks->mappings);
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
