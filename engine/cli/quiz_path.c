/* quiz_path.c - a folder, its quiz.lua or one of its walks all name the same quiz. */
#include "cli/quiz_path.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"

/* How deep a file of a quiz lies in its folder: walkthroughs/a.walk. */
enum { DEPTH_MAX = 2 };

static bool
holds_a_quiz(const char *folder)
{
    char *source = file_join(folder, "quiz.lua");
    bool is_there = file_exists(source);
    free(source);
    return is_there;
}

/* Cuts the last part off; "a.walk" lies in ".", and "." in "..". */
static char *
parent_of(const char *path)
{
    if (strcmp(path, ".") == 0)
        return memory_copy_text("..");
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return memory_copy_text(".");
    return memory_print("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

enum fault
quiz_path_folder(const char *path, char **folder, struct err *err)
{
    *folder = NULL;
    if (!file_exists(path))
        return err_set(err, FAULT_CANNOT, "there is no file or folder %s", path);
    char *at = memory_copy_text(path);
    size_t len = strlen(at);
    while (len > 1 && at[len - 1] == '/')
        at[--len] = 0;
    bool is_file = !file_is_folder(at);
    for (int up = 0; up < DEPTH_MAX && is_file && !holds_a_quiz(at); up++) {
        char *parent = parent_of(at);
        free(at);
        at = parent;
    }
    *folder = at;
    return FAULT_NONE;
}

struct json *
quiz_path_problem(const char *problem)
{
    struct json *row = json_new_object();
    const char *says = strstr(problem, ": ");
    char *place = memory_print("%.*s", says != NULL ? (int)(says - problem) : 0, problem);
    char *colon = strrchr(place, ':');
    json_put_integer(row, "line", colon != NULL ? atol(colon + 1) : 0);
    if (colon != NULL)
        *colon = 0;
    json_put_text(row, "file", place);
    json_put_text(row, "says", says != NULL ? says + 2 : problem);
    free(place);
    return row;
}

/* ---- one simulation ---- */

enum { SOURCE_MAX = 256 * 1024 };

bool
quiz_path_is_simulation(const char *path)
{
    struct err ignored;
    char *folder = NULL;
    size_t len = strlen(path);
    if (len < 5 || strcmp(path + len - 4, ".lua") != 0 || !file_exists(path) || file_is_folder(path))
        return false;
    bool is_alone = quiz_path_folder(path, &folder, &ignored) == FAULT_NONE && !holds_a_quiz(folder);
    free(folder);
    return is_alone;
}

static enum fault
put_file(struct json *files, const char *name, const char *path, struct err *err)
{
    struct buffer text = {0};
    enum fault fault = file_read(path, SOURCE_MAX, &text, err);
    if (fault == FAULT_NONE)
        json_put_text(files, name, buffer_text(&text));
    if (fault == FAULT_NONE && json_get_text(files, name) == NULL)
        fault = err_set(err, FAULT_INPUT, "%s:1: the file is not UTF-8 text; save it as UTF-8 without BOM", path);
    buffer_clear(&text);
    return fault;
}

void
quiz_path_name_problems(struct quiz_problems *problems, const char *path)
{
    static const char SCRIPTS[] = "scripts/simulations/", WALKS[] = "walkthroughs/";
    if (!quiz_path_is_simulation(path))
        return;
    const char *base = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
    char *folder = parent_of(path);
    for (size_t i = 0; i < problems->count; i++) {
        const char *text = problems->texts[i], *place = strstr(text, SCRIPTS), *says = strstr(text, ": ");
        char *named = NULL;
        if (place != NULL)
            named = file_join(folder, place + sizeof SCRIPTS - 1);
        else if (strncmp(text, WALKS, sizeof WALKS - 1) == 0)
            named = file_join(folder, text + sizeof WALKS - 1);
        else if (strstr(text, "there is no simulation") != NULL)
            named = memory_print("%s:1: the file must say host.simulation \"%.*s\" { … }, with its own name", path,
                                 (int)strlen(base) - 4, base);
        else if (strncmp(text, "quiz.lua:", 9) == 0 && says != NULL) /* of the task as a whole */
            named = memory_print("%s:1%s", path, says);
        if (named == NULL)
            continue;
        free(problems->texts[i]);
        problems->texts[i] = named;
    }
    free(folder);
}

/* A walk beside the simulation names no item; here it stands among the quiz's own, which do: the item takes the place
 * of its first line, a note, so that lines keep their numbers. */
static enum fault
put_walk(struct json *files, const char *name, const char *path, const char *item, struct err *err)
{
    enum fault fault = put_file(files, name, path, err);
    const char *text = json_get_text(files, name);
    if (fault != FAULT_NONE)
        return fault;
    char *whole = memory_print("item %s%s%s", item, text[0] == '#' ? "" : "\n", text[0] == '#' ? text + strcspn(text, "\n") : text);
    json_put_text(files, name, whole);
    free(whole);
    return FAULT_NONE;
}

/* parcel.careful.walk and the like, beside parcel.lua. */
static enum fault
put_walks(struct json *files, const char *path, const char *stem, const char *item, struct err *err)
{
    char *folder = parent_of(path), **names = NULL;
    size_t count = 0, len = strlen(stem);
    enum fault fault = file_list(folder, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        size_t name_len = strlen(names[i]);
        if (strncmp(names[i], stem, len) != 0 || names[i][len] != '.' || name_len < 5 || strcmp(names[i] + name_len - 5, ".walk") != 0)
            continue;
        char *name = memory_print("walkthroughs/%s", names[i]), *full = file_join(folder, names[i]);
        fault = put_walk(files, name, full, item, err);
        free(full);
        free(name);
    }
    file_free_names(names, count);
    free(folder);
    return fault;
}

static enum fault
load_simulation(const char *path, const char *share, struct quiz **quiz, struct quiz_problems *problems, struct err *err)
{
    const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;
    char *words = file_join(share, "scripts/quiz_words.lua"), *name = memory_print("scripts/simulations/%s", base);
    char *stem = memory_print("%.*s", (int)strlen(base) - 4, base), *item = memory_copy_text(stem);
    char *source = NULL;
    struct json *files = json_new_object();
    for (char *letter = item; *letter != 0; letter++)
        *letter = *letter == '_' ? '-' : *letter; /* ids have no _ */
    source = memory_print("quiz { title = \"%s\", framework = \"village-basic\" }\n"
                          "practical \"%s\" { uses = \"simulations/%s\", difficulty = \"medium\" }\n", stem, item, stem);
    json_put_text(files, "quiz.lua", source);
    enum fault fault = put_file(files, "scripts/quiz_words.lua", words, err);
    if (fault == FAULT_NONE)
        fault = put_file(files, name, path, err);
    if (fault == FAULT_NONE)
        fault = put_walks(files, path, stem, item, err);
    if (fault == FAULT_INPUT)
        quiz_problems_add(problems, "%s", err->text);
    if (fault == FAULT_NONE)
        fault = quiz_load_files("simulation", files, quiz, problems, err);
    quiz_path_name_problems(problems, path);
    json_free(files);
    free(source);
    free(item);
    free(stem);
    free(name);
    free(words);
    return fault;
}

enum fault
quiz_path_load(const char *path, const char *share, struct quiz **quiz, struct quiz_problems *problems, struct err *err)
{
    char *folder = NULL;
    *quiz = NULL;
    if (quiz_path_is_simulation(path))
        return load_simulation(path, share, quiz, problems, err);
    enum fault fault = quiz_path_folder(path, &folder, err);
    if (fault == FAULT_NONE)
        fault = quiz_load(folder, share, quiz, problems, err);
    free(folder);
    return fault;
}
