/* power_recorder.c - LD_PRELOAD: writes down, in order, everything that a program does to the files of one folder.
 *
 * RECORD_FOLDER names the folder, RECORD_TRACE the file (outside of it). A record is
 *   u8 kind, u64 CLOCK_MONOTONIC in ns before the deed, u32 file number, u64 offset or size, u32 length, bytes
 * kinds: C create (bytes = name), W write, T truncate, S sync of the file, D sync of the folder, R rename (bytes = old NUL new),
 * U unlink (bytes = name), O open of a file that is there (bytes = name). power_suite.py cuts the power at any record. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { FILES_MAX = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_len;
static int trace = -1;
static uint32_t numbers[FILES_MAX]; /* by descriptor; 0 = not ours */
static char is_folder[FILES_MAX];
static struct {
    ino_t inode;
    dev_t device;
} known[FILES_MAX]; /* by number */
static uint32_t known_count = 1;

#define REAL(result, name, ...)                                                                                        \
    static result (*real_##name)(__VA_ARGS__);                                                                         \
    if (real_##name == NULL)                                                                                           \
    *(void **)&real_##name = dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void
begin(void)
{
    const char *where = getenv("RECORD_FOLDER"), *path = getenv("RECORD_TRACE");
    if (where == NULL || path == NULL || realpath(where, folder) == NULL)
        return;
    folder_len = strlen(folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    trace = fcntl(fd, F_DUPFD_CLOEXEC, 900);
    close(fd);
}

static uint64_t
now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void
note(char kind, uint64_t at, uint32_t number, uint64_t offset, const void *bytes, uint32_t len)
{
    struct __attribute__((packed)) {
        char kind;
        uint64_t at;
        uint32_t number;
        uint64_t offset;
        uint32_t len;
    } head = {kind, at, number, offset, len};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)(uintptr_t)bytes, len}};
    REAL(ssize_t, writev, int, const struct iovec *, int);
    if (trace >= 0 && real_writev(trace, parts, len > 0 ? 2 : 1) != (ssize_t)(sizeof head + len))
        abort();
}

/* The name below the folder; NULL if it is elsewhere. "" is the folder itself. */
static const char *
inside(const char *path, char out[PATH_MAX])
{
    char copy[PATH_MAX], parent[PATH_MAX];
    if (folder_len == 0 || strlen(path) >= sizeof copy)
        return NULL;
    if (realpath(path, out) != NULL)
        return strncmp(out, folder, folder_len) == 0 && (out[folder_len] == '/' || out[folder_len] == 0)
                   ? out + folder_len + (out[folder_len] == '/')
                   : NULL;
    strcpy(copy, path);
    char *slash = strrchr(copy, '/');
    const char *base = slash != NULL ? slash + 1 : copy;
    if (slash != NULL)
        *slash = 0;
    if (realpath(slash != NULL ? copy : ".", parent) == NULL)
        return NULL;
    if (snprintf(out, PATH_MAX, "%s/%s", parent, base) >= PATH_MAX)
        return NULL;
    return strncmp(out, folder, folder_len) == 0 && out[folder_len] == '/' ? out + folder_len + 1 : NULL;
}

static uint32_t
number_of(int fd)
{
    struct stat stat;
    if (fstat(fd, &stat) != 0)
        return 0;
    for (uint32_t i = 1; i < known_count; i++)
        if (known[i].inode == stat.st_ino && known[i].device == stat.st_dev)
            return i;
    if (known_count == FILES_MAX)
        abort();
    known[known_count].inode = stat.st_ino;
    known[known_count].device = stat.st_dev;
    return known_count++;
}

