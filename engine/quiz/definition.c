/* definition.c - the sources of a quiz run once in the sandbox, and what they describe becomes
 * data.
 *
 * Order of the sources: our vocabulary, the names of our simulations, those that the quiz uses, the
 * author's quiz.lua and items, and one line of ours that returns everything. */
#include "quiz/definition.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "quiz/check.h"
#include "quiz/files.h"
#include "quiz/lua_words.h"
#include "sandbox/sandbox.h"

enum { SOURCES_MAX = 96, DEFINITION_MAX = 1024 * 1024, PROBLEM_MAX = 800 };
static const char CODA[] = "return host.found\n";

/* One printable line of whole letters, whatever an author has put into it. */
static void
clean_line(char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            text[i] = ' ';
    while (len > 0 && !text_is_utf8(text, len))
        text[--len] = 0;
}

void
quiz_problems_add(struct quiz_problems *problems, const char *format, ...)
{
    char text[PROBLEM_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    clean_line(text);
    MEMORY_GROW(problems->texts, problems->count, problems->capacity);
    problems->texts[problems->count++] = memory_copy_text(text);
}

void
quiz_problems_clear(struct quiz_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        free(problems->texts[i]);
    free(problems->texts);
    *problems = (struct quiz_problems){0};
}

/* ---- the sandbox job ---- */

struct job_sources {
    struct sandbox_source sources[SOURCES_MAX];
    size_t count;
};

/* Sources go by their path in the quiz: Lua shortens longer names to "...", so the folder is put
 * before later. */
static void
add_source(struct job_sources *job, const struct quiz *quiz, const char *path, bool is_ours,
           struct quiz_problems *problems)
{
    const char *text = json_get_text(quiz->files, path);
    size_t len = strlen(path);
    if (len < 5 || strcmp(path + len - 4, ".lua") != 0)
        return;
    if (job->count < SOURCES_MAX - 1)
        job->sources[job->count++] = (struct sandbox_source){
            .name = path, .text = text, .len = strlen(text), .is_ours = is_ours,
            .has_author = quiz->folder[0] == 0 && strncmp(path, "scripts/simulations/", 20) == 0};
    else
        quiz_problems_add(problems, "%s: a quiz has at most %d source files", quiz->first_line,
                          SOURCES_MAX - 1);
}

static void
add_sources(struct job_sources *job, const struct quiz *quiz, const char *prefix, bool is_ours,
            struct quiz_problems *problems)
{
    size_t count;
    const char **paths = files_sorted(quiz->files, prefix, &count);
    for (size_t i = 0; i < count; i++)
        add_source(job, quiz, paths[i], is_ours, problems);
    free(paths);
}

/* "host.offer { "simulations/a", … }": what an unknown simulation is compared with. Caller frees.
 */
static char *
print_offer(const struct json *offered)
{
    struct buffer out = {0};
    buffer_add_text(&out, "host.offer {");
    for (size_t i = 0; i < json_count(offered); i++)
        buffer_print(&out, " \"%s\",", json_text(json_at(offered, i)));
    buffer_add_text(&out, " }\n");
    return buffer_take_text(&out);
}

/* "quiz.lua:12: …" -> "quizzes/x/quiz.lua:12: …"; what names no file of the author's is said of the
 * first line. */
static void
add_detail(const struct quiz *quiz, const char *said, struct quiz_problems *problems)
{
    char *detail = check_explain(said, json_get_text(quiz->files, FILES_WORDS));
    const char *colon = strchr(detail, ':');
    char *name = memory_print("%.*s", colon != NULL ? (int)(colon - detail) : 0, detail);
    bool is_ours = strncmp(name, "scripts/", 8) == 0,
         has_line = colon != NULL && colon[1] >= '0' && colon[1] <= '9';
    if (is_ours || json_get(quiz->files, name) == NULL)
        quiz_problems_add(problems, "%s: %s", quiz->first_line, detail);
    else
        quiz_problems_add(problems, "%s%s%s%s%s", quiz->folder, quiz->folder[0] != 0 ? "/" : "",
                          name, has_line ? "" : ":1", colon);
    free(name);
    free(detail);
}

static enum fault
describe(struct quiz *quiz, const struct json *offered, struct quiz_problems *problems,
         struct err *err)
{
    struct job_sources *job = memory_new(sizeof *job);
    struct sandbox_answer answer = {0};
    char *offer = print_offer(offered);
    add_source(job, quiz, FILES_WORDS, true, problems);
    job->sources[job->count++] = (struct sandbox_source){
        .name = "simulations", .text = offer, .len = strlen(offer), .is_ours = true};
    add_sources(job, quiz, "scripts/simulations/", true, problems);
    add_source(job, quiz, "quiz.lua", false, problems);
    add_sources(job, quiz, "items/", false, problems);
    job->sources[job->count++] = (struct sandbox_source){
        .name = "end of quiz", .text = CODA, .len = sizeof CODA - 1, .is_ours = true};
    const struct sandbox_job run = {.sources = job->sources,
                                    .source_count = job->count,
                                    .tries = 3,
                                    .wants_result = true,
                                    .result_max = DEFINITION_MAX,
                                    .add_host = lua_words_add};
    enum fault fault = problems->count > 0 ? FAULT_NONE : sandbox_run(&run, &answer, err);
    /* Killed by time says nothing of the quiz. */
    if (fault == FAULT_NONE && problems->count == 0 && answer.verdict == SANDBOX_RETRY)
        fault = err_set(
            err, FAULT_CANNOT,
            "the quiz %s could not be read in time; try again when this machine is less busy",
            quiz->id);
    if (fault == FAULT_NONE && problems->count == 0 && answer.verdict == SANDBOX_OK) {
        quiz->definition = json_keep(answer.result);
    } else if (fault == FAULT_NONE && problems->count == 0 && strstr(answer.detail, "the result is too large") != NULL) {
        quiz_problems_add(problems, "%s: the quiz describes more than %d KiB of items; make two quizzes of it",
                          quiz->first_line, DEFINITION_MAX / 1024);
    } else if (fault == FAULT_NONE && problems->count == 0) {
        add_detail(quiz, answer.detail, problems);
    }
    sandbox_answer_clear(&answer);
    free(offer);
    free(job);
    return fault;
}

static void
drop_places(struct json *value)
{
    void *at = NULL;
    const char *key;
    struct json *member;
    json_drop(value, "at");
    for (size_t i = 0; json_is_array(value) && i < json_count(value); i++)
        drop_places(json_at(value, i));
    while (json_next(value, &at, &key, &member))
        drop_places(member);
}

/* Once all is checked nobody is told the line of a widget or a condition any more: a fifth of a bank's memory. */
static void
drop_checked_places(struct quiz *quiz)
{
    static const char *const CHECKED[] = {"accounts", "codes", "screens"};
    const struct json *items = json_get(quiz->definition, "items");
    for (size_t i = 0; i < json_count(items); i++) {
        const struct json *item = json_at(items, i), *lines = json_get(item, "evidence");
        for (size_t n = 0; n < sizeof CHECKED / sizeof CHECKED[0]; n++)
            drop_places((struct json *)(uintptr_t)json_get(item, CHECKED[n]));
        for (size_t n = 0; n < json_count(lines); n++) {
            drop_places((struct json *)(uintptr_t)json_get(json_at(lines, n), "when"));
            drop_places((struct json *)(uintptr_t)json_get(json_at(lines, n), "only_if"));
        }
    }
}

static enum fault
build(struct quiz *quiz, const struct json *offered, struct quiz **out,
      struct quiz_problems *problems, struct err *err)
{
    enum fault fault = FAULT_NONE;
    quiz->first_line =
        memory_print("%s%squiz.lua:1", quiz->folder, quiz->folder[0] != 0 ? "/" : "");
    files_hash(quiz->files, quiz->hash);
    if (problems->count == 0)
        fault = describe(quiz, offered, problems, err);
    if (fault == FAULT_NONE && problems->count == 0)
        definition_check(quiz, problems);
    if (fault == FAULT_NONE && problems->count > 0)
        fault = err_set(err, FAULT_INPUT, "%s", problems->texts[0]);
    if (fault == FAULT_NONE) {
        drop_checked_places(quiz);
        definition_index(quiz);
        *out = quiz;
    } else {
        quiz_free(quiz);
    }
    return fault;
}

/* "quizzes/basics/" -> "basics" */
static char *
name_of_folder(const char *folder)
{
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/')
        len--;
    size_t from = len;
    while (from > 0 && folder[from - 1] != '/')
        from--;
    return memory_print("%.*s", (int)(len - from), folder + from);
}

enum fault
quiz_load(const char *folder, const char *share, struct quiz **quiz, struct quiz_problems *problems,
          struct err *err)
{
    *quiz = NULL;
    char *source = file_join(folder, "quiz.lua");
    bool is_there = file_exists(source);
    free(source);
    if (!file_is_folder(folder))
        return err_set(err, FAULT_CANNOT, "there is no quiz folder %s", folder);
    if (!is_there) {
        quiz_problems_add(problems, "%s/quiz.lua:1: the file is missing; a quiz begins with it",
                          folder);
        return err_set(err, FAULT_INPUT, "%s", problems->texts[0]);
    }
    struct quiz *loaded = memory_new(sizeof *loaded);
    loaded->id = name_of_folder(folder);
    loaded->folder = memory_copy_text(folder);
    loaded->files = json_new_object();
    loaded->walks = json_new_object();
    struct json *offered = json_new_array();
    enum fault fault = files_read(folder, share, loaded->files, loaded->walks, offered, problems, err);
    if (fault == FAULT_NONE)
        fault = build(loaded, offered, quiz, problems, err);
    else
        quiz_free(loaded);
    json_free(offered);
    return fault;
}

enum fault
quiz_load_files(const char *id, const struct json *files, struct quiz **quiz,
                struct quiz_problems *problems, struct err *err)
{
    *quiz = NULL;
    void *at = NULL;
    const char *key;
    struct json *value;
    while (json_next(files, &at, &key, &value))
        if (json_text(value) == NULL)
            return err_set(err, FAULT_INPUT, "the file %.80s of the quiz is not text", key);
    if (json_get_text(files, "quiz.lua") == NULL || json_get_text(files, FILES_WORDS) == NULL)
        return err_set(err, FAULT_INPUT, "the quiz is not whole: quiz.lua or %s is missing",
                       FILES_WORDS);
    struct quiz *loaded = memory_new(sizeof *loaded);
    loaded->id = memory_copy_text(id);
    loaded->folder = memory_copy_text("");
    loaded->files = json_keep((struct json *)(uintptr_t)files);
    return build(loaded, NULL, quiz, problems, err);
}

void
quiz_free(struct quiz *quiz)
{
    if (quiz == NULL)
        return;
    json_free(quiz->definition);
    json_free(quiz->files);
    json_free(quiz->walks);
    free(quiz->items);
    free(quiz->sources);
    free(quiz->parts);
    free(quiz->first_line);
    free(quiz->folder);
    free(quiz->id);
    free(quiz);
}
