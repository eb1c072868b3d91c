/* definition.c - a quiz folder becomes data: its files are read, hashed, and run once in the
 * sandbox.
 *
 * Order of the sources: our vocabulary, our simulations, the author's quiz.lua and items, and one
 * line of ours that returns everything. The quiz hash is SHA-256 over, for each path in byte order,
 * the path, a NUL and the SHA-256 of the file; paths are as in `files`: "quiz.lua",
 * "scripts/quiz_words.lua", ... (PRODUCT.md section 1). */
#include "quiz/definition.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "quiz/lua_words.h"
#include "sandbox/sandbox.h"

enum {
    SOURCES_MAX = 96,
    FILE_MAX_BYTES = 8 << 20,
    DEFINITION_MAX = 1024 * 1024,
    FOLDER_DEPTH = 2,
    PROBLEM_MAX = 800
};
static const char WORDS[] = "scripts/quiz_words.lua";
static const char CODA[] = "return host.found\n";
static const char HASH_MARK[] = "sha256:";

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

/* ---- files ---- */

/* Text files are kept as they are; of the others only the hash, as "sha256:…", so that an export
 * stays text. A text that begins like such a mark is kept as one too: two contents never share a
 * value. */
static enum fault
add_file(struct json *files, const char *path, const char *name, struct quiz_problems *problems,
         struct err *err)
{
    struct buffer content = {0};
    enum fault fault = file_read(path, FILE_MAX_BYTES, &content, err);
    bool is_text = fault == FAULT_NONE && text_is_utf8((const char *)content.data, content.len);
    if (is_text && strncmp(buffer_text(&content), HASH_MARK, sizeof HASH_MARK - 1) != 0) {
        json_put_text(files, name, buffer_text(&content));
    } else if (fault == FAULT_NONE) {
        uint8_t hash[HASH_LEN];
        char hex[HASH_HEX_LEN], mark[HASH_HEX_LEN + 8];
        size_t len = strlen(name);
        if (len > 4 && strcmp(name + len - 4, ".lua") == 0)
            quiz_problems_add(
                problems, "%s:1: the file is not UTF-8 text; save it as UTF-8 without BOM", path);
        hash_bytes(content.data, content.len, hash);
        hash_to_hex(hash, HASH_LEN, hex);
        snprintf(mark, sizeof mark, "%s%s", HASH_MARK, hex);
        json_put_text(files, name, mark);
    }
    buffer_clear(&content);
    return fault;
}

static enum fault
add_folder(struct json *files, const char *folder, const char *prefix, int depth,
           struct quiz_problems *problems, struct err *err)
{
    char **names = NULL;
    size_t count = 0;
    enum fault fault = file_list(folder, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        char *path = file_join(folder, names[i]), *name = memory_print("%s%s", prefix, names[i]);
        if (file_is_folder(path) && depth > 0 && names[i][0] != '.') {
            char *inner = memory_print("%s/", name);
            fault = add_folder(files, path, inner, depth - 1, problems, err);
            free(inner);
        } else if (!file_is_folder(path) && names[i][0] != '.') {
            fault = add_file(files, path, name, problems, err);
        }
        free(name);
        free(path);
    }
    file_free_names(names, count);
    return fault;
}

/* Every simulation is offered to the author; only those that the quiz names become part of it. */
static enum fault
add_scripts(struct json *files, const char *share, struct quiz_problems *problems, struct err *err)
{
    char *words = file_join(share, WORDS), *folder = file_join(share, "scripts/simulations");
    enum fault fault = add_file(files, words, WORDS, problems, err);
    const char *source = json_get_text(files, "quiz.lua");
    char **names = NULL;
    size_t count = 0;
    if (fault == FAULT_NONE)
        fault = file_list(folder, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        char *path = file_join(folder, names[i]),
             *name = memory_print("scripts/simulations/%s", names[i]);
        char *stem = memory_print("simulations/%.*s", (int)strcspn(names[i], "."), names[i]);
        bool is_used = source != NULL && strstr(source, stem) != NULL;
        void *at = NULL;
        const char *key;
        struct json *value;
        while (!is_used && json_next(files, &at, &key, &value))
            is_used = strncmp(key, "items/", 6) == 0 && strstr(json_text(value), stem) != NULL;
        if (is_used)
            fault = add_file(files, path, name, problems, err);
        free(stem);
        free(name);
        free(path);
    }
    file_free_names(names, count);
    free(folder);
    free(words);
    return fault;
}

static int
compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Sorted paths of the files whose path begins with `prefix`. Caller frees the list only. */
static const char **
sorted_paths(const struct json *files, const char *prefix, size_t *count)
{
    const char **paths = memory_new_array(json_count(files), sizeof *paths);
    void *at = NULL;
    const char *key;
    struct json *value;
    *count = 0;
    while (json_next(files, &at, &key, &value))
        if (strncmp(key, prefix, strlen(prefix)) == 0)
            paths[(*count)++] = key;
    qsort(paths, *count, sizeof *paths, compare_texts);
    return paths;
}

