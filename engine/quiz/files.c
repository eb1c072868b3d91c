/* files.c - the files of a quiz: its folder, the vocabulary, and the simulations that it names; and
 * their hash.
 *
 * The quiz hash is SHA-256 over, for each path in byte order, the path, a NUL and the 32 bytes of
 * the file's SHA-256; paths are as in `files`: "quiz.lua", "walkthroughs/a.walk",
 * "scripts/quiz_words.lua", … (PRODUCT.md section 1). */
#include "quiz/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "quiz/definition.h"
#include "quiz/media.h"

enum { FILE_MAX_BYTES = 8 << 20, FOLDER_DEPTH = 2, NAME_MAX_BYTES = 50 };
static const char HASH_MARK[] = "sha256:";

/* What a phone fetches over a weak network, by a name that stands in an address; classroom/picture.c and clip.c send
 * nothing else. */
static void
check_media(const struct buffer *content, const char *path, const char *name, struct quiz_problems *problems)
{
    static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/";
    char problem[MEDIA_PROBLEM_MAX];
    if (media_find_problem(name, content->data, content->len, problem))
        quiz_problems_add(problems, "%s:1: %s", path, problem);
    if (strncmp(name, "pictures/", 9) == 0 && name[strspn(name, PLAIN)] != 0)
        quiz_problems_add(problems,
                          "%s:1: a picture's name has letters without marks, digits, - and _ only; rename it", path);
}

/* Text files are kept as they are; of the others only the hash, as "sha256:…", so that an export
 * stays text. A text that begins like such a mark is kept as one too: two contents never share a
 * value. */
static enum fault
add_file(struct json *files, const char *path, const char *name, struct quiz_problems *problems,
         struct err *err)
{
    struct buffer content = {0};
    enum fault fault = file_read(path, FILE_MAX_BYTES, &content, err);
    if (fault == FAULT_NONE)
        check_media(&content, path, name, problems);
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

/* A link may lead out of the folder, and a device or a pipe has no end. */
static bool
is_plain_file_or_folder(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
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
        /* What lies in scripts/ is trusted as the program's own. */
        if (strcmp(name, "scripts") == 0)
            quiz_problems_add(problems,
                              "%s/quiz.lua:1: a quiz has no folder scripts/ of its own; rename it",
                              folder);
        if (strlen(name) > NAME_MAX_BYTES)
            quiz_problems_add(problems, "%s:1: the name of the file is longer than %d bytes", path,
                              NAME_MAX_BYTES);
        if (names[i][0] != '.' && !is_plain_file_or_folder(path)) {
            quiz_problems_add(problems, "%s:1: this is a link or a device; put the file itself there", path);
        } else if (file_is_folder(path) && depth > 0 && names[i][0] != '.') {
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

/* Whether some source of the author's speaks of the simulation. */
static bool
is_named(const struct json *files, const char *simulation)
{
    void *at = NULL;
    const char *key;
    struct json *value;
    while (json_next(files, &at, &key, &value))
        if ((strcmp(key, "quiz.lua") == 0 || strncmp(key, "items/", 6) == 0) &&
            strstr(json_text(value), simulation) != NULL)
            return true;
    return false;
}

static bool
ends_with(const char *name, const char *end)
{
    size_t len = strlen(name);
    return len > strlen(end) && strcmp(name + len - strlen(end), end) == 0;
}

/* Every simulation is offered to the author; only those that the quiz names become part of it. The
 * walks beside them are tests that come along, no part of the quiz or its hash. */
static enum fault
add_scripts(struct json *files, struct json *walks, const char *share, struct json *offered,
            struct quiz_problems *problems, struct err *err)
{
    char *words = file_join(share, FILES_WORDS), *folder = file_join(share, "scripts/simulations");
    char **names = NULL;
    size_t count = 0;
    enum fault fault = file_list(folder, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        char *path = file_join(folder, names[i]),
             *name = memory_print("scripts/simulations/%s", names[i]);
        char *simulation = memory_print("simulations/%.*s", (int)strcspn(names[i], "."), names[i]);
        if (ends_with(name, ".lua"))
            json_add(offered, json_new_text(simulation));
        if (is_named(files, simulation) && (ends_with(name, ".lua") || ends_with(name, ".walk")))
            fault = add_file(ends_with(name, ".lua") ? files : walks, path, name, problems, err);
        free(simulation);
        free(name);
        free(path);
    }
    if (fault == FAULT_NONE)
        fault = add_file(files, words, FILES_WORDS, problems, err);
    file_free_names(names, count);
    free(folder);
    free(words);
    return fault;
}

enum fault
files_read(const char *folder, const char *share, struct json *files, struct json *walks,
           struct json *offered, struct quiz_problems *problems, struct err *err)
{
    enum fault fault = add_folder(files, folder, "", FOLDER_DEPTH, problems, err);
    return fault == FAULT_NONE ? add_scripts(files, walks, share, offered, problems, err) : fault;
}

static int
compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Sorted paths of the files whose path begins with `prefix`. Caller frees the list only. */
const char **
files_sorted(const struct json *files, const char *prefix, size_t *count)
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

/* Of the files whose path does not begin with `without`. */
static void
hash_files(const struct json *files, const char *without, uint8_t out[HASH_LEN])
{
    struct hash_state state;
    size_t count;
    const char **paths = files_sorted(files, "", &count);
    hash_begin(&state);
    for (size_t i = 0; i < count; i++) {
        const char *content = json_get_text(files, paths[i]);
        uint8_t hash[HASH_LEN];
        if (without != NULL && strncmp(paths[i], without, strlen(without)) == 0)
            continue;
        if (strncmp(content, HASH_MARK, sizeof HASH_MARK - 1) != 0 ||
            !hash_from_hex(content + sizeof HASH_MARK - 1, hash, HASH_LEN))
            hash_bytes(content, strlen(content), hash);
        hash_add(&state, paths[i], strlen(paths[i]) + 1);
        hash_add(&state, hash, HASH_LEN);
    }
    hash_end(&state, out);
    free(paths);
}

void
files_hash(const struct json *files, uint8_t out[HASH_LEN])
{
    hash_files(files, NULL, out);
}

void
quiz_author_hash(const struct quiz *quiz, uint8_t out[HASH_LEN])
{
    hash_files(quiz->files, "scripts/", out);
}
