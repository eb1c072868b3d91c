/* file.h - whole files: read them, write them so that they are never half there. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/err.h"

/* Appends the file's bytes to out. FAULT_CANNOT if missing, unreadable or larger than limit. */
MUST_CHECK enum fault file_read(const char *path, size_t limit, struct buffer *out, struct err *err);

/* Temporary name in the same folder, fsync, rename, fsync of the folder. mode e.g. 0644, 0600 for secrets. */
MUST_CHECK enum fault file_write(const char *path, const void *data, size_t len, unsigned mode, struct err *err);

/* Makes the folder and its parents. An existing folder is fine. */
MUST_CHECK enum fault file_make_folder(const char *path, struct err *err);

/* Overwrites the file with zeros, down to the disk, and removes it. A file that is not there is fine. */
MUST_CHECK enum fault file_wipe(const char *path, struct err *err);

bool file_exists(const char *path);
bool file_is_folder(const char *path);

/* Names in the folder without . and .., sorted by bytes. Caller frees with file_free_names. */
MUST_CHECK enum fault file_list(const char *path, char ***names, size_t *count, struct err *err);
void file_free_names(char **names, size_t count);

char *file_join(const char *folder, const char *name); /* caller frees */

/* Folder that holds quizzes/, scripts/ and certs/: the parent of the running program's build/ folder, else
 * PREFIX/share/dauso. Caller frees; never NULL. */
char *file_find_share(void);

#endif