static void
hash_files(const struct json *files, uint8_t out[HASH_LEN])
{
    struct hash_state state;
    size_t count;
    const char **paths = sorted_paths(files, "", &count);
    hash_begin(&state);
    for (size_t i = 0; i < count; i++) {
        const char *content = json_get_text(files, paths[i]);
        uint8_t hash[HASH_LEN];
        if (strncmp(content, HASH_MARK, sizeof HASH_MARK - 1) != 0 ||
            !hash_from_hex(content + sizeof HASH_MARK - 1, hash, HASH_LEN))
            hash_bytes(content, strlen(content), hash);
        hash_add(&state, paths[i], strlen(paths[i]) + 1);
        hash_add(&state, hash, HASH_LEN);
    }
    hash_end(&state, out);
    free(paths);
}

/* ---- the sandbox job ---- */

struct job_sources {
    struct sandbox_source sources[SOURCES_MAX];
    char *names[SOURCES_MAX];
    size_t count;
};

static void
add_source(struct job_sources *job, const struct json *files, const char *folder, const char *path,
           bool is_ours, struct quiz_problems *problems)
{
    const char *text = json_get_text(files, path);
    size_t len = strlen(path);
    if (len < 5 || strcmp(path + len - 4, ".lua") != 0)
        return;
    if (job->count == SOURCES_MAX - 1) {
        quiz_problems_add(problems, "%s/%s:1: a quiz has at most %d source files", folder, path,
                          SOURCES_MAX - 1);
        return;
    }
    job->names[job->count] =
        is_ours || folder[0] == 0 ? memory_copy_text(path) : file_join(folder, path);
    job->sources[job->count] = (struct sandbox_source){
        .name = job->names[job->count], .text = text, .len = strlen(text), .is_ours = is_ours};
    job->count++;
}

static void
add_sources(struct job_sources *job, const struct json *files, const char *folder,
            const char *prefix, bool is_ours, struct quiz_problems *problems)
{
    size_t count;
    const char **paths = sorted_paths(files, prefix, &count);
    for (size_t i = 0; i < count; i++)
        add_source(job, files, folder, paths[i], is_ours, problems);
    free(paths);
}

static enum fault
describe(struct quiz *quiz, struct quiz_problems *problems, struct err *err)
{
    struct job_sources *job = memory_new(sizeof *job);
    struct sandbox_answer answer = {0};
    add_source(job, quiz->files, quiz->folder, WORDS, true, problems);
    add_sources(job, quiz->files, quiz->folder, "scripts/simulations/", true, problems);
    add_source(job, quiz->files, quiz->folder, "quiz.lua", false, problems);
    add_sources(job, quiz->files, quiz->folder, "items/", false, problems);
    job->sources[job->count++] = (struct sandbox_source){
        .name = "end of quiz", .text = CODA, .len = sizeof CODA - 1, .is_ours = true};
    const struct sandbox_job run = {.sources = job->sources,
                                    .source_count = job->count,
                                    .tries = 3,
                                    .wants_result = true,
                                    .result_max = DEFINITION_MAX,
                                    .add_host = lua_words_add};
    enum fault fault = sandbox_run(&run, &answer, err);
    if (fault == FAULT_NONE && answer.verdict == SANDBOX_OK)
        quiz->definition = json_keep(answer.result);
    else if (fault == FAULT_NONE)
        quiz_problems_add(problems, "%s", answer.detail);
    sandbox_answer_clear(&answer);
    for (size_t i = 0; i + 1 < job->count; i++)
        free(job->names[i]);
    free(job);
    return fault;
}

static enum fault
build(struct quiz *quiz, struct quiz **out, struct quiz_problems *problems, struct err *err)
{
    enum fault fault = FAULT_NONE;
    quiz->first_line =
        memory_print("%s%squiz.lua:1", quiz->folder, quiz->folder[0] != 0 ? "/" : "");
    hash_files(quiz->files, quiz->hash);
    if (problems->count == 0)
        fault = describe(quiz, problems, err);
    if (fault == FAULT_NONE && problems->count == 0)
        definition_check(quiz, problems);
    if (fault == FAULT_NONE && problems->count > 0)
        fault = err_set(err, FAULT_INPUT, "%s", problems->texts[0]);
    if (fault == FAULT_NONE) {
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
    enum fault fault = add_folder(loaded->files, folder, "", FOLDER_DEPTH, problems, err);
    if (fault == FAULT_NONE)
        fault = add_scripts(loaded->files, share, problems, err);
    if (fault != FAULT_NONE) {
        quiz_free(loaded);
        return fault;
    }
    return build(loaded, quiz, problems, err);
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
    if (json_get_text(files, "quiz.lua") == NULL || json_get_text(files, WORDS) == NULL)
        return err_set(err, FAULT_INPUT, "the quiz is not whole: quiz.lua or %s is missing", WORDS);
    struct quiz *loaded = memory_new(sizeof *loaded);
    loaded->id = memory_copy_text(id);
    loaded->folder = memory_copy_text("");
    loaded->files = json_keep((struct json *)(uintptr_t)files);
    return build(loaded, quiz, problems, err);
}

void
quiz_free(struct quiz *quiz)
{
    if (quiz == NULL)
        return;
    json_free(quiz->definition);
    json_free(quiz->files);
    free(quiz->items);
    free(quiz->sources);
    free(quiz->parts);
    free(quiz->first_line);
    free(quiz->folder);
    free(quiz->id);
    free(quiz);
}
