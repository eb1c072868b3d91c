/* file.c - whole files. A write goes to a temporary name first, so that a power cut leaves the old or the new file. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

#ifndef DAUSO_SHARE
#define DAUSO_SHARE "/usr/local/share/dauso"
#endif

enum fault
file_read(const char *path, size_t limit, struct buffer *out, struct err *err)
{
    enum fault fault = FAULT_NONE;
    size_t before = out->len;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(err, FAULT_CANNOT, "cannot read %s: %s", path, strerror(errno));
    struct stat stat;
    if (fstat(fd, &stat) == 0 && S_ISDIR(stat.st_mode)) {
        fault = err_set(err, FAULT_CANNOT, "%s is a folder, not a file", path);
        goto out;
    }
    for (;;) {
        uint8_t part[16384];
        ssize_t got = read(fd, part, sizeof part);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            fault = err_set(err, FAULT_CANNOT, "cannot read %s: %s", path, strerror(errno));
            goto out;
        }
        if (got == 0)
            break;
        buffer_add(out, part, (size_t)got);
        if (out->len - before > limit) {
            fault = err_set(err, FAULT_CANNOT, "%s is larger than %zu bytes", path, limit);
            goto out;
        }
    }
out:
    close(fd);
    return fault;
}

static bool
write_all(int fd, const uint8_t *data, size_t len)
{
    while (len > 0) {
        ssize_t put = write(fd, data, len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        data += put;
        len -= (size_t)put;
    }
    return fsync(fd) == 0;
}

static void
sync_folder_of(const char *path)
{
    char *copy = memory_copy_text(path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(copy);
}

enum fault
file_write(const char *path, const void *data, size_t len, unsigned mode, struct err *err)
{
    enum fault fault = FAULT_NONE;
    char *temporary = memory_print("%s.part-%ld", path, (long)getpid());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (mode_t)mode);
    if (fd < 0) {
        fault = err_set(err, FAULT_CANNOT, "cannot write %s: %s", path, strerror(errno));
        goto out;
    }
    if (!write_all(fd, data, len) || rename(temporary, path) != 0) {
        fault = err_set(err, FAULT_CANNOT, "cannot write %s: %s", path, strerror(errno));
        unlink(temporary);
    } else {
        sync_folder_of(path);
    }
    close(fd);
out:
    free(temporary);
    return fault;
}

enum fault
file_make_folder(const char *path, struct err *err)
{
    char *copy = memory_copy_text(path);
    enum fault fault = FAULT_NONE;
    for (char *at = copy + 1;; at++) {
        if (*at != '/' && *at != 0)
            continue;
        char end = *at;
        *at = 0;
        if (mkdir(copy, 0755) != 0 && !file_is_folder(copy)) {
            fault = err_set(err, FAULT_CANNOT, "cannot make the folder %s: %s", copy, strerror(errno));
            break;
        }
        *at = end;
        if (end == 0)
            break;
    }
    free(copy);
    return fault;
}

bool
file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool
file_is_folder(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

static int
compare_names(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

enum fault
file_list(const char *path, char ***names, size_t *count, struct err *err)
{
    size_t capacity = 0;
    *names = NULL;
    *count = 0;
    DIR *folder = opendir(path);
    if (folder == NULL)
        return err_set(err, FAULT_CANNOT, "cannot read the folder %s: %s", path, strerror(errno));
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        MEMORY_GROW(*names, *count, capacity);
        (*names)[(*count)++] = memory_copy_text(entry->d_name);
    }
    closedir(folder);
    if (*count > 1)
        qsort(*names, *count, sizeof **names, compare_names);
    return FAULT_NONE;
}

void
file_free_names(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

char *
file_join(const char *folder, const char *name)
{
    size_t len = strlen(folder);
    return memory_print("%s%s%s", folder, len > 0 && folder[len - 1] == '/' ? "" : "/", name);
}

char *
file_find_share(void)
{
    char program[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    if (len > 0) {
        program[len] = 0;
        for (char *slash = strrchr(program, '/'); slash != NULL; slash = strrchr(program, '/')) {
            *slash = 0;
            char *scripts = file_join(program, "scripts/quiz_words.lua");
            bool found = file_exists(scripts);
            free(scripts);
            if (found)
                return memory_copy_text(program);
        }
    }
    return memory_copy_text(DAUSO_SHARE);
}

/* On a disk that writes in place nothing of it is left to be found. */
static bool
write_zeros(int fd, off_t len)
{
    static const uint8_t ZEROS[16384];
    while (len > 0) {
        size_t part = len < (off_t)sizeof ZEROS ? (size_t)len : sizeof ZEROS;
        if (!write_all(fd, ZEROS, part))
            return false;
        len -= (off_t)part;
    }
    return fsync(fd) == 0;
}

enum fault
file_wipe(const char *path, struct err *err)
{
    struct stat stat;
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT)
        return FAULT_NONE;
    bool is_wiped = fd >= 0 && fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode) && write_zeros(fd, stat.st_size);
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (is_wiped && unlink(path) == 0)
        return FAULT_NONE;
    return err_set(err, FAULT_CANNOT, "cannot erase %s: %s", path, strerror(is_wiped ? errno : why));
}
