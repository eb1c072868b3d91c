/* demo_folder.c - a folder for a demo: made if new, emptied if a demo made it, never touched if anybody else did.
 *
 * The file "demo" in it is the mark. A marked folder in which somebody opened a class of another name is a real one. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/child_server.h"
#include "store/store.h"

static const char MARK[] = "demo";
static const char MARK_TEXT[] = "made by dauso demo; the next demo here starts afresh\n";
/* What the program keeps in a data folder: files of these endings in these folders, nothing else is removed. */
static const struct {
    const char *folder, *endings[7];
} OURS[] = {
    {".", {".db", ".db-wal", ".db-shm", ".dauso", ".log", "ballast", NULL}},
    {"keys", {".key", ".p12", NULL}},
    {"trust", {".pub", ".cose", NULL}},
    {"certificates", {".pdf", NULL}},
    {"prints", {".pdf", NULL}},
};

static bool
ends_with(const char *name, const char *ending)
{
    size_t len = strlen(name), tail = strlen(ending);
    return len >= tail && strcmp(name + len - tail, ending) == 0;
}

static bool
is_ours(const char *name, const char *const *endings)
{
    for (size_t i = 0; endings[i] != NULL; i++)
        if (ends_with(name, endings[i]))
            return true;
    return false;
}

static enum fault
refuse(const char *folder, struct err *err)
{
    return err_set(err, FAULT_CANNOT, "%s holds classes that are no demo: give the demo a folder of its own with --dir",
                   folder);
}

/* Only the demo's class may be in there. An open store says itself that a class is running. */
static enum fault
check_classes(const char *folder, const char *class_name, struct err *err)
{
    struct store *store = NULL;
    struct class_row *rows = NULL;
    size_t count = 0;
    char *path = file_join(folder, "dauso.db");
    bool is_there = file_exists(path);
    free(path);
    if (!is_there)
        return FAULT_NONE;
    enum fault fault = store_open(folder, &store, err);
    if (fault == FAULT_NONE)
        fault = store_list_classes(store, &rows, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        if (strncmp(rows[i].name, class_name, strlen(class_name)) != 0)
            fault = refuse(folder, err);
    free(rows);
    store_close(store);
    return fault;
}

static enum fault
remove_in(const char *folder, const char *const *endings, struct err *err)
{
    char **names = NULL;
    size_t count = 0;
    enum fault fault = file_is_folder(folder) ? file_list(folder, &names, &count, err) : FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        char *path = file_join(folder, names[i]);
        if (is_ours(names[i], endings) && !file_is_folder(path) && unlink(path) != 0)
            fault = err_set(err, FAULT_CANNOT, "%s of an earlier demo cannot be removed: %s", path, strerror(errno));
        free(path);
    }
    file_free_names(names, count);
    return fault;
}

static enum fault
remove_old_demo(const char *folder, struct err *err)
{
    enum fault fault = FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < sizeof OURS / sizeof OURS[0]; i++) {
        char *path = file_join(folder, OURS[i].folder);
        fault = remove_in(path, OURS[i].endings, err);
        free(path);
    }
    return fault;
}

static enum fault
check_is_empty(const char *folder, struct err *err)
{
    char **names = NULL;
    size_t count = 0;
    enum fault fault = file_list(folder, &names, &count, err);
    if (fault == FAULT_NONE && count > 0)
        fault = err_set(err, FAULT_CANNOT, "%s is not empty and no demo made it: give the demo a folder of its own with "
                        "--dir", folder);
    file_free_names(names, count);
    return fault;
}

enum fault
demo_folder_prepare(const char *folder, const char *class_name, struct err *err)
{
    char *mark = file_join(folder, MARK);
    bool is_demo = file_exists(mark);
    enum fault fault = file_make_folder(folder, err);
    if (fault == FAULT_NONE)
        fault = is_demo ? check_classes(folder, class_name, err) : check_is_empty(folder, err);
    if (fault == FAULT_NONE && is_demo)
        fault = remove_old_demo(folder, err);
    if (fault == FAULT_NONE && !is_demo)
        fault = file_write(mark, MARK_TEXT, sizeof MARK_TEXT - 1, 0644, err);
    free(mark);
    return fault;
}
