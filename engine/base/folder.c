/* folder.c - whole folders. What a cut current leaves behind is hidden and nobody's. */
#include "base/folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

enum { DEPTH = 2 };

/* ---- writing ---- */

/* "items/1.lua" -> DIR/items; NULL for a file that lies in the folder itself. Caller frees. */
static char *
part_of(const char *folder, const char *name)
{
    const char *slash = strchr(name, '/');
    return slash != NULL ? memory_print("%s/%.*s", folder, (int)(slash - name), name) : NULL;
}

void
folder_remove(const char *path)
{
    char **names = NULL;
    size_t count = 0;
    struct err ignored;
    struct stat status;
    if (file_list(path, &names, &count, &ignored) != FAULT_NONE)
        return;
    for (size_t i = 0; i < count; i++) {
        char *inner = file_join(path, names[i]);
        if (lstat(inner, &status) == 0 && S_ISDIR(status.st_mode))
            folder_remove(inner);
        else
            (void)unlink(inner);
        free(inner);
    }
    (void)rmdir(path);
    file_free_names(names, count);
}

static enum fault
write_one(const char *folder, const struct folder_file *file, struct err *err)
{
    char *path = file_join(folder, file->name), *part = part_of(folder, file->name);
    enum fault fault = part != NULL ? file_make_folder(part, err) : FAULT_NONE;
    if (fault == FAULT_NONE)
        fault = file_write(path, file->data, file->len, 0644, err);
    free(part);
    free(path);
    return fault;
}

enum fault
folder_write(const char *to, const struct folder_file *files, size_t count, struct err *err)
{
    const char *slash = strrchr(to, '/'), *last = slash == NULL ? to : slash + 1;
    char *hidden = memory_print("%.*s.%s.new-%ld", (int)(last - to), to, last, (long)getpid());
    enum fault fault = file_exists(to) ? err_set(err, FAULT_CANNOT, "%s is there already", to) : FAULT_NONE;
    if (fault == FAULT_NONE)
        fault = file_make_folder(hidden, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        fault = write_one(hidden, &files[i], err);
    if (fault == FAULT_NONE && rename(hidden, to) != 0)
        fault = err_set(err, FAULT_CANNOT, "cannot put %s in its place: %s", to, strerror(errno));
    if (fault != FAULT_NONE)
        folder_remove(hidden);
    free(hidden);
    return fault;
}

/* ---- reading ---- */

struct reading {
    struct folder *out;
    size_t file_max, left;
};

static enum fault
read_one(struct reading *reading, const char *path, const char *name, struct err *err)
{
    struct folder *out = reading->out;
    size_t limit = reading->left < reading->file_max ? reading->left : reading->file_max;
    size_t capacity = out->capacity;
    MEMORY_GROW(out->files, out->count, out->capacity);
    if (out->capacity != capacity)
        out->contents = memory_resize(out->contents, out->capacity, sizeof *out->contents);
    struct buffer *content = &out->contents[out->count];
    *content = (struct buffer){0};
    out->files[out->count++] = (struct folder_file){.name = memory_copy_text(name)};
    enum fault fault = file_read(path, limit, content, err);
    reading->left -= content->len;
    return fault;
}

static enum fault
read_folder(struct reading *reading, const char *folder, const char *prefix, int depth, struct err *err)
{
    char **names = NULL;
    size_t count = 0;
    enum fault fault = file_list(folder, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        char *path = file_join(folder, names[i]), *name = memory_print("%s%s", prefix, names[i]);
        struct stat status;
        if (names[i][0] == '.') {
            /* an editor's or the system's own */
        } else if (lstat(path, &status) != 0) {
            fault = err_set(err, FAULT_CANNOT, "cannot look at %s: %s", path, strerror(errno));
        } else if (S_ISREG(status.st_mode)) {
            fault = read_one(reading, path, name, err);
        } else if (S_ISDIR(status.st_mode) && depth > 0) {
            char *inner = memory_print("%s/", name);
            fault = read_folder(reading, path, inner, depth - 1, err);
            free(inner);
        } else {
            fault = err_set(err, FAULT_INPUT, "%s is a link, a device or a folder too deep; put a plain file there", path);
        }
        free(name);
        free(path);
    }
    file_free_names(names, count);
    return fault;
}

enum fault
folder_read(const char *path, size_t file_max, size_t whole_max, struct folder *out, struct err *err)
{
    *out = (struct folder){0};
    struct reading reading = {.out = out, .file_max = file_max, .left = whole_max};
    enum fault fault = file_is_folder(path) ? read_folder(&reading, path, "", DEPTH, err)
                                            : err_set(err, FAULT_CANNOT, "there is no folder %s", path);
    for (size_t i = 0; i < out->count; i++) {
        out->files[i].data = out->contents[i].data;
        out->files[i].len = out->contents[i].len;
    }
    if (fault != FAULT_NONE)
        folder_clear(out);
    return fault;
}

void
folder_clear(struct folder *folder)
{
    for (size_t i = 0; i < folder->count; i++) {
        free(folder->files[i].name);
        buffer_clear(&folder->contents[i]);
    }
    free(folder->files);
    free(folder->contents);
    *folder = (struct folder){0};
}