static int
opened(int fd, const char *path, int flags, int was_there, uint64_t at)
{
    char whole[PATH_MAX];
    const char *name = fd >= 0 && fd < FILES_MAX && trace >= 0 ? inside(path, whole) : NULL;
    struct stat stat;
    if (fd >= 0 && fd < FILES_MAX)
        numbers[fd] = 0;
    if (name == NULL || fstat(fd, &stat) != 0)
        return fd;
    int error = errno;
    pthread_mutex_lock(&lock);
    is_folder[fd] = S_ISDIR(stat.st_mode);
    if (!was_there && !is_folder[fd]) /* a new file may get the number of one that is gone */
        for (uint32_t i = 1; i < known_count; i++)
            if (known[i].inode == stat.st_ino)
                known[i].inode = 0;
    numbers[fd] = number_of(fd);
    if (!is_folder[fd])
        note(was_there ? 'O' : 'C', at, numbers[fd], (uint64_t)stat.st_size, name, (uint32_t)strlen(name));
    if (was_there && (flags & O_TRUNC) != 0)
        note('T', at, numbers[fd], 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return fd;
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        REAL(int, name, const char *, int, ...);                                                                       \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;                                               \
        va_end(rest);                                                                                                  \
        uint64_t at = now();                                                                                           \
        int was_there = access(path, F_OK) == 0;                                                                       \
        return opened(real_##name(path, flags, mode), path, flags, was_there, at);                                     \
    }
OPEN(open)
OPEN(open64)

int
close(int fd)
{
    REAL(int, close, int);
    if (fd >= 0 && fd < FILES_MAX)
        numbers[fd] = 0;
    return real_close(fd);
}

static uint32_t
ours(int fd)
{
    return fd >= 0 && fd < FILES_MAX && trace >= 0 ? numbers[fd] : 0;
}

static uint64_t
place_of(int fd)
{
    struct stat stat;
    if ((fcntl(fd, F_GETFL) & O_APPEND) != 0 && fstat(fd, &stat) == 0)
        return (uint64_t)stat.st_size;
    return (uint64_t)lseek(fd, 0, SEEK_CUR);
}

#define PWRITE(name, type)                                                                                             \
    ssize_t name(int fd, const void *data, size_t len, type offset)                                                    \
    {                                                                                                                  \
        REAL(ssize_t, name, int, const void *, size_t, type);                                                          \
        uint32_t number = ours(fd);                                                                                    \
        if (number == 0)                                                                                               \
            return real_##name(fd, data, len, offset);                                                                 \
        pthread_mutex_lock(&lock);                                                                                     \
        uint64_t at = now();                                                                                           \
        ssize_t put = real_##name(fd, data, len, offset);                                                              \
        if (put > 0)                                                                                                   \
            note('W', at, number, (uint64_t)offset, data, (uint32_t)put);                                              \
        pthread_mutex_unlock(&lock);                                                                                   \
        return put;                                                                                                    \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t
write(int fd, const void *data, size_t len)
{
    REAL(ssize_t, write, int, const void *, size_t);
    uint32_t number = ours(fd);
    if (number == 0)
        return real_write(fd, data, len);
    pthread_mutex_lock(&lock);
    uint64_t at = now(), offset = place_of(fd);
    ssize_t put = real_write(fd, data, len);
    if (put > 0)
        note('W', at, number, offset, data, (uint32_t)put);
    pthread_mutex_unlock(&lock);
    return put;
}

ssize_t
writev(int fd, const struct iovec *parts, int count)
{
    REAL(ssize_t, writev, int, const struct iovec *, int);
    uint32_t number = ours(fd);
    if (number == 0)
        return real_writev(fd, parts, count);
    pthread_mutex_lock(&lock);
    uint64_t at = now(), offset = place_of(fd);
    ssize_t put = real_writev(fd, parts, count), left = put;
    for (int i = 0; i < count && left > 0; i++) {
        size_t len = parts[i].iov_len < (size_t)left ? parts[i].iov_len : (size_t)left;
        note('W', at, number, offset, parts[i].iov_base, (uint32_t)len);
        offset += len;
        left -= (ssize_t)len;
    }
    pthread_mutex_unlock(&lock);
    return put;
}

#define TRUNCATE(name, type)                                                                                           \
    int name(int fd, type size)                                                                                        \
    {                                                                                                                  \
        REAL(int, name, int, type);                                                                                    \
        pthread_mutex_lock(&lock);                                                                                     \
        uint64_t at = now();                                                                                           \
        int outcome = real_##name(fd, size);                                                                           \
        if (outcome == 0 && ours(fd) != 0)                                                                             \
            note('T', at, ours(fd), (uint64_t)size, NULL, 0);                                                          \
        pthread_mutex_unlock(&lock);                                                                                   \
        return outcome;                                                                                                \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                                                                     \
    int name(int fd)                                                                                                   \
    {                                                                                                                  \
        REAL(int, name, int);                                                                                          \
        uint32_t number = ours(fd);                                                                                    \
        int outcome = real_##name(fd);                                                                                 \
        pthread_mutex_lock(&lock);                                                                                     \
        if (outcome == 0 && number != 0)                                                                               \
            note(is_folder[fd] ? 'D' : 'S', now(), number, 0, NULL, 0);                                                \
        pthread_mutex_unlock(&lock);                                                                                   \
        return outcome;                                                                                                \
    }
SYNC(fsync)
SYNC(fdatasync)

int
rename(const char *from, const char *to)
{
    REAL(int, rename, const char *, const char *);
    char whole_from[PATH_MAX], whole_to[PATH_MAX], both[2 * PATH_MAX];
    const char *name_from = inside(from, whole_from), *name_to = inside(to, whole_to);
    pthread_mutex_lock(&lock);
    uint64_t at = now();
    int outcome = real_rename(from, to);
    if (outcome == 0 && name_from != NULL && name_to != NULL) {
        size_t len = strlen(name_from);
        memcpy(both, name_from, len + 1);
        strcpy(both + len + 1, name_to);
        note('R', at, 0, 0, both, (uint32_t)(len + 1 + strlen(name_to)));
    }
    pthread_mutex_unlock(&lock);
    return outcome;
}

int
unlink(const char *path)
{
    REAL(int, unlink, const char *);
    char whole[PATH_MAX];
    const char *name = inside(path, whole);
    pthread_mutex_lock(&lock);
    uint64_t at = now();
    int outcome = real_unlink(path);
    if (outcome == 0 && name != NULL)
        note('U', at, 0, 0, name, (uint32_t)strlen(name));
    pthread_mutex_unlock(&lock);
    return outcome;
}
