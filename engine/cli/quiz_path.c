/* quiz_path.c - a folder, its quiz.lua or one of its walks all name the same quiz. */
#include "cli/quiz_path.h"

#include <stdlib.h>
#include <string.h>

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
