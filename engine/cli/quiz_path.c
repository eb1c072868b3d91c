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

/* "quiz.lua:1: scripts/simulations/x.lua:3: …" -> "PATH:3: …": the author wrote the simulation alone. */
static void
name_problems(struct quiz_problems *problems, const char *name, const char *path)
{
    for (size_t i = 0; i < problems->count; i++) {
        const char *place = strstr(problems->texts[i], name);
        if (place == NULL)
            continue;
        char *text = memory_print("%s%s", path, place + strlen(name));
        free(problems->texts[i]);
        problems->texts[i] = text;
    }
}

static enum fault
load_simulation(const char *path, const char *share, struct quiz **quiz, struct quiz_problems *problems, struct err *err)
{
    const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;
    char *words = file_join(share, "scripts/quiz_words.lua"), *name = memory_print("scripts/simulations/%s", base);
    char *source = memory_print("quiz { title = \"%.*s\", framework = \"village-basic\" }\n"
                                "practical \"%.*s\" { uses = \"simulations/%.*s\", difficulty = \"medium\" }\n",
                                (int)strlen(base) - 4, base, (int)strlen(base) - 4, base, (int)strlen(base) - 4, base);
    struct json *files = json_new_object();
    for (char *letter = strstr(source, "practical \"") + 11; *letter != '"'; letter++)
        *letter = *letter == '_' ? '-' : *letter; /* ids have no _ */
    json_put_text(files, "quiz.lua", source);
    enum fault fault = put_file(files, "scripts/quiz_words.lua", words, err);
    if (fault == FAULT_NONE)
        fault = put_file(files, name, path, err);
    if (fault == FAULT_INPUT)
        quiz_problems_add(problems, "%s", err->text);
    if (fault == FAULT_NONE)
        fault = quiz_load_files("simulation", files, quiz, problems, err);
    name_problems(problems, name, path);
    json_free(files);
    free(source);
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
