/* folder.h - a whole folder of files, read and written at once. */
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/err.h"

struct folder_file {
    char *name; /* its path in the folder: "items/1.lua" */
    const uint8_t *data;
    size_t len;
};

/* Writes the files beside `to` in a hidden folder, down to the disk, and renames it: `to` is there as a whole or not at
 * all. FAULT_CANNOT if something is there already. */
MUST_CHECK enum fault folder_write(const char *to, const struct folder_file *files, size_t count, struct err *err);

/* Removes a folder with what is in it; a part that cannot be removed stays. */
void folder_remove(const char *path);

/* A folder read with everything in it, two folders deep; names that begin with a dot are left out. */
struct folder {
    struct folder_file *files; /* sorted by name */
    struct buffer *contents;   /* what the files' data point to */
    size_t count, capacity;
};
/* FAULT_INPUT: a link or a device is in it, a file is larger than file_max, or all are larger than whole_max. */
MUST_CHECK enum fault folder_read(const char *path, size_t file_max, size_t whole_max, struct folder *out, struct err *err);
void folder_clear(struct folder *folder);

#endif
